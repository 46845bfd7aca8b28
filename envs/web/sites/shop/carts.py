"""Carts and what is in them: adding with options, stock, merging a visitor's cart into an account's, totals."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any, Final

from osgenesis.envs.web.sites.shop.customers import default_address
from osgenesis.envs.web.sites.shop.frame import own_cart
from osgenesis.envs.web.sites.shop.totals import Totals, cart_totals
from osgenesis.envs.web.sites.store import Row, Store
from osgenesis.envs.web.sites.visit import Visit

__all__ = [
    "CartError",
    "ChosenOptions",
    "add_to_cart",
    "cart_lines",
    "change_quantity",
    "choose_options",
    "drop_cart",
    "kept_address",
    "merge_carts",
    "options_of",
    "pieces",
    "quantity_of",
    "totals_of",
    "writable_cart",
]

MOST_PIECES: Final = 10_000
ChosenOptions = list[list[str]]

_LINES: Final = """
SELECT i.*, p.name, p.sku, p.slug, p.stock, p.final_price FROM cart_item i JOIN product p ON p.id = i.product_id
WHERE i.cart_id = ? ORDER BY i.id
"""


class CartError(Exception):
    """What was asked of a cart cannot be; the text is for the customer."""


# ---- reading ---------------------------------------------------------------------------------------


def cart_lines(store: Store, cart: Row | None) -> list[Row]:
    """The cart's items with their products: name, sku, slug, stock; `options` as a list, `total` in cents."""
    if cart is None:
        return []
    lines = store.query(_LINES, cart["id"])
    for line in lines:
        line["options"] = json.loads(line["options"])
        line["total"] = line["price"] * line["quantity"]
    return lines


def pieces(lines: Iterable[Mapping[str, Any]]) -> int:
    """How many things lines hold in all."""
    return sum(line["quantity"] for line in lines)


def kept_address(cart: Row | None, kind: str = "shipping") -> dict[str, str]:
    """The address that the cart holds so far; empty before anybody gave one."""
    text = "" if cart is None else cart[f"{kind}_address"]
    return json.loads(text) if text else {}


def totals_of(visit: Visit, cart: Row | None, lines: list[Row]) -> Totals:
    """What the cart costs, delivered to its address, or to the customer's own while it has none."""
    if cart is None:
        return cart_totals(lines)
    coupon = visit.store.one("SELECT * FROM coupon WHERE code = ?", cart["coupon"]) if cart["coupon"] else None
    place = kept_address(cart) or default_address(visit, "shipping") or {}
    return cart_totals(lines, coupon, cart["shipping_method"], place.get("country_id", ""), place.get("region", ""))


def options_of(store: Store, product_id: int) -> list[Row]:
    """The product's options, each with its `values`."""
    options = store.query("SELECT * FROM product_option WHERE product_id = ? ORDER BY position, id", product_id)
    for option in options:
        option["values"] = store.query(
            "SELECT * FROM option_value WHERE option_id = ? ORDER BY position, id", option["id"]
        )
    return options


def quantity_of(text: str) -> int:
    """A quantity that somebody typed.

    Raises:
        CartError: It is not a whole number from 1 to 10,000.
    """
    text = text.strip()
    if not (text.isascii() and text.isdigit() and len(text) < 10 and int(text) > 0):
        raise CartError("Please enter a quantity greater than 0.")
    if int(text) > MOST_PIECES:
        raise CartError(f"The most you may purchase is {MOST_PIECES:,}.")
    return int(text)


def choose_options(store: Store, product: Row, fields: Mapping[str, str]) -> tuple[ChosenOptions, int]:
    """The options that posted fields choose, and the price of one piece with them.

    Raises:
        CartError: A required option is missing, or a value is none of the option's.
    """
    chosen: ChosenOptions = []
    price = int(product["final_price"])
    for option in options_of(store, product["id"]):
        text = fields.get(f"options[{option['id']}]") or fields.get(f"super_attribute[{option['id']}]") or ""
        if not text:
            if option["required"]:
                raise CartError("You need to choose options for your item.")
            continue
        value = next((v for v in option["values"] if str(v["id"]) == text), None)
        if value is None:
            raise CartError(f"Please choose one of the values offered for {option['title']}.")
        chosen.append([option["title"], value["title"]])
        price += value["extra"]
    return chosen, price


