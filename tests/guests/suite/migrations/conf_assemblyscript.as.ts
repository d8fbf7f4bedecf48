// /// migration
// revision = "conf_assemblyscript"
// message = "conformance in AssemblyScript"
// ///

import {
  BatchBuilder, Database, Date, DateTime, Field, Interval, Level, MigrationError, NULL, Some, Task, Time, Uuid, Value,
  ValueBooleanArray, ValueIntegerArray, ValueRealArray, ValueTextArray, bytes, context, decimal, fail,
  irreversible, json, log, precondition, timestamp, timestamptz, value,
} from "aludel";

export function upgrade(db: Database): void {
  const name = wantedCase();
  if (name == "ddl") ddl(db);
  else if (name == "values") values(db);
  else if (name == "nulls") nulls(db);
  else if (name == "unicode") unicode(db);
  else if (name == "batch") batch(db);
  else if (name == "paging") paging(db);
  else if (name == "one") one(db);
  else if (name == "prepared") prepared(db);
  else if (name == "savepoint") savepoint(db);
  else if (name == "bulk-insert") bulkInsert(db);
  else if (name == "bulk-update") bulkUpdate(db);
  else if (name == "arguments") logArguments();
  else if (name == "progress") progress();
  else if (name == "caught") caught(db);
  else if (name == "uncaught") uncaught(db);
  else if (name == "crash") throw new Error("on purpose");
  else if (name == "precondition") precondition("three customers have no address");
  else if (name == "other") fail("something else");
  else if (name == "refusal") refusal(db);
  else if (name == "offline") offline(db);
  else if (name == "irreversible") log.info("nothing to do");
  else if (name == "verify") log.info("to verify");
  else noSuchCase(name);
}

export function downgrade(db: Database): void {
  const name = wantedCase();
  if (name == "ddl") drop(db, ["conf_ddl"]);
  else if (name == "values") drop(db, ["conf_copy", "conf_values"]);
  else if (name == "nulls") drop(db, ["conf_nulls"]);
  else if (name == "unicode") drop(db, [db.quote('conf_größe "q"')]);
  else if (name == "batch") drop(db, ["conf_batch"]);
  else if (name == "paging") drop(db, ["conf_paging"]);
  else if (name == "prepared") drop(db, ["conf_prepared"]);
  else if (name == "savepoint") drop(db, ["conf_savepoint"]);
  else if (name == "bulk-insert") drop(db, ["conf_undone", "conf_bulk"]);
  else if (name == "bulk-update") drop(db, ["conf_update"]);
  else if (name == "caught") drop(db, ["conf_caught"]);
  else if (name == "uncaught") drop(db, ["conf_uncaught"]);
  else if (name == "offline") drop(db, ["conf_offline"]);
  else if (name == "irreversible") irreversible("there is no way back");
  else if (!["one", "arguments", "progress", "refusal", "verify"].includes(name)) noSuchCase(name);
}

export function verify(_db: Database): void {
  if (wantedCase() == "verify") log.info("verified");
}

function wantedCase(): string {
  return orElse(context.argument("case"), "");
}

function orElse(text: string | null, otherwise: string): string {
  return text === null ? otherwise : text;
}

function noSuchCase(name: string): void {
  fail("there is no case `" + name + "`");
}

function drop(db: Database, tables: Array<string>): void {
  for (let i = 0; i < tables.length; i++) db.execute("DROP TABLE " + tables[i]);
}

function ddl(db: Database): void {
  db.execute("CREATE TABLE conf_ddl (id INTEGER NOT NULL PRIMARY KEY, name VARCHAR(40) NOT NULL, note VARCHAR(100))");
  db.executeScript("CREATE INDEX conf_ddl_name ON conf_ddl (name); ALTER TABLE conf_ddl ADD COLUMN amount NUMERIC(10, 2);");
  const outcome = db.execute("INSERT INTO conf_ddl (id, name) VALUES (1, 'one'), (2, 'two')");
  log.info(`rows affected ${outcome.rowsAffected}`);
}

function values(db: Database): void {
  db.executeScript(orElse(context.argument("ddl"), ""));
  const kinds = orElse(context.argument("kinds"), "").split(",");
  let id = 0;
  for (let k = 0; k < kinds.length; k++) {
    const samples = samplesOf(kinds[k]);
    for (let i = 0; i < samples.length; i++) {
      id++;
      db.execute(insertion(db, "conf_values", kinds[k]), [value(id), samples[i]]);
    }
  }
  for (let k = 0; k < kinds.length; k++) copyKind(db, kinds[k]);
}

