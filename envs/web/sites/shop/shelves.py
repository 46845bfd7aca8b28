"""`Shelves`: which products lie in which category and hold which word, kept in memory for every seeded database.

Lists and searches ask for hundreds of products at a time; the seeded tables behind them never change in an episode,
and where one does, the answer is worked out anew.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final
from weakref import WeakKeyDictionary

from osgenesis.envs.web.sites.store import Image, Store

__all__ = ["Shelves", "products_of", "shelves"]

_TABLES: Final = ("category", "product_category", "search_word")


class Shelves:
    """Categories' products and words' products.

    Args:
        tables: Rows by id of `category`, `product_category` and `search_word`.
    """

    def __init__(self, tables: Mapping[str, Mapping[int, Mapping[str, Any]]]) -> None:
        self.members: dict[int, list[int]] = {key: [] for key in tables["category"]}
        self.categories_of: dict[int, set[int]] = {}
        for row in tables["product_category"].values():
            self.members.setdefault(row["category_id"], []).append(row["product_id"])
            self.categories_of.setdefault(row["product_id"], set()).add(row["category_id"])
        self._children: dict[int | None, list[Mapping[str, Any]]] = {}
        for row in sorted(tables["category"].values(), key=lambda row: (row["position"], row["id"])):
            self._children.setdefault(row["parent_id"], []).append(row)
        self._texts = {row["word"]: row["found"] for row in tables["search_word"].values()}
        self._found: dict[str, tuple[tuple[int, int], ...]] = {}

    def children(self, category: int | None) -> list[Mapping[str, Any]]:
        """Categories directly below one, or the top ones."""
        return self._children.get(category, [])

    @property
    def words(self) -> Iterable[str]:
        """Every word that finds something."""
        return self._texts

    def with_word(self, word: str) -> tuple[tuple[int, int], ...]:
        """(product, weight) of the products that hold a word."""
        if word not in self._found:
            pairs = (entry.partition(":") for entry in self._texts.get(word, "").split())
            self._found[word] = tuple((int(key), int(weight)) for key, _, weight in pairs)
        return self._found[word]


_OF_IMAGE: Final[WeakKeyDictionary[Image, Shelves]] = WeakKeyDictionary()


def shelves(store: Store) -> Shelves:
    """The shelves of a shop as it is now."""
    tables = {name: store.table(name) for name in _TABLES}
    if any(table is not store.image.rows(name) for name, table in tables.items()):
        return Shelves(tables)
    found = _OF_IMAGE.get(store.image)
    if found is None:
        found = _OF_IMAGE[store.image] = Shelves(tables)
    return found


def products_of(store: Store, keys: Iterable[int]) -> list[Mapping[str, Any]]:
    """Rows of products in the order of their ids given."""
    rows = store.table("product")
    return [rows[key] for key in keys if key in rows]
