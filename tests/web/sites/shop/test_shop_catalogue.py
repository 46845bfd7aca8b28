"""The shop's catalogue: pages, lists in every order and with every filter, search, reviews, comparing; bad input."""

import re
from collections.abc import Iterator
from html import unescape
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from werkzeug.test import Client

from osgenesis.envs.web.sites.shop.listing import PriceRange, price_steps
from osgenesis.envs.web.sites.shop.search import ranked
from osgenesis.envs.web.sites.shop.terms import words_of
from osgenesis.envs.web.sites.store import Store
from osgenesis.envs.web.sites.world import World

WORLD = World(("shop",))
STORE: Store = WORLD["shop"].store
CATEGORIES = STORE.query("SELECT * FROM category ORDER BY id")
INJECTION = """'"><script>alert(1)</script>{{7*7}}%00' OR 1=1 --"""


@pytest.fixture
def client() -> Iterator[Client]:
    WORLD.rollback()
    yield WORLD.client("shop")
    WORLD.rollback()


def names_on(html: str) -> list[str]:
    """Names of the products that a list shows, in order."""
    return [unescape(name) for name in re.findall(r'<a class="product-item-link"[^>]*>([^<]*)</a>', html)]


def amount_on(html: str) -> int:
    """How many products a list says that it has."""
    found = re.search(r'id="toolbar-amount">(?:Items \d+-\d+ of )?([\d,]+)', html)
    return int(found.group(1).replace(",", "")) if found else 0


def whole_list(path: str, **query: Any) -> list[str]:
    """Names on all pages of a list."""
    client, found = WORLD.client("shop"), list[str]()
    for page in range(1, 99):
        html = client.get(path, query_string={**query, "p": page}).text
        found += names_on(html)
        if len(found) >= amount_on(html):
            return found
    raise AssertionError("the list has no end")


def stars(row: dict[str, Any]) -> float:
    return row["rating_sum"] / row["review_count"] if row["review_count"] else 0.0


def product(condition: str = "1") -> dict[str, Any]:
    found = STORE.one(f"SELECT * FROM product WHERE {condition} ORDER BY id")
    assert found is not None
    return found


