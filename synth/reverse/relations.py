"""Rows that tie things together, as web sites keep them: votes, subscriptions, cart items, comments on posts.

Such a row names other rows by their ids. People name them by their titles, and have verbs for the tie itself.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any, Final, NamedTuple

from osgenesis.envs.core.state import Change, Row, State, StateDiff
from osgenesis.envs.core.vocabulary import FieldWords, TableWords, Vocabulary
from osgenesis.synth.reverse import rows
from osgenesis.synth.reverse.values import Chooser, article, listing, plural, quoted, said

# Whoever acts: nobody says that it is they themselves who do something.
ACTORS: Final = ("user_id", "author_id", "customer_id", "sender_id", "owner_id", "creator_id", "session_id")
_PEOPLE: Final = re.compile(r"^(?:recipient|sender|author|moderator|owner|assignee|reviewer|member|creator)\b")
_PERSON: Final = ("user", "account", "customer", "person", "member")
_MAX_NAME: Final = 80  # characters by which a thing is told from others

_VERBS: Final[Mapping[str, tuple[str, str]]] = {
    "subscription": ("subscribe to {thing}", "unsubscribe from {thing}"),
    "star": ("star {thing}", "remove the star from {thing}"),
    "saved": ("save {thing}", "remove {thing} from the saved {kinds}"),
    "hidden": ("hide {thing}", "stop hiding {thing}"),
    "blocked": ("block {thing}", "unblock {thing}"),
    "followed": ("follow {thing}", "stop following {thing}"),
    "starred": ("star {thing}", "remove the star from {thing}"),
    "watched": ("watch {thing}", "stop watching {thing}"),
}
_PLACES: Final = (
    (re.compile(r"\bwish ?list\b"), "the wish list"),
    (re.compile(r"\b(?:cart|basket)\b"), "the cart"),
    (re.compile(r"\bcompar"), "the comparison list"),
)


class Known(NamedTuple):
    """What rows are looked up in."""

    vocabulary: Vocabulary
    diff: StateDiff
    before: State | None


class Referent(NamedTuple):
    """The row that a column points to."""

    table: str
    key: Any
    row: Row


def ties(words: TableWords) -> tuple[str, ...]:
    """Visible columns that name other rows by their ids."""
    return tuple(
        column for column, field in words.fields.items() if _is_tie(column, field) and column not in words.volatile
    )


def referent(column: str, row: Row, words: TableWords, known: Known) -> Referent | None:
    """The row that a column points to, among those before and those that were added."""
    table = _table_of(column, words, known.vocabulary)
    key: Any = row.get(column)
    if table is None or key in (None, "", 0):
        return None
    for change in known.diff:
        if change.subject == table and change.key == key:
            found: Row = change.after if change.after is not None else change.before
            return Referent(table, key, found)
    held = known.before.rows(table).get(key) if known.before is not None else None
    return None if held is None else Referent(table, key, held)


def by_products(diff: StateDiff, vocabulary: Vocabulary) -> frozenset[tuple[str, Any]]:
    """Rows (table, key) that come by themselves: a vote for one's own new comment, notes to other people."""
    added = {(change.subject, change.key) for change in diff.of_kind("row_added")}
    told: set[tuple[str, Any]] = set()
    known = Known(vocabulary, diff, None)
    for change in diff.of_kind("row_added"):
        words = vocabulary.tables.get(change.subject)
        if words is None or len(diff) == 1:
            continue
        found = referent(words.title, change.after, words, known) if words.title in ties(words) else None
        container = words.title in ("id", "_id")  # a cart comes with the first thing in it
        if container or "notification" in words.noun or (found is not None and (found.table, found.key) in added):
            told.add((change.subject, change.key))
    return frozenset(told)


def loose_columns(change: Change, diff: StateDiff, vocabulary: Vocabulary) -> frozenset[str]:
    """Columns of a new row that hold the id of another new row, which would be another one for somebody else."""
    words = vocabulary.tables.get(change.subject)
    if words is None or change.kind != "row_added" or not ties(words):
        return frozenset()
    added = {(other.subject, other.key) for other in diff.of_kind("row_added")}
    return frozenset(
        column
        for column in change.after
        if column.endswith("_id")
        and (
            (_table_of(column, words, vocabulary) or f"{change.subject.rpartition('/')[0]}/{column[:-3]}"),
            change.after[column],
        )
        in added
    )


