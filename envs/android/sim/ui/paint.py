"""From laid-out nodes to drawing operations (`render.py` says what they are)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from osgenesis.envs.android.sim.ui.fields import caret_box, content_of, shift_of, spans_of
from osgenesis.envs.android.sim.ui.forest import Window
from osgenesis.envs.android.sim.ui.nodes import Box, Node
from osgenesis.envs.android.sim.ui.text import line_height, line_spans, offsets, width
from osgenesis.envs.android.sim.ui.theme import LABEL, Color, dp, mix

Op = tuple[Any, ...]

SCRIM: Color = (0, 0, 0, 110)
_CARET_PX = dp(2)


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
        _border(node, box, clip, ops)
    if node.draw is not None:
        if node.draw[0] == "image":
            ops.append(("image", box, clip, image_key(node.draw[1]), *node.draw[2:]))
        else:
            _draw(node, node.draw, box, clip, ops)
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


def _draw(node: Node, draw: tuple[Any, ...], box: Box, clip: Box, ops: list[Op]) -> None:
    kind = draw[0]
    if kind == "icon":
        ops.append(("icon", box, clip, draw[1], node.color))
    elif kind == "field":
        _field(node, draw, box, clip, ops)
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


def _field(node: Node, draw: tuple[Any, ...], box: Box, clip: Box, ops: list[Op]) -> None:
    _, style, accent, muted, surface = draw
    left, top, right, _ = node.pad
    x, y = node.x + left - shift_of(node), node.y + top
    sides = max(node.x + left, clip[0]), min(box[2] - right + _CARET_PX, clip[2])
    inner = (sides[0], max(box[1], clip[1]), sides[1], min(box[3], clip[3]))
    step = line_height(node.size)
    if style == "filled":
        base = (box[0], box[3] - dp(2 if node.cursor else 1), box[2], box[3])
        ops.append(("rect", base, clip, accent if node.cursor else muted))
    if node.caption:
        _caption(node, style, accent if node.cursor else muted, box, clip, ops)
    if not node.text:
        if node.hint and node.hint != node.caption:
            hint_box = (x, y, x + width(node.hint, node.size), y + step)
            ops.append(("text", hint_box, inner, node.hint, node.size, "regular", muted))
        if node.cursor:
            ops.append(("rect", _caret(node, 0), inner, accent))
        return
    text = content_of(node)
    first, last = node.cursor or (0, 0)
    for start, end in spans_of(node):
        row = text[start:end]
        a, b = max(first, start), min(last, end)
        if a < b:
            xs = offsets(row, node.size)
            marked = (x + xs[a - start], y, x + xs[b - start], y + step)
            ops.append(("rect", marked, inner, mix(accent, surface, 0.7)))
        if row:
            line = (x, y, x + width(row, node.size), y + step)
            ops.append(("text", line, inner, row, node.size, "regular", node.color))
        y += step
    if node.cursor and first == last:
        ops.append(("rect", _caret(node, last), inner, accent))


def _caret(node: Node, position: int) -> Box:
    x, top, _, bottom = caret_box(node, position)
    return (x, top + dp(1), x + _CARET_PX, bottom - dp(1))


def _caption(node: Node, style: str, color: Color, box: Box, clip: Box, ops: list[Op]) -> None:
    """A label that floats: in the gap of an outlined field's border (`_border` leaves it), or inside a filled one."""
    w, h = width(node.caption, LABEL), line_height(LABEL)
    x = node.x + node.pad[0]
    y = box[1] - h // 2 if style == "outlined" else box[1] + dp(6)
    ops.append(("text", (x, y, x + w, y + h), clip, node.caption, LABEL, "regular", color))


def _border(node: Node, box: Box, clip: Box, ops: list[Op]) -> None:
    color, thick = node.border or ((0, 0, 0), 0)
    if not (node.kind == "field" and node.caption):
        ops.append(("stroke", box, clip, color, node.radius, thick))
        return
    # The label floats in the line above: the outline is drawn in parts around it.
    gap = node.x + node.pad[0] - dp(4), node.x + node.pad[0] + width(node.caption, LABEL) + dp(4)
    below = box[1] + thick
    for part in ((box[0], box[1], gap[0], below), (gap[1], box[1], box[2], below), (box[0], below, box[2], box[3])):
        shown = (max(part[0], clip[0]), max(part[1], clip[1]), min(part[2], clip[2]), min(part[3], clip[3]))
        if shown[0] < shown[2] and shown[1] < shown[3]:
            ops.append(("stroke", box, shown, color, node.radius, thick))


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
