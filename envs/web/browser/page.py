"""`Page`: one tab. It follows what Chromium tells of it, settles, and is looked at."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlsplit

import numpy as np
from numpy.typing import NDArray

from osgenesis.envs.core.elements import Element
from osgenesis.envs.core.errors import ActionError, BackendError
from osgenesis.envs.web.browser.cdp import CdpError, Reply, Session
from osgenesis.envs.web.browser.dialogs import Dialog, dialog_elements, draw_dialog
from osgenesis.envs.web.browser.frames import Frames
from osgenesis.envs.web.browser.history import History
from osgenesis.envs.web.browser.observe import elements_of
from osgenesis.envs.web.browser.page_events import HANDLERS
from osgenesis.envs.web.browser.pictures import decode_png
from osgenesis.envs.web.browser.pointer import mouse
from osgenesis.envs.web.browser.traffic import Traffic

if TYPE_CHECKING:
    from osgenesis.envs.web.browser.context import Context

__all__ = ["Page", "ScriptError"]

_WORLD: Final = "osgenesis"
_ASSETS: Final = Path(__file__).parent / "assets"
_FUNCTION: Final = re.compile(r"\s*(async\b\s*)?(function\b|\([^()]*\)\s*=>|[\w$]+\s*=>)")
# A task after those that the input has queued: by then a navigation or request has been announced.
# Then, after a layout, the page's typefaces: without them boxes and pictures are others.
_HOP: Final = """new Promise(done => setTimeout(done, 0)).then(() => {
  if (document.body) document.body.offsetHeight;
  if (!document.fonts || document.fonts.status !== 'loading') return 0;
  return Promise.race([document.fonts.ready, new Promise(late => setTimeout(late, 2000))]).then(() => 0);
})"""
# The pictures in view, those that are loaded lazily included; a slow server's are not waited for.
_PICTURES: Final = """(() => {
  const missing = [...document.images].filter(image => {
    if (image.complete) return false;
    const box = image.getBoundingClientRect();
    return box.bottom > 0 && box.right > 0 && box.top < innerHeight && box.left < innerWidth;
  });
  if (!missing.length) return 0;
  missing.forEach(image => { image.loading = 'eager'; });
  const shown = Promise.all(missing.map(image => image.decode().catch(() => 0)));
  return Promise.race([shown, new Promise(late => setTimeout(late, 2000))]).then(() => 0);
})()"""
_LIVELY_S: Final = 1.0  # a page that needs longer for nothing hangs
_GONE: Final = ("Cannot find context", "navigated or closed", "Promise was collected", "context was destroyed")


@cache
def _asset(name: str) -> str:
    return (_ASSETS / name).read_text("utf-8")


class ScriptError(BackendError):
    """A script given to `evaluate` threw, or could not be compiled."""


class Page:
    """One tab of a context.

    Attributes:
        context: The context it belongs to.
        url: Address of its document.
        history: Its own list of addresses.
        dialog: The JavaScript dialog that blocks it, if one does.
        crashed: Whether its process has died.
        closed: Whether it is closed.
        document_number: Rises with each new document; what was read from one says nothing of the next.
        keeps_session: Whether a page has put something into the tab's session storage.
    """

    def __init__(self, context: Context, session: Session, target_id: str, opener: str | None = None) -> None:
        self.context = context
        self.session = session
        self.target_id = target_id
        self.frame_id = target_id
        self.opener = opener
        self.url = "about:blank"
        self.mime = "text/html"
        self.loaded_url = self.loader_id = ""
        self.given = (-1, "")  # a document as it was delivered, and its number
        self.title_hint = ""
        self.history = History()
        self.traffic = Traffic(target_id)
        self.dialog: Dialog | None = None
        self.crashed = False
        self.closed = False
        self.keeps_session = False
        self.settings = context.browser.settings
        self.mouse_at = (0.0, 0.0)
        self.mouse_held = "none"
        self.file_chooser: dict[str, Any] | None = None
        self.dragging: dict[str, Any] | None = None
        self._world: int | None = None
        self.document_number = 0
        self._world_of = -1
        self._extras: set[str] = set()
        self._picture: NDArray[np.uint8] | None = None
        self._picture_data = ""
        self._frames = Frames(self) if context.browser.begin_frames else None
        self._prepare()

    def _prepare(self) -> None:
        """Set the tab up; it waits until all of this is done before it runs anything."""
        context, send = self.context, self.session.send
        send("Page.enable")
        send("Network.enable", {"maxTotalBufferSize": 1 << 24, "maxResourceBufferSize": 1 << 23})
        send("Inspector.enable")
        send("DOMStorage.enable")
        self.hold_documents()
        send("Emulation.setDeviceMetricsOverride", context.metrics())
        send("Emulation.setFocusEmulationEnabled", {"enabled": True})
        send("Emulation.setUserAgentOverride", {"userAgent": context.user_agent, "acceptLanguage": context.locale})
        if context.locale != "en-US":
            send("Emulation.setLocaleOverride", {"locale": context.locale})
        if context.timezone != "UTC":
            send("Emulation.setTimezoneOverride", {"timezoneId": context.timezone})
        send("Page.setInterceptFileChooserDialog", {"enabled": True})
        self.ready = send("Runtime.runIfWaitingForDebugger")

    def hold_documents(self, *, before: bool = False) -> None:
        """Have documents held at their headers, so that one that is refused never replaces the page.

        Args:
            before: Also before they are asked for, so that we can answer in the network's stead.
        """
        stages = ("Request", "Response") if before else ("Response",)
        patterns = [{"resourceType": "Document", "requestStage": stage} for stage in stages]
        if self.context.allowed is not None and not self.context.proxied:
            patterns.append({"urlPattern": "*", "requestStage": "Request"})
        self.session.send("Fetch.enable", {"patterns": patterns})

    # ---- looking ----------------------------------------------------------------------------

    @property
    def title(self) -> str:
        """Title of its document."""
        if self.dialog is not None:
            return self.title_hint
        return str(self.evaluate("document.title"))

    @property
    def host(self) -> str:
        """Host name of its address."""
        return urlsplit(self.url).hostname or ""

    def elements(self) -> tuple[Element, ...]:
        """What is visible in the viewport, in document order, frames included.

        While a JavaScript dialog is open, the dialog's elements: nothing else can be acted on.
        """
        self._check()
        if self.dialog is not None:
            return dialog_elements(self.dialog, self.context.viewport)
        settings = self.settings
        self.catch_up()
        found = self._help(f"elements({settings.max_elements},{settings.max_text})")
        if found is None:
            return dialog_elements(self.dialog, self.context.viewport) if self.dialog is not None else ()
        return elements_of(found, self.host)

    def text(self) -> str:
        """The visible text of the whole page, frames included."""
        return str(self._help(f"text({self.settings.max_page_text})") or "")

    def html(self) -> str:
        """The document as it is now, serialised."""
        return str(self._help(f"html({self.settings.max_page_text})") or "")

    def begin_screenshot(self) -> Reply | None:
        """Ask for a picture of this moment, for `screenshot`: it takes three beats of the display, mostly waiting."""
        self._check()
        if self.dialog is not None or self._frames is not None:
            return None
        self._evaluate(_PICTURES, own_world=True)
        if self.dialog is not None:
            return None
        return self.session.send("Page.captureScreenshot", {"format": "png", "optimizeForSpeed": True})

    def screenshot(self, begun: Reply | None = None) -> NDArray[np.uint8]:
        """The viewport, shape (height, width, 3), RGB; a fresh array.

        Args:
            begun: What `begin_screenshot` gave, if nothing has been done since.
        """
        self._check()
        if self._frames is not None:
            self._evaluate(_PICTURES, own_world=True)
            self._draw_picture(self._frames)
        else:
            self._await_picture(begun or self.begin_screenshot())
        picture = self._picture
        if picture is None:
            width, height = self.context.screen_size
            picture = np.full((height, width, 3), 255, np.uint8)
        if self.dialog is not None:
            return draw_dialog(picture, self.dialog, self.context.viewport)
        return picture.copy()

    def _draw_picture(self, frames: Frames) -> None:
        data = frames.picture() if self.dialog is None else None
        if data is not None and data != self._picture_data:
            self._picture, self._picture_data = decode_png(data, self.context.screen_size), data

    def _await_picture(self, reply: Reply | None) -> None:
        found = self.await_reply(reply, self.settings.call_s) if reply is not None else None
        if found is not None:
            self._picture = decode_png(found["data"], self.context.screen_size)

    # ---- scripts ----------------------------------------------------------------------------

    def evaluate(self, js: str, *args: Any) -> Any:
        """Evaluate an expression, or call a function with `args`, in a world of our own.

        It shares the document with the page, but none of its variables; promises are awaited.

        Raises:
            ScriptError: It threw.
        """
        expression = js
        if args or _FUNCTION.match(js):
            expression = f"({js})({','.join(json.dumps(arg) for arg in args)})"
        return self._evaluate(expression, own_world=True)

    def evaluate_in_page(self, js: str, *args: Any) -> Any:
        """As `evaluate`, but among the page's own variables and functions."""
        expression = js
        if args or _FUNCTION.match(js):
            expression = f"({js})({','.join(json.dumps(arg) for arg in args)})"
        return self._evaluate(expression, own_world=False)

    def _help(self, call: str) -> Any:
        """Call one of our helpers in the page (assets/observe.js); its answer comes as JSON."""
        found = self._evaluate(f"osg.{call}", own_world=True)
        return json.loads(found) if isinstance(found, str) else found

    help = _help

    def help_from(self, asset: str, call: str) -> Any:
        """As `help`, with the helpers of a further file, which is loaded when first needed."""
        self._own_world(time.monotonic() + self.settings.script_s)
        if asset not in self._extras:
            self._evaluate(_asset(asset), own_world=True)
            self._extras.add(asset)
        return self._help(call)

    def _evaluate(self, expression: str, *, own_world: bool, timeout: float | None = None) -> Any:
        limit = time.monotonic() + (timeout or self.settings.script_s)
        while True:
            self._check()
            if self.dialog is not None:
                return None
            params: dict[str, Any] = {"expression": expression, "returnByValue": True, "awaitPromise": True}
            try:
                if own_world:
                    world = self._own_world(limit)
                    if world is None:
                        return None
                    params["contextId"] = world
                found = self.await_reply(self.session.send("Runtime.evaluate", params), limit - time.monotonic())
            except CdpError as error:
                if any(gone in error.reason for gone in _GONE) and time.monotonic() < limit:
                    self._world = None
                    continue
                raise
            if found is None:
                return None
            problem = found.get("exceptionDetails")
            if problem is not None:
                thrown = problem.get("exception", {})
                raise ScriptError(str(thrown.get("description") or thrown.get("value") or problem.get("text"))[:2000])
            return found["result"].get("value")

    def _own_world(self, limit: float) -> int | None:
        """Our world in the present document, with the helpers in it."""
        if self._world is not None and self._world_of == self.document_number:
            return self._world
        documents = self.document_number
        params = {"frameId": self.frame_id, "worldName": _WORLD, "grantUniveralAccess": True}
        made = self.await_reply(self.session.send("Page.createIsolatedWorld", params), limit - time.monotonic())
        if made is None:
            return None
        world: int = made["executionContextId"]
        params = {"expression": _asset("observe.js"), "contextId": world}
        if self.await_reply(self.session.send("Runtime.evaluate", params), limit - time.monotonic()) is None:
            return None
        self._world, self._world_of = world, documents
        self._extras.clear()
        return world

    def object_id(self, expression: str) -> str:
        """A handle of the node that an expression in our world gives."""
        world = self._own_world(time.monotonic() + self.settings.script_s)
        found = self.session.call("Runtime.evaluate", {"expression": expression, "contextId": world})
        return str(found["result"]["objectId"])

    # ---- waiting ----------------------------------------------------------------------------

    def wait(self, seconds: float) -> None:
        """Let the page's own time pass; a dialog ends the wait."""
        self._pump(lambda: self.dialog is not None or self.closed or self.crashed, seconds)

    def await_reply(self, reply: Reply, timeout: float) -> dict[str, Any] | None:
        """The answer to a call; None if a dialog opened meanwhile, which blocks the page, or the tab closed.

        A page that does not answer in time is stuck in a script of its own. The script is stopped.

        Raises:
            BackendError: It does not answer even then, or it has crashed.
        """
        if not reply.done:
            ready = lambda: reply.done or self.dialog is not None  # noqa: E731
            if not self._pump(ready, max(timeout, 0.05)):
                self._stop_script()
                if not self.session.wait_for(ready, 2.0):
                    raise BackendError(f"The page {self.url} does not answer ({reply.method}).")
        if not reply.done or (self.closed and reply.failed):
            return None
        return reply.result()

    def _pump(self, ready: Callable[[], bool], timeout: float) -> bool:
        """Wait for something in the page; frames are drawn meanwhile, since it may depend on one."""
        frames = self._frames
        if frames is None:
            return self.session.wait_for(ready, timeout)
        limit = time.monotonic() + timeout
        patience = frames.PATIENCE
        while not self.session.wait_for(ready, min(patience, max(limit - time.monotonic(), 0))):
            if time.monotonic() >= limit:
                return False
            frames.draw()
            patience = min(2 * patience, frames.BEAT)
        return True

    def draw(self) -> None:
        """Have a frame drawn, if frames are drawn only when asked for; does not wait for it."""
        if self._frames is not None:
            self._frames.draw()

    def catch_up(self) -> None:
        """Draw a frame if time has passed since the last: what moves has moved on meanwhile."""
        if self._frames is not None:
            self._frames.catch_up()

    def _stop_script(self) -> None:
        self.context.report("hung", f"{self.url}: a script ran for more than {self.settings.script_s:g} s; stopped")
        self.session.send("Runtime.terminateExecution")

    def settle(self) -> None:
        """Wait until navigations and requests in flight are over; never sleeps.

        A task is queued in the page and awaited: what the last input caused has then begun, and
        has been announced. Then events are awaited until nothing is in flight, and all again,
        until a round finds nothing. Deadlines are those of `Settings`; a page that does not come
        to rest is reported, and its loading stopped.
        """
        start = at_rest = time.monotonic()
        quiet, wanted = 0, 1
        settings, traffic = self.settings, self.traffic
        while not (self.closed or self.crashed or self.dialog is not None):
            before = traffic.begun
            frame = self._frames.next_frame() if self._frames is not None else None
            self._evaluate(_HOP, own_world=False, timeout=settings.script_s)
            if self._frames is not None and not self._frames.drawn(frame):
                wanted = 2  # what the frame has set going has to begin, too
            if traffic.loading:
                if not self._pump(
                    lambda: self._stopped() or not traffic.loading, start + settings.navigation_s - at_rest
                ):
                    self._stop_loading()
                    break
                at_rest = time.monotonic()
                continue
            patience = traffic.patience(settings, at_rest)
            if patience is not None:
                self._pump(lambda: self._stopped() or bool(traffic.loading) or not traffic.requests, patience)
                # A script gets to read an answer some time after it is there.
                quiet, wanted = 0, 2
            elif time.monotonic() > at_rest + settings.requests_s:
                break
            elif traffic.begun == before:
                quiet += 1
                if quiet == wanted:
                    break
        if self.crashed:
            self._check()
        self.history.settle(self)

    def _stopped(self) -> bool:
        return self.dialog is not None or self.crashed or self.closed

    def _stop_loading(self) -> None:
        self.context.report("unsettled", f"{self.url} was still loading; stopped")
        self.session.send("Page.stopLoading")
        self._pump(lambda: self._stopped() or not self.traffic.loading, 1.0)
        self.traffic.loading.clear()

    def _check(self) -> None:
        if self.crashed:
            raise BackendError(f"The page {self.url} has crashed.")
        if self.closed:
            raise BackendError("The tab is closed.")
        if self.session.ended is not None:
            raise BackendError(f"The tab has ended: {self.session.ended}")

    # ---- navigation -------------------------------------------------------------------------

    def goto(self, url: str) -> None:
        """Go to an address and settle.

        Raises:
            ActionError: Not an http(s) address, or one that this world does not hold; the page is
                as before.
        """
        self.context.check_address(url)
        self.navigate(url)
        self.history.settle(self)

    def navigate(self, url: str) -> None:
        """Navigate and settle, without a look at the address."""
        self._check()
        self.accept_dialog()
        mark = self.context.refusal_count
        reply = self.session.send("Page.navigate", {"url": url})
        found = self.await_reply(reply, self.settings.navigation_s)
        problem = (found or {}).get("errorText")
        self.settle()
        if self.closed:
            return
        self.context.raise_refusal(mark)
        if problem and problem not in ("net::ERR_ABORTED", "net::ERR_HTTP_RESPONSE_CODE_FAILURE"):
            self.context.report("failed", f"{url}: {problem}")

    def go(self, delta: int) -> None:
        """Go back (-1) or forward (1) in the tab's history and settle."""
        position = self.history.position + delta
        if not 0 <= position < len(self.history.entries):
            raise ActionError(f"There is no {'earlier' if delta < 0 else 'later'} page in this tab.")
        url = self.history.aim(position)
        try:
            self.navigate(url)
            self.history.settle(self)
        finally:
            self.history.aim_at_nothing()

    def can_begin_again(self) -> bool:
        """Whether the tab, once it shows another page, is as good as a new one: it answers, and keeps nothing."""
        if self.closed or self.crashed or self.dialog is not None or self.opener is not None:
            return False
        if self.keeps_session or self.mouse_held != "none" or self.traffic.loading:
            return False
        reply = self.session.send("Runtime.evaluate", {"expression": "window.name"})
        self.session.wait_for(lambda: reply.done or self.dialog is not None, _LIVELY_S)
        return reply.done and not reply.failed and reply.result()["result"].get("value") == ""

    def begin_again(self, load: Callable[[Page], None]) -> None:
        """Show something as if it were the first thing that the tab shows.

        Raises:
            ActionError: From `load`; the tab is blank then.
        """
        if self.mouse_at != (0.0, 0.0):
            mouse(self, "mouseMoved", -1, -1)  # over nothing, as in a new tab
            self.mouse_at = (0.0, 0.0)
        self.title_hint = ""
        try:
            load(self)
        except ActionError:
            self.navigate("about:blank")
            self._forget_history()
            raise
        self._forget_history()

    def _forget_history(self) -> None:
        self.session.call("Page.resetNavigationHistory")
        self.history.forget()

    def accept_dialog(self, accept: bool = True, text: str | None = None) -> None:
        """Answer the JavaScript dialog, if one is open."""
        dialog = self.dialog
        if dialog is None:
            return
        params: dict[str, Any] = {"accept": accept}
        if dialog.kind == "prompt":
            params["promptText"] = dialog.text if text is None else text
        self.session.call("Page.handleJavaScriptDialog", params)
        self.session.wait_for(lambda: self.dialog is not dialog, 2.0)

    # ---- events, in the reading thread ------------------------------------------------------

    @property
    def frames(self) -> frozenset[str]:
        """Ids of the frames that have been seen loading."""
        return frozenset(self.traffic.frames)

    def on_event(self, method: str, params: dict[str, Any]) -> None:
        """Take one event of this tab."""
        handler = HANDLERS.get(method)
        if handler is not None:
            handler(self, params)
        else:
            self.traffic.on_event(method, params)
