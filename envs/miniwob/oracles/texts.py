"""Text fields: what is typed follows from the goal, or from what the page shows."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from osgenesis.envs.core.actions import Action
from osgenesis.envs.core.elements import Element
from osgenesis.envs.core.oracle import Screen
from osgenesis.envs.miniwob.oracles.moves import Moves, Oracle, fields, match, ordinal, press, quoted, submit

__all__ = ["ORACLES"]


def _form(values: Callable[[str, Screen], list[str]]) -> Oracle:
    """Fill the fields in their order, then submit."""

    def oracle(goal: str, screen: Screen) -> Moves:
        for position, value in enumerate(values(goal, screen)):
            yield screen.type(value, fields(screen)[position])
        yield submit(screen)

    return oracle


def _quoted(goal: str, screen: Screen) -> list[str]:
    return quoted(goal)


def _twice(goal: str, screen: Screen) -> list[str]:
    return quoted(goal)[:1] * 2


def _in_case(goal: str, screen: Screen) -> list[str]:
    word = quoted(goal)[0]
    return [word.upper() if "upper case" in goal else word.lower()]


def _letters(goal: str, screen: Screen) -> list[str]:
    """The letters of the distorted text, from left to right."""
    letters = sorted(screen.find_all(where=lambda e: len(e.text) == 1), key=lambda e: e.center[0])
    return ["".join(e.text for e in letters)]


def _sum(goal: str, screen: Screen) -> list[str]:
    a, sign, b = match(r"(\d+) ([-+x]) (\d+) =", _problem(screen))
    return [str(_calculate(int(a), sign, int(b)))]


def _unknown(goal: str, screen: Screen) -> list[str]:
    """Solve `x + 3 = 7`, `3 - x = 7` and their like."""
    a, sign, b, result = match(r"(\w+) ([-+]) (\w+) = (-?\d+)", _problem(screen))
    known, total = int(b if a == "x" else a), int(result)
    if sign == "+":
        return [str(total - known)]
    return [str(total + known if a == "x" else known - total)]


def _problem(screen: Screen) -> str:
    return screen.need(where=lambda e: "=" in e.text and any(c.isdigit() for c in e.text)).text


def _calculate(a: int, sign: str, b: int) -> int:
    return {"+": a + b, "-": a - b, "x": a * b}[sign]


def _nth_word(goal: str, screen: Screen) -> list[str]:
    paragraph = screen.need(class_name="p").text
    return [re.sub(r"[^a-zA-Z]", "", paragraph.split()[ordinal(goal) - 1])]


def _cell(screen: Screen, label: str) -> str:
    """The cell to the right of the one with a label."""
    head = screen.need(label, class_name="td")
    row = [e for e in screen.find_all(class_name="td") if e.center[1] == head.center[1] and e.left > head.left]
    return min(row, key=lambda e: e.left).text


def _from_table(goal: str, screen: Screen) -> list[str]:
    return [_cell(screen, match(r"the value of (.*) into", goal)[0])]


def _from_table_by_label(goal: str, screen: Screen) -> list[str]:
    labels = [e.text for e in screen.elements if e.class_name != "td" and e.text.endswith(":")]
    return [_cell(screen, label.removesuffix(":")) for label in labels]


def _copy(goal: str, screen: Screen) -> Moves:
    """Type into the last field what an area holds; several areas are counted in the goal."""
    areas = screen.find_all(class_name="textarea")
    source = areas[ordinal(goal) - 1 if len(areas) > 1 else 0]
    yield screen.type(source.value, screen.need(class_name="input"))
    yield submit(screen)


def _login(goal: str, screen: Screen) -> Moves:
    """Fill both fields; a dialog that comes between is dismissed."""
    for position, value in enumerate(quoted(goal)[:2]):
        field = fields(screen)[position]
        yield screen.tap(field)
        if screen.find("Cancel") is not None:
            yield press(screen, "Cancel")
        yield screen.type(value, fields(screen)[position])
    yield submit(screen)


def _date(goal: str, screen: Screen) -> Moves:
    month, day, year = match(r"(\d+)/(\d+)/(\d+)", goal)
    yield screen.type(f"{year}-{month}-{day}", fields(screen)[0])
    yield submit(screen)


def _time(goal: str, screen: Screen) -> Moves:
    hours, minutes, half = match(r"(\d+):(\d+)\s?([AP]M)", goal)
    hour = int(hours) % 12 + (12 if half == "PM" else 0)
    yield screen.type(f"{hour:02}:{minutes}", fields(screen)[0])
    yield submit(screen)


_FILM_LABELS: Final = (("genre",), ("director",), ("year", "date"))


def _film(goal: str, screen: Screen) -> Moves:
    """Labels stand before their fields, or all of them after."""
    values = match(r"Search for (.+) movies directed by (.+) from year (\d+)", goal)
    listed = [e for e in screen.elements if e.editable or _film_label(e) is not None]
    before = not listed[0].editable
    for position, element in enumerate(listed):
        number = _film_label(element)
        if number is not None:
            yield screen.type(values[number], listed[position + (1 if before else -1)])
    yield submit(screen)


def _film_label(element: Element) -> int | None:
    if element.editable or element.clickable:
        return None
    text = element.text.casefold()
    return next((n for n, words in enumerate(_FILM_LABELS) if any(w in text for w in words)), None)


def _complete(goal: str, screen: Screen) -> Moves:
    """Type the beginning, and go down the suggestions to one with the right end."""
    start, *end = quoted(goal)
    yield screen.type(start, fields(screen)[0])
    while True:
        yield Action("key", key="ArrowDown")
        if fields(screen)[0].value.endswith(end[0] if end else ""):
            break
    yield screen.enter()
    yield submit(screen)


def _agree(goal: str, screen: Screen) -> Moves:
    if "cancel button" in goal:
        yield press(screen, "Cancel")
        return
    name, button = quoted(goal)
    area = screen.need(class_name="textarea")
    while not screen.need(hint="Name").enabled:
        yield Action("scroll", direction="down", x=area.center[0], y=area.center[1])
    yield screen.type(name, screen.need(hint="Name"))
    yield press(screen, button)


def _delete_file(goal: str, screen: Screen) -> Moves:
    """List the files, and remove one with the extension."""
    suffix = match(r"extension \.(\S+)", goal)[0] if "extension ." in goal else None
    yield screen.type("ls", press_enter=True)
    texts = [e.text for e in screen.elements]
    listing = texts[max(i for i, text in enumerate(texts) if text.endswith("ls")) + 1]
    names = listing.split()
    suited = [n for n in names if (n.endswith("." + suffix) if suffix else "." not in n)]
    yield screen.type(f"rm {suited[0]}", press_enter=True)


def _last_word(goal: str, screen: Screen) -> Moves:
    """Copied by keys: the text is longer than its area shows."""
    yield screen.tap(screen.need(class_name="textarea"))
    for keys in ("Control+End", "Control+Shift+ArrowLeft", "Control+Shift+ArrowLeft", "Control+c"):
        yield Action("key", key=keys)
    yield screen.tap(screen.need(class_name="input"))
    yield Action("key", key="Control+v")
    yield submit(screen)


def _scroll_area(goal: str, screen: Screen) -> Moves:
    yield screen.tap(screen.need(class_name="textarea"))
    yield Action("key", key="Control+Home" if "to the top" in goal else "Control+End")
    yield submit(screen)


ORACLES: Final[dict[str, Oracle]] = {
    "enter-text": _form(_quoted),
    "enter-text-2": _form(_in_case),
    "enter-text-dynamic": _form(_quoted),
    "enter-password": _form(_twice),
    "login-user": _login,
    "login-user-popup": _login,
    "enter-date": _date,
    "enter-time": _time,
    "text-transform": _form(_letters),
    "simple-arithmetic": _form(_sum),
    "simple-algebra": _form(_unknown),
    "find-word": _form(_nth_word),
    "read-table": _form(_from_table),
    "read-table-2": _form(_from_table_by_label),
    "copy-paste": _copy,
    "copy-paste-2": _copy,
    "multi-layouts": _film,
    "multi-orderings": _film,
    "use-autocomplete": _complete,
    "use-autocomplete-nodelay": _complete,
    "sign-agreement": _agree,
    "scroll-text": _last_word,
    "scroll-text-2": _scroll_area,
    "terminal": _delete_file,
}
