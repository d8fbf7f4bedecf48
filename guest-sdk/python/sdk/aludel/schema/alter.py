"""Changes of a table."""

from __future__ import annotations

from types import TracebackType
from typing import Any, Callable, Iterable, List, Mapping, Optional, Type, Union

from .._wire import Some, model, operations
from . import constraint as constraints
from .column import Column, DefaultValue, Identity, column, wire_generation
from .constraint import Constraint
from .data_type import DataType, wire_type
from .index import Index, Parts, index
from .name import Name, guard, names, option_text, wire_options


class Keep:
    """The word for what stays as it is."""

    def __repr__(self) -> str:
        """Shows the word."""
        return "KEEP"


KEEP = Keep()
"""What is not named stays as it is; None takes it away."""


class AlterTable:
    """The changes of one table, made all at once at the end of the block of `Database.alter_table`."""

    def __init__(self, apply: Callable[[List[operations.GuardedChange]], None]) -> None:
        """Takes what is to be done with the changes; `Database.alter_table` does this."""
        self._apply = apply
        self._changes: List[operations.GuardedChange] = []

    def __enter__(self) -> AlterTable:
        """Collects changes."""
        return self

    def __exit__(
        self,
        error_type: Optional[Type[BaseException]],
        error: Optional[BaseException],
        trace: Optional[TracebackType],
    ) -> None:
        """Makes the changes; none of them after an exception."""
        if error_type is None and self._changes:
            self._apply(self._changes)

    def _add(self, change: Any, **how: bool) -> None:
        self._changes.append(operations.GuardedChange(change, guard(**how)))

    def add_column(self, name: Union[str, Column], type: Union[DataType, str, None] = None, **more: Any) -> None:
        """Adds a column; the arguments are those of `op.column`."""
        added = name if isinstance(name, Column) else column(name, type, **more)  # type: ignore[arg-type]
        self._add(operations.TableChange_AddColumn(added.definition), if_not_exists=added.if_not_exists)
        own_name = added.definition.name
        if added.is_key:
            self.add_constraint(constraints.primary_key(own_name))
        for constraint in added.constraints:
            self.add_constraint(constraint)
        if added.is_indexed:
            self.add_index(None, own_name)

    def drop_column(self, name: str, *, if_exists: bool = False, cascade: bool = False) -> None:
        """Drops a column."""
        self._add(operations.TableChange_DropColumn(name), if_exists=if_exists, cascade=cascade)

    def rename_column(self, old: str, new: str) -> None:
        """Gives a column another name."""
        self._add(operations.TableChange_RenameColumn(operations.Rename(old, new)))

    def alter_column(
        self,
        name: str,
        *,
        type: Union[DataType, str, None] = None,
        using: Optional[str] = None,
        nullable: Optional[bool] = None,
        default: Union[DefaultValue, Keep, None] = KEEP,
        default_sql: Optional[str] = None,
        autoincrement: bool = False,
        identity: Optional[Identity] = None,
        computed: Optional[str] = None,
        stored: bool = False,
        collation: Union[str, Keep, None] = KEEP,
        comment: Union[str, Keep, None] = KEEP,
        options: Optional[Mapping[str, Any]] = None,
    ) -> None:
        """Changes a column; what is not named stays as it is.

        `using` is SQL that makes the new value of the old one, where a cast does not do. ``default=None`` takes the
        default away (or what else made the value), ``collation=None`` goes back to the column's own, and
        ``comment=None`` removes it.
        """
        kept = isinstance(default, Keep)
        generation = wire_generation(
            None if isinstance(default, Keep) else default, default_sql, autoincrement, identity, computed, stored
        )
        if generation is None and not kept:
            generation = model.Generation_None_()
        change = operations.ColumnChange(
            name,
            None if type is None else wire_type(type),
            using,
            nullable,
            generation,
            None if isinstance(collation, Keep) else Some(collation),
            None if isinstance(comment, Keep) else Some(comment),
            wire_options(options),
        )
        self._add(operations.TableChange_AlterColumn(change))

    def add_constraint(self, constraint: Constraint) -> None:
        """Adds a constraint that `op.unique`, `op.exclude` or the like made."""
        self._add(operations.TableChange_AddConstraint(constraint.definition))

    def add_primary_key(self, parts: Parts, **more: Any) -> None:
        """Adds a primary key; the arguments are those of `op.primary_key`."""
        self.add_constraint(constraints.primary_key(parts, **more))

    def add_unique(self, parts: Parts, **more: Any) -> None:
        """No two rows may agree in these columns; the arguments are those of `op.unique`."""
        self.add_constraint(constraints.unique(parts, **more))

    def add_foreign_key(
        self,
        columns: Union[str, Iterable[str]],
        table: Name,
        referenced_columns: Union[str, Iterable[str]],
        **more: Any,
    ) -> None:
        """The values of these columns must be those of a row elsewhere; the arguments are those of `op.foreign_key`."""
        self.add_constraint(constraints.foreign_key(columns, table, referenced_columns, **more))

    def add_check(self, condition: str, **more: Any) -> None:
        """Every row must satisfy a condition; the arguments are those of `op.check`."""
        self.add_constraint(constraints.check(condition, **more))

    def drop_constraint(
        self,
        name: Optional[str] = None,
        *,
        kind: Optional[str] = None,
        columns: Union[str, Iterable[str]] = (),
        if_exists: bool = False,
        cascade: bool = False,
    ) -> None:
        """Drops a constraint: one of this name, or the one of a kind over these columns.

        The kinds are `primary key`, `unique`, `foreign key`, `check` and `exclude`.
        """
        wire_kind = None if kind is None else constraints._member(operations.ConstraintKind, kind)
        reference = operations.ConstraintReference(name, wire_kind, names(columns))
        self._add(operations.TableChange_DropConstraint(reference), if_exists=if_exists, cascade=cascade)

    def drop_primary_key(self, name: Optional[str] = None) -> None:
        """Drops the primary key."""
        self.drop_constraint(name, kind="primary key")

    def rename_constraint(self, old: str, new: str) -> None:
        """Gives a constraint another name."""
        self._add(operations.TableChange_RenameConstraint(operations.Rename(old, new)))

    def add_index(self, name: Union[str, Index, None], parts: Parts = (), **more: Any) -> None:
        """Adds an index; the arguments are those of `op.index`."""
        added = name if isinstance(name, Index) else index(name, parts, **more)
        change = operations.TableChange_CreateIndex(added.definition)
        self._add(change, if_not_exists=added.if_not_exists, concurrently=added.concurrently)

    def drop_index(
        self, name: str, *, if_exists: bool = False, cascade: bool = False, concurrently: bool = False
    ) -> None:
        """Drops an index."""
        change = operations.TableChange_DropIndex(name)
        self._add(change, if_exists=if_exists, cascade=cascade, concurrently=concurrently)

    def rename_index(self, old: str, new: str) -> None:
        """Gives an index another name."""
        self._add(operations.TableChange_RenameIndex(operations.Rename(old, new)))

    def set_comment(self, comment: Optional[str]) -> None:
        """Sets the remark on the table; None removes it."""
        self._add(operations.TableChange_SetComment(comment))

    def set_option(self, name: str, value: Any) -> None:
        """Sets what one dialect knows, ``("mysql.engine", "InnoDB")``; None removes it."""
        self._add(operations.TableChange_SetOption((name, None if value is None else option_text(value))))
