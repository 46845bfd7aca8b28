"""BrowserGym's action strings: parsed leniently, never executed, dispatched on a context.

`click('a12')` names a function and its literal arguments; a string may hold several calls, and
text or code around them is passed over, as BrowserGym does with what a model answers.
"""

from __future__ import annotations

import ast
import inspect
import io
import json
import re
import tokenize
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final, NamedTuple

from osgenesis.envs.core.errors import ActionError, near_misses
from osgenesis.envs.web.browser import pointer
from osgenesis.envs.web.browser.context import Context
from osgenesis.envs.web.browser.keys import key_events, modifier_bits, parse_combination
from osgenesis.envs.web.browser.page import Page
from osgenesis.envs.web.browser.perform import (
    MAX_WAIT_S,
    element_point,
    finish,
    insert_text,
    press_keys,
    type_text,
    upload_file,
)

__all__ = ["BROWSERGYM_FUNCTIONS", "Call", "parse_browsergym", "perform_browsergym"]

_CALL: Final = re.compile(r"\b([A-Za-z_]\w*)\s*\(")
_MAX_LENGTH: Final = 200_000
_MAX_CALLS: Final = 100
_BUTTONS: Final = ("left", "middle", "right")


class Call(NamedTuple):
    """One call of an action string.

    Attributes:
        name: The function.
        args: Its positional arguments.
        kwargs: Its named ones.
    """

    name: str
    args: tuple[Any, ...] = ()
    kwargs: Mapping[str, Any] = {}

    def __str__(self) -> str:
        shown = [repr(arg) for arg in self.args] + [f"{name}={value!r}" for name, value in self.kwargs.items()]
        return f"{self.name}({', '.join(shown)})"


def parse_browsergym(text: str) -> tuple[Call, ...]:
    """The calls in an action string, in order.

    Raises:
        ActionError: There is none, or one has arguments that its function does not take.
    """
    if len(text) > _MAX_LENGTH:
        raise ActionError(f"Action text of {len(text)} characters; at most {_MAX_LENGTH}.")
    calls: list[Call] = []
    at = 0
    source = _without_comments(text)
    while len(calls) < _MAX_CALLS:
        match = _CALL.search(source, at)
        if match is None:
            break
        found = _call_at(source, match)
        if found is None:
            at = match.end()
            continue
        call, at = found
        calls.append(call)
    if not calls:
        raise ActionError(
            f"No action found in {text[:200]!r}. An action is a call such as click('a12'); "
            f"known: {', '.join(BROWSERGYM_FUNCTIONS)}."
        )
    for call in calls:
        _bind(call)
    return tuple(calls)


def perform_browsergym(context: Context, call: Call) -> str | None:
    """Do one call and let what it caused settle.

    Gives the text of `send_msg_to_user` and `report_infeasible`, which concern the episode and do
    nothing in the browser.

    Raises:
        ActionError: It cannot be done; everything is as before.
    """
    bound = _bind(call)
    if call.name in ("send_msg_to_user", "report_infeasible"):
        return str(next(iter(bound.values())))
    page = context.page
    if page.dialog is not None:
        # Its agents cannot see dialogs; Playwright closes them unasked.
        page.accept_dialog(accept=page.dialog.kind == "alert")
        page.settle()
    page.catch_up()
    mark = context.refusal_count
    _FUNCTIONS[call.name](context, **bound)
    finish(context, mark)
    return None


def _without_comments(text: str) -> str:
    """The text with Python comments blanked out, where it is Python enough to tell."""
    if "#" not in text:
        return text
    lines = text.splitlines(keepends=True)
    try:
        for token in tokenize.generate_tokens(io.StringIO(text).readline):
            if token.type == tokenize.COMMENT:
                row, column = token.start
                lines[row - 1] = lines[row - 1][:column] + "\n" * lines[row - 1].endswith("\n")
    except (tokenize.TokenError, IndentationError, SyntaxError):
        return re.sub(r"(?m)^\s*#.*$", "", text)
    return "".join(lines)


def _call_at(source: str, match: re.Match[str]) -> tuple[Call, int] | None:
    """The call that begins at a match, if its arguments are literals, and where it ends."""
    for end in _closings(source, match.end()):
        try:
            parsed = ast.parse(source[match.start() : end].strip(), mode="eval").body
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            continue
        if not isinstance(parsed, ast.Call):
            return None
        try:
            args = tuple(ast.literal_eval(arg) for arg in parsed.args)
            kwargs = {one.arg: ast.literal_eval(one.value) for one in parsed.keywords if one.arg is not None}
        except (ValueError, TypeError, RecursionError, MemoryError):
            return None
        return Call(match[1], args, kwargs), end
    return None


def _closings(source: str, start: int) -> Iterator[int]:
    """Where a call's closing bracket may be; brackets in its strings make the first wrong."""
    at = start
    for _ in range(50):
        at = source.find(")", at) + 1
        if at == 0:
            return
        yield at


