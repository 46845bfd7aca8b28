"""Evaluating an agent: tasks x seeds as rollout jobs, one record per episode, one summary."""

from __future__ import annotations

import contextlib
import hashlib
import importlib
import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

import gymnasium as gym

from osgenesis.agents.base import Agent
from osgenesis.agents.records import RecordStore, write_atomically
from osgenesis.agents.registry import make_agent
from osgenesis.agents.rollout import record_key, rollout, task_set
from osgenesis.agents.summary import summarize
from osgenesis.agents.workers import Executor, Job, Outcome, run_jobs
from osgenesis.envs.core.environment import GuiEnv
from osgenesis.envs.core.episodes import VERSION
from osgenesis.envs.core.errors import DataError, OsgenesisError, UnknownNameError

Progress = Callable[[Outcome, int, int], None]
"""Called after each episode with its outcome, how many are done, and how many there are."""


@dataclass(frozen=True)
class Evaluation:
    """What to evaluate; plain data."""

    environment: str  # "AndroidWorld", an id such as "AndroidWorld/Suite-v0", or "module:id"
    agent: str  # a registered name or module:attribute
    out: Path  # gets summary.json and episodes/
    tasks: tuple[str, ...] = ()  # empty: all of the environment
    n_seeds: int = 1  # episodes per task
    first_seed: int = 0
    agent_options: Mapping[str, Any] = field(default_factory=dict)
    env_options: Mapping[str, Any] = field(default_factory=dict)  # arguments of gymnasium.make
    max_steps: int | None = None  # None: each task's own budget
    n_workers: int = 0  # 0: in this process
    timeout_s: float | None = 1800.0  # wall clock, per episode
    retry_failed: bool = False  # on resume, run episodes again that ended in an error


def evaluate(
    evaluation: Evaluation,
    *,
    on_progress: Progress | None = None,
    executor: Executor | None = None,
) -> dict[str, Any]:
    """Run what is not on record yet, write ``summary.json``, and return it.

    Raises:
        UnknownNameError: no such environment, task or agent.
        DataError: a record or the summary cannot be written, or is of another evaluation.
    """
    env_id = environment_id(evaluation.environment)
    if evaluation.n_seeds < 1:
        raise DataError(f"the number of seeds must be 1 or more, got {evaluation.n_seeds}")
    make_agent(evaluation.agent, evaluation.agent_options).close()  # a bad name ends here
    facts = _look_at(env_id, evaluation)
    tasks = _chosen(facts, evaluation)
    jobs = [
        _job(env_id, evaluation, task, seed)
        for task in tasks
        for seed in range(evaluation.first_seed, evaluation.first_seed + evaluation.n_seeds)
    ]
    n_done = 0

    def count(outcome: Outcome) -> None:
        nonlocal n_done
        n_done += 1
        if on_progress is not None:
            on_progress(outcome, n_done, len(jobs))

    outcomes = run_jobs(
        run_episode,
        jobs,
        n_workers=evaluation.n_workers,
        timeout_s=evaluation.timeout_s,
        store=RecordStore(evaluation.out / "episodes"),
        on_crash="record",  # a stranger's agent may raise anything; it is counted and shown
        retry_failed=evaluation.retry_failed,
        on_outcome=count,
        executor=executor,
    )
    summary = {
        "environment": evaluation.environment.rpartition(":")[2].partition("/")[0],
        "env_id": env_id.rpartition(":")[2],
        "backend": facts.backend,
        "task_set": facts.task_set,
        "version": VERSION,
        "agent": evaluation.agent,
        "agent_options": _public(evaluation.agent_options),
        "privileged": facts.privileged,
        "seeds": [evaluation.first_seed, evaluation.first_seed + evaluation.n_seeds - 1],
        "max_steps": evaluation.max_steps,
        **summarize([job.payload["task"] for job in jobs], outcomes),
    }
    text = json.dumps(summary, indent=2, ensure_ascii=False, allow_nan=False)
    write_atomically(evaluation.out / "summary.json", text + "\n")
    return summary


def environment_id(name: str) -> str:
    """The id that `gymnasium.make` takes, for the name of an environment or an id.

    ``AndroidWorld`` means ``AndroidWorld/Suite-v0``. A module before a colon is imported first
    and registers the id; without one it is `osgenesis.envs`.

    Raises:
        UnknownNameError: no such module or id; the message has the near misses.
    """
    module, _, wanted = name.rpartition(":")
    module = module or "osgenesis.envs"
    try:
        importlib.import_module(module)
    except ModuleNotFoundError as error:
        if error.name is None or not module.startswith(error.name):
            raise
        raise UnknownNameError("module of an environment", module, ()) from error
    full = wanted if "/" in wanted else f"{wanted}/Suite-v0"
    if full not in gym.registry:
        known = [key for key in gym.registry if "/" in key]
        families = {key.partition("/")[0] for key in known if key.endswith("/Suite-v0")}
        raise UnknownNameError("environment", wanted, known if "/" in wanted else families)
    return f"{module}:{full}"


