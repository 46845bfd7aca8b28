"""Order history, the page of an order, ordering again; and what happens to hostile text in every form."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from werkzeug.test import Client

from osgenesis.envs.web.sites.pages import money
from osgenesis.envs.web.sites.store import Row, Store
from osgenesis.envs.web.sites.world import World

EMMA = "emma.lopez@gmail.com"
HOSTILE = """'"><script>alert(1)</script>{{ 7*7 }}'; DROP TABLE customer; --"""


@pytest.fixture(scope="module")
def shop_world() -> Iterator[World]:
    world = World(sites=("shop",))
    yield world
    world.close()


@pytest.fixture
def store(shop_world: World) -> Store:
    shop_world.rollback()
    return shop_world["shop"].store


@pytest.fixture
def emma(shop_world: World, store: Store) -> Client:
    return log_in(shop_world)


def log_in(world: World) -> Client:
    client = world.client("shop")
    cookie = world.log_in("shop", EMMA)
    client.set_cookie(cookie["name"], cookie["value"])
    return client


def own_orders(store: Store) -> list[Row]:
    sql = (
        "SELECT o.* FROM sales_order o JOIN customer c ON c.id = o.customer_id WHERE c.email = ? "
        "ORDER BY o.created DESC, o.id DESC"
    )
    return store.query(sql, EMMA)


class TestHistory:
    def test_pages_show_all_orders_once_latest_first(self, emma: Client, store: Store) -> None:
        numbers = [order["increment_id"] for order in own_orders(store)]
        assert len(numbers) > 20
        shown: list[str] = []
        for page in range(1, len(numbers) // 10 + 2):
            text = emma.get(f"/sales/order/history/?p={page}").text
            shown += [part.split("<")[0] for part in text.split('<td class="col id">')[1:]]
        assert shown[: len(numbers)] == numbers
        assert f"Items 1 to 10 of {len(numbers)} total" in emma.get("/sales/order/history/").text

    def test_page_sizes(self, emma: Client, store: Store) -> None:
        assert emma.get("/sales/order/history/?limit=50").text.count('<td class="col id">') == min(
            50, len(own_orders(store))
        )
        assert emma.get("/sales/order/history/?limit=7").text.count('<td class="col id">') == 10

    @pytest.mark.parametrize("query", ["p=0", "p=-1", "p=x", "p=99999999999", "limit=%00", "p[]=1"])
    def test_odd_pages(self, emma: Client, query: str) -> None:
        assert emma.get(f"/sales/order/history/?{query}").status_code == 200


class TestOneOrder:
    def test_shows_items_totals_and_addresses(self, emma: Client, store: Store) -> None:
        for order in own_orders(store)[:12]:
            page = emma.get(f"/sales/order/view/order_id/{order['id']}/").text
            assert f"Order # {order['increment_id']}" in page
            assert order["status"].capitalize() in page
            ordered = page.split('<div class="order-details-items ordered">')[1].split("block-order-details-view")[0]
            assert f"<strong>{money(order['grand_total'])}</strong>" in ordered
            for item in store.query("SELECT * FROM order_item WHERE order_id = ?", order["id"]):
                assert item["sku"] in ordered
                assert all(f"<dd>{value}</dd>" in ordered for _, value in json.loads(item["options"]))
            assert json.loads(order["shipping_address"])["street1"] in page.split("Shipping Address")[1]
            assert json.loads(order["billing_address"])["street1"] in page.split("Billing Address")[1]

    def test_papers_and_print(self, emma: Client, store: Store) -> None:
        order = next(order for order in own_orders(store) if order["status"] == "complete")
        paper = store.one("SELECT * FROM order_document WHERE order_id = ? AND kind = 'shipment'", order["id"])
        assert paper is not None
        assert paper["tracking"] in emma.get(f"/sales/order/shipment/order_id/{order['id']}/").text
        assert "Invoice #" in emma.get(f"/sales/order/invoice/order_id/{order['id']}/").text
        assert emma.get(f"/sales/order/creditmemo/order_id/{order['id']}/").status_code == 200
        page = emma.get(f"/sales/order/print/order_id/{order['id']}/").text
        assert order["increment_id"] in page
        assert "My Account" not in page

    def test_comments_show(self, emma: Client, store: Store) -> None:
        order = own_orders(store)[0]
        store.insert("order_comment", order_id=order["id"], status="pending", comment="Left at the door.", created=1)
        assert "Left at the door." in emma.get(f"/sales/order/view/order_id/{order['id']}/").text

    def test_other_peoples_orders_do_not_exist(self, emma: Client, store: Store) -> None:
        mine = own_orders(store)[0]["customer_id"]
        key = store.value("SELECT MIN(id) FROM sales_order WHERE customer_id != ?", mine)
        for page in ("view", "print", "invoice", "shipment", "creditmemo"):
            assert emma.get(f"/sales/order/{page}/order_id/{key}/").status_code == 404
        assert emma.post(f"/sales/order/reorder/order_id/{key}/").status_code == 404
        assert store.value("SELECT COUNT(*) FROM cart_item") == 0


class TestReorder:
    def test_everything_goes_into_the_cart_with_its_options(self, emma: Client, store: Store) -> None:
        order = next(o for o in own_orders(store) if o["status"] == "complete")
        store.execute("UPDATE product SET stock = 50")
        assert emma.post(f"/sales/order/reorder/order_id/{order['id']}/").location == "/checkout/cart/"
        sql = "SELECT product_id, options, quantity FROM {} WHERE {} ORDER BY id"
        ordered = store.query(sql.format("order_item", "order_id = ?"), order["id"])
        in_cart = store.query(sql.format("cart_item", "1"))
        assert [(r["product_id"], json.loads(r["options"]), r["quantity"]) for r in in_cart] == [
            (r["product_id"], json.loads(r["options"]), r["quantity"]) for r in ordered
        ]

    def test_what_is_gone_is_named(self, emma: Client, store: Store) -> None:
        order = own_orders(store)[0]
        store.execute("UPDATE product SET stock = 0")
        store.execute("UPDATE order_item SET product_id = NULL WHERE order_id = ?", order["id"])
        emma.post(f"/sales/order/reorder/order_id/{order['id']}/")
        assert "is not sold any more" in emma.get("/checkout/cart/").text


ADDRESS_FIELDS = (
    "firstname", "lastname", "company", "street[0]", "street[1]", "city", "postcode", "country_id", "region",
    "telephone",
)  # fmt: skip
# Path -> the fields of its form.
FORMS = {
    "/customer/account/loginPost/": ("login[username]", "login[password]", "referer"),
    "/customer/account/createpost/": ("firstname", "lastname", "email", "password", "password_confirmation"),
    "/customer/account/editPost/": ("firstname", "lastname", "email", "current_password", "change_email"),
    "/customer/account/forgotpassword/": ("email",),
    "/customer/address/formPost/": ADDRESS_FIELDS,
    "/customer/address/formPost/id/1/": ADDRESS_FIELDS,
    "/newsletter/subscriber/new/": ("email",),
    "/newsletter/manage/save/": ("is_subscribed",),
    "/contact/index/post/": ("name", "email", "telephone", "comment"),
    "/wishlist/index/add/": ("product", "qty", "options[1]"),
    "/wishlist/index/update/": ("qty[1]", "description[1]", "qty[2]"),
    "/wishlist/index/remove/": ("item",),
    "/checkout/cart/add/": ("product", "qty", "options[1]"),
    "/checkout/cart/updatePost/": ("cart[1][qty]", "update_cart_action"),
    "/checkout/cart/delete/": ("id",),
    "/checkout/cart/couponPost/": ("coupon_code", "remove", "back"),
    "/checkout/cart/estimatePost/": ("country_id", "region", "postcode", "estimate_method"),
    "/checkout/": ("email", "address_id", "shipping_method", *ADDRESS_FIELDS),
    "/checkout/payment/": ("payment_method", "billing_id", *ADDRESS_FIELDS),
    "/sales/guest/view/": ("oar_order_id", "oar_billing_lastname", "oar_email"),
}


def filled_cart(store: Store, client: Client) -> None:
    product = store.one("SELECT * FROM product WHERE stock > 5 AND id NOT IN (SELECT product_id FROM product_option)")
    assert product is not None
    client.post("/checkout/cart/add/", data={"product": product["id"], "qty": 1})


class TestHostileText:
    @pytest.mark.parametrize("path", FORMS)
    def test_is_shown_and_never_obeyed(self, emma: Client, store: Store, path: str) -> None:
        filled_cart(store, emma)
        customers = store.value("SELECT COUNT(*) FROM customer")
        answer = emma.post(path, data={**dict.fromkeys(FORMS[path], HOSTILE), "email": f'"{HOSTILE}'})
        assert answer.status_code in (302, 404, 422)
        pages = [answer.text]
        pages += [
            emma.get(page).text
            for page in ("/customer/account/", "/customer/address/", "/wishlist/", "/checkout/cart/", "/contact/")
        ]
        assert not any("<script>alert" in page or ">49<" in page for page in pages)
        assert store.value("SELECT COUNT(*) FROM customer") == customers

    def test_in_names_addresses_and_comments_is_escaped_wherever_it_shows(self, emma: Client, store: Store) -> None:
        key = own_orders(store)[0]["customer_id"]
        store.update("customer", key, firstname=HOSTILE)
        store.execute("UPDATE address SET street1 = ?, city = ? WHERE customer_id = ?", HOSTILE, HOSTILE, key)
        store.execute("UPDATE wishlist_item SET comment = ?", HOSTILE)
        store.execute("UPDATE product SET name = ?", HOSTILE)
        store.execute("UPDATE order_item SET name = ?, options = ?", HOSTILE, json.dumps([[HOSTILE, HOSTILE]]))
        filled_cart(store, emma)
        order = own_orders(store)[0]["id"]
        for page in (
            "/customer/account/",
            "/customer/address/",
            "/wishlist/",
            "/checkout/cart/",
            "/checkout/",
            "/contact/",
            f"/sales/order/view/order_id/{order}/",
            f"/sales/order/print/order_id/{order}/",
        ):
            text = emma.get(page).text
            assert "alert(1)" in text
            assert "<script>alert" not in text

    @settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(st.sampled_from(sorted(FORMS)), st.data())
    def test_any_text_gets_a_clear_answer(self, shop_world: World, path: str, data: st.DataObject) -> None:
        shop_world.rollback()
        client = log_in(shop_world)
        filled_cart(shop_world["shop"].store, client)
        words = st.text(max_size=20) | st.sampled_from(
            ["", "0", "1", "-1", "US", "California", "94601", EMMA, "same", "new"]
        )
        fields = {name: data.draw(words) for name in FORMS[path]}
        assert client.post(path, data=fields).status_code in (302, 404, 422)
        assert client.get("/checkout/cart/").status_code == 200
        assert client.get("/checkout/").status_code in (200, 302)
