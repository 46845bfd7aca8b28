"""The synthesize stage: candidates verified and annotated in chunks, put together, and selected."""

from __future__ import annotations

import functools
import itertools
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

from osgenesis.agents.errors import ReplyError
from osgenesis.envs.core.actions import Action
from osgenesis.envs.core.environment import GuiEnv
from osgenesis.envs.core.errors import DataError, UnknownNameError
from osgenesis.envs.core.predicates import Predicate
from osgenesis.envs.core.state import StateDiff
from osgenesis.envs.core.suite import Suite
from osgenesis.envs.core.vocabulary import Vocabulary
from osgenesis.synth.config import RunConfig
from osgenesis.synth.explore.recorder import page_kind
from osgenesis.synth.explore.triples import PathStep, Start
from osgenesis.synth.reverse.annotation import Annotator, Segment
from osgenesis.synth.reverse.dedup import NearDuplicates
from osgenesis.synth.reverse.expressible import shape
from osgenesis.synth.reverse.minimise import enters
from osgenesis.synth.reverse.propose import Candidate, alternate
from osgenesis.synth.reverse.questions import ask, ask_page
from osgenesis.synth.reverse.replay import Player, Replay
from osgenesis.synth.reverse.task_records import (
    accepted,
    draw_screens,
    make_record,
    segment_steps,
)
from osgenesis.synth.reverse.verify import MAX_GOLDEN, Rejected, verify
from osgenesis.synth.reverse.visits import go, visit
from osgenesis.synth.stage import Products, Work
from osgenesis.synth.worlds import Explore, open_env, open_for_exploring, words_of

FILES = ("tasks",)
ANNOTATORS = ("llm", "offline")
CHUNK = 6  # candidates per unit of work: small enough to spread, big enough to share a start


class VerifyJob(NamedTuple):
    """Some candidates with one start."""

    candidates: Sequence[Candidate]
    questions: Sequence[Candidate]
    config: RunConfig
    visits: Sequence[Candidate] = ()


def plan(
    candidates: Sequence[Candidate],
    questions: Sequence[Candidate],
    config: RunConfig,
    prefix: str,
    *,
    visits: Sequence[Candidate] = (),
) -> list[Work]:
    """Candidates in chunks of one start each."""
    works: list[Work] = []
    for kind, members in (("goal", candidates), ("question", questions), ("visit", visits)):
        by_start: dict[str, list[Candidate]] = {}
        for candidate in members:
            by_start.setdefault(candidate.start.key, []).append(candidate)
        for group in by_start.values():
            for chunk in _chunks(group):
                job = VerifyJob(
                    tuple(chunk) if kind == "goal" else (),
                    tuple(chunk) if kind == "question" else (),
                    config,
                    tuple(chunk) if kind == "visit" else (),
                )
                works.append(Work(f"{prefix}-{len(works):04d}", job._asdict()))
    return works


def produce(payload: Mapping[str, Any]) -> Products:
    """Verify and annotate the candidates of a unit."""
    job = VerifyJob(**payload)
    annotator = make_annotator(job.config)
    records: list[dict[str, Any]] = []
    rejected: Counter[str] = Counter()
    replayed = 0
    kinds = (("goal", job.candidates), ("question", job.questions), ("visit", job.visits))
    for kind, candidate in ((kind, candidate) for kind, members in kinds for candidate in members):
        world = _world(candidate.start.env)
        player = Player(world.env, candidate.start)
        if kind == "visit":
            all_made = _page_tasks(player, candidate, annotator, world, job.config)
        else:
            all_made = [_task(player, candidate, annotator, world, job.config, asks=kind == "question")]
        replayed += player.n_steps
        for made in all_made:
            if isinstance(made, Rejected):
                rejected[made.reason] += 1
            else:
                records.append(made)
    return Products({"tasks": records}, {"rejected": dict(rejected), "replayed_steps": replayed})


def compose(records: Sequence[Mapping[str, Any]], limit: int) -> list[Candidate]:
    """Pairs of verified tasks with one start, one done after the other, as new candidates.

    Every task is used about equally often, and so is every pair of kinds; pairs of two apps come
    before pairs within one.
    """
    by_start: dict[str, list[Mapping[str, Any]]] = {}
    for record in sorted(records, key=lambda r: (r["n_steps"], r["id"])):
        if record["kind"] == "state":
            by_start.setdefault(Start.from_plain(record["start"]).key, []).append(record)
    used: Counter[str] = Counter()
    kinds: Counter[tuple[str, str]] = Counter()
    chosen: list[Candidate] = []
    starts = list(by_start.values())
    while len(chosen) < limit:
        before = len(chosen)
        for group in starts:
            pair = _next_pair(group, used, kinds)
            if pair is None or len(chosen) >= limit:
                continue
            one, other = pair
            used.update((one["id"], other["id"]))
            kinds[one["shape"], other["shape"]] += 1
            paths = [[PathStep.from_plain(step) for step in record["path"]] for record in pair]
            path = [*paths[0], *anew(paths[1])]
            key = f"{one['id']}+{other['id']}"
            chosen.append(Candidate(key, Start.from_plain(one["start"]), tuple(path), 0, key))
        if len(chosen) == before:
            break
    return chosen


