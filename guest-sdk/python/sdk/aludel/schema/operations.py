"""The changes of the schema, as methods of the database."""

from __future__ import annotations

from typing import Any, Iterable, List, Mapping, Optional, Union

from .._wire import call, database, model
from .._wire import operations as wire
from .alter import AlterTable
from .column import Column
from .constraint import Constraint, primary_key, wire_constraints
from .enumeration import AlterEnum
from .index import Index, Parts, index
from .inspection import Inspector
from .name import Name, guard, names, wire_name, wire_options

TablePart = Union[Column, Constraint, Index]
"""What a table is made of."""


class SchemaOperations:
    """Changes of the schema by request. Each runs at once, in the transaction of the step."""

    _handle: database.Database

    def create_table(
        self,
        name: Name,
        *parts: TablePart,
        comment: Optional[str] = None,
        options: Optional[Mapping[str, Any]] = None,
        if_not_exists: bool = False,
    ) -> None:
        """Creates a table of columns, constraints and indexes.

        ::

            db.create_table(
                "orders",
                op.column("id", op.integer(), primary_key=True, autoincrement=True),
                op.column("note", op.varchar(40), nullable=False),
                op.unique(["note"]),
                op.index("ix_orders_note", ["note"]),
            )
        """
        definition = table_definition(name, parts, comment, options)
        call(wire.create_table, self._handle, definition, guard(if_not_exists=if_not_exists))

    def drop_table(self, name: Name, *, if_exists: bool = False, cascade: bool = False) -> None:
        """Drops a table."""
        call(wire.drop_table, self._handle, wire_name(name), guard(if_exists=if_exists, cascade=cascade))

    def rename_table(self, name: Name, to: Name) -> None:
        """Gives a table another name."""
        call(wire.rename_table, self._handle, wire_name(name), wire_name(to))

    def alter_table(self, name: Name, *, rebuild: str = "when needed") -> AlterTable:
        """Changes a table, all at once at the end of the block.

        ::

            with db.alter_table("orders") as table:
                table.add_column("state", op.varchar(10), nullable=False, default="new")
                table.rename_column("note", "remark")

        It is one ALTER where the server can and one copy of the table where it cannot (SQLite); `rebuild` is then
        `when needed`, `always` or `never`.
        """
        how = wire.Rebuild[rebuild.upper().replace(" ", "_").replace("-", "_")]
        return AlterTable(lambda changes: call(wire.alter_table, self._handle, wire_name(name), changes, how))

    def create_index(self, name: Optional[str], table: Name, parts: Parts, **more: Any) -> None:
        """Creates an index of a table; the further arguments are those of `op.index`."""
        with self.alter_table(table) as changes:
            changes.add_index(index(name, parts, **more))

    def drop_index(
        self, name: str, table: Name, *, if_exists: bool = False, cascade: bool = False, concurrently: bool = False
    ) -> None:
        """Drops an index of a table."""
        with self.alter_table(table) as changes:
            changes.drop_index(name, if_exists=if_exists, cascade=cascade, concurrently=concurrently)

    def create_enum(
        self, name: Name, labels: Iterable[str], *, comment: Optional[str] = None, if_not_exists: bool = False
    ) -> None:
        """Creates a type of named values; where types have no names, each column has the values itself."""
        definition = model.EnumDef(wire_name(name), list(labels), comment)
        call(wire.create_enum, self._handle, definition, guard(if_not_exists=if_not_exists))

    def alter_enum(self, name: Name) -> AlterEnum:
        """Changes a type of named values (PostgreSQL): ``with db.alter_enum("mood") as mood: mood.add_value("calm")``."""
        return AlterEnum(lambda changes: call(wire.alter_enum, self._handle, wire_name(name), changes, guard()))

    def drop_enum(self, name: Name, *, if_exists: bool = False, cascade: bool = False) -> None:
        """Drops a type of named values."""
        call(wire.drop_enum, self._handle, wire_name(name), guard(if_exists=if_exists, cascade=cascade))

    def create_sequence(
        self,
        name: Name,
        *,
        data_type: Optional[str] = None,
        start: Optional[int] = None,
        increment: Optional[int] = None,
        minimum: Optional[int] = None,
        maximum: Optional[int] = None,
        cache: Optional[int] = None,
        cycle: bool = False,
        comment: Optional[str] = None,
        if_not_exists: bool = False,
    ) -> None:
        """Creates a sequence."""
        definition = model.SequenceDef(
            wire_name(name), data_type, start, increment, minimum, maximum, cache, cycle, comment
        )
        call(wire.create_sequence, self._handle, definition, guard(if_not_exists=if_not_exists))

    def alter_sequence(
        self,
        name: Name,
        *,
        data_type: Optional[str] = None,
        start: Optional[int] = None,
        increment: Optional[int] = None,
        minimum: Optional[int] = None,
        maximum: Optional[int] = None,
        cache: Optional[int] = None,
        cycle: Optional[bool] = None,
    ) -> None:
        """Changes a sequence; what is not named stays as it is."""
        change = wire.SequenceChange(data_type, start, increment, minimum, maximum, cache, cycle)
        call(wire.alter_sequence, self._handle, wire_name(name), change, guard())

    def drop_sequence(self, name: Name, *, if_exists: bool = False, cascade: bool = False) -> None:
        """Drops a sequence."""
        call(wire.drop_sequence, self._handle, wire_name(name), guard(if_exists=if_exists, cascade=cascade))

    def create_view(
        self,
        name: Name,
        query: str,
        *,
        columns: Union[str, Iterable[str]] = (),
        materialized: bool = False,
        indexes: Iterable[Index] = (),
        comment: Optional[str] = None,
        options: Optional[Mapping[str, Any]] = None,
        if_not_exists: bool = False,
        replace: bool = False,
    ) -> None:
        """Creates a view, with `replace` in place of the one that is there. `materialized` ones are PostgreSQL's."""
        definitions = [item.definition for item in indexes]
        view = model.ViewDef(
            wire_name(name), query, names(columns), materialized, definitions, comment, wire_options(options)
        )
        call(wire.create_view, self._handle, view, guard(if_not_exists=if_not_exists, replace=replace))

    def drop_view(
        self, name: Name, *, materialized: bool = False, if_exists: bool = False, cascade: bool = False
    ) -> None:
        """Drops a view."""
        how = guard(if_exists=if_exists, cascade=cascade)
        call(wire.drop_view, self._handle, wire_name(name), materialized, how)

    def create_function(self, name: Name, definition: str, *, replace: bool = True) -> None:
        """Creates a function, or puts it in the place of the one that is there.

        `definition` is the whole statement; the name has the types of the arguments where the server has overloads:
        `touch()`, `add(integer, integer)`.
        """
        self._create_routine(name, model.RoutineKind.FUNCTION, definition, replace)

    def create_procedure(self, name: Name, definition: str, *, replace: bool = True) -> None:
        """Creates a procedure, as `create_function` does a function."""
        self._create_routine(name, model.RoutineKind.PROCEDURE, definition, replace)

    def _create_routine(self, name: Name, kind: model.RoutineKind, definition: str, replace: bool) -> None:
        routine = model.RoutineDef(wire_name(name), kind, definition, None)
        call(wire.create_routine, self._handle, routine, guard(replace=replace))

    def drop_function(self, name: Name, *, if_exists: bool = False, cascade: bool = False) -> None:
        """Drops a function."""
        how = guard(if_exists=if_exists, cascade=cascade)
        call(wire.drop_routine, self._handle, wire_name(name), model.RoutineKind.FUNCTION, how)

    def drop_procedure(self, name: Name, *, if_exists: bool = False, cascade: bool = False) -> None:
        """Drops a procedure."""
        how = guard(if_exists=if_exists, cascade=cascade)
        call(wire.drop_routine, self._handle, wire_name(name), model.RoutineKind.PROCEDURE, how)

    def create_trigger(self, name: str, table: Name, definition: str, *, replace: bool = True) -> None:
        """Creates a trigger of a table, or puts it in the place of the one that is there.

        `definition` is the whole statement.
        """
        trigger = model.TriggerDef(wire_name(table), name, definition, None)
        call(wire.create_trigger, self._handle, trigger, guard(replace=replace))

    def drop_trigger(self, name: str, table: Name, *, if_exists: bool = False, cascade: bool = False) -> None:
        """Drops a trigger of a table."""
        how = guard(if_exists=if_exists, cascade=cascade)
        call(wire.drop_trigger, self._handle, wire_name(table), name, how)

    def create_schema(self, name: str, *, if_not_exists: bool = True) -> None:
        """Creates a schema (PostgreSQL), unless it is there."""
        call(wire.create_schema, self._handle, name, guard(if_not_exists=if_not_exists))

    def drop_schema(self, name: str, *, if_exists: bool = False, cascade: bool = False) -> None:
        """Drops a schema."""
        call(wire.drop_schema, self._handle, name, guard(if_exists=if_exists, cascade=cascade))

    def create_extension(
        self, name: str, *, schema: Optional[str] = None, version: Optional[str] = None, if_not_exists: bool = True
    ) -> None:
        """Creates an extension (PostgreSQL), unless it is there."""
        definition = model.ExtensionDef(name, schema, version)
        call(wire.create_extension, self._handle, definition, guard(if_not_exists=if_not_exists))

    def drop_extension(self, name: str, *, if_exists: bool = False, cascade: bool = False) -> None:
        """Drops an extension."""
        call(wire.drop_extension, self._handle, name, guard(if_exists=if_exists, cascade=cascade))

    def set_naming(self, templates: Mapping[str, str]) -> None:
        """Says how constraints and indexes without a name are named from here on.

        The kinds are `pk`, `uq`, `fk`, `ck` and `ix`, in the tokens of SQLAlchemy::

            db.set_naming({"fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s"})
        """
        call(wire.set_naming, self._handle, list(templates.items()))

    @property
    def inspect(self) -> Inspector:
        """What is there."""
        return Inspector(self._handle)


def table_definition(
    name: Name, parts: Iterable[TablePart], comment: Optional[str], options: Optional[Mapping[str, Any]]
) -> model.TableDef:
    """Makes the host's table of its parts; what is written at columns becomes part of the table."""
    columns: List[Column] = []
    constraints: List[Constraint] = []
    indexes: List[Index] = []
    for part in parts:
        if isinstance(part, Column):
            columns.append(part)
        elif isinstance(part, Constraint):
            constraints.append(part)
        elif isinstance(part, Index):
            indexes.append(part)
        else:
            raise TypeError(f"a table is made of columns, constraints and indexes, not of {part!r}")
    keys = [column.definition.name for column in columns if column.is_key]
    key = [primary_key(keys)] if keys else []
    at_columns = [constraint for column in columns for constraint in column.constraints]
    indexed = [index(None, column.definition.name) for column in columns if column.is_indexed]
    return model.TableDef(
        wire_name(name),
        [column.definition for column in columns],
        wire_constraints([*key, *constraints, *at_columns]),
        [item.definition for item in [*indexed, *indexes]],
        comment,
        wire_options(options),
    )
