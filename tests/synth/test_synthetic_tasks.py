"""Synthesised tasks as environments: read from a file, judged by their predicate, errors by line."""

import json
import pickle
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from osgenesis.agents.oracle import OracleAgent
from osgenesis.agents.rollout import rollout
from osgenesis.envs.core.actions import Action
from osgenesis.envs.core.environment import GuiEnv
from osgenesis.envs.core.errors import DataError, TaskError
from osgenesis.envs.core.fake import FAKE_SUITE, FakeBackend
from osgenesis.envs.core.predicates import Predicate
from osgenesis.envs.core.state import StateDiff
from osgenesis.envs.core.synthetic import (
    FORMAT,
    SyntheticTask,
    read_task_records,
    synthetic_suite,
    synthetic_task,
)


def record(**changes: Any) -> dict[str, Any]:
    """The task of counting from 5 to 6."""
    backend = FakeBackend()
    backend.seed_world(count=5)
    before = backend.state()
    backend.perform(Action("click", index=1))
    goal = Predicate.from_diff(StateDiff.between(before, backend.state()), backend.vocabulary())
    return {
        "format": FORMAT,
        "id": "counter-1",
        "instruction": "Count to 6, not to {seven}.",
        "kind": "state",
        "apps": ["Counter"],
        "start": {"env": "Fake", "setup": {"task": "CountTo", "params": {"start": 5, "target": 9}}},
        "predicate": goal.to_plain(),
        "golden_actions": [{"type": "click", "index": 1}],
        **changes,
    }


def env_of(*records: dict[str, Any]) -> GuiEnv:
    from osgenesis.envs.core.suite import Suite

    tasks = {r["id"]: synthetic_task(r, FAKE_SUITE) for r in records}
    return GuiEnv(FakeBackend, Suite("Synthetic", tasks), observe=("goal",))


def end(env: GuiEnv, *actions: Action) -> float:
    env.reset(seed=0)
    for action in actions:
        env.step(action)
    return float(env.step(Action("status", goal_status="complete"))[1])


def test_the_golden_path_is_worth_1_and_idleness_0() -> None:
    env = env_of(record())
    observation, _ = env.reset(seed=0)
    assert observation["goal"] == "Count to 6, not to {seven}."
    assert rollout(env, OracleAgent(), seed=0).success
    assert end(env) == 0.0
    assert end(env, Action("click", index=1), Action("click", index=1)) == 0.0


def test_the_start_is_the_one_that_was_explored_whatever_the_seed() -> None:
    env = env_of(record())
    for seed in range(3):
        env.reset(seed=seed)
        assert env.state().rows("Counter/numbers")["count"]["value"] == 5


def test_a_question_wants_the_answer_and_nothing_changed() -> None:
    asks = record(kind="answer", answer="42 Elm Avenue", golden_actions=[{"type": "answer", "text": "42 Elm Avenue"}])
    env = env_of(asks)
    assert rollout(env, OracleAgent(), seed=0).success
    assert end(env) == 0.0
    assert end(env, Action("answer", text='"42 elm avenue."')) == 1.0
    assert end(env, Action("answer", text="43 Elm Avenue")) == 0.0
    right = Action("answer", text="42 Elm Avenue")
    assert end(env, Action("click", index=1), right) == 0.0


def test_tasks_made_at_run_time_can_be_pickled_with_their_start() -> None:
    env = env_of(record())
    env.reset(seed=0)
    twin = pickle.loads(pickle.dumps(env.task))
    assert isinstance(twin, SyntheticTask)
    assert twin.goal == env.task.goal
    env.step(Action("click", index=1))
    assert twin.evaluate(env.backend, None) == 1.0


def test_judging_before_the_start_is_a_mistake() -> None:
    with pytest.raises(TaskError, match="before initialize"):
        synthetic_task(record(), FAKE_SUITE)().evaluate(FakeBackend(), None)


@pytest.fixture
def write(tmp_path: Path) -> Callable[..., Path]:
    def make(*lines: Any) -> Path:
        path = tmp_path / "tasks.jsonl"
        texts = [line if isinstance(line, str) else json.dumps(line) for line in lines]
        path.write_text("\n".join(texts) + "\n")
        return path

    return make


def test_a_file_becomes_a_suite_in_its_order(write: Callable[..., Path]) -> None:
    path = write(record(id="b"), "", record(id="a"))
    assert [r["id"] for r in read_task_records(path)] == ["b", "a"]
    suite = synthetic_suite(path, FAKE_SUITE)
    assert list(suite) == ["b", "a"]
    assert suite["a"].max_steps == 15


@pytest.mark.parametrize(
    ("bad", "problem"),
    [
        ('{"format": ', "line 2: not JSON"),
        ("[1, 2]", "line 2: a task is a JSON object"),
        (record(format="other/9"), "line 2: field format: 'osgenesis-task/1' was expected"),
        (record(id="no spaces"), "line 2: field id"),
        (record(instruction=""), "line 2: field instruction"),
        (record(kind="game"), "line 2: field kind"),
        (record(start={"env": "Fake"}), "line 2: field start: 'setup' is a required property"),
        (record(predicate=None), "line 2: field predicate: a task of kind 'state' needs one"),
        (record(kind="answer"), "line 2: field answer: a task of kind 'answer' needs one"),
        (record(golden_actions=[5]), "line 2: field golden_actions.0"),
        (record(id="first"), "line 2: field id: 'first' is the id of line 1 too"),
    ],
)
def test_a_corrupt_file_is_named_with_line_and_field(write: Callable[..., Path], bad: Any, problem: str) -> None:
    path = write(record(id="first"), bad)
    with pytest.raises(DataError) as caught:
        read_task_records(path)
    assert str(caught.value).startswith(f"{path}, ")
    assert problem in str(caught.value)


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"predicate": {"atoms": [{"kind": "row_exists"}]}}, "field predicate: Bad row_exists atom"),
        ({"golden_actions": [{"type": "clck"}]}, "field golden_actions.0: Unknown action type"),
        (
            {"start": {"env": "Fake", "setup": {"task": "CountT", "params": {}}}},
            "field start.setup.task: no task 'CountT' to set up the world with; did you mean 'CountTo'?",
        ),
    ],
)
def test_a_task_that_cannot_be_built_names_its_field(
    write: Callable[..., Path], changes: dict[str, Any], problem: str
) -> None:
    path = write(record(**changes))
    with pytest.raises(DataError) as caught:
        synthetic_suite(path, FAKE_SUITE)
    assert str(caught.value).startswith(f"{path}, line 1: ")
    assert problem in str(caught.value)


def test_an_empty_or_absent_file_says_what_would_be_right(write: Callable[..., Path], tmp_path: Path) -> None:
    with pytest.raises(DataError, match="holds no task"):
        read_task_records(write(""))
    with pytest.raises(DataError, match="`osgenesis run` writes one"):
        read_task_records(tmp_path / "absent.jsonl")
