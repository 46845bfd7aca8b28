"""The calendar's database: where it is, its tables, and `Event`, one row of `events`."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final, NamedTuple

PACKAGE: Final = "com.simplemobiletools.calendar.pro"
DATABASE: Final = f"/data/data/{PACKAGE}/databases/events.db"
EVENTS: Final = f"{PACKAGE}/events"
EVENT_TYPES: Final = f"{PACKAGE}/event_types"

DAY: Final = 86_400
WEEK: Final = 604_800
MONTH: Final = 2_592_001  # the app's mark of "monthly": no number of whole days
YEAR: Final = 31_536_000

ALL_DAY: Final = 1  # bit of `flags`
DONE: Final = 8  # bit of `flags`, of tasks
TYPE_EVENT: Final = 0
TYPE_TASK: Final = 1
NO_REMINDER: Final = -1
REGULAR: Final = 1  # id of the event type that always exists

# How monthly and yearly repetitions find their day (`repeat_rule`); weekly ones keep a bit per weekday, Monday 1.
SAME_DAY: Final = 1
LAST_WEEKDAY: Final = 2
LAST_DAY: Final = 3
NTH_WEEKDAY: Final = 4


class Event(NamedTuple):
    """One row. Times are epoch seconds; texts are never NULL."""

    id: int = 0
    start_ts: int = 0
    end_ts: int = 0
    title: str = ""
    location: str = ""
    description: str = ""
    reminder_1_minutes: int = NO_REMINDER
    reminder_2_minutes: int = NO_REMINDER
    reminder_3_minutes: int = NO_REMINDER
    reminder_1_type: int = 0
    reminder_2_type: int = 0
    reminder_3_type: int = 0
    repeat_interval: int = 0  # seconds; 0 = once
    repeat_rule: int = 0
    repeat_limit: int = 0  # 0 forever; > 0 last moment; < 0 minus the number of times
    repetition_exceptions: str = "[]"  # JSON list of days as "20231016"
    attendees: str = ""
    import_id: str = ""
    time_zone: str = "UTC"
    flags: int = 0
    event_type: int = REGULAR
    parent_id: int = 0
    last_updated: int = 0
    source: str = "simple-calendar"
    availability: int = 0
    color: int = 0  # ARGB; 0 = that of the type
    type: int = TYPE_EVENT

    @property
    def all_day(self) -> bool:
        """Whether it has no times."""
        return bool(self.flags & ALL_DAY)

    @property
    def is_task(self) -> bool:
        """Whether it is a task that can be ticked off."""
        return self.type == TYPE_TASK

    @property
    def done(self) -> bool:
        """Whether a task is ticked off."""
        return self.is_task and bool(self.flags & DONE)

    @property
    def reminders(self) -> tuple[int, int, int]:
        """Minutes before the start, -1 where there is none."""
        return self.reminder_1_minutes, self.reminder_2_minutes, self.reminder_3_minutes

    def values(self) -> dict[str, Any]:
        """All columns but the id, for an insertion."""
        row = self._asdict()
        del row["id"]
        return row


_TEXTS = frozenset(name for name, default in Event._field_defaults.items() if isinstance(default, str))
COLUMNS: Final = ", ".join(f'"{name}"' for name in Event._fields)


def _columns() -> Iterable[str]:
    for name, default in Event._field_defaults.items():
        if name == "id":
            yield "id INTEGER PRIMARY KEY AUTOINCREMENT"
        elif name in _TEXTS:
            yield f"{name} TEXT NOT NULL DEFAULT '{default}'"
        else:
            yield f"{name} INTEGER NOT NULL DEFAULT {default}"


SCHEMA: Final = (
    f"CREATE TABLE events ({', '.join(_columns())})",
    "CREATE TABLE event_types (id INTEGER PRIMARY KEY AUTOINCREMENT, title TEXT NOT NULL, color INTEGER NOT NULL)",
)


def event_of(row: tuple[Any, ...]) -> Event:
    """An event from a row; a host may have written NULLs."""
    if None in row:
        defaults = Event()
        row = tuple(default if value is None else value for value, default in zip(row, defaults, strict=True))
    return Event(*row)


class EventType(NamedTuple):
    """A kind of events, with its colour (ARGB, signed as Android stores it)."""

    id: int
    title: str
    color: int


def argb(color: tuple[int, ...]) -> int:
    """(r, g, b) as Android's signed colour number."""
    number = 0xFF000000 | color[0] << 16 | color[1] << 8 | color[2]
    return number - (1 << 32)


def rgb(number: int) -> tuple[int, int, int]:
    """Android's colour number as (r, g, b)."""
    return number >> 16 & 255, number >> 8 & 255, number & 255
