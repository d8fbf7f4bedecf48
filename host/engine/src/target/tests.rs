//! Targets of every kind, on a SQLite database in memory.

use std::fs;
use std::path::Path;

use aludel_schema::Scope;
use tempfile::TempDir;

use super::TargetSchema;
use crate::{Error, Identity, Migrator, OpenOptions};

/// A project whose target is what these lines say, with these files in it.
fn project(target: &str, files: &[(&str, &[u8])]) -> (TempDir, Migrator) {
    let folder = TempDir::new().expect("the system has a temporary folder");
    let config = format!("[database]\nurl = \"sqlite://app.db\"\n\n[target]\n{target}\n");
    fs::write(folder.path().join("aludel.toml"), config).expect("the folder is writable");
    for (path, content) in files {
        let path = folder.path().join(path);
        fs::create_dir_all(path.parent().expect("it is in the folder")).expect("the folder is writable");
        fs::write(path, content).expect("the folder is writable");
    }
    let migrator = open(folder.path());
    (folder, migrator)
}

fn open(folder: &Path) -> Migrator {
    let who = Identity::of_this_process("tester", "testhost");
    Migrator::open(OpenOptions::new(folder, who)).expect("the config is right")
}

async fn read(target: &str, files: &[(&str, &[u8])]) -> Result<TargetSchema, Error> {
    let (_folder, migrator) = project(target, files);
    migrator.target_schema(&Scope::default()).await
}

async fn tables(target: &str, files: &[(&str, &[u8])]) -> String {
    let schema = read(target, files).await.expect("the target can be read").schema;
    schema.tables.keys().map(ToString::to_string).collect::<Vec<_>>().join(" ")
}

/// The message and the hint.
async fn problem(target: &str, files: &[(&str, &[u8])]) -> String {
    let error = read(target, files).await.expect_err("the target is wrong");
    match error.hint() {
        Some(hint) => format!("{error}\nhint: {hint}"),
        None => error.to_string(),
    }
}

const BOOK: &[u8] = b"CREATE TABLE book (id INTEGER PRIMARY KEY, title TEXT NOT NULL);\n";

#[tokio::test]
async fn files_and_folders_are_read_in_order() {
    let files: [(&str, &[u8]); 4] = [
        ("schema/20_view.sql", b"CREATE VIEW titles AS SELECT title FROM book;"),
        ("schema/10/book.sql", BOOK),
        ("schema/notes.txt", b"no SQL"),
        ("more.sql", b"\xef\xbb\xbfCREATE TABLE author (id INTEGER);"),
    ];
    assert_eq!(tables("sql = [\"schema\", \"more.sql\"]", &files).await, "author book");
    let target = read("sql = \"schema\"", &files).await.expect("the target can be read");
    assert_eq!(target.schema.views.len(), 1);
    assert!(!target.schema.tables.is_empty());
}

#[tokio::test]
async fn a_target_without_tables_is_empty() {
    let target = read("sql = \"schema.sql\"", &[("schema.sql", b"-- nothing yet\n")]).await;
    assert!(target.expect("it can be read").schema.tables.is_empty());
}

#[tokio::test]
async fn what_is_wrong_with_a_file_is_named_with_its_place() {
    let wrong =
        |content: &'static [u8]| async move { problem("sql = \"schema.sql\"", &[("schema.sql", content)]).await };
    assert_eq!(
        wrong(b"CREATE TABLE a (id INTEGER);\n\nCREATE TABLE b (\n  id INTEGER,\n  CHECK (id > 0),\n  CHECK id);\n")
            .await,
        "schema.sql:6: near \"id\": syntax error"
    );
    assert_eq!(
        wrong(b"CREATE TABLE a (id INTEGER);\nCREATE TABLE a (id INTEGER);\n").await,
        "schema.sql:2: table a already exists"
    );
    assert_eq!(
        wrong(b"SELECT 'x\n").await,
        "schema.sql:1: a string that starts on line 1 has no end, as SQLite reads it"
    );
    assert_eq!(wrong(b"CREATE TABLE a (id INTEGER);\n\0").await, "schema.sql:2: a NUL character");
    assert_eq!(wrong(b"\n\n-- \xff").await, "schema.sql:3: not UTF-8 (byte 5)\nhint: save it as UTF-8");
    assert_eq!(
        wrong(b"ATTACH 'other.db' AS other;").await,
        "schema.sql:1: ATTACH is about another database file\nhint: leave it out"
    );
    let missing = problem("sql = \"schema.sql\"", &[]).await;
    assert!(missing.starts_with("target `schema.sql` cannot be read: "), "{missing}");
    let empty = problem("sql = \"schema\"", &[("schema/readme", b"")]).await;
    assert!(empty.starts_with("target `schema` holds no `.sql` file"), "{empty}");
}

