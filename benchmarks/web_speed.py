"""Speed and memory of the web environments, in one run beside stock BrowserGym on the same Chromium.

    python benchmarks/web_speed.py            # everything; stock BrowserGym only where it is installed
    python benchmarks/web_speed.py --json

`osgenesis[web]` brings the MiniWoB++ pages, `osgenesis[browsergym]` the peer.
"""

from __future__ import annotations

import contextlib
import functools
import http.server
import importlib.util
import json
import os
import statistics
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from time import perf_counter
from typing import Any

import click

from osgenesis.envs.core.actions import Action
from osgenesis.envs.core.environment import GuiEnv
from osgenesis.envs.miniwob.environment import make_miniwob
from osgenesis.envs.web.browser import shared_browser
from osgenesis.envs.webarena.environment import make_webarena

STRUCTURED = ("goal", "elements")
WITH_PICTURE = ("goal", "elements", "screenshot")
TASK = "login-user"
NOOP = Action("noop")
SITE_PAGE = "http://forum.test/"  # of more than 500 elements
_ROWS = "".join(
    f'<tr><td>{n}</td><td><a href="#{n}">Link {n}</a></td><td><input aria-label="Field {n}" value="{n}"></td>'
    f"<td><button>Button {n}</button></td></tr>"
    for n in range(400)
)
BIG_PAGE = f"<!doctype html><title>Big</title><table>{_ROWS}</table>"  # 2,000 elements below the rows


def times(action: Callable[[], object], repeat: int, warm_up: int = 3) -> list[float]:
    """Milliseconds of each of `repeat` calls."""
    for _ in range(warm_up):
        action()
    found = []
    for _ in range(repeat):
        began = perf_counter()
        action()
        found.append((perf_counter() - began) * 1e3)
    return found


def figure(samples: list[float]) -> dict[str, float]:
    """Median and fastest, ms."""
    return {"median_ms": round(statistics.median(samples), 2), "fastest_ms": round(min(samples), 2)}


def click_first(env: GuiEnv) -> Callable[[], object]:
    """A step that clicks the first field of the page."""
    place = next(i for i, e in enumerate(env.elements) if e.editable)
    return lambda: env.step(Action("click", index=place))


def miniwob(repeat: int) -> dict[str, Any]:
    """Our MiniWoB: reset in the page, steps without and with a picture."""
    figures = {}
    for name, observe in (("", STRUCTURED), ("_with_picture", WITH_PICTURE)):
        env = make_miniwob(TASK, observe=observe, max_steps=10**6)
        env.reset(seed=0)
        seeds = iter(range(10**6))
        figures[f"miniwob_reset{name}"] = figure(times(lambda: env.reset(seed=next(seeds)), repeat))  # noqa: B023
        figures[f"miniwob_noop{name}"] = figure(times(lambda: env.step(NOOP), repeat))  # noqa: B023
        figures[f"miniwob_click{name}"] = figure(times(click_first(env), repeat))
        env.close()
    return figures


