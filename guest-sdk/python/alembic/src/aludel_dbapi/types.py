"""The type objects and constructors of PEP 249."""

import datetime
import time as _time


class TypeGroup:
    """Equal to each name of a type that belongs to it."""

    def __init__(self, *names: str) -> None:
        """Takes the beginnings of the names, in small letters."""
        self.names = names

    def __eq__(self, other: object) -> bool:
        """Whether the other is a name of the group."""
        return isinstance(other, str) and other.lower().startswith(self.names)

    def __hash__(self) -> int:
        """By its names."""
        return hash(self.names)


STRING = TypeGroup("char", "varchar", "text", "enum", "bpchar", "name", "tinytext", "mediumtext", "longtext")
BINARY = TypeGroup("blob", "bytea", "binary", "varbinary", "tinyblob", "mediumblob", "longblob")
NUMBER = TypeGroup("int", "bigint", "smallint", "tinyint", "mediumint", "float", "double", "real", "numeric", "decimal")
DATETIME = TypeGroup("date", "time", "interval")
ROWID = TypeGroup("rowid", "oid")

Date = datetime.date
Time = datetime.time
Timestamp = datetime.datetime
Binary = bytes


def DateFromTicks(ticks: float) -> datetime.date:
    """The day of that second since 1970."""
    return Date(*_time.gmtime(ticks)[:3])


def TimeFromTicks(ticks: float) -> datetime.time:
    """The time of day of that second since 1970."""
    return Time(*_time.gmtime(ticks)[3:6])


def TimestampFromTicks(ticks: float) -> datetime.datetime:
    """The moment of that second since 1970, in UTC and without a zone."""
    return Timestamp(*_time.gmtime(ticks)[:6])
