"""Pictures: generated photographs and wallpapers, encoding, decoding, scaling, and sizes from headers.

A generated picture depends on its seed and size alone and is drawn with whole numbers, so it is the same on
every machine. At another size it shows the same scene.
"""

from __future__ import annotations

import io
from collections.abc import Callable
from functools import lru_cache
from random import Random
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageOps

from osgenesis.envs.android.sim.ui.color import RGB, mix
from osgenesis.envs.core.errors import DataError

Pixels = NDArray[np.uint8]
Numbers = NDArray[np.int32]

MAX_PIXELS = 50_000_000  # larger files are not decoded
_LONG_SIDE = 960  # generated pictures are drawn at most this large, and enlarged beyond


class Photo(NamedTuple):
    """A generated photograph that is drawn only when, and as large as, somebody looks at it."""

    seed: int
    width: int
    height: int


Source = bytes | Photo | Pixels | None
Images = Callable[[str], Source]  # key -> picture, None where there is none


def photo_key(seed: int, width: int, height: int) -> str:
    """The key under which `from_key` finds a generated photograph."""
    return f"photo:{seed}:{width}x{height}"


def from_key(key: str) -> Photo | None:
    """The generated photograph a key of `photo_key` names; None for any other key."""
    head, _, rest = key.partition(":")
    seed, _, size = rest.partition(":")
    width, _, height = size.partition("x")
    if head != "photo" or not (seed.isdecimal() and width.isdecimal() and height.isdecimal()):
        return None
    return Photo(int(seed), int(width), int(height))


def photo(seed: int, width: int, height: int) -> Pixels:
    """A generated photograph, uint8, shape (height, width, 3), RGB."""
    return _drawn(_scene(seed), seed, (width, height), (width, height))


def wallpaper(seed: int, width: int, height: int) -> Pixels:
    """A quiet background of colour and broad waves, uint8, shape (height, width, 3), RGB."""
    return _drawn(_waves, seed, (width, height), (width, height))


def encode(pixels: Pixels, kind: str = "PNG", quality: int = 85) -> bytes:
    """A file of the pixels; kind is "PNG", "JPEG", "WEBP", "GIF" or "BMP"."""
    buffer = io.BytesIO()
    options = {"quality": quality} if kind in ("JPEG", "WEBP") else {}
    Image.fromarray(pixels).save(buffer, kind, **options)
    return buffer.getvalue()


def decode(data: bytes) -> Pixels:
    """The pixels of an encoded picture, uint8, shape (height, width, 3), RGB, transparent parts white.

    Raises:
        DataError: If it is not a picture, is damaged, or has more than `MAX_PIXELS`.
    """
    return np.array(_opened(data, None))


def probe(data: bytes) -> tuple[int, int] | None:
    """(width, height) of an encoded picture, read from the header of the file; None if it is none."""
    if data[:8] == b"\x89PNG\r\n\x1a\n" and len(data) >= 24:
        return int.from_bytes(data[16:20]), int.from_bytes(data[20:24])
    if data[:6] in (b"GIF87a", b"GIF89a") and len(data) >= 10:
        return int.from_bytes(data[6:8], "little"), int.from_bytes(data[8:10], "little")
    if data[:2] == b"BM" and len(data) >= 26:
        height = int.from_bytes(data[22:26], "little", signed=True)
        return int.from_bytes(data[18:22], "little"), abs(height)
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP" and len(data) >= 30:
        return _probe_webp(data)
    return _probe_jpeg(data) if data[:2] == b"\xff\xd8" else None


