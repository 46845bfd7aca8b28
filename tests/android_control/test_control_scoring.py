"""Scores of a few steps worked out by hand: denominators, sub-splits that overlap, several protocols, joining."""

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from osgenesis.envs.android_control.cli import commands
from osgenesis.envs.android_control.matching import PROTOCOLS, Gold, named_protocol, protocol
from osgenesis.envs.android_control.predictions import (
    parse_reply,
    predictions_by_key,
    read_action,
    read_predictions,
)
from osgenesis.envs.android_control.score_cli import score as score_command
from osgenesis.envs.android_control.scoring import Rate, Scorer, Step, recorded_steps, score
from osgenesis.envs.android_control.tapes import Library
from osgenesis.envs.core.actions import Action
from osgenesis.envs.core.errors import ActionError, DataError, UnknownNameError

WAIT, BACK = Action("wait"), Action("navigate_back")
CLICK = Action("click", x=5, y=5)
DOWN = Action("scroll", direction="down")

# Of the ten recorded steps in the test split: what is predicted.
PREDICTED = {
    (1, 0): Action("click", x=49, y=49),  # in the box of (25, 25)
    (1, 1): Action("input_text", text="buy milk"),  # F1 0.8
    (1, 2): Action("scroll", direction="up"),  # the wording says up, the record down
    (2, 0): Action("open_app", app="Clock"),
    (3, 0): Action("click", x=25, y=25),  # in the other box, 50 px away
    (3, 1): Action("click", index=1),
    (3, 2): None,  # unreadable
    (5, 0): Action("scroll", direction="down"),
    # (5, 1) is missing
    (8, 0): WAIT,  # no such episode
}


# ---- adding up ----------------------------------------------------------------------------------------


def test_every_figure_by_hand(library: Library) -> None:
    rules = [named_protocol("official"), named_protocol("genesis")]
    result = score(library, library.ids("test"), PREDICTED, rules)
    assert (result["episodes"], result["steps"]) == (4, 9)
    assert (result["missing"], result["unreadable"], result["unmatched"]) == (1, 1, 1)
    official, genesis = result["protocols"]["official"], result["protocols"]["genesis"]
    # Right: (1, 0), (2, 0), (3, 1), (5, 0); genesis also takes the text, the scroll and the click beside.
    assert official["step_accuracy"] == {"percent": 44.44, "right": 4, "total": 9}
    assert genesis["step_accuracy"] == {"percent": 77.78, "right": 7, "total": 9}
    assert official["type_accuracy"]["right"] == genesis["type_accuracy"]["right"] == 7
    # Clicks that were predicted as clicks: (1, 0), (3, 0), (3, 1).
    assert official["grounding"] == {"percent": 66.67, "right": 2, "total": 3}
    assert genesis["grounding"] == {"percent": 100.0, "right": 3, "total": 3}
    # Episode 2; with genesis also episode 1.
    assert (official["episode_accuracy"]["right"], official["episode_accuracy"]["total"]) == (1, 4)
    assert genesis["episode_accuracy"]["right"] == 2
    assert official["by_kind"]["click"]["step"] == {"percent": 50.0, "right": 2, "total": 4}
    assert official["by_kind"]["click"]["type"] == {"percent": 75.0, "right": 3, "total": 4}
    assert official["by_kind"]["navigate_back"]["type"]["right"] == 0


def test_an_episode_counts_in_every_sub_split_that_holds_it(library: Library) -> None:
    result = score(library, library.ids("test"), PREDICTED, [named_protocol("official")])
    found = result["protocols"]["official"]["by_subsplit"]
    totals = {name: (rates["step"]["total"], rates["episode"]["total"]) for name, rates in found.items()}
    assert totals == {"IDD": (4, 2), "app_unseen": (3, 1), "task_unseen": (6, 2), "category_unseen": (3, 1)}
    assert (found["IDD"]["step"]["right"], found["IDD"]["episode"]["right"]) == (2, 1)
    assert (found["task_unseen"]["step"]["right"], found["task_unseen"]["type"]["right"]) == (2, 5)


