"""The Settings app: its home page, search, the page that draws every catalogued screen, and what its rows do."""

from __future__ import annotations

from typing import Any

from osgenesis.envs.android.sim.app import Filter, page
from osgenesis.envs.android.sim.apps.settings import catalog, store
from osgenesis.envs.android.sim.apps.settings.app_pages import AppPages
from osgenesis.envs.android.sim.apps.settings.bluetooth_pages import BluetoothPages
from osgenesis.envs.android.sim.apps.settings.device_pages import DevicePages
from osgenesis.envs.android.sim.apps.settings.frame import frame as settings_frame
from osgenesis.envs.android.sim.apps.settings.frame import rows_of
from osgenesis.envs.android.sim.apps.settings.lock_pages import LockPages
from osgenesis.envs.android.sim.apps.settings.rows import LABEL, PACKAGE, Choice, Edit, chosen, read, summary_of, write
from osgenesis.envs.android.sim.apps.settings.storage_pages import StoragePages
from osgenesis.envs.android.sim.apps.settings.system_pages import SystemPages
from osgenesis.envs.android.sim.apps.settings.wifi_pages import WifiPages
from osgenesis.envs.android.sim.page import Page
from osgenesis.envs.android.sim.phone import Phone
from osgenesis.envs.android.sim.ui.nodes import Node
from osgenesis.envs.android.sim.ui.theme import BODY, DISPLAY_SMALL
from osgenesis.envs.android.sim.ui.widgets import (
    action,
    app_bar,
    back_button,
    column,
    empty_state,
    icon,
    lazy_list,
    list_item,
    padding,
    row,
    scaffold,
    scroll,
    search_field,
    section,
    space,
    text,
)

_INFO_ACTIVITY = f"{PACKAGE}.applications.InstalledAppDetails"
_REMEMBERED = 5
_CUT = "\n"


