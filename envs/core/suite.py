"""`Suite`: a named collection of task classes, looked up by name with near misses."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

import numpy as np

from osgenesis.envs.core.backend import load_attribute
from osgenesis.envs.core.errors import DataError, TaskError, UnknownNameError
from osgenesis.envs.core.task import Task

__all__ = ["Suite", "named_suite"]


class Suite(Mapping[str, type[Task]]):
    """Task classes by name, in a fixed order. Classes given as "module:attribute" load when used.

    Args:
        name: What the suite is called, such as "AndroidWorld".
        tasks: Task classes, or a mapping of names to classes or to "module:attribute".
    """

    def __init__(self, name: str, tasks: Iterable[type[Task]] | Mapping[str, type[Task] | str]) -> None:
        self.name = name
        self._tasks: dict[str, type[Task] | str] = {}
        pairs: Iterable[tuple[str, type[Task] | str]]
        pairs = tasks.items() if isinstance(tasks, Mapping) else [(t.name, t) for t in tasks]
        for task_name, task in pairs:
            if task_name in self._tasks:
                raise TaskError(f"Suite {name!r} has two tasks named {task_name!r}.")
            self._tasks[task_name] = task

    @classmethod
    def of_modules(cls, name: str, package: str, modules: Mapping[str, Iterable[str]]) -> Suite:
        """The suite of a package of task modules; a class is imported when it is first asked for.

        Args:
            name: What the suite is called.
            package: Import name of the package.
            modules: Module of the package -> names of its tasks, which are their classes' names.
        """
        return cls(name, {task: f"{package}.{module}:{task}" for module, tasks in modules.items() for task in tasks})

    def __getitem__(self, name: str) -> type[Task]:
        try:
            found = self._tasks[name]
        except (KeyError, TypeError):
            raise UnknownNameError(f"{self.name} task", name, self._tasks) from None
        if isinstance(found, str):
            loaded = load_attribute(found)
            if not (isinstance(loaded, type) and issubclass(loaded, Task)):
                raise TaskError(f"{found} is not a Task class but {loaded!r:.100}.")
            self._tasks[name] = found = loaded
        return found

    def __iter__(self) -> Iterator[str]:
        return iter(self._tasks)

    def __len__(self) -> int:
        return len(self._tasks)

    def __contains__(self, name: object) -> bool:
        return isinstance(name, str) and name in self._tasks

    def get(self, name: str, default: Any = None) -> Any:
        """The class of a task, or `default` if there is none of that name."""
        return self[name] if name in self else default

    def sample(self, rng: np.random.Generator) -> str:
        """Draw the name of a task, each equally likely."""
        if not self._tasks:
            raise TaskError(f"Suite {self.name!r} has no tasks to choose from.")
        return list(self._tasks)[int(rng.integers(len(self._tasks)))]

    def only(self, names: Iterable[str]) -> Suite:
        """The part of the suite with these tasks, in this order."""
        wanted = list(names)
        for task_name in wanted:
            if task_name not in self._tasks:
                raise UnknownNameError(f"{self.name} task", task_name, self._tasks)
        return Suite(self.name, {n: self._tasks[n] for n in wanted})

    def using(self, app: str) -> Suite:
        """The part of the suite whose tasks use `app`."""
        return self.only(n for n in self if app in self[n].apps)

    def __repr__(self) -> str:
        return f"Suite({self.name!r}, {len(self)} tasks)"


def named_suite(family: str, tasks: str, sets: Mapping[str, Callable[[], Suite]]) -> Suite:
    """The suite that the option `tasks` of an environment names.

    Args:
        family: What the environment is called, such as "AndroidWorld".
        tasks: A name in `sets`, or the path of a `tasks.jsonl` that synthesis wrote.
        sets: The environment's own sets of tasks; "native" is among them.

    Raises:
        UnknownNameError: Neither a name of a set nor a path to a `.jsonl` file.
        DataError: The file is not what it should be; says which line and field.
    """
    if not tasks:
        raise DataError(f'{family}/Synthetic-v0 needs tasks="path/to/tasks.jsonl", a file that synthesis wrote.')
    if tasks in sets:
        return sets[tasks]()
    if tasks.endswith(".jsonl"):
        from osgenesis.envs.core.synthetic import synthetic_suite

        return synthetic_suite(tasks, setups=sets["native"]())
    raise UnknownNameError("task set (or path of a tasks.jsonl file)", tasks, sets)
