"""`report.html`: the tasks of a run with their screens, the actions drawn on them, scores, plots."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

from osgenesis.agents.records import write_atomically
from osgenesis.envs.core.actions import Action
from osgenesis.envs.core.elements import Element
from osgenesis.envs.core.episodes import Episode, Frame, Step
from osgenesis.envs.core.errors import CapabilityError
from osgenesis.envs.core.synthetic import read_task_records
from osgenesis.synth.collect.camera import thumbnail_of
from osgenesis.synth.parts import read_lines, read_records
from osgenesis.synth.pipeline import SCORES, TASKS, TRAJECTORIES
from osgenesis.synth.report.plots import all_plots

REPORT = "report.html"
_REACH = 0.28  # of the screen's height: how far the arrow of a scroll goes


class Mark(NamedTuple):
    """What is drawn on a screen: coordinates in px of the real screen."""

    kind: str  # "tap", "hold", "move", "box" or ""
    x: int = 0
    y: int = 0
    to_x: int = 0
    to_y: int = 0
    box: tuple[int, int, int, int] | None = None  # left, top, width, height


class Shot(NamedTuple):
    """One screen of the filmstrip."""

    image: str
    full: str
    width: int
    height: int
    mark: Mark
    action: str  # in short, such as "click" or 'type "Ada"'
    caption: str  # in words
    error: str | None


class Card(NamedTuple):
    """One trajectory of the page."""

    task: Mapping[str, Any]
    episode: Episode
    reward: int | None
    reason: str
    shots: list[Shot]
    cover: str
    search: str


def write_report(out: Path, summary: Mapping[str, Any]) -> Path:
    """Write the page of a finished run; returns its path.

    Raises:
        CapabilityError: jinja2 or matplotlib is not installed.
    """
    try:
        from jinja2 import Environment, PackageLoader

        plots = all_plots(summary)
    except ImportError as error:
        raise CapabilityError(f"the report needs {error.name}: pip install 'osgenesis[synth]'") from error
    cards = _cards(out)
    environment = Environment(
        loader=PackageLoader("osgenesis.synth", "templates"),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    html = environment.get_template("report.html.j2").render(
        summary=summary,
        plots=plots,
        cards=cards,
        apps=sorted({app for card in cards for app in card.task["apps"]}),
        reach=_REACH,
    )
    path = out / REPORT
    write_atomically(path, html)
    return path


def _cards(out: Path) -> list[Card]:
    tasks = {task["id"]: task for task in read_task_records(out / TASKS)}
    scores = {record["id"]: record for record in read_records(out / SCORES)}
    cards = []
    for _, record in read_lines(out / TRAJECTORIES):
        task = tasks.get(record["task"])
        if task is None:
            continue
        episode = Episode.from_dict(record)
        score = scores.get(episode.id, {})
        shots = _shots(episode, task)
        cards.append(
            Card(
                task=task,
                episode=episode,
                reward=score.get("reward"),
                reason=score.get("reason", ""),
                shots=shots,
                cover=shots[-1].image if shots else "",
                search=" ".join([task["instruction"], *task["apps"], task["id"]]).lower(),
            )
        )
    return cards


def _shots(episode: Episode, task: Mapping[str, Any]) -> list[Shot]:
    """The screens of an episode, each with the action taken on it, and the last one."""
    shots = []
    sizes = episode.extra.get("screen_sizes", [])
    for position, frame in enumerate(episode.frames):
        if frame.screenshot is None:
            continue
        step = episode.steps[position] if position < len(episode.steps) else None
        width, height = sizes[position] if position < len(sizes) else (1080, 2400)
        shots.append(
            Shot(
                image=thumbnail_of(frame.screenshot),
                full=frame.screenshot,
                width=width,
                height=height,
                mark=_mark(step, frame, width, height) if step is not None else Mark(""),
                action=_short(step.action) if step is not None else "end",
                caption=_caption(step),
                error=step.action_error if step is not None else None,
            )
        )
    return shots


def _mark(step: Step, frame: Frame, width: int, height: int) -> Mark:
    """Where an action happened: a ring for a tap, an arrow for a movement, a frame for a field."""
    action = step.action
    element = _element(action, frame)
    x, y = action.point or (element.center if element is not None else (width // 2, height // 2))
    box = None
    if element is not None:
        left, top, right, bottom = element.bbox
        box = (left, top, right - left, bottom - top)
    match action.type:
        case "click" | "double_tap" | "touch":
            return Mark("tap", x, y, box=box)
        case "long_press":
            return Mark("hold", x, y, box=box)
        case "input_text" if element is not None:
            return Mark("box", x, y, box=box)
        case "swipe" | "drag" if action.to_point is not None:
            return Mark("move", x, y, *action.to_point)
        case "scroll" | "swipe" if action.direction is not None:
            dx, dy = _FINGER[action.direction]
            if action.type == "swipe":  # names the finger's way; a scroll names what comes to view
                dx, dy = -dx, -dy
            far = int(_REACH * height)
            return Mark("move", x - dx * far // 2, y - dy * far // 2, x + dx * far // 2,
                        y + dy * far // 2)  # fmt: skip
    return Mark("")


_FINGER = {"down": (0, -1), "up": (0, 1), "left": (1, 0), "right": (-1, 0)}


def _element(action: Action, frame: Frame) -> Element | None:
    if action.index is None or frame.elements is None or action.index >= len(frame.elements):
        return None
    return frame.elements[action.index]


def _short(action: Action) -> str:
    kind = action.type.replace("_", " ")
    if action.type == "input_text":
        return f"type “{action.text}”"
    if action.type == "status":
        return f"declare {action.goal_status}"
    return " ".join(part for part in (kind, action.direction, action.app, action.text) if part)


def _caption(step: Step | None) -> str:
    if step is None:
        return "The screen at the end."
    return step.instruction or step.thought or step.action.describe()
