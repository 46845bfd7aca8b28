"""Training samples: one planning and one action sample per step, in the paper's envelope."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final, NamedTuple

from osgenesis.envs.core.actions import Action
from osgenesis.envs.core.elements import Element, element_kind
from osgenesis.envs.core.episodes import Episode, Frame, Step

IMAGE_TOKEN: Final = "<image>"
KINDS: Final = ("planning", "action")
MAX_LABEL: Final = 80


class Sample(NamedTuple):
    """One training sample; the envelope's three fields and what they were made from."""

    id: str  # trajectory, step and kind; unique in the data set
    image: str  # path relative to the data set's folder
    conversations: tuple[Mapping[str, str], Mapping[str, str]]
    kind: str  # "planning" or "action"
    trajectory: str
    step: int
    task: str
    instruction: str
    reward: int

    def envelope(self) -> dict[str, Any]:
        """The sample as the released data has it."""
        return {"id": self.id, "image": self.image, "conversations": list(self.conversations)}


def samples(episode: Episode, task: Mapping[str, Any], reward: int, *, draw: int = 0) -> Iterator[Sample]:
    """The samples of an episode's steps.

    Args:
        episode: with screenshots and elements.
        task: its task's record.
        reward: its score.
        draw: how often it was drawn before; keeps the ids of repeated trajectories apart.
    """
    history: list[str] = []
    suffix = f"_draw{draw}" if draw else ""
    for position, (step, frame) in enumerate(zip(episode.steps, episode.frames, strict=False)):
        if frame.screenshot is None or step.action_error:
            continue
        elements = frame.elements or ()
        action = action_json(step.action, elements)
        thought = _thought(step)
        tree = accessibility_tree(elements)
        past = "\n".join(history) or "None"
        for kind in KINDS:
            human, gpt = _turns(kind, task["instruction"], past, tree, thought, action)
            yield Sample(
                id=f"{episode.id}_step{position}_{kind}{suffix}",
                image=image_path(frame),
                conversations=({"from": "human", "value": human}, {"from": "gpt", "value": gpt}),
                kind=kind,
                trajectory=episode.id,
                step=position,
                task=task["id"],
                instruction=task["instruction"],
                reward=reward,
            )
        history.append(f"Step {position + 1}: {thought} action: {action}")


def image_path(frame: Frame) -> str:
    """Where a frame's screen lies, relative to the data set's folder."""
    return f"images/{(frame.screenshot or '').rpartition('/')[2]}"


def action_json(action: Action, elements: Sequence[Element]) -> str:
    """An action as the paper's data writes it: element indices become points in pixels."""
    plain: dict[str, Any] = {"action_type": _TYPES.get(action.type, action.type)}
    point = action.point
    if action.index is not None and action.index < len(elements):
        point = elements[action.index].center
    if point is not None:
        plain["x"], plain["y"] = point
    if action.to_point is not None:
        plain["to_x"], plain["to_y"] = action.to_point
    for key, value in (
        ("text", action.text),
        ("direction", action.direction),
        ("app_name", action.app),
        ("goal_status", _STATUSES.get(action.goal_status or "")),
        ("keycode", action.key),
        ("option", action.option),
        ("url", action.url),
    ):
        if value is not None:
            plain[key] = value
    if action.clear_text:
        plain["clear_text"] = True
    if action.press_enter:
        plain["press_enter"] = True
    return json.dumps(plain, ensure_ascii=False)


def accessibility_tree(elements: Sequence[Element]) -> str:
    """Label -> centre in pixels, as JSON. Equal labels are numbered, so that none is lost."""
    tree: dict[str, str] = {}
    for element in elements:
        label = element_label(element)
        unique, n = label, 1
        while unique in tree:
            n += 1
            unique = f"{label} ({n})"
        x = (element.left + element.right) / 2
        y = (element.top + element.bottom) / 2
        tree[unique] = f"({x}, {y})"
    return json.dumps(tree, ensure_ascii=False)


def element_label(element: Element) -> str:
    """Text, else description, else class and id; switches say whether they are on."""
    label = element.text or element.description or element.hint
    if not label:
        label = element.resource_id.rpartition("/")[2] or element.class_name.rpartition(".")[2]
    label = " ".join(label.split())
    if len(label) > MAX_LABEL:
        label = label[: MAX_LABEL - 1] + "…"
    if element_kind(element.class_name, element.role) == "switch" or element.checkable:
        label += f" (checked: {'true' if element.checked else 'false'})"
    return label


_TYPES: Final = {"input_text": "type"}
_STATUSES: Final = {"complete": "successful", "infeasible": "infeasible"}


def _turns(kind: str, instruction: str, history: str, tree: str, thought: str, action: str) -> tuple[str, str]:
    """What the human and what the model says. Without `str.format`: texts may hold braces."""
    parts = [
        IMAGE_TOKEN,
        "You carry out tasks on a device, one action at a time.",
        f"Instruction: {_plain(instruction)}",
        f"Action history:\n{_plain(history)}",
        f"Accessibility tree: {_plain(tree)}",
    ]
    if kind == "action":
        parts.append(f"Low-level thought: {_plain(thought)}")
        return "\n".join(parts), f"action: {action}"
    return "\n".join(parts), f"Low-level thought: {thought}\naction: {action}"


def _plain(text: str) -> str:
    """A screen that shows the image token must not ask for a second image."""
    return text.replace(IMAGE_TOKEN, "< image >")


def _thought(step: Step) -> str:
    text = step.thought or step.instruction or step.action.describe()
    return " ".join(text.split())
