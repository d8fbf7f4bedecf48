// /// migration
// revision = "conf_javascript"
// message = "conformance in JavaScript"
// ///

import { context, irreversible, log, other, precondition, progress } from "aludel";
import { Decimal, Instant, Interval, Json, PlainDate, PlainDateTime, PlainTime, sqlArray, Uuid } from "aludel";
import { integer, numeric, text, varchar } from "aludel";

/** What a case does, and the tables that it makes, in order. */
const CASES = {
  ddl: [ddl, "conf_ddl"],
  values: [values, "conf_values", "conf_copy"],
  nulls: [nulls, "conf_nulls"],
  unicode: [unicode],
  batch: [batch, "conf_batch"],
  paging: [paging, "conf_paging"],
  one: [one],
  prepared: [prepared, "conf_prepared"],
  savepoint: [savepoint, "conf_savepoint"],
  "bulk-insert": [bulkInsert, "conf_bulk", "conf_undone"],
  "bulk-update": [bulkUpdate, "conf_update"],
  arguments: [showArguments],
  progress: [showProgress],
  caught: [caught, "conf_caught"],
  uncaught: [uncaught, "conf_uncaught"],
  crash: [crash],
  precondition: [failsPrecondition],
  other: [failsOtherwise],
  refusal: [refusal],
  offline: [offline, "conf_offline"],
  irreversible: [() => log.info("nothing to do")],
  verify: [() => log.info("to verify")],
  operations: [operations, "conf_parent", "conf_child"],
};

export function upgrade(db) {
  const [run] = chosen();
  run(db);
}

export function downgrade(db) {
  const name = context.argument("case");
  if (name === "irreversible") throw irreversible("there is no way back");
  if (name === "unicode") return void db.execute(`DROP TABLE ${db.quote('conf_größe "q"')}`);
  const [, ...tables] = chosen();
  for (const table of tables.reverse()) db.execute(`DROP TABLE ${table}`);
}

export function verify() {
  if (context.argument("case") === "verify") log.info("verified");
}

function chosen() {
  const name = context.argument("case");
  if (!Object.hasOwn(CASES, name)) throw other(`there is no case \`${name}\``);
  return CASES[name];
}

/** `INSERT INTO table (columns) VALUES (P1, P2)` */
function insert(db, table, columns) {
  return `INSERT INTO ${table} (${columns.join(", ")}) VALUES (${db.placeholders(columns.length)})`;
}

function logIds(db, query) {
  const ids = db.query(query).map(({ id }) => id);
  log.info(["ids", ...ids].join(" "));
}

/** Does what must fail in a savepoint, and tells how. */
function logCaught(db, work) {
  try {
    db.savepoint(work);
  } catch (error) {
    log.info(`caught ${error.kind}`);
  }
}

function ddl(db) {
  db.execute(
    "CREATE TABLE conf_ddl (id INTEGER NOT NULL PRIMARY KEY, name VARCHAR(40) NOT NULL, note VARCHAR(100))",
  );
  db.executeScript(
    "CREATE INDEX conf_ddl_name ON conf_ddl (name); ALTER TABLE conf_ddl ADD COLUMN amount NUMERIC(10, 2);",
  );
  const { rowsAffected } = db.execute("INSERT INTO conf_ddl (id, name) VALUES (1, 'one'), (2, 'two')");
  log.info(`rows affected ${rowsAffected}`);
}

