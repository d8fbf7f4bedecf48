//! What a plan tells of a migration that is code.

use crate::assert_screen;
use crate::workspace::Workspace;

/// A project at `a1`, with a table of addresses that holds two rows, and a migration on top of it.
fn addresses(upgrade: &str) -> Workspace {
    let workspace = Workspace::project();
    let table = "CREATE TABLE customers (id INTEGER PRIMARY KEY, email VARCHAR(100) UNIQUE);\n\
                 INSERT INTO customers (email) VALUES ('ADA@LOVE.LACE'), ('HEDY@LA.MARR');";
    workspace.sql("a1", "", table, "DROP TABLE customers;");
    assert!(workspace.aludel(&["upgrade", "head"]).status.success());
    let header = "// /// migration\n// revision = \"b2\"\n// down_revision = \"a1\"\n// message = \"add b2\"\n// ///\n";
    let code = format!(
        "import {{ date }} from \"aludel\";\nexport function upgrade(db) {{\n{upgrade}\n}}\nexport function downgrade(db) {{}}\n"
    );
    workspace.write("migrations/b2.js", format!("{header}{code}"));
    workspace
}

const UPGRADE: &str = r#"
  const add = db.prepare("INSERT INTO customers (email) VALUES (?)");
  for (const email of ["grace@hop.per", "joan@clar.ke", "mary@ken.neth"]) add.execute([email]);
  try {
    db.savepoint(() => db.execute("INSERT INTO customers (email) VALUES ('joan@clar.ke')"));
  } catch (error) {
    console.log("she is there already");
  }
  const writer = db.bulkUpdate("customers", ["id"], ["email"]);
  for (const { id, email } of db.query("SELECT id, email FROM customers")) writer.push([id, email.toLowerCase()]);
  writer.finish();
  db.alterTable("customers", (t) => { t.addColumn("since", date()); });
"#;

#[test]
fn code_is_planned_by_running_it_on_a_copy() {
    let workspace = addresses(UPGRADE);
    let before = workspace.screen("inspect database");
    assert_screen!(workspace.screen("plan"), @"
        $ aludel plan
        upgrade b2 add b2 (TIME)
          | INSERT INTO customers (email) VALUES (?)
            3 times
          | INSERT INTO customers (email) VALUES ('joan@clar.ke')
            failed, and it went on: UNIQUE constraint failed: customers.email
          | -- bulk update of customers (email)
          | SELECT id, email FROM customers
          | ALTER TABLE customers ADD COLUMN since DATE
          alter table: customers
          insert: customers
          read: customers
          update: customers

        1 step from a1 to b2
        ! the copy has no rows: times and numbers of rows are those of empty tables
        [exit 0]
    ");
    assert_eq!(workspace.screen("inspect database"), before);
    assert_screen!(workspace.screen("current"), @"
        $ aludel current
        a1 (current)
        [exit 0]
    ");
}

#[test]
fn a_plan_ends_as_the_upgrade_would() {
    let workspace = addresses("  db.execute(\"ATTACH 'other.db' AS other\");");
    assert_screen!(workspace.screen("plan"), @"
        $ aludel plan
        ! error: upgrade of `b2` failed at statement 1 (migrations/b2.js): it may not reach another database or connection: `other.db`
        !   | ATTACH 'other.db' AS other
        !   state: it ran on a scratch database, which is gone; nothing else was touched
        !   hint: mend migrations/b2.js and run the command again
        [exit 12]
    ");
}

#[test]
fn a_plan_looks_for_edited_migrations_as_the_upgrade_does() {
    let workspace = addresses(UPGRADE);
    workspace.sql("a1", "", "CREATE TABLE customers (id INTEGER PRIMARY KEY);", "DROP TABLE customers;");
    assert_screen!(workspace.screen("plan"), @"
        $ aludel plan
        ! error: `a1` was edited after it was applied (migrations/a1.sql): applied as DIGEST, now DIGEST
        !   hint: put migrations/a1.sql back as it was and write a new migration with `aludel revision -m ...`
        [exit 13]
    ");
}

#[test]
fn what_cannot_be_copied_is_told() {
    let workspace = Workspace::project();
    workspace.sql("a1", "", "CREATE VIRTUAL TABLE words USING fts5 (word);", "DROP TABLE words;");
    assert!(workspace.aludel(&["upgrade", "head"]).status.success());
    workspace.sql("b2", "\"a1\"", "CREATE TABLE others (id INTEGER PRIMARY KEY);", "DROP TABLE others;");
    assert_screen!(workspace.screen("plan"), @"
        $ aludel plan
        upgrade b2 add b2 (TIME)
          | CREATE TABLE others (id INTEGER PRIMARY KEY)
          create table: others

        1 step from a1 to b2
        ! the copy has no rows: times and numbers of rows are those of empty tables
        ! the copy does not have virtual table words
        [exit 0]
    ");
}
