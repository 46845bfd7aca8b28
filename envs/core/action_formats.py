"""Other people's ways of writing an action: AndroidWorld, AndroidControl and WebArena, both ways.

Reading never loses what the source says. Writing raises `ActionError` for what the target format
cannot say, instead of saying something else.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any, Final

from osgenesis.envs.core.actions import MODIFIERS, Action
from osgenesis.envs.core.elements import Element
from osgenesis.envs.core.errors import ActionError, near_misses

__all__ = [
    "from_android_control",
    "from_android_world",
    "from_webarena",
    "to_android_control",
    "to_android_world",
    "to_webarena",
]

# ---- AndroidWorld --------------------------------------------------------------------------------

_AW_TYPES: Final = (
    "click",
    "double_tap",
    "long_press",
    "scroll",
    "swipe",
    "input_text",
    "keyboard_enter",
    "navigate_home",
    "navigate_back",
    "open_app",
    "wait",
    "status",
    "answer",
    "unknown",
)
_AW_FIELDS: Final = (
    "action_type",
    "index",
    "x",
    "y",
    "text",
    "direction",
    "goal_status",
    "app_name",
    "keycode",
    "clear_text",
)
# Which of AndroidWorld's fields its executor reads, per type; others may be there and mean nothing.
_AW_READS: Final = {
    "click": ("index", "x", "y"),
    "double_tap": ("index", "x", "y"),
    "long_press": ("index", "x", "y"),
    "scroll": ("index", "direction"),
    "swipe": ("direction",),
    "input_text": ("index", "x", "y", "text", "clear_text"),
    "open_app": ("app_name",),
    "status": ("goal_status",),
    "answer": ("text",),
}
# AndroidWorld's swipe left moves the finger to the right, and the other way round.
_AW_SWIPE: Final = {"up": "up", "down": "down", "left": "right", "right": "left"}
_DONE_WORDS: Final = {
    "complete": "complete",
    "successful": "complete",
    "success": "complete",
    "infeasible": "infeasible",
}


def from_android_world(data: Mapping[str, Any]) -> Action:
    """Read AndroidWorld's JSON action.

    Its `input_text` always ends with Enter, and its horizontal swipes name the opposite of the
    finger's direction; here both are said as they are done.
    """
    kind = _kind(data, "action_type", _AW_TYPES)
    unknown = [k for k in data if k not in _AW_FIELDS]
    if unknown:
        raise ActionError(f"AndroidWorld actions have no field {unknown[0]!r:.80}; {_AW_FIELDS}.")
    read = {k: data[k] for k in _AW_READS.get(kind, ()) if data.get(k) is not None}
    if "index" in read:
        read["index"] = _index(read["index"])
    if kind == "swipe" and isinstance(read.get("direction"), str):
        read["direction"] = _AW_SWIPE.get(read["direction"], read["direction"])
    if kind == "input_text":
        read["press_enter"] = True
    if kind == "open_app":
        read = {"app": data.get("app_name")}
    if kind == "status":
        read["goal_status"] = _DONE_WORDS.get(str(data.get("goal_status")), data.get("goal_status"))
    return Action(kind, **{k: v for k, v in read.items() if v is not None})


def to_android_world(action: Action) -> dict[str, Any]:
    """Write AndroidWorld's JSON action; the inverse of `from_android_world`."""
    kind, data = action.type, action.to_dict()
    if kind not in _AW_TYPES:
        raise _inexpressible(action, "AndroidWorld", f"it has {', '.join(_AW_TYPES)}")
    plain: dict[str, Any] = {"action_type": data.pop("type")}
    if kind == "swipe":
        if action.direction is None:
            raise _inexpressible(action, "AndroidWorld", "its swipes have a direction only")
        data["direction"] = _AW_SWIPE[action.direction]
    if kind == "input_text":
        if not data.pop("press_enter", False):
            raise _inexpressible(action, "AndroidWorld", "its input_text always presses Enter")
        data.setdefault("clear_text", False)
    if kind == "open_app":
        data["app_name"] = data.pop("app")
    extra = [k for k in data if k not in _AW_READS.get(kind, ()) and k != "clear_text"]
    if extra:
        raise _inexpressible(action, "AndroidWorld", f"its {kind} has no {' or '.join(extra)}")
    return plain | data


# ---- AndroidControl ------------------------------------------------------------------------------

_AC_TYPES: Final = (
    "click",
    "long_press",
    "scroll",
    "input_text",
    "open_app",
    "navigate_back",
    "navigate_home",
    "wait",
)
_AC_READS: Final = {
    "click": ("x", "y"),
    "long_press": ("x", "y"),
    "scroll": ("direction",),
    "input_text": ("text",),
    "open_app": ("app_name",),
}


