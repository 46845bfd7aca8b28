"""`Action`: the one vocabulary in which every agent acts on every environment.

An `Action` that exists is well formed: its constructor checks each field and says what is wrong.
Whether it can be done on the present screen is another question, answered by the environment.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any, Final, NoReturn

from osgenesis.envs.core.errors import ActionError, near_misses

__all__ = [
    "ACTION_TYPES",
    "DIRECTIONS",
    "GOAL_STATUSES",
    "MAX_COORDINATE",
    "MAX_TEXT",
    "MODIFIERS",
    "PHONE_ACTIONS",
    "WEB_ACTIONS",
    "Action",
]

DIRECTIONS: Final = ("up", "down", "left", "right")
GOAL_STATUSES: Final = ("complete", "infeasible")
MODIFIERS: Final = ("Alt", "Control", "Meta", "Shift")
MAX_TEXT: Final = 65_536
MAX_COORDINATE: Final = 1_000_000
MAX_DURATION_MS: Final = 600_000

PHONE_ACTIONS: Final = (
    "click",
    "double_tap",
    "long_press",
    "scroll",
    "swipe",
    "drag",
    "input_text",
    "keyboard_enter",
    "key",
    "navigate_home",
    "navigate_back",
    "open_app",
    "wait",
    "status",
    "answer",
    "touch",
    "unknown",
)
WEB_ACTIONS: Final = (
    "click",
    "double_tap",
    "long_press",
    "hover",
    "scroll",
    "drag",
    "input_text",
    "select_option",
    "keyboard_enter",
    "key",
    "goto",
    "go_back",
    "go_forward",
    "new_tab",
    "focus_tab",
    "close_tab",
    "upload",
    "wait",
    "status",
    "answer",
    "noop",
)
ACTION_TYPES: Final = tuple(dict.fromkeys(PHONE_ACTIONS + WEB_ACTIONS))

_NO_MODIFIERS: Final[tuple[str, ...]] = ()
_TARGET: Final = ("index", "x", "y", "bid")
# Type -> (fields that must be there, further fields that may be). "target" stands for exactly one
# of index, bid or the pair x, y; "target?" for at most one.
_FIELDS: Final[dict[str, tuple[tuple[str, ...], tuple[str, ...]]]] = {
    "click": (("target",), ("modifiers",)),
    "double_tap": (("target",), ("modifiers",)),
    "long_press": (("target",), ("duration_ms",)),
    "hover": (("target",), ()),
    "scroll": (("direction", "target?"), ()),
    "swipe": ((), ("direction", "x", "y", "to_x", "to_y", "duration_ms")),
    "drag": (("target", "to_x", "to_y"), ("duration_ms",)),
    "input_text": (("text", "target?"), ("clear_text", "press_enter")),
    "keyboard_enter": ((), ()),
    "key": (("key",), ("modifiers",)),
    "navigate_home": ((), ()),
    "navigate_back": ((), ()),
    "open_app": (("app",), ()),
    "wait": ((), ("duration_ms",)),
    "status": (("goal_status",), ("text",)),
    "answer": (("text",), ()),
    "touch": (("x", "y", "down"), ()),
    "unknown": ((), ("text",)),
    "noop": ((), ()),
    "select_option": (("target", "option"), ()),
    "goto": (("url",), ()),
    "go_back": ((), ()),
    "go_forward": ((), ()),
    "new_tab": ((), ("url",)),
    "focus_tab": (("tab",), ()),
    "close_tab": ((), ("tab",)),
    "upload": (("target", "text"), ()),
}


@dataclass(frozen=True, slots=True, repr=False)
class Action:
    """One thing an agent does. Fields that a type does not use stay None (or False).

    Attributes:
        type: One of `ACTION_TYPES`.
        index: Position in `info["elements"]` of the element acted on.
        x: Point acted on, px from the left.
        y: Point acted on, px from the top.
        to_x: Where a swipe or drag ends, px.
        to_y: Where a swipe or drag ends, px.
        text: What is typed or answered; the file to upload.
        direction: up, down, left or right. A scroll shows what is further there; a swipe moves
            the finger there.
        app: Name of the app to open.
        key: Key name: `KEYCODE_...` on a phone, `Enter` or `a` on the web.
        goal_status: complete or infeasible.
        clear_text: Empty the field before typing.
        press_enter: Press Enter after typing.
        duration_ms: How long a press, swipe or wait lasts.
        down: Whether the finger is on the glass (raw touch).
        url: Address to go to.
        tab: Position of a browser tab.
        bid: A web element's own id, instead of an index.
        option: Option to select, by its label.
        modifiers: Keys held meanwhile, of `MODIFIERS`.
    """

    type: str
    index: int | None = None
    x: int | None = None
    y: int | None = None
    to_x: int | None = None
    to_y: int | None = None
    text: str | None = None
    direction: str | None = None
    app: str | None = None
    key: str | None = None
    goal_status: str | None = None
    clear_text: bool = False
    press_enter: bool = False
    duration_ms: int | None = None
    down: bool | None = None
    url: str | None = None
    tab: int | None = None
    bid: str | None = None
    option: str | None = None
    modifiers: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Check every field, and turn whole floats and NumPy numbers into ints."""
        kind = self.type
        if type(kind) is not str:
            kind = str(kind) if isinstance(kind, str) else kind
            object.__setattr__(self, "type", kind)
        if type(kind) is not str or kind not in _FIELDS:
            _reject_type(kind)
        given = []
        for name, check in _CHECKS:
            value = getattr(self, name)
            if value is None or value is False or value is _NO_MODIFIERS:
                if name == "down" and value is False:
                    given.append(name)
                continue
            checked = check(kind, name, value)
            if checked is not value:
                object.__setattr__(self, name, checked)
            # False by another name (NumPy's) and empty lists are the default again.
            if name == "down" or (checked is not False and checked != ()):
                given.append(name)
        _check_combination(self, given)

    def __repr__(self) -> str:
        shown = ", ".join(f"{k}={v!r}" for k, v in self.to_dict().items() if k != "type")
        return f"Action({self.type!r}{', ' if shown else ''}{shown})"

    # ---- JSON -------------------------------------------------------------------------------

    def to_dict(self) -> dict[str, Any]:
        """The action as JSON-able data, fields at their default left out."""
        plain: dict[str, Any] = {"type": self.type}
        for name, _ in _CHECKS:
            value = getattr(self, name)
            if value is None or value == () or (value is False and name != "down"):
                continue
            plain[name] = list(value) if name == "modifiers" else value
        return plain

    def to_json(self) -> str:
        """The action as one line of JSON."""
        return json.dumps(self.to_dict(), ensure_ascii=False)

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Action:
        """Build an action from the form that `to_dict` writes."""
        if not isinstance(data, Mapping):
            raise ActionError(f"An action is a JSON object, got {_shown(data)}.")
        if "type" not in data:
            hint = ""
            if "action_type" in data:
                hint = (
                    " This looks like AndroidWorld's or AndroidControl's form; see osgenesis.envs.core.action_formats."
                )
            raise ActionError(f'An action needs a "type"; {_shown(dict(data))} has none.{hint}')
        unknown = [k for k in data if k not in _NAMES]
        if unknown:
            near = near_misses(str(unknown[0]), _NAMES)
            hint = f" Did you mean {near[0]!r}?" if near else f" Known: {', '.join(_NAMES)}."
            raise ActionError(f"Unknown action field {_shown(unknown[0])}.{hint}")
        return cls(**{k: v for k, v in data.items() if v is not None or k == "type"})

    @classmethod
    def from_json(cls, text: str | bytes) -> Action:
        """Read an action from JSON text; anything else is an `ActionError` that says why."""
        if not isinstance(text, str | bytes | bytearray):
            raise ActionError(f"Expected JSON text, got {_shown(text)}.")
        if len(text) > 4 * MAX_TEXT:
            raise ActionError(f"Action text of {len(text)} characters; at most {4 * MAX_TEXT}.")
        try:
            data = json.loads(text, parse_constant=_reject_constant)
        except ActionError:
            raise
        except (ValueError, RecursionError) as error:
            raise ActionError(
                f'Not JSON ({error}): {_shown(text)}. An action looks like {{"type": "click", "index": 3}}.'
            ) from error
        return cls.from_dict(data)

    # ---- views ------------------------------------------------------------------------------

    @property
    def point(self) -> tuple[int, int] | None:
        """(x, y) in px, or None."""
        return None if self.x is None or self.y is None else (self.x, self.y)

    @property
    def to_point(self) -> tuple[int, int] | None:
        """(to_x, to_y) in px, or None."""
        return None if self.to_x is None or self.to_y is None else (self.to_x, self.to_y)

    def describe(self) -> str:
        """The action in a few words, the same words for the same action."""
        return _describe(self)


