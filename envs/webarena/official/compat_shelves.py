"""Products that the tasks ask about in groups: price ranges, all of a brand, who said what in reviews."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from osgenesis.envs.web.sites.entities import ProductEntity, ReviewEntity
from osgenesis.envs.webarena.official.configs import Configuration
from osgenesis.envs.webarena.official.names import slug_of

__all__ = ["group_products"]

_PRICE: Final = re.compile(r"\d+(?:\.\d+)?")
_GROUP: Final = re.compile(
    r"names of (?P<kind>[\w -]+?)(?: from (?P<brand>\w+))?(?: designed for (?P<whom>\w+))?(?:,| and)"
)
_PIECES: Final = re.compile(r"(\d+) (?:count|pack)", re.IGNORECASE)
_EDITIONS: Final = ("Basic", "Classic", "Deluxe")
_STARS: Final = re.compile(r"(\d) or (\d) stars")
_COMPLAINT: Final = "The quality is poor: it wore out within weeks."
_PRAISE: Final = "It is good looking, I get asked about it."
_MEANWHILE: Final = "It does what a case should do."


def group_products(tasks: Iterable[Configuration]) -> Iterator[ProductEntity]:
    """The products, of each task on its own; of products with reviews one for all tasks about a brand."""
    tasks = list(tasks)
    reviewers = _Reviewers()
    goods = {str(t.blanks["manufature"]): str(t.blanks["product_type"]) for t in tasks if "manufature" in t.blanks}
    cheapest: dict[str, float] = {}
    for task in tasks:
        if "price range of {{product}}" in task.template:
            yield from _range(str(task.blanks["product"]), _said(task))
        elif "price range for products from" in task.template:
            brand = str(task.blanks["brand"])
            cheapest[brand.lower()] = float(_said(task)[0])
            yield from _range(brand, _said(task), goods.get(brand, "travel bag"), reviewed=brand not in goods)
        elif not task.feasible:
            if "Summarize customer reviews" in task.template:
                name = str(task.blanks["product"])
                yield ProductEntity(slug_of(name), name, only_these_reviews=True)
        elif "What is the rating of" in task.template:
            yield _rated(str(task.blanks["product"]), _said(task)[0], cheapest)
        elif found := _GROUP.search(task.intent):
            yield from _listed(" ".join(filter(None, found.groups())), _said(task))
        elif "phone cases" in task.intent and not task.blanks.get("product_category"):
            reviewers.read(task)
    yield from reviewers.products(cheapest)


def _said(task: Configuration) -> list[str]:
    return [text for _, texts in task.evaluation.answers for text in ([texts] if isinstance(texts, str) else texts)]


def _range(called: str, prices: list[str], goods: str = "", *, reviewed: bool = True) -> Iterator[ProductEntity]:
    """Products called so, of which the cheapest and the dearest have these prices."""
    title = called if any(letter.isupper() for letter in called) else called.title()
    for edition, price in zip(_EDITIONS, prices, strict=False):
        name = " ".join(filter(None, (title, goods.title(), edition)))
        yield ProductEntity(slug_of(name), name, price=float(price), only_these_reviews=not reviewed)


def _rated(name: str, percent: str, cheapest: Mapping[str, float]) -> ProductEntity:
    """A product with as many stars on average; it costs what the cheapest of its brand does."""
    price = cheapest.get(name.split()[0].lower())
    share = int(_PRICE.findall(percent)[0]) / 20
    stars = [int(share * (n + 1)) - int(share * n) for n in range(4)]
    reviews = tuple(ReviewEntity(stars=number) for number in stars)
    return ProductEntity(slug_of(name), name, price=price, reviews=reviews, only_these_reviews=True)


def _listed(about: str, said: list[str]) -> Iterator[ProductEntity]:
    """Products with these names, which are what `about` says; the last two texts are the lowest and highest price.

    Where the name tells how many pieces there are, the prices are for one.
    """
    prices = [text for text in said if _PRICE.fullmatch(text)]
    names = [text for text in said if not _PRICE.fullmatch(text)]
    low, high = map(float, prices)
    # Prices of a fraction of a cent are for one of several pieces; of a larger pack one costs less.
    apiece = any(len(text.partition(".")[2]) > 2 for text in prices)
    pieces = [int(found[1]) if apiece and (found := _PIECES.search(name)) else 1 for name in names]
    order = sorted(range(len(names)), key=lambda number: -pieces[number])
    for place, number in enumerate(order):
        price = high if place == len(names) - 1 else low + (high - low) * place / (len(names) - 1)
        name, price = names[number], round(price * pieces[number], 2)
        yield ProductEntity(slug_of(name), name, price=price, keywords=tuple(about.lower().split()))


class _Reviewers:
    """Who wrote about the cases of a brand, with how many stars, and what."""

    def __init__(self) -> None:
        self.stars: dict[str, int] = {}
        self.complaints: dict[str, None] = {}
        self.praise: dict[str, None] = {}
        self.brand = ""

    def read(self, task: Configuration) -> None:
        """What one task tells."""
        brand = re.search(r"\b([A-Z]{4,})\b", task.intent)
        self.brand = brand[1] if brand else self.brand
        if found := _STARS.search(task.intent):
            for number, name in enumerate(_said(task)):
                self.stars[name] = int(found[1 + number % 2])
        elif "complain" in task.intent:
            self.complaints.update(dict.fromkeys(_said(task)))
        else:
            self.praise.update(dict.fromkeys(_said(task)))

    def products(self, cheapest: Mapping[str, float]) -> Iterator[ProductEntity]:
        """Two cases with the reviews shared out."""
        names = list(dict.fromkeys([*self.stars, *self.complaints, *self.praise]))
        for number, model in enumerate(("for iPhone 11", "for iPhone 12 Pro") if self.brand and names else ()):
            name = f"{self.brand} Phone Case {model}"
            reviews = tuple(self._review(person) for person in names[number::2])
            price = cheapest.get(self.brand.lower())
            yield ProductEntity(slug_of(name), name, price=price, reviews=reviews, only_these_reviews=True)

    def _review(self, person: str) -> ReviewEntity:
        said = [_COMPLAINT] if person in self.complaints else []
        said += [_PRAISE] if person in self.praise else []
        stars = self.stars.get(person, 3)
        title = "A case" if stars == 3 else "Glad I bought it" if stars > 3 else "Not again"
        return ReviewEntity(person, title, " ".join(said or [_MEANWHILE]), stars)
