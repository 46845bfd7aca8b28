"""The form of an event or task: its fields and rows, and the dialogs that they ask."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any
from urllib.parse import quote

from osgenesis.envs.android.sim.app import App
from osgenesis.envs.android.sim.apps.calendar import draft as drafts
from osgenesis.envs.android.sim.apps.calendar.draft import Draft
from osgenesis.envs.android.sim.apps.calendar.look import (
    ID,
    clock,
    color_of,
    day_24,
    default_start,
    type_colors,
)
from osgenesis.envs.android.sim.apps.calendar.reminders import reschedule
from osgenesis.envs.android.sim.apps.calendar.schema import DONE, NO_REMINDER, Event, EventType, argb, rgb
from osgenesis.envs.android.sim.apps.calendar.store import Store
from osgenesis.envs.android.sim.intents import ACTION_VIEW, Intent
from osgenesis.envs.android.sim.page import Page
from osgenesis.envs.android.sim.ui.dialogs import MONTHS, PALETTE, WEEKDAYS
from osgenesis.envs.android.sim.ui.nodes import Handler, Node
from osgenesis.envs.android.sim.ui.theme import BODY, dp
from osgenesis.envs.android.sim.ui.widgets import (
    button,
    divider,
    icon,
    icon_button,
    row,
    space,
    switch,
    text,
    text_field,
)


class EventForm(App):
    """What the editor shows between its bar and the bottom, and what the answers to its questions change."""

    def _id(self, ui: Page) -> int:
        return int(ui.args.get("id", 0) or ui.intent.extra("event_id", 0)) if "kind" not in ui.args else 0

    def _event(self, ui: Page, store: Store) -> Event | None:
        event_id = self._id(ui)
        return store.get(event_id) if event_id else None

    def _copied(self, ui: Page, store: Store) -> Event | None:
        return store.get(ui.args["copy"]) if "copy" in ui.args else None

    def _kind(self, ui: Page, event: Event | None) -> str:
        return str(ui.args.get("kind", "event")) if event is None else "task" if event.is_task else "event"

    def _draft(self, ui: Page, event: Event | None) -> Draft:
        draft: Draft | None = ui.get("draft")
        return draft or self._fresh(ui, event)

    def _fresh(self, ui: Page, event: Event | None) -> Draft:
        draft = drafts.first_draft(ui, event or self._copied(ui, Store(ui.phone)))
        if not draft.start:
            start = int(default_start(ui, ui.now().date()).timestamp())
            draft = draft._replace(start=start, end=start + draft.end)
        return draft

    def _put(self, ui: Page, **changes: Any) -> None:
        ui.put(draft=self._draft(ui, self._event(ui, Store(ui.phone)))._replace(**changes))

    # -- the form ----------------------------------------------------------------------------------

    def _form(
        self, ui: Page, store: Store, kind: str, draft: Draft, texts: dict[str, str], event: Event | None
    ) -> list[Node]:
        new = event is None and "copy" not in ui.args
        nodes = [self._field(ui, "title", "Title", texts["title"], autofocus=new and not texts["title"])]
        if kind == "event":
            nodes.append(self._field(ui, "location", "Location", texts["location"]))
        nodes += [self._field(ui, "description", "Description", texts["description"], multiline=True), divider(ui)]
        nodes.append(
            row(
                icon(ui, "clock-outline"),
                text(ui, "All-day", BODY, grow=1),
                switch(ui, draft.all_day, rid=ID + "event_all_day"),
                gap=16,
                pad=(16, 8),
                on_tap=lambda: self._put(ui, all_day=not draft.all_day),
                cls="android.widget.RelativeLayout",
                rid=ID + "event_all_day_holder",
            )
        )
        nodes.append(self._moment(ui, store, draft, "start"))
        if kind == "event":
            nodes.append(self._moment(ui, store, draft, "end"))
        nodes += [
            space(0, 4),
            divider(ui),
            *self._reminder_rows(ui, draft),
            divider(ui),
            *self._repeat_rows(ui, store, draft),
            divider(ui),
        ]
        nodes += self._type_rows(ui, store, draft)
        if kind == "event":
            busy = draft.availability == 0
            nodes.append(
                self._line(
                    ui,
                    "account-clock",
                    "Busy" if busy else "Free",
                    lambda: self._put(ui, availability=int(busy)),
                    ID + "event_availability",
                )
            )
        elif event is not None:
            nodes.append(
                row(
                    space(40),
                    button(
                        ui,
                        "Mark incomplete" if event.done else "Mark completed",
                        lambda: self.toggle_done(ui, event),
                        style="tonal",
                        rid=ID + "toggle_mark_complete",
                    ),
                    pad=(16, 12),
                )
            )
        return nodes

    def _field(
        self, ui: Page, key: str, label: str, value: str, *, multiline: bool = False, autofocus: bool = False
    ) -> Node:
        field = text_field(
            ui,
            key,
            label,
            value,
            multiline=multiline,
            autofocus=autofocus,
            grow=1,
            rid=f"{ID}event_{key}",
            style="outlined",
        )
        more = (
            [
                icon_button(
                    ui, "map-marker-outline", "Show on map", lambda: self._show_map(ui), rid=ID + "event_show_on_map"
                )
            ]
            if key == "location"
            else []
        )
        return row(field, *more, pad=(16, 6, 4 if more else 16, 6))

    def _moment(self, ui: Page, store: Store, draft: Draft, which: str) -> Node:
        moment = store.local(draft.start if which == "start" else draft.end)
        wrong = which == "end" and draft.end < draft.start
        color = ui.theme.error if wrong else ui.theme.on_surface
        day = text(
            ui,
            f"{MONTHS[moment.month - 1]} {moment.day} {moment.year} ({WEEKDAYS[moment.weekday()][:3]})",
            BODY,
            color=color,
            grow=1,
            pad=(dp(56), dp(12), 0, dp(12)),
            rid=f"{ID}event_{which}_date",
            on_tap=lambda: self._ask_date(ui, moment, which),
            desc=f"{which.capitalize()} date",
        )
        if draft.all_day:
            return row(day)
        time = text(
            ui,
            clock(moment.hour, moment.minute, day_24(ui)),
            BODY,
            color=color,
            pad=(dp(24), dp(12), dp(24), dp(12)),
            rid=f"{ID}event_{which}_time",
            on_tap=lambda: ui.pick_time(moment.hour, moment.minute, then="set_time", data=which),
            desc=f"{which.capitalize()} time",
        )
        return row(day, time)

    def _line(
        self,
        ui: Page,
        name: str,
        label: str,
        on_tap: Handler,
        rid: str,
        *,
        inset: bool = False,
        trailing: Node | None = None,
    ) -> Node:
        lead = icon(ui, name) if not inset else space(24)
        return row(
            lead,
            text(ui, label, BODY, grow=1, lines=2),
            *([trailing] if trailing else []),
            gap=16,
            pad=(16, 12),
            on_tap=on_tap,
            cls="android.widget.RelativeLayout",
            rid=rid,
        )

    def _reminder_rows(self, ui: Page, draft: Draft) -> list[Node]:
        set_ones = sum(m != NO_REMINDER for m in draft.reminders)
        nodes = []
        for i in range(min(set_ones + 1, 3)):
            minutes = draft.reminders[i]
            label = drafts.reminder_label(minutes) if minutes != NO_REMINDER or i == 0 else "Add another reminder"
            nodes.append(
                self._line(
                    ui,
                    "bell-outline",
                    label,
                    self._reminder_asker(ui, i, minutes),
                    f"{ID}event_reminder_{i + 1}",
                    inset=i > 0,
                )
            )
        return nodes

    def _reminder_asker(self, ui: Page, i: int, minutes: int) -> Handler:
        options = sorted({*drafts.REMINDERS, minutes})
        labels = (*map(drafts.reminder_label, options), "Custom")
        return lambda: ui.choose(
            "Reminder", labels, options.index(minutes), then="set_reminder", data=(i, tuple(options))
        )

    def _repeat_rows(self, ui: Page, store: Store, draft: Draft) -> list[Node]:
        interval = draft.repeat_interval
        start = store.local(draft.start)
        nodes = [
            self._line(
                ui,
                "repeat",
                drafts.repeat_label(interval),
                lambda: self._ask_repeat(ui, draft),
                ID + "event_repetition",
            )
        ]
        if interval and drafts.unit_of(interval)[1] != "day":
            rule = drafts.rule_label(draft.repeat_rule, interval, start)
            nodes.append(
                self._line(
                    ui,
                    "",
                    f"Repeat on: {rule}",
                    lambda: self._ask_rule(ui, draft, start),
                    ID + "event_repetition_rule",
                    inset=True,
                )
            )
        if interval:
            limit = drafts.limit_label(draft.repeat_limit, store)
            nodes.append(
                self._line(
                    ui,
                    "",
                    limit,
                    lambda: ui.open("repeat_limit", then="set_limit"),
                    ID + "event_repetition_limit",
                    inset=True,
                )
            )
        return nodes

    def _type_rows(self, ui: Page, store: Store, draft: Draft) -> list[Node]:
        types = store.types()
        kind = next((k for k in types if k.id == draft.event_type), types[0])
        color = color_of(Event(event_type=kind.id, color=draft.color), type_colors(store))

        def dot(of: tuple[int, ...]) -> Node:
            return Node(kind="icon", size=dp(24), draw=("rrect", of, dp(12)))

        def ask_type() -> None:
            labels = (*(k.title for k in types), "Add a new type")
            ui.choose("Event type", labels, types.index(kind), then="set_type", data=tuple(k.id for k in types))

        own = next((i for i, c in enumerate(PALETTE) if c == color), -1)
        return [
            self._line(ui, "tag-outline", kind.title, ask_type, ID + "event_type", trailing=dot(rgb(kind.color))),
            self._line(
                ui,
                "palette",
                "Event color",
                lambda: ui.pick_color(own, then="set_color"),
                ID + "event_color",
                trailing=dot(color),
            ),
        ]

    # -- results of dialogs ------------------------------------------------------------------------

    def _ask_date(self, ui: Page, moment: datetime, which: str) -> None:
        ui.pick_date(moment.year, moment.month, moment.day, then="set_date", data=which)

    def set_date(self, ui: Page, chosen: tuple[int, int, int], which: str) -> None:
        """A date was picked for start or end."""
        self._move(ui, which, lambda at: at.replace(year=chosen[0], month=chosen[1], day=chosen[2]))

    def set_time(self, ui: Page, chosen: tuple[int, int], which: str) -> None:
        """A time was picked for start or end."""
        self._move(ui, which, lambda at: at.replace(hour=chosen[0], minute=chosen[1], second=0))

    def _move(self, ui: Page, which: str, change: Callable[[datetime], datetime]) -> None:
        store = Store(ui.phone)
        draft = self._draft(ui, self._event(ui, store))
        moment = change(store.local(draft.start if which == "start" else draft.end))
        ui.put(draft=drafts.moved(draft, which, moment))

    def set_reminder(self, ui: Page, index: int, data: tuple[int, tuple[int, ...]]) -> None:
        """A reminder was chosen from the list."""
        number, options = data
        if index == len(options):
            ui.prompt(
                "Minutes before the start", then="set_custom_reminder", data=number, input_kind="number", hint="Minutes"
            )
        else:
            self._put_reminder(ui, number, options[index])

    def set_custom_reminder(self, ui: Page, typed: str, number: int) -> None:
        """A number of minutes was typed."""
        if typed.strip().isdecimal() and len(typed.strip()) < 7:
            self._put_reminder(ui, number, int(typed))
        else:
            ui.toast("Please enter a number of minutes")

    def _put_reminder(self, ui: Page, number: int, minutes: int) -> None:
        old = list(self._draft(ui, self._event(ui, Store(ui.phone))).reminders)
        old[number] = minutes
        kept = [m for m in old if m != NO_REMINDER]
        kept += [NO_REMINDER] * (3 - len(kept))
        self._put(ui, reminders=tuple(kept))

    def set_type(self, ui: Page, index: int, ids: tuple[int, ...]) -> None:
        """An event type was chosen, or a new one is wanted."""
        if index == len(ids):
            ui.open("edit_type", then="set_new_type")
        else:
            self._put(ui, event_type=ids[index], color=0)

    def set_new_type(self, ui: Page, result: tuple[str, tuple[int, int, int]], _: Any) -> None:
        """A new event type was made on the way."""
        self._put(ui, event_type=Store(ui.phone).put_type(EventType(0, result[0], argb(result[1]))), color=0)

    def set_color(self, ui: Page, color: tuple[int, int, int], _: Any) -> None:
        """A colour of its own was picked."""
        self._put(ui, color=argb(color))

    def _show_map(self, ui: Page) -> None:
        place = ui.text("location").strip()
        if place:
            ui.start(Intent(ACTION_VIEW, data=f"geo:0,0?q={quote(place)}"))
        else:
            ui.toast("Please enter a location first")

    def _ask_repeat(self, ui: Page, draft: Draft) -> None:
        known = (
            drafts.REPEATS.index(draft.repeat_interval)
            if draft.repeat_interval in drafts.REPEATS
            else len(drafts.REPEATS)
        )
        ui.choose("Repetition", drafts.REPEAT_LABELS, known, then="set_repeat")

    def set_repeat(self, ui: Page, index: int, _: Any) -> None:
        """A repetition was chosen."""
        if index == len(drafts.REPEATS):
            ui.open("custom_repeat", then="set_interval")
        else:
            self.set_interval(ui, drafts.REPEATS[index], None)

    def set_interval(self, ui: Page, interval: int, _: Any) -> None:
        """An interval in seconds; its rule starts afresh."""
        store = Store(ui.phone)
        start = store.local(self._draft(ui, self._event(ui, store)).start)
        self._put(ui, repeat_interval=interval, repeat_rule=drafts.default_rule(interval, start))

    def _ask_rule(self, ui: Page, draft: Draft, start: datetime) -> None:
        if drafts.is_weekly(draft.repeat_interval):
            days = tuple(d for d in range(7) if draft.repeat_rule >> d & 1)
            ui.choose_many("Repeat on", WEEKDAYS, days, then="set_weekdays")
        else:
            choices = drafts.rule_choices(draft.repeat_interval, start)
            rules = tuple(rule for rule, _ in choices)
            ui.choose(
                "Repeat on",
                tuple(label for _, label in choices),
                rules.index(draft.repeat_rule) if draft.repeat_rule in rules else 0,
                then="set_rule",
                data=rules,
            )

    def set_weekdays(self, ui: Page, days: tuple[int, ...], _: Any) -> None:
        """The weekdays of a weekly repetition; none means that of the start."""
        store = Store(ui.phone)
        start = store.local(self._draft(ui, self._event(ui, store)).start)
        self._put(ui, repeat_rule=sum(1 << d for d in days) or 1 << start.weekday())

    def set_rule(self, ui: Page, index: int, rules: tuple[int, ...]) -> None:
        """The day of a monthly or yearly repetition."""
        self._put(ui, repeat_rule=rules[index])

    def set_limit(self, ui: Page, limit: int, _: Any) -> None:
        """The end of a repetition."""
        self._put(ui, repeat_limit=limit)

    def toggle_done(self, ui: Page, event: Event) -> None:
        """Ticks a task off, or not any more, and leaves."""
        Store(ui.phone).update(event._replace(flags=event.flags ^ DONE))
        reschedule(ui.phone)
        ui.close()
