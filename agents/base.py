"""What an agent is: it sees an observation and names an action."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from typing import Any, ClassVar

import gymnasium as gym

from osgenesis.agents.usage import Usage
from osgenesis.envs.core.actions import Action

Observation = Mapping[str, Any]
Info = Mapping[str, Any]


class Agent(ABC):
    """Acts in a `GuiEnv`, one episode after the other.

    `rollout` calls, per episode: `bind` (privileged agents only), `seed`, `reset`, and then per
    step `act` and, after the environment's step, `observe`. `close` comes once, at the very end.

    An agent that wants more than the observation reads ``self.info``: `reset` and `observe` keep
    the latest there (``info["elements"]`` is the typed element list that action indices refer to).
    An agent that overrides them calls ``super()`` first.

    An agent that cannot decide raises `AgentError`; the episode then ends as failed data. Any
    other exception counts as a mistake in the agent's code.
    """

    observe_parts: ClassVar[tuple[str, ...]] = ("goal",)
    """The parts of the observation it reads: of ``goal``, ``screenshot``, ``ui``, ``elements``.
    Evaluation builds no others, so that an agent without eyes costs no drawing."""

    privileged: ClassVar[bool] = False
    """Whether it is given the environment itself by `bind`; its scores are no agent's scores."""

    name: str = ""
    """The name it was asked for by; set by the registry."""

    info: Info = {}
    """What the environment told beside the latest observation."""

    last_thought: str | None = None
    """The reason for the latest action, for the record."""

    last_reply: str | None = None
    """What the agent's model wrote for the latest action, word for word, for the record."""

    last_summary: str | None = None
    """What the latest step did, known after `observe`, for the record."""

    usage: Usage = Usage()
    """Model calls, tokens and cost so far, over all episodes."""

    def bind(self, env: gym.Env[Any, Any]) -> None:  # noqa: B027 - optional hook
        """Hand the environment to a privileged agent, before the environment's reset."""

    def seed(self, seed: int) -> None:  # noqa: B027 - optional hook
        """Restart all random choices: same seed, same episode."""

    def reset(self, observation: Observation, info: Info) -> None:
        """Begin an episode with its first observation."""
        self.info = info
        self.last_thought = self.last_reply = self.last_summary = None

    @abstractmethod
    def act(self, observation: Observation) -> Action:
        """Name the next action, after ``observation``, the latest one."""

    def observe(
        self,
        observation: Observation,
        reward: float,
        terminated: bool,
        truncated: bool,
        info: Info,
    ) -> None:
        """See what the action led to; also called after an episode's last step."""
        self.info = info

    def close(self) -> None:  # noqa: B027 - optional hook
        """Give back what the agent holds: connections, processes."""
