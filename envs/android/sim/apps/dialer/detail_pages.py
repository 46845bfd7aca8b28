"""The dialer's further screens: one number, the whole history, settings, blocked numbers, quick responses."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from osgenesis.envs.android.sim.app import page
from osgenesis.envs.android.sim.apps.dialer.look import CALL_WORDS, date_and_time, duration, face
from osgenesis.envs.android.sim.telephony import CALL_MISSED, DIALER_PACKAGE, LoggedCall
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
    overflow,
    row,
    scaffold,
    scroll,
    section,
    switch_item,
    tabs,
    text,
)

if TYPE_CHECKING:
    from osgenesis.envs.android.sim.page import Page

RESPONSES = (
    "Can't talk now. What's up?",
    "I'll call you right back.",
    "I'll call you later.",
    "Can't talk now. Call me later?",
)


def responses(ui: Page) -> list[str]:
    """The quick responses, as edited."""
    return [ui.prefs.text(f"response_{i}", text) for i, text in enumerate(RESPONSES)]


class DetailPages:
    """Pages below the main screen and the methods that their menus and dialogs name."""

    @page
    def number(self, ui: Page) -> Node:
        """Everything about one number: who it is, what to do with it, calls so far."""
        number: str = ui.args["number"]
        phone, primary = ui.phone, ui.theme.primary
        contact = phone.contacts.by_number(number)
        title = contact.display_name if contact else number
        calls = [c for c in phone.telephony.calls() if c.number == number]
        head = column(
            face(ui, title, 88), text(ui, title, HEADLINE_SMALL, text_align="center"),
            *([text(ui, number, BODY_MEDIUM, muted=True)] if contact else []),
            gap=8, cross="center", pad=(16, 16), width=-1,
        )  # fmt: skip
        actions = row(
            icon_button(ui, "phone", f"Call {title}", lambda: self.place_call(ui, number), color=primary),
            icon_button(ui, "message-text-outline", "Message", lambda: self.message(ui, number), color=primary),
            icon_button(ui, "content-copy", "Copy number", lambda: self.copy_number(ui, number), color=primary),
            gap=32, align="center", width=-1, pad=(0, 4, 0, 12),
        )  # fmt: skip
        history = [self._call_row(ui, call) for call in calls]
        nothing = [text(ui, "No calls with this number yet", BODY_MEDIUM, muted=True, text_align="center")]
        return scaffold(
            ui,
            app_bar(ui, "Call details", navigation=back_button(ui),
                    actions=(overflow(ui, self.number_menu(ui, number), number),)),
            scroll(ui, "number", head, actions, divider(ui), section(ui, "Call history"), *(history or nothing)),
        )  # fmt: skip

    def _call_row(self, ui: Page, call: LoggedCall) -> Node:
        name, word = CALL_WORDS.get(call.type, ("phone", "Call"))
        color = ui.theme.error if call.type == CALL_MISSED else None
        return list_item(
            ui, word, date_and_time(ui, call.date_ms), leading=icon(ui, name, 20, color=color),
            trailing=text(ui, duration(call.duration_s), BODY_MEDIUM, muted=True) if call.duration_s else None,
        )  # fmt: skip

    @page
    def history(self, ui: Page) -> Node:
        """All calls one by one, or the missed ones."""
        tab = ui.get("tab", 0)
        calls = [c for c in ui.phone.telephony.calls() if tab == 0 or c.type == CALL_MISSED]

        def line(i: int) -> Node:
            call = calls[i]
            name, word = CALL_WORDS.get(call.type, ("phone", "Call"))
            color = ui.theme.error if call.type == CALL_MISSED else None
            return list_item(
                ui, call.title, f"{word}, {date_and_time(ui, call.date_ms)}",
                leading=icon(ui, name, 20, color=color),
                trailing=icon_button(ui, "phone", f"Call {call.title}", lambda: self.place_call(ui, call.number)),
                on_tap=lambda: ui.open("number", number=call.number),
            )  # fmt: skip

        body = (
            lazy_list(ui, "calls", len(calls), line, 72)
            if calls
            else empty_state(ui, "history", "Your call history is empty" if tab == 0 else "You have no missed calls")
        )
        return scaffold(
            ui,
            app_bar(ui, "Call history", navigation=back_button(ui),
                    actions=(overflow(ui, (("Clear call history", "ask_clear"),)),)),
            tabs(ui, ("All", "Missed"), tab, lambda i: ui.put(tab=i)),
            body,
        )  # fmt: skip

    def ask_clear(self, ui: Page, _: Any) -> None:
        """Asks before emptying the history."""
        ui.confirm("Clear call history?", "This deletes all calls from your history", ok="Clear", then="clear")

    def clear(self, ui: Page, _: bool, __: Any) -> None:
        """Empties the history."""
        ui.phone.telephony.call_log.execute("DELETE FROM calls")
        for note in ui.phone.notifications.active():
            if note.package == DIALER_PACKAGE and note.channel == "missed_calls":
                ui.phone.notifications.cancel_key(note.key)

    # -- settings ------------------------------------------------------------------------------------------

    @page
    def settings(self, ui: Page) -> Node:
        """The dialer's settings."""
        prefs = ui.prefs
        system = ui.phone.settings

        def switch(title: str, key: str, default: bool, subtitle: str = "") -> Node:
            return switch_item(ui, title, prefs.flag(key, default), lambda on: prefs.put(key, on), subtitle)

        def shared(title: str, key: str) -> Node:
            return switch_item(
                ui, title, system.flag("system", key), lambda on: ui.phone.set_setting("system", key, str(int(on)))
            )

        numbers = ui.phone.telephony.blocked_numbers()
        return scaffold(
            ui, app_bar(ui, "Settings", navigation=back_button(ui)),
            scroll(
                ui, "settings",
                section(ui, "Assistive"),
                switch("Caller ID & spam", "caller_id", True, "Identify business and spam numbers"),
                switch("Flip To Silence", "flip_to_silence", False, "Turn the phone face down to silence a call"),
                divider(ui),
                section(ui, "General"),
                list_item(ui, "Blocked numbers", f"{len(numbers)} blocked", on_tap=lambda: ui.open("blocked")),
                list_item(ui, "Quick responses", "Texts for declined calls", on_tap=lambda: ui.open("quick_responses")),
                divider(ui),
                section(ui, "Sounds and vibration"),
                shared("Also vibrate for calls", "vibrate_when_ringing"),
                shared("Dial pad tones", "dtmf_tone"),
                divider(ui),
                section(ui, "Calls"),
                switch("Ask before calling", "confirm_call", False, "A question before each outgoing call"),
                switch("Show call timer", "show_timer", True),
            ),
        )  # fmt: skip

    @page
    def blocked(self, ui: Page) -> Node:
        """Numbers that are turned away."""
        numbers = ui.phone.telephony.blocked_numbers()

        def entry(i: int) -> Node:
            return list_item(
                ui, numbers[i], leading=icon(ui, "cancel"),
                trailing=icon_button(ui, "close", f"Unblock {numbers[i]}", lambda: self.unblock(ui, numbers[i])),
            )  # fmt: skip

        body = (
            lazy_list(ui, "numbers", len(numbers), entry, 64)
            if numbers
            else empty_state(
                ui, "cancel", "No numbers are blocked", "You won't get calls or texts from blocked numbers"
            )
        )
        add = action(ui, "plus", "Add a number", lambda: ui.prompt(
            "Block number", hint="Phone number", input_kind="phone", ok="Block", then="add_blocked",
        ))  # fmt: skip
        return scaffold(ui, app_bar(ui, "Blocked numbers", navigation=back_button(ui), actions=(add,)), body)

    def add_blocked(self, ui: Page, number: str, _: Any) -> None:
        """Blocks a typed number."""
        if any(c.isdecimal() for c in number):
            ui.phone.telephony.block(number)
        else:
            ui.toast("Enter a phone number")

    @page
    def quick_responses(self, ui: Page) -> Node:
        """The texts a declined call can be answered with."""

        def editor(i: int, current: str) -> Callable[[], None]:
            return lambda: ui.prompt("Quick response", value=current, then="set_response", data=i)

        rows = [list_item(ui, line, on_tap=editor(i, line), title_lines=2) for i, line in enumerate(responses(ui))]
        return scaffold(
            ui, app_bar(ui, "Quick responses", navigation=back_button(ui),
                        actions=(overflow(ui, (("Restore defaults", "reset_responses"),)),)),
            scroll(ui, "responses", *rows),
        )  # fmt: skip

    def set_response(self, ui: Page, line: str, index: int) -> None:
        """Keeps an edited response."""
        if line.strip():
            ui.prefs.put(f"response_{index}", line.strip())
        else:
            ui.toast("A response can't be empty")

    def reset_responses(self, ui: Page, _: Any) -> None:
        """Brings the first responses back."""
        for i in range(len(RESPONSES)):
            ui.prefs.remove(f"response_{i}")

    # Methods of the main screen.
    place_call: Callable[..., None]
    message: Callable[..., None]
    copy_number: Callable[..., None]
    unblock: Callable[..., None]
    number_menu: Callable[..., tuple[tuple[str, str], ...]]
