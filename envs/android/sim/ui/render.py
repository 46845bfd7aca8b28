"""The picture of a screen: drawing operations in, an array of pixels out, tile by tile and from a cache.

An operation is a plain tuple `(kind, box, clip, *parameters)`; box and clip are `(x0, y0, x1, y1)` in px.

| kind | parameters | draws |
|---|---|---|
| rect | color | a filled box |
| rrect | color, radius | a filled box with round corners; radius is one number or (nw, ne, se, sw) |
| stroke | color, radius, width | an outline inside the box |
| text | text, size, weight, color[, style] | one line from the box's top left; style of "italic underline strike" |
| icon | name, color | an icon as large as fits, centred |
| image | key, radius[, fit] | the picture of a key; fit is "cover" (default), "contain" or "fill" |
| shadow | radius, elevation | a soft shadow around the box |
| ring | color, width, start, sweep | an arc in the box; whole degrees clockwise from three o'clock |
| line | color, width, p0, p1 | a line with round ends between two points of the screen |
| wallpaper | seed | a generated picture |
| avatar | letter, color | a disc with a letter |

The screen is cut into horizontal tiles. A tile's key is the tuple of operations that touch it, which is all
that its pixels depend on, so an unchanged tile is copied from a process-wide cache. An image's key must
therefore name its contents (a digest), not its place.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from osgenesis.envs.android.sim.ui import masks, text
from osgenesis.envs.android.sim.ui.canvas import Box, Canvas, veiled
from osgenesis.envs.android.sim.ui.color import Color, readable_on
from osgenesis.envs.android.sim.ui.images import Images
from osgenesis.envs.core.errors import UnknownNameError

Op = tuple[Any, ...]
Pixels = NDArray[np.uint8]

TILE_HEIGHT = 96
TILE_CACHE_BYTES = 48 * 2**20

_tiles: masks.ByteCache[Pixels] = masks.ByteCache(TILE_CACHE_BYTES)


def render(ops: Sequence[Op], width: int, height: int, images: Images) -> Pixels:
    """Draws operations in painter's order on black.

    Returns:
        uint8 pixels, shape (height, width, 3), RGB: a fresh buffer of the caller's.
    """
    frame: Pixels = np.empty((height, width, 3), np.uint8)
    for index, touching in enumerate(_by_tile(ops, width, height)):
        top = index * TILE_HEIGHT
        bottom = min(top + TILE_HEIGHT, height)
        frame[top:bottom] = _tile(touching, (0, top, width, bottom), images)
    return frame


def clear_caches() -> None:
    """Forgets all cached tiles and masks: memory is freed, pictures stay the same."""
    _tiles.clear()
    masks.clear()
    Canvas.clear_pictures()


def encode_png(pixels: Pixels, level: int = 1) -> bytes:
    """A PNG of (H, W, 3) uint8 pixels; zlib level 0 (fastest, large) to 9.

    Every row is stored as its difference to the row above: screens are made of boxes, so most differences
    are 0, and it takes a third of the time that trying all of PNG's filters takes.
    """
    height, width, _ = pixels.shape
    rows = pixels.reshape(height, 3 * width)
    filtered = np.empty((height, 1 + 3 * width), np.uint8)
    filtered[:, 0] = 2  # the filter "up"
    filtered[:1, 1:] = rows[:1]
    np.subtract(rows[1:], rows[:-1], out=filtered[1:, 1:])
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    body = zlib.compress(filtered.data, level)
    chunks = (_chunk(b"IHDR", header), _chunk(b"IDAT", body), _chunk(b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)


def _chunk(kind: bytes, body: bytes) -> bytes:
    checksum = zlib.crc32(body, zlib.crc32(kind))
    return b"".join((struct.pack(">I", len(body)), kind, body, struct.pack(">I", checksum)))


def _by_tile(ops: Sequence[Op], width: int, height: int) -> list[list[Op]]:
    """For each tile the operations that touch it, without those that an opaque box hides."""
    tiles: list[list[Op]] = [[] for _ in range(-(-height // TILE_HEIGHT))]
    for op in ops:
        x0, y0, x1, y1 = op[1]
        left, top, right, bottom = op[2]
        if op[0] == "shadow":
            reach = masks.shadow_reach(op[4])
            x0, y0, x1, y1 = x0 - reach, y0 - reach, x1 + reach, y1 + reach
        elif op[0] == "text":  # ink may stand out a little: slanted letters, accents on capitals
            reach = op[4] // 6 + 2
            x0, y0, x1, y1 = x0 - reach, y0 - reach, width, y0 + text.line_height(op[4]) + reach
        x0, y0 = max(x0, left, 0), max(y0, top, 0)
        x1, y1 = min(x1, right, width), min(y1, bottom, height)
        if x0 >= x1 or y0 >= y1:
            continue
        hides = op[0] == "rect" and x0 == 0 and x1 == width and _is_opaque(op[3])
        for index in range(y0 // TILE_HEIGHT, (y1 - 1) // TILE_HEIGHT + 1):
            if hides and y0 <= index * TILE_HEIGHT and y1 >= min((index + 1) * TILE_HEIGHT, height):
                tiles[index] = [op]
            else:
                tiles[index].append(op)
    return tiles


def _tile(ops: Sequence[Op], area: Box, images: Images) -> Pixels:
    """The tile's pixels, from the cache if they are there."""
    key: tuple[Any, ...]
    if not ops or (len(ops) == 1 and _covers(ops[0], area)):  # one colour, wherever it is
        color = ops[0][3] if ops else (0, 0, 0)
        key = (color, area[2], area[3] - area[1])
    else:
        key = (area, *ops)
    pixels = _tiles.get(key)
    if pixels is None:
        pixels = _draw_tile(ops, area, images)
        _tiles.put(key, pixels, pixels.nbytes)
    return pixels


