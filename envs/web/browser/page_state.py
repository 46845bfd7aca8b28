"""Freezing the tabs of a context to plain data, and thawing them, in this context or another.

Captured, for each tab: its address, its document as the server delivered it, its history, what is
typed, ticked and chosen in forms, focus and text selection, and where window and elements are
scrolled to, frames included; for the context: which tab is in front, cookies, and its clipboard.

Not captured: what scripts keep in variables, timers and listeners, what they have changed in the
document, web storage, files chosen for upload, an open JavaScript dialog. A thawed tab loads its
document anew and runs its scripts from the beginning; pages that work without scripts, as those of
the embedded sites do, come back exactly.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

from osgenesis.envs.core.errors import BackendError, CapabilityError
from osgenesis.envs.web.browser.cdp import CdpError

if TYPE_CHECKING:
    from osgenesis.envs.web.browser.context import Context
    from osgenesis.envs.web.browser.page import Page

__all__ = ["ContextFacts", "Deliver", "PageFacts", "freeze", "thaw"]

Deliver: TypeAlias = Callable[[str, str], None]


class PageFacts(NamedTuple):
    """One tab.

    Attributes:
        url: Its address.
        html: Its document as delivered.
        mime: The kind of that document.
        history: Addresses in its history.
        position: Index of the present one.
        inputs: Forms, focus and scroll positions, as canonical JSON.
    """

    url: str
    html: str
    mime: str
    history: tuple[str, ...]
    position: int
    inputs: str


class ContextFacts(NamedTuple):
    """All tabs of a context and its cookies. Immutable and picklable.

    Attributes:
        tabs: The tabs, in order.
        active: Index of the one in front.
        cookies: The cookies, as canonical JSON.
        clipboard: What was copied last.
    """

    tabs: tuple[PageFacts, ...]
    active: int
    cookies: str
    clipboard: str


def freeze(context: Context) -> ContextFacts:
    """The tabs and cookies as plain data; read once as long as nothing happens.

    Raises:
        CapabilityError: A dialog is open.
    """
    if any(page.dialog is not None for page in context.pages):
        raise CapabilityError("A page cannot be frozen while a dialog is open; answer it first.")
    if context.frozen is not None and context.frozen[0] == context.mark():
        return context.frozen[1]
    tabs = tuple(_freeze_page(page) for page in context.pages)
    facts = ContextFacts(tabs, context.active, _canonical(context.cookies()), context.clipboard)
    context.frozen = context.mark(), facts
    return facts


def thaw(context: Context, facts: ContextFacts, deliver: Deliver | None = None) -> None:
    """Bring a context to the state of `facts`; what it held before is forgotten.

    Args:
        context: Of the same size as the one that was frozen.
        facts: What `freeze` gave.
        deliver: Called with an address and a document before the address is asked for; it sees to
            it that the next GET of that address is answered with just this document. Without it
            the browser answers in the server's stead, and no request for a document leaves it.
    """
    files = dict(context.files)
    first, *others = facts.tabs
    context.reset(cookies=json.loads(facts.cookies), load=lambda page: _load(page, first, deliver))
    context.files.update(files)
    for tab in others:
        _load(context.new_page(), tab, deliver)
    # All tabs are there before anything is typed: a page that loads may take the focus.
    for page, tab in zip(context.pages, facts.tabs, strict=True):
        page.history.put(tab.history, tab.position)
        page.help_from("state.js", f"thaw({tab.inputs})")
        page.draw()
    context.focus(facts.active)
    context.clipboard = facts.clipboard
    # Loading may have set cookies of its own.
    if _canonical(context.cookies()) != facts.cookies:
        context.clear_cookies()
        context.set_cookies(json.loads(facts.cookies))


def _freeze_page(page: Page) -> PageFacts:
    inputs = page.help_from("state.js", "freeze()")
    html = "" if page.url == "about:blank" else _document(page)
    history = page.history
    return PageFacts(page.url, html, page.mime, tuple(history.entries), history.position, _canonical(inputs))


def _document(page: Page) -> str:
    """The document of a tab as it was delivered."""
    now = page.document_number
    number, html = page.given
    if number == now:
        return html
    # By its first address and request: pushState may have changed the one that the tab shows.
    asked = (
        ("Page.getResourceContent", {"frameId": page.frame_id, "url": page.loaded_url}, "content"),
        ("Network.getResponseBody", {"requestId": page.loader_id}, "body"),
    )
    for method, params, field in asked:
        try:
            found = page.session.call(method, params)
        except CdpError as error:
            reason = error.reason
            continue
        text: str = found[field]
        html = base64.b64decode(text).decode("utf-8", "replace") if found["base64Encoded"] else text
        page.given = (now, html)
        return html
    raise BackendError(f"The document of {page.url} is not available any more: {reason}")


def _load(page: Page, tab: PageFacts, deliver: Deliver | None) -> None:
    if tab.url == "about:blank":
        page.navigate(tab.url)
        return
    if deliver is not None:
        deliver(tab.url, tab.html)
        page.navigate(tab.url)
        return
    page.context.deliveries[tab.url.partition("#")[0]] = _response(tab)
    page.hold_documents(before=True)
    try:
        page.navigate(tab.url)
        page.given = (page.document_number, tab.html)
    finally:
        page.hold_documents()
        page.context.deliveries.clear()


def _response(tab: PageFacts) -> dict[str, Any]:
    """The document as Fetch.fulfillRequest takes it."""
    return {
        "responseCode": 200,
        "responseHeaders": [{"name": "Content-Type", "value": f"{tab.mime}; charset=utf-8"}],
        "body": base64.b64encode(tab.html.encode()).decode(),
    }


def _canonical(value: Any) -> str:
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
