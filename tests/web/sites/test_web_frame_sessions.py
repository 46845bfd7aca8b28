"""Sessions: numbers and tokens are used once in an episode, and are the same in every run of it."""

from collections.abc import Iterator
from typing import Any

import pytest
from werkzeug.test import Client

from osgenesis.envs.web.sites.world import World

EMMA = ("emma.lopez@gmail.com", "Password.123")
MEMBER = {"_username": "MarvelsGrantMan136", "_password": "test1234"}


@pytest.fixture
def world() -> Iterator[World]:
    made = World(("forum", "shop"))
    yield made
    made.close()


def token(client: Client, site: str = "forum") -> str | None:
    cookie = client.get_cookie(f"{site}_session")
    return None if cookie is None else cookie.value


def logged_in(world: World) -> Client:
    client = world.client("forum")
    assert client.post("/login_check", data=MEMBER).status_code == 302
    return client


def test_a_token_does_not_come_back_after_a_log_out(world: World) -> None:
    first = logged_in(world)
    old = token(first)
    first.post("/logout")
    assert token(first) is None
    assert token(logged_in(world)) not in (None, old)


def test_the_token_of_an_ended_session_opens_nothing(world: World) -> None:
    client = logged_in(world)
    old = token(client)
    client.post("/logout")
    client.set_cookie("forum_session", str(old))
    assert client.get("/inbox").status_code == 302


def test_the_account_gets_a_new_session_after_its_first_has_ended(world: World) -> None:
    def cookie() -> dict[str, Any]:
        return world.log_in("forum")

    first = cookie()
    client = world.client("forum")
    client.set_cookie("forum_session", first["value"])
    client.post("/logout")
    second = cookie()
    assert second["value"] != first["value"]
    client.set_cookie("forum_session", second["value"])
    assert client.get("/inbox").status_code == 200


def test_tokens_are_the_same_in_every_run(world: World) -> None:
    def play() -> list[str | None]:
        world.rollback()
        clients = [logged_in(world)]
        clients[0].post("/logout")
        return [token(logged_in(world)), token(logged_in(world))]

    assert play() == play()


def test_ended_sessions_survive_a_snapshot(world: World) -> None:
    client = logged_in(world)
    old = token(client)
    client.post("/logout")
    twin = world.fork()
    assert token(logged_in(twin)) not in (None, old)
    twin.close()


def test_a_new_visitor_does_not_find_what_one_who_has_gone_left(world: World) -> None:
    product = world["shop"].store.one("SELECT id, name FROM product")
    assert product is not None
    guest = world.client("shop")
    guest.post("/catalog/product_compare/add/", data={"product": product["id"]})
    guest.post("/customer/account/loginPost/", data={"login[username]": EMMA[0], "login[password]": EMMA[1]})
    guest.get("/customer/account/logout/")
    other = world.client("shop")
    other.post("/customer/account/forgotpassword/", data={"email": "a@b.example"})  # its message needs a session
    assert token(other, "shop") is not None
    assert product["name"] not in other.get("/catalog/product_compare/").get_data(as_text=True)