const SAMPLES = {
  boolean: [true, false],
  integer: [0, -1, 9223372036854775807n, -9223372036854775808n],
  unsigned: [18446744073709551615n],
  real: [0.5, -1.5, 1e300, 0.1],
  decimal: [new Decimal("12.3400"), new Decimal("-99999999999999999999.9999")],
  text: ["", `a'b"c\\d`, " two\nlines ", "Zażółć 日本語 😀 e\u0301"],
  bytes: [new Uint8Array(), Uint8Array.of(0x00, 0xff, 0x00, 0x27, 0x5c)],
  json: [new Json('{"a": [1, 2, null]}'), new Json('"ü"')],
  uuid: [new Uuid("00000000-0000-0000-0000-000000000000"), new Uuid("550e8400-e29b-41d4-a716-446655440000")],
  date: [PlainDate.from("2024-02-29"), PlainDate.from("9999-12-31")],
  time: [PlainTime.from("00:00:00"), PlainTime.from("23:59:59.123456")],
  timestamp: [PlainDateTime.from("2024-02-29 00:00:00"), PlainDateTime.from("2024-02-29 23:59:59.123456")],
  timestamptz: [Instant.from("2024-02-29 00:00:00Z"), Instant.from("2024-02-29 23:59:59.123456Z")],
  interval: [new Interval({ months: 14, days: -3, microseconds: 4_000_001 })],
  "boolean-array": [[true, null]],
  "integer-array": [sqlArray("integer", []), [1, null, -9223372036854775808n]],
  "real-array": [[0.5, null]],
  "text-array": [['a,"b"', null, ""]],
};

function values(db) {
  db.executeScript(context.argument("ddl"));
  const kinds = context.argument("kinds").split(",");
  let id = 0;
  for (const kind of kinds) {
    const into = insert(db, "conf_values", ["id", column(kind)]);
    for (const sample of SAMPLES[kind]) db.execute(into, [(id += 1), sample]);
  }
  for (const kind of kinds) {
    const name = column(kind);
    const into = insert(db, "conf_copy", ["id", name]);
    const rows = db.query(`SELECT id, ${name} FROM conf_values WHERE ${name} IS NOT NULL ORDER BY id`).all();
    for (const row of rows) db.execute(into, [row.id, row[name]]);
  }
}

const column = (kind) => `v_${kind.replaceAll("-", "_")}`;

function nulls(db) {
  db.executeScript(context.argument("ddl"));
  const into = insert(db, "conf_nulls", ["id", "a", "b", "c"]);
  db.execute(into, [1, null, null, null]);
  db.execute(into, [2, 7, "x", Uint8Array.of(1)]);
  for (const { id, a, b, c } of db.query("SELECT id, a, b, c FROM conf_nulls ORDER BY id")) {
    log.info(`row ${id}: ${a} ${b} ${c === null ? null : c.length}`);
  }
}

const TEXTS = ["Ünïcødé", "日本語", "😀 e\u0301", "\u202Eright to left", "ﷺ"];

function unicode(db) {
  const table = db.quote('conf_größe "q"');
  const name = db.quote("naïve");
  db.execute(`CREATE TABLE ${table} (id INTEGER NOT NULL PRIMARY KEY, ${name} VARCHAR(100))`);
  TEXTS.forEach((value, index) => db.execute(insert(db, table, ["id", name]), [index + 1, value]));
  for (const row of db.query(`SELECT id, ${name} FROM ${table} ORDER BY id`)) log.info(`text ${row["naïve"]}`);
}

function batch(db) {
  db.execute("CREATE TABLE conf_batch (id INTEGER NOT NULL PRIMARY KEY, name VARCHAR(40), amount DOUBLE PRECISION)");
  const writer = db.bulkInsert("conf_batch", ["id", "name", "amount"]);
  for (let start = 1; start <= 20_000; start += 5_000) {
    const ids = Array.from({ length: 5_000 }, (_, index) => start + index);
    const names = ids.map((id) => (id % 10 === 0 ? null : `row ${id}`));
    writer.writeBatch([ids, names, ids.map((id) => id * 0.5)]);
  }
  writer.finish();
  const total = { rows: 0, sum: 0, nulls: 0, amount: 0 };
  for (const columns of db.query("SELECT id, name, amount FROM conf_batch ORDER BY id").batches(4_096)) {
    const [ids, names, amounts] = columns;
    total.rows += ids.length;
    total.sum += ids.reduce((sum, id) => sum + id, 0);
    total.nulls += names.filter((name) => name === null).length;
    total.amount += amounts.reduce((sum, amount) => sum + amount, 0);
  }
  log.info(`rows ${total.rows} sum ${total.sum} nulls ${total.nulls} amount ${total.amount}`);
}

