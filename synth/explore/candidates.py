"""What a walker may act on, how probable each action is, and whether an action changed anything."""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from typing import Final, NamedTuple

import numpy as np

from osgenesis.envs.core.actions import Action
from osgenesis.envs.core.elements import Element

KEYBOARD_PACKAGES: Final = ("com.google.android.inputmethod.latin",)
SYSTEM_UI: Final = "com.android.systemui"
ELEMENT_WEIGHT: Final = 10
GLOBAL_WEIGHT: Final = 1
CLICK_WEIGHT: Final = 9
LONG_PRESS_WEIGHT: Final = 1
GLOBAL_ACTIONS: Final = (
    Action("scroll", direction="down"),
    Action("scroll", direction="up"),
    Action("navigate_back"),
)


class Choice(NamedTuple):
    """One entry of the draw: an element by its index, or a global action."""

    weight: int
    element: int | None = None  # its index
    action: Action | None = None


def identifier(element: Element) -> str:
    """Everything that tells an element from another, checked state included, as one string."""
    return json.dumps(element[:12], ensure_ascii=False, separators=(",", ":"))


def candidates(
    elements: Sequence[Element],
    screen_size: tuple[int, int],
    inert: Collection[str] = (),
) -> list[int]:
    """Indices of the elements that a walk may act on.

    Enabled elements with a box that is not empty and overlaps the screen, that belong neither to
    the keyboard nor to the system's own interface, and are not known to be inert. Whether an
    element says that it is clickable does not matter: it is presumed so until proven otherwise.
    """
    width, height = screen_size
    return [
        index
        for index, element in enumerate(elements)
        if element.enabled
        and element.left < min(element.right, width)
        and element.top < min(element.bottom, height)
        and element.right > 0
        and element.bottom > 0
        and not is_foreign(element)
        and (not inert or identifier(element) not in inert)
    ]


def is_foreign(element: Element) -> bool:
    """Belongs to the keyboard or the system's own interface."""
    return element.package == SYSTEM_UI or element.package in KEYBOARD_PACKAGES or element.window == "input_method"


def choices(indices: Sequence[int]) -> list[Choice]:
    """The weighted draw of the paper: each element 10, scroll down, scroll up and back 1 each."""
    elements = [Choice(ELEMENT_WEIGHT, element=index) for index in indices]
    return elements + [Choice(GLOBAL_WEIGHT, action=action) for action in GLOBAL_ACTIONS]


def draw(options: Sequence[Choice], rng: np.random.Generator) -> Choice:
    """Draw one option with probability in proportion to its weight."""
    total = sum(option.weight for option in options)
    ticket = int(rng.integers(total))
    for option in options:
        ticket -= option.weight
        if ticket < 0:
            return option
    raise AssertionError("unreachable")  # tickets are below the total


def press(element: Element, index: int, rng: np.random.Generator) -> Action:
    """A click; of long-clickable elements every tenth time a long press."""
    if element.long_clickable:
        ticket = int(rng.integers(CLICK_WEIGHT + LONG_PRESS_WEIGHT))
        if ticket >= CLICK_WEIGHT:
            return Action("long_press", index=index)
    return Action("click", index=index)


def changed(before: Sequence[Element], after: Sequence[Element]) -> bool:
    """Whether the sets of elements differ, the system's own interface left out."""
    if before is after:
        return False
    return _visible(before) != _visible(after)


def _visible(elements: Sequence[Element]) -> set[tuple[object, ...]]:
    return {(*element[:12], element.value) for element in elements if element.package != SYSTEM_UI}
