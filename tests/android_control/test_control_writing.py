"""Writing: the official layout, deterministic and all at once; recording on a phone; the bundled sample."""

import gzip
import importlib.util
import io
import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import gymnasium as gym
import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from osgenesis.envs.android.sim.phone import Phone
from osgenesis.envs.android_control.episodes import ControlEpisode
from osgenesis.envs.android_control.forest import decode_forest
from osgenesis.envs.android_control.recording import Recorder, control_moves, record_task, replay_record
from osgenesis.envs.android_control.sample import sample_path
from osgenesis.envs.android_control.shards import Dataset, stream_episodes
from osgenesis.envs.android_control.writer import write_dataset
from osgenesis.envs.android_world.environment import native_suite
from osgenesis.envs.core.actions import Action
from osgenesis.envs.core.elements import Element, Flag
from osgenesis.envs.core.episodes import EpisodeRecorder
from osgenesis.envs.core.errors import ActionError, DataError, TaskError
from osgenesis.envs.core.oracle import Screen

ACTIONS = st.one_of(
    st.builds(
        lambda kind, x, y: {"action_type": kind, "x": x, "y": y},
        st.sampled_from(["click", "long_press"]), st.integers(0, 5000), st.integers(0, 5000),
    ),
    st.builds(lambda d: {"action_type": "scroll", "direction": d}, st.sampled_from(["up", "down", "left", "right"])),
    st.builds(lambda t: {"action_type": "input_text", "text": t}, st.text(max_size=10)),
    st.builds(lambda a: {"action_type": "open_app", "app_name": a}, st.text(min_size=1, max_size=10)),
    st.builds(lambda k: {"action_type": k}, st.sampled_from(["navigate_back", "navigate_home", "wait"])),
)  # fmt: skip


@st.composite
def episodes(draw: st.DrawFn) -> list[ControlEpisode]:
    found = []
    for number in draw(st.lists(st.integers(0, 2**40), unique=True, max_size=4)):
        actions = draw(st.lists(ACTIONS, max_size=3))
        screens = len(actions) + 1
        blobs = st.lists(st.binary(max_size=12), min_size=screens, max_size=screens)
        found.append(
            ControlEpisode(
                number,
                draw(st.text(max_size=10)),
                tuple(actions),
                tuple(draw(st.text(max_size=5)) for _ in actions),
                tuple((draw(st.integers(1, 3000)), draw(st.integers(1, 3000))) for _ in range(screens)),
                tuple(draw(blobs)),
                tuple(draw(blobs)),
            )
        )
    return found


def plain(number: int) -> ControlEpisode:
    return ControlEpisode(number, "goal", (), (), ((1080, 2400),), (b"png",), (b"",))