def sites(repeat: int, size: str) -> dict[str, Any]:
    """The embedded sites: resets with and without the start page, steps on a page of about 500 elements."""
    figures: dict[str, Any] = {}
    env = make_webarena("ForumSubscribe", observe=STRUCTURED, size=size, max_steps=10**6)
    seeds = iter(range(10**6))
    figures["site_reset_with_page"] = figure(times(lambda: env.reset(seed=next(seeds)), repeat))
    pristine = env.backend.snapshot()
    figures["site_reset_alone"] = figure(times(lambda: env.backend.restore(pristine), repeat))
    figures["site_snapshot"] = figure(times(env.snapshot, repeat))
    moment = env.snapshot()
    figures["site_restore_with_page"] = figure(times(lambda: env.restore(moment), repeat))

    def fork() -> None:
        twin = env.fork()
        twin.backend.elements()
        twin.close()

    figures["site_fork_with_page"] = figure(times(fork, max(3, repeat // 5)))
    env.close()
    for name, observe in (("", STRUCTURED), ("_with_picture", WITH_PICTURE)):
        env = make_webarena("ForumSubscribe", observe=observe, size=size, max_steps=10**6)
        env.reset(seed=0)
        env.step(Action("goto", url=SITE_PAGE))
        count = env.backend.browser_context.page.evaluate("document.querySelectorAll('*').length")  # type: ignore[attr-defined]
        figures["site_page_nodes"] = count
        figures[f"site_step{name}"] = figure(times(scroller(env), repeat))
        figures[f"site_navigation{name}"] = figure(times(navigator(env), repeat))
        env.close()
    return figures


def scroller(env: GuiEnv) -> Callable[[], object]:
    """Steps that scroll down and up in turn, so that each shows another picture."""
    turns = iter(["down", "up"] * 10**5)
    return lambda: env.step(Action("scroll", direction=next(turns)))


def navigator(env: GuiEnv) -> Callable[[], object]:
    """Steps that each load another page."""
    pages = iter(["http://forum.test/f/books", SITE_PAGE] * 10**5)
    return lambda: env.step(Action("goto", url=next(pages)))


@contextlib.contextmanager
def served(page: str) -> Iterator[str]:
    """The address of a page on loopback."""

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            data = page.encode()
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, format: str, *args: Any) -> None:
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/"
    finally:
        server.shutdown()
        server.server_close()


def big_page(address: str, repeat: int) -> dict[str, Any]:
    """Our observation of the page of 2,000 elements."""
    with shared_browser().new_context() as context:
        context.page.goto(address)
        return {
            "big_page_elements": figure(times(lambda: context.page.elements(), repeat)),
            "big_page_picture": figure(times(lambda: context.page.screenshot(), repeat)),
        }


def memory(environments: int) -> dict[str, Any]:
    """MB (PSS: shared pages counted once) of browser and Python per further environment on a site's page."""
    made: list[GuiEnv] = []

    def add() -> float:
        env = make_webarena("ForumSubscribe", observe=STRUCTURED)
        env.reset(seed=len(made))
        made.append(env)
        return total_pss()

    add()
    first = add()
    last = first
    for _ in range(environments):
        last = add()
    for env in made:
        env.close()
    return {"mb_per_further_env": round((last - first) / environments, 1)}


def total_pss() -> float:
    """PSS of this process and all below it, MB."""
    parents: dict[int, list[int]] = {}
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit():
            with contextlib.suppress(OSError):
                parent = int((folder / "stat").read_text().rpartition(")")[2].split()[1])
                parents.setdefault(parent, []).append(int(folder.name))
    waiting, total = [os.getpid()], 0
    while waiting:
        pid = waiting.pop()
        waiting += parents.get(pid, [])
        with contextlib.suppress(OSError):
            lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
            total += next(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
    return total / 1e3


def throughput(counts: tuple[int, ...], steps: int) -> dict[str, Any]:
    """Steps per second of several environments on threads, one browser, without pictures."""
    figures = {}
    for count in counts:
        envs = [make_webarena("ForumSubscribe", observe=STRUCTURED, max_steps=10**6) for _ in range(count)]
        for seed, env in enumerate(envs):
            env.reset(seed=seed)
        ready = threading.Barrier(count + 1)

        def work(env: GuiEnv, ready: threading.Barrier) -> None:
            step = scroller(env)
            ready.wait()
            for _ in range(steps):
                step()

        threads = [threading.Thread(target=work, args=(env, ready)) for env in envs]
        for thread in threads:
            thread.start()
        ready.wait()
        began = perf_counter()
        for thread in threads:
            thread.join()
        figures[f"site_steps_per_s_{count}_envs"] = round(count * steps / (perf_counter() - began), 1)
        for env in envs:
            env.close()
    return figures


def stock(address: str, repeat: int) -> dict[str, Any]:
    """Stock BrowserGym with its defaults: the same MiniWoB task, the same big page."""
    if importlib.util.find_spec("browsergym") is None:
        return {"stock_browsergym": "not installed"}
    from osgenesis.envs.webarena.official.offline import browser_registry

    os.environ["PLAYWRIGHT_BROWSERS_PATH"] = str(browser_registry())
    pages = Path(str(importlib.import_module("miniwob").__file__)).parent / "html" / "miniwob"
    os.environ["MINIWOB_URL"] = f"{pages.as_uri()}/"
    import gymnasium as gym

    importlib.import_module("browsergym.miniwob")
    env = gym.make(f"browsergym/miniwob.{TASK}", disable_env_checker=True)
    resets = times(functools.partial(env.reset, seed=0), max(3, repeat // 10), warm_up=1)
    noops = times(lambda: env.step("noop(0)"), max(5, repeat // 5), warm_up=1)
    bid = next(
        key
        for key, facts in env.reset(seed=0)[0]["extra_element_properties"].items()
        if facts["clickable"] and facts["bbox"]
    )
    clicks = times(lambda: env.step(f"click('{bid}')"), max(5, repeat // 5), warm_up=1)
    env.close()
    env = gym.make(
        "browsergym/openended",
        disable_env_checker=True,
        task_kwargs={"start_url": address, "goal": "Look."},
        wait_for_user_message=False,
    )
    env.reset()
    big = times(lambda: env.step("noop(0)"), max(3, repeat // 10), warm_up=1)
    env.close()
    return {
        "stock_miniwob_reset": figure(resets),
        "stock_miniwob_noop": figure(noops),
        "stock_miniwob_click": figure(clicks),
        "stock_big_page_noop": figure(big),
    }


def measure(repeat: int, size: str, environments: int) -> dict[str, Any]:
    """All figures by name."""
    figures = {"chromium": shared_browser().version}
    figures |= miniwob(repeat) | sites(repeat, size)
    with served(BIG_PAGE) as address:
        figures |= big_page(address, repeat)
        figures |= memory(environments) | throughput((1, 2, 4, 8), 60)
        figures |= stock(address, repeat)
    return figures


@click.command()
@click.option("--repeat", default=60, show_default=True, help="Samples per figure; fewer for slow ones.")
@click.option("--size", default="small", show_default=True, help="Contents of the sites, small or full.")
@click.option("--environments", default=6, show_default=True, help="Environments to open for the memory figure.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def main(repeat: int, size: str, environments: int, as_json: bool) -> None:
    """Measure MiniWoB, the sites, a big page, memory and throughput; stock BrowserGym beside them."""
    figures = measure(repeat, size, environments)
    if as_json:
        click.echo(json.dumps(figures))
        return
    from rich.console import Console
    from rich.table import Table

    table = Table(title="Web environments")
    table.add_column("figure")
    table.add_column("median", justify="right")
    table.add_column("fastest", justify="right")
    for name, value in figures.items():
        if isinstance(value, dict):
            table.add_row(name, f"{value['median_ms']:,} ms", f"{value['fastest_ms']:,} ms")
        else:
            table.add_row(name, str(value), "")
    Console().print(table)


if __name__ == "__main__":
    main()
