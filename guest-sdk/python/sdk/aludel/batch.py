"""Rows in columnar form."""

from __future__ import annotations

from typing import Any, Dict, Iterator, List, Mapping, Sequence, Type, Union

from ._columns import decode_column
from ._wire import types
from .row import Row

__all__ = ["Batch", "Columns"]

Columns = Union["Batch", Sequence[Sequence[Any]], Mapping[str, Sequence[Any]]]
"""What a batch is written from: one sequence of values a column, in the order of the columns or by their names."""


class Batch:
    """Many rows, column by column: what `Cursor.batches` gives.

    ::

        for batch in db.query("SELECT id, email FROM customers").batches():
            writer.write_batch([batch["id"], [email.lower() for email in batch["email"]]])
    """

    __slots__ = ("_columns", "_row_class", "_wire", "row_count")

    row_count: int
    """How many rows it has."""

    def __init__(self, wire: types.Batch, row_class: Type[Row]) -> None:
        """Takes what the host gave; a cursor does this."""
        self._wire = wire
        self._row_class = row_class
        self._columns: Dict[int, List[Any]] = {}
        self.row_count = wire.row_count

    def __len__(self) -> int:
        """Counts its rows."""
        return self.row_count

    def keys(self) -> List[str]:
        """Gives the names of the columns."""
        return list(self._row_class._places)

    def __getitem__(self, column: Union[int, str]) -> List[Any]:
        """Gives the values of a column, by its name or place; None for NULL."""
        place = self._place(column)
        if place not in self._columns:
            self._columns[place] = decode_column(self._wire.columns[place])
        return self._columns[place]

    def _place(self, column: Union[int, str]) -> int:
        if not isinstance(column, str):
            return range(len(self._wire.columns))[column]
        places = self._row_class._places
        if column not in places:
            raise KeyError(f"the batch has no column {column!r}; it has {', '.join(places)}")
        return places[column]

    def columns(self) -> List[List[Any]]:
        """Gives the values of all columns."""
        return [self[place] for place in range(len(self._wire.columns))]

    def rows(self) -> Iterator[Row]:
        """Goes through its rows."""
        return map(self._row_class, zip(*self.columns()))

    __iter__ = rows


def as_columns(rows: Columns, names: Sequence[str]) -> List[Sequence[Any]]:
    """Brings what a batch is written from into the order of the columns, and checks that it is whole."""
    if isinstance(rows, Batch):
        columns: List[Sequence[Any]] = list(rows.columns())
    elif isinstance(rows, Mapping):
        missing = [name for name in names if name not in rows]
        if missing or len(rows) != len(names):
            raise ValueError(f"the columns are {', '.join(names)}, but the batch has {', '.join(rows)}")
        columns = [rows[name] for name in names]
    else:
        columns = list(rows)
    if len(columns) != len(names):
        raise ValueError(f"a batch needs {len(names)} columns ({', '.join(names)}), but this one has {len(columns)}")
    lengths = sorted({len(column) for column in columns})
    if len(lengths) > 1:
        raise ValueError(f"the columns of a batch have {' and '.join(map(str, lengths))} values")
    return columns
