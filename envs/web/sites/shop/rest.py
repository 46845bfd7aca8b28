"""The REST interface: what the official helpers ask for, and what the checkout's script uses."""

from __future__ import annotations

import hashlib
import hmac
import json
import re
from collections.abc import Iterator
from typing import Any, Final

from werkzeug.wrappers import Response

from osgenesis.envs.web.sites.accounts import LOG_INS
from osgenesis.envs.web.sites.pages import moment
from osgenesis.envs.web.sites.shop.carts import CartError, cart_lines, pieces, totals_of
from osgenesis.envs.web.sites.shop.customers import own_address
from osgenesis.envs.web.sites.shop.frame import own_cart
from osgenesis.envs.web.sites.shop.purchase import place_order
from osgenesis.envs.web.sites.shop.site import site
from osgenesis.envs.web.sites.store import Row
from osgenesis.envs.web.sites.visit import Visit

# The administrator whose token the official helpers fetch from this site.
_ADMIN: Final = LOG_INS["shopping_admin"].account._asdict()
_MOST_PER_PAGE: Final = 300
_MOST_CENTS: Final = 10**15
# What a query may hold; SQLite has limits of its own, far beyond these.
_MOST_CONDITIONS: Final = 60
_LONGEST_VALUE: Final = 1000
_COLUMNS: Final = {
    "entity_id": "id",
    "increment_id": "increment_id",
    "created_at": "created",
    "status": "status",
    "customer_id": "customer_id",
    "customer_email": "email",
    "grand_total": "grand_total",
    "subtotal": "subtotal",
}
_CONDITIONS: Final = {
    "eq": "=",
    "neq": "!=",
    "gt": ">",
    "gteq": ">=",
    "lt": "<",
    "lteq": "<=",
    "like": "LIKE",
}
_FILTER: Final = re.compile(
    r"searchCriteria\[(?:filterGroups|filter_groups)\]\[(\d{1,4})\]\[filters\]\[(\d{1,4})\]\[(field|value|condition_?[tT]ype)\]"
)
_SORT: Final = re.compile(r"searchCriteria\[(?:sortOrders|sort_orders)\]\[(\d{1,4})\]\[(field|direction)\]")


def _body(visit: Visit) -> dict[str, Any]:
    try:
        data = json.loads(visit.request.get_data() or b"{}")
    except (ValueError, RecursionError):
        visit.fail(400)
    if not isinstance(data, dict):
        visit.fail(400)
    return data


def _token(visit: Visit) -> str:
    secret = f"{visit.store.image.digest}:admin".encode()
    return hashlib.blake2b(secret, digest_size=16, person=b"rest-token").hexdigest()


def _is_admin(visit: Visit) -> bool:
    given = visit.request.headers.get("Authorization", "")
    return hmac.compare_digest(given.encode(), f"Bearer {_token(visit)}".encode())


@site.post("/rest/default/V1/integration/admin/token", "/rest/V1/integration/admin/token")
def admin_token(visit: Visit) -> Response:
    """A token for the administrator."""
    given = _body(visit)
    if any(given.get(name) != value for name, value in _ADMIN.items()):
        message = "The account sign-in was incorrect or your account is disabled temporarily."
        return visit.json({"message": message}, 401)
    return visit.json(_token(visit))


# ---- orders ----------------------------------------------------------------------------------------


@site.get("/rest/V1/orders", "/rest/default/V1/orders")
def orders(visit: Visit) -> Response:
    """Orders that fit the search criteria."""
    if not _is_admin(visit):
        message = "The consumer isn't authorized to access %resources."
        return visit.json({"message": message, "parameters": {"resources": "Magento_Sales::actions_view"}}, 401)
    try:
        where, values = _where(visit)
        order = _order(visit)
    except ValueError as error:
        return visit.json({"message": str(error)}, 400)
    size = max(
        1, min(visit.number("searchCriteria[pageSize]", visit.number("searchCriteria[page_size]", 100)), _MOST_PER_PAGE)
    )
    page = visit.number("searchCriteria[currentPage]", visit.number("searchCriteria[current_page]", 1), low=1)
    total = visit.store.value(f"SELECT COUNT(*) FROM sales_order {where}", *values)
    found = visit.store.query(
        f"SELECT * FROM sales_order {where} {order} LIMIT ? OFFSET ?", *values, size, (page - 1) * size
    )
    items = [_order_json(visit, row) for row in found]
    return visit.json(
        {"items": items, "search_criteria": {"page_size": size, "current_page": page}, "total_count": total}
    )


def _column(field: str) -> str:
    if field not in _COLUMNS:
        raise ValueError(f"Orders have no field {field[:60]!r}; fields: {', '.join(_COLUMNS)}.")
    return _COLUMNS[field]


