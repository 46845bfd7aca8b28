"""`WebTask`: what our web tasks share: facts drawn from the sites' contents, log-ins, a watch over side effects."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Mapping
from fnmatch import fnmatchcase
from types import MappingProxyType
from typing import Any, ClassVar, Protocol
from urllib.parse import parse_qs, unquote, urlsplit

import numpy as np

from osgenesis.envs.core.state import Change, StateDiff
from osgenesis.envs.core.task import Task
from osgenesis.envs.web.sites.dice import Dice
from osgenesis.envs.web.sites.world import World

__all__ = ["PageFacts", "WebBackend", "WebTask", "rows"]


class PageFacts:
    """The page in front, for checks.

    Attributes:
        url: Its address.
        site: Name of the site, "" outside of the world (a blank tab).
        path: Path and query, unquoted, without a trailing slash.
    """

    def __init__(self, backend: WebBackend) -> None:
        self._backend = backend
        self.url = backend.context()["url"]
        self.site = backend.world.site_of(self.url) or ""
        parts = urlsplit(self.url)
        self.path = (unquote(parts.path).rstrip("/") or "/") + (f"?{unquote(parts.query)}" if parts.query else "")

    @property
    def route(self) -> str:
        """The path without the query."""
        return self.path.partition("?")[0]

    @property
    def query(self) -> dict[str, str]:
        """The parameters; of repeated ones the last."""
        return {k: v[-1] for k, v in parse_qs(urlsplit(self.url).query, keep_blank_values=True).items()}

    def is_at(self, site: str, path: str) -> bool:
        """Whether the page is `path` of a site, whatever parameters follow."""
        return self.site == site and self.route == (unquote(path).rstrip("/") or "/")

    def value(self, selector: str) -> str | None:
        """What the form field that fits a CSS selector holds now; None where there is none."""
        return self._backend.field_value(selector)


class WebBackend(Protocol):
    """What a web task needs of its backend: the world, and the browser's page."""

    @property
    def world(self) -> World:
        """The sites."""
        ...

    def context(self) -> dict[str, str]:
        """Has "url", the address of the page in front."""
        ...

    def field_value(self, selector: str) -> str | None:
        """Value of the form field that fits a CSS selector on the page in front."""
        ...

    def log_out(self) -> None:
        """The browser is a visitor from now on; before, it is logged in wherever there is an account."""
        ...

    def open(self, *urls: str) -> None:
        """Begin with these pages, one tab each, the first in front."""
        ...


class WebTask(Task):
    """A task on the embedded sites.

    Its parameter is one drawn number; `choose` turns it into facts about what the sites hold, so that a task fits any
    size and seed of the world. A subclass checks the difference between start and end. Any other row that has changed
    is a side effect and scores 0.

    Attributes:
        sites: The sites it uses; the episode starts on the first one, logged in on all that have accounts.
        start: Where on the first site it starts.
        touches: Patterns (`fnmatch`) of tables it may change, as "site/table".
        logged_in: False for tasks of a visitor.
    """

    sites: ClassVar[tuple[str, ...]]
    start: ClassVar[str] = "/"
    touches: ClassVar[tuple[str, ...]] = ()
    logged_in: ClassVar[bool] = True

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        if "sites" in cls.__dict__:
            cls.apps = cls.sites

    def __init__(self, params: Mapping[str, Any]) -> None:
        super().__init__(params)
        self.facts: Mapping[str, Any] = MappingProxyType({})

    @classmethod
    def sample_params(cls, rng: np.random.Generator) -> dict[str, Any]:
        """One number, from which `choose` draws."""
        return {"draw": int(rng.integers(2**31))}

    @property
    def goal(self) -> str:
        """The template with the facts filled in."""
        return self.template.format(**{**self.params, **self.facts})

    def initialize(self, backend: WebBackend) -> None:
        """Draw the facts, add the task's rows, log in, open the first page, remember how everything was."""
        world = backend.world
        facts = self.choose(world, Dice(self.name, str(self.params.get("draw", 0))))
        self.facts = MappingProxyType({**facts, **{k: v for k, v in self.params.items() if k in facts}})
        self.prepare(world)
        if not self.logged_in:
            backend.log_out()
        backend.open(world.origins[self.sites[0]] + self.start.format(**self.facts))
        self.before = world.freeze()

    def evaluate(self, backend: WebBackend, answer: str | None) -> float:
        """The check's verdict; 0 after a side effect."""
        diff = StateDiff.between(backend.world.state(self.before), backend.world.state())
        if any(self.is_side_effect(change) for change in diff):
            return 0.0
        return float(self.check(backend.world, PageFacts(backend), diff, answer))

    def is_side_effect(self, change: Change) -> bool:
        """Whether a changed row is none of the task's business: its table is not one that `touches` names."""
        return not any(fnmatchcase(change.subject, pattern) for pattern in self.touches)

    def choose(self, world: World, dice: Dice) -> dict[str, Any]:
        """Facts for goal and check, from what the sites hold. JSON data."""
        return {}

    def prepare(self, world: World) -> None:
        """Add rows before the start; `self.facts` is set."""

    @abstractmethod
    def check(self, world: World, page: PageFacts, diff: StateDiff, answer: str | None) -> float:
        """0 to 1, from rows, requests, the page in front and the answer."""

    def __getstate__(self) -> dict[str, Any]:
        # Facts travel as plain data; the rows of the start are needed to judge after a restore.
        return {**super().__getstate__(), "facts": dict(self.facts)}

    def __setstate__(self, state: dict[str, Any]) -> None:
        super().__setstate__({**state, "facts": MappingProxyType(state["facts"])})


def rows(diff: StateDiff, kind: str, table: str) -> list[Change]:
    """The row changes of a kind (row_added, row_removed, row_changed) in a table ("site/table")."""
    return [c for c in diff if c.kind == kind and c.subject == table]
