"""Simple Calendar: questions about what is in it. The answer is judged, and nothing may change."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any, ClassVar

import numpy as np

from osgenesis.envs.android.sim.phone import Phone
from osgenesis.envs.android_world import words
from osgenesis.envs.android_world.answers import DATE_FORMAT, DATE_TIME_FORMAT, Item, answer_matches
from osgenesis.envs.android_world.base import PhoneTask
from osgenesis.envs.android_world.calendar_events import (
    DURATIONS,
    NOW,
    TODAY,
    Row,
    description,
    long_date,
    moment,
    noise,
    place,
    put_events,
    row,
    titles,
)
from osgenesis.envs.android_world.routines import Moves, launch, scroll_to, tap
from osgenesis.envs.android_world.tasks.calendar_add import APP, open_day
from osgenesis.envs.core.oracle import Screen
from osgenesis.envs.core.state import StateDiff

NOISE = 75
_MONDAY = TODAY + timedelta(days=1)
Allowed = Callable[[datetime, datetime], bool]


class _Question(PhoneTask):
    """The calendar holds the events asked about among 75 random ones that do not touch the question."""

    apps: ClassVar[tuple[str, ...]] = (APP,)
    max_steps: ClassVar[int] = 10

    def prepare(self, phone: Phone) -> None:
        """The random events, then those that are asked about."""
        events = self.events()
        rng = np.random.default_rng(self.params["noise_seed"])
        put_events(phone, [*noise(rng, NOISE, [e["title"] for e in events], self.allowed()), *events])

    @abstractmethod
    def events(self) -> list[Row]:
        """The events asked about."""

    @abstractmethod
    def allowed(self) -> Allowed:
        """Which times random events may have so that the answer stays the same."""

    def expected(self) -> list[Item]:
        """The right answer: by default the titles."""
        return [Item(event["title"]) for event in self.events()]

    def check(self, phone: Phone, diff: StateDiff, answer: str | None) -> float:
        """The answer lists exactly what is expected."""
        return float(answer_matches(answer, self.expected()))

    def oracle(self, screen: Screen) -> Moves:
        """Look, then answer."""
        yield from launch(screen, APP)
        yield from self.look(screen)
        yield screen.answer(", ".join(item.value for item in self.expected()))

    @abstractmethod
    def look(self, screen: Screen) -> Moves:
        """Go where the answer can be read."""

    @property
    def day(self) -> date:
        """The day in the parameter `date`."""
        return datetime.strptime(self.params["date"], DATE_FORMAT).replace(tzinfo=NOW.tzinfo).date()


class _DayQuestion(_Question):
    """A question about one day."""

    def look(self, screen: Screen) -> Moves:
        """The day's list."""
        yield from open_day(screen, self.day)
        yield from scroll_to(screen, text=self.events()[0]["title"])


class SimpleCalendarAnyEventsOnDate(_DayQuestion):
    """All events of a date: three."""

    name: ClassVar[str] = "SimpleCalendarAnyEventsOnDate"
    template: ClassVar[str] = (
        "Is there anything in Simple Calendar Pro on {date}? Answer with the titles only, "
        "separated by commas if there are several."
    )

    @classmethod
    def sample_params(cls, rng: np.random.Generator) -> dict[str, Any]:
        """A date with three titles and times."""
        hours = sorted(int(h) for h in rng.permutation(np.arange(8, 21))[:3])
        return {**_some_date(rng), "title": titles(rng, 3), "time": [f"{hour:02d}:00" for hour in hours]}

    def events(self) -> list[Row]:
        """Half an hour each."""
        return [
            row(moment(self.day, time), 30, title)
            for title, time in zip(self.params["title"], self.params["time"], strict=True)
        ]

    def allowed(self) -> Allowed:
        """Other days."""
        day = self.day
        return lambda start, end: start.date() != day


class SimpleCalendarEventsOnDate(_DayQuestion):
    """The only event of a date."""

    name: ClassVar[str] = "SimpleCalendarEventsOnDate"
    template: ClassVar[str] = (
        "What does Simple Calendar Pro list for {date}? Answer with the titles only, "
        "separated by commas if there are several."
    )

    @classmethod
    def sample_params(cls, rng: np.random.Generator) -> dict[str, Any]:
        """A date with one event."""
        return {**_some_date(rng), **_some_event(rng)}

    def events(self) -> list[Row]:
        """One."""
        return [row(moment(self.day, self.params["time"]), self.params["duration"], self.params["title"])]

    def allowed(self) -> Allowed:
        """Other days."""
        day = self.day
        return lambda start, end: start.date() != day


