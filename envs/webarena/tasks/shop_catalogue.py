"""Tasks in the shop's catalogue: showing lists as asked for, opening products, writing reviews, comparing."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, ClassVar, Final

from osgenesis.envs.core.actions import Action
from osgenesis.envs.core.oracle import Screen
from osgenesis.envs.core.state import StateDiff
from osgenesis.envs.web.sites.dice import Dice
from osgenesis.envs.web.sites.world import World
from osgenesis.envs.webarena.base import PageFacts, WebTask
from osgenesis.envs.webarena.routines import Moves, click, fill, role, submit
from osgenesis.envs.webarena.tasks.shop_shelves import (
    brands_offered,
    category,
    dollars,
    in_category,
    is_product,
    open_category,
    open_product,
    reviewed,
    reviews_of,
    sort_by,
)

_ORDERS: Final = {
    "price": ("Price", "price, cheapest first", "price, most expensive first"),
    "name": ("Product Name", "name from A to Z", "name from Z to A"),
    "rating": ("Rating", "rating, worst first", "rating, best first"),
}
_TITLES: Final = ("Better than expected", "Not what I ordered", "A quiet favourite", "Mixed results", "Would buy again")
_DETAILS: Final = (
    "I have used it for two weeks now.",
    "It came in good time and does what it should.",
    "The color is darker than on the picture.",
    "My whole family likes it.",
    "The instructions could be clearer.",
)
_NAMES: Final = ("Emma", "emma_l", "EmLopez", "quietreader")


class _Shop(WebTask):
    sites: ClassVar[tuple[str, ...]] = ("shop",)
    max_steps: ClassVar[int] = 20


def _sorted_as(page: PageFacts, order: str, direction: str, default: str) -> bool:
    """Whether the list in front is in this order; the direction may be the one that goes without saying."""
    query = page.query
    return query.get("product_list_order") == order and query.get("product_list_dir", default) == direction


# ---- lists -----------------------------------------------------------------------------------------


class ShopSortCategory(_Shop):
    """Show a category in some order."""

    name: ClassVar[str] = "ShopSortCategory"
    template: ClassVar[str] = "Show the products of the category {label}, sorted by {wish}."

    def choose(self, world: World, dice: Dice) -> dict[str, Any]:
        """A category, an order, a direction."""
        order = dice.pick(sorted(_ORDERS))
        descending = dice.chance(0.5)
        wish = _ORDERS[order][2 if descending else 1]
        return {**category(world, dice), "order": order, "direction": "desc" if descending else "asc", "wish": wish}

    def check(self, world: World, page: PageFacts, diff: StateDiff, answer: str | None) -> float:
        """The list is in front, in that order, all of it."""
        there = page.is_at("shop", self.facts["path"]) and not {"price", "brand", "rating", "cat"} & set(page.query)
        return float(there and _sorted_as(page, self.facts["order"], self.facts["direction"], "asc"))

    def oracle(self, screen: Screen) -> Iterator[Action]:
        """Menu, list of orders, arrow."""
        yield from open_category(screen, self.facts["names"])
        label = _ORDERS[self.facts["order"]][0]
        yield from sort_by(screen, label, descending=self.facts["direction"] == "desc")


class ShopFilterByPrice(_Shop):
    """Show what lies in a range of prices."""

    name: ClassVar[str] = "ShopFilterByPrice"
    template: ClassVar[str] = "Show only those products of the category {label} that cost between {low} and {high}."

    def choose(self, world: World, dice: Dice) -> dict[str, Any]:
        """One of the ranges that the shop offers for a category."""
        from osgenesis.envs.web.sites.shop.listing import price_steps

        while True:
            facts = category(world, dice)
            prices = [product["final_price"] for product in in_category(world, facts["category"])]
            ranges = [found for found in price_steps(prices) if found[1] is not None]
            if len(price_steps(prices)) > 1 and ranges:
                low, high = dice.pick(ranges)
                assert high is not None
                asked = f"{low // 100}-{high // 100}"
                return {**facts, "price": asked, "low": dollars(low), "high": dollars(high - 1)}

    def check(self, world: World, page: PageFacts, diff: StateDiff, answer: str | None) -> float:
        """The filter is in the address."""
        return float(page.is_at("shop", self.facts["path"]) and page.query.get("price") == self.facts["price"])

    def oracle(self, screen: Screen) -> Iterator[Action]:
        """Menu, filter."""
        yield from open_category(screen, self.facts["names"])
        label = f"{self.facts['low']} - {self.facts['high']}"
        yield from click(screen, contains=label, where=role("link"))


class ShopFilterByBrand(_Shop):
    """Show one brand, sorted."""

    name: ClassVar[str] = "ShopFilterByBrand"
    template: ClassVar[str] = "List the products of the brand {brand} in the category {label} by price, cheapest first."

    def choose(self, world: World, dice: Dice) -> dict[str, Any]:
        """A category with several brands."""
        while True:
            facts = category(world, dice, level=1)
            offered = brands_offered(in_category(world, facts["category"]))
            brand = dice.pick(sorted(offered))
            if offered[brand] > 1:
                return {**facts, "brand": brand, "amount": offered[brand]}

    def check(self, world: World, page: PageFacts, diff: StateDiff, answer: str | None) -> float:
        """Filter and order are in the address."""
        there = page.is_at("shop", self.facts["path"]) and page.query.get("brand") == self.facts["brand"]
        return float(there and _sorted_as(page, "price", "asc", "asc"))

    def oracle(self, screen: Screen) -> Iterator[Action]:
        """Menu, filter, order."""
        yield from open_category(screen, self.facts["names"])
        yield from click(screen, text=f"{self.facts['brand']} ({self.facts['amount']})", where=role("link"))
        yield from sort_by(screen, "Price", descending=False)


class ShopSearchSorted(_Shop):
    """Search and sort what is found."""

    name: ClassVar[str] = "ShopSearchSorted"
    template: ClassVar[str] = "Search the shop for “{term}” and sort the results by {wish}."

    def choose(self, world: World, dice: Dice) -> dict[str, Any]:
        """What people search for, with an order."""
        from osgenesis.envs.web.sites.shop.search import ranked

        store = world["shop"].store
        terms = [row["text"] for row in store.query("SELECT text FROM search_term ORDER BY id")]
        term = dice.pick([text for text in terms if len(ranked(store, text)) > 1])
        order = dice.pick(("price", "name"))
        descending = dice.chance(0.5)
        wish = _ORDERS[order][2 if descending else 1]
        return {"term": term, "order": order, "direction": "desc" if descending else "asc", "wish": wish}

    def check(self, world: World, page: PageFacts, diff: StateDiff, answer: str | None) -> float:
        """The results are in front."""
        there = page.site == "shop" and page.route in ("/catalogsearch/result", "/catalogsearch/result/index")
        same = page.query.get("q", "").strip().lower() == self.facts["term"].lower()
        return float(there and same and _sorted_as(page, self.facts["order"], self.facts["direction"], "desc"))

    def oracle(self, screen: Screen) -> Iterator[Action]:
        """Search, then sort."""
        yield from fill(screen, self.facts["term"], press_enter=True, resource_id="search")
        label = _ORDERS[self.facts["order"]][0]
        yield from sort_by(screen, label, descending=self.facts["direction"] == "desc")


# ---- products --------------------------------------------------------------------------------------


class ShopOpenDearest(_Shop):
    """Open the most expensive product of a category."""

    name: ClassVar[str] = "ShopOpenDearest"
    template: ClassVar[str] = "Open the page of the most expensive product in the category {label}."

    def choose(self, world: World, dice: Dice) -> dict[str, Any]:
        """A category with one most expensive product."""
        while True:
            facts = category(world, dice)
            *_, second, first = in_category(world, facts["category"])
            if first["final_price"] > second["final_price"]:
                return {**facts, "product": first["name"], "slug": first["slug"]}

    def check(self, world: World, page: PageFacts, diff: StateDiff, answer: str | None) -> float:
        """Its page is in front."""
        return float(is_product(page, self.facts["slug"]))

    def oracle(self, screen: Screen) -> Iterator[Action]:
        """Sort by price, open the first one."""
        yield from open_category(screen, self.facts["names"])
        yield from sort_by(screen, "Price", descending=True)
        yield from click(screen, text=self.facts["product"], where=role("link"))


class ShopShowReviewsWithStars(_Shop):
    """Show a product's reviews with some number of stars."""

    name: ClassVar[str] = "ShopShowReviewsWithStars"
    template: ClassVar[str] = "Show only the reviews of the “{product}” that give it {label}."

    def choose(self, world: World, dice: Dice) -> dict[str, Any]:
        """A product, and a number of stars that somebody gave it."""
        while True:
            product = reviewed(world, dice, most=500)
            found = sorted({review["rating"] for review in reviews_of(world, product["id"])})
            if len(found) > 1:
                stars = dice.pick(found)
                label = "1 star" if stars == 1 else f"{stars} stars"
                return {"product": product["name"], "slug": product["slug"], "stars": stars, "label": label}

    def check(self, world: World, page: PageFacts, diff: StateDiff, answer: str | None) -> float:
        """The reviews are limited to these stars."""
        return float(is_product(page, self.facts["slug"]) and page.query.get("stars") == str(self.facts["stars"]))

    def oracle(self, screen: Screen) -> Iterator[Action]:
        """The bars beside the average lead there."""
        yield from open_product(screen, self.facts["product"])
        yield from click(screen, contains="Reviews (", where=role("link"))
        yield from click(screen, text=self.facts["label"], where=role("link"))


