"""Candidates for tasks: which explored segments are worth verifying, the varied ones first."""

from __future__ import annotations

import itertools
import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple, TypeVar

from osgenesis.envs.core.predicates import Predicate
from osgenesis.envs.core.state import StateDiff
from osgenesis.envs.core.vocabulary import Vocabulary
from osgenesis.synth.explore.triples import PathStep, Start, Triple
from osgenesis.synth.reverse.expressible import expressible, shape

T = TypeVar("T")

# What only moves around: a change that comes with it is a by-product, nobody's wish.
MOVES = frozenset(
    {"open_app", "scroll", "swipe", "navigate_home", "wait", "goto", "go_back", "go_forward", "focus_tab", "hover"}
)
MAX_CHANGES = 3  # deeds in one task


class Candidate(NamedTuple):
    """A path and the part of it whose outcome might be a task."""

    key: str
    start: Start
    path: tuple[PathStep, ...]
    begin: int  # the goal is what the steps from here on changed; 0: all that the path changed
    triple: str  # id of the last triple, the parent of whatever comes of it
    diff: StateDiff | None = None  # what the last step alone changed, where that is the goal
    screen: str = ""  # id of the screen at the end, where that is the goal
    solved: bool = False  # the world says at the end that what it asked for is done


class Proposals(NamedTuple):
    """Candidates, and how many triples gave none, by reason."""

    candidates: list[Candidate]
    n_proposed: int
    rejected: Counter[str]


def propose(triples: Iterable[Triple], vocabulary: Vocabulary, *, per_shape: int, limit: int) -> Proposals:
    """Choose candidates: every kind of difference in turn, short paths first, no goal twice.

    Args:
        triples: what exploration found.
        vocabulary: the words of the world, which say what can be expressed.
        per_shape: how many candidates one kind of difference gives at most.
        limit: how many candidates there are at most.
    """
    rejected: Counter[str] = Counter()
    by_id: dict[str, Triple] = {}
    queues: dict[tuple[str, str], list[Candidate]] = {}  # by app and kind of difference
    goals: set[str] = set()
    n_proposed = 0
    for triple in triples:
        by_id[triple.id] = triple
        n_proposed += 1
        reason = _reason_against(triple, vocabulary)
        if reason is not None:
            rejected[reason] += 1
            continue
        for candidate, kind, goal in _candidates(triple, by_id, vocabulary):
            if goal in goals:
                rejected["duplicate"] += 1
                continue
            goals.add(goal)
            queues.setdefault((triple.app, kind), []).append(candidate)
    chosen = _by_app({key: sorted(queue, key=_shortest)[:per_shape] for key, queue in queues.items()})
    return Proposals(chosen[:limit], n_proposed, rejected)


def ask_candidates(
    triples: Iterable[Triple],
    vocabulary: Vocabulary,
    structures: Mapping[str, str],
    *,
    limit: int,
) -> list[Candidate]:
    """Ways to different screens on which nothing was changed, so that questions can end there.

    Args:
        triples: what exploration found.
        vocabulary: the words of the world.
        structures: screen id -> what kind of screen it is; the kinds take turns.
        limit: how many candidates there are at most.
    """
    dirty: set[str] = set()  # triples at the end of a path that has changed something
    seen: set[str] = set()
    queues: dict[tuple[str, str], list[Candidate]] = {}
    for triple in triples:
        if expressible(triple.diff, vocabulary) or triple.parent in dirty:
            dirty.add(triple.id)
            continue
        if triple.screen_after in seen or not triple.path:
            continue
        seen.add(triple.screen_after)
        path = (*triple.path, PathStep(triple.action, triple.element))
        candidate = Candidate(f"{triple.id}.ask", triple.start, path, 0, triple.id, screen=triple.screen_after)
        kind = structures.get(triple.screen_after, "")
        queues.setdefault((triple.app, f"{triple.start.key} {kind}"), []).append(candidate)
    queues = {key: sorted(queue, key=_shortest) for key, queue in queues.items()}
    # Screens far from the start tell more: details lie behind lists.
    far_first = sorted(queues, key=lambda key: (-min(len(queues[key][0].path), 5), key))
    return _by_app({key: queues[key] for key in far_first})[:limit]


