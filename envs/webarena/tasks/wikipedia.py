"""Encyclopedia tasks: facts to look up, pages to open. Nothing there can be changed."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime
from typing import Any, ClassVar, Final
from urllib.parse import unquote, urlsplit

from osgenesis.envs.core.errors import TaskError
from osgenesis.envs.core.oracle import Screen
from osgenesis.envs.core.state import StateDiff
from osgenesis.envs.web.sites.dice import Dice
from osgenesis.envs.web.sites.store import Row
from osgenesis.envs.web.sites.wikipedia.articles import ROOT, plain
from osgenesis.envs.web.sites.world import World
from osgenesis.envs.webarena.answers import same_date, same_number, same_set, same_text
from osgenesis.envs.webarena.base import PageFacts, WebTask
from osgenesis.envs.webarena.routines import Moves, click, fill, role, scroll_to

__all__ = ["articles_of", "open_article", "page_of", "path_of", "short_name"]

_BOX: Final = "Search Wikipedia"


def articles_of(world: World, kind: str, label: str = "") -> list[dict[str, str]]:
    """Articles of a kind whose infobox has a label: their titles, and the box as plain texts."""
    found = []
    for row in world["wikipedia"].store.query("SELECT * FROM article WHERE kind = ? ORDER BY id", kind):
        box = {name: plain(text) for name, text in json.loads(row["content"])["infobox"]}
        if not label or label in box:
            found.append({**box, "title": row["title"]})
    return found


def short_name(title: str) -> str:
    """A title without what tells it from other articles: "Mercury" of "Mercury (planet)"."""
    return title.split(" (")[0]


def path_of(title: str) -> str:
    """The page of an article, unquoted."""
    return f"{ROOT}/A/{title.replace(' ', '_')}"


def page_of(page: PageFacts) -> str:
    """Title of the article in front, "" elsewhere."""
    prefix = f"{ROOT}/A/"
    return page.route.removeprefix(prefix).replace("_", " ") if page.route.startswith(prefix) else ""


def open_article(screen: Screen, title: str) -> Moves:
    """Search for an article and open it."""
    yield from fill(screen, title, label=_BOX, press_enter=True)
    yield from click(screen, text=title, where=role("link"))


def _some(dice: Dice, rows: list[Any]) -> Any:
    if not rows:
        raise TaskError("this world's encyclopedia has no such article")
    return dice.pick(rows)


class _Wiki(WebTask):
    """What is asked is an answer, which is judged by `fits`."""

    sites: ClassVar[tuple[str, ...]] = ("wikipedia",)
    max_steps: ClassVar[int] = 15

    def check(self, world: World, page: PageFacts, diff: StateDiff, answer: str | None) -> float:
        return float(self.fits(answer))

    def fits(self, answer: str | None) -> bool:
        """Whether the answer is the expected one."""
        return same_text(answer, self.facts["expected"])


class _Fact(_Wiki):
    """One line of an article's box of facts."""

    kind: ClassVar[str]
    label: ClassVar[str]

    def choose(self, world: World, dice: Dice) -> dict[str, Any]:
        rows = [row for row in articles_of(world, self.kind, self.label) if self.usable(row)]
        row = _some(dice, rows)
        return {"title": row["title"], "name": short_name(row["title"]), "expected": row[self.label]}

    def usable(self, row: dict[str, str]) -> bool:
        """Whether the article can be asked about."""
        return True

    def oracle(self, screen: Screen) -> Moves:
        yield from open_article(screen, self.facts["title"])
        yield from scroll_to(screen, contains=self.facts["expected"])
        yield screen.answer(self.facts["expected"])


class WikiCapital(_Fact):
    """The capital of a country."""

    name: ClassVar[str] = "WikiCapital"
    template: ClassVar[str] = "What is the capital of {name}, according to the encyclopedia?"
    kind: ClassVar[str] = "country"
    label: ClassVar[str] = "Capital"

    def usable(self, row: dict[str, str]) -> bool:
        return row["Capital"] != "the city itself"


