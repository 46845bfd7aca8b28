"""The alarm tab: alarms with days, label and sound; and the page of an alarm that rings."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from osgenesis.envs.android.sim.app import page
from osgenesis.envs.android.sim.apps.clock.storage import DAYS, PACKAGE, RINGTONES, SILENCES, database
from osgenesis.envs.android.sim.intents import Intent
from osgenesis.envs.android.sim.notifications import Notification
from osgenesis.envs.android.sim.ui.nodes import Node
from osgenesis.envs.android.sim.ui.theme import BODY_MEDIUM, DISPLAY_SMALL, FILL, HEADLINE, dp
from osgenesis.envs.android.sim.ui.widgets import (
    button,
    card,
    checkbox,
    empty_state,
    fab,
    icon,
    icon_button,
    middle,
    row,
    scroll,
    space,
    switch,
    text,
)

if TYPE_CHECKING:
    from osgenesis.envs.android.sim.page import Page
    from osgenesis.envs.android.sim.phone import Phone

RINGING = "com.android.deskclock.alarms.AlarmActivity"
LETTERS = "MTWTFSS"
LONG_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_SELECT = "SELECT _id, hour, minutes, daysofweek, enabled, vibrate, label, ringtone FROM alarm_templates"
Row = tuple[Any, ...]


def schedule_alarms(phone: Phone) -> None:
    """Books the next time of every alarm that is on; forgets the others."""
    phone.alarms.cancel(PACKAGE, "alarm")
    for row_values in database(phone.databases).query(f"{_SELECT} WHERE enabled = 1"):
        phone.alarms.set_at(next_time_ms(phone, row_values), PACKAGE, "alarm", row_values[0])


def next_time_ms(phone: Phone, alarm: Row) -> int:
    """When an alarm rings next, epoch ms."""
    now = phone.clock.local()
    _, hour, minute, days, *_ = alarm
    for ahead in range(8):
        moment = (now + timedelta(days=ahead)).replace(hour=hour, minute=minute, second=0, microsecond=0)
        if moment > now and (not days or days >> moment.weekday() & 1):
            return int(moment.timestamp() * 1000)
    return int((now + timedelta(days=1)).timestamp() * 1000)


def clock_time(phone: Phone, hour: int, minute: int) -> str:
    """08:30 or 8:30 AM, as the phone is set."""
    if phone.is_24_hour:
        return f"{hour:02d}:{minute:02d}"
    return f"{hour % 12 or 12}:{minute:02d} {'PM' if hour >= 12 else 'AM'}"


class AlarmPages:
    """The alarm part of the clock."""

    def alarm_tab(self, ui: Page) -> tuple[Node, Node | None]:
        """(the list of alarms, the button that adds one)."""
        alarms = database(ui.phone.databases).query(f"{_SELECT} ORDER BY hour, minutes, _id")
        add = fab(ui, "plus", "Add alarm", lambda: self._add(ui))
        if not alarms:
            return empty_state(ui, "alarm-off", "No Alarms"), add
        open_id = ui.get("open_alarm")
        cards = [self._alarm(ui, alarm, alarm[0] == open_id) for alarm in alarms]
        return scroll(ui, "alarms", *cards, space(0, 88), gap=8, pad=(12, 4)), add

    def _add(self, ui: Page) -> None:
        now = ui.phone.clock.local()
        ui.pick_time(now.hour, now.minute, then="create_alarm")

    def create_alarm(self, ui: Page, time: tuple[int, int], _: Any) -> None:
        """A time was picked for a new alarm."""
        alarm_id = database(ui.phone.databases).insert("alarm_templates", {"hour": time[0], "minutes": time[1]})
        ui.put(open_alarm=alarm_id)
        self._announce(ui, alarm_id)

    def _announce(self, ui: Page, alarm_id: int) -> None:
        schedule_alarms(ui.phone)
        found = database(ui.phone.databases).query(f"{_SELECT} WHERE _id = ? AND enabled = 1", (alarm_id,))
        if found:
            minutes = (next_time_ms(ui.phone, found[0]) - ui.phone.clock.now_ms + 59_999) // 60_000
            hours, rest = divmod(minutes, 60)
            parts = [
                f"{n} {word}{'s' if n != 1 else ''}"
                for n, word in ((hours // 24, "day"), (hours % 24, "hour"), (rest, "minute"))
                if n
            ]
            ui.snack(f"Alarm set for {' and '.join(parts) or 'less than a minute'} from now.")

    def _set(self, ui: Page, alarm_id: int, column_name: str, value: Any, *, announce: bool = False) -> None:
        database(ui.phone.databases).execute(
            f"UPDATE alarm_templates SET {column_name} = ? WHERE _id = ?", (value, alarm_id)
        )
        schedule_alarms(ui.phone)
        if announce:
            self._announce(ui, alarm_id)

    def _switch(self, ui: Page, alarm_id: int, on: bool) -> None:
        if not on:
            ui.phone.alarms.cancel(PACKAGE, "snoozed", alarm_id)
        self._set(ui, alarm_id, "enabled", int(on), announce=on)

    def _alarm(self, ui: Page, alarm: Row, expanded: bool) -> Node:
        alarm_id, hour, minute, days, enabled, vibrate, label, ringtone = alarm
        shown = clock_time(ui.phone, hour, minute)
        color = ui.theme.on_surface if enabled else ui.theme.outline
        head = row(
            text(
                ui,
                shown,
                DISPLAY_SMALL,
                color=color,
                on_tap=lambda: ui.pick_time(hour, minute, then="set_alarm_time", data=alarm_id),
            ),
            space(grow=1),
            icon_button(
                ui,
                "chevron-up" if expanded else "chevron-down",
                "Collapse alarm" if expanded else "Expand alarm",
                lambda: ui.put(open_alarm=None if expanded else alarm_id),
            ),
        )
        summary = (
            "Every day"
            if days == 127
            else ", ".join(d for i, d in enumerate(DAYS) if days >> i & 1) or self._when(ui, alarm)
        )
        foot = row(
            text(ui, summary, BODY_MEDIUM, muted=True, grow=1, lines=1),
            switch(
                ui,
                bool(enabled),
                lambda: self._switch(ui, alarm_id, not enabled),
                desc=f"{shown} alarm",
            ),
        )
        parts: list[Node] = [head]
        if label or expanded:
            parts.insert(0, self._label(ui, alarm_id, label))
        parts.append(foot)
        if expanded:
            parts += self._details(ui, alarm_id, days, bool(vibrate), ringtone)
        return card(
            *parts, ui=ui, pad=(20, 12, 12, 12), on_tap=lambda: ui.put(open_alarm=None if expanded else alarm_id)
        )

    def _label(self, ui: Page, alarm_id: int, label: str) -> Node:
        return row(
            icon(ui, "label-outline", 20),
            text(ui, label or "Add label", BODY_MEDIUM, lines=1),
            gap=12,
            height=dp(40),
            cls="android.widget.LinearLayout",
            on_tap=lambda: ui.prompt("Label", then="set_alarm_label", data=alarm_id, value=label, hint="Label"),
        )

    def _when(self, ui: Page, alarm: Row) -> str:
        now = ui.now()
        return "Today" if (alarm[1], alarm[2]) > (now.hour, now.minute) else "Tomorrow"

    def _details(self, ui: Page, alarm_id: int, days: int, vibrate: bool, ringtone: str) -> list[Node]:
        theme = ui.theme

        def day(i: int) -> Node:
            on = bool(days >> i & 1)
            return Node(
                kind="text",
                text=LETTERS[i],
                size=BODY_MEDIUM,
                text_align="center",
                width=dp(36),
                height=dp(36),
                pad=middle(36, BODY_MEDIUM),
                radius=dp(18),
                bg=theme.primary if on else None,
                border=None if on else (theme.outline, dp(1)),
                color=theme.on_primary if on else theme.on_surface,
                cls="android.widget.CheckBox",
                desc=LONG_DAYS[i],
                flags=8 | (16 if on else 0),
                on_tap=lambda: self._set(ui, alarm_id, "daysofweek", days ^ 1 << i),
            )

        return [
            row(*(day(i) for i in range(7)), align="between", width=FILL, pad=(0, 12, 8, 8)),
            row(
                icon(ui, "bell-ring-outline", 20),
                text(ui, ringtone, BODY_MEDIUM),
                gap=12,
                height=dp(44),
                cls="android.widget.LinearLayout",
                on_tap=lambda: ui.choose(
                    "Alarm sound",
                    RINGTONES,
                    RINGTONES.index(ringtone) if ringtone in RINGTONES else -1,
                    then="set_alarm_sound",
                    data=alarm_id,
                ),
            ),
            row(
                icon(ui, "vibrate", 20),
                text(ui, "Vibrate", BODY_MEDIUM, grow=1),
                checkbox(ui, vibrate, lambda: self._set(ui, alarm_id, "vibrate", int(not vibrate)), desc="Vibrate"),
                gap=12,
                height=dp(44),
            ),
            row(
                icon(ui, "delete-outline", 20),
                text(ui, "Delete", BODY_MEDIUM),
                gap=12,
                height=dp(44),
                cls="android.widget.LinearLayout",
                on_tap=lambda: self._delete(ui, alarm_id),
            ),
        ]

    def set_alarm_time(self, ui: Page, time: tuple[int, int], alarm_id: int) -> None:
        """A new time was picked; it turns the alarm on."""
        database(ui.phone.databases).execute(
            "UPDATE alarm_templates SET hour = ?, minutes = ?, enabled = 1 WHERE _id = ?", (*time, alarm_id)
        )
        self._announce(ui, alarm_id)

    def set_alarm_label(self, ui: Page, label: str, alarm_id: int) -> None:
        """A label was typed."""
        self._set(ui, alarm_id, "label", label.strip())

    def set_alarm_sound(self, ui: Page, index: int, alarm_id: int) -> None:
        """A sound was chosen."""
        self._set(ui, alarm_id, "ringtone", RINGTONES[index])

    def _delete(self, ui: Page, alarm_id: int) -> None:
        ui.phone.alarms.cancel(PACKAGE, "snoozed", alarm_id)
        values = database(ui.phone.databases).query(f"{_SELECT} WHERE _id = ?", (alarm_id,))
        database(ui.phone.databases).execute("DELETE FROM alarm_templates WHERE _id = ?", (alarm_id,))
        schedule_alarms(ui.phone)
        if values:
            ui.snack("Alarm deleted", "Undo", "undo_alarm", values[0])

    def undo_alarm(self, ui: Page, values: Row) -> None:
        """Brings a deleted alarm back."""
        database(ui.phone.databases).execute(
            "INSERT OR REPLACE INTO alarm_templates "
            "(_id, hour, minutes, daysofweek, enabled, vibrate, label, ringtone) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            values,
        )
        schedule_alarms(ui.phone)

    # -- ringing ---------------------------------------------------------------------------------------

    def ring(self, phone: Phone, alarm_id: int) -> None:
        """An alarm is due: its page comes up, and a once-only alarm turns itself off."""
        found = database(phone.databases).query(f"{_SELECT} WHERE _id = ?", (alarm_id,))
        if not found:
            return
        if not found[0][3]:
            database(phone.databases).execute("UPDATE alarm_templates SET enabled = 0 WHERE _id = ?", (alarm_id,))
        schedule_alarms(phone)
        title = found[0][6] or "Alarm"
        intent = Intent(
            component=f"{PACKAGE}/{RINGING}",
            extras=(("alarm", alarm_id), ("label", title)),
        )
        phone.notifications.post(
            Notification(
                PACKAGE,
                1000 + alarm_id,
                title,
                clock_time(phone, found[0][1], found[0][2]),
                intent=intent,
                ongoing=True,
            )
        )
        minutes = SILENCES[phone.preferences(PACKAGE).number("silence", 2) % len(SILENCES)][1]
        if minutes:
            phone.alarms.set_after(minutes * 60_000, PACKAGE, "silence", alarm_id)
        phone.wake()
        phone.activities.start(intent)

    def silence(self, phone: Phone, alarm_id: int) -> None:
        """Nobody answered: the alarm's page goes, a notification says that it was missed."""
        for task in tuple(phone.stack.stack):
            for activity in tuple(task.activities):
                if activity.cls == RINGING and activity.intent.extra("alarm") == alarm_id:
                    label = str(activity.intent.extra("label", "Alarm"))
                    phone.activities.finish_activity(activity.uid)
                    phone.notifications.post(Notification(PACKAGE, 1000 + alarm_id, "Missed alarm", label))

    @page
    def ringing(self, ui: Page) -> Node:
        """The full-screen alarm."""
        now = ui.now()
        label = str(ui.intent.extra("label", "Alarm"))
        return Node(
            kind="column",
            width=FILL,
            height=FILL,
            bg=ui.theme.primary_container,
            cross="center",
            align="center",
            gap=dp(24),
            pad=(0, ui.inset_top, 0, ui.inset_bottom),
            cls="android.widget.FrameLayout",
            on_back=lambda: self._end(ui, snooze=True),
            children=(
                icon(ui, "alarm", 64, color=ui.theme.primary),
                text(ui, clock_time(ui.phone, now.hour, now.minute), dp(64)),
                text(ui, label, HEADLINE),
                space(0, 48),
                row(
                    button(ui, "Snooze", lambda: self._end(ui, snooze=True), style="tonal"),
                    button(ui, "Stop", lambda: self._end(ui, snooze=False), style="filled"),
                    gap=24,
                ),
            ),
        )

    def _end(self, ui: Page, *, snooze: bool) -> None:
        alarm_id = int(ui.intent.extra("alarm", 0))
        ui.phone.notifications.cancel(PACKAGE, 1000 + alarm_id)
        ui.phone.alarms.cancel(PACKAGE, "silence", alarm_id)
        if snooze:
            minutes = ui.prefs.number("snooze", 10)
            ui.phone.alarms.set_after(minutes * 60_000, PACKAGE, "snoozed", alarm_id)
            ui.toast(f"Snoozing for {minutes} minute{'s' if minutes != 1 else ''}.")
        ui.finish()
