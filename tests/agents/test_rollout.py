"""The one loop: what it calls, what it records, and which failures are data."""

import importlib
from pathlib import Path
from types import ModuleType

import gymnasium as gym
import pytest
from hypothesis import given
from hypothesis import strategies as st

from osgenesis.agents.base import Agent, Observation
from osgenesis.agents.noop import NoopAgent
from osgenesis.agents.oracle import OracleAgent
from osgenesis.agents.random_agent import RandomAgent, legal_actions
from osgenesis.agents.rollout import Transition, record_key, rollout
from osgenesis.envs.core.actions import Action
from osgenesis.envs.core.environment import GuiEnv
from osgenesis.envs.core.episodes import Episode, EpisodeRecorder
from osgenesis.envs.core.errors import BackendError, UnknownNameError
from osgenesis.envs.core.fake import FAKE_SUITE, FakeBackend

HERE = Path(__file__).parent


@pytest.fixture
def fakes(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The module of misbehaving agents and devices."""
    monkeypatch.syspath_prepend(str(HERE))
    return importlib.import_module("fake_envs")


@pytest.fixture
def env() -> GuiEnv:
    return GuiEnv(FakeBackend, FAKE_SUITE, observe=("goal",))


class Scripted(Agent):
    """Does what it is told, over and over."""

    def __init__(self, *actions: Action) -> None:
        self._actions = actions
        self._next = 0

    def act(self, observation: Observation) -> Action:
        self._next += 1
        return self._actions[(self._next - 1) % len(self._actions)]


@pytest.mark.parametrize("task", list(FAKE_SUITE))
@pytest.mark.parametrize("seed", range(3))
def test_the_oracle_solves_every_task(env: GuiEnv, task: str, seed: int) -> None:
    episode = rollout(env, OracleAgent(), seed=seed, options={"task": task})
    assert (episode.task, episode.success, episode.reward) == (task, True, 1.0)
    assert episode.ending == "complete"


@pytest.mark.parametrize("task", list(FAKE_SUITE))
def test_doing_nothing_solves_none(env: GuiEnv, task: str) -> None:
    episode = rollout(env, NoopAgent(), seed=1, options={"task": task})
    assert (episode.success, episode.ending) == (False, "budget")
    assert len(episode.steps) == FAKE_SUITE[task].max_steps


def test_the_record_says_where_it_comes_from(fakes: ModuleType) -> None:
    env = gym.make("Fake/Suite-v0", disable_env_checker=True, observe=("goal",))
    episode = rollout(env, OracleAgent(), seed=5, options={"task": "AddNote"})
    assert episode.environment == "Fake/Suite-v0"
    assert (episode.backend, episode.task_set, episode.judge) == ("fake", "native", "declared")
    assert (episode.seed, episode.agent, episode.id) == (5, "OracleAgent", "AddNote-s5")
    assert episode.goal.startswith("In the Counter app, save a note")
    assert len(episode.frames) == len(episode.steps) + 1
    assert Episode.from_dict(episode.to_dict()) == episode


def test_a_recorded_episode_replays_from_its_actions(env: GuiEnv) -> None:
    episode = rollout(env, RandomAgent(), seed=3, options={"task": "AddNote"})
    end = env.state_hash()
    again = rollout(env, Scripted(*episode.actions), seed=3, options={"task": "AddNote"})
    assert again.actions == episode.actions
    assert env.state_hash() == end


def test_an_agent_is_called_in_the_documented_order(env: GuiEnv, fakes: ModuleType) -> None:
    agent = fakes.WatchingAgent()
    episode = rollout(env, agent, seed=4)
    steps = ["act", "observe"] * 2
    assert agent.calls == ["bind", "seed 4", "reset", *steps]
    assert [(step.thought, step.summary) for step in episode.steps] == [
        ("thought 0", "summary 1"),
        ("thought 1", "summary 2"),
    ]


def test_a_smaller_budget_ends_the_episode(env: GuiEnv) -> None:
    episode = rollout(env, NoopAgent(), seed=0, max_steps=2)
    assert (len(episode.steps), episode.ending) == (2, "budget")


def test_a_watcher_sees_each_step_and_may_stop(env: GuiEnv) -> None:
    seen: list[Transition] = []

    def watch(step: Transition) -> bool:
        seen.append(step)
        return step.number == 3

    episode = rollout(env, NoopAgent(), seed=0, on_step=watch)
    assert [step.number for step in seen] == [1, 2, 3]
    assert (len(episode.steps), episode.ending) == (3, "open")


def test_a_recorder_keeps_what_it_is_asked_to(fakes: ModuleType) -> None:
    env = GuiEnv(FakeBackend, FAKE_SUITE, observe=("goal", "screenshot"))
    recorder = EpisodeRecorder(keep_elements=True, keep_images=True)
    episode = rollout(env, NoopAgent("complete"), seed=0, recorder=recorder, facts={"parent": "walk-1"})
    assert episode.parent == "walk-1"
    assert episode.frames[0].elements == episode.frames[1].elements
    assert episode.frames[0].image is not None


def test_a_broken_device_ends_one_episode_as_data(fakes: ModuleType) -> None:
    env = fakes.make_fake("shaky", observe=("goal",))
    for _ in range(2):  # and the next one has a new device
        episode = rollout(env, NoopAgent(), seed=0)
        assert (len(episode.steps), episode.ending, episode.success) == (3, "error", False)
        assert episode.error == "BackendError: the fake device is gone"


def test_an_agent_that_gives_up_ends_one_episode_as_data(env: GuiEnv, fakes: ModuleType) -> None:
    episode = rollout(env, fakes.TurningAgent(), seed=0, options={"task": "AddNote"})
    assert (episode.error, episode.ending) == ("AgentError: I would rather not", "error")


@pytest.mark.parametrize("garbage", [None, 3, "tap the button", {"type": "tap"}, "{", b"\xff"])
def test_what_is_no_action_ends_one_episode_as_data(env: GuiEnv, garbage: object) -> None:
    agent = Scripted(garbage)  # type: ignore[arg-type]
    episode = rollout(env, agent, seed=0)
    assert episode.error is not None
    assert episode.error.startswith("ActionError: ")
    assert episode.steps == ()


def test_an_action_that_cannot_be_done_is_the_agents_affair(env: GuiEnv) -> None:
    episode = rollout(env, Scripted(Action("click", index=999)), seed=0, max_steps=1)
    assert episode.error is None
    assert "no element 999" in (episode.steps[0].action_error or "")


def test_a_mistake_in_an_agent_surfaces(env: GuiEnv, fakes: ModuleType) -> None:
    with pytest.raises(ZeroDivisionError):
        rollout(env, fakes.TurningAgent(), seed=0, options={"task": "CountTo"})


def test_an_unknown_task_surfaces(env: GuiEnv) -> None:
    with pytest.raises(UnknownNameError, match="CountTo"):
        rollout(env, NoopAgent(), seed=0, options={"task": "CountToo"})


def test_a_reset_that_fails_names_the_wanted_task(env: GuiEnv, monkeypatch: pytest.MonkeyPatch) -> None:
    rollout(env, NoopAgent(), seed=0, options={"task": "CountTo"})

    def fail(self: FakeBackend, **world: object) -> None:
        raise BackendError("it does not start")

    monkeypatch.setattr(FakeBackend, "seed_world", fail)
    episode = rollout(env, NoopAgent(), seed=0, options={"task": "AddNote"})
    assert (episode.task, episode.frames, episode.ending) == ("AddNote", (), "error")


def test_the_same_seed_gives_the_same_random_episode(env: GuiEnv) -> None:
    agent = RandomAgent()
    first, second, other = (rollout(env, agent, seed=seed).to_dict() for seed in (7, 7, 8))
    assert first == second
    assert first["steps"] != other["steps"]


def test_random_actions_can_be_done(env: GuiEnv) -> None:
    for seed in range(5):
        for step in rollout(env, RandomAgent(), seed=seed).steps:
            assert step.action_error is None


def test_a_random_agent_may_end_by_chance(env: GuiEnv) -> None:
    assert rollout(env, RandomAgent(p_end=1.0), seed=0).ending == "complete"
    with pytest.raises(ValueError, match="probability"):
        RandomAgent(p_end=2.0)


def test_there_is_always_a_legal_action() -> None:
    assert legal_actions(()) != []


@given(st.lists(st.tuples(st.text(max_size=200), st.integers(0, 2**40)), unique=True, max_size=8))
def test_record_keys_are_distinct_file_names(pairs: list[tuple[str, int]]) -> None:
    keys = [record_key(task, seed) for task, seed in pairs]
    assert len(set(keys)) == len(keys)
    assert all(key[0].isalnum() and len(key) < 181 and "/" not in key for key in keys)
