"""Exported data: the paper's envelope, unique ids and labels, pictures that are there."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from osgenesis.envs.core.actions import Action
from osgenesis.envs.core.elements import Element, Flag
from osgenesis.envs.core.episodes import Episode, Frame, Step
from osgenesis.envs.core.errors import DataError, UnknownNameError
from osgenesis.synth.export.samples import accessibility_tree, action_json, samples
from osgenesis.synth.export.write import choose, export
from osgenesis.synth.parts import read_records

pq = pytest.importorskip("pyarrow.parquet")

PLAIN = Element("Save", "", "android.widget.Button", "", "", "p", 10, 20, 111, 41, int(Flag.ENABLED), "application")


def test_equal_labels_are_numbered_and_switches_say_their_state() -> None:
    switch = PLAIN._replace(text="Wi-Fi", class_name="android.widget.Switch", flags=48)
    nameless = PLAIN._replace(text="", resource_id="p:id/fab")
    tree = json.loads(accessibility_tree([PLAIN, PLAIN, switch, nameless]))
    assert tree == {
        "Save": "(60.5, 30.5)",
        "Save (2)": "(60.5, 30.5)",
        "Wi-Fi (checked: true)": "(60.5, 30.5)",
        "fab": "(60.5, 30.5)",
    }


@pytest.mark.parametrize(
    ("action", "plain"),
    [
        (Action("click", index=0), {"action_type": "click", "x": 60, "y": 30}),
        (Action("input_text", index=0, text="é"), {"action_type": "type", "x": 60, "y": 30, "text": "é"}),
        (Action("scroll", direction="down"), {"action_type": "scroll", "direction": "down"}),
        (Action("open_app", app="Clock"), {"action_type": "open_app", "app_name": "Clock"}),
        (
            Action("status", goal_status="complete"),
            {"action_type": "status", "goal_status": "successful"},
        ),
    ],
)
def test_actions_are_written_with_points_instead_of_indices(action: Action, plain: Any) -> None:
    assert json.loads(action_json(action, [PLAIN])) == plain


TASK = {"id": "t", "instruction": "Save the note that says <image> {x}."}


def episode(tmp_path: Path | None = None) -> Episode:
    frames = []
    for number in range(3):
        name = f"screenshots/aa/{number}.png"
        if tmp_path is not None:
            (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
            Image.new("RGB", (6, 9), (number, 0, 0)).save(tmp_path / name)
        frames.append(Frame("app", elements=(PLAIN,), screenshot=name))
    steps = (
        Step(Action("click", index=0), thought="Tap Save."),
        Step(Action("status", goal_status="complete"), instruction="Say so."),
    )
    return Episode("t.golden", frames=tuple(frames), steps=steps)


def test_a_step_gives_a_planning_and_an_action_sample_in_the_envelope() -> None:
    made = list(samples(episode(), TASK, 5))
    assert [sample.id for sample in made] == [
        "t.golden_step0_planning",
        "t.golden_step0_action",
        "t.golden_step1_planning",
        "t.golden_step1_action",
    ]
    planning, acting, second, _ = made
    assert planning.envelope().keys() == {"id", "image", "conversations"}
    human, gpt = planning.conversations
    assert (human["from"], gpt["from"]) == ("human", "gpt")
    assert human["value"].count("<image>") == 1
    assert human["value"].startswith("<image>\n")
    thought, _, action = gpt["value"].partition("\n")
    assert thought == "Low-level thought: Tap Save."
    assert json.loads(action.removeprefix("action: "))["action_type"] == "click"
    assert "Low-level thought: Tap Save." in acting.conversations[0]["value"]
    assert acting.conversations[1]["value"] == action
    assert "Action history:\nStep 1: Tap Save. action: {" in second.conversations[0]["value"]
    assert "Action history:\nNone" in human["value"]


def test_a_step_that_failed_is_not_taught() -> None:
    failed = replace(episode().steps[0], action_error="no such element")
    found = list(samples(replace(episode(), steps=(failed,)), TASK, 5))
    assert found == []


def scored(count: int, *chances: float) -> list[Any]:
    return [(replace(episode(), id=f"t{n}"), TASK, {"reward": n + 1, "probability": chances[n]}) for n in range(count)]


def test_without_a_number_every_trajectory_with_a_chance_is_written_once() -> None:
    chosen = choose(scored(3, 0.5, 0.0, 0.5), 0, seed=0)
    assert [(e.id, reward, n) for e, _, reward, n in chosen] == [("t0", 1, 0), ("t2", 3, 0)]


def test_repeated_draws_of_a_trajectory_have_ids_of_their_own(tmp_path: Path) -> None:
    chosen = choose([(episode(tmp_path), TASK, {"reward": 5, "probability": 1.0})], 3, seed=0)
    assert [draw for *_, draw in chosen] == [0, 1, 2]
    counts = export(chosen, tmp_path, tmp_path / "out", formats=["jsonl"])
    assert counts == {"planning": 6, "action": 6}
    ids = [r["id"] for kind in counts for r in read_records(tmp_path / "out" / f"{kind}.jsonl")]
    assert len(set(ids)) == 12
    assert "t.golden_step0_planning_draw2" in ids


def test_every_format_of_a_run_agrees_and_every_picture_opens(finished_run: Path) -> None:
    folder = finished_run / "export"
    rows = [r for kind in ("planning", "action") for r in read_records(folder / f"{kind}.jsonl")]
    assert len({row["id"] for row in rows}) == len(rows) > 20
    for image in {row["image"] for row in rows}:
        assert not Path(image).is_absolute()
        with Image.open(folder / image) as picture:
            assert picture.size == (240, 480)
    shared = json.loads((folder / "sharegpt.json").read_text())
    assert {row["id"] for row in shared} == {row["id"] for row in rows}
    assert all(row["conversations"][0]["value"].count("<image>") == len(row["images"]) for row in shared)
    info = json.loads((folder / "dataset_info.json").read_text())["osgenesis"]
    assert (folder / info["file_name"]).exists()
    table = pq.read_table(folder / "train.parquet")
    assert sorted(table["id"].to_pylist()) == sorted(row["id"] for row in rows)
    first = table.slice(0, 1).to_pylist()[0]
    assert first["image"]["bytes"] == (folder / first["image"]["path"]).read_bytes()
    features = json.loads(table.schema.metadata[b"huggingface"])["info"]["features"]
    assert set(features) == set(table.column_names)


def test_a_missing_picture_and_an_unknown_format_are_named(tmp_path: Path) -> None:
    chosen = [(episode(), TASK, 5, 0)]
    with pytest.raises(DataError, match=r"0\.png"):
        export(chosen, tmp_path, tmp_path / "out")
    with pytest.raises(UnknownNameError, match="'parquet'"):
        export(chosen, tmp_path, tmp_path / "out", formats=["parquett"])
