"""A page's HTML as a document that selectors and a few DOM properties can be asked of, without a browser."""

from __future__ import annotations

import importlib
import re
from functools import cache
from typing import Any, Final

from osgenesis.envs.core.errors import DataError

__all__ = ["Document", "closed_selector", "parse", "select", "source"]

# An element of lxml; the package is imported when a page is parsed.
Document = Any

HOW_TO_INSTALL: Final = (
    "Judging pages without a browser needs lxml and cssselect, which are not installed here: "
    "pip install 'osgenesis[web]'."
)
_HIDDEN_TAGS: Final = frozenset(("head", "script", "style", "template", "noscript", "title", "datalist", "iframe"))
_INLINE_TAGS: Final = frozenset(
    (
        "a", "abbr", "b", "bdi", "bdo", "button", "cite", "code", "data", "del", "dfn", "em", "i", "img", "input",
        "ins", "kbd", "label", "mark", "q", "s", "samp", "select", "small", "span", "strong", "sub", "sup", "svg",
        "textarea", "time", "u", "var", "wbr", "font", "picture", "output", "meter", "progress",
    )
)  # fmt: skip
_NO_TEXT: Final = frozenset(("textarea", "input", "img", "svg", "video", "audio", "canvas", "object"))
_HIDING_STYLE: Final = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_BLANK: Final = re.compile(r"[ \t\r\n\f]+")
_BREAKS: Final = re.compile(r" *([\x01\x03]+) *")


def parse(html: str) -> Document:
    """The root element of a page.

    Raises:
        ImportError: lxml or cssselect is not installed.
    """
    etree, lxml_html = _package("lxml.etree"), _package("lxml.html")
    parser = lxml_html.HTMLParser(encoding="utf-8")
    try:
        return lxml_html.document_fromstring(html.encode("utf-8", "replace"), parser=parser)
    except etree.ParserError:  # an empty page
        return lxml_html.document_fromstring(b"<html><head></head><body></body></html>", parser=parser)


def source(node: Document) -> str:
    """A document as HTML again."""
    text: str = _package("lxml.etree").tostring(node, encoding="unicode", method="html")
    return text


def _package(name: str) -> Any:
    try:
        return importlib.import_module(name)
    except ImportError as error:
        raise ImportError(HOW_TO_INSTALL, name=error.name) from error


def closed_selector(selector: str) -> str:
    """The selector with what is still open at its end closed, as CSS closes it."""
    open_marks: list[str] = []
    at = 0
    while at < len(selector):
        mark = selector[at]
        if mark == "\\":
            at += 1
        elif open_marks and open_marks[-1] in "\"'":
            if mark == open_marks[-1]:
                open_marks.pop()
        elif mark in "\"'":
            open_marks.append(mark)
        elif mark in "[(":
            open_marks.append("]" if mark == "[" else ")")
        elif open_marks and mark == open_marks[-1]:
            open_marks.pop()
        at += 1
    return selector + "".join(reversed(open_marks))


def select(node: Document, selector: str) -> list[Document]:
    """Elements below `node` that match, in document order.

    Raises:
        DataError: It is not a selector.
    """
    found: list[Document] = _compiled(closed_selector(selector))(node)
    return [element for element in found if element is not node]


@cache
def _compiled(selector: str) -> Any:
    cssselect = _package("cssselect")
    try:
        xpath = cssselect.HTMLTranslator().css_to_xpath(selector, prefix="descendant::")
        return _package("lxml.etree").XPath(xpath)
    except cssselect.SelectorError as error:
        raise DataError(f"{selector!r} is not a selector: {error}") from error


# ---- properties -----------------------------------------------------------------------------------


def attribute(node: Document, name: str) -> str | None:
    """An attribute, or None."""
    value: str | None = node.get(name.lower())
    return value


def children(node: Document) -> list[Document]:
    """Child elements, comments left out."""
    return [child for child in node if isinstance(child.tag, str)]


def last_child_text(node: Document) -> str | None:
    """The text of the last child node, be it text or an element; None where there is none."""
    elements = list(node)
    if not elements:
        return node.text or None
    if elements[-1].tail:
        return str(elements[-1].tail)
    return text_content(elements[-1])


