"""The states of the United States."""

from __future__ import annotations

from typing import Final

from osgenesis.envs.web.sites.wikipedia.articles import Article, facts, grid, vary

__all__ = ["STATES", "STATE_NAMES", "articles", "state_link", "state_title"]

# Area in square miles with water; population by the census of 2020.
STATES: Final = facts(
    "name code capital largest admitted area population nickname note",
    """
Alabama|AL|Montgomery|Huntsville|December 14, 1819|52420|5024279|Yellowhammer State|Rockets for the flights to the [[Moon]] were developed at Huntsville.
Alaska|AK|Juneau|Anchorage|January 3, 1959|665384|733391|The Last Frontier|The [[United States]] bought it from [[Russia]] in 1867; [[Denali]], the highest mountain of North America, stands here.
Arizona|AZ|Phoenix|Phoenix|February 14, 1912|113990|7151502|Grand Canyon State|The [[Colorado River]] has cut the Grand Canyon into its plateau.
Arkansas|AR|Little Rock|Little Rock|June 15, 1836|53179|3011524|The Natural State|Hot springs at the edge of the Ouachita Mountains have drawn visitors for centuries.
California|CA|Sacramento|Los Angeles|September 9, 1850|163695|39538223|Golden State|A gold rush that began in 1848 brought hundreds of thousands of settlers.
Colorado|CO|Denver|Denver|August 1, 1876|104094|5773714|Centennial State|More than fifty of its peaks in the [[Rocky Mountains]] rise above 14,000 feet.
Connecticut|CT|Hartford|Bridgeport|January 9, 1788|5543|3605944|Constitution State|[[Yale University]] in New Haven is one of the oldest universities of the country.
Delaware|DE|Dover|Wilmington|December 7, 1787|2489|989948|The First State|It was the first state to ratify the Constitution.
Florida|FL|Tallahassee|Jacksonville|March 3, 1845|65758|21538187|Sunshine State|Spacecraft are launched from Cape Canaveral on its Atlantic coast.
Georgia (U.S. state)|GA|Atlanta|Atlanta|January 2, 1788|59425|10711908|Peach State|It was the last of the thirteen British colonies to be founded.
Hawaii|HI|Honolulu|Honolulu|August 21, 1959|10932|1455271|Aloha State|It consists of volcanic islands in the [[Pacific Ocean]] and was the last state to be admitted.
Idaho|ID|Boise|Boise|July 3, 1890|83569|1839106|Gem State|It is known for its potatoes and for the deep canyon of the Snake River.
Illinois|IL|Springfield|Chicago|December 3, 1818|57914|12812508|Prairie State|[[Abraham Lincoln]] worked as a lawyer in its capital.
Indiana|IN|Indianapolis|Indianapolis|December 11, 1816|36420|6785528|Hoosier State|A famous 500-mile motor race is held in its capital every year.
Iowa|IA|Des Moines|Des Moines|December 28, 1846|56273|3190369|Hawkeye State|It lies between the [[Mississippi River]] and the [[Missouri River]] and grows more corn than most states.
Kansas|KS|Topeka|Wichita|January 29, 1861|82278|2937880|Sunflower State|Wichita has built aeroplanes since the 1920s.
Kentucky|KY|Frankfort|Louisville|June 1, 1792|40408|4505836|Bluegrass State|[[Mammoth Cave National Park]] protects the longest known cave system of the world.
Louisiana|LA|Baton Rouge|New Orleans|April 30, 1812|52378|4657757|Pelican State|[[Jazz]] was born in New Orleans, near the mouth of the [[Mississippi River]].
Maine|ME|Augusta|Portland|March 15, 1820|35380|1362359|Pine Tree State|It is the easternmost state of the mainland and is known for lobsters and lighthouses.
Maryland|MD|Annapolis|Baltimore|April 28, 1788|12406|6177224|Old Line State|It surrounds much of Chesapeake Bay.
Massachusetts|MA|Boston|Boston|February 6, 1788|10554|7029917|Bay State|[[Harvard University]] and the [[Massachusetts Institute of Technology]] both stand in Cambridge.
Michigan|MI|Lansing|Detroit|January 26, 1837|96714|10077331|Great Lakes State|The [[Mackinac Bridge]] joins its two peninsulas.
Minnesota|MN|Saint Paul|Minneapolis|May 11, 1858|86936|5706494|Land of 10,000 Lakes|The [[Mississippi River]] rises here, in Lake Itasca.
Mississippi|MS|Jackson|Jackson|December 10, 1817|48432|2961279|Magnolia State|The river of the same name forms most of its western border.
Missouri|MO|Jefferson City|Kansas City|August 10, 1821|69707|6154913|Show Me State|The [[Gateway Arch National Park|Gateway Arch]] stands at St. Louis.
Montana|MT|Helena|Billings|November 8, 1889|147040|1084225|Treasure State|[[Glacier National Park]] lies at its border with [[Canada]].
Nebraska|NE|Lincoln|Omaha|March 1, 1867|77348|1961504|Cornhusker State|It is the only state whose legislature has a single chamber.
Nevada|NV|Carson City|Las Vegas|October 31, 1864|110572|3104614|Silver State|It is the driest of all states.
New Hampshire|NH|Concord|Manchester|June 21, 1788|9349|1377529|Granite State|Its motto is Live Free or Die.
New Jersey|NJ|Trenton|Newark|December 18, 1787|8723|9288994|Garden State|It is the most densely populated state.
New Mexico|NM|Santa Fe|Albuquerque|January 6, 1912|121590|2117522|Land of Enchantment|Its capital, founded by Spaniards about 1610, is the oldest state capital.
New York (state)|NY|Albany|New York City|July 26, 1788|54555|20201249|Empire State|The [[Hudson River]] links its capital with its largest city.
North Carolina|NC|Raleigh|Charlotte|November 21, 1789|53819|10439388|Tar Heel State|The Wright brothers made their first powered flight near Kitty Hawk in 1903.
North Dakota|ND|Bismarck|Fargo|November 2, 1889|70698|779094|Peace Garden State|It was admitted on the same day as [[South Dakota]].
Ohio|OH|Columbus|Columbus|March 1, 1803|44826|11799448|Buckeye State|[[Neil Armstrong]] and seven presidents were born here.
Oklahoma|OK|Oklahoma City|Oklahoma City|November 16, 1907|69899|3959353|Sooner State|Settlers who jumped the start of the land run of 1889 gave it its nickname.
Oregon|OR|Salem|Portland|February 14, 1859|98379|4237256|Beaver State|[[Crater Lake National Park]] holds the deepest lake of the country.
Pennsylvania|PA|Harrisburg|Philadelphia|December 12, 1787|46054|13002700|Keystone State|The Declaration of Independence was adopted in Philadelphia in 1776.
Rhode Island|RI|Providence|Providence|May 29, 1790|1545|1097379|Ocean State|It is the smallest state by area.
South Carolina|SC|Columbia|Charleston|May 23, 1788|32020|5118425|Palmetto State|The first shots of the American Civil War were fired in the harbour of Charleston.
South Dakota|SD|Pierre|Sioux Falls|November 2, 1889|77116|886667|Mount Rushmore State|The faces of four presidents are carved into Mount Rushmore.
Tennessee|TN|Nashville|Nashville|June 1, 1796|42144|6910840|Volunteer State|Its capital is known as a centre of country music.
Texas|TX|Austin|Houston|December 29, 1845|268596|29145505|Lone Star State|Before it joined the [[United States]] it was an independent republic.
Utah|UT|Salt Lake City|Salt Lake City|January 4, 1896|84897|3271616|Beehive State|The [[Great Salt Lake]] is many times saltier than the sea.
Vermont|VT|Montpelier|Burlington|March 4, 1791|9616|643077|Green Mountain State|It produces more maple syrup than any other state.
Virginia|VA|Richmond|Virginia Beach|June 25, 1788|42775|8631393|Old Dominion|Eight presidents were born here, more than in any other state.
Washington (state)|WA|Olympia|Seattle|November 11, 1889|71298|7705281|Evergreen State|It is the only state named after a president.
West Virginia|WV|Charleston|Charleston|June 20, 1863|24230|1793716|Mountain State|It separated from [[Virginia]] during the American Civil War.
Wisconsin|WI|Madison|Milwaukee|May 29, 1848|65496|5893718|Badger State|It is known for its cheese and dairy farms.
Wyoming|WY|Cheyenne|Cheyenne|July 10, 1890|97813|576851|Equality State|It has the smallest population of all states and was the first to let women vote.
""",
)

