"""MiniWoB++ keeps the contract: Gymnasium's and ours, ends of episodes, snapshots, vectors, and nothing that grades."""

import functools
import pickle
import random
import warnings
from pathlib import Path
from typing import Any

import gymnasium as gym
import numpy as np
import pytest
from gymnasium.utils.env_checker import check_env

import osgenesis.envs  # noqa: F401 - registers the environments
from osgenesis.envs.core.actions import Action
from osgenesis.envs.core.checker import check_environment
from osgenesis.envs.core.errors import DataError, TaskError, UnknownNameError
from osgenesis.envs.miniwob.environment import MiniWobEnv, make_miniwob
from osgenesis.envs.miniwob.names import TASK_NAMES
from osgenesis.envs.miniwob.tasks import SUITE, browsergym_seed
from osgenesis.envs.web.browser import find_chromium

pytestmark = pytest.mark.browser

LIGHT = ("goal", "elements")


@pytest.mark.parametrize("env_id", ["MiniWoB/click-test-v0", "MiniWoB/login-user-v0", "MiniWoB/Suite-v0"])
def test_gymnasiums_checker_is_content(env_id: str) -> None:
    env = gym.make(env_id, disable_env_checker=True)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        check_env(env.unwrapped, skip_render_check=True)
    env.close()


@pytest.mark.parametrize("name", ["click-checkboxes", "use-autocomplete", "drag-items", "email-inbox", "terminal"])
def test_our_checker_is_content(make: Any, name: str) -> None:
    check_environment(make(name, observe=("goal", "screenshot", "ui", "elements")), steps=8)


def test_every_task_is_registered() -> None:
    assert all(f"MiniWoB/{name}-v0" in gym.registry for name in (*TASK_NAMES, "Suite"))


def test_the_picture_has_no_goal_and_no_display(make: Any) -> None:
    """The goal's field is plain yellow; to the right of the page, where rewards are counted, all is grey."""
    env = make("click-test", observe=("screenshot",), render_mode="rgb_array")
    for _ in range(2):
        observation, _ = env.reset(seed=0)
        picture = observation["screenshot"]
        assert picture.shape == (214, 332, 3)
        assert (picture[2:48, 2:158] == (255, 255, 0)).all()
        assert (picture[:, 162:] == (85, 85, 85)).all()
        frame = env.render()
        assert frame is not None
        assert np.array_equal(frame, picture)
        _, reward, terminated, _, _ = env.step(Action("click", index=len(env.elements) - 1))
        assert (reward, terminated) == (1.0, True)


def test_nothing_that_grades_is_among_the_elements_or_in_info(suite: MiniWobEnv) -> None:
    for name in ("click-button", "email-inbox", "guess-number"):
        _, info = suite.reset(seed=0, options={"task": name})
        shown = " ".join(" ".join(map(str, element[:6])) for element in info["elements"]).casefold()
        assert "reward" not in shown
        assert "time left" not in shown
        assert "episodes done" not in shown
        assert not any("reward" in key or "seed" in key for key in info)


def test_the_page_ends_the_episode(make: Any) -> None:
    env = make("enter-text")
    env.reset(seed=0)
    submit = next(i for i, e in enumerate(env.elements) if e.text == "Submit")
    _, reward, terminated, truncated, info = env.step(Action("click", index=submit))
    assert (reward, terminated, truncated, info["raw_reward"]) == (0.0, True, False, -1.0)


def test_a_reward_can_be_the_pages_own(make: Any) -> None:
    env = make("enter-text", reward="raw")
    env.reset(seed=0)
    submit = next(i for i, e in enumerate(env.elements) if e.text == "Submit")
    assert env.step(Action("click", index=submit))[1] == -1.0
    with pytest.raises(UnknownNameError, match="binary"):
        make("click-test", reward="binry")


def test_pictures_can_be_as_large_as_browsergyms(make: Any) -> None:
    env = make("click-button-sequence", scale=1.5, observe=("screenshot", "elements"))
    observation, info = env.reset(seed=2)
    assert observation["screenshot"].shape == (321, 498, 3)
    assert info["screen_size"] == (498, 321)
    one, two = (next(e for e in env.elements if e.text == text).center for text in ("ONE", "TWO"))
    env.step(Action("click", x=one[0], y=one[1]))
    assert env.step(Action("click", x=two[0], y=two[1]))[1] == 1.0


