//! What a migration is refused, and what people are told then.

use std::fs;
use std::path::Path;

use crate::assert_screen;
use crate::workspace::Workspace;

/// A project at `a1`, with the table `orders` and one row in it.
fn shop() -> Workspace {
    let workspace = Workspace::project();
    let orders = "CREATE TABLE orders (id INTEGER PRIMARY KEY, day TEXT);\nINSERT INTO orders (day) VALUES ('monday');";
    workspace.sql("a1", "", orders, "DROP TABLE orders;");
    assert!(workspace.aludel(&["upgrade", "head"]).status.success());
    workspace
}

/// A migration on top of `a1`, with more in its header.
fn migration(header: &str, upgrade: &str) -> String {
    let header: String = header.lines().map(|line| format!("-- {line}\n")).collect();
    format!(
        "-- /// migration\n-- revision = \"b2\"\n-- down_revision = \"a1\"\n-- message = \"add b2\"\n{header}-- ///\n\n\
         -- aludel:upgrade\n{upgrade}\n\n-- aludel:downgrade\nSELECT 1;\n"
    )
}

/// The screen of an upgrade to that migration. Nothing may be left of it.
fn refused(workspace: &Workspace, header: &str, upgrade: &str) -> String {
    workspace.write("migrations/b2.sql", migration(header, upgrade));
    let before = workspace.facts();
    let screen = workspace.screen("upgrade head");
    assert_eq!(workspace.facts(), before, "{screen}");
    screen
}

impl Workspace {
    /// All that a refused migration must leave as it was: the schema, the rows, the version row, the settings of the file
    /// and the files beside it.
    fn facts(&self) -> String {
        let sql = "SELECT group_concat(name || sql) FROM sqlite_schema; SELECT * FROM orders; \
                   SELECT * FROM aludel_version; SELECT count(*) FROM aludel_history; PRAGMA journal_mode; \
                   PRAGMA user_version; PRAGMA integrity_check;";
        let output = std::process::Command::new("sqlite3").arg(self.path().join("app.db")).arg(sql).output();
        let output = output.expect("sqlite3 is there");
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        let mut files: Vec<String> = std::fs::read_dir(self.path())
            .expect("the folder is there")
            .map(|entry| entry.expect("it can be read").file_name().to_string_lossy().into_owned())
            .collect();
        files.sort();
        format!("{}{files:?}", String::from_utf8_lossy(&output.stdout))
    }
}

