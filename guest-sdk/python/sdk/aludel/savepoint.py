"""Points to return to within the transaction of a step."""

from __future__ import annotations

from types import TracebackType
from typing import Optional, Type

from ._wire import call, database

__all__ = ["Savepoint"]


class Savepoint:
    """An open savepoint.

    ::

        try:
            with db.savepoint():
                db.execute("CREATE UNIQUE INDEX customers_email ON customers (email)")
        except ConstraintViolation:
            log.warn("some customers share an address")

    The block releases it at its end; an exception that leaves the block undoes what was done in it.
    """

    def __init__(self, handle: database.Savepoint) -> None:
        """Takes the host's savepoint; `Database.savepoint` does this."""
        self._handle: Optional[database.Savepoint] = handle

    def release(self) -> None:
        """Keeps what was done since."""
        call(database.Savepoint.release, self._taken())

    def rollback(self) -> None:
        """Undoes what was done since."""
        call(database.Savepoint.rollback, self._taken())

    def _taken(self) -> database.Savepoint:
        handle, self._handle = self._handle, None
        if handle is None:
            raise ValueError("the savepoint was released or rolled back before")
        return handle

    def __enter__(self) -> Savepoint:
        """Releases at the end of the block."""
        return self

    def __exit__(
        self,
        error_type: Optional[Type[BaseException]],
        error: Optional[BaseException],
        trace: Optional[TracebackType],
    ) -> None:
        """Releases, or rolls back after an exception; nothing if the block did either itself."""
        if self._handle is None:
            return
        if error_type is None:
            self.release()
        else:
            self.rollback()
