"""Progress bars."""

from __future__ import annotations

from types import TracebackType
from typing import Optional, Type

from ._wire import progress as _wire

__all__ = ["Task", "task"]


class Task:
    """A unit of work with a bar. The end of its block, or `end`, closes the bar."""

    def __init__(self, label: str, total: Optional[int] = None) -> None:
        """Opens a bar; `task` reads better."""
        self._handle = _wire.Task(label, total)
        self._is_open = True

    def advance(self, units: int = 1) -> None:
        """Moves the bar on by so many units."""
        self._handle.advance(units)

    def set_total(self, total: int) -> None:
        """Tells the number of units once it is known."""
        self._handle.set_total(total)

    def end(self) -> None:
        """Closes the bar."""
        if self._is_open:
            self._is_open = False
            self._handle.__exit__(None, None, None)

    def __enter__(self) -> Task:
        """Closes the bar at the end of the block."""
        return self

    def __exit__(
        self,
        error_type: Optional[Type[BaseException]],
        error: Optional[BaseException],
        trace: Optional[TracebackType],
    ) -> None:
        """Closes the bar."""
        self.end()


def task(label: str, total: Optional[int] = None) -> Task:
    """Opens a bar with a label; `total` is the number of units, where it is known.

    ::

        with progress.task("splitting addresses", 1_000) as bar:
            for row in rows:
                bar.advance()
    """
    return Task(label, total)
