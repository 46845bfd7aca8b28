"""Every address of every site, asked for anything by anybody, gets an answer; and nobody else's things change."""

import json
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import quote

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from werkzeug.routing import IntegerConverter, Rule
from werkzeug.test import Client

from osgenesis.envs.web.sites.world import World

SITES = ("forum", "shop", "wikipedia", "homepage")
TEXTS = (
    "", "0", "-1", "1", "2", "007", "1e3", "NaN", "٣", "²", "9223372036854775807", "9223372036854775808", "1" * 40,
    "1" * 5000,
    "%", "_", "\\", "'", '"', "';DROP TABLE user;--", "<script>", "\0", "a\0b", "\ufffd", "../../etc/passwd",
    "//evil.example/",
    "http://evil.example/", "/\\evil.example", "/\t/evil.example", "javascript:alert(1)", "\r\nSet-Cookie: a=b",
    "a" * 5000, "[]",
    "{}", '{"a":', "null", "😀", "é" * 300, "x@y.example", "1-2", "--", "price", "desc", "True", "2023-99-99",
)  # fmt: skip
NAMES = {
    "forum": (
        "comment[comment]", "message[title]", "message[body]", "moderator[user]", "user[email]",
        "user[password][first]", "user[username]", "user_biography[biography]",
        "q", "kind", "sort", "p", "page", "t", "next", "draft", "order", "choice", "title", "body", "user", "name",
        "email",
        "password", "biography", "_username", "_password", "_target_path", "save_draft",
        "submission[title]", "submission[body]", "submission[url]", "submission[mediaType]", "submission[forum]",
        "forum[name]", "forum[title]", "forum[description]", "forum[sidebar]", "reply_to_submission_20001[comment]",
    ),
    "shop": (
        "q", "p", "price", "brand", "color", "cat", "rating", "product_list_order", "product_list_dir",
        "product_list_limit",
        "product_list_mode", "qty", "product", "item", "id", "stars", "limit", "image", "sku", "name", "description",
        "options[1]", "cart[1][qty]", "description[1]", "qty[1]", "coupon_code", "remove", "update_cart_action",
        "login[username]", "login[password]", "email", "firstname", "lastname", "street[0]", "city", "postcode",
        "country_id",
        "region_id", "telephone", "nickname", "title", "detail", "ratings[4]", "comment", "referer", "is_subscribed",
        "oar_order_id", "oar_billing_lastname", "oar_type", "oar_email", "oar_zip", "address_id", "shipping_method",
        "payment[method]", "current_password", "password", "password_confirmation", "change_email", "change_password",
        "searchCriteria[currentPage]", "searchCriteria[pageSize]", "searchCriteria[sortOrders][0][field]",
        "searchCriteria[filterGroups][0][filters][0][field]", "searchCriteria[filterGroups][0][filters][0][value]",
    ),
    "wikipedia": ("pattern", "start", "pageLength", "term", "content", "p"),
    "homepage": ("title", "body", "expression", "p"),
}  # fmt: skip
BODIES: tuple[dict[str, Any], ...] = (
    {"data": b"\xff\xfe\0" * 9, "content_type": "application/json"},
    {"data": b"{" * 9000, "content_type": "application/json"},
    {"json": []},
    {"json": None},
    {"json": {"username": {}, "password": [], "billingAddress": 1, "paymentMethod": {"method": 5}}},
    {"data": b'------x\r\nContent-Disposition: form-data; name="a"; filename="\xff"\r\n\r\nabc',
     "content_type": "multipart/form-data; boundary=----x"},
    {"data": b"abc", "content_type": "multipart/form-data"},
    {"data": b"a=%ff%zz&=&&a;b==", "content_type": "application/x-www-form-urlencoded; charset=utf-7"},
)  # fmt: skip


def user_of(world: World, site: str, name: str | None = None) -> Any:
    """Id of a user, by default of the site's account."""
    declared = world[site].site
    assert declared.user_id is not None
    assert declared.account is not None
    return declared.user_id(world[site].store, name or declared.account.username)


@pytest.fixture(scope="module")
def world() -> Iterator[World]:
    made = World()
    yield made
    made.close()


def rules(world: World, site: str) -> list[Rule]:
    return sorted(world[site].site.url_map.iter_rules(), key=lambda rule: (rule.rule, rule.endpoint))


def address(rule: Rule, pick: Any) -> str:
    """An address that the rule is for; `pick(converter)` chooses what stands for each variable."""
    parts = []
    for variable, part in rule._trace:
        if part == "|":
            continue  # the end of the host
        parts.append(pick(rule._converters[part]) if variable else part.lstrip("|"))
    return "".join(parts) or "/"


def logged_in(world: World, site: str) -> Client:
    client = world.client(site)
    if world[site].site.account is not None:
        client.set_cookie(f"{site}_session", world.log_in(site)["value"])
    return client


