"""A customer's orders: the list, one order with its documents, ordering again; a visitor's order by its number."""

from __future__ import annotations

import json
from typing import Any, Final

from werkzeug.wrappers import Response

from osgenesis.envs.web.sites.pages import Paging
from osgenesis.envs.web.sites.shop.carts import CartError, add_to_cart, price_with
from osgenesis.envs.web.sites.shop.customers import Errors, check_email, customers_only
from osgenesis.envs.web.sites.shop.site import site
from osgenesis.envs.web.sites.store import Row
from osgenesis.envs.web.sites.visit import Visit

HISTORY: Final = "/sales/order/history/"
STATUSES: Final = {
    "pending": "Pending",
    "processing": "Processing",
    "complete": "Complete",
    "canceled": "Canceled",
    "closed": "Closed",
}
PAGE_SIZES: Final = (10, 20, 50)
_DOCUMENTS: Final = {"invoice": "invoice", "shipment": "shipment", "creditmemo": "refund"}


def recent_orders(visit: Visit, count: int, offset: int = 0) -> list[Row]:
    """The customer's orders, latest first."""
    assert visit.user is not None
    orders = visit.store.query(
        "SELECT * FROM sales_order WHERE customer_id = ? ORDER BY created DESC, id DESC LIMIT ? OFFSET ?",
        visit.user["id"],
        count,
        offset,
    )
    return [_readable(order) for order in orders]


def _readable(order: Row) -> Row:
    shipping, billing = json.loads(order["shipping_address"]), json.loads(order["billing_address"])
    return {
        **order,
        "shipping_address": shipping,
        "billing_address": billing,
        "ship_to": f"{shipping.get('firstname', '')} {shipping.get('lastname', '')}".strip(),
        "status_label": STATUSES.get(order["status"], order["status"].capitalize()),
    }


@site.get(HISTORY)
@customers_only
def history(visit: Visit) -> Response:
    """All orders, a page at a time."""
    assert visit.user is not None
    size = visit.number("limit", PAGE_SIZES[0])
    total = visit.store.value("SELECT COUNT(*) FROM sales_order WHERE customer_id = ?", visit.user["id"])
    paging = Paging(visit.page_number(), size if size in PAGE_SIZES else PAGE_SIZES[0], total)
    return visit.render(
        "customer/orders.html",
        orders=recent_orders(visit, paging.per_page, paging.offset),
        paging=paging,
        sizes=PAGE_SIZES,
    )


def _own(visit: Visit, key: int) -> Row:
    """An order of the customer logged in; anybody else's does not exist."""
    order = visit.store.get("sales_order", key)
    if order is None or visit.user is None or order["customer_id"] != visit.user["id"]:
        visit.fail(404)
    return order


def order_facts(visit: Visit, order: Row) -> dict[str, Any]:
    """What the page of an order shows."""
    items = visit.store.query(
        "SELECT i.*, p.slug FROM order_item i LEFT JOIN product p ON p.id = i.product_id "
        "WHERE i.order_id = ? ORDER BY i.id",
        order["id"],
    )
    for item in items:
        item["options"] = json.loads(item["options"])
        item["total"] = item["price"] * item["quantity"]
    documents = visit.store.query("SELECT * FROM order_document WHERE order_id = ? ORDER BY created, id", order["id"])
    return {
        "order": _readable(order),
        "items": items,
        "documents": documents,
        "comments": visit.store.query(
            "SELECT * FROM order_comment WHERE order_id = ? AND comment != '' ORDER BY created, id", order["id"]
        ),
    }


@site.get("/sales/order/view/order_id/<int:key>/")
@customers_only
def view(visit: Visit, key: int) -> Response:
    """One order: its items, totals, addresses and comments."""
    return visit.render("customer/order.html", **order_facts(visit, _own(visit, key)), tab="items", guest=False)


@site.get("/sales/order/<any(invoice, shipment, creditmemo):kind>/order_id/<int:key>/")
@customers_only
def documents(visit: Visit, kind: str, key: int) -> Response:
    """The invoices, shipments or refunds of an order."""
    facts = order_facts(visit, _own(visit, key))
    return visit.render("customer/order.html", **facts, tab=_DOCUMENTS[kind], guest=False)


@site.get("/sales/order/print/order_id/<int:key>/")
@customers_only
def printed(visit: Visit, key: int) -> Response:
    """One order for paper."""
    return visit.render("customer/order_print.html", **order_facts(visit, _own(visit, key)))


@site.post("/sales/order/reorder/order_id/<int:key>/")
@customers_only
def reorder(visit: Visit, key: int) -> Response:
    """Put everything that an order held into the cart again, as far as it is still sold."""
    order = _own(visit, key)
    added = 0
    for item in order_facts(visit, order)["items"]:
        product = None if item["product_id"] is None else visit.store.get("product", item["product_id"])
        try:
            if product is None:
                raise CartError("The product is not sold any more.")
            price = price_with(visit.store, product, item["options"])
            add_to_cart(visit, product, item["quantity"], item["options"], price)
            added += 1
        except CartError as error:
            visit.flash(f"{item['name']}: {error}", "error")
    if added:
        visit.flash(f"{added} item{'s' if added > 1 else ''} of order # {order['increment_id']} went into your cart.")
    return visit.redirect("/checkout/cart/")


# ---- visitors --------------------------------------------------------------------------------------


@site.get("/sales/guest/form/")
def guest_form(visit: Visit) -> Response:
    """Asks for an order's number, name and e-mail address."""
    if visit.user is not None:
        return visit.redirect(HISTORY)
    return visit.render("customer/guest_order.html", values={"number": "", "lastname": "", "email": ""}, errors={})


@site.post("/sales/guest/view/")
def guest_find(visit: Visit) -> Response:
    """Show the order if all three are right."""
    names = {"number": "oar_order_id", "lastname": "oar_billing_lastname", "email": "oar_email"}
    values = {name: visit.text(field, limit=254) for name, field in names.items()}
    errors: Errors = {name: "This is a required field." for name, value in values.items() if not value}
    check_email(values["email"], errors)
    order = visit.store.one("SELECT * FROM sales_order WHERE increment_id = ?", values["number"].zfill(9))
    if not errors and (order is None or not _belongs(order, values)):
        errors["number"] = "You entered incorrect data. Please try again."
    if errors or order is None:
        return visit.render("customer/guest_order.html", 422, values=values, errors=errors)
    visit.session["guest_order"] = order["id"]
    return visit.redirect("/sales/guest/view/")


def _belongs(order: Row, values: dict[str, str]) -> bool:
    lastname = json.loads(order["billing_address"]).get("lastname", "")
    same_email = str(order["email"]).casefold() == values["email"].casefold()
    return same_email and str(lastname).casefold() == values["lastname"].casefold()


@site.get("/sales/guest/view/")
def guest_view(visit: Visit) -> Response:
    """The order that a visitor asked for."""
    key = visit.session.get("guest_order")
    order = None if key is None else visit.store.get("sales_order", key)
    if order is None:
        return visit.redirect("/sales/guest/form/")
    return visit.render("customer/order.html", **order_facts(visit, order), tab="items", guest=True)
