"""The agent that knows: it plays the oracle that comes with the task."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import gymnasium as gym

from osgenesis.agents.base import Agent, Info, Observation
from osgenesis.agents.errors import AgentError
from osgenesis.envs.core.actions import Action
from osgenesis.envs.core.environment import GuiEnv
from osgenesis.envs.core.errors import TaskError
from osgenesis.envs.core.oracle import Screen


class OracleAgent(Agent):
    """Plays ``task.oracle``, and declares the task complete when that has nothing more to do.

    It shows that tasks can be solved within their budgets; its score says nothing about agents.
    """

    observe_parts = ("goal",)
    privileged = True

    def __init__(self) -> None:
        self._env: GuiEnv | None = None
        self._screen = Screen()
        self._actions: Iterator[Action] = iter(())

    def bind(self, env: gym.Env[Any, Any]) -> None:
        """Take the environment whose tasks are to be played."""
        inner = env.unwrapped
        if not isinstance(inner, GuiEnv):
            raise AgentError(f"the oracle plays tasks of a GuiEnv, and {type(inner).__name__} is none")
        self._env = inner

    def reset(self, observation: Observation, info: Info) -> None:
        """Begin the oracle of the episode's task."""
        super().reset(observation, info)
        env = self._bound()
        self._screen = Screen()
        self._look()
        self._actions = iter(env.task.oracle(self._screen))

    def act(self, observation: Observation) -> Action:
        """The oracle's next action."""
        self._look()
        try:
            return next(self._actions, None) or Action("status", goal_status="complete")
        except TaskError as error:
            raise AgentError(f"the task's oracle is lost: {error}") from error

    def close(self) -> None:
        """Let go of the environment."""
        self._env = None

    def _look(self) -> None:
        backend = self._bound().backend
        self._screen.elements = self.info["elements"]
        self._screen.size = backend.screen_size
        context = backend.context()
        self._screen.app = context.get("app") or context.get("url") or ""

    def _bound(self) -> GuiEnv:
        if self._env is None:
            raise AgentError("the oracle needs the environment: call bind(env) before reset, as rollout does")
        return self._env
