"""One tile of the screen while it is drawn: Pillow behind a few clipped primitives in screen coordinates."""

from __future__ import annotations

from functools import lru_cache
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from osgenesis.envs.android.sim.ui import images, masks
from osgenesis.envs.android.sim.ui.color import Color

Box = tuple[int, int, int, int]

PICTURE_CACHE_BYTES = 48 * 2**20

_pictures: masks.ByteCache[Image.Image | str] = masks.ByteCache(PICTURE_CACHE_BYTES)
_MISSING = "missing"


class Canvas:
    """A horizontal strip of the screen; nothing is drawn outside it or outside the clip given."""

    def __init__(self, area: Box, source: images.Images, ground: Color | NDArray[np.uint8] = (0, 0, 0)) -> None:
        """Starts from one colour, or from the pixels of the whole tile."""
        self._area = area
        self._source = source
        if isinstance(ground, np.ndarray):
            self._picture = Image.fromarray(ground)
        else:
            self._picture = Image.new("RGB", (area[2] - area[0], area[3] - area[1]), ground[:3])

    @staticmethod
    def clear_pictures() -> None:
        """Forgets scaled pictures."""
        _pictures.clear()
        _wallpaper.cache_clear()

    def pixels(self) -> NDArray[np.uint8]:
        """What was drawn, uint8, shape (height, width, 3)."""
        return np.asarray(self._picture)

    def fill(self, box: Box, clip: Box, color: Color) -> None:
        """A box of one colour."""
        part = self._local(box, clip)
        if part is None:
            return
        if len(color) == 3 or color[3] == 255:
            self._picture.paste(color[:3], part)
        elif color[3]:
            below = np.asarray(self._picture.crop(part))
            self._picture.paste(Image.fromarray(veiled(below, color)), part)

    def stamp(self, mask: Image.Image, x: int, y: int, clip: Box, paint: Color | Image.Image) -> None:
        """Paint through a mask whose top-left pixel is at (x, y).

        The paint is a colour, or a picture that lies over the mask's whole area.
        """
        box = (x, y, x + mask.width, y + mask.height)
        part = self._local(box, clip)
        if part is None:
            return
        left, top = part[0] + self._area[0] - x, part[1] + self._area[1] - y
        inside = (left, top, left + part[2] - part[0], top + part[3] - part[1])
        if inside != (0, 0, mask.width, mask.height):
            mask = mask.crop(inside)
        if isinstance(paint, Image.Image):
            self._picture.paste(paint.crop(inside), part, mask)
            return
        if len(paint) == 4 and paint[3] != 255:
            mask = mask.point(_faded(paint[3]))
        self._picture.paste(paint[:3], part, mask)

    def rounded(self, box: Box, clip: Box, radius: int | Box, paint: Color | Image.Image) -> None:
        """A box with round corners; a picture as paint has the size of the box."""
        x0, y0, x1, y1 = box
        if x0 >= x1 or y0 >= y1:
            return
        radii = _radii(radius, x1 - x0, y1 - y0)
        for part in _bands(box, radii):
            if isinstance(paint, Image.Image):
                self._paste(paint, x0, y0, part, clip)
            else:
                self.fill(part, clip, paint)
        for quadrant, (x, y, side) in enumerate(_corners(box, radii)):
            if side:
                piece = paint
                if isinstance(paint, Image.Image):
                    piece = paint.crop((x - x0, y - y0, x - x0 + side, y - y0 + side))
                self.stamp(masks.corner(side, quadrant), x, y, clip, piece)

    def outline(self, box: Box, clip: Box, radius: int | Box, width: int, color: Color) -> None:
        """The edge of a box with round corners, `width` px wide, inside the box."""
        x0, y0, x1, y1 = box
        if x0 >= x1 or y0 >= y1 or width <= 0:
            return
        radii = _radii(radius, x1 - x0, y1 - y0)
        width = min(width, (x1 - x0) // 2, (y1 - y0) // 2)
        if not width:
            self.rounded(box, clip, radius, color)
            return
        sides = tuple(max(each, width) for each in radii)
        nw, ne, se, sw = sides
        self.fill((x0 + nw, y0, x1 - ne, y0 + width), clip, color)
        self.fill((x0 + sw, y1 - width, x1 - se, y1), clip, color)
        self.fill((x0, y0 + nw, x0 + width, y1 - sw), clip, color)
        self.fill((x1 - width, y0 + ne, x1, y1 - se), clip, color)
        for quadrant, (x, y, _) in enumerate(_corners(box, (nw, ne, se, sw))):
            self.stamp(masks.corner(radii[quadrant], quadrant, width), x, y, clip, color)

    def picture(self, box: Box, clip: Box, key: str, radius: int | Box, fit: str) -> bool:
        """The picture of a key, scaled to the box; False if there is none or it can't be read."""
        width, height = box[2] - box[0], box[3] - box[1]
        if width <= 0 or height <= 0:
            return True
        scaled = self._scaled(key, width, height, fit)
        if scaled is None:
            return False
        x, y = box[0] + (width - scaled.width) // 2, box[1] + (height - scaled.height) // 2
        self.rounded((x, y, x + scaled.width, y + scaled.height), clip, radius, scaled)
        return True

    def wallpaper(self, box: Box, clip: Box, seed: int) -> None:
        """A generated wallpaper as large as the box."""
        if box[2] > box[0] and box[3] > box[1]:
            self._paste(_wallpaper(seed, box[2] - box[0], box[3] - box[1]), box[0], box[1], box, clip)

    def _scaled(self, key: str, width: int, height: int, fit: str) -> Image.Image | None:
        cache_key = (key, width, height, fit)
        found = _pictures.get(cache_key)
        if found is None:
            found = images.scaled(self._source(key), width, height, fit) or _MISSING
            size = 4 * found.width * found.height if isinstance(found, Image.Image) else 64
            _pictures.put(cache_key, found, size)
        return found if isinstance(found, Image.Image) else None

    def _paste(self, picture: Image.Image, x: int, y: int, box: Box, clip: Box) -> None:
        part = self._local(box, clip)
        if part is not None:
            left, top = part[0] + self._area[0] - x, part[1] + self._area[1] - y
            inside = (left, top, left + part[2] - part[0], top + part[3] - part[1])
            self._picture.paste(picture.crop(inside), part)

    def _local(self, box: Box, clip: Box) -> Box | None:
        """The visible part of a box in the tile's own coordinates."""
        left, top, right, bottom = self._area
        x0, y0 = max(box[0], clip[0], left), max(box[1], clip[1], top)
        x1, y1 = min(box[2], clip[2], right), min(box[3], clip[3], bottom)
        if x0 >= x1 or y0 >= y1:
            return None
        return x0 - left, y0 - top, x1 - left, y1 - top


@lru_cache(maxsize=256)
def _faded(alpha: int) -> list[int]:
    """Look-up table that scales a mask by an opacity."""
    return [(value * alpha + 127) // 255 for value in range(256)]


def veiled(below: NDArray[np.uint8], color: Color) -> NDArray[np.uint8]:
    """Pixels under a translucent colour."""
    alpha = color[3] if len(color) == 4 else 255
    height, width, _ = below.shape
    above = np.array([channel * alpha + 127 for channel in color[:3]], np.uint16)
    # Whole rows of 16-bit numbers, which numpy adds and divides several at a time; none exceeds 65152.
    mixed = below.reshape(height, 3 * width).astype(np.uint16)
    mixed *= np.uint16(255 - alpha)
    mixed += np.tile(above, width)
    mixed //= np.uint16(255)
    return mixed.astype(np.uint8).reshape(height, width, 3)


@lru_cache(maxsize=2)
def _wallpaper(seed: int, width: int, height: int) -> Image.Image:
    return Image.fromarray(images.wallpaper(seed, width, height))


def _radii(radius: int | Box, width: int, height: int) -> Box:
    """The four radii (nw, ne, se, sw), none above half of the shorter side."""
    most = min(width, height) // 2
    if isinstance(radius, int):
        radius = (radius, radius, radius, radius)
    nw, ne, se, sw = (max(0, min(each, most)) for each in radius)
    return nw, ne, se, sw


def _corners(box: Box, sides: Box) -> tuple[tuple[int, int, int], ...]:
    """(x, y, side) of the square at each corner, in the order of the quadrants."""
    x0, y0, x1, y1 = box
    nw, ne, se, sw = sides
    return (x0, y0, nw), (x1 - ne, y0, ne), (x1 - se, y1 - se, se), (x0, y1 - sw, sw)


def _bands(box: Box, radii: Box) -> list[Box]:
    """The box without its corner squares, as boxes that don't overlap."""
    x0, y0, x1, y1 = box
    nw, ne, se, sw = radii
    edges = sorted({y0, y0 + nw, y0 + ne, y1 - se, y1 - sw, y1})
    bands = []
    for top, bottom in pairwise(edges):
        left = nw if top < y0 + nw else sw if bottom > y1 - sw else 0
        right = ne if top < y0 + ne else se if bottom > y1 - se else 0
        if x0 + left < x1 - right:
            bands.append((x0 + left, top, x1 - right, bottom))
    return bands
