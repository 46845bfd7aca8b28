"""An episode that follows others in the same page is the episode that a fresh page shows, whatever was done there."""

import random
from collections.abc import Iterator
from typing import Any

import pytest

from osgenesis.envs.core.actions import Action
from osgenesis.envs.miniwob.environment import MiniWobEnv
from osgenesis.envs.miniwob.names import RELOADED, TASK_NAMES

pytestmark = pytest.mark.browser

STEPS = 8
# One of each kind always; all of them in the slow tests.
SAMPLE = {
    "click-checkboxes",
    "click-scroll-list",
    "click-tab-2",
    "choose-date",
    "drag-box",
    "email-inbox",
    "enter-date",
    "form-sequence-2",
    "search-engine",
    "stock-market",
    "text-editor",
    "use-colorwheel",
}


def each(names: list[str]) -> list[Any]:
    return [pytest.param(name, marks=() if name in SAMPLE else pytest.mark.slow) for name in names]


def monkey(env: MiniWobEnv, seed: int) -> Iterator[Action]:
    """Clicks, drags, keys and text at random, where pages have their contents, but not on scroll bars.

    Those of Chromium go on by themselves while they are pressed, by the machine's clock.
    """
    dice = random.Random(seed)
    for _ in range(STEPS):
        x, y = dice.randrange(140), dice.randrange(50, 210)
        to_x, to_y = dice.randrange(140), dice.randrange(50, 210)
        yield dice.choice(
            [
                Action("click", index=dice.randrange(len(env.elements))) if env.elements else Action("noop"),
                Action("click", x=x, y=y),
                Action("drag", x=x, y=y, to_x=to_x, to_y=to_y),
                Action("input_text", text="ab1"),
                Action("scroll", direction=dice.choice(["up", "down"]), x=x, y=y),
                Action("key", key=dice.choice(["Enter", "Tab", "ArrowDown", "Backspace"])),
            ]
        )


def play_at_random(env: MiniWobEnv, name: str, seed: int) -> list[Any]:
    """What is to be seen in a random episode."""
    seen: list[Any] = [env.reset(options={"task": name, "params": {"seed": seed}})[1]["elements"], env.state_hash()]
    for action in monkey(env, seed):
        _, reward, terminated, truncated, info = env.step(action)
        seen += [reward, info.get("action_error"), info["elements"], env.state_hash()]
        if terminated or truncated:
            break
    return seen


@pytest.mark.parametrize("name", each([name for name in TASK_NAMES if name not in RELOADED]))
def test_an_episode_leaves_nothing_behind(suite: MiniWobEnv, name: str) -> None:
    fresh = make_fresh(suite, name)
    for seed in (11, 12):
        play_at_random(suite, name, seed)
        suite.reset(options={"task": name, "params": {"seed": 7}})
        assert (suite.elements, suite.state_hash()) == fresh, f"after the episode {seed}"


def make_fresh(env: MiniWobEnv, name: str) -> tuple[Any, str]:
    """How an episode begins when another page was shown before."""
    env.reset(options={"task": "click-test" if name != "click-test" else "click-test-2"})
    env.reset(options={"task": name, "params": {"seed": 7}})
    return env.elements, env.state_hash()


@pytest.mark.parametrize("name", each(list(TASK_NAMES)))
def test_the_same_actions_lead_to_the_same(suite: MiniWobEnv, name: str) -> None:
    assert play_at_random(suite, name, 5) == play_at_random(suite, name, 5)
