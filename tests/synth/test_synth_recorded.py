"""Synthesis from recordings: triples are read, instructions made of actions and words, human goals kept beside."""

import html
import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from osgenesis.envs.android_control.sample import sample_path
from osgenesis.envs.android_control.tapes import Library
from osgenesis.envs.core.actions import Action
from osgenesis.envs.core.elements import Element, Flag
from osgenesis.envs.core.errors import DataError
from osgenesis.envs.core.synthetic import read_task_records
from osgenesis.synth.cli import run_command
from osgenesis.synth.config import RunConfig, make_budget
from osgenesis.synth.explore.triples import Triple
from osgenesis.synth.parts import read_records
from osgenesis.synth.recorded.units import is_recorded, plan, produce, produce_tasks
from osgenesis.synth.recorded.wording import acted_on, app_labels, errand, label_of
from osgenesis.synth.reverse.annotation import SegmentStep

CLICKABLE = int(Flag.CLICKABLE | Flag.ENABLED)


def element(text: str, box: tuple[int, int, int, int] = (0, 0, 100, 100), flags: int = CLICKABLE) -> Element:
    return Element(text, "", "android.widget.Button", "", "", "org.example", *box, flags, "application")


def step(action: Action, target: Element | None = None, app: str = "Notes") -> SegmentStep:
    shown = () if target is None else (target,)
    return SegmentStep(action, target, shown, shown, app)


def click(text: str, app: str = "Notes", flags: int = CLICKABLE) -> SegmentStep:
    return step(Action("click", x=5, y=5), element(text, flags=flags), app)


@pytest.fixture
def config(tmp_path: Path) -> RunConfig:
    return RunConfig("AndroidControl", tmp_path, split="all", budget=make_budget("quick", tasks=4), workers=0)


def test_the_element_acted_on_is_the_smallest_at_the_point() -> None:
    row, icon = element("Row", (0, 0, 500, 100)), element("Icon", (10, 10, 90, 90))
    assert acted_on(Action("click", x=50, y=50), (row, icon)) is icon
    assert acted_on(Action("click", x=300, y=50), (row, icon)) is row
    assert acted_on(Action("click", x=300, y=500), (row, icon)) is None
    assert acted_on(Action("wait"), (row, icon)) is None


def test_typing_is_meant_for_the_field_with_the_focus() -> None:
    name = element("Name", flags=int(Flag.EDITABLE))
    phone = element("Phone", flags=int(Flag.EDITABLE | Flag.FOCUSED))
    typing = Action("input_text", text="Ada")
    assert acted_on(typing, (name, phone)) is phone
    assert acted_on(typing, (name,)) is name
    assert acted_on(typing, (name, name)) is None


def test_an_errand_tells_what_it_was_for_and_leaves_out_the_way() -> None:
    steps = [
        step(Action("open_app", app="Notes"), app=""),
        step(Action("scroll", direction="down")),
        click("New note"),
        click("Title", flags=int(Flag.EDITABLE)),
        step(Action("input_text", text="Milk"), element("Title", flags=int(Flag.EDITABLE))),
        step(Action("wait")),
        click("Save"),
    ]
    told = errand(steps, "key", "Notes")
    assert 'go to "New note"' in told
    assert '"Milk"' in told
    assert told.index('"Milk"') < told.index('"Save"')
    assert "scroll" not in told
    assert "open" not in told.lower()


def test_of_many_taps_the_last_ones_are_told() -> None:
    told = errand([click(f"Page {i}") for i in range(9)], "key")
    assert [f"Page {i}" in told for i in range(9)] == [False] * 5 + [True] * 4


@pytest.mark.parametrize(
    ("steps", "told"),
    [
        ([click("Contacts", app="")], "open Contacts"),
        ([step(Action("open_app", app="Clock"), app="")], "open Clock"),
        ([step(Action("scroll", direction="up"))], "scroll up to see what is there"),
        ([step(Action("navigate_back"))], "go back to where you came from"),
    ],
)
def test_an_errand_of_little(steps: list[SegmentStep], told: str) -> None:
    assert errand(steps, "key", "Contacts" if "Contacts" in told else "Notes") == told


