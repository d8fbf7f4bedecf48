//! Migrations with a login of their own.

use crate::child;
use crate::databases::Kind;
use crate::project::Project;

/// Whether migrations run with the login that keeps the tables of the house, or with another one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Logins {
    One,
    Two,
}

const PASSWORD: &str = "secret";

/// Sets two logins up for a project, as the SQL for administrators says.
pub(crate) fn part(project: &Project) -> Result<(), String> {
    let name = project.database.name().unwrap_or_default();
    let [own, guest] = names(project);
    let [url, guest_url] = [&own, &guest].map(|login| {
        let (scheme, rest) = project.database.url().split_once("://").unwrap_or_default();
        let host = rest.rsplit_once('@').map_or(rest, |(_, host)| host);
        format!("{scheme}://{login}:{PASSWORD}@{host}")
    });
    let text = format!("[database]\nurl = \"{url}\"\nguest_url = \"{guest_url}\"\nlock_timeout = \"60s\"\n");
    project.write("aludel.toml", text.as_bytes())?;
    if project.kind().is_mysql_family() {
        for login in [own, guest] {
            project.database.run(&format!("CREATE USER '{login}'@'%' IDENTIFIED BY '{PASSWORD}';"))?;
        }
    }
    let printed = child::bare(project.path(), &["doctor", "--setup-guest-login"]).output();
    let printed = printed.map_err(|error| format!("the SQL that sets two logins up: {error}"))?;
    project.database.run(&String::from_utf8_lossy(&printed.stdout))?;
    if project.kind() == Kind::Postgresql {
        // Whoever looks at the tables of the house does so by their names alone.
        project.database.run(&format!("ALTER DATABASE {name} SET search_path = public, aludel;"))?;
    }
    Ok(())
}

/// The logins. Roles of `PostgreSQL` are the same for every project, and stay; accounts of `MariaDB` keep their rights on
/// databases that are gone, so that each project has its own.
fn names(project: &Project) -> [String; 2] {
    let prefix = match project.kind() {
        Kind::MariaDb | Kind::Mysql => project.database.name().unwrap_or_default(),
        Kind::Postgresql | Kind::Sqlite => "aludel_faults",
    };
    ["own", "guest"].map(|part| format!("{prefix}_{part}"))
}

/// What stands before the name of a table of the house.
pub(crate) fn house(project: &Project) -> String {
    match (project.logins(), project.kind()) {
        (Logins::Two, Kind::MariaDb | Kind::Mysql) => {
            format!("aludel_{}.", project.database.name().unwrap_or_default())
        }
        _ => String::new(),
    }
}

/// Takes away what does not go with the database.
pub(crate) fn remove(project: &Project) -> Result<(), String> {
    if project.logins() == Logins::One || !project.kind().is_mysql_family() {
        return Ok(());
    }
    let house = house(project);
    let [own, guest] = names(project);
    let sql = format!("DROP DATABASE IF EXISTS {}; DROP USER '{own}'@'%', '{guest}'@'%';", house.trim_end_matches('.'));
    project.database.run(&sql).map(drop)
}
