//! `PostgreSQL`: a database made of `template0`, or a schema where the login may make none.

use std::time::Duration;

use aludel_sql::{Dialect, SqlError};

use super::{
    Place, ScratchDatabase, ScratchError, ScratchRequest, administrative, connect_like, databases_left_behind, name,
    names, quoted_text, refused, schemas_left_behind, text_of, writable,
};
use crate::connect::{ConnectOptions, SearchPath, connect};
use crate::session::{Session, fetch_all};
use crate::url::DatabaseUrl;

/// The database that every server has.
const OWN_DATABASE: &str = "postgres";
const INSUFFICIENT_PRIVILEGE: &str = "42501";
/// How often, and after which time, a database is dropped again that somebody is still leaving (before 13).
const DROP_TRIES: u32 = 20;
const DROP_PAUSE: Duration = Duration::from_millis(100);

/// What a scratch database has from the one that it is like.
struct Likeness {
    /// Encoding and locale, as `CREATE DATABASE` takes them.
    clauses: String,
    search_path: String,
    default_schema: Option<String>,
}

pub(super) async fn create(request: ScratchRequest<'_>) -> Result<(ScratchDatabase, Box<dyn Session>), ScratchError> {
    let options = administrative(request.options);
    // With the operator's own statements: they may set the search path.
    let (like, mut session) =
        match (connect_like(request.like, OWN_DATABASE, &writable(request.options)).await, request.at) {
            (Ok(found), _) => found,
            // What it is to be like is not there: a server for scratch databases does without it.
            (Err(_), Some(at)) => (at.clone(), connect(at, &options).await?),
            (Err(error), None) => return Err(error.into()),
        };
    let likeness = likeness(&mut *session).await.map_err(|error| refused("asking what it is like", &like, error));
    // The question was asked; a goodbye that fails changes nothing.
    let _ = session.close().await;
    let likeness = likeness?;
    let administrator = request.at.cloned().unwrap_or(like);
    let mut session = connect(&administrator, &options).await?;
    let made = make(&mut *session, &administrator, &likeness).await;
    let _ = session.close().await;
    let made = Made { place: made?, administrator, options };
    made.enter(request.options, &likeness).await
}

/// A database or schema that is there, and not yet connected to.
struct Made {
    place: MadePlace,
    administrator: DatabaseUrl,
    options: ConnectOptions,
}

enum MadePlace {
    Database(String),
    Schema(String),
}

impl Made {
    async fn enter(
        self,
        options: &ConnectOptions,
        likeness: &Likeness,
    ) -> Result<(ScratchDatabase, Box<dyn Session>), ScratchError> {
        let (administrator, own_options) = (self.administrator.clone(), self.options.clone());
        let (url, place, search_path) = match self.place {
            MadePlace::Database(name) => {
                let url = administrator.with_database(&name);
                (url, Place::Database { name, administrator, options: own_options }, likeness.search_path())
            }
            MadePlace::Schema(name) => {
                let search_path = SearchPath { setting: quoted(&name), default_schema: name.clone() };
                (administrator.clone(), Place::Schema { name, administrator, options: own_options }, Some(search_path))
            }
        };
        let database = ScratchDatabase { url, search_path: search_path.clone(), place };
        match session(&database, options, search_path, &self.options).await {
            Ok(session) => Ok((database, session)),
            Err(error) => {
                // The first error tells more; what stays is swept by the next one.
                let _ = database.remove().await;
                Err(error)
            }
        }
    }
}

async fn session(
    database: &ScratchDatabase,
    options: &ConnectOptions,
    search_path: Option<SearchPath>,
    own_options: &ConnectOptions,
) -> Result<Box<dyn Session>, ScratchError> {
    let url = database.url();
    if let (Some(path), false) = (&search_path, database.is_schema()) {
        let mut session = connect(url, own_options).await?;
        let sql = format!("CREATE SCHEMA IF NOT EXISTS {}", quoted(&path.default_schema));
        let made = session.execute(&sql, &[]).await;
        let _ = session.close().await;
        made.map_err(|error| refused("making the default schema", url, error))?;
    }
    let mut session = connect(url, &ConnectOptions { search_path, ..writable(options) }).await?;
    if !database.is_schema() {
        // Nobody needs it after a crash.
        let quick = session.execute("SET synchronous_commit = off", &[]).await;
        quick.map_err(|error| refused("setting up the session", url, error))?;
    }
    Ok(session)
}

impl Likeness {
    /// None where a new database has the same default schema by itself.
    fn search_path(&self) -> Option<SearchPath> {
        let default_schema = self.default_schema.clone().filter(|schema| schema != "public")?;
        Some(SearchPath { setting: self.search_path.clone(), default_schema })
    }
}

