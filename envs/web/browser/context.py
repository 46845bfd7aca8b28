"""`Context`: a private world of tabs, cookies and storage in a shared browser."""

from __future__ import annotations

import contextlib
import tempfile
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from osgenesis.envs.core.errors import ActionError, BackendError
from osgenesis.envs.web.browser.addresses import check_url, origin_of
from osgenesis.envs.web.browser.page import Page
from osgenesis.envs.web.browser.page_state import ContextFacts, Deliver, freeze, thaw

if TYPE_CHECKING:
    from osgenesis.envs.web.browser.browser import Browser

__all__ = ["Context", "Report"]

_COOKIE_FIELDS: Final = ("name", "value", "domain", "path", "expires", "httpOnly", "secure", "sameSite")
_STORAGE: Final = "cache_storage,file_systems,indexeddb,local_storage,service_workers,shared_storage,storage_buckets"
_MAX_REPORTS: Final = 200


class Report(NamedTuple):
    """Something that happened besides: a dialog, a pop-up, a download, a script that hung.

    Attributes:
        kind: "alert", "confirm", "prompt", "beforeunload", "popup", "download", "hung",
            "unsettled", "crashed", "failed", "file chooser".
        detail: Message or address.
    """

    kind: str
    detail: str


class Context:
    """Tabs that share cookies and storage, and nothing with any other context.

    Used by one thread at a time; contexts of one browser can be used by different threads.

    Attributes:
        viewport: Size of the page in CSS px.
        scale: Screenshot px per CSS px.
        refused: The (address, reason) of each navigation out of this world since the last reset.
        reports: What else has happened since the last reset.
        files: Files that agents may upload: name -> content. Empty: none.
        keep_cache: Whether a reset keeps what Chromium has cached; for servers whose cached files never change.
        allowed: The only origins that it may ask anything of; None: whatever the proxy lets through.
        proxied: Whether a proxy sees to that, so that requests need not be held here.
        clipboard: What was copied last.
        deliveries: Documents that are answered by us, once, instead of by the network.
        frozen: The last frozen moment, and the mark of when it was taken.
    """

    def __init__(
        self,
        browser: Browser,
        context_id: str,
        *,
        viewport: tuple[int, int],
        scale: float,
        user_agent: str,
        locale: str,
        timezone: str,
        origins: frozenset[str] | None = None,
        proxied: bool = False,
    ) -> None:
        width, height = viewport
        longest = max(width, height) * scale
        if width < 1 or height < 1 or not 0 < longest <= browser.settings.max_side:
            raise ValueError(f"viewport {viewport} at scale {scale}: sides from 1 to {browser.settings.max_side} px")
        self.browser = browser
        self.context_id = context_id
        self.viewport = (width, height)
        self.scale = scale
        self.user_agent = user_agent
        self.locale = locale
        self.timezone = timezone
        self.allowed = origins
        self.proxied = proxied
        self.refused: list[tuple[str, str]] = []
        self.reports: list[Report] = []
        self.files: dict[str, bytes] = {}
        self.keep_cache = False
        self.clipboard = ""
        self.refusal_count = 0
        self._pages: list[Page] = []
        self._active = 0
        self._closed = False
        self.deliveries: dict[str, dict[str, Any]] = {}
        self.frozen: tuple[object, ContextFacts] | None = None
        self._cookie_calls = 0
        self._origins: set[str] = set()
        self._folder: tempfile.TemporaryDirectory[str] | None = None

    # ---- tabs -------------------------------------------------------------------------------

    def open(self) -> None:
        """Open the first tab. Used by `Browser.new_context`."""
        root, only = self.browser.root, {"browserContextId": self.context_id}
        root.send("Browser.setDownloadBehavior", {"behavior": "deny", "eventsEnabled": True, **only})
        root.send("Browser.grantPermissions", {"permissions": [], **only})  # what is not granted is denied
        self._new_tab()

    @property
    def pages(self) -> tuple[Page, ...]:
        """Its tabs, in the order of their opening."""
        return tuple(self._pages)

    @property
    def page(self) -> Page:
        """The tab in front."""
        if not self._pages:
            raise BackendError("The context has no tab.")
        return self._pages[min(self._active, len(self._pages) - 1)]

    @property
    def active(self) -> int:
        """Index of the tab in front."""
        return min(self._active, max(0, len(self._pages) - 1))

    @property
    def screen_size(self) -> tuple[int, int]:
        """Size of a screenshot in px."""
        return round(self.viewport[0] * self.scale), round(self.viewport[1] * self.scale)

    def new_page(self, url: str | None = None) -> Page:
        """Open a tab in front, at an address or blank."""
        if len(self._pages) >= self.browser.settings.max_tabs:
            raise ActionError(f"There are {len(self._pages)} tabs already; close one first.")
        page = self._new_tab()
        if url is not None:
            page.goto(url)
        return page

    def _new_tab(self, limit: float | None = None) -> Page:
        root = self.browser.root
        params: dict[str, Any] = {"url": "about:blank", "browserContextId": self.context_id}
        if self.browser.begin_frames:
            width, height = self.viewport
            params |= {"enableBeginFrameControl": True, "width": width, "height": height}
        target = root.call("Target.createTarget", params)["targetId"]
        limit = self.browser.settings.call_s if limit is None else limit
        if not root.wait_for(lambda: any(page.target_id == target for page in self._pages), limit):
            raise BackendError("Chromium opened no tab.")
        page = next(page for page in self._pages if page.target_id == target)
        page.ready.result(limit)
        self.focus(self._pages.index(page))
        return page

    def focus(self, index: int) -> None:
        """Bring a tab to the front."""
        if not 0 <= index < len(self._pages):
            raise ActionError(f"There is no tab {index}; there are {len(self._pages)}, from 0.")
        self._active = index
        self.page.session.send("Page.bringToFront")

    def close_page(self, index: int | None = None) -> None:
        """Close a tab, the one in front by default. Closing the last one leaves a blank one."""
        index = self.active if index is None else index
        if not 0 <= index < len(self._pages):
            raise ActionError(f"There is no tab {index}; there are {len(self._pages)}, from 0.")
        page, front = self._pages[index], self.page
        if len(self._pages) == 1:
            self._new_tab()
        self._close_tab(page)
        if front is not page:
            self.focus(self._pages.index(front))
        elif self._pages:
            self.focus(min(index, len(self._pages) - 1))

    def _close_tab(self, page: Page) -> None:
        root = self.browser.root
        root.call("Target.closeTarget", {"targetId": page.target_id})
        root.wait_for(lambda: page not in self._pages, 5.0)

    # ---- cookies and storage ----------------------------------------------------------------

    def cookies(self) -> list[dict[str, Any]]:
        """All cookies, in a fixed order."""
        found = self.browser.root.call("Storage.getCookies", {"browserContextId": self.context_id})["cookies"]
        kept = [
            {field: cookie[field] for field in _COOKIE_FIELDS if field in cookie and not _is_session(cookie, field)}
            for cookie in found
        ]
        return sorted(kept, key=lambda cookie: (cookie["domain"], cookie["path"], cookie["name"]))

    def set_cookies(self, cookies: Iterable[Mapping[str, Any]]) -> None:
        """Add cookies: each needs name, value and a domain or url."""
        params = {"browserContextId": self.context_id, "cookies": [dict(cookie) for cookie in cookies]}
        if params["cookies"]:
            self._cookie_calls += 1
            self.browser.root.call("Storage.setCookies", params)

    def clear_cookies(self) -> None:
        """Delete all cookies."""
        self._cookie_calls += 1
        self.browser.root.call("Storage.clearCookies", {"browserContextId": self.context_id})

    def reset(
        self,
        url: str | None = None,
        *,
        cookies: Iterable[Mapping[str, Any]] = (),
        load: Callable[[Page], None] | None = None,
    ) -> None:
        """Back to one tab that has just been opened: nothing is left of what was.

        Args:
            url: What it shows; None: nothing.
            cookies: The cookies to begin with, as `set_cookies` takes them.
            load: Makes the tab show something, in place of `url`.

        Raises:
            ActionError: `url` is outside this world; the tab is blank.
        """
        old = list(self._pages)
        front = self.page if old else None
        # To open a tab takes as long as to load a page.
        kept = front if front is not None and front.can_begin_again() else None
        self.forget_storage(old)
        self.deliveries.clear()
        self.files.clear()
        self.clipboard = ""
        tab = kept or self._fresh_tab(old)
        for page in self._pages:
            if page is not tab:
                self.browser.root.send("Target.closeTarget", {"targetId": page.target_id})
        self.browser.root.wait_for(lambda: self._pages == [tab], 5.0)
        self.refused.clear()
        self.reports.clear()
        self._active = 0
        self.set_cookies(cookies)
        load = load or (lambda page: page.goto(url or "about:blank"))
        if kept is None:
            load(tab)
            return
        kept.begin_again(load)
        # That the page before was asked whether it may be left belongs to the time before.
        self.reports[:] = [report for report in self.reports if report.kind != "beforeunload"]

    def _fresh_tab(self, old: list[Page]) -> Page:
        """A new tab; the old ones may be stuck in a script and keep their common process busy."""
        try:
            return self._new_tab(self.browser.settings.script_s)
        except BackendError:
            for page in old:
                with contextlib.suppress(BackendError):
                    page.session.send("Page.crash")
            for page in self._pages:  # they share one process, which must be gone before the next begins
                page.session.wait_for(lambda page=page: page.crashed or page.closed, 5.0)  # type: ignore[misc]
            return self._new_tab()

    def forget_storage(self, pages: list[Page]) -> None:
        """Delete cookies, caches, and whatever pages have stored."""
        replies = [self.browser.root.send("Storage.clearCookies", {"browserContextId": self.context_id})]
        page = next((page for page in pages if not (page.crashed or page.closed)), None)
        if page is not None and self._origins:
            for origin in sorted(self._origins):
                params = {"origin": origin, "storageTypes": _STORAGE}
                replies.append(page.session.send("Storage.clearDataForOrigin", params))
            if not self.keep_cache:
                replies.append(page.session.send("Network.clearBrowserCache"))
        for reply in replies:
            reply.result()
        self._origins.clear()

    # ---- files ------------------------------------------------------------------------------

    def file_path(self, name: str) -> Path:
        """A file of `files` on disk, where Chromium can read it. Nothing else of the disk is given to pages."""
        if self._folder is None:
            self._folder = tempfile.TemporaryDirectory(dir=self.browser.folder, prefix="files-")
        number = sorted(self.files).index(name)
        path = Path(self._folder.name, str(number), Path(name).name or "file")
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(self.files[name])
        return path

    # ---- snapshots --------------------------------------------------------------------------

    def mark(self) -> object:
        """Equal to an earlier mark only if nobody has said anything to the tabs since, nor they asked for anything."""
        tabs = tuple((p.target_id, p.session.sent, p.traffic.begun, p.document_number, p.url) for p in self._pages)
        return tabs, self.active, self._cookie_calls, self.clipboard

    def freeze(self) -> ContextFacts:
        """The tabs and cookies as plain data; see `page_state` for what is in it and what is not."""
        return freeze(self)

    def thaw(self, facts: ContextFacts, deliver: Deliver | None = None) -> None:
        """Come back to what `freeze` gave; see `page_state.thaw`."""
        thaw(self, facts, deliver)

    # ---- the whole --------------------------------------------------------------------------

    def metrics(self) -> dict[str, Any]:
        """The size of the pages, for Emulation.setDeviceMetricsOverride."""
        width, height = self.viewport
        return {"width": width, "height": height, "deviceScaleFactor": self.scale, "mobile": False}

    def close(self) -> None:
        """Close all tabs and forget everything. May be called twice."""
        if self._closed:
            return
        self._closed = True
        self.browser.forget(self.context_id)
        if self._folder is not None:
            self._folder.cleanup()
        if self.browser.usable:
            self.browser.root.call("Target.disposeBrowserContext", {"browserContextId": self.context_id})

    def __enter__(self) -> Context:
        return self

    def __exit__(self, *error: object) -> None:
        self.close()

    # ---- from the reading thread ------------------------------------------------------------

    def on_page_opened(self, page: Page) -> None:
        """A tab has opened, ours or a pop-up."""
        if len(self._pages) >= self.browser.settings.max_tabs + 1:
            self.browser.root.send("Target.closeTarget", {"targetId": page.target_id})
            return
        self._pages.append(page)
        if page.opener is not None:
            self.report("popup", page.opener)
            self._active = len(self._pages) - 1

    def on_page_closed(self, page: Page) -> None:
        """A tab has gone, perhaps by its own script."""
        page.closed = True
        if page in self._pages:
            index = self._pages.index(page)
            del self._pages[index]
            if self._active > index or self._active >= len(self._pages):
                self._active = max(0, self._active - 1)

    def on_download(self, url: str, name: str) -> None:
        """A download was refused."""
        self.report("download", f"{name} from {url}")

    def on_refused(self, page: Page, url: str, why: str, *, main: bool) -> None:
        """A document outside this world was asked for, by a tab or by a frame in it."""
        self.refused.append((url, why))
        if main:
            self.refusal_count += 1
            if page.opener is not None and page.url in ("", "about:blank"):
                # A pop-up that was to show only this.
                self.browser.root.send("Target.closeTarget", {"targetId": page.target_id})

    def on_document(self, url: str) -> None:
        """A document was loaded, in a tab or a frame; its origin may store things."""
        if url.startswith("http"):
            self._origins.add(origin_of(url))

    def check_address(self, url: str) -> None:
        """Raise `ActionError` for what is no address, or one outside this world; nothing is asked."""
        check_url(url)
        if self.allowed is not None and url != "about:blank" and origin_of(url) not in self.allowed:
            self.refused.append((url, "not one of its sites"))
            raise ActionError(f"{url[:200]} is outside this world; its sites: {', '.join(sorted(self.allowed))}.")

    def raise_refusal(self, mark: int) -> None:
        """Raise `ActionError` if a document was refused since `refusal_count` was `mark`."""
        if self.refusal_count > mark and self.refused:
            url, why = self.refused[-1]
            raise ActionError(f"{url} is outside this world ({why}).")

    def report(self, kind: str, detail: str) -> None:
        """Note that something happened."""
        if len(self.reports) < _MAX_REPORTS:
            self.reports.append(Report(kind, detail[:500]))

    def delivery(self, page: Page, url: str) -> dict[str, Any] | None:
        """What the next request for a document at `url` is answered with, if we answer it."""
        return self.deliveries.pop(url.partition("#")[0], None)


def _is_session(cookie: Mapping[str, Any], field: str) -> bool:
    """Whether a field has no meaning: the expiry of a cookie that lasts as long as the browser."""
    return field == "expires" and bool(cookie.get("session"))
