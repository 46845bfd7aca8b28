"""Museums, bridges, towers and monuments."""

from __future__ import annotations

from typing import Final

from osgenesis.envs.web.sites.wikipedia.articles import Article, facts, grid, vary
from osgenesis.envs.web.sites.wikipedia.data.nature import near_by
from osgenesis.envs.web.sites.wikipedia.data.states import STATE_NAMES, state_link

__all__ = ["BRIDGES", "MUSEUMS", "TOWERS", "articles"]

# Longest span in metres.
BRIDGES: Final = facts(
    "name sort span opened place crosses note",
    """
*Golden Gate Bridge|suspension|1280|1937|San Francisco, CA|Golden Gate|Until 1964 no other bridge had a longer span; its colour is called International Orange.
*Brooklyn Bridge|suspension|486|1883|New York City, NY|East River|John Roebling designed it; his son Washington and his daughter-in-law Emily completed it.
*Mackinac Bridge|suspension|1158|1957|Mackinaw City, MI|Straits of Mackinac|It joins the two peninsulas of [[Michigan]]. With 8,038 metres in all it is the longest suspension bridge between anchorages in the Western Hemisphere.
*Verrazzano-Narrows Bridge|suspension|1298|1964|New York City, NY|Narrows|It joins Staten Island and Brooklyn; its span was the longest until 1981.
George Washington Bridge|suspension|1067|1931|New York City, NY|[[Hudson River]]|More vehicles use it than any other bridge.
*Akashi Kaikyō Bridge|suspension|1991|1998|Kobe, Japan|Akashi Strait|Its span was the longest of the world from 1998 to 2022.
*1915 Çanakkale Bridge|suspension|2023|2022|Çanakkale, Turkey|Dardanelles|Its span is the longest of the world; the number of metres recalls the hundredth year of the republic.
Humber Bridge|suspension|1410|1981|Hull, United Kingdom|Humber|Its span was the longest of the world until 1998.
Great Belt Bridge|suspension|1624|1998|Korsør, Denmark|Great Belt|It joins the islands Zealand and Funen.
*Sydney Harbour Bridge|arch|503|1932|Sydney, Australia|Sydney Harbour|People call it the coat hanger.
New River Gorge Bridge|arch|518|1977|Fayetteville, WV|New River|Its span was the longest of all arches until 2003.
*Tower Bridge|drawbridge|61|1894|London, United Kingdom|[[Thames]]|Its roadway can be raised to let ships pass.
*Forth Bridge|cantilever|521|1890|Edinburgh, United Kingdom|Firth of Forth|It carries trains.
*Millau Viaduct|cable-stayed|342|2004|Millau, France|Tarn|Its tallest mast reaches 343 metres above its foot.
*Øresund Bridge|cable-stayed|490|2000|Copenhagen, Denmark|Øresund|With a tunnel and an artificial island it links [[Denmark]] and [[Sweden]].
Rio–Antirrio Bridge|cable-stayed|560|2004|Patras, Greece|Gulf of Corinth|It stands where earthquakes move the ground.
*Charles Bridge|stone arch|13|1402|Prague, Czech Republic|[[Vltava]]|Thirty statues stand on it.
Ponte Vecchio|stone arch|30|1345|Florence, Italy|Arno|Shops line both of its sides.
*Rialto Bridge|stone arch|29|1591|Venice, Italy|Grand Canal|It was the only bridge across the canal until 1854.
Bosphorus Bridge|suspension|1074|1973|Istanbul, Turkey|Bosporus|It joins Europe and Asia.
""",
)

