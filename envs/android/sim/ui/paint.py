"""From laid-out nodes to drawing operations (`render.py` says what they are)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from osgenesis.envs.android.sim.ui.forest import Window, shown_text
from osgenesis.envs.android.sim.ui.nodes import Box, Node
from osgenesis.envs.android.sim.ui.text import line_height, line_spans, offsets, width
from osgenesis.envs.android.sim.ui.theme import LABEL, Color, dp, mix

Op = tuple[Any, ...]

SCRIM: Color = (0, 0, 0, 110)
_HANDLE_PX = dp(2)


def paint(
    windows: Sequence[Window], toast: str, width_px: int, height_px: int, image_key: Callable[[str], str]
) -> list[Op]:
    """The operations for a whole screen, in painter's order. `image_key` names a picture file's contents."""
    ops: list[Op] = []
    full = (0, 0, width_px, height_px)
    for window in windows:
        if window.dim:
            ops.append(("rect", full, full, SCRIM))
        for node in window.nodes:
            _node(node, ops, image_key)
    if toast:
        _toast(toast, width_px, height_px, ops)
    return ops


def _node(node: Node, ops: list[Op], image_key: Callable[[str], str]) -> None:
    clip = node.clip
    x, y = node.x, node.y
    box = (x, y, x + node.w, y + node.h)
    if box[2] <= clip[0] or box[0] >= clip[2] or box[3] <= clip[1] or box[1] >= clip[3]:
        return
    if node.shadow:
        ops.append(("shadow", box, clip, node.radius, node.shadow))
    if node.bg is not None:
        if node.radius:
            ops.append(("rrect", box, clip, node.bg, node.radius))
        else:
            ops.append(("rect", box, clip, node.bg))
    if node.border is not None:
        ops.append(("stroke", box, clip, node.border[0], node.radius, node.border[1]))
    if node.draw is not None:
        if node.draw[0] == "image":
            ops.append(("image", box, clip, image_key(node.draw[1]), *node.draw[2:]))
        else:
            _draw(node, box, clip, ops)
    if node.kind == "text":
        _text(node, clip, ops)


def _text(node: Node, clip: Box, ops: list[Op]) -> None:
    left, top, right, _ = node.pad
    y = node.y + top
    step = line_height(node.size)
    inner = node.w - left - right
    for row in node.rows:
        if row:
            w = width(row, node.size, node.weight)
            x = node.x + left
            if node.text_align == "center":
                x += (inner - w) // 2
            elif node.text_align == "end":
                x += inner - w
            ops.append(("text", (x, y, x + w, y + step), clip, row, node.size, node.weight, node.color))
        y += step


def _draw(node: Node, box: Box, clip: Box, ops: list[Op]) -> None:
    draw = node.draw
    assert draw is not None
    kind = draw[0]
    if kind == "icon":
        ops.append(("icon", box, clip, draw[1], node.color))
    elif kind == "field":
        _field(node, box, clip, ops)
    elif kind == "slider":
        _slider(draw, box, clip, ops)
    elif kind == "underline":
        ops.append(("rrect", (box[0] + dp(12), box[3] - dp(3), box[2] - dp(12), box[3]), clip, draw[1], dp(1)))
    elif kind == "appicon":
        _app_icon(draw, box, clip, ops)
    elif kind == "rrect":
        ops.append(("rrect", box, clip, draw[1], draw[2]))
    elif kind == "line":
        ops.append(("line", box, clip, draw[1], draw[2], (box[0] + draw[3][0], box[1] + draw[3][1]),
                    (box[0] + draw[4][0], box[1] + draw[4][1])))  # fmt: skip
    else:  # avatar, ring, wallpaper: parameters as render.py takes them
        ops.append((kind, box, clip, *draw[1:]))


def _app_icon(draw: tuple[Any, ...], box: Box, clip: Box, ops: list[Op]) -> None:
    name, color = draw[1], draw[2]
    size = box[2] - box[0]
    ops.append(("rrect", box, clip, color, size // 2))
    inset = size // 4
    ops.append(("icon", (box[0] + inset, box[1] + inset, box[2] - inset, box[3] - inset), clip, name, (255, 255, 255)))


def _slider(draw: tuple[Any, ...], box: Box, clip: Box, ops: list[Op]) -> None:
    _, fraction, active, track = draw
    middle = (box[1] + box[3]) // 2
    half, knob = dp(2), dp(10)
    left, right = box[0] + knob, box[2] - knob
    at = left + int((right - left) * fraction)
    ops.append(("rrect", (left, middle - half, right, middle + half), clip, track, half))
    if at > left:
        ops.append(("rrect", (left, middle - half, at, middle + half), clip, active, half))
    ops.append(("rrect", (at - knob, middle - knob, at + knob, middle + knob), clip, active, knob))


def _field(node: Node, box: Box, clip: Box, ops: list[Op]) -> None:
    draw = node.draw
    _, style, accent, muted, surface = draw or ("", "plain", (0, 0, 0), (0, 0, 0), (255, 255, 255))
    inner = (max(box[0], clip[0]), max(box[1], clip[1]), min(box[2], clip[2]), min(box[3], clip[3]))
    left, top, right, _ = node.pad
    x, y = node.x + left, node.y + top
    step = line_height(node.size)
    text = shown_text(node)
    color = node.color if node.text else muted
    if style == "filled":
        ops.append(
            (
                "rect",
                (box[0], box[3] - dp(2 if node.cursor else 1), box[2], box[3]),
                clip,
                accent if node.cursor else muted,
            )
        )
    if node.caption and style == "outlined":
        w = width(node.caption, LABEL)
        at = (x - dp(4), box[1] - line_height(LABEL) // 2)
        ops.append(("rect", (at[0], at[1], at[0] + w + dp(8), at[1] + line_height(LABEL)), clip, surface))
        ops.append(
            (
                "text",
                (x, at[1], x + w, at[1] + line_height(LABEL)),
                clip,
                node.caption,
                LABEL,
                "regular",
                accent if node.cursor else muted,
            )
        )
    if node.multiline:
        spans = line_spans(text, node.size, node.weight, max(node.w - left - right, 1))
    else:
        spans = ((0, len(text)),)
        # A single line longer than the field shows its end.
        overflow = width(text, node.size) - (node.w - left - right)
        if overflow > 0 and node.text:
            x -= overflow
    cursor = node.cursor
    for start, end in spans:
        row = text[start:end]
        if cursor and node.text and cursor[0] != cursor[1]:
            a, b = max(cursor[0], start), min(cursor[1], end)
            if a < b:
                xs = offsets(row, node.size)
                ops.append(
                    ("rect", (x + xs[a - start], y, x + xs[b - start], y + step), inner, mix(accent, surface, 0.7))
                )
        if row:
            ops.append(("text", (x, y, x + width(row, node.size), y + step), inner, row, node.size, "regular", color))
        if cursor and cursor[0] == cursor[1] and (start <= cursor[0] <= end or not node.text):
            at_x = x + (offsets(row, node.size)[cursor[0] - start] if node.text else 0)
            ops.append(("rect", (at_x, y + dp(1), at_x + _HANDLE_PX, y + step - dp(1)), inner, accent))
            if not node.text:
                cursor = None
        y += step


def _toast(message: str, width_px: int, height_px: int, ops: list[Op]) -> None:
    full = (0, 0, width_px, height_px)
    size = dp(14)
    w = min(width(message, size), width_px - dp(96))
    spans = line_spans(message, size, "regular", w)
    h = line_height(size) * len(spans)
    x, y = (width_px - w) // 2, height_px - dp(120) - h
    box = (x - dp(20), y - dp(12), x + w + dp(20), y + h + dp(12))
    ops.append(("shadow", box, full, dp(24), dp(3)))
    ops.append(("rrect", box, full, (242, 242, 246), dp(24)))
    for start, end in spans:
        ops.append(
            ("text", (x, y, x + w, y + line_height(size)), full, message[start:end], size, "regular", (30, 31, 36))
        )
        y += line_height(size)
