"""Changes of enums."""

from __future__ import annotations

from types import TracebackType
from typing import Any, Callable, List, Optional, Type

from .._wire import operations
from .name import Name, wire_name


class AlterEnum:
    """The changes of an enum, made in their order at the end of the block of `Database.alter_enum`."""

    def __init__(self, apply: Callable[[List[Any]], None]) -> None:
        """Takes what is to be done with the changes; `Database.alter_enum` does this."""
        self._apply = apply
        self._changes: List[Any] = []

    def __enter__(self) -> AlterEnum:
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

    def add_value(self, label: str, *, before: Optional[str] = None, after: Optional[str] = None) -> None:
        """Adds a value: after all others, or before or after one of them."""
        if before is not None and after is not None:
            raise ValueError("a value stands before another one or after it, not both")
        place: Any = operations.LabelPlace_End()
        if before is not None:
            place = operations.LabelPlace_Before(before)
        elif after is not None:
            place = operations.LabelPlace_After(after)
        self._changes.append(operations.EnumChange_AddLabel(operations.NewLabel(label, place)))

    def rename_value(self, old: str, new: str) -> None:
        """Gives a value another name."""
        self._changes.append(operations.EnumChange_RenameLabel(operations.Rename(old, new)))

    def drop_value(self, label: str) -> None:
        """Takes a value away: a new type, to which every column moves."""
        self._changes.append(operations.EnumChange_DropLabel(label))

    def rename_to(self, name: Name) -> None:
        """Gives the enum another name."""
        self._changes.append(operations.EnumChange_RenameTo(wire_name(name)))
