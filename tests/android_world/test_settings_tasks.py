"""What the tasks about settings and apps in front accept."""

from __future__ import annotations

import pytest

from osgenesis.envs.android.sim.phone import Phone
from osgenesis.envs.android_world.base import PhoneTask
from osgenesis.envs.android_world.tasks.foreground import OpenAppTaskEval, TurnOnWifiAndOpenApp
from osgenesis.envs.android_world.tasks.settings import (
    SystemBrightnessMax,
    SystemBrightnessMin,
    SystemWifiTurnOff,
    SystemWifiTurnOn,
    TurnOffWifiAndTurnOnBluetooth,
)
from osgenesis.envs.core.actions import Action


def started(task: PhoneTask) -> Phone:
    phone = Phone()
    task.initialize(phone)
    return phone


@pytest.mark.parametrize(("level", "score"), [("255", 1.0), ("254", 0.0), ("1", 0.0)])
def test_only_the_very_end_is_the_maximum(level: str, score: float) -> None:
    task = SystemBrightnessMax({"max_or_min": "max"})
    phone = started(task)
    phone.set_setting("system", "screen_brightness", level)
    assert task.evaluate(phone, None) == score


def test_the_minimum_is_one() -> None:
    task = SystemBrightnessMin({"max_or_min": "min"})
    phone = started(task)
    assert task.evaluate(phone, None) == 0.0
    phone.set_setting("system", "screen_brightness", "1")
    assert task.evaluate(phone, None) == 1.0


@pytest.mark.parametrize(("value", "score"), [("1", 1.0), ("2", 1.0), ("0", 0.0)])
def test_wifi_is_also_on_within_airplane_mode(value: str, score: float) -> None:
    task = SystemWifiTurnOn({"on_or_off": "on"})
    phone = started(task)
    phone.set_setting("global", "wifi_on", value)
    assert task.evaluate(phone, None) == score


def test_airplane_mode_is_no_way_to_turn_wifi_off() -> None:
    task = SystemWifiTurnOff({"on_or_off": "off"})
    phone = started(task)
    phone.set_setting("global", "airplane_mode_on", "1")
    assert phone.settings.get("global", "wifi_on") == "0"
    assert task.evaluate(phone, None) == 0.0


def test_half_of_two_radios_is_half_the_score() -> None:
    task = TurnOffWifiAndTurnOnBluetooth({})
    phone = started(task)
    assert task.evaluate(phone, None) == 0.0
    phone.set_setting("global", "wifi_on", "0")
    assert task.evaluate(phone, None) == 0.5
    phone.set_setting("global", "bluetooth_on", "1")
    assert task.evaluate(phone, None) == 1.0


def test_wifi_without_the_app_is_half_the_score() -> None:
    task = TurnOnWifiAndOpenApp({"app_name": "contacts"})
    phone = started(task)
    phone.set_setting("global", "wifi_on", "1")
    assert task.evaluate(phone, None) == 0.5
    phone.perform(Action("open_app", app="Contacts"))
    assert task.evaluate(phone, None) == 1.0


def test_the_app_must_be_in_front_at_the_end() -> None:
    task = OpenAppTaskEval({"app_name": "settings"})
    phone = started(task)
    phone.perform(Action("open_app", app="Settings"))
    assert task.evaluate(phone, None) == 1.0
    phone.go_home()
    assert task.evaluate(phone, None) == 0.0


def test_a_row_changed_on_the_way_is_a_side_effect() -> None:
    task = SystemWifiTurnOff({"on_or_off": "off"})
    phone = started(task)
    phone.set_setting("global", "wifi_on", "0")
    phone.contacts.database.insert("contacts", {"display_name": "Somebody"})
    assert task.evaluate(phone, None) == 0.0