def run_episode(payload: Mapping[str, Any]) -> dict[str, Any]:
    """Run one episode, as a job on any process; the environment is kept for the next one."""
    agent = _kept.agent(payload["agent"], payload["agent_options"])
    try:
        env = _kept.env(payload["env_id"], payload["env_options"], agent)
        options = {"task": payload["task"]}
        episode = rollout(env, agent, seed=payload["seed"], options=options, max_steps=payload["max_steps"])
    except BaseException:
        _kept.drop()  # whatever state they are in, the next episode starts afresh
        raise
    if episode.error is not None:
        _kept.drop()
    return episode.to_dict()


class _Kept:
    """The environment and the agent of this process's latest episode."""

    def __init__(self) -> None:
        self._env: gym.Env[Any, Any] | None = None
        self._agent: Agent | None = None
        self._env_key = ""
        self._agent_key = ""

    def agent(self, name: str, options: Mapping[str, Any]) -> Agent:
        key = json.dumps([name, options], sort_keys=True, default=repr)
        if self._agent is None or key != self._agent_key:
            self.drop()
            self._agent, self._agent_key = make_agent(name, options), key
        return self._agent

    def env(self, env_id: str, options: Mapping[str, Any], agent: Agent) -> gym.Env[Any, Any]:
        options = {"observe": agent.observe_parts, **options}
        key = json.dumps([env_id, options], sort_keys=True, default=repr)
        if self._env is None or key != self._env_key:
            if self._env is not None:
                self._env.close()
            self._env, self._env_key = make_environment(env_id, options), key
        return self._env

    def drop(self) -> None:
        for held in (self._agent, self._env):
            if held is not None:
                # It is being given up because something failed; closing may fail for that reason.
                with contextlib.suppress(OsgenesisError, OSError):
                    held.close()
        self._env = self._agent = None


_kept = _Kept()


def make_environment(env_id: str, options: Mapping[str, Any]) -> gym.Env[Any, Any]:
    """`gymnasium.make` without its checker, and with clear errors for options.

    Raises:
        DataError: the environment does not take one of the options.
    """
    try:
        env: gym.Env[Any, Any] = gym.make(env_id, disable_env_checker=True, **options)
        return env
    except TypeError as error:
        if "argument" in str(error):
            raise DataError(f"environment {env_id!r} refuses its options: {error}") from error
        raise


class _Facts(NamedTuple):
    """What the environment says of itself."""

    suite: str
    tasks: tuple[str, ...]
    backend: str
    task_set: str
    privileged: bool


def _look_at(env_id: str, evaluation: Evaluation) -> _Facts:
    agent = make_agent(evaluation.agent, evaluation.agent_options)
    with contextlib.closing(agent):
        options = {"observe": ("goal",), **evaluation.env_options}
        env = make_environment(env_id, options)
        with contextlib.closing(env):
            inner = env.unwrapped
            if not isinstance(inner, GuiEnv):
                raise DataError(f"{env_id!r} is a {type(inner).__name__}, not a GuiEnv")
            fixed = inner.task_name
            names = (fixed,) if fixed is not None else tuple(inner.suite)
            return _Facts(
                inner.suite.name,
                names,
                inner.backend.name,
                task_set(env),
                agent.privileged,
            )


def _chosen(facts: _Facts, evaluation: Evaluation) -> Sequence[str]:
    for task in evaluation.tasks:
        if task not in facts.tasks:
            raise UnknownNameError(f"{facts.suite} task", task, facts.tasks)
    return tuple(dict.fromkeys(evaluation.tasks)) or facts.tasks


def _job(env_id: str, evaluation: Evaluation, task: str, seed: int) -> Job:
    payload = {
        "env_id": env_id,
        "env_options": dict(evaluation.env_options),
        "task": task,
        "seed": seed,
        "agent": evaluation.agent,
        "agent_options": dict(evaluation.agent_options),
        "max_steps": evaluation.max_steps,
    }
    text = json.dumps([VERSION, payload], sort_keys=True, default=repr)
    return Job(record_key(task, seed), payload, hashlib.sha256(text.encode()).hexdigest()[:16])


_SECRET = re.compile(r"key|token|secret|password", re.IGNORECASE)


def _public(options: Mapping[str, Any]) -> dict[str, Any]:
    """Options as a summary may show them."""
    return {name: "***" if _SECRET.search(name) and name != "max_tokens" else value for name, value in options.items()}
