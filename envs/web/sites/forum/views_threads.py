"""A submission's page, and what readers do with it: vote, save, edit, delete, lock, pin."""

from __future__ import annotations

from typing import Any, Final

from werkzeug.wrappers import Response

from osgenesis.envs.web.sites.forum.access import back, find_forum, find_submission, me, members_only, moderates
from osgenesis.envs.web.sites.forum.lists import COMMENT_ORDERS, comments_of, threaded
from osgenesis.envs.web.sites.forum.ranking import slug_of
from osgenesis.envs.web.sites.forum.site import site
from osgenesis.envs.web.sites.forum.views_lists import about_forum
from osgenesis.envs.web.sites.forum.votes import COMMENTS, SUBMISSIONS, cast
from osgenesis.envs.web.sites.store import Row
from osgenesis.envs.web.sites.visit import Visit

__all__ = ["show_thread"]

_LONGEST_TITLE: Final = 300
_LONGEST_BODY: Final = 25_000
_CHOICES: Final = {"1": 1, "-1": -1, "0": 0}


@site.get("/f/<forum>/<int:key>", "/f/<forum>/<int:key>/<slug>")
def thread(visit: Visit, forum: str, key: int, slug: str = "") -> Response:
    """A submission and its comments."""
    return show_thread(visit, find_submission(visit, forum, key))


@site.get("/<int:key>")
def short_address(visit: Visit, key: int) -> Response:
    """A submission by its number alone."""
    row = visit.store.one("SELECT f.name FROM submission s JOIN forum f ON f.id = s.forum_id WHERE s.id = ?", key)
    if row is None:
        visit.fail(404)
    return visit.redirect(find_submission(visit, row["name"], key)["path"])


def show_thread(visit: Visit, subject: Row, status: int = 200, **context: Any) -> Response:
    """The page of a submission. `context`: `root`, the comment to show alone; `draft` and `error` of a failed reply."""
    order = visit.args.get("sort", "top")
    order = order if order in COMMENT_ORDERS else "top"
    root = context.pop("root", None)
    rows = comments_of(visit, "c.submission_id = ?", subject["id"], order=order)
    forum = find_forum(visit, subject["forum"])
    values = {"root": None, "draft": "", "error": "", "reply_to": None, **context}
    if root is not None:
        values["root"] = next(row for row in rows if row["id"] == root)
    return visit.render(
        "thread.html",
        status,
        submission=subject,
        forum=forum,
        comments=threaded(rows, root),
        total=subject["comments"],
        order=order,
        orders=list(COMMENT_ORDERS),
        **about_forum(visit, forum),
        **values,
    )


@site.post("/sv/<int:key>.json", "/sv/<int:key>")
@members_only
def vote(visit: Visit, key: int) -> Response:
    """Vote on a submission."""
    subject = visit.store.get("submission", key)
    return _vote(visit, "submission", subject)


@site.post("/cv/<int:key>.json", "/cv/<int:key>")
@members_only
def vote_comment(visit: Visit, key: int) -> Response:
    """Vote on a comment."""
    return _vote(visit, "comment", visit.store.get("comment", key))


def _vote(visit: Visit, table: str, subject: Row | None) -> Response:
    choice = _CHOICES.get(visit.form.get("choice", "").strip())
    if subject is None or subject["deleted"]:
        visit.fail(404)
    if choice is None:
        visit.fail(400)
    kind = SUBMISSIONS if table == "submission" else COMMENTS
    score = cast(visit.store, kind, subject, me(visit)["id"], choice, visit.timestamp)
    if visit.path.endswith(".json"):
        return visit.json({"netScore": score, "userChoice": choice})
    return back(visit)


@site.post("/f/<forum>/<int:key>/<slug>/<any(save, unsave):act>")
@members_only
def save(visit: Visit, forum: str, key: int, slug: str, act: str) -> Response:
    """Keep a submission in one's list, or no longer."""
    subject = find_submission(visit, forum, key)
    user = me(visit)["id"]
    if act == "save" and not subject["kept"]:
        visit.store.insert("saved", user_id=user, submission_id=key, created=visit.timestamp)
        visit.flash("The submission was saved.")
    elif act == "unsave" and subject["kept"]:
        visit.store.execute("DELETE FROM saved WHERE user_id = ? AND submission_id = ?", user, key)
        visit.flash("The submission is no longer saved.")
    return back(visit, subject["path"])


