"""Answers to the shop's official questions, read off its pages as a customer reads them, by number of the template."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import Final, NamedTuple
from urllib.parse import urlsplit

from osgenesis.envs.core.errors import TaskError
from osgenesis.envs.webarena.official import dom
from osgenesis.envs.webarena.official.configs import Configuration
from osgenesis.envs.webarena.official.periods import Period, period_of, stems
from osgenesis.envs.webarena.official.solutions_shop import STATUSES, latest_order, search
from osgenesis.envs.webarena.official.visitor import Visitor

__all__ = ["ANSWERS", "REFUSALS"]

_MONEY: Final = re.compile(r"\$([\d,]+\.\d\d)")
_REDUCED: Final = re.compile(r"(\d+)% discount on the total amount for orders exceeding \$(\d+)")
_KEPT: Final = re.compile(r"only kept the ([\w -]+?) and")
_GROUP: Final = re.compile(r"names of (.+?)(?:, | and )")
_PIECES: Final = re.compile(r"(\d+) (?:count|pack)", re.IGNORECASE)
_PHONE: Final = re.compile(r"\(?\b\d{3}\)?[-. ]\d{3}[-. ]\d{4}\b")


class _Row(NamedTuple):
    """A line of the order history; `total` in cents."""

    day: date
    total: int
    status: str
    address: str


class _Item(NamedTuple):
    """A line of an order: what it shows; `price` in cents."""

    name: str
    text: str
    price: int
    quantity: int
    address: str


# ---- reading pages ------------------------------------------------------------------------------


def _text(node: dom.Document, selector: str) -> str:
    found = dom.select(node, selector)
    return dom.rendered_text(found[0]).strip() if found else ""


def _cents(text: str) -> int:
    found = _MONEY.search(text)
    if found is None:
        raise TaskError(f"{text!r:.60} shows no amount")
    return round(float(found[1].replace(",", "")) * 100)


def _dollars(cents: int) -> str:
    return f"{cents / 100:.2f}".removesuffix(".00")


def _pages(visitor: Visitor) -> Iterator[None]:
    """This page of a list, then each one after it."""
    while True:
        yield
        following = visitor.all("a[rel=next]")
        if not following:
            return
        visitor.go(following[0].get("href"))


def _history(visitor: Visitor) -> list[_Row]:
    """All orders, latest first."""
    visitor.go("/sales/order/history/")
    rows = []
    for _ in _pages(visitor):
        for row in visitor.all("table.orders-history tbody tr"):
            month, day, year = map(int, _text(row, ".date").split("/"))
            link = dom.select(row, "a[href*='/order_id/']")[0].get("href")
            status = _text(row, ".status").lower()
            rows.append(_Row(date(2000 + year, month, day), _cents(_text(row, ".total")), status, link))
    return rows


def _within(visitor: Visitor, task: Configuration, status: str, period: Period | None = None) -> list[_Row]:
    """Orders of a status in the period that the task names, or in another one."""
    period = period or period_of(task.intent)
    if period is None:
        raise TaskError(f"{task.name} names no period")
    return [row for row in _history(visitor) if row.status == status and period.holds(row.day)]


def _items(visitor: Visitor) -> list[_Item]:
    """The lines of the order in front."""
    found = []
    for row in visitor.all(".order-details-items.ordered tbody tr"):
        quantity = re.search(r"Ordered: (\d+)", _text(row, ".qty"))
        links = dom.select(row, ".name a")
        found.append(
            _Item(
                _text(row, ".product-item-name-text"),
                _text(row, ".name"),
                _cents(_text(row, ".price")),
                int(quantity[1]) if quantity else 1,
                links[0].get("href") if links else "",
            )
        )
    return found


def _amount(visitor: Visitor, label: str) -> int:
    """An amount at the foot of the order in front."""
    for row in visitor.all(".order-details-items.ordered tfoot tr"):
        if label in dom.rendered_text(row):
            return _cents(dom.rendered_text(row))
    raise TaskError(f"{visitor.url} shows no {label!r}")


# ---- orders -------------------------------------------------------------------------------------


def _latest_number(visitor: Visitor, task: Configuration) -> str:
    """Number of the newest order of a status."""
    latest_order(visitor, task)
    return re.sub(r"\D", "", visitor.url)


def _latest_total(visitor: Visitor, task: Configuration) -> str:
    """Total of the newest order of a status."""
    status = str(task.blanks["status"])
    wanted = STATUSES.get(status, status)
    for row in _history(visitor):
        if row.status == wanted or ("non-cancelled" in status and row.status != "canceled"):
            return _dollars(row.total)
    raise TaskError(f"no order is {status}")


def _latest_state(visitor: Visitor, task: Configuration) -> str:
    """What has become of the newest order."""
    status = _history(visitor)[0].status
    return f"The last order was {status}. " + ("It will never arrive." if status == "canceled" else "It will arrive.")


def _order_detail(visitor: Visitor, task: Configuration) -> str:
    """What the pages of orders say about something."""
    about, answers = str(task.blanks["info"]), []
    for number in re.findall(r"\d+", str(task.blanks["order_number"])):
        visitor.go(f"/sales/order/view/order_id/{int(number)}/")
        if "product" in about:
            answers.append("; ".join(item.name for item in _items(visitor)))
        elif "date" in about:
            answers.append(visitor.text(".order-date time"))
        elif "status" in about:
            answers.append(f"{int(number)}: {visitor.text('.order-status')}")
        else:
            title = next(box for box in visitor.all(".box") if about in _text(box, "h3, h2, .box-title").lower())
            answers.append(_text(title, ".box-content"))
    return ", ".join(answers)


def _fulfilled(visitor: Visitor, task: Configuration) -> str:
    """How many completed orders there are in a period, and what they come to."""
    rows = _within(visitor, task, "complete")
    return f"{len(rows)} orders, ${_dollars(sum(row.total for row in rows))} total spend"


def _spent(visitor: Visitor, task: Configuration) -> str:
    """What completed orders of a period come to; by month, or with a discount on the large ones, if asked for."""
    period, reduced = period_of(task.intent), _REDUCED.search(task.intent)
    if period is not None and "each month" in task.intent:
        parts = [(part, sum(row.total for row in _within(visitor, task, "complete", part))) for part in period.months()]
        return ", ".join(f"{part.first:%b}: {_dollars(total)}" for part, total in parts)
    rows = _within(visitor, task, "complete")
    if reduced is None:
        return _dollars(sum(row.total for row in rows))
    share, least = 100 - int(reduced[1]), int(reduced[2]) * 100
    return f"{sum(row.total * (share if row.total > least else 100) for row in rows) / 10_000:.4f}".rstrip("0")


def _refund(visitor: Visitor, task: Configuration) -> str:
    """What cancelled orders of a period come to, without shipping and what was kept if the task says so."""
    kept = _KEPT.search(task.intent)
    total = 0
    for row in _within(visitor, task, "canceled"):
        if "including" in task.intent:
            total += row.total
            continue
        visitor.go(row.address)
        total += row.total - _amount(visitor, "Shipping")
        if kept:
            total -= sum(item.price * item.quantity for item in _items(visitor) if kept[1] in item.name)
    return _dollars(total)


def _first_purchase(visitor: Visitor, task: Configuration) -> str:
    """The day of the oldest order."""
    day = _history(visitor)[-1].day
    return f"{day.month}/{day.day}/{day:%y}"


def _last_ordered(visitor: Visitor, task: Configuration) -> str:
    """The day of the newest order with something."""
    wanted = stems(str(task.blanks["description"]))
    for row in _history(visitor):
        visitor.go(row.address)
        if any(wanted <= stems(item.name) for item in _items(visitor)):
            return f"{row.day:%B} {row.day.day} {row.day.year}"
    raise TaskError(f"no order holds {task.blanks['description']!r}")


def _configuration(visitor: Visitor, task: Configuration) -> str:
    """What was chosen of a thing bought in a period, or its price: the line that has most of its words."""
    wanted, option = stems(str(task.blanks["product"])), str(task.blanks["option"])
    noun = stems(str(task.blanks["product"]).split()[-1])
    best: tuple[int, _Item] | None = None
    for row in _within(visitor, task, "complete", period_of(str(task.blanks["time"]))):
        visitor.go(row.address)
        for item in _items(visitor):
            share = len(wanted & stems(item.name))
            if noun <= stems(item.name) and (best is None or share > best[0]):
                best = share, item
    if best is None:
        raise TaskError(f"no order holds {task.blanks['product']!r}")
    if option == "price":
        return _dollars(best[1].price)
    found = re.search(rf"{option}\W+(.+)", best[1].text, re.IGNORECASE)
    if found is None:
        raise TaskError(f"{best[1].text!r} tells no {option}")
    return found[1].strip()


def _spent_on(visitor: Visitor, task: Configuration) -> str:
    """What things of a sort came to in a period, shipping included; their categories tell the sort."""
    wanted = stems(str(task.blanks["category"]))
    found: list[tuple[int, int]] = []  # how well it fits, what it came to
    for row in _within(visitor, task, "complete"):
        visitor.go(row.address)
        items = _items(visitor)
        shipping = _amount(visitor, "Shipping") // sum(item.quantity for item in items)
        found += [(_fit(wanted, _categories(visitor, item)), (item.price + shipping) * item.quantity) for item in items]
    best = max((fit for fit, _ in found), default=0)
    return _dollars(sum(cents for fit, cents in found if fit == best and 2 * fit >= len(wanted)))


def _categories(visitor: Visitor, item: _Item) -> list[set[str]]:
    """The words of the categories above a product, each with those above it."""
    if not item.address:
        return []
    visitor.go(item.address)
    links = [urlsplit(link.get("href")).path for link in visitor.all(".breadcrumbs a[href$='.html']")]
    return [stems(path.removesuffix(".html")) for path in links]


def _fit(wanted: set[str], categories: list[set[str]]) -> int:
    """How many of the words a category has; "decoration" has "decor"."""
    return max(
        (sum(any(word.startswith(own) for own in category) for word in wanted) for category in categories), default=0
    )


# ---- products -----------------------------------------------------------------------------------


def _found(visitor: Visitor, phrase: str) -> list[tuple[str, int, str]]:
    """(name, price in cents, address) of what a search finds, all pages."""
    search(visitor, phrase)
    found = []
    for _ in _pages(visitor):
        for card in visitor.all(".product-item"):
            link = dom.select(card, ".product-item-link")[0]
            price = _cents(_text(card, ".special-price") or _text(card, ".price-box"))
            found.append((dom.rendered_text(link).strip(), price, link.get("href")))
    return found


def _named(visitor: Visitor, phrase: str) -> list[tuple[str, int, str]]:
    """What a search finds whose name has all the words."""
    found = [entry for entry in _found(visitor, phrase) if stems(phrase) <= stems(entry[0])]
    if not found:
        raise TaskError(f"the shop has no {phrase!r}")
    return found


def _price_range(visitor: Visitor, task: Configuration) -> str:
    """The lowest and the highest price of what is called so."""
    prices = [price for _, price, _ in _named(visitor, str(task.blanks.get("product") or task.blanks["brand"]))]
    return f"{min(prices) / 100:.2f} to {max(prices) / 100:.2f}"


def _all_of(visitor: Visitor, task: Configuration) -> str:
    """Names of all products that are what is asked for, by name and description, and their prices."""
    asked = _GROUP.search(task.intent)
    if asked is None:
        raise TaskError(f"{task.name} names no products")
    wanted = stems(asked[1]) - stems("from designed for")
    apiece = "per brush" in task.intent
    names, prices = [], []
    for name, cents, address in _found(visitor, asked[1]):
        visitor.go(address)
        if wanted <= stems(f"{name} {visitor.text('#description')}"):
            pieces = _PIECES.search(name) if apiece else None
            names.append(name)
            prices.append(cents / 100 / (int(pieces[1]) if pieces else 1))
    if not names:
        raise TaskError(f"the shop has no {asked[1]!r}")
    return "; ".join([*names, f"{_plain(min(prices))} to {_plain(max(prices))}"])


def _plain(number: float) -> str:
    return f"{number:.3f}".rstrip("0").rstrip(".")


# ---- reviews ------------------------------------------------------------------------------------


class _Review(NamedTuple):
    author: str
    stars: int
    content: str
    text: str


def _reviews(visitor: Visitor) -> Iterator[_Review]:
    """All reviews of the product in front."""
    while True:
        for node in visitor.all(".review-item"):
            stars = re.search(r"(\d) of 5", dom.source(node))
            author, content = _text(node, ".review-author"), _text(node, ".review-content")
            yield _Review(author, int(stars[1]) if stars else 0, content, dom.rendered_text(node))
        following = visitor.all("#reviews a[rel=next]")
        if not following:
            return
        visitor.go(following[0].get("href"))


def _reviewers(visitor: Visitor, task: Configuration) -> str:
    """Who mentions something in a review of the product in front."""
    about = str(task.blanks["description"]).lower()
    return ", ".join(review.author for review in _reviews(visitor) if about in review.text.lower())


def _criticisms(visitor: Visitor, task: Configuration) -> str:
    """What reviews with one to three stars say."""
    return "; ".join(review.content for review in _reviews(visitor) if review.stars <= 3)


def _case_reviewers(keeps: Callable[[_Review, Configuration], bool]) -> Callable[[Visitor, Configuration], str]:
    """Authors of the reviews of a brand's phone cases that are as asked for."""

    def run(visitor: Visitor, task: Configuration) -> str:
        brand = re.search(r"[A-Z]{4,}", task.intent)
        names = []
        for _, _, address in _named(visitor, f"{brand[0] if brand else ''} phone case"):
            visitor.go(address)
            names += [review.author for review in _reviews(visitor) if keeps(review, task)]
        return ", ".join(names)

    return run