class ShopCompareProducts(_Shop):
    """Put two products side by side."""

    name: ClassVar[str] = "ShopCompareProducts"
    template: ClassVar[str] = "Add the “{first}” and the “{second}” to the comparison list."
    touches: ClassVar[tuple[str, ...]] = ("shop/compare_item",)

    def choose(self, world: World, dice: Dice) -> dict[str, Any]:
        """Two products of a category."""
        one, other = dice.sample(in_category(world, category(world, dice, level=3)["category"]), 2)
        return {"first": one["name"], "second": other["name"], "ids": [one["id"], other["id"]]}

    def check(self, world: World, page: PageFacts, diff: StateDiff, answer: str | None) -> float:
        """Exactly these two were added."""
        if any(change.kind != "row_added" for change in diff):
            return 0.0
        return float(sorted(change.after["product_id"] for change in diff) == sorted(self.facts["ids"]))

    def oracle(self, screen: Screen) -> Iterator[Action]:
        """From the page of each."""
        for key in ("first", "second"):
            yield from open_product(screen, self.facts[key])
            yield from submit(screen, "Add to Compare")


# ---- reviews ---------------------------------------------------------------------------------------


class _Review(_Shop):
    touches: ClassVar[tuple[str, ...]] = ("shop/review",)
    max_steps: ClassVar[int] = 30

    def draw_review(self, dice: Dice) -> dict[str, Any]:
        """What to write."""
        return {
            "stars": dice.between(1, 5),
            "nickname": dice.pick(_NAMES),
            "title": dice.pick(_TITLES),
            "detail": dice.pick(_DETAILS),
        }

    def check(self, world: World, page: PageFacts, diff: StateDiff, answer: str | None) -> float:
        """One review was added, and it is the one asked for."""
        changes = list(diff)
        if len(changes) != 1 or changes[0].kind != "row_added":
            return 0.0
        row, facts = changes[0].after, self.facts
        told = row["detail"] == facts["detail"] and row["title"] == facts["title"]
        by = row["nickname"] == facts["nickname"] and row["rating"] == facts["stars"]
        return float(told and by and row["product_id"] == facts["key"])

    def write(self, screen: Screen) -> Moves:
        """Fill in the form on the product's page."""
        facts = self.facts
        yield from click(screen, resource_id=f"Rating_{facts['stars']}")
        yield from fill(screen, facts["nickname"], resource_id="nickname_field")
        yield from fill(screen, facts["title"], resource_id="summary_field")
        yield from fill(screen, facts["detail"], resource_id="review_field")
        yield from submit(screen, "Submit Review")


