"""Scripted solutions of the shop's official tasks, through links and forms, by number of the intent template."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Final
from urllib.parse import parse_qs, parse_qsl, urlencode, urlsplit

from osgenesis.envs.core.errors import TaskError
from osgenesis.envs.webarena.official import dom
from osgenesis.envs.webarena.official.configs import Configuration
from osgenesis.envs.webarena.official.names import slug_of
from osgenesis.envs.webarena.official.visitor import Visitor

__all__ = ["SOLUTIONS", "STATUSES", "add_to_cart", "find_sku", "first_sku", "latest_order", "orders_of", "search"]

_SKU: Final = re.compile(r"B0[0-9A-Z]{8}")
_SEARCH: Final = '[name="q"]'
_STATES: Final = {
    "IL": "Illinois", "MA": "Massachusetts", "PA": "Pennsylvania", "GA": "Georgia", "WA": "Washington",
}  # fmt: skip
_ADDRESS: Final = re.compile(r"(?P<street>.+), (?P<city>[^,]+), (?P<state>[A-Z]{2}), (?P<zip>\d{5})")
STATUSES: Final = {"cancelled": "canceled", "completed": "complete"}


def _required(task: Configuration) -> list[str]:
    return [text for target in task.evaluation.targets for text in target.required]


def first_sku(task: Configuration) -> str:
    """The stock number that the task's reference names."""
    texts = [text for target in task.evaluation.targets for text in (target.locator, *target.required)]
    found = _SKU.search(" ".join(texts))
    if found is None:
        raise TaskError(f"{task.name} names no stock number")
    return found.group()


# ---- finding things -----------------------------------------------------------------------------


def search(visitor: Visitor, phrase: str) -> Visitor:
    """Search as one does from any page."""
    return visitor.submit(_SEARCH, {"q": phrase})


def _show_search(visitor: Visitor, task: Configuration) -> None:
    """Search for the phrase of the reference."""
    phrase = parse_qs(urlsplit(task.evaluation.url).query)["q"][0]
    search(visitor, phrase)


def _show_sorted_search(visitor: Visitor, task: Configuration) -> None:
    """Search, then sort the results."""
    _show_search(visitor, task)
    wanted = dict(parse_qsl(urlsplit(task.evaluation.url).query))
    wanted.pop("q")
    if wanted:
        _sort(visitor, wanted)
    _insist(visitor, task)


def _sort(visitor: Visitor, wanted: Mapping[str, str]) -> None:
    if "product_list_order" in wanted:
        visitor.submit("#sorter", {"product_list_order": wanted["product_list_order"]})
    if "product_list_dir" in wanted and f"product_list_dir={wanted['product_list_dir']}" not in visitor.url:
        for link in visitor.all("a.direction"):
            if f"product_list_dir={wanted['product_list_dir']}" in link.get("href", ""):
                visitor.go(link.get("href"))
                return


def _insist(visitor: Visitor, task: Configuration) -> None:
    """Where a parameter that the reference has goes without saying, or its path has another spelling: say it."""
    wanted, now = urlsplit(task.evaluation.url), urlsplit(visitor.url)
    missing = [pair for pair in parse_qsl(wanted.query) if pair not in parse_qsl(now.query)]
    if wanted.path.rstrip("/") not in now.path or missing:
        query = urlencode([*parse_qsl(now.query), *missing])
        visitor.go(f"{wanted.scheme}://{wanted.netloc}{wanted.path}?{query}")


def _show_category(visitor: Visitor, task: Configuration) -> None:
    """Browse a category by the links of the menu and the pages below."""
    _category(visitor, urlsplit(task.evaluation.url).path)


def _category(visitor: Visitor, path: str) -> None:
    links = [link for link in visitor.all("a[href]") if urlsplit(link.get("href")).path == path]
    visitor.go(links[0].get("href") if links else path)
    if visitor.status != 200 or not visitor.all(".product-item"):
        raise TaskError(f"{visitor.url} ({visitor.status}) shows no products")