class WikiStateAdmitted(_Fact):
    """The day on which a state joined."""

    name: ClassVar[str] = "WikiStateAdmitted"
    template: ClassVar[str] = "On which day was {name} admitted to the United States? Give the date."
    kind: ClassVar[str] = "state"
    label: ClassVar[str] = "Admitted"

    def choose(self, world: World, dice: Dice) -> dict[str, Any]:
        facts = super().choose(world, dice)
        return {**facts, "expected": facts["expected"].split(" (")[0]}

    def fits(self, answer: str | None) -> bool:
        day = datetime.strptime(self.facts["expected"], "%B %d, %Y").replace(tzinfo=UTC)
        return same_date(answer, day.date())


class WikiAtomicNumber(_Fact):
    """The number of an element."""

    name: ClassVar[str] = "WikiAtomicNumber"
    template: ClassVar[str] = "What is the atomic number of the chemical element {name}?"
    kind: ClassVar[str] = "element"
    label: ClassVar[str] = "Atomic number"

    def fits(self, answer: str | None) -> bool:
        return same_number(answer, float(self.facts["expected"]))


class WikiFounded(_Fact):
    """The year in which a museum was founded."""

    name: ClassVar[str] = "WikiFounded"
    template: ClassVar[str] = "According to the encyclopedia, in which year was this museum founded: {name}?"
    kind: ClassVar[str] = "museum"
    label: ClassVar[str] = "Founded"

    def fits(self, answer: str | None) -> bool:
        return same_number(answer, float(self.facts["expected"]))


class _Comparison(_Wiki):
    """Which of two; both articles have to be read."""

    max_steps: ClassVar[int] = 20
    kind: ClassVar[str]
    label: ClassVar[str]
    larger: ClassVar[bool]

    def choose(self, world: World, dice: Dice) -> dict[str, Any]:
        rows = articles_of(world, self.kind, self.label)
        pairs = [row for row in dice.shuffled(rows) if _number(row[self.label])]
        one = _some(dice, pairs)
        # Far enough apart that nobody need argue, and no name a part of the other.
        value = _number(one[self.label])
        others = [
            row
            for row in pairs
            if abs(_number(row[self.label]) - value) > 0.02 * value
            and row["title"] not in one["title"]
            and one["title"] not in row["title"]
        ]
        other = _some(dice, others)
        order = sorted((one, other), key=lambda row: _number(row[self.label]), reverse=self.larger)
        return {
            "one": one["title"],
            "other": other["title"],
            "expected": order[0]["title"],
            "wrong": order[1]["title"],
            "values": [one[self.label], other[self.label]],
        }

    def fits(self, answer: str | None) -> bool:
        return same_text(answer, self.facts["expected"]) and not same_text(answer, self.facts["wrong"])

    def oracle(self, screen: Screen) -> Moves:
        for title, value in zip((self.facts["one"], self.facts["other"]), self.facts["values"], strict=True):
            yield from open_article(screen, title)
            yield from scroll_to(screen, text=value)
        yield screen.answer(self.facts["expected"])


class WikiLongerRiver(_Comparison):
    """Compare two rivers."""

    name: ClassVar[str] = "WikiLongerRiver"
    template: ClassVar[str] = "According to the encyclopedia, which river is longer: {one} or {other}?"
    kind: ClassVar[str] = "river"
    label: ClassVar[str] = "Length"
    larger: ClassVar[bool] = True


class WikiOlderUniversity(_Comparison):
    """Compare two universities."""

    name: ClassVar[str] = "WikiOlderUniversity"
    template: ClassVar[str] = "Which of these was founded earlier, according to the encyclopedia: {one} or {other}?"
    kind: ClassVar[str] = "university"
    label: ClassVar[str] = "Founded"
    larger: ClassVar[bool] = False


