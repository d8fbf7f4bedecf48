//! What `aludel test` finds, and what it says about it.

use crate::assert_screen;
use crate::workspace::Workspace;

/// A project whose migrations do what they should, with rows, keys and a view.
fn good() -> Workspace {
    let workspace = Workspace::project();
    workspace.sql(
        "a1",
        "",
        "CREATE TABLE authors (id INTEGER PRIMARY KEY, email TEXT NOT NULL UNIQUE, born DATE,\n  \
         rank TEXT NOT NULL DEFAULT 'new' CHECK (rank IN ('new', 'old')));\n\
         CREATE TABLE notes (id INTEGER PRIMARY KEY, author INTEGER NOT NULL REFERENCES authors (id),\n  \
         body VARCHAR(40) NOT NULL CHECK (length(body) > 3), stars INTEGER CHECK (stars BETWEEN 1 AND 5));",
        "DROP TABLE notes;\nDROP TABLE authors;",
    );
    workspace.sql(
        "b2",
        "\"a1\"",
        "ALTER TABLE notes ADD COLUMN words INTEGER;\nUPDATE notes SET words = length(body);\n\
         CREATE VIEW long_notes AS SELECT id FROM notes WHERE words > 20;",
        "DROP VIEW long_notes;\nALTER TABLE notes DROP COLUMN words;",
    );
    workspace.sql(
        "c3",
        "\"b2\"",
        "INSERT INTO authors (id, email) VALUES (1, 'root@example.org');",
        "DELETE FROM authors WHERE id = 1;",
    );
    workspace
}

