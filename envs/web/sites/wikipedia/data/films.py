"""Films that won the Academy Award for Best Picture, other films, and who directed them."""

from __future__ import annotations

from typing import Final

from osgenesis.envs.web.sites.wikipedia.articles import Article, facts, grid, ul, vary

__all__ = ["BEST_PICTURES", "articles"]

# Ceremony's number, film and director; the film's year is the ceremony's year less one (see `film_year`).
BEST_PICTURES: Final = facts(
    "ceremony film director note",
    """
35|Lawrence of Arabia|David Lean|It tells of T. E. Lawrence in the First World War and was filmed largely in [[Jordan]].
36|Tom Jones (film)|Tony Richardson|It is based on a novel by Henry Fielding.
37|My Fair Lady (film)|George Cukor|It is based on a musical about a professor of phonetics and a flower seller.
38|The Sound of Music (film)|Robert Wise|It was filmed in and around Salzburg in [[Austria]].
39|A Man for All Seasons (film)|Fred Zinnemann|It tells of the last years of Thomas More.
40|In the Heat of the Night (film)|Norman Jewison|A detective from [[Philadelphia]] solves a murder in [[Mississippi]].
41|Oliver! (film)|Carol Reed|It is a musical after a novel by [[Charles Dickens]].
42|Midnight Cowboy|John Schlesinger|Two men without money become friends in [[New York City]].
43|Patton (film)|Franklin J. Schaffner|It portrays an American general of the Second World War.
44|The French Connection (film)|William Friedkin|Two detectives of [[New York City]] pursue a smuggler.
45|*The Godfather|Francis Ford Coppola|It follows the head of a Mafia family and his sons; Marlon Brando played the father.
46|The Sting|George Roy Hill|Two tricksters take revenge on a gangster.
47|*The Godfather Part II|Francis Ford Coppola|It was the first sequel to win the award.
48|One Flew Over the Cuckoo's Nest (film)|Miloš Forman|It plays in a psychiatric hospital in [[Oregon]].
49|*Rocky|John G. Avildsen|A boxer from [[Philadelphia]] gets a chance to fight the champion; Sylvester Stallone wrote it.
50|Annie Hall|Woody Allen|It is a comedy about the end of a love in [[New York City]].
51|The Deer Hunter|Michael Cimino|Steelworkers from [[Pennsylvania]] go to the war in [[Vietnam]].
52|Kramer vs. Kramer|Robert Benton|A couple fights over the custody of their son.
53|Ordinary People|Robert Redford|A family in [[Illinois]] mourns a son.
54|Chariots of Fire|Hugh Hudson|Two British runners train for the Olympic Games of 1924.
55|*Gandhi (film)|Richard Attenborough|It portrays [[Mahatma Gandhi]].
56|Terms of Endearment|James L. Brooks|It follows a mother and her daughter over many years.
57|*Amadeus (film)|Miloš Forman|It imagines a rivalry between Antonio Salieri and [[Wolfgang Amadeus Mozart]].
58|Out of Africa (film)|Sydney Pollack|It tells of the writer Karen Blixen in [[Kenya]].
59|Platoon (film)|Oliver Stone|A young soldier learns about war in [[Vietnam]].
60|*The Last Emperor|Bernardo Bertolucci|It was the first feature film that could be shot inside the Forbidden City of [[Beijing]].
61|Rain Man|Barry Levinson|A man learns that he has a brother with autism and travels with him across the country.
62|Driving Miss Daisy|Bruce Beresford|It tells of a friendship between a widow and her driver in [[Atlanta]].
63|Dances with Wolves|Kevin Costner|A soldier of the Civil War lives among the Lakota.
64|*The Silence of the Lambs (film)|Jonathan Demme|A trainee of the FBI asks an imprisoned murderer for help.
65|Unforgiven|Clint Eastwood|An old gunman takes one more job.
66|*Schindler's List|Steven Spielberg|A manufacturer saves more than a thousand Jews in occupied [[Poland]].
67|*Forrest Gump|Robert Zemeckis|A kind man lives through decades of American history; Tom Hanks played him.
68|Braveheart|Mel Gibson|It is a tale of the Scottish rebel William Wallace.
69|The English Patient (film)|Anthony Minghella|It follows a burned man and his nurse at the end of the Second World War.
70|*Titanic (1997 film)|James Cameron|It tells a love story on a ship that sinks; it won 11 awards.
71|Shakespeare in Love|John Madden|It imagines how [[William Shakespeare]] wrote Romeo and Juliet.
72|American Beauty (1999 film)|Sam Mendes|A man in a suburb rebels against his life.
73|*Gladiator (2000 film)|Ridley Scott|A Roman general becomes a slave and fights in the [[Colosseum]].
74|*A Beautiful Mind (film)|Ron Howard|It portrays the mathematician [[John Forbes Nash Jr.]].
75|Chicago (2002 film)|Rob Marshall|It is a musical about two murderers in [[Chicago]].
76|*The Lord of the Rings: The Return of the King|Peter Jackson|It was filmed in [[New Zealand]] and won in all 11 categories for which it was nominated.
77|Million Dollar Baby|Clint Eastwood|An old trainer takes on a woman who wants to box.
78|Crash (2004 film)|Paul Haggis|Several stories of [[Los Angeles]] cross each other.
79|The Departed|Martin Scorsese|A policeman and a criminal spy on each other's side in [[Boston]].
80|*No Country for Old Men (film)|Joel and Ethan Coen|A hunter in [[Texas]] finds money that a killer looks for.
81|*Slumdog Millionaire|Danny Boyle|A young man from [[Mumbai]] wins a quiz show.
82|*The Hurt Locker|Kathryn Bigelow|Its director was the first woman to win the award for directing.
83|*The King's Speech|Tom Hooper|King George VI learns to master his stammer.
84|The Artist (film)|Michel Hazanavicius|It is a film without spoken dialogue about the end of silent films.
85|Argo (2012 film)|Ben Affleck|Diplomats escape from [[Iran]] disguised as a film crew.
86|*12 Years a Slave (film)|Steve McQueen|A free man is kidnapped and sold in [[Louisiana]].
87|*Birdman (film)|Alejandro González Iñárritu|A fading actor stages a play; it seems to be filmed in one shot.
88|*Spotlight (film)|Tom McCarthy|Journalists in [[Boston]] uncover abuse in the church.
89|*Moonlight (2016 film)|Barry Jenkins|It shows three chapters in the life of a man from [[Miami]].
90|*The Shape of Water|Guillermo del Toro|A cleaner falls in love with a creature kept in a laboratory.
91|*Green Book (film)|Peter Farrelly|A pianist and his driver tour the American South.
92|*Parasite (2019 film)|Bong Joon-ho|It was the first film in a language other than English to win the award.
93|*Nomadland|Chloé Zhao|A woman travels through the American West in a van.
94|*CODA (2021 film)|Sian Heder|The only hearing member of a family wants to sing.
""",
)

