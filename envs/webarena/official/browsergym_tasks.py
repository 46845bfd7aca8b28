"""Our web tasks as BrowserGym tasks, for its environments and for AgentLab.

```python
from osgenesis.envs.webarena.official.browsergym_tasks import register_tasks

register_tasks()                                      # the native tasks
env = gym.make("browsergym/osgenesis.WishFor")        # stock BrowserEnv on our served sites
```

Needs BrowserGym (`osgenesis[browsergym]`). An episode ends when the agent sends a message or declares the task
infeasible; only then it is judged. Worker processes, such as AgentLab's, know the ids only if they register them too:
register in the module of the agent, which they import.
"""

from __future__ import annotations

import atexit
import json
import threading
from collections.abc import Mapping, Sequence
from dataclasses import replace
from importlib import import_module
from typing import Any, Final
from urllib.parse import urlsplit

import numpy as np

from osgenesis.envs.core.backend import load_attribute
from osgenesis.envs.core.errors import TaskError
from osgenesis.envs.core.state import State
from osgenesis.envs.core.suite import Suite
from osgenesis.envs.core.task import Task
from osgenesis.envs.core.vocabulary import Vocabulary
from osgenesis.envs.web.sites.gate import PortServer, serve
from osgenesis.envs.web.sites.world import World

try:
    _registration: Any = import_module("browsergym.core.registration")
    AbstractBrowserTask: Any = import_module("browsergym.core.task").AbstractBrowserTask
except ImportError:  # said by `register_tasks`: the module itself can be looked at without BrowserGym
    _registration, AbstractBrowserTask = None, object

__all__ = ["OsgenesisTask", "ServedPage", "register_tasks"]

_PREFIX: Final = "osgenesis"


def register_tasks(
    tasks: str = "native", names: Sequence[str] | None = None, *, prefix: str = _PREFIX, **options: Any
) -> tuple[str, ...]:
    """Register tasks as `browsergym/<prefix>.<Task>`; registering again replaces.

    Args:
        tasks: `native`, or the path of a `tasks.jsonl` that synthesis wrote.
        names: Only these; None takes all.
        prefix: First part of the ids.
        options: Defaults of `OsgenesisTask`, which `gym.make(..., task_kwargs=...)` may override.

    Returns:
        The ids, for `gym.make`.

    Raises:
        ImportError: BrowserGym is not installed.
    """
    if _registration is None:
        raise ImportError(
            "BrowserGym's tasks need the package browsergym-core, which is not installed here: "
            "pip install 'osgenesis[browsergym]'.",
            name="browsergym",
        )
    suite = _suite(tasks)
    found = []
    for name in suite if names is None else suite.only(names):
        _registration.register_task(
            f"{prefix}.{name}",
            OsgenesisTask,
            task_kwargs={"name": name, "tasks": tasks},
            default_task_kwargs=dict(options),
        )
        found.append(f"browsergym/{prefix}.{name}")
    return tuple(found)


def _suite(tasks: str) -> Suite:
    suite: Suite = load_attribute("osgenesis.envs.webarena.environment:suite_of")(tasks)
    return suite


class OsgenesisTask(AbstractBrowserTask):  # type: ignore[misc]
    """One of our web tasks for BrowserGym's environment.

    Each instance has a world of its own while it runs, served on ports of 127.0.0.1 and rewound at `setup`; worlds are
    kept for the next instance. Cookies log in; nobody types.

    Args:
        seed: Draws the task's parameters.
        name: Name of the task.
        tasks: Where it is from; see `register_tasks`.
        size: Size of the sites' contents.
        world_seed: Seed of the sites' contents.
        params: Parameters instead of drawn ones.
        every_step: Judge after every step and end with the first success, as WebArena's own tasks do.
    """

    def __init__(
        self,
        seed: int,
        name: str,
        tasks: str = "native",
        size: str = "small",
        world_seed: int = 0,
        params: Mapping[str, Any] | None = None,
        every_step: bool = False,
    ) -> None:
        super().__init__(seed)
        self.slow_mo = 0
        self.timeout = 10_000
        self._class = _suite(tasks)[name]
        self._recipe = (size, world_seed)
        self._params = params
        self._every_step = every_step
        self._seed = seed
        self._served: _Served | None = None
        self._task: Task | None = None
        self._backend: ServedPage | None = None

    @classmethod
    def get_task_id(cls) -> str:
        """The part of the id that all these tasks share."""
        return _PREFIX

    def setup(self, page: Any) -> tuple[str, dict[str, Any]]:
        """Serve a rewound world, log in, open the first page; the goal."""
        self._served = _take(self._recipe)
        world = self._served.world
        world.rollback()
        params = self._params
        if params is None:
            params = self._class.sample_params(np.random.default_rng(self._seed))
        self._task = self._class(params)
        self._backend = ServedPage(world, self._served.server.origins, page)
        for site in world.accounts:
            self._backend.log_in(site)
        # A task that opens nothing itself begins where the bare world does.
        self._backend.open(f"{world.origins.get('homepage') or next(iter(world.origins.values()))}/")
        self._task.initialize(self._backend)
        return self._task.goal, {"task": self._task.name, "params": json.loads(json.dumps(dict(params)))}

    def validate(self, page: Any, chat_messages: list[Any]) -> tuple[float, bool, str, dict[str, Any]]:
        """The reward, once the agent has said that it is done."""
        if self._task is None or self._backend is None:
            raise TaskError("validate was called before setup")
        self._backend.page = page
        last = chat_messages[-1] if chat_messages else {"role": "", "message": ""}
        declared = last["role"] in ("assistant", "infeasible")
        if not declared and not self._every_step:
            return 0.0, False, "", {}
        if last["role"] == "infeasible":
            reward = 0.0 if self._task.feasible else float(self._task.evaluate(self._backend, "N/A"))
            return reward, True, "", {}
        answer = str(last["message"]) if declared else None
        reward = float(self._task.evaluate(self._backend, answer))
        return reward, declared or reward >= 1.0, "", {}

    def teardown(self) -> None:
        """Give the world back."""
        if self._served is not None:
            _give_back(self._recipe, self._served)
            self._served = None


