"""Fills an empty shop: categories and products here; reviews, customers and orders in the modules beside this one."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Any, Final

from osgenesis.envs.web.sites.dice import Dice
from osgenesis.envs.web.sites.seeds import Seeding
from osgenesis.envs.web.sites.shop.content_kinds import COLORS, Kind, category_name, kinds
from osgenesis.envs.web.sites.shop.terms import Indexed, index_rows

__all__ = ["Product", "fill", "slug_of"]

# The order of the menu.
_TOPS: Final = (
    "electronics",
    "cell-phones-accessories",
    "video-games",
    "home-kitchen",
    "clothing-shoes-jewelry",
    "beauty-personal-care",
    "health-household",
    "grocery-gourmet-food",
    "sports-outdoors",
    "office-products",
    "tools-home-improvement",
    "patio-lawn-garden",
    "pet-supplies",
    "toys-games",
)
# Fewest and most products of a kind.
_PER_KIND: Final = {"small": (2, 5), "full": (17, 46)}
_FIRST_ID: Final = 1001
_DAY: Final = 86_400

_MODELS: Final = """
Aria Solace Juniper Pike Ember Onyx Willow Aspen Cobalt Drift Echo Fable Grove Haven Iris Jasper Kindred Lark Mesa
Nova Orbit Prairie Quartz Ridge Sable Tern Umber Vale Wren Yarrow Zephyr Alpine Bristol Calla Dune Everly Finch Garnet
Hollis Indigo Jolie Kepler Linden Maple Nimbus Opal Piper Quill Rowan Sierra Tansy Ursa Violet Wilder Acadia Birch
Clover Delta Elm Fjord Gale Heron Isla Kestrel Lotus Marlin Nettle Osprey Pebble Robin Sorrel Thorne Velo Winslow
""".split()

_UNITS: Final = re.compile(
    r"\b(Bags|Buttons|Cans|Capsules|Cards|Clicky|Compartments|Count|Hours|Inch|Keys|Layer|Linear|Liter|Lumens|Megapixels|"
    r"Minutes?|Pack|Pages|Pairs?|Person|Phones|Pieces|Players|Seasons|Silent|Tactile|Tiers)\b"
)

_OPENINGS: Final = (
    "The {model} is for people who look closely.",
    "{brand} made the {model} for every day.",
    "Few things are used as often, so {brand} took its time with the {model}.",
    "No frills: the {model} does its work and keeps out of the way.",
    "With the {model}, {brand} goes back to what matters.",
    "The {model} has been in {brand}'s range for years, and this is its latest form.",
    "The {model} is small in price and not in use.",
    "Our buyers tried nine others before they chose the {model}.",
    "You will notice the {model} on the first day and forget it on the second, as it should be.",
    "{brand} asked its customers what was missing, and this is the answer.",
    "Made in small batches, the {model} is one of the things that {brand} is known for.",
    "A good {noun} lasts for years. The {model} was made with that in mind.",
)
_CLOSINGS: Final = (
    "It comes with a two-year guarantee.",
    "Spare parts are kept for at least five years.",
    "It ships in a box without plastic.",
    "If it does not suit you, send it back within 30 days.",
    "Designed by {brand}, tested by our own buyers.",
    "Questions? Our customer service knows the {model} well.",
    "Usually leaves our warehouse within two working days.",
    "",
)


@dataclass(frozen=True)
class Product:
    """A product's row with what other parts of the seed need to know about it."""

    row: dict[str, Any]
    kind: Kind | None
    options: tuple[tuple[str, tuple[tuple[str, int], ...]], ...] = ()  # title, (value, extra cents)

    @property
    def id(self) -> int:
        """Its number."""
        return int(self.row["id"])


def slug_of(text: str) -> str:
    """The words of a text as the last part of a URL."""
    return re.sub(r"[^a-z0-9]+", "-", text.lower().replace("'", "")).strip("-")


def fill(seeding: Seeding) -> None:
    """Put everything into an empty database."""
    from osgenesis.envs.web.sites.shop.content_people import fill_people
    from osgenesis.envs.web.sites.shop.content_reviews import fill_reviews

    categories = fill_categories(seeding)
    products = invent_products(seeding, categories)
    customers = fill_people(seeding, products)
    ratings = fill_reviews(seeding, products, customers)
    for product in products:
        product.row["rating_sum"], product.row["review_count"] = ratings.get(product.id, (0, 0))
    insert_products(seeding, products)
    fill_search(seeding, products, categories)
    if seeding.entities is not None:
        from osgenesis.envs.web.sites.shop.content_entities import fill_entities

        fill_entities(seeding)


