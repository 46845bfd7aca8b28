"""Tasks' settings: pages of switches, choices and times, each kept in the app's preferences; and the about page."""

from __future__ import annotations

from typing import Any, Final, NamedTuple

from osgenesis.envs.android.sim.app import App, page
from osgenesis.envs.android.sim.apps.todo.dates import clock_text
from osgenesis.envs.android.sim.apps.todo.editor import ROWS
from osgenesis.envs.android.sim.apps.todo.pickers import DAY_TIMES, minutes_of_text
from osgenesis.envs.android.sim.apps.todo.reminders import reschedule
from osgenesis.envs.android.sim.apps.todo.schema import PACKAGE, PRIORITIES
from osgenesis.envs.android.sim.apps.todo.store import Store
from osgenesis.envs.android.sim.page import Page
from osgenesis.envs.android.sim.ui.nodes import Node
from osgenesis.envs.android.sim.ui.theme import BODY, BODY_MEDIUM, HEADLINE_SMALL
from osgenesis.envs.android.sim.ui.widgets import (
    app_bar,
    back_button,
    column,
    icon,
    list_item,
    scaffold,
    scroll,
    switch_item,
    text,
)
from osgenesis.envs.core.vocabulary import SettingWords

Options = tuple[tuple[str, str], ...]


class Switch(NamedTuple):
    """A preference that is on or off. `inverted`: the switch is on while the preference is false."""

    key: str
    label: str
    default: bool
    noun: str
    subtitle: str = ""
    inverted: bool = False


class Choice(NamedTuple):
    """A preference with named values; no options stands for the names of the lists."""

    key: str
    label: str
    default: str
    noun: str
    options: Options = ()


class Time(NamedTuple):
    """A time of day such as "09:00"."""

    key: str
    label: str
    default: str
    noun: str


class Act(NamedTuple):
    """A row that does something: a method of the app `(ui, data)`."""

    label: str
    method: str
    subtitle: str = ""


Item = Switch | Choice | Time | Act

THEMES: Final[Options] = (("system", "System default"), ("light", "Light"), ("dark", "Dark"))
SNOOZES: Final[Options] = (
    ("15", "15 minutes"),
    ("30", "30 minutes"),
    ("60", "1 hour"),
    ("180", "3 hours"),
    ("1440", "1 day"),
)
DUES: Final[Options] = (
    ("none", "No due date"),
    ("today", "Today"),
    ("tomorrow", "Tomorrow"),
    ("next_week", "Next week"),
)

