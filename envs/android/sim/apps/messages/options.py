"""The messenger's settings, blocked numbers and words, export and import, About."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from osgenesis.envs.android.sim.app import page
from osgenesis.envs.android.sim.apps.messages import store
from osgenesis.envs.android.sim.apps.messages.look import FONT_SIZES
from osgenesis.envs.android.sim.intents import Intent
from osgenesis.envs.android.sim.ui.nodes import Node
from osgenesis.envs.android.sim.ui.theme import BODY_MEDIUM, HEADLINE_SMALL
from osgenesis.envs.android.sim.ui.widgets import (
    action,
    app_bar,
    back_button,
    column,
    divider,
    empty_state,
    icon,
    icon_button,
    lazy_list,
    list_item,
    scaffold,
    scroll,
    section,
    switch_item,
    text,
)

if TYPE_CHECKING:
    from osgenesis.envs.android.sim.page import Page

LOCK_SCREEN = ("Sender and message", "Sender only", "Nothing")


class OptionPages:
    """Pages of `SettingsActivity`."""

    @page
    def settings(self, ui: Page) -> Node:
        """The app's settings; all are kept in its preferences."""
        numbers, words = ui.phone.telephony.blocked_numbers(), store.keywords(ui.phone)
        return scaffold(
            ui, app_bar(ui, "Settings", navigation=back_button(ui, "Back")),
            scroll(
                ui, "settings",
                section(ui, "General"),
                list_item(ui, "Manage blocked numbers", f"{len(numbers)} blocked", on_tap=lambda: ui.open("blocked")),
                list_item(ui, "Manage blocked keywords", f"{len(words)} blocked", on_tap=lambda: ui.open("keywords")),
                self._choice(ui, "Font size", "font_size", FONT_SIZES, 1),
                divider(ui),
                section(ui, "Notifications"),
                list_item(ui, "Customize notifications", on_tap=lambda: self._notifications(ui)),
                self._choice(ui, "Lock screen notification visibility", "lock_screen_visibility", LOCK_SCREEN, 0),
                divider(ui),
                section(ui, "Outgoing messages"),
                self._switch(ui, "Show a character counter at writing messages", "show_character_counter"),
                self._switch(ui, "Remove accents and diacritics at sending messages", "simple_characters"),
                self._switch(ui, "Send message on pressing Enter", "send_on_enter"),
                self._switch(ui, "Enable delivery reports", "enable_delivery_reports"),
                divider(ui),
                section(ui, "Archive"),
                self._switch(ui, "Keep conversations archived when new messages arrive", "keep_archived"),
                divider(ui),
                section(ui, "Migrating"),
                list_item(ui, "Export messages", on_tap=lambda: self._ask_export(ui)),
                list_item(ui, "Import messages", on_tap=lambda: self._ask_import(ui)),
            ),
        )  # fmt: skip

    def _switch(self, ui: Page, title: str, key: str) -> Node:
        return switch_item(ui, title, ui.prefs.flag(key), lambda on: ui.prefs.put(key, on))

    def _choice(self, ui: Page, title: str, key: str, options: tuple[str, ...], default: int) -> Node:
        chosen = min(max(ui.prefs.number(key, default), 0), len(options) - 1)
        return list_item(
            ui, title, options[chosen], on_tap=lambda: ui.choose(title, options, chosen, then="set_choice", data=key)
        )

    def set_choice(self, ui: Page, index: int, key: str) -> None:
        """Keeps the chosen entry in the preferences."""
        ui.prefs.put(key, index)

    def _notifications(self, ui: Page) -> None:
        ui.start(
            Intent("android.settings.APP_NOTIFICATION_SETTINGS", data=f"package:{store.PACKAGE}",
                   extras=(("android.provider.extra.APP_PACKAGE", store.PACKAGE),))
        )  # fmt: skip

    # -- blocked numbers and words -------------------------------------------------------------------------

    @page
    def blocked(self, ui: Page) -> Node:
        """Numbers that are turned away."""
        numbers = ui.phone.telephony.blocked_numbers()
        return self._entries_page(
            ui, "Blocked numbers", numbers, "You are not blocking anyone.", "Add a blocked number",
            lambda: ui.prompt("Block number", hint="Number", input_kind="phone", then="add_blocked", ok="Block"),
            "remove_blocked",
        )  # fmt: skip

    def add_blocked(self, ui: Page, number: str, _: Any) -> None:
        """Blocks a typed number."""
        if any(c.isdecimal() for c in number):
            ui.phone.telephony.block(number)
        else:
            ui.toast("Please enter a phone number")

    def remove_blocked(self, ui: Page, number: str) -> None:
        """Lets a number through again."""
        ui.phone.telephony.unblock(number)

    @page
    def keywords(self, ui: Page) -> Node:
        """Words whose messages are turned away."""
        return self._entries_page(
            ui, "Blocked keywords", store.keywords(ui.phone), "You are not blocking any keywords.",
            "Add a blocked keyword",
            lambda: ui.prompt("Block keyword", hint="Keyword", then="add_keyword", ok="Block"), "remove_keyword",
        )  # fmt: skip

    def add_keyword(self, ui: Page, keyword: str, _: Any) -> None:
        """Blocks a typed word."""
        if keyword.strip():
            store.add_keyword(ui.phone, keyword)
        else:
            ui.toast("Please enter a keyword")

    def remove_keyword(self, ui: Page, keyword: str) -> None:
        """Lets a word through again."""
        store.remove_keyword(ui.phone, keyword)

    def _entries_page(
        self, ui: Page, title: str, entries: list[str], nothing: str, add: str, on_add: Callable[[], None], remove: str
    ) -> Node:
        def entry(i: int) -> Node:
            return list_item(
                ui, entries[i],
                trailing=icon_button(ui, "delete-outline", f"Delete {entries[i]}",
                                     lambda: getattr(self, remove)(ui, entries[i])),
            )  # fmt: skip

        body = lazy_list(ui, "entries", len(entries), entry, 64) if entries else empty_state(ui, "cancel", nothing)
        return scaffold(
            ui, app_bar(ui, title, navigation=back_button(ui, "Back"), actions=(action(ui, "plus", add, on_add),)), body
        )

    # -- export and import -----------------------------------------------------------------------------------

    def _ask_export(self, ui: Page) -> None:
        now = ui.now()
        ui.prompt(
            "Export messages", value=f"messages_{now:%Y%m%d_%H%M}", hint="Filename (without .json)", then="export"
        )

    def export(self, ui: Page, name: str, _: Any) -> None:
        """Writes all messages to a file in Download."""
        if not name.strip() or "/" in name:
            ui.toast("Invalid name")
            return
        path = store.export(ui.phone, name.strip())
        ui.toast(f"Exported to {path.rpartition('/')[2]}")

    def _ask_import(self, ui: Page) -> None:
        files = ui.files
        folder = store.EXPORT_FOLDER
        names = [n for n in files.listdir(folder) if n.endswith(".json")] if files.is_dir(folder) else []
        if names:
            ui.choose("Import messages", names, then="import_chosen", data=tuple(names))
        else:
            ui.toast("No JSON files have been found in Download")

    def import_chosen(self, ui: Page, index: int, names: tuple[str, ...]) -> None:
        """Adds the messages of a file."""
        count = store.import_file(ui.phone, f"{store.EXPORT_FOLDER}/{names[index]}")
        ui.toast(f"{count} messages imported" if count else "No new messages have been found")

    # -- about -----------------------------------------------------------------------------------------------

    @page
    def about(self, ui: Page) -> Node:
        """What the app is."""
        head = column(
            icon(ui, "message-text", 72, color=ui.theme.primary), text(ui, "Simple SMS Messenger", HEADLINE_SMALL),
            text(ui, "Version 5.19.1", BODY_MEDIUM, muted=True), gap=8, pad=(16, 32), cross="center", width=-1,
        )  # fmt: skip
        facts = (
            ("shield-check-outline", "Privacy", "Messages stay on this phone"),
            ("open-source-initiative", "Open source", "Published under the GNU General Public License"),
            ("database-outline", "Storage", "Messages are shared with other messaging apps of the phone"),
        )
        rows = [list_item(ui, title, line, leading=icon(ui, name), subtitle_lines=2) for name, title, line in facts]
        return scaffold(
            ui, app_bar(ui, "About", navigation=back_button(ui, "Back")), scroll(ui, "about", head, divider(ui), *rows)
        )
