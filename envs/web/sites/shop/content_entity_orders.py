"""Puts orders that must exist into a shop. Customers who have such orders have no invented ones beside them."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any, Final

from osgenesis.envs.web.sites.dice import Dice
from osgenesis.envs.web.sites.entities import OrderEntity, OrderLineEntity, ShopEntities
from osgenesis.envs.web.sites.seeds import Seeding
from osgenesis.envs.web.sites.shop.content_entities import rows_of
from osgenesis.envs.web.sites.shop.content_orders import OrderRows, order_rows

__all__ = ["fill_order_entities"]

_DAY: Final = 86_400
_FLAT_RATE: Final = 500
_TABLES: Final = ("order_item", "order_comment", "order_document")

Row = dict[str, Any]


def fill_order_entities(seeding: Seeding, wanted: ShopEntities) -> None:
    """Make the orders exist."""
    if not wanted.orders:
        return
    owners = {order.customer.lower() for order in wanted.orders}
    customers = {row["email"]: row for row in rows_of(seeding, "SELECT * FROM customer") if row["email"] in owners}
    numbers = {order.id for order in wanted.orders if order.id is not None}
    _remove(seeding, {row["id"] for row in customers.values()}, numbers)
    dice = Dice(seeding.seed, "shop", "entity", "orders")
    tables: OrderRows = {"sales_order": [], **{name: [] for name in _TABLES}}
    for order, created, status, key in _plan(seeding, dice, wanted.orders):
        customer = customers.get(order.customer.lower())
        if customer is None:
            raise ValueError(f"order {key} belongs to {order.customer!r}, who is no customer")
        home = rows_of(seeding, "SELECT * FROM address WHERE id = ?", customer["default_billing"])[0]
        if order.billing is not None:
            home = _address(home, order.billing)
        lines = _lines(seeding, dice, order)
        row = order_rows(tables, dice, key, customer, (home, home), created, status, lines)
        if order.total is not None:
            _set_total(row, round(order.total * 100))
    for table, rows in tables.items():
        first = int(seeding.connection.execute(f"SELECT COALESCE(MAX(id), 0) FROM {table}").fetchone()[0])
        for number, row in enumerate(rows, first + 1):
            row.setdefault("id", number)
        seeding.insert(table, rows)


def _remove(seeding: Seeding, owners: set[int], numbers: set[int]) -> None:
    for row in rows_of(seeding, "SELECT id, customer_id FROM sales_order"):
        if row["customer_id"] in owners or row["id"] in numbers:
            for table in _TABLES:
                seeding.connection.execute(f"DELETE FROM {table} WHERE order_id = ?", (row["id"],))
            seeding.connection.execute("DELETE FROM sales_order WHERE id = ?", (row["id"],))


# ---- when, which state, which number ------------------------------------------------------------


def _plan(seeding: Seeding, dice: Dice, orders: Sequence[OrderEntity]) -> list[tuple[OrderEntity, int, str, int]]:
    """(order, time, status, number) of each; the latest of a status is later than all others with that status."""
    now = int(seeding.now.timestamp())
    latest = {order.status for order in orders if order.latest_of_status}
    dated = []
    for order in orders:
        status = order.status or ("complete" if "complete" not in latest or order.date is None else "canceled")
        dated.append((order, status, _moment(dice, order.date, last=order.latest_of_status)))
    known = [moment for _, _, moment in dated if moment is not None]
    first = min(known, default=now - 400 * _DAY)
    planned = []
    for order, status, moment in dated:
        others = [m for o, s, m in dated if s == status and m is not None and o is not order]
        if moment is None and order.latest_of_status:
            moment = min(max(others, default=now - 30 * _DAY) + 6 * _DAY, now - _DAY)
        if moment is None:
            moment = first - dice.between(20, 300) * _DAY
        planned.append((order, moment, status))
    taken = {row["id"] for row in rows_of(seeding, "SELECT id FROM sales_order")}
    taken |= {order.id for order in orders if order.id is not None}
    top = max((order.id for order in orders if order.id is not None), default=max(taken, default=0) + len(orders) + 1)
    free = sorted([key for key in range(top - 1, 0, -1) if key not in taken][: len(orders)])
    free += list(range(max(taken | {top}) + 1, max(taken | {top}) + 1 + len(orders)))
    numbers = iter(free)
    planned.sort(key=lambda entry: entry[1])
    return [(o, moment, status, o.id if o.id is not None else next(numbers)) for o, moment, status in planned]


def _moment(dice: Dice, date: str | None, *, last: bool) -> int | None:
    """A time on a day ("2023-03-11") or in a month ("2023-03"; its end for the latest of all)."""
    if date is None:
        return None
    parts = [int(part) for part in date.split("-")]
    day = parts[2] if len(parts) > 2 else 27 if last else dice.between(2, 22)
    return int(datetime(parts[0], parts[1], day, 9, 15, tzinfo=UTC).timestamp()) + dice.below(6 * 3600)


# ---- what is in it ------------------------------------------------------------------------------


def _lines(seeding: Seeding, dice: Dice, order: OrderEntity) -> list[Row]:
    lines = [_line(seeding, dice, line) for line in order.lines]
    if not lines:
        sku = dice.pick(rows_of(seeding, "SELECT sku FROM product ORDER BY id"))["sku"]
        lines = [_line(seeding, dice, OrderLineEntity(sku=sku))]
    if order.total is None:
        return lines
    # Prices that nobody gave share what the others leave of the total.
    room = round(order.total * 100) - sum(line["price"] for line in lines) - _FLAT_RATE * len(lines)
    given = [line.price is not None for line in order.lines] or [False]
    open_lines = [line for line, fixed in zip(lines, given, strict=True) if not fixed]
    if open_lines:
        room += sum(line["price"] for line in open_lines)
        for line in open_lines:
            line["price"] = max(100, room // len(open_lines))
        open_lines[-1]["price"] = max(100, room - sum(line["price"] for line in open_lines[:-1]))
    elif room > _FLAT_RATE + 100:
        lines.append({**_line(seeding, dice, OrderLineEntity(kind="gift card")), "price": room - _FLAT_RATE})
    return lines


def _line(seeding: Seeding, dice: Dice, line: OrderLineEntity) -> Row:
    found = rows_of(seeding, "SELECT id, sku, name, final_price FROM product WHERE sku = ?", line.sku or "")
    product = found[0] if found else None
    kind = line.kind or "order of the day"
    invented = f"{dice.pick(('Orchard Lane', 'Evenwell', 'Alder House'))} {kind.title()}"
    price = round(line.price * 100) if line.price is not None else None
    return {
        "product_id": product["id"] if product else None,
        "sku": line.sku or f"LMX-{dice.between(10_000, 99_999)}",
        "name": line.name or (product["name"] if product else invented),
        "options": json.dumps([list(option) for option in line.options]),
        "price": price or (product["final_price"] if product else dice.between(5, 40) * 100 + 99),
        "quantity": 1,
    }


def _set_total(row: Row, cents: int) -> None:
    """Shipping takes up what remains, so that the parts make the total."""
    row["shipping_amount"] = max(0, cents - row["subtotal"])
    row["discount_amount"] = max(0, row["subtotal"] - cents)
    row["grand_total"] = cents
    if row["status"] == "closed":
        row["total_refunded"] = cents


def _address(home: Row, lines: Sequence[str]) -> Row:
    """An address with other lines: street, city, state, zip code."""
    names = ("street1", "city", "region", "postcode")
    return {**home, "street2": "", **dict(zip(names, lines, strict=False))}
