"""`Alarms`: what is due at a later virtual time: alarm clocks, timers, messages on their way, vanishing snackbars."""

from __future__ import annotations

from typing import Any, NamedTuple

from osgenesis.envs.android.sim.clock import Clock


class Alarm(NamedTuple):
    """One due time. An empty package means the system itself."""

    at_ms: int
    order: int
    package: str
    action: str
    data: Any = None


class Alarms:
    """Sorted due times; immutable records."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._pending: tuple[Alarm, ...] = ()
        self._next = 1

    def set_at(self, at_ms: int, package: str, action: str, data: Any = None) -> None:
        """Broadcasts `action` (with `data` as extra `data`) to an app at a time in ms."""
        alarm = Alarm(at_ms, self._next, package, action, data)
        self._next += 1
        self._pending = tuple(sorted((*self._pending, alarm), key=lambda a: a[:2]))

    def set_after(self, ms: int, package: str, action: str, data: Any = None) -> None:
        """The same, counted from now."""
        self.set_at(self._clock.now_ms + ms, package, action, data)

    def cancel(self, package: str, action: str | None = None, data: Any = None) -> None:
        """Forgets an app's alarms: all, those of an action, or those with certain data."""
        self._pending = tuple(
            a
            for a in self._pending
            if not (
                a.package == package and (action is None or a.action == action) and (data is None or a.data == data)
            )
        )

    @property
    def next_ms(self) -> int | None:
        """When the next one is due."""
        return self._pending[0].at_ms if self._pending else None

    def pop_due(self) -> Alarm | None:
        """Takes out the first alarm that is due now."""
        if self._pending and self._pending[0].at_ms <= self._clock.now_ms:
            first, self._pending = self._pending[0], self._pending[1:]
            return first
        return None

    def pending(self, package: str) -> tuple[Alarm, ...]:
        """An app's alarms."""
        return tuple(a for a in self._pending if a.package == package)

    def freeze(self) -> object:
        """The whole state; immutable."""
        return (self._pending, self._next)

    def thaw(self, frozen: Any) -> None:
        """Go back to what `freeze` returned."""
        self._pending, self._next = frozen
