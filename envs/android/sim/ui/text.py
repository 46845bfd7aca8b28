"""Text measurement: widths, caret positions and line breaks, in whole pixels, from Roboto's own tables.

A glyph of a run starts at the rounded sum of the advances before it; the renderer puts it exactly there.
"""

from __future__ import annotations

from bisect import bisect_right
from functools import cache, lru_cache
from itertools import accumulate

from osgenesis.envs.android.sim.ui import fonts
from osgenesis.envs.core.errors import UnknownNameError

ELLIPSIS = "\u2026"
# Roboto's hhea table, the same for all its weights: a line box needs no font file to be read.
_EM, _ASCENT, _DESCENT = 2048, 1900, 500
_TAB_SPACES = 4
_MISSING_NARROW = 1229  # 0.6 em: advance of a character that Roboto lacks
_MISSING_WIDE = 2048  # 1 em: the same for CJK, emoji and symbols
_FIRST_WIDE = 0x1100
# Marks and format characters that take no room. Fixed here, not asked of `unicodedata`, whose contents
# depend on the Python version.
_ZERO_WIDTH = (
    range(0x0000, 0x0020), range(0x007F, 0x00A0), range(0x00AD, 0x00AE), range(0x0300, 0x0370),
    range(0x0483, 0x048A), range(0x0591, 0x05BE), range(0x064B, 0x0660), range(0x1AB0, 0x1B00),
    range(0x1DC0, 0x1E00), range(0x200B, 0x2010), range(0x2028, 0x202F), range(0x2060, 0x2070),
    range(0x20D0, 0x2100), range(0xD800, 0xE000), range(0xFE00, 0xFE10), range(0xFE20, 0xFE30),
    range(0xFEFF, 0xFF00), range(0x1F3FB, 0x1F400), range(0xE0000, 0xE0200),
)  # fmt: skip


@lru_cache(maxsize=65536)
def width(text: str, size: int, weight: str = "regular") -> int:
    """Advance width of a single line in px. `size` is the em in px."""
    return (2 * size * sum(map(advances(weight).__getitem__, text)) + _EM) // (2 * _EM)


