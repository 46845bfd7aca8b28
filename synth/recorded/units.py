"""Recorded demonstrations as triples and as tasks, by chunks of episodes."""

from __future__ import annotations

import functools
import hashlib
import json
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, Final, NamedTuple

import numpy as np

from osgenesis.agents.errors import ModelError, ReplyError
from osgenesis.envs.android_control import names
from osgenesis.envs.android_control.pictures import decode_picture
from osgenesis.envs.android_control.sample import sample_path
from osgenesis.envs.android_control.tapes import Library, Tape
from osgenesis.envs.core.errors import DataError
from osgenesis.envs.core.state import StateDiff
from osgenesis.envs.core.synthetic import FORMAT
from osgenesis.envs.core.vocabulary import Vocabulary
from osgenesis.synth.config import RunConfig
from osgenesis.synth.diversity import diversity
from osgenesis.synth.explore.recorder import structure
from osgenesis.synth.explore.triples import PathStep, ScreenRecord, Start, Triple, screen_id
from osgenesis.synth.parts import read_records
from osgenesis.synth.recorded.wording import acted_on, app_labels, errand, label_of
from osgenesis.synth.reverse.annotation import Segment, SegmentStep
from osgenesis.synth.reverse.dedup import NearDuplicates
from osgenesis.synth.reverse.units import make_annotator
from osgenesis.synth.stage import Products, StageResult, Work

__all__ = ["FILES", "TASK_FILES", "is_recorded", "plan", "plan_tasks", "produce", "produce_tasks", "synthesize"]

FILES: Final = ("triples", "screens")
TASK_FILES: Final = ("tasks",)
CHUNK: Final = 16  # episodes per unit of work
_MAX_STEPS: Final = 15


class RecordedJob(NamedTuple):
    """Some episodes and the settings of the run."""

    ids: Sequence[int]
    config: RunConfig


def is_recorded(env: str) -> bool:
    """Whether an environment plays recordings: then there is nothing to explore and nothing to prove."""
    return env == names.FAMILY


def plan(config: RunConfig) -> list[Work]:
    """The episodes of the split in an order that follows from the seed, as many as the budget has tasks.

    Raises:
        DataError: There is no such data, it is damaged, or apps were asked for.
    """
    if config.apps:
        raise DataError(f"recordings cannot be chosen by app ({', '.join(config.apps)}); leave out --app")
    ids = _library(config.data).ids(config.split)
    if not ids:
        raise DataError(f"the split {config.split!r} holds no episode with actions; --split all takes every episode")
    order = np.random.default_rng(config.seed).permutation(len(ids))[: config.budget.tasks]
    chosen = sorted(ids[int(i)] for i in order)
    works: list[Work] = []
    for begin in range(0, len(chosen), CHUNK):
        job = RecordedJob(chosen[begin : begin + CHUNK], config)
        works.append(Work(f"recorded-{len(works):04d}", job._asdict()))
    return works


plan_tasks = plan


# ---- triples ---------------------------------------------------------------------------------------------


def produce(payload: Mapping[str, Any]) -> Products:
    """The triples of some episodes."""
    job = RecordedJob(**payload)
    begun = time.perf_counter()
    library = _library(job.config.data)
    triples: list[dict[str, Any]] = []
    screens: dict[str, ScreenRecord] = {}
    for episode_id in job.ids:
        tape = library.tape(episode_id)
        shown = [_screen(tape, position) for position in range(tape.n_steps + 1)]
        screens.update((screen.id, screen) for screen in shown)
        for triple in _triples(tape, shown, _start(job.config, episode_id)):
            provenance = {"run": job.config.run_id, "seed": job.config.seed, "source": "recorded", "model": None}
            triples.append({**triple.to_plain(), "provenance": {**provenance, "parent": triple.parent}})
    return Products(
        {"triples": triples, "screens": [screen.to_plain() for screen in screens.values()]},
        {
            "steps": len(triples),
            "seconds": time.perf_counter() - begun,
            "triples": len(triples),
            "structures": sorted({screen.structure for screen in screens.values()}),
            "differences": [],  # a recording does not say what it changed
        },
    )


def _triples(tape: Tape, shown: Sequence[ScreenRecord], start: Start) -> list[Triple]:
    unit = f"episode-{tape.episode_id}"
    path: list[PathStep] = []
    made: list[Triple] = []
    for position, action in enumerate(tape.actions):
        before, after = shown[position], shown[position + 1]
        element = acted_on(action, before.elements)
        made.append(
            Triple(
                id=f"{unit}-{position:05d}",
                unit=unit,
                step=position,
                app=before.app,
                start=start,
                path=tuple(path),
                action=action,
                element=element,
                screen_before=before.id,
                screen_after=after.id,
                state_before=_state(tape, position),
                state_after=_state(tape, position + 1),
                diff=StateDiff(),
                parent=made[-1].id if made else None,
                restored_from=None,
            )
        )
        path.append(PathStep(action, element))
    return made


def _screen(tape: Tape, position: int) -> ScreenRecord:
    shown = tape.screens[position]
    return ScreenRecord(screen_id(shown.elements), shown.app, structure(shown.elements, shown.app), shown.elements)


def _state(tape: Tape, position: int) -> str:
    text = json.dumps([tape.episode_id, position])
    return hashlib.blake2b(text.encode(), digest_size=16).hexdigest()


