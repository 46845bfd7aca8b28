"""Puts categories, products and customers that must exist (see `entities.py`) into a shop filled with invented ones."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any, Final

from osgenesis.envs.web.sites.dice import Dice
from osgenesis.envs.web.sites.entities import CustomerEntity, ProductEntity, ReviewEntity, ShopEntities
from osgenesis.envs.web.sites.seeds import Seeding
from osgenesis.envs.web.sites.shop.content import indexed
from osgenesis.envs.web.sites.shop.content_kinds import COLORS, Kind, category_name, kinds
from osgenesis.envs.web.sites.shop.content_reviews import invent_review
from osgenesis.envs.web.sites.shop.terms import index_rows, words_of

__all__ = ["fill_entities", "rows_of"]

_DAY: Final = 86_400
_BRAND: Final = "Larkspur Choice"
# Products that fill a category which only entities name.
_FILLING: Final = 8

Row = dict[str, Any]


def fill_entities(seeding: Seeding) -> None:
    """Make everything of `seeding.entities` exist."""
    from osgenesis.envs.web.sites.shop.content_entity_orders import fill_order_entities

    wanted: ShopEntities = seeding.entities
    for path in dict.fromkeys((*(c.path for c in wanted.categories), *(p.category for p in wanted.products))):
        if path is not None:
            _category(seeding, path)
    for category in wanted.categories:
        if category.name is not None:
            _run(seeding, "UPDATE category SET name = ? WHERE path = ?", category.name, "/".join(category.path))
    # Those with a number first, so that no other one takes it.
    for product in sorted(wanted.products, key=lambda product: product.id is None):
        _product(seeding, product)
    for phrase in wanted.searches:
        _searchable(seeding, phrase)
    for category in wanted.categories:
        _fill_category(seeding, category.path)
    for product in wanted.products:
        if product.most_expensive:
            _make_dearest(seeding, product)
    for customer in wanted.customers:
        _customer(seeding, customer)
    fill_order_entities(seeding, wanted)
    _recount(seeding)


def rows_of(seeding: Seeding, sql: str, *parameters: Any) -> list[Row]:
    """Rows of a SELECT as dictionaries."""
    cursor = seeding.connection.execute(sql, parameters)
    names = [column[0] for column in cursor.description]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def _run(seeding: Seeding, sql: str, *parameters: Any) -> None:
    seeding.connection.execute(sql, parameters)


def _next(seeding: Seeding, table: str) -> int:
    return int(seeding.connection.execute(f'SELECT COALESCE(MAX(id), 0) + 1 FROM "{table}"').fetchone()[0])


# ---- categories ---------------------------------------------------------------------------------


def _category(seeding: Seeding, path: Sequence[str]) -> int:
    """Id of a category, which is made with those above it where they are missing."""
    found = rows_of(seeding, "SELECT id FROM category WHERE path = ?", "/".join(path))
    if found:
        return int(found[0]["id"])
    parent = _category(seeding, path[:-1]) if len(path) > 1 else None
    key = _next(seeding, "category")
    row = {"id": key, "parent_id": parent, "name": category_name(path[-1]), "slug": path[-1], "path": "/".join(path)}
    seeding.insert("category", [{**row, "level": len(path), "position": key}])
    return key


def _put(seeding: Seeding, product: int, category: int | None) -> None:
    """List a product in a category and in all above it."""
    while category is not None:
        sql = "INSERT OR IGNORE INTO product_category (id, product_id, category_id) VALUES (?, ?, ?)"
        _run(seeding, sql, _next(seeding, "product_category"), product, category)
        category = rows_of(seeding, "SELECT parent_id FROM category WHERE id = ?", category)[0]["parent_id"]


def _fill_category(seeding: Seeding, path: Sequence[str]) -> None:
    """Give a category that has hardly any products some that go with its name."""
    key = _category(seeding, path)
    held = rows_of(seeding, "SELECT product_id FROM product_category WHERE category_id = ?", key)
    if len(held) >= _FILLING:
        return
    kind = _kind_for(" ".join(path[1:]) or path[0], path[0])
    sql = "SELECT p.id FROM product p JOIN category c ON c.id = p.category_id WHERE c.path = ? ORDER BY p.id LIMIT ?"
    for row in rows_of(seeding, sql, kind.path, _FILLING - len(held)):
        _put(seeding, row["id"], key)


def _kind_for(text: str, top: str = "") -> Kind:
    """The kind whose words a text shares most, of this top category if it has any."""
    near = [kind for kind in kinds() if kind.path.startswith(top + "/")] or list(kinds())
    wanted = set(words_of(text.replace("-", " ")))

    def shared(kind: Kind) -> int:
        return len(wanted & set(words_of(f"{kind.path.replace('/', ' ').replace('-', ' ')} {' '.join(kind.nouns)}")))

    return max(near, key=shared)


# ---- products -----------------------------------------------------------------------------------


def _product(seeding: Seeding, wanted: ProductEntity) -> None:
    dice = Dice(seeding.seed, "shop", "entity", wanted.slug)
    for found in rows_of(seeding, "SELECT id FROM product WHERE slug = ? OR id = ?", wanted.slug, wanted.id or -1):
        _remove(seeding, found["id"])
    kind = _kind_for(f"{wanted.name} {' '.join(wanted.keywords)}", wanted.category[0] if wanted.category else "")
    category = _category(seeding, wanted.category or kind.path.split("/"))
    key = wanted.id or _next(seeding, "product")
    price = round(wanted.price * 100) if wanted.price is not None else dice.between(6, 70) * 100 + 99
    color = dice.pick(kind.colors)
    also = [f"Also found as: {', '.join(wanted.keywords)}."] if wanted.keywords else []
    text = f"Chosen by our buyers: {wanted.name}. It ships from our own warehouse."
    row = {
        "id": key,
        "sku": wanted.sku or f"LMC-{key:06d}",
        "name": wanted.name,
        "slug": wanted.slug,
        "brand": _BRAND,
        "category_id": category,
        "price": price,
        "final_price": price,
        "stock": dice.between(20, 300),
        "color": color,
        "features": json.dumps(["Two years of guarantee", "Returns within 30 days"]),
        "description": "\n\n".join([text, *also]),
        "attributes": json.dumps([["Brand", _BRAND], ["Color", color]]),
        "picture": json.dumps({"shape": kind.shape, "color": COLORS[color], "look": dice.below(1 << 16)}),
        "position": _next(seeding, "product"),
        "created": int(seeding.now.timestamp()) - dice.between(200, 1300) * _DAY,
    }
    seeding.insert("product", [row])
    _put(seeding, key, category)
    _reviews(seeding, dice, key, kind, wanted)


def _remove(seeding: Seeding, product: int) -> None:
    for table in ("product_category", "review", "wishlist_item"):
        _run(seeding, f"DELETE FROM {table} WHERE product_id = ?", product)
    options = "SELECT id FROM product_option WHERE product_id = ?"
    _run(seeding, f"DELETE FROM option_value WHERE option_id IN ({options})", product)
    _run(seeding, "DELETE FROM product_option WHERE product_id = ?", product)
    _run(seeding, "UPDATE order_item SET product_id = NULL WHERE product_id = ?", product)
    _run(seeding, "DELETE FROM product WHERE id = ?", product)


def _reviews(seeding: Seeding, dice: Dice, product: int, kind: Kind, wanted: ProductEntity) -> None:
    told: Iterable[ReviewEntity] = wanted.reviews
    if not wanted.reviews and not wanted.only_these_reviews:
        told = [ReviewEntity() for _ in range(dice.between(2, 5))]
    moment = int(seeding.now.timestamp()) - 400 * _DAY
    for review in told:
        moment += dice.between(1, 40) * _DAY
        row = invent_review(dice, kind, review.stars or dice.between(2, 5))
        given = {"nickname": review.nickname, "title": review.title, "detail": review.detail}
        if review.title and not review.detail:
            given["detail"] = f"{review.title.rstrip('.')}. That says it all."
        row.update({name: value for name, value in given.items() if value is not None})
        seeding.insert("review", [{**row, "id": _next(seeding, "review"), "product_id": product, "created": moment}])


def _searchable(seeding: Seeding, phrase: str) -> None:
    """Make sure that some product holds every word of a phrase."""
    wanted = set(words_of(phrase))
    names = rows_of(seeding, "SELECT name FROM product ORDER BY id")
    if not any(wanted <= set(words_of(row["name"])) for row in names):
        slug = "-".join(phrase.lower().split()) + "-set"
        _product(seeding, ProductEntity(slug=slug, name=f"{phrase[0].upper()}{phrase[1:]} Set"))


def _make_dearest(seeding: Seeding, wanted: ProductEntity) -> None:
    sql = (
        "SELECT COALESCE(MAX(p.final_price), 0) AS top FROM product p JOIN product_category pc ON pc.product_id = p.id"
        " WHERE pc.category_id = ? AND p.slug <> ?"
    )
    found = rows_of(seeding, "SELECT category_id, final_price FROM product WHERE slug = ?", wanted.slug)[0]
    top = rows_of(seeding, sql, found["category_id"], wanted.slug)[0]["top"]
    if found["final_price"] <= top:
        price = top // 100 * 100 + 2099
        _run(seeding, "UPDATE product SET price = ?, final_price = ? WHERE slug = ?", price, price, wanted.slug)


# ---- customers ----------------------------------------------------------------------------------


def _customer(seeding: Seeding, wanted: CustomerEntity) -> None:
    """An account with its log-in, number and address; an invented one with the same e-mail address becomes it."""
    found = rows_of(seeding, "SELECT id FROM customer WHERE email = ?", wanted.email.lower())
    key = int(found[0]["id"]) if found else _next(seeding, "customer")
    names = {"password": wanted.password, "firstname": wanted.first_name, "lastname": wanted.last_name}
    if not found:
        created = int(seeding.now.timestamp()) - 1300 * _DAY
        seeding.insert("customer", [{"id": key, "email": wanted.email.lower(), **names, "created": created}])
        pattern = rows_of(seeding, "SELECT * FROM address ORDER BY id LIMIT 1")[0]
        own = {"id": _next(seeding, "address"), "customer_id": key}
        seeding.insert("address", [{**pattern, **own, "firstname": wanted.first_name, "lastname": wanted.last_name}])
    sql = "UPDATE customer SET password = :password, firstname = :firstname, lastname = :lastname WHERE id = :id"
    seeding.connection.execute(sql, {**names, "id": key})
    if wanted.id is not None and wanted.id != key:
        _renumber(seeding, "customer", wanted.id, _next(seeding, "customer"))
        _renumber(seeding, "customer", key, wanted.id)
        key = wanted.id
    home = int(rows_of(seeding, "SELECT id FROM address WHERE customer_id = ? ORDER BY id", key)[0]["id"])
    if wanted.address_id is not None and wanted.address_id != home:
        _renumber(seeding, "address", wanted.address_id, _next(seeding, "address"))
        _renumber(seeding, "address", home, wanted.address_id)
        home = wanted.address_id
    _run(seeding, "UPDATE customer SET default_billing = ?, default_shipping = ? WHERE id = ?", home, home, key)


_REFERENCES: Final = {
    "customer": tuple(
        (table, "customer_id")
        for table in ("address", "newsletter_subscription", "wishlist_item", "contact_message", "sales_order", "review")
    ),
    "address": (("customer", "default_billing"), ("customer", "default_shipping")),
}


def _renumber(seeding: Seeding, table: str, old: int, new: int) -> None:
    _run(seeding, f"UPDATE {table} SET id = ? WHERE id = ?", new, old)
    for other, column in _REFERENCES[table]:
        _run(seeding, f"UPDATE {other} SET {column} = ? WHERE {column} = ?", new, old)


# ---- what follows from rows ---------------------------------------------------------------------


def _recount(seeding: Seeding) -> None:
    """Ratings, numbers of products and the index of words, from the rows as they are now."""
    count = "(SELECT COUNT(*) FROM product_category pc WHERE pc.category_id = category.id)"
    _run(seeding, f"UPDATE category SET product_count = {count}")
    mine = "FROM review r WHERE r.product_id = product.id AND r.status = 'approved'"
    sums = f"(SELECT COALESCE(SUM(r.rating), 0) {mine})", f"(SELECT COUNT(*) {mine})"
    _run(seeding, f"UPDATE product SET rating_sum = {sums[0]}, review_count = {sums[1]}")
    paths = {row["id"]: row["path"] for row in rows_of(seeding, "SELECT id, path FROM category")}
    products = rows_of(seeding, "SELECT * FROM product ORDER BY id")
    _run(seeding, "DELETE FROM search_word")
    seeding.insert("search_word", index_rows(indexed(row, paths[row["category_id"]]) for row in products))
