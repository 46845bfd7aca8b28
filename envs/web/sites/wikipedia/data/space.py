"""The Sun, planets, dwarf planets and moons."""

from __future__ import annotations

from typing import Any, Final

from osgenesis.envs.web.sites.wikipedia.articles import Article, Section, facts, grid, ul, vary

__all__ = ["MOONS", "PLANETS", "articles"]

# Mean distance from the Sun in million km, year in days, equatorial (dwarf planets: mean) diameter in km.
PLANETS: Final = facts(
    "title name distance year diameter moons sort colours surface note",
    """
Mercury (planet)|Mercury|57.9|88|4879|0|terrestrial planet|#b9b2aa #5f5953|craters|It is the smallest planet and the one nearest to the [[Sun]].
Venus|Venus|108.2|224.7|12104|0|terrestrial planet|#f2dfae #b98b3f|bands|Its dense air of carbon dioxide makes it the hottest planet.
Earth|Earth|149.6|365.26|12756|1|terrestrial planet|#7db7e8 #1c4f8f|land|It is the only place where life is known to exist.
Mars|Mars|227.9|687|6792|2|terrestrial planet|#e0956a #8f4323|craters|Rust makes it red; its volcano [[Olympus Mons]] is the tallest of any planet.
Jupiter|Jupiter|778.5|4333|142984||gas giant|#ecd5b3 #a9713f|bands|It has more than twice the mass of all other planets together.
Saturn|Saturn|1434|10759|120536||gas giant|#f0dfb4 #b6924f|bands|Its bright rings consist mostly of ice.
Uranus|Uranus|2871|30687|51118||ice giant|#c5eef0 #62a8b5|bands|[[William Herschel]] discovered it in 1781; its axis is tilted by about 98 degrees.
Neptune|Neptune|4495|60190|49528||ice giant|#7fa8f0 #24419b|bands|It was found in 1846 near the place that calculations had predicted.
Pluto|Pluto|5906|90560|2377|5|dwarf planet|#e6d3bd #8a6d52|craters|Clyde Tombaugh discovered it in 1930; until 2006 it was counted as the ninth planet.
Ceres|Ceres|414|1680|940|0|dwarf planet|#a6a29d #4f4c49|craters|Giuseppe Piazzi discovered it in 1801; it is the largest body between [[Mars]] and [[Jupiter]].
Eris|Eris||203830|2326|1|dwarf planet|#e8e6e2 #8e8a86|craters|Its discovery in 2005 led to the definition by which [[Pluto]] became a dwarf planet.
Makemake|Makemake||111800|1430|1|dwarf planet|#e0a987 #8a5138|craters|It is named after a god of Easter Island.
Haumea|Haumea||103400|1600|2|dwarf planet|#e9ecef #9aa1a8|craters|It turns so fast that it is stretched to the shape of an egg; the diameter is a mean value.
""",
)

MOONS: Final = facts(
    "title planet diameter discovered by colours note",
    """
*Moon|Earth|3475|||#d6d3ce #77736e|[[Neil Armstrong]] and [[Buzz Aldrin]] were the first people to walk on it, in July 1969.
Phobos|Mars|22|1877|Asaph Hall|#a3958a #51473f|It circles [[Mars]] faster than the planet turns.
Deimos|Mars|12|1877|Asaph Hall|#b5a797 #63584c|It is the smaller of the two moons of [[Mars]].
*Io|Jupiter|3643|1610|[[Galileo Galilei]]|#f3e08a #b98a2f|More volcanoes erupt on it than on any other body of the [[Solar System]].
*Europa|Jupiter|3122|1610|[[Galileo Galilei]]|#e6dccb #9c8467|Below its crust of ice an ocean of salty water is thought to lie.
*Ganymede|Jupiter|5268|1610|[[Galileo Galilei]]|#b9aea1 #5e564d|It is the largest moon of the [[Solar System]], larger than the planet [[Mercury (planet)|Mercury]].
*Callisto|Jupiter|4821|1610|[[Galileo Galilei]]|#8f8579 #423c35|Hardly any other body carries so many craters.
*Titan|Saturn|5150|1655|[[Christiaan Huygens]]|#e9b864 #96682a|It is the only moon with a dense atmosphere; lakes of methane lie on its surface.
Rhea|Saturn|1527|1672|[[Giovanni Domenico Cassini]]|#d3d0cc #85817c|It is the second largest moon of [[Saturn]].
Iapetus|Saturn|1469|1671|[[Giovanni Domenico Cassini]]|#d9cbb5 #3c332b|One of its halves is bright, the other nearly black.
Dione|Saturn|1123|1684|[[Giovanni Domenico Cassini]]|#dad8d6 #8d8a87|Bright cliffs of ice run across one of its sides.
Tethys|Saturn|1062|1684|[[Giovanni Domenico Cassini]]|#e4e3e1 #979492|A canyon crosses most of its surface.
*Enceladus|Saturn|504|1789|[[William Herschel]]|#f4f7f9 #a9b7c1|Jets of water vapour and ice rise from its south pole.
Mimas|Saturn|396|1789|[[William Herschel]]|#d5d5d5 #838383|One crater, named after Herschel, is a third as wide as the moon itself.
Titania|Uranus|1577|1787|[[William Herschel]]|#cdc5be #776f68|It is the largest moon of [[Uranus]] and named after a queen in a play by [[William Shakespeare]].
Oberon|Uranus|1523|1787|[[William Herschel]]|#c4b7ac #6d6259|It is named after a king in a play by [[William Shakespeare]].
Umbriel|Uranus|1169|1851|William Lassell|#8e8c8a #444240|It is the darkest of the large moons of [[Uranus]].
Ariel|Uranus|1158|1851|William Lassell|#dcd9d5 #8b8783|It is the brightest of the large moons of [[Uranus]].
Miranda|Uranus|472|1948|[[Gerard Kuiper]]|#cfd0d1 #7b7c7e|Its cliff Verona Rupes is among the highest known.
*Triton|Neptune|2707|1846|William Lassell|#e7d8d0 #96827a|It circles [[Neptune]] against the sense in which the planet turns.
Nereid|Neptune|340|1949|[[Gerard Kuiper]]|#a5a7aa #56585b|Its orbit is one of the most elongated of all moons.
*Charon|Pluto|1212|1978|James Christy|#b9b3ae #66605c|It has half the diameter of [[Pluto]], which it always shows the same face.
""",
)

