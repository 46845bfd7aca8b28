"""Accounts of the shop: logging in, making one, the address book, newsletter, contact form, own reviews, wish list."""

from __future__ import annotations

import json
from collections.abc import Iterator
from urllib.parse import unquote

import pytest
from werkzeug.test import Client, TestResponse

from osgenesis.envs.web.sites.store import Store
from osgenesis.envs.web.sites.world import World

EMMA = "emma.lopez@gmail.com"
PASSWORD = "Password.123"


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
    assert log_in(client).location == "/customer/account/"
    return client


def log_in(client: Client, email: str = EMMA, password: str = PASSWORD, **more: str) -> TestResponse:
    fields = {"login[username]": email, "login[password]": password, **more}
    return client.post("/customer/account/loginPost/", data=fields)


def emma_id(store: Store) -> int:
    return int(store.value("SELECT id FROM customer WHERE email = ?", EMMA))


def plain_product(store: Store) -> dict[str, object]:
    found = store.one("SELECT * FROM product WHERE stock > 5 AND id NOT IN (SELECT product_id FROM product_option)")
    assert found is not None
    return found


class TestLoggingIn:
    def test_labels_and_button_are_what_the_official_log_in_looks_for(self, visitor: Client) -> None:
        page = visitor.get("/customer/account/login/").text
        assert page.count(">Email</label>") == 1
        assert page.count(">Password</label>") == 1
        assert page.count(">Sign In</button>") == 1
        assert page.count('aria-label="Email"') == page.count('aria-label="Password"') == 0

    def test_leads_to_the_account(self, visitor: Client) -> None:
        assert log_in(visitor).location == "/customer/account/"
        assert "Welcome, Emma Lopez!" in visitor.get("/contact").text

    def test_email_is_not_case_sensitive_and_passwords_are(self, visitor: Client) -> None:
        assert log_in(visitor, EMMA.upper()).status_code == 302
        assert log_in(visitor, EMMA, PASSWORD.lower()).status_code == 422

    @pytest.mark.parametrize(
        ("email", "password", "message"),
        [
            (EMMA, "wrong", "The account sign-in was incorrect"),
            ("nobody@example.com", PASSWORD, "The account sign-in was incorrect"),
            ("", PASSWORD, "This is a required field."),
            ("no address", PASSWORD, "Please enter a valid email address"),
            (EMMA, "", "This is a required field."),
        ],
    )
    def test_says_what_is_wrong_and_keeps_the_address(
        self, visitor: Client, email: str, password: str, message: str
    ) -> None:
        answer = log_in(visitor, email, password)
        assert answer.status_code == 422
        assert message in answer.text
        assert f'value="{email}"' in answer.text
        assert "Sign Out" not in visitor.get("/contact").text

    def test_comes_back_to_the_page_that_asked_for_it(self, visitor: Client) -> None:
        asked = visitor.get("/sales/order/history/?p=2")
        assert asked.location.startswith("/customer/account/login/referer/")
        form = visitor.get(asked.location).text
        referer = form.split('name="referer" value="')[1].split('"')[0]
        assert log_in(visitor, referer=referer).location == "/sales/order/history/?p=2"

    @pytest.mark.parametrize("referer", ["Ly9ldmlsLmV4YW1wbGUv", "%%%", "aHR0cDovL2V2aWw", "L1w", "_" * 1999])
    def test_never_leads_to_another_site(self, visitor: Client, referer: str) -> None:
        location = log_in(visitor, referer=referer).location
        assert location.startswith("/")
        assert not location.startswith(("//", "/\\"))

    def test_logging_out_forgets_who_it_was(self, emma: Client) -> None:
        assert emma.get("/customer/account/logout/").location == "/customer/account/logoutSuccess/"
        assert "You are signed out" in emma.get("/customer/account/logoutSuccess/").text
        assert emma.get("/customer/account/").status_code == 302

    def test_login_page_sends_customers_on(self, emma: Client) -> None:
        assert emma.get("/customer/account/login/").location == "/customer/account/"
        assert emma.get("/customer/account/create/").location == "/customer/account/"

    def test_forgotten_passwords(self, visitor: Client) -> None:
        assert visitor.post("/customer/account/forgotpassword/", data={"email": "x"}).status_code == 422
        assert visitor.post("/customer/account/forgotpassword/", data={"email": EMMA}).status_code == 302
        assert "is on its way" in visitor.get("/customer/account/login/").text

    @pytest.mark.parametrize(
        "path",
        [
            "/customer/account/",
            "/customer/account/edit/",
            "/customer/address/",
            "/customer/address/new/",
            "/customer/address/edit/id/1/",
            "/wishlist/",
            "/newsletter/manage/",
            "/review/customer/",
            "/sales/order/history/",
            "/sales/order/view/order_id/1/",
            "/sales/order/print/order_id/1/",
        ],
    )
    def test_pages_of_accounts_are_for_customers(self, visitor: Client, emma: Client, path: str) -> None:
        assert "/customer/account/login/" in visitor.get(path).location
        assert emma.get(path).status_code in (200, 404)