def test_overlapping_lists_have_the_published_union() -> None:
    # IDD 721, task 803, app 631 of which 607 are in task and 3 in IDD; 2 of task are in IDD: 1,543 in all.
    task = set(range(803))
    idd = {0, 1} | set(range(10_000, 10_719))
    app = set(range(100, 707)) | set(range(10_000, 10_003)) | set(range(20_000, 20_021))
    assert (len(idd), len(task), len(app)) == (721, 803, 631)
    assert (len(app & task), len(idd & app), len(idd & task)) == (607, 3, 2)
    members = {i: [n for n, ids in (("IDD", idd), ("app", app), ("task", task)) if i in ids] for i in idd | app | task}
    scorer = Scorer([named_protocol("bbox")])
    for episode_id, names in members.items():
        scorer.add(Step(episode_id, 0, Gold(WAIT, (1, 1)), names), WAIT)
    (report,) = scorer.reports()
    assert report.episode == report.step == Rate(1543, 1543)
    assert {name: rates[2].total for name, rates in report.by_subsplit.items()} == {"IDD": 721, "app": 631, "task": 803}


def test_the_majority_baseline_comes_from_what_was_recorded(library: Library) -> None:
    majority = score(library, library.ids("test"), {}, [named_protocol("bbox")])["majority"]
    # 4 of 9 steps are clicks; the most frequent actions are had twice.
    assert (majority["kind"], majority["type_accuracy"]["right"]) == ("click", 4)
    assert majority["type_accuracy"]["total"] == 9
    assert majority["step_accuracy"] == {"percent": 22.22, "right": 2, "total": 9}


def test_predicting_nothing_scores_nothing(library: Library) -> None:
    result = score(library, library.ids("test"), {}, list(PROTOCOLS.values()))
    assert result["missing"] == result["steps"] == 9
    assert all(report["step_accuracy"]["right"] == 0 for report in result["protocols"].values())


def test_the_end_is_a_step_of_its_own_where_that_is_asked_for(library: Library) -> None:
    done = Action("status", goal_status="complete")
    plain = [step.number for step in recorded_steps(library, [2])]
    ended = list(recorded_steps(library, [2], score_end=True))
    assert (plain, [step.number for step in ended]) == ([0], [0, 1])
    assert ended[-1].gold.action == done
    result = score(library, [2], {**PREDICTED, (2, 1): done}, [named_protocol("official")], score_end=True)
    assert result["protocols"]["official"]["episode_accuracy"] == {"percent": 100.0, "right": 1, "total": 1}


def test_recorded_actions_score_everything_right_under_every_protocol(library: Library) -> None:
    ids = library.ids("all")
    gold: dict[tuple[int, int], Action | None] = {
        (step.episode_id, step.number): step.gold.action for step in recorded_steps(library, ids)
    }
    for report in score(library, ids, gold, list(PROTOCOLS.values()))["protocols"].values():
        assert report["step_accuracy"] == {"percent": 100.0, "right": 10, "total": 10}
        assert report["episode_accuracy"]["right"] == 5


def test_an_empty_score_has_no_percentages_to_divide() -> None:
    scorer = Scorer([named_protocol("bbox")])
    assert scorer.reports()[0].step.percent == 0.0
    assert scorer.majority().to_plain()["kind"] == ""


actions = st.sampled_from([WAIT, BACK, CLICK, DOWN, None])
moments = st.lists(
    st.tuples(st.integers(0, 3), st.sampled_from([WAIT, BACK, CLICK, DOWN]), actions, st.booleans()), max_size=20
)


@given(moments)
def test_one_pass_over_many_protocols_is_as_one_pass_each(
    steps: list[tuple[int, Action, Action | None, bool]],
) -> None:
    def run(*names: str) -> list[dict[str, Any]]:
        scorer = Scorer([named_protocol(name) for name in names])
        for number, (episode, gold, predicted, present) in enumerate(steps):
            scorer.add(Step(episode, number, Gold(gold, (9, 9)), ("IDD",)), predicted, present=present)
        return [report.to_plain() for report in scorer.reports()]

    assert run(*PROTOCOLS) == [report for name in PROTOCOLS for report in run(name)]


@given(moments)
def test_denominators_add_up(steps: list[tuple[int, Action, Action | None, bool]]) -> None:
    scorer = Scorer([protocol("bbox")])
    for number, (episode, gold, predicted, present) in enumerate(steps):
        scorer.add(Step(episode, number, Gold(gold, (9, 9))), predicted, present=present)
    (report,) = scorer.reports()
    kinds = Counter(gold.type for _, gold, _, _ in steps)
    assert report.step.total == report.type.total == len(steps)
    assert {kind: rates[1].total for kind, rates in report.by_kind.items()} == dict(kinds)
    assert sum(rates[1].right for rates in report.by_kind.values()) == report.step.right <= report.type.right
    assert report.episode.total == len({episode for episode, *_ in steps})