STATE_NAMES: Final = {row["code"]: row["name"] for row in STATES}
_SQUARE_KM: Final = 2.589988
_MONTHS: Final = "January February March April May June July August September October November December".split()


def state_title(code: str) -> str:
    """The title of a state's article."""
    return STATE_NAMES[code]


def state_link(code: str) -> str:
    """A reference to a state's article, with its plain name."""
    title = STATE_NAMES[code]
    name = title.split(" (")[0]
    return f"[[{title}]]" if name == title else f"[[{title}|{name}]]"


def _day(row: dict[str, str]) -> tuple[int, int, int, int]:
    month, day, year = row["admitted"].replace(",", "").split()
    # Two states of one day stand in the alphabet's order; North Dakota's papers are taken to be the first.
    return int(year), _MONTHS.index(month), int(day), 0


def ordinal(number: int) -> str:
    """A number as a rank: 1st, 2nd, 3rd, 11th."""
    suffix = "th" if 10 <= number % 100 <= 20 else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{suffix}"


def articles() -> list[Article]:
    """One article per state."""
    by_people = sorted(STATES, key=lambda row: -int(row["population"]))
    by_area = sorted(STATES, key=lambda row: -int(row["area"]))
    by_day = sorted(STATES, key=_day)
    return [
        _article(row, by_people.index(row) + 1, by_area.index(row) + 1, by_day.index(row) + 1, by_people)
        for row in STATES
    ]


