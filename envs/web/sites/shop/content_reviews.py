"""What customers write about products."""

from __future__ import annotations

from typing import Any, Final

from osgenesis.envs.web.sites.dice import Dice
from osgenesis.envs.web.sites.seeds import Seeding
from osgenesis.envs.web.sites.shop.content import Product
from osgenesis.envs.web.sites.shop.content_kinds import Kind

__all__ = ["FIRST_NAMES", "fill_reviews", "invent_review", "nickname"]

_DAY: Final = 86_400
_AVERAGE: Final = {"small": 3.4, "full": 5.0}
# Weights of 1 to 5 stars for a poor, a middling and a good product.
_SPREADS: Final = ((22, 20, 24, 20, 14), (8, 10, 20, 34, 28), (3, 5, 10, 30, 52))

FIRST_NAMES: Final = """
Ada Amir Anja Beatriz Ben Carla Cedric Chloe Dana Diego Edith Elias Fatima Felix Gina Goran Hana Henry Ines Isaac Jana
Jonas Kofi Lara Leo Lucia Maeve Malik Mina Nadia Nils Nora Omar Paula Pedro Priya Quinn Rafael Rosa Ruben Samira Sofia
Tariq Theo Uma Vera Viktor Wanda Yara Yusuf Zoe
""".split()
_HANDLES: Final = ("homebody", "bookworm", "trailrunner", "nightowl", "gardener", "tinkerer", "teadrinker", "commuter")

_TITLES: Final = {
    5: ("Exactly what I wanted", "Love it", "Could not be happier", "Best purchase this year", "Perfect", "Five stars"),
    4: ("Very good", "Nearly perfect", "Happy with it", "Good value", "Solid", "Recommended with one remark"),
    3: ("It is okay", "Mixed feelings", "Does the job", "Average", "Expected more", "Half and half"),
    2: ("Disappointed", "Not for me", "Below expectations", "Would not buy again", "Looks better than it is"),
    1: ("Do not buy", "Waste of money", "Sent it back", "Very poor", "Broken promises", "One star is too much"),
}
_OPENINGS: Final = {
    5: (
        "I use it every day.",
        "Bought it for my sister and kept it.",
        "After three months I can say: it is great.",
        "Arrived early and well packed.",
        "My second one already.",
        "I read all the reviews before I ordered, and they were right.",
        "A present for my father, who is hard to please.",
        "I did not expect that much for the price.",
        "This replaced one that I had used for eight years.",
        "I wish that I had found it earlier.",
    ),
    4: (
        "I have had it for a few weeks.",
        "A good buy, all in all.",
        "It came quickly.",
        "I hesitated, but it was the right choice.",
        "Almost five stars.",
        "Bought it on a recommendation.",
        "It took me a day to get used to it.",
        "It does what the page says.",
    ),
    3: (
        "I am of two minds.",
        "It is neither good nor bad.",
        "For the price it is acceptable.",
        "I wanted to like it more.",
        "It has its good days.",
        "My husband likes it, I am not so sure.",
        "I have seen better and worse.",
    ),
    2: (
        "I had hoped for more.",
        "The pictures promise too much.",
        "I gave it a fair chance.",
        "After the first week I was still happy. Then it began.",
        "I should have listened to the other reviews.",
    ),
    1: (
        "I regret this purchase.",
        "I sent it back after a day.",
        "I cannot recommend it.",
        "I have never written a review before, but this made me.",
        "Two weeks, that is all it lasted.",
    ),
}
_PRAISE: Final = (
    "{Clause}.",
    "What I like most: {clause}.",
    "{Clause}, just as I had hoped.",
    "Best of all, {clause}.",
    "{Clause}, and that was the point for me.",
    "I can confirm that {clause}.",
)
_BLAME: Final = (
    "Sadly {clause}.",
    "{Clause}.",
    "My complaint: {clause}.",
    "What bothers me is that {clause}.",
    "Nobody told me that {clause}.",
    "The trouble is that {clause}.",
)
_PRAISE_TOO: Final = ("To be fair, {clause}.", "At least {clause}.", "On the other hand, {clause}.")
_ENDINGS: Final = {
    5: ("I would buy it again at once.", "Thank you!", "Highly recommended.", "Everybody asks where I got it.", "", ""),
    4: ("Still, I would buy it again.", "Recommended.", "It stays.", "", "", ""),
    3: ("Look around before you decide.", "Maybe the next version is better.", "I will keep it for now.", "", ""),
    2: ("I will try another brand.", "Too expensive for what it is.", "It lies in a drawer now.", ""),
    1: ("Save your money.", "Customer service was kind, at least.", "Never again.", "I want my money back."),
}


