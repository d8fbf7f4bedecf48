"""The database handle over a host that notes what it is asked."""

import unittest

import support  # noqa: F401

from aludel import Array, ConstraintViolation, Database, DatabaseError, ErrorKind, op
from aludel._columns import decode_column, encode_columns
from aludel._wire import Err, Some, database, types
from aludel.errors import to_wire
from aludel.schema.alter import AlterTable
from aludel.schema.operations import table_definition


class Resource:
    """A handle that notes when it is given back."""

    def __init__(self, notes, name):
        self.notes, self.name = notes, name

    def __exit__(self, *_):
        self.notes.append(f"{self.name} dropped")


class FakeCursor(Resource):
    def __init__(self, notes, names, columns):
        super().__init__(notes, "cursor")
        self.names, self.left = names, list(columns)

    def columns(self):
        return [types.Column(name, "text", None) for name in self.names]

    def next_batch(self, most):
        rows, self.left = self.left[:most], self.left[most:]
        return encode_columns([list(column) for column in zip(*rows)], len(rows))


class FakeWriter(Resource):
    def __init__(self, notes):
        super().__init__(notes, "writer")

    def write_batch(self, batch):
        self.notes.append([decode_column(column) for column in batch.columns])


class FakeHost:
    """What the host would be."""

    def __init__(self):
        self.notes = []
        self.rows = [(1, "a"), (2, None), (3, "ü")]

    def placeholder(self, index):
        return f"${index}"

    def execute(self, sql, parameters):
        if sql == "fail":
            raise Err(types.Error(types.ErrorKind.CONSTRAINT_VIOLATION, "no", "23505", 7, [("table", "t")]))
        self.notes.append((sql, [parameter for parameter in parameters]))
        return types.Outcome(1, None)

    def query(self, sql, parameters):
        return FakeCursor(self.notes, ["id", "count"], self.rows)

    def query_one(self, sql, parameters):
        return [types.Value_Integer(42)] if sql == "one" else None

    def bulk_insert(self, schema, table, columns):
        return FakeWriter(self.notes)

    def savepoint(self):
        return Resource(self.notes, "savepoint")


