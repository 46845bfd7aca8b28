"""Questions about the shop's products: prices, features, ratings, and what reviewers say."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, ClassVar

from osgenesis.envs.core.actions import Action
from osgenesis.envs.core.oracle import Screen
from osgenesis.envs.core.state import StateDiff
from osgenesis.envs.web.sites.dice import Dice
from osgenesis.envs.web.sites.shop.content_kinds import kinds
from osgenesis.envs.web.sites.world import World
from osgenesis.envs.webarena.answers import same_money, same_number, same_set, same_text
from osgenesis.envs.webarena.base import PageFacts, WebTask
from osgenesis.envs.webarena.routines import click, role, scroll_to
from osgenesis.envs.webarena.tasks.shop_shelves import (
    brands_offered,
    category,
    dollars,
    in_category,
    open_category,
    open_product,
    reviewed,
    reviews_of,
    same_amounts,
    sort_by,
)


class _Question(WebTask):
    """Nothing may change; the answer is judged by `fits` against the fact `expected`."""

    sites: ClassVar[tuple[str, ...]] = ("shop",)
    max_steps: ClassVar[int] = 25

    def check(self, world: World, page: PageFacts, diff: StateDiff, answer: str | None) -> float:
        """The answer."""
        return float(self.fits(answer, self.facts["expected"]))

    def fits(self, answer: str | None, expected: Any) -> bool:
        """Whether this is the answer."""
        return same_text(answer, expected)


class ShopPriceOf(_Question):
    """Look a price up."""

    name: ClassVar[str] = "ShopPriceOf"
    template: ClassVar[str] = "How much does the “{product}” cost right now?"

    def choose(self, world: World, dice: Dice) -> dict[str, Any]:
        """A product, every second one reduced."""
        sql = "SELECT * FROM product WHERE (special_price IS NOT NULL) = ? ORDER BY id"
        product = dice.pick(world["shop"].store.query(sql, dice.below(2)))
        return {"product": product["name"], "expected": product["final_price"]}

    def fits(self, answer: str | None, expected: Any) -> bool:
        """The amount."""
        return same_money(answer, expected)

    def oracle(self, screen: Screen) -> Iterator[Action]:
        """Open the product's page and read the price."""
        yield from open_product(screen, self.facts["product"])
        price = dollars(self.facts["expected"])
        yield from scroll_to(screen, contains=price)
        yield screen.answer(price)


class ShopCheapestInCategory(_Question):
    """Find the cheapest product of a category."""

    name: ClassVar[str] = "ShopCheapestInCategory"
    template: ClassVar[str] = "Which product is the cheapest one in the category {label}? Answer with its name."

    def choose(self, world: World, dice: Dice) -> dict[str, Any]:
        """A category with one cheapest product."""
        while True:
            facts = category(world, dice)
            first, second, *_ = in_category(world, facts["category"])
            if first["final_price"] < second["final_price"]:
                return {**facts, "expected": first["name"]}

    def oracle(self, screen: Screen) -> Iterator[Action]:
        """Sort the category by price."""
        yield from open_category(screen, self.facts["names"])
        yield from sort_by(screen, "Price", descending=False)
        yield from scroll_to(screen, contains=self.facts["expected"])
        yield screen.answer(self.facts["expected"])


class ShopHighestPriceInCategory(_Question):
    """Find the highest price of a category."""

    name: ClassVar[str] = "ShopHighestPriceInCategory"
    template: ClassVar[str] = "What does the most expensive product in the category {label} cost?"

    def choose(self, world: World, dice: Dice) -> dict[str, Any]:
        """A category."""
        facts = category(world, dice)
        return {**facts, "expected": in_category(world, facts["category"])[-1]["final_price"]}

    def fits(self, answer: str | None, expected: Any) -> bool:
        """The amount."""
        return same_money(answer, expected)

    def oracle(self, screen: Screen) -> Iterator[Action]:
        """Sort the category by price, the highest first."""
        yield from open_category(screen, self.facts["names"])
        yield from sort_by(screen, "Price", descending=True)
        price = dollars(self.facts["expected"])
        yield from scroll_to(screen, contains=price)
        yield screen.answer(price)


