"""Dragging: sorting, moving shapes, drawing, marking text."""

from __future__ import annotations

from typing import Final

from osgenesis.envs.core.actions import Action
from osgenesis.envs.core.elements import Element
from osgenesis.envs.core.oracle import Screen
from osgenesis.envs.miniwob.oracles.moves import Moves, Oracle, drag, match, ordinal, submit

__all__ = ["ORACLES"]

_STEPS: Final = {"left": (-20, 0), "right": (20, 0), "up": (0, -20), "down": (0, 20)}
_CELL: Final = 38
_CORNERS: Final = {
    "top left": 0,
    "top center": 1,
    "top right": 2,
    "center left": 3,
    "center right": 5,
    "bottom left": 6,
    "bottom center": 7,
    "bottom right": 8,
    "center": 4,
}


def _items(screen: Screen) -> list[Element]:
    """The texts of the sortable items, in order."""
    return screen.find_all(class_name="div", where=lambda e: bool(e.text))


def _place(start: Element, end: Element) -> tuple[int, int]:
    """Where to let go so that an item takes the other's place: a little beyond its middle."""
    beyond = 6 if end.center[1] > start.center[1] else -6 if end.center[1] < start.center[1] else 0
    return start.center[0], end.center[1] + beyond


def _list_item(goal: str, screen: Screen) -> Moves:
    items = _items(screen)
    name, where = match(r"Drag (\S+) (.*)", goal)
    here = next(i for i, e in enumerate(items) if e.text == name)
    if "top" in where:
        there = 0
    elif "bottom" in where:
        there = len(items) - 1
    elif "by one" in where:
        there = here + (1 if "down" in where else -1)
    else:
        there = ordinal(where) - 1
    yield drag(items[here].center, _place(items[here], items[there]))


def _grid_item(goal: str, screen: Screen) -> Moves:
    items = _items(screen)
    name, where = match(r"Drag (\S+) (.*)", goal)
    here = next(i for i, e in enumerate(items) if e.text == name)
    if "by one" in where:
        there = here + {"up": -3, "down": 3, "left": -1, "right": 1}[where.split(" ")[0]]
    else:
        there = next(n for words, n in _CORNERS.items() if f"the {words}." in where)
    yield _grid_move(items, here, there)


def _grid_move(items: list[Element], here: int, there: int) -> Action:
    """Items give way when the mouse is over the half of them that it moves towards.

    What moves right or down comes to lie after the item that it meets, anything else before it.
    """
    dx = there % 3 - here % 3
    met = there - 1 if here > there and dx > 0 else there
    start, end = items[here], items[met]
    sideways = (dx > 0) - (dx < 0)
    along = 0 if sideways else (1 if there > here else -1)
    middle = _CELL // 2
    from_x = start.left + middle - 12 * sideways
    return drag(
        (from_x, start.top + middle),
        (end.left + middle + 12 * sideways, end.top + middle + 12 * along),
    )


def _sort(goal: str, screen: Screen) -> Moves:
    """Bring the smallest of the rest up, place by place."""
    for place in range(len(_items(screen)) - 1):
        items = [e for e in _items(screen) if e.text.lstrip("-").isdigit()]
        values = [int(e.text) for e in items]
        smallest = values.index(min(values[place:]))
        if smallest != place:
            yield drag(items[smallest].center, _place(items[smallest], items[place]))
    yield submit(screen)


def _box(goal: str, screen: Screen) -> Moves:
    """The letters stand at the upper left of boxes of 20 and 50 px."""
    small, large = screen.need("s"), screen.need("L")
    dx, dy = large.left + 15 - small.left, large.top + 15 - small.top
    # Where the boxes overlap, the large one lies on top: hold the small one at a free corner.
    for x, y in ((small.left + 2, small.top + 3), (small.left + 17, small.top + 17), (small.left + 2, small.top + 17)):
        if not (large.left - 1 <= x < large.left + 50 and large.top - 1 <= y < large.top + 50):
            break
    yield drag((x, y), (x + dx, y + dy))
    yield submit(screen)


def _shape_aside(goal: str, screen: Screen) -> Moves:
    shape = screen.need(where=lambda e: e.class_name in ("circle", "rect", "polygon"))
    x, y = shape.center
    dx, dy = _STEPS[match(r"Drag the \w+ (left|right|up|down)", goal)[0]]
    yield drag((x, y), (x + dx, y + dy))
    yield submit(screen)


_TAGS: Final = {"rectangles": "rect", "circles": "circle", "triangles": "polygon"}


def _shapes_into_box(goal: str, screen: Screen) -> Moves:
    tag = _TAGS[match(r"Drag all (\w+) into", goal)[0]]
    box = screen.need(resource_id="shape-container")
    found = screen.find_all(class_name=tag, where=lambda e: e.resource_id != "shape-container")
    for position, shape in enumerate(found):
        yield drag(shape.center, (box.left + 14 + 16 * position, box.center[1]))
    yield submit(screen)


def _line(goal: str, screen: Screen) -> Moves:
    x, y = screen.need(class_name="circle").center
    away = (0, 25) if "vertical" in goal else (25, 0)
    yield drag((x - away[0], y - away[1]), (x + away[0], y + away[1]))
    yield submit(screen)


def _mark(goal: str, screen: Screen) -> Moves:
    text = screen.need(where=lambda e: e.class_name in ("div", "p") and bool(e.text))
    yield _over(text)
    yield submit(screen)


def _mark_nth(goal: str, screen: Screen) -> Moves:
    yield _over(screen.find_all(class_name="p")[ordinal(goal) - 1])
    yield submit(screen)


def _over(text: Element) -> Action:
    return drag((text.left - 2, text.top + 3), (text.right + 3, text.bottom - 3))


def _resize(goal: str, screen: Screen) -> Moves:
    """By the corner of the area."""
    area = screen.need(class_name="textarea")
    way, size = match(r"the (width|height) is (larger|smaller)", goal)
    step = 15 if size == "larger" else -15
    corner = (area.right - 5, area.bottom - 5)
    yield drag(corner, (corner[0] + (step if way == "width" else 0), corner[1] + (step if way == "height" else 0)))
    yield submit(screen)


ORACLES: Final[dict[str, Oracle]] = {
    "drag-items": _list_item,
    "drag-items-grid": _grid_item,
    "drag-sort-numbers": _sort,
    "drag-box": _box,
    "drag-circle": _shape_aside,
    "drag-single-shape": _shape_aside,
    "drag-shapes": _shapes_into_box,
    "draw-line": _line,
    "highlight-text": _mark,
    "highlight-text-2": _mark_nth,
    "resize-textarea": _resize,
}
