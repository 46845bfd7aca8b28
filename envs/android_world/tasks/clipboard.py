"""The clipboard: copy a text to it."""

from __future__ import annotations

from typing import Any, ClassVar

import numpy as np

from osgenesis.envs.android.sim.phone import Phone
from osgenesis.envs.android_world import words
from osgenesis.envs.android_world.base import PhoneTask
from osgenesis.envs.android_world.routines import Moves, launch, tap, type_in
from osgenesis.envs.core.oracle import Screen
from osgenesis.envs.core.state import StateDiff
from osgenesis.envs.core.texts import fuzzy_match

_MARKER = "nothing has been copied yet"


class SystemCopyToClipboard(PhoneTask):
    """The clipboard holds the text."""

    name: ClassVar[str] = "SystemCopyToClipboard"
    apps: ClassVar[tuple[str, ...]] = ("Clipper",)
    max_steps: ClassVar[int] = 10
    template: ClassVar[str] = "Put this text on the clipboard: {clipboard_content}"

    @classmethod
    def sample_params(cls, rng: np.random.Generator) -> dict[str, Any]:
        """A sentence, an address or a code."""
        kind = int(rng.integers(3))
        if kind == 0:
            content = words.pick(rng, words.SENTENCES)
        elif kind == 1:
            content = f"{int(rng.integers(1, 400))} {words.pick(rng, words.WORDS).title()} Street"
        else:
            content = "-".join(words.pick_many(rng, words.WORDS, 3))
        return {"clipboard_content": content}

    def prepare(self, phone: Phone) -> None:
        """Something else is on the clipboard."""
        phone.clipboard = _MARKER

    def check(self, phone: Phone, diff: StateDiff, answer: str | None) -> float:
        """Fuzzy, as the official checker."""
        return float(fuzzy_match(phone.clipboard, self.params["clipboard_content"]))

    def oracle(self, screen: Screen) -> Moves:
        """Type it into Clipper and copy."""
        yield from launch(screen, "Clipper")
        yield from type_in(screen, self.params["clipboard_content"], hint="Text to copy")
        yield from tap(screen, text="Copy", scroll=False)