_MAJOR: Final = [row for row in PLANETS if "dwarf" not in row["sort"]]
_RINGS: Final = {"Saturn": "#d9c48d", "Uranus": ""}


def _link(row: dict[str, str]) -> str:
    return f"[[{row['title']}]]" if row["title"] == row["name"] else f"[[{row['title']}|{row['name']}]]"


def _title(row: dict[str, str]) -> str:
    return row["title"].removeprefix("*")


def moons_of(planet: str) -> list[dict[str, str]]:
    """The moons in the table that belong to a planet."""
    return [row for row in MOONS if row["planet"] == planet]


def articles() -> list[Article]:
    """Articles of the bodies and the system."""
    return [*[_planet(row) for row in PLANETS], *[_moon(row) for row in MOONS], _sun(), _system()]


def _globe(row: dict[str, str], surface: str) -> dict[str, Any]:
    picture: dict[str, Any] = {
        "type": "globe",
        "name": _title(row),
        "colours": row["colours"].split(),
        "surface": surface,
    }
    if surface == "land":
        picture["land"] = "#5d9150"
    if _RINGS.get(_title(row)):
        picture["ring"] = _RINGS[_title(row)]
    return picture


def _planet(row: dict[str, str]) -> Article:
    title, name, dwarf = row["title"], row["name"], "dwarf" in row["sort"]
    diameter, days = f"{int(row['diameter']):,}", float(row["year"])
    years = f"{days / 365.25:.1f} years" if days > 700 else f"{days:g} days"
    place = (
        ""
        if dwarf
        else f"{['first', 'second', 'third', 'fourth', 'fifth', 'sixth', 'seventh', 'eighth'][_MAJOR.index(row)]} "
    )
    lead = (
        f"'''{name}''' is a [[dwarf planet]] of the [[Solar System]]. {row['note']}"
        if dwarf
        else f"'''{name}''' is the {place}planet from the [[Sun]], {'an' if row['sort'][0] in 'aeiou' else 'a'} {row['sort']}. {row['note']}"
    )
    box = [("Type", row["sort"].capitalize())]
    if row["distance"]:
        box.append(("Mean distance from the Sun", f"{float(row['distance']):,g} million km"))
    box += [("Orbital period", years), ("Diameter", f"{diameter} km")]
    if row["moons"]:
        box.append(("Known moons", row["moons"]))
    about = f"One year on {name}, a full orbit around the [[Sun]], lasts {years}."
    if row["distance"]:
        about += f" Its mean distance from the Sun is {float(row['distance']):,g} million kilometres."
    group = [each for each in PLANETS if ("dwarf" in each["sort"]) == dwarf]
    sections: list[Section] = [
        ("Orbit", [("p", about)]),
        (
            "Size",
            [
                ("p", f"{name} has a diameter of about {diameter} kilometres."),
                grid(
                    ["Dwarf planet" if dwarf else "Planet", "Diameter (km)"],
                    [(_link(each), f"{int(each['diameter']):,}") for each in group],
                ),
            ],
        ),
    ]
    moons = moons_of(title)
    if moons:
        sections.append(
            (
                "Moons",
                [
                    ("p", f"Moons of {name} described in this encyclopedia:"),
                    ul(f"[[{_title(m)}]], {int(m['diameter']):,} km across" for m in moons),
                ],
            )
        )
    return Article(
        title,
        "planet",
        row["sort"] if dwarf else f"{place}planet from the Sun",
        [lead],
        box,
        sections,
        ["Dwarf planets" if dwarf else "Planets", "Solar System"],
        ["Solar System", "List of planets"],
        [],
        _globe(row, row["surface"]),
        f"{name} (drawing)",
    )


