"""Who is logged in, and what forms about people and their addresses must hold."""

from __future__ import annotations

import base64
import binascii
import functools
import hmac
import re
from collections.abc import Callable
from typing import Any, Final

from werkzeug.wrappers import Response

from osgenesis.envs.web.sites.shop.places import COUNTRIES, REGIONS, country_name
from osgenesis.envs.web.sites.shop.site import site
from osgenesis.envs.web.sites.site import View
from osgenesis.envs.web.sites.store import Row
from osgenesis.envs.web.sites.visit import Visit

__all__ = [
    "ADDRESS_COLUMNS",
    "Errors",
    "address_form",
    "address_lines",
    "addresses_of",
    "check_email",
    "check_password",
    "customers_only",
    "decode_path",
    "default_address",
    "encode_path",
    "own_address",
    "password_is",
]

Errors = dict[str, str]

LOGIN: Final = "/customer/account/login/"
ADDRESS_COLUMNS: Final = (
    "firstname",
    "lastname",
    "company",
    "street1",
    "street2",
    "city",
    "region",
    "postcode",
    "country_id",
    "telephone",
)
_EMAIL: Final = re.compile(r"[^@\s<>\"',;]+@[^@\s<>\"',;.]+(\.[^@\s<>\"',;.]+)+")
_POSTCODES: Final = {
    "US": (re.compile(r"\d{5}(-\d{4})?"), "12345 or 12345-6789"),
    "CA": (re.compile(r"[A-Za-z]\d[A-Za-z] ?\d[A-Za-z]\d"), "A1B 2C3"),
    "AU": (re.compile(r"\d{4}"), "1234"),
}
_TELEPHONE: Final = re.compile(r"[\d\s()+./x-]{5,40}")
_REQUIRED: Final = "This is a required field."


def customers_only(view: View) -> View:
    """A view for customers; others are first sent to the login page, and come back from there."""

    @functools.wraps(view)
    def guarded(visit: Visit, **variables: Any) -> Response:
        if visit.user is not None:
            return view(visit, **variables)
        back = visit.url_with() if visit.request.method == "GET" else ""
        return visit.redirect(LOGIN + (f"referer/{encode_path(back)}/" if back else ""))

    return guarded


def encode_path(path: str) -> str:
    """A path for use inside another path."""
    return base64.urlsafe_b64encode(path.encode()).decode().rstrip("=")


def decode_path(text: str) -> str:
    """What `encode_path` was given; the empty string where it is not of that make."""
    try:
        path = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)).decode()
    except (binascii.Error, ValueError):
        return ""
    return path if path.startswith("/") and path.isprintable() else ""


def password_is(customer: Row, password: str) -> bool:
    """Whether this is the customer's password."""
    return hmac.compare_digest(str(customer["password"]).encode(), password.encode())


# ---- forms -----------------------------------------------------------------------------------------


def check_email(email: str, errors: Errors, name: str = "email") -> None:
    """Note what is wrong with an e-mail address."""
    if not email:
        errors[name] = _REQUIRED
    elif len(email) > 254 or not _EMAIL.fullmatch(email):
        errors[name] = "Please enter a valid email address (Ex: johndoe@domain.com)."


def check_password(password: str, again: str, errors: Errors, name: str = "password") -> None:
    """Note what is wrong with a new password that was typed twice."""
    kinds = sum(bool(re.search(kind, password)) for kind in ("[a-z]", "[A-Z]", r"\d", r"[^\w]|_"))
    if not password:
        errors[name] = _REQUIRED
    elif len(password) < 8:
        errors[name] = "A password needs at least 8 characters."
    elif len(password) > 200:
        errors[name] = "A password has at most 200 characters."
    elif kinds < 3:
        errors[name] = "Use at least three of these: lower case, upper case, digits, special characters."
    elif again != password:
        errors["password_confirmation"] = "Please enter the same value again."


def check_names(values: dict[str, str], errors: Errors) -> None:
    """Note what is wrong with a first and a last name."""
    for name in ("firstname", "lastname"):
        if not values[name]:
            errors[name] = _REQUIRED
        elif len(values[name]) > 100:
            errors[name] = "Please enter at most 100 characters."


def address_form(visit: Visit) -> tuple[dict[str, str], Errors]:
    """The address that was posted, by columns, and what is wrong with it.

    The two lines of the street are the fields `street[0]` and `street[1]`; both may also be called `street[]`.
    """
    lines = [line.strip() for line in visit.form.getlist("street[]")] + ["", ""]
    values = {name: visit.text(name, limit=256) for name in ADDRESS_COLUMNS if not name.startswith("street")}
    values["street1"] = visit.text("street[0]", limit=256) or lines[0][:256]
    values["street2"] = visit.text("street[1]", limit=256) or lines[1][:256]
    return values, address_errors(values)


def address_errors(values: dict[str, str]) -> Errors:
    """What is wrong with an address, by column."""
    errors: Errors = {}
    check_names(values, errors)
    for name in ("street1", "city", "postcode", "telephone"):
        if not values[name]:
            errors[name] = _REQUIRED
    country = values["country_id"]
    if country not in COUNTRIES:
        errors["country_id"] = "Please select a country."
    else:
        pattern, example = _POSTCODES.get(country, (None, ""))
        if values["postcode"] and pattern is not None and not pattern.fullmatch(values["postcode"]):
            errors["postcode"] = f"The postal code looks wrong. Example for {country_name(country)}: {example}."
        if values["region"] not in REGIONS[country]:
            errors["region"] = (
                f"Please select a state or province of {country_name(country)}." if values["region"] else _REQUIRED
            )
    if values["telephone"] and not _TELEPHONE.fullmatch(values["telephone"]):
        errors["telephone"] = "Please enter a phone number, such as 650-555-0134."
    return errors


# ---- addresses -------------------------------------------------------------------------------------


def addresses_of(visit: Visit) -> list[Row]:
    """The customer's address book."""
    if visit.user is None:
        return []
    return visit.store.query("SELECT * FROM address WHERE customer_id = ? ORDER BY id", visit.user["id"])


def own_address(visit: Visit, key: int) -> Row:
    """An address of the customer logged in; anybody else's does not exist."""
    found = visit.store.get("address", key)
    if found is None or visit.user is None or found["customer_id"] != visit.user["id"]:
        visit.fail(404)
    return found


def default_address(visit: Visit, kind: str) -> Row | None:
    """The customer's default address; kind is billing or shipping."""
    key = visit.user[f"default_{kind}"] if visit.user is not None else None
    return None if key is None else visit.store.get("address", key)


def address_lines(address: Row | dict[str, str]) -> list[str]:
    """An address as people write it, line by line; the phone number is not part of it."""
    known = {name: address.get(name) or "" for name in ADDRESS_COLUMNS}
    lines = [
        f"{known['firstname']} {known['lastname']}".strip(),
        known["company"],
        known["street1"],
        known["street2"],
        ", ".join(part for part in (known["city"], known["region"], known["postcode"]) if part),
        country_name(known["country_id"]),
    ]
    return [line for line in lines if line]


@site.provides("address_lines")
def address_writer(visit: Visit) -> Callable[[Row], list[str]]:
    """How templates write addresses."""
    return address_lines
