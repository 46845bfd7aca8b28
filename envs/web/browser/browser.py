"""`Browser`: one Chromium that many contexts share, and the one that this process shares."""

from __future__ import annotations

import atexit
import contextlib
import os
import threading
import weakref
from collections.abc import Collection
from typing import Any

from osgenesis.envs.core.errors import BackendError
from osgenesis.envs.web.browser.addresses import origin_of
from osgenesis.envs.web.browser.cdp import Connection, Reply, Session
from osgenesis.envs.web.browser.context import Context
from osgenesis.envs.web.browser.locate import find_chromium, is_headless_shell
from osgenesis.envs.web.browser.page import Page
from osgenesis.envs.web.browser.process import ChromiumProcess
from osgenesis.envs.web.browser.settings import DEFAULT_SETTINGS, Settings

__all__ = ["Browser", "shared_browser"]

_running: weakref.WeakSet[Browser] = weakref.WeakSet()
_shared: dict[tuple[str, bool, bool], Browser] = {}
_shared_lock = threading.Lock()


class Browser:
    """A running Chromium.

    Args:
        executable: The Chromium to run; None looks for one (see `find_chromium`).
        settings: Deadlines and bounds.
        begin_frames: Draw only the frames that we ask for: pictures in a third of the time, the same
            ones every time, and no work while nobody looks. Only the headless shell can, and only
            for pages that neither hang nor open dialogs while they draw: an unfinished frame of
            one context holds up those of all others. Made for pages that we know: MiniWoB++ and our sites.
        machine_fonts: Show pages in the machine's fonts, for sites of all scripts that nobody compares by
            pixels; otherwise in our own, so that they look the same everywhere.

    Attributes:
        version: Product and version, such as "HeadlessChrome/156.0.1".
    """

    def __init__(
        self,
        executable: str | None = None,
        *,
        settings: Settings = DEFAULT_SETTINGS,
        begin_frames: bool = False,
        machine_fonts: bool = False,
    ) -> None:
        self.executable = find_chromium(executable)
        self.settings = settings
        # Asked of a full browser it is left out: everything works without, only slower.
        self.begin_frames = begin_frames and is_headless_shell(self.executable)
        self.frame_lock = threading.Lock()  # at most one frame is being drawn in the whole browser
        self.last_frame: Reply | None = None
        self._contexts: dict[str, Context] = {}
        self._pages: dict[str, Page] = {}
        self._lock = threading.Lock()
        self._closing = False
        self._process = ChromiumProcess(self.executable, begin_frames=self.begin_frames, machine_fonts=machine_fonts)
        self._connection = Connection(self._process.read_fd, self._process.write_fd, settings.call_s)
        self._root: Session = self._connection.root
        _running.add(self)
        try:
            version = self._root.call("Browser.getVersion", timeout=settings.launch_s)
            self.version: str = version["product"]
            self.user_agent: str = version["userAgent"].replace("HeadlessChrome", "Chrome")
            self._root.listener = self._on_event
            self._root.call(
                "Target.setAutoAttach",
                {
                    "autoAttach": True,
                    "waitForDebuggerOnStart": True,
                    "flatten": True,
                    "filter": [{"type": "page"}],
                },
            )
        except BackendError as error:
            log = self._process.log_tail()
            self.close()
            raise BackendError(
                f"{self.executable} did not start properly: {error} It says: {log or 'nothing'}"
            ) from error

    def new_context(
        self,
        *,
        proxy: str | None = None,
        viewport: tuple[int, int] = (1280, 720),
        scale: float = 1.0,
        user_agent: str | None = None,
        locale: str = "en-US",
        timezone: str = "UTC",
        origins: Collection[str] | None = None,
    ) -> Context:
        """A new, private world of tabs, cookies and storage, with one blank tab.

        Args:
            proxy: Address of the proxy that all its traffic takes, the machine's own hosts included.
            viewport: Size of the page in CSS px.
            scale: Screenshot px per CSS px. With begin-frame control pictures are drawn at 1 and
                resized.
            user_agent: Another one than Chromium's.
            locale: Language of pages and of number and date formats.
            timezone: Time zone of the pages' clocks.
            origins: The only origins ("https://host:port") that may be asked for anything. Going to another is
                refused without a word to the network, and so is whatever else is asked for over HTTP; with a
                proxy that is the proxy's part. None: no limit but the proxy's.
        """
        params: dict[str, Any] = {"disposeOnDetach": True}
        if proxy is not None:
            params |= {"proxyServer": proxy, "proxyBypassList": "<-loopback>"}
        context_id = self._root.call("Target.createBrowserContext", params)["browserContextId"]
        context = Context(
            self,
            context_id,
            viewport=viewport,
            scale=scale,
            user_agent=user_agent or self.user_agent,
            locale=locale,
            timezone=timezone,
            origins=None if origins is None else frozenset(map(origin_of, origins)),
            proxied=proxy is not None,
        )
        with self._lock:
            self._contexts[context_id] = context
        try:
            context.open()
        except BaseException:
            context.close()
            raise
        return context

    @property
    def usable(self) -> bool:
        """Whether it runs and answers, as far as is known."""
        return self._connection.closed is None and self._process.running()

    @property
    def root(self) -> Session:
        """The conversation with the browser itself. For this package."""
        return self._root

    @property
    def folder(self) -> str:
        """Its private folder, removed when it ends."""
        return self._process.profile

    @property
    def pid(self) -> int:
        """Its process group: distributions start Chromium from a shell script, which leads it."""
        return self._process.pid

    def close(self) -> None:
        """End the browser and remove its files. May be called twice."""
        with self._lock:
            if self._closing:
                return
            self._closing = True
        self._connection.close()
        self._process.end()
        self._connection.join()
        _running.discard(self)

    def forget(self, context_id: str) -> None:
        """A context is closed. Used by `Context.close`."""
        with self._lock:
            self._contexts.pop(context_id, None)

    def __enter__(self) -> Browser:
        return self

    def __exit__(self, *error: object) -> None:
        self.close()

    def abandon(self) -> None:
        """In a forked child: let go of the parent's browser without touching it."""
        self._closing = True
        self._connection.abandon()
        self._process.abandon()

    # ---- events, in the reading thread ------------------------------------------------------

    def _on_event(self, method: str, params: dict[str, Any]) -> None:
        if method == "Target.attachedToTarget":
            self._attached(params)
        elif method == "Target.detachedFromTarget":
            page = self._pages.pop(params["sessionId"], None)
            if page is not None:
                page.closed = True  # before those who wait for it wake up
                self._connection.forget(page.session, "the tab was closed")
                page.context.on_page_closed(page)
        elif method == "Target.targetInfoChanged":
            info = params["targetInfo"]
            for page in list(self._pages.values()):
                if page.target_id == info["targetId"]:
                    page.title_hint = info.get("title", "")
        elif method == "Browser.downloadWillBegin":
            for page in list(self._pages.values()):
                if page.frame_id == params.get("frameId") or params.get("frameId") in page.frames:
                    page.context.on_download(params.get("url", ""), params.get("suggestedFilename", ""))

    def _attached(self, params: dict[str, Any]) -> None:
        info = params["targetInfo"]
        session_id = params["sessionId"]
        with self._lock:
            context = self._contexts.get(info.get("browserContextId", ""))
        if context is None or info["type"] != "page":
            # Not ours (the window that Chromium opens at the start): let it run and forget it.
            session = self._connection.session(session_id)
            session.send("Runtime.runIfWaitingForDebugger")
            self._root.send("Target.detachFromTarget", {"sessionId": session_id})
            self._connection.forget(session, "not a tab of a context")
            return
        session = self._connection.session(session_id)
        page = Page(context, session, info["targetId"], opener=info.get("openerId"))
        session.listener = page.on_event
        self._pages[session_id] = page
        context.on_page_opened(page)