def test_the_budget_truncates(make: Any) -> None:
    env = make("click-test", max_steps=2)
    env.reset(seed=0)
    assert env.step(Action("noop"))[2:4] == (False, False)
    assert env.step(Action("noop"))[2:4] == (False, True)


def test_time_passes_only_in_steps(make: Any) -> None:
    """The price of the stock changes each tenth of a second of the page's clock."""
    env = make("stock-market")
    env.reset(seed=3)

    def ticks() -> int:
        return sum(e.class_name == "circle" for e in env.elements)

    first = ticks()
    assert ticks() == first
    env.step(Action("wait", duration_ms=300))
    assert ticks() == first + 3


def test_leaving_the_page_ends_the_episode(make: Any) -> None:
    env = make("click-test")
    env.reset(seed=0)
    env.backend.browser_context.page.evaluate_in_page("() => { location.href = '/miniwob/enter-text.html' }")
    env.backend.browser_context.page.settle()
    _, reward, terminated, _, _ = env.step(Action("wait"))
    assert (reward, terminated) == (0.0, True)
    _, info = env.reset(seed=0)
    assert any(e.text == "Click Me!" for e in info["elements"])


def test_other_hosts_cannot_be_reached(make: Any) -> None:
    env = make("click-test")
    env.reset(seed=0)
    assert not {"goto", "new_tab", "upload"} & set(env.action_types)
    context = env.backend.browser_context
    context.page.evaluate_in_page("() => { location.href = 'http://example.com/' }")
    context.page.settle()
    env.step(Action("wait"))
    assert env.reset(seed=0)[1]["elements"]


def test_a_seed_begins_browsergyms_episode(make: Any) -> None:
    env = make("login-user")
    by_seed, _ = env.reset(seed=5)
    by_params, _ = env.reset(options={"params": {"seed": browsergym_seed(5)}, "task": "login-user"})
    assert by_seed["goal"] == by_params["goal"]
    with pytest.raises(TaskError, match="whole number"):
        env.reset(options={"task": "login-user", "params": {"seed": "five"}})


def test_a_name_that_is_wrong_is_answered_with_one_that_is_right(make: Any) -> None:
    with pytest.raises(UnknownNameError, match="click-button"):
        make("click-buton")
    with pytest.raises(UnknownNameError, match="embedded"):
        make("click-test", backend="embeded")
    with pytest.raises(DataError, match="jsonl"):
        make(tasks="")
    with pytest.raises(UnknownNameError, match="native"):
        make(tasks="natve")
    with pytest.raises(ValueError, match="settle_ms"):
        make("click-test", settle_ms=-1)


# ---- snapshots ------------------------------------------------------------------------------------


def test_a_snapshot_is_played_again(make: Any) -> None:
    env = make("enter-text")
    env.reset(seed=1)
    env.step(Action("input_text", index=1, text="half"))
    snapshot, digest = pickle.loads(pickle.dumps(env.snapshot())), env.state_hash()
    env.step(Action("input_text", text="way"))
    assert env.state_hash() != digest
    other = make("click-test")
    for one in (env, other):
        one.restore(snapshot)
        assert one.state_hash() == digest
        assert one.task.goal == env.task.goal
        assert any(e.value == "half" for e in one.elements)


def test_a_fork_goes_its_own_way(make: Any) -> None:
    env = make("enter-text")
    env.reset(seed=1)
    twin = env.fork()
    try:
        twin.step(Action("input_text", index=1, text="there"))
        env.step(Action("input_text", index=1, text="here"))
        assert [e.value for e in twin.elements if e.editable] == ["there"]
        assert [e.value for e in env.elements if e.editable] == ["here"]
    finally:
        twin.close()


