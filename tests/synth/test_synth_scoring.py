"""Rewards and sampling: the vectors of the specification, and the anchors of the scale."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from osgenesis.envs.core.actions import Action
from osgenesis.envs.core.episodes import Episode, Frame, Step
from osgenesis.envs.core.errors import DataError, UnknownNameError
from osgenesis.envs.core.predicates import Predicate
from osgenesis.envs.core.state import Change, StateDiff
from osgenesis.synth.config import BUDGETS, make_budget
from osgenesis.synth.diversity import HashedNgrams, diversity
from osgenesis.synth.score.rewards import OfflineReward
from osgenesis.synth.score.sampling import draw, probabilities

WIFI = Change("setting_changed", "wifi", None, "1", "0")
NOTE = Change("file_added", "/note", None, None, None)._replace(after=("d", 1, "x"))
DARK = Change("setting_changed", "dark", None, "0", "1")
GOAL = Predicate.from_diff(StateDiff((WIFI, DARK)))
TASK = {"kind": "state", "n_steps": 2, "predicate": GOAL.to_plain()}


def test_rewards_5_3_2_are_drawn_as_one_half_three_and_two_tenths() -> None:
    assert probabilities([5, 3, 2]).tolist() == [0.5, 0.3, 0.2]
    assert probabilities([5, 3, 2], "uniform").tolist() == [1 / 3] * 3
    assert probabilities([5, 3, 5], "threshold").tolist() == [0.5, 0.0, 0.5]
    assert probabilities([5, 3, 2], "threshold", threshold=3).tolist() == [0.5, 0.5, 0.0]


@given(st.lists(st.integers(1, 5), min_size=1, max_size=30))
def test_probabilities_sum_to_one_and_follow_the_rewards(rewards: list[int]) -> None:
    chances = probabilities(rewards)
    assert chances.sum() == pytest.approx(1.0)
    assert np.allclose(chances * sum(rewards), rewards)


def test_draws_follow_the_probabilities_and_the_seed() -> None:
    first = draw([5, 3, 2], 4000, np.random.default_rng(0))
    assert first == draw([5, 3, 2], 4000, np.random.default_rng(0))
    assert np.bincount(first) / 4000 == pytest.approx([0.5, 0.3, 0.2], abs=0.03)


@pytest.mark.parametrize("rewards", [[], [float("nan")], [-1.0, 2.0]])
def test_rewards_that_are_none_are_refused(rewards: list[float]) -> None:
    with pytest.raises(DataError):
        probabilities(rewards)


def test_a_threshold_that_nobody_reaches_says_what_the_best_is() -> None:
    with pytest.raises(DataError, match="the best reward is 4, the threshold 5"):
        probabilities([3, 4], "threshold")


def test_an_unknown_sampling_names_the_near_one() -> None:
    with pytest.raises(UnknownNameError, match="'uniform'"):
        probabilities([1], "unifrom")  # type: ignore[arg-type]


def episode(*changes: Change, success: bool = False, n_steps: int = 2, ending: str = "complete") -> Episode:
    """An episode of different screens and actions with these changes at its end."""
    frames = tuple(Frame(f"app {n}", elements=()) for n in range(n_steps + 1))
    steps = tuple(Step(Action("click", x=n, y=n)) for n in range(n_steps - 1))
    steps += (Step(Action("status", goal_status="complete")),)
    extra = {"changes": StateDiff(changes).to_plain()}
    return Episode("e", frames=frames, steps=steps, success=success, ending=ending, extra=extra)


def reward(found: Episode, clean: bool = True) -> int:
    # Frames without elements would all count as unchanged screens; tell them apart.
    if clean:
        frames = [
            replace(frame, elements=(("x", str(n), *[""] * 4, *[0] * 5, "application"),))  # type: ignore[arg-type]
            for n, frame in enumerate(found.frames)
        ]
        found = replace(found, frames=tuple(frames))
    return OfflineReward().score(found, TASK).reward


def test_done_clearly_is_5_and_damage_elsewhere_makes_it_3() -> None:
    assert reward(episode(WIFI, DARK, success=True)) == 5
    assert reward(episode(WIFI, DARK, NOTE, success=True)) == 3


def test_done_with_wasted_steps_or_without_saying_so_is_4() -> None:
    assert reward(episode(WIFI, DARK, success=True), clean=False) == 4
    assert reward(episode(WIFI, DARK, ending="budget")) == 4


def test_half_done_is_3_and_half_done_with_damage_2() -> None:
    assert reward(episode(WIFI)) == 3
    assert reward(episode(WIFI, NOTE)) == 2


def test_nothing_done_is_2_when_it_went_somewhere_and_1_when_it_did_not() -> None:
    assert reward(episode(n_steps=4)) == 2
    stuck = episode(n_steps=4)
    stuck = replace(stuck, frames=tuple(replace(frame, app="home") for frame in stuck.frames))
    assert reward(stuck) == 1


def test_the_reason_says_what_the_reward_rests_on() -> None:
    reason = OfflineReward().score(episode(WIFI, NOTE), TASK).reason
    assert reason == ("50% of the goal is reached; the end was declared; 1 other thing changed; 1 step did not help.")


def test_diversity_is_0_for_equal_texts_and_near_1_for_unrelated_ones() -> None:
    equal = diversity(["turn on Wi-Fi"] * 3, HashedNgrams())
    assert equal.value == pytest.approx(0.0, abs=1e-6)
    assert equal.n_texts == 3
    far = diversity(["turn on Wi-Fi", "bake some bread"], HashedNgrams())
    assert far.value is not None
    assert far.value > 0.9
    assert "not comparable" in far.embedder


def test_diversity_of_fewer_than_two_texts_is_unknown_and_of_many_is_sampled() -> None:
    assert diversity(["alone"], HashedNgrams()).value is None
    assert diversity([f"text {n}" for n in range(900)], HashedNgrams()).n_texts == 500


def test_budgets_have_names_and_numbers() -> None:
    assert make_budget("quick", steps=7).steps == 7
    assert make_budget("default") == BUDGETS["default"]
    with pytest.raises(UnknownNameError, match="'quick'"):
        make_budget("quik")
    with pytest.raises(DataError, match="steps must be 0 or more"):
        make_budget("quick", steps=-1)