function copyKind(db: Database, kind: string): void {
  const column = columnOf(kind);
  const rows = db.query(`SELECT id, ${column} FROM conf_values WHERE ${column} IS NOT NULL ORDER BY id`);
  while (rows.next()) db.execute(insertion(db, "conf_copy", kind), [value(rows.integer("id")), rows.value(1)]);
}

function columnOf(kind: string): string {
  return "v_" + kind.replaceAll("-", "_");
}

function insertion(db: Database, table: string, kind: string): string {
  return `INSERT INTO ${table} (id, ${columnOf(kind)}) VALUES (${db.placeholders(2)})`;
}

function samplesOf(kind: string): Array<Value> {
  const day = new Date(2024, 2, 29);
  const midnight = new Time(0, 0, 0, 0);
  const late = new Time(23, 59, 59, 123_456_000);
  if (kind == "boolean") return [value(true), value(false)];
  if (kind == "integer") return [value(0), value(-1), value(i64.MAX_VALUE), value(i64.MIN_VALUE)];
  if (kind == "unsigned") return [value(u64.MAX_VALUE)];
  if (kind == "real") return [value(0.5), value(-1.5), value(1e300), value(0.1)];
  if (kind == "decimal") return [decimal("12.3400"), decimal("-99999999999999999999.9999")];
  if (kind == "text") return [value(""), value("a'b\"c\\d"), value(" two\nlines "), value("Zażółć 日本語 😀 e\u0301")];
  if (kind == "bytes") return [bytes(new Uint8Array(0)), bytes(fiveBytes())];
  if (kind == "json") return [json('{"a": [1, 2, null]}'), json('"ü"')];
  if (kind == "uuid") return [value(new Uuid(0, 0)), value(new Uuid(0x550e8400e29b41d4, 0xa716446655440000))];
  if (kind == "date") return [value(day), value(new Date(9999, 12, 31))];
  if (kind == "time") return [value(midnight), value(late)];
  if (kind == "timestamp") return [timestamp(new DateTime(day, midnight)), timestamp(new DateTime(day, late))];
  if (kind == "timestamptz") return [timestamptz(new DateTime(day, midnight)), timestamptz(new DateTime(day, late))];
  if (kind == "interval") return [value(new Interval(14, -3, 4_000_001))];
  if (kind == "boolean-array") return [new ValueBooleanArray([new Some<bool>(true), null])];
  if (kind == "integer-array") return [new ValueIntegerArray([]), new ValueIntegerArray([new Some<i64>(1), null, new Some<i64>(i64.MIN_VALUE)])];
  if (kind == "real-array") return [new ValueRealArray([new Some<f64>(0.5), null])];
  if (kind == "text-array") return [new ValueTextArray(['a,"b"', null, ""])];
  fail("there are no samples of " + kind);
  return [];
}

function fiveBytes(): Uint8Array {
  const data = new Uint8Array(5);
  data[1] = 0xff;
  data[3] = 0x27;
  data[4] = 0x5c;
  return data;
}

function nulls(db: Database): void {
  db.executeScript(orElse(context.argument("ddl"), ""));
  const insert = `INSERT INTO conf_nulls (id, a, b, c) VALUES (${db.placeholders(4)})`;
  db.execute(insert, [value(1), NULL, NULL, NULL]);
  const one = new Uint8Array(1);
  one[0] = 1;
  db.execute(insert, [value(2), value(7), value("x"), bytes(one)]);
  const rows = db.query("SELECT id, a, b, c FROM conf_nulls ORDER BY id");
  while (rows.next()) {
    const a = rows.isNull("a") ? "null" : rows.integer("a").toString();
    const c = rows.isNull("c") ? "null" : rows.bytes("c").length.toString();
    log.info(`row ${rows.integer("id")}: ${a} ${orElse(rows.textOrNull("b"), "null")} ${c}`);
  }
}

function unicode(db: Database): void {
  const table = db.quote('conf_größe "q"');
  const column = db.quote("naïve");
  db.execute(`CREATE TABLE ${table} (id INTEGER NOT NULL PRIMARY KEY, ${column} VARCHAR(100))`);
  const insert = `INSERT INTO ${table} (id, ${column}) VALUES (${db.placeholders(2)})`;
  const texts = ["Ünïcødé", "日本語", "😀 e\u0301", "\u202eright to left", "ﷺ"];
  for (let i = 0; i < texts.length; i++) db.execute(insert, [value(i + 1), value(texts[i])]);
  const rows = db.query(`SELECT ${column} FROM ${table} ORDER BY id`);
  while (rows.next()) log.info("text " + rows.text("naïve"));
}

