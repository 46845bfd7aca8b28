"""Who may do what: log-in, ownership, moderation; and finding what an address names."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, Final
from urllib.parse import quote, urlsplit

from werkzeug.wrappers import Response

from osgenesis.envs.web.sites.forum.lists import mark_submissions, submission
from osgenesis.envs.web.sites.store import Row, Store
from osgenesis.envs.web.sites.visit import Visit

__all__ = ["back", "find_comment", "find_forum", "find_submission", "find_user", "me", "members_only", "moderates"]

_NO_USER: Final[Row] = {"id": 0, "name": ""}


def members_only(view: Callable[..., Response]) -> Callable[..., Response]:
    """Send visitors who are not logged in to the log-in page; interfaces answer 401."""

    @wraps(view)
    def guarded(visit: Visit, **values: Any) -> Response:
        if visit.user is None:
            if visit.path.endswith(".json"):
                return visit.json({"message": "You must log in first."}, 401)
            target = visit.path if visit.request.method == "GET" else back_path(visit)
            return visit.redirect(f"/login?next={quote(target)}")
        return view(visit, **values)

    return guarded


def me(visit: Visit) -> Row:
    """The user logged in; views that call it are `members_only`."""
    return visit.user if visit.user is not None else _NO_USER


def back_path(visit: Visit, default: str = "/") -> str:
    """Path of the page that this request came from, if it was one of this site."""
    parts = urlsplit(visit.request.headers.get("Referer", ""))
    if not parts.path or parts.netloc != visit.request.host:
        return default
    return parts.path + (f"?{parts.query}" if parts.query else "")


def back(visit: Visit, default: str = "/") -> Response:
    """Return to where the visitor came from."""
    return visit.redirect(back_path(visit, default))


def find_forum(visit: Visit, name: str) -> Row:
    """A forum by name, whatever its case; ends with 404 if there is none."""
    row = visit.store.one("SELECT * FROM forum WHERE name = ?", name)
    return row if row is not None else visit.fail(404)


def find_user(visit: Visit, name: str) -> Row:
    """A user by name, whatever its case; ends with 404 if there is none."""
    row = visit.store.one("SELECT * FROM user WHERE name = ? AND deleted = 0", name)
    return row if row is not None else visit.fail(404)


def find_submission(visit: Visit, forum: str, key: int) -> Row:
    """A submission of a forum by its number; ends with 404 if there is none."""
    row = submission(visit.store, key)
    if row is None or row["forum"].lower() != forum.lower():
        visit.fail(404)
    return mark_submissions(visit, [row])[0]


def find_comment(visit: Visit, subject: Row, key: int) -> Row:
    """A comment on a submission by its number; ends with 404 if there is none."""
    row = visit.store.get("comment", key)
    if row is None or row["submission_id"] != subject["id"]:
        visit.fail(404)
    return row


def moderates(store: Store, user: Row | None, forum_id: int) -> bool:
    """Whether a user moderates a forum."""
    if user is None:
        return False
    found = store.one("SELECT id FROM moderator WHERE forum_id = ? AND user_id = ?", forum_id, user["id"])
    return found is not None
