"""`GuiEnv`: counting, judging, ending; mistakes, failures and snapshots."""

import json
import pickle
import subprocess
import sys
import warnings
from collections.abc import Iterator, Mapping
from typing import Any

import gymnasium as gym
import numpy as np
import pytest
from gymnasium.error import DependencyNotInstalled, ResetNeeded
from gymnasium.utils.env_checker import check_env
from hypothesis import given
from hypothesis import strategies as st

from osgenesis.envs.core.actions import Action
from osgenesis.envs.core.environment import GuiEnv
from osgenesis.envs.core.errors import (
    ActionError,
    BackendError,
    CapabilityError,
    TaskError,
    UnknownNameError,
)
from osgenesis.envs.core.fake import FAKE_SUITE, CountTo, FakeBackend, ReadCount
from osgenesis.envs.core.task import Task

DONE = Action("status", goal_status="complete")
GIVE_UP = Action("status", goal_status="infeasible")
COUNT = {"task": "CountTo", "params": {"start": 0, "target": 2}}
PLUS = Action("click", index=1)


@pytest.fixture
def env() -> Iterator[GuiEnv]:
    made = GuiEnv(FakeBackend, FAKE_SUITE)
    yield made
    made.close()


def solve(env: GuiEnv) -> list[tuple[Any, float, bool, bool, dict[str, Any]]]:
    """Run the task's own oracle."""
    screen = env.screen()
    said = []
    for action in env.task.oracle(screen):
        said.append(env.step(action))
        screen.elements = env.elements
    return said


# ---- Gymnasium -----------------------------------------------------------------------------------


def test_gymnasium_checks_are_clean(fake_ids: tuple[str, ...]) -> None:
    for env_id in fake_ids:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            check_env(gym.make(env_id).unwrapped)


def test_gymnasium_checks_are_clean_without_pygame() -> None:
    program = (
        "import sys, warnings; sys.modules['pygame'] = None; warnings.simplefilter('error');"
        "import gymnasium as gym; from gymnasium.utils.env_checker import check_env;"
        "from osgenesis.envs.core.environment import GuiEnv;"
        "gym.register('Fake/S-v0', 'osgenesis.envs.core.environment:GuiEnv', kwargs={"
        "'backend_factory': 'osgenesis.envs.core.fake:FakeBackend', 'tasks': 'osgenesis.envs.core.fake:FAKE_SUITE'});"
        "check_env(gym.make('Fake/S-v0').unwrapped); print(GuiEnv.metadata['render_modes'])"
    )
    result = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert result.stdout.strip() == "['rgb_array']"


def test_specs_can_be_written_down_and_made_again(fake_ids: tuple[str, ...]) -> None:
    spec = gym.make("Fake/CountTo-v0", observe=("goal",)).spec
    assert spec is not None
    again = gym.make(gym.envs.registration.EnvSpec.from_json(spec.to_json()))
    assert again.unwrapped.observe == ("goal",)  # type: ignore[attr-defined]
    assert pickle.loads(pickle.dumps(spec)) == spec


def test_info_says_where_we_are_and_nothing_else(env: GuiEnv) -> None:
    _, info = env.reset(seed=0, options=COUNT)
    assert set(info) == {"task", "step", "elements", "app", "screen_size", "activity"}
    assert (info["task"], info["step"], info["app"]) == ("CountTo", 0, "org.example.counter")
    assert info["elements"][1].text == "+"
    assert env.step(PLUS)[4]["step"] == 1


def test_observe_picks_the_parts(make_fake: Any) -> None:
    class NoPicture(FakeBackend):
        def screenshot(self) -> Any:
            raise AssertionError("a screenshot nobody asked for")

    env = GuiEnv(NoPicture, FAKE_SUITE, observe=("ui", "goal"))
    observation, _ = env.reset(seed=0, options=COUNT)
    assert set(observation) == {"ui", "goal"}
    assert observation["goal"] == "In the Counter app, bring the counter to 2."
    assert '[1] Button "+" clickable' in observation["ui"]
    env.step(PLUS)


