"""`backend="live"`: our own sites, served as if they were foreign; it reads nothing but HTTP."""

from collections.abc import Iterator

import pytest

from osgenesis.envs.core.actions import Action
from osgenesis.envs.core.errors import BackendError, CapabilityError
from osgenesis.envs.web.live import VARIABLES, LiveWeb, live_addresses
from osgenesis.envs.web.sites.gate import serve
from osgenesis.envs.web.sites.world import World
from osgenesis.envs.webarena.environment import make_webarena

pytestmark = pytest.mark.browser
DONE = Action("status", goal_status="complete")


@pytest.fixture(scope="module")
def foreign() -> Iterator[World]:
    """A world that another program might serve; with the official tasks' things where libwebarena is installed."""
    try:
        from osgenesis.envs.webarena.official.compat import all_entities

        entities = all_entities()
    except ImportError:
        entities = None
    world = World(entities=entities)
    server = serve(world)
    yield world
    server.close()
    world.close()


@pytest.fixture
def addresses(foreign: World, monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    foreign.rollback()
    for site, variable in VARIABLES.items():
        monkeypatch.setenv(variable, foreign.served.get(site, "todo"))
    return foreign.served


def test_the_variables_of_the_harness_name_the_sites(addresses: dict[str, str]) -> None:
    assert live_addresses() == addresses


def test_without_addresses_it_says_which_variables_it_needs() -> None:
    with pytest.raises(BackendError, match="WA_REDDIT"):
        live_addresses({"WA_REDDIT": "todo"})


def test_it_logs_in_by_typing_and_reaches_nothing_else(chromium: str, addresses: dict[str, str]) -> None:
    live = LiveWeb(executable=chromium)
    try:
        for site, trace in (("forum", "Log out"), ("shop", "Sign Out")):
            live.log_in(site)
            live.open(addresses[site] + "/")
            assert any(trace in element.text for element in live.elements()), site
            assert live.context()["app"] == site
        live.log_out()
        live.open(addresses["forum"] + "/")
        assert not any("Log out" in element.text for element in live.elements())
        for address in ("http://127.0.0.1:9/", "https://example.com/", "file:///etc/passwd"):
            before = live.context()["url"]
            with pytest.raises(Exception, match=r"outside this world|Only http"):
                live.perform(Action("goto", url=address))
            assert live.context()["url"] == before
    finally:
        live.close()


def test_it_promises_no_reset_and_no_state(chromium: str, addresses: dict[str, str]) -> None:
    live = LiveWeb(executable=chromium)
    try:
        assert live.capabilities == {"screenshot"}
        for ask in (live.snapshot, live.fork, live.state, live.state_hash):
            with pytest.raises(CapabilityError, match="embedded"):
                ask()
    finally:
        live.close()


def test_a_log_in_that_is_not_accepted_is_said_so(chromium: str, addresses: dict[str, str], foreign: World) -> None:
    foreign["forum"].store.execute("UPDATE user SET password = '' WHERE name = 'MarvelsGrantMan136'")
    live = LiveWeb(executable=chromium)
    try:
        with pytest.raises(BackendError, match="did not accept"):
            live.log_in("forum")
    finally:
        live.close()


def test_an_official_task_runs_and_scores(chromium: str, addresses: dict[str, str]) -> None:
    pytest.importorskip("webarena")
    env = make_webarena("webarena.404", backend="live", tasks="official", observe=("goal", "elements"))
    try:
        env.reset(seed=0)
        assert env.step(DONE)[1] == 0.0
        env.reset(seed=0)
        env.step(Action("goto", url=addresses["forum"] + "/f/books/new"))
        place = next(i for i, e in enumerate(env.elements) if "vote__up" in e.resource_id or e.label == "Upvote")
        env.step(Action("click", index=place))
        assert env.step(DONE)[1] == 1.0
    finally:
        env.close()
