"""Tasks, activities and their pages: the phone's back stack, as immutable records.

A *page* is a screen, dialog, menu or sheet of an activity; BACK pops pages, then the activity, then leaves the app.
Records are replaced, never changed, so a snapshot of the whole stack is a reference to it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from osgenesis.envs.android.sim.intents import Intent

NO_STATE: Mapping[str, Any] = {}


class PageRecord(NamedTuple):
    """One page: which function draws it, with what arguments, and its values (all immutable)."""

    uid: int
    name: str
    args: Mapping[str, Any]
    state: Mapping[str, Any]
    then: str = ""  # method of the app that takes the result, with the page below
    data: Any = None  # handed back beside the result


class ActivityRecord(NamedTuple):
    """One activity of a task."""

    uid: int
    package: str
    cls: str
    intent: Intent
    pages: tuple[PageRecord, ...]
    caller: int = 0  # uid of the page that waits for a result
    then: str = ""
    data: Any = None

    @property
    def component(self) -> str:
        """`package/class`."""
        return f"{self.package}/{self.cls}"


class TaskRecord(NamedTuple):
    """One task: activities from bottom to top."""

    id: int
    package: str
    activities: tuple[ActivityRecord, ...]

    @property
    def top(self) -> ActivityRecord:
        """The activity on top."""
        return self.activities[-1]


class TaskInfo(NamedTuple):
    """A task as `am stack list` shows it."""

    id: int
    package: str
    component: str
    top_component: str
    visible: bool


class BackStack:
    """The stack of tasks (back to front). The launcher's task is always there."""

    def __init__(self) -> None:
        self.stack: tuple[TaskRecord, ...] = ()
        self._next = 1
        self._next_task = 2

    # -- reading ---------------------------------------------------------------------------------

    @property
    def front(self) -> TaskRecord:
        """The task in the foreground."""
        return self.stack[-1]

    @property
    def top(self) -> ActivityRecord:
        """The activity in the foreground."""
        return self.stack[-1].activities[-1]

    @property
    def foreground(self) -> str:
        """`package/class` of the activity in the foreground."""
        return self.top.component

    def tasks(self) -> list[TaskInfo]:
        """Tasks, front first."""
        front = self.stack[-1]
        return [
            TaskInfo(t.id, t.package, t.activities[0].component, t.top.component, visible=t is front)
            for t in reversed(self.stack)
        ]

    def find_page(self, uid: int) -> tuple[ActivityRecord, PageRecord] | None:
        """The page with a uid, and its activity."""
        for task in reversed(self.stack):
            for activity in reversed(task.activities):
                for page in reversed(activity.pages):
                    if page.uid == uid:
                        return activity, page
        return None

    # -- changing --------------------------------------------------------------------------------

    def push_task(self, activity: ActivityRecord) -> TaskRecord:
        """Puts a new task with one activity in front."""
        task = TaskRecord(self._next_task, activity.package, (activity,))
        self._next_task += 1
        self.stack = (*self.stack, task)
        return task

    def push_activity(self, activity: ActivityRecord) -> None:
        """Puts an activity on top of the front task."""
        task = self.stack[-1]
        self.stack = (*self.stack[:-1], task._replace(activities=(*task.activities, activity)))

    def bring_forward(self, task_id: int) -> bool:
        """Brings a task to the front; says whether there is one."""
        for task in self.stack:
            if task.id == task_id:
                self.stack = (*(t for t in self.stack if t.id != task_id), task)
                return True
        return False

    def task_of(self, package: str) -> TaskRecord | None:
        """The newest task of a package."""
        return next((t for t in reversed(self.stack) if t.package == package), None)

    def drop_tasks(self, unwanted: Callable[[TaskRecord], bool]) -> None:
        """Removes the tasks that a test names."""
        self.stack = tuple(t for t in self.stack if not unwanted(t))

    def drop_package(self, package: str) -> None:
        """Removes a package's activities everywhere (force-stop)."""
        kept = []
        for task in self.stack:
            activities = tuple(a for a in task.activities if a.package != package)
            if activities:
                kept.append(task._replace(activities=activities, package=activities[0].package))
        self.stack = tuple(kept)

    def pop_activity(self, uid: int) -> ActivityRecord | None:
        """Removes an activity wherever it is; an empty task goes with it."""
        for index in range(len(self.stack) - 1, -1, -1):
            task = self.stack[index]
            for activity in task.activities:
                if activity.uid == uid:
                    rest = tuple(a for a in task.activities if a.uid != uid)
                    middle = (task._replace(activities=rest),) if rest else ()
                    self.stack = (*self.stack[:index], *middle, *self.stack[index + 1 :])
                    return activity
        return None

    def new_page(self, name: str, args: Mapping[str, Any], then: str = "", data: Any = None) -> PageRecord:
        """A page record with a fresh uid, on no stack yet."""
        record = PageRecord(self._next, name, dict(args), NO_STATE, then, data)
        self._next += 1
        return record

    def new_activity(
        self, package: str, cls: str, intent: Intent, page: str, *, caller: int = 0, then: str = "", data: Any = None
    ) -> ActivityRecord:
        """An activity record with one page, on no stack yet."""
        uid = self._next
        self._next += 1
        return ActivityRecord(uid, package, cls, intent, (self.new_page(page, NO_STATE),), caller, then, data)

    def replace_pages(self, activity_uid: int, pages: tuple[PageRecord, ...]) -> None:
        """Gives an activity other pages."""
        for index in range(len(self.stack) - 1, -1, -1):
            task = self.stack[index]
            for position, activity in enumerate(task.activities):
                if activity.uid == activity_uid:
                    changed = activity._replace(pages=pages)
                    activities = (*task.activities[:position], changed, *task.activities[position + 1 :])
                    self.stack = (
                        *self.stack[:index],
                        task._replace(activities=activities),
                        *self.stack[index + 1 :],
                    )
                    return

    def put_state(self, uid: int, changes: Mapping[str, Any]) -> PageRecord | None:
        """Changes values of a page; a value of None removes the key. None when the page is gone."""
        found = self.find_page(uid)
        if found is None:
            return None
        activity, page = found
        state = {k: v for k, v in {**page.state, **changes}.items() if v is not None}
        record = page._replace(state=state)
        pages = tuple(record if p.uid == uid else p for p in activity.pages)
        self.replace_pages(activity.uid, pages)
        return record

    def freeze(self) -> object:
        """The whole stack; immutable."""
        return (self.stack, self._next, self._next_task)

    def thaw(self, frozen: Any) -> None:
        """Go back to what `freeze` returned."""
        self.stack, self._next, self._next_task = frozen
