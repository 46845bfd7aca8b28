"""Tasks across two sites: look something up on one and use it on the other. Each site has a tab of its own."""

from __future__ import annotations

from typing import Any, ClassVar, Final

from osgenesis.envs.core.actions import Action
from osgenesis.envs.core.errors import TaskError
from osgenesis.envs.core.oracle import Screen
from osgenesis.envs.core.state import StateDiff
from osgenesis.envs.web.sites.dice import Dice
from osgenesis.envs.web.sites.wikipedia.articles import address
from osgenesis.envs.web.sites.world import World
from osgenesis.envs.webarena.answers import numbers_in, same_money, same_text
from osgenesis.envs.webarena.base import PageFacts, WebBackend, WebTask, rows
from osgenesis.envs.webarena.routines import Moves, click, fill, role, scroll_to, select
from osgenesis.envs.webarena.tasks.forum_moves import member, open_forum, open_post, pick_post, pick_row
from osgenesis.envs.webarena.tasks.homepage import NOTES, added_note, write_note
from osgenesis.envs.webarena.tasks.shop_moves import CART_TABLES, cart_holds, find_product, products
from osgenesis.envs.webarena.tasks.wikipedia import articles_of, open_article, page_of, short_name

__all__ = ["ACROSS_TASKS"]

ACROSS_TASKS: Final = (
    "AcrossCapitalComment",
    "AcrossMountainComment",
    "AcrossSubmitArticle",
    "AcrossElementNote",
    "AcrossPriceNote",
    "AcrossPriceComment",
    "AcrossCheaperNote",
    "AcrossSumOfPrices",
    "AcrossNoteToCart",
    "AcrossNoteToPost",
    "AcrossNoteToArticle",
    "AcrossTopPostNote",
)
_COMMENT: Final = ("forum/comment", "forum/comment_vote", "forum/submission", "forum/notification")
_SUBMISSION: Final = ("forum/submission", "forum/submission_vote", "forum/forum")
_LOOKED_UP: Final = ("shop/search_term",)


class _Across(WebTask):
    """A tab for each site, the first in front."""

    max_steps: ClassVar[int] = 30

    def initialize(self, backend: WebBackend) -> None:
        super().initialize(backend)
        backend.open(*(f"{backend.world.origins[site]}/" for site in self.sites))


def _tab(number: int) -> Action:
    return Action("focus_tab", tab=number)


def _dollars(cents: int) -> str:
    return f"${cents / 100:,.2f}"


def _product(world: World, dice: Dice) -> dict[str, Any]:
    found = products(world)
    if not found:
        raise TaskError("this world's shop has no product to ask about")
    return dice.pick(found)


def _comment_on(world: World, diff: StateDiff, post: int) -> str | None:
    """Text of the one comment that was added, if the user added it to that submission itself."""
    changes = [change for change in diff if change.subject == "forum/comment"]
    if len(changes) != 1 or changes[0].kind != "row_added":
        return None
    row = changes[0].after
    right = (row["submission_id"], row["parent_id"], row["author_id"]) == (post, None, member(world))
    others = [c for c in diff if c.subject == "forum/submission" and c.key != post]
    return str(row["body"]) if right and not others else None


def _post_comment(screen: Screen, title: str, text: str) -> Moves:
    """Comment on a submission, from any page of the forum."""
    yield from open_post(screen, title)
    yield from fill(screen, text, label="Your comment", where=role("textbox"))
    yield from click(screen, text="Post", where=role("button"))


def _submission(world: World, diff: StateDiff, forum: str) -> dict[str, Any] | None:
    """The one submission that was added, if the user added it to that forum."""
    changes = [change for change in diff if change.subject == "forum/submission"]
    if len(changes) != 1 or changes[0].kind != "row_added":
        return None
    row = dict(changes[0].after)
    wanted = world["forum"].store.value("SELECT id FROM forum WHERE name = ?", forum)
    return row if (row["forum_id"], row["author_id"]) == (wanted, member(world)) else None


def _submit(screen: Screen, forum: str, **fields: str) -> Moves:
    """Submit to a forum, from any page of the forum; `fields` by their labels."""
    yield from open_forum(screen, forum)
    yield from click(screen, text="Submit", where=role("link"))
    for label, text in fields.items():
        yield from fill(screen, text, label=label, where=role("textbox"))
    yield from select(screen, forum, label="Forum", where=role("combobox"))
    yield from click(screen, text="Create submission", where=role("button"))