class SimpleCalendarEventOnDateAtTime(SimpleCalendarEventsOnDate):
    """What starts at a date and time."""

    name: ClassVar[str] = "SimpleCalendarEventOnDateAtTime"
    template: ClassVar[str] = (
        "Which event of Simple Calendar Pro starts on {date} at {time}? Answer with its title only."
    )

    def allowed(self) -> Allowed:
        """Not while it takes place."""
        return _outside(*_span(self.events()[0]))


class SimpleCalendarEventsInTimeRange(SimpleCalendarEventsOnDate):
    """What takes place between two times of a day."""

    name: ClassVar[str] = "SimpleCalendarEventsInTimeRange"
    template: ClassVar[str] = (
        "What is in Simple Calendar Pro on {date} between {start_time} and {end_time}? Answer with the titles only, "
        "separated by commas if there are several."
    )

    @classmethod
    def sample_params(cls, rng: np.random.Generator) -> dict[str, Any]:
        """A range of four hours with one event in it."""
        params = {**_some_date(rng), **_some_event(rng)}
        hour = int(params["time"][:2])
        first = hour - int(rng.integers(1, 3))
        return {**params, "start_time": f"{first:02d}:00", "end_time": f"{first + 4:02d}:00"}

    def allowed(self) -> Allowed:
        """Outside the range."""
        return _outside(moment(self.day, self.params["start_time"]), moment(self.day, self.params["end_time"]))


class SimpleCalendarFirstEventAfterStartTime(SimpleCalendarEventsOnDate):
    """The first event of a day that starts after a time."""

    name: ClassVar[str] = "SimpleCalendarFirstEventAfterStartTime"
    template: ClassVar[str] = (
        "In Simple Calendar Pro, which event is the first to start after {start_time} on {date}? "
        "Answer with its title only."
    )

    @classmethod
    def sample_params(cls, rng: np.random.Generator) -> dict[str, Any]:
        """An event, and a time one or two hours before it."""
        params = {**_some_date(rng), **_some_event(rng)}
        return {**params, "start_time": f"{int(params['time'][:2]) - int(rng.integers(1, 3)):02d}:00"}

    def allowed(self) -> Allowed:
        """Before that time, or after the event has begun."""
        after, first = moment(self.day, self.params["start_time"]), moment(self.day, self.params["time"])
        return lambda start, end: end <= after or start > first


class SimpleCalendarEventsInNextWeek(_Question):
    """Everything from Monday to Sunday: two events."""

    name: ClassVar[str] = "SimpleCalendarEventsInNextWeek"
    template: ClassVar[str] = (
        "What is planned in Simple Calendar Pro for next week? Weeks run from Monday to Sunday. Answer with the titles "
        "only, separated by commas."
    )

    @classmethod
    def sample_params(cls, rng: np.random.Generator) -> dict[str, Any]:
        """Two meetings on two days of the week."""
        days = sorted(int(d) for d in rng.permutation(7)[:2])
        people = words.pick_many(rng, words.FIRST_NAMES, 2)
        return {
            "date": [long_date(_MONDAY + timedelta(days=d)) for d in days],
            "person": people,
            "title": [f"{kind} {person}" for kind, person in zip(("Lunch with", "Visit to"), people, strict=True)],
            "time": [f"{int(rng.integers(8, 20)):02d}:00" for _ in days],
            "duration": [int(rng.choice(DURATIONS)) for _ in days],
            "noise_seed": _noise_seed(rng),
        }

    def events(self) -> list[Row]:
        """Both."""
        p = self.params
        return [
            row(moment(_day(text), time), minutes, title)
            for text, time, minutes, title in zip(p["date"], p["time"], p["duration"], p["title"], strict=True)
        ]

    def allowed(self) -> Allowed:
        """Not in that week."""
        return lambda start, end: not _MONDAY <= start.date() < _MONDAY + timedelta(days=7)

    def look(self, screen: Screen) -> Moves:
        """The list of what comes."""
        yield from show_list(screen)
        yield from scroll_to(screen, text=self.params["title"][1])


