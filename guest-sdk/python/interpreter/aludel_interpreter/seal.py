"""Takes away what no migration is given.

This happens at the first call of the finished component, not while it is built: until then Python itself needs files.
"""

from __future__ import annotations

import _io
import builtins
import io
import os
import posix
import sys
import threading
import zoneinfo
import zoneinfo._common
from importlib.machinery import BuiltinImporter, FrozenImporter
from typing import Any, Iterator, MutableMapping, NoReturn

from aludel import Refused, context

from . import clock, output
from .bundle import Bundle
from .refusals import (
    NO_ENVIRONMENT,
    NO_FILES,
    NO_INPUT,
    NO_PROGRAMS,
    NO_THREADS,
    NO_TIME_ZONES,
    REFUSED_MODULES,
    RefusedModule,
    refused_class,
    refused_function,
)

_FILE_FUNCTIONS = """
    access chdir chmod chown close creat dup dup2 fchdir fchmod fdatasync fdopen fstat fstatvfs fsync ftruncate getcwd
    getcwdb lchown link listdir lseek lstat makedirs mkdir mkfifo mknod open openpty pathconf pipe posix_fadvise pread
    preadv pwrite pwritev read readlink readv remove removedirs rename renames replace rmdir scandir sendfile stat
    statvfs symlink sync truncate umask unlink utime walk write writev
""".split()
_PROGRAM_FUNCTIONS = """
    abort execl execle execlp execv execve execvp fork forkpty kill killpg nice popen posix_spawn posix_spawnp spawnl
    spawnle spawnv spawnve startfile system wait waitpid
""".split()

_sealed = False


def seal() -> None:
    """Seals the interpreter; a second time does nothing."""
    global _sealed
    if _sealed:
        return
    _sealed = True
    output.connect()
    clock.begin(Bundle.read().own_files(), context.revision())
    clock.replace()
    _refuse_files()
    _refuse_functions(_PROGRAM_FUNCTIONS, NO_PROGRAMS)
    _refuse_modules()
    _refuse_time_zones()
    threading.Thread.start = refused_function("threading.Thread.start", NO_THREADS)  # type: ignore[method-assign]
    builtins.input = refused_function("input", NO_INPUT)
    os.environ = Environment()  # type: ignore[assignment]
    os.getenv = os.environ.get
    sys.argv = [""]
    sys.stdin = None  # type: ignore[assignment]


def _refuse_files() -> None:
    refused_open = refused_function("open", NO_FILES)
    for module in (builtins, io, _io):
        module.open = refused_open  # type: ignore[attr-defined]
    for module in (io, _io):
        module.FileIO = refused_class("io.FileIO", NO_FILES)  # type: ignore[attr-defined]
    _refuse_functions(_FILE_FUNCTIONS, NO_FILES)
    for name in ("exists", "getmtime", "getsize", "isdir", "isfile", "islink", "lexists"):
        # These take a refusal for an answer, which would be a wrong one.
        setattr(os.path, name, clock.inert(f"os.path.{name}", getattr(os.path, name), NO_FILES))


def _refuse_functions(names: list[str], reason: str) -> None:
    for name in names:
        refused = refused_function(f"os.{name}", reason)
        # Packages look whether there is a function before they call it, so that nothing is added to `posix`.
        setattr(os, name, refused)
        if hasattr(posix, name):
            setattr(posix, name, refused)


def _refuse_time_zones() -> None:
    def load_tzdata(key: str) -> NoReturn:
        raise zoneinfo.ZoneInfoNotFoundError(f"zoneinfo.ZoneInfo({key!r}): {NO_TIME_ZONES}")

    zoneinfo._common.load_tzdata = load_tzdata  # type: ignore[attr-defined]


def _refuse_modules() -> None:
    for name, reason in REFUSED_MODULES.items():
        module = RefusedModule(name, reason)
        sys.modules[name] = module
        parent, _, child = name.rpartition(".")
        if parent in sys.modules:
            setattr(sys.modules[parent], child, module)
    # Nothing is looked for in files any more.
    sys.path.clear()
    sys.path_hooks.clear()
    sys.path_importer_cache.clear()
    sys.meta_path[:] = [BuiltinImporter, FrozenImporter]


class Environment(MutableMapping[str, str]):
    """An environment that is empty for packages, and refused to the migration itself."""

    def __getitem__(self, name: str) -> str:
        """Has nothing."""
        _check_environment()
        raise KeyError(name)

    def get(self, name: str, default: Any = None) -> Any:
        """Gives the default."""
        _check_environment()
        return default

    def __contains__(self, name: object) -> bool:
        """Has nothing."""
        _check_environment()
        return False

    def __iter__(self) -> Iterator[str]:
        """Has nothing."""
        _check_environment()
        return iter(())

    def __len__(self) -> int:
        """Has nothing."""
        return 0

    def __setitem__(self, name: str, value: str) -> NoReturn:
        """Takes nothing."""
        raise Refused(f"os.environ: {NO_ENVIRONMENT}")

    def __delitem__(self, name: str) -> NoReturn:
        """Has nothing to give up."""
        raise Refused(f"os.environ: {NO_ENVIRONMENT}")


def _check_environment() -> None:
    if clock.asked_by_migration(3):
        raise Refused(f"os.environ: {NO_ENVIRONMENT}")
