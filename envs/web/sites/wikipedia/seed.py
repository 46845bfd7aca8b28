"""From facts to the encyclopedia's tables."""

from __future__ import annotations

import importlib
import json
from collections.abc import Iterable
from typing import Any, Final

from osgenesis.envs.web.sites.seeds import Seeding
from osgenesis.envs.web.sites.wikipedia.articles import Article, plain
from osgenesis.envs.web.sites.wikipedia.search import folded

__all__ = ["all_articles", "seed_encyclopedia"]

# Modules of `data` with a function `articles()`; on equal titles the first one wins.
_SUBJECTS: Final = (
    "notable",
    "elements",
    "states",
    "countries",
    "space",
    "parks",
    "presidents",
    "universities",
    "teams",
    "films",
    "scientists",
    "artists",
    "cities",
    "nature",
    "buildings",
    "computing",
    "lists",
)


def all_articles() -> list[Article]:
    """Every article that the facts give, in the order of the subjects."""
    found: dict[str, Article] = {}
    for name in _SUBJECTS:
        module = importlib.import_module(f"osgenesis.envs.web.sites.wikipedia.data.{name}")
        for article in module.articles():
            found.setdefault(article.title, article)
    return list(found.values())


def seed_encyclopedia(seeding: Seeding) -> None:
    """Fill the tables; the small encyclopedia has the articles marked as core."""
    articles = [article for article in all_articles() if seeding.size == "full" or article.core]
    if seeding.entities is not None:
        articles = with_entities(articles, seeding.entities.articles)
    ids = {article.title: key for key, article in enumerate(articles, 1)}
    seeding.insert("article", [_article_row(ids[article.title], article) for article in articles])
    names = dict(ids)
    redirects: list[dict[str, Any]] = []
    for article in articles:
        for title in article.redirects:
            if title not in names:
                names[title] = ids[article.title]
                redirects.append({"id": len(redirects) + 1, "title": title, "article_id": ids[article.title]})
    seeding.insert("redirect", redirects)
    others: dict[int, list[str]] = {}
    for row in redirects:
        others.setdefault(row["article_id"], []).append(row["title"])
    seeding.insert("search_text", [_search_row(ids[a.title], a, others.get(ids[a.title], [])) for a in articles])
    _seed_links(seeding, articles, ids, names)
    _seed_categories(seeding, articles, ids)


def _search_row(key: int, article: Article, others: list[str]) -> dict[str, Any]:
    text = "\n".join(plain(text) for text in article.texts())
    return {"id": key, "title": folded(article.title), "other": folded("\n".join(others)), "text": folded(text)}


def _article_row(key: int, article: Article) -> dict[str, Any]:
    return {
        "id": key,
        "title": article.title,
        "kind": article.kind,
        "description": article.description,
        "content": json.dumps(article.content, ensure_ascii=False),
        "text": "\n".join(plain(text) for text in article.texts()),
        "picture": "" if article.picture is None else json.dumps(article.picture, ensure_ascii=False),
    }


def _seed_links(seeding: Seeding, articles: list[Article], ids: dict[str, int], names: dict[str, int]) -> None:
    rows: list[dict[str, Any]] = []
    for article in articles:
        for name in dict.fromkeys(article.linked()):
            target = names.get(name) or names.get(name[:1].upper() + name[1:])
            if target is not None and target != ids[article.title]:
                rows.append({"id": len(rows) + 1, "source_id": ids[article.title], "name": name, "target_id": target})
    seeding.insert("link", rows)


def _seed_categories(seeding: Seeding, articles: list[Article], ids: dict[str, int]) -> None:
    titles = sorted({title for article in articles for title in article.categories})
    categories = {title: key for key, title in enumerate(titles, 1)}
    seeding.insert("category", [{"id": key, "title": title} for title, key in categories.items()])
    pairs = [(categories[t], ids[a.title]) for a in articles for t in dict.fromkeys(a.categories)]
    rows = [{"id": key, "category_id": c, "article_id": a} for key, (c, a) in enumerate(pairs, 1)]
    seeding.insert("membership", rows)


def with_entities(articles: list[Article], wanted: Iterable[Any]) -> list[Article]:
    """The articles and those that must exist besides; facts that an article lacks become its first section."""
    found = {article.title: article for article in articles}
    known = {article.title: article for article in all_articles()}
    for entity in wanted:
        title = entity.title.replace("_", " ")
        article = found.get(title) or known.get(title)
        if article is None:
            lead = entity.facts[0] if entity.facts else f"'''{title}''' is described in this encyclopedia."
            article = Article(title, "other", "", [lead], categories=["Other subjects"])
        found[title] = article
        if not _in_order(entity.facts, "\n".join(plain(text) for text in article.texts())):
            article.sections.insert(0, ("Facts", [("ul", list(entity.facts))]))
    return list(found.values())


def _in_order(facts: Iterable[str], text: str) -> bool:
    at = 0
    for fact in facts:
        at = text.find(fact, at)
        if at < 0:
            return False
        at += len(fact)
    return True
