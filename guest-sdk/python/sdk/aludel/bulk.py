"""Writing many rows."""

from __future__ import annotations

from types import TracebackType
from typing import Any, Iterable, List, Optional, Sequence, Type

from ._columns import encode_columns
from ._wire import call, database
from .batch import Columns, as_columns

__all__ = ["BulkWriter"]

_ROWS_AT_ONCE = 5_000


class BulkWriter:
    """Many rows on their way into a table, the fastest way that the database has.

    ::

        with db.bulk_insert("countries", ["code", "name"]) as writer:
            writer.write("DE", "Germany")
            writer.write("FR", "France")

    The block finishes it at its end. What was written by one that is left by an exception, or not finished, is undone.
    """

    rows_affected: Optional[int]
    """How many rows were written or changed in all; None before it is finished."""

    def __init__(self, handle: database.BulkWriter, columns: Sequence[str]) -> None:
        """Takes the host's writer; `Database.bulk_insert` and `bulk_update` do this."""
        self._handle: Optional[database.BulkWriter] = handle
        self._names = list(columns)
        self._width = len(self._names)
        self._waiting: List[Sequence[Any]] = []
        self.rows_affected = None

    def write(self, *values: Any) -> None:
        """Writes one row; after a `bulk_update` the keys come first."""
        if len(values) != self._width:
            raise ValueError(f"a row needs {self._width} values ({', '.join(self._names)}), but this one has {len(values)}")
        self._waiting.append(values)
        if len(self._waiting) >= _ROWS_AT_ONCE:
            self._flush()

    def write_rows(self, rows: Iterable[Sequence[Any]]) -> None:
        """Writes rows, each a tuple or list of values."""
        for row in rows:
            self.write(*row)

    def write_batch(self, columns: Columns) -> None:
        """Writes rows in columnar form: one sequence of values a column, in their order or by their names."""
        values = as_columns(columns, self._names)
        self._flush()
        if values and values[0]:
            call(self._open_handle().write_batch, encode_columns(values, len(values[0])))

    def _flush(self) -> None:
        rows, self._waiting = self._waiting, []
        if rows:
            call(self._open_handle().write_batch, encode_columns(list(zip(*rows)), len(rows)))

    def _open_handle(self) -> database.BulkWriter:
        if self._handle is None:
            raise ValueError("the writer is finished; open another one")
        return self._handle

    def finish(self) -> int:
        """Keeps what was written; gives the number of rows that were written or changed."""
        self._flush()
        handle = self._open_handle()
        self._handle = None
        self.rows_affected = call(database.BulkWriter.finish, handle)
        return self.rows_affected

    def discard(self) -> None:
        """Undoes what was written."""
        self._waiting = []
        handle, self._handle = self._handle, None
        if handle is not None:
            handle.__exit__(None, None, None)

    def __enter__(self) -> BulkWriter:
        """Finishes at the end of the block."""
        return self

    def __exit__(
        self,
        error_type: Optional[Type[BaseException]],
        error: Optional[BaseException],
        trace: Optional[TracebackType],
    ) -> None:
        """Finishes, or undoes everything after an exception."""
        if error_type is not None:
            self.discard()
        elif self._handle is not None:
            self.finish()
