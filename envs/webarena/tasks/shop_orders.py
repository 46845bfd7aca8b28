"""Tasks on the shop's orders: finding things out about past ones, opening them, ordering again."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any, ClassVar

from osgenesis.envs.core.actions import Action
from osgenesis.envs.core.oracle import Screen
from osgenesis.envs.core.state import StateDiff
from osgenesis.envs.web.sites.dice import Dice
from osgenesis.envs.web.sites.world import World
from osgenesis.envs.webarena.answers import same_date, same_money, same_number, same_set, same_text
from osgenesis.envs.webarena.base import PageFacts, WebTask
from osgenesis.envs.webarena.routines import click, role, scroll_to
from osgenesis.envs.webarena.tasks.shop_moves import (
    CART_TABLES,
    ORDER_TABLES,
    cart_holds,
    check_out,
    customer,
    day,
    items_of,
    list_orders,
    my_orders,
    open_order,
    order_of,
)

_STATUSES = {
    "complete": "Complete",
    "canceled": "Canceled",
    "pending": "Pending",
    "closed": "Closed",
    "processing": "Processing",
}


class _OrderQuestion(WebTask):
    """A question about one order; `fact` of the facts is the answer, read from the order's page."""

    sites: ClassVar[tuple[str, ...]] = ("shop",)
    max_steps: ClassVar[int] = 45

    def oracle(self, screen: Screen) -> Iterator[Action]:
        """Look at the order and say what it says."""
        yield from open_order(screen, self.facts["number"])
        yield from scroll_to(screen, contains=self.facts["seen"])
        yield screen.answer(self.facts["said"])

    def draw_order(self, world: World, dice: Dice, *statuses: str) -> dict[str, Any]:
        """One of the customer's orders, of these statuses if any are named."""
        found = [order for order in my_orders(world) if not statuses or order["status"] in statuses]
        return dice.pick(found)


class ShopOrderTotal(_OrderQuestion):
    """What an order cost."""

    name: ClassVar[str] = "ShopOrderTotal"
    template: ClassVar[str] = "What is the grand total of my order # {number}?"

    def choose(self, world: World, dice: Dice) -> dict[str, Any]:
        """One of the orders."""
        order = self.draw_order(world, dice)
        cents = order["grand_total"]
        amount = f"${cents // 100:,}.{cents % 100:02d}"
        return {"number": order["increment_id"], "cents": cents, "seen": "Grand Total", "said": amount}

    def check(self, world: World, page: PageFacts, diff: StateDiff, answer: str | None) -> float:
        """The amount."""
        return float(same_money(answer, self.facts["cents"]))


class ShopOrderDate(_OrderQuestion):
    """When an order was placed."""

    name: ClassVar[str] = "ShopOrderDate"
    template: ClassVar[str] = "On which day did I place order # {number}? Give the date as year-month-day."

    def choose(self, world: World, dice: Dice) -> dict[str, Any]:
        """One of the orders."""
        order = self.draw_order(world, dice)
        said = datetime.fromtimestamp(order["created"], UTC).strftime("%Y-%m-%d")
        return {"number": order["increment_id"], "created": order["created"], "seen": "Order Date", "said": said}

    def check(self, world: World, page: PageFacts, diff: StateDiff, answer: str | None) -> float:
        """The day."""
        return float(same_date(answer, self.facts["created"]))


class ShopOrderStatus(_OrderQuestion):
    """What has become of an order."""

    name: ClassVar[str] = "ShopOrderStatus"
    template: ClassVar[str] = "What is the status of the order that I placed on {day}?"

    def choose(self, world: World, dice: Dice) -> dict[str, Any]:
        """An order that is the only one of its day; any status is as likely as another."""
        days = [day(order["created"]) for order in my_orders(world)]
        alone = [order for order in my_orders(world) if days.count(day(order["created"])) == 1]
        status = dice.pick(sorted({order["status"] for order in alone}))
        order = dice.pick([order for order in alone if order["status"] == status])
        label = _STATUSES[status]
        return {"number": order["increment_id"], "day": day(order["created"]), "seen": label, "said": label}

    def check(self, world: World, page: PageFacts, diff: StateDiff, answer: str | None) -> float:
        """The status, and no other one beside it."""
        others = [label for label in _STATUSES.values() if label != self.facts["said"]]
        named = [label for label in others if label.casefold() in (answer or "").casefold()]
        return float(same_text(answer, self.facts["said"]) and not named)


