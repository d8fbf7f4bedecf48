"""The rows of a running query."""

from __future__ import annotations

from dataclasses import dataclass
from types import TracebackType
from typing import Any, Iterator, List, Optional, Type

from ._wire import call, database, types
from .batch import Batch
from .row import Row, row_class

__all__ = ["Column", "Cursor"]

_PAGE_ROWS = 1_000
_BATCH_ROWS = 10_000


@dataclass(frozen=True)
class Column:
    """A column of a result."""

    name: str
    """Its name."""
    type_name: str
    """What the server calls its type: `int4`, `varchar`, `datetime`."""
    nullable: Optional[bool]
    """Whether it may be NULL; None where the server does not say."""


class Cursor(Iterator[Row]):
    """The rows of a running query, fetched page by page.

    ::

        for row in db.query("SELECT id, email FROM customers"):
            log.info(f"{row.id}: {row.email}")

    Statements may run while it is open; a second open cursor is possible where ``db.supports("concurrent-cursors")``.
    It closes at its end, when it is not used any more, or as a context manager.
    """

    def __init__(self, handle: database.Cursor, page_rows: int = _PAGE_ROWS) -> None:
        """Takes the host's cursor; `Database.query` does this."""
        self._handle: Optional[database.Cursor] = handle
        self._page_rows = page_rows
        self._columns = [Column(column.name, column.type_name, column.nullable) for column in handle.columns()]
        self._row_class = row_class(tuple(column.name for column in self._columns))
        self._page: Iterator[Row] = iter(())

    @property
    def columns(self) -> List[Column]:
        """The columns of the result."""
        return self._columns

    def __iter__(self) -> Iterator[Row]:
        """Goes through the rows that are left."""
        while True:
            yield from self._page
            if not self._fetch():
                return

    def __next__(self) -> Row:
        """Gives the next row."""
        while True:
            for row in self._page:
                return row
            if not self._fetch():
                raise StopIteration

    def one(self) -> Optional[Row]:
        """Gives the next row, or None at the end."""
        return next(self, None)

    def all(self) -> List[Row]:
        """Gives the rows that are left as a list; a large result is better gone through."""
        return list(self)

    def batches(self, rows: int = _BATCH_ROWS) -> Iterator[Batch]:
        """Gives the rows that are left in columnar form, at most so many at a time: the fastest way through many."""
        while (batch := self._next_batch(rows)) is not None:
            yield batch

    def _fetch(self) -> bool:
        batch = self._next_batch(self._page_rows)
        if batch is None:
            return False
        self._page = batch.rows()
        return True

    def _next_batch(self, rows: int) -> Optional[Batch]:
        if self._handle is None:
            return None
        wire: types.Batch = call(self._handle.next_batch, rows)
        if wire.row_count:
            return Batch(wire, self._row_class)
        self.close()
        return None

    def close(self) -> None:
        """Ends the query; further rows are not given."""
        handle, self._handle = self._handle, None
        if handle is not None:
            handle.__exit__(None, None, None)

    def __enter__(self) -> Cursor:
        """Closes at the end of the block."""
        return self

    def __exit__(
        self,
        error_type: Optional[Type[BaseException]],
        error: Optional[BaseException],
        trace: Optional[TracebackType],
    ) -> None:
        """Ends the query."""
        self.close()

    def __repr__(self) -> str:
        """Shows the columns."""
        return f"<Cursor of {', '.join(column.name for column in self._columns)}>"


def first_value(row: Optional[List[Any]], sql: str) -> Any:
    """Gives the first value of a row that must be there."""
    if not row:
        raise LookupError(f"the query gave no row: {sql}")
    return row[0]
