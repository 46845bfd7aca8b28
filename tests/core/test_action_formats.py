"""Other people's actions: read without loss, written only where the format can say it."""

import contextlib
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from osgenesis.envs.core.action_formats import (
    from_android_control,
    from_android_world,
    from_webarena,
    to_android_control,
    to_android_world,
    to_webarena,
)
from osgenesis.envs.core.actions import Action
from osgenesis.envs.core.elements import Element
from osgenesis.envs.core.errors import ActionError

ANDROID_WORLD: list[tuple[dict[str, Any], Action]] = [
    ({"action_type": "click", "index": 3}, Action("click", index=3)),
    ({"action_type": "click", "x": 10, "y": 20}, Action("click", x=10, y=20)),
    ({"action_type": "double_tap", "index": 0}, Action("double_tap", index=0)),
    ({"action_type": "long_press", "x": 1, "y": 2}, Action("long_press", x=1, y=2)),
    ({"action_type": "scroll", "direction": "down"}, Action("scroll", direction="down")),
    ({"action_type": "scroll", "direction": "up", "index": 2}, Action("scroll", direction="up", index=2)),
    ({"action_type": "swipe", "direction": "up"}, Action("swipe", direction="up")),
    ({"action_type": "swipe", "direction": "left"}, Action("swipe", direction="right")),
    ({"action_type": "swipe", "direction": "right"}, Action("swipe", direction="left")),
    (
        {"action_type": "input_text", "text": "hi", "index": 1, "clear_text": True},
        Action("input_text", text="hi", index=1, clear_text=True, press_enter=True),
    ),
    (
        {"action_type": "input_text", "text": "hi", "clear_text": False},
        Action("input_text", text="hi", press_enter=True),
    ),
    ({"action_type": "keyboard_enter"}, Action("keyboard_enter")),
    ({"action_type": "navigate_home"}, Action("navigate_home")),
    ({"action_type": "navigate_back"}, Action("navigate_back")),
    ({"action_type": "open_app", "app_name": "Clock"}, Action("open_app", app="Clock")),
    ({"action_type": "wait"}, Action("wait")),
    ({"action_type": "status", "goal_status": "complete"}, Action("status", goal_status="complete")),
    ({"action_type": "status", "goal_status": "infeasible"}, Action("status", goal_status="infeasible")),
    ({"action_type": "answer", "text": "42"}, Action("answer", text="42")),
    ({"action_type": "unknown"}, Action("unknown")),
]


@pytest.mark.parametrize(("theirs", "ours"), ANDROID_WORLD)
def test_android_world_both_ways(theirs: dict[str, Any], ours: Action) -> None:
    assert from_android_world(theirs) == ours
    assert to_android_world(ours) == theirs


def test_android_world_reads_what_models_write() -> None:
    assert from_android_world({"action_type": "click", "index": "3"}) == Action("click", index=3)
    done = from_android_world({"action_type": "status", "goal_status": "successful"})
    assert done == Action("status", goal_status="complete")
    assert from_android_world({"action_type": "wait", "text": None}) == Action("wait")


@pytest.mark.parametrize(
    "theirs",
    [
        {},
        {"action_type": "clik"},
        {"action_type": "click"},
        {"action_type": "click", "index": 1, "x": 2, "y": 3},
        {"action_type": "click", "index": float("nan")},
        {"action_type": "input_text", "text": "x", "clear_text": "false"},
        {"action_type": "open_app"},
        {"action_type": "click", "index": 1, "colour": "red"},
        {"action_type": ["click"]},
        [],
    ],
)
def test_android_world_refuses_garbage(theirs: Any) -> None:
    with pytest.raises(ActionError):
        from_android_world(theirs)


@pytest.mark.parametrize(
    "ours",
    [
        Action("input_text", text="no Enter"),
        Action("swipe", x=1, y=2, to_x=3, to_y=4),
        Action("scroll", direction="down", x=5, y=6),
        Action("click", bid="7"),
        Action("goto", url="http://x"),
        Action("status", goal_status="complete", text="42"),
        Action("touch", x=1, y=2, down=True),
        Action("long_press", index=1, duration_ms=2000),
    ],
)
def test_android_world_cannot_say_everything(ours: Action) -> None:
    with pytest.raises(ActionError, match="AndroidWorld cannot express"):
        to_android_world(ours)


ANDROID_CONTROL: list[tuple[dict[str, Any], Action]] = [
    ({"action_type": "click", "x": 10, "y": 20}, Action("click", x=10, y=20)),
    ({"action_type": "long_press", "x": 10, "y": 20}, Action("long_press", x=10, y=20)),
    ({"action_type": "scroll", "direction": "left"}, Action("scroll", direction="left")),
    ({"action_type": "input_text", "text": "hi"}, Action("input_text", text="hi")),
    ({"action_type": "open_app", "app_name": "Clock"}, Action("open_app", app="Clock")),
    ({"action_type": "navigate_back"}, Action("navigate_back")),
    ({"action_type": "navigate_home"}, Action("navigate_home")),
    ({"action_type": "wait"}, Action("wait")),
    ({"action_type": "status", "goal_status": "complete"}, Action("status", goal_status="complete")),
]


