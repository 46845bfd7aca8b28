"""The contact editor: the form for a new or an existing contact. Part of the Contacts app."""

from __future__ import annotations

from typing import Any, NamedTuple

from osgenesis.envs.android.sim.app import App, page
from osgenesis.envs.android.sim.contacts import Contact, Labelled
from osgenesis.envs.android.sim.page import Page
from osgenesis.envs.android.sim.ui.nodes import Node
from osgenesis.envs.android.sim.ui.theme import BODY_MEDIUM, dp
from osgenesis.envs.android.sim.ui.widgets import (
    action,
    app_bar,
    button,
    column,
    icon,
    row,
    scaffold,
    scroll,
    space,
    text,
    text_field,
)

ID = "com.google.android.contacts:id/"
PHONE_LABELS = ("Mobile", "Work", "Home", "Main", "Work Fax", "Home Fax", "Pager", "Other")
EMAIL_LABELS = ("Home", "Work", "Other")


class _Slot(NamedTuple):
    """One number or address of the form."""

    key: str
    title: str
    icon: str
    kind: str  # keyboard
    labels: tuple[str, ...]


_PHONE = _Slot("phone", "Phone", "phone-outline", "phone", PHONE_LABELS)
_PHONE_2 = _Slot("phone2", "Phone (2)", "", "phone", PHONE_LABELS)
_EMAIL = _Slot("email", "Email", "email-outline", "email", EMAIL_LABELS)
_DETAILS = (("company", "company"), ("title", "job_title"), ("address", "address"), ("notes", "notes"))  # field, column
_EXTRAS = {"company": "company", "title": "job_title", "address": "postal", "notes": "notes"}  # field, intent's extra


