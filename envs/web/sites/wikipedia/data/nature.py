"""Rivers, mountains, lakes and oceans."""

from __future__ import annotations

from typing import Final

from osgenesis.envs.web.sites.wikipedia.articles import Article, facts, grid, vary

__all__ = ["LAKES", "MOUNTAINS", "RIVERS", "articles"]

# Length in km, rounded; sources differ by some percent.
RIVERS: Final = facts(
    "name length mouth countries note",
    """
*Nile|6650|Mediterranean Sea|Egypt, Sudan, Uganda and others|It is usually called the longest river of the world.
*Amazon River|6400|Atlantic Ocean|Brazil, Peru, Colombia|No other river carries as much water.
*Yangtze|6300|East China Sea|China|It is the longest river of Asia.
*Mississippi River|3770|Gulf of Mexico|United States|It rises in Lake Itasca in [[Minnesota]] and passes [[St. Louis]] and [[New Orleans]].
*Missouri River|3770|Mississippi River|United States|It joins the [[Mississippi River]] near [[St. Louis]].
*Yellow River|5464|Bohai Sea|China|It takes its name and colour from the loess that it carries.
Ob|3650|Kara Sea|Russia|With its tributary Irtysh it is much longer.
*Congo River|4700|Atlantic Ocean|Democratic Republic of the Congo and others|It crosses the equator twice.
Amur|2824|Sea of Okhotsk|Russia, China|It forms a long border between [[Russia]] and [[China]].
Lena|4294|Laptev Sea|Russia|It has a delta in the Arctic.
*Mekong|4350|South China Sea|China, Laos, Thailand, Cambodia, Vietnam and others|It passes Vientiane and Phnom Penh.
Niger River|4180|Gulf of Guinea|Guinea, Mali, Niger, Nigeria|It flows in a great arc through West Africa.
*Volga|3530|Caspian Sea|Russia|It is the longest river of Europe.
Murray River|2508|Southern Ocean|Australia|It is the longest river of [[Australia]].
*Rio Grande|3050|Gulf of Mexico|United States, Mexico|It forms the border of [[Texas]] with [[Mexico]].
*Danube|2850|Black Sea|Germany, Austria, Hungary, Romania and others|It passes four capitals: [[Vienna]], Bratislava, [[Budapest]] and Belgrade.
Indus|3180|Arabian Sea|China, India, Pakistan|One of the earliest civilisations arose on its banks.
*Ganges|2525|Bay of Bengal|India, Bangladesh|Hindus regard it as sacred.
Euphrates|2800|Persian Gulf|Turkey, Syria, Iraq|It joins the Tigris before it reaches the sea.
*Colorado River|2330|Gulf of California|United States, Mexico|It has cut the [[Grand Canyon National Park|Grand Canyon]].
Columbia River|2000|Pacific Ocean|Canada, United States|It forms much of the border between [[Oregon]] and [[Washington (state)|Washington]].
*Rhine|1230|North Sea|Switzerland, Germany, France, Netherlands and others|It passes Basel, Strasbourg and Cologne.
Elbe|1094|North Sea|Czech Republic, Germany|It passes Dresden and Hamburg.
Loire|1006|Atlantic Ocean|France|It is the longest river of [[France]]; many castles stand along it.
*Seine|777|English Channel|France|It flows through [[Paris]].
*Thames|346|North Sea|United Kingdom|It flows through Oxford and [[London]].
*Tiber|405|Tyrrhenian Sea|Italy|It flows through [[Rome]].
Vltava|430|Elbe|Czech Republic|It flows through [[Prague]].
*Hudson River|507|Atlantic Ocean|United States|It rises in the Adirondack Mountains and ends at [[New York City]].
Saint Lawrence River|1200|Gulf of Saint Lawrence|Canada, United States|It drains the Great Lakes.
Yukon River|3190|Bering Sea|Canada, United States|A gold rush brought many people to it in the 1890s.
Zambezi|2574|Indian Ocean|Zambia, Zimbabwe, Mozambique and others|Victoria Falls is on it.
Orinoco|2140|Atlantic Ocean|Venezuela, Colombia|A natural canal links it with the [[Amazon River]]'s basin.
""",
)

