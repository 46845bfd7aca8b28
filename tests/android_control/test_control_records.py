"""Wire format, tf.train.Example and TFRecord framing: what is written is read, and damage is an error with a place."""

import gzip
import io
import pickle
import struct
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from osgenesis.envs.android_control import protobuf, tfrecord
from osgenesis.envs.android_control.example import decode_example, encode_example
from osgenesis.envs.android_control.tfrecord import DamagedRecordError, RecordWriter, frame, masked_crc, records
from osgenesis.envs.core.errors import DataError

INT64 = st.integers(-(2**63), 2**63 - 1)
FEATURES = st.dictionaries(
    st.text(max_size=12),
    st.one_of(
        st.lists(st.binary(max_size=20), max_size=4),
        st.lists(INT64, max_size=4),
        st.lists(st.floats(width=32, allow_nan=False), max_size=4),
    ),
    max_size=5,
)


def framed(*payloads: bytes) -> bytes:
    return b"".join(map(frame, payloads))


def zipped(*payloads: bytes) -> bytes:
    file = io.BytesIO()
    with RecordWriter(file) as writer:
        for payload in payloads:
            writer.write(payload)
    return file.getvalue()


def read(data: bytes) -> list[bytes]:
    return [record.payload for record in records(tfrecord.open_stream(io.BytesIO(data)), "shard")]


# ---- wire format and Example -----------------------------------------------------------------------


def test_the_varint_of_the_manual() -> None:
    assert protobuf.varint(150) == b"\x96\x01"
    assert protobuf.read_varint(b"\x96\x01", 0) == (150, 2)


@given(INT64)
def test_a_64_bit_number_survives(number: int) -> None:
    value, end = protobuf.read_varint(protobuf.varint(number), 0)
    assert protobuf.signed(value) == number
    assert end == len(protobuf.varint(number))


@given(FEATURES)
def test_features_survive(features: dict[str, list[bytes] | list[int] | list[float]]) -> None:
    assert decode_example(encode_example(features)) == features


def test_an_empty_feature_is_an_empty_list() -> None:
    assert decode_example(encode_example({"actions": []})) == {"actions": []}


def test_trailing_zeros_of_bytes_stay() -> None:
    assert decode_example(encode_example({"a": [b"x\0\0", b"\0", b""]})) == {"a": [b"x\0\0", b"\0", b""]}


def test_integers_may_be_packed_or_not() -> None:
    unpacked = b"".join(protobuf.varint(1 << 3) + protobuf.varint(n) for n in (5, -1))
    feature = protobuf.field_bytes(2, protobuf.field_bytes(3, unpacked))
    example = protobuf.field_bytes(1, protobuf.field_bytes(1, protobuf.field_bytes(1, b"n") + feature))
    assert decode_example(example) == {"n": [5, -1]}


def test_features_that_are_not_wanted_are_skipped() -> None:
    data = encode_example({"a": [b"1"], "b": [2]})
    assert decode_example(data, frozenset({"b"})) == {"b": [2]}


@given(st.binary(max_size=60))
def test_bytes_that_are_no_example_are_a_data_error_at_most(data: bytes) -> None:
    try:
        decode_example(data)
    except DataError:
        pass


@given(FEATURES, st.data())
def test_a_changed_byte_of_an_example_is_a_data_error_at_most(
    features: dict[str, list[bytes] | list[int] | list[float]], data: st.DataObject
) -> None:
    raw = bytearray(encode_example({"a": [b"1"], **features}))
    raw[data.draw(st.integers(0, len(raw) - 1))] ^= data.draw(st.integers(1, 255))
    try:
        decode_example(bytes(raw))
    except DataError:
        pass


# ---- framing ---------------------------------------------------------------------------------------


def test_the_masked_crc_of_the_published_check_value() -> None:
    # CRC-32C of "123456789" is E3069283 (RFC 3720, B.4); masked: rotated right by 15, plus A282EAD8.
    crc = 0xE3069283
    assert masked_crc(b"123456789") == ((crc >> 15 | crc << 17) + 0xA282EAD8) & 0xFFFFFFFF


@given(st.lists(st.binary(max_size=100), max_size=5))
def test_records_survive_compressed_or_not(payloads: list[bytes]) -> None:
    assert read(framed(*payloads)) == payloads
    assert read(zipped(*payloads)) == payloads


def test_equal_payloads_give_equal_files() -> None:
    assert zipped(b"a", b"b") == zipped(b"a", b"b")