def _start(config: RunConfig, episode_id: int) -> Start:
    return Start(config.env, {"task": "Demonstration", "params": {"episode_id": episode_id}})


# ---- tasks -----------------------------------------------------------------------------------------------


def produce_tasks(payload: Mapping[str, Any]) -> Products:
    """Low-level instructions for each step and one high-level instruction, from action and element words."""
    job = RecordedJob(**payload)
    library, annotator = _library(job.config.data), make_annotator(job.config)
    tapes = [library.tape(episode_id) for episode_id in job.ids]
    labels = app_labels(tapes)
    records, rejected = [], 0
    for tape in tapes:
        segment = _segment(library, tape, labels)
        try:
            annotation = annotator.annotate(segment)
        except (DataError, ModelError, ReplyError):
            rejected += 1
            continue
        apps = dict.fromkeys(step.app for step in segment.steps if step.app)
        records.append(
            {
                "format": FORMAT,
                "id": f"recorded-{tape.episode_id}",
                "instruction": annotation.high_level,
                "kind": "setup",  # the recording itself says which steps are right
                "recorded": True,
                "human_instruction": tape.goal,
                "human_low_level_instructions": list(tape.instructions),
                "apps": [segment.app] if segment.app else list(apps)[:1],
                "start": _start(job.config, tape.episode_id).to_plain(),
                "predicate": None,
                "answer": None,
                "golden_actions": [action.to_dict() for action in tape.actions],
                "low_level_instructions": list(annotation.low_level),
                "sub_instruction": annotation.sub_instruction,
                "analysis": annotation.analysis,
                "n_steps": tape.n_steps,
                "max_steps": max(_MAX_STEPS, tape.n_steps + 1),
                "provenance": {
                    "run": job.config.run_id,
                    "seed": job.config.seed,
                    "parent": f"episode-{tape.episode_id}-{tape.n_steps - 1:05d}",
                    "source": "recorded",
                    "annotator": annotator.name,
                    "model": annotation.model,
                    "tokens": annotation.usage.prompt_tokens + annotation.usage.completion_tokens,
                    "cost_usd": annotation.usage.cost_usd,
                },
            }
        )
    return Products({"tasks": records}, {"rejected": {"without_words": rejected} if rejected else {}})


def _segment(library: Library, tape: Tape, labels: dict[str, str]) -> Segment:
    screens = tape.screens
    steps = tuple(
        SegmentStep(
            action,
            acted_on(action, screens[i].elements),
            screens[i].elements,
            screens[i + 1].elements,
            label_of(screens[i].app, labels),
        )
        for i, action in enumerate(tape.actions)
    )
    key = f"episode-{tape.episode_id}"
    opened = [action.app for action in tape.actions if action.type == "open_app" and action.app]
    last_app = label_of(screens[-1].app, labels)
    return Segment(
        key=key,
        steps=steps,
        diff=StateDiff(),
        vocabulary=Vocabulary(),
        app=opened[-1] if opened else last_app or next((step.app for step in reversed(steps) if step.app), ""),
        errand=errand(steps, key, last_app),
        images=functools.partial(_images, library, tape),
    )


def _images(library: Library, tape: Tape) -> list[Any]:
    pictures = library.pictures(tape.episode_id)
    return [
        decode_picture(png, size, f"{tape.where}: screenshots[{i}]")
        for i, (png, size) in enumerate(zip(pictures, tape.sizes, strict=True))
    ]


def synthesize(
    config: RunConfig, run: Callable[[Sequence[Work]], StageResult]
) -> tuple[list[dict[str, Any]], dict[str, Any]]:
    """The records of `tasks.jsonl` and the stage's numbers, human goals beside them as the reference.

    Args:
        config: Settings of the run.
        run: Does units of work by `produce_tasks`.
    """
    works = plan_tasks(config)
    result = run(works)
    records = [record for part in result.parts["tasks"] for record in read_records(part)]
    near = NearDuplicates()
    kept = [record for record in records if near.add(record["instruction"])]
    human = [record["human_instruction"] for record in kept]
    measured = diversity(human, seed=config.seed)
    rejected = {"duplicate": len(records) - len(kept)} if len(kept) < len(records) else {}
    for numbers in result.numbers:
        for reason, count in numbers["rejected"].items():
            rejected[reason] = rejected.get(reason, 0) + count
    return kept, {
        "tasks_proposed": len(records) + sum(rejected.values()) - rejected.get("duplicate", 0),
        "tasks_tried": len(records),
        "tasks_verified": 0,
        "tasks_recorded": len(kept),
        "tasks_rejected": rejected,
        "tasks_4plus_steps": sum(record["n_steps"] >= 4 for record in kept),
        "questions": 0,
        "apps": len({app for record in kept for app in record["apps"]}),
        "data": "sample" if config.data is None else str(config.data),
        "human_instruction_diversity": None if measured.value is None else round(measured.value, 4),
        "human_mean_words": round(sum(len(text.split()) for text in human) / len(human), 2) if human else 0.0,
        "failures": result.failures,
    }


@functools.lru_cache(maxsize=2)
def _library(data: str | None) -> Library:
    return Library.open(sample_path() if data is None else Path(data))
