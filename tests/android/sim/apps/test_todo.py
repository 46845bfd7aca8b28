"""Tasks, the to-do app: through taps and typed text, and what is in its database afterwards."""

from __future__ import annotations

import sqlite3
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from osgenesis.envs.android.sim.apps.todo.dates import NO_TIME, has_time, is_overdue, local, minutes_of, stored
from osgenesis.envs.android.sim.apps.todo.repeats import FREQUENCIES, Repeat, parse
from osgenesis.envs.android.sim.apps.todo.schema import DATABASE, NAMES, PACKAGE, SCHEMA, WHEN_DUE, Task
from osgenesis.envs.android.sim.apps.todo.store import Store
from osgenesis.envs.android.sim.phone import Phone
from osgenesis.envs.core.actions import Action
from osgenesis.envs.core.elements import Element, Flag
from osgenesis.envs.core.predicates import Predicate
from osgenesis.envs.core.state import StateDiff

TODAY = date(2023, 10, 15)


def noon(days: int) -> int:
    """A due date without time, some days from today."""
    return stored(TODAY + timedelta(days=days), NO_TIME, UTC)


@pytest.fixture
def phone() -> Phone:
    """The app is open and holds three tasks."""
    phone = Phone()
    store = Store(phone)
    store.clear()
    store.add(Task(title="Mow the lawn", importance=0, due=noon(1), notes="Front and back"))
    store.add(Task(title="Pay rent", importance=3, due=noon(-2)))
    store.add(Task(title="Read a novel", importance=2))
    phone.perform(Action("open_app", app="Tasks"))
    return phone


def find(phone: Phone, label: str) -> int:
    """Index of the first element with a text, description or hint."""
    for index, e in enumerate(phone.elements()):
        if label in (e.text, e.description, e.hint):
            return index
    raise AssertionError(f"No {label!r} among {[e.label for e in phone.elements()]}")


def element(phone: Phone, label: str) -> Element:
    """The element itself."""
    return phone.elements()[find(phone, label)]


def tap(phone: Phone, *labels: str) -> None:
    """Taps elements one after the other."""
    for label in labels:
        phone.perform(Action("click", index=find(phone, label)))


def type_in(phone: Phone, label: str, text: str) -> None:
    """Taps a field and types."""
    phone.perform(Action("input_text", index=find(phone, label), text=text))


def back(phone: Phone) -> None:
    """Presses BACK."""
    phone.perform(Action("navigate_back"))


def shown(phone: Phone) -> list[str]:
    """All texts on the screen."""
    return [e.text for e in phone.elements() if e.text]


def row(phone: Phone, title: str) -> dict[str, Any]:
    """A task's row, deleted or not."""
    rows = phone.databases.open(DATABASE, SCHEMA).rows("SELECT * FROM tasks WHERE title = ?", (title,))
    assert len(rows) == 1, rows
    return rows[0]


# -- the database ----------------------------------------------------------------------------------


def test_the_table_has_the_listed_columns_and_no_others(phone: Phone) -> None:
    data = phone.files.read(DATABASE)
    assert data.startswith(b"SQLite format 3")
    columns = phone.databases.open(DATABASE).query("SELECT name FROM pragma_table_info('tasks')")
    assert tuple(name for (name,) in columns) == NAMES


def test_a_host_may_replace_the_file_and_write_nulls(phone: Phone, tmp_path: Path) -> None:
    copy = tmp_path / "database"
    copy.write_bytes(phone.files.read(DATABASE))
    with sqlite3.connect(copy) as host:
        host.execute("DELETE FROM tasks")
        host.execute("INSERT INTO tasks (title, notes, recurrence, deleted) VALUES ('From the host', '', NULL, NULL)")
    phone.activities.force_stop(PACKAGE)
    phone.files.remove(DATABASE)
    phone.files.write(DATABASE, copy.read_bytes())
    phone.perform(Action("open_app", app="Tasks"))
    assert "From the host" in shown(phone)
    assert "Mow the lawn" not in shown(phone)


# -- dates and rules -------------------------------------------------------------------------------


@given(st.dates(date(2000, 1, 1), date(2080, 1, 1)), st.integers(NO_TIME, 1439))
def test_a_stored_date_tells_day_and_time(day: date, minutes: int) -> None:
    ms = stored(day, minutes, UTC)
    assert local(ms, UTC).date() == day
    assert has_time(ms) == (minutes != NO_TIME)
    assert minutes_of(ms, UTC) == minutes


