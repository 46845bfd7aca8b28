"""The shopping cart."""

from __future__ import annotations

import base64
import binascii
import json
from typing import Any
from urllib.parse import urlsplit

from werkzeug.wrappers import Response

from osgenesis.envs.web.sites.shop.carts import (
    CartError,
    add_to_cart,
    cart_lines,
    change_quantity,
    choose_options,
    kept_address,
    options_of,
    pieces,
    quantity_of,
    totals_of,
    writable_cart,
)
from osgenesis.envs.web.sites.shop.customers import default_address
from osgenesis.envs.web.sites.shop.frame import own_cart
from osgenesis.envs.web.sites.shop.places import COUNTRIES, REGIONS
from osgenesis.envs.web.sites.shop.site import site
from osgenesis.envs.web.sites.shop.totals import shipping_offers
from osgenesis.envs.web.sites.store import Row
from osgenesis.envs.web.sites.visit import Visit

CART = "/checkout/cart/"


@site.get(CART, "/checkout/cart/index/")
def show(visit: Visit) -> Response:
    """The cart's items, their totals, coupon and delivery estimate."""
    return _page(visit)


def _page(visit: Visit, status: int = 200, **more: Any) -> Response:
    cart = own_cart(visit)
    lines = cart_lines(visit.store, cart)
    totals = totals_of(visit, cart, lines)
    place = kept_address(cart) or default_address(visit, "shipping") or {}
    shown: dict[str, Any] = {
        "errors": {},
        "typed": {},
        "coupon_code": cart["coupon"] if cart else "",
        "cart": cart,
        "lines": lines,
        "totals": totals,
        "offers": shipping_offers(totals.subtotal, pieces(lines)),
        "place": place,
        "countries": COUNTRIES,
        "regions": REGIONS,
    }
    return visit.render("checkout/cart.html", status, **{**shown, **more})


# ---- adding ----------------------------------------------------------------------------------------


@site.post(
    "/checkout/cart/add/",
    "/checkout/cart/add/product/<int:key>/",
    "/checkout/cart/add/uenc/<uenc>/product/<int:key>/",
)
def add(visit: Visit, uenc: str = "", key: int = 0) -> Response:
    """Put a product with its options into the cart."""
    product = visit.store.get("product", key or visit.number("product", visit.number("item", 0)))
    if product is None:
        visit.flash("We can't find this product.", "error")
        return _lead(visit, CART)
    page = f"/{product['slug']}.html"
    try:
        quantity = quantity_of(visit.form.get("qty", "1") or "1")
        if product["stock"] <= 0:
            raise CartError(f"{product['name']} is out of stock.")
        options, price = choose_options(visit.store, product, visit.form)
        add_to_cart(visit, product, quantity, options, price)
    except CartError as error:
        visit.flash(str(error), "error")
        return _lead(visit, page)
    visit.flash(f"You added {product['name']} to your shopping cart.")
    return _lead(visit, _path_of(uenc) or page)


def _lead(visit: Visit, path: str) -> Response:
    """Go to a page; the pages' script is told where to go instead."""
    answer = visit.redirect(path)
    if visit.request.headers.get("X-Requested-With") != "XMLHttpRequest":
        return answer
    # In a header, so that the script goes on before the answer has ended: what waits for quiet sees no gap.
    told = visit.json([])
    told.headers["Content-Location"] = answer.headers["Location"]
    return told


def _path_of(uenc: str) -> str:
    """The page that a form wants to come back to; addresses are sent as base64. Only its path counts."""
    text = uenc.replace("~", "=").replace(",", "=").replace("-", "+").replace("_", "/").rstrip("=")
    try:
        parts = urlsplit(base64.b64decode(text + "=" * (-len(text) % 4), validate=True).decode())
    except (binascii.Error, ValueError):
        return ""
    if not parts.path.startswith("/") or not parts.path.isprintable():
        return ""
    return parts.path + (f"?{parts.query}" if parts.query.isprintable() and parts.query else "")


# ---- changing --------------------------------------------------------------------------------------


@site.post("/checkout/cart/updatePost/")
def update(visit: Visit) -> Response:
    """New quantities for all items, or away with everything."""
    cart = own_cart(visit)
    lines = cart_lines(visit.store, cart)
    if cart is not None and visit.form.get("update_cart_action") == "empty_cart":
        visit.store.execute("DELETE FROM cart_item WHERE cart_id = ?", cart["id"])
        visit.store.update("cart", cart["id"], coupon="", changed=visit.timestamp)
        return visit.redirect(CART)
    errors: dict[str, str] = {}
    for line in lines:
        text = visit.form.get(f"cart[{line['id']}][qty]")
        if text is None:
            continue
        try:
            if text.strip() == "0":
                visit.store.delete("cart_item", line["id"])
                continue
            change_quantity(visit, line, quantity_of(text))
        except CartError as error:
            errors[f"item-{line['id']}"] = str(error)
    if cart is not None:
        visit.store.update("cart", cart["id"], changed=visit.timestamp)
    if errors:
        return _page(visit, 422, errors=errors, typed={k: v[:20] for k, v in visit.form.items()})
    return visit.redirect(CART)


