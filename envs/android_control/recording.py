"""Records what is done on a phone as an AndroidControl demonstration: screens, forests, actions and their wording.

AndroidControl says less than our vocabulary does. What has a counterpart is mapped: an index becomes the middle of its
element, a swipe the scroll that it is, a text for a field a click and a text. What has none is refused with the reason.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, Final, NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from osgenesis.envs.android_control.episodes import ControlEpisode
from osgenesis.envs.android_control.forest import ForestNode, ForestWindow, encode_forest
from osgenesis.envs.core.action_formats import to_android_control
from osgenesis.envs.core.actions import Action
from osgenesis.envs.core.elements import Element
from osgenesis.envs.core.episodes import Episode
from osgenesis.envs.core.errors import ActionError, CapabilityError, DataError, OsgenesisError, TaskError
from osgenesis.envs.core.oracle import Screen
from osgenesis.envs.core.task import Task

__all__ = [
    "Move",
    "Recordable",
    "Recorder",
    "Replayer",
    "control_moves",
    "phone_forest",
    "png",
    "record_task",
    "replay_record",
]

_OPPOSITE: Final = {"up": "down", "down": "up", "left": "right", "right": "left"}
_SHORTEST_SWIPE_PX: Final = 50
_MOST_STEPS: Final = 1_000


class Recordable(Protocol):
    """A phone as far as recording needs it; `osgenesis.envs.android.sim.phone.Phone` is one."""

    @property
    def screen_size(self) -> tuple[int, int]:
        """(width, height) px."""
        ...

    def perform(self, action: Action) -> None:
        """Do one action."""
        ...

    def elements(self) -> tuple[Element, ...]:
        """Visible elements in the order of their indices."""
        ...

    def screenshot(self) -> NDArray[np.uint8]:
        """The picture, (H, W, 3) RGB."""
        ...

    def forest(self) -> Sequence[Any]:
        """The accessibility forest."""
        ...


class Move(NamedTuple):
    """One recorded action.

    Attributes:
        performed: What the phone is told to do.
        recorded: How AndroidControl writes it.
        instruction: A low-level instruction that asks for it.
    """

    performed: Action
    recorded: dict[str, Any]
    instruction: str


def png(picture: NDArray[np.uint8]) -> bytes:
    """A screenshot as a PNG file."""
    file = io.BytesIO()
    Image.fromarray(picture).save(file, "PNG", compress_level=6)
    return file.getvalue()


def phone_forest(windows: Iterable[Any]) -> tuple[ForestWindow, ...]:
    """The embedded phone's forest as the records hold it."""
    return tuple(
        ForestWindow(
            w.id, w.window_type, w.layer, w.bounds, w.title, 0, False, w.is_active, w.is_focused, False,
            tuple(_node(node, w.id) for node in w.nodes),
        )
        for w in windows
    )  # fmt: skip


def _node(node: Any, window: int) -> ForestNode:
    start, end = node.selection
    return ForestNode(
        node.class_name, node.description, node.hint, node.package, node.text, node.resource_id, "", node.unique_id,
        start, end, window, node.depth, 0, 0, node.drawing_order, node.bounds, node.flags, node.visible,
        node.child_ids, node.actions,
    )  # fmt: skip


# ---- from our vocabulary to AndroidControl's -------------------------------------------------------


def control_moves(action: Action, elements: Sequence[Element]) -> tuple[Move, ...]:
    """An action as AndroidControl has it, in one move or two; none for an answer or `status complete`.

    The records hold neither of these two: a demonstration that asks for something ends where it can be read.

    Args:
        action: What is to be done.
        elements: The screen on which it is to be done.

    Raises:
        ActionError: AndroidControl has no counterpart; says why.
    """
    match action.type:
        case "status" if action.goal_status == "complete":
            return ()
        case "answer":
            return ()
        case "click" | "long_press":
            return (_pointed(action.type, action, elements),)
        case "input_text":
            return _typed(action, elements)
        case "scroll":
            return (_scroll(action, str(action.direction)),)
        case "swipe":
            return (_scroll(action, _swipe_direction(action)),)
        case "wait":
            return (Move(action, {"action_type": "wait"}, "Wait for the screen to finish loading"),)
        case _:
            return (Move(action, to_android_control(action, elements), _plain_wording(action)),)


