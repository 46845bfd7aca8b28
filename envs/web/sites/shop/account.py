"""Customer accounts: creating one, logging in and out, the dashboard, changing name and password."""

from __future__ import annotations

from typing import Any

from werkzeug.wrappers import Response

from osgenesis.envs.web.sites.pages import Paging
from osgenesis.envs.web.sites.shop.carts import merge_carts
from osgenesis.envs.web.sites.shop.customers import (
    LOGIN,
    Errors,
    check_email,
    check_names,
    check_password,
    customers_only,
    decode_path,
    default_address,
    password_is,
)
from osgenesis.envs.web.sites.shop.newsletter import is_subscribed, subscribe
from osgenesis.envs.web.sites.shop.orders import recent_orders
from osgenesis.envs.web.sites.shop.site import site
from osgenesis.envs.web.sites.shop.wishlist import add_wish
from osgenesis.envs.web.sites.visit import Visit

DASHBOARD = "/customer/account/"
_REVIEWS_PER_PAGE = 10


# ---- logging in and out ----------------------------------------------------------------------------


@site.get(LOGIN, f"{LOGIN}referer/<referer>/")
def login(visit: Visit, referer: str = "") -> Response:
    """The form for logging in."""
    if visit.user is not None:
        return visit.redirect(DASHBOARD)
    return visit.render("customer/login.html", email="", referer=referer, errors={})


@site.post("/customer/account/loginPost/", "/customer/account/loginPost/referer/<referer>/")
def login_post(visit: Visit, referer: str = "") -> Response:
    """Check e-mail address and password."""
    referer = visit.text("referer", limit=2000) or referer
    email, password = visit.text("login[username]", limit=254), visit.form.get("login[password]", "")
    errors: Errors = {}
    check_email(email, errors)
    if not password:
        errors["password"] = "This is a required field."
    customer = visit.store.one("SELECT * FROM customer WHERE email = ?", email.lower())
    if not errors and (customer is None or not password_is(customer, password)):
        errors["password"] = "The account sign-in was incorrect. Please check your email and password and try again."
    if errors or customer is None:
        return visit.render("customer/login.html", 422, email=email, referer=referer, errors=errors)
    _enter(visit, customer["id"])
    return visit.redirect(_after_login(visit) or decode_path(referer) or DASHBOARD)


def _enter(visit: Visit, customer_id: int) -> None:
    merge_carts(visit, visit.session_id, customer_id)
    visit.log_in(customer_id)


def _after_login(visit: Visit) -> str:
    """Do what a visitor wanted when sent to the login page; where to go then, or the empty string."""
    wanted = visit.session.pop("wanted", None)
    if wanted is None:
        return ""
    product = visit.store.get("product", wanted["product"])
    if product is None:
        return ""
    add_wish(visit, product, wanted["quantity"], wanted["options"])
    return "/wishlist/"


@site.get("/customer/account/logout/")
def logout(visit: Visit) -> Response:
    """Log out. A visitor's session stays, for it may hold a cart."""
    if visit.user is not None:
        visit.log_out()
    return visit.redirect("/customer/account/logoutSuccess/")


@site.get("/customer/account/logoutSuccess/")
def logged_out(visit: Visit) -> Response:
    """Says that one is logged out."""
    return visit.render("customer/signed_out.html")


@site.form("/customer/account/forgotpassword/")
def forgot_password(visit: Visit) -> Response:
    """Asks for a message with a link for a new password. No mail leaves this world."""
    email, errors = visit.text("email", limit=254), Errors()
    if visit.posted:
        check_email(email, errors)
        if not errors:
            visit.flash(f"If {email} has an account here, a message with a link for a new password is on its way.")
            return visit.redirect(LOGIN)
    return visit.render("customer/forgot.html", 422 if errors else 200, email=email, errors=errors)


# ---- a new account ---------------------------------------------------------------------------------


@site.get("/customer/account/create/")
def create(visit: Visit) -> Response:
    """The form for a new account."""
    if visit.user is not None:
        return visit.redirect(DASHBOARD)
    values = {"firstname": "", "lastname": "", "email": "", "is_subscribed": ""}
    return visit.render("customer/create.html", values=values, errors={})


