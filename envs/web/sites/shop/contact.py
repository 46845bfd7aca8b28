"""The contact form."""

from __future__ import annotations

from werkzeug.wrappers import Response

from osgenesis.envs.web.sites.shop.customers import Errors, check_email
from osgenesis.envs.web.sites.shop.site import site
from osgenesis.envs.web.sites.visit import Visit

_FIELDS = ("name", "email", "telephone", "comment")
_LONGEST = {"name": 100, "email": 254, "telephone": 40, "comment": 10_000}


@site.get("/contact/", "/contact/index/")
def form(visit: Visit) -> Response:
    """The form; a customer's name and address are filled in."""
    values = dict.fromkeys(_FIELDS, "")
    if visit.user is not None:
        values["name"] = f"{visit.user['firstname']} {visit.user['lastname']}"
        values["email"] = visit.user["email"]
    return visit.render("contact.html", values=values, errors={})


@site.post("/contact/index/post/", "/contact/")
def post(visit: Visit) -> Response:
    """Take a message."""
    values = {name: visit.text(name) for name in _FIELDS}
    errors: Errors = {}
    for name, longest in _LONGEST.items():
        if len(values[name]) > longest:
            errors[name] = f"Please enter at most {longest:,} characters."
    for name in ("name", "comment"):
        if not values[name]:
            errors[name] = "This is a required field."
    check_email(values["email"], errors)
    if errors:
        return visit.render("contact.html", 422, values=values, errors=errors)
    visit.store.insert(
        "contact_message",
        customer_id=visit.user["id"] if visit.user else None,
        created=visit.timestamp,
        **values,
    )
    visit.flash("Thanks for contacting us with your comments and questions. We'll respond to you very soon.")
    return visit.redirect("/contact/")
