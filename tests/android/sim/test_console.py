"""The emulator console: one line in, OK or KO out."""

import pytest

from osgenesis.envs.android.sim.console import Console
from osgenesis.envs.android.sim.phone import Phone

OK = "OK\r\n"


@pytest.fixture
def phone() -> Phone:
    phone = Phone()
    phone.telephony.sms.execute("DELETE FROM sms")
    return phone


@pytest.fixture
def console(phone: Phone) -> Console:
    return Console(phone)


@pytest.mark.parametrize("text", ["hi", "It's 5 o'clock, isn't it?", "two  spaces ", "sms send 1 x", "ünï 🙂"])
def test_a_message_arrives_verbatim(phone: Phone, console: Console, text: str) -> None:
    assert console.run(f"sms send +15551234567 {text}\r\n") == OK
    (conversation,) = phone.telephony.conversations()
    assert (conversation.address, conversation.snippet) == ("+15551234567", text)


@pytest.mark.parametrize(
    "line", ["sms", "sms send", "sms send 123", "sms send abc hi", "nope", "gsm call", "gsm x 1",
             "geo fix a b", "geo fix 500 1", "avd nope", "power nope", "gsm accept 42"]
)  # fmt: skip
def test_a_mistake_is_answered_with_ko(console: Console, line: str) -> None:
    assert console.run(line).startswith("KO: ")


def test_a_call_rings_is_taken_and_ends(phone: Phone, console: Console) -> None:
    assert console.run("gsm call 123") == OK
    assert phone.telephony.call_state == 1
    assert console.run("gsm call 456").startswith("KO: the line is busy")
    assert "inbound from 123 : ringing" in console.run("gsm list")
    console.run("gsm accept 123")
    assert phone.telephony.call_state == 2
    console.run("gsm cancel 123")
    assert phone.telephony.call_state == 0


def test_the_place_the_battery_and_the_way_up_can_be_set(phone: Phone, console: Console) -> None:
    assert console.run("geo fix 9.5 47.1") == OK
    assert phone.settings.get("global", "mock_location") == "47.1,9.5"
    assert console.run("power capacity 42") == OK
    assert "capacity: 42" in console.run("power display")
    assert console.run("rotate") == OK
    assert phone.rotation == 1


def test_small_talk(console: Console) -> None:
    assert console.run("ping") == "I am alive!\r\n" + OK
    assert console.run("avd name").endswith(OK)
    assert "sms" in console.run("help")
    assert console.run("") == ""
    assert console.run("auth token") == OK
