"""Where the characters of a text field are: its lines, its caret, and which character is under a finger."""

from __future__ import annotations

from bisect import bisect_right

from osgenesis.envs.android.sim.ui.forest import shown_text
from osgenesis.envs.android.sim.ui.nodes import Box, Node
from osgenesis.envs.android.sim.ui.text import line_height, line_spans, offsets


def content_of(field: Node) -> str:
    """The text a field holds, as it is drawn: a password as dots."""
    return shown_text(field) if field.text else ""


def spans_of(field: Node) -> tuple[tuple[int, int], ...]:
    """(start, end) of each line of a field's text."""
    if not field.multiline:
        return ((0, len(field.text)),)
    left, _, right, _ = field.pad
    return line_spans(field.text, field.size, field.weight, max(field.w - left - right, 1)) or ((0, 0),)


def shift_of(field: Node) -> int:
    """How far a single line that is longer than its field is moved to the left, px: so far that the caret shows."""
    left, _, right, _ = field.pad
    inner = field.w - left - right
    if field.multiline or field.cursor is None or not field.text:
        return 0
    xs = offsets(content_of(field), field.size, field.weight)
    if xs[-1] <= inner:
        return 0
    return max(0, xs[min(field.cursor[1], len(xs) - 1)] - inner)


def position_at(field: Node, x: int, y: int) -> int:
    """The caret position nearest to a point of the screen."""
    left, top, _, _ = field.pad
    spans = spans_of(field)
    row = max(0, min((y - field.y - top) // line_height(field.size), len(spans) - 1))
    start, end = spans[row]
    xs = offsets(content_of(field)[start:end], field.size, field.weight)
    along = x - field.x - left + shift_of(field)
    at = max(bisect_right(xs, along) - 1, 0)
    if at + 1 < len(xs) and along - xs[at] > xs[at + 1] - along:
        at += 1
    return start + at


def caret_box(field: Node, position: int) -> Box:
    """The place of the caret on the screen, as a box without width, as high as a line."""
    left, top, _, _ = field.pad
    step = line_height(field.size)
    spans = spans_of(field)
    row = max(i for i, (start, _) in enumerate(spans) if start <= position or i == 0)
    start, end = spans[row]
    xs = offsets(content_of(field)[start:end], field.size, field.weight)
    x = field.x + left + xs[max(0, min(position - start, len(xs) - 1))] - shift_of(field)
    y = field.y + top + row * step
    return (x, y, x, y + step)
