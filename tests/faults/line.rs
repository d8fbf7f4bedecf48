//! The migrations that are run while something fails: a line of SQL of every shape, after a component.
//!
//! What is done twice, or not at all, shows: numbers are changed by steps that do not commute, and rows have no keys.

use std::path::Path;

use crate::databases::Kind;
use crate::size::Size;

/// How many rows the component makes and changes.
pub(crate) const ROWS_ARGUMENT: &str = "rows=300";
/// The revision of the component.
const COMPONENT: &str = "backfill";

/// A file of the project, by its name.
#[derive(Debug)]
pub(crate) struct MigrationFile {
    pub(crate) name: String,
    pub(crate) content: Vec<u8>,
}

/// Whether migrations run with the login that keeps the tables of the house, or with another one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Logins {
    One,
    Two,
}

/// A line of migrations for one database.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Line {
    pub(crate) kind: Kind,
    /// With whose login it runs.
    pub(crate) logins: Logins,
    sql_count: usize,
}

impl Line {
    /// Two of every shape, or five.
    pub(crate) fn new(kind: Kind, size: Size) -> Self {
        Self { kind, logins: Logins::One, sql_count: size.choose(12, 30) }
    }

    /// One of every shape.
    pub(crate) fn shortest(kind: Kind) -> Self {
        Self { kind, logins: Logins::One, sql_count: 6 }
    }

    /// The same with a login of its own.
    pub(crate) fn with_two_logins(self) -> Self {
        Self { logins: Logins::Two, ..self }
    }

    /// How many migrations it has.
    pub(crate) fn count(self) -> usize {
        self.sql_count + 1
    }

    /// All of its files.
    pub(crate) fn files(self) -> Result<Vec<MigrationFile>, String> {
        let mut files = vec![component(COMPONENT)?, first()];
        files.extend((2..=self.sql_count).map(|number| numbered(number, self.kind)));
        Ok(files)
    }
}

/// Whether a revision runs without a transaction on every database.
pub(crate) fn is_loose(revision: &str) -> bool {
    revision.strip_prefix('r').and_then(|number| number.parse().ok()).is_some_and(|number: usize| number % 6 == 4)
}

fn component(revision: &str) -> Result<MigrationFile, String> {
    let name = format!("{revision}.wasm");
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/guests/components").join(&name);
    let content = std::fs::read(&path).map_err(|error| format!("{}: {error}", path.display()))?;
    Ok(MigrationFile { name, content })
}

/// The tables that the others change.
fn first() -> MigrationFile {
    let up = "CREATE TABLE counter (n BIGINT NOT NULL);\nINSERT INTO counter VALUES (1);\n\
              CREATE TABLE trail (step VARCHAR(20) NOT NULL, note VARCHAR(40));";
    sql(1, COMPONENT, "", up, "DROP TABLE trail;\nDROP TABLE counter;")
}

fn numbered(number: usize, kind: Kind) -> MigrationFile {
    let (header, up, down) = match number % 6 {
        0 => ("", TABLE, "DROP TABLE t_#;"),
        1 => ("", DEFINITIONS, "DROP VIEW v_#;\nDROP TABLE d_#;"),
        2 => ("", DATA, "UPDATE counter SET n = (n - #) / 3;\nDELETE FROM trail WHERE step = '#';"),
        3 => ("", MIXED, "DROP TABLE m_#;\nUPDATE counter SET n = n / 2;\nDELETE FROM trail WHERE step = '#';"),
        4 => ("-- transaction = false\n", LOOSE, LOOSE_DOWN),
        _ => ("", RENAMED, "DROP TABLE r_#_new;\nDELETE FROM trail WHERE step = '#';"),
    };
    let concurrently = if kind == Kind::Postgresql { "CONCURRENTLY" } else { "" };
    let fill = |text: &str| text.replace("CONCURRENTLY", concurrently).replace('#', &number.to_string());
    sql(number, &format!("r{}", number - 1), header, &fill(up), &fill(down))
}

const TABLE: &str = "CREATE TABLE t_# (id INTEGER PRIMARY KEY, word VARCHAR(40), price INTEGER);
INSERT INTO t_# VALUES (1, 'one', 10), (2, 'two', 20), (3, NULL, 30);";

const DEFINITIONS: &str = "CREATE TABLE d_# (id INTEGER PRIMARY KEY, word VARCHAR(40));
CREATE INDEX i_# ON d_# (word);
ALTER TABLE d_# ADD COLUMN price INTEGER DEFAULT 5;
CREATE VIEW v_# AS SELECT id, price FROM d_#;";

const DATA: &str = "UPDATE counter SET n = n * 3 + #;
INSERT INTO trail VALUES ('#', 'a');
INSERT INTO trail SELECT '#', note FROM trail WHERE step = '#';
UPDATE trail SET note = 'b' WHERE step = '#';";

const MIXED: &str = "INSERT INTO trail VALUES ('#', 'before');
CREATE TABLE m_# (id INTEGER, word VARCHAR(40));
UPDATE counter SET n = n * 2;
INSERT INTO m_# VALUES (1, 'x');
ALTER TABLE m_# ADD COLUMN price INTEGER;
INSERT INTO m_# SELECT id + 1, word, 7 FROM m_#;
CREATE INDEX mi_# ON m_# (price);
INSERT INTO trail VALUES ('#', 'after');";

const LOOSE: &str = "CREATE TABLE l_# (id INTEGER PRIMARY KEY, word VARCHAR(40));
INSERT INTO l_# VALUES (1, 'x'), (2, 'y');
UPDATE counter SET n = n * 3 + 1;
CREATE INDEX CONCURRENTLY li_# ON l_# (word);
INSERT INTO trail VALUES ('#', 'loose');
CREATE TABLE l_#_more (id INTEGER);
UPDATE counter SET n = n * 2;";

const LOOSE_DOWN: &str = "UPDATE counter SET n = n / 2;
DROP TABLE l_#_more;
DELETE FROM trail WHERE step = '#';
UPDATE counter SET n = (n - 1) / 3;
DROP TABLE l_#;";

const RENAMED: &str = "CREATE TABLE r_# (id INTEGER PRIMARY KEY, old VARCHAR(40));
INSERT INTO r_# VALUES (1, 'x');
ALTER TABLE r_# RENAME TO r_#_new;
ALTER TABLE r_#_new ADD COLUMN fresh VARCHAR(40);
UPDATE r_#_new SET fresh = old;
ALTER TABLE r_#_new DROP COLUMN old;
INSERT INTO trail SELECT '#', fresh FROM r_#_new;";

fn sql(number: usize, below: &str, header: &str, up: &str, down: &str) -> MigrationFile {
    let text = format!(
        "-- /// migration\n-- revision = \"r{number}\"\n-- down_revision = \"{below}\"\n{header}-- ///\n\
         -- aludel:upgrade\n{up}\n-- aludel:downgrade\n{down}\n"
    );
    MigrationFile { name: format!("r{number}.sql"), content: text.into_bytes() }
}
