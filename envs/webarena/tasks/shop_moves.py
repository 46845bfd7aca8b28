"""What the shop's tasks share: who acts, what carts and orders hold, and an oracle's ways through the shop."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import Any, Final

from osgenesis.envs.core.elements import Element
from osgenesis.envs.core.oracle import Screen
from osgenesis.envs.core.state import Change, StateDiff
from osgenesis.envs.web.sites.dice import Dice
from osgenesis.envs.web.sites.world import World
from osgenesis.envs.webarena.routines import Moves, click, fill, role, scroll_to

__all__ = [
    "CART_TABLES",
    "ORDER_TABLES",
    "add_to_cart_rows",
    "cart_holds",
    "changes_only",
    "check_out",
    "customer",
    "day",
    "described",
    "find_product",
    "go_to_account",
    "items_of",
    "list_orders",
    "my_orders",
    "open_order",
    "options_of",
    "order_of",
    "products",
    "said",
]

CART_TABLES: Final = ("shop/cart", "shop/cart_item")
ORDER_TABLES: Final = (*CART_TABLES, "shop/sales_order", "shop/order_item", "shop/product")
_MOST_PAGES: Final = 12
_MOST_SCROLLS: Final = 6

Row = dict[str, Any]


# ---- facts -----------------------------------------------------------------------------------------


def customer(world: World) -> Row:
    """The customer by whom tasks are done."""
    account = world["shop"].site.account
    assert account is not None
    found = world["shop"].store.one("SELECT * FROM customer WHERE email = ?", account.username)
    assert found is not None
    return found


def my_orders(world: World) -> list[Row]:
    """The customer's orders, latest first."""
    sql = "SELECT * FROM sales_order WHERE customer_id = ? ORDER BY created DESC, id DESC"
    return world["shop"].store.query(sql, customer(world)["id"])


def items_of(world: World, order_id: int) -> list[Row]:
    """An order's items; `options` as a list."""
    items = world["shop"].store.query("SELECT * FROM order_item WHERE order_id = ? ORDER BY id", order_id)
    return [{**item, "options": json.loads(item["options"])} for item in items]


def products(world: World, *, with_options: bool = False, stock: int = 5) -> list[Row]:
    """Id, name, final price and stock of products that can be bought and whose name no other one has."""
    among = "IN" if with_options else "NOT IN"
    sql = (
        f"SELECT id, name, final_price, stock FROM product WHERE stock >= ? AND id {among} "
        "(SELECT product_id FROM product_option) GROUP BY name HAVING COUNT(*) = 1 ORDER BY id"
    )
    return world["shop"].store.query(sql, stock)


def options_of(world: World, product_id: int, dice: Dice) -> list[list[str]]:
    """One value for each of a product's options: [title, value, label in the list]."""
    store = world["shop"].store
    chosen = []
    for option in store.query("SELECT * FROM product_option WHERE product_id = ? ORDER BY position, id", product_id):
        sql = "SELECT * FROM option_value WHERE option_id = ? ORDER BY position, id"
        value = dice.pick(store.query(sql, option["id"]))
        extra = value["extra"]
        label = value["title"] + (f" +${extra // 100}.{extra % 100:02d}" if extra else "")
        chosen.append([option["title"], value["title"], label])
    return chosen


def day(timestamp: int) -> str:
    """A day as goals name it, such as "May 4, 2023"."""
    moment = datetime.fromtimestamp(timestamp, UTC)
    return f"{moment:%B} {moment.day}, {moment.year}"


def said(options: Sequence[Sequence[str]]) -> str:
    """Options as goals name them, such as 'Color "Red" and Size "M"'."""
    return " and ".join(f'{title} "{value}"' for title, value, *_ in options)


# ---- preparing and checking ------------------------------------------------------------------------


