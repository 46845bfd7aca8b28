"""`MiniWobBackend`: a MiniWoB++ page in a browser context. Episodes follow each other in the page, which ends them."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from types import MappingProxyType
from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from osgenesis.envs.core.actions import Action
from osgenesis.envs.core.elements import Element
from osgenesis.envs.core.errors import ActionError, BackendError, TaskError
from osgenesis.envs.core.state import Row, State
from osgenesis.envs.core.vocabulary import FieldWords, TableWords, Vocabulary
from osgenesis.envs.miniwob.names import HOST, RELOADED, VIEWPORT, page_url
from osgenesis.envs.miniwob.server import shared_server
from osgenesis.envs.web.backend import BrowserBackend
from osgenesis.envs.web.browser import shared_browser
from osgenesis.envs.web.browser.pointer import click, hover

__all__ = ["ACTION_TYPES", "MAX_EPISODE_MS", "MiniWobBackend", "Moment", "Verdict"]

# What a page can react to. Addresses, tabs and uploads would only lead away from it.
ACTION_TYPES: Final = (
    "click",
    "double_tap",
    "long_press",
    "hover",
    "scroll",
    "drag",
    "input_text",
    "select_option",
    "keyboard_enter",
    "key",
    "wait",
    "status",
    "noop",
)
# The longest time a page's timer can count: an episode has its budget of steps, not a deadline on the wall clock.
MAX_EPISODE_MS: Final = 2**31 - 1
SETTLE_MS: Final = 500
_WAIT_MS: Final = 1000
_FIELDS: Final = "page/fields"
_EDGES: Final = ("left", "top", "right", "bottom")
_SETTLE: Final = "(ms, again) => window.miniwobEpisode ? miniwobEpisode.settle(ms, again) : null"


class Verdict(NamedTuple):
    """What the page says of the episode; for the judge alone.

    Attributes:
        done: The episode is over.
        raw: Its reward without the discount for time, from -1 to 1.
        left: The page itself is gone: the agent went elsewhere.
    """

    done: bool
    raw: float
    left: bool = False


class Moment(NamedTuple):
    """A moment of an episode: how it began, and what has been done since. Played again, it is the same moment."""

    task: str
    seed: int
    actions: tuple[Action, ...]


class MiniWobBackend(BrowserBackend):
    """The page of a task, in a browser context of its own behind a proxy that serves nothing else.

    Args:
        settle_ms: Time that passes in the page after each action, for its timers and animations.
        episode_max_time: The page's own time limit in ms of its clock.
        scale: Device px per CSS px of screenshots. Coordinates of elements and actions are in the same px.
        executable: The Chromium to use instead of the one that is found.
    """

    name = "embedded"
    capabilities = frozenset({"snapshot", "fork", "state", "screenshot"})
    action_types = ACTION_TYPES

    def __init__(
        self,
        *,
        settle_ms: int = SETTLE_MS,
        episode_max_time: int = MAX_EPISODE_MS,
        scale: float = 1.0,
        executable: str | None = None,
    ) -> None:
        if settle_ms < 0 or not 0 < episode_max_time <= MAX_EPISODE_MS:
            raise ValueError(
                f"settle_ms must be at least 0 and episode_max_time from 1 to {MAX_EPISODE_MS}, "
                f"got {settle_ms} and {episode_max_time}."
            )
        self._options: dict[str, Any] = {
            "settle_ms": settle_ms,
            "episode_max_time": episode_max_time,
            "scale": scale,
            "executable": executable,
        }
        super().__init__(
            shared_browser(executable, begin_frames=True).new_context(
                proxy=shared_server().address, viewport=VIEWPORT, scale=scale
            )
        )
        self._settle_ms, self._max_time = settle_ms, episode_max_time
        self._loaded: str | None = None  # the task whose page is there, fit for another episode
        self._moment: Moment | None = None
        self._actions: list[Action] = []
        self._verdict = Verdict(False, 0.0)

    # ---- Backend --------------------------------------------------------------------------------

    def perform(self, action: Action) -> None:
        """Do one action, then let the page's clock go on by `settle_ms` (by its duration for a wait)."""
        if self._moment is None:
            raise ActionError("No episode has begun.")
        self._actions.append(action)
        try:
            if action.type == "wait":
                self.look_again()
                self._settle(_WAIT_MS if action.duration_ms is None else action.duration_ms)
                return
            try:
                super().perform(action)
            finally:
                # Also after a refused action: part of it may have reached the page.
                self._settle(self._settle_ms)
        except BackendError:
            self._loaded = None
            raise

    def elements(self) -> tuple[Element, ...]:
        """The page's visible elements, boxes in px of the screenshot."""
        found = super().elements() if self._moment is not None else ()
        scale = self.browser_context.scale
        if scale == 1:
            return found
        return tuple(e._replace(**{edge: round(getattr(e, edge) * scale) for edge in _EDGES}) for e in found)

    def screenshot(self) -> NDArray[np.uint8]:
        """The page as people see it, without goal and reward display."""
        if self._moment is None:
            width, height = self.screen_size
            return np.full((height, width, 3), 255, np.uint8)
        return super().screenshot()

    def context(self) -> dict[str, str]:
        """The host and the page."""
        return {"app": HOST, "url": page_url(self._moment.task) if self._moment is not None else "about:blank"}

    def snapshot(self) -> Moment | None:
        """How to come back to this moment: task, seed and actions. What scripts hold cannot be copied, but repeated."""
        return None if self._moment is None else self._moment._replace(actions=tuple(self._actions))

    def restore(self, snapshot: Moment | None) -> None:
        """Come back to a moment by playing its episode again up to there."""
        if snapshot is None:
            self.look_again()
            self._moment, self._actions, self._verdict = None, [], Verdict(False, 0.0)
            return
        self.start(snapshot.task, snapshot.seed)
        for action in snapshot.actions:
            try:
                self.perform(action)
            except ActionError:
                continue  # it was refused then, too

    def fork(self) -> MiniWobBackend:
        """A second page in the same state."""
        twin = type(self)(**self._options)
        try:
            twin.restore(self.snapshot())
        except BaseException:
            twin.close()
            raise
        return twin

    def state(self) -> State:
        """The form fields of the page, its text and its address."""
        if self._moment is None:
            return State(values={"url": "about:blank", "text": ""})
        facts = self._ask("miniwobEpisode.facts()")
        fields: dict[Any, Row] = {f["key"]: MappingProxyType(f) for f in facts["fields"]}
        return State(tables={_FIELDS: fields}, values={"url": facts["url"], "text": facts["text"]})

    def state_hash(self) -> str:
        """Over the document, its forms, selection and scroll positions, its clock and dice, and the verdict."""
        page = "" if self._moment is None else self._ask("miniwobEpisode.describe()")
        where = json.dumps([None if self._moment is None else self._moment[:2], self._verdict])
        return hashlib.blake2b(f"{where}\n{page}".encode(), digest_size=16).hexdigest()

    def vocabulary(self) -> Vocabulary:
        """Words for form fields."""
        words = {"value": FieldWords("value"), "checked": FieldWords("state", {"0": "off", "1": "on"}, "flag")}
        return Vocabulary.of(
            TableWords(_FIELDS, "the page", "field", "name", words, ("key",)), apps={HOST: "MiniWoB++"}
        )

    def close(self) -> None:
        """Close the browser context. May be called twice."""
        self._moment = self._loaded = None
        super().close()

    # ---- what tasks use ---------------------------------------------------------------------------

    def start(self, task: str, seed: int) -> str:
        """Begin an episode.

        Args:
            task: A name of `TASK_NAMES`.
            seed: Of the page's random numbers.

        Returns:
            The goal, as the page words it.
        """
        if self._loaded != task or task in RELOADED:
            self._load(page_url(task))
            self._loaded = task
        try:
            # The mouse may lie over something that reacts to it, and arrow keys scroll what it pressed last; in a new
            # page it lies nowhere and has pressed nothing.
            click(self.browser_context.page, VIEWPORT[0] - 1, VIEWPORT[1] - 1)
            begun = self._ask("miniwobEpisode.begin", seed, self._max_time, self._settle_ms)
        except BackendError:
            self._loaded = None
            raise
        if not isinstance(begun, dict):
            self._loaded = None
            raise TaskError(f"The page of {task} did not begin an episode: {begun!r:.200}")
        self.look_again()
        self._moment, self._actions = Moment(task, seed, ()), []
        self._judge(begun)
        return str(begun["goal"])

    @property
    def verdict(self) -> Verdict:
        """What the page said after the last action."""
        return self._verdict

    # ---- inside -----------------------------------------------------------------------------------

    def _load(self, url: str) -> None:
        """The page anew, in the same tab where that is sound."""
        pages = self.browser_context.pages
        if self._loaded is None or len(pages) != 1 or pages[0].dialog is not None:
            self.browser_context.reset(url)
        else:
            pages[0].goto(url)

    def _settle(self, ms: int) -> None:
        """Let time pass in the page, and take its verdict."""
        said = self._ask(_SETTLE, ms, False)
        if isinstance(said, dict) and not said["passed"]:
            self._move_mouse(said["mouse"])
            said = self._ask(_SETTLE, ms, True)
        if isinstance(said, dict) and said["mouse"] is not None:
            self._move_mouse(said["mouse"])
            said = self._ask(_SETTLE, 0, True)
        self._judge(said)

    def _move_mouse(self, point: Sequence[float]) -> None:
        """Move it to a point, in CSS px."""
        hover(self.browser_context.page, point[0], point[1])

    def _judge(self, said: Any) -> None:
        """Take what the page says; without an answer, or at another address, it is not the page any more."""
        if said is None and self.browser_context.page.dialog is not None:
            return  # it can say nothing until the dialog is answered
        here = self._moment is not None and isinstance(said, dict)
        url = str(said["url"]).partition("#")[0] if here else ""
        if self._moment is not None and url != page_url(self._moment.task):
            self._loaded = None
            self._verdict = Verdict(True, 0.0, left=True)
        elif here:
            self._verdict = Verdict(bool(said["done"]), float(said["raw"]))

    def _ask(self, script: str, *arguments: Any) -> Any:
        return self.browser_context.page.evaluate_in_page(script, *arguments)
