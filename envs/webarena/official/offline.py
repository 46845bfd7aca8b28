"""What stock BrowserGym would download: the tokenizer's folder and Playwright's registry of browsers, made here."""

from __future__ import annotations

import importlib.util
import json
import os
import platform
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from osgenesis.envs.core.errors import DataError
from osgenesis.envs.web.browser.locate import find_chromium

__all__ = ["browser_registry", "browsers_of_playwright", "cache_folder", "tokenizer_folder"]

# Read by nltk's tokenizer; with empty tables it knows no abbreviations.
_TABLES: Final = ("abbrev_types.txt", "collocations.tab", "ortho_context.tab", "sent_starters.txt")
_MACHINES: Final = {"Linux": "chrome-linux", "Darwin": "chrome-mac", "Windows": "chrome-win"}


def cache_folder() -> Path:
    """Where such files are kept."""
    base = os.environ.get("XDG_CACHE_HOME") or os.path.join(os.path.expanduser("~"), ".cache")
    return Path(base) / "osgenesis" / "harness"


def tokenizer_folder(root: Path | None = None) -> Path:
    """The folder for `NLTK_DATA`, made where it is not there yet."""
    folder = (root or cache_folder()) / "nltk_data"
    language = folder / "tokenizers" / "punkt_tab" / "english"
    language.mkdir(parents=True, exist_ok=True)
    for name in _TABLES:
        (language / name).touch(exist_ok=True)
    return folder


def browsers_of_playwright() -> dict[str, int]:
    """Revision by name of the browsers that the installed Playwright wants; none where it is not installed.

    Raises:
        DataError: Its list of browsers is not what it should be.
    """
    spec = importlib.util.find_spec("playwright")
    if spec is None or not spec.submodule_search_locations:
        return {}
    path = Path(next(iter(spec.submodule_search_locations))) / "driver" / "package" / "browsers.json"
    try:
        return {
            each["name"]: int(each["revision"]) for each in json.loads(path.read_text(encoding="utf-8"))["browsers"]
        }
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise DataError(f"Playwright's list of browsers, {path}, cannot be read: {error}") from error


def browser_registry(root: Path | None = None, executable: str | None = None) -> Path:
    """The folder for `PLAYWRIGHT_BROWSERS_PATH`: our Chromium under the names that the installed Playwright expects.

    Args:
        root: Where to make it; None is `cache_folder()`.
        executable: The Chromium; None looks for one (`find_chromium`).

    Raises:
        BackendError: There is no Chromium.
    """
    folder = (root or cache_folder()) / "browsers"
    chromium = os.path.abspath(find_chromium(executable))
    if Path(chromium).is_relative_to(folder):  # found through a registry that was made before
        chromium = os.path.realpath(chromium)
    for place in _places(browsers_of_playwright()):
        _link(folder / place, chromium)
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def _places(revisions: dict[str, int]) -> Iterator[Path]:
    """Paths at which a Playwright looks for Chromium, of old and new versions alike."""
    machine = _MACHINES.get(platform.system(), "chrome-linux")
    file = "chrome.exe" if machine == "chrome-win" else "chrome"
    for name in ("chromium", "chromium-headless-shell"):
        if name not in revisions:
            continue
        revision = revisions[name]
        folder = Path(f"{name.replace('-', '_')}-{revision}")
        if name == "chromium":
            yield folder / machine / file
            yield folder / f"{machine}64" / file
        else:
            yield folder / machine / "headless_shell"
            yield folder / "chrome-headless-shell-linux64" / "chrome-headless-shell"


def _link(place: Path, target: str) -> None:
    """A link in place of whatever is there, put there in one step."""
    if place.is_symlink() and os.readlink(place) == target:
        return
    place.parent.mkdir(parents=True, exist_ok=True)
    staging = Path(tempfile.mkdtemp(dir=place.parent, prefix=".making-"))
    try:
        (staging / place.name).symlink_to(target)
        os.replace(staging / place.name, place)
    finally:
        shutil.rmtree(staging, ignore_errors=True)
