"""`Predicate`: a goal test made from what an interaction changed, which JSON carries both ways.

A predicate says what must be different between the state at the start of an episode and a later
one. It is false as long as nothing has changed, and `side_effects` lists what else has.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, NamedTuple
from urllib.parse import parse_qsl, unquote, urlsplit

from osgenesis.envs.core.errors import DataError
from osgenesis.envs.core.state import (
    Change,
    FileFact,
    Key,
    State,
    StateDiff,
    from_plain,
    to_plain,
)
from osgenesis.envs.core.vocabulary import Vocabulary

__all__ = ["ATOM_KINDS", "Atom", "Noise", "Predicate", "page_address"]

ATOM_KINDS: Final = (
    "row_exists",
    "row_absent",
    "row_changed",
    "file_exists",
    "file_absent",
    "file_changed",
    "setting_is",
    "value_is",
    "page_is",
)
# What a table without declared words is assumed to number its rows by.
_USUAL_IDS: Final = ("_id", "id", "rowid", "uuid", "guid")
# A point in time in a file name, such as IMG_20231015_153412.jpg or clip-1697384052123.mp4.
_STAMP: Final = re.compile(r"(?<!\d)(?:(?:19|20)\d{6}[-_T]?\d{6}(?:\d{3})?|1\d{9}(?:\d{3})?)(?!\d)")
_SESSION_PARAMETER: Final = re.compile(r"sid|s?session(?:_?id)?|phpsessid|token|form_key|csrf\w*|_", re.IGNORECASE)
_MISSING: Final = object()


def page_address(url: str | None) -> str:
    """An address in the form in which addresses of one page are equal.

    Without fragment, empty parameters, session ids and a slash at the end; parameters by name, escapes resolved.
    """
    parts = urlsplit(url or "")
    given = [(k, v) for k, v in parse_qsl(parts.query) if not _SESSION_PARAMETER.fullmatch(k)]
    query = "&".join(f"{name}={value}" for name, value in sorted(given))
    path = unquote(parts.path).rstrip("/") or "/"
    return f"{parts.scheme}://{parts.netloc}{path}" + (f"?{query}" if query else "")


class Atom(NamedTuple):
    """One condition; all atoms of a predicate must hold.

    Attributes:
        kind: One of `ATOM_KINDS`.
        subject: Table ("app/table"), file path, setting or value name.
        key: Primary key of the row that `row_changed` is about.
        columns: `row_exists`, `row_absent`: what the rows hold; `row_changed`: the new values;
            `file_exists`, `file_changed`: "text" or "digest" of the content. Sorted by name.
        count_delta: By how many rows (or files, for a pattern) the matching ones grew or shrank.
        value: What a setting or value is; None if it no longer exists. `page_is`: the address that a value holds, in
            the form that `page_address` gives it.
        pattern: The subject is a path whose "*" stand for the digits of a time stamp.
    """

    kind: str
    subject: str
    key: Key | None = None
    columns: tuple[tuple[str, Any], ...] = ()
    count_delta: int = 1
    value: str | None = None
    pattern: bool = False

    def to_plain(self) -> dict[str, Any]:
        """The atom as a JSON-able record that reads well."""
        kind = self.kind
        if kind.startswith("row"):
            plain: dict[str, Any] = {"kind": kind, "table": self.subject}
            # As pairs would do, but an object reads better; markers keep odd values whole.
            columns = {name: to_plain(value) for name, value in self.columns}
            if kind == "row_changed":
                return {**plain, "key": to_plain(self.key), "columns": columns}
            return {**plain, "where": columns, "count_delta": self.count_delta}
        if kind.startswith("file"):
            plain = {"kind": kind, "path": self.subject, **dict(self.columns)}
            return {**plain, "pattern": True, "count_delta": self.count_delta} if self.pattern else plain
        return {"kind": kind, "key": self.subject, "value": self.value}

    @classmethod
    def from_plain(cls, data: Any) -> Atom:
        """The inverse of `to_plain`."""
        if not isinstance(data, dict) or data.get("kind") not in ATOM_KINDS:
            raise DataError(f"Not a predicate atom: {data!r:.200}; kinds are {list(ATOM_KINDS)}.")
        kind = data["kind"]
        try:
            if kind.startswith("row"):
                raw = data["columns" if kind == "row_changed" else "where"]
                columns = tuple(sorted((str(k), from_plain(v)) for k, v in raw.items()))
                key = from_plain(data["key"]) if kind == "row_changed" else None
                count = _whole(data.get("count_delta", 1))
                return cls(kind, _string(data["table"]), key, columns, count)
            if kind.startswith("file"):
                facts = tuple((k, _string(data[k])) for k in ("digest", "text") if k in data)
                pattern = data.get("pattern", False) is True
                count = _whole(data.get("count_delta", 1)) if pattern else 1
                return cls(kind, _string(data["path"]), None, facts, count, None, pattern)
            value = data["value"]
            text = None if value is None else _string(value)
            return cls(kind, _string(data["key"]), value=text)
        except (KeyError, TypeError, AttributeError) as error:
            raise DataError(f"Bad {kind} atom {data!r:.200}: {error!r}") from error


@dataclass(frozen=True)
class Noise:
    """What differs between equal deeds and is therefore neither goal nor side effect.

    Attributes:
        columns: Table -> columns that are not compared.
        settings: Settings that are not compared.
        values: Values that are not compared.
    """

    columns: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    settings: frozenset[str] = frozenset()
    values: frozenset[str] = frozenset()

    @classmethod
    def of(cls, vocabulary: Vocabulary) -> Noise:
        """What a vocabulary declares volatile, hidden or of no interest."""
        return cls(
            {t: tuple(sorted(w.volatile)) for t, w in sorted(vocabulary.tables.items())},
            frozenset(k for k, w in vocabulary.settings.items() if w.kind == "hidden"),
            frozenset(k for k, w in vocabulary.values.items() if not w.noun),
        )

    def volatile(self, table: str) -> tuple[str, ...]:
        """Columns of `table` that are not compared."""
        return self.columns.get(table, _USUAL_IDS)

    def to_plain(self) -> dict[str, Any]:
        """The noise as a JSON-able record."""
        return {
            "columns": {table: list(names) for table, names in sorted(self.columns.items())},
            "settings": sorted(self.settings),
            "values": sorted(self.values),
        }

    @classmethod
    def from_plain(cls, data: Any) -> Noise:
        """The inverse of `to_plain`."""
        try:
            return cls(
                {str(t): tuple(_string(c) for c in names) for t, names in data["columns"].items()},
                frozenset(_string(s) for s in data["settings"]),
                frozenset(_string(v) for v in data["values"]),
            )
        except (KeyError, TypeError, AttributeError) as error:
            raise DataError(f"Bad noise part of a predicate: {data!r:.200}") from error


@dataclass(frozen=True)
class Predicate:
    """A conjunction of atoms. One without atoms says nothing and never holds."""

    atoms: tuple[Atom, ...] = ()
    noise: Noise = field(default_factory=Noise)

    @classmethod
    def from_diff(cls, diff: StateDiff, vocabulary: Vocabulary | None = None) -> Predicate:
        """The test that is met by whoever brings about the same differences."""
        noise = Noise.of(vocabulary or Vocabulary())
        atoms = [*_row_atoms(diff, noise), *_other_atoms(diff, noise)]
        return cls(tuple(sorted(atoms, key=_atom_order)), noise)

    def __bool__(self) -> bool:
        return bool(self.atoms)

    def holds(self, before: State, after: State) -> bool:
        """Whether `after` differs from `before` in all the ways that the atoms ask for."""
        if not self.atoms:
            return False
        by_subject: dict[str, list[Change]] = {}
        diff = StateDiff.between(before, after)
        if not diff:
            return False
        for change in diff:
            by_subject.setdefault(change.subject, []).append(change)
        return all(self._met(atom, by_subject, after) for atom in self.atoms)

    def side_effects(self, before: State, after: State) -> tuple[Change, ...]:
        """The changes that neither the atoms nor the noise account for."""
        changes = StateDiff.between(before, after).changes
        rows = [c for c in changes if c.kind in ("row_added", "row_removed")]
        others = [c for c in changes if c.kind not in ("row_added", "row_removed")]
        left = {id(c) for c in self._unasked_rows(rows)}
        left |= {id(c) for c in self._unasked_others(others)}
        return tuple(c for c in changes if id(c) in left)

    # ---- JSON -------------------------------------------------------------------------------

    def to_plain(self) -> dict[str, Any]:
        """The predicate as JSON-able data."""
        return {"atoms": [a.to_plain() for a in self.atoms], "noise": self.noise.to_plain()}

    @classmethod
    def from_plain(cls, data: Any) -> Predicate:
        """The inverse of `to_plain`."""
        if not isinstance(data, dict) or not isinstance(data.get("atoms"), list):
            raise DataError(f'Not a predicate: {data!r:.200}; an object with "atoms" is.')
        noise = Noise.from_plain(data["noise"]) if "noise" in data else Noise()
        return cls(tuple(Atom.from_plain(a) for a in data["atoms"]), noise)

    def to_json(self) -> str:
        """The predicate as one line of JSON; equal predicates give equal lines."""
        return json.dumps(self.to_plain(), ensure_ascii=False, sort_keys=True)

    @classmethod
    def from_json(cls, text: str) -> Predicate:
        """The inverse of `to_json`."""
        try:
            data = json.loads(text)
        except (ValueError, RecursionError) as error:
            raise DataError(f"Not a predicate, nor JSON: {text[:200]!r} ({error})") from error
        return cls.from_plain(data)

    # ---- judging ----------------------------------------------------------------------------

    def _met(self, atom: Atom, changed: Mapping[str, list[Change]], after: State) -> bool:
        match atom.kind:
            case "row_exists":
                return _growth(changed.get(atom.subject, ()), atom) == atom.count_delta
            case "row_absent":
                return _growth(changed.get(atom.subject, ()), atom) == -atom.count_delta
            case "row_changed":
                return any(
                    c.kind == "row_changed" and c.key == atom.key and _matches(c.after, atom)
                    for c in changed.get(atom.subject, ())
                )
            case "file_exists" if atom.pattern:
                files = [c for cs in changed.values() for c in cs if c.kind.startswith("file_")]
                named = [c for c in files if _path_matches(atom.subject, c.subject)]
                growth = sum((c.after is not None) - (c.before is not None) for c in named)
                return growth == atom.count_delta
            case "page_is":
                return any(
                    c.kind == "value_changed" and page_address(c.before) != atom.value == page_address(c.after)
                    for c in changed.get(atom.subject, ())
                )
            case "file_exists" | "file_absent" | "file_changed":
                wanted = _FILE_CHANGES[atom.kind]
                return any(c.kind == wanted and _file_matches(c.after, atom) for c in changed.get(atom.subject, ()))
            case "setting_is":
                kind, now = "setting_changed", after.settings.get(atom.subject)
            case _:
                kind, now = "value_changed", after.values.get(atom.subject)
        return now == atom.value and any(c.kind == kind for c in changed.get(atom.subject, ()))

    def _unasked_rows(self, changes: list[Change]) -> Iterator[Change]:
        """Added and removed rows that no atom asks for and that do not cancel one another."""
        balance = _balance(changes, self.noise)
        surplus = {what: count for what, (count, _) in balance.items()}
        for atom in self.atoms:
            if atom.kind not in ("row_exists", "row_absent"):
                continue
            sign, asked = (1 if atom.kind == "row_exists" else -1), atom.count_delta
            for what, (_, columns) in balance.items():
                if what[0] == atom.subject and _matches(dict(columns), atom):
                    taken = max(0, min(asked, surplus[what] * sign))
                    surplus[what] -= taken * sign
                    asked -= taken
        for change in changes:
            what = _identity(change, self.noise)
            sign = 1 if change.kind == "row_added" else -1
            if surplus[what] * sign > 0:
                surplus[what] -= sign
                yield change

    def _unasked_others(self, changes: list[Change]) -> Iterator[Change]:
        patterns = {a: a.count_delta for a in self.atoms if a.pattern}
        for change in changes:
            if self._is_noise(change):
                continue
            if change.kind == "row_changed":
                asked = [a for a in self.atoms if a.kind == "row_changed" and _same_row(a, change)]
                new = dict(_changed_columns(change, self.noise))
                if not any(_covers(atom, new) for atom in asked):
                    yield change
                continue
            if any(_accounts(a, change) for a in self.atoms):
                continue
            fitting = [a for a, n in patterns.items() if n > 0 and _fits_pattern(a, change)]
            if fitting:
                patterns[fitting[0]] -= 1
            else:
                yield change

    def _is_noise(self, change: Change) -> bool:
        if change.kind == "setting_changed":
            return change.subject in self.noise.settings
        if change.kind == "value_changed":
            return change.subject in self.noise.values
        return change.kind == "row_changed" and not _changed_columns(change, self.noise)


# ---- making atoms --------------------------------------------------------------------------------

_Identity = tuple[str, tuple[tuple[str, Any], ...]]


def _row_atoms(diff: StateDiff, noise: Noise) -> Iterator[Atom]:
    moved = [c for c in diff if c.kind in ("row_added", "row_removed")]
    # An app may rewrite a row under a new id: counting what rows hold, the two cancel out.
    for (table, _), (count, columns) in _balance(moved, noise).items():
        if count:
            kind = "row_exists" if count > 0 else "row_absent"
            yield Atom(kind, table, None, columns, abs(count))
    for change in diff.of_kind("row_changed"):
        columns = _changed_columns(change, noise)
        if columns:
            yield Atom("row_changed", change.subject, change.key, columns)


def _other_atoms(diff: StateDiff, noise: Noise) -> Iterator[Atom]:
    stamped: Counter[str] = Counter()
    for change in diff:
        subject = change.subject
        match change.kind:
            case "file_added":
                pattern = _stamp_pattern(change, diff)
                if pattern is not None:
                    stamped[pattern] += 1
                else:
                    yield Atom("file_exists", subject, None, _content(change.after))
            case "file_removed":
                yield Atom("file_absent", subject)
            case "file_changed":
                yield Atom("file_changed", subject, None, _content(change.after))
            case "setting_changed" if subject not in noise.settings:
                yield Atom("setting_is", subject, value=change.after)
            case "value_changed" if subject not in noise.values:
                yield Atom("value_is", subject, value=change.after)
    for pattern, count in stamped.items():
        yield Atom("file_exists", pattern, count_delta=count, pattern=True)


def _stamp_pattern(change: Change, diff: StateDiff) -> str | None:
    """The path with its time stamp as "*", or None if the name must be met to the letter."""
    folder, slash, name = change.subject.rpartition("/")
    general = folder + slash + _STAMP.sub("*", name)
    if general == change.subject or "*" in change.subject:
        return None
    for gone in diff.of_kind("file_removed"):
        # Moved or renamed: the name was there to be read, it is not this moment's time.
        if gone.subject.rpartition("/")[2] == name or gone.before.digest == change.after.digest:
            return None
        if _path_matches(general, gone.subject):
            return None
    return general


def _balance(changes: Iterable[Change], noise: Noise) -> dict[_Identity, tuple[int, tuple[tuple[str, Any], ...]]]:
    """What rows hold -> by how many such rows there are more (or, negative, fewer)."""
    counts: dict[_Identity, tuple[int, tuple[tuple[str, Any], ...]]] = {}
    for change in changes:
        what = _identity(change, noise)
        count = counts[what][0] if what in counts else 0
        counts[what] = (count + (1 if change.kind == "row_added" else -1), _held(change, noise))
    return counts


def _identity(change: Change, noise: Noise) -> _Identity:
    return change.subject, _hashable(_held(change, noise))


def _held(change: Change, noise: Noise) -> tuple[tuple[str, Any], ...]:
    """What an added or removed row holds, without its volatile columns."""
    row: Mapping[str, Any] = change.after if change.kind == "row_added" else change.before
    volatile = noise.volatile(change.subject)
    return tuple(sorted((c, row[c]) for c in row if c not in volatile))


def _hashable(columns: Iterable[tuple[str, Any]]) -> tuple[tuple[str, Any], ...]:
    # NaN equals nothing, itself included; its name does.
    return tuple((c, "\0nan" if v != v else v) for c, v in columns)


def _changed_columns(change: Change, noise: Noise) -> tuple[tuple[str, Any], ...]:
    before, after = change.before, change.after
    volatile = noise.volatile(change.subject)
    return tuple(
        (c, after.get(c))
        for c in sorted(before.keys() | after.keys())
        if c not in volatile and not _same(before.get(c, _MISSING), after.get(c, _MISSING))
    )


def _content(fact: FileFact) -> tuple[tuple[str, str], ...]:
    return (("digest", fact.digest),) if fact.text is None else (("text", fact.text),)


def _atom_order(atom: Atom) -> tuple[int, str, str]:
    return ATOM_KINDS.index(atom.kind), atom.subject, repr((atom.key, atom.columns, atom.value))


# ---- matching ------------------------------------------------------------------------------------

_FILE_CHANGES: Final = {
    "file_exists": "file_added",
    "file_absent": "file_removed",
    "file_changed": "file_changed",
}
_CHANGE_OF_ATOM: Final = {
    **_FILE_CHANGES,
    "setting_is": "setting_changed",
    "value_is": "value_changed",
    "page_is": "value_changed",
}


def _growth(changes: Iterable[Change], atom: Atom) -> int:
    """By how many rows that hold what the atom says a table grew."""
    return sum(
        _matches(c.after, atom) - _matches(c.before, atom) for c in changes if c.kind in ("row_added", "row_removed")
    )


def _matches(row: Mapping[str, Any] | None, atom: Atom) -> bool:
    return row is not None and all(_same(row.get(c), v) for c, v in atom.columns)


def _file_matches(fact: FileFact | None, atom: Atom) -> bool:
    return fact is None or all(getattr(fact, name) == v for name, v in atom.columns)


def _same_row(atom: Atom, change: Change) -> bool:
    return atom.subject == change.subject and atom.key == change.key


def _covers(atom: Atom, new: Mapping[str, Any]) -> bool:
    asked = dict(atom.columns)
    return all(c in asked and _same(asked[c], v) for c, v in new.items())


def _accounts(atom: Atom, change: Change) -> bool:
    """Whether the atom asks for exactly this change of a file, setting or value."""
    if atom.pattern or atom.subject != change.subject:
        return False
    if _CHANGE_OF_ATOM.get(atom.kind) != change.kind:
        return False
    if atom.kind.startswith("file"):
        return _file_matches(change.after, atom)
    return bool(atom.value == (page_address(change.after) if atom.kind == "page_is" else change.after))


def _fits_pattern(atom: Atom, change: Change) -> bool:
    return change.kind == "file_added" and _path_matches(atom.subject, change.subject)


def _path_matches(pattern: str, path: str) -> bool:
    parts = pattern.split("*")
    if len(path) < len(pattern) or not path.startswith(parts[0]):
        return False
    return re.fullmatch(r"[0-9_T-]+".join(map(re.escape, parts)), path) is not None


def _same(one: Any, other: Any) -> bool:
    return bool(one == other) or (one != one and other != other)


def _string(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError(f"expected a string, got {value!r:.80}")
    return value


def _whole(value: Any) -> int:
    if type(value) is not int or value < 1:
        raise TypeError(f"expected a count of at least 1, got {value!r:.80}")
    return value
