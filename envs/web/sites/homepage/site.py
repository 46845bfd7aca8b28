"""The homepage's declaration."""

from __future__ import annotations

from typing import Final

from osgenesis.envs.core.vocabulary import FieldWords, TableWords, Vocabulary
from osgenesis.envs.web.sites.seeds import Seeding
from osgenesis.envs.web.sites.site import Site

__all__ = ["site"]

_SCHEMA: Final = """
CREATE TABLE note (id INTEGER PRIMARY KEY, title TEXT NOT NULL, body TEXT NOT NULL, created INTEGER NOT NULL);
-- Accounts that the page of passwords lists besides those that the sites declare.
CREATE TABLE account (
    id INTEGER PRIMARY KEY, site TEXT NOT NULL, username TEXT NOT NULL, password TEXT NOT NULL
);
"""


# Title, text, days before the start.
_NOTES: Final = (
    ("Welcome", "Notes that you keep here stay until the world is reset.", 30),
    ("Library", "Return the two books by Friday.\nAsk for the atlas of rivers.", 6),
    ("Ideas for the weekend", "Bake bread, repair the bicycle, call Aunt May.", 2),
)


def _seed(seeding: Seeding) -> None:
    now = int(seeding.now.timestamp())
    seeding.insert(
        "note",
        [
            {"id": key, "title": title, "body": body, "created": now - days * 86_400}
            for key, (title, body, days) in enumerate(_NOTES, 1)
        ],
    )
    accounts = () if seeding.entities is None else seeding.entities.accounts
    seeding.insert(
        "account",
        [
            {"id": key, "site": name, "username": username, "password": password}
            for key, (name, username, password) in enumerate(accounts, 1)
        ],
    )


site = Site(
    name="homepage",
    title="Homepage",
    host="home.test",
    variable="WA_HOMEPAGE",
    port=4399,
    package="osgenesis.envs.web.sites.homepage",
    views=("views",),
    schema=_SCHEMA,
    seed=_seed,
    vocabulary=Vocabulary.of(
        TableWords(
            "homepage/note",
            "Homepage",
            "note",
            "title",
            {"title": FieldWords("title"), "body": FieldWords("text"), "created": FieldWords("time", kind="hidden")},
            volatile=("id", "created"),
        ),
        TableWords(
            "homepage/account",
            "Homepage",
            "account",
            "username",
            {"site": FieldWords("site"), "username": FieldWords("user name"), "password": FieldWords("password")},
            volatile=("id",),
        ),
    ),
)
