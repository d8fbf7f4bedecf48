"""What `env.py` does in a project of Alembic: the context in which a revision's functions run."""

import json
from argparse import Namespace
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from aludel import Database, Failure
from aludel._wire import context as run
from alembic.config import Config
from alembic.operations import Operations
from alembic.runtime.environment import EnvironmentContext
from sqlalchemy import Connection, MetaData

import aludel_dbapi
import aludel_sqlalchemy
from aludel_interpreter.bundle import Bundle

from .clock import DatabaseClock
from .offline import OfflineStatements


SETTINGS = "[alembic]"
"""The text of the bundle that holds the section of `aludel.toml`, as JSON."""


class _Script:
    """Stands for the folder of scripts, which is the host's: it knows the revision that runs."""

    def as_revision_number(self, _name: Any) -> str:
        """The id of this revision, whatever the name."""
        return run.revision()

    def get_current_head(self) -> str:
        """The same."""
        return run.revision()


@contextmanager
def environment(database: Database) -> Iterator[None]:
    """Makes `alembic.op` and `alembic.context` work on the database."""
    driver = aludel_dbapi.connect(database._handle)
    DatabaseClock(driver.dialect_name, _asker(driver)).install()
    is_offline = run.offline()
    settings = _settings()
    surroundings = EnvironmentContext(_config(driver, settings), _Script(), as_sql=is_offline, tag=run.tag())  # type: ignore[arg-type]
    open_context = _offline if is_offline else _online
    with surroundings, open_context(surroundings, driver, _options(settings)):
        yield


def _settings() -> dict[str, Any]:
    """What the project says in `[alembic]`; it travels with the script."""
    text = Bundle.read().texts.get(SETTINGS)
    return json.loads(text) if text else {}


def _asker(driver: aludel_dbapi.Connection) -> Callable[[str], str]:
    def ask(sql: str) -> str:
        return str(driver.cursor().execute(sql).fetchall()[0][0])

    return ask


def _config(driver: aludel_dbapi.Connection, settings: dict[str, Any]) -> Config:
    """What `alembic.ini` would say: the address has no secrets, because there are none here."""
    arguments = Namespace(x=[f"{name}={value}" for name, value in run.arguments()], sql=run.offline(), raiseerr=False)
    config = Config(cmd_opts=arguments)
    dialect = aludel_sqlalchemy.DIALECTS[driver.dialect_name]
    config.set_main_option("sqlalchemy.url", f"{dialect.name}+aludel://")
    for name, value in settings.get("options", {}).items():
        config.set_main_option(name, str(value).replace("%", "%%"))
    return config


def _options(settings: dict[str, Any]) -> dict[str, Any]:
    convention = settings.get("naming_convention")
    return {"target_metadata": MetaData(naming_convention=convention or None)}


@contextmanager
def _online(surroundings: EnvironmentContext, driver: aludel_dbapi.Connection, options: dict) -> Iterator[None]:
    connection: Connection = aludel_sqlalchemy.engine(driver).connect()
    # SQLAlchemy asks what server this is, and rolls back what it did for that.
    driver.forget_work()
    try:
        surroundings.configure(connection=connection, **options)
        migration = surroundings.get_context()
        with migration.begin_transaction(_per_migration=not migration.impl.transactional_ddl), Operations.context(migration):
            yield
    finally:
        driver.close_cursors()
    if driver.was_rolled_back:
        raise Failure(
            "the migration rolled back the connection of the run, which would undo it as a whole; "
            "undo a part with begin_nested(), or raise an exception to undo all"
        )


@contextmanager
def _offline(surroundings: EnvironmentContext, driver: aludel_dbapi.Connection, options: dict) -> Iterator[None]:
    name = driver.dialect_name
    dialect = aludel_sqlalchemy.DIALECTS[name]
    surroundings.configure(
        url=f"{dialect.name}+aludel://",
        dialect_opts={"is_mariadb": True} if name == "mariadb" else {},
        literal_binds=True,
        output_buffer=OfflineStatements(driver.database),
        **options,
    )
    with Operations.context(surroundings.get_context()):
        yield