# ---- pages -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/about-us/",
        "/customer-service/",
        "/shipping/",
        "/returns/",
        "/privacy-policy-cookie-restriction-mode/",
        "/search/term/popular/",
        "/catalog/category/sitemap/",
        "/catalogsearch/advanced/",
        "/catalog/product_compare/",
        "/catalogsearch/result/?q=lamp",
        "/catalogsearch/result/index/?q=lamp&product_list_order=price&product_list_dir=asc",
    ],
)
def test_pages_answer(client: Client, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 200
    assert "<h1" in answer.text


def test_every_link_of_the_shop_leads_somewhere(client: Client) -> None:
    todo, seen = ["/"], {"/"}
    while todo:
        path = todo.pop()
        answer = client.get(path)
        assert answer.status_code < 400, path
        if answer.mimetype != "text/html":
            continue
        for link in map(unescape, re.findall(r'(?:href|src)="([^"#]+)', answer.text)):
            assert link.startswith(("/", "data:image/svg+xml")), f"{path} leads out of the shop: {link}"
            # Pages of products and categories by path alone: filters are the business of other tests.
            if link.startswith("/") and "?" not in link and "/add" not in link and "logout" not in link:
                if link not in seen and not link.startswith(("/media/", "/review/product/post", "/newsletter/sub")):
                    seen.add(link)
                    todo.append(link)
    assert len(seen) > 250


def test_a_category_is_reached_by_its_path_and_shows_the_way_to_it(client: Client) -> None:
    html = client.get("/home-kitchen/kitchen/knives.html").text
    crumbs = re.findall(r"<li[^>]*>(?:<a[^>]*>)?([^<]*)", html.split('aria-label="Breadcrumb"')[1].split("</nav>")[0])
    assert [unescape(c) for c in crumbs] == ["Home", "Home & Kitchen", "Kitchen", "Knives"]


def test_a_product_is_reached_by_slug_number_and_through_its_category(client: Client) -> None:
    row = product()
    path = STORE.value("SELECT path FROM category WHERE id = ?", row["category_id"])
    for url in (f"/{row['slug']}.html", f"/{path}/{row['slug']}.html", f"/catalog/product/view/id/{row['id']}/"):
        assert row["sku"] in client.get(url).text
    assert client.get(f"/no-such-category/{row['slug']}.html").status_code == 404


def test_a_product_page_offers_its_options_and_facts(client: Client) -> None:
    row = product("id IN (SELECT product_id FROM product_option)")
    html = client.get(f"/{row['slug']}.html").text
    for option in STORE.query("SELECT * FROM product_option WHERE product_id = ?", row["id"]):
        assert f'name="options[{option["id"]}]"' in html
    assert f'/product/{row["id"]}"' in html.replace("%2F", "/")
    assert 'id="product_addtocart_form"' in html


def test_a_reduced_product_shows_both_prices(client: Client) -> None:
    row = product("special_price IS NOT NULL")
    html = client.get(f"/{row['slug']}.html").text
    for cents in (row["price"], row["special_price"]):
        assert f"${cents // 100:,}.{cents % 100:02d}" in html


def test_pictures_are_svg_and_browsers_may_keep_them(client: Client) -> None:
    answer = client.get(f"/media/product/{product()['id']}/1.svg")
    assert answer.mimetype == "image/svg+xml"
    assert "max-age" in answer.headers["Cache-Control"]
    assert client.get("/media/product/999999/1.svg").status_code == 404
    assert client.get(f"/media/product/{product()['id']}/9.svg").status_code == 404


# ---- lists -----------------------------------------------------------------------------------------


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_any_combination_of_filters_order_and_length_lists_exactly_the_matching_products(data: st.DataObject) -> None:
    category = data.draw(st.sampled_from(CATEGORIES))
    sql = (
        "SELECT p.* FROM product_category pc JOIN product p ON p.id = pc.product_id"
        " WHERE pc.category_id = ? ORDER BY p.position"
    )
    rows = STORE.query(sql, category["id"])
    query: dict[str, Any] = {}
    low = data.draw(st.none() | st.integers(0, 120))
    high = data.draw(st.none() | st.integers(20, 300))
    if low is not None or high is not None:
        query["price"] = f"{'' if low is None else low}-{'' if high is None else high}"
        rows = [r for r in rows if (low or 0) * 100 <= r["final_price"] < (high or 10**6) * 100]
    for column in ("brand", "color", "material"):
        if data.draw(st.integers(0, 4)) == 0:
            value = data.draw(st.sampled_from(sorted({r[column] for r in rows if r[column]}) or ["Nothing"]))
            query[column] = value
            rows = [r for r in rows if r[column] == value]
    if data.draw(st.booleans()):
        query["rating"] = data.draw(st.integers(1, 5))
        rows = [r for r in rows if stars(r) >= query["rating"]]
    order = data.draw(st.sampled_from(["", "position", "name", "price", "rating", "nonsense"]))
    direction = data.draw(st.sampled_from(["", "asc", "desc", "sideways"]))
    query.update({k: v for k, v in (("product_list_order", order), ("product_list_dir", direction)) if v})
    if data.draw(st.booleans()):
        query["product_list_mode"] = "list"
    keys: dict[str, Any] = {
        "name": lambda r: r["name"].lower(),
        "price": lambda r: r["final_price"],
        "rating": lambda r: (stars(r), r["review_count"]),
    }
    rows.sort(key=keys.get(order, lambda r: r["position"]), reverse=direction == "desc")
    assert whole_list(f"/{category['path']}.html", **query) == [row["name"] for row in rows]


@pytest.mark.parametrize("limit", [12, 24, 36])
def test_the_length_of_a_page_can_be_chosen(client: Client, limit: int) -> None:
    html = client.get(f"/home-kitchen.html?product_list_limit={limit}").text
    assert len(names_on(html)) == limit


def test_a_page_beyond_the_last_one_is_the_last_one(client: Client) -> None:
    count = int(re.findall(r"of (\d+)", client.get("/home-kitchen.html").text)[0])
    last = names_on(client.get(f"/home-kitchen.html?p={-(-count // 12)}").text)
    assert names_on(client.get("/home-kitchen.html?p=999").text) == last != []


def test_filters_say_how_many_products_they_leave(client: Client) -> None:
    html = client.get("/electronics.html").text
    sidebar = html.split('aria-label="Shopping Options"')[1].split("</aside>")[0]
    offers = re.findall(r'<a href="([^"]+)">.*?\((\d+)\)</span></a>', sidebar, re.S)
    assert len(offers) > 10
    for link, count in offers:
        assert amount_on(client.get(unescape(link)).text) == int(count), link


def test_filters_in_force_can_be_removed(client: Client) -> None:
    html = client.get("/electronics.html?brand=Corvid&price=0-100").text
    applied = html.split("Now Shopping by")[1].split("Shopping Options")[0]
    assert "Corvid" in applied
    assert "$0.00 - $99.99" in applied
    links = [unescape(link) for link in re.findall(r'href="([^"]+)"', applied)]
    assert "/electronics.html" in links
    assert "/electronics.html?brand=Corvid" in links


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [("0-30", 0, 3000), ("10-", 1000, None), ("-25", None, 2500), ("0-46.99", 0, 4699), ("1.5-2.25", 150, 225)],
)
def test_ranges_of_prices(text: str, low: int | None, high: int | None) -> None:
    assert PriceRange.parse(text) == PriceRange(low, high)


