"""Sport teams."""

from __future__ import annotations

from typing import Final

from osgenesis.envs.web.sites.wikipedia.articles import Article, facts, grid, vary
from osgenesis.envs.web.sites.wikipedia.data.states import state_link

__all__ = ["LEAGUES", "TEAMS", "articles"]

LEAGUES: Final = {
    "NBA": ("National Basketball Association", "basketball"),
    "MLB": ("Major League Baseball", "baseball"),
    "NFL": ("National Football League", "American football"),
}

# As of 2022. `division` is that of the league; `since` is the first season of the club under any name.
TEAMS: Final = facts(
    "league name city division arena since note",
    """
NBA|*Boston Celtics|Boston, MA|Atlantic|TD Garden|1946|They won eight titles in a row from 1959 to 1966. Before 1995 they played at Boston Garden.
NBA|Brooklyn Nets|New York City, NY|Atlantic|Barclays Center|1967|They moved from [[New Jersey]] to Brooklyn in 2012.
NBA|*New York Knicks|New York City, NY|Atlantic|Madison Square Garden|1946|They won titles in 1970 and 1973.
NBA|*Philadelphia 76ers|Philadelphia, PA|Atlantic|Wells Fargo Center|1946|They played as the Syracuse Nationals until 1963; from 1967 to 1996 their home was the Spectrum, at 3601 South Broad Street.
NBA|*Toronto Raptors|Toronto, Canada|Atlantic|Scotiabank Arena|1995|In 2019 they became the first team from outside the United States to win the title.
NBA|*Chicago Bulls|Chicago, IL|Central|United Center|1966|With Michael Jordan they won six titles in the 1990s.
NBA|Cleveland Cavaliers|Cleveland, OH|Central|Rocket Mortgage FieldHouse|1970|They won their first title in 2016.
NBA|Detroit Pistons|Detroit, MI|Central|Little Caesars Arena|1941|They began at Fort Wayne in [[Indiana]] and moved in 1957.
NBA|Indiana Pacers|Indianapolis, IN|Central|Gainbridge Fieldhouse|1967|They came from the American Basketball Association in 1976.
NBA|*Milwaukee Bucks|Milwaukee, WI|Central|Fiserv Forum|1968|They won titles in 1971 and 2021.
NBA|Atlanta Hawks|Atlanta, GA|Southeast|State Farm Arena|1946|They won their title in 1958, when they played at St. Louis.
NBA|Charlotte Hornets|Charlotte, NC|Southeast|Spectrum Center|1988|
NBA|*Miami Heat|Miami, FL|Southeast|FTX Arena|1988|They won titles in 2006, 2012 and 2013.
NBA|Orlando Magic|Orlando, FL|Southeast|Amway Center|1989|They reached the finals of 1995 and 2009.
NBA|Washington Wizards|Washington, D.C., United States|Southeast|Capital One Arena|1961|Until 1997 they were called the Bullets.
NBA|*Denver Nuggets|Denver, CO|Northwest|Ball Arena|1967|They came from the American Basketball Association in 1976.
NBA|Minnesota Timberwolves|Minneapolis, MN|Northwest|Target Center|1989|
NBA|Oklahoma City Thunder|Oklahoma City, OK|Northwest|Paycom Center|1967|Until 2008 they played as the Seattle SuperSonics.
NBA|Portland Trail Blazers|Portland, OR|Northwest|Moda Center|1970|They won the title of 1977.
NBA|Utah Jazz|Salt Lake City, UT|Northwest|Vivint Arena|1974|They moved from New Orleans in 1979 and kept their name.
NBA|*Golden State Warriors|San Francisco, CA|Pacific|Chase Center|1946|They began in [[Philadelphia]] and won the first title of the league in 1947.
NBA|LA Clippers|Los Angeles, CA|Pacific|Crypto.com Arena|1970|They began as the Buffalo Braves.
NBA|*Los Angeles Lakers|Los Angeles, CA|Pacific|Crypto.com Arena|1947|They moved from Minneapolis in 1960; the lakes of [[Minnesota]] gave them their name.
NBA|Phoenix Suns|Phoenix, AZ|Pacific|Footprint Center|1968|They reached the finals of 1976, 1993 and 2021.
NBA|Sacramento Kings|Sacramento, CA|Pacific|Golden 1 Center|1923|They won the title of 1951 as the Rochester Royals.
NBA|*Dallas Mavericks|Dallas, TX|Southwest|American Airlines Center|1980|They won the title of 2011.
NBA|Houston Rockets|Houston, TX|Southwest|Toyota Center|1967|They moved from San Diego in 1971 and won titles in 1994 and 1995.
NBA|Memphis Grizzlies|Memphis, TN|Southwest|FedExForum|1995|They moved from [[Vancouver]] in 2001.
NBA|New Orleans Pelicans|New Orleans, LA|Southwest|Smoothie King Center|2002|Their name is that of the bird on the flag of the state.
NBA|*San Antonio Spurs|San Antonio, TX|Southwest|AT&T Center|1967|They won five titles from 1999 to 2014.
MLB|*New York Yankees|New York City, NY|American League East|Yankee Stadium|1903|They have won 27 World Series, more than any other team. They played in the first [[Yankee Stadium]] from 1923 to 2008, except in 1974 and 1975, and in a new one beside it since 2009.
MLB|*Boston Red Sox|Boston, MA|American League East|Fenway Park|1901|Fenway Park, opened in 1912, is the oldest ballpark of the league.
MLB|Baltimore Orioles|Baltimore, MD|American League East|Oriole Park at Camden Yards|1901|They moved from St. Louis in 1954.
MLB|Tampa Bay Rays|St. Petersburg, FL|American League East|Tropicana Field|1998|
MLB|*Toronto Blue Jays|Toronto, Canada|American League East|Rogers Centre|1977|They won the World Series of 1992 and 1993.
MLB|Chicago White Sox|Chicago, IL|American League Central|Guaranteed Rate Field|1901|They won the World Series of 2005 after a wait of 88 years.
MLB|Detroit Tigers|Detroit, MI|American League Central|Comerica Park|1901|
MLB|Kansas City Royals|Kansas City, MO|American League Central|Kauffman Stadium|1969|They won the World Series of 1985 and 2015.
MLB|Minnesota Twins|Minneapolis, MN|American League Central|Target Field|1901|They moved from Washington in 1961 and are named after the Twin Cities.
MLB|Cleveland Guardians|Cleveland, OH|American League Central|Progressive Field|1901|They took their present name after the season of 2021.
MLB|*Houston Astros|Houston, TX|American League West|Minute Maid Park|1962|They moved from the National League to the American League in 2013.
MLB|Los Angeles Angels|Anaheim, CA|American League West|Angel Stadium|1961|They won the World Series of 2002.
MLB|Oakland Athletics|Oakland, CA|American League West|Oakland Coliseum|1901|They came from [[Philadelphia]] by way of Kansas City.
MLB|Seattle Mariners|Seattle, WA|American League West|T-Mobile Park|1977|
MLB|Texas Rangers|Arlington, TX|American League West|Globe Life Field|1961|They moved from Washington in 1972.
MLB|*Atlanta Braves|Atlanta, GA|National League East|Truist Park|1871|They won the World Series of 2021.
MLB|Miami Marlins|Miami, FL|National League East|LoanDepot Park|1993|They won the World Series of 1997 and 2003.
MLB|New York Mets|New York City, NY|National League East|Citi Field|1962|They won the World Series of 1969 and 1986.
MLB|Philadelphia Phillies|Philadelphia, PA|National League East|Citizens Bank Park|1883|They won the World Series of 1980 and 2008.
MLB|Washington Nationals|Washington, D.C., United States|National League East|Nationals Park|1969|They moved from [[Montreal]] in 2005 and won the World Series of 2019.
MLB|*Chicago Cubs|Chicago, IL|National League Central|Wrigley Field|1870|In 2016 they won their first World Series since 1908.
MLB|Cincinnati Reds|Cincinnati, OH|National League Central|Great American Ball Park|1881|
MLB|Milwaukee Brewers|Milwaukee, WI|National League Central|American Family Field|1969|They played one season at Seattle.
MLB|*Pittsburgh Pirates|Pittsburgh, PA|National League Central|PNC Park|1881|They played in the first World Series in 1903.
MLB|*St. Louis Cardinals|St. Louis, MO|National League Central|Busch Stadium|1882|They have won 11 World Series, more than any other team of the National League.
MLB|Arizona Diamondbacks|Phoenix, AZ|National League West|Chase Field|1998|They won the World Series of 2001.
MLB|Colorado Rockies|Denver, CO|National League West|Coors Field|1993|No other ballpark of the league lies as high as theirs.
MLB|*Los Angeles Dodgers|Los Angeles, CA|National League West|Dodger Stadium|1883|They moved from Brooklyn in 1958; Jackie Robinson joined them in 1947.
MLB|San Diego Padres|San Diego, CA|National League West|Petco Park|1969|
MLB|San Francisco Giants|San Francisco, CA|National League West|Oracle Park|1883|They moved from [[New York City]] in 1958.
NFL|*Dallas Cowboys|Arlington, TX|NFC East|AT&T Stadium|1960|They won five Super Bowls.
NFL|*Green Bay Packers|Green Bay, WI|NFC North|Lambeau Field|1919|They belong to their fans and won the first two Super Bowls.
NFL|*New England Patriots|Foxborough, MA|AFC East|Gillette Stadium|1960|They won six Super Bowls with the quarterback Tom Brady.
NFL|*Pittsburgh Steelers|Pittsburgh, PA|AFC North|Acrisure Stadium|1933|They won six Super Bowls.
NFL|*San Francisco 49ers|Santa Clara, CA|NFC West|Levi's Stadium|1946|They are named after the gold seekers of 1849.
NFL|*Kansas City Chiefs|Kansas City, MO|AFC West|Arrowhead Stadium|1960|They began as the Dallas Texans.
NFL|*Chicago Bears|Chicago, IL|NFC North|Soldier Field|1920|
NFL|Philadelphia Eagles|Philadelphia, PA|NFC East|Lincoln Financial Field|1933|They won their first Super Bowl in February 2018.
NFL|New York Giants|East Rutherford, NJ|NFC East|MetLife Stadium|1925|They share their stadium with the [[New York Jets]].
NFL|New York Jets|East Rutherford, NJ|AFC East|MetLife Stadium|1960|They won the third Super Bowl.
NFL|Denver Broncos|Denver, CO|AFC West|Empower Field at Mile High|1960|
NFL|Seattle Seahawks|Seattle, WA|NFC West|Lumen Field|1976|They won the Super Bowl of February 2014.
NFL|Minnesota Vikings|Minneapolis, MN|NFC North|U.S. Bank Stadium|1961|
NFL|Miami Dolphins|Miami Gardens, FL|AFC East|Hard Rock Stadium|1966|Their season of 1972 was the only perfect one of the league.
NFL|Buffalo Bills|Orchard Park, NY|AFC East|Highmark Stadium|1960|They lost four Super Bowls in a row.
NFL|Baltimore Ravens|Baltimore, MD|AFC North|M&T Bank Stadium|1996|They are named after a poem by [[Edgar Allan Poe]].
""",
)


