"""How answers to information tasks are judged."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from osgenesis.envs.android_world.answers import Item, answer_matches, item_matches

WORD = st.text("abcdefghijklmnopqrstuvwxyz", min_size=1, max_size=12)


@pytest.mark.parametrize("answer", ["Team lunch", "team lunch", "  Team lunch ", "Team  lunch"])
def test_a_text_may_differ_in_case_and_space(answer: str) -> None:
    assert answer_matches(answer, ["Team lunch"])


@pytest.mark.parametrize("answer", [None, "", "Dinner", "Team lunch, Dinner", "Team lunch, Team lunch", "Team lunch,"])
def test_a_wrong_or_additional_text_is_wrong(answer: str | None) -> None:
    assert not answer_matches(answer, ["Team lunch"])


def test_the_order_of_a_list_does_not_matter_but_its_length_does() -> None:
    wanted = ["Team lunch", "Dentist", "Dentist"]
    assert answer_matches("Dentist, Team lunch,dentist", wanted)
    assert not answer_matches("Dentist, Team lunch", wanted)
    assert not answer_matches("Dentist, Team lunch, Team lunch", wanted)


@pytest.mark.parametrize(
    ("answer", "right"), [("3", True), ("3.0", True), (" 3 ", True), ("4", False), ("three", False), ("nan", False)]
)
def test_numbers_compare_by_value(answer: str, right: bool) -> None:
    assert answer_matches(answer, [Item("3", "number")]) is right


def test_a_tolerance_is_inclusive() -> None:
    wanted = [Item("1000", "number", 10)]
    assert answer_matches("1010", wanted)
    assert not answer_matches("1011", wanted)


@pytest.mark.parametrize("answer", ["October 6 2023", "October 06 2023", "october 6 2023"])
def test_dates_are_month_name_day_year(answer: str) -> None:
    assert answer_matches(answer, [Item("October 06 2023", "date")])


@pytest.mark.parametrize("answer", ["October 7 2023", "2023-10-06", "October 6", "October 6, 2023"])
def test_other_days_and_formats_are_wrong(answer: str) -> None:
    assert not answer_matches(answer, [Item("October 06 2023", "date")])


def test_a_date_with_time_needs_both() -> None:
    wanted = [Item("October 06 2023 09:30", "date_time")]
    assert answer_matches("October 6 2023 9:30", wanted)
    assert not answer_matches("October 6 2023", wanted)
    assert not answer_matches("October 6 2023 21:30", wanted)


def test_a_single_expected_text_may_hold_commas() -> None:
    assert answer_matches("12 High Street, Oxford", ["12 High Street, Oxford"])


def test_an_unknown_kind_names_the_known_ones() -> None:
    with pytest.raises(ValueError, match="text, number"):
        item_matches("x", Item("x", "colour"))


@given(st.lists(WORD, min_size=1, max_size=5), st.randoms(use_true_random=False))
def test_any_order_of_the_truth_is_right(words: list[str], random: object) -> None:
    shuffled = sorted(words, key=lambda _: random.random())  # type: ignore[attr-defined]
    assert answer_matches(", ".join(shuffled), words)
    assert not answer_matches(", ".join([*shuffled, "additional"]), words)
