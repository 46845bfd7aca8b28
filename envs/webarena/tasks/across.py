"""Tasks across two sites: look something up on one and use it on the other. Each site has a tab of its own."""

from __future__ import annotations

from typing import Any, ClassVar

from osgenesis.envs.core.oracle import Screen
from osgenesis.envs.core.state import StateDiff
from osgenesis.envs.web.sites.dice import Dice
from osgenesis.envs.web.sites.wikipedia.articles import address
from osgenesis.envs.web.sites.world import World
from osgenesis.envs.webarena.answers import numbers_in, same_money, same_text
from osgenesis.envs.webarena.base import PageFacts, rows
from osgenesis.envs.webarena.routines import Moves, click, fill, role, scroll_to
from osgenesis.envs.webarena.tasks.across_moves import (
    COMMENT_TABLES,
    LOOKED_UP,
    SUBMISSION_TABLES,
    AcrossTask,
    any_product,
    comment_on,
    dollars,
    post_comment,
    submission,
    submit,
    tab,
)
from osgenesis.envs.webarena.tasks.forum_moves import open_forum, pick_post, pick_row
from osgenesis.envs.webarena.tasks.homepage import NOTES, added_note, write_note
from osgenesis.envs.webarena.tasks.shop_moves import find_product, products
from osgenesis.envs.webarena.tasks.wikipedia import articles_of, open_article, short_name


class AcrossCapitalComment(AcrossTask):
    """A fact becomes a comment."""

    name: ClassVar[str] = "AcrossCapitalComment"
    sites: ClassVar[tuple[str, ...]] = ("wikipedia", "forum")
    template: ClassVar[str] = (
        "Look up the capital of {country} in the encyclopedia and post its name, nothing else, as a comment on the "
        "forum's submission “{title}”."
    )
    touches: ClassVar[tuple[str, ...]] = COMMENT_TABLES

    def choose(self, world: World, dice: Dice) -> dict[str, Any]:
        """Facts from what the sites hold."""
        known = [row for row in articles_of(world, "country", "Capital") if row["Capital"] != "the city itself"]
        row = pick_row(dice, known, "country")
        post = pick_post(world, dice, "s.score > 0")
        return {**post, "country": row["title"], "expected": row["Capital"]}

    def check(self, world: World, page: PageFacts, diff: StateDiff, answer: str | None) -> float:
        """Judge what is different at the end, the page in front and the answer."""
        comment = comment_on(world, diff, self.facts["post"])
        return float(comment is not None and same_text(comment, self.facts["expected"]))

    def oracle(self, screen: Screen) -> Moves:
        """Solve it by clicks and keys."""
        yield from open_article(screen, self.facts["country"])
        yield from scroll_to(screen, text=self.facts["expected"])
        yield tab(1)
        yield from post_comment(screen, self.facts["title"], self.facts["expected"])


class AcrossMountainComment(AcrossTask):
    """A comparison becomes a comment."""

    name: ClassVar[str] = "AcrossMountainComment"
    sites: ClassVar[tuple[str, ...]] = ("wikipedia", "forum")
    template: ClassVar[str] = (
        "Find out from the encyclopedia which mountain is higher, {one} or {other}, and comment its name, nothing "
        "else, on the forum's submission “{title}”."
    )
    touches: ClassVar[tuple[str, ...]] = COMMENT_TABLES

    def choose(self, world: World, dice: Dice) -> dict[str, Any]:
        """Facts from what the sites hold."""

        def height(row: dict[str, str]) -> int:
            return int(row["Height"].removesuffix(" m").replace(",", ""))

        one, other = dice.sample(articles_of(world, "mountain", "Height"), 2)
        higher = max((one, other), key=height)
        return {
            **pick_post(world, dice, "s.score > 0"),
            "one": one["title"],
            "other": other["title"],
            "heights": [one["Height"], other["Height"]],
            "expected": higher["title"],
        }

    def check(self, world: World, page: PageFacts, diff: StateDiff, answer: str | None) -> float:
        """Judge what is different at the end, the page in front and the answer."""
        comment = comment_on(world, diff, self.facts["post"])
        wrong = self.facts["one"] if self.facts["expected"] == self.facts["other"] else self.facts["other"]
        return float(same_text(comment, self.facts["expected"]) and not same_text(comment, wrong))

    def oracle(self, screen: Screen) -> Moves:
        """Solve it by clicks and keys."""
        for title, height in zip((self.facts["one"], self.facts["other"]), self.facts["heights"], strict=True):
            yield from open_article(screen, title)
            yield from scroll_to(screen, text=height)
        yield tab(1)
        yield from post_comment(screen, self.facts["title"], self.facts["expected"])


