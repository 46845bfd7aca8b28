"""`Kind`: the grammar of one sort of product, by which a seed invents as many of it as a shop needs."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, Final

__all__ = ["COLORS", "NAMES", "Kind", "category_name", "kinds"]


@dataclass(frozen=True)
class Kind:
    """One sort of product, which fills one category.

    Attributes:
        path: Slugs of the category from the top, parted by slashes.
        shape: What its pictures show (see `pictures.py`).
        price: Lowest and highest regular price, dollars.
        brands: Who makes it.
        nouns: What it is called.
        name: Pattern of the product's name; fields are brand, model, noun, color, material and those of `specs`.
        specs: Field -> values from small to large; the first one moves the price. The label is the field in words.
        colors: Keys of `COLORS` that it comes in.
        materials: What it is made of.
        choices: Title -> values that the customer chooses among; "Color" stands for some of `colors`.
        features: Sentences about it; the same fields as in `name`.
        pros: Clauses that pleased reviewers use.
        cons: Clauses that displeased reviewers use.
    """

    path: str
    shape: str
    price: tuple[float, float]
    brands: tuple[str, ...]
    nouns: tuple[str, ...]
    name: str
    specs: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    colors: tuple[str, ...] = ()
    materials: tuple[str, ...] = ()
    choices: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    features: tuple[str, ...] = ()
    pros: tuple[str, ...] = ()
    cons: tuple[str, ...] = ()


COLORS: Final[Mapping[str, str]] = {
    "Black": "#2b2d31",
    "White": "#f1f1ee",
    "Silver": "#c3c8ce",
    "Graphite": "#565d66",
    "Gray": "#8b929a",
    "Navy": "#27406b",
    "Blue": "#2f6fb5",
    "Sky Blue": "#86b9e0",
    "Teal": "#1f8a86",
    "Mint": "#9bd5bd",
    "Green": "#4a8f52",
    "Olive": "#7b7f45",
    "Forest Green": "#2c5a41",
    "Red": "#c0352d",
    "Burgundy": "#7a2638",
    "Coral": "#ec7b64",
    "Orange": "#e2802f",
    "Mustard": "#d6a332",
    "Yellow": "#ecc94b",
    "Beige": "#d9c7a7",
    "Cream": "#efe5cf",
    "Tan": "#b98d5d",
    "Brown": "#7a5236",
    "Walnut": "#6b4529",
    "Oak": "#c29a66",
    "Pink": "#e9a3b8",
    "Rose": "#cf6683",
    "Lavender": "#b3a1d6",
    "Purple": "#6d4c9c",
    "Gold": "#c9a44c",
    "Copper": "#b5714a",
    "Terracotta": "#bd6343",
}

# Slugs whose words are not the category's name.
NAMES: Final[Mapping[str, str]] = {
    "cell-phones-accessories": "Cell Phones",
    "home-kitchen": "Home & Kitchen",
    "beauty-personal-care": "Beauty",
    "clothing-shoes-jewelry": "Clothing & Shoes",
    "sports-outdoors": "Sports & Outdoors",
    "office-products": "Office",
    "tools-home-improvement": "Tools",
    "grocery-gourmet-food": "Grocery",
    "patio-lawn-garden": "Garden",
    "health-household": "Health",
    "pet-supplies": "Pets",
    "toys-games": "Toys & Games",
    "computers-accessories": "Computers & Accessories",
    "camera-photo": "Camera & Photo",
    "over-ear-headphones": "Over-Ear Headphones",
    "mens-shoes": "Men's Shoes",
    "womens-shoes": "Women's Shoes",
    "sheets-pillows": "Sheets & Pillows",
    "jams-spreads": "Jams & Spreads",
    "mugs-cups": "Mugs & Cups",
    "pots-pans": "Pots & Pans",
    "pens-pencils": "Pens & Pencils",
    "watering-hoses": "Watering & Hoses",
    "t-shirts": "T-Shirts",
    "nutrition-bars-drinks": "Nutrition Bars & Drinks",
    "shampoo-conditioner": "Shampoo & Conditioner",
    "cases-storage": "Cases & Storage",
}


def category_name(slug: str) -> str:
    """The name of a category as the menu shows it."""
    return NAMES.get(slug) or slug.replace("-", " ").title()


@cache
def kinds() -> tuple[Kind, ...]:
    """All sorts of products, as `assets/kinds.toml` describes them."""
    data = tomllib.loads((Path(__file__).parent / "assets" / "kinds.toml").read_text("utf-8"))
    return tuple(Kind(**{name: _frozen(value) for name, value in entry.items()}) for entry in data["kind"])


def _frozen(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: tuple(items) for name, items in value.items()}
    return tuple(value) if isinstance(value, list) else value
