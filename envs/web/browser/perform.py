"""`perform`: the web actions of our vocabulary, done in a context by real input events."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from typing import Any, Final

from osgenesis.envs.core.actions import WEB_ACTIONS, Action
from osgenesis.envs.core.errors import ActionError
from osgenesis.envs.web.browser import pointer
from osgenesis.envs.web.browser.context import Context
from osgenesis.envs.web.browser.dialogs import dialog_elements
from osgenesis.envs.web.browser.keys import MODIFIER_BITS, find_key, key_events, modifier_bits, parse_combination
from osgenesis.envs.web.browser.page import Page

__all__ = ["finish", "perform", "press_keys", "resolve", "type_text", "upload_file"]

MAX_WAIT_S: Final = 10.0
_LONG_PRESS_S: Final = 0.6
# Longer texts are inserted at once: keys would take seconds.
_MAX_TYPED: Final = 500


def perform(context: Context, action: Action) -> None:
    """Do one action in the tab in front and let what it caused settle.

    `status` and `answer` concern the episode, not the browser, and do nothing here.

    Raises:
        ActionError: It cannot be done; everything is as before.
        BackendError: The browser or the page has failed.
    """
    kind = action.type
    if kind in ("status", "answer"):
        return
    do = _ACTIONS.get(kind)
    if do is None:
        raise ActionError(f"A browser does not know {kind!r}; it knows {', '.join(WEB_ACTIONS)}.")
    mark = context.refusal_count
    page = context.page
    page.catch_up()
    if page.dialog is not None and kind in _BLOCKED:
        _in_dialog(page, action)
    else:
        do(context, action)
    finish(context, mark)


def finish(context: Context, mark: int) -> None:
    """Let the tab in front settle; raise `ActionError` if it was led out of this world meanwhile."""
    for _ in range(3):  # a pop-up, or the tab behind one that closed itself, has to settle too
        if not context.pages:  # the last tab closed itself
            context.new_page()
        page = context.page
        page.settle()
        if context.pages and context.page is page:
            break
    context.raise_refusal(mark)


# ---- targets -----------------------------------------------------------------------------------


def resolve(page: Page, action: Action, *, must_reach: bool = True) -> tuple[float, float]:
    """The point that an action is aimed at: the element's, scrolled into view, or the given one."""
    if action.x is not None and action.y is not None:
        return _inside(page, action.x, action.y)
    return element_point(page, action.index, action.bid, must_reach=must_reach)


def element_point(page: Page, index: int | None, bid: str | None, *, must_reach: bool = True) -> tuple[float, float]:
    """A point of an element that a click reaches."""
    found = page.help(f"target({json.dumps(index)},{json.dumps(bid)},{json.dumps(must_reach)})")
    if found is None:
        raise ActionError("A dialog has opened; answer it first.")
    if "problem" in found:
        raise _error(found["problem"])
    return found["x"], found["y"]


def _inside(page: Page, x: int, y: int) -> tuple[float, float]:
    """A point of the screenshot in CSS px."""
    width, height = page.context.screen_size
    if not (0 <= x < width and 0 <= y < height):
        raise ActionError(f"({x}, {y}) lies outside the page's {width} x {height} px.")
    scale = page.context.scale
    return x / scale, y / scale


def _error(problem: str) -> ActionError:
    return ActionError(problem[:1].upper() + problem[1:] + ".")


def _arguments(page: Page, action: Action) -> str:
    """index, bid, x and y as a script's arguments."""
    x = y = None
    if action.x is not None and action.y is not None:
        x, y = _inside(page, action.x, action.y)
    return ",".join(json.dumps(value) for value in (action.index, action.bid, x, y))


def _ask(page: Page, call: str) -> dict[str, Any]:
    """Call a helper in the page that either does something or names a problem."""
    found = page.help(call)
    if found is not None and "problem" in found:
        raise _error(found["problem"])
    return found or {}


# ---- pointer -----------------------------------------------------------------------------------


def _click(context: Context, action: Action) -> None:
    x, y = resolve(context.page, action)
    pointer.click(context.page, x, y, modifiers=modifier_bits(action.modifiers))


def _double_tap(context: Context, action: Action) -> None:
    x, y = resolve(context.page, action)
    pointer.click(context.page, x, y, count=2, modifiers=modifier_bits(action.modifiers))