# ---- from the encyclopedia -------------------------------------------------------------------------


class AcrossCapitalComment(_Across):
    """A fact becomes a comment."""

    name: ClassVar[str] = "AcrossCapitalComment"
    sites: ClassVar[tuple[str, ...]] = ("wikipedia", "forum")
    template: ClassVar[str] = (
        "Look up the capital of {country} in the encyclopedia and post its name, nothing else, as a comment on the "
        "forum's submission “{title}”."
    )
    touches: ClassVar[tuple[str, ...]] = _COMMENT

    def choose(self, world: World, dice: Dice) -> dict[str, Any]:
        known = [row for row in articles_of(world, "country", "Capital") if row["Capital"] != "the city itself"]
        row = pick_row(dice, known, "country")
        post = pick_post(world, dice, "s.score > 0")
        return {**post, "country": row["title"], "expected": row["Capital"]}

    def check(self, world: World, page: PageFacts, diff: StateDiff, answer: str | None) -> float:
        comment = _comment_on(world, diff, self.facts["post"])
        return float(comment is not None and same_text(comment, self.facts["expected"]))

    def oracle(self, screen: Screen) -> Moves:
        yield from open_article(screen, self.facts["country"])
        yield from scroll_to(screen, text=self.facts["expected"])
        yield _tab(1)
        yield from _post_comment(screen, self.facts["title"], self.facts["expected"])


class AcrossMountainComment(_Across):
    """A comparison becomes a comment."""

    name: ClassVar[str] = "AcrossMountainComment"
    sites: ClassVar[tuple[str, ...]] = ("wikipedia", "forum")
    template: ClassVar[str] = (
        "Find out from the encyclopedia which mountain is higher, {one} or {other}, and comment its name, nothing "
        "else, on the forum's submission “{title}”."
    )
    touches: ClassVar[tuple[str, ...]] = _COMMENT

    def choose(self, world: World, dice: Dice) -> dict[str, Any]:
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
        comment = _comment_on(world, diff, self.facts["post"])
        wrong = self.facts["one"] if self.facts["expected"] == self.facts["other"] else self.facts["other"]
        return float(same_text(comment, self.facts["expected"]) and not same_text(comment, wrong))

    def oracle(self, screen: Screen) -> Moves:
        for title, height in zip((self.facts["one"], self.facts["other"]), self.facts["heights"], strict=True):
            yield from open_article(screen, title)
            yield from scroll_to(screen, text=height)
        yield _tab(1)
        yield from _post_comment(screen, self.facts["title"], self.facts["expected"])


class AcrossSubmitArticle(_Across):
    """An article's address becomes a link post."""

    name: ClassVar[str] = "AcrossSubmitArticle"
    sites: ClassVar[tuple[str, ...]] = ("wikipedia", "forum")
    template: ClassVar[str] = (
        "Submit a link to the encyclopedia's article “{article}” to the forum {forum}, with the title “{words}”."
    )
    touches: ClassVar[tuple[str, ...]] = _SUBMISSION

    def choose(self, world: World, dice: Dice) -> dict[str, Any]:
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
        row = _submission(world, diff, self.facts["forum"])
        if row is None:
            return 0.0
        plain = str(row["url"]).partition("#")[0].rstrip("/")
        return float(plain == self.facts["url"] and row["title"] == self.facts["words"])

    def oracle(self, screen: Screen) -> Moves:
        yield from open_article(screen, self.facts["article"])
        yield _tab(1)
        yield from _submit(screen, self.facts["forum"], URL=self.facts["url"], Title=self.facts["words"])


