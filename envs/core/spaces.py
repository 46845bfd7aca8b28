"""Observation and action spaces, and how a sample of the action space becomes an `Action`."""

from __future__ import annotations

import ctypes
import multiprocessing
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, ClassVar, Final

import numpy as np
from gymnasium import spaces
from gymnasium.spaces.utils import flatten, unflatten
from gymnasium.vector.utils.shared_memory import (
    create_shared_memory,
    read_from_shared_memory,
    write_to_shared_memory,
)
from numpy.typing import NDArray

from osgenesis.envs.core.actions import DIRECTIONS, GOAL_STATUSES, PHONE_ACTIONS, Action
from osgenesis.envs.core.elements import ELEMENT_COLUMNS
from osgenesis.envs.core.errors import ActionError, UnknownNameError

__all__ = [
    "MAX_ACTION_TEXT",
    "MAX_GOAL",
    "MAX_UI",
    "OBSERVATION_PARTS",
    "UnicodeText",
    "action_space",
    "decode",
    "encode",
    "observation_space",
]

OBSERVATION_PARTS: Final = ("goal", "screenshot", "ui", "elements")
MAX_GOAL: Final = 8_192
MAX_UI: Final = 32_768
MAX_ACTION_TEXT: Final = 1_024
_CODE_POINTS: Final = 0x110000
# Something of everything that a text field may meet: no half surrogates, no unassigned planes.
_SAMPLE_CHARACTERS: Final = (
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 .,-_'\"/\\@#%&()[]{}<>;:!?\n\t"
    "äéñßøçžłЖщλπ中文日本語한글العربيةהא😀🎉👍🏽"
)


class _Characters(Sequence[str]):
    """All Unicode code points, without listing a million of them."""

    def __len__(self) -> int:
        return _CODE_POINTS

    def __getitem__(self, code: Any) -> Any:
        return chr(code)

    def __contains__(self, character: object) -> bool:
        return isinstance(character, str) and len(character) == 1

    def __iter__(self) -> Iterator[str]:
        return map(chr, range(_CODE_POINTS))


class UnicodeText(spaces.Text):
    """Text of any valid Unicode characters, up to a length.

    Gymnasium's `Text` keeps its alphabet in a set and a dictionary and looks up each character.
    This one computes code points instead, so that `flatten`, vector environments and shared
    memory work with any text and in microseconds.

    Args:
        max_length: Longest text, in characters.
        seed: Seed or generator for `sample`.
    """

    _everything: ClassVar[_Characters] = _Characters()

    def __init__(self, max_length: int, *, seed: int | np.random.Generator | None = None) -> None:
        super().__init__(max_length, min_length=0, charset=" ", seed=seed)

    def sample(self, mask: Any = None, probability: Any = None) -> str:
        """A short text in mixed scripts; `mask` and `probability` may fix the length only."""
        length, weights = (mask or probability) or (None, None)
        if weights is not None:
            raise ValueError("UnicodeText has no finite alphabet to mask; pass (length, None).")
        if length is None:
            length = int(self.np_random.integers(0, min(self.max_length, 24) + 1))
        if not 0 <= length <= self.max_length:
            raise ValueError(f"Length must be from 0 to {self.max_length}, got {length}.")
        picks = self.np_random.integers(0, len(_SAMPLE_CHARACTERS), size=length)
        return "".join([_SAMPLE_CHARACTERS[i] for i in picks])

    def contains(self, x: Any) -> bool:
        """Whether x is a string of valid Unicode that is not too long."""
        if not isinstance(x, str) or len(x) > self.max_length:
            return False
        if x.isascii():
            return True
        try:
            x.encode("utf-8")
        except UnicodeEncodeError:
            return False
        return True

    def fit(self, text: str) -> str:
        """The text made to lie in this space: half surrogates replaced, the end cut off."""
        if len(text) > self.max_length:
            text = text[: self.max_length - 1] + "…"
        if text.isascii():
            return text
        return text.encode("utf-8", "replace").decode("utf-8")

    @property
    def character_set(self) -> Any:
        """All of Unicode, as a container with length and membership."""
        return self._everything

    @property
    def character_list(self) -> Any:
        """All of Unicode, indexed by code point."""
        return self._everything

    def character_index(self, char: str) -> np.int32:
        """The code point of a character."""
        return np.int32(ord(char))

    @property
    def characters(self) -> str:
        """The characters that `sample` draws from."""
        return _SAMPLE_CHARACTERS

    def __repr__(self) -> str:
        return f"UnicodeText({self.max_length})"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, UnicodeText) and self.max_length == other.max_length

    __hash__ = None  # type: ignore[assignment]


