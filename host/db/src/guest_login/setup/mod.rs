//! The SQL that an administrator runs once.

mod mysql;
mod postgres;

use aludel_sql::Dialect;

use super::problem::GuestLoginProblem;
use crate::connect::ConnectError;
use crate::ledger::{HOUSE_SCHEMA, HouseInTexts, Ledger};
use crate::mysql::house_of;
use crate::url::{DatabaseUrl, ServerTarget, Target};

/// Two logins, and what belongs to whom.
#[derive(Debug, Clone, Copy)]
pub struct GuestLoginSetup<'a> {
    /// The host's login.
    pub url: &'a DatabaseUrl,
    /// The login of guests.
    pub guest_url: &'a DatabaseUrl,
    /// The tables that come to belong to the host's login.
    pub ledger: &'a Ledger,
    /// The role that owns the application's tables, where it is not the guests' login itself.
    pub owner: Option<&'a str>,
}

impl GuestLoginSetup<'_> {
    /// The script, for the client of the server: `psql` or `mariadb`. It asks nobody, and may be run again.
    pub fn sql(&self) -> Result<String, ConnectError> {
        let sql = self.servers().and_then(|(own, guest)| match own.dialect {
            Dialect::Postgres => postgres::sql(self, own, guest),
            _ => house_of(own, guest).and_then(|house| mysql::sql(self, own, guest, &house)),
        });
        sql.map_err(|problem| self.refused(problem))
    }

    /// The ledger, with texts of SQL for whoever runs them: they name the tables where they are, and give what they create to
    /// the host's login, where tables have owners and the URL names it.
    pub fn ledger_for_texts(&self) -> Result<Ledger, ConnectError> {
        let house = self.servers().and_then(|(own, guest)| match own.dialect {
            Dialect::Postgres => Ok(HouseInTexts { place: HOUSE_SCHEMA.to_owned(), owner: role(own) }),
            _ => house_of(own, guest).map(|place| HouseInTexts { place, owner: None }),
        });
        house.map(|house| self.ledger.clone().with_house_in_texts(house)).map_err(|problem| self.refused(problem))
    }

    /// The host's server and that of guests, which are of one kind that knows two logins.
    fn servers(&self) -> Result<(&ServerTarget, &ServerTarget), GuestLoginProblem> {
        let is_pair = |own: Dialect, guest: Dialect| {
            own == Dialect::Postgres && guest == own || own.is_mysql_family() && guest.is_mysql_family()
        };
        match (server(self.url), server(self.guest_url)) {
            (Some(own), Some(guest)) if is_pair(own.dialect, guest.dialect) => Ok((own, guest)),
            _ => Err(GuestLoginProblem::Unsupported { own: self.url.dialect(), guest: self.guest_url.dialect() }),
        }
    }

    fn refused(&self, problem: GuestLoginProblem) -> ConnectError {
        ConnectError::GuestLogin { database: self.guest_url.to_string(), problem: Box::new(problem) }
    }
}

fn server(url: &DatabaseUrl) -> Option<&ServerTarget> {
    match url.target() {
        Target::Server(server) => Some(server),
        Target::Sqlite(_) => None,
    }
}

/// The login that a URL names, as far as a role can be called so.
fn role(server: &ServerTarget) -> Option<String> {
    server.user.clone().filter(|user| server.dialect.quote(user).is_ok())
}

