"""Cursors: statements in, rows out."""

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from aludel._wire import Err
from aludel._wire import types as wit

from . import errors
from .columns import read_batch, write_batch
from .statement import changes_rows, gives_rows
from .values import to_wit

if TYPE_CHECKING:
    from .connection import Connection

# The first page is small, since most results are; those after it grow.
_FIRST_PAGE = 64
_LARGEST_PAGE = 4096
_ROWS_IN_A_BATCH = 5000


class Cursor:
    """Runs statements on the connection that made it."""

    def __init__(self, connection: "Connection") -> None:
        """Made by `Connection.cursor`."""
        self.connection = connection
        self.arraysize = 1
        self.description: list[tuple] | None = None
        self.rowcount = -1
        self.lastrowid: int | None = None
        self._rows: list[tuple] = []
        self._position = 0
        self._open: Any = None
        self._page = _FIRST_PAGE
        self._is_closed = False

    def execute(self, sql: str, parameters: Sequence[Any] = ()) -> "Cursor":
        """Runs one statement."""
        self._reset()
        values = [to_wit(value) for value in parameters or ()]
        if gives_rows(sql, self.connection.dialect_name):
            self._query(sql, values)
        else:
            outcome = self._call(self.connection.database.execute, sql, values)
            self.rowcount = outcome.rows_affected
            self.lastrowid = outcome.last_insert_id
        return self

    def executemany(self, sql: str, rows: Iterable[Sequence[Any]]) -> "Cursor":
        """Runs one statement for each row of parameters."""
        self._reset()
        rows = list(rows)
        self.rowcount = 0
        if not rows:
            return self
        with self._call(self.connection.database.prepare, sql) as statement:
            for start in range(0, len(rows), _ROWS_IN_A_BATCH):
                batch = write_batch(rows[start : start + _ROWS_IN_A_BATCH])
                self.rowcount += self._call(statement.execute_batch, batch)
        return self

    def executescript(self, sql: str) -> "Cursor":
        """Runs several statements divided by semicolons, as `sqlite3` has it."""
        self._reset()
        self._call(self.connection.database.execute_script, sql)
        return self

    def fetchone(self) -> tuple | None:
        """The next row; none at the end."""
        self._check_result()
        if self._position >= len(self._rows) and not self._fill():
            return None
        row = self._rows[self._position]
        self._position += 1
        return row

    def fetchmany(self, size: int | None = None) -> list[tuple]:
        """So many of the next rows; fewer at the end."""
        self._check_result()
        rows: list[tuple] = []
        size = self.arraysize if size is None else size
        while len(rows) < size and (self._position < len(self._rows) or self._fill()):
            taken = self._rows[self._position : self._position + size - len(rows)]
            self._position += len(taken)
            rows += taken
        return rows

    def fetchall(self) -> list[tuple]:
        """All rows that are left."""
        self._check_result()
        rows = self._rows[self._position :]
        self._position = len(self._rows)
        while self._fill():
            rows += self._rows
            self._position = len(self._rows)
        return rows

    def __iter__(self) -> Iterator[tuple]:
        """Row by row."""
        return iter(self.fetchone, None)

    def close(self) -> None:
        """Forgets the rows that are left."""
        self._drop()
        self.description, self._rows, self._position = None, [], 0
        self._is_closed = True

    def setinputsizes(self, sizes: Sequence[Any]) -> None:
        """Nothing: the database knows the types of its parameters."""

    def setoutputsize(self, size: int, column: int | None = None) -> None:
        """Nothing: values come whole."""

    def __enter__(self) -> "Cursor":
        """The cursor."""
        return self

    def __exit__(self, *_raised: object) -> None:
        """Closes it."""
        self.close()

    def keep_rows(self) -> None:
        """Reads what is left into memory, because another statement wants the database."""
        if self._open is None:
            return
        rest = self.fetchall()
        self._rows, self._position = rest, 0

    def _query(self, sql: str, values: list[wit.Value]) -> None:
        self._open = self._call(self.connection.database.query, sql, values)
        self.connection.opened(self)
        columns = self._open.columns()
        self.description = [(column.name, column.type_name, None, None, None, None, column.nullable) for column in columns]
        if not columns:
            self.description = None
            self._drop()
            return
        self._look_ahead(sql)

    def _look_ahead(self, sql: str) -> None:
        """Fetches enough to know that the statement went well, and all of a small result: what stays open may lock its table."""
        found: list[tuple] = []
        while self._fill():
            found += self._rows
            if len(found) >= _FIRST_PAGE and not changes_rows(sql):
                break
        self._rows, self._position = found, 0
        if self._open is None:
            self.rowcount = len(found)

    def _fill(self) -> bool:
        """Fetches the next page; false at the end."""
        if self._open is None:
            return False
        try:
            batch = self._open.next_batch(self._page)
        except Err as error:
            self._drop()
            raise self.connection.error(error) from None
        reader = self.connection.reader
        self._rows, self._position = read_batch(batch, reader.read, reader.boolean), 0
        self._page = min(self._page * 4, _LARGEST_PAGE)
        if not self._rows:
            self._drop()
        return bool(self._rows)

    def _drop(self) -> None:
        if self._open is not None:
            handle, self._open = self._open, None
            handle.__exit__(None, None, None)
        self.connection.closed(self)

    def _reset(self) -> None:
        if self._is_closed:
            raise errors.InterfaceError("the cursor is closed")
        self._drop()
        self.connection.before_statement()
        self.description, self.rowcount, self.lastrowid = None, -1, None
        self._rows, self._position, self._page = [], 0, _FIRST_PAGE

    def _check_result(self) -> None:
        if self.description is None:
            raise errors.ProgrammingError("there are no rows to fetch: the last statement gave none")

    def _call(self, function: Any, *arguments: Any) -> Any:
        try:
            return function(*arguments)
        except Err as error:
            raise self.connection.error(error) from None