class AcrossElementNote(_Across):
    """A fact becomes a note."""

    name: ClassVar[str] = "AcrossElementNote"
    sites: ClassVar[tuple[str, ...]] = ("wikipedia", "homepage")
    template: ClassVar[str] = (
        "Look up the atomic weight of {element} in the encyclopedia and keep it on the homepage's scratchpad: a note "
        "with the title “{element}” and the weight as its text."
    )
    touches: ClassVar[tuple[str, ...]] = (NOTES,)

    def choose(self, world: World, dice: Dice) -> dict[str, Any]:
        row = pick_row(dice, articles_of(world, "element", "Atomic weight"), "element")
        return {"element": short_name(row["title"]), "title": row["title"], "expected": row["Atomic weight"]}

    def check(self, world: World, page: PageFacts, diff: StateDiff, answer: str | None) -> float:
        note = added_note(diff)
        if note is None or note["title"] != self.facts["element"]:
            return 0.0
        return float(numbers_in(note["body"]) == numbers_in(self.facts["expected"]))

    def oracle(self, screen: Screen) -> Moves:
        yield from open_article(screen, self.facts["title"])
        yield from scroll_to(screen, text=self.facts["expected"])
        yield _tab(1)
        yield from write_note(screen, self.facts["element"], self.facts["expected"])


# ---- from the shop ---------------------------------------------------------------------------------


class AcrossPriceNote(_Across):
    """A price becomes a note."""

    name: ClassVar[str] = "AcrossPriceNote"
    sites: ClassVar[tuple[str, ...]] = ("shop", "homepage")
    template: ClassVar[str] = (
        "Keep the shop's price of “{product}” on the homepage's scratchpad: a note with the title “Price” and the "
        "price as its text."
    )
    touches: ClassVar[tuple[str, ...]] = (NOTES, *_LOOKED_UP)

    def choose(self, world: World, dice: Dice) -> dict[str, Any]:
        row = _product(world, dice)
        return {"product": row["name"], "cents": row["final_price"]}

    def check(self, world: World, page: PageFacts, diff: StateDiff, answer: str | None) -> float:
        note = added_note(diff)
        return float(note is not None and note["title"] == "Price" and same_money(note["body"], self.facts["cents"]))

    def oracle(self, screen: Screen) -> Moves:
        yield from find_product(screen, self.facts["product"])
        yield from scroll_to(screen, text=_dollars(self.facts["cents"]))
        yield _tab(1)
        yield from write_note(screen, "Price", _dollars(self.facts["cents"]))


class AcrossPriceComment(_Across):
    """A price becomes a comment."""

    name: ClassVar[str] = "AcrossPriceComment"
    sites: ClassVar[tuple[str, ...]] = ("shop", "forum")
    template: ClassVar[str] = (
        "Look up what “{product}” costs in the shop and post the price, nothing else, as a comment on the forum's "
        "submission “{title}”."
    )
    touches: ClassVar[tuple[str, ...]] = (*_COMMENT, *_LOOKED_UP)

    def choose(self, world: World, dice: Dice) -> dict[str, Any]:
        row = _product(world, dice)
        return {**pick_post(world, dice, "s.score > 0"), "product": row["name"], "cents": row["final_price"]}

    def check(self, world: World, page: PageFacts, diff: StateDiff, answer: str | None) -> float:
        return float(same_money(_comment_on(world, diff, self.facts["post"]), self.facts["cents"]))

    def oracle(self, screen: Screen) -> Moves:
        yield from find_product(screen, self.facts["product"])
        yield from scroll_to(screen, text=_dollars(self.facts["cents"]))
        yield _tab(1)
        yield from _post_comment(screen, self.facts["title"], _dollars(self.facts["cents"]))


class AcrossCheaperNote(_Across):
    """A comparison of prices becomes a note."""

    name: ClassVar[str] = "AcrossCheaperNote"
    sites: ClassVar[tuple[str, ...]] = ("shop", "homepage")
    template: ClassVar[str] = (
        "Which one costs less in the shop: “{one}” or “{other}”? Write a note with the title “{word}” on the "
        "homepage's scratchpad whose text is the full name of the cheaper one."
    )
    touches: ClassVar[tuple[str, ...]] = (NOTES, *_LOOKED_UP)

    def choose(self, world: World, dice: Dice) -> dict[str, Any]:
        one = _product(world, dice)
        others = [row for row in products(world) if row["final_price"] != one["final_price"]]
        other = pick_row(dice, others, "other price")
        cheaper = min((one, other), key=lambda row: int(row["final_price"]))
        prices = [_dollars(row["final_price"]) for row in (one, other)]
        word = dice.pick(("Cheaper", "Bargain", "Buy this one"))
        return {
            "one": one["name"],
            "other": other["name"],
            "prices": prices,
            "word": word,
            "expected": cheaper["name"],
        }

    def check(self, world: World, page: PageFacts, diff: StateDiff, answer: str | None) -> float:
        note = added_note(diff)
        wanted = (self.facts["word"], self.facts["expected"])
        return float(note is not None and (note["title"], note["body"]) == wanted)

    def oracle(self, screen: Screen) -> Moves:
        for name, price in zip((self.facts["one"], self.facts["other"]), self.facts["prices"], strict=True):
            yield from find_product(screen, name)
            yield from scroll_to(screen, text=price)
        yield _tab(1)
        yield from write_note(screen, self.facts["word"], self.facts["expected"])


