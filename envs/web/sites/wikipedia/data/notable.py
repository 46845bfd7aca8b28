"""Articles that stand alone, and pages that tell things of the same name apart."""

from __future__ import annotations

from typing import Final

from osgenesis.envs.web.sites.wikipedia.articles import Article, facts, ul

__all__ = ["articles"]

_SINGLE: Final = facts(
    "title kind description categories lead",
    """
Chemical element|concept|substance of one kind of atoms|Chemistry|A '''chemical element''' is a substance whose atoms all have the same number of protons. 118 elements are known; the [[periodic table]] arranges them.
Atomic number|concept|number of protons of an atom|Chemistry|The '''atomic number''' of a [[chemical element]] is the number of protons in the nucleus of its atoms.
Periodic table|concept|arrangement of the chemical elements|Chemistry|The '''periodic table''' arranges the [[Chemical element|chemical elements]] by [[atomic number]], so that elements of similar behaviour stand in the same column. [[Dmitri Mendeleev]] published his table in 1869. It has 18 groups and 7 periods; see the [[List of chemical elements]].
Dwarf planet|concept|small round body that circles the Sun|Solar System|A '''dwarf planet''' circles the [[Sun]] and is round by its own gravity, but other bodies share its orbit. The best known are [[Pluto]] and [[Ceres]].
Olympus Mons|mountain|volcano on Mars|Mountains of other planets|'''Olympus Mons''' is a volcano on [[Mars]], more than 20 kilometres high. It is the tallest mountain known on any planet.
Rocky Mountains|mountain range|mountain range of North America|Mountain ranges|The '''Rocky Mountains''' stretch for more than 4,500 kilometres from [[Canada]] to [[New Mexico]]. Mount Elbert in [[Colorado]] is their highest peak.
Mona Lisa|painting|painting by Leonardo da Vinci|Paintings|The '''Mona Lisa''' is a portrait painted by [[Leonardo da Vinci]] in the early 16th century. It hangs in the [[Louvre]] in [[Paris]] and was stolen in 1911, to be found two years later.
Jazz|music|music from New Orleans|Music|'''Jazz''' is a kind of music that arose among African Americans in [[New Orleans]] about 1900. Improvisation and swing mark it; [[Louis Armstrong]] was one of its first stars.
The Chair (TV series)|television series|television series of 2021|Television series|'''The Chair''' is a television series of 2021 about a professor, played by Sandra Oh, who heads the English department of a college. It was filmed in [[Pennsylvania]]: at [[Chatham University]] in [[Pittsburgh]] and at [[Washington & Jefferson College]] in Washington.
Mister Rogers' Neighborhood|television series|television series for children|Television series|'''Mister Rogers' Neighborhood''' was a television series for children presented by [[Fred Rogers]] from 1968 to 2001. It was filmed in the studios of WQED in [[Pittsburgh]], [[Pennsylvania]].
September 11 attacks|event|terrorist attacks of 2001|Events|In the '''September 11 attacks''' of 2001 four hijacked aeroplanes were used against the [[United States]]. Two struck the World Trade Center in [[New York City]] and one the Pentagon near [[Washington, D.C.]]; the fourth, United Airlines Flight 93, crashed in Somerset County, [[Pennsylvania]], where the [[Flight 93 National Memorial]] stands.
Flight 93 National Memorial|sight|memorial in Pennsylvania|Landmarks|The '''Flight 93 National Memorial''' marks the place near Shanksville in Somerset County, [[Pennsylvania]], where one of the aeroplanes of the [[September 11 attacks]] crashed.
Nash equilibrium|concept|idea of game theory|Mathematics|In a '''Nash equilibrium''' no player of a game gains by changing only his or her own plan. [[John Forbes Nash Jr.]] proved in 1950 that every finite game has at least one.
Palme d'Or|award|main prize of the film festival at Cannes|Film awards|The '''Palme d'Or''' is the main prize of the film festival at Cannes in [[France]]. It was first given in 1955; [[Parasite (2019 film)|Parasite]] won it in 2019.
Golden Bear|award|main prize of the film festival at Berlin|Film awards|The '''Golden Bear''' is the main prize of the film festival at [[Berlin]], which has been held since 1951.
Nobel Prize|award|prizes given since 1901|Science awards|The '''Nobel Prizes''' were founded by [[Alfred Nobel]] and have been given since 1901. [[Marie Curie]] received two of them, in different sciences. The peace prize is awarded in [[Oslo]], the others in [[Stockholm]].
""",
)