class SimpleCalendarLocationOfEvent(_Question):
    """Where an event takes place."""

    name: ClassVar[str] = "SimpleCalendarLocationOfEvent"
    template: ClassVar[str] = (
        "Where does '{title}' take place, according to Simple Calendar Pro? Answer with the location only."
    )

    @classmethod
    def sample_params(cls, rng: np.random.Generator) -> dict[str, Any]:
        """An event with a place."""
        return {**_some_date(rng), **_some_event(rng), "location": place(rng)}

    def events(self) -> list[Row]:
        """One."""
        return [
            row(
                moment(self.day, self.params["time"]),
                self.params["duration"],
                self.params["title"],
                "",
                self.params["location"],
            )
        ]

    def allowed(self) -> Allowed:
        """Anywhere: the title is its own."""
        return lambda start, end: True

    def expected(self) -> list[Item]:
        """The place."""
        return [Item(self.params["location"])]

    def look(self, screen: Screen) -> Moves:
        """Search for the title and open the event."""
        yield screen.type(self.params["title"], screen.need(hint="Search"))
        yield from tap(screen, text=self.params["title"], class_name="TextView")
        screen.need(text=self.params["location"])


class SimpleCalendarNextEvent(_Question):
    """The first event from now on."""

    name: ClassVar[str] = "SimpleCalendarNextEvent"
    template: ClassVar[str] = "Which event comes next in Simple Calendar Pro? Answer with its title only."

    @classmethod
    def sample_params(cls, rng: np.random.Generator) -> dict[str, Any]:
        """Tonight or within three days."""
        day = TODAY + timedelta(days=int(rng.integers(0, 4)))
        hour = int(rng.integers(17 if day == TODAY else 8, 21))
        return {"date": long_date(day), **_some_event(rng), "time": f"{hour:02d}:00", "noise_seed": _noise_seed(rng)}

    def events(self) -> list[Row]:
        """One."""
        return [
            row(
                moment(self.day, self.params["time"]),
                self.params["duration"],
                self.params["title"],
                description(np.random.default_rng(0)),
            )
        ]

    def allowed(self) -> Allowed:
        """Over by now, or later than it."""
        first = moment(self.day, self.params["time"])
        return lambda start, end: end < NOW or start > first

    def look(self, screen: Screen) -> Moves:
        """The list of what comes."""
        yield from show_list(screen)
        yield from scroll_to(screen, text=self.params["title"])


class SimpleCalendarNextMeetingWithPerson(_Question):
    """When the next meeting with somebody is."""

    name: ClassVar[str] = "SimpleCalendarNextMeetingWithPerson"
    template: ClassVar[str] = (
        "When do I next meet {person}, according to Simple Calendar Pro? Answer in the form <month name> <day> <year> "
        "<hour>:<minutes>, with the hour from 00 to 23."
    )

    @classmethod
    def sample_params(cls, rng: np.random.Generator) -> dict[str, Any]:
        """A person, a day from tomorrow on, a time."""
        return {
            "person": words.pick(rng, words.FIRST_NAMES),
            **_some_date(rng, first=1),
            "time": _some_event(rng)["time"],
        }

    def events(self) -> list[Row]:
        """One."""
        return [row(moment(self.day, self.params["time"]), 30, f"Meeting with {self.params['person']}")]

    def allowed(self) -> Allowed:
        """Anywhere: random events name nobody."""
        return lambda start, end: True

    def expected(self) -> list[Item]:
        """Date and time."""
        return [Item(moment(self.day, self.params["time"]).strftime(DATE_TIME_FORMAT), "date_time")]

    def look(self, screen: Screen) -> Moves:
        """Search for the person."""
        yield screen.type(self.params["person"], screen.need(hint="Search"))
        screen.need(text=self.events()[0]["title"])


def show_list(screen: Screen) -> Moves:
    """Change to the list of events."""
    yield from tap(screen, description="Change view")
    yield from tap(screen, text="Simple event list")


def _some_date(rng: np.random.Generator, first: int = 0) -> dict[str, Any]:
    """A day of the next two weeks, and the seed of the random events."""
    day = TODAY + timedelta(days=int(rng.integers(first, 15)))
    return {"date": long_date(day), "noise_seed": _noise_seed(rng)}


def _some_event(rng: np.random.Generator) -> dict[str, Any]:
    """Title, time and duration in minutes."""
    return {
        "title": titles(rng, 1)[0],
        "time": f"{int(rng.integers(9, 20)):02d}:00",
        "duration": int(rng.choice(DURATIONS)),
    }


def _noise_seed(rng: np.random.Generator) -> int:
    return int(rng.integers(2**31))


def _day(text: str) -> date:
    return datetime.strptime(text, DATE_FORMAT).replace(tzinfo=NOW.tzinfo).date()


def _span(event: Row) -> tuple[datetime, datetime]:
    start = datetime.fromtimestamp(event["start_ts"], NOW.tzinfo)
    return start, start + timedelta(seconds=event["end_ts"] - event["start_ts"])


def _outside(first: datetime, last: datetime) -> Allowed:
    """Events that end before `first` or start after `last`."""
    return lambda start, end: end < first or start > last
