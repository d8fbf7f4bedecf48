# Generated from wit/ by guest-sdk/python/generate. Do not edit.
from __future__ import annotations
from typing import TypeVar, Generic, Union, Optional, Protocol, Tuple, List, Any, Callable
from types import TracebackType
from enum import Flag, Enum, auto
from dataclasses import dataclass
from abc import abstractmethod
import weakref

from ..componentize_py_types import Result, Ok, Err, Some
from ..imports import types

class Dialect(Enum):
    SQLITE = 0
    POSTGRESQL = 1
    MYSQL = 2
    MARIADB = 3
    OTHER = 4

@dataclass
class DatabaseInfo:
    dialect: Dialect
    dialect_name: str
    server_version: str
    version_number: Tuple[int, int, int]
    default_schema: Optional[str]
    transactional_ddl: bool

class Cursor:
    """
    Rows of a running query. One cursor may be open a database at a time
    unless `supports("concurrent-cursors")`.
    """

    def columns(self) -> List[types.Column]:
        raise NotImplementedError
    def next_rows(self, max_rows: int) -> List[List[types.Value]]:
        """
        At most `max-rows` rows; an empty list is the end. The host may give
        fewer to stay within its byte budget for one call.

        Raises: `componentize_py_types.Err(wit_world.imports.types.Error)`
        """
        raise NotImplementedError
    def next_batch(self, max_rows: int) -> types.Batch:
        """
        The same rows in columnar form; `row-count` 0 is the end.

        Raises: `componentize_py_types.Err(wit_world.imports.types.Error)`
        """
        raise NotImplementedError
    def __enter__(self) -> Any:
        """Returns self"""
        return self

    def __exit__(self, exc_type: type[BaseException] | None, exc_value: BaseException | None, traceback: TracebackType | None) -> bool | None:
        """
        Release this resource.
        """
        raise NotImplementedError


class Statement:
    """
    A prepared statement. Dropping it closes it.
    """

    def execute(self, params: List[types.Value]) -> types.Outcome:
        """
        Raises: `componentize_py_types.Err(wit_world.imports.types.Error)`
        """
        raise NotImplementedError
    def query(self, params: List[types.Value]) -> Cursor:
        """
        Raises: `componentize_py_types.Err(wit_world.imports.types.Error)`
        """
        raise NotImplementedError
    def execute_many(self, rows: List[List[types.Value]]) -> int:
        """
        One execution a row, in one call; gives the rows affected in all.

        Raises: `componentize_py_types.Err(wit_world.imports.types.Error)`
        """
        raise NotImplementedError
    def execute_batch(self, rows: types.Batch) -> int:
        """
        As `execute-many`, columnar.

        Raises: `componentize_py_types.Err(wit_world.imports.types.Error)`
        """
        raise NotImplementedError
    def __enter__(self) -> Any:
        """Returns self"""
        return self

    def __exit__(self, exc_type: type[BaseException] | None, exc_value: BaseException | None, traceback: TracebackType | None) -> bool | None:
        """
        Release this resource.
        """
        raise NotImplementedError


class BulkWriter:
    """
    Dropping it without `finish` undoes what it wrote.
    """

    def write_rows(self, rows: List[List[types.Value]]) -> None:
        """
        Raises: `componentize_py_types.Err(wit_world.imports.types.Error)`
        """
        raise NotImplementedError
    def write_batch(self, rows: types.Batch) -> None:
        """
        Raises: `componentize_py_types.Err(wit_world.imports.types.Error)`
        """
        raise NotImplementedError
    @classmethod
    def finish(cls, handle: Any) -> int:
        """
        Raises: `componentize_py_types.Err(wit_world.imports.types.Error)`
        """
        raise NotImplementedError
    def __enter__(self) -> Any:
        """Returns self"""
        return self

    def __exit__(self, exc_type: type[BaseException] | None, exc_value: BaseException | None, traceback: TracebackType | None) -> bool | None:
        """
        Release this resource.
        """
        raise NotImplementedError


