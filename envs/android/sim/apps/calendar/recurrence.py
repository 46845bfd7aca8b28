"""Repeating events: from one row to the days it falls on, with exceptions and limits."""

from __future__ import annotations

import json
from calendar import monthrange
from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta, tzinfo
from itertools import count
from typing import NamedTuple

from osgenesis.envs.android.sim.apps.calendar.schema import (
    DAY,
    LAST_DAY,
    LAST_WEEKDAY,
    MONTH,
    NTH_WEEKDAY,
    WEEK,
    YEAR,
    Event,
)

_FINAL_DAY = date(2200, 1, 1)


class Occurrence(NamedTuple):
    """One time that an event takes place, epoch seconds."""

    event: Event
    start: int
    end: int


def occurrences(events: Iterable[Event], first: int, last: int, zone: tzinfo) -> list[Occurrence]:
    """What takes place in [first, last), in order of time, all-day events first."""
    found: list[Occurrence] = []
    for event in events:
        length = max(event.end_ts - event.start_ts, 0)
        if not event.repeat_interval:
            if event.start_ts < last and (event.start_ts >= first or event.start_ts + length > first):
                found.append(Occurrence(event, event.start_ts, event.start_ts + length))
            continue
        for start in starts(event, first - length, last, zone):
            if start >= first or start + length > first:
                found.append(Occurrence(event, start, start + length))
    found.sort(key=lambda o: (not o.event.all_day, o.start, o.end, o.event.title.lower(), o.event.id))
    return found


def starts(event: Event, first: int, last: int, zone: tzinfo) -> Iterator[int]:
    """When a repeating event starts, within [first, last); exceptions are left out."""
    begin = datetime.fromtimestamp(event.start_ts, zone)
    skipped = exceptions(event)
    limit = event.repeat_limit
    times = -limit if limit < 0 else 0
    since = begin.date() if times else max(begin.date(), datetime.fromtimestamp(max(first, 0), zone).date())
    clock = begin.timetz()
    for number, day in enumerate(_days(event, begin.date(), since)):
        if times and number >= times:
            return
        start = int(datetime.combine(day, clock).timestamp())
        if start >= last or (limit > 0 and start > limit):
            return
        if start >= first and day_code(day) not in skipped:
            yield start


def position(event: Event, start: int, zone: tzinfo) -> int:
    """How many occurrences there are before `start`, exceptions included."""
    plain = event._replace(repetition_exceptions="[]")
    return sum(1 for _ in starts(plain, event.start_ts, start, zone))


def exceptions(event: Event) -> frozenset[str]:
    """Days on which a repeating event does not take place, as "20231016"."""
    if event.repetition_exceptions in ("[]", ""):
        return frozenset()
    try:
        codes = json.loads(event.repetition_exceptions)
    except ValueError:
        return frozenset()
    return frozenset(map(str, codes)) if isinstance(codes, list) else frozenset()


def day_code(day: date) -> str:
    """A day as the app writes it into exceptions."""
    return f"{day.year:04d}{day.month:02d}{day.day:02d}"


def nth_weekday(day: date) -> int:
    """Which of its weekday in the month a day is, from 1."""
    return (day.day - 1) // 7 + 1


def _days(event: Event, first: date, since: date) -> Iterator[date]:
    """Days of the repetition from `since` on; `first` is the day of the event itself."""
    interval, rule = event.repeat_interval, event.repeat_rule
    if interval % YEAR == 0:
        return _monthly(first, since, interval // YEAR * 12, rule)
    if interval % MONTH == 0:
        return _monthly(first, since, interval // MONTH, rule)
    if interval % WEEK == 0:
        return _weekly(first, since, interval // WEEK, rule or 1 << first.weekday())
    return _daily(first, since, max(interval // DAY, 1))


def _daily(first: date, since: date, step: int) -> Iterator[date]:
    skipped = max(-(-(since - first).days // step), 0)
    day = first + timedelta(days=skipped * step)
    while day < _FINAL_DAY:
        yield day
        day += timedelta(days=step)


def _weekly(first: date, since: date, step: int, rule: int) -> Iterator[date]:
    monday = first - timedelta(days=first.weekday())
    skipped = max((since - monday).days // (7 * step), 0)
    monday += timedelta(days=7 * step * skipped)
    weekdays = [d for d in range(7) if rule >> d & 1] or [first.weekday()]
    while monday < _FINAL_DAY:
        for weekday in weekdays:
            day = monday + timedelta(days=weekday)
            if day >= since and day >= first:
                yield day
        monday += timedelta(days=7 * step)


def _monthly(first: date, since: date, step: int, rule: int) -> Iterator[date]:
    start = first.year * 12 + first.month - 1
    skipped = max((since.year * 12 + since.month - 1 - start) // step, 0)
    for turn in count(skipped):
        year, month = divmod(start + turn * step, 12)
        if year >= _FINAL_DAY.year:
            return
        day = _day_in(year, month + 1, first, rule)
        if day is not None and day >= since:
            yield day


def _day_in(year: int, month: int, first: date, rule: int) -> date | None:
    """The day of a month that a monthly or yearly rule means; None where the month has no such day."""
    lead, size = monthrange(year, month)
    if rule == LAST_DAY:
        return date(year, month, size)
    if rule in (LAST_WEEKDAY, NTH_WEEKDAY):
        number = 1 + (first.weekday() - lead) % 7
        if rule == LAST_WEEKDAY:
            return date(year, month, number + (size - number) // 7 * 7)
        number += 7 * (nth_weekday(first) - 1)
        return date(year, month, number) if number <= size else None
    return date(year, month, first.day) if first.day <= size else None
