"""Why a migration, or one statement of it, failed."""

from __future__ import annotations

from enum import Enum
from typing import Any, Dict, Mapping, Optional, Type

__all__ = [
    "Cancelled",
    "ConnectionFailed",
    "ConstraintViolation",
    "ConversionFailed",
    "DatabaseError",
    "Deadlock",
    "Denied",
    "DuplicateObject",
    "Error",
    "ErrorKind",
    "Failure",
    "InvalidSyntax",
    "Irreversible",
    "LimitExceeded",
    "Offline",
    "PermissionDenied",
    "Precondition",
    "Refused",
    "SerializationFailure",
    "TimedOut",
    "UndefinedObject",
    "Unsupported",
]


class Error(Exception):
    """The root of all that this package raises on its own behalf."""


class Irreversible(Error):
    """There is no way back from this revision: ``raise Irreversible("the old addresses are gone")``."""


class Precondition(Error):
    """The data is not as the migration needs it: ``raise Precondition("three customers have no address")``."""


class Failure(Error):
    """Any other reason to give up, in the migration's own words."""


class Refused(PermissionError):
    """A migration asked for what none is given: files, the network, the clock, other programs.

    It is an `OSError`, so that packages which can do without go on without.
    """


class ErrorKind(str, Enum):
    """What kind of thing went wrong, on whatever database."""

    CONNECTION = "connection"
    SYNTAX = "syntax"
    CONSTRAINT_VIOLATION = "constraint-violation"
    UNDEFINED_OBJECT = "undefined-object"
    DUPLICATE_OBJECT = "duplicate-object"
    PERMISSION_DENIED = "permission-denied"
    SERIALIZATION_FAILURE = "serialization-failure"
    DEADLOCK = "deadlock"
    TIMEOUT = "timeout"
    CANCELLED = "cancelled"
    LIMIT_EXCEEDED = "limit-exceeded"
    DENIED = "denied"
    OFFLINE = "offline"
    CONVERSION = "conversion"
    UNSUPPORTED = "unsupported"
    OTHER = "other"

    def __str__(self) -> str:
        """Gives the name as the host spells it: ``constraint-violation``."""
        return self.value


class DatabaseError(Error):
    """What the database, or the host in its place, answered.

    A migration that goes on after one does the statement in a savepoint, since PostgreSQL gives up the transaction
    otherwise::

        try:
            with db.savepoint():
                db.execute(insert, [name])
        except ConstraintViolation:
            log.info(f"{name} is there already")
    """

    kind: ErrorKind
    """What kind of error it is."""
    message: str
    """The text of the server."""
    sqlstate: Optional[str]
    """The five characters of the SQL standard, where the server has them."""
    native_code: Optional[int]
    """The server's own number, such as 1062 of MySQL."""
    extras: Dict[str, str]
    """Whatever else the server said: `detail`, `hint`, `table`, `column`, `constraint`, `position`."""

    def __init__(
        self,
        message: str,
        kind: Optional[ErrorKind] = None,
        sqlstate: Optional[str] = None,
        native_code: Optional[int] = None,
        extras: Optional[Mapping[str, str]] = None,
    ) -> None:
        """Makes an error; the host makes those of the database."""
        super().__init__(message)
        self.message = message
        self.kind = kind if kind is not None else _kind_of(type(self))
        self.sqlstate = sqlstate
        self.native_code = native_code
        self.extras = dict(extras or {})


class ConnectionFailed(DatabaseError):
    """The connection broke."""


class InvalidSyntax(DatabaseError):
    """The server cannot read the statement."""


class ConstraintViolation(DatabaseError):
    """A row breaks a key, a check, a foreign key or NOT NULL."""


class UndefinedObject(DatabaseError):
    """A table, column or the like is not there."""


class DuplicateObject(DatabaseError):
    """A table, column or the like is there already."""


class PermissionDenied(DatabaseError):
    """The server refuses this to the login."""


class SerializationFailure(DatabaseError):
    """The transaction collided with another one."""


class Deadlock(DatabaseError):
    """The server ended a deadlock at the cost of this transaction."""


class TimedOut(DatabaseError):
    """A statement or a lock took too long."""


class Cancelled(DatabaseError):
    """Somebody cancelled the run."""


class LimitExceeded(DatabaseError):
    """A limit that the host set on this migration was reached."""


class Denied(DatabaseError):
    """The host's policy refuses this statement or object."""


class Offline(DatabaseError):
    """A result was asked for while SQL is only being written out."""


class ConversionFailed(DatabaseError):
    """A parameter or a result could not be converted."""


class Unsupported(DatabaseError):
    """This database cannot do what was asked."""


_CLASSES: Dict[ErrorKind, Type[DatabaseError]] = {
    ErrorKind.CONNECTION: ConnectionFailed,
    ErrorKind.SYNTAX: InvalidSyntax,
    ErrorKind.CONSTRAINT_VIOLATION: ConstraintViolation,
    ErrorKind.UNDEFINED_OBJECT: UndefinedObject,
    ErrorKind.DUPLICATE_OBJECT: DuplicateObject,
    ErrorKind.PERMISSION_DENIED: PermissionDenied,
    ErrorKind.SERIALIZATION_FAILURE: SerializationFailure,
    ErrorKind.DEADLOCK: Deadlock,
    ErrorKind.TIMEOUT: TimedOut,
    ErrorKind.CANCELLED: Cancelled,
    ErrorKind.LIMIT_EXCEEDED: LimitExceeded,
    ErrorKind.DENIED: Denied,
    ErrorKind.OFFLINE: Offline,
    ErrorKind.CONVERSION: ConversionFailed,
    ErrorKind.UNSUPPORTED: Unsupported,
}
_KINDS = {error_class: kind for kind, error_class in _CLASSES.items()}


def _kind_of(error_class: type) -> ErrorKind:
    return _KINDS.get(error_class, ErrorKind.OTHER)


def from_wire(error: Any) -> DatabaseError:
    """Makes the exception of an error that the host gave."""
    kind = ErrorKind(error.kind.name.lower().replace("_", "-"))
    error_class = _CLASSES.get(kind, DatabaseError)
    return error_class(error.message, kind, error.sqlstate, error.native_code, dict(error.extras))


def to_wire(error: DatabaseError) -> Any:
    """Makes the host's error of an exception."""
    from ._wire import types

    kind = types.ErrorKind[error.kind.name]
    return types.Error(kind, error.message, error.sqlstate, error.native_code, list(error.extras.items()))
