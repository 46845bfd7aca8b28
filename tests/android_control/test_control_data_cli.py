"""`osgenesis data androidcontrol`: what it prints, as text and as JSON, and what it says of damage."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from osgenesis.envs.android_control.cli import commands
from osgenesis.envs.android_control.index import INDEX_NAME
from osgenesis.envs.android_control.shards import Dataset
from osgenesis.envs.android_control.writer import write_dataset
from osgenesis.envs.core.actions import Action
from osgenesis.envs.core.episode_files import EpisodeWriter
from osgenesis.envs.core.episodes import Episode, Step
from osgenesis.envs.core.errors import DataError


def run(*words: str) -> Result:
    return CliRunner().invoke(commands["data"], ["androidcontrol", *words], catch_exceptions=False)


@pytest.fixture
def damaged(tmp_path: Path) -> Path:
    """A copy of the sample's second shard, cut off."""
    with Dataset() as dataset:
        write_dataset(list(dataset)[:4], tmp_path / "data", shards=1, splits={"test": [17]})
    path = tmp_path / "data" / "android_control-00000-of-00001"
    path.write_bytes(path.read_bytes()[:-2000])
    return tmp_path / "data"


def test_info_says_that_the_sample_is_one() -> None:
    printed = run("info").output
    assert "the bundled sample" in printed
    assert "test: app_unseen" in printed
    assert "1 without actions" in printed
    assert "2 shards, 1.8 MB, the longest episode 6 actions" in printed


def test_info_as_json() -> None:
    facts = json.loads(run("info", "--json").output)
    assert (facts["episodes"], facts["sample"]) == (13, True)
    assert facts["splits"]["test"] == {"listed": 7, "episodes": 7, "actions": 29}


def test_damage_stops_unless_it_is_to_be_skipped(damaged: Path) -> None:
    with pytest.raises(DataError, match=r"record 3 at byte .*--skip-bad"):
        run("index", "--data", str(damaged))
    result = run("index", "--data", str(damaged), "--skip-bad")
    assert "3 episodes in 1 shard, 1 damaged and left out" in result.output
    assert "record 3 at byte" in result.stderr
    facts = json.loads(run("info", "--data", str(damaged), "--skip-bad", "--json").output)
    assert (facts["episodes"], facts["damaged_records"]) == (3, 1)


def test_index_reports_each_shard_once(tmp_path: Path) -> None:
    with Dataset() as dataset:
        write_dataset(list(dataset)[:2], tmp_path, shards=2)
    first = run("index", "--data", str(tmp_path)).output
    assert "android_control-00001-of-00002: 1 episodes" in first
    again = run("index", "--data", str(tmp_path)).output
    assert again.startswith(f"2 episodes in 2 shards\nindex: {tmp_path / INDEX_NAME}, ")


def test_show_prints_a_demonstration_and_writes_its_pictures(tmp_path: Path) -> None:
    printed = run("show", "512", "--out", str(tmp_path / "pictures"), "--elements").output
    assert printed.startswith("512: Begin a new contact whose first name is Amina.\ntest, app_unseen, task_unseen; 4")
    assert '"action_type": "input_text", "text": "Amina"}  Type Amina' in printed
    assert 'EditText "First name"' in printed
    assert len(list((tmp_path / "pictures").glob("512_*.png"))) == 5


def test_show_as_json() -> None:
    facts = json.loads(run("show", "17", "--json").output)
    assert facts["splits"] == ["train"]
    assert [s.get("instruction") for s in facts["steps"]][1:] == ["Click on Battery", "Go back", None]


@pytest.mark.parametrize(("words", "message"), [("x", "'x' is no number"), ("3-", "'3-' is no number")])
def test_wrong_shard_numbers_are_refused(tmp_path: Path, words: str, message: str) -> None:
    result = run("fetch", str(tmp_path), "--shards", words)
    assert result.exit_code == 2
    assert message in result.output


def test_fetch_without_a_server_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("no_proxy", "*")
    with pytest.raises(DataError, match=r"http://127\.0\.0\.1:1/.* cannot be read"):
        run("fetch", str(tmp_path / "ac"), "--shards", "0", "--url", "http://127.0.0.1:1/")
    assert not (tmp_path / "ac").exists()


def test_episodes_on_the_phone_become_a_data_set(tmp_path: Path) -> None:
    def episode(name: str, *actions: Action) -> Episode:
        return Episode(
            name,
            environment="AndroidWorld/Suite-v0",
            task="SystemWifiTurnOff",
            goal="Switch it off.",
            seed=1,
            steps=tuple(map(Step, actions)),
        )

    with EpisodeWriter(tmp_path / "episodes") as writer:
        writer.write(episode("good", Action("open_app", app="Settings"), Action("status", goal_status="complete")))
        writer.write(episode("bad", Action("keyboard_enter")))
    with pytest.raises(DataError, match="episode bad: AndroidControl cannot express"):
        run("record", str(tmp_path / "episodes"), str(tmp_path / "out"))
    result = run("record", str(tmp_path / "episodes"), str(tmp_path / "out"), "--skip-bad", "--split", "test")
    assert result.output.startswith(f"1 episodes in {tmp_path / 'out'}, 1 left out")
    with Dataset(tmp_path / "out") as dataset:
        assert dataset.ids("test") == (1,)
        assert dataset.episode(1).actions == ({"action_type": "open_app", "app_name": "Settings"},)
