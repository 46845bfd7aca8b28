"""Every AndroidWorld task, on several seeds: oracles solve it, idling does not, side effects and silence cost it."""

from typing import Any

import gymnasium as gym
import pytest

import osgenesis.envs  # noqa: F401 - registers the environments
from osgenesis.envs.android_world.environment import AndroidWorldEnv, make_android_world
from osgenesis.envs.android_world.names import TASK_NAMES
from osgenesis.envs.core.actions import Action

SEEDS = range(5)
DONE = Action("status", goal_status="complete")
ALREADY_TRUE = {name for name in TASK_NAMES if name.startswith("System") and name.endswith("Verify")}
OBSERVE = ("goal", "elements")


def play_oracle(env: AndroidWorldEnv) -> int:
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
def suite() -> AndroidWorldEnv:
    return make_android_world(observe=OBSERVE)


def start(env: AndroidWorldEnv, name: str, seed: int) -> dict[str, Any]:
    observation, _ = env.reset(seed=seed, options={"task": name})
    return observation


@pytest.mark.parametrize("name", TASK_NAMES)
def test_oracle_solves_it_within_the_budget(suite: AndroidWorldEnv, name: str) -> None:
    for seed in SEEDS:
        start(suite, name, seed)
        play_oracle(suite)
        _, reward, terminated, _, _ = suite.step(DONE)
        assert (reward, terminated) == (1.0, True), f"seed {seed}"
        assert suite.steps <= suite.max_steps


@pytest.mark.parametrize("name", TASK_NAMES)
def test_doing_nothing_scores_nothing_unless_it_is_already_true(suite: AndroidWorldEnv, name: str) -> None:
    for seed in SEEDS:
        start(suite, name, seed)
        _, reward, *_ = suite.step(DONE)
        assert reward == (1.0 if name in ALREADY_TRUE else 0.0), f"seed {seed}"


@pytest.mark.parametrize("name", TASK_NAMES)
def test_success_counts_only_when_declared(suite: AndroidWorldEnv, name: str) -> None:
    start(suite, name, 0)
    play_oracle(suite)
    _, reward, *_ = suite.step(Action("status", goal_status="infeasible"))
    assert reward == 0.0


@pytest.mark.parametrize("name", TASK_NAMES)
def test_a_side_effect_costs_the_reward(suite: AndroidWorldEnv, name: str) -> None:
    start(suite, name, 1)
    play_oracle(suite)
    suite.backend.files.write("/sdcard/Podcasts/left behind.txt", "?", parents=True)  # type: ignore[attr-defined]
    _, reward, *_ = suite.step(DONE)
    assert reward == 0.0


@pytest.mark.parametrize("name", TASK_NAMES)
def test_goal_and_start_depend_on_the_seed_alone(suite: AndroidWorldEnv, name: str) -> None:
    first = start(suite, name, 7)["goal"], suite.backend.state_hash()
    start(suite, name, 8)
    second = start(suite, name, 7)["goal"], suite.backend.state_hash()
    assert first == second


def test_every_step_judging_ends_at_the_first_success() -> None:
    env = make_android_world("ContactsAddContact", observe=OBSERVE, judge="every_step")
    env.reset(seed=0)
    screen, reward, terminated = env.screen(), 0.0, False
    for action in env.task.oracle(screen):
        _, reward, terminated, *_ = env.step(action)
        if terminated:
            break
        now = env.screen()
        screen.elements, screen.size, screen.app = now.elements, now.size, now.app
    assert (reward, terminated) == (1.0, True)


def test_an_unknown_task_names_near_misses() -> None:
    with pytest.raises(LookupError, match="ContactsAddContact"):
        make_android_world("ContactAddContact")


def test_an_unknown_backend_names_the_known_ones() -> None:
    with pytest.raises(LookupError, match="embedded"):
        make_android_world("ContactsAddContact", backend="embeded")


def test_registered_ids_cover_the_suite() -> None:
    registered = {env_id for env_id in gym.registry if env_id.startswith("AndroidWorld/")}
    assert {f"AndroidWorld/{name}-v0" for name in TASK_NAMES} | {"AndroidWorld/Suite-v0"} <= registered
