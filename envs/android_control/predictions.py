"""Predicted actions from files: our own JSON Lines, evaluation records, and OS-Genesis's published prediction format.

A line that names an episode and a step is joined by them. What cannot be read as an action is kept as None: it is
wrong, not missing.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final, NamedTuple

from osgenesis.envs.android_control.matching import NOWHERE
from osgenesis.envs.core.action_formats import from_android_control, from_android_world
from osgenesis.envs.core.actions import Action
from osgenesis.envs.core.errors import ActionError, DataError

__all__ = ["Key", "Prediction", "parse_reply", "predictions_by_key", "read_predictions"]

Key = tuple[int, int]
_MARKER: Final = "action: "
_END: Final = "<|im_end|>"
_REPLIES: Final = ("prediction", "pred", "response", "output", "text", "answer", "raw")
_ACTIONS: Final = ("action", "predicted_action")
_STEPS: Final = ("step", "step_id", "step_number", "step_index")
_EPISODE_TASK: Final = re.compile(r"Episode-(\d{1,18})")
# As OS-Genesis names its pictures: the second part between underscores is the episode.
_IMAGE: Final = re.compile(r"[^_/]*_(\d{1,18})((?:_.*)?)")
_MAX_LINE: Final = 64_000_000
_MAX_BRACES: Final = 64
_DECODER: Final = json.JSONDecoder()


class Prediction(NamedTuple):
    """One predicted action.

    Attributes:
        key: (episode id, step), or None for a line that does not name both.
        action: The action; None if it could not be read.
        problem: Why it could not.
        where: File and line.
        episode_id: The episode, where it is named.
        reply: What the model wrote, where that is given.
        prompt: What it was asked, where that is given.
    """

    key: Key | None
    action: Action | None
    problem: str = ""
    where: str = ""
    episode_id: int | None = None
    reply: str | None = None
    prompt: str | None = None


# ---- what a model wrote ------------------------------------------------------------------------------


def parse_reply(text: str) -> Action:
    """The action in a model's reply.

    What follows a single `action: ` is read, else the first JSON object of the reply that says what kind of action it
    is. Braces within its texts do no harm.

    Raises:
        ActionError: There is none, or it is no action.
    """
    parts = text.split(_MARKER)
    if len(parts) == 2:
        source = parts[1].strip().removesuffix(_END)
        try:
            return read_action(json.loads(source))
        except (ValueError, RecursionError) as error:
            if isinstance(error, ActionError):
                raise
            raise ActionError(f"not JSON: {source[:100]!r}") from error
    at = -1
    for _ in range(_MAX_BRACES):
        at = text.find("{", at + 1)
        if at < 0:
            break
        try:
            data, _ = _DECODER.raw_decode(text, at)
        except (ValueError, RecursionError):
            continue
        if isinstance(data, Mapping) and ("action_type" in data or "type" in data):
            return read_action(data)
    raise ActionError(f"no JSON object with an action_type in {text[:100]!r}")


def read_action(data: Any) -> Action:
    """An action from its JSON object: ours, AndroidControl's or AndroidWorld's.

    A click or long press without usable coordinates is one that hits nothing: its kind still counts.

    Raises:
        ActionError: It is none of them.
    """
    if not isinstance(data, Mapping):
        raise ActionError(f"an action is a JSON object, got {data!r:.80}")
    kind = data.get("action_type", data.get("type"))
    if kind in ("click", "long_press") and data.get("index") is None:
        x, y = _point(data)
        return Action(kind, x=x, y=y)
    if "type" in data and "action_type" not in data:
        return Action.from_dict(data)
    try:
        return from_android_control(data)
    except ActionError:
        return from_android_world(data)


def _point(data: Mapping[str, Any]) -> tuple[int, int]:
    """Coordinates cut to whole numbers; off the screen if either of them is none."""
    try:
        point = int(data["x"]), int(data["y"])
        Action("click", x=point[0], y=point[1])
    except (KeyError, TypeError, ValueError, OverflowError):  # also ActionError: too far away to be a coordinate
        return NOWHERE
    return point


# ---- files -------------------------------------------------------------------------------------------


def read_predictions(path: str | Path) -> Iterator[Prediction]:
    """The predictions of a JSON Lines file or of an evaluation's `episodes` folder, in order.

    Raises:
        DataError: The file is not UTF-8, a line is no JSON object or holds no prediction; names file and line.
    """
    source = Path(path)
    if source.is_dir():
        yield from _from_records(source)
        return
    try:
        with source.open(encoding="utf-8") as file:
            for number, line in enumerate(file, 1):
                if line.strip():
                    where = f"{path}, line {number}"
                    yield _from_line(_load(line, where), where)
    except UnicodeDecodeError as error:
        raise DataError(f"{path} is not UTF-8: {error}") from error
    except OSError as error:
        raise DataError(f"cannot read {path}: {error.strerror}") from error


def predictions_by_key(path: str | Path) -> dict[Key, Prediction]:
    """The predictions of a file by (episode, step).

    Raises:
        DataError: As `read_predictions`; or a line does not say which episode and step it is for, or two say the same.
    """
    found: dict[Key, Prediction] = {}
    for prediction in read_predictions(path):
        if prediction.key is None:
            raise DataError(
                f'{prediction.where} names no step; a prediction needs "episode_id" and "step", because files joined '
                'by their order go wrong unnoticed (for ac_eval\'s way: compat="ac_eval", --compat ac_eval)'
            )
        if prediction.key in found:
            episode, step = prediction.key
            first = found[prediction.key].where
            raise DataError(f"{prediction.where}: episode {episode}, step {step} was predicted already: {first}")
        found[prediction.key] = prediction
    return found


def _load(line: str, where: str) -> Mapping[str, Any]:
    if len(line) > _MAX_LINE:
        raise DataError(f"{where}: {len(line):,} characters; at most {_MAX_LINE:,}")
    try:
        data = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise DataError(f"{where} is not JSON: {error}") from error
    if not isinstance(data, Mapping):
        raise DataError(f"{where} must be an object with a prediction, got {line[:80]!r}")
    return data


def _from_line(data: Mapping[str, Any], where: str) -> Prediction:
    episode_id, step = _place(data, where)
    key = None if episode_id is None or step is None else (episode_id, step)
    reply = next((data[name] for name in (*_REPLIES, *_ACTIONS) if isinstance(data.get(name), str)), None)
    prompt = data.get("prompt")
    action, problem = None, ""
    try:
        action = _action_of(data, where)
    except ActionError as error:
        problem = str(error)
    return Prediction(key, action, problem, where, episode_id, reply, prompt if isinstance(prompt, str) else None)


def _place(data: Mapping[str, Any], where: str) -> tuple[int | None, int | None]:
    """Episode and step, as far as a line names them."""
    step = next((data[name] for name in _STEPS if data.get(name) is not None), None)
    if data.get("episode_id") is not None:
        return _number(data["episode_id"], "episode_id", where), _number(step, "step", where)
    if step is not None:
        raise DataError(f"{where} has a step but no episode_id")
    if isinstance(data.get("image_id"), str):
        match = _IMAGE.match(data["image_id"].rsplit("/", 1)[-1])
        if match:
            numbers = re.findall(r"\d{1,9}", match.group(2))
            return int(match.group(1)), int(numbers[0]) if len(numbers) == 1 else None
    return None, None


def _number(value: Any, name: str, where: str) -> int:
    usable = type(value) is int or (isinstance(value, str) and value.isdecimal() and len(value) < 19)
    if not usable or int(value) < 0:
        raise DataError(f"{where}: {name} must be a whole number of 0 or more, got {value!r:.80}")
    return int(value)


def _action_of(data: Mapping[str, Any], where: str) -> Action:
    for name in _ACTIONS:
        if name in data:
            given = data[name]
            return parse_reply(given) if isinstance(given, str) else read_action(given)
    for name in _REPLIES:
        if isinstance(data.get(name), str):
            return parse_reply(data[name])
    if "action_type" in data:
        return read_action({k: v for k, v in data.items() if k not in ("episode_id", *_STEPS)})
    raise DataError(f"{where} has no prediction; it needs one of {', '.join((*_ACTIONS, *_REPLIES))}")


def _from_records(folder: Path) -> Iterator[Prediction]:
    """The actions of the episodes that `osgenesis evaluate` has recorded."""
    paths = sorted(folder.glob("*.json"))
    if not paths:
        raise DataError(f"{folder} holds no episode records (*.json)")
    for path in paths:
        try:
            record = _load(path.read_text("utf-8"), str(path))
        except UnicodeDecodeError as error:
            raise DataError(f"{path} is not UTF-8: {error}") from error
        if "status" in record and record.get("value") is None:
            continue  # it failed: its steps are missing, and count as wrong
        value = record.get("value", record)
        record = value if isinstance(value, Mapping) else {}
        match = _EPISODE_TASK.fullmatch(str(record.get("task", "")))
        params = record.get("params")
        episode_id = params.get("episode_id") if isinstance(params, Mapping) else match and int(match.group(1))
        steps = record.get("steps")
        if type(episode_id) is not int or not isinstance(steps, list):
            raise DataError(f"{path} is no record of an AndroidControl episode")
        for number, step in enumerate(steps):
            where = f"{path}, step {number}"
            if not isinstance(step, Mapping):
                raise DataError(f"{where} must be an object, got {step!r:.80}")
            yield _from_line({"action": step.get("action"), "episode_id": episode_id, "step": number}, where)
