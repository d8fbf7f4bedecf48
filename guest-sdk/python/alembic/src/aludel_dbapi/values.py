"""Values of Python and values of the database, one into the other."""

import datetime
import enum
import json
import uuid
from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Any

from aludel._wire import types as wit

from .errors import DataError

_EPOCH_FREE_UTC = datetime.timezone.utc
_REAL_DATETIME = type(datetime.datetime.min)


def to_wit(value: Any) -> wit.Value:
    """The value as the database takes it."""
    write = _WRITERS.get(type(value))
    if write is None:
        write = next((write for kind, write in _WRITERS.items() if isinstance(value, kind)), None)
    if write is None:
        raise DataError(
            f"a value of type {type(value).__name__} cannot be a parameter: {value!r}; "
            "convert it to int, float, Decimal, str, bytes, a date or time, a UUID, a list or a dict"
        )
    return write(value)


def _write_integer(value: int) -> wit.Value:
    if -(1 << 63) <= value < 1 << 63:
        return wit.Value_Integer(int(value))
    if 0 <= value < 1 << 64:
        return wit.Value_UnsignedInteger(int(value))
    return wit.Value_Decimal(str(int(value)))


def _write_decimal(value: Decimal) -> wit.Value:
    return wit.Value_Decimal(format(value, "f")) if value.is_finite() else wit.Value_Text(str(value))


def _write_uuid(value: uuid.UUID) -> wit.Value:
    return wit.Value_Uuid(wit.Uuid(value.int >> 64, value.int & (1 << 64) - 1))


def _date(value: datetime.date) -> wit.Date:
    return wit.Date(value.year, value.month, value.day)


def _time(value: datetime.time | datetime.datetime) -> wit.Time:
    return wit.Time(value.hour, value.minute, value.second, value.microsecond * 1000)


def _write_datetime(value: datetime.datetime) -> wit.Value:
    if value.tzinfo is None or value.utcoffset() is None:
        return wit.Value_Timestamp(wit.DateTime(_date(value), _time(value)))
    value = value.astimezone(_EPOCH_FREE_UTC)
    return wit.Value_Timestamptz(wit.DateTime(_date(value), _time(value)))


def _write_interval(value: datetime.timedelta) -> wit.Value:
    return wit.Value_Interval(wit.Interval(0, value.days, value.seconds * 1_000_000 + value.microseconds))


def _write_list(values: Sequence[Any]) -> wit.Value:
    present = {type(value) for value in values if value is not None}
    if present <= {bool} and present:
        return wit.Value_BooleanArray(list(values))
    if present <= {int} and all(value is None or -(1 << 63) <= value < 1 << 63 for value in values):
        return wit.Value_IntegerArray(list(values))
    if present <= {int, float}:
        return wit.Value_RealArray([None if value is None else float(value) for value in values])
    if any(isinstance(value, (list, tuple)) for value in values):
        return wit.Value_Foreign(wit.ForeignValue("array", _array_text(values)))
    return wit.Value_TextArray([None if value is None else _text_of(value) for value in values])


def _text_of(value: Any) -> str:
    if isinstance(value, (bytes, bytearray, memoryview)):
        return "\\x" + bytes(value).hex()
    if isinstance(value, bool):
        return "true" if value else "false"
    return json.dumps(value) if isinstance(value, dict) else str(value)


def _array_text(values: Sequence[Any]) -> str:
    return "{" + ",".join(map(_array_item, values)) + "}"


def _array_item(value: Any) -> str:
    if value is None:
        return "NULL"
    if isinstance(value, (list, tuple)):
        return _array_text(value)
    return '"' + _text_of(value).replace("\\", "\\\\").replace('"', '\\"') + '"'


def _write_enum(value: enum.Enum) -> wit.Value:
    return to_wit(value.value)


