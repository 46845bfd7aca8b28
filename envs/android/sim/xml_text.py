"""Text and attribute values for XML files; small, where `xml.sax.saxutils` would import an HTTP client."""

from __future__ import annotations

from html import escape


def element_text(text: str) -> str:
    """Text between tags."""
    return escape(text, quote=False)


def attribute(value: str) -> str:
    """An attribute's value in double quotes; line breaks survive."""
    return '"' + escape(value, quote=True).replace("\n", "&#10;").replace("\r", "&#13;").replace("\t", "&#9;") + '"'