# ---- reading ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("reply", "action"),
    [
        ('{"action_type": "wait"}', WAIT),
        ('Thought: {hm} action: {"action_type": "wait"}', WAIT),
        ('action: {"action_type": "wait"}<|im_end|>', WAIT),
        ('I {do} this: {"action_type": "click", "x": 5.9, "y": "5"} now', CLICK),
        ('{"type": "click", "index": 3}', Action("click", index=3)),
        ('{"action_type": "type", "text": "a}b"}', Action("input_text", text="a}b")),
        ('{"action_type": "click"}', Action("click", x=-100, y=-100)),
        ('{"action_type": "click", "x": NaN, "y": 1}', Action("click", x=-100, y=-100)),
        ('{"action_type": "long_press", "x": 1e99, "y": 1}', Action("long_press", x=-100, y=-100)),
        ('{"action_type": "open_app", "app_name": "Clock"}', Action("open_app", app="Clock")),
        ('{"action_type": "status", "goal_status": "successful"}', Action("status", goal_status="complete")),
        ("action: click there", None),
        ('action: {"action_type": "wait"} action: {"action_type": "wait"}', WAIT),  # two markers: the first object
        ('{"action_type": "clack"}', None),
        ("{" * 10_000, None),
        ("", None),
    ],
)
def test_replies(reply: str, action: Action | None) -> None:
    if action is None:
        with pytest.raises(ActionError):
            parse_reply(reply)
    else:
        assert parse_reply(reply) == action


@given(st.text(alphabet='{}"action_type: wclikxy,1<>|', max_size=60) | st.text(max_size=30))
def test_any_reply_is_an_action_or_an_action_error(reply: str) -> None:
    try:
        assert isinstance(parse_reply(reply), Action)
    except ActionError:
        pass


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=6,
)


@given(
    st.dictionaries(st.sampled_from(["action_type", "type", "x", "y", "text", "index", "direction"]), json_values)
    | json_values
)
def test_any_json_is_an_action_or_an_action_error(data: Any) -> None:
    try:
        assert isinstance(read_action(data), Action)
    except ActionError:
        pass


def lines(path: Path, *records: Any) -> Path:
    path.write_text("".join(r if isinstance(r, str) else json.dumps(r) + "\n" for r in records), "utf-8")
    return path


def test_files_may_hold_objects_or_texts(tmp_path: Path) -> None:
    wait = {"action_type": "wait"}
    path = lines(
        tmp_path / "p.jsonl",
        {"episode_id": 1, "step": 0, "action": wait},
        {"episode_id": "1", "step_id": "1", "prediction": 'action: {"action_type": "wait"}'},
        {"episode_id": 1, "step_index": 2, **wait},
        "\n",
        {"episode_id": 1, "step": 3, "action": "gibberish"},
        {"episode_id": 1, "step": 4, "action": None},
    )
    found = predictions_by_key(path)
    assert [prediction.action for prediction in found.values()] == [WAIT, WAIT, WAIT, None, None]
    assert list(found) == [(1, i) for i in range(5)]
    assert found[1, 3].where == f"{path}, line 5"
    assert "gibberish" in found[1, 3].problem


def test_the_published_format_names_episode_and_step_in_the_picture(tmp_path: Path) -> None:
    record = {"question_id": 7, "image_id": "images/episode_8770_screenshot_3", "prompt": "Do", "pred": "{}"}
    path = lines(
        tmp_path / "p.jsonl", record, {**record, "image_id": "episode_8770", "pred": '{"action_type": "wait"}'}
    )
    first, second = read_predictions(path)
    assert (first.key, first.action, first.reply, first.prompt) == ((8770, 3), None, "{}", "Do")
    assert (second.key, second.episode_id, second.action) == (None, 8770, WAIT)
    with pytest.raises(DataError, match=r"line 2 names no step"):
        predictions_by_key(path)


@pytest.mark.parametrize(
    ("record", "message"),
    [
        ("[1]\n", "line 1 must be an object"),
        ("{\n", "line 1 is not JSON"),
        ("[" * 100_000 + "\n", "line 1 is not JSON"),
        ({"episode_id": 1}, "step must be a whole number"),
        ({"step": 1, "action": {}}, "no episode_id"),
        ({"episode_id": -1, "step": 0, "action": {}}, "0 or more"),
        ({"episode_id": True, "step": 0, "action": {}}, "whole number"),
        ({"episode_id": 1, "step": 0}, "no prediction"),
        ({"action": {"action_type": "wait"}}, "names no step"),
    ],
)
def test_bad_files_are_named_with_their_line(tmp_path: Path, record: Any, message: str) -> None:
    path = lines(tmp_path / "p.jsonl", record)
    with pytest.raises(DataError, match=message) as caught:
        predictions_by_key(path)
    assert str(path) in str(caught.value)


