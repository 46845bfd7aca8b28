"""The dialer's main screen: favourites, recents, contacts, search and the dial pad."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from osgenesis.envs.android.sim.app import page
from osgenesis.envs.android.sim.apps.dialer.look import (
    CALL_WORDS,
    ID,
    Recent,
    day_word,
    face,
    fitting,
    keypad,
    recents,
    when,
)
from osgenesis.envs.android.sim.contacts import Contact
from osgenesis.envs.android.sim.intents import ACTION_CALL, ACTION_INSERT, ACTION_SENDTO, Intent
from osgenesis.envs.android.sim.telephony import CALL_MISSED, DIALER_PACKAGE
from osgenesis.envs.android.sim.ui.nodes import Node
from osgenesis.envs.android.sim.ui.theme import BODY, BODY_MEDIUM, FILL, HEADLINE, LABEL, dp
from osgenesis.envs.android.sim.ui.widgets import (
    app_bar,
    back_button,
    bottom_bar,
    button,
    column,
    divider,
    empty_state,
    fab,
    grid,
    icon,
    icon_button,
    lazy_list,
    list_item,
    overflow,
    row,
    scaffold,
    scroll,
    section,
    space,
    text,
    text_field,
)

if TYPE_CHECKING:
    from osgenesis.envs.android.sim.page import Page

TABS = (("star", "Favorites"), ("clock-outline", "Recents"), ("account-multiple", "Contacts"))
FAVORITES, RECENTS, CONTACTS = range(3)
_GREEN, _WHITE = (24, 128, 56), (255, 255, 255)


def tel_number(intent: Intent) -> str:
    """The number of a `tel:` address."""
    return unquote((intent.data or "").partition(":")[2]).strip() if intent.scheme == "tel" else ""


class MainPages:
    """Pages of `GoogleDialtactsActivity` and the methods that their menus and dialogs name."""

    @page
    def dialer(self, ui: Page) -> Node:
        """Tabs at the bottom, search at the top, the dial pad over them."""
        if ui.get("pad", ui.intent.action not in ("", "android.intent.action.MAIN", ACTION_CALL)):
            return self._pad_page(ui)
        tab: int = ui.get("tab", int(ui.intent.extra("tab", RECENTS)))
        searching = bool(ui.focused == "query" or ui.get("text:query"))
        if searching:
            body = self._results(ui, ui.text("query").strip())
        else:
            body = (self._favorites, self._recents, self._contacts)[tab](ui)
        return scaffold(
            ui, self._search_bar(ui, searching), body,
            fab=None if searching else fab(
                ui, "dialpad", "key pad", lambda: ui.put(pad=True, focus=None), rid=ID + "dialpad_fab"
            ),
            bottom=None if searching else bottom_bar(ui, TABS, tab, lambda i: self._choose_tab(ui, i)),
            on_back=(lambda: self._stop_search(ui)) if searching else None,
        )  # fmt: skip

    def _choose_tab(self, ui: Page, tab: int) -> None:
        ui.put(tab=tab, expanded=None)
        if tab == RECENTS:
            self.missed_seen(ui)

    def missed_seen(self, ui: Page) -> None:
        """Missed calls were looked at."""
        log = ui.phone.telephony.call_log
        if log.query("SELECT 1 FROM calls WHERE is_read = 0 LIMIT 1"):
            log.execute("UPDATE calls SET is_read = 1, new = 0 WHERE is_read = 0")
        for note in ui.phone.notifications.active():
            if note.package == DIALER_PACKAGE and note.channel == "missed_calls":
                ui.phone.notifications.cancel_key(note.key)

    def _stop_search(self, ui: Page) -> None:
        ui.put(**{"text:query": None, "cursor:query": None, "focus": None})

    def _search_bar(self, ui: Page, searching: bool) -> Node:
        lead = icon_button(ui, "arrow-left", "Back", ui.back) if searching else row(icon(ui, "magnify"), pad=(12, 0))
        field = text_field(
            ui, "query", hint="Search contacts", style="plain", ime="search", grow=1, rid=ID + "search_action_bar"
        )
        more = overflow(ui, (("Call history", "show_history"), ("Settings", "show_settings")))
        pill = row(
            lead, field, more, grow=1, height=dp(52), bg=ui.theme.surface_container, radius=dp(26), pad=(4, 0), gap=4
        )
        return Node(kind="row", pad=(dp(12), ui.inset_top + dp(8), dp(12), dp(8)), children=(pill,))

    # -- tabs --------------------------------------------------------------------------------------------

    def _favorites(self, ui: Page) -> Node:
        people = [p for p in ui.phone.contacts.all() if p.starred and p.phones]
        if not people:
            return column(
                icon(ui, "star-outline", 64, color=ui.theme.outline_variant),
                text(ui, "No one is on your favorites list yet", BODY, muted=True, text_align="center"),
                button(ui, "Add a favorite", lambda: ui.open("add_favorite")),
                gap=12, pad=(32,), cross="center", align="center", grow=1,
            )  # fmt: skip

        def card_of(person: Contact) -> Node:
            return column(
                face(ui, person.display_name, 72),
                text(ui, person.display_name, BODY_MEDIUM, lines=1, text_align="center"),
                text(ui, person.phones[0][1], LABEL, muted=True, lines=1), gap=6, cross="center", pad=(8, 12),
                cls="android.widget.FrameLayout", on_tap=lambda: self.place_call(ui, person.phones[0][0]),
                on_long=lambda: ui.menu(
                    (("Message", "message"), ("Remove from favorites", "unstar"), ("Contact details", "show_number")),
                    person.phones[0][0],
                ),
            )  # fmt: skip

        add = row(
            button(ui, "Add", lambda: ui.open("add_favorite"), icon_name="plus"), align="end", width=FILL, pad=(8, 0)
        )
        return scroll(ui, "favorites", add, grid(ui, [card_of(p) for p in people], 3, pad=(8, 0)), space(0, 88))

    def _contacts(self, ui: Page) -> Node:
        people = [p for p in ui.phone.contacts.all() if p.phones]

        def person(i: int) -> Node:
            if i == 0:
                return list_item(
                    ui, "Create new contact", leading=icon(ui, "account-plus-outline", color=ui.theme.primary),
                    on_tap=lambda: self.create_contact(ui, ""),
                )  # fmt: skip
            contact = people[i - 1]
            return list_item(
                ui, contact.display_name, contact.phones[0][0], leading=face(ui, contact.display_name, 40),
                on_tap=lambda: ui.open("number", number=contact.phones[0][0]), rid=ID + "contact_row",
            )  # fmt: skip

        return lazy_list(ui, "contacts", len(people) + 1, person, 68, rid=ID + "contact_list")

    def _recents(self, ui: Page) -> Node:
        shown = recents(ui.phone)
        if not shown:
            return empty_state(ui, "history", "Your call history is empty", "Calls you make and get show up here")
        expanded = ui.get("expanded")
        heads = [day_word(ui, one.calls[0].date_ms) for one in shown]
        starts = [i for i in range(len(shown)) if i == 0 or heads[i] != heads[i - 1]]
        heights = [
            72 + (40 if i in starts else 0) + (56 if one.calls[0].id == expanded else 0) for i, one in enumerate(shown)
        ]

        def line(i: int) -> Node:
            parts = [self._recent(ui, shown[i], expanded == shown[i].calls[0].id)]
            if i in starts:
                parts.insert(
                    0, row(text(ui, heads[i], BODY_MEDIUM, muted=True, weight="medium"), height=dp(40), pad=(16, 0))
                )
            return Node(kind="column", width=FILL, children=parts)

        return lazy_list(ui, "recents", len(shown), line, heights, rid=ID + "recycler_view")

    def _recent(self, ui: Page, one: Recent, expanded: bool) -> Node:
        call = one.calls[0]
        name, word = CALL_WORDS.get(call.type, ("phone", "Call"))
        missed = call.type == CALL_MISSED
        count = f" ({len(one.calls)})" if len(one.calls) > 1 else ""
        color = ui.theme.error if missed else ui.theme.on_surface_variant
        second = row(
            icon(ui, name, 16, color=color, desc=word),
            text(ui, when(ui, call.date_ms), BODY_MEDIUM, color=color),
            gap=6,
        )
        head = row(
            face(ui, one.title),
            column(text(ui, one.title + count, BODY, lines=1, color=ui.theme.error if missed else None), second,
                   gap=2, grow=1),
            icon_button(ui, "phone", f"Call {one.title}", lambda: self.place_call(ui, one.number),
                        color=ui.theme.primary),
            gap=14, pad=(16, 0, 8, 0), height=dp(72), cls="android.view.ViewGroup",
            on_tap=lambda: ui.put(expanded=None if expanded else call.id),
            on_long=lambda: ui.menu(self.number_menu(ui, one.number), one.number),
        )  # fmt: skip
        if not expanded:
            return head
        buttons = [
            self._wide(ui, "message-text-outline", "Message", lambda: self.message(ui, one.number)),
            self._wide(ui, "history", "History", lambda: ui.open("number", number=one.number)),
            self._wide(ui, "delete-outline", "Delete", lambda: self.delete_calls(ui, tuple(c.id for c in one.calls))),
        ]
        return column(head, row(*buttons, height=dp(56), pad=(16, 0)), width=FILL, bg=ui.theme.surface_container)

    def _wide(self, ui: Page, name: str, label: str, on_tap: Callable[[], None]) -> Node:
        ink = ui.theme.primary
        return Node(
            kind="column", grow=1, cross="center", align="center", height=dp(52), gap=dp(2), text=label,
            cls="android.widget.Button", on_tap=on_tap,
            children=(icon(ui, name, 22, color=ink), text(ui, label, LABEL, cls="", color=ink)),
        )  # fmt: skip

    def _results(self, ui: Page, query: str) -> Node:
        people = ui.phone.contacts.search(query) if query else ui.phone.contacts.all()
        entries = [(p.display_name, number, label) for p in people for number, label in p.phones]
        dialable = any(c.isdecimal() for c in query) and all(c in "0123456789+*#-() ." for c in query)
        rows = [
            list_item(ui, name, f"{label} {number}", leading=face(ui, name, 40), on_tap=self._caller(ui, number))
            for name, number, label in entries
        ]
        if dialable:
            rows += [
                list_item(ui, f"Call {query}", leading=icon(ui, "phone", color=ui.theme.primary),
                          on_tap=self._caller(ui, query)),
                list_item(ui, f"Send SMS to {query}", leading=icon(ui, "message-text-outline", color=ui.theme.primary),
                          on_tap=lambda: self.message(ui, query)),
                list_item(ui, "Create new contact", leading=icon(ui, "account-plus-outline", color=ui.theme.primary),
                          on_tap=lambda: self.create_contact(ui, query)),
            ]  # fmt: skip
        if not rows:
            return empty_state(ui, "magnify-close", "No contacts found" if query else "No contacts with phone numbers")
        return scroll(ui, "results", *rows)

    def _caller(self, ui: Page, number: str) -> Callable[[], None]:
        return lambda: self.place_call(ui, number)

    # -- the dial pad ----------------------------------------------------------------------------------------

    def _pad_page(self, ui: Page) -> Node:
        given = tel_number(ui.intent) if ui.get("pad") is None else ""
        digits = ui.text("digits") if "text:digits" in ui.record.state else given
        entries = fitting(ui.phone, digits)
        rows = [
            list_item(ui, name, number, leading=face(ui, name, 40), on_tap=self._caller(ui, number))
            for name, number in entries[:30]
        ]
        if digits and not entries:
            rows = [
                list_item(ui, "Create new contact", leading=icon(ui, "account-plus-outline", color=ui.theme.primary),
                          on_tap=lambda: self.create_contact(ui, digits)),
                list_item(ui, "Send a message", leading=icon(ui, "message-text-outline", color=ui.theme.primary),
                          on_tap=lambda: self.message(ui, digits)),
            ]  # fmt: skip

        def press(digit: str) -> None:
            ui.set_text("digits", digits + digit)
            ui.put(focus="")

        def erase() -> None:
            ui.set_text("digits", digits[:-1])

        field = text_field(
            ui, "digits", value=given, style="plain", input_kind="phone", size=HEADLINE, grow=1, ime="done",
            on_submit=lambda: self.place_call(ui, digits), rid=ID + "digits", text_align="center",
        )  # fmt: skip
        line = row(
            overflow(ui, (("Add to contacts", "create_contact"), ("Copy number", "copy_number")), digits) if digits
            else space(48),
            field,
            icon_button(ui, "backspace-outline", "backspace", erase, rid=ID + "deleteButton") if digits else space(48),
            pad=(8, 4), gap=4, height=dp(64),
        )  # fmt: skip
        call = Node(
            kind="row", width=dp(120), height=dp(56), radius=dp(28), bg=_GREEN, align="center", gap=dp(8),
            text="Call", desc="dial", cls="android.widget.Button", rid=ID + "dialpad_voice_call_button",
            on_tap=lambda: self.place_call(ui, digits) if digits else self._redial(ui),
            children=(icon(ui, "phone", 22, color=_WHITE), text(ui, "Call", BODY, color=_WHITE, cls="")),
        )  # fmt: skip
        plus = (lambda: press("+")) if not digits else None
        pad = Node(
            kind="column", bg=ui.theme.surface_container, solid=True,
            children=(
                line, divider(ui), space(0, 8), keypad(ui, press, ui.theme.on_surface, on_zero=plus),
                row(call, align="center", width=FILL, pad=(0, 10, 0, 14)),
            ),
        )  # fmt: skip
        return scaffold(
            ui, None, scroll(ui, "suggestions", *rows), bottom=pad, on_back=lambda: self._close_pad(ui, given)
        )

    def _close_pad(self, ui: Page, given: str) -> None:
        if given:
            ui.close()
        else:
            ui.put(**{"pad": False, "text:digits": None, "cursor:digits": None, "focus": None})

    def _redial(self, ui: Page) -> None:
        """With nothing typed the call button brings the last number back."""
        for call in ui.phone.telephony.calls()[:1]:
            ui.set_text("digits", call.number)

    # -- what can be done with a number -----------------------------------------------------------------------

    def number_menu(self, ui: Page, number: str) -> tuple[tuple[str, str], ...]:
        """The entries of a long press."""
        blocked = ui.phone.telephony.is_blocked(number)
        known = ui.phone.contacts.by_number(number) is not None
        entries = [("Copy number", "copy_number"), ("Edit number before call", "edit_number"), ("Message", "message")]
        if not known:
            entries.append(("Add to contacts", "create_contact"))
        entries.append(("Unblock number", "unblock") if blocked else ("Block number", "ask_block"))
        entries.append(("Delete from history", "delete_number"))
        return tuple(entries)

    def place_call(self, ui: Page, number: str) -> None:
        """Calls a number and shows the call; asks first where the settings say so."""
        if ui.prefs.flag("confirm_call"):
            title = f"Call {ui.phone.contacts.name_of(number)}?"
            ui.confirm(title, number, ok="Call", then="place_confirmed_call", data=number)
        else:
            self.place_confirmed_call(ui, True, number)

    def place_confirmed_call(self, ui: Page, _: bool, number: str) -> None:
        """Calls a number and shows the call."""
        if self.begin_call(ui.phone, number):
            ui.put(**{"pad": False, "text:digits": None, "cursor:digits": None, "focus": None})
            self.show_call(ui.phone)

    begin_call: Callable[..., bool]
    show_call: Callable[..., None]

    def message(self, ui: Page, number: str) -> None:
        """Opens the conversation with a number."""
        ui.start(Intent(ACTION_SENDTO, data=f"smsto:{number}"))

    def create_contact(self, ui: Page, number: str) -> None:
        """Opens the form for a new contact."""
        ui.start(Intent(ACTION_INSERT, mime="vnd.android.cursor.dir/contact", extras=(("phone", number),)))

    def copy_number(self, ui: Page, number: str) -> None:
        """Puts a number on the clipboard."""
        ui.copy(number)
        ui.toast("Number copied")

    def edit_number(self, ui: Page, number: str) -> None:
        """Opens the dial pad with a number."""
        if ui.record.name == "dialer":
            ui.put(pad=True, focus="")
            ui.set_text("digits", number)
        else:
            ui.start(Intent("android.intent.action.DIAL", data=f"tel:{number}"))

    def show_number(self, ui: Page, number: str) -> None:
        """Opens the page about a number."""
        ui.open("number", number=number)

    def unstar(self, ui: Page, number: str) -> None:
        """Takes somebody off the favourites."""
        contact = ui.phone.contacts.by_number(number)
        if contact is not None:
            ui.phone.contacts.set_starred(contact.id, False)

    def ask_block(self, ui: Page, number: str) -> None:
        """Asks before turning a number away."""
        ui.confirm(
            f"Block {number}?", "You will no longer receive calls or texts from this number", ok="Block", then="block",
            data=number,
        )  # fmt: skip

    def block(self, ui: Page, _: bool, number: str) -> None:
        """Turns a number away from now on."""
        ui.phone.telephony.block(number)
        ui.toast(f"{number} blocked")

    def unblock(self, ui: Page, number: str) -> None:
        """Lets a number through again."""
        ui.phone.telephony.unblock(number)
        ui.toast(f"{number} unblocked")

    def delete_calls(self, ui: Page, calls: tuple[int, ...]) -> None:
        """Takes calls out of the history."""
        log = ui.phone.telephony.call_log
        for call_id in calls:
            log.execute("DELETE FROM calls WHERE _id = ?", (call_id,))
        ui.put(expanded=None)
        ui.toast("Call history deleted" if len(calls) > 1 else "Call deleted")

    def delete_number(self, ui: Page, number: str) -> None:
        """Takes every call with a number out of the history."""
        self.delete_calls(ui, tuple(c.id for c in ui.phone.telephony.calls() if c.number == number))
        if ui.record.name == "number":
            ui.close()

    def show_history(self, ui: Page, _: Any) -> None:
        """Opens the whole call history."""
        self.missed_seen(ui)
        ui.open("history")

    def show_settings(self, ui: Page, _: Any) -> None:
        """Opens the dialer's settings."""
        ui.open("settings")

    # -- choosing a favourite -----------------------------------------------------------------------------------

    @page
    def add_favorite(self, ui: Page) -> Node:
        """Contacts that are no favourites yet."""
        people = [p for p in ui.phone.contacts.all() if not p.starred and p.phones]

        def star(contact: Contact) -> None:
            ui.phone.contacts.set_starred(contact.id, True)
            ui.close()

        def person(i: int) -> Node:
            contact = people[i]
            return list_item(ui, contact.display_name, contact.phones[0][0], leading=face(ui, contact.display_name, 40),
                             on_tap=lambda: star(contact))  # fmt: skip

        body = (
            lazy_list(ui, "people", len(people), person, 68)
            if people
            else empty_state(ui, "account-off-outline", "No contacts with phone numbers to choose from")
        )
        return scaffold(ui, app_bar(ui, "Add favorite", navigation=back_button(ui)), section(ui, "Contacts"), body)