#[tokio::test]
async fn comments_tell_renames_and_leave_objects_out() {
    let sql = b"-- aludel:renamed-from books\nCREATE TABLE Book (id INTEGER, title TEXT -- aludel:renamed-from name\n);\n\
                -- aludel:ignore\nCREATE TABLE cache (id INTEGER);\n-- aludel:ignore\nCREATE INDEX by_title ON book (title);\n";
    let target = read("sql = \"schema.sql\"", &[("schema.sql", sql)]).await.expect("the target can be read");
    let renames: Vec<String> = target.renames.iter().map(ToString::to_string).collect();
    assert_eq!(renames, ["books=Book", "Book.name=title"]);
    assert_eq!(target.schema.tables.keys().map(ToString::to_string).collect::<Vec<_>>(), ["Book"]);
    assert!(target.schema.tables.values().all(|table| table.indexes.is_empty()));
    let mut other = read(
        "sql = \"schema.sql\"",
        &[("schema.sql", b"CREATE TABLE cache (id INTEGER); CREATE TABLE book (id INTEGER);")],
    )
    .await
    .expect("it can be read")
    .schema;
    target.ignored.iter().for_each(|ignored| ignored.leave_out(&mut other));
    assert_eq!(other.tables.keys().map(ToString::to_string).collect::<Vec<_>>(), ["book"]);
}

/// The target line for a shell script.
fn script(text: &str) -> String {
    format!("program = [\"sh\", \"-c\", '''{text}''', \"script\", \"{{dialect}}\"]")
}

#[tokio::test]
async fn a_program_prints_the_target() {
    let printed = script("echo \"CREATE TABLE table_$1 (id INTEGER);\"; echo warning >&2");
    assert_eq!(tables(&printed, &[]).await, "table_sqlite");
}

#[tokio::test]
async fn a_program_runs_in_the_folder_of_the_project() {
    assert_eq!(tables("program = [\"cat\", \"schema.sql\"]", &[("schema.sql", BOOK)]).await, "book");
}

#[tokio::test]
async fn errors_point_at_the_sources_of_a_program() {
    let printed = script(
        "echo \"-- atlas:pos book[type=table] app/models.py:12\"; echo \"-- atlas:pos main[type=schema].author[type=table] app/models.py:30\"; \
         echo \"CREATE TABLE author (id INTEGER);\"; echo \"CREATE TABLE book (id INTEGER PRIMARY KEYY);\"",
    );
    assert_eq!(problem(&printed, &[]).await, "app/models.py:12 (table `book`): near \"KEYY\": syntax error");
    let index =
        script("echo \"-- atlas:pos author[type=table] app/models.py:30\"; echo \"CREATE INDEX i ON author (id);\"");
    assert_eq!(problem(&index, &[]).await, "app/models.py:30 (index `i`): no such table: main.author");
    let unplaced = script("echo \"CREATE TABLE a (id INTEGER);\"; echo \"CREATE TABLE a (id INTEGER);\"")
        .replace(", \"script\", \"{dialect}\"", "");
    let told = problem(&unplaced, &[]).await;
    assert!(told.starts_with("line 2 of what `sh -c echo "), "{told}");
    assert!(told.ends_with("prints: table a already exists"), "{told}");
}

