"""Coverage masks that drawing is made of: glyph runs, icons, round corners, shadows, arcs and lines.

A mask is an 8-bit picture, 255 where a shape covers a pixel whole. Masks depend on their arguments alone and
are cached, so a text that moves or changes colour is not drawn anew.
"""

from __future__ import annotations

import math
from collections import OrderedDict
from collections.abc import Hashable
from functools import lru_cache
from threading import Lock
from typing import Generic, NamedTuple, TypeVar

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFilter, ImageFont

from osgenesis.envs.android.sim.ui import fonts, icons, text

T = TypeVar("T")

RUN_CACHE_BYTES = 12 * 2**20
# How dark a shadow is where it is deepest, of 255.
_SHADOW_ALPHA = 76
# Vertical metrics of the icon font: an em of 512 with the baseline at 448.
_ICON_EM, _ICON_ASCENT = 512, 448


class ByteCache(Generic[T]):
    """Least-recently-used cache bounded by the bytes of its values; threads may share it."""

    def __init__(self, limit: int) -> None:
        self.limit = limit
        self.used = 0
        self._entries: OrderedDict[Hashable, tuple[T, int]] = OrderedDict()
        self._lock = Lock()

    def get(self, key: Hashable) -> T | None:
        """The value, or None."""
        with self._lock:
            entry = self._entries.get(key)
            if entry is None:
                return None
            self._entries.move_to_end(key)
            return entry[0]

    def put(self, key: Hashable, value: T, size: int) -> None:
        """Keeps a value of `size` bytes, dropping the oldest to make room."""
        if size > self.limit:
            return
        with self._lock:
            replaced = self._entries.pop(key, None)
            if replaced is not None:
                self.used -= replaced[1]
            self._entries[key] = (value, size)
            self.used += size
            while self.used > self.limit:
                self.used -= self._entries.popitem(last=False)[1][1]

    def clear(self) -> None:
        """Forgets everything."""
        with self._lock:
            self._entries.clear()
            self.used = 0

    def __len__(self) -> int:
        return len(self._entries)


class Placed(NamedTuple):
    """A mask and where its top-left pixel goes, relative to the box of what is drawn."""

    mask: Image.Image | None  # None: nothing to draw
    x: int
    y: int


_runs: ByteCache[Placed] = ByteCache(RUN_CACHE_BYTES)


def clear() -> None:
    """Forgets the cached masks."""
    _runs.clear()
    for cached in (_glyph, icon, corner, shadow, arc, segment, _missing):
        cached.cache_clear()


def run(content: str, size: int, weight: str, italic: bool = False) -> Placed:
    """A line of text relative to the top-left of its line box."""
    font = _italic(weight) if italic else weight
    key = (content, size, font)
    placed = _runs.get(key)
    if placed is None:
        placed = _draw_run(content, size, font)
        area = placed.mask.width * placed.mask.height if placed.mask else 0
        _runs.put(key, placed, area + 256)
    return placed