def _name(row: dict[str, str]) -> str:
    return row["name"].removeprefix("*")


def _place(row: dict[str, str]) -> tuple[str, str, list[str]]:
    city, _, last = row["city"].rpartition(", ")
    if len(last) == 2:
        return city, f"[[{city}]], {state_link(last)}", [last]
    return (
        city,
        f"[[{city}]]" if last == "United States" else f"[[{city}]], [[{last}]]",
        ["DC"] if last == "United States" else [],
    )


def articles() -> list[Article]:
    """Articles of the teams and their leagues."""
    return [*[_team(row) for row in TEAMS], *[_league(short) for short in LEAGUES]]


def _team(row: dict[str, str]) -> Article:
    name, (city, where, codes) = _name(row), _place(row)
    league, sport = LEAGUES[row["league"]]
    group = row["division"] + ("" if "League" in row["division"] or "FC" in row["division"] else " Division")
    lead = vary(
        name,
        f"The '''{name}''' are a team of {sport} from {where}. They play in the [[{league}]]; their home is {_arena(row)}. {row['note']}",
        f"The '''{name}''' are a professional {sport} team of {where} in the [[{league}]]. They play at home in {_arena(row)}. {row['note']}",
    )
    rivals = [each for each in TEAMS if each["league"] == row["league"] and each["division"] == row["division"]]
    return Article(
        name,
        "team",
        f"{sport} team from {city}",
        [lead.strip()],
        [
            ("Sport", sport.capitalize() if sport[0].islower() else sport),
            ("League", f"[[{league}]]"),
            ("Division", group),
            ("City", where),
            ("Home arena" if row["league"] == "NBA" else "Home stadium", row["arena"]),
            ("Since", row["since"]),
        ],
        [
            ("Home", [("p", f"The home of the {name} is {_arena(row)}.")]),
            (
                f"{group}",
                [
                    ("p", f"The {name} play in the {group} of the league, like these teams:"),
                    grid(["Team", "Home", "Since"], [(f"[[{_name(e)}]]", e["arena"], e["since"]) for e in rivals]),
                ],
            ),
        ],
        [f"Teams of the {league}", "Sport teams"],
        [league, *(_name(e) for e in rivals if e is not row)],
        [],
        {"type": "tiles", "states": codes} if codes else None,
        "Home of the team, by state" if codes else "",
        core=row["name"].startswith("*"),
    )


