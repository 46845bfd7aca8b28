"""The Clock app, through taps and typed text: alarms, world clock, timers and the stopwatch."""

from __future__ import annotations

from typing import Any

import pytest

from osgenesis.envs.android.sim.apps.clock.storage import DATABASE
from osgenesis.envs.android.sim.apps.clock.timers import entry_ms, entry_text
from osgenesis.envs.android.sim.phone import Phone
from osgenesis.envs.core.actions import Action
from osgenesis.envs.core.elements import Element
from osgenesis.envs.core.oracle import Screen

CLOCK = "com.google.android.deskclock"
RINGING = "com.android.deskclock.alarms.AlarmActivity"
EXPIRED = "com.android.deskclock.timer.ExpiredTimersActivity"
MINUTE = 60_000
DAY = 24 * 60 * MINUTE


def wait(phone: Phone, ms: int) -> None:
    """Lets time pass in waits that are not longer than one action may be."""
    while ms > 0:
        phone.perform(Action("wait", duration_ms=min(ms, MINUTE)))
        ms -= MINUTE


class Hand:
    """A person with the clock open; it is Sunday afternoon, 15:34."""

    def __init__(self) -> None:
        self.phone = Phone()
        self.open()

    def open(self) -> None:
        self.phone.perform(Action("open_app", app="Clock"))

    @property
    def screen(self) -> Screen:
        return Screen(self.phone.elements(), self.phone.screen_size)

    @property
    def front(self) -> str:
        return self.phone.activities.foreground.rpartition("/")[2]

    def has(self, label: str) -> bool:
        return self.screen.has(label)

    def tap(self, label: str, **what: Any) -> None:
        def fits(element: Element) -> bool:
            return label in (element.text, element.description)

        self.phone.perform(self.screen.tap(self.screen.need(where=fits, **what)))

    def type(self, text: str, hint: str | None = None) -> None:
        index = None if hint is None else self.screen.index(self.screen.need(hint=hint))
        self.phone.perform(Action("input_text", index=index, text=text, clear_text=True))

    def wait(self, ms: int) -> None:
        wait(self.phone, ms)

    def tab(self, name: str) -> None:
        self.phone.perform(self.screen.tap(self.screen.find_all(name)[-1]))

    def alarms(self, columns: str = "hour, minutes, enabled") -> list[tuple[Any, ...]]:
        return self.phone.databases.open(DATABASE).query(f"SELECT {columns} FROM alarm_templates ORDER BY _id")

    def timers(self, columns: str = "state") -> list[tuple[Any, ...]]:
        return self.phone.databases.open(DATABASE).query(f"SELECT {columns} FROM timers ORDER BY _id")

    def add_alarm(self, hour: str, minute: str) -> None:
        self.tab("Alarm")
        self.tap("Add alarm")
        self.tap("Switch to text input mode for the time input.")
        self.type(hour, "Hour")
        self.type(minute, "Minute")
        self.tap("OK")

    def start_timer(self, *keys: str) -> None:
        self.tab("Timer")
        for key in keys:
            self.tap(key)
        self.tap("Start")


@pytest.fixture
def hand() -> Hand:
    return Hand()


def minutes_of_day(hand: Hand) -> int:
    now = hand.phone.clock.local()
    return now.hour * 60 + now.minute


# -- alarms ----------------------------------------------------------------------------------------


def test_a_picked_time_becomes_an_alarm_that_tells_how_long_it_is_off(hand: Hand) -> None:
    hand.add_alarm("16", "40")
    assert hand.alarms()[-1] == (16, 40, 1)
    assert hand.screen.find(contains="Alarm set for 1 hour and 6 minutes from now")
    assert hand.has("Today")


def test_the_face_picks_a_time_too(hand: Hand) -> None:
    hand.tab("Alarm")
    hand.tap("Add alarm")
    hand.tap("7 o'clock")
    hand.tap("45 minutes")
    hand.tap("OK")
    assert hand.alarms()[-1] == (7, 45, 1)


def test_a_wrong_time_is_refused(hand: Hand) -> None:
    hand.add_alarm("25", "00")
    assert hand.has("Enter a valid time")
    assert len(hand.alarms()) == 2


