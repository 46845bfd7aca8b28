"""What can be known from the bytes of a SQLite file, remembered per content.

Phones that hold the same bytes (every fork of one snapshot) share an `Image`: whether it is sound,
its tables, its hash, the answers of its queries.
"""

from __future__ import annotations

import hashlib
import re
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

Row = Mapping[str, Any]
Table = Mapping[Any, Row]

_MAGIC = b"SQLite format 3\0"
_CREATE = re.compile(
    r"\s*CREATE\s+(?:TEMP\w*\s+)?(?:UNIQUE\s+|VIRTUAL\s+)?(TABLE|INDEX|VIEW|TRIGGER)\s+"
    r"(?:IF\s+NOT\s+EXISTS\s+)?[\"'`\[]?(\w+)",
    re.IGNORECASE,
)
_FICKLE = re.compile(r"random|now|current_|changes|last_insert|pragma", re.IGNORECASE)
_MAX_QUERIES = 256
_MAX_TABLES = 1024


class Answer(NamedTuple):
    """What a SELECT gave."""

    names: tuple[str, ...]
    rows: list[tuple[Any, ...]]


class Image:
    """The content of one database file. Connects only when asked something it does not know."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._sqlite: sqlite3.Connection | None = None
        self._answers: dict[tuple[str, Any], Answer] = {}
        self._tables: Mapping[str, Table] | None = None
        self._hash = ""
        self.empty = not data
        self.objects: frozenset[tuple[str, str]] = frozenset()  # (type, lower-case name)
        self.broken = None if not data else self._examine()

    def query(self, sql: str, params: Any) -> Answer | None:
        """The answer to a SELECT that depends on the content alone; `None` for anything else."""
        key = (sql, tuple(params.items()) if isinstance(params, Mapping) else tuple(params))
        try:
            known = self._answers.get(key)
        except TypeError:  # a parameter that cannot be hashed
            return None
        if known is not None:
            return known
        if not sql.lstrip()[:6].upper() == "SELECT" or _FICKLE.search(sql):
            return None
        try:
            cursor = self._connected().execute(sql, params)
            names = tuple(column[0] for column in cursor.description or ())
            answer = Answer(names, cursor.fetchall())
        except sqlite3.Error:
            return None  # asked again on the phone's own connection, whose error names the file
        if len(self._answers) >= _MAX_QUERIES:
            self._answers.clear()
        self._answers[key] = answer
        return answer

    def tables(self, path: str) -> Mapping[str, Table]:
        """Every table as rows by key; `path` is only named in errors."""
        if self._tables is None:
            self._read_rows()
        assert self._tables is not None
        return self._tables

    def content_hash(self, path: str) -> str:
        """32 hex digits over schema and rows."""
        if not self._hash:
            self._read_rows()
        return self._hash

    def __del__(self) -> None:
        if self._sqlite is not None:
            self._sqlite.close()

    def _examine(self) -> str | None:
        if self._data[:16] != _MAGIC:
            return "file is not a database"
        try:
            found = self._connected().execute("SELECT type, name FROM sqlite_master").fetchall()
        except sqlite3.Error as error:
            return str(error)
        self.objects = frozenset((kind, name.lower()) for kind, name in found)
        return None

    def _connected(self) -> sqlite3.Connection:
        if self._sqlite is None:
            self._sqlite = connect(self._data)
        return self._sqlite

    def _read_rows(self) -> None:
        total = hashlib.blake2b(digest_size=16)
        tables: dict[str, Table] = {}
        if self.broken is not None or self.empty:
            total.update(self._data)
        else:
            sqlite = self._connected()
            schema = sqlite.execute(
                "SELECT type, name, tbl_name, sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY type, name"
            ).fetchall()
            for kind, name, owner, sql in schema:
                total.update(f"{kind} {name} {owner} {' '.join(sql.split())}\n".encode())
                if kind == "table" and "virtual table" not in sql.lower():
                    rows_hash, table = _table(sqlite, name, sql)
                    total.update(rows_hash)
                    if not name.startswith("sqlite_"):
                        tables[name] = table
        self._tables = tables
        self._hash = total.hexdigest()


_TABLES: dict[Any, tuple[bytes, Table]] = {}  # by name, columns, key and rows


@lru_cache(maxsize=256)
def image(data: bytes) -> Image:
    """The image of a file's bytes; the same object while it is remembered."""
    return Image(data)


def connect(data: bytes) -> sqlite3.Connection:
    """An in-memory database that holds `data`; empty bytes are an empty database."""
    sqlite = sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False)
    if data:
        if data[18:20] == b"\x02\x02":  # a file in WAL mode cannot be opened in memory
            data = data[:18] + b"\x01\x01" + data[20:]
        sqlite.deserialize(data)
    return sqlite


@lru_cache(maxsize=256)
def blank(schema: tuple[str, ...]) -> bytes:
    """The bytes of a new database with this schema."""
    sqlite = connect(b"")
    try:
        for statement in schema:
            sqlite.execute(statement)
        return sqlite.serialize()
    finally:
        sqlite.close()


def missing_statements(schema: Sequence[str], objects: frozenset[tuple[str, str]]) -> list[str]:
    """The statements of `schema` that create what is not in `objects`."""
    found = []
    for statement in schema:
        create = _CREATE.match(statement)
        if create and (create[1].lower(), create[2].lower()) not in objects:
            found.append(statement)
    return found


def statements(sql: str) -> Iterator[str]:
    """Single statements of a script; a last one without its semicolon counts."""
    rest = ""
    for piece in re.split(r"(;)", sql):
        rest += piece
        if piece == ";" and sqlite3.complete_statement(rest):
            yield rest
            rest = ""
    if rest.strip():
        yield rest


def quoted(name: str) -> str:
    """An SQL name in double quotes."""
    return '"' + name.replace('"', '""') + '"'


def _table(sqlite: sqlite3.Connection, name: str, sql: str) -> tuple[bytes, Table]:
    """Hash and rows of one table; the same `Table` object for the same rows."""
    info = sqlite.execute(f"PRAGMA table_info({quoted(name)})").fetchall()
    columns = tuple(column[1] for column in info)
    key_columns = [column[1] for column in sorted(info, key=lambda c: c[5]) if column[5]]
    keyless = not key_columns and "without rowid" not in sql.lower()
    order = "rowid" if keyless else ", ".join(quoted(c) for c in key_columns) or "1"
    picked = ", ".join(quoted(column) for column in columns)
    source = f"{'rowid, ' if keyless else ''}{picked} FROM {quoted(name)} ORDER BY {order}"
    raw = tuple(sqlite.execute(f"SELECT {source}"))
    memory = (name, columns, tuple(key_columns), raw)
    kept = _TABLES.get(memory)
    if kept is not None:
        return kept
    table: dict[Any, Row] = {}
    for cells in raw:
        row = dict(zip(columns, cells[1:] if keyless else cells, strict=True))
        if keyless:
            key: Any = cells[0]
        else:
            keys = tuple(row[column] for column in key_columns)
            key = keys[0] if len(keys) == 1 else keys
        table[key] = row
    kept = (hashlib.blake2b(repr(raw).encode("utf-8", "replace"), digest_size=16).digest(), table)
    if len(_TABLES) >= _MAX_TABLES:
        _TABLES.clear()
    _TABLES[memory] = kept
    return kept
