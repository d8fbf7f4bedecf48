"""What a migration prints, logs and warns, as lines of its log."""

from __future__ import annotations

import io
import logging
import sys
import warnings
from typing import Any, Callable, Optional

from aludel import log


class LineWriter(io.TextIOBase):
    """A stream whose lines are lines of the log."""

    def __init__(self, write_line: Callable[[object], None]) -> None:
        """Takes what writes one line."""
        self._write_line = write_line
        self._waiting = ""

    def writable(self) -> bool:
        """Says that it can be written."""
        return True

    def write(self, text: str) -> int:
        """Writes the lines that are whole, and keeps the rest until its end comes."""
        *lines, self._waiting = (self._waiting + text).split("\n")
        for line in lines:
            self._write_line(line)
        return len(text)

    def end(self) -> None:
        """Writes what has no line end."""
        if self._waiting:
            self.write("\n")


class LogHandler(logging.Handler):
    """Takes the records of the module `logging`."""

    def emit(self, record: logging.LogRecord) -> None:
        """Writes a record as a line of the same level."""
        writer = next(write for level, write in _LEVELS if record.levelno >= level)
        writer(self.format(record))


_LEVELS = (
    (logging.ERROR, log.error),
    (logging.WARNING, log.warn),
    (logging.INFO, log.info),
    (logging.DEBUG, log.debug),
    (logging.NOTSET, log.trace),
)


def _show_warning(
    message: Any, category: type, filename: str, lineno: int, file: Any = None, line: Optional[str] = None
) -> None:
    log.warn(f"{filename}:{lineno}: {category.__name__}: {message}")


def connect() -> None:
    """Puts the log in the place of the streams, and below `logging` and `warnings`."""
    sys.stdout = LineWriter(log.info)
    sys.stderr = LineWriter(log.warn)
    warnings.showwarning = _show_warning
    root = logging.getLogger()
    root.handlers = [LogHandler()]
    root.setLevel(logging.INFO)


def flush() -> None:
    """Writes what was printed without a line end."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, LineWriter):
            stream.end()