class Handles(unittest.TestCase):
    def setUp(self):
        self.host = FakeHost()
        self.db = Database(self.host)
        self.addCleanup(setattr, database.BulkWriter, "finish", database.BulkWriter.finish)
        database.BulkWriter.finish = lambda handle: 3
        for name in ("release", "rollback"):
            self.addCleanup(setattr, database.Savepoint, name, getattr(database.Savepoint, name))
            setattr(database.Savepoint, name, lambda handle, name=name: self.host.notes.append(name))

    def test_rows_have_places_names_and_attributes(self):
        rows = self.db.query("SELECT", page_rows=2).all()
        self.assertEqual(rows, [(1, "a"), (2, None), (3, "ü")])
        self.assertEqual((rows[0][1], rows[0]["count"], rows[0].count, rows[0].as_dict()), ("a", "a", "a", {"id": 1, "count": "a"}))
        self.assertEqual({**rows[0]}, {"id": 1, "count": "a"})
        with self.assertRaisesRegex(KeyError, "no column 'nam'; it has id, count"):
            rows[0]["nam"]
        with self.assertRaisesRegex(AttributeError, "no column 'nam'"):
            rows[0].nam
        self.assertEqual(self.host.notes, ["cursor dropped"])

    def test_batches_hold_columns(self):
        [batch] = self.db.query("SELECT").batches()
        self.assertEqual((batch["count"], batch[0], len(batch)), (["a", None, "ü"], [1, 2, 3], 3))
        self.assertEqual([row.id for row in batch], [1, 2, 3])

    def test_single_values(self):
        self.assertEqual((self.db.query_scalar("one"), self.db.query_one("none")), (42, None))
        with self.assertRaisesRegex(LookupError, "the query gave no row: none"):
            self.db.query_scalar("none")

    def test_errors_of_the_host_are_exceptions_by_kind(self):
        with self.assertRaises(ConstraintViolation) as caught:
            self.db.execute("fail")
        error = caught.exception
        self.assertEqual((error.kind, error.sqlstate, error.native_code, error.extras), (ErrorKind.CONSTRAINT_VIOLATION, "23505", 7, {"table": "t"}))
        self.assertEqual((str(error), str(error.kind), to_wire(error).kind), ("no", "constraint-violation", types.ErrorKind.CONSTRAINT_VIOLATION))
        self.assertEqual(DatabaseError("x").kind, ErrorKind.OTHER)

    def test_a_writer_packs_rows_and_is_undone_by_an_exception(self):
        with self.db.bulk_insert("t", ["id", "name"]) as writer:
            writer.write(1, "a")
            writer.write_batch({"name": ["b"], "id": [2]})
            writer.write_rows([(3, "c")])
        self.assertEqual((writer.rows_affected, self.host.notes), (3, [[[1], ["a"]], [[2], ["b"]], [[3], ["c"]]]))
        with self.assertRaises(ZeroDivisionError), self.db.bulk_insert("t", ["id"]) as writer:
            writer.write(1 // 0)
        self.assertEqual(self.host.notes[-1], "writer dropped")
        with self.assertRaisesRegex(ValueError, r"2 values \(id, name\), but this one has 1"):
            self.db.bulk_insert("t", ["id", "name"]).write(1)
        with self.assertRaisesRegex(ValueError, "have 1 and 2 values"):
            self.db.bulk_insert("t", ["id", "name"]).write_batch([[1], [1, 2]])

    def test_a_savepoint_follows_its_block(self):
        with self.db.savepoint():
            pass
        with self.assertRaises(KeyError), self.db.savepoint():
            raise KeyError
        with self.db.savepoint() as savepoint:
            savepoint.rollback()
        self.assertEqual(self.host.notes, ["release", "rollback", "rollback"])

    def test_placeholders(self):
        self.assertEqual(self.db.placeholders(3), "$1, $2, $3")


class Builders(unittest.TestCase):
    def test_what_is_written_at_columns_becomes_part_of_the_table(self):
        table = table_definition(
            op.qualified("hr", "people"),
            [
                op.column("id", op.integer(), primary_key=True, autoincrement=True),
                op.column("mail", "citext", nullable=False, unique=True, index=True, default="x"),
                op.column("boss", op.integer(), references=op.references("people", "id", on_delete="set null")),
                op.check("boss <> id", name="ck"),
            ],
            None,
            {"sqlite.strict": True},
        )
        kinds = [type(constraint.body).__name__.partition("_")[2] for constraint in table.constraints]
        self.assertEqual(kinds, ["PrimaryKey", "Check", "Unique", "ForeignKey"])
        self.assertEqual([column.nullable for column in table.columns], [False, False, True])
        self.assertEqual((table.name.schema, len(table.indexes), table.options), ("hr", 1, [("sqlite.strict", "true")]))
        self.assertEqual(table.constraints[3].body.value.columns, ["boss"])

    def test_changes_are_collected_and_made_at_the_end(self):
        made = []
        with AlterTable(made.append) as table:
            table.add_column("a", op.varchar(4), unique=True)
            table.alter_column("b", default=None, comment=None, collation="C")
            table.drop_constraint(kind="foreign key", columns="c")
        [changes] = made
        names = [type(change.change).__name__.partition("_")[2] for change in changes]
        self.assertEqual(names, ["AddColumn", "AddConstraint", "AlterColumn", "DropConstraint"])
        altered = changes[2].change.value
        self.assertEqual((altered.comment, altered.collation, altered.nullable), (Some(None), Some("C"), None))
        self.assertEqual(type(altered.generation).__name__, "Generation_None_")
        with self.assertRaises(KeyError), AlterTable(made.append) as table:
            table.drop_column("a")
            raise KeyError
        self.assertEqual(len(made), 1)

    def test_what_makes_no_sense_is_said(self):
        with self.assertRaisesRegex(ValueError, "one of default"):
            op.column("a", op.integer(), default=1, autoincrement=True)
        with self.assertRaisesRegex(ValueError, "'cascaded' is none of 'no action'"):
            op.foreign_key("a", "b", "c", on_delete="cascaded")
        with self.assertRaisesRegex(TypeError, "made of columns"):
            table_definition("t", ["a"], None, None)
        with self.assertRaisesRegex(ValueError, "no arrays of 'date'"):
            Array("date")


if __name__ == "__main__":
    unittest.main()
