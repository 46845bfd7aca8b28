"""AndroidControl as an environment: teacher forcing, rewards, both levels, and the whole contract."""

import json
import pickle
import re
from pathlib import Path
from typing import Any

import gymnasium as gym
import numpy as np
import pytest
from gymnasium.utils.env_checker import check_env
from gymnasium.wrappers import RecordEpisodeStatistics

from osgenesis.agents.evaluate import Evaluation, evaluate
from osgenesis.agents.noop import NoopAgent
from osgenesis.agents.rollout import rollout
from osgenesis.envs.android_control import names, screens
from osgenesis.envs.android_control.environment import AndroidControlEnv, make_android_control
from osgenesis.envs.android_control.forest import screen_elements
from osgenesis.envs.android_control.matching import PROTOCOLS
from osgenesis.envs.android_control.playback import Demonstration
from osgenesis.envs.android_control.predictions import predictions_by_key
from osgenesis.envs.android_control.scoring import score
from osgenesis.envs.android_control.shards import Dataset
from osgenesis.envs.android_control.tapes import Library
from osgenesis.envs.core.actions import Action
from osgenesis.envs.core.checker import check_environment
from osgenesis.envs.core.elements import Element
from osgenesis.envs.core.errors import DataError, TaskError, UnknownNameError

CLICK = Action("click", x=25, y=25)
TYPE = Action("input_text", text="buy milk today")
DOWN = Action("scroll", direction="down")
WAIT = Action("wait")
DONE = Action("status", goal_status="complete")
LIGHT = ("goal", "ui", "elements")


@pytest.fixture(autouse=True)
def _registered() -> None:
    for name, level in names.LEVELS.items():
        if f"{names.FAMILY}/{name}-v0" not in gym.registry:
            gym.register(f"{names.FAMILY}/{name}-v0", names.ENTRY_POINT, kwargs={"level": level})


@pytest.fixture
def env(control_folder: Path) -> AndroidControlEnv:
    return make_android_control(data=control_folder, observe=LIGHT)


def play(env: AndroidControlEnv, episode_id: int, *actions: Action) -> list[tuple[Any, ...]]:
    env.reset(seed=0, options={"episode_id": episode_id})
    return [env.step(action) for action in actions]


# ---- playing ------------------------------------------------------------------------------------------


def test_recorded_screens_follow_one_another_whatever_is_done(env: AndroidControlEnv) -> None:
    observation, info = env.reset(options={"episode_id": 1})
    assert observation["goal"] == "Goal of 1."
    assert [e.text for e in info["elements"]] == ["One 0", "Two 0"]
    said = [env.step(action) for action in (CLICK, Action("navigate_home"), DOWN)]
    assert [step[4]["elements"][0].text for step in said] == ["One 1", "One 2", "One 3"]
    assert [step[1] for step in said] == [1.0, 0.0, 1.0]
    assert [step[2] for step in said] == [False, False, True]
    assert [step[3] for step in said] == [False, False, False]
    assert [step[4]["type_correct"] for step in said] == [True, False, True]
    assert [step[4]["correct"] for step in said] == [True, False, True]
    assert said[-1][4]["episode_score"] == pytest.approx(2 / 3)


@pytest.mark.parametrize(
    "action",
    [
        Action("click", index=77),
        Action("click", x=5000, y=5000),
        Action("double_tap", index=0),
        Action("swipe", direction="up"),
        Action("answer", text="42"),
        Action("unknown"),
        DONE,
        WAIT,
    ],
)
def test_a_mistake_is_a_wrong_step_and_the_recording_goes_on(env: AndroidControlEnv, action: Action) -> None:
    wrong, after = play(env, 1, action, TYPE)
    assert (wrong[1], wrong[2]) == (0.0, False)
    assert wrong[4]["elements"][0].text == "One 1"
    assert after[1] == 1.0
    impossible = action.type in ("double_tap", "swipe") or action.index == 77 or action.x == 5000
    assert ("action_error" in wrong[4]) == impossible