class SettingsApp(WifiPages, BluetoothPages, AppPages, DevicePages, StoragePages, LockPages, SystemPages):
    """The settings of the phone."""

    package = PACKAGE
    label = LABEL
    icon = "cog"
    color = (95, 99, 104)
    version = "13"
    launcher = f"{PACKAGE}.Settings"
    activities = {
        launcher: "home",
        f"{PACKAGE}.SubSettings": "home",
        _INFO_ACTIVITY: "app_info",
        **{cls: catalog.SCREENS[name].page for cls, name in catalog.BY_ACTIVITY.items()},
    }
    filters = (
        *catalog.FILTERS,
        *(Filter(f"android.settings.{action}", _INFO_ACTIVITY, scheme="package") for action in (
            "APPLICATION_DETAILS_SETTINGS", "APP_NOTIFICATION_SETTINGS", "APP_OPEN_BY_DEFAULT_SETTINGS")),
        Filter("android.settings.SETTINGS", launcher),
    )  # fmt: skip
    vocabulary = catalog.vocabulary()

    def install(self, phone: Phone) -> None:
        """Saved networks and devices."""
        store.install(phone)

    @page
    def home(self, ui: Page) -> Node:
        """The groups of settings, below a search bar."""
        bar = row(
            icon(ui, "magnify"), text(ui, "Search settings", BODY, muted=True, grow=1), height=56 * 21 // 8,
            bg=ui.theme.surface_high, radius=72,
            pad=(18, 0), gap=14, on_tap=lambda: ui.open("search"), cls="android.view.ViewGroup", width=-1,
            rid="com.android.settings:id/search_action_bar",
        )  # fmt: skip
        rows = [
            list_item(ui, link.title, summary_of(ui.phone, link), leading=icon(ui, link.icon),
                      on_tap=_opener(ui, link.screen), title_lines=2,
                      subtitle_lines=2, pad=padding((24, 12)))
            for link in catalog.HOME
        ]  # fmt: skip
        return scaffold(
            ui, None,
            scroll(ui, "rows", text(ui, "Settings", DISPLAY_SMALL, pad=padding((24, 56, 24, 16))),
                   column(bar, pad=(16, 8)), *rows, space(0, 24),
                   cls="androidx.recyclerview.widget.RecyclerView", rid="com.android.settings:id/recycler_view"),
        )  # fmt: skip

    @page
    def screen(self, ui: Page) -> Node:
        """Any screen that its rows describe in full."""
        entry = catalog.SCREENS[ui.args.get("screen") or catalog.BY_ACTIVITY[ui.activity.cls]]
        return settings_frame(ui, entry.title, *rows_of(ui, entry.rows, self.go, ui.args.get("highlight", "")))

    def go(self, ui: Page, name: str, highlight: str = "") -> None:
        """Opens a screen."""
        page_name = catalog.SCREENS[name].page
        if highlight and page_name == "screen":
            ui.open(page_name, screen=name, highlight=highlight)
        else:
            ui.open(page_name, screen=name)

    # -- search --------------------------------------------------------------------------------------

    @page
    def search(self, ui: Page) -> Node:
        """Settings whose words hold what is typed; before that, what was searched for lately."""
        query = ui.text("query").strip()
        clear = (action(ui, "close", "Clear", lambda: ui.set_text("query", "")),) if query else ()
        bar = app_bar(ui, "", navigation=back_button(ui), actions=clear,
                      title_node=search_field(ui, "query", "Search settings",
                                              rid="com.android.settings.intelligence:id/search_src_text"))  # fmt: skip
        if not query:
            return scaffold(ui, bar, self._recent(ui))
        hits = catalog.search(query)
        if not hits:
            return scaffold(ui, bar, empty_state(ui, "magnify-close", "No results"))

        def hit(i: int) -> Node:
            entry = hits[i]
            return list_item(
                ui,
                entry.title,
                entry.trail,
                leading=icon(ui, entry.icon),
                on_tap=lambda: self._visit(ui, entry),
                pad=padding((24, 8)),
            )

        return scaffold(ui, bar, lazy_list(ui, "results", len(hits), hit, 68))

    def _visit(self, ui: Page, entry: catalog.Found) -> None:
        old = [title for title in read(ui.phone, "prefs/searches").split(_CUT) if title and title != entry.title]
        write(ui.phone, "prefs/searches", _CUT.join([entry.title, *old][:_REMEMBERED]))
        self.go(ui, entry.screen, entry.title)

    def _recent(self, ui: Page) -> Node:
        titles = [title for title in read(ui.phone, "prefs/searches").split(_CUT) if title]
        if not titles:
            return empty_state(ui, "magnify", "Search settings", "By name, such as dark theme or ringtone")
        rows = [list_item(ui, title, leading=icon(ui, "history"), on_tap=_searcher(ui, title)) for title in titles]
        return scroll(ui, "recent", section(ui, "Recent searches"), *rows,
                      list_item(ui, "Clear history", leading=icon(ui, "delete-outline"),
                                on_tap=lambda: write(ui.phone, "prefs/searches", "")))  # fmt: skip

    # -- what rows do --------------------------------------------------------------------------------

    def choose_value(self, ui: Page, key: str) -> None:
        """Asks for one of a setting's values."""
        entry = catalog.VALUES[key]
        if isinstance(entry, Choice):
            ui.choose(
                entry.title, [label for _, label in entry.options], chosen(ui.phone, entry), then="set_value", data=key
            )

    def set_value(self, ui: Page, index: int, key: str) -> None:
        """Keeps the chosen value."""
        entry = catalog.VALUES[key]
        if isinstance(entry, Choice):
            write(ui.phone, key, entry.options[index][0])

    def edit_value(self, ui: Page, key: str) -> None:
        """Asks for a text."""
        entry = catalog.VALUES[key]
        if isinstance(entry, Edit):
            ui.prompt(entry.title, then="set_text_value", data=key, value=read(ui.phone, key, entry.default),
                      hint=entry.title, ok="OK",
                      input_kind=entry.input_kind)  # fmt: skip

    def set_text_value(self, ui: Page, value: str, key: str) -> None:
        """Keeps a typed text; some must not be empty."""
        entry = catalog.VALUES[key]
        value = value.strip()
        if isinstance(entry, Edit) and entry.required and not value:
            ui.toast(f"{entry.title} can't be empty")
            return
        write(ui.phone, key, value)


def _opener(ui: Page, name: str) -> Any:
    return lambda: ui.app.call("go", ui, name)


def _searcher(ui: Page, title: str) -> Any:
    return lambda: ui.set_text("query", title)
