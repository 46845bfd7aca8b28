"""From a proved goal and its annotation to the record of a task, as `envs.core.synthetic` reads it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import Any

from osgenesis.envs.core.actions import Action
from osgenesis.envs.core.environment import EnvSnapshot, GuiEnv
from osgenesis.envs.core.predicates import Predicate
from osgenesis.envs.core.suite import Suite
from osgenesis.envs.core.synthetic import FORMAT, synthetic_task
from osgenesis.envs.core.vocabulary import Vocabulary
from osgenesis.synth.explore.triples import PathStep, Start
from osgenesis.synth.reverse.annotation import Annotation, Segment, SegmentStep
from osgenesis.synth.reverse.replay import Player, Replay

MAX_STEPS = 15  # of the executor
PRIVATE = ("goal", "shape", "path", "origin")  # of use between the stages, not part of a task


def segment_steps(replay: Replay, vocabulary: Vocabulary) -> tuple[SegmentStep, ...]:
    """The steps of a replay as an annotator sees them."""
    return tuple(
        SegmentStep(step.action, step.element, step.before, step.after, vocabulary.app_label(step.app))
        for step in replay.steps
    )


def draw_screens(player: Player, replay: Replay, end: EnvSnapshot) -> list[Any]:
    """The screen before each step of a replay, and the last one; uint8 (H, W, 3) each."""
    images = []
    for snapshot in [*(step.snapshot for step in replay.steps), end]:
        player.env.restore(snapshot)
        images.append(player.env.backend.screenshot())
    return images


def make_record(
    annotation: Annotation,
    segment: Segment,
    replay: Replay,
    predicate: Predicate,
    start: Start,
    *,
    shape: str,
    provenance: Mapping[str, Any],
) -> dict[str, Any]:
    """The record of a task, with what the stages after this one need of it."""
    actions = [step.action for step in replay.steps]
    if segment.answer is not None:
        actions.append(Action("answer", text=segment.answer))
    goal = json.dumps(predicate.to_plain()["atoms"], sort_keys=True, ensure_ascii=False)
    goal += segment.question or segment.instruction or ""
    return {
        "format": FORMAT,
        "id": _task_id(segment.app, start, goal),
        "instruction": annotation.high_level,
        "kind": _kind(segment),
        "apps": _apps(segment),
        "start": start.to_plain(),
        "predicate": predicate.to_plain(),
        "answer": segment.answer,
        "golden_actions": [action.to_dict() for action in actions],
        "low_level_instructions": [
            *annotation.low_level,
            *([f'Answer "{segment.answer}".'] if segment.answer is not None else []),
        ],
        "sub_instruction": annotation.sub_instruction,
        "analysis": annotation.analysis,
        "n_steps": len(actions),
        "max_steps": max(MAX_STEPS, len(actions) + 1),
        "provenance": {
            **provenance,
            "model": annotation.model,
            "tokens": annotation.usage.prompt_tokens + annotation.usage.completion_tokens,
            "cost_usd": annotation.usage.cost_usd,
        },
        "goal": goal,
        "shape": shape,
        "path": [PathStep(step.action, step.element).to_plain() for step in replay.steps],
    }


def public(record: Mapping[str, Any]) -> dict[str, Any]:
    """The record as it goes into `tasks.jsonl`."""
    return {key: value for key, value in record.items() if key not in PRIVATE}


def accepted(env: GuiEnv, record: Mapping[str, Any], setups: Suite) -> bool:
    """Whether the task as a stranger gets it is false at the start and true after its own oracle."""
    own_suite = env.suite
    task = synthetic_task(public(record), setups)
    env.suite = Suite("Synthetic", [task])
    try:
        env.reset(seed=0, options={"task": task.name})
        if env.task.evaluate(env.backend, None) != 0.0:
            return False
        for action in task.golden:
            _, reward, terminated, _, info = env.step(action)
            if "action_error" in info or "error" in info:
                return False
            if terminated:  # by a world that ends its episodes itself
                return reward == 1.0 and action == task.golden[-1]
        return env.step(Action("status", goal_status="complete"))[1] == 1.0
    finally:
        env.suite = own_suite


def _kind(segment: Segment) -> str:
    if segment.instruction is not None:
        return "setup"
    if segment.errand is not None:
        return "page"
    return "state" if segment.answer is None else "answer"


def _apps(segment: Segment) -> list[str]:
    """The apps that a task needs: where the change is, and what is opened by name."""
    opened: Sequence[str] = [
        step.action.app for step in segment.steps if step.action.type == "open_app" and step.action.app
    ]
    owners: Sequence[str] = []
    if segment.web:  # nothing is opened by name there
        owners = [words.app for change in segment.diff if (words := segment.vocabulary.tables.get(change.subject))]
    return list(dict.fromkeys([*opened, *([segment.app] if segment.app else []), *owners]))


def _task_id(app: str, start: Start, goal: str) -> str:
    slug = "".join(c if c.isalnum() else "-" for c in app.lower()).strip("-") or "task"
    digest = hashlib.blake2b(f"{start.key}|{goal}".encode(), digest_size=5).hexdigest()
    return f"{slug}-{digest}"
