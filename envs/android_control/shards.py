"""`Dataset`: AndroidControl's shards on disk, indexed once, so that any episode opens without reading those before it.

`stream_episodes` reads one shard from front to back without an index: a file, or the response to an HTTP request.
"""

from __future__ import annotations

import os
import threading
from collections import Counter, OrderedDict
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, BinaryIO, Final

from osgenesis.envs.android_control.episodes import LIGHT_FEATURES, ControlEpisode
from osgenesis.envs.android_control.index import (
    Entry,
    Index,
    ShardReport,
    damage,
    open_shard,
    read_episode,
    read_record_at,
)
from osgenesis.envs.android_control.sample import SAMPLE_NOTE, sample_path
from osgenesis.envs.android_control.splits import ALL, Splits
from osgenesis.envs.android_control.tfrecord import Record, open_stream, records
from osgenesis.envs.android_control.writer import SHARD_PATTERN
from osgenesis.envs.core.errors import DataError, UnknownNameError

__all__ = ["Dataset", "Entry", "ShardReport", "stream_episodes"]

_OPEN_SHARDS: Final = 6  # a full-size shard's points of access take 20 MB while it is open


class Dataset:
    """Episodes by id. Opens what it needs when it needs it; threads may share it, processes make their own.

    Args:
        path: A folder with shards and split files, or one shard; None for the bundled sample.
        skip_bad: Leave out damaged records and count them, instead of raising.
        progress: Called with a shard's report as soon as it is indexed.

    Attributes:
        entries: Episode id -> where it lies.
        reports: What indexing found, shard by shard.
        duplicates: Records whose episode came before; the first one counts.
        splits: What the split files say.

    Raises:
        DataError: There is no shard, or one is damaged; names file, record and field.
    """

    def __init__(
        self,
        path: str | os.PathLike[str] | None = None,
        *,
        skip_bad: bool = False,
        progress: Callable[[ShardReport], None] | None = None,
    ) -> None:
        self.path = sample_path() if path is None else Path(path)
        self.skip_bad = skip_bad
        self.shards = _find_shards(self.path)
        self.folder = self.path if self.path.is_dir() else self.path.parent
        self.is_sample = self.folder.resolve() == sample_path().resolve()
        self.splits = Splits.read(self.folder)
        self._lock = threading.Lock()
        self._open: OrderedDict[str, tuple[BinaryIO, threading.Lock]] = OrderedDict()
        # The sample lies inside an installed package, and is small.
        self._index = Index(self.shards, self.folder, kept=not self.is_sample)
        self.reports = self._index.update(progress, stop_at_damage=not skip_bad)
        entries, self.duplicates = self._index.entries()
        self.entries: Mapping[int, Entry] = entries

    # ---- reading ----------------------------------------------------------------------------

    def ids(self, split: str = ALL, subsplit: str | None = None, *, with_actions: bool = True) -> tuple[int, ...]:
        """Ids of the episodes of a split, ascending; those without actions only if asked for.

        Raises:
            UnknownNameError: There is no such split or sub-split.
        """
        chosen = self.splits.ids(self.entries, split, subsplit)
        return tuple(i for i in chosen if self.entries[i].n_actions or not with_actions)

    def episode(self, episode_id: int, wanted: frozenset[str] | None = None) -> ControlEpisode:
        """One episode.

        Args:
            episode_id: Its number.
            wanted: Features to decode; None for all. `LIGHT_FEATURES` are all but the pictures.

        Raises:
            UnknownNameError: There is no such episode here.
            DataError: Its record is damaged; names file, record and field.
        """
        entry = self.entries.get(episode_id)
        if entry is None:
            raise UnknownNameError("episode", episode_id, map(str, sorted(self.entries)))
        payload = self._index.light(entry) if wanted is not None and wanted <= LIGHT_FEATURES else None
        if payload is None:
            payload = self._record(entry).payload
        return read_episode(payload, f"{self.shards[entry.shard]}, record {entry.number}", wanted)

    def __iter__(self) -> Iterator[ControlEpisode]:
        """All episodes in the order in which they lie, which is the fastest."""
        return (self.episode(i) for i in self.entries)

    def __len__(self) -> int:
        return len(self.entries)

    @property
    def problems(self) -> tuple[str, ...]:
        """What is wrong with the records that are left out, in words."""
        return damage(self.reports)

    def info(self) -> dict[str, Any]:
        """JSON-able facts: how much there is, by split, and what is left out."""
        present = [self.entries[i] for i in sorted(self.entries)]
        sizes = {name: path.stat().st_size for name, path in self.shards.items()}
        return {
            "path": str(self.path),
            "sample": self.is_sample,
            "note": SAMPLE_NOTE if self.is_sample else "",
            "shards": len(self.shards),
            "missing_shards": list(missing_shards(self.shards)),
            "bytes": sum(sizes.values()),
            "episodes": len(present),
            "actions": sum(entry.n_actions for entry in present),
            "longest_episode": max((entry.n_actions for entry in present), default=0),
            "episodes_without_actions": sum(not entry.n_actions for entry in present),
            "duplicate_episodes": len(self.duplicates),
            "damaged_records": len(self.problems),
            "problems": list(self.problems[:20]),
            "splits": self._counts(self.splits.splits),
            "subsplits": self._counts(self.splits.subsplits),
            "index": None if self._index.path is None else str(self._index.path),
        }

    def _counts(self, lists: Mapping[str, frozenset[int]]) -> dict[str, dict[str, int]]:
        return {
            name: {
                "listed": len(ids),
                "episodes": len(here := ids & self.entries.keys()),
                "actions": sum(self.entries[i].n_actions for i in here),
            }
            for name, ids in lists.items()
        }

    def _record(self, entry: Entry) -> Record:
        path = self.shards[entry.shard]
        while True:
            stream, lock = self._stream(entry.shard)
            with lock:
                if stream.closed:  # another thread needed the place
                    continue
                return read_record_at(stream, path, entry)

    def _stream(self, name: str) -> tuple[BinaryIO, threading.Lock]:
        with self._lock:
            if name in self._open:
                self._open.move_to_end(name)
            else:
                self._open[name] = open_shard(self.shards[name], self._index.points(name)), threading.Lock()
                if len(self._open) > _OPEN_SHARDS:
                    _, (oldest, lock) = self._open.popitem(last=False)
                    with lock:
                        oldest.close()
            return self._open[name]

    def close(self) -> None:
        """Close the files. A later access opens them again."""
        with self._lock:
            for stream, _ in self._open.values():
                stream.close()
            self._open.clear()

    def __enter__(self) -> Dataset:
        return self

    def __exit__(self, *error: object) -> None:
        self.close()

    # Worker processes get the path and open files of their own.
    def __reduce__(self) -> tuple[Any, ...]:
        return _again, (str(self.path), self.skip_bad)


