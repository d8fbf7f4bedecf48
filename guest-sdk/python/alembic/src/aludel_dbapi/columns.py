"""Rows to columns and back: a batch crosses the boundary in far less time than its rows one by one."""

from collections.abc import Callable, Iterable, Sequence
from itertools import accumulate, chain
from typing import Any

from aludel._wire import types as wit

from .values import to_wit

_LARGEST = (1 << 63) - 1
_SMALLEST = -(1 << 63)


def read_batch(batch: wit.Batch, convert: Callable[[Any], Any], convert_boolean: Callable[[bool], Any]) -> list[tuple]:
    """The rows of a batch. `convert` reads what has no layout of its own."""
    if not batch.columns:
        return [()] * batch.row_count
    return list(zip(*(_read_column(column, convert, convert_boolean) for column in batch.columns), strict=True))


def _read_column(column: wit.ColumnBatch, convert: Callable, convert_boolean: Callable) -> list:
    data = column.data
    match data:
        case wit.ColumnData_Integers() | wit.ColumnData_Reals():
            values = list(data.value)
        case wit.ColumnData_Texts():
            values = _read_texts(data.value)
        case wit.ColumnData_Booleans():
            values = [convert_boolean(item != 0) for item in data.value]
        case wit.ColumnData_Blobs():
            values = _read_blobs(data.value)
        case _:
            values = [convert(item) for item in data.value]
    return _with_nulls(values, column.nulls)


def _with_nulls(values: list, nulls: bytes) -> list:
    for position, byte in enumerate(nulls):
        if byte:
            for bit in range(8):
                if byte >> bit & 1:
                    values[position * 8 + bit] = None
    return values


def _read_blobs(packed: wit.Packed) -> list[bytes]:
    data = packed.data
    return [data[start:end] for start, end in _places(packed)]


def _read_texts(packed: wit.Packed) -> list[str]:
    if not packed.data.isascii():
        return [item.decode() for item in _read_blobs(packed)]
    # One text of all: its places are those of the bytes.
    text = packed.data.decode("ascii")
    return [text[start:end] for start, end in _places(packed)]


def _places(packed: wit.Packed) -> Iterable[tuple[int, int]]:
    return zip(chain((0,), packed.ends), packed.ends)


def write_batch(rows: Sequence[Sequence[Any]]) -> wit.Batch:
    """The batch of these rows, which are equally long."""
    return wit.Batch(len(rows), [_write_column(column) for column in zip(*rows, strict=True)])


def _write_column(values: Sequence[Any]) -> wit.ColumnBatch:
    kinds = set(map(type, values))
    has_nulls = type(None) in kinds
    kinds.discard(type(None))
    write = _WRITERS.get(next(iter(kinds))) if len(kinds) == 1 else None
    data = write(values) if write else None
    if data is None:
        return wit.ColumnBatch(wit.ColumnData_Values([to_wit(value) for value in values]), b"")
    return wit.ColumnBatch(data, _null_bits(values) if has_nulls else b"")


def _null_bits(values: Sequence[Any]) -> bytes:
    bits = bytearray((len(values) + 7) // 8)
    for index, value in enumerate(values):
        if value is None:
            bits[index >> 3] |= 1 << (index & 7)
    return bytes(bits)


def _write_integers(values: Sequence[int | None]) -> wit.ColumnData_Integers | None:
    filled = list(_without_nulls(values, 0))
    if min(filled) < _SMALLEST or max(filled) > _LARGEST:
        return None
    return wit.ColumnData_Integers(filled)


def _write_reals(values: Sequence[float | None]) -> wit.ColumnData_Reals:
    return wit.ColumnData_Reals(list(_without_nulls(values, 0.0)))


def _write_booleans(values: Sequence[bool | None]) -> wit.ColumnData_Booleans:
    return wit.ColumnData_Booleans(bytes(1 if value else 0 for value in values))


def _write_texts(values: Sequence[str | None]) -> wit.ColumnData_Texts:
    texts = _without_nulls(values, "")
    text = "".join(texts)
    if not text.isascii():
        return wit.ColumnData_Texts(_pack(list(map(str.encode, texts))))
    # The places of bytes are those of characters.
    return wit.ColumnData_Texts(wit.Packed(list(accumulate(map(len, texts))), text.encode()))


def _write_blobs(values: Sequence[bytes | None]) -> wit.ColumnData_Blobs:
    return wit.ColumnData_Blobs(_pack(_without_nulls(values, b"")))


def _pack(items: Sequence[bytes]) -> wit.Packed:
    return wit.Packed(list(accumulate(map(len, items))), b"".join(items))


def _without_nulls(values: Sequence[Any], filling: Any) -> Sequence[Any]:
    return [filling if value is None else value for value in values] if None in values else values


_WRITERS: dict[type, Callable[[Sequence[Any]], Any]] = {
    int: _write_integers,
    float: _write_reals,
    bool: _write_booleans,
    str: _write_texts,
    bytes: _write_blobs,
}
