"""Full-text search: which articles hold the words, the likeliest first, and the sentence around them."""

from __future__ import annotations

import re
import unicodedata
from typing import Any, Final, NamedTuple

from markupsafe import Markup, escape

from osgenesis.envs.web.sites.store import Row, Store

__all__ = ["Hit", "find_titles", "folded", "search"]

_WORD: Final = re.compile(r"\w+")
# Letters with strokes, which Unicode does not take apart.
_STROKES: Final = str.maketrans("øØłŁđĐæÆ", "oOlLdDaA")
_LONGEST: Final = 12
_UNIMPORTANT: Final = frozenset(
    "a an and are at by for from in is of on or the to was were what which who with".split()
)


class Hit(NamedTuple):
    """One result: the article's title, the passage with the words marked, and the article's length in words."""

    title: str
    passage: Markup
    words: int


def folded(text: str) -> str:
    """Lower case without accents, letter for letter, so that places in both texts are the same."""
    if text.isascii():
        return text.lower()
    text = text.translate(_STROKES)
    return "".join(c.lower() if c.isascii() else unicodedata.normalize("NFD", c)[0].lower()[:1] for c in text)


def _words(pattern: str) -> list[str]:
    words = list(dict.fromkeys(_WORD.findall(folded(pattern))))[:_LONGEST]
    return [word for word in words if word not in _UNIMPORTANT] or words


def search(store: Store, pattern: str, start: int, length: int) -> tuple[int, list[Hit]]:
    """How many articles hold all words of a pattern, and a part of them in order of likelihood."""
    words = _words(pattern)
    if not words:
        return 0, []
    everywhere = " AND ".join("instr(title || ' ' || other || ' ' || text, ?) > 0" for _ in words)
    found = store.query(f"SELECT id, title, other, text FROM search_text WHERE {everywhere}", *words)
    phrase = folded(pattern.strip())
    order = sorted(found, key=lambda row: (-_score(words, phrase, row), row["title"], row["id"]))
    hits = []
    for row in order[start:][:length]:
        article = store.one("SELECT title, text FROM article WHERE id = ?", row["id"])
        if article is not None:
            text = article["text"]
            hits.append(Hit(article["title"], _passage(text, row["text"], words), text.count(" ") + 1))
    return len(order), hits


def _score(words: list[str], phrase: str, row: Row) -> float:
    title, other, text = row["title"], row["other"], row["text"]
    title_words = _WORD.findall(title)
    score = 0.0
    for word in words:
        score += 12.0 * (word in title_words) + 4.0 * (word in title) + 4.0 * (word in other)
        score += min(text.count(word), 10) ** 0.5
    if phrase in (title, *other.split("\n")):
        score += 100
    elif title.startswith(phrase):
        score += 10
    return score + 4.0 * (phrase in text)


def _passage(text: str, lowered: str, words: list[str], width: int = 260) -> Markup:
    places = [lowered.find(word) for word in words]
    first = min((place for place in places if place >= 0), default=0)
    start = max(0, first - 80)
    if start:
        start = text.find(" ", start) + 1
    end = min(len(text), start + width)
    if end < len(text):
        end = max(text.rfind(" ", start, end), start + 1)
    passage = text[start:end].replace("\n", " ")
    pattern = re.compile("|".join(re.escape(word) for word in sorted(words, key=len, reverse=True)))
    parts, at = [], 0
    for found in pattern.finditer(folded(passage)):
        parts += [escape(passage[at : found.start()]), Markup("<b>{}</b>").format(passage[found.start() : found.end()])]
        at = found.end()
    parts.append(escape(passage[at:]))
    return Markup("{}{}{}").format("… " if start else "", Markup("").join(parts), " …" if end < len(text) else "")


def find_titles(store: Store, term: str, limit: int = 10) -> list[str]:
    """Titles that begin with a text, then titles that hold it."""
    wanted = folded(term.strip())
    rows: list[dict[str, Any]] = store.query(
        "SELECT title FROM article UNION SELECT title FROM redirect ORDER BY title"
    )
    titles = [row["title"] for row in rows]
    if not wanted:
        return []
    begin = [title for title in titles if folded(title).startswith(wanted)]
    inside = [title for title in titles if wanted in folded(title) and title not in begin]
    return [*begin, *inside][:limit]
