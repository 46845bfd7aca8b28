"""The shop's REST interface: what the official helpers ask for, and how it says no."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from werkzeug.test import Client

from osgenesis.envs.web.sites.store import Store
from osgenesis.envs.web.sites.world import World

LATEST = {
    "searchCriteria[sortOrders][0][field]": "created_at",
    "searchCriteria[sortOrders][0][direction]": "DESC",
    "searchCriteria[pageSize]": "1",
}
FILTER = "searchCriteria[filterGroups][{}][filters][{}][{}]"
ONE_FILTER = (FILTER.format(0, 0, "value"), FILTER.format(0, 0, "field"))


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
def client(shop_world: World) -> Client:
    return shop_world.client("shop")


def admin(client: Client) -> dict[str, str]:
    """The administrator's headers."""
    path = "/rest/default/V1/integration/admin/token"
    token = client.post(path, json={"username": "admin", "password": "admin1234"}).json
    return {"Authorization": f"Bearer {token}"}


def orders(client: Client, **criteria: Any) -> Any:
    return client.get("/rest/V1/orders", query_string=criteria, headers=admin(client)).json


class TestToken:
    def test_is_a_json_string(self, client: Client) -> None:
        answer = client.post(
            "/rest/default/V1/integration/admin/token", json={"username": "admin", "password": "admin1234"}
        )
        assert answer.status_code == 200
        assert isinstance(answer.json, str)
        assert answer.content_type == "application/json"

    @pytest.mark.parametrize(
        ("body", "status"),
        [
            (b'{"username": "admin", "password": "x"}', 401),
            (b"{}", 401),
            (b"[]", 400),
            (b"{", 400),
            (b"[" * 100_000, 400),
            (b"\xff", 400),
        ],
    )
    def test_needs_the_password(self, client: Client, body: bytes, status: int) -> None:
        answer = client.post("/rest/V1/integration/admin/token", data=body, content_type="application/json")
        assert answer.status_code == status
        assert "message" in (answer.json or {})


class TestOrders:
    def test_the_latest_one(self, client: Client, store: Store) -> None:
        answer = orders(client, **LATEST)
        (item,) = answer["items"]
        row = store.one("SELECT * FROM sales_order ORDER BY created DESC, id DESC")
        assert row is not None
        assert item["increment_id"] == f"{row['id']:09d}"
        assert int(item["increment_id"]) == item["entity_id"]
        assert item["grand_total"] == row["grand_total"] / 100
        assert item["items"][0]["sku"]
        assert answer["total_count"] == store.value("SELECT COUNT(*) FROM sales_order")

    @pytest.mark.parametrize("headers", [{}, {"Authorization": "Bearer x"}, {"Authorization": "Bearer é"}])
    def test_needs_a_token(self, client: Client, headers: dict[str, str]) -> None:
        answer = client.get("/rest/V1/orders", query_string=LATEST, headers=headers)
        assert answer.status_code == 401
        assert "isn't authorized" in (answer.json or {})["message"]

    def test_filters_and_pages(self, client: Client, store: Store) -> None:
        criteria = {
            FILTER.format(0, 0, "field"): "status",
            FILTER.format(0, 0, "value"): "complete",
            FILTER.format(0, 1, "field"): "status",
            FILTER.format(0, 1, "value"): "canceled",
            FILTER.format(1, 0, "field"): "grand_total",
            FILTER.format(1, 0, "value"): "50",
            FILTER.format(1, 0, "condition_type"): "gt",
            FILTER.format(2, 0, "field"): "created_at",
            FILTER.format(2, 0, "value"): "2023-01-01 00:00:00",
            FILTER.format(2, 0, "conditionType"): "lt",
            "searchCriteria[pageSize]": "3",
            "searchCriteria[currentPage]": "2",
        }
        answer = orders(client, **criteria)
        sql = (
            "SELECT id FROM sales_order WHERE status IN ('complete', 'canceled') AND grand_total > 5000 "
            "AND created < 1672531200 ORDER BY id"
        )
        expected = [row["id"] for row in store.query(sql)]
        assert answer["total_count"] == len(expected) > 6
        assert [item["entity_id"] for item in answer["items"]] == expected[3:6]

    @pytest.mark.parametrize(
        ("part", "value"),
        [("field", "password"), ("field", "id; DROP TABLE sales_order"), ("conditionType", "between")],
    )
    def test_odd_criteria_say_what_is_right(self, client: Client, part: str, value: str) -> None:
        criteria = {FILTER.format(0, 0, "field"): "status", FILTER.format(0, 0, "value"): "x"}
        criteria[FILTER.format(0, 0, part)] = value
        answer = client.get("/rest/V1/orders", query_string=criteria, headers=admin(client))
        assert answer.status_code == 400
        assert "increment_id" in (answer.json or {})["message"] or "like" in (answer.json or {})["message"]

    @settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(st.dictionaries(st.sampled_from([*LATEST, *ONE_FILTER]), st.text()))
    def test_any_criteria_get_an_answer_in_json(self, shop_world: World, criteria: dict[str, str]) -> None:
        client = shop_world.client("shop")
        answer = client.get("/rest/V1/orders", query_string=criteria, headers=admin(client))
        assert answer.status_code in (200, 400)
        assert isinstance(answer.json, dict)


class TestReviews:
    def test_chronological_with_those_that_wait(self, client: Client, store: Store) -> None:
        product = store.one("SELECT * FROM product ORDER BY review_count DESC")
        assert product is not None
        fields = {"nickname": "Ada", "title": "Fine", "detail": "Good.", "ratings[4]": "19"}
        assert client.post(f"/review/product/post/id/{product['id']}/", data=fields).status_code == 302
        found = client.get(f"/rest/V1/products/{product['sku']}/reviews").json
        assert isinstance(found, list)
        assert len(found) == product["review_count"] + 1
        assert [review["created_at"] for review in found] == sorted(review["created_at"] for review in found)
        assert found[-1]["nickname"] == "Ada"
        assert found[-1]["ratings"][0]["percent"] == 80
        assert found[0]["ratings"][0]["rating_name"] == "Rating"

    def test_unknown_products(self, client: Client) -> None:
        answer = client.get("/rest/V1/products/no-such/reviews")
        assert answer.status_code == 404
        assert "doesn't exist" in (answer.json or {})["message"]


class TestOwnCart:
    def test_needs_a_customer(self, client: Client, store: Store) -> None:
        assert client.get("/rest/default/V1/carts/mine/totals").status_code == 401
        answer = client.post("/rest/default/V1/carts/mine/payment-information", json={})
        assert answer.status_code == 401
        assert "message" in (answer.json or {})

    @pytest.mark.parametrize("body", [b"", b"[]", b"{", b'{"paymentMethod": 3}', b'{"billingAddress": []}'])
    def test_odd_bodies(self, shop_world: World, store: Store, body: bytes) -> None:
        client = shop_world.client("shop")
        cookie = shop_world.log_in("shop", "emma.lopez@gmail.com")
        client.set_cookie(cookie["name"], cookie["value"])
        path = "/rest/default/V1/carts/mine/payment-information"
        assert client.get("/rest/default/V1/carts/mine/totals").status_code == 404
        sql = "SELECT * FROM product WHERE stock > 1 AND id NOT IN (SELECT product_id FROM product_option)"
        product = store.one(sql)
        assert product is not None
        client.post("/checkout/cart/add/", data={"product": product["id"]})
        answer = client.post(path, data=body, content_type="application/json")
        assert answer.status_code == 400
        assert "message" in (answer.json or {})
