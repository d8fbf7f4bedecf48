//! Indexes of `PostgreSQL` that no query uses.

use aludel_sql::{SqlError, Value};

use super::{InvalidIndex, InvalidIndexKind};
use crate::session::{Session, fetch_all};

/// Since this version the server shows which indexes are being built.
const SHOWS_PROGRESS: u32 = 12;

/// One that is being built at this moment is not valid yet, and nothing is wrong with it.
pub(super) async fn invalid_indexes(session: &mut dyn Session) -> Result<Vec<InvalidIndex>, SqlError> {
    let not_being_built = if session.info().version_number.0 >= SHOWS_PROGRESS {
        "AND NOT EXISTS (SELECT FROM pg_catalog.pg_stat_progress_create_index p \
         WHERE p.index_relid = i.indexrelid OR p.relid = i.indrelid)"
    } else {
        ""
    };
    let sql = format!(
        "SELECT pg_catalog.quote_ident(n.nspname) || '.' || pg_catalog.quote_ident(c.relname), \
         pg_catalog.quote_ident(tn.nspname) || '.' || pg_catalog.quote_ident(t.relname), c.relkind::text, c.relname::text \
         FROM pg_catalog.pg_index i JOIN pg_catalog.pg_class c ON c.oid = i.indexrelid \
         JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace \
         JOIN pg_catalog.pg_class t ON t.oid = i.indrelid \
         JOIN pg_catalog.pg_namespace tn ON tn.oid = t.relnamespace \
         WHERE NOT i.indisvalid {not_being_built} ORDER BY 1"
    );
    let rows = fetch_all(session, &sql, &[]).await?;
    Ok(rows.iter().filter_map(|row| index(row)).collect())
}

fn index(row: &[Value]) -> Option<InvalidIndex> {
    let [Value::Text(name), Value::Text(table), Value::Text(kind), Value::Text(bare)] = row else { return None };
    let kind = match kind.as_str() {
        "I" => InvalidIndexKind::Partitioned,
        _ if is_leftover(bare) => InvalidIndexKind::Leftover,
        _ => InvalidIndexKind::Unfinished,
    };
    Some(InvalidIndex { name: name.clone(), table: table.clone(), kind })
}

/// What the server calls the indexes of `REINDEX CONCURRENTLY`, with a number where the name was taken.
fn is_leftover(name: &str) -> bool {
    let bare = name.trim_end_matches(|character: char| character.is_ascii_digit());
    bare.ends_with("_ccnew") || bare.ends_with("_ccold")
}

#[cfg(test)]
mod tests {
    use super::is_leftover;

    #[test]
    fn leftovers_are_known_by_their_names() {
        assert!(is_leftover("a_ccnew") && is_leftover("a_ccold2"));
        assert!(!is_leftover("ccnew") && !is_leftover("a_ccnew_b"));
    }
}
