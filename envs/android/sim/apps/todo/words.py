"""How to speak of what Tasks stores."""

from __future__ import annotations

from datetime import timedelta

from osgenesis.envs.android.sim.apps.todo.dates import NO_TIME, local, stored
from osgenesis.envs.android.sim.apps.todo.schema import PACKAGE
from osgenesis.envs.android.sim.apps.todo.settings_pages import setting_words
from osgenesis.envs.android.sim.apps.todo.views import GROUPS, SORTS
from osgenesis.envs.android.sim.clock import BOOT_MS, zone_info
from osgenesis.envs.core.vocabulary import FieldWords, SettingWords, TableWords, Vocabulary

_APP = "Tasks"
_ON_OFF = {"true": "on", "false": "off"}


def _days(word: str) -> dict[str, str]:
    """The moments that completing and deleting write in the first month after boot, and none, in words."""
    zone = zone_info("UTC")
    first = local(BOOT_MS, zone).date()
    return {"0": f"not {word}", **{str(stored(first + timedelta(days=i), NO_TIME, zone)): word for i in range(31)}}


def _pref(key: str, noun: str, values: dict[str, str], kind: str = "toggle") -> SettingWords:
    return SettingWords(f"prefs/{PACKAGE}/{key}", _APP, noun, values, kind)


def _hidden(*columns: str) -> dict[str, FieldWords]:
    return {column: FieldWords("", kind="hidden") for column in columns}


def _named(table: str, noun: str, **more: FieldWords) -> TableWords:
    fields = {"name": FieldWords("name"), **more, **_hidden("color", "criteria")}
    return TableWords(f"{PACKAGE}/{table}", _APP, noun, "name", fields, volatile=("_id",))


WORDS = Vocabulary.of(
    TableWords(
        f"{PACKAGE}/tasks",
        _APP,
        "task",
        "title",
        {
            "title": FieldWords("title"),
            "importance": FieldWords("priority", {"0": "high", "1": "medium", "2": "low", "3": ""}),
            "dueDate": FieldWords("due date", {"0": ""}, "date_ms"),
            "hideUntil": FieldWords("start date", {"0": ""}, "date_ms"),
            "notes": FieldWords("description"),
            "completed": FieldWords("completed", _days("completed"), "flag"),
            "deleted": FieldWords("deleted", _days("deleted"), "flag"),
            "estimatedSeconds": FieldWords("estimated time in seconds", {"0": ""}, "number"),
            "elapsedSeconds": FieldWords("elapsed time in seconds", {"0": ""}, "number"),
            "recurrence": FieldWords(
                "repetition",
                {
                    "": "",
                    "RRULE:FREQ=DAILY;INTERVAL=1": "daily",
                    "RRULE:FREQ=WEEKLY;INTERVAL=1": "weekly",
                    "RRULE:FREQ=MONTHLY;INTERVAL=1": "monthly",
                    "RRULE:FREQ=YEARLY;INTERVAL=1": "yearly",
                },
            ),
            **_hidden("notificationFlags", "repeat_from", "calendarUri", "collapsed", "parent", "order", "read_only"),
        },
        volatile=("_id", "created", "modified", "lastNotified", "remoteId", "timerStart"),
    ),
    _named("lists", "list"),
    _named("tags", "tag"),
    _named("places", "place", address=FieldWords("address")),
    _named("filters", "filter"),
    TableWords(
        f"{PACKAGE}/task_tags", _APP, "task with the tag", "tag", {"tag": FieldWords("tag")}, volatile=("_id", "task")
    ),
    TableWords(
        f"{PACKAGE}/task_places", _APP, "task at the place", "place", {"place": FieldWords("place")}, volatile=("task",)
    ),
    TableWords(
        f"{PACKAGE}/alarms",
        _APP,
        "reminder",
        "type",
        {
            "type": FieldWords(
                "kind", {"0": "at a time", "1": "when started", "2": "when due", "3": "when overdue", "4": "snoozed"}
            ),
            "time": FieldWords("time", {"0": ""}, "datetime_ms"),
        },
        volatile=("_id", "task"),
    ),
    *setting_words(),
    _pref("sort", "sort order of the task list", dict(SORTS), "choice"),
    _pref("group", "grouping of the task list", dict(GROUPS), "choice"),
    _pref("sort_ascending", "ascending order of the task list", _ON_OFF),
    _pref("show_completed", "completed tasks in the list", _ON_OFF),
    _pref("show_unstarted", "unstarted tasks in the list", _ON_OFF),
    _pref("completed_at_bottom", "completed tasks at the bottom", _ON_OFF),
    _pref("last_viewed", "last viewed list", {}, "hidden"),
)