def _draw_tile(ops: Sequence[Op], area: Box, images: Images) -> Pixels:
    veil = _last_veil(ops, area)
    if veil:  # what a dialog dims was most likely drawn a moment ago
        dimmed = veiled(_tile(ops[:veil], area, images), ops[veil][3])
        if veil + 1 == len(ops):
            return dimmed
        canvas, rest = Canvas(area, images, dimmed), ops[veil + 1 :]
    elif ops and _covers(ops[0], area):
        canvas, rest = Canvas(area, images, ops[0][3]), ops[1:]
    else:
        canvas, rest = Canvas(area, images), ops
    for op in rest:
        try:
            draw = _DRAW[op[0]]
        except KeyError:
            raise UnknownNameError("drawing operation", op[0], _DRAW) from None
        draw(canvas, *op[1:])
    return canvas.pixels()


def _last_veil(ops: Sequence[Op], area: Box) -> int:
    """Index of the last translucent box over the whole tile that has something below it, or 0."""
    for index in range(len(ops) - 1, 0, -1):
        if ops[index][0] == "rect" and _covers(ops[index], area, opaque=False):
            return index
    return 0


def _covers(op: Op, area: Box, opaque: bool = True) -> bool:
    if op[0] != "rect" or (opaque and not _is_opaque(op[3])):
        return False
    return all(box[0] <= area[0] and box[1] <= area[1] and box[2] >= area[2] and box[3] >= area[3] for box in op[1:3])


def _is_opaque(color: Color) -> bool:
    return len(color) == 3 or color[3] == 255


def _both(box: Box, clip: Box) -> Box:
    return max(box[0], clip[0]), max(box[1], clip[1]), min(box[2], clip[2]), min(box[3], clip[3])


def _rect(canvas: Canvas, box: Box, clip: Box, color: Color) -> None:
    canvas.fill(box, clip, color)


def _rrect(canvas: Canvas, box: Box, clip: Box, color: Color, radius: int | Box) -> None:
    canvas.rounded(box, clip, radius, color)


def _stroke(canvas: Canvas, box: Box, clip: Box, color: Color, radius: int | Box, width: int) -> None:
    canvas.outline(box, clip, radius, width, color)


