"""The wish list."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Final
from urllib.parse import quote

from werkzeug.wrappers import Response

from osgenesis.envs.web.sites.shop.carts import (
    CartError,
    ChosenOptions,
    add_to_cart,
    cart_lines,
    options_of,
    price_with,
    quantity_of,
)
from osgenesis.envs.web.sites.shop.customers import LOGIN, customers_only
from osgenesis.envs.web.sites.shop.frame import own_cart
from osgenesis.envs.web.sites.shop.site import site
from osgenesis.envs.web.sites.store import Row
from osgenesis.envs.web.sites.visit import Visit

WISHES: Final = "/wishlist/"
_ITEMS: Final = """
SELECT w.*, p.name, p.sku, p.slug, p.stock, p.price, p.final_price, p.rating_sum, p.review_count
FROM wishlist_item w JOIN product p ON p.id = w.product_id WHERE w.customer_id = ? ORDER BY w.id
"""
_LONGEST_COMMENT: Final = 1000


def wishes(visit: Visit) -> list[Row]:
    """The customer's wish list with the products."""
    assert visit.user is not None
    items = visit.store.query(_ITEMS, visit.user["id"])
    for item in items:
        item["options"] = json.loads(item["options"])
    return items


def add_wish(visit: Visit, product: Row, quantity: int, options: ChosenOptions) -> None:
    """Put a product on the customer's list; if it is there with the same options, raise its quantity."""
    assert visit.user is not None
    text = json.dumps(options, ensure_ascii=False)
    same = visit.store.one(
        "SELECT * FROM wishlist_item WHERE customer_id = ? AND product_id = ? AND options = ?",
        visit.user["id"],
        product["id"],
        text,
    )
    if same is not None:
        visit.store.update("wishlist_item", same["id"], quantity=min(same["quantity"] + quantity, 10_000))
    else:
        visit.store.insert(
            "wishlist_item",
            customer_id=visit.user["id"],
            product_id=product["id"],
            quantity=quantity,
            options=text,
            added=visit.timestamp,
        )
    visit.flash(f"{product['name']} has been added to your wish list. Click here to continue shopping.")


@site.get(WISHES, "/wishlist/index/index/")
@customers_only
def show(visit: Visit) -> Response:
    """The list."""
    response = _page(visit)
    if "mage-messages" in visit.request.cookies:
        response.delete_cookie("mage-messages", path="/")
    return response


def _page(visit: Visit, status: int = 200, errors: Mapping[str, str] | None = None) -> Response:
    typed = {name: value[:_LONGEST_COMMENT] for name, value in visit.form.items()}
    return visit.render("customer/wishlist.html", status, items=wishes(visit), errors=errors or {}, typed=typed)


@site.post("/wishlist/index/add/", "/wishlist/index/add/product/<int:key>/")
def add(visit: Visit, key: int = 0) -> Response:
    """Add a product; visitors are asked to log in first, and it is added then."""
    product = visit.store.get("product", key or visit.number("product", 0))
    if product is None:
        visit.flash("We can't add the item to the wish list right now: the product was not found.", "error")
        return visit.redirect(WISHES)
    try:
        quantity = quantity_of(visit.form.get("qty", "1") or "1")
    except CartError as error:
        visit.flash(str(error), "error")
        return visit.redirect(f"/{product['slug']}.html")
    options = _chosen(visit, product)
    if visit.user is None:
        visit.session["wanted"] = {"product": product["id"], "quantity": quantity, "options": options}
        visit.flash("You must login or register to add items to your wishlist.", "notice")
        return visit.redirect(LOGIN)
    add_wish(visit, product, quantity, options)
    response = visit.redirect(WISHES)
    text = f"\n{product['name']} has been added to your wish list. Click here to continue shopping."
    # Shop scripts show messages from this cookie; here they are part of the page, and the cookie is for who listens.
    response.set_cookie("mage-messages", quote(json.dumps([{"type": "success", "text": text}]), safe=""), path="/")
    return response


def _chosen(visit: Visit, product: Row) -> ChosenOptions:
    """The options chosen so far; a wish may be vague."""
    chosen: ChosenOptions = []
    for option in options_of(visit.store, product["id"]):
        text = visit.form.get(f"options[{option['id']}]") or visit.form.get(f"super_attribute[{option['id']}]")
        chosen += [[option["title"], value["title"]] for value in option["values"] if str(value["id"]) == text]
    return chosen


