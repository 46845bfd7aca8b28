"""TFRecord files: length, masked CRC-32C, payload, masked CRC-32C; usually inside one gzip stream.

Framing: https://www.tensorflow.org/tutorials/load_data/tfrecord, "TFRecords format details".
"""

from __future__ import annotations

import gzip
import io
import struct
import zlib
from collections.abc import Callable, Iterator
from http.client import HTTPException
from typing import Any, BinaryIO, Final, NamedTuple, cast

import google_crc32c

from osgenesis.envs.core.errors import DataError

__all__ = [
    "MAX_RECORD",
    "DamagedRecordError",
    "Record",
    "RecordWriter",
    "frame",
    "largest_record",
    "masked_crc",
    "open_stream",
    "parse_record",
    "read_record",
    "records",
]

# The longest published episode has some 90 screenshots of a few MB. A length beyond this is a broken file, or a bomb.
MAX_RECORD: Final = 1 << 30
# Screenshots hardly compress; forests do, some twentyfold. Beyond this a large record is a bomb.
MAX_RATIO: Final = 200
_SMALL: Final = 64 << 20  # a record up to this many bytes may be compressed as it likes
_HEADER: Final = struct.Struct("<QI")
_FOOTER: Final = struct.Struct("<I")
_GZIP_MAGIC: Final = b"\x1f\x8b"
_CHUNK: Final = 1 << 20


class Record(NamedTuple):
    """One record.

    Attributes:
        number: Its position in the file, from 0.
        offset: Where its frame starts, bytes of the uncompressed stream.
        payload: What it holds.
    """

    number: int
    offset: int
    payload: bytes


class DamagedRecordError(DataError):
    """The contents of a record are damaged, but its frame is whole: reading can go on behind it.

    Attributes:
        next_offset: Where the next record's frame starts.
    """

    def __init__(self, message: str, next_offset: int) -> None:
        super().__init__(message, next_offset)
        self.next_offset = next_offset

    def __str__(self) -> str:
        return str(self.args[0])


class _Counting(io.RawIOBase):
    """A file or response from which is read only, and the bytes that were."""

    def __init__(self, raw: Any) -> None:
        self._raw = raw
        self.count = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        data = self._raw.read(len(buffer))
        buffer[: len(data)] = data
        self.count += len(data)
        return len(data)


class _GzipStream(gzip.GzipFile):
    """A gzip stream that knows how much of the compressed bytes it has read, more or less a buffer."""

    def __init__(self, buffered: BinaryIO, counting: _Counting) -> None:
        super().__init__(fileobj=buffered, mode="rb")
        self._counting = counting

    @property
    def compressed_bytes(self) -> int:
        """Bytes taken from the file so far."""
        return self._counting.count


def masked_crc(data: bytes | memoryview) -> int:
    """CRC-32C of the data, rotated and offset as TFRecord stores it."""
    crc = int(google_crc32c.value(bytes(data)))
    return ((crc >> 15 | crc << 17) + 0xA282EAD8) & 0xFFFF_FFFF


def frame(payload: bytes) -> bytes:
    """A payload as a record."""
    length = struct.pack("<Q", len(payload))
    return b"".join(
        (length, _FOOTER.pack(masked_crc(length)), payload, _FOOTER.pack(masked_crc(payload))),
    )


def open_stream(raw: Any) -> BinaryIO:
    """The uncompressed stream of what has `read(size)` (a file, an HTTP response), gzip-compressed or plain."""
    counting = _Counting(raw)
    buffered = io.BufferedReader(counting, _CHUNK)
    if buffered.peek(2)[:2] == _GZIP_MAGIC:
        return cast("BinaryIO", _GzipStream(cast("BinaryIO", buffered), counting))
    return cast("BinaryIO", buffered)


def read_record(
    stream: BinaryIO, where: str, number: int, offset: int, *, check: bool = True, limit: int = MAX_RECORD
) -> Record | None:
    """The record at the stream's position, or None at its end.

    Args:
        stream: Uncompressed bytes.
        where: The file's name, for errors.
        number: Number of the record, for errors and the result.
        offset: Position in the stream, for errors and the result.
        check: Compare the payload's CRC.
        limit: Refuse longer records.

    Raises:
        DamagedRecordError: The payload's CRC is wrong.
        DataError: The record is cut off, or this is none; nothing can be found after it.
            Both name file, record and byte.
    """
    place = f"{where}, record {number} at byte {offset}"
    try:
        header = stream.read(_HEADER.size)
        if not header:
            return None
        if len(header) < _HEADER.size:
            raise DataError(f"{place}: the file ends inside the record's header; it was cut off")
        length, crc = _HEADER.unpack(header)
        if masked_crc(header[:8]) != crc:
            raise DataError(f"{place}: the CRC of the length is wrong; damaged, or no TFRecord file")
        if length > limit:
            raise DataError(f"{place}: a record of {length:,} bytes; at most {limit:,} are read from such a file")
        payload = _exactly(stream, length, place)
        footer = _exactly(stream, _FOOTER.size, place)
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise DataError(f"{place}: the gzip stream is damaged or cut off: {error}") from error
    except (ConnectionError, TimeoutError, HTTPException) as error:
        raise DataError(f"{place}: the connection broke off: {error!r}") from error
    if check and masked_crc(payload) != _FOOTER.unpack(footer)[0]:
        raise _damaged(place, offset + _HEADER.size + length + _FOOTER.size, length)
    return Record(number, offset, payload)


