"""An AgentLab agent solves our tasks in AgentLab's own loop, and AgentLab's result files say so."""

from __future__ import annotations

import json
import logging
import os
import re
import tempfile
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any, Final

import pytest

from osgenesis.envs.web.browser import find_chromium
from osgenesis.envs.webarena.official import browsergym_tasks, offline

# What AgentLab and BrowserGym warn of is theirs.
pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.filterwarnings("ignore")]

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    pytest.importorskip("agentlab", exc_type=ImportError)
    # It makes the folder of its results when it is imported, at home if it is not told where.
    os.environ.setdefault("AGENTLAB_EXP_ROOT", tempfile.mkdtemp(prefix="agentlab-"))
    launch: Any = import_module("agentlab.experiments.launch_exp")
    loop: Any = import_module("agentlab.experiments.loop")
    results: Any = import_module("agentlab.analyze.inspect_results")
    AgentArgs: Any = import_module("agentlab.agents.agent_args").AgentArgs
    bgym: Any = import_module("bgym")

# Kept of what `osgenesis run --env WebArena --app Homepage` wrote, the columns of other sites left out.
NOISE: Final = {
    "columns": {"homepage/account": ["id"], "homepage/note": ["created", "id"]},
    "settings": [],
    "values": ["browser/url", "text", "url"],
}
NOTE: Final = {"body": "Can you send me the address again?", "title": "moving_checklist"}
SYNTHESISED: Final = (
    {
        "id": "homepage-ab5c0284c0",
        "instruction": f'On the Homepage site, write a note titled "{NOTE["title"]}" with the text "{NOTE["body"]}".',
        "kind": "state",
        "atoms": [{"kind": "row_exists", "table": "homepage/note", "where": NOTE, "count_delta": 1}],
        "golden_actions": [
            {"type": "click", "index": 3},
            {"type": "input_text", "index": 6, "text": NOTE["title"]},
            {"type": "input_text", "index": 7, "text": NOTE["body"]},
            {"type": "click", "index": 8},
        ],
    },
    {
        "id": "homepage-18d5f2854a",
        "instruction": 'Go to the page "Calculator" on Homepage.',
        "kind": "page",
        "atoms": [{"kind": "page_is", "key": "browser/url", "value": "http://home.test/calculator.html"}],
        "golden_actions": [{"type": "click", "index": 2}],
    },
)


def write_tasks(file: Path) -> str:
    """The synthesised tasks as the file that synthesis writes; its path."""
    shared = {"format": "osgenesis-task/1", "apps": ["Homepage"], "start": {"env": "WebArena", "setup": None}}
    lines = []
    for made in SYNTHESISED:
        record: dict[str, Any] = {**shared, **made}
        record["predicate"] = {"atoms": record.pop("atoms"), "noise": NOISE}
        lines.append(json.dumps(record) + "\n")
    file.write_text("".join(lines), "utf-8")
    return str(file)


# What a step does with what it finds in the accessibility tree by role and name: (verb, role, name, text).
Step = tuple[str, str, str, str]


def plan(goal: str) -> list[Step]:
    """How a person would go about it."""
    quoted = re.findall('[“"](.+?)[”"]', goal)
    if goal.startswith("Subscribe to the forum"):
        forum = goal.removeprefix("Subscribe to the forum ").rstrip(".")
        return [("click", "link", "Forums", ""), ("click", "button", f"Subscribe to {forum}", "")]
    if "wish list" in goal:
        return [
            ("fill", "textbox", "Search", quoted[0]),
            ("press", "textbox", "Search", "Enter"),
            ("click", "link", quoted[0], ""),
            ("click", "button", "Add to Wish List", ""),
        ]
    if "capital" in goal:
        country = re.findall(r"capital of (.+?),", goal)[0]
        return [
            ("fill", "searchbox", "Search Wikipedia", country),
            ("press", "searchbox", "Search Wikipedia", "Enter"),
            ("click", "link", country, ""),
            ("tell", "rowheader", "Capital", ""),
        ]
    if goal.startswith("Go to the page"):
        return [("click", "link", quoted[0], "")]
    title, text = quoted
    return [
        ("click", "link", "Scratchpad", ""),
        ("fill", "textbox", "Title", title),
        ("fill", "textbox", "Text", text),
        ("click", "button", "Save note", ""),
    ]


def find(tree: str, step: Step) -> re.Match[str] | None:
    """The line of the accessibility tree with what a step is about; its group is the element's id."""
    _, role, name, _ = step
    return re.search(rf"\[(\w+)\] {role} {re.escape(repr(name))}", tree)


