"""The Clipper app, through taps, typed text and the host's broadcasts."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from osgenesis.envs.android.sim.apps.clipper import DATABASE, PACKAGE
from osgenesis.envs.android.sim.intents import Intent
from osgenesis.envs.android.sim.phone import Phone
from osgenesis.envs.core.actions import Action
from osgenesis.envs.core.elements import Element
from osgenesis.envs.core.oracle import Screen


class Hand:
    """A person with Clipper open."""

    def __init__(self) -> None:
        self.phone = Phone()
        self.open()

    def open(self) -> None:
        self.phone.perform(Action("open_app", app="Clipper"))

    @property
    def screen(self) -> Screen:
        return Screen(self.phone.elements(), self.phone.screen_size)

    def has(self, label: str) -> bool:
        return self.screen.has(label)

    def tap(self, label: str, **what: Any) -> None:
        def fits(element: Element) -> bool:
            return label in (element.text, element.description)

        self.phone.perform(self.screen.tap(self.screen.need(where=fits, **what)))

    def hold(self, text: str) -> None:
        rows = self.screen.find_all(text, where=lambda e: not e.resource_id.endswith("id/clipboard"))
        self.phone.perform(self.screen.long_press(rows[-1]))

    def type(self, text: str, hint: str | None = None) -> None:
        index = None if hint is None else self.screen.index(self.screen.need(hint=hint))
        self.phone.perform(Action("input_text", index=index, text=text, clear_text=True))

    def back(self) -> None:
        self.phone.perform(Action("navigate_back"))

    def keep(self, *texts: str) -> None:
        for text in texts:
            self.phone.clipboard = text
            self.tap("Keep")

    def clips(self) -> list[str]:
        return [text for (text,) in self.phone.databases.open(DATABASE).query("SELECT text FROM clips ORDER BY _id")]

    def listed(self) -> list[str]:
        known = set(self.clips())
        shown = self.screen.find_all(where=lambda e: e.text in known and not e.resource_id.endswith("id/clipboard"))
        return [e.text for e in sorted(shown, key=lambda e: e.top)]


@pytest.fixture
def hand() -> Hand:
    return Hand()


# -- the host's broadcasts -------------------------------------------------------------------------


def test_in_front_the_clipboard_is_set_and_read(hand: Hand) -> None:
    answer = hand.phone.shell("am broadcast -a clipper.set -e text 'milk and eggs'").stdout
    assert answer.startswith("Broadcasting: Intent {")
    assert "Broadcast completed: result=-1" in answer
    assert hand.phone.clipboard == "milk and eggs"
    assert hand.has("milk and eggs")
    answer = hand.phone.shell("am broadcast -a clipper.get").stdout
    assert 'Broadcast completed: result=-1, data="milk and eggs"' in answer


@pytest.mark.parametrize("command", ["clipper.get", "clipper.set -e text other"])
def test_behind_another_app_nothing_is_told_or_set(hand: Hand, command: str) -> None:
    hand.phone.clipboard = "secret"
    hand.phone.go_home()
    answer = hand.phone.shell(f"am broadcast -a {command}").stdout
    assert "Broadcast completed: result=0" in answer
    assert "secret" not in answer
    assert hand.phone.clipboard == "secret"


def test_a_set_without_text_changes_nothing(hand: Hand) -> None:
    hand.phone.clipboard = "kept"
    hand.phone.shell("am broadcast -a clipper.set")
    assert hand.phone.clipboard == "kept"


@settings(deadline=None, max_examples=25)
@given(st.text(max_size=40))
def test_any_text_goes_in_and_out(text: str) -> None:
    phone = _PHONE
    set_answer = phone.broadcast(Intent("clipper.set", extras=(("text", text),)))
    get_answer = phone.broadcast(Intent("clipper.get"))
    assert (set_answer.code, get_answer.code, get_answer.data) == (-1, -1, text)


_PHONE = Phone()
_PHONE.perform(Action("open_app", app="Clipper"))


# -- the clipboard ---------------------------------------------------------------------------------


def test_typed_text_is_copied(hand: Hand) -> None:
    hand.type("a new text", "Text to copy")
    hand.tap("Copy")
    assert hand.phone.clipboard == "a new text"


def test_without_text_nothing_is_copied(hand: Hand) -> None:
    hand.phone.clipboard = "old"
    hand.tap("Copy")
    assert hand.phone.clipboard == "old"
    assert hand.phone.shown_toast() == "Type some text first"


def test_clear_text_empties_the_field_and_clear_clipboard_the_clipboard(hand: Hand) -> None:
    hand.type("a new text", "Text to copy")
    hand.tap("Copy")
    hand.tap("Clear text")
    assert hand.screen.need(hint="Text to copy").text == "Text to copy"  # an empty field reports its hint
    assert hand.phone.clipboard == "a new text"
    hand.tap("More options")
    hand.tap("Clear clipboard")
    assert hand.phone.clipboard == ""
    assert hand.has("The clipboard is empty")


def test_an_empty_clipboard_cannot_be_kept(hand: Hand) -> None:
    hand.tap("Keep")
    assert hand.clips() == []
    assert hand.has("No clips kept yet")


# -- kept clips ------------------------------------------------------------------------------------


def test_clips_are_kept_once_and_survive_a_forced_stop(hand: Hand) -> None:
    hand.keep("one", "two", "one")
    assert hand.clips() == ["one", "two"]
    hand.phone.activities.force_stop(PACKAGE)
    hand.open()
    assert hand.listed() == ["two", "one"]


def test_a_tap_on_a_clip_copies_it(hand: Hand) -> None:
    hand.keep("one", "two")
    hand.tap("one")
    assert hand.phone.clipboard == "one"


def test_a_pinned_clip_comes_first(hand: Hand) -> None:
    hand.keep("one", "two")
    pins = hand.screen.find_all(description="Pin clip")
    hand.phone.perform(hand.screen.tap(pins[-1]))
    assert hand.listed() == ["one", "two"]
    hand.tap("Unpin clip")
    assert hand.listed() == ["two", "one"]


def test_a_clip_can_be_edited_but_not_emptied(hand: Hand) -> None:
    hand.keep("one")
    hand.hold("one")
    hand.tap("Edit")
    hand.type("uno")
    hand.tap("Save")
    assert hand.clips() == ["uno"]
    hand.hold("uno")
    hand.tap("Edit")
    hand.type("  ")
    hand.tap("Save")
    assert hand.clips() == ["uno"]


def test_a_deleted_clip_can_be_brought_back(hand: Hand) -> None:
    hand.keep("one", "two")
    hand.hold("one")
    hand.tap("Delete")
    assert hand.clips() == ["two"]
    hand.tap("Undo")
    assert hand.clips() == ["one", "two"]


def test_delete_all_asks_and_spares_what_is_pinned(hand: Hand) -> None:
    hand.keep("one", "two")
    hand.tap("Pin clip")
    hand.tap("More options")
    hand.tap("Delete all clips")
    hand.tap("Cancel")
    assert len(hand.clips()) == 2
    hand.tap("More options")
    hand.tap("Delete all clips")
    hand.tap("Delete")
    assert hand.clips() == ["two"]


@pytest.mark.parametrize(("query", "found"), [("MILK", ["buy milk"]), ("100%", ["100% sure"]), ("_", []), ("zz", [])])
def test_search_takes_every_character_as_it_is(hand: Hand, query: str, found: list[str]) -> None:
    hand.keep("buy milk", "100% sure")
    hand.tap("Search")
    hand.type(query)
    assert hand.listed() == found
    assert hand.has("No clips found") is not bool(found)


def test_back_ends_the_search_and_forgets_it(hand: Hand) -> None:
    hand.keep("buy milk", "100% sure")
    hand.tap("Search")
    hand.type("milk")
    hand.back()  # hides the keyboard
    hand.back()
    assert hand.phone.context()["app"] == PACKAGE
    assert len(hand.listed()) == 2
    hand.tap("Search")
    assert len(hand.listed()) == 2


def test_settings_change_order_and_trimming(hand: Hand) -> None:
    hand.keep("one", "two")
    hand.tap("More options")
    hand.tap("Settings")
    hand.tap("Newest clips first")
    hand.tap("Trim spaces")
    hand.back()
    assert hand.listed() == ["one", "two"]
    hand.type("  wide  ", "Text to copy")
    hand.tap("Copy")
    assert hand.phone.clipboard == "wide"


def test_text_shared_by_another_app_fills_the_field(hand: Hand) -> None:
    hand.phone.go_home()
    hand.phone.shell(
        f"am start -a android.intent.action.SEND -t text/plain -p {PACKAGE} -e android.intent.extra.TEXT 'from afar'"
    )
    assert hand.screen.need(hint="Text to copy").text == "from afar"


def test_share_offers_the_clipboard(hand: Hand) -> None:
    hand.phone.clipboard = "to share"
    hand.tap("Share")
    hand.tap("Clipper")
    assert hand.screen.need(hint="Text to copy").text == "to share"


def test_snapshot_in_mid_edit(hand: Hand) -> None:
    hand.keep("one")
    hand.hold("one")
    hand.tap("Edit")
    hand.type("uno")
    twin = hand.phone.fork()
    before = twin.state_hash()
    hand.tap("Save")
    assert hand.clips() == ["uno"]
    assert twin.state_hash() == before
    assert twin.databases.open(DATABASE).scalar("SELECT text FROM clips") == "one"


@pytest.mark.parametrize("night", ["1", "2"])
def test_clips_stay_in_reach_in_landscape(hand: Hand, night: str) -> None:
    hand.keep("one")
    hand.phone.set_setting("system", "accelerometer_rotation", "0")
    hand.phone.set_setting("system", "user_rotation", "1")
    hand.phone.set_setting("secure", "ui_night_mode", night)
    assert hand.phone.screenshot().shape == (1080, 2400, 3)
    assert hand.listed() == ["one"]
