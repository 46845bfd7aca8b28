"""The shop's contents: the same from the same seed, large enough, consistent, and with whatever must exist by name."""

import json
import sqlite3
from collections import Counter
from typing import Any

import pytest

from osgenesis.envs.web.sites.dice import Dice
from osgenesis.envs.web.sites.entities import (
    CategoryEntity,
    CustomerEntity,
    OrderEntity,
    OrderLineEntity,
    ProductEntity,
    ReviewEntity,
    ShopEntities,
)
from osgenesis.envs.web.sites.seeds import Seeding
from osgenesis.envs.web.sites.shop.content_kinds import COLORS, kinds
from osgenesis.envs.web.sites.shop.pictures import draw
from osgenesis.envs.web.sites.shop.site import site
from osgenesis.envs.web.sites.world import World

ENTITIES = ShopEntities(
    customers=(CustomerEntity("emma.lopez@gmail.com", "Password.123", "Emma", "Lopez", id=33, address_id=9),),
    categories=(
        CategoryEntity(("electronics", "radio", "old-radios"), "Radios of old"),
        CategoryEntity(("home-kitchen", "furniture", "stools")),
    ),
    products=(
        ProductEntity("walnut-radio", "Walnut Radio", sku="WR1", id=70_001, keywords=("wireless", "valve")),
        ProductEntity(
            "tall-stool",
            "Tall Stool",
            category=("home-kitchen", "furniture", "stools"),
            most_expensive=True,
            reviews=(ReviewEntity("Ola", "Wobbly", "It wobbles.", 2), ReviewEntity(stars=5)),
        ),
        ProductEntity("plain-stool", "Plain Stool", price=12.5, only_these_reviews=True),
    ),
    orders=(
        OrderEntity(170, "emma.lopez@gmail.com", "canceled", total=365.42, latest_of_status=True),
        OrderEntity(180, "emma.lopez@gmail.com", "complete", "2023-03", 65.32, True, (OrderLineEntity("WR1"),)),
        OrderEntity(None, "emma.lopez@gmail.com", "canceled", "2023-02"),
        OrderEntity(
            None,
            "emma.lopez@gmail.com",
            "complete",
            "2022-12-04",
            lines=(OrderLineEntity(kind="picture frame", options=(("Size", "16x24"),), price=9.5),),
        ),
    ),
    searches=("purple elephant", "lamp"),
    absent_statuses=("processing",),
)


def fresh(size: str = "small", seed: int = 0, entities: Any = None) -> bytes:
    connection = sqlite3.connect(":memory:")
    try:
        connection.executescript(site.full_schema)
        site.seed(Seeding(connection, Dice("shop", seed, size), seed, size, entities=entities))
        connection.commit()
        return connection.serialize()
    finally:
        connection.close()


@pytest.mark.parametrize("entities", [None, ENTITIES])
def test_contents_follow_from_the_seed(entities: ShopEntities | None) -> None:
    assert fresh(entities=entities) == fresh(entities=entities)
    assert fresh(seed=1) != fresh()


@pytest.mark.parametrize(
    ("size", "products", "reviews", "orders"), [("small", 150, 500, 60), ("full", 1500, 8000, 300)]
)
def test_sizes(size: str, products: int, reviews: int, orders: int) -> None:
    store = World(("shop",), size)["shop"].store
    assert store.value("SELECT COUNT(*) FROM product") >= products
    assert store.value("SELECT COUNT(*) FROM review") >= reviews
    assert store.value("SELECT COUNT(*) FROM sales_order") >= orders
    assert store.value("SELECT COUNT(*) FROM category WHERE parent_id IS NULL") >= 12
    assert store.value("SELECT COUNT(*) FROM category WHERE level = 3") >= 40


@pytest.mark.parametrize("entities", [None, ENTITIES])
def test_what_follows_from_other_rows_is_right(entities: ShopEntities | None) -> None:
    world = World(("shop",), entities=None if entities is None else {"shop": entities})
    store = world["shop"].store
    reviews: dict[int, list[int]] = {}
    for review in store.query("SELECT product_id, rating FROM review WHERE status = 'approved'"):
        reviews.setdefault(review["product_id"], []).append(review["rating"])
    for row in store.query("SELECT * FROM product"):
        assert row["final_price"] == (row["special_price"] or row["price"])
        assert 0 < row["final_price"] <= row["price"]
        own = reviews.get(row["id"], [])
        assert (row["rating_sum"], row["review_count"]) == (sum(own), len(own))
    held = Counter(row["category_id"] for row in store.query("SELECT category_id FROM product_category"))
    for row in store.query("SELECT * FROM category"):
        assert row["product_count"] == held[row["id"]] > 0, row["path"]
    for order in store.query("SELECT * FROM sales_order"):
        parts = order["subtotal"] + order["shipping_amount"] + order["tax_amount"] - order["discount_amount"]
        assert order["grand_total"] == parts
        assert int(order["increment_id"]) == order["id"]
        items = store.query("SELECT * FROM order_item WHERE order_id = ?", order["id"])
        assert order["subtotal"] == sum(item["price"] * item["quantity"] for item in items)
        assert {"street1", "city", "postcode"} <= set(json.loads(order["billing_address"]))
    world.close()


