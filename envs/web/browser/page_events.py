"""What Chromium tells of a tab, taken down in its `Page`; in the reading thread, which must not wait."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlsplit

from osgenesis.envs.web.browser.addresses import origin_of
from osgenesis.envs.web.browser.dialogs import Dialog

if TYPE_CHECKING:
    from osgenesis.envs.web.browser.page import Page

__all__ = ["HANDLERS"]


def _frame_navigated(page: Page, params: dict[str, Any]) -> None:
    frame = params["frame"]
    if "parentId" not in frame:
        page.frame_id = frame["id"]
        # Of a page that could not be loaded Chromium shows an error page of its own.
        page.url = frame.get("unreachableUrl") or frame["url"] + frame.get("urlFragment", "")
        page.loaded_url, page.loader_id = frame["url"], frame["loaderId"]
        page.document_number += 1
        page.history.moved = True
    page.traffic.frames.add(frame["id"])
    page.context.on_document(frame.get("url", ""))


def _response(page: Page, params: dict[str, Any]) -> None:
    if params.get("type") == "Document" and params.get("frameId") == page.frame_id:
        page.mime = params["response"].get("mimeType") or "text/html"


def _navigated_within(page: Page, params: dict[str, Any]) -> None:
    if params["frameId"] == page.frame_id:
        page.url = params["url"]
        page.history.moved = True


def _dialog(page: Page, params: dict[str, Any]) -> None:
    kind = params["type"]
    message = params.get("message", "")[: page.settings.max_text]
    page.context.report(kind, message)
    if kind == "beforeunload":
        page.session.send("Page.handleJavaScriptDialog", {"accept": True})
        return
    page.dialog = Dialog(kind, message, params.get("defaultPrompt", ""), page.host)


def _dialog_closed(page: Page, params: dict[str, Any]) -> None:
    page.dialog = None


def _stored(page: Page, params: dict[str, Any]) -> None:
    if not params["storageId"]["isLocalStorage"]:
        page.keeps_session = True


def _crash(page: Page, params: dict[str, Any]) -> None:
    page.crashed = True
    page.context.report("crashed", page.url)
    page.session.end(f"the page {page.url} has crashed")


def _file_chooser(page: Page, params: dict[str, Any]) -> None:
    page.file_chooser = params
    page.context.report("file chooser", page.url)


def _drag(page: Page, params: dict[str, Any]) -> None:
    page.dragging = params["data"]


def _paused(page: Page, params: dict[str, Any]) -> None:
    request_id, url = params["requestId"], params["request"]["url"]
    delivered = page.context.delivery(page, url)
    if delivered is not None and "responseStatusCode" not in params and "responseErrorReason" not in params:
        page.session.send("Fetch.fulfillRequest", {"requestId": request_id, **delivered})
        return
    why = refusal(params)
    allowed = page.context.allowed
    if allowed is not None and url.startswith("http") and origin_of(url) not in allowed:
        if params.get("resourceType") != "Document":
            page.session.send("Fetch.failRequest", {"requestId": request_id, "errorReason": "BlockedByClient"})
            return
        why = why or "not one of the addresses that were given"
    if why is not None:
        page.context.on_refused(page, url, why, main=params["frameId"] == page.frame_id)
        page.session.send("Fetch.failRequest", {"requestId": request_id, "errorReason": "Aborted"})
        return
    page.session.send("Fetch.continueRequest", {"requestId": request_id})


def refusal(params: dict[str, Any]) -> str | None:
    """Why the proxy refused a document, read from its answer; None if it did not."""
    for header in params.get("responseHeaders", ()):
        if header["name"].lower() == "x-refused":
            return str(header["value"])
    reason = params.get("responseErrorReason")
    if reason is not None and urlsplit(params["request"]["url"]).scheme == "https":
        return f"the connection was refused ({reason})"
    return None


HANDLERS: Final[dict[str, Callable[[Page, dict[str, Any]], None]]] = {
    "Page.frameNavigated": _frame_navigated,
    "Network.responseReceived": _response,
    "Page.navigatedWithinDocument": _navigated_within,
    "Page.javascriptDialogOpening": _dialog,
    "Page.javascriptDialogClosed": _dialog_closed,
    "Page.fileChooserOpened": _file_chooser,
    "DOMStorage.domStorageItemAdded": _stored,
    "DOMStorage.domStorageItemUpdated": _stored,
    "Inspector.targetCrashed": _crash,
    "Input.dragIntercepted": _drag,
    "Fetch.requestPaused": _paused,
}
