"""The five stages one after the other over one folder; each can also be run alone."""

from __future__ import annotations

import hashlib
import json
import time
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from osgenesis.agents.records import RecordStore, write_atomically
from osgenesis.envs.core.episodes import Episode
from osgenesis.envs.core.errors import DataError
from osgenesis.envs.core.synthetic import read_task_records
from osgenesis.synth.collect import units as collecting
from osgenesis.synth.config import RunConfig
from osgenesis.synth.explore import units as exploring
from osgenesis.synth.explore.surface import PLACES
from osgenesis.synth.explore.triples import Triple
from osgenesis.synth.export.write import FORMATS, choose, export
from osgenesis.synth.parts import dump, join_parts, read_lines, read_records, write_records
from osgenesis.synth.recorded import units as recorded
from osgenesis.synth.reverse import units as reversing
from osgenesis.synth.reverse.propose import Candidate, ask_candidates, propose, propose_solved
from osgenesis.synth.reverse.task_records import public
from osgenesis.synth.score import units as scoring
from osgenesis.synth.stage import Produce, Report, StageResult, Work, run_stage

Numbers = dict[str, Any]
TRIPLES, SCREENS, TASKS = "triples.jsonl", "screens.jsonl", "tasks.jsonl"
TRAJECTORIES, SCORES, EXPORT = "trajectories.jsonl", "scores.jsonl", "export"


class Stage(NamedTuple):
    """One of the five, as the command line runs them."""

    name: str
    run: Callable[[RunConfig, Report], Numbers]
    makes: str  # the file or folder that says it is done


def run(config: RunConfig, report: Report, on_stage: Callable[[str, Numbers], None]) -> Numbers:
    """Run all stages and return their numbers by stage.

    A run that was killed goes on where it was when it is started again with the same settings.

    Args:
        config: what to make.
        report: told of progress within a stage.
        on_stage: told the numbers of each finished stage.

    Raises:
        DataError: the folder holds a run with other settings, or the disk refuses.
    """
    claim(config)
    numbers: Numbers = {}
    # The lock keeps a second run of the same command from writing over this one.
    with RecordStore(config.out / ".work").lock():
        for stage in STAGES:
            begun = time.perf_counter()
            made = stage.run(config, report)
            made["seconds"] = _seconds(config.out, stage.name, begun, made)
            numbers[stage.name] = made
            on_stage(stage.name, made)
    return numbers


def claim(config: RunConfig) -> None:
    """Write down whose folder this is, or check that it is ours.

    Raises:
        DataError: it holds a run with other settings.
    """
    path = config.out / "run.json"
    plain = {**config.to_plain(), "workers": None}
    if path.exists():
        found = _load_json(path)
        differing = sorted(
            key for key in plain if key != "out" and json.loads(json.dumps(plain[key])) != found.get(key)
        )
        if differing:
            key = differing[0]
            raise DataError(
                f"{config.out} holds a run with another {key} ({found.get(key)!r}, now "
                f"{plain[key]!r}); choose another folder, or delete that one"
            )
        return
    write_atomically(path, json.dumps(plain, indent=2) + "\n")


def load_config(out: Path) -> RunConfig:
    """The settings of the run that a folder holds.

    Raises:
        DataError: it holds none.
    """
    path = out / "run.json"
    if not path.exists():
        raise DataError(f"{out} holds no run: {path.name} is missing; `osgenesis explore` makes one")
    data = _load_json(path)
    return RunConfig.from_plain({**data, "workers": 2}, out)


def explore(config: RunConfig, report: Report) -> Numbers:
    """Stage 1: `triples.jsonl` and `screens.jsonl`."""
    source = recorded if recorded.is_recorded(config.env) else exploring
    works = source.plan(config)
    fingerprint = config.fingerprint("explore")
    result = _stage("explore", source.produce, works, source.FILES, config, fingerprint, report)
    n_triples = join_parts(config.out / TRIPLES, result.parts["triples"])
    n_screens = join_parts(config.out / SCREENS, result.parts["screens"])
    steps = sum(n["steps"] for n in result.numbers)
    worked = sum(n["seconds"] for n in result.numbers)
    return {
        "units": len(works),
        "triples": n_triples,
        "screens": len({key for n in result.numbers for key in n["structures"]}),
        "distinct_element_lists": n_screens,
        "differences": len({key for n in result.numbers for key in n["differences"]}),
        "steps": steps,
        "steps_per_s": round(steps / worked, 1) if worked else 0.0,
        "failures": result.failures,
    }


