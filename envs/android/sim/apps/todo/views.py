"""What a filter of the drawer shows, in which order and under which headings; tasks below their parents."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta
from typing import Any, Final, NamedTuple

from osgenesis.envs.android.sim.apps.todo.dates import header_text, is_overdue, local
from osgenesis.envs.android.sim.apps.todo.schema import PRIORITIES, Named, Task
from osgenesis.envs.android.sim.apps.todo.store import Belongings, Store
from osgenesis.envs.android.sim.prefs import Preferences

SORTS: Final = (
    ("auto", "Smart sorting"),
    ("due", "Due date"),
    ("start", "Start date"),
    ("priority", "Priority"),
    ("title", "Title"),
    ("created", "Creation time"),
    ("modified", "Modification time"),
    ("list", "List"),
    ("manual", "My order"),
)
GROUPS: Final = (
    ("none", "None"), ("due", "Due date"), ("start", "Start date"), ("priority", "Priority"),
    ("created", "Creation time"), ("modified", "Modification time"), ("list", "List"),
)  # fmt: skip
NEWEST_FIRST: Final = ("created", "modified")
BUILT_IN: Final = (("all", "My Tasks"), ("today", "Today"), ("recent", "Recently modified"))
_DAY_MS = 86_400_000
_NEVER = 1 << 60
_Key = tuple[Any, ...]


class Entry(NamedTuple):
    """A row of the list: a heading, or a task with its depth and the number of tasks below it."""

    header: str
    task: Task = Task()
    depth: int = 0
    below: int = 0
    overdue: bool = False  # of headings


class View(NamedTuple):
    """How the list is shown."""

    sort: str = "auto"
    ascending: bool = True
    group: str = "due"
    show_completed: bool = False
    show_unstarted: bool = False
    completed_last: bool = True
    folded: tuple[str, ...] = ()  # headings whose tasks are hidden


def view_of(prefs: Preferences, folded: tuple[str, ...] = ()) -> View:
    """The view that the preferences ask for."""
    return View(
        prefs.text("sort", "auto"),
        prefs.flag("sort_ascending", True),
        prefs.text("group", "due"),
        prefs.flag("show_completed", False),
        prefs.flag("show_unstarted", False),
        prefs.flag("completed_at_bottom", True),
        folded,
    )


# -- filters ------------------------------------------------------------------------------------------


def split_filter(key: str) -> tuple[str, int]:
    """("list", 3) of "list:3"; ("all", 0) of "all"."""
    kind, _, number = key.partition(":")
    return kind, int(number) if number.isdecimal() else 0


def filter_title(store: Store, key: str) -> str:
    """What the app bar says."""
    kind, named_id = split_filter(key)
    if not named_id:
        return dict(BUILT_IN).get(kind, "My Tasks")
    named = store.named_by_id(kind, named_id)
    return named.name if named else "My Tasks"


def matcher(named: Named | None, kind: str, belongings: Belongings, now: datetime) -> Callable[[Task], bool]:
    """Whether a task belongs to a filter, before completed and unstarted ones are left out."""
    if kind == "today":
        return lambda task: bool(task.due) and _day(task.due, now) <= now.date()
    if kind == "recent":
        since = int(now.timestamp() * 1000) - _DAY_MS
        return lambda task: task.modified > since
    if named is None:
        return lambda task: True
    name = named.name
    if kind == "list":
        return lambda task: belongings.list_of(task.id) == name
    if kind == "tag":
        return lambda task: name in belongings.tags.get(task.id, ())
    if kind == "place":
        return lambda task: belongings.places.get(task.id) == name
    tests = [_criterion(what, value, belongings, now) for what, value in criteria_of(named)]
    return lambda task: all(test(task) for test in tests)


def criteria_of(named: Named) -> list[tuple[str, str]]:
    """The conditions of a filter of the user's: (what, value)."""
    return [(str(what), str(value)) for what, value in json.loads(named.detail or "[]")]


def _criterion(what: str, value: str, belongings: Belongings, now: datetime) -> Callable[[Task], bool]:
    today = now.date()
    if what == "due":
        if value == "none":
            return lambda task: not task.due
        if value == "overdue":
            return lambda task: is_overdue(task.due, now)
        last = today + timedelta(days={"today": 0, "tomorrow": 1, "week": 7}.get(value, 30))
        return lambda task: bool(task.due) and _day(task.due, now) <= last
    if what == "priority":
        return lambda task: task.importance <= int(value)
    if what == "list":
        return lambda task: belongings.list_of(task.id) == value
    if what == "tag":
        return lambda task: value in belongings.tags.get(task.id, ())
    return lambda task: value.casefold() in task.title.casefold()


