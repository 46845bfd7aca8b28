"""Universities."""

from __future__ import annotations

from typing import Final

from osgenesis.envs.web.sites.wikipedia.articles import Article, facts, grid, vary
from osgenesis.envs.web.sites.wikipedia.data.states import state_link

__all__ = ["UNIVERSITIES", "articles"]

# `place` ends with a state's code or a country.
UNIVERSITIES: Final = facts(
    "name founded kind place also note",
    """
*Harvard University|1636|private|Cambridge, MA|Harvard|It is the oldest institution of higher education in the United States.
*Massachusetts Institute of Technology|1861|private|Cambridge, MA|MIT|It is known for engineering and computer science; by 2022 more winners of the [[Turing Award]] had been connected with it than with almost any other university.
*Stanford University|1885|private|Stanford, CA|Stanford|[[Hewlett-Packard]] and [[Google]] were started by its students.
*Carnegie Mellon University|1900|private|Pittsburgh, PA|CMU|It was founded by [[Andrew Carnegie]] as technical schools; [[John Forbes Nash Jr.]] studied here as an undergraduate.
*Yale University|1701|private|New Haven, CT|Yale|Five presidents of the United States studied here.
*Princeton University|1746|private|Princeton, NJ|Princeton|[[Alan Turing]] wrote his doctoral thesis here.
*Columbia University|1754|private|New York City, NY||It was founded as King's College by a charter of King George II.
*University of Pennsylvania|1740|private|Philadelphia, PA|Penn|[[Benjamin Franklin]] was its founder; [[ENIAC]] was built here.
Brown University|1764|private|Providence, RI||Its students put together their own courses of study.
Dartmouth College|1769|private|Hanover, NH||The programming language [[BASIC]] was created here in 1964.
*Cornell University|1865|private|Ithaca, NY||It was founded by Ezra Cornell and Andrew Dickson White.
*University of California, Berkeley|1868|public|Berkeley, CA|UC Berkeley|Several chemical elements were discovered here, among them [[Berkelium|berkelium]] and [[Californium|californium]].
University of California, Los Angeles|1919|public|Los Angeles, CA|UCLA|The first message of the [[ARPANET]] was sent from here in 1969.
*California Institute of Technology|1891|private|Pasadena, CA|Caltech|It manages the Jet Propulsion Laboratory for NASA; [[Richard Feynman]] taught here.
University of Southern California|1880|private|Los Angeles, CA|USC|Its school of cinema is the oldest of the country.
*University of Michigan|1817|public|Ann Arbor, MI||Its football stadium is the largest of the country.
University of Virginia|1819|public|Charlottesville, VA||[[Thomas Jefferson]] founded it and designed its first buildings.
University of North Carolina at Chapel Hill|1789|public|Chapel Hill, NC||It was the first public university of the country to hold classes.
Duke University|1838|private|Durham, NC||It took the name of a family of tobacco manufacturers in 1924.
*University of Chicago|1890|private|Chicago, IL||[[Enrico Fermi]] and others ran the first nuclear reactor below the stands of its old stadium in 1942.
Northwestern University|1851|private|Evanston, IL||It lies on the shore of [[Lake Michigan]].
University of Texas at Austin|1883|public|Austin, TX||Its tower overlooks the capital of the state.
*University of Washington|1861|public|Seattle, WA||Its library of Gothic shape is named after Henry Suzzallo.
University of Wisconsin–Madison|1848|public|Madison, WI||It was founded in the year in which the state was admitted.
*Georgia Institute of Technology|1885|public|Atlanta, GA|Georgia Tech|It held the swimming events of the Olympic Games of 1996.
Johns Hopkins University|1876|private|Baltimore, MD||It was the first research university of the country on the German model.
University of Pittsburgh|1787|public|Pittsburgh, PA|Pitt|Its Cathedral of Learning is a tower of 42 storeys; Jonas Salk developed a vaccine against polio here.
*Chatham University|1869|private|Pittsburgh, PA||Rachel Carson studied here; scenes of the television series [[The Chair (TV series)|The Chair]] were filmed on its campus.
*Washington & Jefferson College|1781|private|Washington, PA||Scenes of the television series [[The Chair (TV series)|The Chair]] were filmed on its campus.
Ohio State University|1870|public|Columbus, OH||Its marching band spells the name of the state on the field.
Purdue University|1869|public|West Lafayette, IN||[[Neil Armstrong]] studied engineering here.
Rice University|1912|private|Houston, TX||[[John F. Kennedy]] spoke about flying to the [[Moon]] in its stadium in 1962.
*University of Oxford|about 1096|public|Oxford, United Kingdom|Oxford University|It is the oldest university of the English-speaking world; the year is that of the first known teaching.
*University of Cambridge|1209|public|Cambridge, United Kingdom|Cambridge University|[[Isaac Newton]] and [[Charles Darwin]] studied here.
*Imperial College London|1907|public|London, United Kingdom||Alexander Fleming discovered penicillin at a hospital that now belongs to it.
University of Edinburgh|1583|public|Edinburgh, United Kingdom||[[Charles Darwin]] studied medicine here before he went to Cambridge.
University of Manchester|2004|public|Manchester, United Kingdom||It arose from two older universities; the first computer to run a stored program worked at one of them in 1948.
*ETH Zurich|1855|public|Zurich, Switzerland|ETH|[[Albert Einstein]] studied and taught here.
*Sorbonne University|2018|public|Paris, France|Sorbonne|It arose from two older universities and continues the name of a college of the 13th century.
*University of Bologna|1088|public|Bologna, Italy||It is often called the oldest university of the world that still exists.
University of Padua|1222|public|Padua, Italy||[[Galileo Galilei]] taught here for 18 years.
Heidelberg University|1386|public|Heidelberg, Germany||It is the oldest university of what is now Germany.
*Humboldt University of Berlin|1810|public|Berlin, Germany||[[Max Planck]] and [[Albert Einstein]] were professors here.
Uppsala University|1477|public|Uppsala, Sweden||Carl Linnaeus was a professor here.
University of Copenhagen|1479|public|Copenhagen, Denmark||[[Niels Bohr]] studied and taught here.
University of Vienna|1365|public|Vienna, Austria||It is the oldest university of the German-speaking world that still exists.
Jagiellonian University|1364|public|Kraków, Poland||[[Nicolaus Copernicus]] studied here.
*University of Tokyo|1877|public|Tokyo, Japan||It is the oldest of the national universities of its country.
University of Toronto|1827|public|Toronto, Canada||Insulin was first isolated here in 1921.
McGill University|1821|public|Montreal, Canada||[[Ernest Rutherford]] did the work for which he received a Nobel Prize here.
University of Melbourne|1853|public|Melbourne, Australia||It is the second oldest university of its country.
University of Sydney|1850|public|Sydney, Australia||It is the oldest university of its country.
National University of Singapore|1905|public|Singapore, Singapore||It began as a school of medicine.
Peking University|1898|public|Beijing, China||Its campus includes a lake that has no name but Unnamed Lake.
University of Cape Town|1829|public|Cape Town, South Africa||It lies on the slopes of Table Mountain.
National Autonomous University of Mexico|1910|public|Mexico City, Mexico|UNAM|The walls of its library are covered with mosaics.
""",
)


