"""The environments that synthesis can run on, by name, and how to open one for its own purposes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar, Final

import gymnasium as gym

from osgenesis.envs.core.backend import load_attribute
from osgenesis.envs.core.environment import GuiEnv
from osgenesis.envs.core.errors import TaskError, UnknownNameError
from osgenesis.envs.core.suite import Suite
from osgenesis.envs.core.task import Task
from osgenesis.envs.core.vocabulary import ValueWords, Vocabulary
from osgenesis.synth.explore.surface import PLACES, WEB, surface_of

FAKE: Final = "Fake"
_UNLIMITED: Final = 10**9


class Explore(Task):
    """No goal at all: sets the world up as a suite's task does, or leaves it bare."""

    name: ClassVar[str] = "Explore"
    max_steps: ClassVar[int] = _UNLIMITED
    template: ClassVar[str] = "Find out what this device can do."
    suite: ClassVar[Suite | None] = None  # whose tasks set the world up

    def __init__(self, params: Mapping[str, Any]) -> None:
        super().__init__(params)
        self.asked: Task | None = None  # the task that has set the world up

    def initialize(self, backend: Any) -> None:
        """Borrow the set-up of the task that the parameters name."""
        setup = self.params.get("setup")
        if setup is None:
            return
        if self.suite is None:
            raise TaskError(f"there is no suite to find the set-up {setup['task']!r} in")
        self.asked = self.suite[setup["task"]](setup["params"])
        self.asked.initialize(backend)

    def over(self, backend: Any) -> bool:
        """Whether the world has ended the episode."""
        return self.asked is not None and self.asked.over(backend)

    def evaluate(self, backend: Any, answer: str | None) -> float:
        """Exploring never succeeds or fails."""
        return 0.0


def open_env(name: str, tasks: Suite | None = None, *, observe: Sequence[str] = ("goal",), **settings: Any) -> GuiEnv:
    """Open an environment without its registration's wrappers.

    Args:
        name: a family with a registered ``<name>/Suite-v0``, such as "AndroidWorld", or "Fake".
        tasks: a suite that takes the place of the environment's own.
        observe: the parts of an observation to build.
        settings: further arguments of the environment.

    Raises:
        UnknownNameError: there is no such environment; the message has the near misses.
    """
    if name == FAKE:
        from osgenesis.envs.core.fake import FAKE_SUITE, FakeBackend

        return GuiEnv(FakeBackend, tasks or FAKE_SUITE, observe=tuple(observe), **settings)
    import osgenesis.envs  # noqa: F401 - registers the environments

    if f"{name}/Suite-v0" not in gym.registry:
        raise UnknownNameError("environment", name, env_names())
    env = gym.make(f"{name}/Suite-v0", observe=tuple(observe), disable_env_checker=True, **settings).unwrapped
    if not isinstance(env, GuiEnv):
        raise TaskError(f"{name} is a {type(env).__name__}; synthesis needs a GuiEnv")
    if tasks is not None:
        env.suite, env.task_name = tasks, None
    return env


def open_for_exploring(name: str) -> GuiEnv:
    """An environment whose only task is `Explore`, over the environment's own suite."""
    env = open_env(name)
    # A class of its own, because set-ups of two environments may be explored in one process.
    explore = type("Explore", (Explore,), {"suite": env.suite, "__module__": __name__})
    env.suite, env.task_name = Suite(f"{name} exploration", [explore]), None
    return env


def judged(env: GuiEnv) -> bool:
    """Whether the task that has set the world up is done; only of worlds that end their episodes themselves."""
    task = env.task
    if not isinstance(task, Explore) or task.asked is None or not task.asked.over(env.backend):
        return False
    # Half a reward is more than none, but a golden path has to earn the whole.
    verdict = getattr(env.backend, "verdict", None)
    return task.asked.evaluate(env.backend, None) >= 1.0 and getattr(verdict, "raw", 1.0) >= 1.0


def explore_options(setup: Mapping[str, Any] | None) -> dict[str, Any]:
    """The options of a reset that begins at a set-up."""
    return {"task": Explore.name, "params": {"setup": None if setup is None else dict(setup)}}


def words_of(env: GuiEnv) -> Vocabulary:
    """The words of an environment's world. Which page a browser shows is no part of what the world holds."""
    words = env.backend.vocabulary()
    if surface_of(env) is not WEB:
        return words
    return words.merge(Vocabulary.of(*(ValueWords(place, "", "") for place in PLACES)))


def env_names() -> tuple[str, ...]:
    """Names that `open_env` knows."""
    suites = [spec for spec in gym.registry if spec.endswith("/Suite-v0")]
    return (*sorted(spec.removesuffix("/Suite-v0") for spec in suites), FAKE)


def load_suite(path: str) -> Suite:
    """A suite by "module:attribute"."""
    found = load_attribute(path)
    if not isinstance(found, Suite):
        raise TaskError(f"{path} is no Suite but {found!r:.100}")
    return found
