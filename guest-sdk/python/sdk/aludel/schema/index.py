"""Indexes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Iterable, List, Mapping, Optional, Union

from .._wire import model
from .name import names, wire_options


@dataclass(frozen=True)
class IndexPart:
    """One part of an index or key; `op.part` and `op.expression` make it."""

    key: Any
    descending: bool
    nulls: Optional[str]
    collation: Optional[str]
    operator_class: Optional[str]
    prefix: Optional[int]

    def to_wire(self) -> model.IndexPart:
        """Makes the host's part."""
        nulls = None if self.nulls is None else model.NullsOrder[self.nulls.upper()]
        return model.IndexPart(self.key, self.descending, nulls, self.collation, self.operator_class, self.prefix)


Parts = Union[str, IndexPart, Iterable[Union[str, IndexPart]]]
"""What an index is over: a column, a part, or several of them."""


def part(
    column: str,
    *,
    descending: bool = False,
    nulls: Optional[str] = None,
    collation: Optional[str] = None,
    operator_class: Optional[str] = None,
    prefix: Optional[int] = None,
) -> IndexPart:
    """A column of an index, with more to say of it.

    `nulls` is `first` or `last`, `operator_class` is PostgreSQL's, `prefix` is how many characters count (MySQL).
    """
    return IndexPart(model.IndexKey_Column(column), descending, nulls, collation, operator_class, prefix)


def expression(
    sql: str,
    *,
    descending: bool = False,
    nulls: Optional[str] = None,
    collation: Optional[str] = None,
    operator_class: Optional[str] = None,
) -> IndexPart:
    """An expression of an index: ``op.expression("lower(email)")``."""
    return IndexPart(model.IndexKey_Expression(sql), descending, nulls, collation, operator_class, None)


def wire_parts(parts: Parts) -> List[model.IndexPart]:
    """Makes the host's parts; a text is a column."""
    if isinstance(parts, (str, IndexPart)):
        parts = [parts]
    return [part(item).to_wire() if isinstance(item, str) else item.to_wire() for item in parts]


@dataclass
class Index:
    """An index; `op.index` makes it."""

    definition: model.IndexDef
    if_not_exists: bool
    concurrently: bool


def index(
    name: Optional[str],
    parts: Parts,
    *,
    unique: bool = False,
    where: Optional[str] = None,
    include: Union[str, Iterable[str]] = (),
    method: Optional[str] = None,
    nulls_not_distinct: bool = False,
    comment: Optional[str] = None,
    options: Optional[Mapping[str, Any]] = None,
    if_not_exists: bool = False,
    concurrently: bool = False,
) -> Index:
    """An index over columns or expressions; None as its name lets the naming convention name it.

    `where` picks the rows that are in it, `include` names columns carried along (PostgreSQL), `method` is another kind of
    index (`gin`, `hash`, `fulltext`), `concurrently` does not lock writers out (PostgreSQL; the header says
    ``transaction = false``), and `options` are settings of one dialect: ``{"postgresql.fillfactor": 70}``.
    """
    definition = model.IndexDef(
        name,
        wire_parts(parts),
        unique,
        where,
        names(include),
        method,
        nulls_not_distinct,
        comment,
        wire_options(options),
    )
    return Index(definition, if_not_exists, concurrently)