def add_to_cart_rows(world: World, lines: Sequence[tuple[Row, int]]) -> None:
    """Fill the customer's cart with products without options."""
    store, now = world["shop"].store, world.clock.timestamp
    cart = store.insert("cart", customer_id=customer(world)["id"], changed=now)
    for product, quantity in lines:
        store.insert(
            "cart_item",
            cart_id=cart,
            product_id=product["id"],
            quantity=quantity,
            price=product["final_price"],
            added=now,
        )


def cart_holds(world: World, lines: Sequence[tuple[int, int, Sequence[Sequence[str]]]]) -> bool:
    """Whether the customer's cart holds exactly these: (product id, quantity, options)."""
    sql = "SELECT i.* FROM cart_item i JOIN cart c ON c.id = i.cart_id WHERE c.customer_id = ?"
    rows = world["shop"].store.query(sql, customer(world)["id"])
    held = sorted((row["product_id"], row["quantity"], json.loads(row["options"])) for row in rows)
    return held == sorted((key, quantity, [list(o[:2]) for o in options]) for key, quantity, options in lines)


def changes_only(diff: StateDiff, table: str, kind: str, count: int = 1) -> list[Change]:
    """The changes of a kind in a table if there are exactly `count` and no other row of it changed; else none."""
    found = [change for change in diff if change.subject == table]
    return found if len(found) == count and all(change.kind == kind for change in found) else []


# ---- an oracle's ways ------------------------------------------------------------------------------


def go_to_account(screen: Screen, page: str = "") -> Moves:
    """Open a page of the account by its name in the menu beside it; without a name the account's first page."""
    yield from click(screen, text="My Account", where=role("link"))
    if page:
        yield from click(screen, text=page, where=role("link"))


def list_orders(screen: Screen) -> Moves:
    """Open the list of orders."""
    yield from go_to_account(screen, "My Orders")


def open_order(screen: Screen, number: str) -> Moves:
    """Find an order in the list, page by page, and open it."""
    yield from list_orders(screen)
    link = described(f"View Order {number}")
    for _ in range(_MOST_PAGES):
        # The pages' numbers stand below the list.
        for _ in range(_MOST_SCROLLS):
            if screen.find(where=link) is not None or screen.find(text="Next", where=role("link")) is not None:
                break
            yield screen.scroll("down")
        if screen.find(where=link) is not None:
            yield screen.tap(screen.need(where=link))
            return
        yield from click(screen, text="Next", where=role("link"))
    screen.need(where=link)


def described(label: str) -> Callable[[Element], bool]:
    """A condition: the accessible name is this one, whatever is written on it."""
    return lambda element: label in (element.description, element.text) and element.role in ("link", "button")


def find_product(screen: Screen, name: str) -> Moves:
    """Search for a product and open its page."""
    yield from fill(screen, name, press_enter=True, resource_id="search")
    yield from click(screen, text=name, where=role("link"))


def check_out(screen: Screen, method: str, payment: str, street: str = "") -> Moves:
    """From the cart's page to the thanks; without a street to the default address."""
    yield from click(screen, text="Proceed to Checkout", where=role("link"))
    if street:
        yield from click(screen, contains=street, where=role("radio"))
    yield from click(screen, contains=method, where=role("radio"))
    yield from click(screen, text="Next", where=role("button"))
    yield from click(screen, contains=payment, where=role("radio"))
    yield from click(screen, text="Place Order", where=role("button"))
    yield from scroll_to(screen, contains="Thank you for your purchase")


def order_of(diff: StateDiff) -> tuple[Row, list[Row]] | None:
    """The order that was placed, and its items, if it is the only one and the cart is as it was."""
    added = changes_only(diff, "shop/sales_order", "row_added")
    if not added or any(change.subject in CART_TABLES for change in diff):
        return None
    items = [change for change in diff if change.subject == "shop/order_item"]
    if any(change.kind != "row_added" for change in items):
        return None
    return dict(added[0].after), [dict(change.after) for change in items]
