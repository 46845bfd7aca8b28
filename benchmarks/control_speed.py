"""AndroidControl's reader, environment and scorer, measured on shards made for the purpose.

    python benchmarks/control_speed.py                       # 0.3 GB, about a minute
    python benchmarks/control_speed.py --gb 3 --peers ENV/bin/python

`--peers` names a Python that has `tfrecord` or `tensorflow`; they read one of the shards in the same run. Every
measurement has a process of its own, so that its peak of memory is its own. Rates are per second of processor time, all
threads together, which is what one core does, and by the clock; on a quiet machine they differ by what
runs in parallel.

The pictures are screens of 1080 x 2400 px, RGBA as Android's `screencap` writes them, of text and drawings and some
with photos, 0.5 MB on average as in the published data; the forests are the bundled sample's, two screens in each.
"""

from __future__ import annotations

import gzip
import importlib.metadata
import importlib.util
import io
import json
import multiprocessing
import os
import random
import resource
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from time import perf_counter, process_time
from typing import Any

import click
import numpy as np
from PIL import Image, ImageDraw

from osgenesis.envs.android_control import pictures as decoding
from osgenesis.envs.android_control.environment import make_android_control
from osgenesis.envs.android_control.episodes import LIGHT_FEATURES, ControlEpisode
from osgenesis.envs.android_control.forest import decode_forest, encode_forest
from osgenesis.envs.android_control.matching import PROTOCOLS
from osgenesis.envs.android_control.pictures import decode_picture
from osgenesis.envs.android_control.scoring import Scorer, recorded_steps
from osgenesis.envs.android_control.shards import Dataset, stream_episodes
from osgenesis.envs.android_control.tapes import Library
from osgenesis.envs.android_control.writer import write_dataset
from osgenesis.envs.core.actions import Action

GB = 1e9
SIZE = (1080, 2400)
SHARDS = 3
EPISODES = 60  # that are played
ACTIONS = (Action("click", x=500, y=800), Action("scroll", direction="down"), Action("click", index=1), Action("wait"))


# ---- data ------------------------------------------------------------------------------------------


def made_up(gigabytes: float) -> Iterator[ControlEpisode]:
    """Episodes of that many bytes altogether."""
    dice = random.Random(0)
    pictures, forests = screens(dice), trees(dice)
    left, number = gigabytes * GB, 0
    while left > 0:
        actions = dice.choice((3, 4, 5, 5, 6, 7, 8))
        shown = tuple(dice.choice(pictures) for _ in range(actions + 1))
        yield ControlEpisode(
            number,
            f"Goal {number}.",
            tuple({"action_type": "click", "x": dice.randrange(1080), "y": 900} for _ in range(actions)),
            ("Click on it",) * actions,
            (SIZE,) * (actions + 1),
            shown,
            tuple(dice.choice(forests) for _ in shown),
        )
        left -= sum(map(len, shown))
        number += 1


def screens(dice: random.Random) -> list[bytes]:
    """PNG files: lists of text and drawings on a gradient, half of them with a photo."""
    return [screen(dice, photo_rows) for photo_rows in (0, 0, 0, 0, 0, 100, 200, 300, 450, 600)]


def screen(dice: random.Random, photo_rows: int) -> bytes:
    width, height = SIZE
    shade = np.linspace(0, dice.randrange(2, 60), height)[:, None, None]
    image = Image.fromarray((np.full((height, width, 3), 250 - shade)).astype(np.uint8))
    draw = ImageDraw.Draw(image)
    for y in range(60, height - 60, dice.choice((90, 140, 180))):
        draw.ellipse((40, y, 110, y + 70), fill=tuple(dice.randrange(256) for _ in range(3)))
        words = " ".join("".join(dice.choices("abcdefghijklmnopqrstuvwxyz", k=dice.randrange(2, 9))) for _ in range(7))
        draw.text((150, y), words, fill=(40, 40, 40), font_size=44)
    if photo_rows:
        image.paste(photo(dice, width, photo_rows), (0, 200))
    out = io.BytesIO()
    image.convert("RGBA").save(out, "PNG")
    return out.getvalue()