def price_with(store: Store, product: Row, chosen: ChosenOptions) -> int:
    """The price of one piece with options that were chosen before.

    Raises:
        CartError: The product has other options by now.
    """
    price = int(product["final_price"])
    wanted = {title: value for title, value in chosen}
    for option in options_of(store, product["id"]):
        title = wanted.pop(option["title"], None)
        if title is None and not option["required"]:
            continue
        value = next((v for v in option["values"] if v["title"] == title), None)
        if value is None:
            raise CartError("You need to choose options for your item.")
        price += value["extra"]
    if wanted:
        raise CartError("You need to choose options for your item.")
    return price


# ---- writing ---------------------------------------------------------------------------------------


def writable_cart(visit: Visit) -> Row:
    """The visitor's cart, made if there is none."""
    found = own_cart(visit)
    if found is not None:
        return found
    if visit.user is not None:
        key = visit.store.insert("cart", customer_id=visit.user["id"], changed=visit.timestamp)
    else:
        key = visit.store.insert("cart", session_id=visit.start_session(), changed=visit.timestamp)
    made = visit.store.get("cart", key)
    assert made is not None
    return made


def add_to_cart(visit: Visit, product: Row, quantity: int, options: ChosenOptions, price: int) -> None:
    """Put pieces of a product into the visitor's cart; equal items become one.

    Raises:
        CartError: There is not so much of it.
    """
    held = own_cart(visit)
    _check_stock(visit.store, product, quantity + _held(visit.store, held, product["id"]))
    cart = writable_cart(visit)
    _put(visit.store, cart["id"], product["id"], quantity, options, price, visit.timestamp)
    visit.store.update("cart", cart["id"], changed=visit.timestamp)


def change_quantity(visit: Visit, line: Row, quantity: int) -> None:
    """Set how many pieces of an item (as `cart_lines` gives it) the cart holds.

    Raises:
        CartError: There is not so much of it.
    """
    cart = visit.store.get("cart", line["cart_id"])
    others = _held(visit.store, cart, line["product_id"]) - line["quantity"]
    _check_stock(visit.store, line, others + quantity)
    visit.store.update("cart_item", line["id"], quantity=quantity)


def merge_carts(visit: Visit, session_id: int | None, customer_id: int) -> None:
    """What a visitor had collected goes into the account's cart, as far as stock allows."""
    store = visit.store
    guest = None if session_id is None else store.one("SELECT * FROM cart WHERE session_id = ?", session_id)
    if guest is None:
        return
    own = store.one("SELECT * FROM cart WHERE customer_id = ?", customer_id)
    if own is None:
        store.update("cart", guest["id"], customer_id=customer_id, session_id=None)
        return
    for line in cart_lines(store, guest):
        room = line["stock"] - _held(store, own, line["product_id"])
        if room > 0:
            quantity = min(line["quantity"], room)
            _put(store, own["id"], line["product_id"], quantity, line["options"], line["price"], visit.timestamp)
    store.update("cart", own["id"], changed=visit.timestamp, coupon=own["coupon"] or guest["coupon"])
    drop_cart(store, guest)


def drop_cart(store: Store, cart: Row) -> None:
    """Remove a cart with what is in it."""
    store.execute("DELETE FROM cart_item WHERE cart_id = ?", cart["id"])
    store.delete("cart", cart["id"])


def _held(store: Store, cart: Row | None, product_id: int) -> int:
    if cart is None:
        return 0
    sql = "SELECT COALESCE(SUM(quantity), 0) FROM cart_item WHERE cart_id = ? AND product_id = ?"
    return int(store.value(sql, cart["id"], product_id))


def _check_stock(store: Store, product: Row, quantity: int) -> None:
    if product["stock"] <= 0:
        raise CartError(f"{product['name']} is out of stock.")
    if quantity > product["stock"]:
        raise CartError(f"The requested quantity of {product['name']} is not available; {product['stock']} are left.")


def _put(
    store: Store, cart_id: int, product_id: int, quantity: int, options: ChosenOptions, price: int, now: int
) -> None:
    text = json.dumps(options, ensure_ascii=False)
    same = store.one(
        "SELECT * FROM cart_item WHERE cart_id = ? AND product_id = ? AND options = ?", cart_id, product_id, text
    )
    if same is not None:
        store.update("cart_item", same["id"], quantity=same["quantity"] + quantity, price=price)
    else:
        store.insert(
            "cart_item", cart_id=cart_id, product_id=product_id, quantity=quantity, options=text, price=price, added=now
        )
