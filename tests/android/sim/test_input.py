"""Fingers and keys: what a touch becomes, what BACK and ENTER do, the soft keyboard, scrolling, a turned screen."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from osgenesis.envs.android.sim.app import App, dialog, page
from osgenesis.envs.android.sim.apps import load_apps
from osgenesis.envs.android.sim.input import DOUBLE_TAP_MS, KEY_NAMES, LONG_PRESS_MS, SLOP_PX
from osgenesis.envs.android.sim.intents import ACTION_VIEW, Intent
from osgenesis.envs.android.sim.page import Page
from osgenesis.envs.android.sim.phone import Phone
from osgenesis.envs.android.sim.ui.dialogs import dialog_box
from osgenesis.envs.android.sim.ui.nodes import Handler, Node
from osgenesis.envs.android.sim.ui.text import line_height
from osgenesis.envs.android.sim.ui.theme import BODY, FILL, STATUS_BAR_PX
from osgenesis.envs.android.sim.ui.widgets import lazy_list, list_item, scroll, slider, text_field
from osgenesis.envs.core.actions import Action
from osgenesis.envs.core.elements import Element
from osgenesis.envs.core.errors import ActionError
from osgenesis.envs.core.oracle import Screen

VIEW = "android.view.View"
ROWS = 50
APPS = sorted(app.label for app in load_apps().values() if app.launcher and app.package != Phone.home_package)


class Bench(App):
    """Something for every gesture; what arrives is written down."""

    package, label = "org.example.bench", "Bench"
    launcher = "org.example.bench.Main"
    activities = {launcher: "gestures", "org.example.bench.Typing": "typing", "org.example.bench.Rows": "rows"}

    def __init__(self) -> None:
        self.seen: list[str] = []

    def saw(self, what: str) -> Handler:
        return lambda: self.seen.append(what)

    @page
    def gestures(self, ui: Page) -> Node:
        def view(desc: str, **more: object) -> Node:
            return Node(kind="box", width=FILL, height=250, cls=VIEW, desc=desc, **more)

        return Node(
            kind="column", width=FILL, height=FILL, pad=(0, STATUS_BAR_PX, 0, ui.inset_bottom),
            children=[
                view("pad", on_tap=self.saw("tap"), on_long=self.saw("long"), on_double=self.saw("double")),
                view("button", on_tap=self.saw("button")),
                view("strip", on_tap=self.saw("strip"), on_swipe=lambda way: self.seen.append(way)),
                view("tower", on_swipe=lambda way: self.seen.append(way), swipe_axis="y"),
                view("dead", on_tap=self.saw("never"), on_long=self.saw("never"), disabled=True),
                slider(ui, 0.5, lambda at: self.seen.append(f"{at:.1f}"), desc="slider"),
            ],
        )  # fmt: skip

    @page
    def typing(self, ui: Page) -> Node:
        return Node(
            kind="column", width=FILL, height=FILL, pad=(0, STATUS_BAR_PX, 0, ui.inset_bottom),
            children=[
                scroll(
                    ui, "form",
                    text_field(ui, "first", "First", on_change=self.seen.append),
                    text_field(ui, "second", "Second"),
                    text_field(ui, "search", "Search", ime="search", on_submit=self.saw("submit")),
                    text_field(ui, "done", "Done field", ime="done"),
                    text_field(ui, "notes", "Notes", multiline=True),
                    text_field(ui, "phone", "Phone", input_kind="phone"),
                    text_field(ui, "number", "Number", input_kind="number"),
                )
            ],
        )  # fmt: skip

    @page
    def rows(self, ui: Page) -> Node:
        def row(i: int) -> Node:
            return list_item(ui, f"Row {i}", on_tap=self.saw(f"row {i}"))

        return Node(
            kind="column", width=FILL, height=FILL, pad=(0, STATUS_BAR_PX, 0, ui.inset_bottom),
            children=[lazy_list(ui, "rows", ROWS, row, 72, pad=())],
        )  # fmt: skip

    @page
    def deeper(self, ui: Page) -> Node:
        return Node(
            kind="column", width=FILL, height=FILL, pad=(0, STATUS_BAR_PX, 0, 0), cls=VIEW,
            children=[text_field(ui, "field", "Field", autofocus=True)],
        )  # fmt: skip

    @dialog
    def box(self, ui: Page) -> Node:
        return dialog_box(ui, "Box", text_field(ui, "field", "Field", autofocus=True))


def bench(activity: str = "Main") -> tuple[Phone, Bench]:
    phone, app = Phone(), Bench()
    phone.apps = {**phone.apps, app.package: app}
    assert phone.activities.start(Intent(ACTION_VIEW, f"{app.package}/.{activity}")).ok
    return phone, app


def screen(phone: Phone) -> Screen:
    return Screen(phone.elements(), phone.screen_size)


def spot(phone: Phone, label: str) -> tuple[int, int]:
    return screen(phone).need(where=lambda e: label in (e.text, e.description, e.hint)).center


def tap(phone: Phone, label: str) -> None:
    x, y = spot(phone, label)
    phone.perform(Action("click", x=x, y=y))


def key(phone: Phone, name: str) -> None:
    phone.perform(Action("key", key="KEYCODE_" + name))


def held(phone: Phone, field: str) -> str:
    """What a field of the page on top holds."""
    text: str = phone.stack.top.pages[-1].state.get("text:" + field, "")
    return text


def keys(phone: Phone) -> list[Element]:
    return [e for e in phone.elements() if e.window == "input_method"]


# -- touches ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("target", "gesture", "seen"),
    [
        ("pad", "click", ["tap"]),
        ("pad", "long_press", ["long"]),
        ("pad", "double_tap", ["tap", "double"]),
        ("button", "click", ["button"]),
        ("button", "long_press", ["button"]),
        ("button", "double_tap", ["button", "button"]),
        ("dead", "click", []),
        ("dead", "long_press", []),
        ("slider", "click", ["0.5"]),
    ],
)
def test_what_a_touch_becomes(target: str, gesture: str, seen: list[str]) -> None:
    phone, app = bench()
    x, y = spot(phone, target)
    phone.perform(Action(gesture, x=x, y=y))
    assert app.seen == seen


@pytest.mark.parametrize(("pause", "away", "seen"), [(0, 0, "double"), (DOUBLE_TAP_MS + 1, 0, "tap"), (0, 200, "tap")])
def test_two_taps_are_a_double_tap_when_they_are_close_in_time_and_place(pause: int, away: int, seen: str) -> None:
    phone, app = bench()
    x, y = spot(phone, "pad")
    phone.input.tap(x, y)
    phone.clock.advance(pause)
    phone.input.tap(x + away, y)
    assert app.seen == ["tap", seen]


@pytest.mark.parametrize(
    ("moved", "ms", "seen"),
    [
        (0, 100, "tap"), (SLOP_PX - 1, 100, "tap"), (0, LONG_PRESS_MS - 1, "tap"), (0, LONG_PRESS_MS, "long"),
        (SLOP_PX - 1, 1000, "long"),
    ],
)  # fmt: skip
def test_a_finger_that_hardly_moves_taps_or_presses(moved: int, ms: int, seen: str) -> None:
    phone, app = bench()
    x, y = spot(phone, "pad")
    phone.input.swipe(x, y, x + moved, y, ms)
    assert app.seen == [seen]


@pytest.mark.parametrize(
    ("target", "dx", "dy", "seen"),
    [
        ("strip", SLOP_PX, 0, ["right"]), ("strip", -300, 40, ["left"]), ("strip", 40, 300, []),
        ("tower", 0, SLOP_PX, ["down"]), ("tower", 40, -300, ["up"]), ("tower", 300, 40, []),
        ("pad", 300, 0, []), ("slider", 10_000, 0, ["1.0"]), ("slider", -10_000, 0, ["0.0"]),
    ],
)  # fmt: skip
def test_a_swipe_goes_to_what_wants_its_direction(target: str, dx: int, dy: int, seen: list[str]) -> None:
    phone, app = bench()
    x, y = spot(phone, target)
    phone.input.swipe(x, y, x + dx, y + dy)
    assert app.seen == seen


@pytest.mark.parametrize(
    ("path", "waits", "seen"),
    [([(0, 0)], 0, "tap"), ([(0, 0)], LONG_PRESS_MS, "long"), ([(0, 0), (3, 3), (0, 2)], 0, "tap")],
)
def test_raw_finger_events_are_taps_and_presses(path: list[tuple[int, int]], waits: int, seen: str) -> None:
    phone, app = bench()
    x, y = spot(phone, "pad")
    for dx, dy in path:
        phone.perform(Action("touch", x=x + dx, y=y + dy, down=True))
    phone.clock.advance(waits)
    if waits:
        phone.perform(Action("touch", x=x, y=y, down=True))
    assert app.seen == []
    phone.perform(Action("touch", x=x, y=y, down=False))
    assert app.seen == [seen]


def test_raw_finger_events_that_move_are_a_swipe_and_an_up_alone_is_nothing() -> None:
    phone, app = bench()
    x, y = spot(phone, "strip")
    phone.perform(Action("touch", x=x, y=y, down=False))
    for step in range(5):
        phone.perform(Action("touch", x=x - 80 * step, y=y, down=True))
    phone.perform(Action("touch", x=x - 320, y=y, down=False))
    assert app.seen == ["left"]


# -- back ------------------------------------------------------------------------------------------


def test_back_goes_from_shade_to_keyboard_to_dialog_to_page_to_activity_to_home() -> None:
    phone, app = bench()
    phone.activities.start(Intent(ACTION_VIEW, f"{app.package}/.Rows"))
    top = phone.stack.top
    phone.activities.open_page(top.uid, "deeper", {})
    phone.activities.open_page(phone.stack.top.uid, "box", {})
    assert keys(phone)
    phone.perform(Action("swipe", direction="down"))
    assert phone.system.shade

    def shown() -> tuple[str, bool, str, str]:
        activity = phone.stack.top
        return phone.system.shade, bool(keys(phone)), activity.pages[-1].name, activity.package

    states = []
    for _ in range(7):
        states.append(shown())
        phone.perform(Action("navigate_back"))
    assert states == [
        ("notifications", False, "box", app.package),
        ("", True, "box", app.package),
        ("", False, "box", app.package),
        ("", True, "deeper", app.package),
        ("", False, "deeper", app.package),
        ("", False, "rows", app.package),
        ("", False, "gestures", app.package),
    ]
    assert phone.stack.top.package == phone.home_package
    phone.perform(Action("navigate_back"))
    assert phone.stack.top.package == phone.home_package


# -- keyboard and enter ------------------------------------------------------------------------------


def test_enter_does_what_the_field_says() -> None:
    phone, app = bench("Typing")
    tap(phone, "First")
    phone.perform(Action("input_text", text="a", press_enter=True))
    phone.perform(Action("input_text", text="b"))
    assert (held(phone, "first"), held(phone, "second")) == ("a", "b"), "next"
    tap(phone, "Search")
    phone.perform(Action("input_text", text="q", press_enter=True))
    assert app.seen[-1] == "submit"
    tap(phone, "Done field")
    assert keys(phone)
    phone.perform(Action("keyboard_enter"))
    assert not keys(phone), "done puts the keyboard away"
    tap(phone, "Notes")
    phone.perform(Action("input_text", text="1", press_enter=True))
    phone.perform(Action("input_text", text="2"))
    assert held(phone, "notes") == "1\n2"


def test_the_keyboard_types_in_all_its_layers() -> None:
    phone, _ = bench("Typing")
    tap(phone, "First")
    for label in ("Shift", "A", "b", "Symbol keyboard", "7", "More symbols", "€", "Letter keyboard", "Space", ".", ","):
        tap(phone, label)
    assert held(phone, "first") == "Ab7€ .,"
    tap(phone, "Delete")
    assert held(phone, "first") == "Ab7€ ."
    tap(phone, "Next")
    tap(phone, "x")
    assert held(phone, "second") == "x"


@pytest.mark.parametrize("layer", ["lower", "upper", "symbols", "more"])
def test_every_key_with_a_character_types_it(layer: str) -> None:
    phone, _ = bench("Typing")
    tap(phone, "First")
    phone.set_keyboard_layer(layer)
    characters = [e.description for e in keys(phone) if len(e.description) == 1]
    assert len(characters) >= 26
    for character in characters:
        phone.set_keyboard_layer(layer)
        tap_key = next(e for e in keys(phone) if e.description == character)
        phone.input.tap(*tap_key.center)
    assert held(phone, "first") == "".join(characters)


@pytest.mark.parametrize(("field", "typed"), [("Phone", "123-456+789*0#"), ("Number", "123-456,7890.")])
def test_number_pads_type_what_is_on_them(field: str, typed: str) -> None:
    phone, _ = bench("Typing")
    tap(phone, field)
    for character in typed:
        phone.input.tap(*next(e for e in keys(phone) if e.description == character).center)
    assert held(phone, field.lower()) == typed


def test_the_focused_field_stays_above_the_keyboard() -> None:
    phone, _ = bench("Typing")
    for field in ("Number", "Phone", "Notes"):
        tap(phone, field)
        board = min(e.top for e in keys(phone))
        focused = next(e for e in phone.elements() if e.focused)
        assert focused.hint == field
        assert focused.bottom <= board


def test_key_events_edit_and_unknown_ones_are_refused() -> None:
    phone, _ = bench("Typing")
    tap(phone, "First")
    for name in ("H", "I", "SPACE", "5", "PERIOD", "DEL", "MOVE_HOME", "FORWARD_DEL", "DPAD_RIGHT", "X"):
        key(phone, name)
    assert held(phone, "first") == "ix 5"
    key(phone, "TAB")
    key(phone, "Y")
    assert held(phone, "second") == "y"
    with pytest.raises(ActionError):
        key(phone, "NO_SUCH_KEY")


@pytest.mark.parametrize("number", KEY_NAMES)
def test_every_named_key_is_known_by_number_and_by_name(number: int) -> None:
    one, other = Phone(), Phone()
    assert one.input.key(number)
    assert other.input.key("KEYCODE_" + KEY_NAMES[number])
    assert one.state_hash() == other.state_hash()
    assert one.elements() == other.elements()


# -- the floating toolbar ----------------------------------------------------------------------------


def test_the_toolbar_selects_copies_and_pastes() -> None:
    phone, _ = bench("Typing")
    tap(phone, "First")
    phone.perform(Action("input_text", text="one two"))
    x, y = spot(phone, "one two")
    left = screen(phone).need(text="one two").left
    phone.perform(Action("long_press", x=left + 60, y=y))
    assert {e.text for e in phone.elements()} >= {"Cut", "Copy", "Select all"}
    tap(phone, "Copy")
    assert phone.clipboard == "one"
    assert not screen(phone).has("Copy")
    phone.perform(Action("long_press", x=left + 60, y=y))
    tap(phone, "Select all")
    assert not screen(phone).has("Select all")
    tap(phone, "Cut")
    assert (phone.clipboard, held(phone, "first")) == ("one two", "")
    x, y = spot(phone, "Second")
    phone.perform(Action("long_press", x=x, y=y))
    tap(phone, "Paste")
    assert held(phone, "second") == "one two"


# -- scrolling -------------------------------------------------------------------------------------


def test_scrolling_reaches_both_ends_and_not_further() -> None:
    phone, app = bench("Rows")
    for direction, label in (("down", f"Row {ROWS - 1}"), ("up", "Row 0")):
        for _ in range(20):
            phone.perform(Action("scroll", direction=direction))
        tap(phone, label)
        assert app.seen[-1] == label.lower()
        before = phone.elements()
        phone.perform(Action("scroll", direction=direction))
        assert phone.elements() == before


@settings(max_examples=25)
@given(st.lists(st.tuples(st.integers(150, 2200), st.integers(150, 2200), st.integers(50, 1500)), max_size=12))
def test_no_swipe_scrolls_beyond_the_content(swipes: list[tuple[int, int, int]]) -> None:
    phone, _ = bench("Rows")
    phone.elements()
    node = next(n for w in phone.screen().windows for n in w.nodes if n.key == "rows")
    for y1, y2, ms in swipes:
        phone.input.swipe(500, y1, 500, y2, ms)
        offset = phone.stack.top.pages[-1].state.get("scroll:rows", 0)
        assert 0 <= offset <= node.content - node.h


def test_a_quick_swipe_goes_further_than_a_drag() -> None:
    offsets = []
    for ms in (200, 1000):
        phone, _ = bench("Rows")
        phone.input.swipe(500, 1800, 500, 1000, ms)
        offsets.append(phone.stack.top.pages[-1].state["scroll:rows"])
    assert offsets[1] == 800
    assert offsets[0] > 800


# -- a turned screen ---------------------------------------------------------------------------------


@pytest.mark.parametrize("app", ["Home", *APPS])
def test_a_phone_turned_by_its_settings_shows_every_app(app: str) -> None:
    phone = Phone()
    if app != "Home":
        phone.perform(Action("open_app", app=app))
    phone.settings.put("system", "accelerometer_rotation", "0")
    for turn in (1, 3, 2, 0):
        phone.settings.put("system", "user_rotation", str(turn))
        width, height = (2400, 1080) if turn % 2 else (1080, 2400)
        assert phone.screen_size == (width, height)
        shown = phone.elements()
        assert shown
        assert all(0 <= e.left < e.right <= width and 0 <= e.top < e.bottom <= height for e in shown)
        assert ElementTree.fromstring(phone.hierarchy_xml()).attrib["rotation"] == str(turn)
        clickable = [e for e in shown if e.clickable and e.window == "application"]
        branch = phone.fork()
        for element in clickable[:2]:
            branch.input.tap(*element.center)
            branch.settle()
            assert branch.elements()
    phone.settings.put("system", "user_rotation", "1")
    assert phone.screenshot().shape == (1080, 2400, 3)


def test_typing_on_a_turned_screen_shows_what_is_typed_instead_of_the_bottom_bar() -> None:
    phone = Phone()
    phone.settings.put("system", "accelerometer_rotation", "0")
    phone.settings.put("system", "user_rotation", "1")
    phone.perform(Action("open_app", app="Markor"))
    tap(phone, "To-Do")
    field = screen(phone).need(where=lambda e: e.editable)
    phone.perform(screen(phone).type("milk", field, clear=True))
    focused = screen(phone).need(where=lambda e: e.focused)
    assert focused.text == "milk"
    assert focused.bottom <= min(e.top for e in keys(phone))
    assert focused.bottom - focused.top >= line_height(BODY)
    assert not screen(phone).has("QuickNote")
    phone.perform(Action("navigate_back"))
    assert screen(phone).has("QuickNote"), "it comes back when the keyboard goes"


def test_a_file_that_cannot_be_made_is_told_and_breaks_nothing() -> None:
    phone = Phone()
    phone.perform(Action("open_app", app="Files"))
    before = phone.state().files

    def impossible(x: int, y: int) -> None:
        phone.files.write("/sdcard/Download/" + "a" * 300, "")

    phone.input.tap = impossible  # type: ignore[method-assign]
    phone.perform(Action("click", x=5, y=5))
    assert phone.shown_toast() == "Could not do this: file name too long"
    assert phone.state().files == before
