"""`Shown`: what a recorded screen shows, decoded only as far as somebody looks."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from osgenesis.envs.android_control.forest import decode_forest, screen_elements
from osgenesis.envs.core.elements import Element, Flag
from osgenesis.envs.core.errors import DataError

__all__ = ["NOTHING", "Boxes", "Shown"]

# Rows of (left, top, right, bottom) in px; left and top belong to the box, right and bottom do not.
Boxes: TypeAlias = NDArray[np.int32]
_REACTS: Final = int(Flag.CLICKABLE | Flag.LONG_CLICKABLE | Flag.EDITABLE | Flag.CHECKABLE)


class Shown:
    """The screen before an action.

    Args:
        forest: Its serialised accessibility forest.
        size: (width, height) in px; boxes are clipped to it.
        where: Episode and screen, for errors.
    """

    def __init__(self, forest: bytes, size: tuple[int, int], where: str = "screen") -> None:
        self._forest = forest
        self._size = size
        self._where = where

    @classmethod
    def of(cls, elements: Sequence[Element]) -> Shown:
        """A screen of which no more than the elements is known: they are its nodes too."""
        shown = cls(b"", (0, 0))
        reacting = [e.bbox for e in elements if e.flags & _REACTS]
        shown.elements, shown._boxes = tuple(elements), (_array([e.bbox for e in elements]), _array(reacting))
        return shown

    @cached_property
    def elements(self) -> tuple[Element, ...]:
        """What agents see and index."""
        try:
            return screen_elements(self._forest, self._size)
        except DataError as error:
            raise DataError(f"{self._where}: accessibility_trees: {error}") from error

    @cached_property
    def _boxes(self) -> tuple[Boxes, Boxes]:
        try:
            windows = decode_forest(self._forest)
        except DataError as error:
            raise DataError(f"{self._where}: accessibility_trees: {error}") from error
        nodes = [node for window in windows for node in window.nodes if node.visible]
        boxes = _array([node.bounds for node in nodes])
        edges = np.array((*self._size, *self._size), np.int32)
        boxes = np.clip(boxes, 0, edges)
        full = (boxes[:, 2] > boxes[:, 0]) & (boxes[:, 3] > boxes[:, 1])
        reacts = np.array([bool(node.flags & _REACTS) for node in nodes], bool).reshape(-1)
        return boxes[full], boxes[full & reacts]

    @property
    def boxes(self) -> Boxes:
        """The boxes of all visible nodes, containers included."""
        return self._boxes[0]

    @property
    def candidates(self) -> Boxes:
        """The boxes of visible nodes that react to being touched."""
        return self._boxes[1]

    @cached_property
    def app(self) -> str:
        """The package in front."""
        packages = [e.package for e in self.elements if e.package and e.window == "application"]
        return packages[-1] if packages else next((e.package for e in self.elements if e.package), "")


def _array(boxes: Sequence[tuple[int, int, int, int]]) -> Boxes:
    return np.array(boxes, np.int32).reshape(-1, 4)


NOTHING: Final = Shown.of(())