# Films of Christopher Nolan: year, title, Academy Awards won, note.
_NOLAN: Final = facts(
    "year film awards note",
    """
1998|Following|0|A young writer who follows strangers meets a burglar.
2000|Memento (film)|0|A man who cannot form new memories looks for the murderer of his wife; half of it runs backwards.
2002|Insomnia (2002 film)|0|A detective investigates in [[Alaska]], where the sun does not set.
2005|Batman Begins|0|It tells how Batman came to be.
2006|The Prestige (film)|0|Two stage magicians compete in [[London]].
2008|The Dark Knight|2|Batman faces the Joker, for whose part Heath Ledger was honoured after his death.
2010|Inception|4|Thieves enter the dreams of other people.
2012|The Dark Knight Rises|0|It ends the trilogy about Batman.
2014|Interstellar (film)|1|Astronauts look for a new home for people; it uses the physics of black holes.
2017|Dunkirk (2017 film)|3|It shows the evacuation of Allied soldiers from [[France]] in 1940.
2020|Tenet (film)|1|Objects and people move backwards in time.
""",
)


def _title(row: dict[str, str]) -> str:
    return row["film"].removeprefix("*")


def short(title: str) -> str:
    """A film's own name without what tells it from other articles."""
    return title.split(" (")[0]


def linked(title: str) -> str:
    """A reference to a film, with its own name, in italics."""
    return f"''[[{title}]]''" if short(title) == title else f"''[[{title}|{short(title)}]]''"