def files_of(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


# ---- the writer ------------------------------------------------------------------------------------


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(given=episodes(), shards=st.integers(1, 4))
def test_what_is_written_is_read(tmp_path: Path, given: list[ControlEpisode], shards: int) -> None:
    write_dataset(given, tmp_path, shards=shards, overwrite=True)
    with Dataset(tmp_path) as dataset:
        assert {i: dataset.episode(i) for i in dataset.ids(with_actions=False)} == {e.episode_id: e for e in given}
    streamed = []
    for path in tmp_path.glob("android_control-*"):
        with path.open("rb") as file:
            streamed += list(stream_episodes(file, path.name))
    assert sorted(streamed, key=lambda e: e.episode_id) == sorted(given, key=lambda e: e.episode_id)


def test_files_have_the_official_names(tmp_path: Path) -> None:
    files = write_dataset(map(plain, range(30)), tmp_path, splits={"test": range(3)}, subsplits={"IDD": [1, 0]})
    assert [p.name for p in files[:2]] == ["android_control-00000-of-00020", "android_control-00001-of-00020"]
    assert {p.name for p in tmp_path.iterdir()} == {p.name for p in files}
    assert json.loads((tmp_path / "splits.json").read_text()) == {"test": [0, 1, 2]}
    assert json.loads((tmp_path / "test_subsplits.json").read_text()) == {"IDD": [0, 1]}


def test_equal_episodes_give_equal_bytes(tmp_path: Path) -> None:
    write_dataset(map(plain, range(5)), tmp_path / "a", shards=2)
    write_dataset(map(plain, range(5)), tmp_path / "b", shards=2)
    assert files_of(tmp_path / "a") == files_of(tmp_path / "b")


def test_nothing_appears_until_all_is_written(tmp_path: Path) -> None:
    def failing() -> Iterator[ControlEpisode]:
        yield plain(1)
        raise RuntimeError("the source broke")

    with pytest.raises(RuntimeError):
        write_dataset(failing(), tmp_path, shards=2)
    assert list(tmp_path.iterdir()) == []


def test_a_data_set_is_not_overwritten_by_accident(tmp_path: Path) -> None:
    write_dataset([plain(1)], tmp_path, shards=3, splits={"test": [1]})
    before = files_of(tmp_path)
    with pytest.raises(DataError, match="overwrite=True"):
        write_dataset([plain(2)], tmp_path, shards=2)
    assert files_of(tmp_path) == before
    write_dataset([plain(2)], tmp_path, shards=2, overwrite=True)
    assert sorted(files_of(tmp_path)) == ["android_control-00000-of-00002", "android_control-00001-of-00002"]


@pytest.mark.parametrize(
    ("numbers", "options", "message"),
    [
        ([1, 2, 1], {}, "episode 1 comes twice"),
        ([1], {"splits": {"test": [1, 7]}}, "splits.json: 'test' names episode 7"),
        ([1], {"shards": 0}, "1 to 1000 shards, not 0"),
    ],
)
def test_what_cannot_be_written_is_an_error(
    tmp_path: Path, numbers: list[int], options: dict[str, Any], message: str
) -> None:
    with pytest.raises(DataError, match=message):
        write_dataset(map(plain, numbers), tmp_path, **options)
    assert list(tmp_path.iterdir()) == []


# ---- our vocabulary in AndroidControl's -------------------------------------------------------------

FIELD = Element("", "", "android.widget.EditText", "", "Name", "p", 0, 0, 100, 50, int(Flag.EDITABLE), "application")
FULL = FIELD._replace(text="Ada", top=50, bottom=100)
BUTTON = FIELD._replace(text="Save", hint="", class_name="android.widget.Button", left=100, right=200, flags=1)
SCREEN = (FIELD, FULL, BUTTON)


@pytest.mark.parametrize(
    ("action", "recorded", "instruction"),
    [
        (Action("click", index=2), {"action_type": "click", "x": 150, "y": 25}, "Click on Save"),
        (Action("click", x=150, y=25), {"action_type": "click", "x": 150, "y": 25}, "Click on Save"),
        (Action("long_press", x=900, y=9), {"action_type": "long_press", "x": 900, "y": 9}, "Long press on the screen"),
        (Action("scroll", direction="left", index=1), {"action_type": "scroll", "direction": "left"}, "Scroll left"),
        (Action("swipe", direction="up"), {"action_type": "scroll", "direction": "down"}, "Scroll down"),
        (Action("swipe", x=0, y=0, to_x=300, to_y=9), {"action_type": "scroll", "direction": "left"}, "Scroll left"),
        (Action("input_text", text="Bo"), {"action_type": "input_text", "text": "Bo"}, "Type Bo"),
        (Action("open_app", app="Clock"), {"action_type": "open_app", "app_name": "Clock"}, "Open the Clock app"),
        (Action("wait", duration_ms=5), {"action_type": "wait"}, "Wait for the screen to finish loading"),
        (Action("navigate_home"), {"action_type": "navigate_home"}, "Go to the home screen"),
    ],
)
def test_an_action_becomes_its_counterpart(action: Action, recorded: dict[str, Any], instruction: str) -> None:
    (move,) = control_moves(action, SCREEN)
    assert (move.recorded, move.instruction) == (recorded, instruction)


def test_text_for_a_field_is_a_click_and_a_text() -> None:
    moves = control_moves(Action("input_text", index=0, text="Bo", clear_text=True), SCREEN)
    assert [m.recorded for m in moves] == [
        {"action_type": "click", "x": 50, "y": 25},
        {"action_type": "input_text", "text": "Bo"},
    ]
    assert [m.instruction for m in moves] == ["Click on Name field", "Type Bo"]


def test_what_the_records_do_not_hold_is_left_out() -> None:
    assert control_moves(Action("status", goal_status="complete"), SCREEN) == ()
    assert control_moves(Action("answer", text="42"), SCREEN) == ()


@pytest.mark.parametrize(
    ("action", "reason"),
    [
        (Action("input_text", index=1, text="Bo", clear_text=True), "cannot clear a field that holds text"),
        (Action("input_text", text="Bo", press_enter=True), "does not press Enter"),
        (Action("swipe", x=5, y=5, to_x=9, to_y=9), "too short to be a scroll"),
        (Action("double_tap", index=0), "cannot express"),
        (Action("drag", index=0, to_x=5, to_y=5), "cannot express"),
        (Action("keyboard_enter"), "cannot express"),
        (Action("status", goal_status="infeasible", text="no"), "cannot express"),
        (Action("click", index=3), "index 3 is not on the screen"),
    ],
)
def test_what_has_no_counterpart_is_refused_with_the_reason(action: Action, reason: str) -> None:
    with pytest.raises(ActionError, match=reason):
        control_moves(action, SCREEN)


# ---- recording -------------------------------------------------------------------------------------


def pixels(png: bytes) -> np.ndarray[Any, Any]:
    return np.asarray(Image.open(io.BytesIO(png)).convert("RGB"))


def test_a_demonstration_holds_each_screen_before_and_after() -> None:
    phone = Phone()
    before = phone.screenshot()
    recorder = Recorder(phone, "Open the clock.", 7)
    recorder.do(Action("open_app", app="Clock"), "Start the Clock app")
    found = recorder.episode()
    assert (found.episode_id, found.goal, found.instructions) == (7, "Open the clock.", ("Start the Clock app",))
    assert found.sizes == ((1080, 2400), (1080, 2400))
    assert (pixels(found.screenshots[0]) == before).all()
    assert (pixels(found.screenshots[1]) == phone.screenshot()).all()
    assert [e.label for e in found.elements(1)] == [e.label for e in phone.elements()]


def test_an_action_that_cannot_be_said_is_not_done() -> None:
    phone = Phone()
    recorder = Recorder(phone, "", 1)
    before = phone.state_hash()
    with pytest.raises(ActionError):
        recorder.do(Action("input_text", text="x", press_enter=True))
    assert phone.state_hash() == before
    assert recorder.episode().n_steps == 0


def test_a_task_is_recorded_from_its_oracle_and_replays_to_success() -> None:
    kind = native_suite()["SystemWifiTurnOff"]
    task = kind(kind.sample_params(np.random.default_rng(0)))
    found = record_task(task, Phone(), 5, lambda picture: b"")
    phone = Phone()
    task.initialize(phone)
    for step in range(found.n_steps):
        phone.perform(found.action(step))
    assert task.evaluate(phone, None) == 1.0


def test_an_episode_of_an_agent_becomes_a_demonstration() -> None:
    env: Any = gym.make("AndroidWorld/Suite-v0", observe=("goal",))
    recorder = EpisodeRecorder(task="SystemWifiTurnOff", seed=3)
    observation, info = env.reset(seed=3, options={"task": "SystemWifiTurnOff"})
    recorder.begin(observation, info)
    inner: Any = env.unwrapped
    screen = Screen(info["elements"], inner.backend.screen_size)
    nowhere = Action("click", index=9_999)
    recorder.step(nowhere, *env.step(nowhere))
    for action in inner.task.oracle(screen):
        observation, reward, terminated, truncated, info = env.step(action)
        recorder.step(action, observation, float(reward), terminated, truncated, info)
        screen.elements = info["elements"]
    record = recorder.episode("e1", params=dict(inner.task.params))
    final = inner.backend.state_hash()
    found = replay_record(record, env, 12)
    assert (found.episode_id, found.goal) == (12, record.goal)
    assert found.n_steps == len(record.steps) - 1  # the click on nothing is left out
    assert inner.backend.state_hash() == final
    with pytest.raises(TaskError, match="names no task"):
        replay_record(recorder.episode("e2", task=""), env, 13)
    env.close()


# ---- the sample ------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def maker() -> ModuleType:
    path = Path(__file__).resolve().parents[2] / "benchmarks" / "make_control_sample.py"
    spec = importlib.util.spec_from_file_location("make_control_sample", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_sample_shows_everything_that_readers_must_cope_with() -> None:
    assert sum(path.stat().st_size for path in sample_path().iterdir()) < 3 << 20
    with Dataset() as dataset:
        found = list(dataset)
        info = dataset.info()
    assert info["sample"]
    assert "not AndroidControl itself" in info["note"]
    assert info["index"] is None  # nothing is written into the installed package
    assert len(found) == 13
    assert sum(not e.actions for e in found) == 1
    kinds = Counter(action["action_type"] for e in found for action in e.actions)
    assert set(kinds) == {
        "click", "long_press", "scroll", "input_text", "open_app", "navigate_back", "navigate_home", "wait",
    }  # fmt: skip
    assert len({size for e in found for size in e.sizes}) >= 6
    nodes = [sum(len(w.nodes) for w in decode_forest(f)) for e in found for f in e.forests]
    assert max(nodes) == 3_000
    assert set(info["splits"]) == {"train", "validation", "test"}
    memberships = [dataset.splits.memberships(e.episode_id) for e in found]
    assert any(len(names) > 1 for names in memberships)


def test_every_screen_of_the_sample_is_a_picture_of_its_size() -> None:
    with Dataset() as dataset:
        for found in dataset:
            for (width, height), png in zip(found.sizes, found.screenshots, strict=True):
                assert pixels(png).shape == (height, width, 3)


def test_the_sample_is_what_its_maker_makes(maker: ModuleType) -> None:
    again = maker.planned(512, maker.PLANS[512])
    with Dataset() as dataset:
        kept = dataset.episode(512)
    assert again.to_features() | {"screenshots": 0} == kept.to_features() | {"screenshots": 0}
    for ours, theirs in zip(again.screenshots, kept.screenshots, strict=True):
        if ours != theirs:  # another version of Pillow or FreeType
            assert np.abs(pixels(ours).astype(int) - pixels(theirs)).mean() < 2


def test_the_sample_is_a_gzip_file_without_a_date() -> None:
    for path in sample_path().glob("android_control-*"):
        header = path.read_bytes()[:10]
        assert header[:4] == b"\x1f\x8b\x08\x00"  # deflate, no name
        assert header[4:8] == b"\0\0\0\0"
        assert len(gzip.decompress(path.read_bytes())) > 100_000
