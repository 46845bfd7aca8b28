"""`Draft`: an event while it is being edited, and the words for its reminders and its repetition."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from osgenesis.envs.android.sim.apps.calendar.recurrence import nth_weekday
from osgenesis.envs.android.sim.apps.calendar.schema import (
    ALL_DAY,
    DAY,
    LAST_DAY,
    LAST_WEEKDAY,
    MONTH,
    NO_REMINDER,
    NTH_WEEKDAY,
    REGULAR,
    SAME_DAY,
    TYPE_TASK,
    WEEK,
    YEAR,
    Event,
)
from osgenesis.envs.android.sim.apps.calendar.store import Store
from osgenesis.envs.android.sim.ui.dialogs import MONTHS, WEEKDAYS

if TYPE_CHECKING:
    from osgenesis.envs.android.sim.page import Page

REMINDERS: Final = (NO_REMINDER, 0, 5, 10, 15, 30, 60, 120, 1440)
REPEATS: Final = (0, DAY, WEEK, MONTH, YEAR)
REPEAT_LABELS: Final = ("No repetition", "Daily", "Weekly", "Monthly", "Yearly", "Custom")
UNITS: Final = ((DAY, "day"), (WEEK, "week"), (MONTH, "month"), (YEAR, "year"))
ORDER: Final = ("", "first", "second", "third", "fourth", "fifth")
_WEEKDAY_RULE: Final = 0b0011111
_EVERY_DAY_RULE: Final = 0b1111111


class Draft(NamedTuple):
    """What the editor's dialogs have set; the texts are in its fields. Times are epoch seconds."""

    start: int
    end: int
    all_day: bool = False
    reminders: tuple[int, int, int] = (NO_REMINDER, NO_REMINDER, NO_REMINDER)
    repeat_interval: int = 0
    repeat_rule: int = 0
    repeat_limit: int = 0
    event_type: int = REGULAR
    color: int = 0
    availability: int = 0


def first_draft(ui: Page, event: Event | None) -> Draft:
    """The draft an editor opens with: of the event, of the one to copy, or of the settings' defaults."""
    at = ui.args.get("at", ui.intent.extra("at", 0))
    if event is not None:
        length = max(event.end_ts - event.start_ts, 0)
        start = at or event.start_ts
        return Draft(start, start + length, event.all_day, event.reminders, event.repeat_interval, event.repeat_rule,
                     event.repeat_limit, event.event_type, event.color, event.availability)  # fmt: skip
    begin = ui.intent.extra("beginTime")
    start = int(begin) // 1000 if begin else at
    finish = ui.intent.extra("endTime")
    end = int(finish) // 1000 if finish else start + ui.prefs.number("default_duration", 0) * 60
    reminder = ui.prefs.number("default_reminder", 10)
    kind = ui.prefs.number("default_event_type", REGULAR)
    known = {k.id for k in Store(ui.phone).types()}
    return Draft(
        start,
        max(end, start),
        reminders=(reminder, NO_REMINDER, NO_REMINDER),
        event_type=kind if kind in known else REGULAR,
    )


def moved(draft: Draft, which: str, moment: datetime) -> Draft:
    """The draft with another start or end; the end keeps its distance when the start moves."""
    ts = int(moment.timestamp())
    if which == "end":
        return draft._replace(end=ts)
    before = datetime.fromtimestamp(draft.start, moment.tzinfo)
    rule = draft.repeat_rule
    if is_weekly(draft.repeat_interval) and rule == 1 << before.weekday():
        rule = 1 << moment.weekday()  # a rule of one day goes with the event
    return draft._replace(start=ts, end=ts + draft.end - draft.start, repeat_rule=rule)


def saved(draft: Draft, event: Event, texts: Mapping[str, str], zone: str, kind: str, store: Store) -> Event:
    """The event that a draft stands for."""
    start, end, flags = draft.start, draft.end, event.flags & ~ALL_DAY
    if draft.all_day:
        flags |= ALL_DAY
        start = store.midnight(store.local(start).date())
        end = store.midnight(store.local(end).date()) + DAY // 2
    if kind == "task":
        end = start
    first, second, third = sorted(draft.reminders, key=lambda m: (m == NO_REMINDER, m))
    return event._replace(
        start_ts=start,
        end_ts=end,
        flags=flags,
        title=texts["title"],
        location=texts["location"],
        description=texts["description"],
        reminder_1_minutes=first,
        reminder_2_minutes=second,
        reminder_3_minutes=third,
        repeat_interval=draft.repeat_interval,
        repeat_rule=draft.repeat_rule,
        repeat_limit=draft.repeat_limit if draft.repeat_interval else 0,
        event_type=draft.event_type,
        color=draft.color,
        availability=draft.availability,
        time_zone=event.time_zone if event.id else zone,
        type=TYPE_TASK if kind == "task" else 0,
    )