async fn likeness(session: &mut dyn Session) -> Result<Likeness, SqlError> {
    let version = session.info().version_number.0;
    let default_schema = session.info().default_schema.clone();
    let (provider, locale, rules) = match version {
        17.. => ("datlocprovider::text", "datlocale", "daticurules"),
        16 => ("datlocprovider::text", "daticulocale", "daticurules"),
        15 => ("datlocprovider::text", "daticulocale", "NULL"),
        _ => ("'c'", "NULL", "NULL"),
    };
    let sql = format!(
        "SELECT pg_catalog.pg_encoding_to_char(encoding)::text, datcollate::text, datctype::text, {provider}, \
         {locale}::text, {rules}::text, pg_catalog.current_setting('search_path') \
         FROM pg_catalog.pg_database WHERE datname = pg_catalog.current_database()"
    );
    let mut rows = fetch_all(session, &sql, &[]).await?;
    let values = rows.pop().unwrap_or_default().into_iter().map(text_of).collect::<Vec<_>>();
    let value = |index: usize| values.get(index).cloned().flatten();
    Ok(Likeness {
        clauses: clauses([value(0), value(1), value(2), value(3), value(4), value(5)]),
        search_path: value(6).unwrap_or_default(),
        default_schema,
    })
}

fn clauses([encoding, collate, ctype, provider, locale, rules]: [Option<String>; 6]) -> String {
    let (provider, locale_name) = match provider.as_deref() {
        Some("i") => (Some("icu"), "ICU_LOCALE"),
        Some("b") => (Some("builtin"), "BUILTIN_LOCALE"),
        _ => (None, "LOCALE"),
    };
    let mut clauses = vec!["TEMPLATE template0".to_owned()];
    let mut add = |name: &str, value: Option<String>| {
        clauses.extend(value.map(|value| format!("{name} {}", quoted_text(&value))));
    };
    add("ENCODING", encoding);
    add("LC_COLLATE", collate);
    add("LC_CTYPE", ctype);
    if provider.is_some() {
        add("LOCALE_PROVIDER", provider.map(str::to_owned));
        add(locale_name, locale);
        add("ICU_RULES", rules);
    }
    clauses.join(" ")
}

async fn make(
    session: &mut dyn Session,
    administrator: &DatabaseUrl,
    likeness: &Likeness,
) -> Result<MadePlace, ScratchError> {
    sweep(session).await;
    let name = name::new_name()?;
    if !session.keeps_session() {
        // No transaction can make a database, and a pooler would keep connections to it.
        let made = make_schema(session, &name).await;
        return made.map_err(|error| refused("CREATE SCHEMA", administrator, error));
    }
    match session.execute(&format!("CREATE DATABASE {name} {}", likeness.clauses), &[]).await {
        Ok(_) => Ok(MadePlace::Database(name)),
        Err(error) if error.sqlstate.as_deref() == Some(INSUFFICIENT_PRIVILEGE) => {
            match make_schema(session, &name).await {
                Ok(place) => Ok(place),
                Err(_) => Err(ScratchError::NotAllowed {
                    database: administrator.to_string(),
                    message: error.message,
                    grant: format!("ALTER ROLE {} CREATEDB", login(session).await),
                }),
            }
        }
        Err(error) => Err(refused("CREATE DATABASE", administrator, error)),
    }
}

async fn make_schema(session: &mut dyn Session, name: &str) -> Result<MadePlace, SqlError> {
    session.execute(&format!("CREATE SCHEMA {name}"), &[]).await.map(|_| MadePlace::Schema(name.to_owned()))
}

async fn login(session: &mut dyn Session) -> String {
    let found = names(session, "SELECT pg_catalog.quote_ident(current_user)").await;
    found.ok().and_then(|names| names.into_iter().next()).unwrap_or_else(|| "...".to_owned())
}

/// Drops what others left behind. What is in use, or another login's, stays.
async fn sweep(session: &mut dyn Session) {
    for name in databases_left_behind(session).await.unwrap_or_default() {
        let _ = session.execute(&format!("DROP DATABASE IF EXISTS {name}"), &[]).await;
    }
    for name in schemas_left_behind(session).await.unwrap_or_default() {
        let _ = drop_schema(session, &name).await;
    }
}

/// The databases whose names begin like those of scratch databases.
pub(super) fn databases_sql() -> String {
    format!("SELECT datname::text FROM pg_catalog.pg_database WHERE datname LIKE {} ORDER BY 1", pattern())
}

/// The schemas whose names begin like that.
pub(super) fn schemas_sql() -> String {
    format!("SELECT nspname::text FROM pg_catalog.pg_namespace WHERE nspname LIKE {} ORDER BY 1", pattern())
}

fn pattern() -> String {
    quoted_text(&format!("{}%", name::PREFIX.replace('_', "\\_")))
}

pub(super) async fn drop_schema(session: &mut dyn Session, name: &str) -> Result<(), SqlError> {
    session.execute(&format!("DROP SCHEMA IF EXISTS {name} CASCADE"), &[]).await.map(drop)
}

/// A server tells that a client has gone a moment after it has, so others may seem to be in the database still.
pub(super) async fn drop_database(session: &mut dyn Session, name: &str) -> Result<(), SqlError> {
    if session.info().version_number.0 >= 13 {
        return session.execute(&format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)"), &[]).await.map(drop);
    }
    let mut tries = 1;
    loop {
        match session.execute(&format!("DROP DATABASE IF EXISTS {name}"), &[]).await {
            Err(_) if tries < DROP_TRIES => tokio::time::sleep(DROP_PAUSE).await,
            ended => return ended.map(drop),
        }
        tries += 1;
    }
}

fn quoted(name: &str) -> String {
    Dialect::Postgres.quote(name).expect("the server keeps its own names whole")
}
