//! A tablespace of `PostgreSQL` on a small disk: for tables and indexes, and not for what the server itself keeps.

use super::disk::SmallDisk;
use crate::databases::{Server, TestDatabase};

/// Gone when it is dropped, after the last database that has something in it.
pub(super) struct Tablespace {
    name: String,
    /// One that has nothing in it, through which it is made and taken away.
    database: TestDatabase,
}

impl Tablespace {
    /// Makes one in a new folder of the disk.
    pub(super) fn create(server: &Server, disk: &SmallDisk) -> Result<Self, String> {
        let (folder, database) = (disk.create_folder("tables", "postgres")?, server.create_database(disk.path())?);
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
