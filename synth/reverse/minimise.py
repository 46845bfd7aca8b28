"""Delta debugging of paths: drop whatever is not needed for the goal, as long as it still holds."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from osgenesis.envs.core.state import State
from osgenesis.synth.explore.triples import PathStep
from osgenesis.synth.reverse.replay import Player, Replay

Holds = Callable[[State, State], bool]
MAX_REPLAYED_STEPS = 900  # spent on one path


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
