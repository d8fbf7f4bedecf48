"""Types of columns."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, Iterable, Optional, Tuple, Union

from .._wire import model
from .name import Name, wire_name


@dataclass(frozen=True)
class DataType:
    """The type of a column; the functions of `aludel.op` make it."""

    base: Any
    """What the host knows it as."""
    dimensions: int = 0
    """How many dimensions its arrays have; 0 for no array."""
    overrides: Tuple[Tuple[str, str], ...] = ()
    """Texts that take its place, by dialect."""

    def array(self, dimensions: int = 1) -> DataType:
        """Gives many values of this type (PostgreSQL)."""
        return replace(self, dimensions=self.dimensions + dimensions)

    def on(self, dialect: str, text: str) -> DataType:
        """Takes this text in its place on one kind of server: ``op.json().on("postgresql", "json")``."""
        return replace(self, overrides=(*self.overrides, (dialect, text)))

    def to_wire(self) -> model.ColumnType:
        """Makes the host's type."""
        return model.ColumnType(self.base, self.dimensions, list(self.overrides))


def wire_type(data_type: Union[DataType, str]) -> model.ColumnType:
    """Makes the host's type; a text is the text of a type as it stands."""
    if isinstance(data_type, str):
        data_type = custom(data_type)
    if not isinstance(data_type, DataType):
        raise TypeError(f"a type is op.integer(), op.varchar(40) or the like, or its text, not {data_type!r}")
    return data_type.to_wire()


def boolean() -> DataType:
    """True or false."""
    return DataType(model.ScalarType_Boolean())


def small_integer() -> DataType:
    """A whole number of 16 bits."""
    return DataType(model.ScalarType_Smallint())


def integer() -> DataType:
    """A whole number of 32 bits."""
    return DataType(model.ScalarType_Integer())


def big_integer() -> DataType:
    """A whole number of 64 bits."""
    return DataType(model.ScalarType_Bigint())


def real() -> DataType:
    """A binary fraction of 32 bits."""
    return DataType(model.ScalarType_Real())


def double() -> DataType:
    """A binary fraction of 64 bits."""
    return DataType(model.ScalarType_Double())


def numeric(precision: Optional[int] = None, scale: Optional[int] = None) -> DataType:
    """A decimal fraction of so many digits, so many of them after the point."""
    return DataType(model.ScalarType_Numeric(model.NumericType(precision, scale)))


def character(length: int) -> DataType:
    """Text of exactly that many characters."""
    return DataType(model.ScalarType_Character(length))


def varchar(length: Optional[int] = None) -> DataType:
    """Text of at most that many characters."""
    return DataType(model.ScalarType_Varchar(length))


def text() -> DataType:
    """Text."""
    return DataType(model.ScalarType_Text())


def binary(length: Optional[int] = None) -> DataType:
    """Bytes, at most so many."""
    return DataType(model.ScalarType_Binary(length))


def json() -> DataType:
    """A JSON document."""
    return DataType(model.ScalarType_Json())


def uuid() -> DataType:
    """128 bits."""
    return DataType(model.ScalarType_Uuid())


def date() -> DataType:
    """A day."""
    return DataType(model.ScalarType_Date())


def time(digits: Optional[int] = None) -> DataType:
    """A time of day, with that many digits of the second's fraction."""
    return DataType(model.ScalarType_Time(digits))


def timestamp(digits: Optional[int] = None) -> DataType:
    """A point on the wall clock, with that many digits of the second's fraction."""
    return DataType(model.ScalarType_Timestamp(digits))


def timestamptz(digits: Optional[int] = None) -> DataType:
    """A point in time, with that many digits of the second's fraction."""
    return DataType(model.ScalarType_Timestamptz(digits))


def interval() -> DataType:
    """A span of time."""
    return DataType(model.ScalarType_Interval())


def enumeration(name: Name, labels: Iterable[str]) -> DataType:
    """One of these values. Where types have names, `Database.create_enum` makes it."""
    return DataType(model.ScalarType_Enumeration(model.EnumDef(wire_name(name), list(labels), None)))


def custom(text: str) -> DataType:
    """The text of a type, as it stands; a text in place of a type is the same."""
    return DataType(model.ScalarType_Custom(text))