class AcrossSumOfPrices(_Across):
    """Two prices go into the calculator."""

    name: ClassVar[str] = "AcrossSumOfPrices"
    sites: ClassVar[tuple[str, ...]] = ("shop", "homepage")
    template: ClassVar[str] = (
        "What do “{one}” and “{other}” cost together, without shipping? Look the prices up in the shop, add them with "
        "the homepage's calculator and answer with the sum."
    )
    touches: ClassVar[tuple[str, ...]] = _LOOKED_UP

    def choose(self, world: World, dice: Dice) -> dict[str, Any]:
        one, other = dice.sample(products(world), 2)
        prices = [row["final_price"] for row in (one, other)]
        return {"one": one["name"], "other": other["name"], "prices": prices, "cents": sum(prices)}

    def check(self, world: World, page: PageFacts, diff: StateDiff, answer: str | None) -> float:
        used = any("calculator" in path and "expression=" in path for path in world.log.visits("homepage"))
        return float(used and same_money(answer, self.facts["cents"]))

    def oracle(self, screen: Screen) -> Moves:
        prices = self.facts["prices"]
        for name, cents in zip((self.facts["one"], self.facts["other"]), prices, strict=True):
            yield from find_product(screen, name)
            yield from scroll_to(screen, text=_dollars(cents))
        yield _tab(1)
        yield from click(screen, text="Calculator", where=role("link"))
        written = " + ".join(f"{cents / 100:.2f}" for cents in prices)
        yield from fill(screen, written, label="Calculation", where=role("textbox"))
        yield from click(screen, text="Calculate", where=role("button"))
        shown = f"{self.facts['cents'] / 100:.10g}"
        yield from scroll_to(screen, contains=f"= {shown}")
        yield screen.answer(shown)


# ---- from the scratchpad ---------------------------------------------------------------------------


class _FromNote(_Across):
    """A note says what to do."""

    def prepare(self, world: World) -> None:
        now = world.clock.timestamp
        note = {"title": self.facts["note"], "body": self.facts["text"], "created": now - 900}
        world["homepage"].store.insert("note", **note)

    def read_note(self, screen: Screen) -> Moves:
        """Open the scratchpad and go to the other tab."""
        yield from click(screen, text="Scratchpad", where=role("link"))
        yield from scroll_to(screen, text=self.facts["note"])
        yield _tab(1)