# Title, and (title, words) pairs.
_APART: Final[tuple[tuple[str, tuple[tuple[str, str], ...]], ...]] = (
    (
        "Mercury",
        (
            ("Mercury (planet)", "the planet nearest to the Sun"),
            ("Mercury (element)", "a liquid metal with the symbol Hg"),
        ),
    ),
    (
        "Georgia",
        (
            ("Georgia (U.S. state)", "a state of the United States"),
            ("Atlanta", "its capital"),
            ("Georgia Institute of Technology", "a university in Atlanta"),
        ),
    ),
    (
        "Washington",
        (
            ("Washington (state)", "a state of the United States"),
            ("Washington, D.C.", "the capital of the United States"),
            ("George Washington", "the first president of the United States"),
            ("University of Washington", "a university in Seattle"),
        ),
    ),
    ("New York", (("New York (state)", "a state of the United States"), ("New York City", "its largest city"))),
    (
        "Cambridge",
        (
            ("University of Cambridge", "a university in the United Kingdom"),
            ("Harvard University", "a university at Cambridge in Massachusetts"),
            ("Massachusetts Institute of Technology", "a university at Cambridge in Massachusetts"),
        ),
    ),
    (
        "Portland",
        (
            ("Portland, Oregon", "the largest city of Oregon"),
            ("Maine", "the state whose largest city is called Portland"),
        ),
    ),
    (
        "Columbia",
        (
            ("Columbia University", "a university in New York City"),
            ("Columbia River", "a river of North America"),
            ("South Carolina", "the state whose capital is called Columbia"),
            ("Colombia", "a country of South America"),
        ),
    ),
    ("Armstrong", (("Neil Armstrong", "an astronaut"), ("Louis Armstrong", "a musician"))),
    (
        "Roosevelt",
        (
            ("Theodore Roosevelt", "the 26th president of the United States"),
            ("Franklin D. Roosevelt", "the 32nd president of the United States"),
        ),
    ),
    (
        "Bush",
        (
            ("George H. W. Bush", "the 41st president of the United States"),
            ("George W. Bush", "the 43rd president of the United States"),
        ),
    ),
    (
        "Adams",
        (
            ("John Adams", "the second president of the United States"),
            ("John Quincy Adams", "the sixth president of the United States"),
        ),
    ),
    ("Titan (disambiguation)", (("Titan", "a moon of Saturn"), ("Titanium", "a metal"))),
    (
        "Java",
        (
            ("Java (programming language)", "a programming language"),
            ("Indonesia", "the country to which the island of Java belongs"),
        ),
    ),
    ("Herschel", (("William Herschel", "an astronomer"), ("Caroline Herschel", "an astronomer"))),
)


def articles() -> list[Article]:
    """The articles that no table gives."""
    single = [
        Article(row["title"], row["kind"], row["description"], [row["lead"]], categories=row["categories"].split(", "))
        for row in _SINGLE
    ]
    apart = [_apart(title, pairs) for title, pairs in _APART]
    return [*single, *apart]


def _apart(title: str, pairs: tuple[tuple[str, str], ...]) -> Article:
    name = title.split(" (")[0]
    return Article(
        title,
        "disambiguation",
        "page that tells things of the same name apart",
        [f"'''{name}''' may refer to:"],
        sections=[("Meanings", [ul(f"[[{target}]], {words}" for target, words in pairs)])],
        categories=["Disambiguation pages"],
    )
