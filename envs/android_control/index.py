"""The index of a data set's shards: built once, kept in one SQLite file, completed shard by shard.

It lies beside the shards, or in the cache folder where that cannot be written. A shard is indexed again when its size
or time of change is another. Everything in a record but its pictures and forests is read once and checked here, and
all but its pictures is kept: whoever needs no pictures need not inflate them to get past them.
"""

from __future__ import annotations

import gzip
import hashlib
import io
import os
import sqlite3
import tempfile
import zlib
from collections.abc import Callable, Iterable, Mapping
from contextlib import closing, suppress
from pathlib import Path
from typing import Any, BinaryIO, Final, NamedTuple, cast

import indexed_gzip

from osgenesis.envs.android_control.episodes import LIGHT_FEATURES, ControlEpisode
from osgenesis.envs.android_control.example import Feature, decode_example, encode_example
from osgenesis.envs.android_control.tfrecord import (
    DamagedRecordError,
    Record,
    largest_record,
    parse_record,
    read_record,
)
from osgenesis.envs.core.errors import DataError

__all__ = ["Entry", "Index", "ShardReport", "open_shard", "read_episode", "read_record_at"]

INDEX_NAME: Final = ".osgenesis-index.sqlite"
_VERSION: Final = 2
# Uncompressed bytes between points of access. A point costs 32 KB of index (0.8 % of the data); an open stream takes
# four times as much memory as lies between two, and on average half of it is inflated to get to a record.
_SPACING: Final = 4 << 20
# Each read inflates again from the point before it, so few large ones are twice as fast as many small ones.
_BUFFER: Final = 8 << 20
_MOST_DAMAGED: Final = 1_000
_MOST_LIGHT: Final = 16 << 20  # bytes of a record without its pictures, compressed; of a longer one none are kept
_TIMEOUT_S: Final = 60.0  # another process may be writing the same index
_GZIP_ERRORS: Final = (indexed_gzip.ZranError, indexed_gzip.NotCoveredError, OSError, EOFError)
_SCHEMA: Final = """
CREATE TABLE IF NOT EXISTS shard (
    name TEXT PRIMARY KEY, size INTEGER NOT NULL, modified INTEGER NOT NULL, points BLOB NOT NULL, problem TEXT);
CREATE TABLE IF NOT EXISTS record (
    shard TEXT NOT NULL, number INTEGER NOT NULL, start INTEGER NOT NULL, length INTEGER NOT NULL, episode_id INTEGER,
    n_actions INTEGER NOT NULL, width INTEGER NOT NULL, height INTEGER NOT NULL, problem TEXT,
    PRIMARY KEY (shard, number));
CREATE TABLE IF NOT EXISTS light (
    shard TEXT NOT NULL, number INTEGER NOT NULL, features BLOB NOT NULL, PRIMARY KEY (shard, number));
"""


class Entry(NamedTuple):
    """Where an episode lies.

    Attributes:
        episode_id: The episode.
        shard: Name of the file.
        number: Number of the record in it.
        start: First byte of the record in the uncompressed stream.
        length: Bytes of the record there, header and checksums included.
        n_actions: Its actions; 0 for the nine episodes that have none.
        width: Of its widest screen, px.
        height: Of its highest screen, px.
    """

    episode_id: int
    shard: str
    number: int
    start: int
    length: int
    n_actions: int
    width: int
    height: int


class ShardReport(NamedTuple):
    """What indexing found in one shard.

    Attributes:
        name: The file.
        episodes: Records that could be read.
        problems: What is wrong with the others, in words.
    """

    name: str
    episodes: int
    problems: tuple[str, ...]


class Index:
    """The index file of some shards.

    Args:
        shards: Name -> path.
        folder: Where the shards are.
        kept: Keep it in a file; otherwise in memory, for as long as this object lives.
    """

    def __init__(self, shards: Mapping[str, Path], folder: Path, *, kept: bool = True) -> None:
        self.shards = shards
        self.path = _usable_path(folder, shards) if kept else None
        self._memory = None if kept else _connect(":memory:")

    def update(
        self, progress: Callable[[ShardReport], None] | None = None, *, stop_at_damage: bool
    ) -> tuple[ShardReport, ...]:
        """Index the shards that are new or have changed.

        Args:
            progress: Called with a shard's report as soon as it is indexed.
            stop_at_damage: Raise the first problem instead of going on.

        Raises:
            DataError: Something is damaged; names file, record and field.
        """
        reports = []
        with self._open() as index:
            for name, path in self.shards.items():
                report = _known(index, name, path)
                if report is None:
                    report = _index_shard(index, name, path)
                    if progress is not None:
                        progress(report)
                if report.problems and stop_at_damage:
                    problem = report.problems[0].rstrip(".")
                    raise DataError(f"{problem}. To leave out what is damaged: skip_bad=True (--skip-bad).")
                reports.append(report)
        return tuple(reports)

    def entries(self) -> tuple[dict[int, Entry], tuple[Entry, ...]]:
        """The episodes by id, and those whose id came before: of them the first counts."""
        query = (
            "SELECT episode_id, shard, number, start, length, n_actions, width, height FROM record "
            "WHERE problem IS NULL ORDER BY shard, number"
        )
        first: dict[int, Entry] = {}
        again = []
        with self._open() as index:
            for row in index.execute(query):
                entry = Entry(*row)
                if entry.shard not in self.shards:
                    continue
                if first.setdefault(entry.episode_id, entry) is not entry:
                    again.append(entry)
        return first, tuple(again)

    def points(self, name: str) -> bytes:
        """The points of access of a shard's gzip stream, as `indexed_gzip` exports them; empty if there are none."""
        with self._open() as index:
            row = index.execute("SELECT points FROM shard WHERE name = ?", (name,)).fetchone()
        return bytes(row[0]) if row else b""

    def light(self, entry: Entry) -> bytes | None:
        """A record's payload without its pictures; None if it is not kept."""
        query = (
            "SELECT features FROM light JOIN record USING (shard, number) "
            "WHERE shard = ? AND number = ? AND start = ? AND episode_id = ?"
        )
        with self._open() as index:
            row = index.execute(query, (entry.shard, entry.number, entry.start, entry.episode_id)).fetchone()
        return None if row is None else zlib.decompress(row[0])

    def close(self) -> None:
        """Let go of an index in memory."""
        if self._memory is not None:
            self._memory.close()

    def _open(self) -> Any:
        # A connection that stays open must not be closed by `with`.
        return _Lent(self._memory) if self._memory is not None else closing(_connect(str(self.path)))


