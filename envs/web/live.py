"""`LiveWeb`: web sites that run elsewhere, named by the variables of the official harness, through the same browser.

It reads nothing but HTTP and what pages show. It can be neither reset nor snapshotted, and says so in `capabilities`.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import Final
from urllib.parse import urlsplit

from osgenesis.envs.core.errors import BackendError, CapabilityError
from osgenesis.envs.core.state import State
from osgenesis.envs.core.vocabulary import Vocabulary
from osgenesis.envs.web.backend import BrowserBackend
from osgenesis.envs.web.browser.browser import shared_browser
from osgenesis.envs.web.browser.context import Context
from osgenesis.envs.web.sign_in import sign_in
from osgenesis.envs.web.sites.accounts import LOG_INS

__all__ = ["VARIABLES", "LiveWeb", "live_addresses"]

# Site -> the variable that holds its address.
VARIABLES: Final = {
    "shop": "WA_SHOPPING",
    "shopping_admin": "WA_SHOPPING_ADMIN",
    "forum": "WA_REDDIT",
    "forge": "WA_GITLAB",
    "wikipedia": "WA_WIKIPEDIA",
    "map": "WA_MAP",
    "homepage": "WA_HOMEPAGE",
}
_VIEWPORT: Final = (1280, 720)


def live_addresses(environ: Mapping[str, str] | None = None) -> dict[str, str]:
    """Site -> address, of the sites whose variables hold one.

    Raises:
        BackendError: None does; names the variables.
    """
    environ = os.environ if environ is None else environ
    found = {}
    for site, variable in VARIABLES.items():
        address = environ.get(variable, "").rstrip("/")
        if urlsplit(address).scheme in ("http", "https"):
            found[site] = address
    if not found:
        raise BackendError(
            f"backend='live' needs the sites' addresses in {', '.join(VARIABLES.values())}, as WebArena sets them."
        )
    return found


class LiveWeb(BrowserBackend):
    """A browser context that can reach the live sites and nothing else.

    Args:
        addresses: Site -> address; None reads the variables WA_*.
        executable: Path of a Chromium; None finds one.
        viewport: Size of the page in px.
    """

    name = "live"
    capabilities = frozenset({"screenshot"})

    def __init__(
        self,
        addresses: Mapping[str, str] | None = None,
        executable: str | None = None,
        viewport: tuple[int, int] = _VIEWPORT,
    ) -> None:
        self.origins = live_addresses() if addresses is None else dict(addresses)
        super().__init__(self._new_context(executable, viewport))
        self._by_host = {urlsplit(address).netloc: site for site, address in self.origins.items()}
        # Where two sites share a host, the longer path decides.
        self._by_length = sorted(self.origins.items(), key=lambda pair: -len(pair[1]))

    def _new_context(self, executable: str | None, viewport: tuple[int, int]) -> Context:
        hosts = frozenset(f"{urlsplit(a).scheme}://{urlsplit(a).netloc}" for a in self.origins.values())
        return shared_browser(executable, machine_fonts=True).new_context(viewport=viewport, origins=hosts)

    def site_of(self, url: str) -> str:
        """The site that an address belongs to, or ""."""
        for site, address in self._by_length:
            if url == address or url.startswith(f"{address}/"):
                return site
        return self._by_host.get(urlsplit(url).netloc, "")

    def context(self) -> dict[str, str]:
        """{"app": name of the site in front, "url": its address}."""
        url = self.browser_context.page.url
        return {"app": self.site_of(url), "url": url}

    def open(self, *urls: str) -> None:
        """Begin with these pages, one tab each, the first in front."""
        context = self.browser_context
        for position, url in enumerate(urls):
            if position:
                context.new_page(url)
            else:
                context.page.goto(url)
        if len(urls) > 1:
            context.focus(0)
        self.look_again()

    def log_in(self, site: str, username: str | None = None) -> None:
        """Log in through the site's form, with WebArena's account."""
        if site in LOG_INS and site in self.origins:
            sign_in(self.browser_context, self.origins[site], LOG_INS[site])
            self.look_again()

    def log_out(self) -> None:
        """Forget all cookies, and whatever else the browser holds."""
        self.browser_context.reset()
        self.look_again()

    # ---- what live sites do not offer ----------------------------------------------------------

    def snapshot(self) -> None:
        """Not offered; see `capabilities`."""
        raise self._unable("snapshot")

    def restore(self, snapshot: object) -> None:
        """Not offered; see `capabilities`."""
        raise self._unable("snapshot")

    def fork(self) -> LiveWeb:
        """Not offered; see `capabilities`."""
        raise self._unable("fork")

    def state(self) -> State:
        """Not offered; see `capabilities`."""
        raise self._unable("state")

    def state_hash(self) -> str:
        """Not offered; see `capabilities`."""
        raise self._unable("state")

    def vocabulary(self) -> Vocabulary:
        """No words: nothing is known of what the sites hold."""
        return Vocabulary()

    def _unable(self, capability: str) -> CapabilityError:
        return CapabilityError(f"Live sites cannot do {capability!r}; the embedded backend can.")