def _target(action: Action, elements: Sequence[Element]) -> Element | None:
    if action.index is None:
        return None
    if action.index >= len(elements):
        raise ActionError(f"index {action.index} is not on the screen; it has {len(elements)} elements")
    return elements[action.index]


def _pointed(kind: str, action: Action, elements: Sequence[Element]) -> Move:
    element = _target(action, elements)
    x, y = element.center if element is not None else (action.x, action.y)
    verb = "Long press" if kind == "long_press" else "Click"
    name = _name(element if element is not None else _under(elements, x, y))
    done = Action(kind, x=x, y=y, duration_ms=action.duration_ms)
    return Move(done, {"action_type": kind, "x": x, "y": y}, f"{verb} on {name}")


def _typed(action: Action, elements: Sequence[Element]) -> tuple[Move, ...]:
    if action.press_enter:
        raise ActionError(f"AndroidControl cannot express {action!r}: its input_text does not press Enter.")
    field = _target(action, elements)
    pointed = field is not None or action.point is not None
    if field is None:
        field = next((e for e in elements if e.focused and e.editable), None) if not pointed else None
    if action.clear_text and not (field is not None and field.text in ("", field.hint)):
        raise ActionError(f"AndroidControl cannot express {action!r}: it cannot clear a field that holds text.")
    text = str(action.text)
    typing = Move(Action("input_text", text=text), {"action_type": "input_text", "text": text}, f"Type {text}")
    return (_pointed("click", action, elements), typing) if pointed else (typing,)


def _scroll(action: Action, direction: str) -> Move:
    return Move(action, {"action_type": "scroll", "direction": direction}, f"Scroll {direction}")


def _swipe_direction(action: Action) -> str:
    """Which way the screen scrolls: against the finger."""
    if action.direction is not None:
        return _OPPOSITE[action.direction]
    across = (action.to_x or 0) - (action.x or 0)
    down = (action.to_y or 0) - (action.y or 0)
    if max(abs(across), abs(down)) < _SHORTEST_SWIPE_PX:
        raise ActionError(f"AndroidControl cannot express {action!r}: too short to be a scroll.")
    if abs(across) > abs(down):
        return "left" if across > 0 else "right"
    return "up" if down > 0 else "down"


def _plain_wording(action: Action) -> str:
    match action.type:
        case "open_app":
            return f"Open the {action.app} app"
        case "navigate_back":
            return "Go back to the previous screen"
        case "navigate_home":
            return "Go to the home screen"
        case _:
            return action.describe()


def _under(elements: Sequence[Element], x: Any, y: Any) -> Element | None:
    """The smallest element under a point, one with a name if there is any."""
    hit = [e for e in elements if e.left <= x < e.right and e.top <= y < e.bottom]
    hit.sort(key=lambda e: (not e.label, (e.right - e.left) * (e.bottom - e.top)))
    return hit[0] if hit else None


def _name(element: Element | None) -> str:
    if element is None or not element.label:
        return "the screen" if element is None else f"the {element.class_name.rpartition('.')[2] or 'element'}"
    kind = " field" if element.editable else ""
    return f"{element.label}{kind}"


# ---- recording -------------------------------------------------------------------------------------


class Recorder:
    """Does actions on a phone and keeps what an AndroidControl record holds.

    Args:
        phone: The phone, as it is before the first action.
        goal: The high-level instruction.
        episode_id: The record's number.
        encode: How a screenshot becomes a file.
    """

    def __init__(
        self,
        phone: Recordable,
        goal: str,
        episode_id: int,
        encode: Callable[[NDArray[np.uint8]], bytes] = png,
    ) -> None:
        self.phone = phone
        self.goal = goal
        self.episode_id = episode_id
        self._encode = encode
        self._moves: list[Move] = []
        self._screens: list[tuple[tuple[int, int], bytes, bytes]] = []
        self._look()

    def do(self, action: Action, instruction: str | None = None) -> None:
        """Perform an action and record it.

        Args:
            action: What to do.
            instruction: Its low-level instruction; None words it from the action.

        Raises:
            ActionError: AndroidControl cannot express it (nothing was done), or the phone cannot do it.
        """
        if len(self._moves) >= _MOST_STEPS:
            raise ActionError(f"a demonstration of more than {_MOST_STEPS} actions")
        for move in control_moves(action, self.phone.elements()):
            self.phone.perform(move.performed)
            self._moves.append(move._replace(instruction=instruction or move.instruction))
            self._look()

    def episode(self) -> ControlEpisode:
        """The demonstration so far."""
        sizes, pictures, forests = zip(*self._screens, strict=True)
        return ControlEpisode(
            self.episode_id,
            self.goal,
            tuple(move.recorded for move in self._moves),
            tuple(move.instruction for move in self._moves),
            sizes,
            pictures,
            forests,
        )

    def _look(self) -> None:
        forest = encode_forest(phone_forest(self.phone.forest()))
        self._screens.append((self.phone.screen_size, self._encode(self.phone.screenshot()), forest))


