"""Acting by one number, by a finger, by text."""

import warnings
from collections.abc import Callable
from typing import Any

import gymnasium as gym
import numpy as np
import pytest
from gymnasium.utils.env_checker import check_env

from osgenesis.envs.core.actions import Action
from osgenesis.envs.core.environment import GuiEnv
from osgenesis.envs.core.errors import ActionError, UnknownNameError
from osgenesis.envs.core.fake import FakeBackend
from osgenesis.envs.core.wrappers import (
    DiscreteElements,
    TextActions,
    TouchActions,
    parse_reply,
)

ADD = {"task": "AddNote", "params": {"text": "buy milk", "others": ["x"]}}
COUNT = {"task": "CountTo", "params": {"start": 0, "target": 1}}

WRAPPED: dict[str, Callable[[], gym.Env[Any, Any]]] = {
    "discrete": lambda: DiscreteElements(gym.make("Fake/Suite-v0")),
    "discrete, mask observed": lambda: DiscreteElements(
        gym.make("Fake/Suite-v0"), verbs=("click", "scroll_down"), texts=("a",), mask_in_observation=True
    ),
    "touch": lambda: TouchActions(gym.make("Fake/Suite-v0", judge="every_step")),
    "text": lambda: TextActions(gym.make("Fake/Suite-v0", observe=("goal",))),
}


@pytest.mark.parametrize("name", WRAPPED)
def test_gymnasium_checks_are_clean(fake_ids: tuple[str, ...], name: str) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        # It recommends the unwrapped environment; here the wrapper is what is checked.
        warnings.filterwarnings("ignore", message="(?s).*different from the unwrapped version")
        check_env(WRAPPED[name]())


@pytest.mark.parametrize("name", WRAPPED)
@pytest.mark.parametrize("kind", [gym.vector.SyncVectorEnv, gym.vector.AsyncVectorEnv])
@pytest.mark.filterwarnings("ignore:This process .* is multi-threaded:DeprecationWarning")
def test_wrapped_environments_vectorise(fake_ids: tuple[str, ...], name: str, kind: Any) -> None:
    env = kind([WRAPPED[name]] * 2)
    try:
        env.reset(seed=1)
        for _ in range(3):
            observation = env.step(env.action_space.sample())[0]
            assert observation in env.observation_space
    finally:
        env.close()


@pytest.mark.parametrize("name", WRAPPED)
def test_specs_include_the_wrapper(fake_ids: tuple[str, ...], name: str) -> None:
    env = WRAPPED[name]()
    assert env.spec is not None
    again = gym.make(gym.envs.registration.EnvSpec.from_json(env.spec.to_json()))
    assert type(again) is type(env)
    assert again.action_space == env.action_space


# ---- one number ----------------------------------------------------------------------------------


def test_the_mask_says_what_makes_sense(make_fake: Any) -> None:
    env = DiscreteElements(make_fake(max_elements=16))
    _, info = env.reset(seed=0, options=ADD)
    named = dict((a.describe(), n) for n, a in env.actions_of(info))
    assert named["click element 1"] == 1
    assert "long-press element 8" in named
    assert "long-press element 1" not in named
    assert 'type "buy milk" into element 4 after clearing it' in named
    assert "press Enter" in named
    assert "declare the task complete" in named
    assert not any("element 9" in words for words in named)
    assert info["action_mask"].dtype == np.int8
    assert info["action_mask"].shape == (env.action_space.n,)  # type: ignore[attr-defined]


def test_every_number_can_be_stepped_and_masked_samples_make_no_mistakes(make_fake: Any) -> None:
    env = DiscreteElements(make_fake(max_steps=10**6, max_elements=12))
    for number in range(int(env.action_space.n)):  # type: ignore[attr-defined]
        env.reset(seed=0)
        env.step(number)
    _, info = env.reset(seed=0)
    env.action_space.seed(0)
    for _ in range(200):
        _, _, terminated, _, info = env.step(env.action_space.sample(info["action_mask"]))
        assert "action_error" not in info
        if terminated:
            _, info = env.reset()


def test_a_task_is_solved_by_numbers(make_fake: Any) -> None:
    env = DiscreteElements(make_fake())
    _, info = env.reset(seed=0, options=ADD)
    reward = 0.0
    for wanted in ('type "buy milk"', "click element 5", "declare"):
        number = next(n for n, a in env.actions_of(info) if a.describe().startswith(wanted))
        _, reward, _, _, info = env.step(np.int64(number))
    assert reward == 1.0


