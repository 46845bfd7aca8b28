"""Elements as text and as numbers."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from osgenesis.envs.core.elements import (
    ELEMENT_COLUMNS,
    KINDS,
    WINDOWS,
    Element,
    Flag,
    element_kind,
    elements_table,
    outline,
    outline_line,
)

BUTTON = Element("Save", "", "android.widget.Button", "id/save", "", "p", 10, 20, 30, 60, 33, "application")
EDGE = st.integers(-(2**40), 2**40)
ELEMENTS = st.builds(
    Element,
    text=st.text(max_size=8),
    description=st.text(max_size=8),
    class_name=st.sampled_from(["android.widget.Button", "android.view.View", ""]),
    resource_id=st.just(""),
    hint=st.text(max_size=4),
    package=st.just("p"),
    left=EDGE,
    top=EDGE,
    right=EDGE,
    bottom=EDGE,
    flags=st.integers(0, 2047),
    window=st.sampled_from([*WINDOWS, "elsewhere"]),
)


def test_flags_read_as_properties() -> None:
    for flag in Flag:
        element = BUTTON._replace(flags=int(flag))
        on = {f.name for f in Flag if getattr(element, str(f.name).lower())}
        assert on == {flag.name}


def test_box_and_label() -> None:
    assert BUTTON.center == (20, 40)
    assert BUTTON.bbox == (10, 20, 30, 60)
    assert BUTTON.label == "Save"
    assert BUTTON._replace(text="", description="store").label == "store"
    assert BUTTON._replace(text="", hint="name").label == "name"


def test_a_line_says_class_text_and_states() -> None:
    assert outline_line(BUTTON) == 'Button "Save" clickable'
    off = BUTTON._replace(flags=int(Flag.CHECKABLE), class_name="android.widget.Switch", text="Wi-Fi")
    assert outline_line(off) == 'Switch "Wi-Fi" unchecked disabled'
    field = BUTTON._replace(text='a "b"\nc', hint="Name", flags=int(Flag.ENABLED | Flag.EDITABLE))
    assert outline_line(field) == 'Button "a \\"b\\"\\nc" hint="Name" editable'
    assert outline_line(BUTTON._replace(window="input_method")).endswith("window=input_method")
    assert outline_line(BUTTON._replace(role="link", value="v")) == 'link "Save" value="v" clickable'


def test_an_outline_has_a_line_per_element_with_its_index() -> None:
    assert outline([BUTTON, BUTTON]) == '[0] Button "Save" clickable\n[1] Button "Save" clickable'
    assert outline([]) == ""


def test_a_long_outline_ends_at_a_whole_line() -> None:
    text = outline([BUTTON] * 100, max_length=200)
    assert len(text) <= 200
    *lines, note = text.split("\n")
    assert note == "(more elements, 100 in all)"
    assert all(line.endswith("clickable") for line in lines)


@given(st.lists(ELEMENTS, max_size=12), st.integers(1, 8))
def test_a_table_is_fresh_padded_and_in_order(elements: list[Element], rows: int) -> None:
    table = elements_table(elements, rows)
    assert table.shape == (rows, len(ELEMENT_COLUMNS))
    assert table.dtype == np.int32
    used = min(rows, len(elements))
    assert table[:used, 0].tolist() == [1] * used
    assert not table[used:].any()
    for row, element in zip(table, elements, strict=False):
        assert row[5] == element.flags
        clipped = np.clip(element.bbox, -(2**31), 2**31 - 1)
        assert row[1:5].tolist() == clipped.tolist()
    table[...] = 7
    assert not np.array_equal(table, elements_table(elements, rows))


@given(st.lists(ELEMENTS, max_size=6), st.integers(1, 60))
def test_an_outline_never_exceeds_its_length(elements: list[Element], length: int) -> None:
    assert len(outline(elements, length)) <= length


def test_kinds() -> None:
    assert element_kind("android.widget.ToggleButton") == "switch"
    assert element_kind("androidx.recyclerview.widget.RecyclerView") == "list"
    assert element_kind("android.widget.EditText") == "edit"
    assert element_kind("", "textbox") == "edit"
    assert element_kind("android.view.View") == "other"
    assert {element_kind(c) for c in ("android.widget.CheckBox", "X")} <= set(KINDS)
