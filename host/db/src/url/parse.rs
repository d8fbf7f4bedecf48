//! From text to [`Target`].

use std::path::{Path, PathBuf};

use aludel_sql::Dialect;
use percent_encoding::percent_decode_str;
use url::Url;

use super::{FileMode, ServerTarget, SqliteTarget, Target, UrlError};

const SCHEMES: [(&str, Dialect); 5] = [
    ("sqlite", Dialect::Sqlite),
    ("postgres", Dialect::Postgres),
    ("postgresql", Dialect::Postgres),
    ("mysql", Dialect::Mysql),
    ("mariadb", Dialect::MariaDb),
];

/// `SQLAlchemy` and others know these servers by further names.
const SCHEMES_ELSEWHERE: [(&str, &str); 4] =
    [("pgsql", "postgresql"), ("psql", "postgresql"), ("sqlite3", "sqlite"), ("file", "sqlite")];

const POSTGRES_PARAMETERS: [&str; 14] = [
    "sslmode",
    "ssl-mode",
    "sslrootcert",
    "ssl-root-cert",
    "ssl-ca",
    "sslcert",
    "ssl-cert",
    "sslkey",
    "ssl-key",
    "host",
    "port",
    "application_name",
    "options",
    "pooler",
];

const MYSQL_PARAMETERS: [&str; 11] = [
    "sslmode",
    "ssl-mode",
    "sslca",
    "ssl-ca",
    "sslcert",
    "ssl-cert",
    "sslkey",
    "ssl-key",
    "charset",
    "collation",
    "socket",
];

/// The target, and the text to show for it.
pub(super) fn target(text: &str, base_directory: &Path) -> Result<(Target, String), UrlError> {
    if text.trim().is_empty() {
        return Err(UrlError::Empty);
    }
    let shown = without_secrets(text);
    if text.contains('\0') {
        return Err(UrlError::HoldsNul { url: shown.escape_default().to_string() });
    }
    let Some((scheme, rest)) = text.split_once(':').filter(|(scheme, _)| looks_like_scheme(scheme)) else {
        return Err(UrlError::SchemeMissing { url: shown });
    };
    match dialect_of(scheme, &shown)? {
        Dialect::Sqlite => Ok((Target::Sqlite(sqlite(rest, &shown, base_directory)?), shown)),
        dialect => server(text, &shown, dialect),
    }
}

/// One letter would be the drive of a Windows path.
fn looks_like_scheme(text: &str) -> bool {
    text.len() > 1
        && text.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.' | '_'))
        && text.starts_with(|c: char| c.is_ascii_alphabetic())
}

fn dialect_of(scheme: &str, shown: &str) -> Result<Dialect, UrlError> {
    let lower = scheme.to_ascii_lowercase();
    if let Some((_, dialect)) = SCHEMES.iter().find(|(name, _)| *name == lower) {
        return Ok(*dialect);
    }
    if let Some((dialect, driver)) = lower.split_once('+').filter(|(dialect, _)| is_known(dialect)) {
        return Err(UrlError::SchemeNamesDriver {
            url: shown.to_owned(),
            dialect: dialect.to_owned(),
            driver: driver.to_owned(),
        });
    }
    let nearest = SCHEMES_ELSEWHERE.iter().find(|(name, _)| *name == lower).map(|(_, known)| *known);
    let nearest = nearest.or_else(|| nearest_of(&lower, SCHEMES.iter().map(|(name, _)| *name)));
    Err(UrlError::SchemeUnknown { url: shown.to_owned(), scheme: scheme.to_owned(), nearest })
}

fn is_known(scheme: &str) -> bool {
    SCHEMES.iter().any(|(name, _)| *name == scheme)
}

fn nearest_of(text: &str, known: impl Iterator<Item = &'static str>) -> Option<&'static str> {
    known
        .map(|candidate| (strsim::damerau_levenshtein(text, candidate), candidate))
        .filter(|(distance, candidate)| *distance <= candidate.len().div_ceil(3))
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate)
}

/// `rest` is what follows `sqlite:`. A path is not a URL's path: `sqlite://app.db` has no host.
fn sqlite(rest: &str, shown: &str, base_directory: &Path) -> Result<SqliteTarget, UrlError> {
    let rest = rest.strip_prefix("//").unwrap_or(rest);
    let (encoded_path, query) = rest.split_once('?').unwrap_or((rest, ""));
    let mode = sqlite_mode(query, shown)?;
    let path = decoded(encoded_path, "path", shown)?;
    if path == ":memory:" || mode.is_none() {
        return Ok(SqliteTarget::Memory);
    }
    if path.trim_matches('/').is_empty() {
        return Err(UrlError::FileMissing { url: shown.to_owned() });
    }
    let path = absolute(&path, base_directory);
    Ok(SqliteTarget::File { path, mode: mode.unwrap_or(FileMode::ReadWriteCreate) })
}

/// `SQLAlchemy` writes an absolute path with four slashes, so more than one at the start count as one.
fn absolute(path: &str, base_directory: &Path) -> PathBuf {
    match path.strip_prefix("//") {
        Some(rest) => Path::new("/").join(rest.trim_start_matches('/')),
        None => base_directory.join(path),
    }
}