class TestNewAccount:
    FIELDS = {
        "firstname": "Ada",
        "lastname": "Byron",
        "email": "Ada@Example.com",
        "password": "Engine.1843",
        "password_confirmation": "Engine.1843",
    }

    def test_is_made_and_logged_in(self, visitor: Client, store: Store) -> None:
        answer = visitor.post("/customer/account/createpost/", data={**self.FIELDS, "is_subscribed": "1"})
        assert answer.location == "/customer/account/"
        page = visitor.get("/customer/account/").text
        assert "Ada Byron" in page
        assert "You are subscribed" in page
        assert "You have placed no orders." in page
        assert "You have not set a default billing address." in page
        assert log_in(visitor, "ada@example.com", "Engine.1843").status_code == 302

    @pytest.mark.parametrize(
        ("field", "value", "message"),
        [
            ("firstname", "", "This is a required field."),
            ("lastname", "x" * 101, "at most 100 characters"),
            ("email", "ada", "valid email address"),
            ("email", EMMA.upper(), "There is already an account"),
            ("password", "", "This is a required field."),
            ("password", "Ab1.", "at least 8 characters"),
            ("password", "abcdefgh", "at least three of these"),
            ("password_confirmation", "other", "Please enter the same value again."),
        ],
    )
    def test_errors_stand_next_to_fields(
        self, visitor: Client, store: Store, field: str, value: str, message: str
    ) -> None:
        before = store.value("SELECT COUNT(*) FROM customer")
        answer = visitor.post("/customer/account/createpost/", data={**self.FIELDS, field: value})
        assert answer.status_code == 422
        assert message in answer.text
        assert f'id="{field}-error"' in answer.text
        assert store.value("SELECT COUNT(*) FROM customer") == before


class TestChangingTheAccount:
    def test_name(self, emma: Client, store: Store) -> None:
        answer = emma.post("/customer/account/editPost/", data={"firstname": "Emilia", "lastname": "Lopez"})
        assert answer.location == "/customer/account/"
        assert "You saved the account information." in emma.get("/customer/account/").text
        assert store.value("SELECT firstname FROM customer WHERE id = ?", emma_id(store)) == "Emilia"

    def test_password_needs_the_present_one(self, emma: Client) -> None:
        fields = {
            "firstname": "Emma",
            "lastname": "Lopez",
            "change_password": "1",
            "current_password": "wrong",
            "password": "Another.456",
            "password_confirmation": "Another.456",
        }
        assert emma.post("/customer/account/editPost/", data=fields).status_code == 422
        answer = emma.post("/customer/account/editPost/", data={**fields, "current_password": PASSWORD})
        assert answer.status_code == 302
        emma.get("/customer/account/logout/")
        assert log_in(emma).status_code == 422
        assert log_in(emma, password="Another.456").status_code == 302

    def test_email_needs_the_password_and_must_be_free(self, emma: Client, store: Store) -> None:
        other = store.value("SELECT email FROM customer WHERE email != ?", EMMA)
        fields = {"firstname": "Emma", "lastname": "Lopez", "change_email": "1", "email": other}
        assert "already an account" in emma.post("/customer/account/editPost/", data=fields).text
        fields |= {"email": "emma@example.com", "current_password": PASSWORD}
        assert emma.post("/customer/account/editPost/", data=fields).status_code == 302
        assert store.value("SELECT COUNT(*) FROM customer WHERE email = 'emma@example.com'") == 1

    def test_without_the_boxes_email_and_password_stay(self, emma: Client, store: Store) -> None:
        fields = {"firstname": "Emma", "lastname": "Lopez", "email": "x@example.com", "password": "Another.456"}
        assert emma.post("/customer/account/editPost/", data=fields).status_code == 302
        row = store.get("customer", emma_id(store))
        assert row is not None
        assert (row["email"], row["password"]) == (EMMA, PASSWORD)


ADDRESS = {
    "firstname": "Emma",
    "lastname": "Lopez",
    "street[0]": "231 Willow Way",
    "street[1]": "Suite 100",
    "city": "Chicago",
    "postcode": "60601",
    "country_id": "US",
    "region": "Illinois",
    "telephone": "650-555-0134",
}


