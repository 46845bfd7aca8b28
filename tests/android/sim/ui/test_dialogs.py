"""The ready-made dialogs give exactly what was chosen, and nothing when they are left."""

from __future__ import annotations

from datetime import date
from math import cos, pi, sin
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from osgenesis.envs.android.sim.app import App, page
from osgenesis.envs.android.sim.intents import Intent
from osgenesis.envs.android.sim.page import Page
from osgenesis.envs.android.sim.phone import Phone
from osgenesis.envs.android.sim.ui.dialogs import MONTHS, PALETTE
from osgenesis.envs.android.sim.ui.nodes import Node
from osgenesis.envs.android.sim.ui.theme import FILL
from osgenesis.envs.core.actions import Action
from osgenesis.envs.core.oracle import Screen

COLORS = ("Red", "Green", "Blue")


class Asker(App):
    package, label = "org.example.asker", "Asker"
    launcher = "org.example.asker.Main"
    activities = {launcher: "main"}

    @page
    def main(self, ui: Page) -> Node:
        return Node(kind="column", width=FILL, height=FILL, cls="android.view.View", desc="main")

    def got(self, ui: Page, result: Any, data: Any) -> None:
        ui.put(got=(result, data))

    def picked_first(self, ui: Page, data: Any) -> None:
        ui.put(got=("first", data))

    def picked_second(self, ui: Page, data: Any) -> None:
        ui.put(got=("second", data))


def asked(hours: int = 24, rotation: int = 0) -> tuple[Phone, Page]:
    """A phone with a page that asks."""
    phone, app = Phone(), Asker()
    phone.apps = {**phone.apps, app.package: app}
    phone.settings.put("system", "time_12_24", str(hours))
    phone.settings.put("system", "user_rotation", str(rotation))
    phone.settings.put("system", "accelerometer_rotation", "0")
    phone.activities.start(Intent.main(f"{app.package}/{app.launcher}"))
    activity = phone.stack.top
    return phone, phone.activities.page(activity, activity.pages[-1])


def screen(phone: Phone) -> Screen:
    return Screen(phone.elements(), phone.screen_size)


def tap(phone: Phone, label: str, class_name: str | None = None) -> None:
    now = screen(phone)
    found = now.need(where=lambda e: label in (e.text, e.description), class_name=class_name)
    phone.perform(now.tap(found))


def write(phone: Phone, hint: str, text: str) -> None:
    now = screen(phone)
    phone.perform(now.type(text, now.need(hint=hint), clear=True))


def answer(phone: Phone) -> Any:
    """(result, data) that the page got; None while the dialog is open or after it was left."""
    return phone.stack.top.pages[0].state.get("got")


def is_open(phone: Phone) -> bool:
    return len(phone.stack.top.pages) > 1


# -- leaving ---------------------------------------------------------------------------------------

OPENERS = {
    "confirm": lambda ui: ui.confirm("Sure?", "Really?", then="got"),
    "prompt": lambda ui: ui.prompt("Name", then="got"),
    "choose": lambda ui: ui.choose("Colour", COLORS, 0, then="got"),
    "choose_many": lambda ui: ui.choose_many("Colours", COLORS, (0,), then="got"),
    "date": lambda ui: ui.pick_date(2023, 10, 15, then="got"),
    "time": lambda ui: ui.pick_time(9, 30, then="got"),
    "color": lambda ui: ui.pick_color(0, then="got"),
}


@pytest.mark.parametrize("rotation", [0, 1])
@pytest.mark.parametrize("name", OPENERS)
def test_cancel_back_and_a_tap_outside_give_nothing(name: str, rotation: int) -> None:
    phone, ui = asked(rotation=rotation)
    OPENERS[name](ui)
    tap(phone, "Cancel")
    assert not is_open(phone)
    OPENERS[name](ui)
    phone.perform(Action("navigate_back"))
    if is_open(phone):  # the first BACK put the keyboard away
        assert name == "prompt"
        phone.perform(Action("navigate_back"))
    assert not is_open(phone)
    OPENERS[name](ui)
    phone.perform(Action("click", x=20, y=160))
    assert not is_open(phone)
    assert answer(phone) is None