@pytest.mark.parametrize("text", ["", "-", "a-b", "10", "1-2-3", "--", "1e3-2", "-1-5", "٣-٤"])
def test_what_is_no_range_filters_nothing(client: Client, text: str) -> None:
    assert PriceRange.parse(text) is None
    whole = amount_on(client.get("/toys-games.html").text)
    assert amount_on(client.get("/toys-games.html", query_string={"price": text}).text) == whole


@given(st.lists(st.integers(100, 60_000), max_size=40))
def test_ranges_on_offer_hold_every_price_once(prices: list[int]) -> None:
    ranges = [PriceRange(low, high) for low, high in price_steps(prices)]
    for price in prices if ranges else []:
        assert sum(reach.holds(price) for reach in ranges) == 1


# ---- search ----------------------------------------------------------------------------------------


@settings(max_examples=30, deadline=None)
@given(st.lists(st.sampled_from(["wireless", "mouse", "Lamps", "tea", "navy", "cotton", "the", "xyzzy"]), min_size=1))
def test_search_finds_exactly_the_products_with_one_of_the_words(words: list[str]) -> None:
    found = ranked(STORE, " ".join(words))
    wanted = set(words_of(" ".join(words)))
    sql = "SELECT p.id, p.name, p.brand, p.sku, p.features, p.description, p.attributes, p.category_id FROM product p"
    for row in STORE.query(sql):
        path = STORE.value("SELECT path FROM category WHERE id = ?", row["category_id"])
        text = " ".join(str(value) for name, value in row.items() if name != "id") + " " + path.replace("-", " ")
        if row["id"] in found:
            continue
        assert not wanted & set(words_of(row["name"])), text
    assert len(found) == len(set(found))


def test_the_best_match_comes_first(client: Client) -> None:
    row = product("id = 1060")
    assert names_on(client.get("/catalogsearch/result/", query_string={"q": row["name"]}).text)[0] == row["name"]


def test_search_results_can_be_sorted_and_filtered(client: Client) -> None:
    prices = {row["name"]: row["final_price"] for row in STORE.query("SELECT name, final_price FROM product")}
    found = whole_list("/catalogsearch/result/", q="wireless", product_list_order="price", product_list_dir="asc")
    assert [prices[name] for name in found] == sorted(prices[name] for name in found)
    cheap = whole_list("/catalogsearch/result/", q="wireless", price="0-40")
    assert sorted(cheap) == sorted(name for name in found if prices[name] < 4000)


def test_a_search_without_results_proposes_words(client: Client) -> None:
    html = client.get("/catalogsearch/result/?q=headphons").text
    assert "Your search returned no results." in html
    assert "headphone" in html.split("Did you mean")[1]


def test_an_empty_search_leads_to_the_front_page(client: Client) -> None:
    assert client.get("/catalogsearch/result/?q=%20").headers["Location"] == "/"


def test_advanced_search_combines_details(client: Client) -> None:
    sql = "SELECT COUNT(*) FROM product WHERE name LIKE '%lamp%' AND final_price BETWEEN 2000 AND 9000"
    html = client.get("/catalogsearch/advanced/result/?name=lamp&price[from]=20&price[to]=90").text
    assert amount_on(html) == STORE.value(sql)
    assert client.get("/catalogsearch/advanced/result/?name=&sku=%25").status_code == 200
    assert client.get("/catalogsearch/advanced/result/?price[from]=cheap").status_code == 422


# ---- reviews ---------------------------------------------------------------------------------------

REVIEW = {"nickname": "Kim", "title": "Fine", "detail": "It is fine.", "ratings[4]": "19"}


def test_a_review_waits_for_moderation(client: Client) -> None:
    row = product()
    answer = client.post(f"/review/product/post/id/{row['id']}/", data=REVIEW)
    assert answer.status_code == 302
    assert answer.headers["Location"] == f"/{row['slug']}.html"
    written = STORE.one("SELECT * FROM review ORDER BY id DESC")
    assert written is not None
    assert (written["rating"], written["status"], written["nickname"]) == (4, "pending", "Kim")
    html = client.get(f"/{row['slug']}.html").text
    assert "You submitted your review for moderation." in html
    assert "It is fine." not in html


