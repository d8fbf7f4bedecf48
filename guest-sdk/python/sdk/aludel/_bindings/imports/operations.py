# Generated from wit/ by guest-sdk/python/generate. Do not edit.
"""
Alembic's `op`. Each runs at once on the database, or is written out when
the run is offline.
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

@dataclass
class Guard:
    """
    How, beside what.
    """
    if_exists: bool
    if_not_exists: bool
    cascade: bool
    concurrently: bool
    replace: bool

class Rebuild(Enum):
    """
    What to do where the database cannot alter a table in place (SQLite).
    """
    WHEN_NEEDED = 0
    ALWAYS = 1
    NEVER = 2

@dataclass
class Rename:
    old: str
    new: str

@dataclass
class ColumnChange:
    """
    Each part some = change it, none = leave it alone.
    """
    name: str
    column_type: Optional[model.ColumnType]
    using: Optional[str]
    nullable: Optional[bool]
    generation: Optional[model.Generation]
    collation: Optional[Some[Optional[str]]]
    comment: Optional[Some[Optional[str]]]
    options: List[Tuple[str, str]]

class ConstraintKind(Enum):
    PRIMARY_KEY = 0
    UNIQUE = 1
    FOREIGN_KEY = 2
    CHECK = 3
    EXCLUDE = 4

@dataclass
class ConstraintReference:
    """
    Finds a constraint by its name, or by what it is.
    """
    name: Optional[str]
    kind: Optional[ConstraintKind]
    columns: List[str]


@dataclass
class TableChange_AddColumn:
    value: model.ColumnDef


@dataclass
class TableChange_DropColumn:
    value: str


@dataclass
class TableChange_RenameColumn:
    value: Rename


@dataclass
class TableChange_AlterColumn:
    value: ColumnChange


@dataclass
class TableChange_AddConstraint:
    value: model.ConstraintDef


@dataclass
class TableChange_DropConstraint:
    value: ConstraintReference


@dataclass
class TableChange_RenameConstraint:
    value: Rename


@dataclass
class TableChange_CreateIndex:
    value: model.IndexDef


@dataclass
class TableChange_DropIndex:
    value: str


@dataclass
class TableChange_RenameIndex:
    value: Rename


@dataclass
class TableChange_SetComment:
    value: Optional[str]


@dataclass
class TableChange_SetOption:
    value: Tuple[str, Optional[str]]


TableChange = Union[TableChange_AddColumn, TableChange_DropColumn, TableChange_RenameColumn, TableChange_AlterColumn, TableChange_AddConstraint, TableChange_DropConstraint, TableChange_RenameConstraint, TableChange_CreateIndex, TableChange_DropIndex, TableChange_RenameIndex, TableChange_SetComment, TableChange_SetOption]


@dataclass
class GuardedChange:
    change: TableChange
    guard: Guard


@dataclass
class LabelPlace_End:
    pass


@dataclass
class LabelPlace_Before:
    value: str


@dataclass
class LabelPlace_After:
    value: str


LabelPlace = Union[LabelPlace_End, LabelPlace_Before, LabelPlace_After]
"""
A place among the labels of an enum.
"""


@dataclass
class NewLabel:
    label: str
    place: LabelPlace


@dataclass
class EnumChange_RenameTo:
    value: model.ObjectName


@dataclass
class EnumChange_AddLabel:
    value: NewLabel


@dataclass
class EnumChange_RenameLabel:
    value: Rename


@dataclass
class EnumChange_DropLabel:
    value: str


EnumChange = Union[EnumChange_RenameTo, EnumChange_AddLabel, EnumChange_RenameLabel, EnumChange_DropLabel]


@dataclass
class SequenceChange:
    """
    Each part some = change it.
    """
    data_type: Optional[str]
    start: Optional[int]
    increment: Optional[int]
    minimum: Optional[int]
    maximum: Optional[int]
    cache: Optional[int]
    cycle: Optional[bool]


def set_naming(db: database.Database, naming: List[Tuple[str, str]]) -> None:
    """
    Names for the unnamed constraints and indexes of all calls that follow.

    Raises: `componentize_py_types.Err(wit_world.imports.types.Error)`
    """
    raise NotImplementedError
def create_table(db: database.Database, table: model.TableDef, guard: Guard) -> None:
    """
    Raises: `componentize_py_types.Err(wit_world.imports.types.Error)`
    """
    raise NotImplementedError
def drop_table(db: database.Database, name: model.ObjectName, guard: Guard) -> None:
    """
    Raises: `componentize_py_types.Err(wit_world.imports.types.Error)`
    """
    raise NotImplementedError
def rename_table(db: database.Database, name: model.ObjectName, to: model.ObjectName) -> None:
    """
    Raises: `componentize_py_types.Err(wit_world.imports.types.Error)`
    """
    raise NotImplementedError
def alter_table(db: database.Database, name: model.ObjectName, changes: List[GuardedChange], rebuild: Rebuild) -> None:
    """
    All changes at once: one ALTER where the dialect can, one copy of the
    table where it cannot.

    Raises: `componentize_py_types.Err(wit_world.imports.types.Error)`
    """
    raise NotImplementedError
def create_enum(db: database.Database, definition: model.EnumDef, guard: Guard) -> None:
    """
    Raises: `componentize_py_types.Err(wit_world.imports.types.Error)`
    """
    raise NotImplementedError
def alter_enum(db: database.Database, name: model.ObjectName, changes: List[EnumChange], guard: Guard) -> None:
    """
    Raises: `componentize_py_types.Err(wit_world.imports.types.Error)`
    """
    raise NotImplementedError
def drop_enum(db: database.Database, name: model.ObjectName, guard: Guard) -> None:
    """
    Raises: `componentize_py_types.Err(wit_world.imports.types.Error)`
    """
    raise NotImplementedError
def create_sequence(db: database.Database, definition: model.SequenceDef, guard: Guard) -> None:
    """
    Raises: `componentize_py_types.Err(wit_world.imports.types.Error)`
    """
    raise NotImplementedError
def alter_sequence(db: database.Database, name: model.ObjectName, change: SequenceChange, guard: Guard) -> None:
    """
    Raises: `componentize_py_types.Err(wit_world.imports.types.Error)`
    """
    raise NotImplementedError
def drop_sequence(db: database.Database, name: model.ObjectName, guard: Guard) -> None:
    """
    Raises: `componentize_py_types.Err(wit_world.imports.types.Error)`
    """
    raise NotImplementedError
def create_view(db: database.Database, definition: model.ViewDef, guard: Guard) -> None:
    """
    Raises: `componentize_py_types.Err(wit_world.imports.types.Error)`
    """
    raise NotImplementedError
def drop_view(db: database.Database, name: model.ObjectName, materialized: bool, guard: Guard) -> None:
    """
    Raises: `componentize_py_types.Err(wit_world.imports.types.Error)`
    """
    raise NotImplementedError
def create_routine(db: database.Database, definition: model.RoutineDef, guard: Guard) -> None:
    """
    Raises: `componentize_py_types.Err(wit_world.imports.types.Error)`
    """
    raise NotImplementedError
def drop_routine(db: database.Database, name: model.ObjectName, kind: model.RoutineKind, guard: Guard) -> None:
    """
    Raises: `componentize_py_types.Err(wit_world.imports.types.Error)`
    """
    raise NotImplementedError
def create_trigger(db: database.Database, definition: model.TriggerDef, guard: Guard) -> None:
    """
    Raises: `componentize_py_types.Err(wit_world.imports.types.Error)`
    """
    raise NotImplementedError
def drop_trigger(db: database.Database, table: model.ObjectName, name: str, guard: Guard) -> None:
    """
    Raises: `componentize_py_types.Err(wit_world.imports.types.Error)`
    """
    raise NotImplementedError
def create_schema(db: database.Database, name: str, guard: Guard) -> None:
    """
    Raises: `componentize_py_types.Err(wit_world.imports.types.Error)`
    """
    raise NotImplementedError
def drop_schema(db: database.Database, name: str, guard: Guard) -> None:
    """
    Raises: `componentize_py_types.Err(wit_world.imports.types.Error)`
    """
    raise NotImplementedError
def create_extension(db: database.Database, definition: model.ExtensionDef, guard: Guard) -> None:
    """
    Raises: `componentize_py_types.Err(wit_world.imports.types.Error)`
    """
    raise NotImplementedError
def drop_extension(db: database.Database, name: str, guard: Guard) -> None:
    """
    Raises: `componentize_py_types.Err(wit_world.imports.types.Error)`
    """
    raise NotImplementedError
