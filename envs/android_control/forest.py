"""The accessibility forest of a recorded screen: its windows and nodes, and what an agent sees of them.

Messages: android_env, `proto/a11y`. `forest_wire` reads and writes them without generated code; where `protobuf` is
installed, `forest_messages` reads them with its parser instead, several times as fast and with equal results.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple, TypeAlias

from osgenesis.envs.core.elements import Element, Flag

__all__ = [
    "Box",
    "ClickableSpan",
    "ForestNode",
    "ForestWindow",
    "decode_forest",
    "elements_of",
    "encode_forest",
    "screen_elements",
    "visible_boxes",
]

Box: TypeAlias = tuple[int, int, int, int]

# Value of `window_type` -> name of the window that elements carry.
WINDOW_KINDS: Final = {1: "application", 2: "input_method", 3: "system", 4: "overlay", 5: "system", 6: "overlay"}
_SCROLLABLE: Final = int(Flag.SCROLLABLE)


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


def decode_forest(data: bytes) -> tuple[ForestWindow, ...]:
    """The windows of a serialised forest.

    Raises:
        DataError: The bytes are no forest.
    """
    from osgenesis.envs.android_control import forest_messages, forest_wire

    if forest_messages.available():
        return forest_messages.decode(data)
    return forest_wire.decode(data)


def encode_forest(windows: Iterable[ForestWindow]) -> bytes:
    """The serialised forest, byte for byte as protocol-buffer libraries write it."""
    from osgenesis.envs.android_control import forest_wire

    return forest_wire.encode(windows)


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


def screen_elements(data: bytes, size: tuple[int, int]) -> tuple[Element, ...]:
    """`elements_of(decode_forest(data), size)`, faster: only what agents see is taken out of the message.

    Raises:
        DataError: The bytes are no forest.
    """
    from osgenesis.envs.android_control import forest_messages

    if forest_messages.available():
        return forest_messages.elements(data, size)
    return elements_of(decode_forest(data), size)


def visible_boxes(data: bytes) -> tuple[tuple[Box, int], ...]:
    """(bounds, flags) of every visible node, inner ones too, window by window; bounds as they were recorded.

    Raises:
        DataError: The bytes are no forest.
    """
    from osgenesis.envs.android_control import forest_messages

    if forest_messages.available():
        return forest_messages.visible_boxes(data)
    return tuple((node.bounds, node.flags) for window in decode_forest(data) for node in window.nodes if node.visible)
