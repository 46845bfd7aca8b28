"""Everything that stock BrowserGym, AgentLab and libwebarena need to run on an embedded world, unmodified.

```python
with harness(size="small", seed=0) as running:
    import browsergym.webarena
    env = gym.make("browsergym/webarena.404")
    env.reset()
```

Sites get ports of 127.0.0.1, environment variables say where they are, a judge answers in place of a model's endpoint,
and nothing is downloaded. When the context ends, the environment is as it was before.
"""

from __future__ import annotations

import logging
import os
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final

from osgenesis.envs.core.errors import BackendError
from osgenesis.envs.webarena.official.judge import Judge
from osgenesis.envs.webarena.official.judge_server import JudgeApplication, Server
from osgenesis.envs.webarena.official.names import OURS, VARIABLES, official_addresses
from osgenesis.envs.webarena.official.offline import browser_registry, tokenizer_folder

if TYPE_CHECKING:
    from osgenesis.envs.web.sites.world import World

__all__ = ["Harness", "Placeholder", "compat_world", "harness"]

_LOG: Final = logging.getLogger(__name__)
_LOOPBACK: Final = ("127.0.0.1", "localhost")
# libwebarena reads its settings when it is imported; these must be read anew for another world.
_PACKAGE: Final = "webarena"
_PAGE: Final = (
    '<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>{name}</title></head>'
    "<body><main><h1>{name}</h1><p>This site is not part of this world yet.</p></main></body></html>"
)


class Placeholder:
    """A WSGI application in the place of a site that the world lacks: it says so.

    Args:
        name: Name of the site.
    """

    def __init__(self, name: str) -> None:
        self.name = name

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        """Answer a request: 200 to what reads, 501 to what would change something."""
        data = _PAGE.format(name=self.name.replace("_", " ").capitalize()).encode()
        reads = environ.get("REQUEST_METHOD") in ("GET", "HEAD")
        headers = [("Content-Type", "text/html; charset=utf-8"), ("Content-Length", str(len(data)))]
        start_response("200 OK" if reads else "501 Not Implemented", headers)
        return [data]


class _ControlPort:
    """The world's control endpoints, and the judge under `/v1`, on one port.

    Args:
        world: The world that is reset.
        judge: The judge behind `/v1/chat/completions`.
    """

    def __init__(self, world: World, judge: Judge | None = None) -> None:
        from osgenesis.envs.web.sites.control import ControlApplication

        self.control = ControlApplication(world)
        self.judge = JudgeApplication(judge)

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        """Answer a request."""
        asked = environ.get("PATH_INFO", "")
        answer = self.judge if asked.startswith("/v1/") else self.control
        return answer(environ, start_response)


