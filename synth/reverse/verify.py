"""The acceptance rule: false at the start, true after the golden path, true again when replayed."""

from __future__ import annotations

from typing import Final, NamedTuple

from osgenesis.envs.core.predicates import Noise, Predicate
from osgenesis.envs.core.state import StateDiff
from osgenesis.envs.core.vocabulary import Vocabulary
from osgenesis.synth.explore.surface import PHONE, surface_of
from osgenesis.synth.reverse.expressible import changed_columns, expressible, sayable
from osgenesis.synth.reverse.minimise import minimise, path_of, reach
from osgenesis.synth.reverse.propose import MOVES, Candidate
from osgenesis.synth.reverse.relations import loose_columns
from osgenesis.synth.reverse.replay import Player, Replay
from osgenesis.synth.worlds import judged

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
    if candidate.solved:
        return _verify_solved(player, candidate, vocabulary)
    if surface_of(player.env) is not PHONE:
        return _verify_on_web(player, candidate, vocabulary)
    replay = player.from_start(candidate.path)
    if replay is None:
        return Rejected("not_reproducible")
    goal = _goal(player, replay, candidate.begin, vocabulary)
    if isinstance(goal, Rejected):
        return goal
    return prove(player, minimise(player, replay, goal.holds), vocabulary)


def _verify_solved(player: Player, candidate: Candidate, vocabulary: Vocabulary) -> Verified | Rejected:
    """A way after which the world says that what it asked for is done, without the steps that are not needed."""
    replay = player.from_start(candidate.path)
    if replay is None or not judged(player.env):
        return Rejected("not_reproducible")
    position = len(replay.steps) - 2
    while position >= 0:
        fewer = (*path_of(replay)[:position], *path_of(replay)[position + 1 :])
        tried = player.from_start(fewer)
        if tried is not None and judged(player.env):
            replay = tried
        position = min(position, len(replay.steps) - 1) - 1
    if len(replay.steps) > MAX_GOLDEN:
        return Rejected("too_long")
    # Played anew from the seed before it is accepted.
    return Verified(replay, StateDiff(), Predicate((), Noise.of(vocabulary)))


def _verify_on_web(player: Player, candidate: Candidate, vocabulary: Vocabulary) -> Verified | Rejected:
    """As on a phone, by short ways to the same change; what is longer than they are costs more than it is worth."""
    if candidate.diff is not None:
        asked = goal_of(candidate.diff, vocabulary)
        if not asked:
            return Rejected("volatile_only")
        replay = reach(player, candidate.path, asked.holds)
    else:  # put together out of short ways
        replay = player.from_start(candidate.path)
    if replay is None:
        return Rejected("not_reproducible")
    # The task is played anew from the seed before it is accepted; that is the second time.
    return prove(player, replay, vocabulary, again=False)


def prove(player: Player, replay: Replay, vocabulary: Vocabulary, *, again: bool = True) -> Verified | Rejected:
    """Make the goal of all that a minimised path changed, and hold it to the rule.

    Args:
        player: of the path's start.
        replay: of the path.
        vocabulary: the words of the world.
        again: play the path once more from the seed, and demand the goal again.
    """
    whole = StateDiff.between(replay.start, replay.end)
    diff = expressible(whole, vocabulary)
    predicate = goal_of(diff, vocabulary)
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
    if not again and _replaced(player, replay, diff):
        return Rejected("not_expressible")
    if len(predicate.atoms) > MAX_ATOMS or _many_columns(diff, vocabulary):
        return Rejected("too_many_changes")
    if predicate.holds(replay.start, replay.start):
        return Rejected("true_at_start")
    if not again:
        return Verified(replay, diff, predicate)
    second = player.from_start(path, fresh=True)
    if second is None or not predicate.holds(second.start, second.end):
        return Rejected("not_reproducible")
    return Verified(second, diff, predicate)


def _replaced(player: Player, replay: Replay, diff: StateDiff) -> bool:
    """Whether a row that seems changed was deleted on the way, and another one got its id."""
    for change in diff.of_kind("row_changed"):
        for step in replay.steps[1:]:
            player.env.backend.restore(step.snapshot.backend)
            if change.key not in player.env.backend.state().rows(change.subject):
                return True
    return False


def goal_of(diff: StateDiff, vocabulary: Vocabulary) -> Predicate:
    """The predicate of a difference; which id a new row has does not matter to another one that names it."""
    changes = []
    for change in diff:
        loose = loose_columns(change, diff, vocabulary)
        if loose:
            kept = {column: value for column, value in change.after.items() if column not in loose}
            change = change._replace(after=kept)
        changes.append(change)
    return Predicate.from_diff(StateDiff(tuple(changes)), vocabulary)


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
    goal = goal_of(expressible(whole, vocabulary), vocabulary)
    if begin > 0:
        player.env.restore(replay.steps[begin].snapshot)
        part = StateDiff.between(player.env.state(), replay.end)
        asked = goal_of(expressible(part, vocabulary), vocabulary)
        # What the segment changed may rest on what came before it (a contact that was made on the
        # way, then edited); then only the whole is a goal that the start can be held to.
        if asked and asked.holds(replay.start, replay.end):
            return asked
    if not goal:
        return Rejected("volatile_only" if whole else "no_state_change")
    return goal
