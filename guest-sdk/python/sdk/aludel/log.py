"""Lines that the person at the terminal sees.

Fields are shown by their names in structured output::

    log.info("customers without an address", count=17)

`print` writes a line of level `info`, and the module `logging` ends here as well.
"""

from __future__ import annotations

from typing import Any

from ._wire import progress as _wire

__all__ = ["debug", "error", "info", "trace", "warn"]


def _write(level: _wire.Level, message: object, fields: Any) -> None:
    if fields:
        _wire.log_with(level, str(message), [(name, str(value)) for name, value in fields.items()])
    else:
        _wire.log(level, str(message))


def trace(message: object, **fields: object) -> None:
    """Writes a line that matters only when the migration itself is looked into."""
    _write(_wire.Level.TRACE, message, fields)


def debug(message: object, **fields: object) -> None:
    """Writes a line for `-v`."""
    _write(_wire.Level.DEBUG, message, fields)


def info(message: object, **fields: object) -> None:
    """Writes a line."""
    _write(_wire.Level.INFO, message, fields)


def warn(message: object, **fields: object) -> None:
    """Writes a warning."""
    _write(_wire.Level.WARN, message, fields)


def error(message: object, **fields: object) -> None:
    """Writes an error without ending the migration."""
    _write(_wire.Level.ERROR, message, fields)
