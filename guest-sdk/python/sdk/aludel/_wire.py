"""The interfaces of the host, as they are on the wire.

Inside of a component the real bindings are there. Outside, where migrations are edited and their pure parts are tested,
the generated ones take their place: the same classes, and functions that no host answers.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Callable, TypeVar

if TYPE_CHECKING:
    from ._bindings.componentize_py_types import Err, Some
    from ._bindings.imports import context, database, failures, inspection, model, operations, progress, types
else:
    try:
        from componentize_py_types import Err, Some
        from wit_world.imports import context, database, failures, inspection, model, operations, progress, types
    except ModuleNotFoundError:
        from ._bindings.componentize_py_types import Err, Some
        from ._bindings.imports import context, database, failures, inspection, model, operations, progress, types

__all__ = [
    "Err",
    "Some",
    "call",
    "context",
    "database",
    "failures",
    "inspection",
    "model",
    "operations",
    "progress",
    "types",
]

Result = TypeVar("Result")


def call(function: Callable[..., Result], *arguments: Any) -> Result:
    """Calls the host; its errors become exceptions."""
    try:
        return function(*arguments)
    except Err as error:
        failure = error.value
    from .errors import from_wire

    raise from_wire(failure)
