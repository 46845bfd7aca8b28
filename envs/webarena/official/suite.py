"""libwebarena's 812 configurations as tasks of ours: what `tasks="official"` means."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache, cached_property
from typing import Any, ClassVar, Final
from urllib.parse import urlsplit

from osgenesis.envs.core.actions import Action
from osgenesis.envs.core.errors import TaskError
from osgenesis.envs.core.suite import Suite
from osgenesis.envs.core.task import Task
from osgenesis.envs.webarena.official.configs import Configuration, configuration, configurations, substituted
from osgenesis.envs.webarena.official.evaluators import Page, PageReader, evaluate
from osgenesis.envs.webarena.official.judge import Judge, LocalJudge
from osgenesis.envs.webarena.official.names import OURS, official_addresses
from osgenesis.envs.webarena.official.readers import BrowserReader, MixedReader, WorldReader, cookies_of, untouched

__all__ = ["OfficialWebTask", "addresses_of", "official_suite"]

_CLASS_NAME: Final = re.compile(r"Official(\d{1,3})")
_MAX_STEPS: Final = 30


class OfficialWebTask(Task):
    """One configuration of WebArena: its sites, start pages, goal and evaluation, on whatever backend has the sites.

    It takes no parameters. Pages that the evaluation asks for are fetched without a browser where their HTML tells
    enough; the agent's own tab is read as it is. Judging leaves no trace in an embedded world.

    A task that cannot be done wants the answer "N/A", or the reason.

    Attributes:
        task_id: 0 to 811.
        judge: Compares free texts; `LocalJudge` unless replaced on the class.
    """

    task_id: ClassVar[int]
    judge: ClassVar[Judge] = LocalJudge()

    @property
    def configuration(self) -> Configuration:
        """The configuration, with placeholders for addresses."""
        return configuration(self.task_id)

    @property
    def goal(self) -> str:
        """The intent in WebArena's words."""
        return self.configuration.intent

    def initialize(self, backend: Any) -> None:
        """Logged in on the task's sites, with the start pages open, the last in front.

        Raises:
            TaskError: The backend lacks one of the sites; names it.
        """
        task = substituted(self.configuration, self._addresses(backend))
        backend.log_out()
        for site in task.sites:
            if site not in ("wikipedia", "map"):
                backend.log_in(OURS[site])
        backend.open(*task.start_urls)
        if len(task.start_urls) > 1:
            backend.perform(Action("focus_tab", tab=len(task.start_urls) - 1))

    def evaluate(self, backend: Any, answer: str | None) -> float:
        """The verdict of WebArena's rules on this moment."""
        addresses = self._addresses(backend)
        task = substituted(self.configuration, addresses)
        if any(_is_foreign(tab.url, backend) for tab in backend.browser_context.pages):
            return 0.0
        world = getattr(backend, "world", None)
        if world is None:
            reader: PageReader = BrowserReader(backend.browser_context)
            return evaluate(task, answer, reader, addresses=addresses, judge=self.judge)
        with untouched(world):
            return evaluate(task, answer, _BackendReader(backend), addresses=addresses, judge=self.judge)

    def _addresses(self, backend: Any) -> dict[str, str]:
        addresses = addresses_of(backend)
        for site in self.configuration.sites:
            if site not in addresses:
                raise TaskError(
                    f"{self.name} needs the site {site!r}, which this backend lacks; it has {', '.join(addresses)}."
                )
        return addresses


def addresses_of(backend: Any) -> dict[str, str]:
    """Address by official site name, of the sites that a backend has."""
    world = getattr(backend, "world", None)
    if world is not None:
        return official_addresses(world.origins)
    return {official: backend.origins[ours] for official, ours in OURS.items() if ours in backend.origins}


def official_suite() -> Suite:
    """The 812 tasks of WebArena, as `webarena.0` to `webarena.811`.

    Raises:
        ImportError: libwebarena is not installed; the message says how to get it.
    """
    return Suite("WebArena", {task.name: f"{__name__}:Official{task.id}" for task in configurations().values()})


def __getattr__(name: str) -> type[OfficialWebTask]:
    # Task classes are attributes of this module, made when first asked for; so they pickle by name.
    found = _CLASS_NAME.fullmatch(name)
    if found is None or int(found[1]) not in configurations():
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return _task_class(int(found[1]))


@cache
def _task_class(task_id: int) -> type[OfficialWebTask]:
    task = configuration(task_id)
    members = {
        "__doc__": f"WebArena's task {task_id}.",
        "__module__": __name__,
        "__qualname__": f"Official{task_id}",
        "name": task.name,
        "task_id": task_id,
        "apps": tuple(OURS[site] for site in task.sites),
        "max_steps": _MAX_STEPS,
        "template": task.intent.replace("{", "{{").replace("}", "}}"),
        "feasible": task.feasible,
    }
    return type(f"Official{task_id}", (OfficialWebTask,), members)


def _is_foreign(url: str, backend: Any) -> bool:
    """Whether a tab has left the sites; the official harness ends such an episode."""
    if urlsplit(url).scheme not in ("http", "https"):
        return False
    return not getattr(backend, "world", backend).site_of(url)


class _BackendReader:
    """Reads the embedded backend's tab, opened only if its page is asked for, and its world."""

    def __init__(self, backend: Any) -> None:
        self._backend = backend

    @cached_property
    def _mixed(self) -> MixedReader:
        context, world = self._backend.browser_context, self._backend.world
        cookies = cookies_of(world, context.cookies())
        return MixedReader(BrowserReader(context, world), WorldReader(world, context.page.url, cookies=cookies))

    @property
    def current(self) -> Page:
        return self._mixed.current

    @contextmanager
    def open(self, url: str) -> Iterator[Page]:
        with self._mixed.open(url) as page:
            yield page

    def request(self, method: str, url: str, **options: Any) -> Any:
        return self._mixed.request(method, url, **options)
