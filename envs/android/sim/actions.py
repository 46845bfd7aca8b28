"""From the common action vocabulary to fingers and keys on the phone."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from osgenesis.envs.android.sim.storage_errors import FsError
from osgenesis.envs.core.actions import Action
from osgenesis.envs.core.errors import ActionError, UnknownNameError

if TYPE_CHECKING:
    from osgenesis.envs.android.sim.phone import Phone

SETTLE_MS = 1_000  # virtual time that passes after an action, as agents on real phones wait for the screen


def perform(phone: Phone, action: Action) -> None:
    """Does one action and lets its consequences happen.

    Raises:
        ActionError: The action's target does not exist, or the phone cannot do its type. Nothing has changed.
    """
    handler = _HANDLERS.get(action.type)
    if handler is None:
        raise ActionError(f"A phone cannot do {action.type!r}; it can: {', '.join(_HANDLERS)}.")
    try:
        handler(phone, action)
    except FsError as error:
        # An app asked for a file that cannot be, such as one with a name of 300 letters: the person is told.
        phone.toast(f"Could not do this: {error.reason.lower()}")
    if action.type != "touch":
        phone.clock.advance(SETTLE_MS)
    phone.settle()


def target(phone: Phone, action: Action) -> tuple[int, int] | None:
    """The point an action aims at, px: its x, y or the middle of the element with its index."""
    if action.index is not None:
        elements = phone.elements()
        if not 0 <= action.index < len(elements):
            raise ActionError(
                f"There is no element {action.index}; the screen has {len(elements)} (0 to {len(elements) - 1})."
            )
        return elements[action.index].center
    if action.x is None or action.y is None:
        return None
    width, height = phone.screen_size
    if not (0 <= action.x < width and 0 <= action.y < height):
        raise ActionError(f"({action.x}, {action.y}) is off the screen, which is {width} x {height} px.")
    return action.x, action.y


def _point(phone: Phone, action: Action) -> tuple[int, int]:
    point = target(phone, action)
    if point is None:
        raise ActionError(f"{action.type} needs an element's index or x and y.")
    return point


def _click(phone: Phone, action: Action) -> None:
    phone.input.tap(*_point(phone, action))


def _double_tap(phone: Phone, action: Action) -> None:
    phone.input.double_tap(*_point(phone, action))


def _long_press(phone: Phone, action: Action) -> None:
    phone.input.long_press(*_point(phone, action), action.duration_ms or 1000)


def _scroll(phone: Phone, action: Action) -> None:
    """The finger starts in the middle of the element (or screen) and moves against the direction, half the way."""
    width, height = phone.screen_size
    if action.index is not None:
        point = target(phone, action)
        element = phone.elements()[action.index]
        left, top, right, bottom = element.left, element.top, element.right, element.bottom
    else:
        point = target(phone, action) or (width // 2, height // 2)
        left, top, right, bottom = 0, 0, width, height
    x, y = point or (width // 2, height // 2)
    ends = {"down": (x, top + 1), "up": (x, bottom - 1), "right": (left + 1, y), "left": (right - 1, y)}
    phone.input.swipe(x, y, *ends[action.direction or "down"], 500)


def _swipe(phone: Phone, action: Action) -> None:
    width, height = phone.screen_size
    if action.x is not None and action.y is not None and action.to_x is not None and action.to_y is not None:
        x, y = _point(phone, action)
        phone.input.swipe(x, y, *_clamped(phone, action.to_x, action.to_y), action.duration_ms or 300)
        return
    x, y = target(phone, action) or (width // 2, height // 2)
    lines = {
        "up": (x, height * 4 // 5, x, height // 5),
        "down": (x, 0, x, height * 4 // 5),
        "left": (width - 1, y, 0, y),
        "right": (0, y, width - 1, y),
    }
    phone.input.swipe(*lines[action.direction or "up"], action.duration_ms or 500)


def _drag(phone: Phone, action: Action) -> None:
    x, y = _point(phone, action)
    phone.input.drag(x, y, *_clamped(phone, action.to_x or 0, action.to_y or 0), action.duration_ms or 1000)


def _clamped(phone: Phone, x: int, y: int) -> tuple[int, int]:
    width, height = phone.screen_size
    return max(0, min(x, width - 1)), max(0, min(y, height - 1))


def _input_text(phone: Phone, action: Action) -> None:
    point = target(phone, action)
    if point is not None:
        phone.input.tap(*point)
        phone.settle()
    if action.clear_text:
        phone.input.key_combination("KEYCODE_CTRL_LEFT", "KEYCODE_A")
        phone.settle()
        phone.input.key("KEYCODE_DEL")
        phone.settle()
    # Lines are typed one by one: ENTER between them does what the field makes of it.
    for i, line in enumerate((action.text or "").split("\n")):
        if i:
            phone.input.key("KEYCODE_ENTER")
            phone.settle()
        phone.input.type_text(line)
        phone.settle()
    if action.press_enter:
        phone.input.key("KEYCODE_ENTER")


def _key(phone: Phone, action: Action) -> None:
    if not phone.input.key(action.key or ""):
        raise ActionError(
            f"Unknown key {action.key!r}; use a name such as KEYCODE_ENTER, KEYCODE_DEL or KEYCODE_VOLUME_UP."
        )


def _open_app(phone: Phone, action: Action) -> None:
    try:
        intent = phone.packages.launch_intent(action.app or "")
    except UnknownNameError as error:
        raise ActionError(str(error)) from error
    result = phone.activities.start(intent)
    if not result.ok:
        raise ActionError(f"{action.app!r} is installed but cannot be opened here: {result.error}")


def _wait(phone: Phone, action: Action) -> None:
    phone.clock.advance(max((action.duration_ms or 1000) - SETTLE_MS, 0))


def _touch(phone: Phone, action: Action) -> None:
    phone.input.touch(*_point(phone, action), down=bool(action.down))


def _enter(phone: Phone, action: Action) -> None:
    phone.input.key("KEYCODE_ENTER")


def _home(phone: Phone, action: Action) -> None:
    phone.go_home()


def _back(phone: Phone, action: Action) -> None:
    phone.input.key("KEYCODE_BACK")


def _nothing(phone: Phone, action: Action) -> None:
    """Declarations and unknown actions leave the phone alone."""


_HANDLERS: dict[str, Callable[[Phone, Action], None]] = {
    "click": _click,
    "double_tap": _double_tap,
    "long_press": _long_press,
    "scroll": _scroll,
    "swipe": _swipe,
    "drag": _drag,
    "input_text": _input_text,
    "keyboard_enter": _enter,
    "key": _key,
    "navigate_home": _home,
    "navigate_back": _back,
    "open_app": _open_app,
    "wait": _wait,
    "touch": _touch,
    "status": _nothing,
    "answer": _nothing,
    "unknown": _nothing,
}
