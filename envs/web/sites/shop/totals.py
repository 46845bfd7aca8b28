"""What a cart costs: subtotal, discount, delivery and tax, in whole cents."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final, NamedTuple

__all__ = [
    "PAYMENT_METHODS",
    "SHIPPING_METHODS",
    "Offer",
    "Totals",
    "cart_totals",
    "shipping_offers",
]

# Code -> (carrier, method), as order pages and totals name them.
SHIPPING_METHODS: Final[dict[str, tuple[str, str]]] = {
    "flatrate_flatrate": ("Flat Rate", "Fixed"),
    "tablerate_bestway": ("Best Way", "Table Rate"),
}
PAYMENT_METHODS: Final[dict[str, str]] = {"checkmo": "Check / Money order", "cashondelivery": "Cash On Delivery"}

_FLAT_PER_PIECE: Final = 500
# Delivery within two working days: (subtotal from which the rate holds, rate).
_TABLE_RATES: Final = ((20_000, 1000), (10_000, 1250), (5000, 1500), (0, 1800))
# Sales tax in hundredths of a percent; states that are not named have none.
_TAX_RATES: Final[dict[tuple[str, str], int]] = {
    ("US", "California"): 825,
    ("US", "New York"): 838,
    ("US", "Michigan"): 600,
    ("US", "Illinois"): 625,
    ("US", "Texas"): 625,
    ("US", "Washington"): 650,
    ("US", "Massachusetts"): 625,
    ("US", "Pennsylvania"): 600,
    ("CA", "Ontario"): 1300,
    ("CA", "British Columbia"): 1200,
}


class Offer(NamedTuple):
    """A way of delivery that may be chosen, with its price."""

    code: str
    carrier: str
    method: str
    price: int

    @property
    def description(self) -> str:
        """Carrier and method, as orders name them."""
        return f"{self.carrier} - {self.method}"


class Totals(NamedTuple):
    """What a cart costs. `grand_total` is subtotal - discount + shipping + tax.

    Attributes:
        shipping: 0 while no way of delivery is known.
        offer: The way of delivery that is reckoned with, or None for an empty cart.
        coupon: The coupon's row where it counts, else None.
    """

    subtotal: int
    discount: int
    shipping: int
    tax: int
    offer: Offer | None
    coupon: Mapping[str, Any] | None

    @property
    def grand_total(self) -> int:
        """What is to be paid."""
        return self.subtotal - self.discount + self.shipping + self.tax


def shipping_offers(subtotal: int, pieces: int) -> tuple[Offer, ...]:
    """Ways of delivery for a cart, the usual one first; none for an empty one."""
    if not pieces:
        return ()
    rates = {
        "flatrate_flatrate": _FLAT_PER_PIECE * pieces,
        "tablerate_bestway": next(rate for start, rate in _TABLE_RATES if subtotal >= start),
    }
    return tuple(Offer(code, *SHIPPING_METHODS[code], price) for code, price in rates.items())


def cart_totals(
    lines: Sequence[Mapping[str, Any]],
    coupon: Mapping[str, Any] | None = None,
    method: str = "",
    country_id: str = "",
    region: str = "",
) -> Totals:
    """What these lines (with `price` and `quantity`) cost.

    A coupon counts while it is active and the subtotal reaches its minimum. A way of delivery that is not on offer, or
    none, means the usual one. Discounts lower the tax, which delivery does not bear.
    """
    subtotal = sum(line["price"] * line["quantity"] for line in lines)
    offers = shipping_offers(subtotal, sum(line["quantity"] for line in lines))
    offer = next((o for o in offers if o.code == method), offers[0] if offers else None)
    counts = coupon if coupon is not None and coupon["active"] and subtotal >= coupon["minimum"] else None
    discount = 0
    if counts is not None:
        discount = min(subtotal, _rounded(subtotal * counts["percent"], 100) + counts["amount"])
    tax = _rounded((subtotal - discount) * _TAX_RATES.get((country_id, region), 0), 10_000)
    return Totals(subtotal, discount, offer.price if offer else 0, tax, offer, counts)


def _rounded(amount: int, parts: int) -> int:
    """The quotient, half cents rounded up."""
    return (2 * amount + parts) // (2 * parts)
