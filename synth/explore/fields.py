"""What an explorer types into a field: rules over the field's own words, or a language model."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import NamedTuple, Protocol

import numpy as np

from osgenesis.envs.core.elements import Element
from osgenesis.synth.explore import words

FALLBACK_TEXT = "Test Input"


class FieldTextProvider(Protocol):
    """Decides the text for an editable element."""

    def text(self, elements: Sequence[Element], element: Element, rng: np.random.Generator) -> str:
        """Return a single line for ``element``, which is one of ``elements``."""
        ...


class RuleBasedText:
    """Reads hint, label, resource id and neighbours of a field; needs no model and no network."""

    def text(self, elements: Sequence[Element], element: Element, rng: np.random.Generator) -> str:
        """Return a value of the kind that the field's words ask for."""
        around = _words(" ".join(_labels(elements, element)))
        web = element.window == "page"
        for clue in _clues(elements, element):
            if web and _SEARCH.search(clue):
                return _word_shown(elements, rng)
            for rule in (*_WEB_RULES, *_RULES) if web else _RULES:
                fits = rule.around is None or rule.around.search(around)
                if fits and rule.pattern.search(clue):
                    return rule.make(rng)
        return _free_text(element, rng)


class _Rule(NamedTuple):
    pattern: re.Pattern[str]
    make: Callable[[np.random.Generator], str]
    around: re.Pattern[str] | None = None  # what the rest of the screen has to speak of


def person_name(rng: np.random.Generator) -> str:
    """A first and a last name."""
    return f"{_pick(rng, words.FIRST_NAMES)} {_pick(rng, words.LAST_NAMES)}"


def phone_number(rng: np.random.Generator) -> str:
    """A number of the range that is reserved for fiction."""
    return f"555-{int(rng.integers(100, 1000)):03d}-{int(rng.integers(0, 10000)):04d}"


def email_address(rng: np.random.Generator) -> str:
    """An address at a host name that is reserved for examples."""
    first, last = _pick(rng, words.FIRST_NAMES), _pick(rng, words.LAST_NAMES)
    return f"{first}.{last}@{_pick(rng, words.MAIL_HOSTS)}".lower()


def _pick(rng: np.random.Generator, choices: Sequence[str]) -> str:
    return choices[int(rng.integers(len(choices)))]


def _from(choices: Sequence[str]) -> Callable[[np.random.Generator], str]:
    return lambda rng: _pick(rng, choices)


def _number(low: int, high: int) -> Callable[[np.random.Generator], str]:
    return lambda rng: str(int(rng.integers(low, high + 1)))


def _amount(rng: np.random.Generator) -> str:
    return f"{int(rng.integers(2, 200))}.{int(rng.integers(0, 20)) * 5:02d}"


def _time(rng: np.random.Generator) -> str:
    return f"{int(rng.integers(6, 22)):02d}:{int(rng.integers(0, 12)) * 5:02d}"


def _date(rng: np.random.Generator) -> str:
    return f"2023-{int(rng.integers(10, 13)):02d}-{int(rng.integers(1, 29)):02d}"


def _address(rng: np.random.Generator) -> str:
    return f"{int(rng.integers(1, 120))} {_pick(rng, words.STREETS)}, {_pick(rng, words.CITIES)}"


def _pin(rng: np.random.Generator) -> str:
    return f"{int(rng.integers(0, 10000)):04d}"


def _file_name(rng: np.random.Generator) -> str:
    stem = _pick(rng, words.FILE_STEMS)
    return f"{stem}_{int(rng.integers(2, 40))}" if rng.random() < 0.4 else stem


def _folder_name(rng: np.random.Generator) -> str:
    folder = _pick(rng, words.FOLDERS)
    return f"{folder} {int(rng.integers(2019, 2024))}" if rng.random() < 0.4 else folder


def _rule(pattern: str, make: Callable[[np.random.Generator], str], around: str | None = None) -> _Rule:
    context = None if around is None else re.compile(rf"\b(?:{around})\b")
    return _Rule(re.compile(rf"\b(?:{pattern})\b"), make, context)


def _label_name(rng: np.random.Generator) -> str:
    return _pick(rng, words.TOPICS).capitalize()


# The first rule that matches a clue decides, so the specific ones stand before the general ones.
_RULES = (
    _rule(r"e ?mails?|email address", email_address),
    _rule(r"phone(?: number)?s?|mobile|tel|telephone|fax|dial|digits?", phone_number),
    _rule(r"first name|given name|forename", _from(words.FIRST_NAMES)),
    _rule(r"last name|surname|family name", _from(words.LAST_NAMES)),
    _rule(r"user ?name|nick ?name", lambda rng: _pick(rng, words.FIRST_NAMES).lower()),
    _rule(r"recipients?|contact name|full name|person|to", person_name),
    _rule(r"pass ?word|pin|pin code", _pin),
    _rule(r"ext|extension|suffix", _from((".md", ".txt"))),
    _rule(r"contact or number|number", phone_number, "messages?|calls?|contacts?|sms|blocked?"),
    _rule(r"names?|title", _folder_name, "new folder|create folder|rename folder|folder name"),
    _rule(r"names?|title|notes?", _file_name, "new file|new note|rename|zip|compress|file or folder"),
    _rule(r"names?", _file_name, "extension|file name"),
    _rule(r"(?:job )?title", _from(words.JOBS), "company|job"),
    _rule(r"names?|title|label", _label_name, "new label|new list|new tag|event type|list name|new type"),
    _rule(r"file ?name|document name", _file_name),
    _rule(r"folders?|directory|dir", _folder_name),
    _rule(r"company|organi[sz]ation|employer", _from(words.COMPANIES)),
    _rule(r"address|location|place|street", _address),
    _rule(r"city|town", _from(words.CITIES)),
    _rule(r"url|website|link|web", _from(words.WEBSITES)),
    _rule(r"hours?|hh", _number(1, 12)),
    _rule(r"minutes?|seconds?|mm|ss", _number(1, 59)),
    _rule(r"time", _time),
    _rule(r"dates?|birthday|day", _date),
    _rule(r"amount|price|cost|total|budget", _amount),
    _rule(r"number|count|quantity|age|year|size|percent|interval", _number(2, 60)),
    _rule(r"search|find|query|filter|look for", _from(words.TOPICS)),
    _rule(r"event|meeting|appointment|event title", _from(words.EVENTS)),
    _rule(r"tasks?|to ?do|reminder|what would you like to do|new task", _from(words.TO_DOS)),
    _rule(r"tag|category|list|group|topic", lambda rng: _pick(rng, words.TOPICS).capitalize()),
    _rule(r"label|alarm|timer", _from(words.LABELS)),
    _rule(r"sms|messages?|reply|chat|copy|clip", _from(words.SENTENCES)),
    _rule(r"description|notes?|comment|body|content|memo|text|details?", _from(words.SENTENCES)),
    _rule(r"title|subject|summary|headline", _from(words.TO_DOS)),
    _rule(r"names?", person_name),
)


