"""Contacts: people with phone numbers and addresses, kept in the contacts provider's database."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from osgenesis.envs.android.sim.app import Filter, drawer, page
from osgenesis.envs.android.sim.apps.contact_editor import ID, ContactEditor
from osgenesis.envs.android.sim.contacts import CONTACTS_PACKAGE, Contact
from osgenesis.envs.android.sim.intents import (
    ACTION_DIAL,
    ACTION_INSERT,
    ACTION_PICK,
    ACTION_SENDTO,
    ACTION_VIEW,
    Intent,
)
from osgenesis.envs.android.sim.page import Page
from osgenesis.envs.android.sim.phone import Phone
from osgenesis.envs.android.sim.ui.nodes import Node
from osgenesis.envs.android.sim.ui.theme import BODY_MEDIUM, HEADLINE, HEADLINE_SMALL, dp
from osgenesis.envs.android.sim.ui.widgets import (
    action,
    app_bar,
    avatar,
    back_button,
    bottom_bar,
    column,
    divider,
    empty_state,
    fab,
    icon,
    icon_button,
    lazy_list,
    list_item,
    overflow,
    row,
    scaffold,
    scroll,
    search_field,
    section,
    text,
)
from osgenesis.envs.core.vocabulary import FieldWords, SettingWords, TableWords, Vocabulary

NO_NAME = "(No name)"
NAME_FORMATS = ("First name first", "Last name first")

WORDS = Vocabulary.of(
    TableWords(
        f"{CONTACTS_PACKAGE}/contacts", "Contacts", "contact", "display_name",
        {
            "first_name": FieldWords("first name"), "last_name": FieldWords("last name"),
            "display_name": FieldWords("name"), "company": FieldWords("company"),
            "job_title": FieldWords("title"), "notes": FieldWords("note"), "address": FieldWords("address"),
            "starred": FieldWords("favorite", {"0": "no", "1": "yes"}, "flag"),
        },
        volatile=("_id", "updated_ms"),
    ),
    TableWords(
        f"{CONTACTS_PACKAGE}/phones", "Contacts", "phone number", "number",
        {"number": FieldWords("phone number"), "label": FieldWords("label")}, volatile=("_id", "contact_id"),
    ),
    TableWords(
        f"{CONTACTS_PACKAGE}/emails", "Contacts", "email address", "address",
        {"address": FieldWords("email address"), "label": FieldWords("label")}, volatile=("_id", "contact_id"),
    ),
    SettingWords(
        "prefs/com.google.android.contacts/sort", "Contacts", "order of contacts",
        {"first": "by first name", "last": "by last name"}, "choice",
    ),
    SettingWords(
        "prefs/com.google.android.contacts/format", "Contacts", "name format",
        {"0": "first name first", "1": "last name first"}, "choice",
    ),
)  # fmt: skip


_PICKER = "com.android.contacts.activities.ContactSelectionActivity"


class ContactsApp(ContactEditor):
    """The address book."""

    package = "com.google.android.contacts"
    label = "Contacts"
    icon = "account"
    color = (26, 115, 232)
    version = "4.8.17"
    launcher = "com.android.contacts.activities.PeopleActivity"
    activities = {
        launcher: "people",
        "com.android.contacts.activities.ContactEditorActivity": "editor",
        _PICKER: "picker",
    }
    filters = (
        Filter(ACTION_INSERT, "com.android.contacts.activities.ContactEditorActivity", mime="vnd.android.cursor.dir/"),
        Filter(ACTION_VIEW, launcher, data="content://contacts/people"),
        Filter(ACTION_PICK, _PICKER, mime="vnd.android.cursor.dir/"),
        Filter(ACTION_PICK, _PICKER, data="content://com.android.contacts/"),
    )
    permissions = (
        "android.permission.READ_CONTACTS",
        "android.permission.WRITE_CONTACTS",
        "android.permission.CALL_PHONE",
    )
    vocabulary = WORDS

    def install(self, phone: Phone) -> None:
        """The provider makes its database when it is opened."""
        _ = phone.contacts.database.path

    # -- the list ------------------------------------------------------------------------------------

    @page
    def people(self, ui: Page) -> Node:
        """All contacts, or the favourites, with search."""
        tab = ui.get("tab", 0)
        searching = ui.get("searching", False)
        query = ui.text("query").strip() if searching else ""
        people = ui.phone.contacts.search(query) if query else ui.phone.contacts.all()
        if tab == 1 and not searching:
            people = [p for p in people if p.starred]
        if ui.prefs.text("sort", "first") == "last":
            people.sort(key=lambda p: ((p.last_name or p.display_name).lower(), p.id))
        if searching:
            bar = app_bar(
                ui,
                "",
                navigation=action(ui, "arrow-left", "stop searching", lambda: self._stop_searching(ui)),
                title_node=search_field(ui, "query", "Search contacts", rid=ID + "search_view"),
            )
        else:
            bar = app_bar(
                ui,
                "Favorites" if tab == 1 else "Contacts",
                navigation=action(ui, "menu", "Open navigation drawer", lambda: ui.open("navigation")),
                actions=(
                    action(ui, "magnify", "Search contacts", lambda: ui.put(searching=True, focus="query")),
                    overflow(ui, (("Sort by", "sort_menu"), ("Delete all", "ask_delete_all"))),
                ),
            )
        listed = self._people_list(ui, people, query)
        if searching:
            return scaffold(ui, bar, listed, on_back=lambda: self._stop_searching(ui))
        return scaffold(
            ui, bar, listed,
            fab=fab(ui, "plus", "Create contact", lambda: ui.open("editor"), rid=ID + "floating_action_button"),
            bottom=bottom_bar(ui, (("account", "Contacts"), ("star", "Favorites")), tab, lambda i: ui.put(tab=i)),
        )  # fmt: skip

    def _stop_searching(self, ui: Page) -> None:
        ui.put(searching=None, focus=None, **{"text:query": None, "cursor:query": None})

    def _people_list(self, ui: Page, people: list[Contact], query: str) -> Node:
        if not people:
            if query:
                return empty_state(ui, "account-search", "No matching contacts")
            if ui.get("tab", 0) == 1 and not ui.get("searching"):
                return empty_state(ui, "star-outline", "No favorites", "Mark contacts with a star to see them here")
            return empty_state(ui, "account-multiple-plus", "No contacts", "Add people to see them here")

        def person(i: int) -> Node:
            contact = people[i]
            name = shown_name(ui, contact)
            return list_item(
                ui, name, leading=avatar(ui, contact.display_name), on_tap=lambda: ui.open("details", id=contact.id),
                on_long=lambda: ui.menu((("Edit", "edit"), ("Delete", "ask_delete"), ("Share", "share")), contact.id),
                trailing=icon(ui, "star", 18, color=ui.theme.primary, desc="Starred") if contact.starred else None,
            )  # fmt: skip

        return lazy_list(ui, "people", len(people), person, 60, rid="android:id/list")

    @drawer
    def navigation(self, ui: Page) -> Node:
        """The drawer: contacts, favourites, settings."""
        items = [
            ("account", "Contacts", lambda: ui.resolve("show_tab", 0)),
            ("star-outline", "Favorites", lambda: ui.resolve("show_tab", 1)),
            ("cog-outline", "Settings", lambda: ui.replace("settings")),
        ]
        rows = [list_item(ui, label, leading=icon(ui, name), on_tap=run) for name, label, run in items]
        return column(
            text(ui, "Contacts", HEADLINE_SMALL, pad=(dp(24), ui.inset_top + dp(8), 0, dp(16))), divider(ui), *rows,
            bg=ui.theme.surface_container, width=-1, height=-1, solid=True,
        )  # fmt: skip

    def show_tab(self, ui: Page, tab: int) -> None:
        """Switches between all contacts and favourites."""
        ui.put(tab=tab, searching=None)

    def sort_menu(self, ui: Page, _: Any) -> None:
        """Asks how to sort."""
        ui.choose(
            "Sort by", ("First name", "Last name"), int(ui.prefs.text("sort", "first") == "last"), then="set_sort"
        )

    def set_sort(self, ui: Page, index: int, _: Any) -> None:
        """Keeps the order in the preferences."""
        ui.prefs.put("sort", ("first", "last")[index])

    @page
    def settings(self, ui: Page) -> Node:
        """The app's own settings."""
        by_last = ui.prefs.text("sort", "first") == "last"
        return scaffold(
            ui,
            app_bar(ui, "Settings", navigation=back_button(ui)),
            scroll(
                ui,
                "settings",
                section(ui, "Display"),
                list_item(
                    ui, "Sort by", "Last name" if by_last else "First name", on_tap=lambda: self.sort_menu(ui, None)
                ),
                list_item(
                    ui,
                    "Name format",
                    NAME_FORMATS[ui.prefs.number("format")],
                    on_tap=lambda: self._format_menu(ui),
                ),
            ),
        )

    def set_format(self, ui: Page, index: int, _: Any) -> None:
        """Keeps the name format in the preferences."""
        ui.prefs.put("format", index)

    def _format_menu(self, ui: Page) -> None:
        ui.choose("Name format", NAME_FORMATS, ui.prefs.number("format"), then="set_format")

    # -- one contact ---------------------------------------------------------------------------------

    @page
    def details(self, ui: Page) -> Node:
        """A contact with what can be done with it."""
        contact = ui.phone.contacts.get(ui.args["id"])
        if contact is None:
            return scaffold(
                ui,
                app_bar(ui, "", navigation=back_button(ui)),
                empty_state(ui, "account-off", "This contact no longer exists"),
            )
        return scaffold(
            ui,
            app_bar(
                ui,
                "",
                navigation=back_button(ui),
                actions=(
                    action(ui, "pencil-outline", "Edit contact", lambda: ui.open("editor", id=contact.id)),
                    action(
                        ui,
                        "star" if contact.starred else "star-outline",
                        "Remove from favorites" if contact.starred else "Add to favorites",
                        lambda: ui.phone.contacts.set_starred(contact.id, not contact.starred),
                    ),
                    overflow(ui, (("Delete", "ask_delete"), ("Share", "share")), contact.id),
                ),
            ),
            scroll(ui, "details", self._card(ui, contact)),
        )

    def _card(self, ui: Page, contact: Contact) -> Node:
        number = contact.phones[0][0] if contact.phones else ""
        shortcuts = row(
            self._shortcut(ui, "phone", "Call", (lambda: self._dial(ui, number)) if number else None),
            self._shortcut(ui, "message-text", "Text", (lambda: self._text(ui, number)) if number else None),
            self._shortcut(ui, "video", "Video", None),
            self._shortcut(ui, "email", "Email", None),
            align="between",
            width=-1,
            pad=(32, 12),
        )
        head = column(
            avatar(ui, contact.display_name, 112),
            text(ui, shown_name(ui, contact), HEADLINE, text_align="center", rid=ID + "large_title"),
            *(
                [
                    text(
                        ui,
                        " \u2022 ".join(p for p in (contact.job_title, contact.company) if p),
                        BODY_MEDIUM,
                        muted=True,
                    )
                ]
                if contact.company or contact.job_title
                else []
            ),
            gap=12,
            cross="center",
            pad=(16, 16),
        )
        rows = [
            list_item(
                ui,
                value,
                label,
                leading=icon(ui, "phone-outline"),
                on_tap=self._dialer(ui, value),
                trailing=icon_button(ui, "message-text-outline", f"Text {label} {value}", self._texter(ui, value)),
            )
            for value, label in contact.phones
        ]
        rows += [list_item(ui, value, label, leading=icon(ui, "email-outline")) for value, label in contact.emails]
        about = [
            ("map-marker-outline", contact.address, "Address"),
            ("note-text-outline", contact.notes, "Note"),
            ("cake-variant-outline", contact.birthday, "Birthday"),
            ("web", contact.website, "Website"),
        ]
        rows += [
            list_item(ui, value, label, leading=icon(ui, name), title_lines=4) for name, value, label in about if value
        ]
        return column(head, shortcuts, divider(ui), section(ui, "Contact info"), *rows)

    def _shortcut(self, ui: Page, name: str, label: str, on_tap: Callable[[], None] | None) -> Node:
        color = ui.theme.primary if on_tap else ui.theme.outline_variant
        return column(
            icon(ui, name, 24, color=color),
            text(ui, label, BODY_MEDIUM, color=color),
            gap=4,
            cross="center",
            on_tap=on_tap,
            disabled=on_tap is None,
            cls="android.widget.LinearLayout",
        )

    def _dialer(self, ui: Page, number: str) -> Callable[[], None]:
        return lambda: self._dial(ui, number)

    def _texter(self, ui: Page, number: str) -> Callable[[], None]:
        return lambda: self._text(ui, number)

    def _dial(self, ui: Page, number: str) -> None:
        ui.start(Intent(ACTION_DIAL, data=f"tel:{number}"))

    def _text(self, ui: Page, number: str) -> None:
        ui.start(Intent(ACTION_SENDTO, data=f"sms:{number}"))

    def edit(self, ui: Page, contact_id: int) -> None:
        """Menu entry."""
        ui.open("editor", id=contact_id)

    def share(self, ui: Page, contact_id: int) -> None:
        """Shares name and numbers as text."""
        contact = ui.phone.contacts.get(contact_id)
        if contact is not None:
            ui.share("\n".join((contact.display_name, *(number for number, _ in contact.phones))))

    def ask_delete(self, ui: Page, contact_id: int) -> None:
        """Asks before deleting."""
        ui.confirm(
            "Delete contact?",
            "This contact will be permanently deleted from your device",
            ok="Delete",
            then="delete",
            data=contact_id,
        )

    def delete(self, ui: Page, _: bool, contact_id: int) -> None:
        """Deletes a contact and leaves its page."""
        ui.phone.contacts.delete(contact_id)
        ui.toast("Contact deleted")
        if ui.record.name == "details":
            ui.close()

    def ask_delete_all(self, ui: Page, _: Any) -> None:
        """Asks before deleting everybody."""
        ui.confirm("Delete all contacts?", "This can't be undone.", ok="Delete", then="delete_all")

    def delete_all(self, ui: Page, _: bool, __: Any) -> None:
        """Deletes everybody."""
        for contact in ui.phone.contacts.all():
            ui.phone.contacts.delete(contact.id)

    # -- picking one for another app -------------------------------------------------------------------

    @page
    def picker(self, ui: Page) -> Node:
        """Chooses a phone number for the app that asked."""
        people = [c for c in ui.phone.contacts.all() if c.phones]

        def person(i: int) -> Node:
            contact = people[i]
            number = contact.phones[0][0]
            return list_item(
                ui, shown_name(ui, contact), number, leading=avatar(ui, contact.display_name),
                on_tap=lambda: ui.finish((contact.display_name, number)),
            )  # fmt: skip

        body = (
            lazy_list(ui, "people", len(people), person, 72)
            if people
            else empty_state(ui, "account-off", "No contacts with phone numbers")
        )
        return scaffold(ui, app_bar(ui, "Choose a contact", navigation=back_button(ui)), body)


def shown_name(ui: Page, contact: Contact) -> str:
    """A person's name in the order that the settings say."""
    if ui.prefs.number("format") and contact.first_name and contact.last_name:
        return f"{contact.last_name}, {contact.first_name}"
    return contact.display_name or NO_NAME
