"""Speed and memory of the AndroidControl reader, on shards made for the purpose, beside `tfrecord` and TensorFlow.

    python benchmarks/control_speed.py --gb 4            # the peers only where they are installed
    python benchmarks/control_speed.py --gb 0.2 --json

Every measurement runs in a process of its own, so that its peak of memory is its own. The shards hold pictures that do
not compress, as real ones hardly do, and the forests of the bundled sample.
"""

from __future__ import annotations

import gzip
import importlib
import importlib.util
import json
import multiprocessing
import os
import random
import resource
import statistics
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from time import perf_counter
from typing import Any

import click

from osgenesis.envs.android_control.episodes import LIGHT_FEATURES, ControlEpisode
from osgenesis.envs.android_control.forest import screen_elements
from osgenesis.envs.android_control.shards import Dataset, stream_episodes
from osgenesis.envs.android_control.writer import write_dataset

GB = 1e9
PICTURE_BYTES = 450_000  # 50 GB in 100,000 screens
SHARDS = 4


def made_up(gigabytes: float) -> Iterator[ControlEpisode]:
    """Episodes of that many bytes altogether."""
    dice = random.Random(0)
    with Dataset() as sample:
        forests = [f for e in sample for f in e.forests if len(f) < 100_000]
    left, number = gigabytes * GB, 0
    while left > 0:
        actions = dice.choice((3, 4, 5, 5, 6, 7, 8))
        screens = actions + 1
        yield ControlEpisode(
            number,
            f"Goal {number}.",
            tuple({"action_type": "click", "x": dice.randrange(1080), "y": 9} for _ in range(actions)),
            ("Click on it",) * actions,
            ((1080, 2400),) * screens,
            tuple(dice.randbytes(PICTURE_BYTES) for _ in range(screens)),
            tuple(dice.choice(forests) for _ in range(screens)),
        )
        left -= screens * PICTURE_BYTES
        number += 1


# ---- what is measured ------------------------------------------------------------------------------


def build_index(folder: str) -> dict[str, Any]:
    size = sum(path.stat().st_size for path in Path(folder).glob("android_control-*"))
    began = perf_counter()
    with Dataset(folder) as dataset:
        seconds = perf_counter() - began
        index = Path(dataset.info()["index"]).stat().st_size
    return {"seconds": seconds, "seconds_per_gb": seconds / size * GB, "index_mb_per_gb": index / size * 1e3}


def open_again(folder: str) -> dict[str, Any]:
    began = perf_counter()
    Dataset(folder).close()
    return {"ms": (perf_counter() - began) * 1e3}


def random_access(folder: str) -> dict[str, Any]:
    dice = random.Random(1)
    found: dict[str, Any] = {}
    with Dataset(folder) as dataset:
        for name, wanted in (("whole", None), ("without_pictures", LIGHT_FEATURES)):
            times = []
            for number in dice.sample(dataset.ids(), min(40, len(dataset))):
                began = perf_counter()
                dataset.episode(number, wanted)
                times.append((perf_counter() - began) * 1e3)
            found |= {f"{name}_median_ms": statistics.median(times), f"{name}_worst_ms": max(times)}
    return found


def in_order(folder: str) -> dict[str, Any]:
    began = perf_counter()
    with Dataset(folder) as dataset:
        count = sum(1 for _ in dataset)
    return {"episodes_per_s": count / (perf_counter() - began)}


