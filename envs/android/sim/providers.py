"""`Providers`: content URIs over the phone's databases, settings and shared files."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import unquote
from zlib import crc32

from osgenesis.envs.android.sim.contacts import CONTACTS_DB, CONTACTS_SCHEMA
from osgenesis.envs.android.sim.databases import Database, DatabaseError
from osgenesis.envs.android.sim.mime import mime_type
from osgenesis.envs.android.sim.paths import SHARED
from osgenesis.envs.android.sim.settings import NAMESPACES
from osgenesis.envs.android.sim.telephony import (
    CALL_LOG_DB,
    CALL_LOG_SCHEMA,
    SMS_DB,
    SMS_SCHEMA,
)
from osgenesis.envs.core.errors import BackendError

if TYPE_CHECKING:
    from osgenesis.envs.android.sim.phone import Phone

Rows = tuple[tuple[str, ...], list[tuple[Any, ...]]]


class ProviderError(BackendError):
    """An unknown URI, or a query that its provider refuses."""


class Source(NamedTuple):
    """Where the rows of a URI come from. `select` yields them; `table` is written to."""

    path: str
    schema: tuple[str, ...]
    table: str
    select: str  # SQL without ORDER BY, with named columns
    sort: str
    constants: Mapping[str, Any]  # columns that an insertion sets, and rows are limited to
    where: str = ""


_SMS_COLUMNS = (
    "_id, thread_id, address, person, date, date_sent, protocol, read, status, type, "
    "reply_path_present, subject, body, service_center, locked, sub_id, error_code, creator, seen"
)


def _sms(kind: int | None) -> Source:
    where = "" if kind is None else f"type = {kind}"
    select = f"SELECT {_SMS_COLUMNS} FROM sms" + (f" WHERE {where}" if where else "")
    constants = {} if kind is None else {"type": kind}
    return Source(SMS_DB, SMS_SCHEMA, "sms", select, "date DESC, _id DESC", constants, where)


def _contacts(table: str, select: str, sort: str) -> Source:
    return Source(CONTACTS_DB, CONTACTS_SCHEMA, table, select, sort, {})


_PEOPLE = _contacts(
    "contacts",
    "SELECT _id, display_name, display_name AS name, first_name, last_name, starred, company, "
    "notes, EXISTS (SELECT 1 FROM phones WHERE contact_id = contacts._id) AS has_phone_number, "
    "_id AS contact_id FROM contacts",
    "_id",
)
_PHONES = _contacts(
    "phones",
    "SELECT phones._id AS _id, contact_id, display_name, display_name AS name, number, "
    "number AS data1, label, starred FROM phones JOIN contacts ON contacts._id = contact_id",
    "_id",
)
_EMAILS = _contacts(
    "emails",
    "SELECT emails._id AS _id, contact_id, display_name, emails.address AS data1, "
    "emails.address AS address, label FROM emails JOIN contacts ON contacts._id = contact_id",
    "_id",
)
_CALLS = Source(CALL_LOG_DB, CALL_LOG_SCHEMA, "calls", "SELECT * FROM calls", "date DESC, _id DESC", {})
_THREADS = Source(
    SMS_DB,
    SMS_SCHEMA,
    "threads",
    "SELECT threads._id AS thread_id, message_count AS msg_count, snippet, date, read FROM threads",
    "date DESC",
    {},
)
_SOURCES: Mapping[str, Source] = {
    "sms": _sms(None), "sms/inbox": _sms(1), "sms/sent": _sms(2), "sms/draft": _sms(3),
    "sms/outbox": _sms(4), "sms/failed": _sms(5), "sms/conversations": _THREADS,
    "mms-sms/conversations": _THREADS, "contacts/people": _PEOPLE, "contacts/phones": _PHONES,
    "com.android.contacts/contacts": _PEOPLE, "com.android.contacts/raw_contacts": _PEOPLE,
    "com.android.contacts/data": _PHONES, "com.android.contacts/data/phones": _PHONES,
    "com.android.contacts/data/emails": _EMAILS, "call_log/calls": _CALLS, "call_log": _CALLS,
}  # fmt: skip
_MEDIA = {
    "images": "image/",
    "video": "video/",
    "audio": "audio/",
    "downloads": "",
    "file": "",
}
_MEDIA_COLUMNS = (
    "_id", "_data", "_display_name", "_size", "mime_type", "title", "date_added",
    "date_modified", "relative_path", "bucket_display_name",
)  # fmt: skip
_FORBIDDEN = re.compile(r";|\b(?:attach|pragma|insert|update|delete|drop|alter|create)\b", re.I)


class Providers:
    """`content://` URIs. Holds nothing: every call reads or writes what the phone holds."""

    def __init__(self, phone: Phone) -> None:
        self._phone = phone

    def query(self, uri: str, projection: Sequence[str] = (), where: str = "", sort: str = "") -> Rows:
        """Column names and rows of a URI; an id at its end picks one row."""
        path, row_id = _split(uri)
        source = _SOURCES.get(path)
        if source is None:
            columns, rows = self._virtual(path)
            # Rows that are not in a database are put into one, so that conditions work alike.
            return _filtered(columns, rows, projection, _and(where, row_id), sort)
        database = self._database(source)
        wanted = ", ".join(_checked_column(name) for name in projection) or "*"
        sql = f"SELECT {wanted} FROM ({source.select})"
        condition = _and(_checked(where), row_id)
        sql += f" WHERE {condition}" if condition else ""
        sql += f" ORDER BY {_checked(sort) or source.sort}"
        try:
            answer = database.databases.select(database, sql)
        except DatabaseError as error:
            raise ProviderError(str(error)) from error
        return answer.names, answer.rows

    def insert(self, uri: str, values: Mapping[str, Any]) -> str:
        """Add a row; returns its URI."""
        path, _ = _split(uri)
        namespace = path.removeprefix("settings/")
        if namespace in NAMESPACES:
            name = str(values.get("name", ""))
            self._phone.settings.put(namespace, name, str(values.get("value", "")))
            return f"content://{path}/{name}"
        source = self._source(path)
        try:
            if source.table == "sms":
                row_id = self._insert_sms({**values, **source.constants})
            else:
                renamed = _renamed(values, source.table)
                row_id = self._database(source).insert(source.table, {**renamed, **source.constants})
        except DatabaseError as error:
            raise ProviderError(str(error)) from error
        return f"content://{path}/{row_id}"

    def update(self, uri: str, values: Mapping[str, Any], where: str = "") -> int:
        """Change rows; returns how many."""
        path, row_id = _split(uri)
        source = self._source(path)
        if not values:
            return 0
        sets = ", ".join(f"{_checked_column(name)} = ?" for name in values)
        sql = f"UPDATE {source.table} SET {sets}{self._condition(source, where, row_id)}"
        try:
            return self._database(source).update(sql, tuple(values.values()))
        except DatabaseError as error:
            raise ProviderError(str(error)) from error

    def delete(self, uri: str, where: str = "") -> int:
        """Remove rows; returns how many. Removing a media row removes its file."""
        path, row_id = _split(uri)
        if path.removeprefix("settings/") in NAMESPACES:
            name = re.fullmatch(r"name\s*=\s*'([^']*)'", where.strip())
            return int(bool(name and self._phone.settings.delete(path[9:], name[1])))
        if path not in _SOURCES:
            columns, rows = self._virtual(path)
            picked = _filtered(columns, rows, ("_data",), _and(where, row_id), "")[1]
            for (file,) in picked:
                self._phone.files.remove(file)
            return len(picked)
        source = self._source(path)
        sql = f"DELETE FROM {source.table}{self._condition(source, where, row_id)}"
        try:
            return self._database(source).update(sql)
        except DatabaseError as error:
            raise ProviderError(str(error)) from error

    def read(self, uri: str) -> bytes:
        """The bytes behind a media URI or a `file:` URI."""
        if uri.startswith("file://"):
            return self._phone.files.read(unquote(uri[7:]))
        rows = self.query(uri, ("_data",))[1]
        if not rows:
            raise ProviderError(f"No file behind {uri}")
        return self._phone.files.read(rows[0][0])

    def type_of(self, uri: str) -> str:
        """The MIME type of a URI."""
        path, row_id = _split(uri)
        kind = "item" if row_id else "dir"
        return f"vnd.android.cursor.{kind}/{path.rpartition('/')[2]}"

    def _source(self, path: str) -> Source:
        source = _SOURCES.get(path)
        if source is None:
            raise ProviderError(f"Unknown URI content://{path}")
        return source

    def _database(self, source: Source) -> Database:
        return self._phone.databases.open(source.path, source.schema)

    def _condition(self, source: Source, where: str, row_id: str) -> str:
        parts = [part for part in (source.where, _checked(where)) if part]
        parts += [f"_id = {row_id}"] if row_id else []
        return " WHERE " + " AND ".join(f"({part})" for part in parts) if parts else ""

    def _insert_sms(self, values: dict[str, Any]) -> int:
        telephony = self._phone.telephony
        address = str(values.get("address", ""))
        now = self._phone.clock.now_ms
        given = {"date": now, "read": 1, "seen": 1, "type": 1, **values}
        given.setdefault("thread_id", telephony.thread_of(address))
        row_id = telephony.sms.insert("sms", given)
        telephony.refresh_thread(int(given["thread_id"]))
        return row_id

    def _virtual(self, path: str) -> Rows:
        """Rows that no database holds: settings, and the files of shared storage."""
        namespace = path.removeprefix("settings/")
        if namespace in NAMESPACES:
            items = self._phone.settings.items(namespace)
            numbered = [(i, name, value) for i, (name, value) in enumerate(items, 1)]
            return ("_id", "name", "value"), numbered
        media = re.fullmatch(r"media/(?:external|external_primary|internal)/(\w+)(?:/media)?", path)
        if media and media[1] in _MEDIA:
            folder = f"{SHARED}/Download" if media[1] == "downloads" else SHARED
            prefix = _MEDIA[media[1]]
            return _MEDIA_COLUMNS, [
                row for row in map(self._media_row, self._media_files(folder))
                if row[4].startswith(prefix)
            ]  # fmt: skip
        extra = _EXTRA.get(path)
        if extra is not None:
            return extra(self._phone)
        raise ProviderError(f"Could not find provider: {path.partition('/')[0]}")

    def _media_files(self, folder: str) -> list[str]:
        private = f"{SHARED}/Android/"
        return [path for path in self._phone.files.files_under(folder) if not path.startswith(private)]

    def _media_row(self, path: str) -> tuple[Any, ...]:
        node = self._phone.files.stat(path)
        name = path.rpartition("/")[2]
        folder = path[len(SHARED) + 1 : -len(name)]
        seconds = node.mtime_ns // 1_000_000_000
        kind = mime_type(name)
        bucket = folder.rstrip("/").rpartition("/")[2]
        return (
            media_id(path), path, name, node.size, kind, name.rpartition(".")[0] or name,
            seconds, seconds, folder, bucket,
        )  # fmt: skip


_EXTRA: dict[str, Callable[[Phone], Rows]] = {}


def register(path: str, rows: Callable[[Phone], Rows]) -> None:
    """Offer `content://path`: a read-only table that a function makes. For helper apps."""
    _EXTRA[path] = rows


def media_id(path: str) -> int:
    """The number by which the media provider knows a file; it stays with the path."""
    return crc32(path.encode("utf-8", "surrogatepass")) & 0x7FFFFFFF


def _split(uri: str) -> tuple[str, str]:
    """Authority and path without slashes at the end; a numeric last part is a row id."""
    if not uri.startswith("content://"):
        raise ProviderError(f"Invalid URI: {uri}; it has to begin with content://")
    path = unquote(uri[len("content://") :]).partition("?")[0].strip("/")
    path = re.sub(r"^\d+@", "", path)
    head, _, last = path.rpartition("/")
    return (head, last) if last.isdecimal() and head else (path, "")


def _checked(sql: str) -> str:
    """A condition or an order from outside: one expression, no statement."""
    if _FORBIDDEN.search(re.sub(r"'[^']*'", "''", sql)):
        raise ProviderError(f"Invalid token in: {sql}")
    return sql


def _checked_column(name: str) -> str:
    if not re.fullmatch(r"[A-Za-z_]\w*(?:\s+[aA][sS]\s+\w+)?|count\(\*\)", name.strip()):
        raise ProviderError(f"Invalid column {name}")
    return name.strip()


def _and(where: str, row_id: str) -> str:
    parts = [f"({where})"] if where else []
    parts += [f"_id = {row_id}"] if row_id else []
    return " AND ".join(parts)


def _renamed(values: Mapping[str, Any], table: str) -> dict[str, Any]:
    """Column names of Android's contacts contract as this phone's tables call them."""
    if table == "contacts":
        names = {"name": "display_name"}
    else:
        names = {"data1": "address" if table == "emails" else "number"}
    return {names.get(column, column): value for column, value in values.items()}


def _filtered(
    columns: tuple[str, ...],
    rows: list[tuple[Any, ...]],
    projection: Sequence[str],
    where: str,
    sort: str,
) -> Rows:
    import sqlite3

    sqlite = sqlite3.connect(":memory:")
    try:
        sqlite.execute(f"CREATE TABLE rows ({', '.join(columns)})")
        marks = ", ".join("?" * len(columns))
        sqlite.executemany(f"INSERT INTO rows VALUES ({marks})", rows)
        wanted = ", ".join(_checked_column(name) for name in projection) or "*"
        sql = f"SELECT {wanted} FROM rows"
        sql += f" WHERE {_checked(where)}" if where else ""
        sql += f" ORDER BY {_checked(sort)}" if sort else ""
        cursor = sqlite.execute(sql)
        names = tuple(column[0] for column in cursor.description)
        return names, cursor.fetchall()
    except sqlite3.Error as error:
        raise ProviderError(str(error)) from error
    finally:
        sqlite.close()
