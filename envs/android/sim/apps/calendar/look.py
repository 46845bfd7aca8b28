"""What the calendar's screens share: colours, the words for times and days, and the row that shows an event."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from osgenesis.envs.android.sim.apps.calendar.recurrence import Occurrence
from osgenesis.envs.android.sim.apps.calendar.schema import DAY, PACKAGE, REGULAR, Event, rgb
from osgenesis.envs.android.sim.apps.calendar.store import Store
from osgenesis.envs.android.sim.ui.dialogs import MONTHS, WEEKDAYS
from osgenesis.envs.android.sim.ui.nodes import Handler, Node
from osgenesis.envs.android.sim.ui.theme import BODY, BODY_MEDIUM, Color, dp, mix, tinted
from osgenesis.envs.android.sim.ui.widgets import column, icon, row, text
from osgenesis.envs.core.elements import Flag

if TYPE_CHECKING:
    from osgenesis.envs.android.sim.page import Page

ID = f"{PACKAGE}:id/"
SEED = (191, 74, 0)
THEME = tinted(SEED)
DARK_THEME = tinted(SEED, dark=True)
FALLBACK: Color = (201, 80, 0)


def day_24(ui: Page) -> bool:
    """Whether times show as 15:30: the app's setting, else the phone's."""
    return ui.prefs.flag("use_24_hour_format", ui.phone.is_24_hour)


def clock(hour: int, minute: int, twenty_four: bool) -> str:
    """A time of day as text."""
    if twenty_four:
        return f"{hour:02d}:{minute:02d}"
    return f"{(hour - 1) % 12 + 1}:{minute:02d} {'AM' if hour < 12 else 'PM'}"


def time_of(moment: datetime, twenty_four: bool) -> str:
    """The time of a moment as text."""
    return clock(moment.hour, moment.minute, twenty_four)


def day_title(day: date, *, weekday: bool = True, today: date | None = None) -> str:
    """A day as "October 16 (Mon)"; the year is added when it is not that of `today`."""
    name = f"{MONTHS[day.month - 1]} {day.day}"
    if today is not None and day.year != today.year:
        name += f" {day.year}"
    return f"{name} ({WEEKDAYS[day.weekday()][:3]})" if weekday else name


def full_day(day: date) -> str:
    """A day as "16 October 2023", as screen readers hear a day."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def span(ui: Page, store: Store, occurrence: Occurrence) -> str:
    """When something takes place: "All-day", "09:00", "09:00 - 10:00", with days where it runs over midnight."""
    start, end = store.local(occurrence.start), store.local(occurrence.end)
    same_day = start.date() == end.date()
    if occurrence.event.all_day:
        return (
            "All-day"
            if same_day
            else f"{day_title(start.date(), weekday=False)} - {day_title(end.date(), weekday=False)}"
        )
    twenty_four = day_24(ui)
    if occurrence.start == occurrence.end or occurrence.event.is_task:
        return time_of(start, twenty_four)
    if same_day:
        return f"{time_of(start, twenty_four)} - {time_of(end, twenty_four)}"
    return (
        f"{day_title(start.date(), weekday=False)} {time_of(start, twenty_four)} - "
        f"{day_title(end.date(), weekday=False)} {time_of(end, twenty_four)}"
    )


def type_colors(store: Store) -> dict[int, Color]:
    """Colour of each event type."""
    return {kind.id: rgb(kind.color) for kind in store.types()}


def color_of(event: Event, colors: Mapping[int, Color]) -> Color:
    """An event's own colour, else that of its type."""
    if event.color:
        return rgb(event.color)
    return colors.get(event.event_type) or colors.get(REGULAR, FALLBACK)


def ink_on(color: Color) -> Color:
    """Black or white, whichever reads better."""
    return (0, 0, 0) if color[0] * 299 + color[1] * 587 + color[2] * 114 > 140_000 else (255, 255, 255)


