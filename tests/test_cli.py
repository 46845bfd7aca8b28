"""The console script: help without imports, evaluation end to end, and errors in one line."""

import importlib
import json
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from osgenesis.envs.cli import COMMANDS, main
from osgenesis.envs.core.episodes import VERSION


@pytest.fixture(autouse=True)
def fake_environment(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Makes ``fake_envs:Fake`` a name of an environment."""
    monkeypatch.syspath_prepend(str(root / "tests" / "agents"))
    monkeypatch.setenv("COLUMNS", "120")
    importlib.import_module("fake_envs")


def invoke(*arguments: str) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


def test_help_lists_every_command() -> None:
    result = invoke("--help")
    assert result.exit_code == 0
    for name, command in COMMANDS.items():
        assert f"  {name} " in result.output
        assert command.help in result.output


def test_help_imports_no_command() -> None:
    code = (
        f"import sys; sys.path[:0] = {sys.path!r}\n"
        "from osgenesis.envs.cli import main\n"
        "try: main(['--help'])\n"
        "except SystemExit: pass\n"
        "heavy = ('openai', 'PIL', 'rich', 'matplotlib', 'pyarrow', 'osgenesis.agents',"
        " 'osgenesis.synth', 'osgenesis.envs.core.environment')\n"
        "sys.exit(','.join(name for name in heavy if name in sys.modules) or 0)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize("name", list(COMMANDS))
def test_every_command_has_help_of_its_own(name: str) -> None:
    result = invoke(name, "--help")
    assert result.exit_code == 0, result.output
    assert result.output.startswith(f"Usage: main {name}")


def test_an_unknown_command_is_answered_with_near_misses() -> None:
    result = invoke("evalute")
    assert result.exit_code == 2
    assert "No such command 'evalute'. Did you mean 'evaluate'?" in result.output


def test_the_version_is_shown() -> None:
    assert invoke("--version").output == f"osgenesis {VERSION}\n"


def test_environments_are_listed_and_filtered() -> None:
    every, some = invoke("envs").output.split(), invoke("envs", "suite").output.split()
    assert "AndroidWorld/Suite-v0" in every
    assert all("Suite" in name for name in some)
    assert 0 < len(some) < len(every)
    assert json.loads(invoke("envs", "--json").output) == every


def test_a_filter_that_finds_nothing_names_near_misses() -> None:
    result = invoke("envs", "AndroidWorld/Suit-v0")
    assert result.exit_code == 2
    assert "AndroidWorld/Suite-v0" in result.output


def test_agents_are_listed() -> None:
    assert {"m3a", "noop", "oracle", "random"} <= set(invoke("agents").output.split())


def evaluation(out: Path, *more: str, agent: str = "oracle") -> Result:
    return invoke("evaluate", "--env", "fake_envs:Fake", "--agent", agent, "--out", str(out), *more)


def test_an_evaluation_prints_a_table_and_writes_its_files(tmp_path: Path) -> None:
    result = evaluation(tmp_path, "--seeds", "2", "--task", "AddNote", "--task", "CountTo")
    assert result.exit_code == 0, result.output
    assert "oracle on Fake (backend: fake, task set: native)" in result.output
    assert "AddNote" in result.output
    assert "100.0%" in result.output
    assert "4 of 4 episodes succeeded" in result.output
    assert "not scores of the official benchmark" in result.output
    summary = json.loads((tmp_path / "summary.json").read_text())
    assert (summary["n_tasks"], summary["n_episodes"], summary["n_success"]) == (2, 4, 4)
    assert len(list((tmp_path / "episodes").glob("*.json"))) == 4


def test_an_evaluation_is_resumed_by_the_same_command(tmp_path: Path) -> None:
    first = evaluation(tmp_path)
    times = {path: path.stat().st_mtime_ns for path in (tmp_path / "episodes").glob("*.json")}
    second = evaluation(tmp_path)
    assert second.output == first.output
    assert times == {path: path.stat().st_mtime_ns for path in times}


def test_options_reach_environment_and_agent(tmp_path: Path) -> None:
    result = evaluation(
        tmp_path,
        "--agent-option",
        "declare=complete",
        "--env-option",
        "judge=every_step",
        "--max-steps",
        "3",
        agent="noop",
    )
    assert result.exit_code == 0, result.output
    record = json.loads((tmp_path / "episodes" / "AddNote-s0.json").read_text())["value"]
    assert (record["judge"], len(record["steps"])) == ("every_step", 1)


def test_an_agents_mistake_is_shown_and_ends_with_status_1(tmp_path: Path) -> None:
    result = evaluation(tmp_path, agent="fake_envs:TurningAgent")
    assert result.exit_code == 1
    assert "crashed: CountTo-s0: ZeroDivisionError: a mistake of the agent" in result.output
    assert "done: AddNote-s0: AgentError: I would rather not" in result.output
    assert (tmp_path / "summary.json").exists()


@pytest.mark.parametrize(
    ("arguments", "line"),
    [
        (["--env", "AndroidWrld", "--agent", "noop"], "Unknown environment 'AndroidWrld'"),
        (["--env", "fake_envs:Fake", "--agent", "nop"], "Unknown agent 'nop'. Did you mean 'noop'"),
        (["--env", "fake_envs:Fake", "--agent", "noop", "--task", "X"], "Unknown Fake task 'X'"),
        (["--env", "AndroidWorld", "--agent", "noop", "--backend", "emulater"], "'emulater'"),
        (["--env", "fake_envs:Fake", "--agent", "noop", "--seeds", "0"], "seeds must be 1 or more"),
        (["--env", "fake_envs:Fake", "--agent", "noop", "--workers", "-1"], "workers must be 0"),
    ],
)
def test_our_errors_are_one_line_and_status_2(tmp_path: Path, arguments: list[str], line: str) -> None:
    result = invoke("evaluate", "--out", str(tmp_path / "out"), *arguments)
    assert result.exit_code == 2
    assert result.output.startswith("osgenesis: error: ")
    assert line in result.output
    assert "Traceback" not in result.output


def test_debug_adds_the_traceback(tmp_path: Path) -> None:
    arguments = ("evaluate", "--env", "Nowhere", "--agent", "noop", "--out", str(tmp_path))
    result = invoke("--debug", *arguments)
    assert result.exit_code == 2
    assert "Traceback (most recent call last)" in result.output


def test_a_mistake_in_our_code_keeps_its_traceback(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*arguments: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("osgenesis.agents.registry.agent_names", fail)
    assert isinstance(invoke("agents").exception, ZeroDivisionError)


def test_an_output_folder_that_cannot_be_made_is_a_clear_error(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    result = evaluation(tmp_path / "file" / "out", agent="noop")
    assert result.exit_code == 2
    assert "cannot write to" in result.output


def test_a_bad_option_pair_is_a_usage_error(tmp_path: Path) -> None:
    result = evaluation(tmp_path, "--agent-option", "declare", agent="noop")
    assert result.exit_code == 2
    assert "--agent-option takes NAME=VALUE, got 'declare'" in result.output
