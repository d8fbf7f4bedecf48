# Generated from wit/ by guest-sdk/python/generate. Do not edit.
"""
Reading the live schema.
"""
from __future__ import annotations
from typing import TypeVar, Generic, Union, Optional, Protocol, Tuple, List, Any, Callable
from types import TracebackType
from enum import Flag, Enum, auto
from dataclasses import dataclass
from abc import abstractmethod
import weakref

from ..componentize_py_types import Result, Ok, Err, Some
from ..imports import database
from ..imports import model


def table_names(db: database.Database, schema: Optional[str]) -> List[model.ObjectName]:
    """
    The tables of a schema; none for the default one.

    Raises: `componentize_py_types.Err(wit_world.imports.types.Error)`
    """
    raise NotImplementedError
def table(db: database.Database, name: model.ObjectName) -> Optional[model.TableDef]:
    """
    Raises: `componentize_py_types.Err(wit_world.imports.types.Error)`
    """
    raise NotImplementedError
def has_table(db: database.Database, name: model.ObjectName) -> bool:
    """
    Raises: `componentize_py_types.Err(wit_world.imports.types.Error)`
    """
    raise NotImplementedError
def has_column(db: database.Database, table: model.ObjectName, column: str) -> bool:
    """
    Raises: `componentize_py_types.Err(wit_world.imports.types.Error)`
    """
    raise NotImplementedError
def has_index(db: database.Database, table: model.ObjectName, index: str) -> bool:
    """
    Raises: `componentize_py_types.Err(wit_world.imports.types.Error)`
    """
    raise NotImplementedError
def has_constraint(db: database.Database, table: model.ObjectName, constraint: str) -> bool:
    """
    Raises: `componentize_py_types.Err(wit_world.imports.types.Error)`
    """
    raise NotImplementedError
def schema(db: database.Database) -> model.SchemaDef:
    """
    Everything, but the host's own tables.

    Raises: `componentize_py_types.Err(wit_world.imports.types.Error)`
    """
    raise NotImplementedError
