"""The list of forums; creating, editing, subscribing to and hiding one; its moderators."""

from __future__ import annotations

import re
from typing import Any, Final

from werkzeug.wrappers import Response

from osgenesis.envs.web.sites.forum.access import back, find_forum, me, members_only, moderates
from osgenesis.envs.web.sites.forum.site import site
from osgenesis.envs.web.sites.forum.views_lists import about_forum
from osgenesis.envs.web.sites.pages import Paging
from osgenesis.envs.web.sites.store import Row
from osgenesis.envs.web.sites.visit import Visit

_ORDERS: Final = {
    "name": ("Name", "f.name COLLATE NOCASE"),
    "title": ("Title", "f.title COLLATE NOCASE, f.id"),
    "subscribers": ("Subscribers", "f.subscribers DESC, f.id"),
    "submissions": ("Submissions", "f.submissions DESC, f.id"),
    "created": ("Newest", "f.created DESC, f.id"),
}
_PER_PAGE: Final = 30
_NAME: Final = re.compile(r"[A-Za-z0-9_]{3,25}")
_FIELDS: Final = {"name": 25, "title": 100, "description": 300, "sidebar": 10_000, "tags": 200}


@site.get("/forums", "/forums/by_<order>", "/forums/by_<order>/<int:page>")
def forums(visit: Visit, order: str = "", page: int = 1) -> Response:
    """All forums, to search and sort."""
    chosen = order or visit.args.get("sort", "subscribers")
    chosen = chosen if chosen in _ORDERS else "subscribers"
    query = visit.args.get("q", "").replace("\0", "").strip()[:100]
    pattern = "%" + query.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%"
    where = "(f.name || ' ' || f.title || ' ' || f.description || ' ' || f.tags) LIKE ? ESCAPE '\\'"
    total = visit.store.value(f"SELECT COUNT(*) FROM forum f WHERE {where}", pattern)
    # Links to other pages of the list carry `p`, also where the address has a number of its own.
    paging = Paging(visit.page_number() if "p" in visit.args or "page" in visit.args else page, _PER_PAGE, total)
    rows = visit.store.query(
        f"SELECT f.*, (SELECT 1 FROM subscription s WHERE s.user_id = ? AND s.forum_id = f.id) AS subscribed "
        f"FROM forum f WHERE {where} ORDER BY {_ORDERS[chosen][1]} LIMIT ? OFFSET ?",
        me(visit)["id"],
        pattern,
        _PER_PAGE,
        paging.offset,
    )
    labels = {name: label for name, (label, _) in _ORDERS.items()}
    return visit.render("forums.html", forums=rows, paging=paging, order=chosen, orders=labels, query=query)


@site.form("/create_forum")
@members_only
def create_forum(visit: Visit) -> Response:
    """A new forum; its maker moderates it and is subscribed to it."""
    values = dict.fromkeys(_FIELDS, "")
    if not visit.posted:
        return visit.render("create_forum.html", values=values, errors={})
    values, errors = _read_forum(visit, None)
    if errors:
        return visit.render("create_forum.html", 422, values=values, errors=errors)
    store, user, time = visit.store, me(visit)["id"], visit.timestamp
    key = store.value("SELECT COALESCE(MAX(id), 10000) + 1 FROM forum")
    store.insert("forum", id=key, **values, created=time, subscribers=1)
    store.insert("moderator", forum_id=key, user_id=user, created=time)
    store.insert("subscription", forum_id=key, user_id=user, created=time)
    visit.flash(f"The forum {values['name']} was created.")
    return visit.redirect(f"/f/{values['name']}")


@site.form("/f/<forum>/edit")
@members_only
def edit_forum(visit: Visit, forum: str) -> Response:
    """A moderator changes a forum's texts."""
    row = find_forum(visit, forum)
    if not moderates(visit.store, visit.user, row["id"]):
        visit.fail(403)
    if not visit.posted:
        return visit.render("edit_forum.html", forum=row, values=row, errors={})
    values, errors = _read_forum(visit, row)
    if errors:
        return visit.render("edit_forum.html", 422, forum=row, values=values, errors=errors)
    visit.store.update("forum", row["id"], **values)
    visit.flash("The forum was updated.")
    return visit.redirect(f"/f/{values['name']}/edit")


