"""`Listing`: a list of products as a visitor asked for it: filtered, sorted and cut into pages.

Everything is in the URL: `price=10-50` (from 10 to under 50), `brand`, `color`, `material`, `rating` (stars at least),
`cat`, `product_list_order`, `product_list_dir`, `product_list_limit`, `product_list_mode` and `p`.
"""

from __future__ import annotations

import math
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Mapping, Sequence, Set
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final, NamedTuple, TypeAlias

from osgenesis.envs.web.sites.pages import Paging, count, money
from osgenesis.envs.web.sites.shop.shelves import products_of
from osgenesis.envs.web.sites.store import Row, Store
from osgenesis.envs.web.sites.visit import Visit

__all__ = ["Facet", "FacetValue", "Listing", "PriceRange", "Product", "card", "cards", "price_steps"]

Product: TypeAlias = Mapping[str, Any]
LIMITS: Final = {"grid": (12, 24, 36), "list": (5, 10, 15, 20, 25)}
ORDERS: Final = {"position": "Position", "name": "Product Name", "price": "Price", "rating": "Rating"}
_STEPS: Final = (500, 1000, 2000, 5000, 10_000, 20_000, 50_000, 100_000)
_MOST_RANGES: Final = 7
_TEXT_FILTERS: Final = ("brand", "color", "material")


class PriceRange(NamedTuple):
    """From `low` to under `high`, cents; None is open."""

    low: int | None
    high: int | None

    @classmethod
    def parse(cls, text: str) -> PriceRange | None:
        """Read "10-50", "10-" or "-50" (dollars); None for anything else."""
        first, dash, last = text.partition("-")
        low, high = _cents(first), _cents(last)
        if not dash or (first and low is None) or (last and high is None) or (low is None and high is None):
            return None
        return cls(low, high)

    def holds(self, cents: int) -> bool:
        """Whether a price lies in it."""
        return (self.low is None or cents >= self.low) and (self.high is None or cents < self.high)

    @property
    def label(self) -> str:
        """As shown to visitors."""
        if self.high is None:
            return f"{money(self.low or 0)} and above"
        return f"{money(self.low or 0)} - {money(max(0, self.high - 1))}"


