"""`Activities`: starts and ends activities and pages; what the system's activity manager does."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from osgenesis.envs.android.sim.back_stack import ActivityRecord, PageRecord, TaskInfo, TaskRecord
from osgenesis.envs.android.sim.intents import (
    ACTION_MAIN,
    CATEGORY_HOME,
    FLAG_CLEAR_TASK,
    Intent,
    StartResult,
    component_class,
    component_package,
)
from osgenesis.envs.android.sim.page import Page
from osgenesis.envs.android.sim.ui.dialogs import STANDARD

if TYPE_CHECKING:
    from osgenesis.envs.android.sim.app import App
    from osgenesis.envs.android.sim.phone import Phone

Call = tuple[str, tuple[Any, ...]]  # method of the app, its arguments after `ui`


class Activities:
    """The activity manager of one phone. The records themselves are in `phone.stack`."""

    def __init__(self, phone: Phone, home: str) -> None:
        self._phone = phone
        self._home = home  # package of the launcher

    # -- what the shell asks for -------------------------------------------------------------------

    @property
    def foreground(self) -> str:
        """`package/class` of the activity in front."""
        return self._phone.stack.foreground

    def tasks(self) -> list[TaskInfo]:
        """Tasks, front first."""
        return self._phone.stack.tasks()

    def home(self) -> None:
        """Shows the launcher's first page."""
        phone = self._phone
        self.pause()
        phone.system = phone.system.closed()
        task = phone.stack.task_of(self._home)
        if task is None:
            self._launch(phone.apps[self._home], Intent(ACTION_MAIN, categories=(CATEGORY_HOME,)))
            return
        phone.stack.bring_forward(task.id)
        phone.stack.replace_pages(task.top.uid, task.top.pages[:1])

    def pause(self) -> None:
        """Tells the pages of the activity in front that something else comes before them."""
        stack = self._phone.stack
        if not stack.stack:
            return
        app = self._phone.apps[stack.top.package]
        for record in stack.top.pages:
            if not record.name.startswith("@"):
                app.on_pause(self.page(stack.top, record))

    def remove_task(self, task_id: int) -> bool:
        """Removes a task from recents; the launcher stays. Says whether there was one."""
        stack = self._phone.stack
        known = any(t.id == task_id and t.package != self._home for t in stack.stack)
        stack.drop_tasks(lambda t: t.id == task_id and t.package != self._home)
        return known

    def force_stop(self, package: str) -> None:
        """Ends an app: its activities, alarms and notifications go."""
        phone = self._phone
        if package != self._home:
            phone.stack.drop_package(package)
        phone.alarms.cancel(package)
        phone.notifications.cancel_all(package)
        phone.databases.close(f"/data/data/{package}/")
        if not phone.stack.stack:
            self.home()

    def start(self, intent: Intent, *, caller: int = 0, then: str = "", data: Any = None) -> StartResult:
        """Starts the activity an intent names or fits."""
        phone = self._phone
        if CATEGORY_HOME in intent.categories:
            self.home()
            return StartResult(self.foreground, phone.stack.front.id, "HOT")
        found = self.resolve(intent)
        if found is None:
            return StartResult(error=_unresolved(intent))
        app, cls = found
        self.pause()
        phone.system = phone.system.closed()
        intent = intent.to(f"{app.package}/{cls}")
        task = phone.stack.task_of(app.package)
        is_launch = intent.action in (ACTION_MAIN, "") and cls == app.launcher
        if is_launch and task and not caller and not intent.flags & FLAG_CLEAR_TASK and task.activities[0].cls == cls:
            phone.stack.bring_forward(task.id)
            return StartResult(phone.stack.foreground, task.id, "HOT")
        record = self._launch(app, intent, caller, then, data)
        return StartResult(record.component, phone.stack.front.id, "COLD" if task is None else "WARM")

    def resolve(self, intent: Intent) -> tuple[App, str] | None:
        """The app and activity class for an intent."""
        apps = self._phone.apps
        if intent.component:
            app = apps.get(component_package(intent.component))
            cls = component_class(intent.component)
            if app is None:
                return None
            if cls in app.activities:
                return app, cls
            return (app, app.launcher) if app.launcher and cls.endswith(app.launcher.rpartition(".")[2]) else None
        for app in apps.values():
            if intent.package and app.package != intent.package:
                continue
            for entry in app.filters:
                if entry.matches(intent):
                    return app, entry.activity
        if intent.package and intent.package in apps and apps[intent.package].launcher:
            return apps[intent.package], apps[intent.package].launcher
        return None

    def _launch(self, app: App, intent: Intent, caller: int = 0, then: str = "", data: Any = None) -> ActivityRecord:
        phone = self._phone
        app.on_start(phone, intent)
        cls = component_class(intent.component) if intent.component else app.launcher
        record = phone.stack.new_activity(
            app.package, cls, intent, app.activities[cls], caller=caller, then=then, data=data
        )
        # An activity started for somebody stays in the caller's task; others get or join their app's own.
        if caller:
            phone.stack.push_activity(record)
            return record
        task = phone.stack.task_of(app.package)
        if (
            task is None
            or intent.flags & FLAG_CLEAR_TASK
            or (intent.action in (ACTION_MAIN, "") and cls == app.launcher)
        ):
            if task is not None:
                phone.stack.drop_tasks(lambda t: t.id == task.id)
            phone.stack.push_task(record)
        else:
            phone.stack.bring_forward(task.id)
            phone.stack.push_activity(record)
        return record

    # -- pages -------------------------------------------------------------------------------------

    def page(self, activity: ActivityRecord, record: PageRecord) -> Page:
        """A handle on a page record."""
        return Page(self._phone, self._phone.apps[activity.package], activity, record)

    def presentation(self, activity: ActivityRecord, record: PageRecord) -> str:
        """page, dialog, sheet, drawer or menu."""
        if record.name.startswith("@"):
            return STANDARD[record.name][0]
        return self._phone.apps[activity.package].presentation(record.name)

    def open_page(
        self, activity_uid: int, name: str, args: Mapping[str, Any], then: str = "", data: Any = None
    ) -> None:
        """Puts a page on top of an activity."""
        stack = self._phone.stack
        activity = self._activity(activity_uid)
        if activity is None:
            return
        record = stack.new_page(name, {**args, "@anchor": self._phone.system.last_touch}, then, data)
        stack.replace_pages(activity_uid, (*activity.pages, record))

    def close_page(self, uid: int, result: Any = None, *, call: Call | None = None) -> None:
        """Takes a page (and what is above it) away, and hands its result to the page below.

        Args:
            uid: The page.
            result: For the method the page was opened with (`then`); None means cancelled.
            call: A method and arguments instead (menus).
        """
        stack = self._phone.stack
        found = stack.find_page(uid)
        if found is None:
            return
        activity, record = found
        position = activity.pages.index(record)
        if position == 0:
            self.finish_activity(activity.uid, result)
            return
        below = activity.pages[:position]
        stack.replace_pages(activity.uid, below)
        if call is None and record.then and result is not None:
            call = (record.then, (result, record.data))
        if call is not None:
            fresh = self._activity(activity.uid)
            if fresh is not None:
                ui = self.page(fresh, fresh.pages[position - 1])
                ui.app.call(call[0], ui, *call[1])

    def replace_page(self, uid: int, name: str, args: Mapping[str, Any]) -> None:
        """Puts another page in the place of one (and of what is above it)."""
        stack = self._phone.stack
        found = stack.find_page(uid)
        if found is None:
            return
        activity, old = found
        record = stack.new_page(name, {**args, "@anchor": self._phone.system.last_touch})
        stack.replace_pages(activity.uid, (*activity.pages[: activity.pages.index(old)], record))

    def finish_activity(self, uid: int, result: Any = None) -> None:
        """Takes an activity away and hands its result to the page that started it."""
        phone = self._phone
        activity = self._activity(uid)
        if activity is None:
            return
        if activity.package == self._home:
            phone.stack.replace_pages(uid, activity.pages[:1])
            return
        in_front = phone.stack.front.id
        phone.stack.pop_activity(uid)
        # A task that ends leaves the one below it in front; the launcher then shows its first page.
        if not phone.stack.stack or (phone.stack.front.id != in_front and phone.stack.top.package == self._home):
            self.home()
        if activity.caller and result is not None:
            found = phone.stack.find_page(activity.caller)
            if found is not None:
                ui = self.page(*found)
                ui.app.call(activity.then, ui, result, activity.data)

    def go_back(self, ui: Page) -> None:
        """BACK within an activity: the page's own handler, else the page closes."""
        root = self._phone.root_of(ui.record.uid)
        if root is not None and root.on_back is not None:
            root.on_back()
        else:
            self.close_page(ui.record.uid)

    def back(self) -> None:
        """The BACK key, once the keyboard and the shade are out of the way."""
        activity = self._phone.stack.top
        self.go_back(self.page(activity, activity.pages[-1]))

    def _activity(self, uid: int) -> ActivityRecord | None:
        tasks: tuple[TaskRecord, ...] = self._phone.stack.stack
        for task in reversed(tasks):
            for activity in task.activities:
                if activity.uid == uid:
                    found: ActivityRecord = activity
                    return found
        return None


def _unresolved(intent: Intent) -> str:
    if intent.component:
        return f"Activity class {{{intent.component}}} does not exist."
    return f"Activity not started, unable to resolve Intent {intent.describe()}"
