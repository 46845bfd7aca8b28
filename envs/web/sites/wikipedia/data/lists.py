"""Lists: tables over all things of a kind."""

from __future__ import annotations

from collections.abc import Sequence

from osgenesis.envs.web.sites.wikipedia.articles import Article, grid
from osgenesis.envs.web.sites.wikipedia.data import (
    buildings,
    cities,
    computing,
    countries,
    elements,
    nature,
    parks,
    presidents,
    space,
    states,
    universities,
)

__all__ = ["articles"]


def _list(title: str, lead: str, head: list[str], rows: Sequence[tuple[str, ...]], category: str) -> Article:
    return Article(
        title, "list", "list article", [lead], sections=[("List", [grid(head, rows)])], categories=["Lists", category]
    )


def _name(row: dict[str, str]) -> str:
    return row["name"].removeprefix("*")


def articles() -> list[Article]:
    """All lists."""
    return [
        _elements(),
        _states(),
        _presidents(),
        _parks(),
        _universities(),
        *_countries(),
        *_space(),
        *_nature(),
        _bridges(),
        _languages(),
    ]


def _elements() -> Article:
    rows = [
        (str(n), row["symbol"], f"[[{row['name']}]]", row["weight"], elements.category_of(n).capitalize())
        for n, row in enumerate(elements.ELEMENTS, 1)
    ]
    return _list(
        "List of chemical elements",
        "All 118 known elements by [[atomic number]].",
        ["Number", "Symbol", "Element", "Atomic weight", "Category"],
        rows,
        "Chemical elements",
    )


def _states() -> Article:
    rows = [
        (
            states.state_link(r["code"]),
            r["code"],
            f"[[{r['capital']}]]",
            f"[[{r['largest']}]]",
            r["admitted"],
            f"{int(r['population']):,}",
            f"{int(r['area']):,}",
        )
        for r in states.STATES
    ]
    return _list(
        "List of U.S. states",
        "The fifty states of the [[United States]] with their populations by the census of 2020 and their areas in square miles.",
        ["State", "Code", "Capital", "Largest city", "Admitted", "Population", "Area (sq mi)"],
        rows,
        "States of the United States",
    )


def _presidents() -> Article:
    rows = [
        (
            str(n),
            f"[[{_name(r)}]]",
            r["term"] + (" today" if r["term"].endswith("–") else ""),
            r["party"].capitalize() if r["party"] == "none" else r["party"],
        )
        for n, r in enumerate(presidents.PRESIDENTS, 1)
    ]
    return _list(
        "List of presidents of the United States",
        "The presidents of the [[United States]] in order. One of them served twice and is counted twice.",
        ["Number", "President", "In office", "Party"],
        rows,
        "Presidents of the United States",
    )


def _parks() -> Article:
    rows = [(f"[[{parks.park_title(r)}]]", ", ".join(parks.states_of(r)), r["year"]) for r in parks.PARKS]
    return _list(
        "List of national parks of the United States",
        f"The {len(rows)} national parks of the [[United States]] with the years in which they became national parks.",
        ["Park", "State or territory", "National park since"],
        rows,
        "National parks of the United States",
    )


def _universities() -> Article:
    rows = sorted(universities.UNIVERSITIES, key=universities.year_of)
    return _list(
        "List of universities by age",
        "Universities that have an article in this encyclopedia, the oldest first.",
        ["University", "Founded", "Place"],
        [(f"[[{_name(r)}]]", r["founded"], r["place"]) for r in rows],
        "Universities",
    )


def _countries() -> list[Article]:
    by_area = sorted(countries.COUNTRIES, key=lambda r: -countries.square_km(r))
    area = [(f"[[{_name(r)}]]", r["continent"], f"{countries.square_km(r):,.0f}") for r in by_area]
    capitals = [(f"[[{_name(r)}]]", f"[[{r['capital']}]]", r["continent"]) for r in countries.COUNTRIES]
    return [
        _list(
            "List of countries by area",
            "Countries that have an article in this encyclopedia, the largest first. Areas are rounded.",
            ["Country", "Continent", "Area (km²)"],
            area,
            "Countries",
        ),
        _list(
            "List of capitals",
            "Countries that have an article in this encyclopedia, with their capitals.",
            ["Country", "Capital", "Continent"],
            capitals,
            "Cities",
        ),
        _list(
            "List of largest cities of the United States",
            "Cities that have an article in this encyclopedia, by the census of 2020.",
            ["City", "State", "Population"],
            [
                (
                    f"[[{_name(r)}]]",
                    states.state_link(r["region"]) if len(r["region"]) == 2 else "none",
                    f"{int(r['people']):,}",
                )
                for r in sorted((r for r in cities.CITIES if r["people"]), key=lambda r: -int(r["people"]))
            ],
            "Cities",
        ),
    ]


def _space() -> list[Article]:
    planets = [
        (
            f"[[{r['title']}|{r['name']}]]",
            r["sort"].capitalize(),
            f"{int(r['diameter']):,}",
            f"{float(r['distance']):,g}" if r["distance"] else "",
        )
        for r in space.PLANETS
    ]
    moons = [
        (f"[[{_title(r)}]]", r["planet"], f"{int(r['diameter']):,}")
        for r in sorted(space.MOONS, key=lambda r: -int(r["diameter"]))
    ]
    return [
        _list(
            "List of planets",
            "The eight planets of the [[Solar System]] and its dwarf planets.",
            ["Name", "Type", "Diameter (km)", "Distance from the Sun (million km)"],
            planets,
            "Solar System",
        ),
        _list(
            "List of moons",
            "Moons that have an article in this encyclopedia, the largest first.",
            ["Moon", "Planet", "Diameter (km)"],
            moons,
            "Moons",
        ),
    ]


def _title(row: dict[str, str]) -> str:
    return row["title"].removeprefix("*")


def _nature() -> list[Article]:
    rivers = sorted(nature.RIVERS, key=lambda r: -int(r["length"]))
    mountains = sorted(nature.MOUNTAINS, key=lambda r: -int(r["height"]))
    return [
        _list(
            "List of rivers by length",
            "Rivers that have an article in this encyclopedia, the longest first. Lengths are rounded.",
            ["River", "Length (km)", "Mouth"],
            [(f"[[{_name(r)}]]", f"{int(r['length']):,}", r["mouth"]) for r in rivers],
            "Rivers",
        ),
        _list(
            "List of mountains by height",
            "Mountains that have an article in this encyclopedia, the highest first.",
            ["Mountain", "Height (m)", "Where"],
            [(f"[[{_name(r)}]]", f"{int(r['height']):,}", r["place"]) for r in mountains],
            "Mountains",
        ),
    ]


def _bridges() -> Article:
    rows = sorted(buildings.BRIDGES, key=lambda r: -int(r["span"]))
    return _list(
        "List of bridges by span",
        "Bridges that have an article in this encyclopedia, the longest span first.",
        ["Bridge", "Longest span (m)", "Opened", "Type"],
        [(f"[[{_name(r)}]]", f"{int(r['span']):,}", r["opened"], r["sort"].capitalize()) for r in rows],
        "Bridges",
    )


def _languages() -> Article:
    rows = sorted(computing.LANGUAGES, key=lambda r: int(r["year"]))
    return _list(
        "List of programming languages",
        "Programming languages that have an article in this encyclopedia, the oldest first.",
        ["Language", "Appeared", "Created by"],
        [(f"[[{r['name']}|{computing.short(r['name'])}]]", r["year"], r["by"]) for r in rows],
        "Programming languages",
    )
