"""How Tasks keeps and says dates: a due date without a time is stored as noon, one with a time has a second of 1."""

from __future__ import annotations

from datetime import date, datetime, timedelta, tzinfo
from typing import Final

from osgenesis.envs.android.sim.clock import to_ms
from osgenesis.envs.android.sim.ui.dialogs import MONTHS, WEEKDAYS

NO_TIME: Final = -1
_MINUTE_MS = 60_000
_MINUTES_PER_DAY = 24 * 60


def has_time(ms: int) -> bool:
    """Whether a stored date has a time of day: its seconds tell."""
    return ms % _MINUTE_MS > 0


def stored(day: date, minutes: int, zone: tzinfo, *, start: bool = False) -> int:
    """A date as the database keeps it. `minutes` since midnight or NO_TIME; a start date without time is midnight."""
    if minutes == NO_TIME:
        return to_ms(datetime(day.year, day.month, day.day, 0 if start else 12, tzinfo=zone))
    hour, minute = divmod(minutes % _MINUTES_PER_DAY, 60)
    return to_ms(datetime(day.year, day.month, day.day, hour, minute, 1, tzinfo=zone))


def local(ms: int, zone: tzinfo) -> datetime:
    """Local date and time of a stored date."""
    return datetime.fromtimestamp(ms // 1000, zone)


def minutes_of(ms: int, zone: tzinfo) -> int:
    """Time of day in minutes, or NO_TIME."""
    if not has_time(ms):
        return NO_TIME
    moment = local(ms, zone)
    return moment.hour * 60 + moment.minute


def is_overdue(due: int, now: datetime) -> bool:
    """Whether a due date has passed: its minute, or its whole day where it has no time."""
    if not due:
        return False
    moment = local(due, now.tzinfo)  # type: ignore[arg-type]
    return moment < now if has_time(due) else moment.date() < now.date()


def clock_text(minutes: int, twenty_four: bool) -> str:
    """A time of day as text."""
    hour, minute = divmod(minutes, 60)
    if twenty_four:
        return f"{hour:02d}:{minute:02d}"
    return f"{(hour - 1) % 12 + 1}:{minute:02d} {'AM' if hour < 12 else 'PM'}"


def day_text(day: date, today: date, *, names: bool = True) -> str:
    """As "Today", "Tomorrow", "Mon, Oct 16", with the year where it is not this one."""
    near = {0: "Today", 1: "Tomorrow", -1: "Yesterday"}.get((day - today).days) if names else None
    if near:
        return near
    text = f"{WEEKDAYS[day.weekday()][:3]}, {MONTHS[day.month - 1][:3]} {day.day}"
    return text if day.year == today.year else f"{text}, {day.year}"


def date_text(ms: int, now: datetime, twenty_four: bool) -> str:
    """A stored date as text: "Today 18:00", "Mon, Oct 16"."""
    zone = now.tzinfo
    assert zone is not None
    text = day_text(local(ms, zone).date(), now.date())
    minutes = minutes_of(ms, zone)
    return text if minutes == NO_TIME else f"{text} {clock_text(minutes, twenty_four)}"


def header_text(day: date, today: date) -> str:
    """A day as the heading of a group: "Today", "Monday, October 16"."""
    near = day_text(day, today)
    if "," not in near:
        return near
    text = f"{WEEKDAYS[day.weekday()]}, {MONTHS[day.month - 1]} {day.day}"
    return text if day.year == today.year else f"{text}, {day.year}"


def next_week(today: date) -> date:
    """What the shortcut "next week" means: seven days from now."""
    return today + timedelta(days=7)


def duration_text(seconds: int) -> str:
    """As "1h 30m", "45m", "20s"."""
    hours, rest = divmod(max(seconds, 0), 3600)
    parts = [f"{hours}h"] if hours else []
    if rest >= 60:
        parts.append(f"{rest // 60}m")
    return " ".join(parts) or f"{rest}s"
