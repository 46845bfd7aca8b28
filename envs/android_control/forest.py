"""The accessibility forest of a recorded screen: its windows and nodes, and what an agent sees of them.

Messages: android_env, `proto/a11y`; declared here in a descriptor pool of their own, so they can share a process with
its generated code. `decode_forest` and `elements_of` say what everything means; what is read for every step
(`screen_elements`, `front_app`, `visible_boxes`) takes no more out of the message than it needs.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache
from typing import Any, Final, NamedTuple, TypeAlias

from osgenesis.envs.core.elements import Element, Flag
from osgenesis.envs.core.errors import DataError

__all__ = [
    "REACTS",
    "Box",
    "ClickableSpan",
    "ForestNode",
    "ForestWindow",
    "app_of",
    "decode_forest",
    "elements_of",
    "encode_forest",
    "front_app",
    "screen_elements",
    "visible_boxes",
]

Box: TypeAlias = tuple[int, int, int, int]

# Value of `window_type` -> name of the window that elements carry.
WINDOW_KINDS: Final = {1: "application", 2: "input_method", 3: "system", 4: "overlay", 5: "system", 6: "overlay"}
REACTS: Final = int(Flag.CLICKABLE | Flag.LONG_CLICKABLE | Flag.EDITABLE | Flag.CHECKABLE)
# Plain ints: an IntFlag's own operators cost ten times as much.
_CHECKABLE, _CHECKED, _CLICKABLE = int(Flag.CHECKABLE), int(Flag.CHECKED), int(Flag.CLICKABLE)
_EDITABLE, _ENABLED, _PASSWORD = int(Flag.EDITABLE), int(Flag.ENABLED), int(Flag.PASSWORD)
_FOCUSABLE, _FOCUSED, _LONG = int(Flag.FOCUSABLE), int(Flag.FOCUSED), int(Flag.LONG_CLICKABLE)
_SCROLLABLE, _SELECTED = int(Flag.SCROLLABLE), int(Flag.SELECTED)


class ClickableSpan(NamedTuple):
    """A link inside a node's text."""

    text: str = ""
    url: str = ""
    source: int = 0
    start: int = 0
    node_id: int = 0


class ForestNode(NamedTuple):
    """One node of a window's tree. Boxes are (left, top, right, bottom) in px and may be negative or empty."""

    class_name: str
    description: str
    hint: str
    package: str
    text: str
    resource_id: str
    tooltip: str
    unique_id: int
    selection_start: int
    selection_end: int
    window_id: int
    depth: int
    labeled_by_id: int
    label_for_id: int
    drawing_order: int
    bounds: Box
    flags: int
    visible: bool
    child_ids: tuple[int, ...]
    actions: tuple[tuple[int, str], ...]
    clickable_spans: tuple[ClickableSpan, ...] = ()


class ForestWindow(NamedTuple):
    """One window of a screen; `window_type` as in `WINDOW_KINDS`. Windows of a higher `layer` lie above."""

    id: int
    window_type: int
    layer: int
    bounds: Box
    title: str
    display_id: int
    is_accessibility_focused: bool
    is_active: bool
    is_focused: bool
    is_in_picture_in_picture_mode: bool
    nodes: tuple[ForestNode, ...]


# ---- the meaning -----------------------------------------------------------------------------------


def decode_forest(data: bytes) -> tuple[ForestWindow, ...]:
    """The windows of a serialised forest, all of it.

    Raises:
        DataError: The bytes are no forest.
    """
    return tuple(
        ForestWindow(
            w.id, w.window_type, w.layer, _box(w.bounds), w.title, w.display_id, w.is_accessibility_focused,
            w.is_active, w.is_focused, w.in_picture, tuple(map(_node, w.tree.nodes)),
        )
        for w in _parse(data).windows
    )  # fmt: skip


def encode_forest(windows: Iterable[ForestWindow]) -> bytes:
    """The serialised forest, byte for byte as android_env writes it."""
    forest = _forest_class()()
    for window in windows:
        called_so = {name: getattr(window, name) for name in _WINDOW_NAMES}
        message = forest.windows.add(**called_so, in_picture=window.is_in_picture_in_picture_mode)
        _fill_box(message.bounds, window.bounds)
        message.tree.SetInParent()
        for node in window.nodes:
            _fill_node(message.tree.nodes.add(), node)
    data: bytes = forest.SerializeToString()
    return data


