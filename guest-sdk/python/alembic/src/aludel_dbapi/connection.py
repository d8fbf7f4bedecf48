"""The one connection: the database handle of the migration."""

from typing import Any

from aludel._wire import Err
from aludel._wire import database as wire

from . import errors
from .cursor import Cursor
from .values import Reader


class Connection:
    """The database of the migration, in the transaction that the host opened.

    The host commits when the migration ended well and rolls back when it failed, so `commit` does nothing. `rollback` cannot undo a part:
    it makes the migration fail, unless nothing was done yet. Savepoints are what a migration has.
    """

    Error = errors.Error
    Warning = errors.Warning
    InterfaceError = errors.InterfaceError
    DatabaseError = errors.DatabaseError
    DataError = errors.DataError
    OperationalError = errors.OperationalError
    IntegrityError = errors.IntegrityError
    InternalError = errors.InternalError
    ProgrammingError = errors.ProgrammingError
    NotSupportedError = errors.NotSupportedError

    def __init__(self, database: wire.Database) -> None:
        """Takes the handle that an exported function of the guest received."""
        self.database = database
        self.info = database.info()
        self.dialect_name: str = self.info.dialect_name
        self.paramstyle = "numeric_dollar" if self.dialect_name == "postgresql" else "qmark"
        self.reader = Reader(self.dialect_name)
        self.was_rolled_back = False
        self._may_have_many_cursors = database.supports("concurrent-cursors")
        self._has_worked = False
        self._open_cursors: list[Cursor] = []
        self._savepoints: list[tuple[str, wire.Savepoint]] = []

    def forget_work(self) -> None:
        """Takes what was asked so far for nothing that a rollback could undo: a library may look around before the migration begins."""
        self._has_worked = self.was_rolled_back = False

    def cursor(self) -> Cursor:
        """A new cursor."""
        return Cursor(self)

    def execute(self, sql: str, parameters: Any = ()) -> Cursor:
        """A new cursor that ran the statement, as `sqlite3` has it."""
        return self.cursor().execute(sql, parameters)

    def commit(self) -> None:
        """Nothing: the host commits when the migration has ended."""

    def rollback(self) -> None:
        """Marks the work as undone: no more statements are taken, and the migration fails when it ends."""
        self.was_rolled_back = self.was_rolled_back or self._has_worked

    def close(self) -> None:
        """Nothing: the connection is the host's."""

    def savepoint(self, name: str) -> None:
        """Opens a savepoint of that name."""
        self.before_statement()
        try:
            self._savepoints.append((name, self.database.savepoint()))
        except Err as error:
            raise self.error(error) from None

    def release_savepoint(self, name: str) -> None:
        """Keeps what was done since the savepoint."""
        self._end_savepoint(name, wire.Savepoint.release)

    def rollback_to_savepoint(self, name: str) -> None:
        """Undoes what was done since the savepoint, and forgets it."""
        self._end_savepoint(name, wire.Savepoint.rollback)

    def error(self, raised: Err) -> errors.DatabaseError:
        """The exception of PEP 249 for an error of the host."""
        return errors.from_wit(raised, self.dialect_name)

    def before_statement(self) -> None:
        """Makes room for a statement: what other cursors have not fetched yet is read into memory where it must be."""
        if self.was_rolled_back:
            raise errors.ProgrammingError(
                "the work of this migration was rolled back, so nothing more can be done; "
                "undo a part with a savepoint (begin_nested), or raise an exception to undo all"
            )
        self._has_worked = True
        if not self._may_have_many_cursors:
            for cursor in list(self._open_cursors):
                cursor.keep_rows()

    def opened(self, cursor: Cursor) -> None:
        """Notes a cursor that has rows to come."""
        self._open_cursors.append(cursor)

    def closed(self, cursor: Cursor) -> None:
        """Forgets it."""
        if cursor in self._open_cursors:
            self._open_cursors.remove(cursor)

    def close_cursors(self) -> None:
        """Ends whatever is open: the host wants all handles back before the migration ends."""
        for cursor in list(self._open_cursors):
            cursor.close()
        while self._savepoints:
            _, handle = self._savepoints.pop()
            handle.__exit__(None, None, None)

    def _end_savepoint(self, name: str, end: Any) -> None:
        names = [known for known, _ in self._savepoints]
        if name not in names:
            return
        for cursor in list(self._open_cursors):
            cursor.keep_rows()
        # Those inside of it end with it, the innermost first.
        while self._savepoints:
            known, handle = self._savepoints.pop()
            try:
                end(handle)
            except Err as error:
                raise self.error(error) from None
            if known == name:
                return


def connect(database: wire.Database) -> Connection:
    """A connection on the handle that an exported function of the guest received."""
    return Connection(database)