MOUNTAINS: Final = facts(
    "name height place first note",
    """
*Mount Everest|8849|Nepal, China|1953|[[Edmund Hillary]] and Tenzing Norgay were the first to reach its summit.
*K2|8611|Pakistan, China|1954|It is the second highest mountain of the world.
Kangchenjunga|8586|Nepal, India|1955|Its first climbers stopped just short of the summit to respect a promise.
Lhotse|8516|Nepal, China|1956|It is joined to [[Mount Everest]] by the South Col.
Makalu|8485|Nepal, China|1955|It has the shape of a pyramid with four sides.
Cho Oyu|8188|Nepal, China|1954|It is regarded as one of the easier peaks above 8,000 metres.
Dhaulagiri|8167|Nepal|1960|For some decades of the 19th century it was thought to be the highest mountain.
Manaslu|8163|Nepal|1956|A team from [[Japan]] was the first to climb it.
Nanga Parbat|8126|Pakistan|1953|Hermann Buhl climbed it alone.
*Annapurna|8091|Nepal|1950|It was the first peak above 8,000 metres to be climbed.
*Aconcagua|6961|Argentina|1897|It is the highest mountain outside Asia.
*Denali|6190|United States|1913|It is the highest mountain of North America and stands in [[Alaska]].
*Kilimanjaro|5895|Tanzania|1889|It is the highest mountain of Africa.
*Mount Elbrus|5642|Russia|1874|It is usually counted as the highest mountain of Europe.
*Mount Kenya|5199|Kenya|1899|It is the second highest mountain of Africa.
*Mont Blanc|4808|France, Italy|1786|It is the highest mountain of the Alps; its height varies with its cap of ice.
*Matterhorn|4478|Switzerland, Italy|1865|Four of its first seven climbers fell to their deaths on the way down.
Eiger|3967|Switzerland|1858|Its north face was first climbed in 1938.
Zugspitze|2962|Germany, Austria|1820|It is the highest mountain of [[Germany]].
*Mount Fuji|3776|Japan||It is a volcano that last erupted in 1707.
*Mauna Kea|4207|United States||Measured from its foot below the sea it is taller than [[Mount Everest]]; great telescopes stand on it.
Mauna Loa|4169|United States||It is the largest active volcano of [[Hawaii]].
*Mount Rainier|4392|United States|1870|It is the highest mountain of [[Washington (state)|Washington]].
*Mount Whitney|4421|United States|1873|It is the highest mountain of the mainland states and stands in [[California]].
Aoraki / Mount Cook|3724|New Zealand|1894|It is the highest mountain of [[New Zealand]].
Ben Nevis|1345|United Kingdom||It is the highest mountain of the [[United Kingdom]].
*Mount Vesuvius|1281|Italy||Its eruption in the year 79 buried Pompeii.
Mount Kosciuszko|2228|Australia||It is the highest mountain of mainland [[Australia]].
""",
)

# Area in km².
LAKES: Final = facts(
    "name area deepest place note",
    """
*Caspian Sea|371000|1025|Russia, Kazakhstan, Iran and others|It is the largest lake of the world; its water is salty.
*Lake Superior|82100|406|United States, Canada|It is the largest of the Great Lakes.
*Lake Victoria|68800|81|Tanzania, Uganda, Kenya|It is the largest lake of Africa.
*Lake Huron|59600|229|United States, Canada|It is joined to [[Lake Michigan]] by the Straits of Mackinac.
*Lake Michigan|58000|281|United States|It is the only one of the Great Lakes that lies in one country.
Lake Tanganyika|32900|1470|Tanzania, Democratic Republic of the Congo and others|It is the longest freshwater lake of the world.
*Lake Baikal|31700|1642|Russia|It is the deepest lake of the world and holds more fresh water than any other.
Great Bear Lake|31200|446|Canada|It lies on the Arctic Circle.
Lake Malawi|29600|706|Malawi, Mozambique, Tanzania|No other lake has as many species of fish.
*Lake Erie|25700|64|United States, Canada|It is the shallowest of the Great Lakes.
*Lake Ontario|19000|244|United States, Canada|[[Toronto]] lies on its shore.
Lake Ladoga|17700|230|Russia|It is the largest lake of Europe.
*Lake Titicaca|8400|281|Peru, Bolivia|It lies about 3,800 metres above the sea.
Lake Geneva|580|310|Switzerland, France|The Rhône flows through it.
Lake Tahoe|490|501|United States|It lies in [[California]] and [[Nevada]].
Loch Ness|56|230|United Kingdom|Tales of a monster have made it famous.
*Great Salt Lake|4400|10|United States|Its size in [[Utah]] changes a lot; it was much larger in wet years.
""",
)

