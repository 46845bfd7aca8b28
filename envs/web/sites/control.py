"""`ControlApplication`: how a harness resets a served world and fetches its log, on a port of its own.

It speaks two dialects: WebArena's (`GET /reset`, `GET /status`, plain text) and webarena-verified's (`/status`,
`/init`, `/start`, `/stop`, `/restart`, JSON). Browsers are refused: an agent that finds the port can neither reset
nor read.
"""

from __future__ import annotations

import json
import logging
import threading
from collections.abc import Callable, Iterable
from typing import Any, Final

from werkzeug.wrappers import Request, Response

from osgenesis.envs.web.sites.world import World

__all__ = ["READY", "ControlApplication"]

_log: Final = logging.getLogger(__name__)
READY: Final = "Ready for duty!"
_LOOPBACK: Final = ("127.0.0.1", "localhost", "[::1]", "::1")
# Browsers send these with every request and pages cannot take them away.
_BROWSER_HEADERS: Final = ("Sec-Fetch-Site", "Sec-Fetch-Mode", "Sec-Fetch-Dest", "Origin")


class ControlApplication:
    """The control endpoints of a world as a WSGI application, for `serve(world, extra={"control": ...})`.

    Args:
        world: The world.
        on_reset: Called within a reset, after the rollback; for what else belongs to the episode.
    """

    def __init__(self, world: World, on_reset: Callable[[], None] | None = None) -> None:
        self.world = world
        self._on_reset = on_reset
        self._resetting = threading.Lock()
        self._failure = ""
        self._actions: dict[str, tuple[tuple[str, ...], Callable[[Request], Response]]] = {
            "/reset": (("GET", "POST"), self._reset),
            "/status": (("GET",), self._status),
            "/log.har": (("GET",), self._har),
            "/init": (("POST",), self._init),
            "/start": (("POST",), self._start),
            "/stop": (("POST",), self._stop),
            "/restart": (("POST",), self._start),
        }

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        """Answer one request, as WSGI servers ask."""
        return self._answer(Request(environ))(environ, start_response)

    @property
    def resetting(self) -> bool:
        """Whether a reset is under way."""
        return self._resetting.locked()

    def reset(self) -> bool:
        """Begin to roll the world back, in the background; False if that is under way already."""
        if not self._resetting.acquire(blocking=False):
            return False
        threading.Thread(target=self._roll_back, name="osgenesis-reset", daemon=True).start()
        return True

    def wait(self) -> None:
        """Return when no reset is under way."""
        with self._resetting:
            return

    def _roll_back(self) -> None:
        try:
            with self.world.lock:
                self.world.rollback()
                if self._on_reset is not None:
                    self._on_reset()
            self._failure = ""
        except Exception as error:
            # The harness asks by /status; it must not wait for ever.
            _log.exception("the world could not be reset")
            self._failure = f"The reset failed: {error}"
        finally:
            self._resetting.release()

    # ---- requests ---------------------------------------------------------------------------

    def _answer(self, request: Request) -> Response:
        if any(name in request.headers for name in _BROWSER_HEADERS):
            return _text("The control port is for harnesses, not for browsers.", 403)
        if request.host.rpartition(":")[0] not in _LOOPBACK and request.host not in _LOOPBACK:
            return _text("The control port answers on the loopback address only.", 403)
        methods, action = self._actions.get(request.path.rstrip("/"), ((), None))
        if action is None:
            return _text(f"There is no {request.path}; there are {', '.join(self._actions)}.", 404)
        if request.method not in methods:
            return _text(f"{request.path} takes {' or '.join(methods)}.", 405, Allow=", ".join(methods))
        return action(request)

    def _reset(self, request: Request) -> Response:
        if self.reset():
            return _text("Reset started; ask /status when it is done.", 200)
        return _text("A reset is running already.", 418)

    def _status(self, request: Request) -> Response:
        ready = not self.resetting and not self._failure
        words = READY if ready else self._failure or "Resetting."
        if request.accept_mimetypes.best_match(("text/plain", "application/json"), "text/plain") == "text/plain":
            return _text(words, 200)
        return self._json(ready, words, 200)

    def _init(self, request: Request) -> Response:
        self.reset()
        self.wait()
        return self._json(not self._failure, self._failure or "The sites are as they were seeded.", 200)

    def _start(self, request: Request) -> Response:
        self.wait()
        return self._json(not self._failure, self._failure or "The sites are running.", 200)

    def _stop(self, request: Request) -> Response:
        return self._json(False, "The sites run until the program that serves them ends.", 409)

    def _har(self, request: Request) -> Response:
        with self.world.lock:
            har = self.world.log.har()
        response = Response(json.dumps(har, ensure_ascii=False), mimetype="application/json")
        response.headers["Content-Disposition"] = 'attachment; filename="log.har"'
        return response

    def _json(self, success: bool, message: str, status: int) -> Response:
        details = {"sites": dict(self.world.served), "size": self.world.size, "seed": self.world.seed}
        body = {"success": success, "message": message, "details": details}
        return Response(json.dumps(body), status=status, mimetype="application/json")


def _text(words: str, status: int, **headers: str) -> Response:
    return Response(words, status=status, headers=headers, mimetype="text/plain")
