"""Replaying paths: from the start or a snapshot, with targets found again by what they are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from osgenesis.envs.core.actions import Action
from osgenesis.envs.core.elements import Element
from osgenesis.envs.core.environment import EnvSnapshot, GuiEnv
from osgenesis.envs.core.state import State
from osgenesis.synth.explore.triples import PathStep, Start
from osgenesis.synth.worlds import explore_options


class Played(NamedTuple):
    """One replayed step."""

    action: Action  # as done, with the index on the screen of this replay
    element: Element | None
    before: tuple[Element, ...]
    after: tuple[Element, ...]
    app: str  # package in front before
    snapshot: EnvSnapshot  # before


class Replay(NamedTuple):
    """A replayed path."""

    start: State
    end: State
    steps: tuple[Played, ...]
    app: str = ""  # package in front at the end, and
    last: EnvSnapshot | None = None  # that moment, of paths that were played from the start


class Player:
    """Plays paths in one environment; all its paths have the same start."""

    def __init__(self, env: GuiEnv, start: Start) -> None:
        self.env = env
        self.start = start
        self.n_steps = 0
        self._first: EnvSnapshot | None = None
        self._first_state = State()

    def from_start(self, path: Sequence[PathStep], *, fresh: bool = False) -> Replay | None:
        """Play a path from the start; None where a step cannot be done any more.

        Args:
            path: the steps.
            fresh: set the world up anew instead of restoring it, as a stranger would.
        """
        if fresh or self._first is None:
            self.env.reset(seed=0, options=explore_options(self.start.setup))
            self._first = self.env.snapshot()
            self._first_state = self.env.state()
        else:
            self.env.restore(self._first)
        steps = self.play(path)
        if steps is None:
            return None
        app = self.env.backend.context().get("app", "")
        return Replay(self._first_state, self.env.state(), tuple(steps), app, self.env.snapshot())

    def from_snapshot(self, snapshot: EnvSnapshot, path: Sequence[PathStep]) -> tuple[list[Played], State] | None:
        """Play a path from a moment within an earlier replay."""
        self.env.restore(snapshot)
        steps = self.play(path)
        return None if steps is None else (steps, self.env.state())

    def play(self, path: Sequence[PathStep]) -> list[Played] | None:
        """Play a path from where the environment is."""
        played = []
        for step in path:
            elements = tuple(self.env.elements)
            action = locate(step, elements)
            if action is None:
                return None
            snapshot = self.env.snapshot()
            app = self.env.backend.context().get("app", "")
            if self.env.task.over(self.env.backend):
                return None  # the world has ended the episode already
            info = self.env.step(action)[4]
            self.n_steps += 1
            if "action_error" in info or "error" in info:
                return None
            acted = elements[action.index] if action.index is not None else step.element
            played.append(Played(action, acted, elements, tuple(self.env.elements), app, snapshot))
        return played


def locate(step: PathStep, elements: Sequence[Element]) -> Action | None:
    """The action of a step on this screen, or None if its target is not there."""
    action, wanted = step
    if action.index is None:
        return action
    if wanted is None:
        return action if action.index < len(elements) else None
    if action.index < len(elements) and _same(elements[action.index], wanted):
        return action
    found = [i for i, element in enumerate(elements) if _same(element, wanted)]
    if not found:
        return None
    x, y = wanted.center
    nearest = min(found, key=lambda i: abs(elements[i].center[0] - x) + abs(elements[i].center[1] - y))
    return replace(action, index=nearest)


def _same(one: Element, other: Element) -> bool:
    """The same thing, wherever it is: what a field holds does not count, what a button says does."""
    if (one.class_name, one.resource_id, one.package) != (
        other.class_name,
        other.resource_id,
        other.package,
    ):
        return False
    if one.editable and other.editable:
        return one.hint == other.hint or bool(one.resource_id)
    return one.text == other.text and one.description == other.description
