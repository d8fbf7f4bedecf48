//! Two logins for a database that was made for one test: one keeps the tables of the house, the other runs migrations.

use std::process::Output;

use url::Url;

use crate::databases::{Kind, Server, TestDatabase};

/// Tables of the house, which are out of the way of migrations.
const TABLES: [&str; 4] = ["aludel_version", "aludel_history", "aludel_journal", "aludel_lock"];

const PASSWORD: &str = "secret";

/// The logins of one database. They go when this is dropped, which has to be after the database.
#[derive(Debug)]
pub(crate) struct TwoLogins {
    server: Server,
    /// The name of the database.
    name: String,
    /// With the login that keeps the tables of the house.
    pub(crate) url: String,
    /// With the login of migrations.
    pub(crate) guest_url: String,
}

impl TwoLogins {
    /// Names that belong to the database alone. Nobody has them yet on the server.
    pub(crate) fn of(server: &Server, database: &TestDatabase) -> Result<Self, String> {
        let name = database.name().unwrap_or_default().to_owned();
        let url = |part: &str| -> Result<String, String> {
            let mut url = Url::parse(database.url()).map_err(|error| error.to_string())?;
            let named = url.set_username(&login(&name, part)).and_then(|()| url.set_password(Some(PASSWORD)));
            named
                .map(|()| url.to_string())
                .map_err(|()| format!("{} has no place for a login", database.name().unwrap_or_default()))
        };
        let (own, guest) = (url("own")?, url("guest")?);
        Ok(Self { server: server.clone(), name, url: own, guest_url: guest })
    }

    /// Sets them up, as the SQL for administrators says that `aludel doctor --setup-guest-login` prints.
    pub(crate) fn set_up(
        &self,
        database: &TestDatabase,
        print: impl FnOnce() -> Result<Output, String>,
    ) -> Result<(), String> {
        if self.server.kind().is_mysql_family() {
            for login in self.names() {
                database.run(&format!("CREATE USER '{login}'@'%' IDENTIFIED BY '{PASSWORD}';"))?;
            }
        }
        let printed = print()?;
        if !printed.status.success() {
            return Err(format!("the SQL for two logins: {}", String::from_utf8_lossy(&printed.stderr)));
        }
        database.run(&String::from_utf8_lossy(&printed.stdout))?;
        if self.server.kind() != Kind::Postgresql {
            return Ok(());
        }
        // An administrator who is called as the schema of the house is would make tables there.
        database.run(&format!("ALTER DATABASE {} SET search_path = public;", self.name)).map(drop)
    }

    /// Lets migrations have databases for comparisons.
    pub(crate) fn let_compare(&self) -> Result<(), String> {
        let [_, guest] = self.names();
        let sql = match self.server.kind() {
            Kind::MariaDb | Kind::Mysql => {
                format!("GRANT ALL PRIVILEGES ON `aludel\\_scratch\\_%`.* TO '{guest}'@'%';")
            }
            Kind::Postgresql | Kind::Sqlite => format!("ALTER ROLE {guest} CREATEDB;"),
        };
        self.server.run(&sql).map(drop)
    }

    /// The logins' names: first the one that keeps the tables of the house.
    pub(crate) fn names(&self) -> [String; 2] {
        ["own", "guest"].map(|part| login(&self.name, part))
    }

    /// The database or the schema of the tables of the house.
    pub(crate) fn house(&self) -> String {
        match self.server.kind() {
            Kind::MariaDb | Kind::Mysql => format!("aludel_{}", self.name),
            Kind::Postgresql | Kind::Sqlite => "aludel".to_owned(),
        }
    }

    /// A text of SQL in which the tables of the house have the name of where they are before their own.
    pub(crate) fn in_house(&self, sql: &str) -> String {
        let house = self.house();
        TABLES.iter().fold(sql.to_owned(), |sql, table| {
            let plain = format!("{house}.{table}");
            // A dot between quotation marks is one more character of the name.
            ['`', '"'].iter().fold(sql.replace(table, &plain), |sql, mark| {
                let parts = format!("{mark}{house}{mark}.{mark}{table}{mark}");
                sql.replace(&format!("{mark}{plain}{mark}"), &parts)
            })
        })
    }
}

impl Drop for TwoLogins {
    fn drop(&mut self) {
        let [own, guest] = self.names();
        // Logins that stay behind harm no other test.
        let _ = match self.server.kind() {
            Kind::Sqlite => Ok(String::new()),
            Kind::Postgresql => self.server.run(&format!("DROP ROLE IF EXISTS {own}; DROP ROLE IF EXISTS {guest};")),
            Kind::MariaDb | Kind::Mysql => self.server.run(&format!(
                "DROP DATABASE IF EXISTS {}; DROP USER IF EXISTS '{own}'@'%', '{guest}'@'%';",
                self.house()
            )),
        };
    }
}

fn login(database: &str, part: &str) -> String {
    format!("{database}_{part}")
}
