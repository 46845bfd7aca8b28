"""The page of one task: title, dates, priority, list, tags, place, subtasks, reminders, repetition, timer."""

from __future__ import annotations

from typing import Any

from osgenesis.envs.android.sim.app import page
from osgenesis.envs.android.sim.apps.todo.dates import date_text, is_overdue
from osgenesis.envs.android.sim.apps.todo.draft import Draft
from osgenesis.envs.android.sim.apps.todo.editor_fields import EditorFields
from osgenesis.envs.android.sim.apps.todo.list_page import task_text
from osgenesis.envs.android.sim.apps.todo.look import ID, check_circle, priority_color, priority_text
from osgenesis.envs.android.sim.apps.todo.reminders import reschedule
from osgenesis.envs.android.sim.apps.todo.schema import (
    PACKAGE,
    PRIORITIES,
    Task,
)
from osgenesis.envs.android.sim.apps.todo.store import Store
from osgenesis.envs.android.sim.page import Page
from osgenesis.envs.android.sim.ui.nodes import Node
from osgenesis.envs.android.sim.ui.theme import BODY, LABEL, TITLE_LARGE, dp
from osgenesis.envs.android.sim.ui.widgets import (
    action,
    app_bar,
    back_button,
    column,
    divider,
    empty_state,
    icon,
    icon_button,
    overflow,
    row,
    scaffold,
    scroll,
    space,
    text,
    text_field,
)
from osgenesis.envs.core.elements import Flag

ROWS = (
    ("due", "Due date"),
    ("start", "Start date"),
    ("priority", "Priority"),
    ("description", "Description"),
    ("list", "List"),
    ("tags", "Tags"),
    ("place", "Location"),
    ("subtasks", "Subtasks"),
    ("reminders", "Reminders"),
    ("repeat", "Repeat"),
    ("timer", "Timer"),
    ("info", "Creation and modification time"),
)


