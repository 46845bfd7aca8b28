"""The checkout: a page for the delivery, a page for the payment, and thanks."""

from __future__ import annotations

from typing import Any, Final

from werkzeug.wrappers import Response

from osgenesis.envs.web.sites.shop.carts import CartError, cart_lines, kept_address, pieces, totals_of
from osgenesis.envs.web.sites.shop.customers import (
    ADDRESS_COLUMNS,
    Errors,
    address_form,
    addresses_of,
    check_email,
    default_address,
)
from osgenesis.envs.web.sites.shop.frame import own_cart
from osgenesis.envs.web.sites.shop.places import COUNTRIES, REGIONS
from osgenesis.envs.web.sites.shop.purchase import address_text, is_ready, place_order
from osgenesis.envs.web.sites.shop.site import site
from osgenesis.envs.web.sites.shop.totals import PAYMENT_METHODS, shipping_offers
from osgenesis.envs.web.sites.store import Row
from osgenesis.envs.web.sites.visit import Visit

SHIPPING: Final = "/checkout/"
PAYMENT: Final = "/checkout/payment/"
_NEW: Final = "new"


def _facts(visit: Visit, cart: Row, lines: list[Row]) -> dict[str, Any]:
    totals = totals_of(visit, cart, lines)
    return {
        "cart": cart,
        "lines": lines,
        "totals": totals,
        "offers": shipping_offers(totals.subtotal, pieces(lines)),
        "addresses": addresses_of(visit),
        "countries": COUNTRIES,
        "regions": REGIONS,
    }


def _filled_cart(visit: Visit) -> tuple[Row | None, list[Row]]:
    cart = own_cart(visit)
    return cart, cart_lines(visit.store, cart)


# ---- delivery --------------------------------------------------------------------------------------


@site.get(SHIPPING, "/checkout/index/")
def shipping(visit: Visit) -> Response:
    """Where to deliver, and how."""
    cart, lines = _filled_cart(visit)
    if cart is None or not lines:
        return visit.redirect("/checkout/cart/")
    held = kept_address(cart)
    values = {**dict.fromkeys(ADDRESS_COLUMNS, ""), "country_id": "US", **held}
    if visit.user is not None and not values["firstname"]:
        values.update(firstname=visit.user["firstname"], lastname=visit.user["lastname"])
    return _shipping_page(visit, cart, lines, values, _chosen(visit, held), cart["email"], cart["shipping_method"], {})


def _chosen(visit: Visit, held: dict[str, str]) -> str:
    """Which address of the book the cart's is, else the default one, else a new one."""
    for address in addresses_of(visit):
        if held and address_text(address) == address_text(held):
            return str(address["id"])
    if held.get("street1") or not addresses_of(visit):
        return _NEW
    default = default_address(visit, "shipping") or addresses_of(visit)[0]
    return str(default["id"])


def _shipping_page(
    visit: Visit,
    cart: Row,
    lines: list[Row],
    values: dict[str, str],
    chosen: str,
    email: str,
    method: str,
    errors: Errors,
) -> Response:
    return visit.render(
        "checkout/shipping.html",
        422 if errors else 200,
        **_facts(visit, cart, lines),
        values=values,
        chosen=chosen,
        email=email,
        method=method,
        errors=errors,
    )


@site.post(SHIPPING, "/checkout/shipping/")
def keep_shipping(visit: Visit) -> Response:
    """Keep address and way of delivery, go on to the payment."""
    cart, lines = _filled_cart(visit)
    if cart is None or not lines:
        return visit.redirect("/checkout/cart/")
    errors: Errors = {}
    email = visit.text("email", limit=254)
    if visit.user is None:
        check_email(email, errors)
    chosen = visit.text("address_id", limit=20) or _NEW
    values, address_problems = _address(visit, chosen)
    errors.update(address_problems)
    method = visit.text("shipping_method", limit=60)
    totals = totals_of(visit, cart, lines)
    if method not in {offer.code for offer in shipping_offers(totals.subtotal, pieces(lines))}:
        errors["shipping_method"] = "Please choose a shipping method."
    if errors:
        return _shipping_page(visit, cart, lines, values, chosen, email, method, errors)
    if visit.user is not None and chosen == _NEW and visit.form.get("save_in_address_book"):
        _keep_address(visit, values)
    visit.store.update(
        "cart",
        cart["id"],
        shipping_address=address_text(values),
        shipping_method=method,
        email="" if visit.user else email.lower(),
        changed=visit.timestamp,
    )
    return visit.redirect(PAYMENT)


def _address(visit: Visit, chosen: str) -> tuple[dict[str, Any], Errors]:
    """The address of the book that was chosen, or the one that was typed."""
    if chosen == _NEW:
        return address_form(visit)
    own = next((a for a in addresses_of(visit) if str(a["id"]) == chosen), None)
    if own is None:
        return dict.fromkeys(ADDRESS_COLUMNS, ""), {"address_id": "Please choose one of your addresses."}
    return own, {}


def _keep_address(visit: Visit, values: dict[str, str]) -> None:
    assert visit.user is not None
    key = visit.store.insert("address", customer_id=visit.user["id"], **values)
    missing = {name: key for name in ("default_billing", "default_shipping") if visit.user[name] is None}
    if missing:
        visit.store.update("customer", visit.user["id"], **missing)


# ---- payment ---------------------------------------------------------------------------------------


@site.get(PAYMENT)
def payment(visit: Visit) -> Response:
    """How to pay; the order once more."""
    cart, lines = _filled_cart(visit)
    if cart is None or not lines:
        return visit.redirect("/checkout/cart/")
    if not is_ready(visit, cart):
        return visit.redirect(SHIPPING)
    empty = {**dict.fromkeys(ADDRESS_COLUMNS, ""), "country_id": "US"}
    return _payment_page(visit, cart, lines, empty, "same", "checkmo", {})


def _payment_page(
    visit: Visit, cart: Row, lines: list[Row], values: dict[str, Any], chosen: str, method: str, errors: Errors
) -> Response:
    return visit.render(
        "checkout/payment.html",
        422 if errors else 200,
        **_facts(visit, cart, lines),
        methods=PAYMENT_METHODS,
        ship_to=kept_address(cart),
        values=values,
        chosen=chosen,
        method=method,
        errors=errors,
    )


@site.post(PAYMENT, "/checkout/placeOrder/")
def place(visit: Visit) -> Response:
    """Order."""
    cart, lines = _filled_cart(visit)
    if cart is None or not lines:
        return visit.redirect("/checkout/cart/")
    if not is_ready(visit, cart):
        return visit.redirect(SHIPPING)
    chosen = visit.text("billing_id", limit=20) or "same"
    method = visit.text("payment_method", limit=60)
    values, errors = ({}, Errors()) if chosen == "same" else _address(visit, chosen)
    if method not in PAYMENT_METHODS:
        errors["payment_method"] = "Please choose a payment method."
    if not errors:
        try:
            place_order(visit, method, values or None)
        except CartError as error:
            errors["order"] = str(error)
    if errors:
        empty = {**dict.fromkeys(ADDRESS_COLUMNS, ""), "country_id": "US"}
        return _payment_page(visit, cart, lines, {**empty, **values}, chosen, method, errors)
    return visit.redirect("/checkout/onepage/success/")


@site.get("/checkout/onepage/success/")
def success(visit: Visit) -> Response:
    """Thanks for the order."""
    key = visit.session.get("last_order")
    order = None if key is None else visit.store.get("sales_order", key)
    if order is None:
        return visit.redirect("/checkout/cart/")
    return visit.render("checkout/success.html", order=order)
