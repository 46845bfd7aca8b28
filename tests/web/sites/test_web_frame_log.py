"""The request log tells what was asked and answered, also as a HAR file."""

import json
from collections.abc import Iterator
from datetime import datetime

import pytest

from osgenesis.envs.web.sites.world import World

PAGE = {"Accept": "text/html,application/xhtml+xml", "Sec-Fetch-Dest": "document", "Sec-Fetch-Mode": "navigate"}


@pytest.fixture
def world() -> Iterator[World]:
    made = World(("homepage", "wikipedia"))
    yield made
    made.close()


def test_pages_posts_and_visits_are_told_apart(world: World) -> None:
    home, wiki = world.client("homepage"), world.client("wikipedia")
    home.get("/scratchpad.html", headers=PAGE)
    home.post("/scratchpad.html", data={"title": "ä & b", "body": "x"}, headers=PAGE)
    wiki.get("/suggest?term=mer", headers={"Sec-Fetch-Dest": "empty", "Accept": "text/html"})
    wiki.get("/search?pattern=sun&content=book", headers=PAGE)
    wiki.get("/wikipedia_en_all_maxi_2022-05/A/None", headers=PAGE)
    assert world.log.visits("homepage") == ("/scratchpad.html",)
    assert world.log.visits("wikipedia") == ("/search?pattern=sun&content=book",)
    (post,) = world.log.posts("homepage")
    assert post.form == {"title": "ä & b", "body": "x"}
    assert (post.status, post.path, post.user) == (302, "/scratchpad.html", None)
    assert [entry.status for entry in world.log.documents("wikipedia")] == [200, 404]
    assert len(world.log) == 5


def test_files_are_not_logged(world: World) -> None:
    page = world.client("homepage").get("/").text
    path = page.split('rel="stylesheet" href="')[1].split('"')[0]
    assert world.client("homepage").get(path).mimetype == "text/css"
    assert [entry.path for entry in world.log] == ["/"]


def test_the_har_has_what_the_format_wants(world: World) -> None:
    client = world.client("homepage")
    client.post("/scratchpad.html", data={"title": "t"}, headers=PAGE)
    client.get("/scratchpad.html?a=1&a=2&b=", headers=PAGE)
    world.client("wikipedia").get("/suggest?term=sun")
    har = json.loads(json.dumps(world.log.har()))["log"]
    assert har["version"] == "1.2"
    assert set(har["creator"]) >= {"name", "version"}
    assert len(har["entries"]) == 3
    for entry in har["entries"]:
        assert set(entry) >= {"startedDateTime", "time", "request", "response", "cache", "timings"}
        assert datetime.fromisoformat(entry["startedDateTime"].replace("Z", "+00:00")).tzinfo is not None
        assert set(entry["timings"]) >= {"send", "wait", "receive"}
        request, response = entry["request"], entry["response"]
        assert set(request) >= {
            "method", "url", "httpVersion", "cookies", "headers", "queryString", "headersSize", "bodySize",
        }  # fmt: skip
        assert set(response) >= {
            "status", "statusText", "httpVersion", "cookies", "headers", "content", "redirectURL", "headersSize",
            "bodySize",
        }  # fmt: skip
        assert set(response["content"]) >= {"size", "mimeType"}
        for pairs in (request["headers"], request["queryString"], request["cookies"], response["headers"]):
            assert all(isinstance(pair["name"], str) and isinstance(pair["value"], str) for pair in pairs)
        assert request["url"].startswith("http://")
    post, get, call = har["entries"]
    assert post["request"]["postData"]["params"] == [{"name": "title", "value": "t"}]
    assert post["request"]["postData"]["mimeType"].startswith("application/x-www-form-urlencoded")
    assert post["response"]["redirectURL"] == "/scratchpad.html"
    assert post["response"]["cookies"][0]["name"] == "homepage_session"
    assert get["request"]["queryString"] == [
        {"name": "a", "value": "1"}, {"name": "a", "value": "2"}, {"name": "b", "value": ""},
    ]  # fmt: skip
    assert get["request"]["cookies"][0]["name"] == "homepage_session"
    assert json.loads(call["response"]["content"]["text"])[0]["value"] == "Sun"


def test_long_bodies_do_not_fill_the_log(world: World) -> None:
    world.client("homepage").post("/scratchpad.html", data={"title": "t", "body": "x" * 200_000})
    (entry,) = world.log
    assert entry.body == b""
    assert world["homepage"].store.one("SELECT * FROM note WHERE title = 't'") is not None
