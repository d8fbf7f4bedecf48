//! URLs of `SQLAlchemy` as Aludel writes them.

/// The names that `alembic init` puts where the URL should be.
const PLACEHOLDER: &str = "driver://";

/// The URL without the driver and its parameters; none for a database that Aludel does not know, or none that stays.
pub(super) fn translated(url: &str) -> Option<String> {
    let url = url.trim();
    if url.starts_with(PLACEHOLDER) {
        return None;
    }
    let (scheme, rest) = url.split_once("://")?;
    let dialect = scheme.split_once('+').map_or(scheme, |(dialect, _)| dialect);
    let rest = rest.split_once('?').map_or(rest, |(place, _)| place);
    match dialect {
        "sqlite" => sqlite(rest),
        "postgres" | "postgresql" => Some(format!("postgres://{rest}")),
        "mysql" | "mariadb" => Some(format!("{dialect}://{rest}")),
        _ => None,
    }
}

/// Three slashes begin a path from the folder of the project, four one from the root.
fn sqlite(rest: &str) -> Option<String> {
    let path = rest.strip_prefix('/')?;
    let is_file = !path.is_empty() && path != ":memory:";
    is_file.then(|| format!("sqlite://{}", path.replacen("./", "", usize::from(path.starts_with("./")))))
}