def deed(change: Change, words: TableWords, known: Known, chooser: Chooser) -> str:
    """What to say for a changed row of a table with ties; empty where there is nothing to say."""
    row = change.after if change.after is not None else change.before
    if words.title in ties(words):
        found = referent(words.title, row, words, known)
        return "" if found is None else _tie(change, words, name_of(found, known, chooser), found, known, chooser)
    if words.noun == "comment" and change.kind == "row_added":
        return _comment(change.after, words, known, chooser)
    plain, told = _readable(words, known)
    if change.kind == "row_added":
        return rows.added(plain(change.after), told, chooser)
    if change.kind == "row_removed":
        return rows.removed(plain(change.before), told, chooser)
    return rows.changed(plain(change.before), plain(change.after), told, chooser)


def enrolment(change: Change, words: TableWords) -> str:
    """What to say for an address on a list, such as a newsletter's; empty for everything else."""
    row = change.after if change.after is not None else change.before
    address, what = str(row.get(words.title) or ""), words.noun.removesuffix(" subscription")
    if what == words.noun or "@" not in address:
        return ""
    states = [c for c, field in words.fields.items() if field.values and field.kind != "hidden"]
    on = change.kind != "row_removed" and all(
        not words.fields[c].values.get(str(row.get(c)), "").startswith(("un", "not ")) for c in states
    )
    return f"{'subscribe' if on else 'unsubscribe'} {address} {'to' if on else 'from'} the {what}"


def name_of(found: Referent, known: Known, chooser: Chooser) -> str:
    """How to point at a row so that nobody takes it for another: `the submission "Old maps" in the forum "cities"`."""
    words = known.vocabulary.tables[found.table]
    title = said(found.row.get(words.title), words.fields.get(words.title, FieldWords("")), chooser)
    short = _cut(title)
    name = (
        f"the {words.noun} {quoted(short)}" if short == title else f"the {words.noun} that begins with {quoted(short)}"
    )
    if known.before is None or _alike(title, words, found.table, known.before) < 2:
        return name
    for column in ties(words):
        above = referent(column, found.row, words, known)
        if above is not None and column not in ACTORS:
            their = known.vocabulary.tables[above.table]
            return f"{name} in the {their.noun} {quoted(str(above.row.get(their.title)))}"
    return name


def _tie(change: Change, words: TableWords, thing: str, found: Referent, known: Known, chooser: Chooser) -> str:
    """What to say for a row that is nothing but a tie."""
    if "vote" in words.noun:
        return _vote(change, words, thing)
    added = change.kind == "row_added"
    head = words.noun.split(" ")[-1]
    verbs = _VERBS.get(head) or _VERBS.get(words.noun.split(" ")[0])
    if verbs is not None and change.kind != "row_changed":
        kinds = plural(known.vocabulary.tables[found.table].noun)
        return verbs[0 if added else 1].format(thing="{}", kinds=kinds).replace("{}", thing)
    place = next((shown for pattern, shown in _PLACES if pattern.search(words.noun)), "")
    if change.kind == "row_changed":
        return _changed_tie(change, words, thing, place, chooser)
    if place:
        row = change.after if added else change.before
        amount = _amount(row) if added else ""
        return f"{'add' if added else 'remove'} {amount}{thing}{_options(row)} {'to' if added else 'from'} {place}"
    for column in ties(words):
        above = referent(column, change.after or change.before, words, known)
        if column != words.title and above is not None:
            whole = name_of(above, known, chooser)
            if added:
                return f"make {thing} {article(words.noun)} of {whole}"
            return f"remove {thing} from the {plural(words.noun)} of {whole}"
    return f"add the {words.noun} for {thing}" if added else f"remove the {words.noun} for {thing}"


def _vote(change: Change, words: TableWords, thing: str) -> str:
    column, field = next(((c, f) for c, f in words.fields.items() if f.values), ("", FieldWords("")))
    now = field.values.get(str((change.after or {}).get(column)), "")
    before = field.values.get(str((change.before or {}).get(column)), "")
    if change.kind == "row_removed":
        return f"take back the {before}vote on {thing}"
    if change.kind == "row_changed":
        return f"change the {before}vote on {thing} to {article(now + 'vote')}"
    return f"{now}vote {thing}" if now else f"vote on {thing}"