def _arena(row: dict[str, str]) -> str:
    name = row["arena"]
    return f"the [[{name}]]" if name.endswith(("Center", "Centre", "Arena", "Forum", "Coliseum")) else f"[[{name}]]"


def _league(short: str) -> Article:
    name, sport = LEAGUES[short]
    rows = sorted((row for row in TEAMS if row["league"] == short), key=_name)
    about = {
        "NBA": "It was founded in 1946 and has 30 teams, 29 of them in the United States and one in [[Canada]].",
        "MLB": "It consists of the American League and the National League with 15 teams each; their champions meet in the World Series.",
        "NFL": "It was founded in 1920 and has 32 teams in two conferences; their champions meet in the Super Bowl.",
    }[short]
    the = f"The '''{name}''' ('''{short}''')" if short != "MLB" else f"'''{name}''' ('''{short}''')"
    return Article(
        name,
        "league",
        f"professional league of {sport}",
        [f"{the} is the highest professional league of {sport} in North America. {about}"],
        [
            ("Sport", sport.capitalize() if sport[0].islower() else sport),
            ("Short name", short),
            ("Teams", "32" if short == "NFL" else "30"),
        ],
        [
            (
                "Teams" if short != "NFL" else "Some of its teams",
                [grid(["Team", "City", "Home"], [(f"[[{_name(r)}]]", _place(r)[1], r["arena"]) for r in rows])],
            )
        ],
        ["Sport leagues"],
        [other for key, (other, _) in LEAGUES.items() if key != short],
        [short],
    )
