"""`EmbeddedWeb`: the embedded sites, shown in real Chromium, as a `Backend` that can be snapshotted and forked.

Nothing is opened before somebody looks: a reset rolls the sites' rows back and notes which page to show; the browser is
told when an element, a picture or an action is asked for. An episode of which only the rows are read needs no browser.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any, Final, NamedTuple

from osgenesis.envs.core.errors import BackendError
from osgenesis.envs.core.state import State
from osgenesis.envs.core.vocabulary import Vocabulary
from osgenesis.envs.web.backend import BrowserBackend
from osgenesis.envs.web.browser.browser import shared_browser
from osgenesis.envs.web.browser.context import Context
from osgenesis.envs.web.browser.page_state import ContextFacts, freeze, thaw
from osgenesis.envs.web.sites.gate import Gate
from osgenesis.envs.web.sites.world import SITES, World, WorldFacts

__all__ = ["VIEWPORT", "EmbeddedWeb", "WebMoment"]

VIEWPORT: Final = (1280, 720)


class _Opening(NamedTuple):
    """What the browser shows when somebody first looks: cookies to hold, pages to open."""

    cookies: tuple[tuple[tuple[str, str], ...], ...] = ()
    urls: tuple[str, ...] = ()


class WebMoment(NamedTuple):
    """One moment of sites and browser. Opaque, immutable, picklable."""

    world: WorldFacts
    opening: _Opening | None  # the browser has not been looked at yet, or
    tabs: ContextFacts | None  # what its tabs showed then


class EmbeddedWeb(BrowserBackend):
    """A world of sites in a browser context of its own.

    A snapshot holds all rows, sessions, cookies, and of every tab the address, the document as it was delivered, the
    history, what its forms hold, focus and scroll. It does not hold the state of a page's scripts; the sites keep none
    that matters.

    Args:
        sites: Names of the sites.
        size: Size of their contents, "small" or "full".
        seed: Seed of their contents.
        entities: Things that must exist by name, by site, or None.
        executable: Path of a Chromium; None finds one.
        viewport: Size of the page in px.
    """

    name = "embedded"
    capabilities = frozenset({"snapshot", "fork", "state", "screenshot"})

    def __init__(
        self,
        sites: Iterable[str] = tuple(SITES),
        size: str = "small",
        seed: int = 0,
        entities: Mapping[str, Any] | None = None,
        executable: str | None = None,
        viewport: tuple[int, int] = VIEWPORT,
    ) -> None:
        super().__init__()
        self.world = World(sites, size, seed, entities)
        self._executable = executable
        self._viewport = viewport
        self._gate: Gate | None = None
        home = self.world.origins.get("homepage") or next(iter(self.world.origins.values()))
        cookies = tuple(tuple(self.world.log_in(site).items()) for site in self.world.accounts)
        self._opening: _Opening | None = _Opening(cookies, (f"{home}/",))
        self._tabs: ContextFacts | None = None

    # ---- the browser, when it is needed ------------------------------------------------------

    @property
    def browser_context(self) -> Context:
        """The browser context, showing what it should."""
        if self._browser_context is None:
            self._gate = self._gate or Gate(self.world)
            browser = shared_browser(self._executable, begin_frames=True)
            self._browser_context = browser.new_context(
                proxy=self._gate.address, viewport=self._viewport, origins=self.world.origins.values()
            )
            self._browser_context.keep_cache = True  # documents are never cached, and other files never change
        context = self._browser_context
        if self._tabs is not None:
            tabs, self._tabs = self._tabs, None
            thaw(context, tabs)
        elif self._opening is not None:
            opening, self._opening = self._opening, None
            first, *others = opening.urls or ("about:blank",)
            context.reset(first, cookies=[dict(cookie) for cookie in opening.cookies])
            _add(context, others)
        return context

    @property
    def screen_size(self) -> tuple[int, int]:
        """(width, height) of the page in px."""
        return self._viewport

    def context(self) -> dict[str, str]:
        """{"app": name of the site in front, "url": its address}."""
        url = self._url()
        return {"app": self.world.site_of(url) or "", "url": url}

    def _url(self) -> str:
        if self._opening is not None:
            return self._opening.urls[0] if self._opening.urls else "about:blank"
        if self._tabs is not None:
            return self._tabs.tabs[self._tabs.active].url
        return self.browser_context.page.url

    # ---- for tasks ---------------------------------------------------------------------------

    def log_in(self, site: str, username: str | None = None) -> None:
        """The browser is that user from now on, by default the site's account; nobody types."""
        cookie = self.world.log_in(site, username)
        if self._opening is not None:
            self._opening = self._opening._replace(cookies=(*self._opening.cookies, tuple(cookie.items())))
        else:
            self.browser_context.set_cookies([cookie])

    def log_out(self) -> None:
        """The browser is a visitor on every site from now on."""
        if self._opening is not None:
            self._opening = self._opening._replace(cookies=())
        else:
            self.browser_context.clear_cookies()

    def open(self, *urls: str) -> None:
        """Show these pages and no others, one tab each, the first in front."""
        if self._opening is not None:
            self._opening = self._opening._replace(urls=urls)
        else:
            context = self.browser_context
            while len(context.pages) > 1:
                context.close_page()
            first, *others = urls or ("about:blank",)
            context.page.goto(first)
            _add(context, others)
        self.look_again()

    # ---- moments -----------------------------------------------------------------------------

    def snapshot(self) -> WebMoment:
        """This moment of sites and browser."""
        if self._opening is not None:
            return WebMoment(self.world.freeze(), self._opening, None)
        tabs = self._tabs if self._tabs is not None else freeze(self.browser_context)
        return WebMoment(self.world.freeze(), None, tabs)

    def restore(self, snapshot: WebMoment) -> None:
        """Come back to a moment; the browser follows when somebody looks."""
        self.world.thaw(snapshot.world)
        self._opening, self._tabs = snapshot.opening, snapshot.tabs
        self.look_again()

    def fork(self) -> EmbeddedWeb:
        """A second world in a second browser context, at the same moment."""
        moment = self.snapshot()
        names, size, seed, entities = self.world.recipe
        twin = type(self)(names, size, seed, entities, self._executable, self._viewport)
        twin.restore(moment)
        return twin

    def state(self) -> State:
        """The rows of all sites, and the address of the page in front."""
        return replace(self.world.state(), values={"browser/url": self._url()})

    def state_hash(self) -> str:
        """32 hex digits over rows, sessions, clock, requests, cookies and tabs."""
        moment = self.snapshot()
        text = repr((self.world.state_hash(), moment.opening, moment.tabs))
        return hashlib.blake2b(text.encode(), digest_size=16).hexdigest()

    def vocabulary(self) -> Vocabulary:
        """The words for what `state` holds."""
        return self.world.vocabulary()

    def close(self) -> None:
        """Close the browser context, the gate and the databases. May be called twice."""
        try:
            if self._browser_context is not None:
                self._browser_context.close()
        except BackendError:
            pass  # the browser has gone already
        finally:
            self._browser_context = None
            if self._gate is not None:
                self._gate.close()
                self._gate = None
            self.world.close()


def _add(context: Context, urls: Iterable[str]) -> None:
    """Open further tabs behind the first."""
    for url in urls:
        context.new_page(url)
    if context.active:
        context.focus(0)
