//! A version table that was left where it was when guests got a login of their own, or lost it.
//!
//! It must not be taken for a database that no migration ran on.

use aludel_sql::{DatabaseInfo, Dialect, Value};

use super::error::LedgerError;
use super::names::{HOUSE_SCHEMA, house_database};
use super::statements;
use crate::guest_login::mysql::RECORD;
use crate::session::{Session, fetch_all, own};

/// Looks where the version table would be with one login more, or one less.
pub(super) async fn check(session: &mut dyn Session, version_table: &str) -> Result<(), LedgerError> {
    let expected = session.house().default_schema.clone().unwrap_or_default();
    let found = match session.dialect() {
        Dialect::Sqlite => None,
        Dialect::Postgres => on_postgres(session, version_table, &expected).await?,
        Dialect::Mysql | Dialect::MariaDb => on_mysql(session, version_table).await?,
    };
    match found {
        Some(found) => Err(LedgerError::Elsewhere { table: version_table.to_owned(), expected, found }),
        None => Ok(()),
    }
}

async fn on_postgres(
    session: &mut dyn Session,
    version_table: &str,
    here: &str,
) -> Result<Option<String>, LedgerError> {
    let mut places = match session.control() {
        None => vec![HOUSE_SCHEMA.to_owned()],
        Some(_) => session.info().default_schema.iter().cloned().chain(["public".to_owned()]).collect(),
    };
    places.retain(|schema| *schema != here);
    for schema in places {
        let (sql, parameters) = columns_in(session, &schema, version_table);
        let rows = fetch_all(own(session), &sql, &parameters).await;
        if !rows.map_err(LedgerError::sql("look up", version_table))?.is_empty() {
            return Ok(Some(schema));
        }
    }
    Ok(None)
}

/// What a login has no rights on is not there for it. So a table of before is asked for with the guests' login; and one
/// that belongs to another login is known by the procedure that guests may call.
async fn on_mysql(session: &mut dyn Session, version_table: &str) -> Result<Option<String>, LedgerError> {
    let Some(database) = session.info().default_schema.clone() else { return Ok(None) };
    let is_parted = session.control().is_some();
    let place = if is_parted { database } else { house_database(&database) };
    let (columns, parameters) = columns_in(session, &place, version_table);
    let mut questions = vec![(columns, parameters)];
    if !is_parted {
        let routines =
            "SELECT routine_name FROM information_schema.routines WHERE routine_schema = ? AND routine_name = ?";
        questions.push((routines.to_owned(), vec![Value::Text(place.clone()), Value::Text(RECORD.to_owned())]));
    }
    for (sql, parameters) in questions {
        let rows = fetch_all(session, &sql, &parameters).await;
        if !rows.map_err(LedgerError::sql("look up", version_table))?.is_empty() {
            return Ok(Some(place));
        }
    }
    Ok(None)
}

fn columns_in(session: &dyn Session, schema: &str, table: &str) -> (String, Vec<Value>) {
    let there = DatabaseInfo { default_schema: Some(schema.to_owned()), ..session.house().clone() };
    statements::select_columns(&there, table)
}
