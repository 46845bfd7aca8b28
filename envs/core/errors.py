"""The one exception tree: every error this package raises on purpose is an `OsgenesisError`."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches

__all__ = [
    "ActionError",
    "BackendError",
    "CapabilityError",
    "DataError",
    "OsgenesisError",
    "TaskError",
    "UnknownNameError",
    "near_misses",
]


class OsgenesisError(Exception):
    """Base of all errors raised on purpose by this package."""


class ActionError(OsgenesisError, ValueError):
    """A value is not an action, or an action cannot be done on the present screen."""


class TaskError(OsgenesisError, ValueError):
    """A task's parameters are wrong, or its world could not be set up."""


class BackendError(OsgenesisError, RuntimeError):
    """The device or browser failed; the episode cannot go on, the next reset starts afresh."""


class CapabilityError(OsgenesisError, NotImplementedError):
    """A backend was asked for something it says it cannot do (see `Backend.capabilities`)."""


class DataError(OsgenesisError, ValueError):
    """A file or record does not have the form it should have."""


class UnknownNameError(OsgenesisError, LookupError):
    """A name was looked up that does not exist; the message lists the nearest ones that do.

    Attributes:
        kind: What was looked up, for example "task".
        name: The name as given.
        suggestions: Known names that resemble it, best first.
    """

    def __init__(self, kind: str, name: object, known: Iterable[str]) -> None:
        names = sorted(known)
        self.kind = kind
        self.name = name
        self.suggestions = near_misses(str(name), names)
        if self.suggestions:
            hint = "Did you mean " + " or ".join(repr(s) for s in self.suggestions) + "?"
        elif names:
            shown = ", ".join(repr(n) for n in names[:8])
            hint = f"Known: {shown}" + (f" and {len(names) - 8} more." if len(names) > 8 else ".")
        else:
            hint = ""
        super().__init__(f"Unknown {kind} {_short(name)}. {hint}".rstrip())
        self._arguments = (kind, name, names)

    def __reduce__(self) -> tuple[type[UnknownNameError], tuple[str, object, list[str]]]:
        # Worker processes send errors home by pickle; the default would replay the message only.
        return type(self), self._arguments


def near_misses(name: str, known: Iterable[str], limit: int = 3) -> tuple[str, ...]:
    """Known names that resemble `name`, best first, ignoring case."""
    by_lower: dict[str, str] = {}
    for candidate in known:
        by_lower.setdefault(candidate.lower(), candidate)
    # A name of any length may come from outside; comparing beyond 100 characters is wasted time.
    wanted = name[:100].lower()
    close = get_close_matches(wanted, by_lower, n=limit, cutoff=0.6)
    if len(close) < limit and len(wanted) >= 3:
        close += [k for k in sorted(by_lower) if wanted in k and k not in close]
    return tuple(by_lower[k] for k in close[:limit])


def _short(value: object) -> str:
    text = repr(value)
    return text if len(text) <= 80 else text[:77] + "..."
