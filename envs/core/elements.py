"""`Element`, one visible piece of a user interface, and its two compact forms: text and numbers."""

from __future__ import annotations

import struct
from collections.abc import Sequence
from enum import IntFlag
from functools import lru_cache
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

__all__ = [
    "ELEMENT_COLUMNS",
    "KINDS",
    "WINDOWS",
    "Element",
    "Flag",
    "element_kind",
    "elements_table",
    "outline",
    "outline_line",
]


class Flag(IntFlag):
    """What can be done with an element and what state it is in."""

    CLICKABLE = 1
    LONG_CLICKABLE = 2
    EDITABLE = 4
    CHECKABLE = 8
    CHECKED = 16
    ENABLED = 32
    FOCUSABLE = 64
    FOCUSED = 128
    SCROLLABLE = 256
    SELECTED = 512
    PASSWORD = 1024


# Plain ints: testing a bit with an IntFlag member costs ten times as much.
_CLICKABLE, _LONG_CLICKABLE, _EDITABLE, _CHECKABLE, _CHECKED, _ENABLED = 1, 2, 4, 8, 16, 32
_FOCUSABLE, _FOCUSED, _SCROLLABLE, _SELECTED, _PASSWORD = 64, 128, 256, 512, 1024


class Element(NamedTuple):
    """One visible element. Boxes are in px, clipped to the screen: left and top in, others out.

    Its position in `info["elements"]` is the index that actions use.
    """

    text: str
    description: str
    class_name: str
    resource_id: str
    hint: str
    package: str
    left: int
    top: int
    right: int
    bottom: int
    flags: int
    window: str
    value: str = ""
    role: str = ""

    @property
    def clickable(self) -> bool:
        """Reacts to a click."""
        return bool(self.flags & _CLICKABLE)

    @property
    def long_clickable(self) -> bool:
        """Reacts to a long press."""
        return bool(self.flags & _LONG_CLICKABLE)

    @property
    def editable(self) -> bool:
        """Takes text."""
        return bool(self.flags & _EDITABLE)

    @property
    def checkable(self) -> bool:
        """Has a checked state."""
        return bool(self.flags & _CHECKABLE)

    @property
    def checked(self) -> bool:
        """Is checked or switched on."""
        return bool(self.flags & _CHECKED)

    @property
    def enabled(self) -> bool:
        """Is not greyed out."""
        return bool(self.flags & _ENABLED)

    @property
    def focusable(self) -> bool:
        """Can take the input focus."""
        return bool(self.flags & _FOCUSABLE)

    @property
    def focused(self) -> bool:
        """Has the input focus."""
        return bool(self.flags & _FOCUSED)

    @property
    def scrollable(self) -> bool:
        """Has content beyond its edge."""
        return bool(self.flags & _SCROLLABLE)

    @property
    def selected(self) -> bool:
        """Is the chosen one of a group, such as the present tab."""
        return bool(self.flags & _SELECTED)

    @property
    def password(self) -> bool:
        """Hides what is typed."""
        return bool(self.flags & _PASSWORD)

    @property
    def center(self) -> tuple[int, int]:
        """Middle of the box, (x, y) in px."""
        return (self.left + self.right) // 2, (self.top + self.bottom) // 2

    @property
    def bbox(self) -> tuple[int, int, int, int]:
        """Box as (left, top, right, bottom) in px."""
        return self.left, self.top, self.right, self.bottom

    @property
    def label(self) -> str:
        """What a person would call it: its text, else its description, else its hint."""
        return self.text or self.description or self.hint


ELEMENT_COLUMNS: Final = ("present", "left", "top", "right", "bottom", "flags", "window", "kind")
WINDOWS: Final = ("", "application", "input_method", "system", "overlay", "dialog", "page")
KINDS: Final = (
    "other",
    "text",
    "button",
    "edit",
    "check",
    "switch",
    "radio",
    "image",
    "list",
    "slider",
    "progress",
    "picker",
    "tab",
    "link",
    "layout",
    "web",
)

