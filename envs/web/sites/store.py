"""`Store`: one site's database. An episode is one open transaction, so that a reset is a rollback.

A store starts from an `Image`, the seeded database as bytes, which all stores of a process share. Triggers note which
rows were touched; what a world holds beyond its image is therefore known without reading the whole database, and a
snapshot is the tuple of the rows that differ (`Delta`). The rules that make this exact: every table has
`id INTEGER PRIMARY KEY`, and nothing but rows changes (no schema changes, no SQLite random numbers or wall clock).
"""

from __future__ import annotations

import hashlib
import sqlite3
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any, Final, TypeAlias

__all__ = ["Delta", "Image", "Row", "Store"]

Row: TypeAlias = dict[str, Any]
# (table, id, the row or None where it is gone), sorted; only rows that differ from the image.
Delta: TypeAlias = tuple[tuple[str, int, tuple[tuple[str, Any], ...] | None], ...]

_NAME_OF_TABLES: Final = (
    "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name"
)


class Image:
    """A seeded database as bytes, with its tables read once when somebody asks.

    Args:
        data: What `sqlite3.Connection.serialize` gave. The bytes depend on SQLite's version.
        name: What it was made from, the same on every machine.
    """

    def __init__(self, data: bytes, name: str = "") -> None:
        self.data = data
        self.name = name
        self.digest = hashlib.blake2b(data, digest_size=16).hexdigest()
        self._tables: dict[str, Mapping[Any, Mapping[str, Any]]] = {}
        self._lock = threading.Lock()
        connection = self.connect()
        try:
            self.names: tuple[str, ...] = tuple(name for (name,) in connection.execute(_NAME_OF_TABLES))
        finally:
            connection.close()

    def connect(self) -> sqlite3.Connection:
        """A database of one's own that starts as this image."""
        connection = sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False)
        connection.deserialize(self.data)
        return connection

    def rows(self, table: str) -> Mapping[Any, Mapping[str, Any]]:
        """Id -> row, not to be changed. The same object every time, so that comparisons can skip it."""
        with self._lock:
            if table not in self._tables:
                connection = self.connect()
                try:
                    found = _rows(connection.execute(f'SELECT * FROM "{table}" ORDER BY id'))
                finally:
                    connection.close()
                self._tables[table] = {row["id"]: row for row in found}
            return self._tables[table]


