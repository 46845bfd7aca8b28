"""The summary of a run: `summary.json`, and the same as a table on the terminal."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from osgenesis.agents.records import write_atomically
from osgenesis.envs.core.actions import Action
from osgenesis.envs.core.synthetic import read_task_records
from osgenesis.synth.config import RunConfig
from osgenesis.synth.diversity import diversity
from osgenesis.synth.parts import read_lines
from osgenesis.synth.pipeline import TASKS, TRAJECTORIES

if TYPE_CHECKING:
    from rich.table import Table


def summarise(config: RunConfig, stages: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    """The numbers of all stages in one flat record, with what only the whole can tell."""
    tasks = read_task_records(config.out / TASKS)
    thoughts = [
        " ".join(step.get("thought") or Action.from_dict(step["action"]).describe() for step in record["steps"])
        for _, record in read_lines(config.out / TRAJECTORIES)
    ]
    instructions = diversity([task["instruction"] for task in tasks], seed=config.seed)
    trajectories = diversity(thoughts, seed=config.seed)
    words = [len(task["instruction"].split()) for task in tasks]
    lengths = [task["n_steps"] for task in tasks]
    flat: dict[str, Any] = {"run": config.run_id, "env": config.env, "seed": config.seed}
    for name, numbers in stages.items():
        flat.update({k: v for k, v in numbers.items() if k not in ("seconds", "failures")})
        for failure in numbers.get("failures", ()):
            flat.setdefault("failures", []).append(f"{name}: {failure}")
    costs = [numbers["cost_usd"] for numbers in stages.values() if "cost_usd" in numbers]
    seconds = {name: numbers["seconds"] for name, numbers in stages.items()}
    return {
        **flat,
        "tokens": sum(numbers.get("tokens", 0) for numbers in stages.values()),
        "cost_usd": None if None in costs else sum(costs),
        "tasks_by_app": dict(Counter(app for t in tasks for app in t["apps"]).most_common()),
        "tasks_by_steps": {str(n): lengths.count(n) for n in sorted(set(lengths))},
        "mean_words": round(sum(words) / len(words), 2),
        "mean_task_steps": round(sum(lengths) / len(lengths), 2),
        "instruction_diversity": _rounded(instructions.value),
        "trajectory_diversity": _rounded(trajectories.value),
        "diversity_embedder": instructions.embedder,
        "explorer": config.explorer,
        "annotator": config.annotator,
        "agent": config.agent,
        "reward_model": config.reward_model,
        "sampling": config.sampling,
        "workers": config.workers,
        "seconds_by_stage": seconds,
        "seconds": round(sum(seconds.values()), 2),
    }


def write_summary(out: Path, summary: Mapping[str, Any]) -> None:
    """Write `summary.json`."""
    write_atomically(out / "summary.json", json.dumps(summary, indent=2, ensure_ascii=False) + "\n")


def summary_table(summary: Mapping[str, Any]) -> Table:
    """The summary as people read it."""
    from rich.table import Table

    sample = " (the bundled sample, not AndroidControl itself)" if summary.get("data") == "sample" else ""
    table = Table(title=f"osgenesis run: {summary['env']}{sample}, seed {summary['seed']}", show_header=False)
    table.add_column("")
    table.add_column("", justify="right")
    table.add_column("", style="dim")
    rejected: Mapping[str, int] = summary["tasks_rejected"]
    rewards: Mapping[str, int] = summary["rewards"]
    cost = summary["cost_usd"]
    rows = (
        ("screens", summary["screens"], f"{summary['steps']} steps, {summary['steps_per_s']:.0f} "
         "steps/s per process"),
        ("triples", summary["triples"], f"{summary['differences']} kinds of state difference"),
        ("tasks proposed", summary["tasks_proposed"], f"{summary['tasks_tried']} tried"),
        ("tasks recorded" if "tasks_recorded" in summary else "tasks verified",
         summary.get("tasks_recorded", summary["tasks_verified"]), f"{summary['tasks_4plus_steps']} of 4 or "
         f"more steps, {summary['questions']} questions"),
        ("apps", summary["apps"], ", ".join(f"{app} {n}" for app, n in
         summary["tasks_by_app"].items())),
        ("tasks rejected", sum(rejected.values()), ", ".join(f"{reason} {n}" for reason, n in
         rejected.items())),
        ("trajectories", summary["trajectories"], f"{summary['successes']} successful, by "
         f"{summary['agent']}"),
        ("mean reward", _shown(summary["mean_reward"]), ", ".join(f"{value}: {n}" for value, n in
         rewards.items() if n)),
        ("instruction diversity", _shown(summary["instruction_diversity"]),
         summary["diversity_embedder"] + _human(summary)),
        ("trajectory diversity", _shown(summary["trajectory_diversity"]), "same measure"),
        ("words per instruction", summary["mean_words"], ""),
        ("steps per task", summary["mean_task_steps"], ""),
        ("training samples", summary["samples"], ", ".join(f"{kind} {n}" for kind, n in
         summary["samples_by_kind"].items())),
        ("model cost", "unknown" if cost is None else f"${cost:.2f}", f"{summary['tokens']} tokens"),
        ("seconds", summary["seconds"], ", ".join(f"{stage} {s:.1f}" for stage, s in
         summary["seconds_by_stage"].items())),
    )  # fmt: skip
    for name, value, note in rows:
        table.add_row(name, str(value), note)
    return table


def _human(summary: Mapping[str, Any]) -> str:
    """The goals that people gave to recordings, as the reference for what was made of the same recordings."""
    if "human_instruction_diversity" not in summary:
        return ""
    return f"; human goals {_shown(summary['human_instruction_diversity'])}, {summary['human_mean_words']} words"


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 4)


def _shown(value: float | None) -> str:
    return "n/a" if value is None else f"{value:.3f}"
