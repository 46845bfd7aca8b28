"""Writes a data set in AndroidControl's format: GZIP TFRecord shards under the official names, and the split files.

The bytes depend on nothing but the episodes (and the zlib they are compressed with): no names, no times.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Mapping
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import Final

from osgenesis.envs.android_control.episodes import ControlEpisode
from osgenesis.envs.android_control.example import encode_example
from osgenesis.envs.android_control.splits import SPLITS_FILE, SUBSPLITS_FILE
from osgenesis.envs.android_control.tfrecord import RecordWriter
from osgenesis.envs.core.errors import DataError

__all__ = ["SHARD_PATTERN", "shard_name", "write_dataset"]

SHARD_PATTERN: Final = "android_control-*-of-*"
_MOST_SHARDS: Final = 1_000  # one open file each


def shard_name(number: int, count: int) -> str:
    """The official name of a shard."""
    return f"android_control-{number:05d}-of-{count:05d}"


def write_dataset(
    episodes: Iterable[ControlEpisode],
    folder: str | os.PathLike[str],
    *,
    shards: int = 20,
    splits: Mapping[str, Iterable[int]] | None = None,
    subsplits: Mapping[str, Iterable[int]] | None = None,
    level: int = 6,
    overwrite: bool = False,
) -> tuple[Path, ...]:
    """Write episodes to a folder; they go to the shards in turn, so one at a time is in memory.

    All files appear under their names together at the end. If anything fails before, the folder is as it was.

    Args:
        episodes: What to write, in order.
        folder: Where; made if need be.
        shards: Number of files.
        splits: For `splits.json`: "train", "validation", "test" -> episode ids. None writes no file.
        subsplits: For `test_subsplits.json`; lists may overlap. None writes no file.
        level: Effort of the compression, 0 to 9.
        overwrite: Replace the data set that is there.

    Returns:
        The files.

    Raises:
        DataError: The folder holds a data set already, an episode comes twice, or a split names one that is missing.
    """
    if not 1 <= shards <= _MOST_SHARDS:
        raise DataError(f"a data set has 1 to {_MOST_SHARDS} shards, not {shards}")
    target = Path(folder)
    target.mkdir(parents=True, exist_ok=True)
    old = {*target.glob(SHARD_PATTERN), *(p for p in (target / SPLITS_FILE, target / SUBSPLITS_FILE) if p.exists())}
    if old and not overwrite:
        raise DataError(f"{target} holds {min(old).name} already; overwrite=True replaces the data set")
    files = [target / shard_name(i, shards) for i in range(shards)]
    pending = [(_partial(path), path) for path in files]
    try:
        written = _write_shards(episodes, [part for part, _ in pending], level)
        for name, lists in ((SPLITS_FILE, splits), (SUBSPLITS_FILE, subsplits)):
            if lists is not None:
                part = _partial(target / name)
                pending.append((part, target / name))
                part.write_text(_split_text(name, lists, written), "utf-8")
        for part, path in pending:
            os.replace(part, path)
    finally:
        for part, _ in pending:
            with suppress(FileNotFoundError):
                part.unlink()
    for path in old - {path for _, path in pending}:
        path.unlink()
    return tuple(path for _, path in pending)


def _partial(path: Path) -> Path:
    # Does not match the pattern by which readers find shards.
    return path.with_name(f".{path.name}.{os.getpid()}.part")


def _write_shards(episodes: Iterable[ControlEpisode], parts: list[Path], level: int) -> set[int]:
    written: set[int] = set()
    with ExitStack() as stack:
        files = [stack.enter_context(part.open("wb")) for part in parts]
        writers = [stack.enter_context(RecordWriter(file, level)) for file in files]
        for number, episode in enumerate(episodes):
            if episode.episode_id in written:
                raise DataError(f"episode {episode.episode_id} comes twice, the second time as number {number}")
            written.add(episode.episode_id)
            writers[number % len(writers)].write(encode_example(episode.to_features()))
    return written


def _split_text(name: str, lists: Mapping[str, Iterable[int]], written: set[int]) -> str:
    plain = {key: sorted(set(ids)) for key, ids in lists.items()}
    for key, ids in plain.items():
        missing = [i for i in ids if i not in written]
        if missing:
            raise DataError(f"{name}: {key!r} names episode {missing[0]}, which is not among those written")
    return json.dumps(plain) + "\n"