def test_the_state_holds_the_form(make: Any) -> None:
    env = make("click-checkboxes")
    env.reset(seed=0)
    box = next(i for i, e in enumerate(env.elements) if e.checkable)
    label = env.elements[box].text
    before = env.state()
    env.step(Action("click", index=box))
    rows = env.state().rows("page/fields")
    changed = [row for key, row in rows.items() if row != before.rows("page/fields")[key]]
    assert [(row["name"], row["checked"]) for row in changed] == [(label, 1)]


# ---- trouble --------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["drag-cube", "text-editor", "use-colorwheel", "book-flight", "terminal", "click-pie"])
def test_random_actions_break_nothing(suite: MiniWobEnv, name: str) -> None:
    suite.action_space.seed(1)
    suite.reset(seed=0, options={"task": name})
    for _ in range(25):
        observation, _, terminated, truncated, _ = suite.step(suite.action_space.sample())
        assert suite.observation_space.contains(observation)
        if terminated or truncated:
            suite.reset(options={"task": name})


def test_a_tab_that_crashes_ends_the_episode_and_no_more(make: Any) -> None:
    env = make("click-test")
    env.reset(seed=0)
    env.backend.browser_context.page.session.send("Page.crash")
    _, reward, _, truncated, info = env.step(Action("click", x=80, y=120))
    assert (reward, truncated) == (0.0, True)
    assert info["error"]
    assert env.reset(seed=0)[1]["elements"]


# ---- many -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["sync", "async"])
def test_vectors_work(kind: str) -> None:
    envs: Any = gym.make_vec("MiniWoB/click-button-v0", num_envs=2, vectorization_mode=kind, observe=LIGHT)
    try:
        observations, _ = envs.reset(seed=[3, 4])
        assert len(observations["goal"]) == 2
        envs.action_space.seed(1)
        for _ in range(6):
            envs.step(envs.action_space.sample())
        again, _ = envs.reset(seed=[3, 4])
        assert list(again["goal"]) == list(observations["goal"])
    finally:
        envs.close()


def test_environments_of_one_browser_do_not_meet(make: Any) -> None:
    envs = [make("enter-text") for _ in range(3)]
    dice = random.Random(0)
    texts = ["".join(dice.choices("abc", k=5)) for _ in envs]
    for env in envs:
        env.reset(seed=1)
    for env, text in zip(envs, texts, strict=True):
        env.step(Action("input_text", index=1, text=text))
    assert [next(e.value for e in env.elements if e.editable) for env in envs] == texts


def test_tasks_and_factories_can_be_pickled() -> None:
    task = SUITE["click-test"]({"seed": 4})
    again = pickle.loads(pickle.dumps(task))
    assert type(again) is type(task)
    assert dict(again.params) == {"seed": 4}
    assert pickle.loads(pickle.dumps(functools.partial(make_miniwob, "click-test"))).args == ("click-test",)


@pytest.mark.parametrize(
    ("name", "seed", "words"),
    [
        ("use-colorwheel-2", 0, "the following color #36ddb8 with"),
        ("click-menu-2", 3, 'the item with the "ui-icon-disk" icon.'),
        ("click-menu-2", 0, 'the item labeled "Prev".'),
    ],
)
def test_what_a_goal_shows_without_words_is_named(make: Any, name: str, seed: int, words: str) -> None:
    observation, _ = make(name).reset(seed=seed)
    assert words in observation["goal"]


# ---- browsers -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "place",
    [
        "chromium-1117/chrome-linux/chrome",
        "chromium_headless_shell-1255/chrome-headless-shell-linux64/chrome-headless-shell",
    ],
)
def test_without_a_chromium_on_the_path_playwrights_download_is_used(
    make: Any, play: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, place: str
) -> None:
    chromium = find_chromium()
    downloaded = tmp_path / place
    downloaded.parent.mkdir(parents=True)
    downloaded.symlink_to(chromium)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setenv("PLAYWRIGHT_BROWSERS_PATH", str(tmp_path))
    monkeypatch.delenv("OSGENESIS_CHROMIUM", raising=False)
    assert find_chromium() == str(downloaded)
    env = make("click-test")
    env.reset(seed=0)
    assert play(env)[1] == 1.0