@lru_cache(maxsize=512)
def icon(name: str, size: int) -> Placed:
    """An icon whose em box has sides of `size`, relative to that box."""
    placed = _stamp_character(chr(icons.codepoint(name)), size, fonts.ICON_FONT)
    return placed._replace(y=placed.y + (2 * size * _ICON_ASCENT + _ICON_EM) // (2 * _ICON_EM))


@lru_cache(maxsize=512)
def corner(radius: int, quadrant: int, width: int = 0) -> Image.Image:
    """A quarter disc, or with `width` a quarter of an outline; quadrants are nw, ne, se, sw."""
    side = max(radius, width)
    reach = np.maximum(radius - (np.arange(side) + 0.5), 0.0)
    distance = np.hypot(reach[:, None], reach[None, :])
    covered = np.clip(radius - distance + 0.5, 0.0, 1.0) if radius else np.ones_like(distance)
    if 0 < width < radius:
        covered -= np.clip(radius - width - distance + 0.5, 0.0, 1.0)
    if quadrant in (1, 2):
        covered = covered[:, ::-1]
    if quadrant in (2, 3):
        covered = covered[::-1]
    return _image(covered)


def shadow_reach(elevation: int) -> int:
    """How far in px a shadow may go beyond its box."""
    return 3 * elevation + 1


@lru_cache(maxsize=48)
def shadow(width: int, height: int, radius: int, elevation: int) -> Placed:
    """A soft shadow of a rounded box lit from above, relative to that box."""
    margin = 2 * elevation
    edge = radius + 2 * margin + 1  # beyond this distance from a corner the blurred edge is straight
    small_width, small_height = min(width, 2 * edge), min(height, 2 * edge)
    shape = Image.new("L", (small_width + 2 * margin, small_height + 2 * margin), 0)
    box = (margin, margin, margin + small_width - 1, margin + small_height - 1)
    ImageDraw.Draw(shape).rounded_rectangle(box, radius, fill=_SHADOW_ALPHA)
    blurred = np.asarray(shape.filter(ImageFilter.GaussianBlur(elevation * 0.6)))
    rows = _stretched(blurred.shape[0], height + 2 * margin)
    columns = _stretched(blurred.shape[1], width + 2 * margin)
    mask = Image.fromarray(np.ascontiguousarray(blurred[np.ix_(rows, columns)]))
    return Placed(mask, -margin, -margin + (elevation + 1) // 2)


@lru_cache(maxsize=64)
def arc(diameter: int, width: int, start: float, sweep: float) -> Image.Image:
    """A ring or a part of it; degrees run clockwise from three o'clock, as on an Android canvas."""
    radius = diameter / 2
    across = np.arange(diameter, dtype=np.float64) + (0.5 - radius)
    x, y = across[None, :], across[:, None]
    distance = np.hypot(x, y)
    covered = np.clip(radius - distance + 0.5, 0.0, 1.0)
    if 0 < width < radius:
        covered -= np.clip(radius - width - distance + 0.5, 0.0, 1.0)
    if abs(sweep) < 360:
        first, last = (start, start + sweep) if sweep >= 0 else (start + sweep, start)
        after_first = _half_plane(x, y, first)
        before_last = 1.0 - _half_plane(x, y, last)
        both = np.minimum if last - first <= 180 else np.maximum
        covered = np.minimum(covered, both(after_first, before_last))
        if last == first:
            covered[:] = 0.0
    return _image(covered)


@lru_cache(maxsize=256)
def segment(across: int, down: int, width: int) -> Placed:
    """A line with round ends from (0, 0) to (across, down), relative to its first point."""
    margin = width // 2 + 1
    left, top = min(0, across) - margin, min(0, down) - margin
    x = (np.arange(abs(across) + 2 * margin) + left + 0.5)[None, :]
    y = (np.arange(abs(down) + 2 * margin) + top + 0.5)[:, None]
    square = across * across + down * down
    along = np.clip((x * across + y * down) / square, 0.0, 1.0) if square else 0.0
    distance = np.hypot(x - along * across, y - along * down)
    return Placed(_image(np.clip(width / 2 - distance + 0.5, 0.0, 1.0)), left, top)


@lru_cache(maxsize=64)
def _font(font: str, size: int) -> ImageFont.FreeTypeFont:
    # The basic engine: the other one needs a library that not every machine has.
    return ImageFont.truetype(str(fonts.path(font)), size, layout_engine=ImageFont.Layout.BASIC)


@lru_cache(maxsize=4096)
def _glyph(character: str, size: int, font: str) -> Placed:
    return _stamp_character(character, size, font)


def _stamp_character(character: str, size: int, font: str) -> Placed:
    """A character relative to its origin on the baseline."""
    face = _font(font, size)
    left, top, right, bottom = (int(edge) for edge in face.getbbox(character, anchor="ls"))
    if right <= left or bottom <= top:
        return Placed(None, 0, 0)
    mask = Image.new("L", (right - left, bottom - top), 0)
    ImageDraw.Draw(mask).text((-left, -top), character, fill=255, font=face, anchor="ls")
    return Placed(mask, left, top)


def _draw_run(content: str, size: int, font: str) -> Placed:
    glyphs: list[tuple[Image.Image, int, int]] = []
    places = text.offsets(content, size, font)
    for index, character in enumerate(content):
        if text.has_glyph(character, font):
            if character <= " ":
                continue
            mask, x, y = _glyph(character, size, font)
        else:
            mask, x, y = _missing(places[index + 1] - places[index], size, character == "\t")
        if mask is not None:
            glyphs.append((mask, places[index] + x, y))
    if not glyphs:
        return Placed(None, 0, 0)
    left, top = min(g[1] for g in glyphs), min(g[2] for g in glyphs)
    right = max(x + mask.width for mask, x, _ in glyphs)
    bottom = max(y + mask.height for mask, _, y in glyphs)
    line = Image.new("L", (right - left, bottom - top), 0)
    for mask, x, y in glyphs:
        line.paste(255, (x - left, y - top), mask)  # a union: neighbours may overlap
    return Placed(line, left, top + text.ascent(size))


@lru_cache(maxsize=256)
def _missing(advance: int, size: int, blank: bool) -> Placed:
    """A small outlined box on the baseline for a character that the font lacks."""
    side, stroke = size // 12, max(1, size // 16)
    width, height = advance - 2 * side, size * 18 // 25
    if blank or width < 3 or height < 3:
        return Placed(None, 0, 0)
    radius = min(max(2, size // 8), width // 2, height // 2)
    mask = Image.new("L", (width, height), 255)
    inner = (stroke, stroke, width - stroke, height - stroke)
    if inner[2] > inner[0] and inner[3] > inner[1]:
        mask.paste(0, inner)
    spots = ((0, 0), (width - radius, 0), (width - radius, height - radius), (0, height - radius))
    for quadrant, spot in enumerate(spots):
        mask.paste(corner(radius, quadrant, min(stroke, radius)).crop((0, 0, radius, radius)), spot)
    return Placed(mask, side, -height)


def _italic(weight: str) -> str:
    if weight.endswith("italic"):
        return weight
    return "italic" if weight == "regular" else f"{weight}-italic"


def _half_plane(x: NDArray[np.float64], y: NDArray[np.float64], degrees: float) -> NDArray[np.float64]:
    """Coverage of what lies clockwise of a ray within 180 degrees."""
    angle = math.radians(degrees)
    side: NDArray[np.float64] = np.clip(y * math.cos(angle) - x * math.sin(angle) + 0.5, 0.0, 1.0)
    return side


def _stretched(length: int, wanted: int) -> NDArray[np.intp]:
    """Indexes that lengthen a row of pixels to `wanted` by repeating its middle."""
    indexes = np.arange(wanted)
    half = length // 2
    return np.where(indexes < half, indexes, np.maximum(indexes - (wanted - length), half))


def _image(covered: NDArray[np.float64]) -> Image.Image:
    return Image.fromarray(np.rint(np.ascontiguousarray(covered) * 255).astype(np.uint8))
