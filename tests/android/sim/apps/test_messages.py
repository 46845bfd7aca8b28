"""Simple SMS Messenger, through taps and typed text."""

from __future__ import annotations

from typing import Any

import pytest

from osgenesis.envs.android.sim.apps.messages import store
from osgenesis.envs.android.sim.intents import ACTION_SEND, ACTION_SENDTO, Intent
from osgenesis.envs.android.sim.phone import Phone
from osgenesis.envs.android.sim.telephony import FAILED, INBOX, SENT
from osgenesis.envs.core.actions import Action
from osgenesis.envs.core.oracle import Screen

FIELD = "Type a message\u2026"
APP = "Simple SMS Messenger"
ANN, BEN = "+15550101001", "+15550101002"


class Hand:
    """A person with the messenger open and two conversations: Ann (a contact) and a number."""

    def __init__(self) -> None:
        self.phone = Phone()
        self.phone.settings.put("global", "heads_up_notifications_enabled", "0")
        self.phone.telephony.sms.execute("DELETE FROM sms")
        self.phone.telephony.sms.execute("DELETE FROM threads")
        self.phone.contacts.add("Ann", "Lee", [(ANN, "Mobile")])
        self.phone.telephony.receive_sms(BEN, "Where are you?")
        self.phone.clock.advance(60_000)
        self.phone.telephony.receive_sms(ANN, "Lunch at noon?")
        self.open()

    def open(self) -> None:
        self.phone.perform(Action("open_app", app=APP))

    @property
    def screen(self) -> Screen:
        return Screen(self.phone.elements(), self.phone.screen_size)

    def has(self, label: str) -> bool:
        return self.screen.has(label)

    def tap(self, label: str) -> None:
        screen = self.screen
        self.phone.perform(screen.tap(screen.need(where=lambda e: label in (e.text, e.description))))

    def hold(self, text: str) -> None:
        self.phone.perform(self.screen.long_press(self.screen.need(text=text)))

    def type(self, text: str, hint: str = "", **more: Any) -> None:
        self.phone.perform(self.screen.type(text, self.screen.need(hint=hint) if hint else None, **more))

    def back(self) -> None:
        self.phone.perform(Action("navigate_back"))

    def menu(self, entry: str) -> None:
        self.tap("More options")
        self.tap(entry)

    def send(self, text: str) -> None:
        self.type(text, FIELD)
        self.tap("SMS")

    def messages(self) -> list[tuple[str, int, str]]:
        return self.phone.telephony.sms.query("SELECT address, type, body FROM sms ORDER BY _id")

    def titles(self) -> list[str]:
        return [e.text for e in self.screen.find_all(resource_id="conversation_address")]


@pytest.fixture
def hand() -> Hand:
    return Hand()


def test_conversations_show_name_or_number_and_newest_text_first(hand: Hand) -> None:
    assert hand.titles() == ["Ann Lee", BEN]
    assert hand.has("Lunch at noon?")


def test_a_message_to_a_new_number_is_stored_as_sent_now(hand: Hand) -> None:
    hand.tap("New conversation")
    hand.type("555 010-2000")
    hand.tap("OK")
    hand.send("Good morning")
    assert hand.messages()[-1] == ("555 010-2000", SENT, "Good morning")
    date = hand.phone.telephony.sms.scalar("SELECT date FROM sms WHERE body = 'Good morning'")
    assert 0 <= hand.phone.clock.now_ms - date < 5_000
    assert hand.has("Good morning")
    assert hand.screen.need(resource_id="thread_type_message").text == FIELD


@pytest.mark.parametrize("typed", ["Ann Lee", "ann lee"])
def test_a_contact_can_be_named_instead_of_the_number(hand: Hand, typed: str) -> None:
    hand.tap("New conversation")
    hand.type(typed, press_enter=True)
    hand.send("Yes")
    assert hand.messages()[-1] == (ANN, SENT, "Yes")


def test_a_suggested_contact_opens_the_conversation(hand: Hand) -> None:
    hand.tap("New conversation")
    hand.type("lee")
    hand.tap("Ann Lee")
    assert hand.has("Lunch at noon?")


def test_words_that_are_no_number_are_refused(hand: Hand) -> None:
    hand.tap("New conversation")
    hand.type("nobody")
    hand.tap("OK")
    assert hand.phone.shown_toast() == "Please enter a phone number"


def test_nothing_is_sent_from_an_empty_field(hand: Hand) -> None:
    hand.tap(BEN)
    before = hand.messages()
    hand.tap("SMS")
    hand.type("   ", FIELD)
    hand.tap("SMS")
    assert hand.messages() == before


