# Generated from wit/ by guest-sdk/python/generate. Do not edit.
"""
The shape of a schema: what operations take, and what inspection gives.
"""
from __future__ import annotations
from typing import TypeVar, Generic, Union, Optional, Protocol, Tuple, List, Any, Callable
from types import TracebackType
from enum import Flag, Enum, auto
from dataclasses import dataclass
from abc import abstractmethod
import weakref

from ..componentize_py_types import Result, Ok, Err, Some


@dataclass
class ObjectName:
    """
    The name of a table, view, enum, sequence or routine, without quotes.
    """
    schema: Optional[str]
    name: str

@dataclass
class NumericType:
    precision: Optional[int]
    scale: Optional[int]

@dataclass
class EnumDef:
    name: ObjectName
    labels: List[str]
    comment: Optional[str]


@dataclass
class ScalarType_Boolean:
    pass


@dataclass
class ScalarType_Smallint:
    pass


@dataclass
class ScalarType_Integer:
    pass


@dataclass
class ScalarType_Bigint:
    pass


@dataclass
class ScalarType_Real:
    pass


@dataclass
class ScalarType_Double:
    pass


@dataclass
class ScalarType_Numeric:
    value: NumericType


@dataclass
class ScalarType_Character:
    value: int


@dataclass
class ScalarType_Varchar:
    value: Optional[int]


@dataclass
class ScalarType_Text:
    pass


@dataclass
class ScalarType_Binary:
    value: Optional[int]


@dataclass
class ScalarType_Json:
    pass


@dataclass
class ScalarType_Uuid:
    pass


@dataclass
class ScalarType_Date:
    pass


@dataclass
class ScalarType_Time:
    value: Optional[int]


@dataclass
class ScalarType_Timestamp:
    value: Optional[int]


@dataclass
class ScalarType_Timestamptz:
    value: Optional[int]


@dataclass
class ScalarType_Interval:
    pass


@dataclass
class ScalarType_Enumeration:
    value: EnumDef


@dataclass
class ScalarType_Custom:
    value: str


ScalarType = Union[ScalarType_Boolean, ScalarType_Smallint, ScalarType_Integer, ScalarType_Bigint, ScalarType_Real, ScalarType_Double, ScalarType_Numeric, ScalarType_Character, ScalarType_Varchar, ScalarType_Text, ScalarType_Binary, ScalarType_Json, ScalarType_Uuid, ScalarType_Date, ScalarType_Time, ScalarType_Timestamp, ScalarType_Timestamptz, ScalarType_Interval, ScalarType_Enumeration, ScalarType_Custom]


@dataclass
class ColumnType:
    base: ScalarType
    array_dimensions: int
    overrides: List[Tuple[str, str]]


@dataclass
class DefaultValue_Text:
    value: str


@dataclass
class DefaultValue_Number:
    value: str


@dataclass
class DefaultValue_Boolean:
    value: bool


@dataclass
class DefaultValue_Expression:
    value: str


DefaultValue = Union[DefaultValue_Text, DefaultValue_Number, DefaultValue_Boolean, DefaultValue_Expression]


class IdentityKind(Enum):
    ALWAYS = 0
    BY_DEFAULT = 1

@dataclass
class Identity:
    kind: IdentityKind
    start: Optional[int]
    increment: Optional[int]
    options: List[Tuple[str, str]]

@dataclass
class Computed:
    expression: str
    stored: bool


@dataclass
class Generation_None_:
    pass


@dataclass
class Generation_Default:
    value: DefaultValue


@dataclass
class Generation_Autoincrement:
    pass


@dataclass
class Generation_Identity:
    value: Identity


@dataclass
class Generation_Computed:
    value: Computed


Generation = Union[Generation_None_, Generation_Default, Generation_Autoincrement, Generation_Identity, Generation_Computed]
"""
How a column gets its value when none is given.
"""


@dataclass
class ColumnDef:
    name: str
    column_type: ColumnType
    nullable: bool
    generation: Generation
    collation: Optional[str]
    comment: Optional[str]
    options: List[Tuple[str, str]]


