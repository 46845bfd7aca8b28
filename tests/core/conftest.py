"""The fake backend's environments, registered as a third party would register its own."""

import os
from collections.abc import Iterator
from typing import Any, Protocol

import gymnasium as gym
import pytest

from osgenesis.envs.core.environment import GuiEnv

BACKEND = "osgenesis.envs.core.fake:FakeBackend"
SUITE = "osgenesis.envs.core.fake:FAKE_SUITE"
IDS = ("Fake/Suite-v0", "Fake/CountTo-v0", "Fake/AddNote-v0", "Fake/ReadCount-v0")

# Windows of render_mode="human" open nowhere.
os.environ.setdefault("SDL_VIDEODRIVER", "dummy")


class MakeFake(Protocol):
    def __call__(self, task: str | None = None, **options: Any) -> GuiEnv: ...


@pytest.fixture
def make_fake() -> Iterator[MakeFake]:
    made: list[GuiEnv] = []

    def make(task: str | None = None, **options: Any) -> GuiEnv:
        made.append(GuiEnv(BACKEND, SUITE, task=task, **options))
        return made[-1]

    yield make
    for env in made:
        env.close()


@pytest.fixture(scope="module")
def fake_ids() -> Iterator[tuple[str, ...]]:
    entry_point = "osgenesis.envs.core.environment:GuiEnv"
    # Other tests of the same process register a family of this name too: ours holds for these tests.
    others = {env_id: gym.registry.pop(env_id) for env_id in IDS if env_id in gym.registry}
    for env_id in IDS:
        name = env_id.removeprefix("Fake/").removesuffix("-v0")
        task = None if name == "Suite" else name
        kwargs = {"backend_factory": BACKEND, "tasks": SUITE, "task": task}
        gym.register(env_id, entry_point=entry_point, kwargs=kwargs)
    yield IDS
    for env_id in IDS:
        del gym.registry[env_id]
    gym.registry.update(others)
