"""Write database migrations for Aludel in Python.

::

    # /// migration
    # revision = "3f9a1c20b7d4"
    # message = "lower all mail addresses"
    # ///
    from aludel import Database

    def upgrade(db: Database) -> None:
        with db.bulk_update("customers", ["id"], ["email"]) as writer:
            for identifier, email in db.query("SELECT id, email FROM customers"):
                writer.write(identifier, email.lower())

A migration may have a function `downgrade`, and a function `verify` that runs after `upgrade` in the same transaction.
Builders of tables, columns and their kin are in `aludel.op`.
"""

from __future__ import annotations

from . import context, log, progress
from .batch import Batch
from .bulk import BulkWriter
from .context import Phase
from .cursor import Column, Cursor
from .database import Database, DatabaseInfo, Dialect
from .errors import (
    Cancelled,
    ConnectionFailed,
    ConstraintViolation,
    ConversionFailed,
    DatabaseError,
    Deadlock,
    Denied,
    DuplicateObject,
    Error,
    ErrorKind,
    Failure,
    InvalidSyntax,
    Irreversible,
    LimitExceeded,
    Offline,
    PermissionDenied,
    Precondition,
    Refused,
    SerializationFailure,
    TimedOut,
    UndefinedObject,
    Unsupported,
)
from .row import Row
from .savepoint import Savepoint
from .schema import op
from .statement import Outcome, Statement
from .values import Array, Foreign, Interval, Json

__all__ = [
    "Array",
    "Batch",
    "BulkWriter",
    "Cancelled",
    "Column",
    "ConnectionFailed",
    "ConstraintViolation",
    "ConversionFailed",
    "Cursor",
    "Database",
    "DatabaseError",
    "DatabaseInfo",
    "Deadlock",
    "Denied",
    "Dialect",
    "DuplicateObject",
    "Error",
    "ErrorKind",
    "Failure",
    "Foreign",
    "Interval",
    "InvalidSyntax",
    "Irreversible",
    "Json",
    "LimitExceeded",
    "Offline",
    "Outcome",
    "PermissionDenied",
    "Phase",
    "Precondition",
    "Refused",
    "Row",
    "Savepoint",
    "SerializationFailure",
    "Statement",
    "TimedOut",
    "UndefinedObject",
    "Unsupported",
    "context",
    "log",
    "op",
    "progress",
]

__version__ = "0.1.0"