#[tokio::test]
async fn what_is_wrong_with_a_program_is_told() {
    let failed = problem(&script("echo no such module >&2; exit 3"), &[]).await;
    assert!(failed.ends_with("failed (exit status: 3):\nno such module"), "{failed}");
    let silent = problem(&script("echo all well >&2"), &[]).await;
    assert!(silent.contains("printed nothing:\nall well\nhint: run it by itself"), "{silent}");
    let missing = problem("program = [\"aludel-no-such-program\"]", &[]).await;
    assert!(missing.starts_with("target program `aludel-no-such-program` cannot be started: "), "{missing}");
    assert!(missing.contains("check the first word of `program`"), "{missing}");
    let nul = problem(&script("printf \"SELECT 1;\\\\n\\\\000\""), &[]).await;
    assert!(nul.starts_with("line 2 of what `sh -c"), "{nul}");
    assert!(nul.contains("a NUL character"), "{nul}");
    let bytes = problem(&script("printf \"\\\\377\""), &[]).await;
    assert!(bytes.contains("not UTF-8 (byte 0)"), "{bytes}");
}

#[tokio::test]
async fn a_program_that_hangs_is_stopped_with_its_children() {
    let (folder, migrator) =
        project(&format!("{}\ntimeout = \"300ms\"", script("sleep 30 & echo $! > child; echo waiting >&2; wait")), &[]);
    let error = migrator.target_schema(&Scope::default()).await.expect_err("it hangs");
    assert!(error.to_string().ends_with("was stopped after 300 ms:\nwaiting"), "{error}");
    assert_eq!(error.hint().as_deref(), Some("give it longer: `timeout = \"5m\"` under `[target]`"));
    let child = fs::read_to_string(folder.path().join("child")).expect("the program wrote it");
    for _ in 0..50 {
        if has_ended(child.trim()) {
            return;
        }
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    }
    panic!("the child {child} still runs");
}

/// Gone, or dead and not yet waited for.
fn has_ended(process: &str) -> bool {
    fs::read_to_string(format!("/proc/{process}/stat")).is_ok_and(|stat| stat.contains(") Z "))
        || !Path::new(&format!("/proc/{process}")).exists()
}

#[tokio::test]
async fn a_program_ends_with_whoever_wanted_it() {
    let (_folder, migrator) = project(&script("sleep 30"), &[]);
    let cancellation = migrator.cancellation().clone();
    tokio::spawn(async move {
        tokio::time::sleep(std::time::Duration::from_millis(100)).await;
        cancellation.cancel();
    });
    let error = migrator.target_schema(&Scope::default()).await.expect_err("somebody asked to stop");
    assert_eq!(error.code(), "cancelled");
}

#[tokio::test]
async fn a_program_that_prints_without_end_is_stopped() {
    let error = problem("program = [\"yes\", \"SELECT 1;\"]", &[]).await;
    assert_eq!(error, "what `yes SELECT 1;` prints: more than the limit `target_size` of 67108864 bytes");
}

#[tokio::test]
async fn a_thousand_tables_are_read() {
    let columns: String = (1..10).map(|number| format!(", c{number} VARCHAR(20) NOT NULL DEFAULT 'x'")).collect();
    let sql: String =
        (0..1000).map(|number| format!("CREATE TABLE t{number} (id INTEGER PRIMARY KEY{columns});\n")).collect();
    let target = read("sql = \"schema.sql\"", &[("schema.sql", sql.as_bytes())]).await.expect("the target can be read");
    assert_eq!(target.schema.tables.len(), 1000);
}

#[tokio::test]
async fn a_project_without_a_target_is_told_how_to_name_one() {
    let folder = TempDir::new().expect("the system has a temporary folder");
    fs::write(folder.path().join("aludel.toml"), "[database]\nurl = \"sqlite://app.db\"\n")
        .expect("the folder is writable");
    let error = open(folder.path()).target_schema(&Scope::default()).await.expect_err("there is none");
    assert_eq!(error.to_string(), "aludel.toml names no target");
    assert_eq!(error.code(), "target_missing");
}
