"""Calendars that open below a field."""

from __future__ import annotations

from typing import Final

from osgenesis.envs.core.oracle import Screen
from osgenesis.envs.miniwob.oracles.moves import Moves, Oracle, match, press

__all__ = ["ORACLES", "pick_date"]

_MONTHS: Final = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


def pick_date(screen: Screen, field: str, month: int, day: int) -> Moves:
    """Open the calendar of a field, turn back to the month, and click the day."""
    yield screen.tap(screen.need(resource_id=field))
    while True:
        title = screen.need(where=lambda e: e.text.split(" ")[0] in _MONTHS)
        if title.text.startswith(_MONTHS[month - 1]):
            break
        # The arrow is left of the title, above the column of Sundays.
        yield screen.tap_xy(screen.need("Su").center[0], title.center[1])
    yield screen.tap(screen.need(str(day), class_name="a"))


def _choose(goal: str, screen: Screen) -> Moves:
    month, day, _ = match(r"(\d+)/(\d+)/(\d+)", goal)
    yield from pick_date(screen, "datepicker", int(month), int(day))
    yield press(screen, "Submit")


ORACLES: Final[dict[str, Oracle]] = {
    "choose-date": _choose,
    "choose-date-easy": _choose,
    "choose-date-medium": _choose,
    "choose-date-nodelay": _choose,
}
