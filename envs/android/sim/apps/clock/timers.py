"""The timer tab: a keypad to set one, running timers as cards, and the page of one that has run out."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from osgenesis.envs.android.sim.app import page
from osgenesis.envs.android.sim.apps.clock.storage import PACKAGE, database
from osgenesis.envs.android.sim.intents import Intent
from osgenesis.envs.android.sim.notifications import Notification
from osgenesis.envs.android.sim.ui.nodes import Node
from osgenesis.envs.android.sim.ui.theme import BODY, DISPLAY_SMALL, FILL, HEADLINE, TITLE_LARGE, dp
from osgenesis.envs.android.sim.ui.widgets import (
    button,
    card,
    column,
    fab,
    icon_button,
    middle,
    row,
    scroll,
    space,
    text,
)

if TYPE_CHECKING:
    from osgenesis.envs.android.sim.page import Page
    from osgenesis.envs.android.sim.phone import Phone

Row = tuple[Any, ...]
_SELECT = "SELECT _id, length_ms, label, state, ends_ms, left_ms FROM timers"
KEYS = ("1", "2", "3", "4", "5", "6", "7", "8", "9", "00", "0", "DEL")


def entry_text(digits: str) -> str:
    """The typed digits as `HHh MMm SSs`."""
    padded = digits.rjust(6, "0")
    return f"{padded[:2]}h {padded[2:4]}m {padded[4:]}s"


def entry_ms(digits: str) -> int:
    """The typed digits as a length of time."""
    padded = digits.rjust(6, "0")
    return ((int(padded[:2]) * 60 + int(padded[2:4])) * 60 + int(padded[4:])) * 1000


def length_text(ms: int) -> str:
    """1:05:00, 12:30 or 0:45."""
    seconds = max(-(-ms // 1000), 0)
    hours, minutes, rest = seconds // 3600, seconds // 60 % 60, seconds % 60
    return f"{hours}:{minutes:02d}:{rest:02d}" if hours else f"{minutes}:{rest:02d}"


def schedule_timers(phone: Phone) -> None:
    """Books the end of every timer that runs; one that has ended meanwhile is due at once."""
    phone.alarms.cancel(PACKAGE, "timer")
    for timer_id, ends in database(phone.databases).query("SELECT _id, ends_ms FROM timers WHERE state = 'running'"):
        phone.alarms.set_at(ends, PACKAGE, "timer", timer_id)


class TimerPages:
    """The timer part of the clock."""

    def timer_tab(self, ui: Page) -> tuple[Node, Node | None]:
        """(keypad or running timers, the button below)."""
        timers = database(ui.phone.databases).query(f"{_SELECT} ORDER BY _id DESC")
        if not timers or ui.get("adding"):
            return self._keypad(ui, bool(timers)), None
        cards = [self._timer(ui, timer) for timer in timers]
        return scroll(ui, "timers", *cards, space(0, 88), gap=12, pad=(16, 8)), fab(
            ui, "plus", "Add timer", lambda: ui.put(adding=True)
        )

    # -- setting one -----------------------------------------------------------------------------------

    def _keypad(self, ui: Page, has_timers: bool) -> Node:
        digits = ui.get("digits", "")
        upright = ui.height > ui.width
        per_row = 3 if upright else 6
        rows = [
            row(*(self._key(ui, key, digits) for key in KEYS[i : i + per_row]), gap=12, align="center", width=FILL)
            for i in range(0, len(KEYS), per_row)
        ]
        bottom: list[Node] = []
        if has_timers:
            bottom.append(icon_button(ui, "close", "Cancel", lambda: ui.put(adding=None, digits=None)))
        if entry_ms(digits):
            bottom.append(
                Node(
                    kind="box",
                    width=dp(80),
                    height=dp(72),
                    radius=dp(24),
                    bg=ui.theme.primary,
                    desc="Start",
                    cls="android.widget.ImageButton",
                    on_tap=lambda: self._start(ui, digits),
                    children=(
                        Node(kind="icon", size=dp(30), draw=("icon", "play"), color=ui.theme.on_primary, gravity="cc"),
                    ),
                )
            )
        display = text(
            ui,
            entry_text(digits),
            dp(44),
            text_align="center",
            color=ui.theme.on_surface if digits else ui.theme.outline,
            rid=f"{PACKAGE}:id/timer_setup_time",
        )
        buttons = row(*bottom, gap=24, align="center", width=FILL, height=dp(80))
        if upright:
            parts = (display, space(0, 12), *rows, space(0, 8), buttons)
            return column(*parts, gap=10, pad=(16, 16, 16, 0), grow=1)
        return row(
            column(display, buttons, gap=10, grow=1), column(*rows, gap=10, grow=2), width=FILL, pad=(16, 8, 16, 0)
        )

    def _key(self, ui: Page, key: str, digits: str) -> Node:
        theme = ui.theme

        def press() -> None:
            if key == "DEL":
                ui.put(digits=digits[:-1] or None)
            else:
                typed = (digits + key).lstrip("0")
                if len(typed) <= 6:
                    ui.put(digits=typed or None)

        if key == "DEL":
            return Node(
                kind="box",
                width=dp(84),
                height=dp(76),
                radius=dp(38),
                bg=theme.secondary_container,
                desc="Delete",
                cls="android.widget.ImageButton",
                on_tap=press,
                children=(
                    Node(
                        kind="icon",
                        size=dp(26),
                        draw=("icon", "backspace-outline"),
                        color=theme.on_surface,
                        gravity="cc",
                    ),
                ),
            )
        return Node(
            kind="text",
            text=key,
            size=HEADLINE,
            text_align="center",
            width=dp(84),
            height=dp(76),
            pad=middle(76, HEADLINE),
            radius=dp(38),
            bg=theme.surface_high,
            color=theme.on_surface,
            cls="android.widget.Button",
            on_tap=press,
        )

    def _start(self, ui: Page, digits: str) -> None:
        length = entry_ms(digits)
        ends = ui.phone.clock.now_ms + length
        timer_id = database(ui.phone.databases).insert(
            "timers", {"length_ms": length, "ends_ms": ends, "left_ms": length}
        )
        ui.phone.alarms.set_at(ends, PACKAGE, "timer", timer_id)
        ui.put(adding=None, digits=None)

    # -- running ---------------------------------------------------------------------------------------

    def _timer(self, ui: Page, timer: Row) -> Node:
        timer_id, length, label, state, ends, left = timer
        size = 200 if ui.height > ui.width else 120
        if state == "running":
            left = max(ends - ui.seconds() * 1000, 0)
        share = min(left / length, 1.0) if length else 0.0
        theme = ui.theme
        ring = Node(
            kind="box",
            width=dp(size),
            height=dp(size),
            draw=("ring", theme.surface_high, dp(8), -90, 360),
            children=(
                Node(
                    kind="box",
                    width=dp(size),
                    height=dp(size),
                    draw=("ring", theme.primary, dp(8), -90, int(360 * share)),
                ),
                text(ui, length_text(left), DISPLAY_SMALL, gravity="cc", desc=""),
            ),
        )
        running = state == "running"
        return card(
            row(
                text(
                    ui,
                    label or f"{length_text(length)} timer",
                    BODY,
                    grow=1,
                    lines=1,
                    on_tap=lambda: ui.prompt("Label", then="set_timer_label", data=timer_id, value=label, hint="Label"),
                ),
                icon_button(ui, "close", "Delete timer", lambda: self._remove(ui, timer_id)),
            ),
            row(ring, align="center", width=FILL),
            row(
                icon_button(
                    ui, "restart", "Reset", None if state == "reset" else lambda: self._reset(ui, timer_id, length)
                ),
                button(
                    ui,
                    "Pause" if running else "Start",
                    self._toggler(ui, timer),
                    style="filled",
                    desc="Pause" if running else "Start",
                ),
                button(ui, "+1:00", lambda: self._add_minute(ui, timer), style="tonal", desc="Add 1 minute"),
                gap=16,
                align="center",
                width=FILL,
            ),
            ui=ui,
            gap=dp(12),
        )

    def _toggler(self, ui: Page, timer: Row) -> Callable[[], None]:
        timer_id, length, _, state, due, left = timer

        def toggle() -> None:
            now = ui.phone.clock.now_ms
            ui.phone.alarms.cancel(PACKAGE, "timer", timer_id)
            ui.phone.notifications.cancel(PACKAGE, 2000 + timer_id)
            if state == "running":
                self._update(ui.phone, timer_id, "paused", 0, max(due - now, 0))
            else:
                ends = now + (left or length)
                self._update(ui.phone, timer_id, "running", ends, left or length)
                ui.phone.alarms.set_at(ends, PACKAGE, "timer", timer_id)

        return toggle

    def _update(self, phone: Phone, timer_id: int, state: str, ends: int, left: int) -> None:
        database(phone.databases).execute(
            "UPDATE timers SET state = ?, ends_ms = ?, left_ms = ? WHERE _id = ?", (state, ends, left, timer_id)
        )

    def _reset(self, ui: Page, timer_id: int, length: int) -> None:
        ui.phone.alarms.cancel(PACKAGE, "timer", timer_id)
        ui.phone.notifications.cancel(PACKAGE, 2000 + timer_id)
        self._update(ui.phone, timer_id, "reset", 0, length)

    def _add_minute(self, ui: Page, timer: Row) -> None:
        """A minute more to go; only a timer that has not begun becomes longer for good."""
        timer_id, length, _, state, ends, left = timer
        if state == "running":
            ui.phone.alarms.cancel(PACKAGE, "timer", timer_id)
            ui.phone.alarms.set_at(ends + 60_000, PACKAGE, "timer", timer_id)
        database(ui.phone.databases).execute(
            "UPDATE timers SET length_ms = ?, ends_ms = ?, left_ms = ? WHERE _id = ?",
            (
                length + (60_000 if state == "reset" else 0),
                ends + 60_000 if state == "running" else 0,
                left + 60_000,
                timer_id,
            ),
        )

    def _remove(self, ui: Page, timer_id: int) -> None:
        ui.phone.alarms.cancel(PACKAGE, "timer", timer_id)
        ui.phone.notifications.cancel(PACKAGE, 2000 + timer_id)
        database(ui.phone.databases).execute("DELETE FROM timers WHERE _id = ?", (timer_id,))

    def set_timer_label(self, ui: Page, label: str, timer_id: int) -> None:
        """A label was typed."""
        database(ui.phone.databases).execute("UPDATE timers SET label = ? WHERE _id = ?", (label.strip(), timer_id))

    # -- run out -----------------------------------------------------------------------------------------

    def expire(self, phone: Phone, timer_id: int) -> None:
        """A timer has run out: a notification, and its page in front."""
        found = database(phone.databases).query(f"{_SELECT} WHERE _id = ?", (timer_id,))
        if not found:
            return
        self._update(phone, timer_id, "expired", 0, 0)
        title = found[0][2] or f"{length_text(found[0][1])} timer"
        intent = Intent(
            component=f"{PACKAGE}/com.android.deskclock.timer.ExpiredTimersActivity",
            extras=(("timer", timer_id), ("label", title)),
        )
        phone.notifications.post(
            Notification(PACKAGE, 2000 + timer_id, "Time's up", title, intent=intent, ongoing=True)
        )
        phone.wake()
        phone.activities.start(intent)

    @page
    def expired(self, ui: Page) -> Node:
        """The page of a timer that has run out."""
        timer_id = int(ui.intent.extra("timer", 0))
        return Node(
            kind="column",
            width=FILL,
            height=FILL,
            bg=ui.theme.primary_container,
            cross="center",
            align="center",
            gap=dp(20),
            pad=(0, ui.inset_top, 0, ui.inset_bottom),
            cls="android.widget.FrameLayout",
            on_back=lambda: self._end_timer(ui, timer_id),
            children=(
                text(ui, "Time's up", DISPLAY_SMALL),
                text(ui, str(ui.intent.extra("label", "Timer")), TITLE_LARGE),
                space(0, 32),
                row(
                    button(ui, "+1:00", lambda: self._again(ui, timer_id), style="tonal", desc="Add 1 minute"),
                    button(ui, "Stop", lambda: self._end_timer(ui, timer_id), style="filled"),
                    gap=24,
                ),
            ),
        )

    def _again(self, ui: Page, timer_id: int) -> None:
        ends = ui.phone.clock.now_ms + 60_000
        self._update(ui.phone, timer_id, "running", ends, 60_000)
        ui.phone.alarms.set_at(ends, PACKAGE, "timer", timer_id)
        ui.phone.notifications.cancel(PACKAGE, 2000 + timer_id)
        ui.finish()

    def _end_timer(self, ui: Page, timer_id: int) -> None:
        length = database(ui.phone.databases).scalar("SELECT length_ms FROM timers WHERE _id = ?", (timer_id,), 0)
        self._update(ui.phone, timer_id, "reset", 0, length)
        ui.phone.notifications.cancel(PACKAGE, 2000 + timer_id)
        ui.finish()
