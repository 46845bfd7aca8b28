"""WebArena keeps Gymnasium's contract: checker, vectors in every mode, snapshots, forks, crashes of the browser."""

import os
import pickle
import signal
import warnings
from collections.abc import Iterator
from typing import Any

import gymnasium as gym
import numpy as np
import pytest
from gymnasium.utils.env_checker import check_env
from gymnasium.vector import AutoresetMode
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import osgenesis.envs  # noqa: F401 - registers the environments
from osgenesis.envs.core.actions import Action
from osgenesis.envs.core.checker import check_environment
from osgenesis.envs.core.environment import GuiEnv
from osgenesis.envs.web.browser import shared_browser
from osgenesis.envs.webarena.environment import WebArenaEnv, make_webarena

LIGHT: dict[str, Any] = {"observe": ("goal", "ui", "elements")}
ONE = "WebArena/ForumSubscribe-v0"
pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("chromium")]


@pytest.fixture(scope="module")
def env(chromium: str) -> Iterator[WebArenaEnv]:
    made = make_webarena(executable=chromium, **LIGHT)
    yield made
    made.close()


@pytest.mark.parametrize("env_id", [ONE, "WebArena/ShopAddToCart-v0", "WebArena/Suite-v0"])
def test_check_env_is_clean(env_id: str) -> None:
    env = gym.make(env_id, disable_env_checker=True, **LIGHT)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        check_env(env.unwrapped, skip_render_check=True)
    env.close()


def test_our_own_checker_is_content() -> None:
    env = gym.make(ONE, disable_env_checker=True, **LIGHT)
    check_environment(env)
    env.close()


def test_a_picture_is_what_the_space_says() -> None:
    env = gym.make(ONE, disable_env_checker=True, render_mode="rgb_array")
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        check_env(env.unwrapped, skip_render_check=True)
    env.reset(seed=0)
    frame = env.render()
    assert isinstance(frame, np.ndarray)
    assert frame.shape == (720, 1280, 3)
    assert frame.std() > 10  # something is drawn
    env.close()


@pytest.mark.parametrize("mode", list(AutoresetMode), ids=lambda mode: mode.name)
@pytest.mark.parametrize("kind", ["sync", "async"])
def test_vectors_work_in_every_mode(kind: str, mode: AutoresetMode) -> None:
    envs = gym.make_vec(
        ONE, num_envs=2, vectorization_mode=kind, vector_kwargs={"autoreset_mode": mode}, max_steps=3, **LIGHT
    )
    try:
        observations, _ = envs.reset(seed=5)
        assert len(observations["goal"]) == 2
        envs.action_space.seed(1)
        over = np.zeros(2, bool)
        for _ in range(5):
            if mode is AutoresetMode.DISABLED and over.any():
                envs.reset(options={"reset_mask": over})
            *_, terminated, truncated, _ = envs.step(envs.action_space.sample())
            over = terminated | truncated
    finally:
        envs.close()


def _random_action(env: GuiEnv, number: int) -> Action:
    """An action that this page offers, by a number."""
    count = len(env.elements)
    choices = [
        Action("scroll", direction=("up", "down")[number % 2]),
        Action("go_back"),
        Action("go_forward"),
        Action("new_tab", url=f"http://{('forum', 'shop', 'wiki', 'home')[number % 4]}.test/"),
        Action("close_tab"),
        Action("key", key="Tab"),
    ]
    if count:
        element = env.elements[number % count]
        if element.editable:
            choices = [Action("input_text", index=number % count, text=f"apple {number % 7}", clear_text=True)] * 6
        else:
            choices += [Action("click", index=number % count)] * 8
    return choices[number // 7 % len(choices)]


@settings(max_examples=6, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.integers(0, 10**6), min_size=2, max_size=7), st.lists(st.integers(0, 10**6), min_size=1, max_size=3))
def test_a_fork_equals_a_replay_and_leaves_the_original_alone(
    env: WebArenaEnv, before: list[int], after: list[int]
) -> None:
    env.reset(seed=3)
    for number in before:
        env.step(_random_action(env, number))
        if env.steps >= env.max_steps:
            return
    mark, moment = env.state_hash(), env.snapshot()
    twin = env.fork()
    try:
        assert twin.state_hash() == mark
        assert twin.screen().elements == env.screen().elements
        actions = [_random_action(twin, number) for number in after]
        for action in actions:
            twin.step(action)
        assert env.state_hash() == mark
        for action in actions:
            env.step(action)
        assert env.state_hash() == twin.state_hash()
        env.restore(pickle.loads(pickle.dumps(moment)))
        assert env.state_hash() == mark
    finally:
        twin.close()


def test_half_typed_text_focus_and_scroll_survive_a_restore(env: WebArenaEnv) -> None:
    env.reset(seed=0, options={"task": "HomeAddNote"})
    env.step(Action("goto", url="http://home.test/scratchpad.html"))
    title = next(i for i, e in enumerate(env.elements) if e.label == "Title")
    env.step(Action("input_text", index=title, text="Half a thou"))
    moment, seen = env.snapshot(), env.screen().elements
    env.step(Action("goto", url="http://forum.test/"))
    env.restore(moment)
    assert env.screen().elements == seen
    assert any(e.value == "Half a thou" and e.focused for e in env.screen().elements)
    env.step(Action("input_text", text="ght"))
    assert any(e.value == "Half a thought" for e in env.screen().elements)


def test_two_worlds_edited_in_conflict_stay_apart(env: WebArenaEnv) -> None:
    env.reset(seed=0, options={"task": "ForumSubscribe"})
    twin = env.fork()
    for world, title in ((env, "mine"), (twin, "yours")):
        world.step(Action("goto", url="http://home.test/scratchpad.html"))
        place = next(i for i, e in enumerate(world.elements) if e.label == "Title")
        world.step(Action("input_text", index=place, text=title, press_enter=True))
    titles = [{row["title"] for row in w.state().rows("homepage/note").values()} for w in (env, twin)]
    assert titles[0] - titles[1] == {"mine"}
    assert titles[1] - titles[0] == {"yours"}
    twin.close()


def test_addresses_outside_of_the_world_are_refused_and_said_so(env: WebArenaEnv) -> None:
    env.reset(seed=0, options={"task": "ForumSubscribe"})
    before, url = env.screen().elements, env.backend.context()["url"]
    for address in ("http://example.com/", "https://example.com/", "http://127.0.0.1:22/", "file:///etc/passwd"):
        *_, info = env.step(Action("goto", url=address))
        assert "action_error" in info, address
        assert env.backend.context()["url"] == url
        assert env.screen().elements == before


def test_a_killed_browser_ends_the_episode_and_the_next_reset_has_a_new_one(chromium: str) -> None:
    env = make_webarena("ForumSubscribe", executable=chromium, **LIGHT)
    env.reset(seed=0)
    os.killpg(shared_browser(chromium, begin_frames=True).pid, signal.SIGKILL)
    *_, truncated, info = env.step(Action("scroll", direction="down"))
    assert truncated
    assert "error" in info
    observation, _ = env.reset(seed=0)
    assert "forum" in observation["goal"].casefold()
    env.close()
