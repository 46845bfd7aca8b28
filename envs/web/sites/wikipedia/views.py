"""The encyclopedia's pages."""

from __future__ import annotations

import json
from typing import Any, Final

from markupsafe import Markup
from werkzeug.wrappers import Response

from osgenesis.envs.web.sites.dice import Dice
from osgenesis.envs.web.sites.store import Row
from osgenesis.envs.web.sites.visit import Visit
from osgenesis.envs.web.sites.wikipedia.articles import ROOT, address, plain, rendered
from osgenesis.envs.web.sites.wikipedia.pictures import draw
from osgenesis.envs.web.sites.wikipedia.search import find_titles, search
from osgenesis.envs.web.sites.wikipedia.site import site

_LANDING: Final = "User:The_other_Kiwix_guy/Landing"
_BOOK: Final = ROOT.strip("/")
_PAGE_LENGTH: Final = 20
# Kinds whose pictures look good on the landing page.
_PICTURESQUE: Final = ("planet", "moon", "mountain", "bridge", "element", "state", "park")
_CATEGORY: Final = "Category:"


@site.get("/", ROOT, f"{ROOT}/", "/viewer")
def home(visit: Visit) -> Response:
    """The way to the landing page."""
    return visit.redirect(f"{ROOT}/A/{_LANDING}")


@site.get(f"{ROOT}/A/{_LANDING}", f"{ROOT}/A/Main_Page", f"{ROOT}/A/Landing")
def landing(visit: Visit) -> Response:
    """Where reading begins: an article of the day, subjects, and a few more articles."""
    store = visit.store
    rows = store.query("SELECT id, kind FROM article WHERE picture != '' ORDER BY id")
    dice = Dice("landing", store.image.name, visit.now.strftime("%Y-%m-%d"))
    chosen = [store.get("article", row["id"]) for row in dice.sample(rows, 6)]
    pictured = [row for row in rows if row["kind"] in _PICTURESQUE]
    featured = store.get("article", dice.pick(pictured)["id"]) if pictured else None
    content: dict[str, Any] = json.loads(featured["content"]) if featured else {"lead": [""], "infobox": []}
    subjects = store.query(
        "SELECT category.title, COUNT(*) AS articles FROM category JOIN membership ON category_id = category.id "
        "GROUP BY category.id HAVING articles >= 5 ORDER BY articles DESC, category.title LIMIT 18"
    )
    return visit.render(
        "landing.html",
        articles=store.value("SELECT COUNT(*) FROM article"),
        featured=featured,
        teaser=" ".join(plain(text) for text in content["lead"]),
        highlights=[(label, plain(text)) for label, text in content["infobox"][:6]],
        more=chosen,
        subjects=sorted(subjects, key=lambda row: row["title"]),
    )


@site.get(f"{ROOT}/A/", f"{ROOT}/A")
def no_title(visit: Visit) -> Response:
    """No article was named."""
    visit.fail(404)


@site.get(f"{ROOT}/A/<path:name>", f"/content{ROOT}/A/<path:name>")
def article(visit: Visit, name: str) -> Response:
    """An article, a category, or the way from another title."""
    title = name.replace("_", " ")
    row = visit.store.one("SELECT * FROM article WHERE title = ?", title)
    if row is not None:
        return _article_page(visit, row)
    if title.startswith(_CATEGORY):
        return _category_page(visit, title.removeprefix(_CATEGORY).strip())
    if title == "Special:Categories":
        return _all_categories(visit)
    target = _other_title(visit, title)
    return visit.redirect(address(target)) if target else _missing(visit, title)


def _other_title(visit: Visit, title: str) -> str | None:
    """The article that another title, or the same with other capitals, leads to."""
    found: str | None = visit.store.value(
        "SELECT article.title FROM redirect JOIN article ON article.id = article_id WHERE redirect.title = ?", title
    ) or visit.store.value("SELECT title FROM article WHERE title = ? COLLATE NOCASE", title)
    return found


def _missing(visit: Visit, title: str) -> Response:
    near = find_titles(visit.store, title.split(" (")[0], 5)
    return visit.render("missing.html", 404, title=title, near=near)


