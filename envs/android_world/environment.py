"""AndroidWorld: tasks on a phone. `make_android_world` is what the registered ids call."""

from __future__ import annotations

from typing import Any

from osgenesis.envs.android_world.names import TASK_MODULES
from osgenesis.envs.core.environment import GuiEnv
from osgenesis.envs.core.errors import UnknownNameError
from osgenesis.envs.core.suite import Suite, named_suite

BACKENDS = {"embedded": "osgenesis.envs.android.sim.phone:Phone"}


class AndroidWorldEnv(GuiEnv):
    """AndroidWorld on a phone.

    ## Description
    Everyday tasks in the apps of an Android phone: settings, clock, contacts, messages, files, notes, calendar, to-dos.
    Names, parameters, budgets and success rules follow AndroidWorld (arXiv 2405.14573); the goals are worded anew.

    ## Actions
    `Action`, its JSON text, or a sample of `action_space`; see `GuiEnv`.

    ## Observation
    `goal`, `screenshot` (2400, 1080, 3) uint8 RGB, `ui` (outline text) and `elements` (int32 table).

    ## Reward
    1 when the agent declares completion and the device shows the task done with nothing else changed; parts of
    compound tasks give fractions. See `GuiEnv` for `judge="every_step"`.

    ## Start
    A freshly booted phone on its home screen, Sunday 2023-10-15, 15:34 UTC, with the task's data.

    ## Registered ids
    `AndroidWorld/<Task>-v0` for every task and `AndroidWorld/Suite-v0`, which draws one at each reset.
    """


def make_android_world(
    task: str | None = None, *, backend: str = "embedded", tasks: str = "native", **options: Any
) -> AndroidWorldEnv:
    """An AndroidWorld environment.

    Args:
        task: Name of a task; None draws one at each reset.
        backend: `embedded` (the phone in Python).
        tasks: `native` (ours), `official` (those of the android_world package, where it is installed: all 116, with
            its goals, set-ups and checkers), or the path of a `tasks.jsonl` that synthesis wrote.
        options: For `GuiEnv`: observe, max_elements, max_steps, judge, render_mode.
    """
    if backend not in BACKENDS:
        raise UnknownNameError("backend", backend, BACKENDS)
    return AndroidWorldEnv(BACKENDS[backend], suite_of(tasks), task=task, **options)


def suite_of(tasks: str) -> Suite:
    """The suite that `tasks` names: `native`, `official`, or the path of a file of synthesised tasks.

    Raises:
        ImportError: `official` without the package; says how to get it.
        UnknownNameError: Neither a task set nor a path to a `.jsonl` file.
        DataError: The file is not what it should be; says which line and field.
    """
    return named_suite("AndroidWorld", tasks, {"native": native_suite, "official": _official_suite})


def native_suite() -> Suite:
    """Our AndroidWorld tasks, by name; a task's class is imported when it is first asked for."""
    return Suite.of_modules("AndroidWorld", "osgenesis.envs.android_world.tasks", TASK_MODULES)


def _official_suite() -> Suite:
    from osgenesis.envs.android_world.official import official_suite

    return official_suite()
