"""One trajectory: an executor's rollout on a task, every screen kept, as an `Episode`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import gymnasium as gym

from osgenesis.agents.base import Agent
from osgenesis.agents.rollout import Transition, rollout
from osgenesis.envs.core.actions import Action
from osgenesis.envs.core.environment import GuiEnv
from osgenesis.envs.core.episodes import Episode, EpisodeRecorder
from osgenesis.envs.core.state import State, StateDiff
from osgenesis.synth.collect.camera import Album

REPEATS = 3  # equal actions in a row that end an episode
# Seeing more of a long list, or waiting for something, may well take three times.
REPEATABLE = frozenset({"scroll", "swipe", "wait"})


class Camera(gym.Wrapper[Any, Any, Any, Any]):
    """Photographs every screen of an episode, and remembers what the world held at its start."""

    def __init__(self, env: GuiEnv, album: Album) -> None:
        super().__init__(env)
        self.gui = env
        self.album = album
        self.pictures: list[str] = []
        self.sizes: list[tuple[int, int]] = []
        self.start = State()

    def reset(self, *, seed: int | None = None, options: dict[str, Any] | None = None) -> tuple[Any, dict[str, Any]]:
        """Begin an episode."""
        observation, info = self.gui.reset(seed=seed, options=options)
        self.pictures, self.sizes = [], []
        self.start = self.gui.state()
        self._look(info)
        return observation, info

    def step(self, action: Any) -> tuple[Any, Any, bool, bool, dict[str, Any]]:
        """Act and look."""
        result = self.gui.step(action)
        if "error" not in result[4]:
            self._look(result[4])
        return result

    def changes(self) -> StateDiff:
        """What the episode has changed so far."""
        return StateDiff.between(self.start, self.gui.state())

    def _look(self, info: Mapping[str, Any]) -> None:
        self.pictures.append(self.album.add(self.gui.backend.screenshot()))
        self.sizes.append(info["screen_size"])


class Repetition:
    """Notices that an agent does the same thing over and over."""

    def __init__(self) -> None:
        self._latest: Action | None = None
        self._count = 0
        self.stopped = False

    def __call__(self, step: Transition) -> bool:
        """Whether the episode should end after this step."""
        self._count = self._count + 1 if step.action == self._latest else 1
        self._latest = step.action
        self.stopped = self._count >= REPEATS and step.action.type not in REPEATABLE
        return self.stopped


def collect(
    env: GuiEnv,
    agent: Agent,
    album: Album,
    record: Mapping[str, Any],
    *,
    episode_id: str,
    seed: int,
    max_steps: int,
    stop_repeats: bool,
    provenance: Mapping[str, Any],
) -> Episode:
    """Play a task once and return the episode with its pictures and typed elements.

    Args:
        env: has the task in its suite.
        agent: works on it.
        album: takes the pictures.
        record: of the task.
        episode_id: of the result.
        seed: of reset and agent.
        max_steps: the executor's budget.
        stop_repeats: end at the third equal action, which is done but not stored.
        provenance: goes into the record, with what the model calls cost.
    """
    camera = Camera(env, album)
    repetition = Repetition()
    episode = rollout(
        camera,
        agent,
        seed=seed,
        options={"task": record["id"]},
        max_steps=max_steps,
        recorder=EpisodeRecorder(keep_elements=True),
        on_step=repetition if stop_repeats else None,
        episode_id=episode_id,
        facts={"parent": record["id"]},
    )
    frames = list(episode.frames)[: len(camera.pictures)]
    steps = list(episode.steps)[: max(0, len(frames) - 1)]
    words = record.get("low_level_instructions", ())
    if agent.name == "golden":
        steps = [
            replace(step, instruction=words[i] if i < len(words) else step.thought) for i, step in enumerate(steps)
        ]
    if repetition.stopped:
        del steps[-1], frames[-2]
    pictures = [*camera.pictures[: len(frames) - 1], camera.pictures[-1]] if frames else []
    usage = episode.usage
    return replace(
        episode,
        steps=tuple(steps),
        frames=tuple(replace(frame, screenshot=picture) for frame, picture in zip(frames, pictures, strict=True)),
        extra={
            "kind": record["kind"],
            "apps": list(record["apps"]),
            "n_steps": len(steps),
            "stopped": "repeated" if repetition.stopped else episode.ending,
            "screen_sizes": [list(size) for size in camera.sizes[: len(frames)]],
            "changes": [] if episode.error else camera.changes().to_plain(),
            "provenance": {
                **provenance,
                "tokens": usage.get("prompt_tokens", 0) + usage.get("completion_tokens", 0),
                "cost_usd": usage.get("cost_usd", 0.0),
            },
        },
    )
