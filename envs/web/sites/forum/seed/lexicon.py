"""What people talk about and how they put it, read from the lexicon's files."""

from __future__ import annotations

import functools
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

__all__ = ["Theme", "phrases", "themes"]

_FOLDER: Final = Path(__file__).parent.parent / "assets" / "lexicon"
_LISTS: Final = ("topics", "items", "acts", "problems", "tips", "opinions", "names", "news", "shots")
_CITIES: Final = (
    "Ormstad",
    "Torrin",
    "Aldra",
    "CastleMarsh",
    "Lindhaven",
    "Brannock",
    "Fenwick",
    "Estle",
    "PortCalder",
    "Millbrook",
)
_STREETS: Final = (
    "Copper",
    "Abbey",
    "Weaver",
    "Station",
    "Chapel",
    "Orchard",
    "Lower Quay",
    "Bishop's",
    "Canal",
    "Tanner",
    "Linden",
    "Foundry",
    "Swan",
    "Observatory",
    "Mint",
    "Eastern",
    "Cooper",
    "Salt",
)
# Themes that have a second forum for questions only.
_ASKED: Final = (
    "books",
    "DIY",
    "gardening",
    "cooking",
    "cats",
    "boardgames",
    "cycling",
    "movies",
    "music",
    "running",
    "history",
    "photography",
    "woodworking",
    "knitting",
    "coffee",
    "languages",
    "gamedev",
    "space",
)


@dataclass(frozen=True)
class Theme:
    """A forum's subject.

    Attributes:
        name: The forum's name.
        title: The forum's title.
        description: The forum's description.
        tags: Words that say what it is about.
        kind: make, media, place, knowledge, talk, pics, tech or move: what sort of submissions it has.
        words: Slot -> phrases.
    """

    name: str
    title: str
    description: str
    tags: str
    kind: str
    words: Mapping[str, tuple[str, ...]]


@functools.cache
def themes() -> tuple[Theme, ...]:
    """All themes, the best known first."""
    found: list[Theme] = []
    for path in sorted(_FOLDER.glob("themes_*.toml")):
        tables = tomllib.loads(path.read_text(encoding="utf-8"))
        found.extend(_theme(name, table) for name, table in tables.items())
    by_name = {theme.name: theme for theme in found}
    cities = [_city(by_name["Harbourtown"], i, name) for i, name in enumerate(_CITIES)]
    return (*found, *cities, *(_ask(by_name[name]) for name in _ASKED))


def _city(model: Theme, number: int, name: str) -> Theme:
    """The forum of another town, with streets of its own."""
    streets = (*_STREETS[number:], *_STREETS[:number])
    ends = ("Street", "Square", "Bridge", "Lane", "Market", "Park", "Gate", "Hill")
    names = tuple(f"{street} {end}" for street, end in zip(streets, ends, strict=False))
    spaced = "".join(f" {letter}" if letter.isupper() else letter for letter in name).strip()
    return Theme(
        name,
        f"{spaced}: news and talk",
        f"For everybody who lives in {spaced}, moved away or wants to visit.",
        model.tags,
        model.kind,
        {**model.words, "names": names},
    )


def _ask(model: Theme) -> Theme:
    """The forum for questions about a theme."""
    subject = model.title.partition(":")[0].partition(" ")[0] if ":" in model.title else model.title
    return Theme(
        f"ask{model.name}",
        f"Ask anything: {subject.lower() if subject != 'DIY' else subject}",
        f"Questions and patient answers. Pictures and news belong in {model.name}.",
        f"questions, {model.tags}",
        "talk",
        model.words,
    )


def _theme(name: str, table: Mapping[str, Any]) -> Theme:
    words = {key: tuple(part.strip() for part in table[key].split("|")) for key in _LISTS if key in table}
    for narrow, wide in (("goods", "items"), ("skills", "acts")):
        words[narrow] = tuple(word for word in words[wide] if not word.startswith("~"))
        words[wide] = tuple(word.removeprefix("~") for word in words[wide])
    return Theme(name, table["title"], table["description"], table["tags"], table["kind"], words)


@functools.cache
def phrases(*path: str) -> tuple[str, ...]:
    """The phrases at a place of phrases.toml, such as ("titles", "question")."""
    text: Any = _tables()
    for name in path:
        text = text[name]
    parts = text.strip().split("\n") if "\n" in text else text.split("|")
    return tuple(part.strip() for part in parts)


@functools.cache
def _tables() -> dict[str, Any]:
    return tomllib.loads((_FOLDER / "phrases.toml").read_text(encoding="utf-8"))
