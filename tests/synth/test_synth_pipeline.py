"""The whole run: what it writes, that it resumes after kill -9, and what it refuses."""

import json
import os
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from osgenesis.envs.core.errors import DataError, UnknownNameError
from osgenesis.synth.cli import commands
from osgenesis.synth.config import Budget, RunConfig
from osgenesis.synth.parts import join_parts, read_lines, read_records, write_records
from osgenesis.synth.pipeline import explore, load_config, run
from osgenesis.synth.stage import Products, Work, run_stage
from osgenesis.synth.summary import summarise, summary_table

MADE = ("triples", "screens", "tasks", "trajectories", "scores")
TINY = Budget(rounds=1, steps=40, per_shape=1, candidates=6, questions=2, compounds=2, tasks=4)


def quiet(stage: str, done: int, total: int) -> None:
    """Nobody watches."""


def contents(out: Path) -> dict[str, bytes]:
    """Every record and every exported line of a run."""
    files = [out / f"{name}.jsonl" for name in MADE] + sorted((out / "export").glob("*.json*"))
    return {path.name: path.read_bytes() for path in files}


def test_a_run_writes_five_stages_with_provenance(finished_run: Path) -> None:
    for name in MADE:
        records = read_records(finished_run / f"{name}.jsonl")
        assert records, name
        assert len({record["id"] for record in records}) == len(records)
        if name != "screens":
            sources = [r.get("provenance") or r["extra"]["provenance"] for r in records]
            keys = {"run", "seed", "parent", "model", "tokens", "cost_usd"}
            assert all(keys <= set(source) for source in sources), name


def test_what_a_stage_made_leads_back_to_what_it_was_made_from(finished_run: Path) -> None:
    ids = {n: {r["id"] for r in read_records(finished_run / f"{n}.jsonl")} for n in MADE}
    for task in read_records(finished_run / "tasks.jsonl"):
        parts = task["provenance"]["parent"].split("+")
        assert len(parts) > 1 or parts[0] in ids["triples"]
    assert {r["task"] for r in read_records(finished_run / "trajectories.jsonl")} == ids["tasks"]
    assert ids["scores"] == ids["trajectories"]


def test_golden_trajectories_succeed_and_score_5(finished_run: Path) -> None:
    for record in read_records(finished_run / "trajectories.jsonl"):
        assert record["success"]
        assert record["extra"]["stopped"] == "complete"
        assert len(record["frames"]) == len(record["steps"]) + 1
        assert all((finished_run / frame["screenshot"]).exists() for frame in record["frames"])
    assert {r["reward"] for r in read_records(finished_run / "scores.jsonl")} == {5}


def test_the_same_seed_gives_the_same_data_on_any_number_of_processes(tmp_path: Path) -> None:
    runs = []
    for workers in (0, 2):
        out = tmp_path / str(workers)
        run(RunConfig("Fake", out, seed=3, budget=TINY, workers=workers), quiet, lambda n, m: None)
        runs.append(contents(out))
    assert runs[0] == runs[1]
    run(RunConfig("Fake", tmp_path / "other", seed=4, budget=TINY, workers=0), quiet, lambda n, m: None)
    assert contents(tmp_path / "other")["triples.jsonl"] != runs[0]["triples.jsonl"]


def test_a_finished_run_is_taken_over_as_it_is(finished_run: Path) -> None:
    before = contents(finished_run)
    units = {path: path.stat().st_mtime_ns for path in finished_run.glob(".work/*/*/units/*.json")}
    run(replace(load_config(finished_run), workers=0), quiet, lambda n, m: None)
    assert contents(finished_run) == before
    assert units
    assert all(path.stat().st_mtime_ns == when for path, when in units.items())


CHILD = """
import sys
from pathlib import Path
from osgenesis.synth.config import Budget, RunConfig
from osgenesis.synth.pipeline import run
if __name__ == "__main__":
    budget = Budget(rounds=12, steps=60, per_shape=2, candidates=24, questions=4, compounds=4, tasks=12)
    config = RunConfig("Fake", Path(sys.argv[1]), budget=budget, workers=int(sys.argv[2]))
    run(config, lambda *a: None, lambda *a: None)
"""


