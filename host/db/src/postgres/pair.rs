//! Two connections to one database: the host's own, and one with the login of its guests.

use aludel_sql::{Row, SqlError, Value};

use super::connect::connect_session;
use super::house::Control;
use super::link::text_of;
use super::session::PostgresSession;
use crate::connect::{ConnectError, ConnectOptions, SearchPath};
use crate::guest_login::GuestLoginProblem;
use crate::ledger::HOUSE_SCHEMA;
use crate::session::{Session, fetch_all};
use crate::url::{DatabaseUrl, ServerTarget};

/// Roles to the version where CREATEROLE was enough to become anybody but a superuser.
const CREATES_ANY_ROLE_UNTIL: u32 = 15;

/// What is asked of both connections before any guest comes.
struct Guest {
    login: String,
    roles: Vec<String>,
    process: i64,
}

/// Connects as the host and as its guests, and makes sure that the one is walled off from the other.
pub(crate) async fn connect_pair(
    own: (&DatabaseUrl, &ServerTarget),
    guest: (&DatabaseUrl, &ServerTarget),
    options: &ConnectOptions,
) -> Result<Box<dyn Session>, ConnectError> {
    let (own_options, guest_options) = (for_host(options), for_guests(options));
    let (mut control, mut session) = tokio::try_join!(
        connect_session(own.0, own.1, &own_options),
        connect_session(guest.0, guest.1, &guest_options),
    )?;
    let failed = |error| ConnectError::Database { database: guest.0.to_string(), error: Box::new(error) };
    let is_pooled = [&control, &session].iter().any(|session| !session.keeps_session());
    let found = if is_pooled {
        Err(GuestLoginProblem::Pooled)
    } else {
        ask(&mut control, &mut session).await.map_err(failed)?
    };
    let guest_found = match found {
        Ok(found) => found,
        Err(problem) => {
            // Nothing was done on either; a goodbye that fails changes nothing.
            let _ = tokio::join!(Box::new(control).close(), Box::new(session).close());
            return Err(ConnectError::GuestLogin { database: guest.0.to_string(), problem: Box::new(problem) });
        }
    };
    let process = i32::try_from(guest_found.process).unwrap_or_default();
    session.control = Some(Control::new(control, process, guest_found.roles));
    Ok(Box::new(session))
}

/// No guest ever gets at this connection, so it may be anybody's; and what the operator sets is meant for migrations.
fn for_host(options: &ConnectOptions) -> ConnectOptions {
    let setting = format!("{HOUSE_SCHEMA}, pg_catalog");
    ConnectOptions {
        on_connect: Vec::new(),
        allow_superuser: true,
        search_path: Some(SearchPath { setting, default_schema: HOUSE_SCHEMA.to_owned() }),
        guest_url: None,
        ..options.clone()
    }
}

/// A superuser is told apart below, with all others that are too much.
fn for_guests(options: &ConnectOptions) -> ConnectOptions {
    ConnectOptions { allow_superuser: true, guest_url: None, ..options.clone() }
}

async fn ask(
    control: &mut PostgresSession,
    session: &mut PostgresSession,
) -> Result<Result<Guest, GuestLoginProblem>, SqlError> {
    // It is idle while a guest works, however long that takes; servers before 14 know no such end.
    let _ = control.link.run_own("SET idle_session_timeout = 0").await;
    // A ticket must be seen that was written when the guest's transaction had begun.
    session.link.run_own("SET default_transaction_isolation = 'read committed'").await?;
    let rows = session.link.rows("SELECT session_user, current_user, pg_catalog.pg_backend_pid()").await?;
    let text = |index| rows.first().and_then(|row| text_of(row, index)).unwrap_or_default().to_owned();
    let mut guest =
        Guest { login: text(0), roles: vec![text(0), text(1)], process: text(2).parse().unwrap_or_default() };
    guest.roles.dedup();
    Ok(match problem(control, &guest).await? {
        Some(problem) => Err(problem),
        None => Ok(guest),
    })
}

async fn problem(control: &mut PostgresSession, guest: &Guest) -> Result<Option<GuestLoginProblem>, SqlError> {
    if let Some(problem) = whereabouts(control, guest).await? {
        return Ok(Some(problem));
    }
    let rows = fetch_all(control, &too_much(), &[Value::Text(guest.login.clone())]).await?;
    Ok(rows.first().and_then(|row| found(&guest.login, row)))
}

