"""PEP 249 on the database interface that Aludel gives to its guests.

One connection is all there is: the database of the migration, in the transaction that the host opened for it. `connect` takes the
handle that the exported functions of a guest receive::

    connection = aludel_dbapi.connect(database)
    cursor = connection.cursor()
    cursor.execute("SELECT id, name FROM customers WHERE id > ?", (100,))
    for customer_id, name in cursor:
        ...

Placeholders are the database's own: `?` on SQLite and MySQL, `$1` on PostgreSQL.
"""

from .connection import Connection, connect
from .cursor import Cursor
from .errors import (
    DatabaseError,
    DataError,
    Error,
    IntegrityError,
    InterfaceError,
    InternalError,
    NotSupportedError,
    OperationalError,
    ProgrammingError,
    Warning,
)
from .types import (
    BINARY,
    DATETIME,
    NUMBER,
    ROWID,
    STRING,
    Binary,
    Date,
    DateFromTicks,
    Time,
    TimeFromTicks,
    Timestamp,
    TimestampFromTicks,
)

apilevel = "2.0"
threadsafety = 0
# What a connection takes depends on its database, see `Connection.paramstyle`.
paramstyle = "qmark"

# SQLAlchemy asks a driver of SQLite which functions it may use; the host brings a newer one than any that it asks for.
sqlite_version_info = (3, 45, 0)
sqlite_version = "3.45.0"

__all__ = [
    "BINARY",
    "DATETIME",
    "NUMBER",
    "ROWID",
    "STRING",
    "Binary",
    "Connection",
    "Cursor",
    "DataError",
    "DatabaseError",
    "Date",
    "DateFromTicks",
    "Error",
    "IntegrityError",
    "InterfaceError",
    "InternalError",
    "NotSupportedError",
    "OperationalError",
    "ProgrammingError",
    "Time",
    "TimeFromTicks",
    "Timestamp",
    "TimestampFromTicks",
    "Warning",
    "apilevel",
    "connect",
    "paramstyle",
    "sqlite_version",
    "sqlite_version_info",
    "threadsafety",
]
