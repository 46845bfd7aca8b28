"""Messages, calls and contacts over the providers' tables."""

import pytest

from osgenesis.envs.android.sim.contacts import significant_digits
from osgenesis.envs.android.sim.phone import Phone
from osgenesis.envs.android.sim.telephony import (
    CALL_IN,
    CALL_MISSED,
    CALL_OUT,
    CALL_REJECTED,
    FAILED,
    IDLE,
    INBOX,
    OFFHOOK,
    RINGING,
    SENT,
    SMS_DB,
)
from osgenesis.envs.core.errors import BackendError


@pytest.fixture
def phone() -> Phone:
    phone = Phone()
    phone.telephony.sms.execute("DELETE FROM sms")
    phone.telephony.sms.execute("DELETE FROM threads")
    phone.telephony.call_log.execute("DELETE FROM calls")
    for contact in phone.contacts.all():
        phone.contacts.delete(contact.id)
    for note in phone.notifications.active():
        phone.notifications.cancel_key(note.key)
    return phone


def test_an_incoming_message_is_stored_unread_and_announced(phone: Phone) -> None:
    phone.contacts.add("Ann", "Lee", [("+1 555-123-4567", "Mobile")])
    message_id = phone.telephony.receive_sms("15551234567", "Hello, it's me")
    (conversation,) = phone.telephony.conversations()
    assert (conversation.title, conversation.unread, conversation.snippet) == (
        "Ann Lee", 1, "Hello, it's me",
    )  # fmt: skip
    (message,) = phone.telephony.messages(conversation.thread_id)
    assert (message.id, message.type, message.read) == (message_id, INBOX, False)
    assert message.date_ms == phone.clock.now_ms
    (note,) = phone.notifications.active()
    assert (note.title, note.heads_up) == ("Ann Lee", True)
    phone.telephony.mark_read(conversation.thread_id)
    assert phone.notifications.active() == ()
    assert phone.telephony.conversations()[0].unread == 0


def test_numbers_that_differ_in_punctuation_are_one_conversation(phone: Phone) -> None:
    phone.telephony.send_sms("+1 (555) 123-4567", "a")
    phone.telephony.receive_sms("5551234567", "b")
    assert len(phone.telephony.conversations()) == 1
    assert significant_digits("+1 (555) 123-4567") == "5551234567"


def test_a_message_in_airplane_mode_fails_and_can_be_sent_again(phone: Phone) -> None:
    phone.settings.put("global", "airplane_mode_on", 1)
    message_id = phone.telephony.send_sms("123", "hi")
    thread = phone.telephony.thread_of("123")
    assert phone.telephony.messages(thread)[0].type == FAILED
    phone.settings.put("global", "airplane_mode_on", 0)
    phone.telephony.resend_sms(message_id)
    assert phone.telephony.messages(thread)[0].type == SENT


def test_a_message_needs_a_number(phone: Phone) -> None:
    with pytest.raises(BackendError, match="number"):
        phone.telephony.send_sms(" ", "hi")


def test_wiping_the_tables_with_sql_leaves_a_working_phone(phone: Phone) -> None:
    phone.telephony.send_sms("123", "old")
    database = phone.databases.open(SMS_DB)
    database.execute("DELETE FROM sms")
    database.execute("DELETE FROM threads")
    phone.telephony.send_sms("123", "new")
    assert [c.snippet for c in phone.telephony.conversations()] == ["new"]


def test_a_thread_goes_with_its_last_message(phone: Phone) -> None:
    message_id = phone.telephony.send_sms("123", "only")
    phone.telephony.delete_message(message_id)
    assert phone.telephony.conversations() == []
    assert phone.telephony.sms.scalar("SELECT COUNT(*) FROM threads") == 0


@pytest.mark.parametrize(
    ("accepted", "rejected", "kind", "seconds"),
    [(True, False, CALL_IN, 90), (False, False, CALL_MISSED, 0), (False, True, CALL_REJECTED, 0)],
)
def test_an_incoming_call_ends_in_the_log(
    phone: Phone, accepted: bool, rejected: bool, kind: int, seconds: int
) -> None:
    assert phone.telephony.ring("123")
    assert phone.telephony.call_state == RINGING
    assert not phone.telephony.dial("456")  # the line is busy
    if accepted:
        phone.telephony.accept()
        assert phone.telephony.call_state == OFFHOOK
    phone.clock.advance(90_000)
    phone.telephony.hang_up(rejected=rejected)
    assert phone.telephony.call_state == IDLE
    (entry,) = phone.telephony.calls()
    assert (entry.number, entry.type, entry.duration_s) == ("123", kind, seconds)


def test_an_outgoing_call_ends_in_the_log(phone: Phone) -> None:
    phone.telephony.dial("123")
    phone.telephony.hang_up()
    assert phone.telephony.calls()[0].type == CALL_OUT


def test_the_current_call_is_part_of_a_snapshot(phone: Phone) -> None:
    phone.telephony.ring("123")
    snapshot = phone.snapshot()
    phone.telephony.hang_up()
    phone.restore(snapshot)
    assert phone.telephony.call_state == RINGING
    assert phone.telephony.calls() == []


def test_contacts_are_found_by_name_and_number_and_can_change(phone: Phone) -> None:
    contact_id = phone.contacts.add("Ann", "Lee", [("555 0001", "Work")], [("a@b.c", "Home")])
    assert [c.id for c in phone.contacts.search("lee")] == [contact_id]
    assert phone.contacts.name_of("5550001") == "Ann Lee"
    assert phone.contacts.name_of("42") == "42"
    phone.contacts.update(contact_id, "Anna", "Lee", [("555 0002", "Home")], company="X")
    contact = phone.contacts.get(contact_id)
    assert contact is not None
    assert (contact.display_name, contact.company) == ("Anna Lee", "X")
    assert (contact.phones, contact.emails) == ((("555 0002", "Home"),), ())
    phone.contacts.set_starred(contact_id, True)
    assert [c.starred for c in phone.contacts.all()] == [True]
    phone.contacts.delete(contact_id)
    assert phone.contacts.all() == []