def _long_press(context: Context, action: Action) -> None:
    x, y = resolve(context.page, action)
    seconds = _LONG_PRESS_S if action.duration_ms is None else action.duration_ms / 1000
    pointer.press_long(context.page, x, y, min(seconds, MAX_WAIT_S))


def _hover(context: Context, action: Action) -> None:
    pointer.hover(context.page, *resolve(context.page, action))


def _drag(context: Context, action: Action) -> None:
    page = context.page
    assert action.to_x is not None
    assert action.to_y is not None
    to = _inside(page, action.to_x, action.to_y)
    pointer.drag(page, *resolve(page, action), *to)


def _scroll(context: Context, action: Action) -> None:
    step = {"down": (0, 1), "up": (0, -1), "right": (1, 0), "left": (-1, 0)}[action.direction or "down"]
    page = context.page
    _ask(page, f"scroll({_arguments(page, action)},{step[0]},{step[1]})")


# ---- keyboard ----------------------------------------------------------------------------------


def press_keys(page: Page, combination: str, modifiers: tuple[str, ...] = ()) -> None:
    """Press a key, or a combination such as "Control+a"."""
    key, held = parse_combination(combination, modifiers)
    shortcut = key.key.lower() if set(held) & {"Control", "Meta"} else ""
    for event in key_events(key, held):
        if shortcut in ("a", "z", "y") and event["type"] == "rawKeyDown" and event["key"] not in MODIFIER_BITS:
            event["commands"] = [{"a": "selectAll", "z": "undo", "y": "redo"}[shortcut]]
        if shortcut in ("c", "x", "v"):  # without its number, Chromium's own clipboard stays out of it
            event = {name: value for name, value in event.items() if not name.endswith("VirtualKeyCode")}
        last = page.session.send("Input.dispatchKeyEvent", event)
    if page.await_reply(last, page.settings.script_s) is not None and shortcut in ("c", "x", "v"):
        _clipboard(page, shortcut)


def _clipboard(page: Page, shortcut: str) -> None:
    """Copy, cut or paste. Each context has a clipboard of its own; Chromium's is shared by all."""
    if shortcut == "v":
        if page.help(f"paste({json.dumps(page.context.clipboard)})") and page.context.clipboard:
            insert_text(page, page.context.clipboard)
        return
    copied = page.help(f"copy({json.dumps(shortcut == 'x')})")
    if copied:
        page.context.clipboard = str(copied)


def insert_text(page: Page, text: str) -> None:
    """Put text where the caret is, at once: input events, no key events."""
    page.await_reply(page.session.send("Input.insertText", {"text": text}), page.settings.script_s)


def type_text(page: Page, text: str) -> None:
    """Type: key events for what an American keyboard has, insertion for the rest and for long texts."""
    if len(text) > _MAX_TYPED:
        insert_text(page, text)
        return
    last = None
    for character in text.replace("\r\n", "\n"):
        if character == "\n":
            last = _send_key(page, "Enter")
        elif " " <= character <= "~":
            last = _send_key(page, character)
        else:
            last = page.session.send("Input.insertText", {"text": character})
        if page.dialog is not None:
            return
    if last is not None:
        page.await_reply(last, page.settings.script_s)


def _send_key(page: Page, name: str) -> Any:
    reply = None
    for event in key_events(find_key(name)):
        reply = page.session.send("Input.dispatchKeyEvent", event)
    return reply


def _input_text(context: Context, action: Action) -> None:
    page = context.page
    assert action.text is not None
    targeted = action.index is not None or action.bid is not None or action.x is not None
    if targeted:
        # Judged before the click, so that a mistake changes nothing.
        if not _ask(page, f"editable({_arguments(page, action)})").get("valued"):
            pointer.click(page, *resolve(page, action))
    ready = _ask(page, f"typing({json.dumps(action.text)},{json.dumps(action.clear_text)},{json.dumps(targeted)})")
    if not ready.get("done"):
        if action.clear_text and not ready.get("empty"):
            press_keys(page, "Delete")
        type_text(page, action.text)
    if action.press_enter:
        press_keys(page, "Enter")


def _keyboard_enter(context: Context, action: Action) -> None:
    press_keys(context.page, "Enter")


def _key(context: Context, action: Action) -> None:
    assert action.key is not None
    press_keys(context.page, action.key, action.modifiers)


def _select_option(context: Context, action: Action) -> None:
    page = context.page
    _ask(page, f"choose({_arguments(page, action)},{json.dumps(action.option)})")