#[test]
fn what_can_be_granted_is_refused_with_its_line() {
    let shop = shop();
    let screen = refused(&shop, "", "DELETE FROM orders;\nSELECT load_extension('evil');");
    assert_screen!(screen, @"
        $ aludel upgrade head
        ! error: upgrade of `b2` failed at statement 2 (migrations/b2.sql:9): it may not reach files or programs of the server: `load_extension`
        !   | SELECT load_extension('evil')
        !   state: everything was rolled back; the database is at `a1`
        !   hint: if it is meant to, write this into aludel.toml and run the command again:
        !         [grants]
        !         server_files = true
        [exit 12]
    ");
}

#[test]
fn what_nobody_grants_is_refused_plainly() {
    let shop = shop();
    let screen = refused(&shop, "", "UPDATE aludel_version SET version_num = 'zz';");
    assert_screen!(screen, @"
        $ aludel upgrade head
        ! error: upgrade of `b2` failed at statement 1 (migrations/b2.sql:8): it may not touch the table `aludel_version`: Aludel keeps it for itself
        !   | UPDATE aludel_version SET version_num = 'zz'
        !   state: everything was rolled back; the database is at `a1`
        !   hint: take it out of migrations/b2.sql: nothing grants it
        [exit 12]
    ");
    let screen = refused(&shop, "", "DELETE FROM orders;\nCOMMIT;\nDELETE FROM orders;");
    assert_screen!(screen, @"
        $ aludel upgrade head
        ! error: upgrade of `b2` failed at statement 2 (migrations/b2.sql:9): it may not begin or end a transaction: the host holds the one it runs in
        !   | COMMIT
        !   state: everything was rolled back; the database is at `a1`
        !   hint: leave BEGIN, COMMIT and ROLLBACK out of migrations/b2.sql and use savepoints, or write `transaction = false` into its header
        [exit 12]
    ");
    let screen = refused(&shop, "", "ATTACH 'stolen.db' AS stolen;");
    assert_screen!(screen, @"
        $ aludel upgrade head
        ! error: upgrade of `b2` failed at statement 1 (migrations/b2.sql:8): it may not reach another database or connection: `stolen.db`
        !   | ATTACH 'stolen.db' AS stolen
        !   state: everything was rolled back; the database is at `a1`
        !   hint: take it out of migrations/b2.sql: nothing grants it
        [exit 12]
    ");
}

#[test]
fn what_is_left_behind_is_refused() {
    let shop = shop();
    let trigger = "CREATE TRIGGER later AFTER INSERT ON orders BEGIN DELETE FROM aludel_version; END;";
    assert_screen!(refused(&shop, "", trigger), @"
        $ aludel upgrade head
        ! error: upgrade of `b2` failed (migrations/b2.sql): it may not leave `later` behind, which names a table that Aludel keeps for itself
        !   state: everything was rolled back; the database is at `a1`
        !   hint: take it out of migrations/b2.sql: nothing grants it
        [exit 12]
    ");
    let renamed =
        "CREATE TABLE t (a);\nALTER TABLE t RENAME TO orders_2;\nCREATE VIEW state AS SELECT * FROM aludel_history;";
    assert!(refused(&shop, "", renamed).contains("[exit 12]"));
}

#[test]
fn a_header_that_asks_for_too_little_or_too_much() {
    let shop = shop();
    let little = "[needs]\nraw_sql = true\nddl = [\"table\"]\ncreate = [\"audit_*\"]";
    let screen =
        refused(&shop, little, "CREATE TABLE audit_log (a);\nINSERT INTO audit_log VALUES (1);\nDELETE FROM orders;");
    assert_screen!(screen, @r#"
        $ aludel upgrade head
        ! error: upgrade of `b2` failed at statement 3 (migrations/b2.sql:14): it may not delete from the table `orders`
        !   | DELETE FROM orders
        !   state: everything was rolled back; the database is at `a1`
        !   hint: it asks for less than it does; if it is meant to, write this into the header of migrations/b2.sql:
        !         [needs]
        !         write = ["audit_*", "orders"]
        [exit 12]
    "#);
    let much = "[needs]\nraw_sql = true\nroles = true\nserver_files = true";
    assert_screen!(refused(&shop, much, "SELECT 1;"), @"
        $ aludel upgrade head
        ! error: `b2` needs more than it is granted (migrations/b2.sql): roles, server_files
        !   hint: if it is meant to, write this into aludel.toml and run the command again:
        !         [grants]
        !         roles = true
        !         server_files = true
        [exit 12]
    ");
    assert_screen!(shop.screen("show b2"), @"
        $ aludel show b2
        Rev: b2 (head)
        Parent: a1
        Path: migrations/b2.sql
        May, and asks for no more:
            run statements of its own
        May not:
            define tables or anything else
            change rows of other tables
            read rows of other tables
            make temporary tables
            run code on the server and leave routines and triggers behind
            grant privileges and change owners
            create roles and change them
            create extensions
            change settings of its connection
            change settings of the server or the database file
            reach files and programs of the server
            run outside of a transaction
        Not granted:
            roles
            server_files
        To grant that, in aludel.toml:
            [grants]
            roles = true
            server_files = true

            add b2

        [exit 0]
    ");
    assert_screen!(shop.screen("upgrade head --json"), @r#"
        $ aludel upgrade head --json
        {"event":"lock_acquired"}
        {"error":{"code":"refused","exit_code":12,"hint":"if it is meant to,
             write this into aludel.toml and run the command again:\n[grants]\nroles = true\nserver_files = true",
            "message":"`b2` needs more than it is granted (migrations/b2.sql): roles, server_files","needs":[{"asked":["roles",
            "server_files"],"grant":"[grants]\nroles = true\nserver_files = true","path":"migrations/b2.sql","revision":"b2"}]}}
        [exit 12]
    "#);
}

#[test]
fn a_refusal_is_a_document_for_programs() {
    let shop = shop();
    shop.write("migrations/b2.sql", migration("", "SELECT load_extension('evil');"));
    assert_screen!(shop.screen("upgrade head --json"), @r#"
        $ aludel upgrade head --json
        {"event":"lock_acquired"}
        {"event":"run_started","run_id":"RUN","command":"upgrade","database":"sqlite://app.db",
            "dialect":"sqlite","steps":1}
        {"event":"step_started","revision":"b2","direction":"up","message":"add b2","position":1,"of":1}
        {"error":{"cause":{"access":"server-file","grant":"[grants]\nserver_files = true","kind":"refused",
            "message":"it may not reach files or programs of the server: `load_extension`","native_code":null,"position":"8",
            "sqlstate":null},"code":"refused","database":{"heads":["a1"],"state":"rolled_back"},"direction":"up","exit_code":12,
            "hint":"if it is meant to, write this into aludel.toml and run the command again:\n[grants]\nserver_files = true",
            "message":"upgrade of `b2` failed at statement 1 (migrations/b2.sql:8): it may not reach files or programs of the server: `load_extension`",
            "path":"migrations/b2.sql","revision":"b2","statement":{"line":8,"number":1,"text":"SELECT load_extension('evil')"}}}
        [exit 12]
    "#);
}

#[test]
fn a_folder_from_elsewhere_gets_what_it_is_trusted_with() {
    let shop = shop();
    let config = "[project]\nmigrations = [\"migrations\", \"vendor/auth\"]\n[database]\nurl = \"sqlite://app.db\"\n";
    shop.write("aludel.toml", format!("{config}[trust.vendor]\n"));
    shop.write("vendor/auth/b2.sql", migration("", "CREATE TABLE auth_users (id INTEGER PRIMARY KEY);"));
    assert_screen!(shop.screen("upgrade head"), @r#"
        $ aludel upgrade head
        ! error: upgrade of `b2` failed at statement 1 (vendor/auth/b2.sql:8): it may not run statements of its own, only ask for changes
        !   | CREATE TABLE auth_users (id INTEGER PRIMARY KEY)
        !   state: everything was rolled back; the database is at `a1`
        !   hint: if it is meant to, write this into aludel.toml and run the command again:
        !         [trust."vendor"]
        !         raw_sql = true
        [exit 12]
    "#);
    let trust = "[trust.\"vendor/auth\"]\nraw_sql = true\nddl = [\"table\"]\ncreate = [\"auth_*\"]\n";
    shop.write("aludel.toml", format!("{config}[trust.vendor]\n{trust}"));
    assert_screen!(shop.screen("show b2"), @"
        $ aludel show b2
        Rev: b2 (head)
        Parent: a1
        Path: vendor/auth/b2.sql
        May:
            create, alter and drop tables matching auth_*
            run statements of its own
        May not:
            create, alter and drop views, indexes, sequences, types, schemas, databases, policies, collations, text search configurations, statistics and publications
            change rows of other tables
            read rows of other tables
            make temporary tables
            run code on the server and leave routines and triggers behind
            grant privileges and change owners
            create roles and change them
            create extensions
            change settings of its connection
            change settings of the server or the database file
            reach files and programs of the server
            run outside of a transaction
        Ends after: 3600s

            add b2

        [exit 0]
    ");
    assert!(shop.aludel(&["upgrade", "head"]).status.success());
}

#[test]
fn a_line_that_grants_is_all_that_it_takes() {
    let shop = shop();
    let journal = migration("transaction = false", "PRAGMA journal_mode = WAL;");
    shop.write("migrations/b2.sql", journal);
    let refused = shop.screen("upgrade head");
    assert!(refused.contains("[grants]\n!         server_settings = true\n[exit 12]"), "{refused}");
    shop.write("aludel.toml", "[database]\nurl = \"sqlite://app.db\"\n\n[grants]\nserver_settings = true\n");
    let done = shop.screen("upgrade head");
    assert!(done.contains("[exit 0]"), "{done}");
}

#[test]
fn what_was_refused_is_told_as_that_where_a_part_of_it_stays() {
    let shop = shop();
    let stays = migration("transaction = false", "CREATE TABLE stays (id INTEGER);\nPRAGMA journal_mode = WAL;");
    shop.write("migrations/b2.sql", stays);
    assert_screen!(shop.screen("upgrade head"), @"
        $ aludel upgrade head
        ! error: upgrade of `b2` failed at statement 2 (migrations/b2.sql:10): it may not change the setting of the server `journal_mode`
        !   | PRAGMA journal_mode = WAL
        !   state: it ran outside of a transaction: 1 statement went through and stays, and the version table still says `a1`
        !   hint: what it did before stays, and `aludel upgrade` goes on after that; if it is meant to, write this into aludel.toml and run the command again:
        !         [grants]
        !         server_settings = true
        [exit 12]
    ");
    shop.write("aludel.toml", "[database]\nurl = \"sqlite://app.db\"\n\n[grants]\nserver_settings = true\n");
    let done = shop.screen("upgrade head");
    assert!(done.contains("[exit 0]"), "{done}");
}

/// How many components are kept there as native code.
pub(crate) fn kept_in(folder: &Path) -> usize {
    let files = fs::read_dir(folder).into_iter().flatten().flatten();
    files.filter(|file| file.path().extension().is_some_and(|end| end == "native")).count()
}

/// What a process has compiled is kept in a place of its own, so that whether there was one shows in the cache.
#[test]
fn code_from_elsewhere_runs_in_a_process_unless_the_project_says_otherwise() {
    let project = Workspace::new();
    let component = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/guests/components/backfill.wasm");
    project.write("vendor/auth/backfill.wasm", fs::read(component).expect("the component is there"));
    let is_elsewhere = !cfg!(target_os = "linux");
    for (section, isolation, keeps) in [
        ("trust.vendor", "", is_elsewhere),
        ("trust.vendor", "isolation = \"sandbox\"\n", true),
        ("grants", "", true),
        ("grants", "isolation = \"process\"\n", false),
    ] {
        let given = "raw_sql = true\nddl = [\"table\", \"index\"]\ncreate = [\"*\"]\n";
        project.write(
            "aludel.toml",
            format!(
                "[project]\nmigrations = [\"vendor/auth\"]\n[database]\nurl = \"sqlite://app.db\"\n[{section}]\n{given}{isolation}"
            ),
        );
        for arguments in [["upgrade", "head", "-x", "rows=3"], ["downgrade", "base", "-x", "rows=3"]] {
            let output = project.aludel(&arguments);
            assert!(output.status.success(), "{section} {isolation}: {}", String::from_utf8_lossy(&output.stderr));
        }
        let compiled = project.path().join(".aludel/compiled");
        let kept = (kept_in(&compiled) > 0, kept_in(&compiled.join("apart")) > 0);
        assert_eq!(kept, (keeps, !keeps), "{section} {isolation}");
        // What is not there need not be taken away.
        let _ = fs::remove_dir_all(compiled);
    }
}
