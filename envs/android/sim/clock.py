"""`Clock`: the phone's virtual time. Nothing reads the wall clock and nothing sleeps."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from functools import lru_cache
from typing import NamedTuple
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

BOOT_MS = 1_697_384_040_000
"""Sunday 2023-10-15 15:34:00 UTC, when every phone starts."""

DAY_MS = 86_400_000
_NS_PER_MS = 1_000_000
_STAMP_STEP_NS = 1_000  # two stamps of one virtual millisecond still differ, in microseconds
_STAMP_WINDOW_NS = 1_000 * _NS_PER_MS
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_OFFSET = re.compile(r"(?:GMT|UTC)([+-])(\d{1,2})(?::?(\d{2}))?")


class ClockState(NamedTuple):
    """What `Clock.freeze` returns."""

    now_ms: int
    uptime_ms: int
    zone: str
    stamp_ns: int


class Clock:
    """Milliseconds since 1970 (UTC), the time since boot, and the time zone.

    `advance` moves both; `set_ms` moves only the wall time, as the user does in Settings.
    """

    def __init__(self, now_ms: int = BOOT_MS, zone: str = "UTC") -> None:
        self._now_ms = now_ms
        self._uptime_ms = 0
        self._stamp_ns = 0
        self._zone = zone
        self.version = 0  # grows with every change

    @property
    def now_ms(self) -> int:
        """Wall time in milliseconds since 1970-01-01 00:00 UTC."""
        return self._now_ms

    @property
    def now_s(self) -> int:
        """Wall time in whole seconds since 1970-01-01 00:00 UTC."""
        return self._now_ms // 1000

    @property
    def uptime_ms(self) -> int:
        """Milliseconds since boot; never goes back."""
        return self._uptime_ms

    @property
    def zone(self) -> str:
        """Name of the time zone, such as `UTC` or `Europe/Berlin`."""
        return self._zone

    def advance(self, ms: int) -> None:
        """Let `ms` milliseconds pass."""
        if ms < 0:
            raise ValueError(f"advance({ms}): time does not go back; use set_ms to set the clock")
        self._now_ms += ms
        self._uptime_ms += ms
        self.version += 1

    def set_ms(self, ms: int) -> None:
        """Set the wall time; the time since boot stays."""
        self._now_ms = ms
        self.version += 1

    def set_zone(self, zone: str) -> None:
        """Set the time zone; an unknown name counts as UTC, as on Android."""
        self._zone = zone
        self.version += 1

    def stamp_ns(self) -> int:
        """A time stamp for a file: now, in nanoseconds, a little later than the stamp before it.

        Files written within one virtual millisecond so keep their order when sorted by time.
        """
        now = self._now_ms * _NS_PER_MS
        if now <= self._stamp_ns < now + _STAMP_WINDOW_NS:
            now = self._stamp_ns + _STAMP_STEP_NS
        self._stamp_ns = now
        return now

    @property
    def tz(self) -> tzinfo:
        """The time zone as a `tzinfo`."""
        return zone_info(self._zone)

    def local(self, ms: int | None = None) -> datetime:
        """Civil date and time in the phone's zone, of `ms` (default: now)."""
        return civil(self._now_ms if ms is None else ms, self._zone)

    def ms_of(self, year: int, month: int, day: int, hour: int = 0, minute: int = 0, second: int = 0) -> int:
        """Milliseconds since 1970 of a civil date and time in the phone's zone."""
        return to_ms(datetime(year, month, day, hour, minute, second, tzinfo=self.tz))

    def midnight_ms(self, ms: int | None = None) -> int:
        """The start of the day that holds `ms` (default: now), in the phone's zone."""
        return to_ms(self.local(ms).replace(hour=0, minute=0, second=0, microsecond=0))

    def freeze(self) -> ClockState:
        """The whole state, immutable."""
        return ClockState(self._now_ms, self._uptime_ms, self._zone, self._stamp_ns)

    def thaw(self, frozen: ClockState) -> None:
        """Go back to what `freeze` returned."""
        self._now_ms, self._uptime_ms, self._zone, self._stamp_ns = frozen
        self.version += 1


def civil(ms: int, zone: str = "UTC") -> datetime:
    """Civil date and time of `ms` milliseconds since 1970 in `zone`."""
    return (_EPOCH + timedelta(milliseconds=ms)).astimezone(zone_info(zone))


def to_ms(moment: datetime) -> int:
    """Milliseconds since 1970 of a date and time that knows its zone."""
    return (moment - _EPOCH) // timedelta(milliseconds=1)


@lru_cache(maxsize=128)
def zone_info(name: str) -> tzinfo:
    """The zone called `name`: an Olson name, `UTC`, or `GMT+02:00`; unknown names are UTC."""
    if name in ("UTC", "GMT", "Etc/UTC", "Etc/GMT"):
        return UTC
    if offset := _OFFSET.fullmatch(name):
        sign = 1 if offset[1] == "+" else -1
        minutes = int(offset[2]) * 60 + int(offset[3] or 0)
        return timezone(sign * timedelta(minutes=minutes), name) if minutes < 24 * 60 else UTC
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return UTC
