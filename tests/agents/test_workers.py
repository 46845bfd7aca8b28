"""Jobs on worker processes: order, time-outs, crashes, resume, and surviving a kill."""

import importlib
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest

from osgenesis.agents.executors import InProcessExecutor
from osgenesis.agents.records import RecordStore
from osgenesis.agents.workers import Job, JobCrashedError, Outcome, run_jobs
from osgenesis.envs.core.errors import DataError

HERE = Path(__file__).parent


@pytest.fixture
def functions(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """Job functions in a module that worker processes can import."""
    monkeypatch.syspath_prepend(str(HERE))
    return importlib.import_module("worker_jobs")


@pytest.fixture
def store(tmp_path: Path) -> RecordStore:
    return RecordStore(tmp_path / "records")


def numbered(*numbers: int) -> list[Job]:
    return [Job(f"n{number}", number) for number in numbers]


def files(store: RecordStore) -> dict[str, str]:
    return {path.name: path.read_text() for path in sorted(store.folder.glob("*.json"))}


def test_outcomes_come_in_the_order_of_the_jobs(functions: ModuleType) -> None:
    outcomes = run_jobs(functions.square, numbered(0, 3, 4, 1), n_workers=2)
    assert [outcome.value["square"] for outcome in outcomes if outcome.value] == [0, 9, 16, 1]


def test_records_are_the_same_for_any_number_of_workers(functions: ModuleType, tmp_path: Path) -> None:
    written = []
    for n_workers in (0, 1, 2):
        store = RecordStore(tmp_path / str(n_workers))
        run_jobs(functions.fail_on_odd, numbered(*range(5)), n_workers=n_workers, store=store)
        records = [json.loads(text) for text in files(store).values()]
        for record in records:
            if record["failure"]:
                record["failure"]["traceback"] = ""  # names the caller's lines
        written.append(records)
    assert written[0] == written[1] == written[2]
    assert len(written[0]) == 5


@pytest.mark.parametrize("n_workers", [0, 1])
def test_a_device_failure_is_data(functions: ModuleType, n_workers: int, store: RecordStore) -> None:
    outcomes = run_jobs(functions.fail_on_odd, numbered(0, 1, 2), n_workers=n_workers, store=store)
    assert [outcome.status for outcome in outcomes] == ["done", "failed", "done"]
    failure = outcomes[1].failure
    assert failure is not None
    assert (failure.kind, failure.message) == ("BackendError", "the phone of job 1 is gone")
    assert json.loads(store.path("n1").read_text())["failure"]["kind"] == "BackendError"


@pytest.mark.parametrize("n_workers", [0, 1])
def test_a_mistake_surfaces_and_keeps_what_was_done(functions: ModuleType, n_workers: int, store: RecordStore) -> None:
    with pytest.raises(JobCrashedError, match="ZeroDivisionError: a mistake"):
        run_jobs(functions.mistake_on_two, numbered(1, 2, 3), n_workers=n_workers, store=store)
    assert "n1.json" in files(store)
    assert "n2.json" not in files(store)


@pytest.mark.parametrize("n_workers", [0, 1])
def test_a_mistake_may_be_recorded_instead(functions: ModuleType, n_workers: int, store: RecordStore) -> None:
    outcomes = run_jobs(
        functions.mistake_on_two,
        numbered(1, 2, 3),
        n_workers=n_workers,
        store=store,
        on_crash="record",
    )
    assert [outcome.status for outcome in outcomes] == ["done", "crashed", "done"]
    assert "worker_jobs.py" in json.loads(store.path("n2").read_text())["failure"]["traceback"]


def test_a_result_that_is_not_json_is_a_mistake(functions: ModuleType, store: RecordStore) -> None:
    with pytest.raises(JobCrashedError, match="not JSON serializable"):
        run_jobs(functions.not_json, numbered(1), store=store)
    assert files(store) == {}


@pytest.mark.parametrize("n_workers", [0, 1, 2])
def test_a_hung_job_is_stopped_and_the_others_finish(functions: ModuleType, n_workers: int, store: RecordStore) -> None:
    outcomes = run_jobs(functions.hang_on_two, numbered(1, 2, 3), n_workers=n_workers, timeout_s=0.5, store=store)
    assert [outcome.status for outcome in outcomes] == ["done", "timeout", "done"]
    assert "0.5 s" in json.loads(store.path("n2").read_text())["failure"]["message"]


def test_a_worker_that_dies_costs_one_job(functions: ModuleType, store: RecordStore) -> None:
    outcomes = run_jobs(functions.die_on_two, numbered(1, 2, 3), n_workers=1, store=store)
    assert [outcome.status for outcome in outcomes] == ["done", "died", "done"]
    assert outcomes[1].failure is not None
    assert "signal 9" in outcomes[1].failure.message


def test_finished_jobs_are_not_run_again(functions: ModuleType, tmp_path: Path, store: RecordStore) -> None:
    jobs = functions.waiting_jobs(str(tmp_path), 0.0)
    run_jobs(functions.note_and_wait, jobs[:5], store=store)
    outcomes = run_jobs(functions.note_and_wait, jobs, store=store)
    assert [outcome.resumed for outcome in outcomes] == [True] * 5 + [False] * 7
    assert {path.read_text() for path in tmp_path.glob("ran-*")} == {"x"}


def test_failed_jobs_are_run_again_only_on_demand(functions: ModuleType, store: RecordStore) -> None:
    run_jobs(functions.fail_on_odd, numbered(0, 1), store=store)
    kept = run_jobs(functions.fail_on_odd, numbered(0, 1), store=store)
    again = run_jobs(functions.fail_on_odd, numbered(0, 1), store=store, retry_failed=True)
    assert [outcome.resumed for outcome in kept] == [True, True]
    assert [outcome.resumed for outcome in again] == [True, False]


def test_records_of_other_settings_are_refused(functions: ModuleType, store: RecordStore) -> None:
    run_jobs(functions.square, [Job("a", 1, fingerprint="one")], store=store)
    with pytest.raises(DataError, match="other settings"):
        run_jobs(functions.square, [Job("a", 1, fingerprint="two")], store=store)


def test_a_damaged_record_is_named(functions: ModuleType, store: RecordStore) -> None:
    run_jobs(functions.square, numbered(1), store=store)
    store.path("n1").write_text('{"key": "n')
    with pytest.raises(DataError, match=r"n1\.json is not a readable record.*delete it"):
        run_jobs(functions.square, numbered(1), store=store)


def test_two_runs_on_one_folder_do_not_mix(functions: ModuleType, store: RecordStore) -> None:
    with store.lock(), pytest.raises(DataError, match="in use by another run"):
        run_jobs(functions.square, numbered(1), store=store)


def test_progress_sees_every_outcome(functions: ModuleType, store: RecordStore) -> None:
    run_jobs(functions.square, numbered(1, 2), store=store)
    seen: list[Outcome] = []
    run_jobs(functions.square, numbered(1, 2, 3), store=store, on_outcome=seen.append)
    assert [(outcome.key, outcome.resumed) for outcome in seen] == [
        ("n1", True),
        ("n2", True),
        ("n3", False),
    ]


@pytest.mark.parametrize("key", ["", "../up", "a/b", ".hidden", "x" * 300, "a b"])
def test_a_key_that_is_no_file_name_is_refused(functions: ModuleType, key: str, store: RecordStore) -> None:
    with pytest.raises(DataError, match="cannot name a record"):
        run_jobs(functions.square, [Job(key, 1)], store=store)


def test_two_jobs_of_one_key_are_refused(functions: ModuleType) -> None:
    with pytest.raises(ValueError, match="'n1'"):
        run_jobs(functions.square, numbered(1, 1))


@pytest.mark.parametrize("n_workers", [0, 1])
def test_a_full_disk_stops_the_run_and_keeps_the_records(
    functions: ModuleType, store: RecordStore, n_workers: int, limited_file_size: Callable[[], None]
) -> None:
    run_jobs(functions.square, numbered(1), store=store)
    before = files(store)
    limited_file_size()
    with pytest.raises(DataError, match=r"cannot write .*n2\.json.*written before are safe"):
        run_jobs(functions.square, numbered(1, 2), n_workers=n_workers, store=store)
    assert files(store) == before
    assert list(store.folder.glob("*.part")) == []


@pytest.mark.parametrize("n_workers", [0, 2])
def test_a_killed_run_loses_and_doubles_nothing(
    functions: ModuleType, tmp_path: Path, store: RecordStore, n_workers: int
) -> None:
    marks = tmp_path / "marks"
    marks.mkdir()
    command = [
        sys.executable,
        str(HERE / "worker_jobs.py"),
        str(marks),
        str(store.folder),
        str(n_workers),
    ]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(p for p in sys.path if p)}
    process = subprocess.Popen(command, env=environment)
    try:
        wait_until(lambda: len(files(store)) >= 3)
    finally:
        process.send_signal(signal.SIGKILL)
        process.wait()
    kept = files(store)
    assert 3 <= len(kept) < 12
    time.sleep(0.3)  # workers end with their parent; none may go on writing
    kept = files(store)
    outcomes = run_jobs(functions.note_and_wait, functions.waiting_jobs(str(marks)), store=store)
    assert [outcome.status for outcome in outcomes] == ["done"] * 12
    assert {outcome.key for outcome in outcomes if outcome.resumed} == {name.removesuffix(".json") for name in kept}
    assert [outcome.value["number"] for outcome in outcomes if outcome.value] == list(range(12))
    assert not list(store.folder.glob("*.part"))


def test_another_executor_may_run_the_jobs(functions: ModuleType, store: RecordStore) -> None:
    outcomes = run_jobs(functions.square, numbered(1, 2), store=store, executor=InProcessExecutor(), n_workers=9)
    assert [outcome.status for outcome in outcomes] == ["done", "done"]


def wait_until(condition: Callable[[], bool], timeout_s: float = 30.0) -> None:
    deadline = time.monotonic() + timeout_s
    while not condition():
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.02)
