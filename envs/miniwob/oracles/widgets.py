"""Sections, tabs, menus, trees and sliders: what has to be opened or set before it can be used."""

from __future__ import annotations

import json
from typing import Final

from osgenesis.envs.core.actions import Action
from osgenesis.envs.core.elements import Element
from osgenesis.envs.core.oracle import Screen
from osgenesis.envs.miniwob.oracles.moves import Moves, Oracle, match, ordinal, press, quoted, submit

__all__ = ["ORACLES"]


def _open_section(goal: str, screen: Screen) -> Moves:
    yield screen.tap(screen.need(contains="Section"))
    yield submit(screen)


def _link_in_sections(goal: str, screen: Screen) -> Moves:
    """Open one section after another until the link shows."""
    link = quoted(goal)[0]
    for name in [e.text for e in screen.find_all(contains="Section #")]:
        yield press(screen, name)
        if _link(screen, link) is not None:
            break
    yield screen.tap(_link(screen, link) or screen.need(link))


def _link_in_tabs(goal: str, screen: Screen) -> Moves:
    link = quoted(goal)[0]
    tabs = [e.text for e in screen.find_all(class_name="a", where=lambda e: e.text.lstrip("Tab #").isdigit())]
    for name in tabs:
        yield screen.tap(screen.need(name, class_name="a"))
        if _link(screen, link) is not None:
            break
    yield screen.tap(_link(screen, link) or screen.need(link))


def _link(screen: Screen, text: str) -> Element | None:
    return screen.find(text, where=lambda e: e.clickable and e.class_name == "span")


def _menu_path(goal: str, screen: Screen) -> Moves:
    """Menus open under the mouse; only the last item is clicked."""
    *path, item = match(r"Select (.*)", goal)[0].split(">")
    for name in path:
        yield Action("hover", index=screen.index(screen.need(name)))
    yield press(screen, item)


# What the menu's signs stand for.
_ICONS: Final = {
    "ui-icon-disk": "Save",
    "ui-icon-print": "Print...",
    "ui-icon-zoomin": "Zoom In",
    "ui-icon-zoomout": "Zoom Out",
    "ui-icon-seek-start": "Prev",
    "ui-icon-stop": "Stop",
    "ui-icon-play": "Play",
    "ui-icon-seek-end": "Next",
}


def _menu_item(goal: str, screen: Screen) -> Moves:
    """Some items are in a menu of their own, which opens under the mouse."""
    wanted = quoted(goal)[1]
    item = _ICONS.get(wanted, wanted)
    yield press(screen, "Menu")
    if screen.find(item) is None:
        yield Action("hover", index=screen.index(screen.need("Playback")))
    yield press(screen, item)


def _pie(goal: str, screen: Screen) -> Moves:
    """Expanding takes its time; then the labels are where they stay.

    The item below the middle is chosen from the start: the page does not react to it, here or in BrowserGym.
    """
    label = quoted(goal)[0]
    yield screen.tap_xy(*screen.need("+").center)
    while screen.find(label) is None:
        yield screen.wait()
    yield screen.wait()
    yield screen.tap_xy(*screen.need(quoted(goal)[0]).center)


# ---- sliders -------------------------------------------------------------------------------------


def _slide(screen: Screen, number: int, target: int) -> Moves:
    """Set a slider: its ends tell the scale, a click comes close, arrow keys do the rest."""
    yield screen.tap(_handles(screen)[number])
    yield Action("key", key="Home")
    low, start = _value(screen, number), _handles(screen)[number].center
    yield Action("key", key="End")
    high, end = _value(screen, number), _handles(screen)[number].center
    share = (target - low) / (high - low)
    yield screen.tap_xy(round(start[0] + share * (end[0] - start[0])), round(start[1] + share * (end[1] - start[1])))
    while (value := _value(screen, number)) != target:
        yield Action("key", key="ArrowRight" if value < target else "ArrowLeft")


def _handles(screen: Screen) -> list[Element]:
    return screen.find_all(class_name="span", where=lambda e: not e.label and e.clickable)


def _value(screen: Screen, number: int) -> int:
    shown = screen.find_all(class_name="div", where=lambda e: e.text.lstrip("-").isdigit())
    return int(shown[number].text)


def _slider(goal: str, screen: Screen) -> Moves:
    yield from _slide(screen, 0, int(match(r"Select (-?\d+) with", goal)[0]))
    yield submit(screen)


def _sliders(goal: str, screen: Screen) -> Moves:
    for number, target in enumerate(json.loads(match(r"(\[.*\])", goal)[0])):
        yield from _slide(screen, number, target)
    yield submit(screen)


def _spinner(goal: str, screen: Screen) -> Moves:
    """From 0, by the arrows at the end of the field; typing does nothing there."""
    target = int(match(r"Select (-?\d+) with", goal)[0])
    field = screen.need(resource_id="spinner")
    up, down = (field.right + 4, field.center[1] - 5), (field.right + 4, field.center[1] + 6)
    for _ in range(abs(target)):
        yield screen.tap_xy(*(up if target > 0 else down))
    yield submit(screen)


def _slider_and_box(goal: str, screen: Screen) -> Moves:
    yield from _slide(screen, 0, int(match(r"Select (-?\d+) with", goal)[0]))
    boxes = screen.find_all(where=lambda e: e.role == "checkbox")
    yield screen.tap(boxes[ordinal(goal) - 1])
    yield submit(screen)


ORACLES: Final[dict[str, Oracle]] = {
    "click-collapsible": _open_section,
    "click-collapsible-nodelay": _open_section,
    "click-collapsible-2": _link_in_sections,
    "click-collapsible-2-nodelay": _link_in_sections,
    "click-tab-2": _link_in_tabs,
    "click-tab-2-easy": _link_in_tabs,
    "click-tab-2-medium": _link_in_tabs,
    "click-tab-2-hard": _link_in_tabs,
    "click-menu": _menu_path,
    "click-menu-2": _menu_item,
    "click-pie": _pie,
    "click-pie-nodelay": _pie,
    "use-spinner": _spinner,
    "use-slider": _slider,
    "use-slider-2": _sliders,
    "form-sequence": _slider_and_box,
}
