"""Answers count when they hold exactly what was asked for and little else."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from osgenesis.envs.webarena.answers import same_date, same_money, same_number, same_set, same_text


@pytest.mark.parametrize(
    "answer", ["The Quiet Harbour", "the quiet harbour.", '"The Quiet Harbour"', "It is The Quiet Harbour."]
)
def test_a_text_may_be_quoted_or_stand_in_a_short_sentence(answer: str) -> None:
    assert same_text(answer, "The Quiet Harbour")


@pytest.mark.parametrize(
    "answer",
    [None, "", "harbour", "The Quiet Harbours", "whatever", " ".join(["The Quiet Harbour"] + ["or another"] * 9)],
)
def test_a_part_a_longer_word_or_a_long_list_is_no_match(answer: str | None) -> None:
    assert not same_text(answer, "The Quiet Harbour")


@pytest.mark.parametrize(
    ("answer", "number"),
    [
        ("12", 12),
        ("There are 12 comments", 12),
        ("1,250", 1250),
        ("twelve", 12),
        ("none", 0),
        ("-3", -3),
        ("4.5 stars", 4.5),
    ],
)
def test_numbers_as_people_write_them(answer: str, number: float) -> None:
    assert same_number(answer, number)


@pytest.mark.parametrize("answer", [None, "", "12 or 13", "112", "12.5", "whatever"])
def test_two_numbers_or_another_number_are_wrong(answer: str | None) -> None:
    assert not same_number(answer, 12)


@pytest.mark.parametrize("answer", ["$1,299.00", "1299", "It costs $1299.00.", "1,299 USD"])
def test_amounts_of_money(answer: str) -> None:
    assert same_money(answer, 129_900)
    assert not same_money(answer, 129_901)


@pytest.mark.parametrize(
    "answer",
    [
        "March 5, 2023",
        "2023-03-05",
        "5 March 2023",
        "3/5/23",
        "03/05/2023",
        "Mar 5th, 2023",
        "It was on March 5, 2023 at 9:15.",
    ],
)
def test_dates_in_many_forms(answer: str) -> None:
    assert same_date(answer, date(2023, 3, 5))
    assert not same_date(answer, date(2023, 5, 3))


def test_a_time_stamp_names_a_day() -> None:
    assert same_date("June 12, 2023", 1_686_562_200)
    assert not same_date("June 11 or June 12, 2023", 1_686_562_200)


def test_sets_in_any_order() -> None:
    assert same_set("red, Blue and green", ["blue", "green", "red"])
    assert not same_set("red, blue", ["blue", "green", "red"])
    assert not same_set("red, red, blue", ["blue", "red"])


@given(st.integers(-(10**6), 10**6))
def test_every_number_is_the_same_as_itself_and_not_as_the_next(number: int) -> None:
    assert same_number(str(number), number)
    assert same_number(f"{number:,}", number)
    assert not same_number(str(number), number + 1)


@given(st.text(max_size=60), st.text(max_size=20), st.integers(), st.dates())
def test_no_answer_breaks_the_comparison(answer: str, expected: str, number: int, day: date) -> None:
    same_text(answer, expected or "x")
    same_number(answer, number)
    same_date(answer, day)
    same_set(answer, [expected])