def test_an_index_is_compared_as_the_middle_of_its_element(env: AndroidControlEnv) -> None:
    assert play(env, 1, Action("click", index=0))[0][1] == 1.0
    assert play(env, 1, Action("click", index=1))[0][1] == 0.0


def test_an_episode_may_end_at_the_first_mistake(control_folder: Path) -> None:
    env = make_android_control(data=control_folder, observe=LIGHT, on_mistake="terminate")
    first, second = play(env, 1, CLICK, WAIT)
    assert not first[2]
    assert second[2]
    assert second[4]["episode_score"] == pytest.approx(1 / 3)


def test_the_end_can_be_a_step_of_its_own(control_folder: Path) -> None:
    env = make_android_control(data=control_folder, observe=LIGHT, score_end=True)
    said = play(env, 2, Action("open_app", app="Clock"), DONE)
    assert [(step[1], step[2]) for step in said] == [(1.0, False), (1.0, True)]
    assert said[-1][4]["episode_score"] == 1.0
    said = play(env, 2, Action("open_app", app="Clock"), WAIT)
    assert (said[-1][1], said[-1][2]) == (0.0, True)
    assert said[-1][4]["elements"] == said[0][4]["elements"]


def test_the_low_level_says_what_the_next_step_is(control_folder: Path) -> None:
    env = make_android_control("low", data=control_folder, observe=LIGHT)
    observation, info = env.reset(options={"episode_id": 1})
    assert observation["goal"] == "Goal of 1.\n\nNow: Tap One"
    assert info["instruction"] == "Tap One"
    goals = [env.step(action)[0]["goal"] for action in (CLICK, TYPE, DOWN)]
    assert goals == ["Goal of 1.\n\nNow: Type it", "Goal of 1.\n\nNow: Scroll up", "Goal of 1."]


def test_the_high_level_does_not(env: AndroidControlEnv) -> None:
    _, info = env.reset(options={"episode_id": 1})
    assert "instruction" not in info


@pytest.mark.parametrize("level", ["high", "low"])
def test_the_recorded_action_is_not_shown(control_folder: Path, level: str) -> None:
    env = make_android_control(level, data=control_folder, observe=LIGHT)
    told = [env.reset(options={"episode_id": 1})[1], *(step[4] for step in play(env, 1, WAIT, WAIT, WAIT))]
    for info in told:
        shown = json.dumps({key: value for key, value in info.items() if key != "elements"})
        assert "buy milk today" not in shown
        assert not [value for value in info.values() if isinstance(value, Action)]


def test_rules_are_chosen_by_name(control_folder: Path) -> None:
    near = Action("click", x=75, y=25)  # the element beside
    for name, reward in (("bbox", 0.0), ("genesis", 1.0), ("width14", 0.0)):
        env = make_android_control(data=control_folder, observe=LIGHT, matcher=name)
        assert play(env, 1, near)[0][1] == reward
    up = Action("scroll", direction="up")
    assert play(make_android_control(data=control_folder, observe=LIGHT, protocol="genesis"), 1, CLICK, TYPE, up)[2][1]
    assert PROTOCOLS["official"] == make_android_control(data=control_folder, protocol="official").rules
    for wrong in (
        {"matcher": "box"},
        {"protocol": "oficial"},
        {"split": "tests"},
        {"level": "lo"},
        {"on_mistake": "go"},
    ):
        with pytest.raises(UnknownNameError):
            make_android_control(data=control_folder, **wrong)  # type: ignore[arg-type]


# ---- choosing an episode --------------------------------------------------------------------------------


def test_seeds_draw_from_the_split_and_repeat(env: AndroidControlEnv) -> None:
    drawn = [env.reset(seed=seed)[1]["episode_id"] for seed in range(40)]
    assert set(drawn) == {1, 2, 3, 5}
    assert drawn == [env.reset(seed=seed)[1]["episode_id"] for seed in range(40)]


