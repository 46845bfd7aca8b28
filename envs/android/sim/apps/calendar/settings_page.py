"""The calendar's settings, kept in its preferences, and the page about the app."""

from __future__ import annotations

from typing import Any

from osgenesis.envs.android.sim.app import App, page
from osgenesis.envs.android.sim.apps.calendar.draft import REMINDERS, reminder_label
from osgenesis.envs.android.sim.apps.calendar.look import day_24
from osgenesis.envs.android.sim.apps.calendar.main_page import VIEW_LABELS, VIEWS
from osgenesis.envs.android.sim.apps.calendar.reminders import reschedule
from osgenesis.envs.android.sim.apps.calendar.schema import NO_REMINDER, REGULAR
from osgenesis.envs.android.sim.apps.calendar.store import Store
from osgenesis.envs.android.sim.page import Page
from osgenesis.envs.android.sim.ui.nodes import Handler, Node
from osgenesis.envs.android.sim.ui.theme import BODY_MEDIUM, HEADLINE_SMALL
from osgenesis.envs.android.sim.ui.widgets import (
    app_bar,
    avatar,
    back_button,
    column,
    list_item,
    scaffold,
    scroll,
    section,
    switch_item,
    text,
)

DURATIONS = (0, 15, 30, 45, 60, 90, 120)


