"""Who works on the tasks: the explored golden path, or any agent by its name."""

from __future__ import annotations

from osgenesis.agents.base import Agent, Info, Observation
from osgenesis.agents.oracle import OracleAgent
from osgenesis.agents.registry import make_agent
from osgenesis.envs.core.actions import Action
from osgenesis.envs.core.environment import GuiEnv
from osgenesis.envs.core.synthetic import SyntheticTask

GOLDEN = "golden"
_DONE = "Everything that was asked for is done."


class GoldenAgent(OracleAgent):
    """Plays a synthesised task's golden path; its thoughts are the low-level instructions."""

    name = GOLDEN

    def reset(self, observation: Observation, info: Info) -> None:
        """Begin the path of the episode's task."""
        super().reset(observation, info)
        self._position = 0

    def act(self, observation: Observation) -> Action:
        """The path's next action."""
        action = super().act(observation)
        env = self._bound()
        words = _low_level(env)
        position, self._position = self._position, self._position + 1
        self.last_thought = words[position] if position < len(words) else _DONE
        return action


def make_executor(name: str) -> Agent:
    """The agent that collects; "golden" is the explored path.

    Raises:
        UnknownNameError: there is no such agent; the message has the near misses.
    """
    return GoldenAgent() if name == GOLDEN else make_agent(name)


def _low_level(env: GuiEnv) -> list[str]:
    task = env.task
    return list(task.record["low_level_instructions"]) if isinstance(task, SyntheticTask) else []
