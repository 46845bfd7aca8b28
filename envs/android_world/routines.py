"""Moves that oracles share: open an app from the launcher, find something by scrolling, tap it, type into a field.

Each is a generator to be used with `yield from`; after every yield `screen` shows what came of it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from osgenesis.envs.android.sim.ui.dialogs import MONTHS
from osgenesis.envs.core.actions import Action
from osgenesis.envs.core.elements import Element
from osgenesis.envs.core.errors import TaskError
from osgenesis.envs.core.oracle import Screen

Moves = Iterator[Action]
_MOST_SCROLLS = 12
_MOST_MONTHS = 36


def launch(screen: Screen, app: str) -> Moves:
    """From the home screen: pull up the app drawer and tap an app."""
    width, height = screen.size
    yield screen.swipe(width // 2, height * 3 // 5, width // 2, height // 5)
    yield from tap(screen, text=app)


def tap(screen: Screen, *, scroll: bool = True, **what: Any) -> Moves:
    """Tap the element that fits, scrolling down to it where needed."""
    if scroll:
        yield from scroll_to(screen, **what)
    yield screen.tap(screen.need(**what))


def scroll_to(screen: Screen, **what: Any) -> Moves:
    """Scroll down until the element that fits is on the screen."""
    for _ in range(_MOST_SCROLLS):
        if screen.find(**what) is not None:
            return
        before = screen.elements
        yield screen.scroll("down")
        if screen.elements == before:
            break
    screen.need(**what)


def type_in(screen: Screen, text: str, *, clear: bool = False, press_enter: bool = False, **field: Any) -> Moves:
    """Tap a field and type into it, in one step."""
    yield from scroll_to(screen, **field)
    yield screen.type(text, screen.need(**field), clear=clear, press_enter=press_enter)


def labelled(screen: Screen, label: str) -> Element:
    """The element whose text, description or hint is exactly `label`."""
    found = screen.find(label=label) or next(
        (e for e in screen.elements if label in (e.text, e.description, e.hint)), None
    )
    if found is None:
        raise TaskError(f"Nothing on the screen is labelled {label!r}.")
    return found


def pick_date(screen: Screen, year: int, month: int, day: int) -> Moves:
    """In an open calendar dialog: turn to the month, tap the day, OK."""
    wanted = f"{day:02d} {MONTHS[month - 1]} {year}"
    for _ in range(_MOST_MONTHS):
        if screen.find(description=wanted) is not None:
            break
        shown = next(e for e in screen.elements if e.description[:3] == "01 ").description.split()
        ahead = (year, month) > (int(shown[2]), MONTHS.index(shown[1]) + 1)
        yield from tap(screen, scroll=False, description="Next month" if ahead else "Previous month")
    yield from tap(screen, scroll=False, description=wanted)
    yield from tap(screen, scroll=False, text="OK")


def pick_time(screen: Screen, hour: int, minute: int) -> Moves:
    """In an open 24-hour clock dialog: tap the hour, the minute (of five) where it is another one, OK."""
    yield from tap(screen, scroll=False, class_name="TextView", description=f"{hour} o'clock")
    face = screen.need(class_name="TextView", description=f"{minute} minutes")
    if not face.selected:
        yield screen.tap(face)
    yield from tap(screen, scroll=False, text="OK")