@lru_cache(maxsize=8192)
def offsets(text: str, size: int, weight: str = "regular") -> tuple[int, ...]:
    """The x in px of each caret position of a single line: `len(text) + 1` values, the first 0."""
    twice = 2 * size
    sums = accumulate(map(advances(weight).__getitem__, text), initial=0)
    return tuple([(twice * units + _EM) // (2 * _EM) for units in sums])


@lru_cache(maxsize=16384)
def wrap(text: str, size: int, weight: str, max_width: int, max_lines: int = 0) -> tuple[str, ...]:
    """Lines of the text, each at most `max_width` px wide (a single wider character excepted).

    Lines break at spaces, after hyphens and beside CJK; a longer word is cut. A newline starts a new line.
    With `max_lines` > 0 the rest is dropped and the last line ends in an ellipsis.
    """
    spans = line_spans(text, size, weight, max_width)
    if not 0 < max_lines < len(spans):
        return tuple([text[start:end] for start, end in spans])
    lines = [text[start:end] for start, end in spans[: max_lines - 1]]
    start = spans[max_lines - 1][0]
    rest = text[start:].split("\n", 1)[0]
    if "\n" in text[start:] and width(rest + ELLIPSIS, size, weight) <= max_width:
        return (*lines, rest + ELLIPSIS)
    return (*lines, _cut(rest, size, weight, max_width))


@lru_cache(maxsize=16384)
def ellipsize(text: str, size: int, weight: str, max_width: int) -> str:
    """The text as it shows on a single line: itself, or its beginning and an ellipsis."""
    if "\n" in text:
        text = text.replace("\n", " ")
    return text if width(text, size, weight) <= max_width else _cut(text, size, weight, max_width)


@lru_cache(maxsize=4096)
def line_spans(text: str, size: int, weight: str, max_width: int) -> tuple[tuple[int, int], ...]:
    """(start, end) in the text of each line that `wrap` makes; spaces at a break are in neither line."""
    if "\n" not in text and width(text, size, weight) <= max_width:
        return ((0, len(text)),)
    sums = list(accumulate(map(advances(weight).__getitem__, text), initial=0))
    limit = _units_within(max_width, size)
    spans: list[tuple[int, int]] = []
    start = 0
    for paragraph in text.split("\n"):
        _wrap_paragraph(text, sums, limit, start, start + len(paragraph), spans)
        start += len(paragraph) + 1
    return tuple(spans)


@cache
def line_height(size: int) -> int:
    """Height of a line box in px."""
    return ascent(size) + (2 * size * _DESCENT + _EM) // (2 * _EM)


@cache
def ascent(size: int) -> int:
    """Distance from the top of a line box to the baseline in px."""
    return (2 * size * _ASCENT + _EM) // (2 * _EM)


def has_glyph(character: str, weight: str = "regular") -> bool:
    """Whether Roboto can draw the character (a blank counts)."""
    return character in _drawable(weight)


@cache
def advances(weight: str) -> dict[str, int]:
    """Character -> advance in 1/2048 em; any character can be looked up."""
    drawable = _drawable(weight)
    table = _Advances(drawable)
    for block in _ZERO_WIDTH[:2]:
        table.update((chr(code), 0) for code in block)
    table["\t"] = _TAB_SPACES * drawable[" "]
    return table


class _Advances(dict[str, int]):
    """Roboto's advances; what it lacks is added when it is first met."""

    def __missing__(self, character: str) -> int:
        code = ord(character)
        if any(code in block for block in _ZERO_WIDTH):
            advance = 0
        else:
            advance = _MISSING_WIDE if code >= _FIRST_WIDE else _MISSING_NARROW
        self[character] = advance
        return advance


@cache
def _drawable(weight: str) -> dict[str, int]:
    if weight not in fonts.TEXT_FONTS:
        raise UnknownNameError("font weight", weight, fonts.TEXT_FONTS)
    return fonts.metrics(weight).advances


def _units_within(pixels: int, size: int) -> int:
    """The largest sum of advances whose width is at most `pixels`."""
    return ((2 * pixels + 1) * _EM - 1) // (2 * size)


def _wrap_paragraph(
    text: str, sums: list[int], limit: int, start: int, stop: int, spans: list[tuple[int, int]]
) -> None:
    while sums[stop] - sums[start] > limit:
        fit = bisect_right(sums, sums[start] + limit, start, stop + 1) - 1
        fit = max(fit, start + 1)  # always at least one character, however narrow the column
        end = _break_before(text, start, fit)
        following = end
        while following < stop and text[following] == " ":
            following += 1
        while end > start and text[end - 1] == " ":
            end -= 1
        spans.append((start, end))
        start = following
        if start == stop:
            return
    spans.append((start, stop))


def _break_before(text: str, start: int, fit: int) -> int:
    """The last place in (start, fit] where a line may end; `fit` if a word fills the line."""
    for place in range(fit, start, -1):
        after = text[place] if place < len(text) else " "
        before = text[place - 1]
        if after == " " or before == " " or _is_ideograph(after) or _is_ideograph(before):
            return place
        if before == "-" and after.isalpha() and place - 1 > start:
            return place
    return fit


def _is_ideograph(character: str) -> bool:
    return "\u2e80" <= character <= "\ud7ff" or character >= "\U0001f000"


def _cut(text: str, size: int, weight: str, max_width: int) -> str:
    table = advances(weight)
    room = _units_within(max_width, size) - table[ELLIPSIS]
    sums = list(accumulate(map(table.__getitem__, text), initial=0))
    kept = max(0, bisect_right(sums, room) - 1)
    return text[:kept].rstrip() + ELLIPSIS
