"""A folder of JSON records, one file per job, each written whole or not at all."""

from __future__ import annotations

import contextlib
import json
import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from osgenesis.envs.core.errors import DataError

_KEY = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,180}")


class RecordStore:
    """Records of finished jobs, found again by key after the run was killed.

    A record appears under its name only when all of it is on disk, so a reader never meets half a
    record and a killed run loses at most the jobs that were under way.
    """

    def __init__(self, folder: Path | str) -> None:
        self.folder = Path(folder)

    def path(self, key: str) -> Path:
        """The file of a key; a key has letters, digits, ``.``, ``_`` and ``-`` only."""
        if not _KEY.fullmatch(key):
            raise DataError(
                f"{key!r} cannot name a record: use 1 to 181 letters, digits, '.', '_' and '-', "
                "beginning with a letter or digit"
            )
        return self.folder / f"{key}.json"

    def load(self, key: str) -> dict[str, Any] | None:
        """The record of a key, or None where there is none.

        Raises:
            DataError: the file is there but is no record.
        """
        path = self.path(key)
        try:
            record = json.loads(path.read_text(encoding="utf-8"))
        except FileNotFoundError:
            return None
        except (OSError, ValueError) as error:
            raise DataError(f"{path} is not a readable record ({error}); delete it to run that job again") from error
        if not isinstance(record, dict) or record.get("key") != key:
            raise DataError(f"{path} is not the record of {key!r}; delete it to run that job again")
        return record

    def save(self, key: str, record: dict[str, Any]) -> None:
        """Write the record of a key, replacing an older one in one step."""
        text = json.dumps({"key": key, **record}, ensure_ascii=False, allow_nan=False)
        write_atomically(self.path(key), text + "\n")

    def sweep(self) -> None:
        """Remove what killed writers left behind."""
        for path in self.folder.glob(".*.part"):
            with contextlib.suppress(OSError):
                path.unlink()

    @contextlib.contextmanager
    def lock(self) -> Iterator[None]:
        """Hold the folder for one run; a second run on it is refused, not mixed in.

        The operating system drops the lock with its process, however that ends.
        """
        try:
            import fcntl
        except ImportError:  # not on Windows: then two runs on one folder are not detected
            yield
            return
        path = self.folder / ".lock"
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            handle = path.open("w")
        except OSError as error:
            raise DataError(f"cannot write to {self.folder}: {error.strerror}") from error
        with handle:
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError as error:
                raise DataError(
                    f"{self.folder} is in use by another run; wait for it or choose another folder"
                ) from error
            yield


def write_atomically(path: Path, text: str) -> None:
    """Put ``text`` at ``path`` whole or not at all.

    Raises:
        DataError: the disk is full, read-only, or otherwise refuses; what was at ``path`` is kept.
    """
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            with part.open("w", encoding="utf-8", newline="\n") as file:
                file.write(text)
                file.flush()
                os.fsync(file.fileno())
            part.replace(path)
        except BaseException:
            with contextlib.suppress(OSError):
                part.unlink()
            raise
    except OSError as error:
        raise DataError(
            f"cannot write {path}: {error.strerror or error}; records written before are safe: "
            "make room and run the same command again"
        ) from error
