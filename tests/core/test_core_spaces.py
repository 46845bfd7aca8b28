"""Spaces: any Unicode, any sample legal, lossless decoding."""

import copy
import multiprocessing
import pickle
from typing import Any

import gymnasium as gym
import numpy as np
import pytest
from gymnasium.spaces.utils import flatten, flatten_space, unflatten
from gymnasium.vector.utils import (
    batch_space,
    create_empty_array,
    create_shared_memory,
    read_from_shared_memory,
    write_to_shared_memory,
)
from hypothesis import given
from hypothesis import strategies as st

from osgenesis.envs.core.actions import PHONE_ACTIONS, WEB_ACTIONS, Action
from osgenesis.envs.core.errors import ActionError, UnknownNameError
from osgenesis.envs.core.spaces import (
    UnicodeText,
    action_space,
    decode,
    encode,
    observation_space,
)

SIZE = (1080, 2400)
ANY_TEXT = st.text(max_size=30)
VALID_TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)


@given(VALID_TEXT)
def test_text_lies_in_the_space_and_survives_flattening(text: str) -> None:
    space = UnicodeText(30)
    assert text in space
    flat = flatten(space, text)
    assert flat in flatten_space(space)
    assert unflatten(space, flat) == text


@given(ANY_TEXT, st.integers(2, 20))
def test_any_text_can_be_made_to_fit(text: str, length: int) -> None:
    space = UnicodeText(length)
    assert space.fit(text) in space


def test_what_is_not_in_the_space() -> None:
    space = UnicodeText(3)
    for value in ("four", "\ud800", b"abc", None, 3, ["a"]):
        assert value not in space


def test_samples_lie_in_the_space_and_follow_the_seed() -> None:
    one, other = UnicodeText(5, seed=1), UnicodeText(5, seed=1)
    drawn = [one.sample() for _ in range(200)]
    assert all(text in one for text in drawn)
    assert drawn == [other.sample() for _ in range(200)]
    assert len(one.sample(mask=(3, None))) == 3
    with pytest.raises(ValueError, match="alphabet"):
        one.sample(mask=(3, np.ones(3, np.int8)))


def test_the_space_can_be_copied_compared_and_written_down() -> None:
    space = UnicodeText(7, seed=3)
    for twin in (copy.deepcopy(space), pickle.loads(pickle.dumps(space))):
        assert twin == space
        assert twin.sample() == copy.deepcopy(space).sample()
    assert space != UnicodeText(8)
    assert space != gym.spaces.Text(7)
    assert space.from_jsonable(space.to_jsonable(["ä", "b"])) == ["ä", "b"]
    assert create_empty_array(space, 2) == ("", "")
    assert ("a", "日本") in batch_space(space, 2)


def test_shared_memory_is_read_anew_at_each_copy() -> None:
    space = UnicodeText(6)
    memory = create_shared_memory(space, n=2, ctx=multiprocessing)
    seen: Any = read_from_shared_memory(space, memory, n=2)
    assert copy.deepcopy(seen) == ("", "")
    for texts in (("long ä", "x"), ("b", ""), ("日本😀", "abc")):
        for index, text in enumerate(texts):
            write_to_shared_memory(space, index, text, memory)  # type: ignore[arg-type]
        assert copy.deepcopy(seen) == texts
        assert tuple(seen) == texts
        assert seen[:] == texts


@pytest.mark.parametrize("types", [PHONE_ACTIONS, WEB_ACTIONS])
def test_every_sample_is_an_action_and_comes_back(types: tuple[str, ...]) -> None:
    space = action_space(types)
    space.seed(0)
    met = set()
    for _ in range(600):
        sample = space.sample()
        action = decode(sample, types, SIZE)
        met.add(action.type)
        assert action.type in types
        again = encode(action, types, SIZE)
        assert space.contains(again)
        assert decode(again, types, SIZE) == action
    assert met == set(types)


@given(st.integers(0, SIZE[0] - 1), st.integers(0, SIZE[1] - 1))
def test_every_pixel_can_be_said(x: int, y: int) -> None:
    action = Action("click", x=x, y=y)
    assert decode(encode(action, PHONE_ACTIONS, SIZE), PHONE_ACTIONS, SIZE) == action


def test_what_the_space_cannot_say_is_refused() -> None:
    for action in (
        Action("hover", index=1),
        Action("click", bid="7"),
        Action("wait", duration_ms=5),
        Action("click", x=-5, y=0),
    ):
        with pytest.raises(ActionError):
            encode(action, PHONE_ACTIONS, SIZE)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("type", 99),
        ("type", -1),
        ("type", "click"),
        ("type", float("nan")),
        ("type", 10**400),
        ("target", 2),
        ("index", -1),
        ("index", 1.5),
        ("index", None),
    ],
)
def test_a_bad_field_is_named(field: str, value: Any) -> None:
    sample = encode(Action("click", index=1), PHONE_ACTIONS, SIZE) | {field: value}
    with pytest.raises(ActionError, match=field):
        decode(sample, PHONE_ACTIONS, SIZE)


@pytest.mark.parametrize("point", [None, "ab", [1], [0.5, float("nan")], [2.0, 0.0], [-1e-9, 0], [[0, 0], [0, 0]]])
def test_a_bad_point_is_refused(point: Any) -> None:
    sample = encode(Action("click", x=1, y=1), PHONE_ACTIONS, SIZE) | {"point": point}
    with pytest.raises(ActionError, match="point"):
        decode(sample, PHONE_ACTIONS, SIZE)


def test_a_missing_field_is_named() -> None:
    sample = encode(Action("click", x=1, y=1), PHONE_ACTIONS, SIZE)
    del sample["point"]
    with pytest.raises(ActionError, match="lacks 'point'"):
        decode(sample, PHONE_ACTIONS, SIZE)


def test_observation_spaces_have_the_parts_asked_for() -> None:
    space = observation_space(("ui", "elements"), SIZE, 10)
    assert set(space.spaces) == {"ui", "elements"}
    assert observation_space(("screenshot",), SIZE, 10)["screenshot"].shape == (2400, 1080, 3)
    with pytest.raises(UnknownNameError, match="screenshot"):
        observation_space(("screenshots",), SIZE, 10)
