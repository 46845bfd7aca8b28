"""Finding a Chromium: a given path, the distribution's packages, or Playwright's own download."""

from __future__ import annotations

import os
import platform
import re
import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

from osgenesis.envs.core.errors import BackendError

__all__ = ["ENVIRONMENT_VARIABLE", "find_chromium", "is_headless_shell"]

ENVIRONMENT_VARIABLE: Final = "OSGENESIS_CHROMIUM"

# The headless shell starts in a third of the time and half of the memory of the full browser.
_ON_PATH: Final = (
    "chromium-headless-shell",
    "chrome-headless-shell",
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
)
_PLAYWRIGHT: Final = (
    "chromium_headless_shell-*/*/headless_shell",
    "chromium_headless_shell-*/*/chrome-headless-shell",
    "chromium-*/*/chrome",
    "chromium-*/*/Chromium.app/Contents/MacOS/Chromium",
)
_INSTALL: Final = (
    "Install one with `apt install chromium-headless-shell` or `playwright install chromium-headless-shell`, "
    f"or name an executable in the environment variable {ENVIRONMENT_VARIABLE}."
)


def find_chromium(executable: str | os.PathLike[str] | None = None, environ: Mapping[str, str] | None = None) -> str:
    """The path of the Chromium to use.

    Args:
        executable: A path or command name that wins over everything else.
        environ: The environment variables to read instead of the process's own.

    Raises:
        BackendError: None was found; the message says where it was looked for and how to get one.
    """
    environ = os.environ if environ is None else environ
    search_path = environ.get("PATH", os.defpath)
    for given, source in (
        (executable, "the executable given"),
        (environ.get(ENVIRONMENT_VARIABLE), ENVIRONMENT_VARIABLE),
    ):
        if given:
            found = shutil.which(os.fspath(given), path=search_path)
            if found is None:
                raise BackendError(f"No Chromium: {source}, {os.fspath(given)!r}, cannot be executed. {_INSTALL}")
            return found
    for name in _ON_PATH:
        found = shutil.which(name, path=search_path)
        if found is not None:
            return found
    folder = playwright_folder(environ)
    for path in _playwright_downloads(folder):
        return str(path)
    raise BackendError(
        f"No Chromium: looked for {', '.join(_ON_PATH)} on PATH and for a download in {folder}. {_INSTALL}"
    )


def is_headless_shell(executable: str) -> bool:
    """Whether an executable is the headless shell rather than the full browser."""
    name = Path(executable).resolve().name
    return "headless-shell" in name or "headless_shell" in name or "headless-shell" in Path(executable).name


def playwright_folder(environ: Mapping[str, str]) -> Path:
    """Where Playwright keeps the browsers that it downloads."""
    given = environ.get("PLAYWRIGHT_BROWSERS_PATH")
    if given and given != "0":
        return Path(given)
    home = Path(environ.get("HOME") or Path.home())
    if platform.system() == "Darwin":
        return home / "Library" / "Caches" / "ms-playwright"
    return Path(environ.get("XDG_CACHE_HOME") or home / ".cache") / "ms-playwright"


def _playwright_downloads(folder: Path) -> Iterator[Path]:
    """Its executables: headless shells first, of each kind the newest revision first."""
    for shell in (True, False):
        found = [
            path
            for pattern in _PLAYWRIGHT
            if pattern.startswith("chromium_headless_shell") is shell
            for path in folder.glob(pattern)
            if os.access(path, os.X_OK) and path.is_file()
        ]
        yield from sorted(found, key=lambda path: _revision(path, folder), reverse=True)


def _revision(path: Path, folder: Path) -> int:
    match = re.search(r"-(\d+)$", path.relative_to(folder).parts[0])
    return int(match[1]) if match else 0
