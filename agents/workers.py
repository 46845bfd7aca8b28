"""Run a list of jobs on worker processes, with time-outs and resume; same results for any number.

A job is a picklable payload for one function; what the function returns must be JSON-able. With a
`RecordStore`, each result is on disk before it is reported, and a job whose record is there is
not run again. Where the processes come from is an `Executor`: `InProcessExecutor` and
`ProcessExecutor` are here; one on a cluster needs the same two methods.
"""

from __future__ import annotations

import traceback
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple, Protocol

from osgenesis.agents.records import RecordStore
from osgenesis.envs.core.errors import DataError, OsgenesisError

Status = Literal["done", "failed", "crashed", "timeout", "died"]
"""``failed``: a device, model or data error; ``crashed``: any other exception, so a mistake in some
code; ``timeout``: took too long and was stopped; ``died``: its process ended under it."""

Value = Mapping[str, Any]
Function = Callable[[Any], Value]


class Job(NamedTuple):
    """One call of the function. ``key`` is unique in the list and names the record."""

    key: str
    payload: Any
    fingerprint: str = ""  # of everything that decides the result; guards resume


class Failure(NamedTuple):
    """Why a job gave no result."""

    kind: str  # class name of the exception, or the status
    message: str
    traceback: str = ""


class Outcome(NamedTuple):
    """What came of one job. ``value`` is set for status ``done`` only."""

    key: str
    status: Status
    value: Value | None = None
    failure: Failure | None = None
    resumed: bool = False  # read from an earlier run's record


class JobCrashedError(RuntimeError):
    """A job ended in an exception that nobody foresaw; carries the traceback from where it was."""


class Executor(Protocol):
    """Where jobs run."""

    def run(self, call: Callable[[Job], Outcome], jobs: Sequence[Job], timeout_s: float | None) -> Iterator[Outcome]:
        """Yield the outcome of every job, in any order.

        ``call`` is picklable and gives an outcome for every ordinary exception. A job over
        ``timeout_s`` seconds is stopped and yields status ``timeout``; one whose process ends
        yields ``died``. Closing the iterator stops the jobs that are under way.
        """
        ...

    def close(self) -> None:
        """Give processes back."""
        ...


def run_jobs(
    function: Function,
    jobs: Sequence[Job],
    *,
    n_workers: int = 0,
    timeout_s: float | None = None,
    store: RecordStore | None = None,
    on_crash: Literal["raise", "record"] = "raise",
    retry_failed: bool = False,
    on_outcome: Callable[[Outcome], None] | None = None,
    executor: Executor | None = None,
) -> list[Outcome]:
    """Run every job and return the outcomes in the order of ``jobs``.

    Args:
        function: called with a job's payload; a module-level function, because workers import it.
        jobs: what to run; keys are unique.
        n_workers: number of processes; 0 runs in this one.
        timeout_s: wall-clock seconds that one job may take. Without worker processes it holds
            on the main thread of a POSIX system only.
        store: where records are kept; jobs that have one there are not run again.
        on_crash: an exception outside the package's tree is a mistake in some code: ``"raise"``
            stops the run with it (finished jobs keep their records), ``"record"`` keeps it as data.
        retry_failed: run jobs again whose record is not of status ``done``.
        on_outcome: called in this process after each job, in the order in which they end.
        executor: runs the jobs instead of local processes; the caller closes it.

    Raises:
        DataError: a record cannot be written or read, or belongs to a differently set-up run.
        JobCrashedError: a job crashed and ``on_crash`` is ``"raise"``.
    """
    _check_unique(jobs)
    outcomes: dict[str, Outcome] = {}
    call = _Call(function, store, on_crash == "record")
    if store is None:
        _run(call, list(jobs), outcomes, n_workers, timeout_s, on_outcome, executor)
    else:
        with store.lock():
            store.sweep()
            waiting = _resume(jobs, store, retry_failed, outcomes, on_outcome)
            _run(call, waiting, outcomes, n_workers, timeout_s, on_outcome, executor)
    return [outcomes[job.key] for job in jobs]


def local_executor(n_workers: int) -> Executor:
    """The executor for a number of local worker processes; 0 is this process."""
    if n_workers < 0:
        raise DataError(f"number of workers must be 0 or more, got {n_workers}")
    if n_workers == 0:
        from osgenesis.agents.executors import InProcessExecutor

        return InProcessExecutor()
    from osgenesis.agents.executors import ProcessExecutor

    return ProcessExecutor(n_workers)


_UNSAVED = "<unsaved>"  # kind of the failure that says the record could not be written


