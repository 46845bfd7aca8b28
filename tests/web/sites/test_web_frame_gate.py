"""The gate shows one world and nothing else, and neither it nor the ports mind what is sent to them."""

import http.client
import socket
import threading
import urllib.error
import urllib.request
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from osgenesis.envs.core.errors import BackendError
from osgenesis.envs.web.sites.gate import Gate, PortServer, serve
from osgenesis.envs.web.sites.visit import LARGEST_REQUEST
from osgenesis.envs.web.sites.world import World

POST = b"POST http://home.test/scratchpad.html HTTP/1.1\r\nHost: home.test\r\n"
HOME = b"GET http://home.test/ HTTP/1.1\r\nHost: home.test\r\n"


@pytest.fixture(scope="module")
def world() -> Iterator[World]:
    made = World(("homepage", "wikipedia"))
    yield made
    made.close()


@pytest.fixture(scope="module")
def gate(world: World) -> Iterator[Gate]:
    made = Gate(world)
    yield made
    made.close()


@pytest.fixture(scope="module")
def server(world: World) -> Iterator[PortServer]:
    made = serve(world)
    yield made
    made.close()


@pytest.fixture(autouse=True)
def _fresh(world: World) -> None:
    world.rollback()


def port_of(address: str) -> int:
    return urlsplit(address).port or 80


def sent(address: str, *parts: bytes, read: bool = True) -> bytes:
    """Send bytes on a connection of their own; what comes back until the server closes."""
    with socket.create_connection(("127.0.0.1", port_of(address)), timeout=5) as connection:
        try:
            for part in parts:
                connection.sendall(part)
            if not read:
                return b""
            connection.shutdown(socket.SHUT_WR)
            found = b""
            while block := connection.recv(65536):
                found += block
            return found
        except (ConnectionResetError, BrokenPipeError):
            return found if parts and read and "found" in locals() else b""


def status(answer: bytes) -> int:
    return int(answer.split(b" ", 2)[1]) if answer.startswith(b"HTTP/") else 0


def works(address: str) -> bool:
    return status(sent(address, HOME + b"Connection: close\r\n\r\n")) == 200


@pytest.mark.parametrize(
    "url",
    [
        "http://example.com/",
        "https://home.test/",
        "http://home.test:8080/",
        "http://127.0.0.1:9/",
        "http://localhost/",
        "http://home.test.example.com/",
        "http://xhome.test/",
        "http://[::1]/",
        "http://home.test:port/",
        "http://home.test:99999999/",
        "ftp://home.test/",
        "file:///etc/passwd",
        "/",
        "*",
        "//home.test/",
    ],
)
def test_what_is_not_of_this_world_is_refused_and_noted(gate: Gate, world: World, url: str) -> None:
    answer = sent(gate.address, f"GET {url} HTTP/1.1\r\nHost: home.test\r\nConnection: close\r\n\r\n".encode())
    assert status(answer) == 403, answer[:200]
    assert len(world.refused) == 1
    assert not list(world.log)


def test_the_gate_does_not_lead_to_the_ports_of_a_served_world(gate: Gate, server: PortServer, world: World) -> None:
    for origin in server.origins.values():
        answer = sent(gate.address, f"GET {origin}/ HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n".encode())
        assert status(answer) == 403
    assert len(world.refused) == 2


@pytest.mark.parametrize("target", ["home.test:443", "example.com:443", "home.test:80", "127.0.0.1:22"])
def test_tunnels_are_refused(gate: Gate, world: World, target: str) -> None:
    answer = sent(gate.address, f"CONNECT {target} HTTP/1.1\r\nHost: {target}\r\n\r\n".encode())
    assert status(answer) == 403
    assert world.refused == [f"https://{target}"]


def test_a_host_may_be_written_in_any_way(gate: Gate) -> None:
    for url in ("http://home.test/", "http://HOME.test/", "http://home.test:80/", "http://home.test"):
        answer = sent(gate.address, f"GET {url} HTTP/1.1\r\nHost: home.test\r\nConnection: close\r\n\r\n".encode())
        assert status(answer) == 200, url