def test_a_step_that_is_predicted_twice_is_refused(tmp_path: Path) -> None:
    record = {"episode_id": 1, "step": 0, "action": {"action_type": "wait"}}
    with pytest.raises(DataError, match=r"line 2: episode 1, step 0 was predicted already: .* line 1"):
        predictions_by_key(lines(tmp_path / "p.jsonl", record, record))


def test_a_file_that_is_no_text_or_absent_is_named(tmp_path: Path) -> None:
    (tmp_path / "p.jsonl").write_bytes(b"\xff\xfe")
    with pytest.raises(DataError, match="not UTF-8"):
        list(read_predictions(tmp_path / "p.jsonl"))
    with pytest.raises(DataError, match="cannot read"):
        list(read_predictions(tmp_path / "absent.jsonl"))
    with pytest.raises(DataError, match="no episode records"):
        list(read_predictions(tmp_path))


# ---- the command --------------------------------------------------------------------------------------


@pytest.fixture
def predictions(tmp_path: Path) -> Path:
    """A file of `PREDICTED`."""
    records = [
        {"episode_id": episode, "step": step, "action": "?" if action is None else action.to_dict()}
        for (episode, step), action in PREDICTED.items()
    ]
    return lines(tmp_path / "predictions.jsonl", *records)


def test_the_command_prints_the_rules_next_to_the_figures(predictions: Path, control_folder: Path) -> None:
    done = CliRunner().invoke(score_command, [str(predictions), "--data", str(control_folder)], catch_exceptions=False)
    assert done.exit_code == 0
    for text in ("point=bbox text=exact", "step accuracy (official)", "44.44  (4/9)", "1 unreadable"):
        assert text in done.output
    assert "sample" not in done.output


def test_several_protocols_stand_side_by_side(predictions: Path, control_folder: Path) -> None:
    arguments = [str(predictions), "--data", str(control_folder), "--protocol", "official", "--protocol", "genesis"]
    printed = CliRunner().invoke(score_command, arguments, catch_exceptions=False).output
    rows = {
        cells[0]: cells[1:]
        for line in printed.splitlines()
        if (cells := line.strip("│┃ ").replace("┃", "│").split("│"))
    }
    table = {name.strip(): [cell.strip() for cell in cells] for name, cells in rows.items()}
    assert table["genesis"] == ["genesis", "f1>0.5", "genesis", "-"]  # the rules
    assert table["step accuracy"] == ["9", "44.44", "77.78"]
    assert table["whole episodes"][0] == "4"


def test_a_selection_without_episodes_is_refused(predictions: Path, control_folder: Path) -> None:
    arguments = [str(predictions), "--data", str(control_folder), "--split", "train", "--subsplit", "IDD"]
    for more in ([], ["--compat", "ac_eval"]):
        with pytest.raises(DataError, match="no episode with actions in sub-split 'IDD' of split 'train'"):
            CliRunner().invoke(score_command, [*arguments, *more], catch_exceptions=False)


def test_the_command_writes_json(predictions: Path, control_folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "made" / "score.json"
    arguments = [str(predictions), "--data", str(control_folder), "--all-protocols", "--json", "--out", str(out)]
    done = CliRunner().invoke(
        commands["data"], ["androidcontrol", "score", *arguments, "--subsplit", "IDD"], catch_exceptions=False
    )
    result = json.loads(done.output)
    assert result == json.loads(out.read_text())
    assert result["protocols"].keys() == PROTOCOLS.keys()
    assert (result["subsplit"], result["steps"]) == ("IDD", 4)


def test_without_data_the_command_says_that_it_scores_the_sample(predictions: Path) -> None:
    done = CliRunner().invoke(score_command, [str(predictions), "--split", "all"], catch_exceptions=False)
    assert "bundled sample" in done.output


def test_unknown_splits_and_protocols_are_named(predictions: Path, control_folder: Path) -> None:
    for wrong in (["--split", "tset"], ["--subsplit", "ID"], ["--protocol", "offical"]):
        with pytest.raises(UnknownNameError, match="Did you mean"):
            CliRunner().invoke(
                score_command, [str(predictions), "--data", str(control_folder), *wrong], catch_exceptions=False
            )
