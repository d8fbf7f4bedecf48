//! Tests of a project that are written in code, how long tests may take, and what a migration says that it loses.

use crate::assert_screen;
use crate::workspace::Workspace;

fn project() -> Workspace {
    let workspace = Workspace::project();
    workspace.sql(
        "a1",
        "",
        "CREATE TABLE authors (id INTEGER PRIMARY KEY, email TEXT NOT NULL UNIQUE);",
        "DROP TABLE authors;",
    );
    workspace
}

/// A test in JavaScript, whose function does this.
fn write_test(workspace: &Workspace, name: &str, header: &str, body: &str) {
    let text = format!(
        "// /// migration\n// revision = \"{name}\"\n{header}// ///\n\
         export function upgrade(db) {{\n{body}\n}}\nexport function downgrade(db) {{}}\n"
    );
    workspace.write(&format!("tests/{name}.js"), text);
}

#[test]
fn tests_in_code_run_where_they_say() {
    let workspace = project();
    workspace.sql("b2", "\"a1\"", "ALTER TABLE authors ADD COLUMN name TEXT;", "ALTER TABLE authors DROP COLUMN name;");
    let insert = "  db.execute(\"INSERT INTO authors (id, email) VALUES (1, 'ada@example.org')\");";
    write_test(&workspace, "t1", "// down_revision = \"a1\"\n// message = \"an author has no name yet\"\n", insert);
    write_test(&workspace, "t2", "", "  db.query(\"SELECT name FROM authors\");");
    write_test(&workspace, "t3", "", "  throw new Error(\"nobody is there\");");
    write_test(&workspace, "t4", "// down_revision = \"a1\"\n", "  db.query(\"SELECT name FROM authors\");");
    write_test(&workspace, "t5", "// down_revision = \"zz\"\n", "");
    write_test(&workspace, "t6", "", "  return (");
    workspace.write("tests/library.js", "export const answer = 42;\n");
    assert_screen!(workspace.screen("test --only user"), @"
        $ aludel test --only user
        passed  user an author has no name yet at a1 (TIME)
        passed  user t2 at b2 (TIME)
        failed  user t3 at b2 (TIME)
          error: tests/t3.js: Error: nobody is there
              at tests/t3.js:5 in upgrade
          hint: mend the migrations, or what the test expects of them
        failed  user t4 at a1 (TIME)
          error: tests/t4.js: no such column: name
            | SELECT name FROM authors
          hint: mend the migrations, or what the test expects of them
        failed  user t5 at zz (TIME)
          error: tests/t5.js: revision `t5` has the parent `zz`, which no migration declares
          hint: a test in code has the header of a migration: `revision` is its name, `down_revision` where it runs
        failed  user t6 at b2 (TIME)
          error: migration `t6` (tests/t6.js): it does not compile:
            tests/t6.js:6:1: Unexpected token
            6 | }
              | ^
          hint: mend the test so that it can be built
        2 checks passed, 4 failed, 0 skipped in TIME (sqlite, seed 1)
        [exit 3]
    ");
}

