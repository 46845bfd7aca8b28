"""How the frontier explorer chooses: what elements promise by their properties, and form plans.

Nothing here knows an app. Words are those that every interface uses: save, add, delete, more.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Final, NamedTuple

import numpy as np

from osgenesis.envs.core.actions import Action
from osgenesis.envs.core.elements import Element, element_kind
from osgenesis.synth.explore.candidates import candidates
from osgenesis.synth.explore.fields import FieldTextProvider

CONFIRM: Final = re.compile(
    r"^(?:save|ok(?:ay)?|done|create|add|send|set|confirm|apply|yes|allow|accept|update|insert|"
    r"submit|finish|start|rename|replace|move|copy|paste|next|continue|delete|remove|discard)\b"
    r"(?: (?!more|another|to ).{0,18})?$|^(?:✓|✔)$",
    re.IGNORECASE,
)
OPENERS: Final = re.compile(
    r"\b(?:add|new|create|compose|edit|more options|more|menu|options|rename|overflow|start chat|"
    r"open navigation drawer|navigation drawer|settings|details|share|copy)\b",
    re.IGNORECASE,
)
DESTROYERS: Final = re.compile(r"\b(?:delete|remove|trash|clear|empty|erase)\b", re.IGNORECASE)
RETREATS: Final = re.compile(
    r"^(?:cancel|back|navigate up|close|dismiss|no|not now|skip|discard|exit|home|collapse)\b",
    re.IGNORECASE,
)
_ID_CONFIRM: Final = re.compile(r"(?:save|confirm|done|ok|send|submit|button1|positive)", re.IGNORECASE)


class Offer(NamedTuple):
    """Something to do on a screen."""

    weight: float  # what it promises, before anything was tried
    kind: str  # "press", "hold", "type", "form" or "go"
    key: str  # the same for actions that are as good as the same
    element: int | None = None  # its index
    action: Action | None = None  # of kind "go"
    confirms: bool = False  # takes over what was entered

    def act(self) -> Action:
        """The action, of every kind but "type" and "form"."""
        if self.action is not None:
            return self.action
        return Action("long_press" if self.kind == "hold" else "click", index=self.element)


class Intent(NamedTuple):
    """A step of a plan, found again on whatever screen the steps before it lead to."""

    kind: str  # "type" or "confirm"
    target: Element | None
    key: str


def offers(elements: Sequence[Element], screen_size: tuple[int, int]) -> list[Offer]:
    """All that can be done on a screen."""
    found: list[Offer] = []
    indices = candidates(elements, screen_size)
    repeated = _repeated(elements, indices)
    n_fields = 0
    for index in indices:
        element = elements[index]
        key = action_key(element, repeated)
        if element.editable:
            n_fields += 1
            found.append(Offer(2.0, "type", f"type {key}", index))
            continue
        weight, confirms = _promise(element)
        found.append(Offer(weight, "press", f"press {key}", index, confirms=confirms))
        if element.long_clickable:
            found.append(Offer(2.0, "hold", f"hold {key}", index))
    if n_fields:
        found.append(Offer(12.0 if n_fields > 1 else 9.0, "form", "form"))
    can_scroll = any(elements[index].scrollable for index in indices)
    found += _SCROLLS if can_scroll else _BLIND_SCROLLS
    found.append(Offer(0.6, "go", "back", action=Action("navigate_back")))
    return found


def draw(found: Sequence[Offer], tries: Mapping[str, int], dirty: bool, rng: np.random.Generator) -> Offer:
    """One offer; the more it promises and the less often it was tried, the likelier.

    Args:
        found: what there is to do.
        tries: how often each key was done on this kind of screen.
        dirty: something was entered that wants confirming.
        rng: decides.
    """
    weights = np.array(
        [
            offer.weight
            * (_CONFIRM_FACTOR if offer.confirms and dirty else 1.0)
            / (1.0 + (0.4 if offer.kind == "form" else 1.0) * tries.get(offer.key, 0)) ** 1.5
            for offer in found
        ]
    )
    return found[int(rng.choice(len(found), p=weights / weights.sum()))]


def open_ends(found: Sequence[Offer], tries: Mapping[str, int]) -> int:
    """How many promising kinds of action of a screen were never tried."""
    return len({o.key for o in found if o.weight >= 1.0 and not tries.get(o.key)})


_CONFIRM_FACTOR: Final = 3.0
_SCROLLS: Final = tuple(
    Offer(weight, "go", f"scroll {way}", action=Action("scroll", direction=way))
    for way, weight in (("down", 1.5), ("up", 0.3), ("left", 0.2), ("right", 0.1))
)
_BLIND_SCROLLS: Final = tuple(offer._replace(weight=offer.weight * 0.2) for offer in _SCROLLS)


def form_plan(elements: Sequence[Element], screen_size: tuple[int, int], rng: np.random.Generator) -> list[Intent]:
    """Fill most fields of a screen from top to bottom, then confirm."""
    fields = [elements[i] for i in candidates(elements, screen_size) if elements[i].editable]
    fields.sort(key=lambda field: (field.top, field.left))
    chosen = [field for field in fields if rng.random() < 0.8] or fields[:1]
    plan = [Intent("type", field, f"fill {field.resource_id} {field.hint}") for field in chosen]
    return [*plan, Intent("confirm", None, "confirm")]


def carry_out(
    intent: Intent,
    elements: Sequence[Element],
    texts: FieldTextProvider,
    rng: np.random.Generator,
) -> Action | None:
    """The action for an intent on the screen shown now; None where it cannot be done any more."""
    if intent.kind == "confirm":
        index = confirm_button(elements)
        return Action("click", index=index) if index is not None else Action("keyboard_enter")
    index = None if intent.target is None else find_field(intent.target, elements)
    return None if index is None else typing(elements, index, texts, rng)


def typing(elements: Sequence[Element], index: int, texts: FieldTextProvider, rng: np.random.Generator) -> Action:
    """Enter text: short fields that hold something are replaced, long ones mostly added to."""
    field = elements[index]
    text = texts.text(elements, field, rng)
    # An empty field shows its hint as text.
    filled = bool(field.text) and field.text != field.hint
    long = field.bottom - field.top > 300
    clear = filled and (not long or rng.random() < 0.3)
    if filled and not clear:
        text = "\n" + text
    return Action("input_text", index=index, text=text, clear_text=clear)


def find_field(wanted: Element, elements: Sequence[Element]) -> int | None:
    """Where a field is now: by id and hint, of several the nearest one."""
    same = [
        index
        for index, element in enumerate(elements)
        if element.editable
        and element.enabled
        and element.resource_id == wanted.resource_id
        and (element.hint == wanted.hint or bool(wanted.resource_id))
    ]
    if not same:
        return None
    return min(same, key=lambda index: abs(elements[index].top - wanted.top))


def confirm_button(elements: Sequence[Element]) -> int | None:
    """The button that takes over what was entered, if one is to be seen."""
    best, best_score = None, 0.0
    for index, element in enumerate(elements):
        if not element.enabled or element.editable or element.window in ("input_method", "system"):
            continue
        if not (element.clickable or element_kind(element.class_name, element.role) == "button"):
            continue
        label = element.text or element.description
        score = 0.0
        if CONFIRM.search(label) and not DESTROYERS.search(label):
            score = 2.0
        elif not label and _ID_CONFIRM.search(element.resource_id.rpartition("/")[2]):
            score = 1.0
        if score > best_score:
            best, best_score = index, score
    return best


def action_key(element: Element, repeated: frozenset[tuple[str, str]]) -> str:
    """The same for elements that do the same, such as all rows of a list."""
    kind = (element.class_name, element.resource_id)
    # In a menu the rows are alike too, but their words tell what each does.
    label = "" if kind in repeated and not _wordy(element) else element.text or element.description
    return f"{element.class_name} {element.resource_id} {label[:40]}"


def _wordy(element: Element) -> bool:
    label = element.text or element.description
    return bool(OPENERS.search(label) or DESTROYERS.search(label) or CONFIRM.search(label))


def _repeated(elements: Sequence[Element], indices: Sequence[int]) -> frozenset[tuple[str, str]]:
    """Kinds of elements of which a screen has many."""
    counts: dict[tuple[str, str], int] = {}
    for index in indices:
        kind = (elements[index].class_name, elements[index].resource_id)
        counts[kind] = counts.get(kind, 0) + 1
    return frozenset(kind for kind, n in counts.items() if n > 9)


@lru_cache(maxsize=8192)
def _promise(element: Element) -> tuple[float, bool]:
    """What pressing an element promises, and whether it takes over what was entered."""
    label = element.text or element.description
    kind = element_kind(element.class_name, element.role)
    weight = 3.0 if element.clickable else 0.05
    if element.checkable:
        weight += 2.0
    if kind in ("slider", "picker"):
        weight += 1.0
    if RETREATS.search(label):
        return weight * 0.12, False
    if CONFIRM.search(label):
        return weight * 1.6, True
    if DESTROYERS.search(label) or OPENERS.search(label):
        weight *= 2.0
    return weight, False
