"""PNG files as arrays: by kornia-rs where it is installed (several times as fast), else by Pillow; equal pixels.

Pillow's wheels inflate with the system's zlib, which alone takes longer than kornia-rs for the whole picture.
"""

from __future__ import annotations

import io
import struct
from collections.abc import Callable
from functools import cache
from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray
from PIL import Image, UnidentifiedImageError

from osgenesis.envs.core.errors import DataError

__all__ = ["MAX_PIXELS", "decode_picture"]

MAX_PIXELS: Final = 1 << 26  # of a picture; the largest published screen has 7.5 million
# Signature, length and name of the first chunk, width, height, bit depth, colour type, two methods, interlacing.
_HEADER: Final = struct.Struct(">8sI4sIIBBBBB")
_FIRST: Final = (b"\x89PNG\r\n\x1a\n", 13, b"IHDR")
_PLAIN: Final = {(8, 2, 0, 0, 0): "rgb", (8, 6, 0, 0, 0): "rgba"}  # what screens are recorded as


class _Fast(NamedTuple):
    decode: Callable[[bytes, tuple[int, int], str], Any]
    rgb_from_rgba: Callable[[Any], Any]


def decode_picture(png: bytes, size: tuple[int, int], where: str, *, writable: bool = True) -> NDArray[np.uint8]:
    """A picture as a fresh array, (H, W, 3) uint8 RGB, of the size that the record gives it, whatever its own is.

    Args:
        png: The file.
        size: (width, height) in px.
        where: File, record, episode and field, for errors.
        writable: Whether anybody will write to it; at times a copy less if not.

    Raises:
        DataError: It is no picture, or so large that it must be a trap; says where.
    """
    pixels = _decode_plain(png, where)
    if pixels is None:
        pixels = _decode_any(png, where)
    width, height = size
    if pixels.shape == (height, width, 3):
        return pixels.copy() if writable and not pixels.flags.writeable else pixels
    frame = np.zeros((height, width, 3), np.uint8)
    frame[: pixels.shape[0], : pixels.shape[1]] = pixels[:height, :width]
    return frame


def _decode_plain(png: bytes, where: str) -> NDArray[np.uint8] | None:
    """A picture of 8-bit RGB or RGBA by kornia-rs; None for others and for damaged ones, of which Pillow says more."""
    if len(png) < _HEADER.size:
        return None
    *first, width, height, depth, colour, compression, filters, interlaced = _HEADER.unpack_from(png)
    if tuple(first) != _FIRST:
        return None
    _refuse_trap(width, height, where)
    fast = _fast()
    mode = _PLAIN.get((depth, colour, compression, filters, interlaced))
    if fast is None or mode is None or not (width and height):
        return None
    try:
        pixels = fast.decode(png, (height, width), mode)
    except Exception:  # it raises no other class
        return None
    return np.asarray(pixels if mode == "rgb" else fast.rgb_from_rgba(pixels))


def _decode_any(png: bytes, where: str) -> NDArray[np.uint8]:
    try:
        with Image.open(io.BytesIO(png)) as picture:
            _refuse_trap(picture.width, picture.height, where)
            return np.asarray(picture.convert("RGB"))
    except UnidentifiedImageError as error:
        raise DataError(f"{where}: not a picture: {len(png):,} bytes that begin with {png[:12]!r}") from error
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
        if isinstance(error, DataError):
            raise
        raise DataError(f"{where}: not a picture: {error}") from error


def _refuse_trap(width: int, height: int, where: str) -> None:
    if width * height > MAX_PIXELS:
        raise DataError(
            f"{where}: a picture of {width} x {height} px, more than any screen has; "
            f"at most {MAX_PIXELS:,} pixels are decoded"
        )


@cache
def _fast() -> _Fast | None:
    try:
        from kornia_rs.imgproc import rgb_from_rgba
        from kornia_rs.io import decode_image_png_u8
    except ImportError:
        return None
    return _Fast(decode_image_png_u8, rgb_from_rgba)