def shared_browser(
    executable: str | None = None, *, begin_frames: bool = False, machine_fonts: bool = False
) -> Browser:
    """The browser that this process shares, started at the first call and after a crash.

    It ends with the process, however the process ends. A forked child starts its own.

    Args:
        executable: The Chromium to run; None looks for one. Each has its own shared browser.
        begin_frames: See `Browser`; with and without it are two browsers.
        machine_fonts: Likewise.
    """
    path = find_chromium(executable)
    key = (path, begin_frames and is_headless_shell(path), machine_fonts)
    with _shared_lock:
        browser = _shared.get(key)
        if browser is not None and not browser.usable:
            browser.close()
            browser = None
        if browser is None:
            browser = _shared[key] = Browser(path, begin_frames=begin_frames, machine_fonts=machine_fonts)
        return browser


def _close_all() -> None:
    for browser in list(_running):
        with contextlib.suppress(BackendError, OSError):
            browser.close()
    _shared.clear()


def _after_fork() -> None:
    """In the child: as long as it kept the pipes open, the parent's Chromium could outlive it."""
    global _shared_lock
    for browser in list(_running):
        browser.abandon()
    _running.clear()
    _shared.clear()
    _shared_lock = threading.Lock()


atexit.register(_close_all)
os.register_at_fork(after_in_child=_after_fork)
