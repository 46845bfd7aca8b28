"""What the shop must hold so that the official tasks have their products, categories, orders and reviews."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any, Final, cast
from urllib.parse import parse_qs, urlsplit

from osgenesis.envs.web.sites.entities import (
    CategoryEntity,
    CustomerEntity,
    OrderEntity,
    OrderLineEntity,
    ProductEntity,
    ReviewEntity,
    ShopEntities,
)
from osgenesis.envs.webarena.official.compat_ledger import balanced
from osgenesis.envs.webarena.official.compat_shelves import group_products
from osgenesis.envs.webarena.official.configs import Configuration
from osgenesis.envs.webarena.official.facts import facts_of
from osgenesis.envs.webarena.official.names import ACCOUNTS, slug_of, texts_of, title_of

__all__ = ["shop_entities"]

_PAGE: Final = re.compile(r"__SHOPPING__/([\w/.-]+)\.html")
_SEARCH: Final = re.compile(r"__SHOPPING__/catalogsearch/result/\S*?\?\S*")
_SKU: Final = re.compile(r"B0[0-9A-Z]{8}")
_ORDER_NUMBER: Final = re.compile(r"0*(\d{3})")
_FORM_NUMBERS: Final = re.compile(r"(?:product|post/id)/(\d+)")
_MONEY: Final = re.compile(r"\$?(\d+\.\d+)")
_CATEGORY_BLANKS: Final = ("product_category", "category")


def shop_entities(
    tasks: Iterable[Configuration], verified: Mapping[int, Mapping[str, Any]] | None = None
) -> ShopEntities:
    """The shop's entities of these tasks.

    Args:
        tasks: Configurations with placeholders.
        verified: webarena-verified's records by task number; they know the products' numbers.
    """
    collected = _Collected()
    ours = [task for task in tasks if "shopping" in task.sites]
    for task in ours:
        collected.read_addresses(task)
    for task in ours:
        collected.read_products(task)
        collected.read_orders(task)
    for product in group_products(ours):
        collected.add_product(None, product)
    collected.balance_orders(ours)
    collected.read_numbers(verified or {})
    return collected.entities()


class _Collected:
    def __init__(self) -> None:
        self.products: dict[str, ProductEntity] = {}  # by slug
        self.by_sku: dict[str, str] = {}
        self.of_task: dict[int, list[str]] = {}
        self.categories: dict[tuple[str, ...], CategoryEntity] = {}
        self.called: dict[str, tuple[str, ...]] = {}  # what intents call a category
        self.orders: dict[object, OrderEntity] = {}
        self.searches: dict[str, None] = {}
        self.totals: dict[str, float] = {}  # of the latest order, by status
        self.absent_statuses: set[str] = set()
        self.address_id: int | None = None
        self.customer_id: int | None = None
        email, self.password = ACCOUNTS["shopping"]
        self.email = email

    # ---- addresses --------------------------------------------------------------------------

    def read_addresses(self, task: Configuration) -> None:
        """Products, categories and searches whose addresses occur in the task."""
        for text in texts_of(task):
            for path in _PAGE.findall(text):
                steps = tuple(path.split("/"))
                named = next((str(task.blanks[key]) for key in _CATEGORY_BLANKS if key in task.blanks), None)
                if len(steps) > 1 or (named is not None and "browse" in task.template):
                    self.categories.setdefault(steps, CategoryEntity(steps))
                    if named is not None:
                        self.called.setdefault(named.lower(), steps)
                else:
                    self.add_product(task, ProductEntity(steps[0], title_of(steps[0])))
            for address in _SEARCH.findall(text):
                for phrase in parse_qs(urlsplit(address).query).get("q", ()):
                    self.searches.setdefault(phrase.strip())

    def add_product(self, task: Configuration | None, product: ProductEntity) -> str:
        """Add a product or what is newly known of it; its slug."""
        slug = self.by_sku.get(product.sku or "", product.slug)
        known = self.products.get(slug)
        if known is not None:
            changes = {
                field: value
                for field, value in vars(product).items()
                if field not in ("slug", "name") and value not in (None, (), False)
            }
            changes["reviews"] = known.reviews + tuple(r for r in product.reviews if r not in known.reviews)
            changes["keywords"] = tuple(dict.fromkeys(known.keywords + product.keywords))
            product = replace(known, **changes)
        self.products[product.slug] = product
        if product.sku:
            self.by_sku[product.sku] = product.slug
        if task is not None and product.slug not in self.of_task.setdefault(task.id, []):
            self.of_task[task.id].append(product.slug)
        return product.slug

    # ---- products ---------------------------------------------------------------------------

    def read_products(self, task: Configuration) -> None:
        """Names, stock numbers, categories and reviews that the task tells of."""
        self.read_names(task)
        for sku in self.skus(task):
            kind = next((str(task.blanks[key]) for key in ("product", *_CATEGORY_BLANKS) if key in task.blanks), "item")
            name = self.name_for(kind, sku)
            category = self.called.get(kind.lower())
            self.add_product(
                task, ProductEntity(slug_of(name), name, sku=sku, category=category, keywords=tuple(_words(kind)))
            )
        if "most expensive" in task.template:
            category = self.called.get(str(task.blanks.get("product_category", "")).lower())
            for slug in self.of_task.get(task.id, ()):
                self.products[slug] = replace(
                    self.products[slug], category=category, most_expensive=category is not None
                )
        self.read_reviews(task)

    def name_for(self, kind: str, sku: str) -> str:
        """A name for a product of which only the stock number and the kind are known."""
        known = self.products.get(self.by_sku.get(sku, ""))
        kind = re.sub(r"^an? ", "", kind)
        return known.name if known is not None else f"{kind[:1].upper()}{kind[1:]} {sku}"

    def read_names(self, task: Configuration) -> None:
        """Full names, where a cart or a wish list must show them, put to the slugs that follow from them."""
        for target in task.evaluation.targets:
            if not ("wishlist" in target.url or "checkout/cart" in target.url):
                continue
            for phrase in target.required:
                name = ", ".join(phrase.split(" |OR| "))
                slug = slug_of(name)
                product = str(task.blanks.get("product", ""))
                if slug in self.products:
                    self.products[slug] = replace(self.products[slug], name=name)
                elif product == phrase and len(product.split()) > 2:
                    self.add_product(task, ProductEntity(slug, name))
                elif product:
                    self.searches.setdefault(product)

    def skus(self, task: Configuration) -> Iterator[str]:
        """Stock numbers in the task."""
        found: dict[str, None] = {}
        for target in task.evaluation.targets:
            for text in (target.locator, *target.required):
                found.update(dict.fromkeys(_SKU.findall(text)))
        yield from found

    def read_reviews(self, task: Configuration) -> None:
        """Reviews that an answer must have been taken from."""
        answers = [text for kind, texts in task.evaluation.answers if kind == "must_include" for text in texts]
        if "reviewers" in task.template:
            about = str(task.blanks["description"])
            found = [ReviewEntity(nickname=name, detail=f"About it: {about}.") for name in answers]
        elif "main criticisms" in task.template:
            found = [ReviewEntity(detail=text, stars=2) for text in answers]
        elif "Gather the titles" in task.template:
            name = str(task.blanks["product"])
            stars = re.search(r"\d", str(task.blanks["rating"]))
            self.add_product(task, ProductEntity(slug_of(name), name))
            found = [
                ReviewEntity(title=text, stars=int(stars.group()) if stars else 2)
                for target in task.evaluation.targets
                for text in (target.required if target.kind == "must_include" else ())
            ]
        else:
            return
        for slug in self.of_task.get(task.id, ())[:1]:
            reviews = self.products[slug].reviews
            self.products[slug] = replace(
                self.products[slug],
                reviews=reviews + tuple(r for r in found if r not in reviews),
                only_these_reviews="criticisms" in task.template and not task.feasible,
            )

    # ---- orders -----------------------------------------------------------------------------

    def read_orders(self, task: Configuration) -> None:
        """Orders of the account that the task tells of."""
        status = _status(str(task.blanks.get("status", "")))
        if status and not task.feasible:
            self.absent_statuses.add(status)
        elif status and "on-cancelled" not in str(task.blanks.get("status")):
            self.read_latest(task, status)
        if "reorder" in task.template:
            self.read_cancelled(task)
        elif "refund" in task.template and "contact us" in task.template:
            self.read_refund(task)
        elif "for order number" in task.template:
            self.read_shown(task)
        elif "last ordered" in task.template:
            for day in self.dates(task):
                kind = str(task.blanks["description"])
                self.add_order(("ordered", day), date=day, status="complete", lines=(OrderLineEntity(kind=kind),))
        elif "Rate my recent purchase" in task.template:
            for sku in self.skus(task):
                self.add_order(("bought", sku), status="complete", lines=(OrderLineEntity(sku=sku),))

    def add_order(self, key: object, **fields: Any) -> None:
        """Add an order or what is newly known of it; the key is its number where that is known."""
        number = key if isinstance(key, int) else None
        known = self.orders.get(key) or OrderEntity(number, self.email)
        for line in fields.pop("lines", ()):
            same = [at for at, other in enumerate(known.lines) if line.sku is not None and other.sku == line.sku]
            lines = list(known.lines)
            if same:
                lines[same[0]] = replace(lines[same[0]], price=line.price or lines[same[0]].price)
            elif line not in lines:
                lines.append(line)
            known = replace(known, lines=tuple(lines))
        self.orders[key] = replace(known, **fields)

    def read_latest(self, task: Configuration, status: str) -> None:
        """The newest order of a status: its number, or its total."""
        number = re.search(r"/order_id/(\d+)/", task.evaluation.url)
        said = " ".join(text for _, texts in task.evaluation.answers for text in texts)
        if number or "order number" in task.template:
            digits = number[1] if number else said
            self.add_order(int(digits), status=status, latest_of_status=True)
        elif "total cost" in task.template and _MONEY.fullmatch(said):
            self.totals[status] = float(said)

    def read_cancelled(self, task: Configuration) -> None:
        """An order that was cancelled at about a time."""
        for sku in self.skus(task):
            self.add_order(
                ("cancelled", sku),
                status="canceled",
                date=_month_of(str(task.blanks["time"])),
                lines=(OrderLineEntity(sku=sku),),
            )

    def read_refund(self, task: Configuration) -> None:
        """An order with a product that broke: number, stock number or price."""
        for target in task.evaluation.targets:
            numbers = [found[1] for text in target.required if (found := _ORDER_NUMBER.fullmatch(text))]
            prices = [float(found[1]) for text in target.required if (found := _MONEY.fullmatch(text))]
            skus = list(self.skus(task))
            if not numbers:
                continue
            line = OrderLineEntity(
                sku=skus[0] if skus else None,
                price=prices[0] if prices else None,
                kind=str(task.blanks.get("product", "")) or None,
            )
            fields: dict[str, Any] = {"lines": (line,)}
            if "time" in task.blanks:
                fields["date"] = _month_of(str(task.blanks["time"]))
            number = int(numbers[0])
            known = self.orders.get(number)
            if known is not None and known.date is not None:
                fields.pop("date", None)
            self.add_order(number, **{"status": "complete", **fields} if known is None else fields)

    def read_shown(self, task: Configuration) -> None:
        """An order of which a detail is asked."""
        number = _ORDER_NUMBER.fullmatch(str(task.blanks.get("order_number", "")).removeprefix("0"))
        if number is None:
            return
        key, about = int(number[1]), str(task.blanks["info"])
        answers = [text for kind, texts in task.evaluation.answers if kind == "must_include" for text in texts]
        if "date" in about:
            for day in self.dates(task):
                self.add_order(key, date=day)
        elif "product names" in about:
            self.add_order(key, lines=tuple(OrderLineEntity(name=name) for name in answers))
        elif "billing" in about:
            self.add_order(key, billing=tuple(answers))
        else:
            self.add_order(key)

    def dates(self, task: Configuration) -> Iterator[str]:
        """Days in the reference answers."""
        for _, texts in task.evaluation.answers:
            for fact in facts_of(" ".join(texts)):
                if fact.kind == "date":
                    yield "{:04}-{:02}-{:02}".format(*cast("tuple[int, int, int]", fact.value))

    def balance_orders(self, tasks: Iterable[Configuration]) -> None:
        """Orders that hold together, with all that tasks ask about them, and the products in them."""
        for order in list(self.orders.values()):
            total = self.totals.get(order.status or "")
            if order.latest_of_status and total is not None:
                self.orders[order.id] = replace(order, total=total)
        sold = {sku: self.products[slug] for sku, slug in self.by_sku.items()}
        orders, products = balanced(tuple(self.orders.values()), tasks, self.email, sold)
        self.orders = dict(enumerate(orders))
        for product in products:
            known = sold.get(product.sku or "")
            if known is not None and known.name != product.name:
                self.rename(known, product)
            self.add_product(None, product if known is None else replace(product, price=known.price))

    def rename(self, known: ProductEntity, named: ProductEntity) -> None:
        """Call a product that only had a stock number by its name."""
        del self.products[known.slug]
        self.products[named.slug] = replace(known, slug=named.slug, name=named.name)
        self.by_sku[str(known.sku)] = named.slug
        for slugs in self.of_task.values():
            slugs[:] = [named.slug if slug == known.slug else slug for slug in slugs]

    # ---- numbers ----------------------------------------------------------------------------

    def read_numbers(self, verified: Mapping[int, Mapping[str, Any]]) -> None:
        """Numbers of products, of the address and of the customer, from what forms must post."""
        for task_id, record in verified.items():
            if "shopping" not in record.get("sites", ()):
                continue
            numbers: dict[int, None] = {}
            name = ""
            for rule in record.get("eval", ()):
                expected = rule.get("expected") or {}
                url = (
                    " ".join(expected["url"]) if isinstance(expected.get("url"), list) else str(expected.get("url", ""))
                )
                posted = expected.get("post_data") or {}
                numbers.update({int(n): None for n in _FORM_NUMBERS.findall(url)})
                name = str((expected.get("response_content") or {}).get("$.items[0].name", name))
                if (page := _PAGE.fullmatch(url)) and "/" not in page[1] and page[1] not in self.products:
                    self.add_product(None, ProductEntity(page[1], title_of(page[1])))
                if str(posted.get("product", "")).isdigit():
                    numbers[int(posted["product"])] = None
                if "$.billingAddress.customerId" in posted:
                    self.customer_id = int(posted["$.billingAddress.customerId"])
                if found := re.search(r"formPost/id/(\d+)", url):
                    self.address_id = int(found[1])
            slugs = self.of_task.get(task_id, [])
            if "review titles" in str(record.get("intent")) and slugs:
                self.give_titles(slugs[0], record["eval"][0]["expected"].get("retrieved_data") or ())
            if len(numbers) == 1 and slugs:
                self.give_number(next(iter(numbers)), slugs)
            known = self.products[slugs[0]] if len(slugs) == 1 and name else None
            if known is not None and known.sku is not None:
                self.rename(known, ProductEntity(slug_of(name), name))

    def give_number(self, number: int, slugs: list[str]) -> None:
        """The product of a task has a number, unless it or the number is taken."""
        if number in {product.id for product in self.products.values()}:
            return
        # Of several open tabs it is the one whose full name the cart must show.
        named = [slug for slug in slugs if self.products[slug].name != title_of(slug)] or slugs
        if self.products[named[0]].id is None:
            self.products[named[0]] = replace(self.products[named[0]], id=number)

    def give_titles(self, slug: str, titles: Iterable[str]) -> None:
        """Reviews of a product with two stars have these titles; the others that find fault have three stars."""
        rest = iter(titles)
        reviews = []
        for review in self.products[slug].reviews:
            title = next(rest, None)
            reviews.append(replace(review, title=title, stars=2) if title else replace(review, stars=3))
        self.products[slug] = replace(self.products[slug], reviews=tuple(reviews))

    def entities(self) -> ShopEntities:
        """All that was found, in an order that depends on nothing but what it is."""
        return ShopEntities(
            customers=(
                CustomerEntity(
                    self.email, self.password, "Emma", "Lopez", id=self.customer_id, address_id=self.address_id
                ),
            ),
            categories=tuple(self.categories[path] for path in sorted(self.categories)),
            products=tuple(self.products[slug] for slug in sorted(self.products)),
            orders=tuple(sorted(self.orders.values(), key=lambda o: (o.id or 0, o.date or "", repr(o.lines)))),
            searches=tuple(sorted(self.searches)),
            absent_statuses=tuple(sorted(self.absent_statuses)),
        )


def _words(text: str) -> list[str]:
    return re.findall(r"\w{3,}", text.lower())


def _status(word: str) -> str:
    """An order status as the shop writes it; "" for none."""
    words = {"cancelled": "canceled", "completed": "complete"}
    return words.get(word.strip().lower(), word.strip().lower())


def _month_of(phrase: str) -> str | None:
    """A month as year-month, or a year, out of words such as "around Feb or March 2023"."""
    year = re.search(r"20\d\d", phrase)
    months = [fact.value for fact in facts_of(phrase) if fact.kind == "month"]
    if year is None:
        return None
    if months:
        return f"{year.group()}-{months[0]:02}"
    return f"{year.group()}-{'07' if 'summer' in phrase else '02' if 'early' in phrase else '10'}"
