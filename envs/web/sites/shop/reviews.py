"""Reviews: those of a product, writing one, and those that a customer wrote."""

from __future__ import annotations

from typing import Any, Final, NamedTuple

from werkzeug.wrappers import Response

from osgenesis.envs.web.sites.pages import Paging
from osgenesis.envs.web.sites.shop.site import site
from osgenesis.envs.web.sites.store import Row
from osgenesis.envs.web.sites.visit import Visit

__all__ = ["ReviewSection", "review_section"]

_PER_PAGE: Final = 10
# The form's field has the stars as the numbers 16 to 20.
_FIRST_STAR: Final = 15


class ReviewSection(NamedTuple):
    """What a product's page shows of its reviews.

    Attributes:
        rows: Those of this page, latest first.
        counts: (stars, number of reviews, share in percent), five stars first.
        stars: The number of stars that the list is limited to, 0 for all.
        paging: Which page.
    """

    rows: list[Row]
    counts: list[tuple[int, int, int]]
    stars: int
    paging: Paging


def review_section(visit: Visit, product: Row) -> ReviewSection:
    """Approved reviews of a product as the URL asks for them: `stars=` and `p=`."""
    store, key = visit.store, product["id"]
    sql = "SELECT rating, COUNT(*) AS n FROM review WHERE product_id = ? AND status = 'approved' GROUP BY rating"
    found = {row["rating"]: row["n"] for row in store.query(sql, key)}
    total = sum(found.values())
    counts = [(stars, found.get(stars, 0), 100 * found.get(stars, 0) // max(1, total)) for stars in range(5, 0, -1)]
    stars = visit.number("stars", 0, high=5) if not visit.posted else 0
    paging = Paging(visit.page_number(), _PER_PAGE, found.get(stars, 0) if stars else total)
    rows = store.query(
        "SELECT * FROM review WHERE product_id = ? AND status = 'approved' AND (? = 0 OR rating = ?)"
        " ORDER BY created DESC, id DESC LIMIT ? OFFSET ?",
        key,
        stars,
        stars,
        _PER_PAGE,
        paging.offset,
    )
    return ReviewSection(rows, counts, stars, paging)


@site.get("/review/product/list/id/<int:key>", "/review/product/listAjax/id/<int:key>")
def product_reviews(visit: Visit, key: int) -> Response:
    """The reviews of a product on a page of their own."""
    from osgenesis.envs.web.sites.shop.listing import card

    product = visit.store.get("product", key)
    if product is None:
        visit.fail(404)
    return visit.render("reviews.html", product=card(product), reviews=review_section(visit, product))


@site.post("/review/product/post/id/<int:key>")
def write_review(visit: Visit, key: int) -> Response:
    """Take a review; it is shown once the shop has looked at it."""
    product = visit.store.get("product", key)
    if product is None:
        visit.fail(404)
    values, errors = read_review(visit)
    if errors:
        from osgenesis.envs.web.sites.shop.catalogue import product_page

        return product_page(visit, product, 422, values=values, errors=errors)
    visit.store.insert(
        "review",
        product_id=key,
        customer_id=None if visit.user is None else visit.user["id"],
        nickname=values["nickname"],
        title=values["title"],
        detail=values["detail"],
        rating=values["rating"],
        status="pending",
        created=visit.timestamp,
    )
    visit.flash("You submitted your review for moderation.")
    return visit.redirect(f"/{product['slug']}.html")


def read_review(visit: Visit) -> tuple[dict[str, Any], dict[str, str]]:
    """The posted review, and what is wrong with it by field."""
    values: dict[str, Any] = {
        "nickname": visit.text("nickname", limit=120),
        "title": visit.text("title", limit=250),
        "detail": visit.text("detail", limit=20_000),
    }
    stars = visit.text("ratings[4]", limit=3)
    values["rating"] = int(stars) - _FIRST_STAR if stars in ("16", "17", "18", "19", "20") else 0
    errors = {name: "This is a required field." for name in ("nickname", "title", "detail") if not values[name]}
    if not values["rating"]:
        errors["rating"] = "Please select one of each of the ratings above."
    return values, errors
