"""The gate: android_world itself, unmodified, runs its 116 tasks on the embedded phone.

Runs where android_world is installed from its repository; its Retro Music tasks also need ffmpeg, which it calls.
"""

import dataclasses
import pickle
import random
import shutil
from collections.abc import Iterator
from typing import Any

import gymnasium as gym
import numpy as np
import pytest

import osgenesis.envs  # noqa: F401 - registers the environments
from osgenesis.envs.android.sim.phone import Phone
from osgenesis.envs.android_world.environment import AndroidWorldEnv, make_android_world, native_suite
from osgenesis.envs.android_world.names import TASK_NAMES
from osgenesis.envs.android_world.official import load, no_waiting
from osgenesis.envs.android_world.official.tasks import OfficialTask, registry
from osgenesis.envs.core.actions import Action
from osgenesis.envs.core.errors import TaskError

pytestmark = [
    pytest.mark.official,
    # The package's imports warn of their own age; that is not ours to fix.
    pytest.mark.filterwarnings("ignore"),
]

SEED = 1
OBSERVE = ("goal", "elements")
DONE = Action("status", goal_status="complete")
ALREADY_TRUE = {
    f"System{what}Verify"
    for what in (
        "BluetoothTurnOff", "BluetoothTurnOn", "BrightnessMax", "BrightnessMin", "WifiTurnOff", "WifiTurnOn",
    )
}  # fmt: skip
NEEDS_FFMPEG = "Retro"
ROOT = "/storage/emulated/0/Documents/Markor"


def official_names() -> list[str]:
    """All of its tasks, less those for which this machine lacks ffmpeg."""
    return [n for n in registry() if shutil.which("ffmpeg") or not n.startswith(NEEDS_FFMPEG)]


@pytest.fixture
def env() -> Iterator[Any]:
    """android_world's own environment object, on a phone."""
    loaded = load()
    with no_waiting(loaded.controller.env.phone):
        yield loaded
    loaded.close()


@pytest.fixture(scope="module")
def suite() -> AndroidWorldEnv:
    """Its tasks behind Gymnasium."""
    return make_android_world(tasks="official", observe=OBSERVE)


def drawn(name: str, seed: int = SEED) -> Any:
    """A task as android_world's suite makes it from a seed."""
    random.seed(seed)
    return registry()[name]({**registry()[name].generate_random_params(), "seed": seed})


# -- its own loop ----------------------------------------------------------------------------------


@pytest.mark.slow
def test_all_116_initialise_check_and_tear_down_on_one_phone(env: Any) -> None:
    assert len(registry()) == 116
    scores, raised = {}, {}
    for name in official_names():
        try:
            task = drawn(name)
            task.initialize_task(env)
            env.reset(go_home=task.start_on_home_screen)
            scores[name] = task.is_successful(env)
            task.tear_down(env)
        except Exception as error:
            raised[name] = f"{type(error).__name__}: {error}"
    assert raised == {}
    assert {name: score for name, score in scores.items() if score} == dict.fromkeys(ALREADY_TRUE, 1.0)


def test_wifi_is_turned_on_with_its_own_actions(env: Any) -> None:
    from android_world.env import json_action

    def act(**fields: Any) -> None:
        env.execute_action(json_action.JSONAction(**fields))

    def index_of(**attributes: Any) -> int:
        elements = env.get_state(wait_to_stabilize=True).ui_elements
        found = [i for i, e in enumerate(elements) if all(getattr(e, k) == v for k, v in attributes.items())]
        assert found, f"nothing with {attributes} on the screen"
        return found[0]

    task = registry()["SystemWifiTurnOn"]({"on_or_off": "on"})
    task.initialize_task(env)
    env.reset(go_home=True)
    assert task.is_successful(env) == 0.0
    act(action_type="open_app", app_name="settings")
    act(action_type="click", index=index_of(text="Network & internet"))
    act(action_type="click", index=index_of(text="Internet"))
    act(action_type="click", index=index_of(class_name="android.widget.Switch"))
    assert task.is_successful(env) == 1.0
    task.tear_down(env)


def test_a_note_is_written_with_its_own_actions(env: Any) -> None:
    from android_world.env import json_action

    task = registry()["MarkorCreateNote"]({"file_name": "list.md", "text": "Milk & bread, don't forget!"})
    task.initialize_task(env)
    env.reset(go_home=True)

    def act(**fields: Any) -> None:
        env.execute_action(json_action.JSONAction(**fields))

    def shown(**attributes: Any) -> int:
        elements = env.get_state().ui_elements
        return next(i for i, e in enumerate(elements) if all(getattr(e, k) == v for k, v in attributes.items()))

    act(action_type="open_app", app_name="markor")
    act(action_type="click", index=shown(content_description="Create a new file or folder"))
    # Its input_text ends with ENTER, which here is the dialog's OK.
    act(action_type="input_text", index=shown(hint_text="my_note"), text="list")
    if any(e.text == "OK" for e in env.get_state().ui_elements):
        act(action_type="click", index=shown(text="OK"))
    act(action_type="input_text", index=shown(class_name="android.widget.EditText"), text=task.params["text"])
    act(action_type="navigate_back")
    act(action_type="navigate_back")
    assert task.is_successful(env) == 1.0


def test_its_own_runner_plays_its_own_agent(env: Any) -> None:
    from android_world import suite_utils
    from android_world.agents import random_agent

    names = ["SystemBluetoothTurnOn", "NotesIsTodo"]
    tasks = suite_utils.create_suite(registry(), seed=30, tasks=names)
    tasks.suite_family = "android_world"
    episodes = suite_utils.run(tasks, random_agent.RandomAgent(env))
    assert sorted(e["task_template"] for e in episodes) == sorted(names)
    assert [e["exception_info"] for e in episodes] == [None, None]
    assert [e["episode_length"] for e in episodes] == [10, 10]


