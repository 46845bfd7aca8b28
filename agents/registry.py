"""Finding agents by name, through the entry-point group ``osgenesis.agents``.

Our agents come through the same door: the project declares them as entry points. `BUILT_IN` says
the same for a source tree that is not installed; a test keeps the two equal.
"""

from __future__ import annotations

import functools
import importlib
import inspect
from collections.abc import Callable, Mapping
from importlib.metadata import EntryPoint, entry_points
from typing import Any

from osgenesis.agents.base import Agent
from osgenesis.agents.errors import PluginError
from osgenesis.envs.core.errors import UnknownNameError

GROUP = "osgenesis.agents"

BUILT_IN: Mapping[str, str] = {
    "m3a": "osgenesis.agents.m3a:M3AAgent",
    "noop": "osgenesis.agents.noop:NoopAgent",
    "oracle": "osgenesis.agents.oracle:OracleAgent",
    "random": "osgenesis.agents.random_agent:RandomAgent",
}


def agent_names() -> tuple[str, ...]:
    """Names of all agents that are installed; loads none of them."""
    return tuple(sorted(_entry_points()))


def agent_class(name: str) -> Callable[..., Agent]:
    """What builds the agent ``name``: a registered name, or ``module:attribute``.

    Raises:
        UnknownNameError: no such name; the message has the near misses.
        PluginError: its module cannot be imported, or lacks the attribute.
    """
    if ":" in name:
        return _load(EntryPoint(name, name, GROUP))
    found = _entry_points().get(name)
    if found is None:
        raise UnknownNameError("agent", name, agent_names())
    if len(found) > 1:
        offers = ", ".join(sorted(point.value for point in found))
        raise PluginError(
            f"several installed packages offer the agent {name!r}: {offers}; "
            "ask for the one you mean as module:attribute"
        )
    return _load(found[0])


def make_agent(name: str, options: Mapping[str, Any] | None = None) -> Agent:
    """Build an agent.

    Args:
        name: a registered name, or ``module:attribute``.
        options: keyword arguments of the agent's class or factory.

    Raises:
        UnknownNameError: no such name.
        PluginError: it cannot be loaded, refuses the options, or is no agent.
    """
    build = agent_class(name)
    options = dict(options or {})
    try:
        inspect.signature(build).bind(**options)
    except TypeError as error:
        raise PluginError(
            f"agent {name!r} does not take these options: {error}; it is built as {name}{inspect.signature(build)}"
        ) from error
    agent = build(**options)
    if not isinstance(agent, Agent):
        raise PluginError(f"{name!r} gave a {type(agent).__name__}, which is no osgenesis.agents.base.Agent")
    agent.name = agent.name or name
    return agent


def _load(point: EntryPoint) -> Callable[..., Agent]:
    """Import what an entry point names."""
    module_name, _, attribute = point.value.partition(":")
    try:
        found: Any = functools.reduce(getattr, attribute.split("."), importlib.import_module(module_name))
    except Exception as error:  # whatever a stranger's module raises while it is imported
        raise PluginError(
            f"agent {point.name!r} cannot be loaded from {point.value!r}: {type(error).__name__}: {error}"
        ) from error
    if isinstance(found, Agent) or not callable(found):
        raise PluginError(
            f"{point.value!r} is a {type(found).__name__}; an agent is named by its class or by a "
            "function that builds it"
        )
    build: Callable[..., Agent] = found
    return build


def _entry_points() -> dict[str, list[EntryPoint]]:
    """Entry points by name; a name has several only where packages disagree about it."""
    points = [EntryPoint(name, value, GROUP) for name, value in BUILT_IN.items()]
    points.extend(entry_points(group=GROUP))
    found: dict[str, list[EntryPoint]] = {}
    for point in points:
        same_name = found.setdefault(point.name, [])
        if all(other.value != point.value for other in same_name):
            same_name.append(point)
    return found
