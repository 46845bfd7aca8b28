"""What is special about the calendar tasks: wrong values, side effects, and that questions have one answer."""

from __future__ import annotations

from datetime import timedelta
from difflib import SequenceMatcher
from itertools import combinations
from typing import Any

import numpy as np
import pytest

from osgenesis.envs.android.sim.apps.calendar.schema import DATABASE, Event
from osgenesis.envs.android.sim.apps.calendar.store import Store
from osgenesis.envs.android.sim.phone import Phone
from osgenesis.envs.android_world import calendar_events
from osgenesis.envs.android_world.calendar_events import NOW, TODAY, moment
from osgenesis.envs.android_world.tasks import calendar_add, calendar_ask
from osgenesis.envs.android_world.tasks.calendar_ask import NOISE

ADD = ("", "InTwoWeeks", "RelativeDay", "Tomorrow")
ADD_TASKS = [*(f"SimpleCalendarAddOneEvent{tail}" for tail in ADD), "SimpleCalendarAddRepeatingEvent"]
DELETE_TASKS = ["SimpleCalendarDeleteEvents", "SimpleCalendarDeleteEventsOnRelativeDay", "SimpleCalendarDeleteOneEvent"]
QUESTIONS = [name for name in dir(calendar_ask) if name.startswith("SimpleCalendar")]


def ready(module: Any, name: str, seed: int = 0) -> tuple[Any, Phone]:
    cls = getattr(module, name)
    task = cls(cls.sample_params(np.random.default_rng(seed)))
    phone = Phone()
    task.initialize(phone)
    return task, phone


def insert(phone: Phone, wanted: dict[str, Any], **more: Any) -> int:
    return phone.databases.open(DATABASE).insert("events", Event(**{**wanted, **more}).values())


def test_all_nine_questions_are_here() -> None:
    assert len(QUESTIONS) == 9


@pytest.mark.parametrize("name", ADD_TASKS)
def test_the_right_row_counts_whatever_its_reminder_and_end_of_repetition(name: str) -> None:
    task, phone = ready(calendar_add, name)
    insert(phone, task.params["row_objects"][0], reminder_1_minutes=10, source="simple-calendar", repeat_limit=0)
    assert task.evaluate(phone, None) == 1.0


@pytest.mark.parametrize(
    "change",
    [
        {"start_ts": 0},
        {"end_ts": 0},
        {"title": "Other"},
        {"description": ""},
        {"location": "Somewhere"},
        {"repeat_interval": 5},
        {"repeat_rule": 64},
    ],
)
@pytest.mark.parametrize("name", ADD_TASKS)
def test_a_wrong_value_does_not_count(name: str, change: dict[str, Any]) -> None:
    task, phone = ready(calendar_add, name, seed=1)
    wanted = task.params["row_objects"][0]
    if all(wanted[key] == value for key, value in change.items()):
        pytest.skip("not a change for this seed")
    insert(phone, wanted, **change)
    assert task.evaluate(phone, None) == 0.0


@pytest.mark.parametrize(
    "harm",
    [
        "INSERT INTO events (title) VALUES ('x')",
        "UPDATE events SET title = 'x' WHERE id = (SELECT min(id) FROM events)",
        "DELETE FROM events WHERE id = (SELECT min(id) FROM events)",
    ],
)
@pytest.mark.parametrize("name", ["SimpleCalendarAddOneEvent", "SimpleCalendarDeleteOneEvent"])
def test_other_events_must_stay_as_they_are(name: str, harm: str) -> None:
    task, phone = ready(calendar_add, name, seed=3)
    assert task.params["noise_row_objects"]
    database = phone.databases.open(DATABASE)
    database.execute(harm)
    if name.endswith("AddOneEvent"):
        insert(phone, task.params["row_objects"][0])
    else:
        database.execute("DELETE FROM events WHERE id = (SELECT max(id) FROM events)")
    assert task.evaluate(phone, None) == 0.0


@pytest.mark.parametrize("seed", range(10))
@pytest.mark.parametrize("name", DELETE_TASKS)
def test_exactly_the_targets_go(name: str, seed: int) -> None:
    task, phone = ready(calendar_add, name, seed)
    count = len(task.params["row_objects"])
    assert len(task.rows_at_start()) == 20 + count
    store = Store(phone)
    on_day = store.on_days(task.day, 1)
    if name != "SimpleCalendarDeleteOneEvent":
        assert len(on_day) == count
    titles = {wanted["title"] for wanted in task.params["row_objects"]}
    targets = [o.event for o in on_day if o.event.title in titles]
    assert len(targets) == count
    for left in range(count, 0, -1):
        assert task.evaluate(phone, None) == 0.0
        store.delete(targets[left - 1].id, 0, 2)
    assert task.evaluate(phone, None) == 1.0


@pytest.mark.parametrize("seed", range(20))
@pytest.mark.parametrize("name", QUESTIONS)
def test_the_calendar_gives_exactly_the_expected_answer(name: str, seed: int) -> None:
    task, phone = ready(calendar_ask, name, seed)
    wanted = len(task.events())
    assert phone.databases.open(DATABASE).scalar("SELECT count(*) FROM events") == NOISE + wanted
    store, p = Store(phone), task.params
    everything = store.on_days(TODAY - timedelta(days=30), 60)
    now = int(NOW.timestamp())
    if name == "SimpleCalendarEventsInNextWeek":
        found = store.on_days(TODAY + timedelta(days=1), 7)
    elif name == "SimpleCalendarNextEvent":
        found = [o for o in everything if o.end >= now][:1]
        assert found[0].start > now
    elif name == "SimpleCalendarNextMeetingWithPerson":
        found = [o for o in everything if p["person"] in o.event.title and o.start > now]
    elif name == "SimpleCalendarLocationOfEvent":
        found = [o for o in everything if o.event.title == p["title"]]
        assert [o.event.location for o in found] == [p["location"]]
    else:
        found = store.on_days(task.day, 1)
        if name == "SimpleCalendarEventOnDateAtTime":
            at = int(moment(task.day, p["time"]).timestamp())
            found = [o for o in found if o.start <= at <= o.end]
        elif name == "SimpleCalendarEventsInTimeRange":
            first, last = (int(moment(task.day, p[key]).timestamp()) for key in ("start_time", "end_time"))
            found = [o for o in found if o.start <= last and o.end >= first]
        elif name == "SimpleCalendarFirstEventAfterStartTime":
            first = int(moment(task.day, p["start_time"]).timestamp())
            found = [o for o in found if o.start >= first][:1]
    assert sorted(o.event.title for o in found) == sorted(event["title"] for event in task.events())


@pytest.mark.parametrize("name", QUESTIONS)
def test_only_the_whole_answer_counts(name: str) -> None:
    task, phone = ready(calendar_ask, name)
    right = ", ".join(item.value for item in task.expected())
    assert task.evaluate(phone, right) == 1.0
    for wrong in (None, "", f"{right}, more", "Nothing"):
        assert task.evaluate(phone, wrong) == 0.0
    phone.databases.open(DATABASE).execute("DELETE FROM events WHERE id = (SELECT min(id) FROM events)")
    assert task.evaluate(phone, right) == 0.0


def test_made_up_titles_cannot_be_mistaken_for_each_other() -> None:
    names = calendar_events.titles(np.random.default_rng(0), 10_000)
    assert len(set(names)) == len(names) == 240
    for one, other in combinations(map(str.lower, names), 2):
        matcher = SequenceMatcher(None, one, other)
        assert matcher.quick_ratio() < 0.9 or matcher.ratio() < 0.9, (one, other)