_OCEANS: Final = facts(
    "name share note",
    """
Pacific Ocean|165|It covers more than all land of [[Earth]] together; the Mariana Trench is its deepest part.
Atlantic Ocean|85|It separates the Americas from Europe and Africa.
Indian Ocean|70|It lies between Africa, Asia and [[Australia]].
Southern Ocean|20|It surrounds Antarctica.
Arctic Ocean|14|Ice covers much of it in winter.
""",
)


def articles() -> list[Article]:
    """Articles of rivers, mountains, lakes and oceans."""
    return [
        *[_river(row) for row in RIVERS],
        *[_mountain(row) for row in MOUNTAINS],
        *[_lake(row) for row in LAKES],
        *[_ocean(row) for row in _OCEANS],
    ]


def _name(row: dict[str, str]) -> str:
    return row["name"].removeprefix("*")


def near_by(rows: list[dict[str, str]], row: dict[str, str], column: str) -> list[dict[str, str]]:
    """Five rows with the values most like that of a row, in falling order."""
    order = sorted(rows, key=lambda each: -float(each[column]))
    at = order.index(row)
    return order[max(0, min(at - 2, len(order) - 5)) :][:5]


def links(places: str) -> str:
    """Names of countries as references."""
    parts = [part.strip() for part in places.replace(" and others", ", others").split(",")]
    return ", ".join("others" if part == "others" else f"[[{part}]]" for part in parts).replace(
        ", others", " and others"
    )


def _the(row: dict[str, str]) -> str:
    return f"'''{_name(row)}'''"


def _river(row: dict[str, str]) -> Article:
    name, length = _name(row), f"{int(row['length']):,}"
    mouth = f"the [[{row['mouth']}]]"
    lead = vary(
        name,
        f"The {_the(row)} is a river about {length} kilometres long that ends in {mouth}. {row['note']}",
        f"The {_the(row)} is a river that flows into {mouth} after about {length} kilometres. {row['note']}",
    )
    near = near_by(RIVERS, row, "length")
    return Article(
        name,
        "river",
        f"river, about {length} km long",
        [lead],
        [("Length", f"about {length} km"), ("Mouth", f"[[{row['mouth']}]]"), ("Countries", links(row["countries"]))],
        [
            ("Course", [("p", f"The {name} or its basin touches {links(row['countries'])}; it ends in {mouth}.")]),
            (
                "Length",
                [
                    ("p", "Lengths of rivers depend on where one begins to measure. Rivers of a similar length:"),
                    grid(
                        ["River", "Length (km)", "Mouth"],
                        [(f"[[{_name(e)}]]", f"{int(e['length']):,}", e["mouth"]) for e in near],
                    ),
                ],
            ),
        ],
        ["Rivers"],
        ["List of rivers by length"],
        [name.replace(" River", "")]
        if name.endswith(" River")
        and name.split()[0] not in ("Colorado", "Mississippi", "Missouri", "Niger", "Amazon", "Columbia")
        else ["River Thames"]
        if name == "Thames"
        else [],
        {"type": "bars", "title": "Length in km", "rows": [(_name(e), int(e["length"]), e is row) for e in near]},
        f"The {name} among rivers of similar length",
        core=row["name"].startswith("*"),
    )