def _article(row: dict[str, str], people: int, area: int, order: int, by_people: list[dict[str, str]]) -> Article:
    title = row["name"]
    name = title.split(" (")[0]
    km = round(int(row["area"]) * _SQUARE_KM / 10) * 10
    population, square = f"{int(row['population']):,}", f"{int(row['area']):,}"
    same = row["capital"] == row["largest"]
    cities = (
        f"[[{row['capital']}]] is both its capital and its largest city."
        if same
        else f"Its capital is [[{row['capital']}]]; its largest city is [[{row['largest']}]]."
    )
    lead = vary(
        title,
        f"'''{name}''' is a state of the [[United States]]. {cities} {row['note']}",
        f"'''{name}''', the ''{row['nickname']}'', is one of the fifty states of the [[United States]]. {cities} {row['note']}",
    )
    low = max(0, min(people - 3, len(by_people) - 5))
    near = by_people[low : low + 5]
    return Article(
        title,
        "state",
        "state of the United States",
        [
            lead,
            f"With {population} inhabitants at the census of 2020 it ranked {ordinal(people)} by population among the states; "
            f"by area, {square} square miles including water, it is the {ordinal(area)} largest.",
        ],
        [
            ("Country", "[[United States]]"),
            ("Capital", f"[[{row['capital']}]]"),
            ("Largest city", f"[[{row['largest']}]]"),
            ("Admitted", f"{row['admitted']} ({ordinal(order)})"),
            ("Area", f"{square} sq mi (about {km:,} km²)"),
            ("Population", f"{population} (2020)"),
            ("Nickname", row["nickname"]),
            ("Postal code", row["code"]),
        ],
        [
            (
                "History",
                [
                    (
                        "p",
                        f"{name} was admitted to the Union on {row['admitted']}, as the {ordinal(order)} state. "
                        + (
                            "It was one of the thirteen original states."
                            if order <= 13
                            else f"By then the country had {order - 1} states."
                        ),
                    )
                ],
            ),
            (
                "Population",
                [
                    ("p", f"The table shows {name} among the states with the most similar number of inhabitants."),
                    grid(
                        ["Rank", "State", "Population (2020)"],
                        [
                            (str(low + at), state_link(each["code"]), f"{int(each['population']):,}")
                            for at, each in enumerate(near, 1)
                        ],
                    ),
                ],
            ),
        ],
        ["States of the United States"],
        ["List of U.S. states", "United States"],
        [],
        {"type": "tiles", "states": [row["code"]]},
        f"{name} among the states (one square each)",
    )