class AcrossSubmitArticle(AcrossTask):
    """An article's address becomes a link post."""

    name: ClassVar[str] = "AcrossSubmitArticle"
    sites: ClassVar[tuple[str, ...]] = ("wikipedia", "forum")
    template: ClassVar[str] = (
        "Submit a link to the encyclopedia's article “{article}” to the forum {forum}, with the title “{words}”."
    )
    touches: ClassVar[tuple[str, ...]] = SUBMISSION_TABLES

    def choose(self, world: World, dice: Dice) -> dict[str, Any]:
        """Facts from what the sites hold."""
        kinds = ("river", "mountain", "bridge", "museum", "planet", "moon", "city")
        marks = ", ".join("?" * len(kinds))
        sql = f"SELECT title FROM article WHERE kind IN ({marks}) ORDER BY id"
        article = pick_row(dice, world["wikipedia"].store.query(sql, *kinds), "article")["title"]
        forum = pick_row(dice, world["forum"].store.query("SELECT name FROM forum ORDER BY id"), "forum")["name"]
        words = dice.pick(("{0} in a nutshell", "All about {0}", "Today I read about {0}", "Worth reading: {0}"))
        return {
            "article": article,
            "forum": forum,
            "words": words.format(short_name(article)),
            "url": world.origins["wikipedia"] + address(article),
        }

    def check(self, world: World, page: PageFacts, diff: StateDiff, answer: str | None) -> float:
        """Judge what is different at the end, the page in front and the answer."""
        row = submission(world, diff, self.facts["forum"])
        if row is None:
            return 0.0
        plain = str(row["url"]).partition("#")[0].rstrip("/")
        return float(plain == self.facts["url"] and row["title"] == self.facts["words"])

    def oracle(self, screen: Screen) -> Moves:
        """Solve it by clicks and keys."""
        yield from open_article(screen, self.facts["article"])
        yield tab(1)
        yield from submit(screen, self.facts["forum"], URL=self.facts["url"], Title=self.facts["words"])


class AcrossElementNote(AcrossTask):
    """A fact becomes a note."""

    name: ClassVar[str] = "AcrossElementNote"
    sites: ClassVar[tuple[str, ...]] = ("wikipedia", "homepage")
    template: ClassVar[str] = (
        "Look up the atomic weight of {element} in the encyclopedia and keep it on the homepage's scratchpad: a note "
        "with the title “{element}” and the weight as its text."
    )
    touches: ClassVar[tuple[str, ...]] = (NOTES,)

    def choose(self, world: World, dice: Dice) -> dict[str, Any]:
        """Facts from what the sites hold."""
        row = pick_row(dice, articles_of(world, "element", "Atomic weight"), "element")
        return {"element": short_name(row["title"]), "title": row["title"], "expected": row["Atomic weight"]}

    def check(self, world: World, page: PageFacts, diff: StateDiff, answer: str | None) -> float:
        """Judge what is different at the end, the page in front and the answer."""
        note = added_note(diff)
        if note is None or note["title"] != self.facts["element"]:
            return 0.0
        return float(numbers_in(note["body"]) == numbers_in(self.facts["expected"]))

    def oracle(self, screen: Screen) -> Moves:
        """Solve it by clicks and keys."""
        yield from open_article(screen, self.facts["title"])
        yield from scroll_to(screen, text=self.facts["expected"])
        yield tab(1)
        yield from write_note(screen, self.facts["element"], self.facts["expected"])


# ---- from the shop ---------------------------------------------------------------------------------


