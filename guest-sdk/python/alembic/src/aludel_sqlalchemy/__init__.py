"""SQLAlchemy's dialects on `aludel_dbapi`: the same SQL as with the usual drivers, sent through the host.

`engine(database)` is an engine with one connection, which is the database of the migration.
"""

from sqlalchemy import Engine, create_engine
from sqlalchemy.dialects import registry
from sqlalchemy.engine import URL
from sqlalchemy.pool import StaticPool

import aludel_dbapi

from . import rows
from .mysql import AludelMariaDB, AludelMySQL
from .postgresql import AludelPostgreSQL
from .sqlite import AludelSQLite

DIALECTS = {
    "sqlite": AludelSQLite,
    "postgresql": AludelPostgreSQL,
    "mysql": AludelMySQL,
    # Projects on MariaDB nearly all say `mysql+pymysql://`, so their migrations ask for that name.
    "mariadb": AludelMySQL,
}

rows.use()
for _name, _dialect in {**DIALECTS, "mariadb": AludelMariaDB}.items():
    registry.register(f"{_name}.aludel", _dialect.__module__, _dialect.__name__)


def engine(connection: aludel_dbapi.Connection) -> Engine:
    """The engine whose only connection is this one."""
    dialect = DIALECTS.get(connection.dialect_name)
    if dialect is None:
        raise aludel_dbapi.NotSupportedError(f"SQLAlchemy has no dialect for {connection.dialect_name} here")
    return create_engine(
        URL.create(f"{dialect.name}+aludel"),
        creator=lambda: connection,
        poolclass=StaticPool,
        # The pool would roll back what a connection did when it comes back.
        pool_reset_on_return=None,
        paramstyle=connection.paramstyle,
    )


__all__ = ["DIALECTS", "AludelMariaDB", "AludelMySQL", "AludelPostgreSQL", "AludelSQLite", "engine"]