class WikiMembersOfGroup(_Wiki):
    """Read a table: the teams of a division."""

    name: ClassVar[str] = "WikiMembersOfGroup"
    template: ClassVar[str] = (
        "Which teams play in the same division as the {name} of the {league}? The encyclopedia's article on the team "
        "has a table. List all teams of it other than the {name} themselves, separated by commas."
    )

    def choose(self, world: World, dice: Dice) -> dict[str, Any]:
        teams = articles_of(world, "team", "Division")
        groups: dict[tuple[str, str], list[str]] = {}
        for team in teams:
            groups.setdefault((team["League"], team["Division"]), []).append(team["title"])
        listed = [team for team in teams if "National Basketball" in team["League"]]
        team = _some(dice, [t for t in listed if len(groups[t["League"], t["Division"]]) > 2])
        return {
            "name": team["title"],
            "league": team["League"],
            "heading": team["Division"],
            "expected": sorted(_table_column(world, team["title"]) - {team["title"]}),
        }

    def fits(self, answer: str | None) -> bool:
        return same_set(answer, self.facts["expected"])

    def oracle(self, screen: Screen) -> Moves:
        yield from open_article(screen, self.facts["name"])
        for name in self.facts["expected"]:
            yield from scroll_to(screen, text=name)
        yield screen.answer(", ".join(self.facts["expected"]))


class WikiCategorySize(_Wiki):
    """How many articles a category has."""

    name: ClassVar[str] = "WikiCategorySize"
    template: ClassVar[str] = "How many articles does the encyclopedia's category “{category}” hold?"

    def choose(self, world: World, dice: Dice) -> dict[str, Any]:
        row = _some(dice, _categories(world, 2))
        return {"category": row["title"], "expected": row["articles"]}

    def fits(self, answer: str | None) -> bool:
        return same_number(answer, self.facts["expected"])

    def oracle(self, screen: Screen) -> Moves:
        yield from click(screen, text="Categories", where=role("link"))
        yield from click(screen, text=self.facts["category"], where=role("link"))
        shown = f"{self.facts['expected']:,} articles in this category"
        yield from scroll_to(screen, text=shown)
        yield screen.answer(str(self.facts["expected"]))


# ---- pages to open ---------------------------------------------------------------------------------


class WikiOpenArticle(_Wiki):
    """Open an article."""

    name: ClassVar[str] = "WikiOpenArticle"
    template: ClassVar[str] = "Open the encyclopedia's article “{title}”."

    def choose(self, world: World, dice: Dice) -> dict[str, Any]:
        rows = world["wikipedia"].store.query("SELECT title FROM article WHERE kind != 'disambiguation' ORDER BY id")
        return {"title": _some(dice, rows)["title"]}

    def check(self, world: World, page: PageFacts, diff: StateDiff, answer: str | None) -> float:
        return float(page.site == "wikipedia" and page_of(page) == self.facts["title"])

    def oracle(self, screen: Screen) -> Moves:
        yield from open_article(screen, self.facts["title"])


class WikiOpenSection(_Wiki):
    """Open an article at one of its sections."""

    name: ClassVar[str] = "WikiOpenSection"
    template: ClassVar[str] = (
        "Open the encyclopedia's article “{title}” and use its table of contents to jump to the section “{section}”."
    )

    def choose(self, world: World, dice: Dice) -> dict[str, Any]:
        rows = world["wikipedia"].store.query("SELECT * FROM article ORDER BY id")
        with_contents = []
        for row in rows:
            headings = [heading for heading, _ in json.loads(row["content"])["sections"]]
            if len(headings) > 2 or (len(headings) == 2 and row["kind"] in ("element", "country", "mountain")):
                with_contents.append((row["title"], headings))
        title, headings = _some(dice, with_contents)
        return {"title": title, "section": dice.pick(headings)}

    def check(self, world: World, page: PageFacts, diff: StateDiff, answer: str | None) -> float:
        place = unquote(urlsplit(page.url).fragment).replace("_", " ")
        right = page.site == "wikipedia" and page_of(page) == self.facts["title"]
        return float(right and place == self.facts["section"])

    def oracle(self, screen: Screen) -> Moves:
        yield from open_article(screen, self.facts["title"])
        yield from click(screen, text=self.facts["section"], where=role("link"))