def _mountain(row: dict[str, str]) -> Article:
    name, height = _name(row), f"{int(row['height']):,}"
    at_border = "," in row["place"]
    where = (
        f"at the border of {links(row['place']).replace(', ', ' and ')}"
        if at_border
        else f"in {'the ' if row['place'].startswith('United') else ''}{links(row['place'])}"
    )
    lead = vary(
        name,
        f"'''{name}''' is a mountain {where}, {height} metres high. {row['note']}",
        f"'''{name}''' rises to {height} metres {where}. {row['note']}",
    )
    near = near_by(MOUNTAINS, row, "height")
    climbed = [
        (
            "p",
            f"Its summit is known to have been reached first in {row['first']}."
            if row["first"]
            else "It is not known who reached its summit first.",
        )
    ]
    return Article(
        name,
        "mountain",
        f"mountain, {height} m",
        [lead],
        [
            ("Height", f"{height} m"),
            ("Country" if not at_border else "Countries", links(row["place"])),
            *([("First ascent", row["first"])] if row["first"] else []),
        ],
        [
            ("Ascents", climbed),
            (
                "Height",
                [
                    ("p", f"{name} among mountains of a similar height:"),
                    grid(
                        ["Mountain", "Height (m)", "Where"],
                        [(f"[[{_name(e)}]]", f"{int(e['height']):,}", e["place"]) for e in near],
                    ),
                ],
            ),
        ],
        ["Mountains", *(["Mountains above 8,000 metres"] if int(row["height"]) > 8000 else [])],
        ["List of mountains by height"],
        {
            "Mount Everest": ["Everest"],
            "Denali": ["Mount McKinley"],
            "Mount Fuji": ["Fuji"],
            "Mount Vesuvius": ["Vesuvius"],
            "Kilimanjaro": ["Mount Kilimanjaro"],
        }.get(name, []),
        {"type": "peaks", "rows": [(_name(e), int(e["height"]), e is row) for e in sorted(near, key=_name)]},
        f"{name} (dark) among mountains of similar height",
        core=row["name"].startswith("*"),
    )


def _lake(row: dict[str, str]) -> Article:
    name, area = _name(row), f"{int(row['area']):,}"
    the = "The " if name.startswith(("Caspian", "Great Salt")) else ""
    lead = f"{the}'''{name}''' is a lake in {links(row['place']).replace('[[United', 'the [[United')}, about {area} square kilometres in area. {row['note']}"
    near = near_by(LAKES, row, "area")
    return Article(
        name,
        "lake",
        f"lake, about {area} km²",
        [lead],
        [
            ("Area", f"about {area} km²"),
            ("Greatest depth", f"{int(row['deepest']):,} m"),
            ("Countries" if "," in row["place"] else "Country", links(row["place"])),
        ],
        [
            (
                "Size",
                [
                    ("p", f"{the}{name} is at most {int(row['deepest']):,} metres deep. Lakes of a similar area:"),
                    grid(
                        ["Lake", "Area (km²)", "Greatest depth (m)"],
                        [(f"[[{_name(e)}]]", f"{int(e['area']):,}", f"{int(e['deepest']):,}") for e in near],
                    ),
                ],
            )
        ],
        ["Lakes"],
        [_name(e) for e in near if e is not row],
        [],
        {"type": "bars", "title": "Area in km²", "rows": [(_name(e), int(e["area"]), e is row) for e in near]},
        f"{the}{name} among lakes of similar area".strip(),
        core=row["name"].startswith("*"),
    )


def _ocean(row: dict[str, str]) -> Article:
    name = row["name"]
    return Article(
        name,
        "ocean",
        "one of the five oceans",
        [
            f"The '''{name}''' is one of the five oceans. Its area is about {row['share']} million square kilometres. {row['note']}"
        ],
        [("Area", f"about {row['share']} million km²")],
        [
            (
                "Size",
                [grid(["Ocean", "Area (million km²)"], [(f"[[{e['name']}]]", f"about {e['share']}") for e in _OCEANS])],
            )
        ],
        ["Oceans"],
        [e["name"] for e in _OCEANS if e is not row],
        [name.split()[0]] if name in ("Pacific Ocean", "Atlantic Ocean") else [],
        {
            "type": "bars",
            "title": "Area in millions of km²",
            "rows": [(e["name"], int(e["share"]), e is row) for e in _OCEANS],
        },
        "The oceans by area",
    )
