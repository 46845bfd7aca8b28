"""Tasks across two sites in which a note on the homepage says what to do."""

from __future__ import annotations

from typing import Any, ClassVar

from osgenesis.envs.core.oracle import Screen
from osgenesis.envs.core.state import StateDiff
from osgenesis.envs.web.sites.dice import Dice
from osgenesis.envs.web.sites.world import World
from osgenesis.envs.webarena.base import PageFacts
from osgenesis.envs.webarena.routines import Moves, click, role, scroll_to
from osgenesis.envs.webarena.tasks.across_moves import (
    LOOKED_UP,
    SUBMISSION_TABLES,
    AcrossTask,
    submission,
    submit,
    tab,
)
from osgenesis.envs.webarena.tasks.forum_moves import pick_row
from osgenesis.envs.webarena.tasks.shop_moves import CART_TABLES, cart_holds, find_product, products
from osgenesis.envs.webarena.tasks.wikipedia import articles_of, open_article, page_of


class _FromNote(AcrossTask):
    """A note says what to do."""

    def prepare(self, world: World) -> None:
        """Add the note."""
        now = world.clock.timestamp
        note = {"title": self.facts["note"], "body": self.facts["text"], "created": now - 900}
        world["homepage"].store.insert("note", **note)

    def read_note(self, screen: Screen) -> Moves:
        """Open the scratchpad and go to the other tab."""
        yield from click(screen, text="Scratchpad", where=role("link"))
        yield from scroll_to(screen, text=self.facts["note"])
        yield tab(1)


class AcrossNoteToCart(_FromNote):
    """Buy what a note lists."""

    name: ClassVar[str] = "AcrossNoteToCart"
    sites: ClassVar[tuple[str, ...]] = ("homepage", "shop")
    template: ClassVar[str] = (
        "The note “{note}” on the homepage's scratchpad names two products. Put one of each into the shop's cart, "
        "which is empty."
    )
    touches: ClassVar[tuple[str, ...]] = (*CART_TABLES, *LOOKED_UP)

    def choose(self, world: World, dice: Dice) -> dict[str, Any]:
        """Facts from what the sites hold."""
        found = dice.sample(products(world), 2)
        names = [row["name"] for row in found]
        note = dice.pick(("Shopping list", "To buy", "Do not forget"))
        return {"note": note, "text": "\n".join(names), "products": names, "keys": [row["id"] for row in found]}

    def prepare(self, world: World) -> None:
        """Add the note."""
        super().prepare(world)
        store = world["shop"].store
        store.execute("DELETE FROM cart_item")
        store.execute("DELETE FROM cart")

    def check(self, world: World, page: PageFacts, diff: StateDiff, answer: str | None) -> float:
        """Judge what is different at the end, the page in front and the answer."""
        return float(cart_holds(world, [(key, 1, []) for key in self.facts["keys"]]))

    def oracle(self, screen: Screen) -> Moves:
        """Solve it by clicks and keys."""
        yield from self.read_note(screen)
        for name in self.facts["products"]:
            yield from find_product(screen, name)
            yield from click(screen, text="Add to Cart", where=role("button"))


class AcrossNoteToPost(_FromNote):
    """Publish a note."""

    name: ClassVar[str] = "AcrossNoteToPost"
    sites: ClassVar[tuple[str, ...]] = ("homepage", "forum")
    template: ClassVar[str] = (
        "Publish the note “{note}” of the homepage's scratchpad in the forum {forum}: a text submission with the "
        "note's title as its title and the note's text as its body."
    )
    touches: ClassVar[tuple[str, ...]] = SUBMISSION_TABLES
    _DRAFTS: ClassVar[tuple[tuple[str, str], ...]] = (
        ("A question about rainy days", "What do you do when it rains for a week?"),
        ("My first attempt", "It took three evenings and I would do it again."),
        ("Small things that help", "A list on the door, a lamp by the bed, a walk at noon."),
        ("Looking for advice", "How did you begin, and what would you do differently?"),
    )

    def choose(self, world: World, dice: Dice) -> dict[str, Any]:
        """Facts from what the sites hold."""
        note, text = dice.pick(self._DRAFTS)
        forum = pick_row(dice, world["forum"].store.query("SELECT name FROM forum ORDER BY id"), "forum")["name"]
        return {"note": note, "text": text, "forum": forum}

    def check(self, world: World, page: PageFacts, diff: StateDiff, answer: str | None) -> float:
        """Judge what is different at the end, the page in front and the answer."""
        row = submission(world, diff, self.facts["forum"])
        wanted = (self.facts["note"], self.facts["text"], "text")
        return float(row is not None and (row["title"], row["body"], row["media"]) == wanted)

    def oracle(self, screen: Screen) -> Moves:
        """Solve it by clicks and keys."""
        yield from self.read_note(screen)
        yield from submit(screen, self.facts["forum"], Title=self.facts["note"], Body=self.facts["text"])


class AcrossNoteToArticle(_FromNote):
    """Read up on what a note names."""

    name: ClassVar[str] = "AcrossNoteToArticle"
    sites: ClassVar[tuple[str, ...]] = ("homepage", "wikipedia")
    template: ClassVar[str] = (
        "Open the encyclopedia's article about the subject that the note “{note}” on the homepage's scratchpad names."
    )

    def choose(self, world: World, dice: Dice) -> dict[str, Any]:
        """Facts from what the sites hold."""
        kinds = ("river", "mountain", "bridge", "museum", "moon", "country", "state", "park")
        titles = [row["title"] for kind in kinds for row in articles_of(world, kind) if "(" not in row["title"]]
        return {"note": dice.pick(("Homework", "For the quiz", "Read about")), "text": dice.pick(titles)}

    def check(self, world: World, page: PageFacts, diff: StateDiff, answer: str | None) -> float:
        """Judge what is different at the end, the page in front and the answer."""
        return float(page.site == "wikipedia" and page_of(page) == self.facts["text"])

    def oracle(self, screen: Screen) -> Moves:
        """Solve it by clicks and keys."""
        yield from self.read_note(screen)
        yield from open_article(screen, self.facts["text"])


# ---- from the forum --------------------------------------------------------------------------------
