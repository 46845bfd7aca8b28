"""`Frames`: drawing the frames of a tab on demand (begin-frame control of the headless shell).

Nothing is painted, and no animation, requestAnimationFrame callback or intersection observer runs,
until a frame is asked for. One is drawn whenever the tab settles, before it is looked at or acted
on if time has passed, with each movement of the mouse, and sixty times a second while we wait for
something. So a page moves on as if its frames had been drawn, an animation over a pause of the
agent jumps to its end, and a tab that nobody looks at costs nothing.

Chromium's graphics process ends if two frames overlap, be they of different tabs or contexts; so
one is asked for when the last one of the whole browser is done.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any, Final

from osgenesis.envs.core.errors import BackendError
from osgenesis.envs.web.browser.cdp import CdpError, Reply

if TYPE_CHECKING:
    from osgenesis.envs.web.browser.page import Page

__all__ = ["Frames"]

_METHOD: Final = "HeadlessExperimental.beginFrame"
# Scripts, animations, styles and layout go on; only the pixels stay as they are, since nobody looks at them.
_UNSEEN: Final[dict[str, Any]] = {"noDisplayUpdates": True}
_PICTURE: Final[dict[str, Any]] = {"screenshot": {"format": "png", "optimizeForSpeed": True}}


class Frames:
    """The frames of one tab.

    Attributes:
        BEAT: Seconds between frames while waiting.
        PATIENCE: Seconds before the first of them; most answers need none. Then twice as long each
            time, up to a beat: what needs a frame or two gets them at once.
    """

    BEAT: Final = 1 / 60
    PATIENCE: Final = 0.002

    def __init__(self, page: Page) -> None:
        self._page = page
        self._drawn_at = 0.0

    def draw(self, params: dict[str, Any] = _UNSEEN) -> Reply | None:
        """Ask for a frame without waiting. None: one is still being drawn, or a dialog is open."""
        page = self._page
        browser = page.context.browser
        with browser.frame_lock:
            last = browser.last_frame
            if page.dialog is not None or (last is not None and not last.done):
                return None
            self._drawn_at = time.monotonic()
            browser.last_frame = page.session.send(_METHOD, params)
            return browser.last_frame

    def next_frame(self) -> Reply | None:
        """Ask for a frame that begins now, when the one being drawn is done. None: a dialog is open."""
        page = self._page
        limit = time.monotonic() + page.settings.script_s
        while time.monotonic() < limit and page.dialog is None:
            reply = self.draw()
            if reply is not None:
                return reply
            self._wait(page.context.browser.last_frame, limit)
        return None

    def drawn(self, frame: Reply | None) -> bool:
        """Wait for a frame that was asked for; say whether it was there already."""
        if frame is None or frame.done:
            return True
        self._wait(frame, time.monotonic() + self._page.settings.script_s)
        return False

    def catch_up(self) -> None:
        """Ask for a frame if the last one is a beat ago."""
        if time.monotonic() - self._drawn_at > self.BEAT:
            self.draw()

    def picture(self) -> str | None:
        """The page as base64 PNG; None if a dialog is open.

        Always a new one: a frame after a picture reports damage whether or not there is any.
        """
        page = self._page
        limit = time.monotonic() + page.settings.call_s
        while time.monotonic() < limit and page.dialog is None:
            reply = self.draw(_PICTURE)
            if reply is None:
                self._wait(page.context.browser.last_frame, limit)
                continue
            self._wait(reply, limit)
            try:
                data = reply.result(0.0).get("screenshotData") if reply.done else None
            except CdpError:  # it came to nothing, for example because the document was replaced
                continue
            if data:
                return str(data)
        if page.dialog is not None:
            return None
        raise BackendError(f"No picture of {page.url} within {page.settings.call_s:g} s.")

    def _wait(self, reply: Reply | None, limit: float) -> None:
        """Wait for a frame, perhaps of another tab; a dialog in either ends the wait."""
        page = self._page
        if reply is not None and not reply.done:
            patience = min(limit - time.monotonic(), 0.1 if reply.session is not page.session else limit)
            reply.session.wait_for(lambda: reply.done or page.dialog is not None, patience)
