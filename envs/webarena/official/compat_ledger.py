"""The customer's orders, made such that what the tasks ask of them comes out: sums of periods, dates, refunds, choices.

Tasks tell of orders in pieces: a number here, a day there, what was spent in a month, what of it on food. `balanced`
puts the pieces together. Windows of time are settled from the shortest to the longest; what a window lacks of its sum
or number goes into further orders outside the shorter windows.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Final, NamedTuple

from osgenesis.envs.core.errors import DataError
from osgenesis.envs.web.sites.clock import START
from osgenesis.envs.web.sites.entities import OrderEntity, OrderLineEntity, ProductEntity
from osgenesis.envs.webarena.official.compat_goods import PLACES, filler, name_of, shelf_of
from osgenesis.envs.webarena.official.configs import Configuration
from osgenesis.envs.webarena.official.facts import facts_of
from osgenesis.envs.webarena.official.names import slug_of
from osgenesis.envs.webarena.official.periods import Period, period_of, stems

__all__ = ["balanced"]

_SHIPPING: Final = 500  # what the shop takes for every piece
_LATE: Final = 24  # a day late in its month, for what only has a month
_REDUCED: Final = re.compile(r"(\d+)% discount on the total amount for orders exceeding \$(\d+)")
_KEPT: Final = re.compile(r"only kept the ([\w -]+?) and")
_AMOUNT: Final = re.compile(r"\d+(?:\.\d+)?")
_FROM_LARGE: Final = 9000  # cents


@dataclass
class _Line:
    kind: str = ""
    sku: str | None = None
    name: str | None = None
    cents: int | None = None
    options: dict[str, str] = field(default_factory=dict)
    about: str = ""  # further words for it

    @property
    def words(self) -> set[str]:
        return stems(f"{self.kind} {self.name or ''} {self.about}")

    def same(self, other: _Line) -> bool:
        """Whether both tell of the same thing: by stock number, or by what one of them calls it."""
        if self.sku and other.sku:
            return self.sku == other.sku
        if self.name and other.name:
            return False
        return bool(self.words & other.words & ({_noun(self.kind), _noun(other.kind)} - {""}))

    @property
    def shelf(self) -> tuple[tuple[str, ...], str] | None:
        return shelf_of(f"{self.kind} {self.name or ''}")


@dataclass
class _Order:
    key: int | None
    status: str
    day: date | None = None
    month: Period | None = None
    latest: bool = False
    total: int | None = None
    lines: list[_Line] = field(default_factory=list)
    billing: tuple[str, ...] | None = None
    open: bool = False  # whether it takes more lines

    @property
    def known(self) -> int | None:
        """Its grand total, once every line has a price and they come to what is told of it."""
        if self.open or not self.lines or any(line.cents is None for line in self.lines):
            return None
        cents = sum(line.cents or 0 for line in self.lines) + _SHIPPING * len(self.lines)
        return cents if self.total in (None, cents) else None

    def within(self, period: Period) -> bool:
        if self.day is not None:
            return period.first <= self.day <= period.last
        return self.month is not None and period.first <= self.month.last and self.month.first <= period.last


class _Window(NamedTuple):
    """What completed orders of a period come to."""

    period: Period
    orders: int | None
    cents: int | None


def balanced(
    orders: Sequence[OrderEntity], tasks: Iterable[Configuration], customer: str, sold: Mapping[str, ProductEntity]
) -> tuple[tuple[OrderEntity, ...], tuple[ProductEntity, ...]]:
    """Orders with days, lines and prices, and the products that they name.

    Args:
        orders: What tasks tell of single orders.
        tasks: The shop's configurations.
        customer: E-mail address of the customer.
        sold: Products that have been found already, by stock number.
    """
    ledger = _Ledger([_draft(order) for order in orders], sold)
    tasks = [task for task in tasks if task.feasible]
    ledger.merge()
    for task in tasks:
        ledger.read_choices(task)
    ledger.place_latest(any("latest order" in task.template and "status" in task.template for task in tasks))
    cancelled, spent, shelves = [], [], []
    for task in tasks:
        if "order canlled in" in task.template:
            cancelled.append(task)
        elif "fulfilled orders" in task.template or "How much I spend" in task.template or "exceeding" in task.intent:
            spent.append(task)
        elif "{{category}} shopping" in task.template:
            shelves.append(task)
        elif "first purchase" in task.template:
            ledger.read_first(task)
    for task in cancelled:
        ledger.read_kept(task)
    ledger.cancel(cancelled)
    for task in shelves:
        ledger.read_shelf(task)
    ledger.fill(_windows(spent), [task for task in spent if _REDUCED.search(task.intent)])
    ledger.finish()
    return ledger.entities(customer)


# ---- reading ------------------------------------------------------------------------------------


def _draft(order: OrderEntity) -> _Order:
    draft = _Order(order.id, order.status or "", latest=order.latest_of_status, billing=order.billing)
    draft.total = None if order.total is None else round(order.total * 100)
    if order.date is not None:
        parts = [int(part) for part in order.date.split("-")]
        if len(parts) == 3:
            draft.day = date(*parts)
        else:
            draft.month = Period.month(parts[0], parts[1])
    draft.lines = [
        _Line(line.kind or "", line.sku, line.name, None if line.price is None else round(line.price * 100))
        for line in order.lines
    ]
    return draft


def _answers(task: Configuration) -> list[str]:
    found: list[str] = []
    for _, texts in task.evaluation.answers:
        found += [texts] if isinstance(texts, str) else texts
    return found


def _cents(text: str) -> int | None:
    """The amount that a text ends with, where it is whole cents."""
    amounts = _AMOUNT.findall(text.replace(",", ""))
    if not amounts or len(amounts[-1].partition(".")[2]) > 2:
        return None
    return round(float(amounts[-1]) * 100)


def _windows(tasks: Iterable[Configuration]) -> list[_Window]:
    """Sums and numbers of completed orders, shortest period first."""
    found: list[_Window] = []
    for task in tasks:
        period, said = period_of(task.intent), _answers(task)
        if "each month" in task.intent and period is not None:
            for part, text in zip(period.months(), said, strict=False):
                found.append(_Window(part, None, _cents(text.partition(":")[2])))
        elif "fulfilled orders" in task.template and period is not None and len(said) == 2:
            amount = _cents(re.sub(r"[^\d.]", "", said[1]))
            found.append(_Window(period, int(re.sub(r"\D", "", said[0])), amount))
        elif period is not None and not _REDUCED.search(task.intent):
            found.append(_Window(period, None, _cents(said[0])))
    # Where two contradict, what comes later (the list of months) agrees with the number of orders.
    chosen: dict[tuple[date, date], _Window] = {}
    for window in sorted(found, key=lambda window: window.orders is None):
        chosen[window.period.first, window.period.last] = window
    return sorted(chosen.values(), key=lambda window: (window.period.days, window.period.first))


# ---- the ledger ---------------------------------------------------------------------------------


class _Ledger:
    def __init__(self, orders: list[_Order], sold: Mapping[str, ProductEntity]) -> None:
        self.orders = orders
        self.sold = sold
        self._added = 0

    # ---- one order of several pieces --------------------------------------------------------

    def merge(self) -> None:
        """Pieces that tell of the same line, and of the same order, become one."""
        for order in self.orders:
            order.status = order.status or ("complete" if order.day or order.month else "pending")
            for line in order.lines:
                known = self.sold.get(line.sku or "")
                if known is not None:
                    line.kind = line.kind or known.name.replace(str(known.sku), "").strip()
                    line.about = " ".join(known.keywords)
            order.lines = self._merged(order.lines)
        loose = [order for order in self.orders if order.key is None]
        for order in sorted(loose, key=lambda order: order.day is None):
            self._merge_order(order)

    def _merged(self, lines: list[_Line]) -> list[_Line]:
        kept: list[_Line] = []
        for line in sorted(lines, key=lambda line: (line.name is None, line.sku is None)):
            same = next((other for other in kept if line.same(other)), None)
            if same is None:
                kept.append(line)
            else:
                _absorb(same, line)
        return kept

    def _merge_order(self, order: _Order) -> None:
        """An order without a number is a numbered one if its things are there, or if it lies in the latest's month."""
        for other in [o for o in self.orders if o.key is not None and o.status == order.status]:
            if order.day is not None:
                joined = other.latest and other.month is not None and other.within(Period.day(order.day))
                if joined:
                    other.day, other.month = order.day, None
            else:
                joined = order.month is None and all(any(map(line.same, other.lines)) for line in order.lines)
            if joined:
                other.lines = self._merged([*other.lines, *order.lines])
                self.orders.remove(order)
                return

    def read_choices(self, task: Configuration) -> None:
        """What was chosen of a product, or its price, in an order of a time."""
        if "configuration of the" not in task.template:
            return
        period, product = period_of(str(task.blanks["time"])), str(task.blanks["product"])
        option, said = str(task.blanks["option"]), _answers(task)[0]
        if period is None:
            return
        line = self._bought(period, product)
        if option == "price":
            line.cents = _cents(said)
        else:
            line.options[option.title()] = said

    def _bought(self, period: Period, product: str) -> _Line:
        """The line with a product, in an order of a period."""
        inside = [order for order in self.orders if order.status == "complete" and order.within(period)]
        for order in inside:
            for line in order.lines:
                if _noun(product) in line.words:
                    return line
        added = _Line(kind=product)
        open_orders = [order for order in inside if order.total is None and order.day is None]
        if open_orders:
            open_orders[0].lines.append(added)
        else:
            self.orders.append(_Order(None, "complete", month=period.last_month(), lines=[added]))
        return added

    # ---- when -------------------------------------------------------------------------------

    def place_latest(self, last_is_cancelled: bool) -> None:
        """Days for the latest orders of each state: the pending ones last, the latest cancelled one after them."""
        cancelled = [order for order in self.orders if order.status == "canceled" and order.month]
        head = next((o for o in self.orders if o.status == "canceled" and o.latest), None)
        last = max(cancelled, key=lambda o: o.month.last if o.month else date.min, default=None)
        if head is not None and last is not None and head.month is None and head.day is None:
            head.month, head.lines = last.month, self._merged([*head.lines, *last.lines])
            self.orders.remove(last)
        month = head.month if head is not None and head.month else Period.month(START.year, START.month - 1)
        if head is not None and last_is_cancelled:
            head.day = month.first + timedelta(days=16)
        pending = sorted((o for o in self.orders if o.status == "pending"), key=lambda o: (o.latest, o.key or 0))
        for number, order in enumerate(reversed(pending)):
            order.day = month.first + timedelta(days=1) - timedelta(days=3 * number)
        for order in self.orders:
            if order.day is None and order.month is not None:
                order.day = order.month.first + timedelta(days=_LATE - 1)

    def read_first(self, task: Configuration) -> None:
        """The first of all orders."""
        for text in _answers(task):
            for fact in facts_of(text):
                if fact.kind == "date" and isinstance(fact.value, tuple):
                    self.orders.append(_Order(None, "complete", day=date(*fact.value)))

    # ---- cancelled --------------------------------------------------------------------------

    def read_kept(self, task: Configuration) -> None:
        """A cancelled order of which something was kept; or the sum of its things without shipping."""
        period, cents = period_of(task.intent), _cents(_answers(task)[0])
        if period is None or not cents or "shipping fee" not in task.intent or "including" in task.intent:
            return
        inside = [order for order in self.orders if order.status == "canceled" and order.within(period)]
        kept = _KEPT.search(task.intent)
        if kept:
            lines = [_Line(kind=kept[1], name=f"Orchard Lane {kept[1]}", cents=1899), self._filler(cents)]
            lines[1].cents = cents
            self.orders.append(_Order(None, "canceled", day=period.first + timedelta(days=18), lines=lines))
        elif len(inside) == 1 and inside[0].total is not None:
            order, pieces = inside[0], max(1, (inside[0].total - cents) // _SHIPPING)
            missing = pieces - len(order.lines)
            order.lines += [self._filler(cents if number == missing - 1 else 0) for number in range(missing)]
            _share(order.lines, cents)

    def cancel(self, tasks: Iterable[Configuration]) -> None:
        """Sums of cancelled orders, shortest period first."""
        windows = []
        for task in tasks:
            period, cents = period_of(task.intent), _cents(_answers(task)[0])
            if period is not None and cents is not None and "including" in task.intent:
                windows.append(_Window(period, None, cents))
        self._settle("canceled", sorted(windows, key=lambda w: w.period.days))

    # ---- what was spent ---------------------------------------------------------------------

    def read_shelf(self, task: Configuration) -> None:
        """What a period's purchases of one sort come to, shipping included."""
        period, cents, about = period_of(task.intent), _cents(_answers(task)[0]), str(task.blanks["category"])
        shelf = shelf_of(about)
        if period is None or not cents or shelf is None:
            return
        inside = [order for order in self.orders if order.status == "complete" and order.within(period)]
        for order in inside:
            self._price_last_line(order)
        ours = [line for o in inside for line in o.lines if (line.shelf or ((), ""))[0] == shelf[0]]
        rest = cents - sum((line.cents or 0) + _SHIPPING for line in ours if line.cents is not None)
        for line in ours:
            if line.cents is None and rest > _SHIPPING:
                line.cents, rest = rest - _SHIPPING, 0
        if rest > _SHIPPING:
            holder = next((o for o in inside if not o.lines), None)
            if holder is None:
                holder = _Order(None, "complete", day=period.first + timedelta(days=9))
                self.orders.append(holder)
            holder.open = True
            holder.lines.append(_Line(kind=shelf[1], cents=rest - _SHIPPING))

    def fill(self, windows: Sequence[_Window], reduced: Iterable[Configuration]) -> None:
        """Sums and numbers of completed orders."""
        undated = [o for o in self.orders if o.status == "complete" and o.day is None]
        for number, order in enumerate(undated):
            order.day = START.date() - timedelta(days=240 - 9 * number)
        made = []
        for task in reduced:
            period, found = period_of(task.intent), _REDUCED.search(task.intent)
            wanted = round(float(_answers(task)[0]) * 1000)
            if period is None or found is None:
                continue
            for number, cents in enumerate(_reducible(wanted, int(found[1]), int(found[2]) * 100)):
                order = _Order(None, "complete", day=period.first + timedelta(days=8 + 7 * number), total=cents)
                self.orders.append(order)
                self._price_last_line(order)
            made.append(_Window(period, 2, None))
        self._settle("complete", sorted([*made, *windows], key=lambda w: w.period.days))

    def _settle(self, status: str, windows: Sequence[_Window]) -> None:
        closed: list[Period] = []
        for window in windows:
            inside = [o for o in self.orders if o.status == status and o.within(window.period)]
            for order in inside:
                self._price_last_line(order)
            if window.cents is not None:
                free = [day for day in window.period.backwards() if not any(p.holds(day) for p in closed)]
                self._top_up(status, window, inside, free)
            closed.append(window.period)

    def _top_up(self, status: str, window: _Window, inside: list[_Order], free: list[date]) -> None:
        """Give what a window lacks to its open orders and to new ones on free days."""
        assert window.cents is not None
        rest = window.cents - sum(order.known or 0 for order in inside)
        undecided = [order for order in inside if order.known is None]
        missing = 0 if window.orders is None else window.orders - len(inside)
        if window.orders is None and not undecided and rest > 0:
            missing = 1
        taken = {order.day for order in self.orders}
        days = [day for day in free if day not in taken]
        step = max(1, len(days) // (missing + 1))
        for number in range(max(0, missing)):
            order = _Order(None, status, day=days[min(number * step, len(days) - 1)])
            self.orders.append(order)
            undecided.append(order)
        for number, order in enumerate(undecided):
            left = len(undecided) - number
            share = rest if left == 1 else rest // left * (8 + 4 * (number % 2)) // 10
            self._fill_order(order, share)
            rest -= order.known or 0

    def _fill_order(self, order: _Order, cents: int) -> None:
        """Price the open lines such that the order comes to a sum."""
        order.total, order.open = cents, False
        rest = cents - sum(line.cents or 0 for line in order.lines) - _SHIPPING * len(order.lines)
        opened = [line for line in order.lines if line.cents is None]
        if not opened and rest <= _SHIPPING:
            raise DataError(f"order {order.key or order.day} of {cents} cents has lines for {cents - rest}")
        if not opened or rest > _FROM_LARGE * len(opened):
            opened.append(self._filler(rest))
            order.lines.append(opened[-1])
            rest -= _SHIPPING
        _share(opened, rest)

    def _price_last_line(self, order: _Order) -> None:
        """Where a total is told, the open lines share what the others leave."""
        if order.total is not None and order.known is None:
            self._fill_order(order, order.total)

    def _filler(self, cents: int) -> _Line:
        """Something that costs about so much."""
        self._added += 1
        return _Line(kind=filler(cents, self._added))

    # ---- the end ----------------------------------------------------------------------------

    def finish(self) -> None:
        """Days, lines and prices for what no task says anything about."""
        for order in self.orders:
            if not order.lines and order.total is None:
                order.lines.append(self._filler(0))
            self._price_last_line(order)
            for line in order.lines:
                if line.cents is None:
                    line.cents = 1499 + 500 * (len(line.kind) % 5)
        known = [order.day for order in self.orders if order.day is not None]
        first = min(known, default=START.date() - timedelta(days=400))
        for number, order in enumerate([order for order in self.orders if order.day is None]):
            order.day = first + timedelta(days=20 + 9 * number)

    def entities(self, customer: str) -> tuple[tuple[OrderEntity, ...], tuple[ProductEntity, ...]]:
        """The orders as the shop takes them, and the products of their lines."""
        products: dict[str, ProductEntity] = {}
        orders = []
        for order in sorted(self.orders, key=lambda order: (order.day or date.min, order.key or 0)):
            lines = []
            for line in order.lines:
                product = self._product(line)
                known = products.setdefault(product.slug, product)
                price = None if line.cents is None else line.cents / 100
                options = tuple(sorted(line.options.items()))
                lines.append(OrderLineEntity(known.sku, line.name or known.name, price, options))
            orders.append(
                OrderEntity(
                    order.key, customer, order.status, str(order.day), None, order.latest, tuple(lines), order.billing
                )
            )
        return tuple(orders), tuple(products[slug] for slug in sorted(products))

    def _product(self, line: _Line) -> ProductEntity:
        """What the shop sells under a line's name."""
        place = line.shelf[0] if line.shelf else PLACES.get(line.kind)
        known = self.sold.get(line.sku or "")
        if known is not None and line.name is None:
            return replace(known, category=known.category or place)
        name = line.name or name_of(line.kind)
        sku = line.sku or f"LML-{slug_of(line.kind or name)[:14].upper()}"
        price = None if line.cents is None else line.cents / 100
        return ProductEntity(slug_of(name), name, sku=sku, category=place, price=price)


def _noun(kind: str) -> str:
    """What a kind of thing is: the stem of its last word."""
    words = re.findall(r"\w{3,}", kind.lower())
    return next(iter(stems(words[-1])), "") if words else ""


def _absorb(line: _Line, other: _Line) -> None:
    line.sku, line.name = line.sku or other.sku, line.name or other.name
    line.cents = other.cents if line.cents is None else line.cents
    line.kind = f"{other.kind} {line.kind}".strip() if other.kind not in line.kind else line.kind


def _share(lines: Sequence[_Line], cents: int) -> None:
    """Price lines such that they come to a sum; the last one takes what usual prices leave."""
    for number, line in enumerate(lines):
        left = len(lines) - number
        line.cents = cents if left == 1 else min(cents // left, 1499 + 1250 * (number % 3))
        cents -= line.cents


def _reducible(thousandths: int, percent: int, least: int) -> tuple[int, ...]:
    """Totals in cents, the first above `least` and reduced, the second not, that come to a sum in thousandths."""
    factor = (100 - percent) / 10
    for first in range(least + 1800, least * 3):
        rest = thousandths - round(first * factor)
        if 0 < rest <= least * 10 and rest % 10 == 0 and abs(first * factor - round(first * factor)) < 1e-9:
            return first, rest // 10
    return ()
