"""A browser, contexts and a small site for the tests of everything that shows pages."""

import contextlib
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import unquote_to_bytes, urlsplit

import pytest

from osgenesis.envs.core.errors import BackendError
from osgenesis.envs.web.browser import Browser, Context, find_chromium, shared_browser

Answer = tuple[int, dict[str, str], bytes]


HOST = "world.test"


class Site:
    """A web server for one test: `pages` maps a path to HTML, or to a function that answers.

    It is also a proxy that knows one host, `HOST`, and refuses all others as a world's gate does.

    Attributes:
        pages: What is served.
        log: The (method, path, body) of each request.
        origin: Where it is: "http://127.0.0.1:<port>".
    """

    def __init__(self) -> None:
        self.pages: dict[str, str | Callable[[str, bytes], Answer]] = {}
        self.log: list[tuple[str, str, str]] = []
        site = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            timeout = 10

            def do_GET(self) -> None:
                self.answer(b"")

            def do_POST(self) -> None:
                self.answer(self.rfile.read(int(self.headers.get("Content-Length") or 0)))

            def do_CONNECT(self) -> None:
                self.reply(403, {"X-Refused": "not of this world", "Connection": "close"}, b"")

            def answer(self, body: bytes) -> None:
                parts = urlsplit(self.path)
                if parts.netloc and parts.hostname != HOST:
                    self.reply(403, {"X-Refused": "not of this world"}, b"<p>refused</p>")
                    return
                path = parts.path
                site.log.append((self.command, self.path, unquote_to_bytes(body).decode("utf-8", "replace")))
                page = site.pages.get(path)
                headers: dict[str, str] = {"Content-Type": "text/html; charset=utf-8", "Cache-Control": "no-store"}
                if page is None:
                    status, data = 404, b"<title>404</title><p>No such page</p>"
                elif callable(page):
                    status, more, data = page(self.path, body)
                    headers |= more
                else:
                    status, data = 200, page.encode()
                self.reply(status, headers, data)

            def reply(self, status: int, headers: dict[str, str], data: bytes) -> None:
                self.send_response(status)
                for name, value in headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(data)))
                self.end_headers()
                self.wfile.write(data)

            def log_message(self, *args: Any) -> None:
                pass

        class Server(ThreadingHTTPServer):
            daemon_threads = True
            request_queue_size = 64

            def handle_error(self, request: Any, client_address: Any) -> None:
                pass  # Chromium closes connections as it likes

        self.server = Server(("127.0.0.1", 0), Handler)
        self.origin = f"http://127.0.0.1:{self.server.server_port}"
        self.thread = threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        self.thread.start()

    def page(self, html: str, path: str = "/") -> str:
        """Serve a page; gives its address."""
        self.pages[path] = html if html.lstrip().startswith("<!doctype") else f"<!doctype html><title>t</title>{html}"
        return self.origin + path

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()
        self.thread.join()


def chromium_or_skip() -> str:
    """The Chromium to test with; skips the test where there is none."""
    try:
        return find_chromium()
    except BackendError as error:
        pytest.skip(str(error))


@pytest.fixture(scope="session")
def _close_browser() -> Iterator[None]:
    yield
    for begin_frames in (False, True):
        with contextlib.suppress(BackendError):
            shared_browser(begin_frames=begin_frames).close()


@pytest.fixture
def browser(_close_browser: None) -> Browser:
    """The browser that this process shares; a new one if a test has broken the last."""
    chromium_or_skip()
    return shared_browser()


@pytest.fixture
def context(browser: Browser) -> Iterator[Context]:
    """A fresh context with one blank tab."""
    with browser.new_context() as fresh:
        yield fresh


@pytest.fixture
def gated(browser: Browser, site: Site) -> Iterator[Context]:
    """A context for which `http://world.test` is all there is."""
    with browser.new_context(proxy=site.origin) as fresh:
        yield fresh


@pytest.fixture(scope="session")
def _server() -> Iterator[Site]:
    site = Site()
    yield site
    site.close()


@pytest.fixture
def site(_server: Site) -> Site:
    """A web server without pages yet."""
    _server.pages.clear()
    _server.log.clear()
    return _server
