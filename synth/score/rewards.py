"""Trajectory reward models: an integer from 1 to 5 and the reason for it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple, Protocol

from osgenesis.agents.usage import Usage
from osgenesis.envs.core.actions import Action
from osgenesis.envs.core.episodes import Episode
from osgenesis.envs.core.errors import UnknownNameError
from osgenesis.envs.core.predicates import Predicate
from osgenesis.envs.core.state import Change, State, StateDiff
from osgenesis.synth.collect.executors import GOLDEN
from osgenesis.synth.config import RunConfig

REWARD_MODELS = ("llm", "offline")


class Score(NamedTuple):
    """What a reward model says of a trajectory."""

    reward: int  # 1 to 5
    reason: str
    model: str
    usage: Usage = Usage()


class RewardModel(Protocol):
    """Judges trajectories."""

    name: str

    def score(self, episode: Episode, task: Mapping[str, Any]) -> Score:
        """Return the reward of an episode; ``task`` is the record of its task."""
        ...


class OfflineReward:
    """Predicate, side effects, redundancy and coherence; the anchors are the paper's.

    5 fully done, clear, no waste; 4 done with small imperfections or inefficiency; 3 partly done,
    or done with damage elsewhere; 2 few useful actions; 1 nothing meaningful.
    """

    name = "offline"

    def score(self, episode: Episode, task: Mapping[str, Any]) -> Score:
        """Return the reward and what it rests on."""
        progress = _progress(episode, task)
        damage = _side_effects(episode, task)
        wasted = _wasted_steps(episode, task)
        ending = episode.extra.get("stopped", episode.ending)
        facts = [f"{progress:.0%} of the goal is reached"]
        facts.append("the end was declared" if ending == "complete" else f"it ended by {ending!r}")
        if damage:
            facts.append(f"{damage} other thing{'s' * (damage > 1)} changed")
        if wasted:
            facts.append(f"{wasted} step{'s' * (wasted > 1)} did not help")
        reward = _reward(episode, progress, damage, wasted)
        return Score(reward, "; ".join(facts) + ".", self.name)


def make_reward_model(config: RunConfig, root: str) -> RewardModel:
    """The reward model of a run.

    Raises:
        UnknownNameError: there is none of that name.
    """
    if config.reward_model == "offline":
        return OfflineReward()
    if config.reward_model == "llm":
        from osgenesis.synth.score.model_reward import ModelReward

        return ModelReward(config.model, root)
    raise UnknownNameError("reward model", config.reward_model, REWARD_MODELS)


def _reward(episode: Episode, progress: float, damage: int, wasted: int) -> int:
    n_steps = len(episode.steps)
    if progress >= 1.0:
        if damage:
            return 3
        clean = episode.ending in ("complete", "success") and wasted == 0
        return 5 if clean else 4 if wasted <= max(2, n_steps // 2) else 3
    if progress > 0.0:
        return 3 if progress >= 0.5 and not damage else 2
    went_somewhere = len({frame.app for frame in episode.frames}) > 1
    return 2 if went_somewhere and wasted < n_steps - 1 and not damage else 1


def _progress(episode: Episode, task: Mapping[str, Any]) -> float:
    """How much of the goal is reached, 0 to 1."""
    if episode.success:
        return 1.0
    if task["kind"] == "answer":
        return 0.0
    if task["kind"] == "setup":
        return 0.0
    predicate = Predicate.from_plain(task["predicate"])
    before, after = _states(_changes(episode))
    met = [Predicate((atom,), predicate.noise).holds(before, after) for atom in predicate.atoms]
    return sum(met) / len(met) if met else 0.0


def _side_effects(episode: Episode, task: Mapping[str, Any]) -> int:
    """How many changes the goal does not ask for."""
    if not task.get("predicate") or task["kind"] == "setup":
        return 0
    predicate = Predicate.from_plain(task["predicate"])
    return len(predicate.side_effects(*_states(_changes(episode))))


def _wasted_steps(episode: Episode, task: Mapping[str, Any]) -> int:
    """Steps that failed, changed nothing to be seen, or were repeated on the same screen."""
    if episode.agent == GOLDEN and episode.success:
        return 0  # the shortest known path: what looks idle on it is needed
    seen: set[tuple[Any, Action]] = set()
    wasted = 0
    for step, frame, after in zip(episode.steps, episode.frames, episode.frames[1:], strict=False):
        if step.action.type in ("status", "answer"):
            continue
        deed = (frame.elements, step.action)
        if step.action_error or deed in seen or frame.elements == after.elements:
            wasted += 1
        seen.add(deed)
    return wasted


def _changes(episode: Episode) -> StateDiff:
    return StateDiff.from_plain(episode.extra.get("changes", []))


def _states(diff: StateDiff) -> tuple[State, State]:
    """Two states that differ exactly by a difference: all that predicates look at."""
    before: dict[str, dict[Any, Any]] = {"settings": {}, "values": {}, "files": {}}
    after: dict[str, dict[Any, Any]] = {"settings": {}, "values": {}, "files": {}}
    tables: tuple[dict[str, dict[Any, Any]], dict[str, dict[Any, Any]]] = ({}, {})
    for change in diff:
        if change.kind.startswith("row"):
            for table, row in zip(tables, (change.before, change.after), strict=True):
                held = table.setdefault(change.subject, {})
                if row is not None:
                    held[change.key] = row
            continue
        part = _PART_OF_KIND[change.kind]
        _put(before[part], change, change.before)
        _put(after[part], change, change.after)
    return State(tables[0], **before), State(tables[1], **after)


_PART_OF_KIND = {
    "file_added": "files",
    "file_removed": "files",
    "file_changed": "files",
    "setting_changed": "settings",
    "value_changed": "values",
}


def _put(part: dict[Any, Any], change: Change, value: Any) -> None:
    if value is not None:
        part[change.subject] = value
