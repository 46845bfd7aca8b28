"""The paper's random walk: ten attempts per walk, weights 10 to 1, inert elements remembered."""

from __future__ import annotations

from osgenesis.agents.base import Info, Observation
from osgenesis.envs.core.actions import Action
from osgenesis.envs.core.elements import Element
from osgenesis.synth.explore.base import Unit, Walker, walk
from osgenesis.synth.explore.candidates import candidates, changed, choices, draw, identifier, press
from osgenesis.synth.explore.fields import FieldTextProvider
from osgenesis.synth.explore.recorder import Recorder

ATTEMPTS = 10


class RandomWalk:
    """Walks from the home screen: opens the app, then draws ten actions from the paper's weights."""

    name = "random_walk"

    def __init__(self, texts: FieldTextProvider) -> None:
        self.texts = texts

    def explore(self, recorder: Recorder, unit: Unit) -> None:
        """Walk until the unit's steps are used; all its walks share one inert-element pool."""
        walker = RandomWalker(unit, recorder, self.texts)
        while recorder.n_steps < unit.steps:
            walk(recorder, walker, min(1 + ATTEMPTS, unit.steps - recorder.n_steps))


class RandomWalker(Walker):
    """Draws every action; learns which elements do nothing."""

    def __init__(self, unit: Unit, recorder: Recorder, texts: FieldTextProvider) -> None:
        super().__init__(unit, recorder, texts)
        self.inert: set[str] = set()  # identifiers of elements that did nothing when acted on
        self._opened = False
        self._home = ""  # package of the app that the walk is about
        self._acted: tuple[Element | None, tuple[Element, ...]] | None = None

    def reset(self, observation: Observation, info: Info) -> None:
        """Begin a walk outside the app."""
        super().reset(observation, info)
        self._opened = False
        self._home = ""
        self._acted = None

    def act(self, observation: Observation) -> Action:
        """Open the app first and whenever it was left, else draw."""
        if not self._opened or (self._home and self.info["app"] != self._home):
            self._opened = True
            self._acted = None
            return Action("open_app", app=self.unit.app)
        self._home = self._home or self.info["app"]
        elements = self.info["elements"]
        choice = draw(choices(candidates(elements, self.screen_size, self.inert)), self.rng)
        if choice.action is not None:
            self._acted = (None, elements)
            return choice.action
        index = choice.element or 0
        element = elements[index]
        self._acted = (element, elements)
        if element.editable:
            text = self.texts.text(elements, element, self.rng)
            return Action("input_text", index=index, text=text)
        return press(element, index, self.rng)

    def observe(self, observation: Observation, reward: float, terminated: bool, truncated: bool, info: Info) -> None:
        """Remember an element that changed nothing."""
        super().observe(observation, reward, terminated, truncated, info)
        if self._acted is None:
            return
        element, before = self._acted
        if element is not None and not changed(before, info["elements"]):
            self.inert.add(identifier(element))
