"""Field texts from a language model, as the paper has them, behind the same interface as the rules."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from osgenesis.agents.errors import ModelError, ReplyError
from osgenesis.agents.llm import ChatClient, ChatConfig, Message
from osgenesis.agents.usage import Usage
from osgenesis.envs.core.elements import Element, outline
from osgenesis.synth.config import ModelSettings
from osgenesis.synth.explore.fields import FALLBACK_TEXT
from osgenesis.synth.models import prices

_MAX_OUTLINE = 4000
_MAX_TEXT = 200


class ModelText:
    """Asks for one line per field; where the model fails, the paper's fallback text."""

    def __init__(self, settings: ModelSettings) -> None:
        self._client = ChatClient(
            ChatConfig(
                model=settings.model,
                base_url=settings.base_url,
                temperature=0.7,
                max_tokens=20,
                reply_retries=2,
                prices=prices(settings),
            )
        )

    @property
    def usage(self) -> Usage:
        """What all requests so far used."""
        return self._client.usage

    def text(self, elements: Sequence[Element], element: Element, rng: np.random.Generator) -> str:
        """What the model would type into ``element``."""
        what = "web site" if element.window == "page" else "phone app"
        question = (
            f"You are trying out a {what}. These elements are on the screen:\n"
            f"{outline(elements, _MAX_OUTLINE)}\n\n"
            "You are about to type into this field:\n"
            f"id {element.resource_id!r}, text {element.text!r}, "
            f"description {element.description!r}, hint {element.hint!r}, "
            f"class {element.class_name!r}.\n"
            "What would a person type there? Reply with that text alone, on one line."
        )
        try:
            return str(self._client.ask_parsed([Message.user(question)], _one_line).value)
        except ModelError:
            return FALLBACK_TEXT


def _one_line(reply: str) -> str:
    lines = [line.strip() for line in reply.splitlines() if line.strip()]
    if len(lines) != 1:
        raise ReplyError(f"one line was asked for, {len(lines)} came")
    text = lines[0].strip("\"'")
    if not text or len(text) > _MAX_TEXT:
        raise ReplyError(f"1 to {_MAX_TEXT} characters were asked for, {len(text)} came")
    return text
