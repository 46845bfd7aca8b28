"""The local judge, the judge behind a model's interface, and the endpoint that libwebarena asks."""

from __future__ import annotations

import json
import urllib.error
import urllib.request
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from osgenesis.envs.core.errors import BackendError
from osgenesis.envs.webarena.official.facts import Fact, facts_of
from osgenesis.envs.webarena.official.judge import FILLERS, LocalJudge, ModelJudge
from osgenesis.envs.webarena.official.judge_server import JudgeServer, Server, verdict

JUDGE = LocalJudge()
ANSWER = (
    "Compare.\nquestion: {}\nreference answer: {}\n"
    "all the string 'N/A' that you see is a special sequence\nstudent answer: {}\nConclude."
)
REASON = "task: {}\nactual unachievable reason: {}\nreported unachievable reason: {}\nSay same or different."


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        ("$1,200.50", [("number", 1200.5)]),
        ("March 11th 2023", [("date", (2023, 3, 11))]),
        ("11 March, 2023", [("date", (2023, 3, 11))]),
        ("3/11/23", [("date", (2023, 3, 11))]),
        ("2023-03-11", [("date", (2023, 3, 11))]),
        ("1h 35min", [("duration", 95)]),
        ("1 hour and 35 minutes", [("duration", 95)]),
        ("95 mins", [("duration", 95)]),
        ("1.5 km", [("distance", 1500)]),
        ("375m", [("distance", 375)]),
        ("Feburary", [("month", 2)]),
        ("three orders", [("number", 3), ("word", "order")]),
        ("(305) 555-1212", [("number", 3055551212)]),
        ("0000299", [("number", 299)]),
        ("mail a.b@c.org", [("word", "mail"), ("address", "a.b@c.org")]),
    ],
)
def test_facts_of_a_text(text: str, facts: list[tuple[str, object]]) -> None:
    assert list(facts_of(text)) == [Fact(*fact) for fact in facts]


@pytest.mark.parametrize(
    ("reference", "answer", "same"),
    [
        ("0 order", "You have no fulfilled orders and spent $0", True),
        ("$0 total spend", "0 orders, $0 spent in total", True),
        ("3/2/22", "March 2, 2022", True),
        ("3/2/22", "March 3rd 2022", False),
        ("Jan: 572.8", "Jan: $572.80, Feb: $762.18", True),
        ("Jan: 572.8", "Jan: 762.18, Feb: 572.8", False),
        ("1h 35min", "It takes 95 minutes", True),
        ("driving: 2min", "Walking takes 16 minutes and driving takes 2 min", True),
        ("walking: 2min", "Walking takes 16 minutes and driving takes 2 min", False),
        ("No, it is open", "The issue is still open", True),
        ("No, it is open", "Yes, it is closed", False),
        ("170: cancelled", "170: canceled, 189: pending", True),
        ("The order is park, cafe, tower", "The order is tower, cafe, park", False),
        ("It is comfortable", "They find it comfortable", True),
        ("It is comfortable", "They find it cheap", False),
    ],
)
def test_an_answer_is_compared_by_what_it_says(reference: str, answer: str, same: bool) -> None:
    assert JUDGE.same_answer("question", reference, answer) is same


@pytest.mark.parametrize(
    ("reason", "reported", "same"),
    [
        ('There is no order of "processing" status', "You have no processing orders", True),
        ("There is no phone number in the website", "I could not find a phone number on the website", True),
        ("the subreddit does not exist", "There is no subreddit called cars", True),
        ("there is no on hold order", "The page did not load", False),
        ("there is no on hold order", "An order is on hold", False),
    ],
)
def test_a_reason_must_be_about_the_same_thing(reason: str, reported: str, same: bool) -> None:
    assert JUDGE.same_reason("task", reason, reported) is same


