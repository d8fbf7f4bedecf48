"""What is done faster gives the same as SQLAlchemy alone does, on a database in memory."""

import copy
import datetime
import pickle
import sys
import unittest
from importlib.machinery import SOURCE_SUFFIXES, FileFinder, SourceFileLoader
from typing import Any


def without_native_code(path: str) -> FileFinder:
    """Finds the modules of SQLAlchemy that are Python, since the interpreter has no others."""
    if "sqlalchemy" not in path:
        raise ImportError(path)
    return FileFinder(path, (SourceFileLoader, SOURCE_SUFFIXES))


sys.path_hooks.insert(0, without_native_code)

import sqlalchemy as sa
from aludel_sqlalchemy.executions import with_many_rows

ROWS = 40

metadata = sa.MetaData()
people = sa.Table(
    "people",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("name", sa.String(20)),
    sa.Column("born", sa.Date),
    sa.Column("kind", sa.String(5), default="new"),
)
plain = sa.table("people", sa.column("id", sa.Integer), sa.column("name", sa.String), sa.column("born", sa.Date))
KEY = sa.bindparam("key")


def day(number: int) -> datetime.date:
    """A date for a row."""
    return datetime.date(2024, 1, 1) + datetime.timedelta(days=number)


STATEMENTS: dict[str, tuple[Any, list[dict]]] = {
    "parameters": (
        sa.update(plain).where(plain.c.id == KEY).values(name=sa.bindparam("new name")),
        [{"key": n, "new name": f"n{n}"} for n in range(ROWS)],
    ),
    "one parameter": (sa.delete(plain).where(plain.c.id == KEY), [{"key": n} for n in range(0, ROWS, 3)]),
    "values that are changed on the way": (
        sa.update(plain).where(plain.c.id == KEY).values(born=sa.bindparam("day")),
        [{"key": n, "day": day(n)} for n in range(ROWS)],
    ),
    "a value for all": (
        sa.update(plain).where(plain.c.id == KEY, plain.c.name != "x").values(name=sa.bindparam("b"), born=day(7)),
        [{"key": n, "b": None} for n in range(ROWS)],
    ),
    "more than is asked for": (
        sa.text("UPDATE people SET name = :name WHERE id = :key"),
        [{"key": n, "name": "y", "other": n} for n in range(ROWS)],
    ),
    "an insert": (sa.insert(plain), [{"id": 100 + n, "name": "z", "born": day(n)} for n in range(ROWS)]),
    "a default": (sa.insert(people), [{"id": 200 + n, "name": "z"} for n in range(ROWS)]),
    "values for some rows alone": (
        sa.update(plain).where(plain.c.id == KEY, plain.c.name == sa.bindparam("had", "n1")).values(name=sa.bindparam("b")),
        [{"key": n, "b": "c", **({"had": "n2"} if n % 2 else {})} for n in range(ROWS)],
    ),
}


def engine(is_fast: bool) -> sa.Engine:
    """A database in memory with rows in it."""
    made = sa.create_engine("sqlite://")
    if is_fast:
        made.dialect.execution_ctx_cls = with_many_rows(made.dialect.execution_ctx_cls)
    with made.begin() as connection:
        metadata.create_all(connection)
        connection.execute(sa.insert(people), [{"id": n, "name": f"n{n}", "born": day(n)} for n in range(ROWS)])
    return made


def run(made: sa.Engine, statement: Any, rows: list[dict]) -> tuple:
    """What the driver was given, what the events were told, and what is in the table then."""
    told = []

    def note(_connection: Any, _cursor: Any, sql: str, parameters: Any, context: Any, is_many: bool) -> None:
        told.append((sql, list(parameters), list(context.compiled_parameters), is_many))

    sa.event.listen(made, "before_cursor_execute", note)
    with made.connect() as connection:
        count = connection.execute(statement, rows).rowcount
        sa.event.remove(made, "before_cursor_execute", note)
        return told, count, connection.execute(sa.select(people).order_by(people.c.id)).all()


class ManyRowsTests(unittest.TestCase):
    """Statements with many rows of parameters."""

    def test_the_driver_is_given_the_same(self) -> None:
        for name, (statement, rows) in STATEMENTS.items():
            with self.subTest(name):
                before = copy.deepcopy(rows)
                self.assertEqual(run(engine(is_fast=True), statement, rows), run(engine(is_fast=False), statement, rows))
                self.assertEqual(rows, before)

    def test_a_cached_statement_takes_the_values_of_its_own(self) -> None:
        made = engine(is_fast=True)
        for name in ("n1", "n2"):
            statement = sa.update(plain).where(plain.c.id == KEY, plain.c.name == name).values(name="found")
            told, count, _ = run(made, statement, [{"key": n} for n in range(ROWS)])
            self.assertEqual((count, told[0][1][3]), (1, ("found", 3, name)))

    def test_a_value_that_is_missing_is_told_with_its_row(self) -> None:
        statement = sa.update(plain).where(plain.c.id == KEY).values(name=sa.bindparam("b"))
        rows = [{"key": n, "b": "x"} for n in range(ROWS)]
        del rows[20]["b"]
        with engine(is_fast=True).connect() as connection, self.assertRaises(sa.exc.StatementError) as raised:
            connection.execute(statement, rows)
        self.assertIn("A value is required for bind parameter 'b', in parameter group 20", str(raised.exception))


class RowTests(unittest.TestCase):
    """The rows of results."""

    def test_rows_are_rows(self) -> None:
        with engine(is_fast=True).connect() as connection:
            statement = sa.select(plain.c.id, plain.c.name).order_by(plain.c.id)
            all_rows = connection.execute(statement).all()
            self.assertEqual([tuple(row) for row in all_rows], [(n, f"n{n}") for n in range(ROWS)])
            row = all_rows[3]
            number, name = row
            self.assertEqual((number, name, row.id, row[1], row[-1:], row._mapping["name"]), (3, "n3", 3, "n3", ("n3",), "n3"))
            self.assertEqual((row, hash(row), len(row), row._asdict()), ((3, "n3"), hash((3, "n3")), 2, {"id": 3, "name": "n3"}))
            self.assertTrue("n3" in row and row < all_rows[4] and isinstance(row, sa.Row))
            self.assertEqual((pickle.loads(pickle.dumps(row)), copy.copy(row)), (row, row))
            with self.assertRaises(AttributeError):
                row.id = 4

    def test_rows_come_in_parts(self) -> None:
        with engine(is_fast=True).connect() as connection:
            statement = sa.select(plain.c.id, plain.c.born).order_by(plain.c.id)
            result = connection.execute(statement, execution_options={"yield_per": 15})
            first = result.fetchone()
            parts = [[row.id for row in part] for part in result.partitions()]
            self.assertEqual((first, [len(part) for part in parts]), ((0, day(0)), [15, 15, 9]))
            self.assertEqual(sum(parts, []), list(range(1, ROWS)))
            self.assertIsNone(result.cursor, "it is closed at its end")
            self.assertEqual(connection.execute(statement.where(plain.c.id < 0)).all(), [])
            self.assertEqual(connection.scalars(statement).all(), list(range(ROWS)))


if __name__ == "__main__":
    unittest.main()
