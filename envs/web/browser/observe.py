"""From what assets/observe.js reads in a page to `Element`s."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from osgenesis.envs.core.elements import Element

__all__ = ["elements_of"]


def elements_of(rows: Sequence[Sequence[Any]], host: str) -> tuple[Element, ...]:
    """The elements of a page: rows of text, description, tag, id, hint, box, flags, value, role."""
    return tuple(
        [
            Element(text, about, tag, name, hint, host, left, top, right, bottom, flags, "page", value, role)
            for text, about, tag, name, hint, left, top, right, bottom, flags, value, role in rows
        ]
    )
