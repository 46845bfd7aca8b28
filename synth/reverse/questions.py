"""Question tasks: something that a screen tells about a row, asked for without changing anything."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from typing import Any, Final, NamedTuple

from osgenesis.envs.core.elements import Element
from osgenesis.envs.core.predicates import Noise, Predicate
from osgenesis.envs.core.state import Change, Row, State, StateDiff
from osgenesis.envs.core.vocabulary import FieldWords, TableWords, Vocabulary
from osgenesis.synth.reverse import rows
from osgenesis.synth.reverse.expressible import expressible
from osgenesis.synth.reverse.families import owner
from osgenesis.synth.reverse.minimise import minimise, path_of
from osgenesis.synth.reverse.page_facts import page_facts, shown_once
from osgenesis.synth.reverse.propose import Candidate
from osgenesis.synth.reverse.replay import Player, Replay
from osgenesis.synth.reverse.values import Chooser
from osgenesis.synth.reverse.verify import MAX_GOLDEN, Rejected

MIN_LENGTH: Final = 2  # characters of an answer; shorter ones are found everywhere
MAX_LENGTH: Final = 60


class Asked(NamedTuple):
    """A question that the device answers, and the way to the screen that does."""

    replay: Replay
    question: str
    answer: str
    app: str  # label of the app that the row belongs to
    predicate: Predicate  # without atoms: says only what is no side effect


class _Fact(NamedTuple):
    question: str
    answer: str
    title: str
    app: str


def ask(player: Player, candidate: Candidate, vocabulary: Vocabulary) -> Asked | Rejected:
    """Find a fact that the end of a path shows, and hold it to the acceptance rule.

    The answer is not on the first screen of the app, is on the last one, is there again when the
    shortest path to it is replayed, and on the way nothing has changed.
    """
    replay = player.from_start(candidate.path)
    if replay is None:
        return Rejected("not_reproducible")
    if expressible(StateDiff.between(replay.start, replay.end), vocabulary):
        return Rejected("side_effect_only")
    screen = replay.steps[-1].after
    early = replay.steps[0].after
    chooser = Chooser(candidate.key)
    app = vocabulary.app_label(player.env.backend.context().get("app", ""))
    fact = None
    for source in (_facts(replay.end, vocabulary, chooser), _screen_facts(screen, app, vocabulary)):
        known = [f for f in source if _shows(screen, f.answer) and _shows(screen, f.title)]
        told_already = [f for f in known if f.answer.lower() in f.question.lower()]
        new = [f for f in known if f not in told_already and not _shows(early, f.answer)]
        unique = [f for f in new if sum(other.question == f.question for other in new) == 1]
        if unique:
            fact = chooser.pick("fact", unique)
            break
    if fact is None:
        return Rejected("not_answerable")

    def told(start: State, end: State) -> bool:
        now = player.env.elements
        unchanged = not expressible(StateDiff.between(start, end), vocabulary)
        return unchanged and _shows(now, fact.answer) and _shows(now, fact.title)

    path = path_of(minimise(player, replay, told))
    if not 2 <= len(path) <= MAX_GOLDEN - 1:
        return Rejected("not_answerable" if len(path) < 2 else "too_long")
    again = player.from_start(path, fresh=True)
    if again is None or not told(again.start, again.end):
        return Rejected("not_reproducible")
    nothing_else = Predicate((), Noise.of(vocabulary))
    return Asked(again, fact.question, fact.answer, fact.app, nothing_else)


def ask_page(replay: Replay, key: str, app: str, vocabulary: Vocabulary) -> Asked | Rejected:
    """A question that the web page at the end of a short way answers, and that the first page does not.

    Args:
        replay: a way on which nothing was changed.
        key: decides which question it is.
        app: label of the site.
        vocabulary: the words of the world.
    """
    screen, early = replay.steps[-1].after, replay.steps[0].after
    found = shown_once(list(page_facts(screen)), screen)
    new = [f for f in found if not (_shows(early, f.evidence) and _shows(early, f.title))]
    if not new or len(replay.steps) < 2 or len(replay.steps) >= MAX_GOLDEN:
        return Rejected("not_answerable")
    fact = Chooser(key).pick("fact", new)
    return Asked(replay, fact.question, fact.answer, app, Predicate((), Noise.of(vocabulary)))


def _facts(state: State, vocabulary: Vocabulary, chooser: Chooser) -> Iterator[_Fact]:
    """What the device knows that could be asked for."""
    for table in sorted(vocabulary.tables):
        words = vocabulary.tables[table]
        held = state.rows(table)
        titles = [str(row.get(words.title) or "") for row in held.values()]
        for key, row in held.items():
            yield from _facts_of_row(table, key, row, words, titles, state, vocabulary, chooser)


def _facts_of_row(
    table: str,
    key: Any,
    row: Row,
    words: TableWords,
    titles: Sequence[str],
    state: State,
    vocabulary: Vocabulary,
    chooser: Chooser,
) -> Iterator[_Fact]:
    above = owner(Change("row_added", table, key, None, row), StateDiff(), vocabulary, state)
    title = str(row.get(words.title) or "").strip()
    if above is not None:
        owner_words = vocabulary.tables[above.table]
        owner_title = str(above.row.get(owner_words.title) or "").strip()
        if _askable(title) and owner_title:
            whose = rows.the_row(above.row, owner_words, chooser)
            yield _Fact(f"What is the {words.noun} of {whose}?", title, owner_title, words.app)
        return
    if not title or titles.count(title) != 1:
        return
    for column, field in words.fields.items():
        value = str(row.get(column) if row.get(column) is not None else "").strip()
        if column == words.title or not _tells(field) or not _askable(value):
            continue
        if value.lower() in title.lower() or column in words.volatile:
            continue
        whose = rows.the_row(row, words, chooser)
        yield _Fact(f"What is the {field.phrase} of {whose}?", value, title, words.app)


def _screen_facts(elements: Sequence[Element], app: str, vocabulary: Vocabulary) -> Iterator[_Fact]:
    """What a screen says below a title, in smaller letters: `Font size`, `Large`."""
    texts = [e for e in elements if e.text and not e.editable and e.window == "application"]
    titles = [element.text for element in texts]
    values = _known_values(vocabulary)
    for title, value in itertools.pairwise(texts):
        below = 0 <= value.top - title.bottom <= 24 and value.left == title.left
        smaller = value.bottom - value.top < title.bottom - title.top
        if not (below and smaller) or titles.count(title.text) != 1:
            continue
        if not re.fullmatch(r"[A-Z][A-Za-z &/-]{2,38}", title.text):
            continue
        question = _screen_question(title.text, value.text, app, values)
        if question and _askable(value.text):
            yield _Fact(question, value.text, title.text, app)


def _screen_question(title: str, value: str, app: str, known: frozenset[str]) -> str:
    """What to ask so that a value is the answer; empty where it is only a remark."""
    if value.lower() in ("on", "off"):
        return f'Is "{title}" on or off?'
    if value.lower() in known:
        return f'What is "{title}" set to?'
    time = re.search(r"\d:\d\d", value)  # would be another one a minute later
    if re.search(r"\d", value) and not time and len(value.split()) <= 3:
        return f'What does {app} show for "{title}"?'
    return ""


def _known_values(vocabulary: Vocabulary) -> frozenset[str]:
    """How people say what settings can be set to."""
    return frozenset(
        value.lower()
        for words in vocabulary.settings.values()
        if words.kind == "choice"
        for value in words.values.values()
        if len(value) > 2
    )


def _tells(field: FieldWords) -> bool:
    return field.kind == "text" and bool(field.phrase) and not field.values


def _askable(value: str) -> bool:
    return MIN_LENGTH <= len(value) <= MAX_LENGTH and "\n" not in value


def _shows(elements: Sequence[Element], text: str) -> bool:
    """Whether a text stands on the screen as words of their own."""
    pattern = re.compile(rf"(?<!\w){re.escape(text)}(?!\w)", re.IGNORECASE)
    return any(
        pattern.search(element.text) or pattern.search(element.description)
        for element in elements
        if element.window not in ("input_method", "system")
    )
