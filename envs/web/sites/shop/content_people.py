"""The shop's customers with their addresses, wish lists and subscriptions, and its discount codes."""

from __future__ import annotations

from typing import Any, Final

from osgenesis.envs.web.sites.accounts import LOG_INS
from osgenesis.envs.web.sites.dice import Dice
from osgenesis.envs.web.sites.seeds import Seeding
from osgenesis.envs.web.sites.shop.content import Product
from osgenesis.envs.web.sites.shop.content_orders import fill_orders
from osgenesis.envs.web.sites.shop.content_reviews import FIRST_NAMES

__all__ = ["MAIN_CUSTOMER", "address_row", "fill_people"]

MAIN_CUSTOMER: Final = 27
_DAY: Final = 86_400
_CUSTOMERS: Final = {"small": 12, "full": 80}

_LAST_NAMES: Final = """
Abara Brandt Castillo Dahl Eriksen Fontaine Greco Hartmann Ivanov Jensen Kowalski Lindgren Moreau Novak Okafor Petrov
Quist Rossi Santos Takeda Ueda Vargas Weber Xu Yilmaz Zeller
""".split()
# City, state, first digits of the zip code.
_PLACES: Final = (
    ("Portland", "Oregon", "972"),
    ("Madison", "Wisconsin", "537"),
    ("Savannah", "Georgia", "314"),
    ("Boulder", "Colorado", "803"),
    ("Burlington", "Vermont", "054"),
    ("Duluth", "Minnesota", "558"),
    ("Santa Fe", "New Mexico", "875"),
    ("Ann Arbor", "Michigan", "481"),
    ("Asheville", "North Carolina", "288"),
    ("Spokane", "Washington", "992"),
)
_STREETS: Final = ("Maple Street", "Harbor Road", "Chestnut Avenue", "Mill Lane", "Sunset Boulevard", "Third Street")
_CODES: Final = (
    ("WELCOME10", "10% off the first order", 10, 0, 0),
    ("SUMMER15", "15% off from $100", 15, 0, 10_000),
    ("FIVEOFF", "$5 off from $40", 0, 500, 4_000),
)


def fill_people(seeding: Seeding, products: list[Product]) -> list[dict[str, Any]]:
    """Customers and all that is theirs; the customers' rows."""
    dice = Dice(seeding.seed, "shop", "customers")
    now = int(seeding.now.timestamp())
    customers: list[dict[str, Any]] = []
    addresses: list[dict[str, Any]] = []
    names: set[tuple[str, str]] = {("Emma", "Lopez")}
    for number in range(_CUSTOMERS[seeding.size]):
        first, last = ("Emma", "Lopez") if number == 0 else _new_name(dice, names)
        key = MAIN_CUSTOMER if number == 0 else MAIN_CUSTOMER + number
        email = f"{first}.{last}@gmail.com".lower()
        row = {
            "id": key,
            "email": email,
            "password": LOG_INS["shop"].account.password if number == 0 else f"{last}.{dice.between(100, 999)}",
            "firstname": first,
            "lastname": last,
            "default_billing": len(addresses) + 1,
            "default_shipping": len(addresses) + 1,
            "created": now - dice.between(1150, 1400) * _DAY,
        }
        count = 3 if number == 0 else dice.weighted((1, 2), (3, 1))
        own = [_address(dice, len(addresses) + 1 + n, row) for n in range(count)]
        if number == 0:
            row["default_shipping"] = own[1]["id"]
        customers.append(row)
        addresses += own
    seeding.insert("customer", customers)
    seeding.insert("address", addresses)
    seeding.insert("newsletter_subscription", _subscriptions(seeding, customers))
    seeding.insert("wishlist_item", _wishes(seeding, customers, products))
    keys = ("code", "description", "percent", "amount", "minimum")
    codes = [{"id": n, **dict(zip(keys, code, strict=True)), "active": 1} for n, code in enumerate(_CODES, 1)]
    seeding.insert("coupon", codes)
    fill_orders(seeding, products, customers, addresses)
    return customers


def _new_name(dice: Dice, names: set[tuple[str, str]]) -> tuple[str, str]:
    while (name := (dice.pick(FIRST_NAMES), dice.pick(_LAST_NAMES))) in names:
        pass
    names.add(name)
    return name


def _address(dice: Dice, key: int, customer: dict[str, Any]) -> dict[str, Any]:
    city, region, zip_code = dice.pick(_PLACES)
    return address_row(
        key,
        customer,
        f"{dice.between(2, 990)} {dice.pick(_STREETS)}",
        f"Apt {dice.between(1, 40)}" if dice.chance(0.3) else "",
        (city, region, f"{zip_code}{dice.between(10, 99)}"),
        f"555{dice.between(1_000_000, 9_999_999)}",
    )


def address_row(
    key: int, customer: dict[str, Any], street: str, second: str, place: tuple[str, str, str], telephone: str
) -> dict[str, Any]:
    """A row of `address`; `place` is city, state and zip code."""
    return {
        "id": key,
        "customer_id": customer["id"],
        "firstname": customer["firstname"],
        "lastname": customer["lastname"],
        "company": "",
        "street1": street,
        "street2": second,
        "city": place[0],
        "region": place[1],
        "postcode": place[2],
        "country_id": "US",
        "telephone": telephone,
    }


def _subscriptions(seeding: Seeding, customers: list[dict[str, Any]]) -> list[dict[str, Any]]:
    dice = Dice(seeding.seed, "shop", "newsletter")
    now = int(seeding.now.timestamp())
    # The main customer has not subscribed, so that there is something to do.
    chosen = [customer for customer in customers[1:] if dice.chance(0.4)]
    rows = [{"id": n, "email": c["email"], "customer_id": c["id"]} for n, c in enumerate(chosen, 1)]
    return [{**row, "subscribed": 1, "changed": now - dice.between(9, 900) * _DAY} for row in rows]


def _wishes(seeding: Seeding, customers: list[dict[str, Any]], products: list[Product]) -> list[dict[str, Any]]:
    dice = Dice(seeding.seed, "shop", "wishes")
    now = int(seeding.now.timestamp())
    rows: list[dict[str, Any]] = []
    for number, customer in enumerate(customers):
        for product in dice.sample(products, 4 if number == 0 else dice.below(4)):
            added = now - dice.between(3, 300) * _DAY
            wish = {"customer_id": customer["id"], "product_id": product.id, "quantity": 1, "added": added}
            rows.append({"id": len(rows) + 1, **wish})
    return rows
