"""`check_environment`: does an environment keep the whole contract? For authors of new ones.

Gymnasium's own `check_env` looks at spaces and signatures. This looks at what only a GUI
environment promises: exact snapshots and forks, determinism, fresh observations, harmless
mistakes, and that nothing of the judge reaches the agent.
"""

from __future__ import annotations

import json
import pickle
from collections.abc import Iterator, Mapping
from typing import Any, Final

import gymnasium as gym
import numpy as np

from osgenesis.envs.core.actions import Action
from osgenesis.envs.core.environment import GuiEnv
from osgenesis.envs.core.errors import ActionError, OsgenesisError
from osgenesis.envs.core.predicates import Predicate
from osgenesis.envs.core.state import State, StateDiff
from osgenesis.envs.core.task import Task

__all__ = ["ConformanceError", "check_environment"]

_FORBIDDEN_KEYS: Final = frozenset(
    {
        "answer",
        "answers",
        "expected",
        "gold",
        "oracle",
        "params",
        "predicate",
        "solution",
        "target_state",
    }
)
_FORBIDDEN_TYPES: Final = (Task, Predicate, State, StateDiff)
_REQUIRED_INFO: Final = ("task", "step", "elements", "app", "screen_size")
_GARBAGE: Final[tuple[Any, ...]] = (None, 3.5, object(), "click", "{", b"\xff", [1], {}, {"type": "clack"})


class ConformanceError(OsgenesisError, AssertionError):
    """An environment breaks a promise of the contract; the message says which and where."""


def check_environment(env: gym.Env[Any, Any], *, seed: int = 0, steps: int = 20) -> None:
    """Check an environment against the contract. It is reset and stepped.

    Args:
        env: A `GuiEnv`; wrappers around it are passed through.
        seed: Of the episodes and the actions tried.
        steps: Length of each tried sequence.

    Raises:
        ConformanceError: A promise is broken.
    """
    base = env.unwrapped
    if not isinstance(base, GuiEnv):
        raise ConformanceError(f"{type(base).__name__} is not a GuiEnv.")
    actions = _actions(base, seed, steps)
    _check_spaces(base, seed, actions)
    _check_determinism(base, seed, actions)
    _check_fresh(base, seed, actions)
    _check_mistakes(base, seed)
    _check_no_leaks(base, seed, actions)
    if "snapshot" in base.backend.capabilities:
        _check_snapshots(base, seed, actions)
    if "fork" in base.backend.capabilities:
        _check_forks(base, seed, actions)
    if env.spec is not None:
        _check_spec(env.spec)


def _actions(env: GuiEnv, seed: int, steps: int) -> list[Action]:
    """Samples of the action space that do not end the episode, about half of them clicks."""
    env.action_space.seed(seed)
    env.reset(seed=seed)
    rng = np.random.default_rng(seed)
    chosen: list[Action] = []
    while len(chosen) < steps:
        action = env.to_action(env.action_space.sample())
        if action.type == "status":
            continue
        if env.elements and rng.random() < 0.5:
            action = Action("click", index=int(rng.integers(len(env.elements))))
        chosen.append(action)
    return chosen


def _trace(env: GuiEnv, actions: list[Action]) -> list[Any]:
    """What the environment says to the actions, until it ends."""
    said: list[Any] = []
    for action in actions:
        said.append(env.step(action))
        if said[-1][2] or said[-1][3]:
            break
    return said


def _check_spaces(env: GuiEnv, seed: int, actions: list[Action]) -> None:
    observation, info = env.reset(seed=seed)
    moments = [(observation, info), *((s[0], s[4]) for s in _trace(env, actions))]
    for number, (seen, told) in enumerate(moments):
        _demand(
            env.observation_space.contains(seen),
            f"the observation after {number} steps is not in observation_space",
        )
        missing = [key for key in _REQUIRED_INFO if key not in told]
        _demand(not missing, f"info after {number} steps lacks {missing}")
    env.action_space.seed(seed)
    env.reset(seed=seed)
    for _ in actions:
        sample = env.action_space.sample()
        try:
            ended = env.step(sample)
        except ActionError as error:
            raise ConformanceError(f"a sample of action_space was refused: {error}") from error
        if ended[2] or ended[3]:
            env.reset()


def _check_determinism(env: GuiEnv, seed: int, actions: list[Action]) -> None:
    runs = [[env.reset(seed=seed), *_trace(env, actions)] for _ in range(2)]
    _demand_same(runs[0], runs[1], "two runs with the same seed and actions")
    first = env.reset()
    env.reset(seed=seed)
    _trace(env, actions)
    _demand_same(first, env.reset(), "the unseeded reset after a seeded episode")


def _check_fresh(env: GuiEnv, seed: int, actions: list[Action]) -> None:
    seen = [env.reset(seed=seed)[0], *(said[0] for said in _trace(env, actions))]
    arrays = [a for observation in seen for a in _arrays(observation)]
    for position, one in enumerate(arrays):
        for other in arrays[position + 1 :]:
            _demand(not np.shares_memory(one, other), "two observations share a buffer")
    before, _ = env.look()
    for array in _arrays(env.look()[0]):
        _demand(array.flags.writeable, "an observation is read-only")
        array[...] = 0
    _demand_same(before, env.look()[0], "the screen after somebody wrote into an observation")


