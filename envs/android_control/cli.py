"""`osgenesis data androidcontrol fetch | index | info | show | record`: get, inspect and make demonstrations."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from osgenesis.envs.android_control.score_cli import score
from osgenesis.envs.android_control.shards import Dataset

__all__ = ["commands"]

_Command = TypeVar("_Command", bound=Callable[..., Any])
_MANY = 12  # problems that are printed one by one


@click.group()
def data() -> None:
    """Get and inspect recorded data sets."""


@data.group()
def androidcontrol() -> None:
    """AndroidControl: 15,283 demonstrations on phones, 50 GB."""


def _data_options(command: _Command) -> _Command:
    command = click.option("--json", "as_json", is_flag=True, help="Print JSON instead of text.")(command)
    command = click.option("--skip-bad", is_flag=True, help="Leave out damaged records and count them.")(command)
    return click.option(
        "--data",
        "path",
        type=click.Path(path_type=Path),
        help="Folder of the shards, or one shard; the bundled sample if not given.",
    )(command)


# ---- fetch -----------------------------------------------------------------------------------------


@androidcontrol.command()
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@click.option("--shards", help="Numbers of the shards to get, such as 0-3,7; all 20 if not given.")
@click.option("--url", help="Another server that has the same files.")
@click.option("--verify", is_flag=True, help="Check the files that are there already, too.")
def fetch(folder: Path, shards: str | None, url: str | None, verify: bool) -> None:
    """Download the data set to FOLDER.

    An interrupted download goes on where it stopped. Each file is checked against the server's checksum.
    """
    from rich.progress import BarColumn, DownloadColumn, TextColumn, TimeRemainingColumn, TransferSpeedColumn
    from rich.progress import Progress as Bars

    from osgenesis.envs.android_control import fetch as fetching

    names = fetching.official_files(None if shards is None else _numbers(shards))
    columns = (TextColumn("{task.description}"), BarColumn(), DownloadColumn(), TransferSpeedColumn())
    with Bars(*columns, TimeRemainingColumn()) as bars:
        tasks: dict[str, Any] = {}

        def report(state: fetching.Progress) -> None:
            if state.name not in tasks:
                tasks[state.name] = bars.add_task(state.name, total=state.total)
            bars.update(tasks[state.name], completed=state.done)

        files = fetching.fetch(folder, names, base_url=url or fetching.BASE_URL, progress=report, verify=verify)
    click.echo(f"{len(files)} files in {folder}")


def _numbers(text: str) -> list[int]:
    """Numbers from a list of numbers and ranges, such as 0-3,7."""
    numbers: list[int] = []
    for part in text.split(","):
        first, dash, last = part.strip().partition("-")
        if not first.isdecimal() or (dash and not last.isdecimal()) or len(part) > 9:
            raise click.BadParameter(f"{part!r} is no number and no range such as 0-3", param_hint="--shards")
        numbers += range(int(first), int(last or first) + 1)
    return sorted(set(numbers))


# ---- index, info -----------------------------------------------------------------------------------


@androidcontrol.command()
@_data_options
def index(path: Path | None, skip_bad: bool, as_json: bool) -> None:
    """Build the index, or complete it.

    Everything in a record but its pictures and forests is checked on the way.
    """

    def report(shard: Any) -> None:
        if not as_json:
            click.echo(f"{shard.name}: {shard.episodes} episodes" + _damaged(len(shard.problems)))

    with Dataset(path, skip_bad=skip_bad, progress=report) as dataset:
        facts = dataset.info()
    if as_json:
        click.echo(json.dumps(facts, indent=2))
    else:
        click.echo(f"{facts['episodes']} episodes in {_shards(facts['shards'])}" + _damaged(facts["damaged_records"]))
        if facts["index"]:
            click.echo(f"index: {facts['index']}, {_size(Path(facts['index']).stat().st_size)}")
        _print_problems(facts)


def _size(count: int) -> str:
    unit, name = next(((n, name) for n, name in ((1e9, "GB"), (1e6, "MB")) if count >= n), (1e3, "kB"))
    return f"{count / unit:,.1f} {name}"


def _shards(count: int) -> str:
    return f"{count} shard" if count == 1 else f"{count} shards"


def _damaged(count: int) -> str:
    return f", {count} damaged and left out" if count else ""


def _print_problems(facts: dict[str, Any]) -> None:
    for problem in facts["problems"][:_MANY]:
        click.echo(f"  {problem}", err=True)


@androidcontrol.command()
@_data_options
def info(path: Path | None, skip_bad: bool, as_json: bool) -> None:
    """Say what a data set holds."""
    with Dataset(path, skip_bad=skip_bad) as dataset:
        facts = dataset.info()
    if as_json:
        click.echo(json.dumps(facts, indent=2))
        return
    from rich.console import Console
    from rich.table import Table

    console = Console()
    console.print(facts["path"], style="bold", highlight=False, soft_wrap=True)
    if facts["sample"]:
        console.print(f"This is {facts['note']}.", soft_wrap=True)
    longest = f", the longest episode {facts['longest_episode']} actions" if facts["actions"] else ""
    console.print(f"{_shards(facts['shards'])}, {_size(facts['bytes'])}{longest}", highlight=False)
    table = Table("", "episodes", "actions", "listed in the split file", box=None)
    for column in table.columns[1:]:
        column.justify = "right"
    table.add_row("all", str(facts["episodes"]), str(facts["actions"]), "")
    for title in ("splits", "subsplits"):
        for name, counts in facts[title].items():
            shown = name if title == "splits" else f"  test: {name}"
            table.add_row(shown, str(counts["episodes"]), str(counts["actions"]), str(counts["listed"]))
    console.print(table)
    notes = (
        ("without actions, not played", "episodes_without_actions"),
        ("of an id that came before, left out", "duplicate_episodes"),
        ("damaged records or shards, left out", "damaged_records"),
    )
    for words, key in notes:
        if facts[key]:
            console.print(f"{facts[key]} {words}")
    if facts["missing_shards"]:
        missing = facts["missing_shards"]
        some = ", ".join(missing[:4]) + (", ..." if len(missing) > 4 else "")
        console.print(f"not here: {_shards(len(missing))}: {some}", highlight=False, soft_wrap=True)
    _print_problems(facts)


# ---- show ------------------------------------------------------------------------------------------


@androidcontrol.command()
@click.argument("episode", type=int)
@_data_options
@click.option("--out", type=click.Path(file_okay=False, path_type=Path), help="Write the screenshots to this folder.")
@click.option("--elements", is_flag=True, help="List what is on each screen.")
def show(episode: int, path: Path | None, skip_bad: bool, as_json: bool, out: Path | None, elements: bool) -> None:
    """Print demonstration number EPISODE, step by step."""
    with Dataset(path, skip_bad=skip_bad) as dataset:
        found = dataset.episode(episode)
        subsplits = list(dataset.splits.memberships(episode))
        splits = [name for name, ids in dataset.splits.splits.items() if episode in ids]
    pictures: list[str | None] = [None] * len(found.screenshots)
    if out is not None:
        out.mkdir(parents=True, exist_ok=True)
        for i, picture in enumerate(found.screenshots):
            (out / f"{episode}_{i:02d}.png").write_bytes(picture)
            pictures[i] = str(out / f"{episode}_{i:02d}.png")
    steps = []
    for i, size in enumerate(found.sizes):
        step: dict[str, Any] = {"size": list(size), "screenshot": pictures[i] if pictures else None}
        if i < found.n_steps:
            step |= {"instruction": found.instructions[i], "action": dict(found.actions[i])}
        if elements:
            step["elements"] = [e._asdict() for e in found.elements(i)]
        steps.append(step)
    facts = {"episode_id": episode, "goal": found.goal, "splits": splits, "subsplits": subsplits, "steps": steps}
    if as_json:
        click.echo(json.dumps(facts, indent=2, ensure_ascii=False))
    else:
        _print_episode(facts, found, elements)


def _print_episode(facts: dict[str, Any], found: Any, elements: bool) -> None:
    from osgenesis.envs.core.elements import outline

    click.echo(f"{facts['episode_id']}: {facts['goal']}")
    click.echo(f"{', '.join([*facts['splits'], *facts['subsplits']]) or 'in no split'}; {found.n_steps} actions")
    for i, step in enumerate(facts["steps"]):
        width, height = step["size"]
        action = json.dumps(step["action"], ensure_ascii=False) if "action" in step else "(the last screen)"
        click.echo(f"{i:3} {width}x{height} {action}  {step.get('instruction', '')}".rstrip())
        if step["screenshot"]:
            click.echo(f"    {step['screenshot']}")
        if elements:
            click.echo("".join(f"    {line}\n" for line in outline(found.elements(i)).splitlines()), nl=False)


androidcontrol.add_command(score)

# ---- record ----------------------------------------------------------------------------------------


@androidcontrol.command()
@click.argument("episodes", type=click.Path(exists=True, path_type=Path))
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@click.option("--env", "env_id", help="Environment to play them on; the one that each episode names if not given.")
@click.option("--split", default="train", show_default=True, help="Split to which all of them belong.")
@click.option("--shards", default=1, show_default=True, help="Number of files.")
@click.option("--skip-bad", is_flag=True, help="Leave out what AndroidControl cannot express, and count it.")
def record(episodes: Path, folder: Path, env_id: str | None, split: str, shards: int, skip_bad: bool) -> None:
    """Write EPISODES of the embedded phone to FOLDER.

    EPISODES (a folder or .jsonl file) are played again and recorded in AndroidControl's format. They are numbered from
    1, in order.
    """
    from osgenesis.envs.android_control.recording import Replayer
    from osgenesis.envs.android_control.writer import write_dataset
    from osgenesis.envs.core.episode_files import read_episodes

    with Replayer(env_id, skip_bad=skip_bad) as replayer:
        # The numbers are known only when all is written, hence a list that fills meanwhile.
        write_dataset(replayer.replay(read_episodes(episodes)), folder, shards=shards, splits={split: replayer.ids})
    click.echo(
        f"{len(replayer.ids)} episodes in {folder}" + (f", {len(replayer.left_out)} left out" if skip_bad else "")
    )
    for reason in replayer.left_out[:_MANY]:
        click.echo(f"  {reason}", err=True)


commands: dict[str, click.Command] = {"data": data}
