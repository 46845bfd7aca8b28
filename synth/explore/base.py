"""What an explorer is: an agent that acts without a goal, and a plan of excursions for it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple, Protocol

import numpy as np

from osgenesis.agents.base import Agent, Info, Observation
from osgenesis.agents.rollout import OnStep, rollout
from osgenesis.envs.core.errors import UnknownNameError
from osgenesis.synth.explore.fields import FieldTextProvider
from osgenesis.synth.explore.recorder import Recorder
from osgenesis.synth.explore.surface import PAGE, PHONE, Surface
from osgenesis.synth.explore.triples import Start


class Unit(NamedTuple):
    """A piece of exploration that is done as a whole; everything in it follows from its fields."""

    key: str
    seed: int
    app: str  # label of the app to begin in
    start: Start
    steps: int  # how many steps it may take
    explorer: str


class Explorer(Protocol):
    """A way to find out what an environment can do."""

    name: str

    def explore(self, recorder: Recorder, unit: Unit) -> None:
        """Act until the unit's steps are used; the recorder keeps what happens."""
        ...


class Walker(Agent):
    """An agent that explores; it needs no observation but the elements."""

    observe_parts = ("goal",)

    def __init__(self, unit: Unit, recorder: Recorder, texts: FieldTextProvider) -> None:
        self.name = unit.explorer
        self.unit = unit
        self.recorder = recorder
        self.texts = texts
        self.rng = np.random.default_rng(unit.seed)
        self.screen_size = (1080, 2400)

    def reset(self, observation: Observation, info: Info) -> None:
        """Begin a walk."""
        super().reset(observation, info)
        self.screen_size = info["screen_size"]

    def observe(self, observation: Observation, reward: float, terminated: bool, truncated: bool, info: Info) -> None:
        """Keep what is shown now."""
        super().observe(observation, reward, terminated, truncated, info)
        self.screen_size = info["screen_size"]


def walk(recorder: Recorder, walker: Walker, n_steps: int, on_step: OnStep | None = None) -> None:
    """One rollout of at most ``n_steps`` steps from the recorder's origin or start."""
    rollout(recorder, walker, seed=walker.unit.seed, max_steps=n_steps, on_step=on_step)


def make_explorer(name: str, texts: FieldTextProvider, surface: Surface = PHONE) -> Explorer:
    """The explorer of a name, in the form that suits the kind of interface.

    Raises:
        UnknownNameError: there is none; the message has the near misses.
    """
    makers = _makers(surface)
    if name not in makers:
        raise UnknownNameError("explorer", name, makers)
    return makers[name](texts)


def _makers(surface: Surface) -> Mapping[str, Callable[[FieldTextProvider], Explorer]]:
    from osgenesis.synth.explore.frontier import Frontier
    from osgenesis.synth.explore.page_trials import PageTrials
    from osgenesis.synth.explore.random_walk import RandomWalk
    from osgenesis.synth.explore.web_walk import WebRandomWalk

    walks = RandomWalk if surface is PHONE else WebRandomWalk
    return {RandomWalk.name: walks, Frontier.name: PageTrials if surface is PAGE else Frontier}


EXPLORERS = ("frontier", "random_walk")
