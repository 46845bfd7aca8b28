"""Icon names: the Material Design Icons that the icon font holds, read from the font's glyph names."""

from __future__ import annotations

import struct
from functools import cache

from osgenesis.envs.android.sim.ui import fonts
from osgenesis.envs.core.errors import DataError, UnknownNameError

# A `post` table names its first glyphs from Apple's standard order; the font's own names follow.
_STANDARD_NAMES = 258


def codepoint(name: str) -> int:
    """Code point of an icon ("magnify", "account", "wifi") in the icon font.

    Raises:
        UnknownNameError: If the font has no icon of this name.
    """
    try:
        return _codepoints()[name]
    except KeyError:
        raise UnknownNameError("icon", name, _codepoints()) from None


def has(name: str) -> bool:
    """Whether there is an icon of this name."""
    return name in _codepoints()


@cache
def _codepoints() -> dict[str, int]:
    """Icon name -> code point; the lowest where several point at one glyph."""
    names = _glyph_names()
    table: dict[str, int] = {}
    for code, glyph in reversed(fonts.character_map(fonts.ICON_FONT).items()):
        name = names[glyph]
        if name:
            table[name] = code
    return table


def _glyph_names() -> list[str]:
    """Glyph index -> name, from the `post` table; empty for a standard glyph."""
    raw = fonts.data(fonts.ICON_FONT)
    start, length = fonts.tables(fonts.ICON_FONT)[b"post"]
    (version,) = struct.unpack_from(">I", raw, start)
    if version != 0x00020000:
        raise DataError(f"icon font: post table of version {version:#x}, expected 0x20000 (names)")
    (count,) = struct.unpack_from(">H", raw, start + 32)
    indexes = struct.unpack_from(f">{count}H", raw, start + 34)
    strings: list[str] = []
    at, stop = start + 34 + 2 * count, start + length
    while at < stop:
        size = raw[at]
        strings.append(raw[at + 1 : at + 1 + size].decode("ascii", "replace"))
        at += 1 + size
    return [strings[index - _STANDARD_NAMES] if index >= _STANDARD_NAMES else "" for index in indexes]
