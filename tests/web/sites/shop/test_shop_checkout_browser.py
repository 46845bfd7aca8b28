"""The shop's few scripts in real Chromium: what they send is what the official checkers look for."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest

from osgenesis.envs.core.actions import Action
from osgenesis.envs.web.browser import Browser, Context, perform
from osgenesis.envs.web.sites.gate import Gate
from osgenesis.envs.web.sites.store import Row, Store
from osgenesis.envs.web.sites.world import World

pytestmark = pytest.mark.browser
EMMA = "emma.lopez@gmail.com"


@pytest.fixture
def world() -> Iterator[World]:
    world = World(sites=("shop",))
    yield world
    world.close()


@pytest.fixture
def store(world: World) -> Store:
    return world["shop"].store


@pytest.fixture
def tab(browser: Browser, world: World) -> Iterator[Context]:
    gate = Gate(world)
    with browser.new_context(proxy=gate.address) as context:
        context.set_cookies([world.log_in("shop", EMMA)])
        yield context
    gate.close()


def plain_product(store: Store) -> Row:
    found = store.one("SELECT * FROM product WHERE stock > 5 AND id NOT IN (SELECT product_id FROM product_option)")
    assert found is not None
    return found


def open_page(tab: Context, path: str) -> None:
    tab.page.goto(f"http://shop.test{path}")
    tab.page.settle()


def click(tab: Context, text: str) -> None:
    """Click the button or link with this text, scrolling to it where needed."""
    for _ in range(6):
        for index, element in enumerate(tab.page.elements()):
            if element.text == text and element.role in ("button", "link"):
                perform(tab, Action("click", index=index))
                tab.page.settle()
                return
        perform(tab, Action("scroll", direction="down"))
    raise AssertionError(f"no {text!r} on {tab.page.url}")


def test_the_checkout_orders_through_the_interface(tab: Context, world: World, store: Store) -> None:
    product = plain_product(store)
    open_page(tab, f"/{product['slug']}.html")
    click(tab, "Add to Cart")
    open_page(tab, "/checkout/cart")
    click(tab, "Proceed to Checkout")
    click(tab, "Next")
    click(tab, "Place Order")
    assert tab.page.url == "http://shop.test/checkout/onepage/success/"
    assert "Thank you for your purchase!" in tab.page.text()
    calls = [entry for entry in world.log if "/carts/mine/" in entry.path]
    assert [(c.method, c.path.rsplit("/", 1)[1], c.status) for c in calls] == [
        ("GET", "totals", 200),
        ("POST", "payment-information", 200),
    ]
    totals = json.loads(calls[0].response_body)
    assert (totals["items_qty"], totals["items"][0]["name"]) == (1, product["name"])
    assert json.loads(calls[1].body)["billingAddress"]["customerId"] == "27"
    order = store.one("SELECT * FROM sales_order ORDER BY id DESC")
    assert order is not None
    assert order["increment_id"] in tab.page.text()


def test_another_billing_address_goes_by_the_form(tab: Context, world: World, store: Store) -> None:
    store.execute("UPDATE sales_order SET status = 'complete'")
    product = plain_product(store)
    open_page(tab, f"/{product['slug']}.html")
    click(tab, "Add to Cart")
    open_page(tab, "/checkout/")
    click(tab, "Next")
    tab.page.evaluate("document.getElementById('billing-new').click()")
    click(tab, "Place Order")
    assert tab.page.url == "http://shop.test/checkout/payment/"
    assert "This is a required field." in tab.page.text()
    assert not [entry for entry in world.log.posts("shop") if "payment-information" in entry.path]


def test_wishing_sends_no_quantity_unless_one_was_chosen(tab: Context, world: World, store: Store) -> None:
    product = plain_product(store)
    for quantity, sent in (("", None), ("3", "3")):
        open_page(tab, f"/{product['slug']}.html")
        if quantity:
            tab.page.evaluate("document.getElementById('qty').value = '3'")
        click(tab, "Add to Wish List")
        assert tab.page.url == "http://shop.test/wishlist/"
        form = world.log.posts("shop")[-1].form
        assert (form["product"], form.get("qty")) == (str(product["id"]), sent)


def test_email_and_password_appear_when_their_box_is_ticked(tab: Context) -> None:
    open_page(tab, "/customer/account/edit/")
    assert not [element for element in tab.page.elements() if element.resource_id == "current_password"]
    tab.page.evaluate("document.getElementById('change_password').click()")
    names = {element.resource_id for element in tab.page.elements()}
    assert {"current_password", "password", "password_confirmation"} <= names
    assert "email" not in names
