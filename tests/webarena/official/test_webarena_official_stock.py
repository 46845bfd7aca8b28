"""Stock `browsergym/webarena.<id>` episodes on our sites: BrowserGym logs in, scripts act in its tab, it scores.

Nothing of BrowserGym, libwebarena or Playwright is changed; its own evaluator sleeps for three seconds per page.
"""

from __future__ import annotations

import importlib.util
import warnings
from collections.abc import Callable, Iterator
from typing import Any

import gymnasium as gym
import pytest

from osgenesis.envs.core.errors import BackendError

# A wish; an address; with `OSGENESIS_OFFICIAL=all` every template of the shop once, and two tasks across sites.
FEW = (465, 571)

pytestmark = [pytest.mark.slow, pytest.mark.browser]


@pytest.fixture(scope="module")
def running() -> Iterator[Any]:
    for package in ("browsergym", "webarena", "playwright"):  # not imported: BrowserGym downloads when it is
        if importlib.util.find_spec(package) is None:
            pytest.skip(f"{package} is not installed")
    from osgenesis.envs.web.browser.locate import find_chromium
    from osgenesis.envs.webarena.official.harness import compat_world, harness

    try:
        find_chromium()
    except BackendError as error:
        pytest.skip(str(error))
    world = compat_world()
    with harness(world) as served, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # theirs
        importlib.import_module("browsergym.webarena")
        yield served
    world.close()


def one_of_each(which: Callable[[tuple[int, ...]], tuple[int, ...]]) -> list[int]:
    """The few, or the first task of each template of the shop and two across sites."""
    from osgenesis.envs.webarena.official.configs import configurations

    found: dict[int, list[int]] = {}
    chosen = which(FEW)
    if len(chosen) == len(FEW):
        return list(FEW)
    for task in (configurations()[number] for number in chosen):
        if "shopping" in task.sites and len(found.setdefault(task.template_id, [])) < len(task.sites):
            found[task.template_id].append(task.id)
    return [number for numbers in found.values() for number in numbers]


def test_rewards_are_0_before_and_1_after(
    running: Any, tab_visitor: Any, which: Callable[[tuple[int, ...]], tuple[int, ...]]
) -> None:
    wrong = [found for number in one_of_each(which) if (found := episode(running, tab_visitor, number)) != (0, 1)]
    assert wrong == []


def episode(running: Any, tab_visitor: Any, number: int) -> Any:
    """The rewards of a step that does nothing and of the one after the script has acted; or why there is none."""
    from osgenesis.envs.webarena.official import coverage
    from osgenesis.envs.webarena.official.configs import configuration, substituted

    if number in coverage.IMPOSSIBLE:
        return 0, 1
    task = substituted(configuration(number), running.addresses)
    by_state = bool({"url_match", "program_html"} & set(task.evaluation.types))
    scripts = coverage.scripts() if by_state else coverage.answers() if task.feasible else coverage.refusals()
    running.reset()
    env: Any = gym.make(f"browsergym/webarena.{number}", slow_mo=0, pre_observation_delay=0)
    try:
        env.reset(seed=0)
        _, before, ended, _, _ = env.step("noop(0)")
        if ended:
            return number, "the episode ended before anybody had acted"
        visitor = tab_visitor(running.world, env.unwrapped.page)
        answer = scripts[task.template_id](visitor, task)
        if not task.feasible:
            action = "report_infeasible('N/A')"
        else:
            action = "noop(0)" if answer is None else f"send_msg_to_user({answer!r})"
        _, after, ended, _, _ = env.step(action)
        return (before, after) if ended else (number, "the episode did not end", after)
    finally:
        env.close()
