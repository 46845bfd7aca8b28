"""The shop's cart and checkout: what may go in, what it costs, and how it becomes an order."""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from werkzeug.test import Client, TestResponse

from osgenesis.envs.web.sites.shop.totals import SHIPPING_METHODS, cart_totals, shipping_offers
from osgenesis.envs.web.sites.store import Row, Store
from osgenesis.envs.web.sites.world import World

EMMA = "emma.lopez@gmail.com"
ADDRESS = {
    "firstname": "Ada",
    "lastname": "Byron",
    "street[0]": "12 Mill Lane",
    "street[1]": "",
    "city": "Oakland",
    "postcode": "94601",
    "country_id": "US",
    "region": "California",
    "telephone": "510-555-0199",
}


@pytest.fixture(scope="module")
def shop_world() -> Iterator[World]:
    world = World(sites=("shop",))
    yield world
    world.close()


@pytest.fixture
def world(shop_world: World) -> World:
    shop_world.rollback()
    return shop_world


@pytest.fixture
def store(world: World) -> Store:
    return world["shop"].store


@pytest.fixture
def visitor(world: World) -> Client:
    return world.client("shop")


@pytest.fixture
def emma(world: World) -> Client:
    client = world.client("shop")
    log_in(client)
    return client


def log_in(client: Client, email: str = EMMA, password: str = "Password.123") -> None:
    fields = {"login[username]": email, "login[password]": password}
    assert client.post("/customer/account/loginPost/", data=fields).status_code == 302


def plain_products(store: Store, count: int = 4) -> list[Row]:
    """Products without options of which there are more than five."""
    sql = "SELECT * FROM product WHERE stock > 5 AND id NOT IN (SELECT product_id FROM product_option) ORDER BY id"
    return store.query(f"{sql} LIMIT ?", count)


def optional_product(store: Store) -> tuple[Row, list[Row]]:
    """A product with required options, and these options with one value each."""
    product = store.one(
        "SELECT p.* FROM product p JOIN product_option o ON o.product_id = p.id WHERE o.required AND p.stock > 5"
    )
    assert product is not None
    sql = (
        "SELECT o.id, o.title, v.id AS value, v.title AS chosen, v.extra FROM product_option o JOIN option_value v "
        "ON v.option_id = o.id WHERE o.product_id = ? GROUP BY o.id ORDER BY o.position, o.id"
    )
    return product, store.query(sql, product["id"])


def add(client: Client, product: Row, qty: object = 1, **more: Any) -> TestResponse:
    uenc = base64.urlsafe_b64encode(f"http://shop.test/{product['slug']}.html".encode()).decode().replace("=", "~")
    fields = {"product": product["id"], "item": product["id"], "qty": qty, **more}
    return client.post(f"/checkout/cart/add/uenc/{uenc}/product/{product['id']}", data=fields)


def lines(store: Store) -> list[tuple[int, int]]:
    return [(row["product_id"], row["quantity"]) for row in store.query("SELECT * FROM cart_item ORDER BY id")]


