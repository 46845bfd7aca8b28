"""Cities."""

from __future__ import annotations

from typing import Final

from osgenesis.envs.web.sites.wikipedia.articles import Article, Section, facts, vary
from osgenesis.envs.web.sites.wikipedia.data.states import STATES, state_link

__all__ = ["CITIES", "articles"]

# `region` is a state's code or a country; river or water may be empty; population of US cities by the census of 2020.
CITIES: Final = facts(
    "name region water people note",
    """
*New York City|NY|[[Hudson River]]|8804190|It consists of five boroughs: Manhattan, Brooklyn, Queens, the Bronx and Staten Island. The [[Statue of Liberty]] and the [[Empire State Building]] stand here.
*Los Angeles|CA|[[Pacific Ocean]]|3898747|Hollywood, the home of American film studios, is one of its districts.
*Chicago|IL|[[Lake Michigan]]|2746388|The first skyscraper with a frame of metal was built here in the 1880s.
*Houston|TX|Gulf of Mexico|2304580|The centre that controls NASA's flights with crews lies here.
*Phoenix|AZ|Salt River|1608139|It is the most populous of all state capitals.
*Philadelphia|PA|Delaware River|1603797|The Declaration of Independence and the Constitution were signed in its Independence Hall.
*San Antonio|TX|San Antonio River|1434625|The Alamo, an old mission, was besieged here in 1836.
San Diego|CA|[[Pacific Ocean]]|1386932|It lies at the border with [[Mexico]].
*Dallas|TX|Trinity River|1304379|President [[John F. Kennedy]] was shot here in 1963.
Austin|TX|Colorado River of Texas|961855|It is the capital of [[Texas]] and known for live music.
Columbus|OH|Scioto River|905748|It is both the capital and the largest city of [[Ohio]].
Indianapolis|IN|White River|887642|A motor race of 500 miles is held here every May.
Jacksonville|FL|St. Johns River|949611|It has more inhabitants than any other city of [[Florida]].
*San Francisco|CA|[[Pacific Ocean]]|873965|The [[Golden Gate Bridge]] and cable cars are its signs; an earthquake destroyed much of it in 1906.
*Seattle|WA|Puget Sound|737015|The Space Needle was built for a world's fair in 1962.
*Denver|CO|South Platte River|715522|It is called the mile-high city because it lies 5,280 feet above the sea.
*Washington, D.C.|United States|Potomac River|689545|It is the capital of the [[United States]] and belongs to no state; the White House and the [[Smithsonian Institution]] stand here.
*Boston|MA|[[Atlantic Ocean]]|675647|Settlers threw tea into its harbour in 1773 to protest against a tax.
Nashville|TN|Cumberland River|689447|It is known for country music.
*Detroit|MI|Detroit River|639111|It was long the centre of American car making.
Portland, Oregon|OR|Willamette River|652503|It is the largest city of [[Oregon]].
*Las Vegas|NV||641903|It is known for casinos and lies in a desert.
Baltimore|MD|Chesapeake Bay|585708|The words of the national anthem were written during an attack on its fort in 1814.
*Atlanta|GA|Chattahoochee River|498715|It held the Olympic Games of 1996.
*Miami|FL|[[Atlantic Ocean]]|442241|It lies between the sea and the [[Everglades National Park|Everglades]].
*Pittsburgh|PA|Ohio River|302971|Two rivers join here to form the Ohio; it has been called the city of steel and of bridges. [[Carnegie Mellon University]] and the [[University of Pittsburgh]] lie here.
Minneapolis|MN|[[Mississippi River]]|429954|It and Saint Paul are called the Twin Cities.
*New Orleans|LA|[[Mississippi River]]|383997|[[Jazz]] was born here.
Cleveland|OH|[[Lake Erie]]|372624|The Rock and Roll Hall of Fame stands here.
*Honolulu|HI|[[Pacific Ocean]]|350964|It lies on the island of Oahu, near Pearl Harbor.
*Anchorage|AK|Cook Inlet|291247|About two of five people in [[Alaska]] live here.
Salt Lake City|UT|[[Great Salt Lake]]|199723|It held the Winter Olympic Games of 2002.
St. Louis|MO|[[Mississippi River]]|301578|Its arch of steel is 192 metres high.
Cincinnati|OH|Ohio River|309317|Its suspension bridge of 1866 was designed by John Roebling.
*London|United Kingdom|[[Thames]]||It is the capital of the [[United Kingdom]]; the [[British Museum]] and [[Tower Bridge]] are here.
*Paris|France|[[Seine]]||It is the capital of [[France]]; the [[Eiffel Tower]] and the [[Louvre]] are here.
*Berlin|Germany|Spree||It is the capital of [[Germany]]; a wall divided it from 1961 to 1989.
*Rome|Italy|[[Tiber]]||It is the capital of [[Italy]] and surrounds Vatican City; the [[Colosseum]] stands here.
*Madrid|Spain|Manzanares||It is the capital of [[Spain]]; the [[Prado]] is its great museum of paintings.
Barcelona|Spain|Mediterranean Sea||The [[Sagrada Família]] was designed by Antoni Gaudí.
*Lisbon|Portugal|Tagus||It is the capital of [[Portugal]]; an earthquake destroyed much of it in 1755.
*Vienna|Austria|[[Danube]]||It is the capital of [[Austria]]; [[Ludwig van Beethoven]] lived and died here.
*Amsterdam|Netherlands|Amstel||It is the capital of the [[Netherlands]] and known for its canals; the [[Rijksmuseum]] is here.
Brussels|Belgium|Senne||It is the capital of [[Belgium]].
*Copenhagen|Denmark|Øresund||It is the capital of [[Denmark]]; a bridge links it with Malmö in [[Sweden]].
*Stockholm|Sweden|Baltic Sea||It is the capital of [[Sweden]] and lies on 14 islands.
Oslo|Norway|Oslofjord||It is the capital of [[Norway]]; the Nobel Peace Prize is awarded here.
Helsinki|Finland|Baltic Sea||It is the capital of [[Finland]].
*Athens|Greece|||It is the capital of [[Greece]]; the [[Parthenon]] stands above it.
Dublin|Ireland|Liffey||It is the capital of [[Ireland]].
*Prague|Czech Republic|[[Vltava]]||It is the capital of the [[Czech Republic]]; the [[Charles Bridge]] dates from the Middle Ages.
*Budapest|Hungary|[[Danube]]||It is the capital of [[Hungary]]; it was formed from Buda, Óbuda and Pest in 1873.
*Warsaw|Poland|Vistula||It is the capital of [[Poland]].
*Moscow|Russia|Moskva||It is the capital of [[Russia]]; the Kremlin stands at its centre.
*Istanbul|Turkey|Bosporus||It was called Byzantium and Constantinople before; [[Hagia Sophia]] stands here.
Edinburgh|United Kingdom|Firth of Forth||It is the capital of Scotland; the [[Forth Bridge]] lies nearby.
Zurich|Switzerland|Lake Zurich||It is the largest city of [[Switzerland]].
*Cairo|Egypt|[[Nile]]||It is the capital of [[Egypt]].
Nairobi|Kenya|||It is the capital of [[Kenya]]; a national park begins at its edge.
Cape Town|South Africa|[[Atlantic Ocean]]||It lies below Table Mountain; the parliament of [[South Africa]] sits here.
*Tokyo|Japan|Tokyo Bay||It is the capital of [[Japan]]; it was called Edo until 1868.
*Beijing|China|||It is the capital of [[China]]; the Forbidden City was the palace of its emperors.
*Shanghai|China|Huangpu||It lies near the mouth of the [[Yangtze]] and has one of the busiest ports of the world.
*Seoul|South Korea|Han River||It is the capital of [[South Korea]].
*Mumbai|India|Arabian Sea||It was called Bombay until 1995 and is the home of a great film industry.
New Delhi|India|Yamuna||It is the capital of [[India]].
Bangkok|Thailand|Chao Phraya||It is the capital of [[Thailand]].
Jakarta|Indonesia|Java Sea||It is the capital of [[Indonesia]].
*Sydney|Australia|[[Pacific Ocean]]||It is the largest city of [[Australia]]; the [[Sydney Opera House]] and the [[Sydney Harbour Bridge]] stand at its harbour.
Melbourne|Australia|Yarra||It was the seat of the Australian parliament from 1901 to 1927.
*Canberra|Australia|||It is the capital of [[Australia]] and was planned for that purpose.
Auckland|New Zealand|Hauraki Gulf||It is the largest city of [[New Zealand]].
*Toronto|Canada|[[Lake Ontario]]||It is the largest city of [[Canada]]; the [[CN Tower]] stands here.
*Ottawa|Canada|Ottawa River||It is the capital of [[Canada]].
Montreal|Canada|[[Saint Lawrence River]]||Most of its inhabitants speak French.
*Vancouver|Canada|[[Pacific Ocean]]||It held the Winter Olympic Games of 2010.
*Mexico City|Mexico|||It is the capital of [[Mexico]] and lies more than 2,200 metres above the sea.
*Rio de Janeiro|Brazil|[[Atlantic Ocean]]||It was the capital of [[Brazil]] until 1960; a statue of Christ stands above it.
*Brasília|Brazil|||It is the capital of [[Brazil]] since 1960 and was built for that purpose.
*Buenos Aires|Argentina|Río de la Plata||It is the capital of [[Argentina]] and known for the tango.
Lima|Peru|[[Pacific Ocean]]||It is the capital of [[Peru]].
Santiago|Chile|||It is the capital of [[Chile]].
Bogotá|Colombia|||It is the capital of [[Colombia]] and lies about 2,600 metres above the sea.
""",
)