@pytest.mark.parametrize("site", SITES)
@given(data=st.data())
@settings(max_examples=80, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_anything_asked_of_any_address_gets_an_answer(world: World, site: str, data: st.DataObject) -> None:
    texts = st.one_of(st.sampled_from(TEXTS), st.text(max_size=12))
    names = st.one_of(st.sampled_from(NAMES[site]), st.text(max_size=4))

    def pick(converter: Any) -> str:
        if isinstance(converter, IntegerConverter):
            return data.draw(st.sampled_from(("0", "1", "20001", "9" * 18, str(2**63 - 1), str(2**63), "1" * 5000)))
        if hasattr(converter, "items"):
            return str(data.draw(st.sampled_from(sorted(converter.items))))
        return quote(data.draw(texts) or "x", safe="")

    for _ in range(4):
        rule = data.draw(st.sampled_from(rules(world, site)))
        method = data.draw(st.sampled_from(sorted(set(rule.methods or ()) - {"OPTIONS"})))
        # Pairs, so that a parameter may come twice.
        query = data.draw(st.lists(st.tuples(names, texts), max_size=4))
        body: dict[str, Any] = {}
        if method == "POST":
            body = data.draw(
                st.one_of(st.dictionaries(names, texts, max_size=9).map(lambda d: {"data": d}), st.sampled_from(BODIES))
            )
        client = logged_in(world, site) if data.draw(st.booleans()) else world.client(site)
        answer = client.open(address(rule, pick), method=method, query_string=as_query(query), **body)
        assert answer.status_code < 500
        target = answer.headers.get("Location", "/")
        assert target.startswith("/")
        assert not target.startswith(("//", "/\\"))
        assert not set("\r\n\t") & set(target)
        assert answer.headers.getlist("Set-Cookie") == [
            c for c in answer.headers.getlist("Set-Cookie") if c.startswith((site, "mage"))
        ]
    world.rollback()


def as_query(pairs: list[tuple[str, str]]) -> str:
    return "&".join(f"{quote(name)}={quote(value)}" for name, value in pairs)


# ---- other people's things ---------------------------------------------------------------------------

# What anybody may do without an account: rows that may come or change.
OPEN_TO_ALL = {
    "forum": {"session", "user"},  # registration
    "shop": {
        "session",
        "cart",
        "cart_item",
        "compare_item",
        "contact_message",
        "customer",
        "newsletter_subscription",
        "review",
    },
    "wikipedia": {"session"},
    "homepage": {"session", "note"},
}
# Whose a row is: table -> column.
OWNERS = {
    "forum": {
        "submission": "author_id", "comment": "author_id", "submission_vote": "user_id", "comment_vote": "user_id",
        "subscription": "user_id", "saved": "user_id", "draft": "user_id", "message": "sender_id",
        "notification": "user_id",
        "hidden_forum": "user_id", "blocked_user": "user_id", "user": "id",
    },
    "shop": {
        "customer": "id", "address": "customer_id", "newsletter_subscription": "customer_id",
        "wishlist_item": "customer_id",
        "cart": "customer_id", "sales_order": "customer_id", "review": "customer_id",
    },
}  # fmt: skip
# Counts that change when others vote, answer or write.
COUNTED = {"upvotes", "downvotes", "score", "hot", "controversy", "comments", "active"}
FIELDS = {
    "choice": "1", "title": "x", "comment": "x", "name": "x", "comment[comment]": "x", "user_biography[biography]": "x",
    "message[title]": "x", "message[body]": "x", "moderator[user]": "MarvelsGrantMan136", "user[email]": "x@y.example",
    "user[password][first]": "different1", "user[password][second]": "different1", "remove": "1",
    "email": "x@y.example", "password": "different1", "password_confirmation": "different1", "change_password": "1",
    "change_email": "1", "submission[title]": "x", "submission[body]": "x", "submission[forum]": "10001", "qty": "1",
    "firstname": "A", "lastname": "B", "street[0]": "C 1", "city": "D", "postcode": "12345", "country_id": "US",
    "region_id": "12", "telephone": "5", "nickname": "x", "detail": "x", "ratings[4]": "20",
    "forum[name]": "renamed_forum",
    "forum[title]": "x", "forum[description]": "x", "confirm": "1", "is_subscribed": "1",
}  # fmt: skip


def post_everywhere(world: World, site: str, client: Client, keys: list[dict[str, Any]]) -> int:
    """Post to every address that takes posts, for each set of things named in it."""
    count = 0
    for rule in rules(world, site):
        if "POST" not in (rule.methods or ()) or "log" in rule.endpoint.partition(".")[2]:
            continue  # who logs out or in is somebody else from then on
        for things in keys:
            chosen = {name: things[name] for name in rule.arguments if name in things}
            acts: list[str] = ["-"]
            for name, converter in rule._converters.items():
                if hasattr(converter, "items") and name not in chosen:
                    acts = sorted(converter.items)
                elif name not in chosen:
                    chosen[name] = things["key"] if isinstance(converter, IntegerConverter) else "x"
            for act in acts:
                values = {name: chosen.get(name, act) for name in rule.arguments}
                adapter = world[site].site.url_map.bind("x")
                path = adapter.build(rule.endpoint, values, method="POST")
                numbered = {
                    f"reply_to_comment_{things.get('comment')}[comment]": "x",
                    f"reply_to_submission_{things.get('key')}[comment]": "x",
                }
                fields = (
                    FIELDS
                    | numbered
                    | {"id": str(things.get("key")), "item": str(things.get("key")), "product": str(things.get("key"))}
                )
                assert client.post(path, data=fields).status_code < 500, path
                count += 1
    return count


def others(world: World, site: str) -> list[dict[str, Any]]:
    """Things that belong to somebody else than the site's account, by the names of variables in addresses."""
    store = world[site].store
    if site == "forum":
        me = user_of(world, site, "MarvelsGrantMan136")
        rows = store.query(
            "SELECT f.name AS forum, s.id AS key, s.slug, c.id AS comment, u.name FROM comment c "
            "JOIN submission s ON s.id = c.submission_id JOIN forum f ON f.id = s.forum_id "
            "JOIN user u ON u.id = s.author_id WHERE c.author_id <> ?1 AND s.author_id <> ?1 "
            "AND f.id NOT IN (SELECT forum_id FROM moderator WHERE user_id = ?1) ORDER BY s.id LIMIT 3",
            me,
        )
        one, two = store.query("SELECT id FROM user WHERE id <> ? ORDER BY id LIMIT 2", me)
        draft = store.insert("draft", user_id=one["id"], title="theirs", body="", url="", media="text", updated=1)
        people = {"sender_id": one["id"], "recipient_id": two["id"]}
        letter = store.insert("message", thread_id=9000, **people, title="theirs", body="theirs", created=1)
        store.update("message", letter, thread_id=letter)
        note = store.insert("notification", user_id=one["id"], kind="message", subject_id=letter, created=1)
        return [*rows, {"key": draft}, {"key": letter}, {"key": note}]
    me = user_of(world, site, "emma.lopez@gmail.com")
    found = []
    for table in ("address", "wishlist_item", "sales_order"):
        found += store.query(f"SELECT id AS key FROM {table} WHERE customer_id <> ? ORDER BY id LIMIT 3", me)
    found += store.query(
        "SELECT i.id AS key FROM cart_item i JOIN cart c ON c.id = i.cart_id WHERE c.customer_id IS NOT ? LIMIT 3", me
    )
    return found


def changed(world: World, site: str, before: Mapping[str, Mapping[int, Any]]) -> list[tuple[str, Any, Any]]:
    """Rows that were there before and differ now: (table, then, now)."""
    store = world[site].store
    return [
        (table, rows[key], store.get(table, key))
        for table, rows in before.items()
        for key in {key for name, key, _ in world[site].delta() if name == table} & set(rows)
        if rows[key] != store.get(table, key)
    ]


def tables(world: World, site: str) -> dict[str, Mapping[int, Any]]:
    store = world[site].store
    return {name: store.table(name) for name in store.image.names}


@pytest.mark.parametrize("site", ["forum", "shop", "homepage"])
def test_without_an_account_nothing_of_anybody_changes(world: World, site: str) -> None:
    keys: list[dict[str, Any]] = others(world, site) if site in OWNERS else [{"key": 999}]
    before = tables(world, site)
    assert post_everywhere(world, site, world.client(site), keys) > len(keys)
    added = {table for table, rows in tables(world, site).items() if set(rows) - set(before[table])}
    assert added <= OPEN_TO_ALL[site]
    assert [change for change in changed(world, site, before) if change[0] != "session"] == []
    world.rollback()


@pytest.mark.parametrize("site", sorted(OWNERS))
def test_a_member_cannot_change_what_belongs_to_others(world: World, site: str) -> None:
    me = user_of(world, site)
    things = others(world, site)
    assert len(things) > 5
    before = tables(world, site)
    client = logged_in(world, site)
    assert post_everywhere(world, site, client, things) > 100
    assert client.get({"forum": "/inbox", "shop": "/customer/account/"}[site]).status_code == 200  # still logged in
    for table, then, now in changed(world, site, before):
        owner = OWNERS[site].get(table)
        if owner is None or then[owner] in (me, None):
            continue
        kept = {name: value for name, value in then.items() if name not in COUNTED}
        assert {name: (now or {}).get(name) for name in kept} == kept, f"{table}: {then} became {now}"
    world.rollback()


def test_pages_of_others_are_not_shown(world: World) -> None:
    store = world["shop"].store
    client = logged_in(world, "shop")
    me = user_of(world, "shop", "emma.lopez@gmail.com")
    order = store.value("SELECT id FROM sales_order WHERE customer_id <> ?", me)
    home = store.value("SELECT id FROM address WHERE customer_id <> ?", me)
    for path in (
        f"/sales/order/view/order_id/{order}/",
        f"/sales/order/print/order_id/{order}/",
        f"/customer/address/edit/id/{home}/",
    ):
        assert client.get(path).status_code in (302, 403, 404), path
    stranger = store.value("SELECT id FROM customer WHERE id <> ?", me)
    assert json.dumps(stranger) not in client.get("/customer/account/").headers.get("Set-Cookie", "")
