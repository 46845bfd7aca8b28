"""`osgenesis bench`: speed and memory of the embedded phone on one core."""

from __future__ import annotations

import json
import os
import platform
import statistics
import subprocess
import sys
from collections.abc import Callable
from time import perf_counter
from typing import Any

import click
import numpy as np

from osgenesis.envs.android_world.environment import AndroidWorldEnv, make_android_world
from osgenesis.envs.core.actions import Action

EPISODE_STEPS = 40
STRUCTURED = ("goal", "ui", "elements")
_FIRST_OBSERVATION = """
import gymnasium as gym
env = gym.make("osgenesis.envs:AndroidWorld/ContactsAddContact-v0", observe=("goal", "ui", "elements"))
env.reset(seed=0)
"""


def measure(steps: int = 4_000, frames: int = 1_000, environments: int = 1_000) -> dict[str, Any]:
    """All figures of the benchmark, by name.

    Args:
        steps: Structured steps to time.
        frames: Steps with a picture to time.
        environments: Environments to keep alive at once.
    """
    env = make_android_world(observe=STRUCTURED)
    walk(env, steps // 4, seed=1)  # warm up: fonts, code paths, caches
    figures: dict[str, Any] = {"structured_steps_per_s": round(steps / walk(env, steps, seed=2))}
    picture_env = make_android_world(observe=(*STRUCTURED, "screenshot"))
    walk(picture_env, frames // 4, seed=1)
    figures["rendered_steps_per_s"] = round(frames / walk(picture_env, frames, seed=2))
    figures |= _state_figures(env)
    figures["mb_per_env"], figures["environments"] = _memory(environments)
    figures["first_observation_s"] = round(min(_first_observation() for _ in range(3)), 2)
    figures["python"] = platform.python_version()
    figures["machine"] = f"{platform.machine()}, {os.cpu_count()} cores"
    return figures


def walk(env: AndroidWorldEnv, steps: int, seed: int) -> float:
    """Seconds for a seeded random walk over all apps: taps, typing, scrolling, back; a reset every 40 steps.

    The time for choosing actions is not counted.
    """
    rng = np.random.default_rng(seed)
    apps = sorted(app.label for app in env.backend.apps.values() if app.package != env.backend.home_package)  # type: ignore[attr-defined]
    total = 0.0
    for step in range(steps):
        if step % EPISODE_STEPS == 0:
            env.reset(seed=seed * 1_000_003 + step)
            action = Action("open_app", app=apps[(step // EPISODE_STEPS) % len(apps)])
        else:
            action = _choose(env, rng)
        began = perf_counter()
        _, _, terminated, truncated, _ = env.step(action)
        total += perf_counter() - began
        if terminated or truncated:
            env.reset(seed=seed * 1_000_003 + step)
    return total


def _choose(env: AndroidWorldEnv, rng: np.random.Generator) -> Action:
    draw = float(rng.random())
    elements = env.elements
    index = int(rng.integers(len(elements)))
    if draw < 0.75:
        if elements[index].editable:
            return Action("input_text", index=index, text="lunch with Tessa")
        return Action("click", index=index)
    if draw < 0.85:
        return Action("scroll", direction=("up", "down")[int(rng.integers(2))])
    if draw < 0.9:
        return Action("long_press", index=index)
    return Action("navigate_back")


def _state_figures(env: AndroidWorldEnv) -> dict[str, float]:
    backend = env.backend
    env.reset(seed=3)
    resets = [_seconds(lambda seed=seed: env.reset(seed=seed)) for seed in range(200)]  # type: ignore[misc]
    walk(env, 20, seed=4)
    snapshot = backend.snapshot()

    def restore() -> None:
        backend.restore(snapshot)
        backend.elements()

    def fork() -> None:
        backend.fork().elements()

    return {
        "reset_ms": _ms(resets),
        "snapshot_ms": _ms([_seconds(backend.snapshot) for _ in range(500)]),
        "restore_ms": _ms([_seconds(restore) for _ in range(200)]),
        "fork_ms": _ms([_seconds(fork) for _ in range(200)]),
    }


def _memory(environments: int) -> tuple[float, int]:
    """(MB of resident memory per further environment after a few steps each, how many were alive at once)."""
    alive = [make_android_world(observe=STRUCTURED)]
    walk(alive[0], 10, seed=0)
    before = _resident_mb()
    for number in range(1, environments):
        env = make_android_world(observe=STRUCTURED)
        walk(env, 10, seed=number)
        alive.append(env)
    return round((_resident_mb() - before) / max(environments - 1, 1), 3), len(alive)


def _resident_mb() -> float:
    with open("/proc/self/statm") as file:
        return int(file.read().split()[1]) * os.sysconf("SC_PAGESIZE") / 1e6


def _first_observation() -> float:
    # An installed package has its byte code compiled; a shell that forbids writing it would measure the compiler.
    variables = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return _seconds(lambda: subprocess.run([sys.executable, "-c", _FIRST_OBSERVATION], check=True, env=variables))


def _seconds(action: Callable[[], object]) -> float:
    began = perf_counter()
    action()
    return perf_counter() - began


def _ms(seconds: list[float]) -> float:
    return round(statistics.median(seconds) * 1e3, 3)


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print the figures as one JSON object.")
@click.option("--steps", default=4_000, show_default=True, help="Structured steps to time.")
@click.option("--frames", default=1_000, show_default=True, help="Steps with a picture to time.")
@click.option("--environments", default=1_000, show_default=True, help="Environments to keep alive at once.")
def bench(as_json: bool, steps: int, frames: int, environments: int) -> None:
    """Measure the embedded phone on one core: steps, reset, snapshots, memory, start."""
    figures = measure(steps, frames, environments)
    if as_json:
        click.echo(json.dumps(figures))
        return
    from rich.console import Console
    from rich.table import Table

    table = Table(title="Embedded phone, one core")
    table.add_column("figure")
    table.add_column("value", justify="right")
    for name, value in figures.items():
        table.add_row(name, f"{value:,}" if isinstance(value, int | float) else str(value))
    Console().print(table)


commands = {"bench": bench}
