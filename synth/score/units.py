"""The score stage: a reward for every trajectory, and the probabilities that follow from them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple, cast

from osgenesis.agents.errors import ReplyError
from osgenesis.envs.core.episodes import Episode
from osgenesis.envs.core.errors import UnknownNameError
from osgenesis.synth.config import RunConfig
from osgenesis.synth.score.rewards import REWARD_MODELS, make_reward_model
from osgenesis.synth.score.sampling import SAMPLINGS, Sampling, probabilities
from osgenesis.synth.stage import Products, Work

FILES = ("scores",)
CHUNK = 16


class ScoreJob(NamedTuple):
    """Some trajectories with their tasks."""

    pairs: Sequence[tuple[Mapping[str, Any], Mapping[str, Any]]]  # (trajectory, task)
    root: str  # where the screens are
    config: RunConfig


def plan(
    trajectories: Sequence[Mapping[str, Any]],
    tasks: Sequence[Mapping[str, Any]],
    root: Path,
    config: RunConfig,
) -> list[Work]:
    """The trajectories in chunks.

    Raises:
        UnknownNameError: there is no such reward model or sampling.
    """
    if config.reward_model not in REWARD_MODELS:
        raise UnknownNameError("reward model", config.reward_model, REWARD_MODELS)
    if config.sampling not in SAMPLINGS:
        raise UnknownNameError("sampling", config.sampling, SAMPLINGS)
    by_id = {task["id"]: task for task in tasks}
    pairs = [(t, by_id[t["task"]]) for t in trajectories if t["task"] in by_id]
    works: list[Work] = []
    for begin in range(0, len(pairs), CHUNK):
        job = ScoreJob(pairs[begin : begin + CHUNK], str(root), config)
        works.append(Work(f"score-{len(works):04d}", job._asdict()))
    return works


def produce(payload: Mapping[str, Any]) -> Products:
    """Score the trajectories of a unit."""
    job = ScoreJob(**payload)
    model = make_reward_model(job.config, job.root)
    records = []
    unscored = 0
    for trajectory, task in job.pairs:
        try:
            score = model.score(Episode.from_dict(trajectory), task)
        except ReplyError:  # the model had its tries; the trajectory stays without a score
            unscored += 1
            continue
        records.append(
            {
                "id": trajectory["id"],
                "task": task["id"],
                "reward": score.reward,
                "reason": score.reason,
                "provenance": {
                    "run": job.config.run_id,
                    "seed": job.config.seed,
                    "parent": trajectory["id"],
                    "model": score.model,
                    "tokens": score.usage.prompt_tokens + score.usage.completion_tokens,
                    "cost_usd": score.usage.cost_usd,
                },
            }
        )
    return Products({"scores": records}, {"unscored": unscored})


def with_probabilities(scores: Sequence[Mapping[str, Any]], config: RunConfig) -> list[dict[str, Any]]:
    """The scores, each with the probability that its trajectory is drawn for training."""
    if not scores:
        return []
    chances = probabilities(
        [score["reward"] for score in scores],
        cast(Sampling, config.sampling),
        threshold=config.threshold,
    )
    return [
        {**score, "probability": float(chance), "sampling": config.sampling}
        for score, chance in zip(scores, chances, strict=True)
    ]
