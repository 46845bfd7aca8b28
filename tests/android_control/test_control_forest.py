"""The accessibility forest: ours and android_env's messages agree, and what is read of it follows from all of it."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from osgenesis.envs.android.sim.phone import Phone
from osgenesis.envs.android_control.forest import (
    REACTS,
    ClickableSpan,
    ForestNode,
    ForestWindow,
    app_of,
    decode_forest,
    elements_of,
    encode_forest,
    front_app,
    screen_elements,
    visible_boxes,
)
from osgenesis.envs.android_control.recording import phone_forest
from osgenesis.envs.core.actions import Action
from osgenesis.envs.core.elements import Flag
from osgenesis.envs.core.errors import DataError

INT32, INT64 = st.integers(-(2**31), 2**31 - 1), st.integers(-(2**63), 2**63 - 1)
SMALL = st.integers(-3, 6000)
BOX = st.tuples(SMALL, SMALL, SMALL, SMALL)
TEXT = st.text(max_size=8)
NODE = st.builds(
    ForestNode,
    TEXT, TEXT, TEXT, TEXT, TEXT, TEXT, TEXT,
    INT32, INT64, INT64, INT32, INT32, INT32, INT32, INT32,
    BOX, st.integers(0, 2047), st.booleans(),
    st.lists(INT32, max_size=3).map(tuple),
    st.lists(st.tuples(INT32, TEXT), max_size=2).map(tuple),
    st.lists(st.builds(ClickableSpan, TEXT, TEXT, st.integers(0, 2), INT32, INT32), max_size=2).map(tuple),
)  # fmt: skip
WINDOW = st.builds(
    ForestWindow,
    INT32, st.integers(0, 7), INT32, BOX, TEXT, INT32, st.booleans(), st.booleans(), st.booleans(), st.booleans(),
    st.lists(NODE, max_size=3).map(tuple),
)  # fmt: skip
FOREST = st.lists(WINDOW, max_size=3).map(tuple)

NODE_NAMES = {
    "class_name": "class_name",
    "description": "content_description",
    "hint": "hint_text",
    "package": "package_name",
    "text": "text",
    "resource_id": "view_id_resource_name",
    "tooltip": "tooltip_text",
    "unique_id": "unique_id",
    "selection_start": "text_selection_start",
    "selection_end": "text_selection_end",
    "window_id": "window_id",
    "depth": "depth",
    "labeled_by_id": "labeled_by_id",
    "label_for_id": "label_for_id",
    "drawing_order": "drawing_order",
    "visible": "is_visible_to_user",
}
WINDOW_NAMES = {
    name: name
    for name in (
        "id", "window_type", "layer", "title", "display_id", "is_accessibility_focused", "is_active", "is_focused",
        "is_in_picture_in_picture_mode",
    )
}  # fmt: skip


def node(**given: Any) -> ForestNode:
    plain = ForestNode("", "", "", "", "", "", "", 0, 0, 0, 0, 0, 0, 0, 0, (0, 0, 10, 10), 0, True, (), ())
    return plain._replace(**given)


def window(*nodes: ForestNode, **given: Any) -> ForestWindow:
    return ForestWindow(1, 1, 0, (0, 0, 10, 10), "", 0, False, True, True, False, nodes)._replace(**given)


def box_of(rect: Any) -> tuple[int, int, int, int]:
    return rect.left, rect.top, rect.right, rect.bottom


# ---- against android_env's own messages ------------------------------------------------------------


def generated(windows: tuple[ForestWindow, ...]) -> Any:
    """The same forest in android_env's generated class."""
    protos = pytest.importorskip("android_env.proto.a11y.android_accessibility_forest_pb2")
    forest = protos.AndroidAccessibilityForest()
    for ours in windows:
        theirs = forest.windows.add()
        for name in WINDOW_NAMES:
            setattr(theirs, name, getattr(ours, name))
        theirs.bounds_in_screen.SetInParent()
        theirs.tree.SetInParent()
        for edge, value in zip(("left", "top", "right", "bottom"), ours.bounds, strict=True):
            setattr(theirs.bounds_in_screen, edge, value)
        for our_node in ours.nodes:
            fill(theirs.tree.nodes.add(), our_node)
    return forest


def fill(theirs: Any, ours: ForestNode) -> None:
    for our_name, name in NODE_NAMES.items():
        setattr(theirs, name, getattr(ours, our_name))
    theirs.bounds_in_screen.SetInParent()
    for edge, value in zip(("left", "top", "right", "bottom"), ours.bounds, strict=True):
        setattr(theirs.bounds_in_screen, edge, value)
    for flag in Flag:
        setattr(theirs, f"is_{flag.name.lower()}", bool(ours.flags & flag))  # type: ignore[union-attr]
    theirs.child_ids.extend(ours.child_ids)
    for identifier, label in ours.actions:
        theirs.actions.add(id=identifier, label=label)
    for span in ours.clickable_spans:
        theirs.clickable_spans.add(**span._asdict())


@settings(max_examples=60)
@given(FOREST)
def test_encoding_gives_the_bytes_of_android_env(windows: tuple[ForestWindow, ...]) -> None:
    assert encode_forest(windows) == generated(windows).SerializeToString()