def elements_of(windows: Sequence[ForestWindow], size: tuple[int, int]) -> tuple[Element, ...]:
    """What an agent sees of a recorded screen: visible leaves, described nodes and scrollables, lowest layer first.

    Args:
        windows: The forest.
        size: (width, height) of the screen in px; boxes are clipped to it, empty ones left out.
    """
    width, height = size
    found = []
    for window in sorted(windows, key=lambda w: w.layer):
        kind = WINDOW_KINDS.get(window.window_type, "application")
        for node in window.nodes:
            if not node.visible or (node.child_ids and not node.description and not node.flags & _SCROLLABLE):
                continue
            left, top, right, bottom = node.bounds
            left, top, right, bottom = max(left, 0), max(top, 0), min(right, width), min(bottom, height)
            if right <= left or bottom <= top:
                continue
            found.append(
                Element(
                    node.text, node.description, node.class_name, node.resource_id, node.hint, node.package,
                    left, top, right, bottom, node.flags, kind,
                )
            )  # fmt: skip
    return tuple(found)


def app_of(elements: Sequence[Element]) -> str:
    """The package in front: of the topmost element of an app's window, else of any; "" without one."""
    packages = [e.package for e in elements if e.package and e.window == "application"]
    return packages[-1] if packages else next((e.package for e in elements if e.package), "")


# ---- what is read at every step ----------------------------------------------------------------------


def screen_elements(data: bytes, size: tuple[int, int]) -> tuple[Element, ...]:
    """`elements_of(decode_forest(data), size)`.

    Raises:
        DataError: The bytes are no forest.
    """
    return tuple(
        [
            Element(n.text, n.description, n.class_name, n.resource_id, n.hint, n.package, *box, _flags(n), kind)
            for kind, nodes in _layers(data)
            for n in nodes
            if n.visible and (box := _seen(n, size)) is not None
        ]
    )


def front_app(data: bytes, size: tuple[int, int]) -> str:
    """`app_of(screen_elements(data, size))`.

    Raises:
        DataError: The bytes are no forest.
    """
    layers = _layers(data)
    in_front = (n for kind, nodes in reversed(layers) if kind == "application" for n in reversed(nodes))
    packages = (
        n.package
        for nodes in (in_front, (n for _, nodes in layers for n in nodes))
        for n in nodes
        if n.visible and n.package and _seen(n, size) is not None
    )
    return next(packages, "")


def visible_boxes(data: bytes) -> tuple[tuple[Box, bool], ...]:
    """Bounds of every visible node, inner ones too, and whether it reacts to touch (`REACTS`), window by window.

    Bounds are as they were recorded.

    Raises:
        DataError: The bytes are no forest.
    """
    nodes = [n for window in _parse(data).windows for n in window.tree.nodes if n.visible]
    return tuple(
        [(_box(n.bounds), n.clickable or n.editable or n.checkable or n.long_clickable) for n in nodes],
    )


def _layers(data: bytes) -> list[tuple[str, Any]]:
    """(kind, nodes) of each window, the lowest first."""
    windows = sorted(_parse(data).windows, key=lambda w: w.layer)
    return [(WINDOW_KINDS.get(w.window_type, "application"), w.tree.nodes) for w in windows]


def _seen(n: Any, size: tuple[int, int]) -> Box | None:
    """What agents see of a visible node, clipped to the screen; None of one that is not for them."""
    if n.child_ids and not n.scrollable and not n.description:
        return None
    box = n.bounds
    left, top, right, bottom = box.left, box.top, box.right, box.bottom
    # Comparisons cost half of what max and min do.
    if left < 0:
        left = 0
    if top < 0:
        top = 0
    if right > size[0]:
        right = size[0]
    if bottom > size[1]:
        bottom = size[1]
    return None if right <= left or bottom <= top else (left, top, right, bottom)


# ---- the messages ------------------------------------------------------------------------------------

