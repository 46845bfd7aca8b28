"""Deadlines and bounds of the browser layer, all in one place."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["DEFAULT_SETTINGS", "Settings"]


@dataclass(frozen=True, slots=True)
class Settings:
    """How long to wait and how much to read. Times in seconds.

    Attributes:
        launch_s: For the browser to start and answer.
        call_s: For the answer to any protocol call that needs no page script to end.
        script_s: For a page's script; then it is stopped (a page in an endless loop).
        navigation_s: For a document and its frames to load; then loading is stopped.
        requests_s: For one XHR or fetch request; slower ones are no longer waited for.
        max_elements: Elements that one observation lists.
        max_text: Characters of one element's text.
        max_page_text: Characters of `Page.text` and `Page.html`.
        max_side: Pixels of a screenshot's longer side.
        max_tabs: Tabs of one context; pop-ups beyond are closed.
    """

    launch_s: float = 30.0
    call_s: float = 20.0
    script_s: float = 5.0
    navigation_s: float = 10.0
    requests_s: float = 2.0
    max_elements: int = 1000
    max_text: int = 1000
    max_page_text: int = 4_000_000
    max_side: int = 8192
    max_tabs: int = 20


DEFAULT_SETTINGS = Settings()
