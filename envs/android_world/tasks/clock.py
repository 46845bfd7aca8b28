"""Clock: stopwatch and timer, judged by what the screen shows."""

from __future__ import annotations

from typing import Any, ClassVar

import numpy as np

from osgenesis.envs.android.sim.phone import Phone
from osgenesis.envs.android_world.base import PhoneTask
from osgenesis.envs.android_world.routines import Moves, launch, tap
from osgenesis.envs.core.oracle import Screen
from osgenesis.envs.core.state import StateDiff


class _ClockTask(PhoneTask):
    """The clock in front, on a certain screen."""

    apps: ClassVar[tuple[str, ...]] = ("Clock",)
    max_steps: ClassVar[int] = 10
    touches: ClassVar[tuple[str, ...]] = ()

    def check(self, phone: Phone, diff: StateDiff, answer: str | None) -> float:
        """Whether the clock is in front and shows what is wanted."""
        return float("DeskClock" in phone.stack.foreground and self.shown(phone))

    def shown(self, phone: Phone) -> bool:
        """Whether the screen shows what is wanted."""
        raise NotImplementedError


def _descriptions(phone: Phone) -> set[str]:
    return {e.description for e in phone.elements()}


class ClockStopWatchRunning(_ClockTask):
    """The stopwatch runs."""

    name: ClassVar[str] = "ClockStopWatchRunning"
    template: ClassVar[str] = "Set the stopwatch going and leave it running."

    def shown(self, phone: Phone) -> bool:
        """A running stopwatch offers Pause and Lap."""
        return {"Pause", "Lap"} <= _descriptions(phone)

    def oracle(self, screen: Screen) -> Moves:
        """Stopwatch tab, Start."""
        yield from launch(screen, "Clock")
        yield from tap(screen, description="Stopwatch", scroll=False)
        yield from tap(screen, description="Start", scroll=False)


class ClockStopWatchPausedVerify(_ClockTask):
    """The stopwatch stands still."""

    name: ClassVar[str] = "ClockStopWatchPausedVerify"
    template: ClassVar[str] = "Open the stopwatch and make sure that it is not running."

    def shown(self, phone: Phone) -> bool:
        """A stopped stopwatch offers Start, below its title."""
        titles = [e for e in phone.elements() if "Stopwatch" in (e.text, e.description)]
        return "Start" in _descriptions(phone) and len(titles) >= 2

    def oracle(self, screen: Screen) -> Moves:
        """Stopwatch tab."""
        yield from launch(screen, "Clock")
        yield from tap(screen, description="Stopwatch", scroll=False)


class ClockTimerEntry(_ClockTask):
    """A time is typed into the timer, which has not been started."""

    name: ClassVar[str] = "ClockTimerEntry"
    template: ClassVar[str] = (
        "Enter a timer of {hours} hours, {minutes} minutes and {seconds} seconds, but do not start it."
    )

    @classmethod
    def sample_params(cls, rng: np.random.Generator) -> dict[str, Any]:
        """At most five digits to press, so that the budget suffices."""
        hours, minutes, seconds = (int(v) for v in rng.integers((0, 0, 1), (10, 60, 60)))
        return {"hours": hours, "minutes": minutes, "seconds": seconds}

    def _digits(self) -> str:
        p = self.params
        return f"{p['hours']:02d}{p['minutes']:02d}{p['seconds']:02d}".lstrip("0")

    def shown(self, phone: Phone) -> bool:
        """The entry reads as wanted."""
        padded = self._digits().rjust(6, "0")
        wanted = f"{padded[:2]}h {padded[2:4]}m {padded[4:]}s"
        return any(e.text == wanted for e in phone.elements())

    def oracle(self, screen: Screen) -> Moves:
        """Timer tab, digit by digit (two zeros at once)."""
        yield from launch(screen, "Clock")
        yield from tap(screen, description="Timer", scroll=False)
        digits = self._digits()
        while digits:
            key = "00" if digits.startswith("00") else digits[0]
            digits = digits[len(key) :]
            yield from tap(screen, text=key, class_name="Button", scroll=False)
