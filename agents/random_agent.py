"""The agent that taps about: uniform over the actions the screen offers."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from osgenesis.agents.base import Agent, Info, Observation
from osgenesis.envs.core.actions import Action
from osgenesis.envs.core.elements import Element, Flag

_TEXTS = ("Anna", "Buy milk", "42", "Meeting at noon", "https://example.org", "555-0134")
_DIRECTIONS = ("up", "down", "left", "right")


class RandomAgent(Agent):
    """Draws each action uniformly from what the elements on the screen allow.

    Args:
        p_end: probability per step of declaring the task complete.
    """

    def __init__(self, p_end: float = 0.0) -> None:
        if not 0.0 <= p_end <= 1.0:
            raise ValueError(f"p_end is a probability, got {p_end!r}")
        self._p_end = p_end
        self._rng = np.random.default_rng(0)

    def seed(self, seed: int) -> None:
        """Restart the random choices."""
        self._rng = np.random.default_rng(seed)

    def reset(self, observation: Observation, info: Info) -> None:
        """Nothing to prepare beyond the element list."""
        super().reset(observation, info)

    def act(self, observation: Observation) -> Action:
        """Draw an action."""
        if self._rng.random() < self._p_end:
            return Action("status", goal_status="complete")
        choices = legal_actions(self.info.get("elements", ()))
        return choices[int(self._rng.integers(len(choices)))]


def legal_actions(elements: Sequence[Element]) -> list[Action]:
    """Every action that makes sense on a screen with these elements; never empty.

    A leaf is tappable whether or not it says so: on a phone, the clickable container around it
    is usually not in the list.
    """
    actions = [Action("navigate_back"), Action("navigate_home"), Action("wait")]
    for index, element in enumerate(elements):
        flags = element.flags
        if not flags & Flag.ENABLED:
            continue
        if flags & Flag.EDITABLE:
            actions.extend(Action("input_text", index=index, text=text) for text in _TEXTS)
        else:
            actions.append(Action("click", index=index))
        if flags & Flag.LONG_CLICKABLE:
            actions.append(Action("long_press", index=index))
        if flags & Flag.SCROLLABLE:
            actions.extend(Action("scroll", index=index, direction=direction) for direction in _DIRECTIONS)
    return actions
