"""What an article is made of, and its small markup: `[[Title]]`, `[[Title|words]]`, `'''bold'''`, `''italic''`."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, TypeAlias
from urllib.parse import quote

from markupsafe import Markup, escape

from osgenesis.envs.web.sites.dice import Dice

__all__ = [
    "ROOT",
    "Article",
    "Block",
    "Section",
    "address",
    "facts",
    "grid",
    "links_in",
    "listed",
    "plain",
    "rendered",
    "ul",
    "vary",
]

ROOT: Final = "/wikipedia_en_all_maxi_2022-05"

# ("p", text), ("ul", [text, ...]) or ("table", {"head": [...], "rows": [[...], ...]}); JSON-able.
Block: TypeAlias = tuple[str, Any]
# Heading and what stands below it.
Section: TypeAlias = tuple[str, list[Block]]
Facts: TypeAlias = dict[str, str]

_MARKUP: Final = re.compile(r"\[\[([^\]|]+)(?:\|([^\]]+))?\]\]|'''(.+?)'''|''(.+?)''")

# A bar that does not belong to a reference with words of its own.
_BETWEEN_CELLS: Final = re.compile(r"\|(?![^\[\]]*\]\])")


@dataclass
class Article:
    """One article.

    Attributes:
        title: The heading; in the URL its spaces are underscores.
        kind: What it is about, such as "river"; also the stylesheet's hook.
        description: A few words below the title in lists and search results.
        lead: Paragraphs before the first heading.
        infobox: Label and text, in order.
        sections: The rest.
        categories: Names without "Category:".
        see_also: Titles.
        redirects: Other titles that lead here.
        picture: What to draw (see `pictures.py`), or None.
        caption: Words below the picture.
        core: Whether it is part of the small encyclopedia.
    """

    title: str
    kind: str
    description: str
    lead: list[str]
    infobox: list[tuple[str, str]] = field(default_factory=list)
    sections: list[Section] = field(default_factory=list)
    categories: list[str] = field(default_factory=list)
    see_also: list[str] = field(default_factory=list)
    redirects: list[str] = field(default_factory=list)
    picture: dict[str, Any] | None = None
    caption: str = ""
    core: bool = True

    @property
    def content(self) -> dict[str, Any]:
        """Everything that the page shows, for JSON."""
        return {
            "lead": self.lead,
            "infobox": [list(pair) for pair in self.infobox],
            "sections": [[heading, [list(block) for block in blocks]] for heading, blocks in self.sections],
            "see_also": self.see_also,
            "caption": self.caption,
        }

    def texts(self) -> Iterable[str]:
        """Every piece of text with its markup, in the page's order."""
        yield from self.lead
        for label, text in self.infobox:
            yield f"{label}: {text}"
        for heading, blocks in self.sections:
            yield heading
            for kind, content in blocks:
                if kind == "table":
                    for row in (content["head"], *content["rows"]):
                        yield " ".join(row)
                elif kind == "ul":
                    yield from content
                else:
                    yield content

    def linked(self) -> Iterable[str]:
        """Titles that the article refers to, with repetitions."""
        for text in self.texts():
            yield from links_in(text)
        yield from self.see_also


# ---- writing articles ------------------------------------------------------------------------------


def facts(columns: str, text: str) -> list[Facts]:
    """Rows of a table whose cells are separated by `|`; an indented line continues the row above it.

    Cells at the end may be left out; they are empty.
    """
    names = columns.split()
    lines: list[str] = []
    for line in text.strip("\n").splitlines():
        if line[:1].isspace():
            lines[-1] += " " + line.strip()
        elif line:
            lines.append(line)
    found = []
    for line in lines:
        cells = [cell.strip() for cell in _BETWEEN_CELLS.split(line)]
        if len(cells) > len(names):
            raise ValueError(f"{len(cells)} cells for {len(names)} columns ({columns}): {line}")
        found.append(dict(zip(names, cells + [""] * (len(names) - len(cells)), strict=True)))
    return found


def listed(items: Sequence[str], last: str = "and") -> str:
    """Words in a row: "a", "a and b", "a, b and c"."""
    if len(items) < 2:
        return "".join(items)
    return f"{', '.join(items[:-1])} {last} {items[-1]}"


def vary(title: str, *ways: str) -> str:
    """One of several ways to say a thing, always the same for a title."""
    return Dice("encyclopedia", title, ways[0]).pick(ways)


def ul(items: Iterable[str]) -> Block:
    """A list."""
    return ("ul", list(items))


def grid(head: Sequence[str], rows: Iterable[Sequence[str]]) -> Block:
    """A table."""
    return ("table", {"head": list(head), "rows": [list(row) for row in rows]})


# ---- markup ----------------------------------------------------------------------------------------


def links_in(text: str) -> list[str]:
    """Titles that a text refers to."""
    return [found.group(1) for found in _MARKUP.finditer(text) if found.group(1)]


def plain(text: str) -> str:
    """The words without markup."""
    return _MARKUP.sub(lambda found: plain(found.group(2) or found.group(1) or found.group(3) or found.group(4)), text)


def address(title: str) -> str:
    """The path of an article's page."""
    return f"{ROOT}/A/{quote(title.replace(' ', '_'), safe=':/(),.!*-_~')}"


def rendered(text: str, resolve: Callable[[str], str | None]) -> Markup:
    """The text as HTML; `resolve` gives the title that a reference leads to, or None where there is no such article."""
    parts, at = [], 0
    for found in _MARKUP.finditer(text):
        parts.append(escape(text[at : found.start()]))
        at = found.end()
        title, words, bold, italic = found.groups()
        if bold:
            parts.append(Markup("<b>{}</b>").format(rendered(bold, resolve)))
        elif italic:
            parts.append(Markup("<i>{}</i>").format(rendered(italic, resolve)))
        else:
            target = resolve(title)
            shown = words or title
            link = Markup('<a href="{}" title="{}">{}</a>')
            parts.append(escape(shown) if target is None else link.format(address(target), target, shown))
    parts.append(escape(text[at:]))
    return Markup("").join(parts)