def screens(folder: str) -> dict[str, Any]:
    with Dataset() as sample:
        forests = sorted((f for e in sample for f in e.forests), key=len)
    found = {}
    for name, data in (("typical", forests[len(forests) // 2]), ("of_3000_nodes", forests[-1])):
        times = []
        for _ in range(200):
            began = perf_counter()
            screen_elements(data, (1080, 2400))
            times.append((perf_counter() - began) * 1e3)
        found[f"{name}_median_ms"] = statistics.median(times)
    return found


def first_shard(folder: str) -> Path:
    return min(Path(folder).glob("android_control-*"))


def ours(folder: str) -> int:
    with first_shard(folder).open("rb") as file:
        return sum(1 for _ in stream_episodes(file, "shard"))


def ours_indexing(folder: str) -> int:
    """Checked, indexed, and with points of access."""
    with tempfile.TemporaryDirectory() as place:
        link = Path(place) / first_shard(folder).name
        link.symlink_to(first_shard(folder).resolve())
        with Dataset(link) as dataset:
            return len(dataset)


def gunzip(folder: str) -> int:
    """Decompression alone, the bound for a reader that uses Python's."""
    with gzip.open(first_shard(folder)) as file:
        while file.read(1 << 20):
            pass
    return 0


def peer_tfrecord(folder: str) -> int:
    """Its raw iterator: no CRC, no decoding."""
    reader = importlib.import_module("tfrecord.reader")
    return sum(1 for _ in reader.tfrecord_iterator(str(first_shard(folder)), compression_type="gzip"))


def peer_tensorflow(folder: str) -> int:
    tf = importlib.import_module("tensorflow")
    pictures = tf.io.RaggedFeature(tf.string)
    features = {
        "episode_id": tf.io.FixedLenFeature([], tf.int64),
        "goal": tf.io.FixedLenFeature([], tf.string),
        **dict.fromkeys(("screenshots", "accessibility_trees", "actions", "step_instructions"), pictures),
        **dict.fromkeys(("screenshot_widths", "screenshot_heights"), tf.io.RaggedFeature(tf.int64)),
    }
    records = tf.data.TFRecordDataset([str(first_shard(folder))], compression_type="GZIP")
    return sum(1 for _ in records.map(lambda record: tf.io.parse_single_example(record, features)))


def compared(function: Callable[[str], int]) -> Callable[[str], dict[str, Any]]:
    return _Timed(function)


class _Timed:
    """A reader of the first shard with its seconds; importing the peer is not counted."""

    def __init__(self, function: Callable[[str], int]) -> None:
        self.function = function

    def __call__(self, folder: str) -> dict[str, Any]:
        for name in ("tensorflow", "tfrecord"):
            if self.function.__name__ == f"peer_{name}":
                importlib.import_module(name)
        began = perf_counter()
        count = self.function(folder)
        seconds = perf_counter() - began
        return {"records": count, "mb_per_s": first_shard(folder).stat().st_size / seconds / 1e6}


# ---- running ---------------------------------------------------------------------------------------


def peak_mb() -> float:
    """Most memory that this process has had; Linux also counts what its parent had in `getrusage`."""
    status = Path("/proc/self/status")
    if status.exists():
        lines = status.read_text().splitlines()
        return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM")) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _child(function: Callable[[str], dict[str, Any]], folder: str, answer: Any) -> None:
    try:
        found = function(folder)
        found["peak_mb"] = peak_mb()
    except Exception as error:
        found = {"failed": f"{type(error).__name__}: {error}"}
    answer.send(found)


def measured(function: Callable[[str], dict[str, Any]], folder: str) -> dict[str, Any]:
    """A measurement in a fresh process, with its peak of memory."""
    context = multiprocessing.get_context("spawn")
    here, there = context.Pipe(duplex=False)
    with here:
        process = context.Process(target=_child, args=(function, folder, there))
        process.start()
        there.close()
        try:
            found: dict[str, Any] = here.recv()
        except EOFError:
            found = {"failed": "the process died"}
        process.join()
    return {k: round(v, 2) if isinstance(v, float) else v for k, v in found.items()}


@click.command()
@click.option("--gb", type=float, default=0.2, show_default=True, help="Size of the data set that is made.")
@click.option("--folder", type=click.Path(path_type=Path), help="Where; a temporary folder if not given.")
@click.option("--json", "as_json", is_flag=True)
def main(gb: float, folder: Path | None, as_json: bool) -> None:
    with tempfile.TemporaryDirectory() as temporary:
        place = folder or Path(temporary)
        if not list(place.glob("android_control-*")):
            write_dataset(made_up(gb), place, shards=SHARDS, level=1)
        peers = [name for name in ("tfrecord", "tensorflow") if importlib.util.find_spec(name) is not None]
        found: dict[str, Any] = {"gigabytes": gb, "cpus": os.cpu_count(), "load": round(os.getloadavg()[0], 1)}
        for function in (build_index, open_again, random_access, in_order, screens):
            found[function.__name__] = measured(function, str(place))
        readers = [gunzip, ours, ours_indexing]
        readers += [{"tfrecord": peer_tfrecord, "tensorflow": peer_tensorflow}[name] for name in peers]
        for reader in readers:
            found[f"one_shard/{reader.__name__}"] = measured(compared(reader), str(place))
    if as_json:
        print(json.dumps(found, indent=2))
        return
    for name, value in found.items():
        print(f"{name:32}", value if not isinstance(value, dict) else " ".join(f"{k}={v}" for k, v in value.items()))


if __name__ == "__main__":
    main()