def test_a_day_is_overdue_when_it_is_over_and_a_time_when_it_has_passed() -> None:
    now = datetime(2023, 10, 15, 15, 34, tzinfo=UTC)
    assert not is_overdue(noon(0), now)
    assert is_overdue(noon(-1), now)
    assert is_overdue(stored(TODAY, 15 * 60, UTC), now)
    assert not is_overdue(stored(TODAY, 16 * 60, UTC), now)
    assert not is_overdue(0, now)


@given(
    st.builds(Repeat, st.sampled_from(FREQUENCIES), st.integers(1, 30), st.just(()), st.just(""), st.integers(0, 9)),
    st.dates(date(2000, 1, 1), date(2080, 1, 1)),
)
def test_a_rule_survives_its_text_and_leads_forward(rule: Repeat, day: date) -> None:
    assert parse(rule.rule()) == rule
    assert rule.after(day) > day


def test_a_weekly_rule_takes_its_weekdays_in_turn() -> None:
    rule = parse("RRULE:FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,TH")
    assert rule is not None
    assert rule.after(date(2023, 10, 16)) == date(2023, 10, 19)
    assert rule.after(date(2023, 10, 19)) == date(2023, 10, 30)
    assert rule.text() == "Repeats every 2 weeks on Mon, Thu"


def test_a_month_without_the_day_gives_its_last_one() -> None:
    assert Repeat("MONTHLY").after(date(2024, 1, 31)) == date(2024, 2, 29)


# -- the list --------------------------------------------------------------------------------------


def test_tasks_stand_below_the_day_they_are_due(phone: Phone) -> None:
    texts = shown(phone)
    order = [texts.index(t) for t in ("Overdue", "Pay rent", "Tomorrow", "Mow the lawn", "No due date", "Read a novel")]
    assert order == sorted(order)


def test_the_circle_says_priority_and_state(phone: Phone) -> None:
    circle = element(phone, "Not completed, high priority")
    assert circle.flags & Flag.CHECKABLE
    assert not circle.flags & Flag.CHECKED


def test_a_completed_task_leaves_the_list_until_it_is_asked_for_and_undo_brings_it_back(phone: Phone) -> None:
    tap(phone, "Not completed, high priority")
    assert row(phone, "Mow the lawn")["completed"] > 0
    assert "Mow the lawn" not in shown(phone)
    tap(phone, "UNDO")
    assert row(phone, "Mow the lawn")["completed"] == 0
    tap(phone, "Not completed, high priority", "More options", "Show completed")
    assert element(phone, "Completed, high priority").flags & Flag.CHECKED


def test_completing_makes_the_same_change_whenever_on_the_day_it_is_done(phone: Phone) -> None:
    before, later = phone.state(), phone.fork()
    tap(phone, "Not completed, high priority")
    predicate = Predicate.from_diff(StateDiff.between(before, phone.state()), phone.vocabulary())
    later.clock.advance(90 * 60_000)
    tap(later, "Not completed, high priority")
    assert predicate.holds(before, later.state())


def test_a_task_that_starts_later_is_not_shown_unless_asked_for(phone: Phone) -> None:
    Store(phone).add(Task(title="Not yet", hide_until=stored(TODAY + timedelta(days=3), NO_TIME, UTC, start=True)))
    assert "Not yet" not in shown(phone)
    tap(phone, "More options", "Show unstarted")
    assert "Not yet" in shown(phone)


def test_a_repeating_task_moves_on_instead_of_being_completed(phone: Phone) -> None:
    Store(phone).add(Task(title="Water plants", importance=1, due=noon(0), recurrence=Repeat("DAILY", 3).rule()))
    tap(phone, "Not completed, medium priority")
    changed = row(phone, "Water plants")
    assert (changed["completed"], changed["dueDate"]) == (0, noon(3))


def test_sorting_and_grouping_are_kept(phone: Phone) -> None:
    tap(phone, "Sort", "Group by", "None")
    tap(phone, "Sort by", "Title")
    back(phone)
    titles = ["Mow the lawn", "Pay rent", "Read a novel"]
    assert [t for t in shown(phone) if t in titles] == titles
    tap(phone, "Sort", "Ascending")
    back(phone)
    phone.activities.force_stop(PACKAGE)
    phone.perform(Action("open_app", app="Tasks"))
    assert [t for t in shown(phone) if t in titles] == titles[::-1]


def test_my_order_moves_tasks_by_arrows(phone: Phone) -> None:
    tap(phone, "Sort", "Sort by", "My order")
    back(phone)
    tap(phone, "Move Read a novel up", "Move Read a novel up")
    titles = ["Read a novel", "Mow the lawn", "Pay rent"]
    assert [t for t in shown(phone) if t in titles] == titles


