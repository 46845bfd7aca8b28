"""Data sets on disk: the index, random access, splits, and what is said of damage."""

import gzip
import io
import json
import os
import pickle
import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from osgenesis.envs.android_control import index as indexing
from osgenesis.envs.android_control import shards as sharding
from osgenesis.envs.android_control.episodes import LIGHT_FEATURES, ControlEpisode
from osgenesis.envs.android_control.example import encode_example
from osgenesis.envs.android_control.index import INDEX_NAME
from osgenesis.envs.android_control.shards import Dataset, ShardReport, stream_episodes
from osgenesis.envs.android_control.splits import Splits
from osgenesis.envs.android_control.tfrecord import RecordWriter
from osgenesis.envs.android_control.writer import write_dataset
from osgenesis.envs.core.errors import DataError, UnknownNameError


def episode(number: int, actions: int = 1, size: int = 10) -> ControlEpisode:
    screens = actions + 1
    return ControlEpisode(
        number,
        f"goal {number}",
        tuple({"action_type": "click", "x": i, "y": number} for i in range(actions)),
        tuple(f"step {i}" for i in range(actions)),
        ((1080, 2400),) * screens,
        tuple(bytes([number % 256, i]) * size for i in range(screens)),
        (b"",) * screens,
    )


def write_shard(path: Path, *payloads: bytes) -> Path:
    with path.open("wb") as file, RecordWriter(file) as writer:
        for payload in payloads:
            writer.write(payload)
    return path


def record(number: int = 1, **changed: Any) -> bytes:
    features: dict[str, Any] = {**episode(number).to_features(), **changed}
    return encode_example({name: values for name, values in features.items() if values is not None})


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write_dataset(
        (episode(n, actions=n % 4) for n in (5, 9, 2, 14, 8, 7)),
        tmp_path / "data",
        shards=2,
        splits={"train": [5, 9], "test": [2, 14, 8]},
        subsplits={"IDD": [2, 14], "app_unseen": [14, 8]},
    )
    return tmp_path / "data"


# ---- reading ---------------------------------------------------------------------------------------


def test_every_episode_comes_back_as_it_was_written(folder: Path) -> None:
    with Dataset(folder) as dataset:
        assert len(dataset) == 6
        for number in (14, 5, 7, 2, 9, 8):
            assert dataset.episode(number) == episode(number, actions=number % 4)
        assert [e.episode_id for e in dataset] == [5, 2, 8, 9, 14, 7]  # as they lie


def test_episodes_without_actions_are_left_out_and_counted(folder: Path) -> None:
    with Dataset(folder) as dataset:
        assert dataset.ids() == (2, 5, 7, 9, 14)
        assert dataset.ids(with_actions=False) == (2, 5, 7, 8, 9, 14)
        assert dataset.info()["episodes_without_actions"] == 1
        assert dataset.episode(8).n_steps == 0


def test_an_episode_whose_actions_are_absent_has_none(tmp_path: Path) -> None:
    shard = write_shard(tmp_path / "one", record(actions=None, step_instructions=None), record(2, actions=[]))
    with Dataset(shard) as dataset:
        assert [dataset.episode(i).n_steps for i in (1, 2)] == [0, 0]


def test_splits_overlap_and_unknown_ones_are_named(folder: Path) -> None:
    with Dataset(folder) as dataset:
        assert dataset.ids("test") == (2, 14)
        assert dataset.ids("test", "IDD") == (2, 14)
        assert dataset.ids("test", "app_unseen") == (14,)
        assert dataset.splits.memberships(14) == ("IDD", "app_unseen")
        with pytest.raises(UnknownNameError, match="Did you mean 'test'"):
            dataset.ids("tests")
        with pytest.raises(UnknownNameError, match="app_unseen"):
            dataset.ids("test", "app_unsen")


def test_a_split_needs_its_file(tmp_path: Path) -> None:
    write_dataset([episode(1)], tmp_path, shards=1)
    with Dataset(tmp_path) as dataset:
        assert dataset.ids() == (1,)
        with pytest.raises(DataError, match=r"split 'test': no splits\.json"):
            dataset.ids("test")
        with pytest.raises(DataError, match=r"sub-split 'IDD': no test_subsplits\.json"):
            dataset.ids("all", "IDD")


def test_an_unknown_episode_is_an_error_that_names_near_ones(folder: Path) -> None:
    with Dataset(folder) as dataset, pytest.raises(UnknownNameError, match=r"Unknown episode 141\. Did you mean '14'"):
        dataset.episode(141)


