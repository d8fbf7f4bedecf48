"""The PEP 249 module on a database that answers as it is told."""

import datetime
import enum
import unittest
import uuid
from decimal import Decimal

import aludel_dbapi
from aludel._wire import Err
from aludel._wire import database as wire
from aludel._wire import types as wit
from aludel_dbapi.columns import read_batch, write_batch
from aludel_dbapi.statement import changes_rows, gives_rows
from aludel_dbapi.values import Reader, to_wit


class Color(enum.Enum):
    """An enum with texts."""

    RED = "red"


class Rows:
    """A cursor of the host with integers."""

    def __init__(self, values: list[int]) -> None:
        self.values = values
        self.pages: list[int] = []
        self.is_closed = False

    def columns(self) -> list[wit.Column]:
        return [wit.Column("number", "int8", None)]

    def next_batch(self, size: int) -> wit.Batch:
        self.pages.append(size)
        page, self.values = self.values[:size], self.values[size:]
        return wit.Batch(len(page), [wit.ColumnBatch(wit.ColumnData_Integers(page), b"")])

    def __exit__(self, *_raised: object) -> None:
        self.is_closed = True


class Host:
    """A database of the host."""

    def __init__(self, dialect_name: str = "sqlite", rows: int = 0) -> None:
        self.dialect_name = dialect_name
        self.rows = Rows(list(range(rows)))
        self.executed: list[tuple[str, list[wit.Value]]] = []
        self.error: wit.Error | None = None

    def info(self) -> wire.DatabaseInfo:
        return wire.DatabaseInfo(wire.Dialect.OTHER, self.dialect_name, "1.2.3", (1, 2, 3), None, True)

    def supports(self, _feature: str) -> bool:
        return False

    def execute(self, sql: str, values: list[wit.Value]) -> wit.Outcome:
        if self.error:
            raise Err(self.error)
        self.executed.append((sql, values))
        return wit.Outcome(3, 7)

    def query(self, _sql: str, _values: list[wit.Value]) -> Rows:
        return self.rows


class StatementTest(unittest.TestCase):
    """Which statements give rows."""

    def test_verbs(self) -> None:
        """By their first word, WITH by the one after its parentheses."""
        table = {
            "SELECT 1": True,
            "  -- a\n /* b */ (SELECT 1) UNION SELECT 2": True,
            "WITH a AS (SELECT 1) SELECT * FROM a": True,
            "WITH a AS (SELECT 1) DELETE FROM b": False,
            "WITH a AS (SELECT 1) DELETE FROM b RETURNING id": True,
            "INSERT INTO t VALUES ('RETURNING')": False,
            "INSERT INTO t (\"returning\") VALUES (1)": False,
            "insert into t values (1) returning id": True,
            "UPDATE t SET a = E'it\\'s RETURNING'": False,
            "DO $$ BEGIN SELECT 1; END $$": False,
            "CREATE TABLE t AS SELECT 1": False,
            "PRAGMA table_info(t)": True,
            "SHOW TABLES": True,
            "": False,
        }
        for sql, expected in table.items():
            self.assertEqual(gives_rows(sql, "postgresql"), expected, sql)
        self.assertTrue(gives_rows("ANALYZE TABLE t", "mariadb"))
        self.assertFalse(gives_rows("ANALYZE t", "sqlite"))
        self.assertTrue(changes_rows("WITH a AS (SELECT 1) UPDATE b SET c = 1"))


class ValueTest(unittest.TestCase):
    """Values there and back."""

    def test_there(self) -> None:
        """Each class of Python has its case."""
        zone = datetime.timezone(datetime.timedelta(hours=2))
        table = [
            (None, wit.Value_Null()),
            (True, wit.Value_Boolean(True)),
            (2**63, wit.Value_UnsignedInteger(2**63)),
            (2**64, wit.Value_Decimal(str(2**64))),
            (Decimal("1E+3"), wit.Value_Decimal("1000")),
            (Decimal("NaN"), wit.Value_Text("NaN")),
            (bytearray(b"a"), wit.Value_Bytes(b"a")),
            (Color.RED, wit.Value_Text("red")),
            ([1, None], wit.Value_IntegerArray([1, None])),
            ([1, 0.5], wit.Value_RealArray([1.0, 0.5])),
            ([], wit.Value_IntegerArray([])),
            (["a", None], wit.Value_TextArray(["a", None])),
            ([[1, 2], [None, 3]], wit.Value_Foreign(wit.ForeignValue("array", '{{"1","2"},{NULL,"3"}}'))),
            ({"a": 1}, wit.Value_Json('{"a": 1}')),
            (datetime.timedelta(days=1, microseconds=2), wit.Value_Interval(wit.Interval(0, 1, 2))),
            (
                datetime.datetime(2024, 1, 1, 1, tzinfo=zone),
                wit.Value_Timestamptz(wit.DateTime(wit.Date(2023, 12, 31), wit.Time(23, 0, 0, 0))),
            ),
        ]
        for value, expected in table:
            self.assertEqual(to_wit(value), expected, value)
        with self.assertRaisesRegex(aludel_dbapi.DataError, "type object cannot be a parameter"):
            to_wit(object())

    def test_back(self) -> None:
        """Each database gives what its usual driver gives."""
        moment = wit.DateTime(wit.Date(2024, 2, 29), wit.Time(1, 2, 3, 4000))
        read = {name: Reader(name).read for name in ("sqlite", "postgresql", "mysql")}
        self.assertEqual(read["postgresql"](wit.Value_Json('{"a": 1}')), {"a": 1})
        self.assertEqual(read["mysql"](wit.Value_Json('{"a": 1}')), '{"a": 1}')
        self.assertIs(read["postgresql"](wit.Value_Boolean(True)), True)
        self.assertIs(type(read["sqlite"](wit.Value_Boolean(True))), int)
        self.assertEqual(read["mysql"](wit.Value_Time(moment.time)), datetime.timedelta(0, 3723, 4))
        self.assertIsNone(read["mysql"](wit.Value_Timestamptz(moment)).tzinfo)
        self.assertEqual(read["postgresql"](wit.Value_Timestamptz(moment)).tzinfo, datetime.timezone.utc)
        self.assertEqual(read["postgresql"](wit.Value_Uuid(wit.Uuid(0, 7))), uuid.UUID(int=7))
        self.assertEqual(read["postgresql"](wit.Value_Interval(wit.Interval(1, 2, 3))), datetime.timedelta(32, 0, 3))
        self.assertEqual(read["sqlite"](wit.Value_Date(wit.Date(-44, 3, 15))), "-0044-03-15")


