"""The main screen: the tasks of a filter, search, selecting several, and what can be done with them."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from osgenesis.envs.android.sim.app import App, page
from osgenesis.envs.android.sim.apps.todo import dates
from osgenesis.envs.android.sim.apps.todo.look import ID, RowActions, look_of, row_height, task_row
from osgenesis.envs.android.sim.apps.todo.reminders import reschedule
from osgenesis.envs.android.sim.apps.todo.schema import PACKAGE, PRIORITIES, Task
from osgenesis.envs.android.sim.apps.todo.store import Belongings, Store
from osgenesis.envs.android.sim.apps.todo.views import (
    Entry,
    entries,
    filter_title,
    found,
    matcher,
    split_filter,
    view_of,
)
from osgenesis.envs.android.sim.page import Page
from osgenesis.envs.android.sim.ui.nodes import Handler, Node
from osgenesis.envs.android.sim.ui.theme import BODY_MEDIUM, dp
from osgenesis.envs.android.sim.ui.widgets import (
    action,
    app_bar,
    empty_state,
    fab,
    icon,
    icon_button,
    lazy_list,
    row,
    scaffold,
    search_field,
    space,
    text,
)

Rows = tuple[Task, ...]


class ListPages(App):
    """The list of tasks."""

    @page
    def main(self, ui: Page) -> Node:
        """The tasks of the chosen filter, or what a search finds."""
        selected: tuple[int, ...] = ui.get("selected", ())
        searching = bool(ui.get("searching"))
        bar = (
            self._selection_bar(ui, selected)
            if selected
            else self._search_bar(ui)
            if searching
            else self._title_bar(ui)
        )
        plain = not selected and not searching
        return scaffold(
            ui, bar, self._list(ui),
            fab=fab(ui, "plus", "Create new task", lambda: self._new(ui), rid=ID + "fab") if plain else None,
            bottom=self._bottom(ui) if plain else None, on_back=self._back(ui),
        )  # fmt: skip

    def filter_of(self, ui: Page) -> str:
        """Key of the filter that is shown."""
        default = ui.prefs.text("last_viewed", "all") if ui.prefs.flag("open_last_viewed", False) else "all"
        key = str(ui.get("filter", default))
        kind, number = split_filter(key)
        return key if not number or Store(ui.phone).named_by_id(kind, number) else "all"

    def _back(self, ui: Page) -> Handler:
        def back() -> None:
            if ui.get("selected"):
                ui.put(selected=None)
            elif ui.get("searching"):
                self._end_search(ui)
            elif self.filter_of(ui) != "all":
                self.show_filter(ui, "all")
            else:
                ui.close()

        return back

    # -- bars --------------------------------------------------------------------------------------

    def _title_bar(self, ui: Page) -> Node:
        return app_bar(ui, filter_title(Store(ui.phone), self.filter_of(ui)))

    def _search_bar(self, ui: Page) -> Node:
        typed = ui.text("query")
        clear = [action(ui, "close", "Clear", lambda: ui.set_text("query", ""))] if typed else []
        return app_bar(
            ui, "", navigation=action(ui, "arrow-left", "Back", lambda: self._end_search(ui)),
            title_node=search_field(ui, "query", "Search", rid=ID + "search_src_text"), actions=clear,
        )  # fmt: skip

    def _end_search(self, ui: Page) -> None:
        ui.put(**{"searching": None, "text:query": None, "cursor:query": None, "focus": None})

    def _selection_bar(self, ui: Page, selected: tuple[int, ...]) -> Node:
        return app_bar(
            ui,
            str(len(selected)),
            navigation=action(ui, "close", "Done", lambda: ui.put(selected=None)),
            actions=(
                action(
                    ui, "flag-outline", "Priority", lambda: ui.choose("Priority", PRIORITIES, then="set_priorities")
                ),
                action(ui, "calendar-clock", "Due date", lambda: ui.open("due_sheet", then="set_dues", due=0)),
                action(ui, "delete-outline", "Delete", lambda: self._ask_delete(ui)),
                action(ui, "dots-vertical", "More options", lambda: ui.menu(_SELECTION_MENU)),
            ),
        )

    def _bottom(self, ui: Page) -> Node:
        tint = ui.theme.on_surface_variant
        return row(
            icon_button(
                ui, "menu", "Open menu", lambda: ui.open("filters_drawer", current=self.filter_of(ui)), color=tint
            ),
            icon_button(ui, "sort", "Sort", lambda: ui.open("sort_sheet"), color=tint),
            space(grow=1),
            icon_button(ui, "magnify", "Search", lambda: ui.put(searching=True, focus="query", ime=None), color=tint),
            icon_button(ui, "dots-vertical", "More options", lambda: self._open_menu(ui), color=tint),
            pad=(8, 0),
            height=dp(60),
            bg=ui.theme.surface_container,
            rid=ID + "bottomAppBar",
        )

    def _open_menu(self, ui: Page) -> None:
        kind, number = split_filter(self.filter_of(ui))
        own = [(f"{kind.capitalize()} settings", "edit_filter")] if number else []
        view = view_of(ui.prefs)
        ui.menu(
            (
                ("Hide completed" if view.show_completed else "Show completed", "toggle_completed"),
                ("Hide unstarted" if view.show_unstarted else "Show unstarted", "toggle_unstarted"),
                ("Collapse subtasks", "collapse_all"), ("Expand subtasks", "expand_all"),
                ("Clear completed", "ask_clear_completed"), ("Share", "share_list"), *own,
            )
        )  # fmt: skip

    # -- the rows ----------------------------------------------------------------------------------

    def rows(self, ui: Page, belongings: Belongings | None = None) -> list[Entry]:
        """What the list shows: the filter's or the search's tasks in order."""
        store = Store(ui.phone)
        belongings = belongings or store.belongings()
        now = ui.now()
        if ui.get("searching"):
            query = ui.text("query").strip().casefold()
            if not query:
                return []
            view = view_of(ui.prefs)._replace(group="none", show_unstarted=True)
            return entries(store.tasks(), lambda task: found(task, query, belongings), belongings, view, now)
        kind, number = split_filter(self.filter_of(ui))
        named = store.named_by_id(kind, number) if number else None
        test = matcher(named, kind, belongings, now)
        return entries(store.tasks(), test, belongings, view_of(ui.prefs, ui.get("folded", ())), now)

    def _list(self, ui: Page) -> Node:
        belongings = Store(ui.phone).belongings()
        rows = self.rows(ui, belongings)
        if not rows:
            if ui.get("searching"):
                return empty_state(ui, "magnify", "No results" if ui.text("query").strip() else "Search for a task")
            return empty_state(ui, "check-circle-outline", "There are no tasks here.", "Tap + to create one.")
        look = look_of(ui, split_filter(self.filter_of(ui))[0])
        selected: tuple[int, ...] = ui.get("selected", ())
        now = ui.now()
        actions = self._row_actions(ui, bool(selected))
        if ui.get("searching"):
            look = look._replace(arrows=False)

        def build(i: int) -> Node:
            entry = rows[i]
            if entry.header:
                return self._header(ui, entry)
            return task_row(ui, entry, look, belongings, now, actions, entry.task.id in selected)

        heights = [row_height(entry, look, belongings) for entry in rows]
        return lazy_list(ui, "tasks", len(rows), build, heights, pad=(0, 0, 0, 96), rid=ID + "recycler_view")

    def _header(self, ui: Page, entry: Entry) -> Node:
        folded = entry.header in ui.get("folded", ())
        color = ui.theme.error if entry.overdue else ui.theme.primary
        return row(
            text(ui, entry.header, BODY_MEDIUM, color=color, weight="medium", lines=1, grow=1, rid=ID + "header"),
            icon(ui, "chevron-down" if folded else "chevron-up", 20, color=color),
            pad=(20, 10, 20, 0), on_tap=lambda: self._fold_header(ui, entry.header), cls="android.widget.LinearLayout",
        )  # fmt: skip

    def _row_actions(self, ui: Page, selecting: bool) -> RowActions:
        def tap(task: Task) -> None:
            if selecting:
                self._select(ui, task.id)
            else:
                ui.open("editor", then="edited", id=task.id)

        return RowActions(
            tap, lambda task: self._select(ui, task.id), lambda task: self._check(ui, task),
            lambda task: Store(ui.phone).update(task._replace(collapsed=1 - task.collapsed)),
            lambda kind, name: self._show_named(ui, kind, name), lambda task, step: self._move(ui, task, step),
            lambda task: self._postpone(ui, task),
        )  # fmt: skip

    # -- what taps do ------------------------------------------------------------------------------

    def _new(self, ui: Page) -> None:
        ui.open("editor", then="edited", filter=self.filter_of(ui))

    def edited(self, ui: Page, result: tuple[str, tuple[int, ...]], _: Any) -> None:
        """The editor was closed by deleting its task."""
        ui.snack("Task deleted", "UNDO", "undelete", result[1])

    def _select(self, ui: Page, task_id: int) -> None:
        selected: tuple[int, ...] = ui.get("selected", ())
        rest = tuple(i for i in selected if i != task_id)
        ui.put(selected=(rest if len(rest) < len(selected) else (*selected, task_id)) or None)

    def _check(self, ui: Page, task: Task) -> None:
        before, message = Store(ui.phone).complete((task.id,), not task.done)
        reschedule(ui.phone)
        ui.phone.notifications.cancel(PACKAGE, task.id)
        ui.snack(message, "UNDO", "undo", before)

    def undo(self, ui: Page, before: Rows) -> None:
        """Rows go back to what they were."""
        Store(ui.phone).put_back(before)
        reschedule(ui.phone)

    def undelete(self, ui: Page, ids: tuple[int, ...]) -> None:
        """Deleted tasks come back."""
        Store(ui.phone).restore(ids)
        reschedule(ui.phone)

    def _postpone(self, ui: Page, task: Task) -> None:
        store = Store(ui.phone)
        day = (ui.now() + timedelta(days=1)).date()
        minutes = dates.minutes_of(task.due, store.zone) if task.due else dates.NO_TIME
        store.update(task._replace(due=dates.stored(day, minutes, store.zone)))
        reschedule(ui.phone)
        ui.snack("Task snoozed until tomorrow", "UNDO", "undo", (task,))

    def _move(self, ui: Page, task: Task, step: int) -> None:
        """Swaps a task with its neighbour among those of the same parent."""
        store = Store(ui.phone)
        order = [e.task for e in self.rows(ui) if not e.header and e.task.parent == task.parent]
        position = next((i for i, t in enumerate(order) if t.id == task.id), 0)
        if not 0 <= position + step < len(order):
            return
        order.insert(position + step, order.pop(position))
        if not view_of(ui.prefs).ascending:
            order.reverse()
        for number, moved in enumerate(order, 1):
            if moved.order != number:
                store.update(moved._replace(order=number))

    def _fold_header(self, ui: Page, header: str) -> None:
        folded: tuple[str, ...] = ui.get("folded", ())
        ui.put(folded=tuple(sorted(set(folded) ^ {header})) or None)

    def _show_named(self, ui: Page, kind: str, name: str) -> None:
        named = next((n for n in Store(ui.phone).named(kind) if n.name == name), None)
        if named is not None:
            self._end_search(ui)
            self.show_filter(ui, f"{kind}:{named.id}")

    def show_filter(self, ui: Page, key: str) -> None:
        """Shows a filter of the drawer."""
        ui.put(**{"filter": key, "selected": None, "folded": None, "scroll:tasks": None})
        if ui.prefs.flag("open_last_viewed", False):
            ui.prefs.put("last_viewed", key)

    # -- menu --------------------------------------------------------------------------------------

    def toggle_completed(self, ui: Page, _: Any) -> None:
        """Menu entry."""
        ui.prefs.put("show_completed", not ui.prefs.flag("show_completed", False))

    def toggle_unstarted(self, ui: Page, _: Any) -> None:
        """Menu entry."""
        ui.prefs.put("show_unstarted", not ui.prefs.flag("show_unstarted", False))

    def collapse_all(self, ui: Page, _: Any) -> None:
        """Menu entry."""
        self._fold_all(ui, 1)

    def expand_all(self, ui: Page, _: Any) -> None:
        """Menu entry."""
        self._fold_all(ui, 0)

    def _fold_all(self, ui: Page, collapsed: int) -> None:
        store = Store(ui.phone)
        for entry in self.rows(ui):
            if entry.task.id and entry.below and entry.task.collapsed != collapsed:
                store.update(entry.task._replace(collapsed=collapsed))

    def share_list(self, ui: Page, _: Any) -> None:
        """Shares the rows as a text with check marks."""
        lines = [
            f"[{'x' if e.task.done else ' '}] {'  ' * e.depth}{e.task.title}" for e in self.rows(ui) if not e.header
        ]
        if lines:
            ui.share("\n".join(lines))
        else:
            ui.toast("There are no tasks to share")

    def ask_clear_completed(self, ui: Page, _: Any) -> None:
        """Asks before deleting what is completed."""
        ids = self._completed(ui)
        if not ids:
            ui.toast("No completed tasks")
            return
        ui.confirm(
            "Clear completed tasks?",
            f"{len(ids)} completed {_tasks(len(ids))} will be deleted.",
            then="delete_tasks",
            data=ids,
        )

    def _completed(self, ui: Page) -> tuple[int, ...]:
        store = Store(ui.phone)
        kind, number = split_filter(self.filter_of(ui))
        named = store.named_by_id(kind, number) if number else None
        test = matcher(named, kind, store.belongings(), ui.now())
        return tuple(task.id for task in store.tasks() if task.done and test(task))

    # -- several at once ---------------------------------------------------------------------------

    def _chosen(self, ui: Page) -> list[Task]:
        store = Store(ui.phone)
        chosen = [store.get(task_id) for task_id in ui.get("selected", ())]
        return [task for task in chosen if task is not None]

    def _change_chosen(self, ui: Page, **columns: Any) -> None:
        store, before = Store(ui.phone), self._chosen(ui)
        for task in before:
            store.update(task._replace(**columns))
        reschedule(ui.phone)
        ui.put(selected=None)
        ui.snack(f"{len(before)} {_tasks(len(before))} changed", "UNDO", "undo", tuple(before))

    def set_priorities(self, ui: Page, importance: int, _: Any) -> None:
        """A priority was chosen for the selected tasks."""
        self._change_chosen(ui, importance=importance)

    def set_dues(self, ui: Page, due: int, _: Any) -> None:
        """A due date was chosen for the selected tasks."""
        self._change_chosen(ui, due=due)

    def _ask_delete(self, ui: Page) -> None:
        ids = tuple(ui.get("selected", ()))
        ui.confirm(
            "Delete selected tasks?",
            f"{len(ids)} {_tasks(len(ids))} selected.",
            ok="Delete",
            then="delete_tasks",
            data=ids,
        )

    def delete_tasks(self, ui: Page, _: bool, ids: tuple[int, ...]) -> None:
        """Deletes tasks, with an undo."""
        gone = Store(ui.phone).delete(ids)
        for task_id in gone:
            ui.phone.notifications.cancel(PACKAGE, task_id)
        reschedule(ui.phone)
        ui.put(selected=None)
        ui.snack(f"{len(gone)} {_tasks(len(gone))} deleted", "UNDO", "undelete", gone)

    def select_all(self, ui: Page, _: Any) -> None:
        """Selects every task of the list."""
        ui.put(selected=tuple(e.task.id for e in self.rows(ui) if not e.header) or None)

    def complete_chosen(self, ui: Page, _: Any) -> None:
        """Completes the selected tasks."""
        before, message = Store(ui.phone).complete(ui.get("selected", ()))
        reschedule(ui.phone)
        ui.put(selected=None)
        ui.snack(message, "UNDO", "undo", before)

    def duplicate_chosen(self, ui: Page, _: Any) -> None:
        """Copies the selected tasks."""
        chosen = self._chosen(ui)
        copies = tuple(Store(ui.phone).duplicate(task.id) for task in chosen)
        reschedule(ui.phone)
        ui.put(selected=None)
        ui.snack(f"{len(copies)} {_tasks(len(copies))} copied", "UNDO", "remove_copies", copies)

    def remove_copies(self, ui: Page, ids: tuple[int, ...]) -> None:
        """Undoes copying."""
        store = Store(ui.phone)
        everything = store.with_descendants(ids)
        store.purge(f"_id IN ({', '.join(map(str, everything))})")

    def share_chosen(self, ui: Page, _: Any) -> None:
        """Shares the selected tasks as text."""
        now = ui.now()
        lines = [task_text(task, now, ui.phone.is_24_hour) for task in self._chosen(ui)]
        ui.put(selected=None)
        ui.share("\n\n".join(lines))

    def move_chosen(self, ui: Page, _: Any) -> None:
        """Asks for the list that the selected tasks go to."""
        ui.choose("Move to list", [n.name for n in Store(ui.phone).named("list")], then="move_to_list")

    def move_to_list(self, ui: Page, index: int, _: Any) -> None:
        """Moves the selected tasks."""
        store = Store(ui.phone)
        name = store.named("list")[index].name
        chosen = ui.get("selected", ())
        for task_id in store.with_descendants(chosen):
            store.put_in_list(task_id, name)
        ui.put(selected=None)
        ui.snack(f"{len(chosen)} {_tasks(len(chosen))} moved to {name}")

    def tag_chosen(self, ui: Page, _: Any) -> None:
        """Asks for tags for the selected tasks; those that all have are ticked."""
        tags = Store(ui.phone).belongings().tags
        sets = [set(tags.get(task_id, ())) for task_id in ui.get("selected", ())]
        ui.open("tag_picker", then="set_tags_of_chosen", chosen=tuple(sorted(set.intersection(*sets))) if sets else ())

    def set_tags_of_chosen(self, ui: Page, tags: tuple[str, ...], _: Any) -> None:
        """Gives the selected tasks tags."""
        store = Store(ui.phone)
        for task_id in ui.get("selected", ()):
            store.tie("tag", task_id, tags)
        ui.put(selected=None)


_SELECTION_MENU = (
    ("Complete", "complete_chosen"), ("Tags", "tag_chosen"), ("Move to list", "move_chosen"), ("Share", "share_chosen"),
    ("Copy", "duplicate_chosen"), ("Select all", "select_all"),
)  # fmt: skip


def _tasks(count: int) -> str:
    return "task" if count == 1 else "tasks"


def task_text(task: Task, now: datetime, twenty_four: bool) -> str:
    """A task as shared text."""
    lines = [task.title]
    if task.due:
        lines.append(f"Due: {dates.date_text(task.due, now, twenty_four)}")
    if task.notes:
        lines.append(task.notes)
    return "\n".join(lines)
