"""Prepared statements."""

from __future__ import annotations

from dataclasses import dataclass
from types import TracebackType
from typing import Any, Iterable, List, Optional, Sequence, Type

from ._columns import encode_columns
from ._encode import encode_row
from ._wire import call, database, types
from .batch import Batch, Columns
from .cursor import Cursor

__all__ = ["Outcome", "Statement"]

_ROWS_AT_ONCE = 1_000


@dataclass(frozen=True)
class Outcome:
    """What a statement did."""

    rows_affected: int
    """How many rows it changed."""
    last_insert_id: Optional[int]
    """The key that the server counted up for the last new row, where it says (SQLite, MySQL)."""


def outcome(wire: types.Outcome) -> Outcome:
    """Takes what the host said."""
    return Outcome(wire.rows_affected, wire.last_insert_id)


class Statement:
    """A statement that runs many times: ``with db.prepare("INSERT INTO t (id) VALUES (?)") as insert: ...``."""

    def __init__(self, handle: database.Statement) -> None:
        """Takes the host's statement; `Database.prepare` does this."""
        self._handle = handle
        self._is_open = True

    def execute(self, parameters: Sequence[Any] = ()) -> Outcome:
        """Runs it once."""
        return outcome(call(self._handle.execute, encode_row(parameters)))

    def query(self, parameters: Sequence[Any] = ()) -> Cursor:
        """Runs it and streams its rows."""
        return Cursor(call(self._handle.query, encode_row(parameters)))

    def execute_many(self, rows: Iterable[Sequence[Any]]) -> int:
        """Runs it once a row; gives the rows that were affected in all."""
        affected = 0
        waiting: List[Sequence[Any]] = []
        for row in rows:
            waiting.append(row)
            if len(waiting) == _ROWS_AT_ONCE:
                affected += self._execute_rows(waiting)
                waiting = []
        return affected + (self._execute_rows(waiting) if waiting else 0)

    def _execute_rows(self, rows: List[Sequence[Any]]) -> int:
        widths = {len(row) for row in rows}
        if len(widths) != 1:
            raise ValueError(f"the rows have {' and '.join(map(str, sorted(widths)))} values")
        return int(call(self._handle.execute_batch, encode_columns(list(zip(*rows)), len(rows))))

    def execute_batch(self, columns: Columns) -> int:
        """Runs it once a row of columns; gives the rows that were affected in all."""
        if isinstance(columns, dict):
            raise TypeError("the parameters of a statement have places and no names; give a list of columns")
        values = columns.columns() if isinstance(columns, Batch) else list(columns)
        lengths = sorted({len(column) for column in values})
        if len(lengths) != 1:
            raise ValueError(f"the columns of a batch have {' and '.join(map(str, lengths)) or 'no'} values")
        return int(call(self._handle.execute_batch, encode_columns(values, lengths[0])))

    def close(self) -> None:
        """Gives it back to the server."""
        if self._is_open:
            self._is_open = False
            self._handle.__exit__(None, None, None)

    def __enter__(self) -> Statement:
        """Closes at the end of the block."""
        return self

    def __exit__(
        self,
        error_type: Optional[Type[BaseException]],
        error: Optional[BaseException],
        trace: Optional[TracebackType],
    ) -> None:
        """Gives it back to the server."""
        self.close()
