//! A login of their own for migrations.

use aludel_db::GuestLoginSetup;
use aludel_project::DatabaseSection;
use serde::Serialize;

use crate::address::Address;
use crate::error::Error;
use crate::migrator::Migrator;

/// The SQL that sets two logins up.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct GuestLoginReport {
    /// Statements for the server's own client, with comments that say why.
    pub sql: String,
}

impl Migrator {
    /// The SQL that sets up the login of `guest_url` for migrations, and that of `url` for the tables of the house, for
    /// whoever administers the server. `owner` is the role that owns the application's tables, where it is another
    /// one. Neither database nor server is asked.
    pub fn guest_login_sql(&self, owner: Option<&str>) -> Result<GuestLoginReport, Error> {
        let address = self.address()?;
        let ledger = address.ledger()?;
        let guest_url = address.guest_url.as_deref().ok_or_else(|| guest_url_missing(&address))?;
        let setup = GuestLoginSetup { url: &address.url, guest_url, ledger: &ledger, owner };
        let sql = setup.sql().map_err(|error| Error::Connect(Box::new(error)))?;
        Ok(GuestLoginReport { sql })
    }
}

fn guest_url_missing(address: &Address) -> Error {
    let section = &address.section.name;
    let table = if section == DatabaseSection::DEFAULT_NAME { String::new() } else { format!(".{section}") };
    let scheme = if address.url.dialect().is_mysql_family() { "mysql" } else { "postgres" };
    Error::Usage {
        code: "guest_url_missing",
        message: "nothing says which login migrations are to have".to_owned(),
        hint: Some(format!(
            "write the login that owns the application's tables under `[database{table}]`, as `guest_url = \
             \"{scheme}://app:${{APP_PASSWORD}}@localhost/app\"`, and a login of its own for Aludel in `url`"
        )),
    }
}
