"""`Draft`: what the editor holds beside its text fields, from a task and back to it."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, NamedTuple

from osgenesis.envs.android.sim.apps.todo.dates import NO_TIME, next_week, stored
from osgenesis.envs.android.sim.apps.todo.schema import (
    FROM_DUE,
    NONE,
    WHEN_DUE,
    WHEN_OVERDUE,
    WHEN_STARTED,
    Alarm,
    Task,
)
from osgenesis.envs.android.sim.apps.todo.store import Store
from osgenesis.envs.android.sim.apps.todo.views import criteria_of, split_filter

if TYPE_CHECKING:
    from osgenesis.envs.android.sim.page import Page
    from osgenesis.envs.android.sim.prefs import Preferences


class Draft(NamedTuple):
    """Everything of a task that is chosen rather than typed."""

    due: int = 0
    hide_until: int = 0
    importance: int = NONE
    list: str = ""
    tags: tuple[str, ...] = ()
    place: str = ""
    alarms: tuple[Alarm, ...] = ()
    recurrence: str = ""
    repeat_from: int = FROM_DUE
    estimated_s: int = 0
    elapsed_s: int = 0
    timer_start: int = 0
    parent: int = 0
    subtasks: int = 0  # number of fields for new subtasks

    def with_due(self, due: int, prefs: Preferences) -> Draft:
        """Another due date; the reminders that hang on one come and go with it."""
        alarms = self.alarms
        if not due:
            alarms = tuple(a for a in alarms if a.type not in (WHEN_DUE, WHEN_OVERDUE))
        elif not self.due and not alarms:
            alarms = default_alarms(prefs)
        return self._replace(due=due, alarms=alarms, recurrence=self.recurrence if due else "")

    def with_start(self, start: int) -> Draft:
        """Another start date; its reminder goes with it."""
        alarms = self.alarms if start else tuple(a for a in self.alarms if a.type != WHEN_STARTED)
        return self._replace(hide_until=start, alarms=alarms)

    def onto(self, task: Task) -> Task:
        """The task with this draft's values."""
        return task._replace(
            due=self.due, hide_until=self.hide_until, importance=self.importance, recurrence=self.recurrence,
            repeat_from=self.repeat_from, estimated_s=self.estimated_s, elapsed_s=self.elapsed_s,
            timer_start=self.timer_start, parent=self.parent,
        )  # fmt: skip


def draft_of(store: Store, task: Task) -> Draft:
    """The draft of a task that exists."""
    belongings = store.belongings()
    return Draft(
        task.due, task.hide_until, task.importance, belongings.list_of(task.id), belongings.tags.get(task.id, ()),
        belongings.places.get(task.id, ""), store.alarms(task.id), task.recurrence, task.repeat_from, task.estimated_s,
        task.elapsed_s, task.timer_start, task.parent,
    )  # fmt: skip


def new_draft(ui: Page, filter_key: str) -> Draft:
    """The draft of a new task: the defaults of the settings, and what the open filter implies."""
    store, prefs = Store(ui.phone), ui.prefs
    today = ui.now().date()
    days = {"today": today, "tomorrow": today + timedelta(days=1), "next_week": next_week(today)}
    kind, number = split_filter(filter_key)
    due_day = days.get("today" if kind == "today" else prefs.text("default_due", "none"))
    draft = Draft(importance=int(prefs.text("default_priority", str(NONE))), list=store.default_list())
    if due_day is not None:
        draft = draft.with_due(stored(due_day, NO_TIME, store.zone), prefs)
    named = store.named_by_id(kind, number) if number else None
    if named is None:
        return draft
    implied = criteria_of(named) if kind == "filter" else [(kind, named.name)]
    for what, value in implied:
        if what == "list":
            draft = draft._replace(list=value)
        elif what == "tag":
            draft = draft._replace(tags=tuple(sorted({*draft.tags, value})))
        elif what == "place":
            draft = draft._replace(place=value)
        elif what == "priority":
            draft = draft._replace(importance=min(draft.importance, int(value)))
    return draft


def default_alarms(prefs: Preferences) -> tuple[Alarm, ...]:
    """The reminders that a task gets with its due date."""
    wanted = ((WHEN_DUE, prefs.flag("remind_when_due", True)), (WHEN_OVERDUE, prefs.flag("remind_when_overdue", False)))
    return tuple(Alarm(kind) for kind, on in wanted if on)
