"""An action that exists is well formed; everything else is refused with a reason."""

import contextlib
import json
import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from osgenesis.envs.core.actions import (
    ACTION_TYPES,
    DIRECTIONS,
    MAX_TEXT,
    MODIFIERS,
    PHONE_ACTIONS,
    Action,
)
from osgenesis.envs.core.errors import ActionError

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
PIXEL = st.integers(-100, 5000)
POINT = st.fixed_dictionaries({"x": PIXEL, "y": PIXEL})
ELEMENT = st.fixed_dictionaries({"index": st.integers(0, 500)})
TARGET = st.one_of(POINT, ELEMENT, st.fixed_dictionaries({"bid": TEXT}))
TO = st.fixed_dictionaries({"to_x": PIXEL, "to_y": PIXEL})
DIRECTION = st.fixed_dictionaries({"direction": st.sampled_from(DIRECTIONS)})
HELD = st.lists(st.sampled_from(MODIFIERS), unique=True, max_size=3).map(tuple)


def _merged(kind: str, *parts: st.SearchStrategy[dict[str, Any]]) -> st.SearchStrategy[Action]:
    def build(pieces: tuple[dict[str, Any], ...]) -> Action:
        return Action(kind, **{k: v for piece in pieces for k, v in piece.items()})

    return st.tuples(*parts).map(build)


def _one(name: str, values: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries({name: values})


ACTIONS: st.SearchStrategy[Action] = st.one_of(
    _merged("click", TARGET, _one("modifiers", HELD)),
    _merged("double_tap", TARGET),
    _merged("long_press", TARGET, _one("duration_ms", st.integers(0, 3000))),
    _merged("hover", TARGET),
    _merged("scroll", DIRECTION),
    _merged("scroll", DIRECTION, TARGET),
    _merged("swipe", DIRECTION),
    _merged("swipe", POINT, TO),
    _merged("drag", TARGET, TO),
    _merged("input_text", _one("text", TEXT), _one("press_enter", st.booleans())),
    _merged("input_text", _one("text", TEXT), TARGET, _one("clear_text", st.booleans())),
    _merged("key", _one("key", TEXT), _one("modifiers", HELD)),
    _merged("open_app", _one("app", TEXT)),
    _merged("status", _one("goal_status", st.sampled_from(["complete", "infeasible"]))),
    _merged("answer", _one("text", TEXT)),
    _merged("touch", POINT, _one("down", st.booleans())),
    _merged("select_option", TARGET, _one("option", TEXT)),
    _merged("goto", _one("url", TEXT)),
    _merged("focus_tab", _one("tab", st.integers(0, 50))),
    _merged("upload", TARGET, _one("text", TEXT)),
    st.sampled_from(["wait", "noop", "unknown", "navigate_home", "go_back"]).map(Action),
)


@given(ACTIONS)
def test_json_round_trip_is_identity(action: Action) -> None:
    assert Action.from_json(action.to_json()) == action
    assert Action.from_json(action.to_json().encode()) == action


@given(ACTIONS)
def test_description_is_short_and_on_one_line_for_sane_texts(action: Action) -> None:
    words = action.describe()
    assert words
    assert len(words) < 400


@pytest.mark.parametrize(
    ("action", "words"),
    [
        (Action("click", index=3), "click element 3"),
        (Action("click", x=5, y=6), "click (5, 6)"),
        (
            Action("input_text", index=4, text="milk", clear_text=True, press_enter=True),
            'type "milk" into element 4 after clearing it and press Enter',
        ),
        (Action("scroll", direction="down", index=2), "scroll down in element 2"),
        (Action("swipe", x=1, y=2, to_x=3, to_y=4), "swipe from (1, 2) to (3, 4)"),
        (Action("status", goal_status="complete"), "declare the task complete"),
        (Action("open_app", app="Clock"), 'open the app "Clock"'),
        (Action("click", bid="12", modifiers=("Control",)), "click element 12 holding Control"),
        (Action("keyboard_enter"), "press Enter"),
    ],
)
def test_descriptions(action: Action, words: str) -> None:
    assert action.describe() == words


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('{"type": "clik", "index": 1}', "Did you mean 'click'"),
        ('{"type": "click"}', "needs an element"),
        ('{"type": "click", "index": 1, "x": 2, "y": 3}', "exclude each other"),
        ('{"type": "click", "x": 2}', "x and y go together"),
        ('{"type": "click", "index": -1}', "index must be from 0"),
        ('{"type": "click", "index": NaN}', "NaN"),
        ('{"type": "click", "x": Infinity, "y": 1}', "Infinity"),
        ('{"type": "click", "x": 1e999, "y": 1}', "finite"),
        ('{"type": "click", "x": 1e12, "y": 1}', "x must be from"),
        ('{"type": "click", "index": "three"}', "whole number"),
        ('{"type": "click", "index": true}', "whole number"),
        ('{"type": "click", "idx": 1}', "Did you mean 'index'"),
        ('{"type": "wait", "text": "x"}', "does not take 'text'"),
        ('{"type": "scroll", "direction": "downwards"}', "direction must be one of"),
        ('{"type": "scroll"}', "needs 'direction'"),
        ('{"type": "swipe"}', "either a direction, or"),
        ('{"type": "swipe", "direction": "up", "x": 1, "y": 1, "to_x": 1, "to_y": 2}', "either"),
        ('{"type": "swipe", "x": 1, "y": 1}', "either"),
        ('{"type": "status", "goal_status": "done"}', "goal_status must be one of"),
        ('{"type": "answer", "text": 3}', "text must be a string"),
        ('{"type": "answer", "text": "\\ud800"}', "surrogate"),
        ('{"type": "input_text", "text": "a", "press_enter": "yes"}', "true or false"),
        ('{"type": "touch", "x": 1, "y": 1}', "needs 'down'"),
        ('{"type": "click", "index": 1, "modifiers": ["Hyper"]}', "modifiers must be"),
        ('{"type": ["click"]}', "must be a string"),
        ('{"type": null}', "must be a string"),
        ('{"action_type": "click", "x": 1, "y": 2}', "action_formats"),
        ("[]", "JSON object"),
        ("", "Not JSON"),
        ("{", "Not JSON"),
        ("[" * 100_000, "Not JSON"),
        ('{"type": "click", "index": 1' + "0" * 5000 + "}", "Not JSON"),
        (" " * 300_000, "at most"),
    ],
)
def test_what_is_wrong_is_said(text: str, message: str) -> None:
    with pytest.raises(ActionError) as caught:
        Action.from_json(text)
    assert message in str(caught.value)
    assert len(str(caught.value)) < 700


