"""The proxy of the pages: it serves one host from one folder, and says no to everything else."""

import http.client
import socket
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from osgenesis.envs.core.errors import BackendError
from osgenesis.envs.miniwob.names import page_url
from osgenesis.envs.miniwob.server import Server, html_folder, shared_server


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    started = Server()
    yield started
    started.close()


def ask(server: Server, target: str, method: str = "GET") -> tuple[int, bytes]:
    connection = http.client.HTTPConnection(urlsplit(server.address).netloc, timeout=10)
    try:
        connection.request(method, target)
        answer = connection.getresponse()
        return answer.status, answer.read()
    finally:
        connection.close()


def test_a_page_comes_with_our_script_before_its_own(server: Server) -> None:
    status, page = ask(server, page_url("click-test"))
    assert status == 200
    assert 0 < page.index(b"miniwobEpisode") < page.index(b"core.js")


def test_everything_but_the_script_is_as_in_the_package(server: Server) -> None:
    for path in ("core/core.js", "core/core.css", "common/ui_utils.js"):
        assert ask(server, f"http://miniwob.test/{path}") == (200, (html_folder() / path).read_bytes())


@pytest.mark.parametrize(
    "target",
    ["http://example.com/", "http://miniwob.test.example.com/", "https://miniwob.test/", "/miniwob/click-test.html"],
)
def test_other_hosts_are_refused(server: Server, target: str) -> None:
    assert ask(server, target)[0] == 403


def test_tunnels_are_refused(server: Server) -> None:
    host, port = urlsplit(server.address).netloc.split(":")
    with socket.create_connection((host, int(port)), timeout=10) as connection:
        connection.sendall(b"CONNECT example.com:443 HTTP/1.1\r\nHost: example.com:443\r\n\r\n")
        assert connection.recv(64).startswith(b"HTTP/1.1 403")


@pytest.mark.parametrize(
    "path", ["../__init__.py", "%2e%2e/__init__.py", "..%2f__init__.py", "miniwob/../../__init__.py", "", "nothing"]
)
def test_nothing_outside_the_folder_is_served(server: Server, path: str) -> None:
    assert ask(server, f"http://miniwob.test/{path}")[0] == 404


def test_only_reading_is_understood(server: Server) -> None:
    assert ask(server, page_url("click-test"), "HEAD") == (200, b"")
    assert ask(server, page_url("click-test"), "POST")[0] == 501


def test_a_process_has_one() -> None:
    assert shared_server() is shared_server()


def test_without_the_package_the_error_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    with pytest.raises(BackendError, match="pip install"):
        html_folder()
