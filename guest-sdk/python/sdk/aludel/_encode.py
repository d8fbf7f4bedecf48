"""Python's values on their way to the host."""

from __future__ import annotations

import datetime
import decimal
import enum
import json
import uuid
from typing import Any, Callable, Dict, Iterable, List, Sequence

from ._wire import types
from .errors import ConversionFailed
from .values import Array, Foreign, Interval, Json

_INTEGER_MAX = (1 << 63) - 1
_INTEGER_MIN = -(1 << 63)
_UNSIGNED_MAX = (1 << 64) - 1
_NULL = types.Value_Null()


def encode(value: Any) -> types.Value:
    """Makes the host's value of a value of Python."""
    try:
        encoder = _ENCODERS[type(value)]
    except KeyError:
        encoder = _encoder_of_subclass(value)
    return encoder(value)


def encode_row(values: Iterable[Any]) -> List[types.Value]:
    """Makes the host's row of a list or tuple of values."""
    if isinstance(values, (str, bytes, dict, set)):
        raise TypeError(f"parameters are a list or a tuple of values, not a {type(values).__name__}: {values!r}")
    return [encode(value) for value in values]


def _encoder_of_subclass(value: Any) -> Callable[[Any], types.Value]:
    if isinstance(value, enum.Enum):
        return lambda member: encode(member.value)
    for known, encoder in _ENCODERS.items():
        if isinstance(value, known):
            return encoder
    raise ConversionFailed(f"a {type(value).__qualname__} cannot be a value of SQL: {value!r}")


def _integer(value: int) -> types.Value:
    if _INTEGER_MIN <= value <= _INTEGER_MAX:
        return types.Value_Integer(value)
    if 0 < value <= _UNSIGNED_MAX:
        return types.Value_UnsignedInteger(value)
    raise ConversionFailed(f"an integer of SQL has at most 64 bits: {value}; take a Decimal")


def decimal_text(value: decimal.Decimal) -> str:
    """Writes a decimal without an exponent; trailing zeros stay, since they are the scale."""
    if not value.is_finite():
        raise ConversionFailed(f"a decimal of SQL is a finite number, not {value}")
    return format(value, "f")


def _uuid(value: uuid.UUID) -> types.Value:
    return types.Value_Uuid(types.Uuid(value.int >> 64, value.int & _UNSIGNED_MAX))


def _date(value: datetime.date) -> types.Date:
    return types.Date(value.year, value.month, value.day)


def _time(value: datetime.time) -> types.Time:
    return types.Time(value.hour, value.minute, value.second, value.microsecond * 1_000)


def _time_value(value: datetime.time) -> types.Value:
    if value.tzinfo is not None:
        raise ConversionFailed(f"a time with a zone cannot be a value of SQL: {value!r}; take a datetime")
    return types.Value_Time(_time(value))


def _timestamp(value: datetime.datetime) -> types.Value:
    if value.tzinfo is None:
        return types.Value_Timestamp(types.DateTime(_date(value), _time(value.time())))
    in_utc = value.astimezone(datetime.timezone.utc)
    return types.Value_Timestamptz(types.DateTime(_date(in_utc), _time(in_utc.time())))


def _interval(value: Interval) -> types.Value:
    return types.Value_Interval(types.Interval(value.months, value.days, value.microseconds))


def _json(value: Any) -> types.Value:
    return types.Value_Json(json.dumps(value, ensure_ascii=False))


def _array(value: Array[Any]) -> types.Value:
    return _ARRAY_CASES[value.kind](list(value))


def _list(value: Sequence[Any]) -> types.Value:
    first = next((item for item in value if item is not None), "")
    for element, kind in _ELEMENT_KINDS:
        if isinstance(first, element):
            return _ARRAY_CASES[kind](list(value))
    if isinstance(first, (dict, list, tuple)):
        raise ConversionFailed(f"a list of {type(first).__name__}s is no array of SQL; for JSON take Json([...])")
    return types.Value_TextArray([None if item is None else _text_of(item) for item in value])


def _text_of(item: Any) -> str:
    return decimal_text(item) if isinstance(item, decimal.Decimal) else str(item)


_ELEMENT_KINDS = ((bool, "boolean"), (int, "integer"), (float, "real"), (str, "text"))
_ARRAY_CASES: Dict[str, Callable[[List[Any]], types.Value]] = {
    "boolean": types.Value_BooleanArray,
    "integer": types.Value_IntegerArray,
    "real": types.Value_RealArray,
    "text": types.Value_TextArray,
}

# In the order in which subclasses must be looked at: a bool is an int, a datetime is a date.
_ENCODERS: Dict[type, Callable[[Any], types.Value]] = {
    type(None): lambda _: _NULL,
    bool: types.Value_Boolean,
    int: _integer,
    float: types.Value_Real,
    str: types.Value_Text,
    bytes: types.Value_Bytes,
    bytearray: lambda value: types.Value_Bytes(bytes(value)),
    memoryview: lambda value: types.Value_Bytes(bytes(value)),
    decimal.Decimal: lambda value: types.Value_Decimal(decimal_text(value)),
    uuid.UUID: _uuid,
    datetime.datetime: _timestamp,
    datetime.date: lambda value: types.Value_Date(_date(value)),
    datetime.time: _time_value,
    datetime.timedelta: lambda value: _interval(Interval.of(value)),
    Interval: _interval,
    Json: lambda value: types.Value_Json(value.text),
    dict: _json,
    Foreign: lambda value: types.Value_Foreign(types.ForeignValue(value.type_name, value.text)),
    Array: _array,
    list: _list,
}
