"""Judging answers of information tasks on the web: one text, number, amount of money, date, or a set of texts.

An answer may be a short sentence ("It costs $12.99."): it counts when it holds exactly what was asked for and little
else, so that listing every candidate does not pass.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, date, datetime
from typing import Final

__all__ = ["same_date", "same_money", "same_number", "same_set", "same_text"]

_MOST_EXTRA_WORDS: Final = 12
_NUMBER: Final = re.compile(r"(?<![\w.])-?\d[\d,]*(?:\.\d+)?(?![\w])")
_WORDS_FOR_NUMBERS: Final = {
    word: number
    for number, word in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
        "seventeen eighteen nineteen twenty".split()
    )
}
_STRAIGHT: Final = str.maketrans({"\u2018": "'", "\u2019": "'", "\u201c": '"', "\u201d": '"'})
_NOTHING: Final = {"none", "no", "nobody", "nothing"}
_DATE_FORMS: Final = (
    "%Y-%m-%d",
    "%B %d %Y",
    "%b %d %Y",
    "%d %B %Y",
    "%d %b %Y",
    "%m/%d/%Y",
    "%m/%d/%y",
    "%Y/%m/%d",
)


def plain(text: str) -> str:
    """Without case, quotes, punctuation at the ends and doubled spaces."""
    text = text.translate(_STRAIGHT)
    return re.sub(r"\s+", " ", text).strip().strip("\"'`.!,;: ").casefold()


def _words(text: str) -> list[str]:
    return re.findall(r"[\w'$%&+#@/.-]*[\w%+#]", plain(text))


def same_text(answer: str | None, expected: str) -> bool:
    """Whether the answer is the expected text, or a short sentence that holds it as whole words."""
    if answer is None or not plain(answer):
        return False
    wanted, given = plain(expected), plain(answer)
    if given == wanted:
        return True
    if not re.search(rf"(?<!\w){re.escape(wanted)}(?!\w)", given):
        return False
    return len(_words(given)) - len(_words(wanted)) <= _MOST_EXTRA_WORDS


def numbers_in(text: str) -> list[float]:
    """The numbers in a text, also in words up to twenty."""
    found = [float(m.group().replace(",", "")) for m in _NUMBER.finditer(text)]
    if not found:
        found = [float(_WORDS_FOR_NUMBERS[w]) for w in plain(text).split() if w in _WORDS_FOR_NUMBERS]
    return found


def same_number(answer: str | None, expected: float, tolerance: float = 0.0) -> bool:
    """Whether the answer gives exactly one number, and it is the expected one; "none" is 0."""
    if answer is None:
        return False
    found = numbers_in(answer)
    if not found and expected == 0 and _NOTHING & set(plain(answer).split()):
        return True
    return len(found) == 1 and abs(found[0] - expected) <= tolerance


def same_money(answer: str | None, cents: int) -> bool:
    """Whether the answer gives exactly one amount, and it is the expected one (in cents)."""
    return same_number(None if answer is None else answer.replace("$", " ").replace("USD", " "), cents / 100, 0.005)


def same_date(answer: str | None, expected: date | int) -> bool:
    """Whether the answer names the expected day; a time stamp (s, UTC) or a date. A time of day may follow."""
    if answer is None:
        return False
    day = expected if isinstance(expected, date) else datetime.fromtimestamp(expected, UTC).date()
    if isinstance(day, datetime):
        day = day.date()
    text = re.sub(r"(\d)(st|nd|rd|th)\b", r"\1", plain(answer)).replace(",", " ")
    if " or " in text:
        return False
    text = re.sub(r"\s+", " ", text).title()
    found = set()
    for form in _DATE_FORMS:
        pattern = re.sub(r"%[Bb]", "[A-Za-z]+", form.replace("%Y", r"\d{4}").replace("%y", r"\d{2}"))
        pattern = pattern.replace("%d", r"\d{1,2}").replace("%m", r"\d{1,2}")
        for match in re.finditer(rf"(?<!\d){pattern}(?!\d)", text):
            try:
                found.add(datetime.strptime(match.group(), form).replace(tzinfo=UTC).date())
            except ValueError:
                continue
    return found == {day}


def same_set(answer: str | None, expected: Iterable[str]) -> bool:
    """Whether the answer lists exactly the expected texts, in any order, cut at commas, semicolons, lines or "and"."""
    if answer is None:
        return False
    wanted = sorted(plain(text) for text in expected)
    pieces = [plain(piece) for piece in re.split(r"[,;\n]|\band\b", answer)]
    return sorted(piece for piece in pieces if piece) == wanted
