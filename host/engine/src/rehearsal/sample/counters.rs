//! Counters of the copy, where those of the live database are.

use aludel_db::{Session, fetch_all};
use aludel_schema::Schema;
use aludel_sql::{Dialect, Value};

use super::choose::quoted;

/// Sequences go on where those of the live database are, so that new rows do not get the numbers of copied ones. On the
/// others counters follow the rows by themselves.
pub(super) async fn count_on(live: &mut dyn Session, copy: &mut dyn Session, schema: &Schema) {
    match live.dialect() {
        Dialect::Postgres => count_on_postgres(live, copy).await,
        Dialect::MariaDb => {
            for name in schema.sequences.keys().filter_map(|name| quoted(name, Dialect::MariaDb)) {
                let next = format!("SELECT next_not_cached_value FROM {name}");
                if let Some(Value::Integer(next)) =
                    fetch_all(live, &next, &[]).await.unwrap_or_default().into_iter().flatten().next()
                {
                    // A sequence that cannot be set starts anew, as that of an empty copy does.
                    let _ = copy.execute(&format!("DO SETVAL({name}, {next}, 0)"), &[]).await;
                }
            }
        }
        Dialect::Sqlite | Dialect::Mysql => {}
    }
}

async fn count_on_postgres(live: &mut dyn Session, copy: &mut dyn Session) {
    let counters = "SELECT CASE WHEN schemaname = pg_catalog.current_schema() THEN pg_catalog.quote_ident(sequencename) \
                    ELSE pg_catalog.quote_ident(schemaname) || '.' || pg_catalog.quote_ident(sequencename) END, \
                    last_value FROM pg_catalog.pg_sequences WHERE last_value IS NOT NULL";
    // What cannot be read starts anew, as in an empty copy.
    for row in fetch_all(live, counters, &[]).await.unwrap_or_default() {
        if let [Value::Text(name), Value::Integer(value)] = row.as_slice() {
            let name = name.replace('\'', "''");
            // A sequence that was not copied has no number, and nothing is set.
            let sql = format!("SELECT pg_catalog.setval(pg_catalog.to_regclass('{name}'), {value})");
            let _ = copy.execute(&sql, &[]).await;
        }
    }
}