def scaled(source: Source, width: int, height: int, fit: str = "cover") -> Image.Image | None:
    """A picture scaled for a box: "cover" cuts what is too much, "contain" keeps all, "fill" distorts.

    None if there is no picture or it can't be decoded.
    """
    try:
        picture = _opened_source(source, width, height)
    except DataError:
        return None
    if picture is None or not picture.width or not picture.height:
        return None
    if fit == "cover":
        return ImageOps.fit(picture, (width, height), Image.Resampling.BICUBIC)
    if fit == "contain":
        wide = picture.width * height > picture.height * width
        if wide:
            height = max(1, picture.height * width // picture.width)
        else:
            width = max(1, picture.width * height // picture.height)
    return picture.resize((width, height), Image.Resampling.BICUBIC)


def _opened_source(source: Source, width: int, height: int) -> Image.Image | None:
    if source is None:
        return None
    if isinstance(source, bytes):
        return _opened(source, (width, height))
    if isinstance(source, Photo):
        if source.width <= 0 or source.height <= 0:
            return None
        # Drawn as large as it must be to fill the box, not as large as the camera took it.
        part, whole = max((width, source.width), (height, source.height), key=_ratio)
        if part < whole:
            drawn = max(1, -(-source.width * part // whole)), max(1, -(-source.height * part // whole))
            scene = _scene(source.seed)
            return Image.fromarray(_drawn(scene, source.seed, source[1:], drawn))
        return Image.fromarray(photo(*source))
    return Image.fromarray(source)


def _ratio(part_and_whole: tuple[int, int]) -> float:
    return part_and_whole[0] / part_and_whole[1]


def _opened(data: bytes, box: tuple[int, int] | None) -> Image.Image:
    size = probe(data)
    if size is None:
        raise DataError(f"not a PNG, JPEG, GIF, WebP or BMP picture: starts with {data[:8]!r}")
    if size[0] * size[1] > MAX_PIXELS:
        raise DataError(f"picture of {size[0]} x {size[1]} px: at most {MAX_PIXELS} are decoded")
    try:
        picture: Image.Image = Image.open(io.BytesIO(data))
        if box is not None:
            picture.draft("RGB", (2 * box[0], 2 * box[1]))  # JPEG can decode at half, a quarter ...
        if "A" in picture.getbands() or "transparency" in picture.info:
            picture = picture.convert("RGBA")
            ground = Image.new("RGBA", picture.size, (255, 255, 255, 255))
            return Image.alpha_composite(ground, picture).convert("RGB")
        return picture.convert("RGB")
    # Pillow's decoders raise all of these on damaged files.
    except (OSError, ValueError, SyntaxError, EOFError, IndexError, KeyError) as error:
        raise DataError(f"damaged picture of {len(data)} bytes: {error}") from error


def _probe_jpeg(data: bytes) -> tuple[int, int] | None:
    at = 2
    while at + 9 <= len(data) and data[at] == 0xFF:
        marker = data[at + 1]
        if 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC):  # a frame header
            return int.from_bytes(data[at + 7 : at + 9]), int.from_bytes(data[at + 5 : at + 7])
        at += 2 + int.from_bytes(data[at + 2 : at + 4]) if marker != 0xFF else 1
    return None


def _probe_webp(data: bytes) -> tuple[int, int] | None:
    form = data[12:16]
    if form == b"VP8X":
        return int.from_bytes(data[24:27], "little") + 1, int.from_bytes(data[27:30], "little") + 1
    if form == b"VP8L":
        bits = int.from_bytes(data[21:25], "little")
        return (bits & 0x3FFF) + 1, ((bits >> 14) & 0x3FFF) + 1
    if form == b"VP8 ":
        width, height = int.from_bytes(data[26:28], "little"), int.from_bytes(data[28:30], "little")
        return width & 0x3FFF, height & 0x3FFF
    return None


class _Plate:
    """What a scene is painted on: a picture with coordinates of 0..4096 along its shorter side.

    The coordinates come from the shape of the whole photograph, not from how large it is drawn here, so every
    size of it shows the same scene.
    """

    def __init__(self, shape: tuple[int, int], width: int, height: int) -> None:
        unit = min(shape)
        self.right, self.bottom = shape[0] * 4096 // unit, shape[1] * 4096 // unit
        self.x: Numbers = (np.arange(width, dtype=np.int32) * self.right // width)[None, :]
        self.y: Numbers = (np.arange(height, dtype=np.int32) * self.bottom // height)[:, None]
        self.planes: NDArray[np.uint8] = np.zeros((3, height, width), np.uint8)

    def gradient(self, top: RGB, bottom: RGB, start: int, stop: int) -> None:
        """Rows from `start` to `stop` shade from one colour to another."""
        rows = np.flatnonzero((self.y[:, 0] >= start) & (self.y[:, 0] < stop))
        share = (self.y[rows, 0] - start)[:, None] * 255 // max(1, stop - start)
        shade = (np.array(top) * (255 - share) + np.array(bottom) * share) // 255
        self.planes[:, rows, :] = shade.T[:, :, None]

    def paint(self, inside: NDArray[np.bool_], color: RGB, strength: int = 255, at: tuple[int, int] = (0, 0)) -> None:
        """Colours a region; below 255 what was there shines through.

        `inside` is a mask whose first row and column are those of `at` in the picture.
        """
        rows, columns = inside.shape
        for plane, value in zip(self.planes, color, strict=True):
            part = plane[at[0] : at[0] + rows, at[1] : at[1] + columns]
            np.copyto(part, _shade(value, strength)[part] if strength < 255 else value, where=inside)

    def disc(self, x: int, y: int, radius: int, color: RGB, strength: int = 255) -> None:
        """A filled circle."""
        self.discs([(x, y, radius)], color, strength)

    def discs(self, circles: list[tuple[int, int, int]], color: RGB, strength: int = 255) -> None:
        """The union of filled circles."""
        columns, rows = self.x[0], self.y[:, 0]
        left = np.searchsorted(columns, min(x - radius for x, _, radius in circles))
        right = np.searchsorted(columns, max(x + radius for x, _, radius in circles))
        top = np.searchsorted(rows, min(y - radius for _, y, radius in circles))
        bottom = np.searchsorted(rows, max(y + radius for _, y, radius in circles))
        across, down = self.x[:, left:right], self.y[top:bottom]
        inside = np.zeros((down.size, across.size), np.bool_)
        for x, y, radius in circles:
            inside |= (across - x) ** 2 + (down - y) ** 2 < radius * radius
        self.paint(inside, color, strength, (int(top), int(left)))

    def ball(self, x: int, y: int, radius: int, color: RGB) -> None:
        """A round thing lit from the upper left."""
        light = mix(color, (255, 250, 235), 90)
        self.disc(x + radius // 12, y + radius // 6, radius, mix(color, (20, 10, 10), 120), 70)
        for step in range(6):
            shift, share = radius * step // 20, 255 * step // 5
            body = radius - radius * step // 7
            self.disc(x - shift, y - shift, body, mix(mix(color, (20, 10, 20), 60), light, share))

    def box(self, x0: int, y0: int, x1: int, y1: int, color: RGB, strength: int = 255) -> None:
        """A filled rectangle."""
        columns = np.flatnonzero((self.x[0] >= x0) & (self.x[0] < x1))
        rows = np.flatnonzero((self.y[:, 0] >= y0) & (self.y[:, 0] < y1))
        if columns.size and rows.size:
            for plane, value in zip(self.planes, color, strict=True):
                part = plane[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
                part[...] = _shade(value, strength)[part] if strength < 255 else value

    def ridge(self, rng: Random, level: int, rise: int, step: int, color: RGB) -> Numbers:
        """Everything below a rolling line; returns the line's height per column."""
        count = self.right // step + 3
        peaks = np.array([_below(rng, rise) for _ in range(count)], np.int32)
        index, part = self.x[0] // step, self.x[0] % step * 1024 // step
        smooth = part * part // 1024 * (3072 - 2 * part) // 1024
        line = level - (peaks[index] * (1024 - smooth) + peaks[index + 1] * smooth) // 1024
        first = int(np.searchsorted(self.y[:, 0], line.min()))
        self.paint(self.y[first:] >= line[None, :], color, at=(first, 0))
        return np.asarray(line, np.int32)


@lru_cache(maxsize=1024)
def _shade(value: int, strength: int) -> Pixels:
    """Look-up table: what each channel value becomes under a paint of some strength."""
    return ((np.arange(256) * (255 - strength) + value * strength) // 255).astype(np.uint8)


def _scene(seed: int) -> Callable[[_Plate, Random], None]:
    return _SCENES[seed % len(_SCENES)]


def _drawn(scene: Callable[[_Plate, Random], None], seed: int, shape: tuple[int, int], size: tuple[int, int]) -> Pixels:
    """Paints a scene with 2 x 2 points to a pixel, enlarged if the picture is a big one."""
    width, height = size
    longest = max(size)
    if longest > _LONG_SIDE:
        width, height = (max(1, side * _LONG_SIDE // longest) for side in size)
    plate = _Plate(shape, 2 * width, 2 * height)
    scene(plate, Random(seed))
    planes = plate.planes.astype(np.uint16)
    pairs = planes[:, :, ::2] + planes[:, :, 1::2]
    smooth = ((pairs[:, ::2] + pairs[:, 1::2]) // 4).astype(np.uint8)
    pixels = np.ascontiguousarray(smooth.transpose(1, 2, 0))
    if (width, height) == size:
        return pixels
    return np.array(Image.fromarray(pixels).resize(size, Image.Resampling.BICUBIC))


def _below(rng: Random, bound: int) -> int:
    # `getrandbits` is the one method whose numbers no Python version has changed.
    return rng.getrandbits(32) * bound >> 32


_SKIES: tuple[tuple[RGB, RGB], ...] = (
    ((86, 152, 221), (204, 228, 245)),
    ((60, 108, 186), (250, 210, 170)),
    ((44, 56, 110), (244, 150, 110)),
    ((120, 160, 190), (226, 232, 232)),
)


def _sky(plate: _Plate, rng: Random, horizon: int) -> tuple[RGB, RGB]:
    sky = _SKIES[_below(rng, len(_SKIES))]
    plate.gradient(*sky, 0, horizon)
    x, y = 500 + _below(rng, plate.right - 900), horizon // 5 + _below(rng, horizon // 3)
    for radius, strength in ((620, 18), (480, 26), (360, 40), (250, 255)):
        plate.disc(x, y, radius, (255, 244, 214), strength)
    for _ in range(3):
        x, y = _below(rng, plate.right), horizon // 6 + _below(rng, horizon // 2)
        sizes = [110 + _below(rng, 130) for _ in range(5)]
        puffs = [(x + 150 * index, y - size // 3, size) for index, size in enumerate(sizes)]
        plate.discs(puffs, (255, 255, 255), 165)
    return sky


def _hills(plate: _Plate, rng: Random) -> None:
    horizon = plate.bottom * 11 // 20
    _, haze = _sky(plate, rng, plate.bottom)
    greens = ((88, 138, 84), (70, 120, 62), (52, 98, 48), (38, 76, 40))
    for index, green in enumerate(greens):
        level = horizon + (plate.bottom - horizon) * index // 4 + 260
        color = mix(green, haze, 130 - 40 * index)
        line = plate.ridge(rng, level, 620 - 90 * index, 900 - 120 * index, color)
        if index == 2:
            _trees(plate, rng, line)


def _trees(plate: _Plate, rng: Random, line: Numbers) -> None:
    for _ in range(9):
        x, size = _below(rng, plate.right), 110 + _below(rng, 120)
        y = int(line[np.searchsorted(plate.x[0, :-1], x)])
        plate.box(x - size // 9, y - size, x + size // 9, y + size // 5, (74, 54, 40))
        plate.disc(x, y - size * 3 // 2, size, (36, 84, 44))
        plate.disc(x - size // 4, y - size * 7 // 4, size * 3 // 5, (58, 112, 58))


def _mountains(plate: _Plate, rng: Random) -> None:
    _, haze = _sky(plate, rng, plate.bottom)
    base = plate.bottom * 3 // 4
    for index, rock in enumerate(((118, 128, 148), (84, 94, 112))):
        for peak in range(3):
            x = plate.right * (2 * peak + index) // 5 + _below(rng, 500)
            height = base * (9 - 2 * index) // 16 + _below(rng, 500)
            slope = np.abs(plate.x - x) * (5 + _below(rng, 3)) // 5
            jag = np.abs(plate.x % 260 - 130) + np.abs((plate.x + plate.y) % 410 - 205) // 2
            depth = plate.y - (base - height) - slope
            plate.paint(depth > jag // 3, mix(rock, haze, 90 - 60 * index))
            plate.paint((depth > jag // 3) & (plate.x > x + jag), mix(rock, (30, 36, 60), 70), 120)
            snow = (depth > jag // 3) & (plate.y < base - height * 5 // 8 + jag)
            plate.paint(snow, (244, 248, 252), 225)
    plate.ridge(rng, base + 200, 300, 700, (58, 92, 70))
    plate.ridge(rng, plate.bottom - 150, 320, 420, (36, 64, 50))


def _city(plate: _Plate, rng: Random) -> None:
    sky, haze = _sky(plate, rng, plate.bottom)
    ground = plate.bottom * 9 // 10
    for depth in range(3):
        x = -_below(rng, 300)
        tone = mix(mix(sky, (44, 50, 66), 170), haze, 120 - 50 * depth)
        while x < plate.right:
            wide, high = 300 + _below(rng, 380), 700 + _below(rng, ground // 2) + 500 * (2 - depth)
            top = ground - high
            plate.box(x, top, x + wide, plate.bottom, mix(tone, (24, 26, 40), _below(rng, 70)))
            plate.box(x + wide * 4 // 5, top, x + wide, plate.bottom, (16, 18, 30), 60)
            for row in range(top + 90, ground - 60, 150 - 15 * depth):
                for column in range(x + 50, x + wide * 4 // 5 - 60, 110):
                    lit = _below(rng, 3) == 0
                    pane = (255, 222, 150) if lit else mix(tone, (200, 220, 235), 70)
                    plate.box(column, row, column + 52, row + 74, pane)
            x += wide + 20 + _below(rng, 90)
    plate.gradient((70, 72, 80), (46, 48, 54), ground, plate.bottom + 1)


def _sea(plate: _Plate, rng: Random) -> None:
    horizon, shore = plate.bottom * 9 // 20, plate.bottom * 15 // 20
    _sky(plate, rng, horizon)
    plate.gradient((24, 96, 146), (88, 186, 200), horizon, plate.bottom)
    for _ in range(46):
        y = horizon + 40 + _below(rng, shore - horizon)
        x, wide = _below(rng, plate.right), 120 + (y - horizon) // 3
        plate.box(x, y, x + wide, y + 8 + (y - horizon) // 140, (236, 248, 250), 80)
    x, y, size = 700 + _below(rng, plate.right - 1400), horizon + 200, 300
    sail = (plate.y < y) & (plate.y > y - 3 * size) & (plate.x > x)
    plate.paint(sail & (plate.x - x < (plate.y - y + 3 * size) // 3), (250, 246, 238))
    plate.box(x - 26, y - 3 * size - 60, x, y + 30, (92, 66, 50))
    hull = (plate.y >= y + 20) & (plate.y < y + 170)
    plate.paint(hull & (np.abs(plate.x - x) < size + y + 170 - plate.y), (176, 56, 48))
    plate.ridge(rng, shore + 200, 220, 1300, (240, 250, 248))
    plate.ridge(rng, shore + 290, 220, 1300, (232, 208, 160))


def _fruit(plate: _Plate, rng: Random) -> None:
    walls: tuple[RGB, ...] = ((214, 204, 190), (176, 196, 196), (206, 186, 178))
    wall, table = walls[_below(rng, len(walls))], plate.bottom * 11 // 20
    plate.gradient(mix(wall, (255, 255, 255), 80), wall, 0, table)
    plate.gradient((150, 106, 70), (104, 70, 46), table, plate.bottom + 1)
    for row in range(table, plate.bottom, 330):
        plate.box(0, row, plate.right, row + 14, (70, 46, 30), 110)
    middle, rim = plate.right // 2, plate.bottom * 12 // 20
    fruits: tuple[RGB, ...] = ((204, 44, 40), (238, 148, 36), (126, 176, 52), (232, 200, 60))
    for index in range(7):
        size = 330 + _below(rng, 110)
        row, place = divmod(index, 4)  # four in the bowl, three on top of them
        x, y = middle + place * 520 - 780 + row * 260, rim - 120 - 460 * row
        plate.ball(x, y, size, fruits[_below(rng, len(fruits))])
    far = (plate.x - middle) ** 2 // 3 + (plate.y - rim) ** 2
    bowl = (far < 1000 * 1000) & (plate.y >= rim)
    plate.paint(bowl, (236, 238, 240))
    plate.paint(bowl & (plate.y < rim + 130), (70, 110, 160))
    plate.paint(bowl & (plate.x > middle + 500), (120, 126, 140), 70)


def _flower(plate: _Plate, rng: Random) -> None:
    plate.gradient((58, 106, 64), (24, 58, 36), 0, plate.bottom + 1)
    for _ in range(16):
        x, y, size = _below(rng, plate.right), _below(rng, plate.bottom), 200 + _below(rng, 420)
        plate.disc(x, y, size, (150, 196, 110), 28)
    tints: tuple[RGB, ...] = ((226, 84, 130), (244, 190, 60), (150, 110, 214), (244, 244, 250))
    tint = tints[_below(rng, len(tints))]
    middle, centre = plate.right // 2, plate.bottom // 2 - 200
    plate.box(middle - 50, centre, middle + 50, plate.bottom, (66, 128, 58))
    around = ((0, -10), (7, -7), (10, 0), (7, 7), (0, 10), (-7, 7), (-10, 0), (-7, -7))
    for index, (x, y) in enumerate(around):
        petal = mix(tint, (60, 20, 50), 26 * (index % 3))
        plate.disc(middle + 78 * x, centre + 78 * y, 470, petal)
        plate.disc(middle + 95 * x, centre + 95 * y, 230, mix(petal, (255, 255, 255), 60), 120)
    plate.ball(middle, centre, 400, (226, 160, 40))


_PALETTES: tuple[tuple[RGB, RGB, RGB], ...] = (
    ((24, 44, 92), (64, 116, 180), (240, 178, 150)),
    ((30, 66, 74), (82, 150, 146), (240, 214, 160)),
    ((58, 36, 84), (140, 92, 160), (250, 190, 160)),
    ((40, 56, 70), (112, 142, 160), (226, 226, 214)),
)


def _waves(plate: _Plate, rng: Random) -> None:
    deep, middle, light = _PALETTES[_below(rng, len(_PALETTES))]
    plate.gradient(mix(middle, light, 120), light, 0, plate.bottom // 2)
    plate.gradient(light, middle, plate.bottom // 2, plate.bottom + 1)
    plate.disc(plate.right * 2 // 3, plate.bottom * 3 // 10, 760, mix(light, (255, 255, 255), 120))
    for index in range(5):
        level = plate.bottom * (9 + 2 * index) // 18 + 420
        plate.ridge(rng, level, 1100 - 120 * index, 1900 - 160 * index, mix(middle, deep, 60 * index))


_SCENES = (_hills, _city, _sea, _fruit, _mountains, _flower)