def test_an_alarm_rings_when_its_time_comes_and_once_only_it_turns_off(hand: Hand) -> None:
    hand.add_alarm("15", "50")
    hand.phone.go_home()
    hand.wait(15 * MINUTE)
    assert hand.front != RINGING
    hand.wait(1 * MINUTE)
    assert hand.front == RINGING
    assert minutes_of_day(hand) == 15 * 60 + 50
    hand.tap("Stop")
    assert hand.front != RINGING
    assert hand.alarms()[-1] == (15, 50, 0)
    assert hand.phone.notifications.active() == ()
    hand.wait(DAY)
    assert hand.front != RINGING


def test_an_alarm_wakes_a_sleeping_phone(hand: Hand) -> None:
    hand.add_alarm("15", "50")
    hand.phone.sleep()
    hand.wait(17 * MINUTE)
    assert hand.front == RINGING
    assert hand.has("Snooze")


def test_snooze_rings_again_after_its_length(hand: Hand) -> None:
    hand.add_alarm("15", "50")
    hand.wait(16 * MINUTE)
    hand.tap("Snooze")
    hand.wait(9 * MINUTE)
    assert hand.front != RINGING
    hand.wait(1 * MINUTE)
    assert hand.front == RINGING
    hand.tap("Stop")
    hand.wait(30 * MINUTE)
    assert hand.front != RINGING


def test_snooze_length_is_a_setting(hand: Hand) -> None:
    hand.tap("More options")
    hand.tap("Settings")
    hand.tap("Snooze length")
    hand.tap("5 minutes", class_name="RadioButton")
    hand.phone.perform(Action("navigate_back"))
    hand.add_alarm("15", "50")
    hand.wait(16 * MINUTE)
    hand.tap("Snooze")
    hand.wait(5 * MINUTE)
    assert hand.front == RINGING


def test_a_repeating_alarm_stays_on_and_rings_on_its_days(hand: Hand) -> None:
    hand.add_alarm("15", "50")
    for day in ("Sunday", "Tuesday"):
        hand.tap(day)
    assert hand.has("Tue, Sun")
    hand.wait(16 * MINUTE)
    hand.tap("Stop")
    assert hand.alarms("enabled, daysofweek")[-1] == (1, 0b1000010)
    hand.wait(DAY)
    assert hand.front != RINGING
    hand.wait(DAY)
    assert hand.front == RINGING


def test_switching_an_alarm_off_also_ends_its_snooze(hand: Hand) -> None:
    hand.add_alarm("15", "50")
    hand.tap("Sunday")
    hand.wait(16 * MINUTE)
    hand.tap("Snooze")
    hand.tap("15:50 alarm")
    hand.wait(20 * MINUTE)
    assert hand.front != RINGING


def test_an_alarm_nobody_answers_falls_silent_and_is_noted(hand: Hand) -> None:
    hand.add_alarm("15", "50")
    hand.wait(16 * MINUTE)
    hand.wait(10 * MINUTE)
    assert hand.front != RINGING
    assert [n.title for n in hand.phone.notifications.active()] == ["Missed alarm"]


def test_label_sound_vibration_and_time_can_be_changed(hand: Hand) -> None:
    hand.add_alarm("16", "40")
    hand.tap("Add label")
    hand.type("Tea with Ada")
    hand.tap("OK")
    hand.tap("Bright Morning")
    hand.tap("Cuckoo Clock")
    hand.tap("Vibrate", class_name="CheckBox")
    hand.tap("16:40")
    hand.tap("5 o'clock")
    hand.tap("OK")
    assert hand.alarms("hour, minutes, label, ringtone, vibrate")[-1] == (5, 40, "Tea with Ada", "Cuckoo Clock", 0)
    assert hand.has("Tomorrow")


def test_a_deleted_alarm_does_not_ring_and_undo_brings_it_back(hand: Hand) -> None:
    hand.add_alarm("15", "50")
    hand.tap("Delete")
    assert len(hand.alarms()) == 2
    hand.tap("Undo")
    assert hand.alarms()[-1] == (15, 50, 1)
    hand.wait(16 * MINUTE)
    assert hand.front == RINGING


def test_opening_the_app_after_a_forced_stop_books_the_alarms_again(hand: Hand) -> None:
    hand.add_alarm("15", "50")
    hand.phone.activities.force_stop(CLOCK)
    assert hand.phone.alarms.pending(CLOCK) == ()
    hand.open()
    hand.wait(16 * MINUTE)
    assert hand.front == RINGING


