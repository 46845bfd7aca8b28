"""What several solutions share: reading a goal, finding things on the screen, pressing them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Final, TypeAlias

from osgenesis.envs.core.actions import Action
from osgenesis.envs.core.elements import Element
from osgenesis.envs.core.errors import TaskError
from osgenesis.envs.core.oracle import Screen

__all__ = [
    "ORDINALS",
    "Moves",
    "Oracle",
    "drag",
    "fields",
    "match",
    "ordinal",
    "press",
    "quoted",
    "submit",
    "thing",
]

Moves: TypeAlias = Iterator[Action]
# A goal and the screen (current before each resume) -> the actions that reach it.
Oracle: TypeAlias = Callable[[str, Screen], Moves]

ORDINALS: Final = re.compile(r"\b(\d+)(?:st|nd|rd|th)\b")
_SUBMIT: Final = ("Submit", "submit", "Search", "Go!", "Login", "OK", "Ok")


def match(pattern: str, text: str) -> tuple[str, ...]:
    """The groups of a pattern found in a text; it must be there."""
    found = re.search(pattern, text)
    if found is None:
        raise TaskError(f"The oracle expected {pattern!r} in {text!r}.")
    return tuple(group or "" for group in found.groups())


def quoted(goal: str) -> list[str]:
    """The parts of a goal in double quotes."""
    return re.findall(r'"([^"]*)"', goal)


def ordinal(goal: str) -> int:
    """The first "3rd" of a goal, as 3."""
    return int(match(ORDINALS.pattern, goal)[0])


def thing(screen: Screen, label: str) -> Element:
    """What bears a label, rather something that reacts to clicks than a text that says the same."""
    wanted = label.strip()
    found = [e for e in screen.elements if e.label.strip() == wanted]
    found = found or [e for e in screen.elements if e.label.strip().casefold() == wanted.casefold()]
    if not found:
        return screen.need(label)
    return next((e for e in found if e.clickable), found[0])


def press(screen: Screen, label: str) -> Action:
    """Click what bears a label."""
    return screen.tap(thing(screen, label))


def submit(screen: Screen) -> Action:
    """Click the button that hands the form in."""
    for label in _SUBMIT:
        found = screen.find(label, where=lambda e: e.clickable) or screen.find(label)
        if found is not None:
            return screen.tap(found)
    return screen.tap(screen.need("Submit"))


def fields(screen: Screen) -> list[Element]:
    """The text fields, in the order of the document."""
    return screen.find_all(where=lambda e: e.editable)


def drag(start: tuple[int, int], end: tuple[int, int]) -> Action:
    """Press the mouse at a point and let go at another, px."""
    return Action("drag", x=start[0], y=start[1], to_x=end[0], to_y=end[1])
