"""The database handle."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import Any, Optional, Sequence, Tuple

from ._decode import decode_row
from ._encode import encode_row
from ._wire import call
from ._wire import database as wire
from .bulk import BulkWriter
from .cursor import Cursor, first_value
from .row import Row
from .savepoint import Savepoint
from .schema.operations import SchemaOperations
from .statement import Outcome, Statement, outcome

__all__ = ["Database", "DatabaseInfo", "Dialect"]


class Dialect(str, Enum):
    """The kind of server; equal to its name, so that ``db.dialect == "sqlite"`` holds."""

    SQLITE = "sqlite"
    POSTGRESQL = "postgresql"
    MYSQL = "mysql"
    MARIADB = "mariadb"
    OTHER = "other"

    def __str__(self) -> str:
        """Gives the name."""
        return self.value


@dataclass(frozen=True)
class DatabaseInfo:
    """What is known about the server."""

    dialect: Dialect
    """The kind of server."""
    dialect_name: str
    """Its name, also where `dialect` is `other`."""
    server_version: str
    """What the server says of itself."""
    version_number: Tuple[int, int, int]
    """The same as three numbers, to compare."""
    default_schema: Optional[str]
    """The schema of names without one."""
    transactional_ddl: bool
    """False for MySQL and MariaDB, where a definition commits."""


class Database(SchemaOperations):
    """The database that the migration works on.

    Every statement runs in the transaction of the step, unless the migration's header says ``transaction = false``.
    One call takes one statement; placeholders are those of the database, see `placeholder`. Beside what is here it has
    the changes of the schema: `create_table`, `alter_table` and so on.
    """

    def __init__(self, handle: wire.Database) -> None:
        """Takes the host's handle; the interpreter does this."""
        self._handle = handle
        self._info: Optional[DatabaseInfo] = None

    @property
    def info(self) -> DatabaseInfo:
        """What is known about the server, without asking it."""
        if self._info is None:
            info = self._handle.info()
            self._info = DatabaseInfo(
                Dialect[info.dialect.name],
                info.dialect_name,
                info.server_version,
                info.version_number,
                info.default_schema,
                info.transactional_ddl,
            )
        return self._info

    @property
    def dialect(self) -> Dialect:
        """The kind of server: ``db.dialect == "postgresql"``."""
        return self.info.dialect

    def supports(self, feature: str) -> bool:
        """Whether the server has a feature: `returning`, `drop-column`, `arrays`, `check-constraints`. Unknown: False."""
        return self._handle.supports(feature)

    def quote(self, identifier: str) -> str:
        """Quotes one identifier by the rules of the server."""
        return self._handle.quote(identifier)

    def placeholder(self, index: int) -> str:
        """The server's text of a parameter, counted from 1: `$1` on PostgreSQL, `?` elsewhere."""
        return self._handle.placeholder(index)

    def placeholders(self, count: int) -> str:
        """The placeholders of so many parameters, as a row of values needs them: `$1, $2, $3`."""
        return ", ".join(self.placeholder(index) for index in range(1, count + 1))

    def execute(self, sql: str, parameters: Sequence[Any] = ()) -> Outcome:
        """Runs one statement and drops its rows."""
        return outcome(call(self._handle.execute, sql, encode_row(parameters)))

    def execute_script(self, sql: str) -> None:
        """Runs several statements divided by semicolons, without parameters."""
        call(self._handle.execute_script, sql)

    def query(self, sql: str, parameters: Sequence[Any] = (), *, page_rows: int = 1_000) -> Cursor:
        """Runs one statement and streams its rows; so many of them are fetched at a time.

        ::

            for identifier, name in db.query("SELECT id, name FROM customers"):
                log.debug(f"{identifier}: {name}")
        """
        return Cursor(call(self._handle.query, sql, encode_row(parameters)), page_rows)

    def query_one(self, sql: str, parameters: Sequence[Any] = ()) -> Optional[Row]:
        """The first row, or None. Its columns have no names: they are read by their places."""
        row = call(self._handle.query_one, sql, encode_row(parameters))
        return None if row is None else Row(decode_row(row))

    def query_scalar(self, sql: str, parameters: Sequence[Any] = ()) -> Any:
        """The first value of the first row; no row is an error.

        ::

            count = db.query_scalar("SELECT count(*) FROM customers")
        """
        row = call(self._handle.query_one, sql, encode_row(parameters))
        return first_value(None if row is None else decode_row(row), sql)

    def prepare(self, sql: str) -> Statement:
        """Prepares a statement that runs many times."""
        return Statement(call(self._handle.prepare, sql))

    def bulk_insert(self, table: str, columns: Sequence[str], *, schema: Optional[str] = None) -> BulkWriter:
        """Writes many rows into a table.

        ::

            with db.bulk_insert("countries", ["code", "name"]) as writer:
                writer.write("DE", "Germany")
        """
        return BulkWriter(call(self._handle.bulk_insert, schema, table, list(columns)), columns)

    def bulk_update(
        self, table: str, keys: Sequence[str], columns: Sequence[str], *, schema: Optional[str] = None
    ) -> BulkWriter:
        """Changes many rows of a table, found by key: each row holds the values of `keys`, then those of `columns`.

        ::

            with db.bulk_update("countries", ["code"], ["name"]) as writer:
                writer.write("DE", "Deutschland")
        """
        handle = call(self._handle.bulk_update, schema, table, list(keys), list(columns))
        return BulkWriter(handle, [*keys, *columns])

    def savepoint(self) -> Savepoint:
        """Opens a savepoint, usually in a `with` block: what an exception leaves behind in it is undone."""
        return Savepoint(call(self._handle.savepoint))
