"""What the message tasks do not accept."""

from __future__ import annotations

import numpy as np
import pytest

from osgenesis.envs.android.sim.apps.markor.notes import ROOT
from osgenesis.envs.android.sim.phone import Phone
from osgenesis.envs.android_world.tasks import messages
from osgenesis.envs.android_world.tasks.messages import MarkorCreateNoteAndSms, SimpleSmsReply, SimpleSmsSend, SmsTask
from osgenesis.envs.core.actions import Action

SEED = 4
SMS_TASKS = [cls for cls in vars(messages).values() if isinstance(cls, type) and issubclass(cls, SmsTask)]


def started(cls: type[SmsTask], seed: int = SEED) -> tuple[SmsTask, Phone]:
    task = cls(cls.sample_params(np.random.default_rng(seed)))
    phone = Phone()
    task.initialize(phone)
    phone.perform(Action("open_app", app="Simple SMS Messenger"))
    return task, phone


@pytest.mark.parametrize("spell", [str, lambda n: n[:5] + "-" + n[5:8] + " " + n[8:]])
def test_dashes_and_spaces_in_the_number_do_not_count(spell: object) -> None:
    task, phone = started(SimpleSmsSend)
    phone.telephony.send_sms(spell(task.params["number"]), task.params["message"])  # type: ignore[operator]
    assert task.evaluate(phone, None) == 1.0


def test_letter_case_and_a_slip_do_not_count_but_another_text_does() -> None:
    for text, score in (("{} ".upper(), 1.0), ("{}!", 1.0), ("Something else entirely, {}", 0.0)):
        task, phone = started(SimpleSmsSend)
        phone.telephony.send_sms(task.params["number"], text.format(task.params["message"]))
        assert task.evaluate(phone, None) == score


def test_another_number_a_second_message_and_a_failed_one_score_nothing() -> None:
    task, phone = started(SimpleSmsSend)
    number, text = task.params["number"], task.params["message"]
    start = phone.snapshot()
    phone.telephony.send_sms(number[:-1] + "x", text)
    assert task.evaluate(phone, None) == 0.0
    phone.restore(start)
    phone.telephony.send_sms(number, text)
    phone.telephony.send_sms(number, text)
    assert task.evaluate(phone, None) == 0.0
    phone.restore(start)
    phone.set_setting("global", "airplane_mode_on", "1")
    phone.telephony.send_sms(number, text)
    assert task.evaluate(phone, None) == 0.0


def test_the_messenger_must_be_in_front() -> None:
    task, phone = started(SimpleSmsSend)
    phone.telephony.send_sms(task.params["number"], task.params["message"])
    phone.perform(Action("navigate_home"))
    assert task.evaluate(phone, None) == 0.0


def test_an_old_message_does_not_count() -> None:
    task, phone = started(SimpleSmsSend)
    phone.telephony.send_sms(task.params["number"], task.params["message"])
    phone.clock.advance(6 * 60_000)
    assert task.evaluate(phone, None) == 0.0


def test_reading_is_fine_deleting_is_not() -> None:
    task, phone = started(SimpleSmsReply)
    phone.telephony.mark_read(phone.telephony.conversations()[-1].thread_id)
    phone.telephony.send_sms(task.params["number"], task.params["message"])
    assert task.evaluate(phone, None) == 1.0
    phone.telephony.delete_message(phone.telephony.sms.scalar("SELECT MIN(_id) FROM sms"))
    assert task.evaluate(phone, None) == 0.0


def test_a_saved_contact_is_a_side_effect() -> None:
    task, phone = started(SimpleSmsSend)
    phone.telephony.send_sms(task.params["number"], task.params["message"])
    phone.contacts.add("New", "Person", [("1", "Mobile")])
    assert task.evaluate(phone, None) == 0.0


def test_note_and_message_each_count_half() -> None:
    task, phone = started(MarkorCreateNoteAndSms)
    start = phone.snapshot()
    path, text = f"{ROOT}/{task.params['file_name']}", task.params["text"]
    phone.files.write(path, text + "\n")
    assert task.evaluate(phone, None) == 0.5
    phone.telephony.send_sms(task.params["number"], text)
    assert task.evaluate(phone, None) == 1.0
    phone.restore(start)
    phone.telephony.send_sms(task.params["number"], text)
    assert task.evaluate(phone, None) == 0.5


@pytest.mark.parametrize("cls", [c for c in SMS_TASKS if c is not SmsTask], ids=lambda c: c.__name__)
def test_nothing_pops_up_over_the_home_screen_at_the_start(cls: type[SmsTask]) -> None:
    task = cls(cls.sample_params(np.random.default_rng(SEED)))
    phone = Phone()
    task.initialize(phone)
    assert not any(e.resource_id.endswith("heads_up_row") or e.text == "Reply" for e in phone.elements())
