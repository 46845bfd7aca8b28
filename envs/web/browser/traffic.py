"""`Traffic`: which frames of a tab are loading and which requests are in flight."""

from __future__ import annotations

import time
from typing import Any, Final

from osgenesis.envs.web.browser.settings import Settings

__all__ = ["Traffic"]

# What a page waits for before it can be read. Pictures come when they come.
_AWAITED: Final = frozenset({"Document", "XHR", "Fetch"})


class Traffic:
    """Filled by a tab's events, under its session's condition.

    Attributes:
        loading: Ids of the frames that are loading.
        requests: Start time of each awaited request in flight, by its id.
        frames: Ids of all frames seen.
        begun: Number of loads and requests begun so far.
    """

    def __init__(self, main_frame: str) -> None:
        self.main_frame = main_frame
        self.loading: set[str] = set()
        self.requests: dict[str, float] = {}
        self.frames: set[str] = {main_frame}
        self.begun = 0

    def on_event(self, method: str, params: dict[str, Any]) -> None:
        """Take an event."""
        if method == "Network.requestWillBeSent":
            if params.get("type") in _AWAITED:
                self.requests[params["requestId"]] = time.monotonic()
                self.begun += 1
        elif method in ("Network.loadingFinished", "Network.loadingFailed"):
            self.requests.pop(params["requestId"], None)
        elif method == "Page.frameStartedLoading":
            self.loading.add(params["frameId"])
            self.begun += 1
        elif method == "Page.frameStoppedLoading":
            self.loading.discard(params["frameId"])
        elif method == "Page.frameAttached":
            self.frames.add(params["frameId"])
        elif method == "Page.frameDetached":
            self.loading.discard(params["frameId"])
            self.frames.discard(params["frameId"])

    def patience(self, settings: Settings, at_rest: float) -> float | None:
        """Seconds for which what is in flight still deserves waiting; None if nothing does.

        Args:
            settings: The deadlines.
            at_rest: When the last document was loaded, or the waiting began. A page that asks for
                something again and again is not waited for longer than for one slow answer.
        """
        if self.loading:
            return settings.navigation_s
        if not self.requests:
            return None
        left = min(max(self.requests.values()), at_rest) + settings.requests_s - time.monotonic()
        return left if left > 0 else None
