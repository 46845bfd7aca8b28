"""Clock: alarms, world clock, timers and a stopwatch, one tab each."""

from __future__ import annotations

from typing import Any

from osgenesis.envs.android.sim.app import App, Filter, page
from osgenesis.envs.android.sim.apps.clock.alarms import RINGING, AlarmPages, schedule_alarms
from osgenesis.envs.android.sim.apps.clock.stopwatch import StopwatchPages
from osgenesis.envs.android.sim.apps.clock.storage import PACKAGE, PREFS, SILENCES, WORDS, database
from osgenesis.envs.android.sim.apps.clock.timers import TimerPages, schedule_timers
from osgenesis.envs.android.sim.apps.clock.world import WorldPages
from osgenesis.envs.android.sim.intents import BroadcastResult, Intent
from osgenesis.envs.android.sim.page import Page
from osgenesis.envs.android.sim.phone import Phone
from osgenesis.envs.android.sim.ui.nodes import Node
from osgenesis.envs.android.sim.ui.theme import tinted
from osgenesis.envs.android.sim.ui.widgets import (
    app_bar,
    back_button,
    bottom_bar,
    list_item,
    overflow,
    scaffold,
    scroll,
    section,
    switch_item,
)

TABS = (("alarm", "Alarm"), ("clock-outline", "Clock"), ("timer-sand", "Timer"), ("timer-outline", "Stopwatch"))
_ACTION_TABS = {
    "android.intent.action.SHOW_ALARMS": 0,
    "android.intent.action.SET_ALARM": 0,
    "android.intent.action.SHOW_TIMERS": 2,
    "android.intent.action.SET_TIMER": 2,
}
LAUNCHER = "com.android.deskclock.DeskClock"
SNOOZES = (1, 5, 10, 15, 20, 30)
STYLES = ("Digital", "Analog")


class Clock(AlarmPages, WorldPages, TimerPages, StopwatchPages, App):
    """The clock."""

    package = PACKAGE
    label = "Clock"
    icon = "clock"
    color = (63, 81, 181)
    theme = tinted((63, 81, 181))
    dark_theme = tinted((63, 81, 181), dark=True)
    version = "7.5"
    launcher = LAUNCHER
    activities = {
        launcher: "main",
        RINGING: "ringing",
        "com.android.deskclock.timer.ExpiredTimersActivity": "expired",
    }
    filters = tuple(Filter(action, LAUNCHER) for action in _ACTION_TABS)
    vocabulary = WORDS

    def install(self, phone: Phone) -> None:
        """Two alarms, both off; no timer."""
        database(phone.databases)

    def on_start(self, phone: Phone, intent: Intent) -> None:
        """Books alarms and timers again where a forced stop has dropped them."""
        self.install(phone)
        if not phone.alarms.pending(PACKAGE):
            schedule_alarms(phone)
            schedule_timers(phone)

    def receive(self, phone: Phone, intent: Intent) -> BroadcastResult | None:
        """An alarm or a timer is due."""
        if intent.action in ("alarm", "snoozed"):
            self.ring(phone, intent.extra("data"))
        elif intent.action == "silence":
            self.silence(phone, intent.extra("data"))
        elif intent.action == "timer":
            self.expire(phone, intent.extra("data"))
        return None

    @page
    def main(self, ui: Page) -> Node:
        """The chosen tab."""
        tab = ui.get("tab", _ACTION_TABS.get(ui.intent.action, 1))
        body, button = (self.alarm_tab, self.world_tab, self.timer_tab, self.stopwatch_tab)[tab](ui)
        title = TABS[tab][1]
        bar = app_bar(
            ui, title, actions=(overflow(ui, (("Screen saver", "screen_saver"), ("Settings", "open_settings"))),)
        )
        bottom = bottom_bar(ui, TABS, tab, lambda i: ui.put(tab=i))
        return scaffold(ui, bar, body, fab=button, bottom=bottom)

    def open_settings(self, ui: Page, _: Any) -> None:
        """Menu entry."""
        ui.open("settings")

    @page
    def settings(self, ui: Page) -> Node:
        """Style, snooze length, silence."""
        prefs = ui.prefs
        style, snooze, silence = prefs.number("style"), prefs.number("snooze", 10), prefs.number("silence", 2)
        return scaffold(
            ui,
            app_bar(ui, "Settings", navigation=back_button(ui)),
            scroll(
                ui,
                "settings",
                section(ui, "Clock"),
                list_item(
                    ui,
                    "Style",
                    STYLES[style % 2],
                    on_tap=lambda: ui.choose("Style", STYLES, style, then="set_pref", data="style"),
                ),
                switch_item(
                    ui, "Display time with seconds", prefs.flag("seconds"), lambda on: prefs.put("seconds", on)
                ),
                switch_item(
                    ui,
                    "Automatic home clock",
                    prefs.flag("home_clock", True),
                    lambda on: prefs.put("home_clock", on),
                    "While traveling in an area where the time is different, add a clock for home",
                ),
                section(ui, "Alarms"),
                list_item(
                    ui,
                    "Silence after",
                    SILENCES[silence % len(SILENCES)][0],
                    on_tap=lambda: ui.choose(
                        "Silence after", [label for label, _ in SILENCES], silence, then="set_pref", data="silence"
                    ),
                ),
                list_item(
                    ui,
                    "Snooze length",
                    f"{snooze} minutes",
                    on_tap=lambda: ui.choose(
                        "Snooze length",
                        [f"{m} minutes" for m in SNOOZES],
                        SNOOZES.index(snooze) if snooze in SNOOZES else -1,
                        then="set_snooze",
                    ),
                ),
                switch_item(
                    ui, "Gradually increase volume", prefs.flag("crescendo"), lambda on: prefs.put("crescendo", on)
                ),
                section(ui, "Timers"),
                switch_item(
                    ui, "Timer vibrate", prefs.flag("timer_vibrate"), lambda on: prefs.put("timer_vibrate", on)
                ),
            ),
        )

    def set_pref(self, ui: Page, index: int, key: str) -> None:
        """A choice was made."""
        ui.prefs.put(key, index)

    def set_snooze(self, ui: Page, index: int, _: Any) -> None:
        """The snooze length was chosen."""
        ui.prefs.put("snooze", SNOOZES[index])

    @page
    def saver(self, ui: Page) -> Node:
        """The screen saver: the time on black."""
        return self.saver_page(ui)

    def screen_saver(self, ui: Page, _: Any) -> None:
        """Menu entry."""
        ui.open("saver")


__all__ = ["PREFS", "Clock", "schedule_alarms"]