/// None is a database in memory.
fn sqlite_mode(query: &str, shown: &str) -> Result<Option<FileMode>, UrlError> {
    let mut mode = Some(FileMode::ReadWriteCreate);
    for (key, value) in url::form_urlencoded::parse(query.as_bytes()) {
        if key != "mode" {
            return Err(parameter_unknown(&key, &["mode"], shown));
        }
        mode = match &*value {
            "ro" => Some(FileMode::ReadOnly),
            "rw" => Some(FileMode::ReadWrite),
            "rwc" => Some(FileMode::ReadWriteCreate),
            "memory" => None,
            _ => {
                return Err(UrlError::ParameterValue {
                    url: shown.to_owned(),
                    parameter: "mode".to_owned(),
                    value: value.into_owned(),
                    allowed: "ro, rw, rwc, memory",
                });
            }
        };
    }
    Ok(mode)
}

fn server(text: &str, shown: &str, dialect: Dialect) -> Result<(Target, String), UrlError> {
    let malformed = |reason: String| UrlError::Malformed { url: shown.to_owned(), reason };
    let url = Url::parse(text).map_err(|error| malformed(error.to_string()))?;
    if url.fragment().is_some() {
        return Err(malformed("a `#` starts a fragment, which a database URL has not".to_owned()));
    }
    let database = decoded(url.path().trim_start_matches('/'), "database name", shown)?;
    if database.is_empty() {
        return Err(UrlError::DatabaseNameMissing { url: shown.to_owned() });
    }
    let password = url.password().map(|password| decoded(password, "password", shown)).transpose()?;
    let target = ServerTarget {
        dialect,
        user: some_text(decoded(url.username(), "user", shown)?),
        password,
        host: url.host_str().map(|host| decoded(bare_host(host), "host", shown)).transpose()?,
        port: url.port(),
        database: Some(database),
        parameters: parameters(&url, shown, dialect)?,
    };
    Ok((Target::Server(target), without_password(&url)))
}

fn bare_host(host: &str) -> &str {
    host.strip_prefix('[').and_then(|host| host.strip_suffix(']')).unwrap_or(host)
}

fn some_text(text: String) -> Option<String> {
    if text.is_empty() { None } else { Some(text) }
}

fn parameters(url: &Url, shown: &str, dialect: Dialect) -> Result<Vec<(String, String)>, UrlError> {
    let known: &[&'static str] = if dialect == Dialect::Postgres { &POSTGRES_PARAMETERS } else { &MYSQL_PARAMETERS };
    let mut found = Vec::new();
    for (key, value) in url.query_pairs() {
        if !known.contains(&&*key) {
            return Err(parameter_unknown(&key, known, shown));
        }
        if value.contains('\0') {
            return Err(UrlError::NotText { url: shown.to_owned(), part: "parameter" });
        }
        if key == "pooler" && !matches!(&*value, "session" | "transaction") {
            return Err(UrlError::ParameterValue {
                url: shown.to_owned(),
                parameter: key.into_owned(),
                value: value.into_owned(),
                allowed: "session, transaction",
            });
        }
        found.push((key.into_owned(), value.into_owned()));
    }
    Ok(found)
}

fn parameter_unknown(parameter: &str, known: &[&'static str], shown: &str) -> UrlError {
    UrlError::ParameterUnknown {
        url: shown.to_owned(),
        parameter: parameter.to_owned(),
        nearest: nearest_of(parameter, known.iter().copied()),
    }
}

fn decoded(text: &str, part: &'static str, shown: &str) -> Result<String, UrlError> {
    let decoded = percent_decode_str(text).decode_utf8();
    match decoded {
        Ok(decoded) if !decoded.contains('\0') => Ok(decoded.into_owned()),
        _ => Err(UrlError::NotText { url: shown.to_owned(), part }),
    }
}

/// The text with `***` in place of a password. It is used for texts that are not URLs too, so it hides too much
/// rather than too little: all from the first colon of the authority to the last `@`.
pub(super) fn without_secrets(text: &str) -> String {
    let start = text.find("://").map_or(0, |at| at + 3);
    let end = text.rfind('@').filter(|end| *end >= start).unwrap_or(start);
    let user =
        text[start..end].split_once(':').map_or_else(|| text[start..end].to_owned(), |(user, _)| format!("{user}:***"));
    format!("{}{user}{}", &text[..start], hide_parameters_behind(&text[end..]))
}

/// As [`without_secrets`], for a text that the standard's rules took apart.
fn without_password(url: &Url) -> String {
    let mut url = url.clone();
    // It fails only on a URL without host, which has no password either.
    if url.password().is_some() && url.set_password(Some("***")).is_err() {
        return without_secrets(url.as_str());
    }
    hide_parameters_behind(url.as_str())
}

/// A shown URL with another database in it.
pub(super) fn with_database(shown: &str, database: &str) -> String {
    match Url::parse(shown) {
        Ok(mut url) => {
            url.set_path(database);
            url.into()
        }
        // It was shown because it was parsed; should it not be parsed again, its server still tells where it is.
        Err(_) => shown.to_owned(),
    }
}

fn hide_parameters_behind(text: &str) -> String {
    match text.split_once('?') {
        Some((address, query)) => format!("{address}?{}", hide_parameters(query)),
        None => text.to_owned(),
    }
}

fn hide_parameters(query: &str) -> String {
    let pairs: Vec<String> = query.split(['&', '?']).map(hide_parameter).collect();
    pairs.join("&")
}

fn hide_parameter(pair: &str) -> String {
    match pair.split_once('=') {
        Some((key, _)) if key.to_ascii_lowercase().contains("pass") => format!("{key}=***"),
        _ => pair.to_owned(),
    }
}
