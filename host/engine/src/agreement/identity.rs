//! Which database a plan is for.

use std::path::{Path, PathBuf};

use aludel_db::DatabaseUrl;
use aludel_db::url::Target;

/// Where a database is, without who logs in and with which settings: a plan may be made with a login that only reads.
pub(crate) fn identity(url: &DatabaseUrl, dialect: &str) -> String {
    match url.target() {
        Target::Sqlite(_) => {
            let path = url.file().map_or_else(|| ":memory:".to_owned(), |path| whole(path).display().to_string());
            format!("{dialect}://{path}")
        }
        Target::Server(server) => {
            let host = server.host.as_deref().unwrap_or("localhost");
            let port = server.port.map(|port| format!(":{port}")).unwrap_or_default();
            format!("{dialect}://{host}{port}/{}", server.database.as_deref().unwrap_or_default())
        }
    }
}

/// The path of a file by its one name, where the file or at least its folder is there.
fn whole(path: &Path) -> PathBuf {
    let in_folder = || Some(path.parent()?.canonicalize().ok()?.join(path.file_name()?));
    path.canonicalize().ok().or_else(in_folder).unwrap_or_else(|| path.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn logins_and_settings_do_not_count() {
        let of = |url: &str| identity(&DatabaseUrl::parse(url, Path::new("/srv")).unwrap(), "postgresql");
        let expected = "postgresql://db.example:5433/shop";
        for url in ["postgres://a:secret@db.example:5433/shop", "postgresql://b@db.example:5433/shop?sslmode=require"] {
            assert_eq!(of(url), expected);
        }
        assert_ne!(of("postgres://a:secret@db.example:5433/other"), expected);
    }
}
