"""Exploring a page that asks for something and judges it: one trial after the other, each from the start.

What a page's scripts hold cannot be copied, and a problem is a handful of steps; so there is no archive of moments.
A trial prefers what it has not tried, and what the page's own words speak of, as everybody would who reads them.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import Final

import numpy as np

from osgenesis.agents.base import Info, Observation
from osgenesis.agents.rollout import Transition
from osgenesis.envs.core.actions import Action
from osgenesis.envs.core.elements import Element
from osgenesis.synth.explore.base import Unit, Walker, walk
from osgenesis.synth.explore.fields import FieldTextProvider
from osgenesis.synth.explore.policy import Offer
from osgenesis.synth.explore.recorder import Recorder
from osgenesis.synth.explore.surface import options_of
from osgenesis.synth.explore.web_policy import WebMoves, is_search

LONGEST: Final = 8  # steps of one trial
_SPOKEN_OF: Final = 12.0  # how much likelier what the page's words name is
_QUOTED: Final = re.compile(r'"([^"]+)"')


class PageTrials:
    """Trials until the page says that its problem is solved, or the unit's steps are used."""

    name = "frontier"

    def __init__(self, texts: FieldTextProvider) -> None:
        self.texts = texts

    def explore(self, recorder: Recorder, unit: Unit) -> None:
        """Try until it is solved."""
        walker = PageWalker(unit, recorder, self.texts)
        while recorder.n_steps < unit.steps and not walker.solved:
            before = recorder.n_steps
            walk(recorder, walker, min(LONGEST, unit.steps - before), walker.note)
            if recorder.n_steps == before:
                break


class PageWalker(Walker):
    """Draws among what a page offers; types what the page's words quote."""

    def __init__(self, unit: Unit, recorder: Recorder, texts: FieldTextProvider) -> None:
        super().__init__(unit, recorder, texts)
        self.solved = False
        self.tries: Counter[tuple[str, str]] = Counter()  # (kind of screen, action) -> times
        self._done: set[str] = set()  # done in this trial
        self._wanted = ""  # the page's words
        self._moves = WebMoves(texts, self.rng, options_of(recorder.gui), None)

    def reset(self, observation: Observation, info: Info) -> None:
        """Begin a trial."""
        super().reset(observation, info)
        task = self.recorder.gui.task
        asked = getattr(task, "asked", None)
        self._wanted = asked.goal if asked is not None else ""
        self._done = set()

    def act(self, observation: Observation) -> Action:
        """Draw one of the page's offers."""
        elements = self.info["elements"]
        found = [offer for offer in self._moves.offers(elements, self.screen_size) if offer.kind != "form"]
        weights = np.array([self._weight(offer, elements) for offer in found])
        offer = found[int(self.rng.choice(len(found), p=weights / weights.sum()))]
        key = self._key(offer, elements)
        self._done.add(key)
        self.tries[self.recorder.structure, key] += 1
        index = offer.element or 0
        if offer.kind == "type":
            return self._typing(elements, index)
        if offer.kind == "choose":
            return self._choosing(elements, index)
        return offer.act()

    def note(self, step: Transition) -> bool:
        """Whether the problem is solved."""
        self.solved = self.solved or (self.recorder.last is not None and self.recorder.last.solved)
        return self.solved

    def _weight(self, offer: Offer, elements: Sequence[Element]) -> float:
        key = self._key(offer, elements)
        weight: float = offer.weight / float(np.sqrt(1.0 + self.tries[self.recorder.structure, key]))
        if offer.element is not None and self._is_spoken_of(elements[offer.element]):
            weight *= _SPOKEN_OF
        return weight * (0.05 if key in self._done and offer.kind != "go" else 1.0)

    def _is_spoken_of(self, element: Element) -> bool:
        label = (element.text or element.description).strip().lower()
        return bool(label) and re.search(rf"(?<!\w){re.escape(label)}(?!\w)", self._wanted.lower()) is not None

    def _key(self, offer: Offer, elements: Sequence[Element]) -> str:
        """Things in one column may do very different things here, so each is tried on its own."""
        if offer.element is None:
            return offer.key
        element = elements[offer.element]
        return (
            f"{offer.kind} {element.role} {element.text} {element.resource_id} {element.left // 8},{element.top // 8}"
        )

    def _typing(self, elements: Sequence[Element], index: int) -> Action:
        """Enter something that the page's words quote, else what the field asks for."""
        field = elements[index]
        quoted = _QUOTED.findall(self._wanted)
        if quoted:
            text = quoted[int(self.rng.integers(len(quoted)))]
        else:
            text = self.texts.text(elements, field, self.rng)
        return Action("input_text", index=index, text=text, clear_text=bool(field.value), press_enter=is_search(field))

    def _choosing(self, elements: Sequence[Element], index: int) -> Action:
        """Choose the option that the page's words name, else any."""
        named = [option for option in options_of(self.recorder.gui)(index) if option and option in self._wanted]
        if named:
            return Action("select_option", index=index, option=max(named, key=len))
        return self._moves.choosing(elements, index) or Action("click", index=index)