@dataclass(frozen=True)
class _Call:
    """Runs one job where the executor wants it, and writes its record there."""

    function: Function
    store: RecordStore | None
    record_crashes: bool

    def __call__(self, job: Job) -> Outcome:
        outcome = self._perform(job)
        if self.store is None or (outcome.status == "crashed" and not self.record_crashes):
            return outcome
        try:
            save_outcome(self.store, job, outcome)
        except DataError as error:
            return Outcome(job.key, "failed", failure=Failure(_UNSAVED, str(error)))
        except (TypeError, ValueError) as error:  # the function returned what JSON cannot hold
            failure = Failure(type(error).__name__, str(error), traceback.format_exc())
            return Outcome(job.key, "crashed", failure=failure)
        return outcome

    def _perform(self, job: Job) -> Outcome:
        try:
            return Outcome(job.key, "done", self.function(job.payload))
        except OsgenesisError as error:
            failure = Failure(type(error).__name__, str(error), traceback.format_exc())
            return Outcome(job.key, "failed", failure=failure)
        except Exception as error:  # kept as data with its traceback; run_jobs decides
            failure = Failure(type(error).__name__, str(error), traceback.format_exc())
            return Outcome(job.key, "crashed", failure=failure)


def save_outcome(store: RecordStore, job: Job, outcome: Outcome) -> None:
    """Write what came of a job as its record."""
    failure = outcome.failure._asdict() if outcome.failure else None
    store.save(
        job.key,
        {
            "status": outcome.status,
            "fingerprint": job.fingerprint,
            "failure": failure,
            "value": outcome.value,
        },
    )


def load_outcome(store: RecordStore, job: Job) -> Outcome | None:
    """Read a job's outcome from an earlier run, or None where there is none.

    Raises:
        DataError: the record is damaged, or was made under another fingerprint.
    """
    record = store.load(job.key)
    if record is None:
        return None
    if record.get("fingerprint") != job.fingerprint:
        raise DataError(
            f"{store.path(job.key)} was written by a run with other settings; give this run a "
            "folder of its own, or delete the old records"
        )
    failure = record.get("failure")
    try:
        return Outcome(
            job.key,
            record["status"],
            record["value"],
            Failure(**failure) if failure else None,
            resumed=True,
        )
    except (KeyError, TypeError) as error:
        raise DataError(
            f"{store.path(job.key)} lacks fields of a record ({error}); delete it to run that job again"
        ) from error


def _check_unique(jobs: Sequence[Job]) -> None:
    seen: set[str] = set()
    for job in jobs:
        if job.key in seen:
            raise ValueError(f"two jobs have the key {job.key!r}")
        seen.add(job.key)


def _resume(
    jobs: Sequence[Job],
    store: RecordStore,
    retry_failed: bool,
    outcomes: dict[str, Outcome],
    on_outcome: Callable[[Outcome], None] | None,
) -> list[Job]:
    """Fill ``outcomes`` from records; returns the jobs that are left."""
    waiting = []
    for job in jobs:
        outcome = load_outcome(store, job)
        if outcome is None or (retry_failed and outcome.status != "done"):
            waiting.append(job)
            continue
        outcomes[job.key] = outcome
        if on_outcome is not None:
            on_outcome(outcome)
    return waiting


def _run(
    call: _Call,
    jobs: list[Job],
    outcomes: dict[str, Outcome],
    n_workers: int,
    timeout_s: float | None,
    on_outcome: Callable[[Outcome], None] | None,
    executor: Executor | None,
) -> None:
    if not jobs:
        return
    by_key = {job.key: job for job in jobs}
    runner = executor if executor is not None else local_executor(min(n_workers, len(jobs)))
    finished = runner.run(call, jobs, timeout_s)
    try:
        for outcome in finished:
            _settle(outcome, by_key[outcome.key], call)
            outcomes[outcome.key] = outcome
            if on_outcome is not None:
                on_outcome(outcome)
    finally:
        close = getattr(finished, "close", None)
        if close is not None:
            close()
        if executor is None:
            runner.close()


def _settle(outcome: Outcome, job: Job, call: _Call) -> None:
    """Raise what must stop the run; write the record that the job itself could not write."""
    failure = outcome.failure
    if failure is not None and failure.kind == _UNSAVED:
        raise DataError(failure.message)
    if outcome.status == "crashed" and not call.record_crashes:
        detail = failure.traceback if failure else ""
        raise JobCrashedError(f"job {outcome.key!r} crashed:\n{detail}")
    if outcome.status in ("timeout", "died") and call.store is not None:
        save_outcome(call.store, job, outcome)
