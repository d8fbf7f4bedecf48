//! What the rules find, in plans and reports.

use std::fs;

use serde_json::Value;

use crate::assert_screen;
use crate::workspace::Workspace;

const HEADER: &str =
    "// /// migration\n// revision = \"c3\"\n// down_revision = \"b2\"\n// message = \"by code\"\n// ///\n";

/// Asks for an operation, for a script of two statements and for one that a comment allows.
const CODE: &str = r#"
export function upgrade(db) {
  db.alterTable("orders", (t) => { t.dropColumn("note"); });
  db.executeScript("UPDATE lines SET amount = 0; ALTER TABLE lines DROP COLUMN amount");
  // aludel:nolint AL102 it was never used
  db.execute("DROP TABLE drafts");
}
export function downgrade(db) {}
"#;

/// A project at `a1` with two steps to go: one in SQL, with a comment and what the configuration says, one in code.
fn losing() -> Workspace {
    let workspace = Workspace::project();
    let config = fs::read_to_string(workspace.path().join("aludel.toml")).expect("the project has one");
    workspace.write("aludel.toml", config + "\n[lint.\"migrations/b2.sql\"]\nAL106 = \"off\"\n");
    let tables = "CREATE TABLE orders (id INTEGER PRIMARY KEY, note TEXT, total NUMERIC);\n\
                  CREATE TABLE lines (id INTEGER PRIMARY KEY, amount NUMERIC);\n\
                  CREATE TABLE drafts (id INTEGER PRIMARY KEY);\nINSERT INTO orders (note) VALUES ('first');";
    workspace.sql("a1", "", tables, "DROP TABLE orders;");
    assert!(workspace.aludel(&["upgrade", "head"]).status.success());
    let upgrade = "-- aludel:nolint AL103 nobody reads it since May\nALTER TABLE orders DROP COLUMN total;\n\
                   DELETE FROM lines;";
    workspace.sql("b2", "\"a1\"", upgrade, "ALTER TABLE orders ADD COLUMN total NUMERIC;");
    workspace.write("migrations/c3.js", format!("{HEADER}{CODE}"));
    workspace
}

fn json(workspace: &Workspace, line: &str) -> Value {
    let arguments: Vec<&str> = line.split_whitespace().collect();
    serde_json::from_slice(&workspace.aludel(&arguments).stdout).expect("it is one document")
}

