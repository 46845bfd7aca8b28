"""From a theme to titles, texts, comments and pages that read as if people had written them."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from osgenesis.envs.web.sites.dice import Dice
from osgenesis.envs.web.sites.forum.seed.lexicon import Theme, phrases

__all__ = ["COMMENT_KINDS", "Voice"]

_SLOT: Final = re.compile(r"\{(a )?(\w+)\}")
_ONLY: Final = re.compile(r"\[(\w+)\] ")
_NUMBERS: Final = ("two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
# Slot -> the list of a theme from which it is filled.
_THEMED: Final = {
    "topics": "topics",
    "item": "items",
    "act": "acts",
    "problem": "problems",
    "tip": "tips",
    "opinion": "opinions",
    "name": "names",
}
# Slot -> the slot whose word it is, and the list of the words that will do: things one buys, acts one learns.
_NARROW: Final = {"good": ("item", "goods"), "skill": ("act", "skills")}
_WORDS: Final = {*_THEMED, *_NARROW}
# What nobody says twice in one text.
_FRESH: Final = ("tip", "opinion", "problem")
# Kind of forum -> kinds of titles and their weights.
_TITLES: Final = {
    "make": {"question": 30, "discussion": 16, "show": 24, "guide": 14, "news": 12, "weekly": 2},
    "media": {"question": 16, "discussion": 28, "show": 3, "guide": 8, "review": 28, "news": 14, "weekly": 2},
    "place": {"question": 12, "discussion": 14, "place": 38, "guide": 8, "news": 26, "weekly": 2},
    "knowledge": {"question": 22, "discussion": 10, "show": 6, "guide": 8, "knowledge": 26, "news": 28},
    "talk": {"question": 52, "discussion": 24, "guide": 16, "news": 6, "weekly": 3},
    "pics": {"shots": 66, "question": 10, "discussion": 8, "guide": 8, "news": 4, "weekly": 2},
    "tech": {"question": 24, "discussion": 22, "show": 16, "guide": 12, "review": 16, "news": 12},
    "move": {"question": 28, "discussion": 20, "show": 8, "guide": 14, "review": 6, "news": 18, "weekly": 3},
}
# Kind of title -> kinds of first-level comments and their weights.
COMMENT_KINDS: Final = {
    "question": {"answer": 46, "anecdote": 14, "joke": 8, "ask_back": 14, "agree": 12, "disagree": 6},
    "discussion": {"agree": 28, "disagree": 28, "anecdote": 18, "joke": 10, "ask_back": 10, "answer": 6},
    "show": {"praise": 36, "ask_back": 28, "anecdote": 12, "joke": 12, "answer": 12},
    "shots": {"picture": 62, "picture_ask": 38},
    "news": {"news": 70, "joke": 8, "anecdote": 10, "agree": 12},
    "review": {"review": 62, "agree": 12, "disagree": 14, "joke": 12},
    "place": {"local": 86, "thanks": 14},
    "reply": {"thanks": 20, "agree": 18, "disagree": 18, "ask_back": 16, "joke": 12, "anecdote": 10, "answer": 6},
}
_LIKE: Final = {"guide": "discussion", "knowledge": "discussion", "weekly": "discussion"}


class Voice:
    """Somebody who talks about a theme. What was said first is what the rest refers to.

    Args:
        dice: Where choices come from.
        theme: What the talk is about.
    """

    def __init__(self, dice: Dice, theme: Theme) -> None:
        self.dice, self.theme = dice, theme
        self.said: dict[str, str] = {}
        self.kind = ""  # of the submission
        self._used: set[str] = set()

    def fill(self, pattern: str) -> str:
        """A phrase with its slots filled; what was said first stays what the talk is about."""

        def replace(match: re.Match[str]) -> str:
            slot = match[2]
            value = self._value(slot.lower())
            if match[1]:
                value = f"{'an' if value[0].lower() in 'aeiou' else 'a'} {value}"
            return value[0].upper() + value[1:] if slot[0].isupper() else value

        text = _SLOT.sub(replace, _ONLY.sub("", pattern))
        # A phrase may end with a stop of its own, and some names carry slots.
        text = self.fill(text) if _SLOT.search(text) else text
        return text.replace("..", ".")

    def _value(self, slot: str) -> str:
        if slot == "tip_lower":
            tip = self._value("tip")
            return tip[0].lower() + tip[1:]
        if slot == "name2":
            return self.dice.pick([name for name in self.theme.words["names"] if name != self.said.get("name")])
        said, words = _NARROW.get(slot, (slot, _THEMED.get(slot, "")))
        if not words:
            return _SIMPLE[slot](self.dice)
        if said in _FRESH and (said in self.said or slot == "tip"):
            return self._fresh(words)
        return self.said.setdefault(said, self.dice.pick(self.theme.words[words]))

    def _fresh(self, words: str) -> str:
        """A word of a list that was not used yet, as long as there is one."""
        spent = self._used | set(self.said.values())
        left = [word for word in self.theme.words[words] if word not in spent]
        value = self.dice.pick(left or self.theme.words[words])
        self._used.add(value)
        return value

    def fits(self, pattern: str) -> bool:
        """Whether a phrase keeps to what has been said: it names nothing of the theme that is new."""
        only = _ONLY.match(pattern)
        if only and only[1] not in (self.kind, self.theme.kind, self.theme.name):
            if only[1] not in _WORDS or not self._known(only[1]):
                return False
        return all(self._known(slot.lower()) for _, slot in _SLOT.findall(pattern))

    def _known(self, slot: str) -> bool:
        if slot in _NARROW:
            said, words = _NARROW[slot]
            return self.said.get(said) in self.theme.words[words]
        if slot == "name2":
            return "name" in self.said
        return slot not in _THEMED or slot == "tip" or slot in self.said

    def _possible(self, pattern: str) -> bool:
        """Whether the theme has words for a phrase's slots."""
        narrow = (_NARROW[slot.lower()][1] for _, slot in _SLOT.findall(pattern) if slot.lower() in _NARROW)
        return all(self.theme.words[words] for words in narrow)

    # ---- what people write --------------------------------------------------------------------

    def title(self) -> tuple[str, str]:
        """The kind of a submission and its title."""
        weights = _TITLES[self.theme.kind]
        kind = self.dice.weighted(list(weights), list(weights.values()))
        own = {"news": "news", "shots": "shots"}.get(kind)
        patterns = self.theme.words[own] if own else phrases("titles", kind)
        title = self.fill(self.dice.pick([pattern for pattern in patterns if self._possible(pattern)]))
        self.kind = kind
        return kind, title[0].upper() + title[1:]

    def body(self, kind: str) -> str:
        """The text of a submission."""
        dice = self.dice
        if kind in ("news", "shots"):
            return ""
        if kind == "guide" or (kind == "weekly" and dice.chance(0.3)):
            return self._list_body()
        if kind in ("show", "review", "place") and dice.chance(0.25):
            return self._some("middle", 1)
        middle = self._phrases("middle", dice.between(2, 5))
        first = dice.between(1, 2)
        parts = [" ".join([self._some("opening", 1), *middle[:first]]).strip(), " ".join(middle[first:])]
        if dice.chance(0.12):
            parts.append("\n".join(f"- {point}" for point in self._phrases("points", dice.between(3, 5))))
        end = self._some("asking", 1) if kind in ("question", "knowledge", "discussion") or dice.chance(0.4) else ""
        if dice.chance(0.45):
            end = f"{end} {self._some('closing', 1)}".strip()
        return "\n\n".join(part for part in [*parts, end] if part)

    def _list_body(self) -> str:
        dice = self.dice
        parts = [" ".join([self._some("opening", 1), self._some("middle", 1)]).strip()]
        points = self._phrases("points", dice.between(5, 10))
        headings = dice.sample(phrases("bodies", "heading"), dice.between(1, 2))
        share = -(-len(points) // len(headings))
        for number, heading in enumerate(headings):
            part = points[number * share : (number + 1) * share]
            marks = [f"{i}. " for i in range(1, len(part) + 1)] if dice.chance(0.4) else ["- "] * len(part)
            lines = "\n".join(mark + point for mark, point in zip(marks, part, strict=True))
            parts.append(f"## {heading}\n\n{lines}")
        parts.append(self._some("closing", 1))
        return "\n\n".join(parts)

    def _phrases(self, part: str, count: int) -> list[str]:
        """Different phrases of a part of a text that keep to the subject."""
        fitting = [pattern for pattern in phrases("bodies", part) if self.fits(pattern)]
        return [self.fill(pattern) for pattern in self.dice.sample(fitting, count)]

    def _some(self, part: str, count: int) -> str:
        return " ".join(self._phrases(part, count))

    def comment(self, to: str) -> str:
        """A comment on a submission of a kind of title, or on a comment ("reply")."""
        dice = self.dice
        if self.theme.kind == "place" and to != "news" and dice.chance(0.75):
            to = "place"
        weights = COMMENT_KINDS[_LIKE.get(to, to)]
        kind = dice.weighted(list(weights), list(weights.values()))
        text = self._remark(kind)
        if kind in ("answer", "disagree", "anecdote") and dice.chance(0.4):
            more = dice.pick([k for k in ("answer", "anecdote") if k != kind])
            text += ("\n\n" if dice.chance(0.35) else " ") + self._remark(more)
        if dice.chance(0.2):
            text += " " + self._remark("tail")
        return text

    def _remark(self, kind: str) -> str:
        return self.fill(self.dice.pick([pattern for pattern in phrases("comments", kind) if self.fits(pattern)]))

    def page(self, now_year: int) -> str:
        """The copy of a page that a submission links to: a line that says whose it is, then its text."""
        dice = self.dice
        source = self.fill(dice.pick(phrases("pages", "source")))
        # In the order of the file: the first one opens the page, the last one ends it.
        first, *middle, last = phrases("pages", "paragraph")
        chosen = dice.sample(range(len(middle)), dice.between(3, 6))
        paragraphs = [first, *(middle[i] for i in sorted(chosen)), last]
        return f"{source}, {now_year}\n\n" + "\n\n".join(self.fill(p) for p in paragraphs)

    def biography(self) -> str:
        """A sentence or two about oneself."""
        return " ".join(self.fill(p) for p in self.dice.sample(phrases("people", "biography"), self.dice.between(1, 2)))


def _person(dice: Dice) -> str:
    return f"{dice.pick(phrases('people', 'first'))} {dice.pick(phrases('people', 'last'))}"


_SIMPLE: Final[dict[str, Callable[[Dice], str]]] = {
    "few": lambda dice: dice.pick(_NUMBERS),
    "n": lambda dice: str(dice.pick((12, 14, 17, 19, 23, 28, 30, 36, 40, 42, 48, 55, 60, 75, 90, 110, 140, 200, 300))),
    "decades": lambda dice: str(dice.between(11, 58)),
    "age": lambda dice: str(dice.between(58, 91)),
    "money": lambda dice: str(dice.pick((8, 12, 15, 20, 25, 30, 40, 45, 60, 80, 100, 120, 150, 250))),
    "year": lambda dice: str(dice.between(1978, 2021)),
    "relative": lambda dice: dice.pick(phrases("people", "relatives")),
    "city": lambda dice: dice.pick(phrases("people", "cities")),
    "day": lambda dice: dice.pick(phrases("people", "days")),
    "writer": _person,
    "writer2": _person,
}