def found(task: Task, query: str, belongings: Belongings) -> bool:
    """Whether a search for a text finds a task."""
    texts = (task.title, task.notes, belongings.list_of(task.id), *belongings.tags.get(task.id, ()))
    return any(query in text.casefold() for text in texts)


def visible(task: Task, view: View, now_ms: int) -> bool:
    """Whether the view's switches let a task show."""
    return (view.show_completed or not task.done) and (view.show_unstarted or task.done or task.hide_until <= now_ms)


# -- order --------------------------------------------------------------------------------------------


def entries(
    tasks: Sequence[Task], matches: Callable[[Task], bool], belongings: Belongings, view: View, now: datetime
) -> list[Entry]:
    """The rows: headings, and below each the matching tasks with what is below them."""
    now_ms = int(now.timestamp() * 1000)
    shown = [task for task in tasks if visible(task, view, now_ms)]
    chosen = {task.id: task for task in shown if matches(task)}
    below: dict[int, list[Task]] = {}
    for task in shown:
        if task.parent:
            below.setdefault(task.parent, []).append(task)
    roots = [task for task in chosen.values() if task.parent not in chosen or task.parent == task.id]
    key = _sort_key(view, belongings, now_ms)
    order = _Order(below, key, view)
    if view.group == "none":
        return order.rows(roots)
    rows: list[Entry] = []
    groups: dict[tuple[Any, str], list[Task]] = {}
    for task in roots:
        groups.setdefault(_group(task, view.group, belongings, now), []).append(task)
    for (rank, header), members in sorted(groups.items(), key=lambda item: item[0][0]):
        rows.append(Entry(header, below=len(members), overdue=rank == -1))
        if header not in view.folded:
            rows += order.rows(members)
    return rows


class _Order:
    """Sorts tasks and puts those below them after each."""

    def __init__(self, below: dict[int, list[Task]], key: Callable[[Task], _Key], view: View) -> None:
        self._below = below
        self._key = key
        self._view = view

    def rows(self, tasks: Sequence[Task], depth: int = 0, seen: frozenset[int] = frozenset()) -> list[Entry]:
        out: list[Entry] = []
        for task in self._sorted(tasks):
            children = [] if task.id in seen else self._below.get(task.id, [])
            out.append(Entry("", task, depth, len(children)))
            if children and not task.collapsed:
                out += self.rows(children, depth + 1, seen | {task.id})
        return out

    def _sorted(self, tasks: Sequence[Task]) -> list[Task]:
        ordered = sorted(tasks, key=self._key, reverse=not self._view.ascending)
        if self._view.completed_last:
            ordered.sort(key=lambda task: task.done)
        return ordered


def _sort_key(view: View, belongings: Belongings, now_ms: int) -> Callable[[Task], _Key]:
    keys: dict[str, Callable[[Task], _Key]] = {
        "auto": lambda t: ((t.due or now_ms + 14 * _DAY_MS) + t.importance * 2 * _DAY_MS, t.title.casefold()),
        "due": lambda t: (t.due or _NEVER, t.importance, t.title.casefold()),
        "start": lambda t: (t.hide_until or _NEVER, t.title.casefold()),
        "priority": lambda t: (t.importance, t.due or _NEVER, t.title.casefold()),
        "title": lambda t: (t.title.casefold(), t.id),
        "created": lambda t: (-t.created, -t.id),
        "modified": lambda t: (-t.modified, -t.id),
        "list": lambda t: (belongings.list_of(t.id).casefold(), t.title.casefold()),
        "manual": lambda t: (t.order or t.id * 1000, t.id),
    }
    return keys.get(view.sort, keys["auto"])


def _group(task: Task, group: str, belongings: Belongings, now: datetime) -> tuple[Any, str]:
    """(rank, heading) of a task."""
    today = now.date()
    if group == "priority":
        return task.importance, f"{PRIORITIES[min(max(task.importance, 0), 3)]} priority".replace("None", "No")
    if group == "list":
        name = belongings.list_of(task.id)
        return name.casefold(), name
    if group in NEWEST_FIRST:
        day = _day(task.created if group == "created" else task.modified, now)
        return -day.toordinal(), header_text(day, today)
    ms = task.due if group == "due" else task.hide_until
    if not ms:
        return _NEVER, "No due date" if group == "due" else "No start date"
    day = _day(ms, now)
    if group == "due" and day < today and not task.done:
        return -1, "Overdue"
    return day.toordinal(), header_text(day, today)


def _day(ms: int, now: datetime) -> date:
    assert now.tzinfo is not None
    return local(ms, now.tzinfo).date()