class TestAdding:
    def test_official_form_adds_and_comes_back(self, visitor: Client, store: Store) -> None:
        product = plain_products(store)[0]
        answer = add(visitor, product, 2)
        assert (answer.status_code, answer.location) == (302, f"/{product['slug']}.html")
        page = visitor.get("/checkout/cart").text
        assert f"You added {product['name']} to your shopping cart." in page
        assert lines(store) == [(product["id"], 2)]

    def test_equal_items_become_one(self, visitor: Client, store: Store) -> None:
        product = plain_products(store)[0]
        add(visitor, product, 2)
        add(visitor, product, 3)
        assert lines(store) == [(product["id"], 5)]

    def test_options_are_required_and_kept(self, visitor: Client, store: Store) -> None:
        product, options = optional_product(store)
        assert add(visitor, product).location == f"/{product['slug']}.html"
        assert "You need to choose options for your item." in visitor.get("/checkout/cart").text
        chosen = {f"options[{option['id']}]": option["value"] for option in options}
        add(visitor, product, **chosen)
        row = store.one("SELECT * FROM cart_item")
        assert row is not None
        assert json.loads(row["options"]) == [[option["title"], option["chosen"]] for option in options]
        assert row["price"] == product["final_price"] + sum(option["extra"] for option in options)
        page = visitor.get("/checkout/cart/").text
        assert all(f"<dd>{option['chosen']}</dd>" in page for option in options)

    def test_magentos_names_of_options_work_too(self, visitor: Client, store: Store) -> None:
        product, options = optional_product(store)
        add(visitor, product, **{f"super_attribute[{option['id']}]": option["value"] for option in options})
        assert lines(store) == [(product["id"], 1)]

    def test_values_of_other_options_are_refused(self, visitor: Client, store: Store) -> None:
        product, options = optional_product(store)
        other = store.value("SELECT v.id FROM option_value v WHERE v.option_id != ?", options[0]["id"])
        chosen = {f"options[{option['id']}]": option["value"] for option in options}
        add(visitor, product, **{**chosen, f"options[{options[0]['id']}]": other})
        assert lines(store) == []

    @pytest.mark.parametrize("quantity", ["0", "-1", "x", "1.5", "1e3", "99999999999999999999", "٣", "10001"])
    def test_odd_quantities_are_refused(self, visitor: Client, store: Store, quantity: str) -> None:
        assert add(visitor, plain_products(store)[0], quantity).status_code == 302
        assert lines(store) == []
        assert 'role="alert"' in visitor.get("/checkout/cart/").text

    def test_stock_is_respected(self, visitor: Client, store: Store) -> None:
        product = plain_products(store)[0]
        add(visitor, product, product["stock"] - 1)
        add(visitor, product, 2)
        assert lines(store) == [(product["id"], product["stock"] - 1)]
        assert "is not available" in visitor.get("/checkout/cart/").text

    def test_what_is_out_of_stock_cannot_be_added(self, visitor: Client, store: Store) -> None:
        product = plain_products(store)[0]
        store.update("product", product["id"], stock=0)
        add(visitor, product)
        assert lines(store) == []
        assert "is out of stock" in visitor.get("/checkout/cart/").text

    @pytest.mark.parametrize("uenc", ["x", "%20", "Ly9ldmlsLnRlc3Q", "aHR0cDovL2V2aWwudGVzdC8vZXZpbC50ZXN0"])
    def test_never_leads_to_another_site(self, visitor: Client, store: Store, uenc: str) -> None:
        product = plain_products(store)[0]
        answer = visitor.post(f"/checkout/cart/add/uenc/{uenc}/product/{product['id']}", data={"qty": 1})
        assert answer.location.startswith("/")
        assert not answer.location.startswith("//")

    def test_unknown_products(self, visitor: Client, store: Store) -> None:
        assert visitor.post("/checkout/cart/add/", data={"product": "99999999"}).location == "/checkout/cart/"
        assert lines(store) == []

    def test_the_pages_script_is_told_where_to_go_instead(self, visitor: Client, store: Store) -> None:
        product, aside = plain_products(store)[0], {"X-Requested-With": "XMLHttpRequest"}
        answer = visitor.post("/checkout/cart/add/", data={"product": product["id"], "qty": 2}, headers=aside)
        assert (answer.status_code, answer.headers["Content-Location"]) == (200, f"/{product['slug']}.html")
        assert lines(store) == [(product["id"], 2)]


