# /// migration
# revision = "conf_python"
# message = "conformance in Python"
# ///
"""What every language must be able to do. `-x case=NAME` picks one case."""

from __future__ import annotations

import datetime
import uuid
from decimal import Decimal
from typing import Any, Callable, Dict, List

from aludel import (
    Array,
    Database,
    DatabaseError,
    Failure,
    Interval,
    Irreversible,
    Json,
    Precondition,
    context,
    log,
    op,
    progress,
)

Case = Callable[[Database], None]

UNICODE_TABLE = 'conf_größe "q"'


def upgrade(db: Database) -> None:
    case_of(CASES)(db)


def downgrade(db: Database) -> None:
    if context.argument("case") == "irreversible":
        raise Irreversible("there is no way back")
    case_of(CASES)
    for table in reversed(TABLES.get(case_name(), [])):
        db.execute(f"DROP TABLE {db.quote(table) if table == UNICODE_TABLE else table}")


def verify(db: Database) -> None:
    if case_name() == "verify":
        log.info("verified")


def case_name() -> str:
    return context.argument("case", "")


def case_of(cases: Dict[str, Case]) -> Case:
    if case_name() not in cases:
        raise Failure(f"there is no case `{case_name()}`")
    return cases[case_name()]


def ddl(db: Database) -> None:
    db.execute("CREATE TABLE conf_ddl (id INTEGER NOT NULL PRIMARY KEY, name VARCHAR(40) NOT NULL, note VARCHAR(100))")
    db.execute_script(
        "CREATE INDEX conf_ddl_name ON conf_ddl (name); ALTER TABLE conf_ddl ADD COLUMN amount NUMERIC(10, 2);"
    )
    outcome = db.execute("INSERT INTO conf_ddl (id, name) VALUES (1, 'one'), (2, 'two')")
    log.info(f"rows affected {outcome.rows_affected}")


LONG_AGO = datetime.datetime(2024, 2, 29)
LATE = datetime.datetime(2024, 2, 29, 23, 59, 59, 123456)

SAMPLES: Dict[str, List[Any]] = {
    "boolean": [True, False],
    "integer": [0, -1, 9223372036854775807, -9223372036854775808],
    "unsigned": [18446744073709551615],
    "real": [0.5, -1.5, 1e300, 0.1],
    "decimal": [Decimal("12.3400"), Decimal("-99999999999999999999.9999")],
    "text": ["", "a'b\"c\\d", " two\nlines ", "Zażółć 日本語 😀 e\u0301"],
    "bytes": [b"", b"\x00\xff\x00\x27\x5c"],
    "json": [Json.from_text('{"a": [1, 2, null]}'), Json.from_text('"ü"')],
    "uuid": [uuid.UUID(int=0), uuid.UUID("550e8400-e29b-41d4-a716-446655440000")],
    "date": [datetime.date(2024, 2, 29), datetime.date(9999, 12, 31)],
    "time": [datetime.time(0, 0, 0), datetime.time(23, 59, 59, 123456)],
    "timestamp": [LONG_AGO, LATE],
    "timestamptz": [LONG_AGO.replace(tzinfo=datetime.timezone.utc), LATE.replace(tzinfo=datetime.timezone.utc)],
    "interval": [Interval(months=14, days=-3, microseconds=4000001)],
    "boolean-array": [[True, None]],
    "integer-array": [Array("integer"), [1, None, -9223372036854775808]],
    "real-array": [[0.5, None]],
    "text-array": [['a,"b"', None, ""]],
}


def values(db: Database) -> None:
    db.execute_script(context.argument("ddl", ""))
    kinds = context.argument("kinds", "").split(",")
    identifier = 0
    for kind in kinds:
        for sample in SAMPLES[kind]:
            identifier += 1
            insert_value(db, "conf_values", kind, identifier, sample)
    for kind in kinds:
        column = column_of(kind)
        rows = db.query(f"SELECT id, {column} FROM conf_values WHERE {column} IS NOT NULL ORDER BY id").all()
        for row in rows:
            insert_value(db, "conf_copy", kind, row.id, row[column])


def column_of(kind: str) -> str:
    return f"v_{kind.replace('-', '_')}"


