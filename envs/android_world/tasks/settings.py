"""Settings: Wi-Fi, Bluetooth and brightness, judged by the settings provider."""

from __future__ import annotations

from typing import Any, ClassVar

import numpy as np

from osgenesis.envs.android.sim.phone import Phone
from osgenesis.envs.android_world.base import PhoneTask
from osgenesis.envs.android_world.routines import Moves, launch, tap
from osgenesis.envs.core.oracle import Screen
from osgenesis.envs.core.state import Change, StateDiff

WIFI, BLUETOOTH, BRIGHTNESS = "global/wifi_on", "global/bluetooth_on", "system/screen_brightness"
COMPANIONS = ("global/wifi_connected_ssid", "system/screen_brightness_float", "system/screen_brightness_mode")
HIGHEST, LOWEST = "255", "1"
_NAMESPACES = ("global/", "secure/", "system/")


class SettingsTask(PhoneTask):
    """A task about settings: any other setting that changes is a side effect."""

    apps: ClassVar[tuple[str, ...]] = ("Settings",)
    keys: ClassVar[tuple[str, ...]] = ()

    def is_side_effect(self, change: Change) -> bool:
        """Rows and files as everywhere, and settings that the task is not about."""
        if change.kind == "setting_changed" and change.subject.startswith(_NAMESPACES):
            return change.subject not in self.keys + COMPANIONS
        return super().is_side_effect(change)


class Radio(SettingsTask):
    """Wi-Fi or Bluetooth ends up on or off."""

    max_steps: ClassVar[int] = 10
    wanted: ClassVar[str]
    starts: ClassVar[str]

    @classmethod
    def sample_params(cls, rng: np.random.Generator) -> dict[str, Any]:
        """The wanted state in a word."""
        return {"on_or_off": "on" if cls.wanted == "1" else "off"}

    def prepare(self, phone: Phone) -> None:
        """The radio on or off, and no airplane mode."""
        phone.settings.put("global", "airplane_mode_on", "0")
        _put(phone, self.keys[0], self.starts)

    def check(self, phone: Phone, diff: StateDiff, answer: str | None) -> float:
        """The key has the wanted value; Wi-Fi may also be on within airplane mode."""
        return float(radio_is(phone, self.keys[0], self.wanted))

    def oracle(self, screen: Screen) -> Moves:
        """The quick setting in the shade."""
        if self.starts != self.wanted:
            yield from switch_tile(screen, "Internet" if self.keys[0] == WIFI else "Bluetooth")


class Brightness(SettingsTask):
    """The brightness ends up at one end of its slider."""

    max_steps: ClassVar[int] = 10
    keys: ClassVar[tuple[str, ...]] = (BRIGHTNESS,)
    wanted: ClassVar[str]
    starts: ClassVar[str]

    @classmethod
    def sample_params(cls, rng: np.random.Generator) -> dict[str, Any]:
        """The wanted end in a word."""
        return {"max_or_min": "max" if cls.wanted == HIGHEST else "min"}

    def prepare(self, phone: Phone) -> None:
        """A level to start from, set by hand."""
        _put(phone, BRIGHTNESS, self.starts)
        phone.settings.put("system", "screen_brightness_mode", "0")

    def check(self, phone: Phone, diff: StateDiff, answer: str | None) -> float:
        """Exactly the end of the range."""
        return float(phone.settings.get("system", "screen_brightness") == self.wanted)

    def oracle(self, screen: Screen) -> Moves:
        """Settings, Display, the slider, a tap on its end."""
        if self.starts == self.wanted:
            return
        yield from launch(screen, "Settings")
        yield from tap(screen, text="Display")
        yield from tap(screen, text="Brightness level")
        bar = screen.need(description="Display brightness")
        yield screen.tap_xy(bar.right - 1 if self.wanted == HIGHEST else bar.left, bar.center[1])