class TestChanging:
    def test_looking_changes_nothing(self, visitor: Client, emma: Client, world: World) -> None:
        before = world.state()
        for client in (visitor, emma):
            assert "You have no items in your shopping cart." in client.get("/checkout/cart").text
        assert world.state() == before

    def test_quantities(self, visitor: Client, store: Store) -> None:
        first, second = plain_products(store, 2)
        add(visitor, first)
        add(visitor, second)
        keys = [row["id"] for row in store.query("SELECT id FROM cart_item ORDER BY id")]
        fields = {f"cart[{keys[0]}][qty]": "3", f"cart[{keys[1]}][qty]": "0", "update_cart_action": "update_qty"}
        assert visitor.post("/checkout/cart/updatePost/", data=fields).location == "/checkout/cart/"
        assert lines(store) == [(first["id"], 3)]

    @pytest.mark.parametrize("quantity", ["-2", "", "many", "9999"])
    def test_odd_quantities_are_refused_next_to_the_item(self, visitor: Client, store: Store, quantity: str) -> None:
        product = plain_products(store)[0]
        add(visitor, product)
        key = store.value("SELECT id FROM cart_item")
        answer = visitor.post("/checkout/cart/updatePost/", data={f"cart[{key}][qty]": quantity})
        assert answer.status_code == 422
        assert f'id="item-{key}-error"' in answer.text
        assert lines(store) == [(product["id"], 1)]

    def test_removing_and_emptying(self, visitor: Client, store: Store) -> None:
        for product in plain_products(store, 3):
            add(visitor, product)
        key = store.value("SELECT MIN(id) FROM cart_item")
        assert visitor.post(f"/checkout/cart/delete/?id={key}").status_code == 302
        assert len(lines(store)) == 2
        visitor.post("/checkout/cart/updatePost/", data={"update_cart_action": "empty_cart"})
        assert lines(store) == []

    def test_options_can_be_changed(self, visitor: Client, store: Store) -> None:
        product, options = optional_product(store)
        add(visitor, product, **{f"options[{option['id']}]": option["value"] for option in options})
        key = store.value("SELECT id FROM cart_item")
        assert " selected" in visitor.get(f"/checkout/cart/configure/id/{key}/").text
        last = {
            f"options[{option['id']}]": store.value(
                "SELECT MAX(id) FROM option_value WHERE option_id = ?", option["id"]
            )
            for option in options
        }
        path = f"/checkout/cart/updateItemOptions/id/{key}/"
        assert visitor.post(path, data={**last, "qty": "2"}).location == "/checkout/cart/"
        row = store.one("SELECT * FROM cart_item")
        assert row is not None
        titles = [store.value("SELECT title FROM option_value WHERE id = ?", value) for value in last.values()]
        assert [value for _, value in json.loads(row["options"])] == titles
        assert row["quantity"] == 2
        bad = visitor.post(f"/checkout/cart/updateItemOptions/id/{row['id']}/", data={"qty": "9999", **last})
        assert bad.status_code == 422
        assert store.get("cart_item", row["id"]) == row

    def test_other_peoples_items_do_not_exist(self, visitor: Client, emma: Client, store: Store) -> None:
        add(emma, plain_products(store)[0])
        key = store.value("SELECT id FROM cart_item")
        add(visitor, plain_products(store)[1])
        before = lines(store)
        assert visitor.post("/checkout/cart/delete/", data={"id": key}).status_code == 404
        assert visitor.get(f"/checkout/cart/configure/id/{key}/").status_code == 404
        visitor.post("/checkout/cart/updatePost/", data={f"cart[{key}][qty]": "5"})
        assert lines(store) == before

    def test_a_visitors_cart_joins_the_accounts_at_login(self, visitor: Client, store: Store, world: World) -> None:
        first, second = plain_products(store, 2)
        emma = world.client("shop")
        log_in(emma)
        add(emma, first, 2)
        add(visitor, first, first["stock"])
        add(visitor, second, 3)
        log_in(visitor)
        assert lines(store) == [(first["id"], first["stock"]), (second["id"], 3)]
        assert store.value("SELECT COUNT(*) FROM cart") == 1

    def test_a_visitors_cart_becomes_the_accounts_if_that_has_none(self, visitor: Client, store: Store) -> None:
        add(visitor, plain_products(store)[0], 2)
        log_in(visitor)
        assert store.value("SELECT customer_id FROM cart") == store.value("SELECT id FROM customer WHERE email=?", EMMA)
        visitor.get("/customer/account/logout/")
        assert "You have no items" in visitor.get("/checkout/cart/").text


