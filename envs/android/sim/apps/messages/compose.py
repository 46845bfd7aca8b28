"""Starting a conversation: a number or a contact to write to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from osgenesis.envs.android.sim.app import page
from osgenesis.envs.android.sim.apps.messages import store
from osgenesis.envs.android.sim.apps.messages.conversations import ID, thread_intent
from osgenesis.envs.android.sim.ui.nodes import Node
from osgenesis.envs.android.sim.ui.widgets import (
    app_bar,
    avatar,
    back_button,
    empty_state,
    icon_button,
    lazy_list,
    list_item,
    row,
    scaffold,
    text_field,
)

if TYPE_CHECKING:
    from osgenesis.envs.android.sim.page import Page


class ComposePages:
    """The page of `NewConversationActivity`; other apps share texts into it."""

    @page
    def new_conversation(self, ui: Page) -> Node:
        """A field for the recipient, and the contacts that fit."""
        typed = ui.text("recipient").strip()
        entries = self._entries(ui, typed)

        def entry(i: int) -> Node:
            name, number = entries[i]
            return list_item(
                ui, name, number, leading=avatar(ui, name), on_tap=lambda: self._go(ui, number),
                rid=ID + "item_contact_frame",
            )  # fmt: skip

        field = text_field(
            ui, "recipient", hint="Add Contact or Number\u2026", style="plain", grow=1, autofocus=True, ime="done",
            on_submit=lambda: self._confirm(ui), rid=ID + "new_conversation_address",
        )  # fmt: skip
        confirm = icon_button(
            ui, "check", "OK", (lambda: self._confirm(ui)) if typed else None, rid=ID + "new_conversation_confirm",
            color=ui.theme.primary if typed else ui.theme.outline_variant,
        )  # fmt: skip
        people = (
            lazy_list(ui, "contacts", len(entries), entry, 72, rid=ID + "contacts_list")
            if entries
            else empty_state(ui, "account-search-outline", "No contacts with phone numbers have been found")
        )
        return scaffold(
            ui, app_bar(ui, "New conversation", navigation=back_button(ui, "Back")),
            row(field, confirm, pad=(20, 4, 8, 4), gap=8), people,
        )  # fmt: skip

    def _entries(self, ui: Page, typed: str) -> list[tuple[str, str]]:
        people = ui.phone.contacts.search(typed) if typed else ui.phone.contacts.all()
        return [(person.display_name, number) for person in people for number, _ in person.phones]

    def _confirm(self, ui: Page) -> None:
        typed = ui.text("recipient").strip().rstrip(";,")
        named = [number for name, number in self._entries(ui, typed) if name.casefold() == typed.casefold()]
        if named:
            self._go(ui, named[0])
        elif any(c.isdecimal() for c in typed):
            self._go(ui, typed)
        else:
            ui.toast("Please enter a phone number")

    def _go(self, ui: Page, number: str) -> None:
        if ui.start(thread_intent(number, store.body_of(ui.intent))):
            ui.finish()