class ServedPage:
    """What our tasks ask of a backend, answered by a Playwright page on a served world.

    Args:
        world: The world.
        origins: Scheme and host by site, as served.
        page: The page in front.
    """

    name: Final = "browsergym"
    capabilities: Final = frozenset({"state"})

    def __init__(self, world: World, origins: Mapping[str, str], page: Any) -> None:
        self.world = world
        self.page = page
        self._origins = dict(origins)

    def context(self) -> dict[str, str]:
        """{"app": name of the site in front, "url": its address}."""
        url = str(self.page.url)
        return {"app": self.world.site_of(url) or "", "url": url}

    def field_value(self, selector: str) -> str | None:
        """Value of the form field that fits a CSS selector on the page in front."""
        script = "css => { const field = document.querySelector(css); return field ? String(field.value) : null; }"
        found = self.page.evaluate(script, selector)
        return None if found is None else str(found)

    def log_in(self, site: str, username: str | None = None) -> None:
        """The browser is that user from now on."""
        cookie = self.world.log_in(site, username)
        self.page.context.add_cookies([{"name": cookie["name"], "value": cookie["value"], "url": self._origins[site]}])

    def log_out(self) -> None:
        """The browser is a visitor on every site from now on."""
        self.page.context.clear_cookies()

    def open(self, *urls: str) -> None:
        """Show these pages, one tab each, the first in front."""
        for position, url in enumerate(urls):
            tab = self.page if position == 0 else self.page.context.new_page()
            tab.goto(self._served(url))
        if len(urls) > 1:
            self.page.bring_to_front()

    def state(self) -> State:
        """The rows of all sites, and the address of the page in front as it is within the world."""
        url = str(self.page.url)
        site = self.world.site_of(url)
        if site is not None:
            url = self.world.origins[site] + url.removeprefix(self._origins[site])
        return replace(self.world.state(), values={"browser/url": url})

    def vocabulary(self) -> Vocabulary:
        """The words for what `state` holds."""
        return self.world.vocabulary()

    def _served(self, url: str) -> str:
        """The address at which a page of the world is served."""
        site = self.world.site_of(url)
        if site is None:
            raise TaskError(f"{url} is not a page of this world")
        parts = urlsplit(url)
        return f"{self._origins[site]}{parts.path or '/'}" + (f"?{parts.query}" if parts.query else "")


class _Served:
    """A world and the server of its ports."""

    def __init__(self, size: str, seed: int) -> None:
        self.world = World(size=size, seed=seed)
        self.server: PortServer = serve(self.world)

    def close(self) -> None:
        self.server.close()
        self.world.close()


_free: dict[tuple[str, int], list[_Served]] = {}
_lock: Final = threading.Lock()


def _take(recipe: tuple[str, int]) -> _Served:
    with _lock:
        waiting = _free.setdefault(recipe, [])
        return waiting.pop() if waiting else _Served(*recipe)


def _give_back(recipe: tuple[str, int], served: _Served) -> None:
    with _lock:
        _free.setdefault(recipe, []).append(served)


@atexit.register
def close_worlds() -> None:
    """Stop serving the worlds that no task holds."""
    with _lock:
        for served in (served for waiting in _free.values() for served in waiting):
            served.close()
        _free.clear()