def test_a_copy_of_the_phone_rings_while_the_original_was_stopped(hand: Hand) -> None:
    hand.add_alarm("15", "50")
    twin = hand.phone.fork()
    hand.tap("15:50 alarm")
    hand.wait(20 * MINUTE)
    assert hand.front != RINGING
    wait(twin, 20 * MINUTE)
    assert twin.activities.foreground.endswith(RINGING)


# -- timers ----------------------------------------------------------------------------------------


def test_typed_digits_fill_the_timer_from_the_right(hand: Hand) -> None:
    hand.tab("Timer")
    assert hand.has("00h 00m 00s")
    assert not hand.has("Start")
    for key in "12345":
        hand.tap(key)
    assert hand.has("01h 23m 45s")
    hand.tap("00")  # seven digits do not fit
    assert hand.has("01h 23m 45s")
    hand.tap("Delete")
    assert hand.has("00h 12m 34s")


@pytest.mark.parametrize(
    ("digits", "shown", "ms"),
    [("", "00h 00m 00s", 0), ("12345", "01h 23m 45s", 5_025_000), ("90", "00h 00m 90s", 90_000)],
)
def test_entry_format_and_length(digits: str, shown: str, ms: int) -> None:
    assert (entry_text(digits), entry_ms(digits)) == (shown, ms)


def test_a_paused_timer_keeps_its_rest(hand: Hand) -> None:
    hand.start_timer("5", "00")
    hand.wait(MINUTE)
    hand.tap("Pause")
    ((rest,),) = hand.timers("left_ms")
    assert 3 * MINUTE < rest <= 4 * MINUTE
    hand.wait(10 * MINUTE)
    assert hand.timers("state, left_ms") == [("paused", rest)]
    hand.tap("Start")
    hand.wait(rest)
    assert hand.front == EXPIRED


def test_a_minute_more_and_back_to_the_length_set(hand: Hand) -> None:
    hand.start_timer("5", "00")
    hand.tap("Pause")
    hand.tap("Add 1 minute")
    ((rest,),) = hand.timers("left_ms")
    assert 5 * MINUTE < rest < 6 * MINUTE
    hand.tap("Reset")
    assert hand.timers("state, length_ms, left_ms") == [("reset", 5 * MINUTE, 5 * MINUTE)]
    assert hand.has("5:00")


def test_a_timer_that_runs_out_comes_up_and_stops(hand: Hand) -> None:
    hand.start_timer("5", "00")
    hand.tap("5:00 timer")
    hand.type("Eggs")
    hand.tap("OK")
    hand.phone.go_home()
    hand.wait(5 * MINUTE)
    assert hand.front == EXPIRED
    assert hand.has("Time's up")
    assert hand.has("Eggs")
    hand.tap("Stop")
    assert hand.timers() == [("reset",)]
    assert hand.phone.notifications.active() == ()


def test_a_timer_that_ran_out_may_go_on_for_a_minute(hand: Hand) -> None:
    hand.start_timer("2", "00")
    hand.wait(2 * MINUTE)
    hand.tap("Add 1 minute")
    assert hand.front != EXPIRED
    hand.wait(MINUTE)
    assert hand.front == EXPIRED


def test_several_timers_and_deleting_one(hand: Hand) -> None:
    hand.start_timer("5", "00")
    hand.tap("Add timer")
    hand.tap("7")
    hand.tap("Start")
    assert hand.timers("length_ms") == [(5 * MINUTE,), (7000,)]
    hand.tap("Delete timer")
    assert hand.timers("length_ms") == [(5 * MINUTE,)]


def test_a_timer_ends_also_when_the_app_was_stopped_meanwhile(hand: Hand) -> None:
    hand.start_timer("5", "00")
    hand.phone.activities.force_stop(CLOCK)
    hand.wait(6 * MINUTE)
    hand.open()
    hand.wait(1000)
    assert hand.front == EXPIRED


# -- stopwatch ---------------------------------------------------------------------------------------


def running(hand: Hand) -> bool:
    """The contract by which a running stopwatch is known."""
    descriptions = [e.description for e in hand.phone.elements()]
    return "DeskClock" in hand.front and "Pause" in descriptions and "Lap" in descriptions


def standing(hand: Hand) -> bool:
    """The contract by which a stopwatch that stands still is known."""
    titles = [e for e in hand.phone.elements() if "Stopwatch" in (e.text, e.description)]
    return "Start" in [e.description for e in hand.phone.elements()] and len(titles) >= 2


def shown_time(hand: Hand) -> str:
    return hand.screen.need(resource_id="stopwatch_time").text


