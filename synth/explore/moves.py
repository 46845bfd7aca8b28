"""The frontier explorer's moves on a phone: `policy` bound to a text provider and a generator."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

import numpy as np

from osgenesis.envs.core.actions import Action
from osgenesis.envs.core.elements import Element
from osgenesis.synth.explore import policy
from osgenesis.synth.explore.fields import FieldTextProvider
from osgenesis.synth.explore.policy import Intent, Offer


class Moves(Protocol):
    """What an explorer can do on one kind of interface, and how it is done."""

    def offers(self, elements: Sequence[Element], screen_size: tuple[int, int]) -> list[Offer]:
        """All that can be done on a screen."""
        ...

    def plan(self, elements: Sequence[Element], screen_size: tuple[int, int]) -> list[Intent]:
        """The steps that fill a form and confirm it."""
        ...

    def carry_out(self, intent: Intent, elements: Sequence[Element]) -> Action | None:
        """The action for a step of a plan on the screen shown now; None where it cannot be done any more."""
        ...

    def typing(self, elements: Sequence[Element], index: int) -> Action:
        """The action that enters text into a field."""
        ...

    def choosing(self, elements: Sequence[Element], index: int) -> Action | None:
        """The action that chooses another option of a list; None where there is none."""
        ...


class PhoneMoves:
    """What the frontier explorer can do on a phone."""

    def __init__(self, texts: FieldTextProvider, rng: np.random.Generator) -> None:
        self.texts = texts
        self.rng = rng

    def offers(self, elements: Sequence[Element], screen_size: tuple[int, int]) -> list[Offer]:
        """All that can be done on a screen."""
        return policy.offers(elements, screen_size)

    def plan(self, elements: Sequence[Element], screen_size: tuple[int, int]) -> list[Intent]:
        """Fill most fields of a screen from top to bottom, then confirm."""
        return policy.form_plan(elements, screen_size, self.rng)

    def carry_out(self, intent: Intent, elements: Sequence[Element]) -> Action | None:
        """The action for an intent."""
        return policy.carry_out(intent, elements, self.texts, self.rng)

    def typing(self, elements: Sequence[Element], index: int) -> Action:
        """Enter text."""
        return policy.typing(elements, index, self.texts, self.rng)

    def choosing(self, elements: Sequence[Element], index: int) -> Action | None:
        """A phone's lists open as screens of their own."""
        return None
