"""SQLite."""

from typing import Any

from sqlalchemy.dialects.sqlite.base import SQLiteDialect

from .executions import with_many_rows
from .host import HostDialect


class AludelSQLite(HostDialect, SQLiteDialect):
    """SQLite. Dates and times are texts, as without a driver that reads them."""

    supports_statement_cache = True
    execution_ctx_cls = with_many_rows(SQLiteDialect.execution_ctx_cls)
    # Numbers come as they are stored, which is not as decimals.
    supports_native_decimal = False

    def _get_server_version_info(self, connection: Any) -> tuple[int, ...]:
        return connection.connection.driver_connection.info.version_number

    def _get_default_schema_name(self, _connection: Any) -> str:
        return "main"
