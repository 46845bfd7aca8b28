"""Episodes: one record, written so that nothing is lost or doubled."""

import json
import os
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from osgenesis.envs.core.actions import Action
from osgenesis.envs.core.elements import Element
from osgenesis.envs.core.environment import GuiEnv
from osgenesis.envs.core.episode_files import EpisodeWriter, read_episodes
from osgenesis.envs.core.episodes import VERSION, Episode, EpisodeRecorder, Frame, Step
from osgenesis.envs.core.errors import DataError
from osgenesis.envs.core.fake import FAKE_SUITE, FakeBackend

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
BUTTON = Element("OK", "", "Button", "", "", "p", 0, 0, 1, 1, 33, "application")
FRAMES = st.builds(
    Frame,
    app=TEXTS,
    ui=st.none() | TEXTS,
    elements=st.none() | st.lists(st.just(BUTTON), max_size=2).map(tuple),
    state_hash=st.none() | TEXTS,
    context=st.dictionaries(TEXTS, TEXTS, max_size=1),
)
STEPS = st.builds(
    Step,
    action=st.sampled_from([Action("click", index=1), Action("answer", text="ä")]),
    reward=st.floats(0, 1),
    terminated=st.booleans(),
    thought=st.none() | TEXTS,
    action_error=st.none() | TEXTS,
)
EPISODES = st.builds(
    Episode,
    id=st.from_regex(r"[A-Za-z0-9][A-Za-z0-9._-]{0,10}", fullmatch=True),
    task=TEXTS,
    goal=TEXTS,
    seed=st.none() | st.integers(),
    params=st.none() | st.dictionaries(TEXTS, st.integers(), max_size=2),
    parent=st.none() | TEXTS,
    frames=st.lists(FRAMES, max_size=2).map(tuple),
    steps=st.lists(STEPS, max_size=2).map(tuple),
    reward=st.floats(0, 1),
    success=st.booleans(),
    ending=st.sampled_from(["complete", "budget", "error"]),
    extra=st.dictionaries(TEXTS, TEXTS, max_size=1),
)


def recorded(env: GuiEnv, **options: Any) -> Episode:
    observation, info = env.reset(seed=4, options={"task": "AddNote"})
    recorder = EpisodeRecorder(agent="oracle", seed=4, **options)
    recorder.begin(observation, info)
    screen = env.screen()
    for action in env.task.oracle(screen):
        observation, reward, terminated, truncated, info = env.step(action)
        recorder.step(action, observation, reward, terminated, truncated, info, thought="so")
        screen.elements = env.elements
    recorder.annotate(summary="done")
    return recorder.episode("AddNote-s4", environment="Fake/AddNote-v0", backend="fake")


@pytest.fixture
def env() -> GuiEnv:
    return GuiEnv(FakeBackend, FAKE_SUITE)


@given(EPISODES)
def test_json_round_trip_is_identity(episode: Episode) -> None:
    assert Episode.from_dict(json.loads(json.dumps(episode.to_dict()))) == episode


def test_a_recorded_rollout_can_be_replayed(env: GuiEnv) -> None:
    episode = recorded(env)
    assert (episode.ending, episode.success, episode.reward) == ("complete", True, 1.0)
    assert (episode.task, episode.version, episode.agent) == ("AddNote", VERSION, "oracle")
    assert len(episode.frames) == len(episode.steps) + 1
    assert (episode.steps[-1].thought, episode.steps[-1].summary) == ("so", "done")
    env.reset(seed=episode.seed, options={"task": episode.task})
    assert [env.step(action)[1] for action in episode.actions][-1] == episode.reward


def test_endings(env: GuiEnv) -> None:
    observation, info = env.reset(seed=4)
    wait = Action("wait")
    recorder = EpisodeRecorder()
    recorder.begin(observation, info)
    assert recorder.episode("a").ending == "open"
    recorder.step(wait, observation, 0.0, False, True, info)
    assert recorder.episode("a").ending == "budget"
    recorder.step(wait, observation, 1.0, True, False, info)
    assert recorder.episode("a").ending == "success"
    recorder.step(Action("status", goal_status="infeasible"), observation, 0, True, False, info)
    assert recorder.episode("a").ending == "infeasible"
    recorder.fail(ValueError("no"))
    broken = recorder.episode("a")
    assert (broken.ending, broken.error, broken.success) == ("error", "ValueError: no", False)


def test_pictures_lie_beside_the_record(env: GuiEnv, tmp_path: Path) -> None:
    image = pytest.importorskip("PIL.Image")
    episode = recorded(env, keep_images=True, keep_elements=True)
    with EpisodeWriter(tmp_path) as writer:
        assert writer.write(episode)
    (read,) = read_episodes(tmp_path)
    assert read.steps == episode.steps
    assert read.frames[0].elements == episode.frames[0].elements
    for kept, frame in zip(episode.frames, read.frames, strict=True):
        assert frame.screenshot is not None
        assert kept.image is not None
        with image.open(tmp_path / frame.screenshot) as picture:
            assert np.array_equal(np.asarray(picture), kept.image)
    assert not list(tmp_path.rglob("*.part"))