def test_search_finds_titles_and_descriptions(phone: Phone) -> None:
    tap(phone, "Search")
    phone.perform(Action("input_text", text="back"))
    assert "Mow the lawn" in shown(phone)
    assert "Pay rent" not in shown(phone)
    phone.perform(Action("input_text", text="xyz"))
    assert "No results" in shown(phone)


def test_several_tasks_change_priority_at_once_and_back(phone: Phone) -> None:
    phone.perform(Action("long_press", index=find(phone, "Pay rent")))
    tap(phone, "Read a novel")
    assert "2" in shown(phone)
    tap(phone, "Priority", "High")
    assert [row(phone, t)["importance"] for t in ("Pay rent", "Read a novel")] == [0, 0]
    tap(phone, "UNDO")
    assert [row(phone, t)["importance"] for t in ("Pay rent", "Read a novel")] == [3, 2]


def test_deleting_several_asks_first_and_can_be_undone(phone: Phone) -> None:
    phone.perform(Action("long_press", index=find(phone, "Pay rent")))
    tap(phone, "Delete", "Cancel")
    assert row(phone, "Pay rent")["deleted"] == 0
    tap(phone, "Delete", "Delete")
    assert row(phone, "Pay rent")["deleted"] > 0
    assert "Pay rent" not in shown(phone)
    tap(phone, "UNDO")
    assert "Pay rent" in shown(phone)


def test_clearing_completed_leaves_open_tasks_alone(phone: Phone) -> None:
    tap(phone, "More options", "Clear completed")
    assert all(row(phone, t)["deleted"] == 0 for t in ("Mow the lawn", "Pay rent"))
    tap(phone, "Not completed, high priority", "More options", "Clear completed", "OK")
    assert row(phone, "Mow the lawn")["deleted"] > 0
    assert row(phone, "Pay rent")["deleted"] == 0


# -- the editor ------------------------------------------------------------------------------------


def test_a_new_task_with_everything(phone: Phone) -> None:
    tap(phone, "Create new task")
    phone.perform(Action("input_text", text="Mend the fence"))
    back(phone)
    tap(phone, "No due date", "Tomorrow", "Evening 17:00", "OK")
    tap(phone, "Medium priority", "Default list", "Groceries")
    type_in(phone, "Description", "With the long nails")
    back(phone)
    tap(phone, "Add tags")
    type_in(phone, "Search or create", "garden")
    tap(phone, "Create “garden”", "Back")
    tap(phone, "Add subtask")
    phone.perform(Action("input_text", text="Buy nails"))
    back(phone)
    tap(phone, "Does not repeat", "Weekly", "Save")
    saved = row(phone, "Mend the fence")
    assert saved["dueDate"] == stored(TODAY + timedelta(days=1), 17 * 60, UTC)
    assert (saved["importance"], saved["notes"]) == (1, "With the long nails")
    assert saved["recurrence"] == "RRULE:FREQ=WEEKLY;INTERVAL=1"
    assert row(phone, "Buy nails")["parent"] == saved["_id"]
    store = Store(phone)
    assert store.belongings().lists[saved["_id"]] == "Groceries"
    assert store.belongings().tags[saved["_id"]] == ("garden",)
    assert [alarm.type for alarm in store.alarms(saved["_id"])] == [WHEN_DUE]
    assert {"garden", "Groceries", "1 subtask", "Buy nails"} <= set(shown(phone))


def test_leaving_a_changed_task_asks_and_an_unchanged_one_does_not(phone: Phone) -> None:
    tap(phone, "Pay rent")
    back(phone)
    assert "My Tasks" in shown(phone)
    tap(phone, "Pay rent", "High priority")
    back(phone)
    tap(phone, "Keep editing")
    back(phone)
    tap(phone, "Discard")
    assert row(phone, "Pay rent")["importance"] == 3


def test_a_setting_lets_back_save(phone: Phone) -> None:
    tap(phone, "Open menu", "Settings", "Advanced", "Back button saves task")
    back(phone)
    back(phone)
    tap(phone, "Pay rent", "High priority")
    back(phone)
    assert row(phone, "Pay rent")["importance"] == 0