@pytest.mark.parametrize(
    ("options", "hint"),
    [
        ({"judge": "declare"}, "'declared'"),
        ({"observe": ("uii",)}, "'ui'"),
        ({"render_mode": "rgb"}, "'rgb_array'"),
        ({"task": "CountToo"}, "'CountTo'"),
    ],
)
def test_unknown_names_come_with_near_misses(make_fake: Any, options: dict[str, Any], hint: str) -> None:
    with pytest.raises(UnknownNameError, match=hint):
        make_fake(**options)


def test_numbers_below_one_are_refused(make_fake: Any) -> None:
    with pytest.raises(ValueError, match="at least 1"):
        make_fake(max_steps=0)
    with pytest.raises(ValueError, match="at least one part"):
        make_fake(observe=())


# ---- reset ---------------------------------------------------------------------------------------


def test_a_seed_fixes_task_and_parameters(env: GuiEnv) -> None:
    def draw(seed: int) -> list[tuple[str, dict[str, Any]]]:
        env.reset(seed=seed)
        first = (env.task.name, dict(env.task.params))
        env.reset()
        return [first, (env.task.name, dict(env.task.params))]

    assert draw(3) == draw(3)
    assert {draw(s)[0][0] for s in range(20)} == set(FAKE_SUITE)


def test_options_fix_task_and_parameters(env: GuiEnv) -> None:
    env.reset(seed=1, options=COUNT)
    assert dict(env.task.params) == COUNT["params"]
    env.reset(seed=1, options={"task": "AddNote"})
    assert env.task.name == "AddNote"


@pytest.mark.parametrize(
    ("options", "error", "hint"),
    [
        ({"task": "ConutTo"}, UnknownNameError, "'CountTo'"),
        ({"taks": "CountTo"}, UnknownNameError, "'task'"),
        ({"params": {"start": 1}}, TaskError, "whose parameters"),
        ({"task": "CountTo", "params": {}}, TaskError, "target"),
        ({"task": "CountTo", "params": 3}, TaskError, "mapping"),
        ({"task": "CountTo", "params": {"target": object()}}, TaskError, "JSON"),
        ({"task": "CountTo", "params": {"target": float("nan")}}, TaskError, "JSON"),
        ({"task": 3}, UnknownNameError, "3"),
    ],
)
def test_bad_options_are_refused(env: GuiEnv, options: dict[str, Any], error: type[Exception], hint: str) -> None:
    with pytest.raises(error, match=hint):
        env.reset(options=options)
    env.reset(seed=0)


def test_every_reset_starts_from_the_pristine_world(env: GuiEnv) -> None:
    env.reset(seed=0, options=COUNT)
    first = env.backend.state_hash()
    for action in (Action("input_text", index=4, text="x", press_enter=True), Action("click", index=6)):
        env.step(action)
    env.reset(seed=0, options=COUNT)
    assert env.backend.state_hash() == first


# ---- judging -------------------------------------------------------------------------------------


@pytest.mark.parametrize("task", list(FAKE_SUITE))
def test_oracles_succeed_idling_and_giving_up_do_not(env: GuiEnv, task: str) -> None:
    for seed in range(5):
        env.reset(seed=seed, options={"task": task})
        assert [s[1] for s in solve(env)][-1] == 1.0
        for ending in (DONE, GIVE_UP):
            env.reset(seed=seed, options={"task": task})
            _, reward, terminated, truncated, _ = env.step(ending)
            assert (reward, terminated, truncated) == (0.0, True, False)


def test_success_counts_only_when_declared(env: GuiEnv) -> None:
    env.reset(seed=0, options=COUNT)
    env.step(PLUS)
    assert env.step(PLUS)[1:4] == (0.0, False, False)
    assert env.step(DONE)[1:4] == (1.0, True, False)


def test_an_undeclared_success_scores_nothing(make_fake: Any) -> None:
    env = make_fake("CountTo", max_steps=2)
    env.reset(seed=0, options=COUNT)
    env.step(PLUS)
    assert env.step(PLUS)[1:4] == (0.0, False, True)


def test_the_last_step_of_the_budget_may_declare(make_fake: Any) -> None:
    env = make_fake("CountTo", max_steps=3)
    env.reset(seed=0, options=COUNT)
    env.step(PLUS)
    env.step(PLUS)
    assert env.step(DONE)[1:4] == (1.0, True, False)