def fill_reviews(
    seeding: Seeding, products: list[Product], customers: list[dict[str, Any]]
) -> dict[int, tuple[int, int]]:
    """Reviews of the products; product id -> (stars in all, number of reviews)."""
    rows: list[dict[str, Any]] = []
    now = int(seeding.now.timestamp())
    writers = {customer["id"]: customer for customer in customers}
    bought = _bought(seeding)
    for product in products:
        dice = Dice(seeding.seed, "shop", "reviews", product.row["slug"])
        spread = dice.weighted(_SPREADS, (1, 3, 5))
        count = int(dice.unit() ** 1.6 * _AVERAGE[seeding.size] * 2.6 + 0.5)
        buyers = [writers[key] for key in bought.get(product.id, ()) if dice.chance(0.4)]
        for number in range(max(count, len(buyers))):
            stars = dice.weighted((1, 2, 3, 4, 5), spread)
            row = invent_review(dice, product.kind, stars)
            row["product_id"], row["created"] = product.id, now - dice.between(1, 1100) * _DAY - dice.below(_DAY)
            if number < len(buyers):
                row["customer_id"], row["nickname"] = buyers[number]["id"], buyers[number]["firstname"]
                row["created"] = now - dice.between(1, 60) * _DAY - dice.below(_DAY)
            rows.append(row)
    rows.sort(key=lambda row: (row["created"], row["product_id"]))
    totals: dict[int, tuple[int, int]] = {}
    for key, row in enumerate(rows, 1):
        row["id"] = key
        stars, number = totals.get(row["product_id"], (0, 0))
        totals[row["product_id"]] = (stars + row["rating"], number + 1)
    seeding.insert("review", rows)
    return totals


def _bought(seeding: Seeding) -> dict[int, list[int]]:
    """Product id -> customers who ordered it."""
    found: dict[int, list[int]] = {}
    sql = (
        "SELECT DISTINCT i.product_id, o.customer_id FROM order_item i JOIN sales_order o ON o.id = i.order_id"
        " WHERE o.status = 'complete' ORDER BY 1, 2"
    )
    for product, customer in seeding.connection.execute(sql):
        found.setdefault(product, []).append(customer)
    return found


def invent_review(dice: Dice, kind: Kind | None, stars: int) -> dict[str, Any]:
    """A review without product and time."""
    return {
        "customer_id": None,
        "nickname": nickname(dice),
        "title": dice.pick(_TITLES[stars]),
        "detail": _detail(dice, kind, stars),
        "rating": stars,
        "status": "approved",
    }


def nickname(dice: Dice) -> str:
    """How somebody signs a review."""
    name = dice.pick(FIRST_NAMES)
    form = dice.below(4)
    if form == 0:
        return f"{name} {dice.pick('ABCDEFGHKLMNPRSTW')}."
    if form == 1:
        return f"{name.lower()}{dice.between(2, 99)}"
    return name if form == 2 else f"{dice.pick(_HANDLES)}_{name.lower()}"


def _detail(dice: Dice, kind: Kind | None, stars: int) -> str:
    pros = dice.shuffled(kind.pros if kind is not None else ("it does what it should", "it is well made"))
    cons = dice.shuffled(kind.cons if kind is not None else ("it is overpriced", "it came late"))
    # Who praises a handle does not complain about the handle.
    con = next((clause for clause in cons if not _share_words(clause, pros[0])), cons[0])
    praise: list[tuple[str, tuple[str, ...]]] = [(clause, _PRAISE) for clause in pros]
    blame: list[tuple[str, tuple[str, ...]]] = [(con, _BLAME), *((each, _BLAME) for each in cons if each != con)]
    consolation: list[tuple[str, tuple[str, ...]]] = [(pros[0], _PRAISE_TOO)] if dice.chance(0.5) else []
    told = {
        5: praise[: dice.between(1, 3)],
        4: [praise[0], blame[0] if dice.chance(0.5) else praise[1]],
        3: [praise[0], blame[0]],
        2: [blame[0], *consolation],
        1: blame[: dice.between(1, 3)],
    }[stars]
    lines: list[str] = []
    used: set[str] = set()
    for clause, forms in told:
        form = dice.pick([each for each in forms if each not in used])
        used.add(form)
        lines.append(form.format(clause=clause, Clause=clause[0].upper() + clause[1:]))
    opening = [dice.pick(_OPENINGS[stars])] if dice.chance(0.75) else []
    return " ".join(text for text in [*opening, *lines, dice.pick(_ENDINGS[stars])] if text)


def _share_words(one: str, other: str) -> bool:
    """Whether two clauses speak of the same thing: they have a word of four letters or more in common."""
    return bool(_long_words(one) & _long_words(other))


def _long_words(clause: str) -> set[str]:
    # Leaks and leak, handle and handles are the same.
    return {word[:4] for word in clause.lower().replace(",", " ").split() if len(word) >= 4} - {"them", "they", "with"}
