//! The SQL that an administrator runs once.

mod mysql;
mod postgres;

use aludel_sql::Dialect;

use super::problem::GuestLoginProblem;
use crate::connect::ConnectError;
use crate::ledger::Ledger;
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
        let sql = match (server(self.url), server(self.guest_url)) {
            (Some(own), Some(guest)) if own.dialect == Dialect::Postgres && guest.dialect == Dialect::Postgres => {
                postgres::sql(self, own, guest)
            }
            (Some(own), Some(guest)) if own.dialect.is_mysql_family() && guest.dialect.is_mysql_family() => {
                house_of(own, guest).and_then(|house| mysql::sql(self, own, guest, &house))
            }
            _ => Err(GuestLoginProblem::Unsupported { own: self.url.dialect(), guest: self.guest_url.dialect() }),
        };
        sql.map_err(|problem| ConnectError::GuestLogin {
            database: self.guest_url.to_string(),
            problem: Box::new(problem),
        })
    }
}

fn server(url: &DatabaseUrl) -> Option<&ServerTarget> {
    match url.target() {
        Target::Server(server) => Some(server),
        Target::Sqlite(_) => None,
    }
}

/// A name in a comment, which ends with its line.
fn line(name: &str) -> String {
    name.replace(char::is_control, "_")
}
