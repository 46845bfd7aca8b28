"""How the frontier explorer chooses on web pages: links, buttons, lists and forms by their roles and labels.

Nothing here knows a site. A form is what stands between two buttons: its fields, lists and boxes in the page's order.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache
from typing import Final

import numpy as np

from osgenesis.envs.core.actions import Action
from osgenesis.envs.core.elements import Element
from osgenesis.synth.explore.candidates import candidates
from osgenesis.synth.explore.fields import FieldTextProvider
from osgenesis.synth.explore.policy import Intent, Offer
from osgenesis.synth.explore.surface import Options

# Leaving the account ends what can be found out about it; the rest leads nowhere.
LEAVERS: Final = re.compile(
    r"\b(?:log ?out|sign ?out|delete (?:my )?account|close account|print|skip to|rss|back to top)\b", re.I
)
DOERS: Final = re.compile(
    r"^(?:add|save|create|post|submit|send|subscribe|unsubscribe|upvote|downvote|vote|follow|unfollow|star|fork|hide|unhide|"
    r"block|unblock|reply|comment|update|apply|place|edit|delete|remove|rename|move|mark|write|sign up|lock|unlock|"
    r"pin|report|compare|reorder|cancel order|check ?out|proceed|continue|next|ship|retract)\b",
    re.IGNORECASE,
)
RETREATS: Final = re.compile(r"^(?:cancel|back|close|dismiss|reset|clear)\b", re.IGNORECASE)
SEARCHES: Final = re.compile(r"\b(?:search|find|look up|filter)\b", re.IGNORECASE)
_LISTS: Final = ("combobox", "listbox")
_BOXES: Final = ("checkbox", "radio", "switch")
_CONTENT_WORDS: Final = 4  # labels of more words are contents, such as titles


class WebMoves:
    """What the frontier explorer can do on a web page."""

    def __init__(
        self, texts: FieldTextProvider, rng: np.random.Generator, options: Options, back: Action | None
    ) -> None:
        self.texts = texts
        self.rng = rng
        self.options = options
        self.back = back

    def offers(self, elements: Sequence[Element], screen_size: tuple[int, int]) -> list[Offer]:
        """All that can be done on a page."""
        found: list[Offer] = []
        indices = [index for index in candidates(elements, screen_size) if acts(elements[index])]
        keys = {index: action_key(elements, index) for index in indices}
        counts = Counter(keys.values())
        columns = Counter(_column(elements[index]) for index in indices)
        fields = 0
        for index in indices:
            element, key = elements[index], keys[index]
            share = max(1.0, counts[key] / 2, columns[_column(element)] / 8)
            if element.editable:
                fields += not is_search(element)
                found.append(Offer((3.0 if is_search(element) else 0.6) / share, "type", f"type {key}", index))
            elif element.role in _LISTS:
                found.append(Offer(2.5 / share, "choose", f"choose {key}", index))
            else:
                weight, confirms = _promise(element)
                found.append(Offer(weight / share, "press", f"press {key}", index, confirms=confirms))
        if fields:
            found.append(Offer(10.0, "form", "form"))
        found.append(Offer(2.0, "go", "scroll down", action=Action("scroll", direction="down")))
        found.append(Offer(0.2, "go", "scroll up", action=Action("scroll", direction="up")))
        if self.back is not None:
            found.append(Offer(0.4, "go", "back", action=self.back))
        return found

    def plan(self, elements: Sequence[Element], screen_size: tuple[int, int]) -> list[Intent]:
        """Fill one of the page's forms from top to bottom, then press the button below it."""
        fields = [
            index
            for index in candidates(elements, screen_size)
            if elements[index].editable and not is_search(elements[index])
        ]
        if not fields:
            return []
        chosen = fields[int(self.rng.integers(len(fields)))]
        members, button = form_of(elements, chosen)
        plan: list[Intent] = []
        for index in members:
            element = elements[index]
            # A drop-down list or box has an answer already; a text mostly has not.
            if self.rng.random() < (0.9 if element.editable else 0.3) or index == chosen:
                plan.append(Intent("fill", element, f"fill {action_key(elements, index)}"))
        return [*plan, Intent("confirm", None if button is None else elements[button], "confirm")]

    def carry_out(self, intent: Intent, elements: Sequence[Element]) -> Action | None:
        """The action for an intent on the page shown now; None where it cannot be done any more."""
        index = None if intent.target is None else find_same(intent.target, elements)
        if intent.kind == "confirm":
            if index is None:
                index = _button_below(elements)
            return Action("keyboard_enter") if index is None else Action("click", index=index)
        if index is None:
            return None
        element = elements[index]
        if element.editable:
            return self.typing(elements, index)
        return self.choosing(elements, index) if element.role in _LISTS else Action("click", index=index)

    def typing(self, elements: Sequence[Element], index: int) -> Action:
        """Enter text; what a field held is replaced, and a search is started at once."""
        field = elements[index]
        text = self.texts.text(elements, field, self.rng)
        return Action("input_text", index=index, text=text, clear_text=bool(field.value), press_enter=is_search(field))

    def choosing(self, elements: Sequence[Element], index: int) -> Action | None:
        """Choose another option of a list; None where there is none."""
        now = elements[index].value
        others = [
            option
            for option in self.options(index)
            if option and option != now and not option.startswith(("--", "Please "))
        ]
        if not others:
            return None
        return Action("select_option", index=index, option=others[int(self.rng.integers(len(others)))])