def photo(dice: random.Random, width: int, height: int) -> Image.Image:
    """Light and shadow at all scales and the noise of a sensor: it compresses as a photo does."""
    rng = np.random.default_rng(dice.randrange(1 << 30))
    total = np.zeros((height, width, 3))
    for scale in (400, 160, 60, 25, 10, 4):
        small = rng.normal(0, scale**0.6, (height // scale + 2, width // scale + 2, 3))
        for channel in range(3):
            layer = Image.fromarray(small[..., channel].astype(np.float32))
            total[..., channel] += np.asarray(layer.resize((width, height), Image.Resampling.BICUBIC))
    total += rng.normal(0, 2, total.shape)
    return Image.fromarray(np.clip(total + 120, 0, 255).astype(np.uint8))


def trees(dice: random.Random) -> list[bytes]:
    with Dataset() as sample:
        known = [decode_forest(f) for e in sample for f in e.forests if len(f) < 100_000]
    return [encode_forest([w for _ in range(2) for w in dice.choice(known)]) for _ in range(40)]


# ---- the reader ------------------------------------------------------------------------------------


def index(folder: str) -> dict[str, Any]:
    size = sum(path.stat().st_size for path in Path(folder).glob("android_control-*"))
    began, cpu = perf_counter(), process_time()
    with Dataset(folder) as dataset:
        seconds, cpu = perf_counter() - began, process_time() - cpu
        made = Path(dataset.info()["index"]).stat().st_size
    return {"s_per_gb": seconds / size * GB, "cpu_s_per_gb": cpu / size * GB, "index_mb_per_gb": made / size * 1e3}


def opening(folder: str) -> dict[str, Any]:
    began = perf_counter()
    Dataset(folder).close()
    return {"ms": (perf_counter() - began) * 1e3}


def random_access(folder: str) -> dict[str, Any]:
    dice = random.Random(1)
    found: dict[str, Any] = {}
    with Dataset(folder) as dataset:
        for name, wanted in (("whole", None), ("without_pictures", LIGHT_FEATURES)):
            times = []
            for number in dice.sample(dataset.ids(), min(60, len(dataset))):
                began = process_time()
                dataset.episode(number, wanted)
                times.append((process_time() - began) * 1e3)
            found |= {f"{name}_median_cpu_ms": statistics.median(times), f"{name}_worst_cpu_ms": max(times)}
    return found


def pictures(folder: str) -> dict[str, Any]:
    with Dataset(folder) as dataset:
        files = sorted({png for number in dataset.ids()[:60] for png in dataset.episode(number).screenshots})
    decode_picture(files[0], SIZE, "")
    found: dict[str, Any] = {"mean_kb": statistics.mean(map(len, files)) / 1e3}
    ways = {"pillow": lambda: None, "kornia_rs": decoding._fast}
    for name in ways if importlib.util.find_spec("kornia_rs") else ("pillow",):
        decoding._fast = ways[name]  # type: ignore[assignment]
        began = process_time()
        for png in files * 4:
            decode_picture(png, SIZE, "", writable=False)
        found[f"{name}_mean_cpu_ms"] = (process_time() - began) / len(files) / 4 * 1e3
    return found


# ---- environment and scorer ------------------------------------------------------------------------


class _Clock:
    """Rates of a piece of work."""

    def __init__(self, work: Callable[[], int]) -> None:
        wall, cpu = perf_counter(), process_time()
        count = work()
        self.wall, self.cpu = count / (perf_counter() - wall), count / (process_time() - cpu)


def env_steps(observe: tuple[str, ...]) -> Callable[[str], dict[str, Any]]:
    return _EnvSteps(observe)


class _EnvSteps:
    """Steps of episodes that this process has not read before, and of the same ones again; resets are not counted."""

    def __init__(self, observe: tuple[str, ...]) -> None:
        self.observe = observe

    def __call__(self, folder: str) -> dict[str, Any]:
        env = make_android_control(data=folder, split="all", observe=self.observe, protocol="official")
        present = env.playback.library.ids("all")
        ids = random.Random(2).sample(present, min(EPISODES, len(present)))
        env.reset(options={"episode_id": ids[0]})

        def play() -> tuple[float, float]:
            steps, cpu, wall = 0, 0.0, 0.0
            for number in ids[1:]:
                env.reset(options={"episode_id": number})
                over = False
                cpu -= process_time()
                wall -= perf_counter()
                while not over:
                    _, _, over, _, _ = env.step(ACTIONS[steps % len(ACTIONS)])
                    steps += 1
                cpu += process_time()
                wall += perf_counter()
            return round(steps / cpu, 2), round(steps / wall, 2)

        first, again = play(), play()
        return {
            "first_per_cpu_s": first[0], "first_per_s": first[1],
            "again_per_cpu_s": again[0], "again_per_s": again[1],
        }  # fmt: skip


def scorer(folder: str) -> dict[str, Any]:
    library = Library.open(folder)
    ids = library.ids("all")[:EPISODES]
    found: dict[str, Any] = {}
    for name, protocols in (("official", [PROTOCOLS["official"]]), ("all_protocols", list(PROTOCOLS.values()))):

        def work(protocols: Any = protocols) -> int:
            count, scoring = 0, Scorer(protocols)
            for step in recorded_steps(library, ids):
                scoring.add(step, step.gold.action if count % 2 else ACTIONS[count % len(ACTIONS)])
                count += 1
            return count

        found |= {f"{name}_first_per_cpu_s": _Clock(work).cpu, f"{name}_again_per_cpu_s": _Clock(work).cpu}
        library._tapes.clear()  # what has been read is shared; the next protocols read it anew
    return found


# ---- one shard, beside others ----------------------------------------------------------------------


def first_shard(folder: str) -> Path:
    return min(Path(folder).glob("android_control-*"))


def osgenesis(folder: str) -> int:
    """CRC checked, all features decoded."""
    with first_shard(folder).open("rb") as file:
        return sum(1 for _ in stream_episodes(file, "shard"))


def gunzip(folder: str) -> int:
    """Decompression alone, the bound for a reader that uses Python's."""
    with gzip.open(first_shard(folder)) as file:
        while file.read(1 << 20):
            pass
    return 0


def compared(function: Callable[[str], int]) -> Callable[[str], dict[str, Any]]:
    return _Timed(function)


class _Timed:
    """A reader of the first shard with its speed."""

    def __init__(self, function: Callable[[str], int]) -> None:
        self.function = function

    def __call__(self, folder: str) -> dict[str, Any]:
        size = first_shard(folder).stat().st_size / 1e6
        clock, cpu = perf_counter(), process_time()
        count = self.function(folder)
        clock, cpu = perf_counter() - clock, process_time() - cpu
        return {"records": count, "mb_per_cpu_s": size / cpu, "mb_per_s": size / clock}


# Run by the peers' own Python: the script, the name of the peer, the shard.
PEERS = """
import importlib.metadata, json, os, sys, time
name, path = sys.argv[1:]
os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
if name == "tfrecord":  # its plain iterator: no CRC, no decoding
    from tfrecord.reader import tfrecord_iterator
    read, version = lambda: tfrecord_iterator(path, compression_type="gzip"), importlib.metadata.version("tfrecord")
else:  # CRC checked, all features decoded
    import tensorflow as tf
    many = ("screenshots", "accessibility_trees", "actions", "step_instructions")
    features = {
        "episode_id": tf.io.FixedLenFeature([], tf.int64),
        "goal": tf.io.FixedLenFeature([], tf.string),
        **dict.fromkeys(many, tf.io.RaggedFeature(tf.string)),
        **dict.fromkeys(("screenshot_widths", "screenshot_heights"), tf.io.RaggedFeature(tf.int64)),
    }
    def read():
        records = tf.data.TFRecordDataset([path], compression_type="GZIP")
        return iter(records.map(lambda record: tf.io.parse_single_example(record, features)))
    version = tf.__version__
wall, cpu = time.perf_counter(), time.process_time()
count = sum(1 for _ in read())
wall, cpu, size = time.perf_counter() - wall, time.process_time() - cpu, os.path.getsize(path) / 1e6
lines = open("/proc/self/status").read().splitlines() if os.path.exists("/proc/self/status") else []
peak = next((int(line.split()[1]) / 1024 for line in lines if line.startswith("VmHWM")), 0.0)
print(json.dumps({
    "version": version, "records": count, "mb_per_cpu_s": round(size / cpu, 2), "mb_per_s": round(size / wall, 2),
    "peak_mb": round(peak, 2),
}))
"""


def peer(python: str, name: str, folder: str) -> dict[str, Any]:
    command = [python, "-c", PEERS, name, str(first_shard(folder))]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        return {"failed": (done.stderr.strip().splitlines() or ["?"])[-1]}
    found: dict[str, Any] = json.loads(done.stdout.strip().splitlines()[-1])
    return found


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


MEASUREMENTS: dict[str, Callable[[str], dict[str, Any]]] = {
    "index": index,
    "opening": opening,
    "random access": random_access,
    "a picture": pictures,
    "steps: goal": env_steps(("goal",)),
    "steps: goal, ui, elements": env_steps(("goal", "ui", "elements")),
    "steps: goal, screenshot": env_steps(("goal", "screenshot")),
    "scorer": scorer,
    "one shard: gunzip alone": compared(gunzip),
    "one shard: osgenesis": compared(osgenesis),
}


@click.command()
@click.option("--gb", type=click.FloatRange(0.02, 100), default=0.3, show_default=True, help="Size of the data set.")
@click.option("--folder", type=click.Path(path_type=Path), help="Keep it there; a temporary folder if not given.")
@click.option("--peers", help="A Python that has tfrecord, tensorflow or both.")
@click.option("--json", "as_json", is_flag=True)
def main(gb: float, folder: Path | None, peers: str | None, as_json: bool) -> None:
    with tempfile.TemporaryDirectory() as temporary:
        place = folder or Path(temporary)
        if not list(place.glob("android_control-*")):
            write_dataset(made_up(gb), place, shards=SHARDS, level=1)
        for made in place.glob(".osgenesis-index*"):  # of an earlier run
            made.unlink()
        found: dict[str, Any] = {
            "run": {
                "gigabytes": round(sum(path.stat().st_size for path in place.glob("android_control-*")) / GB, 2),
                "python": sys.version.split()[0],
                "pillow": importlib.metadata.version("pillow"),
                "cpus": os.cpu_count(),
                "load": round(os.getloadavg()[0], 1),
            }
        }
        for name, function in MEASUREMENTS.items():
            found[name] = measured(function, str(place))
        for name in ("tfrecord", "tensorflow") if peers else ():
            found[f"one shard: {name}"] = peer(str(peers), name, str(place))
    if as_json:
        print(json.dumps(found, indent=2))
        return
    for name, values in found.items():
        print(f"{name:28}" + "  ".join(f"{key} {value}" for key, value in values.items()))


if __name__ == "__main__":
    main()
