"""Ranks and slugs: what follows from a submission's votes, time and title."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

__all__ = ["controversy", "hot", "slug_of"]

# Ten times the votes are worth this many seconds of youth.
_DECADE: Final = 45_000
_LONGEST_SLUG: Final = 60


def hot(created: int, score: int, comments: int) -> int:
    """Rank of the default order: newer and better liked come first, lively ones gain a little."""
    weight = _tenths(abs(score))
    lift = _DECADE * weight // 10
    return created + (lift if score > 0 else -lift) + min(comments, 40) * 300


def _tenths(number: int) -> int:
    """Ten times the decimal logarithm, in whole numbers so that every machine agrees."""
    if number < 2:
        return 0
    # n ** 10 has 10 * log10(n) + 1 digits, rounded down.
    return len(str(number**10)) - 1


def controversy(upvotes: int, downvotes: int) -> int:
    """High where many vote and their votes are balanced."""
    low, high = min(upvotes, downvotes), max(upvotes, downvotes)
    return 0 if low == 0 else (upvotes + downvotes) * low * 100 // high


def slug_of(title: str) -> str:
    """The words of a title for its address: lower case, dashes, cut at a word's end; "-" if nothing is left."""
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    words = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")
    if len(words) > _LONGEST_SLUG:
        words = words[: _LONGEST_SLUG + 1].rsplit("-", 1)[0][:_LONGEST_SLUG]
    return words or "-"