#[test]
fn a_header_with_a_mistake_fails_and_not_the_command() {
    let workspace = project();
    write_test(&workspace, "t1", "// colour = \"red\"\n", "");
    assert_screen!(workspace.screen("test --only user"), @"
        $ aludel test --only user
        failed  user tests (TIME)
          error: tests/t1.js:3:4: unknown key `colour`
          hint: known here: revision, down_revision, depends_on, branch_labels, message, created, transaction, foreign_keys, data_loss, needs, limits
        0 checks passed, 1 failed, 0 skipped in TIME (sqlite, seed 1)
        [exit 3]
    ");
}

#[test]
fn a_test_that_takes_too_long_fails_and_the_others_run() {
    let workspace = project();
    let endless = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n;";
    workspace.write(
        "tests/slow.sql",
        format!("-- aludel:test it never ends\n{endless}\n-- aludel:test it ends\nSELECT 1;\n-- expect: 1\n"),
    );
    write_test(&workspace, "t1", "// message = \"it never ends either\"\n", "  for (;;) db.execute(\"SELECT 1\");");
    assert_screen!(workspace.screen("test --only user --timeout 4s"), @r#"
        $ aludel test --only user --timeout 4s
        failed  user it never ends at heads (TIME)
          error: tests/slow.sql:1: it was stopped after 4s
          hint: make it do less, or allow more: --timeout TIME, or timeout = "TIME" under [test] in aludel.toml
        passed  user it ends at heads (TIME)
        failed  user it never ends either at a1 (TIME)
          error: tests/t1.js: it was stopped after 4s
          hint: make it do less, or allow more: --timeout TIME, or timeout = "TIME" under [test] in aludel.toml
        1 check passed, 2 failed, 0 skipped in TIME (sqlite, seed 1)
        [exit 3]
    "#);
    let file = std::fs::read_to_string(workspace.path().join("aludel.toml")).expect("the project has one");
    workspace.write("aludel.toml", format!("{file}\n[test]\ntimeout = \"1ms\"\n"));
    let screen = workspace.screen("test --only user");
    assert!(screen.contains("tests/slow.sql:1: it was stopped after 1ms"), "{screen}");
    assert_screen!(workspace.screen("test --only user --timeout soon"), @"
        $ aludel test --only user --timeout soon
        ! error: invalid value 'soon' for '--timeout <TIME>': `soon` is not a time such as 500ms, 5s or 2m
        ! 
        ! For more information, try '--help'.
        [exit 2]
    ");
}

#[test]
fn rows_may_be_lost_where_the_header_says_so() {
    let workspace = project();
    let migration = |loss: &str| {
        let text = format!(
            "-- /// migration\n-- revision = \"b2\"\n-- down_revision = \"a1\"\n-- message = \"lower the addresses\"\n{loss}-- ///\n\
             -- aludel:upgrade\nUPDATE authors SET email = upper(email);\n\
             -- aludel:downgrade\nUPDATE authors SET email = lower(email) || '?';\n"
        );
        workspace.write("migrations/b2.sql", text);
    };
    migration("");
    assert_screen!(workspace.screen("test b2 --only round_trip"), @r#"
        $ aludel test b2 --only round_trip
        failed  round_trip b2 lower the addresses (TIME)
          error: the downgrade of `b2` does not lead back to where its upgrade started (migrations/b2.sql)
            rows of authors: id 900001, column email: 'iris1@example.org' became 'iris1@example.org?'
            rows of authors: id 900002, column email: 'hazel2@example.org' became 'hazel2@example.org?'
            rows of authors: id 900003, column email: 'amber3@example.org' became 'amber3@example.org?'
          hint: mend the downgrade in migrations/b2.sql: the lines tell what it has yet to do, and which rows it changes; or say in its header what cannot come back: data_loss = "..."
        0 checks passed, 1 failed, 0 skipped in TIME (sqlite, seed 1)
        2 revisions: 2 ran up, 0 down and up again, 1 with rows
        [exit 3]
    "#);
    migration("-- data_loss = \"how the addresses were written\"\n");
    assert_screen!(workspace.screen("test b2 --only round_trip"), @"
        $ aludel test b2 --only round_trip
        passed  round_trip b2 lower the addresses, with a loss of data that it announces (TIME)
          note: its header says what is lost: how the addresses were written (rows of authors: id 900001, column email: 'iris1@example.org' became 'iris1@example.org?'; and 2 more)
        1 check passed, 0 failed, 0 skipped in TIME (sqlite, seed 1)
        2 revisions: 2 ran up, 1 down and up again, 1 with rows
        [exit 0]
    ");
    migration("-- data_loss = \" \"\n");
    assert_screen!(workspace.screen("test b2 --only round_trip"), @"
        $ aludel test b2 --only round_trip
        ! error: migrations/b2.sql:5:16: `data_loss` is ` `, but must be a few words that say what the downgrade does not bring back
        [exit 2]
    ");
}