@pytest.mark.parametrize("stage", ["explore", "collect"])
def test_after_kill_9_the_same_command_loses_and_doubles_nothing(tmp_path: Path, stage: str) -> None:
    script = tmp_path / "child.py"
    script.write_text(CHILD)

    def start(out: Path, workers: int) -> "subprocess.Popen[bytes]":
        command = [sys.executable, str(script), str(out), str(workers)]
        environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
        return subprocess.Popen(command, env=environment, start_new_session=True)

    whole, killed = tmp_path / "whole", tmp_path / "killed"
    assert start(whole, 0).wait(timeout=120) == 0
    child = start(killed, 1)
    deadline = time.monotonic() + 60
    while not list(killed.glob(f".work/*/{stage}/units/*.json")):
        assert child.poll() is None
        assert time.monotonic() < deadline
        time.sleep(0.01)
    os.killpg(child.pid, signal.SIGKILL)
    child.wait()
    done = {path: path.stat().st_mtime_ns for path in killed.glob(".work/*/*/units/*.json")}
    assert not (killed / "export" / "train.parquet").exists()
    assert start(killed, 0).wait(timeout=120) == 0
    assert contents(killed) == contents(whole)
    assert all(path.stat().st_mtime_ns == when for path, when in done.items())


def test_a_folder_of_another_run_is_refused(finished_run: Path) -> None:
    config = replace(load_config(finished_run), seed=77)
    with pytest.raises(DataError, match=r"another seed \(0, now 77\); choose another folder"):
        run(config, quiet, lambda n, m: None)


def test_unknown_names_are_answered_with_near_ones(tmp_path: Path) -> None:
    good = RunConfig("Fake", tmp_path, budget=TINY, workers=0)
    for wrong, near in (
        (replace(good, explorer="frontjer"), "'frontier'"),
        (replace(good, apps=("Countr",)), "'Counter'"),
        (replace(good, env="AndroidWrld"), "'AndroidWorld'"),
        (replace(good, texts="rulez"), "'rules'"),
    ):
        with pytest.raises(UnknownNameError, match=near):
            explore(wrong, quiet)


def test_a_corrupt_line_is_named_with_its_file(tmp_path: Path) -> None:
    path = tmp_path / "x.jsonl"
    path.write_text('{"id": "a"}\n\n{"id": \n')
    with pytest.raises(DataError, match=r"x\.jsonl, line 3: not JSON"):
        list(read_lines(path))
    path.write_text('{"id": "a"}\n{"name": "b"}\n')
    with pytest.raises(DataError, match=r"x\.jsonl, line 2: a record needs an id"):
        join_parts(tmp_path / "y.jsonl", [path])
    with pytest.raises(DataError, match="cannot read"):
        read_records(tmp_path / "absent.jsonl")


def test_parts_are_joined_in_order_and_equal_ids_kept_once(tmp_path: Path) -> None:
    write_records(tmp_path / "1.jsonl", [{"id": "a", "n": 1}, {"id": "b", "n": 2}])
    write_records(tmp_path / "2.jsonl", [{"id": "b", "n": 3}, {"id": "c", "n": 4}])
    parts = [tmp_path / "1.jsonl", tmp_path / "2.jsonl"]
    assert join_parts(tmp_path / "all.jsonl", parts) == 3
    assert [r["n"] for r in read_records(tmp_path / "all.jsonl")] == [1, 2, 4]


def produce_letter(payload: Any) -> Products:
    """A unit of work for the next test."""
    with Path(payload["log"]).open("a") as log:
        log.write(payload["letter"])
    return Products({"letters": [{"id": payload["letter"]}]}, {"made": 1})


def test_a_unit_whose_part_file_is_gone_is_done_again(tmp_path: Path) -> None:
    log = tmp_path / "log"
    works = [Work(letter, {"letter": letter, "log": str(log)}) for letter in "abc"]

    def again(fingerprint: str = "f") -> list[str]:
        result = run_stage(
            "stage", tmp_path, produce_letter, works, files=("letters",),
            fingerprint=fingerprint, n_workers=0, report=quiet,
        )  # fmt: skip
        return [r["id"] for part in result.parts["letters"] for r in read_records(part)]

    assert again() == ["a", "b", "c"]
    (tmp_path / "stage" / "b.letters.jsonl").unlink()
    assert again() == ["a", "b", "c"]
    assert log.read_text() == "abcb"
    with pytest.raises(DataError, match="other settings"):
        again("g")


