"""Pages that are searched: contacts, menus, tickets, search results, prices."""

from __future__ import annotations

from typing import Final

from osgenesis.envs.core.actions import Action
from osgenesis.envs.core.elements import Element
from osgenesis.envs.core.oracle import Screen
from osgenesis.envs.miniwob.oracles.moves import Moves, Oracle, fields, match, ordinal, press, quoted

__all__ = ["ORACLES"]

_RESULTS_PER_PAGE: Final = 3


def _contact(goal: str, screen: Screen) -> Moves:
    """Turn the pages until the name is there, then click the link beside the label."""
    name, kind = match(r"Find (.+) in the contact book and click on their (phone|email|address)", goal)
    while screen.find(name) is None:
        yield press(screen, ">")
    label = screen.need(f"{kind.capitalize()}:")
    beside = [e for e in screen.elements if e.clickable and abs(e.top - label.top) < 4]
    yield screen.tap(min(beside, key=lambda e: abs(e.left - label.right)))


def _order(goal: str, screen: Screen) -> Moves:
    """Press the plus beside each dish, going down the menu."""
    by_name = goal.startswith("Order one of each item: ")
    if by_name:
        wanted = goal.removeprefix("Order one of each item: ").split(", ")
        left = len(wanted)
    else:
        count, kind = match(r"Order (\d+) items that are (.*)", goal)
        wanted, left = [kind], int(count)
    while left:
        mark = next((e for name in wanted if (e := _dish(screen, name)) is not None), None)
        plus = None if mark is None else _plus(screen, mark)
        if mark is None or plus is None:
            yield Action("scroll", direction="down", x=60, y=130)
            continue
        for _ in range(1 if by_name else left):
            yield screen.tap_xy(*plus.center)
            left -= 1
        if by_name:
            wanted.remove(mark.label)
    while screen.find("Order!") is None:
        yield Action("scroll", direction="down", x=60, y=130)
    yield press(screen, "Order!")


def _dish(screen: Screen, name: str) -> Element | None:
    return screen.find(label=name)


def _plus(screen: Screen, mark: Element) -> Element | None:
    """The plus in the row of a dish's name or sign, when most of it shows."""
    signs = [e for e in screen.elements if e.text == "+" and e.top <= mark.top + 2 and e.bottom - e.top > 12]
    nearest = max(signs, key=lambda e: e.top, default=None)
    return nearest if nearest is not None and mark.top - nearest.top < 50 else None


def _ticket(goal: str, screen: Screen) -> Moves:
    """Compare prices, or durations, each above its button."""
    buttons = screen.find_all(contains="Book for $")
    if "cost" in goal:
        values = [int(match(r"\$(\d+)", e.text)[0]) for e in buttons]
    else:
        values = [_minutes(e.text) for e in screen.elements if _minutes(e.text)]
    best = max if "expensive" in goal or "longest" in goal else min
    yield screen.tap(buttons[values.index(best(values))])


def _minutes(text: str) -> int:
    """Minutes in "5h 32m"; 0 if it says none."""
    parts = text.split()
    if not parts or not all(p[:-1].isdigit() and p[-1] in "hm" for p in parts):
        return 0
    return sum(int(p[:-1]) * (60 if p[-1] == "h" else 1) for p in parts)


def _search(goal: str, screen: Screen) -> Moves:
    """Three results to a page."""
    place = ordinal(goal) - 1
    yield screen.type(quoted(goal)[0], fields(screen)[0])
    yield press(screen, "Search")
    page = place // _RESULTS_PER_PAGE + 1
    if page > 1:
        yield press(screen, str(page))
    titles = screen.find_all(class_name="a", where=lambda e: not e.text.isdigit() and e.text not in "<>")
    yield screen.tap(titles[place % _RESULTS_PER_PAGE])


def _buy(goal: str, screen: Screen) -> Moves:
    """Wait until the price is low enough; a tick lasts a tenth of a second."""
    limit = float(match(r"less than \$([\d.]+\d)", goal)[0])
    while float(match(r"\$([\d.]+)", screen.need(contains="Stock price").text)[0]) > limit:
        yield Action("wait", duration_ms=100)
    yield press(screen, "Buy")


ORACLES: Final[dict[str, Oracle]] = {
    "phone-book": _contact,
    "order-food": _order,
    "buy-ticket": _ticket,
    "search-engine": _search,
    "stock-market": _buy,
}
