"""`no_waiting`: while it is on, the host's sleeps move the phone's clock instead of taking time."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from osgenesis.envs.android.sim.phone import Phone

_LOCK = threading.Lock()
_originals: list[tuple[Callable[[Any], None], Callable[[], float], Callable[[], float]]] = []
_users = 0


class _Waits(threading.local):
    """What this thread has slept through so far, and on whose clock."""

    def __init__(self) -> None:
        self.phones: list[Phone] = []
        self.skipped_s = 0.0


_waits = _Waits()


@contextmanager
def no_waiting(phone: Phone) -> Iterator[None]:
    """Makes `time.sleep` of this thread pass on the phone's clock, and at once on the host.

    android_world waits on the host for a real phone to catch up. Here `time.sleep(5)` lets five seconds pass on the
    phone, with all that is due in them, and returns; `time.time` and `time.monotonic` of this thread run ahead by
    what was skipped, so that loops with a deadline end after as many rounds as ever. Other threads are not affected,
    and everything is as before when the block ends. Blocks may be nested; the innermost phone's clock counts.
    """
    _install()
    _waits.phones.append(phone)
    try:
        yield
    finally:
        _waits.phones.pop()
        if not _waits.phones:
            _waits.skipped_s = 0.0
        _uninstall()


def _sleep(seconds: Any) -> None:
    if not _waits.phones:
        _originals[0][0](seconds)
        return
    if seconds < 0:
        raise ValueError("sleep length must be non-negative")
    phone = _waits.phones[-1]
    _waits.skipped_s += seconds
    phone.clock.advance(round(seconds * 1000))
    phone.settle()


def _time() -> float:
    return _originals[0][1]() + _waits.skipped_s


def _monotonic() -> float:
    return _originals[0][2]() + _waits.skipped_s


def _install() -> None:
    global _users
    with _LOCK:
        if not _users:
            # Kept after the last block too: another thread may be inside a replaced function at that moment.
            _originals[:] = [(time.sleep, time.time, time.monotonic)]
            time.sleep, time.time, time.monotonic = _sleep, _time, _monotonic
        _users += 1


def _uninstall() -> None:
    global _users
    with _LOCK:
        _users -= 1
        if not _users:
            time.sleep, time.time, time.monotonic = _originals[0]