# Message -> its fields: name, number, type; a capital letter begins the name of a message, + means repeated.
_MESSAGES: Final = {
    "Rect": "left 1 int32, top 2 int32, right 3 int32, bottom 4 int32",
    "Action": "id 1 int32, label 2 string",
    "Span": "text 1 string, url 2 string, source 3 int32, start 4 int32, node_id 5 int32",
    "Node": (
        "unique_id 1 int32, bounds 2 Rect, class_name 3 string, description 4 string, hint 5 string,"
        "package 6 string, text 7 string, selection_start 8 int64, selection_end 9 int64, resource_id 10 string,"
        "window_id 11 int32, checkable 12 bool, checked 13 bool, clickable 14 bool, editable 15 bool,"
        "enabled 16 bool, focusable 17 bool, focused 18 bool, long_clickable 19 bool, password 20 bool,"
        "scrollable 21 bool, selected 22 bool, visible 23 bool, actions 24 Action+, child_ids 25 int32+,"
        "spans 26 Span+, depth 27 int32, labeled_by_id 28 int32, label_for_id 29 int32, drawing_order 30 int32,"
        "tooltip 31 string"
    ),
    "Tree": "nodes 1 Node+",
    "Window": (
        "bounds 1 Rect, display_id 2 int32, id 3 int32, layer 4 int32, title 5 string, window_type 6 int32,"
        "is_accessibility_focused 7 bool, is_active 8 bool, is_focused 9 bool, in_picture 10 bool, tree 11 Tree"
    ),
    "Forest": "windows 1 Window+",
}
_PACKAGE: Final = "osgenesis_forest"
# Fields that are called the same in the records.
_WINDOW_NAMES: Final = (
    "id", "window_type", "layer", "title", "display_id", "is_accessibility_focused", "is_active", "is_focused",
)  # fmt: skip
_NODE_NAMES: Final = (*ForestNode._fields[:15], "visible")


@cache
def _forest_class() -> Any:
    from google.protobuf import descriptor_pb2, descriptor_pool, message_factory

    file = descriptor_pb2.FileDescriptorProto(name=f"{_PACKAGE}.proto", package=_PACKAGE, syntax="proto3")
    field_type = descriptor_pb2.FieldDescriptorProto
    for name, text in _MESSAGES.items():
        message = file.message_type.add(name=name)
        for part in text.split(","):
            field_name, number, kind = part.split()
            field = message.field.add(name=field_name, number=int(number))
            field.label = field_type.LABEL_REPEATED if kind.endswith("+") else field_type.LABEL_OPTIONAL
            kind = kind.rstrip("+")
            if kind[0].isupper():
                field.type, field.type_name = field_type.TYPE_MESSAGE, f".{_PACKAGE}.{kind}"
            else:
                field.type = field_type.Type.Value(f"TYPE_{kind.upper()}")
    pool = descriptor_pool.DescriptorPool()
    pool.Add(file)
    return message_factory.GetMessageClass(pool.FindMessageTypeByName(f"{_PACKAGE}.Forest"))


def _parse(data: bytes) -> Any:
    from google.protobuf.message import DecodeError

    try:
        return _forest_class().FromString(data)
    except DecodeError as error:
        raise DataError(f"not an accessibility forest: {error}") from error


def _node(n: Any) -> ForestNode:
    return ForestNode(
        n.class_name, n.description, n.hint, n.package, n.text, n.resource_id, n.tooltip,
        n.unique_id, n.selection_start, n.selection_end, n.window_id, n.depth, n.labeled_by_id, n.label_for_id,
        n.drawing_order, _box(n.bounds), _flags(n), n.visible, tuple(n.child_ids),
        tuple([(a.id, a.label) for a in n.actions]),
        tuple([ClickableSpan(s.text, s.url, s.source, s.start, s.node_id) for s in n.spans]),
    )  # fmt: skip


def _fill_node(message: Any, node: ForestNode) -> None:
    for name in _NODE_NAMES:
        setattr(message, name, getattr(node, name))
    for flag in Flag:
        setattr(message, str(flag.name).lower(), bool(node.flags & flag))
    _fill_box(message.bounds, node.bounds)
    message.child_ids.extend(node.child_ids)
    for identifier, label in node.actions:
        message.actions.add(id=identifier, label=label)
    for span in node.clickable_spans:
        message.spans.add(**span._asdict())


def _fill_box(rect: Any, box: Box) -> None:
    rect.SetInParent()
    rect.left, rect.top, rect.right, rect.bottom = box


def _box(rect: Any) -> Box:
    return rect.left, rect.top, rect.right, rect.bottom


def _flags(n: Any) -> int:
    # Conditional expressions cost half of a sum of products.
    return (
        (_ENABLED if n.enabled else 0)
        | (_CLICKABLE if n.clickable else 0)
        | (_FOCUSABLE if n.focusable else 0)
        | (_SCROLLABLE if n.scrollable else 0)
        | (_LONG if n.long_clickable else 0)
        | (_EDITABLE if n.editable else 0)
        | (_CHECKABLE if n.checkable else 0)
        | (_CHECKED if n.checked else 0)
        | (_FOCUSED if n.focused else 0)
        | (_SELECTED if n.selected else 0)
        | (_PASSWORD if n.password else 0)
    )