def test_sub_splits_and_splits_narrow_it(control_folder: Path) -> None:
    def ids(**chosen: str) -> tuple[str, ...]:
        return tuple(make_android_control(data=control_folder, **chosen).suite)  # type: ignore[arg-type]

    assert ids(subsplit="app_unseen") == ("Episode-3",)
    assert ids(split="train") == ("Episode-4",)
    assert ids(split="all") == tuple(f"Episode-{i}" for i in (1, 2, 3, 4, 5))


def test_an_episode_is_chosen_by_id_or_as_a_task(env: AndroidControlEnv) -> None:
    for options in (
        {"episode_id": 3},
        {"episode_id": np.int64(3)},
        {"task": "Episode-3"},
        {"task": "Demonstration", "params": {"episode_id": 3}},
    ):
        assert env.reset(options=options)[1]["episode_id"] == 3
    with pytest.raises(UnknownNameError, match="episode of this split"):
        env.reset(options={"episode_id": 4})
    with pytest.raises(UnknownNameError, match="Episode-1"):
        env.reset(options={"task": "Episode-01"})
    with pytest.raises(TaskError, match="whole number"):
        env.reset(options={"episode_id": "3"})
    with pytest.raises(UnknownNameError):
        env.reset(options={"episode_id": 3, "task": "Episode-3"})
    assert "Episode-3" in env.suite
    assert "Episode-4" not in env.suite


def test_without_data_it_plays_a_sample_and_says_so() -> None:
    env = make_android_control(observe=LIGHT)
    assert env.reset(seed=1)[1]["data"] == "sample"


def test_an_absent_data_set_is_named(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="fetch"):
        make_android_control(data=tmp_path)


# ---- the contract ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("level", ["high", "low"])
@pytest.mark.parametrize("options", [{}, {"score_end": True, "on_mistake": "terminate", "matcher": "genesis"}])
def test_it_keeps_the_contract(control_folder: Path, level: str, options: dict[str, Any]) -> None:
    check_environment(make_android_control(level, data=control_folder, **options), seed=3)


@pytest.mark.parametrize("name", list(names.LEVELS))
def test_it_passes_gymnasiums_checker(control_folder: Path, name: str) -> None:
    env = gym.make(f"{names.FAMILY}/{name}-v0", data=str(control_folder), render_mode="rgb_array")
    check_env(env.unwrapped)
    check_environment(env)


def test_a_snapshot_survives_pickling(env: AndroidControlEnv) -> None:
    play(env, 1, CLICK)
    here, digest = env.look(), env.state_hash()
    snapshot = pickle.loads(pickle.dumps(env.snapshot()))
    assert env.step(TYPE)[1] == 1.0
    env.restore(snapshot)
    assert (env.state_hash(), env.look()[1]) == (digest, here[1])
    assert env.step(TYPE)[1] == 1.0


@pytest.mark.parametrize("mode", ["sync", "async"])
def test_vector_environments(control_folder: Path, mode: str) -> None:
    vector: Any = gym.make_vec(
        f"{names.FAMILY}/Low-v0",
        num_envs=2,
        vectorization_mode=mode,
        data=str(control_folder),
        observe=("goal", "screenshot"),
    )
    try:
        observations, _ = vector.reset(seed=[5, 6])
        again, _ = vector.reset(seed=[5, 6])
        assert observations["screenshot"].shape == (2, 240, 240, 3)
        assert np.array_equal(observations["screenshot"], again["screenshot"])
        for _ in range(4):
            vector.step(vector.action_space.sample())
    finally:
        vector.close()


# ---- pictures -------------------------------------------------------------------------------------------


def test_screens_lie_at_the_top_left_of_the_largest_of_the_split(control_folder: Path) -> None:
    env = make_android_control(data=control_folder, observe=("screenshot",))
    for episode_id, (width, height) in ((1, (108, 240)), (5, (240, 108))):
        observation, info = env.reset(options={"episode_id": episode_id})
        frame = observation["screenshot"]
        assert frame.shape == (240, 240, 3)
        assert info["screen_size"] == (width, height)
        assert (frame[:height, :width] == (episode_id, 0, 7)).all()
        assert not frame[height:].any()
        assert not frame[:, width:].any()
        assert (env.step(WAIT)[0]["screenshot"][0, 0] == (episode_id, 1, 7)).all()


