"""Text messages in Simple SMS Messenger: send, answer, repeat, paste, pass on; and a note that also goes out by SMS."""

from __future__ import annotations

from typing import Any, ClassVar

import numpy as np

from osgenesis.envs.android.sim.apps.markor.notes import ROOT
from osgenesis.envs.android.sim.apps.messages import store
from osgenesis.envs.android.sim.phone import Phone
from osgenesis.envs.android.sim.telephony import SENT, SMS_PACKAGE, TELEPHONY_PACKAGE
from osgenesis.envs.android_world import words
from osgenesis.envs.android_world.base import PhoneTask, rows
from osgenesis.envs.android_world.notes import create_note
from osgenesis.envs.android_world.routines import Moves, launch, tap, type_in
from osgenesis.envs.android_world.storage import wipe
from osgenesis.envs.core.oracle import Screen
from osgenesis.envs.core.state import StateDiff
from osgenesis.envs.core.texts import fuzzy_match

SMS = f"{TELEPHONY_PACKAGE}/sms"
APP = "Simple SMS Messenger"
FIELD = "Type a message\u2026"
_WITHIN_MS = 300_000  # how far a message's time may be from the phone's
_PAUSE_MS = 5_000  # between messages that come in, and after the last one
_READING = frozenset({"read", "seen"})  # columns that opening a conversation changes
_MOST_OTHERS = 5
STREETS = (
    "Alder Lane", "Birch Street", "Canal Road", "Dover Avenue", "Elm Court", "Foundry Street", "Garden Row",
    "Harbor Drive", "Juniper Way", "Kingfisher Close", "Lantern Hill", "Mill Road",
)  # fmt: skip
TOWNS = ("Ashford", "Brookfield", "Clearwater", "Dunmore", "Eastvale", "Fairhaven", "Glenwood", "Hartley")


class SmsTask(PhoneTask):
    """A message to `number` with the text `message` has been sent and shows as sent.

    Reading conversations and leaving drafts is nobody's loss; any other change to what was there is.
    """

    apps: ClassVar[tuple[str, ...]] = (APP,)
    max_steps: ClassVar[int] = 12
    touches: ClassVar[tuple[str, ...]] = (
        f"{TELEPHONY_PACKAGE}/*",
        f"{SMS_PACKAGE}/drafts",
        f"{SMS_PACKAGE}/conversations",
    )

    @classmethod
    def sample_params(cls, rng: np.random.Generator) -> dict[str, Any]:
        """A number and a sentence."""
        return {"number": words.phone_number(rng), "message": words.pick(rng, words.SENTENCES)}

    def prepare(self, phone: Phone) -> None:
        """No messages, and no airplane mode to keep them from being sent."""
        phone.set_setting("global", "airplane_mode_on", "0")
        clear_messages(phone)

    def check(self, phone: Phone, diff: StateDiff, answer: str | None) -> float:
        """One new sent message, as asked, with the messenger in front."""
        return float(sent_as_asked(phone, diff, self.params["number"], self.params["message"]))


def clear_messages(phone: Phone) -> None:
    """Removes every message and conversation, with their notifications."""
    database = phone.telephony.sms
    database.execute("DELETE FROM sms")
    database.execute("DELETE FROM threads")
    own = store.database(phone)
    own.execute("DELETE FROM conversations")
    own.execute("DELETE FROM drafts")
    phone.notifications.cancel_all(SMS_PACKAGE)


def receive(phone: Phone, messages: list[list[str]]) -> None:
    """Lets messages (number, text) come in, some seconds apart."""
    for number, text in messages:
        phone.telephony.receive_sms(number, text)
        phone.clock.advance(_PAUSE_MS)
    phone.clock.advance(_PAUSE_MS)


def sent_as_asked(phone: Phone, diff: StateDiff, number: str, message: str) -> bool:
    """Whether exactly this message went out and every other one is as it was."""
    added = rows(diff, "row_added", SMS)
    if len(added) != 1 or rows(diff, "row_removed", SMS):
        return False
    for change in rows(diff, "row_changed", SMS):
        if {k for k in change.after if change.after[k] != change.before.get(k)} - _READING:
            return False
    row = added[0].after
    right = (
        row["type"] == SENT
        and same_number(str(row["address"]), number)
        and fuzzy_match(str(row["body"]), message)
        and abs(row["date"] - phone.clock.now_ms) <= _WITHIN_MS
    )
    in_front = phone.stack.top.package == SMS_PACKAGE
    return right and in_front and not any(e.text.startswith("Sending") for e in phone.elements())


def same_number(one: str, other: str) -> bool:
    """Whether two spellings are the same number: dashes and spaces don't count."""
    return _bare(one) == _bare(other)


def _bare(number: str) -> str:
    return number.replace("-", "").replace(" ", "")


