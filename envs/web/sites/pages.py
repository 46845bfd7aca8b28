"""Templates: what every site's pages can use, and the files (styles, fonts, scripts) that they refer to."""

from __future__ import annotations

import functools
import hashlib
import importlib.util
import math
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from jinja2 import ChoiceLoader, Environment, FileSystemLoader, PrefixLoader, StrictUndefined
from markdown_it import MarkdownIt
from markupsafe import Markup

if TYPE_CHECKING:
    from osgenesis.envs.web.sites.site import Site

__all__ = ["Paging", "StaticFile", "ago", "font_file", "markdown", "static_file", "template_environment"]

_COMMON: Final = Path(__file__).parent / "common"
_MIME: Final = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".ttf": "font/ttf",
}


class StaticFile(NamedTuple):
    """A file to be served: its bytes and content type."""

    data: bytes
    mime: str


class Paging(NamedTuple):
    """Which part of a list a page shows.

    Attributes:
        asked: The page asked for, from 1.
        per_page: Rows of a page.
        total: Rows in all.
    """

    asked: int
    per_page: int
    total: int

    @property
    def page(self) -> int:
        """The page shown: a page beyond the last one is the last one."""
        return max(1, min(self.asked, self.pages))

    @property
    def pages(self) -> int:
        """Number of pages, at least 1."""
        return max(1, math.ceil(self.total / self.per_page))

    @property
    def offset(self) -> int:
        """Rows before this page."""
        return (self.page - 1) * self.per_page

    @property
    def first(self) -> int:
        """Number of the first row shown, from 1; 0 for an empty list."""
        return min(self.total, self.offset + 1)

    @property
    def last(self) -> int:
        """Number of the last row shown."""
        return min(self.total, self.offset + self.per_page)

    @property
    def numbers(self) -> list[int]:
        """Page numbers to offer: five around this one."""
        low = max(1, min(self.page - 2, self.pages - 4))
        return list(range(low, min(self.pages, low + 4) + 1))


class _Environment(Environment):
    """Looks for `row.column` among a row's columns first: nearly all that templates ask for are rows."""

    def getattr(self, obj: Any, attribute: str) -> Any:
        if type(obj) is dict and attribute in obj:
            return obj[attribute]
        return super().getattr(obj, attribute)


def template_environment(site: Site) -> Environment:
    """The template engine of a site: its `templates` folder, and the shared one as `common/...`."""
    environment = _Environment(
        loader=ChoiceLoader(
            [
                FileSystemLoader(site.folder / "templates"),
                PrefixLoader({"common": FileSystemLoader(_COMMON / "templates")}),
            ]
        ),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    environment.filters.update(
        ago=ago, markdown=markdown, date=date, money=money, count=count, plural=plural, **site.filters
    )
    environment.globals.update(static=functools.partial(static_url, site))
    return environment


# ---- filters ---------------------------------------------------------------------------------------


def moment(timestamp: int) -> datetime:
    """The UTC time of a time stamp in seconds."""
    return datetime.fromtimestamp(timestamp, UTC)


def date(timestamp: int, form: str = "%B %d, %Y") -> str:
    """A time stamp (seconds) in words."""
    return moment(timestamp).strftime(form)


def ago(timestamp: int, now: datetime) -> str:
    """How long ago a time stamp lies, such as "3 hours ago"."""
    seconds = int(now.timestamp()) - timestamp
    for unit, length in (("year", 31_536_000), ("month", 2_592_000), ("day", 86_400), ("hour", 3600), ("minute", 60)):
        if seconds >= length:
            return f"{plural(seconds // length, unit)} ago"
    return "just now"


def money(cents: int) -> str:
    """An amount in cents as dollars, such as "$1,299.00"."""
    sign = "-" if cents < 0 else ""
    return f"{sign}${abs(cents) // 100:,}.{abs(cents) % 100:02d}"


def count(number: int) -> str:
    """A number as people write it, such as "12,345"."""
    return f"{number:,}"


def plural(number: int, noun: str, nouns: str = "") -> str:
    """A number with its noun, such as "1 comment" or "2 comments"."""
    return f"{number:,} {noun if number == 1 else nouns or noun + 's'}"


_MARKDOWN: Final = MarkdownIt("commonmark", {"html": False, "linkify": False})


@functools.lru_cache(maxsize=4096)
def markdown(text: str) -> Markup:
    """Markdown as HTML; raw HTML in it is shown, not obeyed."""
    return Markup(_MARKDOWN.render(text))


# ---- files -----------------------------------------------------------------------------------------


def static_url(site: Site, name: str) -> str:
    """Address of a file of the site's `assets` folder, or of the shared one as `common/...`.

    It changes with the contents, so browsers may keep it for ever.
    """
    return f"/static/{_digest(site.folder, name)}/{name}"


def static_file(site: Site, name: str) -> StaticFile | None:
    """The file behind the last part of such an address, or None."""
    return _read(site.folder, name)


@functools.cache
def _digest(folder: Path, name: str) -> str:
    found = _read(folder, name)
    if found is None:
        raise FileNotFoundError(f"no asset {name!r} in {folder / 'assets'} or {_COMMON / 'assets'}")
    return hashlib.blake2b(found.data, digest_size=4).hexdigest()


@functools.cache
def _read(folder: Path, name: str) -> StaticFile | None:
    if name.startswith("common/fonts/"):
        base, name = font_file(""), name.removeprefix("common/fonts/")
    elif name.startswith("common/"):
        base, name = _COMMON / "assets", name.removeprefix("common/")
    else:
        base = folder / "assets"
    path = (base / name).resolve()
    if not path.is_relative_to(base.resolve()) or path.suffix not in _MIME or not path.is_file():
        return None
    return StaticFile(path.read_bytes(), _MIME[path.suffix])


@functools.cache
def font_file(name: str) -> Path:
    """Path of a file of the typeface, such as "Roboto-Bold.ttf".

    It comes as an installed dependency, so pages look the same on every machine.
    """
    spec = importlib.util.find_spec("font_roboto")
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError("the package font-roboto is missing; install it with: pip install font-roboto")
    return Path(spec.origin).parent / "files" / name
