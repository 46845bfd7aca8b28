"""Buttons, links, dialogs, and whatever else one or two clicks solve."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from osgenesis.envs.core.elements import Element
from osgenesis.envs.core.oracle import Screen
from osgenesis.envs.miniwob.oracles.moves import Moves, Oracle, fields, match, ordinal, press, quoted

__all__ = ["ORACLES"]


def _labelled(*labels: str) -> Oracle:
    """Click what bears each label, in turn."""

    def oracle(goal: str, screen: Screen) -> Moves:
        for label in labels:
            yield press(screen, label)

    return oracle


def _quoted(goal: str, screen: Screen) -> Moves:
    yield press(screen, quoted(goal)[0])


def _found(pattern: str) -> Oracle:
    """Click what bears the label that the goal has at the pattern's group."""

    def oracle(goal: str, screen: Screen) -> Moves:
        yield press(screen, match(pattern, goal)[0])

    return oracle


def _close_dialog(goal: str, screen: Screen) -> Moves:
    yield screen.tap(screen.need("Close", where=lambda e: e.clickable))


def _dialog_button(goal: str, screen: Screen) -> Moves:
    label = quoted(goal)[0]
    yield press(screen, "Close" if label == "x" else label)


def _focus(goal: str, screen: Screen) -> Moves:
    yield screen.tap(fields(screen)[0])


def _focus_nth(goal: str, screen: Screen) -> Moves:
    yield screen.tap(fields(screen)[ordinal(goal) - 1])


_WIDGETS: Final[dict[str, Callable[[Element], bool]]] = {
    "button": lambda e: e.role == "button",
    "checkbox": lambda e: e.role == "checkbox",
    "radio": lambda e: e.role == "radio",
    "text": lambda e: e.editable and e.class_name == "input",
    "textarea": lambda e: e.editable and e.class_name == "textarea",
}


def _widget(goal: str, screen: Screen) -> Moves:
    yield screen.tap(screen.need(where=_WIDGETS[quoted(goal)[0]]))


def _coordinate(goal: str, screen: Screen) -> Moves:
    """The points of the grid lie in five columns and five rows."""
    x, y = (int(part) for part in match(r"\((-?\d),(-?\d)\)", goal))
    points = screen.find_all(class_name="circle")
    columns = sorted({e.center[0] for e in points})
    rows = sorted({e.center[1] for e in points}, reverse=True)
    yield screen.tap_xy(columns[x + 2], rows[y + 2])


def _odd_or_even(goal: str, screen: Screen) -> Moves:
    numbers = screen.find_all(where=lambda e: e.text.strip().lstrip("-").isdigit())
    for number in [e for e in numbers if not e.clickable] or numbers:
        word = "Odd" if int(number.text) % 2 else "Even"
        row = [e for e in screen.elements if e.text == word]
        yield screen.tap(min(row, key=lambda e: abs(e.center[1] - number.center[1])))
    yield press(screen, "Submit")


def _generate(goal: str, screen: Screen) -> Moves:
    """Generate numbers until one will do."""
    while True:
        yield press(screen, "Generate")
        shown = screen.need(where=lambda e: e.text.strip().isdigit())
        if _will_do(goal, int(shown.text)):
            break
    yield press(screen, "Submit")


def _will_do(goal: str, number: int) -> bool:
    if "less than" in goal:
        return number < int(match(r"less than (\d+)", goal)[0])
    if "greater than" in goal:
        return number > int(match(r"greater than (\d+)", goal)[0])
    return number % 2 == (1 if "odd" in goal else 0)


def _guess(goal: str, screen: Screen) -> Moves:
    """Halve the range that is left."""
    low, high = 0, 9
    while True:
        guess = (low + high) // 2
        yield screen.type(str(guess), fields(screen)[0], clear=True)
        yield press(screen, "Submit")
        if screen.find(contains="higher than") is not None:
            low = guess + 1
        else:
            high = guess - 1


def _shape(goal: str, screen: Screen) -> Moves:
    """One figure: a letter, a digit, or a shape that is described as such."""
    words = {"circle": "Circle", "rect": "Rectangle", "polygon": "Triangle"}
    figure = screen.need(where=lambda e: e.class_name in ("text", "tspan") or e.class_name in words)
    kind = words.get(figure.class_name) or ("Number" if figure.text.isdigit() else "Letter")
    yield press(screen, kind)


def _ascending(goal: str, screen: Screen) -> Moves:
    """Remember where the numbers are: they are covered after the first click."""
    numbers = sorted((e for e in screen.elements if e.text.isdigit()), key=lambda e: int(e.text))
    for number in numbers:
        yield screen.tap_xy(*number.center)


def _center(goal: str, screen: Screen) -> Moves:
    yield screen.tap_xy(*screen.need(class_name="circle").center)
    yield press(screen, "Submit")


def _midpoint(goal: str, screen: Screen) -> Moves:
    one, other = screen.find_all(class_name="circle")[:2]
    (x, y), (u, v) = one.center, other.center
    yield screen.tap_xy((x + u) // 2, (y + v) // 2)
    yield press(screen, "Submit")


def _blocks(goal: str, screen: Screen) -> Moves:
    """Count the little squares."""
    blocks = screen.find_all(class_name="span", where=lambda e: not e.label)
    yield screen.type(str(len(blocks)), fields(screen)[0])
    yield press(screen, "Submit")


def _greatest(goal: str, screen: Screen) -> Moves:
    """Turn the cards one after another, then the greatest again."""
    cards = screen.find_all(where=lambda e: e.clickable and e.class_name == "div")
    values = []
    for card in cards:
        yield screen.tap_xy(*card.center)
        faces = [e for e in screen.elements if e.label.isdigit() and card.left <= e.center[0] < card.right]
        values.append(int(faces[0].label))
    yield screen.tap_xy(*cards[values.index(max(values))].center)
    yield press(screen, "Submit")


ORACLES: Final[dict[str, Oracle]] = {
    "click-test": _labelled("Click Me!"),
    "click-test-2": _labelled("ONE"),
    "click-test-transfer": _found(r"button (\w+)"),
    "click-button": _quoted,
    "click-button-sequence": _labelled("ONE", "TWO"),
    "click-link": _quoted,
    "unicode-test": _quoted,
    "click-tab": _found(r"(Tab #\d)"),
    "click-dialog": _close_dialog,
    "click-dialog-2": _dialog_button,
    "focus-text": _focus,
    "focus-text-2": _focus_nth,
    "click-widget": _widget,
    "grid-coordinate": _coordinate,
    "odd-or-even": _odd_or_even,
    "generate-number": _generate,
    "guess-number": _guess,
    "identify-shape": _shape,
    "ascending-numbers": _ascending,
    "circle-center": _center,
    "find-midpoint": _midpoint,
    "visual-addition": _blocks,
    "find-greatest": _greatest,
}
