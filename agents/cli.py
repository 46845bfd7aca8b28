"""The commands of this layer: `osgenesis evaluate` and `osgenesis agents`."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from osgenesis.agents.evaluate import Progress
    from osgenesis.agents.workers import Outcome


@click.command()
@click.option("--env", "environment", required=True, help="Environment or id: AndroidWorld.")
@click.option("--task", "tasks", multiple=True, help="Only this task; repeatable.  [default: all]")
@click.option("--agent", required=True, help="Name of an agent, or module:attribute.")
@click.option("--seeds", default=1, show_default=True, help="Episodes per task.")
@click.option("--first-seed", default=0, show_default=True, help="Seed of the first of them.")
@click.option(
    "--out",
    required=True,
    type=click.Path(file_okay=False, path_type=Path),
    help="Folder for summary.json and episodes/; the same folder again resumes.",
)
@click.option("--workers", default=0, show_default=True, help="Processes; 0 runs in this one.")
@click.option("--max-steps", type=click.IntRange(1), help="Budget instead of each task's own.")
@click.option("--backend", help="embedded or a real one.  [default: the environment's]")
@click.option("--timeout", default=1800.0, show_default=True, help="Seconds per episode.")
@click.option("--env-option", "env_options", multiple=True, help="NAME=JSON for the environment.")
@click.option("--agent-option", "agent_options", multiple=True, help="NAME=JSON for the agent.")
@click.option("--retry-failed", is_flag=True, help="Run episodes again that ended in an error.")
def evaluate(
    environment: str,
    tasks: tuple[str, ...],
    agent: str,
    seeds: int,
    first_seed: int,
    out: Path,
    workers: int,
    max_steps: int | None,
    backend: str | None,
    timeout: float,
    env_options: tuple[str, ...],
    agent_options: tuple[str, ...],
    retry_failed: bool,
) -> None:
    """Evaluate an agent on the tasks of an environment.

    Every episode is a record in OUT/episodes; a run that was stopped goes on where it was when
    the same command is given again. The status is 1 if an agent's or our own code crashed.
    """
    from osgenesis.agents.evaluate import Evaluation
    from osgenesis.agents.evaluate import evaluate as run_evaluation

    options = _options(env_options, "--env-option")
    if backend is not None:
        options["backend"] = backend
    evaluation = Evaluation(
        environment,
        agent,
        out,
        tasks,
        n_seeds=seeds,
        first_seed=first_seed,
        agent_options=_options(agent_options, "--agent-option"),
        env_options=options,
        max_steps=max_steps,
        n_workers=workers,
        timeout_s=timeout,
        retry_failed=retry_failed,
    )
    with _progress_bar() as on_progress:
        summary = run_evaluation(evaluation, on_progress=on_progress)
    show_summary(summary, out)
    if any(error["status"] == "crashed" for error in summary["errors"]):
        raise SystemExit(1)


@click.command(name="agents")
def list_agents() -> None:
    """List the agents that are installed, one name per line."""
    from osgenesis.agents.registry import agent_names

    click.echo("\n".join(agent_names()))


_MOST_ROWS = 200  # of a table; AndroidControl's test set has 1,543 tasks

commands: dict[str, click.Command] = {"agents": list_agents, "evaluate": evaluate}


def show_summary(summary: Mapping[str, Any], out: Path) -> None:
    """Print an evaluation's table and what it must not be taken for."""
    from rich.console import Console
    from rich.markup import escape
    from rich.table import Table

    console = Console(highlight=False)
    if not console.is_terminal:
        console = Console(highlight=False, width=120)  # task names whole in files and pipes
    table = Table(title=escape(_title(summary)))
    table.add_column("task", overflow="fold")
    for name in ("success", "episodes", "mean steps", "mean reward", "errors"):
        table.add_column(name, justify="right")
    for task, figures in list(summary["tasks"].items())[:_MOST_ROWS]:
        table.add_row(escape(task), *_cells(figures))
    if summary["n_tasks"] > _MOST_ROWS:
        table.add_row(f"... {summary['n_tasks'] - _MOST_ROWS} more in summary.json")
    table.add_section()
    whole = {
        "success": summary["success_rate"],
        "episodes": summary["n_episodes"],
        "mean_steps": summary["mean_steps"],
        "mean_reward": summary["mean_reward"],
        "n_errors": summary["n_errors"],
    }
    table.add_row(f"{summary['n_tasks']} tasks", *_cells(whole), style="bold")
    console.print(table)
    for line in _remarks(summary):
        console.print(escape(line), soft_wrap=True)
    console.print(f"Written to {escape(str(out / 'summary.json'))}", soft_wrap=True)


