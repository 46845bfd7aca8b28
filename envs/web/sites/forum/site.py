"""The forum's declaration."""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import urlsplit

from osgenesis.envs.web.sites.accounts import LOG_INS
from osgenesis.envs.web.sites.forum.schema import SCHEMA
from osgenesis.envs.web.sites.forum.words import VOCABULARY
from osgenesis.envs.web.sites.seeds import Seeding
from osgenesis.envs.web.sites.site import Site
from osgenesis.envs.web.sites.store import Row, Store

__all__ = ["host", "own_picture", "site"]

_PICTURE: Final = re.compile(r"/submission_images/[A-Za-z0-9._-]+$")


def host(url: str) -> str:
    """The host name of an address, without "www."."""
    try:
        return (urlsplit(url).hostname or "").removeprefix("www.")
    except ValueError:
        return ""


def own_picture(url: str) -> str:
    """Path of the picture if an address names one that this board serves, else nothing."""
    found = _PICTURE.search(url)
    return found[0] if found else ""


def _seed(seeding: Seeding) -> None:
    from osgenesis.envs.web.sites.forum.seed.population import populate

    populate(seeding)


def _find_user(store: Store, key: int) -> Row | None:
    row = store.get("user", key)
    return None if row is None or row["deleted"] else row


def _user_id(store: Store, name: str) -> int | None:
    row = store.one("SELECT id FROM user WHERE name = ? AND deleted = 0", name)
    return None if row is None else int(row["id"])


site = Site(
    name="forum",
    title="Lantern",
    host="forum.test",
    variable="WA_REDDIT",
    port=9999,
    package="osgenesis.envs.web.sites.forum",
    views=(
        "views_lists",
        "views_forums",
        "views_threads",
        "views_comments",
        "views_submit",
        "views_users",
        "views_account",
        "views_messages",
        "views_media",
    ),
    schema=SCHEMA,
    seed=_seed,
    account=LOG_INS["forum"].account,
    find_user=_find_user,
    user_id=_user_id,
    vocabulary=VOCABULARY,
    hidden=("picture",),
    filters={"host": host, "own_picture": own_picture},
)
