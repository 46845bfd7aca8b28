"""libwebarena's evaluators and ours on our sites, in right, wrong and untouched states and with several answers."""

from __future__ import annotations

import importlib.util
import json
import types
import warnings
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from osgenesis.envs.core.errors import BackendError

# Answers, an address, a vote, a wish, a review; all of forum and shop with `OSGENESIS_OFFICIAL=all`.
FEW = (21, 50, 313, 275, 404, 465, 585)
OTHER = "Something else entirely, 17"

pytestmark = [pytest.mark.slow, pytest.mark.browser]


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """Our sites with everything around them, libwebarena's module, and a browser."""
    for package in ("webarena", "playwright", "nltk"):
        if importlib.util.find_spec(package) is None:
            pytest.skip(f"{package} is not installed")
    from osgenesis.envs.web.browser.locate import find_chromium
    from osgenesis.envs.webarena.official.harness import compat_world, harness

    try:
        find_chromium()
    except BackendError as error:
        pytest.skip(str(error))
    world = compat_world()
    with harness(world) as running, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # theirs
        evaluators: Any = importlib.import_module("webarena.evaluation_harness.evaluators")
        evaluators.time = types.SimpleNamespace(sleep=lambda seconds: None)  # it only waits for pages of its own
        sync_api = importlib.import_module("playwright.sync_api")
        with sync_api.sync_playwright() as driver:
            browser = driver.chromium.launch()
            yield types.SimpleNamespace(
                world=world,
                addresses=running.addresses,
                evaluators=evaluators,
                browser=browser,
                file=tmp_path_factory.mktemp("official") / "config.json",
            )
            browser.close()
    world.close()


def test_same_scores(served: Any, tab_visitor: Any, which: Callable[[tuple[int, ...]], tuple[int, ...]]) -> None:
    seen, differing = set(), []
    for number in which(FEW):
        for state in ("untouched", "right", "wrong"):
            for answer, theirs, ours in both(served, tab_visitor, number, state):
                seen.add((state, ours))
                if theirs != ours:
                    differing.append((number, state, answer, theirs, ours))
    assert differing == []
    assert {("right", 1.0), ("untouched", 0.0), ("wrong", 0.0)} <= seen


def both(served: Any, tab_visitor: Any, number: int, state: str) -> Iterator[tuple[str | None, float, float]]:
    """(answer, libwebarena's score, ours) for several answers in a state; "wrong" is another task's right one."""
    from osgenesis.envs.webarena.official import coverage
    from osgenesis.envs.webarena.official.configs import configuration, configurations, raw_configurations, substituted
    from osgenesis.envs.webarena.official.evaluators import evaluate
    from osgenesis.envs.webarena.official.names import OURS
    from osgenesis.envs.webarena.official.readers import untouched

    task = substituted(configuration(number), served.addresses)
    raw = next(each for each in raw_configurations() if each["task_id"] == number)
    served.file.write_text(json.dumps(substituted(dict(raw), served.addresses)))
    by_state = bool({"url_match", "program_html"} & set(task.evaluation.types))
    scripts = coverage.scripts() if by_state else coverage.answers() if task.feasible else coverage.refusals()
    kind = (task.template_id, task.sites, task.feasible)
    others = [t for t in configurations().values() if (t.template_id, t.sites, t.feasible) == kind]
    acted = task if state == "right" else next((t for t in others if t.id != number), None)
    served.world.rollback()
    context = served.browser.new_context()
    try:
        visitor = tab_visitor(served.world, context.new_page())
        for site in task.sites:
            visitor.log_in(OURS[site])
        acted = substituted(acted or task, served.addresses)
        for url in (acted if state != "untouched" else task).start_urls:
            visitor.go(url)
        said = None
        if state == "wrong" and acted.id == number:
            visitor.go("/")
        elif state != "untouched" and task.template_id in scripts and (by_state or state == "right"):
            said = scripts[task.template_id](visitor, acted)
        published = [r for _, refs in task.evaluation.answers for r in ([refs] if isinstance(refs, str) else refs)]
        for answer in dict.fromkeys((None, OTHER, "N/A", said, "; ".join(published), task.evaluation.note)):
            action = {"action_type": 17, "answer": "whatever" if answer is None else answer}
            try:
                theirs = served.evaluators.evaluator_router(str(served.file))(
                    trajectory=[{}, action], config_file=str(served.file), page=visitor.tab, client=None
                )
            except AssertionError:
                theirs = 0.0  # as BrowserGym has it: the judge's answer was none
            with untouched(served.world):
                ours = evaluate(task, answer, visitor.reader(), addresses=served.addresses)
            yield answer, theirs, ours
    finally:
        context.close()
