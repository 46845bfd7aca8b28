"""Computers: languages, systems, companies and what they were built on."""

from __future__ import annotations

from typing import Final

from osgenesis.envs.web.sites.wikipedia.articles import Article, Section, facts, grid

__all__ = ["LANGUAGES", "articles", "short"]

LANGUAGES: Final = facts(
    "name year by note",
    """
Fortran|1957|John Backus and others at [[IBM]]|It was the first widely used language of high level and serves science to this day.
Lisp (programming language)|1958|John McCarthy|Its programs consist of lists.
COBOL|1959|a committee|It was made for business; the work of Grace Hopper influenced it.
BASIC|1964|John Kemeny and Thomas Kurtz|It was created at [[Dartmouth College]] so that every student could program.
Pascal (programming language)|1970|Niklaus Wirth|It was made for teaching and named after [[Blaise Pascal]].
C (programming language)|1972|[[Dennis Ritchie]]|Most of [[Unix]] was written in it.
Smalltalk|1972|Alan Kay and others|It made programs of objects that send messages to each other.
SQL|1974|Donald Chamberlin and Raymond Boyce|It asks databases for rows.
C++|1985|Bjarne Stroustrup|It adds classes to [[C (programming language)|C]].
Perl|1987|Larry Wall|It is good at handling text.
Haskell|1990|a committee|It is purely functional and named after Haskell Curry.
Python (programming language)|1991|Guido van Rossum|It is named after the comedians of Monty Python and marks blocks by indentation.
Java (programming language)|1995|James Gosling and others|Its programs run on a virtual machine.
JavaScript|1995|Brendan Eich|It makes web pages interactive.
PHP|1995|Rasmus Lerdorf|It is used to make web pages on servers.
Ruby (programming language)|1995|Yukihiro Matsumoto|It was made to be pleasant for programmers.
C Sharp (programming language)|2000|Anders Hejlsberg and others at [[Microsoft]]|Its name is written C#.
Go (programming language)|2009|Robert Griesemer, Rob Pike and Ken Thompson|It was created at [[Google]].
Rust (programming language)|2012|Graydon Hoare and others|It guards against errors in the use of memory.
Kotlin|2011|JetBrains|It is used for applications of [[Android]].
Swift (programming language)|2014|Chris Lattner and others at [[Apple Inc.]]|It is used for applications of the iPhone.
TypeScript|2012|Anders Hejlsberg and others at [[Microsoft]]|It adds types to [[JavaScript]].
""",
)

