"""Delta debugging of paths: drop whatever is not needed for the goal, as long as it still holds."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from osgenesis.envs.core.state import State
from osgenesis.synth.explore.triples import PathStep
from osgenesis.synth.reverse.replay import Player, Replay

Holds = Callable[[State, State], bool]
MAX_REPLAYED_STEPS = 900  # spent on one path
_SUFFIX = 6  # steps at the end of a path that are tried alone


def minimise(player: Player, replay: Replay, holds: Holds) -> Replay:
    """A shortest path that dropping any run of steps from would break.

    Args:
        player: plays candidates.
        replay: a path after which ``holds`` is true.
        holds: judges the states at the start and at the end.
    """
    budget = player.n_steps + MAX_REPLAYED_STEPS
    size = max(1, len(replay.steps) // 2)
    while player.n_steps < budget:
        before = len(replay.steps)
        replay = _sweep(player, replay, holds, size, budget)
        if size > 1:
            size //= 2
        elif len(replay.steps) == before:
            break  # no single step can go any more
    return replay


def reach(player: Player, path: Sequence[PathStep], holds: Holds) -> Replay | None:
    """A short way to where ``holds`` is true, played from the start; None where there is none by the end of the path.

    For worlds where coming back to a moment costs as much as a step, and where a page depends little on how one
    came to it: the step that enters the site, and then the last few, are mostly enough.
    """
    lead = 1 if enters(path) else 0
    for length in range(1, min(_SUFFIX, len(path) - lead) + 1):
        short = (*path[:lead], *path[len(path) - length :])
        played = player.from_start(short)
        if played is None or not holds(played.start, played.end):
            continue
        # All shorter ends have failed, so the last two steps and the first are needed.
        for position in range(len(short) - 3, lead, -1):
            fewer = (*path_of(played)[:position], *path_of(played)[position + 1 :])
            tried = player.from_start(fewer)
            if tried is not None and holds(tried.start, tried.end):
                played = tried
        return played
    return None


def enters(path: Sequence[PathStep]) -> bool:
    """Whether the first step leads from another site, or the start, to the site of the second one."""
    if len(path) < 2:
        return False
    first, second = path[0], path[1]
    if first.action.type == "goto" or first.element is None or second.element is None:
        return first.action.type == "goto"
    return first.element.package != second.element.package


def path_of(replay: Replay) -> tuple[PathStep, ...]:
    """The path that was replayed, with the indices of this replay."""
    return tuple(PathStep(step.action, step.element) for step in replay.steps)


def _sweep(player: Player, replay: Replay, holds: Holds, size: int, budget: int) -> Replay:
    """Try to drop every run of ``size`` steps once, from the end to the beginning."""
    begin = len(replay.steps) - size
    while begin >= 0 and player.n_steps < budget:
        rest: Sequence[PathStep] = path_of(replay)[begin + size :]
        played = player.from_snapshot(replay.steps[begin].snapshot, rest)
        if played is not None and holds(replay.start, played[1]):
            replay = Replay(replay.start, played[1], (*replay.steps[:begin], *played[0]))
        begin -= size if size == 1 else max(1, size // 2)
    return replay
