"""Lists of submissions: the front page and its relatives, the forums' pages, search; and what every page shows."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from werkzeug.wrappers import Response

from osgenesis.envs.web.sites.forum.access import find_forum, me, members_only, moderates
from osgenesis.envs.web.sites.forum.lists import ORDERS, PER_PAGE, WINDOWS, comments_of, list_submissions
from osgenesis.envs.web.sites.forum.site import site
from osgenesis.envs.web.sites.pages import Paging
from osgenesis.envs.web.sites.store import Row
from osgenesis.envs.web.sites.visit import Visit

_ORDER: Final = f"<any({', '.join(ORDERS)}):order>"
_SCOPE: Final = "<any(featured, all, subscribed, moderated):scope>"
_SUBSCRIBED: Final = "s.forum_id IN (SELECT forum_id FROM subscription WHERE user_id = ?)"
_MODERATED: Final = "s.forum_id IN (SELECT forum_id FROM moderator WHERE user_id = ?)"
_NOT_HIDDEN: Final = "s.forum_id NOT IN (SELECT forum_id FROM hidden_forum WHERE user_id = ?)"
_TITLES: Final = {
    "featured": "Featured forums",
    "all": "All forums",
    "subscribed": "Your forums",
    "moderated": "Forums you moderate",
}


@site.provides("messages")
def messages(visit: Visit) -> Callable[[], list[list[str]]]:
    """The messages to show on this page."""
    return visit.take_messages


@site.provides("unseen")
def unseen(visit: Visit) -> int:
    """How many notifications the reader has not seen."""
    if visit.user is None:
        return 0
    count = visit.store.value("SELECT COUNT(*) FROM notification WHERE user_id = ? AND seen = 0", visit.user["id"])
    return int(count)


@site.provides("subscriptions")
def subscriptions(visit: Visit) -> Callable[[], list[Row]]:
    """The forums that the reader is subscribed to, by name."""

    def rows() -> list[Row]:
        return visit.store.query(
            "SELECT f.id, f.name FROM subscription s JOIN forum f ON f.id = s.forum_id WHERE s.user_id = ? "
            "ORDER BY f.name COLLATE NOCASE",
            visit.user["id"] if visit.user else 0,
        )

    return rows


@site.provides("ORDERS")
def orders(_: Visit) -> list[str]:
    """Names of the orders of submissions."""
    return list(ORDERS)


@site.provides("WINDOWS")
def windows(_: Visit) -> Mapping[str, tuple[str, int | None]]:
    """The time windows of lists."""
    return WINDOWS


@site.provides("popular")
def popular(visit: Visit) -> Callable[[], list[Row]]:
    """The forums with the most subscribers."""
    return lambda: visit.store.query("SELECT id, name, subscribers FROM forum ORDER BY subscribers DESC, id LIMIT 8")


@site.get("/", f"/{_ORDER}")
def front(visit: Visit, order: str = "hot") -> Response:
    """The reader's subscriptions; for visitors and readers without any, the featured forums."""
    return _scope(visit, "subscribed" if subscriptions(visit)() else "featured", order, "")


@site.get(f"/{_SCOPE}", f"/{_SCOPE}/{_ORDER}")
def scope(visit: Visit, scope: str, order: str = "hot") -> Response:
    """Submissions of a set of forums."""
    if scope in ("subscribed", "moderated") and visit.user is None:
        return members_only(front)(visit)
    return _scope(visit, scope, order, f"/{scope}")


def _scope(visit: Visit, scope: str, order: str, base: str) -> Response:
    reader = me(visit)["id"]
    where, values = {
        "featured": ("f.featured = 1", []),
        "all": (_NOT_HIDDEN, [reader]),
        "subscribed": (_SUBSCRIBED, [reader]),
        "moderated": (_MODERATED, [reader]),
    }[scope]
    if scope == "featured":
        where = f"s.forum_id IN (SELECT id FROM forum f WHERE {where}) AND {_NOT_HIDDEN}"
        values = [reader]
    listing = list_submissions(visit, base, where, values, order)
    return visit.render("list.html", listing=listing, scope=scope, title=_TITLES[scope])


@site.get("/f/<forum>", f"/f/<forum>/{_ORDER}")
def forum(visit: Visit, forum: str, order: str = "hot") -> Response:
    """A forum's submissions."""
    row = find_forum(visit, forum)
    listing = list_submissions(visit, f"/f/{row['name']}", "s.forum_id = ?", [row["id"]], order, pinned_first=True)
    return visit.render("forum.html", listing=listing, forum=row, **about_forum(visit, row))


def about_forum(visit: Visit, row: Row) -> dict[str, Any]:
    """What a forum's sidebar tells."""
    reader = me(visit)["id"]
    store = visit.store
    found = ("SELECT id FROM subscription WHERE user_id = ? AND forum_id = ?", reader, row["id"])
    hidden = ("SELECT id FROM hidden_forum WHERE user_id = ? AND forum_id = ?", reader, row["id"])
    return {
        "subscribed": store.one(*found) is not None,
        "is_hidden": store.one(*hidden) is not None,
        "is_moderator": moderates(store, visit.user, row["id"]),
        "moderators": store.query(
            "SELECT u.name FROM moderator m JOIN user u ON u.id = m.user_id WHERE m.forum_id = ? ORDER BY m.id",
            row["id"],
        ),
    }


@site.get("/search")
def search(visit: Visit) -> Response:
    """Submissions, comments or forums that hold all the words asked for."""
    query = visit.args.get("q", "").replace("\0", "").strip()[:200]
    kind = visit.args.get("kind", "submissions")
    kind = kind if kind in ("submissions", "comments", "forums") else "submissions"
    order = visit.args.get("sort", "top")
    order = order if order in ("top", "new", "most_commented") else "top"
    words = query.split()[:8]
    context: dict[str, Any] = {"query": query, "kind": kind, "order": order}
    if not words:
        return visit.render("search.html", listing=None, comments=[], forums=[], paging=None, **context)
    if kind == "submissions":
        where, values = _all_words(words, "s.title || ' ' || s.body")
        listing = list_submissions(visit, "/search", where, values, order)
        return visit.render("search.html", listing=listing, comments=[], forums=[], paging=listing.paging, **context)
    if kind == "forums":
        where, values = _all_words(words, "name || ' ' || title || ' ' || description || ' ' || tags")
        forums = visit.store.query(f"SELECT * FROM forum WHERE {where} ORDER BY subscribers DESC, id LIMIT 50", *values)
        return visit.render("search.html", listing=None, comments=[], forums=forums, paging=None, **context)
    where, values = _all_words(words, "c.body")
    where = f"c.deleted = 0 AND {where}"
    total = visit.store.value(f"SELECT COUNT(*) FROM comment c WHERE {where}", *values)
    paging = Paging(visit.page_number(), PER_PAGE, total)
    comment_order = "new" if order == "new" else "top"
    comments = comments_of(visit, where, *values, order=comment_order, limit=PER_PAGE, offset=paging.offset)
    return visit.render("search.html", listing=None, comments=comments, forums=[], paging=paging, **context)


def _all_words(words: list[str], text: str) -> tuple[str, list[str]]:
    escaped = [word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") for word in words]
    condition = " AND ".join(f"({text}) LIKE ? ESCAPE '\\'" for _ in escaped)
    return condition, [f"%{word}%" for word in escaped]