@settings(max_examples=60)
@given(FOREST)
def test_decoding_gives_every_field_that_android_env_gives(windows: tuple[ForestWindow, ...]) -> None:
    data = generated(windows).SerializeToString()
    assert decode_forest(data) == windows
    theirs = generated(()).FromString(data)
    for ours, their_window in zip(decode_forest(data), theirs.windows, strict=True):
        assert box_of(their_window.bounds_in_screen) == ours.bounds
        assert all(getattr(their_window, n) == getattr(ours, n) for n in WINDOW_NAMES)
        for our_node, their_node in zip(ours.nodes, their_window.tree.nodes, strict=True):
            assert all(getattr(their_node, n) == getattr(our_node, o) for o, n in NODE_NAMES.items())
            assert box_of(their_node.bounds_in_screen) == our_node.bounds
            assert tuple(their_node.child_ids) == our_node.child_ids


# ---- lean readers ----------------------------------------------------------------------------------


@settings(max_examples=60)
@given(FOREST)
def test_a_forest_survives(windows: tuple[ForestWindow, ...]) -> None:
    assert decode_forest(encode_forest(windows)) == windows


PACKAGES = st.sampled_from(["", "org.example", "com.android.systemui"])
# Windows and boxes as screens have them, so that most of the forest is to be seen.
SCREEN_NODE = st.builds(
    lambda node, package, visible: node._replace(package=package, visible=visible), NODE, PACKAGES, st.booleans()
)
SCREEN = st.lists(
    st.builds(
        lambda window, layer, nodes: window._replace(layer=layer, nodes=tuple(nodes)),
        WINDOW, st.integers(-2, 2), st.lists(SCREEN_NODE, max_size=6),
    ),
    max_size=4,
).map(tuple)  # fmt: skip


@settings(max_examples=200)
@given(SCREEN, st.tuples(st.integers(1, 5000), st.integers(1, 5000)))
def test_what_is_read_at_every_step_is_what_all_of_the_forest_says(
    windows: tuple[ForestWindow, ...], size: tuple[int, int]
) -> None:
    data = encode_forest(windows)
    elements = elements_of(windows, size)
    assert screen_elements(data, size) == elements
    assert front_app(data, size) == app_of(elements)
    seen = [(node.bounds, bool(node.flags & REACTS)) for window in windows for node in window.nodes if node.visible]
    assert visible_boxes(data) == tuple(seen)


def understood(data: bytes) -> tuple[ForestWindow, ...] | None:
    """The windows, or None for a `DataError`, which the lean readers must raise then, too."""
    try:
        windows = decode_forest(data)
    except DataError:
        for read in (visible_boxes, lambda data: screen_elements(data, (9, 9)), lambda data: front_app(data, (9, 9))):
            with pytest.raises(DataError, match="not an accessibility forest"):
                read(data)
        return None
    assert screen_elements(data, (1000, 1000)) == elements_of(windows, (1000, 1000))
    return windows


@given(st.binary(max_size=80))
def test_bytes_that_are_no_forest_are_a_data_error_at_most(data: bytes) -> None:
    understood(data)


@settings(max_examples=300)
@given(st.lists(WINDOW, min_size=1, max_size=1).map(tuple), st.data())
def test_a_changed_byte_of_a_forest_is_a_data_error_at_most(
    windows: tuple[ForestWindow, ...], data: st.DataObject
) -> None:
    raw = bytearray(encode_forest(windows))
    raw[data.draw(st.integers(0, len(raw) - 1))] ^= data.draw(st.integers(1, 255))
    understood(bytes(raw))


# ---- elements --------------------------------------------------------------------------------------


def test_boxes_are_clipped_and_empty_ones_left_out() -> None:
    nodes = (
        node(text="above left", bounds=(-20, -30, 5, 6)),
        node(text="below right", bounds=(90, 190, 150, 260)),
        node(text="outside", bounds=(120, 0, 130, 10)),
        node(text="turned", bounds=(30, 10, 20, 20)),
        node(text="empty", bounds=(10, 10, 10, 20)),
    )
    elements = elements_of((window(*nodes),), (100, 200))
    assert [(e.text, e.bbox) for e in elements] == [("above left", (0, 0, 5, 6)), ("below right", (90, 190, 100, 200))]


def test_inner_nodes_count_if_they_are_described_or_scroll() -> None:
    nodes = (
        node(text="plain", child_ids=(1,)),
        node(text="described", description="Menu", child_ids=(2,)),
        node(text="scrolls", flags=int(Flag.SCROLLABLE), child_ids=(3,)),
        node(text="leaf"),
        node(text="hidden", visible=False),
    )
    assert [e.text for e in elements_of((window(*nodes),), (10, 10))] == ["described", "scrolls", "leaf"]


def test_windows_come_from_the_lowest_layer_up() -> None:
    windows = (
        window(node(text="keyboard"), layer=5, window_type=2),
        window(node(text="page"), layer=-1, window_type=1),
        window(node(text="strange"), layer=9, window_type=77),
    )
    found = [(e.text, e.window) for e in elements_of(windows, (10, 10))]
    assert found == [("page", "application"), ("keyboard", "input_method"), ("strange", "application")]


def test_a_recorded_phone_shows_what_the_phone_showed() -> None:
    phone = Phone()
    for action in (Action("open_app", app="Settings"), Action("scroll", direction="down"), Action("navigate_home")):
        phone.perform(action)
        recorded = screen_elements(encode_forest(phone_forest(phone.forest())), phone.screen_size)
        # The accessibility service does not tell which element has the focus.
        live = [e._replace(flags=e.flags & ~int(Flag.FOCUSED)) for e in phone.elements()]
        assert list(recorded) == live