class TestAddressBook:
    def test_boxes_show_the_defaults(self, emma: Client, store: Store) -> None:
        page = emma.get("/customer/address").text
        row = store.get("customer", emma_id(store))
        assert row is not None
        for kind in ("billing", "shipping"):
            place = store.get("address", row[f"default_{kind}"])
            assert place is not None
            box = page.split(f'class="box box-address-{kind}"')[1].split('class="box-actions"')[0]
            assert '<div class="box-content">' in box
            assert place["street1"] in box
            assert place["postcode"] in box

    def test_changing_one_by_the_official_form(self, emma: Client, store: Store) -> None:
        key = store.value("SELECT default_billing FROM customer WHERE id = ?", emma_id(store))
        answer = emma.post(f"/customer/address/formPost/id/{key}/", data=ADDRESS)
        assert (answer.status_code, answer.location) == (302, "/customer/address/")
        page = emma.get("/customer/address/").text
        assert "You saved the address." in page
        assert "231 Willow Way<br>Suite 100<br>Chicago, Illinois, 60601<br>United States" in page

    def test_adding_one_and_making_it_the_default(self, emma: Client, store: Store) -> None:
        assert emma.post("/customer/address/formPost/", data={**ADDRESS, "default_shipping": "1"}).status_code == 302
        newest = store.value("SELECT MAX(id) FROM address")
        row = store.get("customer", emma_id(store))
        assert row is not None
        assert row["default_shipping"] == newest
        assert row["default_billing"] != newest

    def test_the_first_one_is_the_default(self, visitor: Client, store: Store) -> None:
        visitor.post("/customer/account/createpost/", data=TestNewAccount.FIELDS)
        visitor.post("/customer/address/formPost/", data=ADDRESS)
        row = store.one("SELECT * FROM customer WHERE email = 'ada@example.com'")
        assert row is not None
        assert row["default_billing"] == row["default_shipping"] == store.value("SELECT MAX(id) FROM address")

    def test_deleting_leaves_the_defaults_alone(self, emma: Client, store: Store) -> None:
        emma.post("/customer/address/formPost/", data=ADDRESS)
        newest = store.value("SELECT MAX(id) FROM address")
        assert emma.post(f"/customer/address/delete/id/{newest}/").status_code == 302
        assert store.get("address", newest) is None
        default = store.value("SELECT default_shipping FROM customer WHERE id = ?", emma_id(store))
        emma.post(f"/customer/address/delete/id/{default}/")
        assert store.get("address", default) is not None
        assert "A default address cannot be deleted" in emma.get("/customer/address/").text

    @pytest.mark.parametrize(
        ("field", "value", "error", "message"),
        [
            ("firstname", "", "firstname", "required"),
            ("street[0]", "", "street1", "required"),
            ("city", "", "city", "required"),
            ("telephone", "", "telephone", "required"),
            ("telephone", "call me", "telephone", "phone number"),
            ("postcode", "6060", "postcode", "postal code looks wrong"),
            ("region", "", "region", "required"),
            ("region", "Ontario", "region", "state or province of United States"),
            ("country_id", "XX", "country_id", "select a country"),
        ],
    )
    def test_errors_stand_next_to_fields(
        self, emma: Client, store: Store, field: str, value: str, error: str, message: str
    ) -> None:
        before = store.table("address")
        answer = emma.post("/customer/address/formPost/", data={**ADDRESS, field: value})
        assert answer.status_code == 422
        assert message in answer.text.split(f'id="{error}-error"')[1][:200]
        assert "231 Willow Way" in answer.text or field == "street[0]"
        assert store.table("address") == before

    def test_other_peoples_addresses_do_not_exist(self, emma: Client, store: Store) -> None:
        key = store.value("SELECT MIN(id) FROM address WHERE customer_id != ?", emma_id(store))
        before = store.get("address", key)
        assert emma.get(f"/customer/address/edit/id/{key}/").status_code == 404
        assert emma.post(f"/customer/address/formPost/id/{key}/", data=ADDRESS).status_code == 404
        assert emma.post(f"/customer/address/delete/id/{key}/").status_code == 404
        assert store.get("address", key) == before