function paging(db) {
  db.execute("CREATE TABLE conf_paging (id INTEGER NOT NULL PRIMARY KEY, name VARCHAR(40))");
  fill(db, "conf_paging", 2_500, (id) => `row ${id}`);
  const [name, key] = [db.placeholder(1), db.placeholder(2)];
  let rows = 0;
  for (const { id } of db.query("SELECT id, name FROM conf_paging ORDER BY id", [], { pageRows: 100 })) {
    rows += 1;
    if (id % 500 === 0) db.execute(`UPDATE conf_paging SET name = ${name} WHERE id = ${key}`, ["seen", id]);
  }
  log.info(`rows ${rows}`);
  log.info(`seen ${db.queryScalar("SELECT count(*) FROM conf_paging WHERE name = 'seen'")}`);
}

/** Inserts so many rows one by one; gives how many were written. */
function fill(db, table, count, name) {
  const writer = db.bulkInsert(table, ["id", "name"]);
  for (let id = 1; id <= count; id += 1) writer.push({ id, name: name(id) });
  return writer.finish();
}

function one(db) {
  const [value] = Object.values(db.queryOne("SELECT 41 + 1"));
  log.info(`scalar ${value}`);
  if (db.queryOne("SELECT 1 WHERE 1 = 0") === undefined) log.info("none");
}

function prepared(db) {
  db.execute("CREATE TABLE conf_prepared (id INTEGER NOT NULL PRIMARY KEY, name VARCHAR(40))");
  const into = db.prepare(insert(db, "conf_prepared", ["id", "name"]));
  for (const id of [1, 2, 3]) into.execute([id, "one at a time"]);
  log.info(`many ${into.executeMany(Array.from({ length: 100 }, (_, index) => [index + 4, "many"]))}`);
  const find = db.prepare(`SELECT name FROM conf_prepared WHERE id = ${db.placeholder(1)}`);
  for (const { name } of find.query([50])) log.info(`name ${name}`);
}

function savepoint(db) {
  db.execute("CREATE TABLE conf_savepoint (id INTEGER NOT NULL PRIMARY KEY)");
  const add = (id) => db.execute(insert(db, "conf_savepoint", ["id"]), [id]);
  add(1);
  const undone = db.beginSavepoint();
  add(2);
  undone.rollback();
  const kept = db.beginSavepoint();
  add(3);
  kept.release();
  try {
    db.savepoint(() => {
      add(4);
      throw new Error("out of it");
    });
  } catch {
    // What was done in the savepoint is undone.
  }
  logIds(db, "SELECT id FROM conf_savepoint ORDER BY id");
}

function bulkInsert(db) {
  for (const table of ["conf_bulk", "conf_undone"]) {
    db.execute(`CREATE TABLE ${table} (id INTEGER NOT NULL PRIMARY KEY, name VARCHAR(40))`);
  }
  log.info(`written ${fill(db, "conf_bulk", 5_000, (id) => `row ${id}`)}`);
  const writer = db.bulkInsert("conf_undone", ["id", "name"]);
  for (let id = 1; id <= 10; id += 1) writer.push([id, `row ${id}`]);
  writer.discard();
  log.info(`undone ${db.queryScalar("SELECT count(*) FROM conf_undone")}`);
}

function bulkUpdate(db) {
  db.execute("CREATE TABLE conf_update (id INTEGER NOT NULL PRIMARY KEY, name VARCHAR(40))");
  fill(db, "conf_update", 1_000, () => "old");
  const writer = db.bulkUpdate("conf_update", ["id"], ["name"]);
  for (let id = 2; id <= 1_000; id += 2) writer.push([id, `new ${id}`]);
  log.info(`updated ${writer.finish()}`);
}

