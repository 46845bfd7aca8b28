"""`tf.train.Example`: names to lists of bytes, floats or 64-bit integers; read and written without TensorFlow.

Messages: Example.features = 1; Features.feature = 1 (map entry: key 1, value 2); Feature: bytes_list 1, float_list 2,
int64_list 3; each list: value 1.
"""

from __future__ import annotations

import struct
from collections.abc import Mapping, Sequence
from typing import TypeAlias

from osgenesis.envs.android_control import protobuf
from osgenesis.envs.core.errors import DataError

__all__ = ["Feature", "decode_example", "encode_example"]

Feature: TypeAlias = list[bytes] | list[int] | list[float]
_BYTES, _FLOATS, _INTS = 1, 2, 3


def decode_example(payload: bytes | memoryview, wanted: frozenset[str] | None = None) -> dict[str, Feature]:
    """The features of a serialised Example.

    Args:
        payload: The message.
        wanted: Names to decode; None for all. The others are skipped unread.

    Raises:
        DataError: The bytes are no Example; names the feature.
    """
    found: dict[str, Feature] = {}
    for number, _, features in protobuf.fields(payload):
        if number != 1 or isinstance(features, int):
            raise DataError(f"not a tf.train.Example: unexpected field {number}")
        for _, _, entry in protobuf.fields(features):
            if isinstance(entry, int):
                raise DataError("not a tf.train.Example: a feature that is a number")
            name, value = _entry(entry)
            if wanted is None or name in wanted:
                try:
                    found[name] = _feature(value)
                except DataError as error:
                    raise DataError(f"feature {name!r}: {error}") from error
    return found


def _entry(entry: memoryview) -> tuple[str, memoryview]:
    name, value = "", memoryview(b"")
    for number, _, part in protobuf.fields(entry):
        if isinstance(part, int):
            raise DataError(f"a feature's field {number} is a number")
        if number == 1:
            try:
                name = bytes(part).decode()
            except UnicodeDecodeError as error:
                raise DataError(f"a feature's name is not UTF-8: {error}") from error
        elif number == 2:
            value = part
    return name, value


def _feature(message: memoryview) -> Feature:
    for kind, _, values in protobuf.fields(message):
        if isinstance(values, int):
            raise DataError("a list that is a number")
        if kind == _BYTES:
            return [bytes(part) for _, _, part in protobuf.fields(values) if not isinstance(part, int)]
        if kind == _INTS:
            return _integers(values)
        if kind == _FLOATS:
            return _floats(values)
        raise DataError(f"a list of kind {kind}")
    return []


def _integers(values: memoryview) -> list[int]:
    numbers: list[int] = []
    for _, _, part in protobuf.fields(values):
        numbers += [part] if isinstance(part, int) else protobuf.packed(part)
    return [protobuf.signed(number) for number in numbers]


def _floats(values: memoryview) -> list[float]:
    numbers: list[float] = []
    for _, _, part in protobuf.fields(values):
        if isinstance(part, int) or len(part) % 4:
            raise DataError("floats whose bytes do not come in fours")
        numbers += struct.unpack(f"<{len(part) // 4}f", part)
    return numbers


def encode_example(features: Mapping[str, Sequence[bytes] | Sequence[int] | Sequence[float]]) -> bytes:
    """A serialised Example; features in the order of their names, so that equal contents give equal bytes.

    An empty list is written as a feature without a value.
    """
    entries = []
    for name in sorted(features):
        value = protobuf.field_bytes(2, _encode_list(features[name]))
        entries.append(protobuf.field_bytes(1, protobuf.field_bytes(1, name.encode()) + value))
    return protobuf.field_bytes(1, entries)


def _encode_list(values: Sequence[bytes] | Sequence[int] | Sequence[float]) -> bytes:
    if not values:
        return b""
    first = values[0]
    if isinstance(first, bytes):
        return protobuf.field_bytes(_BYTES, [protobuf.field_bytes(1, bytes(v)) for v in values])  # type: ignore[arg-type]
    if isinstance(first, int):
        body = b"".join(protobuf.varint(int(v)) for v in values)
        return protobuf.field_bytes(_INTS, protobuf.field_bytes(1, body))
    return protobuf.field_bytes(_FLOATS, protobuf.field_bytes(1, struct.pack(f"<{len(values)}f", *values)))
