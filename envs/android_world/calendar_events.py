"""Events for calendar tasks: rows as JSON data, random ones to hide the right ones among, and their way to a phone."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Any, Final

import numpy as np

from osgenesis.envs.android.sim.apps.calendar.schema import DATABASE, SCHEMA, Event
from osgenesis.envs.android.sim.phone import Phone
from osgenesis.envs.android_world import words

NOW: Final = datetime(2023, 10, 15, 15, 34, tzinfo=UTC)  # Sunday; when every task starts
TODAY: Final = NOW.date()
NOISE_DAYS: Final = 15

_OCCASIONS = (
    "Workshop on", "Review of", "Coffee and", "Planning for", "Lecture on", "Call about", "Budget for", "Rehearsal for",
    "Deadline for", "Interview about", "Picnic and", "Debate on",
)  # fmt: skip
_SUBJECTS = (
    "garden fences",
    "solar panels",
    "the summer camp",
    "tax forms",
    "pottery",
    "bicycle lanes",
    "chess openings",
    "the new kitchen",
    "wedding music",
    "bird watching",
    "train travel",
    "robot arms",
    "city maps",
    "rare stamps",
    "home insurance",
    "ocean currents",
    "film history",
    "yoga classes",
    "street food",
    "school lunches",
)
_PLACES = (
    "Lakeside Cafe",
    "Room 204",
    "Northgate Library",
    "Harbor Hall",
    "Maple Street 18",
    "Rooftop Terrace",
    "Old Mill",
    "Station Plaza",
    "Gallery West",
    "Riverside Park",
    "Sunset Studio",
    "Town Theater",
)
_DESCRIPTIONS = (
    "Bring the printed notes.", "Everybody is welcome.", "Ask for the key at the desk.", "Remember the blue folder.",
    "Parking is behind the house.", "Prepare two questions.", "The agenda comes by mail.", "Take a warm jacket along.",
    "We start on time.", "Lunch is included.",
)  # fmt: skip
DURATIONS: Final = (15, 30, 45, 60)

Row = dict[str, Any]


def titles(rng: np.random.Generator, count: int) -> list[str]:
    """Different event titles. All pairs of one part are used before parts repeat too much to tell apart."""
    picked = rng.permutation(len(_OCCASIONS) * len(_SUBJECTS))[:count]
    return [f"{_OCCASIONS[int(i) % len(_OCCASIONS)]} {_SUBJECTS[int(i) // len(_OCCASIONS)]}" for i in picked]


def place(rng: np.random.Generator) -> str:
    """A place."""
    return words.pick(rng, _PLACES)


def description(rng: np.random.Generator) -> str:
    """A sentence."""
    return words.pick(rng, _DESCRIPTIONS)


def moment(day: date, time: str) -> datetime:
    """A day and "HH:MM" as a date and time."""
    hour, _, minute = time.partition(":")
    return datetime(day.year, day.month, day.day, int(hour), int(minute), tzinfo=UTC)


def row(
    start: datetime, minutes: int, title: str, text: str = "", location: str = "", interval: int = 0, rule: int = 0
) -> Row:
    """An event as parameters hold it; the keys are columns."""
    begin = int(start.timestamp())
    return {
        "start_ts": begin, "end_ts": begin + minutes * 60, "title": title, "location": location, "description": text,
        "repeat_interval": interval, "repeat_rule": rule,
    }  # fmt: skip


def noise(
    rng: np.random.Generator,
    count: int,
    names: Iterable[str] = (),
    allowed: Callable[[datetime, datetime], bool] = lambda start, end: True,
) -> list[Row]:
    """Random daytime events within 15 days of today, titled unlike `names`, when `allowed(start, end)` says so."""
    taken = {name.lower() for name in names}
    candidates = titles(rng, len(_OCCASIONS) * len(_SUBJECTS))
    size = len(candidates)
    days = rng.integers(-NOISE_DAYS, NOISE_DAYS + 1, size).tolist()
    quarters = rng.integers(7 * 4, 22 * 4, size).tolist()  # of an hour since midnight
    minutes = rng.choice(DURATIONS, size).tolist()
    texts = rng.integers(len(_DESCRIPTIONS), size=size).tolist()
    places = rng.integers(2 * len(_PLACES), size=size).tolist()  # one in two has none
    midnight = moment(TODAY, "0:00")
    rows: list[Row] = []
    for i, title in enumerate(candidates):
        if len(rows) == count:
            break
        start = midnight + timedelta(days=days[i], minutes=15 * quarters[i])
        if title.lower() not in taken and allowed(start, start + timedelta(minutes=minutes[i])):
            location = _PLACES[places[i]] if places[i] < len(_PLACES) else ""
            rows.append(row(start, minutes[i], title, _DESCRIPTIONS[texts[i]], location))
    return rows


_COLUMNS = Event._fields[1:]
_ONE_ROW = f"({', '.join('?' * len(_COLUMNS))})"
_AT_ONCE = 30  # rows of one statement; SQLite takes at least 999 values


def put_events(phone: Phone, rows: Iterable[Mapping[str, Any]]) -> None:
    """Replaces the calendar's events by these rows."""
    database = phone.databases.open(DATABASE, SCHEMA)
    database.execute("DELETE FROM events")
    values = [Event(source="imported-ics", **each)[1:] for each in rows]
    for first in range(0, len(values), _AT_ONCE):
        part = values[first : first + _AT_ONCE]
        sql = f"INSERT INTO events ({', '.join(_COLUMNS)}) VALUES {', '.join([_ONE_ROW] * len(part))}"
        database.execute(sql, [value for each in part for value in each])


def long_date(day: date) -> str:
    """A day as answers write it: "October 16 2023"."""
    return f"{day:%B %d %Y}"
