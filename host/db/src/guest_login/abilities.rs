//! What a guest's login can do that no wall is in the way of.

use aludel_sql::{Dialect, Row, SqlError, Value};

use super::grants::{passes_on, reaches_others};
use super::mysql::{granted, texts};
use crate::session::{Session, fetch_all};

/// The login of guests, as the server knows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GuestLogin {
    /// Its name.
    pub login: String,
    /// What it can do beyond the objects that it owns, the worst first.
    pub abilities: Vec<GuestAbility>,
}

/// Something that a login can do by itself, or as a role that it may take.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GuestAbility {
    /// The login, or the role.
    pub role: String,
    /// Whether it reaches beyond the database.
    pub leaves_the_database: bool,
    /// What it can do, as the rest of a sentence.
    pub what: &'static str,
}

/// What roles can do by their name or attributes: the word of the question, whether it leaves the database, and what it is.
const KNOWN: [(&str, bool, &str); 10] = [
    ("pg_execute_server_program", true, "runs programs on the server"),
    ("pg_write_server_files", true, "writes files of the server"),
    ("pg_read_server_files", true, "reads files of the server"),
    ("pg_signal_backend", true, "ends the sessions of other logins"),
    ("createrole", true, "makes and changes roles"),
    ("replication", true, "reads the changes of every database"),
    ("createdb", true, "makes databases"),
    ("pg_read_all_data", false, "reads every table"),
    ("bypassrls", false, "is above row level security"),
    ("owner", false, "owns the database: it can drop it, and set settings for everybody who connects to it"),
];

/// Asks about the login of guests; none where there is none. Writes nothing.
pub async fn guest_login(session: &mut dyn Session) -> Result<Option<GuestLogin>, SqlError> {
    if session.control().is_none() {
        return Ok(None);
    }
    match session.dialect() {
        Dialect::Mysql | Dialect::MariaDb => on_mysql(session).await.map(Some),
        Dialect::Postgres | Dialect::Sqlite => on_postgres(session).await.map(Some),
    }
}

async fn on_mysql(session: &mut dyn Session) -> Result<GuestLogin, SqlError> {
    let login = texts(session, "SELECT CURRENT_USER()").await?.pop().unwrap_or_default();
    let granted = granted(session).await?;
    let name = |schema: &Option<String>| schema.clone().unwrap_or_default();
    let others =
        reaches_others(&granted, &name(&session.info().default_schema), &name(&session.house().default_schema));
    let abilities = [
        (others, true, "has rights on other databases"),
        (passes_on(&granted), false, "may hand its rights on to other logins"),
    ];
    let ability = |(role, leaves_the_database, what): (Option<String>, bool, &'static str)| {
        role.map(|role| GuestAbility { role: role.replace('`', ""), leaves_the_database, what })
    };
    Ok(GuestLogin { login, abilities: abilities.into_iter().filter_map(ability).collect() })
}

async fn on_postgres(session: &mut dyn Session) -> Result<GuestLogin, SqlError> {
    let sql = "WITH taken AS (SELECT r.* FROM pg_catalog.pg_roles r \
               WHERE pg_catalog.pg_has_role(session_user, r.oid, 'MEMBER')) \
               SELECT session_user::text, '' \
               UNION ALL SELECT t.rolname::text, t.rolname::text FROM taken t WHERE t.rolname ^@ 'pg_' \
               UNION ALL SELECT t.rolname::text, 'createrole' FROM taken t WHERE t.rolcreaterole \
               UNION ALL SELECT t.rolname::text, 'createdb' FROM taken t WHERE t.rolcreatedb \
               UNION ALL SELECT t.rolname::text, 'replication' FROM taken t WHERE t.rolreplication \
               UNION ALL SELECT t.rolname::text, 'bypassrls' FROM taken t WHERE t.rolbypassrls \
               UNION ALL SELECT t.rolname::text, 'owner' FROM taken t JOIN pg_catalog.pg_database d ON d.datdba = t.oid \
               WHERE d.datname = pg_catalog.current_database()";
    let rows = fetch_all(session, sql, &[]).await?;
    let pairs: Vec<(String, String)> = rows.iter().filter_map(pair).collect();
    let login = pairs.iter().find(|(_, word)| word.is_empty()).map(|(login, _)| login.clone()).unwrap_or_default();
    let of_word = |(known, leaves_the_database, what): &(&str, bool, &'static str)| {
        let role = pairs.iter().find(|(_, word)| word == known).map(|(role, _)| role.clone())?;
        Some(GuestAbility { role, leaves_the_database: *leaves_the_database, what })
    };
    Ok(GuestLogin { login, abilities: KNOWN.iter().filter_map(of_word).collect() })
}

fn pair(row: &Row) -> Option<(String, String)> {
    match row.as_slice() {
        [Value::Text(role), Value::Text(word)] => Some((role.clone(), word.clone())),
        _ => None,
    }
}