# A subclass stands before what it is a subclass of: the first that fits is taken.
_WRITERS: dict[type, Callable[[Any], wit.Value]] = {
    type(None): lambda _value: wit.Value_Null(),
    bool: wit.Value_Boolean,
    str: lambda value: wit.Value_Text(str.__str__(value)),
    int: _write_integer,
    float: lambda value: wit.Value_Real(float(value)),
    bytes: wit.Value_Bytes,
    bytearray: lambda value: wit.Value_Bytes(bytes(value)),
    memoryview: lambda value: wit.Value_Bytes(bytes(value)),
    Decimal: _write_decimal,
    uuid.UUID: _write_uuid,
    _REAL_DATETIME: _write_datetime,
    datetime.date: lambda value: wit.Value_Date(_date(value)),
    datetime.time: lambda value: wit.Value_Time(_time(value)),
    datetime.timedelta: _write_interval,
    enum.Enum: _write_enum,
    list: _write_list,
    tuple: _write_list,
    dict: lambda value: wit.Value_Json(json.dumps(value)),
}


class Reader:
    """Reads values as the usual driver of a database gives them: `sqlite3`, `psycopg`, `PyMySQL`."""

    def __init__(self, dialect_name: str) -> None:
        """For the database of that name."""
        self._is_mysql = dialect_name in ("mysql", "mariadb")
        self._is_postgresql = dialect_name == "postgresql"
        self.boolean: Callable[[bool], Any] = bool if self._is_postgresql else int
        self._readers = {
            wit.Value_Null: lambda _value: None,
            wit.Value_Boolean: lambda value: self.boolean(value.value),
            wit.Value_Decimal: lambda value: Decimal(value.value),
            wit.Value_Json: self._json,
            wit.Value_Uuid: lambda value: uuid.UUID(int=value.value.high << 64 | value.value.low),
            wit.Value_Date: lambda value: _read_date(value.value),
            wit.Value_Time: self._time,
            wit.Value_Timestamp: lambda value: _read_datetime(value.value, None),
            wit.Value_Timestamptz: self._timestamptz,
            wit.Value_Interval: lambda value: _read_interval(value.value),
            wit.Value_Foreign: lambda value: value.value.text,
        }

    def read(self, value: wit.Value) -> Any:
        """The value in Python. Those without an entry carry it as it is: numbers, texts, bytes and lists of them."""
        reader = self._readers.get(type(value))
        return reader(value) if reader else value.value

    def _json(self, value: wit.Value_Json) -> Any:
        return json.loads(value.value) if self._is_postgresql else value.value

    def _time(self, value: wit.Value_Time) -> Any:
        time = value.value
        if self._is_mysql:
            return datetime.timedelta(
                hours=time.hour, minutes=time.minute, seconds=time.second, microseconds=time.nanosecond // 1000
            )
        return datetime.time(time.hour, time.minute, time.second, time.nanosecond // 1000)

    def _timestamptz(self, value: wit.Value_Timestamptz) -> datetime.datetime:
        return _read_datetime(value.value, None if self._is_mysql else _EPOCH_FREE_UTC)


def _read_date(value: wit.Date) -> Any:
    if 1 <= value.year <= 9999:
        return datetime.date(value.year, value.month, value.day)
    return f"{value.year:05d}-{value.month:02d}-{value.day:02d}"


def _read_datetime(value: wit.DateTime, zone: datetime.timezone | None) -> Any:
    date, time = value.date, value.time
    if 1 <= date.year <= 9999:
        return _REAL_DATETIME(
            date.year, date.month, date.day, time.hour, time.minute, time.second, time.nanosecond // 1000, zone
        )
    return f"{_read_date(date)} {time.hour:02d}:{time.minute:02d}:{time.second:02d}"


def _read_interval(value: wit.Interval) -> datetime.timedelta:
    # A month is 30 days, as psycopg has it: Python has no months.
    return datetime.timedelta(days=value.months * 30 + value.days, microseconds=value.microseconds)
