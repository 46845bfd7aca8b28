"""Dice give the same numbers for ever: contents that people refer to depend on it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from osgenesis.envs.web.sites.dice import Dice


def test_the_numbers_are_these() -> None:
    dice = Dice(0, "forum", "comments")
    assert [dice.bits() for _ in range(3)] == [5745616616753316116, 2512082613073686117, 15171212736227522075]
    dice = Dice("a", 7)
    assert [dice.below(100) for _ in range(8)] == [63, 25, 15, 45, 47, 91, 63, 29]
    assert [round(dice.unit(), 12) for _ in range(3)] == [0.67293616654, 0.058735374599, 0.625701255873]
    assert Dice("order").shuffled(range(10)) == [5, 1, 8, 3, 0, 2, 7, 9, 6, 4]
    assert [Dice("w", n).weighted("abc", (1, 2, 7)) for n in range(12)] == list("cacccbccbccc")


def test_parts_of_a_seed_do_not_run_together() -> None:
    assert Dice("ab", "c").bits() != Dice("a", "bc").bits()
    assert Dice(1).bits() == Dice("1").bits()


@given(st.integers(), st.integers(-1000, 1000), st.integers(0, 1000))
def test_draws_stay_in_bounds(seed: int, low: int, width: int) -> None:
    dice = Dice(seed)
    assert all(low <= dice.between(low, low + width) <= low + width for _ in range(20))
    assert all(0 <= dice.unit() < 1 for _ in range(20))


@given(st.integers(), st.lists(st.integers(), max_size=20), st.integers(0, 25))
def test_a_sample_holds_different_places_of_the_list(seed: int, items: list[int], count: int) -> None:
    sample = Dice(seed).sample(list(enumerate(items)), count)
    assert len(sample) == min(count, len(items)) == len(set(sample))
    assert sorted(Dice(seed).shuffled(items)) == sorted(items)


def test_nothing_can_be_drawn_from_nothing() -> None:
    with pytest.raises(ValueError, match="at least 1"):
        Dice(0).pick([])


def test_every_item_is_drawn_about_as_often() -> None:
    dice, counts = Dice("fair"), [0] * 5
    for _ in range(5000):
        counts[dice.below(5)] += 1
    assert all(850 < count < 1150 for count in counts), counts
