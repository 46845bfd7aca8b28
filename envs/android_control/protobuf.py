"""Protocol-buffer wire format, as much of it as `tf.train.Example` needs: pictures are not copied to skip them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final, TypeAlias

from osgenesis.envs.core.errors import DataError

__all__ = [
    "FIXED32",
    "FIXED64",
    "LENGTH",
    "VARINT",
    "Value",
    "field_bytes",
    "fields",
    "packed",
    "read_varint",
    "signed",
    "skip_fixed",
    "varint",
]

Value: TypeAlias = int | memoryview
VARINT, FIXED64, LENGTH, FIXED32 = 0, 1, 2, 5
_MAX_VARINT: Final = 10


def read_varint(data: bytes | memoryview, at: int) -> tuple[int, int]:
    """The unsigned number at a position, and the position after it.

    Raises:
        DataError: It does not end within ten bytes or the data.
    """
    value = shift = 0
    for position in range(at, min(at + _MAX_VARINT, len(data))):
        byte = data[position]
        value |= (byte & 0x7F) << shift
        if byte < 0x80:
            return value & 0xFFFF_FFFF_FFFF_FFFF, position + 1
        shift += 7
    raise DataError(f"a number at byte {at} of a message of {len(data)} bytes does not end")


def skip_fixed(data: bytes | memoryview, at: int, number: int, wire: int) -> int:
    """The position after a field of 4 or 8 bytes.

    Raises:
        DataError: The field is of another kind, or cut off.
    """
    if wire not in (FIXED32, FIXED64):
        raise DataError(f"wire type {wire} of field {number} before byte {at} is not known")
    stop = at + (4 if wire == FIXED32 else 8)
    if stop > len(data) or number == 0:
        raise DataError(f"field {number} at byte {at} is cut off or no field")
    return stop


def fields(data: bytes | memoryview) -> Iterator[tuple[int, int, Value]]:
    """(field number, wire type, value) of each field of a message, in the order of the bytes.

    Raises:
        DataError: The bytes are no message.
    """
    view = memoryview(data)
    at, end = 0, len(view)
    while at < end:
        key, at = read_varint(view, at)
        number, wire = key >> 3, key & 7
        if number == 0:
            raise DataError(f"field number 0 before byte {at}")
        if wire == VARINT:
            value, at = read_varint(view, at)
            yield number, wire, value
        elif wire == LENGTH:
            size, at = read_varint(view, at)
            if size > end - at:
                raise DataError(f"field {number} claims {size} bytes at byte {at}, but {end - at} are left")
            yield number, wire, view[at : at + size]
            at += size
        else:
            stop = skip_fixed(view, at, number, wire)
            yield number, wire, view[at:stop]
            at = stop


def packed(data: bytes | memoryview) -> list[int]:
    """The unsigned numbers of a packed field."""
    numbers, at = [], 0
    while at < len(data):
        number, at = read_varint(data, at)
        numbers.append(number)
    return numbers


def signed(value: int) -> int:
    """An int64 from its unsigned wire form."""
    return value - (1 << 64) if value >> 63 else value


def varint(value: int) -> bytes:
    """An unsigned or (in 64 bits of two's complement) negative number as bytes."""
    value &= 0xFFFF_FFFF_FFFF_FFFF
    out = bytearray()
    while value > 0x7F:
        out.append(value & 0x7F | 0x80)
        value >>= 7
    out.append(value)
    return bytes(out)


def field_bytes(number: int, data: bytes | Iterable[bytes]) -> bytes:
    """A length-delimited field."""
    body = data if isinstance(data, bytes) else b"".join(data)
    return varint(number << 3 | LENGTH) + varint(len(body)) + body
