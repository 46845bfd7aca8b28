"""Low-level instructions: one interaction in words, naming what is on the screen."""

from __future__ import annotations

import re
from collections.abc import Sequence

from osgenesis.envs.core.actions import Action
from osgenesis.envs.core.elements import Element, element_kind
from osgenesis.synth.reverse.annotation import SegmentStep
from osgenesis.synth.reverse.values import Chooser, capitalised, quoted

_KIND_WORDS = {
    "button": "button",
    "edit": "field",
    "check": "checkbox",
    "switch": "switch",
    "radio": "option",
    "image": "icon",
    "slider": "slider",
    "picker": "picker",
    "tab": "tab",
    "link": "link",
    "list": "list",
}
_WEB_NOUNS = {
    "searchbox": "search field",
    "combobox": "list",
    "listbox": "list",
    "heading": "heading",
    "text": "text",
    "spinbutton": "field",
    "menuitem": "menu item",
    "option": "option",
    "img": "picture",
}
_TITLE = re.compile(r"[^\d$€£(].*\S \S+ \S|[A-Z]\S{3,} \S{3,}$")  # of an entry: neither a count nor a price
_CLICKS = ("Click", "Click on", "Press", "Select")
_TAPS = ("Tap", "Click", "Press", "Select")
_ID_NOISE = {
    "btn", "button", "view", "text", "edit", "et", "tv", "iv", "img", "image", "icon", "layout",
    "container", "holder", "action", "menu", "item", "id", "my", "root", "main", "widget",
}  # fmt: skip


def instruction(step: SegmentStep, chooser: Chooser) -> str:
    """The low-level instruction of a step: a sentence that a person could follow."""
    return capitalised(_sentence(step, chooser)) + "."


def element_name(element: Element, elements: Sequence[Element]) -> str:
    """What a person would call an element: its words, those inside it, beside it, or of its id."""
    own = element.text or element.description
    if element.window == "page":  # there a field's text is its label
        return _one_line(own or element.hint or _beside(element, elements))
    if element.editable:
        own = element.hint or element.description or _beside(element, elements)
    return _one_line(own or element.hint or _inside(element, elements) or _beside(element, elements))


def name_with_kind(element: Element, elements: Sequence[Element]) -> str:
    """Such as `the "Save" button`; without a name, where on the screen it is."""
    kind = element_kind(element.class_name, element.role)
    noun = _KIND_WORDS.get(kind, "" if element.text else "item")
    name = element_name(element, elements)
    if name:
        if element.window == "page":
            noun = _WEB_NOUNS.get(element.role, noun)
            alike = sum(other.role == element.role and other.text == element.text for other in elements) > 1
            if alike and element.text and element.description:
                return f"the {quoted(element.description)} {noun}".rstrip()
            whose = _entry_of(element, elements) if alike else ""
            return f"the {quoted(name)} {noun}".rstrip() + (f" of {quoted(whose)}" if whose else "")
        if noun and not name.lower().endswith(noun):
            return f"the {quoted(name)} {noun}"
        return quoted(name)
    words = _id_words(element.resource_id)
    if words:
        return f"the {words} {noun or 'item'}"
    return f"the {noun or 'item'} {_place(element, elements)}"


def _sentence(step: SegmentStep, chooser: Chooser) -> str:
    action, element = step.action, step.element
    target = name_with_kind(element, step.before) if element is not None else _point(action)
    match action.type:
        case "click":
            return _click(step, target, chooser)
        case "double_tap":
            return f"double-tap {target}"
        case "long_press":
            return chooser.pick("hold", (f"long-press {target}", f"press and hold {target}"))
        case "input_text":
            return _typing(action, target if element is not None else "", chooser)
        case "scroll":
            return _scroll(action, element, step.before, chooser)
        case "swipe" if action.direction:
            return f"swipe {action.direction}"
        case "swipe" | "drag":
            return f"drag from {target} to ({action.to_x}, {action.to_y})"
        case "open_app":
            return chooser.pick("open", (f"open the {action.app} app", f"open {action.app}"))
        case "navigate_back":
            return chooser.pick("back", ("go back", "press the back button", "go back one screen"))
        case "go_back" | "go_forward":
            return f"go {action.type.removeprefix('go_')} one page"
        case "select_option":
            return chooser.pick(
                "option",
                (
                    f"choose {quoted(action.option or '')} in {target}",
                    f"select {quoted(action.option or '')} from {target}",
                ),
            )
        case "goto":
            return chooser.pick("goto", (f"go to the address {action.url}", f"open {action.url}"))
        case "key":
            return f"press {action.key}"
        case "hover":
            return f"point at {target}"
        case "navigate_home":
            return "go to the home screen"
        case "keyboard_enter":
            return "press Enter"
        case "answer":
            return f"answer {quoted(action.text or '')}"
        case "wait":
            return "wait a moment"
        case _:
            return action.describe()


