"""Homepage tasks: notes, the calculator, the list of accounts."""

from __future__ import annotations

from typing import Any, ClassVar, Final

from osgenesis.envs.core.oracle import Screen
from osgenesis.envs.core.state import StateDiff
from osgenesis.envs.web.sites.dice import Dice
from osgenesis.envs.web.sites.homepage.views import calculate
from osgenesis.envs.web.sites.world import World
from osgenesis.envs.webarena.answers import same_number, same_text
from osgenesis.envs.webarena.base import PageFacts, WebTask, rows
from osgenesis.envs.webarena.routines import Moves, click, fill, role, scroll_to

__all__ = ["NOTES", "added_note", "write_note"]

NOTES: Final = "homepage/note"

_TITLES: Final = ("Groceries", "Call the dentist", "Trip to the lake", "Broken lamp", "Birthday", "Books to read")
_TEXTS: Final = (
    "Milk, oats and six eggs",
    "Ask for Thursday at nine",
    "Bring the tent and the map",
    "The switch does nothing",
    "A scarf for Lena",
    "Start with the one about rivers",
)


def added_note(diff: StateDiff) -> dict[str, Any] | None:
    """The only note that was added, if no other one changed."""
    changes = [change for change in diff if change.subject == NOTES]
    return dict(changes[0].after) if len(changes) == 1 and changes[0].kind == "row_added" else None


def write_note(screen: Screen, title: str, text: str) -> Moves:
    """Keep a note, from any page of the homepage."""
    yield from click(screen, text="Scratchpad", where=role("link"))
    yield from fill(screen, title, label="Title", where=role("textbox"))
    yield from fill(screen, text, label="Text", where=role("textbox"))
    yield from click(screen, text="Save note", where=role("button"))


class HomeAddNote(WebTask):
    """Keep a note."""

    name: ClassVar[str] = "HomeAddNote"
    sites: ClassVar[tuple[str, ...]] = ("homepage",)
    max_steps: ClassVar[int] = 10
    template: ClassVar[str] = "Write a note on the scratchpad with the title “{title}” and the text “{text}”."
    touches: ClassVar[tuple[str, ...]] = (NOTES,)

    def choose(self, world: World, dice: Dice) -> dict[str, Any]:
        return {"title": dice.pick(_TITLES), "text": dice.pick(_TEXTS)}

    def check(self, world: World, page: PageFacts, diff: StateDiff, answer: str | None) -> float:
        note = added_note(diff)
        return float(note is not None and (note["title"], note["body"]) == (self.facts["title"], self.facts["text"]))

    def oracle(self, screen: Screen) -> Moves:
        yield from write_note(screen, self.facts["title"], self.facts["text"])


class HomeDeleteNote(WebTask):
    """Throw a note away, one of several."""

    name: ClassVar[str] = "HomeDeleteNote"
    sites: ClassVar[tuple[str, ...]] = ("homepage",)
    max_steps: ClassVar[int] = 10
    template: ClassVar[str] = "Delete the note “{title}” from the scratchpad."
    touches: ClassVar[tuple[str, ...]] = (NOTES,)

    def choose(self, world: World, dice: Dice) -> dict[str, Any]:
        titles = dice.sample(_TITLES, 4)
        return {"title": titles[0], "others": titles[1:]}

    def prepare(self, world: World) -> None:
        titles = sorted([self.facts["title"], *self.facts["others"]])
        for at, title in enumerate(titles, 1):
            body = _TEXTS[_TITLES.index(title)]
            world["homepage"].store.insert("note", title=title, body=body, created=world.clock.timestamp - 600 * at)

    def check(self, world: World, page: PageFacts, diff: StateDiff, answer: str | None) -> float:
        removed = rows(diff, "row_removed", NOTES)
        return float(len(diff.changes) == 1 == len(removed) and removed[0].before["title"] == self.facts["title"])

    def oracle(self, screen: Screen) -> Moves:
        yield from click(screen, text="Scratchpad", where=role("link"))
        yield from click(screen, description=f"Delete {self.facts['title']}")


class HomeCalculate(WebTask):
    """Use the calculator."""

    name: ClassVar[str] = "HomeCalculate"
    sites: ClassVar[tuple[str, ...]] = ("homepage",)
    max_steps: ClassVar[int] = 10
    template: ClassVar[str] = "Work out {expression} with the homepage's calculator and answer with the result."

    def choose(self, world: World, dice: Dice) -> dict[str, Any]:
        a, b, c = dice.between(12, 99), dice.between(101, 999), dice.between(3, 40)
        kinds = ("({a} + {b}) * {c}", "{b} * {a} - {c}", "{b} * {c} + {a} * {a}", "({b} - {a}) * {c}")
        expression = dice.pick(kinds).format(a=a, b=b, c=c)
        return {"expression": expression, "expected": float(calculate(expression))}

    def check(self, world: World, page: PageFacts, diff: StateDiff, answer: str | None) -> float:
        used = any("calculator" in path and "expression=" in path for path in world.log.visits("homepage"))
        return float(used and same_number(answer, self.facts["expected"], 0.001))

    def oracle(self, screen: Screen) -> Moves:
        yield from click(screen, text="Calculator", where=role("link"))
        yield from fill(screen, self.facts["expression"], label="Calculation", where=role("textbox"))
        yield from click(screen, text="Calculate", where=role("button"))
        shown = f"{self.facts['expected']:.10g}"
        yield from scroll_to(screen, contains=f"= {shown}")
        yield screen.answer(shown)


class HomePassword(WebTask):
    """Look an account up."""

    name: ClassVar[str] = "HomePassword"
    sites: ClassVar[tuple[str, ...]] = ("homepage",)
    max_steps: ClassVar[int] = 10
    template: ClassVar[str] = "Which user name does the homepage's list of accounts give for the site {title}?"

    def choose(self, world: World, dice: Dice) -> dict[str, Any]:
        sites = [world[name].site for name in world.sites]
        site = dice.pick([site for site in sites if site.account is not None])
        return {"title": site.title, "expected": site.account.username if site.account else ""}

    def check(self, world: World, page: PageFacts, diff: StateDiff, answer: str | None) -> float:
        return float(same_text(answer, self.facts["expected"]))

    def oracle(self, screen: Screen) -> Moves:
        yield from click(screen, text="Passwords", where=role("link"))
        yield from scroll_to(screen, text=self.facts["expected"])
        yield screen.answer(self.facts["expected"])
