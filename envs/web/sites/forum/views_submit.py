"""Submitting texts, links and images; drafts."""

from __future__ import annotations

import hashlib
from typing import Any, Final
from urllib.parse import urlencode

from werkzeug.wrappers import Response

from osgenesis.envs.web.sites.forum.access import find_forum, me, members_only
from osgenesis.envs.web.sites.forum.lists import submission
from osgenesis.envs.web.sites.forum.ranking import hot, slug_of
from osgenesis.envs.web.sites.forum.site import site
from osgenesis.envs.web.sites.forum.views_threads import check_submission
from osgenesis.envs.web.sites.forum.votes import SUBMISSIONS, cast
from osgenesis.envs.web.sites.store import Row
from osgenesis.envs.web.sites.visit import Visit

# First bytes -> (ending, type); what else browsers can show is not taken.
_PICTURES: Final = (
    (b"\x89PNG\r\n\x1a\n", "png", "image/png"),
    (b"\xff\xd8\xff", "jpg", "image/jpeg"),
    (b"GIF87a", "gif", "image/gif"),
    (b"GIF89a", "gif", "image/gif"),
)


@site.form("/submit", "/submit/<forum>")
@members_only
def submit(visit: Visit, forum: str = "") -> Response:
    """The form of a new submission."""
    chosen = find_forum(visit, forum) if forum else None
    draft = _draft(visit)
    if not visit.posted:
        values = {
            "title": visit.args.get("title", ""),
            "url": visit.args.get("url", ""),
            "body": visit.args.get("body", ""),
            "media": "url",
            "forum_id": chosen["id"] if chosen else None,
        }
        if draft is not None:
            values.update({name: draft[name] for name in values})
        return _form(visit, values, {}, draft)
    values = {
        "title": visit.text("submission[title]"),
        "url": visit.text("submission[url]", limit=2000),
        "body": visit.text("submission[body]"),
        "media": "image" if visit.text("submission[mediaType]") == "image" else "url",
        "forum_id": _forum_id(visit, chosen),
    }
    if "save_draft" in visit.form:
        return _save_draft(visit, values, draft)
    media, image, errors = _check(visit, values)
    for file in visit.files.values():
        file.close()
    if errors:
        return _form(visit, values, errors, draft, 422)
    row = _create(visit, values, media, image)
    if draft is not None:
        visit.store.delete("draft", draft["id"])
    return visit.redirect(f"/f/{row['forum']}/{row['id']}/{row['slug']}")


def _form(visit: Visit, values: Row, errors: dict[str, str], draft: Row | None, status: int = 200) -> Response:
    forums = visit.store.query(
        "SELECT f.id, f.name, EXISTS (SELECT 1 FROM subscription s WHERE s.user_id = ? AND s.forum_id = f.id) AS own "
        "FROM forum f ORDER BY f.name COLLATE NOCASE",
        me(visit)["id"],
    )
    count = visit.store.value("SELECT COUNT(*) FROM draft WHERE user_id = ?", me(visit)["id"])
    return visit.render("submit.html", status, values=values, errors=errors, forums=forums, draft=draft, drafts=count)


def _forum_id(visit: Visit, chosen: Row | None) -> int | None:
    text = visit.text("submission[forum]", limit=12)
    if not text and chosen is not None:
        return int(chosen["id"])
    row = visit.store.get("forum", int(text)) if text.isascii() and text.isdigit() else None
    return None if row is None else int(row["id"])


def _check(visit: Visit, values: Row) -> tuple[str, str, dict[str, str]]:
    """The medium, the name of an uploaded picture, and what is wrong by field."""
    media = values["media"]
    if media == "url" and not values["url"]:
        media = "text"
    errors = check_submission(values, media)
    if values["forum_id"] is None:
        errors["forum"] = "Choose a forum."
    image = ""
    if media == "image":
        image = "" if errors else _upload(visit, errors)
    return media, image, errors


def _upload(visit: Visit, errors: dict[str, str]) -> str:
    file = visit.files.get("submission[image]")
    data = file.read() if file is not None else b""
    if not data:
        errors["image"] = "Choose an image."
        return ""
    for start, ending, mime in _PICTURES:
        if data.startswith(start):
            name = f"{hashlib.sha256(data).hexdigest()}.{ending}"
            if visit.store.one("SELECT id FROM picture WHERE name = ?", name) is None:
                visit.store.insert("picture", name=name, mime=mime, data=data)
            return name
    errors["image"] = "This file is not an image. PNG, JPEG and GIF are accepted."
    return ""


def _create(visit: Visit, values: Row, media: str, image: str) -> Row:
    store, user, time = visit.store, me(visit)["id"], visit.timestamp
    key = store.insert(
        "submission",
        forum_id=values["forum_id"],
        author_id=user,
        title=values["title"],
        slug=slug_of(values["title"]),
        media=media,
        url=values["url"] if media == "url" else "",
        image=image,
        body=values["body"],
        created=time,
        active=time,
        hot=hot(time, 0, 0),
    )
    store.execute("UPDATE forum SET submissions = submissions + 1 WHERE id = ?", values["forum_id"])
    fresh = submission(store, key)
    if fresh is None:
        visit.fail(500)
    cast(store, SUBMISSIONS, fresh, user, 1, time)
    return fresh


# ---- drafts ----------------------------------------------------------------------------------------


def _draft(visit: Visit) -> Row | None:
    key = visit.number("draft", 0)
    row = visit.store.get("draft", key) if key else None
    return row if row is not None and row["user_id"] == me(visit)["id"] else None


def _save_draft(visit: Visit, values: Row, draft: Row | None) -> Response:
    changes: dict[str, Any] = {**values, "updated": visit.timestamp}
    if not (values["title"] or values["body"] or values["url"]):
        return _form(visit, values, {"title": "There is nothing to save yet."}, draft, 422)
    if draft is None:
        visit.store.insert("draft", user_id=me(visit)["id"], **changes)
    else:
        visit.store.update("draft", draft["id"], **changes)
    visit.flash("The draft was saved.")
    return visit.redirect("/drafts")


@site.get("/drafts")
@members_only
def drafts(visit: Visit) -> Response:
    """What the reader began to write."""
    rows = visit.store.query(
        "SELECT d.*, f.name AS forum FROM draft d LEFT JOIN forum f ON f.id = d.forum_id WHERE d.user_id = ? "
        "ORDER BY d.updated DESC, d.id DESC",
        me(visit)["id"],
    )
    for row in rows:
        row["address"] = f"/submit?{urlencode({'draft': row['id']})}"
    return visit.render("drafts.html", drafts=rows)


@site.post("/drafts/<int:key>/delete")
@members_only
def discard(visit: Visit, key: int) -> Response:
    """Throw a draft away."""
    row = visit.store.get("draft", key)
    if row is None or row["user_id"] != me(visit)["id"]:
        visit.fail(404)
    visit.store.delete("draft", key)
    visit.flash("The draft was discarded.")
    return visit.redirect("/drafts")