def _has_stars(review: _Review, task: Configuration) -> bool:
    return str(review.stars) in re.findall(r"\d", str(task.blanks["stars"]))


def _is_opinion(review: _Review, task: Configuration) -> bool:
    """Whether a review complains about the quality, or likes the looks."""
    text = review.text.lower()
    if "complain" in task.intent:
        return "quality" in text and any(word in text for word in ("poor", "bad", "broke", "wore out"))
    return "looking" in text and any(word in text for word in ("good", "great", "nice"))


ANSWERS: Final[Mapping[int, Callable[[Visitor, Configuration], str]]] = {
    136: _criticisms,
    147: _spent,
    155: _configuration,
    159: _price_range,
    160: _refund,
    161: _first_purchase,
    162: _spent_on,
    169: _last_ordered,
    193: _latest_state,
    197: _fulfilled,
    204: _all_of,
    206: _order_detail,
    213: _latest_number,
    214: _latest_total,
    222: _reviewers,
    370: _price_range,
    666: _case_reviewers(_is_opinion),
    1356: _case_reviewers(_has_stars),
}


# ---- what cannot be done ------------------------------------------------------------------------


def _refuse(reason: str, holds: bool, visitor: Visitor) -> str:
    if not holds:
        raise TaskError(f"{visitor.url} has what should not be there: {reason}")
    return reason