def _read_forum(visit: Visit, row: Row | None) -> tuple[Row, dict[str, str]]:
    values: Row = {name: visit.text(f"forum[{name}]") for name in _FIELDS}
    errors: dict[str, str] = {}
    for name in ("name", "title", "description", "sidebar"):
        if not values[name]:
            errors[name] = "This value must not be blank."
    for name, limit in _FIELDS.items():
        if len(values[name]) > limit:
            errors[name] = (
                f"This value is too long: it may have {limit:,} characters, and it has {len(values[name]):,}."
            )
    if "name" not in errors and not _NAME.fullmatch(values["name"]):
        errors["name"] = "A name has 3 to 25 letters, digits and underscores."
    if "name" not in errors:
        other = visit.store.one("SELECT id FROM forum WHERE name = ?", values["name"])
        if other is not None and (row is None or other["id"] != row["id"]):
            errors["name"] = "There is already a forum with that name."
    return values, errors


@site.post("/f/<forum>/<any(subscribe, unsubscribe):act>.json", "/f/<forum>/<any(subscribe, unsubscribe):act>")
@members_only
def subscribe(visit: Visit, forum: str, act: str) -> Response:
    """Subscribe to a forum, or no longer."""
    row = find_forum(visit, forum)
    subscribed = act == "subscribe"
    store, user = visit.store, me(visit)["id"]
    found = store.one("SELECT id FROM subscription WHERE user_id = ? AND forum_id = ?", user, row["id"])
    if subscribed and found is None:
        store.insert("subscription", user_id=user, forum_id=row["id"], created=visit.timestamp)
        store.execute("UPDATE forum SET subscribers = subscribers + 1 WHERE id = ?", row["id"])
    elif not subscribed and found is not None:
        store.delete("subscription", found["id"])
        store.execute("UPDATE forum SET subscribers = subscribers - 1 WHERE id = ?", row["id"])
    if visit.path.endswith(".json"):
        count = store.value("SELECT subscribers FROM forum WHERE id = ?", row["id"])
        return visit.json({"subscribed": subscribed, "subscribers": count})
    return back(visit, f"/f/{row['name']}")


@site.post("/f/<forum>/<any(hide, unhide):act>")
@members_only
def hide(visit: Visit, forum: str, act: str) -> Response:
    """Keep a forum's submissions out of the lists of all and featured forums."""
    row = find_forum(visit, forum)
    store, user = visit.store, me(visit)["id"]
    found = store.one("SELECT id FROM hidden_forum WHERE user_id = ? AND forum_id = ?", user, row["id"])
    if act == "hide" and found is None:
        store.insert("hidden_forum", user_id=user, forum_id=row["id"])
        visit.flash(f"{row['name']} no longer shows up in lists of all forums.")
    elif act == "unhide" and found is not None:
        store.delete("hidden_forum", found["id"])
        visit.flash(f"{row['name']} shows up in lists of all forums again.")
    return back(visit, f"/f/{row['name']}")


@site.form("/f/<forum>/moderators")
def moderators(visit: Visit, forum: str) -> Response:
    """Who moderates a forum; moderators may add others."""
    row = find_forum(visit, forum)
    errors: dict[str, str] = {}
    name = ""
    if visit.posted:
        if not moderates(visit.store, visit.user, row["id"]):
            visit.fail(403)
        name = visit.text("moderator[user]", limit=100)
        errors = _add_moderator(visit, row, name)
        if not errors:
            visit.flash(f"{name} now moderates {row['name']}.")
            return visit.redirect(f"/f/{row['name']}/moderators")
    team = visit.store.query(
        "SELECT m.*, u.name FROM moderator m JOIN user u ON u.id = m.user_id WHERE m.forum_id = ? ORDER BY m.id",
        row["id"],
    )
    context: dict[str, Any] = about_forum(visit, row)
    return visit.render(
        "moderators.html", 422 if errors else 200, forum=row, team=team, errors=errors, name=name, **context
    )


def _add_moderator(visit: Visit, row: Row, name: str) -> dict[str, str]:
    user = visit.store.one("SELECT * FROM user WHERE name = ? AND deleted = 0", name)
    if user is None:
        return {"user": "There is no user with that name." if name else "This value must not be blank."}
    if moderates(visit.store, user, row["id"]):
        return {"user": f"{user['name']} is already a moderator."}
    visit.store.insert("moderator", forum_id=row["id"], user_id=user["id"], created=visit.timestamp)
    return {}
