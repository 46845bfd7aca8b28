"""Does a predicted action match the recorded one? Every rule has a name, so that a score can say how it was made.

A `Protocol` is a choice of one rule per question: where a click may land, when texts are equal, when scrolls are equal,
and which different actions count as the same deed. Facts: AndroidControl (arXiv 2406.03679), OS-Genesis's `ac_eval`,
and the conventions that other papers use. `ac_eval.py` has that program's other habits.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final, NamedTuple, TypeAlias

from osgenesis.envs.android_control.screens import NOTHING, Boxes, Shown
from osgenesis.envs.core.actions import Action
from osgenesis.envs.core.elements import Element
from osgenesis.envs.core.errors import UnknownNameError

__all__ = [
    "EQUIVALENCES",
    "MATCHERS",
    "NOWHERE",
    "PROTOCOLS",
    "SCROLL_RULES",
    "TEXT_RULES",
    "Gold",
    "Protocol",
    "Verdict",
    "judge",
    "named_protocol",
    "protocol",
]

Point: TypeAlias = tuple[int, int]
Box: TypeAlias = tuple[int, int, int, int]

# Where a click goes whose coordinates are missing. It hits nothing, except in the genesis rule, which measures from it.
NOWHERE: Final[Point] = (-100, -100)


@dataclass(frozen=True)
class Gold:
    """What was recorded.

    Attributes:
        action: The recorded action.
        size: (width, height) of the screen, px.
        shown: What the screen shows.
        instruction: The step's own low-level instruction.
    """

    action: Action
    size: tuple[int, int]
    shown: Shown = NOTHING
    instruction: str = ""

    @cached_property
    def target(self) -> Box | None:
        """The smallest box of a node that holds the recorded point; of equal ones the first."""
        at = self.action.point
        if at is None:
            return None
        holding = _holding(self.shown.boxes, at)
        if not len(holding):
            return None
        areas = (holding[:, 2] - holding[:, 0]).astype(int) * (holding[:, 3] - holding[:, 1])
        left, top, right, bottom = holding[int(areas.argmin())].tolist()
        return left, top, right, bottom


class Verdict(NamedTuple):
    """What a prediction is worth.

    Attributes:
        type_correct: The kind of action is right.
        correct: The action is right.
        grounded: For recorded clicks and long presses that were predicted as such: the point is right; else None.
    """

    type_correct: bool
    correct: bool
    grounded: bool | None = None


_WRONG: Final = Verdict(False, False)


# ---- where a click may land ----------------------------------------------------------------------

# sqrt((0.14 * 1080)^2 + (0.14 * 2400)^2): 368.4 px whatever the screen, as OS-Genesis's code has it.
GENESIS_RADIUS: Final = math.sqrt((1080 * 0.14) ** 2 + (2400 * 0.14) ** 2)


def _genesis(gold: Gold, at: Point, point: Point) -> bool:
    """Within 368.4 px, on any screen."""
    return math.dist(at, point) <= GENESIS_RADIUS


def _width14(gold: Gold, at: Point, point: Point) -> bool:
    """Within 14 % of the screen's width, as OS-Genesis's paper says."""
    return point != NOWHERE and math.dist(at, point) <= 0.14 * gold.size[0]


def _ratio14(gold: Gold, at: Point, point: Point) -> bool:
    """Within 0.14 in relative coordinates, as for Android in the Wild."""
    width, height = gold.size
    offset = (at[0] - point[0]) / width, (at[1] - point[1]) / height
    return point != NOWHERE and math.hypot(*offset) <= 0.14


def _bbox(gold: Gold, at: Point, point: Point) -> bool:
    """Inside the target; without one, on the recorded point itself."""
    return point != NOWHERE and gold.target is not None and _inside(gold.target, point)


def _bbox_or_4pct(gold: Gold, at: Point, point: Point) -> bool:
    """With the recorded point in one box that reacts to touch, enlarged 1.2 times; or within 4 % of the longer side."""
    if point == NOWHERE:
        return False
    if math.dist(at, point) <= 0.04 * max(gold.size):
        return True
    boxes = gold.shown.candidates.astype(float)
    middle = (boxes[:, :2] + boxes[:, 2:]) / 2
    reach = (boxes[:, 2:] - boxes[:, :2]) * 0.6
    holding = (abs(middle - at) <= reach) & (abs(middle - point) <= reach)
    return bool(holding.all(axis=1).any())


def _inside(box: Box, point: Point) -> bool:
    return box[0] <= point[0] < box[2] and box[1] <= point[1] < box[3]


def _holding(boxes: Boxes, point: Point) -> Boxes:
    x, y = point
    inside = (boxes[:, 0] <= x) & (x < boxes[:, 2]) & (boxes[:, 1] <= y) & (y < boxes[:, 3])
    found: Boxes = boxes[inside]
    return found


PointRule: TypeAlias = Callable[[Gold, Point, Point], bool]
MATCHERS: Final[Mapping[str, PointRule]] = {
    "genesis": _genesis,
    "width14": _width14,
    "ratio14": _ratio14,
    "bbox": _bbox,
    "bbox1.2|4pct": _bbox_or_4pct,
}


# ---- texts ---------------------------------------------------------------------------------------


def token_f1(reference: str, text: str) -> float:
    """F1 over the sets of lower-cased words; 0 when either has none."""
    wanted, given = set(reference.lower().split()), set(text.lower().split())
    common = len(wanted & given)
    if not common:
        return 0.0
    precision, recall = common / len(given), common / len(wanted)
    return 2 * precision * recall / (precision + recall)


def _text_f1(reference: str, text: str) -> bool:
    """Equal, or more than half of the words in common."""
    return reference == text or token_f1(reference, text) > 0.5


def _text_casefold(reference: str, text: str) -> bool:
    """Equal but for upper and lower case and white space around it."""
    return reference.strip().casefold() == text.strip().casefold()


TextRule: TypeAlias = Callable[[str, str], bool]
TEXT_RULES: Final[Mapping[str, TextRule]] = {
    "exact": str.__eq__,
    "casefold": _text_casefold,
    "f1>0.5": _text_f1,
}


# ---- scrolls -------------------------------------------------------------------------------------


def _scroll_exact(gold: Gold, direction: str | None) -> bool:
    """The recorded direction."""
    return gold.action.direction == direction


def _scroll_genesis(gold: Gold, direction: str | None) -> bool:
    """The recorded direction, or the one that the step's wording asks for."""
    worded = {"up": "Scroll up", "down": "Scroll down"}.get(direction or "")
    return gold.action.direction == direction or (worded is not None and worded in gold.instruction)


