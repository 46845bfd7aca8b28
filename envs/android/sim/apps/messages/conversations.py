"""The messenger's lists: conversations, the archive, and what can be done with several at once."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from osgenesis.envs.android.sim.app import page
from osgenesis.envs.android.sim.apps.messages import store
from osgenesis.envs.android.sim.apps.messages.look import face, font_px, selection_bar, short_date
from osgenesis.envs.android.sim.intents import ACTION_DIAL, ACTION_INSERT, Intent
from osgenesis.envs.android.sim.ui.nodes import Node
from osgenesis.envs.android.sim.ui.theme import BODY, LABEL, dp
from osgenesis.envs.android.sim.ui.widgets import (
    action,
    app_bar,
    back_button,
    button,
    column,
    empty_state,
    fab,
    icon,
    icon_button,
    lazy_list,
    overflow,
    row,
    scaffold,
    space,
    text,
    text_field,
)

if TYPE_CHECKING:
    from osgenesis.envs.android.sim.apps.messages.store import Listed
    from osgenesis.envs.android.sim.page import Page

ID = f"{store.PACKAGE}:id/"
ACTIVITIES = "com.simplemobiletools.smsmessenger.activities."
Threads = tuple[int, ...]


def thread_intent(number: str, body: str = "") -> Intent:
    """Opens the conversation with a number."""
    extras: tuple[tuple[str, Any], ...] = (("number", number),)
    if body:
        extras += (("sms_body", body),)
    return Intent(component=f"{store.PACKAGE}/{ACTIVITIES}ThreadActivity", extras=extras)


class ConversationPages:
    """Pages of `MainActivity` and the methods that their menus and dialogs name."""

    @page
    def conversations(self, ui: Page) -> Node:
        """All conversations that are not archived."""
        query = ui.text("query").strip()
        shown = store.listed(ui.phone)
        chosen: Threads = ui.get("chosen", ())
        if chosen:
            bar = self._selection(ui, shown, chosen, archived=False)
        else:
            bar = self._search_bar(ui)
        if query and not chosen:
            body = self._results(ui, query)
        elif shown:
            body = self._list(ui, shown, chosen)
        else:
            body = self._nothing(ui)
        return scaffold(
            ui, bar, body, on_back=self._leaver(ui, bool(chosen)),
            fab=fab(ui, "plus", "New conversation", lambda: self._new(ui), rid=ID + "conversations_fab"),
        )  # fmt: skip

    @page
    def archived(self, ui: Page) -> Node:
        """Conversations that were put away."""
        shown = store.listed(ui.phone, archived=True)
        chosen: Threads = ui.get("chosen", ())
        if chosen:
            bar = self._selection(ui, shown, chosen, archived=True)
        else:
            bar = app_bar(
                ui, "Archived conversations", navigation=back_button(ui, "Back"),
                actions=(overflow(ui, (("Delete all archived conversations", "ask_empty_archive"),)),) if shown else (),
            )  # fmt: skip
        nothing = empty_state(ui, "archive-outline", "No archived conversations have been found")
        body = self._list(ui, shown, chosen) if shown else nothing
        return scaffold(ui, bar, body, on_back=self._leaver(ui, True) if chosen else None)

    def _leaver(self, ui: Page, selecting: bool) -> Callable[[], None] | None:
        if selecting:
            return lambda: ui.put(chosen=None)
        if ui.focused == "query" or ui.get("text:query"):
            return lambda: ui.put(**{"text:query": None, "cursor:query": None, "focus": None})
        return None

    def _new(self, ui: Page) -> None:
        ui.start(Intent(component=f"{store.PACKAGE}/{ACTIVITIES}NewConversationActivity"))

    def _search_bar(self, ui: Page) -> Node:
        searching = bool(ui.focused == "query" or ui.get("text:query"))
        lead = icon_button(ui, "arrow-left", "Back", ui.back) if searching else row(icon(ui, "magnify"), pad=(12, 0))
        field = text_field(
            ui, "query", hint="Search", style="plain", ime="search", grow=1, rid=ID + "top_toolbar_search"
        )
        more = overflow(
            ui,
            (("Show archived conversations", "show_archived"), ("Settings", "show_settings"), ("About", "show_about")),
        )
        pill = row(
            lead, field, more, grow=1, height=dp(52), bg=ui.theme.surface_container, radius=dp(26), pad=(4, 0), gap=4
        )
        return Node(kind="row", pad=(dp(12), ui.inset_top + dp(8), dp(12), dp(8)), children=(pill,))

    def _nothing(self, ui: Page) -> Node:
        return column(
            icon(ui, "message-text-outline", 64, color=ui.theme.outline_variant),
            text(ui, "It seems like you have no conversations yet.", BODY, muted=True, text_align="center",
                 rid=ID + "no_conversations_placeholder"),
            button(ui, "Start a conversation", lambda: self._new(ui), rid=ID + "no_conversations_placeholder_2"),
            gap=12, pad=(32,), cross="center", align="center", grow=1,
        )  # fmt: skip

    # -- rows ------------------------------------------------------------------------------------------

    def _list(self, ui: Page, shown: list[Listed], chosen: Threads) -> Node:
        return lazy_list(
            ui, "conversations", len(shown), lambda i: self._row(ui, shown[i], chosen), 76,
            rid=ID + "conversations_list",
        )  # fmt: skip

    def _row(self, ui: Page, one: Listed, chosen: Threads) -> Node:
        conversation = one.conversation
        thread_id = conversation.thread_id
        unread = conversation.unread > 0
        weight = "bold" if unread else "regular"
        size = font_px(ui)

        def toggle() -> None:
            ui.put(chosen=tuple(sorted(set(chosen) ^ {thread_id})) or None)

        def tap() -> None:
            ui.start(thread_intent(conversation.address))

        snippet = one.draft or conversation.snippet
        second = [text(ui, snippet.replace("\n", " "), size - dp(2), muted=not unread, weight=weight, lines=1, grow=1,
                       rid=ID + "conversation_body_short")]  # fmt: skip
        if one.draft:
            draft = text(ui, "Draft:", size - dp(2), color=ui.theme.primary, rid=ID + "draft_indicator")
            second.insert(0, draft)
        date = text(ui, short_date(ui, conversation.date_ms), LABEL, muted=not unread, weight=weight,
                    rid=ID + "conversation_date")  # fmt: skip
        first: list[Node] = [
            text(ui, one.title, size, weight=weight, lines=1, grow=1, rid=ID + "conversation_address"), date
        ]  # fmt: skip
        if one.pinned:
            first.append(icon(ui, "pin", 16, desc="Pinned", rid=ID + "pin_indicator"))
        selected = thread_id in chosen
        return row(
            face(ui, one.title),
            column(row(*first, gap=8), row(*second, gap=6), gap=4, grow=1),
            gap=14, pad=(16, 12), bg=ui.theme.secondary_container if selected else None,
            flags=512 if selected else 0, cls="android.view.ViewGroup", rid=ID + "conversation_frame",
            on_tap=toggle if chosen else tap, on_long=toggle,
        )  # fmt: skip

    def _results(self, ui: Page, query: str) -> Node:
        wanted = query.casefold()
        rows: list[tuple[str, str, str, int]] = []
        every = store.listed(ui.phone) + store.listed(ui.phone, archived=True)
        titles = {one.conversation.thread_id: one.title for one in every}
        for one in every:
            if wanted in one.title.casefold() or query in one.conversation.address:
                rows.append((one.title, one.conversation.snippet, one.conversation.address, one.conversation.date_ms))
        found = ui.phone.telephony.sms.query(
            "SELECT thread_id, body, address, date FROM sms WHERE instr(lower(body), lower(?)) ORDER BY date DESC, _id",
            (query,),
        )
        for thread_id, body, address, date in found:
            entry = (titles.get(thread_id, address), body, address, date)
            if entry not in rows:
                rows.append(entry)
        if not rows:
            return empty_state(ui, "magnify-close", "No conversations or messages have been found")

        def result(i: int) -> Node:
            title, snippet, address, date = rows[i]
            return row(
                face(ui, title),
                column(
                    row(text(ui, title, lines=1, grow=1, rid=ID + "search_result_title"),
                        text(ui, short_date(ui, date), LABEL, muted=True), gap=8),
                    text(ui, snippet, BODY - dp(2), muted=True, lines=1, rid=ID + "search_result_snippet"),
                    gap=4, grow=1,
                ),
                gap=14, pad=(16, 12), cls="android.view.ViewGroup", on_tap=lambda: ui.start(thread_intent(address)),
            )  # fmt: skip

        return lazy_list(ui, "results", len(rows), result, 76, rid=ID + "search_results_list")

    # -- several at once ---------------------------------------------------------------------------------

    def _selection(self, ui: Page, shown: list[Listed], chosen: Threads, *, archived: bool) -> Node:
        picked = [one for one in shown if one.conversation.thread_id in chosen]
        items = [("Unarchive", "unarchive") if archived else ("Archive", "archive")]
        if not archived:
            pins = [one.pinned for one in picked]
            items.append(("Unpin conversation", "unpin") if pins and all(pins) else ("Pin conversation", "pin"))
        items += [("Mark as read", "mark_read"), ("Mark as unread", "mark_unread"), ("Block number", "ask_block")]
        if len(picked) == 1:
            items += [
                ("Rename conversation", "ask_rename"), ("Dial number", "dial"),
                ("Copy number to clipboard", "copy_number"), ("Add number to contact", "add_to_contact"),
            ]  # fmt: skip
        items.append(("Select all", "select_all"))
        return selection_bar(
            ui, len(picked), len(shown),
            (action(ui, "delete-outline", "Delete", lambda: self.ask_delete_threads(ui, chosen)),
             overflow(ui, items, chosen), space(4)),
        )  # fmt: skip

    def select_all(self, ui: Page, _: Threads) -> None:
        """Selects every conversation of the list."""
        shown = store.listed(ui.phone, archived=ui.record.name == "archived")
        ui.put(chosen=tuple(sorted(one.conversation.thread_id for one in shown)))

    def ask_delete_threads(self, ui: Page, threads: Threads) -> None:
        """Asks before deleting conversations."""
        what = "1 conversation" if len(threads) == 1 else f"{len(threads)} conversations"
        ui.confirm(
            "", f"Are you sure you want to delete {what}?", ok="Yes", cancel="No", then="delete_threads", data=threads
        )

    def delete_threads(self, ui: Page, _: bool, threads: Threads) -> None:
        """Deletes conversations for good."""
        store.delete_threads(ui.phone, threads)
        ui.put(chosen=None)
        self._leave_thread(ui)

    def _leave_thread(self, ui: Page) -> None:
        if ui.record.name == "thread":
            ui.finish()

    def archive(self, ui: Page, threads: Threads) -> None:
        """Puts conversations away."""
        store.change(ui.phone, threads, "archived", 1)
        ui.put(chosen=None)
        self._leave_thread(ui)

    def unarchive(self, ui: Page, threads: Threads) -> None:
        """Brings conversations back to the list."""
        store.change(ui.phone, threads, "archived", 0)
        ui.put(chosen=None)
        self._leave_thread(ui)

    def ask_empty_archive(self, ui: Page, _: Any) -> None:
        """Asks before deleting everything that is archived."""
        threads = tuple(one.conversation.thread_id for one in store.listed(ui.phone, archived=True))
        self.ask_delete_threads(ui, threads)

    def pin(self, ui: Page, threads: Threads) -> None:
        """Keeps conversations at the top of the list."""
        store.change(ui.phone, threads, "pinned", 1)
        ui.put(chosen=None)

    def unpin(self, ui: Page, threads: Threads) -> None:
        """Lets conversations go back to their place by time."""
        store.change(ui.phone, threads, "pinned", 0)
        ui.put(chosen=None)

    def mark_read(self, ui: Page, threads: Threads) -> None:
        """Their messages count as read."""
        for thread_id in threads:
            ui.phone.telephony.mark_read(thread_id)
        ui.put(chosen=None)

    def mark_unread(self, ui: Page, threads: Threads) -> None:
        """Their newest message counts as unread."""
        for thread_id in threads:
            ui.phone.telephony.mark_unread(thread_id)
        ui.put(chosen=None)
        self._leave_thread(ui)

    def ask_block(self, ui: Page, threads: Threads) -> None:
        """Asks before turning numbers away."""
        numbers = ", ".join(self._addresses(ui, threads))
        ui.confirm("", f"Are you sure you want to block {numbers}?", ok="Yes", cancel="No", then="block", data=threads)

    def block(self, ui: Page, _: bool, threads: Threads) -> None:
        """Messages and calls from these numbers are turned away from now on."""
        for number in self._addresses(ui, threads):
            ui.phone.telephony.block(number)
        ui.put(chosen=None)
        ui.toast("Number blocked")

    def ask_rename(self, ui: Page, threads: Threads) -> None:
        """Asks for a conversation's own name."""
        known = store.metas(ui.phone).get(threads[0], store.Meta())
        title = known.title or ui.phone.contacts.name_of(self._addresses(ui, threads)[0])
        ui.prompt("Rename conversation", value=title, hint="Title", then="rename", data=threads)

    def rename(self, ui: Page, title: str, threads: Threads) -> None:
        """Gives a conversation its own name."""
        if not title.strip():
            ui.toast("Please enter a title")
            return
        store.change(ui.phone, threads, "title", title.strip())
        ui.put(chosen=None)

    def dial(self, ui: Page, threads: Threads) -> None:
        """Opens the dialer with the number."""
        ui.put(chosen=None)
        ui.start(Intent(ACTION_DIAL, data=f"tel:{self._addresses(ui, threads)[0]}"))

    def copy_number(self, ui: Page, threads: Threads) -> None:
        """Puts the number on the clipboard."""
        ui.copy(self._addresses(ui, threads)[0])
        ui.put(chosen=None)
        ui.toast("Value copied to clipboard")

    def add_to_contact(self, ui: Page, threads: Threads) -> None:
        """Opens the form for a new contact with the number."""
        number = self._addresses(ui, threads)[0]
        ui.put(chosen=None)
        ui.start(Intent(ACTION_INSERT, mime="vnd.android.cursor.dir/contact", extras=(("phone", number),)))

    def _addresses(self, ui: Page, threads: Threads) -> list[str]:
        known = {c.thread_id: c.address for c in ui.phone.telephony.conversations()}
        found = [known[thread_id] for thread_id in threads if thread_id in known]
        return found or [store.address_of(ui.intent)]

    # -- other pages --------------------------------------------------------------------------------------

    def show_archived(self, ui: Page, _: Any) -> None:
        """Opens the archive."""
        ui.open("archived")

    def show_settings(self, ui: Page, _: Any) -> None:
        """Opens the settings."""
        ui.start(Intent(component=f"{store.PACKAGE}/{ACTIVITIES}SettingsActivity"))

    def show_about(self, ui: Page, _: Any) -> None:
        """Opens the page about the app."""
        ui.open("about")
