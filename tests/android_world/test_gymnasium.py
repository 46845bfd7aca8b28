"""AndroidWorld keeps Gymnasium's contract: checker, vectors in every mode, fresh observations, pickling."""

import pickle
import warnings
from typing import Any

import gymnasium as gym
import numpy as np
import pytest
from gymnasium.utils.env_checker import check_env
from gymnasium.vector import AutoresetMode

import osgenesis.envs  # noqa: F401 - registers the environments
from osgenesis.envs.android_world.names import TASK_NAMES

ALL_IDS = [f"AndroidWorld/{name}-v0" for name in (*TASK_NAMES, "Suite")]
LIGHT: dict[str, Any] = {"observe": ("goal", "ui", "elements")}
VECTOR_ID = "AndroidWorld/ContactsAddContact-v0"


@pytest.mark.parametrize("env_id", ALL_IDS)
def test_check_env_is_clean(env_id: str) -> None:
    env = gym.make(env_id, disable_env_checker=True, **LIGHT)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        check_env(env.unwrapped, skip_render_check=True)


def test_check_env_is_clean_with_pictures() -> None:
    env = gym.make(VECTOR_ID, disable_env_checker=True, render_mode="rgb_array")
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        check_env(env.unwrapped, skip_render_check=True)
    env.reset(seed=0)
    frame = env.render()
    assert isinstance(frame, np.ndarray)
    assert frame.shape == (2400, 1080, 3)
    assert frame.dtype == np.uint8


def test_sampled_actions_are_always_legal() -> None:
    env = gym.make(VECTOR_ID, **LIGHT)
    env.action_space.seed(0)
    env.reset(seed=0)
    for _ in range(60):
        *_, terminated, truncated, _ = env.step(env.action_space.sample())
        if terminated or truncated:
            env.reset()


@pytest.mark.parametrize("mode", list(AutoresetMode), ids=lambda mode: mode.name)
@pytest.mark.parametrize("kind", ["sync", "async"])
def test_vectors_work_in_every_mode(kind: str, mode: AutoresetMode) -> None:
    envs = gym.make_vec(
        VECTOR_ID, num_envs=2, vectorization_mode=kind, vector_kwargs={"autoreset_mode": mode}, max_steps=3, **LIGHT
    )
    try:
        observations, _ = envs.reset(seed=5)
        assert len(observations["goal"]) == 2
        envs.action_space.seed(1)
        over = np.zeros(2, bool)
        for _ in range(8):
            if mode is AutoresetMode.DISABLED and over.any():
                envs.reset(options={"reset_mask": over})
            *_, terminated, truncated, _ = envs.step(envs.action_space.sample())
            over = terminated | truncated
    finally:
        envs.close()


def test_the_spec_survives_json_and_pickling() -> None:
    env = gym.make(VECTOR_ID, **LIGHT)
    assert env.spec is not None
    again = gym.make(type(env.spec).from_json(env.spec.to_json()))
    twin = gym.make(pickle.loads(pickle.dumps(env.spec)))
    first, second, third = (e.reset(seed=3)[0] for e in (env, again, twin))
    assert first["goal"] == second["goal"] == third["goal"]


def test_observations_are_never_reused() -> None:
    env = gym.make(VECTOR_ID)
    first, _ = env.reset(seed=0)
    picture, table = first["screenshot"].copy(), first["elements"].copy()
    first["screenshot"][:] = 0
    first["elements"][:] = 0
    again, _ = env.reset(seed=0)
    assert np.array_equal(again["screenshot"], picture)
    assert np.array_equal(again["elements"], table)


def leaves(value: Any) -> list[str]:
    if isinstance(value, dict):
        return [leaf for inner in value.values() for leaf in leaves(inner)]
    if isinstance(value, tuple | list):
        return [leaf for inner in value for leaf in leaves(inner)]
    return [str(value)]


def test_the_expected_answer_is_not_in_what_an_agent_gets() -> None:
    env = gym.make("AndroidWorld/SimpleCalendarNextEvent-v0", **LIGHT)
    observation, info = env.reset(seed=0)
    params = env.unwrapped.task.params  # type: ignore[attr-defined]
    title = str(params["title"])
    assert title not in observation["ui"]
    assert not any(title in leaf for leaf in leaves(info))
