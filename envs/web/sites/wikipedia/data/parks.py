"""National parks of the United States."""

from __future__ import annotations

from typing import Final

from osgenesis.envs.web.sites.wikipedia.articles import Article, Section, facts, grid, listed, vary
from osgenesis.envs.web.sites.wikipedia.data.states import STATE_NAMES, state_link

__all__ = ["PARKS", "articles", "park_title"]

# Year in which it became a national park. Parks outside the states carry the territory's name.
PARKS: Final = facts(
    "name states year note",
    """
*Acadia|ME|1919|It covers much of Mount Desert Island on the coast of [[Maine]]; Cadillac Mountain is its highest point. It is the only national park in New England, so it is the one closest to Boston and to Portland, the largest city of Maine.
American Samoa|American Samoa|1988|It lies on three islands of the South [[Pacific Ocean]], south of the equator.
*Arches|UT|1971|More than 2,000 arches of sandstone stand here; Delicate Arch is the best known.
*Badlands|SD|1978|Its eroded hills are rich in fossils of mammals.
*Big Bend|TX|1944|The [[Rio Grande]] forms its border with [[Mexico]].
Biscayne|FL|1980|Most of it is water: a bay with mangroves and coral reefs near Miami.
Black Canyon of the Gunnison|CO|1999|Its canyon is so deep and narrow that parts get little sunlight.
*Bryce Canyon|UT|1928|It is known for its hoodoos, thin spires of rock.
*Canyonlands|UT|1964|The Green River meets the [[Colorado River]] here.
Capitol Reef|UT|1971|It follows a long fold in the crust of the [[Earth]] and has old orchards.
Carlsbad Caverns|NM|1930|Hundreds of thousands of bats leave its cave on summer evenings.
Channel Islands|CA|1980|It consists of five islands off the coast near [[Los Angeles]].
Congaree|SC|2003|It protects old forest on a plain that floods.
*Crater Lake|OR|1902|Its lake, the deepest of the country, fills the crater of a collapsed volcano.
Cuyahoga Valley|OH|2000|It lies between Cleveland and Akron.
*Death Valley|CA NV|1994|It is the lowest, driest and hottest of all national parks.
*Denali|AK|1917|It is named after [[Denali|the highest mountain of North America]]; until 1980 it was called Mount McKinley.
Dry Tortugas|FL|1992|A large fort of brick stands on one of its small islands.
*Everglades|FL|1947|Its slow river of grass is home to alligators and crocodiles.
Gates of the Arctic|AK|1980|It lies north of the Arctic Circle and has no roads.
Gateway Arch|MO|2018|It surrounds the arch of steel, 192 metres high, at St. Louis and is the smallest national park.
*Glacier|MT|1910|It adjoins a park in [[Canada]], with which it forms a peace park.
Glacier Bay|AK|1980|Cruise ships visit its glaciers, which end in the sea.
*Grand Canyon|AZ|1919|The [[Colorado River]] has cut a gorge more than a mile deep.
*Grand Teton|WY|1929|Its peaks rise without foothills above the valley of Jackson Hole.
Great Basin|NV|1986|Some of its bristlecone pines are thousands of years old.
Great Sand Dunes|CO|2004|It has the tallest sand dunes of North America.
*Great Smoky Mountains|TN NC|1934|It has more visitors than any other national park.
Guadalupe Mountains|TX|1972|Guadalupe Peak, the highest point of [[Texas]], stands here.
Haleakalā|HI|1961|It surrounds a volcano on the island of Maui.
*Hawaiʻi Volcanoes|HI|1916|Two active volcanoes belong to it, Kīlauea and [[Mauna Loa]].
Hot Springs|AR|1921|It lies within a town and has a row of historic bath houses.
Indiana Dunes|IN|2019|It lies on the southern shore of [[Lake Michigan]].
Isle Royale|MI|1940|Wolves and moose live on this island in [[Lake Superior]].
*Joshua Tree|CA|1994|It is named after the yuccas that grow in its desert.
Katmai|AK|1980|Brown bears gather at its waterfalls to catch salmon.
Kenai Fjords|AK|1980|The Harding Icefield feeds its glaciers.
Kings Canyon|CA|1940|It adjoins [[Sequoia National Park]].
Kobuk Valley|AK|1980|Caribou cross its sand dunes north of the Arctic Circle.
Lake Clark|AK|1980|Two active volcanoes and many salmon streams belong to it.
*Lassen Volcanic|CA|1916|Lassen Peak erupted from 1914 to 1917.
*Mammoth Cave|KY|1941|Its cave system is the longest known in the world.
*Mesa Verde|CO|1906|It preserves the cliff dwellings of the Ancestral Puebloans.
*Mount Rainier|WA|1899|Its volcano carries more glacier ice than any other mountain of the mainland states.
New River Gorge|WV|2020|A steel arch bridge spans its gorge.
North Cascades|WA|1968|More than 300 glaciers lie in its mountains.
*Olympic|WA|1938|It holds rain forest, mountains and a wild coast.
Petrified Forest|AZ|1962|Its trunks turned to stone more than 200 million years ago.
Pinnacles|CA|2013|Condors breed among its rocks.
*Redwood|CA|1968|The tallest trees of the world grow here.
*Rocky Mountain|CO|1915|Its highest peak is Longs Peak.
*Saguaro|AZ|1994|It is named after a giant cactus and lies on both sides of Tucson.
*Sequoia|CA|1890|General Sherman, the largest tree of the world by volume, stands here.
*Shenandoah|VA|1935|Skyline Drive runs along its ridge for 105 miles.
Theodore Roosevelt|ND|1978|It is named after [[Theodore Roosevelt]], who ranched here.
Virgin Islands|U.S. Virgin Islands|1956|It covers more than half of the island of Saint John.
Voyageurs|MN|1975|Lakes make up a large part of it; the name recalls fur traders in canoes.
White Sands|NM|2019|Its dunes consist of gypsum.
Wind Cave|SD|1903|It was the first national park made to protect a cave.
Wrangell–St. Elias|AK|1980|It is the largest national park, larger than [[Switzerland]].
*Yellowstone|WY MT ID|1872|It was the first national park of the world; the geyser Old Faithful erupts many times a day.
*Yosemite|CA|1890|El Capitan and Half Dome rise above its valley.
*Zion|UT|1919|The Virgin River has cut its red canyon.
""",
)