def film_year(row: dict[str, str]) -> int:
    """The year for which the award was given; the ceremony is held in the next one."""
    # The 93rd ceremony honoured films of 2020 and early 2021, the 82nd and 78th films first shown a year before.
    return int(row["ceremony"]) + 1927


def articles() -> list[Article]:
    """Articles of films, their directors and the award."""
    return [
        *[_winner(row) for row in BEST_PICTURES],
        *[_nolan_film(row) for row in _NOLAN],
        _nolan(),
        _award(),
        _ceremonies(),
    ]


def _winner(row: dict[str, str]) -> Article:
    title, year, number = _title(row), film_year(row), int(row["ceremony"])
    name, director = short(title), row["director"]
    lead = vary(
        title,
        f"'''''{name}''''' is a film directed by {_person(director)}. {row['note']}",
        f"'''''{name}''''' is a film by {_person(director)}. {row['note']}",
    ).replace("'''''", "'''")
    at = BEST_PICTURES.index(row)
    near = BEST_PICTURES[max(0, min(at - 2, len(BEST_PICTURES) - 5)) :][:5]
    return Article(
        title,
        "film",
        f"film by {director}, Best Picture of {year}",
        [f"{lead} It won the [[Academy Award for Best Picture]] for {year}, at the {_ordinal(number)} Academy Awards."],
        [
            ("Directed by", _person(director)),
            ("Award", f"Best Picture ({year})"),
            ("Ceremony", f"{_ordinal(number)} Academy Awards, held in {year + 1}"),
        ],
        [
            (
                "Award",
                [
                    (
                        "p",
                        f"The {_ordinal(number)} Academy Awards were presented in {year + 1}. Winners of the award for the best picture around that time:",
                    ),
                    grid(
                        ["Ceremony", "Film", "Director"],
                        [(_ordinal(int(e["ceremony"])), linked(_title(e)), e["director"]) for e in near],
                    ),
                ],
            )
        ],
        ["Films", "Best Picture winners of the Academy Awards"],
        [
            "Academy Award for Best Picture",
            *(_title(e) for e in BEST_PICTURES if e["director"] == director and e is not row),
        ],
        [name] if name != title else [],
        {"type": "card", "title": name, "below": f"Best Picture of {year}"},
        "",
        core=row["film"].startswith("*"),
    )


def _ordinal(number: int) -> str:
    suffix = "th" if 10 <= number % 100 <= 20 else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{suffix}"


def _person(name: str) -> str:
    return f"[[{name}]]"


def _nolan_film(row: dict[str, str]) -> Article:
    title, name = row["film"], short(row["film"])
    won = int(row["awards"])
    awards = f" It won {won} Academy {'Award' if won == 1 else 'Awards'}." if won else ""
    return Article(
        title,
        "film",
        f"{row['year']} film by Christopher Nolan",
        [f"'''{name}''' is a film of {row['year']} directed by [[Christopher Nolan]]. {row['note']}{awards}"],
        [("Directed by", "[[Christopher Nolan]]"), ("Year", row["year"]), ("Academy Awards won", row["awards"])],
        [],
        ["Films", "Films directed by Christopher Nolan"],
        ["Christopher Nolan"],
        [name] if name != title else [],
        {"type": "card", "title": name, "below": row["year"]},
        "",
    )


