"""What every page of the shop shows around its contents: menu, cart, messages; and the cart of whoever asks."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any, Final, NamedTuple

from osgenesis.envs.web.sites.shop.site import site
from osgenesis.envs.web.sites.store import Row, Store
from osgenesis.envs.web.sites.visit import Visit

__all__ = ["MenuEntry", "category_menu", "compared_products", "own_cart"]

_COLUMNS: Final = "id, parent_id, name, path, level"


class MenuEntry(NamedTuple):
    """A category in the menu."""

    id: int
    name: str
    url: str
    children: tuple[MenuEntry, ...]


def own_cart(visit: Visit) -> Row | None:
    """The cart of the customer logged in, else of the visitor's session; None before anything was put into one."""
    if visit.user is not None:
        return visit.store.one("SELECT * FROM cart WHERE customer_id = ?", visit.user["id"])
    if visit.session_id is None:
        return None
    return visit.store.one("SELECT * FROM cart WHERE session_id = ?", visit.session_id)


def compared_products(visit: Visit) -> list[Row]:
    """Products that the visitor put on the list for comparing."""
    column, key = ("customer_id", visit.user["id"]) if visit.user is not None else ("session_id", visit.session_id)
    return visit.store.query(
        f"SELECT p.* FROM compare_item c JOIN product p ON p.id = c.product_id WHERE c.{column} = ? ORDER BY c.id", key
    )


def category_menu(store: Store) -> tuple[MenuEntry, ...]:
    """The tree of categories."""
    rows = store.query(f"SELECT {_COLUMNS} FROM category ORDER BY position, id")
    return _tree(tuple(tuple(row.values()) for row in rows))


@cache
def _tree(rows: tuple[tuple[Any, ...], ...]) -> tuple[MenuEntry, ...]:
    below: dict[int | None, list[tuple[Any, ...]]] = {}
    for row in rows:
        below.setdefault(row[1], []).append(row)

    def entries(parent: int | None) -> tuple[MenuEntry, ...]:
        return tuple(MenuEntry(r[0], r[2], f"/{r[3]}.html", entries(r[0])) for r in below.get(parent, []))

    return entries(None)


@site.provides("messages")
def messages(visit: Visit) -> Callable[[], list[list[str]]]:
    """The messages to show on this page."""
    return visit.take_messages


@site.provides("menu")
def menu(visit: Visit) -> tuple[MenuEntry, ...]:
    """The tree of categories."""
    return category_menu(visit.store)


@site.provides("cart_count")
def cart_count(visit: Visit) -> int:
    """Number of things in the cart."""
    cart = own_cart(visit)
    if cart is None:
        return 0
    return int(visit.store.value("SELECT COALESCE(SUM(quantity), 0) FROM cart_item WHERE cart_id = ?", cart["id"]))


@site.provides("compare_count")
def compare_count(visit: Visit) -> int:
    """Number of products on the list for comparing."""
    return len(compared_products(visit))
