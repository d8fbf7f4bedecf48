"""What no migration is given, and what is said to one that asks for it."""

from __future__ import annotations

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
NO_NATIVE_CODE = "the interpreter is WebAssembly and loads no native code"
NO_OTHER_DATABASE = "a migration has one database, which it is given: upgrade(db)"

REFUSED_MODULES: Dict[str, str] = {
    **dict.fromkeys(
        [
            "ftplib",
            "http.client",
            "http.cookiejar",
            "http.server",
            "imaplib",
            "poplib",
            "select",
            "selectors",
            "smtplib",
            "socket",
            "socketserver",
            "ssl",
            "urllib.request",
            "webbrowser",
            "wsgiref",
            "xmlrpc",
            "xmlrpc.client",
            "xmlrpc.server",
        ],
        NO_NETWORK,
    ),
    **dict.fromkeys(["multiprocessing", "pty", "subprocess"], NO_PROGRAMS),
    **dict.fromkeys(["asyncio"], NO_THREADS),
    **dict.fromkeys(["curses", "getpass", "readline", "tkinter", "turtle"], NO_INPUT),
    **dict.fromkeys(["ctypes", "mmap"], NO_NATIVE_CODE),
    **dict.fromkeys(["dbm", "sqlite3"], NO_OTHER_DATABASE),
    **dict.fromkeys(["secrets"], NO_SECRETS),
}
"""Modules that can be imported, since packages do so without need, but of which nothing can be used."""


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