class ShopWriteReview(_Review):
    """Review a product."""

    name: ClassVar[str] = "ShopWriteReview"
    template: ClassVar[str] = (
        "Review the “{product}”: {stars} of 5 stars, nickname “{nickname}”, summary “{title}”, text “{detail}”"
    )

    def choose(self, world: World, dice: Dice) -> dict[str, Any]:
        """A product and what to say about it."""
        product = dice.pick(world["shop"].store.query("SELECT id, name FROM product ORDER BY id"))
        return {"product": product["name"], "key": product["id"], **self.draw_review(dice)}

    def oracle(self, screen: Screen) -> Iterator[Action]:
        """Find it, write."""
        yield from open_product(screen, self.facts["product"])
        yield from self.write(screen)


class ShopReviewCheapest(_Review):
    """Review the cheapest product of a category."""

    name: ClassVar[str] = "ShopReviewCheapest"
    template: ClassVar[str] = (
        "Write a review of the cheapest product in the category {label}: {stars} of 5 stars, nickname “{nickname}”, "
        "summary “{title}”, text “{detail}”"
    )

    def choose(self, world: World, dice: Dice) -> dict[str, Any]:
        """A category with one cheapest product, and what to say about it."""
        while True:
            facts = category(world, dice)
            first, second, *_ = in_category(world, facts["category"])
            if first["final_price"] < second["final_price"]:
                return {**facts, "product": first["name"], "key": first["id"], **self.draw_review(dice)}

    def oracle(self, screen: Screen) -> Iterator[Action]:
        """Sort by price, open the first one, write."""
        yield from open_category(screen, self.facts["names"])
        yield from sort_by(screen, "Price", descending=False)
        yield from click(screen, text=self.facts["product"], where=role("link"))
        yield from self.write(screen)