def test_an_answer_is_judged_by_its_checker(env: Any) -> None:
    from android_world.env import json_action

    task = drawn("SimpleCalendarNextEvent")
    task.initialize_task(env)
    assert task.is_successful(env) == 0.0
    env.execute_action(json_action.JSONAction(action_type="answer", text=task.params["title"]))
    assert task.is_successful(env) == 1.0


# -- behind Gymnasium --------------------------------------------------------------------------------


@pytest.mark.slow
def test_doing_nothing_scores_nothing_unless_it_is_already_true(suite: AndroidWorldEnv) -> None:
    rewards = {}
    for name in official_names():
        suite.reset(options={"task": name, "params": {"seed": SEED}})
        before = suite.backend.state_hash()
        copy = pickle.loads(pickle.dumps(suite.task))
        assert (copy.goal, copy.evaluate(suite.backend, None)) == (
            suite.task.goal, suite.task.evaluate(suite.backend, None),
        )  # fmt: skip
        assert suite.backend.state_hash() == before, f"judging {name} has changed the phone"
        _, rewards[name], *_ = suite.step(DONE)
    assert {name: reward for name, reward in rewards.items() if reward} == dict.fromkeys(ALREADY_TRUE, 1.0)


@pytest.mark.parametrize("name", ["MarkorCreateFolder", "NotesIsTodo", "SimpleSmsReply", "VlcCreatePlaylist"])
def test_goal_and_start_depend_on_the_seed_alone(suite: AndroidWorldEnv, name: str) -> None:
    starts = []
    for seed in (5, 6, 5):
        random.seed()
        np.random.seed()
        observation, _ = suite.reset(seed=seed, options={"task": name})
        starts.append((observation["goal"], suite.backend.state_hash()))
    assert starts[0] == starts[2] != starts[1]


def test_the_global_dice_are_left_as_they_were(suite: AndroidWorldEnv) -> None:
    random.seed(3)
    expected = random.Random(3).random()
    suite.reset(seed=0, options={"task": "FilesMoveFile"})
    assert random.random() == expected


def test_parameters_can_be_fixed_by_name(suite: AndroidWorldEnv) -> None:
    params = {"seed": 0, "name": "Ada Lovelace", "number": "+15550123"}
    observation, _ = suite.reset(options={"task": "ContactsAddContact", "params": params})
    assert "Ada Lovelace" in observation["goal"]
    with pytest.raises(LookupError, match="number"):
        suite.reset(options={"task": "ContactsAddContact", "params": {"seed": 0, "numbr": "1"}})
    with pytest.raises(TaskError, match="seed"):
        suite.reset(options={"task": "ContactsAddContact", "params": {"name": "Ada"}})


def test_gym_make_takes_its_tasks_by_name() -> None:
    made = gym.make("AndroidWorld/Suite-v0", tasks="official", task="ExpenseAddSingle", observe=("goal",))
    made.reset(seed=0)
    task = made.unwrapped.task  # type: ignore[attr-defined]
    assert isinstance(task, OfficialTask)
    assert (task.name, task.max_steps, task.apps) == ("ExpenseAddSingle", 12, ("pro expense",))
    made.close()


# -- our oracles, its checkers -----------------------------------------------------------------------

# Answers are worded from data that each side draws for itself; everything that changes the phone is compared.
COMPARED = [
    name
    for name in TASK_NAMES
    if not name.startswith(("SimpleCalendar", "Tasks"))
    or name.startswith(("SimpleCalendarAdd", "SimpleCalendarDelete"))
]
# A file name without an ending cannot be typed into Markor's two-part dialog in the order of our oracle.
FIXED = {"MarkorMergeNotes": {"new_file_name": "merged.md"}}


def plain(value: Any) -> Any:
    """Its parameter as JSON data."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return dataclasses.asdict(value)
    return [plain(item) for item in value] if isinstance(value, list | tuple) else value


def found_notes(phone: Phone, params: dict[str, Any]) -> dict[str, Any]:
    """What its set-up writes and only the phone knows, under the names of our parameters."""
    notes = {
        name: phone.files.read_text(f"{ROOT}/{name}")
        for name in phone.files.listdir(ROOT)
        if phone.files.is_file(f"{ROOT}/{name}")
    }
    wanted = str(params.get("file_name", ""))
    return {"noise_candidates": notes, "notes": notes, "content": notes.get(wanted, "").rstrip("\n")}


@pytest.mark.parametrize("name", COMPARED)
def test_its_checker_accepts_what_our_oracle_does(suite: AndroidWorldEnv, name: str) -> None:
    suite.reset(options={"task": name, "params": {"seed": SEED, **FIXED.get(name, {})}})
    assert isinstance(suite.task, OfficialTask)
    theirs = {key: plain(value) for key, value in suite.task.official.params.items() if key != "seed"}
    assert isinstance(suite.backend, Phone)
    ours = native_suite()[name]
    extra = found_notes(suite.backend, theirs) if name.startswith("Markor") else {}
    known = ours.sample_params(np.random.default_rng(0))
    task = ours({**known, **theirs, **{key: extra[key] for key in extra if key in known}})
    screen = suite.screen()
    for action in task.oracle(screen):
        *_, info = suite.step(action)
        assert "action_error" not in info, f"{action.describe()}: {info['action_error']}"
        now = suite.screen()
        screen.elements, screen.size, screen.app = now.elements, now.size, now.app
    _, reward, *_ = suite.step(DONE)
    assert reward == 1.0
    assert suite.steps <= suite.max_steps