@site.post("/checkout/cart/delete/")
def delete(visit: Visit) -> Response:
    """Take an item out."""
    line = _own_line(visit, visit.number("id", 0))
    visit.store.delete("cart_item", line["id"])
    visit.store.update("cart", line["cart_id"], changed=visit.timestamp)
    visit.flash(f"You removed {line['name']} from your shopping cart.")
    return visit.redirect(CART)


@site.form("/checkout/cart/configure/id/<int:key>/", "/checkout/cart/updateItemOptions/id/<int:key>/")
def configure(visit: Visit, key: int) -> Response:
    """Change the options and the quantity of an item."""
    line = _own_line(visit, key)
    product = visit.store.get("product", line["product_id"])
    assert product is not None
    error = ""
    if visit.posted:
        try:
            quantity = quantity_of(visit.form.get("qty", "1"))
            options, price = choose_options(visit.store, product, visit.form)
            with visit.store.attempt():
                # As if it were put in anew: it may become equal to another item of the cart.
                visit.store.delete("cart_item", line["id"])
                add_to_cart(visit, product, quantity, options, price)
        except CartError as problem:
            error = str(problem)
        else:
            visit.flash(f"{product['name']} was updated in your shopping cart.")
            return visit.redirect(CART)
    return visit.render(
        "checkout/configure.html",
        422 if error else 200,
        line=line,
        product=product,
        options=options_of(visit.store, product["id"]),
        chosen={title: value for title, value in line["options"]},
        error=error,
    )


def _own_line(visit: Visit, key: int) -> Row:
    """An item of the visitor's own cart; anybody else's does not exist."""
    line = next((line for line in cart_lines(visit.store, own_cart(visit)) if line["id"] == key), None)
    if line is None:
        visit.fail(404)
    return line


# ---- coupon and estimate ---------------------------------------------------------------------------


@site.post("/checkout/cart/couponPost/")
def coupon(visit: Visit) -> Response:
    """Use a discount code, or no longer."""
    back = "/checkout/payment/" if visit.form.get("back") == "payment" else CART
    cart = own_cart(visit)
    lines = cart_lines(visit.store, cart)
    if cart is None or not lines:
        return visit.redirect(CART)
    if visit.form.get("remove") == "1":
        visit.store.update("cart", cart["id"], coupon="", changed=visit.timestamp)
        visit.flash("You canceled the coupon code.")
        return visit.redirect(back)
    typed = visit.text("coupon_code", limit=60)
    problem = _coupon_problem(visit, typed, sum(line["total"] for line in lines))
    if problem and back == CART:
        return _page(visit, 422, errors={"coupon_code": problem}, coupon_code=typed)
    if problem:
        visit.flash(problem, "error")
        return visit.redirect(back)
    visit.store.update("cart", cart["id"], coupon=typed.upper(), changed=visit.timestamp)
    visit.flash(f'You used coupon code "{typed.upper()}".')
    return visit.redirect(back)


def _coupon_problem(visit: Visit, code: str, subtotal: int) -> str:
    if not code:
        return "Enter a discount code."
    found = visit.store.one("SELECT * FROM coupon WHERE code = ?", code.upper())
    if found is None or not found["active"]:
        return f'The coupon code "{code}" is not valid.'
    if subtotal < found["minimum"]:
        return (
            f"This coupon code needs a subtotal of at least ${found['minimum'] // 100:,}.{found['minimum'] % 100:02d}."
        )
    return ""


@site.post("/checkout/cart/estimatePost/")
def estimate(visit: Visit) -> Response:
    """Reckon delivery and tax for a place, and choose a way of delivery."""
    if not cart_lines(visit.store, own_cart(visit)):
        return visit.redirect(CART)
    country, region = visit.text("country_id", limit=2), visit.text("region", limit=100)
    postcode = visit.text("postcode", limit=20)
    errors = {}
    if country not in COUNTRIES:
        errors["country_id"] = "Please select a country."
    elif region and region not in REGIONS[country]:
        errors["region"] = f"Please select a state or province of {COUNTRIES[country]}."
    if errors:
        return _page(visit, 422, errors=errors, place={"country_id": country, "region": region, "postcode": postcode})
    cart = writable_cart(visit)
    keep_estimate(visit, cart, {"country_id": country, "region": region, "postcode": postcode})
    method = visit.text("estimate_method", limit=60)
    visit.store.update("cart", cart["id"], shipping_method=method, changed=visit.timestamp)
    return visit.redirect(CART)


def keep_estimate(visit: Visit, cart: Row, place: dict[str, str]) -> None:
    """Note where the cart is likely to go. A full address given at the checkout stays while it fits."""
    held = kept_address(cart)
    if all(held.get(name, "") == value for name, value in place.items()):
        return
    visit.store.update("cart", cart["id"], shipping_address=json.dumps(place, ensure_ascii=False))