/// Whether both are where they should be, and who they are.
async fn whereabouts(control: &mut PostgresSession, guest: &Guest) -> Result<Option<GuestLoginProblem>, SqlError> {
    let sql = format!(
        "SELECT EXISTS (SELECT FROM pg_catalog.pg_stat_activity a WHERE a.pid = $1 AND a.usename = $2 \
         AND a.datname = pg_catalog.current_database()), \
         pg_catalog.to_regnamespace('{HOUSE_SCHEMA}') IS NOT NULL, current_user::text, \
         coalesce((SELECT r.rolcreaterole AND NOT c.rolsuper FROM pg_catalog.pg_roles r, pg_catalog.pg_roles c \
         WHERE r.rolname = $2 AND c.rolname = current_user), false)"
    );
    let login = guest.login.clone();
    let rows = fetch_all(control, &sql, &[Value::Integer(guest.process), Value::Text(login.clone())]).await?;
    let is = |index: usize| rows.first().and_then(|row| row.get(index)) == Some(&Value::Boolean(true));
    let own = rows.first().and_then(|row| text(row, 2)).unwrap_or_default();
    let creates_any = control.info.version_number.0 <= CREATES_ANY_ROLE_UNTIL;
    Ok(match () {
        () if !is(0) => Some(GuestLoginProblem::OtherDatabase),
        () if own == login => Some(GuestLoginProblem::SameLogin { login }),
        () if !is(1) => Some(GuestLoginProblem::NotSetUp { what: "schema", name: HOUSE_SCHEMA.to_owned() }),
        () if is(3) && creates_any => Some(GuestLoginProblem::CreateRole { login, role: own }),
        () => None,
    })
}

/// What a login, or a role that it may take, can do to the house; the worst first. A superuser is a member of every role.
fn too_much() -> String {
    let house = format!("pg_catalog.to_regnamespace('{HOUSE_SCHEMA}')");
    format!(
        "WITH taken AS (SELECT r.oid, r.rolname::text AS name, r.rolsuper FROM pg_catalog.pg_roles r \
         WHERE pg_catalog.pg_has_role($1::text::name, r.oid, 'MEMBER')), \
         tables AS (SELECT c.oid, c.relname::text AS name, c.relowner FROM pg_catalog.pg_class c \
         WHERE c.relnamespace = {house} AND c.relkind IN ('r', 'p', 'v', 'm', 'f')) \
         SELECT 1, 'superuser', t.name, NULL::text FROM taken t WHERE t.rolsuper \
         UNION ALL SELECT 2, 'owner', t.name, n.nspname::text FROM taken t \
         JOIN pg_catalog.pg_namespace n ON n.nspowner = t.oid WHERE n.oid = {house} \
         UNION ALL SELECT 3, 'owner', t.name, c.name FROM taken t JOIN tables c ON c.relowner = t.oid \
         UNION ALL SELECT 4, 'creates', t.name, NULL FROM taken t \
         WHERE pg_catalog.has_schema_privilege(t.oid, {house}, 'CREATE') \
         UNION ALL SELECT 5, 'rights', t.name, c.name FROM taken t, tables c \
         WHERE pg_catalog.has_table_privilege(t.oid, c.oid, 'INSERT, UPDATE, DELETE, TRUNCATE, REFERENCES, TRIGGER') \
         OR pg_catalog.has_any_column_privilege(t.oid, c.oid, 'INSERT, UPDATE, REFERENCES') \
         ORDER BY 1, 3 LIMIT 1"
    )
}

fn found(login: &str, row: &Row) -> Option<GuestLoginProblem> {
    let (login, role) = (login.to_owned(), text(row, 2)?);
    Some(match text(row, 1)?.as_str() {
        "superuser" => GuestLoginProblem::Superuser { login, role },
        "owner" => GuestLoginProblem::Owner { login, role, what: text(row, 3)? },
        "creates" => GuestLoginProblem::Creates { role },
        _ => GuestLoginProblem::Rights { role, table: text(row, 3)? },
    })
}

fn text(row: &Row, index: usize) -> Option<String> {
    match row.get(index) {
        Some(Value::Text(text)) => Some(text.clone()),
        Some(Value::Foreign(foreign)) => Some(foreign.text.clone()),
        _ => None,
    }
}