def anew(path: Sequence[PathStep]) -> Sequence[PathStep]:
    """A path from the start as one that can be gone from anywhere: on the web it begins with an address."""
    on_site = path[1:] if enters(path) else path
    element = on_site[0].element if on_site else None
    if element is None or element.window != "page":
        return path
    return [PathStep(Action("goto", url=f"http://{element.package}/"), None), *on_site]


def _next_pair(
    group: Sequence[Mapping[str, Any]], used: Counter[str], kinds: Counter[tuple[str, str]]
) -> tuple[Mapping[str, Any], Mapping[str, Any]] | None:
    """The pair of tasks that was used least."""
    freshest = sorted(group, key=lambda record: used[record["id"]])[:16]
    pairs = [
        (one, other)
        for one, other in itertools.permutations(freshest, 2)
        if one["n_steps"] + other["n_steps"] <= MAX_GOLDEN
        and one["shape"] != other["shape"]
        and not kinds[one["shape"], other["shape"]]
    ]
    return min(
        pairs,
        key=lambda pair: (
            used[pair[0]["id"]] + used[pair[1]["id"]],
            pair[0]["apps"] == pair[1]["apps"],
            pair[0]["id"],
            pair[1]["id"],
        ),
        default=None,
    )


class Selection(NamedTuple):
    """The tasks that are kept, and how many were not, by reason."""

    records: list[dict[str, Any]]
    rejected: Counter[str]


def select(records: Sequence[dict[str, Any]], config: RunConfig) -> Selection:
    """Drop duplicates and near-duplicates; within the budget, every app and kind in turn."""
    rejected: Counter[str] = Counter()
    near = NearDuplicates()
    goals: set[str] = set()
    queues: dict[str, dict[tuple[str, str], list[dict[str, Any]]]] = {}
    for record in sorted(records, key=lambda r: (r["n_steps"], r["id"])):
        if record["goal"] in goals or not near.add(record["instruction"]):
            rejected["duplicate"] += 1
            continue
        goals.add(record["goal"])
        kind = "+".join(record["apps"]), record["shape"]
        queue = queues.setdefault(record["origin"], {}).setdefault(kind, [])
        if len(queue) < config.budget.per_shape:
            queue.append(record)
    kept = _shared_out({o: _in_turn(kinds) for o, kinds in queues.items()}, config.budget.tasks)
    rejected["over_budget"] += len(goals) - len(kept)
    return Selection(kept, +rejected)


_SHARES: Mapping[str, float] = {"explored": 0.6, "composed": 0.25, "asked": 0.15}
_WEB_SHARES: Mapping[str, float] = {"explored": 0.5, "composed": 0.2, "asked": 0.15, "visited": 0.15}


def _shared_out(lists: Mapping[str, list[dict[str, Any]]], limit: int) -> list[dict[str, Any]]:
    """The first of each list in shares; what one does not use, the others get."""
    shares = _WEB_SHARES if "visited" in lists else _SHARES
    taken = {o: lists.get(o, [])[: int(limit * share)] for o, share in shares.items()}
    for origin in shares:
        room = limit - sum(map(len, taken.values()))
        more = lists.get(origin, [])
        taken[origin] = more[: len(taken[origin]) + max(0, room)]
    return [record for origin in shares for record in taken[origin]]


def _in_turn(kinds: Mapping[tuple[str, str], list[dict[str, Any]]]) -> list[dict[str, Any]]:
    """Apps in turn; within an app its kinds in turn, one task of each before a second of any."""
    by_app: dict[str, list[list[dict[str, Any]]]] = {}
    for app, shape_of_task in sorted(kinds):
        by_app.setdefault(app, []).append(kinds[app, shape_of_task])
    return alternate([alternate(members) for members in by_app.values()])


def make_annotator(config: RunConfig) -> Annotator:
    """The annotator of a run.

    Raises:
        UnknownNameError: there is none of that name.
    """
    if config.annotator == "offline":
        from osgenesis.synth.reverse.offline import OfflineAnnotator

        return OfflineAnnotator()
    if config.annotator == "llm":
        from osgenesis.synth.reverse.model_annotator import ModelAnnotator

        return ModelAnnotator(config.model)
    raise UnknownNameError("annotator", config.annotator, ANNOTATORS)


def vocabulary_of(env_name: str) -> Vocabulary:
    """The words of an environment's world."""
    env = open_env(env_name)
    try:
        return words_of(env)
    finally:
        env.close()


class _World(NamedTuple):
    env: GuiEnv
    vocabulary: Vocabulary
    setups: Suite


@functools.lru_cache(maxsize=2)
def _world(name: str) -> _World:
    """One environment per process and name, with its words and the tasks that can set it up."""
    env = open_for_exploring(name)
    plain = open_env(name)
    setups = plain.suite
    plain.close()
    return _World(env, words_of(env), setups)


