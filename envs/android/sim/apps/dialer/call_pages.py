"""The call itself: ringing, dialing, talking, ended."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from osgenesis.envs.android.sim.app import page
from osgenesis.envs.android.sim.apps.dialer.detail_pages import responses
from osgenesis.envs.android.sim.apps.dialer.look import ID, duration, face, keypad
from osgenesis.envs.android.sim.intents import Intent
from osgenesis.envs.android.sim.telephony import DIALER_PACKAGE, IN_CALL_ACTIVITY, Call
from osgenesis.envs.android.sim.ui.nodes import Node
from osgenesis.envs.android.sim.ui.theme import BODY, FILL, HEADLINE, LABEL, Color, dp
from osgenesis.envs.android.sim.ui.widgets import column, icon, row, space, text
from osgenesis.envs.core.elements import Flag

if TYPE_CHECKING:
    from osgenesis.envs.android.sim.page import Page
    from osgenesis.envs.android.sim.phone import Phone

ANSWERED = "answered"
CLOSE_CALL = "close_call"
_ANSWER_MS = 4_000  # the other side picks up
_CLOSE_MS = 1_500  # how long "Call ended" shows
_BACKGROUND: Color = (32, 43, 66)
_INK: Color = (255, 255, 255)
_FAINT: Color = (190, 199, 220)
_DIM: Color = (112, 122, 148)
_RED: Color = (217, 48, 37)
_GREEN: Color = (24, 128, 56)


class CallPages:
    """The page of `InCallActivity`, and placing and ending calls."""

    def begin_call(self, phone: Phone, number: str) -> bool:
        """Dials; says why where it can't."""
        number = number.strip()
        if not any(c.isdecimal() for c in number):
            phone.toast("Enter a phone number to call")
        elif phone.telephony.call is not None:
            phone.toast("There is a call already")
        elif phone.settings.flag("global", "airplane_mode_on"):
            phone.toast("Turn off airplane mode to make a call")
        elif phone.telephony.dial(number):
            call = phone.telephony.call
            phone.alarms.set_after(_ANSWER_MS, DIALER_PACKAGE, ANSWERED, call.began_ms if call else 0)
            return True
        return False

    def answered(self, phone: Phone, began_ms: int) -> None:
        """The other side picks up the call that began then."""
        call = phone.telephony.call
        if call is not None and call.state == "dialing" and call.began_ms == began_ms:
            phone.telephony.accept()

    def show_call(self, phone: Phone) -> None:
        """Brings the call's screen to the front; there is only one."""
        self._drop_screens(phone)
        phone.activities.start(Intent(component=IN_CALL_ACTIVITY))

    def end_call(self, phone: Phone, *, rejected: bool = False) -> None:
        """Hangs up; the screen shows so for a moment."""
        if phone.telephony.hang_up(rejected=rejected):
            phone.alarms.set_after(_CLOSE_MS, DIALER_PACKAGE, CLOSE_CALL)

    def close_call(self, phone: Phone) -> None:
        """The screen of a call that has ended goes."""
        if phone.telephony.call is not None:
            return
        for task in phone.stack.stack:
            for activity in task.activities:
                if activity.component == IN_CALL_ACTIVITY:
                    phone.activities.finish_activity(activity.uid)

    def _drop_screens(self, phone: Phone) -> None:
        for task in phone.stack.stack:
            for activity in task.activities:
                if activity.component == IN_CALL_ACTIVITY:
                    phone.stack.pop_activity(activity.uid)

    # -- the screen ----------------------------------------------------------------------------------------

    @page
    def in_call(self, ui: Page) -> Node:
        """Who it is, how long it lasts, and the buttons."""
        call = ui.phone.telephony.call
        if call is None:
            last = ui.phone.telephony.calls()[:1]
            number = last[0].number if last else ""
            return self._frame(ui, number, "Call ended", space(grow=1))
        if call.state == "ringing":
            return self._frame(ui, call.number, "Incoming call", space(grow=1), self._answer_buttons(ui, call))
        if ui.get("keypad"):
            middle = column(
                text(ui, ui.get("tones", "") or " ", HEADLINE, color=_INK, text_align="center", rid=ID + "digits"),
                keypad(ui, lambda d: ui.put(tones=ui.get("tones", "") + d), _INK), gap=12, width=FILL,
            )  # fmt: skip
        else:
            middle = self._switches(ui, call)
        return self._frame(ui, call.number, self._status(ui, call), space(grow=1), middle, space(0, 32), self._end(ui))

    def _status(self, ui: Page, call: Call) -> str:
        if call.state == "dialing":
            return "Calling\u2026"
        if call.held:
            return "On hold"
        if not ui.prefs.flag("show_timer", True):
            return "Ongoing call"
        return duration(ui.seconds() - call.since_ms // 1000)

    def _frame(self, ui: Page, number: str, status: str, *parts: Node) -> Node:
        name = ui.phone.contacts.name_of(number)
        head = column(
            text(ui, status, BODY, color=_FAINT, text_align="center", rid=ID + "contactgrid_bottom_text"),
            text(ui, name, HEADLINE, color=_INK, text_align="center", lines=2, rid=ID + "contactgrid_contact_name"),
            *([text(ui, number, BODY, color=_FAINT, text_align="center")] if name != number else []),
            space(0, 16), face(ui, name, 112), gap=8, cross="center", width=FILL, pad=(24, 40, 24, 0),
        )  # fmt: skip
        return Node(
            kind="column", width=FILL, height=FILL, bg=_BACKGROUND, cls="android.widget.FrameLayout",
            children=(Node(kind="space", height=ui.inset_top), head, *parts, space(0, 48),
                      Node(kind="space", height=ui.inset_bottom)),
            on_back=(lambda: ui.put(keypad=None)) if ui.get("keypad") else None,
        )  # fmt: skip

    def _switches(self, ui: Page, call: Call) -> Node:
        telephony = ui.phone.telephony
        active = call.state == "active"
        cells = [
            self._toggle(ui, "microphone-off", "Mute", call.muted, lambda: telephony.switch_call(muted=not call.muted)),
            self._toggle(ui, "dialpad", "Keypad", False, lambda: ui.put(keypad=True)),
            self._toggle(
                ui, "volume-high", "Speaker", call.speaker, lambda: telephony.switch_call(speaker=not call.speaker)
            ),
            self._toggle(ui, "phone-plus", "Add call", False, None),
            self._toggle(ui, "video-outline", "Video call", False, None),
            self._toggle(
                ui, "pause", "Hold", call.held, (lambda: telephony.switch_call(held=not call.held)) if active else None
            ),
        ]
        return column(row(*cells[:3]), space(0, 24), row(*cells[3:]), width=FILL, pad=(16, 0))

    def _toggle(self, ui: Page, name: str, label: str, on: bool, on_tap: Callable[[], None] | None) -> Node:
        color = _DIM if on_tap is None else _BACKGROUND if on else _INK
        mark = Node(
            kind="box", width=dp(60), height=dp(60), radius=dp(30), bg=_INK if on else (52, 64, 92),
            children=(icon(ui, name, 26, color=color, gravity="cc"),),
        )  # fmt: skip
        caption = text(ui, label, LABEL + 2, color=_DIM if on_tap is None else _INK, cls="")
        return Node(
            kind="column", grow=1, cross="center", gap=dp(8), text=label, cls="android.widget.ToggleButton",
            flags=int(Flag.CHECKABLE) | (int(Flag.CHECKED) if on else 0), on_tap=on_tap, disabled=on_tap is None,
            children=(mark, caption),
        )  # fmt: skip

    def _end(self, ui: Page) -> Node:
        return row(
            self._round(ui, "phone-hangup", "End call", _RED, lambda: self.end_call(ui.phone), "incall_end_call"),
            align="center", width=FILL,
        )  # fmt: skip

    def _answer_buttons(self, ui: Page, call: Call) -> Node:
        buttons = (
            self._labelled(ui, "phone-hangup", "Decline", _RED, lambda: self.end_call(ui.phone, rejected=True)),
            self._labelled(
                ui, "message-text", "Message", (52, 64, 92),
                lambda: ui.choose("Reply with", responses(ui), then="decline_with", data=call.number),
            ),
            self._labelled(ui, "phone", "Answer", _GREEN, ui.phone.telephony.accept),
        )  # fmt: skip
        return row(*buttons, width=FILL, pad=(16, 0))

    def decline_with(self, ui: Page, index: int, number: str) -> None:
        """Declines a call and sends a quick response."""
        self.end_call(ui.phone, rejected=True)
        ui.phone.telephony.send_sms(number, responses(ui)[index])
        ui.toast("Message sent")

    def _labelled(self, ui: Page, name: str, label: str, color: Color, on_tap: Callable[[], object]) -> Node:
        return Node(
            kind="column", grow=1, cross="center", gap=dp(8),
            children=(self._round(ui, name, label, color, on_tap, ""), text(ui, label, LABEL + 2, color=_INK, cls="")),
        )  # fmt: skip

    def _round(self, ui: Page, name: str, desc: str, color: Color, on_tap: Callable[[], object], rid: str) -> Node:
        return Node(
            kind="box", width=dp(72), height=dp(72), radius=dp(36), bg=color, desc=desc, on_tap=on_tap,
            cls="android.widget.ImageButton", rid=ID + rid if rid else "",
            children=(icon(ui, name, 32, color=_INK, gravity="cc"),),
        )  # fmt: skip