class ContactEditor(App):
    """The editor's pages."""

    @page
    def editor(self, ui: Page) -> Node:
        """The form; intents may fill it in."""
        contact = self._edited(ui)
        values = _initial(ui, contact)
        hidden = ("title", "address", "notes")
        more = ui.get("more", any(values[key] for key in hidden) or bool(contact and len(contact.phones) > 1))
        fields = [
            self._field(ui, "account-outline", "first", "First name", values["first"], autofocus=contact is None),
            self._field(ui, "", "last", "Last name", values["last"]),
            self._field(ui, "domain", "company", "Company", values["company"]),
        ]
        if more:
            fields.append(self._field(ui, "", "title", "Title", values["title"]))
        fields.append(self._labelled(ui, _PHONE, contact, values["phone"]))
        if more:
            fields.append(self._labelled(ui, _PHONE_2, contact, values["phone2"]))
        fields.append(self._labelled(ui, _EMAIL, contact, values["email"]))
        if more:
            fields.append(self._field(ui, "map-marker-outline", "address", "Address", values["address"]))
            fields.append(self._field(ui, "note-text-outline", "notes", "Notes", values["notes"]))
        else:
            fields.append(row(space(40), button(ui, "More fields", lambda: ui.put(more=True)), pad=(16, 4)))
        save = button(ui, "Save", lambda: self._save(ui), style="filled", rid=ID + "toolbar_button")
        bar = app_bar(
            ui,
            "Edit contact" if contact else "Create contact",
            navigation=action(ui, "close", "Cancel", lambda: self._leave(ui)),
            actions=(save, space(8)),
        )
        form = scroll(ui, "form", *fields, gap=4, pad=(0, 8, 0, 24))
        return scaffold(ui, bar, form, on_back=lambda: self._leave(ui))

    def _edited(self, ui: Page) -> Contact | None:
        return ui.phone.contacts.get(ui.args["id"]) if "id" in ui.args else None

    def _field(self, ui: Page, name: str, key: str, label: str, value: str, *, autofocus: bool = False) -> Node:
        return self._with_icon(ui, name, text_field(ui, key, label, value, grow=1, autofocus=autofocus))

    def _with_icon(self, ui: Page, name: str, field: Node) -> Node:
        return row(icon(ui, name) if name else space(24), field, space(24), gap=16, pad=(16, 6))

    def _labelled(self, ui: Page, slot: _Slot, contact: Contact | None, value: str) -> Node:
        chosen = _label(ui, slot, contact)
        labels = slot.labels if chosen in slot.labels else (*slot.labels, chosen)
        dropdown = row(
            text(ui, chosen, BODY_MEDIUM, grow=1, lines=1, desc=f"{chosen} {slot.title}"),
            icon(ui, "menu-down"),
            height=dp(48),
            pad=(16, 0, 8, 0),
            border=(ui.theme.outline, dp(1)),
            radius=dp(4),
            grow=1,
            cls="android.widget.Spinner",
            on_tap=lambda: ui.choose(
                f"{slot.title} label", labels, labels.index(chosen), then="set_label", data=(slot.key, labels)
            ),
        )
        field = text_field(ui, slot.key, slot.title, value, input_kind=slot.kind, grow=1)
        return column(self._with_icon(ui, slot.icon, field), self._with_icon(ui, "", dropdown))

    def set_label(self, ui: Page, index: int, data: tuple[str, tuple[str, ...]]) -> None:
        """The label of a number or an address was chosen."""
        key, labels = data
        ui.put(**{key + "_label": labels[index]})

    def _leave(self, ui: Page) -> None:
        if ui.edited() or any(key.endswith("_label") for key in ui.record.state):
            ui.confirm("Your changes have not been saved", "", ok="Discard", cancel="Keep editing", then="discard")
        else:
            ui.close()

    def discard(self, ui: Page, _: bool, __: Any) -> None:
        """Leaves the editor without saving."""
        ui.close()

    def _save(self, ui: Page) -> None:
        contact = self._edited(ui)
        phones = [(ui.text(slot.key).strip(), _label(ui, slot, contact)) for slot in (_PHONE, _PHONE_2)]
        emails = [(ui.text("email").strip(), _label(ui, _EMAIL, contact))]
        if contact is not None:  # what the form has no room for stays
            phones += contact.phones[2:]
            emails += contact.emails[1:]
        phones, emails = [pair for pair in phones if pair[0]], [pair for pair in emails if pair[0]]
        first, last = ui.text("first").strip(), ui.text("last").strip()
        details = {name: ui.text(key).strip() for key, name in _DETAILS}
        if not (first or last or phones or emails or details["company"]):
            ui.toast("Add info to save as a contact.")
        elif contact is None:
            contact_id = ui.phone.contacts.add(first, last, phones, emails, **details)
            ui.toast("Contact saved")
            ui.replace("details", id=contact_id)
        else:
            ui.phone.contacts.update(contact.id, first, last, phones, emails, **details)
            ui.close()


def _slot_values(slot: _Slot, contact: Contact) -> Labelled | None:
    pairs = contact.emails if slot is _EMAIL else contact.phones
    position = 1 if slot is _PHONE_2 else 0
    return pairs[position] if position < len(pairs) else None


def _label(ui: Page, slot: _Slot, contact: Contact | None) -> str:
    """The chosen label, or the contact's own, or the usual one."""
    known = _slot_values(slot, contact) if contact else None
    label: str = ui.get(slot.key + "_label") or (known[1] if known else "") or slot.labels[0]
    return label


def _initial(ui: Page, contact: Contact | None) -> dict[str, str]:
    """What each field begins with: the contact's values, or what the intent brings."""
    if contact is not None:
        values = {"first": contact.first_name, "last": contact.last_name}
        values |= {key: str(getattr(contact, name)) for key, name in _DETAILS}
        for slot in (_PHONE, _PHONE_2, _EMAIL):
            known = _slot_values(slot, contact)
            values[slot.key] = known[0] if known else ""
        return values
    extra = ui.intent.extra
    first, _, last = str(extra("name", "")).partition(" ")
    values = {"first": first, "last": last, "email": str(extra("email", "")), "phone2": ""}
    values["phone"] = str(extra("phone", ui.args.get("number", "")))
    return values | {key: str(extra(name, "")) for key, name in _EXTRAS.items()}