def synthesize(config: RunConfig, report: Report) -> Numbers:
    """Stage 2: `tasks.jsonl`."""
    if recorded.is_recorded(config.env):
        return _synthesize_recorded(config, report)
    triples = [Triple.from_plain(r, where) for where, r in read_lines(config.out / TRIPLES)]
    vocabulary = reversing.vocabulary_of(config.env)
    budget = config.budget
    proposals = propose(triples, vocabulary, per_shape=budget.per_shape, limit=budget.candidates)
    structures = {r["id"]: r["structure"] for _, r in read_lines(config.out / SCREENS)}
    questions = ask_candidates(triples, vocabulary, structures, limit=budget.questions)
    fingerprint = config.fingerprint("synthesize", _digest(config.out / TRIPLES))
    visits: list[Candidate] = []
    if PLACES[0] in vocabulary.values:
        # Where a state says which page is shown, going to one is a task too; both kinds share the way there.
        questions, visits = [], questions
    solved = [triple for triple in triples if triple.solved]
    if solved:  # a world that asks and judges: what it asked for and said was done are the tasks
        proposals, questions, visits = propose_solved(solved, len(triples), limit=budget.candidates), [], []
    del triples, solved
    works = reversing.plan(proposals.candidates, questions, config, "verify", visits=visits)
    first = _stage("synthesize", reversing.produce, works, reversing.FILES, config, fingerprint, report)
    records = [record for part in first.parts["tasks"] for record in read_records(part)]
    pairs = reversing.compose(records, budget.compounds)
    works = reversing.plan(pairs, (), config, "compose")
    second = _stage("compose", reversing.produce, works, reversing.FILES, config, fingerprint, report)
    records += [record for part in second.parts["tasks"] for record in read_records(part)]
    selection = reversing.select(records, config)
    write_records(config.out / TASKS, [public(record) for record in selection.records])
    rejected = Counter(proposals.rejected) + selection.rejected
    for numbers in (*first.numbers, *second.numbers):
        rejected.update(numbers["rejected"])
    return {
        "tasks_proposed": proposals.n_proposed + len(questions) + len(visits) + len(pairs),
        "tasks_tried": len(proposals.candidates) + len(questions) + len(visits) + len(pairs),
        "tasks_verified": len(selection.records),
        "tasks_rejected": dict(rejected.most_common()),
        "tasks_4plus_steps": sum(r["n_steps"] >= 4 for r in selection.records),
        "questions": sum(r["kind"] == "answer" for r in selection.records),
        "apps": len({app for r in selection.records for app in r["apps"]}),
        "failures": [*first.failures, *second.failures],
        **_cost(selection.records),
    }


def _synthesize_recorded(config: RunConfig, report: Report) -> Numbers:
    fingerprint = config.fingerprint("synthesize", _digest(config.out / TRIPLES))
    produce, files = recorded.produce_tasks, recorded.TASK_FILES
    records, numbers = recorded.synthesize(
        config, lambda works: _stage("synthesize", produce, works, files, config, fingerprint, report)
    )
    write_records(config.out / TASKS, records)
    return {**numbers, **_cost(records)}


def collect(config: RunConfig, report: Report) -> Numbers:
    """Stage 3: `trajectories.jsonl` and `screenshots/`."""
    tasks = read_task_records(config.out / TASKS)
    works = collecting.plan(tasks, config.out, config)
    fingerprint = config.fingerprint("collect", _digest(config.out / TASKS))
    result = _stage("collect", collecting.produce, works, collecting.FILES, config, fingerprint, report)
    n = join_parts(config.out / TRAJECTORIES, result.parts["trajectories"])
    return {
        "trajectories": n,
        "trajectory_steps": sum(numbers["steps"] for numbers in result.numbers),
        "successes": sum(numbers["successes"] for numbers in result.numbers),
        "failures": result.failures,
    }


