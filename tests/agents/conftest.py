"""A local server that speaks the chat-completions protocol, for everything that talks to models."""

import base64
import io
import json
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from PIL import Image


@dataclass
class Scripted:
    """What the server answers one request with."""

    text: str = ""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    body: str | None = None  # instead of a well-formed one
    prompt_tokens: int = 100
    completion_tokens: int = 10
    usage: bool = True


@dataclass
class ChatServer:
    """Answers from a script, in order; keeps the requests it got."""

    url: str = ""
    script: list[Scripted] = field(default_factory=list)
    respond: Callable[[dict[str, Any]], str] | None = None  # instead of a script
    requests: list[dict[str, Any]] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)  # of requests that break the protocol
    keys: list[str] = field(default_factory=list)

    def say(self, *texts: str) -> None:
        """Append replies to the script."""
        self.script.extend(Scripted(text) for text in texts)

    def fail(self, status: int, **headers: str) -> None:
        """Append a refusal to the script; by default the client may come back at once."""
        named = {"retry-after": "0", "retry-after-ms": "1"}
        named.update({name.replace("_", "-"): value for name, value in headers.items()})
        self.script.append(Scripted(status=status, headers=named))

    def add(self, **fields: Any) -> None:
        """Append any `Scripted` to the script."""
        self.script.append(Scripted(**fields))

    def images(self, number: int) -> list[Image.Image]:
        """All pictures of a request, in order."""
        return images_of(self.requests[number])

    def text(self, number: int) -> str:
        """All text of a request."""
        return text_of(self.requests[number])

    def answer(self, request: dict[str, Any]) -> Scripted:
        """The reply to a request."""
        self.requests.append(request)
        self.problems.extend(request_problems(request))
        if self.respond is not None:
            return Scripted(self.respond(request))
        if not self.script:
            return Scripted(status=400, body='{"error": {"message": "the script is over"}}')
        return self.script.pop(0)


def request_problems(request: dict[str, Any]) -> list[str]:
    """What is wrong with a chat-completions request, in words."""
    problems = []
    if not isinstance(request.get("model"), str):
        problems.append("model is no string")
    if request.get("stream"):
        problems.append("streams are not spoken here")
    messages = request.get("messages")
    if not isinstance(messages, list) or not messages:
        return [*problems, "no messages"]
    for message in messages:
        if message.get("role") not in ("system", "user", "assistant"):
            problems.append(f"role {message.get('role')!r}")
        content = message.get("content")
        parts = [{"type": "text", "text": content}] if isinstance(content, str) else content
        for part in parts or [{}]:
            problems.extend(_part_problems(part))
    return problems


def _part_problems(part: dict[str, Any]) -> list[str]:
    if part.get("type") == "text":
        return [] if part.get("text") else ["empty text"]
    if part.get("type") != "image_url":
        return [f"part of type {part.get('type')!r}"]
    try:
        picture = decode_image(part)
    except (KeyError, ValueError, OSError) as error:
        return [f"image: {error}"]
    return [] if picture.size[0] > 0 else ["empty image"]


def decode_image(part: dict[str, Any]) -> Image.Image:
    """The picture in an ``image_url`` part."""
    head, _, data = part["image_url"]["url"].partition(",")
    if head not in ("data:image/png;base64", "data:image/jpeg;base64"):
        raise ValueError(f"not an image data URL: {head[:40]}")
    picture = Image.open(io.BytesIO(base64.b64decode(data, validate=True)))
    picture.load()
    return picture


def images_of(request: dict[str, Any]) -> list[Image.Image]:
    """All pictures of a request, in order."""
    return [
        decode_image(part)
        for message in request["messages"]
        if isinstance(message["content"], list)
        for part in message["content"]
        if part["type"] == "image_url"
    ]


def text_of(request: dict[str, Any]) -> str:
    """All text of a request."""
    texts: list[str] = []
    for message in request["messages"]:
        content = message["content"]
        parts = [{"type": "text", "text": content}] if isinstance(content, str) else content
        texts.extend(part["text"] for part in parts if part["type"] == "text")
    return "\n".join(texts)


def _handler(server: ChatServer) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            size = int(self.headers.get("Content-Length", 0))
            request = json.loads(self.rfile.read(size))
            if self.path != "/v1/chat/completions":
                server.problems.append(f"path {self.path}")
            server.keys.append(self.headers.get("Authorization", ""))
            scripted = server.answer(request)
            body = scripted.body if scripted.body is not None else _body(request, scripted)
            data = body.encode()
            self.send_response(scripted.status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(data)))
            for name, value in scripted.headers.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, format: str, *args: object) -> None:
            """Say nothing."""

    return Handler


def _body(request: dict[str, Any], scripted: Scripted) -> str:
    if scripted.status != 200:
        return json.dumps({"error": {"message": f"refused with {scripted.status}", "type": "x"}})
    message = {"role": "assistant", "content": scripted.text}
    completion: dict[str, Any] = {
        "id": "chatcmpl-1",
        "object": "chat.completion",
        "created": 0,
        "model": request["model"],
        "choices": [{"index": 0, "message": message, "finish_reason": "stop"}],
    }
    if scripted.usage:
        completion["usage"] = {
            "prompt_tokens": scripted.prompt_tokens,
            "completion_tokens": scripted.completion_tokens,
            "total_tokens": scripted.prompt_tokens + scripted.completion_tokens,
        }
    return json.dumps(completion)


@pytest.fixture
def chat_server(monkeypatch: pytest.MonkeyPatch) -> Iterator[ChatServer]:
    """A running server; ``OPENAI_BASE_URL`` and ``OPENAI_API_KEY`` lead to it."""
    server = ChatServer()
    http = ThreadingHTTPServer(("127.0.0.1", 0), _handler(server))
    http.daemon_threads = True
    server.url = f"http://127.0.0.1:{http.server_port}/v1"
    thread = threading.Thread(target=http.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    monkeypatch.setenv("OPENAI_BASE_URL", server.url)
    monkeypatch.setenv("OPENAI_API_KEY", "test-key")
    try:
        yield server
    finally:
        http.shutdown()
        http.server_close()
        thread.join()
    assert server.problems == []


@pytest.fixture
def limited_file_size() -> Iterator[Callable[[], None]]:
    """A function after whose call no file can grow: the nearest thing to a full disk.

    Holds for this process and for processes it starts from then on.
    """
    resource = pytest.importorskip("resource")
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    try:
        yield lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (0, before[1]))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