@pytest.mark.parametrize("rotation", [0, 1])
@pytest.mark.parametrize("name", OPENERS)
def test_a_dialog_lies_on_the_screen_with_all_its_buttons(name: str, rotation: int) -> None:
    phone, ui = asked(rotation=rotation)
    OPENERS[name](ui)
    assert screen(phone).has("Cancel")
    assert name == "choose" or screen(phone).has("OK")
    assert not screen(phone).has("main"), "what is behind a dialog is out of reach"


# -- confirm, prompt, choices -------------------------------------------------------------------------


def test_ok_confirms_with_the_data() -> None:
    phone, ui = asked()
    ui.confirm("Delete?", "It is gone then.", then="got", data=5, ok="Delete", cancel="Keep")
    assert screen(phone).has("It is gone then.")
    tap(phone, "Delete")
    assert answer(phone) == (True, 5)


@pytest.mark.parametrize("accept", ["ok", "enter"])
def test_a_prompt_gives_the_text_typed_over_its_value(accept: str) -> None:
    phone, ui = asked()
    ui.prompt("Rename", value="old", then="got", data="d", ok="Rename now")
    phone.perform(Action("input_text", text="new name", clear_text=True, press_enter=accept == "enter"))
    if accept == "ok":
        tap(phone, "Rename now")
    assert answer(phone) == ("new name", "d")


def test_a_prompt_left_as_it_is_gives_its_value() -> None:
    phone, ui = asked()
    ui.prompt("Rename", value="old", then="got")
    tap(phone, "OK")
    assert answer(phone) == ("old", None)


def test_a_choice_is_made_with_one_tap_and_shows_what_was_chosen_before() -> None:
    phone, ui = asked()
    ui.choose("Colour", COLORS, 1, then="got", data="d")
    assert [e.text for e in phone.elements() if e.checked] == ["Green"]
    tap(phone, "Blue")
    assert answer(phone) == (2, "d")


def test_a_choice_further_down_is_reached_by_scrolling() -> None:
    phone, ui = asked()
    names = [f"Option {i}" for i in range(40)]
    ui.choose("Many", names, then="got")
    for _ in range(10):
        if screen(phone).has("Option 39"):
            break
        now = screen(phone)
        phone.perform(now.scroll("down", now.need(where=lambda e: e.scrollable)))
    tap(phone, "Option 39")
    assert answer(phone) == (39, None)


@given(st.sets(st.integers(0, 2)), st.lists(st.integers(0, 2), max_size=5))
@settings(max_examples=15)
def test_many_choices_toggle(selected: set[int], taps: list[int]) -> None:
    phone, ui = asked()
    ui.choose_many("Colours", COLORS, sorted(selected), then="got")
    expected = set(selected)
    for i in taps:
        tap(phone, COLORS[i])
        expected ^= {i}
        assert {COLORS.index(e.text) for e in phone.elements() if e.checked} == expected
    tap(phone, "OK")
    assert answer(phone) == (tuple(sorted(expected)), None)


def test_a_menu_entry_calls_its_method_and_a_tap_outside_none() -> None:
    phone, ui = asked()
    items = (("First", "picked_first"), ("Second", "picked_second"))
    ui.menu(items)
    phone.perform(Action("click", x=500, y=2000))
    assert not is_open(phone)
    assert answer(phone) is None
    ui.menu(items, data=9)
    tap(phone, "Second")
    assert answer(phone) == ("second", 9)


@pytest.mark.parametrize("touch", [(1, 1), (1079, 1), (1079, 2399), (1, 2399), (500, 1200)])
def test_a_menu_stays_on_the_screen_wherever_it_was_asked_for(touch: tuple[int, int]) -> None:
    phone, ui = asked()
    phone.system = phone.system.with_(last_touch=touch)
    ui.menu((("First", "picked_first"), ("Second", "picked_second")))
    tap(phone, "Second")
    assert answer(phone) == ("second", None)


