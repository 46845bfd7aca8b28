"""Evaluation: its files, its figures, errors, resume, and the same result on any workers."""

import importlib
import json
import math
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from osgenesis.agents.evaluate import Evaluation, evaluate
from osgenesis.agents.statistics import wilson
from osgenesis.agents.workers import Outcome
from osgenesis.envs.core.episodes import VERSION, Episode
from osgenesis.envs.core.errors import DataError, OsgenesisError, UnknownNameError

HERE = Path(__file__).parent


@pytest.fixture(autouse=True)
def fakes(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """Workers find the fake environment by its module's name."""
    monkeypatch.syspath_prepend(str(HERE))
    return importlib.import_module("fake_envs")


def run(out: Path, agent: str = "oracle", **settings: Any) -> dict[str, Any]:
    return evaluate(Evaluation("fake_envs:Fake", agent, out, **settings))


def records(out: Path) -> dict[str, Any]:
    return {path.stem: json.loads(path.read_text()) for path in sorted((out / "episodes").glob("*.json"))}


def test_the_oracle_solves_all_and_every_figure_is_there(tmp_path: Path) -> None:
    summary = run(tmp_path, n_seeds=2)
    assert json.loads((tmp_path / "summary.json").read_text()) == summary
    assert (summary["n_tasks"], summary["n_episodes"], summary["n_success"]) == (3, 6, 6)
    assert summary["environment"] == "Fake"
    assert (summary["backend"], summary["task_set"]) == ("fake", "native")
    assert (summary["version"], summary["agent"]) == (VERSION, "oracle")
    assert summary["privileged"] is True
    assert (summary["success_rate"], summary["mean_reward"], summary["n_errors"]) == (1.0, 1.0, 0)
    assert summary["success_interval"] == [pytest.approx(0.609666), 1.0]
    assert list(summary["tasks"]) == ["CountTo", "AddNote", "ReadCount"]
    assert summary["tasks"]["AddNote"] == {
        "success": 1.0,
        "episodes": 2,
        "n_success": 2,
        "mean_steps": 3.0,
        "mean_reward": 1.0,
        "n_errors": 0,
    }


def test_there_is_one_record_per_episode_that_reads_back(tmp_path: Path) -> None:
    run(tmp_path, n_seeds=2, first_seed=7, tasks=("ReadCount", "AddNote"))
    found = records(tmp_path)
    assert sorted(found) == ["AddNote-s7", "AddNote-s8", "ReadCount-s7", "ReadCount-s8"]
    episode = Episode.from_dict(found["ReadCount-s8"]["value"])
    assert (episode.task, episode.seed, episode.agent) == ("ReadCount", 8, "oracle")
    assert episode.environment == "Fake/Suite-v0"


def test_doing_nothing_scores_zero(tmp_path: Path) -> None:
    summary = run(tmp_path, "noop", agent_options={"declare": "complete"})
    assert (summary["n_success"], summary["mean_reward"]) == (0, 0.0)
    assert summary["tasks"]["CountTo"]["mean_steps"] == 1.0


def test_the_result_is_the_same_on_any_number_of_workers(tmp_path: Path) -> None:
    summaries = []
    for n_workers in (0, 1, 2):
        out = tmp_path / str(n_workers)
        summaries.append((run(out, "random", n_workers=n_workers), records(out)))
    assert summaries[0] == summaries[1] == summaries[2]


def test_errors_are_recorded_counted_and_named(tmp_path: Path) -> None:
    summary = run(tmp_path, "fake_envs:TurningAgent")
    assert (summary["n_errors"], summary["mean_reward"], summary["success_rate"]) == (2, 0.0, 0.0)
    assert summary["tasks"]["CountTo"]["mean_reward"] is None
    crashed, gave_up = summary["errors"]
    assert (crashed["status"], crashed["kind"]) == ("crashed", "ZeroDivisionError")
    assert (gave_up["status"], gave_up["kind"]) == ("done", "AgentError")
    assert gave_up["message"] == "I would rather not"
    assert "fake_envs.py" in records(tmp_path)["CountTo-s0"]["failure"]["traceback"]


def test_a_broken_device_costs_one_episode(tmp_path: Path) -> None:
    summary = run(tmp_path, "oracle", env_options={"backend": "shaky"})
    assert summary["backend"] == "shaky"
    assert [error["episode"] for error in summary["errors"]] == ["CountTo-s0"]
    assert summary["errors"][0]["kind"] == "BackendError"
    assert (summary["n_success"], summary["mean_reward"]) == (2, 1.0)
    assert summary["success_rate"] == pytest.approx(2 / 3)


def test_an_episode_that_hangs_is_stopped(tmp_path: Path) -> None:
    summary = run(tmp_path, "fake_envs:SleepyAgent", timeout_s=3.0, n_workers=1)
    (error,) = summary["errors"]
    assert (error["episode"], error["status"]) == ("AddNote-s0", "timeout")
    assert summary["n_episodes"] == 3


def test_a_second_run_resumes(tmp_path: Path) -> None:
    first = run(tmp_path, n_seeds=1)
    seen: list[Outcome] = []
    evaluation = Evaluation("fake_envs:Fake", "oracle", tmp_path, n_seeds=2)
    second = evaluate(evaluation, on_progress=lambda outcome, n_done, n: seen.append(outcome))
    assert (first["n_episodes"], second["n_episodes"]) == (3, 6)
    assert sorted(outcome.key for outcome in seen if outcome.resumed) == [
        "AddNote-s0",
        "CountTo-s0",
        "ReadCount-s0",
    ]


@pytest.mark.parametrize("settings", [{"agent": "noop"}, {"max_steps": 3}, {"env_options": {"judge": "every_step"}}])
def test_episodes_of_another_evaluation_are_not_mixed_in(tmp_path: Path, settings: dict[str, Any]) -> None:
    run(tmp_path, tasks=("AddNote",))
    with pytest.raises(DataError, match="other settings"):
        run(tmp_path, **{"tasks": ("AddNote",), **settings})


def test_a_full_disk_is_a_clear_error_and_nothing_is_lost(
    tmp_path: Path, limited_file_size: Callable[[], None]
) -> None:
    run(tmp_path, tasks=("AddNote",))
    summary, found = (tmp_path / "summary.json").read_text(), records(tmp_path)
    limited_file_size()
    with pytest.raises(DataError, match="cannot write"):
        run(tmp_path)
    assert (tmp_path / "summary.json").read_text() == summary
    assert records(tmp_path) == found


@pytest.mark.parametrize(
    ("environment", "settings", "message"),
    [
        ("fake_envs:Fke", {}, "Unknown environment 'Fke'.*'Fake'"),
        ("fake_envs:Fake/AddNot-v0", {}, "Fake/AddNote-v0"),
        ("no_such_module:Fake", {}, "no_such_module"),
        ("fake_envs:Fake", {"tasks": ("AddNot",)}, "Unknown Fake task 'AddNot'.*'AddNote'"),
        ("fake_envs:Fake", {"agent": "orcle"}, "Unknown agent 'orcle'.*'oracle'"),
        ("fake_envs:Fake", {"env_options": {"colour": 1}}, "refuses its options.*colour"),
        ("fake_envs:Fake", {"env_options": {"judge": "declred"}}, "'declared'"),
        ("fake_envs:Fake", {"n_seeds": 0}, "seeds must be 1 or more"),
        ("CartPole-v1", {}, "Unknown environment"),
    ],
)
def test_wrong_names_are_answered_before_anything_runs(
    tmp_path: Path, environment: str, settings: dict[str, Any], message: str
) -> None:
    agent = settings.pop("agent", "oracle")
    with pytest.raises(OsgenesisError, match=message):
        evaluate(Evaluation(environment, agent, tmp_path / "out", **settings))
    assert not (tmp_path / "out").exists()


def test_an_id_of_one_task_evaluates_that_task(tmp_path: Path) -> None:
    summary = evaluate(Evaluation("fake_envs:Fake/AddNote-v0", "oracle", tmp_path))
    assert (list(summary["tasks"]), summary["env_id"]) == (["AddNote"], "Fake/AddNote-v0")


def test_secrets_do_not_reach_the_summary(tmp_path: Path, chat_server: Any) -> None:
    options = {"api_key": "sk-very-secret", "model": "tiny"}
    chat_server.respond = lambda request: (
        'Reason: I see nothing to do.\nAction: {"action_type": "status", "goal_status": "complete"}'
    )
    summary = run(tmp_path, "m3a", agent_options=options, tasks=("AddNote",))
    assert summary["agent_options"] == {"api_key": "***", "model": "tiny"}
    assert summary["usage"]["calls"] == 1
    written = "".join(path.read_text() for path in tmp_path.rglob("*.json"))
    assert "very-secret" not in written


def test_unknown_names_are_lookup_errors_too() -> None:
    assert issubclass(UnknownNameError, LookupError)


@pytest.mark.parametrize(
    ("n_success", "n", "low", "high"),
    [
        (0, 10, 0.0, 0.277533),
        (10, 10, 0.722467, 1.0),
        (5, 10, 0.236593, 0.763407),
        (0, 0, 0.0, 1.0),
    ],
)
def test_wilson_intervals(n_success: int, n: int, low: float, high: float) -> None:
    assert list(wilson(n_success, n)) == pytest.approx([low, high], abs=1e-5)


@given(st.integers(1, 400).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_a_wilson_bound_is_just_not_refuted_by_the_data(counts: tuple[int, int]) -> None:
    n_success, n = counts
    z, share = 1.959963984540054, n_success / n
    for bound in wilson(n_success, n):
        assert 0.0 <= bound <= 1.0
        distance = abs(share - bound)
        assert distance == pytest.approx(z * math.sqrt(bound * (1 - bound) / n), abs=1e-9)


def test_impossible_counts_are_refused() -> None:
    with pytest.raises(ValueError, match="impossible"):
        wilson(3, 2)
