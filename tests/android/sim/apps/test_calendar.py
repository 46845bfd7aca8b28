"""The calendar app, through taps and typed text."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest

from osgenesis.envs.android.sim.apps.calendar.schema import ALL_DAY, DATABASE, DAY, DONE, PACKAGE, SCHEMA, WEEK, Event
from osgenesis.envs.android.sim.phone import Phone
from osgenesis.envs.android_world.routines import pick_date, pick_time
from osgenesis.envs.core.actions import Action
from osgenesis.envs.core.oracle import Screen


def ts(day: int, hour: int = 0, minute: int = 0, month: int = 10) -> int:
    return int(datetime(2023, month, day, hour, minute, tzinfo=UTC).timestamp())


class Hand:
    """A person with the calendar open."""

    def __init__(self) -> None:
        self.phone = Phone()
        self.database = self.phone.databases.open(DATABASE, SCHEMA)
        self.database.execute("DELETE FROM events")
        self.open()

    def open(self) -> None:
        self.phone.perform(Action("open_app", app="Simple Calendar Pro"))

    @property
    def screen(self) -> Screen:
        return Screen(self.phone.elements(), self.phone.screen_size)

    def has(self, label: str) -> bool:
        return self.screen.has(label)

    def tap(self, label: str = "", **what: Any) -> None:
        screen = self.screen
        if label:
            what["where"] = lambda e: label in (e.text, e.description)
        for _ in range(8):
            if screen.find(**what) is not None or not any(
                "Form" in e.class_name or "Scroll" in e.class_name for e in screen.elements
            ):
                break
            self.phone.perform(screen.scroll("down"))
            screen = self.screen
        self.phone.perform(screen.tap(screen.need(**what)))

    def hold(self, text: str) -> None:
        self.phone.perform(self.screen.long_press(self.screen.need(text=text)))

    def type(self, text: str, hint: str = "", **more: Any) -> None:
        self.phone.perform(self.screen.type(text, self.screen.need(hint=hint) if hint else None, **more))

    def back(self) -> None:
        self.phone.perform(Action("navigate_back"))

    def pick(self, moves: Any, *args: int) -> None:
        screen = self.screen
        for action in moves(screen, *args):
            self.phone.perform(action)
            screen.elements = self.phone.elements()

    def new(self, kind: str = "Event") -> None:
        self.tap("New Event")
        self.tap(kind)

    def add(self, **columns: Any) -> int:
        return self.database.insert("events", Event(**columns).values())

    def rows(self) -> list[dict[str, Any]]:
        return self.database.rows("SELECT * FROM events ORDER BY id")

    def view(self, name: str) -> None:
        self.tap("Change view")
        self.tap(name)


@pytest.fixture
def hand() -> Iterator[Hand]:
    hand = Hand()
    yield hand
    hand.phone.close()


# -- creating ---------------------------------------------------------------------------------------


def test_a_new_event_has_texts_times_and_the_default_reminder(hand: Hand) -> None:
    hand.new()
    hand.type("Board games", "Title")
    hand.type("Town hall", "Location")
    hand.type("Bring dice", "Description")
    hand.tap("Start date")
    hand.pick(pick_date, 2023, 11, 2)
    hand.tap("Start time")
    hand.pick(pick_time, 19, 30)
    hand.tap("End time")
    hand.pick(pick_time, 21, 0)
    hand.tap("Save")
    (row,) = hand.rows()
    assert (row["title"], row["location"], row["description"]) == ("Board games", "Town hall", "Bring dice")
    assert (row["start_ts"], row["end_ts"]) == (ts(2, 19, 30, 11), ts(2, 21, 0, 11))
    assert (row["reminder_1_minutes"], row["reminder_2_minutes"], row["repeat_interval"]) == (10, -1, 0)
    assert all(value is not None for value in row.values())


def test_new_events_start_at_the_next_full_hour_and_on_the_day_in_view(hand: Hand) -> None:
    hand.tap("18 October 2023")
    hand.new()
    hand.type("x", "Title")
    hand.tap("Save")
    assert hand.rows()[0]["start_ts"] == ts(18, 16)


def test_a_title_is_needed(hand: Hand) -> None:
    hand.new()
    hand.type("   ", "Title")
    hand.tap("Save")
    assert hand.phone.shown_toast() == "Title cannot be empty"
    assert hand.rows() == []


def test_an_end_before_the_start_is_rejected(hand: Hand) -> None:
    hand.new()
    hand.type("x", "Title")
    hand.tap("End time")
    hand.pick(pick_time, 9, 0)
    hand.tap("Save")
    assert "cannot end earlier" in hand.phone.shown_toast()
    assert hand.rows() == []


def test_an_all_day_event_has_no_times(hand: Hand) -> None:
    hand.new()
    hand.type("Holiday", "Title")
    hand.tap("All-day")
    assert not hand.has("Start time")
    hand.tap("Save")
    (row,) = hand.rows()
    assert row["flags"] & ALL_DAY
    assert row["start_ts"] == ts(15)
    hand.tap("15 October 2023, 1 event")
    assert hand.has("All-day")


def test_a_weekly_event_can_have_more_weekdays(hand: Hand) -> None:
    hand.new()
    hand.type("Gym", "Title")
    hand.tap("No repetition")
    hand.tap("Weekly")
    hand.tap("Repeat on: Sun")
    hand.tap("Tuesday")
    hand.tap("OK")
    hand.tap("Save")
    (row,) = hand.rows()
    assert (row["repeat_interval"], row["repeat_rule"], row["repeat_limit"]) == (WEEK, 0b1000010, 0)
    assert hand.has("17 October 2023, 1 event")
    assert not hand.has("16 October 2023, 1 event")


def test_the_weekday_of_a_weekly_event_follows_its_date(hand: Hand) -> None:
    hand.new()
    hand.type("Gym", "Title")
    hand.tap("No repetition")
    hand.tap("Weekly")
    hand.tap("Start date")
    hand.pick(pick_date, 2023, 10, 18)
    hand.tap("Save")
    assert hand.rows()[0]["repeat_rule"] == 1 << 2


def test_a_custom_repetition_with_an_end(hand: Hand) -> None:
    hand.new()
    hand.type("Pills", "Title")
    hand.tap("No repetition")
    hand.tap("Custom")
    hand.type("3", "Every", clear=True)
    hand.tap("OK")
    assert hand.has("Every 3 days")
    hand.tap("Repeat forever")
    hand.tap("A number of times")
    hand.type("5", "Times", clear=True)
    hand.tap("OK")
    hand.tap("Save")
    (row,) = hand.rows()
    assert (row["repeat_interval"], row["repeat_limit"]) == (3 * DAY, -5)
    assert hand.has("27 October 2023, 1 event")
    assert not hand.has("30 October 2023, 1 event")


def test_up_to_three_reminders(hand: Hand) -> None:
    hand.new()
    hand.type("x", "Title")
    hand.tap("Add another reminder")
    hand.tap("1 hour before")
    hand.tap("Add another reminder")
    hand.tap("Custom")
    hand.type("7", "Minutes")
    hand.tap("OK")
    assert not hand.has("Add another reminder")
    hand.tap("Save")
    (row,) = hand.rows()
    assert [row[f"reminder_{i}_minutes"] for i in (1, 2, 3)] == [7, 10, 60]


def test_a_task_can_be_ticked_off(hand: Hand) -> None:
    hand.new("Task")
    hand.type("Call mum", "Title")
    hand.tap("Save")
    assert (hand.rows()[0]["type"], hand.rows()[0]["flags"]) == (1, 0)
    hand.tap("15 October 2023, 1 event")
    hand.tap("Task")
    assert hand.rows()[0]["flags"] == DONE


# -- changing ---------------------------------------------------------------------------------------


def test_editing_keeps_what_was_not_touched(hand: Hand) -> None:
    hand.add(
        start_ts=ts(16, 9), end_ts=ts(16, 10), title="Old", location="Here", source="imported-ics", import_id="abc"
    )
    before = hand.rows()[0]
    hand.tap("16 October 2023, 1 event")
    hand.tap("Old")
    hand.type("New", "Title", clear=True)
    hand.tap("Save")
    after = hand.rows()[0]
    assert {name for name in before if before[name] != after[name]} == {"title", "last_updated"}


def test_leaving_with_changes_asks(hand: Hand) -> None:
    hand.add(start_ts=ts(16, 9), end_ts=ts(16, 10), title="Old")
    hand.tap("16 October 2023, 1 event")
    hand.tap("Old")
    hand.type("New", "Title", clear=True)
    hand.back()  # the keyboard
    hand.back()
    hand.tap("Discard")
    assert hand.has("Old")
    assert hand.rows()[0]["title"] == "Old"


def weekly(hand: Hand) -> int:
    return hand.add(start_ts=ts(2, 9), end_ts=ts(2, 10), title="Class", repeat_interval=WEEK, repeat_rule=1)


def days_shown(hand: Hand) -> list[int]:
    return [int(e.description.split()[0]) for e in hand.screen.elements if " October 2023, 1 event" in e.description]


def edit_repetition(hand: Hand, scope: str) -> None:
    weekly(hand)
    hand.tap("16 October 2023, 1 event")
    hand.tap("Class")
    hand.tap("Start time")
    hand.pick(pick_time, 11, 0)
    hand.tap("Save")
    hand.tap(scope)
    hand.back()


def test_changing_one_occurrence_makes_it_an_event_of_its_own(hand: Hand) -> None:
    edit_repetition(hand, "This occurrence only")
    whole, one = hand.rows()
    assert whole["repetition_exceptions"] == '["20231016"]'
    assert (one["start_ts"], one["end_ts"], one["repeat_interval"], one["parent_id"]) == (
        ts(16, 11),
        ts(16, 12),
        0,
        whole["id"],
    )
    assert days_shown(hand) == [2, 9, 16, 23, 30]


def test_changing_future_occurrences_splits_the_repetition(hand: Hand) -> None:
    edit_repetition(hand, "This and all future occurrences")
    whole, rest = hand.rows()
    assert whole["repeat_limit"] == ts(16) - 1
    assert (rest["start_ts"], rest["repeat_interval"]) == (ts(16, 11), WEEK)
    assert days_shown(hand) == [2, 9, 16, 23, 30]


def test_changing_all_occurrences_moves_the_repetition(hand: Hand) -> None:
    edit_repetition(hand, "All occurrences")
    (whole,) = hand.rows()
    assert (whole["start_ts"], whole["end_ts"]) == (ts(2, 11), ts(2, 12))


@pytest.mark.parametrize(
    ("scope", "left"),
    [("This occurrence only", [2, 9, 23, 30]), ("This and all future occurrences", [2, 9]), ("All occurrences", [])],
)
def test_deleting_part_of_a_repetition(hand: Hand, scope: str, left: list[int]) -> None:
    weekly(hand)
    hand.tap("16 October 2023, 1 event")
    hand.tap("Class")
    hand.tap("Delete")
    hand.tap(scope)
    hand.tap("Yes")
    hand.back()
    assert days_shown(hand) == left


def test_several_events_can_be_deleted_at_once(hand: Hand) -> None:
    for hour in (9, 11, 13):
        hand.add(start_ts=ts(20, hour), end_ts=ts(20, hour + 1), title=f"At {hour}")
    hand.tap("20 October 2023, 3 events")
    hand.hold("At 9")
    hand.tap("At 13")
    assert hand.has("2 selected")
    hand.tap("Delete")
    hand.tap("Yes")
    assert [row["title"] for row in hand.rows()] == ["At 11"]


def test_no_keeps_the_event(hand: Hand) -> None:
    hand.add(start_ts=ts(20, 9), end_ts=ts(20, 10), title="Stay")
    hand.tap("20 October 2023, 1 event")
    hand.tap("Stay")
    hand.tap("Delete")
    hand.tap("No")
    assert len(hand.rows()) == 1


def test_a_duplicate_is_a_new_event(hand: Hand) -> None:
    hand.add(start_ts=ts(20, 9), end_ts=ts(20, 10), title="Twin", location="Here")
    hand.tap("20 October 2023, 1 event")
    hand.tap("Twin")
    hand.tap("More options")
    hand.tap("Duplicate")
    hand.tap("Save")
    one, other = hand.rows()
    assert {k: v for k, v in one.items() if k not in ("id", "last_updated")} == {
        k: v for k, v in other.items() if k not in ("id", "last_updated")
    }


# -- looking ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "view", ["Daily view", "Weekly view", "Monthly view", "Monthly and daily view", "Simple event list"]
)
def test_every_view_shows_todays_event(hand: Hand, view: str) -> None:
    hand.add(start_ts=ts(15, 9), end_ts=ts(15, 10), title="Breakfast")
    hand.view(view)
    assert hand.has("Breakfast")


def test_the_year_opens_a_month_and_back_returns(hand: Hand) -> None:
    hand.view("Yearly view")
    hand.tap("March 2023")
    assert hand.has("March 2023")
    hand.back()
    assert hand.has("2023")


def test_swipes_turn_the_month(hand: Hand) -> None:
    hand.phone.perform(Action("swipe", direction="left"))
    assert hand.has("November 2023")
    hand.tap("Go to today")
    assert hand.has("October 2023")


def test_go_to_date(hand: Hand) -> None:
    hand.tap("More options")
    hand.tap("Go to date")
    hand.pick(pick_date, 2023, 12, 24)
    assert hand.has("December 2023")


def test_a_tap_on_a_free_hour_of_the_week_makes_an_event_there(hand: Hand) -> None:
    hand.view("Weekly view")
    label = hand.screen.need(where=lambda e: e.description.startswith("Wednesday"))
    hand.phone.perform(Action("click", x=label.center[0], y=label.bottom + 200))
    hand.type("Nap", "Title")
    hand.tap("Save")
    assert hand.rows()[0]["start_ts"] // DAY == ts(18) // DAY


def test_search_finds_places_and_repeats(hand: Hand) -> None:
    hand.add(start_ts=ts(20, 9), end_ts=ts(20, 10), title="Choir", location="Old Mill")
    hand.add(start_ts=ts(21, 9), end_ts=ts(21, 10), title="Other")
    hand.type("old mi", "Search")
    assert hand.has("Choir")
    assert not hand.has("Other")
    hand.type("zzz", "Search", clear=True)
    assert hand.has("No items found.")
    hand.tap("Back")
    assert hand.has("October 2023")


def test_a_filtered_type_does_not_show(hand: Hand) -> None:
    hand.add(start_ts=ts(20, 9), end_ts=ts(20, 10), title="Hide me")
    hand.tap("Filter events by type")
    hand.tap("Regular event")
    hand.tap("OK")
    assert not hand.has("Hide me")
    hand.tap("Filter events by type")
    hand.tap("Regular event")
    hand.tap("OK")
    assert hand.has("Hide me")


def test_event_types_can_be_added_used_and_deleted(hand: Hand) -> None:
    hand.tap("More options")
    hand.tap("Manage event types")
    hand.tap("Add event type")
    hand.type("Sport", "Title")
    hand.tap("OK")
    hand.back()
    hand.new()
    hand.type("Swim", "Title")
    hand.tap("Regular event")
    hand.tap("Sport")
    hand.tap("Save")
    assert hand.rows()[0]["event_type"] == 2
    hand.tap("More options")
    hand.tap("Manage event types")
    hand.tap("More options for Sport")
    hand.tap("Delete")
    hand.tap("Yes")
    assert not hand.has("Sport")
    assert hand.rows()[0]["event_type"] == 1


def test_settings_last_through_a_force_stop(hand: Hand) -> None:
    hand.tap("More options")
    hand.tap("Settings")
    hand.tap("Start week on")
    hand.tap("Monday")
    hand.tap("Default duration")
    hand.tap("1 hour")
    hand.phone.activities.force_stop(PACKAGE)
    hand.open()
    first = hand.screen.find_all(resource_id="month_view_background")[0]
    assert first.description == "25 September 2023"
    first = hand.screen.find_all(class_name="TextView", where=lambda e: len(e.text) == 1)[0]
    assert first.text == "M"
    hand.new()
    hand.type("x", "Title")
    hand.tap("Save")
    (row,) = hand.rows()
    assert row["end_ts"] - row["start_ts"] == 3600


def test_events_go_out_to_a_file_and_come_back(hand: Hand) -> None:
    hand.add(start_ts=ts(20, 9), end_ts=ts(20, 10), title="Choir; rehearsal, long", description="a\nb")
    before = hand.rows()[0]
    hand.tap("More options")
    hand.tap("Export events")
    hand.tap("OK")
    hand.database.execute("DELETE FROM events")
    hand.tap("More options")
    hand.tap("Import events")
    hand.tap(class_name="RadioButton")
    after = hand.rows()[0]
    assert {k for k in before if before[k] != after[k]} <= {"id", "last_updated", "source"}


def test_a_reminder_becomes_a_notification(hand: Hand) -> None:
    hand.add(start_ts=ts(15, 16), end_ts=ts(15, 17), title="Tea", reminder_1_minutes=10)
    hand.phone.activities.force_stop(PACKAGE)
    hand.open()
    for minutes in (10, 5):
        hand.phone.perform(Action("wait", duration_ms=minutes * 60_000))
    assert [n.title for n in hand.phone.notifications.active() if n.package == PACKAGE] == []
    hand.phone.perform(Action("wait", duration_ms=60_000))
    (note,) = [n for n in hand.phone.notifications.active() if n.package == PACKAGE]
    assert note.title == "Tea"
    assert note.intent is not None
    hand.phone.activities.start(note.intent)
    assert hand.has("Edit Event")


# -- the phone around it ----------------------------------------------------------------------------


def test_a_host_that_replaces_the_database_is_believed(hand: Hand) -> None:
    hand.add(start_ts=ts(20, 9), end_ts=ts(20, 10), title="Theirs")
    data = hand.phone.files.read(DATABASE)
    hand.database.execute("DELETE FROM events")
    assert not hand.has("Theirs")
    hand.phone.files.write(DATABASE, data)
    assert hand.has("Theirs")
    hand.phone.files.remove(DATABASE)
    assert not hand.has("Theirs")
    hand.phone.activities.force_stop(PACKAGE)
    hand.open()
    assert hand.has("October 2023")


def test_an_event_that_vanishes_while_open(hand: Hand) -> None:
    hand.add(start_ts=ts(20, 9), end_ts=ts(20, 10), title="Gone")
    hand.tap("20 October 2023, 1 event")
    hand.tap("Gone")
    hand.database.execute("DELETE FROM events")
    assert hand.has("This event no longer exists")
    hand.back()
    assert hand.has("No events for the day.")


def test_a_snapshot_in_the_middle_of_editing(hand: Hand) -> None:
    hand.new()
    hand.type("Half done", "Title")
    hand.tap("No repetition")
    hand.tap("Daily")
    hand.tap("Start time")
    middle = hand.phone.snapshot()
    shown, digest = hand.phone.elements(), hand.phone.state_hash()
    hand.tap("Cancel")
    hand.tap("Save")
    assert len(hand.rows()) == 1
    hand.phone.restore(middle)
    assert (hand.phone.elements(), hand.phone.state_hash()) == (shown, digest)
    assert hand.rows() == []
    hand.pick(pick_time, 20, 0)
    hand.tap("Save")
    (row,) = hand.rows()
    assert (row["title"], row["start_ts"], row["repeat_interval"]) == ("Half done", ts(15, 20), DAY)


@pytest.mark.parametrize(
    "view", ["Daily view", "Weekly view", "Monthly view", "Monthly and daily view", "Yearly view", "Simple event list"]
)
def test_dark_sideways_and_crowded(hand: Hand, view: str) -> None:
    for i in range(40):
        hand.add(
            start_ts=ts(15, i % 24),
            end_ts=ts(15, i % 24) + i * 1800,
            title="A very long title indeed " * (1 + i % 4),
            flags=i % 2,
        )
    hand.view(view)
    hand.phone.settings.put("secure", "ui_night_mode", "2")
    hand.phone.settings.put("system", "accelerometer_rotation", "0")
    for rotation in "10":
        hand.phone.settings.put("system", "user_rotation", rotation)
        width, height = hand.phone.screen_size
        assert hand.phone.screenshot().shape == (height, width, 3)
        assert hand.phone.elements()


def test_an_event_over_midnight_shows_on_both_days_and_one_that_ends_then_does_not(hand: Hand) -> None:
    hand.add(start_ts=ts(20, 23), end_ts=ts(21, 1), title="Party")
    hand.add(start_ts=ts(24, 22), end_ts=ts(25), title="Film")
    shown = {e.description for e in hand.screen.elements if ", 1 event" in e.description}
    assert shown == {f"{day} October 2023, 1 event" for day in (20, 21, 24)}


def test_sharing_goes_through_the_share_sheet(hand: Hand) -> None:
    hand.add(start_ts=ts(20, 9), end_ts=ts(20, 10), title="Choir", location="Old Mill")
    hand.tap("20 October 2023, 1 event")
    hand.tap("Choir")
    hand.tap("More options")
    hand.tap("Share")
    hand.tap("Copy")
    assert hand.phone.clipboard == "Choir\n20 October 2023, 09:00 - 10:00\nOld Mill"