@site.form("/f/<forum>/<int:key>/<slug>/edit")
@members_only
def edit(visit: Visit, forum: str, key: int, slug: str) -> Response:
    """The author changes a submission."""
    subject = find_submission(visit, forum, key)
    if subject["author_id"] != me(visit)["id"] or subject["deleted"]:
        visit.fail(403)
    values = {name: subject[name] for name in ("title", "body", "url")}
    if not visit.posted:
        return visit.render("edit_submission.html", submission=subject, values=values, errors={})
    values["title"] = visit.text("submission[title]")
    values["body"] = visit.text("submission[body]")
    if subject["media"] == "url":
        values["url"] = visit.text("submission[url]", limit=2000)
    errors = check_submission(values, subject["media"])
    if errors:
        return visit.render("edit_submission.html", 422, submission=subject, values=values, errors=errors)
    slug = subject["slug"] if values["title"] == subject["title"] else slug_of(values["title"])
    if values["url"] != subject["url"]:
        values["snapshot"] = ""
    visit.store.update("submission", key, **values, slug=slug, edited=visit.timestamp)
    visit.flash("The submission was updated.")
    return visit.redirect(find_submission(visit, forum, key)["path"])


def check_submission(values: Row, media: str) -> dict[str, str]:
    """What is wrong with the fields of a submission, by field."""
    errors = {}
    if not values["title"]:
        errors["title"] = "This value must not be blank."
    elif len(values["title"]) > _LONGEST_TITLE:
        errors["title"] = f"A title may have {_LONGEST_TITLE} characters, and this one has {len(values['title'])}."
    if len(values["body"]) > _LONGEST_BODY:
        errors["body"] = f"A text may have {_LONGEST_BODY:,} characters, and this one has {len(values['body']):,}."
    if media == "url":
        url = values["url"]
        if not url:
            errors["url"] = "This value must not be blank."
        elif not url.lower().startswith(("http://", "https://")) or any(c in url for c in " \n\t<>\"'"):
            errors["url"] = "This is not a valid address. It must begin with http:// or https://."
    return errors


@site.form("/f/<forum>/<int:key>/<slug>/delete")
@members_only
def delete(visit: Visit, forum: str, key: int, slug: str) -> Response:
    """The author, or a moderator, removes a submission; what was answered stays as an empty shell."""
    subject = find_submission(visit, forum, key)
    allowed = subject["author_id"] == me(visit)["id"] or moderates(visit.store, visit.user, subject["forum_id"])
    if not allowed or subject["deleted"]:
        visit.fail(403)
    if not visit.posted:
        return visit.render("confirm.html", kind="submission", text=subject["title"], target=subject["path"])
    store = visit.store
    if subject["comments"]:
        store.update(
            "submission", key, deleted=1, title="[deleted]", body="", url="", image="", snapshot="", media="text"
        )
    else:
        store.execute("DELETE FROM submission_vote WHERE submission_id = ?", key)
        store.execute("DELETE FROM comment WHERE submission_id = ?", key)
        store.delete("submission", key)
    store.execute("DELETE FROM saved WHERE submission_id = ?", key)
    store.execute("UPDATE forum SET submissions = submissions - 1 WHERE id = ?", subject["forum_id"])
    visit.flash("The submission was deleted.")
    return visit.redirect(f"/f/{subject['forum']}")


@site.post("/f/<forum>/<int:key>/<slug>/<any(lock, unlock, pin, unpin):act>")
@members_only
def moderate(visit: Visit, forum: str, key: int, slug: str, act: str) -> Response:
    """A moderator closes a thread for comments, or keeps it at the top of the forum."""
    subject = find_submission(visit, forum, key)
    if not moderates(visit.store, visit.user, subject["forum_id"]):
        visit.fail(403)
    column = "locked" if act.endswith("lock") else "pinned"
    visit.store.update("submission", key, **{column: 0 if act.startswith("un") else 1})
    return back(visit, subject["path"])