def test_judging_every_step_ends_at_the_first_success(make_fake: Any) -> None:
    env = make_fake(judge="every_step")
    env.reset(seed=0, options=COUNT)
    assert env.step(PLUS)[1:4] == (0.0, False, False)
    assert env.step(PLUS)[1:4] == (1.0, True, False)


def test_the_budget_is_the_tasks(env: GuiEnv) -> None:
    env.reset(seed=0, options=COUNT)
    assert env.max_steps == CountTo.max_steps
    ends = [env.step(Action("wait"))[3] for _ in range(CountTo.max_steps)]
    assert ends == [False] * (CountTo.max_steps - 1) + [True]


def test_the_last_answer_is_judged_and_does_not_end_the_episode(env: GuiEnv) -> None:
    options = {"task": "ReadCount", "params": {"count": 7}}
    env.reset(seed=0, options=options)
    assert env.step(Action("answer", text="8"))[2] is False
    env.step(Action("answer", text="7"))
    assert env.answer == "7"
    assert env.step(DONE)[1] == 1.0
    env.reset(seed=0, options=options)
    assert env.answer is None
    assert env.step(Action("status", goal_status="complete", text="7"))[1] == 1.0


def test_an_infeasible_task_is_judged_when_declared_so() -> None:
    class Impossible(ReadCount):
        name = "Impossible"
        feasible = False

        def evaluate(self, backend: Any, answer: str | None) -> float:
            return 1.0

    env = GuiEnv(FakeBackend, Impossible)
    env.reset(seed=0)
    assert env.step(GIVE_UP)[1:3] == (1.0, True)


def test_a_score_outside_zero_to_one_is_the_tasks_mistake() -> None:
    class Generous(ReadCount):
        name = "Generous"

        def evaluate(self, backend: Any, answer: str | None) -> float:
            return 2.0

    env = GuiEnv(FakeBackend, Generous)
    env.reset(seed=0)
    with pytest.raises(TaskError, match="scores lie in"):
        env.step(DONE)


def test_no_step_before_reset_or_after_the_end(env: GuiEnv) -> None:
    with pytest.raises(ResetNeeded):
        env.step(PLUS)
    env.reset(seed=0)
    env.step(DONE)
    with pytest.raises(ResetNeeded):
        env.step(PLUS)


# ---- actions -------------------------------------------------------------------------------------


def test_the_same_action_in_all_its_forms(env: GuiEnv) -> None:
    action = Action("click", index=1)
    sample = env.action_space.sample() | {
        "type": np.int64(env.action_types.index("click")),
        "target": np.int64(0),
        "index": np.int64(1),
    }
    for form in (action, action.to_json(), action.to_json().encode(), action.to_dict(), sample):
        env.reset(seed=0, options=COUNT)
        assert env.to_action(form) == action
        env.step(form)
        assert env.elements[2].text == "1"


GARBAGE = st.one_of(
    st.none(),
    st.integers(),
    st.floats(),
    st.text(max_size=20),
    st.binary(max_size=20),
    st.lists(st.integers(), max_size=3),
    st.dictionaries(st.sampled_from(["type", "index", "point", "x"]), st.text(max_size=3) | st.floats()),
)


@given(GARBAGE)
def test_garbage_changes_nothing(value: Any) -> None:
    env = GuiEnv(FakeBackend, FAKE_SUITE)
    env.reset(seed=0)
    before = env.state_hash()
    with pytest.raises(ActionError):
        env.step(value)
    assert env.state_hash() == before
    env.step(PLUS)


@pytest.mark.parametrize(
    ("action", "hint"),
    [
        (Action("click", index=99), "no element 99: the screen has 8"),
        (Action("click", x=-1, y=5), "off the screen"),
        (Action("click", x=240, y=5), "off the screen"),
        (Action("swipe", x=1, y=1, to_x=1, to_y=9999), "off the screen"),
        (Action("open_app", app="Nonesuch"), "no app"),
        (Action("input_text", text="x"), "input focus"),
        (Action("goto", url="http://x"), "does not know 'goto'"),
    ],
)
def test_a_mistake_is_a_step_without_effect(env: GuiEnv, action: Action, hint: str) -> None:
    env.reset(seed=0, options=COUNT)
    before = env.backend.state_hash()
    _, reward, terminated, truncated, info = env.step(action)
    assert hint in info["action_error"]
    assert (reward, terminated, truncated, info["step"]) == (0.0, False, False, 1)
    assert env.backend.state_hash() == before
    assert "action_error" not in env.step(PLUS)[4]