def _no_phone(visitor: Visitor, task: Configuration) -> str:
    """No page that should tells a telephone number."""
    texts = [visitor.go(path).text() for path in ("/", "/contact", "/customer-service/", "/about-us/")]
    return _refuse("There is no phone number on the website.", not _PHONE.search(" ".join(texts)), visitor)


def _no_reviews(visitor: Visitor, task: Configuration) -> str:
    """Nothing that is called so has a review."""
    blanks = task.blanks
    called = str(blanks.get("product") or f"{blanks['product_type']} {blanks['manufature']}")
    reviews = [review for _, _, url in _named(visitor, called) for review in _reviews(visitor.go(url))]
    return _refuse(f"{called} products do not have reviews; there is no review for this product.", not reviews, visitor)


def _no_criticism(visitor: Visitor, task: Configuration) -> str:
    """No review of the product in front finds fault."""
    return _refuse("There is no existing criticism of this product.", not _criticisms(visitor, task), visitor)


def _no_mention(visitor: Visitor, task: Configuration) -> str:
    """No review of the product in front is about it."""
    reason = f"There is no review about {task.blanks['description']}."
    return _refuse(reason, not _reviewers(visitor, task), visitor)


def _no_order(visitor: Visitor, task: Configuration) -> str:
    """No order has the status."""
    status = str(task.blanks["status"])
    held = {row.status for row in _history(visitor)}
    return _refuse(f"There is no order in {status} status.", STATUSES.get(status, status) not in held, visitor)


