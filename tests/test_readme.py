"""The README's examples run as they stand."""

import re
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from osgenesis.envs.cli import main

README = Path(__file__).parents[1] / "README.md"


def blocks() -> list[str]:
    return re.findall(r"```python\n(.*?)```", README.read_text("utf-8"), re.DOTALL)


def test_the_first_two_examples_run_one_after_the_other() -> None:
    scope: dict[str, Any] = {}
    first, second = blocks()[:2]
    exec(first, scope)
    exec(second, scope)
    assert scope["observation"]["screenshot"].shape == (2400, 1080, 3)


def test_the_agent_of_the_example_is_evaluated(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    code = next(block for block in blocks() if "class Impatient" in block)
    (tmp_path / "impatient.py").write_text(code)
    monkeypatch.syspath_prepend(tmp_path)
    command = ["evaluate", "--env", "AndroidWorld", "--agent", "impatient:Impatient", "--seeds", "1"]
    tasks = ["--task", "SystemWifiTurnOn", "--task", "SystemWifiTurnOnVerify", "--workers", "0"]
    result = CliRunner().invoke(main, [*command, *tasks, "--out", str(tmp_path / "out")])
    assert result.exit_code == 0, result.output
    assert "1 of 2 episodes succeeded" in result.output