class ShopOrderPostcode(_OrderQuestion):
    """Where an order went."""

    name: ClassVar[str] = "ShopOrderPostcode"
    template: ClassVar[str] = "What is the zip code of the {kind} address of my order # {number}?"

    def choose(self, world: World, dice: Dice) -> dict[str, Any]:
        """One of the orders and one of its addresses."""
        order = self.draw_order(world, dice)
        kind = dice.pick(("shipping", "billing"))
        postcode = json.loads(order[f"{kind}_address"])["postcode"]
        return {"number": order["increment_id"], "kind": kind, "seen": postcode, "said": postcode}

    def check(self, world: World, page: PageFacts, diff: StateDiff, answer: str | None) -> float:
        """The zip code."""
        return float(same_text(answer, self.facts["said"]))


class ShopOrderSkus(_OrderQuestion):
    """What an order held."""

    name: ClassVar[str] = "ShopOrderSkus"
    template: ClassVar[str] = "List the SKUs of all products in my order # {number}, separated by commas."

    def choose(self, world: World, dice: Dice) -> dict[str, Any]:
        """An order of several products."""
        several = [order for order in my_orders(world) if len(items_of(world, order["id"])) > 1]
        order = dice.pick(several)
        skus = [item["sku"] for item in items_of(world, order["id"])]
        return {"number": order["increment_id"], "skus": skus, "seen": skus[-1], "said": ", ".join(skus)}

    def check(self, world: World, page: PageFacts, diff: StateDiff, answer: str | None) -> float:
        """All of them and nothing else."""
        return float(same_set(answer, self.facts["skus"]))


class ShopOrderOption(_OrderQuestion):
    """Which option of a product was chosen."""

    name: ClassVar[str] = "ShopOrderOption"
    template: ClassVar[str] = 'Which {option} did I choose for "{product}" in my order of {day}?'

    def choose(self, world: World, dice: Dice) -> dict[str, Any]:
        """An ordered item with an option, unlike any other of that day."""
        found = []
        days = [day(order["created"]) for order in my_orders(world)]
        for order in my_orders(world):
            for item in items_of(world, order["id"]):
                if item["options"] and days.count(day(order["created"])) == 1:
                    found.append((order, item))
        order, item = dice.pick(found)
        option, value = dice.pick(item["options"])
        return {
            "number": order["increment_id"],
            "day": day(order["created"]),
            "product": item["name"],
            "option": option.lower(),
            "seen": item["name"],
            "said": value,
        }

    def check(self, world: World, page: PageFacts, diff: StateDiff, answer: str | None) -> float:
        """The value."""
        return float(same_text(answer, self.facts["said"]))


class ShopOrderTracking(_OrderQuestion):
    """How a parcel is tracked."""

    name: ClassVar[str] = "ShopOrderTracking"
    template: ClassVar[str] = "What is the tracking number of the shipment of my order # {number}?"

    def choose(self, world: World, dice: Dice) -> dict[str, Any]:
        """An order that was sent."""
        sql = (
            "SELECT o.increment_id, d.tracking FROM order_document d JOIN sales_order o ON o.id = d.order_id "
            "WHERE d.kind = 'shipment' AND d.tracking != '' AND o.customer_id = ? ORDER BY d.id"
        )
        found = dice.pick(world["shop"].store.query(sql, customer(world)["id"]))
        return {"number": found["increment_id"], "seen": found["tracking"], "said": found["tracking"]}

    def check(self, world: World, page: PageFacts, diff: StateDiff, answer: str | None) -> float:
        """The number."""
        return float(same_text(answer, self.facts["said"]))

    def oracle(self, screen: Screen) -> Iterator[Action]:
        """Open the order's shipments."""
        yield from open_order(screen, self.facts["number"])
        yield from click(screen, text="Order Shipments", where=role("link"))
        yield from scroll_to(screen, contains=self.facts["seen"])
        yield screen.answer(self.facts["said"])


# ---- questions about several orders ----------------------------------------------------------------


class ShopLatestOrderNumber(WebTask):
    """The number of the latest order with a status."""

    name: ClassVar[str] = "ShopLatestOrderNumber"
    sites: ClassVar[tuple[str, ...]] = ("shop",)
    max_steps: ClassVar[int] = 45
    template: ClassVar[str] = 'What is the number of my latest order with the status "{status}"?'

    def choose(self, world: World, dice: Dice) -> dict[str, Any]:
        """One of the statuses that there are."""
        orders = my_orders(world)
        status = dice.pick(sorted({order["status"] for order in orders}))
        order = next(order for order in orders if order["status"] == status)
        return {"status": _STATUSES[status], "number": order["increment_id"]}

    def check(self, world: World, page: PageFacts, diff: StateDiff, answer: str | None) -> float:
        """The number, with or without zeros in front."""
        return float(same_number((answer or "").replace("#", " "), int(self.facts["number"])))

    def oracle(self, screen: Screen) -> Iterator[Action]:
        """Look through the list, and at the order found."""
        yield from open_order(screen, self.facts["number"])
        yield screen.answer(self.facts["number"])


