"""Recorded pictures as arrays: whichever library decodes them, the pixels are the same, and damage is named."""

import importlib.util
import io
import struct
import zlib

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from PIL import Image

from osgenesis.envs.android_control import pictures
from osgenesis.envs.android_control.pictures import MAX_PIXELS, decode_picture
from osgenesis.envs.core.errors import DataError

HAS_FAST = importlib.util.find_spec("kornia_rs") is not None
needs_fast = pytest.mark.skipif(not HAS_FAST, reason="needs osgenesis[control]")
SIDES = st.integers(1, 12)


def with_pillow(png: bytes, size: tuple[int, int]) -> NDArray[np.uint8]:
    """The picture by Pillow, whatever is installed."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pictures, "_fast", lambda: None)
        return decode_picture(png, size, "a picture")


def saved(image: Image.Image, level: int = 6) -> bytes:
    out = io.BytesIO()
    image.save(out, "PNG", compress_level=level)
    return out.getvalue()


@st.composite
def pixels(draw: st.DrawFn, channels: int) -> NDArray[np.uint8]:
    width, height = draw(SIDES), draw(SIDES)
    # Few colours or many: some filters and block types occur only with the one or the other.
    data = draw(st.binary(min_size=width * height * channels, max_size=width * height * channels))
    array = np.frombuffer(data, np.uint8).reshape(height, width, channels)
    return array // 64 * 64 if draw(st.booleans()) else array


# ---- equal pixels ----------------------------------------------------------------------------------


@needs_fast
@settings(max_examples=150)
@given(st.sampled_from([3, 4]).flatmap(pixels), st.integers(0, 9))
def test_what_screens_are_recorded_as_is_decoded_exactly(array: NDArray[np.uint8], level: int) -> None:
    png = saved(Image.fromarray(array), level)
    size = array.shape[1], array.shape[0]
    decoded = decode_picture(png, size, "a picture")
    assert (decoded == array[..., :3]).all()  # of a transparent pixel the colour counts, as in Pillow
    assert (decoded == with_pillow(png, size)).all()
    assert pictures._decode_plain(png, "a picture") is not None


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "I;16"])
def test_other_kinds_of_png_are_decoded_too(mode: str) -> None:
    source = Image.fromarray(np.arange(7 * 5 * 3, dtype=np.uint8).reshape(5, 7, 3) * 2)
    image = source.convert("L").convert("I;16") if mode == "I;16" else source.convert(mode)
    png = saved(image)
    assert (decode_picture(png, (7, 5), "a picture") == np.asarray(Image.open(io.BytesIO(png)).convert("RGB"))).all()


@pytest.mark.parametrize("mode", ["RGB", "P"])
def test_a_transparent_colour_stays_a_colour(mode: str) -> None:
    image = Image.new(mode, (3, 2), 5)
    out = io.BytesIO()
    image.save(out, "PNG", transparency=0 if mode == "P" else (5, 0, 0))
    png = out.getvalue()
    assert (decode_picture(png, (3, 2), "a picture") == with_pillow(png, (3, 2))).all()


def png_file(array: NDArray[np.uint8], filters: int, *, interlaced: bool = False) -> bytes:
    """A PNG file of RGB or RGBA pixels, every row filtered in one way; an interlaced one in its seven passes."""
    height, width, channels = array.shape
    passes = (
        [array[y::dy, x::dx] for x, y, dx, dy in _ADAM7 if x < width and y < height] if interlaced else [array]
    )  # fmt: skip
    rows = b"".join(_filtered(part, filters) for part in passes)
    header = struct.pack(">IIBBBBB", width, height, 8, 2 if channels == 3 else 6, 0, 0, int(interlaced))
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", header) + _chunk(b"IDAT", zlib.compress(rows)) + _chunk(b"IEND", b"")


_ADAM7 = [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)]


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def _filtered(array: NDArray[np.uint8], kind: int) -> bytes:
    height, width, channels = array.shape
    wide = np.zeros((height + 1, width + 1, channels), int)
    wide[1:, 1:] = array
    left, up, corner = wide[1:, :-1], wide[:-1, 1:], wide[:-1, :-1]
    rough = left + up - corner
    near = [abs(rough - left), abs(rough - up), abs(rough - corner)]
    paeth = np.where((near[0] <= near[1]) & (near[0] <= near[2]), left, np.where(near[1] <= near[2], up, corner))
    predicted = [np.zeros_like(left), left, up, (left + up) // 2, paeth][kind]
    rows = (wide[1:, 1:] - predicted).astype(np.uint8)
    return b"".join(bytes([kind]) + row.tobytes() for row in rows)


@pytest.mark.parametrize("interlaced", [False, True])
@pytest.mark.parametrize("filters", range(5))
@settings(max_examples=20)
@given(st.sampled_from([3, 4]).flatmap(pixels))
def test_every_filter_is_undone(filters: int, interlaced: bool, array: NDArray[np.uint8]) -> None:
    png = png_file(array, filters, interlaced=interlaced)
    assert (decode_picture(png, (array.shape[1], array.shape[0]), "a picture") == array[..., :3]).all()


# ---- what is handed out ----------------------------------------------------------------------------


@pytest.fixture(params=[False, pytest.param(True, marks=needs_fast)], ids=["pillow", "kornia-rs"])
def either(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each library in turn."""
    if not request.param:
        monkeypatch.setattr(pictures, "_fast", lambda: None)


