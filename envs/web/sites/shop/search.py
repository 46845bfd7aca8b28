"""The search: by words, by details, and what others search for."""

from __future__ import annotations

import difflib
import re
from collections import Counter
from typing import Final

from werkzeug.wrappers import Response

from osgenesis.envs.web.sites.shop.listing import Listing, Product, cards
from osgenesis.envs.web.sites.shop.shelves import products_of, shelves
from osgenesis.envs.web.sites.shop.site import site
from osgenesis.envs.web.sites.shop.terms import words_of
from osgenesis.envs.web.sites.store import Store
from osgenesis.envs.web.sites.visit import Visit

__all__ = ["find_products", "ranked"]

_LONGEST: Final = 128
_DETAILS: Final = ("name", "sku", "description", "short_description")
_MOST_WORDS: Final = 24


def ranked(store: Store, query: str) -> list[int]:
    """Ids of products that hold at least one of the words, best first: most of the words, then the weightiest."""
    numbers: Counter[int] = Counter()
    weights: Counter[int] = Counter()
    found = shelves(store)
    for word in dict.fromkeys(words_of(query)[:_MOST_WORDS]):
        for key, weight in found.with_word(word):
            numbers[key] += 1
            weights[key] += weight
    return sorted(numbers, key=lambda key: (-numbers[key], -weights[key], key))


def find_products(store: Store, query: str) -> list[Product]:
    """Rows of the products found, best first."""
    return products_of(store, ranked(store, query))


@site.get("/catalogsearch/result", "/catalogsearch/result/index")
def results(visit: Visit) -> Response:
    """Products for `?q=`."""
    query = visit.args.get("q", "").replace("\0", "").strip()[:_LONGEST]
    if not query:
        return visit.redirect("/")
    found = shelves(visit.store)
    rows = find_products(visit.store, query)
    tops = {top["id"]: top["name"] for top in found.children(None)}
    listing = Listing(visit, rows, tops, found.categories_of, relevance=True)
    return visit.render(
        "search.html",
        query=query,
        listing=listing,
        products=cards(visit.store, listing.shown),
        suggestions=[] if rows else _similar(visit.store, query),
        related=_related(visit.store, query),
    )


def _similar(store: Store, query: str) -> list[str]:
    """Searches with results that look like this one."""
    matches: list[str] = []
    for wanted in words_of(query)[:6]:
        near = [word for word in shelves(store).words if abs(len(word) - len(wanted)) < 3]
        matches += difflib.get_close_matches(wanted, near, 2, 0.7)
    return list(dict.fromkeys(matches))[:5]


def _related(store: Store, query: str) -> list[str]:
    """Popular searches that share a word with this one."""
    wanted = set(words_of(query))
    rows = store.query("SELECT text FROM search_term ORDER BY uses DESC, id")
    return [row["text"] for row in rows if wanted & set(words_of(row["text"])) and row["text"] != query.lower()][:5]


@site.get("/search/term/popular")
def popular(visit: Visit) -> Response:
    """What others search for; the more often, the larger."""
    terms = visit.store.query("SELECT text, uses FROM search_term ORDER BY text")
    most = max((term["uses"] for term in terms), default=1)
    return visit.render("popular.html", terms=[(t["text"], 14 + 16 * t["uses"] // most) for t in terms])


# ---- by details ---------------------------------------------------------------------------------


@site.get("/catalogsearch/advanced", "/catalogsearch/advanced/index")
def advanced(visit: Visit) -> Response:
    """The form."""
    return visit.render("advanced.html", values={}, error="")


@site.get("/catalogsearch/advanced/result")
def advanced_results(visit: Visit) -> Response:
    """Products whose details hold all that was entered."""
    values = {name: visit.args.get(name, "").replace("\0", "").strip()[:_LONGEST] for name in _DETAILS}
    bounds = {name: visit.args.get(f"price[{name}]", "").strip()[:12] for name in ("from", "to")}
    entered = {**values, **{f"price_{name}": text for name, text in bounds.items()}}
    cents = {name: _price(text) for name, text in bounds.items()}
    wrong = [text for name, text in bounds.items() if text and cents[name] is None]
    if wrong or not any(entered.values()):
        error = "Please enter a price such as 25 or 25.50." if wrong else "Enter a search term and try again."
        return visit.render("advanced.html", 422 if wrong else 200, values=entered, error=error)
    rows = _by_details(visit.store, values, cents)
    listing = Listing(visit, rows)
    products = cards(visit.store, listing.shown)
    return visit.render("advanced_result.html", listing=listing, products=products, total=len(rows), values=entered)


def _by_details(store: Store, values: dict[str, str], cents: dict[str, int | None]) -> list[Product]:
    columns = {"name": "name", "sku": "sku", "description": "description", "short_description": "features"}
    conditions: list[str] = ["1"]
    parameters: list[str | int] = []
    for name, text in values.items():
        if text:
            conditions.append(f"p.{columns[name]} LIKE ? ESCAPE '\\'")
            parameters.append("%" + re.sub(r"([%_\\])", r"\\\1", text) + "%")
    for name, sign in (("from", ">="), ("to", "<=")):
        bound = cents[name]
        if bound is not None:
            conditions.append(f"p.final_price {sign} ?")
            parameters.append(bound)
    rows = store.query(f"SELECT p.id FROM product p WHERE {' AND '.join(conditions)} ORDER BY p.id", *parameters)
    return products_of(store, (row["id"] for row in rows))


def _price(text: str) -> int | None:
    if re.fullmatch(r"\$?\d{1,7}(\.\d{1,2})?", text) is None or not text.isascii():
        return None
    return round(float(text.lstrip("$")) * 100)
