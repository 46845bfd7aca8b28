"""Serving a world for other people's harnesses: variables, placeholders, reset; files that need no download."""

from __future__ import annotations

import os
import sys
import types
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from osgenesis.envs.core.errors import BackendError
from osgenesis.envs.web.sites.world import World
from osgenesis.envs.webarena.cli import serve
from osgenesis.envs.webarena.official import offline
from osgenesis.envs.webarena.official.harness import Harness, harness


@pytest.fixture
def world(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[World]:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    made = World(sites=("homepage",))
    yield made
    made.close()


def get(url: str) -> tuple[int, str]:
    try:
        with urllib.request.urlopen(url, timeout=10) as response:
            return response.status, response.read().decode()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.read().decode()


def test_every_official_site_answers_even_those_that_the_world_lacks(world: World) -> None:
    with Harness(world) as running:
        assert set(running.addresses) == {"reddit", "shopping", "shopping_admin", "gitlab", "wikipedia", "map"}
        for address in running.addresses.values():
            status, text = get(address)
            assert status == 200
            assert "not part of this world" in text
        assert running.addresses["shopping_admin"].endswith("/admin")
        hosts = {address.split("//")[1].split("/")[0] for address in running.addresses.values()}
        assert {host.partition(":")[0] for host in hosts} == {"127.0.0.1"}
        assert len(hosts) == 6


def test_reset_and_status_follow_the_protocol(world: World) -> None:
    with Harness(world) as running:
        assert get(f"{running.control}/status") == (200, "Ready for duty!")
        before = dict(world["homepage"].store.table("note"))
        world["homepage"].store.insert("note", title="x", body="", created=1)
        assert get(f"{running.control}/reset")[0] == 200
        assert dict(world["homepage"].store.table("note")) == before
        assert '"entries"' in get(f"{running.control}/log.har")[1]
        assert get(f"{running.control}/else")[0] == 404


def test_the_environment_is_set_and_put_back(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WA_MAP", "before")
    monkeypatch.delenv("WA_REDDIT", raising=False)
    monkeypatch.delenv("REDDIT", raising=False)
    monkeypatch.setenv("NO_PROXY", "intranet")
    stale = types.ModuleType("webarena.browser_env")
    monkeypatch.setitem(sys.modules, "webarena.browser_env", stale)
    with harness(world) as running:
        assert os.environ["WA_REDDIT"] == running.addresses["reddit"]
        assert os.environ["OPENAI_BASE_URL"] == f"{running.control}/v1"
        assert os.environ["WA_FULL_RESET"] == running.control
        assert os.environ["NO_PROXY"] == "intranet,127.0.0.1,localhost"
        assert Path(os.environ["NLTK_DATA"], "tokenizers/punkt_tab/english/abbrev_types.txt").exists()
        assert "webarena.browser_env" not in sys.modules  # it reads its settings when imported
        os.environ["REDDIT"] = "left by BrowserGym"
    assert os.environ["WA_MAP"] == "before"
    assert "WA_REDDIT" not in os.environ
    assert "REDDIT" not in os.environ
    assert os.environ["NO_PROXY"] == "intranet"


def test_a_port_in_use_is_named_and_nothing_stays_open(world: World) -> None:
    with Harness(world) as running:
        port = int(running.control.rpartition(":")[2])
        with pytest.raises(BackendError, match=str(port)):
            Harness(world, ports={"control": port})


def test_the_tokenizers_folder_is_made_once(tmp_path: Path) -> None:
    first = offline.tokenizer_folder(tmp_path)
    file = first / "tokenizers" / "punkt_tab" / "english" / "collocations.tab"
    file.write_text("kept")
    assert offline.tokenizer_folder(tmp_path) == first
    assert file.read_text() == "kept"


def test_the_registry_points_at_the_chromium(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(offline, "browsers_of_playwright", lambda: {"chromium": 1255, "chromium-headless-shell": 1255})
    programs = []
    for name in ("one", "other"):
        program = tmp_path / name
        program.write_text("#!/bin/sh\n")
        program.chmod(0o755)
        programs.append(str(program))
    for target in (*programs, programs[1]):
        folder = offline.browser_registry(tmp_path / "cache", target)
        links = sorted(path for path in folder.rglob("*") if path.is_symlink())
        assert len(links) == 4
        assert {os.readlink(link) for link in links} == {target}
    assert (folder / "chromium_headless_shell-1255/chrome-headless-shell-linux64/chrome-headless-shell").exists()
    again = offline.browser_registry(tmp_path / "cache", str(links[0]))
    assert all(os.readlink(link) == programs[1] for link in links), again


def test_a_chromium_that_was_asked_for_must_be_there(world: World) -> None:
    with Harness(world, executable="/nowhere/chromium") as running, pytest.raises(BackendError, match="/nowhere"):
        _ = running.environ


def test_without_any_chromium_the_sites_are_served_and_it_is_said(
    world: World, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setenv("PATH", "")
    monkeypatch.setenv("OSGENESIS_CHROMIUM", "")
    monkeypatch.setenv("PLAYWRIGHT_BROWSERS_PATH", "/nowhere")
    with Harness(world) as running:
        assert "PLAYWRIGHT_BROWSERS_PATH" not in running.environ
        assert get(running.addresses["reddit"])[0] == 200
    assert "apt install" in caplog.text


def test_libwebarenas_own_variables_are_set_too(world: World) -> None:
    with Harness(world) as running:
        assert running.environ["REDDIT"] == running.environ["WA_REDDIT"]
        assert running.environ["HOMEPAGE"] == running.environ["WA_HOMEPAGE"]


@pytest.mark.parametrize("port", ["forum", "forum=x", "forum=70000", "moon=1"])
def test_serve_refuses_ports_that_are_none(port: str) -> None:
    result = CliRunner().invoke(serve, ["web", "--port", port])
    assert result.exit_code == 2
    assert "--port" in result.output


def test_serve_refuses_one_port_for_two_sites() -> None:
    result = CliRunner().invoke(serve, ["web", "--port", "forum=9999", "--port", "shop=9999"])
    assert result.exit_code == 2
    assert "forum and shop cannot both have port 9999" in result.output


def test_a_missing_package_is_an_error_of_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    from osgenesis.envs.webarena.cli import coverage
    from osgenesis.envs.webarena.official import compat, configs

    for cached in (configs.raw_configurations, configs.configurations, compat._all_entities):
        cached.cache_clear()
    monkeypatch.setitem(sys.modules, "webarena", None)
    result = CliRunner().invoke(coverage, ["web"])
    assert isinstance(result.exception, BackendError)
    assert "osgenesis[browsergym]" in str(result.exception)
