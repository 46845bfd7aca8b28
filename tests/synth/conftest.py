"""A local model, and one finished run on the fake world that many tests look at."""

import json
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from osgenesis.synth.config import Budget, RunConfig
from osgenesis.synth.pipeline import run

SMALL = Budget(rounds=2, steps=80, per_shape=2, candidates=30, questions=4, compounds=6, tasks=20)


@dataclass
class LocalModel:
    """Speaks the chat-completions protocol; says what it is told to, in order."""

    url: str = ""
    replies: list[str] = field(default_factory=list)
    requests: list[dict[str, Any]] = field(default_factory=list)

    def texts(self, number: int) -> str:
        """All text of a request."""
        parts = []
        for message in self.requests[number]["messages"]:
            content = message["content"]
            if isinstance(content, str):
                parts.append(content)
            else:
                parts += [part["text"] for part in content if part["type"] == "text"]
        return "\n".join(parts)

    def images(self, number: int) -> list[str]:
        """The data URLs of a request's pictures."""
        return [
            part["image_url"]["url"]
            for message in self.requests[number]["messages"]
            if isinstance(message["content"], list)
            for part in message["content"]
            if part["type"] == "image_url"
        ]


@pytest.fixture
def model() -> Iterator[LocalModel]:
    """A model on a port of this machine."""
    local = LocalModel()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            local.requests.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            text = local.replies.pop(0) if local.replies else ""
            message = {"role": "assistant", "content": text}
            body = json.dumps(
                {
                    "id": "1",
                    "object": "chat.completion",
                    "created": 0,
                    "model": "local",
                    "choices": [{"index": 0, "finish_reason": "stop", "message": message}],
                    "usage": {"prompt_tokens": 100, "completion_tokens": 10, "total_tokens": 110},
                }
            ).encode()
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *args: Any) -> None:
            """Keep quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    local.url = f"http://127.0.0.1:{server.server_address[1]}/v1"
    yield local
    server.shutdown()
    server.server_close()
    thread.join()


def no_report(stage: str, done: int, total: int) -> None:
    """Nobody watches."""


@pytest.fixture(scope="session")
def finished_run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a small run on the fake world, all five stages done."""
    out = tmp_path_factory.mktemp("run")
    run(RunConfig("Fake", out, budget=SMALL, workers=0), no_report, lambda name, numbers: None)
    return out
