"""Job functions for the tests of workers; worker processes import this module by its name."""

from __future__ import annotations

import importlib
import os
import signal
import sys
import time
from pathlib import Path
from typing import Any

from osgenesis.envs.core.errors import BackendError


def square(payload: int) -> dict[str, Any]:
    """Slower for small numbers, so that jobs end out of order."""
    time.sleep(0.02 * (5 - payload % 5))
    return {"square": payload * payload, "text": f"n°{payload}"}


def fail_on_odd(payload: int) -> dict[str, Any]:
    """A device that breaks now and then."""
    if payload % 2:
        raise BackendError(f"the phone of job {payload} is gone")
    return {"ok": payload}


def mistake_on_two(payload: int) -> dict[str, Any]:
    """A bug."""
    if payload == 2:
        raise ZeroDivisionError("a mistake")
    return {"ok": payload}


def hang_on_two(payload: int) -> dict[str, Any]:
    """A device that never answers."""
    while payload == 2:
        time.sleep(0.05)
    return {"ok": payload, "pid_differs": True}


def die_on_two(payload: int) -> dict[str, Any]:
    """What the kernel does when memory is short."""
    if payload == 2:
        os.kill(os.getpid(), signal.SIGKILL)
    return {"ok": payload}


def not_json(payload: int) -> dict[str, Any]:
    """Returns what a record cannot hold."""
    return {"value": object()}


def note_and_wait(payload: tuple[str, int, float]) -> dict[str, Any]:
    """Leaves a mark each time it runs, then takes a while."""
    folder, number, seconds = payload
    with (Path(folder) / f"ran-{number}").open("a") as file:
        file.write("x")
    time.sleep(seconds)
    return {"number": number}


def main() -> None:
    """Run as a script: a long run that a test kills. Arguments: marks folder, records folder."""
    from osgenesis.agents.records import RecordStore
    from osgenesis.agents.workers import run_jobs

    marks, records, n_workers = sys.argv[1], sys.argv[2], int(sys.argv[3])
    run_jobs(note_and_wait, waiting_jobs(marks), n_workers=n_workers, store=RecordStore(records))


def waiting_jobs(marks: str, seconds: float = 0.15) -> list[Any]:
    """Twelve jobs of `note_and_wait`."""
    from osgenesis.agents.workers import Job

    return [Job(f"job-{number:02}", (marks, number, seconds)) for number in range(12)]


if __name__ == "__main__":
    # Workers must find the functions under an importable name, not as ``__main__``.
    importlib.import_module("worker_jobs").main()