def propose_solved(triples: Sequence[Triple], n_triples: int, *, limit: int) -> Proposals:
    """Candidates of worlds that judge themselves: the shortest way that each start was solved by.

    Args:
        triples: after which the world said that what it had asked for is done.
        n_triples: how many there were in all.
        limit: how many candidates there are at most.
    """
    best: dict[str, Candidate] = {}
    for triple in triples:
        path = (*triple.path, PathStep(triple.action, triple.element))
        candidate = Candidate(f"{triple.id}.solved", triple.start, path, 0, triple.id, solved=True)
        key = triple.start.key
        if key not in best or _shortest(candidate) < _shortest(best[key]):
            best[key] = candidate
    return Proposals(list(best.values())[:limit], n_triples, Counter({"no_state_change": n_triples - len(triples)}))


def _reason_against(triple: Triple, vocabulary: Vocabulary) -> str | None:
    """Why a triple is no task, as far as can be told without replaying it."""
    if not triple.diff:
        return "no_state_change"
    if not Predicate.from_diff(triple.diff, vocabulary):
        return "volatile_only"
    if not expressible(triple.diff, vocabulary):
        return "not_expressible"
    return "side_effect_only" if triple.action.type in MOVES else None


def _candidates(triple: Triple, by_id: dict[str, Triple], vocabulary: Vocabulary) -> list[tuple[Candidate, str, str]]:
    """Candidates of a triple, each with its kind of difference and its goal, to compare."""
    path = (*triple.path, PathStep(triple.action, triple.element))
    diff = expressible(triple.diff, vocabulary)
    single = Candidate(f"{triple.id}.1", triple.start, path, len(path) - 1, triple.id, diff)
    found = [(single, shape(diff), _goal([diff], vocabulary))]
    if any(step.element is not None and step.element.window == "page" for step in path):
        return found  # on the web every step costs; tasks of several deeds are put together out of short ones
    chain = _changes_on_the_way(triple, by_id, vocabulary)
    if 1 < len(chain) <= MAX_CHANGES:
        whole = Candidate(f"{triple.id}.{len(chain)}", triple.start, path, 0, triple.id)
        kinds = " then ".join(shape(step) for step in chain)
        found.append((whole, kinds, _goal(chain, vocabulary)))
    return found


def _changes_on_the_way(triple: Triple, by_id: dict[str, Triple], vocabulary: Vocabulary) -> list[StateDiff]:
    """The differences along the path to a triple, oldest first, its own last."""
    chain: list[StateDiff] = []
    step: Triple | None = triple
    while step is not None and len(chain) <= MAX_CHANGES:
        diff = expressible(step.diff, vocabulary)
        if diff and step.action.type not in MOVES:
            chain.append(diff)
        step = by_id.get(step.parent) if step.parent is not None else None
    return chain[::-1]


def _goal(diffs: Sequence[StateDiff], vocabulary: Vocabulary) -> str:
    atoms = [Predicate.from_diff(diff, vocabulary).to_plain()["atoms"] for diff in diffs]
    return json.dumps(atoms, sort_keys=True, ensure_ascii=False)


def _shortest(candidate: Candidate) -> tuple[int, str]:
    return len(candidate.path), candidate.key


def _by_app(queues: Mapping[tuple[str, str], Sequence[Candidate]]) -> list[Candidate]:
    """Apps take turns, and within an app its kinds do, so that a short list has some of all."""
    apps: dict[str, list[Sequence[Candidate]]] = {}
    for (app, _), queue in queues.items():
        apps.setdefault(app, []).append(queue)
    return alternate([alternate(members) for members in apps.values()])


def alternate(lists: Iterable[Sequence[T]]) -> list[T]:
    """The first of each list, then the second of each, and so on."""
    turns = itertools.zip_longest(*lists, fillvalue=None)
    return [item for turn in turns for item in turn if item is not None]
