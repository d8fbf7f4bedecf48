"""The host's values on their way to Python."""

from __future__ import annotations

import datetime
import decimal
import uuid
from typing import Any, Callable, Dict, List

from ._wire import types
from .errors import ConversionFailed
from .values import Array, Foreign, Interval, Json


def decode(value: types.Value) -> Any:
    """Makes a value of Python of one of the host's."""
    return _DECODERS[type(value)](value)


def _uuid(value: types.Uuid) -> uuid.UUID:
    return uuid.UUID(int=value.high << 64 | value.low)


def _date(value: types.Date) -> datetime.date:
    try:
        return datetime.date(value.year, value.month, value.day)
    except ValueError:
        raise _out_of_range("date", f"{value.year}-{value.month:02}-{value.day:02}") from None


def _time(value: types.Time) -> datetime.time:
    if value.nanosecond % 1_000:
        raise _out_of_range("time", f"with {value.nanosecond} nanoseconds")
    return datetime.time(value.hour, value.minute, value.second, value.nanosecond // 1_000)


def _out_of_range(kind: str, text: str) -> ConversionFailed:
    return ConversionFailed(f"a {kind} of Python cannot hold this one: {text}; select it as text")


def _timestamp(value: types.DateTime) -> datetime.datetime:
    return datetime.datetime.combine(_date(value.date), _time(value.time))


def _timestamptz(value: types.DateTime) -> datetime.datetime:
    return datetime.datetime.combine(_date(value.date), _time(value.time), datetime.timezone.utc)


def _interval(value: types.Interval) -> Interval:
    return Interval(value.months, value.days, value.microseconds)


def _same(value: Any) -> Any:
    return value.value


def _array(kind: str) -> Callable[[Any], Array[Any]]:
    return lambda value: Array(kind, value.value)


_DECODERS: Dict[type, Callable[[Any], Any]] = {
    types.Value_Null: lambda _: None,
    types.Value_Boolean: _same,
    types.Value_Integer: _same,
    types.Value_UnsignedInteger: _same,
    types.Value_Real: _same,
    types.Value_Decimal: lambda value: decimal.Decimal(value.value),
    types.Value_Text: _same,
    types.Value_Bytes: _same,
    types.Value_Json: lambda value: Json.from_text(value.value),
    types.Value_Uuid: lambda value: _uuid(value.value),
    types.Value_Date: lambda value: _date(value.value),
    types.Value_Time: lambda value: _time(value.value),
    types.Value_Timestamp: lambda value: _timestamp(value.value),
    types.Value_Timestamptz: lambda value: _timestamptz(value.value),
    types.Value_Interval: lambda value: _interval(value.value),
    types.Value_BooleanArray: _array("boolean"),
    types.Value_IntegerArray: _array("integer"),
    types.Value_RealArray: _array("real"),
    types.Value_TextArray: _array("text"),
    types.Value_Foreign: lambda value: Foreign(value.value.type_name, value.value.text),
}


def decode_row(values: List[types.Value]) -> List[Any]:
    """Makes values of Python of one row of the host's."""
    return [_DECODERS[type(value)](value) for value in values]