def insert_value(db: Database, table: str, kind: str, identifier: int, value: Any) -> None:
    insert = f"INSERT INTO {table} (id, {column_of(kind)}) VALUES ({db.placeholders(2)})"
    db.execute(insert, [identifier, value])


def nulls(db: Database) -> None:
    db.execute_script(context.argument("ddl", ""))
    insert = f"INSERT INTO conf_nulls (id, a, b, c) VALUES ({db.placeholders(4)})"
    db.execute(insert, [1, None, None, None])
    db.execute(insert, [2, 7, "x", b"\x01"])
    for identifier, a, b, c in db.query("SELECT id, a, b, c FROM conf_nulls ORDER BY id"):
        shown = ["null" if value is None else str(value) for value in (a, b, None if c is None else len(c))]
        log.info(f"row {identifier}: {' '.join(shown)}")


def unicode(db: Database) -> None:
    table, column = db.quote(UNICODE_TABLE), db.quote("naïve")
    db.execute(f"CREATE TABLE {table} (id INTEGER NOT NULL PRIMARY KEY, {column} VARCHAR(100))")
    texts = ["Ünïcødé", "日本語", "😀 e\u0301", "\u202eright to left", "ﷺ"]
    for identifier, text in enumerate(texts, 1):
        db.execute(f"INSERT INTO {table} (id, {column}) VALUES ({db.placeholders(2)})", [identifier, text])
    for row in db.query(f"SELECT id, {column} FROM {table} ORDER BY id"):
        log.info(f"text {row.naïve}")


def batch(db: Database) -> None:
    db.execute("CREATE TABLE conf_batch (id INTEGER NOT NULL PRIMARY KEY, name VARCHAR(40), amount DOUBLE PRECISION)")
    with db.bulk_insert("conf_batch", ["id", "name", "amount"]) as writer:
        for start in range(1, 20_001, 5_000):
            identifiers = range(start, start + 5_000)
            names = [None if identifier % 10 == 0 else f"row {identifier}" for identifier in identifiers]
            writer.write_batch([identifiers, names, [identifier * 0.5 for identifier in identifiers]])
    rows, identifier_sum, null_count, amount_sum = 0, 0, 0, 0.0
    for part in db.query("SELECT id, name, amount FROM conf_batch ORDER BY id").batches(4_096):
        rows += len(part)
        identifier_sum += sum(part["id"])
        null_count += part["name"].count(None)
        amount_sum += sum(part["amount"])
    log.info(f"rows {rows} sum {identifier_sum} nulls {null_count} amount {int(amount_sum)}")


def paging(db: Database) -> None:
    db.execute("CREATE TABLE conf_paging (id INTEGER NOT NULL PRIMARY KEY, name VARCHAR(40))")
    with db.bulk_insert("conf_paging", ["id", "name"]) as writer:
        for identifier in range(1, 2_501):
            writer.write(identifier, f"row {identifier}")
    update = f"UPDATE conf_paging SET name = {db.placeholder(1)} WHERE id = {db.placeholder(2)}"
    rows = 0
    for identifier, _ in db.query("SELECT id, name FROM conf_paging ORDER BY id", page_rows=100):
        rows += 1
        if identifier % 500 == 0:
            db.execute(update, ["seen", identifier])
    log.info(f"rows {rows}")
    seen = db.query_scalar("SELECT count(*) FROM conf_paging WHERE name = 'seen'")
    log.info(f"seen {seen}")


def one(db: Database) -> None:
    row = db.query_one("SELECT 41 + 1")
    log.info(f"scalar {row[0] if row else 'none'}")
    log.info("none" if db.query_one("SELECT 1 WHERE 1 = 0") is None else "a row")


def prepared(db: Database) -> None:
    db.execute("CREATE TABLE conf_prepared (id INTEGER NOT NULL PRIMARY KEY, name VARCHAR(40))")
    with db.prepare(f"INSERT INTO conf_prepared (id, name) VALUES ({db.placeholders(2)})") as insert:
        for identifier in range(1, 4):
            insert.execute([identifier, "one at a time"])
        affected = insert.execute_many((identifier, "many") for identifier in range(4, 104))
    log.info(f"many {affected}")
    with db.prepare(f"SELECT name FROM conf_prepared WHERE id = {db.placeholder(1)}") as select:
        for row in select.query([50]):
            log.info(f"name {row.name}")


