"""`osgenesis data androidcontrol score`: predictions on recorded steps, under one or several protocols."""

from __future__ import annotations

import functools
import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from osgenesis.envs.core.errors import DataError

if TYPE_CHECKING:
    from rich.console import Console

    from osgenesis.envs.android_control.matching import Protocol
    from osgenesis.envs.android_control.tapes import Library

__all__ = ["score"]


@click.command()
@click.argument("predictions", type=click.Path(path_type=Path))
@click.option("--data", "path", type=click.Path(path_type=Path), help="Folder of the shards; the sample if not given.")
@click.option("--split", default="test", show_default=True, help="train, validation, test or all.")
@click.option("--subsplit", help="Only one of the test set's sub-splits.")
@click.option("--protocol", "protocols", multiple=True, help="Name of a protocol; repeatable.  [default: official]")
@click.option("--all-protocols", is_flag=True, help="All of them, side by side.")
@click.option("--score-end", is_flag=True, help="Also expect the end to be declared, as one step more per episode.")
@click.option("--compat", type=click.Choice(["ac_eval"]), help="Compute what another program would print.")
@click.option("--references", type=click.Path(path_type=Path), help="With --compat: its own file of references.")
@click.option("--skip-bad", is_flag=True, help="Leave out damaged records and count them.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON instead of tables.")
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="Also write the JSON to this file.")
def score(
    predictions: Path,
    path: Path | None,
    split: str,
    subsplit: str | None,
    protocols: tuple[str, ...],
    all_protocols: bool,
    score_end: bool,
    compat: str | None,
    references: Path | None,
    skip_bad: bool,
    as_json: bool,
    out: Path | None,
) -> None:
    """Score PREDICTIONS on recorded steps.

    PREDICTIONS is a JSON Lines file, or the `episodes` folder that `osgenesis evaluate` wrote. A line has "episode_id",
    "step" (from 0), and the "action" as a JSON object or a model's reply as text. What is missing or cannot be read is
    wrong.
    """
    from rich.console import Console

    from osgenesis.envs.android_control.sample import SAMPLE_NOTE, sample_path
    from osgenesis.envs.android_control.tapes import Library

    if references is not None and compat is None:
        raise click.UsageError("--references needs --compat ac_eval")
    library = Library.open(sample_path() if path is None else path, skip_bad=skip_bad)
    facts = {"data": "sample" if path is None else str(path), "split": split, "subsplit": subsplit}
    if compat is None:
        made = _score(library, predictions, split, subsplit, protocols, all_protocols, score_end)
    else:
        made = _compat(library, predictions, split, subsplit, references)
    result = {**facts, **made, "damaged": sum(len(report.problems) for report in library.dataset.reports)}
    text = json.dumps(result, indent=2, ensure_ascii=False)
    if out is not None:
        out.parent.mkdir(parents=True, exist_ok=True)
        out.write_text(text + "\n", encoding="utf-8")
    if as_json:
        click.echo(text)
        return
    console = Console(highlight=False)
    if not console.is_terminal:
        console = Console(highlight=False, width=140)
    _show(console, result)
    if path is None:
        console.print(f"On {SAMPLE_NOTE}.", style="yellow", soft_wrap=True)


def _score(
    library: Library,
    predictions: Path,
    split: str,
    subsplit: str | None,
    protocols: tuple[str, ...],
    all_protocols: bool,
    score_end: bool,
) -> dict[str, Any]:
    from osgenesis.envs.android_control.matching import PROTOCOLS, named_protocol
    from osgenesis.envs.android_control.predictions import predictions_by_key
    from osgenesis.envs.android_control.scoring import score as score_all

    rules = tuple(PROTOCOLS.values()) if all_protocols else tuple(map(named_protocol, protocols or ("official",)))
    ids = _chosen(library, split, subsplit)
    found = predictions_by_key(predictions)
    actions = {key: prediction.action for key, prediction in found.items()}
    result = score_all(library, ids, actions, tuple(dict.fromkeys(rules)), score_end=score_end)
    problems = [f"{p.where}: {p.problem}" for p in found.values() if p.action is None]
    return {**result, "problems": problems[:20]}


def _compat(
    library: Library, predictions: Path, split: str, subsplit: str | None, references: Path | None
) -> dict[str, Any]:
    from osgenesis.envs.android_control import ac_eval
    from osgenesis.envs.android_control.predictions import read_predictions
    from osgenesis.envs.android_control.scoring import recorded_steps

    if references is None:
        known: Iterator[ac_eval.Reference] = map(
            ac_eval.reference, recorded_steps(library, _chosen(library, split, subsplit))
        )
    else:
        known = ac_eval.read_references(references)
    return ac_eval.ac_eval(known, read_predictions(predictions), library.dataset.splits.subsplits)


def _chosen(library: Library, split: str, subsplit: str | None) -> tuple[int, ...]:
    """The episodes to score on; none at all is a mistake."""
    ids = library.ids(split, subsplit)
    if not ids:
        part = f"split {split!r}" if subsplit is None else f"sub-split {subsplit!r} of split {split!r}"
        raise DataError(
            f"{library.dataset.path} has no episode with actions in {part}; "
            "`osgenesis data androidcontrol info` lists what there is"
        )
    return ids


