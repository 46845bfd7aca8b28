"""Logging in and out, signing up, the reader's account."""

from __future__ import annotations

import re
from typing import Final

from werkzeug.wrappers import Response

from osgenesis.envs.web.sites.forum.access import back_path, me, members_only
from osgenesis.envs.web.sites.forum.site import site
from osgenesis.envs.web.sites.forum.views_users import own
from osgenesis.envs.web.sites.visit import Visit

_NAME: Final = re.compile(r"[A-Za-z0-9_]{3,25}")
_EMAIL: Final = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_SHORTEST_PASSWORD: Final = 8


@site.get("/login")
def login(visit: Visit) -> Response:
    """The form to log in."""
    if visit.user is not None:
        return visit.redirect("/")
    target = visit.args.get("next") or back_path(visit)
    return visit.render("login.html", name="", target=target, error="")


@site.post("/login", "/login_check")
def check_login(visit: Visit) -> Response:
    """Log in."""
    name, password = visit.text("_username", limit=100), visit.form.get("_password", "")
    target = visit.form.get("_target", "/")
    row = visit.store.one("SELECT * FROM user WHERE name = ? AND deleted = 0", name)
    if row is None or not row["password"] or row["password"] != password:
        error = "Wrong username or password."
        return visit.render("login.html", 422, name=name, target=target, error=error)
    visit.log_in(row["id"])
    return visit.redirect("/" if target.startswith("/login") else target)


@site.form("/logout")
def logout(visit: Visit) -> Response:
    """Log out."""
    visit.log_out()
    return visit.redirect("/")


@site.form("/registration")
def registration(visit: Visit) -> Response:
    """The form to sign up."""
    if visit.user is not None:
        return visit.redirect("/")
    values = {"name": visit.text("user[username]", limit=100), "email": visit.text("user[email]", limit=200)}
    if not visit.posted:
        return visit.render("registration.html", values=values, errors={})
    password = visit.form.get("user[password][first]", "")
    errors = {}
    if not _NAME.fullmatch(values["name"]):
        errors["name"] = "A name has 3 to 25 letters, digits and underscores."
    elif visit.store.one("SELECT id FROM user WHERE name = ?", values["name"]):
        errors["name"] = "This name is taken."
    if values["email"] and not _EMAIL.fullmatch(values["email"]):
        errors["email"] = "This is not an e-mail address."
    if len(password) < _SHORTEST_PASSWORD:
        errors["password"] = f"A password has at least {_SHORTEST_PASSWORD} characters."
    elif password != visit.form.get("user[password][second]", ""):
        errors["again"] = "The two passwords differ."
    if errors:
        return visit.render("registration.html", 422, values=values, errors=errors)
    key = visit.store.insert("user", **values, password=password[:200], created=visit.timestamp)
    visit.log_in(key)
    visit.flash(f"Welcome, {values['name']}. Find forums that you like and subscribe to them.")
    return visit.redirect("/")


@site.form("/user/<name>/account")
@members_only
def account(visit: Visit, name: str) -> Response:
    """The reader's address and password."""
    row = own(visit, name)
    email, errors = row["email"], {}
    if visit.posted:
        email = visit.text("user[email]", limit=200)
        password = visit.form.get("user[password]", "")[:200]
        if email and not _EMAIL.fullmatch(email):
            errors["email"] = "This is not an e-mail address."
        if password and len(password) < _SHORTEST_PASSWORD:
            errors["password"] = f"A password has at least {_SHORTEST_PASSWORD} characters."
        if not errors:
            visit.store.update("user", row["id"], email=email, password=password or row["password"])
            visit.flash("The account was updated.")
            return visit.redirect(f"/user/{row['name']}/account")
    return visit.render("account.html", 422 if errors else 200, person=row, email=email, errors=errors)


@site.form("/user/<name>/delete_account")
@members_only
def delete_account(visit: Visit, name: str) -> Response:
    """Close the account; what its owner wrote stays."""
    row = own(visit, name)
    error = ""
    if visit.posted:
        if visit.text("name") == row["name"]:
            visit.store.update("user", me(visit)["id"], deleted=1, password="", biography="", email="")
            visit.log_out()
            return visit.redirect("/")
        error = "Type your user name exactly to delete the account."
    return visit.render("delete_account.html", 422 if error else 200, person=row, error=error)
