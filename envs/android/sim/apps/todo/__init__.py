"""Tasks: to-do lists with subtasks, priorities, dates, tags, filters, reminders and repetition.

Files: `schema` (tables, `Task`), `store` (reading and changing), `dates` and `repeats` (how dates and rules are kept
and said), `views` (filters, order, groups), `list_page`, `editor` with `editor_fields` and `draft`, `pickers`,
`drawer`, `settings_pages`, `reminders` (notifications), `look` (rows, colours), `words` (vocabulary).
"""

from __future__ import annotations

from datetime import timedelta

from osgenesis.envs.android.sim.app import Filter
from osgenesis.envs.android.sim.apps.todo import reminders
from osgenesis.envs.android.sim.apps.todo.dates import NO_TIME, stored
from osgenesis.envs.android.sim.apps.todo.drawer import DrawerPages
from osgenesis.envs.android.sim.apps.todo.editor import EditorPages
from osgenesis.envs.android.sim.apps.todo.list_page import ListPages
from osgenesis.envs.android.sim.apps.todo.look import DARK_THEME, SEED, THEME
from osgenesis.envs.android.sim.apps.todo.pickers import PickerPages
from osgenesis.envs.android.sim.apps.todo.schema import (
    DATABASE,
    DEFAULT_LIST,
    HIGH,
    LOW,
    MEDIUM,
    PACKAGE,
    Named,
    Task,
    argb,
)
from osgenesis.envs.android.sim.apps.todo.settings_pages import SettingsPages
from osgenesis.envs.android.sim.apps.todo.store import Store
from osgenesis.envs.android.sim.apps.todo.words import WORDS
from osgenesis.envs.android.sim.intents import ACTION_SEND, BroadcastResult, Intent
from osgenesis.envs.android.sim.phone import Phone

_SHARE_ACTIVITY = "com.todoroo.astrid.activity.ShareLinkActivity"


class TasksApp(ListPages, EditorPages, PickerPages, DrawerPages, SettingsPages):
    """The to-do app."""

    package = PACKAGE
    label = "Tasks"
    icon = "check-bold"
    color = SEED
    version = "13.6.3"
    theme = THEME
    dark_theme = DARK_THEME
    launcher = "com.todoroo.astrid.activity.MainActivity"
    activities = {launcher: "main", reminders.EDITOR: "editor", _SHARE_ACTIVITY: "editor"}
    filters = (Filter(ACTION_SEND, _SHARE_ACTIVITY, mime="text/"),)
    permissions = ("android.permission.POST_NOTIFICATIONS",)
    vocabulary = WORDS

    def install(self, phone: Phone) -> None:
        """The database; a first one has a few lists, tags and tasks."""
        fresh = not phone.databases.exists(DATABASE)
        store = Store(phone)
        if fresh:
            _fill(store)
        elif not store.named("list"):
            store.put_named("list", Named(0, DEFAULT_LIST))
        reminders.reschedule(phone)

    def is_dark(self, phone: Phone) -> bool:
        """The app's theme setting, else the phone's."""
        theme = phone.preferences(PACKAGE).text("theme", "system")
        return phone.dark if theme == "system" else theme == "dark"

    def receive(self, phone: Phone, intent: Intent) -> BroadcastResult | None:
        """A reminder that is due, or a button of its notification."""
        task_id = int(intent.extra("id", 0) or 0)
        if intent.action == reminders.REMIND:
            reminders.remind(phone, int(intent.extra("data", 0) or 0))
        elif intent.action == reminders.COMPLETE:
            Store(phone).complete((task_id,))
            phone.notifications.cancel(PACKAGE, task_id)
            reminders.reschedule(phone)
        elif intent.action == reminders.SNOOZE:
            reminders.snooze(phone, task_id)
        else:
            return None
        return BroadcastResult()


def _fill(store: Store) -> None:
    """What a phone in use has."""
    store.put_named("list", Named(0, DEFAULT_LIST))
    store.put_named("list", Named(0, "Work", argb((25, 118, 210))))
    store.put_named("list", Named(0, "Groceries", argb((56, 142, 60))))
    store.put_named("tag", Named(0, "errand", argb((245, 124, 0))))
    store.put_named("tag", Named(0, "home", argb((123, 31, 162))))
    store.put_named("place", Named(0, "Library", detail="12 Park Street"))
    today = store.now().date()

    def day(offset: int, minutes: int = NO_TIME) -> int:
        return stored(today + timedelta(days=offset), minutes, store.zone)

    store.add(Task(title="Water the balcony plants", due=day(0), recurrence="RRULE:FREQ=WEEKLY;INTERVAL=1"))
    library = store.add(
        Task(title="Return library books", importance=MEDIUM, due=day(-1), notes="The two novels and the atlas")
    )
    report = store.add(Task(title="Finish quarterly report", importance=HIGH, due=day(2, 17 * 60)))
    for title in ("Collect figures", "Draw the charts"):
        store.put_in_list(store.add(Task(title=title, parent=report)), "Work")
    bread = store.add(Task(title="Buy rye bread and butter", importance=LOW, due=day(1)))
    store.add(Task(title="Plan the autumn hike"))
    store.put_in_list(report, "Work")
    store.put_in_list(bread, "Groceries")
    store.tie("tag", library, ("errand",))
    store.tie("tag", bread, ("errand",))
    store.tie("place", library, ("Library",))
