"""The words that tables are described with: types, columns, constraints and indexes.

::

    from aludel import Database, op

    def upgrade(db: Database) -> None:
        db.create_table(
            "orders",
            op.column("id", op.integer(), primary_key=True, autoincrement=True),
            op.column("customer_id", op.integer(), nullable=False, references=op.references("customers", "id")),
            op.column("total", op.numeric(10, 2), nullable=False, default=0),
        )

What is done with them are methods of `Database`: `create_table`, `alter_table`, `create_index` and so on.
"""

from __future__ import annotations

from .column import column, identity
from .constraint import check, exclude, foreign_key, primary_key, references, unique
from .data_type import (
    big_integer,
    binary,
    boolean,
    character,
    custom,
    date,
    double,
    enumeration,
    integer,
    interval,
    json,
    numeric,
    real,
    small_integer,
    text,
    time,
    timestamp,
    timestamptz,
    uuid,
    varchar,
)
from .index import expression, index, part
from .name import ObjectName

__all__ = [
    "big_integer",
    "binary",
    "boolean",
    "character",
    "check",
    "column",
    "custom",
    "date",
    "double",
    "enumeration",
    "exclude",
    "expression",
    "foreign_key",
    "identity",
    "index",
    "integer",
    "interval",
    "json",
    "numeric",
    "part",
    "primary_key",
    "qualified",
    "real",
    "references",
    "small_integer",
    "text",
    "time",
    "timestamp",
    "timestamptz",
    "unique",
    "uuid",
    "varchar",
]


def qualified(schema: str, name: str) -> ObjectName:
    """A name in a schema: ``db.drop_table(op.qualified("shop", "orders"))``."""
    return ObjectName(schema, name)
