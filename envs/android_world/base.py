"""`PhoneTask`: what our AndroidWorld tasks share: a clean start on the home screen, a watch over side effects."""

from __future__ import annotations

from abc import abstractmethod
from fnmatch import fnmatchcase
from typing import Any, ClassVar

from osgenesis.envs.android.sim.phone import Phone
from osgenesis.envs.core.state import Change, StateDiff
from osgenesis.envs.core.task import Task


class PhoneTask(Task):
    """A task on the embedded phone.

    A subclass prepares the phone and checks the difference between start and end. Whatever else has changed in rows
    or in files of shared storage is a side effect and scores 0, so a check needs to look only at what it wants.

    Attributes:
        touches: Patterns (`fnmatch`) of what the task may change: tables as "package/table", paths of files.
    """

    touches: ClassVar[tuple[str, ...]] = ()

    def initialize(self, backend: Phone) -> None:
        """Prepares the phone and remembers how it was."""
        # As on the benchmark's own device: a message that comes in does not cover the app in front.
        backend.settings.put("global", "heads_up_notifications_enabled", "0")
        self.prepare(backend)
        backend.activities.home()
        self.start = backend.state()

    def evaluate(self, backend: Phone, answer: str | None) -> float:
        """The check's verdict; 0 after a side effect."""
        diff = StateDiff.between(self.start, backend.state())
        if any(self.is_side_effect(change) for change in diff):
            return 0.0
        return self.check(backend, diff, answer)

    def is_side_effect(self, change: Change) -> bool:
        """Whether a change is none of the task's business: rows and files that `touches` does not name."""
        if not change.kind.startswith(("row", "file")):
            return False
        return not any(fnmatchcase(change.subject, pattern) for pattern in self.touches)

    def prepare(self, phone: Phone) -> None:
        """Puts the task's data on the phone."""

    @abstractmethod
    def check(self, phone: Phone, diff: StateDiff, answer: str | None) -> float:
        """0 to 1, from the phone and from what has changed since the start."""


def rows(diff: StateDiff, kind: str, table: str) -> list[Change]:
    """The row changes of a kind (row_added, row_removed, row_changed) in a table."""
    return [c for c in diff if c.kind == kind and c.subject == table]


def files(diff: StateDiff, kind: str) -> dict[str, Any]:
    """Path -> change, for the file changes of a kind (file_added, file_removed, file_changed)."""
    return {c.subject: c for c in diff if c.kind == kind}
