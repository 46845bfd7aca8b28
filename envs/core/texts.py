"""Comparing texts the way AndroidWorld's checkers do."""

from __future__ import annotations

from difflib import SequenceMatcher
from typing import Final

__all__ = ["FUZZY_RATIO", "fuzzy_match"]

FUZZY_RATIO: Final = 0.9


def fuzzy_match(one: str | None, other: str | None, ratio: float = FUZZY_RATIO) -> bool:
    """Whether two texts are nearly the same, ignoring case. None matches nothing, not even None."""
    if one is None or other is None:
        return False
    left, right = one.lower(), other.lower()
    if left == right:
        return True
    matcher = SequenceMatcher(None, left, right)
    # The quick ratios are upper bounds; long unequal texts are decided by them.
    if matcher.real_quick_ratio() < ratio or matcher.quick_ratio() < ratio:
        return False
    return matcher.ratio() >= ratio
