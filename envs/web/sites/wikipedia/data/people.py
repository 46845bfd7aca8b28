"""From rows of lives to articles about people."""

from __future__ import annotations

import re

from osgenesis.envs.web.sites.wikipedia.articles import Article, facts, grid, vary

__all__ = ["people", "years"]

_LAST_WORD = 2022


def years(lived: str) -> tuple[int, int] | None:
    """Years of birth and death (of the edition for the living); None for lives before our era."""
    if "BC" in lived:
        return None
    first, _, last = lived.replace("about ", "").partition("–")
    return int(first), int(last or _LAST_WORD)


def people(text: str, category: str) -> list[Article]:
    """Articles from rows: name, years, birthplace, country or state, occupation, known for, note."""
    rows = facts("name lived place region occupation known note", text)
    dated = sorted((row for row in rows if years(row["lived"])), key=lambda row: years(row["lived"]) or (0, 0))
    return [_article(row, dated, category) for row in rows]


def _name(row: dict[str, str]) -> str:
    return row["name"].removeprefix("*")


def _region(row: dict[str, str]) -> str:
    title = row["region"]
    plain = title.split(" (")[0]
    return f"[[{title}]]" if plain == title else f"[[{title}|{plain}]]"


def _article(row: dict[str, str], dated: list[dict[str, str]], category: str) -> Article:
    name = _name(row)
    several = name.endswith("brothers")
    born, _, died = row["lived"].partition("–")
    lived = row["lived"] if died else f"born {born}"
    past = "were" if several else "was" if died else "is"
    job = row["occupation"]
    a = "" if several else "an " if job[0] in "aeiou" else "a "
    lead = vary(
        name,
        f"'''{name}''' ({lived}) {past} {a}{job}, known for the {row['known']}. {row['note']}",
        f"'''{name}''' ({lived}), {a}{job}, {past} known for the {row['known']}. {row['note']}",
    )
    lead = _without_article(lead, row["known"])
    place = f"[[{row['place']}]]"
    region = _region(row)
    where = place if row["place"] == row["region"] or several else f"{place}, {region}"
    life = (
        f"{'They' if several else name} {'were' if several else 'was'} born in {where if not several else 'Indiana and Ohio'}"
        + (f" in {born}." if not several and "about" not in born else ".")
    )
    if "BC" not in row["lived"] and died and not several:
        life += f" {vary(name + ' end', f'Death came in {died}.', f'The {_noun(job)} died in {died}.')}"
    sections = [("Life", [("p", life)])]
    picture = None
    if row in dated:
        at = dated.index(row)
        near = dated[max(0, min(at - 2, len(dated) - 5)) :][:5]
        sections.append(
            (
                "Contemporaries",
                [
                    ("p", f"People of the same time with articles in this encyclopedia, with {name}:"),
                    grid(
                        ["Name", "Lived", "Known for"],
                        [(f"[[{_name(e)}]]", e["lived"], _capital(e["known"])) for e in near],
                    ),
                ],
            )
        )
        spans = [(_name(e), *(years(e["lived"]) or (0, 0)), e is row) for e in near]
        picture = {"type": "timeline", "title": "Lifetimes", "rows": spans}
    box = [
        ("Born", born + (f", {where}" if not several else "")),
        *([("Died", died)] if died else []),
        ("Occupation", _capital(job)),
        ("Known for", _capital(row["known"])),
    ]
    jobs = [f"{_capital(each)}s" for each in re.split(r" and |, ", job)] if not several else [_capital(job)]
    return Article(
        name,
        "person",
        f"{job}, {lived}",
        [lead],
        box,
        sections,
        [category, *(each.replace("ss", "s") if each.endswith("ss") else each for each in jobs)],
        [_name(e) for e in dated if e is not row and e["occupation"] == job][:4],
        [],
        picture,
        f"{name} and contemporaries" if picture else "",
        core=row["name"].startswith("*"),
    )


def _noun(job: str) -> str:
    return re.split(r" and |, ", job)[0]


def _capital(text: str) -> str:
    return text[0].upper() + text[1:]


def _without_article(text: str, known: str) -> str:
    """Names of works and bare nouns stand without "the"."""
    bare = known[0].isupper() or known.startswith(
        ("research", "observations", "popular", "study", "printing", "notes", "alternating", "moons")
    )
    return text.replace(f"known for the {known}", f"known for {known}") if bare else text
