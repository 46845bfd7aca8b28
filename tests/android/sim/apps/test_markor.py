"""Markor, through taps and typed text."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from osgenesis.envs.android.sim.apps.markor import formatting
from osgenesis.envs.android.sim.apps.markor.notes import QUICK, ROOT, TODO
from osgenesis.envs.android.sim.apps.markor.preview import plain
from osgenesis.envs.android.sim.phone import Phone
from osgenesis.envs.core.actions import Action
from osgenesis.envs.core.elements import Element
from osgenesis.envs.core.oracle import Screen

EDITOR = "document__fragment__edit__highlighting_editor"


class Hand:
    """A person with Markor open on two notes and a folder."""

    def __init__(self) -> None:
        self.phone = Phone()
        self.phone.files.rmtree(ROOT)
        self.write("first.md", "# One\n\nbody\n")
        self.write("second.txt", "plain words")
        self.phone.files.mkdir(f"{ROOT}/box")
        self.open()

    def open(self) -> None:
        self.phone.perform(Action("open_app", app="Markor"))

    def write(self, name: str, content: str) -> None:
        self.phone.files.write(f"{ROOT}/{name}", content, parents=True)

    def read(self, name: str) -> str:
        return self.phone.files.read_text(f"{ROOT}/{name}")

    def names(self, folder: str = "") -> list[str]:
        return self.phone.files.listdir(f"{ROOT}/{folder}")

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
        self.phone.perform(self.screen.long_press(self.screen.need(text=text)))

    def type(self, text: str, *, clear: bool = False, into: str = "", hint: str = "") -> None:
        field = self.screen.need(resource_id=into) if into else self.screen.need(hint=hint) if hint else None
        self.phone.perform(self.screen.type(text, field, clear=clear))

    def key(self, name: str) -> None:
        self.phone.perform(Action("key", key=f"KEYCODE_{name}"))

    def back(self) -> None:
        self.phone.perform(Action("navigate_back"))

    def editor_text(self) -> str:
        return self.screen.need(resource_id=EDITOR).text


@pytest.fixture
def hand() -> Hand:
    return Hand()


def test_a_new_note_holds_exactly_what_was_typed(hand: Hand) -> None:
    hand.tap("Create a new file or folder")
    hand.type("trip", hint="my_note")
    hand.tap("OK")
    hand.type("Pack:\n\n- tent")
    hand.back()
    hand.back()
    assert hand.read("trip.md") == "Pack:\n\n- tent"
    assert hand.has("trip.md")


def test_the_type_gives_the_extension(hand: Hand) -> None:
    hand.tap("Create a new file or folder")
    hand.type("list", hint="my_note")
    hand.tap("Markdown")
    hand.tap("Plain Text")
    hand.tap("OK")
    assert "list.txt" in hand.names()


def test_a_typed_extension_is_not_doubled(hand: Hand) -> None:
    hand.tap("Create a new file or folder")
    hand.type("list.md", hint="my_note")
    hand.tap("OK")
    assert "list.md" in hand.names()


def test_a_taken_or_missing_name_is_refused(hand: Hand) -> None:
    hand.tap("Create a new file or folder")
    hand.tap("OK")
    hand.type("first", hint="my_note")
    hand.tap("OK")
    assert hand.names() == ["box", "first.md", "second.txt"]
    assert hand.has("FOLDER")


def test_new_folder(hand: Hand) -> None:
    hand.tap("Create a new file or folder")
    hand.type("Plans", hint="my_note")
    hand.tap("FOLDER")
    assert hand.phone.files.is_dir(f"{ROOT}/Plans")


@pytest.mark.parametrize("leave", ["save", "back", "home", "recents"])
def test_every_way_of_leaving_saves(hand: Hand, leave: str) -> None:
    hand.tap("second.txt")
    hand.type("new text", clear=True, into=EDITOR)
    assert hand.read("second.txt") == "plain words"
    if leave == "save":
        hand.tap("Save")
    elif leave == "back":
        hand.back()
        hand.back()
    else:
        hand.key("HOME" if leave == "home" else "APP_SWITCH")
    assert hand.read("second.txt") == "new text"


def test_force_stop_loses_what_was_not_saved(hand: Hand) -> None:
    hand.tap("second.txt")
    hand.type("new text", clear=True, into=EDITOR)
    hand.phone.activities.force_stop("net.gsantner.markor")
    hand.open()
    assert hand.read("second.txt") == "plain words"


def test_reading_changes_neither_times_nor_text(hand: Hand) -> None:
    before = hand.phone.files.stat(f"{ROOT}/first.md")
    hand.tap("first.md")
    hand.tap("View mode")
    hand.back()
    assert hand.phone.files.stat(f"{ROOT}/first.md") == before


def test_undo_and_redo(hand: Hand) -> None:
    hand.tap("second.txt")
    hand.type("changed", clear=True, into=EDITOR)
    hand.tap("Undo")
    hand.tap("Undo")
    assert hand.editor_text() == "plain words"
    hand.tap("Redo")
    hand.tap("Redo")
    assert hand.editor_text() == "changed"


def test_view_mode_renders_markdown(hand: Hand) -> None:
    hand.tap("first.md")
    hand.tap("View mode")
    assert hand.has("One")
    assert not hand.has("# One")


def test_the_format_bar_edits_at_the_cursor(hand: Hand) -> None:
    hand.tap("first.md")
    hand.type("word", clear=True, into=EDITOR)
    hand.tap("Heading 2")
    assert hand.editor_text() == "## word"
    hand.tap("Bold")
    assert hand.editor_text() == "## word****"
    hand.type("x")
    assert hand.editor_text() == "## word**x**"


def test_paste_by_long_press(hand: Hand) -> None:
    hand.phone.clipboard = "from elsewhere"
    hand.tap("Create a new file or folder")
    hand.type("clip", hint="my_note")
    hand.tap("OK")
    hand.phone.perform(hand.screen.long_press(hand.screen.need(resource_id=EDITOR)))
    hand.tap("Paste")
    hand.tap("Save")
    assert hand.read("clip.md") == "from elsewhere"


def test_find_counts_and_selects(hand: Hand) -> None:
    hand.write("long.md", "tea coffee tea milk Tea")
    hand.tap("long.md")
    hand.tap("More options")
    hand.tap("Search")
    hand.type("tea")
    assert hand.has("1/3")
    hand.tap("Next match")
    assert hand.has("2/3")


def test_rename_delete_and_move(hand: Hand) -> None:
    hand.hold("first.md")
    hand.tap("Rename")
    hand.type("uno.md", clear=True, hint="Name")
    hand.tap("OK")
    assert hand.names() == ["box", "second.txt", "uno.md"]
    hand.hold("second.txt")
    hand.tap("More options")
    hand.tap("Move")
    hand.tap("box")
    hand.tap("Select")
    assert hand.names("box") == ["second.txt"]
    hand.hold("uno.md")
    hand.tap("Delete")
    hand.tap("Cancel")
    assert "uno.md" in hand.names()
    hand.tap("Delete")
    hand.tap("OK")
    assert hand.names() == ["box"]


def test_a_folder_cannot_be_moved_into_itself(hand: Hand) -> None:
    hand.hold("box")
    hand.tap("More options")
    hand.tap("Move")
    hand.tap("box")
    hand.tap("Select")
    assert hand.names() == ["box", "first.md", "second.txt"]


def test_sorting_by_date_shows_the_newest_first(hand: Hand) -> None:
    hand.phone.files.touch(f"{ROOT}/second.txt", mtime_ns=0)
    hand.tap("Sort by")
    hand.tap("Date")
    first, second = hand.screen.need(text="first.md"), hand.screen.need(text="second.txt")
    assert first.top < second.top


def test_quick_note_and_todo_are_files(hand: Hand) -> None:
    hand.tap("QuickNote")
    assert not hand.phone.files.exists(QUICK)
    hand.type("remember")
    hand.tap("Save")
    assert hand.phone.files.read_text(QUICK) == "remember"
    hand.back()
    hand.tap("To-Do")
    hand.type("Call home")
    hand.tap("Priority")
    hand.tap("A")
    hand.tap("Save")
    assert hand.phone.files.read_text(TODO) == "(A) Call home"
    hand.tap("Toggle done")
    hand.tap("Archive completed tasks")
    assert hand.phone.files.read_text(TODO) == ""
    assert hand.read("todo.archive.txt") == "x (A) Call home\n"


def test_search_finds_names_and_contents(hand: Hand) -> None:
    hand.write("box/deep.md", "a needle in hay")
    hand.tap("Search")
    hand.type("needle")
    assert hand.has("deep.md")
    assert hand.has("a needle in hay")
    hand.tap("deep.md")
    assert hand.editor_text() == "a needle in hay"


def test_settings_change_the_app(hand: Hand) -> None:
    hand.tap("More")
    hand.tap("Settings")
    hand.tap("App theme")
    hand.tap("Dark")
    hand.tap("Save while typing")
    hand.phone.activities.force_stop("net.gsantner.markor")
    hand.open()
    assert hand.phone.screenshot()[1200, 5].max() < 100
    hand.tap("second.txt")
    hand.type("!", into=EDITOR)
    assert hand.read("second.txt") != "plain words"


def test_files_that_are_no_text_or_too_long_are_not_harmed(hand: Hand) -> None:
    hand.phone.files.write(f"{ROOT}/raw.txt", b"\xff\xfe\x00")
    hand.write("huge.txt", "x" * 30_000)
    for name in ("raw.txt", "huge.txt"):
        before = hand.phone.files.read(f"{ROOT}/{name}")
        hand.tap(name)
        assert hand.screen.find(resource_id=EDITOR) is None
        hand.back()
        assert hand.phone.files.read(f"{ROOT}/{name}") == before


def test_text_shared_into_markor_becomes_a_note(hand: Hand) -> None:
    hand.tap("second.txt")
    hand.tap("More options")
    hand.tap("Share")
    hand.tap("Markor")
    hand.tap("QuickNote")
    assert hand.phone.files.read_text(QUICK) == "plain words\n"


def test_snapshot_in_mid_edit(hand: Hand) -> None:
    hand.tap("second.txt")
    hand.type("half", clear=True, into=EDITOR)
    snapshot, before = hand.phone.snapshot(), hand.phone.state_hash()
    hand.tap("Save")
    hand.phone.restore(snapshot)
    assert hand.phone.state_hash() == before
    assert hand.editor_text() == "half"
    assert hand.read("second.txt") == "plain words"


def test_a_missing_notebook_is_made_again(hand: Hand) -> None:
    hand.phone.files.rmtree(ROOT)
    assert hand.phone.elements()
    hand.phone.activities.force_stop("net.gsantner.markor")
    hand.open()
    assert hand.names() == []


TEXTS = st.text(st.sampled_from("ab 1.-#>[]x\n"), max_size=40)


@given(
    text=TEXTS, name=st.sampled_from(sorted(formatting.EDITS)), cut=st.tuples(st.integers(0, 40), st.integers(0, 40))
)
def test_buttons_never_lose_the_cursor(text: str, name: str, cut: tuple[int, int]) -> None:
    start, end = sorted(min(at, len(text)) for at in cut)
    new, new_start, new_end = formatting.EDITS[name](text, start, end)
    assert 0 <= new_start <= new_end <= len(new)


@given(text=TEXTS, mark=st.sampled_from(["**", "_", "~~", "`"]))
def test_a_mark_set_twice_is_gone(text: str, mark: str) -> None:
    once = formatting.around(mark)(text, 0, len(text))
    assert formatting.around(mark)(*once) == (text, 0, len(text))


@given(text=TEXTS)
def test_moving_a_line_down_and_up_again_changes_nothing(text: str) -> None:
    down = formatting.move_line(1)(text, 0, 0)
    if down[0] != text:
        assert formatting.move_line(-1)(*down)[0] == text


def test_inline_marks_are_taken_away() -> None:
    assert plain("a **b** _c_ `d` [e](http://f) ~~g~~ 2*3*4 snake_case_name") == "a b c d e g 2*3*4 snake_case_name"