def _name(row: dict[str, str]) -> str:
    return row["name"].removeprefix("*")


def _place(row: dict[str, str]) -> tuple[str, str, str]:
    """City, a reference to the state or country, and the country's name."""
    city, _, last = row["place"].rpartition(", ")
    return (city, state_link(last), "United States") if len(last) == 2 else (city, f"[[{last}]]", last)


def year_of(row: dict[str, str]) -> int:
    """The year of foundation."""
    return int(row["founded"].removeprefix("about "))


def articles() -> list[Article]:
    """One article per university."""
    order = sorted(UNIVERSITIES, key=year_of)
    return [_article(row, order) for row in UNIVERSITIES]


def _article(row: dict[str, str], order: list[dict[str, str]]) -> Article:
    name = _name(row)
    city, region, country = _place(row)
    where = f"[[{city}]]" if region == f"[[{city}]]" else f"[[{city}]], {region}"
    the = (
        f"The '''{name}'''"
        if name.startswith(("University", "National", "Massachusetts", "California", "Georgia"))
        else f"'''{name}'''"
    )
    lead = (
        vary(
            name,
            f"{the} is a {row['kind']} university in {where}, founded in {row['founded']}. {row['note']}",
            f"{the} is a {row['kind']} university at {where}. It was founded in {row['founded']}. {row['note']}",
        )
        .replace("in about", "about")
        .replace(
            "a private university",
            "a private college" if "College" in name and "Imperial" not in name else "a private university",
        )
    )
    peers = [each for each in order if _place(each)[2] == country]
    if len(peers) < 3:
        peers = [each for each in order if _place(each)[2] != "United States"]
    at = peers.index(row)
    near = peers[max(0, min(at - 2, len(peers) - 5)) :][:5]
    same = [_name(each) for each in UNIVERSITIES if each is not row and _place(each)[1] == region]
    return Article(
        name,
        "university",
        f"{row['kind']} university in {city}",
        [lead],
        [
            ("Founded", row["founded"]),
            ("Type", row["kind"].capitalize()),
            ("Location", where),
            ("Country", f"[[{country}]]"),
        ],
        [
            (
                "History",
                [
                    (
                        "p",
                        f"{name} was founded in {row['founded']}.".replace("in about", "about")
                        + " The table shows it among universities of a similar age.",
                    ),
                    grid(
                        ["University", "Founded", "City"],
                        [(f"[[{_name(e)}]]", e["founded"], f"[[{_place(e)[0]}]]") for e in near],
                    ),
                ],
            )
        ],
        [
            "Universities",
            f"Universities in {'the ' if country in ('United States', 'United Kingdom') else ''}{country}",
        ],
        [*same[:5], "List of universities by age"],
        [row["also"]] if row["also"] else [],
        {
            "type": "timeline",
            "title": "From foundation to 2022",
            "rows": [(_name(e), year_of(e), 2022, e is row) for e in near],
        },
        f"{name} among universities of a similar age",
        core=row["name"].startswith("*"),
    )
