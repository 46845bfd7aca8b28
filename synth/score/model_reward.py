"""The paper's trajectory reward model behind any OpenAI-compatible end point."""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping
from importlib.resources import files
from pathlib import Path
from string import Template
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from osgenesis.agents.errors import ReplyError
from osgenesis.agents.llm import ChatClient, ChatConfig, Message
from osgenesis.envs.core.episodes import Episode
from osgenesis.envs.core.errors import DataError
from osgenesis.synth.config import ModelSettings
from osgenesis.synth.models import prices
from osgenesis.synth.score.rewards import Score

LAST_SCREENS = 3  # before the last actions; the final screen comes on top
_LINES = re.compile(r"Reason:\s*(?P<reason>.+?)\s*^\W*Score:\W*(?P<score>\d+)\W*\Z", re.S | re.M)


class ModelReward:
    """Sees the instruction, a summary of every step, the last three screens and the final one."""

    name = "llm"

    def __init__(self, settings: ModelSettings, root: str) -> None:
        self._model = settings.model
        self._root = Path(root)
        self._client = ChatClient(
            ChatConfig(
                model=settings.model,
                base_url=settings.base_url,
                temperature=0.5,
                top_p=0.9,
                max_tokens=1500,
                reply_retries=4,
                image_detail="high",
                prices=prices(settings),
            )
        )

    def score(self, episode: Episode, task: Mapping[str, Any]) -> Score:
        """Return the model's reward and reason.

        Raises:
            ReplyError: no reply in five tries was a reason and a score from 1 to 5.
            ModelError: the end point failed.
        """
        # The frames before the last actions and, which the paper's runs lack, the one at the end.
        shown = episode.frames[-(LAST_SCREENS + 1) :]
        images = [self._load(frame.screenshot) for frame in shown if frame.screenshot]
        question = Template(_prompt()).substitute(
            instruction=task["instruction"],
            steps="\n".join(_summaries(episode)) or "(nothing)",
            n_before=max(0, len(images) - 1),
        )
        reply = self._client.ask_parsed([Message.user(question, *images)], parse_score)
        return Score(reply.value.score, reply.value.reason, self._model, reply.usage)

    def _load(self, name: str) -> NDArray[np.uint8]:
        from PIL import Image

        path = self._root / name
        try:
            with Image.open(path) as image:
                return np.asarray(image.convert("RGB"))
        except OSError as error:
            raise DataError(f"cannot read the screenshot {path}: {error}") from error


class Verdict(NamedTuple):
    """A parsed reply."""

    reason: str
    score: int


def parse_score(text: str) -> Verdict:
    """Read "Reason: ..." and "Score: n".

    Raises:
        ReplyError: the form is another, or the score is not from 1 to 5.
    """
    found = _LINES.search(text.strip())
    if found is None:
        raise ReplyError('two lines are wanted, "Reason: ..." and "Score: n"')
    score = int(found["score"])
    if not 1 <= score <= 5:
        raise ReplyError(f"the score must be from 1 to 5, not {score}")
    return Verdict(found["reason"].strip(), score)


def _summaries(episode: Episode) -> list[str]:
    """One numbered line per step: its summary, else the reason for it, else the action."""
    return [
        f"{number}. {step.summary or step.thought or step.action.describe()}"
        for number, step in enumerate(episode.steps, start=1)
    ]


@functools.cache
def _prompt() -> str:
    return (files("osgenesis.synth") / "prompts" / "score.txt").read_text(encoding="utf-8")
