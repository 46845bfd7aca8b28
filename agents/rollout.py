"""The one loop in which an agent acts in an environment: exploring, collecting and evaluating."""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

import gymnasium as gym

from osgenesis.agents.base import Agent, Info, Observation
from osgenesis.agents.errors import AgentError
from osgenesis.envs.core.actions import Action
from osgenesis.envs.core.environment import GuiEnv
from osgenesis.envs.core.episodes import Episode, EpisodeRecorder
from osgenesis.envs.core.errors import ActionError, BackendError


class Transition(NamedTuple):
    """One step, as it has just happened."""

    number: int  # 1 for the first step
    action: Action
    observation: Observation  # after the action
    reward: float
    terminated: bool
    truncated: bool
    info: Info


OnStep = Callable[[Transition], bool | None]
"""Called after each step; returning True ends the episode there, as one left open."""


def rollout(
    env: gym.Env[Any, Any],
    agent: Agent,
    *,
    seed: int,
    options: Mapping[str, Any] | None = None,
    max_steps: int | None = None,
    recorder: EpisodeRecorder | None = None,
    on_step: OnStep | None = None,
    episode_id: str | None = None,
    facts: Mapping[str, Any] | None = None,
) -> Episode:
    """Play one episode and return its record.

    What fails outside this program ends the episode as data (`Episode.error`): a device that
    breaks, an agent or model that gives up, an action that is none. Everything else, such as an
    unknown task or a mistake in an agent's code, is raised.

    The record depends on the arguments only: no wall-clock time is in it. Time-outs are the
    business of `run_jobs` and of whatever an agent waits for.

    Args:
        env: a `GuiEnv`, possibly wrapped.
        agent: the agent; it is reset here, and left open.
        seed: of the environment's reset and of the agent.
        options: of the environment's reset: ``task``, ``params``.
        max_steps: ends the episode earlier than the environment's own budget.
        recorder: collects the episode; by default one that keeps neither elements nor pictures.
        on_step: called after each step; may end the episode.
        episode_id: of the record; by default made of task and seed.
        facts: further fields of `Episode`, such as ``parent`` or ``extra``.
    """
    recorder = recorder or EpisodeRecorder()
    used_before = agent.usage
    options = dict(options or {})
    known: dict[str, Any] = {
        "seed": seed,
        "agent": agent.name or type(agent).__name__,
        "task": str(options.get("task", "")),
        "params": options.get("params"),
        **_facts_of_environment(env),
    }
    try:
        if agent.privileged:
            agent.bind(env)
        agent.seed(seed)
        observation, info = env.reset(seed=seed, options=options)
        known.update(_facts_of_task(env))
        recorder.begin(observation, info)
        agent.reset(observation, info)
        _play(env, agent, observation, max_steps, recorder, on_step)
    except (ActionError, AgentError, BackendError) as error:
        recorder.fail(error)
    used = agent.usage - used_before
    known["usage"] = used.as_dict() if used.calls else {}
    return recorder.episode(episode_id or record_key(known["task"], seed), **{**known, **(facts or {})})


def _play(
    env: gym.Env[Any, Any],
    agent: Agent,
    observation: Observation,
    max_steps: int | None,
    recorder: EpisodeRecorder,
    on_step: OnStep | None,
) -> None:
    """Act until the episode is over."""
    number, over = 0, False
    while not over:
        action = agent.act(observation)
        observation, gain, terminated, truncated, info = env.step(action)
        reward = float(gain)
        number += 1
        truncated = truncated or (not terminated and number == max_steps)
        over = terminated or truncated
        texts = {"thought": agent.last_thought, "raw": agent.last_reply}
        recorder.step(action, observation, reward, terminated, truncated, info, **texts)
        if "error" in info:
            return  # the device is gone: there is nothing to look at
        agent.observe(observation, reward, terminated, truncated, info)
        if agent.last_summary is not None:
            recorder.annotate(summary=agent.last_summary)
        if on_step is not None:
            step = Transition(number, action, observation, reward, terminated, truncated, info)
            over = bool(on_step(step)) or over


def _facts_of_environment(env: gym.Env[Any, Any]) -> dict[str, Any]:
    spec, inner = env.spec, env.unwrapped
    facts: dict[str, Any] = {"environment": spec.id if spec is not None else ""}
    if isinstance(inner, GuiEnv):
        facts["backend"] = inner.backend.name
        facts["task_set"] = task_set(env)
        facts["judge"] = inner.judge
    return facts


def _facts_of_task(env: gym.Env[Any, Any]) -> dict[str, Any]:
    """Task and goal, once the environment was reset."""
    inner = env.unwrapped
    return {"task": inner.task.name, "goal": inner.task.goal} if isinstance(inner, GuiEnv) else {}


def task_set(env: gym.Env[Any, Any]) -> str:
    """Which tasks an environment was made with: "native" where it was not asked for others."""
    kwargs = env.spec.kwargs if env.spec is not None else {}
    return str(kwargs.get("tasks", "native"))


def record_key(task: str, seed: int) -> str:
    """A name for an episode's record, fit for a file; any two pairs have different ones."""
    plain = re.sub(r"[^A-Za-z0-9._-]", "_", task)[:120]
    if plain != task or not plain[:1].isalnum():
        # Different names may have become alike; their checksums keep them apart.
        plain = f"task-{plain}-{zlib.crc32(task.encode('utf-8', 'surrogatepass')):08x}"
    return f"{plain}-s{seed}"