def _task(
    player: Player,
    candidate: Candidate,
    annotator: Annotator,
    world: _World,
    config: RunConfig,
    *,
    asks: bool,
) -> dict[str, Any] | Rejected:
    """The record of the task that a candidate gives, if it gives one."""
    provenance = _provenance(candidate, annotator, config)
    origin = "asked" if asks else "composed" if "+" in candidate.key else "explored"
    if asks:
        asked = ask(player, candidate, world.vocabulary)
        if isinstance(asked, Rejected):
            return asked
        replay, predicate, kind = asked.replay, asked.predicate, _question_kind(asked.question)
        segment = _segment(player, candidate.key, replay, StateDiff(), world.vocabulary)
        segment = replace(segment, question=asked.question, answer=asked.answer, app=asked.app)
    else:
        proved = verify(player, candidate, world.vocabulary)
        if isinstance(proved, Rejected):
            return proved
        replay, predicate, kind = proved.replay, proved.predicate, shape(proved.diff)
        segment = _segment(player, candidate.key, replay, proved.diff, world.vocabulary)
        if candidate.solved:
            task = player.env.task
            asked_for = task.asked.goal if isinstance(task, Explore) and task.asked is not None else ""
            segment = replace(segment, instruction=asked_for, app=world.vocabulary.app_label(replay.app))
            kind = str((candidate.start.setup or {}).get("task", ""))
    return _annotated(
        segment, replay, predicate, candidate, annotator, world, kind=kind, origin=origin, provenance=provenance
    )


def _annotated(
    segment: Segment,
    replay: Replay,
    predicate: Predicate,
    candidate: Candidate,
    annotator: Annotator,
    world: _World,
    *,
    kind: str,
    origin: str,
    provenance: Mapping[str, Any],
) -> dict[str, Any] | Rejected:
    try:
        annotation = annotator.annotate(segment)
    except (DataError, ReplyError):
        return Rejected("annotation_failed")
    record = make_record(annotation, segment, replay, predicate, candidate.start, shape=kind, provenance=provenance)
    record["origin"] = origin
    return record if accepted(world.env, record, world.setups) else Rejected("not_reproducible")


def _page_tasks(
    player: Player, candidate: Candidate, annotator: Annotator, world: _World, config: RunConfig
) -> list[dict[str, Any] | Rejected]:
    """Two tasks of a web page: to go there, and to answer a question about it."""
    words = world.vocabulary
    replay = go(player, candidate, words)
    if isinstance(replay, Rejected):
        return [replay]
    app = words.app_label(replay.app)
    segment = replace(_segment(player, candidate.key, replay, StateDiff(), words), app=app)
    provenance = _provenance(candidate, annotator, config)

    def finished(segment: Segment, predicate: Predicate, kind: str, origin: str) -> dict[str, Any] | Rejected:
        return _annotated(
            segment, replay, predicate, candidate, annotator, world, kind=kind, origin=origin, provenance=provenance
        )

    made: list[dict[str, Any] | Rejected] = []
    asked = ask_page(replay, candidate.key, app, words)
    if isinstance(asked, Rejected):
        made.append(asked)
    else:
        told = replace(segment, question=asked.question, answer=asked.answer)
        made.append(finished(told, asked.predicate, _question_kind(asked.question), "asked"))
    visited = visit(replay, candidate.key, app, words)
    if isinstance(visited, Rejected):
        made.append(visited)
    else:
        kind = "page " + page_kind(str(visited.predicate.atoms[0].value))
        made.append(finished(replace(segment, errand=visited.deed), visited.predicate, kind, "visited"))
    return made


def _provenance(candidate: Candidate, annotator: Annotator, config: RunConfig) -> dict[str, Any]:
    return {
        "run": config.run_id,
        "seed": config.seed,
        "parent": candidate.triple,
        "annotator": annotator.name,
        "explorer": config.explorer,
    }


def _question_kind(question: str) -> str:
    """What is asked for, whatever it is asked of: the description of an event, a switch."""
    return re.sub(r'"[^"]*"', "", question).partition(" of the ")[0]


def _segment(player: Player, key: str, replay: Replay, diff: StateDiff, vocabulary: Vocabulary) -> Segment:
    end = replay.last or player.env.snapshot()
    opened = [step.action.app for step in replay.steps if step.action.app]
    used = {vocabulary.app_label(step.app) for step in replay.steps} | set(opened)
    owners = [_owner_app(change.subject, vocabulary) for change in diff]
    owners = [app for app in owners if app in used]
    return Segment(
        key=key,
        steps=segment_steps(replay, vocabulary),
        diff=diff,
        vocabulary=vocabulary,
        app=(owners or opened or [""])[0],
        before=replay.start,
        images=lambda: draw_screens(player, replay, end),
    )


def _owner_app(subject: str, vocabulary: Vocabulary) -> str:
    words = (
        vocabulary.tables.get(subject)
        or vocabulary.settings.get(subject)
        or vocabulary.values.get(subject)
        or vocabulary.folder(subject)
    )
    return words.app if words is not None else ""


def _chunks(group: Sequence[Candidate]) -> Iterator[Sequence[Candidate]]:
    for begin in range(0, len(group), CHUNK):
        yield group[begin : begin + CHUNK]
