//! Runs that are held to a plan.

use std::fs;

use crate::assert_screen;
use crate::workspace::Workspace;

/// A project at `a1` with a pending `b2`, and the plan of it in `plan.json`.
fn planned() -> Workspace {
    let workspace = Workspace::project();
    workspace.sql("a1", "", "CREATE TABLE customers (id INTEGER PRIMARY KEY, email TEXT);", "DROP TABLE customers;");
    assert!(workspace.aludel(&["upgrade", "head"]).status.success());
    let upgrade = "ALTER TABLE customers ADD COLUMN since DATE;\nUPDATE customers SET since = '2020-01-01';";
    workspace.sql("b2", "\"a1\"", upgrade, "ALTER TABLE customers DROP COLUMN since;");
    plan(&workspace);
    workspace
}

fn plan(workspace: &Workspace) {
    let output = workspace.aludel(&["plan", "--out", "plan.json"]);
    let told = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{told}");
    assert!(told.ends_with("wrote plan.json; `aludel upgrade --plan plan.json` does this, or nothing\n"), "{told}");
}

fn edit(workspace: &Workspace, change: impl FnOnce(String) -> String) {
    let path = workspace.path().join("plan.json");
    let text = fs::read_to_string(&path).expect("the plan was written");
    fs::write(path, change(text)).expect("the folder is writable");
}