class ShopSpentInMonth(WebTask):
    """What the orders of a month cost."""

    name: ClassVar[str] = "ShopSpentInMonth"
    sites: ClassVar[tuple[str, ...]] = ("shop",)
    max_steps: ClassVar[int] = 45
    template: ClassVar[str] = (
        "How much did I spend in {month} in total? Add up the order totals of all orders of that month whose status is "
        "Complete; answer 0 if there are none."
    )

    def choose(self, world: World, dice: Dice) -> dict[str, Any]:
        """A month with orders."""
        months: dict[str, list[dict[str, Any]]] = {}
        for order in my_orders(world):
            month = datetime.fromtimestamp(order["created"], UTC).strftime("%B %Y")
            months.setdefault(month, []).append(order)
        complete = {m: [o for o in orders if o["status"] == "complete"] for m, orders in months.items()}
        # Rather a month in which there is something to add up.
        several = [month for month, orders in complete.items() if len(orders) > 1]
        month = dice.pick(several or sorted(months))
        last = (complete[month] or months[month])[-1]
        cents = sum(order["grand_total"] for order in complete[month])
        return {"month": month, "cents": cents, "number": last["increment_id"]}

    def check(self, world: World, page: PageFacts, diff: StateDiff, answer: str | None) -> float:
        """The sum."""
        return float(same_money(answer, self.facts["cents"]))

    def oracle(self, screen: Screen) -> Iterator[Action]:
        """Go through the list up to the last order of the month."""
        yield from open_order(screen, self.facts["number"])
        cents = self.facts["cents"]
        yield screen.answer(f"${cents // 100:,}.{cents % 100:02d}")


class ShopLastOrdered(WebTask):
    """When a product was last ordered."""

    name: ClassVar[str] = "ShopLastOrdered"
    sites: ClassVar[tuple[str, ...]] = ("shop",)
    max_steps: ClassVar[int] = 45
    template: ClassVar[str] = 'When did I last order "{product}"? Give the date as year-month-day.'

    def choose(self, world: World, dice: Dice) -> dict[str, Any]:
        """A product that was ordered, if possible more than once."""
        dates: dict[str, list[dict[str, Any]]] = {}
        for order in my_orders(world):
            for item in items_of(world, order["id"]):
                dates.setdefault(item["name"], []).append(order)
        often = sorted(name for name, orders in dates.items() if len(orders) > 1)
        product = dice.pick(often or sorted(dates))
        order = dates[product][0]
        return {"product": product, "created": order["created"], "number": order["increment_id"]}

    def check(self, world: World, page: PageFacts, diff: StateDiff, answer: str | None) -> float:
        """The day."""
        return float(same_date(answer, self.facts["created"]))

    def oracle(self, screen: Screen) -> Iterator[Action]:
        """Look at the order."""
        yield from open_order(screen, self.facts["number"])
        yield from scroll_to(screen, contains=self.facts["product"])
        yield screen.answer(datetime.fromtimestamp(self.facts["created"], UTC).strftime("%Y-%m-%d"))


class ShopCountOrders(WebTask):
    """How many orders have a status."""

    name: ClassVar[str] = "ShopCountOrders"
    sites: ClassVar[tuple[str, ...]] = ("shop",)
    max_steps: ClassVar[int] = 30
    template: ClassVar[str] = 'How many of my orders placed in {year} have the status "{status}"?'

    def choose(self, world: World, dice: Dice) -> dict[str, Any]:
        """A year, and one of its statuses."""
        counts: dict[tuple[int, str], int] = {}
        for order in my_orders(world):
            key = datetime.fromtimestamp(order["created"], UTC).year, _STATUSES[order["status"]]
            counts[key] = counts.get(key, 0) + 1
        year, status = dice.pick(sorted(counts))
        return {"year": year, "status": status, "count": counts[year, status]}

    def check(self, world: World, page: PageFacts, diff: StateDiff, answer: str | None) -> float:
        """The number."""
        return float(same_number(answer, self.facts["count"]))

    def oracle(self, screen: Screen) -> Iterator[Action]:
        """Look through all pages of the list."""
        yield from list_orders(screen)
        for _ in range(6):
            yield from scroll_to(screen, contains=" total", where=role("text"))
            if screen.find(text="Next", where=role("link")) is None:
                break
            yield from click(screen, text="Next", where=role("link"))
        yield screen.answer(str(self.facts["count"]))


# ---- doing something -------------------------------------------------------------------------------


