"""Live progress of a run on the terminal: one bar per stage, one line where nobody watches."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from osgenesis.synth.stage import Report

if TYPE_CHECKING:
    from rich.console import Console

LABELS = {
    "explore": "explore: act, watch, keep triples",
    "synthesize": "synthesize: verify by replay, put into words",
    "compose": "synthesize: combine tasks",
    "collect": "collect: play tasks, take pictures",
    "score": "score: reward trajectories",
    "export": "export: write training data",
    "report": "report: draw the page",
}


@contextmanager
def live_progress(console: Console) -> Iterator[Report]:
    """Show bars while the body runs; what it yields is told of progress."""
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        SpinnerColumn,
        TaskID,
        TextColumn,
        TimeElapsedColumn,
    )

    columns = (
        SpinnerColumn(finished_text="[green]✓[/green]"),
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    bars: dict[str, TaskID] = {}
    # Without a terminal rich would print every refresh; there the bars are shown once, at the end.
    with Progress(*columns, console=console, auto_refresh=console.is_terminal) as progress:

        def report(stage: str, done: int, total: int) -> None:
            if stage not in bars:
                bars[stage] = progress.add_task(LABELS.get(stage, stage), total=total)
            progress.update(bars[stage], completed=done, total=max(total, 1))
            if done >= total:
                progress.update(bars[stage], completed=max(total, 1))

        yield report
