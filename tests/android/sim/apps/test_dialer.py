"""The dialer: placing, taking and ending calls, the call log, contacts, settings."""

from __future__ import annotations

from typing import Any

import pytest

from osgenesis.envs.android.sim.apps.dialer.look import t9
from osgenesis.envs.android.sim.intents import ACTION_CALL, ACTION_DIAL, Intent
from osgenesis.envs.android.sim.phone import Phone
from osgenesis.envs.android.sim.telephony import CALL_IN, CALL_MISSED, CALL_OUT, CALL_REJECTED, DIALER_PACKAGE
from osgenesis.envs.core.actions import Action
from osgenesis.envs.core.oracle import Screen

ADA = "5550101234"


class Hand:
    """A person with the dialer open, an empty call log and one contact."""

    def __init__(self) -> None:
        self.phone = Phone()
        self.phone.telephony.call_log.execute("DELETE FROM calls")
        self.phone.contacts.add("Ada", "Byron", [(ADA, "Mobile")])
        self.phone.perform(Action("open_app", app="Phone"))

    @property
    def screen(self) -> Screen:
        return Screen(self.phone.elements(), self.phone.screen_size)

    def has(self, label: str) -> bool:
        return self.screen.has(label)

    def tap(self, label: str) -> None:
        screen = self.screen
        self.phone.perform(screen.tap(screen.need(where=lambda e: label in (e.text, e.description))))

    def type(self, text: str, **what: Any) -> None:
        self.phone.perform(self.screen.type(text, self.screen.need(**what)))

    def wait(self, seconds: int) -> None:
        for _ in range(seconds):
            self.phone.perform(Action("wait"))

    def dial(self, number: str) -> None:
        self.tap("key pad")
        for digit in number:
            self.phone.perform(self.screen.tap(self.screen.need(text=digit, class_name="FrameLayout")))
        self.tap("dial")

    def log(self) -> list[tuple[str, int, int]]:
        return [(c.number, c.type, c.duration_s) for c in self.phone.telephony.calls()]


@pytest.fixture
def hand() -> Hand:
    return Hand()


def test_a_dialed_call_is_answered_counts_seconds_and_is_logged(hand: Hand) -> None:
    hand.dial("5559876")
    assert hand.has("Calling\u2026")
    assert hand.phone.telephony.call_state == 2
    hand.wait(5)
    assert any(e.text.startswith("00:0") for e in hand.screen.elements)
    hand.tap("End call")
    assert hand.has("Call ended")
    number, kind, seconds = hand.log()[0]
    assert (number, kind) == ("5559876", CALL_OUT)
    assert 1 <= seconds <= 6
    hand.wait(3)
    assert hand.has("Recents")
    assert hand.phone.telephony.call_state == 0


def test_mute_speaker_hold_and_keypad(hand: Hand) -> None:
    hand.dial("5559876")
    hand.wait(5)
    for button, state in (("Mute", "muted"), ("Speaker", "speaker"), ("Hold", "held")):
        hand.tap(button)
        assert getattr(hand.phone.telephony.call, state)
    assert hand.has("On hold")
    hand.tap("Keypad")
    hand.tap("5,JKL")
    assert hand.screen.need(resource_id="digits").text == "5"


def test_an_incoming_call_is_answered_from_its_notification(hand: Hand) -> None:
    hand.phone.perform(Action("navigate_home"))
    hand.phone.console(f"gsm call {ADA}")
    assert hand.has("Ada Byron")
    hand.tap("Answer")
    assert hand.phone.context()["activity"].endswith("InCallActivity")
    hand.wait(3)
    hand.phone.console(f"gsm cancel {ADA}")
    assert hand.log()[0][:2] == (ADA, CALL_IN)
    hand.wait(3)
    assert not hand.phone.context()["activity"].endswith("InCallActivity")


def test_an_incoming_call_can_be_declined_with_a_text(hand: Hand) -> None:
    hand.phone.console(f"gsm call {ADA}")
    hand.phone.perform(Action("swipe", x=500, y=5, to_x=500, to_y=1500))
    hand.tap("Incoming call")
    hand.tap("Message")
    hand.tap("I'll call you later.")
    assert hand.log()[0][:2] == (ADA, CALL_REJECTED)
    assert hand.phone.telephony.sms.query("SELECT address, body FROM sms WHERE type = 2 ORDER BY _id DESC LIMIT 1") == [
        (ADA, "I'll call you later.")
    ]


