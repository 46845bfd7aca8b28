"""The explore stage: which app is explored from which start, and one exploration of one app."""

from __future__ import annotations

import functools
import hashlib
import time
from collections.abc import Mapping
from typing import Any, NamedTuple

import numpy as np

from osgenesis.envs.core.environment import GuiEnv
from osgenesis.envs.core.errors import DataError, UnknownNameError
from osgenesis.envs.core.suite import Suite
from osgenesis.synth.config import RunConfig
from osgenesis.synth.explore.base import EXPLORERS, Unit, make_explorer
from osgenesis.synth.explore.fields import FieldTextProvider, RuleBasedText
from osgenesis.synth.explore.frontier import difference_shape
from osgenesis.synth.explore.recorder import Recorder
from osgenesis.synth.explore.surface import PAGE, surface_of
from osgenesis.synth.explore.triples import Start
from osgenesis.synth.stage import Products, Work
from osgenesis.synth.worlds import open_env, open_for_exploring

FILES = ("triples", "screens")
TEXT_PROVIDERS = ("llm", "rules")


class ExploreJob(NamedTuple):
    """A unit and the settings it is done with."""

    unit: Unit
    config: RunConfig


def plan(config: RunConfig) -> list[Work]:
    """Every app in every round, each round from another start; the same plan for the same seed.

    Raises:
        UnknownNameError: there is no such app or explorer.
    """
    if config.explorer not in EXPLORERS:
        raise UnknownNameError("explorer", config.explorer, EXPLORERS)
    if config.texts not in TEXT_PROVIDERS:
        raise UnknownNameError("text provider", config.texts, TEXT_PROVIDERS)
    env = open_env(config.env)
    try:
        if surface_of(env) is PAGE:
            return _plan_pages(config, env.suite, app_labels(env)[0])
        apps, suite = app_labels(env), env.suite
        packages = {label: name for name, label in env.backend.vocabulary().apps.items()}
    finally:
        env.close()
    for app in config.apps:
        if app not in apps:
            raise UnknownNameError("app", app, apps)
    works = []
    for turn in range(config.budget.rounds):
        for app in config.apps or apps:
            seed = derived_seed(config.seed, app, turn)
            unit = Unit(
                key=f"{_slug(app)}-{turn:03d}",
                seed=seed,
                app=app,
                start=Start(config.env, _setup(suite, (app, packages[app]), turn, seed)),
                steps=config.budget.steps,
                explorer=config.explorer,
            )
            works.append(Work(unit.key, ExploreJob(unit, config)._asdict()))
    return works


def _plan_pages(config: RunConfig, suite: Suite, app: str) -> list[Work]:
    """Every page in every round, each time with another problem; ``config.apps`` may name some of them."""
    for name in config.apps:
        if name not in suite:
            raise UnknownNameError("page", name, suite)
    works = []
    for turn in range(config.budget.rounds):
        for name in config.apps or tuple(suite):
            seed = derived_seed(config.seed, name, turn)
            setup = {"task": name, "params": suite[name].sample_params(np.random.default_rng(seed))}
            start = Start(config.env, setup)
            unit = Unit(f"{_slug(name)}-{turn:03d}", seed, app, start, config.budget.steps, config.explorer)
            works.append(Work(unit.key, ExploreJob(unit, config)._asdict()))
    return works


def produce(payload: Mapping[str, Any]) -> Products:
    """Explore one app from one start."""
    job = ExploreJob(**payload)
    unit, config = job.unit, job.config
    begun = time.perf_counter()
    recorder = Recorder(_env(unit.start.env), unit.key, unit.start)
    texts = _texts(config)
    make_explorer(unit.explorer, texts, surface_of(recorder.gui)).explore(recorder, unit)
    seconds = time.perf_counter() - begun
    usage = getattr(texts, "usage", None)
    provenance = {
        "run": config.run_id,
        "seed": unit.seed,
        "explorer": unit.explorer,
        "model": config.model.model if config.texts == "llm" else None,
        "tokens": usage.prompt_tokens + usage.completion_tokens if usage else 0,
        "cost_usd": usage.cost_usd if usage else 0.0,
    }
    triples = [
        {**triple.to_plain(), "provenance": {**provenance, "parent": triple.parent}} for triple in recorder.triples
    ]
    used = {t.screen_before for t in recorder.triples} | {t.screen_after for t in recorder.triples}
    screens = [s.to_plain() for s in recorder.screens.values() if s.id in used]
    return Products(
        {"triples": triples, "screens": screens},
        {
            "steps": recorder.n_steps,
            "seconds": seconds,
            "triples": len(triples),
            "structures": sorted({screen.structure for screen in recorder.screens.values()}),
            "differences": sorted({_digest(difference_shape(t.diff)) for t in recorder.triples if t.diff}),
        },
    )


def app_labels(env: GuiEnv) -> tuple[str, ...]:
    """Labels of the apps that the environment's world declares, in a fixed order."""
    apps = tuple(sorted(set(env.backend.vocabulary().apps.values())))
    if not apps:
        raise DataError(f"the backend {env.backend.name!r} declares no apps to explore")
    return apps


def derived_seed(*parts: object) -> int:
    """A seed that follows from others, different for different parts."""
    text = "|".join(map(str, parts))
    return int.from_bytes(hashlib.blake2b(text.encode(), digest_size=6).digest(), "big")


def _setup(suite: Suite, app: tuple[str, str], turn: int, seed: int) -> dict[str, Any] | None:
    """The bare world in the first round, then worlds that tasks of the app (by label or package) set up."""
    if turn % 3 == 0:
        return None
    names = {name.lower() for name in app}
    tasks = [name for name in suite if names & {a.lower() for a in suite[name].apps}]
    if not tasks:
        return None
    rng = np.random.default_rng(seed)
    name = tasks[int(rng.integers(len(tasks)))]
    return {"task": name, "params": suite[name].sample_params(rng)}


def _texts(config: RunConfig) -> FieldTextProvider:
    if config.texts == "rules":
        return RuleBasedText()
    from osgenesis.synth.explore.model_texts import ModelText

    return ModelText(config.model)


@functools.lru_cache(maxsize=2)
def _env(name: str) -> GuiEnv:
    """One environment per process and name; a reset brings its world back to the beginning."""
    return open_for_exploring(name)


def _digest(text: str) -> str:
    return hashlib.blake2b(text.encode(), digest_size=8).hexdigest()


def _slug(text: str) -> str:
    return "".join(c if c.isalnum() else "-" for c in text.lower()).strip("-") or "app"