def test_a_draft_survives_a_snapshot(phone: Phone) -> None:
    tap(phone, "Pay rent", "High priority", "No start date", "Week before due")
    snapshot, copy = phone.snapshot(), phone.fork()
    tap(phone, "OK", "Save")
    assert row(phone, "Pay rent")["hideUntil"] == stored(TODAY - timedelta(days=9), NO_TIME, UTC, start=True)
    phone.restore(snapshot)
    assert row(phone, "Pay rent")["importance"] == 3
    assert phone.elements() == copy.elements()
    assert phone.state_hash() == copy.state_hash()


def test_deleting_a_task_takes_its_subtasks_and_can_be_undone(phone: Phone) -> None:
    parent = row(phone, "Pay rent")["_id"]
    Store(phone).add(Task(title="Find the bill", parent=parent))
    tap(phone, "Pay rent", "Delete task", "Delete")
    assert row(phone, "Find the bill")["deleted"] > 0
    tap(phone, "UNDO")
    assert row(phone, "Find the bill")["deleted"] == 0


def test_subtasks_fold_away(phone: Phone) -> None:
    Store(phone).add(Task(title="Find the bill", parent=row(phone, "Pay rent")["_id"]))
    tap(phone, "1 subtask")
    assert "Find the bill" not in shown(phone)
    assert row(phone, "Pay rent")["collapsed"] == 1


def test_the_timer_adds_up(phone: Phone) -> None:
    tap(phone, "Pay rent", "Start timer")
    phone.clock.advance(10 * 60_000)
    tap(phone, "Stop timer", "Save")
    assert 600 <= row(phone, "Pay rent")["elapsedSeconds"] <= 605


def test_a_reminder_comes_as_a_notification_that_completes_the_task(phone: Phone) -> None:
    tap(phone, "Create new task")
    phone.perform(Action("input_text", text="Feed the cat"))
    back(phone)
    tap(phone, "No due date", "Today", "Evening 17:00", "OK", "Save")
    phone.clock.advance(90 * 60_000)
    phone.settle()
    posted = [n for n in phone.notifications.active() if n.package == PACKAGE]
    assert [n.title for n in posted] == ["Feed the cat"]
    phone.broadcast(posted[0].actions[0].intent)
    assert row(phone, "Feed the cat")["completed"] > 0
    assert not [n for n in phone.notifications.active() if n.package == PACKAGE]


# -- lists, tags, filters, settings ----------------------------------------------------------------


def test_a_new_list_is_shown_and_takes_new_tasks(phone: Phone) -> None:
    tap(phone, "Open menu", "Create new list")
    phone.perform(Action("input_text", text="Garden"))
    tap(phone, "Save")
    assert "Garden" in shown(phone)
    assert "Pay rent" not in shown(phone)
    tap(phone, "Create new task")
    phone.perform(Action("input_text", text="Rake leaves"))
    tap(phone, "Save")
    assert "Rake leaves" in shown(phone)


def test_a_list_needs_a_name_of_its_own(phone: Phone) -> None:
    tap(phone, "Open menu", "Create new list", "Save")
    assert phone.shown_toast() == "Name cannot be empty"
    type_in(phone, "Display name", "groceries")
    tap(phone, "Save")
    assert phone.shown_toast() == "List already exists"


def test_renaming_a_list_keeps_its_tasks_and_deleting_it_does_not(phone: Phone) -> None:
    store = Store(phone)
    store.put_in_list(row(phone, "Pay rent")["_id"], "Groceries")
    tap(phone, "Open menu", "Groceries", "More options", "List settings")
    phone.perform(Action("input_text", index=find(phone, "Display name"), text="Household", clear_text=True))
    tap(phone, "Save")
    assert {"Household", "Pay rent"} <= set(shown(phone))
    tap(phone, "More options", "List settings", "Delete", "Delete")
    assert row(phone, "Pay rent")["deleted"] > 0
    assert "My Tasks" in shown(phone)


def test_a_filter_of_ones_own(phone: Phone) -> None:
    tap(phone, "Open menu", "Create new filter")
    phone.perform(Action("input_text", text="Urgent"))
    back(phone)
    tap(phone, "Add condition", "Priority at least…", "Medium", "Save")
    assert "Mow the lawn" in shown(phone)
    assert "Read a novel" not in shown(phone)


def test_settings_work_and_survive_a_force_stop(phone: Phone) -> None:
    tap(phone, "Open menu", "Settings", "Task list options", "Show description")
    phone.activities.force_stop(PACKAGE)
    phone.perform(Action("open_app", app="Tasks"))
    assert "Front and back" not in shown(phone)
    assert phone.state().settings[f"prefs/{PACKAGE}/show_description"] == "false"
