"""Vector environments: both kinds, all autoreset modes, shared memory with any text."""

from typing import Any

import gymnasium as gym
import numpy as np
import pytest
from gymnasium.vector import AutoresetMode

from osgenesis.envs.core.elements import Element

pytestmark = pytest.mark.filterwarnings("ignore:This process .* is multi-threaded:DeprecationWarning")


@pytest.mark.parametrize("kind", ["sync", "async"])
@pytest.mark.parametrize("mode", list(AutoresetMode))
def test_random_episodes(fake_ids: tuple[str, ...], kind: str, mode: AutoresetMode) -> None:
    env = gym.make_vec("Fake/Suite-v0", num_envs=2, vectorization_mode=kind, vector_kwargs={"autoreset_mode": mode})
    try:
        observation, infos = env.reset(seed=3)
        assert observation in env.observation_space
        env.action_space.seed(0)
        done = np.zeros(2, np.bool_)
        ended = 0
        for _ in range(40):
            if mode is AutoresetMode.DISABLED and done.any():
                env.reset(options={"reset_mask": done})
            observation, _, terminated, truncated, infos = env.step(env.action_space.sample())
            assert observation in env.observation_space
            assert isinstance(infos["elements"][0][0], Element)
            done = terminated | truncated
            ended += int(done.sum())
        assert ended > 3
    finally:
        env.close()


@pytest.mark.parametrize("options", [{}, {"shared_memory": False}, {"copy": False}])
def test_async_shows_the_same_as_sync(fake_ids: tuple[str, ...], options: dict[str, Any]) -> None:
    sync = gym.make_vec("Fake/AddNote-v0", num_envs=2, vectorization_mode="sync")
    both = gym.make_vec("Fake/AddNote-v0", num_envs=2, vectorization_mode="async", vector_kwargs=options)
    try:
        one, other = sync.reset(seed=7)[0], both.reset(seed=7)[0]
        sync.action_space.seed(1)
        for _ in range(6):
            assert tuple(one["ui"]) == tuple(other["ui"])
            assert tuple(one["goal"]) == tuple(other["goal"])
            assert np.array_equal(one["screenshot"], other["screenshot"])
            assert np.array_equal(one["elements"], other["elements"])
            actions = sync.action_space.sample()
            one, other = sync.step(actions)[0], both.step(actions)[0]
    finally:
        sync.close()
        both.close()


def test_earlier_observations_stay_as_they_were(fake_ids: tuple[str, ...]) -> None:
    env = gym.make_vec("Fake/CountTo-v0", num_envs=2, vectorization_mode="async")
    try:
        first = env.reset(seed=1)[0]
        kept = (first["goal"], first["ui"], first["elements"].copy())
        for _ in range(3):
            env.step(env.action_space.sample())
        env.reset(seed=2)
        assert (first["goal"], first["ui"]) == kept[:2]
        assert np.array_equal(first["elements"], kept[2])
    finally:
        env.close()