def _text(
    canvas: Canvas, box: Box, clip: Box, content: str, size: int, weight: str, color: Color,
    style: str = "",
) -> None:  # fmt: skip
    x, y = box[0], box[1]
    if size <= 0:
        return
    mask, dx, dy = masks.run(content, size, weight, italic="italic" in style)
    if mask is not None:
        canvas.stamp(mask, x + dx, y + dy, clip, color)
    if "underline" in style or "strike" in style:
        stroke = max(1, size // 14)
        right = x + text.width(content, size, weight)
        baseline = y + text.ascent(size)
        for name, top in (("underline", baseline + size // 10), ("strike", baseline - size * 2 // 7)):
            if name in style:
                canvas.fill((x, top, right, top + stroke), clip, color)


def _icon(canvas: Canvas, box: Box, clip: Box, name: str, color: Color) -> None:
    size = min(box[2] - box[0], box[3] - box[1])
    if size > 0:
        mask, dx, dy = masks.icon(name, size)
        x = (box[0] + box[2] - size) // 2
        y = (box[1] + box[3] - size) // 2
        if mask is not None:
            canvas.stamp(mask, x + dx, y + dy, _both(box, clip), color)


def _image(canvas: Canvas, box: Box, clip: Box, key: str, radius: int | Box, fit: str = "cover") -> None:
    if not canvas.picture(box, clip, key, radius, fit):
        canvas.rounded(box, clip, radius, (224, 224, 224))
        inset_x, inset_y = (box[2] - box[0]) // 4, (box[3] - box[1]) // 4
        middle = (box[0] + inset_x, box[1] + inset_y, box[2] - inset_x, box[3] - inset_y)
        _icon(canvas, middle, clip, "image-outline", (158, 158, 158))


def _shadow(canvas: Canvas, box: Box, clip: Box, radius: int, elevation: int) -> None:
    width, height = box[2] - box[0], box[3] - box[1]
    if elevation <= 0 or width <= 0 or height <= 0:
        return
    mask, dx, dy = masks.shadow(width, height, min(radius, width // 2, height // 2), elevation)
    if mask is None:
        return
    x0, y0, x1, y1 = box
    reach, inset = masks.shadow_reach(elevation), max(radius, 1)
    middle = (y0 + inset, max(y0 + inset, y1 - inset))
    strips = [  # all but the inside, which the box itself is about to cover
        (x0 - reach, y0 - reach, x1 + reach, middle[0]),
        (x0 - reach, middle[0], x0 + inset, middle[1]),
        (max(x0 + inset, x1 - inset), middle[0], x1 + reach, middle[1]),
        (x0 - reach, middle[1], x1 + reach, y1 + reach),
    ]
    for left, top, right, bottom in strips:
        canvas.stamp(mask, x0 + dx, y0 + dy, _both((left, top, right, bottom), clip), (0, 0, 0))


def _ring(canvas: Canvas, box: Box, clip: Box, color: Color, width: int, start: float, sweep: float) -> None:
    diameter = min(box[2] - box[0], box[3] - box[1])
    if diameter > 0:
        x, y = (box[0] + box[2] - diameter) // 2, (box[1] + box[3] - diameter) // 2
        canvas.stamp(masks.arc(diameter, width, start, sweep), x, y, clip, color)


def _line(
    canvas: Canvas, box: Box, clip: Box, color: Color, width: int,
    p0: tuple[int, int], p1: tuple[int, int],
) -> None:  # fmt: skip
    mask, dx, dy = masks.segment(p1[0] - p0[0], p1[1] - p0[1], width)
    if mask is not None:
        canvas.stamp(mask, p0[0] + dx, p0[1] + dy, _both(box, clip), color)


def _wallpaper(canvas: Canvas, box: Box, clip: Box, seed: int) -> None:
    canvas.wallpaper(box, clip, seed)


def _avatar(canvas: Canvas, box: Box, clip: Box, letter: str, color: Color) -> None:
    side = min(box[2] - box[0], box[3] - box[1])
    if side <= 0:
        return
    x, y = (box[0] + box[2] - side) // 2, (box[1] + box[3] - side) // 2
    canvas.rounded((x, y, x + side, y + side), clip, side // 2, color)
    size = max(1, side // 2)
    left = x + (side - text.width(letter, size)) // 2
    top = y + (side + size * 728 // 1024) // 2 - text.ascent(size)  # capitals are 1456/2048 em high
    ink = readable_on(color)
    inside = _both(box, clip)
    _text(canvas, (left, top, x + side, y + side), inside, letter, size, "regular", ink)


_DRAW: dict[str, Callable[..., None]] = {
    "rect": _rect, "rrect": _rrect, "stroke": _stroke, "text": _text, "icon": _icon,
    "image": _image, "shadow": _shadow, "ring": _ring, "line": _line, "wallpaper": _wallpaper,
    "avatar": _avatar,
}  # fmt: skip