def test_pictures_are_read_only_when_wanted(folder: Path) -> None:
    with Dataset(folder) as dataset:
        light = dataset.episode(5, LIGHT_FEATURES)
        assert light.screenshots == ()
        assert light.goal == "goal 5"
        assert len(light.forests) == 2


def test_without_pictures_an_episode_comes_from_the_index(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with Dataset(folder) as dataset:
        for name in dataset.shards.values():
            name.write_bytes(b"")  # nothing can be read from these any more
        for number in (14, 5, 8):
            whole = episode(number, actions=number % 4)
            assert dataset.episode(number, LIGHT_FEATURES) == replace(whole, screenshots=())


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.tuples(st.binary(max_size=30), st.text(max_size=9), st.integers(1, 9000)), min_size=2, max_size=5
    ),
    st.sets(st.sampled_from(sorted(LIGHT_FEATURES - {"episode_id", "goal"}))),
)  # fmt: skip
def test_what_the_index_keeps_is_what_the_record_says(
    tmp_path_factory: pytest.TempPathFactory, screens: list[tuple[bytes, str, int]], left_out: set[str]
) -> None:
    path = tmp_path_factory.mktemp("light") / "android_control-00000-of-00001"
    forests, texts, sides = zip(*screens, strict=True)
    made = replace(
        episode(3, actions=len(screens) - 1),
        goal=texts[0],
        instructions=texts[1:],
        sizes=tuple((side, side) for side in sides),
        forests=forests,
    )
    write_shard(path, record(7), encode_example(made.to_features()))
    wanted = LIGHT_FEATURES - left_out

    def read(dataset: Dataset) -> ControlEpisode | str:
        try:
            return dataset.episode(3, wanted)
        except DataError as error:  # without its actions an episode has instructions too many, and so on
            return str(error)

    with Dataset(path) as dataset:
        kept = read(dataset)
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(dataset._index, "light", lambda entry: None)
            assert read(dataset) == kept


def test_one_plain_shard_will_do(folder: Path, tmp_path: Path) -> None:
    plain = tmp_path / "plain.tfrecord"
    plain.write_bytes(gzip.decompress((folder / "android_control-00000-of-00002").read_bytes()))
    with Dataset(plain) as dataset:
        assert sorted(dataset.entries) == [2, 5, 8]
        assert dataset.episode(2) == episode(2, actions=2)


def test_an_index_knows_the_largest_screen(tmp_path: Path) -> None:
    shard = write_shard(tmp_path / "one", record(screenshot_widths=[1080, 2400], screenshot_heights=[2400, 1080]))
    with Dataset(shard) as dataset:
        assert dataset.entries[1][-2:] == (2400, 2400)


def test_shards_can_hold_nothing(tmp_path: Path) -> None:
    write_dataset([episode(3)], tmp_path / "data", shards=3)
    with Dataset(tmp_path / "data") as dataset:
        assert dataset.ids() == (3,)
        assert dataset.info()["shards"] == 3


def test_threads_share_a_data_set(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sharding, "_OPEN_SHARDS", 1)
    wrong: list[int] = []
    with Dataset(folder) as dataset:

        def read(numbers: list[int]) -> None:
            wrong.extend(n for n in numbers * 5 if dataset.episode(n) != episode(n, actions=n % 4))

        orders = ([5, 9, 2, 14], [14, 8, 5, 7], [9, 5, 8, 2])
        threads = [threading.Thread(target=read, args=(order,)) for order in orders]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert wrong == []


def test_a_data_set_travels_to_other_processes(folder: Path) -> None:
    with Dataset(folder) as dataset, pickle.loads(pickle.dumps(dataset)) as copy:
        assert copy.episode(9) == dataset.episode(9)


# ---- the index -------------------------------------------------------------------------------------


def reports_of(folder: Path) -> list[ShardReport]:
    found: list[ShardReport] = []
    Dataset(folder, progress=found.append).close()
    return found


def test_the_index_is_built_once(folder: Path) -> None:
    assert [(r.name[-14:], r.episodes) for r in reports_of(folder)] == [("00000-of-00002", 3), ("00001-of-00002", 3)]
    assert (folder / INDEX_NAME).exists()
    assert reports_of(folder) == []


def test_only_a_shard_that_changed_is_indexed_again(folder: Path) -> None:
    reports_of(folder)
    write_shard(folder / "android_control-00001-of-00002", record(77))
    assert [r.name for r in reports_of(folder)] == ["android_control-00001-of-00002"]
    with Dataset(folder) as dataset:
        assert sorted(dataset.entries) == [2, 5, 8, 77]


