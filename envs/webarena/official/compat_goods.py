"""What customers buy: where the shop lists it, and things of any price that nobody asks about."""

from __future__ import annotations

from typing import Final

from osgenesis.envs.webarena.official.periods import stems

__all__ = ["PLACES", "filler", "name_of", "shelf_of"]

_MAKERS: Final = ("Orchard Lane", "Evenwell", "Alder House", "Brook & Pine")
# Words of a product or of a kind of shopping -> where the shop lists it, and what else is bought there.
_SHELVES: Final = (
    ("food cooking bread mix muffin olive coffee snack", ("grocery-gourmet-food", "pantry"), "pantry box"),
    ("hair conditioner shampoo", ("beauty-personal-care", "hair-care"), "hair brush"),
    ("body butter cream lotion", ("beauty-personal-care", "skin-care"), "hand cream"),
    ("toothpaste", ("beauty-personal-care", "oral-care"), "dental floss"),
    ("picture frame plant tree topiary decoration", ("home-kitchen", "decor"), "wall mirror"),
    ("speaker", ("electronics", "audio"), "radio"),
)
# What fills an order up to its sum, by price: things that no task asks about, and where the shop lists them.
_FILLERS: Final = (
    (
        6000,
        (
            ("ring binder", ("office-products", "desk")),
            ("bicycle bell", ("sports-outdoors", "fitness")),
            ("desk pad", ("office-products", "desk")),
            ("garden gloves", ("patio-lawn-garden", "planting")),
            ("cable clips", ("electronics", "computers-accessories")),
            ("tape measure", ("tools-home-improvement", "hand-tools")),
        ),
    ),
    (25_000, (("cordless drill", ("tools-home-improvement", "power-tools")), ("camping tent", ("sports-outdoors",)))),
    (60_000, (("office chair", ("office-products", "desk")), ("suitcase set", ("clothing-shoes-jewelry", "luggage")))),
    (90_000, (("rowing machine", ("sports-outdoors", "fitness")), ("lawn mower", ("patio-lawn-garden", "planting")))),
    (10**9, (("garden shed", ("patio-lawn-garden",)), ("treadmill", ("sports-outdoors", "fitness")))),
)
PLACES: Final = {kind: place for _, things in _FILLERS for kind, place in things}


def shelf_of(text: str) -> tuple[tuple[str, ...], str] | None:
    """Where the shop lists something, and what else is bought there; None for what is on no shelf known here."""
    wanted = stems(text)
    found = [(len(wanted & stems(words)), path, other) for words, path, other in _SHELVES]
    share, path, other = max(found, key=lambda entry: entry[0])
    return (path, other) if share else None


def filler(cents: int, number: int) -> str:
    """Something that costs about so much; another thing for each number."""
    things = next(things for most, things in _FILLERS if cents < most)
    return things[number % len(things)][0]


def name_of(kind: str) -> str:
    """What a product of a kind is called."""
    return f"{_MAKERS[len(kind) % len(_MAKERS)]} {kind.title()}"
