"""Which Chromium is found, and what is said when there is none."""

import os
from pathlib import Path

import pytest

from osgenesis.envs.core.errors import BackendError
from osgenesis.envs.web.browser.locate import find_chromium, is_headless_shell


def executable(path: Path) -> str:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("#!/bin/sh\n")
    path.chmod(0o755)
    return os.fspath(path)


def test_a_given_path_wins_over_everything(tmp_path: Path) -> None:
    given = executable(tmp_path / "mine")
    executable(tmp_path / "bin" / "chromium")
    environ = {"PATH": os.fspath(tmp_path / "bin"), "OSGENESIS_CHROMIUM": "/elsewhere"}
    assert find_chromium(given, environ) == given


def test_then_the_environment_variable(tmp_path: Path) -> None:
    named = executable(tmp_path / "named")
    executable(tmp_path / "bin" / "chromium")
    assert find_chromium(None, {"PATH": os.fspath(tmp_path / "bin"), "OSGENESIS_CHROMIUM": named}) == named


def test_on_the_path_the_headless_shell_comes_first(tmp_path: Path) -> None:
    executable(tmp_path / "bin" / "chromium")
    shell = executable(tmp_path / "bin" / "chromium-headless-shell")
    assert find_chromium(None, {"PATH": os.fspath(tmp_path / "bin")}) == shell
    assert is_headless_shell(shell)


def test_of_playwrights_downloads_the_newest_headless_shell(tmp_path: Path) -> None:
    for name in (
        "chromium-1300/chrome-linux64/chrome",
        "chromium_headless_shell-999/chrome-linux/headless_shell",
        "chromium_headless_shell-1255/chrome-headless-shell-linux64/chrome-headless-shell",
    ):
        newest = executable(tmp_path / "browsers" / name)
    environ = {"PATH": "", "PLAYWRIGHT_BROWSERS_PATH": os.fspath(tmp_path / "browsers")}
    assert find_chromium(None, environ) == newest


@pytest.mark.parametrize("environ", [{}, {"OSGENESIS_CHROMIUM": "/nothing/here"}])
def test_without_any_the_error_says_how_to_get_one(tmp_path: Path, environ: dict[str, str]) -> None:
    with pytest.raises(BackendError, match=r"apt install chromium-headless-shell.*playwright install"):
        find_chromium(None, {"PATH": os.fspath(tmp_path), "HOME": os.fspath(tmp_path), **environ})


def test_a_given_path_that_does_not_exist_is_named() -> None:
    with pytest.raises(BackendError, match="/not/there"):
        find_chromium("/not/there")
