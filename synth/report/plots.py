"""The report's plots as inline SVG, drawn by matplotlib in colours that the page decides."""

from __future__ import annotations

import io
import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from matplotlib.figure import Figure

_INK = "#123456"  # stands for the page's text colour until the SVG is written
_BAR = "#654321"  # stands for its accent colour
_SALT = "osgenesis"  # makes the ids within the SVGs the same in every run


def all_plots(summary: Mapping[str, Any]) -> dict[str, str]:
    """Title -> SVG of every plot of a summary."""
    rewards = summary["rewards"]
    plots = {
        "Tasks per app": _bars(summary["tasks_by_app"], horizontal=True),
        "Steps per task": _bars(summary["tasks_by_steps"]),
        "Rewards": _bars({value: rewards[value] for value in sorted(rewards)}),
        "Candidates rejected, by reason": _bars(
            {reason.replace("_", " "): n for reason, n in summary["tasks_rejected"].items()},
            horizontal=True,
            log=True,
        ),
        "Seconds per stage": _bars(summary["seconds_by_stage"], horizontal=True),
    }
    return {title: svg for title, svg in plots.items() if svg}


def _bars(values: Mapping[str, float], *, horizontal: bool = False, log: bool = False) -> str:
    """A bar chart, labelled with its values."""
    if not values:
        return ""
    from matplotlib import rc_context
    from matplotlib.figure import Figure

    names, numbers = list(values), [float(value) for value in values.values()]
    settings: Any = {"svg.fonttype": "none", "svg.hashsalt": _SALT, "font.family": "sans-serif"}
    with rc_context(settings):
        height = 0.34 * len(names) + 0.5 if horizontal else 2.4
        figure = Figure(figsize=(4.6, max(1.4, height)), layout="constrained")
        axes = figure.subplots()
        if horizontal:
            bars = axes.barh(names[::-1], numbers[::-1], color=_BAR, height=0.68)
            shown = axes.bar_label(bars, labels=_labels(numbers[::-1]), padding=4)
            axes.set_xticks([])
            axes.margins(x=0.16)
            if log and max(numbers) > 0:
                axes.set_xscale("symlog", linthresh=10)
                axes.set_xticks([])
                axes.minorticks_off()
        else:
            bars = axes.bar(names, numbers, color=_BAR, width=0.68)
            shown = axes.bar_label(bars, labels=_labels(numbers), padding=2)
            axes.set_yticks([])
            axes.margins(y=0.16)
        for text in [*shown, *axes.get_xticklabels(), *axes.get_yticklabels()]:
            text.set_color(_INK)
            text.set_fontsize(9)
        axes.spines[:].set_visible(False)
        axes.tick_params(length=0)
        return _svg(figure)


def _labels(numbers: Sequence[float]) -> list[str]:
    return [f"{n:.0f}" if n == int(n) else f"{n:.1f}" for n in numbers]


def _svg(figure: Figure) -> str:
    """A figure as an SVG element that takes its colours from the page."""
    buffer = io.StringIO()
    figure.savefig(buffer, format="svg", transparent=True, metadata={"Date": None})
    svg = buffer.getvalue()
    svg = svg[svg.index("<svg") :].replace(_INK, "currentColor").replace(_BAR, "var(--accent)")
    svg = re.sub(r'<svg ([^>]*?)(?:width|height)="[^"]*"', r"<svg \1", svg, count=1)
    svg = re.sub(r'(<svg [^>]*?)(?:width|height)="[^"]*"', r"\1", svg, count=1)
    return re.sub(r"<metadata>.*?</metadata>", "", svg, flags=re.DOTALL)
