"""Columns of many values: the cheapest way through the boundary.

The host packs a column of one type into one block, so a thousand rows cost a few calls and not thousands of objects.
"""

from __future__ import annotations

from itertools import accumulate
from typing import Any, List, Sequence

from ._decode import decode_row
from ._encode import encode
from ._wire import types

_INTEGER_MAX = (1 << 63) - 1
_INTEGER_MIN = -(1 << 63)
_NONE = type(None)


def decode_column(column: types.ColumnBatch) -> List[Any]:
    """Gives the values of a column, None for NULL."""
    data = column.data
    if isinstance(data, types.ColumnData_Texts):
        values: List[Any] = _unpack_texts(data.value)
    elif isinstance(data, types.ColumnData_Blobs):
        values = _unpack(data.value.data, data.value.ends)
    elif isinstance(data, types.ColumnData_Values):
        values = decode_row(data.value)
    elif isinstance(data, types.ColumnData_Booleans):
        values = [byte == 1 for byte in data.value]
    else:
        values = data.value
    if column.nulls:
        _set_nulls(values, column.nulls)
    return values


def _unpack(data: Any, ends: Sequence[int]) -> List[Any]:
    start = 0
    items = []
    for end in ends:
        items.append(data[start:end])
        start = end
    return items


def _unpack_texts(packed: types.Packed) -> List[Any]:
    text = packed.data.decode()
    if len(text) == len(packed.data):
        # All of it is ASCII, so bytes are characters.
        return _unpack(text, packed.ends)
    return [item.decode() for item in _unpack(packed.data, packed.ends)]


def _set_nulls(values: List[Any], nulls: bytes) -> None:
    for place, byte in enumerate(nulls):
        bit = place * 8
        while byte:
            if byte & 1:
                values[bit] = None
            byte >>= 1
            bit += 1


def encode_columns(columns: Sequence[Sequence[Any]], row_count: int) -> types.Batch:
    """Makes the host's batch of columns of values."""
    return types.Batch(row_count, [encode_column(column) for column in columns])


def encode_column(values: Sequence[Any]) -> types.ColumnBatch:
    """Makes the host's column of values; those of one plain type are packed."""
    present = set(map(type, values))
    nulls = b""
    if _NONE in present:
        present.discard(_NONE)
        nulls = _nulls_of(values)
    if len(present) == 1:
        packer = _PACKERS.get(present.pop())
        packed = packer(values, bool(nulls)) if packer is not None else None
        if packed is not None:
            return types.ColumnBatch(packed, nulls)
    return types.ColumnBatch(types.ColumnData_Values([encode(value) for value in values]), b"")


def _nulls_of(values: Sequence[Any]) -> bytes:
    bits = bytearray((len(values) + 7) // 8)
    for place, value in enumerate(values):
        if value is None:
            bits[place >> 3] |= 1 << (place & 7)
    return bytes(bits)


def _filled(values: Sequence[Any], has_nulls: bool, filling: Any) -> List[Any]:
    if has_nulls:
        return [filling if value is None else value for value in values]
    return values if isinstance(values, list) else list(values)


def _integers(values: Sequence[Any], has_nulls: bool) -> Any:
    integers = _filled(values, has_nulls, 0)
    if min(integers) < _INTEGER_MIN or max(integers) > _INTEGER_MAX:
        return None
    return types.ColumnData_Integers(integers)


def _reals(values: Sequence[Any], has_nulls: bool) -> Any:
    return types.ColumnData_Reals(_filled(values, has_nulls, 0.0))


def _booleans(values: Sequence[Any], has_nulls: bool) -> Any:
    return types.ColumnData_Booleans(bytes(_filled(values, has_nulls, False)))


def _texts(values: Sequence[Any], has_nulls: bool) -> Any:
    texts = _filled(values, has_nulls, "")
    data = "".join(texts)
    if data.isascii():
        return types.ColumnData_Texts(types.Packed(list(accumulate(map(len, texts))), data.encode()))
    items = [text.encode() for text in texts]
    return types.ColumnData_Texts(types.Packed(list(accumulate(map(len, items))), b"".join(items)))


def _blobs(values: Sequence[Any], has_nulls: bool) -> Any:
    items = _filled(values, has_nulls, b"")
    return types.ColumnData_Blobs(types.Packed(list(accumulate(map(len, items))), b"".join(items)))


_PACKERS = {int: _integers, float: _reals, bool: _booleans, str: _texts, bytes: _blobs}