def switch_tile(screen: Screen, label: str) -> Moves:
    """Pull the shade down, tap a quick setting, put the shade away."""
    width, height = screen.size
    yield screen.swipe(width // 2, 0, width // 2, height * 3 // 5)
    yield screen.tap(screen.need(where=lambda e: e.description.startswith(f"{label},")))
    yield screen.back()


def radio_is(phone: Phone, key: str, wanted: str) -> bool:
    """Whether a radio is on ("1") or off ("0")."""
    namespace, _, name = key.partition("/")
    value = phone.settings.get(namespace, name)
    return value == "0" if wanted == "0" else value in (("1", "2") if key == WIFI else ("1",))


def _put(phone: Phone, key: str, value: str) -> None:
    namespace, _, name = key.partition("/")
    phone.settings.put(namespace, name, value)


class SystemBluetoothTurnOff(Radio):
    """From on to off."""

    name: ClassVar[str] = "SystemBluetoothTurnOff"
    template: ClassVar[str] = "Switch Bluetooth {on_or_off}."
    keys: ClassVar[tuple[str, ...]] = (BLUETOOTH,)
    starts: ClassVar[str] = "1"
    wanted: ClassVar[str] = "0"


class SystemBluetoothTurnOffVerify(SystemBluetoothTurnOff):
    """Already off."""

    name: ClassVar[str] = "SystemBluetoothTurnOffVerify"
    template: ClassVar[str] = "Make sure that Bluetooth is {on_or_off}."
    starts: ClassVar[str] = "0"


class SystemBluetoothTurnOn(Radio):
    """From off to on."""

    name: ClassVar[str] = "SystemBluetoothTurnOn"
    template: ClassVar[str] = "Switch Bluetooth {on_or_off}."
    keys: ClassVar[tuple[str, ...]] = (BLUETOOTH,)
    starts: ClassVar[str] = "0"
    wanted: ClassVar[str] = "1"


class SystemBluetoothTurnOnVerify(SystemBluetoothTurnOn):
    """Already on."""

    name: ClassVar[str] = "SystemBluetoothTurnOnVerify"
    template: ClassVar[str] = "Make sure that Bluetooth is {on_or_off}."
    starts: ClassVar[str] = "1"


class SystemBrightnessMax(Brightness):
    """From the darkest to the brightest."""

    name: ClassVar[str] = "SystemBrightnessMax"
    template: ClassVar[str] = "Move the screen brightness to its {max_or_min}imum."
    starts: ClassVar[str] = LOWEST
    wanted: ClassVar[str] = HIGHEST


class SystemBrightnessMaxVerify(SystemBrightnessMax):
    """Already the brightest."""

    name: ClassVar[str] = "SystemBrightnessMaxVerify"
    template: ClassVar[str] = "Make sure that the screen brightness is at its {max_or_min}imum."
    starts: ClassVar[str] = HIGHEST


class SystemBrightnessMin(Brightness):
    """From the brightest to the darkest."""

    name: ClassVar[str] = "SystemBrightnessMin"
    template: ClassVar[str] = "Move the screen brightness to its {max_or_min}imum."
    starts: ClassVar[str] = HIGHEST
    wanted: ClassVar[str] = LOWEST


class SystemBrightnessMinVerify(SystemBrightnessMin):
    """Already the darkest."""

    name: ClassVar[str] = "SystemBrightnessMinVerify"
    template: ClassVar[str] = "Make sure that the screen brightness is at its {max_or_min}imum."
    starts: ClassVar[str] = LOWEST


class SystemWifiTurnOff(Radio):
    """From on to off."""

    name: ClassVar[str] = "SystemWifiTurnOff"
    template: ClassVar[str] = "Switch Wi-Fi {on_or_off}."
    keys: ClassVar[tuple[str, ...]] = (WIFI,)
    starts: ClassVar[str] = "1"
    wanted: ClassVar[str] = "0"


class SystemWifiTurnOffVerify(SystemWifiTurnOff):
    """Already off."""

    name: ClassVar[str] = "SystemWifiTurnOffVerify"
    template: ClassVar[str] = "Make sure that Wi-Fi is {on_or_off}."
    starts: ClassVar[str] = "0"


class SystemWifiTurnOn(Radio):
    """From off to on."""

    name: ClassVar[str] = "SystemWifiTurnOn"
    template: ClassVar[str] = "Switch Wi-Fi {on_or_off}."
    keys: ClassVar[tuple[str, ...]] = (WIFI,)
    starts: ClassVar[str] = "0"
    wanted: ClassVar[str] = "1"


class SystemWifiTurnOnVerify(SystemWifiTurnOn):
    """Already on."""

    name: ClassVar[str] = "SystemWifiTurnOnVerify"
    template: ClassVar[str] = "Make sure that Wi-Fi is {on_or_off}."
    starts: ClassVar[str] = "1"


class TurnOffWifiAndTurnOnBluetooth(SettingsTask):
    """Two radios; half the score for one of them."""

    name: ClassVar[str] = "TurnOffWifiAndTurnOnBluetooth"
    max_steps: ClassVar[int] = 20
    template: ClassVar[str] = "Switch Wi-Fi off, and switch Bluetooth on."
    keys: ClassVar[tuple[str, ...]] = (WIFI, BLUETOOTH)

    def prepare(self, phone: Phone) -> None:
        """Wi-Fi on and Bluetooth off."""
        phone.settings.put("global", "airplane_mode_on", "0")
        _put(phone, WIFI, "1")
        _put(phone, BLUETOOTH, "0")

    def check(self, phone: Phone, diff: StateDiff, answer: str | None) -> float:
        """The mean of the two."""
        return (radio_is(phone, WIFI, "0") + radio_is(phone, BLUETOOTH, "1")) / 2

    def oracle(self, screen: Screen) -> Moves:
        """Wi-Fi in Settings, Bluetooth in the shade."""
        yield from launch(screen, "Settings")
        yield from tap(screen, text="Network & internet")
        yield from tap(screen, text="Internet")
        yield from tap(screen, text="Wi-Fi")
        yield from switch_tile(screen, "Bluetooth")
