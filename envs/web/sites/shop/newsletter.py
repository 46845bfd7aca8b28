"""Newsletter subscriptions."""

from __future__ import annotations

from werkzeug.wrappers import Response

from osgenesis.envs.web.sites.shop.customers import Errors, check_email, customers_only
from osgenesis.envs.web.sites.shop.site import site
from osgenesis.envs.web.sites.visit import Visit


def is_subscribed(visit: Visit) -> bool:
    """Whether the customer logged in gets the newsletter."""
    if visit.user is None:
        return False
    sql = "SELECT subscribed FROM newsletter_subscription WHERE email = ?"
    return bool(visit.store.value(sql, visit.user["email"]))


def subscribe(visit: Visit, email: str, subscribed: bool) -> None:
    """Put an address on the list, or take it off."""
    email = email.lower()
    known = visit.store.one("SELECT id, subscribed FROM newsletter_subscription WHERE email = ?", email)
    owner = visit.store.value("SELECT id FROM customer WHERE email = ?", email)
    if known is None and subscribed:
        visit.store.insert(
            "newsletter_subscription", email=email, customer_id=owner, subscribed=1, changed=visit.timestamp
        )
    elif known is not None and bool(known["subscribed"]) != subscribed:
        visit.store.update("newsletter_subscription", known["id"], subscribed=int(subscribed), changed=visit.timestamp)


@site.get("/newsletter/manage/", "/newsletter/manage/index/")
@customers_only
def manage(visit: Visit) -> Response:
    """Whether to get the newsletter."""
    return visit.render("customer/newsletter.html", subscribed=is_subscribed(visit))


@site.post("/newsletter/manage/save/")
@customers_only
def save(visit: Visit) -> Response:
    """Keep the choice."""
    assert visit.user is not None
    wanted = bool(visit.form.get("is_subscribed"))
    before = is_subscribed(visit)
    subscribe(visit, visit.user["email"], wanted)
    if wanted == before:
        visit.flash("We have updated your subscription.")
    else:
        visit.flash("We have saved your subscription." if wanted else "We have removed your newsletter subscription.")
    return visit.redirect("/customer/account/")


@site.post("/newsletter/subscriber/new/")
def subscriber(visit: Visit) -> Response:
    """The form at the foot of every page."""
    email, errors = visit.text("email", limit=256), Errors()
    check_email(email, errors)
    if errors:
        return visit.render("customer/subscribe.html", 422, email=email, errors=errors)
    listed = visit.store.value("SELECT subscribed FROM newsletter_subscription WHERE email = ?", email.lower())
    if listed:
        visit.flash("This email address is already subscribed.", "error")
    else:
        subscribe(visit, email, True)
        visit.flash("Thank you for your subscription.")
    return visit.redirect(_page_before(visit))


def _page_before(visit: Visit) -> str:
    """The page of this site from which the form was sent."""
    referrer = visit.request.referrer or ""
    origin = visit.request.host_url.rstrip("/")
    return referrer.removeprefix(origin) if referrer.startswith(origin + "/") else "/"