def is_past(occurrence: Occurrence, now: int) -> bool:
    """Whether something is over; an all-day event is when its day is."""
    return occurrence.end + (DAY // 2 if occurrence.event.all_day else 0) < now


def dimmed(ui: Page, color: Color, past: bool) -> Color:
    """A colour faded when what it stands for is over and the setting asks for it."""
    return mix(color, ui.theme.surface, 0.5) if past else color


def default_start(ui: Page, day: date) -> datetime:
    """When a new event on a day starts, as the settings say: by default the next full hour."""
    now = ui.now()
    rule = ui.prefs.text("default_start_time", "next_full_hour")
    hour, _, minute = rule.partition(":")
    at = now.replace(year=day.year, month=day.month, day=day.day)
    if hour.isdecimal() and minute.isdecimal():
        return at.replace(hour=int(hour) % 24, minute=int(minute) % 60)
    return at if rule == "current_time" else at.replace(minute=0) + timedelta(hours=1)


def chip(ui: Page, occurrence: Occurrence, colors: Mapping[int, Color], past: bool, height: float = 17) -> Node:
    """An event in a day cell: its title on its colour."""
    event = occurrence.event
    color = dimmed(ui, color_of(event, colors), past)
    return text(
        ui, event.title, dp(11), color=ink_on(color), lines=1, bg=color, radius=dp(3), height=dp(height),
        pad=(dp(3), dp(1), dp(1), 0), rid=ID + "day_monthly_event_id",
    )  # fmt: skip


def event_row(
    ui: Page, store: Store, occurrence: Occurrence, colors: Mapping[int, Color], *, on_tap: Handler, on_long: Handler,
    selected: bool = False, past: bool = False, on_tick: Handler | None = None, lead: str = "",
) -> Node:  # fmt: skip
    """A card with title, time and place or description. `lead` goes before the time (the day, in search results)."""
    theme = ui.theme
    event = occurrence.event
    color = dimmed(ui, color_of(event, colors), past)
    ink = dimmed(ui, theme.on_surface, past or event.done)
    when = span(ui, store, occurrence)
    if lead:
        when = f"{lead}, {when}"
    lines = [
        text(ui, event.title, BODY, color=ink, lines=1, weight="medium", rid=ID + "event_item_title"),
        text(
            ui, when, BODY_MEDIUM, color=dimmed(ui, theme.on_surface_variant, past), lines=1, rid=ID + "event_item_time"
        ),
    ]
    more = second_line(ui, event)
    if more:
        lines.append(
            text(ui, more, BODY_MEDIUM, color=dimmed(ui, theme.on_surface_variant, past), lines=1,
                 rid=ID + "event_item_description")
        )  # fmt: skip
    children = [Node(kind="box", width=dp(5), height=dp(18 * len(lines) + 16), bg=color, radius=dp(2))]
    if event.is_task:
        children.append(_tick(ui, event, on_tick, color))
    children.append(column(*lines, gap=1, grow=1))
    if event.repeat_interval:
        children.append(icon(ui, "repeat", 18, color=dimmed(ui, theme.on_surface_variant, past), desc="Repeats"))
    return row(
        *children, gap=12, pad=(12, 4, 12, 4), on_tap=on_tap, on_long=on_long, cls="android.view.ViewGroup",
        bg=theme.secondary_container if selected else theme.surface_container, radius=dp(10),
        flags=int(Flag.SELECTED) if selected else 0, rid=ID + "event_item_holder",
    )  # fmt: skip


def _tick(ui: Page, event: Event, on_tick: Handler | None, color: Color) -> Node:
    return Node(
        kind="box",
        width=dp(36),
        height=dp(36),
        cls="android.widget.CheckBox",
        on_tap=on_tick,
        rid=ID + "event_item_task_image",
        desc="Completed task" if event.done else "Task",
        flags=int(Flag.CHECKABLE) | (int(Flag.CHECKED) if event.done else 0),
        children=(
            icon(
                ui,
                "checkbox-marked-circle-outline" if event.done else "checkbox-blank-circle-outline",
                24,
                color=color,
                gravity="cc",
            ),
        ),
    )


def second_line(ui: Page, event: Event) -> str:
    """What stands below the time: description or place, as the settings ask."""
    if not ui.prefs.flag("display_description", True):
        return ""
    one = event.location if ui.prefs.flag("replace_description", False) else event.description
    return " ".join(one.split())


def row_height(ui: Page, occurrence: Occurrence) -> float:
    """Height in dp that `event_row` needs, with the gap below it."""
    return 68 + (18 if second_line(ui, occurrence.event) else 0)