def _check_mistakes(env: GuiEnv, seed: int) -> None:
    env.reset(seed=seed)
    before = env.state_hash() if "state" in env.backend.capabilities else ""
    for garbage in _GARBAGE:
        try:
            env.step(garbage)
        except ActionError:
            continue
        raise ConformanceError(f"step({garbage!r}) was taken for an action")
    if before:
        _demand(before == env.state_hash(), "a refused action changed something")
    mistake = Action("click", index=len(env.elements) + 7)
    told = env.step(mistake)[4]
    _demand("action_error" in told, f'{mistake} had no effect, but info lacks "action_error"')


def _check_no_leaks(env: GuiEnv, seed: int, actions: list[Action]) -> None:
    observation, info = env.reset(seed=seed)
    said = [(observation, info), *((s[0], s[4]) for s in _trace(env, actions))]
    params = dict(env.task.params)
    for seen, told in said:
        for path, value in _walk({"observation": seen, "info": told}):
            name = path.rsplit(".", 1)[-1]
            _demand(name not in _FORBIDDEN_KEYS, f"{path} is for the judge, not for the agent")
            _demand(not isinstance(value, _FORBIDDEN_TYPES), f"{path} holds {value!r:.80}")
            leaks = bool(params) and isinstance(value, Mapping) and dict(value) == params
            _demand(not leaks, f"{path} holds the task's parameters")


def _check_snapshots(env: GuiEnv, seed: int, actions: list[Action]) -> None:
    half = len(actions) // 2
    env.reset(seed=seed)
    _trace(env, actions[:half])
    if env.steps < half or env.steps >= env.max_steps:
        env.reset(seed=seed)
    snapshot, digest, here = env.snapshot(), env.state_hash(), env.look()
    ahead = [*_trace(env, actions[half:]), env.state_hash(), env.reset()]
    for name, moment in (("snapshot", snapshot), ("pickled snapshot", _pickled(snapshot))):
        env.restore(moment)
        _demand(env.state_hash() == digest, f"state_hash differs after restoring a {name}")
        _demand_same(here, env.look(), f"the moment of a {name}")
        again = [*_trace(env, actions[half:]), env.state_hash(), env.reset()]
        _demand_same(ahead, again, f"what follows a {name}")


def _check_forks(env: GuiEnv, seed: int, actions: list[Action]) -> None:
    env.reset(seed=seed)
    digest = env.state_hash()
    twin = env.fork()
    try:
        _demand(twin.state_hash() == digest, "state_hash of a fork differs")
        there = [twin.look(), *_trace(twin, actions), twin.state_hash(), twin.reset()]
        _demand(env.state_hash() == digest, "acting in a fork changed the original")
        here = [env.look(), *_trace(env, actions), env.state_hash(), env.reset()]
        _demand_same(there, here, "a fork and its original under the same actions")
    finally:
        twin.close()


def _check_spec(spec: Any) -> None:
    try:
        json.loads(spec.to_json())
        pickle.loads(pickle.dumps(spec))
    except (ValueError, TypeError, pickle.PicklingError, AttributeError) as error:
        raise ConformanceError(f"the spec {spec.id} cannot be written down: {error}") from error


def _pickled(value: Any) -> Any:
    try:
        return pickle.loads(pickle.dumps(value))
    except (pickle.PicklingError, TypeError, AttributeError) as error:
        raise ConformanceError(f"a snapshot cannot be pickled: {error}") from error


def _walk(value: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    yield path, value
    if isinstance(value, Mapping):
        for key, item in value.items():
            yield from _walk(item, f"{path}.{key}" if path else str(key))
    elif isinstance(value, tuple | list) and not hasattr(value, "_fields"):
        for position, item in enumerate(value):
            yield from _walk(item, f"{path}[{position}]")


def _arrays(observation: Any) -> list[Any]:
    values = observation.values() if isinstance(observation, Mapping) else [observation]
    return [v for v in values if isinstance(v, np.ndarray)]


def _difference(one: Any, other: Any, path: str = "") -> str | None:
    """Where two values differ, or None."""
    if type(one) is not type(other):
        return f"{path}: {type(one).__name__} against {type(other).__name__}"
    if isinstance(one, np.ndarray):
        return None if np.array_equal(one, other) else f"{path}: arrays differ"
    if isinstance(one, Mapping):
        if one.keys() != other.keys():
            return f"{path}: keys {sorted(one.keys() ^ other.keys())}"
        parts = [(f"{path}.{k}", one[k], other[k]) for k in one]
    elif isinstance(one, tuple | list):
        if len(one) != len(other):
            return f"{path}: {len(one)} against {len(other)} items"
        parts = [(f"{path}[{i}]", a, b) for i, (a, b) in enumerate(zip(one, other, strict=True))]
    else:
        return None if one == other else f"{path}: {one!r:.200} against {other!r:.200}"
    return next((d for d in (_difference(a, b, p) for p, a, b in parts) if d), None)


def _demand_same(one: Any, other: Any, what: str) -> None:
    difference = _difference(one, other)
    _demand(difference is None, f"{what} differ at {difference}")


def _demand(condition: bool, otherwise: str) -> None:
    if not condition:
        raise ConformanceError(f"{otherwise}.")
