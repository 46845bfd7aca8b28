"""Moves that web oracles share: find something by scrolling, click it, fill a field, choose from a list.

Each is a generator to be used with `yield from`; after every yield `screen` shows what came of it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, Final, TypeAlias

from osgenesis.envs.core.actions import Action
from osgenesis.envs.core.elements import Element
from osgenesis.envs.core.oracle import Screen

__all__ = ["Moves", "click", "fill", "role", "scroll_to", "scroll_to_top", "select", "submit"]

Moves: TypeAlias = Iterator[Action]
_MOST_SCROLLS: Final = 40


def role(*names: str) -> Callable[[Element], bool]:
    """A condition for `where=`: the element has one of these roles."""
    return lambda element: element.role in names


def scroll_to(screen: Screen, **what: Any) -> Moves:
    """Scroll down until the element that fits is on the screen; from the top again if it is not below."""
    if screen.find(**what) is not None:
        return
    for direction in ("down", "up"):
        for _ in range(_MOST_SCROLLS):
            before = screen.elements
            yield screen.scroll(direction)
            if screen.find(**what) is not None:
                return
            if screen.elements == before:
                break
    screen.need(**what)


def scroll_to_top(screen: Screen) -> Moves:
    """Scroll up to the beginning of the page."""
    for _ in range(_MOST_SCROLLS):
        before = screen.elements
        yield screen.scroll("up")
        if screen.elements == before:
            return


def click(screen: Screen, **what: Any) -> Moves:
    """Click the element that fits, scrolling to it where needed."""
    yield from scroll_to(screen, **what)
    yield screen.tap(screen.need(**what))


def fill(screen: Screen, text: str, *, press_enter: bool = False, **field: Any) -> Moves:
    """Replace what a field holds, in one step."""
    yield from scroll_to(screen, **field)
    yield screen.type(text, screen.need(**field), clear=True, press_enter=press_enter)


def select(screen: Screen, option: str, **field: Any) -> Moves:
    """Choose an option of a list by its label."""
    yield from scroll_to(screen, **field)
    yield Action("select_option", index=screen.index(screen.need(**field)), option=option)


def submit(screen: Screen, label: str) -> Moves:
    """Click the button with this label."""
    yield from click(screen, label=label, where=role("button"))
