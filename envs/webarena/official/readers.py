"""Where evaluators look: `WorldReader` fetches pages, `BrowserReader` uses tabs, `MixedReader` does both."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlsplit

from osgenesis.envs.core.errors import ActionError, BackendError, TaskError
from osgenesis.envs.webarena.official import dom, locators
from osgenesis.envs.webarena.official.evaluators import Page, PageReader, Reply
from osgenesis.envs.webarena.official.locators import ScriptError, UnsupportedLocator

if TYPE_CHECKING:
    from osgenesis.envs.web.browser import Context
    from osgenesis.envs.web.browser import Page as Tab
    from osgenesis.envs.web.sites.world import World

__all__ = ["BrowserReader", "MixedReader", "StaticPage", "WorldReader", "cookies_of", "untouched"]

_REDIRECTS: Final = 10


@dataclass(frozen=True)
class StaticPage:
    """A page as delivered; forms hold what the server put in them.

    Attributes:
        url: Its address.
        source: Its HTML.
    """

    url: str
    source: str

    def html(self) -> str:
        """The HTML."""
        return self.source

    @cached_property
    def _document(self) -> dom.Document:
        return dom.parse(self.source)

    def evaluate(self, locator: str) -> Any:
        """The value of a locator, where this module understands it."""
        return locators.evaluate(locator, self._document)


class WorldReader:
    """Reads an embedded world through its sites' applications: no browser, no sockets, a few milliseconds.

    Args:
        world: The world. Reading leaves its rows, clock and log as they were if wrapped in `untouched`.
        url: Address of the page that the visitor is on.
        html: HTML of that page; None fetches it.
        cookies: Site name -> (cookie name, value), of the visitor.
    """

    def __init__(
        self,
        world: World,
        url: str,
        html: str | None = None,
        cookies: Mapping[str, tuple[str, str]] | None = None,
    ) -> None:
        self._world = world
        self._url = url
        self._html = html
        self._cookies = dict(cookies or {})

    @cached_property
    def current(self) -> StaticPage:
        """The page that the visitor is on."""
        return StaticPage(self._url, self._html) if self._html is not None else self._fetch(self._url)

    @contextmanager
    def open(self, url: str) -> Iterator[StaticPage]:
        """Another page, seen with the visitor's cookies."""
        yield self._fetch(url)

    def request(
        self, method: str, url: str, *, headers: Mapping[str, str] | None = None, body: str | None = None
    ) -> Reply:
        """Ask a site's interface as a visitor without cookies."""
        site, path = self._place(url)
        response = self._world.client(site).open(path, method=method, headers=dict(headers or {}), data=body)
        try:
            return Reply(response.status_code, response.get_data(as_text=True))
        finally:
            response.close()

    def _fetch(self, url: str) -> StaticPage:
        if self._world.site_of(url) is None:  # a blank tab, an address that the world refuses
            return StaticPage(url, "")
        for _ in range(_REDIRECTS):
            site, path = self._place(url)
            client = self._world.client(site)
            if site in self._cookies:
                client.set_cookie(*self._cookies[site])
            response = client.get(path, headers={"Accept": "text/html"})
            try:
                location = response.headers.get("Location")
                if location is None or not 300 <= response.status_code < 400:
                    return StaticPage(url, response.get_data(as_text=True))
            finally:
                response.close()
            origin = "/".join(url.split("/", 3)[:3])
            url = location if "://" in location else origin + location
        raise TaskError(f"{url} redirects without end")

    def _place(self, url: str) -> tuple[str, str]:
        site = self._world.site_of(url)
        if site is None:
            raise TaskError(f"{url} is not a page of this world; its sites: {', '.join(self._world.sites)}")
        parts = urlsplit(url)
        return site, (parts.path or "/") + (f"?{parts.query}" if parts.query else "")


@contextmanager
def untouched(world: World) -> Iterator[World]:
    """Whatever is asked of the world inside leaves no trace in it."""
    facts = world.freeze()
    refused = list(world.refused)
    try:
        yield world
    finally:
        world.thaw(facts)
        world.refused[:] = refused


@dataclass(frozen=True)
class _TabPage:
    """A page in a browser's tab, as rendered and filled in."""

    tab: Tab

    @property
    def url(self) -> str:
        return self.tab.url

    def html(self) -> str:
        return self.tab.html()

    def evaluate(self, locator: str) -> Any:
        try:
            return self.tab.evaluate_in_page(f"() => {locator}")
        except BackendError as error:
            if type(error) is BackendError:
                raise
            raise ScriptError(str(error)) from error


