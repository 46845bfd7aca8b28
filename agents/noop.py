"""The agent that does nothing: what a task scores without any effort."""

from __future__ import annotations

from osgenesis.agents.base import Agent, Info, Observation
from osgenesis.envs.core.actions import Action


class NoopAgent(Agent):
    """Waits, or declares the task complete at once.

    Args:
        declare: "complete" or "infeasible" ends each episode in its first step with that claim;
            the empty string waits until the budget runs out.
    """

    def __init__(self, declare: str = "") -> None:
        self._declare = declare

    def reset(self, observation: Observation, info: Info) -> None:
        """Nothing to prepare."""
        super().reset(observation, info)

    def act(self, observation: Observation) -> Action:
        """Wait or declare."""
        if self._declare:
            return Action("status", goal_status=self._declare)
        return Action("wait")