class ShopPriceRangeOfBrand(_Question):
    """Find the lowest and the highest price of a brand."""

    name: ClassVar[str] = "ShopPriceRangeOfBrand"
    template: ClassVar[str] = (
        "What is the price range of the products of the brand {brand} in the category {label}? "
        "Answer with the lowest and the highest price."
    )
    max_steps: ClassVar[int] = 30

    def choose(self, world: World, dice: Dice) -> dict[str, Any]:
        """A brand with several prices in a category."""
        while True:
            facts = category(world, dice, level=1)
            products = in_category(world, facts["category"])
            offered = brands_offered(products)
            brand = dice.pick(sorted(offered))
            prices = [product["final_price"] for product in products if product["brand"] == brand]
            if prices[0] < prices[-1]:
                return {**facts, "brand": brand, "amount": offered[brand], "expected": [prices[0], prices[-1]]}

    def fits(self, answer: str | None, expected: Any) -> bool:
        """Both amounts."""
        return same_amounts(answer, (expected[0], expected[1]))

    def oracle(self, screen: Screen) -> Iterator[Action]:
        """Filter the category by the brand and look at both ends of the prices."""
        low, high = (dollars(cents) for cents in self.facts["expected"])
        yield from open_category(screen, self.facts["names"])
        yield from click(screen, text=f"{self.facts['brand']} ({self.facts['amount']})", where=role("link"))
        yield from sort_by(screen, "Price", descending=False)
        yield from scroll_to(screen, contains=low)
        yield from sort_by(screen, "Price", descending=True)
        yield from scroll_to(screen, contains=high)
        yield screen.answer(f"{low} - {high}")


class ShopFactOf(_Question):
    """Look a property up that the name does not give away."""

    name: ClassVar[str] = "ShopFactOf"
    template: ClassVar[str] = (
        "According to its details, what is the “{fact}” of the “{product}”? Answer with the value only."
    )

    def choose(self, world: World, dice: Dice) -> dict[str, Any]:
        """A product and one of its properties."""
        rows = world["shop"].store.query("SELECT * FROM product ORDER BY id")
        while True:
            product = dice.pick(rows)
            facts = [(k, v) for k, v in json.loads(product["attributes"]) if v.lower() not in product["name"].lower()]
            if facts:
                label, value = dice.pick(facts)
                return {"product": product["name"], "fact": label, "expected": value}

    def oracle(self, screen: Screen) -> Iterator[Action]:
        """Read the table on the product's page."""
        yield from open_product(screen, self.facts["product"])
        yield from scroll_to(screen, text="More Information", where=role("heading"))
        yield from scroll_to(screen, contains=self.facts["fact"])
        yield from scroll_to(screen, contains=self.facts["expected"])
        yield screen.answer(self.facts["expected"])


class ShopAverageRating(_Question):
    """Read an average rating."""

    name: ClassVar[str] = "ShopAverageRating"
    template: ClassVar[str] = (
        "What is the average rating of the “{product}” in stars? Answer with a number with one decimal."
    )

    def choose(self, world: World, dice: Dice) -> dict[str, Any]:
        """A product with reviews."""
        product = reviewed(world, dice, most=500)
        return {"product": product["name"], "expected": round(product["rating_sum"] / product["review_count"], 1)}

    def fits(self, answer: str | None, expected: Any) -> bool:
        """The number."""
        return same_number(answer, expected, 0.001)

    def oracle(self, screen: Screen) -> Iterator[Action]:
        """Read it beside the stars."""
        yield from open_product(screen, self.facts["product"])
        stars = str(self.facts["expected"])
        yield from scroll_to(screen, contains=stars)
        yield screen.answer(stars)


class ShopWhoMentions(_Question):
    """Find the reviewers who say something."""

    name: ClassVar[str] = "ShopWhoMentions"
    template: ClassVar[str] = (
        "Which reviewers of the “{product}” mention that {clause}? Answer with their nicknames, separated by commas."
    )
    max_steps: ClassVar[int] = 35

    def choose(self, world: World, dice: Dice) -> dict[str, Any]:
        """A product and a clause that a few of its reviews contain."""
        clauses = sorted({clause for kind in kinds() for clause in (*kind.pros, *kind.cons)})
        while True:
            product = reviewed(world, dice)
            reviews = reviews_of(world, product["id"])
            told = {clause: [r for r in reviews if clause in r["detail"].lower()] for clause in clauses}
            told = {clause: found for clause, found in told.items() if 1 <= len(found) <= 3}
            if told:
                clause = dice.pick(sorted(told))
                who = sorted({review["nickname"] for review in told[clause]})
                return {"product": product["name"], "clause": clause, "expected": who}

    def fits(self, answer: str | None, expected: Any) -> bool:
        """Their names."""
        return same_set(answer, expected)

    def oracle(self, screen: Screen) -> Iterator[Action]:
        """Read through the reviews."""
        yield from open_product(screen, self.facts["product"])
        yield from click(screen, contains="Reviews (", where=role("link"))
        for name in self.facts["expected"]:
            yield from scroll_to(screen, contains=name)
        yield screen.answer(", ".join(self.facts["expected"]))


