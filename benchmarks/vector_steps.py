"""Structured steps per second of `gym.make_vec`, in one process and in several.

    python benchmarks/vector_steps.py --envs 1 2 4 8 --steps 200

Prints one line per number of environments: in turn (sync) and in worker processes (async).
"""

from __future__ import annotations

import argparse
from time import perf_counter
from typing import Any

import gymnasium as gym

import osgenesis.envs  # noqa: F401 - registers the environments

ENV_ID = "AndroidWorld/ContactsAddContact-v0"


def steps_per_second(kind: str, count: int, steps: int) -> float:
    """Environment steps per second over all environments; sampled actions, resets included."""
    options: dict[str, Any] = {"observe": ("goal", "ui", "elements"), "max_steps": 40}
    envs = gym.make_vec(ENV_ID, num_envs=count, vectorization_mode=kind, **options)
    try:
        envs.reset(seed=0)
        envs.action_space.seed(0)
        actions = [envs.action_space.sample() for _ in range(steps)]
        began = perf_counter()
        for action in actions:
            envs.step(action)
        return count * steps / (perf_counter() - began)
    finally:
        envs.close()


def main() -> None:
    """Measures what the command line names."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--envs", type=int, nargs="+", default=[1, 2, 4, 8])
    parser.add_argument("--steps", type=int, default=200)
    arguments = parser.parse_args()
    print(f"{ENV_ID}, {arguments.steps} steps each")
    for count in arguments.envs:
        sync, parallel = (steps_per_second(kind, count, arguments.steps) for kind in ("sync", "async"))
        print(f"{count:3d} environments: sync {sync:7.0f} steps/s, async {parallel:7.0f} steps/s")


if __name__ == "__main__":
    main()
