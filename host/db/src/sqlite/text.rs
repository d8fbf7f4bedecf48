//! What the text of a statement tells before the library reads it.

use aludel_sql::{BulkKind, BulkTarget, Dialect, ErrorKind, IdentifierError, SqlError};

use crate::words::Words;

/// A NUL would end the text for the library, and hide what follows from whoever reads the log.
pub(super) fn check_no_nul(sql: &str) -> Result<(), SqlError> {
    match sql.find('\0') {
        None => Ok(()),
        Some(at) => {
            let message = format!("the statement holds a NUL character (at byte {})", at + 1);
            Err(SqlError::new(ErrorKind::Syntax, message))
        }
    }
}

/// Whether a statement makes new rowids.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Inserts {
    Yes,
    No,
    /// It starts with common table expressions.
    Perhaps,
}

impl Inserts {
    pub(super) fn of(sql: &str) -> Self {
        let words = Words::first_few(sql, Dialect::Sqlite, 1);
        if words.starts_with_any(&["insert", "replace"]) {
            Self::Yes
        } else if words.starts_with_any(&["with"]) {
            Self::Perhaps
        } else {
            Self::No
        }
    }
}

/// The statement that a bulk writer runs once a row.
pub(super) fn bulk_statement(target: &BulkTarget) -> Result<String, SqlError> {
    bulk_text(target).map_err(|error| SqlError::new(ErrorKind::Syntax, error.to_string()))
}

fn bulk_text(target: &BulkTarget) -> Result<String, IdentifierError> {
    let quote = |name: &String| Dialect::Sqlite.quote(name);
    let schema = target.schema.as_ref().map(|schema| Ok(quote(schema)? + ".")).transpose()?.unwrap_or_default();
    let table = schema + &quote(&target.table)?;
    let columns = target.columns.iter().map(quote).collect::<Result<Vec<_>, _>>()?;
    let BulkKind::Update { keys } = &target.kind else {
        let places: Vec<String> = (1..=columns.len()).map(|place| format!("?{place}")).collect();
        return Ok(format!("INSERT INTO {table} ({}) VALUES ({})", columns.join(", "), places.join(", ")));
    };
    let keys = keys.iter().map(quote).collect::<Result<Vec<_>, _>>()?;
    let values = assigned(&columns, keys.len() + 1).join(", ");
    Ok(format!("UPDATE {table} SET {values} WHERE {}", assigned(&keys, 1).join(" AND ")))
}

fn assigned(names: &[String], first_place: usize) -> Vec<String> {
    names.iter().enumerate().map(|(index, name)| format!("{name} = ?{}", first_place + index)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_do_not_hide_the_first_word() {
        assert_eq!(Inserts::of("-- new\n /* row */ insert into t values (1)"), Inserts::Yes);
        assert_eq!(Inserts::of("WITH a AS (SELECT 1) INSERT INTO t SELECT * FROM a"), Inserts::Perhaps);
        assert_eq!(Inserts::of("UPDATE t SET a = 1"), Inserts::No);
        assert_eq!(Inserts::of("/* never closed"), Inserts::No);
    }

    #[test]
    fn bulk_statements_number_keys_before_columns() {
        let kind = BulkKind::Update { keys: vec!["id".to_owned(), "day".to_owned()] };
        let columns = vec!["a".to_owned(), "b\"c".to_owned()];
        let mut target = BulkTarget { schema: Some("main".to_owned()), table: "t".to_owned(), kind, columns };
        let update = r#"UPDATE "main"."t" SET "a" = ?3, "b""c" = ?4 WHERE "id" = ?1 AND "day" = ?2"#;
        assert_eq!(bulk_statement(&target).as_deref(), Ok(update));
        target.kind = BulkKind::Insert;
        let insert = r#"INSERT INTO "main"."t" ("a", "b""c") VALUES (?1, ?2)"#;
        assert_eq!(bulk_statement(&target).as_deref(), Ok(insert));
    }
}
