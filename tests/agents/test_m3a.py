"""The M3A-style agent over the local chat server: what it shows, what it reads, what it records."""

import json
import sys
from importlib import resources
from typing import Any

import numpy as np
import pytest

from osgenesis.agents.errors import ReplyError
from osgenesis.agents.m3a import M3AAgent, describe_elements, listed, parse_decision
from osgenesis.agents.marks import GREEN, RED, draw_frame, draw_marks
from osgenesis.agents.rollout import rollout
from osgenesis.envs.core.actions import Action
from osgenesis.envs.core.elements import Element, Flag
from osgenesis.envs.core.environment import GuiEnv
from osgenesis.envs.core.errors import CapabilityError
from osgenesis.envs.core.fake import FAKE_SUITE, FakeBackend

COUNT = {"task": "CountTo", "params": {"start": 1, "target": 2}}
TAP_PLUS = 'Reason: One more is needed.\nAction: {"action_type": "click", "index": 1}'
DONE = 'Reason: It shows 2.\nAction: {"action_type": "status", "goal_status": "complete"}'


@pytest.fixture
def env() -> GuiEnv:
    return GuiEnv(FakeBackend, FAKE_SUITE, observe=M3AAgent.observe_parts)


def element(text: str = "OK", flags: int = int(Flag.ENABLED), **fields: Any) -> Element:
    made = Element(text, "", "android.widget.Button", "", "", "p", 10, 10, 60, 40, flags, "w")
    return made._replace(**fields)


def test_an_episode_from_reset_to_success(chat_server: Any, env: GuiEnv) -> None:
    chat_server.say(TAP_PLUS, "  Tapped plus;\n the counter went from 1 to 2. ", DONE)
    agent = M3AAgent("tiny", prices={"tiny": [1.0, 1.0]})
    episode = rollout(env, agent, seed=0, options=COUNT)
    agent.close()
    assert (episode.success, episode.ending, len(episode.steps)) == (True, "complete", 2)
    assert episode.steps[0].thought == "One more is needed."
    assert episode.steps[0].summary == "Tapped plus; the counter went from 1 to 2."
    assert episode.steps[0].raw == TAP_PLUS
    assert episode.usage == {
        "calls": 3,
        "prompt_tokens": 300,
        "completion_tokens": 30,
        "cost_usd": pytest.approx(0.00033),
    }


def test_the_model_sees_goal_history_elements_and_marks(chat_server: Any, env: GuiEnv) -> None:
    chat_server.say(TAP_PLUS, "The counter shows 2.", DONE)
    rollout(env, M3AAgent("tiny"), seed=0, options=COUNT)
    choice, summary, second = (chat_server.text(number) for number in range(3))
    assert "bring the counter to 2" in choice
    assert "Nothing yet." in choice
    assert '1: Button, text "+", clickable' in choice
    assert '4: EditText, hint "New note", clickable, editable' in choice
    assert '6: Switch, text "Dark theme", clickable, not checked' in choice
    assert '"action_type": "click", "index": 1' in summary
    assert "One more is needed." in summary
    assert '2: TextView, text "1"' in summary
    assert '2: TextView, text "2"' in summary
    assert "Step 1: The counter shows 2." in second
    plain, marked = chat_server.images(0)
    assert plain.size == marked.size == (240, 480)
    assert (np.asarray(plain) != np.asarray(marked)).any()
    assert "$" not in choice + summary


def test_without_summaries_the_reasons_are_the_history(chat_server: Any, env: GuiEnv) -> None:
    chat_server.say(TAP_PLUS, DONE)
    episode = rollout(env, M3AAgent("tiny", summarize=False), seed=0, options=COUNT)
    assert episode.success
    assert "Step 1: One more is needed." in chat_server.text(1)


def test_a_malformed_reply_gets_a_second_chance(chat_server: Any, env: GuiEnv) -> None:
    chat_server.say("I will tap plus.", 'Reason: x\nAction: {"action_type": "fly"}', DONE)
    episode = rollout(env, M3AAgent("tiny"), seed=0, options=COUNT)
    assert (episode.error, episode.ending) == (None, "complete")
    assert 'expected "Reason: ..."' in chat_server.text(1)
    assert "fly" in chat_server.text(2)


def test_a_model_that_never_makes_sense_ends_the_episode(chat_server: Any, env: GuiEnv) -> None:
    chat_server.say(*["nonsense"] * 3)
    episode = rollout(env, M3AAgent("tiny"), seed=0, options=COUNT)
    assert (episode.ending, episode.steps) == ("error", ())
    assert (episode.error or "").startswith("ReplyError: tiny gave no usable reply in 3 attempts")
    assert episode.usage["calls"] == 3


def test_a_server_that_fails_for_good_ends_the_episode(chat_server: Any, env: GuiEnv) -> None:
    chat_server.say(TAP_PLUS)
    for _ in range(2):
        chat_server.fail(500)
    episode = rollout(env, M3AAgent("tiny", request_retries=1), seed=0, options=COUNT)
    assert (episode.error or "").startswith("ModelError: ")
    assert [step.action.type for step in episode.steps] == ["click"]