def parse_record(frame: bytes, where: str, number: int, offset: int) -> Record:
    """The record that fills these bytes, which an index knows.

    Args:
        frame: Header, payload and footer.
        where: The file's name, for errors.
        number: Number of the record, for errors and the result.
        offset: Position in the stream, for errors and the result.

    Raises:
        DataError: It is no such record, or damaged.
    """
    place = f"{where}, record {number} at byte {offset}"
    if len(frame) < _HEADER.size + _FOOTER.size:
        raise DataError(f"{place}: the file has become shorter since it was indexed")
    length, crc = _HEADER.unpack_from(frame)
    if masked_crc(frame[:8]) != crc:
        raise DataError(f"{place}: the CRC of the length is wrong; damaged, or changed since it was indexed")
    if length != len(frame) - _HEADER.size - _FOOTER.size:
        raise DataError(f"{place}: the file has become shorter since it was indexed")
    payload = frame[_HEADER.size : -_FOOTER.size]
    if masked_crc(payload) != _FOOTER.unpack_from(frame, len(frame) - _FOOTER.size)[0]:
        raise _damaged(place, offset + len(frame), length)
    return Record(number, offset, payload)


def _damaged(place: str, end: int, length: int) -> DamagedRecordError:
    return DamagedRecordError(f"{place}: the CRC of its {length:,} bytes is wrong; the file is damaged", end)


def largest_record(compressed_size: int) -> int:
    """The longest record that a compressed file of so many bytes can honestly hold."""
    return min(MAX_RECORD, max(_SMALL, MAX_RATIO * compressed_size))


def _exactly(stream: BinaryIO, count: int, place: str) -> bytes:
    # In pieces: a damaged length must not make one huge allocation before the file turns out to be shorter.
    before = getattr(stream, "compressed_bytes", None)
    pieces, left = [], count
    while left:
        piece = stream.read(min(left, _CHUNK))
        if not piece:
            raise DataError(f"{place}: the file ends {left:,} bytes before the record does; it was cut off")
        pieces.append(piece)
        left -= len(piece)
        if before is not None and count - left > _SMALL:
            # A buffer's worth may have been taken from the file before this record began.
            compressed = cast("_GzipStream", stream).compressed_bytes - before + _CHUNK
            if count - left > MAX_RATIO * compressed:
                raise DataError(
                    f"{place}: more than {MAX_RATIO} bytes out of each compressed one; a decompression bomb"
                )
    return pieces[0] if len(pieces) == 1 else b"".join(pieces)


def records(
    stream: BinaryIO, where: str, *, check: bool = True, on_damage: Callable[[DataError], None] | None = None
) -> Iterator[Record]:
    """All records of an uncompressed stream, one in memory at a time.

    Args:
        stream: Uncompressed bytes.
        where: The file's name, for errors.
        check: Compare the payloads' CRCs.
        on_damage: Called with what is wrong with a record, which is then left out. None raises it.
    """
    number = offset = 0
    while True:
        try:
            record = read_record(stream, where, number, offset, check=check)
        except DamagedRecordError as error:
            if on_damage is None:
                raise
            on_damage(error)
            offset = error.next_offset
        except DataError as error:
            if on_damage is None:
                raise
            on_damage(error)
            return
        else:
            if record is None:
                return
            yield record
            offset += _HEADER.size + len(record.payload) + _FOOTER.size
        number += 1


class RecordWriter:
    """Writes records into a gzip stream whose bytes depend on nothing but the payloads.

    Args:
        file: Where to write.
        level: Effort of the compression, 0 to 9. Pictures are compressed already.
    """

    def __init__(self, file: BinaryIO, level: int = 6) -> None:
        self._stream = gzip.GzipFile(filename="", fileobj=file, mode="wb", compresslevel=level, mtime=0)

    def write(self, payload: bytes) -> None:
        """Append one record."""
        self._stream.write(frame(payload))

    def close(self) -> None:
        """End the gzip stream; the file stays open."""
        self._stream.close()

    def __enter__(self) -> RecordWriter:
        return self

    def __exit__(self, *error: object) -> None:
        self.close()
