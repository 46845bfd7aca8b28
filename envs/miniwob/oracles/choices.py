"""Check boxes, radio buttons, lists."""

from __future__ import annotations

from typing import Final

from osgenesis.envs.core.actions import Action
from osgenesis.envs.core.oracle import Screen
from osgenesis.envs.miniwob.oracles.moves import Moves, Oracle, fields, match, press, quoted, submit

__all__ = ["ORACLES"]

# Digits as the example draws them: seven rows of four boxes, from the top.
_DIGITS: Final = (
    "0110 1001 1001 1001 1001 1001 0110",
    "0010 0110 0010 0010 0010 0010 0010",
    "0110 1001 1001 0010 0100 1000 1111",
    "0110 1001 0001 0110 0001 1001 0110",
    "1000 1010 1010 1111 0010 0010 0010",
    "1111 1000 1000 1110 0001 1001 0110",
    "0110 1001 1000 1110 1001 1001 0110",
    "1111 1001 0001 0010 0010 0100 0100",
    "0110 1001 1001 0110 1001 1001 0110",
    "0110 1001 1001 0111 0001 1001 0110",
)


def _boxes(goal: str, screen: Screen) -> Moves:
    """Check the boxes that the goal lists."""
    names = match(r"Select (.*) and click Submit", goal)[0]
    for name in names.split(", ") if names != "nothing" else ():
        yield screen.tap(screen.need(name, where=lambda e: e.checkable))
    yield submit(screen)


def _list(goal: str, screen: Screen) -> Moves:
    option = match(r"Select (.*) from the list", goal)[0]
    chooser = screen.need(where=lambda e: e.class_name == "select")
    yield Action("select_option", index=screen.index(chooser), option=option)
    yield submit(screen)


def _scroll_list(goal: str, screen: Screen) -> Moves:
    """Click the items one after another, holding Control from the second on."""
    names = match(r"Select (.*) from the scroll list", goal)[0].split(", ")
    for position, name in enumerate(names):
        box = screen.need(where=lambda e: e.class_name == "select")
        item = screen.find(name, class_name="option")
        while item is None or item.center[1] >= box.bottom:
            yield screen.scroll("down", box)
            item = screen.find(name, class_name="option")
        yield Action("click", x=item.center[0], y=item.center[1], modifiers=("Control",) if position else ())
    yield submit(screen)


def _radio_and_field(goal: str, screen: Screen) -> Moves:
    radio, field = match(r"the (\d)\w\w radio button .* the (\d)\w\w textbox", goal)
    yield screen.tap(screen.find_all(where=lambda e: e.role == "radio")[int(radio) - 1])
    yield screen.type(quoted(goal)[0], fields(screen)[int(field) - 1])
    yield submit(screen)


def _dropdown_and_button(goal: str, screen: Screen) -> Moves:
    """A list made of page elements: it opens on a click above the buttons."""
    option = match(r"Choose (.*) from the dropdown", goal)[0]
    first = screen.need("Yes")
    top = (first.center[0], first.top - 35)
    yield screen.tap_xy(*top)
    while screen.find(option) is None:
        yield Action("scroll", direction="down", x=top[0], y=first.bottom)
    yield press(screen, option)
    yield press(screen, quoted(goal)[0])


def _digit(goal: str, screen: Screen) -> Moves:
    wanted = _DIGITS[int(quoted(goal)[0])].replace(" ", "")
    boxes = screen.find_all(where=lambda e: e.role == "checkbox" and e.enabled)
    for box, mark in zip(boxes, wanted, strict=True):
        if mark == "1":
            yield screen.tap_xy(*box.center)
    yield submit(screen)


ORACLES: Final[dict[str, Oracle]] = {
    "click-option": _boxes,
    "click-checkboxes": _boxes,
    "click-checkboxes-large": _boxes,
    "click-checkboxes-transfer": _boxes,
    "choose-list": _list,
    "click-scroll-list": _scroll_list,
    "form-sequence-2": _radio_and_field,
    "form-sequence-3": _dropdown_and_button,
    "number-checkboxes": _digit,
}
