"""`BrowserBackend`: the parts of the `Backend` protocol that a browser context alone can offer."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar, Final

import numpy as np
from numpy.typing import NDArray

from osgenesis.envs.core.actions import WEB_ACTIONS, Action
from osgenesis.envs.core.elements import Element
from osgenesis.envs.core.errors import BackendError
from osgenesis.envs.web.browser.browsergym_actions import Call, perform_browsergym
from osgenesis.envs.web.browser.cdp import Reply
from osgenesis.envs.web.browser.context import Context
from osgenesis.envs.web.browser.page import Page
from osgenesis.envs.web.browser.perform import perform

__all__ = ["BrowserBackend", "option_labels"]


_OPTIONS: Final = """(index) => {
  const [list] = osg.locate(index, null, null, null);
  if (!list || list.localName !== "select") return [];
  const open = Array.from(list.options).filter(option => !option.disabled);
  return open.map(option => (option.label || option.text).replace(/\\s+/g, " ").trim());
}"""


def option_labels(page: Page, index: int) -> tuple[str, ...]:
    """Labels of the options of a drop-down list, by its position among the elements that were read last."""
    return tuple(str(label) for label in page.evaluate(_OPTIONS, index))


class BrowserBackend:
    """Looks at and acts on the tab in front of a context; worlds that can be restored subclass it.

    Args:
        browser_context: The context; closed with the backend. A subclass that makes its own when it is first needed
            gives none, and overrides the property `browser_context`.
    """

    name: str = "browser"
    capabilities: frozenset[str] = frozenset({"screenshot"})
    action_types: ClassVar[tuple[str, ...]] = WEB_ACTIONS
    # These end or annotate the episode; the browser has no part in them.
    _EPISODE: Final = ("status", "answer")

    def __init__(self, browser_context: Context | None = None) -> None:
        self._browser_context = browser_context
        self._elements: tuple[Element, ...] | None = None
        self._looked = self._looks = False  # at a picture: since the last action; after the action before
        self._shot: Reply | None = None

    @property
    def browser_context(self) -> Context:
        """The context."""
        if self._browser_context is None:
            raise BackendError("The browser context is closed.")
        return self._browser_context

    @property
    def screen_size(self) -> tuple[int, int]:
        """(width, height) of a screenshot in px."""
        return self.browser_context.screen_size

    def perform(self, action: Action) -> None:
        """Do one action and let the page settle."""
        if action.type in self._EPISODE:
            return
        if action.index is not None and self._elements is None:
            self.elements()  # positions refer to what is seen now
        self._forget()
        perform(self.browser_context, action)

    def perform_calls(self, calls: Iterable[Call]) -> None:
        """Do calls of BrowserGym's, one after the other."""
        self._forget()
        for call in calls:
            perform_browsergym(self.browser_context, call)

    def elements(self) -> tuple[Element, ...]:
        """What is visible in the tab in front; read once between actions."""
        if self._elements is None:
            page = self.browser_context.page
            if self._looks:  # at pictures: this one is on its way while the elements are read
                self._shot = page.begin_screenshot()
            self._elements = page.elements()
        return self._elements

    def options(self, index: int) -> tuple[str, ...]:
        """Labels of the options of the drop-down list at a position of `elements`, as `select_option` takes them."""
        return option_labels(self.browser_context.page, index)

    def _forget(self) -> None:
        """Something is about to be done."""
        self._elements = self._shot = None
        self._looks, self._looked = self._looked, False

    def look_again(self) -> None:
        """The page was changed by other means than `perform`."""
        self._elements = self._shot = None

    def screenshot(self) -> NDArray[np.uint8]:
        """The tab in front, shape (height, width, 3), RGB; a fresh array."""
        self._looked = True
        shot, self._shot = self._shot, None
        return self.browser_context.page.screenshot(shot)

    def context(self) -> dict[str, str]:
        """The host (or, without one, the title) as "app", and the address."""
        page = self.browser_context.page
        return {"app": page.host or page.title_hint or "blank", "url": page.url}

    def field_value(self, selector: str) -> str | None:
        """Value of the form field that fits a CSS selector on the page in front."""
        script = "(css) => { const field = document.querySelector(css); return field ? String(field.value) : null; }"
        found = self.browser_context.page.evaluate(script, selector)
        return None if found is None else str(found)

    def close(self) -> None:
        """Close the context. May be called twice."""
        if self._browser_context is not None:
            self._browser_context.close()
            self._browser_context = None
