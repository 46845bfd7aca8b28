"""The embedded phone as a backend: exact snapshots and forks, determinism, garbage in - nothing broken."""

import os
import pickle
import subprocess
import sys
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from osgenesis.envs.android.sim.apps import load_apps
from osgenesis.envs.android.sim.phone import Phone
from osgenesis.envs.core.actions import Action
from osgenesis.envs.core.errors import ActionError

APPS = sorted(app.label for app in load_apps().values() if app.package != Phone.home_package)
FUZZ_EXAMPLES = int(os.environ.get("OSGENESIS_FUZZ_EXAMPLES", "60"))

indices = st.integers(0, 40)
texts = st.text(max_size=12) | st.sampled_from(
    ["", "Ada", "12:30", "notes.md", "555 0100", "\u202eabc\x00", "\U0001f600 hi", "a\nb"]
)
actions = st.one_of(
    st.builds(lambda i: Action("click", index=i), indices),
    st.builds(lambda i: Action("click", index=i), indices),
    st.builds(lambda i: Action("long_press", index=i), indices),
    st.builds(lambda i: Action("double_tap", index=i), indices),
    st.builds(lambda i, t: Action("input_text", index=i, text=t), indices, texts),
    st.builds(
        lambda t, c, e: Action("input_text", text=t, clear_text=c, press_enter=e), texts, st.booleans(), st.booleans()
    ),
    st.builds(lambda d: Action("scroll", direction=d), st.sampled_from(["up", "down", "left", "right"])),
    st.builds(lambda d: Action("swipe", direction=d), st.sampled_from(["up", "down", "left", "right"])),
    st.builds(lambda x, y: Action("click", x=x, y=y), st.integers(0, 1079), st.integers(0, 2399)),
    st.builds(
        lambda x, y, down: Action("touch", x=x, y=y, down=down),
        st.integers(0, 1079),
        st.integers(0, 2399),
        st.booleans(),
    ),
    st.builds(lambda a: Action("open_app", app=a), st.sampled_from(APPS)),
    st.sampled_from(
        [
            Action("navigate_back"),
            Action("navigate_home"),
            Action("keyboard_enter"),
            Action("wait"),
            Action("key", key="KEYCODE_APP_SWITCH"),
            Action("key", key="KEYCODE_DEL"),
        ]
    ),
)


def play(phone: Phone, moves: list[Action]) -> None:
    for move in moves:
        try:
            phone.perform(move)
        except ActionError:
            continue


def everything(phone: Phone) -> tuple[Any, ...]:
    return phone.state_hash(), phone.elements(), phone.forest(), phone.hierarchy_xml(), phone.state()


@settings(max_examples=FUZZ_EXAMPLES)
@given(st.lists(actions, max_size=12), st.lists(actions, max_size=8), st.lists(actions, max_size=8))
def test_both_branches_of_a_fork_equal_a_replay_from_the_start(
    trunk: list[Action], left: list[Action], right: list[Action]
) -> None:
    phone = Phone()
    play(phone, trunk)
    branch = phone.fork()
    assert everything(branch) == everything(phone)
    play(phone, left)
    play(branch, right)

    replayed_left, replayed_right = Phone(), Phone()
    play(replayed_left, trunk + left)
    play(replayed_right, trunk + right)
    assert everything(phone) == everything(replayed_left)
    assert everything(branch) == everything(replayed_right)


@settings(max_examples=FUZZ_EXAMPLES)
@given(st.lists(actions, max_size=12), st.lists(actions, max_size=12), st.lists(actions, max_size=6))
def test_restore_brings_back_hash_screen_and_future(
    past: list[Action], lost: list[Action], future: list[Action]
) -> None:
    phone = Phone()
    play(phone, past)
    before, snapshot = everything(phone), pickle.loads(pickle.dumps(phone.snapshot()))
    play(phone, future)
    expected = everything(phone)

    play(phone, lost)
    phone.restore(snapshot)
    assert everything(phone) == before
    play(phone, future)
    assert everything(phone) == expected


@settings(max_examples=FUZZ_EXAMPLES)
@given(st.lists(actions, max_size=10))
def test_looking_changes_nothing(moves: list[Action]) -> None:
    watched, unwatched = Phone(), Phone()
    for move in moves:
        for phone in (watched, unwatched):
            play(phone, [move])
        everything(watched)
    assert watched.state_hash() == unwatched.state_hash()


def test_a_restored_picture_is_the_same_picture() -> None:
    phone = Phone()
    play(phone, [Action("open_app", app="Contacts"), Action("click", index=6)])
    picture, snapshot = phone.screenshot(), phone.snapshot()
    play(phone, [Action("input_text", text="Ada"), Action("navigate_home")])
    assert not np.array_equal(phone.screenshot(), picture)
    phone.restore(snapshot)
    assert np.array_equal(phone.screenshot(), picture)
    assert picture.shape == (2400, 1080, 3)
    assert picture.dtype == np.uint8


def test_pictures_are_fresh_buffers() -> None:
    phone = Phone()
    first = phone.screenshot()
    first[:] = 0
    assert phone.screenshot().any()


@pytest.mark.parametrize("hash_seed", ["0", "1"])
def test_other_processes_and_hash_seeds_give_the_same_bytes(hash_seed: str) -> None:
    moves = [
        Action("open_app", app="Contacts"),
        Action("click", index=6),
        Action("input_text", text="Ada"),
        Action("navigate_back"),
    ]
    phone = Phone()
    play(phone, moves)
    code = (
        "from osgenesis.envs.android.sim.phone import Phone\nfrom osgenesis.envs.core.actions import Action\n"
        f"p = Phone()\nfor text in {[m.to_json() for m in moves]!r}: p.perform(Action.from_json(text))\n"
        "print(p.state_hash())"
    )
    run = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "PYTHONHASHSEED": hash_seed},
    )
    assert run.stdout.strip() == phone.state_hash()


@pytest.mark.parametrize(
    "bad",
    [
        Action("click", index=9_999),
        Action("click", x=5_000, y=5),
        Action("open_app", app="No Such App"),
        Action("key", key="KEYCODE_NOPE"),
        Action("goto", url="https://example.org"),
    ],
    ids=lambda action: action.describe(),
)
def test_what_cannot_be_done_is_refused_and_changes_nothing(bad: Action) -> None:
    phone = Phone()
    before = phone.state_hash()
    with pytest.raises(ActionError):
        phone.perform(bad)
    assert phone.state_hash() == before


def test_an_unknown_app_names_near_misses() -> None:
    with pytest.raises(ActionError, match="Contacts"):
        Phone().perform(Action("open_app", app="Contcts"))
