"""An agent in the manner of AndroidWorld's M3A: marked screenshot, element list, own summaries.

Two model calls per step: one chooses an action, one notes afterwards what it did. The prompts in
`prompts/` are ours, so scores are not those of the published agent.
"""

from __future__ import annotations

import functools
import json
import string
from collections.abc import Mapping, Sequence
from importlib import resources
from pathlib import Path
from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from osgenesis.agents.base import Agent, Info, Observation
from osgenesis.agents.errors import AgentError, ReplyError
from osgenesis.agents.llm import ChatClient, ChatConfig, Message, Price
from osgenesis.agents.marks import draw_marks
from osgenesis.agents.replies import find_object, shorten
from osgenesis.envs.core.action_formats import from_android_world, to_android_world
from osgenesis.envs.core.actions import Action
from osgenesis.envs.core.elements import Element, Flag
from osgenesis.envs.core.errors import ActionError


class Decision(NamedTuple):
    """A reply to the action prompt, read."""

    reason: str
    action: Action


class M3AAgent(Agent):
    """Chooses actions with a multimodal chat model.

    Args:
        model: name of the model at the end point.
        base_url: the end point; by default ``$OPENAI_BASE_URL``, then OpenAI's own.
        api_key: by default ``$OPENAI_API_KEY``.
        temperature: sampling temperature; None leaves it to the end point.
        max_tokens: longest reply.
        timeout_s: of one request.
        image_max_side: px; screenshots are scaled down to it. None sends them as they are.
        prices: by model, ``[prompt, completion]`` in US dollars per million tokens.
        log: file that keeps every request and reply, as JSON Lines.
        summarize: whether to ask for a summary after each step; without, the reasons serve.
    """

    observe_parts = ("goal", "screenshot")

    def __init__(
        self,
        model: str = "gpt-4o-2024-08-06",
        *,
        base_url: str | None = None,
        api_key: str | None = None,
        temperature: float | None = 0.0,
        max_tokens: int | None = 1000,
        timeout_s: float = 120.0,
        image_max_side: int | None = None,
        prices: Mapping[str, Sequence[float]] | None = None,
        log: str | Path | None = None,
        summarize: bool = True,
        request_retries: int = 5,
        reply_retries: int = 2,
    ) -> None:
        self._client = ChatClient(
            ChatConfig(
                model,
                base_url=base_url,
                api_key=api_key,
                temperature=temperature,
                max_tokens=max_tokens,
                timeout_s=timeout_s,
                image_max_side=image_max_side,
                prices={name: Price(*price) for name, price in (prices or {}).items()},
                log=Path(log) if log is not None else None,
                request_retries=request_retries,
                reply_retries=reply_retries,
            )
        )
        self._client.check()
        self._summarize = summarize
        self._goal = ""
        self._history: list[str] = []
        self._before = _Screen.empty()
        self._decision: Decision | None = None

    def reset(self, observation: Observation, info: Info) -> None:
        """Forget the last episode."""
        super().reset(observation, info)
        self._goal = str(observation["goal"])
        self._history = []
        self._decision = None

    def act(self, observation: Observation) -> Action:
        """Show the model the screen and read its choice."""
        self._goal = str(observation["goal"])  # some environments say more from step to step
        screen = self._screen(observation)
        self._before = screen
        prompt = _prompt("action").substitute(
            goal=self._goal,
            history=_numbered(self._history) or "Nothing yet.",
            elements=describe_elements(screen.elements) or "None.",
        )
        messages = [
            Message.system(_prompt("system").template.strip()),
            Message.user(prompt, screen.screenshot, screen.marked),
        ]
        try:
            reply = self._client.ask_parsed(messages, lambda text: parse_decision(text, screen.elements))
        finally:
            self.usage = self._client.usage
        decision: Decision = reply.value
        self._decision = decision
        self.last_thought = decision.reason
        self.last_reply = reply.text
        return decision.action

    def observe(
        self,
        observation: Observation,
        reward: float,
        terminated: bool,
        truncated: bool,
        info: Info,
    ) -> None:
        """Have the model note what the action did; an episode's last step needs no model call."""
        super().observe(observation, reward, terminated, truncated, info)
        if self._decision is None:
            raise AgentError("observe() was called before act()")
        summary = self._decision.reason
        if self._summarize and not (terminated or truncated):
            summary = self._ask_summary(self._decision, self._screen(observation))
        self.last_summary = summary
        self._history.append(summary)

    def close(self) -> None:
        """Drop the connection."""
        self._client.close()

    def _ask_summary(self, decision: Decision, after: _Screen) -> str:
        prompt = _prompt("summary").substitute(
            goal=self._goal,
            action=json.dumps(to_android_world(decision.action), ensure_ascii=False),
            reason=decision.reason,
            before=describe_elements(self._before.elements) or "None.",
            after=describe_elements(after.elements) or "None.",
        )
        try:
            reply = self._client.ask(
                [
                    Message.system(_prompt("system").template.strip()),
                    Message.user(prompt, self._before.marked, after.screenshot),
                ]
            )
        finally:
            self.usage = self._client.usage
        return " ".join(reply.text.split())

    def _screen(self, observation: Observation) -> _Screen:
        return _Screen.of(observation["screenshot"], self.info["elements"])