PAGES: Final[dict[str, tuple[str, str, str, tuple[Item, ...]]]] = {
    "look": (
        "Look and feel",
        "Theme, opening list",
        "palette-outline",
        (
            Choice("theme", "Theme", "system", "theme of Tasks", THEMES),
            Switch(
                "open_last_viewed",
                "Open last viewed list",
                False,
                "opening of the last viewed list",
                "Otherwise My Tasks is shown",
            ),
        ),
    ),
    "list": (
        "Task list options",
        "Titles, descriptions, chips",
        "format-list-checks",
        (
            Switch("full_title", "Show full task title", False, "full task titles"),
            Switch("show_description", "Show description", True, "task descriptions"),
            Switch("full_description", "Show full description", False, "full task descriptions"),
            Switch("start_chip", "Start date chips", True, "start date chips"),
            Switch("list_chip", "List chips", True, "list chips"),
            Switch("tag_chips", "Tag chips", True, "tag chips"),
            Switch("place_chip", "Location chips", True, "location chips"),
            Switch(
                "swipe_to_snooze", "Swipe to snooze", False, "swipe to snooze", "Swiping a task moves it to tomorrow"
            ),
        ),
    ),
    "edit": (
        "Edit screen options",
        "What the page of a task shows",
        "pencil-outline",
        tuple(
            Switch(f"hide_{key}", label, False, f"{label.lower()} on the edit screen", inverted=True)
            for key, label in ROWS
        ),
    ),
    "defaults": (
        "Task defaults",
        "Priority, due date, list of new tasks",
        "tune",
        (
            Choice(
                "default_priority",
                "Default priority",
                "3",
                "default priority",
                tuple((str(i), n) for i, n in enumerate(PRIORITIES)),
            ),
            Choice("default_due", "Default due date", "none", "default due date", DUES),
            Choice("default_list", "Default list", "", "default list"),
            Switch("remind_when_due", "Remind when due", True, "default reminder when due"),
            Switch("remind_when_overdue", "Remind when overdue", False, "default reminder when overdue"),
        ),
    ),
    "notifications": (
        "Notifications",
        "Reminders and snoozing",
        "bell-outline",
        (
            Switch("notifications", "Reminders", True, "reminders of Tasks", "Notify about tasks"),
            Choice("snooze_minutes", "Snooze for", "60", "snooze time of Tasks", SNOOZES),
            Time("day_reminder_time", "Default reminder time", "18:00", "default reminder time"),
        ),
    ),
    "dates": (
        "Date and time",
        "Morning, afternoon, evening, night",
        "clock-outline",
        tuple(Time(key, name, default, f"{name.lower()} time of Tasks") for name, key, default, _ in DAY_TIMES),
    ),
    "drawer": (
        "Navigation drawer",
        "What the drawer lists",
        "menu",
        (
            Switch("drawer_filter", "Show filters", True, "filters in the drawer"),
            Switch("drawer_today", "Today", True, "the Today filter in the drawer"),
            Switch("drawer_recent", "Recently modified", True, "the Recently modified filter in the drawer"),
            Switch("drawer_tag", "Show tags", True, "tags in the drawer"),
            Switch("drawer_place", "Show places", True, "places in the drawer"),
        ),
    ),
    "advanced": (
        "Advanced",
        "Back button, clearing data",
        "cog-outline",
        (
            Switch("back_button_saves", "Back button saves task", False, "back button saves task"),
            Act("Delete completed tasks", "ask_purge_completed"),
            Act("Purge deleted tasks", "ask_purge_deleted", "Removes what can still be undone"),
            Act("Reset preferences", "ask_reset"),
            Act("Delete task data", "ask_delete_all", "Deletes all tasks"),
        ),
    ),
}


def setting_words() -> list[SettingWords]:
    """How to speak of every preference, in the settings and on the sort sheet."""
    words = []
    for _, _, _, items in PAGES.values():
        for item in items:
            if isinstance(item, Switch):
                on, off = ("false", "true") if item.inverted else ("true", "false")
                words.append(_words(item.key, item.noun, {on: "on", off: "off"}))
            elif isinstance(item, Choice):
                words.append(_words(item.key, item.noun, dict(item.options), "choice"))
            elif isinstance(item, Time):
                words.append(_words(item.key, item.noun, {}, "choice"))
    return words


def _words(key: str, noun: str, values: dict[str, str], kind: str = "toggle") -> SettingWords:
    return SettingWords(f"prefs/{PACKAGE}/{key}", "Tasks", noun, values, kind)


