"""The fake world as registered environments, and agents that misbehave; workers import this."""

from __future__ import annotations

import time
from typing import Any

import gymnasium as gym

from osgenesis.agents.base import Agent, Info, Observation
from osgenesis.agents.errors import AgentError
from osgenesis.envs.core.actions import Action
from osgenesis.envs.core.environment import GuiEnv
from osgenesis.envs.core.fake import FAKE_SUITE, FakeBackend


class ShakyBackend(FakeBackend):
    """Fails for good at the third action."""

    name = "shaky"

    def __init__(self) -> None:
        super().__init__()
        self.n_actions = 0

    def perform(self, action: Action) -> None:
        self.n_actions += 1
        self.broken = self.n_actions >= 3
        super().perform(action)


def make_fake(backend: str = "fake", **options: Any) -> GuiEnv:
    return GuiEnv({"fake": FakeBackend, "shaky": ShakyBackend}[backend], FAKE_SUITE, **options)


class TurningAgent(Agent):
    """Wrong in a different way per task."""

    def act(self, observation: Observation) -> Action:
        match self.info["task"]:
            case "CountTo":
                raise ZeroDivisionError("a mistake of the agent")
            case "AddNote":
                raise AgentError("I would rather not")
        return Action("status", goal_status="infeasible")


class SleepyAgent(Agent):
    """Never decides on one of the tasks."""

    def act(self, observation: Observation) -> Action:
        while self.info["task"] == "AddNote":
            time.sleep(0.02)
        return Action("status", goal_status="complete")


class WatchingAgent(Agent):
    """Notes down which of its methods are called."""

    privileged = True

    def __init__(self) -> None:
        self.calls: list[str] = []

    def bind(self, env: gym.Env[Any, Any]) -> None:
        self.calls.append("bind")

    def seed(self, seed: int) -> None:
        self.calls.append(f"seed {seed}")

    def reset(self, observation: Observation, info: Info) -> None:
        super().reset(observation, info)
        self.calls.append("reset")

    def act(self, observation: Observation) -> Action:
        self.calls.append("act")
        done = self.info["step"] == 1
        self.last_thought = f"thought {self.info['step']}"
        return Action("status", goal_status="complete") if done else Action("wait")

    def observe(self, observation: Observation, reward: float, terminated: bool, truncated: bool, info: Info) -> None:
        super().observe(observation, reward, terminated, truncated, info)
        self.calls.append("observe")
        self.last_summary = f"summary {info['step']}"


def register() -> None:
    """Register the environment once."""
    if "Fake/Suite-v0" not in gym.registry:
        gym.register("Fake/Suite-v0", entry_point="fake_envs:make_fake")
        gym.register("Fake/AddNote-v0", entry_point="fake_envs:make_fake", kwargs={"task": "AddNote"})


register()