def test_the_main_customer_has_a_history() -> None:
    store = World(("shop",))["shop"].store
    statuses = Counter(row["status"] for row in store.query("SELECT status FROM sales_order WHERE customer_id = 27"))
    assert sum(statuses.values()) >= 35
    assert {"complete", "canceled", "pending", "processing"} <= set(statuses)
    assert store.value("SELECT COUNT(*) FROM review WHERE customer_id = 27") >= 3
    assert store.value("SELECT COUNT(*) FROM newsletter_subscription WHERE customer_id = 27") == 0


def test_names_numbers_and_slugs_are_one_of_a_kind() -> None:
    store = World(("shop",), "full")["shop"].store
    for column in ("name", "sku", "slug"):
        values = [row[column] for row in store.query(f"SELECT {column} FROM product")]
        assert len(values) == len(set(values)), column


@pytest.mark.parametrize("kind", kinds(), ids=lambda kind: kind.path.rpartition("/")[2])
def test_every_sort_of_product_has_a_picture(kind: Any) -> None:
    svgs = {draw(kind.shape, COLORS[color], 77, view) for color in kind.colors for view in (1, 2, 3)}
    assert len(svgs) == 3 * len(kind.colors)
    assert all("{" not in svg and svg.startswith("<svg") for svg in svgs)


# ---- what must exist by name -----------------------------------------------------------------------


@pytest.fixture(scope="module")
def named() -> World:
    return World(("shop",), entities={"shop": ENTITIES})


def test_named_customers(named: World) -> None:
    store = named["shop"].store
    row = store.one("SELECT * FROM customer WHERE email = 'emma.lopez@gmail.com'")
    assert row is not None
    assert (row["id"], row["default_billing"], row["default_shipping"]) == (33, 9, 9)
    assert store.value("SELECT customer_id FROM address WHERE id = 9") == 33
    assert store.value("SELECT COUNT(*) FROM customer") == World(("shop",))["shop"].store.value(
        "SELECT COUNT(*) FROM customer"
    )


def test_named_categories_and_products(named: World) -> None:
    client = named.client("shop")
    assert "Radios of old" in client.get("/electronics/radio/old-radios.html").text
    for wanted in ENTITIES.products:
        assert wanted.name in client.get(f"/{wanted.slug}.html").text
    assert "Walnut Radio" in client.get("/catalogsearch/result/?q=valve").text
    stools = client.get("/home-kitchen/furniture/stools.html?product_list_order=price&product_list_dir=desc").text
    assert stools.index("Tall Stool") < stools.index("product-item-link", stools.index("Tall Stool") + 400)
    assert "$12.50" in client.get("/plain-stool.html").text
    store = named["shop"].store
    assert store.value("SELECT review_count FROM product WHERE slug = 'plain-stool'") == 0
    assert store.value("SELECT detail FROM review WHERE nickname = 'Ola'") == "It wobbles."


def test_named_orders(named: World) -> None:
    store = named["shop"].store
    orders = store.query("SELECT * FROM sales_order WHERE customer_id = 33 ORDER BY created")
    assert len(orders) == len(ENTITIES.orders)
    by_id = {order["id"]: order for order in orders}
    assert by_id[170]["grand_total"] == 36_542
    assert by_id[180]["grand_total"] == 6532
    canceled = [order["id"] for order in orders if order["status"] == "canceled"]
    assert canceled[-1] == 170
    complete = [order["id"] for order in orders if order["status"] == "complete"]
    assert complete[-1] == 180
    assert store.value("SELECT options FROM order_item WHERE name LIKE '%Picture Frame'") == '[["Size", "16x24"]]'
    assert {order["status"] for order in orders}.isdisjoint(ENTITIES.absent_statuses)


def test_named_searches_find_something(named: World) -> None:
    html = named.client("shop").get("/catalogsearch/result/?q=purple+elephant").text
    assert "Purple elephant" in html
