"""From Chromium's PNG to an array."""

from __future__ import annotations

import base64
import io

import numpy as np
from numpy.typing import NDArray
from PIL import Image

__all__ = ["decode_png"]


def decode_png(data: str, size: tuple[int, int]) -> NDArray[np.uint8]:
    """The picture in base64 PNG text, shape (height, width, 3), RGB, brought to `size` (width, height)."""
    with Image.open(io.BytesIO(base64.b64decode(data))) as image:
        picture = image.convert("RGB") if image.mode != "RGB" else image
        if picture.size != size:
            picture = picture.resize(size, Image.Resampling.LANCZOS)
        return np.array(picture, dtype=np.uint8)
