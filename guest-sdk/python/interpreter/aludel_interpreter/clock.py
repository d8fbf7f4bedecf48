"""Time and chance, where there are none.

What the migration itself asks of the clock is refused: the time of an interpreter would be wrong, and the database has
the right one. Packages ask too, without need, and get a clock that starts at a fixed time and ticks at each look.
Random numbers are the same at each run of a revision.
"""

from __future__ import annotations

import datetime
import gc
import os
import random
import sys
import time
import uuid
from typing import Any, Callable, Dict, List, Set, Tuple

from aludel import Refused

from .refusals import NO_CLOCK, NO_SECRETS, NO_WAITING

_START = 946_684_800.0
_TICK = 0.001

_now = _START
_own_files: Set[str] = set()
_places: List[Tuple[Dict[str, Any], str, str]] = []
_random = random.Random(0)

# Taken before they are replaced.
_real_gmtime = time.gmtime
_real_strftime = time.strftime
_real_asctime = time.asctime
_real_seed = random.Random.seed


def remember_places() -> None:
    """Notes which modules took functions of `time` by their names, once all of them are loaded."""
    names = {id(function): name for name, function in vars(time).items() if callable(function)}
    for module in list(sys.modules.values()):
        if module is not time:
            content = vars(module)
            taken = [name for name, value in content.items() if id(value) in names]
            _places.extend((content, name, names[id(content[name])]) for name in taken)


def begin(own_files: Set[str], seed: str) -> None:
    """Starts a run: whose questions are refused, and what its random numbers are made of."""
    _own_files.update(own_files)
    random.seed(seed)
    _random.seed(f"bytes of {seed}")


def asked_by_migration(depth: int = 2) -> bool:
    """Whether the caller of the caller is a file of the migration itself."""
    return sys._getframe(depth).f_code.co_filename in _own_files


def _tick() -> float:
    global _now
    _now += _TICK
    return _now


def inert(what: str, answer: Callable[..., Any], reason: str = NO_CLOCK) -> Callable[..., Any]:
    """Makes a function that refuses the migration and answers packages."""

    def ask(*arguments: Any, **named: Any) -> Any:
        if asked_by_migration():
            raise Refused(f"{what}: {reason}")
        return answer(*arguments, **named)

    ask.__name__ = ask.__qualname__ = what.rpartition(".")[2]
    return ask


def _gmtime(seconds: Any = None) -> time.struct_time:
    return _real_gmtime(_tick() if seconds is None else seconds)


def _asctime(moment: Any = None) -> str:
    return _real_asctime(_gmtime() if moment is None else moment)


def _strftime(pattern: str, moment: Any = None) -> str:
    return _real_strftime(pattern, _gmtime() if moment is None else moment)


def _now_of_class(cls: type, tz: Any = None) -> Any:
    if asked_by_migration():
        raise Refused(f"datetime.now: {NO_CLOCK}")
    return cls.fromtimestamp(_tick(), tz)  # type: ignore[attr-defined]


def _utcnow_of_class(cls: type) -> Any:
    if asked_by_migration():
        raise Refused(f"datetime.utcnow: {NO_CLOCK}")
    return cls.fromtimestamp(_tick(), datetime.timezone.utc).replace(tzinfo=None)  # type: ignore[attr-defined]


def _today_of_class(cls: type) -> Any:
    if asked_by_migration():
        raise Refused(f"{cls.__name__}.today: {NO_CLOCK}")
    return cls.fromtimestamp(_tick())  # type: ignore[attr-defined]


def _seed(self: random.Random, seed: Any = None, version: int = 2) -> None:
    """Seeds from the revision what would be seeded by the system."""
    _real_seed(self, _random.getrandbits(128) if seed is None else seed, version)


def _random_bytes(count: int) -> bytes:
    return _random.randbytes(count)


def replace() -> None:
    """Puts the clock without a time in the place of the system's."""
    time.time = inert("time.time", _tick)
    time.time_ns = inert("time.time_ns", lambda: int(_tick() * 1_000_000_000))
    time.gmtime = time.localtime = _inert_without_moment("time.localtime", _gmtime)
    time.ctime = lambda seconds=None: _asctime(_gmtime(seconds))
    time.asctime = _asctime
    time.strftime = _strftime
    time.sleep = inert("time.sleep", lambda seconds: None, NO_WAITING)
    for name in ("monotonic", "perf_counter", "process_time", "thread_time"):
        setattr(time, name, _tick)
        setattr(time, f"{name}_ns", lambda: int(_tick() * 1_000_000_000))
    for content, name, function in _places:
        content[name] = getattr(time, function)
    os.urandom = inert("os.urandom", _random_bytes, NO_SECRETS)
    random.Random.seed = _seed  # type: ignore[method-assign]
    random._urandom = _random_bytes  # type: ignore[attr-defined]
    uuid._node = 0  # type: ignore[attr-defined]
    _replace_in_datetime()


def _inert_without_moment(what: str, answer: Callable[..., Any]) -> Callable[..., Any]:
    def ask(seconds: Any = None) -> Any:
        if seconds is None and asked_by_migration():
            raise Refused(f"{what}: {NO_CLOCK}")
        return answer(seconds)

    return ask


def _replace_in_datetime() -> None:
    """Replaces what asks the clock from C. The classes are immutable, but the dictionary behind them is reached."""
    methods = gc.get_referents(datetime.datetime.__dict__)[0]
    methods["now"] = classmethod(_now_of_class)
    methods["utcnow"] = classmethod(_utcnow_of_class)
    methods["today"] = classmethod(_today_of_class)
    gc.get_referents(datetime.date.__dict__)[0]["today"] = classmethod(_today_of_class)
    sys._clear_type_cache()
