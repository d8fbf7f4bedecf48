//! A tablespace of `PostgreSQL` on a small disk: for tables and indexes, and not for what the server itself keeps.

use std::os::unix::fs::chown;
use std::path::Path;
use std::process::Command;

use crate::databases::{Server, TestDatabase};

/// Gone when it is dropped, after the last database that has something in it.
pub(super) struct Tablespace {
    name: String,
    /// One that has nothing in it, through which it is made and taken away.
    database: TestDatabase,
}

impl Tablespace {
    /// Makes one in a new folder of the disk.
    pub(super) fn create(server: &Server, disk: &Path) -> Result<Self, String> {
        let (folder, database) = (disk.join("tables"), server.create_database(disk)?);
        std::fs::create_dir(&folder).map_err(|error| error.to_string())?;
        chown(&folder, Some(id_of_the_server("-u")?), Some(id_of_the_server("-g")?))
            .map_err(|error| error.to_string())?;
        let name = format!("aludel_faults_{}", std::process::id());
        database.run(&format!("CREATE TABLESPACE {name} LOCATION '{}';", folder.display()))?;
        Ok(Self { name, database })
    }

    /// Has everything that is made in a database go there.
    pub(super) fn take_in(&self, database: &TestDatabase) -> Result<(), String> {
        let (database_name, name) = (database.name().unwrap_or_default(), &self.name);
        database.run(&format!("ALTER DATABASE {database_name} SET default_tablespace = {name};")).map(drop)
    }
}

impl Drop for Tablespace {
    fn drop(&mut self) {
        // The disk is as small as it was, whatever stays in it.
        let _ = self.database.run(&format!("DROP TABLESPACE IF EXISTS {};", self.name));
    }
}

/// Whom the files of the server have to belong to: `-u` for the user, `-g` for the group.
fn id_of_the_server(which: &str) -> Result<u32, String> {
    let output = Command::new("id").args([which, "postgres"]).output().map_err(|error| format!("id: {error}"))?;
    let told = String::from_utf8_lossy(&output.stdout);
    told.trim().parse().map_err(|_| format!("id {which} postgres: {}", String::from_utf8_lossy(&output.stderr)))
}