def _again(path: str, skip_bad: bool) -> Dataset:
    return Dataset(path, skip_bad=skip_bad)


def _find_shards(path: Path) -> dict[str, Path]:
    if path.is_file():
        return {path.name: path}
    found = {p.name: p for p in sorted(path.glob(SHARD_PATTERN)) if p.is_file()} if path.is_dir() else {}
    if not found:
        what = "is no folder" if not path.is_dir() else f"holds no file named {SHARD_PATTERN}"
        raise DataError(f"{path} {what}; `osgenesis data androidcontrol fetch` gets the data")
    return found


def missing_shards(names: Mapping[str, Path]) -> tuple[str, ...]:
    """Names that the official naming promises (`...-of-000MM`) and that are not there."""
    totals = Counter(name.rpartition("-of-")[2] for name in names)
    promised = {
        f"android_control-{i:05d}-of-{total}" for total in totals if total.isdecimal() for i in range(int(total[:6]))
    }
    return tuple(sorted(promised - names.keys()))


def stream_episodes(
    source: Any,
    where: str,
    *,
    wanted: frozenset[str] | None = None,
    on_damage: Callable[[DataError], None] | None = None,
) -> Iterator[ControlEpisode]:
    """The episodes of one shard, in order, one in memory at a time; nothing is written.

    Args:
        source: Anything with `read(size)`: a file, or what `urllib.request.urlopen` or `http.client` gives.
        where: The shard's name or address, for errors.
        wanted: Features to decode; None for all.
        on_damage: Called with what is wrong with a record, which is then left out. None raises it.

    Raises:
        DataError: A record is damaged; names the shard, the record and the field.
    """
    for record in records(open_stream(source), where, on_damage=on_damage):
        try:
            episode = read_episode(record.payload, f"{where}, record {record.number}", wanted)
        except DataError as error:
            if on_damage is None:
                raise
            on_damage(error)
        else:
            yield episode
