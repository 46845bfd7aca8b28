"""The endpoint that libwebarena's judge asks, answered by a `Judge` of ours: `POST /v1/chat/completions`."""

from __future__ import annotations

import json
import re
import socket
import threading
from collections.abc import Callable, Iterable
from typing import Any, Final, Self

from osgenesis.envs.core.errors import BackendError
from osgenesis.envs.webarena.official.judge import Judge, LocalJudge

__all__ = ["JudgeApplication", "JudgeServer", "Server", "verdict"]

_LARGEST_BODY: Final = 1_000_000
# The prompts name their parts at the start of lines; a part may itself run over several lines.
_ANSWER: Final = re.compile(
    r"^question: (?P<question>.*?)\nreference answer: (?P<reference>.*?)\n"
    r"all the string 'N/A' [^\n]*\nstudent answer: (?P<said>.*)\n[^\n]*\Z",
    re.DOTALL | re.MULTILINE,
)
_REASON: Final = re.compile(
    r"^task: (?P<task>.*?)\nactual unachievable reason: (?P<reason>.*?)\n"
    r"reported unachievable reason: (?P<said>.*)\n[^\n]*\Z",
    re.DOTALL | re.MULTILINE,
)
StartResponse = Callable[..., Any]


def verdict(prompt: str, judge: Judge) -> str | None:
    """The word that libwebarena looks for in the reply to one of its prompts; None for another prompt."""
    if found := _ANSWER.search(prompt):
        same = judge.same_answer(found["question"], found["reference"], found["said"])
        return "correct" if same else "incorrect"
    if found := _REASON.search(prompt):
        return "same" if judge.same_reason(found["task"], found["reason"], found["said"]) else "different"
    return None


class JudgeApplication:
    """A WSGI application: the part of OpenAI's interface that libwebarena uses.

    Args:
        judge: Decides; None is `LocalJudge()`.
    """

    def __init__(self, judge: Judge | None = None) -> None:
        self.judge = judge or LocalJudge()
        self.calls = 0
        self._lock = threading.Lock()

    def __call__(self, environ: dict[str, Any], start_response: StartResponse) -> Iterable[bytes]:
        """Answer a request."""
        status, body = self._answer(environ)
        data = json.dumps(body).encode()
        start_response(status, [("Content-Type", "application/json"), ("Content-Length", str(len(data)))])
        return [data]

    def _answer(self, environ: dict[str, Any]) -> tuple[str, dict[str, Any]]:
        path = environ.get("PATH_INFO", "")
        if path.removeprefix("/v1") != "/chat/completions":
            return "404 Not Found", _error(f"no such path: {path}; only /v1/chat/completions is here")
        if environ.get("REQUEST_METHOD") != "POST":
            return "405 Method Not Allowed", _error("only POST is answered here")
        length = environ.get("CONTENT_LENGTH") or "0"
        if not length.isdigit() or int(length) > _LARGEST_BODY:
            return "413 Content Too Large", _error("the request is too large")
        try:
            request = json.loads(environ["wsgi.input"].read(int(length)))
            prompt = str(request["messages"][-1]["content"])
        except (ValueError, KeyError, IndexError, TypeError):
            return "400 Bad Request", _error("the request needs messages, each with a content")
        word = verdict(prompt, self.judge)
        if word is None:
            return "400 Bad Request", _error("this judge knows the prompts of libwebarena's evaluators only")
        with self._lock:
            self.calls += 1
            number = self.calls
        message = {"role": "assistant", "content": word}
        return "200 OK", {
            "id": f"verdict-{number}",
            "object": "chat.completion",
            "created": 0,
            "model": str(request.get("model", "")),
            "choices": [{"index": 0, "message": message, "finish_reason": "stop"}],
            "usage": {"prompt_tokens": 0, "completion_tokens": 0, "total_tokens": 0},
        }


def _error(message: str) -> dict[str, Any]:
    return {"error": {"message": message, "type": "invalid_request_error"}}


class Server:
    """A WSGI application on a port of 127.0.0.1, on a thread of its own.

    Args:
        application: The application.
        port: The port; 0 takes any free one.

    Attributes:
        url: Scheme and host.
    """

    def __init__(self, application: Callable[..., Iterable[bytes]], port: int = 0) -> None:
        from waitress.server import create_server

        listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        try:
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            listener.bind(("127.0.0.1", port))
        except OSError as error:
            listener.close()
            raise BackendError(f"port {port} of 127.0.0.1 cannot be used: {error}; choose another, or 0") from error
        self.url = f"http://127.0.0.1:{listener.getsockname()[1]}"
        self._server: Any = create_server(application, sockets=[listener], threads=2, ident=None)
        self._thread = threading.Thread(target=self._run, name="osgenesis-control", daemon=True)
        self._thread.start()

    def _run(self) -> None:
        self._server.run()
        self._server.task_dispatcher.shutdown()

    def close(self) -> None:
        """Stop listening and end what is open."""
        if self._thread.is_alive():
            # In the server's own thread: it may be waiting on the very files that are closed.
            self._server.trigger.pull_trigger(self._end)
            self._thread.join(timeout=5)

    def _end(self) -> None:
        for channel in list(self._server._map.values()):
            channel.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self.close()


class JudgeServer(Server):
    """A judge on a port of 127.0.0.1; `base_url` is for `OPENAI_BASE_URL`.

    Args:
        judge: Decides; None is `LocalJudge()`.
        port: The port; 0 takes any free one.
    """

    def __init__(self, judge: Judge | None = None, port: int = 0) -> None:
        self.application = JudgeApplication(judge)
        super().__init__(self.application, port)
        self.base_url = f"{self.url}/v1"