def _no_discounts(visitor: Visitor, task: Configuration) -> str:
    """Lists can be narrowed in many ways, but not to what is reduced."""
    search(visitor.go("/"), "chair")
    links = " ".join(dom.rendered_text(link) for link in visitor.all(".filters a, .sorter option")).lower()
    reason = "There is no function to show only discounted items."
    return _refuse(reason, not any(word in links for word in ("discount", "sale", "special")), visitor)


def _no_new_address(visitor: Visitor, task: Configuration) -> str:
    """The page of an order offers nothing that changes its address."""
    visitor.go(_history(visitor)[0].address)
    offers = [node.get("href") or node.get("action") or "" for node in visitor.all("main a[href], main form[action]")]
    offers = [address for address in offers if "address" in address and "order" in address]
    reason = "The shipping address cannot be changed after an order is placed on the website."
    return _refuse(reason, not offers, visitor)


# Reasons why a task cannot be done, once it has been seen that it cannot.
REFUSALS: Final[Mapping[int, Callable[[Visitor, Configuration], str]]] = {
    134: _no_phone,
    135: _no_reviews,
    136: _no_criticism,
    180: _no_order,
    182: _no_reviews,
    188: _no_discounts,
    191: _no_new_address,
    213: _no_order,
    214: _no_order,
    222: _no_mention,
}
