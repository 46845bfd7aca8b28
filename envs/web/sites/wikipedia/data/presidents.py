"""Presidents of the United States."""

from __future__ import annotations

from typing import Final

from osgenesis.envs.web.sites.wikipedia.articles import Article, facts, grid, vary
from osgenesis.envs.web.sites.wikipedia.data.states import ordinal, state_link

__all__ = ["PRESIDENTS", "articles", "numbers_of"]

# One row per presidency; lives are given once per person. Edition of 2022.
PRESIDENTS: Final = facts(
    "name term party lived state note",
    """
*George Washington|1789–1797|none|1732–1799|VA|He led the Continental Army in the American War of Independence and presided over the convention that wrote the Constitution.
*John Adams|1797–1801|Federalist|1735–1826|MA|He was the first president to live in the White House and the father of a later president.
*Thomas Jefferson|1801–1809|Democratic-Republican|1743–1826|VA|He was the main author of the Declaration of Independence and doubled the country by the purchase of Louisiana in 1803.
*James Madison|1809–1817|Democratic-Republican|1751–1836|VA|He is called the father of the Constitution; the War of 1812 fell into his time in office.
James Monroe|1817–1825|Democratic-Republican|1758–1831|VA|The doctrine that warned European powers off the Americas has his name.
John Quincy Adams|1825–1829|Democratic-Republican|1767–1848|MA|After his presidency he sat in the House of Representatives for 17 years.
*Andrew Jackson|1829–1837|Democratic|1767–1845||He had won the battle of New Orleans in 1815.
Martin Van Buren|1837–1841|Democratic|1782–1862|NY|His first language was Dutch.
William Henry Harrison|1841|Whig|1773–1841|VA|He died one month after taking office, the shortest presidency of all.
John Tyler|1841–1845|Whig|1790–1862|VA|He was the first vice president to succeed a president who had died.
James K. Polk|1845–1849|Democratic|1795–1849|NC|During his term the country grew to the coast of the [[Pacific Ocean]].
Zachary Taylor|1849–1850|Whig|1784–1850|VA|He had been a general in the war against [[Mexico]].
Millard Fillmore|1850–1853|Whig|1800–1874|NY|He was the last president of the Whig Party.
Franklin Pierce|1853–1857|Democratic|1804–1869|NH|He signed the Kansas–Nebraska Act.
James Buchanan|1857–1861|Democratic|1791–1868|PA|He was the only president who never married.
*Abraham Lincoln|1861–1865|Republican|1809–1865|KY|He led the country through the American Civil War, issued the Emancipation Proclamation and was shot in a theatre.
Andrew Johnson|1865–1869|Democratic|1808–1875|NC|He was the first president to be impeached; the Senate acquitted him.
*Ulysses S. Grant|1869–1877|Republican|1822–1885|OH|He commanded the armies of the Union at the end of the American Civil War.
Rutherford B. Hayes|1877–1881|Republican|1822–1893|OH|His election was decided by a commission.
James A. Garfield|1881|Republican|1831–1881|OH|He was shot a few months after taking office; he had published a proof of the theorem of Pythagoras.
Chester A. Arthur|1881–1885|Republican|1829–1886|VT|He signed a law that made merit count in the civil service.
Grover Cleveland|1885–1889|Democratic|1837–1908|NJ|He served two terms that did not follow one another, so he is counted twice.
Benjamin Harrison|1889–1893|Republican|1833–1901|OH|He was a grandson of [[William Henry Harrison]]; six states were admitted in his term.
Grover Cleveland|1893–1897|Democratic|||
William McKinley|1897–1901|Republican|1843–1901|OH|He led the country in the war of 1898 against [[Spain]] and was shot in Buffalo.
*Theodore Roosevelt|1901–1909|Republican|1858–1919|NY|He protected forests and parks and received the Nobel Peace Prize of 1906.
William Howard Taft|1909–1913|Republican|1857–1930|OH|He later became Chief Justice, the only person to hold both offices.
*Woodrow Wilson|1913–1921|Democratic|1856–1924|VA|He led the country in the First World War and promoted the League of Nations.
Warren G. Harding|1921–1923|Republican|1865–1923|OH|He died in office in San Francisco.
Calvin Coolidge|1923–1929|Republican|1872–1933|VT|He was known as a man of few words.
Herbert Hoover|1929–1933|Republican|1874–1964|IA|The Great Depression began in his first year in office.
*Franklin D. Roosevelt|1933–1945|Democratic|1882–1945|NY|He won four elections, answered the Great Depression with the New Deal and led the country in the Second World War.
*Harry S. Truman|1945–1953|Democratic|1884–1972|MO|The Second World War ended and the war in Korea began during his time in office.
*Dwight D. Eisenhower|1953–1961|Republican|1890–1969|TX|He had commanded the Allied forces in western Europe; the Interstate highways were begun under him.
*John F. Kennedy|1961–1963|Democratic|1917–1963|MA|He set the goal of landing people on the [[Moon]] and was shot in Dallas.
Lyndon B. Johnson|1963–1969|Democratic|1908–1973|TX|He signed the Civil Rights Act of 1964.
Richard Nixon|1969–1974|Republican|1913–1994|CA|He visited [[China]] in 1972 and was the only president to resign.
Gerald Ford|1974–1977|Republican|1913–2006|NE|He became president without having been elected president or vice president.
Jimmy Carter|1977–1981|Democratic|1924–|GA|He received the Nobel Peace Prize of 2002.
*Ronald Reagan|1981–1989|Republican|1911–2004|IL|He had been an actor and governor of [[California]].
George H. W. Bush|1989–1993|Republican|1924–2018|MA|He led the coalition of the Gulf War of 1991; one of his sons became president too.
*Bill Clinton|1993–2001|Democratic|1946–|AR|He was governor of [[Arkansas]] before.
*George W. Bush|2001–2009|Republican|1946–|CT|The attacks of September 11, 2001 fell into his first year in office.
*Barack Obama|2009–2017|Democratic|1961–|HI|He was the first African American president and received the Nobel Peace Prize of 2009.
*Donald Trump|2017–2021|Republican|1946–|NY|He was a businessman before and had held no public office.
*Joe Biden|2021–|Democratic|1942–|PA|He had been vice president under [[Barack Obama]].
""",
)