def savepoint(db: Database) -> None:
    db.execute("CREATE TABLE conf_savepoint (id INTEGER NOT NULL PRIMARY KEY)")
    insert = f"INSERT INTO conf_savepoint (id) VALUES ({db.placeholder(1)})"
    db.execute(insert, [1])
    undone = db.savepoint()
    db.execute(insert, [2])
    undone.rollback()
    with db.savepoint():
        db.execute(insert, [3])
    try:
        with db.savepoint():
            db.execute(insert, [4])
            raise LookupError("the scope is left")
    except LookupError:
        pass
    log_ids(db, "conf_savepoint")


def log_ids(db: Database, table: str) -> None:
    rows = db.query(f"SELECT id FROM {table} ORDER BY id")
    log.info(f"ids {' '.join(str(row.id) for row in rows)}")


def bulk_insert(db: Database) -> None:
    for table in ("conf_bulk", "conf_undone"):
        db.execute(f"CREATE TABLE {table} (id INTEGER NOT NULL PRIMARY KEY, name VARCHAR(40))")
    writer = db.bulk_insert("conf_bulk", ["id", "name"])
    writer.write_rows((identifier, f"row {identifier}") for identifier in range(1, 5_001))
    log.info(f"written {writer.finish()}")
    undone = db.bulk_insert("conf_undone", ["id", "name"])
    undone.write_batch([range(1, 11), ["gone"] * 10])
    undone.discard()
    count = db.query_scalar("SELECT count(*) FROM conf_undone")
    log.info(f"undone {count}")


def bulk_update(db: Database) -> None:
    db.execute("CREATE TABLE conf_update (id INTEGER NOT NULL PRIMARY KEY, name VARCHAR(40))")
    with db.bulk_insert("conf_update", ["id", "name"]) as old:
        old.write_rows((identifier, "old") for identifier in range(1, 1_001))
    with db.bulk_update("conf_update", ["id"], ["name"]) as new:
        for identifier in range(2, 1_001, 2):
            new.write(identifier, f"new {identifier}")
    log.info(f"updated {new.rows_affected}")


def arguments(db: Database) -> None:
    for name, value in context.arguments().items():
        if name != "case":
            log.info(f"argument {name}={value}")
    log.info(f"missing {context.argument('no such argument') or 'none'}")
    log.info(f"tag {context.tag()}" if context.tag() is not None else "tag none")
    log.info(f"revision {context.revision()}")
    log.info(f"phase {context.phase()}")
    log.info(f"offline {str(context.offline()).lower()}")
    log.info(f"section {'some' if context.section('no-such-section') is not None else 'none'}")


def progress_and_log(db: Database) -> None:
    with progress.task("counting") as task:
        task.set_total(3)
        task.advance(1)
        task.advance(2)
    for level in (log.trace, log.debug, log.info, log.warn, log.error):
        level(f"a line of level {level.__name__}")
    log.info("a line with fields", rows=3, table="orders")


def caught(db: Database) -> None:
    db.execute("CREATE TABLE conf_caught (id INTEGER NOT NULL PRIMARY KEY)")
    insert = f"INSERT INTO conf_caught (id) VALUES ({db.placeholder(1)})"
    db.execute(insert, [1])
    attempts: List[Callable[[], Any]] = [
        lambda: db.execute(insert, [1]),
        lambda: db.execute("SELEC 1"),
        lambda: db.query("SELECT * FROM conf_missing").all(),
    ]
    for attempt in attempts:
        try:
            with db.savepoint():
                attempt()
        except DatabaseError as error:
            log.info(f"caught {error.kind}")
    db.execute(insert, [2])
    log_ids(db, "conf_caught")


def uncaught(db: Database) -> None:
    db.execute("CREATE TABLE conf_uncaught (id INTEGER NOT NULL PRIMARY KEY)")
    insert = f"INSERT INTO conf_uncaught (id) VALUES ({db.placeholder(1)})"
    for _ in range(2):
        db.execute(insert, [1])


