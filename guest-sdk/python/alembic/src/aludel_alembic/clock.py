"""Time and chance, which a sandbox does not have: here both come from the database.

Revision files write `datetime.now()` and `uuid4()` into rows. A clock of the machine would be an ability that no migration needs; the
database's own clock says what `CURRENT_TIMESTAMP` in the next statement would say. Nothing is asked before a migration wants to know.
"""

import datetime
import gc
import hashlib
import os
import sys
import time
from collections.abc import Callable
from typing import Any

from aludel_interpreter import clock as inert_clock

_UTC = datetime.timezone.utc
# What each look at the clock adds: it never stands still, as programs expect.
_TICK_MICROSECONDS = 1

_MOMENT_QUERIES = {
    "sqlite": "SELECT strftime('%Y-%m-%d %H:%M:%f', 'now')",
    "postgresql": "SELECT to_char(now() AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS.US')",
    "mysql": "SELECT CAST(UTC_TIMESTAMP(6) AS CHAR)",
}
_CHANCE_QUERIES = {
    "sqlite": "SELECT hex(randomblob(32))",
    "postgresql": "SELECT gen_random_uuid()::text || gen_random_uuid()::text",
    "mysql": "SELECT CONCAT(UUID(), RAND(), RAND(), RAND())",
}


class DatabaseClock:
    """The moment that the database told, and a little more at each look."""

    def __init__(self, dialect_name: str, ask: Callable[[str], str]) -> None:
        """`ask` runs a query that gives one text."""
        self._dialect_name = "mysql" if dialect_name == "mariadb" else dialect_name
        self._ask = ask
        self._moment: datetime.datetime | None = None
        self._entropy: bytes | None = None
        self._blocks = 0

    def now(self) -> datetime.datetime:
        """The time in UTC."""
        if self._moment is None:
            self._moment = datetime.datetime.fromisoformat(self._ask(_MOMENT_QUERIES[self._dialect_name])).replace(tzinfo=_UTC)
        self._moment += datetime.timedelta(microseconds=_TICK_MICROSECONDS)
        return self._moment

    def random_bytes(self, size: int) -> bytes:
        """A stream made of what the database's own generator gave."""
        if self._entropy is None:
            self._entropy = self._ask(_CHANCE_QUERIES[self._dialect_name]).encode()
        found = b""
        while len(found) < size:
            self._blocks += 1
            found += hashlib.sha256(self._entropy + self._blocks.to_bytes(8, "big")).digest()
        return found[:size]

    def install(self) -> None:
        """Puts it in the place of the clock that refuses."""
        os.urandom = self.random_bytes
        time.time = _for_migrations(lambda: self.now().timestamp(), time.time)
        time.time_ns = _for_migrations(lambda: int(self.now().timestamp() * 1_000_000) * 1000, time.time_ns)
        # The classes are immutable, but the dictionary behind them is reached.
        methods = gc.get_referents(datetime.datetime.__dict__)[0]
        methods["now"] = classmethod(lambda cls, tz=None: _of_class(cls, self.now(), tz))
        methods["utcnow"] = methods["today"] = classmethod(lambda cls: _of_class(cls, self.now(), None))
        gc.get_referents(datetime.date.__dict__)[0]["today"] = classmethod(lambda _cls: self.now().date())
        sys._clear_type_cache()


def _of_class(cls: type[datetime.datetime], moment: datetime.datetime, zone: datetime.tzinfo | None) -> datetime.datetime:
    moment = moment.astimezone(zone) if zone else moment.replace(tzinfo=None)
    return cls.combine(moment.date(), moment.timetz())


def _for_migrations(answer: Callable[[], Any], otherwise: Callable[[], Any]) -> Callable[[], Any]:
    """Packages note when something happened, which nobody reads and which is not worth a query."""

    def ask() -> Any:
        return answer() if inert_clock.asked_by_migration() else otherwise()

    return ask
