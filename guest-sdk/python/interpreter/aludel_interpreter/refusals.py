"""What no migration is given, and what is said to one that asks for it."""

from __future__ import annotations

from pathlib import Path
from types import ModuleType
from typing import Any, Dict, NoReturn

from aludel import Refused

NO_FILES = "a migration has no files; pass data with -x or put it into the migration"
NO_NETWORK = "a migration has no network; pass data with -x or put it into the migration"
NO_PROGRAMS = "a migration starts no programs"
NO_THREADS = "a migration runs alone, in one thread"
NO_CLOCK = "a migration has no clock; ask the database: db.query_scalar(\"SELECT CURRENT_TIMESTAMP\")"
NO_WAITING = "a migration does not wait"
NO_TIME_ZONES = "the interpreter knows no time zones; let the database convert, or take datetime.timezone(timedelta(hours=1))"
NO_ENVIRONMENT = "a migration has no environment; pass values with -x name=value and read context.argument(\"name\")"
NO_SECRETS = "a migration gives the same result each time, so nothing in it is secret; let the database make it"
NO_INPUT = "a migration asks nobody; pass values with -x name=value and read context.argument(\"name\")"

_LIST = Path(__file__).with_name("refused_modules.txt")


def _refused_modules() -> Dict[str, str]:
    lines = [line for line in _LIST.read_text().split("\n") if line and not line.startswith("#")]
    return dict(line.split(" ", 1) for line in lines)


REFUSED_MODULES = _refused_modules()
"""Modules that can be imported, since packages do so without need, but of which nothing can be used: name and reason.

The list is a file because whoever builds a migration reads it too.
"""


class RefusedModule(ModuleType):
    """A module of which nothing can be used."""

    def __init__(self, name: str, reason: str) -> None:
        """Takes its name, and why it is refused."""
        super().__init__(name, f"Refused: {reason}.")
        self.__path__: list[str] = []
        self.__dict__["_reason"] = reason

    def __getattr__(self, name: str) -> Any:
        """Gives something that can be named in a class statement or an `except`, and not be used."""
        if name.startswith("__"):
            raise AttributeError(f"module {self.__name__!r} has no attribute {name!r}")
        return refused_class(f"{self.__name__}.{name}", self.__dict__["_reason"])


def refused_class(what: str, reason: str) -> type:
    """Makes a class that has no instances."""

    def refuse_instance(cls: type, *arguments: Any, **named: Any) -> NoReturn:
        raise Refused(f"{what}: {reason}")

    return type(what.rpartition(".")[2], (OSError,), {"__new__": refuse_instance, "__module__": what.rpartition(".")[0]})


def refused_function(what: str, reason: str) -> Any:
    """Makes a function that says why it cannot be called."""

    def refuse(*arguments: Any, **named: Any) -> NoReturn:
        raise Refused(f"{what}: {reason}")

    refuse.__name__ = refuse.__qualname__ = what.rpartition(".")[2]
    return refuse


def missing_module(name: str) -> ModuleNotFoundError:
    """Says why a module is not there."""
    top = name.partition(".")[0]
    text = f"No module named {name!r}: it is neither part of the interpreter nor on the project's [python] path"
    return ModuleNotFoundError(f"{text}; run: pip install --target vendor/python {top}", name=name)