class TestNewsletter:
    def test_the_account_page_switches_it(self, emma: Client) -> None:
        page = emma.get("/newsletter/manage/").text
        assert 'title="General Subscription"' in page
        assert 'title="General Subscription" checked' not in page
        emma.post("/newsletter/manage/save/", data={"is_subscribed": "1"})
        assert 'title="General Subscription" checked' in emma.get("/newsletter/manage/").text
        emma.post("/newsletter/manage/save/", data={})
        assert 'title="General Subscription" checked' not in emma.get("/newsletter/manage/").text

    def test_the_form_at_the_foot_of_pages(self, emma: Client) -> None:
        answer = emma.post("/newsletter/subscriber/new/", data={"email": EMMA})
        assert answer.status_code == 302
        page = emma.get("/newsletter/manage/").text
        assert "Thank you for your subscription." in page
        assert 'title="General Subscription" checked' in page
        emma.post("/newsletter/subscriber/new/", data={"email": EMMA.upper()})
        assert "already subscribed" in emma.get("/contact").text

    def test_wants_an_address(self, visitor: Client, store: Store) -> None:
        before = store.table("newsletter_subscription")
        answer = visitor.post("/newsletter/subscriber/new/", data={"email": "nobody"})
        assert answer.status_code == 422
        assert "valid email address" in answer.text
        assert store.table("newsletter_subscription") == before

    def test_goes_back_to_the_page_it_came_from(self, visitor: Client) -> None:
        fields = {"email": "a@example.com"}
        headers = {"Referer": "http://shop.test/contact/"}
        assert visitor.post("/newsletter/subscriber/new/", data=fields, headers=headers).location == "/contact/"
        headers = {"Referer": "http://evil.test/contact/"}
        fields = {"email": "b@example.com"}
        assert visitor.post("/newsletter/subscriber/new/", data=fields, headers=headers).location == "/"


class TestContact:
    def test_name_and_address_are_filled_in_for_customers(self, emma: Client, visitor: Client) -> None:
        page = emma.get("/contact").text
        assert 'title="What\u2019s on your mind?"' in page
        assert 'value="Emma Lopez"' in page
        assert f'value="{EMMA}"' in page
        assert 'value="Emma Lopez"' not in visitor.get("/contact/").text

    def test_a_message_is_kept(self, emma: Client, store: Store) -> None:
        fields = {"name": "Emma Lopez", "email": EMMA, "telephone": "", "comment": "It broke."}
        assert emma.post("/contact/index/post", data=fields).location == "/contact/"
        assert "Thanks for contacting us" in emma.get("/contact/").text
        assert store.one("SELECT * FROM contact_message WHERE comment = 'It broke.'") is not None

    @pytest.mark.parametrize("field", ["name", "email", "comment"])
    def test_fields_are_required(self, visitor: Client, store: Store, field: str) -> None:
        fields = {"name": "A", "email": "a@example.com", "comment": "Hello", field: " "}
        answer = visitor.post("/contact/index/post/", data=fields)
        assert answer.status_code == 422
        assert f'id="{field}-error"' in answer.text
        assert store.value("SELECT COUNT(*) FROM contact_message") == 0