_LAST_WORD: Final = 2022


def _name(row: dict[str, str]) -> str:
    return row["name"].removeprefix("*")


def numbers_of(name: str) -> list[int]:
    """Which presidents somebody was: 22nd and 24th for one, a single number for everybody else."""
    return [at for at, row in enumerate(PRESIDENTS, 1) if _name(row) == name]


def _span(text: str) -> tuple[int, int]:
    first, _, last = text.partition("–")
    return int(first), int(last or (first if "–" not in text else _LAST_WORD))


def articles() -> list[Article]:
    """One article per person."""
    return [_article(at, row) for at, row in enumerate(PRESIDENTS, 1) if row["lived"]]


def _article(number: int, row: dict[str, str]) -> Article:
    name = _name(row)
    numbers = numbers_of(name)
    places = " and ".join(ordinal(n) for n in numbers)
    born, _, died = row["lived"].partition("–")
    lived = row["lived"] if died else f"born {born}"
    terms = " and ".join(_words(PRESIDENTS[n - 1]["term"]) for n in numbers)
    tense = "is" if row["term"].endswith("–") else "was"
    lead = f"'''{name}''' ({lived}) {tense} the {places} president of the [[United States]], {terms}. {row['note']}"
    party = row["party"] if row["party"] != "none" else "none"
    life = f"{name} was born in {born}" + (
        f" in what is now {state_link(row['state'])}."
        if row["state"] and number < 9
        else f" in {state_link(row['state'])}."
        if row["state"]
        else "."
    )
    life += f" He died in {died}." if died else ""
    politics = (
        vary(name, f"He belonged to the {party} Party.", f"His party was the {party} Party.")
        if party != "none"
        else "He belonged to no party."
    )
    if tense == "is":
        politics = f"He belongs to the {party} Party."
    near = PRESIDENTS[max(0, min(number - 3, len(PRESIDENTS) - 5)) :][:5]
    neighbours = [_name(PRESIDENTS[n - 1]) for n in (number - 1, number + 1) if 0 < n <= len(PRESIDENTS)]
    return Article(
        name,
        "president",
        f"{places} president of the United States",
        [lead],
        [
            ("Presidency", places),
            (
                "In office",
                " and ".join(
                    PRESIDENTS[n - 1]["term"].rstrip("–")
                    + (" to date" if PRESIDENTS[n - 1]["term"].endswith("–") else "")
                    for n in numbers
                ),
            ),
            ("Party", party.capitalize() if party == "none" else party),
            ("Born", born + (f", {state_link(row['state'])}" if row["state"] else "")),
            *([("Died", died)] if died else []),
        ],
        [
            ("Life", [("p", life)]),
            (
                "Presidency",
                [
                    ("p", f"{politics} He held the office {terms}."),
                    grid(
                        ["President", "In office", "Party"],
                        [
                            (
                                f"[[{_name(p)}]]",
                                p["term"] + (" today" if p["term"].endswith("–") else ""),
                                p["party"].capitalize() if p["party"] == "none" else p["party"],
                            )
                            for p in near
                        ],
                    ),
                ],
            ),
        ],
        ["Presidents of the United States", f"People born in {born}"]
        + ([f"{party} presidents"] if party != "none" else []),
        [*dict.fromkeys(n for n in neighbours if n != name), "List of presidents of the United States"],
        {"John F. Kennedy": ["JFK"], "Franklin D. Roosevelt": ["FDR"], "Abraham Lincoln": ["Lincoln"]}.get(name, []),
        {
            "type": "timeline",
            "title": "In office",
            "rows": [(_name(p), *_span(p["term"]), _name(p) == name) for p in near],
        },
        f"{name} among the presidents before and after",
        core=row["name"].startswith("*"),
    )


def _words(term: str) -> str:
    first, dash, last = term.partition("–")
    if not dash:
        return f"in {first}"
    return f"from {first} to {last}" if last else f"in office since {first}"