class ShopOpenOrder(WebTask):
    """Going to an order's page."""

    name: ClassVar[str] = "ShopOpenOrder"
    sites: ClassVar[tuple[str, ...]] = ("shop",)
    max_steps: ClassVar[int] = 45
    template: ClassVar[str] = 'Open the page of my latest order that contains "{product}".'

    def choose(self, world: World, dice: Dice) -> dict[str, Any]:
        """A product that was ordered, and the latest order with it."""
        latest: dict[str, dict[str, Any]] = {}
        for order in my_orders(world):
            for item in items_of(world, order["id"]):
                latest.setdefault(item["name"], order)
        product = dice.pick(sorted(latest))
        return {"product": product, "number": latest[product]["increment_id"]}

    def check(self, world: World, page: PageFacts, diff: StateDiff, answer: str | None) -> float:
        """The page is in front."""
        return float(page.is_at("shop", f"/sales/order/view/order_id/{int(self.facts['number'])}"))

    def oracle(self, screen: Screen) -> Iterator[Action]:
        """Through the list of orders."""
        yield from open_order(screen, self.facts["number"])


class ShopReorder(WebTask):
    """Putting an order into the cart again."""

    name: ClassVar[str] = "ShopReorder"
    sites: ClassVar[tuple[str, ...]] = ("shop",)
    touches: ClassVar[tuple[str, ...]] = CART_TABLES
    max_steps: ClassVar[int] = 45
    template: ClassVar[str] = "Put everything from my order # {number} into the shopping cart again. Do not check out."

    def choose(self, world: World, dice: Dice) -> dict[str, Any]:
        """An order all of whose products are in stock."""
        return {"number": dice.pick(reorderable(world))["increment_id"]}

    def check(self, world: World, page: PageFacts, diff: StateDiff, answer: str | None) -> float:
        """The cart holds just what the order did."""
        wanted: dict[tuple[int, str], int] = {}
        for item in items_of(world, int(self.facts["number"])):
            key = item["product_id"], json.dumps(item["options"])
            wanted[key] = wanted.get(key, 0) + item["quantity"]
        return float(cart_holds(world, [(key, n, json.loads(options)) for (key, options), n in wanted.items()]))

    def oracle(self, screen: Screen) -> Iterator[Action]:
        """The button on the order's page."""
        yield from open_order(screen, self.facts["number"])
        yield from click(screen, text="Reorder", where=role("button"))


class ShopOrderAgain(WebTask):
    """Ordering everything of an order again."""

    name: ClassVar[str] = "ShopOrderAgain"
    sites: ClassVar[tuple[str, ...]] = ("shop",)
    touches: ClassVar[tuple[str, ...]] = ORDER_TABLES
    max_steps: ClassVar[int] = 60
    template: ClassVar[str] = (
        "Order everything from my order # {number} once more. Have it shipped to my default address by {method} and "
        "pay by {payment}."
    )

    def choose(self, world: World, dice: Dice) -> dict[str, Any]:
        """An order all of whose products are in stock, a way of delivery and one of payment."""
        return {
            "number": dice.pick(reorderable(world))["increment_id"],
            "method": dice.pick(("Flat Rate", "Best Way")),
            "payment": dice.pick(("Check / Money order", "Cash On Delivery")),
        }

    def check(self, world: World, page: PageFacts, diff: StateDiff, answer: str | None) -> float:
        """One more order with the same items, to the right place."""
        placed = order_of(diff)
        if placed is None:
            return 0.0
        order, added = placed
        home = world["shop"].store.get("address", customer(world)["default_shipping"])
        assert home is not None
        items = ("product_id", "quantity", "options")
        held = sorted(tuple(item[n] for n in items) for item in added)
        sql = "SELECT product_id, quantity, options FROM order_item WHERE order_id = ?"
        before = world["shop"].store.query(sql, int(self.facts["number"]))
        return float(
            held == sorted(tuple(row[n] for n in items) for row in before)
            and order["shipping_description"].startswith(self.facts["method"])
            and order["payment_title"] == self.facts["payment"]
            and json.loads(order["shipping_address"])["street1"] == home["street1"]
        )

    def oracle(self, screen: Screen) -> Iterator[Action]:
        """Reorder, then both pages of the checkout."""
        yield from open_order(screen, self.facts["number"])
        yield from click(screen, text="Reorder", where=role("button"))
        yield from check_out(screen, self.facts["method"], self.facts["payment"])


def reorderable(world: World) -> list[dict[str, Any]]:
    """Orders of different products that are all in stock, with options as they are still offered."""
    found = []
    for order in my_orders(world):
        items = items_of(world, order["id"])
        keys = [item["product_id"] for item in items]
        if None in keys or len(keys) != len(set(keys)):
            continue
        products = [world["shop"].store.get("product", key) for key in keys]
        enough = zip(products, items, strict=True)
        if all(product is not None and product["stock"] >= item["quantity"] for product, item in enough):
            found.append(order)
    return found
