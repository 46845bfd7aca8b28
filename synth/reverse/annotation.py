"""What an annotator sees and says: a segment of exploration, and the paper's three texts about it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

from osgenesis.agents.usage import Usage
from osgenesis.envs.core.actions import Action
from osgenesis.envs.core.elements import Element
from osgenesis.envs.core.errors import DataError
from osgenesis.envs.core.state import State, StateDiff
from osgenesis.envs.core.vocabulary import Vocabulary

KEYS = ("Sub-Instruction", "Analysis", "High-Level-Instruction")

ANNOTATION_SCHEMA: Mapping[str, Any] = {
    "type": "object",
    "properties": {key: {"type": "string", "minLength": 1} for key in KEYS},
    "required": list(KEYS),
    "additionalProperties": False,
}

_PLACEHOLDERS = re.compile(
    r"""
      <[A-Za-z][\w .-]*>                     # <name>
    | \{\{?[A-Za-z_][\w .-]*\}?\}            # {name}
    | \[(?:your|the|a|an|insert|some|any|name|date|time|text|app|contact|file|number|value|item)
        (?:[ _-][\w .-]*)?\]                 # [name], [insert date]
    | \b(?:lorem\ ipsum|tbd|xxx+|example\ text|placeholder)\b
    | \bcontact\ name\ here\b
    """,
    re.VERBOSE | re.IGNORECASE,
)


class SegmentStep(NamedTuple):
    """One interaction of a segment, with what was on the screen around it."""

    action: Action
    element: Element | None  # acted on
    before: Sequence[Element]
    after: Sequence[Element]
    app: str  # label of the app in front before the action


@dataclass(frozen=True)
class Segment:
    """Some consecutive interactions and what they changed: all that an annotator may use."""

    key: str  # decides every choice among wordings
    steps: Sequence[SegmentStep]
    diff: StateDiff  # from before the first to after the last step
    vocabulary: Vocabulary
    app: str  # label of the app that the change belongs to
    before: State | None = None
    answer: str | None = None  # of a question: what the last screen tells
    question: str | None = None  # of a question: what is asked, in words
    instruction: str | None = None  # the world's own words for what is to be done, where it has some
    errand: str | None = None  # what is to be done, in imperative mood, where no change says it
    # Draws the screens on demand: one before each step and the last one. Each is uint8 (H, W, 3).
    images: Callable[[], Sequence[NDArray[np.uint8]]] | None = field(default=None, compare=False)

    @property
    def web(self) -> bool:
        """Whether it happened in a browser."""
        return any(element.window == "page" for step in self.steps[:1] for element in step.before)


class Annotation(NamedTuple):
    """The three texts of the paper, the steps in words, and what they cost."""

    sub_instruction: str
    analysis: str
    high_level: str
    low_level: tuple[str, ...]  # one per step
    model: str
    usage: Usage = Usage()

    def wire(self) -> dict[str, str]:
        """The three texts under the paper's keys."""
        return dict(zip(KEYS, self[:3], strict=True))


class Annotator(Protocol):
    """Puts a segment into words."""

    name: str
    needs_images: bool

    def annotate(self, segment: Segment) -> Annotation:
        """Return the texts for ``segment``.

        Raises:
            DataError: nothing sensible can be said about it.
            ModelError: the model behind it failed.
        """
        ...


def check_texts(texts: Mapping[str, Any]) -> dict[str, str]:
    """Check the three texts strictly and return them trimmed.

    Raises:
        DataError: naming the key that is missing, empty, no string, or holds a placeholder.
    """
    unknown = sorted(set(texts) - set(KEYS))
    if unknown:
        raise DataError(f"unexpected key {unknown[0]!r}; the keys are {', '.join(KEYS)}")
    checked = {}
    for key in KEYS:
        value = texts.get(key)
        if not isinstance(value, str):
            raise DataError(f"{key!r} must be a string, got {value!r:.80}")
        value = value.strip()
        if not value:
            raise DataError(f"{key!r} is empty")
        placeholder = find_placeholder(value)
        if placeholder is not None and key != "Analysis":
            raise DataError(f"{key!r} holds the placeholder {placeholder!r} instead of a real value")
        checked[key] = value
    return checked


def find_placeholder(text: str) -> str | None:
    """The first thing in ``text`` that stands for a value instead of being one, or None.

    Values between quotes are somebody's own words and are left alone.
    """
    unquoted = re.sub(r'"[^"]*"', '""', text)
    found = _PLACEHOLDERS.search(unquoted)
    return found.group(0) if found else None
