"""The shop's declaration."""

from __future__ import annotations

from osgenesis.envs.web.sites.accounts import LOG_INS
from osgenesis.envs.web.sites.seeds import Seeding
from osgenesis.envs.web.sites.shop.schema import SCHEMA
from osgenesis.envs.web.sites.shop.words import VOCABULARY
from osgenesis.envs.web.sites.site import Site
from osgenesis.envs.web.sites.store import Row, Store

__all__ = ["site"]


def _seed(seeding: Seeding) -> None:
    from osgenesis.envs.web.sites.shop.content import fill

    fill(seeding)


def _find_user(store: Store, key: int) -> Row | None:
    return store.get("customer", key)


def _user_id(store: Store, email: str) -> int | None:
    found = store.one("SELECT id FROM customer WHERE email = ?", email.strip().lower())
    return None if found is None else int(found["id"])


site = Site(
    name="shop",
    title="Larkspur Market",
    host="shop.test",
    variable="WA_SHOPPING",
    port=7770,
    package="osgenesis.envs.web.sites.shop",
    views=(
        "frame",
        "rest",
        "account",
        "addresses",
        "cart",
        "checkout",
        "orders",
        "wishlist",
        "newsletter",
        "contact",
        "reviews",
        "compare",
        "search",
        "pictures",
        "catalogue",
    ),
    schema=SCHEMA,
    seed=_seed,
    account=LOG_INS["shop"].account,
    find_user=_find_user,
    user_id=_user_id,
    vocabulary=VOCABULARY,
    hidden=("search_word",),
)