def _moon(row: dict[str, str]) -> Article:
    title, diameter = _title(row), f"{int(row['diameter']):,}"
    planet = next(each for each in PLANETS if each["name"] == row["planet"])
    the = (
        "The '''Moon''' is the only natural satellite of [[Earth]]"
        if title == "Moon"
        else f"'''{title}''' is a moon of {_link(planet)}"
    )
    lead = f"{the}. {row['note']}"
    box = [("Moon of", _link(planet)), ("Diameter", f"{diameter} km")]
    sections: list[Section] = [
        ("Size", [("p", f"The diameter of {'the Moon' if title == 'Moon' else title} is about {diameter} kilometres.")])
    ]
    if row["discovered"]:
        box.append(("Discovered", f"{row['discovered']} by {row['by']}"))
        sections.insert(
            0,
            (
                "Discovery",
                [
                    (
                        "p",
                        vary(
                            title,
                            f"{row['by']} discovered {title} in {row['discovered']}.",
                            f"{title} was discovered in {row['discovered']} by {row['by']}.",
                        ),
                    )
                ],
            ),
        )
    others = [m for m in moons_of(row["planet"]) if m is not row]
    return Article(
        title,
        "moon",
        f"moon of {row['planet']}",
        [lead],
        box,
        sections,
        ["Moons", f"Moons of {row['planet']}", "Solar System"],
        [planet["title"], *(_title(m) for m in others[:4])],
        [],
        _globe(row, "craters"),
        f"{title} (drawing)",
        core=row["title"].startswith("*"),
    )


def _sun() -> Article:
    return Article(
        "Sun",
        "star",
        "star at the centre of the Solar System",
        [
            "The '''Sun''' is the star around which [[Earth]] and the other planets of the [[Solar System]] move. It is a ball of hot gas, mostly [[Hydrogen|hydrogen]] and [[Helium|helium]], about 1.39 million kilometres across.",
            "In its core hydrogen turns into helium. The light that this sets free needs a little more than eight minutes to reach [[Earth]].",
        ],
        [
            ("Type", "G-type star"),
            ("Diameter", "about 1,392,000 km"),
            ("Surface temperature", "about 5,500 °C"),
            ("Age", "about 4.6 billion years"),
        ],
        [
            (
                "Planets",
                [("p", "Eight planets circle the Sun. From the inside they are:"), ul(_link(row) for row in _MAJOR)],
            )
        ],
        ["Stars", "Solar System"],
        ["Solar System", "List of planets"],
        [],
        {"type": "globe", "name": "Sun", "colours": ["#fff3b0", "#f2a11f"], "surface": "bands"},
        "The Sun (drawing)",
    )


def _system() -> Article:
    rows = [
        (str(at), _link(row), row["sort"].capitalize(), f"{float(row['distance']):,g}")
        for at, row in enumerate(_MAJOR, 1)
    ]
    dwarfs = [row for row in PLANETS if "dwarf" in row["sort"]]
    return Article(
        "Solar System",
        "system",
        "the Sun and what moves around it",
        [
            "The '''Solar System''' consists of the [[Sun]] and everything that its gravity holds: eight planets, their moons, dwarf planets, asteroids and comets.",
            "The four inner planets are small and rocky. [[Jupiter]] and [[Saturn]] are gas giants, [[Uranus]] and [[Neptune]] ice giants.",
        ],
        [("Star", "[[Sun]]"), ("Planets", "8"), ("Largest planet", "[[Jupiter]]"), ("Age", "about 4.6 billion years")],
        [
            ("Planets", [grid(["Place", "Planet", "Type", "Distance from the Sun (million km)"], rows)]),
            (
                "Dwarf planets",
                [
                    ("p", "The International Astronomical Union recognises five dwarf planets."),
                    ul(_link(row) for row in dwarfs),
                ],
            ),
        ],
        ["Solar System"],
        ["Sun", "List of planets", "List of moons"],
        [],
        {
            "type": "bars",
            "title": "Diameter in km",
            "rows": [(row["name"], int(row["diameter"]), False) for row in _MAJOR],
        },
        "The planets by size",
    )
