"""`Recorder`: a wrapper around an environment that turns what happens into triples and screens."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from typing import Any, Final, NamedTuple
from urllib.parse import urlsplit

import gymnasium as gym

from osgenesis.envs.core.actions import Action
from osgenesis.envs.core.elements import Element
from osgenesis.envs.core.environment import EnvSnapshot, GuiEnv
from osgenesis.envs.core.state import State, StateDiff
from osgenesis.synth.explore.candidates import changed, is_foreign
from osgenesis.synth.explore.surface import PAGE, PHONE, PLACES, surface_of
from osgenesis.synth.explore.triples import PathStep, ScreenRecord, Start, Triple, screen_id
from osgenesis.synth.worlds import explore_options, judged

_STRUCTURE_FLAGS = 1 | 2 | 4 | 8 | 256  # what can be done with an element; not its present state
_NAMED_ROLES: Final = frozenset(
    {
        "button",
        "textbox",
        "searchbox",
        "combobox",
        "listbox",
        "checkbox",
        "radio",
        "switch",
        "spinbutton",
        "slider",
        "tab",
    }
)


class Moment(NamedTuple):
    """A point to come back to: the world there, and how one got to it."""

    snapshot: EnvSnapshot
    path: tuple[PathStep, ...]
    parent: str | None  # id of the last triple on the path
    n_changes: int  # steps on the path that changed what the world holds


class Recorder(gym.Wrapper[Any, Any, Any, Any]):
    """Records every step that changes the screen or what the world holds.

    `reset` comes back to ``origin`` where one is set, else it begins at the unit's start.
    """

    def __init__(self, env: GuiEnv, unit: str, start: Start) -> None:
        super().__init__(env)
        self.gui = env
        self.unit = unit
        self.start = start
        self.origin: Moment | None = None
        self.triples: list[Triple] = []
        self.screens: dict[str, ScreenRecord] = {}
        self.n_steps = 0
        self.last: Triple | None = None  # of the latest step, if it was one
        self.structure = ""  # kind of screen that is shown now
        self._path: list[PathStep] = []
        self._parent: str | None = None
        self._restored_from: str | None = None
        self._n_changes = 0
        self._elements: Sequence[Element] = ()
        self._state = State()
        self._hash = ""
        self._screen = ""
        self._app = ""
        self._web = surface_of(env) is not PHONE
        self._judges = surface_of(env) is PAGE

    def reset(self, *, seed: int | None = None, options: dict[str, Any] | None = None) -> tuple[Any, dict[str, Any]]:
        """Begin an excursion at ``origin``, or an episode at the start."""
        if self.origin is None:
            observation, info = self.gui.reset(seed=seed, options=explore_options(self.start.setup))
            self._path, self._parent, self._n_changes = [], None, 0
        else:
            self.gui.restore(self.origin.snapshot)
            observation, info = self.gui.look()
            self._path, self._parent = list(self.origin.path), self.origin.parent
            self._n_changes = self.origin.n_changes
        self._restored_from = self._parent
        self.last = None
        self._look(info)
        self._state = self.gui.state()
        self._hash = self.gui.backend.state_hash()
        return observation, info

    def step(self, action: Any) -> tuple[Any, Any, bool, bool, dict[str, Any]]:
        """Act and record."""
        act = self.gui.to_action(action)
        before, state, state_hash = self._elements, self._state, self._hash
        screen, app = self._screen, self._app
        result = self.gui.step(act)
        self.n_steps += 1
        self._look(result[4])
        self._state = self.gui.state()
        self._hash = self.gui.backend.state_hash()
        diff = without_places(StateDiff.between(state, self._state))
        element = _acted_on(act, before)
        self.last = None
        solved = self._judges and judged(self.gui)
        refused = self._web and "action_error" in result[4]  # on a page, no part of any way
        if not refused and (diff or solved or changed(before, self._elements)):
            self.last = Triple(
                id=f"{self.unit}-{len(self.triples):05d}",
                unit=self.unit,
                step=self.n_steps - 1,
                app=app,
                start=self.start,
                path=tuple(self._path),
                action=act,
                element=element,
                screen_before=screen,
                screen_after=self._screen,
                state_before=state_hash,
                state_after=self._hash,
                diff=diff,
                parent=self._parent,
                restored_from=self._restored_from,
                solved=solved,
            )
            self.triples.append(self.last)
            self._parent = self.last.id
            self._n_changes += bool(diff)
        if not refused:
            self._path.append(PathStep(act, element))
        return result

    def moment(self) -> Moment:
        """This point, to come back to."""
        return Moment(self.gui.snapshot(), tuple(self._path), self._parent, self._n_changes)

    @property
    def path_length(self) -> int:
        """Actions since the start."""
        return len(self._path)

    def _look(self, info: dict[str, Any]) -> None:
        self._elements = info["elements"]
        self._app = info["app"]
        self._screen = screen_id(self._elements)
        known = self.screens.get(self._screen)
        if known is None:
            if self._web:
                kind = page_structure(self._elements, info.get("url", ""))
            else:
                kind = structure(self._elements, f"{self._app} {info.get('activity', '')} {info.get('url', '')}")
            known = ScreenRecord(self._screen, self._app, kind, tuple(self._elements))
            self.screens[self._screen] = known
        self.structure = known.structure


def structure(elements: Sequence[Element], where: str) -> str:
    """What kind of screen it is: equal for two screens that differ in texts and list lengths only.

    Made of where we are, the heading, and the kinds of elements there are with what they can do.
    """
    own = [element for element in elements if not is_foreign(element)]
    kinds = sorted({(e.class_name, e.resource_id, e.flags & _STRUCTURE_FLAGS, e.window) for e in own})
    keyboard = len(own) < len(elements) and any(e.window == "input_method" for e in elements)
    text = repr((where, heading(own), keyboard, kinds))
    return hashlib.blake2b(text.encode(), digest_size=8).hexdigest()


def page_structure(elements: Sequence[Element], url: str) -> str:
    """What kind of page it is: equal for two pages that differ in contents only.

    Made of the address without names and numbers, the roles there are, and the names of fields, lists and buttons.
    """
    kinds = set()
    for element in elements:
        named = element.role in _NAMED_ROLES and len(element.text) <= 24
        label = re.sub(r"\d+", "#", element.text) if named else ""
        kinds.add((element.role, element.flags & _STRUCTURE_FLAGS, label, element.window))
    text = repr((page_kind(url), sorted(kinds)))
    return hashlib.blake2b(text.encode(), digest_size=8).hexdigest()


def page_kind(url: str) -> str:
    """An address without what names single things: host, first part of the path, depth, names of parameters."""
    parts = urlsplit(url)
    first, *rest = [part for part in parts.path.split("/") if part] or [""]
    kept = "*" if re.search(r"[\d.-]", first) else first
    names = sorted(part.partition("=")[0] for part in parts.query.split("&") if part)
    return f"{parts.netloc}/{kept}{'/*' * len(rest)}?{'&'.join(names)}"


def without_places(diff: StateDiff) -> StateDiff:
    """A difference without those that only say where one is."""
    if not any(change.subject in PLACES for change in diff):
        return diff
    return StateDiff(tuple(change for change in diff if change.subject not in PLACES))


def heading(elements: Sequence[Element]) -> str:
    """The first short text near the top of the screen, or of the dialog that is on it."""
    lowest = min((element.top for element in elements), default=0) + 320
    for element in elements:
        if element.text and not element.editable and element.top < lowest and len(element.text) < 40:
            return element.text
    return ""


def _acted_on(action: Action, elements: Sequence[Element]) -> Element | None:
    """The element of an action: by its index, or the smallest one under its point."""
    if action.index is not None:
        return elements[action.index] if action.index < len(elements) else None
    if action.x is None or action.y is None:
        return None
    under = [
        element
        for element in elements
        if element.left <= action.x < element.right and element.top <= action.y < element.bottom
    ]
    return min(under, key=lambda e: (e.right - e.left) * (e.bottom - e.top), default=None)