class Harness:
    """A world that is served, and what other programs must know of it.

    Attributes:
        world: The world.
        addresses: Address by official site name; sites that the world lacks are placeholders.
        control: Address of `/reset`, `/status`, `/log.har` and `/v1`.
        environ: Environment variables for BrowserGym, AgentLab and libwebarena.
    """

    def __init__(
        self,
        world: World,
        *,
        ports: Mapping[str, int] | None = None,
        judge: Judge | None = None,
        executable: str | None = None,
    ) -> None:
        from osgenesis.envs.web.sites.gate import serve

        self.world = world
        wanted = dict(ports or {})
        missing = [name for name in OURS.values() if name not in world]
        self._server = serve(world, _ports(wanted), extra={name: Placeholder(name) for name in missing})
        try:
            self._control = Server(_ControlPort(world, judge), wanted.get("control", 0))
        except BackendError:
            self._server.close()
            raise
        self.control = self._control.url
        self.origins: dict[str, str] = dict(self._server.origins)
        self.addresses = official_addresses(self.origins)
        self._executable = executable

    @property
    def environ(self) -> dict[str, str]:
        """Variables to set. Makes the tokenizer's folder and the registry of browsers where they are missing.

        Raises:
            BackendError: The Chromium that was asked for is not there. If none was asked for and none is found, that is
                logged, and Playwright is left to look for its own.
        """
        found = {VARIABLES[site]: address for site, address in self.addresses.items()}
        found["WA_HOMEPAGE"] = self.origins.get("homepage", self.control)
        # libwebarena's own names; BrowserGym copies them, programs that use it alone do not.
        found.update({name.removeprefix("WA_"): address for name, address in list(found.items())})
        found["WA_FULL_RESET"] = self.control
        found["OPENAI_API_KEY"] = "none-needed"
        found["OPENAI_BASE_URL"] = f"{self.control}/v1"
        found["NLTK_DATA"] = str(tokenizer_folder())
        try:
            found["PLAYWRIGHT_BROWSERS_PATH"] = str(browser_registry(executable=self._executable))
        except BackendError as error:
            # Sites and judge are of use without a Chromium too.
            if self._executable is not None:
                raise
            _LOG.warning("No Chromium for Playwright, so BrowserGym cannot start one: %s", error)
        hosts = [host for host in os.environ.get("NO_PROXY", "").split(",") if host and host not in _LOOPBACK]
        found["NO_PROXY"] = found["no_proxy"] = ",".join([*hosts, *_LOOPBACK])
        return found

    def reset(self) -> None:
        """Begin an episode: every site is as at the start. Call it before the environment's `reset`."""
        self.world.rollback()

    def close(self) -> None:
        """Stop serving."""
        self._control.close()
        self._server.close()

    def __enter__(self) -> Harness:
        return self

    def __exit__(self, *error: object) -> None:
        self.close()


@contextmanager
def harness(
    world: World | None = None,
    *,
    size: str = "small",
    seed: int = 0,
    compat: bool = True,
    ports: Mapping[str, int] | None = None,
    judge: Judge | None = None,
    executable: str | None = None,
) -> Iterator[Harness]:
    """Serve a world and set the environment for unmodified harnesses; both end with the context.

    Args:
        world: The world; None makes one, which is closed at the end.
        size: Size of the world that is made.
        seed: Its seed.
        compat: Whether it has the things that the official tasks name. Needs libwebarena.
        ports: Port by the site's name in a world, or "control"; others take any free one.
        judge: Compares free-text answers; None is the local judge.
        executable: The Chromium for Playwright; None looks for one.

    Raises:
        ImportError: `compat` without libwebarena.
        BackendError: A port cannot be used.
    """
    own = compat_world(size=size, seed=seed, compat=compat) if world is None else None
    served = own if world is None else world
    assert served is not None
    try:
        with Harness(served, ports=ports, judge=judge, executable=executable) as running:
            with _environment(running.environ):
                yield running
    finally:
        if own is not None:
            own.close()


def compat_world(*, size: str = "small", seed: int = 0, compat: bool = True) -> World:
    """A world of all our sites, with the official tasks' things in it if `compat`."""
    from osgenesis.envs.web.sites.world import World
    from osgenesis.envs.webarena.official.compat import all_entities

    return World(size=size, seed=seed, entities=all_entities() if compat else None)


def _ports(wanted: Mapping[str, int]) -> dict[str, int]:
    return {name: port for name, port in wanted.items() if name != "control"}


@contextmanager
def _environment(values: Mapping[str, str]) -> Iterator[None]:
    """Set variables, and undo it; libwebarena reads them anew on both sides."""
    before = {name: os.environ.get(name) for name in values}
    os.environ.update(values)
    _forget_package()
    undo = _show_tokenizer(values["NLTK_DATA"])
    try:
        yield
    finally:
        undo()
        _forget_package()
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value


def _forget_package() -> None:
    for name in [name for name in sys.modules if name == _PACKAGE or name.startswith(f"{_PACKAGE}.")]:
        del sys.modules[name]


def _show_tokenizer(folder: str) -> Callable[[], None]:
    """Tell nltk of the folder if it has read `NLTK_DATA` already; the result undoes it."""
    loaded = sys.modules.get("nltk.data")
    if loaded is None:
        return lambda: None
    path: list[str] = loaded.path
    path.insert(0, folder)
    return lambda: path.remove(folder) if folder in path else None
