"""The chat client against a real local server: protocol, retries, checked replies, accounting."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from osgenesis.agents.errors import ModelError, ReplyError
from osgenesis.agents.llm import ChatClient, ChatConfig, Message, Price, Usage
from osgenesis.agents.replies import find_object, parse_object
from osgenesis.envs.core.errors import CapabilityError, DataError

SCHEMA = {
    "type": "object",
    "properties": {"score": {"type": "integer", "minimum": 1, "maximum": 5}},
    "required": ["score"],
    "additionalProperties": False,
}
HELLO = [Message.user("hello")]


def client(**settings: Any) -> ChatClient:
    return ChatClient(ChatConfig("tiny", **settings))


def test_a_reply_comes_back_with_what_it_used(chat_server: Any) -> None:
    chat_server.say("hi there")
    reply = client(prices={"tiny": Price(2.0, 10.0)}).ask(HELLO)
    assert (reply.text, reply.attempts) == ("hi there", 1)
    assert reply.usage.as_dict() == {
        "calls": 1,
        "prompt_tokens": 100,
        "completion_tokens": 10,
        "cost_usd": pytest.approx(0.0003),
    }
    assert chat_server.keys == ["Bearer test-key"]
    request = chat_server.requests[0]
    assert (request["model"], request["temperature"], request["max_tokens"]) == ("tiny", 0.0, 1000)


def test_settings_that_are_none_are_left_to_the_end_point(chat_server: Any) -> None:
    chat_server.say("hi")
    client(temperature=None, max_tokens=None).ask(HELLO)
    assert set(chat_server.requests[0]) == {"model", "messages"}


def test_arguments_win_over_environment_variables(chat_server: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_BASE_URL", "http://127.0.0.1:9/v1")
    chat_server.say("hi")
    client(base_url=chat_server.url, api_key="mine").ask(HELLO)
    assert chat_server.keys == ["Bearer mine"]


def test_images_travel_as_data_urls(chat_server: Any) -> None:
    chat_server.say("a red one")
    image = np.zeros((40, 20, 3), dtype=np.uint8)
    image[..., 0] = 255
    client().ask([Message.user("what is it?", image)])
    (sent,) = chat_server.images(0)
    assert sent.size == (20, 40)
    assert sent.getpixel((3, 3)) == (255, 0, 0)
    assert chat_server.text(0) == "what is it?"


def test_large_images_are_scaled_down_on_demand(chat_server: Any) -> None:
    chat_server.say("small")
    image = np.zeros((400, 200, 3), dtype=np.uint8)
    client(image_max_side=100, image_format="jpeg").ask([Message.user("?", image)])
    assert chat_server.images(0)[0].size == (50, 100)


@pytest.mark.parametrize("status", [429, 500, 503])
def test_a_passing_refusal_is_retried(chat_server: Any, status: int) -> None:
    chat_server.fail(status)
    chat_server.fail(status)
    chat_server.say("now")
    assert client().ask(HELLO).text == "now"
    assert len(chat_server.requests) == 3


def test_a_lasting_refusal_is_a_model_error(chat_server: Any) -> None:
    for _ in range(3):
        chat_server.fail(500)
    with pytest.raises(ModelError, match=r"'tiny' at http://127.*500"):
        client(request_retries=2).ask(HELLO)
    assert len(chat_server.requests) == 3


def test_a_wrong_request_is_not_retried(chat_server: Any) -> None:
    chat_server.fail(400)
    with pytest.raises(ModelError, match="400"):
        client().ask(HELLO)
    assert len(chat_server.requests) == 1


def test_a_server_that_is_not_there_is_a_model_error() -> None:
    with pytest.raises(ModelError, match=r"127\.0\.0\.1:9"):
        client(base_url="http://127.0.0.1:9/v1", request_retries=0).ask(HELLO)


@pytest.mark.parametrize("body", ["", "{", "<html>", '{"choices": []}', "[]", "null"])
def test_a_body_that_is_no_completion_is_a_model_error(chat_server: Any, body: str) -> None:
    for _ in range(9):
        chat_server.add(body=body)
    with pytest.raises(ModelError):
        client(request_retries=0).ask(HELLO)


def test_without_a_key_openai_itself_is_not_called(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    monkeypatch.delenv("OPENAI_BASE_URL", raising=False)
    with pytest.raises(ModelError, match="OPENAI_API_KEY"):
        client().ask(HELLO)


def test_json_is_checked_and_asked_for_again(chat_server: Any) -> None:
    chat_server.say("no idea", '{"score": 9}', 'Sure:\n```json\n{"score": 4}\n```')
    reply = client(prices={"tiny": Price(1, 1)}).ask_json(HELLO, SCHEMA)
    assert (reply.value, reply.attempts, reply.usage.calls) == ({"score": 4}, 3, 3)
    assert "holds no JSON object" in chat_server.text(1)
    assert "$.score: 9 is greater than the maximum of 5" in chat_server.text(2)


def test_replies_that_stay_wrong_end_in_an_error(chat_server: Any) -> None:
    chat_server.say("no", "no", "never")
    with pytest.raises(ReplyError, match=r"no usable reply in 3 attempts.*never"):
        client().ask_json(HELLO, SCHEMA)


def test_an_empty_reply_is_asked_for_again(chat_server: Any) -> None:
    chat_server.say("", "words")
    assert client().ask(HELLO).text == "words"


def test_json_mode_tells_the_end_point_the_schema(chat_server: Any) -> None:
    chat_server.say('{"score": 1}', '{"score": 1}', '{"score": 1}')
    client(json_mode="json_schema").ask_json(HELLO, SCHEMA)
    client(json_mode="json_object").ask_json(HELLO, SCHEMA)
    client().ask_json(HELLO, SCHEMA)
    formats = [request.get("response_format") for request in chat_server.requests]
    assert formats[0]["json_schema"]["schema"] == SCHEMA
    assert formats[1:] == [{"type": "json_object"}, None]


def test_an_unknown_price_makes_the_cost_unknown(chat_server: Any) -> None:
    chat_server.say("a", "b")
    talker = client(prices={"other": Price(1, 1)})
    talker.ask(HELLO)
    talker.ask(HELLO)
    assert talker.usage == Usage(2, 200, 20, None)


def test_a_server_that_counts_nothing_makes_the_cost_unknown(chat_server: Any) -> None:
    chat_server.add(text="hi", usage=False)
    assert client(prices={"tiny": Price(1, 1)}).ask(HELLO).usage == Usage(1, 0, 0, None)


def test_every_call_is_logged_without_keys_and_pixels(chat_server: Any, tmp_path: Path) -> None:
    chat_server.say("hi")
    chat_server.fail(400)
    log = tmp_path / "logs" / "calls.jsonl"
    talker = client(log=log, api_key="secret")
    talker.ask([Message.user("hello", np.zeros((8, 8, 3), dtype=np.uint8))])
    with pytest.raises(ModelError):
        talker.ask(HELLO)
    first, second = (json.loads(line) for line in log.read_text().splitlines())
    assert (first["reply"], first["usage"]["prompt_tokens"], first["error"]) == ("hi", 100, None)
    assert first["request"]["messages"][0]["content"][1]["image_url"]["url"].startswith("sha256:")
    assert (second["reply"], "400" in second["error"]) == (None, True)
    assert "secret" not in log.read_text() + repr(talker.config)


def test_a_log_that_cannot_be_written_says_so(chat_server: Any, tmp_path: Path) -> None:
    chat_server.say("hi")
    (tmp_path / "file").touch()
    with pytest.raises(DataError, match="model log"):
        client(log=tmp_path / "file" / "calls.jsonl").ask(HELLO)


def test_without_the_openai_package_the_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "openai", None)
    with pytest.raises(CapabilityError, match=r"pip install 'osgenesis\[llm\]'"):
        client(base_url="http://127.0.0.1:9/v1").ask(HELLO)


def test_importing_the_client_imports_no_heavy_package() -> None:
    code = (
        "import sys; import osgenesis.agents.llm, osgenesis.agents.m3a; "
        "print([n for n in ('openai', 'PIL', 'jsonschema') if n in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", f"import sys; sys.path[:0] = {sys.path!r}; {code}"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize(
    "text",
    [
        '{"score": 3}',
        '  {"score": 3}\n',
        '```json\n{"score": 3}\n```',
        '```\n{"score": 3}\n```',
        'Well {as they say}, the answer is {"score": 3}. Bye.',
        '```json\n{"score": 3}\n```\nor {"score": 4}',
        '{"score": 3} and again {"score": 3}',
    ],
)
def test_one_object_is_found_wherever_it_stands(text: str) -> None:
    assert parse_object(text, SCHEMA) == {"score": 3}


@pytest.mark.parametrize("text", ["", "none", "[1, 2]", '{"score": }', '{"a": 1} {"a": 2}', "{" * 5000, '{"a":' * 5000])
def test_anything_but_one_object_is_refused(text: str) -> None:
    with pytest.raises(ReplyError):
        find_object(text)
