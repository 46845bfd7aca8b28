"""The shop's orders, from the first to the latest; an order's number is its id with zeros in front."""

from __future__ import annotations

import json
from typing import Any, Final

from osgenesis.envs.web.sites.dice import Dice
from osgenesis.envs.web.sites.seeds import Seeding
from osgenesis.envs.web.sites.shop.content import Product

__all__ = ["OrderRows", "fill_orders", "order_rows"]

_DAY: Final = 86_400
# Orders of the main customer, and of all others together.
_COUNTS: Final = {"small": (36, 26), "full": (44, 290)}
_FLAT_RATE: Final = 500
_ADDRESS: Final = (
    "firstname", "lastname", "company", "street1", "street2", "city", "region", "postcode", "country_id", "telephone",
)  # fmt: skip
_REASONS: Final = ("Ordered by mistake.", "Found it elsewhere.", "Would have come too late.", "Changed my mind.")

# Table -> rows.
OrderRows = dict[str, list[dict[str, Any]]]


def fill_orders(
    seeding: Seeding, products: list[Product], customers: list[dict[str, Any]], addresses: list[dict[str, Any]]
) -> None:
    """Orders of all customers in order of time."""
    dice = Dice(seeding.seed, "shop", "orders")
    now = int(seeding.now.timestamp())
    mine, others = _COUNTS[seeding.size]
    who = [customers[0]] * mine + [dice.pick(customers[1:]) for _ in range(others)]
    # Recent ones first, so that the main customer always has some that are under way.
    ages = [dice.between(1, 20) for _ in range(4)] + [dice.between(25, 1010) for _ in range(mine - 4)]
    ages += [dice.between(1, 1010) for _ in range(others)]
    placed = sorted(
        (now - age * _DAY - dice.below(14 * 3600), number, customer)
        for number, (age, customer) in enumerate(zip(ages, (c["id"] for c in who), strict=True))
    )
    known = {customer["id"]: customer for customer in customers}
    homes: dict[int, dict[str, Any]] = {row["id"]: row for row in addresses}
    tables: OrderRows = {"sales_order": [], "order_item": [], "order_comment": [], "order_document": []}
    for key, (created, number, customer) in enumerate(placed, 1):
        age = (now - created) // _DAY
        lines = _lines(dice, products)
        home = homes[known[customer]["default_shipping"]], homes[known[customer]["default_billing"]]
        # Of the main customer's, one waits and one is being packed, whatever the seed.
        status = {0: "pending", 1: "processing"}.get(number) or _status(dice, age)
        order_rows(tables, dice, key, known[customer], home, created, status, lines)
    for table, rows in tables.items():
        for number, row in enumerate(rows, 1):
            row.setdefault("id", number)
        seeding.insert(table, rows)


def _status(dice: Dice, age: int) -> str:
    if age < 6:
        return dice.weighted(("pending", "processing"), (3, 1))
    if age < 21:
        return dice.weighted(("pending", "processing", "complete"), (1, 2, 2))
    return dice.weighted(("complete", "canceled", "closed"), (77, 19, 4))


def _lines(dice: Dice, products: list[Product]) -> list[dict[str, Any]]:
    lines = []
    for product in dice.sample(products, dice.weighted((1, 2, 3, 4), (45, 30, 17, 8))):
        price, options = product.row["final_price"], []
        for title, offered in product.options:
            value, extra = dice.pick(offered)
            price += extra
            options.append([title, value])
        lines.append(
            {
                "product_id": product.id,
                "sku": product.row["sku"],
                "name": product.row["name"],
                "options": json.dumps(options),
                "price": price,
                "quantity": dice.weighted((1, 2, 3), (82, 13, 5)),
            }
        )
    return lines


def order_rows(
    tables: OrderRows,
    dice: Dice,
    key: int,
    customer: dict[str, Any],
    homes: tuple[dict[str, Any], dict[str, Any]],
    created: int,
    status: str,
    lines: list[dict[str, Any]],
) -> dict[str, Any]:
    """Add an order with its lines, comments and papers to `tables`; the order's row.

    `homes` are the shipping and the billing address; `lines` hold product_id, sku, name, options, price and quantity.
    """
    count = sum(line["quantity"] for line in lines)
    subtotal = sum(line["price"] * line["quantity"] for line in lines)
    total = subtotal + _FLAT_RATE * count
    done = status in ("complete", "closed")
    # Now and then one of several things goes back.
    partly = done and len(lines) > 1 and dice.chance(0.08)
    refunded = [status == "closed" or (partly and number == 0) for number in range(len(lines))]
    back = sum(line["price"] * line["quantity"] for line, gone in zip(lines, refunded, strict=True) if gone)
    row = {
        "id": key,
        "increment_id": f"{key:09d}",
        "customer_id": customer["id"],
        "email": customer["email"],
        "status": status,
        "created": created,
        "subtotal": subtotal,
        "shipping_amount": _FLAT_RATE * count,
        "grand_total": total,
        "total_refunded": total if status == "closed" else back,
        "shipping_method": "flatrate_flatrate",
        "shipping_description": "Flat Rate - Fixed",
        "payment_method": "checkmo",
        "payment_title": "Check / Money order",
        "shipping_address": json.dumps({name: homes[0][name] for name in _ADDRESS}),
        "billing_address": json.dumps({name: homes[1][name] for name in _ADDRESS}),
    }
    tables["sales_order"].append(row)
    for line, gone in zip(lines, refunded, strict=True):
        amount = line["quantity"]
        tables["order_item"].append(
            {
                "order_id": key,
                **line,
                "quantity_shipped": amount if done else 0,
                "quantity_canceled": amount if status == "canceled" else 0,
                "quantity_refunded": amount if gone else 0,
            }
        )
    if status == "canceled":
        tables["order_comment"].append(
            {"order_id": key, "status": status, "comment": dice.pick(_REASONS), "created": created + 7200}
        )
    _papers(tables["order_document"], row, dice)
    return row


def _papers(papers: list[dict[str, Any]], order: dict[str, Any], dice: Dice) -> None:
    def add(kind: str, amount: int, days: int, tracking: str = "") -> None:
        number = f"{sum(paper['kind'] == kind for paper in papers) + 1:09d}"
        papers.append(
            {
                "order_id": order["id"],
                "kind": kind,
                "number": number,
                "amount": amount,
                "tracking": tracking,
                "created": order["created"] + days * _DAY,
            }
        )

    if order["status"] in ("complete", "closed", "processing"):
        add("invoice", order["grand_total"], 0)
    if order["status"] in ("complete", "closed"):
        add("shipment", 0, 2, f"LM{dice.between(10**9, 10**10 - 1)}")
    if order["total_refunded"]:
        add("refund", order["total_refunded"], 9)
