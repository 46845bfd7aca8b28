"""Judging answers of information tasks: comma-separated lists of texts, numbers, dates, or dates with times."""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Final, NamedTuple

from osgenesis.envs.core.texts import fuzzy_match

DATE_FORMAT: Final = "%B %d %Y"
TIME_FORMAT: Final = "%H:%M"
DATE_TIME_FORMAT: Final = f"{DATE_FORMAT} {TIME_FORMAT}"
_FORMATS: Final = {"date": DATE_FORMAT, "time": TIME_FORMAT, "date_time": DATE_TIME_FORMAT}
KINDS: Final = ("text", "number", *_FORMATS)


class Item(NamedTuple):
    """One expected item.

    Attributes:
        value: The truth, written as an answer would be: "Team lunch", "3", "October 16 2023", "October 16 2023 09:30".
        kind: text (nearly equal, ignoring case), number, date, time or date_time.
        tolerance: For numbers: how far off is still right.
    """

    value: str
    kind: str = "text"
    tolerance: float = 0.0


def answer_matches(answer: str | None, expected: Sequence[Item | str]) -> bool:
    """Whether an answer lists exactly the expected items, in any order.

    The answer is cut at its commas; each expected item needs a piece of its own, and no piece may be left over.
    A plain string in `expected` stands for a text item.
    """
    if answer is None:
        return False
    wanted = [item if isinstance(item, Item) else Item(item) for item in expected]
    if len(wanted) == 1 and "," in wanted[0].value:
        return item_matches(answer, wanted[0])  # a single item that has commas itself
    pieces = [piece.strip() for piece in answer.split(",")] if answer.strip() else []
    return len(pieces) == len(wanted) and _assignable(pieces, wanted)


def item_matches(piece: str, item: Item) -> bool:
    """Whether one piece of an answer is the expected item."""
    piece = piece.strip()
    if item.kind == "text":
        return fuzzy_match(piece, item.value)
    if item.kind == "number":
        given, right = _number(piece), _number(item.value)
        return given is not None and right is not None and abs(given - right) <= item.tolerance
    if item.kind not in _FORMATS:
        raise ValueError(f"Unknown kind of answer {item.kind!r}; known are {', '.join(KINDS)}.")
    moment = _moment(piece, _FORMATS[item.kind])
    return moment is not None and moment == _moment(item.value, _FORMATS[item.kind])


def _assignable(pieces: list[str], wanted: list[Item]) -> bool:
    """Whether every item can have a piece of its own (augmenting paths; lists are short)."""
    owner: dict[int, int] = {}  # piece -> item

    def place(item: int, tried: set[int]) -> bool:
        for i, piece in enumerate(pieces):
            if i not in tried and item_matches(piece, wanted[item]):
                tried.add(i)
                if i not in owner or place(owner[i], tried):
                    owner[i] = item
                    return True
        return False

    return all(place(item, set()) for item in range(len(wanted)))


def _number(piece: str) -> float | None:
    try:
        number = float(piece)
    except ValueError:
        return None
    return number if math.isfinite(number) else None


def _moment(piece: str, form: str) -> datetime | None:
    try:
        return datetime.strptime(" ".join(piece.split()), form).replace(tzinfo=UTC)
    except ValueError:
        return None
