"""What Markor knows of notes: where they are, their formats and templates, how they are listed and searched."""

from __future__ import annotations

from typing import NamedTuple

from osgenesis.envs.android.sim.apps.files.entries import Entry, everything, listing, ordered
from osgenesis.envs.android.sim.page import Page
from osgenesis.envs.android.sim.paths import SHARED, suffix
from osgenesis.envs.android.sim.prefs import Preferences
from osgenesis.envs.android.sim.storage import FileSystem

PACKAGE = "net.gsantner.markor"
ID = PACKAGE + ":id/"
ROOT = f"{SHARED}/Documents/Markor"
TODO, TODO_ARCHIVE, QUICK = f"{ROOT}/todo.txt", f"{ROOT}/todo.archive.txt", f"{ROOT}/quicknote.md"
SORTS = ("name", "date", "size", "type")
SORT_LABELS = ("Name", "Date", "Size", "File type")
FONT_SIZES = (12, 14, 15, 16, 18, 20, 24)  # sp
THEMES = ("auto", "light", "dark")
THEME_LABELS = ("Auto (as the system)", "Light", "Dark")
_NEWEST_FIRST = frozenset({"date", "size"})
_SEARCH_MOST = 100


class Format(NamedTuple):
    """A kind of note that can be created."""

    label: str
    extension: str


FORMATS = (
    Format("Markdown", ".md"), Format("Plain Text", ".txt"), Format("todo.txt", ".todo.txt"), Format("CSV", ".csv"),
    Format("Org-Mode", ".org"), Format("AsciiDoc", ".adoc"), Format("LaTeX", ".tex"), Format("JSON", ".json"),
)  # fmt: skip
_TEXT_ENDS = frozenset(
    {
        "md",
        "markdown",
        "txt",
        "csv",
        "org",
        "adoc",
        "tex",
        "json",
        "html",
        "xml",
        "log",
        "ini",
        "yaml",
        "py",
        "ics",
        "vcf",
        "",
    }
)
TEMPLATES = (
    ("Empty file", ""),
    ("Journal entry", "# {date}\n\n"),
    ("Checklist", "# {name}\n\n- [ ] \n"),
    ("Meeting notes", "# {name}\n\n**Date:** {date}\n**Present:** \n\n## Topics\n\n1. \n\n## Decisions\n\n- \n"),
    ("Recipe", "# {name}\n\n## Ingredients\n\n- \n\n## Preparation\n\n1. \n"),
)


class Found(NamedTuple):
    """A hit of a search: the note and the line (empty when only the name fits)."""

    entry: Entry
    line: str


def notes_in(files: FileSystem, prefs: Preferences, folder: str) -> list[Entry]:
    """A folder's entries in the order that the user has chosen."""
    by = prefs.text("sort", "name")
    entries = listing(files, folder, hidden=prefs.flag("dotfiles"))
    descending = (by in _NEWEST_FIRST) != prefs.flag("reverse")
    return ordered(entries, by, descending=descending, folders_first=prefs.flag("folders_first", True))


def is_text(name: str) -> bool:
    """Whether Markor edits such a file itself."""
    return suffix(name) in _TEXT_ENDS


def syntax_of(path: str) -> str:
    """markdown, todo or plain: which preview and which buttons a note gets."""
    name = path.rpartition("/")[2].lower()
    if name.endswith("todo.txt") or name == "todo.archive.txt":
        return "todo"
    return "markdown" if suffix(name) in ("md", "markdown") else "plain"


def title_of(path: str) -> str:
    """A note's name without its extension, as the editor's title shows it."""
    name = path.rpartition("/")[2]
    stem, dot, _ = name.rpartition(".")
    return stem if dot and stem else name


def search(ui: Page, folder: str, query: str) -> list[Found]:
    """Notes below a folder whose name or text contains the words typed; names first."""
    words = query.casefold()
    if not words:
        return []
    named, hits = [], []
    for entry in ordered(everything(ui.files, folder, folders=True), "name", folders_first=False):
        if words in entry.name.casefold():
            named.append(Found(entry, ""))
        if entry.is_dir or not is_text(entry.name):
            continue
        content = ui.files.read_text(entry.path)
        if words in content.casefold():
            hits.append(Found(entry, next((li.strip() for li in content.splitlines() if words in li.casefold()), "")))
    return (named + hits)[:_SEARCH_MOST]


def favourites(prefs: Preferences) -> frozenset[str]:
    """Paths that the user has marked."""
    value = prefs.get("favourites")
    return value if isinstance(value, frozenset) else frozenset()


def welcome() -> dict[str, str]:
    """The notes of somebody who has used the app for a while."""
    return {
        f"{ROOT}/Ideas.md": "# Ideas\n\n- Paint the *kitchen* shelf\n- Learn to bake **sourdough**\n",
        f"{ROOT}/Shopping list.md": "# Shopping list\n\n- [ ] Oats\n- [x] Olive oil\n- [ ] Tomatoes\n",
        f"{ROOT}/Projects/Balcony garden.md": "# Balcony garden\n\n## Spring\n\n1. Sow basil\n2. Repot lemon\n",
        f"{ROOT}/Projects/Bike repair.txt": "New brake pads\nOil the chain\nCheck the front light\n",
        TODO: "(A) Call the plumber @phone\n(B) Return library books +errands\nx Pay rent\nWater the plants\n",
    }