def test_opening_a_conversation_reads_it_and_takes_its_notification(hand: Hand) -> None:
    assert len(hand.phone.notifications.active()) == 2
    hand.tap("Ann Lee")
    assert [n.title for n in hand.phone.notifications.active()] == [BEN]
    assert hand.phone.telephony.sms.query("SELECT read FROM sms WHERE address = ?", (ANN,)) == [(1,)]


def test_an_unsent_text_becomes_a_draft_and_comes_back(hand: Hand) -> None:
    hand.tap("Ann Lee")
    hand.type("Maybe at", FIELD)
    hand.back()
    hand.back()
    assert hand.has("Draft:")
    hand.phone.activities.force_stop(store.PACKAGE)
    hand.open()
    hand.tap("Ann Lee")
    assert hand.has("Maybe at")
    hand.tap("SMS")
    assert hand.messages()[-1] == (ANN, SENT, "Maybe at")
    assert store.drafts(hand.phone) == {}


def test_without_network_a_message_fails_and_a_touch_retries(hand: Hand) -> None:
    hand.phone.set_setting("global", "airplane_mode_on", "1")
    hand.tap("Ann Lee")
    hand.send("Hello")
    assert hand.messages()[-1] == (ANN, FAILED, "Hello")
    hand.phone.set_setting("global", "airplane_mode_on", "0")
    hand.tap("Not sent. Touch to retry.")
    assert hand.messages()[-1] == (ANN, SENT, "Hello")


def test_a_held_message_can_be_copied_forwarded_and_deleted(hand: Hand) -> None:
    hand.tap("Ann Lee")
    hand.hold("Lunch at noon?")
    hand.tap("Copy to clipboard")
    assert hand.phone.clipboard == "Lunch at noon?"

    hand.hold("Lunch at noon?")
    hand.menu("Forward")
    hand.type(BEN, press_enter=True)
    hand.tap("SMS")
    assert hand.messages()[-1] == (BEN, SENT, "Lunch at noon?")
    hand.back()

    hand.hold("Lunch at noon?")
    hand.tap("Delete")
    hand.tap("No")
    assert (ANN, INBOX, "Lunch at noon?") in hand.messages()
    hand.tap("Delete")
    hand.tap("Yes")
    assert (ANN, INBOX, "Lunch at noon?") not in hand.messages()


def test_properties_name_sender_and_time(hand: Hand) -> None:
    hand.tap("Ann Lee")
    hand.hold("Lunch at noon?")
    hand.menu("Properties")
    shown = hand.screen.need(resource_id="message").text
    assert "Sender: Ann Lee" in shown
    assert "October 15, 2023, 15:35" in shown


def test_conversations_are_deleted_after_a_question(hand: Hand) -> None:
    hand.hold(BEN)
    hand.tap("Delete")
    assert hand.has("Are you sure you want to delete 1 conversation?")
    hand.tap("Yes")
    assert hand.titles() == ["Ann Lee"]
    assert hand.messages() == [(ANN, INBOX, "Lunch at noon?")]


def test_pinned_conversations_come_first(hand: Hand) -> None:
    hand.hold(BEN)
    hand.menu("Pin conversation")
    assert hand.titles() == [BEN, "Ann Lee"]


def test_archived_conversations_leave_the_list_and_come_back(hand: Hand) -> None:
    hand.hold(BEN)
    hand.menu("Archive")
    assert hand.titles() == ["Ann Lee"]
    hand.menu("Show archived conversations")
    assert hand.titles() == [BEN]
    hand.hold(BEN)
    hand.menu("Unarchive")
    hand.back()
    assert hand.titles() == ["Ann Lee", BEN]


def test_a_new_message_brings_a_conversation_back_from_the_archive(hand: Hand) -> None:
    hand.hold(BEN)
    hand.menu("Archive")
    hand.phone.console(f"sms send {BEN} Hello?")
    assert hand.titles() == [BEN, "Ann Lee"]


def test_a_conversation_can_be_renamed(hand: Hand) -> None:
    hand.hold(BEN)
    hand.menu("Rename conversation")
    hand.type("Ben", clear=True)
    hand.tap("OK")
    assert hand.titles() == ["Ann Lee", "Ben"]


def test_search_finds_names_and_texts(hand: Hand) -> None:
    hand.type("where", "Search")
    assert hand.has("Where are you?")
    assert not hand.has("Ann Lee")
    hand.back()
    hand.back()
    assert hand.titles() == ["Ann Lee", BEN]