class AcrossNoteToCart(_FromNote):
    """Buy what a note lists."""

    name: ClassVar[str] = "AcrossNoteToCart"
    sites: ClassVar[tuple[str, ...]] = ("homepage", "shop")
    template: ClassVar[str] = (
        "The note “{note}” on the homepage's scratchpad names two products. Put one of each into the shop's cart, "
        "which is empty."
    )
    touches: ClassVar[tuple[str, ...]] = (*CART_TABLES, *_LOOKED_UP)

    def choose(self, world: World, dice: Dice) -> dict[str, Any]:
        found = dice.sample(products(world), 2)
        names = [row["name"] for row in found]
        note = dice.pick(("Shopping list", "To buy", "Do not forget"))
        return {"note": note, "text": "\n".join(names), "products": names, "keys": [row["id"] for row in found]}

    def prepare(self, world: World) -> None:
        super().prepare(world)
        store = world["shop"].store
        store.execute("DELETE FROM cart_item")
        store.execute("DELETE FROM cart")

    def check(self, world: World, page: PageFacts, diff: StateDiff, answer: str | None) -> float:
        return float(cart_holds(world, [(key, 1, []) for key in self.facts["keys"]]))

    def oracle(self, screen: Screen) -> Moves:
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
    touches: ClassVar[tuple[str, ...]] = _SUBMISSION
    _DRAFTS: ClassVar[tuple[tuple[str, str], ...]] = (
        ("A question about rainy days", "What do you do when it rains for a week?"),
        ("My first attempt", "It took three evenings and I would do it again."),
        ("Small things that help", "A list on the door, a lamp by the bed, a walk at noon."),
        ("Looking for advice", "How did you begin, and what would you do differently?"),
    )

    def choose(self, world: World, dice: Dice) -> dict[str, Any]:
        note, text = dice.pick(self._DRAFTS)
        forum = pick_row(dice, world["forum"].store.query("SELECT name FROM forum ORDER BY id"), "forum")["name"]
        return {"note": note, "text": text, "forum": forum}

    def check(self, world: World, page: PageFacts, diff: StateDiff, answer: str | None) -> float:
        row = _submission(world, diff, self.facts["forum"])
        wanted = (self.facts["note"], self.facts["text"], "text")
        return float(row is not None and (row["title"], row["body"], row["media"]) == wanted)

    def oracle(self, screen: Screen) -> Moves:
        yield from self.read_note(screen)
        yield from _submit(screen, self.facts["forum"], Title=self.facts["note"], Body=self.facts["text"])


class AcrossNoteToArticle(_FromNote):
    """Read up on what a note names."""

    name: ClassVar[str] = "AcrossNoteToArticle"
    sites: ClassVar[tuple[str, ...]] = ("homepage", "wikipedia")
    template: ClassVar[str] = (
        "Open the encyclopedia's article about the subject that the note “{note}” on the homepage's scratchpad names."
    )

    def choose(self, world: World, dice: Dice) -> dict[str, Any]:
        kinds = ("river", "mountain", "bridge", "museum", "moon", "country", "state", "park")
        titles = [row["title"] for kind in kinds for row in articles_of(world, kind) if "(" not in row["title"]]
        return {"note": dice.pick(("Homework", "For the quiz", "Read about")), "text": dice.pick(titles)}

    def check(self, world: World, page: PageFacts, diff: StateDiff, answer: str | None) -> float:
        return float(page.site == "wikipedia" and page_of(page) == self.facts["text"])

    def oracle(self, screen: Screen) -> Moves:
        yield from self.read_note(screen)
        yield from open_article(screen, self.facts["text"])


# ---- from the forum --------------------------------------------------------------------------------


class AcrossTopPostNote(_Across):
    """A title becomes a note."""

    name: ClassVar[str] = "AcrossTopPostNote"
    sites: ClassVar[tuple[str, ...]] = ("forum", "homepage")
    template: ClassVar[str] = (
        "Keep the title of the submission with the highest score of all time in the forum {forum} on the homepage's "
        "scratchpad: a note with the title “{forum}” and the submission's title as its text."
    )
    touches: ClassVar[tuple[str, ...]] = (NOTES,)

    def choose(self, world: World, dice: Dice) -> dict[str, Any]:
        store = world["forum"].store
        forums = []
        for forum in store.query("SELECT id, name FROM forum ORDER BY id"):
            sql = "SELECT title, score FROM submission WHERE forum_id = ? AND deleted = 0 ORDER BY score DESC LIMIT 2"
            best = store.query(sql, forum["id"])
            if len(best) == 2 and best[0]["score"] > best[1]["score"]:
                forums.append({"forum": forum["name"], "expected": best[0]["title"]})
        return dict(pick_row(dice, forums, "forum with a single best submission"))

    def check(self, world: World, page: PageFacts, diff: StateDiff, answer: str | None) -> float:
        added = rows(diff, "row_added", NOTES)
        note = added_note(diff)
        wanted = (self.facts["forum"], self.facts["expected"])
        return float(len(added) == 1 and note is not None and (note["title"], note["body"]) == wanted)

    def oracle(self, screen: Screen) -> Moves:
        yield from open_forum(screen, self.facts["forum"])
        yield from click(screen, text="Top", where=role("link"))
        yield from click(screen, text="All time", where=role("link"))
        yield from scroll_to(screen, text=self.facts["expected"])
        yield _tab(1)
        yield from write_note(screen, self.facts["forum"], self.facts["expected"])