def test_the_space_can_be_chosen(control_folder: Path) -> None:
    env = make_android_control(data=control_folder, observe=("screenshot",), screen=(100, 300))
    frame = env.reset(options={"episode_id": 5})[0]["screenshot"]
    assert frame.shape == (300, 100, 3)
    assert (frame[:108] == (5, 0, 7)).all()
    for wrong in ((0, 5), (5,), (5, 10**6)):
        with pytest.raises(ValueError, match="screen must be"):
            make_android_control(data=control_folder, screen=wrong)


def test_damage_is_named_or_left_out(tmp_path: Path, make_control_episode: Any) -> None:
    from dataclasses import replace

    from osgenesis.envs.android_control.writer import write_dataset

    good = make_control_episode(1, [{"action_type": "wait"}])
    bad = replace(make_control_episode(2, [{"action_type": "wait"}]), forests=(b"\xff\xff", b"\xff"))
    write_dataset([good, bad], tmp_path, shards=1, splits={"test": [1, 2]})
    env = make_android_control(data=tmp_path, observe=LIGHT)
    with pytest.raises(DataError, match=r"record 1 \(episode 2\): accessibility_trees\[0\]: not an"):
        env.reset(options={"episode_id": 2})
    env = make_android_control(data=tmp_path, observe=LIGHT, skip_bad=True)
    assert {env.reset(seed=seed)[1]["episode_id"] for seed in range(20)} == {1}
    assert list(env.skipped) == [2]
    assert "accessibility_trees" in env.skipped[2]


@pytest.mark.parametrize("part", ["elements", "screenshot"])
def test_damage_in_the_middle_of_an_episode_ends_it(tmp_path: Path, make_control_episode: Any, part: str) -> None:
    from dataclasses import replace

    from osgenesis.envs.android_control.writer import write_dataset

    good = make_control_episode(1, [{"action_type": "wait"}])
    bad = make_control_episode(2, [{"action_type": "wait"}] * 2)
    if part == "elements":
        bad = replace(bad, forests=(bad.forests[0], b"\xff\xff", b"\xff"))
    else:
        bad = replace(bad, screenshots=(bad.screenshots[0], b"nonsense", b"nonsense"))
    write_dataset([good, bad], tmp_path, shards=1, splits={"test": [1, 2]})
    field = {"elements": "accessibility_trees", "screenshot": "screenshots"}[part]
    message = rf"android_control-00000-of-00001, record 1 \(episode 2\): {field}\[1\]: not a"

    env = make_android_control(data=tmp_path, observe=("goal", part))
    env.reset(options={"episode_id": 2})
    with pytest.raises(DataError, match=message):
        env.step(WAIT)

    env = make_android_control(data=tmp_path, observe=("goal", part), skip_bad=True)
    env.reset(options={"episode_id": 2})
    observation, reward, terminated, truncated, info = env.step(WAIT)
    assert env.observation_space.contains(observation)
    assert (reward, terminated, truncated) == (0.0, False, True)
    assert re.search(message, info["error"])
    assert info["episode_id"] == 2
    assert list(env.skipped) == [2]
    assert {env.reset(seed=seed)[1]["episode_id"] for seed in range(20)} == {1}


# ---- agents ---------------------------------------------------------------------------------------------


