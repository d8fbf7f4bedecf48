"""MySQL and MariaDB."""

from typing import Any

from sqlalchemy.dialects.mysql.base import MySQLDialect
from sqlalchemy.dialects.mysql.mariadb import MariaDBDialect

from .executions import with_many_rows
from .host import HostDialect


class AludelMySQL(HostDialect, MySQLDialect):
    """MySQL; MariaDB as well, as with the URL `mysql+pymysql://` of a project."""

    supports_statement_cache = True
    execution_ctx_cls = with_many_rows(MySQLDialect.execution_ctx_cls)
    default_paramstyle = "qmark"
    # Bits come as a number, not as bytes.
    supports_native_bit = True

    def _detect_charset(self, _connection: Any) -> str:
        return "utf8mb4"

    def _extract_error_code(self, exception: Any) -> int | None:
        return exception.native_code

    def _get_server_version_info(self, connection: Any) -> tuple[int, ...]:
        return self._parse_server_version(connection.connection.driver_connection.info.server_version)


class AludelMariaDB(MariaDBDialect, AludelMySQL):
    """MariaDB under its own name, as with the URL `mariadb+pymysql://`."""

    supports_statement_cache = True
