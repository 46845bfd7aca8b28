"""The screen of one event or task: its fields, saving, deleting, copying and sharing it."""

from __future__ import annotations

from typing import Any

from osgenesis.envs.android.sim.app import dialog, page
from osgenesis.envs.android.sim.apps.calendar import draft as drafts
from osgenesis.envs.android.sim.apps.calendar.form import EventForm
from osgenesis.envs.android.sim.apps.calendar.look import (
    ID,
    full_day,
    span,
)
from osgenesis.envs.android.sim.apps.calendar.recurrence import Occurrence
from osgenesis.envs.android.sim.apps.calendar.reminders import reschedule
from osgenesis.envs.android.sim.apps.calendar.schema import Event
from osgenesis.envs.android.sim.apps.calendar.store import ALL, ONLY_THIS, Store
from osgenesis.envs.android.sim.page import Page
from osgenesis.envs.android.sim.ui.dialogs import dialog_box
from osgenesis.envs.android.sim.ui.nodes import Handler, Node
from osgenesis.envs.android.sim.ui.theme import BODY, dp
from osgenesis.envs.android.sim.ui.widgets import (
    action,
    app_bar,
    back_button,
    button,
    column,
    empty_state,
    overflow,
    radio,
    scaffold,
    scroll,
    text,
)

FIELDS = ("title", "location", "description")
SCOPES = ("This occurrence only", "This and all future occurrences", "All occurrences")


