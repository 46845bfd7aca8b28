"""How a world is reached: as WSGI applications, as a proxy for a browser context (the gate), on ports of its own.

A browser context whose proxy is the gate sees the world's virtual hosts (http://forum.test/) and nothing else: whatever
is not of this world is refused and noted, encrypted connections included. Its URLs are the same on every machine.
"""

from __future__ import annotations

import io
import logging
import socket
import threading
from collections.abc import Iterable, Mapping
from typing import Any, Final
from urllib.parse import urlsplit

from waitress import wasyncore
from waitress.server import BaseWSGIServer, create_server
from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.wrappers import Response

from osgenesis.envs.core.errors import BackendError
from osgenesis.envs.web.sites.visit import LARGEST_REQUEST
from osgenesis.envs.web.sites.world import World

__all__ = ["Gate", "PortServer", "SiteApplication", "serve"]

_log: Final = logging.getLogger(__name__)
# Requests wait for each other here by design: a world answers one at a time.
logging.getLogger("waitress.queue").setLevel(logging.ERROR)
# Bodies longer than this are refused before anything reads them.
_LARGEST_BODY: Final = LARGEST_REQUEST + 64 * 1024


class SiteApplication:
    """One site of a world as a WSGI application.

    Args:
        world: The world.
        name: The site.
        origins: Address of every site, as this application's visitors reach it; None: the virtual hosts.
    """

    def __init__(self, world: World, name: str, origins: Mapping[str, str] | None = None) -> None:
        self.world, self.name, self.origins = world, name, origins

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        """Answer one request, as WSGI servers and Werkzeug's client ask."""
        if self.origins is None:
            environ = {**environ, "HTTP_HOST": self.world[self.name].site.host, "SERVER_PORT": "80"}
        return _answer(self.world, self.name, environ, self.origins)(environ, start_response)


def _answer(world: World, name: str, environ: dict[str, Any], origins: Mapping[str, str] | None) -> Response:
    length = environ.get("CONTENT_LENGTH") or "0"
    if not (length.isascii() and length.isdigit()) or int(length) > LARGEST_REQUEST:
        return Response("The request is too large.", RequestEntityTooLarge.code, mimetype="text/plain")
    if int(length):
        # Kept for the log as well; views parse a copy.
        body = environ["wsgi.input"].read(int(length))
        environ["osgenesis.body"] = body
        environ["wsgi.input"] = io.BytesIO(body)
    try:
        return world.respond(name, environ, origins)
    except Exception:
        # A mistake in a view must not hang the browser; it reads as every server's does.
        _log.exception("%s %s failed", environ.get("REQUEST_METHOD"), environ.get("PATH_INFO"))
        return Response("Internal server error", 500, mimetype="text/plain")


class _Server:
    """Waitress on a background thread, which alone touches the sockets and closes them when told to."""

    def __init__(self, application: Any, sockets: list[socket.socket], threads: int) -> None:
        self._channels: dict[int, Any] = {}
        server = create_server(
            application,
            map=self._channels,
            sockets=sockets,
            threads=threads,
            max_request_body_size=_LARGEST_BODY,
            ident=None,
            clear_untrusted_proxy_headers=True,
        )
        self._workers = server.task_dispatcher
        self._trigger: Any = next(each.trigger for each in self._channels.values() if isinstance(each, BaseWSGIServer))
        self._stopping = False
        self._thread = threading.Thread(target=self._run, name="osgenesis-sites", daemon=True)
        self._thread.start()

    def _run(self) -> None:
        while not self._stopping:
            wasyncore.loop(timeout=1.0, use_poll=True, map=self._channels, count=1)
        self._workers.shutdown()
        wasyncore.close_all(self._channels, ignore_all=True)

    def close(self) -> None:
        """Stop listening, hang up, end the threads. May be called twice."""
        if self._thread.is_alive() and not self._stopping:
            self._stopping = True
            self._trigger.pull_trigger()
        self._thread.join(timeout=10)


def _listen(port: int = 0) -> socket.socket:
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind(("127.0.0.1", port))
    except OSError as error:
        listener.close()
        raise BackendError(f"port {port} of 127.0.0.1 cannot be used: {error}; choose another, or 0 for any") from error
    return listener


class Gate:
    """A proxy behind which there is a world and nothing else. Listens on loopback.

    Args:
        world: The world.
    """

    def __init__(self, world: World) -> None:
        self.world = world
        listener = _listen()
        self.address = f"http://127.0.0.1:{listener.getsockname()[1]}"
        self._server = _Server(self._application, [listener], threads=3)

    def _application(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        url = environ.get("REQUEST_URI", "")
        parts = urlsplit(url)
        tunnel = environ["REQUEST_METHOD"] == "CONNECT"
        name = None if tunnel else self.world.site_of(url)
        if name is None or parts.hostname == "127.0.0.1":
            return self.world.refuse(f"https://{url}" if tunnel else url)(environ, start_response)
        environ = {**environ, "HTTP_HOST": parts.netloc, "SERVER_NAME": parts.hostname, "SERVER_PORT": "80"}
        return _answer(self.world, name, environ, None)(environ, start_response)

    def close(self) -> None:
        """Stop listening."""
        self._server.close()


class PortServer:
    """A world on ports of its own, one per site, for programs that know nothing of gates.

    Args:
        world: The world.
        ports: Site -> port; 0 takes any free one. Sites left out take any free one.
        extra: Further WSGI applications by name, such as stand-ins for sites that the world lacks.
    """

    def __init__(
        self, world: World, ports: Mapping[str, int] | None = None, extra: Mapping[str, Any] | None = None
    ) -> None:
        self.world = world
        wanted = dict(ports or {})
        listeners: dict[str, socket.socket] = {}
        try:
            for name in (*world.sites, *(extra or {})):
                listeners[name] = _listen(wanted.get(name, 0))
        except BackendError:
            for listener in listeners.values():
                listener.close()
            raise
        self.origins = {name: f"http://127.0.0.1:{s.getsockname()[1]}" for name, s in listeners.items()}
        world.served = {name: self.origins[name] for name in world.sites}
        applications = {
            **{name: SiteApplication(world, name, self.origins) for name in world.sites},
            **(extra or {}),
        }
        self._by_port = {str(s.getsockname()[1]): applications[name] for name, s in listeners.items()}
        self._server = _Server(self._application, list(listeners.values()), threads=4)

    def _application(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        result: Iterable[bytes] = self._by_port[environ["SERVER_PORT"]](environ, start_response)
        return result

    def close(self) -> None:
        """Stop listening."""
        self._server.close()
        self.world.served = {}


def serve(world: World, ports: Mapping[str, int] | None = None, extra: Mapping[str, Any] | None = None) -> PortServer:
    """Bind a world to real ports of 127.0.0.1; `origins` of the result says which."""
    return PortServer(world, ports, extra)
