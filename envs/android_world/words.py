"""Names, numbers and words from which task parameters are drawn. All invented here."""

from __future__ import annotations

import numpy as np

FIRST_NAMES = (
    "Amira", "Boris", "Carla", "Dmitri", "Elena", "Farid", "Greta", "Hugo", "Ines", "Jonas", "Kaito", "Leila", "Marco",
    "Nadia", "Oskar", "Paula", "Quentin", "Rosa", "Samir", "Tessa", "Umar", "Vera", "Wanda", "Xavier", "Yuki", "Zoe",
)  # fmt: skip
LAST_NAMES = (
    "Almeida", "Berg", "Castillo", "Dubois", "Eriksen", "Fontaine", "Garcia", "Haddad", "Ivanov", "Jansen", "Kowalski",
    "Lindqvist", "Moreau", "Nakamura", "Okafor", "Petrov", "Quist", "Rossi", "Schneider", "Tanaka", "Ueda", "Vargas",
    "Weber", "Yilmaz", "Zhang",
)  # fmt: skip
SENTENCES = (
    "The train leaves at nine from platform four.",
    "Please bring the blue folder to the meeting.",
    "Dinner is ready, come home soon.",
    "I found your keys under the sofa.",
    "Let us meet at the library after lunch.",
    "The parcel arrives on Thursday morning.",
    "Remember to water the tomatoes.",
    "My flight was moved to the evening.",
    "Can you send me the notes from class?",
    "The garden party starts at six.",
    "Your bicycle is repaired and ready.",
    "We are out of milk and bread.",
    "The museum is closed on Mondays.",
    "Call the dentist about the appointment.",
    "The concert tickets are in my bag.",
    "I will be ten minutes late.",
    "Thank you for the wonderful weekend.",
    "The printer on the second floor works again.",
    "Bring warm clothes for the hike.",
    "Happy birthday to you and your sister!",
)
WORDS = (
    "amber",
    "basil",
    "cedar",
    "delta",
    "ember",
    "fjord",
    "grove",
    "harbor",
    "iris",
    "jasper",
    "kettle",
    "lagoon",
    "maple",
    "nectar",
    "orchid",
    "pepper",
    "quartz",
    "river",
    "saffron",
    "thistle",
    "umber",
    "velvet",
    "willow",
    "yarrow",
    "zephyr",
)


def pick(rng: np.random.Generator, values: tuple[str, ...]) -> str:
    """One of the values."""
    return values[int(rng.integers(len(values)))]


def pick_many(rng: np.random.Generator, values: tuple[str, ...], count: int) -> list[str]:
    """Different values, in random order."""
    return [values[int(i)] for i in rng.permutation(len(values))[:count]]


def person(rng: np.random.Generator) -> tuple[str, str]:
    """(first name, last name)."""
    return pick(rng, FIRST_NAMES), pick(rng, LAST_NAMES)


def phone_number(rng: np.random.Generator) -> str:
    """An invented number such as +15550142371."""
    return "+1555" + "".join(str(int(d)) for d in rng.integers(0, 10, size=7))