def record_task(
    task: Task,
    phone: Recordable,
    episode_id: int,
    encode: Callable[[NDArray[np.uint8]], bytes] = png,
) -> ControlEpisode:
    """Set a task up on a phone and record its oracle.

    Raises:
        ActionError: The oracle does what AndroidControl cannot express.
        TaskError: The oracle is lost.
    """
    task.initialize(phone)
    recorder = Recorder(phone, task.goal, episode_id, encode)
    screen = Screen(phone.elements(), phone.screen_size)
    for action in task.oracle(screen):
        recorder.do(action)
        screen.elements, screen.size = phone.elements(), phone.screen_size
    return recorder.episode()


def replay_record(record: Episode, env: Any, episode_id: int) -> ControlEpisode:
    """An episode of ours (golden, an agent's, a person's) as a demonstration: its actions are played again.

    Actions that failed when they were recorded are left out; they changed nothing.

    Args:
        record: The episode; its task, parameters and seed say where it began.
        env: The environment it was recorded on, with a phone that has an accessibility forest.
        episode_id: The demonstration's number.

    Raises:
        ActionError: It does what AndroidControl cannot express.
        CapabilityError: The environment's backend is no phone of ours.
        TaskError: The record does not say which task it was.
    """
    inner = env.unwrapped
    if not record.task:
        raise TaskError(f"episode {record.id} names no task, so its start cannot be set up again")
    options: dict[str, Any] = {"task": record.task}
    if record.params is not None:
        options["params"] = dict(record.params)
    inner.reset(seed=record.seed, options=options)
    if not hasattr(inner.backend, "forest"):
        raise CapabilityError(f"backend {inner.backend.name!r} has no accessibility forest to record")
    recorder = Recorder(inner.backend, record.goal, episode_id)
    for step in record.steps:
        if step.action_error is None:
            recorder.do(step.action, step.instruction)
    return recorder.episode()


class Replayer:
    """Plays records again, each on the environment it names, and gives them as demonstrations numbered from 1.

    Args:
        env_id: Registered id of the environment; None for the one that each record names.
        skip_bad: Leave out what AndroidControl cannot express, instead of raising.

    Attributes:
        ids: Numbers given so far.
        left_out: Why records were left out, in words.
    """

    def __init__(self, env_id: str | None = None, *, skip_bad: bool = False) -> None:
        self.ids: list[int] = []
        self.left_out: list[str] = []
        self._env_id = env_id
        self._skip_bad = skip_bad
        self._envs: dict[str, Any] = {}

    def replay(self, records: Iterable[Episode]) -> Iterator[ControlEpisode]:
        """The demonstrations, one at a time.

        Raises:
            DataError: A record cannot be played again or written; names it.
        """
        import gymnasium as gym

        for record in records:
            name = self._env_id or record.environment
            try:
                if not name:
                    raise TaskError("it names no environment to play it on")
                if name not in self._envs:
                    self._envs[name] = gym.make(name)
                found = replay_record(record, self._envs[name], len(self.ids) + 1)
            except OsgenesisError as error:
                if not self._skip_bad:
                    raise DataError(f"episode {record.id}: {error}") from error
                self.left_out.append(f"episode {record.id}: {error}")
            else:
                self.ids.append(found.episode_id)
                yield found

    def __enter__(self) -> Replayer:
        return self

    def __exit__(self, *error: object) -> None:
        for env in self._envs.values():
            env.close()