def _article_page(visit: Visit, row: Row) -> Response:
    content: dict[str, Any] = json.loads(row["content"])
    names = visit.store.query(
        "SELECT link.name, article.title FROM link JOIN article ON article.id = target_id WHERE source_id = ?",
        row["id"],
    )
    targets = {each["name"]: each["title"] for each in names}
    categories = visit.store.query(
        "SELECT category.title FROM category JOIN membership ON category_id = category.id WHERE article_id = ? "
        "ORDER BY membership.id",
        row["id"],
    )
    sections = [(heading, blocks) for heading, blocks in content["sections"]]

    def words(text: str) -> Markup:
        return rendered(text, targets.get)

    return visit.render(
        "article.html",
        article=row,
        content=content,
        sections=sections,
        see_also=[targets[title] for title in content["see_also"] if title in targets],
        categories=[each["title"] for each in categories],
        words=words,
    )


def _category_page(visit: Visit, title: str) -> Response:
    rows = visit.store.query(
        "SELECT article.title, article.description FROM category JOIN membership ON category_id = category.id "
        "JOIN article ON article.id = article_id WHERE category.title = ? ORDER BY article.title",
        title,
    )
    if not rows:
        return _missing(visit, _CATEGORY + title)
    return visit.render("category.html", title=title, total=len(rows), groups=_by_letter(rows))


def _all_categories(visit: Visit) -> Response:
    rows = visit.store.query(
        "SELECT category.title, COUNT(*) AS articles FROM category JOIN membership ON category_id = category.id "
        "GROUP BY category.id ORDER BY category.title"
    )
    return visit.render("categories.html", groups=_by_letter(rows), total=len(rows))


def _by_letter(rows: list[Row]) -> list[tuple[str, list[Row]]]:
    groups: dict[str, list[Row]] = {}
    for row in rows:
        groups.setdefault(row["title"][0].upper(), []).append(row)
    return sorted(groups.items())


@site.get("/search", f"{ROOT}/search")
def results(visit: Visit) -> Response:
    """Articles that hold the words asked for."""
    pattern = visit.args.get("pattern", "").replace("\0", "")[:200]
    length = visit.number("pageLength", _PAGE_LENGTH, low=1, high=100)
    start = visit.number("start", 0, low=0, high=100_000)
    total, hits = search(visit.store, pattern, start, length)
    if total and not hits:  # beyond the end: the last page
        start = (total - 1) // length * length
        total, hits = search(visit.store, pattern, start, length)
    return visit.render(
        "search.html",
        pattern=pattern,
        hits=hits,
        total=total,
        start=start,
        last=start + len(hits),
        steps=_steps(start, length, total),
        length=length,
    )


def _steps(start: int, length: int, total: int) -> list[tuple[int, int]]:
    """(number, start) of the pages to offer around the one shown."""
    pages, here = -(-total // length), start // length
    low = max(0, min(here - 3, pages - 7))
    return [(n + 1, n * length) for n in range(low, min(pages, low + 7))] if pages > 1 else []


@site.get("/suggest")
def suggest(visit: Visit) -> Response:
    """Titles for what has been typed so far."""
    titles = find_titles(visit.store, visit.args.get("term", "")[:200])
    return visit.json([{"value": title, "label": title, "kind": "path", "path": f"A/{title}"} for title in titles])


@site.get("/random")
def random_article(visit: Visit) -> Response:
    """Some article; which one follows from how often this visitor has asked."""
    asked = int(visit.session.get("random", 0))
    visit.session["random"] = asked + 1
    keys = [row["id"] for row in visit.store.query("SELECT id FROM article ORDER BY id")]
    order = Dice("random article", visit.store.image.name).shuffled(keys)
    row = visit.store.get("article", order[asked % len(order)])
    return visit.redirect(address(row["title"]) if row else "/")


@site.get(f"{ROOT}/I/<path:name>.svg")
def picture(visit: Visit, name: str) -> Response:
    """An article's picture."""
    row = visit.store.one("SELECT picture FROM article WHERE title = ?", name.replace("_", " "))
    if row is None or not row["picture"]:
        visit.fail(404)
    response = Response(draw(json.loads(row["picture"])), mimetype="image/svg+xml")
    response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
    return response


@site.provides("book")
def book(visit: Visit) -> str:
    """The book's name, which search forms send along."""
    return _BOOK


@site.provides("root")
def root(visit: Visit) -> str:
    """Where the book's pages begin."""
    return ROOT
