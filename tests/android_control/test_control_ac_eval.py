"""The compatibility mode repeats what `ac_eval` does, also where that is a defect; the scorer proper does not."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from osgenesis.envs.android_control.ac_eval import (
    ORDER,
    Reference,
    ac_eval,
    judge,
    parse_reply,
    read_references,
    reference,
)
from osgenesis.envs.android_control.matching import Gold, named_protocol
from osgenesis.envs.android_control.matching import judge as judge_properly
from osgenesis.envs.android_control.predictions import Prediction, read_predictions
from osgenesis.envs.android_control.predictions import parse_reply as parse_properly
from osgenesis.envs.android_control.score_cli import score as score_command
from osgenesis.envs.android_control.scoring import Step, recorded_steps
from osgenesis.envs.android_control.tapes import Library
from osgenesis.envs.core.actions import Action
from osgenesis.envs.core.errors import DataError

GENESIS = named_protocol("genesis")
CLICK = {"action_type": "click", "x": 500, "y": 500}
DOWN = {"action_type": "scroll", "direction": "down"}
UP = {"action_type": "scroll", "direction": "up"}


def right(gold: dict[str, Any], predicted: dict[str, Any] | None, prompt: str = "") -> tuple[bool, bool]:
    verdict = judge(Reference(gold), predicted, prompt)
    return verdict.type_correct, verdict.correct


@pytest.mark.parametrize(
    ("gold", "predicted", "expected"),
    [
        (CLICK, {"action_type": "click", "x": 651, "y": 836}, (True, True)),  # 368.4 px
        (CLICK, {"action_type": "click", "x": 700, "y": 810}, (True, False)),  # 368.9 px
        (CLICK, {"action_type": "click", "x": "651.9", "y": 836}, (True, False)),  # no whole number: (-100, -100)
        (CLICK, {"action_type": "click"}, (True, False)),
        (CLICK, {"action_type": "click", "x": 10**400, "y": 5}, (True, False)),
        ({"action_type": "click", "x": 100, "y": 100}, {"action_type": "click"}, (True, True)),  # 282.8 px from there
        (CLICK, {"action_type": "long_press", "x": 500, "y": 500}, (False, False)),
        ({"action_type": "type", "text": "buy milk today"}, {"action_type": "input_text", "text": "Buy milk"}, (1, 1)),
        ({"action_type": "type", "text": "buy milk today"}, {"action_type": "type", "text": "milk"}, (1, 0)),
        ({"action_type": "type", "text": "x"}, {"action_type": "type"}, (True, False)),
        # References say `type`, so one that says `input_text` is matched by nothing else.
        ({"action_type": "input_text", "text": "x"}, {"action_type": "type", "text": "x"}, (False, False)),
        ({"action_type": "wait"}, {"action_type": "wait"}, (True, True)),
        ({"action_type": "wait"}, {"action_type": "wait", "seconds": 1}, (True, False)),  # objects must be equal
        ({"action_type": "open_app", "app_name": "Clock"}, {"action_type": "open_app", "app_name": "clock"}, (1, 0)),
        ({"action_type": "wait"}, None, (False, False)),
    ],
)
def test_verdicts(gold: dict[str, Any], predicted: dict[str, Any] | None, expected: tuple[bool, bool]) -> None:
    assert right(gold, predicted) == expected


@pytest.mark.parametrize(
    ("predicted", "prompt", "correct"),
    [
        (UP, "Step 1: Scroll up. Step 2: tap. Now: Scroll down", True),  # an earlier step decides
        (DOWN, "Scroll up", True),  # equal to the record
        (UP, "scroll up", False),
        (UP, "", False),
        ({**DOWN, "x": 1}, "", False),
        ({**DOWN, "x": 1}, "Scroll down", True),
    ],
)
def test_scroll_up_is_looked_for_in_the_whole_prompt(predicted: dict[str, Any], prompt: str, correct: bool) -> None:
    assert right(DOWN, predicted, prompt) == (True, correct)


def test_the_scorer_looks_at_the_step_only() -> None:
    gold = Gold(Action("scroll", direction="down"), (1080, 2400), instruction="Scroll down")
    assert right(DOWN, UP, "Step 1: Scroll up. Now: Scroll down") == (True, True)
    assert not judge_properly(gold, Action("scroll", direction="up"), GENESIS).correct


@pytest.mark.parametrize(
    ("reply", "found"),
    [
        ('Thought. action: {"action_type": "wait"}', {"action_type": "wait"}),
        ('action: {"action_type": "wait"} ', {"action_type": "wait"}),
        ('action: {"action_type": "wait"} and so on', None),
        ('so {"action_type": "wait"} it is', {"action_type": "wait"}),
        ('{"a": 1} {"action_type": "wait"}', None),  # the first braces only
        ('{"action_type": "type", "text": "a}b"}', None),  # cut at the first closing brace
        ('{"action_type":\n"wait"}', None),  # not over the end of a line
        ('action: {} action: {"action_type": "wait"}', None),
        ("action: 5", None),
        ('action: "action_type"', None),
        ("nothing", None),
    ],
)
def test_replies_as_it_reads_them(reply: str, found: dict[str, Any] | None) -> None:
    assert parse_reply(reply) == found


def test_the_scorer_reads_braces_within_texts() -> None:
    assert parse_properly('{"action_type": "type", "text": "a}b"}') == Action("input_text", text="a}b")


@given(st.text(alphabet='{}"action_type: waiy,1<>|\n', max_size=60))
def test_no_reply_breaks_it(reply: str) -> None:
    found = parse_reply(reply)
    assert found is None or "action_type" in found


def test_an_episode_counts_in_the_first_of_its_lists_only() -> None:
    subsplits = {"task_unseen": {1, 2}, "app_unseen": {1, 2, 3}, "category_unseen": {1}, "IDD": {3}}
    wait = Prediction(None, Action("wait"))
    made = ac_eval(
        [Reference({"action_type": "wait"}, i) for i in (1, 2, 3, 4)],
        [wait] * 4,
        {name: frozenset(ids) for name, ids in subsplits.items()},
    )
    assert ORDER == ("IDD", "category_unseen", "app_unseen", "task_unseen")
    totals = {name: rate["total"] for name, rate in made["by_first_subsplit"].items()}
    assert totals == {"category_unseen": 1, "app_unseen": 1, "IDD": 1}
    assert made["step_accuracy"] == {"percent": 100.0, "right": 4, "total": 4}


def test_it_joins_by_order_and_stops_with_the_shorter_list() -> None:
    golds = [Reference({"action_type": "wait"}, 1), Reference(DOWN, 1), Reference({"action_type": "wait"}, 1)]
    shifted = [Prediction((1, 1), Action("scroll", direction="down")), Prediction((1, 0), Action("wait"))]
    made = ac_eval(golds, shifted, {})
    assert made["step_accuracy"] == {"percent": 0.0, "right": 0, "total": 2}


def test_typing_is_called_type_in_references() -> None:
    gold = Gold(Action("input_text", text="milk"), (1080, 2400), instruction="Type milk")
    made = reference(Step(7, 0, gold))
    assert made == Reference({"action_type": "type", "text": "milk"}, 7, "Type milk")


def lines(path: Path, *records: Any) -> Path:
    path.write_text("".join(json.dumps(record) + "\n" for record in records), "utf-8")
    return path


def test_published_files_on_both_sides(tmp_path: Path) -> None:
    gold = {"conversations": [{}, {"value": 'actions:\n{"action_type": "wait"}'}]}
    reply = {"image_id": "images/episode_5_0", "prompt": "", "pred": 'action: {"action_type": "wait"}'}
    made = ac_eval(
        read_references(lines(tmp_path / "gold.jsonl", gold, gold)),
        read_predictions(lines(tmp_path / "p.jsonl", reply, {**reply, "pred": "?"})),
        {"task_unseen": frozenset({5})},
    )
    assert made["step_accuracy"] == {"percent": 50.0, "right": 1, "total": 2}
    assert made["by_first_subsplit"]["task_unseen"]["total"] == 2
    assert made["unreadable"] == 1


@pytest.mark.parametrize("bad", [{}, {"conversations": [{}, {"value": "no"}]}, {"conversations": [{}, {"value": 3}]}])
def test_a_bad_reference_is_named_with_its_line(tmp_path: Path, bad: Any) -> None:
    path = lines(tmp_path / "gold.jsonl", bad)
    with pytest.raises(DataError, match="line 1: not a reference"):
        list(read_references(path))


def test_the_two_modes_on_one_file(library: Library, control_folder: Path, tmp_path: Path) -> None:
    # All recorded actions, the first left out: by order every step is compared with the next one's action.
    steps = list(recorded_steps(library, library.ids("test")))
    records = [{"episode_id": s.episode_id, "step": s.number, "action": s.gold.action.to_dict()} for s in steps[1:]]
    path = lines(tmp_path / "p.jsonl", *records)

    def run(*arguments: str) -> Any:
        command = [str(path), "--data", str(control_folder), "--json", *arguments]
        return json.loads(CliRunner().invoke(score_command, command, catch_exceptions=False).output)

    assert run()["protocols"]["official"]["step_accuracy"] == {"percent": 88.89, "right": 8, "total": 9}
    compat = run("--compat", "ac_eval")
    # Only (3, 0), compared with the click of (3, 1), is right.
    assert compat["step_accuracy"] == {"percent": 12.5, "right": 1, "total": 8}
    tables = CliRunner().invoke(score_command, [str(path), "--data", str(control_folder), "--compat", "ac_eval"])
    assert "joined by order" in tables.output
