"""Whether a character stands alone in a text: WebArena's guard against finding the answer "0" inside "10".

libwebarena asks nltk's word tokenizer. This says the same for a letter or digit from its two neighbours, without nltk.
"""

from __future__ import annotations

import re
from typing import Final

__all__ = ["stands_alone"]

# What the tokenizer always makes tokens of their own, so that a word ends before and begins after it.
_APART: Final = frozenset('()[]{}<>;@#$%&?!*"`\u00ab\u00bb\u201c\u201d\u201e\u2018\u2019\u2012\u2013\u2014\u2015')
_CLITICS: Final = ("s", "m", "d", "ll", "re", "ve")
# What may follow a full stop that ends the text: closing quotes and brackets.
_AFTER_LAST_STOP: Final = re.compile(r"[\])}>\"'\u00bb\u201d\u2019\s]*\Z")
_OPENERS_AND_CLOSERS: Final = frozenset(")\";}]*@'({[")
_WORD_BEFORE: Final = re.compile(r"[^\s()\[\]{}<>\"'`\u201c\u201d?!]*\Z")
_NUMBER: Final = re.compile(r"-?[.,]?\d[\d,.-]*")


def stands_alone(character: str, text: str) -> bool:
    """Whether some occurrence of a letter or digit in the text is a word of its own.

    Any other character counts wherever it occurs.
    """
    if not character.isalnum():
        return character in text
    at = text.find(character)
    while at >= 0:
        if _begins(text, at) and _ends(text, at + 1):
            return True
        at = text.find(character, at + 1)
    return False


def _begins(text: str, at: int) -> bool:
    """Whether a word can begin at this place."""
    if at == 0 or text[at - 1].isspace() or text[at - 1] in _APART:
        return True
    before = text[at - 1]
    if before in ",:":
        return not text[at].isdigit()
    if before == "'":  # an opening quote, not an apostrophe inside a word
        return at == 1 or not (text[at - 2].isalnum() or text[at - 2] == "_")
    return text[max(0, at - 2) : at] in ("..", "--")


def _ends(text: str, at: int) -> bool:
    """Whether a word that began before this place ends here."""
    if at == len(text) or text[at].isspace() or text[at] in _APART:
        return True
    after = text[at]
    if after in ",:":
        return not text[at + 1 : at + 2].isdigit()
    if after == "'":
        return _ends_before_apostrophe(text, at)
    if after == ".":
        return text.startswith("..", at) or _stop_ends_sentence(text, at)
    return text.startswith("--", at)


def _ends_before_apostrophe(text: str, at: int) -> bool:
    rest = text[at + 1 :]
    word = re.match(r"\w*", rest)
    tail = word.group() if word else ""
    boundary = rest[len(tail) : len(tail) + 1]
    return (tail == "" or tail.lower() in _CLITICS) and (boundary == "" or boundary.isspace() or boundary in _APART)


def _stop_ends_sentence(text: str, at: int) -> bool:
    """Whether the full stop here ends a sentence, which it does not between a number and a lower-case word."""
    if _AFTER_LAST_STOP.match(text, at + 1):
        return True
    following = text[at + 1]
    if following in _OPENERS_AND_CLOSERS:
        return True
    if not following.isspace():
        return False
    word = text[at + 1 :].split(maxsplit=1)[0]
    begun = _WORD_BEFORE.search(text[:at])
    before = begun.group() if begun else ""
    if _NUMBER.fullmatch(before):
        return not (word[0].islower() or word in ";:,.!?")
    if len(before) == 1 and before.isalpha():
        return not (word[0].isalpha() or word in ";:,.!?")
    return True