def acts(element: Element) -> bool:
    """Whether something may happen when it is acted on."""
    return element.clickable or element.editable or element.role in _LISTS or element.checkable


def is_search(element: Element) -> bool:
    """Whether a field starts a search rather than being part of a form."""
    words = f"{element.text} {element.hint} {element.description}"
    return element.role == "searchbox" or (element.editable and bool(SEARCHES.search(words)))


def form_of(elements: Sequence[Element], member: int) -> tuple[list[int], int | None]:
    """The inputs of the form that an input belongs to, and the button that ends it, if one is to be seen."""
    begin = member
    while begin > 0 and elements[begin - 1].role != "button" and not is_search(elements[begin - 1]):
        begin -= 1
    end = member + 1
    while end < len(elements) and not (elements[end].role == "button" and elements[end].enabled):
        end += 1
    inputs = [
        index
        for index in range(begin, end)
        if elements[index].enabled
        and (elements[index].editable or elements[index].role in _LISTS or elements[index].role in _BOXES)
    ]
    while end < len(elements) and RETREATS.search(elements[end].text):
        end += 1
    confirms = end < len(elements) and elements[end].role == "button"
    return inputs, end if confirms else None


def find_same(wanted: Element, elements: Sequence[Element]) -> int | None:
    """Where a control is now: by role, id and label, of several the nearest one."""
    found = [
        index
        for index, element in enumerate(elements)
        if (element.role, element.resource_id, element.text) == (wanted.role, wanted.resource_id, wanted.text)
        and element.enabled
    ]
    x, y = wanted.center
    return min(
        found,
        key=lambda i: abs(elements[i].center[0] - x) + abs(elements[i].center[1] - y),
        default=None,
    )


def action_key(elements: Sequence[Element], index: int) -> str:
    """The same for elements that do the same, such as the titles in a list."""
    element = elements[index]
    label = element.text or element.description
    if len(label.split()) >= _CONTENT_WORDS or re.search(r"\d", label):
        label = f"({element.left // 40})"
    name = re.sub(r"\d+", "#", element.resource_id)
    return f"{element.role} {name} {label[:40]}"


def _column(element: Element) -> tuple[str, int]:
    """Things of one kind that stand below one another."""
    return element.role, element.left


def _button_below(elements: Sequence[Element]) -> int | None:
    """A button that looks as if it took over what was entered."""
    fitting = [i for i, e in enumerate(elements) if e.role == "button" and e.enabled and DOERS.search(e.text)]
    return fitting[-1] if fitting else None


@lru_cache(maxsize=8192)
def _promise(element: Element) -> tuple[float, bool]:
    """What pressing an element promises, and whether it takes over what was entered."""
    label = element.text or element.description
    if LEAVERS.search(label):
        return 0.01, False
    if RETREATS.search(label):
        return 0.3, False
    if element.role == "button":
        doer = bool(DOERS.search(label))
        return (5.0 if doer else 2.5), doer
    if element.role in _BOXES:
        return 1.5, False
    return (3.0 if DOERS.search(label) else 1.2), False
