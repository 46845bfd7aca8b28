"""The MiniWoB++ tasks: the page draws the problem from a seed, words the goal, judges, and says when it is over."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, ClassVar, Final

import numpy as np

from osgenesis.envs.core.actions import Action
from osgenesis.envs.core.errors import TaskError
from osgenesis.envs.core.oracle import Screen
from osgenesis.envs.core.suite import Suite
from osgenesis.envs.core.task import Task
from osgenesis.envs.miniwob.backend import MiniWobBackend
from osgenesis.envs.miniwob.names import BUDGETS, DEFAULT_BUDGET, HOST, TASK_NAMES, VIEWPORT

__all__ = ["MAX_SEED", "SUITE", "MiniWobTask", "browsergym_seed"]

# BrowserGym seeds its pages with numbers below this.
MAX_SEED: Final = 1_000_000


def browsergym_seed(seed: int) -> int:
    """The seed that BrowserGym gives a page in the episode that it seeds with `seed`."""
    return int(np.random.RandomState(seed % 2**32).randint(0, MAX_SEED))


class MiniWobTask(Task):
    """One page. Its one parameter is the seed of the page's random numbers."""

    apps: ClassVar[tuple[str, ...]] = (HOST,)
    max_steps: ClassVar[int] = DEFAULT_BUDGET
    template: ClassVar[str] = ""
    _goal = ""

    @classmethod
    def sample_params(cls, rng: np.random.Generator) -> dict[str, Any]:
        """A seed."""
        return {"seed": int(rng.integers(MAX_SEED))}

    @property
    def goal(self) -> str:
        """The page's own words; empty before the episode begins."""
        return self._goal

    def initialize(self, backend: MiniWobBackend) -> None:
        """Begin an episode in the page."""
        seed = self.params.get("seed")
        if not isinstance(seed, int) or isinstance(seed, bool):
            raise TaskError(f'{self.name}: params need a whole number "seed", got {seed!r:.80}')
        self._goal = backend.start(self.name, seed)

    def over(self, backend: MiniWobBackend) -> bool:
        """Whether the page has ended the episode."""
        return backend.verdict.done

    def evaluate(self, backend: MiniWobBackend, answer: str | None) -> float:
        """1 if the page's reward is above 0, as BrowserGym counts."""
        return float(backend.verdict.raw > 0)

    def oracle(self, screen: Screen) -> Iterator[Action]:
        """The page's solution, for the tasks that have one here."""
        from osgenesis.envs.miniwob.oracles import ORACLES

        if self.name not in ORACLES:
            return super().oracle(screen)
        if screen.size != VIEWPORT:
            raise TaskError(f"{self.name}: the solution is for pictures of {VIEWPORT} px (scale=1), not {screen.size}.")
        return ORACLES[self.name](self.goal, screen)

    def __reduce__(self) -> tuple[Any, ...]:
        # The classes are made from names, so pickle cannot find them as attributes of a module.
        return _remade, (self.name, self.__getstate__())


def _remade(name: str, state: dict[str, Any]) -> Task:
    task_class = SUITE[name]
    task = task_class.__new__(task_class)
    task.__setstate__(state)
    return task


def _task_class(name: str) -> type[MiniWobTask]:
    title = "".join(part.capitalize() for part in name.split("-"))
    facts = {"name": name, "max_steps": BUDGETS.get(name, DEFAULT_BUDGET), "__doc__": f"The page {name}."}
    return type(title, (MiniWobTask,), {**facts, "__module__": __name__})


SUITE: Final = Suite("MiniWoB", [_task_class(name) for name in TASK_NAMES])
