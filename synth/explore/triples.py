"""`Triple`: a screen, an action on it, and the screen after; with all that is needed to replay it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, NamedTuple

from osgenesis.envs.core.actions import Action
from osgenesis.envs.core.elements import Element
from osgenesis.envs.core.errors import DataError, OsgenesisError
from osgenesis.envs.core.state import StateDiff


class Start(NamedTuple):
    """Where an episode begins: the bare world of an environment, or as a task sets it up."""

    env: str
    setup: Mapping[str, Any] | None = None  # {"task": name, "params": {...}}

    def to_plain(self) -> dict[str, Any]:
        """As JSON-able data."""
        return {"env": self.env, "setup": None if self.setup is None else dict(self.setup)}

    @classmethod
    def from_plain(cls, data: Mapping[str, Any]) -> Start:
        """The inverse of `to_plain`."""
        return cls(data["env"], data["setup"])

    @property
    def key(self) -> str:
        """The same string for the same start."""
        return json.dumps(self.to_plain(), sort_keys=True)


class PathStep(NamedTuple):
    """One action of a path and the element it acted on, which finds the target again."""

    action: Action
    element: Element | None

    def to_plain(self) -> list[Any]:
        """As JSON-able data."""
        return [self.action.to_dict(), None if self.element is None else list(self.element)]

    @classmethod
    def from_plain(cls, data: Sequence[Any]) -> PathStep:
        """The inverse of `to_plain`."""
        action, element = data
        return cls(Action.from_dict(action), None if element is None else Element(*element))


@dataclass(frozen=True)
class Triple:
    """One interaction that changed something.

    ``path`` leads from the start to the screen before, through every restored snapshot: replaying
    it and then ``action`` gives the same two screens again, pictures included.
    """

    id: str
    unit: str  # the unit of work that found it
    step: int  # position in the unit
    app: str  # package in front before the action
    start: Start
    path: tuple[PathStep, ...]
    action: Action
    element: Element | None  # acted on
    screen_before: str  # ids of `screens.jsonl`
    screen_after: str
    state_before: str  # hashes over everything the world holds
    state_after: str
    diff: StateDiff
    parent: str | None  # id of the triple before it on the path
    restored_from: str | None  # id of the triple whose snapshot the excursion began with
    solved: bool = False  # the world said that what the start asks for is done now

    def to_plain(self) -> dict[str, Any]:
        """As JSON-able data."""
        return {
            "id": self.id,
            "unit": self.unit,
            "step": self.step,
            "app": self.app,
            "start": self.start.to_plain(),
            "path": [step.to_plain() for step in self.path],
            "action": self.action.to_dict(),
            "element": None if self.element is None else list(self.element),
            "screen_before": self.screen_before,
            "screen_after": self.screen_after,
            "state_before": self.state_before,
            "state_after": self.state_after,
            "diff": self.diff.to_plain(),
            "parent": self.parent,
            "restored_from": self.restored_from,
            **({"solved": True} if self.solved else {}),
        }

    @classmethod
    def from_plain(cls, data: Mapping[str, Any], where: str = "triple") -> Triple:
        """The inverse of `to_plain`.

        Raises:
            DataError: naming ``where`` and what is wrong.
        """
        try:
            element = data["element"]
            return cls(
                id=data["id"],
                unit=data["unit"],
                step=data["step"],
                app=data["app"],
                start=Start.from_plain(data["start"]),
                path=tuple(PathStep.from_plain(step) for step in data["path"]),
                action=Action.from_dict(data["action"]),
                element=None if element is None else Element(*element),
                screen_before=data["screen_before"],
                screen_after=data["screen_after"],
                state_before=data["state_before"],
                state_after=data["state_after"],
                diff=StateDiff.from_plain(data["diff"]),
                parent=data["parent"],
                restored_from=data["restored_from"],
                solved=bool(data.get("solved", False)),
            )
        except KeyError as error:
            raise DataError(f"{where}: field {error.args[0]!r} is missing") from error
        except (TypeError, ValueError, OsgenesisError) as error:
            raise DataError(f"{where}: not a triple: {error}") from error


class ScreenRecord(NamedTuple):
    """A distinct screen: what was on it, in which app."""

    id: str
    app: str
    structure: str  # hash of what kind of screen it is, whatever texts it shows
    elements: tuple[Element, ...]

    def to_plain(self) -> dict[str, Any]:
        """As JSON-able data."""
        return {
            "id": self.id,
            "app": self.app,
            "structure": self.structure,
            "elements": [list(element) for element in self.elements],
        }

    @classmethod
    def from_plain(cls, data: Mapping[str, Any], where: str = "screen") -> ScreenRecord:
        """The inverse of `to_plain`."""
        try:
            elements = tuple(Element(*element) for element in data["elements"])
            return cls(data["id"], data["app"], data["structure"], elements)
        except (KeyError, TypeError) as error:
            raise DataError(f"{where}: not a screen: {error!r}") from error


def screen_id(elements: Sequence[Element]) -> str:
    """The same id for the same elements."""
    digest = hashlib.blake2b(digest_size=12)
    for element in elements:
        digest.update(_digest(element))
    return digest.hexdigest()


@lru_cache(maxsize=32768)
def _digest(element: Element) -> bytes:
    return hashlib.blake2b(repr(tuple(element)).encode(), digest_size=12).digest()
