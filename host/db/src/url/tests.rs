use std::path::{Path, PathBuf};

use aludel_sql::Dialect;
use proptest::prelude::*;

use super::{DatabaseUrl, FileMode, SqliteTarget, Target, UrlError};

fn parse(text: &str) -> Result<DatabaseUrl, UrlError> {
    DatabaseUrl::parse(text, Path::new("/project"))
}

fn file(path: &str, mode: FileMode) -> Target {
    Target::Sqlite(SqliteTarget::File { path: PathBuf::from(path), mode })
}

#[test]
fn sqlite_paths_start_at_the_base_directory() {
    let cases = [
        ("sqlite://app.db", file("/project/app.db", FileMode::ReadWriteCreate)),
        ("sqlite:app.db", file("/project/app.db", FileMode::ReadWriteCreate)),
        ("sqlite://data/../app.db", file("/project/data/../app.db", FileMode::ReadWriteCreate)),
        ("sqlite:///var/app.db", file("/var/app.db", FileMode::ReadWriteCreate)),
        ("sqlite:////var/app.db", file("/var/app.db", FileMode::ReadWriteCreate)),
        ("SQLite://app.db?mode=ro", file("/project/app.db", FileMode::ReadOnly)),
        ("sqlite://app.db?mode=rw", file("/project/app.db", FileMode::ReadWrite)),
        ("sqlite://a%20b%3F.db", file("/project/a b?.db", FileMode::ReadWriteCreate)),
        ("sqlite://:memory:", Target::Sqlite(SqliteTarget::Memory)),
        ("sqlite::memory:", Target::Sqlite(SqliteTarget::Memory)),
        ("sqlite://?mode=memory", Target::Sqlite(SqliteTarget::Memory)),
    ];
    for (text, expected) in cases {
        assert_eq!(parse(text).expect(text).target(), &expected, "{text}");
    }
}

#[test]
fn a_server_url_is_decoded_part_by_part() {
    let url = parse("postgresql://an%40na:p%2Fw%3A%23@[::1]:5433/my%20app?sslmode=require").expect("valid");
    let Target::Server(server) = url.target() else { panic!("a server") };
    assert_eq!(server.dialect, Dialect::Postgres);
    assert_eq!(server.user.as_deref(), Some("an@na"));
    assert_eq!(server.password.as_deref(), Some("p/w:#"));
    assert_eq!(server.host.as_deref(), Some("::1"));
    assert_eq!(server.port, Some(5433));
    assert_eq!(server.database.as_deref(), Some("my app"));
    assert_eq!(server.parameter("sslmode"), Some("require"));
    assert_eq!(url.to_string(), "postgresql://an%40na:***@[::1]:5433/my%20app?sslmode=require");
    assert!(!format!("{url:?} {server:?}").contains("p/w"));
}

#[test]
fn errors_say_what_to_write_instead() {
    let cases = [
        ("", "the database URL is empty", "such as `sqlite://app.db`"),
        ("app.db", "it has no scheme", "`sqlite://app.db`"),
        ("C:\\app.db", "it has no scheme", "sqlite://"),
        ("postgers://u:secret@h/d", "`postgers` is not a scheme", "did you mean `postgres://u:***@h/d`?"),
        ("sqlite3://app.db", "`sqlite3` is not a scheme", "did you mean `sqlite://app.db`?"),
        ("postgresql+psycopg2://u:secret@h/d", "driver `psycopg2`", "write `postgresql://u:***@h/d`"),
        ("sqlite://", "names no file", ":memory:"),
        ("sqlite:///", "names no file", ":memory:"),
        ("mysql://u:secret@h", "names no database", "`mysql://u:***@h/NAME`"),
        ("mysql://u:sec#ret@h/d", "is not a URL", "%23"),
        ("mysql://u:secret@h:port/d", "is not a URL", "percent-encode"),
        ("mysql://u:%FF@h/d", "the password, percent-decoded, is not UTF-8", "percent-encode"),
        ("sqlite://app%00.db", "the path, percent-decoded, is not UTF-8 text without NUL", ""),
        ("postgres://h/d?sslmod=require", "no parameter `sslmod`", "did you mean `sslmode`?"),
        ("sqlite://app.db?mode=r", "`mode` cannot be `r`; it is one of ro, rw, rwc, memory", ""),
        ("mysql://u:se?cret@h/d", "is not a URL", "percent-encode"),
        ("oracle://u:secret@h/d", "`oracle` is not a scheme", ""),
    ];
    for (text, message, hint) in cases {
        let error = parse(text).expect_err(text);
        let shown = format!("{error} | {}", error.hint().unwrap_or_default());
        assert!(shown.contains(message) && shown.contains(hint), "{text}: {shown}");
        assert!(!shown.contains("secret") && !shown.contains("cret@"), "{text}: {shown}");
    }
}

#[test]
fn a_nul_is_refused() {
    assert!(matches!(parse("sqlite://a\0b"), Err(UrlError::HoldsNul { .. })));
}

proptest! {
    #[test]
    fn no_message_shows_the_password(password in "[a-zA-Z0-9:@/?#&=% ]{0,12}", scheme in "[a-z+]{0,10}") {
        let marked = format!("Q7{password}7Q");
        let text = format!("{scheme}://user:{marked}@host/name?password=Q7also7Q");
        let shown = match parse(&text) {
            Ok(url) => format!("{url} {url:?} {:?}", url.target()),
            Err(error) => format!("{error} {error:?} {:?}", error.hint()),
        };
        prop_assert!(scheme == "sqlite" || !shown.contains("Q7"), "{}", shown);
    }
}
