"""What a window tells: elements for agents, the accessibility forest, and uiautomator's XML. All from one node list."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from osgenesis.envs.android.sim.ui.nodes import Box, Node
from osgenesis.envs.android.sim.xml_text import attribute
from osgenesis.envs.core.elements import Element, Flag

SCROLLING = frozenset({"scroll", "hscroll", "list"})
_CLICKABLE, _LONG, _EDITABLE = int(Flag.CLICKABLE), int(Flag.LONG_CLICKABLE), int(Flag.EDITABLE)
_ENABLED, _FOCUSABLE, _FOCUSED = int(Flag.ENABLED), int(Flag.FOCUSABLE), int(Flag.FOCUSED)
_SCROLLABLE, _PASSWORD = int(Flag.SCROLLABLE), int(Flag.PASSWORD)


class Window:
    """One window on the screen: its laid-out nodes in painter's order, and where it is."""

    __slots__ = ("_elements", "box", "dim", "dismiss", "kind", "modal", "nodes", "package", "title")

    def __init__(
        self,
        kind: str,
        package: str,
        title: str,
        box: Box,
        nodes: list[Node],
        *,
        dim: bool = False,
        modal: bool = False,
    ) -> None:
        self.kind = kind  # application, input_method, system
        self.package = package
        self.title = title
        self.box = box
        self.nodes = nodes
        self.dim = dim  # darkens what is behind
        self.modal = modal  # takes every touch outside it too
        self._elements: tuple[Element, ...] | None = None

    def elements(self) -> tuple[Element, ...]:
        """Visible elements: leaves, described nodes and scrollables, breadth-first."""
        if self._elements is None:
            self._elements = _elements(self)
        return self._elements


def flags_of(node: Node) -> int:
    """The accessibility flags that follow from what a node does."""
    flags = node.flags
    if not node.disabled:
        flags |= _ENABLED
        if node.on_tap is not None or node.on_slide is not None:
            flags |= _CLICKABLE | _FOCUSABLE
        if node.on_long is not None:
            flags |= _LONG
    kind = node.kind
    if kind == "field":
        flags |= _EDITABLE | _CLICKABLE | _LONG | _FOCUSABLE
        if node.cursor is not None:
            flags |= _FOCUSED
        if node.input_kind == "password":
            flags |= _PASSWORD
    elif kind in SCROLLING and node.content > (node.w if kind == "hscroll" else node.h):
        flags |= _SCROLLABLE
    return flags


def shown_text(node: Node) -> str:
    """The text a node reports: a field shows its hint while empty, a password dots."""
    if node.kind == "field":
        if not node.text:
            return node.hint
        if node.input_kind == "password":
            return "\u2022" * len(node.text)
    return node.text


def _reported(nodes: Sequence[Node]) -> list[int]:
    """Positions of the nodes with a class, breadth-first (within a depth, painter's order is the parents' order)."""
    return [position for _, position in sorted([(n.depth, i) for i, n in enumerate(nodes) if n.cls])]


def _elements(window: Window) -> tuple[Element, ...]:
    nodes = window.nodes
    parents = {n.parent for n in nodes if n.cls}
    package, kind = window.package, window.kind
    out = []
    for position in _reported(nodes):
        node = nodes[position]
        desc = node.desc
        flags = flags_of(node)
        if position in parents and not desc and not flags & _SCROLLABLE:
            continue
        left, top = node.x, node.y
        right, bottom = left + node.w, top + node.h
        a, b, c, d = node.clip
        if left < a:
            left = a
        if top < b:
            top = b
        if right > c:
            right = c
        if bottom > d:
            bottom = d
        if right <= left or bottom <= top:
            continue
        out.append(
            Element(
                node.text if node.text and node.kind != "field" else shown_text(node),
                desc, node.cls, node.rid, node.hint, package, left, top, right, bottom, flags, kind,
            )
        )  # fmt: skip
    return tuple(out)


# -- the accessibility forest ---------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class ForestNode:
    """One node as the accessibility forwarder sends it (protocol: android_env `AndroidAccessibilityNodeInfo`)."""

    unique_id: int
    bounds: Box
    class_name: str
    text: str
    description: str
    hint: str
    resource_id: str
    package: str
    flags: int
    depth: int
    visible: bool
    drawing_order: int
    selection: tuple[int, int]
    child_ids: tuple[int, ...]
    actions: tuple[tuple[int, str], ...]


@dataclass(frozen=True, slots=True)
class ForestWindow:
    """One window of the forest; `window_type`: 1 application, 2 input method, 3 system."""

    id: int
    window_type: int
    layer: int
    bounds: Box
    title: str
    is_active: bool
    is_focused: bool
    nodes: tuple[ForestNode, ...]


