"""`Databases`: real SQLite over the phone's files.

A database file is opened in memory when it is touched. Writes go to the open connection; the file
gets the bytes when somebody looks at it. Whoever replaces or removes the file (a host that pushes
one, `rm`, a snapshot) wins: the next use opens what is there then. Only plain file copies exist,
never a journal beside them.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, NamedTuple

from osgenesis.envs.android.sim import database_images as images
from osgenesis.envs.android.sim.database_images import Answer, Row, Table
from osgenesis.envs.android.sim.paths import canonical, split
from osgenesis.envs.android.sim.storage import FileSystem
from osgenesis.envs.android.sim.storage_errors import FsError
from osgenesis.envs.core.errors import BackendError

Params = Sequence[Any] | Mapping[str, Any]


class DatabaseError(BackendError):
    """SQL that failed, or a file that is not a database. Names the file."""


class Database(NamedTuple):
    """A handle: which file, and the schema it has when it is made anew. Holds no connection."""

    databases: Databases
    path: str  # canonical
    schema: tuple[str, ...]

    def query(self, sql: str, params: Params = ()) -> list[tuple[Any, ...]]:
        """The rows of a SELECT."""
        return list(self.databases.select(self, sql, params).rows)

    def rows(self, sql: str, params: Params = ()) -> list[dict[str, Any]]:
        """The rows of a SELECT as dictionaries by column name."""
        names, rows = self.databases.select(self, sql, params)
        return [dict(zip(names, row, strict=True)) for row in rows]

    def scalar(self, sql: str, params: Params = (), default: Any = None) -> Any:
        """The first column of the first row, or `default`."""
        rows = self.query(sql, params)
        return rows[0][0] if rows else default

    def execute(self, sql: str, params: Params = ()) -> int:
        """Run a statement that changes something; returns the row id of the last insertion."""
        return self.databases.write(self, sql, params).lastrowid or 0

    def update(self, sql: str, params: Params = ()) -> int:
        """Run a statement that changes something; returns how many rows it changed."""
        return max(self.databases.write(self, sql, params).rowcount, 0)

    def executemany(self, sql: str, params: Iterable[Params]) -> None:
        """Run a statement once per parameter set, all or none."""
        with self.transaction():
            for one in params:
                self.execute(sql, one)

    def insert(self, table: str, values: Mapping[str, Any]) -> int:
        """Insert one row; returns its row id."""
        columns = ", ".join(images.quoted(name) for name in values)
        marks = ", ".join("?" * len(values))
        sql = f"INSERT INTO {images.quoted(table)} ({columns}) VALUES ({marks})"
        return self.execute(sql, tuple(values.values()))

    @contextmanager
    def transaction(self) -> Iterator[Database]:
        """What runs inside is kept as a whole, or undone when it raises."""
        connection = self.databases.committed(self)
        connection.run(self.path, "SAVEPOINT room")
        try:
            yield self
        except BaseException:
            connection.run(self.path, "ROLLBACK TO room")
            raise
        finally:
            connection.run(self.path, "RELEASE room")
            self.databases.settle_later(self.path, connection)


class Databases:
    """All open databases of a phone."""

    def __init__(self, files: FileSystem) -> None:
        self._files = files
        self._open: dict[str, _Connection] = {}
        self._checked: dict[str, tuple[bytes, tuple[str, ...]]] = {}  # file content, schema

    @property
    def version(self) -> int:
        """Grows with every change; the same counter as the files', where databases live."""
        return self._files.version

    def open(self, path: str, schema: Sequence[str] = ()) -> Database:
        """The database at `path`.

        With a `schema` (SQL statements) a missing or broken file is made anew, and missing tables
        are added. Without one the file is opened when it is first used, and must exist by then.
        """
        database = Database(self, canonical(path), tuple(schema))
        if schema:
            self._ensure(database)
        return database

    def exists(self, path: str) -> bool:
        """Whether a file that is a database is at `path`."""
        try:
            return images.image(self._files.read(path)).broken is None
        except FsError:
            return False

    def select(self, database: Database, sql: str, params: Params = ()) -> Answer:
        """Column names and rows of a SELECT.

        A file that this phone has not opened answers from the shared memory of its content.
        """
        self._ensure(database)
        if not self._is_open(database.path):
            data = self._files.stored(database.path)
            known = None if data is None else images.image(data)
            answer = None if known is None or known.broken else known.query(sql, params)
            if answer is not None:
                return answer
        cursor = self.connection(database).run(database.path, sql, params)
        names = tuple(column[0] for column in cursor.description or ())
        return Answer(names, cursor.fetchall())

    def write(self, database: Database, sql: str, params: Params = ()) -> sqlite3.Cursor:
        """Run any statement and mark the file as changed."""
        connection = self.connection(database)
        cursor = connection.run(database.path, sql, params)
        connection.dirty = True
        self._files.defer(database.path, connection)
        return cursor

    def script(self, database: Database, sql: str) -> Answer:
        """Run several statements as the `sqlite3` tool does; the rows of all, the names of the last."""
        connection = self.connection(database)
        before = connection.sqlite.total_changes
        schema_before = connection.schema_version()
        names: tuple[str, ...] = ()
        rows: list[tuple[Any, ...]] = []
        try:
            for statement in images.statements(sql):
                cursor = connection.run(database.path, statement)
                names = tuple(column[0] for column in cursor.description or ()) or names
                rows += cursor.fetchall()
        finally:
            changed = connection.sqlite.total_changes != before
            if changed or connection.schema_version() != schema_before:
                connection.checked = ()
                connection.dirty = True
                self._files.defer(database.path, connection)
        return Answer(names, rows)

    def committed(self, database: Database) -> _Connection:
        """Before a transaction: the file gets what was changed so far."""
        connection = self.connection(database)
        self._files.stat(database.path)
        return connection

    def settle_later(self, path: str, connection: _Connection) -> None:
        """After a transaction: the file gets its changes, unless somebody replaced the file."""
        if connection.dirty and self._files.stored(path) is connection.data:
            self._files.defer(path, connection)

    def tables(self, path: str) -> Mapping[str, Table]:
        """Every table: primary key -> row. A table is the same object as long as it is unchanged.

        The key is the value of the primary key, a tuple for a compound one, else the row id.
        """
        return images.image(self._files.read(path)).tables(canonical(path))

    def table(self, path: str, name: str) -> Mapping[Any, Row]:
        """One table, empty if the file or the table is missing."""
        return self.tables(path).get(name, {}) if self.exists(path) else {}

    def content_hash(self, path: str) -> str:
        """32 hex digits over schema and rows; the raw bytes may differ between SQLite versions."""
        return images.image(self._files.read(path)).content_hash(canonical(path))

    def close(self, prefix: str = "/") -> None:
        """Write back and close the databases below `prefix`, as when an app is stopped."""
        folder = canonical(prefix).rstrip("/") + "/"
        self._files.settle()
        for path in [p for p in self._open if p.startswith(folder)]:
            self._open.pop(path).discard()

    def freeze(self) -> None:
        """Nothing beyond the files: writes all changes back to them."""
        self._files.settle()

    def thaw(self, frozen: None) -> None:
        """Forget open connections; the files were thawed."""
        for connection in self._open.values():
            connection.discard()
        self._open.clear()

    def connection(self, database: Database) -> _Connection:
        """The open connection to what the file holds now."""
        self._ensure(database)
        path = database.path
        if self._is_open(path):
            current = self._open[path]
        else:
            data = self._files.stored(path)
            if data is None:
                raise DatabaseError(f"unable to open database file {path}: no such file")
            known = images.image(data)
            if known.broken is not None:
                raise DatabaseError(f"{path}: {known.broken}")
            current = self._open[path] = _Connection(data)
        if database.schema:
            current.checked = database.schema
        return current

    def _is_open(self, path: str) -> bool:
        """Whether there is a connection to what the file holds now."""
        current = self._open.get(path)
        return current is not None and current.data is self._files.stored(path)

    def _ensure(self, database: Database) -> None:
        """Make the file or the tables that the schema asks for."""
        path, schema = database.path, database.schema
        if not schema or (self._is_open(path) and self._open[path].checked == schema):
            return
        data = self._files.stored(path)
        checked = self._checked.get(path)
        if checked is not None and checked[0] is data and checked[1] == schema:
            return
        data = self._files.read(path) if data is not None else None
        known = images.image(data) if data is not None else None
        if known is None or known.broken is not None or not known.objects:
            self._files.mkdir(split(path)[0], parents=True, exist_ok=True)
            self._files.write(path, images.blank(schema))
        else:
            bare = Database(self, path, ())
            for statement in images.missing_statements(schema, known.objects):
                self.write(bare, statement)
            self._files.settle()
        stored = self._files.stored(path)
        if stored is not None:
            self._checked[path] = (stored, schema)