#[test]
fn findings_stand_beside_their_step() {
    let workspace = losing();
    assert_screen!(workspace.screen("plan -v"), @"
        $ aludel plan -v
        upgrade b2 add b2 (TIME)
          | ALTER TABLE orders DROP COLUMN total
            writes all of orders anew (1 row)
          | DELETE FROM lines
          alter table: orders
          delete: lines
          allowed AL103 in line 8: nobody reads it since May (column orders.total is dropped with its values)

        upgrade c3 by code (TIME)
          | ALTER TABLE orders DROP COLUMN note
            writes all of orders anew (1 row)
          | UPDATE lines SET amount = 0; ALTER TABLE lines DROP COLUMN amount
            writes all of lines anew (0 rows)
          | DROP TABLE drafts
          alter table: lines, orders
          delete: drafts
          drop table: drafts
          update: lines
          loses the values of orders.note: 1 row
          error AL103 column orders.note is dropped with its values
            hint: drop it a release after the last program that names it; until then let it be NULL
          note AL106 migrations/c3.js:9: every row of lines is overwritten (lines has 0 rows)
            hint: say which rows with WHERE, and do it in batches
          error AL103 migrations/c3.js:9: column lines.amount is dropped with its values
            hint: drop it a release after the last program that names it; until then let it be NULL
          allowed AL102 in line 10: it was never used (table drafts is dropped with all its rows (drafts has 0 rows))

        2 steps from a1 to c3 (TIME): 2 errors, 1 note
        ! the copy has no rows: times and numbers of rows are those of empty tables, and loops over rows had no turn; `--with-data 1000` copies some
        ! `aludel lint --explain AL103` says why, and what is safe
        [exit 0]
    ");
}

#[test]
fn the_rules_say_the_same_in_lint_and_in_plan() {
    let workspace = losing();
    let (lint, plan) = (json(&workspace, "lint --json"), json(&workspace, "plan --json"));
    let (revisions, steps) = (lint["revisions"].as_array(), plan["steps"].as_array());
    let (revisions, steps) = (revisions.expect("it is a list"), steps.expect("it is a list"));
    assert_eq!((revisions.len(), steps.len()), (2, 2));
    for (revision, step) in revisions.iter().zip(steps) {
        assert_eq!(revision["revision"], step["revision"]);
        // What is empty is left out of a plan.
        let found = step.get("findings").cloned().unwrap_or_else(|| Value::Array(Vec::new()));
        assert_eq!((&revision["findings"], &revision["allowed"]), (&found, &step["allowed"]));
        assert!(revision["allowed"][0]["code"].is_string(), "{revision}");
    }
    assert_eq!((lint["counts"]["error"].as_u64(), lint["is_failed"].as_bool()), (Some(2), Some(true)));
    assert!(workspace.aludel(&["plan"]).status.success());
}

#[test]
fn a_way_back_is_judged_as_one() {
    let workspace = losing();
    assert!(workspace.aludel(&["upgrade", "b2"]).status.success());
    assert_screen!(workspace.screen("plan --down base"), @"
        $ aludel plan --down base
        downgrade b2 add b2 (TIME)
          | ALTER TABLE orders ADD COLUMN total NUMERIC
          alter table: orders

        downgrade a1 add a1 (TIME)
          | DROP TABLE orders
          delete: orders
          drop table: orders
          loses all rows of orders: 1 row
          note AL102 migrations/a1.sql:13: table orders is dropped with all its rows (orders has 1 row)
            hint: rename it first and drop it a release later, when nothing has missed it

        2 steps from b2 to base (TIME): 1 note
        ! the copy has no rows: times and numbers of rows are those of empty tables, and loops over rows had no turn; `--with-data 1000` copies some
        ! `aludel lint --explain AL102` says why, and what is safe
        [exit 0]
    ");
}

#[test]
fn a_script_is_planned_as_the_one_text_that_it_is() {
    let workspace = losing();
    let plan = json(&workspace, "plan --json");
    let texts: Vec<&str> = plan["steps"][1]["statements"]
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(|text| text["sql"].as_str())
        .collect();
    assert!(texts.contains(&"UPDATE lines SET amount = 0; ALTER TABLE lines DROP COLUMN amount"), "{texts:?}");
    assert!(workspace.aludel(&["plan", "--out", "plan.json"]).status.success());
    assert_screen!(workspace.screen("upgrade --plan plan.json"), @"
        $ aludel upgrade --plan plan.json
        upgraded   b2 add b2 (TIME)
        upgraded   c3 by code (TIME)
        2 steps in TIME; the database is at c3
        [exit 0]
    ");
}

#[test]
fn a_report_tells_them_too() {
    let workspace = losing();
    assert_screen!(workspace.screen("report --title Shop --markdown comment.md"), @"
        $ aludel report --title Shop --markdown comment.md
        ! wrote aludel-report.html
        ! wrote comment.md
        [exit 0]
    ");
    let read = |name: &str| fs::read_to_string(workspace.path().join(name)).expect("it was written");
    for (file, parts) in [
        ("comment.md", &["❌ 2 errors", "❌ AL103 in `c3`: column orders.note is dropped"][..]),
        ("aludel-report.html", &["<h2 id=\"findings\">", "note AL106", "allowed AL102 in line 10: it was never used"]),
    ] {
        let text = read(file);
        for part in parts {
            assert!(text.contains(part), "no {part} in\n{text}");
        }
    }
}

#[test]
fn a_size_that_cannot_be_read_is_told() {
    let workspace = Workspace::project();
    workspace.migration("a1", "");
    assert!(workspace.aludel(&["upgrade", "head"]).status.success());
    // SQLite's own client has modules that are in no library.
    workspace.sqlite("CREATE VIRTUAL TABLE archive USING zipfile('archive.zip')");
    workspace.migration("b2", "\"a1\"");
    assert_screen!(workspace.screen("lint"), @"
        $ aludel lint
        nothing found in 1 revision
        ! the size of archive is not known: no such module: zipfile
        [exit 0]
    ");
    assert_screen!(workspace.screen("plan"), @"
        $ aludel plan
        upgrade b2 add b2 (TIME)
          | CREATE TABLE t_b2 (id INTEGER PRIMARY KEY)
          create table: t_b2
          a downgrade loses all rows of t_b2

        1 step from a1 to b2 (TIME)
        ! the size of archive is not known: no such module: zipfile
        ! the copy has no rows: times and numbers of rows are those of empty tables, and loops over rows had no turn; `--with-data 1000` copies some
        ! the copy does not have virtual table archive
        [exit 0]
    ");
}

/// The literals of code that saw rows are in what the rules say of it as well.
#[test]
fn findings_do_not_show_rows() {
    let workspace = losing();
    let code = "export function upgrade(db) {\n  for (const { note } of db.query(\"SELECT note FROM orders\"))\n    \
                db.execute(`UPDATE orders SET note = '${note} again'`);\n}\n\
                export function downgrade(db) {}\n";
    workspace.write("migrations/c3.js", format!("{HEADER}{code}"));
    let plan = json(&workspace, "plan --with-data 10 --json");
    assert_eq!(plan["steps"][1]["findings"][0]["sql"], "UPDATE orders SET note = '…'", "{plan:#}");
    assert!(!plan.to_string().contains("first"), "{plan:#}");
}

/// Losses are told of every step, ways back of the last fifty.
#[test]
fn a_long_plan_leaves_nothing_out_without_a_word() {
    let workspace = Workspace::project();
    workspace.sql("r0", "", "CREATE TABLE t (id INTEGER PRIMARY KEY, a INTEGER);\nINSERT INTO t VALUES (1, 1);", "");
    assert!(workspace.aludel(&["upgrade", "head"]).status.success());
    workspace.sql("r1", "\"r0\"", "ALTER TABLE t DROP COLUMN a;", "");
    for number in 2..=60 {
        let down = format!("\"r{}\"", number - 1);
        let (up, back) = (format!("CREATE TABLE t{number} (id INTEGER);"), format!("DROP TABLE t{number};"));
        workspace.sql(&format!("r{number}"), &down, &up, &back);
    }
    let plan = json(&workspace, "plan --json");
    let steps = plan["steps"].as_array().expect("it is a list");
    assert_eq!(steps.len(), 60);
    assert_eq!(steps[0]["losses"][0]["rows"], 1);
    let tried = steps.iter().filter(|step| step["downgrade"]["outcome"] == "works").count();
    assert_eq!(tried, 50);
    assert_eq!(plan["notes"][0]["text"], "of 60 steps the ways back of the last 50 were tried");
}
