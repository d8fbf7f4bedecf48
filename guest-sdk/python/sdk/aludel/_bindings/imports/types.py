# Generated from wit/ by guest-sdk/python/generate. Do not edit.
"""
Data that crosses the boundary. No functions, no resources.
"""
from __future__ import annotations
from typing import TypeVar, Generic, Union, Optional, Protocol, Tuple, List, Any, Callable
from types import TracebackType
from enum import Flag, Enum, auto
from dataclasses import dataclass
from abc import abstractmethod
import weakref

from ..componentize_py_types import Result, Ok, Err, Some


@dataclass
class Date:
    """
    A calendar day of the proleptic Gregorian calendar.
    """
    year: int
    month: int
    day: int

@dataclass
class Time:
    """
    A time of day without zone.
    """
    hour: int
    minute: int
    second: int
    nanosecond: int

@dataclass
class DateTime:
    """
    A point on the wall clock. Zone-less in `timestamp`, UTC in `timestamptz`.
    """
    date: Date
    time: Time

@dataclass
class Interval:
    """
    Kept in three parts because months and days have no fixed length.
    """
    months: int
    days: int
    microseconds: int

@dataclass
class Uuid:
    """
    128 bits, most significant half first.
    """
    high: int
    low: int

@dataclass
class ForeignValue:
    """
    A value of a type that has no case of its own, in the server's own text
    form: PostgreSQL ranges, `infinity`, inet, hstore; MySQL zero dates, sets.
    """
    type_name: str
    text: str


@dataclass
class Value_Null:
    pass


@dataclass
class Value_Boolean:
    value: bool


@dataclass
class Value_Integer:
    value: int


@dataclass
class Value_UnsignedInteger:
    value: int


@dataclass
class Value_Real:
    value: float


@dataclass
class Value_Decimal:
    value: str


@dataclass
class Value_Text:
    value: str


@dataclass
class Value_Bytes:
    value: bytes


@dataclass
class Value_Json:
    value: str


@dataclass
class Value_Uuid:
    value: Uuid


@dataclass
class Value_Date:
    value: Date


@dataclass
class Value_Time:
    value: Time


@dataclass
class Value_Timestamp:
    value: DateTime


@dataclass
class Value_Timestamptz:
    value: DateTime


@dataclass
class Value_Interval:
    value: Interval


@dataclass
class Value_BooleanArray:
    value: List[Optional[bool]]


@dataclass
class Value_IntegerArray:
    value: List[Optional[int]]


@dataclass
class Value_RealArray:
    value: List[Optional[float]]


@dataclass
class Value_TextArray:
    value: List[Optional[str]]


@dataclass
class Value_Foreign:
    value: ForeignValue


Value = Union[Value_Null, Value_Boolean, Value_Integer, Value_UnsignedInteger, Value_Real, Value_Decimal, Value_Text, Value_Bytes, Value_Json, Value_Uuid, Value_Date, Value_Time, Value_Timestamp, Value_Timestamptz, Value_Interval, Value_BooleanArray, Value_IntegerArray, Value_RealArray, Value_TextArray, Value_Foreign]
"""
One SQL value. Integers and floats of every width share one case each;
the width is in `column.type-name`. The array cases carry
one-dimensional arrays; an array of any other element type travels as
`text-array`, one of more dimensions as `foreign`.
"""


@dataclass
class Column:
    name: str
    type_name: str
    nullable: Optional[bool]

@dataclass
class Packed:
    """
    Variable-length items packed end to end. Item `i` is
    `data[ends[i-1]..ends[i]]`, with `ends[-1]` read as 0.
    """
    ends: List[int]
    data: bytes


@dataclass
class ColumnData_Booleans:
    value: bytes


@dataclass
class ColumnData_Integers:
    value: List[int]


@dataclass
class ColumnData_Reals:
    value: List[float]


@dataclass
class ColumnData_Texts:
    value: Packed


@dataclass
class ColumnData_Blobs:
    value: Packed


@dataclass
class ColumnData_Values:
    value: List[Value]


ColumnData = Union[ColumnData_Booleans, ColumnData_Integers, ColumnData_Reals, ColumnData_Texts, ColumnData_Blobs, ColumnData_Values]
"""
All values of one column of a batch, in the cheapest layout to copy.
"""


@dataclass
class ColumnBatch:
    data: ColumnData
    nulls: bytes

@dataclass
class Batch:
    """
    Rows in columnar form. Every column has `row-count` items.
    """
    row_count: int
    columns: List[ColumnBatch]

class ErrorKind(Enum):
    CONNECTION = 0
    SYNTAX = 1
    CONSTRAINT_VIOLATION = 2
    UNDEFINED_OBJECT = 3
    DUPLICATE_OBJECT = 4
    PERMISSION_DENIED = 5
    SERIALIZATION_FAILURE = 6
    DEADLOCK = 7
    TIMEOUT = 8
    CANCELLED = 9
    LIMIT_EXCEEDED = 10
    DENIED = 11
    OFFLINE = 12
    CONVERSION = 13
    UNSUPPORTED = 14
    OTHER = 15

@dataclass
class Error:
    kind: ErrorKind
    message: str
    sqlstate: Optional[str]
    native_code: Optional[int]
    extras: List[Tuple[str, str]]

@dataclass
class Outcome:
    rows_affected: int
    last_insert_id: Optional[int]
