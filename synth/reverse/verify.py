"""The acceptance rule: false at the start, true after the golden path, true again when replayed."""

from __future__ import annotations

from typing import Final, NamedTuple

from osgenesis.envs.core.predicates import Predicate
from osgenesis.envs.core.state import StateDiff
from osgenesis.envs.core.vocabulary import Vocabulary
from osgenesis.synth.reverse.expressible import changed_columns, expressible, sayable
from osgenesis.synth.reverse.minimise import minimise, path_of
from osgenesis.synth.reverse.propose import MOVES, Candidate
from osgenesis.synth.reverse.replay import Player, Replay

REASONS: Final = (
    "no_state_change",
    "volatile_only",
    "not_expressible",
    "side_effect_only",
    "true_at_start",
    "not_reproducible",
    "too_many_changes",
    "too_long",
    "not_answerable",
    "annotation_failed",
    "duplicate",
    "over_budget",
)
MAX_ATOMS: Final = 5
MAX_COLUMNS: Final = 3  # of one changed row
MAX_GOLDEN: Final = 14  # actions; with the declaration they fit the executor's 15 steps


class Verified(NamedTuple):
    """A goal that has been reached twice, by the shortest path found."""

    replay: Replay
    diff: StateDiff  # from the start to the end, as far as words go
    predicate: Predicate


class Rejected(NamedTuple):
    """Why a candidate is no task; one of `REASONS`."""

    reason: str


def verify(player: Player, candidate: Candidate, vocabulary: Vocabulary) -> Verified | Rejected:
    """Replay, minimise and judge a candidate."""
    replay = player.from_start(candidate.path)
    if replay is None:
        return Rejected("not_reproducible")
    goal = _goal(player, replay, candidate.begin, vocabulary)
    if isinstance(goal, Rejected):
        return goal
    return prove(player, minimise(player, replay, goal.holds), vocabulary)


def prove(player: Player, replay: Replay, vocabulary: Vocabulary) -> Verified | Rejected:
    """Make the goal of all that a minimised path changed, and hold it to the rule."""
    whole = StateDiff.between(replay.start, replay.end)
    diff = expressible(whole, vocabulary)
    predicate = Predicate.from_diff(diff, vocabulary)
    path = path_of(replay)
    if not path or all(step.action.type in MOVES for step in path):
        return Rejected("side_effect_only")
    if len(path) > MAX_GOLDEN:
        return Rejected("too_long")
    if not predicate:
        return Rejected("volatile_only" if whole else "no_state_change")
    if not sayable(diff, replay.start, vocabulary):
        return Rejected("not_expressible")
    if _back_at_default(player, replay, diff, vocabulary):
        return Rejected("no_state_change")
    if len(predicate.atoms) > MAX_ATOMS or _many_columns(diff, vocabulary):
        return Rejected("too_many_changes")
    if predicate.holds(replay.start, replay.start):
        return Rejected("true_at_start")
    again = player.from_start(path, fresh=True)
    if again is None or not predicate.holds(again.start, again.end):
        return Rejected("not_reproducible")
    return Verified(again, diff, predicate)


def _many_columns(diff: StateDiff, vocabulary: Vocabulary) -> bool:
    """Whether some row was changed in more ways than one would ask for in one sentence."""
    return any(
        len(changed_columns(change, vocabulary.tables[change.subject])) > MAX_COLUMNS
        for change in diff.of_kind("row_changed")
    )


def _back_at_default(player: Player, replay: Replay, diff: StateDiff, vocabulary: Vocabulary) -> bool:
    """Whether a setting that was never stored before only went away from its default and back.

    Switching grid lines on and off again stores "off" where nothing was stored; nobody would call
    that a deed.
    """
    fresh = {c.subject: c.after for c in diff.of_kind("setting_changed") if c.before is None}
    for subject in list(fresh):
        words = vocabulary.settings[subject]
        if words.kind != "toggle" and str(fresh[subject]) != next(iter(words.values), None):
            del fresh[subject]  # on the way to some choices there lie others
    if not fresh:
        return False
    for step in replay.steps:
        player.env.restore(step.snapshot)
        settings = player.env.state().settings
        if any(settings.get(s) not in (None, value) for s, value in fresh.items()):
            return True
    return False


def _goal(player: Player, replay: Replay, begin: int, vocabulary: Vocabulary) -> Predicate | Rejected:
    """The goal of a candidate, seen from the start of its path."""
    whole = StateDiff.between(replay.start, replay.end)
    goal = Predicate.from_diff(expressible(whole, vocabulary), vocabulary)
    if begin > 0:
        player.env.restore(replay.steps[begin].snapshot)
        part = StateDiff.between(player.env.state(), replay.end)
        asked = Predicate.from_diff(expressible(part, vocabulary), vocabulary)
        # What the segment changed may rest on what came before it (a contact that was made on the
        # way, then edited); then only the whole is a goal that the start can be held to.
        if asked and asked.holds(replay.start, replay.end):
            return asked
    if not goal:
        return Rejected("volatile_only" if whole else "no_state_change")
    return goal
