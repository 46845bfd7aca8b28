"""The accessibility forest's wire format, read and written field by field. Needs no protocol-buffer library."""

from __future__ import annotations

import struct
from collections.abc import Callable, Iterable
from typing import Final, cast

from osgenesis.envs.android_control import protobuf
from osgenesis.envs.android_control.forest import Box, ClickableSpan, ForestNode, ForestWindow
from osgenesis.envs.core.elements import Flag
from osgenesis.envs.core.errors import DataError

__all__ = ["FLAG_FIELDS", "decode", "encode"]

_NO_BOX: Final[Box] = (0, 0, 0, 0)
# Field numbers of NodeInfo that are flags.
FLAG_FIELDS: Final = {
    12: int(Flag.CHECKABLE),
    13: int(Flag.CHECKED),
    14: int(Flag.CLICKABLE),
    15: int(Flag.EDITABLE),
    16: int(Flag.ENABLED),
    17: int(Flag.FOCUSABLE),
    18: int(Flag.FOCUSED),
    19: int(Flag.LONG_CLICKABLE),
    20: int(Flag.PASSWORD),
    21: int(Flag.SCROLLABLE),
    22: int(Flag.SELECTED),
}
# Field number of NodeInfo -> place among the texts and among the numbers with which `ForestNode` begins.
_TEXTS: Final = {3: 0, 4: 1, 5: 2, 6: 3, 7: 4, 10: 5, 31: 6}
_NUMBERS: Final = {1: 0, 8: 1, 9: 2, 11: 3, 27: 4, 28: 5, 29: 6, 30: 7}
_WIDE: Final = (8, 9)  # the two that are int64


# ---- decoding --------------------------------------------------------------------------------------


def decode(data: bytes) -> tuple[ForestWindow, ...]:
    """The windows of a serialised forest.

    Raises:
        DataError: The bytes are no forest.
    """
    try:
        return tuple(
            _window(part) for number, _, part in protobuf.fields(data) if number == 1 and isinstance(part, memoryview)
        )
    except (IndexError, struct.error, UnicodeDecodeError) as error:
        raise DataError(f"not an accessibility forest: {error}") from error


def _window(data: memoryview) -> ForestWindow:
    numbers: dict[int, int] = {}
    title, bounds = "", _NO_BOX
    nodes: list[ForestNode] = []
    for number, wire, part in protobuf.fields(data):
        if isinstance(part, int):
            numbers[number] = part
        elif wire != protobuf.LENGTH:
            continue
        elif number == 1:
            bounds = _rect(part, bounds)
        elif number == 5:
            title = bytes(part).decode()
        elif number == 11:
            nodes += [
                _node(bytes(node)) for k, w, node in protobuf.fields(part)
                if k == 1 and w == protobuf.LENGTH and isinstance(node, memoryview)
            ]  # fmt: skip
    get = numbers.get
    return ForestWindow(
        protobuf.int32(get(3, 0)),
        protobuf.int32(get(6, 0)),
        protobuf.int32(get(4, 0)),
        bounds,
        title,
        protobuf.int32(get(2, 0)),
        bool(get(7, 0)),
        bool(get(8, 0)),
        bool(get(9, 0)),
        bool(get(10, 0)),
        tuple(nodes),
    )


def _rect(data: bytes | memoryview, before: Box) -> Box:
    # A message that comes twice is merged.
    box = list(before)
    for number, _, value in protobuf.fields(data):
        if 1 <= number <= 4 and isinstance(value, int):
            box[number - 1] = protobuf.int32(value)
    return box[0], box[1], box[2], box[3]


def _node(data: bytes) -> ForestNode:
    """A NodeInfo. The one hot loop of reading a screen, hence in one piece and without generators."""
    texts = ["", "", "", "", "", "", ""]
    numbers = [0, 0, 0, 0, 0, 0, 0, 0]
    bounds, flags, visible = _NO_BOX, 0, False
    children: list[int] = []
    actions: list[tuple[int, str]] = []
    spans: list[ClickableSpan] = []
    at, end = 0, len(data)
    while at < end:
        key = data[at]
        at += 1
        if key > 0x7F:
            key, at = protobuf.read_varint(data, at - 1)
        number, wire = key >> 3, key & 7
        if wire not in (0, 2):
            at = protobuf.skip_fixed(data, at, number, wire)
            continue
        value = data[at]
        at += 1
        if value > 0x7F:
            value, at = protobuf.read_varint(data, at - 1)
        if wire == 0:
            if number in FLAG_FIELDS:
                flags = flags | FLAG_FIELDS[number] if value else flags & ~FLAG_FIELDS[number]
            elif number == 23:
                visible = bool(value)
            elif number in _NUMBERS:
                numbers[_NUMBERS[number]] = protobuf.signed(value) if number in _WIDE else protobuf.int32(value)
            elif number == 25:
                children.append(protobuf.int32(value))
            elif number == 0:
                raise DataError("field number 0 in a node")
            continue
        stop = at + value
        if stop > end:
            raise DataError(f"field {number} of a node ends beyond it")
        if number in _TEXTS:
            texts[_TEXTS[number]] = data[at:stop].decode()
        elif number == 2:
            bounds = _rect(data[at:stop], bounds)
        elif number == 25:
            children += [protobuf.int32(n) for n in protobuf.packed(data[at:stop])]
        elif number == 24:
            actions.append(_action(data[at:stop]))
        elif number == 26:
            spans.append(_span(data[at:stop]))
        elif number == 0:
            raise DataError("field number 0 in a node")
        at = stop
    return ForestNode._make((*texts, *numbers, bounds, flags, visible, tuple(children), tuple(actions), tuple(spans)))