@given(st.sampled_from(sorted(FILLERS)), st.text())
def test_a_filler_is_never_right(filler: str, reference: str) -> None:
    assert not JUDGE.same_answer("question", reference, filler)
    assert not JUDGE.same_reason("task", reference, f" {filler.upper()} ")


@given(st.text(), st.text())
def test_any_two_texts_can_be_compared(one: str, other: str) -> None:
    JUDGE.same_answer("question", one, other)
    JUDGE.same_reason("task", one, other)


def test_the_prompts_of_libwebarena_are_understood() -> None:
    assert verdict(ANSWER.format("q", "3 orders", "3 orders"), JUDGE) == "correct"
    assert verdict(ANSWER.format("q\nmore", "3 orders", "line one\n3 orders"), JUDGE) == "correct"
    assert verdict(ANSWER.format("q", "3 orders", "whatever"), JUDGE) == "incorrect"
    assert verdict(REASON.format("t", "there is no such order", "no such order exists"), JUDGE) == "same"
    assert verdict(REASON.format("t", "there is no such order", ""), JUDGE) == "different"
    assert verdict("Tell me a joke", JUDGE) is None


def _ask(url: str, body: bytes | None, path: str = "/chat/completions") -> tuple[int, dict[str, object]]:
    request = urllib.request.Request(url + path, body, {"Content-Type": "application/json"})
    try:
        with urllib.request.urlopen(request, timeout=10) as response:
            return response.status, json.load(response)
    except urllib.error.HTTPError as error:
        with error:
            return error.code, json.load(error)


def test_the_endpoint_answers_as_openais() -> None:
    prompt = ANSWER.format("q", "3 orders", "there are 3 orders")
    with JudgeServer() as server:
        body = {"model": "some-model", "messages": [{"role": "user", "content": prompt}]}
        status, reply = _ask(server.base_url, json.dumps(body).encode())
        assert status == 200
        assert reply["choices"][0]["message"]["content"] == "correct"  # type: ignore[index]
        assert reply["model"] == "some-model"
        assert server.application.calls == 1


@pytest.mark.parametrize(
    ("body", "path", "status"),
    [
        (b"{", "/chat/completions", 400),
        (b"[]", "/chat/completions", 400),
        (b'{"messages": []}', "/chat/completions", 400),
        (b'{"messages": [{"content": "a joke, please"}]}', "/chat/completions", 400),
        (None, "/chat/completions", 405),
        (b"{}", "/completions", 404),
        (b"x" * 1_000_001, "/chat/completions", 413),
    ],
)
def test_bad_requests_get_a_clear_error(body: bytes | None, path: str, status: int) -> None:
    with JudgeServer() as server:
        code, reply = _ask(server.base_url, body, path)
    assert code == status
    assert reply["error"]["message"]  # type: ignore[index]


def test_a_port_in_use_is_named() -> None:
    with JudgeServer() as server, pytest.raises(BackendError, match="another"):
        JudgeServer(port=int(server.url.rpartition(":")[2]))


def test_a_model_can_judge() -> None:
    asked = []

    def model(environ: dict[str, Any], start_response: Any) -> Any:
        body = json.loads(environ["wsgi.input"].read(int(environ["CONTENT_LENGTH"])))
        asked.append((environ.get("HTTP_AUTHORIZATION"), body["messages"][-1]["content"]))
        said = "Yes." if "3 orders" in asked[-1][1] else "No"
        start_response("200 OK", [("Content-Type", "application/json")])
        return [json.dumps({"choices": [{"message": {"content": said}}]}).encode()]

    with Server(model) as server:
        judge = ModelJudge(f"{server.url}/v1", "some-model", "key")
        assert judge.same_answer("How many?", "3 orders", "three")
        assert not judge.same_reason("t", "none", "other")
        assert not judge.same_answer("How many?", "3 orders", "whatever")
    assert len(asked) == 2
    assert asked[0][0] == "Bearer key"
    with pytest.raises(BackendError, match="no verdict"):
        judge.same_answer("How many?", "3 orders", "three")