class ColumnTest(unittest.TestCase):
    """Rows to columns and back."""

    def test_there_and_back(self) -> None:
        """Every layout, with NULLs."""
        rows = [
            (1, 0.5, "a", b"x", True, Decimal("1.50"), None),
            (None, None, None, None, None, None, None),
            (-(2**63), 1e300, "ü😀", b"", False, Decimal(2), "late"),
        ]
        batch = write_batch(rows)
        kinds = [type(column.data).__name__.removeprefix("ColumnData_") for column in batch.columns]
        self.assertEqual(kinds, ["Integers", "Reals", "Texts", "Blobs", "Booleans", "Values", "Texts"])
        reader = Reader("postgresql")
        self.assertEqual(read_batch(batch, reader.read, reader.boolean), rows)

    def test_mixed_columns_go_value_by_value(self) -> None:
        """A column of several types has no layout, nor has a number that is too large for one."""
        batch = write_batch([(1, 2**63), ("a", 1)])
        self.assertEqual([type(column.data) for column in batch.columns], [wit.ColumnData_Values] * 2)


class CursorTest(unittest.TestCase):
    """Cursors and the connection."""

    def test_a_small_result_is_read_whole(self) -> None:
        """What stays open may lock its table."""
        host = Host(rows=3)
        cursor = aludel_dbapi.connect(host).cursor().execute("SELECT number FROM t")
        self.assertTrue(host.rows.is_closed)
        self.assertEqual((cursor.rowcount, cursor.description[0][:2]), (3, ("number", "int8")))
        self.assertEqual((cursor.fetchone(), cursor.fetchmany(5), cursor.fetchall()), ((0,), [(1,), (2,)], []))

    def test_a_large_result_comes_in_growing_pages(self) -> None:
        """Another statement has the rest read into memory before it."""
        host = Host(rows=10_000)
        connection = aludel_dbapi.connect(host)
        cursor = connection.cursor().execute("SELECT number FROM t")
        self.assertFalse(host.rows.is_closed)
        first = cursor.fetchmany(100)
        connection.cursor().execute("DELETE FROM t")
        self.assertTrue(host.rows.is_closed)
        self.assertEqual(first + cursor.fetchall(), [(number,) for number in range(10_000)])
        self.assertEqual(host.rows.pages[:4], [64, 256, 1024, 4096])

    def test_outcome(self) -> None:
        """Of a statement without rows."""
        cursor = aludel_dbapi.connect(Host()).cursor().execute("INSERT INTO t VALUES (?)", (1,))
        self.assertEqual((cursor.rowcount, cursor.lastrowid, cursor.description), (3, 7, None))
        with self.assertRaises(aludel_dbapi.ProgrammingError):
            cursor.fetchone()

    def test_rollback_ends_the_work(self) -> None:
        """Nothing to undo is no harm; after that nothing more is taken."""
        connection = aludel_dbapi.connect(Host())
        connection.rollback()
        connection.execute("DELETE FROM t")
        connection.rollback()
        self.assertTrue(connection.was_rolled_back)
        with self.assertRaisesRegex(aludel_dbapi.ProgrammingError, "rolled back"):
            connection.execute("DELETE FROM t")

    def test_errors_are_those_of_the_usual_drivers(self) -> None:
        """The class, and for MySQL the number in front."""
        table = [
            ("postgresql", wit.ErrorKind.CONSTRAINT_VIOLATION, "23505", aludel_dbapi.IntegrityError, ("no",)),
            ("postgresql", wit.ErrorKind.UNDEFINED_OBJECT, "42P01", aludel_dbapi.ProgrammingError, ("no",)),
            ("sqlite", wit.ErrorKind.UNDEFINED_OBJECT, None, aludel_dbapi.OperationalError, ("no",)),
            ("mariadb", wit.ErrorKind.SYNTAX, "42000", aludel_dbapi.ProgrammingError, (1064, "no")),
            ("postgresql", wit.ErrorKind.OTHER, "22012", aludel_dbapi.DataError, ("no",)),
            ("sqlite", wit.ErrorKind.OFFLINE, None, aludel_dbapi.NotSupportedError, ("no",)),
        ]
        for dialect_name, kind, sqlstate, expected, arguments in table:
            host = Host(dialect_name)
            host.error = wit.Error(kind, "no", sqlstate, 1064, [])
            with self.assertRaises(expected) as raised:
                aludel_dbapi.connect(host).execute("DELETE FROM t")
            self.assertEqual((raised.exception.args, raised.exception.pgcode), (arguments, sqlstate))


if __name__ == "__main__":
    unittest.main()