def _bind(call: Call) -> dict[str, Any]:
    """The call's arguments by name, checked."""
    function = _FUNCTIONS.get(call.name)
    if function is None:
        near = near_misses(call.name, BROWSERGYM_FUNCTIONS)
        hint = f"Did you mean {near[0]!r}?" if near else f"Known: {', '.join(BROWSERGYM_FUNCTIONS)}."
        raise ActionError(f"Unknown action {call.name!r}. {hint}")
    signature = inspect.signature(function)
    try:
        bound = signature.bind(None, *call.args, **call.kwargs)
    except TypeError as error:
        takes = ", ".join(list(signature.parameters)[1:])
        raise ActionError(f"{call}: {error}; {call.name} takes ({takes}).") from error
    bound.apply_defaults()
    values = dict(list(bound.arguments.items())[1:])
    for name, value in values.items():
        kinds = _KINDS[str(signature.parameters[name].annotation)]
        if isinstance(value, bool) is not (kinds is bool) or not isinstance(value, kinds):
            raise ActionError(f"{call}: {name} cannot be {value!r}.")
        if isinstance(value, int | float) and not -1e6 < value < 1e6:
            raise ActionError(f"{call}: {name} is out of range.")
        if isinstance(value, list) and not all(isinstance(one, str) for one in value):
            raise ActionError(f"{call}: {name} must be a list of texts.")
    return values


_KINDS: Final[dict[str, Any]] = {
    "str": str,
    "float": (int, float),
    "int": (int, float),
    "bool": bool,
    "str | list[str]": (str, list),
    "list[str]": list,
}


# ---- elements ----------------------------------------------------------------------------------


def _button(name: str) -> str:
    if name not in _BUTTONS:
        raise ActionError(f"Unknown mouse button {name!r}; known: {', '.join(_BUTTONS)}.")
    return name


def _modifiers(names: list[str]) -> int:
    try:
        return modifier_bits(names)
    except KeyError as error:
        raise ActionError(f"Unknown modifier {error.args[0]!r}.") from error


def _ask(page: Page, call: str) -> dict[str, Any]:
    found = page.help(call)
    if found is not None and "problem" in found:
        raise ActionError(found["problem"][:1].upper() + found["problem"][1:] + ".")
    return found or {}


def _point(page: Page, x: float, y: float) -> tuple[float, float]:
    scale = page.context.scale
    return x / scale, y / scale


def _focus_on(page: Page, bid: str) -> None:
    _ask(page, f"focus({json.dumps(bid)})")


def _fill(context: Context, bid: str, value: str, enable_autocomplete_menu: bool = False) -> None:
    page = context.page
    if _ask(page, f"editable(null,{json.dumps(bid)},null,null)").get("valued"):
        _ask(page, f"typing({json.dumps(value)},true,false)")
        return
    _focus_on(page, bid)
    ready = _ask(page, f"typing({json.dumps(value)},true,false)")
    if enable_autocomplete_menu and value:
        insert_text(page, value[:-1])
        type_text(page, value[-1])
    elif value:
        insert_text(page, value)
    elif not ready.get("empty"):
        press_keys(page, "Delete")


def _clear(context: Context, bid: str) -> None:
    _fill(context, bid, "")


def _select_option(context: Context, bid: str, options: str | list[str]) -> None:
    _ask(context.page, f"choose(null,{json.dumps(bid)},null,null,{json.dumps(options)})")


def _click(context: Context, bid: str, button: str = "left", modifiers: list[str] = []) -> None:  # noqa: B006
    page = context.page
    bits, name = _modifiers(modifiers), _button(button)
    pointer.click(page, *element_point(page, None, bid), button=name, modifiers=bits)


def _dblclick(context: Context, bid: str, button: str = "left", modifiers: list[str] = []) -> None:  # noqa: B006
    page = context.page
    bits, name = _modifiers(modifiers), _button(button)
    pointer.click(page, *element_point(page, None, bid), button=name, count=2, modifiers=bits)


def _hover(context: Context, bid: str) -> None:
    pointer.hover(context.page, *element_point(context.page, None, bid))


def _press(context: Context, bid: str, key_comb: str) -> None:
    parse_combination(key_comb)
    _focus_on(context.page, bid)
    press_keys(context.page, key_comb)


def _focus(context: Context, bid: str) -> None:
    _focus_on(context.page, bid)


def _check(context: Context, bid: str) -> None:
    _set_checked(context.page, bid, True)


def _uncheck(context: Context, bid: str) -> None:
    _set_checked(context.page, bid, False)


def _set_checked(page: Page, bid: str, wanted: bool) -> None:
    if _ask(page, f"checked({json.dumps(bid)})")["checked"] is not wanted:
        pointer.click(page, *element_point(page, None, bid))


def _drag_and_drop(context: Context, from_bid: str, to_bid: str) -> None:
    page = context.page
    start = element_point(page, None, from_bid)
    end = element_point(page, None, to_bid, must_reach=False)
    if element_point(page, None, from_bid) != start:  # scrolling to the second moved the first
        start = element_point(page, None, from_bid)
        end = element_point(page, None, to_bid, must_reach=False)
    pointer.drag(page, *start, *end)