@site.post("/customer/account/createpost/")
def create_post(visit: Visit) -> Response:
    """Make an account and log in."""
    if visit.user is not None:
        return visit.redirect(DASHBOARD)
    values = {name: visit.text(name, limit=256) for name in ("firstname", "lastname", "email", "is_subscribed")}
    errors: Errors = {}
    check_names(values, errors)
    check_email(values["email"], errors)
    check_password(visit.form.get("password", ""), visit.form.get("password_confirmation", ""), errors)
    if "email" not in errors and _email_taken(visit, values["email"], None):
        errors["email"] = "There is already an account with this email address."
    if errors:
        return visit.render("customer/create.html", 422, values=values, errors=errors)
    key = visit.store.insert(
        "customer",
        email=values["email"].lower(),
        password=visit.form["password"],
        firstname=values["firstname"],
        lastname=values["lastname"],
        created=visit.timestamp,
    )
    _enter(visit, key)
    if values["is_subscribed"]:
        subscribe(visit, values["email"], True)
    visit.flash(f"Thank you for registering with {visit.site.title}.")
    return visit.redirect(_after_login(visit) or DASHBOARD)


def _email_taken(visit: Visit, email: str, own: int | None) -> bool:
    found = visit.store.one("SELECT id FROM customer WHERE email = ?", email.lower())
    return found is not None and found["id"] != own


# ---- the account's own pages -----------------------------------------------------------------------


@site.get(DASHBOARD, "/customer/account/index/")
@customers_only
def dashboard(visit: Visit) -> Response:
    """Recent orders, name, newsletter, default addresses."""
    return visit.render(
        "customer/dashboard.html",
        orders=recent_orders(visit, 5),
        subscribed=is_subscribed(visit),
        billing=default_address(visit, "billing"),
        shipping=default_address(visit, "shipping"),
    )


@site.get("/customer/account/edit/", "/customer/account/edit/changepass/<int:password>/")
@customers_only
def edit(visit: Visit, password: int = 0) -> Response:
    """The form for name, e-mail address and password."""
    assert visit.user is not None
    values: dict[str, Any] = {name: visit.user[name] for name in ("firstname", "lastname", "email")}
    values.update(change_email="", change_password="1" if password else "")
    return visit.render("customer/edit.html", values=values, errors={})


@site.post("/customer/account/editPost/")
@customers_only
def edit_post(visit: Visit) -> Response:
    """Change name, e-mail address and password; the latter two need the present password."""
    assert visit.user is not None
    names = ("firstname", "lastname", "email", "change_email", "change_password")
    values = {name: visit.text(name, limit=256) for name in names}
    errors: Errors = {}
    check_names(values, errors)
    new = {"firstname": values["firstname"], "lastname": values["lastname"]}
    if values["change_email"] or values["change_password"]:
        if not password_is(visit.user, visit.form.get("current_password", "")):
            errors["current_password"] = "The password doesn't match this account. Verify the password and try again."
    if values["change_email"]:
        check_email(values["email"], errors)
        if "email" not in errors and _email_taken(visit, values["email"], visit.user["id"]):
            errors["email"] = "There is already an account with this email address."
        new["email"] = values["email"].lower()
    if values["change_password"]:
        check_password(visit.form.get("password", ""), visit.form.get("password_confirmation", ""), errors)
        new["password"] = visit.form.get("password", "")
    if errors:
        values["email"] = values["email"] or visit.user["email"]
        return visit.render("customer/edit.html", 422, values=values, errors=errors)
    visit.store.update("customer", visit.user["id"], **new)
    visit.flash("You saved the account information.")
    return visit.redirect(DASHBOARD)


@site.get("/review/customer/", "/review/customer/index/")
@customers_only
def own_reviews(visit: Visit) -> Response:
    """The reviews that the customer wrote, latest first."""
    assert visit.user is not None
    total = visit.store.value("SELECT COUNT(*) FROM review WHERE customer_id = ?", visit.user["id"])
    paging = Paging(visit.page_number(), _REVIEWS_PER_PAGE, total)
    rows = visit.store.query(
        "SELECT r.*, p.name, p.slug FROM review r JOIN product p ON p.id = r.product_id WHERE r.customer_id = ?"
        " ORDER BY r.created DESC, r.id DESC LIMIT ? OFFSET ?",
        visit.user["id"],
        paging.per_page,
        paging.offset,
    )
    return visit.render("customer/reviews.html", reviews=rows, paging=paging)