@pytest.mark.usefixtures("either")
@pytest.mark.parametrize("mode", ["RGB", "RGBA", "P"])
def test_a_picture_is_a_fresh_buffer(mode: str) -> None:
    png = saved(Image.new(mode, (4, 3)))
    one, other = (decode_picture(png, (4, 3), "a picture") for _ in range(2))
    assert one.dtype == np.uint8
    assert one.shape == (3, 4, 3)
    assert one.flags.c_contiguous
    one[:] = 7
    assert not other.any()


@pytest.mark.usefixtures("either")
def test_a_picture_takes_the_size_that_the_record_gives_it() -> None:
    png = saved(Image.new("RGB", (4, 3), (9, 9, 9)))
    decoded = decode_picture(png, (6, 2), "a picture")
    assert decoded.shape == (2, 6, 3)
    assert (decoded[:, :4] == 9).all()
    assert not decoded[:, 4:].any()


# ---- damage ------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("either")
@pytest.mark.parametrize(
    "png", [b"", b"nonsense", b"\x89PNG nonsense", saved(Image.new("RGB", (9, 9)))[:45]], ids=range(4)
)
def test_a_bad_picture_is_named(png: bytes) -> None:
    with pytest.raises(DataError, match=r"a record: screenshots\[1\]: not a picture"):
        decode_picture(png, (9, 9), "a record: screenshots[1]")


@pytest.mark.usefixtures("either")
@pytest.mark.parametrize("size", [(9000, 8000), (2**31 - 1, 2**31 - 1)])
def test_a_picture_that_is_a_trap_is_refused_before_it_is_decoded(size: tuple[int, int]) -> None:
    assert size[0] * size[1] > MAX_PIXELS
    header = struct.pack(">IIBBBBB", *size, 8, 2, 0, 0, 0)
    png = b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", header) + _chunk(b"IDAT", b"") + _chunk(b"IEND", b"")
    with pytest.raises(DataError, match=rf"a record: screenshots\[1\]: a picture of {size[0]} x {size[1]} px"):
        decode_picture(png, (10, 10), "a record: screenshots[1]")


@needs_fast
@settings(max_examples=300)
@given(st.sampled_from([3, 4]).flatmap(pixels), st.data())
def test_of_a_damaged_picture_nobody_shows_another(array: NDArray[np.uint8], data: st.DataObject) -> None:
    png = bytearray(png_file(array, data.draw(st.integers(0, 4))))
    if data.draw(st.booleans()):
        png[data.draw(st.integers(0, len(png) - 1))] ^= 1 << data.draw(st.integers(0, 7))
    else:
        del png[data.draw(st.integers(0, len(png) - 1)) :]
    size = array.shape[1], array.shape[0]
    try:
        decoded = decode_picture(bytes(png), size, "a picture")
    except DataError:
        with pytest.raises(DataError):
            with_pillow(bytes(png), size)
        return
    whole = array[..., :3]
    # A damaged checksum may be noticed by one library alone; nobody shows another picture.
    if decoded.shape == whole.shape and (decoded == whole).all():
        return
    assert (decoded == with_pillow(bytes(png), size)).all()
