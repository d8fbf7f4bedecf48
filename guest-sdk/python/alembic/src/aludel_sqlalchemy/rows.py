"""The rows of SQLAlchemy's results, made without its compiled parts, which are native code.

What stands here does the same as the functions of SQLAlchemy that it replaces, and leaves its loops to the interpreter's own.
"""

from collections import deque
from collections.abc import Callable, Sequence
from itertools import repeat
from operator import attrgetter
from typing import Any

from sqlalchemy.engine._result_cy import BaseResultInternal
from sqlalchemy.engine._row_cy import BaseRow
from sqlalchemy.engine.cursor import BufferedRowCursorFetchStrategy
from sqlalchemy.engine.row import Row

# A row refuses to be changed, but not by the places that it is made of.
_set_parent = BaseRow._parent.__set__  # type: ignore[attr-defined]
_set_places = BaseRow._key_to_index.__set__  # type: ignore[attr-defined]
_set_values = BaseRow._data.__set__  # type: ignore[attr-defined]

# What SQLAlchemy calls its function for rows whose values are taken as they come.
_OF_PLAIN_ROWS = "many_rows_simple"


def use() -> None:
    """Puts what is faster in the place of what SQLAlchemy has."""
    BaseRow.__init__ = _init  # type: ignore[method-assign]
    # To unpack a row calls no function that is written in Python.
    BaseRow.__iter__ = property(attrgetter("_data.__iter__"))  # type: ignore[assignment, method-assign]
    BaseResultInternal._row_getter = _with_fast_rows(BaseResultInternal._row_getter)  # type: ignore[attr-defined]
    BufferedRowCursorFetchStrategy.fetchmany = _fetch_many  # type: ignore[method-assign]


_init_with_processors = BaseRow.__init__


def _init(self: Any, parent: Any, processors: Any, places: Any, values: Any) -> None:
    if processors is not None:
        _init_with_processors(self, parent, processors, places, values)
        return
    _set_parent(self, parent)
    _set_places(self, places)
    _set_values(self, values if type(values) is tuple else tuple(values))


def _with_fast_rows(known: Any) -> Any:
    """The functions that make rows, of which that for many plain ones is replaced."""

    def getter(self: Any) -> Any:
        one, many, interim = known.fget(self)
        if many is None or many.__name__ != _OF_PLAIN_ROWS:
            return one, many, interim
        return one, _many_rows(self._metadata), interim

    getter.__name__ = known.__name__
    return type(known)(getter)


def _many_rows(metadata: Any) -> Callable[[Sequence[Any]], list[Any]]:
    places = metadata._key_to_index

    def make(values: Sequence[Any], /) -> list[Any]:
        count = len(values)
        if set(map(type, values)) != {tuple}:
            values = list(map(tuple, values))
        rows = list(map(object.__new__, repeat(Row, count)))
        for set_part, parts in ((_set_parent, repeat(metadata)), (_set_places, repeat(places)), (_set_values, values)):
            deque(map(set_part, rows, parts), maxlen=0)
        return rows

    return make


_fetch_many_from_buffer = BufferedRowCursorFetchStrategy.fetchmany


def _fetch_many(self: Any, result: Any, cursor: Any, size: int | None = None) -> Any:
    """Passes what the driver gives on as it is, if nothing waits before it."""
    if size is None or self._rowbuffer:
        return _fetch_many_from_buffer(self, result, cursor, size)
    try:
        rows = cursor.fetchmany(size)
    except BaseException as error:
        self.handle_exception(result, cursor, error)
    if not rows:
        result._soft_close()
    return rows
