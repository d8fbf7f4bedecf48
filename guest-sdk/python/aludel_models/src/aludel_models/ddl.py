"""From MetaData to DDL."""

from __future__ import annotations

from typing import Any, Dict, Iterable, List

from sqlalchemy import MetaData, Table, create_mock_engine
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.schema import CreateTable

from .errors import ModelsError
from .positions import positions

# A server's own driver is not needed to write its DDL.
DIALECTS = {
    "sqlite": "sqlite://",
    "postgresql": "postgresql://",
    "mysql": "mysql://",
    # SQLAlchemy and SQLModel know a MariaDB server behind `mysql://` too, and give `str` a length only there.
    "mariadb": "mysql://",
}

# What DDL is written for where SQLAlchemy asks.
MARIADB_VERSION = (10, 11, 0)


def render(metadata: Iterable[MetaData], dialect: str) -> str:
    """The statements that make every table, index, enum, sequence and comment, each where what it needs is there."""
    printer = Printer(list(metadata), dialect)
    printer.print_schemas()
    for known in printer.metadata:
        printer.print_metadata(known)
    return "".join(printer.lines)


class Printer:
    """Collects the statements that SQLAlchemy would run."""

    def __init__(self, metadata: List[MetaData], dialect: str) -> None:
        self.metadata = metadata
        self.lines: List[str] = []
        self.positions: Dict[Table, str] = positions(metadata)
        # With named parameters a `%` stands for itself.
        self.engine = create_mock_engine(DIALECTS[dialect], self.take, paramstyle="named")
        if dialect == "mariadb":
            self.engine.dialect._set_mariadb(True, MARIADB_VERSION)

    def print_schemas(self) -> None:
        """A schema belongs to `PostgreSQL`; elsewhere it is another database."""
        if self.engine.dialect.name != "postgresql":
            return
        schemas = {table.schema for known in self.metadata for table in known.tables.values()}
        schemas |= {known.schema for known in self.metadata}
        for schema in sorted(schema for schema in schemas if schema and schema != "public"):
            self.lines.append(f"CREATE SCHEMA IF NOT EXISTS {self.quoted(schema)};\n\n")

    def print_metadata(self, metadata: MetaData) -> None:
        for table in sorted(metadata.tables.values(), key=lambda table: table.key):
            if table in self.positions:
                self.lines.append(f"-- atlas:pos {self.object_path(table)} {self.positions[table]}\n")
        try:
            metadata.create_all(self.engine, checkfirst=False)
        except SQLAlchemyError as error:
            raise self.not_printable(metadata, error) from error

    def take(self, statement: Any, *_: Any, **__: Any) -> None:
        compiled = statement if isinstance(statement, str) else str(statement.compile(dialect=self.engine.dialect))
        text = compiled.strip().rstrip(";")
        table = statement.element if isinstance(statement, CreateTable) else None
        if table is not None:
            text = self.with_renames(table, text)
        self.lines.append(f"{text};\n\n")

    def with_renames(self, table: Table, text: str) -> str:
        """Puts what `info` tells of former names over the lines that are about them."""
        lines = text.replace(", \n", ",\n").split("\n")
        for column in table.columns:
            former = column.info.get("renamed_from")
            start = f"{self.quoted(column.name)} "
            index = next((index for index, line in enumerate(lines) if line.strip().startswith(start)), None)
            if former and index is not None:
                lines.insert(index, f"\t{renamed_from(former)}")
        if table.info.get("renamed_from"):
            lines.insert(0, renamed_from(table.info["renamed_from"]))
        return "\n".join(lines)

    def object_path(self, table: Table) -> str:
        schema = f"{table.schema}[type=schema]." if table.schema else ""
        return f"{schema}{table.name}[type=table]"

    def quoted(self, name: str) -> str:
        return self.engine.dialect.identifier_preparer.quote(name)

    def not_printable(self, metadata: MetaData, error: SQLAlchemyError) -> ModelsError:
        """SQLAlchemy names the table and the column, and not where they are written."""
        message = str(error)
        places = [
            place for table, place in self.positions.items() if table.metadata is metadata and f"table '{table.name}'" in message
        ]
        place = f"{places[0]}: " if places else ""
        hint = None
        if "requires a length" in message:
            hint = "give the column a length: `Field(max_length=255)` or `String(255)`"
        return ModelsError(f"{place}{message}", hint)


def renamed_from(former: str) -> str:
    doubled = str(former).replace('"', '""')
    return f'-- aludel:renamed-from "{doubled}"'
