"""The address book."""

from __future__ import annotations

from typing import Any

from werkzeug.wrappers import Response

from osgenesis.envs.web.sites.shop.customers import (
    ADDRESS_COLUMNS,
    address_form,
    addresses_of,
    customers_only,
    default_address,
    own_address,
)
from osgenesis.envs.web.sites.shop.places import COUNTRIES, REGIONS
from osgenesis.envs.web.sites.shop.site import site
from osgenesis.envs.web.sites.visit import Visit

BOOK = "/customer/address/"
_DEFAULTS = ("default_billing", "default_shipping")


@site.get(BOOK, "/customer/address/index/")
@customers_only
def book(visit: Visit) -> Response:
    """The default addresses and the further ones."""
    assert visit.user is not None
    defaults = {visit.user[name] for name in _DEFAULTS}
    return visit.render(
        "customer/addresses.html",
        billing=default_address(visit, "billing"),
        shipping=default_address(visit, "shipping"),
        further=[address for address in addresses_of(visit) if address["id"] not in defaults],
    )


@site.get("/customer/address/new/")
@customers_only
def new(visit: Visit) -> Response:
    """The form for a further address."""
    assert visit.user is not None
    empty = dict.fromkeys(ADDRESS_COLUMNS, "")
    values = {**empty, "firstname": visit.user["firstname"], "lastname": visit.user["lastname"], "country_id": "US"}
    return _form(visit, values, {}, None)


@site.get("/customer/address/edit/id/<int:key>/")
@customers_only
def edit(visit: Visit, key: int) -> Response:
    """The form for an address of the book."""
    return _form(visit, own_address(visit, key), {}, key)


def _form(visit: Visit, values: dict[str, Any], errors: dict[str, str], key: int | None, status: int = 200) -> Response:
    assert visit.user is not None
    return visit.render(
        "customer/address_form.html",
        status,
        values=values,
        errors=errors,
        key=key,
        first=not addresses_of(visit),
        is_default={name: key is not None and visit.user[name] == key for name in _DEFAULTS},
        countries=COUNTRIES,
        regions=REGIONS,
    )


@site.post("/customer/address/formPost/", "/customer/address/formPost/id/<int:key>/")
@customers_only
def save(visit: Visit, key: int | None = None) -> Response:
    """Keep a new or changed address. The first one becomes the default for both purposes."""
    assert visit.user is not None
    if key is not None:
        own_address(visit, key)
    values, errors = address_form(visit)
    if errors:
        return _form(visit, values, errors, key, 422)
    first = not addresses_of(visit)
    if key is None:
        key = visit.store.insert("address", customer_id=visit.user["id"], **values)
    else:
        visit.store.update("address", key, **values)
    chosen = {name: key for name in _DEFAULTS if first or visit.form.get(name)}
    if chosen:
        visit.store.update("customer", visit.user["id"], **chosen)
    visit.flash("You saved the address.")
    return visit.redirect(BOOK)


@site.post("/customer/address/delete/id/<int:key>/")
@customers_only
def delete(visit: Visit, key: int) -> Response:
    """Remove an address; defaults stay, as orders need them."""
    assert visit.user is not None
    own_address(visit, key)
    if key in {visit.user[name] for name in _DEFAULTS}:
        visit.flash("A default address cannot be deleted. Make another address the default first.", "error")
        return visit.redirect(BOOK)
    visit.store.delete("address", key)
    visit.flash("You deleted the address.")
    return visit.redirect(BOOK)