class ShopCountLowReviews(_Question):
    """Count bad reviews."""

    name: ClassVar[str] = "ShopCountLowReviews"
    template: ClassVar[str] = "How many reviews of the “{product}” give it {stars} stars or fewer?"

    def choose(self, world: World, dice: Dice) -> dict[str, Any]:
        """A product that somebody did not like."""
        while True:
            product = reviewed(world, dice, least=3, most=500)
            stars = dice.between(2, 4)
            count = sum(review["rating"] <= stars for review in reviews_of(world, product["id"]))
            if 0 < count < product["review_count"]:
                return {"product": product["name"], "stars": stars, "expected": count}

    def fits(self, answer: str | None, expected: Any) -> bool:
        """The number."""
        return same_number(answer, expected)

    def oracle(self, screen: Screen) -> Iterator[Action]:
        """Add the numbers beside the bars."""
        yield from open_product(screen, self.facts["product"])
        yield from click(screen, contains="Reviews (", where=role("link"))
        yield from scroll_to(screen, contains="1 star")
        yield screen.answer(str(self.facts["expected"]))


class ShopLatestReviewTitle(_Question):
    """Read the latest review's summary."""

    name: ClassVar[str] = "ShopLatestReviewTitle"
    template: ClassVar[str] = "What is the title of the latest review of the “{product}”?"

    def choose(self, world: World, dice: Dice) -> dict[str, Any]:
        """A product with reviews that have different titles."""
        while True:
            product = reviewed(world, dice, most=500)
            reviews = reviews_of(world, product["id"])
            if len({review["title"] for review in reviews}) > 1:
                return {"product": product["name"], "expected": reviews[0]["title"]}

    def oracle(self, screen: Screen) -> Iterator[Action]:
        """The latest comes first."""
        yield from open_product(screen, self.facts["product"])
        yield from click(screen, contains="Reviews (", where=role("link"))
        yield from scroll_to(screen, text=self.facts["expected"])
        yield screen.answer(self.facts["expected"])


class ShopCountRated(_Question):
    """Count the well-rated products of a category."""

    name: ClassVar[str] = "ShopCountRated"
    template: ClassVar[str] = (
        "How many products in the category {label} have an average rating of {stars} stars or more?"
    )

    def choose(self, world: World, dice: Dice) -> dict[str, Any]:
        """A category in which some products reach the rating and some do not."""
        while True:
            facts = category(world, dice, level=dice.between(1, 2))
            stars = dice.between(2, 4)
            products = in_category(world, facts["category"])
            count = sum(p["rating_sum"] >= stars * p["review_count"] > 0 for p in products)
            if 0 < count < len(products):
                return {**facts, "stars": stars, "expected": count}

    def fits(self, answer: str | None, expected: Any) -> bool:
        """The number."""
        return same_number(answer, expected)

    def oracle(self, screen: Screen) -> Iterator[Action]:
        """Filter by the rating and read how many are left."""
        yield from open_category(screen, self.facts["names"])
        count = self.facts["expected"]
        yield from click(screen, text=f"{self.facts['stars']} & up ({count})", where=role("link"))
        yield screen.answer(str(count))


class ShopCheaperOfTwo(_Question):
    """Compare two prices."""

    name: ClassVar[str] = "ShopCheaperOfTwo"
    template: ClassVar[str] = "Which is cheaper, the “{first}” or the “{second}”? Answer with the product's name."
    max_steps: ClassVar[int] = 35

    def choose(self, world: World, dice: Dice) -> dict[str, Any]:
        """Two products of a category with different prices."""
        while True:
            products = in_category(world, category(world, dice, level=3)["category"])
            one, other = dice.sample(products, 2)
            if one["final_price"] != other["final_price"]:
                expected = min(one, other, key=lambda product: product["final_price"])["name"]
                return {"first": one["name"], "second": other["name"], "expected": expected}

    def oracle(self, screen: Screen) -> Iterator[Action]:
        """Look at both."""
        for key in ("first", "second"):
            yield from open_product(screen, self.facts[key])
            yield from scroll_to(screen, contains="SKU#")
        yield screen.answer(self.facts["expected"])
