"""Changes of the schema by request: the builders of `aludel.op`, and what `Database` does with them."""

from __future__ import annotations

from . import op
from .alter import AlterTable
from .column import Column
from .constraint import Constraint
from .data_type import DataType
from .index import Index, IndexPart
from .inspection import Inspector
from .name import ObjectName
from .enumeration import AlterEnum

__all__ = [
    "AlterEnum",
    "AlterTable",
    "Column",
    "Constraint",
    "DataType",
    "Index",
    "IndexPart",
    "Inspector",
    "ObjectName",
    "op",
]