# ---- navigation and tabs -----------------------------------------------------------------------


def _goto(context: Context, action: Action) -> None:
    assert action.url is not None
    context.page.goto(action.url)


def _go_back(context: Context, action: Action) -> None:
    context.page.go(-1)


def _go_forward(context: Context, action: Action) -> None:
    context.page.go(1)


def _new_tab(context: Context, action: Action) -> None:
    if action.url is not None:
        context.check_address(action.url)
    front = context.active
    page = context.new_page()
    if action.url is None:
        return
    try:
        page.goto(action.url)
    except ActionError:
        context.close_page(context.pages.index(page))
        context.focus(front)
        raise


def _focus_tab(context: Context, action: Action) -> None:
    assert action.tab is not None
    context.focus(action.tab)


def _close_tab(context: Context, action: Action) -> None:
    context.close_page(action.tab)


# ---- the rest ----------------------------------------------------------------------------------


def _upload(context: Context, action: Action) -> None:
    assert action.text is not None
    page = context.page
    upload_file(page, _arguments(page, action), (action.text,))


def upload_file(page: Page, arguments: str, names: tuple[str, ...]) -> None:
    """Give files of `context.files` to a file input, by the arguments of `osg.fileInput`."""
    known = page.context.files
    for name in names:
        if name not in known:
            have = ", ".join(sorted(known)[:20]) or "none"
            raise ActionError(f"There is no file {name!r} to upload; there are: {have}.")
    _ask(page, f"fileInput({arguments})")
    paths = [page.context.file_path(name) for name in names]
    node = page.object_id("osg.chosenInput()")
    page.session.call("DOM.setFileInputFiles", {"files": [os.fspath(path) for path in paths], "objectId": node})


def _wait(context: Context, action: Action) -> None:
    seconds = 1.0 if action.duration_ms is None else action.duration_ms / 1000
    context.page.wait(min(seconds, MAX_WAIT_S))


def _noop(context: Context, action: Action) -> None:
    """Nothing."""


# ---- dialogs -----------------------------------------------------------------------------------


def _in_dialog(page: Page, action: Action) -> None:
    """An action while a JavaScript dialog is open: it is about the dialog."""
    dialog = page.dialog
    assert dialog is not None
    if action.type in ("keyboard_enter", "key"):
        key = "Enter" if action.type == "keyboard_enter" else find_key(action.key or "").key
        if key in ("Enter", "Escape"):
            page.accept_dialog(key == "Enter")
        return
    if action.type == "input_text" and dialog.kind == "prompt":
        text = action.text or ""
        dialog.text = text if action.clear_text else dialog.text + text
        if action.press_enter:
            page.accept_dialog()
        return
    hit = None
    elements = dialog_elements(dialog, page.context.viewport)
    if action.index is not None:
        if action.index >= len(elements):
            raise ActionError(f"There is no element {action.index}; the dialog has {len(elements)}, from 0.")
        hit = elements[action.index]
    elif action.x is not None and action.y is not None:
        x, y = _inside(page, action.x, action.y)
        hit = next((e for e in reversed(elements) if e.left <= x < e.right and e.top <= y < e.bottom), None)
    if action.type not in ("click", "double_tap", "long_press") or action.bid is not None:
        raise ActionError(f'A dialog is open ("{dialog.message[:100]}"); answer it with OK or Cancel first.')
    if hit is not None and hit.role == "button":
        page.accept_dialog(hit.text == "OK")


# What needs the page itself, which a dialog blocks.
_BLOCKED: Final = frozenset(
    {
        "click",
        "double_tap",
        "long_press",
        "hover",
        "scroll",
        "drag",
        "input_text",
        "keyboard_enter",
        "key",
        "select_option",
        "upload",
    }
)
_ACTIONS: Final[dict[str, Callable[[Context, Action], None]]] = {
    "click": _click,
    "double_tap": _double_tap,
    "long_press": _long_press,
    "hover": _hover,
    "scroll": _scroll,
    "drag": _drag,
    "input_text": _input_text,
    "select_option": _select_option,
    "keyboard_enter": _keyboard_enter,
    "key": _key,
    "goto": _goto,
    "go_back": _go_back,
    "go_forward": _go_forward,
    "new_tab": _new_tab,
    "focus_tab": _focus_tab,
    "close_tab": _close_tab,
    "upload": _upload,
    "wait": _wait,
    "noop": _noop,
}
