"""State differences as imperative clauses: "create a contact named Ada Novak", one per deed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from osgenesis.envs.core.state import Change, State, StateDiff
from osgenesis.envs.core.vocabulary import TableWords, Vocabulary
from osgenesis.synth.reverse import files, relations, rows, settings
from osgenesis.synth.reverse.families import Owner, by_products, owner
from osgenesis.synth.reverse.values import Chooser, plural

_MANY = 2  # from here on a list that is emptied is not told row by row


class Clause(NamedTuple):
    """One deed in imperative mood, without capital letter or full stop."""

    text: str
    app: str  # label of the app it belongs to; empty when unknown


def clauses(diff: StateDiff, vocabulary: Vocabulary, chooser: Chooser, before: State | None = None) -> list[Clause]:
    """What a person would have asked for to get this difference, in the order of the changes.

    Changes without words (hidden settings, undeclared tables) give no clause.
    """
    found: list[Clause] = []
    found += _rows(diff, vocabulary, chooser, before)
    found += [Clause(deed.text, deed.app) for deed in files.deeds(diff, vocabulary, chooser, before)]
    for change in diff.of_kind("setting_changed"):
        words = vocabulary.settings.get(change.subject)
        if words is not None and words.kind != "hidden" and words.noun:
            text = settings.changed(change, words, chooser)
            found += [Clause(text, words.app)] if text else []
    for change in diff.of_kind("value_changed"):
        named = vocabulary.values.get(change.subject)
        if named is not None and named.noun and change.after:
            text = settings.value_changed(change, named.noun, chooser)
            found.append(Clause(text, named.app))
    unique: dict[str, Clause] = {clause.text: clause for clause in reversed(found)}
    return list(reversed(unique.values()))


def _rows(diff: StateDiff, vocabulary: Vocabulary, chooser: Chooser, before: State | None) -> Iterator[Clause]:
    groups: dict[tuple[str, str], list[_Deed]] = {}
    for deed in _deeds(diff, vocabulary, before):
        groups.setdefault((deed.change.subject, deed.change.kind), []).append(deed)
    for (table, kind), deeds in groups.items():
        words = vocabulary.tables[table]
        if kind == "row_changed" and "notification" in words.noun:
            # One among others has nothing to be named by.
            if len(deeds) >= _MANY:
                yield Clause(_marked(words, chooser), words.app)
            continue
        held = len(before.rows(table)) if before is not None else 0
        if kind == "row_removed" and len(deeds) >= _MANY and len(deeds) == held:
            yield Clause(f"delete all {plural(words.noun)}", words.app)
            continue
        for deed in deeds:
            own = Chooser(f"{chooser.key}|{table}|{deed.change.key}")
            if relations.ties(words):
                text = relations.deed(deed.change, words, relations.Known(vocabulary, diff, before), own)
            else:
                text = _row(deed, words, vocabulary, own)
            if text:
                yield Clause(text, words.app)


class _Deed(NamedTuple):
    """A changed row, the rows that come and go with it, and the one it belongs to."""

    change: Change
    parts: list[Change]
    owner: Owner | None


def _deeds(diff: StateDiff, vocabulary: Vocabulary, before: State | None) -> list[_Deed]:
    """Changed rows, each told once: a new contact's number is told with the contact."""
    told = by_products(diff, vocabulary) | relations.by_products(diff, vocabulary)
    changes = [
        change
        for change in diff.of_kind("row_added", "row_removed", "row_changed")
        if change.subject in vocabulary.tables
        and vocabulary.tables[change.subject].noun
        and (change.subject, change.key) not in told
    ]
    deeds = {(c.subject, c.key): _Deed(c, [], _owner(c, diff, vocabulary, before)) for c in changes}
    alone = []
    for deed in deeds.values():
        above = deeds.get((deed.owner.table, deed.owner.key)) if deed.owner else None
        if above is not None and above.change.kind == deed.change.kind != "row_changed":
            above.parts.append(deed.change)
        else:
            alone.append(deed)
    return alone


def _owner(change: Change, diff: StateDiff, vocabulary: Vocabulary, before: State | None) -> Owner | None:
    # Where ties are visible, they say themselves what belongs to what.
    visible = relations.ties(vocabulary.tables[change.subject])
    return None if visible else owner(change, diff, vocabulary, before)


def _marked(words: TableWords, chooser: Chooser) -> str:
    many = plural(words.noun)
    return chooser.pick("marked", (f"mark all {many} as read", f"mark all the {many} as read"))


def _row(deed: _Deed, words: TableWords, vocabulary: Vocabulary, chooser: Chooser) -> str:
    change = deed.change
    enrolled = relations.enrolment(change, words)
    if enrolled:
        return enrolled
    if change.kind == "row_changed":
        return rows.changed(change.before, change.after, words, chooser)
    whose = ""
    if deed.owner is not None:
        above = vocabulary.tables[deed.owner.table]
        whose = rows.the_row(deed.owner.row, above, chooser)
    if change.kind == "row_removed":
        return rows.removed(change.before, words, chooser, whose)
    parts = [rows.part(p.after, vocabulary.tables[p.subject], chooser) for p in deed.parts]
    return rows.added(change.after, words, chooser, parts, whose)


def join(parts: Sequence[Clause], chooser: Chooser) -> str:
    """Clauses as one sentence body: "a, then b and finally c"."""
    texts = [part.text for part in parts]
    if len(texts) == 1:
        return texts[0]
    if len(texts) == 2:
        joint = chooser.pick("joint", (" and then ", ", then ", " and ", ", and after that "))
        return joint.join(texts)
    end = chooser.pick("end", (", and finally ", " and then ", ", and then "))
    return f"{', then '.join(texts[:-1])}{end}{texts[-1]}"