def _describe(action: Action) -> str:
    kind, target = action.type, _describe_target(action)
    text = _clip(action.text)
    match kind:
        case "click" | "hover":
            words = f"{kind} {target}"
        case "double_tap":
            words = f"double-tap {target}"
        case "long_press":
            words = f"long-press {target}"
        case "scroll":
            words = f"scroll {action.direction}" + (f" in {target}" if target else "")
        case "swipe" if action.direction:
            words = f"swipe {action.direction}"
        case "swipe" | "drag":
            words = f"{kind} from {target} to ({action.to_x}, {action.to_y})"
        case "input_text":
            words = f"type {text}" + (f" into {target}" if target else "")
            words += " after clearing it" if action.clear_text else ""
            words += " and press Enter" if action.press_enter else ""
        case "key":
            words = f"press {_clip(action.key, quote=False)}"
        case "open_app":
            words = f"open the app {_clip(action.app)}"
        case "status":
            words = f"declare the task {action.goal_status}"
            words += f" with the answer {text}" if action.text is not None else ""
        case "answer":
            words = f"answer {text}"
        case "touch":
            words = f"{'touch' if action.down else 'lift'} at {target}"
        case "select_option":
            words = f"select {_clip(action.option)} in {target}"
        case "goto":
            words = f"go to {_clip(action.url, quote=False)}"
        case "focus_tab":
            words = f"switch to tab {action.tab}"
        case "upload":
            words = f"upload {text} to {target}"
        case _:
            words = _PLAIN_WORDS.get(kind, kind)
    return f"{words} holding {'+'.join(action.modifiers)}" if action.modifiers else words