class _Lent:
    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def __enter__(self) -> sqlite3.Connection:
        return self._connection

    def __exit__(self, *error: object) -> None:
        pass


# ---- the file --------------------------------------------------------------------------------------


def _connect(path: str) -> sqlite3.Connection:
    connection = sqlite3.connect(path, timeout=_TIMEOUT_S, check_same_thread=False)
    try:
        (version,) = connection.execute("PRAGMA user_version").fetchone()
        if version not in (0, _VERSION):
            raise sqlite3.DatabaseError(f"version {version}")
        if version == 0:
            connection.executescript(_SCHEMA)
            connection.execute(f"PRAGMA user_version = {_VERSION}")
    except sqlite3.Error:
        connection.close()
        raise
    return connection


def _usable_path(folder: Path, shards: Mapping[str, Path]) -> Path:
    """The index beside the data, or in the cache where that cannot be written; one that is damaged is begun anew."""
    names = "\n".join(str(path.resolve()) for path in shards.values())
    key = hashlib.blake2b(names.encode(), digest_size=8).hexdigest()
    cache = Path(os.environ.get("XDG_CACHE_HOME") or os.path.join(os.path.expanduser("~"), ".cache"))
    places = [
        folder / INDEX_NAME,
        cache / "osgenesis" / "android_control" / f"{key}.sqlite",
        Path(tempfile.gettempdir()) / f"osgenesis-{os.getuid() if hasattr(os, 'getuid') else 0}" / f"{key}.sqlite",
    ]
    for path in places:
        if _can_be_written(path):
            return path
    raise DataError(f"no place for an index of {folder}: {' and '.join(map(str, places))} cannot be written")


def _can_be_written(path: Path) -> bool:
    for _ in range(2):
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            with closing(_connect(str(path))) as index:
                index.execute("BEGIN IMMEDIATE")
                index.execute("SELECT 1 FROM shard, record LIMIT 1").fetchone()
                index.rollback()
            return True
        except (sqlite3.OperationalError, OSError):
            return False
        except sqlite3.DatabaseError:  # no index of ours, or of another version
            with suppress(OSError):
                path.unlink()
    return False


# ---- shards ----------------------------------------------------------------------------------------


def open_shard(path: Path, points: bytes | None = None) -> BinaryIO:
    """The uncompressed stream of a shard.

    Args:
        path: The file.
        points: Points of access, for fast seeking; empty to read without any, which gets as far into a damaged
            stream as is possible; None to collect them while reading.
    """
    with path.open("rb") as file:
        compressed = file.read(2) == b"\x1f\x8b"
    if not compressed:
        return path.open("rb")
    if points == b"":
        return cast("BinaryIO", gzip.open(path))
    stream = indexed_gzip.IndexedGzipFile(str(path), spacing=_SPACING, buffer_size=_BUFFER)
    if points:
        stream.import_index(fileobj=io.BytesIO(points))
    return cast("BinaryIO", stream)


def read_record_at(stream: BinaryIO, path: Path, entry: Entry) -> Record:
    """The record of an entry, in one read of the shard's stream.

    Raises:
        DataError: It is not there any more, or damaged; names file and record.
    """
    source = getattr(stream, "raw", stream)  # a buffer would read more, and in pieces
    pieces, left = [], entry.length
    try:
        source.seek(entry.start)
        while left and (piece := source.read(left)):
            pieces.append(piece)
            left -= len(piece)
    except (*_GZIP_ERRORS, zlib.error) as error:
        raise DataError(f"{path}, record {entry.number}: the gzip stream is damaged or cut off: {error}") from error
    return parse_record(b"".join(pieces), str(path), entry.number, entry.start)


