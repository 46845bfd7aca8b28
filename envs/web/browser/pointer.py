"""Mouse input: pressing, moving, dragging, wheel. Coordinates in CSS px of the viewport."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from osgenesis.envs.web.browser.cdp import Reply

if TYPE_CHECKING:
    from osgenesis.envs.web.browser.page import Page

__all__ = ["button_down", "button_up", "click", "drag", "hover", "mouse", "press_long", "wheel"]

_BUTTON_BITS: Final = {"none": 0, "left": 1, "right": 2, "middle": 4}
_DRAG_MOVES: Final = 4


def mouse(page: Page, kind: str, x: float, y: float, *, button: str = "none", held: str = "none", **more: Any) -> Reply:
    """Send one mouse event without waiting."""
    event = {"type": kind, "x": x, "y": y, "button": button, "buttons": _BUTTON_BITS[held], **more}
    reply = page.session.send("Input.dispatchMouseEvent", event)
    page.mouse_at = (x, y)
    return reply


def _move(page: Page, x: float, y: float, **more: Any) -> Reply:
    """Send a movement that no press follows: pages get it with the next frame, so one is drawn."""
    reply = mouse(page, "mouseMoved", x, y, **more)
    page.draw()
    return reply


def _finish(page: Page, reply: Reply) -> bool:
    """Wait until the page has dealt with an event; False if a dialog keeps it from that."""
    return page.await_reply(reply, page.settings.script_s) is not None


def click(page: Page, x: float, y: float, *, button: str = "left", count: int = 1, modifiers: int = 0) -> None:
    """Move there, press and release, `count` times."""
    mouse(page, "mouseMoved", x, y, modifiers=modifiers)
    for number in range(1, count + 1):
        more: dict[str, Any] = {"clickCount": number, "modifiers": modifiers}
        mouse(page, "mousePressed", x, y, button=button, held=button, **more)
        last = mouse(page, "mouseReleased", x, y, button=button, **more)
    _finish(page, last)


def hover(page: Page, x: float, y: float, *, modifiers: int = 0) -> None:
    """Move there."""
    held = page.mouse_held
    _finish(page, _move(page, x, y, button=held, held=held, modifiers=modifiers))


def button_down(page: Page, x: float, y: float, button: str) -> None:
    """Move there and press; the button stays down."""
    mouse(page, "mouseMoved", x, y)
    _finish(page, mouse(page, "mousePressed", x, y, button=button, held=button, clickCount=1))
    page.mouse_held = button


def button_up(page: Page, x: float, y: float, button: str) -> None:
    """Move there with the button down and release it."""
    hover(page, x, y)
    _finish(page, mouse(page, "mouseReleased", x, y, button=button, clickCount=1))
    page.mouse_held = "none"


def press_long(page: Page, x: float, y: float, seconds: float) -> None:
    """Press, hold while the page's time passes, release."""
    mouse(page, "mouseMoved", x, y)
    if _finish(page, mouse(page, "mousePressed", x, y, button="left", held="left", clickCount=1)):
        page.wait(seconds)
    _finish(page, mouse(page, "mouseReleased", x, y, button="left", clickCount=1))


def drag(page: Page, x: float, y: float, to_x: float, to_y: float) -> None:
    """Press, move in steps and release; where the page has begun HTML drag and drop, drop there."""
    page.dragging = None
    page.session.call("Input.setInterceptDrags", {"enabled": True})
    try:
        mouse(page, "mouseMoved", x, y)
        if not _finish(page, mouse(page, "mousePressed", x, y, button="left", held="left", clickCount=1)):
            return
        # A short first move: many pages begin a drag only after a few px, and ignore that event.
        steps = [(x + (to_x - x) * part, y + (to_y - y) * part) for part in (0.1, *_parts())]
        for at_x, at_y in steps:
            if page.dragging is not None:
                break
            if not _finish(page, _move(page, at_x, at_y, button="left", held="left")):
                return
        if page.dragging is not None:
            _drop(page, page.dragging, to_x, to_y)
        _finish(page, mouse(page, "mouseReleased", to_x, to_y, button="left", clickCount=1))
    finally:
        page.dragging = None
        if not (page.closed or page.crashed):
            page.session.send("Input.setInterceptDrags", {"enabled": False})


def _parts() -> tuple[float, ...]:
    return (*((n + 1) / _DRAG_MOVES for n in range(_DRAG_MOVES)), 1.0)


def _drop(page: Page, data: dict[str, Any], x: float, y: float) -> None:
    for kind in ("dragEnter", "dragOver", "dragOver", "drop"):
        reply = page.session.send("Input.dispatchDragEvent", {"type": kind, "x": x, "y": y, "data": data})
        if not _finish(page, reply):
            return


def wheel(page: Page, x: float, y: float, delta_x: float, delta_y: float) -> None:
    """Turn the wheel at a point."""
    event = {"type": "mouseWheel", "x": x, "y": y, "deltaX": delta_x, "deltaY": delta_y, "pointerType": "mouse"}
    reply = page.session.send("Input.dispatchMouseEvent", event)
    page.draw()
    _finish(page, reply)