function showArguments() {
  for (const [name, value] of context.arguments) {
    if (name !== "case") log.info(`argument ${name}=${value}`);
  }
  log.info(`missing ${context.argument("no such argument") ?? "none"}`);
  log.info(`tag ${context.tag ?? "none"}`);
  log.info(`revision ${context.revision}`);
  log.info(`phase ${context.phase}`);
  log.info(`offline ${context.offline}`);
  log.info(`section ${context.section("no-such-section") ?? "none"}`);
}

function showProgress() {
  const task = progress.task("counting");
  task.setTotal(3);
  task.advance(1);
  task.advance(2);
  task.end();
  for (const level of ["trace", "debug", "info", "warn", "error"]) log[level](`a line of level ${level}`);
  log.info("a line with fields", { rows: 3, table: "orders" });
}

function caught(db) {
  db.execute("CREATE TABLE conf_caught (id INTEGER NOT NULL PRIMARY KEY)");
  const add = (id) => db.execute(insert(db, "conf_caught", ["id"]), [id]);
  add(1);
  logCaught(db, () => add(1));
  logCaught(db, () => db.execute("SELEC 1"));
  logCaught(db, () => db.query("SELECT * FROM conf_missing"));
  add(2);
  logIds(db, "SELECT id FROM conf_caught ORDER BY id");
}

function uncaught(db) {
  db.execute("CREATE TABLE conf_uncaught (id INTEGER NOT NULL PRIMARY KEY)");
  const into = insert(db, "conf_uncaught", ["id"]);
  db.execute(into, [1]);
  db.execute(into, [1]);
}

function crash() {
  throw new TypeError("on purpose");
}

function failsPrecondition() {
  throw precondition("three customers have no address");
}

function failsOtherwise() {
  throw other("something else");
}

function refusal(db) {
  logCaught(db, () => db.execute("SELECT 1; SELECT 2"));
  logCaught(db, () => db.execute("SELECT 1", [1]));
}

function offline(db) {
  db.execute("CREATE TABLE conf_offline (id INTEGER NOT NULL, name VARCHAR(20))");
  const into = insert(db, "conf_offline", ["id", "name"]);
  db.execute(into, [1, "O'Brien"]);
  db.execute(into, [2, null]);
  try {
    db.query("SELECT 1");
  } catch (error) {
    log.info(`caught ${error.kind}`);
  }
  const writer = db.bulkInsert("conf_offline", ["id", "name"]);
  writer.push([3, "bulk"]);
  writer.finish();
  log.info(`offline ${context.offline}`);
}

function operations(db) {
  db.createTable("conf_parent", (t) => {
    t.column("id", integer()).primaryKey().autoincrement();
    t.column("code", varchar(20)).notNull();
    t.unique(["code"]).named("uq_conf_parent_code");
  });
  db.createTable("conf_child", (t) => {
    t.column("id", integer()).primaryKey();
    t.column("parent_id", integer()).notNull();
    t.column("amount", numeric(10, 2)).notNull().default(0);
    t.column("note", text());
    t.foreignKey(["parent_id"])
      .references("conf_parent", ["id"])
      .onDelete("cascade")
      .named("fk_conf_child_parent");
    t.index("ix_conf_child_parent", ["parent_id"]);
  });
  db.alterTable("conf_child", (t) => {
    t.addColumn("state", varchar(10)).notNull().default("new");
    t.alterColumn("note").setType(varchar(100));
    t.renameColumn("note", "remark");
    t.addCheck("amount >= 0").named("ck_conf_child_amount");
  });
  const { inspect } = db;
  log.info(`has_table ${inspect.hasTable("conf_child")}`);
  log.info(`has_column ${inspect.hasColumn("conf_child", "remark")}`);
  log.info(`has_index ${inspect.hasIndex("conf_child", "ix_conf_child_parent")}`);
  log.info(`has_constraint ${inspect.hasConstraint("conf_child", "fk_conf_child_parent")}`);
}