def _show_sorted_category(visitor: Visitor, task: Configuration) -> None:
    """Browse a category and sort it."""
    _show_category(visitor, task)
    _sort(visitor, dict(parse_qsl(urlsplit(task.evaluation.url).query)))
    _insist(visitor, task)


def _show_priced_category(visitor: Visitor, task: Configuration) -> None:
    """Browse a category and keep what costs no more than asked for."""
    _show_category(visitor, task)
    visitor.go(f"{visitor.url}?{urlsplit(task.evaluation.url).query}")


def _show_most_expensive(visitor: Visitor, task: Configuration) -> None:
    """Sort the category by price and open the first product; where no category is told, search for the product."""
    slug = _slug(task.evaluation.url)
    visitor.go(task.evaluation.url)
    trail = [link.get("href") for link in visitor.all(".breadcrumbs a[href$='.html']")]
    if not trail:
        _show_product(visitor, task)
        return
    visitor.go(trail[-1])
    _sort(visitor, {"product_list_order": "price", "product_list_dir": "desc"})
    visitor.follow(selector=".product-item-link")
    if _slug(visitor.url) != slug:
        _insist(visitor, task)


def _slug(url: str) -> str:
    return urlsplit(url).path.rpartition("/")[2].removesuffix(".html")


def _show_product(visitor: Visitor, task: Configuration) -> None:
    """Find a product by the words of its name."""
    slug = _slug(task.evaluation.url)
    search(visitor, " ".join(slug.split("-")[:6]))
    _follow_product(visitor, slug)


def _follow_product(visitor: Visitor, slug: str) -> None:
    for link in visitor.all(".product-item-link"):
        if _slug(link.get("href")) == slug:
            visitor.go(link.get("href"))
            return
    raise TaskError(f"{visitor.url} does not list {slug!r}")


def find_sku(visitor: Visitor, sku: str) -> None:
    """Open the product with a stock number; the search knows those."""
    search(visitor, sku)
    if visitor.all(".product-item-link"):
        visitor.follow(selector=".product-item-link")
    if sku not in visitor.text():
        raise TaskError(f"{visitor.url} is not about {sku}")


# ---- buying, wishing, reviewing -----------------------------------------------------------------


def add_to_cart(visitor: Visitor) -> None:
    """Put the product in front into the cart, with the first of every choice that must be made."""
    choices = {}
    for select in visitor.all("#product_addtocart_form select"):
        values = [dom.value(option) for option in select.findall(".//option")]
        choices[select.get("name")] = next(value for value in values if value)
    visitor.submit("#product_addtocart_form", choices, button="#product-addtocart-button")


def _check_out(visitor: Visitor) -> None:
    """Buy what is in the cart, with whatever is chosen already."""
    visitor.go("/checkout/")
    visitor.submit("#co-shipping-form")
    visitor.submit("#co-payment-form")
    if "success" not in visitor.url:
        raise TaskError(f"the order ended on {visitor.url}: {visitor.text()[:200]!r}")


def _buy(visitor: Visitor, task: Configuration) -> None:
    """Buy the product with the reference's stock number."""
    find_sku(visitor, first_sku(task))
    add_to_cart(visitor)
    _check_out(visitor)


def _reorder(visitor: Visitor, task: Configuration) -> None:
    """Order again what a cancelled order holds."""
    sku = first_sku(task)
    for address in list(orders_of(visitor, "canceled")):
        visitor.go(address)
        if sku in visitor.text():
            visitor.submit("form[action*='/reorder/']")
            _check_out(visitor)
            return
    raise TaskError(f"no cancelled order has {sku}")


def orders_of(visitor: Visitor, status: str) -> Iterator[str]:
    """Addresses of the account's orders of a status, newest first."""
    visitor.go("/sales/order/history/")
    while True:
        for row in visitor.all("table.orders-history tbody tr"):
            states = dom.select(row, ".status")
            links = dom.select(row, "a[href*='/order_id/']")
            if states and links and dom.rendered_text(states[0]).strip().lower() == status:
                yield links[0].get("href")
        following = visitor.all("a[rel=next]")
        if not following:
            return
        visitor.go(following[0].get("href"))