def _action(data: bytes) -> tuple[int, str]:
    identifier, label = 0, ""
    for number, wire, value in protobuf.fields(data):
        if number == 1 and isinstance(value, int):
            identifier = protobuf.int32(value)
        elif number == 2 and wire == protobuf.LENGTH and isinstance(value, memoryview):
            label = bytes(value).decode()
    return identifier, label


def _span(data: bytes) -> ClickableSpan:
    texts, numbers = {1: "", 2: ""}, {3: 0, 4: 0, 5: 0}
    for number, wire, value in protobuf.fields(data):
        if number in numbers and isinstance(value, int):
            numbers[number] = protobuf.int32(value)
        elif number in texts and wire == protobuf.LENGTH and isinstance(value, memoryview):
            texts[number] = bytes(value).decode()
    return ClickableSpan(texts[1], texts[2], numbers[3], numbers[4], numbers[5])


# ---- encoding --------------------------------------------------------------------------------------


def encode(windows: Iterable[ForestWindow]) -> bytes:
    """The serialised forest, fields in ascending order as protocol-buffer libraries write them."""
    return b"".join(protobuf.field_bytes(1, _encode_window(window)) for window in windows)


def _encode_window(window: ForestWindow) -> bytes:
    number, nested = protobuf.field_varint, protobuf.field_bytes
    parts = [
        nested(1, _encode_rect(window.bounds)),
        number(2, window.display_id),
        number(3, window.id),
        number(4, window.layer),
        _encode_text(5, window.title),
        number(6, window.window_type),
        number(7, window.is_accessibility_focused),
        number(8, window.is_active),
        number(9, window.is_focused),
        number(10, window.is_in_picture_in_picture_mode),
        nested(11, [nested(1, _encode_node(node)) for node in window.nodes]),
    ]
    return b"".join(parts)


def _encode_rect(box: Box) -> bytes:
    return b"".join(protobuf.field_varint(i, edge) for i, edge in enumerate(box, 1))


def _encode_text(number: int, text: str) -> bytes:
    return protobuf.field_bytes(number, text.encode()) if text else b""


def _encode_action(identifier: int, label: str) -> bytes:
    return protobuf.field_bytes(24, protobuf.field_varint(1, identifier) + _encode_text(2, label))


def _encode_span(span: ClickableSpan) -> bytes:
    numbers = (protobuf.field_varint(i, n) for i, n in enumerate(span[2:], 3))
    return protobuf.field_bytes(26, [_encode_text(1, span.text), _encode_text(2, span.url), *numbers])


_Encoder = Callable[[ForestNode], bytes]


def _encoder(number: int) -> _Encoder:
    """What writes one field of a node."""
    if number in _TEXTS:
        place = _TEXTS[number]
        return lambda node: _encode_text(number, str(node[place]))
    if number in _NUMBERS:
        position = len(_TEXTS) + _NUMBERS[number]
        return lambda node: protobuf.field_varint(number, cast("int", node[position]))
    bit = FLAG_FIELDS[number]
    return lambda node: protobuf.field_varint(number, 1) if node.flags & bit else b""


_OTHERS: Final[dict[int, _Encoder]] = {
    2: lambda node: protobuf.field_bytes(2, _encode_rect(node.bounds)),
    23: lambda node: protobuf.field_varint(23, node.visible),
    24: lambda node: b"".join(_encode_action(*action) for action in node.actions),
    25: lambda node: protobuf.field_bytes(25, map(protobuf.varint, node.child_ids)) if node.child_ids else b"",
    26: lambda node: b"".join(map(_encode_span, node.clickable_spans)),
}
_FIELDS: Final = tuple(
    _OTHERS[number] if number in _OTHERS else _encoder(number)
    for number in sorted((*_TEXTS, *_NUMBERS, *FLAG_FIELDS, *_OTHERS))
)


def _encode_node(node: ForestNode) -> bytes:
    return b"".join([encode_field(node) for encode_field in _FIELDS])