def _click(step: SegmentStep, target: str, chooser: Chooser) -> str:
    element = step.element
    if element is None:
        return f"tap {target}"
    kind = element_kind(element.class_name, element.role)
    if kind in ("switch", "check") and element.checkable:
        if kind == "switch":
            verb = "turn off" if element.checked else "turn on"
        else:
            verb = "uncheck" if element.checked else "check"
        return f"{verb} {target}"
    if kind == "radio":
        return f"choose {target}"
    if element.editable:
        return f"tap {target}"
    verbs = _CLICKS if element.window == "page" else _TAPS
    return f"{chooser.pick('tap', verbs).lower()} {target}"


def _typing(action: Action, target: str, chooser: Chooser) -> str:
    text = quoted(action.text or "")
    if not (action.text or "").strip():
        return f"clear {target}" if target and action.clear_text else f"type {text}"
    end = " and press Enter" if action.press_enter else ""
    if not target:
        return f"type {text}{end}"
    into = chooser.pick("type", (f"type {text} into {target}", f"enter {text} in {target}"))
    if action.clear_text:
        into = f"replace the content of {target} with {text}"
    return into + end


def _scroll(action: Action, element: Element | None, elements: Sequence[Element], chooser: Chooser) -> str:
    direction = action.direction or "down"
    if element is not None:
        name = element_name(element, ())
        return f"scroll {direction} in the {quoted(name) if name else 'list'}"
    more = {"down": "to see more", "up": "back up"}.get(direction, "")
    plain = f"scroll {direction}"
    return chooser.pick("scroll", (plain, f"{plain} {more}".strip())) if direction == "down" else plain


def _point(action: Action) -> str:
    return f"the point ({action.x}, {action.y})" if action.point else "the screen"


def _entry_of(element: Element, elements: Sequence[Element]) -> str:
    """Of several controls with one name: the title of the entry that this one belongs to."""
    if element.role == "link":
        return ""
    x, y = element.left, element.center[1]
    titles = [
        (abs(other.center[1] - y) + 0.25 * max(0, other.left - x, x - other.right), position, other.text)
        for position, other in enumerate(elements)
        if other.role in ("link", "heading") and _TITLE.match(other.text) and abs(other.center[1] - y) < 90
    ]
    near = min(titles, default=None)
    return _one_line(near[2]) if near is not None else ""


def _inside(element: Element, elements: Sequence[Element]) -> str:
    """The first text that lies within an element's box."""
    for other in elements:
        if other is element or not (other.text or other.description):
            continue
        x, y = other.center
        within = element.left <= x < element.right and element.top <= y < element.bottom
        smaller = other.bottom - other.top <= element.bottom - element.top
        if within and smaller and other.window == element.window:
            return other.text or other.description
    return ""


def _beside(element: Element, elements: Sequence[Element]) -> str:
    """The text on the same row, nearest to the left; for a field also the one just above."""
    best, best_distance = "", 10_000
    middle = element.center[1]
    for other in elements:
        if other is element or not other.text or other.editable or other.window != element.window:
            continue
        if other.top <= middle < other.bottom and other.right <= element.left + 20:
            distance = element.left - other.right
        elif element.editable and 0 <= element.top - other.bottom < 120:
            distance = 500 + element.top - other.bottom
        else:
            continue
        if distance < best_distance:
            best, best_distance = other.text, distance
    return best


def _id_words(resource_id: str) -> str:
    tail = resource_id.rpartition("/")[2]
    tail = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", tail)
    words = [word for word in re.split(r"[^A-Za-z]+", tail.lower()) if word]
    return " ".join(word for word in words if word not in _ID_NOISE)


def _place(element: Element, elements: Sequence[Element]) -> str:
    """Roughly where an element without any words is."""
    width = max([other.right for other in elements], default=1080)
    height = max([other.bottom for other in elements], default=2400)
    x, y = element.center
    row = "top" if y < height / 3 else "bottom" if y > height * 2 / 3 else "middle"
    column = "left" if x < width / 3 else "right" if x > width * 2 / 3 else "center"
    return f"at the {row} {column}"


def _one_line(text: str) -> str:
    line = re.sub(r"\s+", " ", text).strip()
    return line if len(line) <= 60 else line[:59].rstrip() + "…"
