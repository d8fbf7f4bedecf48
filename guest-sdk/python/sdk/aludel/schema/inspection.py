"""What is there."""

from __future__ import annotations

from typing import List, Optional

from .._wire import call, database, model
from .._wire import inspection as wire
from .name import Name, wire_name


class Inspector:
    """Answers what is in the database, without the tables that the host keeps for itself.

    ::

        if not db.inspect.has_column("customers", "email"):
            with db.alter_table("customers") as table:
                table.add_column("email", op.varchar(200))
    """

    def __init__(self, handle: database.Database) -> None:
        """Takes the host's handle; `Database.inspect` does this."""
        self._handle = handle

    def table_names(self, schema: Optional[str] = None) -> List[str]:
        """The tables of a schema, or of the default one."""
        return [name.name for name in call(wire.table_names, self._handle, schema)]

    def table(self, name: Name) -> Optional[model.TableDef]:
        """A table with everything that belongs to it; None if it is not there."""
        return call(wire.table, self._handle, wire_name(name))

    def has_table(self, name: Name) -> bool:
        """Whether a table is there."""
        return call(wire.has_table, self._handle, wire_name(name))

    def has_column(self, table: Name, column: str) -> bool:
        """Whether a table is there and has a column."""
        return call(wire.has_column, self._handle, wire_name(table), column)

    def has_index(self, table: Name, index: str) -> bool:
        """Whether a table is there and has an index."""
        return call(wire.has_index, self._handle, wire_name(table), index)

    def has_constraint(self, table: Name, constraint: str) -> bool:
        """Whether a table is there and has a constraint of that name."""
        return call(wire.has_constraint, self._handle, wire_name(table), constraint)

    def schema(self) -> model.SchemaDef:
        """Everything that is there."""
        return call(wire.schema, self._handle)