class _Screen(NamedTuple):
    """What the model is shown of one moment."""

    screenshot: NDArray[np.uint8]
    marked: NDArray[np.uint8]
    elements: Sequence[Element]

    @classmethod
    def of(cls, screenshot: NDArray[np.uint8], elements: Sequence[Element]) -> _Screen:
        marked = draw_marks(screenshot, elements, listed(elements, screenshot.shape))
        return cls(screenshot, marked, elements)

    @classmethod
    def empty(cls) -> _Screen:
        nothing = np.zeros((1, 1, 3), dtype=np.uint8)
        return cls(nothing, nothing, ())


def listed(elements: Sequence[Element], screen: tuple[int, ...] | None = None) -> list[int]:
    """Indices of the elements that an agent is told of: those with a box on the screen.

    Indices stay those of the full list, which is what the environment resolves them against.

    Args:
        elements: all elements.
        screen: (height, width, ...) px; None does not check against the screen's edges.
    """
    found = []
    for index, element in enumerate(elements):
        if element.left >= element.right or element.top >= element.bottom:
            continue
        if screen is not None and (element.left >= screen[1] or element.top >= screen[0]):
            continue
        if element.right <= 0 or element.bottom <= 0:
            continue
        found.append(index)
    return found


_SHOWN_FLAGS: tuple[tuple[Flag, str], ...] = (
    (Flag.CLICKABLE, "clickable"),
    (Flag.LONG_CLICKABLE, "long-clickable"),
    (Flag.EDITABLE, "editable"),
    (Flag.SCROLLABLE, "scrollable"),
    (Flag.FOCUSED, "focused"),
    (Flag.SELECTED, "selected"),
    (Flag.PASSWORD, "password"),
)


def describe_elements(elements: Sequence[Element]) -> str:
    """One line per listed element: number, kind, texts, and what it can do."""
    return "\n".join(f"{index}: {_describe(elements[index])}" for index in listed(elements))


def _describe(element: Element) -> str:
    parts = [element.class_name.rpartition(".")[2] or "View"]
    texts = (("text", element.text), ("description", element.description), ("hint", element.hint))
    parts.extend(f"{name} {json.dumps(text, ensure_ascii=False)}" for name, text in texts if text)
    parts.extend(word for flag, word in _SHOWN_FLAGS if element.flags & flag)
    if element.flags & Flag.CHECKABLE:
        parts.append("checked" if element.flags & Flag.CHECKED else "not checked")
    if not element.flags & Flag.ENABLED:
        parts.append("disabled")
    return ", ".join(parts)


def parse_decision(text: str, elements: Sequence[Element]) -> Decision:
    """Read ``Reason: ... Action: {...}``.

    Raises:
        ReplyError: a part is missing, the JSON is broken, it is no action of a phone, or its
            index is not on the screen.
    """
    reason, separator, rest = text.partition("Action:")
    _, label, reason = reason.partition("Reason:")
    reason = " ".join(reason.split())
    if not (separator and label and reason):
        raise ReplyError(f'expected "Reason: ..." and then "Action: {{...}}", got {shorten(text)}')
    raw = find_object(rest)
    try:
        action = from_android_world(raw)
    except ActionError as error:
        raise ReplyError(f"{json.dumps(raw)} is no action: {error}") from error
    if action.type == "unknown":
        raise ReplyError(f"{json.dumps(raw)} is not one of the actions offered")
    if action.index is not None and action.index not in listed(elements):
        raise ReplyError(f"there is no element number {action.index} on the screen")
    return Decision(reason, action)


def _numbered(lines: Sequence[str]) -> str:
    return "\n".join(f"Step {number}: {line}" for number, line in enumerate(lines, 1))


@functools.cache
def _prompt(name: Literal["system", "action", "summary"]) -> string.Template:
    path = resources.files("osgenesis.agents") / "prompts" / f"{name}.txt"
    return string.Template(path.read_text(encoding="utf-8"))
