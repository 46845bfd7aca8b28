"""Front page, category and product pages, the overview of categories, and the shop's own few texts."""

from __future__ import annotations

import base64
import json
from typing import Any, Final

from werkzeug.wrappers import Response

from osgenesis.envs.web.sites.shop.listing import Listing, Product, card, cards
from osgenesis.envs.web.sites.shop.reviews import review_section
from osgenesis.envs.web.sites.shop.shelves import products_of, shelves
from osgenesis.envs.web.sites.shop.site import site
from osgenesis.envs.web.sites.store import Row, Store
from osgenesis.envs.web.sites.visit import Visit

__all__ = ["category_products", "product_page", "trail"]

_TEXTS: Final = {
    "about-us": "About us",
    "customer-service": "Customer Service",
    "shipping": "Shipping",
    "returns": "Returns",
    "privacy-policy-cookie-restriction-mode": "Privacy and Cookie Policy",
}
_ON_FRONT: Final = 8


@site.provides("uenc")
def uenc(visit: Visit) -> str:
    """The present address as the forms that put things into the cart carry it."""
    return base64.urlsafe_b64encode(visit.request.url.encode()).decode().replace("=", "~")


@site.get("/")
def home(visit: Visit) -> Response:
    """What is new, what is reduced and what others like."""
    store = visit.store
    reduced = store.query(
        "SELECT id FROM product WHERE special_price IS NOT NULL AND stock > 0 ORDER BY position LIMIT ?", _ON_FRONT
    )
    liked = store.query(
        "SELECT id FROM product WHERE review_count > 2 AND stock > 0"
        " ORDER BY rating_sum * 1.0 / review_count DESC, review_count DESC, id LIMIT ?",
        _ON_FRONT // 2,
    )
    new = store.query("SELECT id FROM product WHERE stock > 0 ORDER BY created DESC, id LIMIT ?", _ON_FRONT // 2)
    return visit.render(
        "home.html",
        reduced=cards(store, reduced),
        liked=cards(store, liked),
        new=cards(store, new),
        tiles=_tiles(store),
    )


def _tiles(store: Store) -> list[Row]:
    """The top categories, each with the photo of its first product."""
    return store.query(
        "SELECT c.name, c.path, c.product_count, (SELECT p.id FROM product_category pc JOIN product p"
        " ON p.id = pc.product_id WHERE pc.category_id = c.id ORDER BY p.position LIMIT 1) AS product"
        " FROM category c WHERE c.parent_id IS NULL ORDER BY c.position"
    )


# ---- categories ---------------------------------------------------------------------------------


def trail(store: Store, category: Row) -> list[Row]:
    """A category with those above it, from the top."""
    found = [category]
    while found[0]["parent_id"] is not None:
        above = store.get("category", found[0]["parent_id"])
        if above is None:
            break
        found.insert(0, above)
    return found


def category_products(store: Store, category: int) -> list[Product]:
    """The products of a category and of those below it."""
    return products_of(store, shelves(store).members.get(category, ()))


def _category_page(visit: Visit, category: Row) -> Response:
    store = visit.store
    found = shelves(store)
    children = found.children(category["id"])
    names = {child["id"]: child["name"] for child in children}
    listing = Listing(visit, category_products(store, category["id"]), names, found.categories_of)
    return visit.render(
        "category.html",
        category=category,
        trail=trail(store, category),
        children=children,
        listing=listing,
        products=cards(store, listing.shown),
    )


@site.get("/catalog/category/view/id/<int:key>")
def category_by_id(visit: Visit, key: int) -> Response:
    """A category by its number."""
    category = visit.store.get("category", key)
    return _category_page(visit, category) if category is not None else visit.fail(404)


@site.get("/catalog/category/sitemap")
def all_categories(visit: Visit) -> Response:
    """The whole tree of categories."""
    counts = {row["id"]: row["product_count"] for row in visit.store.query("SELECT id, product_count FROM category")}
    return visit.render("categories.html", counts=counts)


# ---- products -----------------------------------------------------------------------------------


@site.get("/catalog/product/view/id/<int:key>")
def product_by_id(visit: Visit, key: int) -> Response:
    """A product by its number."""
    product = visit.store.get("product", key)
    return product_page(visit, product) if product is not None else visit.fail(404)


def product_page(visit: Visit, product: Row, status: int = 200, **review_form: Any) -> Response:
    """The page of a product; `review_form` holds `errors` and `values` of a review that was not accepted."""
    store = visit.store
    category = store.get("category", product["category_id"])
    related = store.query(
        "SELECT id FROM product WHERE category_id = ? AND id <> ? ORDER BY (brand = ?) DESC, position LIMIT 4",
        product["category_id"],
        product["id"],
        product["brand"],
    )
    options = product_options(store, product["id"])
    return visit.render(
        "product.html",
        status,
        product=card(product, bool(options)),
        options=options,
        trail=[] if category is None else trail(store, category),
        features=json.loads(product["features"]),
        attributes=json.loads(product["attributes"]),
        image=visit.number("image", 1, low=1, high=3),
        related=cards(store, related),
        reviews=review_section(visit, product),
        **{"errors": {}, "values": {}, **review_form},
    )


def product_options(store: Store, product: int) -> list[Row]:
    """What a customer chooses for a product, each with its values."""
    options = store.query("SELECT * FROM product_option WHERE product_id = ? ORDER BY position, id", product)
    for option in options:
        option["choices"] = store.query(
            "SELECT * FROM option_value WHERE option_id = ? ORDER BY position, id", option["id"]
        )
    return options


@site.get("/<path:path>.html")
def page(visit: Visit, path: str) -> Response:
    """A category by its path or a product by its slug, with or without a category in front."""
    category = visit.store.one("SELECT * FROM category WHERE path = ?", path)
    if category is not None:
        return _category_page(visit, category)
    above, _, slug = path.rpartition("/")
    product = visit.store.one("SELECT * FROM product WHERE slug = ?", slug)
    if product is None or (above and visit.store.one("SELECT id FROM category WHERE path = ?", above) is None):
        visit.fail(404)
    return product_page(visit, product)


# ---- texts --------------------------------------------------------------------------------------


def _text_page(name: str, title: str) -> None:
    def show(visit: Visit) -> Response:
        return visit.render("text.html", name=name, title=title)

    show.__name__ = name.replace("-", "_")
    show.__doc__ = title
    show.__module__ = __name__
    site.get(f"/{name}")(show)


for _name, _title in _TEXTS.items():
    _text_page(_name, _title)
