"""Writing a data set: JSON Lines per kind, ShareGPT for LLaMA-Factory, Parquet for `datasets`."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import numpy as np

from osgenesis.agents.records import write_atomically
from osgenesis.envs.core.episodes import Episode
from osgenesis.envs.core.errors import CapabilityError, DataError, UnknownNameError
from osgenesis.synth.export.samples import KINDS, Sample, samples
from osgenesis.synth.parts import write_records

FORMATS: Final = ("jsonl", "sharegpt", "parquet")
_ROWS_PER_GROUP: Final = 64  # pictures in memory at a time


def choose(
    scored: Sequence[tuple[Episode, Mapping[str, Any], Mapping[str, Any]]], n: int, seed: int
) -> list[tuple[Episode, Mapping[str, Any], int, int]]:
    """Which trajectories are written, as (episode, task, reward, times drawn before).

    Args:
        scored: episodes with task records and score records.
        n: how many are drawn by their probabilities; 0 takes each with a chance once.
        seed: of the draw.
    """
    if n == 0:
        return [(e, t, s["reward"], 0) for e, t, s in scored if s["probability"] > 0]
    if not scored:
        raise DataError("there are no scored trajectories to draw from")
    chances = np.array([score["probability"] for _, _, score in scored])
    rng = np.random.default_rng(seed)
    seen: dict[str, int] = {}
    chosen = []
    for index in rng.choice(len(scored), size=n, p=chances / chances.sum()):
        episode, task, score = scored[int(index)]
        seen[episode.id] = seen.get(episode.id, -1) + 1
        chosen.append((episode, task, score["reward"], seen[episode.id]))
    return chosen


def export(
    chosen: Sequence[tuple[Episode, Mapping[str, Any], int, int]],
    root: Path,
    target: Path,
    *,
    formats: Sequence[str] = FORMATS,
    on_progress: Callable[[int, int], None] | None = None,
) -> dict[str, int]:
    """Write the samples of the chosen trajectories; returns how many there are of each kind.

    Args:
        chosen: what `choose` gave.
        root: folder that the episodes' screenshots are relative to.
        target: folder of the data set; its images come to lie in ``target/images``.
        formats: of `FORMATS`.
        on_progress: told of trajectories done and in all.

    Raises:
        DataError: a screenshot is missing, two samples have one id, or the disk refuses.
    """
    for name in formats:
        if name not in FORMATS:
            raise UnknownNameError("export format", name, FORMATS)
    made: list[Sample] = []
    ids: set[str] = set()
    for done, (episode, task, reward, draw) in enumerate(chosen, start=1):
        for frame in episode.frames[: len(episode.steps)]:
            if frame.screenshot is not None:
                _place_image(root / frame.screenshot, target / "images")
        for sample in samples(episode, task, reward, draw=draw):
            if sample.id in ids:
                raise DataError(f"two samples have the id {sample.id!r}")
            ids.add(sample.id)
            made.append(sample)
        if on_progress is not None:
            on_progress(done, len(chosen))
    if "jsonl" in formats:
        for kind in KINDS:
            of_kind = [sample.envelope() for sample in made if sample.kind == kind]
            write_records(target / f"{kind}.jsonl", of_kind)
    if "sharegpt" in formats:
        write_sharegpt(made, target)
    if "parquet" in formats:
        write_parquet(made, target)
    return {kind: sum(sample.kind == kind for sample in made) for kind in KINDS}


def write_sharegpt(made: Iterable[Sample], target: Path) -> None:
    """`sharegpt.json` and the `dataset_info.json` with which LLaMA-Factory finds it."""
    rows = [
        {
            "id": sample.id,
            "conversations": list(sample.conversations),
            "images": [sample.image],
            "reward": sample.reward,
        }
        for sample in made
    ]
    write_atomically(target / "sharegpt.json", json.dumps(rows, ensure_ascii=False, indent=0))
    info = {
        "osgenesis": {
            "file_name": "sharegpt.json",
            "formatting": "sharegpt",
            "columns": {"messages": "conversations", "images": "images"},
            "tags": {
                "role_tag": "from",
                "content_tag": "value",
                "user_tag": "human",
                "assistant_tag": "gpt",
            },
        }
    }
    write_atomically(target / "dataset_info.json", json.dumps(info, indent=2) + "\n")


def write_parquet(made: Sequence[Sample], target: Path) -> Path:
    """`train.parquet`, pictures inside, as ``datasets.load_dataset("parquet")`` reads it."""
    try:
        import pyarrow as pa
        import pyarrow.parquet as pq
    except ImportError as error:
        raise CapabilityError("writing Parquet needs pyarrow: pip install 'osgenesis[synth]'") from error
    turn = pa.struct([("from", pa.string()), ("value", pa.string())])
    schema = pa.schema(
        [
            ("id", pa.string()),
            ("image", pa.struct([("bytes", pa.binary()), ("path", pa.string())])),
            ("conversations", pa.list_(turn)),
            ("kind", pa.string()),
            ("trajectory", pa.string()),
            ("step", pa.int32()),
            ("task", pa.string()),
            ("instruction", pa.string()),
            ("reward", pa.int32()),
        ],
        metadata={"huggingface": json.dumps({"info": {"features": _FEATURES}})},
    )
    path = target / "train.parquet"
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        # Pictures are compressed already; only the columns of text gain from it.
        with pq.ParquetWriter(part, schema, compression="zstd", use_dictionary=False) as writer:
            for begin in range(0, len(made), _ROWS_PER_GROUP):
                rows = [_row(sample, target) for sample in made[begin : begin + _ROWS_PER_GROUP]]
                writer.write_table(pa.Table.from_pylist(rows, schema=schema))
        part.replace(path)
    except OSError as error:
        with contextlib.suppress(OSError):
            part.unlink()
        raise DataError(f"cannot write {path}: {error.strerror or error}") from error
    return path


def _row(sample: Sample, target: Path) -> dict[str, Any]:
    image = (target / sample.image).read_bytes()
    return {
        **sample._asdict(),
        "image": {"bytes": image, "path": sample.image},
        "conversations": [dict(turn) for turn in sample.conversations],
    }


def _place_image(source: Path, folder: Path) -> None:
    """Put a picture into the data set: the same file twice on disk, or a copy where that fails."""
    place = folder / source.name
    if place.exists():
        return
    try:
        folder.mkdir(parents=True, exist_ok=True)
        try:
            os.link(source, place)
        except (OSError, NotImplementedError):
            part = place.with_name(f".{place.name}.{os.getpid()}.part")
            shutil.copyfile(source, part)
            part.replace(place)
    except FileExistsError:
        return
    except OSError as error:
        raise DataError(f"cannot put {source} into {folder}: {error.strerror or error}") from error


def _value(dtype: str) -> dict[str, str]:
    return {"dtype": dtype, "_type": "Value"}


# What `datasets` needs to show the picture instead of its bytes.
_FEATURES: Final = {
    "id": _value("string"),
    "image": {"_type": "Image"},
    "conversations": [{"from": _value("string"), "value": _value("string")}],
    "kind": _value("string"),
    "trajectory": _value("string"),
    "step": _value("int32"),
    "task": _value("string"),
    "instruction": _value("string"),
    "reward": _value("int32"),
}
