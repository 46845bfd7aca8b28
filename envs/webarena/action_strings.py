"""Action strings of BrowserGym (`click('12')`) and of WebArena (`click [12]`), as actions of our vocabulary."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, Final

from osgenesis.envs.core.action_formats import from_webarena
from osgenesis.envs.core.actions import Action
from osgenesis.envs.core.errors import ActionError
from osgenesis.envs.web.browser.browsergym_actions import Call, parse_browsergym

__all__ = ["CallsAction", "read_action"]

_WEBARENA: Final = re.compile(r"\s*[a-z_]+\s*(\[.*\]\s*)?", re.DOTALL)


@dataclass(frozen=True, slots=True, repr=False)
class CallsAction(Action):
    """Calls of BrowserGym's that no action of ours says, such as scrolling by 300 px; done one after the other.

    Attributes:
        calls: The calls.
    """

    calls: tuple[Call, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """The action as JSON-able data: BrowserGym's string is its text."""
        return {**Action.to_dict(self), "text": "\n".join(map(str, self.calls))}


def read_action(text: str) -> Action:
    """The action that a string says; several calls, or calls that our vocabulary lacks, become a `CallsAction`.

    Raises:
        ActionError: It is of neither language; says what would be right.
    """
    if _WEBARENA.fullmatch(text):
        return from_webarena(text)
    calls = parse_browsergym(text)
    if len(calls) == 1:
        return _plain(calls[0]) or CallsAction("unknown", calls=calls)
    for call in calls[:-1]:
        if call.name in _LAST_WORDS:
            raise ActionError(f"{call.name} ends the episode; nothing can follow it, but {len(calls) - 1} calls do.")
    if calls[-1].name in _LAST_WORDS:
        raise ActionError(f"{calls[-1].name} ends the episode; it stands alone, in a step of its own.")
    return CallsAction("unknown", calls=calls)


_LAST_WORDS: Final = ("send_msg_to_user", "report_infeasible")
_PARAMETERS: Final = {
    "click": ("bid", "button", "modifiers"),
    "dblclick": ("bid", "button", "modifiers"),
    "hover": ("bid",),
    "fill": ("bid", "value"),
    "clear": ("bid",),
    "goto": ("url",),
    "go_back": (),
    "go_forward": (),
    "new_tab": (),
    "tab_close": (),
    "tab_focus": ("index",),
    "send_msg_to_user": ("text",),
    "report_infeasible": ("reason",),
}


def _plain(call: Call) -> Action | None:
    """A call as an action of ours that does the same, or None."""
    names = _PARAMETERS.get(call.name)
    if names is None or len(call.args) > len(names):
        return None
    given = {**dict(zip(names, call.args, strict=False)), **call.kwargs}
    if given.pop("button", "left") != "left" or any(name not in names for name in given):
        return None
    match call.name:
        case "click" | "dblclick":
            kind = "click" if call.name == "click" else "double_tap"
            return Action(kind, bid=given["bid"], modifiers=tuple(given.get("modifiers", ())))
        case "hover":
            return Action("hover", bid=given["bid"])
        case "fill" | "clear":
            return Action("input_text", bid=given["bid"], text=given.get("value", ""), clear_text=True)
        case "goto":
            return Action("goto", url=given["url"])
        case "tab_focus":
            return Action("focus_tab", tab=given["index"])
        case "tab_close":
            return Action("close_tab")
        case "send_msg_to_user":
            return Action("status", goal_status="complete", text=given["text"])
        case "report_infeasible":
            return Action("status", goal_status="infeasible", text=given["reason"])
    return Action(call.name)
