"""The console script `osgenesis`: one group whose commands are imported when they are called.

The layers above are known here by the names of their modules only; a layer's `cli` module offers
a mapping `commands` of click commands by name.
"""

from __future__ import annotations

import importlib
import json
import sys
import traceback
from collections.abc import Callable
from typing import Any, NamedTuple

import click


class LazyCommand(NamedTuple):
    """Where a command is and what it does, so that ``--help`` imports none of them."""

    module: str
    help: str


COMMANDS: dict[str, LazyCommand] = {
    "run": LazyCommand("osgenesis.synth.cli", "Explore, synthesize, collect, score and export."),
    "explore": LazyCommand("osgenesis.synth.cli", "Explore an environment; write triples."),
    "synthesize": LazyCommand("osgenesis.synth.cli", "Turn triples into verified tasks."),
    "collect": LazyCommand("osgenesis.synth.cli", "Collect trajectories for tasks."),
    "score": LazyCommand("osgenesis.synth.cli", "Score trajectories."),
    "export": LazyCommand("osgenesis.synth.cli", "Write trajectories as training data."),
    "evaluate": LazyCommand("osgenesis.agents.cli", "Evaluate an agent on an environment."),
    "agents": LazyCommand("osgenesis.agents.cli", "List the agents that are installed."),
    "envs": LazyCommand("osgenesis.envs.cli", "List the environments that are registered."),
    "serve": LazyCommand("osgenesis.envs.webarena.cli", "Serve the web sites to other people's harnesses."),
    "coverage": LazyCommand("osgenesis.envs.webarena.cli", "Measure how much of the official tasks the sites answer."),
    "data": LazyCommand("osgenesis.envs.android_control.cli", "Get, inspect and score recorded data sets."),
    "bench": LazyCommand("osgenesis.envs.bench", "Measure speed and memory of an environment."),
}


class LazyGroup(click.Group):
    """Imports a command when it is used, and turns the package's errors into one clear line."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Names in the order in which they should be read."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import the command, or None for a name that is not ours."""
        lazy = COMMANDS.get(cmd_name)
        return None if lazy is None else _load(cmd_name, lazy)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """As click does, but an unknown name is answered with its near misses."""
        if args and args[0] not in COMMANDS and not args[0].startswith("-"):
            import difflib

            near = difflib.get_close_matches(args[0], COMMANDS, cutoff=0.6)
            hint = f" Did you mean {' or '.join(map(repr, near))}?" if near else ""
            ctx.fail(f"No such command {args[0]!r}.{hint}")
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands without importing them."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, lazy.help) for name, lazy in COMMANDS.items()])

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; our own errors end with status 2 and no traceback."""
        return _guarded(lambda: super(LazyGroup, self).invoke(ctx), ctx.params.get("debug", False))


class _Refused(click.ClickException):
    """An error of ours, shown as one line."""

    exit_code = 2

    def show(self, file: Any = None) -> None:
        """Print to standard error."""
        click.echo(f"osgenesis: error: {self.format_message()}", file=file, err=True)


@click.command(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--debug", is_flag=True, help="Show the traceback of an error.")
@click.option(
    "--version",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=lambda ctx, param, value: _show_version(ctx) if value else None,
    help="Show the version and exit.",
)
def main(debug: bool) -> None:
    """Environments for GUI agents, task synthesis, and evaluation."""


def _show_version(ctx: click.Context) -> None:
    from osgenesis.envs.core.episodes import VERSION

    click.echo(f"osgenesis {VERSION}")
    ctx.exit()


@click.command(name="envs")
@click.argument("pattern", default="")
@click.option("--json", "as_json", is_flag=True, help="Print the ids as a JSON list.")
def list_environments(pattern: str, as_json: bool) -> None:
    """List the ids that gymnasium.make takes; with PATTERN, those that contain it.

    Upper and lower case count as the same.
    """
    import gymnasium as gym

    from osgenesis.envs.core.errors import UnknownNameError

    importlib.import_module("osgenesis.envs")  # registers them
    ours = [
        name
        for name, spec in gym.registry.items()
        if isinstance(spec.entry_point, str) and spec.entry_point.startswith("osgenesis.")
    ]
    shown = [name for name in ours if pattern.lower() in name.lower()]
    if not shown:
        raise UnknownNameError("environment", pattern, ours)
    click.echo(json.dumps(shown, indent=2) if as_json else "\n".join(shown))


commands: dict[str, click.Command] = {"envs": list_environments}


def _load(name: str, lazy: LazyCommand) -> click.Command:
    command: click.Command = importlib.import_module(lazy.module).commands[name]
    return command


def _guarded(body: Callable[[], Any], debug: bool) -> Any:
    """Call ``body``; its foreseen errors become one line and status 2."""
    from osgenesis.envs.core.errors import OsgenesisError

    try:
        return body()
    except OsgenesisError as error:
        if debug:
            traceback.print_exc(file=sys.stderr)
        raise _Refused(str(error)) from error
    except BrokenPipeError:  # `| head` has seen enough; click ends quietly
        raise
    except OSError as error:
        if error.filename is None and error.errno is None:
            raise
        if debug:
            traceback.print_exc(file=sys.stderr)
        where = f"{error.filename}: " if error.filename else ""
        raise _Refused(f"{where}{error.strerror or error}") from error


if __name__ == "__main__":
    main()
