"""Contacts: people with phone numbers and addresses, kept in the contacts provider's database."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from osgenesis.envs.android.sim.app import App, Filter, drawer, page
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
    button,
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
    space,
    text,
    text_field,
)
from osgenesis.envs.core.vocabulary import FieldWords, TableWords, Vocabulary

ID = "com.google.android.contacts:id/"
PHONE_LABELS = ("Mobile", "Work", "Home", "Main", "Work Fax", "Home Fax", "Pager", "Other")
EMAIL_LABELS = ("Home", "Work", "Other")

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
)  # fmt: skip


class ContactsApp(App):
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
        "com.android.contacts.activities.ContactSelectionActivity": "picker",
    }
    filters = (
        Filter(ACTION_INSERT, "com.android.contacts.activities.ContactEditorActivity", mime="vnd.android.cursor.dir/"),
        Filter(ACTION_VIEW, launcher, data="content://contacts/people"),
        Filter(ACTION_PICK, "com.android.contacts.activities.ContactSelectionActivity"),
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
        if tab == 1 and not query:
            people = [p for p in people if p.starred]
        if ui.prefs.text("sort", "first") == "last":
            people.sort(key=lambda p: ((p.last_name or p.first_name).lower(), p.id))
        if searching:
            bar = app_bar(
                ui,
                "",
                navigation=action(ui, "arrow-left", "stop searching", lambda: ui.put(searching=None)),
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
        return scaffold(
            ui, bar, self._people_list(ui, people, query),
            fab=fab(ui, "plus", "Create contact", lambda: ui.open("editor"), rid=ID + "floating_action_button"),
            bottom=bottom_bar(ui, (("account", "Contacts"), ("star", "Favorites")), tab, lambda i: ui.put(tab=i)),
            on_back=(lambda: ui.put(searching=None)) if searching else None,
        )  # fmt: skip

    def _people_list(self, ui: Page, people: list[Contact], query: str) -> Node:
        if not people:
            if query:
                return empty_state(ui, "account-search", "No matching contacts")
            return empty_state(ui, "account-multiple-plus", "No contacts", "Add people to see them here")

        def person(i: int) -> Node:
            contact = people[i]
            name = contact.display_name or "(No name)"
            return list_item(
                ui, name, leading=avatar(ui, name), on_tap=lambda: ui.open("details", id=contact.id),
                on_long=lambda: ui.menu((("Edit", "edit"), ("Delete", "ask_delete"), ("Share", "share")), contact.id),
                trailing=icon(ui, "star", 18, color=ui.theme.primary, desc="Starred") if contact.starred else None,
            )  # fmt: skip

        return lazy_list(ui, "people", len(people), person, 60, rid="android:id/list")

    @drawer
    def navigation(self, ui: Page) -> Node:
        """The drawer: labels, clean-up, settings."""
        items = [
            ("account", "Contacts", lambda: ui.resolve("show_tab", 0)),
            ("star-outline", "Favorites", lambda: ui.resolve("show_tab", 1)),
            ("cog-outline", "Settings", lambda: ui.replace("settings")),
        ]
        rows = [list_item(ui, label, leading=icon(ui, name), on_tap=run) for name, label, run in items]
        return column(
            space(0, 56), text(ui, "Contacts", HEADLINE_SMALL, pad=(dp(24), 0, 0, dp(16))), divider(ui), *rows,
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
                    ui.prefs.text("format", "First name first"),
                    on_tap=lambda: ui.choose("Name format", ("First name first", "Last name first"), then="set_format"),
                ),
            ),
        )

    def set_format(self, ui: Page, index: int, _: Any) -> None:
        """Keeps the name format in the preferences."""
        ui.prefs.put("format", ("First name first", "Last name first")[index])

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
            text(ui, contact.display_name, HEADLINE, text_align="center", rid=ID + "large_title"),
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

    # -- the editor ----------------------------------------------------------------------------------

    @page
    def editor(self, ui: Page) -> Node:
        """The form for a new or an existing contact; intents may fill it in."""
        contact = ui.phone.contacts.get(ui.args["id"]) if "id" in ui.args else None
        first, last, number, email = self._initial(ui, contact)
        more = ui.get("more", bool(contact and (contact.notes or contact.address or contact.job_title)))
        fields = [
            self._field(ui, "account-outline", "first", "First name", first, autofocus=contact is None),
            self._field(ui, "", "last", "Last name", last),
            self._field(ui, "domain", "company", "Company", contact.company if contact else ""),
        ]
        if more:
            fields.append(self._field(ui, "", "title", "Title", contact.job_title if contact else ""))
        fields.append(self._labelled(ui, "phone-outline", "phone", "Phone", number, PHONE_LABELS, "phone"))
        if more or ui.text("phone2"):
            fields.append(
                self._labelled(
                    ui,
                    "",
                    "phone2",
                    "Phone (2)",
                    contact.phones[1][0] if contact and len(contact.phones) > 1 else "",
                    PHONE_LABELS,
                    "phone",
                )
            )
        fields.append(self._labelled(ui, "email-outline", "email", "Email", email, EMAIL_LABELS, "email"))
        if more:
            fields.append(
                self._field(ui, "map-marker-outline", "address", "Address", contact.address if contact else "")
            )
            fields.append(self._field(ui, "note-text-outline", "notes", "Notes", contact.notes if contact else ""))
        else:
            fields.append(row(space(40), button(ui, "More fields", lambda: ui.put(more=True)), pad=(16, 4)))
        return scaffold(
            ui,
            app_bar(
                ui,
                "Edit contact" if contact else "Create contact",
                navigation=action(ui, "close", "Cancel", lambda: self._leave(ui)),
                actions=(
                    button(ui, "Save", lambda: self._save(ui), style="filled", rid=ID + "toolbar_button"),
                    space(8),
                ),
            ),
            scroll(ui, "form", *fields, gap=4, pad=(0, 8, 0, 24)),
            on_back=lambda: self._leave(ui),
        )

    def _initial(self, ui: Page, contact: Contact | None) -> tuple[str, str, str, str]:
        if contact is not None:
            phone = contact.phones[0][0] if contact.phones else ""
            return contact.first_name, contact.last_name, phone, contact.emails[0][0] if contact.emails else ""
        first, _, last = str(ui.intent.extra("name", "")).partition(" ")
        return first, last, str(ui.intent.extra("phone", ui.args.get("number", ""))), str(ui.intent.extra("email", ""))

    def _field(self, ui: Page, name: str, key: str, label: str, value: str, *, autofocus: bool = False) -> Node:
        lead = icon(ui, name) if name else space(24)
        return row(lead, text_field(ui, key, label, value, grow=1, autofocus=autofocus), space(24), gap=16, pad=(16, 6))

    def _labelled(
        self, ui: Page, name: str, key: str, label: str, value: str, labels: tuple[str, ...], kind: str
    ) -> Node:
        chosen = ui.get(key + "_label", labels[0])
        dropdown = row(
            text(ui, chosen, BODY_MEDIUM, grow=1, lines=1, desc=f"{chosen} {label}"),
            icon(ui, "menu-down"),
            height=dp(48),
            pad=(16, 0, 8, 0),
            border=(ui.theme.outline, dp(1)),
            radius=dp(4),
            grow=1,
            cls="android.widget.Spinner",
            on_tap=lambda: ui.choose(
                f"{label} label", labels, labels.index(chosen), then="set_label", data=(key, labels)
            ),
        )
        return column(
            self._field_row(ui, name, text_field(ui, key, label, value, input_kind=kind, grow=1)),
            self._field_row(ui, "", dropdown),
        )

    def _field_row(self, ui: Page, name: str, field: Node) -> Node:
        return row(icon(ui, name) if name else space(24), field, space(24), gap=16, pad=(16, 6))

    def set_label(self, ui: Page, index: int, data: tuple[str, tuple[str, ...]]) -> None:
        """The label of a number or an address was chosen."""
        key, labels = data
        ui.put(**{key + "_label": labels[index]})

    def _leave(self, ui: Page) -> None:
        typed = any(key.startswith("text:") and value for key, value in ui.record.state.items())
        if typed:
            ui.confirm("Your changes have not been saved", "", ok="Discard", cancel="Keep editing", then="discard")
        else:
            ui.close()

    def discard(self, ui: Page, _: bool, __: Any) -> None:
        """Leaves the editor without saving."""
        ui.close()

    def _save(self, ui: Page) -> None:
        numbers = [(ui.text(k).strip(), ui.get(k + "_label", PHONE_LABELS[0])) for k in ("phone", "phone2")]
        phones = [pair for pair in numbers if pair[0]]
        email = ui.text("email").strip()
        emails = [(email, ui.get("email_label", EMAIL_LABELS[0]))] if email else []
        first, last = ui.text("first").strip(), ui.text("last").strip()
        details = {"company": ui.text("company").strip(), "job_title": ui.text("title").strip(),
                   "address": ui.text("address").strip(), "notes": ui.text("notes").strip()}  # fmt: skip
        if not (first or last or phones or emails or details["company"]):
            ui.toast("Add info to save as a contact.")
            return
        contacts = ui.phone.contacts
        contact_id = ui.args.get("id")
        if contact_id is None:
            contact_id = contacts.add(first, last, phones, emails, **details)
            ui.toast("Contact saved")
            ui.replace("details", id=contact_id)
        else:
            contacts.update(contact_id, first, last, phones, emails, **details)
            ui.close()

    # -- picking one for another app -------------------------------------------------------------------

    @page
    def picker(self, ui: Page) -> Node:
        """Chooses a phone number for the app that asked."""
        people = [c for c in ui.phone.contacts.all() if c.phones]

        def person(i: int) -> Node:
            contact = people[i]
            return list_item(ui, contact.display_name, contact.phones[0][0], leading=avatar(ui, contact.display_name),
                             on_tap=lambda: ui.finish((contact.display_name, contact.phones[0][0])))  # fmt: skip

        body = (
            lazy_list(ui, "people", len(people), person, 72)
            if people
            else empty_state(ui, "account-off", "No contacts with phone numbers")
        )
        return scaffold(ui, app_bar(ui, "Choose a contact", navigation=back_button(ui)), body)