def _code_points(text: str) -> NDArray[np.int32]:
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype="<i4")


def _text_of(codes: NDArray[np.int32]) -> str:
    ends = np.flatnonzero(codes >= _CODE_POINTS)
    used = codes[: ends[0]] if ends.size else codes
    return used.astype("<i4").tobytes().decode("utf-32-le", "surrogatepass")


@flatten.register(UnicodeText)
def _flatten(space: UnicodeText, x: str) -> NDArray[np.int32]:  # type: ignore[misc]
    codes = np.full(space.max_length, _CODE_POINTS, dtype=np.int32)
    codes[: len(x)] = _code_points(x)
    return codes


@unflatten.register(UnicodeText)
def _unflatten(space: UnicodeText, x: NDArray[np.int32]) -> str:  # type: ignore[misc]
    return _text_of(x)


class _SharedTexts(Sequence[str]):
    """Texts of all sub-environments, read from shared memory when looked at.

    AsyncVectorEnv reads shared memory once, at its construction, and hands out deep copies
    afterwards. That suits arrays, which are views, but leaves Gymnasium's own `Text` at its first
    value for ever. This is a view as well; its deep copy is a plain tuple of strings.
    """

    def __init__(self, rows: NDArray[np.int32]) -> None:
        self._rows = rows  # (environments, 1 + max_length): length, then code points

    def __len__(self) -> int:
        return len(self._rows)

    def __getitem__(self, index: Any) -> Any:
        if isinstance(index, slice):
            return tuple(self[i] for i in range(*index.indices(len(self))))
        row = self._rows[index]
        return _text_of(row[1 : 1 + row[0]])

    def __deepcopy__(self, memo: dict[int, Any]) -> tuple[str, ...]:
        return tuple(self)

    def __repr__(self) -> str:
        return repr(tuple(self))


@create_shared_memory.register(UnicodeText)
def _create_shared(space: UnicodeText, n: int = 1, ctx: Any = multiprocessing) -> Any:
    return ctx.Array(ctypes.c_int32, n * (1 + space.max_length))


@write_to_shared_memory.register(UnicodeText)
def _write_shared(space: UnicodeText, index: int, value: str, shared_memory: Any) -> None:
    size = 1 + space.max_length
    row = np.frombuffer(shared_memory.get_obj(), dtype=np.int32)[index * size : (index + 1) * size]
    row[1 : 1 + len(value)] = _code_points(value)
    row[0] = len(value)


@read_from_shared_memory.register(UnicodeText)
def _read_shared(space: UnicodeText, shared_memory: Any, n: int = 1) -> _SharedTexts:
    codes = np.frombuffer(shared_memory.get_obj(), dtype=np.int32)
    return _SharedTexts(codes.reshape(n, 1 + space.max_length))


# ---- observations --------------------------------------------------------------------------------


