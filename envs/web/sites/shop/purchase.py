"""From a cart to an order."""

from __future__ import annotations

import json
from typing import Any

from osgenesis.envs.web.sites.shop.carts import CartError, cart_lines, drop_cart, kept_address, totals_of
from osgenesis.envs.web.sites.shop.customers import ADDRESS_COLUMNS, address_errors, check_email
from osgenesis.envs.web.sites.shop.frame import own_cart
from osgenesis.envs.web.sites.shop.totals import PAYMENT_METHODS
from osgenesis.envs.web.sites.store import Row
from osgenesis.envs.web.sites.visit import Visit

__all__ = ["address_text", "is_ready", "place_order"]


def address_text(address: Row | dict[str, Any]) -> str:
    """An address as carts and orders keep it."""
    return json.dumps({name: address.get(name) or "" for name in ADDRESS_COLUMNS}, ensure_ascii=False)


def is_ready(visit: Visit, cart: Row | None) -> bool:
    """Whether the cart holds all that the payment page needs: an address, a way of delivery, whom to write to."""
    if cart is None or not cart["shipping_method"]:
        return False
    errors: dict[str, str] = {}
    if visit.user is None:
        check_email(cart["email"], errors)
    place = {**dict.fromkeys(ADDRESS_COLUMNS, ""), **kept_address(cart)}
    return not errors and not address_errors(place)


def place_order(visit: Visit, payment_method: str, billing: dict[str, Any] | None = None) -> Row:
    """Turn the visitor's cart into an order; its row.

    Args:
        visit: Who orders.
        payment_method: Code of the way of payment.
        billing: Billing address; None: the delivery address.

    Raises:
        CartError: Something is missing, or not in stock any more.
    """
    store, cart = visit.store, own_cart(visit)
    lines = cart_lines(store, cart)
    if cart is None or not lines:
        raise CartError("Your shopping cart is empty.")
    if not is_ready(visit, cart):
        raise CartError("Please fill in the shipping address and choose a shipping method first.")
    if payment_method not in PAYMENT_METHODS:
        raise CartError("Please choose a payment method.")
    _take_from_stock(visit, lines)
    totals = totals_of(visit, cart, lines)
    assert totals.offer is not None
    key = int(store.value("SELECT COALESCE(MAX(id), 0) + 1 FROM sales_order"))
    store.insert(
        "sales_order",
        id=key,
        increment_id=f"{key:09d}",
        customer_id=visit.user["id"] if visit.user else None,
        email=visit.user["email"] if visit.user else cart["email"],
        status="pending",
        created=visit.timestamp,
        subtotal=totals.subtotal,
        shipping_amount=totals.shipping,
        tax_amount=totals.tax,
        discount_amount=totals.discount,
        coupon=totals.coupon["code"] if totals.coupon else "",
        grand_total=totals.grand_total,
        shipping_method=totals.offer.code,
        shipping_description=totals.offer.description,
        payment_method=payment_method,
        payment_title=PAYMENT_METHODS[payment_method],
        shipping_address=address_text(kept_address(cart)),
        billing_address=address_text(billing or kept_address(cart)),
    )
    for line in lines:
        store.insert(
            "order_item",
            order_id=key,
            product_id=line["product_id"],
            sku=line["sku"],
            name=line["name"],
            options=json.dumps(line["options"], ensure_ascii=False),
            price=line["price"],
            quantity=line["quantity"],
        )
    drop_cart(store, cart)
    visit.session["last_order"] = key
    order = store.get("sales_order", key)
    assert order is not None
    return order


def _take_from_stock(visit: Visit, lines: list[Row]) -> None:
    wanted: dict[int, int] = {}
    for line in lines:
        wanted[line["product_id"]] = wanted.get(line["product_id"], 0) + line["quantity"]
    for line in lines:
        if wanted[line["product_id"]] > line["stock"]:
            raise CartError(f"The requested quantity of {line['name']} is not available any more.")
    for product_id, quantity in wanted.items():
        visit.store.execute("UPDATE product SET stock = stock - ? WHERE id = ?", quantity, product_id)
