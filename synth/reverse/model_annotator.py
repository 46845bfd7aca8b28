"""The model annotator: one request per segment to any OpenAI-compatible end point, checked strictly."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from importlib.resources import files
from string import Template
from typing import Any

import numpy as np
from numpy.typing import NDArray

from osgenesis.agents.errors import ReplyError
from osgenesis.agents.llm import ChatClient, ChatConfig, Message
from osgenesis.agents.replies import parse_object
from osgenesis.envs.core.elements import Element
from osgenesis.envs.core.errors import DataError
from osgenesis.synth.config import ModelSettings
from osgenesis.synth.models import prices
from osgenesis.synth.reverse.annotation import (
    ANNOTATION_SCHEMA,
    KEYS,
    Annotation,
    Segment,
    check_texts,
)
from osgenesis.synth.reverse.clauses import clauses
from osgenesis.synth.reverse.lowlevel import instruction, name_with_kind
from osgenesis.synth.reverse.values import Chooser

MAX_IMAGES = 6  # per request, the last screen included
_RED = (230, 30, 30)
_FRAME = 8  # px


class ModelAnnotator:
    """Sees what the paper's annotator sees: actions, framed screens before, the screen after."""

    name = "llm"
    needs_images = True

    def __init__(self, settings: ModelSettings, *, reply_retries: int = 3) -> None:
        self._model = settings.model
        self._client = ChatClient(
            ChatConfig(
                model=settings.model,
                base_url=settings.base_url,
                temperature=0.7,
                max_tokens=1000,
                reply_retries=reply_retries,
                json_mode="json_object",
                image_format="jpeg",
                image_max_side=1200,
                prices=prices(settings),
            )
        )

    def annotate(self, segment: Segment) -> Annotation:
        """Return the texts for ``segment``.

        Raises:
            ReplyError: no reply within the retries was what was asked for.
            ModelError: the end point failed.
        """
        n_steps = len(segment.steps)
        message = Message.user(_question(segment), *_pictures(segment))
        reply = self._client.ask_parsed(
            [message], lambda text: _parse(text, n_steps, segment.answer), ANNOTATION_SCHEMA
        )
        texts: dict[str, str] = reply.value
        lines = [line.strip() for line in texts[KEYS[0]].splitlines() if line.strip()]
        return Annotation(
            sub_instruction=" ".join(lines),
            analysis=texts[KEYS[1]],
            high_level=texts[KEYS[2]],
            low_level=tuple(lines),
            model=self._model,
            usage=reply.usage,
        )


def frame_element(image: NDArray[np.uint8], element: Element) -> NDArray[np.uint8]:
    """A copy of a screen, uint8 (H, W, 3), with a red frame around an element."""
    framed = image.copy()
    height, width = framed.shape[:2]
    left, right = max(0, element.left - _FRAME), min(width, element.right + _FRAME)
    top, bottom = max(0, element.top - _FRAME), min(height, element.bottom + _FRAME)
    thick = _FRAME if min(height, width) > 500 else 2
    framed[top : top + thick, left:right] = _RED
    framed[max(top, bottom - thick) : bottom, left:right] = _RED
    framed[top:bottom, left : left + thick] = _RED
    framed[top:bottom, max(left, right - thick) : right] = _RED
    return framed


def _question(segment: Segment) -> str:
    chooser = Chooser(segment.key)
    interactions = []
    for number, step in enumerate(segment.steps, start=1):
        line = f"{number}. {step.action.type}"
        if step.element is not None:
            line += f" on {name_with_kind(step.element, step.before)}"
        if step.action.text is not None:
            line += f", typing {step.action.text!r}"
        if step.action.direction is not None:
            line += f", direction {step.action.direction}"
        interactions.append(f"{line} ({instruction(step, chooser)})")
    deeds = clauses(segment.diff, segment.vocabulary, chooser, segment.before)
    question = ""
    if segment.question is not None:
        question = (
            f"\nNothing was changed: the person wanted to know something. The task is a question; "
            f"what the last screen answers is: {segment.question} The answer: {segment.answer}. "
            "The task must not give the answer away.\n"
        )
    elif segment.instruction is not None:
        question = f"\nThe page itself asked for it, in these words: {segment.instruction} Keep what they ask for.\n"
    elif segment.errand is not None:
        question = (
            "\nNothing was changed: the person wanted to get to the page on the last screen. "
            f"The task in plain words: {segment.errand}\n"
        )
    return Template(_prompt()).substitute(
        app=segment.app or "the device",
        n_steps=len(segment.steps),
        interactions="\n".join(interactions),
        changes="\n".join(f"- {deed.text}" for deed in deeds) or "- nothing",
        question=question,
    )


def _pictures(segment: Segment) -> Sequence[NDArray[np.uint8]]:
    """Screens before, the latest ones if there are too many, and the one after."""
    if segment.images is None:
        return []
    *before, last = segment.images()
    framed = [
        image if step.element is None else frame_element(image, step.element)
        for image, step in zip(before, segment.steps, strict=True)
    ]
    return [*framed[-(MAX_IMAGES - 1) :], last]


def _parse(text: str, n_steps: int, answer: str | None) -> dict[str, str]:
    """The three texts of a reply.

    Raises:
        ReplyError: what is wrong with it, for the model's next try.
    """
    found: dict[str, Any] = parse_object(text, ANNOTATION_SCHEMA)
    try:
        texts = check_texts(found)
    except DataError as error:
        raise ReplyError(str(error)) from error
    lines = [line for line in texts[KEYS[0]].splitlines() if line.strip()]
    if len(lines) != n_steps:
        raise ReplyError(f"{KEYS[0]!r} has {len(lines)} lines for {n_steps} interactions; write one line each")
    if answer and answer.lower() in texts[KEYS[2]].lower():
        raise ReplyError(f"{KEYS[2]!r} gives the answer {answer!r} away")
    return texts


@functools.cache
def _prompt() -> str:
    return (files("osgenesis.synth") / "prompts" / "annotate.txt").read_text(encoding="utf-8")