def _where(visit: Visit) -> tuple[str, list[Any]]:
    """Groups hold together, the filters of a group are alternatives."""
    groups: dict[str, dict[str, dict[str, str]]] = {}
    for name, value in visit.args.items():
        if match := _FILTER.fullmatch(name):
            group, position, part = match.groups()
            groups.setdefault(group, {}).setdefault(position, {})[part.replace("_t", "T")] = value[:_LONGEST_VALUE]
    if sum(len(group) for group in groups.values()) > _MOST_CONDITIONS:
        raise ValueError(f"There are more than {_MOST_CONDITIONS} filters.")
    clauses, values = [], []
    for group in groups.values():
        alternatives = []
        for parts in group.values():
            condition = parts.get("conditionType", "eq")
            column = _column(parts.get("field", ""))
            value = _value(column, parts.get("value", ""))
            if condition == "in":
                choices = str(parts.get("value", "")).split(",")[:100]
                alternatives.append(f"{column} IN ({', '.join('?' * len(choices))})")
                values += choices
            elif condition in _CONDITIONS:
                alternatives.append(f"{column} {_CONDITIONS[condition]} ?")
                values.append(value)
            else:
                raise ValueError(f"There is no condition {condition[:60]!r}; conditions: in, {', '.join(_CONDITIONS)}.")
        clauses.append(f"({' OR '.join(alternatives)})")
    return (f"WHERE {' AND '.join(clauses)}" if clauses else ""), values


def _value(column: str, text: str) -> Any:
    """A filter's value as the column holds it: seconds for times, cents for money."""
    if column == "created":
        from datetime import UTC, datetime

        try:
            return int(datetime.fromisoformat(text).replace(tzinfo=UTC).timestamp())
        except ValueError:
            raise ValueError(f"This is not a time: {text[:60]!r}; write 2023-01-31 12:00:00.") from None
    if column in ("grand_total", "subtotal"):
        try:
            cents = round(float(text) * 100)
        except (ValueError, OverflowError):
            cents = _MOST_CENTS + 1
        if abs(cents) > _MOST_CENTS:
            raise ValueError(f"This is not an amount: {text[:60]!r}.")
        return cents
    return text


def _order(visit: Visit) -> str:
    sorts: dict[str, dict[str, str]] = {}
    for name, value in visit.args.items():
        if match := _SORT.fullmatch(name):
            sorts.setdefault(match.group(1), {})[match.group(2)] = value
    if len(sorts) > _MOST_CONDITIONS:
        raise ValueError(f"There are more than {_MOST_CONDITIONS} orders.")
    parts = []
    for sort in sorts.values():
        direction = "ASC" if sort.get("direction", "DESC").upper() == "ASC" else "DESC"
        parts.append(f"{_column(sort.get('field', ''))} {direction}")
        last = direction
    # Orders of the same second: by number, the same way.
    return f"ORDER BY {', '.join([*parts, f'id {last}'])}" if parts else "ORDER BY id"


def _order_json(visit: Visit, order: Row) -> dict[str, Any]:
    items = visit.store.query("SELECT * FROM order_item WHERE order_id = ? ORDER BY id", order["id"])
    billing = json.loads(order["billing_address"])
    return {
        "entity_id": order["id"],
        "increment_id": order["increment_id"],
        "created_at": moment(order["created"]).strftime("%Y-%m-%d %H:%M:%S"),
        "status": order["status"],
        "state": "new" if order["status"] == "pending" else order["status"],
        "customer_id": order["customer_id"],
        "customer_email": order["email"],
        "customer_firstname": billing.get("firstname", ""),
        "customer_lastname": billing.get("lastname", ""),
        "customer_is_guest": int(order["customer_id"] is None),
        "order_currency_code": "USD",
        "subtotal": order["subtotal"] / 100,
        "shipping_amount": order["shipping_amount"] / 100,
        "tax_amount": order["tax_amount"] / 100,
        "discount_amount": -order["discount_amount"] / 100,
        "grand_total": order["grand_total"] / 100,
        "total_refunded": order["total_refunded"] / 100,
        "total_item_count": len(items),
        "total_qty_ordered": sum(item["quantity"] for item in items),
        "shipping_description": order["shipping_description"],
        "payment": {"method": order["payment_method"], "additional_information": [order["payment_title"]]},
        "billing_address": _address_json(billing),
        "items": [_item_json(item) for item in items],
    }


def _item_json(item: Row) -> dict[str, Any]:
    return {
        "item_id": item["id"],
        "order_id": item["order_id"],
        "product_id": item["product_id"],
        "sku": item["sku"],
        "name": item["name"],
        "price": item["price"] / 100,
        "qty_ordered": item["quantity"],
        "qty_shipped": item["quantity_shipped"],
        "qty_canceled": item["quantity_canceled"],
        "qty_refunded": item["quantity_refunded"],
        "row_total": item["price"] * item["quantity"] / 100,
    }


