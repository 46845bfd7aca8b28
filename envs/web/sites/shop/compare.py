"""The list of products to compare, of a customer or of a visitor's session."""

from __future__ import annotations

import json

from werkzeug.wrappers import Response

from osgenesis.envs.web.sites.shop.frame import compared_products
from osgenesis.envs.web.sites.shop.listing import cards
from osgenesis.envs.web.sites.shop.site import site
from osgenesis.envs.web.sites.store import Row
from osgenesis.envs.web.sites.visit import Visit

__all__: list[str] = []


@site.get("/catalog/product_compare", "/catalog/product_compare/index")
def compare(visit: Visit) -> Response:
    """The products side by side."""
    products = cards(visit.store, compared_products(visit))
    facts = [dict(json.loads(product["attributes"])) for product in products]
    labels = list(dict.fromkeys(label for fact in facts for label in fact))
    table = [(label, [fact.get(label, "N/A") for fact in facts]) for label in labels]
    return visit.render("compare.html", products=products, table=table)


@site.post("/catalog/product_compare/add")
def add(visit: Visit) -> Response:
    """Put a product on the list."""
    product = _product(visit)
    if all(row["id"] != product["id"] for row in compared_products(visit)):
        owner = {"customer_id": visit.user["id"]} if visit.user is not None else {"session_id": visit.start_session()}
        visit.store.insert("compare_item", product_id=product["id"], added=visit.timestamp, **owner)
    visit.flash(f"You added product {product['name']} to the comparison list.")
    return visit.redirect("/catalog/product_compare/")


@site.post("/catalog/product_compare/remove")
def remove(visit: Visit) -> Response:
    """Take a product off the list."""
    product = _product(visit)
    _forget(visit, " AND product_id = ?", product["id"])
    visit.flash(f"You removed product {product['name']} from the comparison list.")
    return visit.redirect("/catalog/product_compare/")


@site.post("/catalog/product_compare/clear")
def clear(visit: Visit) -> Response:
    """Empty the list."""
    _forget(visit, "")
    visit.flash("You cleared the comparison list.")
    return visit.redirect("/catalog/product_compare/")


def _product(visit: Visit) -> Row:
    product = visit.store.get("product", visit.number("product", 0))
    return product if product is not None else visit.fail(404)


def _forget(visit: Visit, condition: str, *parameters: int) -> None:
    column, key = ("customer_id", visit.user["id"]) if visit.user is not None else ("session_id", visit.session_id)
    visit.store.execute(f"DELETE FROM compare_item WHERE {column} = ?{condition}", key, *parameters)
