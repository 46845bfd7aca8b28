"""The commands of synthesis: `run` and its five stages one by one."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from osgenesis.synth.config import BUDGETS, ModelSettings, RunConfig, default_budget, default_workers, make_budget

if TYPE_CHECKING:
    from osgenesis.synth.pipeline import Numbers

_FOLDER = click.Path(path_type=Path, file_okay=False)
Command = Callable[..., Any]


def _options(*options: Callable[[Command], Command]) -> Callable[[Command], Command]:
    """Several options as one decorator, shown in the order given."""

    def decorate(command: Command) -> Command:
        for option in reversed(options):
            command = option(command)
        return command

    return decorate


_out = click.option("--out", type=_FOLDER, required=True, help="Folder of the run.")
_workers = click.option(
    "--workers", type=click.IntRange(0), help="Worker processes; 0 works in this one. Default: cores."
)
_explore_options = _options(
    click.option("--env", default="AndroidWorld", show_default=True, help="Environment to explore."),
    click.option(
        "--data", type=click.Path(exists=True, resolve_path=True), help="Recordings to read, for AndroidControl."
    ),
    click.option("--split", default="train", show_default=True, help="Which part of the recordings."),
    click.option("--seed", default=0, show_default=True, help="Same seed, same data."),
    click.option("--budget", help=f"{', '.join(BUDGETS)}. Default: what suits the environment."),
    click.option("--rounds", type=int, help="Explorations of every app."),
    click.option("--steps", type=int, help="Steps of one exploration."),
    click.option("--tasks", type=int, help="Tasks to keep at most."),
    click.option("--candidates", type=int, help="Candidates to verify at most."),
    click.option("--samples", type=int, help="Trajectories drawn by reward; 0: each one once."),
    click.option("--app", "apps", multiple=True, help="Explore only this app; may be repeated."),
    click.option("--explorer", default="frontier", show_default=True, help="frontier or random_walk."),
    click.option("--texts", default="rules", show_default=True, help="Field texts: rules or llm."),
)
_model_options = _options(
    click.option("--model", help="Name of the model behind llm parts."),
    click.option("--base-url", help="OpenAI-compatible end point; default $OPENAI_BASE_URL."),
    click.option("--prices", nargs=2, type=float, help="US$ per million prompt, completion tokens."),
)
_annotator = click.option("--annotator", default="offline", show_default=True, help="offline or llm.")
_agent = click.option("--agent", default="golden", show_default=True, help="golden, an agent's name, or module:attr.")
_reward = click.option("--reward-model", default="offline", show_default=True, help="offline or llm.")
_sampling = _options(
    click.option(
        "--sampling", default="proportional", show_default=True,
        help="proportional, uniform or threshold.",
    ),
    click.option("--threshold", default=5.0, show_default=True, help="Reward that threshold wants."),
)  # fmt: skip


@click.command("run")
@_out
@_explore_options
@_annotator
@_agent
@_reward
@_sampling
@_model_options
@_workers
def run_command(**given: Any) -> None:
    """Explore an environment, make tasks of it, prove, play and score them, write training data.

    The same command again goes on where a stopped run was.
    """
    from rich.console import Console

    from osgenesis.synth.pipeline import run
    from osgenesis.synth.progress import live_progress
    from osgenesis.synth.report.page import write_report
    from osgenesis.synth.summary import summarise, summary_table, write_summary

    config = _config(given)
    console = Console()
    with live_progress(console) as report:
        stages = run(config, report, lambda name, numbers: None)
        summary = summarise(config, stages)
        write_summary(config.out, summary)
        report("report", 0, 1)
        page = write_report(config.out, summary)
        report("report", 1, 1)
    console.print(summary_table(summary))
    for failure in summary.get("failures", ()):
        console.print(f"[yellow]failed:[/yellow] {failure}", highlight=False)
    console.print(f"Data in {config.out}; open {page} in a browser.", highlight=False)


@click.command("explore")
@_out
@_explore_options
@_model_options
@_workers
def explore_command(**given: Any) -> None:
    """Stage 1: explore; writes triples.jsonl and screens.jsonl."""
    from osgenesis.synth.pipeline import claim

    config = _config(given)
    claim(config)
    _run_stage("explore", config)


@click.command("synthesize")
@_out
@_annotator
@_model_options
@_workers
def synthesize_command(**given: Any) -> None:
    """Stage 2: turn triples into verified tasks; writes tasks.jsonl."""
    _run_stage("synthesize", _kept(given))


@click.command("collect")
@_out
@_agent
@_workers
def collect_command(**given: Any) -> None:
    """Stage 3: play the tasks; writes trajectories.jsonl and screenshots."""
    _run_stage("collect", _kept(given))


@click.command("score")
@_out
@_reward
@_sampling
@_model_options
@_workers
def score_command(**given: Any) -> None:
    """Stage 4: reward the trajectories; writes scores.jsonl."""
    _run_stage("score", _kept(given))


@click.command("export")
@_out
@click.option("--samples", type=int, help="Trajectories drawn by reward; 0: each one once.")
def export_command(**given: Any) -> None:
    """Stage 5: write training data; fills export/."""
    _run_stage("export", _kept(given))


commands: Mapping[str, click.Command] = {
    "run": run_command,
    "explore": explore_command,
    "synthesize": synthesize_command,
    "collect": collect_command,
    "score": score_command,
    "export": export_command,
}


def _config(given: Mapping[str, Any]) -> RunConfig:
    """Settings from the options of `run` or `explore`."""
    numbers = {key: given[key] for key in ("rounds", "steps", "tasks", "candidates", "samples")}
    settings = {
        key: given[key]
        for key in (
            "env", "out", "seed", "data", "split", "explorer", "texts", "annotator", "agent", "reward_model",
            "sampling", "threshold",
        )
        if key in given
    }  # fmt: skip
    config = RunConfig(
        **settings,
        budget=make_budget(given["budget"] or default_budget(given["env"]), **numbers),
        apps=tuple(given["apps"]),
        workers=default_workers() if given["workers"] is None else given["workers"],
    )
    return replace(config, model=_model(config.model, given))


def _kept(given: Mapping[str, Any]) -> RunConfig:
    """Settings of the run in the folder, with those replaced that this stage was given."""
    from osgenesis.synth.pipeline import load_config

    config = load_config(given["out"])
    free = ("annotator", "agent", "reward_model", "sampling", "threshold")
    changes: dict[str, Any] = {key: given[key] for key in free if key in given}
    workers = given.get("workers")
    changes["workers"] = default_workers() if workers is None else workers
    if given.get("samples") is not None:
        changes["budget"] = replace(config.budget, samples=given["samples"])
    return replace(config, model=_model(config.model, given), **changes)


def _model(settings: ModelSettings, given: Mapping[str, Any]) -> ModelSettings:
    prompt, completion = given.get("prices") or (settings.prompt_price, settings.completion_price)
    return ModelSettings(
        given.get("model") or settings.model,
        given.get("base_url") or settings.base_url,
        prompt,
        completion,
    )


def _run_stage(name: str, config: RunConfig) -> None:
    """Run one stage with a progress bar and print its numbers."""
    from rich.console import Console
    from rich.table import Table

    from osgenesis.synth.pipeline import STAGES
    from osgenesis.synth.progress import live_progress

    stage = next(stage for stage in STAGES if stage.name == name)
    console = Console()
    with live_progress(console) as report:
        numbers: Numbers = stage.run(config, report)
    table = Table(title=f"osgenesis {name}", show_header=False)
    for key, value in numbers.items():
        if value not in ([], None):
            table.add_row(key.replace("_", " "), _shown(value))
    console.print(table)
    console.print(f"Written: {config.out / stage.makes}", highlight=False)


def _shown(value: Any) -> str:
    if isinstance(value, Mapping):
        return ", ".join(f"{key} {number}" for key, number in value.items())
    if isinstance(value, list):
        return "\n".join(map(str, value))
    return str(value)
