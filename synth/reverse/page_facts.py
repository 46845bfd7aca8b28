"""What a web page tells that can be asked for: definitions, table cells, counts, prices, authors, dates."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from osgenesis.envs.core.elements import Element

_COUNT: Final = re.compile(
    r"^\(?(\d[\d,]*) (comments?|replies|reviews?|votes?|points?|subscribers?|members?|submissions?|articles?|products?|"
    r"items?|results?|forks?|issues?|commits?|views?|answers?|posts?|followers?|pages?)\)?$",
    re.IGNORECASE,
)
_PRICE: Final = re.compile(r"^[$€£]\s?\d[\d,]*(?:\.\d\d)?$")
_BY: Final = re.compile(
    r"^(submitted|posted|written|created|reviewed|started|opened|commented|asked|sold) by$", re.IGNORECASE
)
_NATURAL: Final = re.compile(
    r"^(?:capital|population|area|country|currency|language|largest city|author|director|publisher|price|sku|brand|"
    r"colou?r|material|weight|size|status|order date|grand total|subtotal|atomic number|symbol|"
    r"head coach|stadium|height|location|architect|nationality|occupation|release date|"
    r"running time|developer|designer)$",
    re.IGNORECASE,
)
_ASKS: Final = re.compile(
    r"(?:add|be the first|write|post|view|read|see|show|sign|log|go|learn|submitted)\b", re.IGNORECASE
)
_MAX_ANSWER: Final = 60
_MAX_TITLE: Final = 120


class PageFact(NamedTuple):
    """Something to ask about a page."""

    question: str
    answer: str
    evidence: str  # the text on the page that gives the answer
    title: str  # the text on the page that says what it is about


def page_facts(elements: Sequence[Element]) -> Iterator[PageFact]:
    """All that a page tells in one of the known forms; the same fact may come more than once."""
    page = page_title(elements)
    yield from _definitions(elements, page)
    yield from _cells(elements, page)
    for index, element in enumerate(elements):
        if found := _COUNT.match(element.text):
            title = _title_near(elements, index) or page
            if title and title != element.text and found[2].lower().rstrip("s") not in title.lower():
                what = found[2] if found[2].endswith("s") else f"{found[2]}s".replace("ys", "ies")
                yield PageFact(f'How many {what.lower()} does "{title}" have?', found[1], element.text, title)
        elif _PRICE.match(element.text):
            title = _title_near(elements, index) or page
            if title:
                yield PageFact(f'What is the price of "{title}"?', element.text, element.text, title)
        elif (found := _BY.match(element.text)) and index + 1 < len(elements):
            person, title = elements[index + 1], _title_near(elements, index)
            if title and person.role == "link" and abs(person.top - element.top) < 12:
                yield PageFact(f'Who {found[1].lower()} "{title}"?', person.text, person.text, title)


def page_title(elements: Sequence[Element]) -> str:
    """The main heading of a page, if it is to be seen."""
    found = next((element.text for element in elements if element.class_name == "h1" and element.text), "")
    return found if len(found) <= _MAX_TITLE else ""


def is_count(text: str) -> bool:
    """Whether a text only says how many there are of something, such as `7 comments`."""
    return _COUNT.match(text) is not None


def shown_once(facts: Sequence[PageFact], elements: Sequence[Element]) -> list[PageFact]:
    """Facts with one answer each, about something that stands on the page once."""
    texts, page = [element.text for element in elements], page_title(elements)
    answers: dict[str, set[str]] = {}
    for fact in facts:
        answers.setdefault(fact.question, set()).add(fact.answer)
    unique = {fact.question: fact for fact in facts if len(answers[fact.question]) == 1}
    return [
        fact
        for fact in unique.values()
        if 0 < len(fact.answer) <= _MAX_ANSWER
        and fact.answer[-1] not in ",;:("  # cut off by a link in the middle of it
        and (texts.count(fact.title) == 1 or fact.title == page)
        and fact.answer.lower() not in fact.question.lower()
    ]


def _definitions(elements: Sequence[Element], page: str) -> Iterator[PageFact]:
    """Terms with what is said of them beside or below."""
    if not page:
        return
    pairs = itertools.pairwise(elements)
    for term, said in pairs:
        named = (term.class_name, said.class_name) in (("dt", "dd"), ("th", "td")) and _beside(term, said)
        if not named or not said.text or not re.fullmatch(r"[A-Z][\w &/'()-]{2,38}:?", term.text):
            continue
        name = term.text.rstrip(":")
        if _NATURAL.match(name):
            yield PageFact(f'What is the {name.lower()} of "{page}"?', said.text, said.text, page)
        yield PageFact(f'On the page "{page}", what is given as "{name}"?', said.text, said.text, page)


def _cells(elements: Sequence[Element], page: str) -> Iterator[PageFact]:
    """Cells of a table, by their column's heading and the first cell of their row."""
    heads = [element for element in elements if element.role == "columnheader" and element.text]
    cells = [element for element in elements if element.role in ("cell", "gridcell") and element.text]
    for cell in cells:
        row = [other for other in (*cells, *_row_heads(elements)) if abs(other.top - cell.top) <= 4 and other.text]
        first = min(row, key=lambda other: other.left, default=cell)
        above = [head for head in heads if head.bottom <= cell.top + 2]
        line = [head for head in above if abs(head.top - max(one.top for one in above)) <= 4]
        over = [head for head in line if head.left <= cell.left + 8]
        headed = any(other.class_name == "th" for other in row)  # a list of facts, not a table of entries
        if first is cell or headed or len(line) < 2 or not over or not re.search(r"[A-Za-z]{2}", first.text):
            continue
        head = max(over, key=lambda one: one.left)
        where = f'On the page "{page}", what' if page else "What"
        yield PageFact(f'{where} is the "{head.text}" of "{first.text}"?', cell.text, cell.text, first.text)


def _row_heads(elements: Sequence[Element]) -> list[Element]:
    return [element for element in elements if element.role == "rowheader" or element.class_name in ("td", "th")]


def _beside(term: Element, said: Element) -> bool:
    """Whether a text stands to the right of another one, or right below it."""
    right = said.left >= term.right - 2 and abs(said.top - term.top) < 20
    return right or (said.left == term.left and 0 <= said.top - term.bottom < 24)


def _title_near(elements: Sequence[Element], index: int) -> str:
    """The title of the entry that a text belongs to: the nearest long link or heading before it, close above."""
    here = elements[index]
    for other in reversed(elements[max(0, index - 12) : index]):
        if here.top - other.bottom > 160 or other.top > here.bottom:
            return ""
        entitled = other.class_name == "h1" or (other.role in ("link", "heading") and len(other.text.split()) >= 3)
        told = 0 < len(other.text) <= _MAX_TITLE and not _COUNT.match(other.text) and not _ASKS.match(other.text)
        if entitled and told:
            return other.text
    return ""
