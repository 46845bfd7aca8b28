"""Which app is in front: open one; turn Wi-Fi on and open one."""

from __future__ import annotations

from typing import Any, ClassVar

import numpy as np

from osgenesis.envs.android.sim.phone import Phone
from osgenesis.envs.android_world import words
from osgenesis.envs.android_world.base import PhoneTask
from osgenesis.envs.android_world.routines import Moves, launch, tap
from osgenesis.envs.android_world.tasks.settings import WIFI, SettingsTask, radio_is
from osgenesis.envs.core.oracle import Screen
from osgenesis.envs.core.state import StateDiff

APPS = {
    "camera": ("com.android.camera2", "Camera"),
    "clock": ("com.google.android.deskclock", "Clock"),
    "contacts": ("com.google.android.contacts", "Contacts"),
    "settings": ("com.android.settings", "Settings"),
    "dialer": ("com.google.android.dialer", "Phone"),
}
"""What the goal calls an app -> its package and the label of its icon."""


def is_front(phone: Phone, app_name: str) -> bool:
    """Whether the app is the one on the screen."""
    return phone.stack.top.package == APPS[app_name][0]


class OpenAppTaskEval(PhoneTask):
    """An app is in front."""

    name: ClassVar[str] = "OpenAppTaskEval"
    apps: ClassVar[tuple[str, ...]] = ("Camera", "Clock", "Contacts", "Settings", "Phone")
    max_steps: ClassVar[int] = 10
    template: ClassVar[str] = (
        "Bring the {app_name} app to the front and leave it open. Dismiss whatever it asks for first."
    )

    @classmethod
    def sample_params(cls, rng: np.random.Generator) -> dict[str, Any]:
        """One of five apps."""
        return {"app_name": words.pick(rng, tuple(APPS))}

    def check(self, phone: Phone, diff: StateDiff, answer: str | None) -> float:
        """By the package of the top activity."""
        return float(is_front(phone, self.params["app_name"]))

    def oracle(self, screen: Screen) -> Moves:
        """From the app drawer."""
        yield from launch(screen, APPS[self.params["app_name"]][1])


class TurnOnWifiAndOpenApp(SettingsTask):
    """Wi-Fi on and an app in front; half the score for one of them."""

    name: ClassVar[str] = "TurnOnWifiAndOpenApp"
    apps: ClassVar[tuple[str, ...]] = ("Settings",)
    max_steps: ClassVar[int] = 20
    template: ClassVar[str] = "Switch Wi-Fi on. After that, bring the {app_name} app to the front."
    keys: ClassVar[tuple[str, ...]] = (WIFI,)

    @classmethod
    def sample_params(cls, rng: np.random.Generator) -> dict[str, Any]:
        """One of five apps."""
        return {"app_name": words.pick(rng, tuple(APPS))}

    def prepare(self, phone: Phone) -> None:
        """Wi-Fi off."""
        phone.settings.put("global", "airplane_mode_on", "0")
        phone.settings.put("global", "wifi_on", "0")

    def check(self, phone: Phone, diff: StateDiff, answer: str | None) -> float:
        """The mean of the two."""
        return (radio_is(phone, WIFI, "1") + is_front(phone, self.params["app_name"])) / 2

    def oracle(self, screen: Screen) -> Moves:
        """Wi-Fi in Settings, then the app drawer."""
        yield from launch(screen, "Settings")
        yield from tap(screen, text="Network & internet")
        yield from tap(screen, text="Internet")
        yield from tap(screen, text="Wi-Fi")
        yield screen.home()
        yield from launch(screen, APPS[self.params["app_name"]][1])
