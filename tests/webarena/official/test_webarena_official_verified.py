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


@pytest.mark.slow
def test_scripted_episodes_of_forum_and_shop_are_credited_except_those_that_cannot_be(world: Any) -> None:
    from osgenesis.envs.webarena.official.compat import verified_records
    from osgenesis.envs.webarena.official.configs import configurations, substituted
    from osgenesis.envs.webarena.official.names import OURS, official_addresses
    from osgenesis.envs.webarena.official.scripted_visitor import ScriptedVisitor
    from osgenesis.envs.webarena.official.solutions_verified import NOT_CREDITED, solve

    addresses, missed, tried = official_addresses(world.origins), {}, 0
    for raw in configurations().values():
        if not {"reddit", "shopping"}.issuperset(raw.sites) or raw.id in NOT_CREDITED:
            continue
        task = substituted(raw, addresses)
        world.rollback()
        visitor = ScriptedVisitor(world)
        for site in task.sites:
            visitor.log_in(OURS[site])
        for url in task.start_urls:
            visitor.go(url)
        solved = solve(visitor, task, verified_records()[task.id])
        found = score(task.id, solved.response, world, drafts=solved.drafts)
        tried += 1
        if found.score != 1:
            missed[task.id] = found
    assert missed == {}
    assert tried == 298 - len(NOT_CREDITED)
