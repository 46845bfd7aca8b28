"""What the tasks on the shop's catalogue share: facts about categories, products and reviews, and ways to them."""

from __future__ import annotations

from collections import Counter
from typing import Any, Final

from osgenesis.envs.core.oracle import Screen
from osgenesis.envs.web.sites.dice import Dice
from osgenesis.envs.web.sites.world import World
from osgenesis.envs.webarena.answers import numbers_in
from osgenesis.envs.webarena.base import PageFacts
from osgenesis.envs.webarena.routines import Moves, click, fill, role, select

__all__ = [
    "brands_offered",
    "category",
    "dollars",
    "in_category",
    "is_product",
    "open_category",
    "open_product",
    "reviewed",
    "reviews_of",
    "same_amounts",
    "sort_by",
]

Row = dict[str, Any]
# The filter for brands offers this many.
_BRANDS: Final = 12
_MOST_SCROLLS: Final = 40


def dollars(cents: int) -> str:
    """An amount as the shop shows it."""
    return f"${cents // 100:,}.{cents % 100:02d}"


def same_amounts(answer: str | None, cents: tuple[int, int]) -> bool:
    """Whether the answer gives exactly these two amounts."""
    found = sorted(numbers_in((answer or "").replace("$", " ").replace("-", " ")))
    return [round(amount * 100) for amount in found] == sorted(cents)


# ---- facts -----------------------------------------------------------------------------------------


def category(world: World, dice: Dice, *, least: int = 3, level: int | None = None) -> Row:
    """A category with some products; `names` are those on the way to it, `label` joins them for goals."""
    store = world["shop"].store
    found = store.query("SELECT * FROM category WHERE product_count >= ? ORDER BY id", least)
    chosen = dice.pick([row for row in found if level is None or row["level"] == level])
    names = [chosen["name"]]
    above = chosen["parent_id"]
    while above is not None:
        row = store.get("category", above)
        assert row is not None
        names.insert(0, row["name"])
        above = row["parent_id"]
    return {
        "category": chosen["id"],
        "path": f"/{chosen['path']}.html",
        "names": names,
        "label": " > ".join(names),
    }


def in_category(world: World, key: int) -> list[Row]:
    """The products of a category, cheapest first."""
    return world["shop"].store.query(
        "SELECT p.* FROM product_category pc JOIN product p ON p.id = pc.product_id"
        " WHERE pc.category_id = ? ORDER BY p.final_price, p.id",
        key,
    )


def brands_offered(products: list[Row]) -> dict[str, int]:
    """Brands by which the shop offers to filter these products, with their numbers."""
    counted = Counter(product["brand"] for product in products)
    return dict(sorted(counted.items(), key=lambda entry: (-entry[1], entry[0]))[:_BRANDS])


def reviewed(world: World, dice: Dice, least: int = 2, most: int = 10) -> Row:
    """A product with so many reviews that they stand on one page."""
    sql = "SELECT * FROM product WHERE review_count BETWEEN ? AND ? ORDER BY id"
    return dice.pick(world["shop"].store.query(sql, least, most))


def reviews_of(world: World, product: int) -> list[Row]:
    """What visitors see of a product's reviews, latest first."""
    sql = "SELECT * FROM review WHERE product_id = ? AND status = 'approved' ORDER BY created DESC, id DESC"
    return world["shop"].store.query(sql, product)


def is_product(page: PageFacts, slug: str) -> bool:
    """Whether the page in front is that of a product, whatever category it was reached through."""
    return page.site == "shop" and page.route.rpartition("/")[2] == f"{slug}.html"


# ---- an oracle's ways ------------------------------------------------------------------------------


def _to_header(screen: Screen) -> Moves:
    """Scroll up until the search field and the menu are there."""
    for _ in range(_MOST_SCROLLS):
        if screen.find(resource_id="search") is not None:
            return
        yield screen.scroll("up")


def open_category(screen: Screen, names: list[str]) -> Moves:
    """From the menu down to a category."""
    yield from _to_header(screen)
    for name in names:
        yield from click(screen, text=name, where=role("link"))


def open_product(screen: Screen, name: str) -> Moves:
    """Search for a product and open its page."""
    yield from _to_header(screen)
    yield from fill(screen, name, press_enter=True, resource_id="search")
    yield from click(screen, text=name, where=role("link"))


def sort_by(screen: Screen, order: str, *, descending: bool) -> Moves:
    """Sort a list by a criterion's name and in a direction."""
    yield from select(screen, order, resource_id="sorter")
    arrow = f"Set {'Descending' if descending else 'Ascending'} Direction"
    if screen.find(where=lambda element: arrow in (element.text, element.description)) is not None:
        yield from click(screen, where=lambda element: arrow in (element.text, element.description))