def test_the_oracle_gets_everything_right_and_a_record_can_be_scored(control_folder: Path, tmp_path: Path) -> None:
    options = {"data": str(control_folder)}
    summary = evaluate(Evaluation(names.FAMILY, "oracle", tmp_path, env_options=options))
    assert (summary["n_episodes"], summary["n_success"], summary["mean_reward"]) == (4, 4, 1.0)
    assert (summary["backend"], summary["mean_steps"]) == ("recorded", 2.25)
    actions = {key: p.action for key, p in predictions_by_key(tmp_path / "episodes").items()}
    library = Library.open(control_folder)
    report = score(library, library.ids("test"), actions, [PROTOCOLS["official"]])
    assert report["protocols"]["official"]["step_accuracy"] == {"percent": 100.0, "right": 9, "total": 9}


def test_an_evaluations_reward_is_the_share_of_right_steps(control_folder: Path, tmp_path: Path) -> None:
    options = {"data": str(control_folder), "task": None}
    evaluation = Evaluation(names.FAMILY, "random", tmp_path, n_seeds=2, env_options=options)
    summary = evaluate(evaluation)
    assert summary["n_episodes"] == 8
    assert summary["n_errors"] == 0
    assert 0.0 <= summary["mean_reward"] < 1.0


def test_a_record_of_a_played_episode(env: AndroidControlEnv) -> None:
    episode = rollout(env, NoopAgent(), seed=0, options={"task": "Episode-1"})
    assert (episode.task, episode.goal, episode.backend) == ("Episode-1", "Goal of 1.", "recorded")
    assert (episode.reward, episode.success, episode.ending, len(episode.steps)) == (0.0, False, "over", 3)


def test_wrappers_that_add_up_rewards_see_single_steps(env: AndroidControlEnv) -> None:
    wrapped = RecordEpisodeStatistics(env)
    wrapped.reset(options={"episode_id": 1})
    for action in (CLICK, TYPE, DOWN):
        info = wrapped.step(action)[4]
    assert info["episode"]["r"] == 3.0
    assert info["episode_score"] == 1.0


def test_nobody_reads_elements_that_nobody_asks_for(control_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    looked = []

    def watched(data: bytes, size: tuple[int, int]) -> tuple[Element, ...]:
        looked.append(data)
        return screen_elements(data, size)

    monkeypatch.setattr(screens, "screen_elements", watched)
    env = AndroidControlEnv(Library(Dataset(control_folder)), observe=("goal",))
    _, info = env.reset(options={"episode_id": 1})
    for action in (CLICK, TYPE, DOWN):
        info = env.step(action)[4]
    assert info["app"] == "org.example"
    assert not looked
    assert [e.text for e in info["elements"]] == ["One 3", "Two 3"]
    assert len(info["elements"]) == 2
    assert len(looked) == 1


def test_elements_are_those_of_the_recording_in_all_their_forms(control_folder: Path) -> None:
    library = Library(Dataset(control_folder))
    env = AndroidControlEnv(library, observe=("goal",))
    _, info = env.reset(options={"episode_id": 1})
    elements = library.tape(1).screens[0].elements
    assert info["elements"] == elements
    assert elements == info["elements"]
    assert info["elements"] != elements[:1]
    assert hash(info["elements"]) == hash(elements)
    assert info["elements"][1:] == elements[1:]
    again = pickle.loads(pickle.dumps(info["elements"]))
    assert type(again) is tuple
    assert again == elements


def test_a_task_needs_an_episode() -> None:
    with pytest.raises(TaskError, match="episode_id"):
        Demonstration({"episode_id": "1"})
    with pytest.raises(TaskError, match="needs params"):
        Demonstration.sample_params(np.random.default_rng(0))


def test_a_library_keeps_a_bounded_number_of_bytes(control_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from osgenesis.envs.android_control import tapes

    library = Library(Dataset(control_folder))
    first = library.tape(1)
    assert library.tape(1) is first
    assert library.pictures(1) is library.pictures(1)
    monkeypatch.setattr(tapes, "_KEEP_FORESTS", first.n_bytes)
    monkeypatch.setattr(tapes, "_KEEP_BYTES", 1)
    pictures = library.pictures(1)
    library.tape(2)
    library.pictures(2)
    assert library.tape(1) is not first
    assert library.pictures(1) is not pictures
    assert library.tape(1).actions == first.actions
