"""Synthesis in a real Chromium: one small site, and pages that ask for something and judge it."""

from dataclasses import replace
from pathlib import Path

import pytest

from osgenesis.envs.core.errors import BackendError
from osgenesis.envs.core.synthetic import read_task_records
from osgenesis.envs.web.browser import find_chromium
from osgenesis.synth.config import Budget, RunConfig
from osgenesis.synth.explore import units as exploring
from osgenesis.synth.parts import read_records
from osgenesis.synth.pipeline import load_config, run
from osgenesis.synth.reverse import units as reversing

TINY = Budget(rounds=1, steps=30, per_shape=2, candidates=4, questions=3, compounds=1, tasks=8)

pytestmark = pytest.mark.browser


@pytest.fixture(autouse=True)
def chromium() -> None:
    """Skip where there is no Chromium."""
    try:
        find_chromium()
    except BackendError as error:
        pytest.skip(str(error))


@pytest.fixture(autouse=True)
def forget_environments() -> None:
    """Each test begins with environments of its own."""
    exploring._env.cache_clear()
    reversing._world.cache_clear()


def quiet(*anything: object) -> None:
    """Nobody watches."""


def test_the_homepage_gives_verified_tasks_and_pictures(tmp_path: Path) -> None:
    config = RunConfig("WebArena", tmp_path, apps=("Homepage",), budget=TINY, workers=0)
    run(config, quiet, quiet)
    tasks = read_task_records(tmp_path / "tasks.jsonl")
    assert tasks
    trajectories = read_records(tmp_path / "trajectories.jsonl")
    assert all(record["success"] for record in trajectories)
    assert all((tmp_path / frame["screenshot"]).exists() for record in trajectories for frame in record["frames"])
    before = (tmp_path / "tasks.jsonl").read_bytes()
    run(replace(load_config(tmp_path), workers=0), quiet, quiet)
    assert (tmp_path / "tasks.jsonl").read_bytes() == before


def test_pages_that_judge_give_their_own_tasks(tmp_path: Path) -> None:
    pytest.importorskip("miniwob")
    config = RunConfig("MiniWoB", tmp_path, apps=("click-test", "click-dialog"), budget=TINY, workers=0)
    run(config, quiet, quiet)
    tasks = read_task_records(tmp_path / "tasks.jsonl")
    assert {task["kind"] for task in tasks} == {"setup"}
    assert all(record["success"] for record in read_records(tmp_path / "trajectories.jsonl"))
    assert {record["reward"] for record in read_records(tmp_path / "scores.jsonl")} == {5}