@pytest.mark.parametrize("turned", [False, True])
def test_what_tells_a_running_stopwatch_from_one_that_stands(hand: Hand, turned: bool) -> None:
    if turned:
        hand.phone.set_setting("system", "accelerometer_rotation", "0")
        hand.phone.set_setting("system", "user_rotation", "1")
    hand.tab("Stopwatch")
    assert standing(hand)
    assert not running(hand)
    hand.tap("Start")
    assert running(hand)
    assert not standing(hand)
    hand.tap("Pause")
    assert standing(hand)


def test_laps_are_counted_and_reset_forgets_them(hand: Hand) -> None:
    hand.tab("Stopwatch")
    hand.tap("Start")
    hand.tap("Lap")
    hand.tap("Lap")
    assert hand.has("# 1")
    assert hand.has("# 2")
    hand.tap("Reset")
    assert not hand.has("# 1")
    assert shown_time(hand) == "00:00.00"
    assert standing(hand)


@pytest.mark.parametrize("stop", [False, True])
def test_it_runs_on_while_the_app_is_away(hand: Hand, stop: bool) -> None:
    hand.tab("Stopwatch")
    hand.tap("Start")
    hand.phone.go_home()
    if stop:
        hand.phone.activities.force_stop(CLOCK)
    hand.wait(61 * MINUTE)
    hand.open()
    hand.tab("Stopwatch")
    assert running(hand)
    assert shown_time(hand).startswith("1:01:")


def test_a_paused_watch_keeps_its_time_and_can_be_shared(hand: Hand) -> None:
    hand.tab("Stopwatch")
    hand.tap("Start")
    hand.tap("Pause")
    kept = shown_time(hand)
    hand.wait(5 * MINUTE)
    assert shown_time(hand) == kept
    hand.tap("Share")
    hand.tap("Copy")
    assert hand.phone.clipboard == f"My time is {kept}"


# -- world clock and settings ------------------------------------------------------------------------


def add_city(hand: Hand, query: str, name: str) -> None:
    hand.tab("Clock")
    hand.tap("Add city")
    hand.tap("Search for a city")
    hand.type(query)
    hand.tap(name, class_name="TextView")
    for _ in range(2 if hand.phone.screen().keyboard else 1):
        hand.phone.perform(Action("navigate_back"))


def test_a_city_is_found_without_accents_and_shows_its_time(hand: Hand) -> None:
    add_city(hand, "bogota", "Bogot\u00e1")
    assert hand.has("Today, 5 hours behind")
    assert hand.has("10:34")


def test_an_unknown_city_is_not_found(hand: Hand) -> None:
    hand.tap("Add city")
    hand.tap("Search for a city")
    hand.type("Atlantis")
    assert hand.has("No cities found")


def test_a_removed_city_can_be_brought_back(hand: Hand) -> None:
    add_city(hand, "tokyo", "Tokyo")
    assert hand.has("Tomorrow, 9 hours ahead")
    hand.phone.perform(hand.screen.long_press(hand.screen.need(text="Tokyo")))
    hand.tap("Remove")
    assert not hand.has("Tokyo")
    hand.tap("Undo")
    assert hand.has("Tokyo")


def test_twelve_hours_with_and_without_seconds(hand: Hand) -> None:
    hand.phone.set_setting("system", "time_12_24", "12")
    assert hand.has("3:34 PM")
    hand.tab("Alarm")
    assert hand.has("8:30 AM")
    hand.tap("More options")
    hand.tap("Settings")
    hand.tap("Display time with seconds")
    hand.phone.perform(Action("navigate_back"))
    hand.tab("Clock")
    (face,) = (e.text for e in hand.phone.elements() if e.text.endswith(" PM") and e.text.count(":") == 2)
    assert face.startswith("3:34:")


def test_an_analog_face_says_the_time_and_stays_after_a_forced_stop(hand: Hand) -> None:
    hand.tap("More options")
    hand.tap("Settings")
    hand.tap("Style")
    hand.tap("Analog")
    hand.phone.activities.force_stop(CLOCK)
    hand.open()
    assert hand.has("The time is 15:34")
    assert hand.phone.screenshot().any()


def test_the_screen_saver_ends_with_a_tap(hand: Hand) -> None:
    hand.tap("More options")
    hand.tap("Screen saver")
    assert not hand.has("Alarm")
    hand.phone.perform(Action("click", x=500, y=1500))
    assert hand.has("Alarm")