def test_masks_are_fresh(make_fake: Any) -> None:
    env = DiscreteElements(make_fake(), mask_in_observation=True)
    observation, info = env.reset(seed=0)
    assert np.array_equal(observation["action_mask"], info["action_mask"])
    assert not np.shares_memory(observation["action_mask"], info["action_mask"])


@pytest.mark.parametrize("number", [-1, 10**6, 1.5, "1", None])
def test_what_is_no_number_of_an_action(make_fake: Any, number: Any) -> None:
    env = DiscreteElements(make_fake())
    env.reset(seed=0)
    with pytest.raises(ActionError, match="Expected a number from 0 to"):
        env.step(number)


def test_unknown_verbs_come_with_near_misses(make_fake: Any) -> None:
    with pytest.raises(UnknownNameError, match="'click'"):
        DiscreteElements(make_fake(), verbs=("clic",))


def test_wrappers_are_for_gui_environments() -> None:
    with pytest.raises(TypeError, match="GuiEnv"):
        TextActions(gym.make("CartPole-v1"))


# ---- a finger ------------------------------------------------------------------------------------


def touch(kind: int, x: float = 0.0, y: float = 0.0) -> dict[str, Any]:
    return {"action_type": np.int64(kind), "touch_position": np.array([x, y], np.float32)}


def test_a_finger_taps(make_fake: Any) -> None:
    env = TouchActions(make_fake(judge="every_step"))
    env.reset(seed=0, options=COUNT)
    env.step(touch(1))  # nothing to lift
    env.step(touch(0, 0.1, 0.12))
    env.step(touch(2))
    _, reward, terminated, _, _ = env.step(touch(1, 0.9, 0.9))  # lifted where it is
    assert (reward, terminated) == (1.0, True)


def test_touches_do_not_eat_the_budget(make_fake: Any) -> None:
    env = TouchActions(make_fake(judge="every_step"), steps_per_action=10)
    env.reset(seed=0, options=COUNT)
    assert env.unwrapped.max_steps == 120  # type: ignore[attr-defined]


@pytest.mark.parametrize("action", [None, {}, touch(3), touch(0, 1.5), touch(0, float("nan"))])
def test_what_is_no_touch(make_fake: Any, action: Any) -> None:
    env = TouchActions(make_fake(judge="every_step"))
    env.reset(seed=0)
    with pytest.raises(ActionError, match="touch_position"):
        env.step(action)


def test_a_finger_cannot_declare(make_fake: Any) -> None:
    with pytest.raises(ValueError, match="every_step"):
        TouchActions(make_fake())


def test_a_backend_without_touch_screen_is_refused() -> None:
    class Mouse(FakeBackend):
        action_types = ("click", "status")

    env = GuiEnv(Mouse, "osgenesis.envs.core.fake:FAKE_SUITE", judge="every_step")
    with pytest.raises(ActionError, match="no touch screen"):
        TouchActions(env)


# ---- text ----------------------------------------------------------------------------------------


def test_a_task_is_solved_by_text(make_fake: Any) -> None:
    env = TextActions(make_fake(observe=("goal",)))
    prompt, _ = env.reset(seed=0, options=ADD)
    assert 'Goal: In the Counter app, save a note that says "buy milk".' in prompt
    assert "Step: 0 of 8" in prompt
    assert '[4] EditText hint="New note" clickable editable' in prompt
    reply = 'I type it. ```json\n{"type": "input_text", "index": 4, "text": "buy milk"}\n```'
    prompt, *_ = env.step(reply)
    assert 'Last action: type "buy milk" into element 4' in prompt
    env.step('{"action_type": "click", "index": 5}')
    assert env.step('{"type": "status", "goal_status": "complete"}')[1] == 1.0


def test_a_reply_without_action_is_the_models_mistake(make_fake: Any) -> None:
    env = TextActions(make_fake(observe=("goal",)), with_help=False)
    env.reset(seed=0, options=COUNT)
    for reply in ("", "I am done!", '{"type": "clik", "index": 1}', "{" * 5000, '{"type": "click"}'):
        prompt, reward, terminated, _, info = env.step(reply)
        assert info["action_error"] in prompt
        assert (reward, terminated) == (0.0, False)
    assert "Did you mean 'click'" in str(env.step('{"type": "clik", "index": 1}')[4]["action_error"])


def test_the_last_action_in_a_reply_counts() -> None:
    reply = 'Not {"type": "wait"} but {"a": {"b": 1}} {"type": "click", "index": 2}.'
    assert parse_reply(reply) == Action("click", index=2)
    assert parse_reply('{"action_type": "navigate_back"}') == Action("navigate_back")
    with pytest.raises(ActionError, match="no action in the reply"):
        parse_reply("nothing")