ScrollRule: TypeAlias = Callable[[Gold, "str | None"], bool]
SCROLL_RULES: Final[Mapping[str, ScrollRule]] = {"exact": _scroll_exact, "genesis": _scroll_genesis}


# ---- different actions, same deed ------------------------------------------------------------------

_BACK_WORDS: Final = frozenset({"back", "go back", "navigate up"})


def _clicks(action: Action, elements: Sequence[Element], called: Callable[[str], bool]) -> bool:
    """Whether a click lands on an element that is called so."""
    at = action.point
    return (
        action.type == "click"
        and at is not None
        and any(
            _inside(e.bbox, at) and any(called(text.strip().casefold()) for text in (e.text, e.description))
            for e in elements
        )
    )


def _same_back(gold: Gold, predicted: Action) -> bool:
    """Pressing the system's Back and clicking a Back button on the screen."""
    return any(
        one.type == "navigate_back" and _clicks(other, gold.shown.elements, _BACK_WORDS.__contains__)
        for one, other in ((gold.action, predicted), (predicted, gold.action))
    )


def _same_open_app(gold: Gold, predicted: Action) -> bool:
    """Opening an app by name and clicking the element with that name."""
    for one, other in ((gold.action, predicted), (predicted, gold.action)):
        name = (one.app or "").strip().casefold()
        if one.type == "open_app" and name and _clicks(other, gold.shown.elements, name.__eq__):
            return True
    return False


