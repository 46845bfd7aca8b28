"""What a device or site holds (rows, files, settings, single values) and what changed in it."""

from __future__ import annotations

import base64
import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, Final, NamedTuple, TypeAlias

from osgenesis.envs.core.errors import DataError

__all__ = [
    "CHANGE_KINDS",
    "Change",
    "FileFact",
    "Key",
    "Row",
    "State",
    "StateDiff",
    "Value",
    "from_plain",
    "to_plain",
]

Value: TypeAlias = str | int | float | bytes | None
Key: TypeAlias = int | str | tuple[Any, ...]
Row: TypeAlias = Mapping[str, Value]

CHANGE_KINDS: Final = (
    "row_added",
    "row_removed",
    "row_changed",
    "file_added",
    "file_removed",
    "file_changed",
    "setting_changed",
    "value_changed",
)
_EMPTY: Final[Mapping[Any, Any]] = MappingProxyType({})


class FileFact(NamedTuple):
    """One file: content digest, size in bytes, and its text if it is small and UTF-8."""

    digest: str
    size: int
    text: str | None


@dataclass(frozen=True, slots=True)
class State:
    """Everything a world holds, as plain data. Never modified once made.

    Attributes:
        tables: "app/table" -> primary key -> row (column -> value).
        files: Path -> what the file holds.
        settings: "namespace/key" -> value, such as "global/wifi_on" -> "1".
        values: Single facts, such as "clipboard".
    """

    tables: Mapping[str, Mapping[Key, Row]] = field(default_factory=dict)
    files: Mapping[str, FileFact] = field(default_factory=dict)
    settings: Mapping[str, str] = field(default_factory=dict)
    values: Mapping[str, str] = field(default_factory=dict)

    def rows(self, table: str) -> Mapping[Key, Row]:
        """Rows of "app/table", empty when there is no such table."""
        return self.tables.get(table, _EMPTY)


class Change(NamedTuple):
    """One difference between two states.

    Attributes:
        kind: One of `CHANGE_KINDS`.
        subject: Table ("app/table"), file path, setting or value name.
        key: Primary key for rows, else None.
        before: Row, `FileFact` or string before; None where it did not exist.
        after: The same, after.
    """

    kind: str
    subject: str
    key: Any
    before: Any
    after: Any

    def to_plain(self) -> list[Any]:
        """The change as JSON-able data."""
        return [self.kind, self.subject, *(to_plain(v) for v in self[2:])]

    @classmethod
    def from_plain(cls, data: Any) -> Change:
        """The inverse of `to_plain`."""
        if not isinstance(data, list) or len(data) != 5 or data[0] not in CHANGE_KINDS:
            raise DataError(f"Not a change: {data!r:.200}; a list of 5 with a known kind is.")
        kind, subject, *rest = data
        key, before, after = (from_plain(v) for v in rest)
        if kind.startswith("file"):
            before, after = (None if f is None else FileFact(*f) for f in (before, after))
        return cls(kind, subject, key, before, after)


@dataclass(frozen=True, slots=True)
class StateDiff:
    """What changed between two states, in an order that depends on the contents only."""

    changes: tuple[Change, ...] = ()

    @classmethod
    def between(cls, before: State, after: State) -> StateDiff:
        """Compare two states; parts that are the same object are skipped unread."""
        changes: list[Change] = []
        if before.tables is not after.tables:
            for table in sorted(before.tables.keys() | after.tables.keys()):
                old, new = before.rows(table), after.rows(table)
                changes += _compare("row", table, old, new)
        changes += _compare_named("file", before.files, after.files)
        changes += _compare_named("setting", before.settings, after.settings)
        changes += _compare_named("value", before.values, after.values)
        return cls(tuple(changes))

    def __bool__(self) -> bool:
        return bool(self.changes)

    def __iter__(self) -> Iterator[Change]:
        return iter(self.changes)

    def __len__(self) -> int:
        return len(self.changes)

    def of_kind(self, *kinds: str) -> tuple[Change, ...]:
        """The changes of the given kinds."""
        return tuple(c for c in self.changes if c.kind in kinds)

    def to_plain(self) -> list[Any]:
        """The difference as JSON-able data."""
        return [change.to_plain() for change in self.changes]

    @classmethod
    def from_plain(cls, data: Any) -> StateDiff:
        """The inverse of `to_plain`."""
        if not isinstance(data, list):
            raise DataError(f"Not a state difference: {data!r:.200}; a list of changes is.")
        return cls(tuple(Change.from_plain(item) for item in data))


def _compare(noun: str, table: str, old: Mapping[Key, Row], new: Mapping[Key, Row]) -> Iterable[Change]:
    if old is new:
        return
    for key in sorted(old.keys() | new.keys(), key=_key_order):
        before, after = old.get(key), new.get(key)
        if before is after or before == after:
            continue
        suffix = "added" if before is None else "removed" if after is None else "changed"
        yield Change(f"{noun}_{suffix}", table, key, before, after)


def _compare_named(noun: str, old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterable[Change]:
    if old is new:
        return
    for name in sorted(old.keys() | new.keys()):
        before, after = old.get(name), new.get(name)
        if before is after or before == after:
            continue
        kind = f"{noun}_changed"
        if noun == "file" and (before is None or after is None):
            kind = "file_added" if before is None else "file_removed"
        yield Change(kind, name, None, before, after)


def _key_order(key: Key) -> tuple[int, int, str]:
    # Ints in numeric order first; anything else by type and text, so mixed keys still compare.
    if isinstance(key, int):
        return 0, key, ""
    return (1, 0, key) if isinstance(key, str) else (2, 0, repr(key))


def to_plain(value: Any) -> Any:
    """Turn rows, keys and values into data that JSON carries without loss."""
    if isinstance(value, float):
        return value if math.isfinite(value) else {"$float": repr(value)}
    if value is None or isinstance(value, str | int):
        return value
    if isinstance(value, bytes | bytearray | memoryview):
        return {"$bytes": base64.b64encode(bytes(value)).decode("ascii")}
    if isinstance(value, tuple | list):
        return [to_plain(v) for v in value]
    if isinstance(value, Mapping):
        plain = {str(k): to_plain(v) for k, v in value.items()}
        # A one-column row named like a marker would read back as the marked value.
        return {"$row": plain} if len(plain) == 1 and next(iter(plain)).startswith("$") else plain
    raise DataError(f"Cannot write a {type(value).__name__} as JSON: {value!r:.100}")


def from_plain(data: Any) -> Any:
    """The inverse of `to_plain`; lists come back as tuples."""
    if isinstance(data, list):
        return tuple(from_plain(v) for v in data)
    if not isinstance(data, dict):
        return data
    if len(data) == 1:
        ((mark, content),) = data.items()
        try:
            if mark == "$bytes":
                return base64.b64decode(content, validate=True)
            if mark == "$float":
                return float(content)
        except (TypeError, ValueError) as error:
            raise DataError(f"Bad {mark} value {content!r:.100}: {error}") from error
        if mark == "$row" and isinstance(content, dict):
            return {k: from_plain(v) for k, v in content.items()}
    return {k: from_plain(v) for k, v in data.items()}
