"""libwebarena's evaluators and ours on the same pages and answers. Needs libwebarena with all that it imports."""

from __future__ import annotations

import copy
import json
import warnings
from collections.abc import Callable, Iterator
from contextlib import nullcontext
from pathlib import Path
from typing import Any

import pytest

from osgenesis.envs.core.errors import BackendError
from osgenesis.envs.webarena.official import configs, offline
from osgenesis.envs.webarena.official.evaluators import evaluate
from osgenesis.envs.webarena.official.judge_server import JudgeServer
from osgenesis.envs.webarena.official.readers import StaticPage, _over_http

# One of every kind of locator, answer and address.
TASKS = (21, 47, 101, 118, 146, 404, 431, 481, 506, 521, 585, 600, 615, 699)


class Pages:
    """Our reader over plain requests."""

    def __init__(self, url: str) -> None:
        self.current = self._get(url)

    def _get(self, url: str) -> StaticPage:
        return StaticPage(url, _over_http("GET", url, {}, None).text)

    def open(self, url: str) -> Any:
        return nullcontext(self._get(url))

    def request(self, method: str, url: str, *, headers: Any = None, body: Any = None) -> Any:
        return _over_http(method, url, headers or {}, body)


@pytest.fixture
def official(pages: Callable[..., str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Any]:
    """libwebarena's module, with every site at our pages and the judge at ours, and a tab of Playwright's."""
    pytest.importorskip("nltk", reason="libwebarena's requirements are not installed")
    playwright = pytest.importorskip("playwright.sync_api", reason="Playwright is not installed")
    base = pages("x").partition("/f/")[0]
    for name in ("REDDIT", "SHOPPING", "SHOPPING_ADMIN", "GITLAB", "WIKIPEDIA", "MAP", "HOMEPAGE"):
        monkeypatch.setenv(name, base)
    monkeypatch.setenv("NLTK_DATA", str(offline.tokenizer_folder(tmp_path)))
    try:
        monkeypatch.setenv("PLAYWRIGHT_BROWSERS_PATH", str(offline.browser_registry(tmp_path)))
    except BackendError as error:
        pytest.skip(str(error))
    with JudgeServer() as judge:
        monkeypatch.setenv("OPENAI_API_KEY", "none-needed")
        monkeypatch.setenv("OPENAI_BASE_URL", judge.base_url)
        monkeypatch.setenv("NO_PROXY", "127.0.0.1")
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            evaluators = pytest.importorskip(
                "webarena.evaluation_harness.evaluators", reason="libwebarena's requirements are not installed"
            )
            monkeypatch.setattr(evaluators.time, "sleep", lambda seconds: None)
            with playwright.sync_playwright() as driver:
                browser = driver.chromium.launch()
                yield evaluators, browser.new_context().new_page(), base
                browser.close()


def _texts(contents: dict[str, Any], mode: str) -> list[str]:
    required = contents["exact_match"] if "exact_match" in contents else contents["must_include"]
    texts = [required] if isinstance(required, str) else [text.split(" |OR| ")[-1] for text in required]
    return {"right": texts, "wrong": ["something else"], "half": [texts[0].upper()]}[mode]


def _prepared(task_id: int, mode: str, base: str, pages: Callable[..., str]) -> tuple[dict[str, Any], str, str]:
    """The raw configuration with its pages at ours; the address of the agent's page; its answer."""
    raw = copy.deepcopy(next(dict(each) for each in configs.raw_configurations() if each["task_id"] == task_id))
    raw = configs.substituted(raw, dict.fromkeys(configs.OFFICIAL_SITES, base))
    rules, at = raw["eval"], base + "/f/books/1/x?t=a"
    for target in rules["program_html"] or []:
        texts = _texts(target["required_contents"], mode)
        index = int(texts[0]) if texts[0] in ("0", "1", "2", "3") else 0
        url = pages("\n".join(texts), index)
        if target["url"] == "last" or "last_url" in target["url"]:
            at = url
        elif not target["url"].startswith("func:"):
            target["url"] = url
    if rules["reference_url"]:
        rules["reference_url"] = {"right": at.partition("?")[0], "wrong": f"{base}/none", "half": base}[mode]
    said = []
    for references in (rules["reference_answers"] or {}).values():
        said += [rules["string_note"]] if references == "N/A" and mode == "half" else [references]
    flat = [text for each in said for text in ([each] if isinstance(each, str) else each)]
    answers = {"right": "'" + "; ".join(flat) + "'", "wrong": "whatever", "half": "; ".join(flat[:1]).upper()}
    return raw, at, answers[mode]


def test_same_scores(official: Any, pages: Callable[..., str], tmp_path: Path) -> None:
    evaluators, tab, base = official
    seen, file = set(), tmp_path / "config.json"
    for task_id in TASKS:
        for mode in ("right", "wrong", "half"):
            raw, at, answer = _prepared(task_id, mode, base, pages)
            file.write_text(json.dumps(raw))
            tab.goto(at)
            router = evaluators.evaluator_router(str(file))
            action = {"action_type": 0, "answer": answer}
            theirs = router(trajectory=[{}, action], config_file=str(file), page=tab, client=None)
            addresses = dict.fromkeys(configs.OFFICIAL_SITES, base)
            ours = evaluate(configs._configuration(raw), answer, Pages(at), addresses=addresses)
            assert ours == theirs, (task_id, mode)
            seen.add((mode, ours))
    assert {("right", 1.0), ("wrong", 0.0), ("half", 0.0), ("half", 1.0)} <= seen