function batch(db: Database): void {
  db.execute("CREATE TABLE conf_batch (id INTEGER NOT NULL PRIMARY KEY, name VARCHAR(40), amount DOUBLE PRECISION)");
  const writer = db.bulkInsert("conf_batch", ["id", "name", "amount"]);
  const rows = new BatchBuilder(3);
  for (let id = 1; id <= 20_000; id++) {
    rows.integer(id).text(id % 10 == 0 ? null : `row ${id}`).real(<f64>id * 0.5);
    if (id % 5_000 == 0) writer.writeBatch(rows.take());
  }
  writer.finish();
  countBatches(db);
}

function countBatches(db: Database): void {
  const cursor = db.query("SELECT id, name, amount FROM conf_batch ORDER BY id");
  let count = 0, nulls = 0;
  let sum: i64 = 0;
  let amount: f64 = 0;
  let page = cursor.nextBatch(4_096);
  while (page !== null) {
    const ids = page.column(0).integers(), names = page.column(1), amounts = page.column(2).reals();
    for (let row = 0; row < page.rowCount; row++) {
      count++;
      sum += ids[row];
      amount += amounts[row];
      if (names.isNull(row)) nulls++;
    }
    page = cursor.nextBatch(4_096);
  }
  log.info(`rows ${count} sum ${sum} nulls ${nulls} amount ${<i64>amount}`);
}

function paging(db: Database): void {
  db.execute("CREATE TABLE conf_paging (id INTEGER NOT NULL PRIMARY KEY, name VARCHAR(40))");
  fill(db, "conf_paging", 2_500);
  const update = `UPDATE conf_paging SET name = ${db.placeholder(1)} WHERE id = ${db.placeholder(2)}`;
  const rows = db.query("SELECT id, name FROM conf_paging ORDER BY id");
  rows.pageRows = 100;
  let count = 0;
  while (rows.next()) {
    const id = rows.integer("id");
    if (id % 500 == 0) db.execute(update, [value("seen"), value(id)]);
    count++;
  }
  log.info(`rows ${count}`);
  log.info(`seen ${db.queryScalar("SELECT count(*) FROM conf_paging WHERE name = 'seen'").integer(0)}`);
}

/** Writes so many rows, `row ID` each, and gives how many the host wrote. */
function fill(db: Database, table: string, count: i32): u64 {
  const writer = db.bulkInsert(table, ["id", "name"]);
  for (let id = 1; id <= count; id++) writer.integer(id).text(`row ${id}`);
  return writer.finish();
}

function one(db: Database): void {
  const row = db.queryOne("SELECT 41 + 1");
  if (row !== null) log.info(`scalar ${row.integer(0)}`);
  if (db.queryOne("SELECT 1 WHERE 1 = 0") === null) log.info("none");
}

function prepared(db: Database): void {
  db.execute("CREATE TABLE conf_prepared (id INTEGER NOT NULL PRIMARY KEY, name VARCHAR(40))");
  const insert = db.prepare(`INSERT INTO conf_prepared (id, name) VALUES (${db.placeholders(2)})`);
  for (let id = 1; id <= 3; id++) insert.execute([value(id), value("one at a time")]);
  const rows = new BatchBuilder(2);
  for (let id = 4; id <= 103; id++) rows.push([value(id), value("many")]);
  log.info(`many ${insert.executeMany(rows.take())}`);
  insert.close();
  const select = db.prepare(`SELECT name FROM conf_prepared WHERE id = ${db.placeholder(1)}`);
  const found = select.query([value(50)]);
  while (found.next()) log.info("name " + found.text("name"));
  select.close();
}

function savepoint(db: Database): void {
  db.execute("CREATE TABLE conf_savepoint (id INTEGER NOT NULL PRIMARY KEY)");
  insertId(db, "conf_savepoint", 1);
  const undone = db.savepoint();
  insertId(db, "conf_savepoint", 2);
  undone.rollback();
  const kept = db.savepoint();
  insertId(db, "conf_savepoint", 3);
  kept.release();
  db.inSavepoint((db) => {
    insertId(db, "conf_savepoint", 4);
    fail("on purpose");
  });
  logIds(db, "conf_savepoint");
}