/// A name in a comment, which ends with its line.
fn line(name: &str) -> String {
    name.replace(char::is_control, "_")
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::GuestLoginSetup;
    use crate::connect::ConnectError;
    use crate::ledger::Ledger;
    use crate::url::DatabaseUrl;

    /// What creates the version table and the history, and what makes the former empty.
    fn texts(url: &str, guest_url: &str) -> Result<(Vec<String>, String), ConnectError> {
        let [url, guest_url] =
            [url, guest_url].map(|text| DatabaseUrl::parse(text, Path::new(".")).expect("the URLs are whole"));
        let ledger = Ledger::new("aludel_version").expect("the name is kept whole everywhere");
        let setup = GuestLoginSetup { url: &url, guest_url: &guest_url, ledger: &ledger, owner: None };
        let ledger = setup.ledger_for_texts()?;
        Ok((ledger.sql_ensure(url.dialect()), ledger.sql_purge(url.dialect())))
    }

    #[test]
    fn texts_of_postgresql_give_what_they_create_to_the_login_of_the_house() {
        let (ensure, purge) =
            texts("postgres://ow%22n@host/shop", "postgres://guest@host/shop").expect("that is a pair");
        assert_eq!(purge, r#"DELETE FROM "aludel"."aludel_version""#);
        assert!(ensure[0].starts_with(r#"CREATE TABLE IF NOT EXISTS "aludel"."aludel_version" ("#), "{ensure:?}");
        let given = [
            r#"ALTER TABLE "aludel"."aludel_version" OWNER TO "ow""n""#,
            r#"ALTER TABLE "aludel"."aludel_history" OWNER TO "ow""n""#,
        ];
        assert_eq!(ensure[2..], given);
    }

    #[test]
    fn texts_of_mariadb_name_the_database_of_the_house() {
        let (ensure, purge) = texts("mariadb://own@host/shop", "mariadb://guest@host/shop").expect("that is a pair");
        assert_eq!(purge, "DELETE FROM `aludel_shop`.`aludel_version`");
        assert_eq!(ensure.len(), 2, "tables have no owners there: {ensure:?}");
    }

    /// The script for two URLs, and a role that owns the tables.
    fn script(url: &str, guest_url: &str, owner: Option<&str>) -> Result<String, String> {
        let [url, guest_url] =
            [url, guest_url].map(|text| DatabaseUrl::parse(text, Path::new(".")).expect("the URLs are whole"));
        let ledger = Ledger::new("aludel_version").expect("the name is kept whole everywhere");
        let setup = GuestLoginSetup { url: &url, guest_url: &guest_url, ledger: &ledger, owner };
        setup.sql().map_err(|error| error.to_string())
    }

    #[test]
    fn what_nothing_can_be_called_is_refused_by_name() {
        let (long, wide) = ("l".repeat(64), "\u{e9}".repeat(32));
        for (url, guest_url, owner) in [
            (format!("postgres://{long}@host/shop"), "postgres://guest@host/shop".to_owned(), None),
            ("postgres://own@host/shop".to_owned(), format!("postgres://{long}@host/shop"), None),
            ("postgres://own@host/shop".to_owned(), format!("postgres://{wide}@host/shop"), None),
            (format!("postgres://own@host/{long}"), format!("postgres://guest@host/{long}"), None),
            ("postgres://own@host/shop".to_owned(), "postgres://guest@host/shop".to_owned(), Some(long.as_str())),
        ] {
            let refused = script(&url, &guest_url, owner).expect_err("the server would cut it short");
            assert!(refused.contains("longer than the 63 bytes that PostgreSQL keeps"), "{refused}");
        }
        let refused = script("postgres://own@host/shop", "postgres://guest@host/shop", Some("")).expect_err("no name");
        assert!(refused.contains("an identifier is empty"), "{refused}");
    }

    #[test]
    fn a_database_with_the_longest_name_can_have_two_logins() {
        let name = "_".repeat(64 - "aludel_".len());
        let script = script(&format!("mariadb://own@host/{name}"), &format!("mariadb://guest@host/{name}"), None);
        let pattern = format!(r"`aludel\_{}`.*", r"\_".repeat(57));
        assert!(script.as_ref().is_ok_and(|script| script.contains(&pattern)), "{script:?}");
    }

    #[test]
    fn there_are_no_texts_for_what_cannot_be_connected_to() {
        let long = "d".repeat(60);
        let refused = texts(&format!("mariadb://own@host/{long}"), &format!("mariadb://guest@host/{long}"));
        assert!(matches!(refused, Err(ConnectError::GuestLogin { .. })), "{refused:?}");
    }
}
