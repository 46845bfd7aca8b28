"""Finding agents: built-in names, installed plug-ins, ``module:attribute``, and what goes wrong."""

import sys
import tomllib
from pathlib import Path

import pytest

from osgenesis.agents.base import Agent
from osgenesis.agents.errors import PluginError
from osgenesis.agents.noop import NoopAgent
from osgenesis.agents.registry import BUILT_IN, agent_names, make_agent
from osgenesis.envs.core.errors import UnknownNameError

PLUGIN = """
from osgenesis.agents.base import Agent
from osgenesis.envs.core.actions import Action

class Waiter(Agent):
    def __init__(self, patience=1):
        self.patience = patience
    def act(self, observation):
        return Action("wait")

def factory(patience):
    return Waiter(patience + 1)

class NotAnAgent:
    pass

instance = Waiter()
class Nest:
    Deep = Waiter
"""


@pytest.fixture
def plugins(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder on the path with an installed distribution that offers agents."""
    (tmp_path / "strangers_agents.py").write_text(PLUGIN)
    (tmp_path / "broken_agents.py").write_text("import a_package_nobody_has\n")
    info = tmp_path / "strangers-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: strangers\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text(
        "[osgenesis.agents]\n"
        "waiter = strangers_agents:Waiter\n"
        "broken = broken_agents:Agent\n"
        "lost = strangers_agents:Missing\n"
        "noop = strangers_agents:Waiter\n"
    )
    monkeypatch.syspath_prepend(str(tmp_path))
    for name in ("strangers_agents", "broken_agents"):
        monkeypatch.delitem(sys.modules, name, raising=False)
    return tmp_path


def test_built_in_agents_have_names() -> None:
    assert {"noop", "random", "oracle", "m3a"} <= set(agent_names())
    assert isinstance(make_agent("noop"), NoopAgent)
    assert make_agent("noop").name == "noop"


def test_the_project_declares_its_agents_as_entry_points(root: Path) -> None:
    project = tomllib.loads((root / "pyproject.toml").read_text())["project"]
    assert project["entry-points"]["osgenesis.agents"] == dict(BUILT_IN)


@pytest.mark.parametrize("name", sorted(BUILT_IN))
def test_every_built_in_agent_can_be_built(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_BASE_URL", "http://127.0.0.1:9/v1")
    agent = make_agent(name)
    assert isinstance(agent, Agent)
    agent.close()


def test_options_reach_the_agent() -> None:
    agent = make_agent("noop", {"declare": "complete"})
    assert agent.act({"goal": ""}).goal_status == "complete"


def test_an_unknown_name_is_answered_with_near_misses() -> None:
    with pytest.raises(UnknownNameError, match=r"Unknown agent 'orakle'.*'oracle'"):
        make_agent("orakle")


def test_unknown_options_are_refused_with_the_signature() -> None:
    with pytest.raises(PluginError, match=r"unexpected keyword argument 'colour'.*declare"):
        make_agent("noop", {"colour": "red"})


@pytest.mark.usefixtures("plugins")
class TestPlugins:
    def test_an_installed_plug_in_is_found_by_name(self) -> None:
        assert "waiter" in agent_names()
        assert type(make_agent("waiter")).__name__ == "Waiter"

    def test_listing_names_imports_nothing(self) -> None:
        agent_names()
        assert "strangers_agents" not in sys.modules

    @pytest.mark.parametrize("path", ["Waiter", "Nest.Deep"])
    def test_any_class_is_found_by_module_and_attribute(self, path: str) -> None:
        agent = make_agent(f"strangers_agents:{path}")
        assert agent.name == f"strangers_agents:{path}"

    def test_a_factory_builds_agents_too(self) -> None:
        agent = make_agent("strangers_agents:factory", {"patience": 2})
        assert agent.__dict__["patience"] == 3

    def test_a_plug_in_that_does_not_import_says_what_failed(self) -> None:
        with pytest.raises(PluginError, match=r"'broken'.*No module named 'a_package_nobody_has'"):
            make_agent("broken")

    def test_a_plug_in_without_its_attribute_says_so(self) -> None:
        with pytest.raises(PluginError, match=r"'lost'.*has no attribute 'Missing'"):
            make_agent("lost")

    @pytest.mark.parametrize("attribute", ["NotAnAgent", "instance", "PLUGIN", ""])
    def test_what_is_no_agent_is_refused(self, attribute: str) -> None:
        with pytest.raises(PluginError):
            make_agent(f"strangers_agents:{attribute}")

    def test_a_name_that_two_packages_claim_is_refused_with_both(self) -> None:
        with pytest.raises(PluginError, match=r"osgenesis\.agents\.noop:.*strangers_agents:Waiter"):
            make_agent("noop")


@pytest.mark.parametrize("name", ["", ":", "no_such_module:Agent", "a b:c", "..:x"])
def test_garbage_names_are_clear_errors(name: str) -> None:
    with pytest.raises((UnknownNameError, PluginError)):
        make_agent(name)