@pytest.mark.parametrize("index", [0, 7, len(PALETTE) - 1])
def test_a_colour_is_the_one_tapped(index: int) -> None:
    phone, ui = asked()
    ui.pick_color(then="got")
    assert not screen(phone).need(text="OK").enabled, "nothing is chosen yet"
    tap(phone, f"Color {index + 1}")
    assert screen(phone).need(description=f"Color {index + 1}").selected
    tap(phone, "OK")
    assert answer(phone) == (PALETTE[index], None)


def test_the_share_sheet_copies_or_hands_over_to_an_app() -> None:
    phone, ui = asked()
    ui.share("some words")
    tap(phone, "Copy")
    assert phone.clipboard == "some words"
    assert not is_open(phone)
    ui.share("some words")
    tap(phone, phone.apps["com.simplemobiletools.smsmessenger"].label)
    assert phone.stack.top.package == "com.simplemobiletools.smsmessenger"
    assert phone.stack.top.intent.extra("android.intent.extra.TEXT") == "some words"


# -- dates -----------------------------------------------------------------------------------------


def day(year: int, month: int, number: int) -> str:
    return f"{number:02d} {MONTHS[month - 1]} {year}"


@settings(max_examples=20)
@given(st.dates(date(2022, 9, 1), date(2024, 11, 30)))
def test_arrows_lead_to_every_date(wanted: date) -> None:
    phone, ui = asked()
    ui.pick_date(2023, 10, 15, then="got", data="d")
    months = (wanted.year - 2023) * 12 + wanted.month - 10
    for _ in range(abs(months)):
        tap(phone, "Next month" if months > 0 else "Previous month")
    tap(phone, day(wanted.year, wanted.month, wanted.day))
    tap(phone, "OK")
    assert answer(phone) == ((wanted.year, wanted.month, wanted.day), "d")


def test_turning_the_month_alone_chooses_nothing_new() -> None:
    phone, ui = asked()
    ui.pick_date(2023, 10, 15, then="got")
    tap(phone, "Next month")
    tap(phone, "OK")
    assert answer(phone)[0] == (2023, 10, 15)


@pytest.mark.parametrize(("direction", "month"), [("left", 11), ("right", 9)])
def test_a_swipe_turns_the_month(direction: str, month: int) -> None:
    phone, ui = asked()
    ui.pick_date(2023, 10, 15, then="got")
    x, y = screen(phone).need(description=day(2023, 10, 18)).center
    phone.perform(Action("swipe", x=x, y=y, to_x=x + (-400 if direction == "left" else 400), to_y=y))
    assert screen(phone).has(day(2023, month, 1))


@pytest.mark.parametrize("year", [2020, 2022, 2024, 2026])
def test_the_year_is_chosen_from_a_list(year: int) -> None:
    phone, ui = asked()
    ui.pick_date(2023, 10, 15, then="got")
    now = screen(phone)
    phone.perform(now.tap(now.need(resource_id="android:id/date_picker_header_year")))
    if not screen(phone).has(str(year)):
        now = screen(phone)
        phone.perform(now.scroll("down", now.need(where=lambda e: e.scrollable)))
    tap(phone, str(year))
    tap(phone, "OK")
    assert answer(phone)[0] == (year, 10, 15)


def test_a_leap_day_moves_to_the_end_of_february_in_other_years() -> None:
    phone, ui = asked()
    ui.pick_date(2024, 2, 29, then="got")
    now = screen(phone)
    phone.perform(now.tap(now.need(resource_id="android:id/date_picker_header_year")))
    tap(phone, "2025")
    tap(phone, "OK")
    assert answer(phone)[0] == (2025, 2, 28)