def _upload_file(context: Context, bid: str, file: str | list[str]) -> None:
    names = (file,) if isinstance(file, str) else tuple(file)
    upload_file(context.page, f"null,{json.dumps(bid)},null,null", names)


# ---- coordinates -------------------------------------------------------------------------------


def _scroll(context: Context, delta_x: float, delta_y: float) -> None:
    page = context.page
    pointer.wheel(page, *page.mouse_at, *_point(page, delta_x, delta_y))


def _scroll_at(context: Context, x: int, y: int, dx: int, dy: int) -> None:
    page = context.page
    pointer.hover(page, *_point(page, x, y))
    pointer.wheel(page, *_point(page, x, y), *_point(page, dx, dy))


def _mouse_move(context: Context, x: float, y: float) -> None:
    pointer.hover(context.page, *_point(context.page, x, y))


def _mouse_up(context: Context, x: float, y: float, button: str = "left") -> None:
    pointer.button_up(context.page, *_point(context.page, x, y), _button(button))


def _mouse_down(context: Context, x: float, y: float, button: str = "left") -> None:
    pointer.button_down(context.page, *_point(context.page, x, y), _button(button))


def _mouse_click(context: Context, x: float, y: float, button: str = "left") -> None:
    pointer.click(context.page, *_point(context.page, x, y), button=_button(button))


def _mouse_dblclick(context: Context, x: float, y: float, button: str = "left") -> None:
    pointer.click(context.page, *_point(context.page, x, y), button=_button(button), count=2)


def _mouse_drag_and_drop(context: Context, from_x: float, from_y: float, to_x: float, to_y: float) -> None:
    page = context.page
    pointer.drag(page, *_point(page, from_x, from_y), *_point(page, to_x, to_y))


def _mouse_upload_file(context: Context, x: float, y: float, file: str | list[str]) -> None:
    names = (file,) if isinstance(file, str) else tuple(file)
    at_x, at_y = _point(context.page, x, y)
    upload_file(context.page, f"null,null,{at_x},{at_y}", names)


# ---- keyboard ----------------------------------------------------------------------------------


def _keyboard_press(context: Context, key: str) -> None:
    press_keys(context.page, key)


def _keyboard_down(context: Context, key: str) -> None:
    _half_key(context.page, key, 0)


def _keyboard_up(context: Context, key: str) -> None:
    _half_key(context.page, key, 1)


def _half_key(page: Page, name: str, half: int) -> None:
    key, _ = parse_combination(name)
    event = key_events(key)[half]
    page.await_reply(page.session.send("Input.dispatchKeyEvent", event), page.settings.script_s)


def _keyboard_type(context: Context, text: str) -> None:
    type_text(context.page, text)


def _keyboard_insert_text(context: Context, text: str) -> None:
    insert_text(context.page, text)


# ---- navigation, tabs, episode -----------------------------------------------------------------


def _goto(context: Context, url: str) -> None:
    context.page.goto(url)


def _go_back(context: Context) -> None:
    context.page.go(-1)


def _go_forward(context: Context) -> None:
    context.page.go(1)


def _new_tab(context: Context) -> None:
    context.new_page()


def _tab_close(context: Context) -> None:
    context.close_page()


def _tab_focus(context: Context, index: int) -> None:
    context.focus(int(index))


def _noop(context: Context, wait_ms: float = 1000) -> None:
    context.page.wait(min(max(wait_ms, 0) / 1000, MAX_WAIT_S))


def _message(context: Context, text: str) -> None:
    """Told to the user by the episode."""


def _infeasible(context: Context, reason: str) -> None:
    """Told to the user by the episode."""


_FUNCTIONS: Final[dict[str, Callable[..., None]]] = {
    "send_msg_to_user": _message,
    "report_infeasible": _infeasible,
    "noop": _noop,
    "scroll": _scroll,
    "fill": _fill,
    "check": _check,
    "uncheck": _uncheck,
    "select_option": _select_option,
    "click": _click,
    "dblclick": _dblclick,
    "hover": _hover,
    "press": _press,
    "focus": _focus,
    "clear": _clear,
    "drag_and_drop": _drag_and_drop,
    "upload_file": _upload_file,
    "scroll_at": _scroll_at,
    "mouse_move": _mouse_move,
    "mouse_up": _mouse_up,
    "mouse_down": _mouse_down,
    "mouse_click": _mouse_click,
    "mouse_dblclick": _mouse_dblclick,
    "mouse_drag_and_drop": _mouse_drag_and_drop,
    "mouse_upload_file": _mouse_upload_file,
    "keyboard_down": _keyboard_down,
    "keyboard_up": _keyboard_up,
    "keyboard_press": _keyboard_press,
    "keyboard_type": _keyboard_type,
    "keyboard_insert_text": _keyboard_insert_text,
    "goto": _goto,
    "go_back": _go_back,
    "go_forward": _go_forward,
    "new_tab": _new_tab,
    "tab_close": _tab_close,
    "tab_focus": _tab_focus,
}
BROWSERGYM_FUNCTIONS: Final = tuple(_FUNCTIONS)
