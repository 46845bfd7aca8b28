"""Where the font files are and how to read their tables with nothing but `struct`.

Layout must be the same on every machine, so it never asks a rasteriser how wide a glyph is: it reads the
font's own `hmtx` and `cmap`. The fonts come with installed packages; their modules are never executed.
"""

from __future__ import annotations

import struct
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple

from osgenesis.envs.core.errors import DataError

ICON_FONT = "materialdesignicons"
TEXT_FONTS = {
    "light": "Roboto-Light",
    "regular": "Roboto-Regular",
    "medium": "Roboto-Medium",
    "bold": "Roboto-Bold",
    "light-italic": "Roboto-LightItalic",
    "italic": "Roboto-Italic",
    "medium-italic": "Roboto-MediumItalic",
    "bold-italic": "Roboto-BoldItalic",
}


class Metrics(NamedTuple):
    """What layout needs of a font, in font units."""

    units_per_em: int
    ascent: int
    descent: int  # positive, below the baseline
    advances: dict[str, int]  # character -> advance


@cache
def path(font: str) -> Path:
    """Path of the file of a weight of `TEXT_FONTS`, or of `ICON_FONT`."""
    if font == ICON_FONT:
        return _package_file("fonticon_mdi7", "fonts/materialdesignicons-webfont.ttf", "fonticon-materialdesignicons7")
    return _package_file("font_roboto", f"files/{TEXT_FONTS[font]}.ttf", "font-roboto")


@cache
def data(font: str) -> bytes:
    """The bytes of the font's file."""
    return path(font).read_bytes()


@cache
def tables(font: str) -> dict[bytes, tuple[int, int]]:
    """Table tag -> (offset, length) in `data(font)`."""
    raw = data(font)
    (count,) = struct.unpack_from(">H", raw, 4)
    entries = struct.iter_unpack(">4sIII", raw[12 : 12 + 16 * count])
    return {tag: (offset, length) for tag, _, offset, length in entries}


def metrics(font: str) -> Metrics:
    """Advance widths and vertical metrics."""
    raw, directory = data(font), tables(font)
    (units_per_em,) = struct.unpack_from(">H", raw, directory[b"head"][0] + 18)
    ascent, descent = struct.unpack_from(">hh", raw, directory[b"hhea"][0] + 4)
    (long_count,) = struct.unpack_from(">H", raw, directory[b"hhea"][0] + 34)
    hmtx = directory[b"hmtx"][0]
    widths = struct.unpack(f">{2 * long_count}h", raw[hmtx : hmtx + 4 * long_count])[::2]
    last = long_count - 1
    advances = {chr(code): widths[min(glyph, last)] for code, glyph in character_map(font).items()}
    return Metrics(units_per_em, ascent, -descent, advances)


def character_map(font: str) -> dict[int, int]:
    """Code point -> glyph index, from the font's `cmap` (format 12 where it has one, else 4)."""
    raw, start = data(font), tables(font)[b"cmap"][0]
    (count,) = struct.unpack_from(">H", raw, start + 2)
    formats: dict[int, int] = {}
    for index in range(count):
        _, _, offset = struct.unpack_from(">HHI", raw, start + 4 + 8 * index)
        (number,) = struct.unpack_from(">H", raw, start + offset)
        formats[number] = start + offset
    if 12 in formats:
        return _read_format_12(raw, formats[12])
    if 4 in formats:
        return _read_format_4(raw, formats[4])
    raise DataError(f"{path(font).name}: no cmap subtable of format 4 or 12, has {sorted(formats)}")


def _read_format_12(raw: bytes, at: int) -> dict[int, int]:
    (groups,) = struct.unpack_from(">I", raw, at + 12)
    mapping: dict[int, int] = {}
    for first, last, glyph in struct.iter_unpack(">III", raw[at + 16 : at + 16 + 12 * groups]):
        if first == last:
            mapping[first] = glyph
        else:
            mapping.update(zip(range(first, last + 1), range(glyph, glyph + last - first + 1), strict=True))
    return mapping


def _read_format_4(raw: bytes, at: int) -> dict[int, int]:
    count = struct.unpack_from(">H", raw, at + 6)[0] // 2
    ends = struct.unpack_from(f">{count}H", raw, at + 14)
    starts = struct.unpack_from(f">{count}H", raw, at + 16 + 2 * count)
    deltas = struct.unpack_from(f">{count}H", raw, at + 16 + 4 * count)
    ranges_at = at + 16 + 6 * count
    ranges = struct.unpack_from(f">{count}H", raw, ranges_at)
    mapping: dict[int, int] = {}
    for index, (first, last, delta, jump) in enumerate(zip(starts, ends, deltas, ranges, strict=True)):
        for code in range(first, min(last, 0xFFFE) + 1):
            if jump == 0:
                glyph = (code + delta) & 0xFFFF
            else:
                place = ranges_at + 2 * index + jump + 2 * (code - first)
                (glyph,) = struct.unpack_from(">H", raw, place)
                glyph = (glyph + delta) & 0xFFFF if glyph else 0
            if glyph:
                mapping[code] = glyph
    return mapping


def _package_file(module: str, inside: str, distribution: str) -> Path:
    spec = find_spec(module)  # locates a top-level package without executing it
    for folder in (spec.submodule_search_locations or ()) if spec else ():
        file = Path(folder) / inside
        if file.is_file():
            return file
    raise DataError(f"font file {inside} of {module} is not installed; run `pip install {distribution}`")
