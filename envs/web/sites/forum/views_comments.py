"""Comments: a comment's own page, replying, editing, deleting."""

from __future__ import annotations

from typing import Final

from werkzeug.wrappers import Response

from osgenesis.envs.web.sites.forum.access import find_comment, find_submission, me, members_only, moderates
from osgenesis.envs.web.sites.forum.ranking import hot
from osgenesis.envs.web.sites.forum.site import site
from osgenesis.envs.web.sites.forum.views_threads import show_thread
from osgenesis.envs.web.sites.forum.votes import COMMENTS, cast
from osgenesis.envs.web.sites.store import Row, Store
from osgenesis.envs.web.sites.visit import Visit

_LONGEST: Final = 10_000
_BLANK: Final = "This value must not be blank."


@site.get("/f/<forum>/<int:key>/<slug>/comment/<int:comment>")
def permalink(visit: Visit, forum: str, key: int, slug: str, comment: int) -> Response:
    """One comment with what answers it, and the form to answer."""
    subject = find_submission(visit, forum, key)
    row = find_comment(visit, subject, comment)
    return show_thread(visit, subject, root=row["id"])


@site.post("/f/<forum>/<int:key>/<slug>/comment")
@members_only
def comment(visit: Visit, forum: str, key: int, slug: str) -> Response:
    """Answer a submission."""
    return _reply(visit, find_submission(visit, forum, key), None)


@site.post("/f/<forum>/<int:key>/<slug>/comment/<int:comment>")
@members_only
def reply(visit: Visit, forum: str, key: int, slug: str, comment: int) -> Response:
    """Answer a comment."""
    subject = find_submission(visit, forum, key)
    parent = find_comment(visit, subject, comment)
    if parent["deleted"]:
        visit.fail(403)
    return _reply(visit, subject, parent)


def _reply(visit: Visit, subject: Row, parent: Row | None) -> Response:
    if subject["deleted"] or (subject["locked"] and not moderates(visit.store, visit.user, subject["forum_id"])):
        visit.fail(403)
    kind, key = ("submission", subject["id"]) if parent is None else ("comment", parent["id"])
    body = visit.text(f"reply_to_{kind}_{key}[comment]")
    error = _problem(body)
    if error:
        root = None if parent is None else parent["id"]
        return show_thread(visit, subject, 422, root=root, draft=body, error=error)
    store, user, time = visit.store, me(visit)["id"], visit.timestamp
    new = store.insert(
        "comment",
        submission_id=subject["id"],
        parent_id=None if parent is None else parent["id"],
        author_id=user,
        body=body,
        created=time,
    )
    fresh = store.get("comment", new)
    if fresh is not None:
        cast(store, COMMENTS, fresh, user, 1, time)
    store.update("submission", subject["id"], active=time)
    _recount(store, subject["id"])
    _tell(store, subject if parent is None else parent, user, new, time)
    return visit.redirect(f"/f/{subject['forum']}/{subject['id']}/{subject['slug']}/comment/{new}")


def _problem(body: str) -> str:
    if not body:
        return _BLANK
    if len(body) > _LONGEST:
        return f"A comment may have {_LONGEST:,} characters, and this one has {len(body):,}."
    return ""


def _recount(store: Store, key: int) -> None:
    row = store.get("submission", key)
    if row is not None:
        count = store.value("SELECT COUNT(*) FROM comment WHERE submission_id = ? AND deleted = 0", key)
        store.update("submission", key, comments=count, hot=hot(row["created"], row["score"], count))


def _tell(store: Store, answered: Row, user: int, comment: int, time: int) -> None:
    """Let the author of what was answered know."""
    to = answered["author_id"]
    blocked = store.one("SELECT id FROM blocked_user WHERE user_id = ? AND blocked_id = ?", to, user)
    if to != user and blocked is None:
        store.insert("notification", user_id=to, kind="reply", subject_id=comment, created=time)


@site.form("/f/<forum>/<int:key>/<slug>/comment/<int:comment>/edit")
@members_only
def edit(visit: Visit, forum: str, key: int, slug: str, comment: int) -> Response:
    """The author changes a comment."""
    subject = find_submission(visit, forum, key)
    row = find_comment(visit, subject, comment)
    if row["author_id"] != me(visit)["id"] or row["deleted"]:
        visit.fail(403)
    body, error = row["body"], ""
    if visit.posted:
        body = visit.text("comment[comment]")
        error = _problem(body)
        if not error:
            visit.store.update("comment", comment, body=body, edited=visit.timestamp)
            visit.flash("The comment was updated.")
            return visit.redirect(f"/f/{subject['forum']}/{key}/-/comment/{comment}")
    return visit.render(
        "edit_comment.html", 422 if error else 200, submission=subject, comment=row, body=body, error=error
    )


@site.form("/f/<forum>/<int:key>/<slug>/comment/<int:comment>/delete")
@members_only
def delete(visit: Visit, forum: str, key: int, slug: str, comment: int) -> Response:
    """The author, or a moderator, removes a comment; what was answered stays as an empty shell."""
    subject = find_submission(visit, forum, key)
    row = find_comment(visit, subject, comment)
    allowed = row["author_id"] == me(visit)["id"] or moderates(visit.store, visit.user, subject["forum_id"])
    if not allowed or row["deleted"]:
        visit.fail(403)
    if not visit.posted:
        target = f"/f/{subject['forum']}/{key}/-/comment/{comment}"
        return visit.render("confirm.html", kind="comment", text=row["body"], target=target)
    store = visit.store
    if store.one("SELECT id FROM comment WHERE parent_id = ?", comment):
        store.update("comment", comment, deleted=1, body="")
    else:
        store.execute("DELETE FROM comment_vote WHERE comment_id = ?", comment)
        store.execute("DELETE FROM notification WHERE kind = 'reply' AND subject_id = ?", comment)
        store.delete("comment", comment)
    _recount(store, key)
    visit.flash("The comment was deleted.")
    return visit.redirect(subject["path"])