def from_android_control(data: Mapping[str, Any]) -> Action:
    """Read AndroidControl's JSON action. `type` is an older name of its `input_text`.

    The text goes to the field that has the focus, and Enter is not pressed.
    """
    renamed = dict(data) if isinstance(data, Mapping) else data
    if isinstance(renamed, dict) and renamed.get("action_type") == "type":
        renamed["action_type"] = "input_text"
    kind = _kind(renamed, "action_type", (*_AC_TYPES, "status"))
    if kind == "status":
        done = renamed.get("goal_status")
        return Action("status", goal_status=_DONE_WORDS.get(str(done), done))
    fields = _AC_READS.get(kind, ())
    unknown = [k for k in renamed if k not in fields and k != "action_type"]
    if unknown:
        raise ActionError(f"AndroidControl's {kind} has no field {unknown[0]!r:.80}; it has {list(fields)}.")
    read = {("app" if k == "app_name" else k): renamed.get(k) for k in fields}
    return Action(kind, **{k: v for k, v in read.items() if v is not None})


def to_android_control(action: Action, elements: Sequence[Element] = ()) -> dict[str, Any]:
    """Write AndroidControl's JSON action.

    Args:
        action: What to write. A `status` is written in the form that evaluations append.
        elements: The screen's elements; an index is written as its element's middle.
    """
    kind, data = action.type, action.to_dict()
    if kind == "status" and action.text is None:
        return {"action_type": "status", "goal_status": action.goal_status}
    if kind not in _AC_TYPES:
        raise _inexpressible(action, "AndroidControl", f"it has {', '.join(_AC_TYPES)}")
    if kind in ("click", "long_press") and action.index is not None:
        if action.index >= len(elements):
            raise _inexpressible(action, "AndroidControl", "it points by x, y; pass the screen's elements")
        data["x"], data["y"] = elements[action.index].center
        del data["index"]
    if kind == "open_app":
        data["app_name"] = data.pop("app")
    plain = {"action_type": data.pop("type")}
    extra = [k for k in data if k not in _AC_READS.get(kind, ())]
    if extra:
        raise _inexpressible(action, "AndroidControl", f"its {kind} has no {' or '.join(extra)}")
    return plain | data


# ---- WebArena ------------------------------------------------------------------------------------

# name -> pattern of what follows it. Brackets hold one argument each; a text may hold brackets.
_WA_PATTERNS: Final = {
    "click": r"\s*\[(?P<bid>[^\[\]]+)\]",
    "hover": r"\s*\[(?P<bid>[^\[\]]+)\]",
    "type": r"\s*\[(?P<bid>[^\[\]]+)\]\s*\[(?P<text>.*?)\](?:\s*\[(?P<enter>[01])\])?",
    "press": r"\s*\[(?P<key>.+)\]",
    "scroll": r"\s*\[?(?:direction=)?(?P<direction>up|down)\]?",
    "new_tab": r"",
    "tab_focus": r"\s*\[(?P<tab>\d{1,4})\]",
    "page_focus": r"\s*\[(?P<tab>\d{1,4})\]",
    "close_tab": r"",
    "goto": r"\s*\[(?P<url>.+?)\](?:\s*\[[01]\])?",
    "go_back": r"",
    "go_forward": r"",
    "stop": r"(?:\s*\[(?P<text>.*)\])?",
    "none": r"",
    "noop": r"",
}
_WA_LINE: Final = re.compile(r"\s*([a-z_]+)(.*)", re.DOTALL | re.IGNORECASE)
_WA_KEYS: Final = {"meta": "Meta", "control": "Control", "ctrl": "Control", "shift": "Shift"}


