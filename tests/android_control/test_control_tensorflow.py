"""TensorFlow and our reader read each other's shards. Optional; last done with TensorFlow 2.21.0."""

import json
from pathlib import Path
from typing import Any

import pytest

from osgenesis.envs.android_control.sample import sample_path
from osgenesis.envs.android_control.shards import Dataset

pytestmark = pytest.mark.filterwarnings("ignore")  # TensorFlow's own
BYTES = ("goal", "screenshots", "accessibility_trees", "actions", "step_instructions")
INTEGERS = ("episode_id", "screenshot_widths", "screenshot_heights")


@pytest.fixture(scope="module")
def tf() -> Any:
    return pytest.importorskip("tensorflow")


def test_tensorflow_reads_our_shards(tf: Any) -> None:
    features = {
        **{name: tf.io.RaggedFeature(tf.string) for name in BYTES},
        **{name: tf.io.RaggedFeature(tf.int64) for name in INTEGERS},
    }
    files = sorted(map(str, sample_path().glob("android_control-*")))
    count = 0
    with Dataset() as dataset:
        for record in tf.data.TFRecordDataset(files, compression_type="GZIP"):
            theirs = {k: list(v.numpy()) for k, v in tf.io.parse_single_example(record, features).items()}
            ours: dict[str, Any] = dataset.episode(int(theirs["episode_id"][0])).to_features()
            assert [json.loads(a) for a in theirs.pop("actions")] == [json.loads(a) for a in ours.pop("actions")]
            assert theirs == ours
            count += 1
    assert count == 13


def test_we_read_the_shards_of_tensorflow(tf: Any, tmp_path: Path) -> None:
    path = tmp_path / "android_control-00000-of-00001"
    options = tf.io.TFRecordOptions(compression_type="GZIP")
    with Dataset() as dataset, tf.io.TFRecordWriter(str(path), options) as writer:
        for episode in dataset:
            plain: dict[str, Any] = episode.to_features()
            lists = {
                **{k: tf.train.Feature(bytes_list=tf.train.BytesList(value=plain[k])) for k in BYTES},
                **{k: tf.train.Feature(int64_list=tf.train.Int64List(value=plain[k])) for k in INTEGERS},
            }
            example = tf.train.Example(features=tf.train.Features(feature=lists))
            writer.write(example.SerializeToString())
    with Dataset() as dataset, Dataset(path) as theirs:
        assert list(theirs.entries) == list(dataset.entries)
        assert all(theirs.episode(i) == dataset.episode(i) for i in theirs.entries)