def test_a_full_disk_is_told_and_the_old_file_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "x.jsonl"
    write_records(path, [{"id": "old"}])

    def full(fd: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(DataError, match="No space left on device"):
        write_records(path, [{"id": "new"}])
    assert read_records(path) == [{"id": "old"}]
    assert list(tmp_path.glob(".*part")) == []


def test_the_commands_run_one_after_the_other(tmp_path: Path) -> None:
    out = str(tmp_path / "run")
    tiny = ["--rounds", "1", "--steps", "40", "--tasks", "4", "--candidates", "6"]
    runner = CliRunner()
    for arguments in (
        ["explore", "--env", "Fake", "--budget", "quick", *tiny],
        ["synthesize"],
        ["collect", "--agent", "golden"],
        ["score", "--sampling", "uniform"],
        ["export", "--samples", "3"],
    ):
        name, *options = arguments
        where = ["--workers", "0"] if name != "export" else []
        result = runner.invoke(commands[name], ["--out", out, *where, *options])
        assert result.exit_code == 0, result.output
    assert len(read_records(tmp_path / "run" / "tasks.jsonl")) == 4
    assert (tmp_path / "run" / "export" / "train.parquet").exists()
    assert {r["sampling"] for r in read_records(tmp_path / "run" / "scores.jsonl")} == {"uniform"}


def test_run_ends_with_a_summary_a_table_and_a_page(tmp_path: Path) -> None:
    out = tmp_path / "with a space"
    arguments = ["--env", "Fake", "--out", str(out), "--budget", "quick", "--workers", "0"]
    result = CliRunner().invoke(commands["run"], [*arguments, "--steps", "60"])
    assert result.exit_code == 0, result.output
    summary = json.loads((out / "summary.json").read_text())
    assert summary["tasks_verified"] == len(read_records(out / "tasks.jsonl"))
    assert summary["trajectories"] == len(read_records(out / "trajectories.jsonl"))
    assert summary["triples"] == len(read_records(out / "triples.jsonl"))
    keys = {"apps", "tasks_4plus_steps", "screens", "seconds", "tasks_rejected", "mean_reward"}
    assert keys <= set(summary)
    assert set(summary["seconds_by_stage"]) == {"explore", "synthesize", "collect", "score", "export"}
    assert "tasks verified" in result.output
    page = (out / "report.html").read_text()
    for record in read_records(out / "tasks.jsonl"):
        assert record["id"] in page
    images = {part.partition('"')[0] for part in page.split('src="')[1:]}
    assert images
    assert all((out / image).exists() for image in images)
    assert "http://" not in page.replace("http://www.w3.org", "")
    assert "https://" not in page


def test_the_table_shows_what_the_summary_says(finished_run: Path) -> None:
    config = replace(load_config(finished_run), workers=0)
    stages = run(config, quiet, lambda n, m: None)
    summary = summarise(config, stages)
    table = summary_table(summary)
    assert str(summary["tasks_verified"]) in list(table.columns[1].cells)


def test_agents_without_a_clue_score_low(finished_run: Path, tmp_path: Path) -> None:
    from osgenesis.synth.pipeline import collect, score

    for name in ("tasks.jsonl", "triples.jsonl"):
        (tmp_path / name).write_bytes((finished_run / name).read_bytes())
    config = RunConfig("Fake", tmp_path, agent="noop", budget=TINY, workers=0)
    made = collect(config, quiet)
    assert made["successes"] == 0
    records = read_records(tmp_path / "trajectories.jsonl")
    # Doing the same three times ends an episode; the third time is not stored.
    assert {record["extra"]["stopped"] for record in records} <= {"repeated", "budget", "complete"}
    assert score(config, quiet)["mean_reward"] <= 2