class WikiOpenCategory(_Wiki):
    """From an article to one of its categories."""

    name: ClassVar[str] = "WikiOpenCategory"
    template: ClassVar[str] = "Show the category “{category}”, to which the encyclopedia's article “{title}” belongs."

    def choose(self, world: World, dice: Dice) -> dict[str, Any]:
        category = _some(dice, _categories(world, 3))
        rows = world["wikipedia"].store.query(
            "SELECT article.title FROM article JOIN membership ON article_id = article.id WHERE category_id = ? "
            "ORDER BY article.id",
            category["id"],
        )
        return {"category": category["title"], "title": _some(dice, rows)["title"]}

    def check(self, world: World, page: PageFacts, diff: StateDiff, answer: str | None) -> float:
        return float(page.site == "wikipedia" and page_of(page) == f"Category:{self.facts['category']}")

    def oracle(self, screen: Screen) -> Moves:
        yield from open_article(screen, self.facts["title"])
        yield from click(screen, text=self.facts["category"], where=role("link"))


class WikiSearchPage(_Wiki):
    """Search, and turn the page."""

    name: ClassVar[str] = "WikiSearchPage"
    template: ClassVar[str] = "Search the encyclopedia for “{word}” and show the second page of the results."
    _WORDS: ClassVar[tuple[str, ...]] = ("river", "bridge", "physicist", "museum", "mountain", "planet", "capital")

    def choose(self, world: World, dice: Dice) -> dict[str, Any]:
        texts = [row["text"] for row in world["wikipedia"].store.query("SELECT text FROM search_text")]
        return {"word": _some(dice, [w for w in self._WORDS if sum(w in text for text in texts) > 20])}

    def check(self, world: World, page: PageFacts, diff: StateDiff, answer: str | None) -> float:
        query = page.query
        found = page.is_at("wikipedia", "/search") and query.get("pattern", "").strip().lower() == self.facts["word"]
        return float(found and query.get("start") == "20")

    def oracle(self, screen: Screen) -> Moves:
        yield from fill(screen, self.facts["word"], label=_BOX, press_enter=True)
        yield from click(screen, text="Next", where=role("link"))


class WikiFollowLinks(_Wiki):
    """Open what an article refers to."""

    name: ClassVar[str] = "WikiFollowLinks"
    template: ClassVar[str] = (
        "Find out with the encyclopedia in which state {name} lies, and open the article about that state's capital."
    )

    def choose(self, world: World, dice: Dice) -> dict[str, Any]:
        store = world["wikipedia"].store
        known = {row["title"] for row in store.query("SELECT title FROM article")}
        capitals = {row["title"]: row["Capital"] for row in articles_of(world, "state", "Capital")}
        rows = [
            {"name": park["title"], "state": park["Location"], "target": capitals[park["Location"]]}
            for park in articles_of(world, "park", "Location")
            if capitals.get(park["Location"]) in known
        ]
        return dict(_some(dice, rows))

    def check(self, world: World, page: PageFacts, diff: StateDiff, answer: str | None) -> float:
        return float(page.site == "wikipedia" and page_of(page) == self.facts["target"])

    def oracle(self, screen: Screen) -> Moves:
        yield from open_article(screen, self.facts["name"])
        yield from click(screen, text=self.facts["state"], where=role("link"))
        yield from click(screen, text=self.facts["target"], where=role("link"))


# ---- what the encyclopedia holds -------------------------------------------------------------------


def _number(text: str) -> float:
    found = re.search(r"\d[\d,]*", text)
    return float(found.group().replace(",", "")) if found else 0.0


def _table_column(world: World, title: str) -> set[str]:
    """The first column of the only table of an article."""
    row = world["wikipedia"].store.one("SELECT content FROM article WHERE title = ?", title)
    blocks = [block for _, section in json.loads(row["content"])["sections"] for block in section] if row else []
    tables = [content for kind, content in blocks if kind == "table"]
    return {plain(line[0]) for line in tables[0]["rows"]} if tables else set()


def _categories(world: World, least: int) -> list[Row]:
    return world["wikipedia"].store.query(
        "SELECT category.id, category.title, COUNT(*) AS articles FROM category JOIN membership "
        "ON category_id = category.id GROUP BY category.id HAVING articles >= ? ORDER BY category.id",
        least,
    )