class Reader(bgym.Agent):  # type: ignore[misc]
    """Follows a plan, finding its way by the accessibility tree; `hasty` says at once that it is done."""

    def __init__(self, hasty: bool) -> None:
        self.action_set = bgym.HighLevelActionSet(subsets=["chat", "bid"])
        self._steps: list[Step] | None = [] if hasty else None
        self._last: Step | None = None

    def get_action(self, obs: dict[str, Any]) -> tuple[str, Any]:
        """The next step's action."""
        if self._steps is None:
            self._steps = plan(obs["goal"])
        tree = obs["axtree_txt"]
        # BrowserGym gives an action half a second, and reports an error also if it was done a little later.
        if obs["last_action_error"] and self._last is not None and find(tree, self._last) is not None:
            self._steps.insert(0, self._last)
        self._last = None
        if not self._steps:
            return "send_msg_to_user('Done.')", bgym.AgentInfo(think="nothing is left to do")
        verb, role, name, text = self._steps[0]
        found = find(tree, self._steps[0])
        if found is None:
            return "noop(1000)", bgym.AgentInfo(think=f"the page with the {role} {name} is still to come")
        self._last = self._steps.pop(0)
        if verb == "tell":
            cell = re.search(r"cell '(.+?)'", tree[found.end() :])
            assert cell is not None
            return f"send_msg_to_user({cell[1]!r})", bgym.AgentInfo(think=f"{name} is {cell[1]}")
        more = f", {text!r}" if text else ""
        return f"{verb}({found[1]!r}{more})", bgym.AgentInfo(think=f"{verb} the {role} {name}")


@dataclass(unsafe_hash=True)
class ReaderArgs(AgentArgs):  # type: ignore[misc]
    """AgentLab keeps these, and makes the agent where the episode runs."""

    agent_name: str = "Reader"
    hasty: bool = False

    def make_agent(self) -> Reader:
        """A fresh agent."""
        return Reader(self.hasty)


@pytest.fixture(autouse=True)
def _stock(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Nothing is downloaded; AgentLab's log handlers and Playwright's loop end with the test."""
    monkeypatch.setenv("PLAYWRIGHT_BROWSERS_PATH", str(offline.browser_registry(tmp_path, find_chromium())))
    # Tokens are counted by a table that is downloaded; words are counted without one.
    monkeypatch.setattr(loop, "count_tokens", lambda text: len(text.split()))
    core = import_module("browsergym.core")
    root = logging.getLogger()
    handlers, level = list(root.handlers), root.level
    yield
    root.handlers, root.level = handlers, level
    core._get_global_playwright().stop()
    core._set_global_playwright(None)


def run(ids: tuple[str, ...], folder: Path, **options: Any) -> list[dict[str, Any]]:
    """The summaries that AgentLab writes of an episode each, in the order of the ids."""
    episodes = [
        loop.ExpArgs(
            ReaderArgs(**options),
            loop.EnvArgs(env_id.removeprefix("browsergym/"), task_seed=3, max_steps=30, pre_observation_delay=0),
        )
        for env_id in ids
    ]
    launch.run_experiments(1, episodes, folder, parallel_backend="sequential")
    for episode in episodes:
        episode.logging_file_handler.close()
    table = results.load_result_df(folder, progress_fn=None)
    assert len(table) == len(ids)
    return [json.loads(Path(episode.exp_dir, "summary_info.json").read_text("utf-8")) for episode in episodes]


NATIVE: Final = ("ForumSubscribe", "HomeAddNote", "ShopAddToWishList", "WikiCapital")


def test_an_agentlab_agent_solves_native_tasks(tmp_path: Path) -> None:
    for summary in run(browsergym_tasks.register_tasks(names=NATIVE), tmp_path):
        assert summary["err_msg"] is None
        assert (summary["cum_reward"], summary["terminated"]) == (1.0, True)
        assert summary["n_steps"] >= 3


def test_an_agentlab_agent_solves_synthesised_tasks(tmp_path: Path) -> None:
    ids = browsergym_tasks.register_tasks(write_tasks(tmp_path / "tasks.jsonl"), prefix="synthetic")
    summaries = run(ids, tmp_path / "study")
    assert [summary["err_msg"] for summary in summaries] == [None, None]
    assert [(summary["cum_reward"], summary["terminated"]) for summary in summaries] == [(1.0, True), (1.0, True)]


def test_an_agentlab_agent_that_does_nothing_gets_nothing(tmp_path: Path) -> None:
    ids = browsergym_tasks.register_tasks(write_tasks(tmp_path / "tasks.jsonl"), prefix="synthetic")
    ids += browsergym_tasks.register_tasks(names=NATIVE)
    for summary in run(ids, tmp_path / "study", hasty=True):
        assert summary["err_msg"] is None
        assert (summary["cum_reward"], summary["n_steps"], summary["terminated"]) == (0, 1, True)