def test_one_agent_plays_several_episodes(chat_server: Any, env: GuiEnv) -> None:
    chat_server.say(TAP_PLUS, "Fine.", DONE, DONE)
    agent = M3AAgent("tiny")
    first = rollout(env, agent, seed=0, options=COUNT)
    second = rollout(env, agent, seed=0, options=COUNT)
    assert (first.usage["calls"], second.usage["calls"]) == (3, 1)
    assert "Nothing yet." in chat_server.text(3)


def test_without_the_openai_package_it_is_not_built(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "x")
    monkeypatch.delitem(sys.modules, "openai", raising=False)
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    with pytest.raises(CapabilityError, match="openai"):
        M3AAgent()


@pytest.mark.parametrize(
    ("reply", "action"),
    [
        ('Reason: a\nAction: {"action_type": "wait"}', Action("wait")),
        ('Reason: a\nAction:\n```json\n{"action_type": "navigate_back"}\n```', Action("navigate_back")),
        (
            'Reason: a {b}\nAction: {"action_type": "input_text", "text": "x\\ny", "index": 0}',
            Action("input_text", text="x\ny", index=0, press_enter=True),
        ),
        (
            'Reason: a\nAction: {"action_type": "open_app", "app_name": "Clock"}',
            Action("open_app", app="Clock"),
        ),
        (
            'Reason: a\nAction: {"action_type": "answer", "text": "Action: 7"}',
            Action("answer", text="Action: 7"),
        ),
        (
            'Reason: a\nAction: {"action_type": "status", "goal_status": "infeasible"}',
            Action("status", goal_status="infeasible"),
        ),
    ],
)
def test_replies_in_the_right_form_are_read(reply: str, action: Action) -> None:
    decision = parse_decision(reply, [element()])
    assert decision.action == action
    assert decision.reason.startswith("a")


@pytest.mark.parametrize(
    "reply",
    [
        "",
        "Reason: a",
        'Action: {"action_type": "wait"}',
        'Reason:\nAction: {"action_type": "wait"}',
        "Reason: a\nAction: click 3",
        'Reason: a\nAction: {"action_type": "click"}',
        'Reason: a\nAction: {"action_type": "click", "index": 1}',  # not on the screen
        'Reason: a\nAction: {"action_type": "click", "index": -1}',
        'Reason: a\nAction: {"action_type": "click", "index": NaN}',
        'Reason: a\nAction: {"action_type": "unknown"}',
        'Reason: a\nAction: {"action_type": "scroll", "direction": "sideways"}',
        'Reason: a\nAction: {"action_type": ["click"]}',
        'Reason: a\nAction: {"action_type": "wait"} {"action_type": "navigate_back"}',
    ],
)
def test_replies_in_any_other_form_are_refused(reply: str) -> None:
    with pytest.raises(ReplyError):
        parse_decision(reply, [element()])


def test_elements_keep_their_indices_when_others_are_left_out() -> None:
    elements = [element("a", right=10), element("b"), element("c", left=900, right=950)]
    assert listed(elements, (480, 240, 3)) == [1]
    assert describe_elements(elements[:2]) == '1: Button, text "b"'


def test_an_unlisted_element_cannot_be_chosen() -> None:
    reply = 'Reason: a\nAction: {"action_type": "click", "index": 0}'
    with pytest.raises(ReplyError, match="no element number 0"):
        parse_decision(reply, [element(right=10)])


def test_an_element_is_described_in_words() -> None:
    flags = int(Flag.CHECKABLE | Flag.CHECKED | Flag.LONG_CLICKABLE | Flag.SELECTED)
    made = element('say "hi"', flags, description="greeting")
    assert describe_elements([made]) == (
        '0: Button, text "say \\"hi\\"", description "greeting", long-clickable, selected, checked, disabled'
    )


def test_marks_are_drawn_on_a_copy() -> None:
    screenshot = np.zeros((100, 100, 3), dtype=np.uint8)
    marked = draw_marks(screenshot, [element(), element(left=0, right=10**6)], [0, 1])
    framed = draw_frame(screenshot, element())
    assert not screenshot.any()
    assert tuple(marked[39, 30]) == GREEN
    assert tuple(framed[10, 30]) == RED
    assert marked.flags.writeable


def test_prompts_name_only_actions_that_can_be_read() -> None:
    text = (resources.files("osgenesis.agents") / "prompts" / "action.txt").read_text("utf-8")
    forms = [line.rpartition(": {")[2] for line in text.splitlines() if line.startswith("- ")]
    named = {
        json.loads("{" + form.partition(",")[0].rstrip("}") + "}")["action_type"]
        for form in forms
        if form.startswith('"action_type"')
    }
    assert {"click", "input_text", "scroll", "swipe", "open_app", "answer", "status"} <= named