class TestTotals:
    def test_coupon(self, emma: Client, store: Store) -> None:
        coupon = store.one("SELECT * FROM coupon WHERE percent > 0 AND minimum = 0")
        assert coupon is not None
        product = plain_products(store)[0]
        add(emma, product)
        fields = {"coupon_code": coupon["code"].lower(), "remove": "0"}
        assert emma.post("/checkout/cart/couponPost/", data=fields).status_code == 302
        assert f"You used coupon code &#34;{coupon['code']}&#34;." in emma.get("/checkout/cart/").text
        emma.post("/checkout/cart/couponPost/", data={"remove": "1", "coupon_code": coupon["code"]})
        assert "You canceled the coupon code." in emma.get("/checkout/cart/").text
        assert store.value("SELECT coupon FROM cart") == ""

    @pytest.mark.parametrize(("code", "message"), [("NOSUCH", "is not valid"), ("", "Enter a discount code.")])
    def test_odd_codes_are_refused_next_to_the_field(self, emma: Client, store: Store, code: str, message: str) -> None:
        add(emma, plain_products(store)[0])
        answer = emma.post("/checkout/cart/couponPost/", data={"coupon_code": code, "remove": "0"})
        assert answer.status_code == 422
        assert message in answer.text.split('id="coupon_code-error"')[1][:200]

    def test_a_coupon_needs_its_minimum_also_later(self, emma: Client, store: Store) -> None:
        store.insert("coupon", code="BIG", description="", percent=50, minimum=10**7)
        add(emma, plain_products(store)[0])
        assert "needs a subtotal" in emma.post("/checkout/cart/couponPost/", data={"coupon_code": "big"}).text
        store.execute("UPDATE cart SET coupon = 'BIG'")
        assert "does not count for this cart" in emma.get("/checkout/cart/").text

    def test_estimate_by_place_and_method(self, visitor: Client, store: Store) -> None:
        product = plain_products(store)[0]
        add(visitor, product)
        fields = {"country_id": "US", "region": "California", "estimate_method": "flatrate_flatrate"}
        assert visitor.post("/checkout/cart/estimatePost/", data=fields).status_code == 302
        page = visitor.get("/checkout/cart/").text
        tax = (product["final_price"] * 825 + 5000) // 10_000
        assert f"${tax // 100}.{tax % 100:02d}" in page.split("Tax</th>")[1][:60]
        assert "Flat Rate - Fixed" in page
        answer = visitor.post("/checkout/cart/estimatePost/", data={**fields, "region": "Bavaria"})
        assert answer.status_code == 422

    @given(
        st.lists(st.tuples(st.integers(0, 10**6), st.integers(1, 10_000)), max_size=6),
        st.none() | st.tuples(st.integers(0, 100), st.integers(0, 10**6), st.integers(0, 10**6)),
        st.sampled_from(["", "nonsense", *SHIPPING_METHODS]),
        st.sampled_from(["", "California", "Oregon", "New York"]),
    )
    def test_always_add_up(
        self, items: list[tuple[int, int]], coupon: tuple[int, int, int] | None, method: str, region: str
    ) -> None:
        rows = [{"price": price, "quantity": quantity} for price, quantity in items]
        row = None
        if coupon is not None:
            row = {"percent": coupon[0], "amount": coupon[1], "minimum": coupon[2], "active": 1}
        sums = cart_totals(rows, row, method, "US", region)
        assert sums.subtotal == sum(price * quantity for price, quantity in items)
        assert sums.grand_total == sums.subtotal - sums.discount + sums.shipping + sums.tax
        assert 0 <= sums.discount <= sums.subtotal
        assert min(sums.shipping, sums.tax, sums.grand_total) >= 0
        offers = shipping_offers(sums.subtotal, sum(quantity for _, quantity in items))
        assert [offer.code for offer in offers] == (list(SHIPPING_METHODS) if items else [])


