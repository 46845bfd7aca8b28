"""The settings of a run: what to synthesise, how much of it, and with what."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

from osgenesis.envs.core.errors import DataError, UnknownNameError


@dataclass(frozen=True)
class Budget:
    """How much of everything; a run ends when it is used up."""

    rounds: int = 4  # times every app is explored, each time from another start
    steps: int = 250  # of one exploration of one app
    per_shape: int = 4  # candidates of one kind of difference that are verified
    candidates: int = 480  # verified in all
    questions: int = 320  # screens that are searched for something to ask
    compounds: int = 80  # tasks put together out of two verified ones
    tasks: int = 200  # kept in all
    samples: int = 0  # training steps drawn by reward; 0 writes every sample once


BUDGETS: Mapping[str, Budget] = {
    "quick": Budget(rounds=1, steps=120, per_shape=2, candidates=60, questions=10, compounds=12, tasks=30),
    "default": Budget(),
    # A page costs thirty times a phone's screen: fewer and shorter ways, each of them proved.
    "web": Budget(rounds=1, steps=180, per_shape=4, candidates=90, questions=45, compounds=20, tasks=200),
    # Pages that judge themselves: each is tried for a short while.
    "pages": Budget(rounds=2, steps=40, per_shape=4, candidates=250, questions=0, compounds=0, tasks=250),
    "large": Budget(rounds=12, steps=600, per_shape=12, candidates=4000, questions=800, compounds=1000, tasks=2000),
}


def default_budget(env: str) -> str:
    """Name of the budget for an environment where none is asked for."""
    return _BUDGET_OF_ENV.get(env, "default")


def make_budget(name: str, **numbers: int | None) -> Budget:
    """A budget by name, with single numbers replaced where they are given.

    Raises:
        UnknownNameError: no budget of that name.
        DataError: a number is negative.
    """
    if name not in BUDGETS:
        raise UnknownNameError("budget", name, BUDGETS)
    given = {key: value for key, value in numbers.items() if value is not None}
    for key, value in given.items():
        if value < 0:
            raise DataError(f"budget {key} must be 0 or more, got {value}")
    return replace(BUDGETS[name], **given)


@dataclass(frozen=True)
class ModelSettings:
    """The model behind ``llm`` annotators, reward models and text providers."""

    model: str = "gpt-4o-2024-08-06"
    base_url: str | None = None  # None: $OPENAI_BASE_URL, then OpenAI's own
    prompt_price: float | None = None  # US dollars per million tokens; None: cost unknown
    completion_price: float | None = None


@dataclass(frozen=True)
class RunConfig:
    """Everything that decides what a run makes, but for the number of workers."""

    env: str
    out: Path
    seed: int = 0
    data: str | None = None  # recordings to read instead of the environment's bundled sample
    split: str = "train"  # of the recordings
    budget: Budget = field(default_factory=Budget)
    apps: tuple[str, ...] = ()  # labels; empty: all
    explorer: str = "frontier"
    texts: str = "rules"  # what is typed into fields: "rules" or "llm"
    annotator: str = "offline"
    agent: str = "golden"
    reward_model: str = "offline"
    sampling: str = "proportional"
    threshold: float = 5.0  # of the sampling "threshold"
    max_steps: int = 15  # of one collected trajectory
    model: ModelSettings = field(default_factory=ModelSettings)
    workers: int = 2

    def fingerprint(self, stage: str, source: str = "") -> str:
        """Equal for runs whose records of a stage may be mixed.

        Args:
            stage: of `STAGES`.
            source: digest of what the stage reads.
        """
        plain = asdict(self)
        settings = {key: plain[key] for key in _DECIDES[stage]}
        text = json.dumps([stage, source, settings], sort_keys=True, default=str)
        return hashlib.blake2b(text.encode(), digest_size=6).hexdigest()

    def to_plain(self) -> dict[str, Any]:
        """As JSON-able data, for the run's record."""
        plain = asdict(self)
        plain["out"] = str(self.out.name)
        return plain

    @classmethod
    def from_plain(cls, data: Mapping[str, Any], out: Path) -> RunConfig:
        """The inverse of `to_plain`, for a run that is kept in ``out``.

        Raises:
            DataError: the record does not fit this version.
        """
        try:
            return cls(
                **{
                    **data,
                    "out": out,
                    "budget": Budget(**data["budget"]),
                    "model": ModelSettings(**data["model"]),
                    "apps": tuple(data["apps"]),
                }
            )
        except (KeyError, TypeError) as error:
            raise DataError(f"{out}: the record of the run does not fit: {error}") from error

    @property
    def run_id(self) -> str:
        """The same for the same settings: names records, not moments."""
        plain = {key: value for key, value in asdict(self).items() if key not in _FREE}
        text = json.dumps(plain, sort_keys=True, default=str)
        digest = hashlib.blake2b(text.encode(), digest_size=4).hexdigest()
        return f"{self.env.lower()}-s{self.seed}-{digest}"


_BUDGET_OF_ENV: Mapping[str, str] = {"MiniWoB": "pages", "WebArena": "web"}
_FREE = {"out", "workers"}  # do not change what is made
_DECIDES: Mapping[str, tuple[str, ...]] = {
    "explore": ("env", "data", "split", "seed", "budget", "apps", "explorer", "texts", "model"),
    "synthesize": ("env", "data", "split", "seed", "budget", "annotator", "model"),
    "collect": ("env", "data", "seed", "agent", "max_steps"),
    "score": ("reward_model", "model"),
}
STAGES = ("explore", "synthesize", "collect", "score", "export")


def default_workers() -> int:
    """As many worker processes as there are cores to run them, at most 8."""
    try:
        return max(1, min(8, len(os.sched_getaffinity(0))))
    except AttributeError:  # not on macOS and Windows
        return max(1, min(8, os.cpu_count() or 1))
