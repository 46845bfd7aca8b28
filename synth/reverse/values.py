"""How stored values are said in English: dates, times, flags, quotes, lists and articles."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any, TypeVar

from osgenesis.envs.core.vocabulary import FieldWords

T = TypeVar("T")

_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip
_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_NUMBER_WORDS = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
)  # fmt: skip
MAX_QUOTED = 160  # characters of a text that an instruction repeats


class Chooser:
    """Picks wordings: the same key and purpose always give the same choice."""

    def __init__(self, key: str) -> None:
        self.key = key

    def number(self, purpose: str) -> int:
        """A 32-bit number for a purpose."""
        digest = hashlib.blake2b(f"{self.key}|{purpose}".encode(), digest_size=4).digest()
        return int.from_bytes(digest, "big")

    def pick(self, purpose: str, options: Sequence[T]) -> T:
        """One of ``options``."""
        return options[self.number(purpose) % len(options)]


def quoted(text: str) -> str:
    """A text in double quotes, on one line, cut where it is very long."""
    line = re.sub(r"\s*\n\s*", " / ", text.strip())
    if len(line) > MAX_QUOTED:
        line = line[: MAX_QUOTED - 1].rstrip() + "…"
    mark = "'" if '"' in line else '"'
    return f"{mark}{line}{mark}"


def article(noun: str) -> str:
    """The noun with "a" or "an" before it."""
    silent_h = re.match(r"(?:hour|honest|heir)", noun, re.IGNORECASE)
    hard_vowel = re.match(r"(?:uni|use|usu|url|eu|one\b|uti)", noun, re.IGNORECASE)
    spelled = re.match(r"[FHLMNRSX][A-Z0-9]", noun)  # SMS, HTML: said by letters
    vowel = noun[:1].lower() in "aeiou" and not hard_vowel
    return f"{'an' if vowel or silent_h or spelled else 'a'} {noun}"


def plural(noun: str) -> str:
    """The plural of a regular noun phrase."""
    head, _, last = noun.rpartition(" ")
    if re.search(r"(?:s|x|z|ch|sh)$", last):
        last += "es"
    elif re.search(r"[^aeiou]y$", last):
        last = last[:-1] + "ies"
    else:
        last += "s"
    return f"{head} {last}".strip()


def count(n: int, noun: str) -> str:
    """A number of things: "one note", "three notes", "14 notes"."""
    word = _NUMBER_WORDS[n] if 0 <= n < len(_NUMBER_WORDS) else str(n)
    return f"{word} {noun if n == 1 else plural(noun)}"


def listing(parts: Sequence[str], joint: str = "and") -> str:
    """Parts as English lists them: "a", "a and b", "a, b and c"."""
    if len(parts) <= 1:
        return "".join(parts)
    return f"{', '.join(parts[:-1])} {joint} {parts[-1]}"


def capitalised(sentence: str) -> str:
    """With a capital first letter, unless it begins with a name that has its own way (iOS)."""
    return sentence[:1].upper() + sentence[1:]


def clock_time(hour: int, minute: int, chooser: Chooser) -> str:
    """A time of day, in one of the two usual forms."""
    if chooser.pick("clock", (12, 24)) == 24:
        return f"{hour:02d}:{minute:02d}"
    return f"{hour % 12 or 12}:{minute:02d} {'AM' if hour < 12 else 'PM'}"


def day(moment: datetime, chooser: Chooser) -> str:
    """A date, in one of the usual forms."""
    month = _MONTHS[moment.month - 1]
    weekday = _WEEKDAYS[moment.weekday()]
    return chooser.pick(
        "date",
        (
            f"{month} {moment.day}, {moment.year}",
            f"{moment.day} {month} {moment.year}",
            f"{weekday}, {month} {moment.day}, {moment.year}",
            f"{moment:%Y-%m-%d}",
        ),
    )


def said(value: Any, words: FieldWords, chooser: Chooser) -> str:
    """A stored value as people say it; an empty string for one that says nothing."""
    if value is None or isinstance(value, bytes):
        return ""
    known = words.values.get(str(value))
    if known is not None:
        return known
    if words.kind in ("date_s", "date_ms", "datetime_s", "datetime_ms"):
        return _moment(value, words.kind, chooser)
    if words.kind == "flag":
        return "on" if str(value) in ("1", "true", "True") else "off"
    if words.kind == "number":
        return _number(value)
    return str(value).strip()


def quoted_if_text(value: Any, words: FieldWords, chooser: Chooser) -> str:
    """Like `said`, with quotes around free text, none around numbers, dates and known words."""
    text = said(value, words, chooser)
    free = words.kind == "text" and str(value) not in words.values
    plain = re.fullmatch(r"[\d\s+().:/,%#*-]+|[\w.+-]+@[\w.-]+", text)
    return quoted(text) if text and free and not plain else text


def with_unit(noun: str, value: str) -> tuple[str, str]:
    """Turn ("snooze length in minutes", "10") into ("snooze length", "10 minutes")."""
    found = re.fullmatch(r"(.+) in (milliseconds|seconds|minutes|hours|days)", noun)
    if found is None or not re.fullmatch(r"\d+(?:\.\d+)?", value):
        return noun, value
    plain, unit = found.groups()
    if unit == "milliseconds":
        return plain, duration(int(float(value)) // 1000)
    if unit == "seconds":
        return plain, duration(int(float(value)))
    return plain, f"{value} {unit.removesuffix('s') if value == '1' else unit}"


def duration(seconds: int) -> str:
    """A length of time: "1 hour, 5 minutes and 30 seconds"."""
    hours, rest = divmod(seconds, 3600)
    minutes, seconds = divmod(rest, 60)
    parts = [
        f"{n} {unit if n == 1 else unit + 's'}"
        for n, unit in ((hours, "hour"), (minutes, "minute"), (seconds, "second"))
        if n
    ]
    return listing(parts) or "0 seconds"


def _number(value: Any) -> str:
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip()


def _moment(value: Any, kind: str, chooser: Chooser) -> str:
    try:
        seconds = float(value) / (1000 if kind.endswith("_ms") else 1)
        moment = datetime.fromtimestamp(seconds, UTC)
    except (TypeError, ValueError, OverflowError, OSError):
        return str(value).strip()
    if seconds == 0:  # how databases say "no date"
        return ""
    date = day(moment, chooser)
    if kind.startswith("date_"):
        return date
    return f"{date} at {clock_time(moment.hour, moment.minute, chooser)}"