# Looked for in this order in the lower-cased last part of a class name or in the role.
_KIND_MARKS: Final = (
    ("switch", "switch"),
    ("togglebutton", "switch"),
    ("radio", "radio"),
    ("checkbox", "check"),
    ("checkedtext", "check"),
    ("edittext", "edit"),
    ("autocomplete", "edit"),
    ("textbox", "edit"),
    ("searchbox", "edit"),
    ("textarea", "edit"),
    ("seekbar", "slider"),
    ("slider", "slider"),
    ("progress", "progress"),
    ("picker", "picker"),
    ("spinner", "picker"),
    ("combobox", "picker"),
    ("select", "picker"),
    ("tab", "tab"),
    ("link", "link"),
    ("button", "button"),
    ("image", "image"),
    ("img", "image"),
    ("recycler", "list"),
    ("listview", "list"),
    ("gridview", "list"),
    ("scroll", "list"),
    ("pager", "list"),
    ("webview", "web"),
    ("text", "text"),
    ("heading", "text"),
    ("layout", "layout"),
    ("viewgroup", "layout"),
)
_WINDOW_CODES: Final = {name: code for code, name in enumerate(WINDOWS)}
_KIND_CODES: Final = {name: code for code, name in enumerate(KINDS)}
_STATE_WORDS: Final = (
    (_CLICKABLE, "clickable"),
    (_LONG_CLICKABLE, "long-clickable"),
    (_EDITABLE, "editable"),
    (_SCROLLABLE, "scrollable"),
    (_FOCUSED, "focused"),
    (_SELECTED, "selected"),
    (_PASSWORD, "password"),
)
_ROW: Final = struct.Struct("=8i")


@lru_cache(maxsize=512)
def element_kind(class_name: str, role: str = "") -> str:
    """Coarse kind of widget, one of `KINDS`, from its class name or (on the web) its role."""
    name = (role or class_name.rsplit(".", 1)[-1]).lower()
    return next((kind for mark, kind in _KIND_MARKS if mark in name), "other")


@lru_cache(maxsize=4096)
def _forms(element: Element) -> tuple[str, bytes]:
    """An element's outline line without its index, and its row of the table as bytes."""
    kind = element_kind(element.class_name, element.role)
    flags = element.flags
    parts = [element.role or element.class_name.rsplit(".", 1)[-1] or "View"]
    if element.text:
        parts.append(_quoted(element.text))
    if element.description and element.description != element.text:
        parts.append(f"desc={_quoted(element.description)}")
    if element.value and element.value != element.text:
        parts.append(f"value={_quoted(element.value)}")
    if element.hint and element.hint != element.text:
        parts.append(f"hint={_quoted(element.hint)}")
    parts += [word for bit, word in _STATE_WORDS if flags & bit]
    if flags & _CHECKABLE or flags & _CHECKED:
        parts.append("checked" if flags & _CHECKED else "unchecked")
    if not flags & _ENABLED:
        parts.append("disabled")
    if element.window not in ("", "application", "page"):
        parts.append(f"window={element.window}")
    codes = flags, _WINDOW_CODES.get(element.window, 0), _KIND_CODES[kind]
    try:
        row = _ROW.pack(1, *element[6:10], *codes)
    except struct.error:  # a web page can claim to be larger than 32 bits
        row = _ROW.pack(1, *(max(-(2**31), min(2**31 - 1, edge)) for edge in element[6:10]), *codes)
    return " ".join(parts), row


def _quoted(text: str, limit: int = 400) -> str:
    if len(text) > limit:
        text = text[: limit - 1] + "…"
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped}"'


def outline_line(element: Element) -> str:
    """One element as text: class, texts, then states, without its index."""
    return _forms(element)[0]


def outline(elements: Sequence[Element], max_length: int | None = None) -> str:
    """All elements as text, one line each: `[index] Class "text" states`.

    Longer than `max_length` characters, it ends at a whole line with a note of what is left out.
    """
    text = "\n".join([f"[{i}] {_forms(e)[0]}" for i, e in enumerate(elements)])
    if max_length is None or len(text) <= max_length:
        return text
    note = f"(more elements, {len(elements)} in all)"
    if len(note) >= max_length:
        return text[:max_length]
    cut = text.rfind("\n", 0, max_length - len(note))
    return text[: cut + 1] + note


def elements_table(elements: Sequence[Element], max_elements: int) -> NDArray[np.int32]:
    """A fresh int32 table of shape (max_elements, 8) with columns `ELEMENT_COLUMNS`.

    Rows follow the elements' order; rows that no element fills are zero, elements beyond the
    table are left out. `flags` is the bit set of `Flag`; `window` and `kind` are positions in
    `WINDOWS` and `KINDS`.
    """
    data = b"".join([_forms(e)[1] for e in elements[:max_elements]])
    data = data.ljust(max_elements * _ROW.size, b"\0")
    return np.frombuffer(bytearray(data), dtype=np.int32).reshape(max_elements, len(ELEMENT_COLUMNS))