def _title(summary: Mapping[str, Any]) -> str:
    return (
        f"{summary['agent']} on {summary['environment']} "
        f"(backend: {summary['backend']}, task set: {summary['task_set']})"
    )


def _remarks(summary: Mapping[str, Any]) -> Iterator[str]:
    low, high = summary["success_interval"]
    yield (
        f"{summary['n_success']} of {summary['n_episodes']} episodes succeeded "
        f"({summary['success_rate']:.1%}, 95 % interval {low:.1%} to {high:.1%})."
    )
    if summary["privileged"]:
        yield "This agent knows the tasks' solutions; its score is no agent's score."
    if summary["backend"] == "recorded":
        yield (
            "Recorded steps, judged by the rules the environment was made with. Tables under named protocols: "
            "osgenesis data androidcontrol score OUT/episodes, with --data as here."
        )
    elif summary["backend"] == "embedded" or summary["task_set"] == "native":
        yield (
            f"Scores on the {summary['backend']} backend with the {summary['task_set']} task set "
            "are not scores of the official benchmark."
        )
    if summary["usage"]["calls"]:
        cost = summary["usage"]["cost_usd"]
        price = "price unknown" if cost is None else f"${cost:.4f}"
        tokens = summary["usage"]["prompt_tokens"] + summary["usage"]["completion_tokens"]
        yield f"{summary['usage']['calls']} model calls, {tokens} tokens, {price}."
    shown = 10
    for error in summary["errors"][:shown]:
        yield f"{error['status']}: {error['episode']}: {error['kind']}: {error['message']}"
    if len(summary["errors"]) > shown:
        yield f"... and {len(summary['errors']) - shown} errors more; see summary.json."
    if summary["errors"]:
        yield "Episodes with errors count as failed; run them again with --retry-failed."


def _cells(figures: Mapping[str, Any]) -> Iterator[str]:
    yield f"{figures['success']:.1%}"
    yield str(figures["episodes"])
    yield "-" if figures["mean_steps"] is None else f"{figures['mean_steps']:.1f}"
    yield "-" if figures["mean_reward"] is None else f"{figures['mean_reward']:.3f}"
    yield str(figures["n_errors"] or "")


@contextmanager
def _progress_bar() -> Iterator[Progress]:
    """A live bar on standard error; nothing where that is no terminal."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    from osgenesis.agents.summary import SUCCESS, reward_of

    succeeded = 0
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[note]}"),
        TimeElapsedColumn(),
    )
    console = Console(stderr=True)
    with Progress(*columns, console=console, disable=not console.is_terminal) as progress:
        bar = progress.add_task("episodes", total=None, note="")

        def advance(outcome: Outcome, n_done: int, n_jobs: int) -> None:
            nonlocal succeeded
            succeeded += (reward_of(outcome) or 0.0) >= SUCCESS
            progress.update(bar, completed=n_done, total=n_jobs, note=f"{succeeded} succeeded")

        yield advance


def _options(given: tuple[str, ...], flag: str) -> dict[str, Any]:
    """Read ``NAME=JSON`` pairs; what is no JSON is a plain string."""
    options: dict[str, Any] = {}
    for pair in given:
        name, equals, text = pair.partition("=")
        if not equals or not name.isidentifier():
            raise click.UsageError(f"{flag} takes NAME=VALUE, got {pair!r}")
        try:
            options[name] = json.loads(text)
        except ValueError:
            options[name] = text
    return options