def text_content(node: Document) -> str:
    """All text below an element as it is in the source."""
    if not isinstance(node.tag, str):
        return ""
    inside = (text_content(child) + (child.tail or "") for child in node)
    return (node.text or "") + "".join(inside)


def value(node: Document) -> str | None:
    """What a form field holds as delivered; None for what is not a field."""
    tag = node.tag
    if tag == "textarea":
        return text_content(node).removeprefix("\n")
    if tag == "select":
        options = node.findall(".//option")
        index = selected_index(node)
        return "" if index is None or index < 0 else _option_value(options[index])
    if tag == "option":
        return _option_value(node)
    if tag in ("input", "button"):
        default = "on" if tag == "input" and attribute(node, "type") in ("checkbox", "radio") else ""
        return default if node.get("value") is None else str(node.get("value"))
    return None


def selected_index(node: Document) -> int | None:
    """Position of the chosen option: the last that is marked, else the first that can be chosen; -1 for none."""
    if node.tag != "select":
        return None
    options = node.findall(".//option")
    marked = [at for at, option in enumerate(options) if option.get("selected") is not None]
    if marked:
        return marked[-1]
    if node.get("multiple") is not None:
        return -1
    return next((at for at, option in enumerate(options) if option.get("disabled") is None), -1)


def checked(node: Document) -> bool | None:
    """Whether a box is ticked as delivered; None for what is not an input."""
    return node.get("checked") is not None if node.tag == "input" else None


def _option_value(option: Document) -> str:
    if option.get("value") is not None:
        return str(option.get("value"))
    return _BLANK.sub(" ", text_content(option)).strip()


def rendered_text(node: Document) -> str:
    """The text as shown: blocks and `<br>` on lines of their own, cells apart by tabs, what HTML hides left out.

    What a style sheet hides or turns upside down is not known here; only `hidden` and inline styles are.
    """
    if _is_hidden(node):
        return text_content(node)  # the DOM gives the source text of what is not rendered itself
    pieces: list[str] = []
    _render(node, pieces, preserved=False)
    text = _BREAKS.sub(lambda found: "\n\n" if "\x03" in found.group() else "\n", "".join(pieces))
    return text.strip("\n ").replace("\x02", "\n")


def _is_hidden(node: Document) -> bool:
    if node.tag in _HIDDEN_TAGS or node.get("hidden") is not None:
        return True
    if node.tag == "input" and attribute(node, "type") == "hidden":
        return True
    return bool(_HIDING_STYLE.search(node.get("style") or ""))


def _render(node: Document, pieces: list[str], *, preserved: bool) -> None:
    r"""Collect text; \x01 is a line break, \x03 an empty line, which collapse with neighbours; \x02 one that stays."""
    tag = node.tag
    preserved = preserved or tag == "pre"
    if tag == "br":
        pieces.append("\x02")
        return
    if tag in _NO_TEXT:
        return
    breaks = "" if tag in _INLINE_TAGS or tag in ("td", "th", "option") else "\x03" if tag == "p" else "\x01"
    pieces.append(breaks)
    _text(node.text, pieces, preserved)
    for child in node:
        if isinstance(child.tag, str) and not _is_hidden(child):
            _render(child, pieces, preserved=preserved)
            if child.tag in ("td", "th") and child.getnext() is not None:
                pieces.append("\t")
            elif child.tag == "option":
                pieces.append("\x01")
        _text(child.tail, pieces, preserved)
    pieces.append(breaks)


def _text(text: str | None, pieces: list[str], preserved: bool) -> None:
    if not text:
        return
    if preserved:
        pieces.append(text.replace("\n", "\x02"))
        return
    words = _BLANK.sub(" ", text)
    if words == " " and (not pieces or pieces[-1].endswith(("\x01", "\x03", " ", "\x02", "\t"))):
        return
    if words.startswith(" ") and pieces and pieces[-1].endswith((" ", "\x02", "\t")):
        words = words[1:]
    if words:
        pieces.append(words)
