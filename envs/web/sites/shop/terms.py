"""Words of a text as the search compares them, and the index over all products."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

__all__ = ["STOP_WORDS", "Indexed", "index_rows", "words_of"]

_WORD: Final = re.compile(r"[a-z0-9]+(?:\.[0-9]+)?")
STOP_WORDS: Final = frozenset("a an and are as at by for from in is it of on or that the this to with".split())

# (product id, [(text, weight)]).
Indexed = tuple[int, list[tuple[str, int]]]


def words_of(text: str) -> list[str]:
    """The words of a text in order: lower case, plural endings removed, words that say nothing left out."""
    return [_stem(word) for word in _WORD.findall(text.lower().replace("'s", "")) if word not in STOP_WORDS]


def _stem(word: str) -> str:
    if len(word) > 4 and word.endswith(("ches", "shes", "sses", "xes")):
        return word[:-2]
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith("ss") else word


def index_rows(products: Iterable[Indexed]) -> list[dict[str, object]]:
    """Rows of `search_word`: for each word the products that have it, each with the word's greatest weight there."""
    found: dict[str, dict[int, int]] = {}
    for key, texts in products:
        for text, weight in texts:
            for word in words_of(text):
                entries = found.setdefault(word, {})
                entries[key] = max(weight, entries.get(key, 0))
    return [
        {"id": number, "word": word, "found": " ".join(f"{key}:{weight}" for key, weight in sorted(entries.items()))}
        for number, (word, entries) in enumerate(sorted(found.items()), 1)
    ]
