"""The calendar dialog and the clock dialog."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from math import atan2, cos, pi, sin
from typing import TYPE_CHECKING

from osgenesis.envs.android.sim.ui.dialog_box import LOW, WIDE, WIDTH, dialog_box, room
from osgenesis.envs.android.sim.ui.nodes import Node
from osgenesis.envs.android.sim.ui.theme import BODY, BODY_MEDIUM, FILL, HEADLINE_SMALL, LABEL, dp
from osgenesis.envs.android.sim.ui.widgets import (
    button,
    column,
    icon_button,
    lazy_list,
    middle,
    padding,
    row,
    space,
    text,
    text_field,
)
from osgenesis.envs.core.elements import Flag

if TYPE_CHECKING:
    from osgenesis.envs.android.sim.page import Page

MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
FIRST_YEAR, LAST_YEAR = 1900, 2100

_TALL = 470  # dp that the upright layouts need
_DAYS, _HOURS, _MINUTES = 7, 24, 60
_YEAR_ROW = 40  # dp; a whole number of px, for the rows to stop at
_FIELD_VALUES = ("text:hour", "cursor:hour", "text:minute", "cursor:minute")
_FACE, _SMALL_FACE = (256, 36, 36), (204, 28, 28)  # dp: diameter, a number's box, between the two rings of hours


def _upright(ui: Page) -> bool:
    return room(ui) >= dp(_TALL)


# -- date -------------------------------------------------------------------------------------------


def month_days(year: int, month: int) -> tuple[int, int]:
    """(weekday of the first, Monday 0; number of days)."""
    first = date(year, month, 1)
    following = date(year + month // 12, month % 12 + 1, 1)
    return first.weekday(), (following - first).days


def date_dialog(ui: Page) -> Node:
    """A month's days, turned by arrows or swipes; the year at the top opens a list of years."""
    args = ui.args
    year, month, day = ui.get("date", (args["year"], args["month"], args["day"]))
    shown_year, shown_month = ui.get("shown", (year, month))
    chosen = date(year, month, day)
    upright = _upright(ui)
    head = column(
        text(ui, str(year), BODY_MEDIUM, muted=True, rid="android:id/date_picker_header_year",
             on_tap=lambda: ui.toggle("years"), height=dp(28)),
        text(ui, f"{WEEKDAYS[chosen.weekday()][:3]}, {MONTHS[month - 1][:3]} {day}", HEADLINE_SMALL + 8,
             rid="android:id/date_picker_header_date"),
        pad=(24, 20, 24, 12),
    )  # fmt: skip
    cell = 40 if upright else 30
    if ui.get("years"):
        body = _years(ui, (year, month, day), cell)
    else:
        body = _month(ui, shown_year, shown_month, chosen, cell)
    buttons = (
        button(ui, "Cancel", ui.back, rid="android:id/button2"),
        button(ui, "OK", lambda: ui.close((year, month, day)), rid="android:id/button1"),
    )
    if upright:
        return dialog_box(ui, "", head, body, buttons=buttons)
    head.width, body.grow = dp(190), 1
    return dialog_box(ui, "", row(head, body, cross="start", width=FILL, pad=(0, 8, 8, 0)), buttons=buttons, width=WIDE)


