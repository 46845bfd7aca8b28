"""Picture and film files: other programs read them, and they are the same bytes each time."""

from __future__ import annotations

import io
import struct
from collections.abc import Iterator

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray
from PIL import Image

from osgenesis.envs.android.sim.media import first_frame, movie, png

CONTAINERS = {b"moov", b"trak", b"mdia", b"minf", b"dinf", b"stbl"}


def noise(seed: int, width: int, height: int) -> NDArray[np.uint8]:
    return np.random.default_rng(seed).integers(0, 256, (height, width, 3), dtype=np.uint8)


def decoded(data: bytes) -> NDArray[np.uint8]:
    with Image.open(io.BytesIO(data)) as picture:
        assert picture.format == "PNG"
        assert picture.mode == "RGB"
        return np.asarray(picture)


def atoms(data: bytes, path: bytes = b"") -> Iterator[tuple[bytes, int, bytes]]:
    """(path, place in `data`, content) of every box."""
    at = 0
    while at < len(data):
        size, kind = struct.unpack_from(">I4s", data, at)
        assert size >= 8
        assert at + size <= len(data), "a box ends inside its parent"
        content = data[at + 8 : at + size]
        yield path + kind, at, content
        if kind in CONTAINERS:
            yield from atoms(content, path + kind + b"/")
        at += size


@given(st.integers(1, 70), st.integers(1, 70), st.integers(0, 9))
def test_a_picture_decodes_to_the_same_pixels(width: int, height: int, seed: int) -> None:
    pixels = noise(seed, width, height)
    assert np.array_equal(decoded(png(pixels)), pixels)


@pytest.mark.parametrize("width", [21_844, 21_845, 50_000])
def test_a_picture_larger_than_a_block_decodes_too(width: int) -> None:
    pixels = noise(1, width, 2)
    assert np.array_equal(decoded(png(pixels)), pixels)


def test_the_same_picture_is_the_same_bytes_whatever_its_memory_order() -> None:
    pixels = noise(1, 30, 20)
    assert png(pixels) == png(pixels.copy()) == png(np.asfortranarray(pixels))
    assert png(pixels) != png(noise(2, 30, 20))


@pytest.fixture
def frames() -> list[bytes]:
    return [png(noise(seed, 32, 24)) for seed in range(4)]


def test_the_boxes_of_a_film_parse_and_say_what_it_is(frames: list[bytes]) -> None:
    film = movie(frames, 32, 24, 2_000, 1_700_000_000)
    boxes = {path: content for path, _, content in atoms(film)}
    assert [path for path, _, _ in atoms(film) if b"/" not in path] == [b"ftyp", b"mdat", b"moov"]
    timescale, duration = struct.unpack_from(">II", boxes[b"moov/mvhd"], 12)
    assert duration / timescale == 2.0
    created = struct.unpack_from(">I", boxes[b"moov/mvhd"], 4)[0]
    assert created - 2_082_844_800 == 1_700_000_000
    assert len(boxes[b"moov/mvhd"]) == 100
    assert len(boxes[b"moov/trak/tkhd"]) == 84
    assert struct.unpack_from(">II", boxes[b"moov/trak/tkhd"], 76) == (32 << 16, 24 << 16)
    assert boxes[b"moov/trak/mdia/hdlr"][8:12] == b"vide"
    count, each = struct.unpack_from(">II", boxes[b"moov/trak/mdia/minf/stbl/stts"], 8)
    assert (count, each) == (4, 500)


def test_the_sample_table_leads_to_every_frame(frames: list[bytes]) -> None:
    film = movie(frames, 32, 24, 2_000, 0)
    table = {path.rpartition(b"/")[2]: content for path, _, content in atoms(film) if b"stbl/" in path}
    count = struct.unpack_from(">I", table[b"stsz"], 8)[0]
    sizes = struct.unpack_from(f">{count}I", table[b"stsz"], 12)
    at = struct.unpack_from(">I", table[b"stco"], 8)[0]
    found = []
    for size in sizes:
        found.append(film[at : at + size])
        at += size
    assert found == frames


def test_the_same_film_is_the_same_bytes(frames: list[bytes]) -> None:
    assert movie(frames, 32, 24, 900, 5) == movie(list(frames), 32, 24, 900, 5)
    assert movie(frames, 32, 24, 900, 5) != movie(frames[::-1], 32, 24, 900, 5)


def test_the_first_frame_of_a_film_is_its_first_picture(frames: list[bytes]) -> None:
    assert first_frame(movie(frames, 32, 24, 900, 5)) == frames[0]


@pytest.mark.parametrize("data", [b"", b"ftyp", b"text", b"\0" * 200, png(noise(0, 4, 4))])
def test_other_files_have_no_first_frame(data: bytes) -> None:
    assert first_frame(data) is None
