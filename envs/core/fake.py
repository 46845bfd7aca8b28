"""`FakeBackend`: a small, exact world (a counter and a list of notes) to test the contract on.

It has everything a backend can have, draws its own picture, and costs microseconds; third parties
can try their agents and wrappers on it without a device.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any, ClassVar, Final

import numpy as np
from numpy.typing import NDArray

from osgenesis.envs.core.actions import PHONE_ACTIONS, Action
from osgenesis.envs.core.elements import Element, Flag
from osgenesis.envs.core.errors import ActionError, BackendError
from osgenesis.envs.core.oracle import Screen
from osgenesis.envs.core.state import FileFact, Row, State
from osgenesis.envs.core.suite import Suite
from osgenesis.envs.core.task import Task
from osgenesis.envs.core.vocabulary import (
    FieldWords,
    FolderWords,
    SettingWords,
    TableWords,
    Vocabulary,
)

__all__ = ["FAKE_SUITE", "AddNote", "CountTo", "FakeBackend", "ReadCount"]

_PACKAGE: Final = "org.example.counter"
_SIZE: Final = (240, 480)
_ROW_HEIGHT: Final = 40
_VISIBLE_NOTES: Final = 4
_NOTES_TABLE: Final = "Counter/notes"
_ENABLED, _CLICK = int(Flag.ENABLED), int(Flag.ENABLED | Flag.CLICKABLE)
_FIELD: Final = int(Flag.ENABLED | Flag.CLICKABLE | Flag.EDITABLE | Flag.FOCUSABLE)
_NOTE: Final = int(Flag.ENABLED | Flag.CLICKABLE | Flag.LONG_CLICKABLE)
_SWITCH: Final = int(Flag.ENABLED | Flag.CLICKABLE | Flag.CHECKABLE)


@dataclass(frozen=True)
class _World:
    """All there is, never modified: a snapshot is a reference to it."""

    count: int = 0
    field: str = ""
    focused: bool = False
    dark: bool = False
    home: bool = False
    offset: int = 0
    clock: int = 1_697_384_040
    next_id: int = 1
    notes: tuple[tuple[int, str, int], ...] = ()  # id, text, created
    exported: str | None = None


class FakeBackend:
    """An app with a counter, a text field, a list of notes and a switch, on a 240x480 screen."""

    name = "fake"
    capabilities = frozenset({"snapshot", "fork", "state", "screenshot"})
    screen_size: tuple[int, int] = _SIZE
    action_types: tuple[str, ...] = PHONE_ACTIONS

    def __init__(self) -> None:
        self._world = _World()
        self._elements: tuple[Element, ...] | None = None
        self._closed = False
        # Tests set this to make the next action fail as a lost device would.
        self.broken = False

    # ---- Backend ----------------------------------------------------------------------------

    def perform(self, action: Action) -> None:
        """Do one action."""
        if self._closed or self.broken:
            raise BackendError("the fake device is gone")
        world = replace(self._world, clock=self._world.clock + 1)
        match action.type:
            case "click" | "double_tap":
                world = self._clicked(world, action)
            case "long_press":
                world = self._long_pressed(world, action)
            case "touch":
                world = self._clicked(world, action) if action.down is False else world
            case "input_text":
                world = self._typed(world, action)
            case "keyboard_enter":
                world = _saved(world) if world.focused else world
            case "scroll" if action.direction in ("up", "down"):
                step = 1 if action.direction == "down" else -1
                last = max(0, len(world.notes) - _VISIBLE_NOTES)
                world = replace(world, offset=max(0, min(last, world.offset + step)))
            case "navigate_home":
                world = replace(world, home=True, focused=False)
            case "navigate_back":
                world = replace(world, focused=False)
            case "open_app":
                if (action.app or "").lower() != "counter":
                    raise ActionError(f"There is no app {action.app!r:.80}; there is 'Counter'.")
                world = replace(world, home=False)
        self._become(world)

    def elements(self) -> tuple[Element, ...]:
        """Visible elements."""
        if self._closed:
            raise BackendError("the fake device is closed")
        if self._elements is None:
            self._elements = _elements(self._world)
        return self._elements

    def screenshot(self) -> NDArray[np.uint8]:
        """Each element as a box whose colour comes from what it says."""
        width, height = _SIZE
        shade = 32 if self._world.dark else 240
        frame = np.full((height, width, 3), shade, np.uint8)
        for e in self.elements():
            digest = hashlib.blake2b(repr((e.text, e.flags)).encode(), digest_size=3).digest()
            frame[e.top : e.bottom, e.left : e.right] = tuple(digest)
        return frame

    def context(self) -> dict[str, str]:
        """The app in front."""
        if self._world.home:
            return {"app": "org.example.home", "activity": "org.example.home/.Home"}
        return {"app": _PACKAGE, "activity": f"{_PACKAGE}/.Main"}

    def snapshot(self) -> object:
        """The world itself; it is never modified."""
        return self._world

    def restore(self, snapshot: Any) -> None:
        """Come back to a snapshot."""
        self._become(snapshot)

    def fork(self) -> FakeBackend:
        """A second world in the same state."""
        twin = FakeBackend()
        twin._become(self._world)
        return twin

    def state(self) -> State:
        """What the app stores."""
        world = self._world
        notes: dict[Any, Row] = {
            i: MappingProxyType({"id": i, "text": text, "created": created}) for i, text, created in world.notes
        }
        counter: dict[Any, Row] = {"count": {"name": "count", "value": world.count}}
        files = {}
        if world.exported is not None:
            data = world.exported.encode()
            digest = hashlib.blake2b(data, digest_size=16).hexdigest()
            files["/notes/export.txt"] = FileFact(digest, len(data), world.exported)
        return State(
            tables={_NOTES_TABLE: notes, "Counter/numbers": counter},
            files=files,
            settings={"app/dark": "1" if world.dark else "0"},
            values={},
        )

    def state_hash(self) -> str:
        """Over the whole world."""
        return hashlib.blake2b(repr(self._world).encode(), digest_size=16).hexdigest()

    def vocabulary(self) -> Vocabulary:
        """Words for notes, the counter, the switch and the export."""
        words = {"text": FieldWords("text"), "created": FieldWords("time", kind="datetime_s")}
        number = {"value": FieldWords("value", kind="number")}
        return Vocabulary.of(
            TableWords(_NOTES_TABLE, "Counter", "note", "text", words, ("id", "created")),
            TableWords("Counter/numbers", "Counter", "counter", "name", number),
            SettingWords("app/dark", "Counter", "dark theme", {"0": "off", "1": "on"}),
            FolderWords("/notes/", "Counter", "exported note file"),
            apps={_PACKAGE: "Counter"},
        )

    def close(self) -> None:
        """Nothing works afterwards."""
        self._closed = True

    # ---- what tasks use ---------------------------------------------------------------------

    @property
    def count(self) -> int:
        """The number on the counter."""
        return self._world.count

    @property
    def notes(self) -> tuple[str, ...]:
        """Texts of the notes, oldest first."""
        return tuple(text for _, text, _ in self._world.notes)

    def seed_world(self, count: int = 0, notes: tuple[str, ...] = ()) -> None:
        """Set the counter and the notes, as a task does at the start."""
        world = _World(count=count)
        for text in notes:
            world = _saved(replace(world, field=text))
        self._become(replace(world, field="", focused=False))

    # ---- inside -----------------------------------------------------------------------------

    def _become(self, world: _World) -> None:
        self._world = world
        self._elements = None

    def _at(self, action: Action) -> Element | None:
        elements = self.elements()
        if action.index is not None:
            if action.index >= len(elements):
                raise ActionError(f"There is no element {action.index}.")
            return elements[action.index]
        x, y = action.x or 0, action.y or 0
        hit = [e for e in elements if e.left <= x < e.right and e.top <= y < e.bottom]
        return hit[-1] if hit else None

    def _clicked(self, world: _World, action: Action) -> _World:
        element = self._at(action)
        match "" if element is None else element.resource_id:
            case "plus":
                return replace(world, count=world.count + 1)
            case "minus":
                return replace(world, count=world.count - 1)
            case "field":
                return replace(world, focused=True)
            case "save":
                return _saved(world)
            case "dark":
                return replace(world, dark=not world.dark)
            case "export":
                return replace(world, exported="\n".join(self.notes))
            case "icon":
                return replace(world, home=False)
            case _:
                return world

    def _long_pressed(self, world: _World, action: Action) -> _World:
        element = self._at(action)
        if element is None or not element.resource_id.startswith("note/"):
            return world
        note_id = int(element.resource_id.removeprefix("note/"))
        return replace(world, notes=tuple(n for n in world.notes if n[0] != note_id), offset=0)

    def _typed(self, world: _World, action: Action) -> _World:
        if action.index is not None or action.x is not None:
            world = self._clicked(world, action)
        if not world.focused:
            raise ActionError("Nothing has the input focus; click a text field first.")
        start = "" if action.clear_text else world.field
        world = replace(world, field=start + (action.text or ""))
        return _saved(world) if action.press_enter else world


def _saved(world: _World) -> _World:
    if not world.field:
        return world
    note = (world.next_id, world.field, world.clock)
    return replace(world, notes=(*world.notes, note), next_id=world.next_id + 1, field="")


def _elements(world: _World) -> tuple[Element, ...]:
    if world.home:
        return (_element("Counter", "Button", "icon", 10, 10, 90, 90, _CLICK),)
    focus = int(Flag.FOCUSED) if world.focused else 0
    checked = int(Flag.CHECKED) if world.dark else 0
    fixed = [
        _element("Counter", "TextView", "title", 0, 0, 240, 40, _ENABLED),
        _element("+", "Button", "plus", 0, 40, 80, 80, _CLICK),
        _element(str(world.count), "TextView", "count", 80, 40, 160, 80, _ENABLED),
        _element("-", "Button", "minus", 160, 40, 240, 80, _CLICK),
        _element(world.field, "EditText", "field", 0, 80, 160, 120, _FIELD | focus, "New note"),
        _element("Save", "Button", "save", 160, 80, 240, 120, _CLICK),
        _element("Dark theme", "Switch", "dark", 0, 120, 120, 160, _SWITCH | checked),
        _element("Export", "Button", "export", 120, 120, 240, 160, _CLICK),
    ]
    shown = world.notes[world.offset : world.offset + _VISIBLE_NOTES]
    for row, (note_id, text, _) in enumerate(shown):
        top = 160 + row * _ROW_HEIGHT
        fixed.append(_element(text, "TextView", f"note/{note_id}", 0, top, 240, top + _ROW_HEIGHT, _NOTE))
    return tuple(fixed)


def _element(
    text: str,
    kind: str,
    name: str,
    left: int,
    top: int,
    right: int,
    bottom: int,
    flags: int,
    hint: str = "",
) -> Element:
    class_name = f"android.widget.{kind}"
    return Element(text, "", class_name, name, hint, _PACKAGE, left, top, right, bottom, flags, "application")


# ---- tasks ---------------------------------------------------------------------------------------


class CountTo(Task):
    """Bring the counter to a number."""

    name: ClassVar[str] = "CountTo"
    apps: ClassVar[tuple[str, ...]] = ("Counter",)
    max_steps: ClassVar[int] = 12
    template: ClassVar[str] = "In the Counter app, bring the counter to {target}."

    @classmethod
    def sample_params(cls, rng: np.random.Generator) -> dict[str, Any]:
        """A start and a different target within 5."""
        start = int(rng.integers(-20, 20))
        away = int(rng.integers(1, 6)) * (1 if rng.random() < 0.5 else -1)
        return {"start": start, "target": start + away}

    def initialize(self, backend: FakeBackend) -> None:
        """Set the counter."""
        backend.seed_world(count=self.params["start"])

    def evaluate(self, backend: FakeBackend, answer: str | None) -> float:
        """The counter is at the target."""
        return float(backend.count == self.params["target"])

    def oracle(self, screen: Screen) -> Iterator[Action]:
        """Tap plus or minus until it is there."""
        target = self.params["target"]
        while (count := int(screen.need(resource_id="count").text)) != target:
            yield screen.tap(screen.need("+" if count < target else "-"))
        yield screen.done()


class AddNote(Task):
    """Save a note, leaving the others as they are."""

    name: ClassVar[str] = "AddNote"
    apps: ClassVar[tuple[str, ...]] = ("Counter",)
    max_steps: ClassVar[int] = 8
    template: ClassVar[str] = 'In the Counter app, save a note that says "{text}".'
    _TEXTS: ClassVar[tuple[str, ...]] = ("buy milk", "Zahnarzt 9:30", "日本語の予定", "call Zoë 😀")

    @classmethod
    def sample_params(cls, rng: np.random.Generator) -> dict[str, Any]:
        """A text, and up to five notes that are there already."""
        others = [f"note {int(n)}" for n in rng.integers(100, 1000, size=int(rng.integers(0, 6)))]
        return {"text": cls._TEXTS[int(rng.integers(len(cls._TEXTS)))], "others": others}

    def initialize(self, backend: FakeBackend) -> None:
        """Put the other notes there."""
        backend.seed_world(notes=tuple(self.params["others"]))

    def evaluate(self, backend: FakeBackend, answer: str | None) -> float:
        """Exactly one note more, with the text."""
        return float(backend.notes == (*self.params["others"], self.params["text"]))

    def oracle(self, screen: Screen) -> Iterator[Action]:
        """Type and save."""
        yield screen.type(self.params["text"], screen.need(resource_id="field"))
        yield screen.tap(screen.need("Save"))
        yield screen.done()


class ReadCount(Task):
    """Tell the number on the counter."""

    name: ClassVar[str] = "ReadCount"
    apps: ClassVar[tuple[str, ...]] = ("Counter",)
    max_steps: ClassVar[int] = 5
    template: ClassVar[str] = "What number does the Counter app show?"

    @classmethod
    def sample_params(cls, rng: np.random.Generator) -> dict[str, Any]:
        """The number."""
        return {"count": int(rng.integers(-1000, 1000))}

    def initialize(self, backend: FakeBackend) -> None:
        """Set the counter."""
        backend.seed_world(count=self.params["count"])

    def evaluate(self, backend: FakeBackend, answer: str | None) -> float:
        """The answer is the number, and the counter still shows it."""
        right = answer is not None and answer.strip() == str(self.params["count"])
        return float(right and backend.count == self.params["count"])

    def oracle(self, screen: Screen) -> Iterator[Action]:
        """Read it."""
        yield screen.answer(screen.need(resource_id="count").text)
        yield screen.done()


FAKE_SUITE: Final = Suite("Fake", (CountTo, AddNote, ReadCount))