def _month(ui: Page, year: int, month: int, chosen: date, cell: int) -> Node:
    def turn(step: int) -> Callable[[], None]:
        total = min(max(year * 12 + month - 1 + step, FIRST_YEAR * 12), LAST_YEAR * 12 + 11)
        return lambda: ui.put(shown=(total // 12, total % 12 + 1))

    def pick(day: int) -> Callable[[], None]:
        return lambda: ui.put(date=(year, month, day))

    lead, days = month_days(year, month)
    lead = (lead + 1) % _DAYS  # weeks start on Sunday
    cells = [text(ui, letter, LABEL, muted=True, cls="", text_align="center", width=dp(40)) for letter in "SMTWTFS"]
    cells += [space(40, cell) for _ in range(lead)]
    for day in range(1, days + 1):
        picked = date(year, month, day) == chosen
        cells.append(
            Node(
                kind="text",
                text=str(day),
                size=BODY_MEDIUM,
                text_align="center",
                width=dp(40),
                height=dp(cell),
                pad=middle(cell, BODY_MEDIUM),
                radius=dp(cell / 2),
                bg=ui.theme.primary if picked else None,
                color=ui.theme.on_primary if picked else ui.theme.on_surface,
                cls="android.view.View",
                desc=f"{day:02d} {MONTHS[month - 1]} {year}",
                flags=int(Flag.SELECTED) if picked else 0,
                on_tap=pick(day),
            )
        )
    cells += [space(40, cell) for _ in range(-len(cells) % _DAYS)]
    weeks = [row(*cells[i : i + _DAYS], align="between", width=FILL) for i in range(0, len(cells), _DAYS)]
    header = row(
        icon_button(ui, "chevron-left", "Previous month", turn(-1), size=cell + 8),
        text(ui, f"{MONTHS[month - 1]} {year}", BODY, weight="medium", grow=1, text_align="center"),
        icon_button(ui, "chevron-right", "Next month", turn(1), size=cell + 8),
    )
    return column(header, *weeks, pad=(16, 0), on_swipe=lambda way: turn(1 if way == "left" else -1)())


def _years(ui: Page, chosen: tuple[int, int, int], cell: int) -> Node:
    def pick(year: int) -> Callable[[], None]:
        _, days = month_days(year, chosen[1])
        return lambda: ui.put(date=(year, chosen[1], min(chosen[2], days)), shown=(year, chosen[1]), years=None)

    def build(i: int) -> Node:
        year = FIRST_YEAR + i
        on = year == chosen[0]
        return text(
            ui, str(year), BODY, text_align="center", pad=middle(_YEAR_ROW, BODY), on_tap=pick(year),
            color=ui.theme.primary if on else None, weight="medium" if on else "regular",
        )  # fmt: skip

    return lazy_list(
        ui, "years", LAST_YEAR - FIRST_YEAR + 1, build, _YEAR_ROW, pad=(), grow=0,
        start=(chosen[0] - FIRST_YEAR - 3) * _YEAR_ROW, height=dp(cell * 7), cls="android.widget.ListView",
    )  # fmt: skip


# -- time -------------------------------------------------------------------------------------------


def time_dialog(ui: Page) -> Node:
    """A clock face for the hour and then the minute, or two fields to type them into."""
    args = ui.args
    hour, minute = ui.get("time", (args["hour"], args["minute"]))
    part = ui.get("part", "hour")
    typed = ui.get("typed", False)
    day24 = ui.phone.is_24_hour
    upright = _upright(ui)
    extra = [] if day24 else [_am_pm(ui, hour, minute)]
    if typed:
        head = row(_typed_fields(ui, hour, minute, day24), *extra, pad=(24, 0), gap=12)
        content = [head]
        if ui.get("wrong"):
            content.append(text(ui, "Enter a valid time", LABEL, color=ui.theme.error, pad=padding((24, 6, 24, 0))))
    else:
        shown_hour = hour if day24 else (hour - 1) % 12 + 1
        head = row(
            _time_part(ui, f"{shown_hour:02d}" if day24 else str(shown_hour), "hour", part, f"{shown_hour} o'clock"),
            text(ui, ":", dp(44), cls=""),
            _time_part(ui, f"{minute:02d}", "minute", part, f"{minute} minutes"),
            *([space(4), *extra] if extra else []),
            pad=(24, 0, 12, 0),
            gap=4,
        )
        face = row(
            _face(ui, hour, minute, part, _FACE if upright else _SMALL_FACE), align="center", grow=0, pad=(0, 12)
        )
        content = [head, face]
    if upright or typed:
        if not typed:
            face.width = FILL
        body = content
    else:
        body = [row(head, space(grow=1), face, pad=(0, 0, 24, 0), width=FILL)]
    title = text(ui, "Select time", LABEL + 4, muted=True, pad=padding((24, 22, 24, 16)))
    titles = [title] if upright or (typed and room(ui) >= dp(LOW)) else [space(0, 16 if typed else 8)]
    return dialog_box(
        ui, "", *titles, *body, _time_buttons(ui, hour, minute), width=WIDTH if upright or typed else WIDE
    )  # fmt: skip


def _time_buttons(ui: Page, hour: int, minute: int) -> Node:
    typed = ui.get("typed", False)

    def accept() -> None:
        time = _typed_time(ui, hour) if typed else (hour, minute)
        if time is None:
            ui.put(wrong=True)
        else:
            ui.close(time)

    toggle = icon_button(
        ui, "clock-outline" if typed else "keyboard-outline",
        "Switch to clock mode for the time input." if typed else "Switch to text input mode for the time input.",
        lambda: ui.put(typed=not typed, wrong=None, focus=None, **dict.fromkeys(_FIELD_VALUES)),
    )  # fmt: skip
    return row(
        toggle, space(grow=1), button(ui, "Cancel", ui.back, rid="android:id/button2"),
        button(ui, "OK", accept, rid="android:id/button1"), width=FILL, pad=(12, 4, 24, 12), gap=8,
    )  # fmt: skip


def _typed_fields(ui: Page, hour: int, minute: int, day24: bool) -> Node:
    shown_hour = hour if day24 else (hour - 1) % 12 + 1
    width = dp(112 if day24 else 96)
    return row(
        text_field(
            ui, "hour", "Hour", str(shown_hour), input_kind="time", width=width, autofocus=True, select_all=True
        ),
        text(ui, ":", HEADLINE_SMALL, cls=""),
        text_field(
            ui, "minute", "Minute", f"{minute:02d}", input_kind="time", width=width, ime="done", select_all=True
        ),
        gap=8,
    )


def _typed_time(ui: Page, hour: int) -> tuple[int, int] | None:
    """What the two fields say; None where that is no time of day."""
    first, second = ui.text("hour").strip(), ui.text("minute").strip()
    if not all(digits.isascii() and digits.isdecimal() and len(digits) < 5 for digits in (first, second)):
        return None
    typed_hour, minute = int(first), int(second)
    low, high = (0, 23) if ui.phone.is_24_hour else (1, 12)
    if minute >= _MINUTES or not low <= typed_hour <= high:
        return None
    if ui.phone.is_24_hour:
        return typed_hour, minute
    return typed_hour % 12 + (12 if hour >= 12 else 0), minute


def _time_part(ui: Page, label: str, part: str, active: str, desc: str) -> Node:
    on = part == active
    theme = ui.theme
    return Node(
        kind="text", text=label, size=dp(44), text_align="center", width=dp(96), height=dp(80), pad=middle(80, dp(44)),
        radius=dp(8), bg=theme.primary_container if on else theme.surface_container,
        color=theme.on_primary_container if on else theme.on_surface, cls="android.view.View", desc=desc,
        flags=int(Flag.SELECTED) if on else 0, on_tap=lambda: ui.put(part=part),
    )  # fmt: skip


def _am_pm(ui: Page, hour: int, minute: int) -> Node:
    theme = ui.theme
    cells = []
    for label, offset in (("AM", 0), ("PM", 12)):
        on = (hour >= 12) == bool(offset)
        cells.append(
            Node(
                kind="text",
                text=label,
                size=BODY,
                text_align="center",
                width=dp(52),
                height=dp(38),
                pad=middle(38, BODY),
                bg=theme.secondary_container if on else None,
                color=theme.on_secondary_container if on else theme.on_surface_variant,
                border=(theme.outline, dp(1)),
                cls="android.widget.RadioButton",
                flags=int(Flag.CHECKABLE) | (int(Flag.CHECKED) if on else 0),
                on_tap=_set_time(ui, (hour % 12 + offset, minute)),
            )
        )
    return column(*cells)


def _set_time(ui: Page, time: tuple[int, int], part: str = "") -> Callable[[], None]:
    return lambda: ui.put(time=time, part=part or ui.get("part", "hour"))


def _face(ui: Page, hour: int, minute: int, part: str, sizes: tuple[int, int, int]) -> Node:
    size_dp, cell, ring = sizes
    theme, size, day24 = ui.theme, dp(size_dp), ui.phone.is_24_hour
    center = size // 2
    outer = dp(size_dp / 2 - cell / 2 - 6)
    inner = outer - dp(ring)
    hours = part == "hour"
    turn = hour % 12 / 12 if hours else minute / _MINUTES
    end = _polar(center, turn, inner if hours and day24 and hour >= 12 else outer)
    marks = [
        Node(kind="box", width=size, height=size, at=(center, center),
             draw=("line", theme.primary, dp(2), (center, center), end)),
        Node(kind="icon", size=dp(8), at=(center, center), draw=("rrect", theme.primary, dp(4))),
        Node(kind="icon", size=dp(16), at=end, draw=("rrect", theme.primary, dp(8))),
    ]  # fmt: skip
    numbers: list[Node] = []
    if hours:
        for value in range(_HOURS if day24 else 12):
            shown = value if day24 else value or 12
            small = day24 and value >= 12
            target = value if day24 else value + (12 if hour >= 12 else 0)
            at = _polar(center, value % 12 / 12, inner if small else outer)
            label = f"{shown:02d}" if small or shown == 0 else str(shown)
            choose = _set_time(ui, (target, minute), "minute")
            numbers.append(_face_number(ui, label, f"{shown} o'clock", at, cell, target == hour, choose))
    else:
        for value in range(0, _MINUTES, 5):
            at = _polar(center, value / _MINUTES, outer)
            numbers.append(
                _face_number(
                    ui, f"{value:02d}", f"{value} minutes", at, cell, value == minute, _set_time(ui, (hour, value))
                )
            )
    face = Node(
        kind="absolute", width=size, height=size, radius=center, bg=theme.surface_container,
        children=(*marks, *numbers), cls="android.view.View",
    )  # fmt: skip
    if not hours:
        face.on_tap = lambda: ui.put(time=(hour, _minute_under(ui, face)))
    return face


def _minute_under(ui: Page, face: Node) -> int:
    """The minute that the finger on the face is nearest to."""
    x, y = ui.phone.system.last_touch
    turn = atan2(x - face.x - face.w // 2, face.y + face.h // 2 - y) / (2 * pi)
    return round(turn * _MINUTES) % _MINUTES


def _polar(center: int, turn: float, radius: int) -> tuple[int, int]:
    angle = turn * 2 * pi
    return round(center + radius * sin(angle)), round(center - radius * cos(angle))


def _face_number(
    ui: Page, label: str, desc: str, at: tuple[int, int], cell: int, chosen: bool, on_tap: Callable[[], None]
) -> Node:
    theme, size = ui.theme, BODY if cell == _FACE[1] else BODY_MEDIUM
    return Node(
        kind="text",
        text=label,
        size=size,
        text_align="center",
        width=dp(cell),
        height=dp(cell),
        pad=middle(cell, size),
        radius=dp(cell / 2),
        bg=theme.primary if chosen else None,
        color=theme.on_primary if chosen else theme.on_surface,
        cls="android.widget.TextView",
        desc=desc,
        at=at,
        flags=int(Flag.SELECTED) if chosen else 0,
        on_tap=on_tap,
    )


__all__ = ["MONTHS", "WEEKDAYS", "date_dialog", "month_days", "time_dialog"]