def crash(db: Database) -> None:
    raise RuntimeError("on purpose")


def precondition(db: Database) -> None:
    raise Precondition("three customers have no address")


def other(db: Database) -> None:
    raise Failure("something else")


def refusal(db: Database) -> None:
    for sql, parameters in (("SELECT 1; SELECT 2", []), ("SELECT 1", [1])):
        try:
            with db.savepoint():
                db.execute(sql, parameters)
        except DatabaseError as error:
            log.info(f"caught {error.kind}")


def offline(db: Database) -> None:
    db.execute("CREATE TABLE conf_offline (id INTEGER NOT NULL, name VARCHAR(20))")
    insert = f"INSERT INTO conf_offline (id, name) VALUES ({db.placeholders(2)})"
    db.execute(insert, [1, "O'Brien"])
    db.execute(insert, [2, None])
    try:
        db.query("SELECT 1")
    except DatabaseError as error:
        log.info(f"caught {error.kind}")
    with db.bulk_insert("conf_offline", ["id", "name"]) as writer:
        writer.write(3, "bulk")
    log.info(f"offline {str(context.offline()).lower()}")


def irreversible(db: Database) -> None:
    log.info("nothing to do")


def to_verify(db: Database) -> None:
    log.info("to verify")


def operations(db: Database) -> None:
    db.create_table(
        "conf_parent",
        op.column("id", op.integer(), primary_key=True, autoincrement=True),
        op.column("code", op.varchar(20), nullable=False),
        op.unique("code", name="uq_conf_parent_code"),
    )
    db.create_table(
        "conf_child",
        op.column("id", op.integer(), primary_key=True),
        op.column("parent_id", op.integer(), nullable=False),
        op.column("amount", op.numeric(10, 2), nullable=False, default=0),
        op.column("note", op.text()),
        op.foreign_key("parent_id", "conf_parent", "id", on_delete="cascade", name="fk_conf_child_parent"),
        op.index("ix_conf_child_parent", "parent_id"),
    )
    with db.alter_table("conf_child") as child:
        child.add_column("state", op.varchar(10), nullable=False, default="new")
        child.alter_column("note", type=op.varchar(100))
        child.rename_column("note", "remark")
        child.add_check("amount >= 0", name="ck_conf_child_amount")
    there = {
        "has_table": db.inspect.has_table("conf_child"),
        "has_column": db.inspect.has_column("conf_child", "remark"),
        "has_index": db.inspect.has_index("conf_child", "ix_conf_child_parent"),
        "has_constraint": db.inspect.has_constraint("conf_child", "fk_conf_child_parent"),
    }
    for question, answer in there.items():
        log.info(f"{question} {str(answer).lower()}")


CASES: Dict[str, Case] = {
    "ddl": ddl,
    "values": values,
    "nulls": nulls,
    "unicode": unicode,
    "batch": batch,
    "paging": paging,
    "one": one,
    "prepared": prepared,
    "savepoint": savepoint,
    "bulk-insert": bulk_insert,
    "bulk-update": bulk_update,
    "arguments": arguments,
    "progress": progress_and_log,
    "caught": caught,
    "uncaught": uncaught,
    "crash": crash,
    "precondition": precondition,
    "other": other,
    "refusal": refusal,
    "offline": offline,
    "irreversible": irreversible,
    "verify": to_verify,
    "operations": operations,
}

TABLES: Dict[str, List[str]] = {
    "ddl": ["conf_ddl"],
    "values": ["conf_values", "conf_copy"],
    "nulls": ["conf_nulls"],
    "unicode": [UNICODE_TABLE],
    "batch": ["conf_batch"],
    "paging": ["conf_paging"],
    "prepared": ["conf_prepared"],
    "savepoint": ["conf_savepoint"],
    "bulk-insert": ["conf_bulk", "conf_undone"],
    "bulk-update": ["conf_update"],
    "caught": ["conf_caught"],
    "uncaught": ["conf_uncaught"],
    "offline": ["conf_offline"],
    "operations": ["conf_parent", "conf_child"],
}