MUSEUMS: Final = facts(
    "name founded place subject note",
    """
*Louvre|1793|Paris, France|art|The [[Mona Lisa]] hangs here; a pyramid of glass has been its entrance since 1989.
*British Museum|1753|London, United Kingdom|history and art|It keeps the Rosetta Stone.
*Metropolitan Museum of Art|1870|New York City, NY|art|It is the largest museum of art in the Americas.
*Museum of Modern Art|1929|New York City, NY|modern art|The Starry Night by [[Vincent van Gogh]] hangs here.
*American Museum of Natural History|1869|New York City, NY|natural history|It stands across from Central Park.
*Smithsonian Institution|1846|Washington, D.C., DC|science, history and art|It runs many museums and a zoo; James Smithson left his fortune for it.
*National Gallery of Art|1937|Washington, D.C., DC|art|It shows the only painting by [[Leonardo da Vinci]] that is on public view in the Americas.
*Art Institute of Chicago|1879|Chicago, IL|art|Two lions of bronze guard its entrance.
Field Museum|1893|Chicago, IL|natural history|It shows a Tyrannosaurus called Sue.
Museum of Fine Arts, Boston|1870|Boston, MA|art|It moved to its present building in 1909.
*Getty Center|1997|Los Angeles, CA|art|A small railway takes visitors up to it.
*Carnegie Museum of Natural History|1896|Pittsburgh, PA|natural history|[[Andrew Carnegie]] founded it; a dinosaur is named after him.
*Andy Warhol Museum|1994|Pittsburgh, PA|modern art|It is among the largest museums devoted to one artist.
Philadelphia Museum of Art|1876|Philadelphia, PA|art|Its steps appear in the film [[Rocky]].
*Uffizi|1769|Florence, Italy|art|Its building was made for the offices of the city's rulers; the year is that of its opening to the public.
*Prado|1819|Madrid, Spain|art|Las Meninas by Diego Velázquez hangs here.
*Rijksmuseum|1800|Amsterdam, Netherlands|art and history|The Night Watch by [[Rembrandt]] hangs here.
*Van Gogh Museum|1973|Amsterdam, Netherlands|art|It has the largest collection of works by [[Vincent van Gogh]].
*Hermitage Museum|1764|Saint Petersburg, Russia|art|It fills palaces of the tsars.
*Musée d'Orsay|1986|Paris, France|art|It was a railway station before.
National Gallery|1824|London, United Kingdom|art|It stands on Trafalgar Square.
Tate Modern|2000|London, United Kingdom|modern art|It was a power station before.
Deutsches Museum|1903|Munich, Germany|science and technology|It stands on an island in the Isar.
*Pergamon Museum|1930|Berlin, Germany|ancient art|It shows the Ishtar Gate of Babylon.
Guggenheim Museum Bilbao|1997|Bilbao, Spain|modern art|Frank Gehry designed its building, which is covered with titanium.
Egyptian Museum|1902|Cairo, Egypt|ancient Egypt|The year is that of its building on Tahrir Square.
Vasa Museum|1990|Stockholm, Sweden|a warship|The ship sank on her first voyage in 1628 and was raised in 1961.
""",
)

# Height in metres; 0 where it does not matter.
TOWERS: Final = facts(
    "name built height place note",
    """
*Burj Khalifa|2010|828|Dubai, United Arab Emirates|It is the tallest building of the world.
*Petronas Towers|1998|452|Kuala Lumpur, Malaysia|They were the tallest buildings of the world until 2004.
*Empire State Building|1931|381|New York City, NY|It was the tallest building of the world for about 40 years; the height is that of its roof.
*One World Trade Center|2014|541|New York City, NY|Its height is 1,776 feet, after the year of independence.
*Willis Tower|1974|442|Chicago, IL|It was called Sears Tower until 2009.
*Taipei 101|2004|508|Taipei, Taiwan|A steel ball of 660 tonnes steadies it in the wind.
Shanghai Tower|2015|632|Shanghai, China|It is the tallest building of [[China]].
*CN Tower|1976|553|Toronto, Canada|It was the tallest tower of the world for more than 30 years.
*Eiffel Tower|1889|330|Paris, France|It was built for a world's fair; with its antennas it is 330 metres high since 2022.
Tokyo Skytree|2012|634|Tokyo, Japan|It is the tallest tower of the world.
*Tokyo Tower|1958|333|Tokyo, Japan|It was modelled on the [[Eiffel Tower]].
*Space Needle|1962|184|Seattle, WA|It was built for a world's fair.
Gateway Arch|1965|192|St. Louis, MO|It is as wide as it is high.
*Washington Monument|1884|169|Washington, D.C., DC|It honours [[George Washington]] and was the tallest structure of the world until 1889.
*Statue of Liberty|1886|93|New York City, NY|It was a gift of [[France]]; the height includes its pedestal.
*Big Ben|1859|96|London, United Kingdom|Strictly the name is that of the great bell; the tower is called Elizabeth Tower.
*Leaning Tower of Pisa|1372|56|Pisa, Italy|It began to lean while it was being built.
*Great Pyramid of Giza|about 2560 BC|139|Giza, Egypt|It was about 147 metres high at first and is the only one of the seven wonders of the ancient world that still stands.
*Cologne Cathedral|1880|157|Cologne, Germany|Building began in 1248 and rested for more than 300 years.
Ulm Minster|1890|162|Ulm, Germany|It is the tallest church of the world.
""",
)

