"""Columns."""

from __future__ import annotations

import decimal
from dataclasses import dataclass, field
from typing import Any, List, Mapping, Optional, Union

from .._encode import decimal_text
from .._wire import model
from .constraint import Constraint, Reference, check as check_constraint, unique as unique_constraint
from .data_type import DataType, wire_type
from .name import wire_options

DefaultValue = Union[str, bool, int, float, decimal.Decimal]
"""What a column is given: a text, a number, or true and false. SQL is `default_sql`."""


@dataclass(frozen=True)
class Identity:
    """An identity column of the SQL standard; `op.identity` makes it."""

    definition: model.Identity


@dataclass
class Column:
    """A column; `op.column` makes it."""

    definition: model.ColumnDef
    is_key: bool = False
    is_indexed: bool = False
    if_not_exists: bool = False
    constraints: List[Constraint] = field(default_factory=list)


def wire_default(value: DefaultValue) -> model.DefaultValue:
    """Makes the host's default of a value."""
    if isinstance(value, bool):
        return model.DefaultValue_Boolean(value)
    if isinstance(value, str):
        return model.DefaultValue_Text(value)
    if isinstance(value, decimal.Decimal):
        return model.DefaultValue_Number(decimal_text(value))
    if isinstance(value, (int, float)):
        return model.DefaultValue_Number(repr(value))
    raise TypeError(f"a default is a text, a number or a boolean, not {value!r}; for SQL take default_sql")


def identity(
    *,
    always: bool = False,
    start: Optional[int] = None,
    increment: Optional[int] = None,
    options: Optional[Mapping[str, Any]] = None,
) -> Identity:
    """An identity column: the server counts, and with `always` refuses values that are given.

    `options` are `minvalue`, `maxvalue`, `cache` and `cycle`.
    """
    kind = model.IdentityKind.ALWAYS if always else model.IdentityKind.BY_DEFAULT
    return Identity(model.Identity(kind, start, increment, wire_options(options)))


def wire_generation(
    default: Optional[DefaultValue] = None,
    default_sql: Optional[str] = None,
    autoincrement: bool = False,
    identity: Optional[Identity] = None,
    computed: Optional[str] = None,
    stored: bool = False,
) -> Optional[model.Generation]:
    """Makes the host's way of a column to its value; None if nothing is said about it."""
    given: List[model.Generation] = []
    if default is not None:
        given.append(model.Generation_Default(wire_default(default)))
    if default_sql is not None:
        given.append(model.Generation_Default(model.DefaultValue_Expression(default_sql)))
    if autoincrement:
        given.append(model.Generation_Autoincrement())
    if identity is not None:
        given.append(model.Generation_Identity(identity.definition))
    if computed is not None:
        given.append(model.Generation_Computed(model.Computed(computed, stored)))
    if len(given) > 1:
        raise ValueError("a column has one of default, default_sql, autoincrement, identity and computed")
    return given[0] if given else None


def column(
    name: str,
    type: Union[DataType, str],
    *,
    nullable: Optional[bool] = None,
    primary_key: bool = False,
    unique: bool = False,
    index: bool = False,
    check: Optional[str] = None,
    references: Optional[Reference] = None,
    default: Optional[DefaultValue] = None,
    default_sql: Optional[str] = None,
    autoincrement: bool = False,
    identity: Optional[Identity] = None,
    computed: Optional[str] = None,
    stored: bool = False,
    collation: Optional[str] = None,
    comment: Optional[str] = None,
    options: Optional[Mapping[str, Any]] = None,
    if_not_exists: bool = False,
) -> Column:
    """A column, which may hold NULL unless it is told otherwise or part of the primary key.

    `default` is a value and `default_sql` SQL as it stands (`CURRENT_TIMESTAMP`); `autoincrement` counts; `computed` is an
    expression of other columns, kept in the row with `stored`; `index` is an index named by the convention; `options` are
    settings of one dialect: ``{"mysql.charset": "ascii"}``.
    """
    definition = model.ColumnDef(
        name,
        wire_type(type),
        not primary_key if nullable is None else nullable,
        wire_generation(default, default_sql, autoincrement, identity, computed, stored) or model.Generation_None_(),
        collation,
        comment,
        wire_options(options),
    )
    constraints = []
    if unique:
        constraints.append(unique_constraint(name))
    if check is not None:
        constraints.append(check_constraint(check))
    if references is not None:
        constraints.append(references.of_column(name))
    return Column(definition, primary_key, index, if_not_exists, constraints)