class AcrossPriceNote(AcrossTask):
    """A price becomes a note."""

    name: ClassVar[str] = "AcrossPriceNote"
    sites: ClassVar[tuple[str, ...]] = ("shop", "homepage")
    template: ClassVar[str] = (
        "Keep the shop's price of “{product}” on the homepage's scratchpad: a note with the title “Price” and the "
        "price as its text."
    )
    touches: ClassVar[tuple[str, ...]] = (NOTES, *LOOKED_UP)

    def choose(self, world: World, dice: Dice) -> dict[str, Any]:
        """Facts from what the sites hold."""
        row = any_product(world, dice)
        return {"product": row["name"], "cents": row["final_price"]}

    def check(self, world: World, page: PageFacts, diff: StateDiff, answer: str | None) -> float:
        """Judge what is different at the end, the page in front and the answer."""
        note = added_note(diff)
        return float(note is not None and note["title"] == "Price" and same_money(note["body"], self.facts["cents"]))

    def oracle(self, screen: Screen) -> Moves:
        """Solve it by clicks and keys."""
        yield from find_product(screen, self.facts["product"])
        yield from scroll_to(screen, text=dollars(self.facts["cents"]))
        yield tab(1)
        yield from write_note(screen, "Price", dollars(self.facts["cents"]))


class AcrossPriceComment(AcrossTask):
    """A price becomes a comment."""

    name: ClassVar[str] = "AcrossPriceComment"
    sites: ClassVar[tuple[str, ...]] = ("shop", "forum")
    template: ClassVar[str] = (
        "Look up what “{product}” costs in the shop and post the price, nothing else, as a comment on the forum's "
        "submission “{title}”."
    )
    touches: ClassVar[tuple[str, ...]] = (*COMMENT_TABLES, *LOOKED_UP)

    def choose(self, world: World, dice: Dice) -> dict[str, Any]:
        """Facts from what the sites hold."""
        row = any_product(world, dice)
        return {**pick_post(world, dice, "s.score > 0"), "product": row["name"], "cents": row["final_price"]}

    def check(self, world: World, page: PageFacts, diff: StateDiff, answer: str | None) -> float:
        """Judge what is different at the end, the page in front and the answer."""
        return float(same_money(comment_on(world, diff, self.facts["post"]), self.facts["cents"]))

    def oracle(self, screen: Screen) -> Moves:
        """Solve it by clicks and keys."""
        yield from find_product(screen, self.facts["product"])
        yield from scroll_to(screen, text=dollars(self.facts["cents"]))
        yield tab(1)
        yield from post_comment(screen, self.facts["title"], dollars(self.facts["cents"]))


class AcrossCheaperNote(AcrossTask):
    """A comparison of prices becomes a note."""

    name: ClassVar[str] = "AcrossCheaperNote"
    sites: ClassVar[tuple[str, ...]] = ("shop", "homepage")
    template: ClassVar[str] = (
        "Which one costs less in the shop: “{one}” or “{other}”? Write a note with the title “{word}” on the "
        "homepage's scratchpad whose text is the full name of the cheaper one."
    )
    touches: ClassVar[tuple[str, ...]] = (NOTES, *LOOKED_UP)

    def choose(self, world: World, dice: Dice) -> dict[str, Any]:
        """Facts from what the sites hold."""
        one = any_product(world, dice)
        others = [row for row in products(world) if row["final_price"] != one["final_price"]]
        other = pick_row(dice, others, "other price")
        cheaper = min((one, other), key=lambda row: int(row["final_price"]))
        prices = [dollars(row["final_price"]) for row in (one, other)]
        word = dice.pick(("Cheaper", "Bargain", "Buy this one"))
        return {
            "one": one["name"],
            "other": other["name"],
            "prices": prices,
            "word": word,
            "expected": cheaper["name"],
        }

    def check(self, world: World, page: PageFacts, diff: StateDiff, answer: str | None) -> float:
        """Judge what is different at the end, the page in front and the answer."""
        note = added_note(diff)
        wanted = (self.facts["word"], self.facts["expected"])
        return float(note is not None and (note["title"], note["body"]) == wanted)

    def oracle(self, screen: Screen) -> Moves:
        """Solve it by clicks and keys."""
        for name, price in zip((self.facts["one"], self.facts["other"]), self.facts["prices"], strict=True):
            yield from find_product(screen, name)
            yield from scroll_to(screen, text=price)
        yield tab(1)
        yield from write_note(screen, self.facts["word"], self.facts["expected"])


