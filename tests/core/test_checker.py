"""The conformance check: passes what conforms, names what does not."""

from collections.abc import Callable
from typing import Any

import gymnasium as gym
import numpy as np
import pytest

from osgenesis.envs.core.actions import Action
from osgenesis.envs.core.checker import ConformanceError, check_environment
from osgenesis.envs.core.environment import GuiEnv
from osgenesis.envs.core.errors import ActionError
from osgenesis.envs.core.fake import FAKE_SUITE, FakeBackend
from osgenesis.envs.core.predicates import Predicate
from osgenesis.envs.core.wrappers import DiscreteElements


def test_the_fake_conforms(fake_ids: tuple[str, ...]) -> None:
    for env_id in fake_ids:
        check_environment(gym.make(env_id))
        check_environment(DiscreteElements(gym.make(env_id, observe=("ui",))), seed=3, steps=8)


class Forgetful(FakeBackend):
    """Restores all but the text field."""

    def restore(self, snapshot: Any) -> None:
        field = self._world.field
        super().restore(snapshot)
        self._world = type(self._world)(**{**vars(self._world), "field": field or "left"})


class Shared(FakeBackend):
    """Forks that act on their original."""

    def fork(self) -> FakeBackend:
        return self


class Buffered(FakeBackend):
    """One picture for all times."""

    _buffer = np.zeros((480, 240, 3), np.uint8)

    def screenshot(self) -> Any:
        self._buffer[...] = super().screenshot()
        return self._buffer


class Restless(FakeBackend):
    """Counts on across worlds."""

    ticks = 0

    def perform(self, action: Action) -> None:
        super().perform(action)
        type(self).ticks += 1
        self.seed_world(self.ticks)


class Chatty(GuiEnv):
    """Tells the parameters."""

    def _info(self) -> dict[str, Any]:
        return {**super()._info(), "hint": dict(self.task.params)}


class Telling(GuiEnv):
    """Tells the goal test."""

    def _info(self) -> dict[str, Any]:
        return {**super()._info(), "test": Predicate()}


class Named(GuiEnv):
    """Has a key that only a judge would need."""

    def _info(self) -> dict[str, Any]:
        return {**super()._info(), "more": {"expected": 1}}


class Lenient(GuiEnv):
    """Takes anything for an action."""

    def to_action(self, action: Any) -> Action:
        try:
            return super().to_action(action)
        except ActionError:
            return Action("wait")


class Fussy(GuiEnv):
    """Refuses some of its own samples."""

    def to_action(self, action: Any) -> Action:
        if isinstance(action, dict) and action.get("target") == 1:
            raise ActionError("no points, please")
        return super().to_action(action)


def backend(kind: type[FakeBackend]) -> Callable[[], GuiEnv]:
    return lambda: GuiEnv(kind, FAKE_SUITE)


def environment(kind: type[GuiEnv]) -> Callable[[], GuiEnv]:
    return lambda: kind(FakeBackend, FAKE_SUITE)


@pytest.mark.parametrize(
    ("make", "complaint"),
    [
        (backend(Forgetful), "differ"),
        (backend(Shared), "fork"),
        (backend(Buffered), "buffer"),
        (backend(Restless), "same seed"),
        (environment(Chatty), "parameters"),
        (environment(Telling), "test holds"),
        (environment(Named), "expected is for the judge"),
        (environment(Lenient), "taken for an action"),
        (environment(Fussy), "refused|no points"),
    ],
)
def test_what_does_not_conform_is_named(make: Callable[[], GuiEnv], complaint: str) -> None:
    with pytest.raises((ConformanceError, ActionError), match=complaint):
        check_environment(make())


def test_it_is_for_gui_environments() -> None:
    with pytest.raises(ConformanceError, match="not a GuiEnv"):
        check_environment(gym.make("CartPole-v1"))
