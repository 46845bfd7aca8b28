"""Run a stage: units of work on worker processes, each with a part file, resumable at any point."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple, Protocol

from osgenesis.agents.records import RecordStore
from osgenesis.agents.workers import Job, Outcome, run_jobs
from osgenesis.envs.core.errors import DataError
from osgenesis.synth.parts import write_records

UNIT_TIMEOUT_S = 600.0


class Work(NamedTuple):
    """One unit of a stage: what its function gets, and where its records go."""

    key: str
    payload: Mapping[str, Any]


class Produce(Protocol):
    """Does a unit of work: returns records for each of the stage's files, and numbers."""

    def __call__(self, payload: Any) -> Products:
        """Return what the unit makes; everything in it follows from the payload."""
        ...


class Products(NamedTuple):
    """What a unit makes."""

    files: Mapping[str, Sequence[Mapping[str, Any]]]  # "triples" -> records
    numbers: Mapping[str, Any]  # what the summary adds up


class StageResult(NamedTuple):
    """What a stage made in all its units."""

    parts: Mapping[str, list[Path]]  # "triples" -> part files in the units' order
    numbers: list[Mapping[str, Any]]  # of each unit that ended well
    failures: list[str]  # of the others
    seconds: float  # of this process; resumed units cost none


Report = Callable[[str, int, int], None]
"""Told of progress: the stage's name, units done, units in all."""


class _Call(NamedTuple):
    """What a worker gets for a unit. Module-level and plain, so that it can be pickled."""

    produce: Produce
    payload: Mapping[str, Any]
    part: str  # path of the part files, without what tells them apart


def run_stage(
    name: str,
    folder: Path,
    produce: Produce,
    works: Sequence[Work],
    *,
    files: Sequence[str],
    fingerprint: str,
    n_workers: int,
    report: Report,
) -> StageResult:
    """Do every unit that is not done yet.

    A unit's part files are on disk before its record is, so a killed run does the units again
    that were under way, over the same files: nothing is lost and nothing is doubled.

    Args:
        name: of the stage, for reports and folders.
        folder: where part files and records are kept.
        produce: does a unit; a module-level function.
        works: the units, with unique keys.
        files: names of the files that a unit writes records for.
        fingerprint: of everything that decides the results, to refuse mixing runs.
        n_workers: processes; 0 works in this one.
        report: told after each unit.
    """
    begun = time.perf_counter()
    parts = folder / name
    store = RecordStore(parts / "units")
    _forget_lost(store, parts, works, files)
    jobs = [Job(work.key, _Call(produce, work.payload, str(parts / work.key)), fingerprint) for work in works]
    done = 0

    def tell(outcome: Outcome) -> None:
        nonlocal done
        done += 1
        report(name, done, len(works))

    report(name, 0, len(works))
    outcomes = run_jobs(_produce, jobs, n_workers=n_workers, timeout_s=UNIT_TIMEOUT_S, store=store, on_outcome=tell)
    good = [outcome for outcome in outcomes if outcome.status == "done"]
    failures = [
        f"{outcome.key}: {outcome.failure.kind}: {outcome.failure.message}"
        for outcome in outcomes
        if outcome.failure is not None
    ]
    if works and not good:
        raise DataError(f"every unit of {name} failed; the first: {failures[0]}")
    return StageResult(
        {file: [_part(parts / outcome.key, file) for outcome in good] for file in files},
        [outcome.value or {} for outcome in good],
        failures,
        time.perf_counter() - begun,
    )


def _produce(call: _Call) -> Mapping[str, Any]:
    products = call.produce(call.payload)
    for file, records in products.files.items():
        write_records(_part(Path(call.part), file), records)
    return dict(products.numbers)


def _part(stem: Path, file: str) -> Path:
    return stem.with_name(f"{stem.name}.{file}.jsonl")


def _forget_lost(store: RecordStore, parts: Path, works: Sequence[Work], files: Sequence[str]) -> None:
    """Drop the records of units whose part files somebody has removed."""
    for work in works:
        if not all(_part(parts / work.key, file).exists() for file in files):
            store.path(work.key).unlink(missing_ok=True)
