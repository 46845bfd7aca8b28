"""Environments of MiniWoB++ for the tests; without Chromium, or without the pages, the tests are skipped."""

import importlib.util
from collections.abc import Iterator
from typing import Any, Protocol

import pytest

from osgenesis.envs.core.actions import Action
from osgenesis.envs.core.errors import BackendError
from osgenesis.envs.miniwob.environment import MiniWobEnv, make_miniwob
from osgenesis.envs.web.browser import find_chromium

# Elements and goal, no pictures: most tests need no more.
LIGHT = ("goal", "elements")


class Make(Protocol):
    def __call__(self, task: str | None = None, **options: Any) -> MiniWobEnv: ...


class Play(Protocol):
    def __call__(self, env: MiniWobEnv) -> tuple[list[Action], float, dict[str, Any]]: ...


@pytest.fixture(scope="session", autouse=True)
def _pages_and_browser() -> None:
    if importlib.util.find_spec("miniwob") is None:
        pytest.skip("needs the package miniwob, which holds the pages")
    try:
        find_chromium()
    except BackendError as error:
        pytest.skip(str(error))


@pytest.fixture
def make() -> Iterator[Make]:
    made: list[MiniWobEnv] = []

    def make_one(task: str | None = None, **options: Any) -> MiniWobEnv:
        made.append(make_miniwob(task, **{"observe": LIGHT, **options}))
        return made[-1]

    yield make_one
    for env in made:
        env.close()


@pytest.fixture(scope="module")
def suite() -> Iterator[MiniWobEnv]:
    """One environment for all tasks of a test file."""
    env = make_miniwob(observe=LIGHT)
    yield env
    env.close()


@pytest.fixture(scope="session")
def play() -> Play:
    """Play the oracle of the episode that has begun: the actions, the reward, and the last info."""

    def play_one(env: MiniWobEnv) -> tuple[list[Action], float, dict[str, Any]]:
        screen = env.screen()
        done: list[Action] = []
        for action in env.task.oracle(screen):
            done.append(action)
            _, reward, terminated, truncated, info = env.step(action)
            if terminated:
                return done, reward, info
            assert not truncated, f"the oracle needs more than {env.max_steps} steps"
            assert "action_error" not in info, f"{action.describe()}: {info['action_error']}"
            screen.elements = env.elements
        raise AssertionError(f"the oracle came to its end, the episode did not: {[a.describe() for a in done]}")

    return play_one