function insertId(db: Database, table: string, id: i32): void {
  db.execute(`INSERT INTO ${table} (id) VALUES (${db.placeholder(1)})`, [value(id)]);
}

function logIds(db: Database, table: string): void {
  let line = "ids";
  const rows = db.query(`SELECT id FROM ${table} ORDER BY id`);
  while (rows.next()) line += ` ${rows.integer(0)}`;
  log.info(line);
}

function bulkInsert(db: Database): void {
  db.execute("CREATE TABLE conf_bulk (id INTEGER NOT NULL PRIMARY KEY, name VARCHAR(40))");
  db.execute("CREATE TABLE conf_undone (id INTEGER NOT NULL PRIMARY KEY, name VARCHAR(40))");
  log.info(`written ${fill(db, "conf_bulk", 5_000)}`);
  const undone = db.bulkInsert("conf_undone", ["id", "name"]);
  for (let id = 1; id <= 10; id++) undone.push([value(id), value("undone")]);
  undone.undo();
  log.info(`undone ${db.queryScalar("SELECT count(*) FROM conf_undone").integer(0)}`);
}

function bulkUpdate(db: Database): void {
  db.execute("CREATE TABLE conf_update (id INTEGER NOT NULL PRIMARY KEY, name VARCHAR(40))");
  const inserted = db.bulkInsert("conf_update", ["id", "name"]);
  for (let id = 1; id <= 1_000; id++) inserted.integer(id).text("old");
  inserted.finish();
  const updated = db.bulkUpdate("conf_update", ["id"], ["name"]);
  for (let id = 2; id <= 1_000; id += 2) updated.integer(id).text(`new ${id}`);
  log.info(`updated ${updated.finish()}`);
}

function logArguments(): void {
  const given = context.args();
  for (let i = 0; i < given.length; i++) {
    if (given[i].name != "case") log.info(`argument ${given[i].name}=${given[i].value}`);
  }
  log.info("missing " + orElse(context.argument("no such argument"), "none"));
  log.info("tag " + orElse(context.tag(), "none"));
  log.info("revision " + context.revision());
  log.info("phase " + context.phaseName());
  log.info(`offline ${context.offline()}`);
  log.info("section " + (context.section("no-such-section") === null ? "none" : "some"));
}

function progress(): void {
  const bar = new Task("counting");
  bar.setTotal(3);
  bar.advance(1);
  bar.advance(2);
  bar.end();
  log.trace("a line of level trace");
  log.debug("a line of level debug");
  log.info("a line of level info");
  log.warn("a line of level warn");
  log.error("a line of level error");
  log.withFields(Level.Info, "a line with fields", [new Field("rows", "3"), new Field("table", "orders")]);
}

function caught(db: Database): void {
  db.execute("CREATE TABLE conf_caught (id INTEGER NOT NULL PRIMARY KEY)");
  insertId(db, "conf_caught", 1);
  logCaught(db.inSavepoint((db) => { insertId(db, "conf_caught", 1); }));
  logCaught(db.inSavepoint((db) => { db.execute("SELEC 1"); }));
  logCaught(db.inSavepoint((db) => { db.query("SELECT * FROM conf_missing"); }));
  insertId(db, "conf_caught", 2);
  logIds(db, "conf_caught");
}

function logCaught(error: MigrationError | null): void {
  if (error === null) log.info("not caught");
  else log.info("caught " + error.kindName);
}

function uncaught(db: Database): void {
  db.execute("CREATE TABLE conf_uncaught (id INTEGER NOT NULL PRIMARY KEY)");
  insertId(db, "conf_uncaught", 1);
  insertId(db, "conf_uncaught", 1);
}

function refusal(db: Database): void {
  logCaught(db.inSavepoint((db) => { db.execute("SELECT 1; SELECT 2"); }));
  logCaught(db.inSavepoint((db) => { db.execute("SELECT 1", [value(1)]); }));
}

function offline(db: Database): void {
  db.execute("CREATE TABLE conf_offline (id INTEGER NOT NULL, name VARCHAR(20))");
  const insert = `INSERT INTO conf_offline (id, name) VALUES (${db.placeholders(2)})`;
  db.execute(insert, [value(1), value("O'Brien")]);
  db.execute(insert, [value(2), NULL]);
  logCaught(db.attempt((db) => { db.query("SELECT 1"); }));
  const writer = db.bulkInsert("conf_offline", ["id", "name"]);
  writer.integer(3).text("bulk");
  writer.finish();
  log.info(`offline ${context.offline()}`);
}