def observation_space(observe: Sequence[str], screen_size: tuple[int, int], max_elements: int) -> spaces.Dict:
    """The space of the chosen parts of an observation.

    | part | space | what |
    |---|---|---|
    | `goal` | `UnicodeText(8192)` | what to do |
    | `screenshot` | `Box` uint8 (height, width, 3) | the screen, RGB |
    | `ui` | `UnicodeText(32768)` | outline, one line per element: `[index] Class "text" states` |
    | `elements` | `Box` int32 (max_elements, 8) | `elements.ELEMENT_COLUMNS`, zero rows at the end |

    Args:
        observe: Which parts, of `OBSERVATION_PARTS`.
        screen_size: (width, height) in px.
        max_elements: Rows of the `elements` table.
    """
    width, height = screen_size
    parts: dict[str, spaces.Space[Any]] = {}
    for name in observe:
        match name:
            case "goal":
                parts[name] = UnicodeText(MAX_GOAL)
            case "ui":
                parts[name] = UnicodeText(MAX_UI)
            case "screenshot":
                parts[name] = spaces.Box(0, 255, (height, width, 3), np.uint8)
            case "elements":
                shape = (max_elements, len(ELEMENT_COLUMNS))
                bounds = np.iinfo(np.int32)
                parts[name] = spaces.Box(bounds.min, bounds.max, shape, np.int32)
            case _:
                raise UnknownNameError("part of an observation", name, OBSERVATION_PARTS)
    return spaces.Dict(parts)


# ---- actions -------------------------------------------------------------------------------------


def action_space(
    types: Sequence[str] = PHONE_ACTIONS, max_elements: int = 128, max_text: int = MAX_ACTION_TEXT
) -> spaces.Dict:
    """The standard action space: every sample can be stepped.

    Each field is read only by the action types that use it. `target` says whether the action
    goes to an element (0: `index`) or to a point (1: `point`); points are fractions of the
    screen, (x, y) from the upper left. `text` is also the app, address, key or option.
    """
    return spaces.Dict(
        {
            "type": spaces.Discrete(len(types)),
            "target": spaces.Discrete(2),
            "index": spaces.Discrete(max_elements),
            "point": spaces.Box(0.0, 1.0, (2,), np.float32),
            "to_point": spaces.Box(0.0, 1.0, (2,), np.float32),
            "text": UnicodeText(max_text),
            "direction": spaces.Discrete(len(DIRECTIONS)),
            "goal_status": spaces.Discrete(len(GOAL_STATUSES)),
            "clear_text": spaces.Discrete(2),
            "press_enter": spaces.Discrete(2),
            "down": spaces.Discrete(2),
        }
    )


# Which fields each action type reads from a sample; those not named need none.
_AT_TARGET: Final = frozenset({"click", "double_tap", "long_press", "hover"})
_TEXT_FIELD: Final = {
    "answer": "text",
    "open_app": "app",
    "key": "key",
    "goto": "url",
}


def decode(sample: Mapping[str, Any], types: Sequence[str], screen_size: tuple[int, int]) -> Action:
    """The `Action` that a sample of `action_space` stands for.

    Raises:
        ActionError: The sample lacks a field, or a field's value lies outside its space.
    """
    kind = types[_choice(sample, "type", len(types))]
    if kind in _AT_TARGET:
        return Action(kind, **_target(sample, screen_size))
    if kind in _TEXT_FIELD:
        return Action(kind, **{_TEXT_FIELD[kind]: _field(sample, "text")})
    match kind:
        case "scroll":
            return Action(kind, direction=_direction(sample), **_target(sample, screen_size))
        case "swipe" if not _choice(sample, "target", 2):
            return Action(kind, direction=_direction(sample))
        case "swipe":
            x, y = _pixel(sample, "point", screen_size)
            to_x, to_y = _pixel(sample, "to_point", screen_size)
            return Action(kind, x=x, y=y, to_x=to_x, to_y=to_y)
        case "drag":
            to_x, to_y = _pixel(sample, "to_point", screen_size)
            return Action(kind, to_x=to_x, to_y=to_y, **_target(sample, screen_size))
        case "input_text":
            clear = bool(_choice(sample, "clear_text", 2))
            enter = bool(_choice(sample, "press_enter", 2))
            text, target = _field(sample, "text"), _target(sample, screen_size)
            return Action(kind, text=text, clear_text=clear, press_enter=enter, **target)
        case "status":
            return Action(kind, goal_status=GOAL_STATUSES[_choice(sample, "goal_status", 2)])
        case "touch":
            x, y = _pixel(sample, "point", screen_size)
            return Action(kind, x=x, y=y, down=bool(_choice(sample, "down", 2)))
        case "select_option":
            return Action(kind, option=_field(sample, "text"), **_target(sample, screen_size))
        case "upload":
            return Action(kind, text=_field(sample, "text"), **_target(sample, screen_size))
        case "focus_tab":
            return Action(kind, tab=_whole(sample, "index"))
        case _:
            return Action(kind)


