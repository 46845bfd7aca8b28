"""`SiteClock`: the time that the sites of a world tell. It moves only when somebody writes."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Final

__all__ = ["START", "SiteClock"]

START: Final = datetime(2023, 6, 12, 9, 30, tzinfo=UTC)
# What a person needs to fill in a form; so that two posts never carry the same time.
_WRITE_TAKES: Final = timedelta(seconds=20)


class SiteClock:
    """Virtual time in UTC, the same for all sites of a world.

    Args:
        start: When every episode begins.
    """

    def __init__(self, start: datetime = START) -> None:
        if start.tzinfo is None:
            raise ValueError(f"the clock needs a time with a time zone, got {start!r}")
        self.start = start.astimezone(UTC)
        self.now = self.start

    @property
    def timestamp(self) -> int:
        """Seconds since 1970-01-01 UTC."""
        return int(self.now.timestamp())

    def tick(self) -> None:
        """Somebody wrote something."""
        self.now += _WRITE_TAKES

    def reset(self) -> None:
        """Back to the start of the episode."""
        self.now = self.start

    def freeze(self) -> datetime:
        """The present moment."""
        return self.now

    def thaw(self, frozen: datetime) -> None:
        """Back to a frozen moment."""
        self.now = frozen
