"""Every task begins, and every oracle solves its task by clicks and keys; the same seed is the same episode."""

from typing import Any

import pytest

from osgenesis.envs.core.actions import Action
from osgenesis.envs.miniwob.environment import MiniWobEnv
from osgenesis.envs.miniwob.names import BUDGETS, RELOADED, TASK_NAMES
from osgenesis.envs.miniwob.oracles import ORACLES

pytestmark = pytest.mark.browser

# What the oracle does is right to the px, and the page gives a share of the reward for how near it is.
# More than this share is asked; an angle of few degrees leaves little room for whole px.
GRADED = {"bisect-angle": 0.8, "circle-center": 0.9, "draw-line": 0.9, "find-midpoint": 0.9, "right-angle": 0.8}


def test_the_names_are_those_of_browsergym() -> None:
    assert len(TASK_NAMES) == len(set(TASK_NAMES)) == 125
    assert {*BUDGETS, *RELOADED, *ORACLES} <= set(TASK_NAMES)
    assert len(ORACLES) >= 40
    pages = pytest.importorskip("browsergym.miniwob.all")
    found = {getattr(getattr(pages, name), "subdomain", None) for name in dir(pages) if name.endswith("Task")}
    assert set(TASK_NAMES) == {name for name in found if isinstance(name, str)}


def solve(env: MiniWobEnv, play: Any, name: str, seed: int) -> None:
    env.reset(seed=seed, options={"task": name})
    _, reward, info = play(env)
    assert reward == 1.0, f"seed {seed}"
    assert info["raw_reward"] == 1.0 or info["raw_reward"] > GRADED.get(name, 1.0), f"seed {seed}"


@pytest.mark.parametrize("name", ORACLES)
def test_the_oracle_solves_it_within_the_budget(suite: MiniWobEnv, play: Any, name: str) -> None:
    solve(suite, play, name, 0)


@pytest.mark.slow
@pytest.mark.parametrize("name", ORACLES)
def test_the_oracle_solves_it_from_other_seeds(suite: MiniWobEnv, play: Any, name: str) -> None:
    for seed in range(1, 5):
        solve(suite, play, name, seed)


@pytest.mark.parametrize("name", TASK_NAMES)
def test_every_task_begins_the_same_from_the_same_seed_and_another_from_another(suite: MiniWobEnv, name: str) -> None:
    shown = []
    for seed in (1, 2, 1):
        observation, info = suite.reset(seed=seed, options={"task": name})
        assert observation["goal"]
        assert info["elements"]
        shown.append((observation["goal"], info["elements"], suite.state_hash()))
    assert shown[0] == shown[2]
    assert shown[0] != shown[1]


@pytest.mark.parametrize("name", TASK_NAMES)
def test_a_declaration_that_the_page_does_not_know_of_is_worth_nothing(suite: MiniWobEnv, name: str) -> None:
    suite.reset(seed=0, options={"task": name})
    _, reward, terminated, _, info = suite.step(Action("status", goal_status="complete"))
    assert (reward, terminated, info["raw_reward"]) == (0.0, True, 0.0)
