//! `MySQL` and `MariaDB`: a database of its own.

use aludel_sql::SqlError;

use super::{
    Place, ScratchDatabase, ScratchError, ScratchRequest, administrative, connect_like, databases_left_behind, name,
    names, quoted_text, refused, writable,
};
use crate::connect::{ConnectOptions, connect};
use crate::session::Session;
use crate::url::DatabaseUrl;

/// The database that every server has, and every login sees.
const OWN_DATABASE: &str = "information_schema";
/// `ER_DBACCESS_DENIED_ERROR`, `ER_ACCESS_DENIED_ERROR`, `ER_SPECIFIC_ACCESS_DENIED_ERROR`.
const ACCESS_DENIED: [i64; 3] = [1044, 1045, 1227];

pub(super) async fn create(request: ScratchRequest<'_>) -> Result<(ScratchDatabase, Box<dyn Session>), ScratchError> {
    let options = administrative(request.options);
    let (like, mut session) = match (connect_like(request.like, OWN_DATABASE, &options).await, request.at) {
        (Ok(found), _) => found,
        // What it is to be like is not there: a server for scratch databases does without it.
        (Err(_), Some(at)) => (at.clone(), connect(at, &options).await?),
        (Err(error), None) => return Err(error.into()),
    };
    let clauses = clauses(&mut *session).await;
    let clauses = clauses.map_err(|error| refused("asking what it is like", &like, error));
    // The question was asked; a goodbye that fails changes nothing.
    let _ = session.close().await;
    let administrator = request.at.cloned().unwrap_or(like);
    let name = make(&administrator, &options, &clauses?).await?;
    let url = administrator.with_database(&name);
    let database = ScratchDatabase { url, search_path: None, place: Place::Database { name, administrator, options } };
    match connect(database.url(), &writable(request.options)).await {
        Ok(session) => Ok((database, session)),
        Err(error) => {
            // The first error tells more; what stays is swept by the next one.
            let _ = database.remove().await;
            Err(error.into())
        }
    }
}

async fn make(administrator: &DatabaseUrl, options: &ConnectOptions, clauses: &str) -> Result<String, ScratchError> {
    let mut session = connect(administrator, options).await?;
    sweep(&mut *session).await;
    let name = name::new_name()?;
    let made = session.execute(&format!("CREATE DATABASE {name} {clauses}"), &[]).await;
    let made = match made {
        Ok(_) => Ok(name),
        Err(error) if error.native_code.is_some_and(|code| ACCESS_DENIED.contains(&code)) => {
            Err(not_allowed(&mut *session, administrator, error).await)
        }
        Err(error) => Err(refused("CREATE DATABASE", administrator, error)),
    };
    let _ = session.close().await;
    made
}

/// Tables that name no character set have that of their database.
async fn clauses(session: &mut dyn Session) -> Result<String, SqlError> {
    let is_there = session.info().default_schema.as_deref().is_some_and(|name| name != OWN_DATABASE);
    let sql = if is_there {
        "SELECT CONCAT('CHARACTER SET ', @@character_set_database, ' COLLATE ', @@collation_database)"
    } else {
        // Where there is no such database yet, it would get what the server gives.
        "SELECT CONCAT('CHARACTER SET ', @@character_set_server, ' COLLATE ', @@collation_server)"
    };
    Ok(names(session, sql).await?.into_iter().next().unwrap_or_default())
}

async fn not_allowed(session: &mut dyn Session, administrator: &DatabaseUrl, error: SqlError) -> ScratchError {
    let login =
        names(session, "SELECT CURRENT_USER()").await.unwrap_or_default().into_iter().next().unwrap_or_default();
    let (user, host) = login.rsplit_once('@').unwrap_or((&login, "%"));
    let (user, host) = (quoted_text(user), quoted_text(host));
    ScratchError::NotAllowed {
        database: administrator.to_string(),
        message: error.message,
        grant: format!("GRANT ALL ON `aludel\\_scratch\\_%`.* TO {user}@{host}"),
    }
}

/// Drops what others left behind. What this login may not drop stays.
async fn sweep(session: &mut dyn Session) {
    for name in databases_left_behind(session).await.unwrap_or_default() {
        let _ = drop_database(session, &name).await;
    }
}

/// The databases whose names begin like those of scratch databases.
pub(super) fn databases_sql() -> String {
    format!(
        "SELECT SCHEMA_NAME FROM information_schema.SCHEMATA WHERE LEFT(SCHEMA_NAME, {}) = {} ORDER BY 1",
        name::PREFIX.len(),
        quoted_text(name::PREFIX)
    )
}

pub(super) async fn drop_database(session: &mut dyn Session, name: &str) -> Result<(), SqlError> {
    session.execute(&format!("DROP DATABASE IF EXISTS {name}"), &[]).await.map(drop)
}
