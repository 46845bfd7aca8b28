"""The encyclopedia: every article, category and link is there; search finds; nothing can be written."""

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from urllib.parse import unquote
from xml.etree import ElementTree

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from werkzeug.test import Client

from osgenesis.envs.web.sites.entities import ArticleEntity, WikipediaEntities
from osgenesis.envs.web.sites.wikipedia.articles import ROOT, address, facts, listed, plain, rendered
from osgenesis.envs.web.sites.wikipedia.search import folded, search
from osgenesis.envs.web.sites.wikipedia.seed import all_articles
from osgenesis.envs.web.sites.world import World

LANDING = f"{ROOT}/A/User:The_other_Kiwix_guy/Landing"


@pytest.fixture(scope="module")
def world() -> Iterator[World]:
    made = World(("wikipedia",), size="full")
    yield made
    made.close()


@pytest.fixture
def client(world: World) -> Client:
    world.rollback()
    return world.client("wikipedia")


class Page(HTMLParser):
    """Addresses, ids and headings of a page; complains of tags that do not close."""

    VOID = frozenset("meta link input img br hr path circle rect".split())

    def __init__(self, html: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.ids: list[str] = []
        self.open: list[str] = []
        self.feed(html)
        self.close()
        assert not self.open, self.open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value for name, value in attrs if value is not None}
        self.ids += [found["id"]] if found.get("id") else []
        self.links += [found[name] for name in ("href", "src", "action") if found.get(name)]
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in self.VOID:
            return
        while self.open and self.open[-1] != tag and self.open[-1] in ("li", "p", "td", "tr"):
            self.open.pop()
        assert self.open[-1:] == [tag], tag
        self.open.pop()


def test_there_is_enough_to_read() -> None:
    articles = all_articles()
    assert sum(article.core for article in articles) >= 120
    assert len(articles) >= 400
    assert len({article.title for article in articles}) == len(articles)


def test_every_page_is_whole_and_every_link_leads_somewhere(world: World, client: Client) -> None:
    seen: set[str] = set()
    todo = [LANDING, f"{ROOT}/A/Special:Categories"]
    while todo:
        path = todo.pop()
        if path in seen:
            continue
        seen.add(path)
        answer = client.get(path)
        assert answer.status_code == 200, path
        assert not re.search(r"\[\[|\]\]|'''|\bNone\b", re.sub(r"<[^>]*>", "", answer.text)), path
        page = Page(answer.text)
        assert len(page.ids) == len(set(page.ids)), path
        for link in page.links:
            assert link.startswith(("/", "#", "data:")), link
            if link.startswith(f"{ROOT}/A/"):
                todo.append(link)
    titles = {unquote(path).removeprefix(f"{ROOT}/A/").replace("_", " ") for path in seen}
    everything = {row["title"] for row in world["wikipedia"].store.query("SELECT title FROM article")}
    assert everything <= titles


def test_every_picture_is_svg(world: World, client: Client) -> None:
    for row in world["wikipedia"].store.query("SELECT title FROM article WHERE picture != ''"):
        answer = client.get(address(row["title"]).replace("/A/", "/I/") + ".svg")
        assert answer.mimetype == "image/svg+xml"
        ElementTree.fromstring(answer.text)
    assert client.get(f"{ROOT}/I/Nothing.svg").status_code == 404


def test_the_root_leads_to_the_landing_page(client: Client) -> None:
    for path in ("/", ROOT, f"{ROOT}/"):
        answer = client.get(path)
        assert (answer.status_code, answer.location) == (302, LANDING)
    assert "Welcome to Wikipedia" in client.get(LANDING).text


def test_other_titles_lead_to_the_article(client: Client) -> None:
    for name, target in (
        ("MIT", "Massachusetts_Institute_of_Technology"),
        ("USA", "United_States"),
        ("oxygen", "Oxygen"),
    ):
        assert client.get(f"{ROOT}/A/{name}").location == f"{ROOT}/A/{target}"


def test_what_does_not_exist_is_told_with_near_titles(client: Client) -> None:
    assert client.get(f"{ROOT}/A/").status_code == 404
    answer = client.get(f"{ROOT}/A/Merc")
    assert answer.status_code == 404
    assert "Mercury (planet)" in answer.text
    assert client.get(f"{ROOT}/A/Category:Nothing").status_code == 404


def test_things_of_one_name_are_told_apart(client: Client) -> None:
    page = client.get(f"{ROOT}/A/Mercury").text
    for title in ("Mercury_(planet)", "Mercury_(element)"):
        assert f"{ROOT}/A/{title}" in page