def write_to(screen: Screen, number: str, message: str) -> Moves:
    """In the list of conversations: start a new one and send a text."""
    yield from tap(screen, description="New conversation")
    yield screen.type(number)
    yield from tap(screen, description="OK")
    yield from send(screen, message)


def send(screen: Screen, message: str) -> Moves:
    """In a conversation: type a text and send it."""
    yield from type_in(screen, message, hint=FIELD)
    yield from tap(screen, scroll=False, text="SMS")


class SimpleSmsSend(SmsTask):
    """A new message."""

    name: ClassVar[str] = "SimpleSmsSend"
    template: ClassVar[str] = "Text {number} with Simple SMS Messenger. The message should read: {message}"

    def oracle(self, screen: Screen) -> Moves:
        """Plus button, number, text, SMS."""
        yield from launch(screen, APP)
        yield from write_to(screen, self.params["number"], self.params["message"])


class SimpleSmsReply(SmsTask):
    """An answer to one of the people who wrote."""

    name: ClassVar[str] = "SimpleSmsReply"
    template: ClassVar[str] = "In Simple SMS Messenger, answer the text from {number} with: {message}"

    @classmethod
    def sample_params(cls, rng: np.random.Generator) -> dict[str, Any]:
        """What came in (number, text), one of them from the number to answer."""
        params = super().sample_params(rng)
        texts = words.pick_many(rng, words.SENTENCES, _MOST_OTHERS)
        count = int(rng.integers(0, _MOST_OTHERS))
        received = [[words.phone_number(rng), texts[i]] for i in range(count)]
        received.insert(int(rng.integers(0, count + 1)), [params["number"], texts[-1]])
        return {**params, "received": received}

    def prepare(self, phone: Phone) -> None:
        """The messages come in."""
        super().prepare(phone)
        receive(phone, self.params["received"])

    def oracle(self, screen: Screen) -> Moves:
        """Open the conversation, type, SMS."""
        yield from launch(screen, APP)
        yield from tap(screen, text=self.params["number"])
        yield from send(screen, self.params["message"])


class SimpleSmsReplyMostRecent(SmsTask):
    """An answer to whoever wrote last."""

    name: ClassVar[str] = "SimpleSmsReplyMostRecent"
    template: ClassVar[str] = "In Simple SMS Messenger, answer the newest text that came in with: {message}"

    @classmethod
    def sample_params(cls, rng: np.random.Generator) -> dict[str, Any]:
        """What came in (number, text), the last one from the number to answer."""
        params = super().sample_params(rng)
        texts = words.pick_many(rng, words.SENTENCES, _MOST_OTHERS + 1)
        received = [[words.phone_number(rng), texts[i]] for i in range(int(rng.integers(0, _MOST_OTHERS + 1)))]
        return {**params, "received": [*received, [params["number"], texts[-1]]]}

    def prepare(self, phone: Phone) -> None:
        """The messages come in."""
        super().prepare(phone)
        receive(phone, self.params["received"])

    def oracle(self, screen: Screen) -> Moves:
        """The first conversation of the list, type, SMS."""
        yield from launch(screen, APP)
        yield from tap(screen, resource_id="conversation_address")
        yield from send(screen, self.params["message"])


class SimpleSmsResend(SmsTask):
    """The last text to a contact, once more."""

    name: ClassVar[str] = "SimpleSmsResend"
    apps: ClassVar[tuple[str, ...]] = (APP, "Contacts")
    template: ClassVar[str] = (
        "{name} did not get the text I sent a moment ago. "
        "Send it to them again, word for word, in Simple SMS Messenger."
    )

    @classmethod
    def sample_params(cls, rng: np.random.Generator) -> dict[str, Any]:
        """A person beside number and sentence."""
        return {**super().sample_params(rng), "name": " ".join(words.person(rng))}

    def prepare(self, phone: Phone) -> None:
        """The contact, the message, and the request to say it again."""
        super().prepare(phone)
        add_contact(phone, self.params["name"], self.params["number"])
        phone.telephony.send_sms(self.params["number"], self.params["message"])
        phone.clock.advance(_PAUSE_MS)
        receive(phone, [[self.params["number"], "Sorry, something went wrong here. Could you send that again?"]])

    def oracle(self, screen: Screen) -> Moves:
        """Open the conversation, type the text again, SMS."""
        yield from launch(screen, APP)
        yield from tap(screen, text=self.params["name"])
        yield from send(screen, self.params["message"])


