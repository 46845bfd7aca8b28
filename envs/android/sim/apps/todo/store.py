"""Reading and changing tasks and what they are ordered by; what completing, deleting and repeating mean."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, tzinfo
from typing import TYPE_CHECKING, NamedTuple

from osgenesis.envs.android.sim.apps.todo import repeats
from osgenesis.envs.android.sim.apps.todo.dates import NO_TIME, local, minutes_of, stored
from osgenesis.envs.android.sim.apps.todo.schema import (
    AT_TIME,
    COLUMNS,
    DATABASE,
    DEFAULT_LIST,
    DETAIL,
    FROM_COMPLETION,
    KINDS,
    MEMBERS,
    NAMES,
    PACKAGE,
    SCHEMA,
    SNOOZED,
    Alarm,
    Named,
    Task,
    task_of,
)

if TYPE_CHECKING:
    from osgenesis.envs.android.sim.databases import Database
    from osgenesis.envs.android.sim.phone import Phone
    from osgenesis.envs.android.sim.prefs import Preferences

_CHANGED = ", ".join(f'"{name}" = ?' for name in NAMES[1:])


class Belongings(NamedTuple):
    """What else belongs to tasks, by task id."""

    lists: dict[int, str]
    tags: dict[int, tuple[str, ...]]
    places: dict[int, str]
    first_list: str  # where tasks without a list are

    def list_of(self, task_id: int) -> str:
        """The list a task is in."""
        return self.lists.get(task_id, self.first_list)


class Store:
    """The tasks of one phone. Holds nothing: each call reads or writes the database."""

    def __init__(self, phone: Phone) -> None:
        self._phone = phone

    @property
    def database(self) -> Database:
        """The database, made where it is missing."""
        return self._phone.databases.open(DATABASE, SCHEMA)

    @property
    def prefs(self) -> Preferences:
        """The app's settings."""
        return self._phone.preferences(PACKAGE)

    @property
    def zone(self) -> tzinfo:
        """The phone's time zone."""
        return self._phone.clock.tz

    def now(self) -> datetime:
        """Local time."""
        return self._phone.clock.local()

    def stamp(self) -> int:
        """The moment that completing and deleting write: today, to the day, so that equal deeds give equal rows."""
        return stored(self.now().date(), NO_TIME, self.zone)

    # -- reading -----------------------------------------------------------------------------------

    def tasks(self) -> list[Task]:
        """All tasks that are not deleted."""
        return [
            task_of(row) for row in self.database.query(f"SELECT {COLUMNS} FROM tasks WHERE ifnull(deleted, 0) = 0")
        ]

    def get(self, task_id: int) -> Task | None:
        """A task by its id, unless it is deleted."""
        rows = self.database.query(f"SELECT {COLUMNS} FROM tasks WHERE _id = ? AND ifnull(deleted, 0) = 0", (task_id,))
        return task_of(rows[0]) if rows else None

    def belongings(self) -> Belongings:
        """Lists, tags and places of all tasks."""
        database = self.database
        tags: dict[int, tuple[str, ...]] = {}
        for task, tag in database.query("SELECT task, tag FROM task_tags ORDER BY tag COLLATE NOCASE"):
            tags[task] = (*tags.get(task, ()), tag)
        return Belongings(
            dict(database.query("SELECT task, list FROM list_tasks")), tags,
            dict(database.query("SELECT task, place FROM task_places")), self.first_list(),
        )  # fmt: skip

    def named(self, kind: str) -> list[Named]:
        """The lists (or tags, places, filters), in the order of the drawer."""
        detail = DETAIL.get(kind, "''")
        order = "_id" if kind == "list" else "name COLLATE NOCASE, _id"
        rows = self.database.query(f"SELECT _id, name, color, {detail} FROM {KINDS[kind]} ORDER BY {order}")
        return [Named(*row) for row in rows]

    def named_by_id(self, kind: str, named_id: int) -> Named | None:
        """One list, tag, place or filter."""
        return next((n for n in self.named(kind) if n.id == named_id), None)

    def default_list(self) -> str:
        """The list that new tasks go to."""
        names = [n.name for n in self.named("list")]
        wanted = self.prefs.text("default_list")
        return wanted if wanted in names else names[0] if names else DEFAULT_LIST

    def first_list(self) -> str:
        """The list of tasks that are in no other; it cannot be deleted."""
        rows = self.database.query("SELECT name FROM lists ORDER BY _id LIMIT 1")
        return str(rows[0][0]) if rows else DEFAULT_LIST

    def alarms(self, task_id: int) -> tuple[Alarm, ...]:
        """A task's reminders."""
        rows = self.database.query("SELECT type, time FROM alarms WHERE task = ? ORDER BY _id", (task_id,))
        return tuple(Alarm(*row) for row in rows if row[0] != SNOOZED)

    def subtasks(self, task_id: int) -> list[Task]:
        """The tasks right below one."""
        return [t for t in self.tasks() if t.parent == task_id]

    def with_descendants(self, ids: Iterable[int]) -> tuple[int, ...]:
        """Ids of tasks and of everything below them."""
        below: dict[int, list[int]] = {}
        for task in self.tasks():
            below.setdefault(task.parent, []).append(task.id)
        found: dict[int, None] = {}
        pending = list(ids)
        while pending:
            current = pending.pop(0)
            if current not in found:
                found[current] = None
                pending += below.get(current, [])
        return tuple(found)

    # -- changing ----------------------------------------------------------------------------------

    def add(self, task: Task) -> int:
        """Adds a task; returns its id."""
        now = self._phone.clock.now_ms
        values = task._replace(created=now, modified=now).values()
        new_id = self.database.insert("tasks", values)
        self.database.execute("UPDATE tasks SET remoteId = ? WHERE _id = ?", (f"{now}{new_id:06d}", new_id))
        return new_id

    def update(self, task: Task) -> None:
        """Writes a task's columns back."""
        task = task._replace(modified=self._phone.clock.now_ms)
        self.database.execute(f"UPDATE tasks SET {_CHANGED} WHERE _id = ?", (*task[1:], task.id))

    def tie(self, kind: str, task_id: int, names: Sequence[str]) -> None:
        """Puts a task in a list, at a place, or gives it tags; empty unties."""
        table = MEMBERS[kind]
        old = [row[0] for row in self.database.query(f"SELECT {kind} FROM {table} WHERE task = ?", (task_id,))]
        if sorted(old) == sorted(names):
            return
        self.database.execute(f"DELETE FROM {table} WHERE task = ?", (task_id,))
        for name in names:
            self.database.insert(table, {"task": task_id, kind: name})

    def put_in_list(self, task_id: int, name: str) -> None:
        """Moves a task to a list; being in the first one needs no row."""
        self.tie("list", task_id, (name,) if name != self.first_list() else ())

    def set_alarms(self, task_id: int, alarms: Sequence[Alarm]) -> None:
        """Replaces a task's reminders."""
        if self.alarms(task_id) == tuple(alarms):
            return
        self.database.execute("DELETE FROM alarms WHERE task = ?", (task_id,))
        for alarm in alarms:
            self.database.insert("alarms", {"task": task_id, "type": alarm.type, "time": alarm.time})

    def complete(self, ids: Iterable[int], done: bool = True) -> tuple[tuple[Task, ...], str]:
        """Completes (or reopens) tasks with what is below them.

        A task that repeats is moved to its next date instead. Returns the rows as they were, for an undo, and what
        to tell the user.
        """
        ids = tuple(ids)
        before: list[Task] = []
        moved = ""
        for task_id in self.with_descendants(ids) if done else ids:
            task = self.get(task_id)
            if task is None or task.done == done:
                continue
            before.append(task)
            following = self._repeated(task) if done and task_id in ids else None
            if following is not None:
                moved = f"{local(following.due, self.zone):%Y-%m-%d}"
                self.update(following)
            else:
                self.update(self._stopped(task)._replace(completed=self.stamp() if done else 0))
        if moved:
            return tuple(before), f"Task repeats on {moved}"
        count = len(before)
        word = "completed" if done else "reopened"
        return tuple(before), f"Task {word}" if count == 1 else f"{count} tasks {word}"

    def _repeated(self, task: Task) -> Task | None:
        """A completed task at its next date; None if it does not repeat (any more)."""
        rule = repeats.parse(task.recurrence)
        if rule is None:
            return None
        today = self.now().date()
        day = today if task.repeat_from == FROM_COMPLETION or not task.due else local(task.due, self.zone).date()
        following = rule.after(day)
        if rule.is_over(following):
            return None
        due = stored(following, minutes_of(task.due, self.zone) if task.due else NO_TIME, self.zone)
        start = task.hide_until
        if start and task.due:
            gap = local(task.due, self.zone).date() - local(start, self.zone).date()
            start = stored(following - gap, minutes_of(start, self.zone), self.zone, start=True)
        if rule.times:
            rule = rule._replace(times=rule.times - 1)
        return self._stopped(task)._replace(due=due, hide_until=start, recurrence=rule.rule())

    def _stopped(self, task: Task) -> Task:
        """A task with its timer stopped."""
        if not task.timer_start:
            return task
        ran = max(self._phone.clock.now_ms - task.timer_start, 0) // 1000
        return task._replace(timer_start=0, elapsed_s=task.elapsed_s + ran)

    def put_back(self, rows: Iterable[Task]) -> None:
        """Undoes: writes rows as they were."""
        for task in rows:
            self.database.execute(f"UPDATE tasks SET {_CHANGED} WHERE _id = ?", (*task[1:], task.id))

    def delete(self, ids: Iterable[int]) -> tuple[int, ...]:
        """Deletes tasks with what is below them (they keep their rows, marked); returns all their ids."""
        everything = self.with_descendants(ids)
        stamp = self.stamp()
        for task_id in everything:
            self.database.execute(
                "UPDATE tasks SET deleted = ?, modified = ? WHERE _id = ?", (stamp, self._phone.clock.now_ms, task_id)
            )
        return everything

    def restore(self, ids: Iterable[int]) -> None:
        """Undoes a deletion."""
        for task_id in ids:
            self.database.execute("UPDATE tasks SET deleted = 0 WHERE _id = ?", (task_id,))

    def duplicate(self, task_id: int, parent: int | None = None) -> int:
        """Copies a task with its subtasks, list, tags, place and reminders; returns the copy's id."""
        task = self.get(task_id)
        if task is None:
            return 0
        belongings = self.belongings()
        copy = task._replace(
            completed=0, timer_start=0, elapsed_s=0, calendar_uri="", last_notified=0, remote_id="",
            parent=task.parent if parent is None else parent,
        )  # fmt: skip
        new_id = self.add(copy)
        self.put_in_list(new_id, belongings.list_of(task_id))
        self.tie("tag", new_id, belongings.tags.get(task_id, ()))
        place = belongings.places.get(task_id)
        self.tie("place", new_id, (place,) if place else ())
        self.set_alarms(new_id, self.alarms(task_id))
        for child in self.subtasks(task_id):
            self.duplicate(child.id, new_id)
        return new_id

    def purge(self, where: str) -> int:
        """Removes the rows of tasks that meet an SQL condition for good; returns how many."""
        count = self.database.update(f"DELETE FROM tasks WHERE {where}")
        if count:
            for table in (*MEMBERS.values(), "alarms"):
                self.database.execute(f"DELETE FROM {table} WHERE task NOT IN (SELECT _id FROM tasks)")
        return count

    # -- lists, tags, places, filters --------------------------------------------------------------

    def put_named(self, kind: str, named: Named) -> int:
        """Adds (id 0) or changes one; a new name is carried to the tasks. Returns its id."""
        table, detail = KINDS[kind], DETAIL.get(kind)
        values: dict[str, str | int] = {"name": named.name, "color": named.color}
        if detail:
            values[detail] = named.detail
        if not named.id:
            return self.database.insert(table, values)
        old = self.named_by_id(kind, named.id)
        marks = ", ".join(f"{name} = ?" for name in values)
        self.database.execute(f"UPDATE {table} SET {marks} WHERE _id = ?", (*values.values(), named.id))
        if old is not None and old.name != named.name and kind in MEMBERS:
            self.database.execute(f"UPDATE {MEMBERS[kind]} SET {kind} = ? WHERE {kind} = ?", (named.name, old.name))
            if kind == "list" and self.prefs.text("default_list") == old.name:
                self.prefs.put("default_list", named.name)
        return named.id

    def delete_named(self, kind: str, named_id: int) -> None:
        """Deletes one. The tasks of a list go with it; those of a tag or place only lose it."""
        named = self.named_by_id(kind, named_id)
        if named is None:
            return
        if kind == "list":
            belongings = self.belongings()
            self.delete([t.id for t in self.tasks() if belongings.list_of(t.id) == named.name])
        self.database.execute(f"DELETE FROM {KINDS[kind]} WHERE _id = ?", (named_id,))
        if kind in MEMBERS:
            self.database.execute(f"DELETE FROM {MEMBERS[kind]} WHERE {kind} = ?", (named.name,))

    def clear(self) -> None:
        """Deletes every task."""
        self.purge("1")


def new_alarm(alarm: Alarm, alarms: Sequence[Alarm]) -> tuple[Alarm, ...]:
    """Reminders with one more, each kind once except those at a time."""
    kept = tuple(a for a in alarms if a != alarm and (a.type != alarm.type or alarm.type == AT_TIME))
    return (*kept, alarm)
