"""Statements of the offline mode, on their way to the host, which writes the script."""

import io

from aludel._wire import database as wire

# The host writes the transactions of the script.
_OF_THE_HOST = ("BEGIN", "BEGIN TRANSACTION", "START TRANSACTION", "COMMIT")


class OfflineStatements(io.TextIOBase):
    """What Alembic takes for its output: each write is one statement with its semicolon."""

    def __init__(self, database: wire.Database) -> None:
        """The database writes statements instead of running them."""
        self._database = database

    def writable(self) -> bool:
        """True."""
        return True

    def write(self, text: str) -> int:
        """Sends one statement on."""
        statement = text.strip().removesuffix(";").rstrip()
        if statement and statement.upper() not in _OF_THE_HOST:
            self._database.execute(statement, [])
        return len(text)
