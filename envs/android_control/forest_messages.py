"""The accessibility forest through the `protobuf` package, where it is installed; the messages are declared here.

The declaration lives in a descriptor pool of its own, so it can share a process with android_env's generated code.
"""

from __future__ import annotations

import importlib.util
from functools import cache
from typing import Any, Final

from osgenesis.envs.android_control.forest import WINDOW_KINDS, ClickableSpan, ForestNode, ForestWindow
from osgenesis.envs.core.elements import Element, Flag
from osgenesis.envs.core.errors import DataError

__all__ = ["available", "decode", "elements", "visible_boxes"]

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


@cache
def available() -> bool:
    """Whether the `protobuf` package is there, with a parser in C (its pure-Python one is slower than ours)."""
    try:
        if importlib.util.find_spec("google.protobuf") is None:
            return False
    except ModuleNotFoundError:  # not even `google`
        return False
    from google.protobuf.internal import api_implementation

    return bool(api_implementation.Type() != "python")


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


def decode(data: bytes) -> tuple[ForestWindow, ...]:
    """The windows of a serialised forest.

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


def _node(n: Any) -> ForestNode:
    return ForestNode(
        n.class_name, n.description, n.hint, n.package, n.text, n.resource_id, n.tooltip,
        n.unique_id, n.selection_start, n.selection_end, n.window_id, n.depth, n.labeled_by_id, n.label_for_id,
        n.drawing_order, _box(n.bounds), _flags(n), n.visible, tuple(n.child_ids),
        tuple([(a.id, a.label) for a in n.actions]),
        tuple([ClickableSpan(s.text, s.url, s.source, s.start, s.node_id) for s in n.spans]),
    )  # fmt: skip


def _box(rect: Any) -> tuple[int, int, int, int]:
    return rect.left, rect.top, rect.right, rect.bottom


_CHECKABLE, _CHECKED, _CLICKABLE = int(Flag.CHECKABLE), int(Flag.CHECKED), int(Flag.CLICKABLE)
_EDITABLE, _ENABLED, _FOCUSABLE, _FOCUSED = (
    int(Flag.EDITABLE),
    int(Flag.ENABLED),
    int(Flag.FOCUSABLE),
    int(Flag.FOCUSED),
)
_LONG, _PASSWORD = int(Flag.LONG_CLICKABLE), int(Flag.PASSWORD)
_SCROLLABLE, _SELECTED = int(Flag.SCROLLABLE), int(Flag.SELECTED)


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


def elements(data: bytes, size: tuple[int, int]) -> tuple[Element, ...]:
    """`forest.elements_of` of a serialised forest.

    Raises:
        DataError: The bytes are no forest.
    """
    width, height = size
    found = []
    for window in sorted(_parse(data).windows, key=lambda w: w.layer):
        kind = WINDOW_KINDS.get(window.window_type, "application")
        for n in window.tree.nodes:
            if not n.visible:
                continue
            description = n.description
            if not description and n.child_ids and not n.scrollable:
                continue
            box = n.bounds
            left, top, right, bottom = box.left, box.top, box.right, box.bottom
            if left < 0:
                left = 0
            if top < 0:
                top = 0
            if right > width:
                right = width
            if bottom > height:
                bottom = height
            if right <= left or bottom <= top:
                continue
            found.append(
                Element(
                    n.text, description, n.class_name, n.resource_id, n.hint, n.package,
                    left, top, right, bottom, _flags(n), kind,
                )
            )  # fmt: skip
    return tuple(found)


def visible_boxes(data: bytes) -> tuple[tuple[tuple[int, int, int, int], int], ...]:
    """`forest.visible_boxes`.

    Raises:
        DataError: The bytes are no forest.
    """
    nodes = [n for window in _parse(data).windows for n in window.tree.nodes if n.visible]
    return tuple([(_box(n.bounds), _flags(n)) for n in nodes])
