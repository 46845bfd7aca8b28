"""Colours as plain tuples of 0..255: (r, g, b), or (r, g, b, a) with a = 255 opaque."""

from __future__ import annotations

from functools import cache

RGB = tuple[int, int, int]
RGBA = tuple[int, int, int, int]
Color = RGB | RGBA

WHITE: RGB = (255, 255, 255)
BLACK: RGB = (0, 0, 0)


@cache
def from_hex(text: str) -> Color:
    """The colour of "#rrggbb" or, as Android writes it, "#aarrggbb"."""
    digits = text.removeprefix("#")
    if len(digits) not in (6, 8):
        raise ValueError(f"colour {text!r}: expected #rrggbb or #aarrggbb")
    channels = bytes.fromhex(digits)
    if len(channels) == 3:
        return channels[0], channels[1], channels[2]
    return channels[1], channels[2], channels[3], channels[0]


def alpha(color: Color) -> int:
    """Opacity 0..255."""
    return color[3] if len(color) == 4 else 255


def opaque(color: Color) -> RGB:
    """The colour without its opacity."""
    return color[0], color[1], color[2]


def with_alpha(color: Color, value: int) -> RGBA:
    """The same colour with another opacity, 0..255."""
    return color[0], color[1], color[2], value


def mix(first: Color, second: Color, share: int) -> RGB:
    """Between two colours: `share` of 255 parts of the second."""
    rest = 255 - share
    red, green, blue = ((a * rest + b * share + 127) // 255 for a, b in zip(first[:3], second[:3], strict=True))
    return red, green, blue


def luminance(color: Color) -> int:
    """Perceived brightness 0..255 (the luma weights of BT.601)."""
    return (299 * color[0] + 587 * color[1] + 114 * color[2] + 500) // 1000


def readable_on(background: Color) -> RGB:
    """Black or white, whichever reads better on the background."""
    return BLACK if luminance(background) > 150 else WHITE