def test_samples_are_always_legal(make_fake: Any) -> None:
    env = make_fake(max_steps=10**6)
    env.action_space.seed(0)
    env.reset(seed=0)
    for _ in range(500):
        observation, _, terminated, truncated, _ = env.step(env.action_space.sample())
        assert env.observation_space.contains(observation)
        if terminated or truncated:
            env.reset()


# ---- failure -------------------------------------------------------------------------------------


def test_a_lost_device_ends_the_episode_and_the_next_reset_gets_a_new_one(env: GuiEnv) -> None:
    env.reset(seed=0, options=COUNT)
    broken = env.backend
    broken.broken = True  # type: ignore[attr-defined]
    observation, reward, terminated, truncated, info = env.step(PLUS)
    assert (reward, terminated, truncated) == (0.0, False, True)
    assert info["error"] == "BackendError: the fake device is gone"
    assert env.observation_space.contains(observation)
    with pytest.raises(ResetNeeded):
        env.step(PLUS)
    env.reset(seed=0, options=COUNT)
    assert env.backend is not broken
    env.step(PLUS)
    assert env.elements[2].text == "1"


def test_a_device_lost_during_reset_is_replaced_once() -> None:
    made = []

    class Flaky(FakeBackend):
        def __init__(self) -> None:
            super().__init__()
            made.append(self)

        def seed_world(self, count: int = 0, notes: tuple[str, ...] = ()) -> None:
            if len(made) == 1:
                raise BackendError("not yet")
            super().seed_world(count, notes)

    env = GuiEnv(Flaky, FAKE_SUITE)
    env.reset(seed=0)
    assert len(made) == 2


def test_a_factory_must_make_a_backend() -> None:
    with pytest.raises(TypeError, match="lacks parts of Backend"):
        GuiEnv(dict, FAKE_SUITE)  # type: ignore[arg-type]
    with pytest.raises(UnknownNameError, match="FakeBackend"):
        GuiEnv("osgenesis.envs.core.fake:FakeBackends", FAKE_SUITE)
    with pytest.raises(UnknownNameError, match="nowhere"):
        GuiEnv("nowhere:Backend", FAKE_SUITE)
    with pytest.raises(TypeError, match="Suite or a Task"):
        GuiEnv(FakeBackend, "json:dumps")


# ---- snapshots -----------------------------------------------------------------------------------

MOVES = st.lists(
    st.sampled_from(
        [
            PLUS,
            Action("click", index=3),
            Action("click", index=6),
            Action("input_text", index=4, text="ä😀", press_enter=True),
            Action("scroll", direction="down"),
            Action("navigate_home"),
            Action("open_app", app="Counter"),
            Action("answer", text="3"),
            Action("click", index=999),
        ]
    ),
    max_size=8,
)


def run(env: GuiEnv, moves: list[Action]) -> list[Any]:
    said: list[Any] = []
    for move in moves:
        observation, *rest = env.step(move)
        said.append([observation["ui"], observation["screenshot"].tobytes(), *rest])
    return [*said, env.state_hash()]


@given(MOVES, MOVES)
def test_both_branches_of_a_fork_equal_a_replay(past: list[Action], future: list[Action]) -> None:
    env = GuiEnv(FakeBackend, FAKE_SUITE, max_steps=100)
    env.reset(seed=5)
    run(env, past)
    moment = pickle.loads(pickle.dumps(env.snapshot()))
    twin = env.fork()
    assert twin.state_hash() == env.state_hash()
    here, there = run(env, future), run(twin, future)
    assert here == there
    env.restore(moment)
    assert run(env, future) == here
    env.reset(seed=5)
    assert run(env, past + future)[len(past) :] == here
    fresh = GuiEnv(FakeBackend, FAKE_SUITE, max_steps=100)
    fresh.restore(moment)
    assert run(fresh, future) == here