class SettingsPages(App):
    """Settings and About."""

    @page
    def settings(self, ui: Page) -> Node:
        """All settings, by what they concern."""
        prefs = ui.prefs

        def flag(title: str, key: str, default: bool, subtitle: str = "") -> Node:
            return switch_item(ui, title, prefs.flag(key, default), lambda on: prefs.put(key, on), subtitle)

        view = prefs.text("view", "monthly")
        shown = dict(VIEWS).get(view, "Monthly view") if prefs.flag("fixed_view", False) else "Last view"
        rows = [
            section(ui, "General"),
            list_item(ui, "Manage event types", on_tap=lambda: ui.open("event_types")),
            switch_item(ui, "Use 24-hour time format", day_24(ui), lambda on: prefs.put("use_24_hour_format", on)),
            list_item(
                ui,
                "Start week on",
                "Sunday" if prefs.flag("sunday_first", True) else "Monday",
                on_tap=lambda: ui.choose(
                    "Start week on",
                    ("Sunday", "Monday"),
                    int(not prefs.flag("sunday_first", True)),
                    then="set_week_start",
                ),
            ),
            list_item(ui, "Default view to open", shown, on_tap=lambda: self._ask_view(ui)),
            flag("Highlight weekends", "highlight_weekends", False),
            section(ui, "Reminders and new events"),
            list_item(
                ui,
                "Default reminder",
                reminder_label(prefs.number("default_reminder", 10)),
                on_tap=lambda: self._ask_reminder(ui),
            ),
            list_item(ui, "Default start time", self._start_label(ui), on_tap=lambda: self._ask_start(ui)),
            list_item(
                ui, "Default duration", _minutes(prefs.number("default_duration", 0)), on_tap=self._duration_asker(ui)
            ),
            list_item(ui, "Default event type", self._type_label(ui), on_tap=lambda: self._ask_type(ui)),
            section(ui, "Monthly view"),
            flag("Show week numbers", "show_week_numbers", False),
            section(ui, "Events"),
            flag("Dim past events", "dim_past_events", True),
            flag(
                "Display description or location", "display_description", True, "In the daily view and the event list"
            ),
            flag("Replace description with location", "replace_description", False),
            flag("Allow creating tasks", "allow_tasks", True),
            section(ui, "Data"),
            list_item(
                ui, "Export events", "To an .ics file in Download", on_tap=lambda: self.call("ask_export", ui, None)
            ),
            list_item(
                ui, "Import events", "From an .ics file in Download", on_tap=lambda: self.call("ask_import", ui, None)
            ),
            list_item(ui, "Delete all events and tasks", on_tap=lambda: self._ask_delete_all(ui)),
        ]
        return scaffold(
            ui, app_bar(ui, "Settings", navigation=back_button(ui)), scroll(ui, "settings", *rows, pad=(0, 0, 0, 24))
        )

    def set_week_start(self, ui: Page, index: int, _: Any) -> None:
        """Sunday or Monday."""
        ui.prefs.put("sunday_first", index == 0)

    def _ask_view(self, ui: Page) -> None:
        names = [name for name, _ in VIEWS]
        fixed, view = ui.prefs.flag("fixed_view", False), ui.prefs.text("view", "monthly")
        selected = names.index(view) if fixed and view in names else len(names)
        ui.choose("Default view to open", (*VIEW_LABELS, "Last view"), selected, then="set_default_view")

    def set_default_view(self, ui: Page, index: int, _: Any) -> None:
        """A view that every start opens with, or the one used last."""
        if index == len(VIEWS):
            ui.prefs.put("fixed_view", False)
        else:
            ui.prefs.update({"fixed_view": True, "view": VIEWS[index][0]})

    def _ask_reminder(self, ui: Page) -> None:
        options = sorted({*REMINDERS, ui.prefs.number("default_reminder", 10)})
        ui.choose(
            "Default reminder",
            tuple(map(reminder_label, options)),
            options.index(ui.prefs.number("default_reminder", 10)),
            then="set_default_reminder",
            data=tuple(options),
        )

    def set_default_reminder(self, ui: Page, index: int, options: tuple[int, ...]) -> None:
        """Minutes before the start, or none."""
        ui.prefs.put("default_reminder", options[index] if options[index] >= 0 else NO_REMINDER)

    def _start_label(self, ui: Page) -> str:
        rule = ui.prefs.text("default_start_time", "next_full_hour")
        return {"next_full_hour": "Next full hour", "current_time": "Current time"}.get(rule, rule)

    def _ask_start(self, ui: Page) -> None:
        rule = ui.prefs.text("default_start_time", "next_full_hour")
        known = ("next_full_hour", "current_time")
        ui.choose(
            "Default start time",
            ("Next full hour", "Current time", "Other time"),
            known.index(rule) if rule in known else 2,
            then="set_start_rule",
        )

    def set_start_rule(self, ui: Page, index: int, _: Any) -> None:
        """A rule, or a time of day that is asked for next."""
        if index == 2:
            ui.pick_time(9, 0, then="set_start_time")
        else:
            ui.prefs.put("default_start_time", ("next_full_hour", "current_time")[index])

    def set_start_time(self, ui: Page, chosen: tuple[int, int], _: Any) -> None:
        """A fixed time of day."""
        ui.prefs.put("default_start_time", f"{chosen[0]:02d}:{chosen[1]:02d}")

    def _duration_asker(self, ui: Page) -> Handler:
        options = sorted({*DURATIONS, ui.prefs.number("default_duration", 0)})
        at = options.index(ui.prefs.number("default_duration", 0))
        return lambda: ui.choose(
            "Default duration", tuple(map(_minutes, options)), at, then="set_duration", data=tuple(options)
        )

    def set_duration(self, ui: Page, index: int, options: tuple[int, ...]) -> None:
        """Minutes."""
        ui.prefs.put("default_duration", options[index])

    def _type_label(self, ui: Page) -> str:
        types = Store(ui.phone).types()
        wanted = ui.prefs.number("default_event_type", REGULAR)
        return next((k.title for k in types if k.id == wanted), types[0].title)

    def _ask_type(self, ui: Page) -> None:
        types = Store(ui.phone).types()
        ids = [k.id for k in types]
        wanted = ui.prefs.number("default_event_type", REGULAR)
        ui.choose("Default event type", tuple(k.title for k in types), ids.index(wanted) if wanted in ids else 0,
                  then="set_default_type", data=tuple(ids))  # fmt: skip

    def set_default_type(self, ui: Page, index: int, ids: tuple[int, ...]) -> None:
        """The type that new events get."""
        ui.prefs.put("default_event_type", ids[index])

    def _ask_delete_all(self, ui: Page) -> None:
        ui.confirm(
            "Delete all events and tasks?", "This can't be undone.", ok="Yes", cancel="No", then="delete_everything"
        )

    def delete_everything(self, ui: Page, _: bool, __: Any) -> None:
        """Deletes all events."""
        Store(ui.phone).delete_all()
        reschedule(ui.phone)
        ui.toast("All events and tasks deleted")

    @page
    def about(self, ui: Page) -> Node:
        """What the app is."""
        return scaffold(
            ui,
            app_bar(ui, "About", navigation=back_button(ui)),
            column(
                avatar(ui, "Calendar", 72, self.color),
                text(ui, "Simple Calendar Pro", HEADLINE_SMALL),
                text(ui, f"Version {self.version}", BODY_MEDIUM, muted=True),
                text(
                    ui,
                    "A calendar for events and tasks that needs no account. Everything stays on this phone.",
                    BODY_MEDIUM,
                    text_align="center",
                ),
                gap=12,
                cross="center",
                pad=(32, 32),
            ),
        )


def _minutes(number: int) -> str:
    if number and number % 60 == 0:
        return "1 hour" if number == 60 else f"{number // 60} hours"
    return f"{number} minutes"
