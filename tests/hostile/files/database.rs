//! Database files that are damaged, or hold code.

use std::fs;
use std::path::PathBuf;

use super::{Check, looks, system, told};
use crate::child::Ending;
use crate::machine::Dice;
use crate::project::Project;

pub(super) const ALL: &[(&str, Check)] = &[
    ("a database of a hundred damages", damaged),
    ("a database cut in half", |project| written(project, |bytes| bytes.truncate(bytes.len() / 2))),
    ("a database of one page", |project| written(project, |bytes| bytes.truncate(4096))),
    ("a database that is a text", |project| written(project, |bytes| *bytes = b"none of a database".to_vec())),
    ("a database of zeros", |project| written(project, |bytes| bytes.fill(0))),
    ("a database whose pages are of no size", |project| written(project, |bytes| bytes[16..18].fill(0xff))),
    ("a database of another encoding", |project| written(project, |bytes| bytes[59] = 9)),
    ("a database that is a pipe", pipe),
    ("a database that is a device", device),
    ("a schema row with code", |project| {
        schema(project, "UPDATE sqlite_schema SET sql = 'DROP TABLE canary' WHERE name = 'prey';")
    }),
    ("a schema row that is no statement", |project| {
        schema(project, "UPDATE sqlite_schema SET sql = x'ff00' WHERE name = 'prey';")
    }),
    ("a schema row of a page that is another's", |project| {
        schema(project, "UPDATE sqlite_schema SET rootpage = 1 WHERE name = 'prey';")
    }),
    ("a schema row of a page that is not there", |project| {
        schema(project, "UPDATE sqlite_schema SET rootpage = 999999 WHERE name = 'aludel_version';")
    }),
    ("a view of the version table that calls a function", |project| {
        code(
            project,
            "ALTER TABLE aludel_version RENAME TO v; CREATE VIEW aludel_version AS SELECT load_extension('/tmp/aludel-hostile-evil') AS version_num;",
        )
    }),
    ("a view of the version table that never ends", |project| {
        code(
            project,
            "ALTER TABLE aludel_version RENAME TO v; CREATE VIEW aludel_version AS
             WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 3000000) SELECT 'x' || max(i) AS version_num FROM n;",
        )
    }),
    ("a trigger on the version table", |project| {
        code(
            project,
            "CREATE TRIGGER evil AFTER INSERT ON aludel_version BEGIN SELECT writefile('/tmp/aludel-hostile-evil', 'x'); END;",
        )
    }),
    ("a trigger on the history that deletes", |project| {
        code(project, "CREATE TRIGGER evil AFTER INSERT ON aludel_history BEGIN DELETE FROM aludel_history; END;")
    }),
    ("a trigger on the history that says no", |project| {
        code(project, "CREATE TRIGGER evil BEFORE INSERT ON aludel_history BEGIN SELECT RAISE(IGNORE); END;")
    }),
    ("a default that calls a function", |project| {
        code(project, "CREATE TABLE evil (a TEXT DEFAULT (load_extension('/tmp/aludel-hostile-evil')));")
    }),
    ("a generated column that calls a function", |project| {
        code(project, "CREATE TABLE evil (a TEXT, b TEXT AS (upper(a)) STORED); INSERT INTO evil (a) VALUES ('x');")
    }),
];

fn file(project: &Project) -> PathBuf {
    PathBuf::from(project.database.url().trim_start_matches("sqlite://"))
}

/// Whatever is said, it is said in order: no signal, no panic, no hang, and one of the exit codes.
fn said(ending: &Ending) -> Result<(), String> {
    if matches!(ending.exit, 0..=6 | 10 | 12 | 13) {
        Ok(())
    } else {
        Err(format!("exit {}: {}", ending.exit, ending.message))
    }
}

/// Looks at the database, and runs a migration that writes to all that was there.
fn tried(project: &Project) -> Result<(), String> {
    looks(project)?.iter().try_for_each(said)?;
    let header = "-- /// migration\n-- revision = \"b\"\n-- down_revision = \"first\"\n-- ///\n";
    let sql = "-- aludel:upgrade\nINSERT INTO prey (word) VALUES ('b');\nUPDATE prey SET word = 'c';\nCREATE TABLE fresh (a TEXT);\n";
    project.write("migrations/b.sql", format!("{header}{sql}"))?;
    said(&project.aludel(&["upgrade", "--json"])?)
}

fn damaged(project: &Project) -> Result<(), String> {
    let good = fs::read(file(project)).map_err(told)?;
    let mut dice = Dice::new(11);
    for round in 0..100 {
        let mut bytes = good.clone();
        for _ in 0..=dice.roll(20) {
            let place = usize::try_from(dice.roll(bytes.len() as u64)).map_err(told)?;
            bytes[place] = dice.bytes(1)[0];
        }
        fs::write(file(project), bytes).map_err(told)?;
        let verb: &[&str] = [&["current", "--json"][..], &["upgrade", "--json"], &["inspect"]][round % 3];
        said(&project.aludel(verb)?).map_err(|problem| format!("round {round}: {problem}"))?;
    }
    Ok(())
}

fn written(project: &Project, damage: fn(&mut Vec<u8>)) -> Result<(), String> {
    let mut bytes = fs::read(file(project)).map_err(told)?;
    damage(&mut bytes);
    fs::write(file(project), bytes).map_err(told)?;
    tried(project)
}

fn pipe(project: &Project) -> Result<(), String> {
    fs::remove_file(file(project)).map_err(told)?;
    system("mkfifo", &[&file(project).display().to_string()])?;
    tried(project)
}

fn device(project: &Project) -> Result<(), String> {
    fs::remove_file(file(project)).map_err(told)?;
    super::link("/dev/zero", file(project))?;
    tried(project)
}

/// Code in the schema, where only the shell of `SQLite` lets anybody write.
fn schema(project: &Project, sql: &str) -> Result<(), String> {
    project.database.run(&format!(".dbconfig defensive off\nPRAGMA writable_schema = ON;\n{sql}"))?;
    tried(project)
}

fn code(project: &Project, sql: &str) -> Result<(), String> {
    project.database.run(sql)?;
    tried(project)?;
    let evil = PathBuf::from("/tmp/aludel-hostile-evil");
    if evil.exists() { Err("the code ran".to_owned()) } else { Ok(()) }
}