def test_a_resumed_folder_neither_loses_nor_doubles(tmp_path: Path) -> None:
    with EpisodeWriter(tmp_path) as writer:
        assert writer.write(Episode("a"))
        assert not writer.write(Episode("a", task="again"))
    with EpisodeWriter(tmp_path) as writer:
        assert writer.ids == {"a"}
        assert "a" in writer
        assert not writer.write(Episode("a"))
        assert writer.write(Episode("b"))
    assert [e.id for e in read_episodes(tmp_path)] == ["a", "b"]


@given(cut=st.integers(1, 10**6))
def test_a_line_torn_anywhere_costs_only_itself(tmp_path_factory: Any, cut: int) -> None:
    folder = tmp_path_factory.mktemp("torn")
    with EpisodeWriter(folder) as writer:
        writer.write(Episode("a"))
        whole = writer.path.stat().st_size
        writer.write(Episode("b", goal="日本"))
    size = writer.path.stat().st_size
    os.truncate(writer.path, whole + cut % (size - whole - 1))
    assert [e.id for e in read_episodes(folder)] == ["a"]
    with EpisodeWriter(folder) as writer:
        assert writer.ids == {"a"}
        assert writer.write(Episode("b"))
    assert [e.id for e in read_episodes(folder)] == ["a", "b"]


def test_a_line_that_lacks_only_its_break_is_kept(tmp_path: Path) -> None:
    with EpisodeWriter(tmp_path) as writer:
        writer.write(Episode("a"))
    os.truncate(writer.path, writer.path.stat().st_size - 1)
    with EpisodeWriter(tmp_path) as writer:
        writer.write(Episode("b"))
    assert [e.id for e in read_episodes(tmp_path)] == ["a", "b"]


def test_two_writers_on_one_folder_are_refused(tmp_path: Path) -> None:
    pytest.importorskip("fcntl")
    with EpisodeWriter(tmp_path), pytest.raises(DataError, match="another process"):
        EpisodeWriter(tmp_path)


def test_a_full_disk_leaves_the_file_as_it_was(tmp_path: Path, monkeypatch: Any) -> None:
    with EpisodeWriter(tmp_path) as writer:
        writer.write(Episode("a"))
        before = writer.path.read_bytes()
        real = os.write

        def half(file: int, data: Any) -> int:
            real(file, bytes(data)[:5])
            raise OSError(28, "No space left on device")

        monkeypatch.setattr(os, "write", half)
        with pytest.raises(DataError, match="No space left"):
            writer.write(Episode("b"))
        monkeypatch.setattr(os, "write", real)
        assert writer.path.read_bytes() == before
        assert writer.write(Episode("b"))


@pytest.mark.parametrize("name", ["", "../up", "a/b", "x" * 200, "ä"])
def test_ids_that_could_leave_the_folder_are_refused(tmp_path: Path, name: str) -> None:
    with EpisodeWriter(tmp_path) as writer, pytest.raises(DataError, match="Episode id"):
        writer.write(Episode(name))


def test_what_json_cannot_hold_is_refused(tmp_path: Path) -> None:
    with EpisodeWriter(tmp_path) as writer:
        for extra in ({"a": object()}, {"a": float("nan")}):
            with pytest.raises(DataError, match="not JSON"):
                writer.write(Episode("a", extra=extra))
        assert writer.write(Episode("a"))


def test_a_folder_that_cannot_be_is_a_data_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(DataError, match="cannot take episodes"):
        EpisodeWriter(tmp_path / "file" / "x")
    with pytest.raises(DataError, match="cannot be read"):
        list(read_episodes(tmp_path / "nowhere.jsonl"))


@pytest.mark.parametrize(
    ("line", "hint"),
    [
        ("{nonsense", "not JSON"),
        ("[]", "object"),
        ("{}", "id must be"),
        ('{"id": "x", "format": "other/9"}', "format"),
        ('{"id": "x", "seed": 1.5}', "seed"),
        ('{"id": "x", "reward": "1"}', "reward"),
        ('{"id": "x", "ending": "sad"}', "ending"),
        ('{"id": "x", "steps": {}}', "steps"),
        ('{"id": "x", "steps": [{"action": {"type": "clik"}}]}', "clik"),
        ('{"id": "x", "frames": [{"elements": [[1]]}]}', "elements"),
    ],
)
def test_a_bad_line_is_named_or_skipped(tmp_path: Path, line: str, hint: str) -> None:
    file = tmp_path / "episodes.jsonl"
    good = json.dumps(Episode("a").to_dict())
    file.write_text(f"{good}\n{line}\n{good}\n")
    with pytest.raises(DataError, match=r"episodes\.jsonl, line 2") as caught:
        list(read_episodes(file))
    assert hint in str(caught.value)
    assert len(list(read_episodes(file, skip_bad=True))) == 2


def test_the_version_is_the_packages(root: Path) -> None:
    assert f'version = "{VERSION}"' in (root / "pyproject.toml").read_text()
