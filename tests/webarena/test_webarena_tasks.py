"""Every web task, on several seeds, in real Chromium: oracles solve it; idling and side effects score nothing."""

import os
from collections.abc import Iterator
from fnmatch import fnmatchcase
from typing import Any

import gymnasium as gym
import numpy as np
import pytest

import osgenesis.envs  # noqa: F401 - registers the environments
from osgenesis.envs.core.actions import Action
from osgenesis.envs.web.embedded import EmbeddedWeb
from osgenesis.envs.web.sites.world import World
from osgenesis.envs.webarena.base import WebTask
from osgenesis.envs.webarena.environment import WebArenaEnv, make_webarena, native_suite
from osgenesis.envs.webarena.names import TASK_NAMES

SEEDS = range(5)
# Every episode of an oracle takes a second of browser; OSGENESIS_SEEDS=5 plays what the README's figures come from.
ORACLE_SEEDS = range(int(os.environ.get("OSGENESIS_SEEDS", "1")))
DONE = Action("status", goal_status="complete")
OBSERVE = ("goal", "elements")
pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("chromium")]


def play_oracle(env: WebArenaEnv) -> int:
    """Plays the task's oracle up to, not including, the declaration; returns the steps taken."""
    screen = env.screen()
    for action in env.task.oracle(screen):
        *_, terminated, truncated, info = env.step(action)
        assert "action_error" not in info, f"{action.describe()}: {info['action_error']}"
        assert not terminated
        assert not truncated, f"the oracle needs more than {env.max_steps} steps"
        now = env.screen()
        screen.elements, screen.size, screen.app = now.elements, now.size, now.app
    return env.steps


@pytest.fixture(scope="module")
def suite(chromium: str) -> Iterator[WebArenaEnv]:
    env = make_webarena(observe=OBSERVE, executable=chromium)
    yield env
    env.close()


def start(env: WebArenaEnv, name: str, seed: int) -> dict[str, Any]:
    observation, _ = env.reset(seed=seed, options={"task": name})
    return observation


@pytest.fixture(scope="module")
def sites() -> Iterator[EmbeddedWeb]:
    """The sites without a browser: it is opened only when somebody looks."""
    backend = EmbeddedWeb()
    yield backend
    backend.close()


def begin(sites: EmbeddedWeb, name: str, seed: int) -> WebTask:
    sites.restore(PRISTINE.setdefault("moment", sites.snapshot()))
    task_class = native_suite()[name]
    task = task_class(task_class.sample_params(np.random.default_rng(seed)))
    task.initialize(sites)
    assert isinstance(task, WebTask)
    return task


PRISTINE: dict[str, Any] = {}


def left_behind(task: WebTask, sites: World) -> None:
    """Change a row that is none of the task's business."""
    if not any(fnmatchcase("homepage/note", pattern) for pattern in task.touches):
        sites["homepage"].store.insert("note", title="left behind", body="", created=0)
    else:
        sites["forum"].store.execute("DELETE FROM subscription WHERE id = (SELECT MIN(id) FROM subscription)")


@pytest.mark.parametrize("name", TASK_NAMES)
def test_oracle_solves_it_within_the_budget_and_a_side_effect_costs_the_reward(suite: WebArenaEnv, name: str) -> None:
    for seed in ORACLE_SEEDS:
        start(suite, name, seed)
        play_oracle(suite)
        if seed == ORACLE_SEEDS[-1]:
            assert isinstance(suite.backend, EmbeddedWeb)
            assert isinstance(suite.task, WebTask)
            done = suite.backend.world.freeze()
            left_behind(suite.task, suite.backend.world)
            assert suite.task.evaluate(suite.backend, suite.answer) == 0.0
            suite.backend.world.thaw(done)
        _, reward, terminated, _, _ = suite.step(DONE)
        assert (reward, terminated) == (1.0, True), f"seed {seed}"


@pytest.mark.parametrize("name", TASK_NAMES)
def test_doing_nothing_scores_nothing_nor_does_a_wrong_answer(sites: EmbeddedWeb, name: str) -> None:
    for seed in SEEDS:
        task = begin(sites, name, seed)
        assert task.evaluate(sites, None) == 0.0, f"seed {seed}"
        assert task.evaluate(sites, "whatever") == 0.0, f"seed {seed}"


@pytest.mark.parametrize("name", TASK_NAMES)
def test_goal_and_start_depend_on_the_seed_alone(sites: EmbeddedWeb, name: str) -> None:
    first = begin(sites, name, 7).goal, sites.state_hash()
    begin(sites, name, 8)
    assert (begin(sites, name, 7).goal, sites.state_hash()) == first


def test_there_are_sixty_templates_and_four_sites() -> None:
    suite = native_suite()
    assert len(suite) >= 60
    assert {site for name in suite for site in suite[name].apps} == {"forum", "shop", "wikipedia", "homepage"}
    assert sum(len(suite[name].apps) > 1 for name in suite) >= 8


def test_every_step_judging_ends_at_the_first_success(chromium: str) -> None:
    env = make_webarena("ForumSubscribe", observe=OBSERVE, judge="every_step", executable=chromium)
    env.reset(seed=0)
    screen, reward, terminated = env.screen(), 0.0, False
    for action in env.task.oracle(screen):
        _, reward, terminated, *_ = env.step(action)
        if terminated:
            break
        now = env.screen()
        screen.elements, screen.size, screen.app = now.elements, now.size, now.app
    assert (reward, terminated) == (1.0, True)
    env.close()


def test_an_unknown_task_names_near_misses() -> None:
    with pytest.raises(LookupError, match="ForumSubscribe"):
        make_webarena("ForumSubscrib")


def test_an_unknown_backend_names_the_known_ones() -> None:
    with pytest.raises(LookupError, match="embedded"):
        make_webarena("ForumSubscribe", backend="embeded")


def test_registered_ids_cover_the_suite() -> None:
    registered = {env_id for env_id in gym.registry if env_id.startswith("WebArena/")}
    assert {f"WebArena/{name}-v0" for name in TASK_NAMES} | {"WebArena/Suite-v0"} <= registered