class EventPages(EventForm):
    """The editor and the questions it asks."""

    @page
    def event(self, ui: Page) -> Node:
        """A new event (arguments kind, at) or an existing one (id, at: the start of the occurrence)."""
        store = Store(ui.phone)
        event = self._event(ui, store)
        if event is None and self._id(ui):
            return scaffold(
                ui,
                app_bar(ui, "Event", navigation=back_button(ui)),
                empty_state(ui, "calendar-blank-outline", "This event no longer exists"),
            )
        kind, draft = self._kind(ui, event), self._draft(ui, event)
        texts = drafts.texts_of(event or self._copied(ui, store), ui.intent)
        noun = "Task" if kind == "task" else "Event"
        actions = [action(ui, "check", "Save", lambda: self._save(ui))]
        if event is not None:
            actions += [
                action(ui, "delete", "Delete", lambda: self._ask_delete(ui)),
                overflow(ui, (("Share", "share_event"), ("Duplicate", "duplicate_event"))),
            ]
        return scaffold(
            ui,
            app_bar(
                ui,
                f"Edit {noun}" if event else f"New {noun}",
                navigation=action(ui, "arrow-left", "Back", lambda: self._leave(ui)),
                actions=actions,
            ),
            scroll(
                ui,
                "form",
                *self._form(ui, store, kind, draft, texts, event),
                pad=(0, 4, 0, 32),
                rid=ID + "event_nested_scrollview",
            ),
            on_back=lambda: self._leave(ui),
        )

    # -- leaving -----------------------------------------------------------------------------------

    def _leave(self, ui: Page) -> None:
        store = Store(ui.phone)
        event = self._event(ui, store)
        initial = drafts.texts_of(event or self._copied(ui, store), ui.intent)
        typed = any(ui.text(key) != initial[key] for key in FIELDS if f"text:{key}" in ui.record.state)
        if typed or self._draft(ui, event) != self._fresh(ui, event):
            ui.confirm(
                "Discard your changes?",
                "They have not been saved.",
                ok="Discard",
                cancel="Keep editing",
                then="discard",
            )
        else:
            ui.close()

    def discard(self, ui: Page, _: bool, __: Any) -> None:
        """Leaves without saving."""
        ui.close()

    def _save(self, ui: Page) -> None:
        store = Store(ui.phone)
        event = self._event(ui, store)
        kind, draft = self._kind(ui, event), self._draft(ui, event)
        if not ui.text("title").strip():
            ui.toast("Title cannot be empty")
            ui.focus("title")
            return
        if kind == "event" and (
            store.local(draft.end).date() < store.local(draft.start).date()
            if draft.all_day
            else draft.end < draft.start
        ):
            ui.toast("The event cannot end earlier than it starts")
            return
        if (
            event is not None
            and event.repeat_interval
            and (draft, self._texts(ui)) != (self._fresh(ui, event), drafts.texts_of(event, ui.intent))
        ):
            ui.choose("This event repeats. What should change?", SCOPES, ONLY_THIS, then="save_scope")
        else:
            self.save_scope(ui, ALL, None)

    def _texts(self, ui: Page) -> dict[str, str]:
        return {key: ui.text(key).strip() for key in FIELDS}

    def save_scope(self, ui: Page, scope: int, _: Any) -> None:
        """Writes the event; of a repetition as much as was chosen."""
        store = Store(ui.phone)
        event = self._event(ui, store)
        kind, draft = self._kind(ui, event), self._draft(ui, event)
        base = event or Event(last_updated=0)
        row_ = drafts.saved(draft, base, self._texts(ui), ui.phone.clock.zone, kind, store)
        if event is None:
            store.add(row_)
        else:
            store.change(row_, ui.args.get("at", ui.intent.extra("at", 0)) or event.start_ts, scope)
        reschedule(ui.phone)
        ui.close()
        ui.toast("Task saved" if kind == "task" else "Event saved")

    def _ask_delete(self, ui: Page) -> None:
        event = self._event(ui, Store(ui.phone))
        if event is not None and event.repeat_interval:
            ui.open("delete_scope", then="delete_event", count=1)
        else:
            ui.confirm("Delete this item?", "", ok="Yes", cancel="No", then="delete_event")

    def delete_event(self, ui: Page, scope: int, _: Any) -> None:
        """Deletes the event (True: a single one was confirmed) and leaves."""
        store = Store(ui.phone)
        event = self._event(ui, store)
        if event is not None:
            store.delete(
                event.id, ui.args.get("at", ui.intent.extra("at", 0)) or event.start_ts, ALL if scope is True else scope
            )
            reschedule(ui.phone)
        ui.close()

    @dialog
    def delete_scope(self, ui: Page) -> Node:
        """How much of a repetition to delete."""
        chosen = ui.get("scope", ONLY_THIS)
        count = ui.args.get("count", 1)
        rows = [
            radio(ui, i == chosen, self._chooser(ui, i), label=label, height=dp(52)) for i, label in enumerate(SCOPES)
        ]
        title = "Delete this item?" if count == 1 else f"Delete these {count} items?"
        return dialog_box(
            ui,
            title,
            text(
                ui,
                "It repeats. What should be deleted?"
                if count == 1
                else "Some repeat. What should be deleted of those?",
                BODY,
                muted=True,
                pad=(dp(24), 0, dp(24), dp(8)),
            ),
            column(*rows),
            buttons=(
                button(ui, "No", ui.back, rid="android:id/button2"),
                button(ui, "Yes", lambda: ui.close(chosen), rid="android:id/button1"),
            ),
        )

    def _chooser(self, ui: Page, scope: int) -> Handler:
        return lambda: ui.put(scope=scope)

    def share_event(self, ui: Page, _: Any) -> None:
        """Shares the event as text."""
        store = Store(ui.phone)
        event = self._event(ui, store)
        if event is None:
            return
        start = ui.args.get("at") or event.start_ts
        occurrence = Occurrence(event, start, start + event.end_ts - event.start_ts)
        lines = (
            event.title,
            f"{full_day(store.local(start).date())}, {span(ui, store, occurrence)}",
            event.location,
            event.description,
        )
        ui.share("\n".join(line for line in lines if line))

    def duplicate_event(self, ui: Page, _: Any) -> None:
        """Opens a new event with the same values."""
        store = Store(ui.phone)
        event = self._event(ui, store)
        if event is not None:
            ui.replace(
                "event", kind="task" if event.is_task else "event", copy=event.id, at=ui.args.get("at", event.start_ts)
            )
