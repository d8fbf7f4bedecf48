"""What the dialects have in common: transactions are the host's, and it has said which server this is."""

from types import ModuleType
from typing import Any

import aludel_dbapi


class HostDialect:
    """Stands before a dialect of SQLAlchemy.

    BEGIN, COMMIT and isolation levels are left to the host; savepoints are the host's handles. Nothing is asked of the server that the
    host told already.
    """

    driver = "aludel"
    supports_statement_cache = True
    supports_server_side_cursors = False
    supports_native_decimal = True

    @classmethod
    def import_dbapi(cls) -> ModuleType:
        """The DBAPI module."""
        return aludel_dbapi

    def create_connect_args(self, _url: Any) -> tuple[list, dict]:
        """None: there is one database."""
        return [], {}

    def do_begin(self, _connection: Any) -> None:
        """Nothing: the host began."""

    def do_ping(self, _connection: Any) -> bool:
        """True: a lost connection ends the migration."""
        return True

    def do_savepoint(self, connection: Any, name: str) -> None:
        """Opens a savepoint of the host."""
        _driver(connection).savepoint(name)

    def do_release_savepoint(self, connection: Any, name: str) -> None:
        """Releases it."""
        _driver(connection).release_savepoint(name)

    def do_rollback_to_savepoint(self, connection: Any, name: str) -> None:
        """Rolls back to it."""
        _driver(connection).rollback_to_savepoint(name)

    def get_isolation_level_values(self, _connection: Any) -> tuple[str, ...]:
        """Those that may be asked for; the host's stays."""
        return ("AUTOCOMMIT", "READ UNCOMMITTED", "READ COMMITTED", "REPEATABLE READ", "SERIALIZABLE")

    def set_isolation_level(self, _connection: Any, _level: str) -> None:
        """Nothing: the host chose."""

    def reset_isolation_level(self, _connection: Any) -> None:
        """Nothing: the host chose."""

    def get_isolation_level(self, _connection: Any) -> str:
        """What nothing depends on."""
        return "READ COMMITTED"

    def get_default_isolation_level(self, _connection: Any) -> str:
        """The same."""
        return "READ COMMITTED"

    def detect_autocommit_setting(self, _connection: Any) -> bool:
        """False: the host commits."""
        return False

    def is_disconnect(self, _error: Any, _connection: Any, _cursor: Any) -> bool:
        """False: a lost connection ends the migration, there is no other to try."""
        return False


def _driver(connection: Any) -> aludel_dbapi.Connection:
    return connection.connection.driver_connection