# What forms on web sites ask for besides.
_WEB_RULES = (
    _rule(r"quantity|qty|how many", _number(1, 5)),
    _rule(r"zip|post ?code|postal", lambda rng: f"{int(rng.integers(10000, 99999))}"),
    _rule(r"state|province|region|county", _from(words.REGIONS)),
    _rule(r"street|address line", lambda rng: _address(rng).partition(",")[0]),
    _rule(r"nick ?name|display name|author name", lambda rng: _pick(rng, words.FIRST_NAMES).lower()),
    _rule(r"review|opinion|feedback", _from(words.REVIEWS), "stars?|rating|review"),
    _rule(r"summary|headline", _from(words.REVIEW_TITLES), "stars?|rating|review"),
    _rule(r"comment|reply|answer|response", _from(words.COMMENTS)),
    _rule(
        r"title|subject|headline|topic",
        _from(words.POST_TITLES),
        "submission|submit|post|forum|thread|message|discussion",
    ),
    _rule(
        r"body|text|message|content", _from(words.COMMENTS), "submission|submit|post|forum|thread|message|discussion"
    ),
    _rule(r"bio|biography|about", _from(words.BIOGRAPHIES)),
    _rule(r"expression|calculat\w*|sum", lambda rng: f"{int(rng.integers(2, 99))}*{int(rng.integers(2, 99))}"),
    _rule(r"tags?|label|keywords?", _from(words.TOPICS)),
    _rule(r"min(?:imum)?|from|low(?:est)?", _number(5, 40), "price|amount"),
    _rule(r"max(?:imum)?|to|high(?:est)?", _number(50, 300), "price|amount"),
)
_SEARCH = re.compile(r"\b(?:search|find|look up|query|filter)\b")


def _word_shown(elements: Sequence[Element], rng: np.random.Generator) -> str:
    """Something to search for: a word out of the titles that a page shows, which its site is likely to know."""
    shown: dict[str, None] = {}
    for element in elements:
        if element.role == "link" and len(element.text.split()) >= 2:
            shown |= dict.fromkeys(re.findall(r"[A-Za-z]{5,14}", element.text))
    wordlike = [word for word in shown if word.lower() not in _COMMON]
    return _pick(rng, wordlike).lower() if wordlike else _pick(rng, words.TOPICS)


_COMMON = frozenset(
    "about account advanced after again before comment comments could create every first other please search should "
    "submit their there these those where which while would yours".split()
)


def _clues(elements: Sequence[Element], element: Element) -> list[str]:
    """What is known about a field, best first, as lower-case words."""
    id_tail = element.resource_id.rpartition("/")[2]
    own = [element.hint, element.description, element.role, id_tail]
    if element.window == "page":  # a field's text is its label there, what it holds is its value
        own.insert(0, element.text)
    return [clue for clue in map(_words, [*own, _neighbour(elements, element)]) if clue]


def _labels(elements: Sequence[Element], element: Element) -> list[str]:
    """The short texts of the window that a field is in."""
    return [
        f"{other.text} {other.description} {other.hint}"
        for other in elements
        if other.window == element.window and len(other.text) <= 30
    ]


def _words(text: str) -> str:
    """Split camelCase, snake_case and punctuation into plain lower-case words."""
    text = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", text)
    return re.sub(r"[^a-z]+", " ", text.lower()).strip()


def _neighbour(elements: Sequence[Element], element: Element) -> str:
    """The text of the nearest label above or left of a field."""
    best, best_distance = "", 400
    for other in elements:
        if other is element or not other.text or other.window != element.window:
            continue
        above = element.top - other.bottom
        left = element.left - other.right
        overlaps_x = other.left < element.right and element.left < other.right
        overlaps_y = other.top < element.bottom and element.top < other.bottom
        if overlaps_x and 0 <= above < best_distance:
            best, best_distance = other.text, above
        elif overlaps_y and 0 <= left < best_distance:
            best, best_distance = other.text, left
    return best if len(best) <= 40 else ""


def _free_text(element: Element, rng: np.random.Generator) -> str:
    """For a field that says nothing: a sentence where there is room, else a short phrase."""
    roomy = element.bottom - element.top > 300
    return _pick(rng, words.SENTENCES if roomy else words.TO_DOS)