@pytest.mark.parametrize(("pattern", "first"), [
    ("oxygen", "Oxygen"), ("MIT", "Massachusetts Institute of Technology"), ("george washington", "George Washington"),
    ("moon of neptune triton", "Triton"), ("Öresund bridge", "Øresund Bridge"), ("capital of australia", "Canberra"),
])  # fmt: skip
def test_the_likeliest_article_comes_first(world: World, pattern: str, first: str) -> None:
    total, hits = search(world["wikipedia"].store, pattern, 0, 5)
    assert total >= 1
    assert first in [hit.title for hit in hits[:2]]


def test_results_have_pages(client: Client, world: World) -> None:
    first = client.get("/search?pattern=river&content=wikipedia").text
    total = int(re.findall(r"of <b>([\d,]+)</b>", first)[0].replace(",", ""))
    assert total > 40
    assert first.count('<span class="number">') == 20
    assert 'rel="next" href="/search?pattern=river&amp;content=wikipedia&amp;start=20"' in first
    second = client.get("/search?pattern=river&content=wikipedia&start=20").text
    titles = [re.findall(r'<li><a href="[^"]*">([^<]*)</a>', page) for page in (first, second)]
    assert len({*titles[0], *titles[1]}) == 40
    assert client.get("/search?pattern=river&start=99999").status_code == 200
    assert "No results" in client.get("/search?pattern=qqqq").text
    assert client.get("/search").status_code == 200


@given(st.text(max_size=40))
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_pattern_can_be_searched(world: World, client: Client, pattern: str) -> None:
    answer = client.get("/search", query_string={"pattern": pattern})
    assert answer.status_code == 200
    Page(answer.text)


def test_the_random_article_depends_on_the_visitor_alone(world: World, client: Client) -> None:
    first = [client.get("/random").location for _ in range(5)]
    assert len(set(first)) == 5
    other = world.client("wikipedia")
    assert [other.get("/random").location for _ in range(5)] == first


def test_nothing_can_be_written(world: World, client: Client) -> None:
    for path in (LANDING, f"{ROOT}/A/Oxygen", "/search", "/random"):
        assert client.post(path, data={"text": "x"}).status_code == 405
        assert client.delete(path).status_code == 405
    assert world["wikipedia"].delta() == ()


def test_the_harness_can_ask_for_articles() -> None:
    wanted = WikipediaEntities((
        ArticleEntity("Oxygen", ("atomic number 8", "Earth")),
        ArticleEntity("Oxygen2", ("It was found first.", "It was lost then.")),
        ArticleEntity("Sun", ("something that we do not say",)),
    ))  # fmt: skip
    world = World(("wikipedia",), entities={"wikipedia": wanted})
    try:
        store = world["wikipedia"].store
        text = {row["title"]: row["text"] for row in store.query("SELECT title, text FROM article")}
        assert text["Oxygen2"].index("found first") < text["Oxygen2"].index("lost then")
        assert "something that we do not say" in text["Sun"]
        assert "Facts\n" not in text["Oxygen"]
        assert world.client("wikipedia").get(f"{ROOT}/A/Oxygen2").status_code == 200
    finally:
        world.close()
    assert "something that we do not say" not in {a.title: "\n".join(a.texts()) for a in all_articles()}["Sun"]


def test_markup() -> None:
    resolve = {"Sun": "Sun", "USA": "United States"}.get
    text = "The '''[[Sun]]''' <b> & [[USA|the ''States'']] [[Nowhere|no]]"
    assert rendered(text, resolve) == (
        f'The <b><a href="{ROOT}/A/Sun" title="Sun">Sun</a></b> &lt;b&gt; &amp; '
        f'<a href="{ROOT}/A/United_States" title="United States">the &#39;&#39;States&#39;&#39;</a> no'
    )
    assert plain("'''a''' [[b|c]] [[d]]") == "a c d"
    assert listed(["a", "b", "c"]) == "a, b and c"
    assert facts("x y", "a|b [[c|d]]\n  more\ne") == [{"x": "a", "y": "b [[c|d]] more"}, {"x": "e", "y": ""}]
    with pytest.raises(ValueError, match="3 cells for 2 columns"):
        facts("x y", "a|b|c")


@given(st.text(max_size=30))
def test_folding_keeps_places(text: str) -> None:
    assert len(folded(text)) == len(text)
