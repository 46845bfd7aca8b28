"""The control port resets a served world and hands out its log, to harnesses and never to browsers."""

import json
import threading
import urllib.error
import urllib.request
from collections.abc import Iterator

import pytest
from werkzeug.test import Client

from osgenesis.envs.web.sites.control import READY, ControlApplication
from osgenesis.envs.web.sites.gate import serve
from osgenesis.envs.web.sites.world import World

LOCAL = {"Host": "127.0.0.1:1234"}
JSON = {**LOCAL, "Accept": "application/json"}


@pytest.fixture
def world() -> Iterator[World]:
    made = World(("homepage",))
    yield made
    made.close()


def test_a_reset_rolls_the_world_back_and_status_says_when_it_is_done(world: World) -> None:
    world.client("homepage").post("/scratchpad.html", data={"title": "x"})
    called: list[int] = []
    control = ControlApplication(world, lambda: called.append(len(world.log)))
    client = Client(control)
    assert client.get("/reset", headers=LOCAL).status_code == 200
    control.wait()
    answer = client.get("/status", headers=LOCAL)
    assert (answer.status_code, answer.text) == (200, READY)
    assert called == [0]
    assert world.freeze() == World(("homepage",)).freeze()


def test_a_second_reset_waits_its_turn(world: World) -> None:
    going, go_on = threading.Event(), threading.Event()

    def slow() -> None:
        going.set()
        assert go_on.wait(10)

    control = ControlApplication(world, slow)
    client = Client(control)
    assert client.get("/reset", headers=LOCAL).status_code == 200
    assert going.wait(10)
    assert client.get("/reset", headers=LOCAL).status_code == 418
    assert client.get("/status", headers=LOCAL).text != READY
    assert client.get("/status", headers=JSON).get_json()["success"] is False
    go_on.set()
    control.wait()
    assert client.get("/status", headers=LOCAL).text == READY


def test_a_failed_reset_is_told(world: World) -> None:
    def broken() -> None:
        raise RuntimeError("no browser")

    control = ControlApplication(world, broken)
    control.reset()
    control.wait()
    assert Client(control).get("/status", headers=LOCAL).text == "The reset failed: no browser"


@pytest.mark.parametrize(("method", "path", "success"), [
    ("POST", "/init", True), ("POST", "/start?wait=1", True), ("POST", "/restart?wait=1", True),
    ("POST", "/stop", False), ("GET", "/status", True),
])  # fmt: skip
def test_the_other_dialect_speaks_json(world: World, method: str, path: str, success: bool) -> None:
    answer = Client(ControlApplication(world)).open(path, method=method, headers=JSON)
    assert set(answer.get_json()) == {"success", "message", "details"}
    assert answer.get_json()["success"] is success


def test_the_log_can_be_fetched(world: World) -> None:
    world.client("homepage").get("/password.html")
    answer = Client(ControlApplication(world)).get("/log.har", headers=LOCAL)
    assert "log.har" in answer.headers["Content-Disposition"]
    assert json.loads(answer.text)["log"]["entries"][0]["request"]["url"] == "http://home.test/password.html"


@pytest.mark.parametrize(("headers", "path", "method", "status"), [
    ({**LOCAL, "Sec-Fetch-Mode": "navigate"}, "/reset", "GET", 403),
    ({**LOCAL, "Sec-Fetch-Dest": "empty"}, "/log.har", "GET", 403),
    ({**LOCAL, "Origin": "http://127.0.0.1:1"}, "/init", "POST", 403),
    ({"Host": "rebound.example.com"}, "/reset", "GET", 403),
    (LOCAL, "/nothing", "GET", 404),
    (LOCAL, "/init", "GET", 405),
])  # fmt: skip
def test_browsers_and_strangers_are_refused(
    world: World, headers: dict[str, str], path: str, method: str, status: int
) -> None:
    control = ControlApplication(world)
    assert Client(control).open(path, method=method, headers=headers).status_code == status
    assert not control.resetting


def test_it_has_a_port_of_its_own_and_no_path_of_the_homepage(world: World) -> None:
    server = serve(world, extra={"control": ControlApplication(world)})
    try:
        with urllib.request.urlopen(server.origins["control"] + "/status") as answer:
            assert answer.read().decode() == READY
        for path in ("/reset", "/status", "/log.har", "/init"):
            with pytest.raises(urllib.error.HTTPError, match="404"):
                urllib.request.urlopen(server.origins["homepage"] + path)
        with urllib.request.urlopen(server.origins["homepage"]) as answer:
            assert server.origins["control"] not in answer.read().decode()
    finally:
        server.close()
