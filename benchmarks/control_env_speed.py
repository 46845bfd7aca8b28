"""Speed of AndroidControl as an environment and of its scorer: python benchmarks/control_env_speed.py [--data PATH]

Rates are given by the wall clock and per second of processor time of this process, all its threads together: on a busy
machine only the latter says what one core does. `cold` plays episodes that this process has not read yet; `warm` plays
them again.
"""

from __future__ import annotations

import argparse
import gc
import json
import sys
import time
from collections.abc import Callable
from functools import partial
from typing import Any

import PIL

from osgenesis.envs.android_control.environment import make_android_control
from osgenesis.envs.android_control.forest import decode_forest
from osgenesis.envs.android_control.matching import PROTOCOLS
from osgenesis.envs.android_control.sample import sample_path
from osgenesis.envs.android_control.scoring import Scorer, recorded_steps
from osgenesis.envs.android_control.tapes import Library
from osgenesis.envs.core.actions import Action

ACTIONS = (Action("click", x=500, y=800), Action("scroll", direction="down"), Action("click", index=1), Action("wait"))


def measured(count: int, work: Callable[[], None]) -> dict[str, float]:
    wall, cpu = time.perf_counter(), time.process_time()
    work()
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    return {"per_s": round(count / wall, 1), "per_cpu_s": round(count / cpu, 1)}


def play(env: Any, steps: int) -> None:
    env.reset(seed=0)
    for number in range(steps):
        _, _, terminated, truncated, _ = env.step(ACTIONS[number % len(ACTIONS)])
        if terminated or truncated:
            env.reset()


def environment_rates(data: str | None, split: str, steps: int, pictures: int) -> dict[str, Any]:
    found: dict[str, Any] = {}
    decode_forest(b"")  # loads the parser
    for name, observe, count in (
        ("goal, ui, elements", ("goal", "ui", "elements"), steps),
        ("goal only", ("goal",), steps),
        ("goal, screenshot", ("goal", "screenshot"), pictures),
    ):
        env = make_android_control(data=data, split=split, observe=observe, protocol="official")
        few = min(count, 40)
        found[name] = {
            "cold": measured(few, partial(play, env, few)),
            "warm": measured(count, partial(play, env, count)),
        }
        if "screenshot" in observe:
            found[name]["screen"] = list(env.observation_space["screenshot"].shape or ())
        env.close()
        del env
        gc.collect()  # environments of one process share what they have read
    return found


def scorer_rates(data: str | None, split: str, predictions: int) -> dict[str, Any]:
    library = Library.open(sample_path() if data is None else data)
    steps = list(recorded_steps(library, library.ids(split)))
    rounds = max(1, predictions // len(steps))
    found = {}
    for name, protocols in (("official", [PROTOCOLS["official"]]), ("all six protocols", list(PROTOCOLS.values()))):
        scorer = Scorer(protocols)

        def work(scorer: Scorer = scorer) -> None:
            for turn in range(rounds):
                for number, step in enumerate(steps):
                    scorer.add(step, step.gold.action if (turn + number) % 2 else ACTIONS[number % len(ACTIONS)])

        found[name] = measured(rounds * len(steps), work)
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", help="folder of the shards; the bundled sample if not given")
    parser.add_argument("--split", default="test")
    parser.add_argument("--steps", type=int, default=4000)
    parser.add_argument("--pictures", type=int, default=150)
    parser.add_argument("--predictions", type=int, default=20_000)
    options = parser.parse_args()
    result = {
        "data": options.data or "sample",
        "split": options.split,
        "python": sys.version.split()[0],
        "pillow": PIL.__version__,
        "env_steps": environment_rates(options.data, options.split, options.steps, options.pictures),
        "scorer_predictions": scorer_rates(options.data, options.split, options.predictions),
    }
    print(json.dumps(result, indent=2))


if __name__ == "__main__":
    main()
