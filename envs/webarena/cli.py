"""The commands of the web environments: `osgenesis serve` and `osgenesis coverage`."""

from __future__ import annotations

import json
import shlex
import signal
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any, Final

import click

from osgenesis.envs.core.errors import BackendError

_OF_EXTRAS: Final = ("webarena", "lxml", "cssselect")


@click.command()
@click.argument("what", type=click.Choice(["web"]))
@click.option("--size", default="small", show_default=True, help="Size of the sites' contents: small or full.")
@click.option("--seed", default=0, show_default=True, help="Seed of the sites' contents.")
@click.option(
    "--compat/--no-compat",
    default=None,
    help="With the things that the official tasks name.  [default: if libwebarena is installed]",
)
@click.option("--port", "ports", multiple=True, help="SITE=PORT, such as forum=9999, control=4400; repeatable.")
@click.option("--official-ports", is_flag=True, help="Ports of the official set-up: shop 7770, forum 9999, ...")
@click.option("--executable", help="Chromium for Playwright's registry.  [default: the one found]")
@click.option("--print-env/--no-print-env", default=True, show_default=True, help="Print lines for a shell.")
def serve(
    what: str,
    size: str,
    seed: int,
    compat: bool | None,
    ports: tuple[str, ...],
    official_ports: bool,
    executable: str | None,
    print_env: bool,
) -> None:
    """Serve the web sites on ports of 127.0.0.1 until interrupted.

    The lines printed set what stock BrowserGym, AgentLab and libwebarena need: where the sites are, the judge, the
    tokenizer's files, Playwright's browsers, and where to reset.
    """
    from osgenesis.envs.webarena.official.harness import Harness, compat_world

    chosen = {**(_official_ports() if official_ports else {}), **_ports(ports)}
    if compat is None:
        compat = _has_configurations()
    with _named_packages():
        world = compat_world(size=size, seed=seed, compat=compat)
    try:
        with Harness(world, ports=chosen, executable=executable) as running:
            if print_env:
                for name, value in running.environ.items():
                    click.echo(f"export {name}={shlex.quote(value)}")
            click.echo("# Serving until interrupted.", err=True)
            _wait()
    finally:
        world.close()


@click.command()
@click.argument("what", type=click.Choice(["web"]))
@click.option("--level", "levels", multiple=True, type=click.Choice(["L0", "L1", "L2", "L3", "L4"]), help="Only these.")
@click.option("--site", "sites", multiple=True, help="Only tasks of this official site; repeatable.")
@click.option("--size", default="small", show_default=True, help="Size of the sites' contents.")
@click.option("--seed", default=0, show_default=True, help="Seed of the sites' contents.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.option("--failures", is_flag=True, help="Also list what fails.")
def coverage(
    what: str,
    levels: tuple[str, ...],
    sites: tuple[str, ...],
    size: str,
    seed: int,
    as_json: bool,
    failures: bool,
) -> None:
    """Show how much of the official WebArena tasks the embedded sites carry.

    L0: log-ins work. L1: start pages have content. L2: what evaluations look at is there, and not yet as wanted.
    L3: a scripted solution scores 1. L4: the published answer can be read off the sites; where it is "N/A", it can be
    seen that the task cannot be done.
    """
    from osgenesis.envs.webarena.official.coverage import LEVELS, measure

    with _named_packages():
        report = measure(levels=levels or LEVELS, sites=sites or None, size=size, seed=seed)
    if as_json:
        click.echo(json.dumps(report.to_json(), indent=2))
        return
    _show(report, failures)


def _show(report: Any, failures: bool) -> None:
    from rich.console import Console
    from rich.table import Table

    table = Table(title="Coverage of the official WebArena tasks")
    table.add_column("site")
    for level in report.levels:
        table.add_column(level, justify="right")
    for site in report.sites:
        table.add_row(site, *(str(report.cell(site, level)) for level in report.levels))
    console = Console()
    console.print(table)
    if failures:
        for failure in report.failures():
            console.print(f"{failure.level} {failure.subject} ({failure.site}): {failure.problem}", markup=False)


@contextmanager
def _named_packages() -> Iterator[None]:
    """A package of an extra that is missing is an error of one line, which says how to get it."""
    try:
        yield
    except ImportError as error:
        if (error.name or "").partition(".")[0] not in _OF_EXTRAS:
            raise
        raise BackendError(str(error)) from error


def _wait() -> None:
    """Until interrupted or asked to end."""
    over = threading.Event()
    before = signal.signal(signal.SIGTERM, lambda *_: over.set())
    try:
        while not over.wait(3600):
            pass
    except KeyboardInterrupt:
        pass
    finally:
        signal.signal(signal.SIGTERM, before)


def _ports(pairs: Iterable[str]) -> dict[str, int]:
    from osgenesis.envs.web.sites.world import SITES
    from osgenesis.envs.webarena.official.names import OURS

    known = ("control", *dict.fromkeys((*SITES, *OURS.values())))
    found: dict[str, int] = {}
    for pair in pairs:
        name, equals, port = pair.partition("=")
        if not equals or not port.isdigit() or int(port) > 65535:
            raise click.BadParameter(f"{pair!r} is not SITE=PORT, such as forum=9999", param_hint="--port")
        if name not in known:
            raise click.BadParameter(f"{name!r} is none of {', '.join(known)}", param_hint="--port")
        other = next((known for known, taken in found.items() if taken == int(port) != 0), name)
        if other != name:
            raise click.BadParameter(f"{other} and {name} cannot both have port {port}", param_hint="--port")
        found[name] = int(port)
    return found


def _official_ports() -> dict[str, int]:
    from osgenesis.envs.webarena.official.names import PORTS

    return dict(PORTS)


def _has_configurations() -> bool:
    from osgenesis.envs.webarena.official.configs import raw_configurations

    try:
        raw_configurations()
    except ImportError:
        return False
    return True


commands: dict[str, click.Command] = {"serve": serve, "coverage": coverage}
