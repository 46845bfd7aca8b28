"""Words that an app declares for what it stores, to describe changes and to normalise predicates."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import reduce
from types import MappingProxyType
from typing import Final, NamedTuple

__all__ = [
    "FieldWords",
    "FolderWords",
    "SettingWords",
    "TableWords",
    "ValueWords",
    "Vocabulary",
]

_NO_WORDS: Final[Mapping[str, str]] = MappingProxyType({})


class FieldWords(NamedTuple):
    """How to speak of one column.

    Attributes:
        phrase: Noun phrase without article, such as "phone number".
        values: Stored value (as text) -> how people say it.
        kind: text, number, date_s, date_ms, datetime_s, datetime_ms, flag or hidden.
    """

    phrase: str
    values: Mapping[str, str] = _NO_WORDS
    kind: str = "text"


class TableWords(NamedTuple):
    """How to speak of one table.

    Attributes:
        table: "app/table" as in `State.tables`.
        app: The app's label.
        noun: What one row is, such as "event".
        title: The column that names a row.
        fields: Column -> words.
        volatile: Columns that differ between equal deeds (ids, time stamps).
    """

    table: str
    app: str
    noun: str
    title: str
    fields: Mapping[str, FieldWords]
    volatile: tuple[str, ...] = ()


class SettingWords(NamedTuple):
    """How to speak of one setting; `kind` is toggle, level, choice or hidden (of no interest)."""

    key: str
    app: str
    noun: str
    values: Mapping[str, str] = _NO_WORDS
    kind: str = "toggle"


class FolderWords(NamedTuple):
    """How to speak of files whose path starts with `prefix`."""

    prefix: str
    app: str
    noun: str


class ValueWords(NamedTuple):
    """How to speak of one of `State.values`; an empty noun marks one of no interest."""

    key: str
    app: str
    noun: str


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """All words of one world: tables, settings, folders and values by key, apps by package."""

    tables: Mapping[str, TableWords] = field(default_factory=dict)
    settings: Mapping[str, SettingWords] = field(default_factory=dict)
    folders: tuple[FolderWords, ...] = ()
    values: Mapping[str, ValueWords] = field(default_factory=dict)
    apps: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(
        cls,
        *words: TableWords | SettingWords | FolderWords | ValueWords,
        apps: Mapping[str, str] | None = None,
    ) -> Vocabulary:
        """Build a vocabulary from words in any order."""
        return cls(
            tables={w.table: w for w in words if isinstance(w, TableWords)},
            settings={w.key: w for w in words if isinstance(w, SettingWords)},
            folders=tuple(w for w in words if isinstance(w, FolderWords)),
            values={w.key: w for w in words if isinstance(w, ValueWords)},
            apps=dict(apps or {}),
        )

    def merge(self, *others: Vocabulary) -> Vocabulary:
        """This vocabulary with the others' words added; on a clash the last one wins."""
        return reduce(_merged, others, self)

    @classmethod
    def merged(cls, parts: Iterable[Vocabulary]) -> Vocabulary:
        """One vocabulary out of many."""
        return cls().merge(*parts)

    def folder(self, path: str) -> FolderWords | None:
        """The words of the deepest declared folder that holds `path`."""
        holding = [f for f in self.folders if path.startswith(f.prefix)]
        return max(holding, key=lambda f: len(f.prefix), default=None)

    def app_label(self, package: str) -> str:
        """The label of an app, its package name where none is declared."""
        return self.apps.get(package, package)


def _merged(one: Vocabulary, other: Vocabulary) -> Vocabulary:
    return replace(
        one,
        tables={**one.tables, **other.tables},
        settings={**one.settings, **other.settings},
        folders=tuple(dict.fromkeys(one.folders + other.folders)),
        values={**one.values, **other.values},
        apps={**one.apps, **other.apps},
    )