_PLAIN_WORDS: Final = {
    "keyboard_enter": "press Enter",
    "navigate_home": "go to the home screen",
    "navigate_back": "go back",
    "go_back": "go back",
    "go_forward": "go forward",
    "new_tab": "open a new tab",
    "close_tab": "close the tab",
    "unknown": "do nothing",
    "noop": "do nothing",
}


def _describe_target(action: Action) -> str:
    if action.index is not None:
        return f"element {action.index}"
    if action.bid is not None:
        return f"element {_clip(action.bid, quote=False)}"
    return f"({action.x}, {action.y})" if action.x is not None else ""


def _clip(text: str | None, limit: int = 60, *, quote: bool = True) -> str:
    text = text or ""
    short = text if len(text) <= limit else text[: limit - 1] + "…"
    return json.dumps(short, ensure_ascii=False) if quote else short


# ---- checks ------------------------------------------------------------------------------------


def _reject_type(kind: object) -> NoReturn:
    if not isinstance(kind, str):
        raise ActionError(f"Action type must be a string such as 'click', got {_shown(kind)}.")
    near = near_misses(kind, ACTION_TYPES)
    hint = "Did you mean " + " or ".join(repr(n) for n in near) + "?" if near else f"Known: {', '.join(ACTION_TYPES)}."
    raise ActionError(f"Unknown action type {_shown(kind)}. {hint}")


def _reject_constant(name: str) -> NoReturn:
    raise ActionError(f"{name} is not a value an action can have; numbers must be finite.")


def _check_whole(kind: str, name: str, value: Any) -> int:
    """An int; a finite float is cut towards zero, as AndroidWorld does with coordinates."""
    if type(value) is int:
        number = value
    elif isinstance(value, bool) or not hasattr(value, "__float__"):
        raise ActionError(f"{kind}: {name} must be a whole number, got {_shown(value)}.")
    else:
        try:
            as_float = float(value)
        except (TypeError, ValueError, OverflowError) as error:
            raise ActionError(f"{kind}: {name} must be a whole number, got {_shown(value)}.") from error
        if not math.isfinite(as_float):
            raise ActionError(f"{kind}: {name} must be finite, got {_shown(value)}.")
        number = int(as_float)
    low, high = _RANGES.get(name, (-MAX_COORDINATE, MAX_COORDINATE))
    if not low <= number <= high:
        raise ActionError(f"{kind}: {name} must be from {low} to {high}, got {_shown(value)}.")
    return number