class TestWishList:
    def test_adding_says_so_in_the_official_cookie(self, emma: Client, store: Store) -> None:
        product = plain_product(store)
        store.execute("DELETE FROM wishlist_item WHERE customer_id = ?", emma_id(store))
        assert "You have no items in your wish list." in emma.get("/wishlist/").text
        answer = emma.post("/wishlist/index/add/", data={"product": product["id"]})
        assert (answer.status_code, answer.location) == (302, "/wishlist/")
        cookie = next(h for h in answer.headers.getlist("Set-Cookie") if h.startswith("mage-messages="))
        messages = json.loads(unquote(cookie.split("=", 1)[1].split(";")[0]))
        assert f"{product['name']} has been added to your wish list" in messages[0]["text"]
        page = emma.get("/wishlist/").text
        assert '<div class="products-grid wishlist">' in page
        assert str(product["name"]) in page
        assert emma.get_cookie("mage-messages", domain="localhost") is None

    def test_adding_again_raises_the_quantity(self, emma: Client, store: Store) -> None:
        product = plain_product(store)
        store.execute("DELETE FROM wishlist_item WHERE customer_id = ?", emma_id(store))
        for _ in range(2):
            emma.post("/wishlist/index/add/", data={"product": product["id"], "qty": "2"})
        rows = store.query("SELECT quantity FROM wishlist_item WHERE customer_id = ?", emma_id(store))
        assert [row["quantity"] for row in rows] == [4]

    def test_visitors_log_in_first_and_it_is_added_then(self, visitor: Client, store: Store) -> None:
        product = plain_product(store)
        answer = visitor.post("/wishlist/index/add/", data={"product": product["id"]})
        assert answer.location == "/customer/account/login/"
        assert "You must login or register" in visitor.get(answer.location).text
        assert log_in(visitor).location == "/wishlist/"
        assert "has been added to your wish list" in visitor.get("/wishlist/").text

    def test_quantities_and_comments(self, emma: Client, store: Store) -> None:
        first, second = store.query("SELECT * FROM wishlist_item WHERE customer_id = ? LIMIT 2", emma_id(store))
        fields = {f"qty[{first['id']}]": "3", f"description[{first['id']}]": "For Ada", f"qty[{second['id']}]": "0"}
        assert emma.post("/wishlist/index/update/", data=fields).status_code == 302
        row = store.get("wishlist_item", first["id"])
        assert row is not None
        assert (row["quantity"], row["comment"]) == (3, "For Ada")
        assert store.get("wishlist_item", second["id"]) is None

    @pytest.mark.parametrize("quantity", ["-1", "x", "1.5", "99999", "٣"])
    def test_odd_quantities_are_refused(self, emma: Client, store: Store, quantity: str) -> None:
        row = store.one("SELECT * FROM wishlist_item WHERE customer_id = ?", emma_id(store))
        assert row is not None
        answer = emma.post("/wishlist/index/update/", data={f"qty[{row['id']}]": quantity})
        assert answer.status_code == 422
        assert f'id="qty-{row["id"]}-error"' in answer.text
        assert store.get("wishlist_item", row["id"]) == row

    def test_removing(self, emma: Client, store: Store) -> None:
        row = store.one("SELECT * FROM wishlist_item WHERE customer_id = ?", emma_id(store))
        assert row is not None
        assert emma.post(f"/wishlist/index/remove/item/{row['id']}/").status_code == 302
        assert store.get("wishlist_item", row["id"]) is None

    def test_moving_everything_into_the_cart_and_back(self, emma: Client, store: Store) -> None:
        product = plain_product(store)
        store.execute("DELETE FROM wishlist_item WHERE customer_id = ?", emma_id(store))
        emma.post("/wishlist/index/add/", data={"product": product["id"], "qty": "2"})
        assert emma.post("/wishlist/index/allcart/").location == "/checkout/cart/"
        line = store.one("SELECT * FROM cart_item")
        assert line is not None
        assert (line["product_id"], line["quantity"]) == (product["id"], 2)
        assert store.value("SELECT COUNT(*) FROM wishlist_item WHERE customer_id = ?", emma_id(store)) == 0
        emma.post(f"/wishlist/index/fromcart/item/{line['id']}/")
        assert store.value("SELECT COUNT(*) FROM cart_item") == 0
        assert store.value("SELECT quantity FROM wishlist_item WHERE customer_id = ?", emma_id(store)) == 2

    def test_an_item_that_needs_options_leads_to_its_page(self, emma: Client, store: Store) -> None:
        product = store.one(
            "SELECT p.* FROM product p JOIN product_option o ON o.product_id = p.id WHERE o.required AND p.stock > 1"
        )
        assert product is not None
        emma.post("/wishlist/index/add/", data={"product": product["id"]})
        key = store.value("SELECT MAX(id) FROM wishlist_item")
        answer = emma.post(f"/wishlist/index/cart/item/{key}/")
        assert answer.location == f"/{product['slug']}.html"
        assert store.value("SELECT COUNT(*) FROM cart_item") == 0
        assert store.get("wishlist_item", key) is not None

    def test_other_peoples_wishes_do_not_exist(self, emma: Client, store: Store) -> None:
        key = store.insert("wishlist_item", customer_id=28, product_id=plain_product(store)["id"], added=0)
        for path in (f"/wishlist/index/remove/item/{key}/", f"/wishlist/index/cart/item/{key}/"):
            assert emma.post(path).status_code == 404
        emma.post("/wishlist/index/update/", data={f"qty[{key}]": "9"})
        assert store.value("SELECT quantity FROM wishlist_item WHERE id = ?", key) == 1

    def test_unknown_products(self, emma: Client) -> None:
        assert emma.post("/wishlist/index/add/", data={"product": "99999999"}).status_code == 302
        assert "was not found" in emma.get("/wishlist/").text


def test_own_reviews_show_also_those_that_wait(emma: Client, store: Store) -> None:
    product = plain_product(store)
    store.execute("DELETE FROM review WHERE customer_id = ?", emma_id(store))
    assert "You have submitted no reviews." in emma.get("/review/customer/").text
    fields = {"nickname": "Em", "title": "Solid", "detail": "Works.", "ratings[4]": "19"}
    emma.post(f"/review/product/post/id/{product['id']}/", data=fields)
    page = emma.get("/review/customer/").text
    assert "Solid" in page
    assert "waits for approval" in page
    assert 'aria-label="4 stars"' in page
