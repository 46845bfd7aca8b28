"""MiniWoB++: `make_miniwob` is what the registered ids call."""

from __future__ import annotations

from typing import Any, Final

from osgenesis.envs.core.environment import GuiEnv
from osgenesis.envs.core.errors import UnknownNameError
from osgenesis.envs.core.suite import Suite, named_suite
from osgenesis.envs.miniwob.backend import MAX_EPISODE_MS, SETTLE_MS, MiniWobBackend
from osgenesis.envs.miniwob.tasks import SUITE, MiniWobTask, browsergym_seed

__all__ = ["BACKENDS", "REWARDS", "MiniWobEnv", "make_miniwob", "suite_of"]

BACKENDS: Final = ("embedded",)
REWARDS: Final = ("binary", "raw")


class MiniWobEnv(GuiEnv):
    """MiniWoB++ in real Chromium.

    ## Description
    125 small web pages, each with one task: click, type, choose, drag, search, read mail. The pages are those of the
    PyPI package `miniwob` (arXiv 1802.08802), the tasks those that BrowserGym registers, with BrowserGym's viewport,
    goals and rewards. `reset(seed=s)` shows the episode that BrowserGym shows for the seed `s`.

    ## Actions
    `Action`, its JSON text, or a sample of `action_space`; see `GuiEnv`. A page's clock stands still between actions;
    after each one it goes on by half a second, so that timers and animations do the same in every run. `wait` lets
    `duration_ms` pass, one second without it.

    ## Observation
    `goal`, `screenshot` (214, 332, 3) uint8 RGB, `ui` (outline text) and `elements` (int32 table). The yellow field
    for the goal stays empty, and the page's display of rewards and time is not shown, as in BrowserGym.

    ## Reward
    Pages judge, and end the episode themselves: terminated with 1 if the page's reward is above 0, else with 0. With
    `reward="raw"` it is the page's reward as it is, from -1 to 1. At the end `info["raw_reward"]` holds it in any
    case. Leaving the page, or declaring an end that the page does not know of, is worth 0.

    ## Start
    The page with a problem drawn from a seed: `reset(options={"params": {"seed": n}})` names the page's own seed.

    ## Snapshots
    What a page's scripts hold cannot be copied. A snapshot is the seed and the actions since the start, and `restore`
    and `fork` play them again, which takes milliseconds per action. `state_hash` covers the document, forms, focus,
    scroll positions, clock, dice and verdict. What Chromium itself does by the machine's clock is not repeated to the
    px: a native scroll bar that is held, or a selection that is dragged beyond the edge of a scrolled text.

    ## Registered ids
    `MiniWoB/<task>-v0` for every task, such as `MiniWoB/click-test-v0`, and `MiniWoB/Suite-v0`, which draws a task at
    each reset.
    """

    def __init__(self, *args: Any, reward: str = "binary", **options: Any) -> None:
        if reward not in REWARDS:
            raise UnknownNameError("kind of reward", reward, REWARDS)
        self.reward = reward
        super().__init__(*args, **options)

    def reset(
        self, *, seed: int | None = None, options: dict[str, Any] | None = None
    ) -> tuple[dict[str, Any], dict[str, Any]]:
        """Start an episode; a seed alone starts the one that BrowserGym starts with it."""
        given = dict(options or {})
        name = given.get("task", self.task_name)
        if seed is not None and name is not None and given.get("params") is None:
            if issubclass(self.suite[name], MiniWobTask):
                given |= {"task": name, "params": {"seed": browsergym_seed(seed)}}
        return super().reset(seed=seed, options=given)

    def step(self, action: Any) -> tuple[dict[str, Any], float, bool, bool, dict[str, Any]]:
        """Perform one action; see the class."""
        observation, reward, terminated, truncated, info = super().step(action)
        if terminated and isinstance(self._backend, MiniWobBackend):
            info["raw_reward"] = self._backend.verdict.raw
        return observation, reward, terminated, truncated, info

    def _score(self, task: Any) -> float:
        if self.reward == "raw" and isinstance(task, MiniWobTask) and isinstance(self._backend, MiniWobBackend):
            return self._backend.verdict.raw
        return super()._score(task)


class _BackendOptions:
    """Makes backends with the same options; a class, so that environments can be pickled."""

    def __init__(self, options: dict[str, Any]) -> None:
        self.options = options

    def __call__(self) -> MiniWobBackend:
        return MiniWobBackend(**self.options)


def make_miniwob(
    task: str | None = None,
    *,
    backend: str = "embedded",
    tasks: str = "native",
    reward: str = "binary",
    settle_ms: int = SETTLE_MS,
    episode_max_time: int = MAX_EPISODE_MS,
    scale: float = 1.0,
    executable: str | None = None,
    **options: Any,
) -> MiniWobEnv:
    """A MiniWoB++ environment.

    Args:
        task: Name of a task, such as `click-test`; None draws one at each reset.
        backend: `embedded` (the package's pages in a Chromium of this process).
        tasks: `native` (the pages' own), or the path of a `tasks.jsonl` that synthesis wrote.
        reward: `binary` (1 for a positive reward of the page) or `raw` (the page's own, -1 to 1).
        settle_ms: Time that passes in the page after each action.
        episode_max_time: The page's own time limit, in ms of its clock; by default none to speak of.
        scale: Screenshot px per CSS px; 1.5 gives BrowserGym's size of picture. Coordinates are in screenshot px.
        executable: The Chromium to use instead of the one that is found.
        options: For `GuiEnv`: observe, max_elements, max_steps, judge, render_mode.
    """
    if backend not in BACKENDS:
        raise UnknownNameError("backend", backend, BACKENDS)
    settings = {
        "settle_ms": settle_ms,
        "episode_max_time": episode_max_time,
        "scale": scale,
        "executable": executable,
    }
    return MiniWobEnv(_BackendOptions(settings), suite_of(tasks), task=task, reward=reward, **options)


def suite_of(tasks: str) -> Suite:
    """The suite that `tasks` names: `native`, or the path of a file of synthesised tasks.

    Raises:
        UnknownNameError: Neither.
        DataError: The file is not what it should be; says which line and field.
    """
    return named_suite("MiniWoB", tasks, {"native": lambda: SUITE})