def from_webarena(text: str) -> Action:
    """Read an action string of WebArena, such as `click [12]` or `type [3] [milk] [1]`.

    Element ids become `bid`. `type` presses Enter unless it ends with `[0]`. `stop [answer]`
    declares the task complete with that answer.
    """
    if not isinstance(text, str):
        raise ActionError(f"A WebArena action is a string, got {type(text).__name__}.")
    match = _WA_LINE.fullmatch(text)
    name = match.group(1).lower() if match else ""
    if match is None or name not in _WA_PATTERNS:
        near = near_misses(name, _WA_PATTERNS)
        hint = f"did you mean {near[0]!r}?" if near else f"known: {', '.join(_WA_PATTERNS)}."
        raise ActionError(f"Not a WebArena action: {text[:100]!r}; {hint}")
    arguments = re.fullmatch(_WA_PATTERNS[name] + r"\s*", match.group(2), re.DOTALL)
    if arguments is None:
        raise ActionError(f"Bad arguments of WebArena's {name}: {text[:200]!r}")
    found = arguments.groupdict()
    match name:
        case "click" | "hover":
            return Action(name, bid=found["bid"].strip())
        case "type":
            enter = found["enter"] != "0"
            bid = found["bid"].strip()
            return Action("input_text", bid=bid, text=found["text"], press_enter=enter)
        case "press":
            return _web_key(found["key"].strip())
        case "scroll":
            return Action("scroll", direction=found["direction"].lower())
        case "tab_focus" | "page_focus":
            return Action("focus_tab", tab=int(found["tab"]))
        case "goto":
            return Action("goto", url=found["url"].strip())
        case "stop":
            return Action("status", goal_status="complete", text=found["text"] or None)
        case "none" | "noop":
            return Action("noop")
        case _:
            return Action(name)


def to_webarena(action: Action) -> str:
    """Write an action string of WebArena; the inverse of `from_webarena`.

    An index is written as the element's id, for agents whose elements are numbered that way.
    """
    kind = action.type
    target = action.bid if action.bid is not None else action.index
    if target is None and kind in ("click", "hover", "input_text"):
        raise _inexpressible(action, "WebArena", "it acts on elements, not on points")
    if action.modifiers and kind != "key":
        raise _inexpressible(action, "WebArena", "only its press holds keys")
    match kind:
        case "click" | "hover":
            text = f"{kind} [{target}]"
        case "input_text":
            text = f"type [{target}] [{action.text}] [{int(action.press_enter)}]"
            if action.clear_text:
                raise _inexpressible(action, "WebArena", "its type cannot clear the field")
        case "key":
            text = f"press [{'+'.join((*action.modifiers, action.key or ''))}]"
        case "keyboard_enter":
            text = "press [Enter]"
        case "scroll":
            if action.direction not in ("up", "down") or target is not None or action.point:
                raise _inexpressible(action, "WebArena", "it scrolls the page up or down")
            text = f"scroll [{action.direction}]"
        case "focus_tab":
            text = f"tab_focus [{action.tab}]"
        case "goto":
            text = f"goto [{action.url}]"
        case "status":
            if action.goal_status == "infeasible" and action.text is not None:
                raise _inexpressible(action, "WebArena", "what is infeasible it answers with N/A")
            answer = "N/A" if action.goal_status == "infeasible" else action.text or ""
            text = f"stop [{answer}]"
        case "noop" | "unknown":
            text = "none"
        case "go_back" | "go_forward" | "new_tab" | "close_tab":
            if action.url is not None or action.tab is not None:
                raise _inexpressible(action, "WebArena", f"its {kind} takes no arguments")
            text = kind
        case _:
            raise _inexpressible(action, "WebArena", f"it has {', '.join(_WA_PATTERNS)}")
    _require_readable(action, text)
    return text


def _require_readable(action: Action, text: str) -> None:
    """Brackets in a text can end it early: then the string would say something else."""
    if action.type in ("input_text", "goto", "key", "click", "hover"):
        back = from_webarena(text)
        same = ("text", "url", "key", "press_enter")
        if any(getattr(back, name) != getattr(action, name) for name in same):
            raise _inexpressible(action, "WebArena", "brackets in the text would end it early")


def _web_key(combination: str) -> Action:
    *held, key = combination.split("+") if combination != "+" else ["+"]
    modifiers = [_WA_KEYS.get(k.lower(), k.capitalize()) for k in held]
    if key and all(m in MODIFIERS for m in modifiers):
        return Action("key", key=key, modifiers=tuple(modifiers))
    return Action("key", key=combination)


# ---- shared --------------------------------------------------------------------------------------


def _kind(data: Any, name: str, known: Sequence[str]) -> str:
    if not isinstance(data, Mapping):
        raise ActionError(f"An action is a JSON object, got {data!r:.100}.")
    kind = data.get(name)
    if not isinstance(kind, str) or kind not in known:
        near = near_misses(str(kind), known)
        hint = f"did you mean {near[0]!r}?" if near else f"known: {', '.join(known)}."
        raise ActionError(f"{name} {kind!r:.80} is not known; {hint}")
    return kind


def _index(value: Any) -> Any:
    # AndroidWorld accepts "3" and 3.0 as well, because models write them.
    if isinstance(value, str) and value.strip().isdecimal() and len(value) < 10:
        return int(value)
    return value


def _inexpressible(action: Action, target: str, why: str) -> ActionError:
    return ActionError(f"{target} cannot express {action!r}: {why}.")