def _changed_tie(change: Change, words: TableWords, thing: str, place: str, chooser: Chooser) -> str:
    parts = []
    for column, field in words.fields.items():
        old, new = change.before.get(column), change.after.get(column)
        if (
            old == new
            or field.kind == "hidden"
            or column in words.volatile
            or not field.phrase
            or _is_tie(column, field)
        ):
            continue
        value = said(_unfolded(new), field, chooser)
        shown = value if field.kind == "number" else quoted(value)
        where = f" in {place}" if place else ""
        parts.append(
            f"set the {field.phrase} of {thing}{where} to {shown}"
            if value
            else f"remove the {field.phrase} of {thing}{where}"
        )
    return listing(parts)


def _comment(row: Row, words: TableWords, known: Known, chooser: Chooser) -> str:
    """A comment on something, or an answer to another comment."""
    body = quoted(str(row.get(words.title) or ""))
    names = {}
    for column in ties(words):
        found = referent(column, row, words, known)
        if found is not None and column not in ACTORS:
            names[found.table == words.table] = name_of(found, known, chooser)
    if True in names:
        where = f" under {names[False]}" if False in names else ""
        return chooser.pick(
            "reply", (f"reply {body} to {names[True]}{where}", f"answer {names[True]}{where} with {body}")
        )
    if False not in names:
        return f"write the comment {body}"
    return chooser.pick(
        "comment", (f"post the comment {body} on {names[False]}", f"comment on {names[False]}, saying {body}")
    )


def _readable(words: TableWords, known: Known) -> tuple[Any, TableWords]:
    """A function that puts titles where a row has ids, and words that fit what it makes."""
    pointing = ties(words)
    fields = {
        column: FieldWords(re.sub(r" numbers?$", "", field.phrase)) if column in pointing else field
        for column, field in words.fields.items()
        if column not in ACTORS
    }
    told = words._replace(fields=fields)

    def plain(row: Row) -> Row:
        made = dict(row)
        for column in pointing:
            found = referent(column, row, words, known)
            title = None if found is None else found.row.get(known.vocabulary.tables[found.table].title)
            made[column] = None if title is None else _cut(str(title))
        return {column: _unfolded(value) for column, value in made.items()}

    return plain, told


def _is_tie(column: str, field: FieldWords) -> bool:
    return column.endswith("_id") and field.kind != "hidden" and bool(field.phrase)


def _table_of(column: str, words: TableWords, vocabulary: Vocabulary) -> str | None:
    """The table that a column points into: by its name, else by what the words call it."""
    site = words.table.rpartition("/")[0]
    stem = column.removesuffix("_id").strip("_")
    for name in (stem, f"{stem}s", f"{stem}es"):
        if f"{site}/{name}" in vocabulary.tables:
            return f"{site}/{name}"
    field = words.fields.get(column)
    phrase = field.phrase if field is not None else ""
    tables = [other for other in vocabulary.tables.values() if other.table.startswith(f"{site}/") and other.noun]
    for other in tables:
        if re.match(rf"{re.escape(other.noun)}\b", phrase):
            return other.table
    if _PEOPLE.match(phrase):
        return next((other.table for other in tables if other.noun in _PERSON), None)
    return None


def _alike(title: str, words: TableWords, table: str, before: State) -> int:
    return sum(str(row.get(words.title)) == title for row in before.rows(table).values())


def _amount(row: Row) -> str:
    quantity = row.get("quantity")
    return f"{quantity} of " if isinstance(quantity, int) and quantity > 1 else ""


def _options(row: Row) -> str:
    shown = _unfolded(row.get("options") or "")
    return f" ({shown})" if shown else ""


def _unfolded(value: Any) -> Any:
    """A list of pairs that is kept as JSON, as people write it: `Color: Mint, Size: L`."""
    if not isinstance(value, str) or not value.startswith("["):
        return value
    try:
        pairs: Sequence[Any] = json.loads(value)
    except ValueError:
        return value
    if all(isinstance(pair, list) and len(pair) == 2 for pair in pairs):
        return ", ".join(f"{name}: {shown}" for name, shown in pairs)
    return value


def _cut(text: str) -> str:
    """The first words of a long text."""
    line = re.sub(r"\s+", " ", text).strip()
    if len(line) <= _MAX_NAME:
        return line
    return line[:_MAX_NAME].rpartition(" ")[0].rstrip(",.;:")
