//! `revision --autogenerate --lang`: what is written in each language leads to the target, and back.

use std::env;
use std::fs;

use serde_json::Value;

use crate::workspace::Workspace;

/// Quotes, a backslash, several lines, characters beyond ASCII, and what no builder says.
const TARGET: &str = r#"
CREATE TABLE author (
    id INTEGER PRIMARY KEY,
    name VARCHAR(80) NOT NULL DEFAULT 'it''s "me"',
    CONSTRAINT uq_author UNIQUE (name)
);
CREATE TABLE book (
    id INTEGER PRIMARY KEY,
    title VARCHAR(80) NOT NULL,
    author_id INTEGER NOT NULL REFERENCES author (id) ON DELETE CASCADE,
    price NUMERIC(10, 2),
    CONSTRAINT ck_price CHECK (price >= 0)
);
CREATE INDEX ix_book_title ON book (title DESC);
CREATE VIEW cheap AS
SELECT id, 'a\b ${x} {y} %d' AS text FROM book
WHERE price < 5;
CREATE TRIGGER touch AFTER INSERT ON book BEGIN UPDATE book SET title = 'ü😀' WHERE id = 0; END;
"#;

/// The same with one table changed and a column gone.
const CHANGED: &str = r"
CREATE TABLE author (id INTEGER PRIMARY KEY, name VARCHAR(120) NOT NULL, born DATE);
CREATE INDEX ix_author_name ON author (name);
";

/// A project in that language, whose Rust library is the one of this repository.
fn project(language: &str) -> Workspace {
    let workspace = Workspace::project();
    let library = concat!(env!("CARGO_MANIFEST_DIR"), "/../../guest-sdk/rust");
    workspace.write(
        "aludel.toml",
        format!(
            "[project]\nfile_template = \"{{rev}}\"\nlanguage = \"{language}\"\n\n[database]\nurl = \"sqlite://app.db\"\n\n\
             [target]\nsql = \"schema.sql\"\n\n[sdk]\nrust = {{ path = \"{library}\" }}\n"
        ),
    );
    workspace.write("schema.sql", TARGET);
    workspace
}

/// Writes a migration that leads to the target, and gives its text.
fn generate(workspace: &Workspace, revision: &str, file: &str) -> String {
    let output = workspace.aludel(&["revision", "--autogenerate", "--rev-id", revision, "-m", "what the target has"]);
    assert!(output.status.success(), "{output:?}");
    fs::read_to_string(workspace.path().join("migrations").join(file)).expect("the file is there")
}

/// The error of a command, by its name and its words; none where it did what it should.
fn error(workspace: &Workspace, arguments: &[&str]) -> Option<(String, String)> {
    let output = workspace.aludel(arguments);
    let stdout = String::from_utf8_lossy(&output.stdout);
    let last = stdout.lines().last().and_then(|line| serde_json::from_str::<Value>(line).ok());
    let error = last.filter(|_| !output.status.success())?["error"].clone();
    Some((error["code"].as_str()?.to_owned(), error["message"].as_str()?.to_owned()))
}

/// Goes to the target, to a changed one, and back to nothing. Says so and does nothing where the language cannot be built.
#[expect(clippy::print_stderr, reason = "the reader of a test run is told what was not run")]
fn there_and_back(workspace: &Workspace, second: &str) {
    match error(workspace, &["upgrade", "--json"]) {
        Some((code, message)) if is_missing(&code) && env::var_os("TEST_REQUIRE").is_none() => {
            return eprintln!("not run: {message}");
        }
        Some(error) => panic!("{error:?}"),
        None => {}
    }
    assert_eq!(error(workspace, &["check", "--json"]), None);
    workspace.write("schema.sql", CHANGED);
    generate(workspace, "b2", second);
    for step in [["upgrade", "--json"], ["check", "--json"]] {
        assert_eq!(error(workspace, &step), None);
    }
    assert_eq!(error(workspace, &["downgrade", "a1", "--json"]), None);
    workspace.write("schema.sql", TARGET);
    assert_eq!(error(workspace, &["diff", "database", "target", "--json"]), None);
    assert_eq!(error(workspace, &["downgrade", "base", "--json"]), None);
    let left = workspace.aludel(&["inspect"]);
    assert_eq!(String::from_utf8_lossy(&left.stdout).trim(), "");
}

fn is_missing(code: &str) -> bool {
    matches!(code, "toolchain_missing" | "toolchain_version" | "interpreter_missing")
}

fn check(language: &str, first: &str, second: &str) {
    let workspace = project(language);
    let text = generate(&workspace, "a1", first);
    assert!(text.contains("ix_book_title"), "{text}");
    there_and_back(&workspace, second);
}

#[test]
fn rust() {
    check("rust", "a1/src/lib.rs", "b2/src/lib.rs");
}

#[test]
fn python() {
    check("python", "a1.py", "b2.py");
}

#[test]
fn javascript() {
    check("javascript", "a1.js", "b2.js");
}

#[test]
fn typescript() {
    check("typescript", "a1.ts", "b2.ts");
}

#[test]
fn go() {
    check("go", "a1.go", "b2.go");
}

#[test]
fn zig() {
    check("zig", "a1.zig", "b2.zig");
}

#[test]
fn assemblyscript() {
    check("assemblyscript", "a1.as.ts", "b2.as.ts");
}