def test_a_customer_is_noted_as_the_author(client: Client) -> None:
    cookie = WORLD.log_in("shop", "emma.lopez@gmail.com")
    client.set_cookie(cookie["name"], cookie["value"], domain="shop.test")
    client.post(f"/review/product/post/id/{product()['id']}/", data=REVIEW, base_url="http://shop.test")
    assert STORE.value("SELECT customer_id FROM review ORDER BY id DESC") == 27


@pytest.mark.parametrize(
    ("field", "value"), [("nickname", " "), ("title", ""), ("detail", ""), ("ratings[4]", "21"), ("ratings[4]", "")]
)
def test_what_is_missing_in_a_review_is_said_beside_the_field(client: Client, field: str, value: str) -> None:
    before = STORE.value("SELECT COUNT(*) FROM review")
    answer = client.post(f"/review/product/post/id/{product()['id']}/", data={**REVIEW, field: value})
    assert answer.status_code == 422
    assert answer.text.count('class="field-error"') == 1
    assert "It is fine." in answer.text or field == "detail"
    assert STORE.value("SELECT COUNT(*) FROM review") == before


def test_reviews_are_paged_and_can_be_limited_to_stars(client: Client) -> None:
    row = STORE.one("SELECT * FROM product ORDER BY review_count DESC")
    assert row is not None
    rows = STORE.query(
        "SELECT * FROM review WHERE product_id = ? AND status = 'approved' ORDER BY created DESC, id DESC", row["id"]
    )

    def titles(query: str) -> int:
        return client.get(f"/{row['slug']}.html{query}").text.count('class="review-item"')

    assert titles("") == min(10, len(rows))
    for number in range(1, 6):
        assert titles(f"?stars={number}") == min(10, sum(r["rating"] == number for r in rows)) or not any(
            r["rating"] == number for r in rows
        )


# ---- comparing -------------------------------------------------------------------------------------


def test_products_are_compared_side_by_side(client: Client) -> None:
    one, other = STORE.query("SELECT * FROM product ORDER BY id LIMIT 2")
    for row in (one, other, one):
        answer = client.post("/catalog/product_compare/add/", data={"product": row["id"]}, base_url="http://shop.test")
        assert answer.status_code == 302
    html = client.get("/catalog/product_compare/", base_url="http://shop.test").text
    assert html.count('title="Add to Cart"') == 2
    client.post("/catalog/product_compare/remove/", data={"product": one["id"]}, base_url="http://shop.test")
    assert STORE.value("SELECT COUNT(*) FROM compare_item") == 1
    client.post("/catalog/product_compare/clear/", base_url="http://shop.test")
    assert STORE.value("SELECT COUNT(*) FROM compare_item") == 0


# ---- bad input -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("path", "field"),
    [
        *(("/electronics.html", name) for name in ("price", "brand", "color", "material", "rating", "cat", "p")),
        *(
            ("/electronics.html", f"product_list_{name}")
            for name in ("order", "dir", "limit", "mode")
        ),
        ("/catalogsearch/result/", "q"),
        *(("/catalogsearch/advanced/result/", name) for name in ("name", "sku", "description", "price[from]")),
    ],
)  # fmt: skip
def test_markup_and_sql_in_addresses_stay_text(client: Client, path: str, field: str) -> None:
    answer = client.get(path, query_string={field: INJECTION})
    assert answer.status_code in (200, 422)
    assert "<script>alert" not in answer.text


@pytest.mark.parametrize("field", ["nickname", "title", "detail"])
def test_markup_in_reviews_stays_text(client: Client, field: str) -> None:
    row = product()
    client.post(f"/review/product/post/id/{row['id']}/", data={**REVIEW, field: INJECTION})
    STORE.execute("UPDATE review SET status = 'approved'")
    assert "<script>alert" not in client.get(f"/{row['slug']}.html").text
    assert client.post(f"/review/product/post/id/{row['id']}/", data={field: INJECTION}).status_code == 422


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=60), st.sampled_from(["q", "price", "brand", "p", "rating", "product_list_limit", "stars"]))
def test_any_text_in_any_parameter_gets_a_page(text: str, name: str) -> None:
    client = WORLD.client("shop")
    for path in ("/toys-games.html", "/catalogsearch/result/", f"/{product()['slug']}.html"):
        assert client.get(path, query_string={"q": "lamp", name: text}).status_code in (200, 302)


@pytest.mark.parametrize("path", ["/nothing.html", "/electronics/nothing.html", "/catalog/product/view/id/0/", "/x"])
def test_what_does_not_exist_is_a_page_that_says_so(client: Client, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 404
    assert "Whoops" in answer.text
    assert client.post("/review/product/post/id/0/", data=REVIEW).status_code == 404
    assert client.post("/catalog/product_compare/add/", data={"product": "x"}).status_code == 404
