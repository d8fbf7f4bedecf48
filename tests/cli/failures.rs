//! What people see when something in the project is wrong.

use crate::assert_screen;
use crate::workspace::Workspace;

/// The screen of a project with this one migration file.
fn with_file(text: impl AsRef<[u8]>) -> String {
    let workspace = Workspace::project();
    workspace.write("migrations/first.sql", text);
    workspace.screen("heads")
}

#[test]
fn files_that_are_no_text() {
    assert_screen!(with_file(""), @"
        $ aludel heads
        ! error: migrations/first.sql: the file is empty
        !   hint: write it, or delete it: rm migrations/first.sql
        [exit 2]
    ");
    assert_screen!(with_file(b"-- /// migration\n-- revision = \"a1\"\n-- ///\n\n-- caf\xe9\n"), @"
        $ aludel heads
        ! error: migrations/first.sql:5: the file is not UTF-8 (byte 50)
        !   hint: if it is Latin-1: iconv -f LATIN1 -t UTF-8 migrations/first.sql > migrations/first.sql.utf8
        [exit 2]
    ");
    assert_screen!(with_file("-- /// migration\n-- revision = \"a1\"\n-- ///\n\nSELECT '\0';\n"), @r"
        $ aludel heads
        ! error: migrations/first.sql:5: the file holds a NUL character
        !   hint: grep -naP '\x00' migrations/first.sql
        [exit 2]
    ");
    assert_screen!(with_file("SELECT 1;\n"), @r#"
        $ aludel heads
        ! error: migrations/first.sql: no migration header: no comment line says `/// migration`
        !   hint: `aludel revision -m "..."` writes a file with a header
        [exit 2]
    "#);
}

#[test]
fn headers_that_are_wrong() {
    assert_screen!(with_file("-- /// migration\n-- revision = \"a1\"\n-- revision = \"b2\"\n-- ///\n"), @"
        $ aludel heads
        ! error: migrations/first.sql:3:4: the key `revision` is given twice
        [exit 2]
    ");
    assert_screen!(with_file("-- /// migration\n-- revison = \"a1\"\n-- ///\n"), @"
        $ aludel heads
        ! error: migrations/first.sql:2:4: unknown key `revison`
        ! migrations/first.sql:2:4: the key `revision` is missing
        !   hint: did you mean `revision`?
        [exit 2]
    ");
    assert_screen!(with_file("-- /// migration\n-- revision = 3\n-- ///\n"), @"
        $ aludel heads
        ! error: migrations/first.sql:2:15: `revision` must be a string, not a whole number
        [exit 2]
    ");
    assert_screen!(with_file("-- /// migration\n-- revision = \"a@b\"\n-- ///\n"), @"
        $ aludel heads
        ! error: migrations/first.sql:2:15: `revision` is `a@b`, which holds the character `@`
        !   hint: white space, control characters and `@ - + :` are not allowed; use letters, digits, `_` and `.`
        [exit 2]
    ");
    assert_screen!(with_file("-- /// migration\n-- revision = \"a1\"\n"), @"
        $ aludel heads
        ! error: migrations/first.sql:1: the migration header is not closed: no comment line `///` follows
        !   hint: close it with the comment line `///`
        [exit 2]
    ");
    assert_screen!(with_file("-- /// migration\n-- revision = \"a1\n-- ///\n"), @r#"
        $ aludel heads
        ! error: migrations/first.sql:2:18: not valid TOML: invalid basic string, expected `"`
        [exit 2]
    "#);
}

#[test]
fn a_file_that_is_too_large() {
    let mut text = b"-- /// migration\n-- revision = \"a1\"\n-- ///\n-- aludel:upgrade\n".to_vec();
    text.resize(80 << 20, b' ');
    let workspace = Workspace::project();
    workspace.write("migrations/first.sql", text);
    assert_screen!(workspace.screen("upgrade"), @"
        $ aludel upgrade
        ! error: migrations/first.sql: the file is larger than the limit `source_size` of 33554432 bytes
        !   hint: keep the data out of it, or spread it over several migrations
        [exit 2]
    ");
}

#[test]
fn graphs_that_are_none() {
    let workspace = Workspace::project();
    workspace.migration("a1", "\"b2\"");
    workspace.migration("b2", "\"a1\"");
    assert_screen!(workspace.screen("upgrade"), @"
        $ aludel upgrade
        ! error: migrations/a1.sql: revisions are their own ancestors: `a1` -> `b2` -> `a1`
        !   hint: change `down_revision` in one of them, so that one of them comes first
        [exit 4]
    ");
    let workspace = Workspace::project();
    workspace.migration("a1", "\"a0\"");
    assert_screen!(workspace.screen("upgrade"), @"
        $ aludel upgrade
        ! error: migrations/a1.sql: revision `a1` has the parent `a0`, which no migration declares
        [exit 4]
    ");
    assert_screen!(workspace.screen("upgrade --json"), @r#"
        $ aludel upgrade --json
        {"error":{"code":"no_such_revision","errors":["revision `a1` has the parent `a0`, which no migration declares"],
            "exit_code":4,"message":"migrations/a1.sql: revision `a1` has the parent `a0`, which no migration declares"}}
        [exit 4]
    "#);
    let workspace = Workspace::project();
    workspace.migration("a1", "");
    let text = std::fs::read(workspace.path().join("migrations/a1.sql")).expect("it was just written");
    workspace.write("migrations/copy.sql", text);
    assert_screen!(workspace.screen("upgrade"), @"
        $ aludel upgrade
        ! error: the revision `a1` is in two files: migrations/a1.sql and migrations/copy.sql
        !   hint: give one of them another id
        [exit 2]
    ");
    let workspace = Workspace::three();
    workspace.migration("z9", "\"a1\"");
    assert_screen!(workspace.screen("upgrade"), @"
        $ aludel upgrade
        ! error: `head` means 2 heads: `c3`, `z9`
        !   hint: name one of them, write `heads` for all, or join them: `aludel merge c3 z9`
        [exit 4]
    ");
}

#[test]
fn an_applied_revision_that_no_file_declares() {
    let workspace = Workspace::three();
    assert_screen!(workspace.screen("upgrade -q"), @"
        $ aludel upgrade -q
        [exit 0]
    ");
    std::fs::remove_file(workspace.path().join("migrations/c3.sql")).expect("it is there");
    assert_screen!(workspace.screen("upgrade"), @"
        $ aludel upgrade
        ! error: the database is at `c3`, which no migration here declares
        !   hint: bring the file of `c3` back, or, if the schema is known to be that of a declared revision, run `aludel stamp --purge REVISION`
        [exit 4]
    ");
    assert_screen!(workspace.screen("current"), @"
        $ aludel current
        c3 (no file declares it)
        [exit 0]
    ");
    assert_screen!(workspace.screen("downgrade -1 --json"), @r#"
        $ aludel downgrade -1 --json
        {"error":{"code":"no_such_revision","exit_code":4,"hint":"bring the file of `c3` back, or,
             if the schema is known to be that of a declared revision, run `aludel stamp --purge REVISION`",
            "message":"the database is at `c3`, which no migration here declares","revisions":["c3"]}}
        [exit 4]
    "#);
    assert_screen!(workspace.screen("stamp --purge b2"), @"
        $ aludel stamp --purge b2
        stamped: the database is at b2
        [exit 0]
    ");
}

#[test]
fn an_applied_migration_that_was_edited() {
    let workspace = Workspace::three();
    assert_screen!(workspace.screen("upgrade b2 -q"), @"
        $ aludel upgrade b2 -q
        [exit 0]
    ");
    workspace.sql("b2", "\"a1\"", "CREATE TABLE other (id INTEGER);", "DROP TABLE other;");
    assert_screen!(workspace.screen("upgrade"), @"
        $ aludel upgrade
        ! error: `b2` was edited after it was applied (migrations/b2.sql): applied as DIGEST, now DIGEST
        !   hint: put migrations/b2.sql back as it was and write a new migration with `aludel revision -m ...`
        [exit 13]
    ");
    assert_screen!(workspace.screen("upgrade --json"), @r#"
        $ aludel upgrade --json
        {"event":"lock_acquired"}
        {"error":{"changes":[{"applied_digest":"DIGEST",
            "found_digest":"DIGEST","path":"migrations/b2.sql",
            "revision":"b2"}],"code":"source_changed","exit_code":13,
            "hint":"put migrations/b2.sql back as it was and write a new migration with `aludel revision -m ...`",
            "message":"`b2` was edited after it was applied (migrations/b2.sql): applied as DIGEST,
             now DIGEST"}}
        [exit 13]
    "#);
    assert_screen!(workspace.screen("current"), @"
        $ aludel current
        b2 (current)
        [exit 0]
    ");
}

/// The screen of a project with this configuration.
fn with_config(text: &str) -> String {
    let workspace = Workspace::three();
    workspace.write("aludel.toml", text);
    workspace.screen("current")
}

#[test]
fn configurations_that_are_wrong() {
    assert_screen!(with_config("[database]\nurl = \"sqlite://app.db\"\nlock_timout = \"5s\"\n"), @"
        $ aludel current
        ! error: aludel.toml:3:1: unknown key `lock_timout` in [database]
        !   hint: did you mean `lock_timeout`?
        [exit 2]
    ");
    assert_screen!(with_config("[database]\nurl = 3\n"), @"
        $ aludel current
        ! error: aludel.toml:2:7: `database.url` must be a string, not a whole number
        [exit 2]
    ");
    assert_screen!(with_config("[database\nurl = 3\n"), @"
        $ aludel current
        ! error: aludel.toml:1:10: not valid TOML: unclosed table, expected `]`
        [exit 2]
    ");
    assert_screen!(with_config("[database]\nurl = \"postgres://app:${NOWHERE_SET}@localhost/app\"\n"), @"
        $ aludel current
        ! error: aludel.toml:2:7: `database.url` needs the environment variable `NOWHERE_SET`, which is not set
        !   hint: export NOWHERE_SET=...
        [exit 2]
    ");
    assert_screen!(with_config("[database]\nurl = \"sqlite://app.db\"\nlock_timeout = \"5 parsecs\"\n"), @r#"
        $ aludel current
        ! error: aludel.toml:3:16: `database.lock_timeout` is `5 parsecs`, but must be a duration such as "5s", "250ms", "2m", "1h" or "0"
        [exit 2]
    "#);
    assert_screen!(with_config("[databse]\nurl = \"sqlite://app.db\"\n"), @"
        $ aludel current
        ! error: aludel.toml:1:2: unknown key `databse`
        !   hint: did you mean `database`?
        [exit 2]
    ");
    assert_screen!(with_config("[project]\nmigrations = [\"nowhere\"]\n\n[database]\nurl = \"sqlite://app.db\"\n"), @"
        $ aludel current
        ! error: aludel.toml:2: the migrations folder `nowhere` does not exist
        !   hint: mkdir -p nowhere
        [exit 2]
    ");
    assert_screen!(with_config("[database]\n"), @r#"
        $ aludel current
        ! error: FOLDER/aludel.toml: no `url` for the database `default`
        !   hint: write `url = "sqlite://app.db"` under `[database]`, or give `--url URL`
        [exit 2]
    "#);
}