def test_indexing_goes_on_where_it_was_interrupted(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Killed(BaseException):
        pass

    def die(report: ShardReport) -> None:
        raise Killed

    with pytest.raises(Killed):
        Dataset(folder, progress=die)
    assert [r.name for r in reports_of(folder)] == ["android_control-00001-of-00002"]


def test_a_shard_that_is_gone_leaves_the_index(folder: Path) -> None:
    reports_of(folder)
    (folder / "android_control-00001-of-00002").unlink()
    with Dataset(folder) as dataset:
        assert sorted(dataset.entries) == [2, 5, 8]
        assert dataset.info()["missing_shards"] == ["android_control-00001-of-00002"]


@pytest.mark.parametrize("junk", [b"not a database at all, but long enough to be one" * 40, b""])
def test_a_broken_index_is_made_anew(folder: Path, junk: bytes) -> None:
    (folder / INDEX_NAME).write_bytes(junk)
    with Dataset(folder) as dataset:
        assert len(dataset) == 6


def test_the_index_goes_to_the_cache_where_the_data_cannot_be_written(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    usable = indexing._can_be_written
    monkeypatch.setattr(indexing, "_can_be_written", lambda path: path.parent != folder and usable(path))
    with Dataset(folder) as dataset:
        assert str(dataset.info()["index"]).startswith(str(tmp_path / "cache"))
        assert dataset.episode(5) == episode(5)
    assert not (folder / INDEX_NAME).exists()


def test_points_of_access_lead_to_the_same_episodes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(indexing, "_SPACING", 1 << 17)
    monkeypatch.setattr(indexing, "_BUFFER", 1 << 17)
    noise = [os.urandom(150_000) for _ in range(8)]
    shard = tmp_path / "one"
    write_shard(shard, *(record(i, screenshots=[noise[i], b""]) for i in range(8)))
    Dataset(shard).close()
    with Dataset(shard) as dataset:
        assert len(dataset._index.points(shard.name)) > 3 * 32_768
        for i in (7, 0, 5, 2):
            assert dataset.episode(i).screenshots[0] == noise[i]


# ---- damage ----------------------------------------------------------------------------------------


def test_where_there_is_no_data_the_error_says_how_to_get_it(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"holds no file named android_control-\*-of-\*.*fetch"):
        Dataset(tmp_path)
    with pytest.raises(DataError, match=r"nowhere is no folder"):
        Dataset(tmp_path / "nowhere")


BAD_RECORDS = [
    ({"episode_id": None}, "record 0: episode_id has 0 values"),
    ({"episode_id": [b"1"]}, "record 0: episode_id holds bytes, not int"),
    ({"episode_id": [1, 2]}, "record 0: episode_id has 2 values"),
    ({"goal": [b"\xff\xfe"]}, r"record 0 \(episode 1\): goal is not UTF-8"),
    ({"goal": None}, "goal has 0 values"),
    ({"actions": [b"\xff"]}, r"actions\[0\] is not UTF-8"),
    ({"actions": [b'{"action_type": "click"']}, r"actions\[0\] is not JSON"),
    ({"actions": [b"[" * 100_000]}, r"actions\[0\] is not JSON"),
    ({"actions": [b"[]"]}, r"actions\[0\]: An action is a JSON object"),
    ({"actions": [b'{"action_type": "fly"}']}, r"actions\[0\]: action_type 'fly' is not known"),
    ({"actions": [b'{"action_type": "click", "x": 1}']}, r"actions\[0\]: "),
    ({"actions": [b'{"action_type": "click", "x": 1e999, "y": 2}']}, r"actions\[0\]: "),
    ({"step_instructions": [b"\xc3"]}, r"step_instructions\[0\] is not UTF-8"),
    ({"step_instructions": [b"a", b"b"]}, "step_instructions has 2 values; 1 actions need 1"),
    ({"screenshots": [b"a"]}, "screenshots has 1 values; 1 actions need 2"),
    ({"accessibility_trees": [b""] * 3}, "accessibility_trees has 3 values; 1 actions need 2"),
    ({"screenshot_widths": [0, 1080]}, r"screenshot_widths\[0\] is 0 px"),
    ({"screenshot_heights": [2400, -5]}, r"screenshot_heights\[1\] is -5 px"),
    ({"screenshot_heights": [2400, 2**40]}, r"screenshot_heights\[1\] is 1099511627776 px"),
    ({"screenshot_widths": [1080]}, "screenshot_widths has 1 values; 1 actions need 2"),
]


@pytest.mark.parametrize(("changed", "message"), BAD_RECORDS, ids=[m for _, m in BAD_RECORDS])
def test_a_bad_field_is_named_with_file_and_record(tmp_path: Path, changed: dict[str, Any], message: str) -> None:
    shard = write_shard(tmp_path / "the_shard", record(1, **changed), record(2))
    with pytest.raises(DataError, match=f"the_shard, {message}" if message.startswith("record") else message) as caught:
        Dataset(shard)
    assert "the_shard, record 0" in str(caught.value)
    assert "--skip-bad" in str(caught.value)
    with Dataset(shard, skip_bad=True) as dataset:
        assert dataset.ids() == (2,)
        assert len(dataset.problems) == dataset.info()["damaged_records"] == 1


def test_a_record_that_is_no_example_is_named(tmp_path: Path) -> None:
    shard = write_shard(tmp_path / "s", b"\xff\xff\xff", record(2))
    with pytest.raises(DataError, match="s, record 0: "):
        Dataset(shard)


def test_a_damaged_forest_is_named_when_it_is_looked_at(tmp_path: Path) -> None:
    shard = write_shard(tmp_path / "s", record(1, accessibility_trees=[b"", b"\x0a\x7f"]))
    with Dataset(shard) as dataset:
        found = dataset.episode(1)
        assert found.elements(0) == ()
        with pytest.raises(DataError, match=r"s, record 0 \(episode 1\): accessibility_trees\[1\]: not an acc|claims"):
            found.elements(1)


def damaged(folder: Path, change: Callable[[bytearray], bytes | bytearray]) -> tuple[str, Dataset]:
    """What the index says of a plain shard whose bytes were changed, and what is left of it."""
    path = folder / "android_control-00000-of-00001"
    raw = gzip.decompress(write_shard(path, record(1), record(2), record(3)).read_bytes())
    path.write_bytes(change(bytearray(raw)))
    with pytest.raises(DataError) as caught:
        Dataset(path)
    return str(caught.value), Dataset(path, skip_bad=True)


def flip(place: int) -> Callable[[bytearray], bytearray]:
    def change(data: bytearray) -> bytearray:
        data[place] ^= 1
        return data

    return change


def test_a_flipped_bit_costs_its_record(tmp_path: Path) -> None:
    said, rest = damaged(tmp_path, flip(40))
    assert "record 0 at byte 0: the CRC of its" in said
    assert rest.ids() == (2, 3)
    assert rest.episode(3) == episode(3)
    rest.close()


def test_a_flipped_bit_in_a_length_costs_what_follows(tmp_path: Path) -> None:
    said, rest = damaged(tmp_path, flip(len(record(1)) + 16))
    assert "record 1 at byte" in said
    assert "CRC of the length" in said
    assert rest.ids() == (1,)
    rest.close()


def test_a_truncated_plain_shard_keeps_its_beginning(tmp_path: Path) -> None:
    said, rest = damaged(tmp_path, lambda data: data[:-30])
    assert "record 2 at byte" in said
    assert "cut off" in said
    assert rest.ids() == (1, 2)
    rest.close()


def test_a_truncated_gzip_shard_keeps_its_beginning(tmp_path: Path) -> None:
    shard = tmp_path / "s"
    write_shard(shard, *(record(i, screenshots=[os.urandom(60_000), b""]) for i in range(4)))
    shard.write_bytes(shard.read_bytes()[:150_000])
    with pytest.raises(DataError, match=r"s, record 2 at byte .*cut off"):
        Dataset(shard)
    with Dataset(shard, skip_bad=True) as dataset:
        assert dataset.ids() == (0, 1)
        assert dataset.episode(1).goal == "goal 1"


def test_a_flipped_bit_in_a_gzip_shard_is_seen(tmp_path: Path) -> None:
    shard = tmp_path / "s"
    write_shard(shard, *(record(i, screenshots=[os.urandom(60_000), b""]) for i in range(4)))
    raw = bytearray(shard.read_bytes())
    raw[100_000] ^= 4
    shard.write_bytes(raw)
    with pytest.raises(DataError, match="s, record 1 at byte"):
        Dataset(shard)
    with Dataset(shard, skip_bad=True) as dataset:
        assert dataset.ids() == (0, 2, 3)
        assert dataset.episode(3).goal == "goal 3"
        assert "CRC" in dataset.problems[-1]  # that of the whole stream cannot be right either


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "is empty"),
        (b"PK\x03\x04 this is a zip file", "no TFRecord file"),
        (gzip.compress(b"plain text in gzip, long enough", mtime=0), "no TFRecord file"),
        (b"\x1f\x8b but no gzip", "gzip stream is damaged"),
    ],
)
def test_a_wrong_file_is_named(tmp_path: Path, content: bytes, message: str) -> None:
    (tmp_path / "wrong").write_bytes(content)
    with pytest.raises(DataError, match=f"wrong.*{message}"):
        Dataset(tmp_path / "wrong")
    with Dataset(tmp_path / "wrong", skip_bad=True) as dataset:
        assert len(dataset) == 0


