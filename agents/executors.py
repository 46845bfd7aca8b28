"""Where jobs run on this machine: in the calling process, or on spawned worker processes."""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import signal
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from multiprocessing.connection import Connection, wait
from multiprocessing.context import SpawnProcess
from types import FrameType
from typing import NoReturn

from osgenesis.agents.workers import Failure, Job, Outcome, Status

Call = Callable[[Job], Outcome]


class InProcessExecutor:
    """Runs jobs one after the other in this process, in order."""

    def run(self, call: Call, jobs: Sequence[Job], timeout_s: float | None) -> Iterator[Outcome]:
        """Yield the outcomes in the order of ``jobs``."""
        for job in jobs:
            try:
                with _alarm(timeout_s):
                    outcome = call(job)
            except _JobTimeout:
                outcome = _stopped(job, "timeout", f"stopped after {timeout_s:g} s")
            yield outcome

    def close(self) -> None:
        """Nothing to give back."""


class ProcessExecutor:
    """Runs jobs on ``n_workers`` spawned processes; a stuck one is killed and replaced.

    Each worker leads a process group of its own, which is killed with it: a browser or an emulator
    that the job started does not outlive the job's time-out.
    """

    def __init__(self, n_workers: int) -> None:
        self._n_workers = n_workers
        self._workers: list[_Worker] = []

    def run(self, call: Call, jobs: Sequence[Job], timeout_s: float | None) -> Iterator[Outcome]:
        """Yield outcomes as jobs end."""
        waiting = deque(jobs)
        try:
            while waiting or any(worker.job for worker in self._workers):
                while len(self._workers) < self._n_workers and waiting:
                    self._workers.append(_Worker(call))
                for worker in self._workers:
                    if worker.ready and worker.job is None and waiting:
                        worker.assign(waiting.popleft(), timeout_s)
                self._sleep_until_news()
                for worker in list(self._workers):
                    outcome = worker.news()
                    if worker.gone:
                        self._workers.remove(worker)
                    if outcome is not None:
                        yield outcome
        finally:
            self.close()

    def close(self) -> None:
        """Kill the workers; jobs under way are lost, records stay whole."""
        for worker in self._workers:
            worker.kill()
        self._workers.clear()

    def _sleep_until_news(self) -> None:
        deadlines = [worker.deadline for worker in self._workers if worker.deadline is not None]
        # One idle worker more than there are jobs must not keep the loop from ending.
        busy = [worker for worker in self._workers if worker.job or not worker.ready]
        timeout = max(0.0, min(deadlines) - time.monotonic()) if deadlines else None
        if busy:
            wait([handle for worker in busy for handle in worker.handles], timeout)


class _Worker:
    """The parent's side of one process."""

    def __init__(self, call: Call) -> None:
        context = multiprocessing.get_context("spawn")
        self._connection, theirs = context.Pipe()
        self._process: SpawnProcess = context.Process(
            target=_serve, args=(theirs, call), name="osgenesis-worker", daemon=True
        )
        self._process.start()
        theirs.close()  # so that the death of the process shows as end of file
        self.ready = False  # has imported everything and waits for work
        self.gone = False
        self.job: Job | None = None
        self.deadline: float | None = None  # on the monotonic clock
        self._timeout_s: float | None = None

    @property
    def handles(self) -> tuple[Connection[object, object], int]:
        return self._connection, self._process.sentinel

    def assign(self, job: Job, timeout_s: float | None) -> None:
        self.job = job
        self._timeout_s = timeout_s
        self.deadline = None if timeout_s is None else time.monotonic() + timeout_s
        with contextlib.suppress(BrokenPipeError, ConnectionResetError):
            self._connection.send(job)  # a worker that died meanwhile is noticed by `news`

    def news(self) -> Outcome | None:
        """What happened since the last look: an outcome, or nothing."""
        try:
            if self._connection.poll():
                return self._received(self._connection.recv())
        except (EOFError, ConnectionResetError):
            return self._died()
        if not self._process.is_alive():
            return self._died()
        if self.deadline is not None and time.monotonic() >= self.deadline:
            job = self.job
            self.kill()
            if job is not None:
                return _stopped(job, "timeout", f"killed after {self._timeout_s:g} s")
        return None

    def kill(self) -> None:
        self.gone = True
        if self._process.pid is not None:
            # Before the worker leads its group there is no group of that number.
            with contextlib.suppress(ProcessLookupError, PermissionError, AttributeError):
                os.killpg(self._process.pid, signal.SIGKILL)
        self._process.kill()
        self._process.join()
        self._connection.close()

    def _received(self, message: object) -> Outcome | None:
        if isinstance(message, Outcome):
            self.job = None
            self.deadline = None
            return message
        self.ready = True
        return None

    def _died(self) -> Outcome | None:
        self._process.join()
        code, job = self._process.exitcode, self.job
        self.kill()
        how = f"signal {-code}" if code is not None and code < 0 else f"exit code {code}"
        if job is not None:
            return _stopped(job, "died", f"its worker process ended ({how})")
        if not self.ready:
            raise RuntimeError(
                f"a worker process ended while starting ({how}); its own message is above. A "
                'script that starts workers needs the guard `if __name__ == "__main__":`'
            )
        return None


def _serve(connection: Connection[object, object], call: Call) -> None:
    """A worker's whole life: receive a job, run it, send the outcome."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's to handle
    if hasattr(os, "setsid"):
        os.setsid()
    threading.Thread(target=_end_with_parent, daemon=True).start()
    connection.send("ready")
    while True:
        try:
            job = connection.recv()
        except EOFError:
            return
        if isinstance(job, Job):
            connection.send(call(job))


def _end_with_parent() -> NoReturn:
    """A killed run leaves no workers behind that would race with the resumed one."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
    if hasattr(os, "killpg"):
        os.killpg(os.getpid(), signal.SIGKILL)
    os._exit(1)


def _stopped(job: Job, status: Status, message: str) -> Outcome:
    return Outcome(job.key, status, failure=Failure(status, message))


class _JobTimeout(BaseException):
    """Interrupts a job in this process; no ordinary handler inside the job may swallow it."""


@contextlib.contextmanager
def _alarm(timeout_s: float | None) -> Iterator[None]:
    """Interrupt the body after ``timeout_s`` where the platform lets us."""
    main_thread = threading.current_thread() is threading.main_thread()
    if timeout_s is None or not hasattr(signal, "setitimer") or not main_thread:
        yield
        return

    def ring(signum: int, frame: FrameType | None) -> NoReturn:
        raise _JobTimeout

    before = signal.signal(signal.SIGALRM, ring)
    signal.setitimer(signal.ITIMER_REAL, timeout_s)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
