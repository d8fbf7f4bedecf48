"""Which log records of the packages reach the screen: those that a new project of Alembic shows."""

import logging

# Alembic tells at every start what the host has told already.
_CHATTER = ("Context impl", "Will assume", "Generating static SQL")


def is_news(record: logging.LogRecord) -> bool:
    """Whether somebody wants to read it."""
    return not record.getMessage().startswith(_CHATTER)


def configure() -> None:
    """Sets the levels and leaves out the chatter."""
    logging.getLogger("sqlalchemy").setLevel(logging.WARNING)
    logging.getLogger("alembic.runtime.migration").addFilter(is_news)