# One move on a cart: (what, which product or item, quantity).
MOVES = st.lists(
    st.tuples(
        st.sampled_from(["add", "update", "remove", "clear", "coupon", "no coupon", "estimate", "wish", "stock"]),
        st.integers(0, 3),
        st.integers(-2, 40),
    ),
    max_size=12,
)


class TestAnyMoves:
    @settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(MOVES)
    def test_a_cart_stays_sound(self, shop_world: World, moves: list[tuple[str, int, int]]) -> None:
        shop_world.rollback()
        store = shop_world["shop"].store
        client = shop_world.client("shop")
        log_in(client)
        products = plain_products(store, 4)
        for what, which, number in moves:
            keys = [row["id"] for row in store.query("SELECT id FROM cart_item ORDER BY id")]
            key = keys[which % len(keys)] if keys else 0
            if what == "add":
                add(client, products[which], number)
            elif what == "update":
                client.post("/checkout/cart/updatePost/", data={f"cart[{key}][qty]": number})
            elif what == "remove":
                client.post("/checkout/cart/delete/", data={"id": key})
            elif what == "clear":
                client.post("/checkout/cart/updatePost/", data={"update_cart_action": "empty_cart"})
            elif what in ("coupon", "no coupon"):
                remove = "1" if what == "no coupon" else "0"
                code = store.query("SELECT code FROM coupon ORDER BY id")[which % 3]["code"]
                client.post("/checkout/cart/couponPost/", data={"coupon_code": code, "remove": remove})
            elif what == "estimate":
                fields = {"country_id": "US", "region": ("California", "Oregon", "", "Mars")[which]}
                client.post("/checkout/cart/estimatePost/", data=fields)
            elif what == "wish":
                client.post(f"/wishlist/index/fromcart/item/{key}/")
            else:
                # Somebody else buys: stock may fall under what the cart holds.
                store.update("product", products[which]["id"], stock=max(0, number))
            self.check(store, client)

    def check(self, store: Store, client: Client) -> None:
        page = client.get("/checkout/cart/")
        assert page.status_code == 200
        rows = store.query("SELECT * FROM cart_item")
        assert all(row["quantity"] > 0 for row in rows)
        keys = [(row["product_id"], row["options"]) for row in rows]
        assert len(keys) == len(set(keys))
        if rows:
            totals = client.get("/rest/default/V1/carts/mine/totals").json
            assert totals is not None
            cents = {name: round(value * 100) for name, value in totals.items() if isinstance(value, float)}
            assert cents["subtotal"] == sum(row["price"] * row["quantity"] for row in rows)
            parts = cents["subtotal"] + cents["shipping_amount"] + cents["tax_amount"] + cents["discount_amount"]
            assert cents["grand_total"] == parts
            shown = re.findall(r'<tr class="grand totals">.*?\$([\d,]+\.\d\d)', page.text, re.DOTALL)
            assert [round(float(text.replace(",", "")) * 100) for text in shown] == [cents["grand_total"]]


