"""The parts of a task's page that have a life of their own: subtasks, reminders, repetition, timer."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from osgenesis.envs.android.sim.app import App
from osgenesis.envs.android.sim.apps.todo import repeats
from osgenesis.envs.android.sim.apps.todo.dates import date_text, duration_text
from osgenesis.envs.android.sim.apps.todo.draft import Draft, draft_of, new_draft
from osgenesis.envs.android.sim.apps.todo.look import ID, check_circle
from osgenesis.envs.android.sim.apps.todo.reminders import reschedule
from osgenesis.envs.android.sim.apps.todo.schema import (
    AT_TIME,
    FROM_COMPLETION,
    FROM_DUE,
    WHEN_DUE,
    WHEN_OVERDUE,
    WHEN_STARTED,
    Alarm,
    Task,
)
from osgenesis.envs.android.sim.apps.todo.store import Store, new_alarm
from osgenesis.envs.android.sim.page import Page
from osgenesis.envs.android.sim.ui.nodes import Handler, Node
from osgenesis.envs.android.sim.ui.theme import BODY, BODY_MEDIUM, FILL, Color, dp
from osgenesis.envs.android.sim.ui.widgets import (
    column,
    icon,
    icon_button,
    padding,
    row,
    space,
    text,
    text_field,
)

ALARM_TEXT = {WHEN_STARTED: "When started", WHEN_DUE: "When due", WHEN_OVERDUE: "When overdue"}
_REPEATS = ("Does not repeat", "Daily", "Weekly", "Monthly", "Yearly", "Custom")


class EditorFields(App):
    """Part of `EditorPages`: what its rows share, and the rows that hold more than one value."""

    # -- what is edited ----------------------------------------------------------------------------

    def _id(self, ui: Page) -> int:
        return int(ui.args.get("id", 0) or ui.intent.extra("id", 0) or 0)

    def _initial(self, ui: Page) -> Draft:
        task_id = self._id(ui)
        store = Store(ui.phone)
        task = store.get(task_id) if task_id else None
        if task is not None:
            return draft_of(store, task)
        return new_draft(ui, str(ui.args.get("filter", "all")))

    def _draft(self, ui: Page) -> Draft:
        draft: Draft | None = ui.get("draft")
        return draft if draft is not None else self._initial(ui)

    def _change(self, ui: Page, **values: Any) -> None:
        ui.put(draft=self._draft(ui)._replace(**values))

    # -- rows --------------------------------------------------------------------------------------

    def _value_row(
        self, ui: Page, name: str, label: str, on_tap: Handler, *, empty: bool = False, color: Color | None = None,
        trailing: Node | None = None, rid: str = "",
    ) -> Node:  # fmt: skip
        ink = color or (ui.theme.outline if empty else ui.theme.on_surface)
        return row(
            icon(ui, name, 24, color=color), text(ui, label, BODY, color=ink, lines=2, grow=1, rid=rid),
            *([trailing] if trailing else []), gap=16, pad=(16, 4), height=dp(52), on_tap=on_tap,
            cls="android.widget.LinearLayout",
        )  # fmt: skip

    def _subtasks_row(self, ui: Page, task: Task, draft: Draft) -> Node:
        store = Store(ui.phone)
        children = store.subtasks(task.id) if task.id else []
        lines = [self._child(ui, child) for child in children]
        lines += [self._new_child(ui, number, draft) for number in range(draft.subtasks)]

        def add() -> None:
            ui.put(draft=draft._replace(subtasks=draft.subtasks + 1))
            ui.focus(f"subtask{draft.subtasks}")

        adder = text(ui, "Add subtask", BODY, color=ui.theme.outline, pad=padding((0, 14)), on_tap=add, width=FILL)
        return row(
            column(icon(ui, "subdirectory-arrow-right", 24), pad=(0, 14, 0, 0)), column(*lines, adder, grow=1), gap=16,
            pad=(16, 0), cross="start",
        )  # fmt: skip

    def _child(self, ui: Page, child: Task) -> Node:
        def check() -> None:
            Store(ui.phone).complete((child.id,), not child.done)
            reschedule(ui.phone)

        ink = ui.theme.outline if child.done else ui.theme.on_surface
        return row(
            check_circle(ui, child, check),
            text(ui, child.title, BODY, color=ink, lines=1, grow=1),
            gap=4,
            height=dp(48),
            on_tap=lambda: ui.open("editor", then="child_edited", id=child.id),
            cls="android.view.ViewGroup",
        )

    def child_edited(self, ui: Page, result: tuple[str, tuple[int, ...]], _: Any) -> None:
        """A subtask was deleted in its own editor."""
        ui.snack("Task deleted", "UNDO", "undelete", result[1])

    def _new_child(self, ui: Page, number: int, draft: Draft) -> Node:
        key = f"subtask{number}"

        def submit() -> None:
            if ui.text(key).strip():
                ui.put(draft=draft._replace(subtasks=draft.subtasks + 1))
                ui.focus(f"subtask{draft.subtasks}")

        return row(
            text_field(ui, key, hint="Subtask name", style="plain", grow=1, ime="done", on_submit=submit),
            icon_button(ui, "close", "Clear subtask", lambda: ui.set_text(key, ""), size=44), height=dp(48),
        )  # fmt: skip

    def _reminders_row(self, ui: Page, task: Task, draft: Draft) -> Node:
        def remover(alarm: Alarm) -> Callable[[], None]:
            return lambda: self._change(ui, alarms=tuple(a for a in draft.alarms if a != alarm))

        lines = []
        for alarm in draft.alarms:
            label = ALARM_TEXT.get(alarm.type) or date_text(alarm.time, ui.now(), ui.phone.is_24_hour)
            lines.append(
                row(
                    text(ui, label, BODY, grow=1, lines=1),
                    icon_button(ui, "close", f"Remove reminder {label}", remover(alarm), size=44),
                    height=dp(48),
                )
            )
        adder = text(
            ui,
            "Add reminder",
            BODY,
            color=ui.theme.outline,
            pad=padding((0, 14)),
            width=FILL,
            on_tap=lambda: ui.choose(
                "Add reminder", (*ALARM_TEXT.values(), "Pick a date and time"), then="add_reminder"
            ),
        )
        return row(
            column(icon(ui, "bell-outline", 24), pad=(0, 14, 0, 0)), column(*lines, adder, grow=1), gap=16, pad=(16, 0),
            cross="start",
        )  # fmt: skip

    def add_reminder(self, ui: Page, index: int, _: Any) -> None:
        """A kind of reminder was chosen."""
        kinds = tuple(ALARM_TEXT)
        draft = self._draft(ui)
        if index == len(kinds):
            ui.open("due_sheet", then="add_reminder_at", due=0, moment=True)
        elif kinds[index] == WHEN_STARTED and not draft.hide_until:
            ui.toast("Set a start date first")
        elif kinds[index] != WHEN_STARTED and not draft.due:
            ui.toast("Set a due date first")
        else:
            self._change(ui, alarms=new_alarm(Alarm(kinds[index]), draft.alarms))

    def add_reminder_at(self, ui: Page, moment: int, _: Any) -> None:
        """A date and time to be reminded at was chosen."""
        if moment:
            self._change(ui, alarms=new_alarm(Alarm(AT_TIME, moment), self._draft(ui).alarms))

    def _repeat_row(self, ui: Page, task: Task, draft: Draft) -> Node:
        rule = repeats.parse(draft.recurrence)
        first = self._value_row(
            ui,
            "repeat",
            rule.text() if rule else _REPEATS[0],
            lambda: ui.choose("Repeat", _REPEATS, then="set_repeat"),
            empty=rule is None,
            rid=ID + "repeat",
        )
        if rule is None:
            return first
        names = ("due date", "completion date")
        second = row(
            space(40),
            text(ui, f"Repeat from {names[draft.repeat_from == FROM_COMPLETION]}", BODY_MEDIUM, muted=True, grow=1),
            pad=(16, 4, 16, 12),
            cls="android.widget.LinearLayout",
            on_tap=lambda: self._change(
                ui, repeat_from=FROM_DUE if draft.repeat_from == FROM_COMPLETION else FROM_COMPLETION
            ),
        )
        return column(first, second)

    def set_repeat(self, ui: Page, index: int, _: Any) -> None:
        """A repetition was chosen."""
        if index == len(_REPEATS) - 1:
            rule = repeats.parse(self._draft(ui).recurrence) or repeats.Repeat()
            ui.open("repeat_dialog", then="set_rule", rule=rule)
        elif index == 0:
            self._change(ui, recurrence="")
        else:
            self.set_rule(ui, repeats.Repeat(repeats.FREQUENCIES[index - 1]).rule(), None)

    def set_rule(self, ui: Page, rule: str, _: Any) -> None:
        """A rule was put together; a task that repeats needs a due date, so it gets today's."""
        draft = self._draft(ui)
        if not draft.due:
            draft = draft.with_due(Store(ui.phone).stamp(), ui.prefs)
        ui.put(draft=draft._replace(recurrence=rule))

    def _timer_row(self, ui: Page, task: Task, draft: Draft) -> Node:
        ran = max(ui.seconds() - draft.timer_start // 1000, 0) if draft.timer_start else 0
        parts = []
        if draft.estimated_s:
            parts.append(f"Estimated {duration_text(draft.estimated_s)}")
        if draft.elapsed_s or ran:
            parts.append(f"elapsed {duration_text(draft.elapsed_s + ran)}")
        label = ", ".join(parts)
        button_ = icon_button(
            ui, "pause" if draft.timer_start else "play", "Stop timer" if draft.timer_start else "Start timer",
            lambda: self._toggle_timer(ui), size=44, color=ui.theme.primary,
        )  # fmt: skip
        return self._value_row(
            ui, "timer-outline", label[:1].upper() + label[1:] or "No timer",
            lambda: ui.open("timer_dialog", then="set_timer", estimated=draft.estimated_s, elapsed=draft.elapsed_s),
            empty=not label, trailing=button_, rid=ID + "timer",
        )  # fmt: skip

    def _toggle_timer(self, ui: Page) -> None:
        draft, now = self._draft(ui), ui.phone.clock.now_ms
        if draft.timer_start:
            self._change(ui, timer_start=0, elapsed_s=draft.elapsed_s + max(now - draft.timer_start, 0) // 1000)
        else:
            self._change(ui, timer_start=now)

    def set_timer(self, ui: Page, seconds: tuple[int, int], _: Any) -> None:
        """Estimated and elapsed time were typed."""
        self._change(ui, estimated_s=seconds[0], elapsed_s=seconds[1])