def price_steps(prices: Sequence[int]) -> list[tuple[int, int | None]]:
    """Ranges that part prices (cents) evenly: (from, to under); the last one is open. None if all are the same."""
    if not prices or min(prices) == max(prices):
        return []
    step = next((s for s in _STEPS if max(prices) // s < _MOST_RANGES), _STEPS[-1])
    places = sorted({min(price // step, _MOST_RANGES - 1) for price in prices})
    return [(place * step, None if place == places[-1] else (place + 1) * step) for place in places]


def _cents(text: str) -> int | None:
    whole, _, part = text.strip().partition(".")
    if not (whole or part) or len(whole) > 9 or not (whole + part).isdigit() or not (whole + part).isascii():
        return None
    return int(whole or 0) * 100 + int((part + "00")[:2])


class FacetValue(NamedTuple):
    """One link of a filter: what it says, how many products it leaves, where it leads."""

    label: str
    amount: int
    url: str
    stars: int = 0


class Facet(NamedTuple):
    """A filter that is on offer."""

    name: str
    title: str
    values: tuple[FacetValue, ...]


class Applied(NamedTuple):
    """A filter in force, and the address without it."""

    title: str
    label: str
    url: str


@dataclass(frozen=True)
class _Filter:
    name: str
    title: str
    label: str
    keeps: Callable[[Product], bool]


class Listing:
    """The answer to one request for a list.

    Args:
        visit: The request; its URL says what is wanted.
        rows: All products that the list may show; in a search, the best first.
        categories: Categories to narrow the list to: id -> name.
        within: Product -> categories in which it lies.
        relevance: Whether the given order is an order of its own (search results).
    """

    def __init__(
        self,
        visit: Visit,
        rows: Sequence[Product],
        categories: Mapping[int, str] | None = None,
        within: Mapping[int, Set[int]] | None = None,
        *,
        relevance: bool = False,
    ) -> None:
        self.visit = visit
        self.orders = {"relevance": "Relevance", **ORDERS} if relevance else ORDERS
        self._categories = categories or {}
        self._within = within or {}
        default = next(iter(self.orders))
        order = visit.args.get("product_list_order", default)
        self.order = order if order in self.orders else default
        # As elsewhere: categories begin with the lowest, search results with the best.
        wanted = visit.args.get("product_list_dir", "").lower()
        self.direction = wanted if wanted in ("asc", "desc") else ("desc" if relevance else "asc")
        self.mode = "list" if visit.args.get("product_list_mode") == "list" else "grid"
        self.limits = LIMITS[self.mode]
        limit = visit.number("product_list_limit", self.limits[0])
        self.limit = limit if limit in self.limits else self.limits[0]
        self._filters = tuple(self._wanted_filters())
        kept = [row for row in rows if all(f.keeps(row) for f in self._filters)]
        self.rows = self._sorted(kept, relevance)
        self.paging = Paging(visit.page_number(), self.limit, len(self.rows))

    @property
    def shown(self) -> Sequence[Product]:
        """Rows of this page."""
        return self.rows[self.paging.offset : self.paging.offset + self.limit]

    # ---- filters ----------------------------------------------------------------------------

    def _wanted_filters(self) -> list[_Filter]:
        found = []
        args = self.visit.args
        price = PriceRange.parse(args.get("price", ""))
        if price is not None:
            found.append(_Filter("price", "Price", price.label, lambda row: price.holds(row["final_price"])))
        for name in _TEXT_FILTERS:
            value = args.get(name, "")
            if value:
                found.append(_Filter(name, name.capitalize(), value, _equals(name, value)))
        stars = self.visit.number("rating", 0, high=5) if "rating" in args else 0
        if stars:
            found.append(_Filter("rating", "Rating", _stars_label(stars), lambda row: _stars(row) >= stars))
        category = self.visit.number("cat", 0)
        if "cat" in args and category in self._categories:
            label = self._categories[category]
            found.append(_Filter("cat", "Category", label, lambda row: category in self._within.get(row["id"], ())))
        return found

    @cached_property
    def applied(self) -> list[Applied]:
        """The filters in force."""
        return [Applied(f.title, f.label, self.visit.url_with(**{f.name: None, "p": None})) for f in self._filters]

    @property
    def clear_url(self) -> str:
        """This list without filters."""
        return self.visit.url_with(**{f.name: None for f in self._filters}, p=None)

    @cached_property
    def facets(self) -> list[Facet]:
        """Filters that would narrow the list further."""
        used = {f.name for f in self._filters}
        offers = {"cat": self._category_facet, "price": self._price_facet, "rating": self._rating_facet}
        found = [make() for name, make in offers.items() if name not in used]
        found += [self._text_facet(name) for name in _TEXT_FILTERS if name not in used]
        return [facet for facet in found if len(facet.values) > 1 or (facet.name == "rating" and facet.values)]

    def _to(self, name: str, value: object) -> str:
        return self.visit.url_with(**{name: value, "p": None})

    def _category_facet(self) -> Facet:
        rows = self.rows if self._categories else []
        counted = Counter(key for row in rows for key in self._within.get(row["id"], ()))
        found = ((key, label, counted[key]) for key, label in self._categories.items() if counted[key])
        values = tuple(FacetValue(label, number, self._to("cat", key)) for key, label, number in found)
        return Facet("cat", "Category", values)

    def _price_facet(self) -> Facet:
        prices = sorted(row["final_price"] for row in self.rows)
        values = []
        for low, high in price_steps(prices):
            reach = PriceRange(low or None, high)
            number = bisect_left(prices, math.inf if high is None else high) - bisect_left(prices, low)
            text = f"{low // 100}-{'' if high is None else high // 100}"
            values.append(FacetValue(reach.label, number, self._to("price", text)))
        return Facet("price", "Price", tuple(values))

    def _rating_facet(self) -> Facet:
        whole = Counter(int(_stars(row)) for row in self.rows)
        found = ((stars, sum(whole[n] for n in range(stars, 6))) for stars in (4, 3, 2, 1))
        offers = ((stars, number) for stars, number in found if number)
        values = tuple(FacetValue(_stars_label(stars), n, self._to("rating", stars), stars) for stars, n in offers)
        return Facet("rating", "Rating", values)

    def _text_facet(self, name: str) -> Facet:
        counted = Counter(row[name] for row in self.rows if row[name])
        best = sorted(counted.items(), key=lambda entry: (-entry[1], entry[0]))[:12]
        values = tuple(FacetValue(value, number, self._to(name, value)) for value, number in sorted(best))
        return Facet(name, name.capitalize(), values)

    # ---- order ------------------------------------------------------------------------------

    def _sorted(self, rows: list[Product], relevance: bool) -> list[Product]:
        if self.order == "relevance":
            return rows if self.direction == "desc" else rows[::-1]
        keys: dict[str, Callable[[Product], Any]] = {
            "position": lambda row: row["position"],
            "name": lambda row: row["name"].lower(),
            "price": lambda row: row["final_price"],
            "rating": lambda row: (_stars(row), row["review_count"]),
        }
        # Equal ones keep one order in both directions, so that pages never overlap.
        first = sorted(rows, key=lambda row: row["id"]) if relevance else sorted(rows, key=lambda row: row["position"])
        return sorted(first, key=keys[self.order], reverse=self.direction == "desc")

    @property
    def hidden_fields(self) -> list[tuple[str, str]]:
        """The URL's other parameters, for the form that changes the order or the page's length."""
        own = ("product_list_order", "product_list_limit", "p")
        return [(name, value) for name, value in self.visit.args.items(multi=True) if name not in own]


def _equals(column: str, value: str) -> Callable[[Product], bool]:
    return lambda row: bool(row[column] == value)


def _stars(row: Product) -> float:
    return row["rating_sum"] / row["review_count"] if row["review_count"] else 0.0


def _stars_label(stars: int) -> str:
    return "5 stars" if stars == 5 else f"{stars} {'star' if stars == 1 else 'stars'} & up"


# ---- cards --------------------------------------------------------------------------------------


def cards(store: Store, rows: Sequence[Product]) -> list[Row]:
    """Products, given by rows with an id, with all that a card shows, in the same order."""
    if not rows:
        return []
    keys = [row["id"] for row in rows]
    marks = ",".join("?" * len(keys))
    sql = f"SELECT DISTINCT product_id FROM product_option WHERE required = 1 AND product_id IN ({marks})"
    choosy = {row["product_id"] for row in store.query(sql, *keys)}
    return [card(row, row["id"] in choosy) for row in products_of(store, keys)]


def card(row: Product, choices: bool = False) -> Row:
    """A product's row with its address, picture and rating."""
    stars = _stars(row)
    saved = 0 if row["special_price"] is None else round(100 * (1 - row["special_price"] / row["price"]))
    return {
        **row,
        "url": f"/{row['slug']}.html",
        "photo": f"/media/product/{row['id']}/1.svg",
        "stars": round(stars, 1),
        "percent": math.floor(stars * 20 + 0.5),
        "reviews": count(row["review_count"]),
        "saved": saved,
        "choices": choices,
    }