def test_a_file_of_nothing_but_damage_is_given_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(indexing, "_MOST_DAMAGED", 20)
    shard = write_shard(tmp_path / "s", *([b""] * 1000))
    with Dataset(shard, skip_bad=True) as dataset:
        assert len(dataset.problems) == 22
        assert "no AndroidControl shard" in dataset.problems[-1]


def test_of_two_records_with_one_id_the_first_counts(tmp_path: Path) -> None:
    write_shard(tmp_path / "android_control-00000-of-00002", record(4, goal=[b"first"]), record(4, goal=[b"second"]))
    write_shard(tmp_path / "android_control-00001-of-00002", record(4, goal=[b"third"]), record(5))
    with Dataset(tmp_path) as dataset:
        assert dataset.episode(4).goal == "first"
        assert [(e.shard[-14:], e.number) for e in dataset.duplicates] == [("00000-of-00002", 1), ("00001-of-00002", 0)]
        assert dataset.info()["duplicate_episodes"] == 2


def test_a_shard_that_shrinks_after_indexing_is_an_error(tmp_path: Path) -> None:
    path = tmp_path / "s"
    path.write_bytes(gzip.decompress(write_shard(path, record(1), record(2)).read_bytes()))
    with Dataset(path) as dataset:
        os.truncate(path, len(record(1)) + 16)
        with pytest.raises(DataError, match=r"record 1 at byte [0-9]+: the file has become shorter"):
            dataset.episode(2)


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_whatever_happens_to_a_file_is_a_data_error(tmp_path: Path, data: st.DataObject) -> None:
    path = tmp_path / "s"
    raw = bytearray(write_shard(path, record(1), record(2)).read_bytes())
    for _ in range(data.draw(st.integers(1, 3))):
        raw[data.draw(st.integers(0, len(raw) - 1))] = data.draw(st.integers(0, 255))
    path.write_bytes(raw[: data.draw(st.integers(0, len(raw)))])
    with Dataset(path, skip_bad=True) as dataset:
        for number in dataset.ids():
            assert dataset.episode(number) == episode(number)


