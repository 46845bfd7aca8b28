"""The paper's random walk on the web: five attempts per walk, elements weighted by what is new and unexplored."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Final, NamedTuple

from osgenesis.agents.base import Info, Observation
from osgenesis.envs.core.actions import Action
from osgenesis.envs.core.elements import Element
from osgenesis.synth.explore.base import Unit, Walker, walk
from osgenesis.synth.explore.candidates import changed, is_foreign
from osgenesis.synth.explore.fields import FieldTextProvider
from osgenesis.synth.explore.recorder import Recorder
from osgenesis.synth.explore.surface import opening, options_of

ATTEMPTS: Final = 5
# (never explored, not on the screen before) -> weight
WEIGHTS: Final = {(True, True): 4, (True, False): 3, (False, True): 3, (False, False): 1}

Key = tuple[tuple[int, int, int, int], str]


class WebChoice(NamedTuple):
    """One entry of the draw."""

    weight: int
    element: int  # its index


def key_of(element: Element) -> Key:
    """What an element is remembered by: where it is and what it says."""
    return element.bbox, element.text


def web_choices(
    elements: Sequence[Element], before: Collection[Key], explored: Collection[Key], inert: Collection[Key]
) -> list[WebChoice]:
    """The weighted draw of the paper.

    Args:
        elements: of the page now. Plain text is no candidate, whatever else is visible is one.
        before: keys of the screen before.
        explored: keys of what was acted on in any walk.
        inert: keys of what did nothing.
    """
    found = []
    for index, element in enumerate(elements):
        key = key_of(element)
        if element.enabled and element.role not in ("text", "generic") and key not in inert and not is_foreign(element):
            found.append(WebChoice(WEIGHTS[key not in explored, key not in before], index))
    return found


class WebRandomWalk:
    """Walks of five attempts from the unit's start; all of them share what is known to do nothing."""

    name = "random_walk"

    def __init__(self, texts: FieldTextProvider) -> None:
        self.texts = texts

    def explore(self, recorder: Recorder, unit: Unit) -> None:
        """Walk until the unit's steps are used."""
        walker = WebRandomWalker(unit, recorder, self.texts)
        while recorder.n_steps < unit.steps:
            before = recorder.n_steps
            room = min(walker.longest, unit.steps - before)
            walk(recorder, walker, room, lambda step: not walker.can_go_on)


class WebRandomWalker(Walker):
    """Draws elements; types where it can be typed, chooses where there is a list, else clicks."""

    def __init__(self, unit: Unit, recorder: Recorder, texts: FieldTextProvider) -> None:
        super().__init__(unit, recorder, texts)
        self.inert: set[Key] = set()
        self.clickable: set[Key] = set()
        self.explored: set[Key] = set()
        self.longest = ATTEMPTS + 1  # actions of one walk, with the one that leads to the site
        self._opening: Action | None = None
        self._before: frozenset[Key] = frozenset()
        self._acted: tuple[Key, tuple[Element, ...]] | None = None

    def reset(self, observation: Observation, info: Info) -> None:
        """Begin a walk."""
        super().reset(observation, info)
        self._opening = opening(self.recorder.gui, self.unit.app)
        self.longest = ATTEMPTS + (self._opening is not None)
        self._before = frozenset()
        self._acted = None

    @property
    def can_go_on(self) -> bool:
        """Whether there is anything to draw from; a walk that has no candidate ends."""
        return bool(self._choices())

    def act(self, observation: Observation) -> Action:
        """Go to the site first, then draw."""
        if self._opening is not None:
            action, self._opening = self._opening, None
            self._acted = None
            return action
        elements: tuple[Element, ...] = self.info["elements"]
        choices = self._choices()
        if not choices:
            self._acted = None
            return Action("noop")
        ticket = int(self.rng.integers(sum(choice.weight for choice in choices)))
        index = choices[0].element
        for choice in choices:
            index = choice.element
            ticket -= choice.weight
            if ticket < 0:
                break
        element = elements[index]
        key = key_of(element)
        self.explored.add(key)
        self._acted = key, elements
        self._before = frozenset(map(key_of, elements))
        if element.editable:
            text = self.texts.text(elements, element, self.rng)
            return Action("input_text", index=index, text=text, press_enter=True)
        if element.role in ("combobox", "listbox"):
            others = [option for option in options_of(self.recorder.gui)(index) if option != element.value]
            if others:
                return Action("select_option", index=index, option=others[int(self.rng.integers(len(others)))])
        return Action("click", index=index)

    def observe(self, observation: Observation, reward: float, terminated: bool, truncated: bool, info: Info) -> None:
        """Remember what did something and what did not."""
        super().observe(observation, reward, terminated, truncated, info)
        if self._acted is None:
            return
        key, before = self._acted
        if changed(before, info["elements"]):
            self.clickable.add(key)
        elif key not in self.clickable:
            self.inert.add(key)

    def _choices(self) -> list[WebChoice]:
        return web_choices(self.info["elements"], self._before, self.explored, self.inert)