@site.post("/wishlist/index/update/")
@customers_only
def update(visit: Visit) -> Response:
    """Keep quantities and comments; a quantity of 0 removes an item."""
    errors = _keep(visit)
    if errors:
        return _page(visit, 422, errors)
    visit.flash("Your wish list has been updated.")
    return visit.redirect(WISHES)


def _keep(visit: Visit) -> dict[str, str]:
    errors: dict[str, str] = {}
    for item in wishes(visit):
        text = visit.form.get(f"qty[{item['id']}]", str(item["quantity"])).strip()
        comment = visit.form.get(f"description[{item['id']}]", item["comment"])
        comment = comment.replace("\r\n", "\n").replace("\0", "").strip()
        try:
            quantity = 0 if text == "0" else quantity_of(text)
        except CartError as error:
            errors[f"qty-{item['id']}"] = str(error)
            continue
        if len(comment) > _LONGEST_COMMENT:
            errors[f"description-{item['id']}"] = f"Please enter at most {_LONGEST_COMMENT:,} characters."
        elif quantity == 0:
            visit.store.delete("wishlist_item", item["id"])
        elif (quantity, comment) != (item["quantity"], item["comment"]):
            visit.store.update("wishlist_item", item["id"], quantity=quantity, comment=comment)
    return errors


@site.post("/wishlist/index/remove/", "/wishlist/index/remove/item/<int:key>/")
@customers_only
def remove(visit: Visit, key: int = 0) -> Response:
    """Take an item off the list."""
    item = _own(visit, key or visit.number("item", 0))
    visit.store.delete("wishlist_item", item["id"])
    visit.flash(f"{item['name']} has been removed from your wish list.")
    return visit.redirect(WISHES)


def _own(visit: Visit, key: int) -> Row:
    found = next((item for item in wishes(visit) if item["id"] == key), None)
    if found is None:
        visit.fail(404)
    return found


# ---- to and from the cart --------------------------------------------------------------------------


@site.post("/wishlist/index/cart/", "/wishlist/index/cart/item/<int:key>/")
@customers_only
def to_cart(visit: Visit, key: int = 0) -> Response:
    """Put an item into the cart, and off the list."""
    item = _own(visit, key or visit.number("item", 0))
    try:
        _move(visit, item)
    except CartError as error:
        visit.flash(str(error), "error")
        return visit.redirect(f"/{item['slug']}.html" if options_of(visit.store, item["product_id"]) else WISHES)
    visit.flash(f"You added {item['name']} to your shopping cart.")
    return visit.redirect(WISHES)


@site.post("/wishlist/index/allcart/")
@customers_only
def all_to_cart(visit: Visit) -> Response:
    """Put everything into the cart that can go there as it is."""
    moved = 0
    for item in wishes(visit):
        try:
            _move(visit, item)
            moved += 1
        except CartError as error:
            visit.flash(f"{item['name']}: {error}", "error")
    if moved:
        visit.flash(f"{moved} product{'s have' if moved > 1 else ' has'} been added to shopping cart.")
    return visit.redirect("/checkout/cart/" if moved else WISHES)


def _move(visit: Visit, item: Row) -> None:
    product = visit.store.get("product", item["product_id"])
    assert product is not None
    price = price_with(visit.store, product, item["options"])
    text = visit.form.get(f"qty[{item['id']}]") or str(item["quantity"])
    add_to_cart(visit, product, quantity_of(text), item["options"], price)
    visit.store.delete("wishlist_item", item["id"])


@site.post("/wishlist/index/fromcart/item/<int:key>/")
@customers_only
def from_cart(visit: Visit, key: int) -> Response:
    """Move an item of the cart to the list."""
    line = next((line for line in cart_lines(visit.store, own_cart(visit)) if line["id"] == key), None)
    if line is None:
        visit.fail(404)
    product = visit.store.get("product", line["product_id"])
    assert product is not None
    visit.store.delete("cart_item", key)
    visit.store.update("cart", line["cart_id"], changed=visit.timestamp)
    add_wish(visit, product, line["quantity"], line["options"])
    visit.take_messages()
    visit.flash(f"{product['name']} has been moved to your wish list.")
    return visit.redirect("/checkout/cart/")