def test_offsets_are_those_of_the_uncompressed_stream() -> None:
    found = list(records(tfrecord.open_stream(io.BytesIO(zipped(b"abc", b"", b"de"))), "shard"))
    assert [(r.number, r.offset) for r in found] == [(0, 0), (1, 19), (2, 35)]


@pytest.mark.parametrize("cut", [1, 11, 12, 14, 15, 18])
def test_a_record_that_is_cut_off_says_where(cut: int) -> None:
    data = framed(b"first") + frame(b"abc")[:cut]
    with pytest.raises(DataError, match=r"shard, record 1 at byte 21: .*cut off"):
        read(data)


def test_a_flipped_bit_in_the_length_ends_the_reading() -> None:
    data = bytearray(framed(b"first", b"second"))
    data[22] ^= 1
    with pytest.raises(DataError, match="record 1 at byte 21: the CRC of the length is wrong"):
        read(bytes(data))


@pytest.mark.parametrize("place", [12, 14, 17, 20])
def test_a_flipped_bit_in_payload_or_crc_costs_one_record(place: int) -> None:
    data = bytearray(framed(b"first", b"second"))
    data[place] ^= 0x10
    with pytest.raises(DamagedRecordError, match="record 0 at byte 0: the CRC of its 5 bytes is wrong") as caught:
        read(bytes(data))
    assert caught.value.next_offset == 21

    said: list[DataError] = []
    stream = tfrecord.open_stream(io.BytesIO(bytes(data)))
    assert [r[:2] for r in records(stream, "shard", on_damage=said.append)] == [(1, 21)]
    assert len(said) == 1


def test_a_damage_travels_between_processes() -> None:
    error = pickle.loads(pickle.dumps(DamagedRecordError("it is broken", 12)))
    assert (str(error), error.next_offset) == ("it is broken", 12)


def test_a_file_of_another_kind_is_no_tfrecord() -> None:
    with pytest.raises(DataError, match=r"no TFRecord file"):
        read(b"<!doctype html><title>404</title>")
    with pytest.raises(DataError, match=r"no TFRecord file"):
        read(gzip.compress(b'{"train": [1, 2, 3]}'))


def test_a_truncated_gzip_stream_says_which_record() -> None:
    data = zipped(b"first", bytes(range(256)) * 40)
    with pytest.raises(DataError, match="shard, record 1 at byte 21: the gzip stream is damaged or cut off"):
        read(data[:-40])


@given(st.binary(max_size=80))
def test_bytes_that_are_no_records_are_a_data_error_at_most(data: bytes) -> None:
    for form in (data, b"\x1f\x8b" + data, gzip.compress(data)):
        try:
            read(form)
        except DataError:
            pass


@given(st.data())
def test_a_changed_byte_of_a_shard_never_passes_unseen(data: st.DataObject) -> None:
    payloads = [b"first", b"second " * 9]
    raw = bytearray(zipped(*payloads))
    place = data.draw(st.integers(0, len(raw) - 1))
    raw[place] ^= data.draw(st.integers(1, 255))
    try:
        found = read(bytes(raw))
    except DataError:
        return
    assert found == payloads  # a byte of the gzip header that says nothing, such as the time


def test_a_length_beyond_all_reason_is_refused_before_it_is_read() -> None:
    length = struct.pack("<Q", 1 << 40)
    with pytest.raises(DataError, match="a record of 1,099,511,627,776 bytes"):
        read(length + struct.pack("<I", masked_crc(length)) + b"x" * 100)


def test_a_decompression_bomb_is_not_inflated() -> None:
    size = 400 << 20
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    header = struct.pack("<Q", size)
    pieces = [packer.compress(header + struct.pack("<I", masked_crc(header)))]
    zeros = bytes(1 << 20)
    pieces += [packer.compress(zeros) for _ in range(size >> 20)]
    bomb = b"".join([*pieces, packer.flush()])
    assert len(bomb) < 500_000
    with pytest.raises(DataError, match="decompression bomb"):
        read(bomb)


def test_only_one_record_is_in_memory() -> None:
    import tracemalloc

    record, count = frame(bytes(1 << 20)), 40

    class Endless(io.RawIOBase):
        left = count * len(record)

        def readable(self) -> bool:
            return True

        def read(self, size: int = -1) -> bytes:
            start = (count * len(record) - self.left) % len(record)
            piece = record[start : start + min(size, 1 << 16)]
            self.left -= len(piece)
            return piece if self.left >= 0 else b""

    tracemalloc.start()
    number = sum(1 for _ in records(tfrecord.open_stream(Endless()), "stream"))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert number == count
    assert peak < 8 << 20
