"""Repetition rules of tasks: the RRULE text of the column `recurrence`, in words, and the next date it gives."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta
from typing import Final, NamedTuple

from osgenesis.envs.android.sim.ui.dialogs import MONTHS, WEEKDAYS

FREQUENCIES: Final = ("DAILY", "WEEKLY", "MONTHLY", "YEARLY")
UNITS: Final = ("day", "week", "month", "year")
DAY_CODES: Final = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


class Repeat(NamedTuple):
    """A rule. `days` are weekdays (Monday 0) of weekly rules; `until` is "20231231" or empty; `times` 0 = endless."""

    frequency: str = "WEEKLY"
    interval: int = 1
    days: tuple[int, ...] = ()
    until: str = ""
    times: int = 0

    def rule(self) -> str:
        """The text of the column."""
        parts = [f"FREQ={self.frequency}", f"INTERVAL={self.interval}"]
        if self.days and self.frequency == "WEEKLY":
            parts.append("BYDAY=" + ",".join(DAY_CODES[day] for day in self.days))
        if self.until:
            parts.append(f"UNTIL={self.until}")
        elif self.times:
            parts.append(f"COUNT={self.times}")
        return "RRULE:" + ";".join(parts)

    def text(self) -> str:
        """The rule in words: "Repeats every 2 weeks on Mon, Wed until December 31"."""
        unit = UNITS[FREQUENCIES.index(self.frequency)]
        if self.interval == 1:
            words = "Repeats daily" if unit == "day" else f"Repeats {unit}ly"
        else:
            words = f"Repeats every {self.interval} {unit}s"
        if self.days and self.frequency == "WEEKLY":
            words += " on " + ", ".join(WEEKDAYS[day][:3] for day in self.days)
        if self.until:
            words += f" until {MONTHS[int(self.until[4:6]) - 1]} {int(self.until[6:8])}, {self.until[:4]}"
        elif self.times:
            words += ", once more" if self.times == 1 else f", {self.times} times"
        return words

    def after(self, day: date) -> date:
        """The first date of the rule after a day that is one of its dates."""
        if self.frequency == "DAILY":
            return day + timedelta(days=self.interval)
        if self.frequency == "WEEKLY":
            later = [d for d in self.days if d > day.weekday()]
            if later:
                return day + timedelta(days=later[0] - day.weekday())
            first = self.days[0] if self.days else day.weekday()
            return day + timedelta(days=7 * self.interval + first - day.weekday())
        months = self.interval * (12 if self.frequency == "YEARLY" else 1)
        total = day.year * 12 + day.month - 1 + months
        year, month = total // 12, total % 12 + 1
        return date(year, month, min(day.day, monthrange(year, month)[1]))

    def is_over(self, following: date) -> bool:
        """Whether there is no further date."""
        return self.times == 1 or bool(self.until and following.strftime("%Y%m%d") > self.until)


def parse(rule: str) -> Repeat | None:
    """The rule of a column; None for an empty one or one of a kind that Tasks does not know."""
    parts = dict(p.partition("=")[::2] for p in rule.removeprefix("RRULE:").split(";"))
    frequency = parts.get("FREQ", "")
    if frequency not in FREQUENCIES:
        return None
    days = tuple(sorted(DAY_CODES.index(code) for code in parts.get("BYDAY", "").split(",") if code in DAY_CODES))
    until = parts.get("UNTIL", "")[:8]
    return Repeat(
        frequency,
        max(_number(parts.get("INTERVAL", "1")), 1),
        days,
        until if until.isdecimal() and len(until) == 8 and 1 <= int(until[4:6]) <= 12 else "",
        _number(parts.get("COUNT", "0")),
    )


def _number(text: str) -> int:
    return int(text) if text.isdecimal() else 0