class SettingsPages(App):
    """The settings."""

    @page
    def settings(self, ui: Page) -> Node:
        """The pages of settings."""
        rows = [
            list_item(ui, title, subtitle, leading=icon(ui, name), on_tap=self._opener(ui, key))
            for key, (title, subtitle, name, _) in PAGES.items()
        ]
        rows.append(list_item(ui, "Help & feedback", "Version and licence", leading=icon(ui, "help-circle-outline"),
                              on_tap=lambda: ui.open("about")))  # fmt: skip
        return scaffold(ui, app_bar(ui, "Settings", navigation=back_button(ui)), scroll(ui, "settings", *rows))

    def _opener(self, ui: Page, key: str) -> Any:
        return lambda: ui.open("settings_page", key=key)

    @page
    def settings_page(self, ui: Page) -> Node:
        """One page of settings."""
        title, _, _, items = PAGES[ui.args["key"]]
        rows = [self._item(ui, item) for item in items]
        return scaffold(ui, app_bar(ui, title, navigation=back_button(ui)), scroll(ui, "items", *rows))

    def _item(self, ui: Page, item: Item) -> Node:
        if isinstance(item, Switch):
            return self._switch(ui, item)
        if isinstance(item, Act):
            return list_item(ui, item.label, item.subtitle, on_tap=lambda: getattr(self, item.method)(ui, None))
        if isinstance(item, Time):
            value = ui.prefs.text(item.key, item.default)
            hour, minute = divmod(minutes_of_text(value), 60)
            return list_item(
                ui, item.label, clock_text(hour * 60 + minute, ui.phone.is_24_hour),
                on_tap=lambda: ui.pick_time(hour, minute, then="set_time", data=item.key),
            )  # fmt: skip
        options = item.options or tuple((n.name, n.name) for n in Store(ui.phone).named("list"))
        value = Store(ui.phone).default_list() if item.key == "default_list" else ui.prefs.text(item.key, item.default)
        names = [name for name, _ in options]
        selected = names.index(value) if value in names else -1
        return list_item(
            ui,
            item.label,
            options[selected][1] if selected >= 0 else "",
            on_tap=lambda: ui.choose(
                item.label, [label for _, label in options], selected, then="set_choice", data=(item.key, tuple(names))
            ),
        )

    def _switch(self, ui: Page, item: Switch) -> Node:
        on = ui.prefs.flag(item.key, item.default) != item.inverted

        def change(value: bool) -> None:
            ui.prefs.put(item.key, value != item.inverted)
            if item.key == "notifications":
                reschedule(ui.phone)

        return switch_item(ui, item.label, on, change, item.subtitle)

    def set_choice(self, ui: Page, index: int, data: tuple[str, tuple[str, ...]]) -> None:
        """A value was chosen."""
        key, names = data
        ui.prefs.put(key, names[index])

    def set_time(self, ui: Page, chosen: tuple[int, int], key: str) -> None:
        """A time was chosen."""
        ui.prefs.put(key, f"{chosen[0]:02d}:{chosen[1]:02d}")
        reschedule(ui.phone)

    # -- what clears data --------------------------------------------------------------------------

    def ask_purge_completed(self, ui: Page, _: Any) -> None:
        """Asks before removing completed tasks for good."""
        ui.confirm(
            "Delete completed tasks?", "They cannot be brought back.", ok="Delete", then="purge", data="completed > 0"
        )

    def ask_purge_deleted(self, ui: Page, _: Any) -> None:
        """Asks before removing deleted tasks for good."""
        ui.confirm(
            "Purge all deleted tasks?", "They cannot be brought back.", ok="Purge", then="purge", data="deleted > 0"
        )

    def ask_delete_all(self, ui: Page, _: Any) -> None:
        """Asks before removing everything."""
        ui.confirm(
            "Delete all tasks?", "Tasks are removed from this device for good.", ok="Delete", then="purge", data="1"
        )

    def purge(self, ui: Page, _: bool, where: str) -> None:
        """Removes tasks for good."""
        count = Store(ui.phone).purge(where)
        reschedule(ui.phone)
        ui.toast(f"{count} task{'' if count == 1 else 's'} removed")

    def ask_reset(self, ui: Page, _: Any) -> None:
        """Asks before forgetting all settings."""
        ui.confirm("Reset preferences?", "Settings go back to what they were at first.", ok="Reset", then="reset")

    def reset(self, ui: Page, _: bool, __: Any) -> None:
        """Forgets all settings."""
        ui.prefs.clear()
        reschedule(ui.phone)
        ui.toast("Preferences were reset")

    @page
    def about(self, ui: Page) -> Node:
        """Version and licence."""
        return scaffold(
            ui,
            app_bar(ui, "Help & feedback", navigation=back_button(ui)),
            column(
                icon(ui, "check-circle", 72, color=ui.theme.primary),
                text(ui, "Tasks", HEADLINE_SMALL),
                text(ui, f"Version {self.version}", BODY_MEDIUM, muted=True),
                text(
                    ui,
                    "To-do lists, subtasks, reminders and filters, kept on this phone.",
                    BODY,
                    muted=True,
                    text_align="center",
                ),
                text(
                    ui,
                    "Swipe the list to see more tasks; press a task long to select several.",
                    BODY_MEDIUM,
                    muted=True,
                    text_align="center",
                ),
                cross="center",
                gap=12,
                pad=(32, 48),
            ),
        )
