"""Reminders: the next one due is an alarm of the phone; when it goes off, notifications are posted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from osgenesis.envs.android.sim.apps.todo.dates import date_text, has_time, local, stored
from osgenesis.envs.android.sim.apps.todo.schema import (
    AT_TIME,
    COLUMNS,
    PACKAGE,
    SNOOZED,
    WHEN_DUE,
    WHEN_OVERDUE,
    WHEN_STARTED,
    Task,
    task_of,
)
from osgenesis.envs.android.sim.apps.todo.store import Store
from osgenesis.envs.android.sim.intents import ACTION_VIEW, Intent
from osgenesis.envs.android.sim.notifications import Notification, NotificationAction

if TYPE_CHECKING:
    from osgenesis.envs.android.sim.phone import Phone

REMIND = f"{PACKAGE}.REMIND"
COMPLETE = f"{PACKAGE}.COMPLETE"
SNOOZE = f"{PACKAGE}.SNOOZE"
EDITOR = "com.todoroo.astrid.activity.TaskEditActivity"
_DAY_MS = 86_400_000
_MINUTE_MS = 60_000


def reschedule(phone: Phone, after: int = 0) -> None:
    """Sets the alarm for the next reminder; after every change of tasks and at every start of the app.

    Args:
        phone: The phone.
        after: Epoch ms that have been dealt with; now by default.
    """
    phone.alarms.cancel(PACKAGE, REMIND)
    if not Store(phone).prefs.flag("notifications", True):
        return
    due = [at for at, _ in _due(phone) if at > (after or phone.clock.now_ms)]
    if due:
        phone.alarms.set_at(min(due), PACKAGE, REMIND, min(due))


def remind(phone: Phone, at: int) -> None:
    """Posts what is due at a moment, and sets the next alarm (due at once where the clock has jumped over it)."""
    now = phone.clock.now_ms
    for task in {task.id: task for moment, task in _due(phone) if moment == at}.values():
        Store(phone).database.execute("UPDATE tasks SET lastNotified = ? WHERE _id = ?", (now, task.id))
        data = (("id", task.id),)
        text = date_text(task.due, phone.clock.local(), phone.is_24_hour) if task.due else task.notes
        phone.notifications.post(
            Notification(
                PACKAGE, task.id, task.title, text, channel="Tasks", app_label="Tasks", heads_up=True,
                intent=Intent(ACTION_VIEW, f"{PACKAGE}/{EDITOR}", extras=data),
                actions=(
                    NotificationAction("Complete", Intent(COMPLETE, package=PACKAGE, extras=data)),
                    NotificationAction("Snooze", Intent(SNOOZE, package=PACKAGE, extras=data)),
                ),
            )
        )  # fmt: skip
    reschedule(phone, at)


def snooze(phone: Phone, task_id: int) -> None:
    """Reminds again after the time that the settings say."""
    minutes = int(Store(phone).prefs.text("snooze_minutes", "60"))
    at = phone.clock.now_ms // _MINUTE_MS * _MINUTE_MS + minutes * _MINUTE_MS
    database = Store(phone).database
    database.execute("DELETE FROM alarms WHERE task = ? AND type = ?", (task_id, SNOOZED))
    database.insert("alarms", {"task": task_id, "type": SNOOZED, "time": at})
    phone.notifications.cancel(PACKAGE, task_id)
    reschedule(phone)


def _due(phone: Phone) -> list[tuple[int, Task]]:
    """(when, for which task) of all reminders of open tasks."""
    store = Store(phone)
    columns = ", ".join(f"tasks.{name.strip()}" for name in COLUMNS.split(","))
    rows = store.database.query(
        f"SELECT alarms.type, alarms.time, {columns} FROM alarms JOIN tasks ON tasks._id = alarms.task "
        "WHERE ifnull(tasks.completed, 0) = 0 AND ifnull(tasks.deleted, 0) = 0"
    )
    found = []
    for kind, time, *row in rows:
        task = task_of(tuple(row))
        at = _moment(store, task, kind, time)
        if at:
            found.append((at, task))
    return found


def _moment(store: Store, task: Task, kind: int, time: int) -> int:
    """When a reminder goes off, ms; 0 = never."""
    if kind in (AT_TIME, SNOOZED):
        return time
    base = task.hide_until if kind == WHEN_STARTED else task.due
    if not base or kind not in (WHEN_STARTED, WHEN_DUE, WHEN_OVERDUE):
        return 0
    if not has_time(base):  # a whole day: at the time of day that the settings say
        hour, _, minute = store.prefs.text("day_reminder_time", "18:00").partition(":")
        base = stored(local(base, store.zone).date(), int(hour) * 60 + int(minute), store.zone)
    return base // _MINUTE_MS * _MINUTE_MS + (_DAY_MS if kind == WHEN_OVERDUE else 0)
