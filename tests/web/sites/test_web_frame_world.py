"""A world's moments: rolled back, frozen, thawed and forked; worlds share nothing, whatever is done to them."""

import json
import os
import pickle
import subprocess
import sys
import threading
import urllib.parse
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from werkzeug.wrappers import Response

from osgenesis.envs.core.errors import TaskError, UnknownNameError
from osgenesis.envs.web.sites.gate import Gate, serve
from osgenesis.envs.web.sites.visit import Visit
from osgenesis.envs.web.sites.world import World

SITES = ("wikipedia", "homepage")
PAD = "/scratchpad.html"


@pytest.fixture
def world() -> Iterator[World]:
    made = World(SITES)
    yield made
    made.close()


def note(world: World, title: str, body: str = "") -> int:
    return world.client("homepage").post(PAD, data={"title": title, "body": body}).status_code


def titles(world: World) -> list[str]:
    return [row["title"] for row in world["homepage"].store.query("SELECT title FROM note ORDER BY id")]


def test_a_rollback_is_the_start(world: World) -> None:
    start, state, hashed = world.freeze(), world.state(), world.state_hash()
    note(world, "one")
    world.client("wikipedia").get("/random")
    assert world.state_hash() != hashed
    world.rollback()
    assert (world.freeze(), world.state(), world.state_hash()) == (start, state, hashed)
    assert not list(world.log)
    assert world.clock.now == world.clock.start


def test_a_thawed_world_is_the_frozen_one(world: World) -> None:
    note(world, "one")
    frozen = world.freeze()
    before = (titles(world), world.clock.now, world.state_hash(), len(world.log))
    note(world, "two")
    world["homepage"].store.delete("note", 1)
    world.thaw(pickle.loads(pickle.dumps(frozen)))
    assert (titles(world), world.clock.now, world.state_hash(), len(world.log)) == before


def test_equal_deeds_give_equal_hashes(world: World) -> None:
    other = World(SITES)
    try:
        for each in (world, other):
            note(each, "a", "b")
            each.client("wikipedia").get("/random")
        assert world.state_hash() == other.state_hash()
        note(other, "more")
        assert world.state_hash() != other.state_hash()
    finally:
        other.close()


def test_a_moment_of_another_world_is_refused(world: World) -> None:
    other = World(SITES, seed=1)
    try:
        with pytest.raises(TaskError, match="belongs to the world"):
            world.thaw(other.freeze())
    finally:
        other.close()


def test_forks_edited_in_conflict_stay_apart(world: World) -> None:
    note(world, "common")
    twin = world.fork()
    try:
        assert twin.state_hash() == world.state_hash()
        note(world, "mine")
        twin["homepage"].store.update("note", 1, title="theirs")
        world["homepage"].store.update("note", 1, title="ours")
        note(twin, "yours")
        assert titles(world) == ["ours", "Library", "Ideas for the weekend", "common", "mine"]
        assert titles(twin) == ["theirs", "Library", "Ideas for the weekend", "common", "yours"]
        world.rollback()
        assert titles(twin)[0] == "theirs"
    finally:
        twin.close()


def test_worlds_on_sockets_stay_apart_under_load() -> None:
    worlds = [World(SITES) for _ in range(3)]
    servers = [serve(world) for world in worlds]
    failures: list[BaseException] = []

    def write(number: int) -> None:
        try:
            for at in range(8):
                data = urllib.parse.urlencode({"title": f"w{number}-{at}", "body": str(number)}).encode()
                with urllib.request.urlopen(servers[number].origins["homepage"] + PAD, data) as answer:
                    assert f"w{number}-{at}" in answer.read().decode()
        except BaseException as error:
            failures.append(error)

    try:
        threads = [threading.Thread(target=write, args=(number,)) for number in range(3) for _ in range(2)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert not failures
        for number, world in enumerate(worlds):
            ours = titles(world)[3:]
            assert sorted(ours) == sorted(f"w{number}-{at}" for at in range(8) for _ in range(2))
            assert {entry.site for entry in world.log} == {"homepage"}
    finally:
        for server in servers:
            server.close()
        for world in worlds:
            world.close()


def test_gates_of_two_worlds_show_each_its_own(world: World) -> None:
    twin = world.fork()
    gates = [Gate(world), Gate(twin)]
    try:
        note(world, "left")
        note(twin, "right")
        for gate, own, other in ((gates[0], "left", "right"), (gates[1], "right", "left")):
            opener = urllib.request.build_opener(urllib.request.ProxyHandler({"http": gate.address}))
            with opener.open(f"http://home.test{PAD}") as answer:
                page = answer.read().decode()
            assert own in page
            assert other not in page
    finally:
        for gate in gates:
            gate.close()
        twin.close()


def test_what_a_view_raises_is_undone(world: World) -> None:
    site = world["homepage"].site
    before = world.state_hash()

    def broken(visit: Visit) -> Response:
        visit.store.insert("note", title="half", body="", created=0)
        raise RuntimeError("in the middle")

    view = site.endpoints["views.scratchpad"]
    site.endpoints["views.scratchpad"] = broken
    try:
        assert world.client("homepage").get(PAD).status_code == 500
    finally:
        site.endpoints["views.scratchpad"] = view
    assert world.state_hash() == before
    assert world.client("homepage").get(PAD).status_code == 200


def test_the_clock_moves_only_with_writes(world: World) -> None:
    client = world.client("homepage")
    start = world.clock.now
    client.get(PAD)
    assert world.clock.now == start
    note(world, "later")
    assert world.clock.now > start
    assert world["homepage"].store.value("SELECT created FROM note WHERE title = 'later'") == world.clock.timestamp


def test_unknown_names_are_told_with_near_ones(world: World) -> None:
    with pytest.raises(UnknownNameError, match="homepage"):
        world["homepge"]
    with pytest.raises(UnknownNameError, match="small"):
        World(("homepage",), size="smal")["homepage"].store  # noqa: B018
    with pytest.raises(TaskError, match="no accounts"):
        world.log_in("wikipedia")


def test_every_process_makes_the_same_contents(tmp_path: Path) -> None:
    script = (
        "from osgenesis.envs.web.sites.world import World\n"
        f"w = World({SITES!r})\n"
        "import json; print(json.dumps({n: w[n].store.image.digest for n in w.sites}))\n"
    )
    digests = []
    for hash_seed in ("1", "2"):
        environment = {**os.environ, "PYTHONHASHSEED": hash_seed, "XDG_CACHE_HOME": str(tmp_path / hash_seed)}
        done = subprocess.run(
            [sys.executable, "-c", script], env=environment, capture_output=True, text=True, check=True
        )
        digests.append(json.loads(done.stdout))
    assert digests[0] == digests[1]
    here = World(SITES)
    try:
        assert digests[0] == {name: here[name].store.image.digest for name in here.sites}
    finally:
        here.close()
