"""Picture and film files that the phone makes, byte for byte the same on every machine.

Pictures are PNG with stored (uncompressed) data, because compressors differ between library versions. Films are
ISO/QuickTime files whose frames are such pictures (sample type `png `), which ffmpeg and VLC play.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

_PNG_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_PNG_END = b"IEND\xaeB`\x82"  # the last chunk's name and checksum
_LEAD = 64  # bytes within which the first frame of a film begins
_BLOCK = 65_535  # most bytes of a stored deflate block (RFC 1951)
_TIMESCALE = 1_000
_EPOCH_1904 = 2_082_844_800  # seconds from 1904 to 1970, the origin of QuickTime's times
_UNITY = struct.pack(">9I", 0x10000, 0, 0, 0, 0x10000, 0, 0, 0, 0x40000000)


def png(pixels: NDArray[np.uint8]) -> bytes:
    """A PNG file of an (H, W, 3) RGB picture (PNG specification; filter 0, stored data)."""
    height, width, _ = pixels.shape
    rows = np.zeros((height, 1 + width * 3), np.uint8)
    rows[:, 1:] = pixels.reshape(height, width * 3)
    raw = rows.tobytes()
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return _PNG_SIGNATURE + _chunk(b"IHDR", header) + _chunk(b"IDAT", _stored(raw)) + _chunk(b"IEND", b"")


def movie(frames: Sequence[bytes], width: int, height: int, duration_ms: int, created_s: int) -> bytes:
    """A film file from PNG frames shown for equal times (ISO/IEC 14496-12 boxes)."""
    each = max(duration_ms // len(frames), 1)
    total = each * len(frames)
    head = _atom(b"ftyp", b"qt  " + struct.pack(">I", 512) + b"qt  ")
    data = _atom(b"mdat", b"".join(frames))
    offset = len(head) + 8
    stamp = created_s + _EPOCH_1904
    movie_header = struct.pack(">IIIII", 0, stamp, stamp, _TIMESCALE, total)
    movie_header += struct.pack(">IHHII", 0x10000, 0x0100, 0, 0, 0) + _UNITY + bytes(24) + struct.pack(">I", 2)
    track_header = struct.pack(">IIIIII", 7, stamp, stamp, 1, 0, total) + bytes(8) + struct.pack(">HHHH", 0, 0, 0, 0)
    track_header += _UNITY + struct.pack(">II", width << 16, height << 16)
    media_header = struct.pack(">IIIIIHH", 0, stamp, stamp, _TIMESCALE, total, 0x55C4, 0)
    handler = struct.pack(">II", 0, 0) + b"vide" + bytes(12) + b"\0"
    info = (
        _atom(b"vmhd", struct.pack(">IHHHH", 1, 0, 0, 0, 0))
        + _atom(b"dinf", _reference())
        + _samples(frames, each, offset, width, height)
    )
    media = _atom(b"mdhd", media_header) + _atom(b"hdlr", handler) + _atom(b"minf", info)
    track = _atom(b"tkhd", track_header) + _atom(b"mdia", media)
    return head + data + _atom(b"moov", _atom(b"mvhd", movie_header) + _atom(b"trak", track))


def first_frame(film: bytes) -> bytes | None:
    """The PNG file of the first picture in a film of `movie`; None for any other file."""
    start = film.find(_PNG_SIGNATURE, 0, _LEAD)
    end = film.find(_PNG_END, start) if start >= 0 else -1
    if film[4:8] != b"ftyp" or end < 0:
        return None
    return film[start : end + len(_PNG_END)]


def _samples(frames: Sequence[bytes], each: int, offset: int, width: int, height: int) -> bytes:
    entry = bytes(6) + struct.pack(">H", 1) + bytes(16) + struct.pack(">HHIII", width, height, 0x480000, 0x480000, 0)
    entry += struct.pack(">H", 1) + b"\x03png".ljust(32, b"\0") + struct.pack(">Hh", 24, -1)
    sizes = [len(frame) for frame in frames]
    return _atom(
        b"stbl",
        _atom(b"stsd", struct.pack(">II", 0, 1) + _atom(b"png ", entry))
        + _atom(b"stts", struct.pack(">IIII", 0, 1, len(frames), each))
        + _atom(b"stsc", struct.pack(">IIIII", 0, 1, 1, len(frames), 1))
        + _atom(b"stsz", struct.pack(f">III{len(sizes)}I", 0, 0, len(sizes), *sizes))
        + _atom(b"stco", struct.pack(">III", 0, 1, offset)),
    )


def _reference() -> bytes:
    return _atom(b"dref", struct.pack(">II", 0, 1) + _atom(b"url ", struct.pack(">I", 1)))


def _atom(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content) + 8) + kind + content


def _chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


def _stored(raw: bytes) -> bytes:
    """A zlib stream of stored blocks (RFC 1950, 1951)."""
    parts = [b"\x78\x01"]
    for start in range(0, len(raw), _BLOCK):
        block = raw[start : start + _BLOCK]
        last = start + _BLOCK >= len(raw)
        parts.append(struct.pack("<BHH", last, len(block), len(block) ^ 0xFFFF) + block)
    return b"".join(parts) + struct.pack(">I", zlib.adler32(raw))
