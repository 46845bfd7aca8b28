"""The proxy behind which the MiniWoB++ pages live: it serves `http://miniwob.test/` from the package, nothing else."""

from __future__ import annotations

import atexit
import importlib.util
import mimetypes
import os
import posixpath
import sys
import threading
from functools import lru_cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib.resources import files
from pathlib import Path
from typing import Any, Final
from urllib.parse import unquote, urlsplit

from osgenesis.envs.core.errors import BackendError
from osgenesis.envs.miniwob.names import HOST

__all__ = ["Server", "shared_server"]

_INSTALL: Final = "The MiniWoB++ pages are in the PyPI package miniwob; install it with: pip install 'osgenesis[web]'"
_MAX_CACHED_FILES: Final = 512


class Server:
    """An HTTP proxy on the loopback interface that knows one host. Serves from a thread until closed."""

    def __init__(self) -> None:
        self._pages = html_folder()
        script = files("osgenesis.envs.miniwob").joinpath("assets/page.js").read_bytes()
        self._head = b"<head><script>" + script + b"</script>"
        # On the instance: a cache around the method would keep every server alive.
        self.read = lru_cache(_MAX_CACHED_FILES)(self._read)
        self._http = _HttpServer(("127.0.0.1", 0), _Handler)
        self._http.pages = self
        self.address = f"http://127.0.0.1:{self._http.server_address[1]}"
        self._thread = threading.Thread(target=self._http.serve_forever, name="miniwob-pages", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Stop serving. May be called twice."""
        self._http.shutdown()
        self._http.server_close()
        self._thread.join()

    def _read(self, path: str) -> tuple[str, bytes] | None:
        """(media type, content) of a path of the site, or None."""
        inside = posixpath.normpath(unquote(path)).lstrip("/")
        found = (self._pages / inside).resolve()
        if not found.is_relative_to(self._pages) or not found.is_file():
            return None
        content = found.read_bytes()
        kind = mimetypes.guess_type(found.name)[0] or "application/octet-stream"
        if kind == "text/html":
            kind = "text/html; charset=utf-8"
            content = content.replace(b"<head>", self._head, 1)
        return kind, content


class _HttpServer(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    request_queue_size = 64
    pages: Server

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A browser closes its connections when it likes; anything else is told."""
        if not isinstance(sys.exception(), ConnectionError | TimeoutError):
            super().handle_error(request, client_address)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    # The status line, headers and body go out in one packet.
    wbufsize = -1
    disable_nagle_algorithm = True
    timeout = 300
    server: _HttpServer

    def do_GET(self) -> None:
        target = urlsplit(self.path)
        if target.netloc != HOST or target.scheme != "http":
            return self._answer(403, "text/plain", f"Only http://{HOST}/ can be reached from here.".encode())
        found = self.server.pages.read(target.path)
        if found is None:
            return self._answer(404, "text/plain", b"There is no such page.")
        return self._answer(200, *found)

    do_HEAD = do_GET

    def do_CONNECT(self) -> None:
        self.close_connection = True
        self._answer(403, "text/plain", b"Nothing but the MiniWoB++ pages can be reached from here.")

    def _answer(self, status: int, kind: str, content: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(content)))
        self.send_header("Cache-Control", "max-age=86400" if status == 200 else "no-store")
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(content)

    def log_message(self, format: str, *args: Any) -> None:
        """Says nothing: who reads the pages is no news."""


def html_folder() -> Path:
    """The folder of the `miniwob` package that holds the pages."""
    spec = importlib.util.find_spec("miniwob")
    for place in (spec.submodule_search_locations or ()) if spec is not None else ():
        folder = Path(place).resolve() / "html"
        if (folder / "miniwob").is_dir():
            return folder
    raise BackendError(_INSTALL)


_shared: dict[int, Server] = {}
_lock = threading.Lock()


def shared_server() -> Server:
    """The server of this process, started on first use; a forked child gets its own."""
    with _lock:
        process = os.getpid()
        server = _shared.get(process)
        if server is None:
            _shared.clear()  # a parent's, whose thread does not live here
            server = _shared[process] = Server()
            atexit.register(_close, process)
        return server


def _close(process: int) -> None:
    server = _shared.pop(process, None)
    if server is not None and process == os.getpid():
        server.close()
