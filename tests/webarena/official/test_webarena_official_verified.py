"""webarena-verified's own evaluator, fed from the log of a world; and the trace that it gets."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from osgenesis.envs.core.errors import UnknownNameError
from osgenesis.envs.webarena.official.har import draft_entry
from osgenesis.envs.webarena.official.verified import agent_response, score

MUTATED = agent_response("mutate")


@pytest.fixture(scope="module")
def world() -> Iterator[Any]:
    pytest.importorskip("webarena_verified", reason="webarena-verified is not installed")
    pytest.importorskip("webarena", reason="libwebarena is not installed")
    from osgenesis.envs.webarena.official.harness import compat_world

    made = compat_world()
    yield made
    made.close()


@pytest.fixture
def visitor(world: Any) -> Any:
    from osgenesis.envs.webarena.official.visitor import Visitor

    world.rollback()
    return Visitor(world).log_in("forum")


def test_a_biography_is_credited(visitor: Any) -> None:
    assert score(399, MUTATED, visitor.world).score == 0
    visitor.go("http://forum.test/user/MarvelsGrantMan136/edit_biography")
    visitor.submit("textarea", {visitor.find("textarea").get("name"): "I am a robot"})
    assert score(399, MUTATED, visitor.world).score == 1
    assert score(399, agent_response("navigate"), visitor.world).score == 0


def test_a_vote_is_credited_as_the_pages_script_sends_it(visitor: Any) -> None:
    client = visitor._client("forum")
    client.post("/sv/124260.json", data={"choice": "-1"}).close()
    assert score(404, MUTATED, visitor.world).score == 0
    client.post("/sv/124260.json", data={"choice": "1"}).close()
    assert score(404, MUTATED, visitor.world).score == 1


def test_a_submission_is_credited(visitor: Any) -> None:
    visitor.go("http://forum.test/submit/consoles")
    visitor.submit("#submission_title", {"submission[title]": "what is the recommended console to buy these days?"})
    found = score(600, MUTATED, visitor.world)
    assert (found.score, found.message) == (1, "")


def test_an_answer_is_compared(visitor: Any) -> None:
    wrong = agent_response("retrieve", data=[{"username": "nobody", "post_title": "x", "count": 0}])
    assert score(27, wrong, visitor.world).score == 0


def test_a_response_has_known_words_only() -> None:
    with pytest.raises(UnknownNameError, match="RETRIEVE"):
        agent_response("retrive")
    with pytest.raises(UnknownNameError, match="SUCCESS"):
        agent_response("mutate", status="fine")


def test_a_draft_is_a_request_without_an_answer() -> None:
    entry = draft_entry({"comment": "a & b"})
    assert entry["response"]["status"] == -1
    assert entry["request"]["postData"]["text"] == "form_id=contact-form&comment=a+%26+b"