def test_a_missed_call_is_red_in_the_log_until_it_is_seen(hand: Hand) -> None:
    hand.tap("Contacts")
    hand.phone.console(f"gsm call {ADA}")
    hand.phone.console(f"gsm cancel {ADA}")
    assert hand.log() == [(ADA, CALL_MISSED, 0)]
    assert any(n.title == "Missed call" for n in hand.phone.notifications.active())
    hand.tap("Recents")
    assert hand.has("Missed call")
    assert not any(n.title == "Missed call" for n in hand.phone.notifications.active())


def test_blocked_numbers_do_not_ring(hand: Hand) -> None:
    hand.phone.telephony.block("555-010-1234")
    assert "KO" in hand.phone.console(f"gsm call {ADA}")
    assert hand.log() == []


def test_keys_spell_names() -> None:
    assert t9("Ada") == "232"


def test_typed_keys_suggest_contacts_and_a_tap_calls(hand: Hand) -> None:
    hand.tap("key pad")
    for key in ("2,ABC", "3,DEF", "2,ABC"):
        hand.tap(key)
    hand.tap("Ada Byron")
    assert hand.phone.telephony.call is not None
    assert hand.phone.telephony.call.number == ADA


def test_the_digits_can_be_typed_and_erased(hand: Hand) -> None:
    hand.tap("key pad")
    hand.type("5551", resource_id="digits")
    hand.tap("backspace")
    assert hand.screen.need(resource_id="digits").text == "555"


def test_dial_intents_fill_the_pad_in_and_call_intents_call(hand: Hand) -> None:
    hand.phone.activities.start(Intent(ACTION_DIAL, data="tel:555%200199"))
    assert hand.screen.need(resource_id="digits").text == "555 0199"
    assert hand.phone.telephony.call is None
    hand.phone.activities.start(Intent(ACTION_CALL, data="tel:5550188"))
    assert hand.has("Calling\u2026")
    hand.phone.perform(Action("key", key="KEYCODE_ENDCALL"))
    assert hand.log()[0][:2] == ("5550188", CALL_OUT)


def test_airplane_mode_keeps_calls_from_being_placed(hand: Hand) -> None:
    hand.phone.set_setting("global", "airplane_mode_on", "1")
    hand.dial("5559")
    assert hand.phone.telephony.call is None
    assert hand.phone.shown_toast() == "Turn off airplane mode to make a call"


def test_recents_group_calls_in_a_row_call_back_and_delete(hand: Hand) -> None:
    for _ in range(2):
        hand.phone.telephony.log_call("5550177", CALL_OUT, 10)
    assert hand.has("5550177 (2)")
    hand.tap("5550177 (2)")
    hand.tap("Delete")
    assert hand.log() == []


def test_the_history_is_cleared_after_a_question(hand: Hand) -> None:
    hand.phone.telephony.log_call("5550177", CALL_OUT, 10)
    hand.tap("More options")
    hand.tap("Call history")
    hand.tap("More options")
    hand.tap("Clear call history")
    assert hand.log()
    hand.tap("Clear")
    assert hand.log() == []


def test_favorites_are_chosen_from_the_contacts_and_called_by_a_tap(hand: Hand) -> None:
    hand.tap("Favorites")
    hand.tap("Add a favorite")
    hand.tap("Ada Byron")
    assert hand.phone.contacts.all()[0].starred
    hand.tap("Ada Byron")
    assert hand.has("Calling\u2026")


def test_search_finds_contacts_and_dials_numbers(hand: Hand) -> None:
    hand.type("byr", hint="Search contacts")
    assert hand.has("Ada Byron")
    hand.phone.perform(hand.screen.type("5550166", hand.screen.need(resource_id="search_action_bar"), clear=True))
    hand.tap("Call 5550166")
    assert hand.has("Calling\u2026")


def test_asking_before_a_call_is_a_setting(hand: Hand) -> None:
    hand.phone.preferences(DIALER_PACKAGE).put("confirm_call", True)
    hand.dial("5559")
    assert hand.phone.telephony.call is None
    hand.tap("Call")
    assert hand.phone.telephony.call is not None


def test_a_snapshot_keeps_a_call_going(hand: Hand) -> None:
    hand.dial("5559")
    hand.wait(4)
    snapshot, before = hand.phone.snapshot(), hand.phone.elements()
    hand.tap("End call")
    hand.phone.restore(snapshot)
    assert hand.phone.elements() == before
    hand.tap("End call")
    assert hand.log()[0][0] == "5559"