def latest_order(visitor: Visitor, task: Configuration) -> None:
    """Open the newest order of a status."""
    status = str(task.blanks["status"])
    address = next(orders_of(visitor, STATUSES.get(status, status)), None)
    if address is None:
        raise TaskError(f"no order is {status}")
    visitor.go(address)


def _cheapest_to_cart(visitor: Visitor, task: Configuration) -> None:
    """Of the open tabs, put into the cart the one that the cart must show."""
    wanted = slug_of(", ".join(_required(task)[0].split(" |OR| ")))
    for url in task.start_urls:
        if _slug(url) == wanted:
            visitor.go(url)
            add_to_cart(visitor)
            return
    raise TaskError(f"no tab shows {wanted!r}")


def _wish(visitor: Visitor) -> None:
    visitor.submit("#product_addtocart_form", button="button[formaction='/wishlist/index/add/']")


def _wish_this(visitor: Visitor, task: Configuration) -> None:
    """Put the product in front on the wish list."""
    _wish(visitor)


def _wish_named(visitor: Visitor, task: Configuration) -> None:
    """Find a product by its full name, or by what it is, and put it on the wish list."""
    product = str(task.blanks["product"])
    search(visitor, product)
    wanted = [word.lower() for text in _required(task) for word in text.split()]
    for link in visitor.all(".product-item-link"):
        name = dom.rendered_text(link).lower()
        if all(word in name for word in wanted):
            visitor.go(link.get("href"))
            _wish(visitor)
            return
    raise TaskError(f"{visitor.url} lists no {product!r}")


def _review(visitor: Visitor, task: Configuration) -> None:
    """Rate a product that was bought."""
    stars = int(str(task.blanks["num_star"]))
    find_sku(visitor, first_sku(task))
    visitor.submit(
        "#review-form",
        {
            "ratings[4]": str(15 + stars),
            "nickname": str(task.blanks["nickname"]),
            "title": "What I think of it",
            "detail": "Bought it a while ago and used it since.",
        },
    )


# ---- forms --------------------------------------------------------------------------------------


def _draft_message(visitor: Visitor, task: Configuration) -> None:
    """Fill in the contact form and leave it."""
    visitor.go("/contact")
    visitor.fill("#contact-form", {"comment": ", ".join(_required(task))})


def _change_address(visitor: Visitor, task: Configuration) -> None:
    """Change the address that is both billing and shipping address."""
    found = _ADDRESS.fullmatch(str(task.blanks["address"]))
    if found is None:
        raise TaskError(f"{task.blanks['address']!r} is no address")
    streets = [*found["street"].split(", "), ""]
    visitor.go("/customer/address").follow(selector=".box-address-billing a", text="Change")
    region = next(name for name in ("region_id", "region") if visitor.all(f"[name='{name}']"))
    visitor.submit(
        ".form-address-edit",
        {
            "street[0]": streets[0],
            "street[1]": streets[1],
            "city": found["city"],
            region: _STATES[found["state"]],
            "postcode": found["zip"],
        },
    )


def _subscribe(visitor: Visitor, task: Configuration) -> None:
    """Subscribe to the newsletter."""
    visitor.go("/newsletter/manage/").submit("#subscription", {"is_subscribed": "1"})


def _search_remedy(visitor: Visitor, task: Configuration) -> None:
    """Search by the words that the page must show."""
    search(visitor, " ".join(_required(task)))


SOLUTIONS: Final[Mapping[int, Callable[[Visitor, Configuration], None]]] = {
    137: _show_sorted_category,
    138: _show_most_expensive,
    139: _show_priced_category,
    145: _cheapest_to_cart,
    151: _search_remedy,
    153: _draft_message,
    154: _draft_message,
    156: _reorder,
    163: _draft_message,
    165: _change_address,
    171: _show_product,
    172: _buy,
    180: latest_order,
    186: _wish_named,
    189: _wish_named,
    194: _review,
    196: _wish_this,
    199: _subscribe,
    207: _show_product,
    208: _show_sorted_search,
    210: _show_product,
    211: _show_category,
    212: _show_search,
    216: _buy,
}
