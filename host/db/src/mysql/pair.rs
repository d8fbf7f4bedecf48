//! Two connections to one server: the host's own, to the database of its tables, and one with the login of its guests.

use aludel_sql::{SqlError, Value};

use super::connect::connect_session;
use super::house::Control;
use super::session::MySqlSession;
use crate::connect::{ConnectError, ConnectOptions};
use crate::guest_login::mysql::{MODE, account_in_sql, granted, texts};
use crate::guest_login::{GuestLoginProblem, too_much};
use crate::ledger::house_database;
use crate::session::{Session, fetch_all};
use crate::url::{DatabaseUrl, ServerTarget, Target};

/// What the server takes for the name of a database.
pub(crate) const NAME_CHARACTERS_MAX: usize = 64;

/// Connects as the host and as its guests, and makes sure that the one is walled off from the other.
pub(crate) async fn connect_pair(
    own: (&DatabaseUrl, &ServerTarget),
    guest: (&DatabaseUrl, &ServerTarget),
    options: &ConnectOptions,
) -> Result<Box<dyn Session>, ConnectError> {
    let refused = |problem| ConnectError::GuestLogin { database: guest.0.to_string(), problem: Box::new(problem) };
    let house = house_of(own.1, guest.1).map_err(refused)?;
    if let Some(login) = own.1.user.clone().filter(|login| guest.1.user.as_ref() == Some(login)) {
        return Err(refused(GuestLoginProblem::SameLogin { login }));
    }
    let guest_options = for_guests(options);
    let (control, session) =
        tokio::join!(connect_control(own.0, &house, options), connect_session(guest.0, guest.1, &guest_options));
    let (mut control, mut session) = match (control, session) {
        (Err(ConnectError::DatabaseMissing { .. } | ConnectError::PermissionDenied { .. }), _) => {
            return Err(refused(GuestLoginProblem::NotSetUp { what: "database", name: house }));
        }
        (control, session) => (control?, session?),
    };
    let failed = |error| ConnectError::Database { database: guest.0.to_string(), error: Box::new(error) };
    match ask(&mut control, &mut session).await.map_err(failed)? {
        Ok((connection, account)) => {
            session.control = Some(Control::new(control, connection, account));
            Ok(Box::new(session))
        }
        Err(problem) => {
            // Nothing was done on either; a goodbye that fails changes nothing.
            let _ = tokio::join!(Box::new(control).close(), Box::new(session).close());
            Err(refused(problem))
        }
    }
}

/// The database of the house beside the one that both URLs name.
pub(crate) fn house_of(own: &ServerTarget, guest: &ServerTarget) -> Result<String, GuestLoginProblem> {
    let Some(database) = own.database.as_ref().filter(|database| guest.database.as_ref() == Some(database)) else {
        return Err(GuestLoginProblem::OtherDatabase);
    };
    let name = house_database(database);
    if name.chars().count() > NAME_CHARACTERS_MAX {
        return Err(GuestLoginProblem::NameTooLong { name });
    }
    own.dialect.quote(database).map_err(|problem| GuestLoginProblem::Name { problem })?;
    Ok(name)
}

/// No guest ever gets at this connection, so it may be anybody's; and what the operator sets is meant for migrations.
async fn connect_control(
    url: &DatabaseUrl,
    house: &str,
    options: &ConnectOptions,
) -> Result<MySqlSession, ConnectError> {
    let options = ConnectOptions { on_connect: Vec::new(), allow_superuser: true, guest_url: None, ..options.clone() };
    let url = url.with_database(house);
    let Target::Server(target) = url.target() else {
        return Err(ConnectError::DatabaseMissing { database: url.to_string() });
    };
    let mut session = connect_session(&url, target, &options).await?;
    // The mode stays with the procedure; and the connection is idle while a guest works, however long that takes.
    let settings = format!("SET SESSION sql_mode = '{MODE}', SESSION wait_timeout = 31536000");
    let set = session.run_own(&settings).await;
    set.map_err(|error| ConnectError::Database { database: url.to_string(), error: Box::new(error) })?;
    Ok(session)
}

/// A login that may do anything is told apart below, with all others that are too much.
fn for_guests(options: &ConnectOptions) -> ConnectOptions {
    ConnectOptions { allow_superuser: true, guest_url: None, ..options.clone() }
}

/// The number of the guest's connection, and its account as it stands in SQL.
async fn ask(
    control: &mut MySqlSession,
    session: &mut MySqlSession,
) -> Result<Result<(u64, String), GuestLoginProblem>, SqlError> {
    let (own, account) = (account(control).await?, account(session).await?);
    let Some(connection) = connection_on_the_same_server(control, session).await? else {
        return Ok(Err(GuestLoginProblem::OtherDatabase));
    };
    // Two names can be those of one account, that of anybody.
    if own == account {
        return Ok(Err(GuestLoginProblem::SameLogin { login: account }));
    }
    let granted = granted(session).await?;
    let house = control.info.default_schema.clone().unwrap_or_default();
    Ok(match too_much(&granted, &house) {
        Some(problem) => Err(problem),
        None => Ok((connection, account_in_sql(&account))),
    })
}

async fn account(session: &mut MySqlSession) -> Result<String, SqlError> {
    Ok(texts(session, "SELECT CURRENT_USER()").await?.pop().unwrap_or_default())
}

/// A lock that one has and the other sees is of the same server; connections of other logins may be hidden.
async fn connection_on_the_same_server(
    control: &mut MySqlSession,
    session: &mut MySqlSession,
) -> Result<Option<u64>, SqlError> {
    let sql = "SELECT CONNECTION_ID(), CONCAT('aludel:pair:', CONNECTION_ID(), ':', UUID())";
    let rows = fetch_all(session, sql, &[]).await?;
    let Some([connection, name @ Value::Text(_)]) = rows.first().map(Vec::as_slice) else { return Ok(None) };
    fetch_all(session, "SELECT GET_LOCK(?, 0)", std::slice::from_ref(name)).await?;
    let seen = fetch_all(control, "SELECT IS_USED_LOCK(?)", std::slice::from_ref(name)).await;
    fetch_all(session, "SELECT RELEASE_LOCK(?)", std::slice::from_ref(name)).await?;
    let seen = seen?.first().and_then(|row| row.first().and_then(number));
    Ok(number(connection).filter(|own| seen == Some(*own)))
}

fn number(value: &Value) -> Option<u64> {
    match value {
        Value::Integer(number) => u64::try_from(*number).ok(),
        Value::UnsignedInteger(number) => Some(*number),
        _ => None,
    }
}
