"""The frontier explorer: goes back by snapshot to screens that promise news and tries them out."""

from __future__ import annotations

from collections import deque
from typing import NamedTuple

from osgenesis.agents.base import Info, Observation
from osgenesis.agents.rollout import Transition
from osgenesis.envs.core.actions import Action
from osgenesis.envs.core.state import StateDiff
from osgenesis.synth.explore import policy
from osgenesis.synth.explore.archive import Archive, Node
from osgenesis.synth.explore.base import Unit, Walker, walk
from osgenesis.synth.explore.fields import FieldTextProvider
from osgenesis.synth.explore.moves import Moves, PhoneMoves
from osgenesis.synth.explore.recorder import Recorder
from osgenesis.synth.explore.surface import PHONE, left, opening, options_of, surface_of
from osgenesis.synth.explore.web_policy import WebMoves

EXCURSION = 9  # steps, unless something new keeps it going
MAX_IDLE = 4  # steps without news after which an excursion ends
MAX_PATH = 24  # actions from the start; beyond it nobody would call it one task


class Frontier:
    """An archive of screens by structure; excursions begin where there is most left to try."""

    name = "frontier"

    def __init__(self, texts: FieldTextProvider) -> None:
        self.texts = texts

    def explore(self, recorder: Recorder, unit: Unit) -> None:
        """Make excursions until the unit's steps are used."""
        walker = FrontierWalker(unit, recorder, self.texts)
        recorder.origin = None
        walk(recorder, walker, min(EXCURSION, unit.steps), walker.has_enough)
        while recorder.n_steps < unit.steps and walker.archive.nodes:
            node, moment = walker.archive.choose(walker.rng)
            recorder.origin = moment
            walker.origin = node
            before = recorder.n_steps
            room = min(EXCURSION, unit.steps - before, max(1, MAX_PATH - len(moment.path)))
            walk(recorder, walker, room, walker.has_enough)
            if recorder.n_steps == before:  # nothing can be done there; never choose it again
                node.moments.clear()


class _Acted(NamedTuple):
    node: Node
    key: str


class FrontierWalker(Walker):
    """Tries what was tried least, fills forms as a whole, and confirms what it has entered."""

    def __init__(self, unit: Unit, recorder: Recorder, texts: FieldTextProvider) -> None:
        super().__init__(unit, recorder, texts)
        self.archive = Archive()
        self.origin: Node | None = None
        self.home = ""  # package of the app that the unit is about
        self._offers: list[policy.Offer] = []  # of the screen shown now
        self._plan: deque[policy.Intent] = deque()
        self._dirty = False  # something was entered that may want confirming
        self._acted: _Acted | None = None
        self._idle = 0  # steps in a row without news
        self._outside = ""  # package of the launcher
        self._opening: Action | None = None
        self.moves = self._moves()

    def reset(self, observation: Observation, info: Info) -> None:
        """Begin an excursion."""
        super().reset(observation, info)
        self._plan.clear()
        self._dirty = False
        self._acted = None
        self._idle = 0
        if self.home:
            self._arrive()
            return
        self._outside = info["app"]
        self._opening = opening(self.recorder.gui, self.unit.app)
        if self._opening is None:  # the start is there already
            self.home = info["app"]
            self._arrive()

    def act(self, observation: Observation) -> Action:
        """Follow the plan, else draw among what the screen offers."""
        if not self.home and self._opening is not None:
            return self._opening
        elements = self.info["elements"]
        node = self.archive.nodes[self.recorder.structure]
        while self._plan:
            intent = self._plan.popleft()
            action = self.moves.carry_out(intent, elements)
            if action is not None:
                self._acted = _Acted(node, intent.key)
                self._dirty = intent.kind != "confirm"
                return action
        offer = policy.draw(self._offers, node.tries, self._dirty, self.rng)
        self._acted = _Acted(node, offer.key)
        if offer.kind == "form":
            node.tries[offer.key] += 1
            self._plan.extend(self.moves.plan(elements, self.screen_size))
            return self.act(observation)
        if offer.kind == "type":
            self._dirty = True
            return self.moves.typing(elements, offer.element or 0)
        if offer.kind == "choose":
            self._dirty = True
            chosen = self.moves.choosing(elements, offer.element or 0)
            return chosen or Action("click", index=offer.element or 0)
        if offer.element is not None:
            self._dirty = self._dirty or elements[offer.element].checkable
        return offer.act()

    def observe(self, observation: Observation, reward: float, terminated: bool, truncated: bool, info: Info) -> None:
        """Enter what happened into the archive."""
        super().observe(observation, reward, terminated, truncated, info)
        if not self.home:
            self.home = info["app"]
        if self._acted is not None:
            self._acted.node.tries[self._acted.key] += 1
        self._arrive()

    def has_enough(self, step: Transition) -> bool:
        """Whether the excursion should end: the app was left, or nothing new happens."""
        gone = left(self.recorder.gui, step.info["app"], self.home, self._outside)
        return gone or (self._idle >= MAX_IDLE and not self._plan)

    def _arrive(self) -> None:
        """Take note of the screen shown now."""
        found_before = len(self.archive.nodes)
        node = self.archive.visit(self.recorder.structure)
        if self.recorder.structure != (self._acted.node.structure if self._acted else ""):
            self._dirty = self._dirty and self.recorder.last is not None
        new_screen = len(self.archive.nodes) > found_before
        new_change = self._note_difference()
        if (new_screen or new_change) and self.origin is not None:
            self.origin.finds += 1
        self._idle = 0 if new_screen or new_change else self._idle + 1
        self._offers = self.moves.offers(self.info["elements"], self.screen_size)
        node.open_ends = policy.open_ends(self._offers, node.tries)
        if self.recorder.path_length < MAX_PATH and self.info["app"] == self.home:
            self.archive.keep(node, self.recorder.moment(), self.rng)

    def _moves(self) -> Moves:
        surface = surface_of(self.recorder.gui)
        if surface is PHONE:
            return PhoneMoves(self.texts, self.rng)
        return WebMoves(self.texts, self.rng, options_of(self.recorder.gui), surface.back)

    def _note_difference(self) -> bool:
        triple = self.recorder.last
        if triple is None or not triple.diff:
            return False
        shape = difference_shape(triple.diff)
        new = shape not in self.archive.differences
        self.archive.differences.add(shape)
        return new


def difference_shape(diff: StateDiff) -> str:
    """What kind of difference it is, whatever the values."""
    parts = set()
    for change in diff:
        columns: tuple[str, ...] = ()
        if change.kind == "row_changed":
            keys = sorted(set(change.before) | set(change.after))
            columns = tuple(k for k in keys if change.before.get(k) != change.after.get(k))
        subject = change.subject.rpartition("/")[0] if "file" in change.kind else change.subject
        parts.add((change.kind, subject, columns))
    return repr(sorted(parts))