@pytest.mark.parametrize(("theirs", "ours"), ANDROID_CONTROL)
def test_android_control_both_ways(theirs: dict[str, Any], ours: Action) -> None:
    assert from_android_control(theirs) == ours
    assert to_android_control(ours) == theirs


def test_android_control_has_an_older_name_for_typing() -> None:
    assert from_android_control({"action_type": "type", "text": "a"}) == Action("input_text", text="a")


def test_android_control_points_at_the_middle_of_an_element() -> None:
    button = Element("OK", "", "android.widget.Button", "", "", "p", 10, 20, 30, 60, 33, "application")
    written = to_android_control(Action("click", index=0), [button])
    assert written == {"action_type": "click", "x": 20, "y": 40}
    with pytest.raises(ActionError, match="pass the screen's elements"):
        to_android_control(Action("click", index=0))


@pytest.mark.parametrize(
    "ours",
    [Action("input_text", text="a", press_enter=True), Action("double_tap", x=1, y=2), Action("answer", text="x")],
)
def test_android_control_cannot_say_everything(ours: Action) -> None:
    with pytest.raises(ActionError, match="AndroidControl cannot express"):
        to_android_control(ours)


WEBARENA = [
    ("click [12]", Action("click", bid="12")),
    ("hover [a7]", Action("hover", bid="a7")),
    ("type [3] [milk and eggs] [1]", Action("input_text", bid="3", text="milk and eggs", press_enter=True)),
    ("type [3] [milk] [0]", Action("input_text", bid="3", text="milk")),
    ("type [3] [a [b] c] [0]", Action("input_text", bid="3", text="a [b] c")),
    ("press [Control+a]", Action("key", key="a", modifiers=("Control",))),
    ("press [Enter]", Action("key", key="Enter")),
    ("scroll [down]", Action("scroll", direction="down")),
    ("new_tab", Action("new_tab")),
    ("tab_focus [2]", Action("focus_tab", tab=2)),
    ("close_tab", Action("close_tab")),
    ("goto [http://shop/x?a=[1]]", Action("goto", url="http://shop/x?a=[1]")),
    ("go_back", Action("go_back")),
    ("go_forward", Action("go_forward")),
    ("stop [$12.50]", Action("status", goal_status="complete", text="$12.50")),
    ("stop []", Action("status", goal_status="complete")),
    ("none", Action("noop")),
]


@pytest.mark.parametrize(("theirs", "ours"), WEBARENA)
def test_webarena_both_ways(theirs: str, ours: Action) -> None:
    assert from_webarena(theirs) == ours
    assert to_webarena(ours) == theirs


def test_webarena_presses_enter_unless_told_not_to() -> None:
    assert from_webarena("type [3] [milk]").press_enter
    assert from_webarena("TYPE [3] [milk]") == from_webarena("type [3] [milk] [1]")
    assert from_webarena("scroll down") == Action("scroll", direction="down")
    assert to_webarena(Action("status", goal_status="infeasible")) == "stop [N/A]"


@pytest.mark.parametrize("text", ["", "clikc [1]", "click", "click 12", "type [1]", "scroll [left]", "tab_focus [x]"])
def test_webarena_refuses_garbage(text: str) -> None:
    with pytest.raises(ActionError, match=r"WebArena|Not a"):
        from_webarena(text)


@pytest.mark.parametrize(
    "ours",
    [
        Action("click", x=1, y=2),
        Action("input_text", bid="1", text="a", clear_text=True),
        Action("scroll", direction="left"),
        Action("swipe", direction="up"),
        Action("click", bid="1", modifiers=("Shift",)),
        Action("new_tab", url="http://x"),
    ],
)
def test_webarena_cannot_say_everything(ours: Action) -> None:
    with pytest.raises(ActionError, match="WebArena cannot express"):
        to_webarena(ours)


@given(st.text(max_size=40))
def test_any_text_is_a_webarena_action_or_an_action_error(text: str) -> None:
    for line in (text, f"type [1] [{text}] [1]", f"stop [{text}]", f"press [{text}]"):
        with contextlib.suppress(ActionError):
            from_webarena(line)


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=40), st.booleans())
def test_typed_text_survives_webarena_or_is_refused(text: str, enter: bool) -> None:
    action = Action("input_text", bid="1", text=text, press_enter=enter)
    try:
        written = to_webarena(action)
    except ActionError:
        return
    assert from_webarena(written) == action