_OTHERS: Final = facts(
    "name kind description categories lead",
    """
Unix|software|operating system|Operating systems|'''Unix''' is an operating system that Ken Thompson, [[Dennis Ritchie]] and others began in 1969 at Bell Laboratories. Many later systems follow its ideas.
Linux|software|operating system|Operating systems|'''Linux''' is an operating system that follows [[Unix]]. [[Linus Torvalds]] published its first version in 1991; anybody may use, study and change it.
Windows|software|operating system of Microsoft|Operating systems|'''Windows''' is a family of operating systems made by [[Microsoft]]. The first version appeared in 1985.
MacOS|software|operating system of Apple|Operating systems|'''MacOS''' is the operating system of the computers of [[Apple Inc.]]. Its present line began in 2001 and builds on [[Unix]].
Android|software|operating system for phones|Operating systems|'''Android''' is an operating system for phones and tablets. It builds on [[Linux]], is developed by [[Google]] and others, and first came with a phone in 2008.
Linus Torvalds|person|programmer, born 1969|Programmers|'''Linus Torvalds''' (born 1969 in [[Helsinki]], [[Finland]]) is a programmer. He began [[Linux]] in 1991 and the version control system [[Git]] in 2005.
Dennis Ritchie|person|programmer, 1941–2011|Programmers|'''Dennis Ritchie''' (1941–2011) was an American programmer. He created the language [[C (programming language)|C]] and was one of the authors of [[Unix]]; he and Ken Thompson shared the [[Turing Award]] of 1983.
Grace Hopper|person|computer scientist, 1906–1992|Programmers|'''Grace Hopper''' (1906–1992) was an American computer scientist and a rear admiral of the navy. She wrote one of the first compilers, and her work influenced [[COBOL]].
Tim Berners-Lee|person|computer scientist, born 1955|Programmers|'''Tim Berners-Lee''' (born 1955 in [[London]]) is a British computer scientist. He invented the [[World Wide Web]] at CERN in 1989 and received the [[Turing Award]] of 2016.
Git|software|version control system|Software|'''Git''' is a system that keeps the versions of files. [[Linus Torvalds]] wrote it in 2005 for the development of [[Linux]].
SQLite|software|database|Software|'''SQLite''' is a database that lives in a single file. D. Richard Hipp wrote its first version in 2000.
World Wide Web|network|system of linked pages|Networks|The '''World Wide Web''' is a system of pages that refer to each other by links. [[Tim Berners-Lee]] proposed it at CERN, near Geneva in [[Switzerland]], in 1989.
ARPANET|network|early computer network|Networks|The '''ARPANET''' was a network of computers from which the Internet grew. Its first message was sent in October 1969 from the [[University of California, Los Angeles]].
Ethernet|network|technology of local networks|Networks|'''Ethernet''' joins computers of a building by cables. Robert Metcalfe and others developed it at Xerox in the 1970s.
ENIAC|computer|early electronic computer|Computers|'''ENIAC''' was one of the first electronic computers. It was completed in 1945 at the [[University of Pennsylvania]], filled a hall and held about 18,000 vacuum tubes.
Transistor|computer|electronic switch|Computers|A '''transistor''' is a switch and amplifier made of a semiconductor such as [[Silicon|silicon]]. John Bardeen and Walter Brattain made the first one at Bell Laboratories in December 1947.
IBM|company|computer manufacturer|Companies|'''IBM''' is a manufacturer of computers and software in the state of [[New York (state)|New York]]. It was founded in 1911 and took its present name in 1924.
Microsoft|company|software company|Companies|'''Microsoft''' is a software company in the state of [[Washington (state)|Washington]]. Bill Gates and Paul Allen founded it in 1975; its products include [[Windows]].
Apple Inc.|company|computer manufacturer|Companies|'''Apple Inc.''' is a manufacturer of computers and phones in [[California]]. Steve Jobs, Steve Wozniak and Ronald Wayne founded it in 1976.
Google|company|Internet company|Companies|'''Google''' is an Internet company in [[California]]. Larry Page and Sergey Brin founded it in 1998 while they studied at [[Stanford University]].
Hewlett-Packard|company|computer manufacturer|Companies|'''Hewlett-Packard''' was a manufacturer of computers and instruments in [[California]]. Bill Hewlett and David Packard founded it in 1939 in a garage at Palo Alto; it was divided in 2015.
Turing Award|award|award for computer science|Science awards|The '''Turing Award''' is the highest honour for computer scientists. It has been given since 1966 and is named after [[Alan Turing]]; among the institutions with most laureates are [[Stanford University]], the [[Massachusetts Institute of Technology]] and the [[University of California, Berkeley]].
""",
)


def articles() -> list[Article]:
    """Articles of languages and of everything else."""
    return [*[_language(row) for row in LANGUAGES], *[_other(row) for row in _OTHERS]]


def short(title: str) -> str:
    """A title without what tells it from others."""
    return "C#" if title.startswith("C Sharp") else title.split(" (")[0]


def _language(row: dict[str, str]) -> Article:
    name = short(row["name"])
    order = sorted(LANGUAGES, key=lambda each: int(each["year"]))
    at = order.index(row)
    near = order[max(0, min(at - 2, len(order) - 5)) :][:5]
    sections: list[Section] = [
        (
            "Other languages",
            [
                ("p", "Programming languages of the same time:"),
                grid(
                    ["Language", "Appeared", "Created by"],
                    [(f"[[{e['name']}|{short(e['name'])}]]", e["year"], e["by"]) for e in near],
                ),
            ],
        ),
    ]
    return Article(
        row["name"],
        "language",
        f"programming language of {row['year']}",
        [f"'''{name}''' is a programming language created by {row['by']}. It appeared in {row['year']}. {row['note']}"],
        [
            ("Appeared", row["year"]),
            ("Created by", row["by"][0].upper() + row["by"][1:] if row["by"][0] != "[" else row["by"]),
        ],
        sections,
        ["Programming languages"],
        ["List of programming languages"],
        [],
        {"type": "card", "title": name, "below": f"since {row['year']}"},
        "",
    )


def _other(row: dict[str, str]) -> Article:
    return Article(
        row["name"], row["kind"], row["description"], [row["lead"]], categories=row["categories"].split(", ")
    )