# ---- tables ------------------------------------------------------------------------------------------


def _show(console: Console, result: Mapping[str, Any]) -> None:
    if "compat" in result:
        _show_compat(console, result)
        return
    reports = list(result["protocols"].values())
    if len(reports) == 1:
        _show_report(console, reports[0])
    else:
        _show_side_by_side(console, reports)
    majority = result["majority"]
    console.print(
        f"{result['episodes']} episodes, {result['steps']} steps; {result['missing']} predictions missing and "
        f"{result['unreadable']} unreadable (both count as wrong), {result['unmatched']} for no step of these.",
        soft_wrap=True,
    )
    console.print(
        f"For comparison, without looking: always {majority['kind']!r} has type accuracy "
        f"{_percent(majority['type_accuracy'])}, always {majority['action']!r} step accuracy "
        f"{_percent(majority['step_accuracy'])}.",
        soft_wrap=True,
    )
    for problem in result["problems"]:
        console.print(f"unreadable: {problem}", markup=False, style="dim", soft_wrap=True)
    if result["damaged"]:
        console.print(f"{result['damaged']} damaged records or files were left out.", style="yellow")


def _rules(report: Mapping[str, Any]) -> Protocol:
    from osgenesis.envs.android_control.matching import Protocol

    return Protocol(**{**report["protocol"], "equivalences": tuple(report["protocol"]["equivalences"])})


def _show_side_by_side(console: Console, reports: Sequence[Mapping[str, Any]]) -> None:
    """Every protocol a column: what the rules change stands in a row, with the number of cases once."""
    from rich.markup import escape
    from rich.table import Table

    rules = Table("protocol", "a click is right", "texts", "scrolls", "count as the same", title="Rules")
    for report in reports:
        chosen = _rules(report)
        same = ", ".join(chosen.equivalences) or "-"
        rules.add_row(*map(escape, (chosen.name, chosen.matcher, chosen.text, chosen.scroll, same)))
    console.print(rules)
    table = Table("", "cases", title="% right, by protocol")
    table.columns[1].justify = "right"
    for report in reports:
        table.add_column(escape(_rules(report).name), justify="right")

    def add(label: str, *path: str, style: str = "") -> None:
        rates = [functools.reduce(lambda part, key: part[key], path, report) for report in reports]
        cells = [f"{rate['percent']:.2f}" if rate["total"] else "n/a" for rate in rates]
        table.add_row(escape(label), str(rates[0]["total"]), *cells, style=style)

    add("step accuracy", "step_accuracy", style="bold")
    for name in reports[0]["by_subsplit"]:
        add(f"  {name}", "by_subsplit", name, "step")
    for kind in reports[0]["by_kind"]:
        add(f"  {kind}", "by_kind", kind, "step")
    table.add_section()
    add("type accuracy", "type_accuracy")
    add("grounding, of clicks predicted as clicks", "grounding")
    add("whole episodes", "episode_accuracy", style="bold")
    for name in reports[0]["by_subsplit"]:
        add(f"  {name}", "by_subsplit", name, "episode")
    console.print(table)


def _show_report(console: Console, report: Mapping[str, Any]) -> None:
    from rich.markup import escape
    from rich.table import Table

    rules = _rules(report)
    table = Table(title=escape(f"{rules.name}: {rules.rules()}"))
    for name in ("", f"step accuracy ({escape(rules.name)})", "type accuracy", "episodes right", "grounding"):
        table.add_column(name, justify="right" if name else "left")
    table.add_row(
        "all",
        _rate(report["step_accuracy"]),
        _rate(report["type_accuracy"]),
        _rate(report["episode_accuracy"]),
        _rate(report["grounding"]),
        style="bold",
    )
    table.add_section()
    for name, rates in report["by_subsplit"].items():
        table.add_row(escape(name), _rate(rates["step"]), _rate(rates["type"]), _rate(rates["episode"]), "")
    table.add_section()
    for kind, rates in report["by_kind"].items():
        table.add_row(kind, _rate(rates["step"]), _rate(rates["type"]), "", "")
    console.print(table)


def _show_compat(console: Console, result: Mapping[str, Any]) -> None:
    from rich.table import Table

    table = Table(title="as ac_eval counts: joined by order, 368 px, first sub-split")
    for name in ("", "step accuracy (ac_eval)", "type accuracy"):
        table.add_column(name, justify="right" if name else "left")
    table.add_row("all", _rate(result["step_accuracy"]), _rate(result["type_accuracy"]), style="bold")
    table.add_section()
    for name, rate in result["by_first_subsplit"].items():
        table.add_row(name, _rate(rate), "")
    table.add_section()
    for kind, rate in result["by_kind"]["step"].items():
        table.add_row(kind, _rate(rate), _rate(result["by_kind"]["type"][kind]))
    console.print(table)


def _percent(rate: Mapping[str, Any]) -> str:
    return f"{rate['percent']:.2f} %" if rate["total"] else "n/a"


def _rate(rate: Mapping[str, Any]) -> str:
    return f"{rate['percent']:.2f}  ({rate['right']}/{rate['total']})" if rate["total"] else "n/a"
