"""JavaScript dialogs (alert, confirm, prompt): as elements, and drawn over the last picture.

A page stands still while its dialog is open, and headless Chromium draws none, so it is shown to
agents by us: the message, an input for a prompt, and the buttons, in the middle of the viewport.
"""

from __future__ import annotations

import textwrap
from dataclasses import dataclass
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from osgenesis.envs.core.elements import Element, Flag

__all__ = ["Dialog", "dialog_elements", "draw_dialog"]

_WIDTH: Final = 420
_LINE: Final = 18
_MARGIN: Final = 16
_BUTTON: Final = (84, 30)
_MAX_LINES: Final = 12
_BUTTON_FLAGS: Final = int(Flag.CLICKABLE | Flag.ENABLED | Flag.FOCUSABLE)
_INPUT_FLAGS: Final = int(Flag.CLICKABLE | Flag.ENABLED | Flag.FOCUSABLE | Flag.EDITABLE | Flag.FOCUSED)


@dataclass(slots=True)
class Dialog:
    """An open dialog.

    Attributes:
        kind: "alert", "confirm" or "prompt".
        message: What it says.
        text: What is typed into a prompt.
        host: Who asks.
    """

    kind: str
    message: str
    text: str
    host: str


class Box(NamedTuple):
    """A rectangle in CSS px."""

    left: int
    top: int
    right: int
    bottom: int


class _Layout(NamedTuple):
    frame: Box
    lines: tuple[str, ...]
    message: Box
    field: Box | None
    ok: Box
    cancel: Box | None


def _layout(dialog: Dialog, viewport: tuple[int, int]) -> _Layout:
    width = min(_WIDTH, viewport[0])
    columns = max(8, (width - 2 * _MARGIN) // 7)
    lines: list[str] = []
    for paragraph in dialog.message.splitlines() or [""]:
        lines += textwrap.wrap(paragraph, columns) or [""]
    if len(lines) > _MAX_LINES:
        lines[_MAX_LINES - 1 :] = ["…"]
    field_height = 28 + _MARGIN if dialog.kind == "prompt" else 0
    height = 3 * _MARGIN + len(lines) * _LINE + field_height + _BUTTON[1]
    left, top = (viewport[0] - width) // 2, max(0, (viewport[1] - height) // 3)
    frame = Box(left, top, left + width, min(top + height, viewport[1]))
    text_bottom = top + _MARGIN + len(lines) * _LINE
    message = Box(left + _MARGIN, top + _MARGIN, frame.right - _MARGIN, text_bottom)
    field = None
    if dialog.kind == "prompt":
        field = Box(left + _MARGIN, text_bottom + _MARGIN, frame.right - _MARGIN, text_bottom + _MARGIN + 28)
    button_top = frame.bottom - _MARGIN - _BUTTON[1]
    right = frame.right - _MARGIN
    cancel = None
    if dialog.kind != "alert":
        cancel = Box(right - _BUTTON[0], button_top, right, button_top + _BUTTON[1])
        right = cancel.left - _MARGIN // 2
    ok = Box(right - _BUTTON[0], button_top, right, button_top + _BUTTON[1])
    return _Layout(frame, tuple(lines), message, field, ok, cancel)


def dialog_elements(dialog: Dialog, viewport: tuple[int, int]) -> tuple[Element, ...]:
    """The message, the input of a prompt, "OK", and "Cancel" unless it is an alert."""
    layout = _layout(dialog, viewport)
    host = dialog.host

    def element(text: str, tag: str, role: str, box: Box, flags: int, value: str = "") -> Element:
        return Element(text, "", tag, "", "", host, *box, flags, "dialog", value, role)

    found = [element(dialog.message, "dialog", "text", layout.message, int(Flag.ENABLED))]
    if layout.field is not None:
        found.append(element("", "input", "textbox", layout.field, _INPUT_FLAGS, dialog.text))
    found.append(element("OK", "button", "button", layout.ok, _BUTTON_FLAGS))
    if layout.cancel is not None:
        found.append(element("Cancel", "button", "button", layout.cancel, _BUTTON_FLAGS))
    return tuple(found)


def draw_dialog(picture: NDArray[np.uint8], dialog: Dialog, viewport: tuple[int, int]) -> NDArray[np.uint8]:
    """A copy of the picture, dimmed, with the dialog over it."""
    scale = picture.shape[1] / viewport[0]
    layout = _layout(dialog, viewport)
    image = Image.fromarray((picture * 0.6).astype(np.uint8))
    draw = ImageDraw.Draw(image)
    font = ImageFont.load_default(size=13 * scale)

    def scaled(box: Box) -> tuple[float, float, float, float]:
        return box.left * scale, box.top * scale, box.right * scale - 1, box.bottom * scale - 1

    draw.rounded_rectangle(scaled(layout.frame), radius=8 * scale, fill="white")
    for number, line in enumerate(layout.lines):
        place = layout.message.left * scale, (layout.message.top + number * _LINE) * scale
        draw.text(place, line, fill="black", font=font)
    if layout.field is not None:
        draw.rectangle(scaled(layout.field), outline="#4a7bd0", width=max(1, round(scale)))
        place = (layout.field.left + 6) * scale, (layout.field.top + 6) * scale
        draw.text(place, dialog.text[-50:], fill="black", font=font)
    for box, label, fill, ink in ((layout.ok, "OK", "#1a5fd0", "white"), (layout.cancel, "Cancel", "#e4e8ee", "black")):
        if box is not None:
            draw.rounded_rectangle(scaled(box), radius=4 * scale, fill=fill)
            middle = (box.left + box.right) / 2 * scale, (box.top + box.bottom) / 2 * scale
            draw.text(middle, label, fill=ink, font=font, anchor="mm")
    return np.array(image, dtype=np.uint8)
