"""Values of SQL that the standard library has no class for.

| SQL | Python |
|---|---|
| NULL | `None` |
| booleans, integers, floats | `bool`, `int`, `float` |
| DECIMAL, NUMERIC | `decimal.Decimal` |
| text | `str` |
| binary | `bytes` (a `bytearray` or `memoryview` is taken too) |
| UUID | `uuid.UUID` |
| DATE, TIME | `datetime.date`, `datetime.time` |
| TIMESTAMP, DATETIME | `datetime.datetime` without a zone |
| TIMESTAMP WITH TIME ZONE | `datetime.datetime` in UTC; with any zone as a parameter |
| INTERVAL | `Interval`; a `datetime.timedelta` is taken too |
| JSON | `Json`; a `dict` is taken too |
| one-dimensional arrays | `Array`, which is a `list`; a plain `list` is taken too |
| anything else | `Foreign`: the server's own text |
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Iterable, Iterator, List, NamedTuple, TypeVar

__all__ = ["Array", "Foreign", "Interval", "Json"]

Item = TypeVar("Item")

_MICROSECOND = timedelta(microseconds=1)


@dataclass(frozen=True)
class Interval:
    """A span of time in three parts, because months and days have no fixed length."""

    months: int = 0
    """Years are twelve of them."""
    days: int = 0
    """Weeks are seven of them."""
    microseconds: int = 0
    """Hours, minutes, seconds and parts of them."""

    @classmethod
    def of(cls, span: timedelta) -> Interval:
        """Takes the days of a `timedelta` as days, and the rest as microseconds."""
        rest = span - timedelta(days=span.days)
        return cls(days=span.days, microseconds=rest // _MICROSECOND)

    def to_timedelta(self) -> timedelta:
        """Gives the same span as a `timedelta`, which cannot hold months; a day is 24 hours."""
        if self.months:
            raise ValueError(f"an interval of {self.months} months has no fixed length")
        return timedelta(days=self.days, microseconds=self.microseconds)


class Foreign(NamedTuple):
    """A value of a type that has no class here, in the server's own text: ranges, `infinity`, inet, zero dates."""

    type_name: str
    """What the server calls the type."""
    text: str
    """The value."""


class Json:
    """A JSON document.

    What comes out of the database keeps its text to the byte, and reads like what it holds::

        row.settings["theme"]
        for item in row.items: ...

    `value` is the plain Python thing, to be changed and written back: ``Json(changed)``. A `dict` as a parameter is
    taken for JSON; lists, texts and `None` need the `Json` around them.
    """

    __slots__ = ("_text", "_value")

    _text: str
    _value: Any

    def __init__(self, value: Any) -> None:
        """Makes a document of a `dict`, `list`, text, number, boolean or None."""
        self._value = value.value if isinstance(value, Json) else value
        self._text = json.dumps(self._value, ensure_ascii=False)

    @classmethod
    def from_text(cls, text: str) -> Json:
        """Takes a document that is text already; it is parsed when it is looked into."""
        document = cls.__new__(cls)
        document._text = text
        return document

    @property
    def text(self) -> str:
        """The document as text."""
        return self._text

    @property
    def value(self) -> Any:
        """The document as Python objects."""
        try:
            return self._value
        except AttributeError:
            self._value = json.loads(self._text)
            return self._value

    def __getitem__(self, key: Any) -> Any:
        """Looks into the document."""
        return self.value[key]

    def __iter__(self) -> Iterator[Any]:
        """Goes through the keys of an object or the items of a list."""
        return iter(self.value)

    def __len__(self) -> int:
        """Counts the keys of an object or the items of a list."""
        return len(self.value)

    def __contains__(self, key: object) -> bool:
        """Looks for a key of an object or an item of a list."""
        return key in self.value

    def __eq__(self, other: object) -> bool:
        """Compares what is in it, not how it is written."""
        return bool(self.value == (other.value if isinstance(other, Json) else other))

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        """Shows the value."""
        return f"Json({self.value!r})"


_ARRAY_KINDS = ("boolean", "integer", "real", "text")


class Array(List[Item]):
    """A list that knows what it is an array of, also when it is empty or has nothing but None in it.

    A plain list is taken too; its first item that is not None decides.
    """

    __slots__ = ("kind",)

    kind: str
    """`boolean`, `integer`, `real` or `text`. Arrays of any other type travel as text."""

    def __init__(self, kind: str, items: Iterable[Item] = ()) -> None:
        """Makes an array of `boolean`, `integer`, `real` or `text`."""
        if kind not in _ARRAY_KINDS:
            raise ValueError(f"there are no arrays of {kind!r}; the kinds are {', '.join(_ARRAY_KINDS)}")
        super().__init__(items)
        self.kind = kind
