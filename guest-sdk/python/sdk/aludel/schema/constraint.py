"""Constraints."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, Iterable, List, Mapping, Optional, Union

from .._wire import model
from .index import Parts, wire_parts
from .name import Name, names, wire_name, wire_options


@dataclass
class Constraint:
    """A constraint; `op.unique`, `op.foreign_key` and the like make it."""

    definition: model.ConstraintDef


@dataclass(frozen=True)
class Reference:
    """Where a column points; `op.references` makes it."""

    template: model.ConstraintDef
    key: model.ForeignKey

    def of_column(self, column: str) -> Constraint:
        """Makes the foreign key of one column."""
        key = replace(self.key, columns=[column])
        return Constraint(replace(self.template, body=model.ConstraintBody_ForeignKey(key)))


def _deferral(deferrable: bool, initially_deferred: bool) -> model.Deferral:
    if initially_deferred:
        return model.Deferral.INITIALLY_DEFERRED
    return model.Deferral.INITIALLY_IMMEDIATE if deferrable else model.Deferral.NOT_DEFERRABLE


def _constraint(
    body: Any,
    name: Optional[str],
    deferrable: bool = False,
    initially_deferred: bool = False,
    comment: Optional[str] = None,
    options: Optional[Mapping[str, Any]] = None,
) -> Constraint:
    deferral = _deferral(deferrable, initially_deferred)
    return Constraint(model.ConstraintDef(name, body, deferral, comment, wire_options(options)))


def primary_key(
    parts: Parts,
    *,
    name: Optional[str] = None,
    include: Union[str, Iterable[str]] = (),
    deferrable: bool = False,
    initially_deferred: bool = False,
    comment: Optional[str] = None,
    options: Optional[Mapping[str, Any]] = None,
) -> Constraint:
    """The primary key of several columns; one column says it itself."""
    body = model.ConstraintBody_PrimaryKey(model.Key(wire_parts(parts), names(include), False))
    return _constraint(body, name, deferrable, initially_deferred, comment, options)


def unique(
    parts: Parts,
    *,
    name: Optional[str] = None,
    include: Union[str, Iterable[str]] = (),
    nulls_not_distinct: bool = False,
    deferrable: bool = False,
    initially_deferred: bool = False,
    comment: Optional[str] = None,
    options: Optional[Mapping[str, Any]] = None,
) -> Constraint:
    """No two rows agree in these columns."""
    body = model.ConstraintBody_Unique(model.Key(wire_parts(parts), names(include), nulls_not_distinct))
    return _constraint(body, name, deferrable, initially_deferred, comment, options)


def foreign_key(
    columns: Union[str, Iterable[str]],
    table: Name,
    referenced_columns: Union[str, Iterable[str]],
    *,
    on_delete: str = "no action",
    on_update: str = "no action",
    match: str = "simple",
    name: Optional[str] = None,
    deferrable: bool = False,
    initially_deferred: bool = False,
    comment: Optional[str] = None,
    options: Optional[Mapping[str, Any]] = None,
) -> Constraint:
    """The values of these columns are those of a row elsewhere.

    The actions are `no action`, `restrict`, `cascade`, `set null` and `set default`; `match` is `simple`, `full` or
    `partial`.
    """
    key = _key(columns, table, referenced_columns, on_delete, on_update, match)
    return _constraint(model.ConstraintBody_ForeignKey(key), name, deferrable, initially_deferred, comment, options)


def _key(
    columns: Union[str, Iterable[str]],
    table: Name,
    referenced_columns: Union[str, Iterable[str]],
    on_delete: str,
    on_update: str,
    match: str,
) -> model.ForeignKey:
    return model.ForeignKey(
        names(columns),
        wire_name(table),
        names(referenced_columns),
        _member(model.ReferentialAction, on_delete),
        _member(model.ReferentialAction, on_update),
        _member(model.MatchKind, match),
    )


def _member(kind: Any, text: str) -> Any:
    try:
        return kind[text.upper().replace(" ", "_").replace("-", "_")]
    except KeyError:
        choices = [member.name.lower().replace("_", " ") for member in kind]
        raise ValueError(f"{text!r} is none of {', '.join(map(repr, choices))}") from None


def references(
    table: Name,
    column: str,
    *,
    on_delete: str = "no action",
    on_update: str = "no action",
    name: Optional[str] = None,
    deferrable: bool = False,
    initially_deferred: bool = False,
) -> Reference:
    """Where a column points: ``op.column("customer_id", op.integer(), references=op.references("customers", "id"))``."""
    key = _key([], table, column, on_delete, on_update, "simple")
    template = _constraint(model.ConstraintBody_ForeignKey(key), name, deferrable, initially_deferred)
    return Reference(template.definition, key)


def check(
    condition: str,
    *,
    name: Optional[str] = None,
    comment: Optional[str] = None,
    options: Optional[Mapping[str, Any]] = None,
) -> Constraint:
    """Every row satisfies a condition."""
    return _constraint(model.ConstraintBody_Check(condition), name, comment=comment, options=options)


def exclude(
    definition: str,
    *,
    name: Optional[str] = None,
    deferrable: bool = False,
    initially_deferred: bool = False,
    comment: Optional[str] = None,
) -> Constraint:
    """No two rows agree by operators (PostgreSQL): SQL from the word EXCLUDE on."""
    return _constraint(
        model.ConstraintBody_Exclude(definition), name, deferrable, initially_deferred, comment
    )


def wire_constraints(constraints: Iterable[Constraint]) -> List[model.ConstraintDef]:
    """Makes the host's constraints."""
    return [constraint.definition for constraint in constraints]
