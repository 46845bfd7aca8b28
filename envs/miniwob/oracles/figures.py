"""Points, angles, figures and colours: geometry on what the page has drawn."""

from __future__ import annotations

import math
from typing import Final, TypeAlias

from PIL import ImageColor

from osgenesis.envs.core.elements import Element
from osgenesis.envs.core.oracle import Screen
from osgenesis.envs.miniwob.oracles.moves import Moves, Oracle, drag, fields, match, submit

__all__ = ["ORACLES"]

Point: TypeAlias = tuple[float, float]  # x, y in px

_FIELD: Final = (8, 58, 146, 168)  # where points can be set: left, top, right, bottom
_RADIUS: Final = 3
_OFFSET: Final = 2
_TAGS: Final = {"rectangles": "rect", "squares": "rect", "circles": "circle", "triangles": "polygon"}
_LEFT_BOX: Final = (11, 64)
_RIGHT_BOX: Final = (93, 64)
_STEP: Final = 18


def _middle(point: Element) -> Point:
    """Of a drawn point; its box is rounded to whole px."""
    return point.left + _RADIUS, point.top + _RADIUS


def _ray(start: Point, angle: float) -> tuple[int, int]:
    """The last point of the field in a direction; the farther away, the less its rounding turns the line."""
    left, top, right, bottom = _FIELD
    dx, dy = math.cos(angle), math.sin(angle)
    reach = min(
        ((right if dx > 0 else left) - start[0]) / dx if dx else math.inf,
        ((bottom if dy > 0 else top) - start[1]) / dy if dy else math.inf,
    )
    # A click's point is drawn a little to the right and below.
    return round(start[0] + reach * dx) - _OFFSET, round(start[1] + reach * dy) - _OFFSET


def _angle(start: Point, end: Point) -> float:
    return math.atan2(end[1] - start[1], end[0] - start[0])


def _bisect(goal: str, screen: Screen) -> Moves:
    vertex = _middle(screen.need(label="blue circle"))
    one, other = (_angle(vertex, _middle(e)) for e in screen.find_all(label="black circle")[:2])
    between = math.remainder(other - one, math.tau)
    yield screen.tap_xy(*_ray(vertex, one + between / 2))
    yield submit(screen)


def _perpendicular(goal: str, screen: Screen) -> Moves:
    """Of the two directions, the one with more room."""
    vertex = _middle(screen.need(label="blue circle"))
    along = _angle(vertex, _middle(screen.need(label="black circle")))
    ends = [_ray(vertex, along + turn) for turn in (math.pi / 2, -math.pi / 2)]
    yield screen.tap_xy(*max(ends, key=lambda end: math.dist(vertex, end)))
    yield submit(screen)


def _shapes_apart(goal: str, screen: Screen) -> Moves:
    """Each to the next free place of its box; figures on top are moved first."""
    wanted = match(r"Drag all (\w+)(?: shapes)? into the left box", goal)[0]
    shapes = screen.find_all(where=lambda e: e.class_name in _TAGS.values() and e.resource_id != "shape-container")
    count = {_LEFT_BOX: 0, _RIGHT_BOX: 0}
    for shape in reversed(shapes):
        chosen = shape.class_name == _TAGS[wanted] if wanted in _TAGS else shape.label.startswith(f"{wanted} ")
        box = _LEFT_BOX if chosen else _RIGHT_BOX
        row, column = divmod(count[box], 3)
        count[box] += 1
        yield drag(shape.center, (box[0] + 9 + _STEP * column, box[1] + 9 + _STEP * row))
    yield submit(screen)


def _colour(goal: str, screen: Screen) -> Moves:
    """The field beside the wheel takes the colour's number."""
    name = match(r"Select (?:the following color )?(#?\w+) with", goal)[0]
    red, green, blue = ImageColor.getrgb(name)[:3]
    yield screen.type(f"{red:02X}{green:02X}{blue:02X}", fields(screen)[0], clear=True)
    # The wheel covers the button until the page beside it is clicked.
    yield screen.tap_xy(150, 205)
    yield submit(screen)


ORACLES: Final[dict[str, Oracle]] = {
    "bisect-angle": _bisect,
    "right-angle": _perpendicular,
    "drag-shapes-2": _shapes_apart,
    "use-colorwheel": _colour,
    "use-colorwheel-2": _colour,
}
