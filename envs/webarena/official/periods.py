"""Periods of time as tasks tell of them: "in March 2023", "over the past year", "from mid Jan to the end Jan 2023"."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Final, NamedTuple

from osgenesis.envs.web.sites.clock import START
from osgenesis.envs.webarena.official.facts import facts_of, words_of

__all__ = ["Period", "period_of", "stems"]

_BACK: Final = re.compile(r"past (?P<number>\w+ )?(?P<unit>day|month|year)s?")
_NUMBERS: Final = {"two": 2, "three": 3, "four": 4, "five": 5, "six": 6}
_YEAR: Final = re.compile(r"\b(20\d\d)\b")
_YEAR_MONTH: Final = re.compile(r"\b(20\d\d)/(\d\d)\b")
_TODAY: Final = re.compile(r"^Today is [\d/]+\.")
_MIDDLE: Final = 15
_NOW: Final = START.date()


class Period(NamedTuple):
    """Days from the first to the last, both included."""

    first: date
    last: date

    @classmethod
    def day(cls, day: date) -> Period:
        """A single day."""
        return cls(day, day)

    @classmethod
    def month(cls, year: int, month: int) -> Period:
        """A calendar month."""
        return cls(date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1]))

    @property
    def days(self) -> int:
        """How many days it has."""
        return (self.last - self.first).days + 1

    def holds(self, day: date) -> bool:
        """Whether a day lies in it."""
        return self.first <= day <= self.last

    def backwards(self) -> Iterator[date]:
        """Its days, last one first."""
        for number in range(self.days):
            yield self.last - timedelta(days=number)

    def last_month(self) -> Period:
        """The last calendar month of it."""
        return Period.month(self.last.year, self.last.month)

    def months(self) -> Iterator[Period]:
        """The calendar months of which it is made."""
        year, month = self.first.year, self.first.month
        while date(year, month, 1) <= self.last:
            yield Period.month(year, month)
            year, month = (year + 1, 1) if month == 12 else (year, month + 1)


def period_of(text: str, today: date = _NOW) -> Period | None:
    """The period that a text names; None where it names none."""
    text = _TODAY.sub("", text)
    if found := _BACK.search(text):
        word = (found["number"] or "").strip()
        return Period(_before(today, _NUMBERS.get(word, 1), found["unit"]), today)
    facts = facts_of(text)
    for fact in facts:
        if fact.kind == "date" and isinstance(fact.value, tuple):
            return Period.day(date(*fact.value))
    if found := _YEAR_MONTH.search(text):
        return Period.month(int(found[1]), int(found[2]))
    years = _YEAR.findall(text)
    if not years:
        return None
    year = int(years[-1])
    months = [int(str(fact.value)) for fact in facts if fact.kind == "month"]
    if not months:
        return Period(date(year, 1, 1), date(year, 12, 31))
    first, last = Period.month(year, months[0]), Period.month(year, months[-1])
    return Period(first.first.replace(day=_MIDDLE) if "from mid" in text else first.first, last.last)


def _before(day: date, number: int, unit: str) -> date:
    if unit == "day":
        return day - timedelta(days=number)
    months = day.year * 12 + day.month - 1 - number * (12 if unit == "year" else 1)
    return day.replace(year=months // 12, month=months % 12 + 1)


def stems(text: str) -> set[str]:
    """The stems of a text's words, hyphens parting words."""
    return set(words_of(re.sub(r"[-_/]", " ", text)))