# ---- streams ---------------------------------------------------------------------------------------


def test_a_stream_gives_the_episodes_in_order(folder: Path) -> None:
    with (folder / "android_control-00000-of-00002").open("rb") as file:
        assert list(stream_episodes(file, "s")) == [episode(n, actions=n % 4) for n in (5, 2, 8)]


def test_a_stream_goes_on_behind_damage_if_told_to(tmp_path: Path) -> None:
    shard = write_shard(tmp_path / "s", record(1), record(2, goal=[b"\xff"]), b"junk", record(3))
    with pytest.raises(DataError, match=r"https://host/s, record 1.*goal"):
        list(stream_episodes(io.BytesIO(shard.read_bytes()), "https://host/s"))
    said: list[DataError] = []
    found = stream_episodes(io.BytesIO(shard.read_bytes()), "s", on_damage=said.append)
    assert [e.episode_id for e in found] == [1, 3]
    assert len(said) == 2


# ---- split files -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"\xff\xfe", "splits.json is not UTF-8"),
        (b"{", "splits.json is not JSON"),
        (b"[" * 100_000, "splits.json is not JSON"),
        (b"[1]", "holds a list; it must be an object of lists of episode ids"),
        (b'{"test": [1, true]}', "'test' is no list of whole numbers; it must be"),
        (b'{"test": 3}', "'test' is no list of whole numbers; it must be"),
    ],
)
def test_a_bad_split_file_is_named(tmp_path: Path, content: bytes, message: str) -> None:
    (tmp_path / "splits.json").write_bytes(content)
    with pytest.raises(DataError, match=message):
        Splits.read(tmp_path)


def test_the_published_sizes_add_up() -> None:
    # 721 in domain, 803 of unseen tasks and 631 of unseen apps, of which 607, 3 and 2 are shared.
    idd, task = range(721), range(719, 719 + 803)
    app = [*range(3), *range(10_000, 10_021), *range(721, 721 + 607)]
    union = {*idd, *task, *app}
    assert (len(app), len(union)) == (631, 1543)
    splits = Splits({"test": frozenset(union)}, {"IDD": frozenset(idd), "app_unseen": frozenset(app)})
    assert len(splits.ids(range(20_000), "test")) == 1543
    assert splits.memberships(1) == ("IDD", "app_unseen")
    assert json.loads(json.dumps(splits.memberships(700))) == ["IDD"]