def encode(action: Action, types: Sequence[str], screen_size: tuple[int, int]) -> dict[str, Any]:
    """The sample that `decode` turns back into `action`.

    Raises:
        ActionError: The action uses a field that the action space does not have.
    """
    if action.type not in types:
        raise ActionError(f"The action space has no {action.type!r}; it has {', '.join(types)}.")
    width, height = screen_size
    half = np.float32(0.5)
    sample: dict[str, Any] = {
        "type": np.int64(types.index(action.type)),
        "target": np.int64(action.x is not None),
        "index": np.int64(action.tab if action.tab is not None else action.index or 0),
        "point": np.array([(action.x or 0) + half, (action.y or 0) + half], np.float32),
        "to_point": np.array([(action.to_x or 0) + half, (action.to_y or 0) + half], np.float32),
        "text": action.text or action.app or action.key or action.url or action.option or "",
        "direction": np.int64(DIRECTIONS.index(action.direction or "up")),
        "goal_status": np.int64(GOAL_STATUSES.index(action.goal_status or "complete")),
        "clear_text": np.int64(action.clear_text),
        "press_enter": np.int64(action.press_enter),
        "down": np.int64(bool(action.down)),
    }
    for name in ("point", "to_point"):
        sample[name] /= np.array([width, height], np.float32)
    if decode(sample, types, screen_size) != action:
        raise ActionError(f"The action space cannot express {action}.")
    return sample


def _target(sample: Mapping[str, Any], screen_size: tuple[int, int]) -> dict[str, Any]:
    if _choice(sample, "target", 2) == 0:
        return {"index": _whole(sample, "index")}
    x, y = _pixel(sample, "point", screen_size)
    return {"x": x, "y": y}


def _field(sample: Mapping[str, Any], name: str) -> Any:
    try:
        return sample[name]
    except (KeyError, IndexError, TypeError):
        raise ActionError(f"The action-space sample lacks {name!r}: {sample!r:.300}") from None


def _whole(sample: Mapping[str, Any], name: str) -> int:
    value = _field(sample, name)
    try:
        number = int(value)
        exact = not isinstance(value, str | bytes) and bool(number == value)
    except (TypeError, ValueError, OverflowError):
        exact = False
    if not exact or number < 0:
        raise ActionError(f"{name} must be a whole number from 0, got {value!r:.100}.")
    return number


def _choice(sample: Mapping[str, Any], name: str, size: int) -> int:
    number = _whole(sample, name)
    if number >= size:
        raise ActionError(f"{name} must be from 0 to {size - 1}, got {number!r:.100}.")
    return number


def _direction(sample: Mapping[str, Any]) -> str:
    return DIRECTIONS[_choice(sample, "direction", len(DIRECTIONS))]


def _pixel(sample: Mapping[str, Any], name: str, size: tuple[int, int]) -> tuple[int, int]:
    value = _field(sample, name)
    try:
        x, y = (float(v) for v in value)
    except (TypeError, ValueError, OverflowError):
        raise ActionError(f"{name} must be two fractions (x, y), got {value!r:.100}.") from None
    if not (0.0 <= x <= 1.0 and 0.0 <= y <= 1.0):  # NaN fails this too
        raise ActionError(f"{name} must lie within [0, 1], got ({x}, {y}).")
    return min(int(x * size[0]), size[0] - 1), min(int(y * size[1]), size[1] - 1)
