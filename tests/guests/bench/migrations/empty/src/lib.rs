// /// migration
// revision = "empty"
// message = "a table and a row, in Rust"
// ///
//! The statements of `sql.sql`, so that the two can be compared.

use aludel_guest::prelude::*;

migration!(upgrade, downgrade);

fn upgrade(db: &Database) -> Result<()> {
    db.execute("CREATE TABLE marker (id INTEGER PRIMARY KEY, note VARCHAR(80) NOT NULL)", params![])?;
    db.execute("INSERT INTO marker (id, note) VALUES (1, 'made by a migration')", params![])?;
    Ok(())
}

fn downgrade(db: &Database) -> Result<()> {
    db.execute("DROP TABLE marker", params![])?;
    Ok(())
}