_NOT_THE_FILE = b"(discarded)"  # never the same object as the bytes of a file


class _Connection:
    """An open in-memory copy of a database file; produces the file's bytes when they are asked."""

    __slots__ = ("checked", "data", "dirty", "sqlite")

    def __init__(self, data: bytes) -> None:
        self.sqlite = images.connect(data)
        self.data = data  # what the file held when this was opened or last written back
        self.dirty = False
        self.checked: tuple[str, ...] = ()  # the schema that it is known to have

    def run(self, path: str, sql: str, params: Params = ()) -> sqlite3.Cursor:
        try:
            return self.sqlite.execute(sql, params)
        except sqlite3.Error as error:
            raise DatabaseError(f"{path}: {error}; in: {sql.strip()[:200]}") from error

    def schema_version(self) -> int:
        version: int = self.sqlite.execute("PRAGMA schema_version").fetchone()[0]
        return version

    def produce(self) -> bytes:
        # Inside a transaction the file still holds what was committed before.
        if self.dirty and not self.sqlite.in_transaction:
            self.data = self.sqlite.serialize()
            self.dirty = False
        return self.data

    def discard(self) -> None:
        self.data = _NOT_THE_FILE  # the next use opens anew
        self.dirty = False

    def __del__(self) -> None:
        self.sqlite.close()
