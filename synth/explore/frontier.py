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
from osgenesis.synth.explore.recorder import Recorder

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

    def reset(self, observation: Observation, info: Info) -> None:
        """Begin an excursion."""
        super().reset(observation, info)
        self._plan.clear()
        self._dirty = False
        self._acted = None
        self._idle = 0
        if self.home:
            self._arrive()
        else:
            self._outside = info["app"]

    def act(self, observation: Observation) -> Action:
        """Follow the plan, else draw among what the screen offers."""
        if not self.home:
            return Action("open_app", app=self.unit.app)
        elements = self.info["elements"]
        node = self.archive.nodes[self.recorder.structure]
        while self._plan:
            intent = self._plan.popleft()
            action = policy.carry_out(intent, elements, self.texts, self.rng)
            if action is not None:
                self._acted = _Acted(node, intent.key)
                self._dirty = intent.kind != "confirm"
                return action
        offer = policy.draw(self._offers, node.tries, self._dirty, self.rng)
        self._acted = _Acted(node, offer.key)
        if offer.kind == "form":
            node.tries[offer.key] += 1
            self._plan.extend(policy.form_plan(elements, self.screen_size, self.rng))
            return self.act(observation)
        if offer.kind == "type":
            self._dirty = True
            return policy.typing(elements, offer.element or 0, self.texts, self.rng)
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
        # A world may begin inside the app; then there is no outside to end in.
        left = self._outside != self.home != "" and step.info["app"] == self._outside
        return left or (self._idle >= MAX_IDLE and not self._plan)

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
        self._offers = policy.offers(self.info["elements"], self.screen_size)
        node.open_ends = policy.open_ends(self._offers, node.tries)
        if self.recorder.path_length < MAX_PATH and self.info["app"] == self.home:
            self.archive.keep(node, self.recorder.moment(), self.rng)

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