class Store:
    """A site's rows in one episode. Thread-safe; every method may be called from any thread.

    Args:
        image: What the episode starts from.
    """

    def __init__(self, image: Image) -> None:
        self.image = image
        self._lock = threading.RLock()
        self._connection = image.connect()
        self._rollbacks = 0
        self._known: tuple[tuple[int, int], Delta] = ((-1, -1), ())
        self._prepare()
        self._connection.execute("BEGIN")

    def _prepare(self) -> None:
        run = self._connection.execute
        run("PRAGMA recursive_triggers = ON")  # so that REPLACE notes the rows it removes
        run("PRAGMA temp_store = MEMORY")
        run("CREATE TEMP TABLE touched (name TEXT, id INTEGER, PRIMARY KEY (name, id)) WITHOUT ROWID")
        for name in self.image.names:
            for event, sides in (("INSERT", ("new",)), ("UPDATE", ("old", "new")), ("DELETE", ("old",))):
                # Not OR IGNORE: the conflict clause of the statement outside would take its place.
                notes = "".join(
                    f"INSERT INTO touched SELECT '{name}', {side}.id WHERE NOT EXISTS "
                    f"(SELECT 1 FROM touched WHERE name = '{name}' AND id = {side}.id);"
                    for side in sides
                )
                run(f'CREATE TEMP TRIGGER "note_{event}_{name}" AFTER {event} ON main."{name}" BEGIN {notes} END')

    # ---- reading ----------------------------------------------------------------------------

    def query(self, sql: str, *parameters: Any) -> list[Row]:
        """All rows of a SELECT."""
        with self._lock:
            return _rows(self._connection.execute(sql, parameters))

    def one(self, sql: str, *parameters: Any) -> Row | None:
        """The first row of a SELECT, or None."""
        with self._lock:
            cursor = self._connection.execute(sql, parameters)
            row = cursor.fetchone()
            return None if row is None else dict(zip(_names(cursor), row, strict=True))

    def value(self, sql: str, *parameters: Any) -> Any:
        """The first column of the first row of a SELECT, or None."""
        with self._lock:
            row = self._connection.execute(sql, parameters).fetchone()
            return None if row is None else row[0]

    def get(self, table: str, key: int) -> Row | None:
        """A row by its id."""
        return self.one(f'SELECT * FROM "{table}" WHERE id = ?', key)

    def table(self, name: str, delta: Delta | None = None) -> Mapping[Any, Mapping[str, Any]]:
        """All rows of a table by id, now or as `delta` had them; the image's own object while nothing in it differs."""
        base = self.image.rows(name)
        changed = [(key, row) for table, key, row in (self.delta() if delta is None else delta) if table == name]
        if not changed:
            return base
        rows = dict(base)
        for key, row in changed:
            if row is None:
                rows.pop(key, None)
            else:
                rows[key] = dict(row)
        return rows

    # ---- writing ----------------------------------------------------------------------------

    def execute(self, sql: str, *parameters: Any) -> int:
        """Run one statement; the number of rows it changed."""
        with self._lock:
            return self._connection.execute(sql, parameters).rowcount

    def insert(self, table: str, **values: Any) -> int:
        """Add a row; its id."""
        names = ", ".join(f'"{name}"' for name in values)
        marks = ", ".join("?" * len(values))
        with self._lock:
            done = self._connection.execute(f'INSERT INTO "{table}" ({names}) VALUES ({marks})', tuple(values.values()))
            return int(done.lastrowid or 0)

    def update(self, table: str, key: int, **values: Any) -> None:
        """Change columns of a row."""
        names = ", ".join(f'"{name}" = ?' for name in values)
        self.execute(f'UPDATE "{table}" SET {names} WHERE id = ?', *values.values(), key)

    def delete(self, table: str, key: int) -> None:
        """Remove a row."""
        self.execute(f'DELETE FROM "{table}" WHERE id = ?', key)

    @contextmanager
    def attempt(self) -> Iterator[None]:
        """All or nothing: an exception inside undoes what was written inside."""
        with self._lock:
            self._connection.execute("SAVEPOINT attempt")
            try:
                yield
            except BaseException:
                self._connection.execute("ROLLBACK TO attempt")
                self._rollbacks += 1
                self._connection.execute("RELEASE attempt")
                raise
            self._connection.execute("RELEASE attempt")

    # ---- episodes ---------------------------------------------------------------------------

    def rollback(self) -> None:
        """Back to the image."""
        with self._lock:
            self._connection.execute("ROLLBACK")
            self._connection.execute("BEGIN")
            self._rollbacks += 1

    def delta(self) -> Delta:
        """What differs from the image; immutable and picklable."""
        with self._lock:
            version = (self._connection.total_changes, self._rollbacks)
            if self._known[0] != version:
                self._known = (version, self._read_delta())
            return self._known[1]

    def _read_delta(self) -> Delta:
        found = []
        for name, key in self._connection.execute("SELECT name, id FROM touched ORDER BY name, id").fetchall():
            row = self.get(name, key)
            if row != self.image.rows(name).get(key):
                found.append((name, key, None if row is None else tuple(row.items())))
        return tuple(found)

    def apply(self, delta: Delta) -> None:
        """Make this store differ from its image by exactly `delta`."""
        with self._lock:
            self.rollback()
            # First away with what is gone or changed: unique columns may have been swapped.
            for name, key, _ in delta:
                self.delete(name, key)
            for name, _, row in delta:
                if row is not None:
                    self.insert(name, **dict(row))
            self._rollbacks += 1
            self._known = ((self._connection.total_changes, self._rollbacks), delta)

    def close(self) -> None:
        """Let go of the database."""
        with self._lock:
            self._connection.close()


def _names(cursor: sqlite3.Cursor) -> list[str]:
    return [column[0] for column in cursor.description]


def _rows(cursor: sqlite3.Cursor) -> list[Row]:
    names = _names(cursor)  # once for all rows: asking the cursor for each costs more than reading it
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