class BrowserReader:
    """Reads pages in a browser: the visitor's tab as it is, other pages in a tab that is opened and closed.

    Args:
        context: The browser context.
        world: Answers requests to interfaces; None sends them over HTTP.
    """

    def __init__(self, context: Context, world: World | None = None) -> None:
        self._context = context
        self._world = world

    @property
    def current(self) -> Page:
        """The active tab."""
        return _TabPage(self._context.page)

    @contextmanager
    def open(self, url: str) -> Iterator[Page]:
        """A new tab; afterwards the same tab is active as before."""
        active = self._context.active
        tab = self._context.new_page()
        try:
            try:
                tab.goto(url)
            except ActionError as error:
                raise TaskError(f"{url} cannot be shown: {error}") from error
            yield _TabPage(tab)
        finally:
            if tab in self._context.pages:
                self._context.close_page(self._context.pages.index(tab))
            self._context.focus(active)

    def request(
        self, method: str, url: str, *, headers: Mapping[str, str] | None = None, body: str | None = None
    ) -> Reply:
        """Ask a site's interface as a visitor without cookies."""
        if self._world is not None:
            return WorldReader(self._world, "about:blank").request(method, url, headers=headers, body=body)
        return _over_http(method, url, headers or {}, body)


class MixedReader:
    """Reads the visitor's tab in the browser and all other pages without one, as far as that goes.

    Args:
        browser: For the visitor's tab, and for expressions that only a browser can evaluate.
        world: For everything else.
    """

    def __init__(self, browser: PageReader, world: WorldReader) -> None:
        self._browser, self._world = browser, world

    @property
    def current(self) -> Page:
        """The active tab."""
        return self._browser.current

    @contextmanager
    def open(self, url: str) -> Iterator[Page]:
        """The page as delivered; in a tab once something asks for more than its HTML tells."""
        with self._world.open(url) as page:
            mixed = _MixedPage(page, self._browser)
            try:
                yield mixed
            finally:
                mixed.close()

    def request(
        self, method: str, url: str, *, headers: Mapping[str, str] | None = None, body: str | None = None
    ) -> Reply:
        """Ask a site's interface as a visitor without cookies."""
        return self._world.request(method, url, headers=headers, body=body)


class _MixedPage:
    def __init__(self, page: StaticPage, browser: PageReader) -> None:
        self._page = page
        self._browser = browser
        self._tab: AbstractContextManager[Page] | None = None
        self._shown: Page | None = None

    @property
    def url(self) -> str:
        return self._page.url

    def html(self) -> str:
        return self._page.html() if self._shown is None else self._shown.html()

    def evaluate(self, locator: str) -> Any:
        if self._shown is not None:
            return self._shown.evaluate(locator)
        try:
            return self._page.evaluate(locator)
        except UnsupportedLocator:
            self._tab = self._browser.open(self._page.url)
            self._shown = self._tab.__enter__()
            return self._shown.evaluate(locator)

    def close(self) -> None:
        if self._tab is not None:
            self._tab.__exit__(None, None, None)


def cookies_of(world: World, cookies: Iterable[Mapping[str, Any]]) -> dict[str, tuple[str, str]]:
    """A browser's session cookies by site."""
    by_name = {world[name].site.cookie: name for name in world.sites}
    return {by_name[c["name"]]: (c["name"], c["value"]) for c in cookies if c["name"] in by_name}


def _over_http(method: str, url: str, headers: Mapping[str, str], body: str | None) -> Reply:
    import urllib.error
    import urllib.request

    if not url.startswith(("http://", "https://")):
        raise TaskError(f"{url!r} is not an address of a web site")
    request = urllib.request.Request(url, None if body is None else body.encode(), dict(headers), method=method)
    try:
        with urllib.request.urlopen(request, timeout=30) as response:
            return Reply(response.status, response.read().decode("utf-8", "replace"))
    except urllib.error.HTTPError as error:
        with error:
            return Reply(error.code, error.read().decode("utf-8", "replace"))
    except (urllib.error.URLError, TimeoutError) as error:
        raise BackendError(f"{url} does not answer: {error}") from error
