"""The monthly view (six weeks of day cells with the events as chips) and the yearly one (twelve small months)."""

from __future__ import annotations

from bisect import bisect_right
from calendar import monthrange
from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING

from osgenesis.envs.android.sim.apps.calendar.look import ID, chip, color_of, full_day, is_past, type_colors
from osgenesis.envs.android.sim.apps.calendar.recurrence import Occurrence
from osgenesis.envs.android.sim.apps.calendar.store import Store
from osgenesis.envs.android.sim.ui.dialogs import MONTHS
from osgenesis.envs.android.sim.ui.nodes import Handler, Node
from osgenesis.envs.android.sim.ui.theme import BODY_MEDIUM, FILL, LABEL, TITLE, Color, dp, mix
from osgenesis.envs.android.sim.ui.widgets import column, icon_button, row, scroll, space, text
from osgenesis.envs.core.elements import Flag

if TYPE_CHECKING:
    from osgenesis.envs.android.sim.page import Page

_HEAD_DP = 26
_CHIP_DP = 19
_NUMBER_DP = 24  # width of the column of week numbers


def week_start(ui: Page) -> int:
    """The weekday that weeks start on, Monday 0."""
    return 6 if ui.prefs.flag("sunday_first", True) else 0


def first_of_week(day: date, start: int) -> date:
    """The day on which the week of `day` starts."""
    return day - timedelta(days=(day.weekday() - start) % 7)