def _address_json(address: dict[str, Any]) -> dict[str, Any]:
    kept = {name: value for name, value in address.items() if not name.startswith("street")}
    return {**kept, "street": [line for line in (address.get("street1"), address.get("street2")) if line]}


# ---- reviews ---------------------------------------------------------------------------------------


@site.get("/rest/V1/products/<path:sku>/reviews", "/rest/default/V1/products/<path:sku>/reviews")
def reviews(visit: Visit, sku: str) -> Response:
    """All reviews of a product in the order in which they were written, those that wait for approval included."""
    product = visit.store.one("SELECT id, name FROM product WHERE sku = ?", sku)
    if product is None:
        return visit.json(
            {"message": "The product that was requested doesn't exist. Verify the product and try again."}, 404
        )
    found = visit.store.query("SELECT * FROM review WHERE product_id = ? ORDER BY created, id", product["id"])
    return visit.json([_review_json(row) for row in found])


def _review_json(review: Row) -> dict[str, Any]:
    rating = {"vote_id": review["id"], "rating_id": 4, "rating_name": "Rating"}
    return {
        "id": review["id"],
        "title": review["title"],
        "detail": review["detail"],
        "nickname": review["nickname"],
        "customer_id": review["customer_id"],
        "ratings": [{**rating, "percent": 20 * review["rating"], "value": review["rating"]}],
        "review_entity": "product",
        "review_type": 1 if review["customer_id"] else 3,
        "review_status": 1 if review["status"] == "approved" else 2,
        "created_at": moment(review["created"]).strftime("%Y-%m-%d %H:%M:%S"),
        "entity_pk_value": review["product_id"],
    }


# ---- the visitor's own cart ------------------------------------------------------------------------

_MINE: Final = "/rest/default/V1/carts/mine"


def _own(visit: Visit) -> Row:
    """The cart of the customer whose session this is; otherwise ends the request."""
    if visit.user is None:
        visit.fail(401)
    cart = own_cart(visit)
    if cart is None:
        visit.fail(404)
    return cart


@site.get(f"{_MINE}/totals", "/rest/V1/carts/mine/totals")
def totals(visit: Visit) -> Response:
    """What the customer's cart holds and costs."""
    cart = _own(visit)
    lines = cart_lines(visit.store, cart)
    sums = totals_of(visit, cart, lines)
    return visit.json(
        {
            "grand_total": sums.grand_total / 100,
            "subtotal": sums.subtotal / 100,
            "discount_amount": -sums.discount / 100,
            "shipping_amount": sums.shipping / 100,
            "tax_amount": sums.tax / 100,
            "coupon_code": sums.coupon["code"] if sums.coupon else None,
            "base_currency_code": "USD",
            "items_qty": pieces(lines),
            "items": [_line_json(line) for line in lines],
            "total_segments": list(_segments(sums)),
        }
    )


def _segments(sums: Any) -> Iterator[dict[str, Any]]:
    yield {"code": "subtotal", "title": "Subtotal", "value": sums.subtotal / 100}
    if sums.discount:
        yield {"code": "discount", "title": "Discount", "value": -sums.discount / 100}
    yield {"code": "shipping", "title": "Shipping & Handling", "value": sums.shipping / 100}
    yield {"code": "tax", "title": "Tax", "value": sums.tax / 100}
    yield {"code": "grand_total", "title": "Grand Total", "value": sums.grand_total / 100}


def _line_json(line: Row) -> dict[str, Any]:
    return {
        "item_id": line["id"],
        "name": line["name"],
        "sku": line["sku"],
        "price": line["price"] / 100,
        "qty": line["quantity"],
        "row_total": line["total"] / 100,
        "options": json.dumps([{"label": title, "value": value} for title, value in line["options"]]),
    }


@site.post(f"{_MINE}/payment-information", "/rest/V1/carts/mine/payment-information")
def payment_information(visit: Visit) -> Response:
    """Order what the customer's cart holds, delivered as the checkout's first page says; the order's number."""
    _own(visit)
    given = _body(visit)
    method = given.get("paymentMethod") or given.get("payment_method") or {}
    billing = given.get("billingAddress") or given.get("billing_address") or {}
    if not isinstance(method, dict) or not isinstance(billing, dict):
        visit.fail(400)
    key = billing.get("customerAddressId")
    address = (
        own_address(visit, int(key))
        if isinstance(key, (int, str)) and str(key).isdecimal() and len(str(key)) < 12
        else None
    )
    try:
        order = place_order(visit, str(method.get("method", "")), address)
    except CartError as error:
        return visit.json({"message": str(error)}, 400)
    return visit.json(str(order["id"]))
