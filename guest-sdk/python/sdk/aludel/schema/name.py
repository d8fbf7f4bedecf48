"""Names of tables and other objects, and how a request is meant."""

from __future__ import annotations

from typing import Any, Iterable, List, Mapping, NamedTuple, Optional, Tuple, Union

from .._wire import model, operations


class ObjectName(NamedTuple):
    """A name in a schema of its own; a plain text is a name in the default schema."""

    schema: str
    """The schema."""
    name: str
    """The name in it."""


Name = Union[str, ObjectName]
"""`"orders"`, or `op.qualified("shop", "orders")`."""


def wire_name(name: Name) -> model.ObjectName:
    """Makes the host's name of a name."""
    if isinstance(name, str):
        return model.ObjectName(None, name)
    return model.ObjectName(name.schema, name.name)


def guard(
    if_exists: bool = False,
    if_not_exists: bool = False,
    cascade: bool = False,
    concurrently: bool = False,
    replace: bool = False,
) -> operations.Guard:
    """Says how a request is meant."""
    return operations.Guard(if_exists, if_not_exists, cascade, concurrently, replace)


def names(columns: Union[str, Iterable[str]]) -> List[str]:
    """Gives a list of names, also of a single one."""
    return [columns] if isinstance(columns, str) else list(columns)


def wire_options(options: Optional[Mapping[str, Any]]) -> List[Tuple[str, str]]:
    """Makes the host's options: texts, with `true` and `false` for booleans."""
    return [(name, option_text(value)) for name, value in (options or {}).items()]


def option_text(value: Any) -> str:
    """Writes the value of an option as the host reads it."""
    return str(value).lower() if isinstance(value, bool) else str(value)
