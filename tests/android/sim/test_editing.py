"""Text editing on the focused field, against a plain string with a selection and a clipboard."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from osgenesis.envs.android.sim.app import App, page
from osgenesis.envs.android.sim.editing import MAX_TEXT, Editor
from osgenesis.envs.android.sim.intents import Intent
from osgenesis.envs.android.sim.page import Page
from osgenesis.envs.android.sim.phone import Phone
from osgenesis.envs.android.sim.ui.nodes import Node
from osgenesis.envs.android.sim.ui.theme import FILL
from osgenesis.envs.android.sim.ui.widgets import text_field
from osgenesis.envs.core.actions import Action


class Notebook(App):
    package, label = "org.example.notebook", "Notebook"
    launcher = "org.example.notebook.Main"
    activities = {launcher: "main"}

    def __init__(self, value: str = "", *, multiline: bool = False, input_kind: str = "text") -> None:
        self.value, self.multiline, self.input_kind = value, multiline, input_kind
        self.heard: list[str] = []

    @page
    def main(self, ui: Page) -> Node:
        field = text_field(
            ui, "body", "Body", self.value, multiline=self.multiline, input_kind=self.input_kind, autofocus=True,
            on_change=self.heard.append,
        )  # fmt: skip
        return Node(kind="column", width=FILL, height=FILL, pad=(0, 200, 0, 0), children=[field])


def opened(app: Notebook) -> Phone:
    phone = Phone()
    phone.apps = {**phone.apps, app.package: app}
    phone.activities.start(Intent.main(f"{app.package}/{app.launcher}"))
    return phone


def editor(phone: Phone) -> Editor:
    screen = phone.screen()
    assert screen.page is not None
    assert screen.field is not None
    return Editor(phone, screen.page, screen.field)


@dataclass
class Model:
    """What the field should hold."""

    text: str
    start: int
    end: int
    clipboard: str = ""

    def replace(self, new: str) -> None:
        self.text = self.text[: self.start] + new + self.text[self.end :]
        self.start = self.end = self.start + len(new)


Step = tuple[str, str | int]
steps: st.SearchStrategy[Step] = st.one_of(
    st.tuples(st.just("insert"), st.text("ab ü😀", max_size=4)),
    st.tuples(st.just("move"), st.sampled_from([-1, 1])),
    st.tuples(st.just("move_to"), st.integers(-2, 12)),
    st.tuples(st.just("select_word"), st.integers(0, 12)),
    st.tuples(st.sampled_from(["delete", "forward", "select_all", "cut", "copy", "paste"]), st.just(0)),
)


def apply_to_model(model: Model, name: str, value: str | int) -> None:
    size, selected = len(model.text), model.start != model.end
    if name == "insert":
        if value:
            model.replace(str(value))
    elif name == "move":
        step = int(value)
        at = (model.start if step < 0 else model.end) if selected else model.end + step
        model.start = model.end = max(0, min(at, size))
    elif name == "move_to":
        model.start = model.end = max(0, min(int(value), size))
    elif name == "select_word":
        at = min(int(value), size)
        model.start = at - len(model.text[:at].split(" ")[-1])
        model.end = at + len(model.text[at:].split(" ")[0])
    elif name in ("delete", "forward"):
        if not selected and name == "delete":
            model.start = max(model.start - 1, 0)
        elif not selected:
            model.end = min(model.end + 1, size)
        model.replace("")
    elif name == "select_all":
        model.start, model.end = 0, size
    elif name == "paste":
        if model.clipboard:
            model.replace(model.clipboard)
    elif selected:
        model.clipboard = model.text[model.start : model.end]
        if name == "cut":
            model.replace("")


def apply_to_phone(phone: Phone, name: str, value: str | int) -> None:
    now = editor(phone)
    if name == "insert":
        now.insert(str(value))
    elif name == "move":
        now.move(int(value))
    elif name == "move_to":
        now.move_to(int(value))
    elif name == "select_word":
        now.select_word(int(value))
    elif name == "forward":
        now.delete(forward=True)
    else:
        {"delete": now.delete, "select_all": now.select_all, "cut": now.cut, "copy": now.copy, "paste": now.paste}[
            name
        ]()


@settings(max_examples=40)
@given(st.text("ab ", max_size=8), st.lists(steps, max_size=15))
def test_editing_is_editing_a_string(value: str, moves: list[Step]) -> None:
    app = Notebook(value)
    phone, model = opened(app), Model(value, len(value), len(value))
    texts = [value]
    for name, argument in moves:
        apply_to_phone(phone, name, argument)
        apply_to_model(model, name, argument)
        now = editor(phone)
        assert (now.text, now.start, now.end) == (model.text, model.start, model.end), (name, argument)
        assert phone.clipboard == model.clipboard
        if model.text != texts[-1]:
            texts.append(model.text)
    assert app.heard == texts[1:], "each new text, once"


@pytest.mark.parametrize(
    ("kind", "kept"),
    [
        ("number", "1-2.3,4"),
        ("phone", "+1-2.3( ,4#"),
        ("time", "123:4"),
        ("text", "+1-2.3a:( ,4#"),
        ("email", "+1-2.3a:( ,4#"),
    ],
)
def test_a_field_takes_only_what_its_kind_allows(kind: str, kept: str) -> None:
    phone = opened(Notebook(input_kind=kind))
    editor(phone).insert("+1-2.3a:( ,4#")
    assert editor(phone).text == kept


def test_control_characters_are_dropped_and_tabs_stay() -> None:
    phone = opened(Notebook())
    editor(phone).insert("a\x00\x1b\tb\r")
    assert editor(phone).text == "a\tb"


def test_only_a_multi_line_field_takes_new_lines() -> None:
    for multiline, expected in ((True, "a\nb"), (False, "ab")):
        phone = opened(Notebook(multiline=multiline))
        editor(phone).insert("a\nb")
        assert editor(phone).text == expected


def test_pasting_lines_into_one_line_puts_spaces_between_them() -> None:
    for multiline, expected in ((True, "a\nb"), (False, "a b")):
        phone = opened(Notebook(multiline=multiline))
        phone.clipboard = "a\nb"
        editor(phone).paste()
        assert editor(phone).text == expected


@pytest.mark.parametrize(
    ("start", "step", "end"), [(1, 1, 6), (4, 1, 7), (6, 1, 9), (10, -1, 7), (3, -1, 3), (9, 1, 9), (6, -1, 1)]
)
def test_up_and_down_keep_the_column_as_far_as_the_line_goes(start: int, step: int, end: int) -> None:
    phone = opened(Notebook("abcd\nef\ngh", multiline=True))
    editor(phone).move_to(start)
    editor(phone).move_line(step)
    # Line starts are 0, 5 and 8; a line that is shorter ends the move.
    assert editor(phone).end == end


def test_more_text_than_a_field_takes_is_cut() -> None:
    phone = opened(Notebook())
    editor(phone).insert("x" * (MAX_TEXT + 5))
    assert len(editor(phone).text) == editor(phone).end == MAX_TEXT


@pytest.mark.parametrize("way", ["copy", "cut"])
def test_a_password_does_not_leave_its_field(way: str) -> None:
    phone = opened(Notebook("secret", input_kind="password"))
    editor(phone).select_all()
    getattr(editor(phone), way)()
    assert phone.clipboard == ""
    assert editor(phone).text == "secret"
    labels = {e.text for e in phone.elements()}
    assert not labels & {"Cut", "Copy"}


def test_typed_text_goes_where_the_cursor_is_and_clear_replaces_it() -> None:
    phone = opened(Notebook("hello world"))
    editor(phone).move_to(5)
    phone.perform(Action("input_text", text=","))
    assert editor(phone).text == "hello, world"
    phone.perform(Action("input_text", text="new", clear_text=True))
    assert editor(phone).text == "new"