# ---- categories ---------------------------------------------------------------------------------


def fill_categories(seeding: Seeding) -> dict[str, int]:
    """All categories that the kinds name, and those above them; path -> id."""
    paths: list[str] = []
    for top in _TOPS:
        for kind in kinds():
            if kind.path.startswith(top + "/"):
                parts = kind.path.split("/")
                paths += ["/".join(parts[:n]) for n in range(1, len(parts) + 1)]
    ids = {path: number for number, path in enumerate(dict.fromkeys(paths), 3)}
    counts = {kind.path: _count(seeding, kind) for kind in kinds()}
    rows = [
        {
            "id": key,
            "parent_id": ids.get(path.rpartition("/")[0]),
            "name": category_name(path.rpartition("/")[2]),
            "slug": path.rpartition("/")[2],
            "path": path,
            "level": path.count("/") + 1,
            "position": key,
            "product_count": sum(n for own, n in counts.items() if own == path or own.startswith(path + "/")),
        }
        for path, key in ids.items()
    ]
    seeding.insert("category", rows)
    return ids


def _count(seeding: Seeding, kind: Kind) -> int:
    """How many products of a kind there are."""
    return Dice(seeding.seed, "shop", "count", kind.path).between(*_PER_KIND[seeding.size])


# ---- products -----------------------------------------------------------------------------------


def invent_products(seeding: Seeding, categories: dict[str, int]) -> list[Product]:
    """The products of every kind."""
    products: list[Product] = []
    skus: set[str] = set()
    for kind in kinds():
        dice = Dice(seeding.seed, "shop", "products", kind.path)
        pairs = [(brand, model) for model in _MODELS for brand in kind.brands]
        for brand, model in dice.sample(pairs, _count(seeding, kind)):
            product = _invent(dice, kind, brand, model, _FIRST_ID + len(products), seeding)
            product.row["category_id"] = categories[kind.path]
            while product.row["sku"] in skus:
                product.row["sku"] = _sku(dice, kind, brand)
            skus.add(product.row["sku"])
            products.append(product)
    order = Dice(seeding.seed, "shop", "positions").shuffled(range(len(products)))
    for place, number in enumerate(order, 1):
        products[number].row["position"] = place
    return products


