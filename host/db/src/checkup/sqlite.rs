//! Whether a `SQLite` file is whole, and what lies beside it.

use std::ffi::OsString;
use std::fs::File;
use std::io::Read as _;
use std::path::{Path, PathBuf};

use aludel_sql::{SqlError, Value};

use super::DanglingRows;
use crate::session::{Session, fetch_all};
use crate::url::DatabaseUrl;

/// What the library says of a file without a fault.
const WHOLE: &str = "ok";

/// What a process that died left beside a database file, or one that is still at it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct FilesBeside {
    /// A rollback journal with something in it: a transaction is under way, or was cut off.
    pub journal: Option<PathBuf>,
    /// A write-ahead log with something in it, and its size in bytes.
    pub log: Option<(PathBuf, u64)>,
}

/// Looks beside the file, without opening the database: whoever may write takes such files back at its first read.
pub fn files_beside(url: &DatabaseUrl) -> FilesBeside {
    let Some(database) = url.file() else { return FilesBeside::default() };
    let journal = beside(database, "-journal");
    let log = beside(database, "-wal");
    let bytes = log.metadata().ok().filter(|metadata| metadata.is_file() && metadata.len() > 0);
    FilesBeside { journal: has_header(&journal).then_some(journal), log: bytes.map(|found| (log, found.len())) }
}

fn beside(database: &Path, suffix: &str) -> PathBuf {
    let mut path = OsString::from(database);
    path.push(suffix);
    PathBuf::from(path)
}

/// With `journal_mode = persist` the file stays, with zeros where its header was.
fn has_header(path: &Path) -> bool {
    let mut start = [0_u8; 8];
    let is_file = path.metadata().is_ok_and(|metadata| metadata.is_file());
    is_file && File::open(path).and_then(|mut file| file.read_exact(&mut start)).is_ok() && start != [0; 8]
}

pub(super) async fn damage(session: &mut dyn Session) -> Result<Vec<String>, SqlError> {
    let rows = fetch_all(session, "PRAGMA main.integrity_check(10)", &[]).await?;
    let lines = rows.into_iter().filter_map(|row| row.into_iter().next());
    let texts = lines.filter_map(|value| if let Value::Text(text) = value { Some(text) } else { None });
    Ok(texts.filter(|text| text != WHOLE).collect())
}

pub(super) async fn dangling(session: &mut dyn Session) -> Result<Vec<DanglingRows>, SqlError> {
    let mut found: Vec<DanglingRows> = Vec::new();
    for row in fetch_all(session, "PRAGMA main.foreign_key_check", &[]).await? {
        let [Value::Text(table), _, Value::Text(parent), ..] = row.as_slice() else { continue };
        match found.iter_mut().find(|rows| rows.table == *table && rows.parent == *parent) {
            Some(rows) => rows.count += 1,
            None => found.push(DanglingRows { table: table.clone(), parent: parent.clone(), count: 1 }),
        }
    }
    Ok(found)
}