_AND_PRESERVE: Final = (
    "Denali",
    "Gates of the Arctic",
    "Glacier Bay",
    "Great Sand Dunes",
    "Katmai",
    "Lake Clark",
    "New River Gorge",
    "Wrangell–St. Elias",
)


def park_title(row: dict[str, str]) -> str:
    """The title of a park's article."""
    name = row["name"].removeprefix("*")
    if name == "American Samoa":
        return "National Park of American Samoa"
    if name == "Redwood":
        return "Redwood National and State Parks"
    return f"{name} National Park" + (" and Preserve" if name in _AND_PRESERVE else "")


def _codes(row: dict[str, str]) -> list[str]:
    return row["states"].split() if row["states"][:2].isupper() and row["states"][0:4] != "U.S." else []


def states_of(row: dict[str, str], *, links: bool = True) -> list[str]:
    """The states, or the territory, where a park lies."""
    codes = _codes(row)
    if not codes:
        return [row["states"]]
    return [state_link(code) if links else STATE_NAMES[code].split(" (")[0] for code in codes]


def articles() -> list[Article]:
    """One article per park."""
    order = sorted(PARKS, key=lambda row: int(row["year"]))
    return [_article(row, order) for row in PARKS]


def _article(row: dict[str, str], order: list[dict[str, str]]) -> Article:
    title, codes = park_title(row), _codes(row)
    where = listed(states_of(row))
    place = "in the territory of " + row["states"].replace("U.S.", "the U.S.") if not codes else f"in {where}"
    lead = vary(
        title,
        f"'''{title}''' is a national park of the [[United States]] {place}. {row['note']}",
        f"'''{title}''' lies {place} and is one of the national parks of the [[United States]]. {row['note']}",
    )
    at = order.index(row)
    near = order[max(0, min(at - 2, len(order) - 5)) :][:5]
    same = [each for each in PARKS if each is not row and set(_codes(each)) & set(codes)]
    sections: list[Section] = [
        (
            "History",
            [
                (
                    "p",
                    f"It became a national park in {row['year']}."
                    + (
                        " Before, it had been protected under another name."
                        if title in ("Death Valley National Park", "Saguaro National Park", "Joshua Tree National Park")
                        else ""
                    ),
                ),
                grid(["Park", "National park since"], [(f"[[{park_title(each)}]]", each["year"]) for each in near]),
            ],
        ),
    ]
    if same:
        sections.append(
            (
                "Nearby parks",
                [("p", f"Other national parks {place}:"), ("ul", [f"[[{park_title(each)}]]" for each in same])],
            )
        )
    return Article(
        title,
        "park",
        f"national park in {listed(states_of(row, links=False))}",
        [lead],
        [("Location", where), ("National park since", row["year"]), ("Country", "[[United States]]")],
        sections,
        [
            "National parks of the United States",
            *(f"National parks in {name}" for name in states_of(row, links=False) if codes),
        ],
        ["List of national parks of the United States"],
        [title.replace(" and Preserve", "")] if title.endswith("Preserve") else [],
        {"type": "tiles", "states": codes} if codes else None,
        "The park's location, by state" if codes else "",
        core=row["name"].startswith("*"),
    )