MALFORMED = {
    "not http": b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + bytes(range(256)),
    "no version": b"GET http://home.test/\r\n\r\n",
    "empty lines": b"\r\n\r\n\r\n\r\n",
    "bad length": HOME + b"Content-Length: many\r\n\r\n",
    "negative length": HOME + b"Content-Length: -5\r\n\r\n",
    "odd digits": HOME + "Content-Length: ²\r\n\r\n".encode(),
    "two lengths": HOME + b"Content-Length: 3\r\nContent-Length: 4\r\n\r\nabcd",
    "unknown coding": HOME + b"Transfer-Encoding: gzip\r\n\r\nabc",
    "bad chunks": HOME + b"Transfer-Encoding: chunked\r\n\r\nzz\r\nabc\r\n0\r\n\r\n",
    "short body": POST + b"Content-Length: 500\r\n\r\ntitle=x",
    "header without colon": HOME + b"nonsense\r\n\r\n",
    "huge headers": HOME + b"X-Much: " + b"a" * 400_000 + b"\r\n\r\n",
    "nul in path": b"GET http://home.test/\0 HTTP/1.1\r\nHost: home.test\r\n\r\n",
    "bad percent": b"GET http://home.test/%zz%ff%00 HTTP/1.1\r\nHost: home.test\r\n\r\n",
    "odd host": b"GET http://home.test/ HTTP/1.1\r\nHost: \xff<>'\"\r\n\r\n",
    "user in host": b"GET http://u:p@home.test/ HTTP/1.1\r\nHost: home.test\r\n\r\n",
    "odd cookie": HOME + b"Cookie: homepage_session=\xff\xfe; =; ;;; a=b=c\r\n\r\n",
    "bad address": b"GET http://[/ HTTP/1.1\r\nHost: home.test\r\n\r\n",
    "odd method": b"BREW http://home.test/ HTTP/1.1\r\nHost: home.test\r\n\r\n",
}


@pytest.mark.parametrize("name", MALFORMED)
def test_a_malformed_request_gets_an_answer_or_is_dropped_and_the_next_one_works(
    gate: Gate, server: PortServer, name: str
) -> None:
    request = MALFORMED[name]
    for address in (gate.address, server.origins["homepage"]):
        answer = sent(address, request.replace(b"http://home.test", b"") if address != gate.address else request)
        assert status(answer) in (0, 200, 303, 400, 403, 404, 405, 413, 422, 431, 501), answer[:300]
    assert works(gate.address)


@given(st.binary(max_size=300))
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_bytes_after_the_request_line(gate: Gate, data: bytes) -> None:
    answer = sent(gate.address, HOME + data + b"\r\n\r\n")
    assert status(answer) != 500, answer[:300]


@given(st.text(max_size=60))
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_path_and_query(gate: Gate, text: str) -> None:
    target = text.encode("utf-8", "surrogatepass").replace(b" ", b"+").replace(b"\r", b"").replace(b"\n", b"")
    for host in (b"wiki.test", b"home.test"):
        for prefix in (b"/", b"/search?pattern=", b"/wikipedia_en_all_maxi_2022-05/A/", b"/calculator?expression="):
            request = b"GET http://" + host + prefix + target + b" HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
            answer = sent(gate.address, request)
            assert status(answer) not in (0, 500), request


def test_bodies_up_to_the_limit_are_taken_and_larger_ones_refused(gate: Gate, world: World) -> None:
    post = b"POST http://home.test/scratchpad.html HTTP/1.1\r\nHost: home.test\r\nConnection: close\r\n"
    form = b"Content-Type: application/x-www-form-urlencoded\r\n"
    body = b"title=long&body=" + b"x" * 1_000_000
    answer = sent(gate.address, post + form + b"Content-Length: %d\r\n\r\n" % len(body), body)
    assert status(answer) == 302
    assert world["homepage"].store.value("SELECT LENGTH(body) FROM note WHERE title = 'long'") == 20_000
    too_long = LARGEST_REQUEST + 1
    answer = sent(gate.address, post + form + b"Content-Length: %d\r\n\r\n" % too_long, b"x" * too_long)
    assert status(answer) in (0, 413)
    answer = sent(gate.address, post + form + b"Content-Length: 99999999999999\r\n\r\n", b"title=x")
    assert status(answer) in (0, 413)
    assert works(gate.address)


