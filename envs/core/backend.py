"""`Backend`: what a phone, a browser or a recorded demonstration offers to an environment."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Sequence
from typing import Any, Final, Protocol, TypeAlias, runtime_checkable

import numpy as np
from numpy.typing import NDArray

from osgenesis.envs.core.actions import Action
from osgenesis.envs.core.elements import Element
from osgenesis.envs.core.errors import CapabilityError, UnknownNameError
from osgenesis.envs.core.state import State
from osgenesis.envs.core.vocabulary import Vocabulary

__all__ = [
    "CAPABILITIES",
    "Backend",
    "BackendFactory",
    "Snapshot",
    "load_attribute",
    "require",
]

CAPABILITIES: Final = ("snapshot", "fork", "state", "screenshot")

# Opaque, immutable and picklable; only the kind of backend that made it can read it.
Snapshot: TypeAlias = Any


@runtime_checkable
class Backend(Protocol):
    """A world that can be looked at and acted on. It knows no task and no reward.

    A backend may also have `action_types`, the tuple of action types it understands; without it
    the phone's are assumed. `perform` raises `ActionError` for what can't be done, and then the
    world is as before; it raises `BackendError` when the world itself has failed.
    """

    name: str
    capabilities: frozenset[str]

    @property
    def screen_size(self) -> tuple[int, int]:
        """(width, height) in px, as the screen is turned now."""
        ...

    def perform(self, action: Action) -> None:
        """Do one action and let the world settle."""
        ...

    def elements(self) -> Sequence[Element]:
        """Visible elements, in the order by which agents index them."""
        ...

    def screenshot(self) -> NDArray[np.uint8]:
        """The screen, shape (height, width, 3), RGB, uint8; a fresh buffer."""
        ...

    def context(self) -> dict[str, str]:
        """Where we are: {"app": package, "activity": component}, or {"app": site, "url": ...}."""
        ...

    def snapshot(self) -> Snapshot:
        """Everything that `restore` needs to come back to this very moment."""
        ...

    def restore(self, snapshot: Snapshot) -> None:
        """Come back to the moment of `snapshot`, exactly."""
        ...

    def fork(self) -> Backend:
        """A second, independent world in the same state."""
        ...

    def state(self) -> State:
        """What the world holds: rows, files, settings, values."""
        ...

    def state_hash(self) -> str:
        """32 hex digits over everything, user-interface state included."""
        ...

    def vocabulary(self) -> Vocabulary:
        """The words for what `state` holds."""
        ...

    def close(self) -> None:
        """Let go of processes, connections and files. May be called twice."""
        ...


BackendFactory: TypeAlias = Callable[[], Backend] | str


def require(backend: Backend, capability: str) -> None:
    """Raise `CapabilityError` if the backend lacks `capability`."""
    if capability not in backend.capabilities:
        has = ", ".join(sorted(backend.capabilities)) or "none"
        raise CapabilityError(
            f"The backend {backend.name!r} cannot do {capability!r}; its capabilities: {has}. The embedded backend can."
        )


def load_attribute(path: str) -> Any:
    """The object named by "module:attribute"; the attribute may be dotted."""
    module_name, colon, attribute = path.partition(":")
    if not colon or not module_name or not attribute:
        raise UnknownNameError("object (write it as 'module:attribute')", path, ())
    try:
        found: Any = importlib.import_module(module_name)
    except ModuleNotFoundError as error:
        if error.name is None or not module_name.startswith(error.name):
            raise  # the module exists; something that it imports does not
        raise UnknownNameError("module", module_name, ()) from error
    for part in attribute.split("."):
        if not hasattr(found, part):
            raise UnknownNameError(f"attribute of {module_name}", attribute, dir(found))
        found = getattr(found, part)
    return found
