"""Folders of episodes, written so that a crash loses nothing: `episodes.jsonl` and `images/`."""

from __future__ import annotations

import contextlib
import io
import json
import os
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, Final, Self

import numpy as np
from numpy.typing import NDArray

from osgenesis.envs.core.episodes import Episode
from osgenesis.envs.core.errors import DataError

__all__ = ["EpisodeWriter", "png_bytes", "read_episodes"]

_SAFE_ID: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,180}")


class EpisodeWriter:
    """Appends episodes to a folder; a folder that a killed run left is taken up where it was.

    An episode is there from the moment its line is on disk, pictures first. Half a line, left by
    a crash, is removed when the folder is opened again. One writer at a time.

    Args:
        folder: Made if it does not exist.
    """

    def __init__(self, folder: Path | str) -> None:
        self.folder = Path(folder)
        self.path = self.folder / "episodes.jsonl"
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            self._file = os.open(self.path, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o644)
        except OSError as error:
            raise DataError(f"{self.folder} cannot take episodes: {error}") from error
        try:
            self._lock()
            self._ids = self._recover()
        except BaseException:
            os.close(self._file)
            raise
        self._open = True

    @property
    def ids(self) -> frozenset[str]:
        """Ids of the episodes that are on disk."""
        return frozenset(self._ids)

    def __contains__(self, episode_id: object) -> bool:
        return episode_id in self._ids

    def write(self, episode: Episode) -> bool:
        """Append an episode and wait until it is on disk.

        Returns:
            False, and nothing is written, if an episode of this id is there already.

        Raises:
            DataError: It could not be written (a full disk, say); the file is as it was before.
        """
        if not _SAFE_ID.fullmatch(episode.id):
            raise DataError(f"Episode id {episode.id!r:.200} must be 1 to 181 letters, digits, '.', '_', '-'.")
        if episode.id in self._ids:
            return False
        try:
            stored = self._store_images(episode)
            record = json.dumps(stored.to_dict(), ensure_ascii=False, allow_nan=False)
            line = f"{record}\n".encode()
        except (TypeError, ValueError) as error:
            raise DataError(f"Episode {episode.id} is not JSON data: {error}") from error
        except OSError as error:
            raise DataError(f"Images of {episode.id} could not be written: {error}") from error
        self._append(line)
        self._ids.add(episode.id)
        return True

    def close(self) -> None:
        """Let go of the file."""
        if self._open:
            self._open = False
            os.close(self._file)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _lock(self) -> None:
        try:
            import fcntl
        except ImportError:  # not on Windows: there two writers go unnoticed
            return
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise DataError(f"{self.path} is being written by another process.") from error

    def _recover(self) -> set[str]:
        """Cut off a torn last line; the ids of the whole ones."""
        data = self.path.read_bytes()
        whole = data.rfind(b"\n") + 1
        if whole < len(data):
            try:
                json.loads(data[whole:])
            except ValueError:
                os.ftruncate(self._file, whole)
                data = data[:whole]
            else:  # all but its line break
                os.write(self._file, b"\n")
        ids = set()
        for number, line in enumerate(data.splitlines(), 1):
            record = _parsed(line, self.path, number)
            if not isinstance(record, dict) or not isinstance(record.get("id"), str):
                raise DataError(f"{self.path}, line {number} is not an episode: it has no id.")
            ids.add(record["id"])
        return ids

    def _append(self, line: bytes) -> None:
        start = os.fstat(self._file).st_size
        try:
            rest = memoryview(line)
            while rest:
                rest = rest[os.write(self._file, rest) :]
            os.fsync(self._file)
        except OSError as error:
            with contextlib.suppress(OSError):
                os.ftruncate(self._file, start)
            raise DataError(f"{self.path} could not be written: {error}") from error

    def _store_images(self, episode: Episode) -> Episode:
        if all(frame.image is None for frame in episode.frames):
            return episode
        folder = self.folder / "images" / episode.id
        folder.mkdir(parents=True, exist_ok=True)
        frames = []
        for position, frame in enumerate(episode.frames):
            stored = frame
            if frame.image is not None:
                path = folder / f"{position:03d}.png"
                _write_synced(path, png_bytes(frame.image))
                stored = replace(frame, screenshot=path.relative_to(self.folder).as_posix())
            frames.append(stored)
        return replace(episode, frames=tuple(frames))


def read_episodes(path: Path | str, *, skip_bad: bool = False) -> Iterator[Episode]:
    """Episodes of a folder or a `.jsonl` file, in order.

    A torn last line, left by a killed writer, is passed over. Any other line that is no episode
    is a `DataError` with file and line number, or is passed over too with `skip_bad`.
    """
    file = Path(path)
    file = file / "episodes.jsonl" if file.is_dir() else file
    try:
        lines = file.open("rb")
    except OSError as error:
        raise DataError(f"{file} cannot be read: {error}") from error
    with lines:
        for number, line in enumerate(lines, 1):
            if not line.strip():
                continue
            try:
                yield Episode.from_dict(_parsed(line, file, number))
            except DataError as error:
                if skip_bad or not line.endswith(b"\n"):
                    continue
                if str(file) in str(error):
                    raise
                raise DataError(f"{file}, line {number}: {error}") from error


def png_bytes(image: NDArray[np.uint8]) -> bytes:
    """A picture, shape (H, W, 3), RGB, as a PNG file; small enough and quick to make."""
    from PIL import Image  # only who writes pictures pays for it

    buffer = io.BytesIO()
    Image.fromarray(image).save(buffer, "PNG", compress_level=1)
    return buffer.getvalue()


def _write_synced(path: Path, data: bytes) -> None:
    partial = path.with_name(f".{path.name}.part")
    with partial.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    partial.replace(path)


def _parsed(line: bytes, file: Path, number: int) -> Any:
    try:
        return json.loads(line)
    except (ValueError, RecursionError) as error:
        raise DataError(f"{file}, line {number} is not JSON: {error}") from error
