"""How the functions of a revision file are called, and whose error its exceptions are."""

import inspect
from collections.abc import Callable
from typing import Any

from aludel import Database, Irreversible
from aludel.errors import from_wire
from sqlalchemy.exc import DBAPIError

import aludel_dbapi


def call(function: Callable[..., Any], database: Database) -> Any:
    """Calls `upgrade()`, or `upgrade(db)` as other migrations of Python have it."""
    return function(database) if _takes_argument(function) else function()


def _takes_argument(function: Callable[..., Any]) -> bool:
    positional = (inspect.Parameter.POSITIONAL_ONLY, inspect.Parameter.POSITIONAL_OR_KEYWORD)
    parameters = inspect.signature(function).parameters.values()
    return any(parameter.kind in positional and parameter.default is parameter.empty for parameter in parameters)


def unwrap(raised: BaseException) -> BaseException:
    """The database's error inside of SQLAlchemy's; the way back that a revision says it has not."""
    if isinstance(raised, DBAPIError) and raised.orig is not None:
        return _database_error(raised)
    if isinstance(raised, aludel_dbapi.Error) and raised.wit_error is not None:
        return from_wire(raised.wit_error)
    if isinstance(raised, NotImplementedError) and _is_raised_in_downgrade(raised):
        return Irreversible(str(raised) or "the revision has no way back")
    return raised


def _database_error(raised: DBAPIError) -> BaseException:
    # The calls inside of SQLAlchemy that led there say nothing to whoever wrote the revision.
    raised.__cause__ = None
    found = raised.orig
    if not isinstance(found, aludel_dbapi.Error) or found.wit_error is None:
        return found
    error = from_wire(found.wit_error)
    if raised.statement:
        error.extras.setdefault("statement", raised.statement.strip())
    return error


def _is_raised_in_downgrade(raised: NotImplementedError) -> bool:
    link = raised.__traceback__
    while link is not None and link.tb_next is not None:
        link = link.tb_next
    return link is not None and link.tb_frame.f_code.co_name == "downgrade"
