"""Simple Calendar: add an event; delete one, those of a date, those of a weekday."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any, ClassVar

import numpy as np

from osgenesis.envs.android.sim.apps.calendar.schema import DAY, EVENTS, WEEK
from osgenesis.envs.android.sim.phone import Phone
from osgenesis.envs.android.sim.ui.dialogs import MONTHS, WEEKDAYS
from osgenesis.envs.android_world.base import PhoneTask, rows
from osgenesis.envs.android_world.calendar_events import (
    DURATIONS,
    TODAY,
    Row,
    description,
    moment,
    noise,
    put_events,
    row,
    titles,
)
from osgenesis.envs.android_world.routines import Moves, launch, pick_date, pick_time, tap, type_in
from osgenesis.envs.core.errors import TaskError
from osgenesis.envs.core.oracle import Screen
from osgenesis.envs.core.state import StateDiff
from osgenesis.envs.core.texts import fuzzy_match

APP = "Simple Calendar Pro"
_EXACT = ("start_ts", "end_ts", "repeat_interval", "repeat_rule")
_FUZZY = ("title", "location", "description")
_LAST_DAY = date(2023, 10, 31)
_INTERVALS = {"daily": DAY, "weekly": WEEK}


class _CalendarTask(PhoneTask):
    """The calendar holds the noise and, after it, the rows that the task is about."""

    apps: ClassVar[tuple[str, ...]] = (APP,)
    touches: ClassVar[tuple[str, ...]] = (EVENTS,)

    def prepare(self, phone: Phone) -> None:
        """Only these events are in the calendar."""
        put_events(phone, self.rows_at_start())

    def rows_at_start(self) -> list[Row]:
        """The events that are there when the agent starts."""
        return list(self.params["noise_row_objects"])

    @property
    def day(self) -> date:
        """The day that the parameters name."""
        return date(self.params["year"], self.params["month"], self.params["day"])

    @property
    def goal(self) -> str:
        """The template with the words for date and time filled in."""
        day = self.day
        facts = {
            **self.params,
            "date": f"{MONTHS[day.month - 1]} {day.day}, {day.year}",
            "weekday": WEEKDAYS[day.weekday()],
        }
        if "hour" in self.params:
            facts["time"] = f"{self.params['hour']:02d}:00"
        return self.template.format(**facts)


class SimpleCalendarAddOneEvent(_CalendarTask):
    """Exactly one new event with these times and texts."""

    name: ClassVar[str] = "SimpleCalendarAddOneEvent"
    max_steps: ClassVar[int] = 34
    template: ClassVar[str] = (
        "Put a new event into Simple Calendar Pro: on {date} at {time}, lasting {duration_mins} minutes, with the "
        "title '{event_title}' and the description '{event_description}'."
    )

    @classmethod
    def sample_day(cls, rng: np.random.Generator) -> date:
        """The day of the event."""
        return TODAY + timedelta(days=int(rng.integers(0, (_LAST_DAY - TODAY).days + 1)))

    @classmethod
    def sample_params(cls, rng: np.random.Generator) -> dict[str, Any]:
        """A day, an hour, a duration, texts, and up to twenty other events."""
        day, hour, minutes = cls.sample_day(rng), int(rng.integers(0, 24)), int(rng.choice(DURATIONS))
        title, text = titles(rng, 1)[0], description(rng)
        return {
            "year": day.year,
            "month": day.month,
            "day": day.day,
            "hour": hour,
            "duration_mins": minutes,
            "event_title": title,
            "event_description": text,
            "row_objects": [row(moment(day, f"{hour}:00"), minutes, title, text)],
            "noise_row_objects": noise(rng, int(rng.integers(0, 21)), (title,)),
        }

    def check(self, phone: Phone, diff: StateDiff, answer: str | None) -> float:
        """One row more, with the wanted values; all others as they were."""
        wanted = self.params["row_objects"][0]
        added = rows(diff, "row_added", EVENTS)
        if len(added) != 1 or len(diff.of_kind("row_added", "row_removed", "row_changed")) != 1:
            return 0.0
        found = added[0].after
        right = all(found[c] == wanted[c] for c in _EXACT) and all(fuzzy_match(found[c], wanted[c]) for c in _FUZZY)
        return float(right)

    def oracle(self, screen: Screen) -> Moves:
        """Plus, Event, texts, start, end, repetition, check mark."""
        wanted = self.params["row_objects"][0]
        start = datetime.fromtimestamp(wanted["start_ts"], UTC)
        end = datetime.fromtimestamp(wanted["end_ts"], UTC)
        yield from launch(screen, APP)
        yield from tap(screen, description="New Event")
        yield from tap(screen, text="Event")
        yield from type_in(screen, wanted["title"], hint="Title")
        yield from type_in(screen, wanted["description"], hint="Description")
        if start.date() != TODAY:
            yield from tap(screen, description="Start date")
            yield from pick_date(screen, start.year, start.month, start.day)
        yield from tap(screen, description="Start time")
        yield from pick_time(screen, start.hour, start.minute)
        if end.date() != start.date():
            yield from tap(screen, description="End date")
            yield from pick_date(screen, end.year, end.month, end.day)
        yield from tap(screen, description="End time")
        yield from pick_time(screen, end.hour, end.minute)
        if wanted["repeat_interval"]:
            yield from tap(screen, text="No repetition")
            yield from tap(
                screen, text=next(k for k, v in _INTERVALS.items() if v == wanted["repeat_interval"]).capitalize()
            )
        yield from tap(screen, description="Save")


class SimpleCalendarAddOneEventInTwoWeeks(SimpleCalendarAddOneEvent):
    """The day is given as two weeks from now."""

    name: ClassVar[str] = "SimpleCalendarAddOneEventInTwoWeeks"
    template: ClassVar[str] = (
        "Two weeks from today at {time} something takes {duration_mins} minutes. Enter it in Simple Calendar Pro as "
        "'{event_title}', described as '{event_description}'."
    )

    @classmethod
    def sample_day(cls, rng: np.random.Generator) -> date:
        """October 29."""
        return TODAY + timedelta(days=14)


class SimpleCalendarAddOneEventRelativeDay(SimpleCalendarAddOneEvent):
    """The day is given as a weekday."""

    name: ClassVar[str] = "SimpleCalendarAddOneEventRelativeDay"
    template: ClassVar[str] = (
        "This coming {day_of_week} at {time} I have an appointment of {duration_mins} minutes. Note it in Simple "
        "Calendar Pro with the title '{event_title}' and the description '{event_description}'."
    )

    @classmethod
    def sample_day(cls, rng: np.random.Generator) -> date:
        """Monday to Saturday after today."""
        return TODAY + timedelta(days=int(rng.integers(1, 7)))

    @classmethod
    def sample_params(cls, rng: np.random.Generator) -> dict[str, Any]:
        """As for a date, with the name of the weekday."""
        params = super().sample_params(rng)
        day = date(params["year"], params["month"], params["day"])
        return {**params, "day_of_week": WEEKDAYS[day.weekday()]}


class SimpleCalendarAddOneEventTomorrow(SimpleCalendarAddOneEvent):
    """The day is given as tomorrow."""

    name: ClassVar[str] = "SimpleCalendarAddOneEventTomorrow"
    template: ClassVar[str] = (
        "Schedule '{event_title}' for tomorrow at {time} in Simple Calendar Pro. It takes {duration_mins} minutes; the "
        "description should read '{event_description}'."
    )

    @classmethod
    def sample_day(cls, rng: np.random.Generator) -> date:
        """October 16."""
        return TODAY + timedelta(days=1)


class SimpleCalendarAddRepeatingEvent(SimpleCalendarAddOneEvent):
    """An event that repeats every day or every week."""

    name: ClassVar[str] = "SimpleCalendarAddRepeatingEvent"
    template: ClassVar[str] = (
        "Make a {repeat_rule} event in Simple Calendar Pro that starts on {date} at {time}, lasts {duration_mins} "
        "minutes and never stops repeating. Title: '{event_title}'. Description: '{event_description}'."
    )

    @classmethod
    def sample_params(cls, rng: np.random.Generator) -> dict[str, Any]:
        """As for a single event, with the repetition."""
        params = super().sample_params(rng)
        repeat = ("daily", "weekly")[int(rng.integers(2))]
        wanted = params["row_objects"][0]
        wanted["repeat_interval"] = _INTERVALS[repeat]
        if repeat == "weekly":
            wanted["repeat_rule"] = 1 << date(params["year"], params["month"], params["day"]).weekday()
        return {**params, "repeat_rule": repeat}


class _DeleteTask(_CalendarTask):
    """Exactly the target rows are gone."""

    targets: ClassVar[int]
    noise_count: ClassVar[int] = 20

    @classmethod
    def sample_day(cls, rng: np.random.Generator) -> date:
        """The day of the events to delete."""
        return TODAY + timedelta(days=int(rng.integers(0, (_LAST_DAY - TODAY).days + 1)))

    @classmethod
    def sample_params(cls, rng: np.random.Generator) -> dict[str, Any]:
        """A day, its events, and twenty of other days."""
        day = cls.sample_day(rng)
        names = titles(rng, cls.targets)
        hours = sorted(int(h) for h in rng.permutation(np.arange(7, 22))[: cls.targets])
        wanted = [
            row(moment(day, f"{hour}:00"), int(rng.choice(DURATIONS)), name, description(rng))
            for hour, name in zip(hours, names, strict=True)
        ]
        others = noise(rng, cls.noise_count, names, lambda start, end: start.date() != day)
        return {
            "year": day.year,
            "month": day.month,
            "day": day.day,
            "row_objects": wanted,
            "noise_row_objects": others,
        }

    def rows_at_start(self) -> list[Row]:
        """Noise first, the targets last."""
        return [*self.params["noise_row_objects"], *self.params["row_objects"]]

    def initialize(self, backend: Phone) -> None:
        """Also notes which ids must go."""
        super().initialize(backend)
        count = len(self.params["row_objects"])
        present = self.start.rows(EVENTS)
        if len(present) != len(self.rows_at_start()):
            raise TaskError(
                f"{self.name}: the calendar holds {len(present)} events, expected {len(self.rows_at_start())}"
            )
        self.target_ids = frozenset(sorted(present)[-count:])

    def check(self, phone: Phone, diff: StateDiff, answer: str | None) -> float:
        """The target rows are removed and nothing else is different."""
        removed = frozenset(change.key for change in rows(diff, "row_removed", EVENTS))
        return float(
            removed == self.target_ids and len(diff.of_kind("row_added", "row_removed", "row_changed")) == len(removed)
        )

    def oracle(self, screen: Screen) -> Moves:
        """Tap the day, select the events, delete them."""
        yield from launch(screen, APP)
        yield from open_day(screen, self.day)
        first, *others = (target["title"] for target in self.params["row_objects"])
        if screen.find(text=first) is None:
            yield screen.scroll("down")
        yield screen.long_press(screen.need(text=first))
        for title in others:
            yield from tap(screen, text=title)
        yield from tap(screen, description="Delete")
        yield from tap(screen, text="Yes")


class SimpleCalendarDeleteEvents(_DeleteTask):
    """All events of a date."""

    name: ClassVar[str] = "SimpleCalendarDeleteEvents"
    max_steps: ClassVar[int] = 14
    targets: ClassVar[int] = 3
    template: ClassVar[str] = "Clear {date} in Simple Calendar Pro: delete every event of that day."


class SimpleCalendarDeleteEventsOnRelativeDay(_DeleteTask):
    """All events of the coming weekday of a name."""

    name: ClassVar[str] = "SimpleCalendarDeleteEventsOnRelativeDay"
    max_steps: ClassVar[int] = 12
    targets: ClassVar[int] = 2
    template: ClassVar[str] = (
        "I am away this coming {day_of_week}. Delete all events of that day from Simple Calendar Pro."
    )

    @classmethod
    def sample_day(cls, rng: np.random.Generator) -> date:
        """Monday to Saturday after today."""
        return TODAY + timedelta(days=int(rng.integers(1, 7)))

    @classmethod
    def sample_params(cls, rng: np.random.Generator) -> dict[str, Any]:
        """With the name of the weekday."""
        params = super().sample_params(rng)
        day = date(params["year"], params["month"], params["day"])
        return {**params, "day_of_week": WEEKDAYS[day.weekday()]}


class SimpleCalendarDeleteOneEvent(_DeleteTask):
    """One event, named by date, hour and title."""

    name: ClassVar[str] = "SimpleCalendarDeleteOneEvent"
    max_steps: ClassVar[int] = 12
    targets: ClassVar[int] = 1
    template: ClassVar[str] = (
        "Remove the event '{event_title}', which starts on {date} at {time}, from Simple Calendar Pro."
    )

    @classmethod
    def sample_params(cls, rng: np.random.Generator) -> dict[str, Any]:
        """With hour and title; some other events are on the same day."""
        params = super().sample_params(rng)
        day = date(params["year"], params["month"], params["day"])
        wanted = params["row_objects"][0]
        hour = datetime.fromtimestamp(wanted["start_ts"], UTC).hour
        neighbours = int(rng.integers(0, 4))
        same_day = [
            row(moment(day, f"{7 + (hour - 7 + 2 + 3 * i) % 15}:30"), 30, title, description(rng))
            for i, title in enumerate(titles(rng, 40))
            if title not in {wanted["title"], *(other["title"] for other in params["noise_row_objects"])}
        ][:neighbours]
        others = [*params["noise_row_objects"][: cls.noise_count - len(same_day)], *same_day]
        return {**params, "hour": hour, "event_title": wanted["title"], "noise_row_objects": others}


def open_day(screen: Screen, day: date) -> Moves:
    """From the monthly view: turn to the month and tap the day."""
    label = f"{day.day} {MONTHS[day.month - 1]} {day.year}"

    def cell() -> Any:
        return screen.find(where=lambda e: e.description == label or e.description.startswith(label + ","))

    if cell() is None:
        yield screen.swipe_screen("left" if day > TODAY else "right")
    yield screen.tap(cell() or screen.need(description=label))
