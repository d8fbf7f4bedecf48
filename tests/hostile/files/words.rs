//! Text that means harm to whoever reads it on a terminal, in rows and in headers.

use super::{Check, looks};
use crate::project::Project;

/// Names the window, clears the screen, hides what follows, turns text around, and has the terminal answer.
const ESCAPES: &str = "\u{1b}]0;owned\u{7}\u{1b}[2J\u{1b}[8m\u{202e}\u{9b}6n";

pub(super) const ALL: &[(&str, Check)] = &[
    ("a message that names the window", message),
    ("a message of fifty thousand characters", long_message),
    ("a version row that is a command for the terminal", |project| {
        row(project, &format!("UPDATE aludel_version SET version_num = '{ESCAPES}';"))
    }),
    ("a version row of ten megabytes", |project| {
        row(project, "UPDATE aludel_version SET version_num = printf('%.*c', 10000000, 'x');")
    }),
    ("a version row of bytes", |project| row(project, "UPDATE aludel_version SET version_num = x'00ff1b5b';")),
    ("a version row of NULL", |project| {
        row(
            project,
            "ALTER TABLE aludel_version RENAME TO x; CREATE TABLE aludel_version AS SELECT NULL AS version_num;",
        )
    }),
    ("ten thousand version rows", |project| {
        row(
            project,
            "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 10000)
             INSERT INTO aludel_version SELECT 'r' || i FROM n;",
        )
    }),
    ("history that is commands for the terminal", history),
    ("names of tables that are commands for the terminal", |project| {
        row(project, &format!("CREATE TABLE \"{ESCAPES}\" (\"{ESCAPES}\" TEXT DEFAULT '{ESCAPES}');"))
    }),
    ("a view that is a command for the terminal", |project| {
        row(project, &format!("CREATE VIEW \"a{ESCAPES}\" AS SELECT '{ESCAPES}' AS \"b{ESCAPES}\";"))
    }),
];

fn with_message(project: &Project, message: &str) -> Result<(), String> {
    let header = format!(
        "-- /// migration\n-- revision = \"b\"\n-- down_revision = \"first\"\n-- message = \"{message}\"\n-- ///\n"
    );
    project.write("migrations/b.sql", format!("{header}-- aludel:upgrade\nSELECT nonsense FROM nowhere;\n"))?;
    looks(project)?;
    super::ends(project, 10, "database")
}

fn message(project: &Project) -> Result<(), String> {
    with_message(project, "\\u001b]0;owned\\u0007\\u001b[2J\\u001b[8m\\u202e\\u009b6n")
}

fn long_message(project: &Project) -> Result<(), String> {
    with_message(project, &"long ".repeat(10_000))
}

/// Somebody wrote into the database, beside Aludel.
fn row(project: &Project, sql: &str) -> Result<(), String> {
    project.database.run(sql)?;
    looks(project)?;
    crate::guests::check_words(&project.aludel(&["upgrade"])?)
}

fn history(project: &Project) -> Result<(), String> {
    let columns = project
        .database
        .run("SELECT name FROM pragma_table_info('aludel_history') WHERE type LIKE '%CHAR%' OR type = 'TEXT';")?;
    let assignments: Vec<String> = columns.lines().map(|column| format!("{column} = '{ESCAPES}'")).collect();
    if assignments.is_empty() {
        return Err("no column of the history is text".to_owned());
    }
    row(project, &format!("UPDATE aludel_history SET {};", assignments.join(", ")))
}