# -- words ------------------------------------------------------------------------------------------


def reminder_label(minutes: int) -> str:
    """The words for a reminder, such as "10 minutes before"."""
    if minutes == NO_REMINDER:
        return "No reminder"
    if minutes == 0:
        return "At the start"
    for size, unit in ((10080, "week"), (1440, "day"), (60, "hour")):
        if minutes % size == 0:
            return f"{_counted(minutes // size, unit)} before"
    return f"{_counted(minutes, 'minute')} before"


def is_weekly(interval: int) -> bool:
    """Whether an interval is a number of weeks."""
    return interval != 0 and interval % WEEK == 0 and not is_monthly(interval) and not is_yearly(interval)


def is_monthly(interval: int) -> bool:
    """Whether an interval is a number of months."""
    return interval != 0 and interval % MONTH == 0


def is_yearly(interval: int) -> bool:
    """Whether an interval is a number of years."""
    return interval != 0 and interval % YEAR == 0


def unit_of(interval: int) -> tuple[int, str]:
    """(length, name) of the unit an interval counts."""
    if is_yearly(interval):
        return UNITS[3]
    if is_monthly(interval):
        return UNITS[2]
    return UNITS[1] if is_weekly(interval) else UNITS[0]


def repeat_label(interval: int) -> str:
    """The words for an interval, such as "Weekly" or "Every 3 days"."""
    if interval in REPEATS:
        return REPEAT_LABELS[REPEATS.index(interval)]
    size, name = unit_of(interval)
    return f"Every {_counted(interval // size, name)}"


def default_rule(interval: int, start: datetime) -> int:
    """The rule a fresh repetition has: its own weekday, or the same day of the month."""
    if is_weekly(interval):
        return 1 << start.weekday()
    return SAME_DAY if is_monthly(interval) or is_yearly(interval) else 0


def rule_label(rule: int, interval: int, start: datetime) -> str:
    """On which days a weekly, monthly or yearly repetition takes place."""
    if is_weekly(interval):
        if rule & _EVERY_DAY_RULE == _EVERY_DAY_RULE:
            return "Every day"
        if rule == _WEEKDAY_RULE:
            return "Weekdays"
        return ", ".join(WEEKDAYS[d][:3] for d in range(7) if rule >> d & 1)
    return dict(rule_choices(interval, start)).get(rule, "The same day")


def rule_choices(interval: int, start: datetime) -> list[tuple[int, str]]:
    """(rule, label) of what a monthly or yearly repetition may mean."""
    weekday, month = WEEKDAYS[start.weekday()], MONTHS[start.month - 1]
    where = f" of {month}" if is_yearly(interval) else ""
    last = (start + timedelta(days=1)).month != start.month
    found = [(SAME_DAY, "The same day"), (NTH_WEEKDAY, f"Every {ORDER[nth_weekday(start)]} {weekday}{where}")]
    if (start + timedelta(days=7)).month != start.month:
        found.append((LAST_WEEKDAY, f"Every last {weekday}{where}"))
    if last and is_monthly(interval):
        found.append((LAST_DAY, "The last day of the month"))
    return found


def limit_label(limit: int, store: Store) -> str:
    """How long a repetition goes on."""
    if not limit:
        return "Repeat forever"
    if limit < 0:
        return f"Repeat {_counted(-limit, 'time')}"
    day = store.local(limit)
    return f"Repeat till {MONTHS[day.month - 1]} {day.day} {day.year}"


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def texts_of(event: Event | None, intent: Any) -> dict[str, str]:
    """What the editor's fields hold when it opens."""
    if event is not None:
        return {"title": event.title, "location": event.location, "description": event.description}
    return {
        "title": str(intent.extra("title", "")), "location": str(intent.extra("eventLocation", "")),
        "description": str(intent.extra("description", "")),
    }  # fmt: skip
