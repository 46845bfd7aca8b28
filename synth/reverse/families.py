"""Rows that belong to other rows, such as a contact's phone numbers: told as parts of their owner."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from osgenesis.envs.core.state import Change, Row, State, StateDiff
from osgenesis.envs.core.vocabulary import Vocabulary


class Owner(NamedTuple):
    """The row that another one belongs to."""

    table: str
    key: Any
    row: Row


def owner(change: Change, diff: StateDiff, vocabulary: Vocabulary, before: State | None) -> Owner | None:
    """The owner of an added, removed or changed row: by a column like ``contact_id``.

    The owner is looked for among the changed rows and among those that were there before.
    """
    row: Mapping[str, Any] = change.after if change.after is not None else change.before
    app, _, own = change.subject.rpartition("/")
    for column in sorted(row):
        if not column.endswith("_id") or column == "_id" or row[column] in (None, "", 0, -1):
            continue
        stem = column.removesuffix("_id").strip("_")
        for table in sorted(vocabulary.tables):
            parent_app, _, name = table.rpartition("/")
            if parent_app != app or name == own or name not in (stem, stem + "s", stem + "es"):
                continue
            found = _find(table, row[column], diff, before)
            if found is not None:
                return Owner(table, row[column], found)
    return None


def _find(table: str, key: Any, diff: StateDiff, before: State | None) -> Row | None:
    for change in diff:
        if change.subject == table and change.key == key:
            row: Row = change.after if change.after is not None else change.before
            return row
    return before.rows(table).get(key) if before is not None else None


def by_products(diff: StateDiff, vocabulary: Vocabulary) -> frozenset[tuple[str, Any]]:
    """Rows (table, key) that only repeat what a new message or call in the same database says.

    Sending a message also makes or updates a conversation and a recipient; nobody asks for those.
    """
    told: set[tuple[str, Any]] = set()
    sent = [change for change in diff.of_kind("row_added") if _head(change.subject, vocabulary) in ("message", "call")]
    for change in diff.of_kind("row_added", "row_changed"):
        for main in sent:
            if change is main or _database(change.subject) != _database(main.subject):
                continue
            if _said_values(change, vocabulary) <= _said_values(main, vocabulary):
                told.add((change.subject, change.key))
    return frozenset(told)


def _said_values(change: Change, vocabulary: Vocabulary) -> set[str]:
    words = vocabulary.tables.get(change.subject)
    if words is None:
        return set()
    before = change.before or {}
    return {
        str(change.after.get(column))
        for column, field in words.fields.items()
        if field.kind != "hidden"
        and change.after.get(column) not in (None, "")
        and change.after.get(column) != before.get(column)
    }


def _database(table: str) -> str:
    return table.rpartition("/")[0]


def _head(table: str, vocabulary: Vocabulary) -> str:
    words = vocabulary.tables.get(table)
    return words.noun.rpartition(" ")[2].lower() if words is not None else ""