@dataclass
class IndexKey_Column:
    value: str


@dataclass
class IndexKey_Expression:
    value: str


IndexKey = Union[IndexKey_Column, IndexKey_Expression]


class NullsOrder(Enum):
    FIRST = 0
    LAST = 1

@dataclass
class IndexPart:
    key: IndexKey
    descending: bool
    nulls: Optional[NullsOrder]
    collation: Optional[str]
    operator_class: Optional[str]
    prefix_length: Optional[int]

@dataclass
class Key:
    """
    The columns of a primary key or unique constraint.
    """
    parts: List[IndexPart]
    include: List[str]
    nulls_not_distinct: bool

class ReferentialAction(Enum):
    NO_ACTION = 0
    RESTRICT = 1
    CASCADE = 2
    SET_NULL = 3
    SET_DEFAULT = 4

class MatchKind(Enum):
    SIMPLE = 0
    FULL = 1
    PARTIAL = 2

@dataclass
class ForeignKey:
    columns: List[str]
    references: ObjectName
    referenced_columns: List[str]
    on_delete: ReferentialAction
    on_update: ReferentialAction
    match_kind: MatchKind


@dataclass
class ConstraintBody_PrimaryKey:
    value: Key


@dataclass
class ConstraintBody_Unique:
    value: Key


@dataclass
class ConstraintBody_ForeignKey:
    value: ForeignKey


@dataclass
class ConstraintBody_Check:
    value: str


@dataclass
class ConstraintBody_Exclude:
    value: str


ConstraintBody = Union[ConstraintBody_PrimaryKey, ConstraintBody_Unique, ConstraintBody_ForeignKey, ConstraintBody_Check, ConstraintBody_Exclude]


class Deferral(Enum):
    NOT_DEFERRABLE = 0
    INITIALLY_IMMEDIATE = 1
    INITIALLY_DEFERRED = 2

@dataclass
class ConstraintDef:
    name: Optional[str]
    body: ConstraintBody
    deferral: Deferral
    comment: Optional[str]
    options: List[Tuple[str, str]]

@dataclass
class IndexDef:
    name: Optional[str]
    parts: List[IndexPart]
    unique: bool
    predicate: Optional[str]
    include: List[str]
    method: Optional[str]
    nulls_not_distinct: bool
    comment: Optional[str]
    options: List[Tuple[str, str]]

@dataclass
class TableDef:
    name: ObjectName
    columns: List[ColumnDef]
    constraints: List[ConstraintDef]
    indexes: List[IndexDef]
    comment: Optional[str]
    options: List[Tuple[str, str]]

@dataclass
class ViewDef:
    name: ObjectName
    query: str
    columns: List[str]
    materialized: bool
    indexes: List[IndexDef]
    comment: Optional[str]
    options: List[Tuple[str, str]]

@dataclass
class SequenceDef:
    name: ObjectName
    data_type: Optional[str]
    start: Optional[int]
    increment: Optional[int]
    minimum: Optional[int]
    maximum: Optional[int]
    cache: Optional[int]
    cycle: bool
    comment: Optional[str]

class RoutineKind(Enum):
    FUNCTION = 0
    PROCEDURE = 1

@dataclass
class RoutineDef:
    name: ObjectName
    kind: RoutineKind
    definition: str
    comment: Optional[str]

@dataclass
class TriggerDef:
    table: ObjectName
    name: str
    definition: str
    comment: Optional[str]

@dataclass
class ExtensionDef:
    name: str
    schema: Optional[str]
    version: Optional[str]

@dataclass
class SchemaDef:
    """
    A whole database.
    """
    namespaces: List[str]
    extensions: List[ExtensionDef]
    enums: List[EnumDef]
    sequences: List[SequenceDef]
    tables: List[TableDef]
    views: List[ViewDef]
    routines: List[RoutineDef]
    triggers: List[TriggerDef]
    naming: List[Tuple[str, str]]