def _invent(dice: Dice, kind: Kind, brand: str, model: str, key: int, seeding: Seeding) -> Product:
    specs = {name: dice.pick(values) for name, values in kind.specs.items()}
    color = dice.pick(kind.colors)
    material = dice.pick(kind.materials) if kind.materials else ""
    noun = dice.pick(kind.nouns)
    words = {"brand": brand, "model": model, "noun": noun, "color": color, "material": material, **specs}
    name = kind.name.format_map(words)
    price = _price(dice, kind, specs)
    special = int(price * dice.between(60, 90) // 1000 * 10 - 1) if dice.chance(0.22) else None
    labels = [(label.replace("_", " ").capitalize(), value) for label, value in specs.items()]
    about = [("Color", color), *([("Material", material)] if material else []), *labels]
    # Names of products write "20 Hours", sentences do not.
    features = [_UNITS.sub(lambda unit: unit[0].lower(), text.format_map(words)) for text in kind.features]
    row = {
        "id": key,
        "sku": _sku(dice, kind, brand),
        "name": name,
        "slug": slug_of(name),
        "brand": brand,
        "category_id": 0,
        "price": price,
        "special_price": special,
        "final_price": price if special is None else special,
        "stock": 0 if dice.chance(0.04) else dice.between(2, 180),
        "color": color,
        "material": material,
        "features": json.dumps([text[0].upper() + text[1:] for text in features]),
        "description": _describe(dice, features, {**words, "noun": noun.lower()}),
        "attributes": json.dumps([["Brand", brand], ["Model", model], *about]),
        "picture": json.dumps({"shape": kind.shape, "color": COLORS[color], "look": dice.below(1 << 16)}),
        "rating_sum": 0,
        "review_count": 0,
        "position": 0,
        "created": int(seeding.now.timestamp()) - dice.between(30, 1300) * _DAY,
    }
    return Product(row, kind, tuple(_options(dice, kind, color, price)))


def _sku(dice: Dice, kind: Kind, brand: str) -> str:
    initials = "".join(re.findall(r"[A-Za-z]", brand))[:3].upper()
    return f"{initials}-{kind.shape[:4].upper()}-{dice.between(1000, 9999)}"


def _price(dice: Dice, kind: Kind, specs: dict[str, str]) -> int:
    low, high = kind.price
    first = next(iter(kind.specs))
    step = kind.specs[first].index(specs[first]) / max(1, len(kind.specs[first]) - 1)
    share = 0.55 * step + 0.45 * dice.unit() ** 1.4
    return int(low + (high - low) * share) * 100 + dice.pick((99, 99, 95, 49, 0, 50))


def _describe(dice: Dice, features: list[str], words: dict[str, str]) -> str:
    lines = [f"{text[0].upper()}{text[1:]}." for text in dice.shuffled(features)]
    first = " ".join([dice.pick(_OPENINGS).format_map(words), *lines[:2]])
    second = " ".join([*lines[2:4], dice.pick(_CLOSINGS).format_map(words)]).strip()
    return f"{first}\n\n{second}" if second else first


def _options(dice: Dice, kind: Kind, color: str, price: int) -> list[tuple[str, tuple[tuple[str, int], ...]]]:
    found: list[tuple[str, tuple[tuple[str, int], ...]]] = []
    for title, values in kind.choices.items():
        if title == "Color":
            others = [name for name in kind.colors if name != color]
            offered = [(name, 0) for name in (color, *dice.sample(others, dice.between(1, 3)))]
        elif title in ("Capacity", "Count", "Weight", "Batteries"):
            offered = [(value, number * (price // 5 // 100 * 100)) for number, value in enumerate(values)]
        else:
            offered = [(value, 0) for value in values]
        found.append((title, tuple(offered)))
    return found


def insert_products(seeding: Seeding, products: list[Product]) -> None:
    """The rows of products, of their categories and of their options."""
    seeding.insert("product", [product.row for product in products])
    parents = dict(seeding.connection.execute("SELECT id, parent_id FROM category").fetchall())
    holding: list[dict[str, Any]] = []
    options: list[dict[str, Any]] = []
    values: list[dict[str, Any]] = []
    for product in products:
        category: int | None = product.row["category_id"]
        while category is not None:
            holding.append({"id": len(holding) + 1, "product_id": product.id, "category_id": category})
            category = parents[category]
        for place, (title, offered) in enumerate(product.options, 1):
            option = len(options) + 1
            options.append({"id": option, "product_id": product.id, "title": title, "required": 1, "position": place})
            for number, (value, extra) in enumerate(offered, 1):
                values.append(
                    {"id": len(values) + 1, "option_id": option, "title": value, "extra": extra, "position": number}
                )
    seeding.insert("product_category", holding)
    seeding.insert("product_option", options)
    seeding.insert("option_value", values)


# ---- search -------------------------------------------------------------------------------------


def fill_search(seeding: Seeding, products: list[Product], categories: dict[str, int]) -> None:
    """The index of words, and what people searched for."""
    paths = {key: path for path, key in categories.items()}
    seeding.insert("search_word", index_rows(indexed(p.row, paths[p.row["category_id"]]) for p in products))
    dice = Dice(seeding.seed, "shop", "searches")
    nouns = [noun.lower() for kind in kinds() for noun in kind.nouns]
    texts = dict.fromkeys([*dice.sample(nouns, 34), *dice.sample([b.lower() for k in kinds() for b in k.brands], 8)])
    rows = [{"id": n, "text": text, "uses": dice.between(3, 240)} for n, text in enumerate(texts, 1)]
    seeding.insert("search_term", rows)


def indexed(row: dict[str, Any], path: str) -> Indexed:
    """A product's texts with the weight of words found there."""
    names = " ".join(category_name(slug) for slug in path.split("/"))
    attributes = " ".join(str(value) for _, value in json.loads(row["attributes"]))
    about = [(row["name"], 8), (row["brand"], 8), (row["sku"], 8), (names, 4), (attributes, 3)]
    return row["id"], [*about, (" ".join(json.loads(row["features"])), 2), (row["description"], 1)]