def _check_text(kind: str, name: str, value: Any) -> str:
    if not isinstance(value, str):
        raise ActionError(f"{kind}: {name} must be a string, got {_shown(value)}.")
    if len(value) > MAX_TEXT:
        raise ActionError(f"{kind}: {name} has {len(value)} characters; at most {MAX_TEXT} can be typed.")
    if not value.isascii():
        try:
            value.encode("utf-8")
        except UnicodeEncodeError as error:
            raise ActionError(
                f"{kind}: {name} holds half of a surrogate pair at position {error.start}; text must be valid Unicode."
            ) from error
    return str(value)


def _check_bool(kind: str, name: str, value: Any) -> bool:
    if value is True or value is False:
        return bool(value)
    if type(value).__name__ in ("bool_", "bool") and hasattr(value, "dtype"):  # NumPy's
        return bool(value)
    raise ActionError(f"{kind}: {name} must be true or false, got {_shown(value)}.")


def _check_choice(kind: str, name: str, value: Any) -> str:
    allowed = _CHOICES[name]
    if not isinstance(value, str) or value not in allowed:
        raise ActionError(f"{kind}: {name} must be one of {list(allowed)}, got {_shown(value)}.")
    return value


def _check_modifiers(kind: str, name: str, value: Any) -> tuple[str, ...]:
    if not isinstance(value, tuple | list) or any(m not in MODIFIERS for m in value):
        raise ActionError(f"{kind}: {name} must be a list of {list(MODIFIERS)}, got {_shown(value)}.")
    return value if isinstance(value, tuple) else tuple(value)


_CHOICES: Final = {"direction": DIRECTIONS, "goal_status": GOAL_STATUSES}
_RANGES: Final = {
    "index": (0, MAX_COORDINATE),
    "tab": (0, 1000),
    "duration_ms": (0, MAX_DURATION_MS),
}
_CHECKS: Final = (
    ("index", _check_whole),
    ("x", _check_whole),
    ("y", _check_whole),
    ("to_x", _check_whole),
    ("to_y", _check_whole),
    ("text", _check_text),
    ("direction", _check_choice),
    ("app", _check_text),
    ("key", _check_text),
    ("goal_status", _check_choice),
    ("clear_text", _check_bool),
    ("press_enter", _check_bool),
    ("duration_ms", _check_whole),
    ("down", _check_bool),
    ("url", _check_text),
    ("tab", _check_whole),
    ("bid", _check_text),
    ("option", _check_text),
    ("modifiers", _check_modifiers),
)


def _allowed(kind: str) -> frozenset[str]:
    required, optional = _FIELDS[kind]
    names = set(required) | set(optional)
    if names & {"target", "target?"}:
        names |= set(_TARGET)
    return frozenset(names - {"target", "target?"})


_ALLOWED: Final = {kind: _allowed(kind) for kind in _FIELDS}


def _check_combination(action: Action, given: list[str]) -> None:
    """The fields given are those that the type takes, and none that it needs is missing."""
    kind = action.type
    allowed = _ALLOWED[kind]
    for name in given:
        if name not in allowed:
            takes = ", ".join(sorted(allowed)) or "no fields"
            raise ActionError(f"{kind}: does not take {name!r}; it takes {takes}.")
    if ("x" in given) != ("y" in given):
        raise ActionError(f"{kind}: x and y go together.")
    if kind == "swipe":
        points = [n for n in ("x", "to_x", "to_y") if n in given]
        if ("direction" in given) == bool(points) or len(points) not in (0, 3):
            raise ActionError("swipe: needs either a direction, or x, y, to_x and to_y.")
        return
    required = _FIELDS[kind][0]
    if not required:
        return
    for name in required:
        if name in ("target", "target?"):
            targets = [n for n in ("index", "bid", "x") if n in given]
            if len(targets) > 1:
                raise ActionError(f"{kind}: index, bid and x, y exclude each other; {' and '.join(targets)} given.")
            if not targets and name == "target":
                raise ActionError(f"{kind}: needs an element (index or bid) or a point (x and y).")
        elif name not in given:
            raise ActionError(f"{kind}: needs {name!r}.")


def _shown(value: object) -> str:
    try:
        text = repr(value[:100]) if isinstance(value, str | bytes) else repr(value)
    except Exception:  # a hostile __repr__, or an int too long to print
        text = f"a {type(value).__name__}"
    return text if len(text) <= 120 else text[:117] + "..."


_NAMES: Final = tuple(f.name for f in fields(Action))
