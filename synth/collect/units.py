"""The collect stage: an executor's rollouts from the starts of the tasks."""

from __future__ import annotations

import functools
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from osgenesis.agents.base import Agent
from osgenesis.envs.core.environment import GuiEnv
from osgenesis.envs.core.episodes import Episode
from osgenesis.envs.core.suite import Suite
from osgenesis.envs.core.synthetic import synthetic_task
from osgenesis.synth.collect.camera import Album
from osgenesis.synth.collect.executors import GOLDEN, make_executor
from osgenesis.synth.collect.trajectories import collect
from osgenesis.synth.config import RunConfig
from osgenesis.synth.explore.units import derived_seed
from osgenesis.synth.recorded.units import is_recorded
from osgenesis.synth.stage import Products, Work
from osgenesis.synth.worlds import open_env

FILES = ("trajectories",)
CHUNK = 3  # tasks per unit of work


class CollectJob(NamedTuple):
    """Some tasks for one executor."""

    records: Sequence[Mapping[str, Any]]  # of `tasks.jsonl`
    root: str  # where the screens go
    config: RunConfig


def plan(records: Sequence[Mapping[str, Any]], root: Path, config: RunConfig) -> list[Work]:
    """The tasks in chunks."""
    make_executor(config.agent).close()  # an unknown name is told before any work begins
    works: list[Work] = []
    for begin in range(0, len(records), CHUNK):
        job = CollectJob(records[begin : begin + CHUNK], str(root), config)
        works.append(Work(f"collect-{len(works):04d}", job._asdict()))
    return works


def produce(payload: Mapping[str, Any]) -> Products:
    """Collect one trajectory per task."""
    job = CollectJob(**payload)
    agent = _agent(job.config.agent)
    album = _album(job.root)
    episodes = []
    for record in job.records:
        env, setups = _env(record["start"]["env"], tuple(agent.observe_parts), job.config.data)
        env.suite = Suite("Synthetic", [synthetic_task(record, setups)])
        episodes.append(_trajectory(env, agent, album, record, job.config))
    return Products(
        {"trajectories": [episode.to_dict() for episode in episodes]},
        {
            "steps": sum(len(episode.steps) for episode in episodes),
            "successes": sum(episode.success for episode in episodes),
        },
    )


def _trajectory(env: GuiEnv, agent: Agent, album: Album, record: Mapping[str, Any], config: RunConfig) -> Episode:
    golden = config.agent == GOLDEN
    seed = derived_seed(config.seed, record["id"], config.agent)
    return collect(
        env,
        agent,
        album,
        record,
        episode_id=f"{record['id']}.{_slug(config.agent)}",
        seed=seed,
        # The golden path has proved its length; the paper's executor stops at 15.
        max_steps=max(config.max_steps, record["n_steps"] + 1) if golden else config.max_steps,
        stop_repeats=not golden,
        provenance={
            "run": config.run_id,
            "seed": seed,
            "parent": record["id"],
            "model": None if golden else config.agent,
        },
    )


@functools.lru_cache(maxsize=1)
def _agent(name: str) -> Agent:
    return make_executor(name)


@functools.lru_cache(maxsize=2)
def _env(name: str, observe: tuple[str, ...], data: str | None) -> tuple[GuiEnv, Suite]:
    """One environment per process, and the suite whose tasks set its worlds up."""
    settings: dict[str, Any] = {"data": data, "split": "all"} if is_recorded(name) else {}
    env = open_env(name, observe=observe, **settings)
    return env, env.suite


@functools.lru_cache(maxsize=1)
def _album(root: str) -> Album:
    return Album(Path(root))


def _slug(text: str) -> str:
    return "".join(c if c.isalnum() else "-" for c in text.lower()).strip("-")