class TestOrdering:
    def choose_shipping(self, client: Client, store: Store, **more: str) -> TestResponse:
        home = store.value("SELECT default_shipping FROM customer WHERE email = ?", EMMA)
        fields = {"address_id": str(home), "shipping_method": "flatrate_flatrate", **more}
        return client.post("/checkout/", data=fields)

    def test_two_pages_make_an_order(self, emma: Client, store: Store, world: World) -> None:
        first, second = plain_products(store, 2)
        add(emma, first, 2)
        add(emma, second)
        before = store.value("SELECT MAX(id) FROM sales_order")
        assert "Shipping Methods" in emma.get("/checkout/").text
        assert self.choose_shipping(emma, store).location == "/checkout/payment/"
        assert "Place Order" in emma.get("/checkout/payment/").text
        answer = emma.post("/checkout/payment/", data={"payment_method": "checkmo", "billing_id": "same"})
        assert answer.location == "/checkout/onepage/success/"
        order = store.get("sales_order", before + 1)
        assert order is not None
        assert int(order["increment_id"]) == order["id"]
        assert (order["status"], order["created"]) == ("pending", int(world.clock.now.timestamp()))
        assert order["subtotal"] == 2 * first["final_price"] + second["final_price"]
        assert order["shipping_amount"] == 1500
        parts = order["subtotal"] + order["shipping_amount"] + order["tax_amount"] - order["discount_amount"]
        assert order["grand_total"] == parts
        items = store.query("SELECT * FROM order_item WHERE order_id = ? ORDER BY id", order["id"])
        assert [(item["sku"], item["quantity"]) for item in items] == [(first["sku"], 2), (second["sku"], 1)]
        assert store.value("SELECT stock FROM product WHERE id = ?", first["id"]) == first["stock"] - 2
        assert lines(store) == []
        assert store.value("SELECT COUNT(*) FROM cart") == 0
        assert order["increment_id"] in emma.get("/checkout/onepage/success/").text
        assert order["increment_id"] in emma.get("/sales/order/history/").text
        page = emma.get(f"/sales/order/view/order_id/{order['id']}/").text
        ordered = page.split('<div class="order-details-items ordered">')[1]
        assert first["sku"] in ordered
        assert second["sku"] in ordered

    def test_the_checkouts_script_orders_through_the_interface(self, emma: Client, store: Store) -> None:
        product = plain_products(store)[0]
        add(emma, product)
        self.choose_shipping(emma, store)
        totals = emma.get("/rest/default/V1/carts/mine/totals").json
        assert totals is not None
        assert (totals["items_qty"], totals["items"][0]["name"]) == (1, product["name"])
        body = {"paymentMethod": {"method": "checkmo"}, "billingAddress": {"customerId": "27"}}
        answer = emma.post("/rest/default/V1/carts/mine/payment-information", json=body)
        assert (answer.status_code, answer.json) == (200, str(store.value("SELECT MAX(id) FROM sales_order")))
        assert "Thank you for your purchase!" in emma.get("/checkout/onepage/success").text

    def test_an_empty_cart_cannot_be_ordered(self, emma: Client) -> None:
        for path in ("/checkout/", "/checkout/payment/", "/checkout/onepage/success/"):
            assert emma.get(path).location == "/checkout/cart/"
        assert emma.post("/checkout/").location == "/checkout/cart/"
        assert emma.post("/checkout/payment/").location == "/checkout/cart/"

    def test_the_pages_come_in_order(self, emma: Client, store: Store) -> None:
        add(emma, plain_products(store)[0])
        assert emma.get("/checkout/payment/").location == "/checkout/"
        assert emma.post("/checkout/payment/", data={"payment_method": "checkmo"}).location == "/checkout/"
        answer = emma.post("/rest/default/V1/carts/mine/payment-information", json={"paymentMethod": {}})
        assert answer.status_code == 400

    def test_only_ways_on_offer_are_taken(self, emma: Client, store: Store) -> None:
        add(emma, plain_products(store)[0])
        answer = self.choose_shipping(emma, store, shipping_method="teleport")
        assert answer.status_code == 422
        assert 'id="shipping_method-error"' in answer.text
        self.choose_shipping(emma, store)
        answer = emma.post("/checkout/payment/", data={"payment_method": "gold", "billing_id": "same"})
        assert answer.status_code == 422
        assert 'id="payment_method-error"' in answer.text

    def test_other_peoples_addresses_cannot_be_chosen(self, emma: Client, store: Store) -> None:
        add(emma, plain_products(store)[0])
        mine = store.value("SELECT id FROM customer WHERE email = ?", EMMA)
        other = str(store.value("SELECT MIN(id) FROM address WHERE customer_id != ?", mine))
        assert self.choose_shipping(emma, store, address_id=other).status_code == 422
        self.choose_shipping(emma, store)
        fields = {"payment_method": "checkmo", "billing_id": other}
        assert emma.post("/checkout/payment/", data=fields).status_code == 422
        body = {"paymentMethod": {"method": "checkmo"}, "billingAddress": {"customerAddressId": int(other)}}
        assert emma.post("/rest/default/V1/carts/mine/payment-information", json=body).status_code == 404

    def test_a_new_address_may_go_into_the_book(self, emma: Client, store: Store) -> None:
        before = store.value("SELECT COUNT(*) FROM address")
        add(emma, plain_products(store)[0])
        self.choose_shipping(emma, store, address_id="new", **ADDRESS)
        assert store.value("SELECT COUNT(*) FROM address") == before
        self.choose_shipping(emma, store, address_id="new", save_in_address_book="1", **ADDRESS)
        assert store.value("SELECT COUNT(*) FROM address") == before + 1

    def test_an_own_billing_address(self, emma: Client, store: Store) -> None:
        add(emma, plain_products(store)[0])
        self.choose_shipping(emma, store)
        bad = {"payment_method": "checkmo", "billing_id": "new", **ADDRESS, "city": ""}
        assert 'id="city-error"' in emma.post("/checkout/payment/", data=bad).text
        emma.post("/checkout/payment/", data={**bad, "city": "Oakland"})
        order = store.one("SELECT * FROM sales_order ORDER BY id DESC")
        assert order is not None
        assert json.loads(order["billing_address"])["city"] == "Oakland"
        assert json.loads(order["shipping_address"])["city"] != "Oakland"

    def test_stock_that_went_meanwhile(self, emma: Client, store: Store) -> None:
        product = plain_products(store)[0]
        add(emma, product, 3)
        self.choose_shipping(emma, store)
        store.update("product", product["id"], stock=2)
        before = store.value("SELECT COUNT(*) FROM sales_order")
        answer = emma.post("/checkout/payment/", data={"payment_method": "checkmo", "billing_id": "same"})
        assert answer.status_code == 422
        assert "not available any more" in answer.text
        assert store.value("SELECT COUNT(*) FROM sales_order") == before
        assert store.value("SELECT stock FROM product WHERE id = ?", product["id"]) == 2

    def test_visitors_order_without_an_account(self, visitor: Client, store: Store) -> None:
        product = plain_products(store)[0]
        add(visitor, product)
        fields = {**ADDRESS, "shipping_method": "flatrate_flatrate"}
        answer = visitor.post("/checkout/", data=fields)
        assert answer.status_code == 422
        assert 'id="email-error"' in answer.text
        fields["email"] = "Ada@Example.com"
        assert visitor.post("/checkout/", data=fields).location == "/checkout/payment/"
        visitor.post("/checkout/payment/", data={"payment_method": "cashondelivery", "billing_id": "same"})
        order = store.one("SELECT * FROM sales_order ORDER BY id DESC")
        assert order is not None
        assert (order["customer_id"], order["email"]) == (None, "ada@example.com")
        assert order["tax_amount"] == (product["final_price"] * 825 + 5000) // 10_000
        assert order["increment_id"] in visitor.get("/checkout/onepage/success/").text
        look = {"oar_order_id": str(order["id"]), "oar_billing_lastname": "byron", "oar_email": "ada@example.com"}
        wrong = visitor.post("/sales/guest/view/", data={**look, "oar_email": EMMA})
        assert wrong.status_code == 422
        assert visitor.post("/sales/guest/view/", data=look).location == "/sales/guest/view/"
        assert product["sku"] in visitor.get("/sales/guest/view/").text

    def test_a_coupon_counts_in_the_order(self, emma: Client, store: Store) -> None:
        product = plain_products(store)[0]
        store.insert("coupon", code="HALF", description="", percent=50)
        add(emma, product)
        self.choose_shipping(emma, store)
        emma.post("/checkout/cart/couponPost/", data={"coupon_code": "half", "remove": "0", "back": "payment"})
        emma.post("/checkout/payment/", data={"payment_method": "checkmo", "billing_id": "same"})
        order = store.one("SELECT * FROM sales_order ORDER BY id DESC")
        assert order is not None
        assert (order["coupon"], order["discount_amount"]) == ("HALF", (product["final_price"] + 1) // 2)
