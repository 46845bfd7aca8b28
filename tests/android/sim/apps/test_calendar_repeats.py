"""Which days a repeating event falls on."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from osgenesis.envs.android.sim.apps.calendar.ics import from_ics, to_ics
from osgenesis.envs.android.sim.apps.calendar.recurrence import occurrences, position
from osgenesis.envs.android.sim.apps.calendar.schema import (
    ALL_DAY,
    DAY,
    LAST_DAY,
    LAST_WEEKDAY,
    MONTH,
    NTH_WEEKDAY,
    SAME_DAY,
    WEEK,
    YEAR,
    Event,
)

SUNDAY = datetime(2023, 10, 15, 9, tzinfo=UTC)


def event(interval: int, rule: int = 0, limit: int = 0, start: datetime = SUNDAY, **more: object) -> Event:
    ts = int(start.timestamp())
    return Event(1, ts, ts + 3600, "x", repeat_interval=interval, repeat_rule=rule, repeat_limit=limit, **more)  # type: ignore[arg-type]


def days(of: Event, first: date, last: date) -> list[str]:
    bounds = [int(datetime(d.year, d.month, d.day, tzinfo=UTC).timestamp()) for d in (first, last)]
    return [f"{datetime.fromtimestamp(o.start, UTC):%m-%d}" for o in occurrences([of], bounds[0], bounds[1], UTC)]


def test_every_third_day() -> None:
    assert days(event(3 * DAY), date(2023, 10, 1), date(2023, 10, 28)) == ["10-15", "10-18", "10-21", "10-24", "10-27"]


def test_a_later_window_sees_the_same_days() -> None:
    assert days(event(3 * DAY), date(2023, 10, 20), date(2023, 10, 26)) == ["10-21", "10-24"]


def test_weekly_on_monday_and_friday_starts_after_its_first_day() -> None:
    assert days(event(WEEK, 0b0010001), date(2023, 10, 9), date(2023, 10, 29)) == ["10-16", "10-20", "10-23", "10-27"]


def test_every_other_week_counts_weeks_from_monday() -> None:
    assert days(event(2 * WEEK, 1 << 6), date(2023, 10, 1), date(2023, 11, 30)) == ["10-15", "10-29", "11-12", "11-26"]


def test_a_weekly_event_without_a_rule_keeps_its_weekday() -> None:
    assert days(event(WEEK), date(2023, 10, 1), date(2023, 11, 1)) == ["10-15", "10-22", "10-29"]


@pytest.mark.parametrize(
    ("rule", "start", "expected"),
    [
        (SAME_DAY, datetime(2023, 10, 31, 9, tzinfo=UTC), ["10-31", "12-31", "01-31"]),
        (LAST_DAY, datetime(2023, 10, 31, 9, tzinfo=UTC), ["10-31", "11-30", "12-31", "01-31"]),
        (NTH_WEEKDAY, SUNDAY, ["10-15", "11-19", "12-17", "01-21"]),
        (LAST_WEEKDAY, datetime(2023, 10, 29, 9, tzinfo=UTC), ["10-29", "11-26", "12-31", "01-28"]),
    ],
)
def test_monthly_rules(rule: int, start: datetime, expected: list[str]) -> None:
    assert days(event(MONTH, rule, start=start), date(2023, 10, 1), date(2024, 2, 1)) == expected


def test_leap_day_comes_every_four_years() -> None:
    leap = event(YEAR, SAME_DAY, start=datetime(2024, 2, 29, 9, tzinfo=UTC))
    assert days(leap, date(2024, 1, 1), date(2032, 12, 31)) == ["02-29", "02-29", "02-29"]


def test_a_limit_in_time_is_inclusive() -> None:
    until = int(datetime(2023, 10, 17, 23, 59, 59, tzinfo=UTC).timestamp())
    assert days(event(DAY, limit=until), date(2023, 10, 1), date(2023, 11, 1)) == ["10-15", "10-16", "10-17"]


def test_a_number_of_times_counts_exceptions() -> None:
    limited = event(DAY, limit=-4, repetition_exceptions='["20231016"]')
    assert days(limited, date(2023, 10, 1), date(2023, 11, 1)) == ["10-15", "10-17", "10-18"]
    assert days(limited, date(2023, 10, 18), date(2023, 11, 1)) == ["10-18"]


@pytest.mark.parametrize("broken", ["", "{", "5", "null", '["x"]'])
def test_broken_exceptions_are_none(broken: str) -> None:
    assert days(event(DAY, limit=-2, repetition_exceptions=broken), date(2023, 10, 1), date(2023, 11, 1)) == [
        "10-15",
        "10-16",
    ]


def test_an_event_shows_while_it_lasts_and_not_after_midnight() -> None:
    late = Event(1, int(SUNDAY.timestamp()) + 13 * 3600, int(SUNDAY.timestamp()) + 15 * 3600)  # 22:00 to 24:00
    midnight = int(datetime(2023, 10, 16, tzinfo=UTC).timestamp())
    assert occurrences([late], midnight - DAY, midnight, UTC)
    assert not occurrences([late], midnight, midnight + DAY, UTC)


INTERVALS = st.builds(lambda n, unit: n * unit, st.integers(1, 5), st.sampled_from([DAY, WEEK, MONTH, YEAR]))
REPEATING = st.builds(
    event,
    INTERVALS,
    st.just(0),
    st.sampled_from([0, -1, -7, int(SUNDAY.timestamp()) + 90 * DAY]),
    st.datetimes(datetime(2020, 1, 1), datetime(2023, 12, 31)).map(lambda d: d.replace(tzinfo=UTC, microsecond=0)),  # noqa: DTZ001
)


@given(REPEATING, st.integers(-400, 400), st.integers(1, 60))
def test_a_window_shows_what_a_wider_one_shows_there(one: Event, offset: int, size: int) -> None:
    first = int(SUNDAY.timestamp()) + offset * DAY
    last = first + size * DAY
    wide = [o.start for o in occurrences([one], first - 500 * DAY, last + 500 * DAY, UTC) if first <= o.start < last]
    assert [o.start for o in occurrences([one], first, last, UTC) if o.start >= first] == wide


@given(REPEATING)
def test_positions_count_up(one: Event) -> None:
    found = occurrences([one], one.start_ts, one.start_ts + 200 * DAY, UTC)
    assert [position(one, o.start, UTC) for o in found] == list(range(len(found)))


TEXT = st.text(
    st.characters(codec="utf-8", exclude_characters="\r", exclude_categories=["Cc"]) | st.just("\n"), max_size=30
)


@given(REPEATING, TEXT.filter(bool), TEXT, st.booleans())
def test_a_calendar_file_brings_back_what_went_in(one: Event, title: str, place: str, all_day: bool) -> None:
    rule = {WEEK: 1 << 3, MONTH: SAME_DAY, YEAR: SAME_DAY}.get(
        next((u for u in (YEAR, MONTH, WEEK) if one.repeat_interval % u == 0), 0), 0
    )
    start = one.start_ts
    if all_day:
        start -= start % DAY
        one = one._replace(flags=ALL_DAY, end_ts=start + DAY // 2)
    else:
        one = one._replace(end_ts=start + 3600)
    one = one._replace(
        start_ts=start, title=title, location=place, repeat_rule=rule, repetition_exceptions='["20231016"]'
    )
    (back,) = from_ics(to_ics([one], UTC), UTC)
    same = (
        "start_ts",
        "end_ts",
        "title",
        "location",
        "repeat_interval",
        "repeat_rule",
        "repeat_limit",
        "flags",
        "repetition_exceptions",
    )
    assert [getattr(back, name) for name in same] == [getattr(one, name) for name in same]


def test_long_repetitions_are_cheap_to_look_into() -> None:
    old = event(DAY, start=datetime(1990, 1, 1, 9, tzinfo=UTC))
    first = SUNDAY.date() + timedelta(days=1)
    assert days(old, first, first + timedelta(days=2)) == ["10-16", "10-17"]