#[test]
fn a_plan_is_run_as_it_is() {
    let workspace = planned();
    assert_screen!(workspace.screen("upgrade --plan plan.json"), @"
        $ aludel upgrade --plan plan.json
        upgraded   b2 add b2 (TIME)
        1 step in TIME; the database is at b2
        [exit 0]
    ");
    assert_screen!(workspace.screen("upgrade --plan plan.json"), @"
        $ aludel upgrade --plan plan.json
        ! error: the plan in `plan.json` does not fit any more:
        ! - the database was at `a1`, and is at `b2`
        ! - the plan is to run `b2`, and now it would be nothing
        !   hint: plan again and look at it: `aludel plan head --out plan.json`
        [exit 13]
    ");
}

#[test]
fn a_way_back_can_be_planned_too() {
    let workspace = planned();
    assert!(workspace.aludel(&["upgrade", "--plan", "plan.json"]).status.success());
    assert!(workspace.aludel(&["plan", "--down", "-1", "--out", "back.json"]).status.success());
    assert_screen!(workspace.screen("upgrade --plan back.json"), @"
        $ aludel upgrade --plan back.json
        ! error: `back.json` is a plan for `aludel downgrade`, not for `aludel upgrade`
        !   hint: `aludel downgrade --plan back.json`
        [exit 2]
    ");
    assert_screen!(workspace.screen("downgrade --plan back.json"), @"
        $ aludel downgrade --plan back.json
        downgraded b2 add b2 (TIME)
        1 step in TIME; the database is at a1
        [exit 0]
    ");
    assert_screen!(workspace.screen("downgrade --plan back.json base"), @"
        $ aludel downgrade --plan back.json base
        ! error: the argument '--plan <FILE>' cannot be used with '[TARGET]'
        ! 
        ! Usage: aludel downgrade --plan <FILE> [TARGET]
        ! 
        ! For more information, try '--help'.
        [exit 2]
    ");
    assert_screen!(workspace.screen("downgrade"), @"
        $ aludel downgrade
        ! error: the following required arguments were not provided:
        !   <TARGET>
        ! 
        ! Usage: aludel downgrade <TARGET>
        ! 
        ! For more information, try '--help'.
        [exit 2]
    ");
}

#[test]
fn what_has_changed_since_is_named() {
    let workspace = planned();
    workspace.sqlite("CREATE INDEX customers_email ON customers (email); CREATE TABLE other (id INTEGER)");
    let upgrade = "ALTER TABLE customers ADD COLUMN since TEXT;";
    workspace.sql("b2", "\"a1\"", upgrade, "ALTER TABLE customers DROP COLUMN since;");
    assert_screen!(workspace.screen("upgrade --plan plan.json"), @"
        $ aludel upgrade --plan plan.json
        ! error: the plan in `plan.json` does not fit any more:
        ! - `b2` is not what was planned (migrations/b2.sql)
        ! - the table `customers` is not what it was
        ! - the table `other` was not there
        !   hint: plan again and look at it: `aludel plan head --out plan.json`
        [exit 13]
    ");
    workspace.sql("c3", "\"b2\"", "SELECT 1;", "SELECT 1;");
    assert_screen!(workspace.screen("upgrade --plan plan.json --url sqlite://other.db"), @"
        $ aludel upgrade --plan plan.json --url sqlite://other.db
        ! error: the plan in `plan.json` does not fit any more:
        ! - the plan is for sqlite://FOLDER/app.db, and this is sqlite://FOLDER/other.db
        ! - the database was at `a1`, and is at base
        ! - the plan is to run `b2`, and now it would be `a1`, `b2`, `c3`
        ! - the table `customers` is gone
        !   hint: plan again and look at it: `aludel plan head --out plan.json`
        [exit 13]
    ");
}

/// A project whose `b2` is code that does what the rows and the options say.
fn code() -> Workspace {
    let workspace = Workspace::project();
    workspace.sql("a1", "", "CREATE TABLE customers (id INTEGER PRIMARY KEY, email TEXT);", "DROP TABLE customers;");
    assert!(workspace.aludel(&["upgrade", "head"]).status.success());
    let header = "// /// migration\n// revision = \"b2\"\n// down_revision = \"a1\"\n// message = \"add b2\"\n// ///\n";
    let code = r#"
import { context } from "aludel";
export function upgrade(db) {
  db.execute("INSERT INTO customers (email) VALUES ('first')");
  const lower = db.prepare("UPDATE customers SET email = lower(email) WHERE id = ?");
  for (const { id } of db.query("SELECT id FROM customers ORDER BY id")) lower.execute([id]);
  try {
    if (context.argument("more")) db.execute("DELETE FROM customers");
  } catch (error) {
    console.log("never mind");
  }
  if (!context.argument("less")) db.execute("INSERT INTO customers (email) VALUES ('last')");
}
export function downgrade(db) {}
"#;
    workspace.write("migrations/b2.js", format!("{header}{code}"));
    plan(&workspace);
    workspace
}

#[test]
fn a_loop_may_take_more_turns_than_planned() {
    let workspace = code();
    workspace.sqlite("INSERT INTO customers (email) VALUES ('ADA'), ('HEDY'), ('JOAN')");
    assert_screen!(workspace.screen("upgrade --plan plan.json"), @"
        $ aludel upgrade --plan plan.json
        upgraded   b2 add b2 (TIME)
        1 step in TIME; the database is at b2
        [exit 0]
    ");
}

#[test]
fn a_statement_that_was_not_planned_never_runs() {
    let workspace = code();
    assert_screen!(workspace.screen("upgrade --plan plan.json -x more=1"), @"
        $ aludel upgrade --plan plan.json -x more=1
        !   [info] never mind
        ! error: upgrade of `b2` left the plan (migrations/b2.js): it asked for a statement that is not in the plan: DELETE FROM customers
        ! everything was rolled back; the database is at `a1`
        !   hint: what it asks for depends on rows or on what it was given: plan again with `--with-data 1000` and the same `-x` and `--tag`, and look at it
        [exit 13]
    ");
    assert_screen!(workspace.screen("upgrade --plan plan.json -x less=1"), @"
        $ aludel upgrade --plan plan.json -x less=1
        ! error: upgrade of `b2` left the plan (migrations/b2.js): it did not ask for a statement of the plan: INSERT INTO customers (email) VALUES ('last')
        ! everything was rolled back; the database is at `a1`
        !   hint: what it asks for depends on rows or on what it was given: plan again with `--with-data 1000` and the same `-x` and `--tag`, and look at it
        [exit 13]
    ");
    assert_screen!(workspace.screen("upgrade --plan plan.json -x more=1 --json"), @r#"
        $ aludel upgrade --plan plan.json -x more=1 --json
        {"event":"lock_acquired"}
        {"event":"run_started","run_id":"RUN","command":"upgrade","database":"sqlite://app.db",
            "dialect":"sqlite","steps":1}
        {"event":"step_started","revision":"b2","direction":"up","message":"add b2","position":1,"of":1}
        {"event":"log","revision":"b2","level":"info","message":"never mind","fields":[]}
        {"error":{"code":"off_plan","database":{"heads":["a1"],"state":"rolled_back"},
            "difference":{"sql":"DELETE FROM customers","what":"not_planned"},"direction":"up","exit_code":13,
            "hint":"what it asks for depends on rows or on what it was given: plan again with `--with-data 1000` and the same `-x` and `--tag`,
             and look at it",
            "message":"upgrade of `b2` left the plan (migrations/b2.js): it asked for a statement that is not in the plan: DELETE FROM customers\neverything was rolled back; the database is at `a1`",
            "path":"migrations/b2.js","revision":"b2"}}
        [exit 13]
    "#);
    assert_screen!(workspace.screen("current"), @"
        $ aludel current
        a1 (current)
        [exit 0]
    ");
}

#[test]
fn a_file_that_is_no_plan_is_refused() {
    let workspace = planned();
    assert_screen!(workspace.screen("upgrade --plan none.json"), @"
        $ aludel upgrade --plan none.json
        ! error: `none.json` cannot be read: No such file or directory (os error 2)
        !   hint: `aludel plan --out plan.json` writes one
        [exit 2]
    ");
    assert_screen!(workspace.screen("upgrade --plan aludel.toml"), @"
        $ aludel upgrade --plan aludel.toml
        ! error: `aludel.toml` is no plan: expected value at line 1 column 2
        !   hint: `aludel plan --out plan.json` writes one
        [exit 2]
    ");
    edit(&workspace, |text| text.replace("customers SET since", "customers SET email"));
    assert_screen!(workspace.screen("upgrade --plan plan.json"), @"
        $ aludel upgrade --plan plan.json
        ! error: `plan.json` was changed after it was written: its digest is DIGEST, and it says DIGEST
        !   hint: fetch it again, or plan again: `aludel plan --out plan.json`
        [exit 13]
    ");
    edit(&workspace, |text| text[..40].to_owned());
    assert_screen!(workspace.screen("upgrade --plan plan.json"), @"
        $ aludel upgrade --plan plan.json
        ! error: `plan.json` ends in the middle (line 2): not all of it was written or copied
        !   hint: fetch it again, or plan again: `aludel plan --out plan.json`
        [exit 2]
    ");
    workspace.write("plan.json", r#"{"format": "aludel plan", "version": 99, "plan": []}"#);
    assert_screen!(workspace.screen("upgrade --plan plan.json"), @"
        $ aludel upgrade --plan plan.json
        ! error: `plan.json` is a plan of format 99, and this version of aludel reads formats up to 1
        !   hint: use the version of aludel that wrote it, or plan again with this one
        [exit 2]
    ");
    assert_screen!(workspace.screen("plan --out none/plan.json"), @"
        $ aludel plan --out none/plan.json
        ! error: `none/plan.json` cannot be written: No such file or directory (os error 2)
        [exit 2]
    ");
}
