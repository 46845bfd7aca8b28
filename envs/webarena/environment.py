"""WebArena: tasks on web sites. `make_webarena` is what the registered ids call."""

from __future__ import annotations

from functools import partial
from typing import Any, Final

from osgenesis.envs.core.actions import Action
from osgenesis.envs.core.environment import GuiEnv
from osgenesis.envs.core.errors import ActionError, UnknownNameError
from osgenesis.envs.core.suite import Suite, named_suite
from osgenesis.envs.web.backend import BrowserBackend
from osgenesis.envs.webarena.names import TASK_MODULES

__all__ = ["BACKENDS", "WebArenaEnv", "make_webarena", "native_suite", "suite_of"]

BACKENDS: Final = ("embedded", "live")


class WebArenaEnv(GuiEnv):
    """WebArena on web sites, in real Chromium.

    ## Description
    Everyday tasks on a forum, a shop, an encyclopedia and a homepage. Addresses, log-ins, forms and interfaces follow
    WebArena (arXiv 2307.13854); sites, contents and goals are our own, so a score here is no WebArena score.

    ## Actions
    `Action` with the web's verbs, its JSON text, a sample of `action_space`, or a string of BrowserGym's or WebArena's
    action language (`click('12')`, `click [12]`); see `GuiEnv`.

    ## Observation
    `goal`, `screenshot` (720, 1280, 3) uint8 RGB, `ui` (outline text) and `elements` (int32 table) of the tab in front.

    ## Reward
    1 when the agent declares completion and rows, requests, page or answer show the task done with nothing else
    changed. See `GuiEnv` for `judge="every_step"`.

    ## Start
    One tab on the first page of the task, logged in where the site has accounts; Monday 2023-06-12, 09:30 UTC.

    ## Registered ids
    `WebArena/<Task>-v0` for every task and `WebArena/Suite-v0`, which draws one at each reset.
    """

    def browsergym_observation(self) -> dict[str, Any]:
        """What an agent of BrowserGym's sees of this moment: chat, goal, DOM, accessibility tree, picture.

        Elements get the ids (`bid`) by which BrowserGym's actions name them.
        """
        from osgenesis.envs.web.browser.dom import browsergym_observation

        backend = self._backend
        if not isinstance(backend, BrowserBackend):
            raise TypeError(f"{backend!r} shows no browser")
        goal = self._goal
        return {
            **browsergym_observation(backend.browser_context),
            "goal": goal,
            "goal_object": ({"type": "text", "text": goal},),
            "chat_messages": ({"role": "user", "timestamp": 0.0, "message": goal},),
        }

    def to_action(self, action: Any) -> Action:
        """What `step` makes of its argument; strings of BrowserGym's and WebArena's action languages too."""
        if isinstance(action, str) and not action.lstrip().startswith(("{", "[", '"')):
            from osgenesis.envs.webarena.action_strings import read_action

            return read_action(action)
        return super().to_action(action)

    def _perform(self, action: Action) -> str | None:
        from osgenesis.envs.webarena.action_strings import CallsAction

        if action.type == "status" and action.goal_status == "infeasible" and action.text is None:
            self._answer = "N/A"  # what WebArena's agents answer then, and its evaluators look for
        if not isinstance(action, CallsAction) or not isinstance(self._backend, BrowserBackend):
            return super()._perform(action)
        try:
            self._backend.perform_calls(action.calls)
        except ActionError as error:
            return str(error)
        return None


def make_webarena(
    task: str | None = None,
    *,
    backend: str = "embedded",
    tasks: str = "native",
    size: str = "small",
    world_seed: int = 0,
    executable: str | None = None,
    **options: Any,
) -> WebArenaEnv:
    """A WebArena environment.

    Args:
        task: Name of a task; None draws one at each reset.
        backend: `embedded` (our sites, from this process) or `live` (the sites that the variables WA_* name).
        tasks: `native` (ours), `official` (the 812 of the libwebarena package, where it is installed), or the path of a
            `tasks.jsonl` that synthesis wrote.
        size: Size of the embedded sites' contents, `small` or `full`.
        world_seed: Seed of the embedded sites' contents.
        executable: Path of a Chromium; None finds one.
        options: For `GuiEnv`: observe, max_elements, max_steps, judge, render_mode.
    """
    if backend not in BACKENDS:
        raise UnknownNameError("backend", backend, BACKENDS)
    suite = suite_of(tasks)
    if backend == "live":
        from osgenesis.envs.web.live import LiveWeb

        return WebArenaEnv(partial(LiveWeb, executable=executable), suite, task=task, **options)
    from osgenesis.envs.web.embedded import EmbeddedWeb

    entities = None
    if tasks == "official":
        from osgenesis.envs.webarena.official.compat import all_entities

        entities = all_entities()
    factory = partial(EmbeddedWeb, size=size, seed=world_seed, entities=entities, executable=executable)
    return WebArenaEnv(factory, suite, task=task, **options)


def suite_of(tasks: str) -> Suite:
    """The suite that `tasks` names: `native`, `official`, or the path of a file of synthesised tasks.

    Raises:
        ImportError: `official` without the package; says how to get it.
        UnknownNameError: Neither a task set nor a path to a `.jsonl` file.
        DataError: The file is not what it should be; says which line and field.
    """
    return named_suite("WebArena", tasks, {"native": native_suite, "official": _official_suite})


def native_suite() -> Suite:
    """Our web tasks, by name; a task's class is imported when it is first asked for."""
    return Suite.of_modules("WebArena", "osgenesis.envs.webarena.tasks", TASK_MODULES)


def _official_suite() -> Suite:
    from osgenesis.envs.webarena.official.suite import official_suite

    return official_suite()