def _nolan() -> Article:
    def part(low: int, high: int) -> list[str]:
        return [f"{linked(r['film'])} ({r['year']}). {r['note']}" for r in _NOLAN if low <= int(r["year"]) <= high]

    won = [r for r in _NOLAN if r["awards"] != "0"]
    nominated = (
        "Batman Begins",
        "The Dark Knight",
        "Inception",
        "The Dark Knight Rises",
        "Interstellar (film)",
        "Dunkirk (2017 film)",
        "Tenet (film)",
    )
    return Article(
        "Christopher Nolan",
        "person",
        "British and American film director, born 1970",
        [
            "'''Christopher Nolan''' (born 1970 in [[London]]) is a British and American director, writer and producer of films. Several of his films play with time and memory.",
            "At the time of this edition he was at work on ''Oppenheimer'', a film about the physicist [[J. Robert Oppenheimer]].",
        ],
        [
            ("Born", "July 30, 1970, [[London]]"),
            ("Occupation", "Film director"),
            ("First feature film", linked("Following")),
        ],
        [
            (
                "1993–2003: Early career and breakthrough",
                [
                    ("p", "He studied English literature at University College London and made short films there."),
                    ul(part(1990, 2003)),
                ],
            ),
            ("2003–2013: Widespread recognition", [ul(part(2004, 2013))]),
            ("2014–2019: Established Hollywood auteur", [ul(part(2014, 2019))]),
            ("2020–present", [ul([*part(2020, 2022), "''Oppenheimer'', in production in 2022 and planned for 2023."])]),
            (
                "Filmography",
                [
                    grid(
                        ["Year", "Film", "Academy Awards won"],
                        [(r["year"], linked(r["film"]), r["awards"]) for r in _NOLAN],
                    )
                ],
            ),
            (
                "Awards",
                [
                    (
                        "p",
                        f"Films of his that won Academy Awards are {', '.join(linked(r['film']) for r in won)}. Films nominated for BAFTA Awards include {', '.join(linked(t) for t in nominated)}.",
                    )
                ],
            ),
        ],
        ["Film directors", "People born in 1970"],
        [r["film"] for r in _NOLAN[5:9]],
        [],
    )


def _award() -> Article:
    rows = [(str(film_year(r)), _ordinal(int(r["ceremony"])), linked(_title(r)), r["director"]) for r in BEST_PICTURES]
    return Article(
        "Academy Award for Best Picture",
        "award",
        "main award of the Academy of Motion Picture Arts and Sciences",
        [
            "The '''Academy Award for Best Picture''' is given every year to the producers of a film. It is the last award of the evening at the [[Academy Awards]].",
            "The first ceremony, in 1929, honoured ''Wings''. The table begins with the 35th ceremony.",
        ],
        [
            ("Given by", "Academy of Motion Picture Arts and Sciences"),
            ("First given", "1929"),
            ("Country", "[[United States]]"),
        ],
        [("Winners", [grid(["Year", "Ceremony", "Film", "Director"], rows)])],
        ["Film awards"],
        ["Academy Awards", "Palme d'Or", "Golden Bear"],
        ["Best Picture", "Oscar for Best Picture"],
    )


def _ceremonies() -> Article:
    return Article(
        "Academy Awards",
        "award",
        "film awards of the United States",
        [
            "The '''Academy Awards''', also called '''Oscars''', are the best known film awards of the [[United States]]. The Academy of Motion Picture Arts and Sciences has given them since 1929.",
            "Each winner receives a statuette of a knight who holds a sword and stands on a reel of film.",
        ],
        [
            ("Given by", "Academy of Motion Picture Arts and Sciences"),
            ("First given", "May 16, 1929"),
            ("Place", "[[Los Angeles]]"),
        ],
        [
            (
                "Records",
                [
                    ul(
                        [
                            "Most awards for one film: 11, for ''Ben-Hur'', [[Titanic (1997 film)|Titanic]] and [[The Lord of the Rings: The Return of the King]].",
                            "Most awards for one person: 22, won by Walt Disney in competition.",
                        ]
                    )
                ],
            )
        ],
        ["Film awards"],
        ["Academy Award for Best Picture"],
        ["Oscars", "Oscar"],
    )
