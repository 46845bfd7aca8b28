"""Users' pages: what somebody submitted and commented, biography, saved submissions, blocking."""

from __future__ import annotations

from typing import Any, Final

from werkzeug.wrappers import Response

from osgenesis.envs.web.sites.forum.access import back, find_user, me, members_only
from osgenesis.envs.web.sites.forum.lists import (
    PER_PAGE,
    SELECT_SUBMISSIONS,
    comments_of,
    list_submissions,
    mark_submissions,
)
from osgenesis.envs.web.sites.forum.site import site
from osgenesis.envs.web.sites.pages import Paging
from osgenesis.envs.web.sites.store import Row
from osgenesis.envs.web.sites.visit import Visit

_LONGEST_BIOGRAPHY: Final = 1000


def about_user(visit: Visit, row: Row) -> dict[str, Any]:
    """What a user's sidebar tells."""
    one = visit.store.one
    posts = one(
        "SELECT COUNT(*) AS count, COALESCE(SUM(score), 0) AS score FROM submission "
        "WHERE author_id = ? AND deleted = 0",
        row["id"],
    )
    replies = one(
        "SELECT COUNT(*) AS count, COALESCE(SUM(score), 0) AS score FROM comment WHERE author_id = ? AND deleted = 0",
        row["id"],
    )
    blocked = one("SELECT id FROM blocked_user WHERE user_id = ? AND blocked_id = ?", me(visit)["id"], row["id"])
    return {
        "person": row,
        "is_me": row["id"] == me(visit)["id"],
        "posts": posts,
        "replies": replies,
        "is_blocked": blocked is not None,
        "moderated": visit.store.query(
            "SELECT f.name FROM moderator m JOIN forum f ON f.id = m.forum_id WHERE m.user_id = ? "
            "ORDER BY f.name COLLATE NOCASE",
            row["id"],
        ),
    }


@site.get("/user/<name>")
def user(visit: Visit, name: str) -> Response:
    """A user's submissions and comments, latest first."""
    row = find_user(visit, name)
    total = visit.store.value(
        "SELECT (SELECT COUNT(*) FROM submission WHERE author_id = ?1 AND deleted = 0) "
        "+ (SELECT COUNT(*) FROM comment WHERE author_id = ?1 AND deleted = 0)",
        row["id"],
    )
    paging = Paging(visit.page_number(), PER_PAGE, total)
    keys = visit.store.query(
        "SELECT 's' AS kind, id, created FROM submission WHERE author_id = ?1 AND deleted = 0 UNION ALL "
        "SELECT 'c', id, created FROM comment WHERE author_id = ?1 AND deleted = 0 "
        "ORDER BY created DESC, kind, id DESC LIMIT ?2 OFFSET ?3",
        row["id"],
        PER_PAGE,
        paging.offset,
    )
    return visit.render(
        "user.html", entries=_entries(visit, keys), paging=paging, view="overview", **about_user(visit, row)
    )


def _entries(visit: Visit, keys: list[Row]) -> list[tuple[str, Row]]:
    found: dict[tuple[str, int], Row] = {}
    for kind in ("s", "c"):
        numbers = [key["id"] for key in keys if key["kind"] == kind]
        if not numbers:
            continue
        where = f"{kind}.id IN ({', '.join('?' * len(numbers))})"
        if kind == "c":
            rows = comments_of(visit, where, *numbers)
        else:
            rows = all_of(visit, where, numbers)
        found.update({(kind, row["id"]): row for row in rows})
    return [(key["kind"], found[key["kind"], key["id"]]) for key in keys if (key["kind"], key["id"]) in found]


def all_of(visit: Visit, where: str, values: list[Any]) -> list[Row]:
    """Submissions without pages, at most as many as a page shows."""
    return mark_submissions(visit, visit.store.query(f"{SELECT_SUBMISSIONS} WHERE {where}", *values))


@site.get("/user/<name>/submissions")
def submissions(visit: Visit, name: str) -> Response:
    """A user's submissions, latest first or best first."""
    row = find_user(visit, name)
    order = "top" if visit.args.get("sort") == "top" else "new"
    listing = list_submissions(visit, visit.path, "s.author_id = ?", [row["id"]], order)
    entries = [("s", entry) for entry in listing.rows]
    return visit.render(
        "user.html", entries=entries, paging=listing.paging, view="submissions", **about_user(visit, row)
    )


@site.get("/user/<name>/comments")
def comments(visit: Visit, name: str) -> Response:
    """A user's comments, latest first or best first."""
    row = find_user(visit, name)
    replies = about_user(visit, row)
    paging = Paging(visit.page_number(), PER_PAGE, replies["replies"]["count"])
    order = "top" if visit.args.get("sort") == "top" else "new"
    where = "c.author_id = ? AND c.deleted = 0"
    rows = comments_of(visit, where, row["id"], order=order, limit=PER_PAGE, offset=paging.offset)
    entries = [("c", entry) for entry in rows]
    return visit.render("user.html", entries=entries, paging=paging, view="comments", **replies)


@site.form("/user/<name>/edit_biography")
@members_only
def edit_biography(visit: Visit, name: str) -> Response:
    """The reader says who they are."""
    row = own(visit, name)
    text, error = row["biography"], ""
    if visit.posted:
        text = visit.text("user_biography[biography]")
        if len(text) > _LONGEST_BIOGRAPHY:
            error = f"A biography may have {_LONGEST_BIOGRAPHY:,} characters, and this one has {len(text):,}."
        else:
            visit.store.update("user", row["id"], biography=text)
            visit.flash("The biography was updated.")
            return visit.redirect(f"/user/{row['name']}")
    return visit.render("edit_biography.html", 422 if error else 200, person=row, text=text, error=error)


def own(visit: Visit, name: str) -> Row:
    """The reader's own row; ends with 403 for anybody else's name."""
    row = find_user(visit, name)
    return row if row["id"] == me(visit)["id"] else visit.fail(403)


@site.get("/saved")
@members_only
def saved(visit: Visit) -> Response:
    """Submissions that the reader keeps."""
    where = "s.id IN (SELECT submission_id FROM saved WHERE user_id = ?)"
    listing = list_submissions(visit, "/saved", where, [me(visit)["id"]], "new")
    return visit.render("saved.html", listing=listing)


@site.post("/user/<name>/<any(block, unblock):act>")
@members_only
def block(visit: Visit, name: str, act: str) -> Response:
    """Hide somebody's submissions and messages from the reader, or no longer."""
    row = find_user(visit, name)
    user = me(visit)["id"]
    if row["id"] == user:
        visit.fail(400)
    visit.store.execute("DELETE FROM blocked_user WHERE user_id = ? AND blocked_id = ?", user, row["id"])
    if act == "block":
        visit.store.insert("blocked_user", user_id=user, blocked_id=row["id"])
    visit.flash(f"{row['name']} is {'now' if act == 'block' else 'no longer'} blocked.")
    return back(visit, f"/user/{row['name']}")
