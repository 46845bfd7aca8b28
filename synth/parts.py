"""JSON Lines on disk: read with errors that name file and line, written whole, joined from parts."""

from __future__ import annotations

import contextlib
import json
import os
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from osgenesis.agents.records import write_atomically
from osgenesis.envs.core.errors import DataError


def read_lines(path: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield each record of a file with where it stands, such as "tasks.jsonl, line 3".

    Raises:
        DataError: the file cannot be read, or a line is no JSON object.
    """
    try:
        handle = path.open(encoding="utf-8")
    except OSError as error:
        raise DataError(f"cannot read {path}: {error.strerror}") from error
    with handle:
        for number, line in enumerate(handle, start=1):
            if not line.strip():
                continue
            where = f"{path}, line {number}"
            try:
                record = json.loads(line)
            except (ValueError, RecursionError) as error:
                raise DataError(f"{where}: not JSON ({error})") from error
            if not isinstance(record, dict):
                raise DataError(f"{where}: a record is a JSON object, got {line[:60]!r}")
            yield where, record


def read_records(path: Path) -> list[dict[str, Any]]:
    """All records of a file."""
    return [record for _, record in read_lines(path)]


def write_records(path: Path, records: Iterable[Mapping[str, Any]]) -> int:
    """Write a file of records whole or not at all; returns how many."""
    lines = [dump(record) for record in records]
    write_atomically(path, "".join(lines))
    return len(lines)


def dump(record: Mapping[str, Any]) -> str:
    """One record as a line."""
    return json.dumps(record, ensure_ascii=False, allow_nan=False) + "\n"


def write_bytes(path: Path, data: bytes) -> None:
    """Write a file whole or not at all.

    Raises:
        DataError: the disk is full, read-only, or otherwise refuses.
    """
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            part.write_bytes(data)
            part.replace(path)
        except BaseException:
            with contextlib.suppress(OSError):
                part.unlink()
            raise
    except OSError as error:
        raise DataError(f"cannot write {path}: {error.strerror or error}") from error


def join_parts(target: Path, parts: Iterable[Path]) -> int:
    """Put the records of all parts into one file, in order; the first of equal ids stays.

    Returns how many records there are. The file appears whole or not at all.
    """
    seen: set[str] = set()
    lines: list[str] = []
    for part in parts:
        for where, record in read_lines(part):
            key = record.get("id")
            if not isinstance(key, str):
                raise DataError(f"{where}: a record needs an id")
            if key not in seen:
                seen.add(key)
                lines.append(dump(record))
    write_atomically(target, "".join(lines))
    return len(lines)
