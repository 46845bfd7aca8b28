"""One conversation: bubbles, the line to type in, and what can be done with messages."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, NamedTuple
from unicodedata import combining, normalize

from osgenesis.envs.android.sim.app import page
from osgenesis.envs.android.sim.apps.messages import store
from osgenesis.envs.android.sim.apps.messages.conversations import ACTIVITIES, ID
from osgenesis.envs.android.sim.apps.messages.look import clock, face, font_px, in_dp, long_date, selection_bar
from osgenesis.envs.android.sim.intents import ACTION_PICK, Intent
from osgenesis.envs.android.sim.telephony import FAILED, INBOX, Message
from osgenesis.envs.android.sim.ui.nodes import Node
from osgenesis.envs.android.sim.ui.text import line_height, wrap
from osgenesis.envs.android.sim.ui.theme import BODY, BODY_MEDIUM, LABEL, dp
from osgenesis.envs.android.sim.ui.widgets import (
    action,
    app_bar,
    back_button,
    button,
    column,
    divider,
    empty_state,
    icon,
    icon_button,
    lazy_list,
    list_item,
    overflow,
    padding,
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

_GAP_MS = 300_000  # a longer silence gets a line with the time
_BOTTOM = 1 << 30  # scrolled to the end
_PAD_X, _PAD_Y, _BETWEEN = dp(14), dp(9), dp(6)
_MOST_LINES = 8  # of the line to type in, before it scrolls
_PART, _PARTS = 160, 153  # characters of a single message, and of each part of a longer one


class Line(NamedTuple):
    """One row of a conversation: a time, a message, a remark below a message or one that waits."""

    kind: str  # time, message, remark, scheduled
    label: str
    height: int
    message: Message | None = None
    scheduled: store.Scheduled | None = None


class ThreadPages:
    """Pages of `ThreadActivity` and the methods that their menus and dialogs name."""

    @page
    def thread(self, ui: Page) -> Node:
        """The messages with one number."""
        number = store.address_of(ui.intent)
        telephony = ui.phone.telephony
        thread_id = telephony.find_thread(number)
        messages = telephony.messages(thread_id) if thread_id is not None else []
        chosen: tuple[int, ...] = ui.get("chosen", ())
        picked = [m for m in messages if m.id in chosen]
        bar = self._message_bar(ui, messages, picked) if picked else self._bar(ui, number, thread_id, messages)
        lines = self._lines(ui, messages, store.scheduled(ui.phone, number))
        heights = [in_dp(line.height) for line in lines]
        bubbles = lazy_list(
            ui, "messages", len(lines), lambda i: self._line(ui, lines[i], chosen), heights, grow=0, pad=(0, 8),
            rid=ID + "thread_messages_list",
        )  # fmt: skip
        bubbles.offset = ui.get("scroll:messages", _BOTTOM)
        body = Node(kind="column", grow=1, align="end", children=(bubbles,) if lines else ())
        return scaffold(
            ui, bar, body, bottom=self._composer(ui, number), on_back=lambda: self._leave(ui, number, bool(picked))
        )

    def _leave(self, ui: Page, number: str, selecting: bool) -> None:
        if selecting:
            ui.put(chosen=None)
            return
        store.keep_draft(ui.phone, number, ui.text("message").strip())
        ui.close()

    # -- bars ----------------------------------------------------------------------------------------------

    def _bar(self, ui: Page, number: str, thread_id: int | None, messages: list[Message]) -> Node:
        meta = store.metas(ui.phone).get(thread_id, store.Meta()) if thread_id is not None else store.Meta()
        title = meta.title or ui.phone.contacts.name_of(number)
        items = [("Dial number", "dial"), ("Copy number to clipboard", "copy_number")]
        if ui.phone.contacts.by_number(number) is None:
            items.append(("Add number to contact", "add_to_contact"))
        if thread_id is not None and messages:
            items = [
                ("Delete", "ask_delete_threads"),
                ("Unarchive", "unarchive") if meta.archived else ("Archive", "archive"),
                ("Rename conversation", "ask_rename"), ("Conversation details", "show_details"),
                ("Block number", "ask_block"), ("Mark as unread", "mark_unread"), *items,
            ]  # fmt: skip
        threads = () if thread_id is None else (thread_id,)
        return app_bar(
            ui, title, subtitle=number if title != number else "", navigation=back_button(ui, "Back"),
            actions=(action(ui, "phone", "Dial number", lambda: self.dial(ui, threads)), overflow(ui, items, threads)),
        )  # fmt: skip

    def _message_bar(self, ui: Page, messages: list[Message], picked: list[Message]) -> Node:
        ids = tuple(m.id for m in picked)
        actions = [
            action(ui, "content-copy", "Copy to clipboard", lambda: self.copy_messages(ui, ids)),
            action(ui, "share-variant", "Share", lambda: self.share_messages(ui, ids)),
            action(ui, "delete-outline", "Delete", lambda: self.ask_delete_messages(ui, ids)),
        ]
        items = [("Select all", "select_all_messages")]
        if len(picked) == 1:
            more = [("Forward", "forward"), ("Select text", "select_text"), ("Properties", "show_properties")]
            items = [*more, *items]
        return selection_bar(ui, len(picked), len(messages), (*actions, overflow(ui, items, ids)))

    # -- the composer ----------------------------------------------------------------------------------------

    def _composer(self, ui: Page, number: str) -> Node:
        initial = store.body_of(ui.intent) or store.drafts(ui.phone).get(store.draft_key(number), "")
        on_enter = ui.prefs.flag("send_on_enter")
        field = text_field(
            ui, "message", hint="Type a message\u2026", value=initial, style="plain", multiline=True, grow=1,
            ime="send" if on_enter else "", on_submit=(lambda: self._send(ui, number)) if on_enter else None,
            autofocus=bool(ui.intent.extra("reply")), rid=ID + "thread_type_message",
        )  # fmt: skip
        typed = ui.text("message")
        if len(wrap(typed, BODY, "regular", ui.width - dp(150))) > _MOST_LINES:
            field = scroll(ui, "typed", field, height=_MOST_LINES * line_height(BODY) + dp(16))
            field.offset = ui.get("scroll:typed", _BOTTOM)
        can_send = bool(typed.strip() and number)
        color = ui.theme.primary if can_send else ui.theme.outline
        send = Node(
            kind="column", cross="center", align="center", width=dp(56), height=dp(52), text="SMS",
            cls="android.widget.Button", rid=ID + "thread_send_message", disabled=not can_send,
            on_tap=(lambda: self._send(ui, number)) if can_send else None,
            children=(icon(ui, "send", 22, color=color), text(ui, "SMS", LABEL, color=color, cls="", weight="medium")),
        )  # fmt: skip
        counter = []
        if ui.prefs.flag("show_character_counter"):
            size = len(typed)
            limit = _PART if size <= _PART else -(-size // _PARTS) * _PARTS
            counter = [text(ui, f"{size}/{limit}", LABEL, muted=True, rid=ID + "thread_character_counter")]
        attach = icon_button(ui, "plus", "Attachment", lambda: ui.menu(
            (("Contact", "attach_contact"), ("Clipboard text", "attach_clipboard"),
             ("Schedule message", "ask_schedule_date")),
            number,
        ), rid=ID + "thread_add_attachment")  # fmt: skip
        inner = row(attach, field, *counter, send, gap=6, pad=(4, 4, 8, 4))
        return Node(kind="column", bg=ui.theme.surface, children=(divider(ui), inner))

    def _send(self, ui: Page, number: str) -> None:
        body = self._outgoing(ui)
        if not body:
            return
        telephony = ui.phone.telephony
        message_id = telephony.send_sms(number, body)
        if ui.prefs.flag("enable_delivery_reports"):
            telephony.sms.execute("UPDATE sms SET status = 0 WHERE _id = ? AND type = 2", (message_id,))
        self._clear(ui, number)
        store.change(ui.phone, (telephony.thread_of(number),), "archived", 0)

    def _outgoing(self, ui: Page) -> str:
        body = ui.text("message").strip()
        if ui.prefs.flag("simple_characters"):
            body = "".join(c for c in normalize("NFKD", body) if not combining(c))
        return body

    def _clear(self, ui: Page, number: str) -> None:
        ui.set_text("message", "")
        ui.put(**{"scroll:messages": None})
        store.keep_draft(ui.phone, number, "")

    def attach_contact(self, ui: Page, _: str) -> None:
        """Asks the address book for somebody."""
        ui.start(Intent(ACTION_PICK, mime="vnd.android.cursor.dir/phone_v2"), then="contact_picked")

    def contact_picked(self, ui: Page, contact: tuple[str, str], _: Any) -> None:
        """Adds a name and a number to the text."""
        self._append(ui, f"{contact[0]}: {contact[1]}")

    def attach_clipboard(self, ui: Page, _: str) -> None:
        """Adds the clipboard to the text."""
        if ui.clipboard:
            self._append(ui, ui.clipboard)
        else:
            ui.toast("The clipboard is empty")

    def _append(self, ui: Page, addition: str) -> None:
        typed = ui.text("message")
        ui.set_text("message", f"{typed.rstrip()} {addition}".strip())

    # -- scheduling --------------------------------------------------------------------------------------------

    def ask_schedule_date(self, ui: Page, number: str) -> None:
        """Asks on which day the typed message goes out."""
        if not ui.text("message").strip():
            ui.toast("Type a message first")
            return
        now = ui.now()
        ui.pick_date(now.year, now.month, now.day, then="ask_schedule_time", data=number)

    def ask_schedule_time(self, ui: Page, date: tuple[int, int, int], number: str) -> None:
        """Asks for the time of that day."""
        now = ui.now()
        ui.pick_time((now.hour + 1) % 24, 0, then="schedule", data=(number, date))

    def schedule(self, ui: Page, time: tuple[int, int], data: tuple[str, tuple[int, int, int]]) -> None:
        """Keeps the message until its time."""
        number, date = data
        due = ui.phone.clock.ms_of(*date, *time)
        if due <= ui.phone.clock.now_ms:
            ui.toast("You must pick a time in the future")
            return
        store.schedule(ui.phone, number, self._outgoing(ui), due)
        self._clear(ui, number)

    def send_now(self, ui: Page, scheduled_id: int) -> None:
        """Sends a waiting message at once."""
        store.send_scheduled(ui.phone, scheduled_id)

    def drop_scheduled(self, ui: Page, scheduled_id: int) -> None:
        """Forgets a waiting message."""
        store.drop_scheduled(ui.phone, scheduled_id)

    def edit_scheduled(self, ui: Page, scheduled_id: int) -> None:
        """Takes a waiting message back into the line to type in."""
        for one in store.scheduled(ui.phone):
            if one.id == scheduled_id:
                store.drop_scheduled(ui.phone, one.id)
                ui.set_text("message", one.body)

    # -- rows ----------------------------------------------------------------------------------------------------

    def _lines(self, ui: Page, messages: list[Message], waiting: list[store.Scheduled]) -> list[Line]:
        size, limit = font_px(ui), self._bubble_px(ui)
        small = line_height(LABEL) + dp(8)

        def height(body: str) -> int:
            return len(wrap(body or " ", size, "regular", limit)) * line_height(size) + 2 * _PAD_Y + _BETWEEN

        lines: list[Line] = []
        last_ms = None
        for message in messages:
            if last_ms is None or message.date_ms - last_ms > _GAP_MS:
                lines.append(Line("time", long_date(ui, message.date_ms), line_height(LABEL) + dp(16)))
            last_ms = message.date_ms
            lines.append(Line("message", message.body, height(message.body), message))
            if message.type == FAILED:
                lines.append(Line("remark", "Not sent. Touch to retry.", small, message))
        if messages and messages[-1].type == 2 and ui.prefs.flag("enable_delivery_reports"):
            lines.append(Line("remark", "Delivered", small, messages[-1]))
        for one in waiting:
            lines.append(Line("time", f"Scheduled for {long_date(ui, one.date_ms)}", line_height(LABEL) + dp(16)))
            lines.append(Line("scheduled", one.body, height(one.body), scheduled=one))
        return lines

    def _bubble_px(self, ui: Page) -> int:
        return ui.width * 3 // 4 - 2 * _PAD_X

    def _line(self, ui: Page, line: Line, chosen: tuple[int, ...]) -> Node:
        if line.kind == "time":
            return text(ui, line.label, LABEL, muted=True, text_align="center", pad=padding((0, 10, 0, 6)),
                        rid=ID + "thread_date_time")  # fmt: skip
        if line.kind == "remark":
            failed = line.message is not None and line.message.type == FAILED
            color = ui.theme.error if failed else ui.theme.on_surface_variant
            retry = self._retry(ui, line.message) if failed and line.message is not None else None
            return row(
                text(ui, line.label, LABEL, color=color, on_tap=retry, rid=ID + "thread_message_status"),
                align="end", width=-1, pad=(16, 2),
            )  # fmt: skip
        return self._bubble(ui, line, chosen)

    def _retry(self, ui: Page, message: Message) -> Callable[[], None]:
        return lambda: ui.phone.telephony.resend_sms(message.id)

    def _bubble(self, ui: Page, line: Line, chosen: tuple[int, ...]) -> Node:
        theme = ui.theme
        message, waiting = line.message, line.scheduled
        came_in = message is not None and message.type == INBOX
        selected = message is not None and message.id in chosen

        def toggle() -> None:
            if message is not None:
                ui.put(chosen=tuple(sorted(set(chosen) ^ {message.id})) or None)

        def tap() -> None:
            if chosen:
                toggle()
            elif message is not None and message.type == FAILED:
                ui.phone.telephony.resend_sms(message.id)
            elif waiting is not None:
                ui.menu(
                    (("Send now", "send_now"), ("Edit", "edit_scheduled"), ("Delete", "drop_scheduled")), waiting.id
                )

        if came_in:
            bg, ink = theme.surface_high, theme.on_surface
        elif waiting is not None:
            bg, ink = theme.primary_container, theme.on_primary_container
        else:
            bg, ink = theme.primary, theme.on_primary
        active = bool(chosen) or waiting is not None or (message is not None and message.type == FAILED)
        bubble = text(
            ui, line.label, font_px(ui), color=ink, bg=bg, radius=dp(16), pad=(_PAD_X, _PAD_Y, _PAD_X, _PAD_Y),
            flags=512 if selected else 0, rid=ID + "thread_message_body",
            on_tap=tap if active else None, on_long=toggle if message is not None else None,
        )  # fmt: skip
        limited = Node(kind="box", children=(bubble,))
        spare = Node(kind="space", width=ui.width // 4 - dp(32))
        parts = (limited, spare) if came_in else (spare, limited)
        return Node(
            kind="row", children=parts, align="start" if came_in else "end", width=-1,
            pad=(dp(16), 0, dp(16), _BETWEEN),
            bg=theme.secondary_container if selected else None,
        )  # fmt: skip

    # -- messages that are selected ---------------------------------------------------------------------------------

    def _picked(self, ui: Page, ids: tuple[int, ...]) -> list[Message]:
        thread_id = ui.phone.telephony.find_thread(store.address_of(ui.intent))
        messages = ui.phone.telephony.messages(thread_id) if thread_id is not None else []
        return [m for m in messages if m.id in ids]

    def select_all_messages(self, ui: Page, _: tuple[int, ...]) -> None:
        """Selects the whole conversation."""
        thread_id = ui.phone.telephony.find_thread(store.address_of(ui.intent))
        if thread_id is not None:
            ui.put(chosen=tuple(sorted(m.id for m in ui.phone.telephony.messages(thread_id))))

    def copy_messages(self, ui: Page, ids: tuple[int, ...]) -> None:
        """Puts the selected texts on the clipboard."""
        ui.copy("\n".join(m.body for m in self._picked(ui, ids)))
        ui.put(chosen=None)
        ui.toast("Value copied to clipboard")

    def share_messages(self, ui: Page, ids: tuple[int, ...]) -> None:
        """Hands the selected texts to another app."""
        ui.put(chosen=None)
        ui.share("\n".join(m.body for m in self._picked(ui, ids)))

    def forward(self, ui: Page, ids: tuple[int, ...]) -> None:
        """Opens a new conversation with the text."""
        bodies = "\n".join(m.body for m in self._picked(ui, ids))
        ui.put(chosen=None)
        component = f"{store.PACKAGE}/{ACTIVITIES}NewConversationActivity"
        ui.start(Intent(component=component, extras=(("sms_body", bodies),)))

    def select_text(self, ui: Page, ids: tuple[int, ...]) -> None:
        """Shows the text in a field, where parts of it can be selected."""
        ui.put(chosen=None)
        ui.open("text_selection", body="\n".join(m.body for m in self._picked(ui, ids)))

    def show_properties(self, ui: Page, ids: tuple[int, ...]) -> None:
        """Shows who sent a message, and when."""
        for message in self._picked(ui, ids)[:1]:
            came_in = message.type == INBOX
            moment = ui.phone.local_time(message.date_ms)
            when = f"{moment:%B} {moment.day}, {moment.year}, {clock(ui.phone, message.date_ms)}"
            lines = (
                f"{'Sender' if came_in else 'Receiver'}: {ui.phone.contacts.name_of(message.address)}",
                f"Number: {message.address}", "SIM: 1", f"{'Received' if came_in else 'Sent'} at: {when}",
            )  # fmt: skip
            ui.put(chosen=None)
            ui.confirm("Message details", "\n".join(lines), cancel="", then="close_properties")

    def close_properties(self, ui: Page, _: bool, __: Any) -> None:
        """The properties were read."""

    def ask_delete_messages(self, ui: Page, ids: tuple[int, ...]) -> None:
        """Asks before deleting messages."""
        what = "1 message" if len(ids) == 1 else f"{len(ids)} messages"
        ui.confirm(
            "", f"Are you sure you want to delete {what}?", ok="Yes", cancel="No", then="delete_messages", data=ids
        )

    def delete_messages(self, ui: Page, _: bool, ids: tuple[int, ...]) -> None:
        """Deletes messages for good."""
        for message in self._picked(ui, ids):
            ui.phone.telephony.delete_message(message.id)
        ui.put(chosen=None)
        if ui.phone.telephony.find_thread(store.address_of(ui.intent)) is None:
            ui.finish()

    # -- smaller pages --------------------------------------------------------------------------------------------

    @page
    def text_selection(self, ui: Page) -> Node:
        """A message's text in a field of its own."""
        field = text_field(
            ui,
            "selection",
            value=ui.args["body"],
            style="plain",
            multiline=True,
            grow=1,
            rid=ID + "dialog_select_text_value",
        )
        copy = button(ui, "Copy all", lambda: self._copy_all(ui), style="tonal", icon_name="content-copy")
        return scaffold(
            ui, app_bar(ui, "Select text", navigation=back_button(ui, "Back")), column(field, grow=1, pad=(20, 8)),
            row(space(grow=1), copy, pad=(20, 12)),
        )  # fmt: skip

    def _copy_all(self, ui: Page) -> None:
        ui.copy(ui.text("selection"))
        ui.toast("Value copied to clipboard")

    def show_details(self, ui: Page, threads: tuple[int, ...]) -> None:
        """Opens the page about a conversation."""
        ui.open("details", threads=threads)

    @page
    def details(self, ui: Page) -> Node:
        """A conversation's name and who takes part."""
        threads: tuple[int, ...] = ui.args["threads"]
        number = store.address_of(ui.intent)
        bar = app_bar(ui, "Conversation details", navigation=back_button(ui, "Back"))
        if not threads:
            return scaffold(ui, bar, empty_state(ui, "message-off-outline", "This conversation is empty"))
        meta = store.metas(ui.phone).get(threads[0], store.Meta())
        name = ui.phone.contacts.name_of(number)
        return scaffold(
            ui, bar,
            scroll(
                ui, "details",
                section(ui, "Conversation name"),
                list_item(ui, meta.title or name, on_tap=lambda: self.ask_rename(ui, threads),
                          trailing=icon(ui, "pencil-outline", desc="Rename conversation")),
                section(ui, "Members"),
                list_item(
                    ui, name, number if number != name else "", leading=face(ui, name, 40),
                    on_tap=lambda: self.dial(ui, threads),
                    trailing=icon_button(ui, "content-copy", "Copy number to clipboard",
                                         lambda: self.copy_number(ui, threads)),
                ),
                text(ui, f"{len(ui.phone.telephony.messages(threads[0]))} messages", BODY_MEDIUM, muted=True,
                     pad=padding((16, 16))),
            ),
        )  # fmt: skip

    # Methods of the lists that this page's menus use too.
    dial: Callable[..., None]
    copy_number: Callable[..., None]
    ask_rename: Callable[..., None]
