"""`History`: a tab's own list of addresses, plain data that a snapshot can hold."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from osgenesis.envs.web.browser.page import Page

__all__ = ["History"]


class History:
    """Addresses in the order visited, and which of them is shown.

    Chromium's own list cannot be rebuilt in another tab, so back and forward go by this one. It
    is brought up to date whenever the tab settles, from Chromium's, which knows whether an
    address was added, replaced or returned to.

    Attributes:
        entries: The addresses.
        position: Index of the one shown.
        moved: Whether the tab has navigated since the last `settle`.
    """

    def __init__(self, entries: tuple[str, ...] = ("about:blank",), position: int = 0) -> None:
        self.entries = list(entries)
        self.position = position
        self.moved = False
        # Chromium's ids of our entries, as far as they have been visited in this tab.
        self._ids: list[int | None] = [None] * len(self.entries)
        self._index = -1
        self._target: int | None = None

    @property
    def can_go_back(self) -> bool:
        """Whether there is an entry before."""
        return self.position > 0

    @property
    def can_go_forward(self) -> bool:
        """Whether there is an entry after."""
        return self.position + 1 < len(self.entries)

    def aim(self, position: int) -> str:
        """The next navigation goes to this entry, and adds none. Gives its address."""
        self._target = position
        return self.entries[position]

    def aim_at_nothing(self) -> None:
        """The navigation aimed at an entry is over, or came to nothing."""
        self._target = None

    def settle(self, page: Page) -> None:
        """Take over what has happened to Chromium's list."""
        if not self.moved or page.closed or page.crashed:
            return
        self.moved = False
        listed = page.session.call("Page.getNavigationHistory")
        index: int = listed["currentIndex"]
        entry_id: int = listed["entries"][index]["id"]
        url = page.url
        if self._target is not None:
            self.position, self._target = self._target, None
        elif entry_id in self._ids:
            self.position = self._ids.index(entry_id)
        elif self._index == index or (self._index < 0 and self._ids == [None]):
            pass  # replaced: location.replace(), or the tab's first document
        else:
            del self.entries[self.position + 1 :], self._ids[self.position + 1 :]
            self.entries.append(url)
            self._ids.append(entry_id)
            self.position += 1
        self.entries[self.position] = url
        self._ids[self.position] = entry_id
        self._index = index

    def forget(self) -> None:
        """Chromium has dropped all entries but the present one; so do we."""
        self.entries, self._ids = [self.entries[self.position]], [self._ids[self.position]]
        self.position = self._index = 0

    def put(self, entries: tuple[str, ...], position: int) -> None:
        """Take over a frozen list; the tab shows its present entry already."""
        shown = self._ids[self.position] if self._ids else None
        self.entries, self.position = list(entries), position
        self._ids = [None] * len(entries)
        self._ids[position] = shown
        self.moved = False
        self._target = None