@pytest.mark.parametrize(("year", "month"), [(2023, 2), (2024, 2), (2023, 4), (2023, 10), (2024, 12), (2026, 2)])
def test_a_month_shows_exactly_its_days_under_their_weekdays(year: int, month: int) -> None:
    phone, ui = asked()
    ui.pick_date(year, month, 1, then="got")
    days = screen(phone).find_all(where=lambda e: e.description.endswith(f"{MONTHS[month - 1]} {year}"))
    last = (date(year + month // 12, month % 12 + 1, 1) - date(year, month, 1)).days
    assert [int(e.text) for e in days] == list(range(1, last + 1))
    columns = sorted({e.left for e in days})
    for e in days:  # weeks start on Sunday
        assert columns.index(e.left) == date(year, month, int(e.text)).isoweekday() % 7


# -- times -----------------------------------------------------------------------------------------


def tap_minute(phone: Phone, minute: int) -> None:
    """Touches the clock face, away from the numbers, at the angle of a minute."""
    now = screen(phone)
    top, bottom = (now.need(description=f"{m} minutes", class_name="TextView") for m in (0, 30))
    x, middle = top.center[0], (top.center[1] + bottom.center[1]) // 2
    reach, angle = (bottom.center[1] - top.center[1]) * 0.3, minute / 60 * 2 * pi
    phone.perform(Action("click", x=round(x + reach * sin(angle)), y=round(middle - reach * cos(angle))))


@settings(max_examples=25)
@given(st.integers(0, 23), st.integers(0, 59), st.sampled_from([12, 24]), st.sampled_from([0, 1]))
def test_the_clock_face_gives_every_time(hour: int, minute: int, hours: int, rotation: int) -> None:
    phone, ui = asked(hours, rotation)
    ui.pick_time(17, 25, then="got", data="d")
    if hours == 12:
        tap(phone, "AM" if hour < 12 else "PM")
        tap(phone, f"{(hour - 1) % 12 + 1} o'clock", "TextView")
    else:
        tap(phone, f"{hour} o'clock", "TextView")
    if minute % 5:
        tap_minute(phone, minute)
    else:
        tap(phone, f"{minute} minutes", "TextView")
    tap(phone, "OK")
    assert answer(phone) == ((hour, minute), "d")


@settings(max_examples=25)
@given(st.integers(0, 23), st.integers(0, 59), st.sampled_from([12, 24]), st.sampled_from([0, 1]))
def test_typing_gives_every_time(hour: int, minute: int, hours: int, rotation: int) -> None:
    phone, ui = asked(hours, rotation)
    ui.pick_time(17, 25, then="got", data="d")
    tap(phone, "Switch to text input mode for the time input.")
    write(phone, "Hour", str(hour if hours == 24 else (hour - 1) % 12 + 1))
    write(phone, "Minute", f"{minute:02d}")
    phone.perform(Action("navigate_back"))  # the keyboard goes
    if hours == 12:
        tap(phone, "AM" if hour < 12 else "PM")
    tap(phone, "OK")
    assert answer(phone) == ((hour, minute), "d")


@pytest.mark.parametrize("hours", [12, 24])
@pytest.mark.parametrize("time", [(0, 0), (9, 5), (12, 0), (23, 59)])
def test_ok_at_once_gives_the_time_it_opened_with(time: tuple[int, int], hours: int) -> None:
    for typed in (False, True):
        phone, ui = asked(hours)
        ui.pick_time(*time, then="got")
        if typed:
            tap(phone, "Switch to text input mode for the time input.")
        tap(phone, "OK")
        assert answer(phone) == (time, None)


@pytest.mark.parametrize(
    ("hours", "hour", "minute"), [(24, "24", "00"), (12, "0", "30"), (12, "13", "30"), (24, "5", "60"), (24, "", "5")]
)
def test_what_is_no_time_is_refused_until_it_is_one(hours: int, hour: str, minute: str) -> None:
    phone, ui = asked(hours)
    ui.pick_time(9, 30, then="got")
    tap(phone, "Switch to text input mode for the time input.")
    write(phone, "Hour", hour)
    write(phone, "Minute", minute)
    tap(phone, "OK")
    assert is_open(phone)
    assert screen(phone).has("Enter a valid time")
    write(phone, "Hour", "8")
    write(phone, "Minute", "15")
    tap(phone, "OK")
    assert answer(phone) == ((8, 15), None)


def test_typing_replaces_the_hour_and_enter_goes_on_to_the_minute() -> None:
    phone, ui = asked()
    ui.pick_time(9, 30, then="got")
    tap(phone, "Switch to text input mode for the time input.")
    phone.perform(Action("input_text", text="21", press_enter=True))
    phone.perform(Action("input_text", text="07", press_enter=True))
    tap(phone, "OK")
    assert answer(phone) == ((21, 7), None)