Equivalence: TypeAlias = Callable[[Gold, Action], bool]
EQUIVALENCES: Final[Mapping[str, Equivalence]] = {"back": _same_back, "open_app": _same_open_app}


# ---- protocols -------------------------------------------------------------------------------------


class Protocol(NamedTuple):
    """One rule for each question.

    Attributes:
        name: What the whole is called in tables.
        matcher: Of `MATCHERS`.
        text: Of `TEXT_RULES`.
        scroll: Of `SCROLL_RULES`.
        equivalences: Of `EQUIVALENCES`.
    """

    name: str
    matcher: str = "bbox"
    text: str = "exact"
    scroll: str = "exact"
    equivalences: tuple[str, ...] = ()

    def rules(self) -> str:
        """The rules in a line, as they stand beside a score."""
        same = ",".join(self.equivalences) or "none"
        return f"point={self.matcher} text={self.text} scroll={self.scroll} equivalent={same}"


PROTOCOLS: Final[Mapping[str, Protocol]] = {
    p.name: p
    for p in (
        Protocol("official", "bbox", "exact", "exact", ("back", "open_app")),
        Protocol("genesis", "genesis", "f1>0.5", "genesis"),
        Protocol("width14", "width14", "f1>0.5", "exact"),
        Protocol("ratio14", "ratio14", "f1>0.5", "exact"),
        Protocol("bbox", "bbox", "exact", "exact"),
        Protocol("bbox1.2|4pct", "bbox1.2|4pct", "casefold", "exact"),
    )
}


def named_protocol(name: str) -> Protocol:
    """A protocol by its name.

    Raises:
        UnknownNameError: There is none; names near misses.
    """
    if name not in PROTOCOLS:
        raise UnknownNameError("protocol", name, PROTOCOLS)
    return PROTOCOLS[name]


def protocol(matcher: str, text: str = "exact", scroll: str = "exact", equivalences: Sequence[str] = ()) -> Protocol:
    """A protocol of chosen rules; its name says which.

    Raises:
        UnknownNameError: There is no rule of that name.
    """
    choices: tuple[tuple[str, str, Mapping[str, object]], ...] = (
        ("matcher", matcher, MATCHERS),
        ("text rule", text, TEXT_RULES),
        ("scroll rule", scroll, SCROLL_RULES),
        *(("equivalence", name, EQUIVALENCES) for name in equivalences),
    )
    for kind, name, known in choices:
        if name not in known:
            raise UnknownNameError(kind, name, known)
    chosen = Protocol("", matcher, text, scroll, tuple(equivalences))
    return chosen._replace(name=chosen.rules())


def judge(gold: Gold, predicted: Action | None, rules: Protocol) -> Verdict:
    """What a prediction is worth under a protocol; None is one that could not be read.

    An element's index is read as the middle of that element.
    """
    if predicted is None:
        return _WRONG
    kind = gold.action.type
    if predicted.index is not None:
        predicted = at_point(predicted, gold.shown.elements)
    if kind != predicted.type:
        same = any(EQUIVALENCES[name](gold, predicted) for name in rules.equivalences)
        return Verdict(True, True) if same else _WRONG
    if kind in ("click", "long_press"):
        at, point = gold.action.point or NOWHERE, predicted.point or NOWHERE
        hit = point == at or MATCHERS[rules.matcher](gold, at, point)
        return Verdict(True, hit, hit)
    if kind == "input_text":
        return Verdict(True, TEXT_RULES[rules.text](gold.action.text or "", predicted.text or ""))
    if kind == "scroll":
        return Verdict(True, SCROLL_RULES[rules.scroll](gold, predicted.direction))
    return Verdict(True, gold.action.app == predicted.app and gold.action.goal_status == predicted.goal_status)


def at_point(action: Action, elements: Sequence[Element]) -> Action:
    """A click or long press on an element's index as one on its middle; beyond the last element it goes nowhere."""
    if action.index is None or action.type not in ("click", "long_press"):
        return action
    x, y = elements[action.index].center if action.index < len(elements) else NOWHERE
    return Action(action.type, x=x, y=y)
