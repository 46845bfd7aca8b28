"""The protocol client, talking to a made-up browser over real pipes."""

import json
import os
import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from osgenesis.envs.core.errors import BackendError
from osgenesis.envs.web.browser.cdp import CdpError, Connection

Message = dict[str, Any]


class FakeBrowser:
    """Answers each message by `answer`, which gives any number of messages back."""

    def __init__(self, answer: Callable[[Message], list[Message]]) -> None:
        self.from_client, to_browser = os.pipe()
        to_client, self.to_client = os.pipe()
        self.answer = answer
        self.connection = Connection(to_client, to_browser, call_timeout=0.5)
        self.thread = threading.Thread(target=self.serve)
        self.thread.start()

    def serve(self) -> None:
        rest = b""
        while chunk := os.read(self.from_client, 1 << 16):
            *messages, rest = (rest + chunk).split(b"\0")
            for message in messages:
                for reply in self.answer(json.loads(message)):
                    # In two pieces: a reader must not rely on whole messages.
                    data = json.dumps(reply).encode() + b"\0"
                    os.write(self.to_client, data[:7])
                    os.write(self.to_client, data[7:])
        os.close(self.to_client)
        os.close(self.from_client)

    def close(self) -> None:
        self.connection.close()
        self.thread.join()
        self.connection.join()


@pytest.fixture
def fake(request: pytest.FixtureRequest) -> Iterator[FakeBrowser]:
    browser = FakeBrowser(request.param)
    yield browser
    browser.close()


def echo(message: Message) -> list[Message]:
    return [{"id": message["id"], "result": message["params"]}]


def refuse(message: Message) -> list[Message]:
    return [{"id": message["id"], "error": {"code": -1, "message": "no such thing"}}]


def silence(message: Message) -> list[Message]:
    return []


@pytest.mark.parametrize("fake", [echo], indirect=True)
def test_calls_are_answered_also_when_many_threads_call(fake: FakeBrowser) -> None:
    wrong: list[object] = []

    def work(number: int) -> None:
        for i in range(50):
            sent = {"n": number, "i": i, "text": "ü" * 100}
            if fake.connection.root.call("Some.method", sent) != sent:
                wrong.append(sent)

    threads = [threading.Thread(target=work, args=(n,)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []


@pytest.mark.parametrize("fake", [echo], indirect=True)
def test_calls_can_be_sent_before_the_first_is_answered(fake: FakeBrowser) -> None:
    replies = [fake.connection.root.send("Some.method", {"n": n}) for n in range(100)]
    assert [reply.result()["n"] for reply in replies] == list(range(100))


@pytest.mark.parametrize("fake", [refuse], indirect=True)
def test_an_error_names_the_method_and_the_reason(fake: FakeBrowser) -> None:
    with pytest.raises(CdpError, match=r"Some\.method.*no such thing"):
        fake.connection.root.call("Some.method")


@pytest.mark.parametrize("fake", [silence], indirect=True)
def test_no_answer_is_an_error_that_names_the_method(fake: FakeBrowser) -> None:
    with pytest.raises(BackendError, match=r"did not answer Some\.method within 0\.05 s"):
        fake.connection.root.call("Some.method", timeout=0.05)


@pytest.mark.parametrize("fake", [silence], indirect=True)
def test_closing_fails_what_is_waiting_and_what_comes_later(fake: FakeBrowser) -> None:
    reply = fake.connection.root.send("Some.method")
    fake.close()
    with pytest.raises(BackendError, match="closed"):
        reply.result()
    with pytest.raises(BackendError, match="closed"):
        fake.connection.root.send("Other.method")