def test_blocked_numbers_and_words_are_turned_away(hand: Hand) -> None:
    hand.hold(BEN)
    hand.menu("Block number")
    hand.tap("Yes")
    store.add_keyword(hand.phone, "lottery")
    before = hand.messages()
    hand.phone.console(f"sms send {BEN} Again")
    hand.phone.console("sms send 5550199 You won the LOTTERY")
    assert hand.messages() == before
    hand.phone.console("sms send 5550199 You won")
    assert hand.messages()[-1] == ("5550199", INBOX, "You won")


def test_a_message_into_the_open_conversation_is_read_at_once(hand: Hand) -> None:
    hand.tap("Ann Lee")
    hand.phone.console(f"sms send {ANN} Still there?")
    assert hand.has("Still there?")
    assert hand.phone.telephony.sms.query("SELECT COUNT(*) FROM sms WHERE read = 0") == [(1,)]
    assert [n.title for n in hand.phone.notifications.active()] == [BEN]


def test_a_scheduled_message_goes_out_at_its_time_even_after_a_force_stop(hand: Hand) -> None:
    hand.tap("Ann Lee")
    hand.type("Later", FIELD)
    hand.tap("Attachment")
    hand.tap("Schedule message")
    hand.tap("OK")
    hand.tap("OK")
    assert hand.has("Scheduled for 16:00")
    assert (ANN, SENT, "Later") not in hand.messages()
    hand.phone.activities.force_stop(store.PACKAGE)
    hand.open()
    hand.phone.clock.advance(30 * 60_000)
    hand.phone.perform(Action("wait"))
    assert hand.messages()[-1] == (ANN, SENT, "Later")


@pytest.mark.parametrize(
    ("title", "key"),
    [("Send message on pressing Enter", "send_on_enter"), ("Enable delivery reports", "enable_delivery_reports")],
)
def test_settings_are_kept(hand: Hand, title: str, key: str) -> None:
    hand.menu("Settings")
    hand.tap(title)
    hand.phone.activities.force_stop(store.PACKAGE)
    assert hand.phone.preferences(store.PACKAGE).flag(key)


def test_enter_sends_where_the_settings_say_so(hand: Hand) -> None:
    hand.phone.preferences(store.PACKAGE).put("send_on_enter", True)
    hand.tap("Ann Lee")
    hand.type("Off I go", FIELD, press_enter=True)
    assert hand.messages()[-1] == (ANN, SENT, "Off I go")


def test_the_counter_counts(hand: Hand) -> None:
    hand.phone.preferences(store.PACKAGE).put("show_character_counter", True)
    hand.tap("Ann Lee")
    hand.type("12345", FIELD)
    assert hand.has("5/160")


def test_sendto_opens_the_conversation_with_the_text_and_a_control_called_sms(hand: Hand) -> None:
    hand.phone.activities.start(Intent(ACTION_SENDTO, data=f"sms:{BEN}", extras=(("sms_body", "On my way"),)))
    assert hand.phone.context()["app"] == store.PACKAGE
    assert hand.has("On my way")
    hand.tap("SMS")
    assert hand.messages()[-1] == (BEN, SENT, "On my way")


def test_a_shared_text_waits_for_its_recipient(hand: Hand) -> None:
    hand.phone.activities.start(
        Intent(ACTION_SEND, mime="text/plain", extras=(("android.intent.extra.TEXT", "Look"),), package=store.PACKAGE)
    )
    hand.type(BEN, press_enter=True)
    hand.tap("SMS")
    assert hand.messages()[-1] == (BEN, SENT, "Look")


def test_exported_messages_can_be_imported_again(hand: Hand) -> None:
    path = store.export(hand.phone, "backup")
    before = hand.messages()
    hand.phone.telephony.sms.execute("DELETE FROM sms")
    assert store.import_file(hand.phone, path) == 2
    assert hand.messages() == before
    assert store.import_file(hand.phone, path) == 0


def test_a_snapshot_keeps_a_half_typed_text(hand: Hand) -> None:
    hand.tap("Ann Lee")
    hand.type("Half a", FIELD)
    snapshot, before = hand.phone.snapshot(), hand.phone.elements()
    hand.tap("SMS")
    hand.phone.restore(snapshot)
    assert hand.phone.elements() == before
    hand.tap("SMS")
    assert hand.messages()[-1] == (ANN, SENT, "Half a")
