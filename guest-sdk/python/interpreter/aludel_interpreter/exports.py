"""What the component exports."""

from __future__ import annotations

import gc
import inspect
from contextlib import nullcontext
from typing import Any, Callable, ContextManager, Tuple

from aludel import Database, Irreversible
from aludel._wire import Err

from . import clock, failure, output, seal
from .bundle import Bundle

Call = Callable[[Callable[..., Any], Database], Any]
Unwrap = Callable[[BaseException], BaseException]
Around = Callable[[Database], ContextManager[Any]]


def call_with_database(function: Callable[..., Any], database: Database) -> Any:
    """Calls `upgrade(db)`."""
    return function(database)


def unchanged(error: BaseException) -> BaseException:
    """Takes an exception for what it is."""
    return error


def nothing_around(_database: Database) -> ContextManager[Any]:
    """Surrounds a run with nothing."""
    return nullcontext()


def exports(
    call: Call = call_with_database, unwrap: Unwrap = unchanged, around: Around = nothing_around
) -> Tuple[type, type]:
    """Makes the exported classes.

    `call` hands the database to a function of the migration; `unwrap` gives the exception that another one is about,
    such as the database error in that of a library; what `around` gives is entered before the script is loaded, and left
    after the call. Everything that the interpreter has must be imported before.
    """
    clock.remember_places()
    # All of this stays until the end, so there is no use in looking through it for garbage again and again.
    gc.collect()
    gc.freeze()

    def run(name: str, handle: Any) -> None:
        seal.seal()
        bundle = Bundle.read()
        try:
            database = Database(handle)
            with around(database):
                result = _run(bundle, name, database, call)
            if inspect.iscoroutine(result):
                result.close()
                raise TypeError(f"`{name}` is a coroutine; write `def {name}` in place of `async def {name}`")
        except BaseException as error:
            raise Err(failure.of(unwrap(error), error, bundle)) from None
        finally:
            output.flush()

    class Revision:
        """The interface `revision`."""

        def upgrade(self, handle: Any) -> None:
            """Runs `upgrade` of the script."""
            run("upgrade", handle)

        def downgrade(self, handle: Any) -> None:
            """Runs `downgrade` of the script."""
            run("downgrade", handle)

    class Check:
        """The interface `check`."""

        def verify(self, handle: Any) -> None:
            """Runs `verify` of the script, if it has one."""
            run("verify", handle)

    return Revision, Check


def _run(bundle: Bundle, name: str, database: Database, call: Call) -> Any:
    module = bundle.load()
    function = getattr(module, name, None)
    if function is not None:
        return call(function, database)
    if name == "upgrade":
        raise AttributeError(f"{bundle.main} has no function `upgrade`; write: def upgrade(db): ...")
    if name == "downgrade":
        raise Irreversible(f"{bundle.main} has no function `downgrade`")
    return None
