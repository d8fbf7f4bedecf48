"""The exceptions of PEP 249, and which of them an error of the database is."""

import builtins

from aludel._wire import Err
from aludel._wire import types as wit

ErrorKind = wit.ErrorKind


class Warning(builtins.Exception):  # noqa: A001 - PEP 249 gives the name
    """Something worth knowing that is no error. Nothing here raises it."""


class Error(builtins.Exception):
    """Any error of the database or of this module.

    `wit_error` is the error as the host gave it, none where this module found the mistake itself.
    """

    wit_error: wit.Error | None = None

    @property
    def sqlstate(self) -> str | None:
        """The five characters of the SQL standard, where the database has them."""
        return self.wit_error.sqlstate if self.wit_error else None

    @property
    def pgcode(self) -> str | None:
        """The same under the name that `psycopg2` gave it."""
        return self.sqlstate

    @property
    def native_code(self) -> int | None:
        """The number that the database gives its errors."""
        return self.wit_error.native_code if self.wit_error else None


class InterfaceError(Error):
    """This module was used the wrong way."""


class DatabaseError(Error):
    """The database said no."""


class DataError(DatabaseError):
    """A value does not fit."""


class OperationalError(DatabaseError):
    """Something that the statement cannot help: a lost connection, a lock, a limit."""


class IntegrityError(DatabaseError):
    """A constraint was violated."""


class InternalError(DatabaseError):
    """The database is at odds with itself."""


class ProgrammingError(DatabaseError):
    """The statement is wrong, or names what is not there."""


class NotSupportedError(DatabaseError):
    """This database, or the host, does not do that."""


_CLASSES: dict[ErrorKind, type[DatabaseError]] = {
    ErrorKind.CONNECTION: OperationalError,
    ErrorKind.SYNTAX: ProgrammingError,
    ErrorKind.CONSTRAINT_VIOLATION: IntegrityError,
    ErrorKind.UNDEFINED_OBJECT: ProgrammingError,
    ErrorKind.DUPLICATE_OBJECT: ProgrammingError,
    ErrorKind.PERMISSION_DENIED: ProgrammingError,
    ErrorKind.SERIALIZATION_FAILURE: OperationalError,
    ErrorKind.DEADLOCK: OperationalError,
    ErrorKind.TIMEOUT: OperationalError,
    ErrorKind.CANCELLED: OperationalError,
    ErrorKind.LIMIT_EXCEEDED: OperationalError,
    ErrorKind.DENIED: NotSupportedError,
    ErrorKind.OFFLINE: NotSupportedError,
    ErrorKind.CONVERSION: DataError,
    ErrorKind.UNSUPPORTED: NotSupportedError,
    ErrorKind.OTHER: OperationalError,
}

# `sqlite3` has one class for whatever the engine itself finds wrong with a statement.
_SQLITE_OPERATIONAL = {ErrorKind.SYNTAX, ErrorKind.UNDEFINED_OBJECT, ErrorKind.DUPLICATE_OBJECT}


def from_wit(raised: Err, dialect_name: str) -> DatabaseError:
    """The exception that the drivers of that database would raise."""
    error: wit.Error = raised.value
    found = _class_of(error, dialect_name)(*_arguments(error, dialect_name))
    found.wit_error = error
    return found


def _class_of(error: wit.Error, dialect_name: str) -> type[DatabaseError]:
    if dialect_name == "sqlite" and error.kind in _SQLITE_OPERATIONAL:
        return OperationalError
    if error.kind is ErrorKind.OTHER and (error.sqlstate or "").startswith("22"):
        return DataError
    return _CLASSES.get(error.kind, DatabaseError)


def _arguments(error: wit.Error, dialect_name: str) -> tuple[object, ...]:
    # Programs find the number of a MySQL error in `args[0]`.
    if dialect_name in ("mysql", "mariadb") and error.native_code is not None:
        return (error.native_code, error.message)
    return (error.message,)
