"""Random and malformed actions in every app leave the phone whole.

CI runs a few thousand; `OSGENESIS_FUZZ_STEPS=100000 pytest tests/android/sim/test_fuzz.py` takes about a minute.
"""

import os
import sqlite3
from typing import Any

import numpy as np
import pytest

from osgenesis.envs.android.sim.apps import load_apps
from osgenesis.envs.android.sim.phone import Phone
from osgenesis.envs.android_world.environment import make_android_world
from osgenesis.envs.core.actions import PHONE_ACTIONS, Action
from osgenesis.envs.core.errors import ActionError

STEPS = int(os.environ.get("OSGENESIS_FUZZ_STEPS", "3000"))
APPS = sorted(app.label for app in load_apps().values() if app.package != Phone.home_package)
TEXTS = (
    "",
    "Ada Lovelace",
    "0",
    "-1",
    "99999999999999999999",
    "12:30",
    "notes.md",
    "../../etc",
    "a/b",
    "a" * 5_000,
    "\x00\x07\x1b",
    "\u202e\u200d",
    "\U0001f600\U0001f468\u200d\U0001f469",
    "\ud800",
    "%s %d {0}",
    "'; DROP TABLE contacts; --",
    "\n\n\t",
    "<b>&amp;</b>",
    "NULL",
    "tel:+1555",
)
GARBAGE: tuple[Any, ...] = (
    None,
    7,
    float("nan"),
    [],
    {},
    "",
    "click",
    "{",
    '{"type": "click"}',
    '{"type": "click", "index": -1}',
    '{"type": "clik", "index": 1}',
    '{"type": "click", "index": 1e400}',
    {"type": "input_text", "text": "x" * 70_000},
    {"type": "swipe", "x": float("inf")},
    b"\xff\xfe",
    {"type": ["click"]},
    np.zeros(3),
    object(),
    {"type": "open_app", "app": "\x00"},
    '{"action_type": "click", "x": NaN, "y": 2}',
)


def random_action(rng: np.random.Generator, count: int) -> Action:
    draw = rng.random()
    index = int(rng.integers(0, max(count, 1) + 1))
    text = TEXTS[int(rng.integers(len(TEXTS)))]
    if draw < 0.5:
        return Action("click", index=index)
    if draw < 0.58:
        return Action("long_press", index=index)
    if draw < 0.72:
        return Action(
            "input_text", index=index, text=text, clear_text=bool(rng.integers(2)), press_enter=bool(rng.integers(2))
        )
    if draw < 0.78:
        return Action("scroll", direction=("up", "down", "left", "right")[int(rng.integers(4))])
    if draw < 0.84:
        x, y, to_x, to_y = (int(v) for v in rng.integers(0, (1080, 2400, 1080, 2400)))
        return Action("swipe", x=x, y=y, to_x=to_x, to_y=to_y, duration_ms=int(rng.integers(1, 1500)))
    if draw < 0.92:
        return Action("navigate_back")
    if draw < 0.95:
        return Action("touch", x=int(rng.integers(1080)), y=int(rng.integers(2400)), down=bool(rng.integers(2)))
    if draw < 0.97:
        return Action(
            "key", key=("KEYCODE_DEL", "KEYCODE_APP_SWITCH", "KEYCODE_TAB", "KEYCODE_PASTE")[int(rng.integers(4))]
        )
    return Action("keyboard_enter")


def check_whole(phone: Phone) -> None:
    """What must hold at any moment."""
    width, height = phone.screen_size
    elements = phone.elements()
    assert elements
    for element in elements:
        assert 0 <= element.left < element.right <= width
        assert 0 <= element.top < element.bottom <= height
    assert phone.stack.front.activities
    assert all(activity.pages for task in phone.stack.stack for activity in task.activities)
    for path, node in phone.files.items():
        if node.is_dir:
            assert all(phone.files.exists(f"{path.rstrip('/')}/{name}") for name in node.names)
        elif node.data.startswith(b"SQLite format 3"):
            with sqlite3.connect(":memory:") as database:
                database.deserialize(node.data)
                assert database.execute("PRAGMA quick_check").fetchone() == ("ok",)
    before = phone.state_hash()
    snapshot = phone.snapshot()
    phone.screenshot()
    phone.hierarchy_xml()
    phone.forest()
    phone.state()
    phone.restore(snapshot)
    assert phone.state_hash() == before
    assert phone.elements() == elements


@pytest.mark.parametrize("app", APPS)
def test_random_actions_leave_the_phone_whole(app: str) -> None:
    rng = np.random.default_rng(sum(map(ord, app)))
    phone = Phone()
    for step in range(STEPS // len(APPS)):
        if step % 40 == 0:
            phone.perform(Action("open_app", app=app))
        try:
            phone.perform(random_action(rng, len(phone.elements())))
        except ActionError:
            continue
        if step % 50 == 49:
            check_whole(phone)
    check_whole(phone)


@pytest.mark.parametrize("garbage", GARBAGE, ids=range(len(GARBAGE)))
def test_malformed_actions_are_refused_or_do_nothing(garbage: Any) -> None:
    env = make_android_world("ContactsAddContact", observe=("goal", "elements"))
    env.reset(seed=0)
    before = env.state_hash()
    try:
        _, reward, terminated, _, info = env.step(garbage)
    except ActionError:
        assert env.state_hash() == before
        assert env.steps == 0
    else:
        assert (reward, terminated) == (0.0, False)
        assert "action_error" in info
    env.step(Action("wait"))


def test_every_action_type_is_known_to_the_fuzz_or_harmless() -> None:
    phone = Phone()
    for kind in PHONE_ACTIONS:
        if kind in ("status", "answer", "unknown"):
            before = phone.state().tables
            phone.perform(Action("status", goal_status="complete") if kind == "status" else Action(kind, text="x"))
            assert phone.state().tables is before