_SIGHTS: Final = facts(
    "name built place note",
    """
Colosseum|80|Rome, Italy|Gladiators fought in it before more than 50,000 people.
Parthenon|432 BC|Athens, Greece|It was a temple of the goddess Athena.
Taj Mahal|1653|Agra, India|The ruler Shah Jahan had it built as a tomb for his wife.
Great Wall of China|the 14th to 17th century|near Beijing, China|The dates are those of its best known part, built by the Ming dynasty.
Machu Picchu|the 15th century|near Cusco, Peru|The Incas left it after about a hundred years.
Hagia Sophia|537|Istanbul, Turkey|It has been a church, a mosque, a museum and again a mosque.
Sagrada Família|since 1882|Barcelona, Spain|Antoni Gaudí took over its design in 1883.
Sydney Opera House|1973|Sydney, Australia|Jørn Utzon designed its shells.
Panama Canal|1914|Panama City, Panama|Ships that use it need not sail around South America.
Oak Ridge National Laboratory|1943|Oak Ridge, TN|It began as a part of the project that developed nuclear weapons.
Madison Square Garden|1968|New York City, NY|It is the fourth building of this name and the home of the [[New York Knicks]] at 4 Pennsylvania Plaza.
TD Garden|1995|Boston, MA|It is the home of the [[Boston Celtics]] and replaced Boston Garden.
Wells Fargo Center|1996|Philadelphia, PA|It is the home of the [[Philadelphia 76ers]] and stands at 3601 South Broad Street.
Yankee Stadium|2009|New York City, NY|It is the home of the [[New York Yankees]] in the Bronx and replaced a stadium of the same name that stood beside it.
Fenway Park|1912|Boston, MA|It is the home of the [[Boston Red Sox]]; a wall in its left field is called the Green Monster.
Wrigley Field|1914|Chicago, IL|It is the home of the [[Chicago Cubs]]; ivy covers the walls of its field.
""",
)


def articles() -> list[Article]:
    """Articles of bridges, museums, towers and other sights."""
    return [
        *[_bridge(row) for row in BRIDGES],
        *[_museum(row) for row in MUSEUMS],
        *[_tower(row) for row in TOWERS],
        *[_sight(row) for row in _SIGHTS],
    ]


def _name(row: dict[str, str]) -> str:
    return row["name"].removeprefix("*")


def _place(row: dict[str, str]) -> tuple[str, str]:
    """The place with references, and the country."""
    city, _, last = row["place"].rpartition(", ")
    near = "near " if city.startswith("near ") else ""
    city = city.removeprefix("near ")
    if last == "DC":
        return f"[[{city}]]", "United States"
    if last in STATE_NAMES:
        return f"{near}[[{city}]], {state_link(last)}", "United States"
    return f"{near}[[{city}]], [[{last}]]", last


def _in(place: str) -> str:
    return place if place.startswith("near ") else f"in {place}"


def _the(name: str) -> str:
    return (
        f"'''{name}'''"
        if name.startswith(
            (
                "Big",
                "Burj",
                "Taipei",
                "Tower Bridge",
                "One",
                "TD",
                "Yankee",
                "Fenway",
                "Wrigley",
                "Madison",
                "Machu",
                "Hagia",
                "Tate",
                "Cologne",
                "Ulm",
                "Oak",
                "Willis",
                "Tokyo",
            )
        )
        else f"The '''{name}'''"
    )


def _bridge(row: dict[str, str]) -> Article:
    name, (where, _) = _name(row), _place(row)
    span = f"{int(row['span']):,}"
    sort = row["sort"]
    a = "an" if sort[0] == "a" else "a"
    water = row["crosses"]
    of = f"the {water}" if not water.startswith(("Sydney", "Øresund")) else water
    bridge = sort if sort == "drawbridge" else f"{sort} bridge"
    lead = vary(
        name,
        f"{_the(name)} is {a} {bridge} at {where}. It crosses {of}. {row['note']}",
        f"{_the(name)}, opened in {row['opened']}, is {a} {bridge} across {of} at {where}. {row['note']}",
    )
    near = near_by(BRIDGES, row, "span")
    drawn = sort if sort in ("suspension", "arch", "cable-stayed") else "stone"
    return Article(
        name,
        "bridge",
        f"{bridge} at {row['place'].split(', ')[0]}",
        [lead],
        [
            ("Type", sort.capitalize()),
            ("Crosses", water),
            ("Place", where),
            ("Longest span", f"{span} m"),
            ("Opened", row["opened"]),
        ],
        [
            (
                "Span",
                [
                    ("p", f"Its longest span measures {span} metres. Bridges with a similar span:"),
                    grid(
                        ["Bridge", "Longest span (m)", "Opened"],
                        [(f"[[{_name(e)}]]", f"{int(e['span']):,}", e["opened"]) for e in near],
                    ),
                ],
            )
        ],
        ["Bridges", *([f"{sort.capitalize()} bridges"] if sort != "drawbridge" else [])],
        ["List of bridges by span", *(_name(e) for e in near if e is not row)][:4],
        [],
        {"type": "bridge", "sort": drawn, "words": f"longest span {span} m"},
        f"{_the(name)}, simplified".replace("'''", ""),
        core=row["name"].startswith("*"),
    )


