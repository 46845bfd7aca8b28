"""What a short answer says, as comparable facts: numbers, dates, durations, distances, months and word stems."""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import get_close_matches
from typing import Final, NamedTuple

__all__ = ["Fact", "facts_of", "words_of"]


class Fact(NamedTuple):
    """One thing said. `kind` is number, date, duration (minutes), distance (metres), month, address or word."""

    kind: str
    value: object


_MONTHS: Final = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip
_NUMBER_WORDS: Final = {
    word: number
    for number, word in enumerate("zero one two three four five six seven eight nine ten eleven twelve".split())
}
_SAME: Final = {
    "latest": "last", "recent": "last", "newest": "last", "spent": "spend", "spending": "spend", "cost": "spend",
    "car": "drive", "driving": "drive", "foot": "walk", "bicycle": "bike", "cycling": "bike", "biking": "bike",
    "never": "not", "no": "not", "none": "not", "cannot": "not", "can't": "not", "without": "not", "nothing": "not",
    "isn't": "not", "doesn't": "not", "don't": "not", "won't": "not", "wasn't": "not", "aren't": "not",
    "lacks": "not", "lack": "not", "unable": "not", "nor": "not", "neither": "not", "haven't": "not",
    "didn't": "not", "couldn't": "not", "hasn't": "not",
}  # fmt: skip
_EMPTY_WORDS: Final = frozenset(
    "a an the is are was were be been being it its it's this that these those there their they them he she his her my "
    "your you our we i me of to in on at by for from with as and or so do does did has have had will would can could "
    "should which who what when where how about also just very really yes ok okay please into than then".split()
)
_DAY: Final = r"(?P<{p}day>[0-9]{{1,2}})(?:st|nd|rd|th)?"
_MONTH_WORD: Final = r"(?P<{p}month>[a-z]{{3,9}})\.?"
_YEAR: Final = r"(?P<{p}year>[0-9]{{4}})"
_FACT: Final = re.compile(
    "|".join(
        (
            r"(?P<address>[\w.+-]+@[\w-]+(?:\.[\w-]+)+|https?://\S+)",
            r"(?P<iso>[0-9]{4}-[0-9]{1,2}-[0-9]{1,2})(?![0-9])",
            r"(?P<slashes>[0-9]{1,2}/[0-9]{1,2}/(?:[0-9]{4}|[0-9]{2}))(?![0-9])",
            rf"(?:{_MONTH_WORD} {_DAY},? {_YEAR}\b)".format(p="md"),
            rf"(?:{_DAY} (?:of )?{_MONTH_WORD},? {_YEAR}\b)".format(p="dm"),
            r"(?P<phone>\(?\b[0-9]{3}\)?[-. ]?[0-9]{3}[-. ][0-9]{4}\b)",
            r"(?P<hours>[0-9]+(?:\.[0-9]+)?) ?h(?:ou)?r?s?\b(?:,? ?(?:and )?(?P<rest>[0-9]+) ?(?:minutes?|mins?|m)\b)?",
            r"(?P<minutes>[0-9]+(?:\.[0-9]+)?) ?(?:minutes?|mins?)\b",
            r"(?P<metres>[0-9][0-9,]*(?:\.[0-9]+)?) ?(?P<unit>kilomet(?:er|re)s?|km|miles?|mi|met(?:er|re)s?|m)\b",
            r"(?P<number>-?[0-9][0-9,]*(?:\.[0-9]+)?)",
            r"(?P<word>[^\W0-9_](?:\w|['\u2019](?=\w))*)",
        )
    )
)
_METRES: Final = {"k": 1000.0, "mi": 1609.344}


def facts_of(text: str) -> tuple[Fact, ...]:
    """All facts of a text in its order; words that say nothing are left out."""
    return tuple(_facts(text.lower().replace("\u2019", "'")))


def words_of(text: str) -> tuple[str, ...]:
    """The stems of the words that say something, in order."""
    return tuple(str(fact.value) for fact in facts_of(text) if fact.kind == "word")


def _facts(text: str) -> Iterator[Fact]:
    at = 0
    while found := _FACT.search(text, at):
        fact, end = _fact(found)
        at = end
        if fact is not None:
            yield fact


def _fact(found: re.Match[str]) -> tuple[Fact | None, int]:
    """The fact and where to go on; a month's date that is none goes on after its first word."""
    part, end = found.groupdict(), found.end()
    if part["address"]:
        return Fact("address", part["address"].rstrip(".,;/")), end
    if part["iso"]:
        year, month, day = map(int, part["iso"].split("-"))
        return Fact("date", (year, month, day)), end
    if part["slashes"]:
        month, day, year = map(int, part["slashes"].split("/"))
        return Fact("date", (year + 2000 if year < 100 else year, month, day)), end
    for prefix in ("md", "dm"):
        if part[f"{prefix}year"]:
            month_number = _month(part[f"{prefix}month"])
            if month_number is None:
                first = re.match(r"\w+", found.group())
                end = found.start() + (first.end() if first else 1)
                return _plain(found.group()[: end - found.start()]), end
            return Fact("date", (int(part[f"{prefix}year"]), month_number, int(part[f"{prefix}day"]))), end
    if part["phone"]:
        return Fact("number", float(re.sub(r"[^0-9]", "", part["phone"]))), end
    if part["hours"]:
        return Fact("duration", round(float(part["hours"]) * 60 + float(part["rest"] or 0), 1)), end
    if part["minutes"]:
        return Fact("duration", round(float(part["minutes"]), 1)), end
    if part["metres"]:
        unit = part["unit"]
        factor = _METRES["k"] if unit.startswith("k") else _METRES["mi"] if unit.startswith("mi") else 1.0
        return Fact("distance", round(_number(part["metres"]) * factor, 1)), end
    return _plain(found.group()), end


def _plain(text: str) -> Fact | None:
    if text[0] in "-0123456789":
        return Fact("number", _number(text))
    if text in _NUMBER_WORDS:
        return Fact("number", float(_NUMBER_WORDS[text]))
    month = _month(text)
    if month is not None and text != "may":
        return Fact("month", month)
    if text in _EMPTY_WORDS:
        return None
    if text == "may":
        return Fact("month", 5)
    return Fact("word", _stem(_SAME.get(text, text)))


def _number(text: str) -> float:
    digits = re.match(r"-?[0-9,.]*", text)
    return float((digits.group() if digits else text).replace(",", "").rstrip("."))


def _month(word: str) -> int | None:
    for number, name in enumerate(_MONTHS, start=1):
        if word == name[:3] or (len(word) == 4 and word == name[:4]):
            return number
    if len(word) < 4:
        return None
    near = get_close_matches(word, _MONTHS, n=1, cutoff=0.79)
    return _MONTHS.index(near[0]) + 1 if near and near[0][:2] == word[:2] else None


def _stem(word: str) -> str:
    """The word without its commonest endings, so that forms of one word are equal."""
    word = word.removesuffix("'s").removesuffix("'")
    for ending in ("ing", "ed", "es", "s", "ly", "e"):
        if word.endswith(ending) and len(word) - len(ending) >= 3 and not word.endswith("ss"):
            word = word.removesuffix(ending)
            break
    if len(word) > 3 and word[-1] == word[-2]:
        word = word[:-1]
    return word.removesuffix("e") if len(word) > 3 else word
