// /// migration
// revision = "operations"
// message = "use every operation"
// ///
//! Every operation on the schema, on the databases that have it. The downgrade leaves nothing behind.
//! `-x wrong=NAME` asks for something that cannot be.

mod objects;
mod tables;
mod wrong;

use aludel_guest::prelude::*;

migration!(upgrade, downgrade);

fn upgrade(db: &Database) -> Result<()> {
    if let Some(name) = context::argument("wrong") {
        return wrong::ask(db, &name);
    }
    tables::create(db)?;
    tables::alter(db)?;
    objects::create(db)?;
    if context::offline() { Ok(()) } else { tables::check(db) }
}

fn downgrade(db: &Database) -> Result<()> {
    objects::drop(db)?;
    tables::drop(db)
}

fn is_mysql(db: &Database) -> bool {
    matches!(db.dialect(), Dialect::Mysql | Dialect::Mariadb)
}

fn is_postgres(db: &Database) -> bool {
    db.dialect() == Dialect::Postgresql
}