class EditorPages(EditorFields):
    """Creating and changing a task."""

    @page
    def editor(self, ui: Page) -> Node:
        """The form. Opened with `id`, or with `filter` for a new task; other apps may share a text."""
        task = self._task(ui)
        if task is None:
            return scaffold(
                ui, app_bar(ui, "", navigation=back_button(ui)),
                empty_state(ui, "checkbox-marked-circle-outline", "This task no longer exists"),
            )  # fmt: skip
        draft = self._draft(ui)
        shown = [
            getattr(self, f"_{key}_row")(ui, task, draft) for key, _ in ROWS if not ui.prefs.flag(f"hide_{key}", False)
        ]
        parts = [part for item in shown if item is not None for part in (item, divider(ui))]
        head = row(
            check_circle(
                ui,
                task._replace(importance=draft.importance, recurrence=draft.recurrence),
                (lambda: self._complete(ui, task)) if task.id else None,
            ),
            text_field(
                ui,
                "title",
                hint="Task name",
                value=self._title(ui, task),
                style="plain",
                size=TITLE_LARGE,
                grow=1,
                multiline=True,
                ime="done",
                autofocus=not task.id,
                rid=ID + "title",
            ),
            gap=8,
            pad=(4, 4, 16, 8),
        )
        return scaffold(
            ui, self._bar(ui, task), scroll(ui, "form", head, divider(ui), *parts, pad=(0, 0, 0, 24)),
            on_back=lambda: self._leave(ui),
        )  # fmt: skip

    # -- what is edited ----------------------------------------------------------------------------

    def _task(self, ui: Page) -> Task | None:
        """The task as it is stored; an empty one for a new task; None when it is gone."""
        task_id = self._id(ui)
        return Store(ui.phone).get(task_id) if task_id else Task()

    def _title(self, ui: Page, task: Task) -> str:
        return task.title if task.id else str(ui.intent.extra("android.intent.extra.TEXT", "") or "")

    def _changed(self, ui: Page) -> bool:
        task = self._task(ui)
        if task is None:
            return False
        return (
            self._draft(ui) != self._initial(ui)
            or ui.text("title").strip() != task.title
            or (not ui.prefs.flag("hide_description", False) and ui.text("notes") != task.notes)
        )

    # -- bar ---------------------------------------------------------------------------------------

    def _bar(self, ui: Page, task: Task) -> Node:
        extra = [
            action(ui, "delete-outline", "Delete task", lambda: self._ask_delete_task(ui)),
            overflow(ui, (("Duplicate", "duplicate_task"), ("Copy text", "copy_task"), ("Share", "share_task"),
                          ("Discard changes", "discard"))),
        ] if task.id else [overflow(ui, (("Discard changes", "discard"),))]  # fmt: skip
        return app_bar(ui, "", navigation=action(ui, "content-save", "Save", lambda: self._save(ui)), actions=extra)

    def _leave(self, ui: Page) -> None:
        if not self._changed(ui):
            ui.close()
        elif ui.prefs.flag("back_button_saves", False):
            self._save(ui)
        else:
            ui.confirm("Discard changes?", "Your changes have not been saved.", ok="Discard", cancel="Keep editing",
                       then="confirm_discard")  # fmt: skip

    def discard(self, ui: Page, _: Any) -> None:
        """Menu entry: leaves without saving."""
        ui.close()

    def confirm_discard(self, ui: Page, _: bool, __: Any) -> None:
        """The question was answered with yes."""
        ui.close()

    def _save(self, ui: Page) -> None:
        task = self._task(ui)
        if task is None or not self._changed(ui):
            ui.close()
            return
        self._write(ui, task)
        ui.close()

    def _write(self, ui: Page, task: Task) -> None:
        store, draft = Store(ui.phone), self._draft(ui)
        notes = task.notes if ui.prefs.flag("hide_description", False) else ui.text("notes")
        changed = draft.onto(task)._replace(title=" ".join(ui.text("title").split()) or "(No title)", notes=notes)
        if not task.id:
            task_id = store.add(changed)
        else:
            task_id = task.id
            if changed != task:
                store.update(changed)
        store.put_in_list(task_id, draft.list)
        store.tie("tag", task_id, draft.tags)
        store.tie("place", task_id, (draft.place,) if draft.place else ())
        store.set_alarms(task_id, draft.alarms)
        for number in range(draft.subtasks):
            title = ui.text(f"subtask{number}").strip()
            if title:
                child = store.add(Task(title=title, parent=task_id))
                store.put_in_list(child, draft.list)
        reschedule(ui.phone)

    def _complete(self, ui: Page, task: Task) -> None:
        """The circle: saves what was changed and completes (or reopens) the task."""
        if self._changed(ui):
            self._write(ui, task)
        _, message = Store(ui.phone).complete((task.id,), not task.done)
        reschedule(ui.phone)
        ui.phone.notifications.cancel(PACKAGE, task.id)
        ui.close()
        ui.toast(message)

    def _ask_delete_task(self, ui: Page) -> None:
        ui.confirm("Delete this task?", "", ok="Delete", then="delete_task")

    def delete_task(self, ui: Page, _: bool, __: Any) -> None:
        """Deletes the task; the list offers to undo it."""
        gone = Store(ui.phone).delete((self._id(ui),))
        ui.phone.notifications.cancel(PACKAGE, self._id(ui))
        reschedule(ui.phone)
        ui.close(("deleted", gone))

    def duplicate_task(self, ui: Page, _: Any) -> None:
        """Copies the task as it is stored and opens the copy."""
        new_id = Store(ui.phone).duplicate(self._id(ui))
        reschedule(ui.phone)
        ui.toast("Task copied")
        if "id" in ui.args:
            ui.replace("editor", id=new_id)
        else:
            ui.close()

    def copy_task(self, ui: Page, _: Any) -> None:
        """Puts the task's text on the clipboard."""
        ui.copy(self._text(ui))
        ui.toast("Copied to clipboard")

    def share_task(self, ui: Page, _: Any) -> None:
        """Shares the task's text."""
        ui.share(self._text(ui))

    def _text(self, ui: Page) -> str:
        task = self._task(ui) or Task()
        return task_text(task, ui.now(), ui.phone.is_24_hour)

    # -- rows --------------------------------------------------------------------------------------

    def _due_row(self, ui: Page, task: Task, draft: Draft) -> Node:
        now = ui.now()
        late = is_overdue(draft.due, now) and not task.done
        label = date_text(draft.due, now, ui.phone.is_24_hour) if draft.due else "No due date"
        return self._value_row(
            ui, "calendar", label, lambda: ui.open("due_sheet", then="set_due", due=draft.due), empty=not draft.due,
            color=ui.theme.error if late else None, rid=ID + "due_date",
        )  # fmt: skip

    def set_due(self, ui: Page, due: int, _: Any) -> None:
        """A due date was chosen."""
        ui.put(draft=self._draft(ui).with_due(due, ui.prefs))

    def _start_row(self, ui: Page, task: Task, draft: Draft) -> Node:
        label = date_text(draft.hide_until, ui.now(), ui.phone.is_24_hour) if draft.hide_until else "No start date"
        return self._value_row(
            ui,
            "calendar-start",
            label,
            lambda: ui.open("start_sheet", then="set_start", due=draft.hide_until, base=draft.due),
            empty=not draft.hide_until,
            rid=ID + "start_date",
        )

    def set_start(self, ui: Page, start: int, _: Any) -> None:
        """A start date was chosen."""
        ui.put(draft=self._draft(ui).with_start(start))

    def _priority_row(self, ui: Page, task: Task, draft: Draft) -> Node:
        circles = [self._priority_circle(ui, importance, draft.importance) for importance in reversed(range(4))]
        return row(
            icon(ui, "flag-outline", 24),
            space(8),
            text(ui, "Priority", BODY, grow=1),
            *circles,
            gap=4,
            pad=(16, 4, 8, 4),
            height=dp(52),
        )

    def _priority_circle(self, ui: Page, importance: int, chosen: int) -> Node:
        on = importance == chosen
        return Node(
            kind="box",
            width=dp(44),
            height=dp(44),
            cls="android.widget.RadioButton",
            desc=priority_text(importance),
            flags=int(Flag.CHECKABLE) | (int(Flag.CHECKED) if on else 0),
            rid=ID + f"priority_{PRIORITIES[importance].lower()}",
            on_tap=lambda: self._change(ui, importance=importance),
            children=(
                icon(
                    ui,
                    "radiobox-marked" if on else "checkbox-blank-circle-outline",
                    24,
                    color=priority_color(ui, importance),
                    gravity="cc",
                ),
            ),
        )

    def _description_row(self, ui: Page, task: Task, draft: Draft) -> Node:
        field = text_field(
            ui, "notes", hint="Description", value=task.notes, style="plain", multiline=True, grow=1, rid=ID + "notes"
        )
        return row(icon(ui, "text", 24), field, gap=16, pad=(16, 6), cross="center")

    def _list_row(self, ui: Page, task: Task, draft: Draft) -> Node:
        names = [n.name for n in Store(ui.phone).named("list")] or [draft.list]
        selected = names.index(draft.list) if draft.list in names else -1
        return self._value_row(
            ui,
            "format-list-bulleted",
            draft.list,
            lambda: ui.choose("List", names, selected, then="set_list", data=tuple(names)),
            rid=ID + "chip_list",
        )

    def set_list(self, ui: Page, index: int, names: tuple[str, ...]) -> None:
        """A list was chosen."""
        self._change(ui, list=names[index])

    def _tags_row(self, ui: Page, task: Task, draft: Draft) -> Node:
        return self._value_row(
            ui, "tag-outline", ", ".join(draft.tags) or "Add tags",
            lambda: ui.open("tag_picker", then="set_tags", chosen=draft.tags), empty=not draft.tags, rid=ID + "tags",
        )  # fmt: skip

    def set_tags(self, ui: Page, tags: tuple[str, ...], _: Any) -> None:
        """Tags were chosen."""
        self._change(ui, tags=tags)

    def _place_row(self, ui: Page, task: Task, draft: Draft) -> Node:
        clear = (
            icon_button(ui, "close", "Remove location", lambda: self._change(ui, place=""), size=44)
            if draft.place
            else None
        )
        return self._value_row(
            ui,
            "map-marker-outline",
            draft.place or "Add location",
            lambda: self._choose_place(ui),
            empty=not draft.place,
            trailing=clear,
            rid=ID + "location",
        )

    def _choose_place(self, ui: Page) -> None:
        names = tuple(n.name for n in Store(ui.phone).named("place"))
        place = self._draft(ui).place
        selected = names.index(place) if place in names else -1
        ui.choose("Choose a location", (*names, "New location"), selected, then="set_place", data=names)

    def set_place(self, ui: Page, index: int, names: tuple[str, ...]) -> None:
        """A place was chosen, or a new one is wanted."""
        if index < len(names):
            self._change(ui, place=names[index])
        else:
            ui.open("named_editor", then="use_new_place", kind="place", id=0)

    def use_new_place(self, ui: Page, place_id: int, _: Any) -> None:
        """A place was created from the editor."""
        place = Store(ui.phone).named_by_id("place", place_id)
        if place is not None:
            self._change(ui, place=place.name)

    def _info_row(self, ui: Page, task: Task, draft: Draft) -> Node | None:
        if not task.id:
            return None
        now, form = ui.now(), ui.phone.is_24_hour
        lines = [f"{word} {date_text(ms // 60_000 * 60_000 + 1000, now, form)}"
                 for word, ms in (("Created", task.created), ("Modified", task.modified)) if ms]  # fmt: skip
        if task.done:
            lines.append(f"Completed {date_text(task.completed, now, form)}")
        return column(*(text(ui, line, LABEL + 3, muted=True) for line in lines), pad=(56, 12, 16, 12), gap=4)