_REDIRECTS: Final = {
    "New York City": ["NYC", "Big Apple"],
    "Los Angeles": ["LA"],
    "Washington, D.C.": ["District of Columbia"],
    "Istanbul": ["Constantinople"],
    "Mumbai": ["Bombay"],
}


def articles() -> list[Article]:
    """One article per city."""
    counted = sorted((row for row in CITIES if row["people"]), key=lambda row: -int(row["people"]))
    return [_article(row, counted) for row in CITIES]


def _name(row: dict[str, str]) -> str:
    return row["name"].removeprefix("*")


def _article(row: dict[str, str], counted: list[dict[str, str]]) -> Article:
    title, region = _name(row), row["region"]
    name = title if title == "Washington, D.C." else title.split(",")[0]
    state = len(region) == 2
    country = "United States" if state else region
    where = state_link(region) if state else f"[[{region}]]"
    the = "the " if region in ("United States", "United Kingdom", "Netherlands", "Czech Republic") else ""
    lead = vary(
        title,
        f"'''{name}''' is a city in {the}{where}. {row['note']}",
        f"The city of '''{name}''' lies in {the}{where}. {row['note']}",
    )
    box = [("Country", f"[[{country}]]")]
    if state:
        box.insert(0, ("State", where))
    if row["water"]:
        box.append(("On", row["water"]))
    if row["people"]:
        box.append(("Population", f"{int(row['people']):,} (2020)"))
    sections: list[Section] = []
    if row["water"]:
        water = row["water"].replace("[[", "").replace("]]", "")
        proper = water.split()[0] in ("Lake", "Cook", "Puget", "Chesapeake", "Tokyo", "Øresund", "Oslofjord")
        sections.append(("Location", [("p", f"{name} lies on {'' if proper else 'the '}{row['water']}.")]))
    capital_of = [s for s in STATES if s["capital"] == name and s["code"] == region]
    if capital_of:
        sections.append(
            (
                "Government",
                [
                    (
                        "p",
                        f"{name} is the capital of {where}, which was admitted to the Union on {capital_of[0]['admitted']}.",
                    )
                ],
            )
        )
    picture, caption = None, ""
    if row["people"]:
        at = counted.index(row)
        near = counted[max(0, min(at - 2, len(counted) - 5)) :][:5]
        picture = {
            "type": "bars",
            "title": "Population, census of 2020",
            "rows": [(_name(e), int(e["people"]), e is row) for e in near],
        }
        caption = f"{name} among cities of similar size"
    return Article(
        title,
        "city",
        f"city in {region if not state else where.replace('[[', '').replace(']]', '').split('|')[-1]}",
        [lead],
        box,
        sections,
        [
            f"Cities in {'the ' if country in ('United States', 'United Kingdom', 'Netherlands', 'Czech Republic') else ''}{country}",
            "Cities",
        ],
        ["List of capitals"] if "is the capital of [[" in row["note"] else [],
        list(_REDIRECTS.get(title, ())),
        picture,
        caption,
        core=row["name"].startswith("*"),
    )