def test_chunked_bodies_are_read(gate: Gate, world: World) -> None:
    post = b"POST http://home.test/scratchpad.html HTTP/1.1\r\nHost: home.test\r\nConnection: close\r\n"
    form = b"Content-Type: application/x-www-form-urlencoded\r\nTransfer-Encoding: chunked\r\n\r\n"
    answer = sent(gate.address, post + form, b"6\r\ntitle=\r\n", b"7\r\nchunked\r\n", b"0\r\n\r\n")
    assert status(answer) == 302
    assert world["homepage"].store.one("SELECT * FROM note WHERE title = 'chunked'") is not None
    assert world.log.posts("homepage")[0].form["title"] == "chunked"


def test_a_slow_client_holds_nobody_up(gate: Gate) -> None:
    slow = [socket.create_connection(("127.0.0.1", port_of(gate.address)), timeout=5) for _ in range(12)]
    try:
        for connection in slow:
            connection.sendall(HOME[:20])
        assert works(gate.address)
        slow[0].sendall(HOME[20:] + b"Connection: close\r\n\r\n")
        assert slow[0].recv(1000).startswith(b"HTTP/1.1 200")
    finally:
        for connection in slow:
            connection.close()


def test_connections_are_kept(gate: Gate, server: PortServer) -> None:
    for address, path in ((gate.address, "http://home.test/"), (server.origins["homepage"], "/")):
        connection = http.client.HTTPConnection("127.0.0.1", port_of(address), timeout=5)
        try:
            connection.connect()
            before = connection.sock
            for _ in range(5):
                connection.request("GET", path, headers={"Host": "home.test"})
                answer = connection.getresponse()
                assert answer.read()
                assert answer.status == 200
            assert connection.sock is before
        finally:
            connection.close()


def test_every_site_has_its_port_and_links_lead_there(server: PortServer, world: World) -> None:
    assert set(server.origins) == {"homepage", "wikipedia"}
    with urllib.request.urlopen(server.origins["homepage"]) as answer:
        page = answer.read().decode()
    assert server.origins["wikipedia"] in page
    assert "home.test" not in page
    assert world.site_of(server.origins["wikipedia"] + "/x?y=z") == "wikipedia"
    with pytest.raises(urllib.error.HTTPError, match="404"):
        urllib.request.urlopen(server.origins["homepage"] + "/nothing")


def test_a_port_in_use_is_told(server: PortServer, world: World) -> None:
    with pytest.raises(BackendError, match="cannot be used"):
        serve(world, ports={"homepage": port_of(server.origins["homepage"])})


def test_ports_are_free_again_after_closing() -> None:
    world = World(("homepage",))
    try:
        first = serve(world)
        port = port_of(first.origins["homepage"])
        first.close()
        assert world.served == {}
        second = serve(world, ports={"homepage": port})
        second.close()
    finally:
        world.close()


def test_closing_ends_threads_and_connections(world: World) -> None:
    before = threading.active_count()
    for _ in range(5):
        gate, server = Gate(world), serve(world)
        kept = [
            socket.create_connection(("127.0.0.1", port_of(address)), timeout=5)
            for address in (gate.address, *server.origins.values())
        ]
        kept[0].sendall(HOME + b"\r\n")
        assert kept[0].recv(100).startswith(b"HTTP/1.1 200")
        gate.close()
        server.close()
        gate.close()
        for connection in kept:
            while connection.recv(65536):
                pass
            connection.close()
    assert threading.active_count() == before