@given(st.text(max_size=60) | st.binary(max_size=60))
def test_any_text_is_an_action_or_an_action_error(text: str | bytes) -> None:
    with contextlib.suppress(ActionError):
        Action.from_json(text)


JSON_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=5,
)
FIELDS = st.sampled_from(Action.__match_args__)


@given(st.dictionaries(FIELDS, JSON_VALUES), st.sampled_from(ACTION_TYPES))
def test_any_values_in_any_fields_are_an_action_or_an_action_error(data: dict[str, Any], kind: str) -> None:
    try:
        action = Action.from_dict({**data, "type": kind})
    except ActionError:
        return
    assert Action.from_json(action.to_json()) == action


@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf, 10**400, 1e30, object(), "1", b"1"])
def test_coordinates_that_are_none(value: Any) -> None:
    with pytest.raises(ActionError):
        Action("click", x=value, y=1)


def test_numbers_of_numpy_and_whole_floats_are_numbers() -> None:
    three: Any = np.int64(3)
    no: Any = np.bool_(False)
    assert Action("click", index=three) == Action("click", index=3)
    assert Action("click", x=3.7, y=np.float32(2)) == Action("click", x=3, y=2)  # type: ignore[arg-type]
    assert type(Action("click", index=three).index) is int
    assert Action("input_text", text="a", press_enter=no) == Action("input_text", text="a")
    assert Action(np.str_("wait")) == Action("wait")


def test_a_longest_text() -> None:
    Action("answer", text="x" * MAX_TEXT)
    with pytest.raises(ActionError, match="at most"):
        Action("answer", text="x" * (MAX_TEXT + 1))


def test_a_lifted_finger_is_not_left_out() -> None:
    lifted = Action("touch", x=1, y=2, down=False)
    assert json.loads(lifted.to_json()) == {"type": "touch", "x": 1, "y": 2, "down": False}


def test_every_type_belongs_to_a_phone_or_the_web() -> None:
    assert set(PHONE_ACTIONS) < set(ACTION_TYPES)
    assert len(set(ACTION_TYPES)) == len(ACTION_TYPES)


def test_repr_shows_only_what_is_there() -> None:
    assert repr(Action("click", index=3)) == "Action('click', index=3)"
    assert repr(Action("wait")) == "Action('wait')"