class Savepoint:

    @classmethod
    def release(cls, handle: Any) -> None:
        """
        Raises: `componentize_py_types.Err(wit_world.imports.types.Error)`
        """
        raise NotImplementedError
    @classmethod
    def rollback(cls, handle: Any) -> None:
        """
        Raises: `componentize_py_types.Err(wit_world.imports.types.Error)`
        """
        raise NotImplementedError
    def __enter__(self) -> Any:
        """Returns self"""
        return self

    def __exit__(self, exc_type: type[BaseException] | None, exc_value: BaseException | None, traceback: TracebackType | None) -> bool | None:
        """
        Release this resource.
        """
        raise NotImplementedError


class Database:
    """
    A borrowed view of a connection. Every statement runs in the transaction
    that the host opened for the step, unless the step is marked autocommit.
    """

    def info(self) -> DatabaseInfo:
        raise NotImplementedError
    def supports(self, feature: str) -> bool:
        """
        True or false for a feature name such as `returning`,
        `drop-column`, `arrays`, `check-constraints`. Unknown: false.
        """
        raise NotImplementedError
    def quote(self, identifier: str) -> str:
        """
        Quotes one identifier by the dialect's rules.
        """
        raise NotImplementedError
    def placeholder(self, index: int) -> str:
        """
        The dialect's text of parameter `index`, counted from 1.
        """
        raise NotImplementedError
    def execute(self, sql: str, params: List[types.Value]) -> types.Outcome:
        """
        Runs one statement and drops its rows.

        Raises: `componentize_py_types.Err(wit_world.imports.types.Error)`
        """
        raise NotImplementedError
    def execute_script(self, sql: str) -> None:
        """
        Runs several statements divided by semicolons, without parameters.

        Raises: `componentize_py_types.Err(wit_world.imports.types.Error)`
        """
        raise NotImplementedError
    def query(self, sql: str, params: List[types.Value]) -> Cursor:
        """
        Runs one statement and streams its rows.

        Raises: `componentize_py_types.Err(wit_world.imports.types.Error)`
        """
        raise NotImplementedError
    def query_one(self, sql: str, params: List[types.Value]) -> Optional[List[types.Value]]:
        """
        First row only; the shortest way to a scalar.

        Raises: `componentize_py_types.Err(wit_world.imports.types.Error)`
        """
        raise NotImplementedError
    def prepare(self, sql: str) -> Statement:
        """
        Raises: `componentize_py_types.Err(wit_world.imports.types.Error)`
        """
        raise NotImplementedError
    def bulk_insert(self, schema: Optional[str], table: str, columns: List[str]) -> BulkWriter:
        """
        The fastest way in that the database has: COPY, multi-row INSERT,
        or a reused prepared statement. `schema` none is the default one.

        Raises: `componentize_py_types.Err(wit_world.imports.types.Error)`
        """
        raise NotImplementedError
    def bulk_update(self, schema: Optional[str], table: str, keys: List[str], columns: List[str]) -> BulkWriter:
        """
        Rows changed by key, the way a backfill does it: each row holds the
        values of `keys`, then those of `columns`. The host picks the fastest
        way (UNNEST, a joined VALUES list, one statement stepped over a batch).

        Raises: `componentize_py_types.Err(wit_world.imports.types.Error)`
        """
        raise NotImplementedError
    def savepoint(self) -> Savepoint:
        """
        Opens a savepoint. Dropping it unreleased rolls back to it.

        Raises: `componentize_py_types.Err(wit_world.imports.types.Error)`
        """
        raise NotImplementedError
    def __enter__(self) -> Any:
        """Returns self"""
        return self

    def __exit__(self, exc_type: type[BaseException] | None, exc_value: BaseException | None, traceback: TracebackType | None) -> bool | None:
        """
        Release this resource.
        """
        raise NotImplementedError
