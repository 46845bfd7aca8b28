"""Screens as PNG files, each stored once under a name that follows from its pixels."""

from __future__ import annotations

import hashlib
import io
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from osgenesis.synth.parts import write_bytes

FOLDER = "screenshots"
THUMBNAILS = "thumbnails"
THUMBNAIL_WIDTH = 360  # px


class Album:
    """A folder of screens. The same picture is encoded and written once, by whichever process."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._known: set[str] = set()

    def add(self, image: NDArray[np.uint8]) -> str:
        """Store a screen, uint8 (H, W, 3) RGB; returns its path relative to the root."""
        digest = hashlib.blake2b(image.tobytes(), digest_size=12).hexdigest()
        name = f"{FOLDER}/{digest[:2]}/{digest}.png"
        if name not in self._known:
            path = self.root / name
            if not path.exists():
                # The thumbnail first: where there is a screen, there is one of it.
                write_bytes(self.root / thumbnail_of(name), encode_thumbnail(image))
                write_bytes(path, encode_png(image))
            self._known.add(name)
        return name


def thumbnail_of(name: str) -> str:
    """Where the thumbnail of a screen lies, relative to the same root."""
    return f"{THUMBNAILS}{name.removeprefix(FOLDER).removesuffix('.png')}.webp"


def encode_thumbnail(image: NDArray[np.uint8]) -> bytes:
    """A screen as a small WebP picture, for people to leaf through."""
    from PIL import Image

    picture = Image.fromarray(image)
    if picture.width > THUMBNAIL_WIDTH:
        # Averages whole blocks of pixels: a tenth of the time of a smooth filter.
        picture = picture.reduce(max(1, picture.width // THUMBNAIL_WIDTH))
    buffer = io.BytesIO()
    picture.save(buffer, "WEBP", quality=75, method=0)
    return buffer.getvalue()


def encode_png(image: NDArray[np.uint8]) -> bytes:
    """A screen as PNG; compression level 1, because higher ones cost five times the time."""
    from PIL import Image

    buffer = io.BytesIO()
    Image.fromarray(image).save(buffer, "PNG", compress_level=1)
    return buffer.getvalue()