def shift_month(day: date, months: int) -> date:
    """The first day of the month some months away."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(min(max(year, 1900), 2199), month + 1, 1)


def shift_year(day: date, years: int) -> date:
    """The first of January some years away."""
    return date(min(max(day.year + years, 1900), 2199), 1, 1)


def heading(ui: Page, title: str, before: Handler, after: Handler, unit: str, on_title: Handler) -> Node:
    """Arrows around the name of the period; a tap on the name asks for a date."""
    return row(
        icon_button(ui, "chevron-left", f"Previous {unit}", before, rid=ID + "top_left_arrow"),
        text(
            ui,
            title,
            TITLE,
            weight="medium",
            grow=1,
            text_align="center",
            lines=1,
            on_tap=on_title,
            rid=ID + "top_value",
            pad=(0, dp(10), 0, dp(10)),
        ),
        icon_button(ui, "chevron-right", f"Next {unit}", after, rid=ID + "top_right_arrow"),
        pad=(4, 0),
    )


def weekday_row(ui: Page, start: int, *, today: int = -1, lead: float = 0) -> Node:
    """The letters of the weekdays; `today` is the weekday to stress."""
    cells = [
        text(
            ui,
            "MTWTFSS"[(start + i) % 7],
            LABEL,
            text_align="center",
            grow=1,
            weight="medium" if (start + i) % 7 == today else "regular",
            color=ui.theme.primary if (start + i) % 7 == today else ui.theme.on_surface_variant,
        )
        for i in range(7)
    ]
    return row(*([space(lead)] if lead else []), *cells, height=dp(22))


def month_grid(
    ui: Page, store: Store, month: date, height_px: int, open_day: Callable[[date], Handler], chosen: date | None = None
) -> Node:
    """The six weeks around a month in `height_px`; `open_day(day)` gives the handler of a cell."""
    start = week_start(ui)
    first = first_of_week(month.replace(day=1), start)
    days = by_day(store, store.on_days(first, 42), first, 42)
    look = _Look(ui, type_colors(store), max(height_px // 6, dp(30)), month.month, chosen)
    numbers = ui.prefs.flag("show_week_numbers", False)
    rows = []
    for week in range(6):
        cells = [_week_number(ui, first + timedelta(days=7 * week), start)] if numbers else []
        for i in range(week * 7, week * 7 + 7):
            day = first + timedelta(days=i)
            cells.append(_cell(ui, look, day, days[i], open_day(day)))
        rows.append(row(*cells, cross="stretch", height=look.height))
    return column(*rows, width=FILL)


class _Look:
    """What all cells of a month share."""

    __slots__ = ("border", "chips", "chosen", "colors", "height", "month", "over", "today", "weekends")

    def __init__(self, ui: Page, colors: Mapping[int, Color], height: int, month: int, chosen: date | None) -> None:
        now = ui.now()
        self.colors = colors
        self.height = height
        self.month = month
        self.chosen = chosen
        self.border = (mix(ui.theme.outline_variant, ui.theme.surface, 0.5), 1)
        self.weekends = ui.prefs.flag("highlight_weekends", False)
        self.chips = max((height - dp(_HEAD_DP)) // dp(_CHIP_DP), 0)
        self.today = now.date()
        self.over = int(now.timestamp()) if ui.prefs.flag("dim_past_events", True) else 0


def _cell(ui: Page, look: _Look, day: date, found: Sequence[Occurrence], on_tap: Handler) -> Node:
    theme = ui.theme
    outside, today = day.month != look.month, day == look.today
    weekend = look.weekends and day.weekday() > 4
    ink = theme.on_primary if today else theme.error if weekend else theme.on_surface
    if outside and not today:
        ink = mix(ink, theme.surface, 0.55)
    number = text(
        ui,
        str(day.day),
        LABEL + 2,
        color=ink,
        text_align="center",
        width=dp(24),
        height=dp(22),
        pad=(0, dp(2), 0, 0),
        cls="",
        bg=theme.primary if today else None,
        radius=dp(11),
        weight="medium" if today else "regular",
    )
    children: list[Node] = [row(number, width=FILL, align="center", height=dp(_HEAD_DP - 2))]
    if look.chips > 1:
        fits = found if len(found) <= look.chips else found[: look.chips - 1]
        children += [chip(ui, o, look.colors, outside or is_past(o, look.over)) for o in fits]
        if len(fits) < len(found):
            children.append(text(ui, f"+{len(found) - len(fits)}", dp(11), muted=True, text_align="center", cls=""))
    elif found:
        dots = [Node(kind="icon", size=dp(5), draw=("rrect", color_of(o.event, look.colors), dp(2))) for o in found[:4]]
        children.append(row(*dots, gap=2, width=FILL, align="center"))
    count = f", {len(found)} event{'s' if len(found) > 1 else ''}" if found else ""
    return Node(
        kind="column",
        grow=1,
        gap=dp(2),
        pad=(dp(1), dp(2), dp(1), 0),
        children=children,
        on_tap=on_tap,
        cls="android.view.View",
        desc=full_day(day) + count,
        flags=int(Flag.SELECTED) if day == look.chosen else 0,
        bg=theme.secondary_container if day == look.chosen else None,
        border=look.border,
        rid=ID + "month_view_background",
    )


def _week_number(ui: Page, first: date, start: int) -> Node:
    number = (first + timedelta(days=(3 - start) % 7)).isocalendar().week
    return text(ui, str(number), LABEL, muted=True, width=dp(_NUMBER_DP), text_align="center", pad=(0, dp(6), 0, 0))


def by_day(store: Store, found: Sequence[Occurrence], first: date, days: int) -> list[list[Occurrence]]:
    """Occurrences by the day they show on; one that lasts several days shows on each."""
    out: list[list[Occurrence]] = [[] for _ in range(days)]
    midnights = [store.midnight(first + timedelta(days=i)) for i in range(days)]
    for occurrence in found:
        begin = bisect_right(midnights, occurrence.start) - 1
        # What ends at midnight does not reach into the day that begins there.
        last = bisect_right(midnights, max(occurrence.end - 1, occurrence.start)) - 1
        for i in range(max(begin, 0), last + 1):
            out[i].append(occurrence)
    return out


def month_view(
    ui: Page, store: Store, day: date, height_px: int, open_day: Callable[[date], Handler], go: Callable[[date], None],
    on_title: Handler, chosen: date | None = None,
) -> Node:  # fmt: skip
    """Heading, weekdays and grid; a sideways swipe turns the month."""
    top = dp(48) + dp(22)
    numbers = ui.prefs.flag("show_week_numbers", False)
    return column(
        heading(
            ui,
            f"{MONTHS[day.month - 1]} {day.year}",
            lambda: go(shift_month(day, -1)),
            lambda: go(shift_month(day, 1)),
            "month",
            on_title,
        ),
        weekday_row(ui, week_start(ui), today=ui.now().weekday(), lead=_NUMBER_DP if numbers else 0),
        month_grid(ui, store, day, height_px - top, open_day, chosen),
        width=FILL,
        on_swipe=lambda way: go(shift_month(day, 1 if way == "left" else -1)),
    )


def year_view(
    ui: Page,
    store: Store,
    year: int,
    open_month: Callable[[date], Handler],
    go: Callable[[date], None],
    on_title: Handler,
) -> Node:
    """Twelve small months; days with events are coloured."""
    first = date(year, 1, 1)
    days = (date(year + 1, 1, 1) - first).days
    busy = [bool(found) for found in by_day(store, store.on_days(first, days), first, days)]
    months = [_small_month(ui, date(year, m, 1), busy, open_month(date(year, m, 1))) for m in range(1, 13)]
    rows = [row(*months[i : i + 3], cross="start", gap=8) for i in range(0, 12, 3)]
    return column(
        heading(ui, str(year), lambda: go(shift_year(first, -1)), lambda: go(shift_year(first, 1)), "year", on_title),
        scroll(ui, "year", *rows, gap=8, pad=(8, 0, 8, 88)),
        width=FILL, height=FILL, on_swipe=lambda way: go(shift_year(first, 1 if way == "left" else -1)),
    )  # fmt: skip


def _small_month(ui: Page, month: date, busy: Sequence[bool], on_tap: Handler) -> Node:
    theme, today = ui.theme, ui.now().date()
    lead, size = monthrange(month.year, month.month)
    before = (lead - week_start(ui)) % 7
    offset = month.timetuple().tm_yday - 1
    cells = [Node(kind="box", grow=1) for _ in range(before)]
    for number in range(1, size + 1):
        is_today = (month.year, month.month, number) == (today.year, today.month, today.day)
        cells.append(
            Node(
                kind="text",
                text=str(number),
                size=dp(10),
                text_align="center",
                grow=1,
                height=dp(17),
                pad=(0, dp(2), 0, 0),
                radius=dp(8),
                color=theme.on_primary
                if is_today
                else theme.primary
                if busy[offset + number - 1]
                else theme.on_surface_variant,
                weight="medium" if is_today or busy[offset + number - 1] else "regular",
                bg=theme.primary if is_today else None,
            )
        )
    cells += [Node(kind="box", grow=1) for _ in range(-len(cells) % 7)]
    rows = [row(*cells[i : i + 7]) for i in range(0, len(cells), 7)]
    name = MONTHS[month.month - 1]
    return column(
        text(ui, name, BODY_MEDIUM, weight="medium", text_align="center", height=dp(24),
             color=theme.primary if (month.year, month.month) == (today.year, today.month) else theme.on_surface),
        *rows, grow=1, pad=(2, 6), on_tap=on_tap, cls="android.widget.LinearLayout", desc=f"{name} {month.year}",
        height=dp(24 + 12 + 17 * 6 + 4),
    )  # fmt: skip