class AcrossSumOfPrices(AcrossTask):
    """Two prices go into the calculator."""

    name: ClassVar[str] = "AcrossSumOfPrices"
    sites: ClassVar[tuple[str, ...]] = ("shop", "homepage")
    template: ClassVar[str] = (
        "What do “{one}” and “{other}” cost together, without shipping? Look the prices up in the shop, add them with "
        "the homepage's calculator and answer with the sum."
    )
    touches: ClassVar[tuple[str, ...]] = LOOKED_UP

    def choose(self, world: World, dice: Dice) -> dict[str, Any]:
        """Facts from what the sites hold."""
        one, other = dice.sample(products(world), 2)
        prices = [row["final_price"] for row in (one, other)]
        return {"one": one["name"], "other": other["name"], "prices": prices, "cents": sum(prices)}

    def check(self, world: World, page: PageFacts, diff: StateDiff, answer: str | None) -> float:
        """Judge what is different at the end, the page in front and the answer."""
        used = any("calculator" in path and "expression=" in path for path in world.log.visits("homepage"))
        return float(used and same_money(answer, self.facts["cents"]))

    def oracle(self, screen: Screen) -> Moves:
        """Solve it by clicks and keys."""
        prices = self.facts["prices"]
        for name, cents in zip((self.facts["one"], self.facts["other"]), prices, strict=True):
            yield from find_product(screen, name)
            yield from scroll_to(screen, text=dollars(cents))
        yield tab(1)
        yield from click(screen, text="Calculator", where=role("link"))
        written = " + ".join(f"{cents / 100:.2f}" for cents in prices)
        yield from fill(screen, written, label="Calculation", where=role("textbox"))
        yield from click(screen, text="Calculate", where=role("button"))
        shown = f"{self.facts['cents'] / 100:.10g}"
        yield from scroll_to(screen, contains=f"= {shown}")
        yield screen.answer(shown)


class AcrossTopPostNote(AcrossTask):
    """A title becomes a note."""

    name: ClassVar[str] = "AcrossTopPostNote"
    sites: ClassVar[tuple[str, ...]] = ("forum", "homepage")
    template: ClassVar[str] = (
        "Keep the title of the submission with the highest score of all time in the forum {forum} on the homepage's "
        "scratchpad: a note with the title “{forum}” and the submission's title as its text."
    )
    touches: ClassVar[tuple[str, ...]] = (NOTES,)

    def choose(self, world: World, dice: Dice) -> dict[str, Any]:
        """Facts from what the sites hold."""
        store = world["forum"].store
        forums = []
        for forum in store.query("SELECT id, name FROM forum ORDER BY id"):
            sql = "SELECT title, score FROM submission WHERE forum_id = ? AND deleted = 0 ORDER BY score DESC LIMIT 2"
            best = store.query(sql, forum["id"])
            if len(best) == 2 and best[0]["score"] > best[1]["score"]:
                forums.append({"forum": forum["name"], "expected": best[0]["title"]})
        return dict(pick_row(dice, forums, "forum with a single best submission"))

    def check(self, world: World, page: PageFacts, diff: StateDiff, answer: str | None) -> float:
        """Judge what is different at the end, the page in front and the answer."""
        added = rows(diff, "row_added", NOTES)
        note = added_note(diff)
        wanted = (self.facts["forum"], self.facts["expected"])
        return float(len(added) == 1 and note is not None and (note["title"], note["body"]) == wanted)

    def oracle(self, screen: Screen) -> Moves:
        """Solve it by clicks and keys."""
        yield from open_forum(screen, self.facts["forum"])
        yield from click(screen, text="Top", where=role("link"))
        yield from click(screen, text="All time", where=role("link"))
        yield from scroll_to(screen, text=self.facts["expected"])
        yield tab(1)
        yield from write_note(screen, self.facts["forum"], self.facts["expected"])