#[test]
fn a_good_project_passes() {
    let workspace = good();
    assert_screen!(workspace.screen("test"), @"
        $ aludel test
        passed  heads (TIME)
        passed  round_trip a1 add a1 (TIME)
        passed  round_trip b2 add b2 (TIME)
        passed  round_trip c3 add c3 (TIME)
        passed  traces (TIME)
        skipped models: the project has no [target]
        passed  determinism (TIME)
        passed  offline (TIME)
        skipped user: there is no test in the folder tests
        passed  crash a1 8 of COUNT lost connections (TIME)
        passed  crash b2 8 of COUNT lost connections (TIME)
        passed  crash c3 8 of COUNT lost connections (TIME)
        10 checks passed, 0 failed, 2 skipped in TIME (sqlite, seed 1)
        3 revisions: 3 ran up, 3 down and up again, 3 with rows
        [exit 0]
    ");
    assert_screen!(workspace.screen("test b2:c3 --only round_trip"), @"
        $ aludel test b2:c3 --only round_trip
        passed  round_trip c3 add c3 (TIME)
        1 check passed, 0 failed, 0 skipped in TIME (sqlite, seed 1)
        3 revisions: 3 ran up, 1 down and up again, 1 with rows
        [exit 0]
    ");
    assert_screen!(workspace.screen("current"), @"
        $ aludel current
        ! the database is at base: no revision is applied
        [exit 0]
    ");
}

#[test]
fn a_head_too_many_is_found() {
    let workspace = Workspace::three();
    workspace.migration("d4", "\"b2\"");
    assert_screen!(workspace.screen("test --only heads"), @r#"
        $ aludel test --only heads
        failed  heads (TIME)
          error: there are 2 heads, and no label tells them apart
            c3
            d4
          hint: bring them together: `aludel merge c3 d4 -m "merge"`; or give each branch a label
        0 checks passed, 1 failed, 0 skipped in TIME (sqlite, seed 1)
        [exit 3]
    "#);
}

#[test]
fn a_downgrade_that_forgets_something_is_found() {
    let workspace = Workspace::project();
    workspace.sql(
        "a1",
        "",
        "CREATE TABLE notes (id INTEGER PRIMARY KEY, body TEXT);\nCREATE TABLE tags (name TEXT);",
        "DROP TABLE notes;",
    );
    assert_screen!(workspace.screen("test --only round_trip"), @"
        $ aludel test --only round_trip
        failed  round_trip a1 add a1 (TIME)
          error: the downgrade of `a1` does not lead back to where its upgrade started (migrations/a1.sql)
            schema: drop table tags
          hint: mend the downgrade in migrations/a1.sql: the lines tell what it has yet to do, and which rows it changes
        0 checks passed, 1 failed, 0 skipped in TIME (sqlite, seed 1)
        1 revision: 1 ran up, 0 down and up again, 1 with rows
        [exit 3]
    ");
    // The table is still there when the upgrade comes again, so the trace is found where a downgrade can end.
    workspace.sql("a1", "", "CREATE TABLE IF NOT EXISTS tags (name TEXT);", "SELECT 1;");
    assert_screen!(workspace.screen("test --skip round_trip"), @"
        $ aludel test --skip round_trip
        passed  heads (TIME)
        failed  traces (TIME)
          error: a downgrade to the base leaves something behind
            schema: drop table tags
          hint: the lines tell what is left to do: have the downgrade of the revision that made it do so
        skipped models: the project has no [target]
        passed  determinism (TIME)
        passed  offline (TIME)
        skipped user: there is no test in the folder tests
        passed  crash a1 8 of COUNT lost connections (TIME)
        4 checks passed, 1 failed, 2 skipped in TIME (sqlite, seed 1)
        1 revision: 1 ran up, 0 down and up again, 0 with rows
        [exit 3]
    ");
}

#[test]
fn rows_that_do_not_come_back_are_found() {
    let workspace = Workspace::project();
    workspace.sql(
        "a1",
        "",
        "CREATE TABLE notes (id INTEGER PRIMARY KEY, body TEXT NOT NULL, old TEXT);",
        "DROP TABLE notes;",
    );
    workspace.sql(
        "b2",
        "\"a1\"",
        "UPDATE notes SET body = upper(body);",
        "UPDATE notes SET body = lower(body) || '!';",
    );
    workspace.sql("c3", "\"b2\"", "ALTER TABLE notes DROP COLUMN old;", "ALTER TABLE notes ADD COLUMN old TEXT;");
    assert_screen!(workspace.screen("test --only round_trip --rows 1"), @r#"
        $ aludel test --only round_trip --rows 1
        passed  round_trip a1 add a1 (TIME)
        failed  round_trip b2 add b2 (TIME)
          error: the downgrade of `b2` does not lead back to where its upgrade started (migrations/b2.sql)
            rows of notes: id 900001, column body: 'ember-1' became 'ember-1!'
          hint: mend the downgrade in migrations/b2.sql: the lines tell what it has yet to do, and which rows it changes; or say in its header what cannot come back: data_loss = "..."
        passed  round_trip c3 add c3 (TIME)
          note: the upgrade drops old of notes, whose values do not come back
        2 checks passed, 1 failed, 0 skipped in TIME (sqlite, seed 1)
        3 revisions: 3 ran up, 2 down and up again, 3 with rows
        [exit 3]
    "#);
}

#[test]
fn an_upgrade_that_fails_on_rows_is_found() {
    let workspace = Workspace::project();
    workspace.sql("a1", "", "CREATE TABLE notes (id INTEGER PRIMARY KEY, body TEXT NOT NULL);", "DROP TABLE notes;");
    workspace.sql(
        "b2",
        "\"a1\"",
        "ALTER TABLE notes ADD COLUMN author TEXT NOT NULL REFERENCES notes (id);",
        "SELECT 1;",
    );
    workspace.sql("c3", "\"b2\"", "CREATE TABLE tags (name TEXT);", "DROP TABLE tags;");
    assert_screen!(workspace.screen("test --only round_trip,traces"), @"
        $ aludel test --only round_trip,traces
        passed  round_trip a1 add a1 (TIME)
        failed  round_trip b2 add b2 (TIME)
          error: upgrade of `b2` failed at statement 1 (migrations/b2.sql:8): Cannot add a NOT NULL column with default value NULL
            | ALTER TABLE notes ADD COLUMN author TEXT NOT NULL REFERENCES notes (id)
            there were rows in notes (3)
          hint: on an empty database it goes well: mend migrations/b2.sql for rows, or bring such as it is made for in tests/seeds
        passed  round_trip c3 add c3 (TIME)
        passed  traces (TIME)
        3 checks passed, 1 failed, 0 skipped in TIME (sqlite, seed 1)
        3 revisions: 3 ran up, 2 down and up again, 2 with rows
        [exit 3]
    ");
}

#[test]
fn a_revision_without_a_way_back_is_counted() {
    let workspace = Workspace::project();
    workspace.migration("a1", "");
    let text = "-- /// migration\n-- revision = \"b2\"\n-- down_revision = \"a1\"\n-- ///\n\n-- aludel:upgrade\nDROP TABLE t_a1;\n";
    workspace.write("migrations/b2.sql", text);
    assert_screen!(workspace.screen("test --only round_trip,traces"), @"
        $ aludel test --only round_trip,traces
        passed  round_trip a1 add a1 (TIME)
        passed  round_trip b2 (TIME)
          note: there is no way back from it (migrations/b2.sql): its `-- aludel:downgrade` section has no statements
        skipped traces: there is no way back from `b2`
        2 checks passed, 0 failed, 1 skipped in TIME (sqlite, seed 1)
        2 revisions: 2 ran up, 1 down and up again, 1 with rows; no way back from b2
        [exit 0]
    ");
}

#[test]
fn a_migration_that_fails_by_itself_ends_the_test() {
    let workspace = Workspace::three();
    workspace.sql("c3", "\"b2\"", "CREATE TABLE t_a1 (id INTEGER);", "DROP TABLE t_a1;");
    assert_screen!(workspace.screen("test"), @"
        $ aludel test
        passed  heads (TIME)
        ! error: upgrade of `c3` failed at statement 1 (migrations/c3.sql:8): table t_a1 already exists
        !   | CREATE TABLE t_a1 (id INTEGER)
        !   position: 14
        !   state: it ran on a scratch database, which is gone; nothing else was touched
        !   hint: mend migrations/c3.sql and run the command again
        [exit 10]
    ");
}

#[test]
fn a_target_that_differs_is_found() {
    let workspace = good();
    workspace.write("aludel.toml", "[database]\nurl = \"sqlite://app.db\"\n\n[target]\nsql = \"schema.sql\"\n");
    workspace.write("schema.sql", "CREATE TABLE authors (id INTEGER PRIMARY KEY, email TEXT NOT NULL UNIQUE);\n");
    assert_screen!(workspace.screen("test --only models"), @r#"
        $ aludel test --only models
        failed  models (TIME)
          error: what the migrations make is not what the target says
            drop view long_notes
            drop table notes
            drop check on authors
            drop column authors.born
            drop column authors.rank
          hint: `aludel revision --autogenerate -m "..."` writes the migration that leads to the target
        0 checks passed, 1 failed, 0 skipped in TIME (sqlite, seed 1)
        [exit 3]
    "#);
}

/// What chance or the clock decides is not the same twice.
#[test]
fn statements_by_chance_are_found() {
    let workspace = Workspace::project();
    let header = "// /// migration\n// revision = \"a1\"\n// message = \"chance\"\n// ///\n";
    let code = "export function upgrade(db) {\n  const [{ n }] = [...db.query(\"SELECT abs(random()) AS n\")];\n  \
                db.execute(`CREATE TABLE t${n} (id INTEGER)`);\n  db.execute(`DROP TABLE t${n}`);\n}\n\
                export function downgrade(db) {}\n";
    workspace.write("migrations/a1.js", format!("{header}{code}"));
    let screen = workspace.screen("test --only determinism");
    assert!(screen.contains("failed  determinism ("), "{screen}");
    assert!(screen.contains("statement 2 of `a1` in the second run: CREATE TABLE t"), "{screen}");
}

#[test]
fn rows_of_the_project_are_there_before_made_up_ones() {
    let workspace = good();
    workspace.write(
        "tests/seeds/authors.sql",
        "-- aludel:seed at a1\nINSERT INTO authors (id, email) VALUES (7, 'ada@example.org');\n",
    );
    workspace.write("tests/seeds/b2.sql", "INSERT INTO notes (author, body) VALUES (8, 'nobody wrote this');\nINSERT INTO notes (author, body) VALUES (7, 'never run');\n");
    assert_screen!(workspace.screen("test --only round_trip"), @"
        $ aludel test --only round_trip
        passed  round_trip a1 add a1 (TIME)
        failed  round_trip tests/seeds/b2.sql (TIME)
          error: tests/seeds/b2.sql:1: FOREIGN KEY constraint failed
          hint: its rows have to fit the schema at `b2`; `-- aludel:seed at REVISION` names another
        passed  round_trip b2 add b2 (TIME)
        passed  round_trip c3 add c3 (TIME)
        3 checks passed, 1 failed, 0 skipped in TIME (sqlite, seed 1)
        3 revisions: 3 ran up, 3 down and up again, 3 with rows
        [exit 3]
    ");
}

#[test]
fn words_that_make_no_sense_are_refused() {
    let workspace = Workspace::three();
    assert_screen!(workspace.screen("test --only everything"), @"
        $ aludel test --only everything
        ! error: invalid value 'everything' for '--only <CHECK>': there is no check `everything`; there are heads, round_trip, traces, models, determinism, offline, user, crash
        ! 
        ! For more information, try '--help'.
        [exit 2]
    ");
    assert_screen!(workspace.screen("test zz"), @"
        $ aludel test zz
        ! error: no revision `zz`; the start of an id should have four characters or more
        !   hint: `aludel history` lists the ids
        [exit 4]
    ");
    assert_screen!(workspace.screen("test --skip heads --format junit --only traces"), @r#"
        $ aludel test --skip heads --format junit --only traces
        <?xml version="1.0" encoding="UTF-8"?>
        <testsuites name="aludel test" tests="1" failures="0" errors="0" skipped="0" time="SECONDS">
          <testsuite name="traces" tests="1" failures="0" errors="0" skipped="0" time="SECONDS">
            <testcase classname="traces" name="traces" time="SECONDS"/>
          </testsuite>
        </testsuites>
        ! passed  traces (TIME)
        [exit 0]
    "#);
}

#[test]
fn programs_read_what_came_of_it() {
    let workspace = Workspace::project();
    workspace.sql("a1", "", "CREATE TABLE notes (id INTEGER PRIMARY KEY);", "SELECT 1;");
    assert_screen!(workspace.screen("test --json --only heads,round_trip"), @r#"
        $ aludel test --json --only heads,round_trip
        {"dialect":"sqlite","seed":1,"outcomes":[{"check":"heads","status":"passed","duration_ms":0},{"check":"round_trip",
            "subject":"a1","remark":"add a1","status":"failed","duration_ms":0,
            "problem":{"message":"the downgrade of `a1` does not lead back to where its upgrade started (migrations/a1.sql)",
            "differences":["schema: drop table notes"],
            "hint":"mend the downgrade in migrations/a1.sql: the lines tell what it has yet to do, and which rows it changes"}}],
            "coverage":{"revisions":1,"up":["a1"],"down":[],"with_rows":["a1"],"irreversible":[]},"duration_ms":0}
        [exit 3]
    "#);
    let screen = workspace.screen("test --format junit --only heads,round_trip -q");
    assert!(screen.contains("<testsuite name=\"round_trip\" tests=\"1\" failures=\"1\""), "{screen}");
    assert!(screen.contains("<failure message=\"the downgrade of `a1` does not lead back"), "{screen}");
    assert!(screen.contains(">schema: drop table notes&#10;hint: mend"), "{screen}");
}

#[test]
fn tests_of_the_project_run_at_their_revision() {
    let workspace = good();
    workspace.write(
        "tests/authors.sql",
        "-- aludel:test an author is known by an address at a1\n\
         INSERT INTO authors (id, email) VALUES (1, 'ada@example.org');\n\
         INSERT INTO authors (id, email) VALUES (2, 'ada@example.org');\n-- expect error constraint-violation\n\
         SELECT id, rank, born FROM authors;\n-- expect: 1 | new | NULL\n\n\
         -- aludel:test somebody is there from the start\nSELECT email FROM authors;\n-- expect nothing\n\n\
         -- aludel:test nobody is called so at b2\nSELECT nobody FROM authors;\n-- expect: 1\n\n\
         -- aludel:test there is no such revision at zzzz\nSELECT 1;\n",
    );
    workspace.write("tests/broken.sql", "SELECT 1;\n");
    assert_screen!(workspace.screen("test --only user"), @"
        $ aludel test --only user
        passed  user an author is known by an address at a1 (TIME)
        failed  user somebody is there from the start at heads (TIME)
          error: tests/authors.sql:9: the rows are not those that were expected
            | SELECT email FROM authors
            expected: nothing
            found:    root@example.org
          hint: mend the migrations, or what the test expects of them
        failed  user nobody is called so at b2 (TIME)
          error: tests/authors.sql:13: no such column: nobody
            | SELECT nobody FROM authors
          hint: mend the migrations, or what the test expects of them
        failed  user there is no such revision at zzzz (TIME)
          error: tests/authors.sql:16: no revision or label `zzzz`
          hint: name a revision that is there behind ` at `; `aludel history` lists them
        failed  user tests/broken.sql (TIME)
          error: tests/broken.sql:1: a statement outside of a test: put `-- aludel:test NAME at REVISION` above
          hint: a test begins with `-- aludel:test NAME at REVISION`, its expectations with `-- expect`
        1 check passed, 4 failed, 0 skipped in TIME (sqlite, seed 1)
        [exit 3]
    ");
}

#[test]
fn sql_that_is_written_and_makes_something_else_is_found() {
    let workspace = Workspace::project();
    let header = "// /// migration\n// revision = \"a1\"\n// message = \"depends\"\n// ///\n";
    let code = "import { context } from \"aludel\";\nexport function upgrade(db) {\n  \
                if (context.offline) db.execute(\"CREATE TABLE written (id INTEGER)\");\n  \
                else db.execute(\"CREATE TABLE run (id INTEGER)\");\n}\nexport function downgrade(db) {}\n";
    workspace.write("migrations/a1.js", format!("{header}{code}"));
    assert_screen!(workspace.screen("test --only offline"), @"
        $ aludel test --only offline
        failed  offline (TIME)
          error: the SQL of `upgrade --sql` makes another schema than the upgrade
            schema: drop table run
            schema: create table written
          hint: `aludel upgrade --sql heads` writes it: let the migration send the same statements without a connection
        0 checks passed, 1 failed, 0 skipped in TIME (sqlite, seed 1)
        [exit 3]
    ");
    workspace.write(
        "migrations/a1.js",
        format!("{header}export function upgrade(db) {{ [...db.query(\"SELECT 1\")]; }}\nexport function downgrade(db) {{}}\n"),
    );
    assert_screen!(workspace.screen("test --only offline"), @"
        $ aludel test --only offline
        skipped offline: its SQL cannot be written: upgrade of `a1` failed (migrations/a1.js): `query` cannot be answered while SQL is only written out: SELECT 1
        0 checks passed, 0 failed, 1 skipped in TIME (sqlite, seed 1)
        [exit 0]
    ");
}

#[test]
fn connections_are_lost_at_every_call() {
    let workspace = good();
    let screen = workspace.screen("test a1 --only crash --crash every");
    assert!(screen.contains("passed  crash a1 "), "{screen}");
    assert!(screen.ends_with("[exit 0]\n"), "{screen}");
    // The same, one after the other on the same way.
    let screen = workspace.screen("test a1 --only crash --crash 1000");
    assert!(screen.contains("passed  crash a1 "), "{screen}");
    assert_screen!(workspace.screen("test c3 --only crash --junit found.xml"), @"
        $ aludel test c3 --only crash --junit found.xml
        passed  crash c3 8 of COUNT lost connections (TIME)
        1 check passed, 0 failed, 0 skipped in TIME (sqlite, seed 1)
        [exit 0]
    ");
    assert!(workspace.path().join("found.xml").exists());
    assert_screen!(workspace.screen("test --only crash --crash off"), @"
        $ aludel test --only crash --crash off
        skipped crash: left out by --crash off
        0 checks passed, 0 failed, 1 skipped in TIME (sqlite, seed 1)
        [exit 0]
    ");
    assert_screen!(workspace.screen("test --only crash --crash never"), @"
        $ aludel test --only crash --crash never
        ! error: invalid value 'never' for '--crash <COUNT>': give a number, `every` or `off`
        ! 
        ! For more information, try '--help'.
        [exit 2]
    ");
}

#[test]
fn what_cannot_be_gone_on_with_after_a_crash_is_found() {
    let workspace = Workspace::project();
    let text = "-- /// migration\n-- revision = \"a1\"\n-- transaction = false\n-- ///\n\n-- aludel:upgrade\n\
                CREATE TABLE notes (id INTEGER PRIMARY KEY);\nCREATE TEMP TABLE old (id INTEGER);\n\
                INSERT INTO old VALUES (1);\nINSERT INTO notes SELECT id FROM old;\n\
                -- aludel:downgrade\nDROP TABLE notes;\n";
    workspace.write("migrations/a1.sql", text);
    for crashes in ["every", "1000"] {
        let screen = workspace.screen(&format!("test --only crash --crash {crashes}"));
        assert!(screen.contains("failed  crash a1"), "{screen}");
        // It is named which one is enough.
        assert_eq!(screen.matches("the connection was lost").count(), 1, "{screen}");
    }
}
