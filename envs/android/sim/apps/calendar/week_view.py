"""The weekly view: seven columns of hours with the events as blocks, all-day events above."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from osgenesis.envs.android.sim.apps.calendar.look import (
    ID,
    chip,
    clock,
    color_of,
    day_24,
    dimmed,
    full_day,
    ink_on,
    is_past,
    type_colors,
)
from osgenesis.envs.android.sim.apps.calendar.month_view import by_day, first_of_week, heading, week_start
from osgenesis.envs.android.sim.apps.calendar.recurrence import Occurrence
from osgenesis.envs.android.sim.apps.calendar.schema import DAY
from osgenesis.envs.android.sim.apps.calendar.store import Store
from osgenesis.envs.android.sim.ui.dialogs import MONTHS, WEEKDAYS
from osgenesis.envs.android.sim.ui.nodes import Handler, Node
from osgenesis.envs.android.sim.ui.theme import BODY_MEDIUM, FILL, LABEL, Color, dp
from osgenesis.envs.android.sim.ui.widgets import column, row, scroll, space, text
from osgenesis.envs.core.elements import Flag

if TYPE_CHECKING:
    from osgenesis.envs.android.sim.page import Page

_LABELS_DP = 48
_HOUR_DP = 56
_MOST_ALL_DAY = 4


def week_view(
    ui: Page,
    store: Store,
    day: date,
    *,
    open_day: Callable[[date], Handler],
    open_event: Callable[[Occurrence], Handler],
    new_at: Callable[[datetime], None],
    go: Callable[[date], None],
    on_title: Handler,
) -> Node:
    """A week from its first weekday; a tap on a free hour makes an event there."""
    first = first_of_week(day, week_start(ui))
    days = by_day(store, store.on_days(first, 7), first, 7)
    colors = type_colors(store)
    last = first + timedelta(days=6)
    months = (
        MONTHS[first.month - 1]
        if first.month == last.month
        else f"{MONTHS[first.month - 1][:3]} - {MONTHS[last.month - 1][:3]}"
    )
    over = int(ui.now().timestamp()) if ui.prefs.flag("dim_past_events", True) else 0
    hours = scroll(ui, "hours", _hours(ui, store, first, days, colors, over, open_event, new_at), pad=(0, 0, 0, 88))
    if ui.get("scroll:hours") is None:
        hours.offset = dp(_HOUR_DP) * 7
    all_day = _all_day(ui, days, colors, over, open_event)
    return column(
        heading(ui, f"{months} {last.year}, week {_number(first)}", lambda: go(first - timedelta(days=7)),
                lambda: go(first + timedelta(days=7)), "week", on_title),
        _days(ui, first, open_day), *all_day, hours,
        width=FILL, height=FILL, on_swipe=lambda way: go(first + timedelta(days=7 if way == "left" else -7)),
    )  # fmt: skip


def _number(first: date) -> int:
    return (first + timedelta(days=3)).isocalendar().week


def _days(ui: Page, first: date, open_day: Callable[[date], Handler]) -> Node:
    today = ui.now().date()
    cells = []
    for i in range(7):
        day = first + timedelta(days=i)
        color = ui.theme.primary if day == today else ui.theme.on_surface_variant
        cells.append(
            column(
                text(ui, WEEKDAYS[day.weekday()][:3], LABEL, color=color, text_align="center", cls=""),
                text(ui, str(day.day), BODY_MEDIUM, color=color, text_align="center", weight="medium", cls=""),
                grow=1,
                on_tap=open_day(day),
                desc=f"{WEEKDAYS[day.weekday()]}, {full_day(day)}",
                cls="android.widget.TextView",
                rid=ID + "week_day_label",
                flags=int(Flag.SELECTED) if day == today else 0,
            )
        )
    return row(space(_LABELS_DP), *cells, pad=(0, 0, 0, 4))


def _all_day(
    ui: Page, days: Sequence[Sequence[Occurrence]], colors: Mapping[int, Color], over: int,
    open_event: Callable[[Occurrence], Handler],
) -> list[Node]:  # fmt: skip
    shown = [[o for o in found if _spans(o)] for found in days]
    if not any(shown):
        return []
    cells = []
    for found in shown:
        chips = []
        for occurrence in found[:_MOST_ALL_DAY]:
            node = chip(ui, occurrence, colors, is_past(occurrence, over), 20)
            node.on_tap = open_event(occurrence)
            chips.append(node)
        cells.append(column(*chips, gap=1, grow=1, pad=(1, 0)))
    return [
        row(
            text(ui, "All", LABEL, muted=True, width=dp(_LABELS_DP), text_align="center", cls=""),
            *cells,
            cross="start",
            pad=(0, 0, 0, 4),
        )
    ]


def _spans(occurrence: Occurrence) -> bool:
    return occurrence.event.all_day or occurrence.end - occurrence.start >= DAY


def _hours(
    ui: Page, store: Store, first: date, days: Sequence[Sequence[Occurrence]], colors: Mapping[int, Color], over: int,
    open_event: Callable[[Occurrence], Handler], new_at: Callable[[datetime], None],
) -> Node:  # fmt: skip
    left, hour_px = dp(_LABELS_DP), dp(_HOUR_DP)
    day_px = (ui.width - left) // 7
    line = ui.theme.outline_variant
    twenty_four = day_24(ui)
    nodes: list[Node] = []
    for hour in range(24):
        y = hour * hour_px
        nodes.append(Node(kind="box", width=ui.width - left, height=1, bg=line, at=(left + (ui.width - left) // 2, y)))
        if hour:
            label = clock(hour, 0, True) if twenty_four else f"{(hour - 1) % 12 + 1} {'AM' if hour < 12 else 'PM'}"
            nodes.append(
                text(
                    ui,
                    label,
                    LABEL,
                    muted=True,
                    width=left,
                    height=dp(18),
                    text_align="center",
                    at=(left // 2, y),
                    cls="",
                )
            )
    nodes += [
        Node(kind="box", width=1, height=24 * hour_px, bg=line, at=(left + i * day_px, 12 * hour_px)) for i in range(7)
    ]
    for i, found in enumerate(days):
        midnight = store.midnight(first + timedelta(days=i))
        timed = [o for o in found if not _spans(o)]
        for occurrence, lane, lanes in _lanes(timed):
            top = max(occurrence.start - midnight, 0) * hour_px // 3600
            bottom = min(occurrence.end - midnight, DAY) * hour_px // 3600
            size = max(bottom - top, hour_px // 3)
            width = (day_px - 2) // lanes
            color = dimmed(ui, color_of(occurrence.event, colors), is_past(occurrence, over))
            nodes.append(
                text(
                    ui,
                    occurrence.event.title,
                    LABEL,
                    color=ink_on(color),
                    bg=color,
                    radius=dp(3),
                    width=width - 2,
                    height=size,
                    pad=(dp(3), dp(2), dp(1), 0),
                    lines=max(size // dp(16), 1),
                    on_tap=open_event(occurrence),
                    cls="android.widget.TextView",
                    at=(left + i * day_px + 1 + lane * width + width // 2, top + size // 2),
                    rid=ID + "week_event_label",
                )
            )
    grid = Node(kind="absolute", width=ui.width, height=24 * hour_px, children=nodes)

    def touched() -> None:
        x, y = ui.phone.system.last_touch
        day = first + timedelta(days=min(max((x - left) // day_px, 0), 6))
        new_at(datetime(day.year, day.month, day.day, min(max((y - grid.y) // hour_px, 0), 23), tzinfo=store.zone))

    grid.on_tap = touched
    return grid


def _lanes(found: Sequence[Occurrence]) -> list[tuple[Occurrence, int, int]]:
    """(event, its lane, number of lanes) so that events at the same time stand side by side."""
    out: list[tuple[Occurrence, int, int]] = []
    group: list[tuple[Occurrence, int]] = []
    ends: list[int] = []  # of each lane of the group

    def flush() -> None:
        out.extend((o, lane, len(ends)) for o, lane in group)
        group.clear()
        ends.clear()

    for occurrence in sorted(found, key=lambda o: (o.start, -o.end)):
        if ends and occurrence.start >= max(ends):
            flush()
        end = max(occurrence.end, occurrence.start + 1200)  # short ones are drawn twenty minutes high
        lane = next((i for i, busy in enumerate(ends) if busy <= occurrence.start), len(ends))
        if lane == len(ends):
            ends.append(end)
        else:
            ends[lane] = end
        group.append((occurrence, lane))
    flush()
    return out
