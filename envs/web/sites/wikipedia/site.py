"""The encyclopedia's declaration."""

from __future__ import annotations

from osgenesis.envs.core.vocabulary import FieldWords, TableWords, Vocabulary
from osgenesis.envs.web.sites.site import Site
from osgenesis.envs.web.sites.wikipedia.articles import address
from osgenesis.envs.web.sites.wikipedia.seed import seed_encyclopedia

__all__ = ["site"]

_SCHEMA = """
CREATE TABLE article (
    id INTEGER PRIMARY KEY,
    title TEXT NOT NULL UNIQUE,
    kind TEXT NOT NULL,
    description TEXT NOT NULL,
    content TEXT NOT NULL,
    text TEXT NOT NULL,
    picture TEXT NOT NULL
);
CREATE INDEX article_pictured ON article (id, kind) WHERE picture != '';
CREATE TABLE redirect (
    id INTEGER PRIMARY KEY, title TEXT NOT NULL UNIQUE, article_id INTEGER NOT NULL REFERENCES article (id)
);
CREATE TABLE category (id INTEGER PRIMARY KEY, title TEXT NOT NULL UNIQUE);
CREATE TABLE membership (id INTEGER PRIMARY KEY, category_id INTEGER NOT NULL, article_id INTEGER NOT NULL);
CREATE INDEX membership_of_article ON membership (article_id);
CREATE INDEX membership_of_category ON membership (category_id);
CREATE TABLE link (id INTEGER PRIMARY KEY, source_id INTEGER NOT NULL, name TEXT NOT NULL, target_id INTEGER NOT NULL);
CREATE INDEX link_of_source ON link (source_id);
CREATE INDEX link_of_target ON link (target_id);
-- Lower case without accents, for the search.
CREATE TABLE search_text (
    id INTEGER PRIMARY KEY REFERENCES article (id), title TEXT NOT NULL, other TEXT NOT NULL, text TEXT NOT NULL
);
"""

site = Site(
    name="wikipedia",
    title="Wikipedia",
    host="wiki.test",
    variable="WA_WIKIPEDIA",
    port=8888,
    package="osgenesis.envs.web.sites.wikipedia",
    views=("views",),
    schema=_SCHEMA,
    seed=seed_encyclopedia,
    vocabulary=Vocabulary.of(
        TableWords(
            "wikipedia/article",
            "Wikipedia",
            "article",
            "title",
            {
                "title": FieldWords("title"),
                "kind": FieldWords("subject"),
                "description": FieldWords("short description"),
                "text": FieldWords("text"),
                "content": FieldWords("layout", kind="hidden"),
                "picture": FieldWords("picture", kind="hidden"),
            },
            volatile=("id",),
        ),
        TableWords(
            "wikipedia/category", "Wikipedia", "category", "title", {"title": FieldWords("title")}, volatile=("id",)
        ),
        TableWords(
            "wikipedia/redirect", "Wikipedia", "other title", "title", {"title": FieldWords("title")}, volatile=("id",)
        ),
        TableWords("wikipedia/link", "Wikipedia", "link", "name", {"name": FieldWords("title")}, volatile=("id",)),
    ),
    hidden=("search_text",),
    filters={"address": address},
)