def _museum(row: dict[str, str]) -> Article:
    name, (where, country) = _name(row), _place(row)
    lead = vary(
        name,
        f"{_the(name)} is a museum of {row['subject']} in {where}. {row['note']}",
        f"{_the(name)} in {where} is a museum devoted to {row['subject']}. {row['note']}",
    )
    order = sorted(MUSEUMS, key=lambda each: int(each["founded"]))
    at = order.index(row)
    near = order[max(0, min(at - 2, len(order) - 5)) :][:5]
    others = [_name(e) for e in MUSEUMS if e is not row and e["subject"] == row["subject"]]
    return Article(
        name,
        "museum",
        f"museum of {row['subject']} in {row['place'].rpartition(', ')[0]}",
        [lead],
        [("Subject", row["subject"].capitalize()), ("Place", where), ("Founded", row["founded"])],
        [
            (
                "History",
                [
                    ("p", f"The museum dates from {row['founded']}. Museums of a similar age:"),
                    grid(
                        ["Museum", "Founded", "Subject"],
                        [(f"[[{_name(e)}]]", e["founded"], e["subject"].capitalize()) for e in near],
                    ),
                ],
            )
        ],
        [
            "Museums",
            f"Museums in {'the ' if country in ('United States', 'United Kingdom', 'Netherlands') else ''}{country}",
        ],
        others[:4],
        [],
        {
            "type": "timeline",
            "title": "From foundation to 2022",
            "rows": [(_name(e), int(e["founded"]), 2022, e is row) for e in near],
        },
        "Museums of a similar age",
        core=row["name"].startswith("*"),
    )


def _tower(row: dict[str, str]) -> Article:
    name, (where, _) = _name(row), _place(row)
    height = f"{int(row['height'])} metres"
    plural = name.endswith("Towers")
    lead = f"{_the(name)} {'are' if plural else 'is'} {'buildings' if plural else 'a landmark'} in {where}, {height} high. {row['note']}"
    near = near_by(TOWERS, row, "height")
    done = row["built"]
    return Article(
        name,
        "tower",
        f"landmark, {height} high",
        [lead],
        [("Completed", done), ("Height", f"{int(row['height'])} m"), ("Place", where)],
        [
            (
                "Height",
                [
                    ("p", f"{name} among landmarks of a similar height:"),
                    grid(
                        ["Landmark", "Height (m)", "Completed"],
                        [(f"[[{_name(e)}]]", e["height"], e["built"]) for e in near],
                    ),
                ],
            )
        ],
        ["Towers and tall buildings"],
        [_name(e) for e in near if e is not row],
        {"Willis Tower": ["Sears Tower"], "Big Ben": ["Elizabeth Tower"]}.get(name, []),
        {"type": "bars", "title": "Height in metres", "rows": [(_name(e), int(e["height"]), e is row) for e in near]},
        f"{name} among landmarks of similar height",
        core=row["name"].startswith("*"),
    )


def _sight(row: dict[str, str]) -> Article:
    name, (where, country) = row["name"], _place(row)
    built = row["built"]
    lead = f"{_the(name)} is a landmark {_in(where)}. {row['note']}".replace(
        "is a landmark", "is an ancient landmark" if built in ("80", "432 BC") else "is a landmark"
    )
    others = [r["name"] for r in _SIGHTS if r is not row and _place(r)[1] == country]
    return Article(
        name,
        "sight",
        f"landmark in {row['place'].removeprefix('near ')}".replace(", DC", ""),
        [lead],
        [
            ("Place", where),
            (
                "Built" if not built[0].isdigit() else "Completed",
                built.removeprefix("since ") + (" to date" if built.startswith("since") else ""),
            ),
        ],
        [],
        ["Landmarks"],
        others[:4],
        [],
    )