def score(config: RunConfig, report: Report) -> Numbers:
    """Stage 4: `scores.jsonl`."""
    trajectories = read_records(config.out / TRAJECTORIES)
    tasks = read_task_records(config.out / TASKS)
    works = scoring.plan(trajectories, tasks, config.out, config)
    fingerprint = config.fingerprint("score", _digest(config.out / TRAJECTORIES))
    # Without a model a score costs less than starting a process does.
    workers = config.workers if config.reward_model == "llm" else 0
    result = _stage("score", scoring.produce, works, scoring.FILES, config, fingerprint, report, workers)
    records = [record for part in result.parts["scores"] for record in read_records(part)]
    scores = scoring.with_probabilities(records, config)
    write_records(config.out / SCORES, scores)
    rewards = [s["reward"] for s in scores]
    return {
        "scored": len(scores),
        "unscored": sum(numbers["unscored"] for numbers in result.numbers),
        "mean_reward": round(sum(rewards) / len(rewards), 3) if rewards else None,
        "rewards": {str(value): rewards.count(value) for value in range(1, 6)},
        "failures": result.failures,
        **_cost(scores),
    }


def export_data(config: RunConfig, report: Report, formats: Sequence[str] = FORMATS) -> Numbers:
    """Stage 5: `export/`."""
    tasks = {task["id"]: task for task in read_task_records(config.out / TASKS)}
    scores = {record["id"]: record for record in read_records(config.out / SCORES)}
    scored = []
    for _, record in read_lines(config.out / TRAJECTORIES):
        if record["id"] in scores and record["task"] in tasks:
            episode = Episode.from_dict(record)
            scored.append((episode, tasks[episode.task], scores[episode.id]))
    chosen = choose(scored, config.budget.samples, config.seed)
    counts = export(
        chosen,
        config.out,
        config.out / EXPORT,
        formats=formats,
        on_progress=lambda done, total: report("export", done, total),
    )
    return {"samples": sum(counts.values()), "samples_by_kind": counts}


STAGES = (
    Stage("explore", explore, TRIPLES),
    Stage("synthesize", synthesize, TASKS),
    Stage("collect", collect, TRAJECTORIES),
    Stage("score", score, SCORES),
    Stage("export", export_data, EXPORT),
)


def _stage(
    name: str,
    produce: Produce,
    works: Sequence[Work],
    files: Sequence[str],
    config: RunConfig,
    fingerprint: str,
    report: Report,
    workers: int | None = None,
) -> StageResult:
    return run_stage(
        name,
        config.out / ".work" / fingerprint,
        produce,
        works,
        files=files,
        fingerprint=fingerprint,
        n_workers=config.workers if workers is None else workers,
        report=report,
    )


def _cost(records: Sequence[Mapping[str, Any]]) -> Numbers:
    """Tokens and money that records say they cost; None as soon as one price is unknown."""
    costs = [record["provenance"]["cost_usd"] for record in records]
    known = all(cost is not None for cost in costs)
    return {
        "tokens": sum(record["provenance"]["tokens"] for record in records),
        "cost_usd": round(sum(costs), 6) if known else None,
    }


def _seconds(out: Path, stage: str, begun: float, made: Numbers) -> float:
    """How long a stage took, in the run that did the work and not in one that found it done."""
    path = out / ".work" / "seconds.json"
    known = _load_json(path) if path.exists() else {}
    took = round(time.perf_counter() - begun, 2)
    known[stage] = max(took, known.get(stage, 0.0))
    write_atomically(path, dump(known))
    return float(known[stage])


def _digest(path: Path) -> str:
    digest = hashlib.blake2b(digest_size=8)
    try:
        with path.open("rb") as file:
            while block := file.read(1 << 20):
                digest.update(block)
    except OSError as error:
        raise DataError(f"cannot read {path}: {error.strerror}") from error
    return digest.hexdigest()


def _load_json(path: Path) -> dict[str, Any]:
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise DataError(f"{path} is not readable ({error}); delete it to begin anew") from error
    if not isinstance(found, dict):
        raise DataError(f"{path} is no JSON object; delete it to begin anew")
    return found
