"""Private messages and the inbox of notifications."""

from __future__ import annotations

from typing import Final

from werkzeug.wrappers import Response

from osgenesis.envs.web.sites.forum.access import find_user, me, members_only
from osgenesis.envs.web.sites.forum.lists import PER_PAGE, comments_of
from osgenesis.envs.web.sites.forum.site import site
from osgenesis.envs.web.sites.pages import Paging
from osgenesis.envs.web.sites.store import Row
from osgenesis.envs.web.sites.visit import Visit

_LONGEST_TITLE: Final = 200
_LONGEST_BODY: Final = 10_000
_BLANK: Final = "This value must not be blank."
_MESSAGE: Final = """
SELECT m.*, a.name AS sender, b.name AS recipient FROM message m
JOIN user a ON a.id = m.sender_id JOIN user b ON b.id = m.recipient_id
"""


@site.get("/inbox", "/notifications")
@members_only
def inbox(visit: Visit) -> Response:
    """Answers to the reader's submissions and comments, and new messages."""
    user = me(visit)["id"]
    total = visit.store.value("SELECT COUNT(*) FROM notification WHERE user_id = ?", user)
    paging = Paging(visit.page_number(), PER_PAGE, total)
    rows = visit.store.query(
        "SELECT * FROM notification WHERE user_id = ? ORDER BY created DESC, id DESC LIMIT ? OFFSET ?",
        user,
        PER_PAGE,
        paging.offset,
    )
    entries = [(row, found) for row in rows if (found := _subject(visit, row)) is not None]
    return visit.render("inbox.html", entries=entries, paging=paging)


def _subject(visit: Visit, row: Row) -> Row | None:
    if row["kind"] == "reply":
        return next(iter(comments_of(visit, "c.id = ? AND c.deleted = 0", row["subject_id"])), None)
    return visit.store.one(f"{_MESSAGE} WHERE m.id = ?", row["subject_id"])


@site.post("/inbox/clear")
@members_only
def clear(visit: Visit) -> Response:
    """The reader has seen all notifications."""
    visit.store.execute("UPDATE notification SET seen = 1 WHERE user_id = ? AND seen = 0", me(visit)["id"])
    visit.flash("All notifications are marked as read.")
    return visit.redirect("/inbox")


@site.post("/inbox/<int:key>/clear")
@members_only
def clear_one(visit: Visit, key: int) -> Response:
    """The reader has seen a notification."""
    row = visit.store.get("notification", key)
    if row is None or row["user_id"] != me(visit)["id"]:
        visit.fail(404)
    visit.store.update("notification", key, seen=1)
    return visit.redirect("/inbox")


@site.get("/messages")
@members_only
def messages_page(visit: Visit) -> Response:
    """The reader's conversations, latest first."""
    user = me(visit)["id"]
    rows = visit.store.query(
        f"{_MESSAGE} WHERE m.id IN (SELECT MAX(id) FROM message WHERE sender_id = ?1 OR recipient_id = ?1 "
        "GROUP BY thread_id) ORDER BY m.created DESC, m.id DESC",
        user,
    )
    for row in rows:
        row["count"] = visit.store.value("SELECT COUNT(*) FROM message WHERE thread_id = ?", row["thread_id"])
        row["other"] = row["recipient"] if row["sender_id"] == user else row["sender"]
    return visit.render("messages.html", threads=rows)


@site.form("/messages/thread/<int:key>")
@members_only
def conversation(visit: Visit, key: int) -> Response:
    """One conversation, and the form to answer."""
    user = me(visit)["id"]
    rows = visit.store.query(f"{_MESSAGE} WHERE m.thread_id = ? ORDER BY m.created, m.id", key)
    if not rows or user not in (rows[0]["sender_id"], rows[0]["recipient_id"]):
        visit.fail(404)
    other = rows[0]["recipient_id"] if rows[0]["sender_id"] == user else rows[0]["sender_id"]
    body, error = "", ""
    if visit.posted:
        body = visit.text("message[body]")
        error = _body_error(body)
        if not error and _blocked(visit, other):
            error = "This user does not take messages from you."
        if not error:
            _send(visit, key, other, rows[0]["title"], body)
            return visit.redirect(f"/messages/thread/{key}")
    return visit.render("conversation.html", 422 if error else 200, rows=rows, key=key, body=body, error=error)


@site.form("/user/<name>/compose_message")
@members_only
def compose(visit: Visit, name: str) -> Response:
    """Begin a conversation."""
    row = find_user(visit, name)
    if row["id"] == me(visit)["id"]:
        visit.fail(400)
    values = {"title": visit.text("message[title]"), "body": visit.text("message[body]")}
    errors: dict[str, str] = {}
    if visit.posted:
        if not values["title"]:
            errors["title"] = _BLANK
        elif len(values["title"]) > _LONGEST_TITLE:
            errors["title"] = f"A subject may have {_LONGEST_TITLE} characters."
        problem = _body_error(values["body"])
        if problem:
            errors["body"] = problem
        if not errors and _blocked(visit, row["id"]):
            errors["body"] = "This user does not take messages from you."
        if not errors:
            key = visit.store.value("SELECT COALESCE(MAX(thread_id), 0) + 1 FROM message")
            _send(visit, key, row["id"], values["title"], values["body"])
            visit.flash(f"The message to {row['name']} was sent.")
            return visit.redirect(f"/messages/thread/{key}")
    return visit.render("compose.html", 422 if errors else 200, person=row, values=values, errors=errors)


def _body_error(body: str) -> str:
    if not body:
        return _BLANK
    return f"A message may have {_LONGEST_BODY:,} characters." if len(body) > _LONGEST_BODY else ""


def _blocked(visit: Visit, other: int) -> bool:
    row = visit.store.one("SELECT id FROM blocked_user WHERE user_id = ? AND blocked_id = ?", other, me(visit)["id"])
    return row is not None


def _send(visit: Visit, thread: int, to: int, title: str, body: str) -> None:
    key = visit.store.insert(
        "message",
        thread_id=thread,
        sender_id=me(visit)["id"],
        recipient_id=to,
        title=title,
        body=body,
        created=visit.timestamp,
    )
    visit.store.insert("notification", user_id=to, kind="message", subject_id=key, created=visit.timestamp)
