"""Adding up the episodes of an evaluation."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from osgenesis.agents.statistics import mean, wilson
from osgenesis.agents.usage import Usage
from osgenesis.agents.workers import Outcome

SUCCESS = 1.0
"""The reward that counts as success; a task may give a part of it for a part of the work."""


def summarize(tasks: Sequence[str], outcomes: Sequence[Outcome]) -> dict[str, Any]:
    """Counts, rates and cost of an evaluation, over all and per task.

    An episode that ended in an error has no reward (NaN): it is left out of ``mean_reward`` and
    of nothing else. ``success_rate`` counts it as failed, so that errors never raise a score.

    Args:
        tasks: the task of each episode.
        outcomes: what came of each episode, in the same order.
    """
    by_task: dict[str, list[Outcome]] = {}
    for task, outcome in zip(tasks, outcomes, strict=True):
        by_task.setdefault(task, []).append(outcome)
    whole = _figures(outcomes)
    interval = wilson(whole["n_success"], len(outcomes))
    return {
        "n_tasks": len(by_task),
        "n_episodes": len(outcomes),
        "n_success": whole["n_success"],
        "success_rate": whole["success"],
        "success_interval": [round(interval.low, 6), round(interval.high, 6)],
        "interval": "Wilson score, 95 %, over episodes",
        "mean_reward": whole["mean_reward"],
        "mean_steps": whole["mean_steps"],
        "n_errors": whole["n_errors"],
        "nan_policy": "episodes with errors: failed in success_rate, left out of mean_reward",
        "n_solved_tasks": sum(_figures(group)["success"] == 1.0 for group in by_task.values()),
        "usage": _usage(outcomes).as_dict(),
        "tasks": {task: _figures(group) for task, group in by_task.items()},
        "errors": [_error(task, o) for task, o in zip(tasks, outcomes, strict=True) if _failed(o)],
    }


def reward_of(outcome: Outcome) -> float | None:
    """An episode's reward, or None where an error left it without one."""
    if outcome.value is None or outcome.value.get("error") is not None:
        return None
    return float(outcome.value["reward"])


def _figures(outcomes: Sequence[Outcome]) -> dict[str, Any]:
    rewards = [reward for outcome in outcomes if (reward := reward_of(outcome)) is not None]
    n_success = sum(reward >= SUCCESS for reward in rewards)
    steps = [float(len(o.value["steps"])) for o in outcomes if o.value is not None]
    return {
        "success": n_success / len(outcomes) if outcomes else 0.0,
        "episodes": len(outcomes),
        "n_success": n_success,
        "mean_steps": mean(steps),
        "mean_reward": mean(rewards),
        "n_errors": len(outcomes) - len(rewards),
    }


def _failed(outcome: Outcome) -> bool:
    return reward_of(outcome) is None


def _error(task: str, outcome: Outcome) -> dict[str, Any]:
    if outcome.failure is not None:
        kind, message = outcome.failure.kind, outcome.failure.message
    else:
        kind, _, message = str(outcome.value and outcome.value.get("error")).partition(": ")
    return {
        "task": task,
        "episode": outcome.key,
        "status": outcome.status,
        "kind": kind,
        "message": message,
    }


def _usage(outcomes: Sequence[Outcome]) -> Usage:
    total = Usage()
    for outcome in outcomes:
        used = outcome.value.get("usage") if outcome.value is not None else None
        if used:
            total += Usage.from_dict(used)
    return total
