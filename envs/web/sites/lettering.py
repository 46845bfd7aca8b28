"""Words in generated pictures as outlines: a picture shown by <img> sees no fonts but the machine's, which differ."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from typing import Any, Final, NamedTuple

from fontTools.pens.basePen import BasePen
from fontTools.ttLib import TTFont

from osgenesis.envs.web.sites.pages import font_file

__all__ = ["lettering"]

# Outlines are rounded to this many steps per em: a tenth of a pixel at the largest sizes used.
_STEPS: Final = 256
_FILES: Final = {False: "Roboto-Regular.ttf", True: "Roboto-Bold.ttf"}
_ANCHORS: Final = {"start": 0.0, "middle": 0.5, "end": 1.0}

Point = tuple[float, float]


class _Glyph(NamedTuple):
    """A character's outline.

    Attributes:
        advance: How far the next character lies, steps.
        contours: Of each contour the start (x, y), steps, y down, and the rest as relative SVG commands.
    """

    advance: int
    contours: tuple[tuple[int, int, str], ...]


def lettering(
    x: float, y: float, words: str, size: float, *, fill: str, bold: bool = False, anchor: str = "start"
) -> str:
    """One line of Roboto as an SVG path.

    Args:
        x: Where it starts, is centred or ends (see `anchor`), px.
        y: The baseline, px.
        words: The text; characters that the typeface lacks are left out.
        size: Of the type, px per em.
        fill: Its colour.
        bold: Weight 700 instead of 400.
        anchor: "start", "middle" or "end".
    """
    glyphs = [glyph for glyph in (_glyph(bold, character) for character in words) if glyph is not None]
    length = sum(glyph.advance for glyph in glyphs)
    at = round(-length * _ANCHORS[anchor])
    parts = []
    for glyph in glyphs:
        parts += [f"M{at + left} {top}{rest}" for left, top, rest in glyph.contours]
        at += glyph.advance
    place = f'transform="translate({x:.1f} {y:.1f})scale({size / _STEPS:.4g})"'
    return f'<path {place} fill="{fill}" d="{"".join(parts)}"/>'


@functools.cache
def _font(bold: bool) -> tuple[Any, dict[int, str], float]:
    font = TTFont(font_file(_FILES[bold]), lazy=True)
    return font.getGlyphSet(), font.getBestCmap(), _STEPS / font["head"].unitsPerEm


@functools.cache
def _glyph(bold: bool, character: str) -> _Glyph | None:
    glyphs, names, scale = _font(bold)
    name = names.get(ord(character))
    if name is None:
        return None
    pen = _Pen(glyphs, scale)
    glyphs[name].draw(pen)
    return _Glyph(round(glyphs[name].width * scale), tuple(pen.contours))


class _Pen(BasePen):  # type: ignore[misc]
    """Draws relative SVG commands in whole steps; errors of rounding do not add up."""

    def __init__(self, glyphs: Any, scale: float) -> None:
        super().__init__(glyphs)
        self._scale = scale
        self._at = (0, 0)
        self.contours: list[tuple[int, int, str]] = []

    def _step(self, point: Point) -> tuple[int, int]:
        return round(point[0] * self._scale), -round(point[1] * self._scale)

    def _add(self, letter: str, points: Sequence[Point]) -> None:
        x, y = self._at
        ends = [self._step(point) for point in points]
        numbers = " ".join(f"{px - x} {py - y}" for px, py in ends).replace(" -", "-")
        left, top, rest = self.contours[-1]
        self.contours[-1] = (left, top, f"{rest}{letter}{numbers}")
        self._at = ends[-1]

    def _moveTo(self, pt: Point) -> None:
        self._at = self._step(pt)
        self.contours.append((*self._at, ""))

    def _lineTo(self, pt: Point) -> None:
        if self._step(pt) != self._at:
            self._add("l", [pt])

    def _qCurveToOne(self, pt1: Point, pt2: Point) -> None:
        self._add("q", [pt1, pt2])

    def _curveToOne(self, pt1: Point, pt2: Point, pt3: Point) -> None:
        self._add("c", [pt1, pt2, pt3])

    def _closePath(self) -> None:
        left, top, rest = self.contours[-1]
        self.contours[-1] = (left, top, rest + "z")
