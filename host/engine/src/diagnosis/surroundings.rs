//! The database itself, what lies beside it, and who is at it.

use aludel_db::{Checkup, DanglingRows, FilesBeside, InvalidIndex, InvalidIndexKind};

use super::report::{Finding, Severity};

/// Nobody has made it yet.
pub(crate) fn missing() -> Finding {
    let text = "there is no database file yet; the first upgrade makes it".to_owned();
    Finding::new(Severity::Warning, "no_database", text).with_command("aludel upgrade heads")
}

/// Whoever only reads cannot take back what was cut off, and so cannot read either.
pub(crate) fn unreadable() -> Finding {
    let text = "the database cannot be read before a transaction that was cut off is taken back".to_owned();
    Finding::new(Severity::Error, "unreadable", text).with_command("aludel ensure-version")
}

/// Somebody has the lock.
pub(crate) fn locked(holder: &str) -> Finding {
    Finding::new(Severity::Note, "locked", format!("{holder} has the lock"))
}

/// What lies beside a `SQLite` file.
pub(crate) fn of_files(beside: &FilesBeside) -> Vec<Finding> {
    let mut findings = Vec::new();
    if let Some(path) = &beside.journal {
        let text = format!("a transaction is under way or was cut off: {} lies beside the database", path.display());
        let advice = "never remove it by itself: the next connection that may write takes back what was cut off";
        let found = Finding::new(Severity::Warning, "rollback_journal", text).with_details(vec![advice.to_owned()]);
        findings.push(found.with_command("aludel ensure-version"));
    }
    if let Some((path, bytes)) = &beside.log {
        let text =
            format!("{} ({bytes} bytes) belongs to the database: whoever copies one copies both", path.display());
        findings.push(Finding::new(Severity::Note, "write_ahead_log", text));
    }
    findings
}

/// What was found in the database and on its server.
pub(crate) fn of_checkup(checkup: &Checkup) -> Vec<Finding> {
    let mut findings: Vec<Finding> = damage(&checkup.damage).into_iter().collect();
    findings.extend(checkup.dangling.iter().map(dangling));
    findings.extend(checkup.invalid_indexes.iter().map(invalid_index));
    findings.extend(checkup.scratch_schemas.iter().map(|name| scratch_schema(name)));
    findings.extend(scratch_databases(&checkup.scratch_databases));
    findings
}

fn damage(lines: &[String]) -> Option<Finding> {
    if lines.is_empty() {
        return None;
    }
    let text = "the database file is damaged: put a backup in its place, or save what can be read".to_owned();
    let found = Finding::new(Severity::Error, "damaged", text).with_details(lines.to_vec());
    Some(found.with_command("sqlite3 DATABASE .recover"))
}

fn dangling(rows: &DanglingRows) -> Finding {
    let DanglingRows { table, parent, count } = rows;
    let text = match count {
        1 => format!("1 row of `{table}` refers to a row of `{parent}` that is not there"),
        _ => format!("{count} rows of `{table}` refer to rows of `{parent}` that are not there"),
    };
    let quoted = table.replace('"', "\"\"");
    Finding::new(Severity::Warning, "dangling_rows", text)
        .with_sql(Some(format!("PRAGMA foreign_key_check(\"{quoted}\")")))
}

fn invalid_index(index: &InvalidIndex) -> Finding {
    let InvalidIndex { name, table, kind } = index;
    let because = match kind {
        InvalidIndexKind::Unfinished => "it was never finished, so that no query uses it, and every change pays for it",
        InvalidIndexKind::Leftover => "it was left by a REINDEX that was cut off",
        InvalidIndexKind::Partitioned => "a partition has no index to attach to it",
    };
    let text = format!("index {name} of {table} is not valid: {because}");
    Finding::new(Severity::Warning, "invalid_index", text).with_sql(index.mend())
}

fn scratch_schema(name: &str) -> Finding {
    let text = format!("schema {name} was left by a comparison that was killed; the next comparison drops it");
    Finding::new(Severity::Warning, "scratch_schema", text).with_sql(Some(format!("DROP SCHEMA {name} CASCADE")))
}

/// They are on the server and not in this database, which is not the worse for them.
fn scratch_databases(names: &[String]) -> Option<Finding> {
    let text = match names {
        [] => return None,
        [one] => format!("database {one} was left by a comparison that was killed; the next comparison drops it"),
        several => format!(
            "{} databases were left by comparisons that were killed; the next comparison drops them",
            several.len()
        ),
    };
    let statements: Vec<String> = names.iter().map(|name| format!("DROP DATABASE {name}")).collect();
    Some(Finding::new(Severity::Note, "scratch_databases", text).with_sql(Some(statements.join("; "))))
}