def test_apps_are_called_as_the_recordings_call_them() -> None:
    library = Library.open(sample_path())
    labels = app_labels(library.tape(i) for i in library.ids("all"))
    assert "Settings" in labels.values()
    assert not [package for package in labels if "launcher" in package]
    assert label_of("com.example.photo_editor", {}) == "Photo editor"
    assert label_of("com.example.app", {"com.example.app": "Notes"}) == "Notes"
    assert label_of("com.google.android.apps.nexuslauncher", {}) == ""


def test_a_plan_is_drawn_from_the_seed_within_the_budget(config: RunConfig) -> None:
    (work,) = plan(config)
    assert len(work.payload["ids"]) == 4
    assert plan(config) == [work]
    assert is_recorded("AndroidControl")
    assert not is_recorded("AndroidWorld")


def test_what_recordings_cannot_do_is_said(config: RunConfig) -> None:
    with pytest.raises(DataError, match="cannot be chosen by app"):
        plan(RunConfig("AndroidControl", config.out, apps=("Clock",)))


def test_transitions_are_triples_with_their_path(config: RunConfig) -> None:
    (work,) = plan(config)
    made = produce(work.payload)
    triples = [Triple.from_plain(record) for record in made.files["triples"]]
    screens = {record["id"] for record in made.files["screens"]}
    library = Library.open(sample_path())
    assert len(triples) == sum(library.tape(i).n_steps for i in work.payload["ids"])
    for triple in triples:
        assert {triple.screen_before, triple.screen_after} <= screens
        assert [path_step.action for path_step in triple.path] == list(
            library.tape(triple.start.setup["params"]["episode_id"]).actions[: triple.step]  # type: ignore[index]
        )


def test_tasks_have_instructions_for_each_step_and_for_the_whole(config: RunConfig) -> None:
    (work,) = plan(config)
    library = Library.open(sample_path())
    for record in produce_tasks(work.payload).files["tasks"]:
        tape = library.tape(record["start"]["setup"]["params"]["episode_id"])
        assert len(record["low_level_instructions"]) == tape.n_steps == record["n_steps"]
        assert record["human_instruction"] == tape.goal != record["instruction"]
        assert record["recorded"] is True
        assert record["predicate"] is None


def test_a_whole_run(tmp_path: Path) -> None:
    arguments = ["--env", "AndroidControl", "--split", "all", "--tasks", "3", "--workers", "0", "--out", str(tmp_path)]
    done = CliRunner().invoke(run_command, arguments, catch_exceptions=False)
    assert done.exit_code == 0
    tasks = read_task_records(tmp_path / "tasks.jsonl")
    summary: dict[str, Any] = json.loads((tmp_path / "summary.json").read_text())
    assert (summary["tasks_recorded"], summary["tasks_verified"]) == (len(tasks), 0)
    assert summary["human_instruction_diversity"] > 0
    assert summary["data"] == "sample"
    assert "the bundled sample, not AndroidControl itself" in done.output
    page = (tmp_path / "report.html").read_text()
    assert "which is not\n    AndroidControl itself" in page
    assert all(html.escape(task["human_instruction"]) in page for task in tasks)
    assert f"episode {tasks[0]['start']['setup']['params']['episode_id']}</span>" in page
    assert summary["successes"] == summary["trajectories"] == len(tasks)
    trajectories = read_records(tmp_path / "trajectories.jsonl")
    assert all(step["instruction"] for record in trajectories for step in record["steps"])
    assert all((tmp_path / frame["screenshot"]).exists() for record in trajectories for frame in record["frames"])
    assert {score["reward"] for score in read_records(tmp_path / "scores.jsonl")} == {5}
    assert summary["samples"] == 2 * sum(task["n_steps"] for task in tasks)
