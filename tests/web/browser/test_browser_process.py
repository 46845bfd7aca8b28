"""The browser's life: it starts, is shared, and leaves nothing behind however Python ends."""

import asyncio
import contextlib
import fcntl
import glob
import multiprocessing
import os
import signal
import subprocess
import sys
import tempfile
import textwrap
import threading
import time
from pathlib import Path
from typing import Any

import pytest

from osgenesis.envs.core.actions import Action
from osgenesis.envs.core.errors import BackendError
from osgenesis.envs.web.browser import Browser, Context, perform, process, shared_browser

pytestmark = pytest.mark.browser

START = """
    import os, sys, time
    from osgenesis.envs.web.browser import shared_browser
    browser = shared_browser()
    context = browser.new_context()
    print(browser.pid, browser.folder, flush=True)
"""
ENDINGS = {
    "returns": "",
    "raises": "raise RuntimeError('on purpose')",
    "exits at once": "os._exit(3)",
    "is terminated": "os.kill(os.getpid(), 15)",
    "is killed": "os.kill(os.getpid(), 9)",
    "is killed after a fork": "child = os.fork() or time.sleep(20) or os._exit(0); os.kill(os.getpid(), 9)",
}


def group_of(pid: int) -> list[int]:
    """The living processes of a process group."""
    found = []
    for entry in glob.glob("/proc/[0-9]*/stat"):
        with contextlib.suppress(OSError):
            state, _, group = Path(entry).read_text().rpartition(")")[2].split()[:3]
            if int(group) == pid and state != "Z":
                found.append(int(entry.split("/")[2]))
    return found


@pytest.mark.usefixtures("browser")
@pytest.mark.parametrize("ending", ENDINGS)
def test_nothing_is_left_when_python(ending: str, tmp_path: Path) -> None:
    script = textwrap.dedent(START) + ENDINGS[ending]
    environ = {**os.environ, "TMPDIR": os.fspath(tmp_path)}
    with subprocess.Popen(
        [sys.executable, "-c", script], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=environ, text=True
    ) as process:
        assert process.stdout is not None
        pid, folder = process.stdout.readline().split()
        if "fork" not in ending:
            process.stdout.read()
    for _ in range(300):
        if not group_of(int(pid)):
            break
        time.sleep(0.02)
    assert group_of(int(pid)) == []
    if ending in ("returns", "raises"):
        assert not os.path.exists(folder)


def test_the_next_launch_removes_the_folders_of_the_dead(
    browser: Browser, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", os.fspath(tmp_path))
    dead = tmp_path / "osgenesis-chromium-1-abc"
    dead.mkdir()
    (dead / "owner").touch()
    with Browser() as first:
        with Browser() as second:
            assert os.path.exists(first.folder)
            assert second.pid != first.pid
        assert not dead.exists()
    assert list(tmp_path.iterdir()) == []


def test_one_browser_is_shared_until_it_breaks(browser: Browser) -> None:
    first = shared_browser()
    assert shared_browser() is first
    context = first.new_context()
    os.killpg(first.pid, signal.SIGKILL)
    with pytest.raises(BackendError):
        look_until_it_fails(context)
    with pytest.raises(BackendError):
        first.new_context()
    context.close()
    second = shared_browser()
    assert second is not first
    with second.new_context() as fresh:
        assert fresh.page.evaluate("1 + 1") == 2


def look_until_it_fails(context: Context) -> None:
    for _ in range(200):
        context.page.evaluate("1")
        time.sleep(0.02)


def test_a_browser_that_hangs_is_replaced(browser: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    with Browser() as hanging:
        hanging.new_context()
        monkeypatch.setattr(hanging.root.connection, "call_timeout", 0.2)
        for pid in group_of(hanging.pid):
            os.kill(pid, signal.SIGSTOP)
        with pytest.raises(BackendError, match="did not answer"):
            hanging.new_context()
        assert not hanging.usable
    assert group_of(hanging.pid) == []
    assert browser.usable


def in_child(results: "multiprocessing.SimpleQueue[tuple[int, int]]") -> None:
    browser = shared_browser()
    with browser.new_context() as context:
        results.put((browser.pid, context.page.evaluate("6 * 7")))
    browser.close()


@pytest.mark.filterwarnings("ignore:.*multi-threaded.*fork:DeprecationWarning")
def test_a_forked_process_starts_its_own(context: Context) -> None:
    forking = multiprocessing.get_context("fork")
    results = forking.SimpleQueue()
    child = forking.Process(target=in_child, args=(results,))
    child.start()
    pid, value = results.get()
    child.join()
    assert child.exitcode == 0
    assert value == 42
    assert pid != shared_browser().pid
    assert context.page.evaluate("1 + 1") == 2


@pytest.mark.usefixtures("browser")
@pytest.mark.parametrize("begin_frames", [False, True])
def test_threads_work_at_once_each_in_its_own_context(site: Any, begin_frames: bool) -> None:
    url = site.page("<input id=i><button onclick='textContent = i.value'>B</button>")
    seen: dict[int, str] = {}

    def work(number: int) -> None:
        with shared_browser(begin_frames=begin_frames).new_context() as context:
            context.page.goto(url)
            for step in range(5):
                text = f"{number}-{step}"
                context.page.elements()
                perform(context, Action("input_text", index=0, text=text, clear_text=True))
                perform(context, Action("click", index=1))
                context.page.screenshot()
            seen[number] = context.page.elements()[1].text

    threads = [threading.Thread(target=work, args=(n,)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert seen == {n: f"{n}-4" for n in range(4)}


def test_it_works_inside_a_running_event_loop(context: Context, site: Any) -> None:
    async def work() -> str:
        context.page.goto(site.page("<p>inside"))
        return context.page.text().strip()

    assert asyncio.run(work()) == "inside"


def test_what_does_not_start_is_named(tmp_path: Path) -> None:
    broken = tmp_path / "chromium"
    broken.write_text("#!/bin/sh\necho no display here >&2\n")
    broken.chmod(0o755)
    with pytest.raises(BackendError, match=r"did not start.*no display here"):
        Browser(os.fspath(broken))


def test_a_profile_that_is_just_being_made_is_not_taken_for_a_stale_one(monkeypatch: pytest.MonkeyPatch) -> None:
    lock = fcntl.flock

    def meanwhile_another_starts(descriptor: int, how: int) -> None:
        monkeypatch.setattr("fcntl.flock", lock)
        process.remove_stale_profiles()
        lock(descriptor, how)

    monkeypatch.setattr("fcntl.flock", meanwhile_another_starts)
    folder, descriptor = process._new_profile()
    assert (Path(folder) / "owner").exists()
    os.close(descriptor)
    process.remove_stale_profiles()
    assert not Path(folder).exists()
