//! What a plan tells of a migration that is code.

use std::process;

use crate::assert_screen;
use crate::databases::Kind;
use crate::workspace::{Workspace, server};

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

        1 step from a1 to b2 (TIME)
        ! the copy has no rows: times and numbers of rows are those of empty tables, and loops over rows had no turn; `--with-data 1000` copies some
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
          a downgrade loses all rows of others

        1 step from a1 to b2 (TIME)
        ! the copy has no rows: times and numbers of rows are those of empty tables, and loops over rows had no turn; `--with-data 1000` copies some
        ! the copy does not have virtual table words
        [exit 0]
    ");
}

/// Without CREATEDB the copy is a schema of the same database, of which nothing stays.
#[test]
fn a_login_that_may_make_no_database_plans_in_a_schema() {
    let workspace = Workspace::project();
    let Some(server) = server(Kind::Postgresql) else { return };
    let database = server.create_database(workspace.path()).expect("the test server makes it");
    let (name, login) = (database.name().expect("it has a name"), format!("aludel_cli_plan_{}", process::id()));
    let run = |sql: &str| database.run(sql).unwrap_or_else(|error| panic!("{error}\n{sql}"));
    run(&format!(
        "CREATE ROLE {login} LOGIN NOCREATEDB; GRANT CREATE ON DATABASE {name} TO {login}; \
         GRANT CREATE ON SCHEMA public TO {login};"
    ));
    let url = database.url().replacen("://aludel@", &format!("://{login}@"), 1);
    workspace.write("aludel.toml", format!("[database]\nurl = \"{url}\"\n"));
    workspace.migration("a1", "");
    let upgrade = workspace.screen("upgrade");
    workspace.sql("b2", "\"a1\"", "ALTER TABLE t_a1 ADD COLUMN day DATE;\nINSERT INTO t_a1 (id) VALUES (1);", "");
    let what = "SELECT nspname FROM pg_namespace WHERE nspname !~ '^pg_' ORDER BY 1; \
                SELECT table_schema, table_name, column_name FROM information_schema.columns \
                WHERE table_schema NOT IN ('pg_catalog', 'information_schema') ORDER BY 1, 2, 3;";
    let before = run(what);
    let plan = workspace.screen("plan");
    let after = run(what);
    drop(run(&format!("DROP OWNED BY {login} CASCADE; DROP ROLE {login};")));
    assert!(upgrade.ends_with("[exit 0]\n"), "{upgrade}");
    assert_screen!(plan, @"
        $ aludel plan
        upgrade b2 add b2 (TIME)
          | ALTER TABLE t_a1 ADD COLUMN day DATE
          | INSERT INTO t_a1 (id) VALUES (1)
          alter table: t_a1
          insert: t_a1
          no downgrade: its `-- aludel:downgrade` section has no statements

        1 step from a1 to b2 (TIME)
        ! this login may make no database, so the copy was a schema in one transaction, where locks cannot be seen
        ! the copy has no rows: times and numbers of rows are those of empty tables, and loops over rows had no turn; `--with-data 1000` copies some
        ! the copy does not have privileges on schema public
        [exit 0]
    ");
    assert_eq!(after, before);
}