WINDOW_TYPES = {"application": 1, "input_method": 2, "system": 3}
_ACTIONS = (
    (_CLICKABLE, 16), (_LONG, 32), (_SCROLLABLE, 4096), (_SCROLLABLE, 8192), (_EDITABLE, 2097152), (_FOCUSABLE, 1),
)  # fmt: skip


def forest(windows: Sequence[Window]) -> tuple[ForestWindow, ...]:
    """All windows from the lowest to the highest layer, nodes breadth-first, invisible ones marked."""
    active = max((i for i, w in enumerate(windows) if w.kind == "application"), default=-1)
    return tuple(
        ForestWindow(i + 1, WINDOW_TYPES[w.kind], i, w.box, w.title, i == active, i == active, _forest_nodes(w))
        for i, w in enumerate(windows)
    )


def _forest_nodes(window: Window) -> tuple[ForestNode, ...]:
    order = _reported(window.nodes)
    ids = {position: i for i, position in enumerate(order)}
    nodes = [window.nodes[position] for position in order]
    children: dict[int, list[int]] = {}
    for i, node in enumerate(nodes):
        if node.parent >= 0:
            children.setdefault(ids[node.parent], []).append(i)
    out = []
    for i, node in enumerate(nodes):
        a, b, c, d = node.clip
        box = left, top, right, bottom = node.box()
        visible = min(right, c) > max(left, a) and min(bottom, d) > max(top, b)
        if visible:  # bounds on screen end where the node is cut off; agents tap their middle
            box = max(left, a), max(top, b), min(right, c), min(bottom, d)
        flags = flags_of(node) & ~_FOCUSED  # the real forwarder never sets it
        out.append(
            ForestNode(
                i,
                box,
                node.cls,
                shown_text(node),
                node.desc,
                node.hint,
                node.rid,
                window.package,
                flags,
                node.depth,
                visible,
                i,
                node.cursor or ((-1, -1)),
                tuple(children.get(i, ())),
                tuple((action, "") for flag, action in _ACTIONS if flags & flag),
            )
        )
    return tuple(out)


# -- uiautomator ------------------------------------------------------------------------------------

_XML_FLAGS = (
    ("checkable", Flag.CHECKABLE),
    ("checked", Flag.CHECKED),
    ("clickable", Flag.CLICKABLE),
    ("enabled", Flag.ENABLED),
    ("focusable", Flag.FOCUSABLE),
    ("focused", Flag.FOCUSED),
    ("scrollable", Flag.SCROLLABLE),
    ("long-clickable", Flag.LONG_CLICKABLE),
    ("password", Flag.PASSWORD),
    ("selected", Flag.SELECTED),
)


def hierarchy_xml(windows: Sequence[Window], rotation: int = 0) -> str:
    """What `uiautomator dump` writes: the active application window, document order."""
    lines = [f"<?xml version='1.0' encoding='UTF-8' standalone='yes' ?><hierarchy rotation=\"{rotation}\">"]
    active = [w for w in windows if w.kind == "application"][-1:]
    for window in active:
        children: dict[int, list[int]] = {}
        for position, node in enumerate(window.nodes):
            if node.cls:
                children.setdefault(node.parent, []).append(position)
        for index, root in enumerate(children.get(-1, ())):
            _xml_node(window, root, index, children, lines)
    lines.append("</hierarchy>")
    return "".join(lines)


def _xml_node(window: Window, position: int, index: int, children: dict[int, list[int]], lines: list[str]) -> None:
    node = window.nodes[position]
    a, b, c, d = node.clip
    left, top, right, bottom = node.box()
    left, top, right, bottom = max(left, a), max(top, b), min(right, c), min(bottom, d)
    if right <= left or bottom <= top:
        return
    flags = flags_of(node)
    attributes = {
        "index": str(index), "text": shown_text(node), "resource-id": node.rid, "class": node.cls,
        "package": window.package, "content-desc": node.desc,
    }  # fmt: skip
    for name, flag in _XML_FLAGS:
        attributes[name] = "true" if flags & flag else "false"
    attributes["bounds"] = f"[{left},{top}][{right},{bottom}]"
    lines.append("<node " + " ".join(f"{k}={attribute(_clean(v))}" for k, v in attributes.items()))
    inner = children.get(position, ())
    if not inner:
        lines.append(" />")
        return
    lines.append(">")
    for i, child in enumerate(inner):
        _xml_node(window, child, i, children, lines)
    lines.append("</node>")


def _clean(text: str) -> str:
    """Without the characters that XML 1.0 cannot hold."""
    return "".join(
        c for c in text if c in "\t\n\r" or " " <= c <= "\ud7ff" or "\ue000" <= c <= "\ufffd" or c >= "\U00010000"
    )
