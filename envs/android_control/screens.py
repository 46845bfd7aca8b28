"""`Shown`: what a recorded screen shows, decoded only as far as somebody looks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import Any, Final, TypeAlias, overload

import numpy as np
from numpy.typing import NDArray

from osgenesis.envs.android_control.forest import REACTS, app_of, front_app, screen_elements, visible_boxes
from osgenesis.envs.core.elements import Element
from osgenesis.envs.core.errors import DataError

__all__ = ["NOTHING", "Boxes", "Listed", "Shown"]

# Rows of (left, top, right, bottom) in px; left and top belong to the box, right and bottom do not.
Boxes: TypeAlias = NDArray[np.int32]


class Shown:
    """The screen before an action.

    Args:
        forest: Its serialised accessibility forest.
        size: (width, height) in px; boxes are clipped to it.
        where: File, record, episode and field, for errors.
    """

    def __init__(self, forest: bytes, size: tuple[int, int], where: str = "screen") -> None:
        self._forest = forest
        self._size = size
        self._where = where

    @classmethod
    def of(cls, elements: Sequence[Element]) -> Shown:
        """A screen of which no more than the elements is known: they are its nodes too."""
        shown = cls(b"", (0, 0))
        reacting = [e.bbox for e in elements if e.flags & REACTS]
        shown.elements, shown._boxes = tuple(elements), (_array([e.bbox for e in elements]), _array(reacting))
        return shown

    @cached_property
    def elements(self) -> tuple[Element, ...]:
        """What agents see and index."""
        try:
            return screen_elements(self._forest, self._size)
        except DataError as error:
            raise self._damage(error) from error

    @cached_property
    def listed(self) -> Listed:
        """The same as a sequence that is read when somebody looks."""
        return Listed(self)

    @cached_property
    def _boxes(self) -> tuple[Boxes, Boxes]:
        try:
            nodes = visible_boxes(self._forest)
        except DataError as error:
            raise self._damage(error) from error
        boxes = _array([bounds for bounds, _ in nodes])
        edges = np.array((*self._size, *self._size), np.int32)
        boxes = np.clip(boxes, 0, edges)
        full = (boxes[:, 2] > boxes[:, 0]) & (boxes[:, 3] > boxes[:, 1])
        reacts = np.array([reacts for _, reacts in nodes], bool).reshape(-1)
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
        if "elements" in self.__dict__:  # known already
            return app_of(self.elements)
        try:
            return front_app(self._forest, self._size)
        except DataError as error:
            raise self._damage(error) from error

    def _damage(self, error: DataError) -> DataError:
        return DataError(f"{self._where}: {error}")


class Listed(Sequence[Element]):
    """The elements of a recorded screen, taken out of its forest when the first one is asked for.

    Most who play recordings look at few screens. Equal to the tuple of the elements, and pickled as one.

    Args:
        shown: The screen.
    """

    def __init__(self, shown: Shown) -> None:
        self._shown = shown

    @overload
    def __getitem__(self, index: int) -> Element: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[Element, ...]: ...
    def __getitem__(self, index: int | slice) -> Element | tuple[Element, ...]:
        return self._shown.elements[index]

    def __len__(self) -> int:
        return len(self._shown.elements)

    def __iter__(self) -> Iterator[Element]:
        return iter(self._shown.elements)

    def __eq__(self, other: object) -> bool:
        if isinstance(other, Listed):
            return self._shown is other._shown or self._shown.elements == other._shown.elements
        return self._shown.elements == other

    def __hash__(self) -> int:
        return hash(self._shown.elements)

    def __repr__(self) -> str:
        return repr(self._shown.elements)

    def __reduce__(self) -> tuple[Any, ...]:
        return tuple, (self._shown.elements,)


def _array(boxes: Sequence[tuple[int, int, int, int]]) -> Boxes:
    return np.array(boxes, np.int32).reshape(-1, 4)


NOTHING: Final = Shown.of(())
