"""Drawing on screenshots: numbered frames around elements, and the frame of the one acted on."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, TypeAlias

import numpy as np
from numpy.typing import NDArray

from osgenesis.envs.core.elements import Element

if TYPE_CHECKING:
    from PIL import ImageFont

Color: TypeAlias = tuple[int, int, int]

GREEN: Color = (0, 160, 60)
RED: Color = (220, 30, 30)
_WHITE: Color = (255, 255, 255)


def draw_marks(
    screenshot: NDArray[np.uint8],
    elements: Sequence[Element],
    indices: Iterable[int],
    color: Color = GREEN,
) -> NDArray[np.uint8]:
    """A copy of ``screenshot``, uint8 (H, W, 3) RGB, with a numbered frame per element.

    Args:
        screenshot: the screen.
        elements: all elements; their boxes are pixels of ``screenshot``.
        indices: which of them to mark; the number drawn is the index.
        color: of frames and tags.
    """
    from PIL import Image, ImageDraw

    picture = Image.fromarray(screenshot)  # copies when first drawn on
    draw = ImageDraw.Draw(picture)
    font = _font(max(14, screenshot.shape[0] // 75))
    for index in indices:
        box = elements[index]
        draw.rectangle(_inside(box, picture.size), outline=color, width=3)
        tag = draw.textbbox((box.left + 4, box.top + 2), str(index), font=font)
        draw.rectangle((box.left, box.top, tag[2] + 4, tag[3] + 3), fill=color)
        draw.text((box.left + 4, box.top + 2), str(index), fill=_WHITE, font=font)
    return np.asarray(picture, dtype=np.uint8).copy()


def draw_frame(screenshot: NDArray[np.uint8], element: Element, color: Color = RED) -> NDArray[np.uint8]:
    """A copy of ``screenshot`` with one element framed, as annotators are shown it."""
    from PIL import Image, ImageDraw

    picture = Image.fromarray(screenshot)
    width = max(4, screenshot.shape[0] // 300)
    ImageDraw.Draw(picture).rectangle(_inside(element, picture.size), outline=color, width=width)
    return np.asarray(picture, dtype=np.uint8).copy()


def _inside(element: Element, size: tuple[int, int]) -> tuple[int, int, int, int]:
    """The element's box with both corners on the picture and in order."""
    left, top = min(element.left, size[0] - 1), min(element.top, size[1] - 1)
    right, bottom = min(element.right, size[0]) - 1, min(element.bottom, size[1]) - 1
    return left, top, max(left, right), max(top, bottom)


@functools.cache
def _font(size: int) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    from PIL import ImageFont

    return ImageFont.load_default(size)
