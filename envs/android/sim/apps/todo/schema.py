"""Tasks' database: where it is, its tables, and `Task`, one row of `tasks`.

The table `tasks` has the columns of the real app and no others; what else belongs to a task (its list, tags, place,
reminders) is in tables of their own, by the task's id and the other thing's name.
"""

from __future__ import annotations

from typing import Any, Final, NamedTuple

PACKAGE: Final = "org.tasks"
DATABASE: Final = f"/data/data/{PACKAGE}/databases/database"
TASKS: Final = f"{PACKAGE}/tasks"

HIGH, MEDIUM, LOW, NONE = range(4)  # `importance`
PRIORITIES: Final = ("High", "Medium", "Low", "None")
FROM_DUE, FROM_COMPLETION = range(2)  # `repeat_from`
AT_TIME, WHEN_STARTED, WHEN_DUE, WHEN_OVERDUE, SNOOZED = range(5)  # `alarms.type`
DEFAULT_LIST: Final = "Default list"


class Task(NamedTuple):
    """One row. Times are epoch milliseconds, 0 = none; texts are never NULL."""

    id: int = 0
    title: str = ""
    importance: int = NONE
    due: int = 0
    hide_until: int = 0
    created: int = 0
    modified: int = 0
    completed: int = 0
    deleted: int = 0
    notes: str = ""
    estimated_s: int = 0
    elapsed_s: int = 0
    timer_start: int = 0
    notification_flags: int = 0
    last_notified: int = 0
    recurrence: str = ""
    repeat_from: int = FROM_DUE
    calendar_uri: str = ""
    remote_id: str = ""
    collapsed: int = 0
    parent: int = 0
    order: int = 0
    read_only: int = 0

    @property
    def done(self) -> bool:
        """Whether it is completed."""
        return self.completed > 0

    def values(self) -> dict[str, Any]:
        """Column -> value without the id, for an insertion."""
        return dict(zip(NAMES[1:], self[1:], strict=True))


NAMES: Final = (
    "_id", "title", "importance", "dueDate", "hideUntil", "created", "modified", "completed", "deleted", "notes",
    "estimatedSeconds", "elapsedSeconds", "timerStart", "notificationFlags", "lastNotified", "recurrence",
    "repeat_from", "calendarUri", "remoteId", "collapsed", "parent", "order", "read_only",
)  # fmt: skip
COLUMNS: Final = ", ".join(f'"{name}"' for name in NAMES)


def task_of(row: tuple[Any, ...]) -> Task:
    """A task from a row; a host may have written NULLs."""
    if None in row:
        row = tuple(default if value is None else value for value, default in zip(row, Task(), strict=True))
    return Task(*row)


def _columns() -> str:
    parts = ["_id INTEGER PRIMARY KEY AUTOINCREMENT"]
    for name, default in zip(NAMES[1:], Task()[1:], strict=True):
        parts.append(
            f"\"{name}\" TEXT DEFAULT ''" if isinstance(default, str) else f'"{name}" INTEGER DEFAULT {default}'
        )
    return ", ".join(parts)


SCHEMA: Final = (
    f"CREATE TABLE tasks ({_columns()})",
    "CREATE TABLE lists (_id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL, color INTEGER NOT NULL DEFAULT 0)",
    "CREATE TABLE list_tasks (task INTEGER PRIMARY KEY, list TEXT NOT NULL)",
    "CREATE TABLE tags (_id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL, color INTEGER NOT NULL DEFAULT 0)",
    "CREATE TABLE task_tags (_id INTEGER PRIMARY KEY AUTOINCREMENT, task INTEGER NOT NULL, tag TEXT NOT NULL)",
    "CREATE TABLE places (_id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL, color INTEGER NOT NULL DEFAULT 0, "
    "address TEXT NOT NULL DEFAULT '')",
    "CREATE TABLE task_places (task INTEGER PRIMARY KEY, place TEXT NOT NULL)",
    "CREATE TABLE filters (_id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL, "
    "color INTEGER NOT NULL DEFAULT 0, criteria TEXT NOT NULL DEFAULT '[]')",
    "CREATE TABLE alarms (_id INTEGER PRIMARY KEY AUTOINCREMENT, task INTEGER NOT NULL, type INTEGER NOT NULL, "
    "time INTEGER NOT NULL DEFAULT 0)",
)


class Named(NamedTuple):
    """A list, tag, place or filter. `detail` is a place's address or a filter's criteria (JSON)."""

    id: int
    name: str
    color: int = 0  # ARGB as Android stores it; 0 = none
    detail: str = ""


class Alarm(NamedTuple):
    """A reminder of a task; `time` counts for AT_TIME and SNOOZED."""

    type: int
    time: int = 0


KINDS: Final = {"list": "lists", "tag": "tags", "place": "places", "filter": "filters"}  # kind -> its table
DETAIL: Final = {"place": "address", "filter": "criteria"}
MEMBERS: Final = {
    "list": "list_tasks",
    "tag": "task_tags",
    "place": "task_places",
}  # kind -> table that ties it to tasks


def argb(color: tuple[int, ...]) -> int:
    """(r, g, b) as Android's signed colour number."""
    return (0xFF000000 | color[0] << 16 | color[1] << 8 | color[2]) - (1 << 32)


def rgb(number: int) -> tuple[int, int, int]:
    """Android's colour number as (r, g, b)."""
    return number >> 16 & 255, number >> 8 & 255, number & 255
