"""`Episode` and `Step`: the one record of a rollout. `episode_files` writes and reads them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from osgenesis.envs.core.actions import Action
from osgenesis.envs.core.elements import Element
from osgenesis.envs.core.errors import ActionError, DataError

__all__ = [
    "ENDINGS",
    "FORMAT",
    "VERSION",
    "Episode",
    "EpisodeRecorder",
    "Frame",
    "Step",
]

FORMAT: Final = "osgenesis-episode/1"
VERSION: Final = "0.1.0"  # of the package; a test keeps it equal to pyproject.toml
# How an episode came to its end: "over" by the world itself and without success; "open" means that it was left before.
ENDINGS: Final = ("complete", "infeasible", "success", "over", "budget", "error", "open")


@dataclass(frozen=True, slots=True)
class Frame:
    """What there was to see at one moment.

    Attributes:
        app: Package or site in front.
        ui: Outline text, if it was observed.
        elements: The typed list, if it is to be kept.
        screenshot: Path of the picture, relative to the episodes' folder.
        image: The picture itself until it is written, shape (H, W, 3), uint8; not in the record.
        state_hash: Of world and episode, if it was taken.
        context: Further facts such as "activity" or "url".
    """

    app: str = ""
    ui: str | None = None
    elements: tuple[Element, ...] | None = None
    screenshot: str | None = None
    image: NDArray[np.uint8] | None = field(default=None, compare=False, repr=False)
    state_hash: str | None = None
    context: Mapping[str, str] = field(default_factory=dict)

    def to_dict(self) -> dict[str, Any]:
        """The frame as JSON-able data, without its image; parts that are absent are left out."""
        plain: dict[str, Any] = {"app": self.app}
        for name in ("ui", "screenshot", "state_hash"):
            if getattr(self, name) is not None:
                plain[name] = getattr(self, name)
        if self.elements is not None:
            plain["elements"] = [list(e) for e in self.elements]
        if self.context:
            plain["context"] = dict(self.context)
        return plain

    @classmethod
    def from_dict(cls, data: Any) -> Frame:
        """The inverse of `to_dict`."""
        record = _object(data, "frame")
        elements = record.get("elements")
        try:
            typed = None if elements is None else tuple(Element(*e) for e in elements)
        except TypeError as error:
            raise DataError(f"frame: bad elements: {error}") from error
        return cls(
            app=_text(record, "app", ""),
            ui=_optional_text(record, "ui"),
            elements=typed,
            screenshot=_optional_text(record, "screenshot"),
            state_hash=_optional_text(record, "state_hash"),
            context=dict(_object(record.get("context", {}), "context")),
        )


@dataclass(frozen=True, slots=True)
class Step:
    """One action and what the environment said to it.

    Attributes:
        action: What was done.
        reward: What it earned.
        terminated: The task ended the episode here.
        truncated: The budget or a failure ended it here.
        action_error: Why the action had no effect, if it could not be done.
        thought: The agent's reason.
        summary: What the step did, in the agent's words.
        instruction: Low-level instruction that the action carries out.
        raw: What the agent's model wrote, before parsing.
    """

    action: Action
    reward: float = 0.0
    terminated: bool = False
    truncated: bool = False
    action_error: str | None = None
    thought: str | None = None
    summary: str | None = None
    instruction: str | None = None
    raw: str | None = None

    def to_dict(self) -> dict[str, Any]:
        """The step as JSON-able data; parts that are absent are left out."""
        plain: dict[str, Any] = {"action": self.action.to_dict(), "reward": self.reward}
        for name in ("terminated", "truncated"):
            if getattr(self, name):
                plain[name] = True
        for name in _STEP_TEXTS:
            if getattr(self, name) is not None:
                plain[name] = getattr(self, name)
        return plain

    @classmethod
    def from_dict(cls, data: Any) -> Step:
        """The inverse of `to_dict`."""
        record = _object(data, "step")
        try:
            action = Action.from_dict(_object(record.get("action"), "action"))
        except ActionError as error:
            raise DataError(f"step: {error}") from error
        return cls(
            action,
            _number(record, "reward", 0.0),
            record.get("terminated") is True,
            record.get("truncated") is True,
            **{name: _optional_text(record, name) for name in _STEP_TEXTS},
        )


_STEP_TEXTS: Final = ("action_error", "thought", "summary", "instruction", "raw")


@dataclass(frozen=True)
class Episode:
    """A rollout from reset to its end, with all that is needed to replay it.

    Attributes:
        id: Unique in its folder; letters, digits, ".", "_" and "-".
        environment: Gymnasium id of the environment.
        version: Version of this package.
        task: Name of the task.
        goal: What the agent was asked to do.
        seed: Of the reset; None if it was not seeded.
        agent: Name of the agent.
        backend: Such as "embedded"; embedded scores are not official ones.
        task_set: "native" or "official".
        judge: "declared" or "every_step".
        params: The task's parameters where they were given, not drawn from the seed.
        parent: Id of what this came from (an explored path, a task), for synthesis.
        frames: What there was to see: one more than steps, unless the end was not seen.
        steps: What was done; step i was taken on frame i.
        reward: Sum of the steps' rewards; where the environment scores the whole (`info["episode_score"]`), that.
        success: Reached reward 1.
        ending: One of `ENDINGS`.
        answer: The last answer given.
        error: What broke the episode, as "Kind: message".
        usage: What it cost: model calls, tokens, money.
        extra: Anything else; JSON data.
    """

    id: str
    environment: str = ""
    version: str = VERSION
    task: str = ""
    goal: str = ""
    seed: int | None = None
    agent: str = ""
    backend: str = ""
    task_set: str = "native"
    judge: str = "declared"
    params: Mapping[str, Any] | None = None
    parent: str | None = None
    frames: tuple[Frame, ...] = ()
    steps: tuple[Step, ...] = ()
    reward: float = 0.0
    success: bool = False
    ending: str = "open"
    answer: str | None = None
    error: str | None = None
    usage: Mapping[str, Any] = field(default_factory=dict)
    extra: Mapping[str, Any] = field(default_factory=dict)

    @property
    def actions(self) -> tuple[Action, ...]:
        """The actions in order."""
        return tuple(step.action for step in self.steps)

    def to_dict(self) -> dict[str, Any]:
        """The episode as JSON-able data, images left out."""
        return {
            "id": self.id,
            "format": FORMAT,
            **{name: getattr(self, name) for name in _EPISODE_TEXTS},
            "seed": self.seed,
            "params": None if self.params is None else dict(self.params),
            "parent": self.parent,
            "reward": self.reward,
            "success": self.success,
            "answer": self.answer,
            "error": self.error,
            "usage": dict(self.usage),
            "extra": dict(self.extra),
            "steps": [step.to_dict() for step in self.steps],
            "frames": [frame.to_dict() for frame in self.frames],
        }

    @classmethod
    def from_dict(cls, data: Any) -> Episode:
        """The inverse of `to_dict`."""
        record = _object(data, "episode")
        if record.get("format", FORMAT) != FORMAT:
            raise DataError(f"episode: format {record.get('format')!r:.80}, expected {FORMAT!r}.")
        seed, params = record.get("seed"), record.get("params")
        if seed is not None and type(seed) is not int:
            raise DataError(f"episode: seed must be a whole number or null, got {seed!r:.80}.")
        ending = _text(record, "ending", "open")
        if ending not in ENDINGS:
            raise DataError(f"episode: ending must be one of {list(ENDINGS)}, got {ending!r:.80}.")
        return cls(
            id=_text(record, "id"),
            seed=seed,
            params=None if params is None else dict(_object(params, "params")),
            parent=_optional_text(record, "parent"),
            reward=_number(record, "reward", 0.0),
            success=record.get("success") is True,
            answer=_optional_text(record, "answer"),
            error=_optional_text(record, "error"),
            usage=dict(_object(record.get("usage", {}), "usage")),
            extra=dict(_object(record.get("extra", {}), "extra")),
            steps=tuple(Step.from_dict(s) for s in _list(record, "steps")),
            frames=tuple(Frame.from_dict(f) for f in _list(record, "frames")),
            **{name: _text(record, name, _DEFAULTS[name]) for name in _EPISODE_TEXTS},
        )


_DEFAULTS: Final = {
    "environment": "",
    "version": "",
    "task": "",
    "goal": "",
    "agent": "",
    "backend": "",
    "task_set": "native",
    "judge": "declared",
    "ending": "open",
}
_EPISODE_TEXTS: Final = tuple(_DEFAULTS)


class EpisodeRecorder:
    """Collects an episode while it happens.

    `begin` after reset, `step` after each step, `episode` at any time for the record so far.

    Args:
        keep_elements: Keep the typed element lists (they are most of a record's size).
        keep_images: Keep the screenshots that were observed.
        facts: Further fields of `Episode`, such as agent or seed.
    """

    def __init__(self, *, keep_elements: bool = False, keep_images: bool = False, **facts: Any) -> None:
        self._keep_elements = keep_elements
        self._keep_images = keep_images
        self._facts = facts
        self._frames: list[Frame] = []
        self._steps: list[Step] = []
        self._error: str | None = None
        self._score: float | None = None

    def begin(self, observation: Mapping[str, Any], info: Mapping[str, Any]) -> None:
        """Record the first observation."""
        self._frames, self._steps, self._error, self._score = [], [], None, None
        self._facts.setdefault("task", info.get("task", ""))
        if "goal" in observation:
            self._facts.setdefault("goal", observation["goal"])
        self._frames.append(self._frame(observation, info))

    def step(
        self,
        action: Action,
        observation: Mapping[str, Any],
        reward: float,
        terminated: bool,
        truncated: bool,
        info: Mapping[str, Any],
        **texts: str | None,
    ) -> None:
        """Record one step; `texts` are thought, summary, instruction or raw."""
        self._steps.append(
            Step(
                action,
                float(reward),
                bool(terminated),
                bool(truncated),
                info.get("action_error"),
                **texts,
            )
        )
        self._frames.append(self._frame(observation, info))
        self._error = info.get("error", self._error)
        self._score = info.get("episode_score", self._score)

    def fail(self, error: BaseException | str) -> None:
        """Record what broke the episode."""
        named = error if isinstance(error, str) else f"{type(error).__name__}: {error}"
        self._error = named

    def annotate(self, **texts: str | None) -> None:
        """Add texts to the latest step, known only after it."""
        if self._steps:
            self._steps[-1] = replace(self._steps[-1], **texts)  # type: ignore[arg-type]

    def episode(self, episode_id: str, **facts: Any) -> Episode:
        """The record so far, with `facts` added to those given at the start."""
        # Where every step is rewarded for itself, the environment says what the whole is worth.
        reward = sum(step.reward for step in self._steps) if self._score is None else float(self._score)
        answers = [s.action.text for s in self._steps if s.action.type in ("answer", "status")]
        given = [text for text in answers if text is not None]
        found: dict[str, Any] = {
            "reward": reward,
            "success": reward >= 1.0 and self._error is None,
            "ending": self._ending(reward),
            "answer": given[-1] if given else None,
            "error": self._error,
        }
        return Episode(
            episode_id,
            frames=tuple(self._frames),
            steps=tuple(self._steps),
            **{**found, **self._facts, **facts},
        )

    def _ending(self, reward: float) -> str:
        if self._error is not None:
            return "error"
        if not self._steps:
            return "open"
        last = self._steps[-1]
        if last.terminated:
            return last.action.goal_status or ("success" if reward >= 1.0 else "over")
        return "budget" if last.truncated else "open"

    def _frame(self, observation: Mapping[str, Any], info: Mapping[str, Any]) -> Frame:
        elements = tuple(info.get("elements", ())) if self._keep_elements else None
        return Frame(
            app=info.get("app", ""),
            ui=observation.get("ui"),
            elements=elements,
            image=observation.get("screenshot") if self._keep_images else None,
            state_hash=info.get("state_hash"),
            context={key: info[key] for key in ("activity", "url") if key in info},
        )


def _object(value: Any, name: str) -> Mapping[str, Any]:
    if not isinstance(value, Mapping):
        raise DataError(f"{name} must be an object, got {value!r:.80}.")
    return value


def _list(record: Mapping[str, Any], name: str) -> list[Any]:
    value = record.get(name, [])
    if not isinstance(value, list):
        raise DataError(f"{name} must be a list, got {value!r:.80}.")
    return value


def _text(record: Mapping[str, Any], name: str, default: str | None = None) -> str:
    value = record.get(name, default)
    if not isinstance(value, str):
        raise DataError(f"{name} must be a string, got {value!r:.80}.")
    return value


def _optional_text(record: Mapping[str, Any], name: str) -> str | None:
    return None if record.get(name) is None else _text(record, name)


def _number(record: Mapping[str, Any], name: str, default: float) -> float:
    value = record.get(name, default)
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise DataError(f"{name} must be a number, got {value!r:.80}.")
    return float(value)
