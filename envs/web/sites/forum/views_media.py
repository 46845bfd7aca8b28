"""Pictures, and the readable copies that the board keeps of pages that submissions link to."""

from __future__ import annotations

from werkzeug.wrappers import Response

from osgenesis.envs.web.sites.forum.access import find_submission
from osgenesis.envs.web.sites.forum.pictures import draw
from osgenesis.envs.web.sites.forum.site import site
from osgenesis.envs.web.sites.visit import Visit


@site.get("/submission_images/<name>")
def image(visit: Visit, name: str) -> Response:
    """The picture of a submission."""
    row = visit.store.one("SELECT * FROM picture WHERE name = ?", name)
    if row is not None:
        return _lasting(Response(row["data"], mimetype=row["mime"]))
    found = visit.store.one(
        "SELECT f.name, f.tags FROM submission s JOIN forum f ON f.id = s.forum_id WHERE s.image = ? ORDER BY s.id",
        name,
    )
    if found is None:
        visit.fail(404)
    return _lasting(Response(draw(name, found["tags"] or found["name"]), mimetype="image/svg+xml"))


@site.get("/f/<forum>/<int:key>/<slug>/page")
def page(visit: Visit, forum: str, key: int, slug: str) -> Response:
    """The copy of the page that a submission links to."""
    subject = find_submission(visit, forum, key)
    if not subject["snapshot"]:
        visit.fail(404)
    source, _, text = subject["snapshot"].partition("\n\n")
    return visit.render("copy.html", submission=subject, source=source, text=text)


def _lasting(response: Response) -> Response:
    response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
    return response