def test_restore_brings_back_counter_answer_end_and_random_numbers(env: GuiEnv) -> None:
    env.reset(seed=0, options={"task": "ReadCount"})
    env.step(Action("answer", text="1"))
    moment = env.snapshot()
    env.step(Action("answer", text="2"))
    env.step(DONE)
    drawn = [env.np_random.random() for _ in range(3)]
    env.restore(moment)
    assert (env.steps, env.answer) == (1, "1")
    assert [env.np_random.random() for _ in range(3)] == drawn
    env.step(Action("wait"))


def test_the_hash_covers_the_episode_as_well_as_the_world(env: GuiEnv) -> None:
    env.reset(seed=0, options=COUNT)
    hashes = {env.state_hash()}
    for change in (
        lambda: env.step(Action("answer", text="1")),
        lambda: env.step(Action("answer", text="1")),
        lambda: env.np_random.random(),
        lambda: env.step(PLUS),
    ):
        change()
        hashes.add(env.state_hash())
    assert len(hashes) == 5
    assert all(len(h) == 32 and int(h, 16) >= 0 for h in hashes)


def test_a_backend_that_cannot_says_so() -> None:
    class Simple(FakeBackend):
        capabilities = frozenset()

    env = GuiEnv(Simple, FAKE_SUITE, observe=("ui",))
    env.reset(seed=0)
    for call in (env.snapshot, env.fork, env.state):
        with pytest.raises(CapabilityError, match="cannot do"):
            call()
    with pytest.raises(CapabilityError, match="screenshot"):
        GuiEnv(Simple, FAKE_SUITE)


def test_state_shows_what_an_interaction_changed(env: GuiEnv) -> None:
    env.reset(seed=0, options=COUNT)
    env.step(PLUS)
    assert env.state().tables["Counter/numbers"]["count"]["value"] == 1


# ---- pictures ------------------------------------------------------------------------------------


def test_rgb_array_gives_the_screen(make_fake: Any) -> None:
    env = make_fake(render_mode="rgb_array", observe=("goal",))
    env.reset(seed=0)
    frame = env.render()
    assert frame is not None
    assert (frame.shape, frame.dtype) == ((480, 240, 3), np.uint8)


def test_human_opens_a_window_or_says_what_is_missing(make_fake: Any, monkeypatch: Any) -> None:
    pytest.importorskip("pygame")
    env = make_fake(render_mode="human")
    env.reset(seed=0)
    env.step(PLUS)
    env.close()
    monkeypatch.setitem(sys.modules, "pygame", None)
    env = make_fake(render_mode="human")
    with pytest.raises(DependencyNotInstalled, match="pip install pygame"):
        env.reset(seed=0)


def test_a_turned_screen_is_shown_in_the_shape_of_the_space() -> None:
    class Turned(FakeBackend):
        turned = False

        @property
        def screen_size(self) -> tuple[int, int]:  # type: ignore[override]
            return (480, 240) if self.turned else (240, 480)

        def screenshot(self) -> Any:
            picture = super().screenshot()
            return np.rot90(picture, -1) if self.turned else picture

    env = GuiEnv(Turned, FAKE_SUITE, observe=("screenshot",))
    upright, _ = env.reset(seed=0)
    env.backend.turned = True  # type: ignore[attr-defined]
    turned, _, _, _, info = env.step(Action("unknown"))
    assert env.observation_space.contains(turned)
    assert info["screen_size"] == (480, 240)
    assert np.array_equal(turned["screenshot"], upright["screenshot"])


# ---- tasks ---------------------------------------------------------------------------------------


def test_parameters_are_private_json_data() -> None:
    given_params: dict[str, Any] = {"count": np.int64(4), "more": [1, {"a": "b"}]}
    task = ReadCount(given_params)
    given_params["more"].append(2)
    assert json.loads(json.dumps(dict(task.params))) == {"count": 4, "more": [1, {"a": "b"}]}
    with pytest.raises(TypeError):
        task.params["count"] = 5  # type: ignore[index]
    assert isinstance(task.params, Mapping)
    assert pickle.loads(pickle.dumps(task)).params == task.params


def test_a_goal_may_be_made_otherwise_than_by_the_template() -> None:
    class Spelled(CountTo):
        name = "Spelled"

        @property
        def goal(self) -> str:
            return "Count."

    assert Spelled({}).goal == "Count."
    assert isinstance(Spelled({}), Task)
