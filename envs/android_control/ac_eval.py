"""OS-Genesis's `ac_eval` with all its habits, for numbers that are to be compared with published ones.

What it does otherwise than `scoring`: predictions and references are joined by their order; the radius is 368.4 px on
every screen; "Scroll up" is looked for in the whole prompt, earlier steps included; an episode counts in the first of
its sub-splits only; a text with braces ends at the first one; typing is called `type`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, Final, NamedTuple

from osgenesis.envs.android_control.matching import GENESIS_RADIUS, NOWHERE, Verdict, token_f1
from osgenesis.envs.android_control.predictions import Prediction
from osgenesis.envs.android_control.scoring import Rate, Step
from osgenesis.envs.core.action_formats import to_android_control
from osgenesis.envs.core.errors import ActionError, DataError

__all__ = ["ORDER", "Reference", "ac_eval", "judge", "parse_reply", "read_references", "reference"]

# The order in which it looks for an episode's one sub-split.
ORDER: Final = ("IDD", "category_unseen", "app_unseen", "task_unseen")
_SPAN: Final = re.compile(r"\{.*?\}")
_WRONG: Final = Verdict(False, False)


class Reference(NamedTuple):
    """One recorded step in its format.

    Attributes:
        action: The JSON object, typing renamed to `type`.
        episode_id: The episode, where it is known.
        instruction: The step's wording, for predictions that do not say what the prompt was.
    """

    action: Mapping[str, Any]
    episode_id: int | None = None
    instruction: str = ""


def reference(step: Step) -> Reference:
    """A recorded step in its format."""
    action = to_android_control(step.gold.action)
    if action["action_type"] == "input_text":
        action["action_type"] = "type"
    return Reference(action, step.episode_id, step.gold.instruction)


def read_references(path: str | Path) -> Iterator[Reference]:
    """The references of a file in the authors' format, in order.

    Raises:
        DataError: A line is not in that format; names file and line.
    """
    with Path(path).open(encoding="utf-8") as file:
        for number, line in enumerate(file, 1):
            try:
                answer = json.loads(line)["conversations"][1]["value"]
                action = json.loads(answer.split("actions:\n")[1])
                if not isinstance(action, dict) or not isinstance(action.get("action_type"), str):
                    raise TypeError(f"no action: {action!r:.60}")
            except (ValueError, LookupError, TypeError, AttributeError, RecursionError) as error:
                raise DataError(f"{path}, line {number}: not a reference of ac_eval: {error!r}") from error
            yield Reference(action)


def parse_reply(text: str) -> Mapping[str, Any] | None:
    """The JSON object in a model's reply, as it finds it, or None."""
    parts = text.split("action: ")
    if len(parts) == 2:
        source = parts[1]
    else:
        found = _SPAN.search(text)
        if found is None:
            return None
        source = found.group()
    try:
        data = json.loads(source)
    except (ValueError, RecursionError):
        return None
    return data if isinstance(data, dict) and "action_type" in data else None


def judge(gold: Reference, predicted: Mapping[str, Any] | None, prompt: str) -> Verdict:
    """What a prediction is worth to it."""
    if predicted is None:
        return _WRONG
    kind, given = gold.action["action_type"], predicted["action_type"]
    if given != kind and not (kind == "type" and given == "input_text"):
        return _WRONG
    if kind in ("click", "long_press"):
        x, y = _point(predicted)
        # Squares: a model may write a number that no float holds.
        hit = (x - int(gold.action["x"])) ** 2 + (y - int(gold.action["y"])) ** 2 <= GENESIS_RADIUS**2
        return Verdict(True, hit, hit)
    if kind == "type":
        wanted, text = gold.action.get("text", ""), predicted.get("text")
        return Verdict(True, isinstance(text, str) and (wanted == text or token_f1(wanted, text) > 0.5))
    if kind == "scroll":
        direction = predicted.get("direction")
        worded = any(f"Scroll {way}" in prompt and direction == way for way in ("up", "down"))
        return Verdict(True, worded or predicted == gold.action)
    return Verdict(True, predicted == gold.action)


def _point(predicted: Mapping[str, Any]) -> tuple[int, int]:
    try:
        return int(predicted["x"]), int(predicted["y"])
    except (KeyError, TypeError, ValueError, OverflowError):
        return NOWHERE


def ac_eval(
    references: Iterable[Reference],
    predictions: Iterable[Prediction],
    subsplits: Mapping[str, frozenset[int]],
) -> dict[str, Any]:
    """Its numbers, as JSON-able data. What is beyond the shorter of the two lists is not counted.

    A prediction's prompt is the one it carries; where it carries none, the step's own instruction.
    """
    counts: dict[str, list[int]] = {}

    def count(name: str, hit: bool) -> None:
        tally = counts.setdefault(name, [0, 0])
        tally[0] += hit
        tally[1] += 1

    unreadable = 0
    for gold, prediction in zip(references, predictions, strict=False):
        predicted = _raw(prediction)
        unreadable += predicted is None
        verdict = judge(gold, predicted, gold.instruction if prediction.prompt is None else prediction.prompt)
        # The sub-split is that of the prediction's episode, which is the reference's only if the order is right.
        episode_id = gold.episode_id if prediction.episode_id is None else prediction.episode_id
        subsplit = next((name for name in ORDER if episode_id in subsplits.get(name, ())), None)
        count("step", verdict.correct)
        count("type", verdict.type_correct)
        count(f"kind step {gold.action['action_type']}", verdict.correct)
        count(f"kind type {gold.action['action_type']}", verdict.type_correct)
        if subsplit is not None:
            count(f"subsplit {subsplit}", verdict.correct)

    def rates(prefix: str) -> dict[str, Any]:
        return {
            name.removeprefix(prefix): Rate(*tally).to_plain()
            for name, tally in counts.items()
            if name.startswith(prefix)
        }

    return {
        "compat": "ac_eval",
        "step_accuracy": Rate(*counts.get("step", (0, 0))).to_plain(),
        "type_accuracy": Rate(*counts.get("type", (0, 0))).to_plain(),
        "unreadable": unreadable,
        "by_first_subsplit": rates("subsplit "),
        "by_kind": {"step": rates("kind step "), "type": rates("kind type ")},
    }


def _raw(prediction: Prediction) -> Mapping[str, Any] | None:
    """What it would have parsed: the reply, or for a typed action its object."""
    if prediction.reply is not None:
        return parse_reply(prediction.reply)
    if prediction.action is None:
        return None
    try:
        return to_android_control(prediction.action)
    except ActionError:
        return None
