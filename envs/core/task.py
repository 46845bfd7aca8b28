"""`Task`: parameters from a seed, a goal in words, a world to set up, a judge and an oracle."""

from __future__ import annotations

import json
from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping
from string import Formatter
from types import MappingProxyType
from typing import Any, ClassVar

import numpy as np

from osgenesis.envs.core.actions import Action
from osgenesis.envs.core.errors import TaskError
from osgenesis.envs.core.oracle import Screen

__all__ = ["Task"]


class Task(ABC):
    """One class per task template; one instance per episode.

    Life cycle: `sample_params` draws parameters, the constructor takes them, `initialize` sets
    the world up and may keep facts on the instance (never changed afterwards, for forks share
    it), then the agent acts, then `evaluate` reads the device. A task never steps.

    An episode counts as success only if the agent declares completion; a task that is already
    true at the start therefore still asks for a declaration. Declaring "infeasible" scores 0,
    unless the task says `feasible = False`: then `evaluate` judges that declaration.

    Class attributes:
        name: CamelCase, unique in its suite.
        apps: Apps that it uses.
        max_steps: The agent's budget.
        template: The goal, with {placeholders} for parameters.
        feasible: Whether the goal can be reached at all.
    """

    name: ClassVar[str]
    apps: ClassVar[tuple[str, ...]] = ()
    max_steps: ClassVar[int]
    template: ClassVar[str]
    feasible: ClassVar[bool] = True

    def __init__(self, params: Mapping[str, Any]) -> None:
        if not isinstance(params, Mapping):
            raise TaskError(f"{self.name}: params must be a mapping of names to values, got {params!r:.100}")
        try:
            # Through JSON: rejects what a record could not hold, and makes a private copy.
            copied = json.loads(json.dumps(dict(params), allow_nan=False, default=_number))
        except (TypeError, ValueError, RecursionError) as error:
            raise TaskError(f"{self.name}: params must be JSON data: {error}") from error
        needed = {f for _, f, _, _ in Formatter().parse(self.template) if f}
        missing = sorted(n for n in needed if n.split(".")[0].split("[")[0] not in copied)
        if missing and type(self).goal is Task.goal:
            raise TaskError(f"{self.name}: params lack {missing}, which the goal needs: {self.template!r}")
        self.params: Mapping[str, Any] = MappingProxyType(copied)

    @classmethod
    def sample_params(cls, rng: np.random.Generator) -> dict[str, Any]:
        """Draw parameters; JSON data only, and all randomness of the task is in them."""
        return {}

    @property
    def goal(self) -> str:
        """What the agent is asked to do, in English."""
        return self.template.format(**self.params)

    @abstractmethod
    def initialize(self, backend: Any) -> None:
        """Set the world up. The backend has just been restored to its pristine state."""

    @abstractmethod
    def evaluate(self, backend: Any, answer: str | None) -> float:
        """Judge the world (and the agent's last answer): 0 failed, 1 done. Reads only."""

    def over(self, backend: Any) -> bool:
        """Whether the world itself has ended the episode, declared or not. Asked after each step."""
        return False

    def oracle(self, screen: Screen) -> Iterator[Action]:
        """Solve the task by taps, swipes and text; `screen` is current before each resume."""
        raise NotImplementedError(f"{self.name} has no oracle")

    def __getstate__(self) -> dict[str, Any]:
        return {**self.__dict__, "params": dict(self.params)}

    def __setstate__(self, state: dict[str, Any]) -> None:
        self.__dict__.update(state, params=MappingProxyType(state["params"]))

    def __repr__(self) -> str:
        return f"{type(self).__name__}({dict(self.params)!r:.200})"


def _number(value: object) -> Any:
    # sample_params draws with NumPy; its scalars are welcome as plain numbers.
    if isinstance(value, np.generic):
        return value.item()
    raise TypeError(f"{type(value).__name__} is not JSON data")
