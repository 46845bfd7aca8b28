"""The homepage leads to the sites, lists accounts, calculates, and keeps notes."""

import html
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from osgenesis.envs.web.sites.entities import HomepageEntities
from osgenesis.envs.web.sites.homepage.views import calculate
from osgenesis.envs.web.sites.world import World


@pytest.fixture
def world() -> Iterator[World]:
    made = World(("homepage", "wikipedia"))
    yield made
    made.close()


def test_it_leads_to_the_sites_and_tools(world: World) -> None:
    page = world.client("homepage").get("/").text
    for address in ("http://wiki.test/", "/password.html", "/calculator.html", "/scratchpad.html"):
        assert f'href="{address}"' in page


@pytest.mark.parametrize(("expression", "result"), [
    ("(3 + 4) * 2", "14"), ("1,200 \u00d7 2", "2400"), ("10 ÷ 4", "2.5"), ("2^10", "1024"), ("-5 % 3", "1"),
    ("0.1+0.2", "0.3"),
    ("7 \u2212 9", "-2"), ("1/3", "0.3333333333"),
])  # fmt: skip
def test_the_calculator(world: World, expression: str, result: str) -> None:
    page = world.client("homepage").get("/calculator.html", query_string={"expression": expression}).text
    assert f'<output id="result" for="expression">{result}</output>' in page


@pytest.mark.parametrize(
    "expression", ["2+", "abs(1)", "9^9^9", "1e999", "(" * 150, "a", "10^999", "1/0", "0^-1", "__import__"]
)
def test_what_is_no_calculation_is_told(world: World, expression: str) -> None:
    answer = world.client("homepage").get("/calculator.html", query_string={"expression": expression})
    assert answer.status_code == 200
    assert "field-error" in answer.text
    assert 'id="result"' not in answer.text


@given(st.text("0123456789.+-*/%^()e ,", max_size=40))
def test_any_calculation_ends(expression: str) -> None:
    try:
        float(calculate(expression))
    except (ValueError, SyntaxError, ArithmeticError, RecursionError, MemoryError):
        return


def test_notes_are_kept_and_thrown_away(world: World) -> None:
    client = world.client("homepage")
    answer = client.post("/scratchpad.html", data={"title": "<b>Milk</b>", "body": "two\r\nbottles"})
    assert (answer.status_code, answer.location) == (302, "/scratchpad.html")
    page = client.get("/scratchpad.html").text
    assert html.escape("<b>Milk</b>") in page
    assert "<b>Milk" not in page
    assert "The note was saved." in page
    assert "The note was saved." not in client.get("/scratchpad.html").text
    key = world["homepage"].store.value("SELECT id FROM note WHERE body = 'two' || char(10) || 'bottles'")
    assert client.post(f"/scratchpad/{key}/delete").status_code == 302
    assert world["homepage"].store.get("note", key) is None
    assert client.post(f"/scratchpad/{key}/delete").status_code == 404


def test_a_note_without_a_title_is_kept_in_the_form(world: World) -> None:
    answer = world.client("homepage").post("/scratchpad.html", data={"title": " ", "body": "my text"})
    assert answer.status_code == 422
    assert "A note needs a title." in answer.text
    assert "my text</textarea>" in answer.text
    assert len(world["homepage"].store.query("SELECT * FROM note")) == 3


def test_accounts_that_must_exist_are_listed() -> None:
    world = World(("homepage",), entities={"homepage": HomepageEntities((("forge", "ada", "s3cret"),))})
    try:
        page = world.client("homepage").get("/password.html").text
        assert all(word in page for word in ("Forge", "ada", "s3cret"))
    finally:
        world.close()


def test_nothing_that_grades_can_be_reached(world: World) -> None:
    client = world.client("homepage")
    for path in ("/reset", "/status", "/log.har", "/init", "/start", "/stop", "/restart"):
        assert client.get(path).status_code == 404
        assert client.post(path).status_code == 404
