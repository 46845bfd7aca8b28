"""android_world's task classes as tasks of ours: what `tasks="official"` means."""

from __future__ import annotations

import copy
from collections.abc import Mapping
from functools import cache
from typing import Any, ClassVar

import numpy as np

from osgenesis.envs.android_world.official.guest import guest
from osgenesis.envs.android_world.official.in_process_env import require_phone
from osgenesis.envs.android_world.official.launch import load, official
from osgenesis.envs.android_world.official.waiting import no_waiting
from osgenesis.envs.core.errors import TaskError, UnknownNameError
from osgenesis.envs.core.suite import Suite
from osgenesis.envs.core.task import Task

_SEEDS = 2**31


class OfficialTask(Task):
    """One task of android_world: its parameters, goal, set-up and checker, on the embedded phone.

    Parameters are `seed`, from which android_world draws its own, and any of those by name in place of the drawn
    one, where JSON can write it. Checkers run on a fork of the phone and on a copy of the task, so that judging
    changes neither, even where a checker starts apps.
    """

    def __init__(self, params: Mapping[str, Any]) -> None:
        super().__init__(params)
        self.official = _instance(self.name, self.params)

    @classmethod
    def sample_params(cls, rng: np.random.Generator) -> dict[str, Any]:
        """A seed, and what android_world would take from the host's clock."""
        return {"seed": int(rng.integers(_SEEDS)), **_clock_params(cls.name, rng)}

    @property
    def goal(self) -> str:
        """The goal in android_world's words; some are reworded when the task is initialised."""
        return str(self.official.goal)

    def initialize(self, backend: Any) -> None:
        """android_world's set-up, then the home screen unless the task starts elsewhere."""
        phone = require_phone(backend)
        self.official = _instance(self.name, self.params)
        with guest(self.params["seed"]), no_waiting(phone):
            self.official.initialize_task(load(phone))
            if self.official.start_on_home_screen:
                phone.go_home()
                phone.settle()

    def evaluate(self, backend: Any, answer: str | None) -> float:
        """The verdict of android_world's checker."""
        phone = require_phone(backend).fork()
        with guest(self.params["seed"]), no_waiting(phone):
            env = load(phone)
            env.interaction_cache = answer or ""
            return float(copy.deepcopy(self.official).is_successful(env))

    def __getstate__(self) -> dict[str, Any]:
        # Classes that android_world makes at run time cannot be pickled by name; attributes can.
        return {**super().__getstate__(), "official": dict(self.official.__dict__)}

    def __setstate__(self, state: dict[str, Any]) -> None:
        official_class = registry()[self.name]
        task = official_class.__new__(official_class)
        task.__dict__.update(state["official"])
        super().__setstate__({**state, "official": task})


@cache
def registry() -> dict[str, Any]:
    """android_world's task classes by name."""
    found = official("android_world.registry").TaskRegistry()
    return dict(found.get_registry(found.ANDROID_WORLD_FAMILY))


def official_suite() -> Suite:
    """The 116 tasks of android_world.

    Raises:
        ImportError: android_env or android_world is not installed; the message says how to get them.
    """
    return Suite("AndroidWorld", {name: f"{__name__}:{name}" for name in registry()})


def __getattr__(name: str) -> type[OfficialTask]:
    # Task classes are attributes of this module, made when first asked for; so they pickle by name.
    if name.startswith("_") or name not in registry():
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return _task_class(name)


@cache
def _task_class(name: str) -> type[OfficialTask]:
    example = _instance(name, {"seed": 0})

    class Wrapped(OfficialTask):
        __doc__ = f"android_world's {name}."
        apps: ClassVar[tuple[str, ...]] = tuple(dict.fromkeys(app for app in example.app_names if app))
        max_steps: ClassVar[int] = int(10 * example.complexity)
        template: ClassVar[str] = str(example.template)

    Wrapped.name = Wrapped.__name__ = Wrapped.__qualname__ = name
    return Wrapped


def _instance(name: str, params: Mapping[str, Any]) -> Any:
    """An instance of android_world's class, with what it draws from the seed and what replaces that."""
    seed = params.get("seed")
    if isinstance(seed, bool) or not isinstance(seed, int):
        raise TaskError(f"{name}: params need a whole number as seed, from which android_world draws; got {seed!r}")
    task_class = registry()[name]
    with guest(seed):
        task_class.set_device_time(None)
        drawn = task_class.generate_random_params()
    for key in params:
        if key != "seed" and key not in drawn:
            raise UnknownNameError(f"parameter of {name}", key, ("seed", *drawn))
    return task_class(copy.deepcopy({**drawn, **params, "seed": seed}))


def _clock_params(name: str, rng: np.random.Generator) -> dict[str, Any]:
    """Parameters that android_world reads off the host's clock, drawn from the seed instead."""
    if name != "MarkorCreateFolder":
        return {}
    hour, minute, second = (int(rng.integers(limit)) for limit in (24, 60, 60))
    return {"folder_name": f"folder_20231015_{hour:02}{minute:02}{second:02}"}