class SimpleSmsSendClipboardContent(SmsTask):
    """What is on the clipboard, as a message."""

    name: ClassVar[str] = "SimpleSmsSendClipboardContent"
    template: ClassVar[str] = (
        "Paste what is on the clipboard into a text to {number} and send it in Simple SMS Messenger."
    )

    def prepare(self, phone: Phone) -> None:
        """The text is on the clipboard."""
        super().prepare(phone)
        phone.clipboard = self.params["message"]

    def oracle(self, screen: Screen) -> Moves:
        """New conversation, long press, Paste, SMS."""
        yield from launch(screen, APP)
        yield from tap(screen, description="New conversation")
        yield screen.type(self.params["number"])
        yield from tap(screen, description="OK")
        yield screen.long_press(screen.need(hint=FIELD))
        yield from tap(screen, scroll=False, text="Paste")
        yield from tap(screen, scroll=False, text="SMS")


class SimpleSmsSendReceivedAddress(SmsTask):
    """An address that one person sent, passed on to another."""

    name: ClassVar[str] = "SimpleSmsSendReceivedAddress"
    apps: ClassVar[tuple[str, ...]] = (APP, "Contacts")
    max_steps: ClassVar[int] = 18
    template: ClassVar[str] = (
        "{name2} has just sent me the address of an event. Text that address to {name1} in Simple SMS Messenger."
    )

    @classmethod
    def sample_params(cls, rng: np.random.Generator) -> dict[str, Any]:
        """Two people with numbers, and an address."""
        first, last = words.pick_many(rng, words.FIRST_NAMES, 2), words.pick_many(rng, words.LAST_NAMES, 2)
        address = f"{int(rng.integers(1, 990))} {words.pick(rng, STREETS)}, {words.pick(rng, TOWNS)}"
        return {
            "name1": f"{first[0]} {last[0]}", "number": words.phone_number(rng), "name2": f"{first[1]} {last[1]}",
            "number2": words.phone_number(rng), "message": address,
        }  # fmt: skip

    def prepare(self, phone: Phone) -> None:
        """Both contacts, and the address from the second."""
        super().prepare(phone)
        add_contact(phone, self.params["name1"], self.params["number"])
        add_contact(phone, self.params["name2"], self.params["number2"])
        receive(phone, [[self.params["number2"], self.params["message"]]])

    def oracle(self, screen: Screen) -> Moves:
        """Read the address, write it to the other person, chosen from the contacts."""
        yield from launch(screen, APP)
        yield from tap(screen, text=self.params["name2"])
        address = screen.need(resource_id="thread_message_body").text
        yield screen.back()
        yield from tap(screen, description="New conversation")
        yield from tap(screen, text=self.params["name1"])
        yield from send(screen, address)


def add_contact(phone: Phone, name: str, number: str) -> None:
    """Saves a person with a number."""
    first, _, last = name.partition(" ")
    phone.contacts.add(first, last, [(number, "Mobile")])


class MarkorCreateNoteAndSms(SmsTask):
    """Half for the note, half for the message that holds the same text."""

    name: ClassVar[str] = "MarkorCreateNoteAndSms"
    apps: ClassVar[tuple[str, ...]] = ("Markor", APP)
    max_steps: ClassVar[int] = 18
    template: ClassVar[str] = (
        "Write a note called {file_name} in Markor that says: {text}\n"
        "Then text everything that is in the note to {number} with Simple SMS Messenger."
    )
    touches: ClassVar[tuple[str, ...]] = (*SmsTask.touches, f"{ROOT}/*")

    @classmethod
    def sample_params(cls, rng: np.random.Generator) -> dict[str, Any]:
        """A file name, a sentence and a number."""
        stem = "_".join(words.pick_many(rng, words.WORDS, 2))
        text = words.pick(rng, words.SENTENCES)
        return {
            "file_name": f"{stem}.{words.pick(rng, ('md', 'txt'))}",
            "text": text,
            "number": words.phone_number(rng),
        }

    def prepare(self, phone: Phone) -> None:
        """An empty notebook and no messages."""
        super().prepare(phone)
        wipe(phone)
        phone.files.mkdir(ROOT, parents=True, exist_ok=True)

    def check(self, phone: Phone, diff: StateDiff, answer: str | None) -> float:
        """The mean of both parts; a second file in the notebook spoils the first."""
        path = f"{ROOT}/{self.params['file_name']}"
        changed = [c for c in diff if c.kind.startswith("file")]
        written = (
            changed[0].after.text if len(changed) == 1 and changed[0].subject == path and changed[0].after else None
        )
        noted = written is not None and fuzzy_match(written.strip(), self.params["text"])
        sent = sent_as_asked(phone, diff, self.params["number"], self.params["text"])
        return (noted + sent) / 2

    def oracle(self, screen: Screen) -> Moves:
        """The note first, then the message."""
        yield from create_note(screen, self.params["file_name"], self.params["text"])
        yield screen.home()
        yield from launch(screen, APP)
        yield from write_to(screen, self.params["number"], self.params["text"])