def read_episode(payload: bytes, where: str, wanted: frozenset[str] | None = None) -> ControlEpisode:
    """A record's payload as an episode.

    Args:
        payload: The serialised Example.
        where: File and record, for errors.
        wanted: Features to decode; None for all.

    Raises:
        DataError: It is none; names file, record and feature.
    """
    return ControlEpisode.from_features(_features(payload, where, wanted), where)


def _features(payload: bytes, where: str, wanted: frozenset[str] | None = None) -> dict[str, Feature]:
    try:
        return decode_example(payload, wanted)
    except DataError as error:
        raise DataError(f"{where}: {error}") from error


def _known(index: sqlite3.Connection, name: str, path: Path) -> ShardReport | None:
    """What the index says of a file, if it is still the file that was indexed."""
    status = path.stat()
    row = index.execute("SELECT size, modified, problem FROM shard WHERE name = ?", (name,)).fetchone()
    if row is None or (row[0], row[1]) != (status.st_size, status.st_mtime_ns):
        return None
    found = index.execute("SELECT problem FROM record WHERE shard = ? ORDER BY number", (name,)).fetchall()
    problems = [problem for (problem,) in found if problem] + ([row[2]] if row[2] else [])
    return ShardReport(name, sum(problem is None for (problem,) in found), tuple(problems))


def _index_shard(index: sqlite3.Connection, name: str, path: Path) -> ShardReport:
    """Read a shard once, one record in memory at a time; all of it enters the index, or nothing."""
    status = path.stat()
    rows, problem, points = _read_shard(path, status.st_size)
    with index:
        for table in ("record", "light"):
            index.execute(f"DELETE FROM {table} WHERE shard = ?", (name,))
        index.executemany("INSERT INTO record VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", [(name, *row[:-1]) for row in rows])
        light = [(name, row.number, row.light) for row in rows if row.light]
        index.executemany("INSERT INTO light VALUES (?, ?, ?)", light)
        index.execute(
            "INSERT OR REPLACE INTO shard VALUES (?, ?, ?, ?, ?)",
            (name, status.st_size, status.st_mtime_ns, points, problem),
        )
    problems = [row.problem for row in rows if row.problem] + ([problem] if problem else [])
    return ShardReport(name, sum(row.problem is None for row in rows), tuple(problems))


class _Row(NamedTuple):
    """A record in the index; one that is damaged has a problem and nothing else."""

    number: int
    start: int
    length: int = 0
    episode_id: int | None = None
    n_actions: int = 0
    width: int = 0
    height: int = 0
    problem: str | None = None
    light: bytes = b""  # compressed


def _read_shard(path: Path, size: int) -> tuple[list[_Row], str | None, bytes]:
    """A row for each record, what ended the reading too early, and the points of access."""
    if size == 0:
        return [], f"{path} is empty; it was not downloaded or written to its end", b""
    try:
        with closing(open_shard(path)) as stream:
            rows, problem = _read_records(stream, path, size)
            points = io.BytesIO()
            if problem is None and isinstance(stream, indexed_gzip.IndexedGzipFile):
                stream.export_index(fileobj=points)
        return rows, problem, points.getvalue()
    except _GZIP_ERRORS:
        # It reads ahead, and fails before the record that is damaged; a plain reader gets further.
        with closing(open_shard(path, b"")) as stream:
            rows, problem = _read_records(stream, path, size)
        return rows, problem or f"{path}: the gzip stream is damaged", b""


def _read_records(stream: BinaryIO, path: Path, size: int) -> tuple[list[_Row], str | None]:
    rows: list[_Row] = []
    damaged = number = offset = 0
    limit = largest_record(size)
    while damaged <= _MOST_DAMAGED:
        try:
            record = read_record(stream, str(path), number, offset, limit=limit)
        except DamagedRecordError as error:
            rows.append(_Row(number, offset, problem=str(error)))
            damaged, offset, number = damaged + 1, error.next_offset, number + 1
            continue
        except DataError as error:
            return rows, f"{error}; nothing after it can be read"
        if record is None:
            return rows, None
        end = stream.tell()
        rows.append(_describe(record, end - offset, str(path)))
        damaged += rows[-1].problem is not None
        offset, number = end, number + 1
    return rows, f"{path}: more than {_MOST_DAMAGED} records are damaged; this is no AndroidControl shard"


def _describe(record: Record, length: int, path: str) -> _Row:
    where = f"{path}, record {record.number}"
    try:
        features = _features(record.payload, where)
        episode = ControlEpisode.from_features(features, where)
    except DataError as error:
        return _Row(record.number, record.offset, problem=str(error))
    light = zlib.compress(encode_example({name: features[name] for name in LIGHT_FEATURES & features.keys()}))
    return _Row(
        record.number,
        record.offset,
        length,
        episode.episode_id,
        episode.n_steps,
        max((width for width, _ in episode.sizes), default=0),
        max((height for _, height in episode.sizes), default=0),
        light=light if len(light) <= _MOST_LIGHT else b"",
    )


def damage(reports: Iterable[ShardReport]) -> tuple[str, ...]:
    """Everything that is wrong, in words."""
    return tuple(problem for report in reports for problem in report.problems)
